//! What is seen of a sheet, row by row: cells that are merged or named together
//! are one, names and what floats above stand with their cells.

use std::collections::{BTreeMap, BTreeSet};

use super::content::Filled;
use super::merge::{Merges, Position};
use super::{Area, Cell, Content, Sheet};
use crate::document::{CellName, Paragraph, Place};
use crate::{Code, Finding};

/// A cell of the form and the area that it takes: a cell of the sheet, or
/// several that a name holds together.
#[derive(Debug)]
pub(super) struct Placed {
    pub area: Area,
    pub parts: Vec<Filled>,
}

impl Placed {
    pub fn is_blank(&self) -> bool {
        self.parts.iter().all(Filled::is_blank)
    }

    pub fn is_framed(&self) -> bool {
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
    pub fn paragraphs(&self, sheet: &str) -> Vec<Paragraph> {
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
pub(super) fn joined(paragraphs: impl Iterator<Item = Paragraph>) -> Paragraph {
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
pub(super) struct SheetRow {
    pub number: u32,
    pub cells: Vec<Placed>,
    /// Whether lines are drawn in the row, be it round cells from above.
    pub framed: bool,
}

impl SheetRow {
    /// How many cells hold something.
    pub fn filled(&self) -> usize {
        self.cells.iter().filter(|cell| !cell.is_blank()).count()
    }

    /// The last row that one of its cells reaches.
    pub fn reach(&self) -> u32 {
        self.cells.iter().map(|cell| cell.area.rows.1).max().unwrap_or(self.number)
    }
}

/// What a sheet has at one of its positions.
enum Found {
    Cell(Cell),
    Name(String, Area),
    Floating(Option<String>),
}

/// Row and column.
type At = (u32, u32);

/// Sorts what is seen of a sheet into the rows in which it stands.
pub(super) fn rows(sheet: Sheet) -> Vec<SheetRow> {
    let merged = Merges::new(&sheet.merged);
    let found = found(sheet);
    let groups = Merges::new(&groups_of(&found));
    let mut placing = Placing { merged, groups, placed: BTreeMap::new(), framed: BTreeSet::new() };
    for (at, found) in found {
        placing.place(at, found);
    }
    placing.rows()
}

/// What is seen of a sheet, in reading order.
fn found(sheet: Sheet) -> Vec<(At, Found)> {
    let filled = sheet.cells.iter().filter(|cell| !cell.content.is_blank()).map(|cell| cell.row);
    let names = sheet.names.iter().map(|(_, area)| area.rows.0);
    // Empty rows below everything are frames drawn in advance.
    let last = filled.chain(names).chain(sheet.floating.iter().map(|floating| floating.row)).max().unwrap_or(0);
    let fills_hidden = fills_hidden(&sheet);
    let is_seen = |cell: &Cell| !cell.hidden || (fills_hidden && !cell.content.is_blank());
    let cells = sheet.cells.into_iter().filter(|cell| cell.row <= last && is_seen(cell));
    let cells = cells.map(|cell| ((cell.row, cell.column), Found::Cell(cell)));
    let names = sheet.names.into_iter().map(|(name, area)| ((area.rows.0, area.columns.0), Found::Name(name, area)));
    let floating = sheet.floating.into_iter();
    let floating = floating.map(|floating| ((floating.row, floating.column), Found::Floating(floating.text)));
    let mut found: Vec<(At, Found)> = cells.chain(names).chain(floating).collect();
    found.sort_by_key(|(at, _)| *at);
    found
}

/// Whether what is hidden is read: rows for more answers wait hidden in sheets
/// of ours, and a program may fill them without showing them.
fn fills_hidden(sheet: &Sheet) -> bool {
    sheet.names.iter().any(|(name, _)| name.starts_with("sb_"))
}

/// Tells of words in hidden rows and columns, which are not read. What they are
/// is not said: they may be nobody's business.
pub(super) fn hidden_text(sheet: &Sheet) -> Option<Finding> {
    /// More cells than these are not named.
    const NAMED: usize = 5;
    let says = |cell: &&Cell| cell.hidden && cell.content.shown().contains(char::is_alphanumeric);
    let cells: Vec<CellName> = sheet
        .cells
        .iter()
        .filter(says)
        .filter_map(|cell| Some(CellName { row: cell.row.checked_add(1)?, column: cell.column.checked_add(1)? }))
        .collect();
    let first = cells.first().filter(|_| !fills_hidden(sheet))?;
    let named: Vec<String> = cells.iter().take(NAMED).map(ToString::to_string).collect();
    let more = if cells.len() > NAMED { "…" } else { "" };
    let place = Place::Sheet { sheet: sheet.name.clone(), cell: *first };
    let finding = Finding::new(Code::HiddenText).at(Some(place)).with("count", cells.len());
    Some(finding.with("cells", format!("{}{more}", named.join(", "))))
}

/// Puts what is found into the cells of the form.
struct Placing {
    merged: Merges,
    /// Several cells of the sheet that are one of the form.
    groups: Merges,
    placed: BTreeMap<At, Placed>,
    /// Rows in which lines are drawn.
    framed: BTreeSet<u32>,
}

impl Placing {
    /// Takes in what stands at a position; positions come in reading order.
    fn place(&mut self, (row, column): At, found: Found) {
        let position = self.merged.at(row, column);
        let area = match position {
            Position::Cell(area) | Position::Covered(area) => area,
        };
        let whole = match self.groups.at(row, column) {
            Position::Cell(group) | Position::Covered(group) if !group.is_one_cell() => group,
            _ => area,
        };
        match found {
            Found::Cell(cell) => {
                if cell.framed {
                    self.framed.insert(row);
                }
                // What merged cells cover, nobody sees.
                if let Position::Cell(_) = position {
                    self.slot(whole).parts.push(Filled::of(cell));
                }
            }
            // A name of many cells is an area to print or a list of words.
            Found::Name(name, named) if is_group(&name) || !(named.is_one_cell() || named == area) => {}
            Found::Name(name, _) => self.part(whole, area).names.push(name),
            Found::Floating(Some(text)) => self.part(whole, area).boxes.push(text),
            Found::Floating(None) => self.part(whole, area).picture = true,
        }
    }

    /// What takes an area.
    fn slot(&mut self, area: Area) -> &mut Placed {
        self.placed.entry((area.rows.0, area.columns.0)).or_insert_with(|| Placed { area, parts: Vec::new() })
    }

    /// The cell that begins at an area, in what takes the whole.
    fn part(&mut self, whole: Area, area: Area) -> &mut Filled {
        self.slot(whole).part(area.rows.0, area.columns.0)
    }

    fn rows(self) -> Vec<SheetRow> {
        let mut rows: Vec<SheetRow> = Vec::new();
        for ((row, _), cell) in self.placed {
            match rows.last_mut() {
                Some(last) if last.number == row => last.cells.push(cell),
                _ => rows.push(SheetRow { number: row, cells: vec![cell], framed: self.framed.contains(&row) }),
            }
        }
        rows
    }
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

/// An empty cell.
pub(super) fn blank(row: u32, column: u32) -> Filled {
    Filled::of(Cell { row, column, content: Content::Blank, framed: false, hidden: false, struck: false })
}
