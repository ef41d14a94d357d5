//! What a template knows of its form: rubrics, totals, lists of names.

use rust_decimal::Decimal;
use serde::Serialize;

use crate::form::{FormSource, Indicator, IndicatorItem};

/// 一级指标 for a template.
#[derive(Serialize)]
pub(super) struct IndicatorContext<'a> {
    category: Option<&'a str>,
    /// Rows that the cell of the category takes; 0 where the category of the
    /// indicator before goes on.
    category_rows: usize,
    name: &'a str,
    points: Option<String>,
    points_text: String,
    rows: usize,
    items: Vec<ItemContext<'a>>,
}

/// 二级指标 for a template.
#[derive(Serialize)]
struct ItemContext<'a> {
    name: &'a str,
    points: Option<String>,
    points_text: String,
    /// The description of its first row.
    text: &'a str,
    lines: Vec<&'a str>,
    rows: usize,
    /// Number of its first row among all rows, from 0.
    index: usize,
    parts: Vec<PartContext<'a>>,
}

/// A row of a second-level indicator for a template.
#[derive(Serialize)]
struct PartContext<'a> {
    text: &'a str,
    lines: Vec<&'a str>,
    points: Option<String>,
    /// Number of the row among all rows, from 0.
    index: usize,
}

/// The total of a rubric for a template.
#[derive(Serialize)]
pub(super) struct TotalContext<'a> {
    points: String,
    text: &'a str,
}

/// Printed names for a template.
#[derive(Serialize)]
pub(super) struct ListContext<'a> {
    id: &'a str,
    title: &'a str,
    names: &'a [String],
}

pub(super) fn indicators(form: &FormSource) -> Vec<IndicatorContext<'_>> {
    let mut index = 0;
    let mut contexts: Vec<IndicatorContext<'_>> = Vec::new();
    // Where the category that is going on began.
    let mut begun = 0;
    for indicator in &form.indicators {
        let category = indicator.category.as_deref();
        let goes_on = category.is_some() && contexts.last().is_some_and(|last| last.category == category);
        if goes_on {
            contexts[begun].category_rows += indicator.rows();
        } else {
            begun = contexts.len();
        }
        let category_rows = if goes_on || category.is_none() { 0 } else { indicator.rows() };
        contexts.push(indicator_context(indicator, category_rows, &mut index));
    }
    contexts
}

fn indicator_context<'a>(indicator: &'a Indicator, category_rows: usize, index: &mut usize) -> IndicatorContext<'a> {
    IndicatorContext {
        category: indicator.category.as_deref(),
        category_rows,
        name: &indicator.name,
        points: indicator.points.map(plain),
        points_text: points_text(indicator.points_text.as_deref(), indicator.points),
        rows: indicator.rows(),
        items: indicator.items.iter().map(|item| item_context(item, index)).collect(),
    }
}

fn item_context<'a>(item: &'a IndicatorItem, index: &mut usize) -> ItemContext<'a> {
    let first = *index;
    let parts: Vec<PartContext<'a>> = item
        .parts
        .iter()
        .map(|part| {
            *index += 1;
            let lines = part.text.lines().collect();
            PartContext { text: &part.text, lines, points: part.points.map(plain), index: *index - 1 }
        })
        .collect();
    let text = item.parts.first().map_or("", |part| part.text.as_str());
    ItemContext {
        name: &item.name,
        points: item.points.map(plain),
        points_text: points_text(item.points_text.as_deref(), item.points),
        text,
        lines: text.lines().collect(),
        rows: parts.len(),
        index: first,
        parts,
    }
}

pub(super) fn total(form: &FormSource) -> Option<TotalContext<'_>> {
    form.total.as_ref().map(|total| TotalContext { points: plain(total.points), text: &total.text })
}

pub(super) fn lists(form: &FormSource) -> Vec<ListContext<'_>> {
    form.lists.iter().map(|list| ListContext { id: &list.id, title: &list.title, names: &list.names }).collect()
}

/// A number as it is printed: without zeros behind the point.
fn plain(number: Decimal) -> String {
    number.normalize().to_string()
}

fn points_text(printed: Option<&str>, points: Option<Decimal>) -> String {
    match (printed, points) {
        (Some(printed), _) => printed.to_owned(),
        (None, Some(points)) => format!("（{}分）", plain(points)),
        (None, None) => String::new(),
    }
}
