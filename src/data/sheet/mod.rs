//! Spreadsheets as rows of text, whatever wrote them: workbooks, and CSV in the
//! encodings that Excel and WPS use in China.

mod error;
mod text;
mod workbook;

pub use error::{SheetError, SheetErrorKind};
pub(super) use text::decode;

use crate::document::Damage;
use crate::finding::Words;
use crate::read::{self, Kind, Limits};
use crate::{Code, Finding};

/// A sheet of a workbook, or a CSV file.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Sheet {
    /// Its name; empty for a CSV file.
    pub name: String,
    /// The rows that hold anything.
    pub rows: Vec<SheetRow>,
    /// Rows that hold something and are not read, since people do not see them
    /// or have crossed them out.
    pub omitted: Vec<(SheetRow, Omitted)>,
    /// Merged cells. Cells that are merged downwards hold their text in each
    /// row, since a list merges what several rows share.
    pub merged: Vec<Merged>,
}

/// A row of a sheet.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SheetRow {
    /// The row in the sheet, or the line in the file, from 1.
    pub number: usize,
    /// What its cells show, without white space at the ends. Numbers are
    /// written out: `13800000000`, never `1.38E10`; dates are ISO 8601.
    pub cells: Vec<String>,
    /// Columns, from 0, whose text may not be what was meant, and why.
    pub damaged: Vec<(usize, Damage)>,
}

/// Why a row is not read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Omitted {
    /// It is hidden, by something else than a filter.
    Hidden,
    /// All words in it are struck out.
    StruckOut,
}

impl Sheet {
    /// What is said of the rows below a row, from 1, that are not read.
    pub(crate) fn omissions(&self, below: usize) -> impl Iterator<Item = Finding> {
        self.omitted.iter().filter(move |(row, _)| row.number > below).map(|(row, why)| {
            let reason = match why {
                Omitted::Hidden => Words { zh: "已隐藏", en: "hidden" },
                Omitted::StruckOut => Words { zh: "已划掉", en: "struck out" },
            };
            let value = row.cells.iter().find(|cell| is_word(cell)).map_or("", String::as_str);
            Finding::new(Code::RowOmitted).with("row", row.number).with_words("reason", reason).with("value", value)
        })
    }
}

/// Whether a cell holds more than a number.
fn is_word(cell: &str) -> bool {
    cell.chars().any(char::is_alphabetic)
}

/// Cells that are merged: rows from 1, columns from 0, both ends included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Merged {
    /// First and last row.
    pub rows: (usize, usize),
    /// First and last column.
    pub columns: (usize, usize),
}

/// Reads a spreadsheet. What it is goes by its content: a workbook gives its
/// visible sheets, a text is CSV in UTF-8, UTF-16 or GB 18030 (GBK), separated
/// by commas, semicolons or tabs.
///
/// # Errors
///
/// It is neither, is damaged, or crosses a limit.
///
/// # Example
///
/// ```
/// use shenbao::data::sheets;
/// use shenbao::read::Limits;
///
/// let sheets = sheets("学校名称,手机\n实验小学,13800000001\n".as_bytes(), &Limits::default()).unwrap();
/// assert_eq!(sheets[0].rows[1].cells, ["实验小学", "13800000001"]);
/// ```
pub fn sheets(bytes: &[u8], limits: &Limits) -> Result<Vec<Sheet>, SheetError> {
    if bytes.len() as u64 > limits.file_bytes {
        return Err(SheetErrorKind::TooLarge.into());
    }
    match read::sniff(bytes) {
        kind @ (Kind::Xlsx | Kind::Xlsb | Kind::Xls | Kind::OpenDocumentSheet) => workbook::sheets(bytes, kind, limits),
        Kind::Empty => Err(SheetErrorKind::Empty.into()),
        Kind::Encrypted => Err(SheetErrorKind::Encrypted.into()),
        // A text in GBK or UTF-16 looks like nothing that is known.
        Kind::Text | Kind::Unknown => Ok(vec![text::sheet(bytes, limits)?]),
        Kind::Ole | Kind::Zip if read::is_cut_off(bytes) => Err(SheetErrorKind::Damaged.into()),
        _ => Err(SheetErrorKind::NoSpreadsheet.into()),
    }
}
