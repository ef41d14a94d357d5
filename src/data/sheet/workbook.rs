//! Workbooks: the visible sheets as rows of text.

use std::collections::{BTreeMap, HashMap, HashSet};

use super::{Merged, Omitted, Sheet, SheetError, SheetErrorKind, SheetRow, is_word};
use crate::document::Damage;
use crate::read::workbook::{self, Area, Strike};
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
        let struck = (cell.strike() != Strike::Nothing).then_some(Damage::Struck);
        row.damaged.extend(damage.into_iter().chain(struck).map(|damage| (column, damage)));
    }
    let omitted = omitted(&found);
    let mut sheet = Sheet { name: found.name, ..Sheet::default() };
    for Area { rows: (first, last), columns: (left, right) } in found.merged {
        let merged = Merged { rows: (first as usize + 1, last as usize + 1), columns: (left as usize, right as usize) };
        fill_down(&mut rows, merged, room)?;
        sheet.merged.push(merged);
    }
    for (number, row) in rows {
        match omitted.get(&number) {
            Some(why) => sheet.omitted.push((row, *why)),
            None => sheet.rows.push(row),
        }
    }
    Ok(sheet)
}

/// The rows, from 1, that nobody sees or that are crossed out.
fn omitted(sheet: &workbook::Sheet) -> HashMap<usize, Omitted> {
    let cells = || sheet.cells.iter().filter(|cell| !cell.content.is_blank());
    let seen: HashSet<u32> = cells().filter(|cell| !cell.hidden).map(|cell| cell.row).collect();
    // A cell that is hidden in a row that is seen is hidden by its column.
    let columns: HashSet<u32> =
        cells().filter(|cell| cell.hidden && seen.contains(&cell.row)).map(|cell| cell.column).collect();
    let hidden = cells().filter(|cell| !seen.contains(&cell.row) && !columns.contains(&cell.column));
    let mut words: HashMap<u32, bool> = HashMap::new();
    for cell in cells().filter(|cell| is_word(cell.content.data())) {
        *words.entry(cell.row).or_insert(true) &= cell.strike() == Strike::All;
    }
    let struck = words.into_iter().filter(|(_, all)| *all).map(|(row, _)| (row, Omitted::StruckOut));
    let hidden = hidden.map(|cell| (cell.row, Omitted::Hidden));
    struck.chain(hidden).map(|(row, why)| (row as usize + 1, why)).collect()
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
    fn rows_that_are_hidden_or_crossed_out_are_kept_apart() {
        let crossed = Format::new().set_font_strikethrough();
        let sheets = read(|sheet| {
            for (row, name) in ["名称", "甲", "乙", "丙", "丁", "戊"].iter().enumerate() {
                let row = row as u32;
                sheet.write(row, 0, row)?.write(row, 1, *name)?.write(row, 2, format!("{name}某"))?;
                sheet.write(row, 3, 13_800_000_000.0 + f64::from(row))?;
            }
            sheet.set_row_hidden(2)?.set_column_hidden(3)?;
            sheet.write_with_format(3, 1, "丙", &crossed)?.write_with_format(3, 2, "丙某", &crossed)?;
            sheet.write_with_format(4, 2, "丁某", &crossed)?;
            let plain = Format::new();
            sheet.write_rich_string(5, 1, &[(&crossed, "己"), (&plain, "戊")])?;
            Ok(())
        });
        let sheet = &sheets[0];
        let numbers: Vec<usize> = sheet.rows.iter().map(|row| row.number).collect();
        assert_eq!(numbers, [1, 2, 5, 6]);
        assert!(sheet.rows.iter().all(|row| row.cells.len() == 4), "hidden columns are read");
        let omitted: Vec<(usize, Omitted)> = sheet.omitted.iter().map(|(row, why)| (row.number, *why)).collect();
        assert_eq!(omitted, [(3, Omitted::Hidden), (4, Omitted::StruckOut)]);
        let struck: Vec<(usize, usize)> =
            sheet.rows.iter().flat_map(|row| row.damaged.iter().map(|(at, _)| (row.number, *at))).collect();
        assert_eq!(struck, [(5, 2), (6, 1)]);
        let told: Vec<String> = sheet.omissions(3).map(|finding| finding.message(crate::Lang::Zh)).collect();
        assert_eq!(told, ["名单第4行已划掉，没有使用（丙）"]);
    }

    #[test]
    fn rows_that_a_filter_hides_are_read() {
        let sheets = read(|sheet| {
            sheet.write(0, 0, "名称")?.write(1, 0, "甲")?.write(2, 0, "乙")?;
            sheet.autofilter(0, 0, 2, 0)?.set_row_hidden(1)?;
            Ok(())
        });
        assert_eq!((sheets[0].rows.len(), sheets[0].omitted.len()), (3, 0));
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
