//! Rules between the fields of one record.

use rust_decimal::Decimal;

use super::value::shown;
use super::{choice, parse};
use crate::finding::{MASK, Words};
use crate::form::{Field, Form, IdPart, Operand, Options, Record, Rule, RuleKind, Value};
use crate::text::{squeeze, to_half_width};
use crate::{Code, FieldPath, Finding, Step};

/// What a message calls a limit that is no field.
const FIXED_LIMIT: Words = Words { zh: "规定的限度", en: "the fixed limit" };

const BIRTH: Words = Words { zh: "出生日期", en: "date of birth" };
const GENDER: Words = Words { zh: "性别", en: "gender" };

/// Numbers that a message about a sum shows before it breaks off.
const SHOWN_PARTS: usize = 12;

/// All breaches of a form's rules. A rule that lacks an answer, or whose answer
/// is no number, is skipped: that answer is a finding of its own. In a sum,
/// blank parts count as nothing, as long as there is one that is not blank.
pub(super) fn check(form: &Form, record: &Record) -> Vec<Finding> {
    let run = Run { form, record };
    form.rules.iter().flat_map(|rule| run.rule(rule)).collect()
}

/// The rules of one form on one record.
struct Run<'a> {
    form: &'a Form,
    record: &'a Record,
}

impl<'a> Run<'a> {
    fn rule(&self, rule: &Rule) -> Vec<Finding> {
        self.rows(rule)
            .into_iter()
            .filter_map(|row| {
                let finding = self.breach(&rule.kind, row)?.about(&at_row(&rule.at, row));
                Some(Finding { severity: rule.severity.unwrap_or(finding.severity), ..finding })
            })
            .collect()
    }

    /// The rows that a rule runs for; `None` for a rule that runs once. Only a
    /// sum can take a column as a whole: other rules run for each of its rows.
    fn rows(&self, rule: &Rule) -> Vec<Option<usize>> {
        let (first, others) = match &rule.kind {
            RuleKind::Sum { parts, equals } => (equals, parts.as_slice()),
            RuleKind::AtMost { field, .. } | RuleKind::AtLeast { field, .. } => (field, [].as_slice()),
            RuleKind::Equal { field, other } | RuleKind::IdNumber { field, number: other, .. } => {
                (field, std::slice::from_ref(other))
            }
        };
        let is_sum = matches!(rule.kind, RuleKind::Sum { .. });
        let in_rows = |path: &&FieldPath| path.steps().contains(&Step::EachRow);
        let table = [first].into_iter().chain(others).find(in_rows).and_then(FieldPath::split_table);
        match table {
            Some((table, _)) if rule.each_row || !is_sum => (0..self.record.rows(&table).len()).map(Some).collect(),
            _ => vec![None],
        }
    }

    /// What is wrong by a rule, for one row or at all.
    fn breach(&self, kind: &RuleKind, row: Option<usize>) -> Option<Finding> {
        match kind {
            RuleKind::Sum { parts, equals } => self.sum(parts, &at_row(equals, row), row),
            RuleKind::AtMost { field, limit } => {
                self.bound(Code::AtMost, &at_row(field, row), limit, row, |value, limit| value <= limit)
            }
            RuleKind::AtLeast { field, limit } => {
                self.bound(Code::AtLeast, &at_row(field, row), limit, row, |value, limit| value >= limit)
            }
            RuleKind::Equal { field, other } => self.equal(&at_row(field, row), &at_row(other, row)),
            RuleKind::IdNumber { number, part, field } => {
                self.id_number(&at_row(number, row), *part, &at_row(field, row))
            }
        }
    }

    fn sum(&self, parts: &[FieldPath], equals: &FieldPath, row: Option<usize>) -> Option<Finding> {
        let value = self.number(equals)?;
        let mut addends = Vec::new();
        let mut hidden = false;
        for part in parts {
            let part = at_row(part, row);
            hidden |= self.form.field(&part).is_some_and(|field| field.sensitive);
            for value in self.values(&part).into_iter().filter(|value| !value.is_empty()) {
                addends.push(as_number(value)?);
            }
        }
        let expected = addends.iter().try_fold(Decimal::ZERO, |sum, addend| sum.checked_add(*addend))?;
        if addends.is_empty() || expected == value {
            return None;
        }
        let written = if hidden { MASK.to_owned() } else { written(&addends) };
        let expected = if hidden { MASK.to_owned() } else { self.shown(equals, expected) };
        let finding = Finding::new(Code::Sum).with("expected", expected).with("parts", written);
        Some(finding.with("value", self.shown(equals, value)))
    }

