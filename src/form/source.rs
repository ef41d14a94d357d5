//! The definition of a form as a person writes it, `forms/<activity>/<form>.toml`.

use std::collections::HashMap;
use std::fmt;

use indexmap::IndexMap;
use rust_decimal::Decimal;
use serde::{Deserialize, Serialize};
use toml::Spanned;

use super::{Activity, Field, FieldKind, Limits, Operand, Options, PresetRow, Rows, Rule, RuleKind};
use crate::path::is_id;
use crate::text::squeeze;
use crate::{FieldPath, Severity};

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
    /// What is asked.
    pub fields: Vec<Field>,
    /// Rules between fields.
    pub rules: Vec<Rule>,
    /// 评价指标, for templates.
    pub indicators: Vec<Indicator>,
    /// How a summary's rows come out of returned forms.
    pub summary: Option<SummarySource>,
}

/// A first-level indicator of a rubric (一级指标).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Indicator {
    /// Its name.
    pub name: String,
    /// Its points (分).
    pub points: Option<u32>,
    /// What is printed for the points where it is not （N分）.
    pub points_text: Option<String>,
    /// Its second-level indicators.
    #[serde(rename = "item")]
    pub items: Vec<IndicatorItem>,
}

/// A second-level indicator (二级指标).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct IndicatorItem {
    /// Its name.
    pub name: String,
    /// Its points (分).
    pub points: Option<u32>,
    /// What is printed for the points where it is not （N分）.
    pub points_text: Option<String>,
    /// Its description (指标描述).
    pub text: String,
}

/// How a summary (汇总信息表) is made of returned forms.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SummarySource {
    /// The form whose returns are the rows, by its name in the activity.
    pub from: String,
    /// The tables to fill.
    pub table: Vec<SummaryTable>,
}

/// How one table of a summary is filled.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SummaryTable {
    /// The table of the summary form.
    pub rows: FieldPath,
    /// Which returns belong here; all, if absent.
    pub when: Option<SummaryCondition>,
    /// For each column the sources of its value in order: a field of the
    /// returned form, or `#` for the running number. A column without a source
    /// is for the staff.
    pub columns: IndexMap<String, Vec<String>>,
}

/// A condition on a returned form.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SummaryCondition {
    /// A choice of the returned form.
    pub field: FieldPath,
    /// The options for which the condition holds.
    pub is: Vec<String>,
}

