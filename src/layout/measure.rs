//! How much room text takes, near enough to fill a page with rows.

use crate::Length;
use crate::document::{Cell, Paragraph, Table};

/// White space left and right of a cell's text: 108 twips, Word's own.
pub(crate) const CELL_MARGIN: Length = Length::twips(108);

/// The width of a text: a full em for Han and full-width characters, half an
/// em for the others.
fn text_width(text: &str, size: Length) -> Length {
    let halves: i64 = text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
    size * halves / 2
}

/// The height of a paragraph whose lines are `width` wide.
pub(super) fn paragraph(paragraph: &Paragraph, width: Length) -> Length {
    let format = &paragraph.format;
    let line = format.line.unwrap_or(format.size * 13 / 10);
    let width = (width - format.right).max(format.size);
    let indent = format.size * i64::from(format.indent);
    let lines: i64 = paragraph
        .printed()
        .split('\n')
        .enumerate()
        .map(|(index, text)| {
            let needs = text_width(text, format.size) + if index == 0 { indent } else { Length::ZERO };
            (needs.to_emu() + width.to_emu() - 1) / width.to_emu()
        })
        .map(|lines| lines.max(1))
        .sum();
    format.before + line * lines + format.after
}

/// The height of a cell's content.
pub(super) fn cell(table: &Table, cell: &Cell) -> Length {
    let width: Length = table.columns[cell.columns()].iter().copied().sum();
    let width = width - CELL_MARGIN * 2;
    cell.paragraphs.iter().map(|p| paragraph(p, width)).sum()
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
