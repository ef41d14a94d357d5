//! The definition of a form as a person writes it, `forms/<activity>/<form>.toml`.

mod field;
mod rule;
mod shared;
mod syntax;

use std::collections::HashMap;
use std::fmt;

use serde::Deserialize;
use toml::Spanned;

use super::indicator::{RawIndicator, RawList, RawTotal};
use super::{Activity, Field, FieldKind, Indicator, NameList, Rule, SummarySource, Total};
use crate::finding::{Message, say};
use crate::path::is_id;
use crate::{FieldPath, Lang};
use field::{Draft, RawField, Reader};
use rule::RawRule;

pub use shared::SharedFields;

/// A definition, checked, without its layout.
#[derive(Debug, Clone, PartialEq)]
pub struct FormSource {
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
    /// What is asked; nothing, in a form that is only printed.
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
}

/// A mistake in a definition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceError {
    /// The file, as the catalogue names it.
    pub file: String,
    /// The line, from 1, where it is known.
    pub line: Option<usize>,
    /// What is wrong, and what was expected.
    pub message: Message,
}

impl SourceError {
    /// A mistake that the TOML reader found in the text of a file.
    pub(super) fn of_toml(file: &str, text: &str, error: &toml::de::Error) -> SourceError {
        let line = error.span().map(|span| line_of(text, span.start));
        let (line, message) = syntax::explain(text, line, error.message());
        SourceError { file: file.to_owned(), line, message }
    }
}

impl fmt::Display for SourceError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.file, self.message),
            None => write!(f, "{}: {}", self.file, self.message),
        }
    }
}

impl std::error::Error for SourceError {}

impl FormSource {
    /// Reads a definition. `id` is activity and form, `file` names the file in
    /// errors, `shared` are the fields that it may use. In the title,
    /// `{{ year }}` is the activity's year.
    ///
    /// # Errors
    ///
    /// The text is not TOML or has an unknown key, or all values that make no
    /// sense; with the line.
    pub fn parse(
        id: &str,
        file: &str,
        text: &str,
        activity: &Activity,
        shared: &SharedFields,
    ) -> Result<FormSource, Vec<SourceError>> {
        let raw: RawForm = toml::from_str(text).map_err(|error| vec![SourceError::of_toml(file, text, &error)])?;
        let source = Text { file, text };
        let line = |offset| line_of(text, offset);
        let at = |(offset, message): (usize, Message)| source.error(Some(offset), message);
        let mut errors = Vec::new();
        let indicators: Vec<Indicator> =
            gather(raw.indicator.iter().map(|indicator| indicator.read(&line).map_err(at)), &mut errors);
        let total = gather(raw.total.map(|total| total.read(&line).map_err(at)), &mut errors).pop();
        let lists = gather(raw.list.into_iter().map(|list| source.list(list)), &mut errors);
        let rules = gather(raw.rule.iter().map(|rule| source.rule(rule)), &mut errors).concat();
        let reader = Reader { indicators: &indicators };
        let mut fields = Vec::new();
        let read = raw.field.iter().map(|raw| reader.read(&Draft::resolve(raw, &source, shared)?, &mut fields));
        let read = gather(read, &mut errors).len();
        // A field with a mistake is not known, and would be missed by every rule.
        if read == raw.field.len() {
            errors.extend(source.references(&fields, &rules));
        }
        if !errors.is_empty() {
            return Err(errors);
        }
        let year = activity.year.map(|year| year.to_string()).unwrap_or_default();
        Ok(FormSource {
            id: id.to_owned(),
            version: raw.version,
            title: raw.title.replace("{{ year }}", &year),
            annex: raw.annex,
            template: raw.template,
            fields,
            rules,
            indicators,
            total,
            lists,
            summary: raw.summary,
        })
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawForm {
    version: u32,
    title: String,
    annex: Option<String>,
    template: String,
    #[serde(default)]
    field: Vec<RawField>,
    #[serde(default)]
    rule: Vec<Spanned<RawRule>>,
    #[serde(default)]
    indicator: Vec<RawIndicator>,
    total: Option<RawTotal>,
    #[serde(default)]
    list: Vec<RawList>,
    summary: Option<SummarySource>,
}

/// The text of a definition, for places.
struct Text<'a> {
    file: &'a str,
    text: &'a str,
}

impl Text<'_> {
    fn error(&self, at: Option<usize>, message: Message) -> SourceError {
        SourceError { file: self.file.to_owned(), line: at.map(|offset| line_of(self.text, offset)), message }
    }

