//! Records from JSON.

use std::borrow::Cow;
use std::collections::HashMap;

use serde_json::{Map, Number, Value as Json};

use super::cell_heads::Target;
use super::columns::{Given, plan};
use super::heads::{Heads, words_for};
use super::mapping::Mapping;
use super::{Column, Data, DataError, DataFormat, DataOptions, Entry, Meaning, sheet};
use crate::check;
use crate::form::{Field, FieldKind, Form, Record, Value};
use crate::text::{fold, squeeze};
use crate::{Code, FieldPath, Finding};

/// Names of a level that are looked up; no form has so many fields.
const MOST_NAMES: usize = 1_000;

/// The text of some bytes if they begin as JSON does. A list may begin with a
/// square bracket too, but not with one before a brace.
pub(super) fn text(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let text = sheet::decode(bytes)?;
    let start = text.trim_start();
    let array = start.strip_prefix('[').map(str::trim_start);
    let is_json = start.starts_with('{') || array.is_some_and(|rest| rest.starts_with(['{', ']']));
    is_json.then_some(text)
}

/// Reads a record, an array of records, or a record on each line.
pub(super) fn read(form: &Form, text: &str, options: &DataOptions) -> Result<Data, DataError> {
    let mapping = Mapping::new(form, &options.map)?;
    let (format, objects) = objects(text)?;
    let records: Vec<&Json> = objects.iter().map(|(_, json)| record_of(json)).collect();
    let tops: Vec<&Map<String, Json>> = records.iter().filter_map(|json| json.as_object()).collect();
    let mut columns = Vec::new();
    let names = Names::of(form, &form.fields, "", &tops, &mapping, &mut columns);
    let heads: Vec<String> = columns.iter().map(|column| column.head.clone()).collect();
    mapping.given(&heads, false)?;
    let entries = objects.iter().zip(records).map(|((number, _), json)| entry(&names, json, *number)).collect();
    Ok(Data { format, source: None, columns, entries, findings: Vec::new() })
}

/// The records of a text, with their numbers from 1: lines or places.
fn objects(text: &str) -> Result<(DataFormat, Vec<(usize, Json)>), DataError> {
    match serde_json::from_str(text) {
        Ok(Json::Array(records)) => Ok((DataFormat::Json, (1..).zip(records).collect())),
        Ok(record) => Ok((DataFormat::Json, vec![(1, record)])),
        // A second value behind the first: a record on each line.
        Err(error) if text.trim_start().starts_with('{') && is_more(&error) => {
            let lines = (1..).zip(text.lines()).filter(|(_, line)| !line.trim().is_empty());
            let parsed = lines.map(|(number, line)| {
                serde_json::from_str(line).map(|json| (number, json)).map_err(|error| mistake(&error, number))
            });
            Ok((DataFormat::JsonLines, parsed.collect::<Result<_, _>>()?))
        }
        Err(error) => Err(mistake(&error, error.line())),
    }
}

fn is_more(error: &serde_json::Error) -> bool {
    error.is_syntax() && error.to_string().starts_with("trailing characters")
}

fn mistake(error: &serde_json::Error, line: usize) -> DataError {
    let message = error.to_string();
    // The place is said once, by the line.
    let message = message.split(" at line ").next().unwrap_or_default();
    DataError::Json { line, message: message.to_owned() }
}

/// The record in a line of `extract --to jsonl`, or the JSON itself.
fn record_of(json: &Json) -> &Json {
    match json.get("record") {
        Some(record) if json.get("schema").is_some() => record,
        _ => json,
    }
}

