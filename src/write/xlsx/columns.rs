//! The columns of a sheet: the union of the borders of all tables on it.

use crate::Length;
use crate::document::{Document, Table};

/// Borders nearer than this become one: a sliver of a column helps nobody.
const NEAR: Length = Length::mm(1);

/// The columns of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Columns {
    /// Left edges of the columns and the right edge of the last.
    edges: Vec<Length>,
}

impl Columns {
    /// The columns that a document's tables need; one as wide as the text where
    /// it has none.
    pub fn of(document: &Document) -> Columns {
        let width = document.sections.first().map_or(Length::mm(150), |section| section.page.text_width());
        let tables: Vec<Vec<Length>> = document.tables().map(|table| edges(table, width)).collect();
        let narrowest = tables.iter().flat_map(|edges| edges.windows(2)).map(|pair| pair[1] - pair[0]).min();
        // Two borders of one table always stay two.
        let near = NEAR.min(narrowest.unwrap_or(NEAR) / 2);
        let mut all: Vec<Length> = tables.into_iter().flatten().collect();
        if all.is_empty() {
            all = vec![Length::ZERO, width];
        }
        all.sort_unstable();
        let mut edges: Vec<Length> = Vec::new();
        for edge in all {
            if edges.last().is_none_or(|last| edge - *last > near) {
                edges.push(edge);
            }
        }
        Columns { edges }
    }

    /// Number of columns, at least 1.
    pub fn count(&self) -> usize {
        self.edges.len() - 1
    }

    /// Widths, left to right.
    pub fn widths(&self) -> impl Iterator<Item = Length> {
        self.edges.windows(2).map(|pair| pair[1] - pair[0])
    }

    /// Width of all columns together.
    pub fn total(&self) -> Length {
        self.widths().sum()
    }

    /// For each border of a table the sheet's border that it became.
    pub fn borders(&self, table: &Table) -> Vec<usize> {
        let distance = |a: Length, b: Length| (a.to_emu() - b.to_emu()).abs();
        edges(table, self.total())
            .into_iter()
            .map(|edge| {
                let nearest = self.edges.iter().enumerate().min_by_key(|(_, other)| distance(edge, **other));
                nearest.map_or(0, |(index, _)| index)
            })
            .collect()
    }
}

/// The borders of a table's columns from its left edge. A table without widths
/// shares `width` evenly.
fn edges(table: &Table, width: Length) -> Vec<Length> {
    let known = table.columns.iter().all(|column| *column > Length::ZERO);
    let even = width / i64::try_from(table.width().max(1)).unwrap_or(1);
    let mut right = Length::ZERO;
    let mut edges = vec![right];
    for column in &table.columns {
        right += if known { *column } else { even };
        edges.push(right);
    }
    edges
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Block, Row, Section, TableBuilder};

    fn table(widths: &[&str]) -> Block {
        let mut builder = TableBuilder::with_columns(widths.iter().map(|width| width.parse().unwrap()).collect());
        builder.row(Row::default());
        Block::Table(builder.finish())
    }

    #[test]
    fn tables_share_the_borders_that_nearly_meet() {
        let blocks = vec![table(&["30", "60"]), table(&["30.4", "29.6", "30"]), table(&["20"])];
        let document = Document { sections: vec![Section { blocks, ..Section::default() }], ..Document::default() };
        let columns = Columns::of(&document);
        assert_eq!(columns.widths().map(|w| w.to_mm()).collect::<Vec<_>>(), [20.0, 10.0, 30.0, 30.0]);
        let borders: Vec<_> = document.tables().map(|table| columns.borders(table)).collect();
        assert_eq!(borders, [vec![0, 2, 4], vec![0, 2, 3, 4], vec![0, 1]]);
    }

    #[test]
    fn without_tables_there_is_one_column() {
        let columns = Columns::of(&Document::default());
        assert_eq!((columns.count(), columns.total()), (1, Length::mm(150)));
    }
}
