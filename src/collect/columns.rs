//! A form as the columns of a list.

use crate::Lang;
use crate::form::{Field, FieldKind, Form, Record, Value};
use crate::report::MASK;
use crate::write::xlsx::exact_number;

/// A column of a list of returns.
#[derive(Debug, Clone, Copy)]
pub(super) enum Column<'f> {
    /// One answer.
    Answer(&'f Field),
    /// A table: how many rows it has.
    Table(&'f Field),
}

/// An answer in a list.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Shown {
    Nothing,
    Text(String),
    /// A number that a cell holds exactly.
    Number(f64),
}

/// How answers are shown.
#[derive(Debug, Clone, Copy)]
pub(super) struct Showing {
    pub with_sensitive: bool,
    pub lang: Lang,
}

/// The columns of a form, in its order.
pub(super) fn columns(form: &Form) -> Vec<Column<'_>> {
    fn add<'f>(fields: &'f [Field], columns: &mut Vec<Column<'f>>) {
        for field in fields {
            match field.kind {
                FieldKind::Group => add(&field.fields, columns),
                FieldKind::Table(_) => columns.push(Column::Table(field)),
                _ => columns.push(Column::Answer(field)),
            }
        }
    }
    let mut columns = Vec::new();
    add(&form.fields, &mut columns);
    columns
}

impl<'f> Column<'f> {
    pub fn field(self) -> &'f Field {
        match self {
            Column::Answer(field) | Column::Table(field) => field,
        }
    }

    /// What stands in the column for a record.
    pub fn show(self, record: &Record, showing: Showing) -> Shown {
        match self {
            Column::Answer(field) => show(field, record.get(&field.path), showing),
            Column::Table(field) => match (filled_rows(record, field).count(), showing.lang) {
                (0, _) => Shown::Nothing,
                (rows, Lang::Zh) => Shown::Text(format!("{rows}行")),
                (rows, Lang::En) => Shown::Text(format!("{rows} rows")),
            },
        }
    }
}

/// The rows of a table that hold an answer, with their indexes; printed words
/// are none.
pub(super) fn filled_rows<'r>(record: &'r Record, table: &'r Field) -> impl Iterator<Item = usize> + 'r {
    let answers: Vec<&Field> = table.walk().filter(|field| field.is_leaf() && !field.preset).collect();
    let holds = move |row: usize| {
        answers.iter().any(|field| record.get(&field.path.at_row(row)).is_some_and(|value| !value.is_empty()))
    };
    (0..record.rows(&table.path).len()).filter(move |row| holds(*row))
}

/// An answer as a list shows it: sensitive ones masked.
pub(super) fn show(field: &Field, value: Option<&Value>, showing: Showing) -> Shown {
    let Some(value) = value.filter(|value| !value.is_empty()) else { return Shown::Nothing };
    if field.sensitive && !showing.with_sensitive {
        return Shown::Text(MASK.to_owned());
    }
    match value.as_number().and_then(exact_number) {
        Some(number) => Shown::Number(number),
        None => Shown::Text(value.to_string()),
    }
}