/// A record from JSON as [`record_json`](crate::report::record_json) gives it.
/// A line of `extract --to jsonl` is understood too: its `record` is taken.
/// Names that are none of the form's, or doubtful, are findings.
pub fn record_from_json(form: &Form, json: &Json) -> Entry {
    let json = record_of(json);
    let tops: Vec<&Map<String, Json>> = json.as_object().into_iter().collect();
    let mut columns = Vec::new();
    let names = Names::of(form, &form.fields, "", &tops, &Mapping::default(), &mut columns);
    let mut entry = entry(&names, json, 1);
    let unknown = columns.into_iter().filter(|column| !matches!(column.meaning, Meaning::Field(_) | Meaning::Number));
    entry.findings.extend(unknown.map(|column| Finding::new(Code::UnknownField).with("value", column.head)));
    entry
}

fn entry(names: &Names<'_>, json: &Json, number: usize) -> Entry {
    let mut entry = Entry { number, record: Record::new(), findings: Vec::new() };
    match json {
        Json::Object(object) => names.fill(object, None, &mut entry),
        other => entry.findings.push(Finding::new(Code::UnknownField).with("value", other)),
    }
    entry
}

/// What the names of some objects mean: those of the records, of a group, or of
/// the rows of a table.
struct Names<'f> {
    names: HashMap<String, Name<'f>>,
}

/// What a name gives.
enum Name<'f> {
    Nothing,
    Answer(Target<'f>),
    /// A group or a table, and the names in it.
    Inner(&'f Field, Names<'f>),
}

impl<'f> Names<'f> {
    /// The names in `objects`, which stand in the form under `fields`. `above`
    /// is what is said before them. What they mean is added to `columns`.
    fn of(
        form: &'f Form,
        fields: &'f [Field],
        above: &str,
        objects: &[&Map<String, Json>],
        mapping: &Mapping<'f>,
        columns: &mut Vec<Column>,
    ) -> Names<'f> {
        let mut keys: Vec<String> = Vec::new();
        let mut seen: HashMap<&str, ()> = HashMap::new();
        for key in objects.iter().flat_map(|object| object.keys()) {
            if seen.insert(key, ()).is_none() {
                keys.push(key.clone());
            }
        }
        for key in keys.split_off(keys.len().min(MOST_NAMES)) {
            columns.push(Column { index: columns.len(), head: format!("{above}{key}"), meaning: Meaning::Unused });
        }
        let heads: Vec<String> = keys.iter().map(|key| format!("{above}{key}")).collect();
        let known = mapping.known(&heads);
        let direct: Vec<Option<&Field>> = direct(fields, &keys, &known);
        let given: Vec<Given<'f>> = known
            .into_iter()
            .zip(&direct)
            .map(|(known, direct)| known.or_else(|| direct.map(|field| field.is_leaf().then(|| Target::of(field)))))
            .collect();
        let planned = plan(form, &Heads::new(fields), &keys, &given);
        let mut names = HashMap::with_capacity(keys.len());
        for (((key, head), direct), planned) in keys.into_iter().zip(heads).zip(direct).zip(planned) {
            let inner = direct.filter(|field| !field.is_leaf());
            let meaning = inner.map_or(planned.meaning, |field| Meaning::Field(field.path.clone()));
            columns.push(Column { index: columns.len(), head: head.clone(), meaning });
            let name = match (inner, planned.target) {
                (Some(field), _) => {
                    let objects: Vec<&Map<String, Json>> =
                        objects.iter().flat_map(|object| within(object, &key)).collect();
                    let above = format!("{head}.");
                    Name::Inner(field, Names::of(form, &field.fields, &above, &objects, mapping, columns))
                }
                (None, Some(target)) => Name::Answer(target),
                (None, None) => Name::Nothing,
            };
            names.insert(key, name);
        }
        Names { names }
    }

    /// Takes the values of an object over into a record; `row` is the row of
    /// the table that it stands in.
    fn fill(&self, object: &Map<String, Json>, row: Option<usize>, entry: &mut Entry) {
        let at = |path: &FieldPath| row.map_or_else(|| path.clone(), |row| path.at_row(row));
        for (key, json) in object.iter().filter(|(_, json)| !json.is_null()) {
            match (self.names.get(key), json) {
                (Some(Name::Answer(target)), json) => answer(target.field, &at(&target.path), json, entry),
                (Some(Name::Inner(field, names)), Json::Object(object)) if field.kind == FieldKind::Group => {
                    names.fill(object, row, entry);
                }
                (Some(Name::Inner(field, names)), Json::Array(rows)) if field.rows().is_some() => {
                    for (index, json) in rows.iter().enumerate() {
                        match json {
                            Json::Object(object) => names.fill(object, Some(index), entry),
                            other => entry.findings.push(misshapen(&field.path, other)),
                        }
                    }
                }
                (Some(Name::Inner(field, _)), other) => entry.findings.push(misshapen(&at(&field.path), other)),
                (Some(Name::Nothing) | None, _) => {}
            }
        }
    }
}

