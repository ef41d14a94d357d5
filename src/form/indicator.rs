//! Rubrics (评价指标) and other things that a form only prints.

use rust_decimal::Decimal;
use serde::Deserialize;
use toml::Spanned;

use crate::finding::{Message, say};

/// A first-level indicator of a rubric (一级指标).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Indicator {
    /// What it is about (类别), where the rubric has such a column.
    pub category: Option<String>,
    /// Its name.
    pub name: String,
    /// Its points (分).
    pub points: Option<Decimal>,
    /// What is printed for the points where it is not （N分）.
    pub points_text: Option<String>,
    /// Its second-level indicators.
    pub items: Vec<IndicatorItem>,
    /// The line of the definition that it stands on, from 1.
    pub line: usize,
}

/// A second-level indicator (二级指标).
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndicatorItem {
    /// Its name.
    pub name: String,
    /// Its points (分).
    pub points: Option<Decimal>,
    /// What is printed for the points where it is not （N分）.
    pub points_text: Option<String>,
    /// Its rows: one, or several that share the name.
    pub parts: Vec<IndicatorPart>,
    /// The line of the definition that it stands on, from 1.
    pub line: usize,
}

/// A row of a second-level indicator: what is judged.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndicatorPart {
    /// The description (指标描述); its lines are separated by `\n`.
    pub text: String,
    /// The points of this row.
    pub points: Option<Decimal>,
    /// The line of the definition that it stands on, from 1.
    pub line: usize,
}

impl Indicator {
    /// How many rows it takes.
    pub fn rows(&self) -> usize {
        self.items.iter().map(|item| item.parts.len()).sum()
    }
}

/// The total that a rubric prints in its last row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Total {
    /// All points together.
    pub points: Decimal,
    /// What is printed: 合计：100分.
    pub text: String,
    /// The line of the definition that it stands on, from 1.
    pub line: usize,
}

/// Names that a form prints, as of those who have won before.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NameList {
    /// What the list is called in definitions and templates.
    pub id: String,
    /// Its heading.
    pub title: String,
    /// The names, in the notice's order.
    pub names: Vec<String>,
}

/// Points as people write them in TOML: `5`, or `"2.5"`.
#[derive(Deserialize)]
#[serde(untagged)]
pub(super) enum RawPoints {
    Integer(i64),
    Text(String),
}

impl RawPoints {
    fn decimal(&self) -> Result<Decimal, Message> {
        match self {
            RawPoints::Integer(points) => Ok(Decimal::from(*points)),
            RawPoints::Text(text) => text.parse().map_err(|_| not_a_decimal(text)),
        }
    }
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawIndicator {
    category: Option<String>,
    name: Spanned<String>,
    points: Option<RawPoints>,
    points_text: Option<String>,
    item: Vec<RawItem>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawItem {
    name: Spanned<String>,
    points: Option<RawPoints>,
    points_text: Option<String>,
    text: Option<String>,
    #[serde(default)]
    part: Vec<RawPart>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct RawPart {
    text: Spanned<String>,
    points: Option<RawPoints>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawTotal {
    points: RawPoints,
    text: Spanned<String>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawList {
    pub id: Spanned<String>,
    pub title: String,
    pub names: Vec<String>,
}

/// A number in quotes that is none.
pub(super) fn not_a_decimal(text: &str) -> Message {
    say!("“{text}”不是数字，应写成 5 或 \"2.5\"", "`{text}` is not a decimal number")
}

/// A mistake at a byte of the definition.
pub(super) type Mistake = (usize, Message);

fn points(raw: Option<&RawPoints>, at: usize) -> Result<Option<Decimal>, Mistake> {
    raw.map(RawPoints::decimal).transpose().map_err(|message| (at, message))
}

impl RawIndicator {
    /// `line` gives the line of a byte.
    pub fn read(&self, line: &dyn Fn(usize) -> usize) -> Result<Indicator, Mistake> {
        let at = self.name.span().start;
        let items = self.item.iter().map(|item| item.read(line)).collect::<Result<Vec<_>, _>>()?;
        if items.is_empty() {
            return Err((
                at,
                say!("指标“{}”下面缺少 [[indicator.item]]", "the indicator {} needs an [[indicator.item]]"; self.name.get_ref()),
            ));
        }
        Ok(Indicator {
            category: self.category.clone(),
            name: self.name.get_ref().clone(),
            points: points(self.points.as_ref(), at)?,
            points_text: self.points_text.clone(),
            items,
            line: line(at),
        })
    }
}

impl RawItem {
    fn read(&self, line: &dyn Fn(usize) -> usize) -> Result<IndicatorItem, Mistake> {
        let at = self.name.span().start;
        let own = points(self.points.as_ref(), at)?;
        let parts = match (&self.text, self.part.as_slice()) {
            (Some(text), []) => vec![IndicatorPart { text: text.clone(), points: own, line: line(at) }],
            (None, parts @ [_, ..]) => parts.iter().map(|part| part.read(line)).collect::<Result<Vec<_>, _>>()?,
            _ => {
                let name = self.name.get_ref();
                return Err((
                    at,
                    say!(
                        "指标“{name}”应有 text，或有 [[indicator.item.part]]，二者取一",
                        "the item {name} needs either `text` or [[indicator.item.part]]"
                    ),
                ));
            }
        };
        Ok(IndicatorItem {
            name: self.name.get_ref().clone(),
            points: own,
            points_text: self.points_text.clone(),
            parts,
            line: line(at),
        })
    }
}

impl RawPart {
    fn read(&self, line: &dyn Fn(usize) -> usize) -> Result<IndicatorPart, Mistake> {
        let at = self.text.span().start;
        let points = points(self.points.as_ref(), at)?;
        Ok(IndicatorPart { text: self.text.get_ref().clone(), points, line: line(at) })
    }
}

impl RawTotal {
    pub fn read(&self, line: &dyn Fn(usize) -> usize) -> Result<Total, Mistake> {
        let at = self.text.span().start;
        let points = self.points.decimal().map_err(|message| (at, message))?;
        Ok(Total { points, text: self.text.get_ref().clone(), line: line(at) })
    }
}
