//! Filled forms that take more pages than they were designed for.

use super::measure;
use crate::document::{Block, Document, Inline, Paragraph};
use crate::finding::Code;
use crate::form::{Field, Form, Record};
use crate::typeset::{Nominal, pages};
use crate::{FieldPath, Finding, Length, Severity};

impl Form {
    /// Whether the answers of a record need more pages than the same form, with
    /// the same rows, has when it is blank; the finding names the answer that
    /// is longest for its box.
    ///
    /// Lines are counted as Word breaks them. Rows that a list has more than
    /// the blank are no fault: lists grow. Where the longest answer may be of any
    /// length (字数不限), the finding is only worth knowing.
    pub fn outgrown(&self, record: &Record) -> Option<Finding> {
        let filled = self.instantiate(record);
        let count = pages(&filled, &Nominal::Word).len();
        if count < 2 {
            return None;
        }
        let designed = pages(&emptied(&filled), &Nominal::Word).len();
        if count <= designed {
            return None;
        }
        let longest = longest(&filled)?;
        let finding = Finding::new(Code::PageOutgrown).with("count", count).with("limit", designed);
        let mut finding = finding.with("lines", longest.lines).about(longest.path);
        if self.field(longest.path).is_some_and(is_unlimited) {
            finding.severity = Severity::Info;
        }
        Some(finding)
    }
}

/// Whether the form itself says that the answer may be of any length: 字数不限.
fn is_unlimited(field: &Field) -> bool {
    field.hint.as_ref().is_some_and(|hint| hint.contains("不限"))
}

/// The document without its answers.
fn emptied(document: &Document) -> Document {
    let mut document = document.clone();
    document.paragraphs_mut().for_each(Paragraph::clear_answers);
    document
}

/// An answer, and how many lines it is longer than its place.
struct Longest<'a> {
    path: &'a FieldPath,
    excess: Length,
    lines: i64,
}

impl<'a> Longest<'a> {
    /// The longest answer of what stands in one place: a cell, or a paragraph
    /// outside tables.
    fn of(paragraphs: &'a [Paragraph], needed: Length, room: Length) -> Option<Longest<'a>> {
        let answers = paragraphs.iter().flat_map(|paragraph| {
            paragraph.inlines.iter().filter_map(move |inline| match inline {
                Inline::Slot(slot) if !slot.text.is_empty() => Some((slot, &paragraph.format)),
                _ => None,
            })
        });
        let (slot, format) = answers.max_by_key(|(slot, _)| slot.text.len())?;
        let excess = needed - room;
        let line = format.line.unwrap_or(format.size).to_emu().max(1);
        let lines = (excess.to_emu() + line - 1) / line;
        Some(Longest { path: &slot.path, excess, lines: lines.max(1) })
    }
}

/// The answer that is most too long for its place.
fn longest(document: &Document) -> Option<Longest<'_>> {
    let places = document.sections.iter().flat_map(|section| {
        let width = section.page.text_width();
        section.blocks.iter().flat_map(move |block| match block {
            Block::Paragraph(paragraph) => {
                let blank = {
                    let mut blank = paragraph.clone();
                    blank.clear_answers();
                    measure::paragraph(&blank, width)
                };
                let needed = measure::paragraph(paragraph, width);
                Longest::of(std::slice::from_ref(paragraph), needed, blank).into_iter().collect::<Vec<_>>()
            }
            Block::Table(table) => {
                let room = |rows: std::ops::Range<usize>| table.rows[rows].iter().map(|row| row.height).sum();
                let cells = table.cells().iter();
                cells
                    .filter_map(|cell| Longest::of(&cell.paragraphs, measure::cell(table, cell), room(cell.rows())))
                    .collect()
            }
        })
    });
    places.max_by_key(|place| place.excess)
}
