//! A sheet as blocks: titles and notes become paragraphs, what stands in a grid
//! becomes tables.
//!
//! Lines round the cells tell what belongs together. Where a sheet has none, a
//! row with several cells is a row of a table, and a cell that is alone in its
//! row, above or below all of them, is a paragraph. Columns and rows in which
//! no cell begins are left out, wherever the table stands on its sheet.

use std::collections::BTreeSet;

use super::Sheet;
use super::rows::{Placed, SheetRow, blank, joined, rows};
use crate::Length;
use crate::document::{self, Block, Row, TableBuilder};
use crate::read::{Limits, ReadError, ReadErrorKind};

/// Turns a sheet into blocks. `room` is how many paragraphs, and grid positions
/// of tables, there may still be.
pub(super) fn blocks(sheet: Sheet, limits: &Limits, room: &mut usize) -> Result<Vec<Block>, ReadError> {
    let name = sheet.name.clone();
    let mut runs = Runs::default();
    for row in rows(sheet) {
        runs.row(row);
    }
    let pieces = runs.finish();
    let columns = columns(&pieces);
    let mut blocks = Vec::new();
    for piece in pieces {
        // Rows of one cell each are no table, and no form has as many.
        let size = match &piece {
            Piece::Paragraph(_) => 1,
            Piece::Table(run) => columns.len().saturating_mul(run.rows.len()),
        };
        let too_many = || ReadError::over(ReadErrorKind::TooManyCells, limits.cells as u64);
        *room = room.checked_sub(size).ok_or_else(too_many)?;
        blocks.push(match piece {
            Piece::Paragraph(cell) => Block::Paragraph(joined(cell.paragraphs(&name).into_iter())),
            Piece::Table(run) => Block::Table(run.table(&columns, &name)),
        });
    }
    Ok(blocks)
}

/// The columns in which a cell of a table begins, for all tables of the sheet:
/// one that goes on below a page break goes on in the same columns.
fn columns(pieces: &[Piece]) -> Vec<u32> {
    let tables = pieces.iter().filter_map(|piece| match piece {
        Piece::Table(run) => Some(run),
        Piece::Paragraph(_) => None,
    });
    let cells = tables.flat_map(|run| &run.rows).flat_map(|row| &row.cells);
    let columns: BTreeSet<u32> = cells.map(|cell| cell.area.columns.0).collect();
    columns.into_iter().collect()
}

/// A paragraph, or the rows of a table.
enum Piece {
    Paragraph(Placed),
    Table(Run),
}

/// Rows that make a table.
struct Run {
    rows: Vec<SheetRow>,
    /// Whether it began with lines round its cells.
    framed: bool,
    /// The last row that its cells reach.
    reach: u32,
}

/// Gathers rows into tables.
#[derive(Default)]
struct Runs {
    pieces: Vec<Piece>,
    open: Option<Run>,
    /// Rows with one cell, behind the open table if it has no lines: they are
    /// rows of it if more of them follow.
    pending: Vec<SheetRow>,
}

impl Runs {
    fn row(&mut self, row: SheetRow) {
        let last = self.pending.last().map(SheetRow::reach).or(self.open.as_ref().map(|run| run.reach));
        // Merged cells hold a row, whatever stands in it.
        if let Some(run) = &mut self.open
            && self.pending.is_empty()
            && row.number <= run.reach
        {
            run.push(row);
            return;
        }
        let apart = last.is_none_or(|last| row.number > last.saturating_add(1));
        let open_is_framed = self.open.as_ref().is_some_and(|run| run.framed);
        if row.framed {
            if apart || !open_is_framed {
                self.close();
            }
            self.add(row, true);
        } else if row.filled() > 1 {
            if apart {
                self.close();
            }
            self.add(row, false);
        } else {
            if apart || open_is_framed || self.open.is_none() {
                self.close();
                self.paragraphs(row);
            } else {
                self.pending.push(row);
            }
        }
    }

    /// Adds a row to the open table, or begins one.
    fn add(&mut self, row: SheetRow, framed: bool) {
        let run = self.open.get_or_insert_with(|| Run { rows: Vec::new(), framed, reach: 0 });
        for row in self.pending.drain(..).chain([row]) {
            run.push(row);
        }
    }

    /// Ends the open table; what was pending is no row of it.
    fn close(&mut self) {
        if let Some(run) = self.open.take() {
            self.table(run);
        }
        for row in std::mem::take(&mut self.pending) {
            self.paragraphs(row);
        }
    }

    fn paragraphs(&mut self, row: SheetRow) {
        self.pieces.extend(row.cells.into_iter().map(Piece::Paragraph));
    }

