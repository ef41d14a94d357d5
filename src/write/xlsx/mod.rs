//! Excel workbooks (SpreadsheetML, ECMA-376).
//!
//! A form is planned once: the borders of all its tables become the columns of a
//! sheet, tables and paragraphs stand below each other, and the page is set up
//! as the form's own. Each answer has a cell of its own with a defined name; a
//! cell of the form that holds more becomes several inside one border.
//!
//! rust_xlsxwriter writes what is the same in all copies, once. What a record
//! decides, cells and the heights of rows, is put between its pieces, so that
//! making hundreds costs little more than compressing them.
//!
//! Whatever people wrote stays text: no cell of ours is ever a formula.

mod cell;
mod columns;
mod content;
mod fill;
mod grid;
mod list;
mod look;
mod measure;
mod pages;
mod plan;
mod planner;
mod rule;
mod sheet;
mod sheet_name;
mod skeleton;
mod split;

pub(crate) use cell::{MAX_CELL, cell_text, exact_number};
#[cfg(feature = "collect")]
pub(crate) use look::{font, safe_text};
pub(crate) use sheet_name::{sheet_name, shortened};

use std::collections::HashMap;
use std::fmt;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use super::{FORM_PROPERTY, VERSION_PROPERTY, package};
use crate::Finding;
use crate::document::Face;
use crate::form::{Form, Record};
use crate::layout::Answers;
use fill::Filler;
use look::Look;
use plan::Plan;
use sheet::Letters;
use skeleton::{Skeleton, WORKBOOK};

/// How an Excel file is made.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct XlsxOptions {
    /// Leaves out what is there for filling in: defined names, protection,
    /// drop-down lists and other rules, spare rows. Each cell of the form is one
    /// cell; what is read back goes by labels. Default: `false`.
    pub plain: bool,
}

impl XlsxOptions {
    /// Sets [`XlsxOptions::plain`].
    #[must_use]
    pub fn plain(mut self, plain: bool) -> XlsxOptions {
        self.plain = plain;
        self
    }
}

/// A form compiled for Excel: fills copies quickly, and may be shared between
/// threads.
#[derive(Debug, Clone)]
pub struct XlsxTemplate {
    form: Form,
    plan: Plan,
    skeleton: Skeleton,
    /// For each look of the plan its number there.
    looks: HashMap<Look, usize>,
}

/// A filled Excel file.
#[derive(Debug, Clone, PartialEq)]
pub struct XlsxFile {
    /// The file.
    pub bytes: Vec<u8>,
    /// What could not be written as it is: a text longer than a cell.
    pub findings: Vec<Finding>,
}

impl XlsxTemplate {
    /// Compiles a form. Sections with another paper, orientation or margins than
    /// those before them become further sheets.
    ///
    /// # Errors
    ///
    /// The form is larger than a sheet.
    pub fn compile(form: &Form, options: &XlsxOptions) -> Result<XlsxTemplate, WriteError> {
        let plan = Plan::of(form, options);
        let skeleton = Skeleton::of(form, &plan)?;
        let looks = plan.looks.iter().enumerate().map(|(number, look)| (*look, number)).collect();
        Ok(XlsxTemplate { form: form.clone(), plan, skeleton, looks })
    }

