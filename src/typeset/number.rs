//! Page numbers.

use super::{Item, Metrics, Origin, Run, SetPage};
use crate::Length;
use crate::document::Face;

/// 四号.
const SIZE: Length = Length::half_points(28);
/// From the text area to the dashes.
const BELOW: Length = Length::mm(7);

/// Numbers the pages, and prints the numbers where there are several: between
/// dashes below the text, on odd pages one character from its right edge, on
/// even ones from its left (GB/T 9704-2012, 7.5).
pub(super) fn finish(pages: &mut [SetPage], metrics: &dyn Metrics) {
    let of = pages.len();
    for (number, page) in (1..).zip(pages) {
        (page.number, page.of) = (number, of);
        if of > 1 {
            page.items.push(Item::Text(run(page, metrics)));
        }
    }
}

fn run(set: &SetPage, metrics: &dyn Metrics) -> Run {
    let text = format!("— {} —", set.number);
    let page = &set.page;
    let width: Length = text.chars().map(|c| metrics.advance(Face::Song, SIZE, c)).sum();
    let x = if set.number % 2 == 1 { page.width - page.right - SIZE - width } else { page.left + SIZE };
    // A dash stands in the middle of its line. Narrow margins have it in their
    // own middle.
    let middle = page.height - page.bottom + BELOW.min(page.bottom / 2);
    let baseline = middle - metrics.line(Face::Song, SIZE) / 2 + metrics.ascent(Face::Song, SIZE);
    Run {
        x,
        baseline,
        face: Face::Song,
        size: SIZE,
        text,
        spacing: Length::ZERO,
        path: None,
        placeholder: false,
        origin: Origin::PageNumber,
    }
}
