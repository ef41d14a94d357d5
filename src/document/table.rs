//! Tables whose merged cells are resolved once, when the table is built.

use std::fmt;
use std::ops::Range;

use super::Paragraph;
use crate::finding::{Message, say};
use crate::{FieldPath, Length};

/// A table: columns, rows in groups, and cells on a grid.
///
/// Every position of the grid is the upper left corner of a cell, is covered by
/// one, or is missing (a ragged row); [`Table::slot`] tells which. Rows and
/// columns count from 0 here, from 1 in a [`Place`](super::Place).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Table {
    /// Column widths, left to right. A reader that finds none leaves zeros.
    pub columns: Vec<Length>,
    /// Rows, top to bottom.
    pub rows: Vec<Row>,
    /// Runs of rows that belong together; together they cover all rows.
    pub groups: Vec<RowGroup>,
    cells: Vec<Cell>,
    grid: Vec<GridSlot>,
}

/// A row's height and behaviour.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Row {
    /// The least height; the row grows with its content.
    pub height: Length,
    /// The row's share of what is left of the page (0: none).
    pub grow: u32,
    /// The height of a row that grows before it got its share: so far it gives
    /// way to other rows that need more than theirs.
    pub least: Length,
    /// Whether a page may end inside the row.
    pub splits: bool,
    /// In a layout: the row stands for all rows of a field. A cell that starts
    /// above such a row and covers it grows with the number of rows.
    pub repeat: Option<Repeat>,
}

/// A row that is printed once for each row of a field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Repeat {
    /// The field (a table of the form).
    pub path: FieldPath,
    /// Number of rows that a blank form has at least.
    pub min: usize,
}

/// A run of rows (HTML `tbody`).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RowGroup {
    /// What the rows are for.
    pub kind: GroupKind,
    /// The rows, as indexes into [`Table::rows`].
    pub rows: Range<usize>,
}

/// What the rows of a group are for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum GroupKind {
    /// Head rows, repeated on every page.
    Head,
    /// Rows that stand as they are.
    Body,
}

/// Number of a cell in its table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellId(pub usize);

/// A cell: its rectangle on the grid and its content.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Cell {
    /// First row, from 0.
    pub row: usize,
    /// First column, from 0.
    pub column: usize,
    /// Number of rows, at least 1.
    pub row_span: usize,
    /// Number of columns, at least 1.
    pub column_span: usize,
    /// Vertical alignment of the content.
    pub align: VerticalAlign,
    /// The content; text of nested tables stands here as paragraphs.
    pub paragraphs: Vec<Paragraph>,
}

impl Cell {
    /// All text of the cell, paragraphs joined by `\n`.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for (index, paragraph) in self.paragraphs.iter().enumerate() {
            if index > 0 {
                text.push('\n');
            }
            paragraph.push_text(&mut text);
        }
        text
    }

    /// The rows that the cell covers.
    pub fn rows(&self) -> Range<usize> {
        self.row..self.row + self.row_span
    }

    /// The columns that the cell covers.
    pub fn columns(&self) -> Range<usize> {
        self.column..self.column + self.column_span
    }
}

/// Vertical alignment of a cell's content.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum VerticalAlign {
    /// At the top.
    Top,
    /// In the middle.
    #[default]
    Center,
    /// At the bottom.
    Bottom,
}

/// What stands at a position of the grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum GridSlot {
    /// The upper left corner of a cell.
    Cell(CellId),
    /// A position that a merged cell covers.
    Covered(CellId),
    /// No cell: the row is shorter than the table.
    Missing,
}

impl GridSlot {
    /// The cell that stands here or covers the position.
    pub fn cell(self) -> Option<CellId> {
        match self {
            GridSlot::Cell(id) | GridSlot::Covered(id) => Some(id),
            GridSlot::Missing => None,
        }
    }
}

impl Table {
    /// Number of columns of the grid.
    pub fn width(&self) -> usize {
        self.columns.len()
    }

    /// Number of rows of the grid.
    pub fn height(&self) -> usize {
        self.rows.len()
    }

    /// What stands at `row`, `column`; positions outside the grid are missing.
    pub fn slot(&self, row: usize, column: usize) -> GridSlot {
        if column >= self.width() {
            return GridSlot::Missing;
        }
        self.grid.get(row * self.width() + column).copied().unwrap_or(GridSlot::Missing)
    }

    /// The cell that stands at or covers `row`, `column`.
    pub fn cell_at(&self, row: usize, column: usize) -> Option<&Cell> {
        self.slot(row, column).cell().and_then(|id| self.cell(id))
    }

    /// A cell by its number.
    pub fn cell(&self, id: CellId) -> Option<&Cell> {
        self.cells.get(id.0)
    }

    /// All cells in reading order: by row, then by column.
    pub fn cells(&self) -> &[Cell] {
        &self.cells
    }

    /// All cells, for changes to their content.
    pub fn cells_mut(&mut self) -> &mut [Cell] {
        &mut self.cells
    }

