//! The official summary (汇总信息表), filled from the returns.

use indexmap::IndexMap;

use super::{Collection, placed};
use crate::extract::Extraction;
use crate::finding::Words;
use crate::form::{ColumnSource, Field, FieldKind, Form, Record, SummarySource, Value};
use crate::{Code, FieldPath, Finding};

/// A summary, filled from the returns.
#[derive(Debug, Clone, PartialEq)]
pub struct Summary {
    /// Id of the summary's form.
    pub form: String,
    /// Its values, as far as the returns have them.
    pub record: Record,
    /// Where its rows come from, in their order.
    pub rows: Vec<SummaryRow>,
    /// What the returns could not fill ([`Code::SummaryBlank`]): a finding for
    /// each such column of each row, and for each required field outside the
    /// tables. Paths are those of the summary: `schools[0].kind`.
    pub findings: Vec<Finding>,
}

/// A row of a summary and the return that it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SummaryRow {
    /// The row, `schools[0]`.
    pub path: FieldPath,
    /// Index of the return.
    pub source: usize,
}

const EMPTY: Words = Words { zh: "未填写", en: "empty" };

/// The summary of a form, and findings about returns that have no place in it,
/// by index of the return. `None` for a form that is no summary.
pub(super) fn summary(collection: &Collection<'_>, form: &Form) -> Option<(Summary, Vec<(usize, Finding)>)> {
    let source = form.summary.as_ref()?;
    let mut builder = Builder {
        form,
        summary: Summary { form: form.id.clone(), record: Record::new(), rows: Vec::new(), findings: Vec::new() },
    };
    let mut unplaced = Vec::new();
    let returned = format!("{}/{}", form.activity_id(), source.from);
    for (index, extraction) in collection.returns_of(&returned) {
        let tables = places(source, &extraction.record);
        if tables.is_empty() {
            let returned = collection.catalogue.form(&returned)?;
            unplaced.push((index, finding_unplaced(source, returned, extraction)));
        }
        for table in tables {
            let table = &source.table[table];
            builder.row(&table.rows, &table.columns, index, &extraction.record);
        }
    }
    Some((builder.finish(), unplaced))
}

/// The tables of the summary that a return belongs in: those without a
/// condition, and the one whose condition holds. None when the condition of
/// several holds, since only one can be meant, or of none at all.
fn places(source: &SummarySource, record: &Record) -> Vec<usize> {
    let tables = || source.table.iter().enumerate();
    let mut places: Vec<usize> = tables().filter(|(_, table)| table.when.is_none()).map(|(index, _)| index).collect();
    let holding: Vec<usize> = tables()
        .filter(|(_, table)| table.when.as_ref().is_some_and(|when| ticks_any(record, &when.field, &when.is)))
        .map(|(index, _)| index)
        .collect();
    match holding.as_slice() {
        [] => {}
        [table] => places.push(*table),
        [..] => return Vec::new(),
    }
    places.sort_unstable();
    places
}

fn ticks_any(record: &Record, field: &FieldPath, options: &[String]) -> bool {
    match record.get(field) {
        Some(Value::Choice(choice)) => choice.options.iter().any(|option| options.contains(option)),
        Some(Value::Text(text)) => options.iter().any(|option| option == text.trim()),
        _ => false,
    }
}

fn finding_unplaced(source: &SummarySource, returned: &Form, extraction: &Extraction) -> Finding {
    let finding = Finding::new(Code::SummaryUnplaced);
    let Some(when) = source.table.iter().find_map(|table| table.when.as_ref()) else { return finding };
    let label = returned.field(&when.field).map(|field| field.label()).unwrap_or_default();
    let finding = finding.about(&when.field).with("field", label);
    let finding = match extraction.record.get(&when.field).filter(|value| !value.is_empty()) {
        Some(value) => finding.with("value", format!("（{value}）")),
        None => finding.with_words("value", EMPTY),
    };
    placed(finding, extraction)
}

struct Builder<'a> {
    form: &'a Form,
    summary: Summary,
}

impl Builder<'_> {
    /// Adds the row of a return to a table, column by column in the form's order.
    fn row(
        &mut self,
        table: &FieldPath,
        columns: &IndexMap<String, Vec<ColumnSource>>,
        source: usize,
        record: &Record,
    ) {
        let Some(field) = self.form.field(table) else { return };
        let number = self.summary.record.rows(table).len();
        let row = table.row(number);
        let leaves: Vec<&Field> = field.walk().filter(|leaf| leaf.is_leaf()).collect();
        // A row counts even if nothing of it is known.
        if let Some(first) = leaves.first() {
            self.summary.record.set(&first.path.at_row(number), Value::Text(String::new()));
        }
        for leaf in leaves {
            let column = leaf.path.split_table().and_then(|(_, column)| column);
            let sources = column.and_then(|column| columns.get(&column.to_string())).map_or(&[][..], Vec::as_slice);
            let value = sources.iter().find_map(|source| match source {
                ColumnSource::Number => Some(Value::Number((number + 1).into())),
                ColumnSource::Field(field) => record.get(field).filter(|value| !value.is_empty()).cloned(),
                ColumnSource::Roster | ColumnSource::File | ColumnSource::Folder | ColumnSource::Staff => None,
            });
            let path = leaf.path.at_row(number);
            match value {
                Some(value) => {
                    self.summary.record.set(&path, as_column(leaf, value));
                }
                // What the form prints itself, nobody has to fill in.
                None if leaf.preset => {}
                None => self.blank(leaf, &path),
            }
        }
        self.summary.rows.push(SummaryRow { path: row, source });
    }

    fn blank(&mut self, field: &Field, path: &FieldPath) {
        self.summary.findings.push(Finding::new(Code::SummaryBlank).about(path).with("column", field.label()));
    }

    /// Adds what the office itself has to fill in outside the tables.
    fn finish(mut self) -> Summary {
        let form = self.form;
        let outside = form.leaves().filter(|field| !field.path.is_column() && !field.preset);
        let rows = std::mem::take(&mut self.summary.findings);
        for field in outside.filter(|field| field.required) {
            if self.summary.record.get(&field.path).is_none_or(Value::is_empty) {
                self.blank(field, &field.path);
            }
        }
        self.summary.findings.extend(rows);
        self.summary
    }
}

/// A value in the kind of its column: options become text unless the column has
/// options too.
fn as_column(column: &Field, value: Value) -> Value {
    let fits = match (&value, &column.kind) {
        (Value::Number(_), FieldKind::Integer | FieldKind::Number | FieldKind::Percent | FieldKind::Score)
        | (Value::Date(_), FieldKind::Date | FieldKind::YearMonth)
        | (Value::Choice(_), FieldKind::Choice(_) | FieldKind::Choices(_))
        | (Value::Text(_), _) => true,
        (Value::Number(_) | Value::Date(_) | Value::Choice(_) | Value::Group(_) | Value::Rows(_), _) => false,
    };
    if fits { value } else { Value::Text(value.to_string()) }
}
