//! Forms: what may be asked, how it is laid out, and what people answered.

mod activity;
mod catalogue;
mod field;
mod indicator;
mod record;
mod rule;
mod source;
mod stage;
mod summary;
mod value;

pub use activity::{Activity, Quota};
pub use catalogue::{Catalogue, CatalogueError, Files};
pub use field::{Field, FieldKind, Limits, Options, Origin, PresetRow, Rows};
pub use indicator::{Indicator, IndicatorItem, IndicatorPart, NameList, Total};
pub use record::{Record, normalize_text};
pub use rule::{IdPart, Operand, Rule, RuleKind};
pub use source::{FormSource, SharedFields, SourceError};
pub use stage::{FilledBy, Stage};
pub use summary::{ColumnSource, SummaryCondition, SummarySource, SummaryTable};
pub use value::{Choice, Date, Value};

use std::collections::HashMap;

use crate::FieldPath;
use crate::layout::Layout;

/// A form, ready to be rendered, read and checked.
#[derive(Debug, Clone)]
pub struct Form {
    /// Activity and form, `henan-2021/recommendation`.
    pub id: String,
    /// Raised when fields or labels change.
    pub version: u32,
    /// The title as printed, on one line.
    pub title: String,
    /// 附件N, if the form has a number.
    pub annex: Option<String>,
    /// Name of the template, `henan-2021/recommendation.html`.
    pub template: String,
    /// What is asked, in the form's order; nothing, in a form that is only
    /// printed.
    pub fields: Vec<Field>,
    /// Rules between fields.
    pub rules: Vec<Rule>,
    /// 评价指标.
    pub indicators: Vec<Indicator>,
    /// The total that a rubric prints.
    pub total: Option<Total>,
    /// Names that the form prints.
    pub lists: Vec<NameList>,
    /// How a summary's rows come out of returned forms.
    pub summary: Option<SummarySource>,
    /// How it is laid out.
    pub layout: Layout,
    /// For each field path (in its definition form) the indexes that lead to
    /// the field through `fields`.
    index: HashMap<FieldPath, Vec<usize>>,
}

impl Form {
    /// A form of these parts.
    pub fn new(source: FormSource, layout: Layout) -> Form {
        let FormSource { id, version, title, annex, template, fields, rules, indicators, total, lists, summary } =
            source;
        let mut index = HashMap::new();
        index_fields(&fields, &mut Vec::new(), &mut index);
        Form { id, version, title, annex, template, fields, rules, indicators, total, lists, summary, layout, index }
    }

    /// The form without the words for seal and date that the notice does not
    /// print: [`Layout::without_added_lines`].
    #[must_use]
    pub fn without_added_lines(mut self) -> Form {
        self.layout = self.layout.without_added_lines();
        self
    }

    /// The field at `path`; row indexes do not matter.
    pub fn field(&self, path: &FieldPath) -> Option<&Field> {
        let indexes = match self.index.get(path) {
            Some(indexes) => indexes,
            None => self.index.get(&path.definition())?,
        };
        let (first, rest) = indexes.split_first()?;
        rest.iter().try_fold(self.fields.get(*first)?, |field, index| field.fields.get(*index))
    }

    /// All fields, groups and tables before what is in them.
    pub fn walk(&self) -> impl Iterator<Item = &Field> {
        self.fields.iter().flat_map(Field::walk)
    }

    /// All fields that hold an answer themselves, in the form's order.
    pub fn leaves(&self) -> impl Iterator<Item = &Field> {
        self.walk().filter(|field| field.is_leaf())
    }

    /// The table that the field stands in: the field is a column of it, or is
    /// in its footer row.
    pub fn table_of(&self, path: &FieldPath) -> Option<&Field> {
        if let Some((table, Some(_))) = path.split_table() {
            return self.field(&table);
        }
        self.fields.iter().flat_map(Field::walk).find(|field| match &field.kind {
            FieldKind::Table(rows) => {
                rows.footer.as_ref().is_some_and(|footer| path != footer && path.starts_with(footer))
            }
            _ => false,
        })
    }

    /// Whether nobody has to fill anything in.
    pub fn is_print_only(&self) -> bool {
        self.fields.is_empty()
    }

    /// The field that names the applicant: `name`, else the form's first field
    /// if it is a required line of text. A form may not ask for it: then the
    /// first name is that of a person in charge, who is no applicant.
    pub fn applicant(&self) -> Option<&FieldPath> {
        let name = FieldPath::field("name");
        let named = self.fields.iter().find(|field| field.path == name && field.is_leaf());
        let opening = || self.fields.first().filter(|field| field.kind == FieldKind::Text && field.required);
        named.or_else(opening).map(|field| &field.path)
    }

    /// The activity's part of the id.
    pub fn activity_id(&self) -> &str {
        activity_of(&self.id)
    }
}

/// The activity's part of a form's id.
pub(crate) fn activity_of(form: &str) -> &str {
    form.split_once('/').map_or("", |(activity, _)| activity)
}

fn index_fields(fields: &[Field], above: &mut Vec<usize>, index: &mut HashMap<FieldPath, Vec<usize>>) {
    for (position, field) in fields.iter().enumerate() {
        above.push(position);
        index.insert(field.path.clone(), above.clone());
        // `members` is known as `members[]` too: the path of a row.
        if matches!(field.kind, FieldKind::Table(_)) {
            index.insert(field.path.each_row(), above.clone());
        }
        index_fields(&field.fields, above, index);
        above.pop();
    }
}
