//! A whole record against its form.

use rust_decimal::Decimal;

use super::duty::{self, Duty};
use super::{choice, limits, order, parse, rules, value};
use crate::form::{Date, Field, FieldKind, Form, PresetRow, Record, Rows, Stage, Value};
use crate::text::fold;
use crate::{Code, FieldPath, Finding};

/// How a record is checked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct CheckOptions {
    /// How far the returns have come. Boxes of offices up to this one must be
    /// filled, those of later ones must be empty. `None`, the default, asks
    /// nothing of offices.
    pub stage: Option<Stage>,
    /// Whether the applicant reports directly to the province, so that
    /// [`Field::direct_filled_by`] holds. `false` by default.
    pub direct: bool,
    /// The day of the check; nobody was born after it. `None`, the default,
    /// leaves that open.
    pub today: Option<Date>,
}

impl CheckOptions {
    /// Sets [`CheckOptions::stage`].
    #[must_use]
    pub fn stage(mut self, stage: Option<Stage>) -> CheckOptions {
        self.stage = stage;
        self
    }

    /// Sets [`CheckOptions::direct`].
    #[must_use]
    pub fn direct(mut self, direct: bool) -> CheckOptions {
        self.direct = direct;
        self
    }

    /// Sets [`CheckOptions::today`].
    #[must_use]
    pub fn today(mut self, today: Option<Date>) -> CheckOptions {
        self.today = today;
        self
    }
}

/// All that is wrong with a record, in the form's order, with the paths of
/// single values (`members[2].name`, rows from 0 as they stand in the record).
///
/// - A required field must be filled; in a table, only in rows that hold
///   something besides what is printed in them. Where the rows are printed one
///   by one (an indicator table), it must be filled in all of them as soon as
///   it is in one.
/// - A required table has at least one such row, and at least
///   [`Rows::min`]; an optional one has none or [`Rows::min`].
/// - Texts that stand in fields of another kind are read as [`value`](super::value)
///   reads them: those that cannot be are findings, the others count as what
///   they say.
/// - Who fills a field decides at which [stage](CheckOptions::stage) it must be
///   filled, and until when it must be empty.
/// - Limits and rules hold for what is filled in; what is printed in a row is
///   not checked.
pub fn record(form: &Form, record: &Record, options: &CheckOptions) -> Vec<Finding> {
    let mut findings = Vec::new();
    let top = Scope { record: Some(record), path: None, demanded: true, points: None, refused: false, options };
    check_fields(&form.fields, top, &mut findings);
    findings.extend(rules::check(form, record));
    findings.sort_by_cached_key(|finding| finding.path.as_ref().map(|path| order::position(form, path)));
    findings
}

/// Where fields stand.
#[derive(Clone, Copy)]
struct Scope<'a> {
    /// The values of this level, if anything was written.
    record: Option<&'a Record>,
    /// The path of the group or row; `None` at the top.
    path: Option<&'a FieldPath>,
    /// Whether required fields must be filled: not so in a blank row.
    demanded: bool,
    /// The points printed in the row.
    points: Option<Decimal>,
    /// Whether what stands here was found to be written too early.
    refused: bool,
    options: &'a CheckOptions,
}

fn check_fields(fields: &[Field], scope: Scope<'_>, findings: &mut Vec<Finding>) {
    for field in fields {
        let path = match scope.path {
            Some(above) => above.child(field.id()),
            None => FieldPath::field(field.id()),
        };
        let value = scope.record.and_then(|record| record.field(field.id())).filter(|value| !value.is_empty());
        match &field.kind {
            FieldKind::Group => check_group(field, &path, value, scope, findings),
            FieldKind::Table(rows) => check_table(field, rows, &path, value, scope, findings),
            _ if field.preset => {}
            kind => {
                if *kind == FieldKind::Opinion {
                    findings.extend(duty::opinion(field, &path, scope.record, scope.options));
                } else if !is_beside_opinion(fields, field) {
                    findings.extend(check_duty(field, &path, value.is_some(), scope));
                }
                findings.extend(value.into_iter().flat_map(|value| check_answer(field, &path, value, scope)));
            }
        }
    }
}

/// Whether a field is missing, or filled before its turn.
fn check_duty(field: &Field, path: &FieldPath, filled: bool, scope: Scope<'_>) -> Option<Finding> {
    let duty = Duty::of(field, scope.options);
    match filled {
        true if scope.refused => None,
        true => duty.refusal(path),
        false => (duty.demands(field) && scope.demanded).then(|| Finding::new(Code::Required).about(path)),
    }
}

/// Whether a field is the signature or the date of an opinion among `fields`.
fn is_beside_opinion(fields: &[Field], field: &Field) -> bool {
    let of = |suffix: &str| field.id().strip_suffix(suffix);
    let opinion = of("_signature").or_else(|| of("_date"));
    opinion.is_some_and(|id| fields.iter().any(|field| field.kind == FieldKind::Opinion && field.id() == id))
}

fn check_group(field: &Field, path: &FieldPath, value: Option<&Value>, scope: Scope<'_>, findings: &mut Vec<Finding>) {
    let group = match value {
        Some(Value::Group(group)) => Some(group),
        _ => None,
    };
    let before = findings.len();
    check_fields(&field.fields, Scope { record: group, path: Some(path), ..scope }, findings);
    // A required group of optional fields wants at least one of them.
    if value.is_none() && findings.len() == before {
        findings.extend(check_duty(field, path, false, scope));
    }
}

