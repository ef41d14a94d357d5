//! Records from the rows of a spreadsheet.

use super::columns::{Planned, plan, plan_row};
use super::head_rows::{HeadRows, Worth, best_head};
use super::heads::Heads;
use super::json::typed;
use super::mapping::Mapping;
use super::sheet::{Sheet, SheetErrorKind, SheetRow};
use super::{Column, Data, DataError, DataFormat, DataOptions, DataSheet, Entry, Meaning};
use crate::check::damage_or_doubt;
use crate::document::{CellName, Place};
use crate::form::Form;
use crate::text::fold;
use crate::{Code, Finding, Record, Severity};

/// Rows below a list that are none of it: sums and notes.
const BELOW: &[&str] = &[
    "合计",
    "总计",
    "小计",
    "共计",
    "注",
    "备注",
    "说明",
    "填表说明",
    "填表人",
    "制表人",
    "审核人",
    "填报人",
    "填报单位",
];

/// Reads the sheet that was named or, of several, the one whose head is worth
/// most.
pub(super) fn read(form: &Form, sheets: &[Sheet], options: &DataOptions) -> Result<Data, DataError> {
    let mapping = Mapping::new(form, &options.map)?;
    let heads = Heads::of_form(form);
    let weigh = |cells: &[String]| -> Vec<Worth> {
        plan_row(form, &heads, cells, &mapping).iter().map(Planned::worth).collect()
    };
    let candidates: Vec<(&Sheet, HeadRows)> = named(sheets, options)?
        .into_iter()
        .filter_map(|sheet| best_head(sheet, weigh).map(|head| (sheet, head)))
        .collect();
    // Of equals the first that holds a row, or else the first.
    let best = candidates.iter().rev().max_by_key(|(sheet, head)| (head.worth, head.below < sheet.rows.len()));
    let (sheet, head) = best.ok_or(SheetErrorKind::NoHead).map_err(|kind| DataError::Sheet(kind.into()))?;
    let columns = plan(form, &heads, &head.cells, &mapping.given(&head.cells, true)?);
    let mut data = Data {
        format: DataFormat::Sheet,
        source: Some(source(sheets, sheet, head, &candidates)),
        columns: Vec::new(),
        entries: Vec::new(),
        findings: Vec::new(),
    };
    for row in &sheet.rows[head.below..] {
        match kind(sheet, row, &head.cells, &columns) {
            RowKind::Record => data.entries.push(entry(&sheet.name, &columns, row)),
            RowKind::Nothing => {}
            RowKind::Other(text) => {
                data.findings.push(Finding::new(Code::RowUnused).with("row", row.number).with("value", text));
            }
        }
    }
    data.findings.extend(sheet.omissions(head_end(sheet, head)));
    data.columns = shown(sheet, head, columns);
    Ok(data)
}

/// The last row of the head, from 1.
fn head_end(sheet: &Sheet, head: &HeadRows) -> usize {
    head.below.checked_sub(1).and_then(|at| sheet.rows.get(at)).map_or(0, |row| row.number)
}

/// The sheets of which one is read.
fn named<'s>(sheets: &'s [Sheet], options: &DataOptions) -> Result<Vec<&'s Sheet>, DataError> {
    let Some(name) = &options.sheet else { return Ok(sheets.iter().collect()) };
    let exact = sheets.iter().find(|sheet| sheet.name == *name);
    match exact.or_else(|| sheets.iter().find(|sheet| fold(&sheet.name) == fold(name))) {
        Some(sheet) => Ok(vec![sheet]),
        None => {
            let known = sheets.iter().map(|sheet| sheet.name.clone()).collect();
            Err(DataError::NoSheet { name: name.clone(), known })
        }
    }
}

/// Where the data stands, and where else it might.
fn source(sheets: &[Sheet], sheet: &Sheet, head: &HeadRows, candidates: &[(&Sheet, HeadRows)]) -> DataSheet {
    let number = |at: usize| sheet.rows.get(at).map_or(0, |row| row.number);
    // A sheet of explanations names a field or two; one of data most of them.
    let is_rival = |(other, its): &&(&Sheet, HeadRows)| {
        other.name != sheet.name && its.worth * 2 >= head.worth && its.below < other.rows.len()
    };
    DataSheet {
        name: sheet.name.clone(),
        head: (number(head.first), head_end(sheet, head)),
        others: sheets
            .iter()
            .filter(|other| other.name != sheet.name && !other.rows.is_empty())
            .map(|other| other.name.clone())
            .collect(),
        rivals: candidates.iter().filter(is_rival).map(|(other, _)| other.name.clone()).collect(),
    }
}

