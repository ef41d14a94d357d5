//! The columns of a sheet: the union of the borders of all tables on it, and of
//! the places where a line is divided.

use crate::Length;
use crate::document::Table;

/// Borders nearer than this become one: a sliver of a column helps nobody.
const NEAR: Length = Length::mm(1);

/// The columns of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Columns {
    /// Left edges of the columns and the right edge of the last.
    edges: Vec<Length>,
}

/// Where a line may be divided, measured from the left edge of the sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Division {
    /// The best place.
    pub at: Length,
    /// How far left and right of it is as good.
    pub slack: (Length, Length),
}

impl Columns {
    /// The columns that tables need; one as wide as the text where there is
    /// none.
    pub fn of<'t>(tables: impl Iterator<Item = &'t Table>, width: Length) -> Columns {
        let tables: Vec<Vec<Length>> = tables.map(|table| edges(table, width)).collect();
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

    /// Width of all columns together.
    pub fn total(&self) -> Length {
        self.edges.last().copied().unwrap_or_default()
    }

    /// Width of some columns.
    pub fn width(&self, columns: std::ops::Range<usize>) -> Length {
        let edge = |index: usize| self.edges.get(index).copied().unwrap_or_else(|| self.total());
        edge(columns.end) - edge(columns.start)
    }

    /// Widths in pixels of 1/96 inch, left to right. Edges are rounded, not
    /// widths, so that many columns are no wider than the page.
    pub fn pixels(&self) -> impl Iterator<Item = u32> {
        let pixel = |edge: &Length| (edge.to_pt() * 96.0 / 72.0).round() as u32;
        self.edges.windows(2).map(move |pair| (pixel(&pair[1]).saturating_sub(pixel(&pair[0]))).clamp(1, 2_000))
    }

    /// The number of the edge that is nearest to a place: that of the column
    /// which begins there.
    pub fn at(&self, place: Length) -> usize {
        let distance = |edge: Length| (edge.to_emu() - place.to_emu()).abs();
        let nearest = self.edges.iter().enumerate().min_by_key(|(_, edge)| distance(**edge));
        nearest.map_or(0, |(index, _)| index)
    }

    /// For each border of a table the place of the sheet's border that it
    /// became.
    pub fn borders(&self, table: &Table) -> Vec<Length> {
        let place = |edge: Length| self.edges.get(self.at(edge)).copied().unwrap_or(edge);
        edges(table, self.total()).into_iter().map(place).collect()
    }

    /// Makes an edge where a line is divided, or takes one that is near enough;
    /// gives its place.
    pub fn divide(&mut self, division: Division) -> Length {
        let Division { at, slack: (left, right) } = division;
        let near = self.edges.get(self.at(at)).copied().unwrap_or(at);
        if near >= at - left && near <= at + right {
            return near;
        }
        let index = self.edges.partition_point(|edge| *edge < at);
        self.edges.insert(index, at);
        at
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
    use crate::document::{Row, TableBuilder};

    fn table(widths: &[&str]) -> Table {
        let mut builder = TableBuilder::with_columns(widths.iter().map(|width| width.parse().unwrap()).collect());
        builder.row(Row::default());
        builder.finish()
    }

    fn widths(columns: &Columns) -> Vec<f64> {
        (0..columns.count()).map(|index| columns.width(index..index + 1).to_mm()).collect()
    }

    #[test]
    fn tables_share_the_borders_that_nearly_meet() {
        let tables = [table(&["30", "60"]), table(&["30.4", "29.6", "30"]), table(&["20"])];
        let columns = Columns::of(tables.iter(), Length::mm(150));
        assert_eq!(widths(&columns), [20.0, 10.0, 30.0, 30.0]);
        let borders = |table: &Table| columns.borders(table).into_iter().map(|edge| columns.at(edge)).collect();
        let borders: Vec<Vec<usize>> = tables.iter().map(borders).collect();
        assert_eq!(borders, [vec![0, 2, 4], vec![0, 2, 3, 4], vec![0, 1]]);
    }

    #[test]
    fn without_tables_there_is_one_column() {
        let columns = Columns::of(std::iter::empty(), Length::mm(150));
        assert_eq!((columns.count(), columns.total()), (1, Length::mm(150)));
    }

    #[test]
    fn a_line_is_divided_at_a_border_that_is_near_or_at_one_of_its_own() {
        let mut columns = Columns::of([table(&["30", "60"])].iter(), Length::mm(150));
        let slack = (Length::mm(3), Length::ZERO);
        assert_eq!(columns.divide(Division { at: Length::mm(32), slack }), Length::mm(30));
        assert_eq!(columns.divide(Division { at: Length::mm(29), slack }), Length::mm(29));
        assert_eq!(columns.divide(Division { at: Length::mm(70), slack }), Length::mm(70));
        assert_eq!(widths(&columns), [29.0, 1.0, 40.0, 20.0]);
    }
}
