//! Records from CSV (RFC 4180).

use super::json::typed;
use super::{DataError, Entry};
use crate::form::Form;
use crate::text::squeeze;
use crate::{Code, FieldPath, Finding, Record};

pub(super) fn records(form: &Form, text: &str) -> Result<Vec<Entry>, DataError> {
    let mut rows = rows(text)?.into_iter();
    let Some(head) = rows.next() else { return Ok(Vec::new()) };
    let columns: Vec<Option<FieldPath>> = head.iter().map(|name| column(form, name)).collect();
    let mut entries = Vec::new();
    for cells in rows {
        let mut entry = Entry { record: Record::new(), findings: Vec::new() };
        for (index, cell) in cells.iter().enumerate() {
            match columns.get(index) {
                Some(Some(path)) => {
                    let Some(field) = form.field(path) else { continue };
                    if let Some(value) = typed(field, path, cell, &mut entry.findings) {
                        entry.record.set(path, value);
                    }
                }
                _ if entries.is_empty() && !cell.trim().is_empty() => {
                    let name = head.get(index).cloned().unwrap_or_default();
                    entry.findings.push(Finding::new(Code::UnknownField).with("value", name));
                }
                _ => {}
            }
        }
        entries.push(entry);
    }
    Ok(entries)
}

/// The field that a column's head names: a path, the label, or a label that no
/// other field has.
fn column(form: &Form, head: &str) -> Option<FieldPath> {
    if let Ok(path) = head.trim().parse::<FieldPath>()
        && form.field(&path).is_some_and(|field| field.is_leaf())
    {
        return Some(path);
    }
    let head = squeeze(head);
    let mut leaves = form.leaves().filter(|field| !field.path.is_column());
    if let Some(field) = leaves.find(|field| field.label() == head) {
        return Some(field.path.clone());
    }
    let mut alike = form.leaves().filter(|field| field.own_label() == head || field.synonyms.contains(&head));
    match (alike.next(), alike.next()) {
        (Some(field), None) => Some(field.path.clone()),
        _ => None,
    }
}

/// The rows that hold anything. An open quote runs to the end of the text, as in
/// every spreadsheet.
fn rows(text: &str) -> Result<Vec<Vec<String>>, DataError> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes());
    let mut rows = Vec::new();
    for row in reader.records() {
        let row = row.map_err(|error| DataError {
            line: error.position().and_then(|position| usize::try_from(position.line()).ok()),
            message: error.to_string(),
        })?;
        if row.iter().any(|cell| !cell.trim().is_empty()) {
            rows.push(row.iter().map(str::to_owned).collect());
        }
    }
    Ok(rows)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quoted_cells_hold_commas_quotes_and_lines() {
        let rows = rows("a,b\r\n\"x,\"\"y\"\"\",\"1\n2\"\r\n\r\n").unwrap();
        assert_eq!(rows.len(), 2);
        assert_eq!(rows[1], ["x,\"y\"", "1\n2"]);
    }
}
