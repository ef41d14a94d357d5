//! Draws a document on a sheet.

use rust_xlsxwriter::{ColNum, Format, IgnoreError, RowNum, Worksheet, XlsxError};

use super::columns::Columns;
use super::content::Content;
use super::look::{Outside, borders, look, safe_text};
use super::measure;
use crate::Length;
use crate::document::{Block, Cell, Document, GroupKind, Page, Paragraph, ParagraphKind, Table, VerticalAlign};
use crate::form::Form;

/// A row of a sheet is at most 409.5 pt high; what is higher becomes several
/// rows whose cells are merged.
const MAX_ROW: Length = Length::half_points(2 * 400);

/// A4 (`paperSize`, ECMA-376 Part 1, 18.3.1.63).
const A4: u8 = 9;

/// Draws the layout of a record, as [`Form::instantiate`] gives it, on an empty
/// sheet: grid, text, and the set-up of the page.
///
/// A sheet has one page set-up: that of the first section. Further sections
/// begin on a new page.
pub(crate) fn draw(sheet: &mut Worksheet, form: &Form, document: &Document) -> Result<(), XlsxError> {
    let columns = Columns::of(document);
    for (index, width) in (0..).zip(columns.widths()) {
        sheet.set_column_width_pixels(index, pixels(width))?;
    }
    let mut canvas = Canvas { sheet, form, columns, row: 0, head: None };
    let mut breaks = Vec::new();
    for section in &document.sections {
        if canvas.row > 0 {
            breaks.push(canvas.row);
        }
        for block in &section.blocks {
            match block {
                Block::Paragraph(paragraph) => canvas.paragraph(paragraph)?,
                Block::Table(table) => canvas.table(table)?,
            }
        }
    }
    // Excel repeats rows on all pages that follow: with several tables on the
    // sheet they would stand above rows of another one.
    if document.tables().count() > 1 {
        canvas.head = None;
    }
    let page = document.sections.first().map(|section| section.page).unwrap_or_default();
    canvas.set_up(&page, &breaks)
}

/// Pixels of 1/96 inch.
fn pixels(length: Length) -> u32 {
    (length.to_pt() * 96.0 / 72.0).round().clamp(1.0, 1_790.0) as u32
}

/// A sheet while it is drawn, top to bottom.
struct Canvas<'a> {
    sheet: &'a mut Worksheet,
    form: &'a Form,
    columns: Columns,
    /// The first row that is free.
    row: RowNum,
    /// First and last row of the head that every page repeats.
    head: Option<(RowNum, RowNum)>,
}

/// A rectangle of the sheet.
#[derive(Clone, Copy)]
struct Area {
    top: RowNum,
    left: ColNum,
    bottom: RowNum,
    right: ColNum,
}

