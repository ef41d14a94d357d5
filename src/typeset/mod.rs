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
mod lines;
mod metrics;
mod nominal;
mod page;

pub use lines::{Line, lines};
pub use metrics::{Metrics, Setting};
pub use nominal::Nominal;
pub use page::{Item, Origin, Rect, Rule, Run, SetPage, SlotArea, TickBox};

#[cfg(test)]
mod tests;
