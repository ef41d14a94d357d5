//! Which answers of a return are wrong or doubtful.

use std::collections::BTreeMap;

use super::list::{Cell, Fill};
use crate::collect::SURE;
use crate::extract::Extraction;
use crate::form::{Field, FieldKind, Form};
use crate::report::{finding_message, subject};
use crate::{FieldPath, Finding, Lang, Severity};

/// Most messages of a note.
const MAX_MESSAGES: usize = 12;

/// What is to be said about the answers of a return.
pub(super) struct Marks<'a> {
    form: &'a Form,
    extraction: &'a Extraction,
    lang: Lang,
    /// Findings by the answer in whose cell they stand.
    findings: BTreeMap<FieldPath, Vec<&'a Finding>>,
}

impl<'a> Marks<'a> {
    pub fn of(
        form: &'a Form,
        extraction: &'a Extraction,
        findings: impl Iterator<Item = &'a Finding>,
        lang: Lang,
    ) -> Marks<'a> {
        let mut marks = Marks { form, extraction, lang, findings: BTreeMap::new() };
        for finding in findings {
            if let Some(path) = &finding.path {
                marks.findings.entry(cell_of(form, path)).or_default().push(finding);
            }
        }
        marks
    }

    /// Marks the cell of one answer.
    pub fn answer(&self, cell: Cell, path: &FieldPath) -> Cell {
        let findings: Vec<&Finding> = self.findings.get(path).into_iter().flatten().copied().collect();
        let messages = findings.iter().map(|finding| self.message(finding)).collect();
        let evidence = self.extraction.evidence.iter().find(|evidence| evidence.path == *path);
        let unsure = evidence.filter(|evidence| evidence.confidence < SURE).map(|evidence| evidence.confidence);
        self.mark(cell, &findings, messages, unsure)
    }

    /// Marks the cell that stands for a whole table: findings about the table
    /// and about anything in it.
    pub fn table(&self, cell: Cell, table: &FieldPath) -> Cell {
        let within = self.findings.iter().filter(|(path, _)| path.starts_with(table));
        let findings: Vec<&Finding> = within.flat_map(|(_, findings)| findings).copied().collect();
        let messages = findings.iter().map(|finding| self.message_with_subject(finding)).collect();
        let evidence = self.extraction.evidence.iter().filter(|evidence| evidence.path.starts_with(table));
        let lowest = evidence.map(|evidence| evidence.confidence).min_by(f32::total_cmp);
        self.mark(cell, &findings, messages, lowest.filter(|confidence| *confidence < SURE))
    }

    fn mark(&self, cell: Cell, findings: &[&Finding], mut messages: Vec<String>, unsure: Option<f32>) -> Cell {
        let fill = match findings.iter().map(|finding| finding.severity).max() {
            Some(Severity::Error) => Fill::Error,
            Some(Severity::Warning) => Fill::Doubt,
            Some(Severity::Info) | None if unsure.is_some() => Fill::Doubt,
            // Nothing has to be done: a note says it, no colour calls for it.
            Some(Severity::Info) | None => Fill::None,
        };
        if let (Some(confidence), true) = (unsure, messages.is_empty()) {
            let percent = confidence * 100.0;
            messages.push(match self.lang {
                Lang::Zh => format!("识别把握{percent:.0}%，请与原件核对"),
                Lang::En => format!("read with a confidence of {percent:.0}%: compare it with the file"),
            });
        }
        if messages.len() > MAX_MESSAGES {
            messages.truncate(MAX_MESSAGES);
            messages.push("…".to_owned());
        }
        cell.fill(fill).note((!messages.is_empty()).then(|| messages.join("\n")))
    }

    fn message(&self, finding: &Finding) -> String {
        format!("[{}] {}", finding.severity.name(self.lang), self.words(finding))
    }

    fn message_with_subject(&self, finding: &Finding) -> String {
        let subject = finding.path.as_ref().map(|path| subject(self.form, &self.extraction.record, path));
        let subject = subject.map(|subject| subject.text(self.lang)).unwrap_or_default();
        format!("[{}] {subject}: {}", finding.severity.name(self.lang), self.words(finding))
    }

    fn words(&self, finding: &Finding) -> String {
        finding_message(self.form, &self.extraction.record, finding, self.lang)
    }
}

/// The answer in whose cell a finding about `path` stands: a group has no cell,
/// so its first field takes it; a row likewise.
fn cell_of(form: &Form, path: &FieldPath) -> FieldPath {
    let Some(field) = form.field(path) else { return path.clone() };
    let is_row = path.row_index().is_some() && path.split_table().is_some_and(|(_, column)| column.is_none());
    let has_cell = match field.kind {
        FieldKind::Group => false,
        FieldKind::Table(_) => !is_row,
        _ => true,
    };
    let first = field.walk().find(|inner| Field::is_leaf(inner));
    match first {
        Some(first) if !has_cell => path.row_index().map_or(first.path.clone(), |row| first.path.at_row(row)),
        _ => path.clone(),
    }
}
