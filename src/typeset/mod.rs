//! Text and tables set on pages: where each line, ruling line and box stands.
//!
//! [`SetPage`] is what a writer draws that places everything itself, as PDF
//! does. All lengths count from the upper left corner of the paper, to the
//! right and down.

mod page;

pub use page::{Item, Origin, Rect, Rule, Run, SetPage, SlotArea, TickBox};
