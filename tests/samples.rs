//! The samples: files that other tools made, as schools do, with what stands in
//! them written down independently (`samples/<activity>/expected.json`).

// A test that fails panics.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use serde_json::Value as Json;
use shenbao::batch::{is_litter, read_file};
use shenbao::extract::Extractor;
use shenbao::read::Limits;
use shenbao::report::FileLine;
use shenbao::{Catalogue, Lang};

fn json(path: &Path) -> BTreeMap<String, Json> {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap()
}

/// Lines without white space at their ends; empty lines do not count.
fn tidy(value: &Json) -> Json {
    match value {
        Json::String(text) => {
            let lines: Vec<&str> = text.lines().map(str::trim).filter(|line| !line.is_empty()).collect();
            Json::String(lines.join("\n"))
        }
        other => other.clone(),
    }
}

#[test]
fn every_value_of_every_sample_is_read_and_every_fault_found() {
    let catalogue = Catalogue::embedded().unwrap();
    let extractor = Extractor::new(&catalogue);
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let mut wrong = Vec::new();
    let (mut files, mut values) = (0, 0);
    for activity in catalogue.activities() {
        let folder = samples.join(&activity.id);
        if !folder.is_dir() {
            continue;
        }
        for (file, expected) in json(&folder.join("expected.json")) {
            files += 1;
            let bytes = fs::read(folder.join("returns").join(&file)).unwrap();
            let reads = read_file(&extractor, &Limits::default(), &file, &bytes);
            assert_eq!(reads.len(), 1, "{file} holds one form");
            let line = serde_json::to_value(FileLine::new(&catalogue, &reads[0], Lang::Zh)).unwrap();
            if line["form"] != expected["form"] {
                wrong.push(format!("{file}: form {} error {}", line["form"], line["error"]));
                continue;
            }
            let mut fields: BTreeMap<&str, &Json> = line["fields"]
                .as_array()
                .unwrap()
                .iter()
                .map(|field| (field["path"].as_str().unwrap(), &field["value"]))
                .collect();
            for (path, value) in expected["values"].as_object().unwrap() {
                values += 1;
                let found = fields.remove(path.as_str()).cloned().unwrap_or(Json::Null);
                if tidy(&found) != tidy(value) {
                    wrong.push(format!("{file}: {path}: expected {value}, read {found}"));
                }
            }
            let extra = fields.iter().filter(|(_, value)| !value.is_null() && **value != "");
            wrong.extend(extra.map(|(path, value)| format!("{file}: {path}: nothing stands there, read {value}")));
            let found: Vec<String> = line["findings"]
                .as_array()
                .unwrap()
                .iter()
                .map(|finding| match finding["path"].as_str() {
                    Some(path) => format!("{}:{path}", finding["code"].as_str().unwrap()),
                    None => finding["code"].as_str().unwrap().to_owned(),
                })
                .collect();
            let planted = expected["findings"].as_array().unwrap();
            for finding in planted {
                if !found.iter().any(|other| other == finding) {
                    wrong.push(format!("{file}: {finding} was not found among {found:?}"));
                }
            }
            // Errors are for faults that were planted, and for no others.
            let errors = line["findings"].as_array().unwrap().iter().zip(&found);
            let false_alarms = errors
                .filter(|(finding, name)| finding["severity"] == "error" && !planted.iter().any(|p| p == *name))
                .map(|(finding, name)| format!("{file}: false alarm {name}: {}", finding["message"]));
            wrong.extend(false_alarms);
        }
    }
    assert!(wrong.is_empty(), "{} of {values} values in {files} files:\n{}", wrong.len(), wrong.join("\n"));
    assert!(files >= 30 && values >= 900, "{files} files, {values} values");
}

#[test]
fn every_broken_file_gives_one_clear_line() {
    let catalogue = Catalogue::embedded().unwrap();
    let extractor = Extractor::new(&catalogue);
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    for (file, expected) in json(&samples.join("broken.expected.json")) {
        let kind = expected.get("kind").or(expected.get("error")).and_then(Json::as_str).unwrap_or_default();
        if kind == "skipped" {
            assert!(is_litter(&file), "{file}");
            continue;
        }
        assert!(!is_litter(&file), "{file}");
        let bytes = fs::read(samples.join("broken").join(&file)).unwrap();
        let mut reads = read_file(&extractor, &Limits::default(), &file, &bytes);
        let unread = reads.remove(0).outcome.expect_err(&file);
        let codes: &[&str] = match kind {
            "unreadable" => &["empty", "truncated", "bad_zip", "bad_xml"],
            "other_format" => &["pdf", "html"],
            "old_doc" => &["old_word"],
            "encrypted" => &["encrypted"],
            "too_large" => &["bomb", "too_large", "too_many_items"],
            "no_form" => &["unknown_form"],
            other => panic!("{file}: kind {other}"),
        };
        assert!(codes.contains(&unread.code()), "{file}: {}", unread.code());
        for lang in [Lang::Zh, Lang::En] {
            let message = unread.message(lang);
            assert!(!message.is_empty() && !message.contains('\n'), "{file}: {message}");
        }
    }
}
