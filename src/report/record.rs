//! Records as JSON.

use rust_decimal::prelude::ToPrimitive;
use serde_json::{Map, Number, Value as Json};

use crate::Decimal;
use crate::form::{Choice, Field, Form, Record, Value};

/// The record as JSON, fields in the form's order: strings, numbers, ISO dates,
/// an option or a list of options, objects for groups, arrays for tables. What
/// is empty is left out.
pub fn record_json(form: &Form, record: &Record) -> Json {
    Json::Object(object(&form.fields, record))
}

fn object(fields: &[Field], record: &Record) -> Map<String, Json> {
    let mut object = Map::new();
    for field in fields {
        if let Some(value) = record.field(field.id()).filter(|value| !value.is_empty()) {
            object.insert(field.id().to_owned(), value_json(field, value));
        }
    }
    object
}

fn value_json(field: &Field, value: &Value) -> Json {
    match value {
        Value::Text(text) => Json::String(text.clone()),
        Value::Number(number) => number_json(*number),
        Value::Date(date) => Json::String(date.to_string()),
        Value::Choice(choice) => choice_json(choice),
        Value::Group(group) => Json::Object(object(&field.fields, group)),
        Value::Rows(rows) => rows.iter().map(|row| Json::Object(object(&field.fields, row))).collect(),
    }
}

/// A whole number, or the nearest double; exact decimals stand in `normal`.
fn number_json(number: Decimal) -> Json {
    let number = number.normalize();
    let whole = number.is_integer().then(|| number.to_i64()).flatten().map(Number::from);
    match whole.or_else(|| number.to_f64().and_then(Number::from_f64)) {
        Some(number) => Json::Number(number),
        None => Json::String(number.to_string()),
    }
}

/// `null` when nothing is ticked, the option, or a list of them.
fn choice_json(choice: &Choice) -> Json {
    options_json(choice.options.iter().chain(&choice.other))
}

/// See [`choice_json`].
pub(super) fn options_json<'a>(options: impl Iterator<Item = &'a String>) -> Json {
    let mut options: Vec<Json> = options.map(|option| Json::String(option.clone())).collect();
    match options.len() {
        0 => Json::Null,
        1 => options.remove(0),
        _ => Json::Array(options),
    }
}
