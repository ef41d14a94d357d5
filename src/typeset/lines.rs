//! Breaking a paragraph into lines.

use std::ops::Range;

use super::breaks::{Before, Boxes, Break};
use super::class::{Class, hangs, is_half_blank, is_spaced};
use crate::Length;

/// A line of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The bytes of the text that stand on the line, with the spaces at its end.
    pub range: Range<usize>,
    /// How wide the line is, for its place between the margins: spaces at its
    /// end do not count, nor do `trim` and `hang`. (On the last line, U+3000
    /// does: people move dates with it.)
    pub width: Length,
    /// The blank half of the last mark, where the line has no room for it.
    pub trim: Length,
    /// The width of the last mark, where it stands outside the line.
    pub hang: Length,
    /// Whether the line ends inside something that belongs together, for want of
    /// room: a word, a number and its unit.
    pub torn: bool,
}

/// Breaks a text without `\n` into lines, the first of them `first` wide, the
/// others `rest`. An empty text has one line.
///
/// No mark that Word keeps from the start or the end of a line stands there;
/// a mark that closes may give up its blank half at the end of a line, or hang
/// out of it, instead of taking a character to the next line. Words, numbers
/// with their units, telephone numbers, dates and addresses stay whole while
/// there is room on a line of their own; what has none is cut, addresses after
/// a mark if possible. Only a single character can be wider than its line.
///
/// `gap` is left free between Han characters and Latin letters or digits.
///
/// ```
/// use shenbao::{Length, typeset::lines};
/// let em = Length::half_points(24);
/// let text = "网络学习空间（人人通）。";
/// let lines: Vec<&str> =
///     lines(text, em * 7, em * 7, &|_| em, Length::ZERO).into_iter().map(|line| &text[line.range]).collect();
/// assert_eq!(lines, ["网络学习空间", "（人人通）。"]);
/// ```
pub fn lines(text: &str, first: Length, rest: Length, advance: &dyn Fn(char) -> Length, gap: Length) -> Vec<Line> {
    Measure { advance, gap, squeezes: true }.lines(text, first, rest)
}

/// How the characters of a text are measured when it is broken into lines.
#[derive(Clone, Copy)]
pub(super) struct Measure<'a> {
    /// How wide a character is.
    pub advance: &'a dyn Fn(char) -> Length,
    /// What is left free between Han characters and Latin letters or digits.
    pub gap: Length,
    /// Whether a mark may give up its blank half at the end of a line, or hang.
    pub squeezes: bool,
}

impl Measure<'_> {
    /// The lines of a text, as [`lines()`] breaks it.
    pub fn lines(&self, text: &str, first: Length, rest: Length) -> Vec<Line> {
        broken(&self.paragraph(text, rest), first)
    }

    /// The lines of a centred text. They end where others do, as Word has them,
    /// unless a few lines of like length would all end behind a mark or a blank
    /// (数学教学、|班主任), or a single character were left alone (信息中心|主任, not
    /// 信息中心主|任). Their number is the same.
    pub fn centred(&self, text: &str, room: Length) -> Vec<Line> {
        let paragraph = self.paragraph(text, room);
        let greedy = broken(&paragraph, room);
        if !(2..=FEW).contains(&greedy.len()) {
            return greedy;
        }
        // What belongs together is not torn for the look of it.
        let torn = |lines: &[Line]| lines.iter().filter(|line| line.torn).count();
        let ends_well = |lines: &Vec<Line>| {
            let ends = lines.iter().take(lines.len() - 1).map(|line| line.range.end);
            ends.into_iter().all(|end| is_end_of_phrase(text, end)) && torn(lines) <= torn(&greedy)
        };
        if let Some(balanced) = self.balanced(text, &greedy, room).filter(ends_well) {
            return balanced;
        }
        paragraph.without_widow(&greedy).filter(|lines| torn(lines) <= torn(&greedy)).unwrap_or(greedy)
    }

    /// The narrowest lines that are no more than `lines`.
    fn balanced(&self, text: &str, lines: &[Line], room: Length) -> Option<Vec<Line>> {
        // Marks are not squeezed where there is room for them.
        let measure = Measure { squeezes: false, ..*self };
        let (mut narrow, mut wide) = (lines.iter().map(|line| line.width).sum::<Length>() / FEW as i64, room);
        let mut best = None;
        while wide - narrow > room / 64 {
            let width = (narrow + wide) / 2;
            let tried = measure.lines(text, width, width);
            if tried.len() <= lines.len() {
                (wide, best) = (width, Some(tried));
            } else {
                narrow = width;
            }
        }
        best
    }

    fn paragraph<'t>(&'t self, text: &'t str, rest: Length) -> Paragraph<'t> {
        Paragraph { text, boxes: Boxes::of(text), rest, measure: *self }
    }
}

