//! XLSX, read by calamine cell by cell: its ranges would allocate whatever the
//! corners of a sheet say.

use std::collections::BTreeMap;
use std::io::Cursor;
use std::panic::{AssertUnwindSafe, catch_unwind};

use calamine::{DataRef, ExcelDateTime, Reader, SheetType, SheetVisible, Xlsx, XlsxError};

use super::{Merged, Sheet, SheetError, SheetErrorKind, SheetRow};
use crate::read::{self, Limits};

/// Inflated bytes of a workbook that is opened: its texts are held in memory.
const INFLATED: u64 = 32 << 20;

pub(super) fn sheets(bytes: &[u8], limits: &Limits) -> Result<Vec<Sheet>, SheetError> {
    let mut inner = limits.clone();
    inner.total_bytes = limits.total_bytes.min(INFLATED);
    read::inflates_within(bytes, &inner).map_err(|error| match error.kind() {
        read::ReadErrorKind::TooLarge | read::ReadErrorKind::Bomb | read::ReadErrorKind::TooManyEntries => {
            SheetErrorKind::TooLarge
        }
        _ => SheetErrorKind::Damaged,
    })?;
    // A fault of the reader is a damaged file to its user.
    catch_unwind(AssertUnwindSafe(|| open(bytes, limits))).unwrap_or(Err(SheetErrorKind::Damaged.into()))
}

fn open(bytes: &[u8], limits: &Limits) -> Result<Vec<Sheet>, SheetError> {
    let mut workbook = Xlsx::new(Cursor::new(bytes)).map_err(damaged)?;
    let visible = workbook.sheets_metadata().iter();
    let names: Vec<String> = visible
        .filter(|sheet| sheet.typ == SheetType::WorkSheet && sheet.visible == SheetVisible::Visible)
        .map(|sheet| sheet.name.clone())
        .collect();
    let mut room = limits.items;
    names.into_iter().map(|name| sheet(&mut workbook, name, limits, &mut room)).collect()
}

fn damaged(_: XlsxError) -> SheetError {
    SheetErrorKind::Damaged.into()
}

/// `room` is how many cells may still be held.
fn sheet(
    workbook: &mut Xlsx<Cursor<&[u8]>>,
    name: String,
    limits: &Limits,
    room: &mut usize,
) -> Result<Sheet, SheetError> {
    let mut rows: BTreeMap<usize, Vec<String>> = BTreeMap::new();
    let mut cells = workbook.worksheet_cells_reader(&name).map_err(damaged)?;
    while let Some(cell) = cells.next_cell().map_err(damaged)? {
        let text = shown(cell.get_value());
        if text.is_empty() {
            continue;
        }
        let (row, column) = cell.get_position();
        let (row, column) = (row as usize, column as usize);
        if column >= limits.columns {
            return Err(SheetErrorKind::TooLarge.into());
        }
        put(rows.entry(row + 1).or_default(), column, text, room)?;
    }
    drop(cells);
    let mut sheet = Sheet { name, ..Sheet::default() };
    for area in workbook.merge_cells_by_sheet_name(&sheet.name).map_err(damaged)? {
        let end = |at: u32| at as usize;
        let merged = Merged {
            rows: (end(area.start.0) + 1, end(area.end.0) + 1),
            columns: (end(area.start.1), end(area.end.1)),
        };
        fill_down(&mut rows, merged, room)?;
        sheet.merged.push(merged);
    }
    sheet.rows = rows.into_iter().map(|(number, cells)| SheetRow { number, cells }).collect();
    Ok(sheet)
}

/// Puts a text into a row, which is made as long as need be.
fn put(row: &mut Vec<String>, column: usize, text: String, room: &mut usize) -> Result<(), SheetError> {
    let more = (column + 1).saturating_sub(row.len());
    *room = room.checked_sub(more).ok_or(SheetErrorKind::TooLarge)?;
    row.resize(row.len() + more, String::new());
    row[column] = text;
    Ok(())
}

/// Repeats the text of merged cells in the rows below their first.
fn fill_down(
    rows: &mut BTreeMap<usize, Vec<String>>,
    Merged { rows: (first, last), columns: (column, _) }: Merged,
    room: &mut usize,
) -> Result<(), SheetError> {
    let Some(text) = rows.get(&first).and_then(|row| row.get(column)).filter(|text| !text.is_empty()).cloned() else {
        return Ok(());
    };
    for (_, row) in rows.range_mut(first..=last.max(first)).skip(1) {
        // Each filling counts, so that many areas over many rows end too.
        *room = room.checked_sub(1).ok_or(SheetErrorKind::TooLarge)?;
        if row.get(column).is_none_or(String::is_empty) {
            put(row, column, text.clone(), room)?;
        }
    }
    Ok(())
}

