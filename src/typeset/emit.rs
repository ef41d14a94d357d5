//! Lines of text become runs, boxes and the places of answers.

use std::ops::Range;

use super::class::{Class, is_invisible};
use super::content::{Characters, Content, SetLine};
use super::flat::{Flat, Piece, What};
use super::{Item, Metrics, Origin, Rect, Run, SlotArea, TickBox};
use crate::Length;
use crate::document::{Align, CheckBox, Slot};

/// Lines of a content that stand on one page.
pub(super) struct Part<'a, 'd> {
    pub content: &'a Content<'d>,
    pub lines: Range<usize>,
    /// Where the top of the content would be on the page.
    pub x: Length,
    pub y: Length,
    /// What is free for a slot that has its cell to itself.
    pub free: Rect,
    /// Whether places of answers are wanted: not in what is repeated.
    pub slots: bool,
    /// The origin of a paragraph.
    pub origin: &'a dyn Fn(usize) -> Origin,
    pub metrics: &'a dyn Metrics,
}

impl Part<'_, '_> {
    /// Puts the lines on a page.
    pub fn emit(&self, items: &mut Vec<Item>) {
        for index in self.lines.clone() {
            let Some((line, flat)) = self.line(index) else { return };
            let look = Characters::of(&flat.paragraph.format, self.metrics);
            let mut pen =
                Pen { part: self, flat, line, look, x: self.x + line.left, stretch: Length::ZERO, measured: 0, items };
            pen.align();
            pen.line(index);
        }
    }

    fn line(&self, index: usize) -> Option<(&SetLine, &Flat<'_>)> {
        let line = self.content.lines.get(index)?;
        Some((line, self.content.paragraphs.get(line.paragraph)?))
    }

    /// The area of a slot that has its cell to itself, or of an answer of several
    /// paragraphs: from its first line here down to what follows.
    fn own_area(&self, index: usize) -> Rect {
        let Some((line, flat)) = self.line(index) else { return self.free };
        let (paragraph, count) = (line.paragraph, self.content.paragraphs.len());
        let below = self.content.lines[index..self.lines.end].iter().find(|other| other.paragraph > paragraph);
        let top = if paragraph == 0 { self.free.y } else { self.y + line.top };
        let bottom = match below {
            Some(below) => self.y + below.top,
            None if paragraph + 1 < count => self.y + self.bottom_of(index),
            None => self.free.y + self.free.height,
        };
        let right = self.free.x + self.free.width - super::sane(flat.paragraph.format.right);
        let width = (right - self.free.x).max(Length::ZERO);
        Rect { x: self.free.x, y: top, width, height: (bottom - top).max(line.height) }
    }

    /// Bottom of the last line here of the paragraph of line `index`.
    fn bottom_of(&self, index: usize) -> Length {
        let lines = &self.content.lines[index..self.lines.end];
        let own = lines.iter().take_while(|line| line.paragraph == lines[0].paragraph);
        own.last().map_or(Length::ZERO, SetLine::bottom)
    }
}

/// Sets one line.
struct Pen<'a, 'd, 'i> {
    part: &'a Part<'a, 'd>,
    flat: &'a Flat<'d>,
    line: &'a SetLine,
    look: Characters<'a>,
    x: Length,
    /// What a justified line adds where it may, before this byte of the text.
    stretch: Length,
    measured: usize,
    items: &'i mut Vec<Item>,
}

/// How many em a field beside text may reach into the free part of its line.
const REACH: i64 = 8;

