//! Fields as a definition writes them.

use rust_decimal::Decimal;
use serde::Deserialize;
use toml::Spanned;

use super::shared::SharedFields;
use super::{SourceError, Text, not_an_id};
use crate::FieldPath;
use crate::finding::{Message, say};
use crate::form::indicator::not_a_decimal;
use crate::form::{Field, FieldKind, FilledBy, Indicator, Limits, Options, Origin, PresetRow, Rows};
use crate::path::is_id;
use crate::text::{nearest, squeeze};

/// The keys of a field as they stand in a file. A key that is absent may come
/// from the shared field that `use` names.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawField {
    r#use: Option<Spanned<String>>,
    id: Option<Spanned<String>>,
    label: Option<String>,
    synonyms: Option<Vec<String>>,
    r#type: Option<Spanned<String>>,
    required: Option<bool>,
    filled_by: Option<Spanned<String>>,
    direct_filled_by: Option<Spanned<String>>,
    hint: Option<String>,
    sensitive: Option<bool>,
    preset: Option<bool>,
    min_words: Option<usize>,
    max_words: Option<usize>,
    about_words: Option<usize>,
    max_chars: Option<usize>,
    min: Option<RawNumber>,
    max: Option<RawNumber>,
    options: Option<Vec<String>>,
    open: Option<bool>,
    min_rows: Option<usize>,
    rows: Option<RawRows>,
    footer: Option<FieldPath>,
    fields: Option<Vec<RawField>>,
}

/// What is printed in the rows of a table.
#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum RawRows {
    /// `"indicators"`: a row for each second-level indicator.
    Indicators(String),
    /// The values of the first column.
    Values(Vec<String>),
}

#[derive(Debug, Clone, Deserialize)]
#[serde(untagged)]
enum RawNumber {
    Integer(i64),
    Text(String),
}

impl RawNumber {
    fn decimal(&self) -> Result<Decimal, Message> {
        match self {
            RawNumber::Integer(number) => Ok(Decimal::from(*number)),
            RawNumber::Text(text) => text.parse().map_err(|_| not_a_decimal(text)),
        }
    }
}

impl Origin {
    pub(super) fn error(&self, message: Message) -> SourceError {
        SourceError { file: self.file.clone(), line: Some(self.line), message }
    }
}

/// A field with what it takes over from shared ones.
#[derive(Debug, Clone)]
pub(super) struct Draft {
    at: Origin,
    id: String,
    kind: String,
    filled_by: Option<FilledBy>,
    direct_filled_by: Option<FilledBy>,
    label: Option<String>,
    synonyms: Vec<String>,
    required: bool,
    hint: Option<String>,
    sensitive: bool,
    preset: bool,
    limits: Limits,
    options: Option<Vec<String>>,
    open: bool,
    min_rows: Option<usize>,
    rows: Option<RawRows>,
    footer: Option<FieldPath>,
    fields: Vec<Draft>,
}

/// Shared fields that use shared fields: more is a circle.
const MAX_USES: usize = 8;

impl Draft {
    /// Reads the keys of a field in a file.
    pub fn resolve(raw: &RawField, text: &Text<'_>, shared: &SharedFields) -> Result<Draft, SourceError> {
        Draft::resolve_within(raw, text, shared, MAX_USES)
    }

