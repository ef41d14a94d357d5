//! Data that a form is filled with: JSON, JSON Lines, CSV or a workbook.
//!
//! [`read`] goes by content, never by a name's ending, and says what each
//! column means: heads are the form's labels, synonyms, ids or paths, however
//! they are spelled.

mod cell_heads;
mod columns;
mod error;
pub(crate) mod head_rows;
pub(crate) mod heads;
mod json;
mod mapping;
mod repeated;
mod sheet;
mod spelling;
pub(crate) mod table;

pub use columns::{Column, Meaning};
pub use error::DataError;
pub use json::record_from_json;
pub use mapping::MapError;
pub use sheet::{Merged, Omitted, Sheet, SheetError, SheetErrorKind, SheetRow, sheets};

#[cfg(feature = "collect")]
pub(crate) use columns::{doubtful, is_number};

use crate::form::Form;
use crate::read::Limits;
use crate::{FieldPath, Finding, Record};

/// How data is read.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct DataOptions {
    /// What columns mean, before anything that their heads say: head, and
    /// label, synonym, id or path of the field, or nothing for a column that
    /// is left out. A column may also be named by its letters: `C`. Default:
    /// none.
    pub map: Vec<(String, String)>,
    /// The sheet of a workbook that is read. Default: the one whose head names
    /// the most fields.
    pub sheet: Option<String>,
}

impl DataOptions {
    /// Adds to [`DataOptions::map`].
    #[must_use]
    pub fn map(mut self, head: impl Into<String>, field: impl Into<String>) -> DataOptions {
        self.map.push((head.into(), field.into()));
        self
    }

    /// Sets [`DataOptions::sheet`].
    #[must_use]
    pub fn sheet(mut self, name: impl Into<String>) -> DataOptions {
        self.sheet = Some(name.into());
        self
    }
}

/// What data holds.
#[derive(Debug, Clone, PartialEq)]
pub struct Data {
    /// How it is written.
    pub format: DataFormat,
    /// Where in a spreadsheet it stands; `None` for JSON.
    pub source: Option<DataSheet>,
    /// Its columns, and which fields they are the answers to. Doubtful ones are
    /// not used; whoever makes files of the data should ask first.
    pub columns: Vec<Column>,
    /// Its records, in their order.
    pub entries: Vec<Entry>,
    /// Rows that are no records and hold something ([`Code::RowUnused`](crate::Code::RowUnused)),
    /// and rows that are hidden or crossed out ([`Code::RowOmitted`](crate::Code::RowOmitted)).
    pub findings: Vec<Finding>,
}

impl Data {
    /// The columns that may mean several fields, or one that is not certain.
    pub fn doubtful(&self) -> impl Iterator<Item = (&Column, &[FieldPath])> {
        self.columns.iter().filter_map(|column| match &column.meaning {
            Meaning::Doubtful(fields) => Some((column, fields.as_slice())),
            _ => None,
        })
    }
}

/// How data is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DataFormat {
    /// A record, or an array of records.
    Json,
    /// A record on each line.
    JsonLines,
    /// A record in each row below a head.
    Sheet,
}

/// Where in a spreadsheet data stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DataSheet {
    /// The sheet's name; empty for CSV.
    pub name: String,
    /// The first and the last row of the head, from 1.
    pub head: (usize, usize),
    /// Other sheets that hold anything.
    pub others: Vec<String>,
    /// Those of them that seem to hold records of the form as well, so that it
    /// is not certain that this one was meant; none where the caller named the
    /// sheet.
    pub rivals: Vec<String>,
}

/// A record of the data, and what is wrong with it as data of the form.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The row of the sheet, the line of the text, or the place in the array,
    /// from 1.
    pub number: usize,
    /// The values.
    pub record: Record,
    /// Values that are not of their type, and whether an earlier record names the
    /// same applicant.
    pub findings: Vec<Finding>,
}

/// Reads the data that a form is filled with.
///
/// What it is goes by its content: a workbook; a text in UTF-8, UTF-16 or GB
/// 18030 (GBK) that is JSON, JSON Lines, or else CSV.
///
/// Heads, and names in JSON, are labels, synonyms, ids or paths. White space,
/// width, numbers before them, brackets and units do not matter. A cell of a
/// table is named by its path, `members[0].name`, or by its words, 成员1姓名. The
/// head of a sheet may have titles above it, and up to three rows of which the
/// upper ones reach over several columns.
///
/// # Errors
///
/// The data cannot be read, no row of it names fields, or
/// [`DataOptions`] name what is not there.
///
/// # Example
///
/// ```
/// use shenbao::Catalogue;
/// use shenbao::data::{self, DataOptions, Meaning};
///
/// let catalogue = Catalogue::embedded()?;
/// let form = catalogue.form("henan-2021/recommendation").ok_or("no such form")?;
/// let list = "学校名称,联系人手机号码,手机\n实验小学,13800000001,13800000002\n";
/// let data = data::read(form, list.as_bytes(), &DataOptions::default())?;
/// assert_eq!(data.entries[0].record.get(&"contact.mobile".parse()?), Some(&"13800000001".into()));
/// // It may be the number of either person.
/// assert!(matches!(&data.columns[2].meaning, Meaning::Doubtful(_)));
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn read(form: &Form, bytes: &[u8], options: &DataOptions) -> Result<Data, DataError> {
    let mut data = match json::text(bytes) {
        Some(text) => json::read(form, &text, options),
        None => table::read(form, &sheets(bytes, &Limits::default())?, options),
    }?;
    repeated::tell_repeated(form, &mut data.entries);
    Ok(data)
}
