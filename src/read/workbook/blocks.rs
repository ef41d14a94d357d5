//! A sheet as blocks: titles and notes become paragraphs, what stands in a grid
//! becomes tables.
//!
//! Lines round the cells tell what belongs together. Where a sheet has none, a
//! row with several cells is a row of a table, and a cell that is alone in its
//! row, above or below all of them, is a paragraph. Columns and rows in which
//! no cell begins are left out, wherever the table stands on its sheet.

use std::collections::{BTreeMap, BTreeSet};

use super::content::Filled;
use super::merge::{Merges, Position};
use super::{Area, Cell, Content, Sheet};
use crate::Length;
use crate::document::{self, Block, Paragraph, Row, TableBuilder};
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

/// A cell of the form and the area that it takes: a cell of the sheet, or
/// several that a name holds together.
#[derive(Debug)]
struct Placed {
    area: Area,
    parts: Vec<Filled>,
}

impl Placed {
    fn is_blank(&self) -> bool {
        self.parts.iter().all(Filled::is_blank)
    }

    fn is_framed(&self) -> bool {
        self.parts.iter().any(|part| part.cell.framed)
    }

    /// The part at a position; an empty one, if the file has none.
    fn part(&mut self, row: u32, column: u32) -> &mut Filled {
        let found = self.parts.iter().position(|part| (part.cell.row, part.cell.column) == (row, column));
        let index = found.unwrap_or_else(|| {
            self.parts.push(blank(row, column));
            self.parts.len() - 1
        });
        &mut self.parts[index]
    }

    /// A paragraph for each row of the sheet that begins a part.
    fn paragraphs(&self, sheet: &str) -> Vec<Paragraph> {
        let [part] = self.parts.as_slice() else {
            let mut parts: Vec<&Filled> = self.parts.iter().filter(|part| part.says_something()).collect();
            parts.sort_by_key(|part| (part.cell.row, part.cell.column));
            let rows = parts.chunk_by(|a, b| a.cell.row == b.cell.row);
            let rows = rows.map(|row| joined(row.iter().map(|part| part.paragraph(sheet))));
            let paragraphs: Vec<Paragraph> = rows.collect();
            return if paragraphs.is_empty() {
                vec![blank(self.area.rows.0, self.area.columns.0).paragraph(sheet)]
            } else {
                paragraphs
            };
        };
        vec![part.paragraph(sheet)]
    }
}

/// Paragraphs as one, with nothing between.
fn joined(paragraphs: impl Iterator<Item = Paragraph>) -> Paragraph {
    let mut joined = Paragraph::default();
    for paragraph in paragraphs {
        joined.inlines.extend(paragraph.inlines);
        match (&mut joined.origin, paragraph.origin) {
            (Some(first), Some(origin)) => first.damage.extend(origin.damage),
            (first, origin) => *first = first.take().or(origin),
        }
    }
    joined
}

/// The cells that begin in a row.
#[derive(Debug)]
struct SheetRow {
    number: u32,
    cells: Vec<Placed>,
    /// Whether lines are drawn in the row, be it round cells from above.
    framed: bool,
}

impl SheetRow {
    /// How many cells hold something.
    fn filled(&self) -> usize {
        self.cells.iter().filter(|cell| !cell.is_blank()).count()
    }

    /// The last row that one of its cells reaches.
    fn reach(&self) -> u32 {
        self.cells.iter().map(|cell| cell.area.rows.1).max().unwrap_or(self.number)
    }
}

/// What a sheet has at one of its positions.
enum Found {
    Cell(Cell),
    Name(String, Area),
    Floating(Option<String>),
}

