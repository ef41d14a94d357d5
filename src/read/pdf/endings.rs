//! Which lines somebody ended, and which go on.
//!
//! A PDF does not tell a line break that somebody typed from one that the
//! program made at the edge. A line that leaves room for what follows was ended
//! on purpose; so was one before an indent, a larger gap or another size. How
//! much would have had to stand behind it is told by the rules that lines are
//! broken by ([`typeset::breaks`]).

use super::canvas::{Glyph, Kind, is_closing_mark};
use super::lines::{Line, is_narrow};
use crate::typeset::{self, Break};

/// Where text may stand, from left to right.
#[derive(Debug, Clone, Copy)]
pub(super) struct Column {
    pub(super) left: f64,
    pub(super) right: f64,
}

impl Column {
    fn width(self) -> f64 {
        self.right - self.left
    }
}

/// How a line is joined to the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Join {
    /// A paragraph begins.
    Begins,
    /// The line goes on without a blank.
    GoesOn,
    /// The line goes on behind a blank.
    Blank,
}

/// The lines of a column, which stand from above.
pub(super) struct Endings<'l> {
    lines: &'l [Line],
    column: Column,
    /// Where the line that reaches farthest to the left begins.
    indent: f64,
    /// The distance of lines within a paragraph.
    pitch: f64,
}

impl<'l> Endings<'l> {
    pub(super) fn of(lines: &'l [Line], column: Column) -> Endings<'l> {
        let indent = lines.iter().map(|line| line.area.left).fold(f64::INFINITY, f64::min);
        Endings { lines, column, indent, pitch: least_pitch(lines) }
    }

    /// How the line with a number is joined to the one before it.
    pub(super) fn join(&self, number: usize) -> Join {
        let lines = number.checked_sub(1).and_then(|before| self.lines.get(before..));
        let Some([before, line, ..]) = lines else { return Join::Begins };
        if [before, line].iter().any(|line| line.is_turned || has_field(line)) {
            return Join::Begins;
        }
        let differs = (before.size - line.size).abs() > 0.15 * before.size.max(line.size);
        if !differs && is_title(before, line, self.column) {
            return Join::GoesOn;
        }
        let edge = Edge::between(before, &self.lines[number..], self.column.width());
        if differs || self.begins(before, line) || self.leaves_room(before, line, &edge) {
            return Join::Begins;
        }
        if edge.parts_latin && !self.is_one_word(before, line, &edge) { Join::Blank } else { Join::GoesOn }
    }

    /// Whether a line looks like the first of a paragraph.
    fn begins(&self, before: &Line, line: &Line) -> bool {
        /// Where lines hold fewer characters, many end with a sentence by chance.
        const FEW: f64 = 8.0;
        let em = before.size.max(1.0);
        let is_apart = before.page == line.page && line.area.bottom - before.area.bottom > 1.45 * self.pitch;
        let is_indented = line.area.left - self.indent > 1.5 * em
            && line.area.left - before.area.left > em
            && !are_centred(before, line, self.column);
        let ends = matches!(before.last(), Some('。' | '！' | '？' | '；' | '：' | '”' | '!' | '?' | ';' | ':'));
        let is_item = ends && begins_item(line) && self.column.width() > FEW * em;
        is_apart || is_indented || is_item || (begins_label(before) && begins_label(line))
    }

    /// Whether what follows a line would have had room behind it: so somebody
    /// ended it.
    fn leaves_room(&self, before: &Line, line: &Line, edge: &Edge) -> bool {
        let used = before.area.width() + edge.blanks;
        // Of lines that are centred, and perhaps balanced, or stand to the right,
        // the room lies before them; what fits in one line was parted on purpose.
        let are_right = [before, line].iter().all(|line| self.column.right - line.area.right < 0.4 * line.size);
        if are_right || are_centred(before, line, self.column) {
            return used + edge.word.max(line.area.width()) <= self.column.width();
        }
        let indent = (before.area.left - self.column.left).clamp(0.0, 2.6 * before.size);
        self.column.width() - used - indent > edge.word + 0.5 * before.size
    }

    /// Whether the Latin words at a line break are one that was cut: an address,
    /// a number, or a word that no line could hold.
    fn is_one_word(&self, before: &Line, line: &Line, edge: &Edge) -> bool {
        let tail: Vec<char> = tail(before).map(|glyph| glyph.c).collect();
        let end: String = tail.iter().rev().collect();
        let head: String = line.text().trim_start().chars().take_while(|c| is_narrow(*c)).collect();
        let is_address = ["://", "www.", "@"].iter().any(|sign| end.contains(sign))
            || head.contains('@')
            || end.ends_with(['@', '/', '-', '_', '=', '&']);
        let is_number = end.chars().chain(head.chars()).all(|c| c.is_ascii_digit() || c == '-');
        is_address || is_number || edge.is_torn
    }
}

/// Where a line ends and the next one begins.
struct Edge {
    /// The width of the blanks that are drawn behind the line.
    blanks: f64,
    /// The width of what stays together at the start of the next line.
    word: f64,
    /// Whether the lines part Latin letters or digits, without a blank that is
    /// drawn.
    parts_latin: bool,
    /// Whether the line ends inside a word, for want of room.
    is_torn: bool,
}

impl Edge {
    /// The edge of a line before others in a column of a width.
    fn between(before: &Line, lines: &[Line], width: f64) -> Edge {
        let blanks = before.glyphs.iter().rev().take_while(|glyph| glyph.c.is_whitespace());
        let blanks: f64 = blanks.map(|glyph| glyph.dx).sum();
        let ahead = Ahead::of(before, lines);
        let is_latin = |c: Option<char>| c.is_some_and(is_narrow);
        let parts_latin =
            blanks == 0.0 && is_latin(before.last()) && is_latin(lines.first().and_then(|line| line.first()));
        let whole = tail(before).map(|glyph| glyph.dx).sum::<f64>() + ahead.up_to(Break::Weak);
        // A blank at the end of a line may not be drawn. One word would have
        // stayed together if a line could hold it.
        let start = if parts_latin && whole <= width { Break::Free } else { ahead.start };
        let word = match start {
            Break::Free | Break::Weak => {
                let free = ahead.up_to(Break::Free);
                // What no line can hold is parted at its weaker places.
                if free > width { ahead.up_to(Break::Weak) } else { free }
            }
            torn => ahead.up_to(torn),
        };
        Edge { blanks, word, parts_latin, is_torn: start > Break::Weak }
    }
}

/// What stands at the start of a line: where it may be parted.
struct Ahead {
    /// How well a line may end before it.
    start: Break,
    /// The places behind, each with the width up to there, without blanks.
    places: Vec<(Break, f64)>,
    width: f64,
}

impl Ahead {
    /// What stands in the first of `lines` and goes on in the others.
    fn of(before: &Line, lines: &[Line]) -> Ahead {
        /// More than that no line holds together.
        const MOST: usize = 100;
        let mut text = before.text();
        let start = text.len();
        let mut widths: Vec<(usize, f64)> = Vec::new();
        let (mut width, mut above) = (0.0, 0.0);
        for line in lines {
            for glyph in line.glyphs.iter().skip_while(|glyph| glyph.c.is_whitespace()).take(MOST) {
                widths.push((text.len(), width));
                text.push(glyph.c);
                if !glyph.c.is_whitespace() {
                    width = above + glyph.right() - line.area.left;
                }
            }
            above = width;
            if widths.len() >= MOST {
                break;
            }
        }
        let mut places: Vec<(Break, f64)> = Vec::with_capacity(widths.len());
        let mut known = widths.iter();
        for (at, level) in typeset::breaks(&text, start) {
            if let Some((_, width)) = known.by_ref().find(|(own, _)| *own == at) {
                places.push((level, *width));
            }
        }
        let start = if places.is_empty() { Break::Free } else { places.remove(0).0 };
        Ahead { start, places, width }
    }

