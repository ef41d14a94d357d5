//! Paragraphs broken into lines, one below the other: what stands in a cell, or
//! a paragraph outside tables.

use std::ops::Range;

use super::flat::{Flat, What};
use super::lines::Measure;
use super::{Metrics, sane};
use crate::Length;
use crate::document::{Align, Face, Format, Paragraph};

/// Paragraphs with their lines.
#[derive(Debug)]
pub(super) struct Content<'d> {
    pub paragraphs: Vec<Flat<'d>>,
    pub lines: Vec<SetLine>,
    /// From the space above the first paragraph to the one below the last.
    pub height: Length,
}

/// A line of a paragraph.
#[derive(Debug, Clone)]
pub(super) struct SetLine {
    /// Index of its paragraph.
    pub paragraph: usize,
    /// The bytes of the paragraph's text.
    pub range: Range<usize>,
    /// From the top of the content.
    pub top: Length,
    pub height: Length,
    /// From the top of the line to the line that the characters stand on.
    pub ascent: Length,
    /// How wide the text is.
    pub width: Length,
    /// Left edge, from the left edge of the content, and the room for text.
    pub left: Length,
    pub room: Length,
    /// Whether a paragraph begins with the line.
    pub begins: bool,
    /// Whether the next line goes on with the same text, so that a justified
    /// line is stretched.
    pub goes_on: bool,
    /// Whether the last mark stands outside the line.
    pub hangs: bool,
}

impl SetLine {
    pub fn bottom(&self) -> Length {
        self.top + self.height
    }

    /// The bytes of the text that stand between the margins: without the spaces
    /// at the end and a mark outside.
    pub fn measured(&self, text: &str) -> Range<usize> {
        let solid = text[self.range.clone()].trim_end();
        let mark = if self.hangs { solid.chars().next_back().map_or(0, char::len_utf8) } else { 0 };
        self.range.start..self.range.start + solid.len() - mark
    }
}