/// Whether a mark or a blank ends a phrase before a byte of a text, or one that
/// opens begins another there.
fn is_end_of_phrase(text: &str, at: usize) -> bool {
    let (before, after) = text.split_at(at);
    let last = before.chars().rev().map(Class::of).find(|class| *class != Class::Attached);
    let next = after.chars().next().map(Class::of);
    last.is_some_and(|class| class.is_blank() || class == Class::Close) || next == Some(Class::Open)
}

/// Number of a text's characters that are no marks or blanks.
fn solid_characters(text: &str) -> usize {
    let is_solid = |c: char| matches!(Class::of(c), Class::Han | Class::Word | Class::Box);
    text.chars().filter(|c| is_solid(*c)).count()
}

/// Most lines of a centred text that are not only as wide as can be.
const FEW: usize = 4;

fn broken(paragraph: &Paragraph<'_>, first: Length) -> Vec<Line> {
    let mut lines = Vec::new();
    let (mut start, mut room) = (0, first);
    loop {
        let line = paragraph.line(start, room);
        start = line.range.end;
        lines.push(line);
        if start >= paragraph.text.len() {
            return lines;
        }
        room = paragraph.rest;
    }
}

struct Paragraph<'a> {
    text: &'a str,
    boxes: Boxes,
    rest: Length,
    measure: Measure<'a>,
}

/// A place where a line may end.
#[derive(Debug, Clone, Copy)]
struct Place {
    /// Where the next line begins.
    at: usize,
    /// The width of the line up to there, without spaces at its end.
    width: Length,
}

/// The last place of each level on a line.
#[derive(Debug, Clone, Copy, Default)]
struct Places([Option<Place>; Break::LEVELS]);

impl Places {
    fn note(&mut self, level: Break, place: Place) {
        if let Some(last) = self.0.get_mut(level as usize) {
            *last = Some(place);
        }
    }

    fn get(&self, level: Break) -> Option<Place> {
        self.0.get(level as usize).copied().flatten()
    }
}

