//! Workbooks as sheets of cells, whatever program wrote them: XLSX, XLSB, XLS and
//! ODS.
//!
//! Both uses of workbooks begin here: lists that the office keeps
//! ([`crate::data::sheets`]) and forms that came back ([`super::document`]).
//! Only cells that hold anything, or have a frame, are ever in memory, so a
//! sheet with one cell in its last corner costs no more than any other.

mod blocks;
mod content;
mod hidden;
mod merge;
mod number;
mod ods;
mod reference;
mod rich;
mod rows;
mod sheet;
mod style;
mod xls;
mod xlsb;
mod xlsx;

pub(crate) use sheet::{Area, Sheet, Strike};
use sheet::{Cell, Content, Floating, Text};

use std::collections::{BTreeMap, HashMap};

use super::{Kind, Limits, ReadError, ReadErrorKind};
use crate::document::{Document, Section};

/// A workbook.
#[derive(Debug, Default)]
pub(crate) struct Workbook {
    /// Custom properties by name.
    pub properties: BTreeMap<String, String>,
    /// The sheets that people see, in their order.
    pub sheets: Vec<Sheet>,
}

impl Workbook {
    /// Adds names of cells, each with the name of its sheet. Of sheets that are
    /// named alike the first is meant.
    fn add_names(&mut self, names: impl Iterator<Item = (String, String, Area)>) {
        let mut numbers: HashMap<String, usize> = HashMap::new();
        for (number, sheet) in self.sheets.iter().enumerate() {
            numbers.entry(sheet.name.clone()).or_insert(number);
        }
        for (name, sheet, area) in names {
            if let Some(sheet) = numbers.get(&sheet).and_then(|number| self.sheets.get_mut(*number)) {
                sheet.names.push((name, area));
            }
        }
    }
}

/// Reads a workbook of a kind that has a reader.
pub(crate) fn read(bytes: &[u8], kind: Kind, limits: &Limits) -> Result<Workbook, ReadError> {
    match kind {
        Kind::Xlsx => xlsx::read(bytes, limits),
        Kind::Xlsb => xlsb::read(bytes, limits),
        Kind::Xls => xls::read(bytes, limits),
        Kind::OpenDocumentSheet => ods::read(bytes, limits),
        _ => Err(ReadError::new(ReadErrorKind::NotAFormFile)),
    }
}

/// Reads a workbook as a document: each sheet is a section.
pub(super) fn document(bytes: &[u8], kind: Kind, limits: &Limits) -> Result<Document, ReadError> {
    let Workbook { properties, sheets } = read(bytes, kind, limits)?;
    let mut room = limits.cells;
    let findings = sheets.iter().filter_map(rows::hidden_text).collect();
    let sections = sheets.into_iter().map(|sheet| {
        let blocks = blocks::blocks(sheet, limits, &mut room)?;
        Ok(Section { blocks, ..Section::default() })
    });
    Ok(Document { properties, sections: sections.collect::<Result<_, _>>()?, findings })
}
