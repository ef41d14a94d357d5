//! Data that a form is filled with: JSON, JSON Lines, CSV or a workbook.

pub(crate) mod heads;
mod json;
mod sheet;
pub(crate) mod table;

pub use json::record_from_json;
pub use sheet::{Merged, Sheet, SheetError, SheetErrorKind, SheetRow, sheets};
pub use table::{SheetRecords, sheet_records};

use std::fmt;

use crate::form::Form;
use crate::{Finding, Record};

/// A record of the data, and what is wrong with it as data of the form.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The values.
    pub record: Record,
    /// Names that the form does not know, values that are not of their type.
    pub findings: Vec<Finding>,
}

/// How data is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DataFormat {
    /// A record, or an array of records.
    Json,
    /// A record on each line.
    JsonLines,
}

/// Data that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataError {
    /// The line, from 1, where it is known.
    pub line: Option<usize>,
    /// What is wrong.
    pub message: String,
}

impl fmt::Display for DataError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "line {line}: {}", self.message),
            None => f.write_str(&self.message),
        }
    }
}

impl std::error::Error for DataError {}

/// Reads the records of some data. Keys are ids, or the form's own labels.
/// [`sheet_records`] does the same with spreadsheets.
///
/// # Errors
///
/// The text is not of its format, with the line.
pub fn records(form: &Form, text: &str, format: DataFormat) -> Result<Vec<Entry>, DataError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    match format {
        DataFormat::Json => json::records(form, text),
        DataFormat::JsonLines => json::lines(form, text),
    }
}
