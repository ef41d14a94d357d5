//! Where the head of a sheet stands: below titles, in one row or in several
//! under common headings.

use super::sheet::{Merged, Sheet};

/// Rows in which the head is looked for: titles and notes stand above it.
const WITHIN: usize = 30;
/// Rows that a head has at most: 市州, 开通数量, 教师.
const TALLEST: usize = 3;

/// What a head is worth among others: nothing, a doubt, a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Worth {
    /// It names no field.
    Nothing,
    /// It may name one.
    Doubt,
    /// It names one.
    Field,
}

/// The head of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct HeadRows {
    /// Index of its first row.
    pub first: usize,
    /// Index of the row below it.
    pub below: usize,
    /// The heads of all columns; those of several rows from above, joined by
    /// `/`.
    pub cells: Vec<String>,
    /// What they are worth together; more is better.
    pub worth: usize,
}

/// The heads that may begin in each of the first rows of a sheet; of those that
/// begin in one row, the tallest that loses nothing. `weigh` says what the
/// heads of a row are worth.
pub(crate) fn heads<'s>(
    sheet: &'s Sheet,
    weigh: impl Fn(&[String]) -> Vec<Worth> + 's,
) -> impl Iterator<Item = HeadRows> + 's {
    (0..sheet.rows.len().min(WITHIN)).filter_map(move |at| {
        let mut best = head(sheet, at, 1, &weigh)?.0;
        for height in 2..=TALLEST {
            match head(sheet, at, height, &weigh) {
                Some((taller, adds)) if adds && taller.worth >= best.worth => best = taller,
                _ => break,
            }
        }
        Some(best)
    })
}

/// The head of a sheet that is worth most, the first of equals, if any is worth
/// something.
pub(crate) fn best_head(sheet: &Sheet, weigh: impl Fn(&[String]) -> Vec<Worth>) -> Option<HeadRows> {
    let best = heads(sheet, weigh).reduce(|best, next| if next.worth > best.worth { next } else { best });
    best.filter(|head| head.worth > 0)
}

/// The head of `height` rows from row `first` on, and whether its last row adds
/// to what a field is called.
fn head(
    sheet: &Sheet,
    first: usize,
    height: usize,
    weigh: &impl Fn(&[String]) -> Vec<Worth>,
) -> Option<(HeadRows, bool)> {
    let rows = sheet.rows.get(first..first + height)?;
    if rows.windows(2).any(|pair| pair[1].number != pair[0].number + 1) {
        return None;
    }
    let width = rows.iter().map(|row| row.cells.len()).max().unwrap_or_default();
    let columns = (0..width).map(|column| head_of(sheet, first, height, column));
    let (cells, added): (Vec<String>, Vec<bool>) = columns.unzip();
    let worths = weigh(&cells);
    let adds = worths.iter().zip(added).any(|(worth, added)| added && *worth > Worth::Nothing);
    let worth = worths.iter().map(|worth| *worth as usize).sum();
    Some((HeadRows { first, below: first + height, cells, worth }, adds))
}

/// The head of a column in some rows, and whether the last of them adds to it.
fn head_of(sheet: &Sheet, first: usize, height: usize, column: usize) -> (String, bool) {
    let text = |row: usize| sheet.rows.get(row).and_then(|row| row.cells.get(column)).map_or("", String::as_str);
    let end = first + height;
    let mut parts: Vec<&str> = Vec::new();
    let mut adds = false;
    for row in first..end {
        let own = text(row);
        let reaches_below = || (row + 1..end).any(|row| !text(row).is_empty());
        let part = if own.is_empty() && reaches_below() { heading(sheet, row, column) } else { own };
        if !part.is_empty() && parts.last() != Some(&part) {
            parts.push(part);
            adds = row + 1 == end;
        }
    }
    (parts.join("/"), adds)
}

/// The heading left of an empty cell that reaches over it: the one that is
/// merged so far or, where nothing is merged, the next one.
fn heading(sheet: &Sheet, row: usize, column: usize) -> &str {
    let Some(row) = sheet.rows.get(row) else { return "" };
    let from = (0..column).rev().find(|at| row.cells.get(*at).is_some_and(|cell| !cell.is_empty()));
    let Some(from) = from else { return "" };
    let spans = |merged: &&Merged| (merged.rows.0..=merged.rows.1).contains(&row.number) && merged.columns.0 == from;
    match sheet.merged.iter().find(spans) {
        Some(merged) if merged.columns.1 < column => "",
        _ => row.cells.get(from).map_or("", String::as_str),
    }
}

