//! What does not fit: text in columns, rows on a page.

use super::{Lint, LintCode};
use crate::Length;
use crate::document::{Cell, Inline, Table};
use crate::form::Form;
use crate::layout::page_heights;
use crate::typeset::CELL_MARGIN;

/// A last page that holds no more than this could be saved.
const LITTLE: Length = Length::mm(12);

/// Columns that are too narrow, and pages that need not be.
pub(super) fn lint(form: &Form, lints: &mut Vec<Lint>) {
    let at = |code| {
        let lint = Lint::new(code, format!("templates/{}", form.template));
        Lint { form: Some(form.id.clone()), ..lint }
    };
    let document = form.layout.document();
    for (index, table) in document.tables().enumerate() {
        for cell in table.cells() {
            if let Some((width, size)) = too_narrow(table, cell) {
                let lint = at(LintCode::NarrowColumn).with("table", index + 1).with("text", shown(cell));
                lints.push(lint.with("width", width).with("size", size));
            }
        }
    }
    let mut pages = 0;
    for section in &document.sections {
        let heights = page_heights(section);
        pages += heights.len();
        if let [.., _, last] = heights.as_slice()
            && *last < LITTLE
        {
            lints.push(at(LintCode::PastPage).with("page", pages).with("excess", last));
        }
    }
}

/// The width of a cell's text and the size of its characters, where one does not
/// fit.
fn too_narrow(table: &Table, cell: &Cell) -> Option<(Length, Length)> {
    let width: Length = table.columns.get(cell.columns())?.iter().copied().sum();
    let width = width - CELL_MARGIN * 2;
    let paragraphs = cell.paragraphs.iter().filter(|paragraph| !paragraph.inlines.is_empty());
    let size = paragraphs.map(|paragraph| paragraph.format.size).max()?;
    (width < size).then_some((width, size))
}

/// The words of a cell, or the field whose answer stands there.
fn shown(cell: &Cell) -> String {
    let slot = cell.paragraphs.iter().flat_map(|paragraph| &paragraph.inlines).find_map(|inline| match inline {
        Inline::Slot(slot) => Some(slot.path.to_string()),
        _ => None,
    });
    let text = cell.text();
    if text.trim().is_empty() { slot.unwrap_or_default() } else { text.replace('\n', "") }
}
