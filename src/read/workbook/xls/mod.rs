//! XLS (Excel 97–2003, [MS-XLS], and the BIFF5 of Excel 95).
//!
//! The stream is a list of records: those of the workbook, and from a place
//! that it names those of each sheet. Nothing is believed of how many there
//! are: memory grows with what stands in the file.

mod properties;
mod record;
mod sheet;
mod text;

use std::collections::HashMap;
use std::sync::Arc;

use super::number::{Epoch, Format};
use super::rich::{Face, Rich};
use super::sheet::Room;
use super::style::Style;
use super::{Area, Workbook};
use crate::read::bytes::{u16_at, u32_at};
use crate::read::ole::Compound;
use crate::read::symbol::Font;
use crate::read::{Limits, ReadError, ReadErrorKind};
use record::{Record, records};
use text::Encoding;

/// Reads an XLS.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Workbook, ReadError> {
    let truncated = || ReadError::new(ReadErrorKind::Truncated);
    let file = Compound::open(bytes).ok_or_else(truncated)?;
    let stream = file.stream("Workbook").or_else(|| file.stream("Book")).ok_or_else(truncated)?;
    let mut room = Room::new(limits);
    let book = Book::of(&stream, &mut room)?;
    let mut workbook = Workbook::default();
    let mut numbers = Vec::new();
    let places = Places::of(&book.sheets);
    for (number, listed) in book.sheets.iter().enumerate().filter(|(_, listed)| listed.visible) {
        let records = places.records(listed, &stream).ok_or_else(truncated)?;
        let mut sheet = sheet::read(records, &book, &mut room)?;
        sheet.name = listed.name.clone();
        workbook.sheets.push(sheet);
        numbers.push(number);
    }
    for (name, sheet, area) in book.names() {
        if let Ok(at) = numbers.binary_search(&sheet) {
            workbook.sheets[at].names.push((name, area));
        }
    }
    if let Some(stream) = file.stream("\u{5}DocumentSummaryInformation") {
        workbook.properties = properties::custom(&stream).unwrap_or_default();
    }
    Ok(workbook)
}

/// What the records of the workbook say.
#[derive(Default)]
struct Book {
    sheets: Vec<Listed>,
    strings: Vec<Rich>,
    /// Formats by their numbers, and for each style its format's number.
    formats: HashMap<u16, Arc<Format>>,
    styles: Vec<Style>,
    fonts: Vec<Face>,
    epoch: Epoch,
    encoding: Encoding,
    /// Names with the formulas that they stand for.
    formulas: Vec<(String, Vec<u8>)>,
    /// For each reference to a sheet its number, if it is one of this workbook.
    references: Vec<Option<usize>>,
    /// For each other workbook that is referred to, whether it is this one.
    books: Vec<bool>,
}

/// A sheet in the list of sheets.
struct Listed {
    name: String,
    /// Where its records begin.
    start: usize,
    visible: bool,
}

/// Where the records of sheets begin, in order.
struct Places(Vec<usize>);

impl Places {
    fn of(sheets: &[Listed]) -> Places {
        let mut starts: Vec<usize> = sheets.iter().map(|listed| listed.start).collect();
        starts.sort_unstable();
        Places(starts)
    }

    /// The records of a sheet, which end where another's begin, so that nothing
    /// is read twice. `None` if they are not in the file, or another sheet
    /// begins in the same place.
    fn records<'s>(&self, sheet: &Listed, stream: &'s [u8]) -> Option<&'s [u8]> {
        let (first, behind) = (self.before(sheet.start), self.before(sheet.start.checked_add(1)?));
        let end = self.0.get(behind).map_or(stream.len(), |next| *next).min(stream.len());
        stream.get(sheet.start..end).filter(|_| behind - first == 1)
    }

    /// How many sheets begin before a place.
    fn before(&self, place: usize) -> usize {
        self.0.partition_point(|start| *start < place)
    }
}

/// Records of the workbook (2.3).
mod kind {
    pub const FILE_PASS: u16 = 0x002F;
    pub const CODE_PAGE: u16 = 0x0042;
    pub const DATE_MODE: u16 = 0x0022;
    pub const FONT: u16 = 0x0031;
    pub const FORMAT: u16 = 0x041E;
    pub const FORMAT_OLD: u16 = 0x001E;
    pub const XF: u16 = 0x00E0;
    pub const BOUND_SHEET: u16 = 0x0085;
    pub const NAME: u16 = 0x0018;
    pub const EXTERN_SHEET: u16 = 0x0017;
    pub const SUP_BOOK: u16 = 0x01AE;
    pub const SST: u16 = 0x00FC;
    pub const BOF: u16 = 0x0809;
    pub const EOF: u16 = 0x000A;
}

impl Book {
    fn of(stream: &[u8], room: &mut Room<'_>) -> Result<Book, ReadError> {
        let mut book = Book::default();
        for record in records(stream) {
            let record = record?;
            match record.kind {
                kind::EOF => break,
                kind::FILE_PASS => return Err(ReadError::new(ReadErrorKind::Encrypted)),
                _ => {
                    room.item()?;
                    book.record(&record, room)?;
                }
            }
        }
        if book.sheets.is_empty() {
            return Err(ReadError::new(ReadErrorKind::Truncated));
        }
        Ok(book)
    }