    fn list(&self, raw: RawList) -> Result<NameList, SourceError> {
        let id = raw.id.get_ref();
        if !is_id(id) {
            return Err(self.error(Some(raw.id.span().start), not_an_id(id)));
        }
        Ok(NameList { id: id.clone(), title: raw.title, names: raw.names })
    }

    /// Rules and footers that name no field, and labels that name two.
    fn references(&self, fields: &[Field], rules: &[Rule]) -> Vec<SourceError> {
        let all: Vec<&Field> = fields.iter().flat_map(Field::walk).collect();
        let known = |path: &FieldPath| all.iter().any(|field| field.path == path.definition());
        let named = rules.iter().flat_map(Rule::fields).map(|path| ((say!("规则", "a rule")), path));
        let footers = all.iter().filter_map(|field| match &field.kind {
            FieldKind::Table(rows) => rows.footer.as_ref().map(|footer| (say!("footer（合计行）", "a footer"), footer)),
            _ => None,
        });
        let mut errors: Vec<SourceError> = Vec::new();
        for (who, path) in named.chain(footers).filter(|(_, path)| !known(path)) {
            let at = self.text.find(&format!("\"{path}\""));
            let message =
                say!("提到的 {path} 不是表格的栏目，请改成已有的 id", " names `{path}`, which is no field of the form");
            let error = self.error(at, message.after(who.get(Lang::Zh), who.get(Lang::En)));
            if !errors.contains(&error) {
                errors.push(error);
            }
        }
        // Fields are found again by their labels; those of a table's columns
        // stand under the table.
        let mut labels = HashMap::new();
        for field in all.iter().filter(|field| field.is_leaf()) {
            let table = field.path.split_table().map(|(table, _)| table);
            if let Some(other) = labels.insert((table, field.label()), &field.path) {
                let message = say!(
                    "{other} 和 {} 的 label 相同（{}），无法区分：请改其中一个，或放进不同的 group",
                    "`{other}` and `{}` have the same label, {}";
                    field.path,
                    field.label()
                );
                errors.push(field.origin.error(message));
            }
        }
        errors
    }
}

/// What could be read; the mistakes of the others are added to `errors`.
fn gather<T>(results: impl IntoIterator<Item = Result<T, SourceError>>, errors: &mut Vec<SourceError>) -> Vec<T> {
    let keep = |result: Result<T, SourceError>| result.map_err(|error| errors.push(error)).ok();
    results.into_iter().filter_map(keep).collect()
}

/// An id that is none.
fn not_an_id(id: &str) -> Message {
    if id.is_empty() {
        return say!("栏目缺少 id，如 id = \"name\"", "a field has no `id`");
    }
    let lower = id.to_lowercase().replace(['-', ' '], "_");
    let hint = if is_id(&lower) { format!(" → {lower}") } else { String::new() };
    say!(
        "“{id}”不能作 id{hint}：只能用小写英文字母、数字和下划线，以字母开头（中文写在 label 里）",
        "`{id}` is not an id{hint}: expected lower-case letters, digits and `_`"
    )
}

/// The line of a byte offset, from 1.
fn line_of(text: &str, offset: usize) -> usize {
    1 + text.as_bytes()[..offset.min(text.len())].iter().filter(|byte| **byte == b'\n').count()
}