    /// The cells that start in `row`, left to right.
    pub fn cells_of_row(&self, row: usize) -> impl Iterator<Item = &Cell> {
        (0..self.width()).filter_map(move |column| match self.slot(row, column) {
            GridSlot::Cell(id) => self.cell(id),
            _ => None,
        })
    }

    /// The width of the table.
    pub fn total_width(&self) -> Length {
        self.columns.iter().copied().sum()
    }
}

/// What is wrong with a cell that was put into a [`TableBuilder`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TableError {
    /// The cell reaches over a cell that is already there.
    Overlap {
        /// Row of the overlap, from 0.
        row: usize,
        /// Column of the overlap, from 0.
        column: usize,
    },
    /// The cell reaches past the last column.
    TooWide {
        /// Row of the cell, from 0.
        row: usize,
        /// Number of columns that the row would need.
        needs: usize,
    },
}

impl TableError {
    /// What is wrong, for a person. Rows and columns count from 1.
    pub fn message(&self) -> Message {
        match self {
            TableError::Overlap { row, column } => say!(
                "第{}行第{}列有两个格子重叠：请检查 rowspan 和 colspan",
                "two cells overlap in row {}, column {}";
                row + 1,
                column + 1
            ),
            TableError::TooWide { row, needs } => say!(
                "第{}行要占{needs}列，超过了表格的列数：请改 colspan 或 widths",
                "row {} needs {needs} columns, more than the table has";
                row + 1
            ),
        }
    }
}

impl fmt::Display for TableError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.message().fmt(f)
    }
}

impl std::error::Error for TableError {}

/// Builds a [`Table`] row by row and resolves its merged cells.
///
/// Two ways to say the same merge are understood: a cell with a row span, as in
/// HTML ([`TableBuilder::cell`]), and a cell that continues the one above, as
/// in OOXML ([`TableBuilder::continue_above`]).
#[derive(Debug, Default)]
pub struct TableBuilder {
    columns: Vec<Length>,
    /// Whether the number of columns is given, or grows with the widest row.
    fixed: bool,
    rows: Vec<Row>,
    groups: Vec<RowGroup>,
    cells: Vec<Cell>,
    /// For each row its positions; ragged until the table is finished.
    grid: Vec<Vec<GridSlot>>,
}

impl TableBuilder {
    /// A table with exactly these columns.
    pub fn with_columns(columns: Vec<Length>) -> TableBuilder {
        TableBuilder { columns, fixed: true, ..TableBuilder::default() }
    }

    /// A table that gets as many columns as its widest row needs. `columns`
    /// gives the widths that are known.
    pub fn growing(columns: Vec<Length>) -> TableBuilder {
        TableBuilder { columns, ..TableBuilder::default() }
    }

    /// Starts a row group; rows that follow belong to it.
    pub fn group(&mut self, kind: GroupKind) {
        let start = self.rows.len();
        self.groups.push(RowGroup { kind, rows: start..start });
    }

    /// Starts a row.
    pub fn row(&mut self, row: Row) {
        self.rows.push(row);
        if self.grid.len() < self.rows.len() {
            self.grid.push(Vec::new());
        }
        if self.groups.is_empty() {
            self.group_for_first_row();
        }
        if let Some(group) = self.groups.last_mut() {
            group.rows.end = self.rows.len();
        }
    }

    fn group_for_first_row(&mut self) {
        self.groups.push(RowGroup { kind: GroupKind::Body, rows: 0..0 });
    }

    /// Number of the row that was started last, from 0.
    pub fn current_row(&self) -> usize {
        self.rows.len().saturating_sub(1)
    }

    /// The first free column of the current row at or after `from`.
    pub fn free_column(&self, from: usize) -> usize {
        let row = self.grid.get(self.current_row()).map(Vec::as_slice).unwrap_or_default();
        (from..).find(|&column| is_free(row, column)).unwrap_or(from)
    }

    /// Puts a cell at the first free column of the current row; `row` and
    /// `column` of `cell` are set by this. Returns the cell's number.
    ///
    /// # Errors
    ///
    /// The cell overlaps another one, or is wider than a table of fixed width.
    pub fn cell(&mut self, cell: Cell) -> Result<CellId, TableError> {
        let column = self.free_column(0);
        self.cell_at(column, cell)
    }

    /// Puts a cell at `column` of the current row.
    ///
    /// # Errors
    ///
    /// As [`TableBuilder::cell`].
    pub fn cell_at(&mut self, column: usize, mut cell: Cell) -> Result<CellId, TableError> {
        let row = self.current_row();
        cell.row = row;
        cell.column = column;
        cell.row_span = cell.row_span.max(1);
        cell.column_span = cell.column_span.max(1);
        let needs = column + cell.column_span;
        if self.fixed && needs > self.columns.len() {
            return Err(TableError::TooWide { row, needs });
        }
        let id = CellId(self.cells.len());
        for r in cell.rows() {
            for c in cell.columns() {
                self.claim(r, c, if (r, c) == (row, column) { GridSlot::Cell(id) } else { GridSlot::Covered(id) })?;
            }
        }
        self.cells.push(cell);
        Ok(id)
    }

