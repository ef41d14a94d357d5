//! The XML that a record decides: rows and cells, merges, rules, page breaks,
//! defined names.

use std::fmt::Write as _;
use std::ops::Range;

use rust_xlsxwriter::utility::column_number_to_name;

use super::fill::{Rectangle, Sheet, SheetRow};
use super::list::LongList;
use super::plan::{Plan, PlannedRule};
use super::skeleton::Frame;
use crate::Length;
use crate::write::docx::escape;

/// A pixel: Excel keeps heights of rows in whole ones.
const PIXEL: i64 = Length::half_points(1).to_emu() * 3 / 2;

/// Names of a sheet's columns.
pub(super) struct Letters(Vec<String>);

impl Letters {
    pub fn of(count: usize) -> Letters {
        Letters((0..count).map(|column| column_number_to_name(u16::try_from(column).unwrap_or(u16::MAX))).collect())
    }

    fn letter(&self, column: usize) -> &str {
        self.0.get(column).map_or("XFD", String::as_str)
    }

    /// `C5`; rows and columns from 0.
    fn cell(&self, row: usize, column: usize) -> String {
        format!("{}{}", self.letter(column), row + 1)
    }

    /// `C5:D6`.
    fn range(&self, at: &Rectangle) -> String {
        let first = self.cell(at.rows.start, at.columns.start);
        format!("{first}:{}", self.cell(at.rows.end - 1, at.columns.end - 1))
    }

    /// `$C$5`, or `$C$5:$D$6` for several cells.
    fn absolute(&self, at: &Rectangle) -> String {
        let cell = |row: usize, column: usize| format!("${}${}", self.letter(column), row + 1);
        let first = cell(at.rows.start, at.columns.start);
        let last = cell(at.rows.end - 1, at.columns.end - 1);
        if first == last { first } else { format!("{first}:{last}") }
    }
}

/// The part of a sheet.
pub(super) fn write(frame: &Frame, sheet: &Sheet, plan: &Plan, styles: &[u32], letters: &Letters) -> String {
    let mut xml = String::with_capacity(64 << 10);
    let columns = letters.0.len();
    let all = Rectangle { rows: 0..sheet.rows.len().max(1), columns: 0..columns };
    xml.push_str(&frame.head);
    let _ = write!(xml, "<dimension ref=\"{}\"/>", letters.range(&all));
    xml.push_str(&frame.view);
    rows(sheet, columns, styles, letters, &mut xml);
    xml.push_str(&frame.protection);
    merges(sheet, letters, &mut xml);
    rules(sheet, plan, letters, &mut xml);
    xml.push_str(&frame.page);
    if !sheet.breaks.is_empty() {
        let count = sheet.breaks.len();
        let _ = write!(xml, "<rowBreaks count=\"{count}\" manualBreakCount=\"{count}\">");
        for row in &sheet.breaks {
            let _ = write!(xml, "<brk id=\"{row}\" max=\"16383\" man=\"1\"/>");
        }
        xml.push_str("</rowBreaks>");
    }
    // Telephone numbers are text on purpose.
    let range = letters.range(&all);
    let _ = write!(xml, "<ignoredErrors><ignoredError sqref=\"{range}\" numberStoredAsText=\"1\"/></ignoredErrors>");
    xml.push_str("</worksheet>");
    xml
}

/// What stands at a position of the sheet: a style, and the number of the area
/// whose first cell it is.
type Position = Option<(u32, Option<usize>)>;

fn rows(sheet: &Sheet, columns: usize, styles: &[u32], letters: &Letters, xml: &mut String) {
    let mut grid: Vec<Position> = vec![None; sheet.rows.len() * columns];
    for (number, area) in sheet.areas.iter().enumerate() {
        let style = styles.get(area.look).copied().unwrap_or_default();
        for row in area.at.rows.clone() {
            for column in area.at.columns.clone() {
                let first = (row, column) == (area.at.rows.start, area.at.columns.start);
                if let Some(position) = grid.get_mut(row * columns + column) {
                    *position = Some((style, first.then_some(number)));
                }
            }
        }
    }
    xml.push_str("<sheetData>");
    for ((index, row), height) in sheet.rows.iter().enumerate().zip(heights(&sheet.rows)) {
        let _ = write!(xml, "<row r=\"{}\" ht=\"{height}\" customHeight=\"1\"", index + 1);
        xml.push_str(if row.hidden { " hidden=\"1\">" } else { ">" });
        for column in 0..columns {
            if let Some(Some((style, area))) = grid.get(index * columns + column) {
                let _ = write!(xml, "<c r=\"{}{}\" s=\"{style}\"", letters.letter(column), index + 1);
                content(sheet, *area, xml);
            }
        }
        xml.push_str("</row>");
    }
    xml.push_str("</sheetData>");
}

fn content(sheet: &Sheet, area: Option<usize>, xml: &mut String) {
    let content = area.and_then(|area| sheet.areas.get(area)).map(|area| &area.content);
    match content {
        Some(content) if content.number.is_some() => {
            let _ = write!(xml, "><v>{}</v></c>", content.number.unwrap_or_default());
        }
        Some(content) if !content.text.is_empty() => {
            xml.push_str(" t=\"inlineStr\"><is><t xml:space=\"preserve\">");
            text(&content.text, xml);
            xml.push_str("</t></is></c>");
        }
        _ => xml.push_str("/>"),
    }
}

