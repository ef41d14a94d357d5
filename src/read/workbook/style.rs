//! What readers need of a cell's style.

use std::sync::Arc;

use super::number::Format;
use super::rich::{Face, Rich};
use super::{Cell, Content};

/// The style of a cell.
#[derive(Debug, Clone, Default)]
pub(super) struct Style {
    pub format: Arc<Format>,
    /// Whether lines are drawn round the cell.
    pub framed: bool,
    pub face: Face,
}

impl Style {
    /// Whether lines at so many sides are a frame: one alone is drawn to write
    /// on.
    pub fn is_frame(sides: u8) -> bool {
        sides >= 2
    }

    /// A cell of this style.
    pub fn cell(&self, row: u32, column: u32, content: Content) -> Cell {
        // A text knows itself which of its words are struck out.
        let struck = self.face.struck && !matches!(content, Content::Text(_));
        Cell { row, column, content, framed: self.framed, hidden: false, struck }
    }

    /// What is seen of a text in a cell of this style.
    pub fn text(&self, text: &Rich) -> Content {
        Content::Text(self.format.show_text(text.seen(self.face)))
    }
}
