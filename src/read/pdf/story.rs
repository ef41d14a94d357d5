//! The document: pages one behind the other, tables made whole.

use super::acroform::Field;
use super::endings::Column;
use super::join;
use super::lines::Line;
use super::paragraphs::paragraphs;
use super::sheet::{PageCell, PageTable, Piece, Sheet};
use crate::Length;
use crate::document::{
    Block, Cell, Document, GroupKind, Inline, Origin, Page, Paragraph, Row, Section, Table, TableBuilder, VerticalAlign,
};
use crate::read::{Limits, ReadError, ReadErrorKind};

/// Stands for a picture in the text: OBJECT REPLACEMENT CHARACTER.
const PICTURE: &str = "\u{FFFC}";

/// A piece of the document before its lines are paragraphs.
enum Part {
    Lines(Vec<Line>),
    Table(PageTable),
    Picture,
}

/// Pages of one size.
struct Run {
    width: f64,
    height: f64,
    /// Where text outside of tables stands.
    column: Column,
    parts: Vec<Part>,
}

/// Makes a document of pages. `is_ours` tells that this project wrote the file.
///
/// # Errors
///
/// Its tables together are larger than the limits allow.
pub(super) fn document(
    sheets: Vec<Sheet>,
    fields: &[Field],
    is_ours: bool,
    limits: &Limits,
) -> Result<Document, ReadError> {
    let mut runs: Vec<Run> = Vec::new();
    for sheet in sheets {
        let is_same = |run: &Run| (run.width - sheet.width).abs() < 2.0 && (run.height - sheet.height).abs() < 2.0;
        if !runs.last().is_some_and(is_same) {
            let column = Column { left: sheet.width, right: 0.0 };
            runs.push(Run { width: sheet.width, height: sheet.height, column, parts: Vec::new() });
        }
        if let Some(run) = runs.last_mut() {
            run.add(sheet.pieces, sheet.begins, is_ours);
        }
    }
    let mut document = Document::default();
    let mut cells_left = limits.cells;
    for run in runs {
        document.sections.push(run.section(fields, &mut cells_left, limits)?);
    }
    Ok(document)
}

impl Run {
    /// Adds a page. What begins another return goes on from none.
    fn add(&mut self, pieces: Vec<Piece>, begins: bool, is_ours: bool) {
        let mut is_first = !begins;
        for piece in pieces {
            match piece {
                Piece::Line(line) => {
                    if !line.is_turned {
                        self.column.left = self.column.left.min(line.area.left);
                        self.column.right = self.column.right.max(line.area.right);
                    }
                    match self.parts.last_mut() {
                        Some(Part::Lines(lines)) => lines.push(line),
                        _ => self.parts.push(Part::Lines(vec![line])),
                    }
                }
                Piece::Table(table) => match self.parts.last_mut() {
                    Some(Part::Table(above)) if is_first && join::may_go_on(above, &table) => {
                        join::append(above, table, is_ours);
                    }
                    _ => self.parts.push(Part::Table(table)),
                },
                Piece::Picture(_) => self.parts.push(Part::Picture),
            }
            is_first = false;
        }
    }

    fn section(self, fields: &[Field], cells_left: &mut usize, limits: &Limits) -> Result<Section, ReadError> {
        // The right margin is as wide as the left one at most.
        let right = self.column.right.max(self.width - self.column.left);
        let column = Column { left: self.column.left, right };
        let mut blocks = Vec::new();
        for part in self.parts {
            match part {
                Part::Lines(lines) => {
                    blocks.extend(paragraphs(&lines, column, fields).into_iter().map(Block::Paragraph))
                }
                Part::Table(table) => blocks.push(Block::Table(self::table(table, fields, cells_left, limits)?)),
                Part::Picture => blocks.push(Block::Paragraph(Paragraph::plain(PICTURE))),
            }
        }
        let page = Page { width: points(self.width), height: points(self.height), ..Page::A4 };
        Ok(Section { page, blocks })
    }
}

fn points(points: f64) -> Length {
    Length::emu((points * 12_700.0).round() as i64)
}

fn table(table: PageTable, fields: &[Field], cells_left: &mut usize, limits: &Limits) -> Result<Table, ReadError> {
    let (rows, columns) = (table.ys.len().saturating_sub(1), table.xs.len().saturating_sub(1));
    let over = || ReadError::over(ReadErrorKind::TooManyCells, limits.cells as u64);
    *cells_left = rows.checked_mul(columns).and_then(|cells| cells_left.checked_sub(cells)).ok_or_else(over)?;
    let widths = table.xs.windows(2).map(|edges| points(edges[1] - edges[0])).collect();
    let mut builder = TableBuilder::with_columns(widths);
    builder.group(GroupKind::Body);
    let padding = table.padding;
    let mut cells = table.cells;
    cells.sort_by_key(|cell| (cell.at.row, cell.at.column));
    let mut cells = cells.into_iter().peekable();
    for row in 0..rows {
        let height = points(table.ys[row + 1] - table.ys[row]);
        builder.row(Row { height, splits: true, ..Row::default() });
        while let Some(cell) = cells.next_if(|cell| cell.at.row <= row) {
            let place = cell.at.column;
            // Cells of one grid do not overlap; were it otherwise, the file
            // would not be what it seems.
            let cell = content(cell, padding, fields);
            builder.cell_at(place, cell).map_err(|_| ReadError::new(ReadErrorKind::BadPdf))?;
        }
    }
    Ok(builder.finish())
}

fn content(cell: PageCell, padding: f64, fields: &[Field]) -> Cell {
    let column = Column { left: cell.area.left + padding, right: cell.area.right - padding };
    let mut paragraphs = paragraphs(&cell.lines, column, fields);
    if paragraphs.is_empty() {
        let origin = Origin { page: Some(cell.page + 1), ..Origin::default() };
        paragraphs.push(Paragraph { origin: Some(Box::new(origin)), ..Paragraph::default() });
    }
    if cell.has_picture
        && let Some(last) = paragraphs.last_mut()
    {
        last.inlines.push(Inline::plain(PICTURE));
    }
    Cell {
        row_span: cell.at.row_span,
        column_span: cell.at.column_span,
        align: VerticalAlign::Center,
        paragraphs,
        ..Cell::default()
    }
}
