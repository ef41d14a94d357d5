//! Records from the rows of a spreadsheet.

use super::Entry;
use super::heads::{Head, Heads};
use super::json::typed;
use super::sheet::{Merged, Sheet, SheetError, SheetErrorKind, sheets};
use crate::finding::Message;
use crate::form::{Field, Form};
use crate::read::Limits;
use crate::text::fold;
use crate::{Code, FieldPath, Finding, Record};

/// Rows in which the head is looked for: titles and notes stand above it.
pub(crate) const HEAD_WITHIN: usize = 30;

/// What a spreadsheet holds.
#[derive(Debug, Clone, PartialEq)]
pub struct SheetRecords {
    /// The record of each row.
    pub entries: Vec<Entry>,
    /// What is wrong with the heads, which is no row's own.
    pub findings: Vec<Finding>,
}

/// Reads the records of a spreadsheet: a row of heads, which are the form's
/// labels or the fields' paths, and a record in each row below it. Of a
/// workbook the first sheet that has a head is read.
///
/// # Errors
///
/// It is no spreadsheet, or no row names any field for certain.
pub fn sheet_records(form: &Form, bytes: &[u8]) -> Result<SheetRecords, SheetError> {
    let sheets = sheets(bytes, &Limits::default())?;
    let heads = Heads::of_form(form);
    let columns = |sheet: &Sheet, at: usize| -> Vec<Column<'_>> {
        let (cells, _) = head_cells(sheet, at);
        let assigned = heads.assign(&cells);
        cells.iter().zip(assigned).map(|(head, found)| column(form, head, found)).collect()
    };
    let (sheet, at) = sheets
        .iter()
        .find_map(|sheet| Some((sheet, head_row(sheet, |at| known(&columns(sheet, at)))?)))
        .ok_or_else(|| {
            let doubted = |cells: &[String]| -> Vec<_> {
                let found = cells.iter().cloned().zip(heads.assign(cells));
                found.filter_map(|(head, found)| Some((head, found.doubtful()?))).collect()
            };
            match nearest_head(&sheets, doubted) {
                None => SheetErrorKind::NoHead.into(),
                Some((row, heads)) => {
                    SheetError { kind: SheetErrorKind::HeadsDoubtful, line: Some(row), detail: doubts(heads) }
                }
            }
        })?;
    let columns = columns(sheet, at);
    let (_, below) = head_cells(sheet, at);
    let entries = sheet.rows[below..].iter().map(|row| entry(&columns, &row.cells)).collect();
    let findings = columns.into_iter().filter_map(|column| column.fault).collect();
    Ok(SheetRecords { entries, findings })
}

/// Rows of heads that cannot be used: of those among the first, the one with
/// the most that `told` gives, and what it gives.
pub(crate) fn nearest_head<T>(sheets: &[Sheet], told: impl Fn(&[String]) -> Vec<T>) -> Option<(usize, Vec<T>)> {
    let rows = sheets.iter().flat_map(|sheet| (0..sheet.rows.len().min(HEAD_WITHIN)).map(move |at| (sheet, at)));
    let rows = rows.map(|(sheet, at)| (sheet.rows[at].number, told(&head_cells(sheet, at).0)));
    let most = rows.reduce(|best, next| if next.1.len() > best.1.len() { next } else { best });
    most.filter(|(_, heads)| !heads.is_empty())
}

/// What each doubtful head may be.
pub(crate) fn doubts<'f>(heads: impl IntoIterator<Item = (String, Vec<&'f Field>)>) -> Option<Message> {
    let (mut zh, mut en) = (Vec::new(), Vec::new());
    for (head, fields) in heads.into_iter().filter(|(_, fields)| !fields.is_empty()) {
        let labels: Vec<String> = fields.iter().map(|field| field.label()).collect();
        zh.push(format!("“{head}”可能是{}", labels.join("或")));
        en.push(format!("`{head}` may be {}", labels.join(" or ")));
    }
    (!zh.is_empty()).then(|| Message::new(zh.join("；"), en.join("; ")))
}

/// The row among the first whose cells name the most, if any does.
fn head_row(sheet: &Sheet, known: impl Fn(usize) -> usize) -> Option<usize> {
    let scores = (0..sheet.rows.len().min(HEAD_WITHIN)).map(|at| (at, known(at)));
    let (at, score) = scores.reduce(|best, next| if next.1 > best.1 { next } else { best })?;
    (score > 0).then_some(at)
}

/// The heads in a row of a sheet, and the index of the row below them: where
/// cells are merged over several columns, the row below tells them apart.
pub(crate) fn head_cells(sheet: &Sheet, at: usize) -> (Vec<String>, usize) {
    let Some(row) = sheet.rows.get(at) else { return (Vec::new(), at) };
    let mut cells = row.cells.clone();
    let is_group = |merged: &&Merged| merged.rows == (row.number, row.number) && merged.columns.0 < merged.columns.1;
    let below = sheet.rows.get(at + 1).filter(|below| below.number == row.number + 1);
    let groups: Vec<&Merged> = sheet.merged.iter().filter(is_group).collect();
    let (Some(below), false) = (below, groups.is_empty()) else { return (cells, at + 1) };
    // A title over the whole table is no group of its columns.
    if groups.iter().any(|group| group.columns.0 == 0 && group.columns.1 + 1 >= below.cells.len()) {
        return (cells, at + 1);
    }
    cells.resize(cells.len().max(below.cells.len()), String::new());
    for group in groups {
        let (first, last) = group.columns;
        let text = cells.get(first).cloned().unwrap_or_default();
        cells.iter_mut().take(last + 1).skip(first).for_each(|cell| cell.clone_from(&text));
    }
    for (cell, below) in cells.iter_mut().zip(&below.cells) {
        if cell.is_empty() {
            cell.clone_from(below);
        } else if cell != below && !below.is_empty() {
            *cell = format!("{cell}/{below}");
        }
    }
    (cells, at + 2)
}