    fn bound(
        &self,
        code: Code,
        field: &FieldPath,
        limit: &Operand,
        row: Option<usize>,
        holds: impl Fn(Decimal, Decimal) -> bool,
    ) -> Option<Finding> {
        let value = self.number(field)?;
        let (limit, other) = match limit {
            Operand::Number(limit) => (*limit, None),
            Operand::Field(other) => {
                let other = at_row(other, row);
                (self.number(&other)?, Some(other))
            }
        };
        if holds(value, limit) {
            return None;
        }
        let finding = Finding::new(code).with("value", self.shown(field, value));
        Some(match other {
            Some(other) => finding.with("limit", self.shown(&other, limit)).with("of", self.label(&other)),
            None => finding.with("limit", limit.normalize()).with_words("of", FIXED_LIMIT),
        })
    }

    fn equal(&self, field: &FieldPath, other: &FieldPath) -> Option<Finding> {
        let filled = |path: &FieldPath| self.record.get(path).filter(|value| !value.is_empty());
        let (one, two) = (filled(field)?, filled(other)?);
        if is_same(one, two) {
            return None;
        }
        let finding = Finding::new(Code::Equal).with("value", self.shown(field, one)).with("of", self.label(other));
        Some(finding.with("other", self.shown(other, two)))
    }

    /// What differs from an identification number. The message does not say
    /// what stands in the number.
    fn id_number(&self, number: &FieldPath, part: IdPart, field: &FieldPath) -> Option<Finding> {
        let id = parse::id_number(self.record.get(number)?.as_text()?).ok()?;
        let value = self.record.get(field).filter(|value| !value.is_empty())?;
        let (agrees, part) = match part {
            IdPart::Birth => (says_birth(&id, value)?, BIRTH),
            IdPart::Gender => (says_gender(&id, value)?, GENDER),
        };
        let finding = Finding::new(Code::IdNumberDiffers).with("value", self.shown(field, value));
        (!agrees).then(|| finding.with("of", self.label(number)).with_words("part", part))
    }

    /// The number at a path, where there is one.
    fn number(&self, path: &FieldPath) -> Option<Decimal> {
        self.record.get(path).and_then(as_number)
    }

    /// The values at a path, of every row where it names a column.
    fn values(&self, path: &FieldPath) -> Vec<&'a Value> {
        match path.split_table() {
            Some((table, Some(column))) if path.steps().contains(&Step::EachRow) => {
                self.record.rows(&table).iter().filter_map(|row| row.get(&column)).collect()
            }
            _ => self.record.get(path).into_iter().collect(),
        }
    }

    /// A value as a message shows it.
    fn shown(&self, path: &FieldPath, value: impl ToString) -> String {
        let text = value.to_string();
        self.form.field(path).map_or(text.clone(), |field| shown(field, &text))
    }

    fn label(&self, path: &FieldPath) -> String {
        self.form.field(path).map_or_else(|| path.to_string(), Field::label)
    }
}

/// Whether a date is the date of birth in an identification number, as far as
/// it is given; `None` for what is no date.
fn says_birth(id: &parse::IdNumber, value: &Value) -> Option<bool> {
    let (year, month, day) = match value {
        Value::Date(date) => *date,
        value => parse::date(value.as_text()?).ok()?.date,
    }
    .parts();
    let (own_year, own_month, own_day) = id.birth().parts();
    Some(year == own_year && (month.is_none() || month == own_month) && (day.is_none() || day == own_day))
}

/// Whether an answer is the gender in an identification number; `None` for what
/// is neither 男 nor 女.
fn says_gender(id: &parse::IdNumber, value: &Value) -> Option<bool> {
    let genders = Options { list: vec!["男".to_owned(), "女".to_owned()], open: false };
    let gender = choice::option(&genders, &value.to_string())?;
    Some((gender == "男") == id.is_male())
}

fn at_row(path: &FieldPath, row: Option<usize>) -> FieldPath {
    row.map_or_else(|| path.clone(), |row| path.at_row(row))
}

/// The number that a value is, or that its text says.
fn as_number(value: &Value) -> Option<Decimal> {
    match value {
        Value::Number(number) => Some(number.normalize()),
        Value::Text(text) => parse::number(text).ok(),
        _ => None,
    }
}

/// Whether two values say the same: as numbers where one is a number, else as
/// texts but for width and white space (`007` is not `7`).
fn is_same(one: &Value, two: &Value) -> bool {
    let text = |value: &Value| squeeze(&to_half_width(&value.to_string()));
    match (one, two) {
        (Value::Number(_), _) | (_, Value::Number(_)) => as_number(one) == as_number(two),
        _ => one == two || text(one) == text(two),
    }
}

/// `120+3000`, broken off where there are many.
fn written(addends: &[Decimal]) -> String {
    let mut text = String::new();
    for (index, addend) in addends.iter().take(SHOWN_PARTS).enumerate() {
        if index > 0 && !addend.is_sign_negative() {
            text.push('+');
        }
        text.push_str(&addend.to_string());
    }
    if addends.len() > SHOWN_PARTS {
        text.push_str("+…");
    }
    text
}
