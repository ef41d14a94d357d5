//! A document as a list of regions: the cells of its tables and the paragraphs
//! between them, in reading order.

use super::key::{Key, keys};
use crate::check;
use crate::document::{Block, Cell, Damage, Document, Inline, Mark, MarkEnd, Paragraph, Place, Table};
use crate::finding::Words;

/// What readers note of a stretch of text, and why it makes an answer doubtful.
const NOTES: &[(&str, Words)] = &[
    (Mark::STRUCK, check::STRUCK),
    (Mark::UNREADABLE, Words { zh: "其中有无法识别的文字", en: "some of its characters cannot be made out" }),
    (Mark::OVERFLOWING, Words { zh: "文字超出了单元格", en: "it reaches over the edge of its cell" }),
];

/// What a reader puts where a picture stands.
const PICTURE: char = '\u{fffc}';

/// A cell, or a paragraph outside tables.
#[derive(Debug)]
pub(super) struct Region {
    /// Everything that stands in the region; paragraphs and lines end in `\n`.
    pub text: String,
    /// Named ranges of `text`.
    pub marks: Vec<NamedRange>,
    /// The table and the cell's rectangle; `None` for a paragraph.
    pub cell: Option<CellPlace>,
    pub place: Place,
    /// Whether a picture stands here.
    pub picture: bool,
    /// What the reader knows to be wrong with the text.
    pub damage: Vec<Damage>,
    /// Number of the block among those of the document.
    pub block: usize,
    /// Words that may be a label.
    pub keys: Vec<Key>,
}

/// A named range of a region's text: a content control or a bookmark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct NamedRange {
    pub name: String,
    pub start: usize,
    pub end: usize,
}

impl Region {
    /// Why an answer may be wrong by what the reader noted of the text in it.
    pub fn noted(&self, answer: &str) -> Option<Words> {
        let notes = self.marks.iter().filter_map(|mark| {
            let (_, words) = NOTES.iter().find(|(name, _)| *name == mark.name)?;
            Some((self.text[mark.start..mark.end].trim(), *words))
        });
        notes.into_iter().find(|(text, _)| !text.is_empty() && answer.contains(text)).map(|(_, words)| words)
    }
}

/// The rectangle of a cell; rows and columns from 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct CellPlace {
    /// Index into [`Regions::tables`].
    pub table: usize,
    pub row: usize,
    pub column: usize,
    pub row_end: usize,
    pub column_end: usize,
}

impl CellPlace {
    fn of(table: usize, cell: &Cell) -> CellPlace {
        CellPlace {
            table,
            row: cell.row,
            column: cell.column,
            row_end: cell.rows().end,
            column_end: cell.columns().end,
        }
    }
}

/// The regions of a document.
pub(super) struct Regions<'d> {
    pub list: Vec<Region>,
    pub tables: Vec<TableRegions<'d>>,
}

/// The regions of a table.
pub(super) struct TableRegions<'d> {
    pub table: &'d Table,
    /// For each cell of the table its region.
    pub cells: Vec<usize>,
}