/// The text of a cell. `_x0041_` would be read as `A` (ST_Xstring, ECMA-376
/// Part 1, 22.9.2.19), so what looks like that gets its underscore that way.
fn text(text: &str, xml: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let bytes = rest.as_bytes();
        let is_code = bytes.get(at + 6) == Some(&b'_')
            && bytes.get(at + 2..at + 6).is_some_and(|digits| digits.iter().all(u8::is_ascii_hexdigit));
        escape(&rest[..at], xml);
        xml.push_str(if is_code { "_x005F_x" } else { "_x" });
        rest = &rest[at + 2..];
    }
    escape(rest, xml);
}

/// The heights in points. Edges are rounded to pixels, not heights, so that a
/// page of many rows is no higher than it was planned.
fn heights(rows: &[SheetRow]) -> Vec<f64> {
    let pixels = |length: Length| (length.to_emu() + PIXEL / 2) / PIXEL;
    let mut top = Length::ZERO;
    let height = |row: &SheetRow| {
        let count = match row.hidden {
            true => pixels(row.height),
            false => {
                let before = pixels(top);
                top += row.height;
                pixels(top) - before
            }
        };
        // A row without height is a hidden one.
        count.max(1) as f64 * 0.75
    };
    rows.iter().map(height).collect()
}

fn merges(sheet: &Sheet, letters: &Letters, xml: &mut String) {
    let merged = || sheet.areas.iter().filter(|area| area.at != area.at.first());
    if merged().next().is_none() {
        return;
    }
    let _ = write!(xml, "<mergeCells count=\"{}\">", merged().count());
    for area in merged() {
        let _ = write!(xml, "<mergeCell ref=\"{}\"/>", letters.range(&area.at));
    }
    xml.push_str("</mergeCells>");
}

fn rules(sheet: &Sheet, plan: &Plan, letters: &Letters, xml: &mut String) {
    let mut written = String::new();
    let mut count = 0;
    for (number, PlannedRule { rule, list }) in plan.rules.iter().enumerate() {
        let mut cells: Vec<(usize, usize)> =
            sheet.rules.iter().filter(|(own, _)| *own == number).map(|(_, (row, column))| (*column, *row)).collect();
        if cells.is_empty() {
            continue;
        }
        cells.sort_unstable();
        let runs = runs(&cells);
        let range = |(column, rows): &(usize, Range<usize>)| match rows.len() {
            1 => letters.cell(rows.start, *column),
            _ => letters.range(&Rectangle { rows: rows.clone(), columns: *column..column + 1 }),
        };
        let list = list.and_then(|list| plan.lists.get(list)).map(LongList::name);
        let groups: Vec<&[(usize, Range<usize>)]> =
            if rule.names_its_cell() { runs.chunks(1).collect() } else { vec![&runs] };
        for group in groups {
            let area: Vec<String> = group.iter().map(range).collect();
            let first = group.first().map(|(column, rows)| letters.cell(rows.start, *column)).unwrap_or_default();
            rule.write(&area.join(" "), &first, list.as_deref(), &mut written);
            count += 1;
        }
    }
    if count > 0 {
        let _ = write!(xml, "<dataValidations count=\"{count}\">{written}</dataValidations>");
    }
}

/// Cells in column and row order as runs down their columns.
fn runs(cells: &[(usize, usize)]) -> Vec<(usize, Range<usize>)> {
    let mut runs: Vec<(usize, Range<usize>)> = Vec::new();
    for (column, row) in cells {
        match runs.last_mut() {
            Some((last, rows)) if last == column && rows.end == *row => rows.end += 1,
            _ => runs.push((*column, *row..row + 1)),
        }
    }
    runs
}

/// The defined names of a sheet, `number` from 0.
pub(super) fn names(sheet: &Sheet, name: &str, number: usize, letters: &Letters, xml: &mut String) {
    let mut quoted = String::new();
    escape(&name.replace('\'', "''"), &mut quoted);
    let own = |kind: &str, range: &str, xml: &mut String| {
        let _ = write!(
            xml,
            "<definedName name=\"_xlnm.{kind}\" localSheetId=\"{number}\">'{quoted}'!{range}</definedName>"
        );
    };
    let all = Rectangle { rows: 0..sheet.rows.len().max(1), columns: 0..letters.0.len() };
    own("Print_Area", &letters.absolute(&all), xml);
    if let Some(head) = sheet.head.as_ref().filter(|head| !head.is_empty()) {
        own("Print_Titles", &format!("${}:${}", head.start + 1, head.end), xml);
    }
    for (name, at) in &sheet.names {
        let range = letters.absolute(at);
        let _ = write!(xml, "<definedName name=\"{name}\">'{quoted}'!{range}</definedName>");
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_that_looks_like_a_code_stays_a_text() {
        let written = |text: &str| {
            let mut xml = String::new();
            super::text(text, &mut xml);
            xml
        };
        assert_eq!(written("a_x0041_b"), "a_x005F_x0041_b");
        assert_eq!(written("a_xyz<_x"), "a_xyz&lt;_x");
    }

    #[test]
    fn heights_add_up_in_pixels() {
        let row = |twips| SheetRow { height: Length::twips(twips), hidden: false, glued: false };
        assert_eq!(heights(&[row(20), row(20), row(20), row(0)]), [0.75, 1.5, 0.75, 0.75]);
    }

    #[test]
    fn cells_below_each_other_are_one_range() {
        assert_eq!(runs(&[(1, 4), (1, 5), (1, 7), (2, 8)]), [(1, 4..6), (1, 7..8), (2, 8..9)]);
    }
}
