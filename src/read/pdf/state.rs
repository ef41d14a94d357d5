//! The graphics state (ISO 32000-1, 8.4 and 9.3).

use std::rc::Rc;

use super::font::Font;
use super::geometry::{Matrix, Rect};

/// What `q` keeps and `Q` brings back.
#[derive(Clone)]
pub(super) struct State {
    /// From user space to the paper.
    pub(super) to_paper: Matrix,
    pub(super) font: Option<Rc<Font>>,
    pub(super) size: f64,
    pub(super) character_spacing: f64,
    pub(super) word_spacing: f64,
    /// Horizontal scaling, 1 for none.
    pub(super) stretch: f64,
    pub(super) leading: f64,
    pub(super) rise: f64,
    pub(super) mode: i64,
    /// Whether what is filled, or stroked, is as white as the paper.
    pub(super) fills_white: bool,
    pub(super) strokes_white: bool,
    pub(super) clip: Clip,
}

/// What is seen of what is drawn (8.5.4).
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Clip {
    /// Number of the clipping path, 0 for none.
    pub(super) number: u32,
    /// A rectangle round what is seen; `None` for everything.
    pub(super) area: Option<Rect>,
}

impl State {
    pub(super) fn new(to_paper: Matrix) -> State {
        State {
            to_paper,
            font: None,
            size: 0.0,
            character_spacing: 0.0,
            word_spacing: 0.0,
            stretch: 1.0,
            leading: 0.0,
            rise: 0.0,
            mode: 0,
            fills_white: false,
            strokes_white: false,
            clip: Clip::default(),
        }
    }

    /// Whether text is drawn at all: neither invisible nor only clipped to.
    pub(super) fn shows_text(&self) -> bool {
        !matches!(self.mode, 3 | 7)
    }
}

/// Whether colour components are white: grey, RGB, or CMYK without ink.
pub(super) fn is_white(components: &[f64]) -> bool {
    match components {
        [grey] => *grey >= 0.99,
        [_, _, _] => components.iter().all(|component| *component >= 0.99),
        [_, _, _, _] => components.iter().all(|component| *component <= 0.01),
        _ => false,
    }
}
