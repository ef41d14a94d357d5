//! Lines of text become runs, boxes and the places of answers.

use std::ops::Range;

use super::class::Class;
use super::content::{Content, Look, SetLine};
use super::flat::{Flat, Piece, What};
use super::{Item, Metrics, Origin, Rect, Run, SlotArea, TickBox};
use crate::Length;
use crate::document::Align;

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
            let look = Look::of(&flat.paragraph.format, self.metrics);
            let mut pen = Pen { part: self, flat, line, look, x: self.x + line.left, stretch: Length::ZERO, items };
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
    look: Look<'a>,
    x: Length,
    /// What a justified line adds where it may.
    stretch: Length,
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
                let text = self.flat.text[self.line.range.clone()].trim_end();
                let gaps = text.chars().zip(text.chars().skip(1)).filter(|(a, b)| stretches(*a, *b)).count();
                if let Ok(gaps @ 1..) = i64::try_from(gaps) {
                    self.stretch = spare / gaps;
                }
            }
            Align::Both => {}
        }
    }

    fn line(&mut self, index: usize) {
        let flat = self.flat;
        let range = self.line.range.clone();
        let last = flat.pieces.len().saturating_sub(1);
        for (number, piece) in flat.pieces.iter().enumerate() {
            let (start, end) = (piece.range.start.max(range.start), piece.range.end.min(range.end));
            let is_here = start < end || (piece.range.is_empty() && (range.start..=range.end).contains(&start));
            if !is_here {
                continue;
            }
            let text = &flat.text[start..end];
            if let Some(slot) = piece.what.slot()
                && self.part.slots
                && self.is_first_line_of(piece, index)
            {
                let has_room = flat.is_slot && (slot.paragraphs || self.part.content.paragraphs.len() == 1);
                let rect = if has_room { self.part.own_area(index) } else { self.area(piece, index) };
                self.items.push(Item::Slot(SlotArea {
                    path: slot.path.clone(),
                    rect,
                    multiline: slot.paragraphs || rect.height >= self.look.line * 2,
                    continued: piece.range.start < range.start,
                    text: slot.text.clone(),
                    placeholder: slot.placeholder.clone(),
                    face: self.look.face,
                    size: self.look.size,
                    align: self.look.align,
                    origin: self.origin(),
                }));
            }
            let follows = flat.text[end..range.end].chars().next();
            match piece.what {
                What::Box(check_box) => {
                    let baseline = self.baseline();
                    // The em square of a Chinese font reaches 0.12 em below the line.
                    let y = baseline - self.look.size * 22 / 25;
                    let (x, size, origin) = (self.x, self.look.size, self.origin());
                    let (ticked, option) = (check_box.ticked, check_box.option.clone());
                    self.items.push(Item::Box(TickBox { x, y, size, baseline, ticked, option, origin }));
                    self.x += size;
                    if text.chars().next_back().zip(follows).is_some_and(|(a, b)| stretches(a, b)) {
                        self.x += self.stretch;
                    }
                }
                What::Empty(_) => self.x += self.look.width(text),
                _ if self.stretch > Length::ZERO => self.stretched(text, follows, piece),
                _ => self.plain(text, piece, number < last),
            }
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
    fn stretched(&mut self, text: &str, follows: Option<char>, piece: &Piece<'_>) {
        let mut start = 0;
        let mut loose: Option<bool> = None;
        let mut characters = text.char_indices().peekable();
        while let Some((at, c)) = characters.next() {
            let end = at + c.len_utf8();
            if c == '\t' {
                self.spaced(&text[start..at], loose == Some(true), piece);
                (start, loose) = (end, None);
                self.x += self.look.advance(c);
                continue;
            }
            let next = characters.peek().map(|(_, next)| *next);
            let stretched = next.or(follows).is_some_and(|next| stretches(c, next));
            match (loose, stretched) {
                // A run of characters that all stand apart ends before a word.
                (Some(true), false) => {
                    self.spaced(&text[start..at], true, piece);
                    (start, loose) = (at, Some(false));
                }
                // A word ends with its last character.
                (Some(false), true) => {
                    self.spaced(&text[start..end], false, piece);
                    self.x += self.stretch;
                    (start, loose) = (end, None);
                }
                (None, stretched) => loose = Some(stretched),
                _ => {}
            }
        }
        self.spaced(&text[start..], loose == Some(true), piece);
    }

    fn spaced(&mut self, text: &str, apart: bool, piece: &Piece<'_>) {
        let spacing = if apart { self.stretch } else { Length::ZERO };
        self.run(text, spacing, piece);
        let count = i64::try_from(text.chars().count()).unwrap_or_default();
        self.x += self.look.width(text) + spacing * count;
    }

    fn run(&mut self, text: &str, spacing: Length, piece: &Piece<'_>) {
        if text.is_empty() {
            return;
        }
        self.items.push(Item::Text(Run {
            x: self.x,
            baseline: self.baseline(),
            face: self.look.face,
            size: self.look.size,
            text: text.to_owned(),
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
