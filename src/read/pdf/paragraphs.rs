//! Paragraphs: lines that go on, up to one that somebody ended.

use super::acroform::{Field, Value};
use super::canvas::Kind;
use super::endings::{Column, Endings, Join};
use super::lines::Line;
use crate::document::{CheckBox, Inline, Mark, MarkEnd, Origin, Paragraph};

/// Makes paragraphs of the lines of a column, which stand from above.
pub(super) fn paragraphs(lines: &[Line], column: Column, fields: &[Field]) -> Vec<Paragraph> {
    let endings = Endings::of(lines, column);
    let mut paragraphs: Vec<Paragraph> = Vec::new();
    for (number, line) in lines.iter().enumerate() {
        let join = endings.join(number);
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
