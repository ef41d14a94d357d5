//! Findings for people.

use crate::form::{FieldKind, Form, Record};
use crate::{FieldPath, Finding, Lang};

/// What a field is called, as people see it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subject {
    /// The label of the table that the field stands in.
    pub table: Option<String>,
    /// The row, from 0, among the rows that hold anything.
    pub row: Option<usize>,
    /// The form's words, outermost first; in a table those under the table.
    pub labels: Vec<String>,
}

/// What the field at `path` of a record is called. The footer of a table is its
/// last row.
pub fn subject(form: &Form, record: &Record, path: &FieldPath) -> Subject {
    let Some(field) = form.field(path) else {
        return Subject { table: None, row: path.row_index(), labels: vec![path.to_string()] };
    };
    let is_row_of_its_own = path.split_table().is_some_and(|(_, column)| column.is_none());
    let Some(table) = form.table_of(path).filter(|_| !is_row_of_its_own) else {
        return Subject { table: None, row: path.row_index(), labels: field.labels.clone() };
    };
    let in_footer = match &table.kind {
        FieldKind::Table(rows) => rows.footer.as_ref().filter(|footer| path.starts_with(footer)),
        _ => None,
    };
    let (row, labels) = match in_footer.and_then(|footer| form.field(footer)) {
        // 市州 under 总体统计 is the head that spans the cell.
        Some(footer) => {
            (Some(record.rows(&table.path).len()), field.labels[footer.labels.len().min(field.labels.len())..].to_vec())
        }
        None => (path.row_index(), field.labels.clone()),
    };
    Subject { table: Some(table.label()), row, labels }
}

impl Subject {
    /// The words for a message: `区域整体推进计划表 第2行 市州/名称`.
    pub fn text(&self, lang: Lang) -> String {
        let mut words = Vec::new();
        words.extend(self.table.clone());
        if let Some(row) = self.row {
            words.push(match lang {
                Lang::Zh => format!("第{}行", row + 1),
                Lang::En => format!("row {}", row + 1),
            });
        }
        words.push(self.labels.join("/"));
        words.join(" ")
    }
}

/// One finding on one line: level, field, message, place.
pub fn finding_text(form: &Form, record: &Record, finding: &Finding, lang: Lang) -> String {
    let mut line = match lang {
        Lang::Zh => format!("[{}] ", finding.severity.name(lang)),
        Lang::En => format!("{}: ", finding.severity.name(lang)),
    };
    if let Some(path) = &finding.path {
        line.push_str(&subject(form, record, path).text(lang));
        line.push_str(if lang == Lang::Zh { "：" } else { ": " });
    }
    line.push_str(&finding.message(lang));
    if let Some(place) = finding.place {
        line.push_str(&match lang {
            Lang::Zh => format!("（{}）", place.to_chinese()),
            Lang::En => format!(" ({place})"),
        });
    }
    line
}

/// All findings of a record, a line each.
pub fn findings_text(form: &Form, record: &Record, findings: &[Finding], lang: Lang) -> Vec<String> {
    findings.iter().map(|finding| finding_text(form, record, finding, lang)).collect()
}
