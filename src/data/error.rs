//! Why data could not be read.

use std::fmt;

use super::{MapError, SheetError};
use crate::Lang;
use crate::finding::say;

/// Data that a form cannot be filled with.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum DataError {
    /// It begins as JSON and is none.
    Json {
        /// The line, from 1.
        line: usize,
        /// What is wrong, in the words of the parser.
        message: String,
    },
    /// It is no spreadsheet that can be read, or has no head.
    Sheet(SheetError),
    /// What the caller says about columns is not so.
    Map(MapError),
    /// The workbook has no sheet of this name.
    NoSheet {
        /// The name as the caller wrote it.
        name: String,
        /// The names of the sheets.
        known: Vec<String>,
    },
}

impl DataError {
    /// What a person should know and do.
    pub fn message(&self, lang: Lang) -> String {
        let message = match self {
            DataError::Json { line, message } => {
                say!("第{line}行：不是正确的 JSON（{message}）", "line {line}: not JSON: {message}")
            }
            DataError::Sheet(error) => return error.message(lang),
            DataError::Map(error) => return error.message(lang),
            DataError::NoSheet { name, known } => {
                let (zh, en) = (known.join("、"), known.join(", "));
                say!("没有名为“{name}”的工作表，有：{zh}", "there is no sheet `{name}`; there are {en}")
            }
        };
        message.get(lang).to_owned()
    }
}

impl From<SheetError> for DataError {
    fn from(error: SheetError) -> DataError {
        DataError::Sheet(error)
    }
}

impl From<MapError> for DataError {
    fn from(error: MapError) -> DataError {
        DataError::Map(error)
    }
}

impl fmt::Display for DataError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message(Lang::En))
    }
}

impl std::error::Error for DataError {}