impl Pen<'_, '_, '_> {
    fn align(&mut self) {
        let spare = (self.line.room - self.line.width).max(Length::ZERO);
        match self.look.align {
            Align::Left => {}
            Align::Center => self.x += spare / 2,
            Align::Right => self.x += spare,
            Align::Both if self.line.goes_on => {
                let measured = self.line.measured(&self.flat.text);
                self.measured = measured.end;
                let text = &self.flat.text[measured];
                let gaps = text.chars().zip(text.chars().skip(1)).filter(|(a, b)| stretches(*a, *b)).count();
                if let Ok(gaps @ 1..) = i64::try_from(gaps) {
                    self.stretch = spare / gaps;
                }
                // A line that a long word has left half empty is better ragged.
                if self.stretch * 3 > self.look.size {
                    self.stretch = Length::ZERO;
                }
            }
            Align::Both => {}
        }
    }

    fn line(&mut self, index: usize) {
        let flat = self.flat;
        let range = self.line.range.clone();
        for piece in &flat.pieces {
            let (start, end) = (piece.range.start.max(range.start), piece.range.end.min(range.end));
            let is_empty_here = piece.range.is_empty() && (range.start..=range.end).contains(&start);
            if start >= end && !is_empty_here {
                continue;
            }
            if let Some(slot) = piece.what.slot()
                && self.part.slots
                && self.is_first_line_of(piece, index)
            {
                self.slot(slot, piece, index);
            }
            match piece.what {
                What::Box(check_box) => {
                    self.tick_box(check_box);
                    self.x += self.look.size + self.gap_at(end);
                }
                What::Empty(_) => self.x += self.look.width(&flat.text[start..end]),
                _ if self.stretch > Length::ZERO => self.stretched(start..end, piece),
                _ => self.plain(&flat.text[start..end], piece, end < range.end),
            }
        }
    }

    fn slot(&mut self, slot: &Slot, piece: &Piece<'_>, index: usize) {
        let has_room = self.flat.is_slot && (slot.paragraphs || self.part.content.paragraphs.len() == 1);
        let rect = if has_room { self.part.own_area(index) } else { self.area(piece, index) };
        self.items.push(Item::Slot(SlotArea {
            path: slot.path.clone(),
            rect,
            multiline: slot.paragraphs || rect.height >= self.look.line * 2,
            continued: piece.range.start < self.line.range.start,
            text: slot.text.clone(),
            placeholder: slot.placeholder.clone(),
            face: self.look.face,
            size: self.look.size,
            align: self.look.align,
            origin: self.origin(),
        }));
    }

    fn tick_box(&mut self, check_box: &CheckBox) {
        let (baseline, size) = (self.baseline(), self.look.size);
        self.items.push(Item::Box(TickBox {
            x: self.x,
            // The em square of a Chinese font reaches 0.12 em below the line.
            y: baseline - size * 22 / 25,
            size,
            baseline,
            ticked: check_box.ticked,
            option: check_box.option.clone(),
            origin: self.origin(),
        }));
    }

    /// What a justified line adds behind the character that ends at a byte of
    /// the text.
    fn gap_at(&self, end: usize) -> Length {
        let (before, after) = self.flat.text.split_at(end);
        match (before.chars().next_back(), after.chars().next()) {
            (Some(a), Some(b)) if end < self.measured && stretches(a, b) => self.stretch,
            _ => Length::ZERO,
        }
    }

    /// A text as it is, with a gap for each tab. Where nothing follows, nobody
    /// asks how wide it is.
    fn plain(&mut self, text: &str, piece: &Piece<'_>, more: bool) {
        if !text.contains('\t') {
            self.run(text, Length::ZERO, piece);
            if more {
                self.x += self.look.width(text);
            }
            return;
        }
        for (index, part) in text.split('\t').enumerate() {
            if index > 0 {
                self.x += self.look.advance('\t');
            }
            self.run(part, Length::ZERO, piece);
            self.x += self.look.width(part);
        }
    }

    /// A text whose characters stand further apart, but for those of a word.
    fn stretched(&mut self, range: Range<usize>, piece: &Piece<'_>) {
        let text = &self.flat.text;
        // Where the run begins, and whether its characters stand apart.
        let (mut start, mut apart) = (range.start, None);
        for (at, c) in text[range.clone()].char_indices() {
            let (at, end) = (range.start + at, range.start + at + c.len_utf8());
            if c == '\t' {
                self.spaced(&text[start..at], apart == Some(true), piece);
                (start, apart) = (end, None);
                self.x += self.look.advance(c);
                continue;
            }
            let is_apart = self.gap_at(end) > Length::ZERO;
            match (apart, is_apart) {
                (Some(true), false) => {
                    self.spaced(&text[start..at], true, piece);
                    (start, apart) = (at, Some(false));
                }
                // A word ends with its last character.
                (Some(false), true) => {
                    self.spaced(&text[start..end], false, piece);
                    self.x += self.stretch;
                    (start, apart) = (end, None);
                }
                (None, is_apart) => apart = Some(is_apart),
                _ => {}
            }
        }
        self.spaced(&text[start..range.end], apart == Some(true), piece);
    }

    fn spaced(&mut self, text: &str, apart: bool, piece: &Piece<'_>) {
        let spacing = if apart { self.stretch } else { Length::ZERO };
        self.run(text, spacing, piece);
        let count = i64::try_from(text.chars().count()).unwrap_or_default();
        self.x += self.look.width(text) + spacing * count;
    }

    fn run(&mut self, text: &str, spacing: Length, piece: &Piece<'_>) {
        let is_drawn = |c: &char| *c != '\t' && !is_invisible(*c);
        let text: String = text.chars().filter(is_drawn).collect();
        if text.is_empty() {
            return;
        }
        self.items.push(Item::Text(Run {
            x: self.x,
            baseline: self.baseline(),
            face: self.look.face,
            size: self.look.size,
            text,
            spacing,
            path: piece.what.slot().map(|slot| slot.path.clone()),
            placeholder: matches!(piece.what, What::Placeholder(_)),
            origin: self.origin(),
        }));
    }

    fn baseline(&self) -> Length {
        self.part.y + self.line.top + self.line.ascent
    }

    fn origin(&self) -> Origin {
        (self.part.origin)(self.line.paragraph)
    }

    /// Whether a piece that stands on this line stands on none above it here.
    fn is_first_line_of(&self, piece: &Piece<'_>, index: usize) -> bool {
        let above = index.checked_sub(1).filter(|above| self.part.lines.contains(above));
        let above = above.and_then(|above| self.part.content.lines.get(above));
        match above.filter(|above| above.paragraph == self.line.paragraph) {
            None => true,
            Some(above) => piece.range.start >= self.line.range.start || above.range.end <= piece.range.start,
        }
    }

    /// The area of a slot that stands beside other text: its text and what is
    /// free of the line, or all its lines.
    fn area(&self, piece: &Piece<'_>, index: usize) -> Rect {
        let (line, look) = (self.line, &self.look);
        let lines = &self.part.content.lines[index..self.part.lines.end];
        let last = lines.iter().take_while(|other| {
            other.paragraph == line.paragraph
                && (other.range.start == line.range.start || other.range.start < piece.range.end)
        });
        let last = last.last().unwrap_or(line);
        let (top, left) = (self.part.y + line.top, self.part.x + line.left);
        if last.top > line.top {
            let left = self.part.x;
            return Rect { x: left, y: top, width: line.room + line.left, height: last.bottom() - line.top };
        }
        let text = &self.flat.text[piece.range.start.max(line.range.start)..piece.range.end];
        let (begin, end) = (self.x, self.x + look.width(text));
        let is_first = piece.range.start <= line.range.start;
        let is_last = piece.range.end >= line.range.end;
        let begin = if is_first { begin.min(left.max(begin - look.size * REACH)) } else { begin };
        let end = if is_last { end.max(left + line.room) } else { end };
        Rect { x: begin, y: top, width: end - begin, height: line.height }
    }
}

/// Whether a justified line may put space between two characters: not inside
/// words, nor into dashes.
fn stretches(a: char, b: char) -> bool {
    match (Class::of(a), Class::of(b)) {
        (_, Class::Attached) | (Class::Word | Class::Slash, Class::Word | Class::Slash) => false,
        // Marks of Latin text stand close to their words.
        (Class::Word, Class::Close) | (Class::Open, Class::Word) if a.is_ascii() && b.is_ascii() => false,
        _ => !(a == b && matches!(a, '—' | '…' | '⋯')),
    }
}