/// Sorts what a sheet has into the rows in which it stands.
fn rows(sheet: Sheet) -> Vec<SheetRow> {
    let mut found: Vec<((u32, u32), Found)> = Vec::new();
    let last = sheet.cells.iter().filter(|cell| !cell.content.is_blank()).map(|cell| cell.row).max();
    let above =
        sheet.floating.iter().map(|floating| floating.row).chain(sheet.names.iter().map(|(_, area)| area.rows.0));
    let last = above.max().max(last).unwrap_or(0);
    let is_ours = sheet.names.iter().any(|(name, _)| name.starts_with("sb_"));
    // Empty rows below everything are frames drawn in advance.
    let cells = sheet.cells.into_iter().filter(|cell| {
        // Rows for more answers wait hidden in sheets of ours; a program may
        // fill them without showing them.
        cell.row <= last && (!cell.hidden || (is_ours && !cell.content.is_blank()))
    });
    found.extend(cells.map(|cell| ((cell.row, cell.column), Found::Cell(cell))));
    found.extend(sheet.names.into_iter().map(|(name, area)| ((area.rows.0, area.columns.0), Found::Name(name, area))));
    found.extend(
        sheet.floating.into_iter().map(|floating| ((floating.row, floating.column), Found::Floating(floating.text))),
    );
    found.sort_by_key(|(at, _)| *at);

    let mut merges = Merges::new(&sheet.merged);
    let mut groups = Merges::new(&groups_of(&found));
    let mut placed: BTreeMap<(u32, u32), Placed> = BTreeMap::new();
    let mut framed: BTreeSet<u32> = BTreeSet::new();
    for ((row, column), found) in found {
        let position = merges.at(row, column);
        let area = match position {
            Position::Cell(area) | Position::Covered(area) => area,
        };
        // Several cells of the sheet may be one of the form.
        let whole = match groups.at(row, column) {
            Position::Cell(group) | Position::Covered(group) if !group.is_one_cell() => group,
            _ => area,
        };
        match found {
            Found::Cell(cell) => {
                if cell.framed {
                    framed.insert(row);
                }
                // What merged cells cover, nobody sees.
                if let Position::Cell(_) = position {
                    slot(&mut placed, whole).parts.push(Filled::of(cell));
                }
            }
            // A name of many cells is an area to print or a list of words.
            Found::Name(name, named) if is_group(&name) || !(named.is_one_cell() || named == area) => {}
            Found::Name(name, _) => part(&mut placed, whole, area).names.push(name),
            Found::Floating(Some(text)) => part(&mut placed, whole, area).boxes.push(text),
            Found::Floating(None) => part(&mut placed, whole, area).picture = true,
        }
    }
    let mut rows: Vec<SheetRow> = Vec::new();
    for ((row, _), cell) in placed {
        match rows.last_mut() {
            Some(last) if last.number == row => last.cells.push(cell),
            _ => rows.push(SheetRow { number: row, cells: vec![cell], framed: framed.contains(&row) }),
        }
    }
    rows
}

/// The name of cells that are one cell of a form of ours: a label, advice, the
/// answer and the line for its seal below each other.
fn is_group(name: &str) -> bool {
    name.strip_prefix("sbcell_").is_some_and(|number| number.bytes().all(|b| b.is_ascii_digit()))
}

fn groups_of(found: &[((u32, u32), Found)]) -> Vec<Area> {
    let groups = found.iter().filter_map(|(_, found)| match found {
        Found::Name(name, area) if is_group(name) => Some(*area),
        _ => None,
    });
    groups.collect()
}

/// What takes an area.
fn slot(placed: &mut BTreeMap<(u32, u32), Placed>, area: Area) -> &mut Placed {
    placed.entry((area.rows.0, area.columns.0)).or_insert_with(|| Placed { area, parts: Vec::new() })
}

/// The cell that begins at an area, in what takes the whole.
fn part(placed: &mut BTreeMap<(u32, u32), Placed>, whole: Area, area: Area) -> &mut Filled {
    slot(placed, whole).part(area.rows.0, area.columns.0)
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

/// An empty cell.
fn blank(row: u32, column: u32) -> Filled {
    Filled::of(Cell { row, column, content: Content::Blank, framed: false, hidden: false, struck: false })
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