    fn resolve_within(
        raw: &RawField,
        text: &Text<'_>,
        shared: &SharedFields,
        uses_left: usize,
    ) -> Result<Draft, SourceError> {
        let span = raw.id.as_ref().or(raw.r#use.as_ref()).or(raw.r#type.as_ref()).map(|key| key.span().start);
        let error = |message: Message| text.error(span, message);
        let mut draft = match &raw.r#use {
            Some(name) => {
                let at = name.span().start;
                let field = shared.get(name.get_ref(), at, text)?;
                if uses_left == 0 {
                    return Err(text.error(
                        Some(at),
                        say!("use = \"{}\" 绕回了自己", "use = `{}` leads back to itself"; name.get_ref()),
                    ));
                }
                let mut draft = Draft::resolve_within(&field.raw, &field.text(), shared, uses_left - 1)?;
                if field.raw.id.is_none() {
                    name.get_ref().rsplit('.').next().unwrap_or_default().clone_into(&mut draft.id);
                }
                draft
            }
            None => Draft::empty(),
        };
        let line = span.map_or(1, |span| super::line_of(text.text, span));
        draft.at = Origin { file: text.file.to_owned(), line };
        let filler = |name: &Spanned<String>| {
            FilledBy::named(name.get_ref()).ok_or_else(|| {
                let known: Vec<&str> = FilledBy::NAMES.iter().map(|(known, _)| *known).collect();
                let message = say!(
                    "“{}”不能作填写人，应为：{}（school 学校，county 县区，city 市州，province 省）",
                    "`{}` fills nothing: expected {}";
                    name.get_ref(),
                    known.join(", ")
                );
                text.error(Some(name.span().start), message)
            })
        };
        let number = |number: &RawNumber| number.decimal().map_err(error);
        replace(&mut draft.id, raw.id.as_ref().map(|id| id.get_ref().clone()));
        replace(&mut draft.kind, raw.r#type.as_ref().map(|kind| kind.get_ref().clone()));
        replace_some(&mut draft.filled_by, raw.filled_by.as_ref().map(filler).transpose()?);
        replace_some(&mut draft.direct_filled_by, raw.direct_filled_by.as_ref().map(filler).transpose()?);
        replace_some(&mut draft.label, raw.label.clone());
        replace(&mut draft.synonyms, raw.synonyms.clone());
        replace(&mut draft.required, raw.required);
        replace_some(&mut draft.hint, raw.hint.clone());
        replace(&mut draft.sensitive, raw.sensitive);
        replace(&mut draft.preset, raw.preset);
        replace_some(&mut draft.limits.min_words, raw.min_words);
        replace_some(&mut draft.limits.max_words, raw.max_words);
        replace_some(&mut draft.limits.about_words, raw.about_words);
        replace_some(&mut draft.limits.max_chars, raw.max_chars);
        replace_some(&mut draft.limits.min, raw.min.as_ref().map(number).transpose()?);
        replace_some(&mut draft.limits.max, raw.max.as_ref().map(number).transpose()?);
        replace_some(&mut draft.options, raw.options.clone());
        replace(&mut draft.open, raw.open);
        replace_some(&mut draft.min_rows, raw.min_rows);
        replace_some(&mut draft.rows, raw.rows.clone());
        replace_some(&mut draft.footer, raw.footer.clone());
        if let Some(fields) = &raw.fields {
            let fields = fields.iter().map(|field| Draft::resolve_within(field, text, shared, uses_left));
            draft.fields = fields.collect::<Result<_, _>>()?;
        }
        Ok(draft)
    }

    fn empty() -> Draft {
        Draft {
            at: Origin { file: String::new(), line: 1 },
            id: String::new(),
            kind: String::new(),
            filled_by: None,
            direct_filled_by: None,
            label: None,
            synonyms: Vec::new(),
            required: false,
            hint: None,
            sensitive: false,
            preset: false,
            limits: Limits::default(),
            options: None,
            open: false,
            min_rows: None,
            rows: None,
            footer: None,
            fields: Vec::new(),
        }
    }
}

fn replace<T>(value: &mut T, own: Option<T>) {
    if let Some(own) = own {
        *value = own;
    }
}

fn replace_some<T>(value: &mut Option<T>, own: Option<T>) {
    if own.is_some() {
        *value = own;
    }
}

/// The types of fields.
const TYPES: &[&str] = &[
    "text",
    "paragraphs",
    "mobile",
    "phone",
    "email",
    "url",
    "postcode",
    "id_number",
    "ethnicity",
    "gender",
    "date",
    "year_month",
    "period",
    "integer",
    "number",
    "percent",
    "score",
    "choice",
    "choices",
    "group",
    "table",
    "opinion",
];

/// Where a field stands among the fields above it.
struct Above<'a> {
    path: Option<&'a FieldPath>,
    labels: &'a [String],
    synonyms: &'a [String],
    filled_by: Option<FilledBy>,
    direct_filled_by: Option<FilledBy>,
}

