//! Lists: one head row to filter by, then rows.

use rust_xlsxwriter::{
    Color, Format, FormatAlign, FormatBorder, FormatUnderline, IgnoreError, Note, Url, Workbook, Worksheet, XlsxError,
};

use crate::document::Face;
use crate::write::xlsx::{cell_text, font, safe_text};

/// What a column holds, for its width and look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// Numbers and short words, centred.
    Short,
    /// A line of text.
    Line,
    /// A few words that may take several lines.
    Note,
    /// Text of any length.
    Long,
    /// Text that is read, and copied, as a whole.
    Message,
}

impl Shape {
    /// Widest column, in halves of a Han character.
    fn widest(self) -> usize {
        match self {
            Shape::Short => 16,
            Shape::Note => 24,
            Shape::Line => 36,
            Shape::Long => 60,
            Shape::Message => 84,
        }
    }

    /// Lines to make room for. Lines end early at punctuation marks, and fonts
    /// differ in height: what is read as a whole gets room to spare.
    fn lines(self, text: &str, width: usize) -> usize {
        match self {
            Shape::Message => lines(text, width - width / 12) * 8 / 7 + 1,
            Shape::Short | Shape::Note | Shape::Line | Shape::Long => lines(text, width),
        }
    }

    /// Most lines of a row that a text of this shape is given.
    fn most_lines(self) -> usize {
        match self {
            Shape::Message => MOST_LINES,
            Shape::Short | Shape::Note | Shape::Line | Shape::Long => MAX_LINES,
        }
    }
}

/// Background of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Fill {
    #[default]
    None,
    /// Light yellow: to be looked at.
    Doubt,
    /// Light red: wrong.
    Error,
    /// Grey: waiting to be typed in.
    Waiting,
}

#[derive(Debug, Clone, PartialEq)]
enum Content {
    Blank,
    Text(String),
    Number(f64),
    Link { text: String, target: String },
}

/// A cell of a list.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Cell {
    content: Content,
    fill: Fill,
    note: Option<String>,
}

impl Cell {
    pub fn blank() -> Cell {
        Cell { content: Content::Blank, fill: Fill::None, note: None }
    }

    pub fn text(text: &str) -> Cell {
        Cell { content: Content::Text(cell_text(text).text), ..Cell::blank() }
    }

    pub fn number(number: f64) -> Cell {
        Cell { content: Content::Number(number), ..Cell::blank() }
    }

    /// A whole number from 1, as lists are counted.
    pub fn count(number: usize) -> Cell {
        Cell::number(number as f64)
    }

    pub fn link(text: &str, target: String) -> Cell {
        Cell { content: Content::Link { text: cell_text(text).text, target }, ..Cell::blank() }
    }

    pub fn fill(mut self, fill: Fill) -> Cell {
        self.fill = fill;
        self
    }

    pub fn note(mut self, note: Option<String>) -> Cell {
        self.note = note;
        self
    }

    fn shown(&self) -> String {
        match &self.content {
            Content::Blank => String::new(),
            Content::Text(text) | Content::Link { text, .. } => text.clone(),
            Content::Number(number) => number.to_string(),
        }
    }
}

/// Most links of a sheet, and the longest (Excel's limits).
const MAX_LINKS: usize = 65_530;
const MAX_LINK: usize = 2_000;
/// Most lines of a row: a clerk must still see the rows as rows.
const MAX_LINES: usize = 8;
/// Most lines of a row whose text is read as a whole (Excel: 409.5 pt).
const MOST_LINES: usize = 28;
/// Height of a line, in points.
const LINE: f64 = 14.0;
/// Room for the filter's button in a head, in halves of a Han character.
const BUTTON: usize = 3;
/// Size of text, in points.
const SIZE: f64 = 10.5;

/// A sheet with one head row to filter by.
#[derive(Debug)]
pub(super) struct List {
    name: String,
    /// What stands in a list without rows.
    none: String,
    heads: Vec<(String, Shape)>,
    rows: Vec<Vec<Cell>>,
    frozen: u16,
}

impl List {
    pub fn new(name: String, none: &str) -> List {
        List { name, none: none.to_owned(), heads: Vec::new(), rows: Vec::new(), frozen: 0 }
    }