impl Canvas<'_> {
    fn paragraph(&mut self, paragraph: &Paragraph) -> Result<(), XlsxError> {
        let content = Content::of_paragraph(paragraph);
        let width = self.columns.total();
        let format = &paragraph.format;
        let lines = measure::lines(&content.text, format, width);
        let line = format.line.unwrap_or_default().max(measure::line(format.size));
        let top = self.row;
        self.rows(format.before + line * lines + format.after)?;
        let area = Area { top, left: 0, bottom: self.row - 1, right: column(self.columns.count() - 1) };
        let align = match paragraph.kind {
            ParagraphKind::Note | ParagraphKind::Body | ParagraphKind::Added => VerticalAlign::Bottom,
            ParagraphKind::Annex | ParagraphKind::Heading(_) => VerticalAlign::Center,
        };
        self.write(area, &content, look(&content.format, align))
    }

    /// Adds rows of this height together.
    fn rows(&mut self, height: Length) -> Result<(), XlsxError> {
        let count = ((height.to_emu() + MAX_ROW.to_emu() - 1) / MAX_ROW.to_emu()).max(1);
        for _ in 0..count {
            self.sheet.set_row_height(self.row, (height / count).to_pt())?;
            self.row += 1;
        }
        Ok(())
    }

    fn table(&mut self, table: &Table) -> Result<(), XlsxError> {
        let borders = self.columns.borders(table);
        let widths: Vec<Length> = self.columns.widths().collect();
        let width = |cell: &Cell| widths[borders[cell.column]..borders[cell.columns().end]].iter().copied().sum();
        let heights = heights(self.form, table, &width);
        // The sheet's row at which each row of the table begins, and the end.
        let mut tops = vec![self.row];
        for height in &heights {
            self.rows(*height)?;
            tops.push(self.row);
        }
        // Excel repeats rows on the pages that follow them, one run of rows only:
        // those of the last band, which never stand above another band's rows.
        let head = table.groups.iter().rfind(|group| group.kind == GroupKind::Head);
        self.head = head.map(|group| (tops[group.rows.start], tops[group.rows.end] - 1));
        for cell in table.cells() {
            let area = Area {
                top: tops[cell.row],
                left: column(borders[cell.column]),
                bottom: tops[cell.rows().end] - 1,
                right: column(borders[cell.columns().end] - 1),
            };
            let room = heights[cell.rows()].iter().copied().sum();
            let content = Content::seated(self.form, cell, width(cell), room);
            self.write(area, &content, cell_format(table, cell))?;
        }
        Ok(())
    }

    fn write(&mut self, area: Area, content: &Content, format: Format) -> Result<(), XlsxError> {
        let Area { top, left, bottom, right } = area;
        let merged = (top, left) != (bottom, right);
        if let Some(number) = content.number {
            if merged {
                self.sheet.merge_range(top, left, bottom, right, "", &format)?;
            }
            self.sheet.write_number_with_format(top, left, number, &format)?;
            return Ok(());
        }
        let format = safe_text(format, &content.text);
        if merged {
            self.sheet.merge_range(top, left, bottom, right, &content.text, &format)?;
        } else {
            self.sheet.write_string_with_format(top, left, &content.text, &format)?;
        }
        Ok(())
    }

    /// Paper, margins, what is printed on every page.
    fn set_up(self, page: &Page, breaks: &[RowNum]) -> Result<(), XlsxError> {
        let inches = |length: Length| length.to_mm() / 25.4;
        let sheet = self.sheet;
        sheet.set_paper_size(A4);
        if page.is_landscape() {
            sheet.set_landscape();
        }
        sheet.set_margins(inches(page.left), inches(page.right), inches(page.top), inches(page.bottom), 0.5, 0.5);
        sheet.set_print_fit_to_pages(1, 0).set_print_center_horizontally(true).set_screen_gridlines(false);
        if let Some((first, last)) = self.head {
            sheet.set_repeat_rows(first, last)?;
        }
        if !breaks.is_empty() {
            sheet.set_page_breaks(breaks)?;
        }
        if self.row > 0 {
            let (row, column) = (self.row - 1, column(self.columns.count() - 1));
            sheet.set_print_area(0, 0, row, column)?;
            // Telephone numbers are text on purpose.
            sheet.ignore_error_range(0, 0, row, column, IgnoreError::NumberStoredAsText)?;
        }
        Ok(())
    }
}

/// A column's number as Excel counts; one past the last that it has for what
/// is larger, which it then refuses.
fn column(index: usize) -> ColNum {
    ColNum::try_from(index).unwrap_or(ColNum::MAX)
}

fn cell_format(table: &Table, cell: &Cell) -> Format {
    let format = cell.paragraphs.first().map(|paragraph| paragraph.format).unwrap_or_default();
    let outside = Outside {
        top: cell.row == 0,
        right: cell.columns().end == table.width(),
        bottom: cell.rows().end == table.height(),
        left: cell.column == 0,
    };
    borders(look(&format, cell.align), outside)
}

/// The heights of a table's rows: their own, or what their cells need. What a
/// cell over several rows needs beyond them goes to its last row.
fn heights(form: &Form, table: &Table, width: &dyn Fn(&Cell) -> Length) -> Vec<Length> {
    let mut heights: Vec<Length> = table.rows.iter().map(|row| row.height).collect();
    let mut cells: Vec<&Cell> = table.cells().iter().filter(|cell| cell.row_span > 0).collect();
    cells.sort_by_key(|cell| cell.row_span);
    for cell in cells {
        let content = Content::of_cell(form, cell, width(cell));
        let needs = measure::height(&content.text, &content.format, width(cell));
        let has: Length = heights[cell.rows()].iter().copied().sum();
        heights[cell.rows().end - 1] += (needs - has).max(Length::ZERO);
    }
    heights
}
