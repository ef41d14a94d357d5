//! Points of rubrics: sums, and what the descriptions say about them.

mod mentions;
mod reading;

use rust_decimal::Decimal;

use super::{Lint, LintCode};
use crate::form::{Form, Indicator, IndicatorItem, IndicatorPart};
use crate::text::to_half_width;

/// What is doubtful about the points of a form.
pub(super) fn lint(form: &Form, lints: &mut Vec<Lint>) {
    for indicator in &form.indicators {
        indicator_points(form, indicator, lints);
        for item in &indicator.items {
            item_points(form, item, lints);
        }
    }
    total(form, lints);
}

fn at(form: &Form, code: LintCode, line: usize) -> Lint {
    Lint::of_form(code, &form.id).line(line)
}

fn indicator_points(form: &Form, indicator: &Indicator, lints: &mut Vec<Lint>) {
    printed(form, &indicator.name, indicator.points, indicator.points_text.as_deref(), indicator.line, lints);
    let items: Option<Vec<Decimal>> = indicator.items.iter().map(points_of_item).collect();
    sum(form, &indicator.name, indicator.points, items, indicator.line, lints);
}

fn item_points(form: &Form, item: &IndicatorItem, lints: &mut Vec<Lint>) {
    printed(form, &item.name, item.points, item.points_text.as_deref(), item.line, lints);
    if let [part] = item.parts.as_slice() {
        description(form, &item.name, part, item.points.or(part.points), lints);
        return;
    }
    let parts: Option<Vec<Decimal>> = item.parts.iter().map(|part| part.points).collect();
    sum(form, &item.name, item.points, parts, item.line, lints);
    item.parts.iter().for_each(|part| description(form, &item.name, part, part.points, lints));
}

fn points_of_item(item: &IndicatorItem) -> Option<Decimal> {
    item.points.or_else(|| item.parts.iter().map(|part| part.points).sum())
}

fn total(form: &Form, lints: &mut Vec<Lint>) {
    let Some(total) = &form.total else { return };
    printed(form, "[total]", Some(total.points), Some(&total.text), total.line, lints);
    let of_indicator =
        |indicator: &Indicator| indicator.points.or_else(|| indicator.items.iter().map(points_of_item).sum());
    let indicators = form.indicators.iter().map(of_indicator).collect();
    sum(form, "[total]", Some(total.points), indicators, total.line, lints);
}

/// Parts that do not make their whole. Nothing is said where one has no points.
fn sum(
    form: &Form,
    name: &str,
    whole: Option<Decimal>,
    parts: Option<Vec<Decimal>>,
    line: usize,
    lints: &mut Vec<Lint>,
) {
    let (Some(whole), Some(parts)) = (whole, parts) else { return };
    let found: Decimal = parts.iter().copied().sum();
    if parts.is_empty() || found == whole {
        return;
    }
    let lint = at(form, LintCode::PointsSum, line).with("name", name).with("points", plain(whole));
    lints.push(lint.with("sum", added(&parts)).with("found", plain(found)));
}

/// Printed points that are other points: points = 25, points_text = （20分）.
fn printed(form: &Form, name: &str, points: Option<Decimal>, text: Option<&str>, line: usize, lints: &mut Vec<Lint>) {
    let (Some(points), Some(text)) = (points, text) else { return };
    let half = to_half_width(text);
    let numbers = half.split(|c: char| !c.is_ascii_digit() && c != '.').filter_map(|number| number.parse().ok());
    let numbers: Vec<Decimal> = numbers.collect();
    if !numbers.is_empty() && !numbers.contains(&points) {
        let lint = at(form, LintCode::PointsPrinted, line).with("name", name);
        lints.push(lint.with("points", plain(points)).with("text", text));
    }
}

/// A description that gives more or fewer points than its row has.
fn description(form: &Form, name: &str, part: &IndicatorPart, points: Option<Decimal>, lints: &mut Vec<Lint>) {
    let Some(points) = points else { return };
    let Some(reading) = reading::read(&part.text) else { return };
    let Some(first) = reading.totals.first().filter(|_| !reading.totals.contains(&points)) else { return };
    let found = if reading.sum.is_empty() { plain(*first) } else { format!("{}={}", reading.sum, plain(*first)) };
    let lint = at(form, LintCode::PointsText, part.line).with("name", name).with("points", plain(points));
    lints.push(lint.with("found", found).with("text", reading.clauses.join("，")));
}

fn plain(points: Decimal) -> String {
    points.normalize().to_string()
}

/// `1+2+1`.
fn added(points: &[Decimal]) -> String {
    points.iter().map(|points| plain(*points)).collect::<Vec<_>>().join("+")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Catalogue;

    /// Every description of the embedded rubrics, and what is read in it: a file
    /// for people, to look at each. `UPDATE_GOLDEN=1` writes it.
    #[test]
    fn the_rubrics_of_the_notices_are_read_as_people_read_them() {
        let mut text = String::new();
        for form in Catalogue::embedded().unwrap().forms() {
            for item in form.indicators.iter().flat_map(|indicator| &indicator.items) {
                for part in &item.parts {
                    let points = part.points.or(item.points).map_or("-".to_owned(), plain);
                    let read = match reading::read(&part.text) {
                        None => "says nothing".to_owned(),
                        Some(reading) => {
                            let totals: Vec<String> = reading.totals.iter().map(|total| plain(*total)).collect();
                            let sum =
                                if reading.sum.is_empty() { String::new() } else { format!("{} = ", reading.sum) };
                            format!("{sum}{} in {}", totals.join(" or "), reading.clauses.join(" | "))
                        }
                    };
                    text.push_str(&format!("{} {} {points}: {read}\n", form.id, item.name));
                }
            }
        }
        let path = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/golden/points.txt");
        if std::env::var_os("UPDATE_GOLDEN").is_some() {
            std::fs::write(path, &text).unwrap();
        }
        let wanted = std::fs::read_to_string(path).unwrap();
        assert_eq!(text, wanted, "{path} differs; UPDATE_GOLDEN=1 writes it anew");
    }
}
