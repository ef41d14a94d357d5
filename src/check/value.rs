//! The typed value of one answer.

use rust_decimal::Decimal;

use super::choice;
use super::parse::{self, Parsed};
use super::words::is_invisible;
use crate::finding::{MASK, Words};
use crate::form::{Field, FieldKind, Value, normalize_text};
use crate::text::CUT;
use crate::{Code, FieldPath, Finding};

/// What an answer is: its value, and what is wrong or doubtful about it.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Typed {
    /// The value; `None` where nothing was written. An answer that is none of
    /// the field's kind stays [`Value::Text`].
    pub value: Option<Value>,
    /// The answer in its kind's one spelling: digits of a mobile number, ISO
    /// date, plain decimal. `None` for kinds without one and for an answer that
    /// is none of its kind.
    pub normal: Option<String>,
    /// What is wrong or doubtful.
    pub findings: Vec<Finding>,
}

/// An answer as its field's kind reads it.
pub(super) struct Reading {
    pub value: Value,
    pub normal: Option<String>,
    pub doubt: Option<Doubt>,
}

/// Why an answer may have been meant otherwise.
pub(super) struct Doubt {
    pub code: Code,
    pub reason: Words,
    /// What it was read as, where the value does not show it.
    pub shown: Option<String>,
}

impl Doubt {
    pub fn new(code: Code, reason: Words) -> Doubt {
        Doubt { code, reason, shown: None }
    }

    fn date(reason: Words) -> Doubt {
        Doubt::new(Code::DateDoubtful, reason)
    }
}

/// Why an answer is none of its field's kind.
pub(super) struct Fault {
    pub code: Code,
    pub reason: Option<Words>,
}

/// Makes the value of an answer, from which label and hint are already taken
/// away. `path` names the answer in findings.
///
/// Text, telephone numbers and addresses stay as they were written; dates,
/// numbers and options become values of their own. Limits are not looked at:
/// that is [`record`](super::record)'s part.
pub fn value(field: &Field, path: &FieldPath, raw: &str) -> Typed {
    value_in_row(field, path, raw, None)
}

/// Makes the value of an answer in a table's row of which points are printed:
/// the most that a score may have. Otherwise as [`value`].
pub fn value_in_row(field: &Field, path: &FieldPath, raw: &str, points: Option<Decimal>) -> Typed {
    let text = normalize_text(raw);
    if is_blank(&text) {
        return Typed::default();
    }
    if let Some(options) = field.options() {
        return choice::choose(field, path, &choice::split(options, &text));
    }
    let mut typed = match read(field, &text, points) {
        Ok(Reading { value, normal, doubt }) => {
            let findings = doubt.map(|doubt| doubtful(field, path, &text, &value, doubt)).into_iter().collect();
            Typed { value: Some(value), normal, findings }
        }
        Err(fault) => {
            let findings = vec![fault.finding(field, path, &text)];
            Typed { value: Some(Value::Text(text.clone())), normal: None, findings }
        }
    };
    if is_cut(&text) {
        typed.findings.push(Finding::new(Code::AnswerCut).about(path));
    }
    typed
}

/// Whether a text ends with our note that a cell could not hold the rest.
fn is_cut(text: &str) -> bool {
    text.trim_end().ends_with(CUT)
}

/// Whether a text holds nothing that a person would see.
fn is_blank(text: &str) -> bool {
    text.chars().all(|c| c.is_whitespace() || is_invisible(c))
}

