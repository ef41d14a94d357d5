//! What is the same in every copy of a form, written once by rust_xlsxwriter:
//! styles, properties, lists, and of each sheet its columns, its protection and
//! the set-up of its page. What a record decides is put between the pieces.

use std::collections::HashMap;
use std::io::{Cursor, Read};

use rust_xlsxwriter::{ProtectionOptions, Worksheet, XlsxError};
use zip::ZipArchive;

use super::plan::{Plan, SheetPlan};
use super::{WriteError, list, workbook_of};
use crate::Length;
use crate::document::Page;
use crate::form::{Form, Record};
use crate::typeset::{self, Nominal};
use crate::write::package;

/// A4 (`paperSize`, ECMA-376 Part 1, 18.3.1.63).
const A4: u8 = 9;

/// The pieces of a package that all copies share.
#[derive(Debug, Clone)]
pub(super) struct Skeleton {
    /// A zip archive of the parts without the workbook's own and the sheets'.
    pub constant: Vec<u8>,
    pub sheets: Vec<Frame>,
    /// The workbook part before the defined names and behind them.
    pub workbook: (String, String),
    /// For each look of the plan its number in the styles.
    pub styles: Vec<u32>,
}

/// The pieces of a sheet's part.
#[derive(Debug, Clone)]
pub(super) struct Frame {
    /// Name of the part.
    pub part: String,
    /// Up to `dimension`.
    pub head: String,
    /// Between `dimension` and `sheetData`.
    pub view: String,
    /// Between `sheetData` and `mergeCells`.
    pub protection: String,
    /// From `printOptions` to before `rowBreaks`.
    pub page: String,
}

impl Skeleton {
    pub fn of(form: &Form, plan: &Plan) -> Result<Skeleton, WriteError> {
        let bytes = draw(form, plan).map_err(WriteError::of)?;
        let parts = unpack(&bytes)?;
        let part = |name: &str| {
            parts.iter().find(|(known, _)| known == name).ok_or_else(|| WriteError::new(format!("{name} is missing")))
        };
        let numbered = is_numbered(form);
        let mut sheets = Vec::new();
        let mut styles = Vec::new();
        for number in 1..=plan.sheets.len() {
            let (name, xml) = part(&format!("xl/worksheets/sheet{number}.xml"))?;
            let (mut frame, cells) = frame(name, xml)?;
            if number == 1 {
                styles = numbers(cells, plan.looks.len());
            }
            if numbered {
                frame.page.push_str(NUMBERS);
            }
            sheets.push(frame);
        }
        let (_, workbook) = part(WORKBOOK)?;
        let (before, behind) = divide(workbook, "<calcPr")?;
        let workbook = (before.to_owned(), behind.to_owned());
        let changes = |name: &str| name == WORKBOOK || sheets.iter().any(|frame| frame.part == name);
        let constant = parts.iter().filter(|(name, _)| !changes(name));
        let constant =
            package::of(constant.map(|(name, xml)| (name.as_str(), xml.as_bytes()))).map_err(WriteError::new)?;
        Ok(Skeleton { constant, sheets, workbook, styles })
    }
}

/// Name of the part that lists sheets and defined names.
pub(super) const WORKBOOK: &str = "xl/workbook.xml";

/// The workbook without its cells. Cells of the first sheet give each look its
/// number.
fn draw(form: &Form, plan: &Plan) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = workbook_of(&form.title, Some(form))?;
    for (index, planned) in plan.sheets.iter().enumerate() {
        let sheet = workbook.add_worksheet();
        sheet.set_name(&planned.name)?;
        set_up(sheet, planned)?;
        if planned.open {
            protect(sheet, planned.grows);
        }
        if index == 0 {
            for (row, look) in (0..).zip(&plan.looks) {
                sheet.write_blank(row, 0, &look.format())?;
            }
        }
    }
    list::draw(&mut workbook, &plan.lists)?;
    workbook.save_to_buffer()
}

/// Columns, paper, margins.
fn set_up(sheet: &mut Worksheet, plan: &SheetPlan) -> Result<(), XlsxError> {
    for (column, pixels) in (0..).zip(plan.columns.pixels()) {
        sheet.set_column_width_pixels(column, pixels)?;
    }
    let page = &plan.page;
    let inches = |length: Length| length.to_mm() / 25.4;
    sheet.set_paper_size(A4);
    if page.is_landscape() {
        sheet.set_landscape();
    }
    let (header, footer) = (Length::mm(12), inches(below_number(page)));
    let [left, right, top, bottom] = [page.left, page.right, page.top, foot(page)].map(inches);
    sheet.set_margins(left, right, top, bottom, inches(header), footer);
    sheet.set_print_fit_to_pages(1, 0).set_print_center_horizontally(true).set_screen_gridlines(false);
    Ok(())
}

