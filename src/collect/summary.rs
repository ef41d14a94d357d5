//! The official summary (汇总信息表), filled from the returns.

use indexmap::IndexMap;

use super::file_name::{in_file_name, in_folders};
use super::{CollectError, Collection, placed};
use crate::check;
use crate::data::heads::{Head, Heads};
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
    /// What no source could fill ([`Code::SummaryBlank`]), for each such column
    /// of each row and each required field outside the tables; what was taken
    /// from the name of a file ([`Code::SummarySource`]); too many or too few
    /// rows ([`Code::Quota`]). Paths are those of the summary:
    /// `schools[0].kind`.
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

const FILE: Words = Words { zh: "文件名", en: "file's name" };
const FOLDER: Words = Words { zh: "文件夹名", en: "folder's name" };

/// What the staff set outside the tables: form, field, text.
pub(super) type HeadValues = Vec<(String, FieldPath, String)>;

/// Finds the fields that the staff name by label or id.
pub(super) fn head<'f>(
    forms: impl Iterator<Item = &'f Form>,
    values: &[(String, String)],
) -> Result<HeadValues, CollectError> {
    let summaries: Vec<&Form> = forms.filter(|form| form.summary.is_some()).collect();
    let mut found = HeadValues::new();
    for (name, value) in values {
        let before = found.len();
        for form in &summaries {
            if let Head::Field(field) = Heads::of_form(form).find(name) {
                found.push((form.id.clone(), field.path.clone(), value.clone()));
            }
        }
        if found.len() == before {
            let fields = summaries.iter().flat_map(|form| outside(form)).map(Field::label);
            return Err(CollectError::UnknownHead { name: name.clone(), known: fields.collect() });
        }
    }
    Ok(found)
}

/// The fields outside a summary's tables that somebody fills in.
fn outside(form: &Form) -> impl Iterator<Item = &Field> {
    form.leaves().filter(|field| !field.path.is_column() && !field.preset)
}

/// The summary of a form, and findings about returns that have no place in it,
/// by index of the return. `None` for a form that is no summary.
pub(super) fn summary(
    collection: &Collection<'_>,
    form: &Form,
    head: &HeadValues,
) -> Option<(Summary, Vec<(usize, Finding)>)> {
    let source = form.summary.as_ref()?;
    let returned = format!("{}/{}", form.activity_id(), source.from);
    let titles = collection.catalogue.form(&returned).into_iter().chain([form]);
    let mut builder = Builder {
        collection,
        form,
        titles: titles.map(|form| form.title.as_str()).collect(),
        summary: Summary { form: form.id.clone(), record: Record::new(), rows: Vec::new(), findings: Vec::new() },
    };
    let mut unplaced = Vec::new();
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
    Some((builder.finish(source, head), unplaced))
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
    collection: &'a Collection<'a>,
    form: &'a Form,
    /// Titles of forms, which stand in the names of files too.
    titles: Vec<&'a str>,
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
            let path = leaf.path.at_row(number);
            let value = sources.iter().find_map(|kind| match kind {
                ColumnSource::Number => Some(Value::Number((number + 1).into())),
                ColumnSource::Field(field) => record.get(field).filter(|value| !value.is_empty()).cloned(),
                ColumnSource::Roster => self.on_roster(source, leaf),
                ColumnSource::File | ColumnSource::Folder => {
                    self.in_names(source, *kind == ColumnSource::File, leaf, &path)
                }
                ColumnSource::Staff => None,
            });
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

    /// What the roster knows about a column of the return's row: under the
    /// column's own head, or under that of the field of the returned form that
    /// is called the same, as the name is.
    fn on_roster(&self, index: usize, column: &Field) -> Option<Value> {
        let matched = self.collection.matched(index)?;
        let row = self.collection.roster()?.rows.get(matched.row)?;
        let named = || {
            let (_, path) = column.path.split_table()?;
            let is_name = path? == FieldPath::field("name");
            is_name.then(|| Value::Text(row.name.clone()))
        };
        row.value(&self.form.id, &column.path).cloned().or_else(named)
    }

    /// A name that stands in the name of the return's file or folder.
    fn in_names(&mut self, index: usize, is_file: bool, column: &Field, path: &FieldPath) -> Option<Value> {
        let file = &self.collection.returns.get(index)?.file;
        let name = if is_file { in_file_name(file, &self.titles) } else { in_folders(file, &self.titles) }?;
        let finding = Finding::new(Code::SummarySource).about(path).with("column", column.label()).with("value", &name);
        self.summary.findings.push(finding.with_words("from", if is_file { FILE } else { FOLDER }));
        Some(Value::Text(name))
    }

    /// Fills what stands outside the tables: from what the staff set, else
    /// from the roster. What is left the office has to fill in itself.
    fn finish(mut self, source: &SummarySource, head: &HeadValues) -> Summary {
        let form = self.form;
        let rows = std::mem::take(&mut self.summary.findings);
        for field in outside(form) {
            // What is said last counts.
            let set = head.iter().rev().find(|(of, path, _)| *of == form.id && *path == field.path);
            let value = match set {
                Some((_, _, text)) => {
                    let typed = check::value(field, &field.path, text);
                    self.summary.findings.extend(typed.findings);
                    typed.value
                }
                None => self.head_on_roster(source, field),
            };
            match value {
                Some(value) => {
                    self.summary.record.set(&field.path, value);
                }
                None if field.required => self.blank(field, &field.path),
                None => {}
            }
        }
        self.summary.findings.extend(rows);
        self.summary
    }

    fn head_on_roster(&self, source: &SummarySource, field: &Field) -> Option<Value> {
        let sources = source.head.get(&field.path.to_string())?;
        let known = &self.collection.roster()?.head;
        sources.contains(&ColumnSource::Roster).then_some(())?;
        let value = known.iter().find(|known| known.form == self.form.id && known.path == field.path)?;
        Some(value.value.clone())
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
