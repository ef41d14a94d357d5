//! The office's list of those who should answer (名单), from a spreadsheet whose
//! heads are labels or ids of the activity's forms.

mod scope;

use std::collections::{HashMap, HashSet};

use super::CollectError;
use crate::check;
use crate::data::head_rows::{best_head, heads};
use crate::data::table::is_below;
use crate::data::{Sheet, SheetError, SheetErrorKind, doubtful, is_number, sheets};
use crate::document::Damage;
use crate::finding::Message;
use crate::form::{Catalogue, Field, FieldKind, Value};
use crate::read::Limits;
use crate::report::MASK;
use crate::text::fold;
use crate::{Code, FieldPath, Finding};
use scope::{Columns, Scopes};

/// The office's list of those who should answer: schools, counties, teachers.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Roster {
    /// Those who should answer, in the order of the list.
    pub rows: Vec<RosterRow>,
    /// What the list says about the summary as a whole: a column that holds
    /// the same in every row, such as 地市.
    pub head: Vec<RosterValue>,
    /// What is wrong with the list itself.
    pub findings: Vec<Finding>,
}

/// One of those who should answer.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RosterRow {
    /// The line or row in the file, from 1.
    pub row: usize,
    /// The applicant's name.
    pub name: String,
    /// The contact's name, if the list has it.
    pub contact_name: Option<String>,
    /// The contact's mobile number, if the list has it.
    pub contact_mobile: Option<String>,
    /// What the list knows.
    pub values: Vec<RosterValue>,
}

/// What a roster knows about a field.
#[derive(Debug, Clone, PartialEq)]
pub struct RosterValue {
    /// The form, `henan-2021/summary`: the returned one or the summary.
    pub form: String,
    /// The field or, in a summary, the column: `schools[].kind`.
    pub path: FieldPath,
    /// The value in the field's type.
    pub value: Value,
}

/// The row of the roster that a return answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Matched {
    /// Index of the row in [`Roster::rows`].
    pub row: usize,
    /// What the two have in common.
    pub by: MatchedBy,
}

/// What a return has in common with its row of the roster, the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MatchedBy {
    /// The applicant's name.
    Name,
    /// The name, which one side writes with the city or county before it.
    NameWithPlace,
    /// A mobile number.
    Mobile,
    /// The file's or a folder's name holds the roster's name.
    FileName,
}

impl RosterRow {
    /// What the list knows about a field of a form, or about a column.
    pub fn value(&self, form: &str, path: &FieldPath) -> Option<&Value> {
        let path = path.definition();
        self.values.iter().find(|known| known.form == form && known.path == path).map(|known| &known.value)
    }
}

impl Roster {
    /// Reads a roster for an activity.
    ///
    /// Heads are labels, synonyms or ids of the form that is returned and of
    /// the summary; white space, brackets and width do not matter. Titles may
    /// stand above them. Of a workbook the first sheet that has such a head is
    /// read; one column has to be the applicant's name.
    ///
    /// # Errors
    ///
    /// The catalogue has no such activity; the file is no spreadsheet, or has
    /// no head.
    pub fn read(catalogue: &Catalogue, activity: &str, bytes: &[u8]) -> Result<Roster, CollectError> {
        if catalogue.activity(activity).is_none() {
            return Err(CollectError::UnknownActivity(activity.to_owned()));
        }
        let sheets = sheets(bytes, &Limits::default()).map_err(CollectError::Roster)?;
        let scopes = Scopes::of(catalogue, activity);
        let head = |sheet: &Sheet| {
            heads(sheet, |cells| scopes.columns(cells.to_vec()).worth()).find_map(|head| {
                let columns = scopes.columns(head.cells);
                (!columns.name.is_empty()).then_some((columns, head.below))
            })
        };
        let found = sheets.iter().find_map(|sheet| head(sheet).map(|(columns, below)| (sheet, columns, below)));
        let (sheet, mut columns, below) = found.ok_or_else(|| CollectError::Roster(no_name(&sheets, &scopes)))?;
        columns.keep_fitting(|at, field| {
            let mut cells = sheet.rows[below..].iter().filter_map(|row| typed(field, row.cells.get(at)?));
            cells.any(|(_, is_right)| is_right)
        });
        Ok(read(sheet, &columns, below))
    }
}

/// Why no row is the head of a roster.
fn no_name(sheets: &[Sheet], scopes: &Scopes<'_>) -> SheetError {
    let nearest = sheets.iter().filter_map(|sheet| {
        let head = best_head(sheet, |cells| scopes.columns(cells.to_vec()).worth())?;
        Some((sheet.rows.get(head.first)?.number, head))
    });
    match nearest.reduce(|best, next| if next.1.worth > best.1.worth { next } else { best }) {
        None => SheetErrorKind::NoHead.into(),
        Some((row, head)) => {
            let detail = doubts(&scopes.columns(head.cells));
            SheetError { kind: SheetErrorKind::NoName, line: Some(row), detail }
        }
    }
}

