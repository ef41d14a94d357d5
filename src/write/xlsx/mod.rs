//! Excel workbooks (SpreadsheetML, ECMA-376).
//!
//! A laid-out document is drawn on a sheet: the borders of all its tables
//! become the sheet's columns, tables and paragraphs stand below each other,
//! and the page is set up as the form's own.
//!
//! Whatever people wrote stays text: no cell of ours is ever a formula.

mod cell;
mod columns;
mod content;
mod draw;
mod look;
mod measure;

pub(crate) use cell::{MAX_CELL, cell_text, exact_number};
pub(crate) use draw::draw;
pub(crate) use look::{font, safe_text};

use std::fmt;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError, utility};

use crate::document::Face;
use crate::form::{Form, Record};

/// An Excel file could not be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WriteError(String);

impl WriteError {
    /// The error of the writer that this builds on. Not a `From`, which would
    /// make that writer part of this library's interface.
    pub(crate) fn of(error: XlsxError) -> WriteError {
        WriteError(error.to_string())
    }

    pub(crate) fn new(message: impl fmt::Display) -> WriteError {
        WriteError(message.to_string())
    }
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot write the Excel file: {}", self.0)
    }
}

impl std::error::Error for WriteError {}

/// A workbook of one sheet: the form with the values of `record`. The same
/// input gives the same bytes.
///
/// # Errors
///
/// The form is larger than a sheet.
///
/// # Example
///
/// ```
/// use shenbao::{Catalogue, Record};
///
/// let catalogue = Catalogue::embedded()?;
/// let form = catalogue.form("henan-2021/summary").ok_or("no such form")?;
/// let bytes = shenbao::write::xlsx::workbook(form, &Record::new())?;
/// assert!(bytes.starts_with(b"PK"));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn workbook(form: &Form, record: &Record) -> Result<Vec<u8>, WriteError> {
    let save = || {
        let mut workbook = new_workbook(&form.title)?;
        let sheet = workbook.add_worksheet();
        sheet.set_name(sheet_name(&form.title))?;
        draw(sheet, form, &form.instantiate(record))?;
        workbook.save_to_buffer()
    };
    save().map_err(WriteError::of)
}

/// An empty workbook with this title.
///
/// Its date is always the same, so that the same input gives the same bytes.
/// Widths of columns are counted in digits of the default font; 宋体 11, eight
/// pixels a digit, is on every computer of our users, Calibri is not.
pub(crate) fn new_workbook(title: &str) -> Result<Workbook, XlsxError> {
    let mut workbook = Workbook::new();
    let date = ExcelDateTime::from_ymd(2000, 1, 1)?;
    workbook.set_properties(&DocProperties::new().set_title(cell_text(title).text).set_creation_datetime(&date));
    workbook.set_default_format(&look::plain(Face::Song, 11.0), 18, 72)?;
    Ok(workbook)
}

/// Most UTF-16 units of a sheet's name.
const MAX_NAME: usize = 31;

/// A text as the name of a sheet: without `[]:*?/\` and control characters, at
/// most 31 UTF-16 units, no apostrophe at the ends. What is too long loses its
/// middle, since titles begin with the year and end with the kind of form.
pub(crate) fn sheet_name(text: &str) -> String {
    shortened(text, MAX_NAME)
}

/// [`sheet_name`] with a shorter limit, to leave room for a number behind it.
pub(crate) fn shortened(text: &str, limit: usize) -> String {
    let legal: Vec<char> = text
        .chars()
        .map(|c| if "[]:*?/\\".contains(c) || c.is_control() || !super::docx::is_xml_char(c) { ' ' } else { c })
        .collect::<String>()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .trim_matches('\'')
        .chars()
        .collect();
    let units = |characters: &[char]| characters.iter().map(|c| c.len_utf16()).sum::<usize>();
    let (mut head, mut tail) = (legal.len(), legal.len());
    if units(&legal) > limit {
        head = legal.len().min(limit / 3);
        tail = head;
        while units(&legal[..head]) + 1 + units(&legal[tail..]) > limit {
            tail += 1;
        }
    }
    let mut name: String = legal[..head].iter().collect();
    if tail > head {
        name.push('…');
    }
    name.extend(&legal[tail..]);
    let name = name.trim_matches('\'').to_owned();
    match utility::check_sheet_name(&name) {
        Ok(()) => name,
        Err(_) => "Sheet".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_sheets_are_legal() {
        assert_eq!(sheet_name("推荐表"), "推荐表");
        assert_eq!(sheet_name("'a[1]:b*c?d/e\\f'"), "a 1 b c d e f");
        assert_eq!(sheet_name(" / "), "Sheet");
        let long = sheet_name(&format!("2021年度{}推荐汇总信息表", "很长的".repeat(20)));
        assert_eq!(long.encode_utf16().count(), 31);
        assert!(long.starts_with("2021年度") && long.ends_with("推荐汇总信息表") && long.contains('…'), "{long}");
        assert!(sheet_name(&"𬭎".repeat(40)).encode_utf16().count() <= 31);
    }
}
