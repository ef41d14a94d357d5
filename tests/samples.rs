//! The samples: files that other tools made, as schools do, with what stands in
//! them written down independently (`samples/<activity>/expected.json`).

// A test that fails panics.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};

use serde_json::Value as Json;
#[cfg(feature = "collect")]
use shenbao::Severity;
use shenbao::batch::{is_litter, read_file};
use shenbao::check::CheckOptions;
#[cfg(feature = "collect")]
use shenbao::collect::{CollectOptions, Collection, Roster};
use shenbao::extract::Extractor;
use shenbao::form::Stage;
use shenbao::read::Limits;
use shenbao::report::FileLine;
use shenbao::{Catalogue, Lang};

fn json(path: &Path) -> BTreeMap<String, Json> {
    let text = fs::read_to_string(path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    serde_json::from_str(&text).unwrap()
}

/// The folders of samples with what is expected of their files.
fn samples(catalogue: &Catalogue) -> Vec<(PathBuf, BTreeMap<String, Json>)> {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let folders = catalogue.activities().map(|activity| samples.join(&activity.id));
    folders.map(|folder| (folder.clone(), json(&folder.join("expected.json")))).collect()
}

/// What is read from a return, as the command line prints it.
fn read(catalogue: &Catalogue, stage: Option<Stage>, folder: &Path, file: &str) -> Vec<Json> {
    let extractor = Extractor::new(catalogue).checking(CheckOptions::default().stage(stage));
    let bytes = fs::read(folder.join("returns").join(file)).unwrap();
    let reads = read_file(&extractor, &Limits::default(), file, &bytes);
    reads.iter().map(|read| serde_json::to_value(FileLine::new(catalogue, read, Lang::Zh)).unwrap()).collect()
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

/// What a file says in a form, told independently.
struct Told<'e> {
    form: &'e Json,
    values: &'e Json,
    findings: &'e Json,
}

/// The forms that a file holds; one, but for those with `also`.
fn told(expected: &Json) -> Vec<Told<'_>> {
    let also = expected["also"].as_array().into_iter().flatten();
    let entries = std::iter::once(expected).chain(also);
    entries.map(|entry| Told { form: &entry["form"], values: &entry["values"], findings: &entry["findings"] }).collect()
}

/// `code:path`, or the code alone.
fn name_of(finding: &Json) -> String {
    let code = finding["code"].as_str().unwrap();
    finding["path"].as_str().map_or_else(|| code.to_owned(), |path| format!("{code}:{path}"))
}

/// Findings that were planted and not found, and errors that were not planted.
fn compare(line: &Json, planted: &[&Json]) -> Vec<String> {
    let found = line["findings"].as_array().unwrap();
    let names: Vec<String> = found.iter().map(name_of).collect();
    let missed = planted.iter().filter(|planted| !names.iter().any(|name| **planted == name));
    let mut wrong: Vec<String> = missed.map(|planted| format!("{planted} was not found among {names:?}")).collect();
    // Errors are for faults that were planted, and for no others; nor is a form
    // doubted without reason.
    let serious = |finding: &Json| finding["severity"] == "error" || finding["code"] == "form_doubtful";
    let alarms =
        found.iter().zip(&names).filter(|(finding, name)| serious(finding) && !planted.iter().any(|p| p == name));
    wrong.extend(alarms.map(|(finding, name)| format!("false alarm {name}: {}", finding["message"])));
    wrong
}