    /// Extends the cell above `column` into the current row, as
    /// `<w:vMerge/>` asks (ECMA-376 Part 1, 17.4.84). Returns the cell, or
    /// `None` when there is nothing above to continue.
    ///
    /// # Errors
    ///
    /// The extended cell would overlap another one.
    pub fn continue_above(&mut self, column: usize) -> Result<Option<CellId>, TableError> {
        let row = self.current_row();
        let above = row.checked_sub(1).and_then(|r| self.grid[r].get(column).copied());
        let Some(id) = above.and_then(GridSlot::cell) else { return Ok(None) };
        if self.cells[id.0].column != column || self.cells[id.0].rows().end != row {
            return Ok(None);
        }
        for c in self.cells[id.0].columns() {
            self.claim(row, c, GridSlot::Covered(id))?;
        }
        self.cells[id.0].row_span += 1;
        Ok(Some(id))
    }

    /// The cell with this number, to add content to it.
    pub fn cell_mut(&mut self, id: CellId) -> Option<&mut Cell> {
        self.cells.get_mut(id.0)
    }

    /// Number of grid positions taken so far, for a reader's limit.
    pub fn positions(&self) -> usize {
        self.grid.iter().map(Vec::len).sum()
    }

    fn claim(&mut self, row: usize, column: usize, slot: GridSlot) -> Result<(), TableError> {
        while self.grid.len() <= row {
            self.grid.push(Vec::new());
        }
        let positions = &mut self.grid[row];
        if !is_free(positions, column) {
            return Err(TableError::Overlap { row, column });
        }
        if positions.len() <= column {
            positions.resize(column + 1, GridSlot::Missing);
        }
        positions[column] = slot;
        Ok(())
    }

    /// Finishes the table. Spans that reach past the last row are cut there.
    pub fn finish(mut self) -> Table {
        let width = self.grid.iter().map(Vec::len).max().unwrap_or(0).max(self.columns.len());
        self.columns.resize(width, Length::ZERO);
        self.grid.truncate(self.rows.len());
        let height = self.rows.len();
        for cell in &mut self.cells {
            cell.row_span = cell.row_span.min(height - cell.row.min(height));
        }
        let mut grid = Vec::with_capacity(width * height);
        for mut positions in self.grid {
            positions.resize(width, GridSlot::Missing);
            grid.append(&mut positions);
        }
        self.groups.retain(|group| !group.rows.is_empty());
        Table { columns: self.columns, rows: self.rows, groups: self.groups, cells: self.cells, grid }
    }
}

fn is_free(positions: &[GridSlot], column: usize) -> bool {
    positions.get(column).is_none_or(|slot| *slot == GridSlot::Missing)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cell(text: &str, row_span: usize, column_span: usize) -> Cell {
        Cell { row_span, column_span, paragraphs: vec![Paragraph::plain(text)], ..Cell::default() }
    }

    #[test]
    fn html_spans_and_ooxml_continuations_give_the_same_grid() {
        let mut html = TableBuilder::with_columns(vec![Length::ZERO; 3]);
        html.row(Row::default());
        html.cell(cell("a", 2, 1)).unwrap();
        html.cell(cell("b", 1, 2)).unwrap();
        html.row(Row::default());
        html.cell(cell("c", 1, 1)).unwrap();
        html.cell(cell("d", 1, 1)).unwrap();

        let mut ooxml = TableBuilder::growing(Vec::new());
        ooxml.row(Row::default());
        ooxml.cell_at(0, cell("a", 1, 1)).unwrap();
        ooxml.cell_at(1, cell("b", 1, 2)).unwrap();
        ooxml.row(Row::default());
        assert_eq!(ooxml.continue_above(0), Ok(Some(CellId(0))));
        ooxml.cell_at(1, cell("c", 1, 1)).unwrap();
        ooxml.cell_at(2, cell("d", 1, 1)).unwrap();

        assert_eq!(html.finish(), ooxml.finish());
    }

    #[test]
    fn a_cell_over_another_one_is_an_error() {
        let mut table = TableBuilder::with_columns(vec![Length::ZERO; 2]);
        table.row(Row::default());
        table.cell(cell("a", 2, 1)).unwrap();
        table.row(Row::default());
        assert_eq!(table.cell_at(0, cell("b", 1, 1)), Err(TableError::Overlap { row: 1, column: 0 }));
        assert_eq!(table.cell(cell("c", 1, 2)), Err(TableError::TooWide { row: 1, needs: 3 }));
    }

    #[test]
    fn a_span_past_the_last_row_is_cut() {
        let mut table = TableBuilder::with_columns(vec![Length::ZERO]);
        table.row(Row::default());
        table.cell(cell("a", 9, 1)).unwrap();
        let table = table.finish();
        assert_eq!(table.cells()[0].row_span, 1);
        assert_eq!(table.height(), 1);
    }
}
