//! Records from JSON.

use serde_json::{Map, Value as Json};

use super::{DataError, Entry};
use crate::check;
use crate::form::{Field, FieldKind, Form, Record, Value};
use crate::text::squeeze;
use crate::{Code, FieldPath, Finding};

pub(super) fn records(form: &Form, text: &str) -> Result<Vec<Entry>, DataError> {
    let json: Json = serde_json::from_str(text).map_err(|error| mistake(&error, error.line()))?;
    match &json {
        Json::Array(entries) => Ok(entries.iter().map(|entry| record_from_json(form, entry)).collect()),
        entry => Ok(vec![record_from_json(form, entry)]),
    }
}

pub(super) fn lines(form: &Form, text: &str) -> Result<Vec<Entry>, DataError> {
    let mut entries = Vec::new();
    for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim().is_empty()) {
        let json: Json = serde_json::from_str(line).map_err(|error| mistake(&error, index + 1))?;
        entries.push(record_from_json(form, &json));
    }
    Ok(entries)
}

fn mistake(error: &serde_json::Error, line: usize) -> DataError {
    let message = error.to_string();
    // The place is said once, by the line.
    let message = message.split(" at line ").next().unwrap_or_default();
    DataError { line: Some(line), message: format!("not JSON: {message}") }
}

/// A record from JSON as [`record_json`](crate::report::record_json) gives it.
/// A line of `extract --to jsonl` is understood too: its `record` is taken.
/// Keys may be ids, or the form's labels.
pub fn record_from_json(form: &Form, json: &Json) -> Entry {
    let mut entry = Entry { record: Record::new(), findings: Vec::new() };
    let json = match json.get("record") {
        Some(record) if json.get("schema").is_some() => record,
        _ => json,
    };
    if let Json::Object(object) = json {
        entry.record = fill(&form.fields, object, None, &mut entry.findings);
    } else {
        entry.findings.push(Finding::new(Code::UnknownField).with("value", json));
    }
    entry
}

fn fill(fields: &[Field], object: &Map<String, Json>, row: Option<usize>, findings: &mut Vec<Finding>) -> Record {
    let mut record = Record::new();
    for (key, json) in object {
        let wanted = squeeze(key);
        let field =
            fields.iter().find(|field| field.id() == key || field.own_label() == wanted || field.label() == wanted);
        let Some(field) = field else {
            findings.push(Finding::new(Code::UnknownField).with("value", key));
            continue;
        };
        if let Some(value) = value(field, json, row, findings) {
            record.set_field(field.id(), value);
        }
    }
    record
}

fn value(field: &Field, json: &Json, row: Option<usize>, findings: &mut Vec<Finding>) -> Option<Value> {
    let path = row.map_or_else(|| field.path.clone(), |row| field.path.at_row(row));
    match (&field.kind, json) {
        (_, Json::Null) => None,
        (FieldKind::Group, Json::Object(object)) => Some(Value::Group(fill(&field.fields, object, row, findings))),
        (FieldKind::Table(_), Json::Array(rows)) => {
            let rows = rows.iter().enumerate().map(|(index, row)| match row {
                Json::Object(object) => fill(&field.fields, object, Some(index), findings),
                other => {
                    findings.push(Finding::new(Code::UnknownField).about(&path).with("value", other));
                    Record::new()
                }
            });
            Some(Value::Rows(rows.collect()))
        }
        (FieldKind::Choice(_) | FieldKind::Choices(_), Json::Array(options)) => {
            let answers: Vec<&str> = options.iter().filter_map(Json::as_str).collect();
            let typed = check::choose(field, &path, &answers);
            findings.extend(typed.findings);
            typed.value
        }
        (FieldKind::Group | FieldKind::Table(_), other) | (_, other @ (Json::Array(_) | Json::Object(_))) => {
            findings.push(Finding::new(Code::UnknownField).about(&path).with("value", other));
            None
        }
        (_, Json::String(text)) => typed(field, &path, text, findings),
        (_, other) => typed(field, &path, &other.to_string(), findings),
    }
}

/// A text as the value of a field, with what is wrong about it.
pub(super) fn typed(field: &Field, path: &FieldPath, text: &str, findings: &mut Vec<Finding>) -> Option<Value> {
    let typed = check::value(field, path, text);
    findings.extend(typed.findings);
    typed.value
}
