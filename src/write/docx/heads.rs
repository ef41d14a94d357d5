//! Tables whose bands have heads of their own.
//!
//! Word repeats only the first rows of a table at the top of a page
//! (`w:tblHeader`, ECMA-376 Part 1, 17.4.78). A band further down keeps its
//! heads on every page only as a table of its own.

use std::ops::Range;

use crate::document::{Block, Cell, Document, GroupKind, Section, Table, TableBuilder};

/// The document with each table cut above the heads of its bands. A row that
/// grows with the page keeps its height: heights are shared out already.
pub(super) fn split(document: &Document) -> Document {
    let cut = |block: &Block| match block {
        Block::Table(table) => parts(table).into_iter().map(Block::Table).collect(),
        paragraph => vec![paragraph.clone()],
    };
    let sections = document.sections.iter();
    let sections =
        sections.map(|section| Section { blocks: section.blocks.iter().flat_map(cut).collect(), ..*section });
    Document { sections: sections.collect(), ..document.clone() }
}

/// A table as tables that begin with their heads. A cell that reaches from the
/// heads into the rows below, the band's label, ends with the heads: it is
/// repeated with them, where a merged cell would be printed on one page only.
/// The positions below it are missing, which [`super::blank`] draws as its
/// continuation.
fn parts(table: &Table) -> Vec<Table> {
    let heads = table.groups.iter().filter(|group| group.kind == GroupKind::Head && group.rows.start > 0);
    let mut starts: Vec<usize> = std::iter::once(0).chain(heads.map(|group| group.rows.start)).collect();
    starts.push(table.height());
    starts.windows(2).map(|pair| part(table, pair[0]..pair[1])).collect()
}

fn part(table: &Table, rows: Range<usize>) -> Table {
    let mut builder = TableBuilder::with_columns(table.columns.clone());
    for group in table.groups.iter().filter(|group| rows.contains(&group.rows.start)) {
        builder.group(group.kind.clone());
        for row in group.rows.clone() {
            builder.row(table.rows[row].clone());
            for cell in table.cells_of_row(row) {
                let row_span = cell.row_span.min(group.rows.end - cell.row);
                let placed = builder.cell_at(cell.column, Cell { row_span, ..cell.clone() });
                debug_assert!(placed.is_ok(), "{placed:?}");
            }
        }
    }
    builder.finish()
}
