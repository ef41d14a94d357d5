//! XLSB (Excel binary workbook, [MS-XLSB]), with calamine.
//!
//! calamine reads sheets, names, strings and the values of cells. It takes for
//! granted that records are whole, that strings are there and that formulas are
//! short: a damaged file makes it panic, and a formula in formulas overflows the
//! stack. So it is never given the file, but a copy that holds only records that
//! were checked. What it does not tell (formats of numbers, frames, merged cells,
//! hidden rows and columns, errors of formulas, what is struck out, drawings) is
//! read on the way.

mod book;
mod record;
mod sheet;
mod strings;
mod styles;

use std::io::{Cursor, Write as _};

use calamine::{DataRef, Reader as _, Xlsb, XlsbError};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use super::number::Epoch;
use super::rich::Rich;
use super::sheet::Room;
use super::style::Style;
use super::xlsx::drawing::{self, Above};
use super::{Content, Floating, Sheet, Workbook, reference};
use crate::read::opc::{self, Relationships};
use crate::read::package::Package;
use crate::read::{Limits, ReadError, ReadErrorKind};
use book::Book;
use sheet::{Shared, Walked};
use strings::{Runs, Strings};
use styles::Styles;

/// Reads an XLSB.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Workbook, ReadError> {
    let mut package = Package::open(bytes, limits)?;
    let roots = opc::relationships(&mut package, "")?;
    let main = roots.target_of("officeDocument").unwrap_or_else(|| "xl/workbook.bin".to_owned());
    let parts = opc::relationships(&mut package, &main)?;
    let content = package.part(&main)?.ok_or_else(|| ReadError::new(ReadErrorKind::MissingPart).in_part(&main))?;
    let book = Book::read(&content, &parts, limits).map_err(|error| error.in_part(&main))?;
    let mut room = Room::new(limits);
    let shared = shared(&mut package, &parts, &mut room)?;
    let mut copy = Copy::new(&book, &shared.strings)?;
    let mut walked = Vec::new();
    for (number, listed) in book.sheets.iter().enumerate() {
        let Some(part) = &listed.part else { continue };
        let mut sheet = walk(&mut package, part, &shared, &mut room)?;
        copy.sheet(number, &std::mem::take(&mut sheet.part))?;
        walked.push((listed.name.as_str(), sheet));
    }
    let mut workbook = workbook(copy.finish()?, walked, &shared.styles, &mut room)?;
    workbook.properties = opc::properties(&mut package, &roots.custom_properties())?;
    Ok(workbook)
}

/// What the sheets of a workbook share.
fn shared(package: &mut Package, parts: &Relationships, room: &mut Room<'_>) -> Result<Shared, ReadError> {
    let mut content = |kind: &str| {
        let part = parts.target_of(kind).unwrap_or_default();
        let content = if part.is_empty() { None } else { package.part(&part)? };
        Ok::<_, ReadError>((content.unwrap_or_default(), part))
    };
    let (bytes, part) = content("styles")?;
    let styles = Styles::read(&bytes).map_err(|error| error.in_part(&part))?;
    let (bytes, part) = content("sharedStrings")?;
    let strings = Strings::read(&bytes, &styles, room).map_err(|error| error.in_part(&part))?;
    Ok(Shared { strings, styles })
}

/// Reads a sheet but for the values of its cells, with what floats above it.
fn walk(package: &mut Package, part: &str, shared: &Shared, room: &mut Room<'_>) -> Result<Walked, ReadError> {
    let content = package.part(part)?.ok_or_else(|| ReadError::new(ReadErrorKind::MissingPart).in_part(part))?;
    let mut walked = sheet::walk(&content, shared, room).map_err(|error| error.in_part(part))?;
    let others = opc::relationships(package, part)?;
    for (_, table) in walked.tables.iter().filter_map(|id| others.by_id(id)) {
        let content = package.part(table)?.unwrap_or_default();
        sheet::filter_of_table(&content).into_iter().for_each(|area| walked.hidden.filter(area));
    }
    let above = Above::drawing(walked.drawing.take());
    walked.sheet.floating = drawing::read(package, &others, &above, room)?;
    Ok(walked)
}

/// The file that calamine is given.
struct Copy {
    zip: ZipWriter<Cursor<Vec<u8>>>,
}

