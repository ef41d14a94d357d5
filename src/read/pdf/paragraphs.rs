//! Paragraphs: lines that go on, and lines that somebody ended.
//!
//! A PDF does not tell a line break that somebody typed from one that the
//! program made at the edge. A line that leaves room for what follows was ended
//! on purpose; so was one before an indent, a larger gap or another size.

use super::acroform::{Field, Value};
use super::canvas::{Glyph, Kind};
use super::lines::{Line, is_narrow};
use crate::document::{CheckBox, Inline, Mark, MarkEnd, Origin, Paragraph};

/// Where text may stand, from left to right.
#[derive(Debug, Clone, Copy)]
pub(super) struct Column {
    pub(super) left: f64,
    pub(super) right: f64,
}

/// How a line is joined to the one before it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Join {
    /// A paragraph begins.
    Begins,
    /// The line goes on without a blank.
    GoesOn,
    /// The line goes on behind a blank.
    Blank,
}

/// Makes paragraphs of the lines of a column, which stand from above.
pub(super) fn paragraphs(lines: &[Line], column: Column, fields: &[Field]) -> Vec<Paragraph> {
    let indent = lines.iter().map(|line| line.area.left).fold(f64::INFINITY, f64::min);
    let pitch = least_pitch(lines);
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    for (index, line) in lines.iter().enumerate() {
        let join = match index.checked_sub(1).map(|before| &lines[before]) {
            Some(before) => join(before, line, column, indent, pitch),
            None => Join::Begins,
        };
        let mut paragraph = match join {
            Join::Begins => Paragraph::default(),
            Join::GoesOn | Join::Blank => paragraphs.pop().unwrap_or_default(),
        };
        if join == Join::Blank {
            push_text(&mut paragraph.inlines, " ");
        }
        let begun = paragraphs.len();
        paragraphs.push(paragraph);
        add_line(&mut paragraphs, line, fields);
        // A field may have added several.
        for paragraph in paragraphs.iter_mut().skip(begun).filter(|paragraph| paragraph.origin.is_none()) {
            paragraph.origin = Some(Box::new(Origin { page: Some(line.page + 1), ..Origin::default() }));
        }
    }
    paragraphs
}

/// The distance of lines within a paragraph.
fn least_pitch(lines: &[Line]) -> f64 {
    let pitches = lines.windows(2).filter(|pair| pair[0].page == pair[1].page);
    let pitches = pitches.map(|pair| pair[1].area.bottom - pair[0].area.bottom);
    pitches.filter(|pitch| *pitch > 1.0).fold(f64::INFINITY, f64::min)
}

fn join(before: &Line, line: &Line, column: Column, indent: f64, pitch: f64) -> Join {
    let (Some(last), Some(first)) = (before.last(), line.first()) else { return Join::Begins };
    if before.is_turned
        || line.is_turned
        || before.glyphs.iter().chain(&line.glyphs).any(|glyph| matches!(glyph.kind, Kind::Field(_)))
    {
        return Join::Begins;
    }
    let em = before.size.max(1.0);
    let differs = (before.size - line.size).abs() > 0.15 * em.max(line.size);
    let is_apart = before.page == line.page && line.area.bottom - before.area.bottom > 1.45 * pitch;
    let is_indented = line.area.left - indent > 1.5 * em
        && line.area.left - before.area.left > em
        && !(is_centred(before, column) && is_centred(line, column));
    let ends = matches!(last, '。' | '！' | '？' | '；' | '：' | '”' | '!' | '?' | ';' | ':');
    if !differs && is_title(before, line, column) {
        return Join::GoesOn;
    }
    if differs
        || is_apart
        || is_indented
        || leaves_room(before, line, column)
        || (ends && begins_item(line))
        || (begins_label(before) && begins_label(line))
    {
        return Join::Begins;
    }
    let blank_drawn = before.glyphs.last().is_some_and(|glyph| glyph.c == ' ');
    if !(is_narrow(last) && is_narrow(first)) {
        // A blank between Han characters that the break swallowed is drawn, if
        // at all, behind the line.
        return if blank_drawn && (is_narrow(last) || is_narrow(first)) { Join::Blank } else { Join::GoesOn };
    }
    if blank_drawn || !is_one_word(before, line, column) { Join::Blank } else { Join::GoesOn }
}

/// Whether a line has as much room on its left as on its right.
fn is_centred(line: &Line, column: Column) -> bool {
    let (left, right) = (line.area.left - column.left, column.right - line.area.right);
    (left - right).abs() < 0.4 * line.size
}

/// Whether two lines are a title that was broken: centred, and larger than text.
fn is_title(before: &Line, line: &Line, column: Column) -> bool {
    const LEAST: f64 = 15.0;
    before.size >= LEAST
        && is_centred(before, column)
        && is_centred(line, column)
        && line.area.top - before.area.bottom < before.size
}