impl Paragraph<'_> {
    /// The lines with two characters on the last, if it has but one and the line
    /// above it can spare one.
    fn without_widow(&self, lines: &[Line]) -> Option<Vec<Line>> {
        const LEAST: usize = 2;
        let [before @ .., above, last] = lines else { return None };
        if solid_characters(&self.text[last.range.clone()]) != 1 {
            return None;
        }
        let above = self.line(above.range.start, above.width - Length::emu(1));
        let last = self.line(above.range.end, self.rest);
        let is_whole = last.range.end == self.text.len();
        let spared = is_whole && solid_characters(&self.text[above.range.clone()]) >= LEAST;
        spared.then(|| before.iter().cloned().chain([above, last]).collect())
    }

    /// The line that begins at `start`.
    fn line(&self, start: usize, room: Length) -> Line {
        let mut before = Before::line_start(self.boxes);
        let mut places = Places::default();
        let mut pen = Pen::default();
        for (at, c, class) in self.characters(start) {
            if pen.solid > Length::ZERO {
                places.note(before.next(self.text, at, c, class), Place { at, width: pen.solid });
            }
            let advance = self.advance_after(&before, c);
            before.push(c, class);
            if !class.is_blank() && pen.width + advance > room && at > start {
                let after = at + c.len_utf8();
                return self
                    .end_of_mark(after, before)
                    .and_then(|end| self.squeezed(start..end, c, pen.width, advance, room))
                    .unwrap_or_else(|| self.cut(start, Place { at, width: pen.solid }, &places));
            }
            pen.advance(advance, class);
        }
        let width = pen.solid.max(pen.wide.min(room));
        Line { range: start..self.text.len(), width, trim: Length::ZERO, hang: Length::ZERO, torn: false }
    }

    /// The characters from `start` on that have a place of their own.
    fn characters(&self, start: usize) -> impl Iterator<Item = (usize, char, Class)> {
        let characters = self.text[start..].char_indices().map(move |(at, c)| (start + at, c, Class::of(c)));
        characters.filter(|(_, _, class)| *class != Class::Attached)
    }

    /// How far a character moves the pen after the one before it.
    fn advance_after(&self, before: &Before, c: char) -> Length {
        let advance = (self.measure.advance)(c);
        match before.last() {
            Some(last) if self.measure.gap > Length::ZERO && is_spaced(last, c) => advance + self.measure.gap,
            _ => advance,
        }
    }

    /// Where the line ends if it may end after the mark that has just been read,
    /// and that may be squeezed.
    fn end_of_mark(&self, after: usize, mut before: Before) -> Option<usize> {
        if !self.measure.squeezes {
            return None;
        }
        for (at, c, class) in self.characters(after) {
            if !class.is_blank() {
                return (before.next(self.text, at, c, class) == Break::Free).then_some(at);
            }
            before.push(c, class);
        }
        Some(self.text.len())
    }

    /// The line with its last mark, for which there is no room, cut to its half
    /// or outside. `width` is without the mark.
    fn squeezed(&self, range: Range<usize>, mark: char, width: Length, advance: Length, room: Length) -> Option<Line> {
        let half = advance / 2;
        // Fonts with narrow quotation marks have no blank half to give.
        if is_half_blank(mark) && advance == (self.measure.advance)('一') && width + half <= room {
            return Some(Line { range, width: width + half, trim: advance - half, hang: Length::ZERO, torn: false });
        }
        (hangs(mark) && width <= room).then_some(Line { range, width, trim: Length::ZERO, hang: advance, torn: false })
    }

    /// The line that ends at the best of its places. There is no room for the
    /// character at `full`.
    fn cut(&self, start: usize, full: Place, places: &Places) -> Line {
        let (free, weak) = (places.get(Break::Free), places.get(Break::Weak));
        let (place, torn) = match (free, weak) {
            // What belongs together is torn only if no line can hold it.
            (Some(free), Some(weak)) if weak.at > free.at && !self.fits(free.at) => (weak, true),
            (Some(free), _) => (free, false),
            (None, Some(weak)) => (weak, true),
            (None, None) => (places.get(Break::Part).or(places.get(Break::Inside)).unwrap_or(full), true),
        };
        Line { range: start..place.at, width: place.width, trim: Length::ZERO, hang: Length::ZERO, torn }
    }

    /// Whether what stands from `start` to the next free place fits on a line.
    fn fits(&self, start: usize) -> bool {
        let mut before = Before::line_start(self.boxes);
        let mut pen = Pen::default();
        for (at, c, class) in self.characters(start) {
            if at > start && before.next(self.text, at, c, class) == Break::Free {
                return true;
            }
            pen.advance(self.advance_after(&before, c), class);
            if pen.solid > self.rest {
                return false;
            }
            before.push(c, class);
        }
        true
    }
}

/// How far a line has come.
#[derive(Debug, Clone, Copy, Default)]
struct Pen {
    /// Up to the last character.
    width: Length,
    /// Up to the last character that is no space.
    solid: Length,
    /// Up to the last U+3000.
    wide: Length,
}

impl Pen {
    fn advance(&mut self, advance: Length, class: Class) {
        self.width += advance;
        match class {
            Class::Space | Class::Gap => {}
            Class::WideSpace => self.wide = self.width,
            _ => self.solid = self.width,
        }
    }
}
