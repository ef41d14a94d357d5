//! The ruling lines of a table.

use super::table::RowPart;
use super::{Item, Rule};
use crate::Length;
use crate::document::{CellId, Table};

/// Lines inside a table.
const INNER: Length = Length::half_points(1);
/// Lines round a table, and where a page ends or begins inside it.
const OUTER: Length = Length::half_points(2);

/// Draws the lines of the rows that stand on a page: each once, as long as it
/// goes.
pub(super) fn draw(table: &Table, edges: &[Length], parts: &[RowPart], items: &mut Vec<Item>) {
    let (width, height) = (table.width(), parts.len());
    let cell = |part: Option<usize>, column: Option<usize>| {
        let part = parts.get(part?)?;
        table.slot(part.row, column?).cell()
    };
    let y = |border: usize| match border.checked_sub(1).and_then(|above| parts.get(above)) {
        Some(above) => above.bottom,
        None => parts.first().map_or(Length::ZERO, |part| part.top),
    };
    let x = |border: usize| edges.get(border).copied().unwrap_or_default();
    for border in 0..=height {
        let weight = |column| weight(cell(border.checked_sub(1), Some(column)), cell(Some(border), Some(column)));
        runs(width, weight, |from, to, weight| {
            // Lines round the table meet in full corners.
            let over = if weight == OUTER { OUTER / 2 } else { Length::ZERO };
            rule((x(from) - over, y(border)), (x(to) + over, y(border)), weight, items);
        });
    }
    for border in 0..=width {
        let weight = |part| weight(cell(Some(part), border.checked_sub(1)), cell(Some(part), Some(border)));
        runs(height, weight, |from, to, weight| rule((x(border), y(from)), (x(border), y(to)), weight, items));
    }
}

/// The line between two positions of the grid.
fn weight(one: Option<CellId>, other: Option<CellId>) -> Option<Length> {
    match (one, other) {
        (Some(one), Some(other)) => (one != other).then_some(INNER),
        (None, None) => None,
        _ => Some(OUTER),
    }
}

/// Finds runs of equal lines along a border.
fn runs(count: usize, weight: impl Fn(usize) -> Option<Length>, mut draw: impl FnMut(usize, usize, Length)) {
    let mut run: Option<(usize, Length)> = None;
    for position in 0..=count {
        let here = if position < count { weight(position) } else { None };
        if run.map(|(_, weight)| weight) == here {
            continue;
        }
        if let Some((from, weight)) = run {
            draw(from, position, weight);
        }
        run = here.map(|weight| (position, weight));
    }
}

fn rule(from: (Length, Length), to: (Length, Length), weight: Length, items: &mut Vec<Item>) {
    if from != to {
        items.push(Item::Rule(Rule { from, to, weight }));
    }
}
