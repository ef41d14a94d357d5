//! Tables: those of the body become grids, and those in a frame that somebody
//! drew round the page; others inside cells and text boxes become lines of text.

use super::flow::{append, is_blank, push_inline};
use crate::Length;
use crate::document::{Block, Cell, CellId, GroupKind, Inline, Paragraph, Row, Table, TableBuilder, VerticalAlign};
use crate::read::{Limits, ReadError, ReadErrorKind};

/// How a cell takes part in a vertical merge (`w:vMerge`, ECMA-376 Part 1, 17.4.84).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Merge {
    /// Not at all.
    #[default]
    None,
    /// It is the first of its group.
    Restart,
    /// It continues the one above.
    Continue,
}

/// What `w:tcPr` says.
#[derive(Debug, Clone, Copy)]
pub(super) struct CellProperties {
    /// Number of grid columns.
    pub(super) span: usize,
    pub(super) merge: Merge,
    /// Whether the cell continues the one to its left (`w:hMerge`, of old files).
    pub(super) joins_left: bool,
    pub(super) align: VerticalAlign,
}

impl Default for CellProperties {
    fn default() -> CellProperties {
        CellProperties { span: 1, merge: Merge::None, joins_left: false, align: VerticalAlign::Top }
    }
}

/// What stood in a cell or a text box: paragraphs, and tables before the
/// paragraph of the given index.
pub(super) struct Story {
    pub(super) paragraphs: Vec<Paragraph>,
    pub(super) cell: CellProperties,
    pub(super) tables: Vec<(usize, Table)>,
}

impl Story {
    /// Everything as paragraphs, a row of a table each.
    pub(super) fn flat(self) -> Vec<Paragraph> {
        let mut flat = Vec::with_capacity(self.paragraphs.len());
        for block in self.blocks() {
            match block {
                Block::Paragraph(paragraph) => flat.push(paragraph),
                Block::Table(table) => flat.extend(lines_of(&table)),
            }
        }
        flat
    }

    /// Everything as blocks.
    fn blocks(self) -> Vec<Block> {
        let mut blocks = Vec::new();
        let mut tables = self.tables.into_iter().peekable();
        for (index, paragraph) in self.paragraphs.into_iter().enumerate() {
            while let Some((_, table)) = tables.next_if(|(at, _)| *at <= index) {
                blocks.push(Block::Table(table));
            }
            blocks.push(Block::Paragraph(paragraph));
        }
        blocks.extend(tables.map(|(_, table)| Block::Table(table)));
        blocks
    }
}

/// The rows of a table as lines of text.
fn lines_of(table: &Table) -> Vec<Paragraph> {
    let row = |row| {
        let cells = table.cells_of_row(row).map(|cell| OpenCell {
            properties: CellProperties::default(),
            paragraphs: cell.paragraphs.clone(),
            frame: None,
        });
        line(OpenRow { cells: cells.collect(), ..OpenRow::default() })
    };
    (0..table.height()).map(row).collect()
}

/// A cell whose place is not known yet.
struct OpenCell {
    properties: CellProperties,
    paragraphs: Vec<Paragraph>,
    /// The same content with its tables, if it has any.
    frame: Option<Vec<Block>>,
}

/// A row whose cells are being read; they are placed when it ends.
pub(super) struct OpenRow {
    pub(super) row: Row,
    /// Columns left out before the first cell (`w:gridBefore`).
    pub(super) before: usize,
    /// Whether the row repeats as a head (`w:tblHeader`).
    pub(super) is_head: bool,
    /// Whether the row was deleted with changes tracked.
    pub(super) deleted: bool,
    cells: Vec<OpenCell>,
}

impl Default for OpenRow {
    /// A row may be split between pages unless it says otherwise.
    fn default() -> OpenRow {
        let row = Row { splits: true, ..Row::default() };
        OpenRow { row, before: 0, is_head: false, deleted: false, cells: Vec::new() }
    }
}

