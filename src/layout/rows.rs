//! Which rows are printed for the rows of a record.

use crate::document::Repeat;
use crate::form::{Field, FieldKind, Form, PresetRow, Record, Value};
use crate::{FieldPath, Step};

/// A printed row of a table: the record's row that stands in it, and what the
/// form prints there itself.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct ArrangedRow<'a> {
    /// Index of the record's row, from 0; `None` for an empty row.
    pub record: Option<usize>,
    /// What the form prints in the row.
    pub preset: Option<&'a PresetRow>,
}

/// What stands in the places of a form: the values of a record by the paths of
/// the layout's slots.
///
/// A slot in a table of fixed rows names a printed row, `indicators[3].score`;
/// the record's rows are closed up, so that row may be another one there.
#[derive(Debug)]
pub struct Answers<'a> {
    form: &'a Form,
    record: &'a Record,
    /// For each table of fixed rows: the record's row by printed row.
    fixed: Vec<(&'a FieldPath, Vec<Option<usize>>)>,
}

impl<'a> Answers<'a> {
    /// The answers of a record.
    pub fn new(form: &'a Form, record: &'a Record) -> Answers<'a> {
        let fixed = form
            .walk()
            .filter(|field| matches!(&field.kind, FieldKind::Table(rows) if rows.fixed))
            .map(|field| {
                let rows = arrange(field, record.rows(&field.path), 0);
                (&field.path, rows.into_iter().map(|row| row.record).collect())
            })
            .collect();
        Answers { form, record, fixed }
    }

    /// What stands in a slot, as a form shows it: a number of percent with its
    /// sign.
    pub fn get(&self, path: &FieldPath) -> Option<Value> {
        self.stored(path).map(|value| self.printed(path, value))
    }

    fn printed(&self, path: &FieldPath, value: &Value) -> Value {
        match value {
            // Without the sign 0.5 might be half.
            Value::Number(_) if self.form.field(path).is_some_and(|field| field.kind == FieldKind::Percent) => {
                Value::Text(format!("{value}%"))
            }
            value => value.clone(),
        }
    }

    fn stored(&self, path: &FieldPath) -> Option<&'a Value> {
        let printed = path.row_index().filter(|_| !self.fixed.is_empty());
        let Some(printed) = printed else { return self.value(path) };
        match self.fixed.iter().find(|(table, _)| path.starts_with(table)) {
            None => self.value(path),
            Some((_, rows)) => {
                let row = (*rows.get(printed)?)?;
                self.value(&path.definition().at_row(row))
            }
        }
    }

    /// What stands in a slot of a printed row, given the slot's path for every
    /// row; outside repeated rows, `row` is `None`.
    pub fn in_row(&self, row: Option<ArrangedRow<'_>>, path: &FieldPath) -> Option<Value> {
        let Some(row) = row else { return self.get(path) };
        let own = row.record.and_then(|index| self.value(&path.at_row(index))).map(|value| self.printed(path, value));
        own.or_else(|| row.preset.and_then(|preset| preset_value(preset, path)))
    }

    fn value(&self, path: &FieldPath) -> Option<&'a Value> {
        self.record.get(path).filter(|value| !value.is_empty())
    }

    /// The rows that are printed for a repeated row.
    pub fn rows(&self, repeat: &Repeat) -> Vec<ArrangedRow<'a>> {
        match self.form.field(&repeat.path) {
            Some(field) => arrange(field, self.record.rows(&repeat.path), repeat.min),
            None => Vec::new(),
        }
    }
}

/// What the form prints in a column of a row.
pub fn preset_value(preset: &PresetRow, path: &FieldPath) -> Option<Value> {
    let Some(Step::Id(column)) = path.steps().last() else { return None };
    let (_, text) = preset.values.iter().find(|(id, _)| id == column)?;
    Some(Value::Text(text.clone()))
}

/// Arranges the rows of a record in a table of at least `min` rows.
///
/// Printed rows stand in their order, each with the record's rows that repeat
/// its printed values; a record's row that fits none stands where the record
/// has it. In a table of fixed rows each printed row takes at most one.
pub fn arrange<'a>(field: &'a Field, rows: &[Record], min: usize) -> Vec<ArrangedRow<'a>> {
    let FieldKind::Table(table) = &field.kind else { return Vec::new() };
    if table.fixed {
        return fixed(&table.preset, rows);
    }
    let mut arranged = Vec::new();
    let mut next = 0;
    for (index, row) in rows.iter().enumerate() {
        let fits = |preset: &PresetRow| matches(preset, row);
        let preset = if let Some(ahead) = table.preset[next..].iter().position(fits) {
            let skipped = &table.preset[next..next + ahead];
            arranged.extend(skipped.iter().map(|preset| ArrangedRow { record: None, preset: Some(preset) }));
            next += ahead + 1;
            table.preset.get(next - 1)
        } else if next < table.preset.len() && holds_no_preset(&table.preset[next], row) {
            next += 1;
            table.preset.get(next - 1)
        } else {
            None
        };
        arranged.push(ArrangedRow { record: Some(index), preset });
    }
    let rest = table.preset[next..].iter().map(|preset| ArrangedRow { record: None, preset: Some(preset) });
    arranged.extend(rest);
    while arranged.len() < min {
        arranged.push(ArrangedRow { record: None, preset: None });
    }
    arranged
}

fn fixed<'a>(preset: &'a [PresetRow], rows: &[Record]) -> Vec<ArrangedRow<'a>> {
    let mut free: Vec<Option<usize>> = (0..rows.len()).map(Some).collect();
    let mut take = |wanted: &dyn Fn(&Record) -> bool| {
        let slot = free.iter_mut().find(|slot| slot.is_some_and(|index| wanted(&rows[index])))?;
        slot.take()
    };
    preset
        .iter()
        .map(|preset| {
            let record = take(&|row| matches(preset, row)).or_else(|| take(&|row| holds_no_preset(preset, row)));
            ArrangedRow { record, preset: Some(preset) }
        })
        .collect()
}

/// Whether the row repeats the printed values.
fn matches(preset: &PresetRow, row: &Record) -> bool {
    !preset.values.is_empty()
        && preset.values.iter().all(|(id, printed)| {
            matches!(row.field(id), Some(Value::Text(text)) if crate::text::fold(text) == crate::text::fold(printed))
        })
}

/// Whether the row says nothing where the form prints.
fn holds_no_preset(preset: &PresetRow, row: &Record) -> bool {
    preset.values.iter().all(|(id, _)| row.field(id).is_none_or(Value::is_empty))
}