    /// A copy with the values of `record`; an empty record gives the blank
    /// form. The same input gives the same bytes.
    ///
    /// Characters that XML cannot hold are written as U+FFFD; see
    /// [`unwritable`](crate::write::unwritable). A text longer than a cell may
    /// be is cut off, says so at its end, and is a finding.
    ///
    /// # Errors
    ///
    /// The copy has more rows than a sheet, or is too large for a zip archive.
    ///
    /// # Example
    ///
    /// ```
    /// use shenbao::{Catalogue, Record};
    /// use shenbao::write::xlsx::{XlsxOptions, XlsxTemplate};
    ///
    /// let catalogue = Catalogue::embedded()?;
    /// let form = catalogue.form("henan-2021/recommendation").ok_or("no such form")?;
    /// let template = XlsxTemplate::compile(form, &XlsxOptions::default())?;
    /// let blank = template.fill(&Record::new())?;
    /// assert!(blank.bytes.starts_with(b"PK") && blank.findings.is_empty());
    /// # Ok::<(), Box<dyn std::error::Error>>(())
    /// ```
    pub fn fill(&self, record: &Record) -> Result<XlsxFile, WriteError> {
        const MAX_ROWS: usize = 1_048_576;
        let answers = Answers::new(&self.form, record);
        let look = |look: &Look| {
            let known = self.looks.get(look);
            debug_assert!(known.is_some(), "a look that was not planned: {look:?}");
            known.copied().unwrap_or_default()
        };
        let mut filler = Filler { answers: &answers, look: &look, divided: 0, findings: Vec::new() };
        let mut parts: Vec<(&str, String)> = Vec::new();
        let mut names = String::new();
        for (number, (planned, frame)) in self.plan.sheets.iter().zip(&self.skeleton.sheets).enumerate() {
            let filled = filler.sheet(planned);
            if filled.rows.len() > MAX_ROWS {
                return Err(WriteError::new("more rows than a sheet has"));
            }
            let letters = Letters::of(planned.columns.count());
            let xml = sheet::write(frame, &filled, &self.plan, &self.skeleton.styles, &letters);
            sheet::names(&filled, &planned.name, number, &letters, &mut names);
            parts.push((&frame.part, xml));
        }
        for list in &self.plan.lists {
            names.push_str(&format!("<definedName name=\"{}\">{}</definedName>", list.name(), list.cells()));
        }
        let (before, behind) = &self.skeleton.workbook;
        parts.push((WORKBOOK, format!("{before}<definedNames>{names}</definedNames>{behind}")));
        let parts = parts.iter().map(|(name, xml)| (*name, xml.as_bytes()));
        let bytes = package::with(&self.skeleton.constant, parts).map_err(WriteError::new)?;
        Ok(XlsxFile { bytes, findings: filler.findings })
    }
}

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

/// A workbook that is not for filling in: the form with the values of `record`,
/// as [`XlsxOptions::plain`] gives it. The same input gives the same bytes.
///
/// # Errors
///
/// As [`XlsxTemplate::compile`] and [`XlsxTemplate::fill`].
///
/// # Example
///
/// ```
/// use shenbao::{Catalogue, Record};
///
/// let catalogue = Catalogue::embedded()?;
/// let form = catalogue.form("henan-2021/summary").ok_or("no such form")?;
/// let file = shenbao::write::xlsx::workbook(form, &Record::new())?;
/// assert!(file.bytes.starts_with(b"PK") && file.findings.is_empty());
/// # Ok::<(), Box<dyn std::error::Error>>(())
/// ```
pub fn workbook(form: &Form, record: &Record) -> Result<XlsxFile, WriteError> {
    XlsxTemplate::compile(form, &XlsxOptions::default().plain(true))?.fill(record)
}

/// An empty workbook with this title.
#[cfg(feature = "collect")]
pub(crate) fn new_workbook(title: &str) -> Result<Workbook, XlsxError> {
    workbook_of(title, None)
}

/// An empty workbook with this title, which names a form.
///
/// Its date is always the same, so that the same input gives the same bytes.
/// Widths of columns are counted in digits of the default font; 宋体 11, eight
/// pixels a digit, is on every computer of our users, Calibri is not.
fn workbook_of(title: &str, form: Option<&Form>) -> Result<Workbook, XlsxError> {
    let mut workbook = Workbook::new();
    let date = ExcelDateTime::from_ymd(2000, 1, 1)?;
    let mut properties = DocProperties::new().set_title(cell_text(title).text).set_creation_datetime(&date);
    if let Some(form) = form {
        properties = properties
            .set_custom_property(FORM_PROPERTY, form.id.as_str())
            .set_custom_property(VERSION_PROPERTY, form.version.to_string());
    }
    workbook.set_properties(&properties);
    workbook.set_default_format(&look::plain(Face::Song, 11.0), 18, 72)?;
    Ok(workbook)
}