    /// A table, after the titles that somebody drew lines round.
    fn table(&mut self, mut run: Run) {
        while run.begins_with_title() {
            let title = run.rows.remove(0);
            self.paragraphs(title);
        }
        let aside = run.take_aside();
        self.pieces.push(Piece::Table(run));
        self.pieces.extend(aside.into_iter().map(Piece::Paragraph));
    }

    fn finish(mut self) -> Vec<Piece> {
        self.close();
        self.pieces
    }
}

impl Run {
    fn push(&mut self, row: SheetRow) {
        self.reach = self.reach.max(row.reach()).max(row.number);
        self.rows.push(row);
    }

    /// Whether the first row is one short text over the whole width, and rows
    /// of several cells follow.
    fn begins_with_title(&self) -> bool {
        const LONGEST: usize = 50;
        let [first, second, ..] = self.rows.as_slice() else { return false };
        let [cell] = first.cells.as_slice() else { return false };
        let right = self.rows.iter().flat_map(|row| &row.cells).map(|cell| cell.area.columns.1).max();
        let [part] = cell.parts.as_slice() else { return false };
        let text = part.cell.content.shown().trim();
        let is_short = !text.is_empty() && text.chars().count() <= LONGEST && !text.contains(['\n', '：', ':']);
        self.framed
            && is_short
            && part.names.is_empty()
            && cell.area.rows.1 < second.number
            && Some(cell.area.columns.1) == right
            && second.cells.len() > 1
    }

    /// First and last column of the cells that have lines; of all, if none has.
    fn span(&self) -> (u32, u32) {
        let cells = || self.rows.iter().flat_map(|row| &row.cells);
        let framed = |cell: &&Placed| cell.is_framed() || !self.framed;
        let first = cells().filter(framed).map(|cell| cell.area.columns.0).min().unwrap_or(0);
        (first, cells().filter(framed).map(|cell| cell.area.columns.1).max().unwrap_or(first))
    }

    /// Takes out what stands beside the table, with a blank column between:
    /// remarks and lists of words.
    fn take_aside(&mut self) -> Vec<Placed> {
        if !self.framed {
            return Vec::new();
        }
        let (first, last) = self.span();
        let mut aside = Vec::new();
        for row in &mut self.rows {
            aside.extend(row.cells.extract_if(.., |cell| {
                let (left, right) = cell.area.columns;
                !cell.is_framed() && (left > last.saturating_add(1) || right.saturating_add(1) < first)
            }));
        }
        aside
    }

    /// The rows as a table.
    fn table(&self, columns: &[u32], sheet: &str) -> document::Table {
        let mut builder = TableBuilder::with_columns(vec![Length::ZERO; columns.len()]);
        let mut grid = Grid::new(self.rows.len(), columns.len());
        let numbers: Vec<u32> = self.rows.iter().map(|row| row.number).collect();
        let (left, right) = self.span();
        for (index, row) in self.rows.iter().enumerate() {
            builder.row(Row::default());
            for cell in &row.cells {
                let rows = numbers.partition_point(|number| *number <= cell.area.rows.1);
                let first = columns.partition_point(|column| *column < cell.area.columns.0);
                let end = columns.partition_point(|column| *column <= cell.area.columns.1);
                let cell = document::Cell {
                    row_span: rows.saturating_sub(index).max(1),
                    column_span: end.saturating_sub(first).max(1),
                    paragraphs: cell.paragraphs(sheet),
                    ..document::Cell::default()
                };
                grid.take(index..index + cell.row_span, first..first + cell.column_span);
                // Cells that are merged once do not overlap.
                let _ = builder.cell_at(first, cell);
            }
            if self.framed {
                continue;
            }
            // Without lines every position is a place to write in.
            for (position, column) in columns.iter().enumerate() {
                if (left..=right).contains(column) && !grid.is_taken(index, position) {
                    let paragraphs = vec![blank(row.number, *column).paragraph(sheet)];
                    let _ = builder.cell_at(position, document::Cell { paragraphs, ..document::Cell::default() });
                }
            }
        }
        builder.finish()
    }
}

/// Which positions of a table are taken.
struct Grid {
    width: usize,
    taken: Vec<bool>,
}

impl Grid {
    fn new(height: usize, width: usize) -> Grid {
        Grid { width, taken: vec![false; height * width] }
    }

    fn take(&mut self, rows: std::ops::Range<usize>, columns: std::ops::Range<usize>) {
        for row in rows {
            let (from, to) = (row * self.width + columns.start, row * self.width + columns.end);
            if let Some(taken) = self.taken.get_mut(from..to) {
                taken.fill(true);
            }
        }
    }

    fn is_taken(&self, row: usize, column: usize) -> bool {
        self.taken.get(row * self.width + column).copied().unwrap_or(true)
    }
}