fn check_table(
    field: &Field,
    rows: &Rows,
    path: &FieldPath,
    value: Option<&Value>,
    scope: Scope<'_>,
    findings: &mut Vec<Finding>,
) {
    let records: &[Record] = match value {
        Some(Value::Rows(records)) => records,
        _ => &[],
    };
    let filled = records.iter().filter(|row| is_filled(&field.fields, row)).count();
    let duty = Duty::of(field, scope.options);
    let refusal = duty.refusal(path).filter(|_| filled > 0 && !scope.refused);
    let refused = scope.refused || refusal.is_some();
    findings.extend(refusal);
    if scope.demanded && matches!(duty, Duty::Fill { .. }) {
        findings.extend(check_row_count(field, rows, path, filled));
    }
    let every_row = rows.fixed && filled > 0;
    let last = if every_row { records.len().max(rows.preset.len()) } else { records.len() };
    for index in 0..last {
        let row = records.get(index);
        let demanded = every_row || row.is_some_and(|row| is_filled(&field.fields, row));
        let points = printed(rows, index, row).and_then(|printed| printed.points);
        let path = path.row(index);
        let scope = Scope { record: row, path: Some(&path), demanded, points, refused, ..scope };
        check_fields(&field.fields, scope, findings);
    }
}

fn check_row_count(field: &Field, rows: &Rows, path: &FieldPath, filled: usize) -> Option<Finding> {
    match filled {
        0 if field.required => Some(Finding::new(Code::Required).about(path)),
        0 => None,
        filled if filled < rows.min => {
            Some(Finding::new(Code::MinRows).about(path).with("limit", rows.min).with("count", filled))
        }
        _ => None,
    }
}

/// Whether a row holds more than what is printed in it.
fn is_filled(columns: &[Field], row: &Record) -> bool {
    columns.iter().filter(|column| !column.preset).any(|column| match row.field(column.id()) {
        Some(Value::Group(group)) => is_filled(&column.fields, group),
        Some(value) => !value.is_empty(),
        None => false,
    })
}

/// What is printed in a row: by its printed words where the record has them,
/// else by its number.
fn printed<'a>(rows: &'a Rows, index: usize, row: Option<&Record>) -> Option<&'a PresetRow> {
    let word = |id: &str| row.and_then(|row| row.field(id)).map(|value| fold(&value.to_string()));
    let is_it = |printed: &&PresetRow| printed.values.iter().all(|(id, text)| word(id) == Some(fold(text)));
    let numbered = rows.preset.get(index);
    numbered.filter(is_it).or_else(|| rows.preset.iter().find(is_it)).or(numbered)
}

/// What is wrong with an answer that is not empty.
fn check_answer(field: &Field, path: &FieldPath, answer: &Value, scope: Scope<'_>) -> Vec<Finding> {
    let points = scope.points;
    match (&field.kind, answer) {
        (FieldKind::Choice(options) | FieldKind::Choices(options), Value::Choice(answer)) => {
            choice::check(field, options, path, answer)
        }
        (FieldKind::Choice(_) | FieldKind::Choices(_), answer) => {
            value::value(field, path, &answer.to_string()).findings
        }
        (FieldKind::YearMonth, Value::Date(date)) if date.parts().1.is_none() => {
            let fault = value::Fault { code: Code::Date, reason: Some(parse::YEAR_ALONE) };
            vec![fault.finding(field, path, &date.to_chinese())]
        }
        (FieldKind::Date | FieldKind::YearMonth, Value::Date(_)) | (_, Value::Group(_) | Value::Rows(_)) => Vec::new(),
        (FieldKind::Integer | FieldKind::Number | FieldKind::Percent | FieldKind::Score, Value::Number(number)) => {
            check_number(field, path, *number, points)
        }
        (FieldKind::IdNumber, answer) => {
            let text = answer.to_string();
            let mut findings = check_text(field, path, &text, points);
            findings.extend(check_born(field, path, &text, scope.options));
            findings
        }
        (_, answer) => check_text(field, path, &answer.to_string(), points),
    }
}

/// Whether the date of birth in an identification number has come.
fn check_born(field: &Field, path: &FieldPath, text: &str, options: &CheckOptions) -> Option<Finding> {
    let number = parse::id_number(text).ok()?;
    let fault = value::Fault { code: Code::IdNumber, reason: Some(parse::NOT_BORN) };
    (number.birth() > options.today?).then(|| fault.finding(field, path, text))
}

fn check_text(field: &Field, path: &FieldPath, text: &str, points: Option<Decimal>) -> Vec<Finding> {
    let mut findings = Vec::new();
    match value::read(field, text, points) {
        Ok(reading) => {
            findings.extend(reading.doubt.map(|doubt| value::doubtful(field, path, text, &reading.value, doubt)));
            let number = reading.value.as_number();
            findings.extend(number.and_then(|number| limits::range(field, path, number, points)));
        }
        Err(fault) => findings.push(fault.finding(field, path, text)),
    }
    findings.extend(limits::length(field, path, text));
    findings
}

fn check_number(field: &Field, path: &FieldPath, number: Decimal, points: Option<Decimal>) -> Vec<Finding> {
    let parsed = match field.kind {
        FieldKind::Integer => parse::whole(number),
        FieldKind::Score => parse::not_negative(number),
        _ => Ok(number),
    };
    match parsed {
        Ok(number) => {
            let above = parse::above_all(number).filter(|_| field.kind == FieldKind::Percent);
            let doubt = above.map(|reason| value::Doubt::new(Code::PercentDoubtful, reason));
            let text = number.normalize().to_string();
            let doubt = doubt.map(|doubt| value::doubtful(field, path, &text, &Value::Number(number), doubt));
            doubt.into_iter().chain(limits::range(field, path, number, points)).collect()
        }
        Err(reason) => {
            let fault = value::Fault { code: Code::Number, reason: Some(reason) };
            vec![fault.finding(field, path, &number.normalize().to_string())]
        }
    }
}
