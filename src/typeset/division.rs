//! Pages by arithmetic: how high things are, and which share a page.

use std::ops::Range;

use super::content::Content;
use super::{Metrics, sane};
use crate::Length;
use crate::document::{Cell, Paragraph, Table};

/// White space left and right of a cell's text: 108 twips, Word's own.
pub(crate) const CELL_MARGIN: Length = Length::twips(108);

/// What stays free at the foot of a page that is filled to the last line, for
/// programs that set a line a little higher than the arithmetic here.
pub(crate) const RESERVE: Length = Length::mm(3);

/// Whether a table's last row goes to the next page with the notes below it,
/// where a page cannot hold both: a row that leaves no more than a third of it
/// free. Notes alone on a page say nothing.
pub(crate) fn goes_with_notes(row: Length, page: Length) -> bool {
    row * 3 <= page
}

/// The height of paragraphs, one below the other, whose lines are `width` wide.
pub(crate) fn height<'d>(
    paragraphs: impl Iterator<Item = &'d Paragraph>,
    width: Length,
    metrics: &dyn Metrics,
) -> Length {
    Content::set(paragraphs, width, metrics).height
}

/// The height of paragraphs in a cell of a table.
pub(crate) fn cell_height<'d>(
    table: &Table,
    cell: &Cell,
    paragraphs: impl Iterator<Item = &'d Paragraph>,
    metrics: &dyn Metrics,
) -> Length {
    let columns = table.columns.get(cell.columns()).unwrap_or_default();
    let width: Length = columns.iter().map(|column| sane(*column)).sum();
    height(paragraphs, (width - CELL_MARGIN * 2).max(Length::ZERO), metrics)
}

/// A paragraph outside tables, or a row, on its way down the page.
pub(crate) trait Item {
    /// How high it is.
    fn height(&self) -> Length;

    /// Whether the page must not end below it.
    fn keeps_next(&self) -> bool;
}

/// Where pages of this height begin and end, as ranges of items.
pub(crate) fn divide(items: &[impl Item], page: Length) -> Vec<Range<usize>> {
    let mut pages = Vec::new();
    let (mut start, mut used) = (0, Length::ZERO);
    for (index, item) in items.iter().enumerate() {
        if used + item.height() > page && index > start {
            // A heading goes to the next page with what it heads.
            let mut end = index;
            while end > start + 1 && items[end - 1].keeps_next() {
                end -= 1;
            }
            pages.push(start..end);
            start = end;
            used = items[start..index].iter().map(Item::height).sum();
        }
        used += item.height();
    }
    pages.push(start..items.len());
    pages
}