/// A mistake in a definition.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceError {
    /// The file, as the catalogue names it.
    pub file: String,
    /// The line, from 1, where it is known.
    pub line: Option<usize>,
    /// What is wrong, and what was expected.
    pub message: String,
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
    /// errors. In the title, `{{ year }}` is the activity's year.
    ///
    /// # Errors
    ///
    /// The text is not TOML, has an unknown key, or a value that makes no
    /// sense; with the line.
    pub fn parse(id: &str, file: &str, text: &str, activity: &Activity) -> Result<FormSource, SourceError> {
        let raw: RawForm = toml::from_str(text).map_err(|error| SourceError {
            file: file.to_owned(),
            line: error.span().map(|span| line_of(text, span.start)),
            message: error.message().trim().to_owned(),
        })?;
        let reader = Reader { file, text };
        let mut fields = Vec::new();
        for field in &raw.field {
            reader.field(field, &Above::TOP, &raw.indicator, &mut fields)?;
        }
        let year = activity.year.map(|year| year.to_string()).unwrap_or_default();
        let rules = raw.rule.iter().map(|rule| reader.rule(rule)).collect::<Result<Vec<_>, _>>()?;
        reader.references(&fields, &rules)?;
        Ok(FormSource {
            id: id.to_owned(),
            version: raw.version,
            title: raw.title.replace("{{ year }}", &year),
            annex: raw.annex,
            template: raw.template,
            fields,
            rules,
            indicators: raw.indicator,
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
    rule: Vec<RawRule>,
    #[serde(default)]
    indicator: Vec<Indicator>,
    summary: Option<SummarySource>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawField {
    id: Spanned<String>,
    label: Option<String>,
    #[serde(default)]
    synonyms: Vec<String>,
    r#type: Spanned<String>,
    #[serde(default)]
    required: bool,
    hint: Option<String>,
    #[serde(default)]
    sensitive: bool,
    #[serde(default)]
    preset: bool,
    min_words: Option<usize>,
    max_words: Option<usize>,
    about_words: Option<usize>,
    max_chars: Option<usize>,
    min: Option<RawNumber>,
    max: Option<RawNumber>,
    options: Option<Vec<String>>,
    #[serde(default)]
    open: bool,
    min_rows: Option<usize>,
    rows: Option<RawRows>,
    footer: Option<FieldPath>,
    #[serde(default)]
    fields: Vec<RawField>,
}

/// What is printed in the rows of a table.
#[derive(Deserialize)]
#[serde(untagged)]
enum RawRows {
    /// `"indicators"`: a row for each second-level indicator.
    Indicators(String),
    /// The values of the first column.
    Values(Vec<String>),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum RawNumber {
    Integer(i64),
    Text(String),
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawRule {
    sum: Option<Vec<FieldPath>>,
    equals: Option<FieldPath>,
    at_most: Option<RawOperand>,
    at_least: Option<RawOperand>,
    equal: Option<Vec<FieldPath>>,
    field: Option<FieldPath>,
    each: Option<String>,
    at: Option<FieldPath>,
    severity: Option<Severity>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum RawOperand {
    Number(i64),
    Text(String),
}

/// Where a field stands among the fields above it.
struct Above<'a> {
    path: Option<&'a FieldPath>,
    labels: &'a [String],
}

impl Above<'static> {
    const TOP: Above<'static> = Above { path: None, labels: &[] };
}

struct Reader<'a> {
    file: &'a str,
    text: &'a str,
}

impl Reader<'_> {
    fn error(&self, at: Option<usize>, message: impl Into<String>) -> SourceError {
        SourceError {
            file: self.file.to_owned(),
            line: at.map(|offset| line_of(self.text, offset)),
            message: message.into(),
        }
    }

    /// Reads a field and what is in it; an opinion becomes three fields.
    fn field(
        &self,
        raw: &RawField,
        above: &Above<'_>,
        indicators: &[Indicator],
        fields: &mut Vec<Field>,
    ) -> Result<(), SourceError> {
        let at = Some(raw.id.span().start);
        let id = raw.id.get_ref().as_str();
        if !is_id(id) {
            return Err(self.error(at, format!("`{id}` is not an id: expected lower-case letters, digits and `_`")));
        }
        let path = match above.path {
            Some(above) => above.child(id),
            None => FieldPath::field(id),
        };
        // A child without a label is the main field of its group and shares
        // the group's words.
        let mut labels = above.labels.to_vec();
        match &raw.label {
            Some(label) => labels.push(squeeze(label)),
            None if above.path.is_some() && !above.labels.is_empty() => {}
            None => return Err(self.error(at, format!("`{path}` has no `label`"))),
        }
        let kind = self.kind(raw, &path, indicators)?;
        let inner = match kind {
            FieldKind::Table(_) => Above { path: Some(&path.each_row()), labels: &[] },
            _ => Above { path: Some(&path), labels: &labels },
        };
        let mut children = Vec::new();
        for child in &raw.fields {
            self.field(child, &inner, indicators, &mut children)?;
        }
        let holds_fields = matches!(kind, FieldKind::Group | FieldKind::Table(_));
        if holds_fields == children.is_empty() {
            let message = if holds_fields {
                format!("`{path}` is a {} and needs `fields`", raw.r#type.get_ref())
            } else {
                format!("`{path}` is a {} and cannot have `fields`", raw.r#type.get_ref())
            };
            return Err(self.error(at, message));
        }
        let is_opinion = kind == FieldKind::Opinion;
        let field = Field {
            synonyms: raw.synonyms.iter().map(|synonym| squeeze(synonym)).collect(),
            required: raw.required,
            limits: self.limits(raw)?,
            hint: raw.hint.clone(),
            sensitive: raw.sensitive,
            preset: raw.preset,
            fields: children,
            path,
            labels,
            kind,
        };
        if is_opinion {
            let beside = [("signature", "签名", FieldKind::Text), ("date", "日期", FieldKind::Date)];
            let siblings: Vec<Field> =
                beside.into_iter().map(|(suffix, word, kind)| beside_opinion(&field, suffix, word, kind)).collect();
            fields.push(field);
            fields.extend(siblings);
        } else {
            fields.push(field);
        }
        Ok(())
    }

    fn kind(&self, raw: &RawField, path: &FieldPath, indicators: &[Indicator]) -> Result<FieldKind, SourceError> {
        let at = Some(raw.r#type.span().start);
        let options = || match &raw.options {
            Some(list) if !list.is_empty() => Ok(Options { list: list.clone(), open: raw.open }),
            _ => Err(self.error(at, format!("`{path}` is a choice and needs `options`"))),
        };
        let kind = match raw.r#type.get_ref().as_str() {
            "text" => FieldKind::Text,
            "paragraphs" => FieldKind::Paragraphs,
            "mobile" => FieldKind::Mobile,
            "phone" => FieldKind::Phone,
            "email" => FieldKind::Email,
            "url" => FieldKind::Url,
            "date" => FieldKind::Date,
            "integer" => FieldKind::Integer,
            "number" => FieldKind::Number,
            "score" => FieldKind::Score,
            "choice" => FieldKind::Choice(options()?),
            "choices" => FieldKind::Choices(options()?),
            "group" => FieldKind::Group,
            "table" => FieldKind::Table(self.rows(raw, indicators)?),
            "opinion" => FieldKind::Opinion,
            other => {
                return Err(self.error(
                    at,
                    format!(
                        "`{other}` is not a type: expected text, paragraphs, mobile, phone, email, url, date, integer, number, score, choice, choices, group, table or opinion"
                    ),
                ));
            }
        };
        Ok(kind)
    }

    fn rows(&self, raw: &RawField, indicators: &[Indicator]) -> Result<Rows, SourceError> {
        let first = raw.fields.first().map(|field| field.id.get_ref().clone()).unwrap_or_default();
        let (preset, fixed) = match &raw.rows {
            None => (Vec::new(), false),
            Some(RawRows::Values(values)) => {
                let row = |value: &String| PresetRow { values: vec![(first.clone(), value.clone())], points: None };
                (values.iter().map(row).collect(), false)
            }
            Some(RawRows::Indicators(word)) if word == "indicators" => (indicator_rows(raw, indicators), true),
            Some(RawRows::Indicators(word)) => {
                let message = format!("rows = `{word}`: expected \"indicators\" or a list of printed values");
                return Err(self.error(Some(raw.id.span().start), message));
            }
        };
        Ok(Rows { min: raw.min_rows.unwrap_or(0), preset, footer: raw.footer.clone(), fixed })
    }

    fn limits(&self, raw: &RawField) -> Result<Limits, SourceError> {
        let number = |value: &Option<RawNumber>| match value {
            None => Ok(None),
            Some(RawNumber::Integer(number)) => Ok(Some(Decimal::from(*number))),
            Some(RawNumber::Text(text)) => text
                .parse()
                .map(Some)
                .map_err(|_| self.error(Some(raw.id.span().start), format!("`{text}` is not a decimal number"))),
        };
        Ok(Limits {
            min_words: raw.min_words,
            max_words: raw.max_words,
            about_words: raw.about_words,
            max_chars: raw.max_chars,
            min: number(&raw.min)?,
            max: number(&raw.max)?,
        })
    }

    /// Refuses rules and footers that name no field, and labels that name two.
    fn references(&self, fields: &[Field], rules: &[Rule]) -> Result<(), SourceError> {
        let all: Vec<&Field> = fields.iter().flat_map(Field::walk).collect();
        let known = |path: &FieldPath| all.iter().any(|field| field.path == path.definition());
        let named = rules.iter().flat_map(Rule::fields).map(|path| ("a rule", path));
        let footers = all.iter().filter_map(|field| match &field.kind {
            FieldKind::Table(rows) => rows.footer.as_ref().map(|footer| ("a footer", footer)),
            _ => None,
        });
        if let Some((who, path)) = named.chain(footers).find(|(_, path)| !known(path)) {
            let at = self.text.find(&format!("\"{path}\""));
            return Err(self.error(at, format!("{who} names `{path}`, which is no field of the form")));
        }
        // Fields are found again by their labels; those of a table's columns
        // stand under the table.
        let mut labels = HashMap::new();
        for field in all.iter().filter(|field| field.is_leaf()) {
            let table = field.path.split_table().map(|(table, _)| table);
            if let Some(other) = labels.insert((table, field.label()), &field.path) {
                let message = format!("`{other}` and `{}` have the same label, {}", field.path, field.label());
                return Err(self.error(self.text.rfind(&format!("\"{}\"", field.id())), message));
            }
        }
        Ok(())
    }

    fn rule(&self, raw: &RawRule) -> Result<Rule, SourceError> {
        let kinds = [raw.sum.is_some(), raw.at_most.is_some(), raw.at_least.is_some(), raw.equal.is_some()];
        if kinds.iter().filter(|given| **given).count() > 1 {
            return Err(self.error(None, "a rule has one of `sum`, `at_most`, `at_least` and `equal`: write two rules"));
        }
        let operand = |operand: &RawOperand| match operand {
            RawOperand::Number(number) => Ok(Operand::Number(Decimal::from(*number))),
            RawOperand::Text(text) => match text.parse::<Decimal>() {
                Ok(number) => Ok(Operand::Number(number)),
                Err(_) => text.parse().map(Operand::Field).map_err(|error| self.error(None, format!("rule: {error}"))),
            },
        };
        let (kind, at) = match raw {
            RawRule { sum: Some(parts), equals: Some(equals), .. } => {
                (RuleKind::Sum { parts: parts.clone(), equals: equals.clone() }, equals.clone())
            }
            RawRule { field: Some(field), at_most: Some(limit), .. } => {
                (RuleKind::AtMost { field: field.clone(), limit: operand(limit)? }, field.clone())
            }
            RawRule { field: Some(field), at_least: Some(limit), .. } => {
                (RuleKind::AtLeast { field: field.clone(), limit: operand(limit)? }, field.clone())
            }
            RawRule { equal: Some(pair), .. } if pair.len() == 2 => {
                (RuleKind::Equal { field: pair[0].clone(), other: pair[1].clone() }, pair[0].clone())
            }
            _ => {
                let message =
                    "a rule needs `sum` and `equals`, `field` and `at_most` or `at_least`, or `equal` with two fields";
                return Err(self.error(None, message));
            }
        };
        let each_row = match raw.each.as_deref() {
            None => false,
            Some("rows") => true,
            Some(other) => return Err(self.error(None, format!("each = `{other}`: expected \"rows\""))),
        };
        Ok(Rule { kind, each_row, at: raw.at.clone().unwrap_or(at), severity: raw.severity })
    }
}

/// Signature and date of an opinion: fields beside it, optional, whose words
/// are the opinion's and one more.
fn beside_opinion(opinion: &Field, suffix: &str, word: &str, kind: FieldKind) -> Field {
    let mut labels = opinion.labels.clone();
    labels.push(word.to_owned());
    Field {
        path: opinion.path.beside(suffix),
        labels,
        synonyms: Vec::new(),
        kind,
        required: false,
        limits: Limits::default(),
        hint: None,
        sensitive: false,
        preset: false,
        fields: Vec::new(),
    }
}

/// One row for each second-level indicator. The first two preset columns hold
/// the names of the two levels.
fn indicator_rows(table: &RawField, indicators: &[Indicator]) -> Vec<PresetRow> {
    let mut columns = table.fields.iter().filter(|field| field.preset).map(|field| field.id.get_ref().clone());
    let (first, second) = (columns.next(), columns.next());
    let mut rows = Vec::new();
    for indicator in indicators {
        for item in &indicator.items {
            let mut values = Vec::new();
            values.extend(first.clone().map(|id| (id, indicator.name.clone())));
            values.extend(second.clone().map(|id| (id, item.name.clone())));
            rows.push(PresetRow { values, points: item.points.map(Decimal::from) });
        }
    }
    rows
}

/// The line of a byte offset, from 1.
fn line_of(text: &str, offset: usize) -> usize {
    1 + text.as_bytes()[..offset.min(text.len())].iter().filter(|byte| **byte == b'\n').count()
}