impl OpenRow {
    /// Takes in a cell.
    pub(super) fn push(&mut self, story: Story) {
        let properties = story.cell;
        let frame = (!story.tables.is_empty()).then(|| {
            let tables = story.tables.clone();
            Story { paragraphs: story.paragraphs.clone(), cell: properties, tables }.blocks()
        });
        let paragraphs = story.flat();
        match self.cells.last_mut() {
            Some(left) if properties.joins_left => {
                left.properties.span = left.properties.span.saturating_add(properties.span);
                add_content(&mut left.paragraphs, paragraphs);
            }
            _ => self.cells.push(OpenCell { properties, paragraphs, frame }),
        }
    }

    /// The last paragraph of the row.
    pub(super) fn last_inlines(&mut self) -> Option<&mut Vec<Inline>> {
        last_inlines(&mut self.cells.last_mut()?.paragraphs)
    }
}

/// The inline items of the last paragraph.
pub(super) fn last_inlines(paragraphs: &mut [Paragraph]) -> Option<&mut Vec<Inline>> {
    Some(&mut paragraphs.last_mut()?.inlines)
}

/// Adds what a merged cell still holds to the cell that covers it: blank
/// paragraphs go, marks stay, and no text is lost.
fn add_content(to: &mut Vec<Paragraph>, from: Vec<Paragraph>) {
    for paragraph in from {
        match to.last_mut() {
            Some(last) if is_blank(&paragraph) => append(&mut last.inlines, paragraph.inlines),
            _ => to.push(paragraph),
        }
    }
}

/// A table that is being read.
pub(super) struct OpenTable {
    pub(super) row: Option<OpenRow>,
    kind: Kind,
    /// The content of the only cell so far, if it holds tables.
    frame: Option<Vec<Block>>,
}

enum Kind {
    Grid(Grid),
    /// The rows so far, each a paragraph.
    Flat(Vec<Paragraph>),
}

/// What a table has become.
pub(super) enum Finished {
    Table(Table),
    Text(Vec<Paragraph>),
    /// One cell round other tables, as people draw a frame round a page: what
    /// stands in it.
    Frame(Vec<Block>),
}

impl OpenTable {
    /// A table of the body.
    pub(super) fn grid() -> OpenTable {
        OpenTable { row: None, kind: Kind::Grid(Grid::default()), frame: None }
    }

    /// A table that becomes text.
    pub(super) fn flat() -> OpenTable {
        OpenTable { row: None, kind: Kind::Flat(Vec::new()), frame: None }
    }

    /// Takes in the width of a grid column (`w:gridCol`).
    pub(super) fn push_column(&mut self, width: Length, limits: &Limits) -> Result<(), ReadError> {
        match &mut self.kind {
            Kind::Grid(grid) if grid.widths.len() >= limits.columns => Err(too_wide(limits)),
            Kind::Grid(grid) => {
                grid.widths.push(width);
                Ok(())
            }
            Kind::Flat(_) => Ok(()),
        }
    }

    /// Ends the open row. `cells_left` is what the limit still allows.
    pub(super) fn end_row(&mut self, cells_left: usize, limits: &Limits) -> Result<(), ReadError> {
        match self.row.take() {
            Some(mut row) if !row.deleted => match &mut self.kind {
                Kind::Grid(grid) => {
                    self.frame = match row.cells.as_mut_slice() {
                        [only] if grid.height == 0 => only.frame.take(),
                        _ => None,
                    };
                    grid.place(row, cells_left, limits)
                }
                Kind::Flat(lines) => {
                    lines.push(line(row));
                    Ok(())
                }
            },
            _ => Ok(()),
        }
    }

    /// The last paragraph of the table.
    pub(super) fn last_inlines(&mut self) -> Option<&mut Vec<Inline>> {
        if let Some(row) = &mut self.row
            && let Some(inlines) = row.last_inlines()
        {
            return Some(inlines);
        }
        match &mut self.kind {
            Kind::Grid(grid) => {
                let cell = grid.builder.as_mut()?.cell_mut(grid.last?)?;
                last_inlines(&mut cell.paragraphs)
            }
            Kind::Flat(lines) => last_inlines(lines),
        }
    }