impl Copy {
    fn new(book: &Book, strings: &Strings) -> Result<Copy, ReadError> {
        let mut copy = Copy { zip: ZipWriter::new(Cursor::new(Vec::new())) };
        let links: String = (0..book.sheets.len())
            .map(|number| format!(r#"<Relationship Id="{}" Target="{}"/>"#, book::id(number), place(number)))
            .collect();
        copy.add("xl/_rels/workbook.bin.rels", format!("<Relationships>{links}</Relationships>").as_bytes())?;
        copy.add("xl/workbook.bin", &book.part)?;
        copy.add("xl/sharedStrings.bin", &strings.part)?;
        Ok(copy)
    }

    fn sheet(&mut self, number: usize, part: &[u8]) -> Result<(), ReadError> {
        self.add(&format!("xl/{}", place(number)), part)
    }

    fn add(&mut self, name: &str, content: &[u8]) -> Result<(), ReadError> {
        let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
        self.zip.start_file(name, stored).map_err(|_| ReadError::new(ReadErrorKind::BadZip))?;
        self.zip.write_all(content).map_err(|_| ReadError::new(ReadErrorKind::BadZip))
    }

    fn finish(self) -> Result<Vec<u8>, ReadError> {
        Ok(self.zip.finish().map_err(|_| ReadError::new(ReadErrorKind::BadZip))?.into_inner())
    }
}

/// Where a sheet stands in the copy, seen from the workbook.
fn place(number: usize) -> String {
    format!("worksheets/sheet{number}.bin")
}

/// The sheets with their values and names.
fn workbook(
    copy: Vec<u8>,
    walked: Vec<(&str, Walked)>,
    styles: &Styles,
    room: &mut Room<'_>,
) -> Result<Workbook, ReadError> {
    let mut xlsb = Xlsb::new(Cursor::new(copy)).map_err(unread)?;
    let epoch = if xlsb.has_1904_epoch() { Epoch::Y1904 } else { Epoch::Y1900 };
    let mut workbook = Workbook::default();
    for (name, walked) in walked {
        let mut sheet = filled(&mut xlsb, name, walked, |number| (styles.of(number), epoch), room)?;
        sheet.name = name.to_owned();
        workbook.sheets.push(sheet);
    }
    workbook.add_names(xlsb.defined_names().iter().filter_map(|(name, formula)| {
        let (sheet, area) = reference::on_sheet(formula)?;
        Some((name.clone(), sheet, area))
    }));
    Ok(workbook)
}

/// A sheet with the values that calamine reads.
fn filled(
    xlsb: &mut Xlsb<Cursor<Vec<u8>>>,
    name: &str,
    walked: Walked,
    look: impl Fn(u32) -> (Style, Epoch),
    room: &mut Room<'_>,
) -> Result<Sheet, ReadError> {
    let Walked { mut sheet, hidden, values, .. } = walked;
    let mut cells = xlsb.worksheet_cells_reader(name).map_err(unread)?;
    for value in values {
        let cell = cells.next_cell().map_err(unread)?;
        // Two sheets of one name would be mixed up.
        let cell = cell.filter(|cell| cell.get_position() == (value.row, value.column));
        let cell = cell.ok_or_else(|| ReadError::new(ReadErrorKind::Truncated))?;
        let (style, epoch) = look(value.style);
        let (row, column) = (value.row, value.column);
        let content = content(cell.get_value(), &value.runs, &style, epoch);
        // A picture that WPS keeps in its cell.
        if content.shown().starts_with("=DISPIMG(") {
            room.item()?;
            sheet.floating.push(Floating { row, column, text: None });
            continue;
        }
        sheet.put(style.cell(row, column, content), room)?;
    }
    hidden.mark(&mut sheet);
    sheet.sort();
    Ok(sheet)
}

/// What stands in a cell.
fn content(value: &DataRef<'_>, runs: &Runs, style: &Style, epoch: Epoch) -> Content {
    let number = |value: f64| match value.is_finite() {
        true => Content::Number(style.format.show(value, epoch)),
        false => Content::Blank,
    };
    match value {
        DataRef::Int(value) => number(*value as f64),
        DataRef::Float(value) => number(*value),
        DataRef::DateTime(moment) => number(moment.as_f64()),
        DataRef::Bool(tick) => Content::Tick(*tick),
        DataRef::String(text) | DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => {
            style.text(&Rich::with_runs(text, runs))
        }
        DataRef::SharedString(text) => style.text(&Rich::with_runs(text, runs)),
        DataRef::Error(error) => Content::Error(error.to_string()),
        DataRef::Empty => Content::Blank,
    }
}

fn unread(error: XlsbError) -> ReadError {
    ReadError::new(match error {
        XlsbError::Password => ReadErrorKind::Encrypted,
        XlsbError::Io(_) | XlsbError::Zip(_) => ReadErrorKind::BadZip,
        _ => ReadErrorKind::Truncated,
    })
}
