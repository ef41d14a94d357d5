//! The lines of `extract --to jsonl`: the contract for other programs,
//! described by `docs/schema/extract.schema.json`.

use serde::Serialize;
use serde_json::Value as Json;

use super::record::{options_json, record_json};
use super::text::subject;
use crate::batch::{Return, Unread};
use crate::document::Place;
use crate::extract::{Evidence, Extraction};
use crate::form::{Catalogue, Form};
use crate::{Finding, Lang, Severity};

/// Version of the contract; raised when a key changes its meaning or goes.
pub const SCHEMA: u32 = 1;

/// What was read from one file.
#[derive(Debug, Clone, Serialize)]
pub struct FileLine {
    /// [`SCHEMA`].
    pub schema: u32,
    /// The file.
    pub file: String,
    /// Of several forms in the file, which one this is, from 1.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub copy: Option<usize>,
    /// Id of the form; `null` for a file that could not be read.
    pub form: Option<String>,
    /// Share of the form's labels that was found, 0 to 1.
    pub r#match: Option<f64>,
    /// The answers; see [`record_json`].
    pub record: Option<Json>,
    /// Each answer with its place.
    pub fields: Vec<FieldLine>,
    /// What is wrong or doubtful.
    pub findings: Vec<FindingLine>,
    /// Why nothing was read.
    pub error: Option<ErrorLine>,
}

/// An answer and its place.
#[derive(Debug, Clone, Serialize)]
pub struct FieldLine {
    /// The field's path.
    pub path: String,
    /// The label of the table that the field stands in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub table: Option<String>,
    /// The row, from 0, among the rows that hold anything.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<usize>,
    /// The form's words for it, joined by `/`; in a table those under the table.
    pub label: String,
    /// The same words one by one.
    pub labels: Vec<String>,
    /// The answer as written; for a choice the option, a list, or `null`.
    pub value: Json,
    /// The answer in its type's one spelling.
    pub normal: Option<String>,
    /// All that stands in the place.
    pub raw: String,
    /// The place, counted from 1.
    pub place: Place,
    /// How sure the reader is, 0 to 1.
    pub confidence: f64,
}

/// A finding.
#[derive(Debug, Clone, Serialize)]
pub struct FindingLine {
    /// `info`, `warning` or `error`.
    pub severity: Severity,
    /// The code, see `docs/findings.md`.
    pub code: &'static str,
    /// The field's path.
    pub path: Option<String>,
    /// The label of the table that the field stands in.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub table: Option<String>,
    /// The row, from 0.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub row: Option<usize>,
    /// The form's words for the field.
    pub label: Option<String>,
    /// The place.
    pub place: Option<Place>,
    /// The message in the chosen language.
    pub message: String,
    /// All of the text that belongs to no field; the message may show its
    /// beginning only.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub text: Option<String>,
}

/// Why a file could not be read.
#[derive(Debug, Clone, Serialize)]
pub struct ErrorLine {
    /// A stable code.
    pub code: &'static str,
    /// The message in the chosen language.
    pub message: String,
}

impl FileLine {
    /// The line of a returned file. `catalogue` is the one it was read with.
    pub fn new(catalogue: &Catalogue, file: &Return, lang: Lang) -> FileLine {
        let read = file.outcome.as_ref().map(|extraction| (extraction, catalogue.form(&extraction.form)));
        match read {
            Ok((extraction, Some(form))) => {
                FileLine { copy: file.copy, ..FileLine::read(form, &file.file, extraction, lang) }
            }
            Ok((_, None)) => FileLine::unread(&file.file, &Unread::source("form"), lang),
            Err(unread) => FileLine::unread(&file.file, unread, lang),
        }
    }

    fn read(form: &Form, file: &str, extraction: &Extraction, lang: Lang) -> FileLine {
        FileLine {
            schema: SCHEMA,
            file: file.to_owned(),
            copy: None,
            form: Some(form.id.clone()),
            r#match: Some(rounded(extraction.score)),
            record: Some(record_json(form, &extraction.record)),
            fields: extraction.evidence.iter().map(|evidence| field_line(form, extraction, evidence)).collect(),
            findings: extraction.findings.iter().map(|finding| finding_line(form, extraction, finding, lang)).collect(),
            error: None,
        }
    }

    fn unread(file: &str, unread: &Unread, lang: Lang) -> FileLine {
        FileLine {
            schema: SCHEMA,
            file: file.to_owned(),
            copy: None,
            form: None,
            r#match: None,
            record: None,
            fields: Vec::new(),
            findings: Vec::new(),
            error: Some(ErrorLine { code: unread.code(), message: unread.message(lang) }),
        }
    }
}

fn field_line(form: &Form, extraction: &Extraction, evidence: &Evidence) -> FieldLine {
    let subject = subject(form, &extraction.record, &evidence.path);
    FieldLine {
        path: evidence.path.to_string(),
        table: subject.table,
        row: subject.row,
        label: subject.labels.join("/"),
        labels: subject.labels,
        value: match &evidence.options {
            Some(options) => options_json(options.iter()),
            None => Json::String(evidence.value.clone()),
        },
        normal: evidence.normal.clone(),
        raw: evidence.raw.clone(),
        place: evidence.place.clone(),
        confidence: rounded(evidence.confidence),
    }
}

fn finding_line(form: &Form, extraction: &Extraction, finding: &Finding, lang: Lang) -> FindingLine {
    let subject = finding.path.as_ref().map(|path| subject(form, &extraction.record, path));
    FindingLine {
        severity: finding.severity,
        code: finding.code.as_str(),
        path: finding.path.as_ref().map(ToString::to_string),
        table: subject.as_ref().and_then(|subject| subject.table.clone()),
        row: subject.as_ref().and_then(|subject| subject.row),
        label: subject.map(|subject| subject.labels.join("/")),
        place: finding.place.clone(),
        message: finding.message(lang),
        text: finding.text().map(str::to_owned),
    }
}

/// Two decimals: more would only show how floats are held.
fn rounded(number: f32) -> f64 {
    (f64::from(number) * 100.0).round() / 100.0
}
