//! Text and tables set on pages: where each line, ruling line and box stands.
//!
//! All writers measure text here. [`Nominal`] knows the fonts of Windows by
//! their widths, without a font file, for Word and Excel; the fonts of the PDF
//! writer are [`Metrics`] too. [`lines()`] breaks a paragraph as Word does in
//! Chinese.
//!
//! [`SetPage`] is what a writer draws that places everything itself, as PDF
//! does. All lengths count from the upper left corner of the paper, to the
//! right and down.

mod breaks;
mod class;
mod content;
mod division;
mod emit;
mod fit;
mod flat;
mod flow;
mod lines;
mod metrics;
mod nominal;
mod number;
mod page;
mod rules;
mod table;

pub(crate) use breaks::{Break, breaks};
#[cfg(all(test, feature = "pdf"))]
pub(crate) use class::is_half_blank;
#[cfg(feature = "pdf")]
pub(crate) use class::{is_attached, is_invisible};
pub(crate) use division::Item as PageItem;
pub(crate) use division::{CELL_MARGIN, RESERVE, cell_height, divide, goes_with_notes, height};
pub(crate) use fit::{fit, is_seal, seal};
pub use flow::pages;
pub use lines::{Line, lines};
pub use metrics::{Metrics, Setting};
pub use nominal::Nominal;
pub use page::{Item, Origin, Rect, Rule, Run, SetPage, SlotArea, TickBox};

use crate::Length;
use crate::document::Page;

#[cfg(test)]
mod tests;

/// A length that paper can have: nothing for one below zero, and ten metres for
/// any above, so that sums stay numbers.
fn sane(length: Length) -> Length {
    length.clamp(Length::ZERO, Length::mm(10_000))
}

/// A page whose measures are those of paper.
fn sane_page(page: &Page) -> Page {
    let Page { width, height, top, right, bottom, left } = *page;
    Page {
        width: sane(width),
        height: sane(height),
        top: sane(top),
        right: sane(right),
        bottom: sane(bottom),
        left: sane(left),
    }
}
