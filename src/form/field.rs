//! Fields: what a form asks for.

use super::FilledBy;
use crate::FieldPath;

/// A field of a form.
#[derive(Debug, Clone, PartialEq)]
pub struct Field {
    /// Where its value stands in a record; `members[].name` for a column.
    pub path: FieldPath,
    /// The form's own words for it, from the outermost heading inwards, without
    /// white space. A column's words are those under its table.
    pub labels: Vec<String>,
    /// Other words that people use for it when they retype the form.
    pub synonyms: Vec<String>,
    /// What kind of answer it takes.
    pub kind: FieldKind,
    /// Whether it must be filled.
    pub required: bool,
    /// Who fills it.
    pub filled_by: FilledBy,
    /// Who fills it when the applicant reports directly to the province,
    /// without the offices between; `None` if that changes nothing.
    pub direct_filled_by: Option<FilledBy>,
    /// Limits on the answer.
    pub limits: Limits,
    /// Advice printed on the form, as （不超过2000字）.
    pub hint: Option<String>,
    /// Whether people must not see it in lists (passwords, ID numbers).
    pub sensitive: bool,
    /// Whether the form prints the answer and the applicant does not change it.
    pub preset: bool,
    /// The fields of a group, the columns of a table; empty for others.
    pub fields: Vec<Field>,
    /// Where it is written.
    pub origin: Origin,
}

/// Where a field is written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Origin {
    /// The file, as the catalogue names it: `forms/henan-2021/summary.toml`.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
}

/// What kind of answer a field takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldKind {
    /// A line of text.
    Text,
    /// Text of any number of paragraphs.
    Paragraphs,
    /// The number of a mobile phone.
    Mobile,
    /// A telephone number: mobile, or landline with an extension.
    Phone,
    /// An e-mail address.
    Email,
    /// A web address.
    Url,
    /// A postcode (邮政编码).
    Postcode,
    /// A citizen identification number (身份证号). Always
    /// [sensitive](Field::sensitive).
    IdNumber,
    /// An ethnic group (民族).
    Ethnicity,
    /// A date of day, month or year precision.
    Date,
    /// A date of at least month precision (出生年月).
    YearMonth,
    /// A time from one date to another or to this day (起止时间).
    Period,
    /// A whole number, not negative.
    Integer,
    /// A decimal number.
    Number,
    /// A number of percent.
    Percent,
    /// Points, at most [`Limits::max`].
    Score,
    /// One of some options.
    Choice(Options),
    /// Any number of some options.
    Choices(Options),
    /// Fields under one label.
    Group,
    /// Rows of the same fields.
    Table(Rows),
    /// An office's opinion: the text stands at the field's own path; signature
    /// and date are fields of their own beside it.
    Opinion,
}

impl FieldKind {
    /// The type's name in definitions.
    pub fn name(&self) -> &'static str {
        match self {
            FieldKind::Text => "text",
            FieldKind::Paragraphs => "paragraphs",
            FieldKind::Mobile => "mobile",
            FieldKind::Phone => "phone",
            FieldKind::Email => "email",
            FieldKind::Url => "url",
            FieldKind::Postcode => "postcode",
            FieldKind::IdNumber => "id_number",
            FieldKind::Ethnicity => "ethnicity",
            FieldKind::Date => "date",
            FieldKind::YearMonth => "year_month",
            FieldKind::Period => "period",
            FieldKind::Integer => "integer",
            FieldKind::Number => "number",
            FieldKind::Percent => "percent",
            FieldKind::Score => "score",
            FieldKind::Choice(_) => "choice",
            FieldKind::Choices(_) => "choices",
            FieldKind::Group => "group",
            FieldKind::Table(_) => "table",
            FieldKind::Opinion => "opinion",
        }
    }
}

/// The options of a choice.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Options {
    /// The options in the form's order and words.
    pub list: Vec<String>,
    /// Whether other answers are accepted: the printed list ends in 等.
    pub open: bool,
}

/// How many rows a table has, and what is printed in them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Rows {
    /// Rows that a return must have at least.
    pub min: usize,
    /// Rows of which something is printed, in order.
    pub preset: Vec<PresetRow>,
    /// The field that the table's last row belongs to (总体统计): a group whose
    /// fields stand under the heads of the table.
    pub footer: Option<FieldPath>,
    /// Whether the rows are exactly the preset ones (an indicator table).
    pub fixed: bool,
}

/// A row of which something is printed.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PresetRow {
    /// The printed values: column id and text.
    pub values: Vec<(String, String)>,
    /// The most points that the row's score may have.
    pub points: Option<rust_decimal::Decimal>,
}

/// Limits on an answer. 字 are counted as Word counts them; see
/// [`crate::check::words`].
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Limits {
    /// 不少于…字.
    pub min_words: Option<usize>,
    /// 不超过…字.
    pub max_words: Option<usize>,
    /// …字左右.
    pub about_words: Option<usize>,
    /// Most characters.
    pub max_chars: Option<usize>,
    /// Least number.
    pub min: Option<rust_decimal::Decimal>,
    /// Largest number.
    pub max: Option<rust_decimal::Decimal>,
}

impl Field {
    /// This field and all fields inside it, outermost first.
    pub fn walk(&self) -> Box<dyn Iterator<Item = &Field> + '_> {
        Box::new(std::iter::once(self).chain(self.fields.iter().flat_map(Field::walk)))
    }

    /// The form's own words for the field, joined by `/`.
    pub fn label(&self) -> String {
        self.labels.join("/")
    }

    /// The innermost of the field's words: what is printed beside its place.
    pub fn own_label(&self) -> &str {
        self.labels.last().map_or("", String::as_str)
    }

    /// The field's own id: the last step of its path that is one.
    pub fn id(&self) -> &str {
        self.path
            .steps()
            .iter()
            .rev()
            .find_map(|step| match step {
                crate::Step::Id(id) => Some(id.as_str()),
                _ => None,
            })
            .unwrap_or_default()
    }

    /// Whether the field itself holds an answer, rather than fields that do.
    pub fn is_leaf(&self) -> bool {
        !matches!(self.kind, FieldKind::Group | FieldKind::Table(_))
    }

    /// Whether an answer may have several paragraphs.
    pub fn has_paragraphs(&self) -> bool {
        matches!(self.kind, FieldKind::Paragraphs | FieldKind::Opinion)
    }

    /// The rows, if this is a table.
    pub fn rows(&self) -> Option<&Rows> {
        match &self.kind {
            FieldKind::Table(rows) => Some(rows),
            _ => None,
        }
    }

    /// The options, if this is a choice.
    pub fn options(&self) -> Option<&Options> {
        match &self.kind {
            FieldKind::Choice(options) | FieldKind::Choices(options) => Some(options),
            _ => None,
        }
    }
}
