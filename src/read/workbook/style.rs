//! What readers need of a cell's style.

use std::sync::Arc;

use super::number::Format;

/// The style of a cell.
#[derive(Debug, Clone, Default)]
pub(super) struct Style {
    pub format: Arc<Format>,
    /// Whether lines are drawn round the cell.
    pub framed: bool,
    /// Whether its text is struck out.
    pub struck: bool,
}

impl Style {
    /// Whether lines at so many sides are a frame: one alone is drawn to write
    /// on.
    pub fn is_frame(sides: u8) -> bool {
        sides >= 2
    }
}
