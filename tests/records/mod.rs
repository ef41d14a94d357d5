//! The records that forms are filled with in tests and benchmarks: one for each
//! form that somebody fills, `<activity>/<form>.json`.

use std::path::Path;

use shenbao::data::record_from_json;
use shenbao::{Form, Record};

/// The record of a form; `None` for a form that is only printed.
///
/// Panics where the file is missing or is no JSON.
pub fn of(form: &Form) -> Option<Record> {
    if form.is_print_only() {
        return None;
    }
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/records").join(format!("{}.json", form.id));
    let text = std::fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    let json = serde_json::from_slice(&text).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    Some(record_from_json(form, &json).record)
}
