//! Puts the values of a record between the constant pieces.

use std::fmt::Write as _;

use super::DocxOptions;
use super::measures::Measures;
use super::segment::{CheckBoxSegment, RowsSegment, Segment, SlotSegment};
use super::xml::escape;
use crate::form::{Form, Record, Value};
use crate::layout::{Answers, ArrangedRow};
use crate::{FieldPath, SlotName};

/// Stands in an empty control, so that there is something to click on and
/// nothing to see.
const EMPTY: &str = "　　";

/// The main part with the values of a record.
pub(super) fn fill(form: &Form, options: &DocxOptions, segments: &[Segment], record: &Record) -> String {
    let mut filler = Filler {
        answers: Answers::new(form, record),
        plain: options.plain,
        measures: Measures::new(form, record, segments),
        row: None,
        id: 0,
        out: String::with_capacity(48 << 10),
    };
    filler.segments(segments);
    filler.out
}

struct Filler<'a> {
    answers: Answers<'a>,
    plain: bool,
    measures: Measures,
    /// Inside a repeated row: its number in print, from 0, and what stands in it.
    row: Option<(usize, ArrangedRow<'a>)>,
    /// The last id of a control or bookmark.
    id: u32,
    out: String,
}

impl<'a> Filler<'a> {
    fn segments(&mut self, segments: &[Segment]) {
        for segment in segments {
            match segment {
                Segment::Literal(xml) => self.out.push_str(xml),
                Segment::Slot(slot) => self.slot(slot),
                Segment::CheckBox(check_box) => self.check_box(check_box),
                Segment::Rows(rows) => self.rows(rows),
                Segment::Measure(measure) => {
                    let _ = write!(self.out, "{}", self.measures.twips(*measure));
                }
                Segment::Merge => self.out.push_str(match self.row {
                    Some((0, _)) | None => "<w:vMerge w:val=\"restart\"/>",
                    Some(_) => "<w:vMerge/>",
                }),
            }
        }
    }

    fn rows(&mut self, rows: &RowsSegment) {
        for (number, arranged) in self.answers.rows(&rows.repeat).into_iter().enumerate() {
            self.row = Some((number, arranged));
            self.segments(&rows.row);
        }
        self.row = None;
    }

    fn value(&self, path: &FieldPath) -> Option<Value> {
        self.answers.in_row(self.row.map(|(_, arranged)| arranged), path)
    }

    fn next_id(&mut self) -> u32 {
        self.id += 1;
        self.id
    }

    /// An answer: a control for each of its paragraphs, a bookmark round all.
    fn slot(&mut self, segment: &SlotSegment) {
        let text = self.value(&segment.slot.path).map(|value| value.to_string()).unwrap_or_default();
        let bookmark = (!self.plain).then(|| self.bookmark_start(&segment.slot.path));
        if !segment.slot.paragraphs {
            self.control(segment, &text);
        } else {
            for (index, paragraph) in text.split('\n').enumerate() {
                if index > 0 {
                    self.out.push_str("</w:p><w:p>");
                    self.out.push_str(&segment.paragraph_properties);
                }
                self.control(segment, paragraph);
            }
        }
        if let Some(id) = bookmark {
            let _ = write!(self.out, "<w:bookmarkEnd w:id=\"{id}\"/>");
        }
    }

    /// Names of bookmarks differ in a document, so a repeated row's carry its
    /// number. Readers go by position there.
    fn bookmark_start(&mut self, path: &FieldPath) -> u32 {
        let id = self.next_id();
        let name = match self.row {
            Some((number, _)) => SlotName::encode(&path.at_row(number)),
            None => SlotName::encode(path),
        };
        let _ = write!(self.out, "<w:bookmarkStart w:id=\"{id}\" w:name=\"{name}\"/>");
        id
    }

    fn control(&mut self, segment: &SlotSegment, text: &str) {
        let placeholder = &segment.slot.placeholder;
        if self.plain {
            self.run(&segment.run_properties, if text.is_empty() { placeholder } else { text });
            return;
        }
        let id = self.next_id();
        let _ = write!(self.out, "{}{id}\"/>", segment.control);
        if text.is_empty() {
            self.out.push_str("<w:showingPlcHdr/>");
        }
        self.out.push_str("</w:sdtPr><w:sdtContent>");
        let shown = match (text, placeholder.as_str()) {
            ("", "") => EMPTY,
            ("", placeholder) => placeholder,
            (text, _) => text,
        };
        self.run(&segment.run_properties, shown);
        self.out.push_str("</w:sdtContent></w:sdt>");
    }

    /// A run of text; line breaks and tabs become elements.
    fn run(&mut self, properties: &str, text: &str) {
        self.out.push_str("<w:r>");
        self.out.push_str(properties);
        for (index, line) in text.split('\n').enumerate() {
            if index > 0 {
                self.out.push_str("<w:br/>");
            }
            for (index, part) in line.split('\t').enumerate() {
                if index > 0 {
                    self.out.push_str("<w:tab/>");
                }
                if !part.is_empty() {
                    self.out.push_str("<w:t xml:space=\"preserve\">");
                    escape(part, &mut self.out);
                    self.out.push_str("</w:t>");
                }
            }
        }
        self.out.push_str("</w:r>");
    }

    /// A box: a clickable one (`w14:checkbox`, [MS-DOCX] 2.6.1), or its
    /// character alone.
    fn check_box(&mut self, segment: &CheckBoxSegment) {
        let choice = segment.path().and_then(|path| self.value(path));
        let mut check_box = segment.check_box.clone();
        check_box.ticked = match (&choice, &segment.check_box.option) {
            (Some(Value::Choice(choice)), Some((_, option))) => choice.options.contains(option),
            _ => false,
        };
        let glyph = check_box.glyph().to_string();
        if segment.control.is_empty() {
            self.run(&segment.run_properties, &glyph);
            return;
        }
        let id = self.next_id();
        let _ = write!(
            self.out,
            "{}{id}\"/><w14:checkbox><w14:checked w14:val=\"{}\"/><w14:checkedState w14:val=\"2611\" w14:font=\"Segoe UI Symbol\"/><w14:uncheckedState w14:val=\"25A1\" w14:font=\"宋体\"/></w14:checkbox></w:sdtPr><w:sdtContent>",
            segment.control,
            u8::from(check_box.ticked)
        );
        self.run(&segment.run_properties, &glyph);
        self.out.push_str("</w:sdtContent></w:sdt>");
    }
}