/// What a cell shows.
fn shown(value: &DataRef<'_>) -> String {
    match value {
        DataRef::Empty => String::new(),
        DataRef::Int(number) => number.to_string(),
        // Never with an exponent.
        DataRef::Float(number) => number.to_string(),
        DataRef::String(text) => text.trim().to_owned(),
        DataRef::SharedString(text) => text.trim().to_owned(),
        DataRef::Bool(true) => "TRUE".to_owned(),
        DataRef::Bool(false) => "FALSE".to_owned(),
        DataRef::DateTime(date) => shown_date(date),
        DataRef::DateTimeIso(text) | DataRef::DurationIso(text) => text.clone(),
        DataRef::Error(error) => error.to_string(),
    }
}

fn shown_date(date: &ExcelDateTime) -> String {
    if !date.is_datetime() {
        return date.as_f64().to_string();
    }
    match date.to_ymd_hms_milli() {
        (year, month, day, 0, 0, 0, _) => format!("{year:04}-{month:02}-{day:02}"),
        (year, month, day, hour, minute, ..) => format!("{year:04}-{month:02}-{day:02} {hour:02}:{minute:02}"),
    }
}

#[cfg(feature = "collect")]
#[cfg(test)]
mod tests {
    use rust_xlsxwriter::{Format, Workbook};

    use super::*;

    fn read(write: impl Fn(&mut rust_xlsxwriter::Worksheet) -> Result<(), rust_xlsxwriter::XlsxError>) -> Vec<Sheet> {
        let mut workbook = Workbook::new();
        write(workbook.add_worksheet()).unwrap();
        sheets(&workbook.save_to_buffer().unwrap(), &Limits::default()).unwrap()
    }

    #[test]
    fn numbers_keep_their_digits_and_dates_are_dates() {
        let sheets = read(|sheet| {
            sheet.write(2, 1, 13_800_000_001.0)?.write(2, 2, 0.5)?.write(2, 4, " 甲　")?;
            let date = rust_xlsxwriter::ExcelDateTime::from_ymd(2021, 11, 3)?;
            sheet.write_with_format(2, 3, &date, &Format::new().set_num_format("yyyy-mm-dd"))?;
            Ok(())
        });
        assert_eq!(sheets[0].rows.len(), 1);
        assert_eq!(sheets[0].rows[0].number, 3);
        assert_eq!(sheets[0].rows[0].cells, ["", "13800000001", "0.5", "2021-11-03", "甲"]);
    }

    #[test]
    fn what_is_merged_downwards_stands_in_each_row() {
        let sheets = read(|sheet| {
            sheet.merge_range(0, 0, 0, 1, "标题", &Format::new())?.merge_range(1, 0, 3, 0, "金水区", &Format::new())?;
            sheet.write(1, 1, "一")?.write(2, 1, "二")?.write(3, 1, "三")?.write(4, 1, "四")?;
            Ok(())
        });
        let rows: Vec<&[String]> = sheets[0].rows.iter().map(|row| row.cells.as_slice()).collect();
        assert_eq!(rows, [&["标题"][..], &["金水区", "一"], &["金水区", "二"], &["金水区", "三"], &["", "四"]]);
        assert_eq!(sheets[0].merged[0], Merged { rows: (1, 1), columns: (0, 1) });
    }

    #[test]
    fn hidden_sheets_are_not_seen() {
        let mut workbook = Workbook::new();
        workbook.add_worksheet().write(0, 0, "看得见").unwrap();
        workbook.add_worksheet().set_hidden(true).write(0, 0, "看不见").unwrap();
        let sheets = sheets(&workbook.save_to_buffer().unwrap(), &Limits::default()).unwrap();
        assert_eq!(sheets.len(), 1);
    }

    #[test]
    fn far_corners_cost_nothing_and_wide_sheets_are_refused() {
        let far = read(|sheet| {
            sheet.write(0, 0, "甲")?.write(1_048_575, 5, "乙")?;
            Ok(())
        });
        assert_eq!(far[0].rows.iter().map(|row| row.number).collect::<Vec<_>>(), [1, 1_048_576]);
        let mut workbook = Workbook::new();
        workbook.add_worksheet().write(1_048_575, 16_383, "乙").unwrap();
        let error = sheets(&workbook.save_to_buffer().unwrap(), &Limits::default()).unwrap_err();
        assert_eq!(error.kind, SheetErrorKind::TooLarge);
    }
}
