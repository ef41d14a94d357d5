//! Findings for people.

use crate::finding::MASK;
use crate::form::{Field, FieldKind, Form, Record, Value};
use crate::{FieldPath, Finding, Lang};

/// Shorter answers are not looked for in messages: they stand in other words.
const SHORTEST_SECRET: usize = 4;

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

/// The message of a finding about a record, for people: without the record's
/// sensitive answers, and without what stands behind the label of one.
///
/// Messages about a sensitive field never hold its answer; but text that found
/// no field, or stands in another one, may be a password all the same.
pub fn finding_message(form: &Form, record: &Record, finding: &Finding, lang: Lang) -> String {
    hide(form, record, finding.message(lang))
}

fn hide(form: &Form, record: &Record, mut text: String) -> String {
    for field in form.leaves().filter(|field| field.sensitive) {
        for secret in answers(record, field) {
            let secret = secret.trim();
            if secret.chars().count() >= SHORTEST_SECRET && text.contains(secret) {
                text = text.replace(secret, MASK);
            }
        }
        for label in field.synonyms.iter().map(String::as_str).chain([field.own_label()]) {
            text = hide_behind(text, label);
        }
    }
    text
}

/// All answers of a field, in every row of its table.
fn answers(record: &Record, field: &Field) -> Vec<String> {
    let values: Vec<Option<&Value>> = match field.path.split_table() {
        Some((table, Some(_))) => {
            (0..record.rows(&table).len()).map(|row| record.get(&field.path.at_row(row))).collect()
        }
        _ => vec![record.get(&field.path)],
    };
    values.into_iter().flatten().map(ToString::to_string).collect()
}

/// Masks the word of letters and digits behind each `label` and its colon or
/// blank.
fn hide_behind(text: String, label: &str) -> String {
    if label.is_empty() || !text.contains(label) {
        return text;
    }
    let mut hidden = String::with_capacity(text.len());
    let mut rest = text.as_str();
    while let Some(at) = rest.find(label) {
        let end = at + label.len();
        hidden.push_str(&rest[..end]);
        rest = &rest[end..];
        let word = rest.trim_start_matches([':', '：', '=', '为', '是', ' ', '\u{3000}', '\n', '\t']);
        let after = word.trim_start_matches(|c: char| c.is_ascii_graphic());
        if after.len() < word.len() {
            hidden.push_str(&rest[..rest.len() - word.len()]);
            hidden.push_str(MASK);
            rest = after;
        }
    }
    hidden.push_str(rest);
    hidden
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
    line.push_str(&finding_message(form, record, finding, lang));
    if let Some(place) = &finding.place {
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Catalogue, Code};

    #[test]
    fn a_password_that_found_no_field_is_hidden_all_the_same() {
        let catalogue = Catalogue::embedded().unwrap();
        let form = catalogue.form("henan-2021/recommendation").unwrap();
        let mut record = Record::new();
        record.set(&"password".parse().unwrap(), "Secret-77".into());
        let message = |value: &str| {
            let finding = Finding::new(Code::Unplaced).with("value", value);
            finding_message(form, &record, &finding, Lang::Zh)
        };
        assert_eq!(message("备用Secret-77。"), "有内容未能归入任何栏目：“备用******。”");
        assert_eq!(
            message("登录密码：\u{3000}Abc123，区教体局"),
            "有内容未能归入任何栏目：“登录密码：\u{3000}******，区教体局”"
        );
        assert_eq!(message("密码另附"), "有内容未能归入任何栏目：“密码另附”");
    }
}