    /// Says what stands in the list if it has no rows.
    pub fn none(&mut self, text: &str) {
        self.none = text.to_owned();
    }

    pub fn head(&mut self, text: impl Into<String>, shape: Shape) {
        self.heads.push((text.into(), shape));
    }

    /// Columns up to here stay in sight.
    pub fn freeze(&mut self) {
        self.frozen = u16::try_from(self.heads.len()).unwrap_or(0);
    }

    pub fn row(&mut self, cells: Vec<Cell>) {
        self.rows.push(cells);
    }

    /// Adds the sheet to a workbook.
    pub fn write(mut self, workbook: &mut Workbook) -> Result<(), XlsxError> {
        let is_empty = self.rows.is_empty();
        if is_empty {
            self.rows.push(vec![Cell::text(&self.none)]);
        }
        let sheet = workbook.add_worksheet();
        sheet.set_name(&self.name)?;
        let widths = self.widths();
        for (column, width) in (0..).zip(&widths) {
            // A half takes one digit of the default font.
            sheet.set_column_width(column, *width as f64 + 1.5)?;
        }
        self.write_head(sheet, &widths)?;
        if is_empty {
            self.write_none(sheet)?;
        } else {
            self.write_rows(sheet, &widths)?;
        }
        self.set_up(sheet)
    }

    fn write_head(&self, sheet: &mut Worksheet, widths: &[usize]) -> Result<(), XlsxError> {
        let format = head_format();
        for (column, (text, _)) in (0..).zip(&self.heads) {
            sheet.write_string_with_format(0, column, cell_text(text).text, &format)?;
        }
        let texts = self.heads.iter().map(|(text, _)| text.clone());
        let widths: Vec<usize> = widths.iter().map(|width| width.saturating_sub(BUTTON)).collect();
        let heads = texts.zip(widths).map(|(text, width)| lines(&text, width).min(MAX_LINES));
        sheet.set_row_height(0, row_height(heads))?;
        Ok(())
    }

    /// The words of a list without rows, over all columns.
    fn write_none(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let format = plain_format().set_align(FormatAlign::Left);
        match u16::try_from(self.heads.len().saturating_sub(1)).unwrap_or(0) {
            0 => sheet.write_string_with_format(1, 0, &self.none, &format)?,
            last => sheet.merge_range(1, 0, 1, last, &self.none, &format)?,
        };
        sheet.set_row_height(1, LINE + 4.0)?;
        Ok(())
    }

    fn write_rows(&self, sheet: &mut Worksheet, widths: &[usize]) -> Result<(), XlsxError> {
        let mut links = 0;
        for (row, cells) in (1..).zip(&self.rows) {
            let shown = cells.iter().zip(widths).zip(&self.heads);
            let lines_of =
                shown.map(|((cell, width), (_, shape))| shape.lines(&cell.shown(), *width).min(shape.most_lines()));
            sheet.set_row_height(row, row_height(lines_of))?;
            for (column, cell) in (0..).zip(cells) {
                let (shape, width) = (self.shape(column), widths.get(usize::from(column)).copied());
                let format = format(shape, cell.fill);
                // Of a text that is cut off its beginning is to be seen.
                let format = match lines(&cell.shown(), width.unwrap_or(1)) > shape.most_lines() {
                    true => format.set_align(FormatAlign::Top),
                    false => format,
                };
                write_cell(sheet, (row, column), cell, format, &mut links)?;
            }
        }
        Ok(())
    }

    fn shape(&self, column: u16) -> Shape {
        self.heads.get(usize::from(column)).map_or(Shape::Line, |(_, shape)| *shape)
    }

    /// Widths of the columns, in halves of a Han character.
    fn widths(&self) -> Vec<usize> {
        let width = |(column, (head, shape)): (usize, &(String, Shape))| {
            let cells = self.rows.iter().filter(|row| row.len() > 1).filter_map(|row| row.get(column));
            let content = cells.map(|cell| widest_line(&cell.shown())).max().unwrap_or(0);
            // A long head takes two lines.
            let head = (widest_line(head).div_ceil(2).max(widest_line(head).min(10)) + BUTTON).min(shape.widest());
            content.clamp(4, shape.widest()).max(head)
        };
        self.heads.iter().enumerate().map(width).collect()
    }