/// How much smaller the bottom margin is than the form's.
const ROOM: Length = Length::mm(8);

/// The height of a page, as far as pages are ended by us: part of the room at
/// its foot is for answers that make a row a little higher.
pub(super) fn page_height(page: &Page) -> Length {
    page.height - page.top - foot(page) - ROOM / 3
}

/// The bottom margin, smaller than the form's: rows begin at the top and have
/// their heights, so that a page looks the same, and a form that fills its page
/// stays on it where a printer sets rows a little higher.
fn foot(page: &Page) -> Length {
    const LEAST: Length = Length::mm(10);
    (page.bottom - ROOM).max(LEAST).min(page.bottom)
}

/// From the lower edge of the paper to the page number. It has to lie below what
/// is printed, or LibreOffice cuts it off.
fn below_number(page: &Page) -> Length {
    const LINE: Length = Length::mm(7);
    (foot(page) - LINE).max(Length::mm(4))
}

/// Page numbers as on the other forms (GB/T 9704-2012, 7.5): — 1 — in 四号, on
/// odd pages one character from the right edge, on even ones from the left.
const NUMBERS: &str = concat!(
    r#"<headerFooter differentOddEven="1"><oddFooter>&amp;R&amp;"宋体,Regular"&amp;14— &amp;P —　</oddFooter>"#,
    r#"<evenFooter>&amp;L&amp;"宋体,Regular"&amp;14　— &amp;P —</evenFooter></headerFooter>"#
);

/// Whether pages are numbered: where the blank form has several.
fn is_numbered(form: &Form) -> bool {
    typeset::pages(&form.instantiate(&Record::new()), &Nominal::Word).len() > 1
}

/// Protection without a password: against slips, not against anybody.
fn protect(sheet: &mut Worksheet, grows: bool) {
    sheet.protect_with_options(&ProtectionOptions {
        format_rows: true,
        format_columns: true,
        insert_rows: grows,
        ..ProtectionOptions::default()
    });
}

fn unpack(bytes: &[u8]) -> Result<Vec<(String, String)>, WriteError> {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).map_err(WriteError::new)?;
    let mut parts = Vec::new();
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).map_err(WriteError::new)?;
        let mut text = String::new();
        file.read_to_string(&mut text).map_err(WriteError::new)?;
        let name = file.name().map_err(WriteError::new)?.into_owned();
        parts.push((name, text));
    }
    Ok(parts)
}

/// A sheet's part in pieces, and its cells.
fn frame<'x>(part: &str, xml: &'x str) -> Result<(Frame, &'x str), WriteError> {
    let (head, rest) = divide(xml, "<dimension")?;
    let (_, rest) = divide(rest, "<sheetViews")?;
    let (view, rest) = divide(rest, "<sheetData")?;
    let end = ["</sheetData>", "<sheetData/>"].iter().find_map(|tag| Some(rest.find(tag)? + tag.len()));
    let end = end.ok_or_else(|| WriteError::new("a sheet has no end of its rows"))?;
    let (cells, rest) = rest.split_at(end);
    let (protection, rest) = divide(rest, "<printOptions")?;
    let (page, _) = divide(rest, "</worksheet>")?;
    let [head, view, protection, page] = [head, view, protection, page].map(str::to_owned);
    Ok((Frame { part: part.to_owned(), head, view, protection, page }, cells))
}

fn divide<'x>(xml: &'x str, tag: &str) -> Result<(&'x str, &'x str), WriteError> {
    let at = xml.find(tag).ok_or_else(|| WriteError::new(format!("a part has no {tag}")))?;
    Ok(xml.split_at(at))
}

/// The numbers of looks, from the cells `<c r="A1" s="1"/>` that have them.
fn numbers(cells: &str, count: usize) -> Vec<u32> {
    let attribute = |cell: &str, name: &str| {
        let start = cell.find(&format!(" {name}=\""))? + name.len() + 3;
        Some(cell[start..].split('"').next()?.to_owned())
    };
    let cell = |cell: &str| {
        let cell = cell.split('>').next()?;
        Some((attribute(cell, "r")?, attribute(cell, "s")?.parse().ok()?))
    };
    let known: HashMap<String, u32> = cells.split("<c").filter_map(cell).collect();
    // A look that is the default has no number.
    (1..=count).map(|row| known.get(&format!("A{row}")).copied().unwrap_or(0)).collect()
}