/// Whether the next line's first word would have had room behind this line: so
/// somebody ended it.
fn leaves_room(before: &Line, line: &Line, column: Column) -> bool {
    let em = before.size;
    // Centred lines may be balanced; what fits in one line was parted on purpose.
    if is_centred(before, column) && is_centred(line, column) {
        return before.area.width() + line.area.width() <= column.right - column.left;
    }
    let word = first_word(line);
    // A word that no line can hold is cut where the line ends.
    let word = if word > column.right - column.left { em } else { word };
    room(before, column) > word + 0.5 * em
}

/// The room behind a line, wherever its text was aligned.
fn room(line: &Line, column: Column) -> f64 {
    let indent = (line.area.left - column.left).clamp(0.0, 2.6 * line.size);
    column.right - column.left - line.area.width() - indent
}

/// The width of what must stay together at the start of a line: a word, or a
/// Han character with the marks that may not stand apart from it.
fn first_word(line: &Line) -> f64 {
    let seen: Vec<&Glyph> = line.glyphs.iter().skip_while(|glyph| glyph.c.is_whitespace()).collect();
    let start = seen.first().map_or(0.0, |glyph| glyph.x);
    let mut end = start;
    let mut before: Option<char> = None;
    for glyph in seen {
        let c = glyph.c;
        let goes_on = match before {
            None => true,
            Some(_) if c.is_whitespace() => false,
            Some(last) => (is_narrow(last) && is_narrow(c)) || opens(last) || closes(c) || is_date_sign(last, c),
        };
        if !goes_on {
            break;
        }
        end = glyph.right();
        before = Some(c);
    }
    end - start
}

fn opens(c: char) -> bool {
    matches!(c, '（' | '(' | '《' | '〈' | '“' | '‘' | '【' | '［' | '[' | '「' | '『' | '￥' | '$')
}

fn closes(c: char) -> bool {
    "，。、；：？！）〉》”’】］」』…—～·%％℃,.;:!?)]}".contains(c)
}

/// 2021年11月20日 stays together where there is room, in some programs.
fn is_date_sign(last: char, c: char) -> bool {
    (last.is_ascii_digit() && matches!(c, '年' | '月' | '日' | '号'))
        || (matches!(last, '年' | '月') && c.is_ascii_digit())
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

/// Whether the Latin words at a line break are one that was cut: an address, a
/// number, or a word that no line could hold.
fn is_one_word(before: &Line, line: &Line, column: Column) -> bool {
    let tail: Vec<&Glyph> = {
        let seen = before.glyphs.iter().rev().skip_while(|glyph| glyph.c.is_whitespace());
        seen.take_while(|glyph| is_narrow(glyph.c)).collect()
    };
    let end: String = tail.iter().rev().map(|glyph| glyph.c).collect();
    let head: String = line.text().trim_start().chars().take_while(|c| is_narrow(*c)).collect();
    let is_address = ["://", "www.", "@"].iter().any(|sign| end.contains(sign))
        || head.contains('@')
        || end.ends_with(['@', '/', '-', '_', '=', '&']);
    let is_number = end.chars().chain(head.chars()).all(|c| c.is_ascii_digit() || c == '-');
    let width = column.right - column.left;
    let whole = tail.iter().map(|glyph| glyph.dx).sum::<f64>() + first_word(line);
    let next = line.glyphs.iter().find(|glyph| !glyph.c.is_whitespace()).map_or(0.0, |glyph| glyph.dx);
    let is_full = room(before, column) < next + 0.1 * before.size;
    is_address || is_number || (whole > width && is_full)
}

/// Adds the content of a line to the last paragraph.
fn add_line(paragraphs: &mut Vec<Paragraph>, line: &Line, fields: &[Field]) {
    let mut writer = Writer { paragraphs, open: None };
    for glyph in &line.glyphs {
        let note = if glyph.c == char::REPLACEMENT_CHARACTER {
            Some(Mark::UNREADABLE)
        } else if glyph.is_struck {
            Some(Mark::STRUCK)
        } else {
            glyph.is_overflowing.then_some(Mark::OVERFLOWING)
        };
        match glyph.kind {
            Kind::Field(number) => {
                writer.note(None);
                if let Some(field) = fields.get(number) {
                    writer.field(field);
                }
            }
            Kind::Box => {
                writer.note(note);
                writer.put(Inline::CheckBox(CheckBox { ticked: glyph.c == '☑', option: None }));
            }
            Kind::Character => {
                writer.note(note);
                writer.text(glyph.c.encode_utf8(&mut [0; 4]));
            }
        }
    }
    writer.note(None);
}

/// Writes into the last of the paragraphs.
struct Writer<'p> {
    paragraphs: &'p mut Vec<Paragraph>,
    /// The note whose range is open.
    open: Option<&'static str>,
}