#[test]
fn every_value_of_every_sample_is_read_and_every_fault_found() {
    let catalogue = Catalogue::embedded().unwrap();
    let mut wrong = Vec::new();
    let (mut files, mut values) = (0, 0);
    let mut forms = BTreeSet::new();
    for (folder, expected) in samples(&catalogue) {
        for (file, expected) in expected {
            files += 1;
            let lines = read(&catalogue, None, &folder, &file);
            let told = told(&expected);
            assert_eq!(lines.len(), told.len(), "forms in {file}");
            for (told, line) in told.iter().zip(&lines) {
                if line["form"] != *told.form {
                    wrong.push(format!("{file}: form {} error {}", line["form"], line["error"]));
                    continue;
                }
                forms.insert(told.form.to_string());
                let mut fields: BTreeMap<&str, &Json> = line["fields"]
                    .as_array()
                    .unwrap()
                    .iter()
                    .map(|field| (field["path"].as_str().unwrap(), &field["value"]))
                    .collect();
                for (path, value) in told.values.as_object().unwrap() {
                    values += 1;
                    let found = fields.remove(path.as_str()).cloned().unwrap_or(Json::Null);
                    if tidy(&found) != tidy(value) {
                        wrong.push(format!("{file}: {path}: expected {value}, read {found}"));
                    }
                }
                let extra = fields.iter().filter(|(_, value)| !value.is_null() && **value != "");
                wrong.extend(extra.map(|(path, value)| format!("{file}: {path}: nothing stands there, read {value}")));
                let planted: Vec<&Json> = told.findings.as_array().unwrap().iter().collect();
                wrong.extend(compare(line, &planted).into_iter().map(|wrong| format!("{file}: {wrong}")));
            }
        }
    }
    assert!(wrong.is_empty(), "{} of {values} values in {files} files:\n{}", wrong.len(), wrong.join("\n"));
    assert!(files >= 60 && values >= 1600, "{files} files, {values} values");
    let fillable: BTreeSet<String> =
        catalogue.forms().filter(|form| !form.is_print_only()).map(|form| format!("\"{}\"", form.id)).collect();
    assert_eq!(forms, fillable, "every form that is filled in has samples");
}

#[test]
fn what_is_due_at_a_stage_is_found_there() {
    let catalogue = Catalogue::embedded().unwrap();
    let (mut wrong, mut stages) = (Vec::new(), 0);
    for (folder, expected) in samples(&catalogue) {
        for (file, expected) in expected {
            for (stage, due) in expected["stages"].as_object().into_iter().flatten() {
                stages += 1;
                let lines =
                    read(&catalogue, Some(serde_json::from_value(stage.as_str().into()).unwrap()), &folder, &file);
                let usual = expected["findings"].as_array().unwrap().iter();
                let planted: Vec<&Json> = usual.chain(due.as_array().unwrap()).collect();
                wrong.extend(compare(&lines[0], &planted).into_iter().map(|wrong| format!("{file} {stage}: {wrong}")));
            }
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    assert!(stages >= 5, "{stages}");
}

#[cfg(feature = "collect")]
#[test]
fn a_roster_knows_who_answered_and_the_collection_what_one_file_does_not_tell() {
    let catalogue = Catalogue::embedded().unwrap();
    let extractor = Extractor::new(&catalogue);
    let mut rosters = 0;
    for (folder, expected) in samples(&catalogue) {
        let activity = folder.file_name().unwrap().to_str().unwrap();
        let mut options = CollectOptions::default();
        let roster = folder.join("名单.csv");
        if roster.exists() {
            options = options.roster(Roster::read(&catalogue, activity, &fs::read(roster).unwrap()).unwrap());
        }
        let mut returns = Vec::new();
        for file in expected.keys() {
            let bytes = fs::read(folder.join("returns").join(file)).unwrap();
            returns.extend(read_file(&extractor, &Limits::default(), file, &bytes));
        }
        let collection = Collection::gather_with(&catalogue, activity, &returns, options).unwrap();
        for (index, read) in returns.iter().enumerate() {
            for planted in expected[&read.file]["collected"].as_array().into_iter().flatten() {
                let codes: Vec<&str> = collection.findings(index).map(|finding| finding.code.as_str()).collect();
                assert!(codes.iter().any(|code| planted == code), "{}: {planted} not among {codes:?}", read.file);
            }
        }
        let Some(roster) = collection.roster() else { continue };
        rosters += 1;
        assert!(roster.findings.iter().all(|finding| finding.severity == Severity::Info), "{:?}", roster.findings);
        let told = json(&folder.join("collected.json"));
        let mut matched = serde_json::Map::new();
        for (index, read) in returns.iter().enumerate() {
            if let Some(found) = collection.matched(index) {
                matched.insert(read.file.clone(), roster.rows[found.row].name.clone().into());
            }
        }
        assert_eq!(Json::Object(matched), told["matched"], "{activity}");
        let missing: Vec<&str> = collection.missing().iter().map(|row| row.name.as_str()).collect();
        assert_eq!(serde_json::json!(missing), told["missing"], "{activity}");
    }
    assert!(rosters >= 2, "{rosters} activities have a roster");
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
            "other_format" => &["html"],
            "scanned" => &["scanned"],
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
