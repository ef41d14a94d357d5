//! Workbooks: the visible sheets as rows of text.

use std::collections::BTreeMap;

use super::{Merged, Sheet, SheetError, SheetErrorKind, SheetRow};
use crate::document::Damage;
use crate::read::workbook::{self, Area};
use crate::read::{Kind, Limits, ReadError, ReadErrorKind};

pub(super) fn sheets(bytes: &[u8], kind: Kind, limits: &Limits) -> Result<Vec<Sheet>, SheetError> {
    let workbook = workbook::read(bytes, kind, limits).map_err(|error| unread(&error))?;
    let mut room = limits.items;
    workbook.sheets.into_iter().map(|found| sheet(found, limits, &mut room)).collect()
}

fn unread(error: &ReadError) -> SheetError {
    let kind = match error.kind() {
        ReadErrorKind::TooLarge
        | ReadErrorKind::Bomb
        | ReadErrorKind::TooManyEntries
        | ReadErrorKind::TooManyItems
        | ReadErrorKind::TooManyCells => SheetErrorKind::TooLarge,
        ReadErrorKind::Encrypted => SheetErrorKind::Encrypted,
        _ => SheetErrorKind::Damaged,
    };
    kind.into()
}

/// `room` is how many cells may still be held.
fn sheet(found: workbook::Sheet, limits: &Limits, room: &mut usize) -> Result<Sheet, SheetError> {
    let mut rows: BTreeMap<usize, SheetRow> = BTreeMap::new();
    for cell in &found.cells {
        let text = cell.content.data().trim();
        if text.is_empty() {
            continue;
        }
        let (number, column) = (cell.row as usize + 1, cell.column as usize);
        if column >= limits.columns {
            return Err(SheetErrorKind::TooLarge.into());
        }
        let row = rows.entry(number).or_insert_with(|| SheetRow { number, ..SheetRow::default() });
        put(row, column, text, room)?;
        // Data holds all digits, whatever the cell shows.
        let damage = cell.content.damage().filter(|damage| !matches!(damage, Damage::Shown { .. }));
        row.damaged.extend(damage.map(|damage| (column, damage)));
    }
    let mut sheet = Sheet { name: found.name, ..Sheet::default() };
    for Area { rows: (first, last), columns: (left, right) } in found.merged {
        let merged = Merged { rows: (first as usize + 1, last as usize + 1), columns: (left as usize, right as usize) };
        fill_down(&mut rows, merged, room)?;
        sheet.merged.push(merged);
    }
    sheet.rows = rows.into_values().collect();
    Ok(sheet)
}

/// Puts a text into a row, which is made as long as need be.
fn put(row: &mut SheetRow, column: usize, text: &str, room: &mut usize) -> Result<(), SheetError> {
    let more = (column + 1).saturating_sub(row.cells.len());
    *room = room.checked_sub(more).ok_or(SheetErrorKind::TooLarge)?;
    row.cells.resize(row.cells.len() + more, String::new());
    row.cells[column] = text.to_owned();
    Ok(())
}

/// Repeats the text of merged cells in the rows below their first.
fn fill_down(
    rows: &mut BTreeMap<usize, SheetRow>,
    Merged { rows: (first, last), columns: (column, _) }: Merged,
    room: &mut usize,
) -> Result<(), SheetError> {
    let above = rows.get(&first).and_then(|row| row.cells.get(column)).filter(|text| !text.is_empty());
    let Some(text) = above.cloned() else { return Ok(()) };
    let damage = rows.get(&first).into_iter().flat_map(|row| &row.damaged).find(|(at, _)| *at == column).cloned();
    for (_, row) in rows.range_mut(first..=last.max(first)).skip(1) {
        // Each filling counts, so that many areas over many rows end too.
        *room = room.checked_sub(1).ok_or(SheetErrorKind::TooLarge)?;
        if row.cells.get(column).is_none_or(String::is_empty) {
            put(row, column, &text, room)?;
            row.damaged.extend(damage.clone());
        }
    }
    Ok(())
}

#[cfg(feature = "collect")]
#[cfg(test)]
mod tests {
    use rust_xlsxwriter::{Format, Workbook};

    use super::*;

    fn read(write: impl Fn(&mut rust_xlsxwriter::Worksheet) -> Result<(), rust_xlsxwriter::XlsxError>) -> Vec<Sheet> {
        let mut workbook = Workbook::new();
        write(workbook.add_worksheet()).unwrap();
        sheets(&workbook.save_to_buffer().unwrap(), Kind::Xlsx, &Limits::default()).unwrap()
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
        let sheets = sheets(&workbook.save_to_buffer().unwrap(), Kind::Xlsx, &Limits::default()).unwrap();
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
        let error = sheets(&workbook.save_to_buffer().unwrap(), Kind::Xlsx, &Limits::default()).unwrap_err();
        assert_eq!(error.kind, SheetErrorKind::TooLarge);
    }
}