    /// Ends the table.
    pub(super) fn finish(self) -> Finished {
        if let Some(content) = self.frame {
            return Finished::Frame(content);
        }
        match self.kind {
            Kind::Grid(grid) => {
                let builder = grid.builder.unwrap_or_else(|| TableBuilder::growing(grid.widths));
                Finished::Table(builder.finish())
            }
            Kind::Flat(lines) => Finished::Text(lines),
        }
    }
}

/// A row as a line of text: cells parted by tabs, paragraphs by line breaks.
fn line(row: OpenRow) -> Paragraph {
    let mut line = Paragraph::default();
    for (index, cell) in row.cells.into_iter().enumerate() {
        if index > 0 {
            push_inline(&mut line.inlines, Inline::plain('\t'));
        }
        for (index, paragraph) in cell.paragraphs.into_iter().enumerate() {
            if index > 0 {
                line.inlines.push(Inline::Break);
            }
            append(&mut line.inlines, paragraph.inlines);
        }
    }
    line
}

/// A table on its grid.
#[derive(Default)]
struct Grid {
    /// Column widths, until the first row needs them.
    widths: Vec<Length>,
    builder: Option<TableBuilder>,
    /// Columns and rows so far.
    width: usize,
    height: usize,
    /// The cells of the row above that may be continued, by column.
    open: Vec<(usize, CellId)>,
    /// The cell that was placed last.
    last: Option<CellId>,
    /// Whether the rows so far are all head rows.
    in_head: bool,
}

impl Grid {
    fn place(&mut self, row: OpenRow, cells_left: usize, limits: &Limits) -> Result<(), ReadError> {
        let first = self.builder.is_none();
        let width = self.width.max(self.widths.len());
        let builder = self.builder.get_or_insert_with(|| TableBuilder::growing(std::mem::take(&mut self.widths)));
        if first {
            self.width = width;
            self.in_head = row.is_head;
            builder.group(if row.is_head { GroupKind::Head } else { GroupKind::Body });
        } else if self.in_head && !row.is_head {
            self.in_head = false;
            builder.group(GroupKind::Body);
        }
        builder.row(row.row);
        self.height += 1;

        let mut open = Vec::new();
        let mut column = row.before;
        for OpenCell { properties, paragraphs, .. } in row.cells {
            // Cells come left to right, so that all beyond `column` is free,
            // whatever the file says of spans.
            let mut end = column.saturating_add(properties.span);
            if end > limits.columns {
                return Err(too_wide(limits));
            }
            let above = match properties.merge {
                Merge::Continue => self.open.binary_search_by_key(&column, |&(column, _)| column).ok(),
                _ => None,
            };
            let continued = above.and_then(|_| builder.continue_above(column).ok().flatten());
            let id = match continued.and_then(|id| builder.cell_mut(id).map(|cell| (id, cell))) {
                Some((id, cell)) => {
                    end = end.max(column + cell.column_span);
                    add_content(&mut cell.paragraphs, paragraphs);
                    id
                }
                None => {
                    let cell = Cell {
                        column_span: properties.span,
                        row_span: 1,
                        align: properties.align,
                        paragraphs,
                        ..Cell::default()
                    };
                    match builder.cell_at(column, cell) {
                        Ok(id) => id,
                        // Cannot happen while `column` only grows.
                        Err(_) => return Err(ReadError::new(ReadErrorKind::BadXml)),
                    }
                }
            };
            self.last = Some(id);
            if properties.merge != Merge::None {
                open.push((column, id));
            }
            column = end;
        }
        self.open = open;
        self.width = self.width.max(column);
        if self.width.saturating_mul(self.height) > cells_left {
            return Err(ReadError::over(ReadErrorKind::TooManyCells, limits.cells as u64));
        }
        Ok(())
    }
}

fn too_wide(limits: &Limits) -> ReadError {
    ReadError::over(ReadErrorKind::TooManyCells, limits.columns as u64)
}