    fn record(&mut self, record: &Record<'_>, room: &mut Room<'_>) -> Result<(), ReadError> {
        let data = record.data;
        match record.kind {
            kind::BOF => self.encoding.of_version(u16_at(data, 0)),
            kind::CODE_PAGE => self.encoding.code_page(u16_at(data, 0)),
            kind::DATE_MODE if u16_at(data, 0) == Some(1) => self.epoch = Epoch::Y1904,
            kind::FONT => self.font(data),
            kind::FORMAT | kind::FORMAT_OLD => {
                if let Some(id) = u16_at(data, 0)
                    && let Some(code) = self.encoding.text(data.get(2..).unwrap_or_default())
                {
                    self.formats.insert(id, Arc::new(Format::of(&code)));
                }
            }
            kind::XF => self.style(data),
            kind::BOUND_SHEET => self.sheets.extend(self.listed(data)),
            kind::NAME => self.formulas.extend(self.name(data)),
            kind::SUP_BOOK => self.books.push(data.get(2..4) == Some(&[0x01, 0x04])),
            kind::EXTERN_SHEET => self.extern_sheets(data),
            kind::SST => self.strings = text::shared(record, &self.fonts, room)?,
            _ => {}
        }
        Ok(())
    }

    /// A font (2.4.122): what it does and its name.
    fn font(&mut self, data: &[u8]) {
        let struck = u16_at(data, 2).is_some_and(|flags| flags & 0x0008 != 0);
        let name = data.get(14..).and_then(|name| self.encoding.short_text(name));
        // There is no font 4 (2.5.129).
        if self.fonts.len() == 4 {
            self.fonts.push(Face::default());
        }
        self.fonts.push(Face { struck, symbols: name.and_then(|name| Font::of(&name)) });
    }

    /// A style (2.4.353): its format, its font, the lines round it.
    fn style(&mut self, data: &[u8]) {
        let id = u16_at(data, 2).unwrap_or(0);
        let built_in = || Arc::new(Format::built_in(id).unwrap_or_default());
        let format = self.formats.entry(id).or_insert_with(built_in).clone();
        // Four bits for each side; earlier versions keep them elsewhere.
        let sides = if self.encoding.is_wide() { u16_at(data, 10) } else { None };
        let sides = sides.map_or(0, |sides| (0..4).map(|side| u8::from(sides >> (4 * side) & 0xF != 0)).sum());
        let face = u16_at(data, 0).and_then(|font| self.fonts.get(usize::from(font))).copied().unwrap_or_default();
        self.styles.push(Style { format, framed: Style::is_frame(sides), face });
    }

    /// A sheet of cells (2.4.28); charts and macros have none.
    fn listed(&self, data: &[u8]) -> Option<Listed> {
        let start = u32_at(data, 0)? as usize;
        let (state, kind) = (data.get(4)?, data.get(5)?);
        let name = self.encoding.short_text(data.get(6..)?)?;
        Some(Listed { name, start, visible: state & 3 == 0 && *kind == 0 })
    }

    /// A name and its formula (2.4.150).
    fn name(&self, data: &[u8]) -> Option<(String, Vec<u8>)> {
        let (letters, formula) = (usize::from(*data.get(3)?), usize::from(u16_at(data, 4)?));
        // The names that Excel knows itself are numbers.
        if u16_at(data, 0)? & 0x0020 != 0 {
            return None;
        }
        let name = self.encoding.letters(data.get(14..)?, letters)?;
        let start = data.len().checked_sub(formula).filter(|start| *start >= 14)?;
        // Behind the formula may stand texts of menus; names of cells have none.
        Some((name, data.get(start..)?.to_vec()))
    }

    /// References to sheets (2.4.105).
    fn extern_sheets(&mut self, data: &[u8]) {
        if !self.encoding.is_wide() {
            return;
        }
        for entry in data.get(2..).unwrap_or_default().chunks_exact(6) {
            let own = u16_at(entry, 0).and_then(|book| self.books.get(usize::from(book))).copied().unwrap_or(false);
            let sheet = u16_at(entry, 2).filter(|_| own).map(usize::from);
            self.references.push(sheet);
        }
    }

    /// The names of cells, with the numbers of their sheets.
    fn names(&self) -> impl Iterator<Item = (String, usize, Area)> + '_ {
        self.formulas.iter().filter_map(|(name, formula)| {
            let reference = usize::from(u16_at(formula, 1)?);
            let sheet = (*self.references.get(reference)?)?;
            let at = |at: usize| u16_at(formula, at);
            let column = |at: usize| Some(u32::from(u16_at(formula, at)? & 0x3FFF));
            // A reference to a cell or to an area (2.5.198.85, 2.5.198.29).
            let area = match formula.first()? {
                0x3A | 0x5A | 0x7A if formula.len() == 7 => Area::of(at(3)?.into(), column(5)?),
                0x3B | 0x5B | 0x7B if formula.len() == 11 => {
                    Area { rows: (at(3)?.into(), at(5)?.into()), columns: (column(7)?, column(9)?) }
                }
                _ => return None,
            };
            (area.rows.0 <= area.rows.1 && area.columns.0 <= area.columns.1).then(|| (name.clone(), sheet, area))
        })
    }
}
