//! 问题清单: every finding about every return.

use std::cmp::Reverse;
use std::collections::HashMap;

use super::list::{Cell, Fill, List, Shape};
use super::{Book, PROBLEMS};
use crate::form::Form;
use crate::report::{finding_message, subject};
use crate::{FieldPath, Finding, Lang, Record, Severity};

/// A finding and what it is about.
struct Problem<'a> {
    /// Index of the return; `None` for what no return can answer.
    source: Option<usize>,
    /// The form and what stands in it; `None` for the roster.
    answers: Option<(&'a Form, &'a Record)>,
    finding: &'a Finding,
}

pub(super) fn list(book: &Book<'_>) -> List {
    let mut list = book.list(PROBLEMS.to_owned());
    list.head(book.word("文件", "file"), Shape::Line);
    list.head(book.word("表格", "form"), Shape::Line);
    list.head(book.word("栏目", "field"), Shape::Line);
    list.head(book.word("位置", "place"), Shape::Line);
    list.head(book.word("级别", "severity"), Shape::Short);
    list.head(book.word("代码", "code"), Shape::Line);
    list.head(book.word("说明", "message"), Shape::Long);
    list.head(book.word("处理办法", "remedy"), Shape::Line);
    for problem in problems(book) {
        list.row(row(book, &problem));
    }
    list
}

/// All findings, by file in the order of the returns, errors first; then those
/// about the summary and the roster.
fn problems<'a>(book: &'a Book<'_>) -> Vec<Problem<'a>> {
    let collection = book.collection;
    let mut problems = Vec::new();
    for index in 0..collection.returns.len() {
        let Some(extraction) = collection.extraction(index) else { continue };
        let Some(form) = collection.catalogue.form(&extraction.form) else { continue };
        let notices = book.notices.iter().filter(|(of, _)| *of == index).map(|(_, finding)| finding);
        for finding in collection.findings(index).chain(notices) {
            problems.push(Problem { source: Some(index), answers: Some((form, &extraction.record)), finding });
        }
    }
    for summary in &collection.summaries {
        let Some(form) = collection.catalogue.form(&summary.form) else { continue };
        let sources: HashMap<&FieldPath, usize> = summary.rows.iter().map(|row| (&row.path, row.source)).collect();
        for finding in &summary.findings {
            let row = finding.path.as_ref().and_then(row_of);
            let source = row.and_then(|row| sources.get(&row).copied());
            problems.push(Problem { source, answers: Some((form, &summary.record)), finding });
        }
    }
    let roster = collection.roster().map(|roster| roster.findings.as_slice()).unwrap_or_default();
    problems.extend(roster.iter().map(|finding| Problem { source: None, answers: None, finding }));
    problems.sort_by_key(|problem| (problem.source.unwrap_or(usize::MAX), Reverse(problem.finding.severity)));
    problems
}

/// The row that a value stands in: `schools[0]` for `schools[0].kind`.
fn row_of(path: &FieldPath) -> Option<FieldPath> {
    let (table, _) = path.split_table()?;
    Some(table.row(path.row_index()?))
}

fn row(book: &Book<'_>, problem: &Problem<'_>) -> Vec<Cell> {
    let Problem { source, answers, finding } = problem;
    let lang = book.options.lang;
    let about = answers.zip(finding.path.as_ref());
    let field = about.map(|((form, record), path)| subject(form, record, path).text(lang));
    let message = match answers {
        Some((form, record)) => finding_message(form, record, finding, lang),
        None => finding.message(lang),
    };
    let place = finding.place.as_ref().map(|place| match lang {
        Lang::Zh => place.to_chinese(),
        Lang::En => place.to_string(),
    });
    let fill = match finding.severity {
        Severity::Error => Fill::Error,
        Severity::Warning => Fill::Doubt,
        Severity::Info => Fill::None,
    };
    vec![
        source.map_or_else(Cell::blank, |index| book.file(index)),
        Cell::text(answers.map_or(book.word("名单", "roster"), |(form, _)| &form.title)),
        field.map_or_else(Cell::blank, |field| Cell::text(&field)),
        place.map_or_else(Cell::blank, |place| Cell::text(&place)),
        Cell::text(finding.severity.name(lang)).fill(fill),
        Cell::text(finding.code.as_str()),
        Cell::text(&message),
        finding.remedy(lang).map_or_else(Cell::blank, |remedy| Cell::text(&remedy)),
    ]
}