impl<'d> Regions<'d> {
    /// Flattens a document.
    pub fn of(document: &'d Document) -> Regions<'d> {
        let mut regions = Regions { list: Vec::new(), tables: Vec::new() };
        let mut paragraphs = 0;
        for (number, block) in document.blocks().enumerate() {
            match block {
                Block::Paragraph(paragraph) => {
                    paragraphs += 1;
                    let place = Place::Paragraph { paragraph: paragraphs, page: None };
                    regions.list.push(region(std::slice::from_ref(paragraph), None, place, number));
                }
                Block::Table(table) => regions.table(table, number),
            }
        }
        regions
    }

    fn table(&mut self, table: &'d Table, block: usize) {
        let number = self.tables.len();
        // Cells are read row by row, whatever order the file gave them.
        let mut order: Vec<usize> = (0..table.cells().len()).collect();
        order.sort_by_key(|index| (table.cells()[*index].row, table.cells()[*index].column));
        let mut cells = vec![0; order.len()];
        for index in order {
            let cell = &table.cells()[index];
            let place = Place::Table { table: number + 1, row: cell.row + 1, column: cell.column + 1, page: None };
            cells[index] = self.list.len();
            self.list.push(region(&cell.paragraphs, Some(CellPlace::of(number, cell)), place, block));
        }
        self.tables.push(TableRegions { table, cells });
    }

    /// The region that stands at or covers a position of a table's grid.
    pub fn at(&self, table: usize, row: usize, column: usize) -> Option<usize> {
        let regions = self.tables.get(table)?;
        let id = regions.table.slot(row, column).cell()?;
        regions.cells.get(id.0).copied()
    }

    /// The regions right of a cell in its rows, up to the table's edge, row by
    /// row.
    pub fn right_of(&self, cell: CellPlace) -> Vec<usize> {
        let mut found = Vec::new();
        for row in cell.row..cell.row_end {
            self.row_from(cell.table, row, cell.column_end, &mut found);
        }
        found
    }

    fn row_from(&self, table: usize, row: usize, from: usize, found: &mut Vec<usize>) {
        let width = self.tables.get(table).map_or(0, |regions| regions.table.width());
        for column in from..width {
            if let Some(region) = self.at(table, row, column)
                && found.last() != Some(&region)
                && !found.contains(&region)
            {
                found.push(region);
            }
        }
    }

    /// The regions directly below a cell, left to right.
    pub fn below(&self, cell: CellPlace) -> Vec<usize> {
        let mut found: Vec<usize> = Vec::new();
        for column in cell.column..cell.column_end {
            if let Some(region) = self.at(cell.table, cell.row_end, column)
                && !found.contains(&region)
            {
                found.push(region);
            }
        }
        found
    }
}

fn region(paragraphs: &[Paragraph], cell: Option<CellPlace>, place: Place, block: usize) -> Region {
    let mut text = String::new();
    let mut marks: Vec<NamedRange> = Vec::new();
    let mut open: Vec<(String, usize)> = Vec::new();
    for (index, paragraph) in paragraphs.iter().enumerate() {
        if index > 0 {
            text.push('\n');
        }
        for inline in &paragraph.inlines {
            match inline {
                Inline::Text { text: t, .. } => text.push_str(t),
                Inline::Break => text.push('\n'),
                Inline::CheckBox(check_box) => text.push(check_box.glyph()),
                Inline::Slot(slot) => text.push_str(&slot.text),
                Inline::Mark(mark) => match mark.end {
                    MarkEnd::Start => open.push((mark.name.clone(), text.len())),
                    MarkEnd::End => {
                        if let Some(at) = open.iter().rposition(|(name, _)| *name == mark.name) {
                            let (name, start) = open.remove(at);
                            marks.push(NamedRange { name, start, end: text.len() });
                        }
                    }
                },
            }
        }
    }
    // A range that ends in another cell ends with this one.
    marks.extend(open.into_iter().map(|(name, start)| NamedRange { name, start, end: text.len() }));
    marks.sort_by_key(|mark| (mark.start, mark.end));
    let origin = paragraphs.iter().find_map(|paragraph| paragraph.origin.as_deref());
    let place = origin.and_then(|origin| origin.place.clone()).unwrap_or(place);
    let place = match origin.and_then(|origin| origin.page) {
        Some(page) => place.on_page(page),
        None => place,
    };
    let origins = paragraphs.iter().filter_map(|paragraph| paragraph.origin.as_deref());
    let damage = origins.flat_map(|origin| &origin.damage).cloned().collect();
    let picture = text.contains(PICTURE);
    if picture {
        let removed: Vec<usize> = text.match_indices(PICTURE).map(|(at, _)| at).collect();
        let shift = |at: usize| at - removed.iter().filter(|r| **r < at).count() * PICTURE.len_utf8();
        for mark in &mut marks {
            (mark.start, mark.end) = (shift(mark.start), shift(mark.end));
        }
        text.retain(|c| c != PICTURE);
    }
    Region { keys: keys(&text), text, marks, cell, place, picture, damage, block }
}
