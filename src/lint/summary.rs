//! Summaries whose columns come from nowhere.

use super::{Lint, LintCode};
use crate::form::{ColumnSource, Field, FieldKind, Form};

/// Columns and fields of a summary without a source.
pub(super) fn lint(form: &Form, lints: &mut Vec<Lint>) {
    let Some(summary) = &form.summary else { return };
    for field in &form.fields {
        let table = summary.table.iter().find(|table| table.rows == field.path);
        match (&field.kind, table) {
            (FieldKind::Table(_), Some(table)) => {
                let row = field.path.each_row();
                let sources = |column: &Field| {
                    table.columns.iter().find(|(name, _)| format!("{row}.{name}") == column.path.to_string())
                };
                let without =
                    leaves(field).filter(|column| sources(column).is_none_or(|(_, sources)| sources.is_empty()));
                lints.extend(without.map(|column| Lint::of_field(LintCode::SummaryNoSource, form, column)));
                let is_given = |source: &ColumnSource| !matches!(source, ColumnSource::Number | ColumnSource::Staff);
                if !table.columns.values().flatten().any(is_given) {
                    lints.push(Lint::of_field(LintCode::SummaryAllStaff, form, field));
                }
            }
            (FieldKind::Table(_), None) => lints.push(Lint::of_field(LintCode::SummaryNoSource, form, field)),
            _ => {
                // Offices sign a summary themselves.
                let without = leaves(field).filter(|leaf| {
                    summary.head.get(&leaf.path.to_string()).is_none_or(Vec::is_empty) && !is_signed(form, leaf)
                });
                lints.extend(without.map(|leaf| Lint::of_field(LintCode::SummaryNoSource, form, leaf)));
            }
        }
    }
}

fn leaves(field: &Field) -> impl Iterator<Item = &Field> {
    field.walk().filter(|field| field.is_leaf())
}

/// An opinion, its signature or its date.
fn is_signed(form: &Form, field: &Field) -> bool {
    let beside = |opinion: &Field, suffix: &str| opinion.path.beside(suffix) == field.path;
    form.walk()
        .filter(|other| other.kind == FieldKind::Opinion)
        .any(|opinion| opinion.path == field.path || beside(opinion, "signature") || beside(opinion, "date"))
}
