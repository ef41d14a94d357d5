//! The main part: sheets and names ([MS-XLSB] 2.1.7.61).

use super::super::reference::LAST;
use super::record::{Record, cut_off, records, text, wide, write};
use crate::read::bytes::{u16_at, u32_at};
use crate::read::opc::Relationships;
use crate::read::{Limits, ReadError, ReadErrorKind};

mod kind {
    pub const PROPERTIES: u16 = 153;
    pub const SHEET: u16 = 156;
    pub const SHEETS_END: u16 = 144;
    pub const OTHER_BOOK: u16 = 355;
    pub const THIS_BOOK: u16 = 357;
    pub const SAME_SHEET: u16 = 358;
    pub const ADD_IN: u16 = 667;
    pub const REFERENCES: u16 = 362;
    pub const NAME: u16 = 39;
    pub const CALCULATION: u16 = 157;
}

/// A sheet in the list of sheets.
#[derive(Debug)]
pub(super) struct Listed {
    pub name: String,
    /// Its part; `None` for one that is not seen or has no cells.
    pub part: Option<String>,
    state: u32,
}

/// What the main part says.
#[derive(Debug, Default)]
pub(super) struct Book {
    pub sheets: Vec<Listed>,
    /// The part as calamine is given it.
    pub part: Vec<u8>,
    properties: Vec<u8>,
    /// For each other workbook that is referred to, whether it is this one.
    books: Vec<bool>,
    /// References to sheets: the first and the last.
    references: Vec<[i32; 2]>,
    /// Records of names.
    names: Vec<u8>,
}

/// A sheet that a reference does not find.
const NO_SHEET: i32 = -1;

impl Book {
    pub fn read(part: &[u8], parts: &Relationships, limits: &Limits) -> Result<Book, ReadError> {
        let mut book = Book::default();
        let mut names = 0;
        for record in records(part) {
            let Record { kind, data } = record?;
            match kind {
                kind::PROPERTIES => book.properties = data.get(..4).ok_or_else(cut_off)?.to_vec(),
                kind::SHEET => book.sheets.push(listed(data, parts).ok_or_else(cut_off)?),
                kind::THIS_BOOK => book.books.push(true),
                kind::OTHER_BOOK | kind::SAME_SHEET | kind::ADD_IN => book.books.push(false),
                kind::REFERENCES => book.references(data),
                kind::NAME => {
                    names += 1;
                    book.name(data);
                }
                _ => {}
            }
            if book.sheets.len().max(names) > limits.entries {
                return Err(ReadError::over(ReadErrorKind::TooManyItems, limits.entries as u64));
            }
        }
        if book.sheets.is_empty() {
            return Err(cut_off());
        }
        book.part = book.checked();
        Ok(book)
    }

    /// References to sheets (2.4.668): the workbook, the first and the last
    /// sheet. Sheets of other workbooks are none of ours.
    fn references(&mut self, data: &[u8]) {
        self.references.extend(data.get(4..).unwrap_or_default().chunks_exact(12).map(|entry| {
            let sheet = |at| u32_at(entry, at).map_or(NO_SHEET, |sheet| sheet as i32);
            let own = u32_at(entry, 0).and_then(|book| self.books.get(book as usize)).copied().unwrap_or(false);
            if own { [sheet(4), sheet(8)] } else { [NO_SHEET; 2] }
        }));
    }

    /// A name (2.4.713), if it stands for a cell or an area of a sheet: other
    /// formulas are no places of answers, and calamine follows them without
    /// bounds.
    fn name(&mut self, data: &[u8]) {
        /// Flags, a shortcut and the sheet that knows the name.
        const HEAD: usize = 9;
        let found = || {
            let name = wide(data, HEAD)?;
            let at = HEAD + name.len();
            let length = u32_at(data, at)? as usize;
            let formula = reference(data.get(at + 4..(at + 4).checked_add(length)?)?)?;
            let known = usize::from(u16_at(&formula, 1)?) < self.references.len();
            known.then_some((name, formula))
        };
        if let Some((name, formula)) = found() {
            let length = u32::try_from(formula.len()).unwrap_or(0).to_le_bytes();
            write(&mut self.names, kind::NAME, &[&[0; HEAD], name, &length, &formula]);
        }
    }

    /// The part with what has been checked, in the order in which calamine reads.
    fn checked(&self) -> Vec<u8> {
        let mut part = Vec::new();
        if !self.properties.is_empty() {
            write(&mut part, kind::PROPERTIES, &[&self.properties]);
        }
        for (number, sheet) in self.sheets.iter().enumerate() {
            let state = sheet.state.to_le_bytes();
            write(&mut part, kind::SHEET, &[&state, &[0; 4], &wide_of(&id(number)), &wide_of(&sheet.name)]);
        }
        write(&mut part, kind::SHEETS_END, &[]);
        let references: Vec<u8> =
            self.references.iter().flat_map(|[first, last]| [0, *first, *last]).flat_map(i32::to_le_bytes).collect();
        let count = u32::try_from(self.references.len()).unwrap_or(0).to_le_bytes();
        write(&mut part, kind::REFERENCES, &[&count, &references]);
        part.extend_from_slice(&self.names);
        write(&mut part, kind::CALCULATION, &[]);
        part
    }
}

/// The relationship of a sheet in the file that calamine is given.
pub(super) fn id(number: usize) -> String {
    format!("r{number}")
}

/// A sheet (2.4.306): its state, a number, its relationship, its name.
fn listed(data: &[u8], parts: &Relationships) -> Option<Listed> {
    /// Hidden so that only a program shows it.
    const VERY_HIDDEN: u32 = 2;
    const NO_TEXT: u32 = u32::MAX;
    let state = u32_at(data, 0)?.min(VERY_HIDDEN);
    let (id, at) = match u32_at(data, 8)? {
        NO_TEXT => (String::new(), 12),
        _ => wide(data, 8).map(|id| (text(id), 8 + id.len()))?,
    };
    let name = text(wide(data, at)?);
    let part = parts.by_id(&id).filter(|(kind, _)| *kind == "worksheet" && state == 0);
    Some(Listed { name, part: part.map(|(_, part)| part.to_owned()), state })
}

/// A text with its length before it.
fn wide_of(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    let length = u32::try_from(units.len()).unwrap_or(0);
    length.to_le_bytes().into_iter().chain(units.into_iter().flat_map(u16::to_le_bytes)).collect()
}

/// A formula that is a reference to a cell or an area (2.5.97.89, 2.5.97.30),
/// its columns without the flags that say whether they are absolute.
fn reference(formula: &[u8]) -> Option<Vec<u8>> {
    let (rows, columns): (&[usize], &[usize]) = match formula {
        [0x3A | 0x5A | 0x7A, rest @ ..] if rest.len() == 8 => (&[3], &[7]),
        [0x3B | 0x5B | 0x7B, rest @ ..] if rest.len() == 14 => (&[3, 7], &[11, 13]),
        _ => return None,
    };
    let mut checked = formula.to_vec();
    for at in columns {
        let column = u16_at(formula, *at)? & 0x3FFF;
        checked[*at..at + 2].copy_from_slice(&column.to_le_bytes());
    }
    rows.iter().all(|at| u32_at(formula, *at).is_some_and(|row| row <= LAST.0)).then_some(checked)
}