/// What each doubtful head may be.
fn doubts(columns: &Columns<'_>) -> Option<Message> {
    let (mut zh, mut en) = (Vec::new(), Vec::new());
    for (at, head) in columns.heads.iter().enumerate().filter(|(at, _)| !columns.is_known(*at)) {
        let labels: Vec<String> = columns.doubtful_at(at).iter().map(|field| field.label()).collect();
        if !labels.is_empty() {
            zh.push(format!("“{head}”可能是{}", labels.join("或")));
            en.push(format!("`{head}` may be {}", labels.join(" or ")));
        }
    }
    (!zh.is_empty()).then(|| Message::new(zh.join("；"), en.join("; ")))
}

fn read(sheet: &Sheet, columns: &Columns<'_>, below: usize) -> Roster {
    let mut roster = Roster { findings: about_heads(columns), ..Roster::default() };
    let mut first: HashMap<String, usize> = HashMap::new();
    for row in &sheet.rows[below..] {
        let text = |column: usize| row.cells.get(column).map(String::as_str).unwrap_or_default();
        let filled = || row.cells.iter().filter(|cell| !cell.is_empty());
        // Below the list stand sums and notes; heads repeat on each page.
        if filled().next().is_none_or(|cell| is_below(cell))
            || columns.name.iter().any(|at| text(*at) == columns.heads[*at])
        {
            continue;
        }
        let name = columns.name.iter().map(|at| text(*at)).find(|name| !fold(name).is_empty());
        let Some(name) = name else {
            roster.findings.push(Finding::new(Code::RosterName).with("row", row.number));
            continue;
        };
        match first.get(&fold(name)) {
            Some(other) => {
                let finding = Finding::new(Code::RosterDuplicate).with("row", row.number);
                roster.findings.push(finding.with("other", other).with("value", name));
            }
            None => {
                first.insert(fold(name), row.number);
            }
        }
        let known = |at: Option<usize>| at.map(text).filter(|text| !text.is_empty()).map(str::to_owned);
        let mut own = RosterRow {
            row: row.number,
            name: name.to_owned(),
            contact_name: known(columns.contact_name),
            contact_mobile: known(columns.contact_mobile),
            values: Vec::new(),
        };
        for (at, head) in columns.heads.iter().enumerate() {
            let mut wrong = false;
            for (form, field) in columns.rows_at(at) {
                let Some((value, is_right)) = typed(field, text(at)) else { continue };
                wrong |= !is_right || row.damaged.iter().any(|(of, damage)| *of == at && is_lost(damage));
                own.values.push(RosterValue { form: form.to_owned(), path: field.path.clone(), value });
            }
            if wrong {
                let finding = Finding::new(Code::RosterValue).with("row", row.number).with("column", head);
                roster.findings.push(finding.with("value", shown(columns, at, text(at))));
            }
        }
        roster.rows.push(own);
    }
    let last = below.checked_sub(1).and_then(|at| sheet.rows.get(at)).map_or(0, |row| row.number);
    roster.findings.extend(sheet.omissions(last));
    roster.head = head(sheet, columns, &roster.rows);
    roster
}

/// Whether a spreadsheet has lost what was meant.
fn is_lost(damage: &Damage) -> bool {
    !matches!(damage, Damage::Shown { .. } | Damage::Format | Damage::ZeroLost)
}

/// A cell as a message repeats it.
fn shown<'t>(columns: &Columns<'_>, at: usize, text: &'t str) -> &'t str {
    if columns.rows_at(at).any(|(_, field)| field.sensitive) { MASK } else { text }
}

/// A cell as the value of a field, and whether it is one; `None` for nothing.
fn typed(field: &Field, text: &str) -> Option<(Value, bool)> {
    // A number that the form prints itself is not the roster's to give.
    if field.preset {
        return None;
    }
    let typed = check::value(field, &field.path, text);
    let right = typed.findings.iter().all(|finding| finding.severity < crate::Severity::Error);
    typed.value.map(|value| (value, right))
}

/// What is wrong with the heads.
fn about_heads(columns: &Columns<'_>) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (at, head) in columns.heads.iter().enumerate() {
        if columns.is_used(at) || is_number(head) {
            continue;
        }
        let doubted = columns.doubtful_at(at);
        findings.push(if doubted.is_empty() {
            Finding::new(Code::RosterHead).with("head", head)
        } else {
            doubtful(head, &doubted)
        });
    }
    findings
}

/// The fields outside the summary's tables whose column holds one and the same
/// value wherever it holds one.
fn head(sheet: &Sheet, columns: &Columns<'_>, rows: &[RosterRow]) -> Vec<RosterValue> {
    let kept: HashSet<usize> = rows.iter().map(|row| row.row).collect();
    let rows = || sheet.rows.iter().filter(|row| kept.contains(&row.number));
    let mut values = Vec::new();
    for at in 0..columns.heads.len() {
        let mut cells = rows().filter_map(|row| row.cells.get(at)).filter(|cell| !cell.is_empty());
        let Some(first) = cells.next() else { continue };
        if !cells.all(|cell| fold(cell) == fold(first)) {
            continue;
        }
        for (form, field) in columns.head_at(at) {
            if let Some((value, true)) = typed(field, first) {
                values.push(RosterValue { form: form.to_owned(), path: field.path.clone(), value });
            }
        }
    }
    values
}

/// Whether a field takes a telephone number.
pub(super) fn is_telephone(field: &Field) -> bool {
    matches!(field.kind, FieldKind::Mobile | FieldKind::Phone)
}