/// The columns that somebody should know of: those with a head, and those
/// without one that hold something.
fn shown(sheet: &Sheet, head: &HeadRows, planned: Vec<Planned<'_>>) -> Vec<Column> {
    let rows = &sheet.rows[head.below..];
    let holds = |at: usize| rows.iter().any(|row| row.cells.get(at).is_some_and(|cell| !cell.is_empty()));
    let width = rows.iter().map(|row| row.cells.len()).max().unwrap_or_default().max(planned.len());
    let mut planned = planned.into_iter();
    (0..width)
        .filter_map(|index| {
            let text = head.cells.get(index).cloned().unwrap_or_default();
            let meaning = planned.next().map_or(Meaning::Number, |planned| planned.meaning);
            match meaning {
                Meaning::Number if text.is_empty() => {
                    holds(index).then_some(Column { index, head: text, meaning: Meaning::Unused })
                }
                meaning => Some(Column { index, head: text, meaning }),
            }
        })
        .collect()
}

/// What a row below the head is.
enum RowKind {
    Record,
    /// The head again, as on each page of a print, or a row that nobody filled.
    Nothing,
    /// A sum, a note, a heading between the rows: what stands in it.
    Other(String),
}

fn kind(sheet: &Sheet, row: &SheetRow, head: &[String], columns: &[Planned<'_>]) -> RowKind {
    let filled: Vec<&String> = row.cells.iter().filter(|cell| !cell.is_empty()).collect();
    let other = || RowKind::Other(filled.iter().map(|cell| cell.as_str()).collect::<Vec<_>>().join(" "));
    let answers: Vec<(&str, &str)> = row
        .cells
        .iter()
        .zip(columns.iter().zip(head))
        .filter(|(cell, (column, _))| column.target.is_some() && !cell.is_empty())
        .map(|(cell, (_, head))| (cell.as_str(), head.rsplit('/').next().unwrap_or_default()))
        .collect();
    if !answers.is_empty() && answers.iter().all(|(cell, head)| fold(cell) == fold(head)) {
        return RowKind::Nothing;
    }
    if filled.first().is_some_and(|cell| is_below(cell)) || is_heading(sheet, row, head.len()) {
        return other();
    }
    if !answers.is_empty() {
        return RowKind::Record;
    }
    // Rows with nothing but their running number are still to be filled.
    let is_number = |at: usize| columns.get(at).is_some_and(|column| column.meaning == Meaning::Number);
    let is_blank_cell = |(at, cell): (usize, &String)| {
        cell.is_empty() || (is_number(at) && cell.chars().all(|c| c.is_ascii_digit() || c == '.'))
    };
    let is_blank = row.cells.iter().enumerate().all(is_blank_cell);
    if is_blank { RowKind::Nothing } else { other() }
}

/// Whether the first cell of a row says that it is none of the list.
pub(crate) fn is_below(cell: &str) -> bool {
    BELOW.iter().any(|word| {
        fold(cell) == *word || cell.strip_prefix(word).is_some_and(|rest| rest.starts_with(['：', ':', '（', '(']))
    })
}

/// Whether one cell over half of the columns or more is all that a row holds.
fn is_heading(sheet: &Sheet, row: &SheetRow, width: usize) -> bool {
    let filled = row.cells.iter().filter(|cell| !cell.is_empty()).count();
    let reaches = |columns: (usize, usize)| columns.1 > columns.0 && (columns.1 - columns.0 + 1) * 2 >= width;
    filled == 1 && sheet.merged.iter().any(|merged| merged.rows.0 == row.number && reaches(merged.columns))
}

fn entry(sheet: &str, columns: &[Planned<'_>], row: &SheetRow) -> Entry {
    let mut entry = Entry { number: row.number, record: Record::new(), findings: Vec::new() };
    for (column, (planned, cell)) in columns.iter().zip(&row.cells).enumerate() {
        let Some(target) = &planned.target else { continue };
        let mut findings = Vec::new();
        if let Some(value) = typed(target.field, &target.path, cell, &mut findings) {
            entry.record.set(&target.path, value);
        }
        // What is no number of the field's kind is said already.
        let is_wrong = findings.iter().any(|finding| finding.severity == Severity::Error);
        let damaged = row.damaged.iter().filter(|(at, _)| *at == column && !is_wrong);
        findings.extend(damaged.filter_map(|(_, damage)| damage_or_doubt(target.field, &target.path, cell, damage)));
        entry.findings.extend(findings.into_iter().map(|finding| finding.at(place(sheet, row.number, column))));
    }
    entry
}

/// Where a cell stands; CSV has rows only, which the entry names.
fn place(sheet: &str, row: usize, column: usize) -> Option<Place> {
    let cell = CellName { row: u32::try_from(row).ok()?, column: u32::try_from(column + 1).ok()? };
    (!sheet.is_empty()).then(|| Place::Sheet { sheet: sheet.to_owned(), cell })
}
