//! XLSX (SpreadsheetML, ISO/IEC 29500, transitional and strict).

mod cells;
pub(super) mod drawing;
mod strings;
mod styles;

use super::number::Epoch;
use super::rich::Rich;
use super::sheet::Room;
use super::style::Style;
use super::{Sheet, Workbook, reference};
use crate::read::opc::{self, Relationships};
use crate::read::package::Package;
use crate::read::xml::{self, Node, attribute};
use crate::read::{Limits, ReadError, ReadErrorKind};

/// Reads an XLSX.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Workbook, ReadError> {
    let mut package = Package::open(bytes, limits)?;
    let roots = opc::relationships(&mut package, "")?;
    let main = roots.target_of("officeDocument").unwrap_or_else(|| "xl/workbook.xml".to_owned());
    let parts = opc::relationships(&mut package, &main)?;
    let text =
        text_of(&mut package, &main)?.ok_or_else(|| ReadError::new(ReadErrorKind::MissingPart).in_part(&main))?;
    let book = Book::of(&text, limits).map_err(|error| error.in_part(&main))?;
    let mut room = Room::new(limits);
    let strings = match text_of(&mut package, &parts.target_of("sharedStrings").unwrap_or_default())? {
        Some(text) => strings::read(&text, &mut room)?,
        None => Vec::new(),
    };
    let styles = match text_of(&mut package, &parts.target_of("styles").unwrap_or_default())? {
        Some(text) => styles::read(&text, limits.depth)?,
        None => Vec::new(),
    };
    let shared = Shared { strings, styles, epoch: book.epoch };
    let mut workbook = Workbook::default();
    for listed in book.sheets.into_iter().filter(|listed| listed.visible) {
        if let Some(sheet) = sheet(&mut package, &parts, listed, &shared, &mut room)? {
            workbook.sheets.push(sheet);
        }
    }
    workbook.add_names(book.names.into_iter().filter_map(|(name, formula)| {
        let (sheet, area) = reference::on_sheet(&formula)?;
        Some((name, sheet, area))
    }));
    workbook.properties = opc::properties(&mut package, &roots.custom_properties())?;
    Ok(workbook)
}

/// The text of a part, if the part is there.
fn text_of(package: &mut Package, part: &str) -> Result<Option<String>, ReadError> {
    let content = if part.is_empty() { None } else { package.part(part)? };
    content.map(|content| xml::decode(content).map_err(|error| error.in_part(part))).transpose()
}

/// What the sheets of a workbook share.
struct Shared {
    strings: Vec<Rich>,
    styles: Vec<Style>,
    epoch: Epoch,
}

/// A sheet with what floats above it; `None` for one of charts.
fn sheet(
    package: &mut Package,
    parts: &Relationships,
    listed: Listed,
    shared: &Shared,
    room: &mut Room<'_>,
) -> Result<Option<Sheet>, ReadError> {
    let Some((kind, part)) = parts.by_id(&listed.id) else { return Ok(None) };
    if kind != "worksheet" {
        return Ok(None);
    }
    let text = text_of(package, part)?.ok_or_else(|| ReadError::new(ReadErrorKind::MissingPart).in_part(part))?;
    let mut cells = cells::read(&text, shared, room).map_err(|error| error.in_part(part))?;
    let others = opc::relationships(package, part)?;
    for (_, table) in std::mem::take(&mut cells.tables).iter().filter_map(|id| others.by_id(id)) {
        opc::each_element(package, table, |start| {
            if start.local_name().into_inner() == "autoFilter" {
                cells.filter(start);
            }
        })?;
    }
    let floating = drawing::read(package, &others, &cells.above, room)?;
    let mut sheet = cells.finish();
    sheet.name = listed.name;
    sheet.floating.extend(floating);
    Ok(Some(sheet))
}

/// The main part: which sheets there are.
#[derive(Default)]
struct Book {
    sheets: Vec<Listed>,
    /// Names with their formulas.
    names: Vec<(String, String)>,
    epoch: Epoch,
}

/// A sheet in the list of sheets.
struct Listed {
    name: String,
    /// The id of its relationship.
    id: String,
    visible: bool,
}

impl Book {
    fn of(text: &str, limits: &Limits) -> Result<Book, ReadError> {
        let mut book = Book::default();
        let mut name: Option<(String, String)> = None;
        let mut rooted = false;
        xml::walk(text, limits.depth, &mut |node| {
            match node {
                Node::Start(start) => match start.local_name().into_inner() {
                    "workbook" => rooted = true,
                    "sheet" => book.sheets.push(Listed {
                        name: attribute(start, "name").unwrap_or_default().into_owned(),
                        id: attribute(start, "id").unwrap_or_default().into_owned(),
                        visible: attribute(start, "state").is_none_or(|state| state == "visible"),
                    }),
                    "workbookPr" if is_true(attribute(start, "date1904").as_deref()) => book.epoch = Epoch::Y1904,
                    "definedName" => {
                        name = attribute(start, "name").map(|name| (name.into_owned(), String::new()));
                    }
                    _ => {}
                },
                Node::Text(text) => {
                    if let Some((_, formula)) = &mut name {
                        formula.push_str(text);
                    }
                }
                Node::End("definedName") => book.names.extend(name.take()),
                Node::End(_) => {}
            }
            let too_many = book.sheets.len().max(book.names.len()) > limits.entries;
            if too_many { Err(ReadError::over(ReadErrorKind::TooManyItems, limits.entries as u64)) } else { Ok(()) }
        })?;
        if rooted { Ok(book) } else { Err(ReadError::new(ReadErrorKind::BadXml)) }
    }
}

/// A truth value of XML Schema; missing is false.
fn is_true(value: Option<&str>) -> bool {
    matches!(value, Some("1" | "true" | "on"))
}