/// Reads an answer that is no choice. `points` are those printed in its row.
pub(super) fn read(field: &Field, text: &str, points: Option<Decimal>) -> Result<Reading, Fault> {
    let because = |code: Code| move |reason: Words| Fault { code, reason: Some(reason) };
    let spelled = |code: Code, parsed: Parsed<String>| {
        Ok(Reading { value: Value::from(text), normal: Some(parsed.map_err(because(code))?), doubt: None })
    };
    let counted = |parsed: Parsed<Decimal>| {
        let number = parsed.map_err(because(Code::Number))?;
        Ok(Reading { value: Value::Number(number), normal: Some(number.normalize().to_string()), doubt: None })
    };
    match field.kind {
        FieldKind::Mobile => spelled(Code::Mobile, parse::mobile(text)),
        FieldKind::Phone => spelled(Code::Phone, parse::phone(text)),
        FieldKind::Email => spelled(Code::Email, parse::email(text)),
        FieldKind::Url => spelled(Code::Url, parse::url(text)),
        FieldKind::Postcode => spelled(Code::Postcode, parse::postcode(text)),
        FieldKind::IdNumber => spelled(Code::IdNumber, parse::id_number(text).map(|number| number.as_str().to_owned())),
        FieldKind::Ethnicity => spelled(Code::Ethnicity, parse::ethnicity(text).map(str::to_owned)),
        FieldKind::Integer => counted(parse::integer(text)),
        FieldKind::Number => counted(parse::number(text)),
        FieldKind::Score => counted(parse::score(text, points.or(field.limits.max))),
        FieldKind::Percent => {
            let read = parse::percent(text).map_err(because(Code::Number))?;
            let doubt = read.doubt.map(|reason| Doubt::new(Code::PercentDoubtful, reason));
            Ok(Reading { doubt, ..counted(Ok(read.percent))? })
        }
        FieldKind::Date => {
            let read = parse::date(text).map_err(because(Code::Date))?;
            let doubt = read.doubt.map(Doubt::date);
            Ok(Reading { value: Value::Date(read.date), normal: Some(read.date.to_string()), doubt })
        }
        FieldKind::YearMonth => {
            let read = parse::year_month(text).map_err(because(Code::Date))?;
            let doubt = read.doubt.map(Doubt::date);
            Ok(Reading { value: Value::Date(read.date), normal: Some(read.date.to_month().to_string()), doubt })
        }
        FieldKind::Period => {
            let read = parse::period(text).map_err(because(Code::Period))?;
            let shown = read.period.to_chinese();
            let doubt =
                read.doubt.map(|reason| Doubt { shown: Some(shown), ..Doubt::new(Code::PeriodDoubtful, reason) });
            Ok(Reading { value: Value::from(text), normal: Some(read.period.to_string()), doubt })
        }
        FieldKind::Text
        | FieldKind::Paragraphs
        | FieldKind::Opinion
        | FieldKind::Choice(_)
        | FieldKind::Choices(_)
        | FieldKind::Group
        | FieldKind::Table(_) => Ok(Reading { value: Value::from(text), normal: None, doubt: None }),
    }
}

/// The finding of an answer that may have been meant otherwise.
pub(super) fn doubtful(field: &Field, path: &FieldPath, text: &str, value: &Value, doubt: Doubt) -> Finding {
    let read = doubt.shown.unwrap_or_else(|| value.to_string());
    with_sample(Finding::new(doubt.code), field)
        .about(path)
        .with("value", shown(field, text))
        .with("read", shown(field, &read))
        .with_words("reason", doubt.reason)
}

/// A finding about a date with one as its field takes it, for the remedy.
fn with_sample(finding: Finding, field: &Field) -> Finding {
    match (finding.code, &field.kind) {
        (Code::Date | Code::DateDoubtful, FieldKind::YearMonth) => finding.with("sample", "2021年11月"),
        (Code::Date | Code::DateDoubtful, _) => finding.with("sample", "2021年11月13日"),
        _ => finding,
    }
}

impl Fault {
    /// The finding for a person.
    pub(super) fn finding(self, field: &Field, path: &FieldPath, text: &str) -> Finding {
        let finding = Finding::new(self.code).about(path).with("value", shown(field, text));
        let finding = with_sample(finding, field);
        match self.reason {
            Some(reason) => finding.with_words("reason", reason),
            None => finding,
        }
    }
}

/// Characters of an answer that a message repeats.
const SHOWN: usize = 40;

/// An answer as a message repeats it: on one line, cut where it is long, and
/// hidden where people must not see it.
pub(super) fn shown(field: &Field, text: &str) -> String {
    if field.sensitive {
        return MASK.to_owned();
    }
    let mut line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if let Some((end, _)) = line.char_indices().nth(SHOWN) {
        line.truncate(end);
        line.push('…');
    }
    line
}
