//! Characters: collected text, symbols, pictures.

use quick_xml::events::BytesStart;

use super::body::{Body, End, Frame, Scope};
use super::control::{is_prompt, is_tick, without_glyph};
use crate::document::Mark;
use crate::read::ReadError;
use crate::read::symbol::Font;
use crate::read::xml::attribute;

/// Stands for a picture in the text: OBJECT REPLACEMENT CHARACTER.
const PICTURE: &str = "\u{FFFC}";

/// The properties of a run that decide what is seen.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Run {
    pub(super) hidden: bool,
    /// Struck out: seen, but perhaps not meant.
    pub(super) struck: bool,
    /// The symbol fonts for ASCII and for other characters, if either is one.
    pub(super) fonts: Option<(Option<Font>, Option<Font>)>,
}

impl Run {
    /// The symbol font in which a character is set.
    fn font(&self, c: char) -> Option<Font> {
        let (ascii, other) = self.fonts?;
        if c.is_ascii() { ascii } else { other.or(ascii) }
    }
}

impl Body<'_> {
    pub(super) fn open_text(&mut self, start: &BytesStart) -> Option<Frame> {
        self.text.clear();
        self.preserve = attribute(start, "space").is_some_and(|space| space == "preserve");
        Some(Frame { scope: Scope::Text, end: End::Text })
    }

    /// Adds the collected characters to a field's instruction.
    pub(super) fn push_code(&mut self) {
        if self.hidden == 0 && !self.run.hidden {
            self.fields.push_code(&self.text);
        }
    }

    pub(super) fn close_text(&mut self) -> Result<(), ReadError> {
        if !self.visible() {
            self.push_code();
            return Ok(());
        }
        // Word drops white space at the ends unless told to keep it, and shows
        // line ends as spaces.
        let blank = [' ', '\t', '\n', '\r'];
        let mut text = if self.preserve { &*self.text } else { self.text.trim_matches(blank) };
        if self.placeholders > 0 && is_prompt(text) {
            return Ok(());
        }
        if self.check_boxes > 0 {
            if text.chars().next().is_some_and(is_tick) {
                self.flow.tick_check_box();
            }
            text = without_glyph(text);
        }
        let struck = self.run.struck && !text.trim().is_empty();
        if struck {
            self.flow.mark_start(Mark::STRUCK)?;
        }
        match self.run.fonts {
            Some(_) => {
                for c in text.chars() {
                    match self.run.font(c).and_then(|font| font.glyph(c)) {
                        Some(glyph) => self.flow.put(glyph.inline())?,
                        None => self.flow.text(c.encode_utf8(&mut [0; 4]))?,
                    }
                }
            }
            None if text.contains(&blank[1..]) => self.flow.text(&text.replace(&blank[1..], " "))?,
            None => self.flow.text(text)?,
        }
        if struck { self.flow.mark_end(Mark::STRUCK) } else { Ok(()) }
    }

    pub(super) fn character(&mut self, text: &str) -> Result<Option<Frame>, ReadError> {
        if self.visible() {
            self.flow.text(text)?;
        }
        Ok(None)
    }

    pub(super) fn picture(&mut self) -> Result<(), ReadError> {
        if self.visible() { self.flow.text(PICTURE) } else { Ok(()) }
    }

    /// `w:sym`: a character of a font by its code.
    pub(super) fn symbol(&mut self, start: &BytesStart) -> Result<(), ReadError> {
        let code = attribute(start, "char").and_then(|code| u32::from_str_radix(code.trim(), 16).ok());
        let Some(c) = code.and_then(char::from_u32) else { return Ok(()) };
        if !self.visible() {
            self.text.clear();
            self.text.push(c);
            self.push_code();
            return Ok(());
        }
        if self.check_boxes > 0 {
            return Ok(());
        }
        let font = attribute(start, "font").and_then(|font| Font::of(&font));
        match font.and_then(|font| font.glyph(c)) {
            Some(glyph) => self.flow.put(glyph.inline()),
            None if c.is_control() => Ok(()),
            None => self.flow.text(c.encode_utf8(&mut [0; 4])),
        }
    }
}
