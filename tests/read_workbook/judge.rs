//! calamine as a judge of our readers of XLSX, XLS and ODS: both see the same
//! texts, numbers and days in every cell.

use std::collections::BTreeMap;
use std::io::Cursor;

use calamine::{Data, Reader, Sheets, open_workbook_auto_from_rs};
use shenbao::data::{Sheet, sheets};
use shenbao::read::Limits;

use super::hostile::samples;

/// What calamine sees in the cells of a sheet, as far as it holds anything: rows
/// from 1, columns from 0.
fn judged(book: &mut Sheets<Cursor<&[u8]>>, sheet: &str) -> BTreeMap<(usize, usize), Data> {
    let range = book.worksheet_range(sheet).unwrap();
    let (first_row, first_column) = range.start().map_or((0, 0), |(row, column)| (row as usize, column as usize));
    let cells =
        range.used_cells().map(|(row, column, data)| ((first_row + row + 1, first_column + column), data.clone()));
    cells.filter(|(_, data)| !data.to_string().trim().is_empty()).collect()
}

/// Whether our text of a cell says the same.
fn agrees(text: &str, data: &Data) -> bool {
    let number = |value: f64| {
        let (digits, scale) = text.strip_suffix('%').map_or((text, 1.0), |digits| (digits, 100.0));
        digits.parse::<f64>().is_ok_and(|read| (read - value * scale).abs() <= value.abs() * 1e-13)
    };
    match data {
        Data::Int(value) => number(*value as f64),
        Data::Float(value) => number(*value),
        Data::DateTime(moment) => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            text.starts_with(&format!("{year:04}-{month:02}-{day:02}")) || !moment.is_datetime()
        }
        Data::DateTimeIso(iso) => text.starts_with(iso.split('T').next().unwrap_or_default()),
        Data::Bool(tick) => text == if *tick { "TRUE" } else { "FALSE" },
        data => {
            let lines = |text: &str| text.replace("\r\n", "\n").replace('\r', "\n").trim().to_owned();
            lines(text) == lines(&data.to_string())
        }
    }
}

fn compare(name: &str, bytes: &[u8]) -> usize {
    let mut book = open_workbook_auto_from_rs(Cursor::new(bytes)).unwrap();
    let ours = sheets(bytes, &Limits::default()).unwrap();
    let mut cells = 0;
    for Sheet { name: sheet, rows, omitted, merged } in &ours {
        let rows = || rows.iter().chain(omitted.iter().map(|(row, _)| row));
        let theirs = judged(&mut book, sheet);
        cells += theirs.len();
        let text = |row: usize, column: usize| {
            let row = rows().find(|found| found.number == row)?;
            row.cells.get(column).map(String::as_str).filter(|text| !text.is_empty())
        };
        for ((row, column), data) in &theirs {
            let text = text(*row, *column).unwrap_or_default();
            assert!(agrees(text, data), "{name} {sheet} row {row} column {column}: {text:?}, {data:?}");
        }
        // What is merged downwards stands in each row of ours.
        let is_covered = |row: usize, column: usize| {
            merged.iter().any(|area| (area.rows.0 + 1..=area.rows.1).contains(&row) && area.columns.0 == column)
        };
        for row in rows() {
            for (column, text) in row.cells.iter().enumerate().filter(|(_, text)| !text.is_empty()) {
                let known = theirs.contains_key(&(row.number, column)) || is_covered(row.number, column);
                assert!(known, "{name} {sheet} row {} column {column}: {text:?} is ours alone", row.number);
            }
        }
    }
    cells
}

#[test]
fn calamine_sees_what_we_see_in_samples() {
    let cells: usize = samples().iter().map(|(name, bytes)| compare(name, bytes)).sum();
    assert!(cells > 100, "{cells}");
}

#[cfg(feature = "xlsx")]
#[test]
fn calamine_sees_what_we_see_in_forms() {
    use shenbao::Catalogue;
    use shenbao::write::xlsx::{XlsxOptions, XlsxTemplate};

    let catalogue = Catalogue::embedded().unwrap();
    let mut cells = 0;
    for form in catalogue.forms() {
        let template = XlsxTemplate::compile(form, &XlsxOptions::default()).unwrap();
        let record = crate::records::of(form).unwrap_or_default();
        cells += compare(&form.id.to_string(), &template.fill(&record).unwrap().bytes);
    }
    assert!(cells > 1_000, "{cells}");
}