/// Makes the fields of a form.
pub(super) struct Reader<'a> {
    pub indicators: &'a [Indicator],
}

impl Reader<'_> {
    /// Reads a field at the top and what is in it.
    pub fn read(&self, draft: &Draft, fields: &mut Vec<Field>) -> Result<(), SourceError> {
        let top = Above { path: None, labels: &[], synonyms: &[], filled_by: None, direct_filled_by: None };
        self.field(draft, &top, fields)
    }

    /// Reads a field and what is in it; an opinion becomes three fields.
    fn field(&self, draft: &Draft, above: &Above<'_>, fields: &mut Vec<Field>) -> Result<(), SourceError> {
        let id = draft.id.as_str();
        if !is_id(id) {
            return Err(draft.at.error(not_an_id(id)));
        }
        let path = match above.path {
            Some(above) => above.child(id),
            None => FieldPath::field(id),
        };
        if fields.iter().any(|field| field.path == path) {
            return Err(draft
                .at
                .error(say!("id“{id}”重复：同一层的栏目不能用同一个 id", "the id `{id}` is used twice")));
        }
        // A child without a label is the main field of its group and shares
        // the group's words.
        let mut labels = above.labels.to_vec();
        let mut synonyms: Vec<String> = draft.synonyms.iter().map(|synonym| squeeze(synonym)).collect();
        match &draft.label {
            Some(label) => labels.push(squeeze(label)),
            None if above.path.is_some() && !above.labels.is_empty() => synonyms.extend_from_slice(above.synonyms),
            None => {
                return Err(draft.at.error(say!(
                    "栏目 {path} 缺少 label，请加上表上印的名称，如 label = \"姓名\"",
                    "`{path}` has no `label`"
                )));
            }
        }
        let kind = self.kind(draft, &path)?;
        let filled_by = draft.filled_by.or(above.filled_by);
        let direct_filled_by = draft.direct_filled_by.or(above.direct_filled_by);
        let row = path.each_row();
        let inner = match kind {
            FieldKind::Table(_) => Above { path: Some(&row), labels: &[], synonyms: &[], filled_by, direct_filled_by },
            _ => Above { path: Some(&path), labels: &labels, synonyms: &synonyms, filled_by, direct_filled_by },
        };
        let mut children = Vec::new();
        for child in &draft.fields {
            self.field(child, &inner, &mut children)?;
        }
        let holds_fields = matches!(kind, FieldKind::Group | FieldKind::Table(_));
        if holds_fields == children.is_empty() {
            let kind = &draft.kind;
            return Err(draft.at.error(if holds_fields {
                say!(
                    "栏目 {path} 的类型是 {kind}，缺少 fields = [ … ]（里面的栏目）",
                    "`{path}` is a {kind} and needs `fields`"
                )
            } else {
                say!(
                    "栏目 {path} 的类型是 {kind}，不能有 fields；一组栏目用 group，多行的表用 table",
                    "`{path}` is a {kind} and cannot have `fields`"
                )
            }));
        }
        let unsaid = if kind == FieldKind::Opinion { FilledBy::AnyOffice } else { FilledBy::Applicant };
        let is_opinion = kind == FieldKind::Opinion;
        let field = Field {
            synonyms,
            required: draft.required,
            filled_by: filled_by.unwrap_or(unsaid),
            direct_filled_by,
            limits: draft.limits.clone(),
            hint: draft.hint.clone(),
            sensitive: draft.sensitive || kind == FieldKind::IdNumber,
            preset: draft.preset,
            fields: children,
            origin: draft.at.clone(),
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

    fn kind(&self, draft: &Draft, path: &FieldPath) -> Result<FieldKind, SourceError> {
        let options = || match &draft.options {
            Some(list) if !list.is_empty() => Ok(Options { list: list.clone(), open: draft.open }),
            _ => Err(draft.at.error(say!(
                "选择题 {path} 缺少选项，请加上 options = [\"…\", \"…\"]",
                "`{path}` is a choice and needs `options`"
            ))),
        };
        let kind = match draft.kind.as_str() {
            "text" => FieldKind::Text,
            "paragraphs" => FieldKind::Paragraphs,
            "mobile" => FieldKind::Mobile,
            "phone" => FieldKind::Phone,
            "email" => FieldKind::Email,
            "url" => FieldKind::Url,
            "date" => FieldKind::Date,
            "postcode" => FieldKind::Postcode,
            "id_number" => FieldKind::IdNumber,
            "ethnicity" => FieldKind::Ethnicity,
            "gender" => FieldKind::Choice(Options { list: vec!["男".to_owned(), "女".to_owned()], open: false }),
            "year_month" => FieldKind::YearMonth,
            "period" => FieldKind::Period,
            "percent" => FieldKind::Percent,
            "integer" => FieldKind::Integer,
            "number" => FieldKind::Number,
            "score" => FieldKind::Score,
            "choice" => FieldKind::Choice(options()?),
            "choices" => FieldKind::Choices(options()?),
            "group" => FieldKind::Group,
            "table" => FieldKind::Table(self.rows(draft)?),
            "opinion" => FieldKind::Opinion,
            "" => {
                return Err(draft
                    .at
                    .error(say!("栏目 {path} 缺少 type，如 type = \"text\"", "`{path}` has no `type`")));
            }
            other => {
                let near = nearest(other, TYPES.iter().copied());
                let near = near.first().map(|near| format!(" → {near}")).unwrap_or_default();
                let known = TYPES.join(", ");
                return Err(draft.at.error(say!(
                    "没有“{other}”这种类型{near}；可用：{known}",
                    "`{other}` is not a type{near}: expected {known}"
                )));
            }
        };
        Ok(kind)
    }

    fn rows(&self, draft: &Draft) -> Result<Rows, SourceError> {
        let first = draft.fields.first().map(|field| field.id.clone()).unwrap_or_default();
        let (preset, fixed) = match &draft.rows {
            None => (Vec::new(), false),
            Some(RawRows::Values(values)) => {
                let row = |value: &String| PresetRow { values: vec![(first.clone(), value.clone())], points: None };
                (values.iter().map(row).collect(), false)
            }
            Some(RawRows::Indicators(word)) if word == "indicators" => (indicator_rows(draft, self.indicators), true),
            Some(RawRows::Indicators(word)) => {
                let message = say!(
                    "rows = \"{word}\"：应为 \"indicators\"，或一列印好的值，如 [\"2024年\", \"2025年\"]",
                    "rows = `{word}`: expected \"indicators\" or a list of printed values"
                );
                return Err(draft.at.error(message));
            }
        };
        Ok(Rows { min: draft.min_rows.unwrap_or(0), preset, footer: draft.footer.clone(), fixed })
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
        filled_by: opinion.filled_by,
        direct_filled_by: opinion.direct_filled_by,
        limits: Limits::default(),
        hint: None,
        sensitive: false,
        preset: false,
        fields: Vec::new(),
        origin: opinion.origin.clone(),
    }
}

/// One row for each row of the second-level indicators. The first two preset
/// columns hold the names of the two levels.
fn indicator_rows(table: &Draft, indicators: &[Indicator]) -> Vec<PresetRow> {
    let mut columns = table.fields.iter().filter(|field| field.preset).map(|field| field.id.clone());
    let (first, second) = (columns.next(), columns.next());
    let mut rows = Vec::new();
    for indicator in indicators {
        for item in &indicator.items {
            for part in &item.parts {
                let mut values = Vec::new();
                values.extend(first.clone().map(|id| (id, indicator.name.clone())));
                values.extend(second.clone().map(|id| (id, item.name.clone())));
                rows.push(PresetRow { values, points: part.points });
            }
        }
    }
    rows
}