    fn set_up(&self, sheet: &mut Worksheet) -> Result<(), XlsxError> {
        let last_row = u32::try_from(self.rows.len()).unwrap_or(u32::MAX);
        let last_column = u16::try_from(self.heads.len().saturating_sub(1)).unwrap_or(u16::MAX);
        sheet.autofilter(0, 0, last_row, last_column)?;
        sheet.set_freeze_panes(1, self.frozen)?;
        // Telephone numbers are text on purpose.
        sheet.ignore_error_range(1, 0, last_row, last_column, IgnoreError::NumberStoredAsText)?;
        sheet.set_paper_size(9).set_landscape().set_print_fit_to_pages(1, 0);
        sheet.set_margins(0.4, 0.4, 0.6, 0.6, 0.3, 0.3).set_footer("&C— &P/&N —");
        sheet.set_repeat_rows(0, 0)?;
        Ok(())
    }
}

/// The look of heads.
pub(super) fn head_format() -> Format {
    let format = framed(font(Face::Hei, SIZE)).set_align(FormatAlign::Center);
    format.set_background_color(Color::RGB(0xDD_EB_F7))
}

/// The look of cells, not aligned sideways.
pub(super) fn plain_format() -> Format {
    framed(font(Face::Song, SIZE))
}

fn framed(format: Format) -> Format {
    let format = format.set_border(FormatBorder::Thin).set_border_color(Color::RGB(0xBF_BF_BF));
    format.set_align(FormatAlign::VerticalCenter)
}

fn format(shape: Shape, fill: Fill) -> Format {
    let format = plain_format();
    let format = match shape {
        Shape::Short => format.set_align(FormatAlign::Center),
        Shape::Note | Shape::Line | Shape::Long | Shape::Message => format.set_align(FormatAlign::Left),
    };
    match fill {
        Fill::None => format,
        Fill::Doubt => format.set_background_color(Color::RGB(0xFF_F2_CC)),
        Fill::Error => format.set_background_color(Color::RGB(0xF8_CB_CB)),
        Fill::Waiting => format.set_background_color(Color::RGB(0xED_ED_ED)),
    }
}

fn write_cell(
    sheet: &mut Worksheet,
    (row, column): (u32, u16),
    cell: &Cell,
    format: Format,
    links: &mut usize,
) -> Result<(), XlsxError> {
    match &cell.content {
        Content::Blank => sheet.write_blank(row, column, &format)?,
        Content::Number(number) => sheet.write_number_with_format(row, column, *number, &format)?,
        Content::Text(text) => sheet.write_string_with_format(row, column, text, &safe_text(format, text))?,
        Content::Link { text, target } if *links < MAX_LINKS && target.encode_utf16().count() <= MAX_LINK => {
            *links += 1;
            let format = safe_text(format, text).set_font_color(Color::RGB(0x05_63_C1));
            let format = format.set_underline(FormatUnderline::Single);
            let url = Url::new(target.as_str()).set_text(text.as_str());
            sheet.write_url_with_format(row, column, url, &format)?
        }
        Content::Link { text, .. } => sheet.write_string_with_format(row, column, text, &safe_text(format, text))?,
    };
    if let Some(note) = &cell.note {
        sheet.insert_note(row, column, &self::note(note))?;
    }
    Ok(())
}

/// A note as large as its text, without an author before it.
fn note(text: &str) -> Note {
    let text = cell_text(text).text;
    let lines = u32::try_from(lines(&text, 40)).unwrap_or(u32::MAX).clamp(1, 20);
    Note::new(text).add_author_prefix(false).set_author("").set_width(280).set_height(18 * lines + 12)
}

/// Height of a row whose cells have these numbers of lines, in points.
fn row_height(lines: impl Iterator<Item = usize>) -> f64 {
    LINE * lines.max().unwrap_or(1).max(1) as f64 + 4.0
}

/// Halves of a Han character that a line takes.
fn halves(line: &str) -> usize {
    line.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

fn widest_line(text: &str) -> usize {
    text.split('\n').map(halves).max().unwrap_or(0)
}

/// Lines that a text takes in a column this wide.
fn lines(text: &str, width: usize) -> usize {
    text.split('\n').map(|line| halves(line).div_ceil(width.max(1)).max(1)).sum()
}