/// A column of the spreadsheet.
struct Column<'f> {
    /// The field and the path of its answer: rows of a table have their own.
    target: Option<(&'f Field, FieldPath)>,
    fault: Option<Finding>,
}

fn known(columns: &[Column<'_>]) -> usize {
    columns.iter().filter(|column| column.target.is_some()).count()
}

fn column<'f>(form: &'f Form, head: &str, found: Head<'f>) -> Column<'f> {
    // `members[0].name` names a cell of a table.
    if let Ok(path) = head.trim().parse::<FieldPath>()
        && !path.is_column()
        && let Some(field) = form.field(&path).filter(|field| field.is_leaf())
    {
        return Column { target: Some((field, path)), fault: None };
    }
    match found {
        Head::Field(field) => Column { target: Some((field, field.path.clone())), fault: None },
        Head::Nothing if is_number(head) => Column { target: None, fault: None },
        Head::Nothing => Column { target: None, fault: Some(Finding::new(Code::UnknownField).with("value", head)) },
        Head::Doubtful(fields) => Column { target: None, fault: Some(doubtful(head, &fields)) },
    }
}

/// Whether a head stands over nothing, or over running numbers.
pub(crate) fn is_number(head: &str) -> bool {
    matches!(fold(head).as_str(), "" | "序号" | "编号")
}

/// The finding of a head that may mean several fields, or one that has a head.
pub(crate) fn doubtful(head: &str, fields: &[&Field]) -> Finding {
    let labels: Vec<String> = fields.iter().map(|field| field.label()).collect();
    Finding::new(Code::HeadDoubtful).with("head", head).with("fields", labels.join("、"))
}

fn entry(columns: &[Column<'_>], cells: &[String]) -> Entry {
    let mut entry = Entry { record: Record::new(), findings: Vec::new() };
    for (column, cell) in columns.iter().zip(cells) {
        let Some((field, path)) = &column.target else { continue };
        if let Some(value) = typed(field, path, cell, &mut entry.findings) {
            entry.record.set(path, value);
        }
    }
    entry
}

#[cfg(test)]
mod tests {
    use super::super::sheet::SheetRow;
    use super::*;
    use crate::{Catalogue, Lang};

    fn read(text: &str) -> Result<SheetRecords, SheetError> {
        let catalogue = Catalogue::embedded().unwrap();
        sheet_records(catalogue.form("henan-2021/recommendation").unwrap(), text.as_bytes())
    }

    #[test]
    fn the_head_may_stand_below_a_title() {
        let read = read("2021年名单,,\n填报单位：某局,,\n学校名称,联系人,职务,序号\n甲小学,李四,主任,1\n乙小学,,,2\n")
            .unwrap();
        assert_eq!(read.entries.len(), 2);
        assert_eq!(read.entries[0].record.get(&"contact.name".parse().unwrap()), Some(&"李四".into()));
        let messages: Vec<String> = read.findings.iter().map(|finding| finding.message(Lang::Zh)).collect();
        assert_eq!(messages, ["“职务”一列不能确定是哪一栏（负责人信息/职务、联系人信息/职务），没有使用"]);
        assert!(read.entries.iter().all(|entry| entry.findings.is_empty()), "heads are no row's own");
    }

    #[test]
    fn a_head_of_two_rows_is_read_from_above() {
        let row = |number, cells: &[&str]| SheetRow { number, cells: cells.iter().map(|c| (*c).to_owned()).collect() };
        let sheet = Sheet {
            rows: vec![row(2, &["学校名称", "联系人信息", "", "备注"]), row(3, &["学校名称", "姓名", "手机", "备注"])],
            merged: vec![Merged { rows: (2, 2), columns: (1, 2) }, Merged { rows: (2, 3), columns: (0, 0) }],
            ..Sheet::default()
        };
        let heads = ["学校名称", "联系人信息/姓名", "联系人信息/手机", "备注"].map(str::to_owned).to_vec();
        assert_eq!(head_cells(&sheet, 0), (heads, 2));
    }

    #[test]
    fn heads_that_are_all_doubtful_are_named() {
        let error = read("名单,\n姓名,手机号\n李四,13800000001\n").unwrap_err();
        assert_eq!(error.kind, SheetErrorKind::HeadsDoubtful);
        assert_eq!(
            error.message(Lang::Zh),
            "第2行：表头不能确定各列是哪一栏，请改用其中一个名称：\
            “姓名”可能是负责人信息/姓名或联系人信息/姓名；“手机号”可能是负责人信息/手机或联系人信息/手机"
        );
    }

    #[test]
    fn without_a_head_nothing_is_read() {
        assert_eq!(read("甲小学,李四\n乙小学,王五\n").unwrap_err().kind, SheetErrorKind::NoHead);
    }
}