    /// The width up to the next place where a line may end as well.
    fn up_to(&self, level: Break) -> f64 {
        self.places.iter().find(|(own, _)| *own <= level).map_or(self.width, |(_, width)| *width)
    }
}

/// The Latin letters and digits at the end of a line, from its end.
fn tail(line: &Line) -> impl Iterator<Item = &Glyph> {
    let seen = line.glyphs.iter().rev().skip_while(|glyph| glyph.c.is_whitespace());
    seen.take_while(|glyph| is_narrow(glyph.c))
}

fn has_field(line: &Line) -> bool {
    line.glyphs.iter().any(|glyph| matches!(glyph.kind, Kind::Field(_)))
}

/// The distance of lines within a paragraph.
fn least_pitch(lines: &[Line]) -> f64 {
    let pitches = lines.windows(2).filter(|pair| pair[0].page == pair[1].page);
    let pitches = pitches.map(|pair| pair[1].area.bottom - pair[0].area.bottom);
    pitches.filter(|pitch| *pitch > 1.0).fold(f64::INFINITY, f64::min)
}

fn are_centred(before: &Line, line: &Line, column: Column) -> bool {
    is_centred(before, column) && is_centred(line, column)
}

/// Whether a line has as much room on its left as on its right. A mark at its
/// end may be set without its blank half, or outside of it.
fn is_centred(line: &Line, column: Column) -> bool {
    let last = line.glyphs.iter().rev().find(|glyph| !glyph.c.is_whitespace());
    let mark = last.filter(|glyph| is_closing_mark(glyph.c)).map_or(0.0, |glyph| glyph.dx);
    let left = line.area.left - column.left;
    [0.0, mark / 2.0, mark].iter().any(|cut| {
        let right = column.right - (line.area.right - cut);
        (left - right).abs() < 0.4 * line.size
    })
}

/// Whether two lines are a title that was broken: centred, and larger than text.
fn is_title(before: &Line, line: &Line, column: Column) -> bool {
    const LEAST: f64 = 15.0;
    before.size >= LEAST && are_centred(before, line, column) && line.area.top - before.area.bottom < before.size
}

/// Whether a line begins with the number of an item: 一、, （二）, 3., ①.
fn begins_item(line: &Line) -> bool {
    let text: String = line.text().trim_start().chars().take(6).collect();
    let number = |c: char| c.is_ascii_digit() || "一二三四五六七八九十".contains(c);
    let mut rest = text.chars().skip_while(|c| number(*c));
    let counted = text.chars().next().is_some_and(number);
    match text.chars().next() {
        Some('①'..='⑳') => true,
        Some('（' | '(') => {
            let inner: Vec<char> = text.chars().skip(1).take_while(|c| number(*c)).collect();
            !inner.is_empty() && matches!(text.chars().nth(1 + inner.len()), Some('）' | ')'))
        }
        _ => counted && matches!(rest.next(), Some('、' | '.' | '．')),
    }
}

/// Whether a line begins with a label: 联系人手机：…
fn begins_label(line: &Line) -> bool {
    const LONGEST: usize = 8;
    let text = line.text();
    let label = text.split_once(['：', ':']).map(|(label, _)| label.trim());
    label.is_some_and(|label| {
        let length = label.chars().count();
        (2..=LONGEST).contains(&length) && label.chars().all(|c| c.is_alphabetic() && !is_narrow(c))
    })
}