impl<'d> Content<'d> {
    /// Breaks paragraphs into lines of `width`.
    pub fn set(paragraphs: impl Iterator<Item = &'d Paragraph>, width: Length, metrics: &dyn Metrics) -> Content<'d> {
        let mut content = Content { paragraphs: Vec::new(), lines: Vec::new(), height: Length::ZERO };
        for paragraph in paragraphs {
            let flat = Flat::new(paragraph);
            content.set_paragraph(&flat, width, metrics);
            content.paragraphs.push(flat);
        }
        content
    }

    fn set_paragraph(&mut self, flat: &Flat<'d>, width: Length, metrics: &dyn Metrics) {
        let format = &flat.paragraph.format;
        let look = Characters::of(format, metrics);
        let room = (width - sane(format.right)).max(Length::ZERO);
        let indent = (look.size * i64::from(format.indent)).min(room);
        let advance = |c: char| look.advance(c);
        let measure = Measure { advance: &advance, gap: metrics.gap(look.size), squeezes: metrics.squeezes() };
        let (mut start, mut begins) = (0, true);
        loop {
            let end = flat.text[start..].find('\n').map(|at| start + at);
            let text = &flat.text[start..end.unwrap_or(flat.text.len())];
            let first = if begins { indent } else { Length::ZERO };
            if begins {
                self.height += sane(format.before);
            }
            let broken = match look.align {
                Align::Center if first == Length::ZERO => measure.centred(text, room),
                _ => measure.lines(text, room - first, room),
            };
            let count = broken.len();
            for (index, line) in broken.into_iter().enumerate() {
                let left = if index == 0 { first } else { Length::ZERO };
                self.lines.push(SetLine {
                    paragraph: self.paragraphs.len(),
                    range: start + line.range.start..start + line.range.end,
                    top: self.height,
                    height: look.line,
                    ascent: look.ascent,
                    width: line.width,
                    left,
                    room: room - left,
                    begins: begins && index == 0,
                    goes_on: index + 1 < count,
                    hangs: line.hang > Length::ZERO,
                });
                self.height += look.line;
            }
            begins = end.is_none_or(|at| flat.ends_paragraph(at));
            if begins {
                self.height += sane(format.after);
            }
            match end {
                None => return,
                Some(at) => start = at + 1,
            }
        }
    }

    /// How far below its first line's top, or the space above it if that is the
    /// content's first, the content from line `from` on ends.
    pub fn rest(&self, from: usize) -> Length {
        self.height - self.start(from)
    }

    /// Where the content begins that has line `from` as its first, from the top
    /// of the content. Space above a paragraph is lost where a page ends.
    pub fn start(&self, from: usize) -> Length {
        match self.lines.get(from) {
            Some(line) if from > 0 => line.top,
            Some(_) => Length::ZERO,
            None => self.height,
        }
    }

    /// The line after the last that has room, if `from` is the first line.
    pub fn fitting(&self, from: usize, room: Length) -> usize {
        let start = self.start(from);
        let lines = self.lines.get(from..).unwrap_or_default();
        from + lines.iter().take_while(|line| line.bottom() - start <= room).count()
    }

    /// As [`Content::fitting`], for the end of a page: no paragraph leaves one
    /// of its lines alone on a page, as Word's `w:widowControl` has it, and no
    /// label stands below which its answer does not begin.
    pub fn breaking(&self, from: usize, room: Length) -> usize {
        let to = self.unbroken(from, self.fitting(from, room));
        let is_label = |line: &SetLine| self.paragraphs.get(line.paragraph).is_some_and(Flat::is_label);
        match to < self.lines.len() {
            true => to - self.lines[from..to].iter().rev().take_while(|line| is_label(line)).count(),
            false => to,
        }
    }

    /// The end of lines before `to` that leaves two lines of a paragraph on
    /// either side.
    fn unbroken(&self, from: usize, to: usize) -> usize {
        let begins = |index: usize| self.lines.get(index).is_none_or(|line| line.begins);
        if begins(to) {
            return to;
        }
        let start = (0..to).rfind(|index| begins(*index)).unwrap_or(0);
        let end = (to..=self.lines.len()).find(|index| begins(*index)).unwrap_or(to);
        let to = to.min(end.saturating_sub(2));
        if to < start + 2 { start.max(from) } else { to.max(from) }
    }

    /// Whether nothing can be filled in, and the words name something: text that
    /// is printed again where a page ends inside its cell.
    pub fn is_label(&self, spans_rows: bool) -> bool {
        let mut pieces = self.paragraphs.iter().flat_map(|flat| &flat.pieces);
        let is_printed = pieces.all(|piece| matches!(piece.what, What::Printed));
        is_printed && (spans_rows || self.paragraphs.iter().all(Flat::is_label))
    }
}

/// How the characters of a paragraph look, and what that means for its lines.
pub(super) struct Characters<'m> {
    metrics: &'m dyn Metrics,
    pub face: Face,
    pub size: Length,
    pub align: Align,
    /// Height of a line.
    pub line: Length,
    /// From the top of a line to the line that the characters stand on.
    pub ascent: Length,
}

impl<'m> Characters<'m> {
    pub fn of(format: &Format, metrics: &'m dyn Metrics) -> Characters<'m> {
        let Format { face, align, .. } = *format;
        let size = sane(format.size);
        let natural = metrics.line(face, size);
        let line = format.line.map_or(natural, sane);
        // A line of another height has its characters in the middle.
        let ascent = metrics.ascent(face, size) + (line - natural) / 2;
        Characters { metrics, face, size, align, line, ascent }
    }

    /// How far a character moves the pen: a box by one em, whatever draws it.
    pub fn advance(&self, c: char) -> Length {
        match c {
            '□' | '☑' => self.size,
            '\t' => self.size * 2,
            c => self.metrics.advance(self.face, self.size, c),
        }
    }

    pub fn width(&self, text: &str) -> Length {
        text.chars().map(|c| self.advance(c)).sum()
    }
}