#[cfg(test)]
mod tests {
    use super::super::sheet::SheetRow;
    use super::*;

    fn sheet(rows: &[&[&str]], merged: &[Merged]) -> Sheet {
        let row = |(index, cells): (usize, &&[&str])| SheetRow {
            number: index + 1,
            cells: cells.iter().map(|cell| (*cell).to_owned()).collect(),
            ..SheetRow::default()
        };
        Sheet { rows: rows.iter().enumerate().map(row).collect(), merged: merged.to_vec(), ..Sheet::default() }
    }

    /// 学校名称 and what holds 联系人 and one of its columns are fields.
    fn weigh(cells: &[String]) -> Vec<Worth> {
        let known = ["学校名称", "联系人", "联系人/姓名", "联系人/手机", "联系人/手机/本人", "备注"];
        cells.iter().map(|cell| if known.contains(&cell.as_str()) { Worth::Field } else { Worth::Nothing }).collect()
    }

    fn best(rows: &[&[&str]], merged: &[Merged]) -> (usize, usize, String) {
        let head = best_head(&sheet(rows, merged), weigh).unwrap();
        (head.first, head.below, head.cells.join(","))
    }

    #[test]
    fn headings_reach_over_the_cells_right_of_them() {
        let rows: &[&[&str]] =
            &[&["名单"], &["学校名称", "联系人", "", "备注"], &["", "姓名", "手机"], &["甲小学", "李四"]];
        assert_eq!(best(rows, &[]), (1, 3, "学校名称,联系人/姓名,联系人/手机,备注".to_owned()));
        let merged = [Merged { rows: (2, 2), columns: (1, 2) }, Merged { rows: (2, 3), columns: (0, 0) }];
        let filled: &[&[&str]] = &[
            &["名单"],
            &["学校名称", "联系人", "", "备注"],
            &["学校名称", "姓名", "手机", "备注"],
            &["甲小学", "李四"],
        ];
        assert_eq!(best(filled, &merged), (1, 3, "学校名称,联系人/姓名,联系人/手机,备注".to_owned()));
    }

    #[test]
    fn a_merged_heading_reaches_no_further() {
        let merged = [Merged { rows: (1, 1), columns: (1, 2) }];
        let rows: &[&[&str]] = &[&["学校名称", "联系人"], &["", "姓名", "手机", "手机"], &["甲小学"]];
        assert_eq!(best(rows, &merged).2, "学校名称,联系人/姓名,联系人/手机,手机");
    }

    #[test]
    fn a_heading_over_one_column_is_part_of_its_head() {
        let rows: &[&[&str]] = &[&["学校名称", "联系人"], &["", "手机"], &["甲小学", "13800000001"]];
        assert_eq!(best(rows, &[]), (0, 2, "学校名称,联系人/手机".to_owned()));
    }

    #[test]
    fn heads_may_have_three_rows() {
        let rows: &[&[&str]] = &[&["学校名称", "联系人", ""], &["", "姓名", "手机"], &["", "", "本人"], &["甲小学"]];
        assert_eq!(best(rows, &[]), (0, 3, "学校名称,联系人/姓名,联系人/手机/本人".to_owned()));
    }

    #[test]
    fn the_first_row_of_data_is_no_head() {
        let rows: &[&[&str]] = &[&["学校名称", "联系人", "备注"], &["", "", "无"], &["甲小学", "李四"]];
        assert_eq!(best(rows, &[]), (0, 1, "学校名称,联系人,备注".to_owned()));
        let rows: &[&[&str]] = &[&["学校名称", "联系人"], &["甲小学", "李四"]];
        assert_eq!(best(rows, &[]).1, 1);
        // Rows apart are no head together.
        let mut apart = sheet(&[&["学校名称", "联系人"], &["", "手机"]], &[]);
        apart.rows[1].number = 5;
        assert_eq!(best_head(&apart, weigh).unwrap().below, 1);
        assert_eq!(best_head(&sheet(&[&["甲", "乙"]], &[]), weigh), None);
    }
}
