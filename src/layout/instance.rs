//! A record laid out: the document that a person would see.

use super::rows::{Answers, ArrangedRow};
use crate::FieldPath;
use crate::document::{Block, Cell, Document, Inline, Paragraph, Row, Section, Table, TableBuilder};
use crate::form::{Form, Record, Value};

impl Form {
    /// Lays out a record: every answer in its slot, boxes ticked, rows
    /// repeated. An empty record gives the blank form.
    ///
    /// The paths of slots and boxes in repeated rows get the row's number in
    /// print, from 0: each place has a path of its own.
    pub fn instantiate(&self, record: &Record) -> Document {
        let answers = Answers::new(self, record);
        let layout = self.layout.document();
        let sections = layout
            .sections
            .iter()
            .map(|section| Section {
                page: section.page,
                blocks: section.blocks.iter().map(|b| block(b, &answers)).collect(),
            })
            .collect();
        Document { properties: layout.properties.clone(), sections, ..Document::default() }
    }
}

fn block(block: &Block, answers: &Answers<'_>) -> Block {
    match block {
        Block::Paragraph(paragraph) => Block::Paragraph(answered(paragraph, None, &|path| answers.get(path))),
        Block::Table(t) => Block::Table(table(t, answers)),
    }
}

fn table(table: &Table, answers: &Answers<'_>) -> Table {
    let copies: Vec<Vec<Option<ArrangedRow<'_>>>> = table
        .rows
        .iter()
        .map(|row| match &row.repeat {
            None => vec![None],
            Some(repeat) => answers.rows(repeat).into_iter().map(Some).collect(),
        })
        .collect();
    let mut builder = TableBuilder::with_columns(table.columns.clone());
    for group in &table.groups {
        builder.group(group.kind.clone());
        for row in group.rows.clone() {
            for (number, copy) in copies[row].iter().enumerate() {
                let number = copy.map(|_| number);
                builder.row(Row { repeat: None, ..table.rows[row].clone() });
                for cell in table.cells_of_row(row) {
                    // A cell that covers a repeated row below it grows with it.
                    let row_span = match cell.row_span {
                        1 => 1,
                        _ => copies[cell.rows()].iter().map(Vec::len).sum(),
                    };
                    let value = |path: &FieldPath| answers.in_row(*copy, path);
                    let paragraphs = cell.paragraphs.iter().map(|p| answered(p, number, &value)).collect();
                    let placed = builder.cell_at(cell.column, Cell { row_span, paragraphs, ..cell.clone() });
                    // The layout's cells do not overlap, so neither do their copies.
                    debug_assert!(placed.is_ok(), "{placed:?}");
                }
            }
        }
    }
    builder.finish()
}

/// A paragraph with its answers, in the printed row of this number. A slot for
/// several paragraphs holds them all, separated by `\n`.
pub(crate) fn answered(
    paragraph: &Paragraph,
    row: Option<usize>,
    value: &dyn Fn(&FieldPath) -> Option<Value>,
) -> Paragraph {
    let mut paragraph = paragraph.clone();
    let number = |path: &mut FieldPath| {
        if let Some(row) = row {
            *path = path.at_row(row);
        }
    };
    for inline in &mut paragraph.inlines {
        match inline {
            Inline::Slot(slot) => {
                if let Some(value) = value(&slot.path) {
                    slot.text = value.to_string();
                }
                number(&mut slot.path);
            }
            Inline::CheckBox(check_box) => {
                if let Some((path, option)) = &check_box.option
                    && let Some(Value::Choice(choice)) = value(path)
                {
                    check_box.ticked = choice.options.contains(option);
                }
                if let Some((path, _)) = &mut check_box.option {
                    number(path);
                }
            }
            Inline::Text { .. } | Inline::Break | Inline::Mark(_) => {}
        }
    }
    paragraph
}