/// The fields that names mean by id or label or, if groups or tables, by other
/// words; each once, and none that the caller has named.
fn direct<'f>(fields: &'f [Field], keys: &[String], known: &[Given<'f>]) -> Vec<Option<&'f Field>> {
    let mut taken: Vec<&FieldPath> = known.iter().flatten().flatten().map(|target| &target.field.path).collect();
    let mut direct = Vec::with_capacity(keys.len());
    for (key, known) in keys.iter().zip(known) {
        let label = squeeze(key);
        let folded = fold(key);
        let named = |field: &&Field| field.id() == key || field.own_label() == label || field.label() == label;
        let called = |field: &&Field| !field.is_leaf() && words_for(field).iter().any(|word| fold(word) == folded);
        let found = fields.iter().find(named).or_else(|| fields.iter().find(called));
        let found = found.filter(|field| known.is_none() && !taken.contains(&&field.path));
        taken.extend(found.map(|field| &field.path));
        direct.push(found);
    }
    direct
}

/// The objects under a name: that of a group, or the rows of a table.
fn within<'j>(object: &'j Map<String, Json>, key: &str) -> Vec<&'j Map<String, Json>> {
    match object.get(key) {
        Some(Json::Object(inner)) => vec![inner],
        Some(Json::Array(rows)) => rows.iter().filter_map(Json::as_object).collect(),
        _ => Vec::new(),
    }
}

fn misshapen(path: &FieldPath, json: &Json) -> Finding {
    Finding::new(Code::UnknownField).about(path).with("value", json)
}

/// Sets the answer to a field.
fn answer(field: &Field, path: &FieldPath, json: &Json, entry: &mut Entry) {
    let value = match (&field.kind, json) {
        (FieldKind::Choice(_) | FieldKind::Choices(_), Json::Array(options)) => {
            let answers: Vec<&str> = options.iter().filter_map(Json::as_str).collect();
            let typed = check::choose(field, path, &answers);
            entry.findings.extend(typed.findings);
            typed.value
        }
        (_, Json::Array(_) | Json::Object(_)) => {
            entry.findings.push(misshapen(path, json));
            None
        }
        (_, Json::String(text)) => typed(field, path, text, &mut entry.findings),
        (_, Json::Number(number)) => typed(field, path, &written_out(number), &mut entry.findings),
        (_, other) => typed(field, path, &other.to_string(), &mut entry.findings),
    };
    if let Some(value) = value {
        entry.record.set(path, value);
    }
}

/// A number as a person writes it: a whole one without its fraction.
fn written_out(number: &Number) -> String {
    /// Below it a double holds every whole number.
    const EXACT: f64 = 9_007_199_254_740_992.0;
    match number.as_f64() {
        Some(float) if number.is_f64() && float.fract() == 0.0 && float.abs() < EXACT => format!("{float:.0}"),
        _ => number.to_string(),
    }
}

/// A text as the value of a field, with what is wrong about it.
pub(super) fn typed(field: &Field, path: &FieldPath, text: &str, findings: &mut Vec<Finding>) -> Option<Value> {
    let typed = check::value(field, path, text);
    findings.extend(typed.findings);
    typed.value
}