impl Writer<'_> {
    fn put(&mut self, inline: Inline) {
        if self.paragraphs.is_empty() {
            self.paragraphs.push(Paragraph::default());
        }
        if let Some(paragraph) = self.paragraphs.last_mut() {
            paragraph.inlines.push(inline);
        }
    }

    fn text(&mut self, text: &str) {
        match self.paragraphs.last_mut() {
            Some(paragraph) => push_text(&mut paragraph.inlines, text),
            None => self.put(Inline::plain(text)),
        }
    }

    /// Ends the open note, if it is another one, and begins this one.
    fn note(&mut self, note: Option<&'static str>) {
        if self.open == note {
            return;
        }
        if let Some(name) = self.open {
            self.put(mark(name, MarkEnd::End));
        }
        if let Some(name) = note {
            self.put(mark(name, MarkEnd::Start));
        }
        self.open = note;
    }

    fn field(&mut self, field: &Field) {
        let name = field.name.as_deref();
        if let Some(name) = name {
            self.put(mark(name, MarkEnd::Start));
        }
        match &field.value {
            Value::Box(ticked) => self.put(Inline::CheckBox(CheckBox { ticked: *ticked, option: None })),
            Value::Text(text) => {
                for (index, line) in text.split('\n').enumerate() {
                    if index > 0 {
                        self.paragraphs.push(Paragraph::default());
                    }
                    self.text(line);
                }
            }
        }
        if let Some(name) = name {
            self.put(mark(name, MarkEnd::End));
        }
    }
}

fn mark(name: &str, end: MarkEnd) -> Inline {
    Inline::Mark(Mark { name: name.to_owned(), end })
}

/// Adds text; it joins the text before it.
fn push_text(inlines: &mut Vec<Inline>, text: &str) {
    if text.is_empty() {
        return;
    }
    match inlines.last_mut() {
        Some(Inline::Text { text: last, .. }) => last.push_str(text),
        _ => inlines.push(Inline::plain(text)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::pdf::lines::lines;
    use crate::read::pdf::lines::tests::glyphs;

    /// The paragraphs of lines of 10 points in a column 100 wide.
    fn read(parts: &[(&str, f64, f64)]) -> Vec<String> {
        let all = parts.iter().flat_map(|(text, x, y)| glyphs(text, *x, *y)).collect();
        let column = Column { left: 0.0, right: 100.0 };
        paragraphs(&lines(all, 0), column, &[]).iter().map(Paragraph::text).collect()
    }

    #[test]
    fn full_lines_go_on_and_short_ones_end() {
        let text = [("　　我校开展空间应用", 0.0, 10.0), ("取得了成效。", 0.0, 25.0), ("教师", 0.0, 40.0)];
        assert_eq!(read(&text), ["　　我校开展空间应用取得了成效。", "教师"]);
    }

    #[test]
    fn an_indent_a_gap_and_a_number_begin_paragraphs() {
        assert_eq!(read(&[("一二三四五六七八九十", 0.0, 10.0), ("子丑", 20.0, 25.0)]).len(), 2);
        assert_eq!(
            read(&[("甲乙丙丁甲乙丙丁甲乙", 0.0, 10.0), ("甲乙丙丁甲乙丙丁甲乙", 0.0, 25.0), ("子", 0.0, 60.0)]).len(),
            2
        );
        assert_eq!(read(&[("甲乙丙丁甲乙丙丁甲。", 0.0, 10.0), ("2、子丑", 0.0, 25.0)]).len(), 2);
    }

    #[test]
    fn latin_words_get_their_blank_back_and_addresses_do_not() {
        assert_eq!(read(&[("learning at this", 0.0, 10.0), ("school", 0.0, 25.0)]), ["learning at this school"]);
        assert_eq!(read(&[("http://a.edu.cn/spac", 0.0, 10.0), ("e/1", 0.0, 25.0)]), ["http://a.edu.cn/space/1"]);
        assert_eq!(read(&[("甲乙丙丁甲乙丙丁甲A", 0.0, 10.0), ("子", 0.0, 25.0)]), ["甲乙丙丁甲乙丙丁甲A子"]);
    }

    #[test]
    fn lines_to_the_right_are_their_own() {
        assert_eq!(read(&[("同意推荐。", 0.0, 10.0), ("（公章）", 60.0, 25.0), ("年　月　日", 50.0, 40.0)]).len(), 3);
    }

    #[test]
    fn what_cannot_be_made_out_is_marked() {
        let all = glyphs("王\u{FFFD}三", 0.0, 10.0);
        let found = paragraphs(&lines(all, 0), Column { left: 0.0, right: 100.0 }, &[]);
        let names: Vec<&str> = found[0]
            .inlines
            .iter()
            .filter_map(|inline| match inline {
                Inline::Mark(mark) => Some(mark.name.as_str()),
                _ => None,
            })
            .collect();
        assert_eq!(names, [Mark::UNREADABLE, Mark::UNREADABLE]);
    }
}
