//! How much room text takes, near enough to fill a page with rows.

use crate::Length;
use crate::document::{Cell, Paragraph, Table};
use crate::typeset::{self, Nominal};

/// The height of a paragraph whose lines are `width` wide.
pub(super) fn paragraph(paragraph: &Paragraph, width: Length) -> Length {
    typeset::height(std::iter::once(paragraph), width, &Nominal::Word)
}

/// The height of a cell's content.
pub(super) fn cell(table: &Table, cell: &Cell) -> Length {
    typeset::cell_height(table, cell, cell.paragraphs.iter(), &Nominal::Word)
}

/// The least height of a row: its own, or what its cells need.
pub(super) fn row(table: &Table, index: usize) -> Length {
    table
        .cells_of_row(index)
        .filter(|c| c.row_span == 1)
        .map(|c| cell(table, c))
        .fold(table.rows[index].height, Length::max)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::Format;

    #[test]
    fn a_paragraph_wraps_at_its_width() {
        let format = Format { size: Length::half_points(24), line: Some(Length::half_points(36)), ..Format::default() };
        let p = Paragraph { format, ..Paragraph::plain("一二三四五六七八九十") };
        // Ten characters of 12 pt are 120 pt wide.
        assert_eq!(paragraph(&p, Length::half_points(240)), Length::half_points(36));
        assert_eq!(paragraph(&p, Length::half_points(239)), Length::half_points(72));
    }
}
