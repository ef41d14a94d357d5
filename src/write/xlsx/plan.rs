//! A form planned as sheets, once for all copies: what the planner makes.

use std::ops::Range;

use super::columns::Columns;
use super::list::LongList;
use super::look::{Entry, Line, Look, Sides};
use super::measure;
use super::rule::Rule;
use super::split::Holds;
use crate::document::{Format, Page, Repeat};
use crate::{FieldPath, Length};

/// How many rows below a table's own a clerk can make visible.
pub(super) const SPARE_ROWS: usize = 20;

/// A form as sheets.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    pub sheets: Vec<SheetPlan>,
    /// All looks that a copy can need, each once.
    pub looks: Vec<Look>,
    /// All rules of its cells, each once.
    pub rules: Vec<PlannedRule>,
    /// The lists that no rule can hold itself.
    pub lists: Vec<LongList>,
}

/// A rule of cells.
#[derive(Debug, Clone)]
pub(super) struct PlannedRule {
    pub rule: Rule,
    /// Number of its long list among those of the plan, from 0.
    pub list: Option<usize>,
}

/// A sheet: blocks below each other.
#[derive(Debug, Clone)]
pub(super) struct SheetPlan {
    pub name: String,
    pub page: Page,
    pub columns: Columns,
    pub blocks: Vec<BlockPlan>,
    /// Whether anything of it is to be filled in.
    pub open: bool,
    /// Whether rows may be added to one of its tables.
    pub grows: bool,
}

/// A table, or a paragraph as a table of one cell without lines.
#[derive(Debug, Clone)]
pub(super) struct BlockPlan {
    pub rows: Vec<RowPlan>,
    /// The rows that every page repeats.
    pub head: Option<Range<usize>>,
    /// Whether a new page begins with it.
    pub new_page: bool,
    /// Whether a note stands below it, which its last row goes with.
    pub has_note: bool,
}

/// A row of a block, for all its copies.
#[derive(Debug, Clone)]
pub(super) struct RowPlan {
    pub height: Length,
    /// Whether a page may end inside.
    pub splits: bool,
    /// Whether the page must not end behind it.
    pub keep_next: bool,
    pub repeat: Option<Repeat>,
    pub spare: bool,
    pub cells: Vec<CellPlan>,
}

/// A cell of the form.
#[derive(Debug, Clone)]
pub(super) struct CellPlan {
    /// Rows of the block that it covers.
    pub rows: Range<usize>,
    /// Columns of the sheet.
    pub columns: Range<usize>,
    /// What stands above and below its text.
    pub before: Length,
    pub after: Length,
    /// Lines at the outside of the table, where the cell reaches it.
    pub ends: (bool, bool),
    pub bands: Vec<BandPlan>,
}

/// A band of a cell.
#[derive(Debug, Clone)]
pub(super) struct BandPlan {
    pub grows: bool,
    pub places: Vec<PlacePlan>,
}

/// A cell of the sheet.
#[derive(Debug, Clone)]
pub(super) struct PlacePlan {
    pub columns: Range<usize>,
    pub width: Length,
    pub holds: Holds,
    pub format: Format,
    /// Without the lines above and below, and for no text.
    pub look: Look,
    /// What lies above and below it.
    pub edges: Edges,
    /// Numbers of its rule, and of the one for the last row of a table to which
    /// rows can be added.
    pub rule: Option<usize>,
    pub last_rule: Option<usize>,
    pub kind: Kind,
    pub names: Names,
}

/// Where a place lies in its cell of the form, which decides the lines above and
/// below it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Edges {
    /// Whether it is in a table.
    pub framed: bool,
    /// Whether it is in the first band of its cell, and in the last.
    pub first: bool,
    pub last: bool,
}

impl Edges {
    /// The lines above and below, of a cell that reaches the upper or the lower
    /// end of its table. Where there is no table, an answer has a line to write
    /// on.
    pub fn lines(self, answer: bool, at_top: bool, at_bottom: bool) -> (Line, Line) {
        let line = |shown: bool, outside: bool| match (shown && self.framed, outside) {
            (false, _) => Line::None,
            (true, false) => Line::Thin,
            (true, true) => Line::Medium,
        };
        let below = if answer && !self.framed { Line::Thin } else { line(self.last, at_bottom) };
        (line(self.first, at_top), below)
    }
}

/// What an answer is, as far as Excel is concerned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Kind {
    Number,
    /// Text of a line, which Excel must not take for anything else.
    Line,
    /// Text of any length.
    Text,
}

/// The defined names of a cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Names {
    None,
    Answer(FieldPath),
    /// Options of a choice that have their boxes here.
    Options(FieldPath, Vec<usize>),
}

impl PlacePlan {
    /// The look of a copy of it.
    pub fn look_at(&self, at_top: bool, at_bottom: bool, entry: Entry) -> Look {
        let answer = matches!(self.holds, Holds::Answer(_));
        let (top, bottom) = self.edges.lines(answer && self.look.open, at_top, at_bottom);
        Look { sides: Sides { top, bottom, ..self.look.sides }, entry, ..self.look }
    }
}

/// The distance of lines as the form has it, but never less than Excel needs.
pub(super) fn line(format: &Format) -> Length {
    format.line.unwrap_or_default().max(measure::line(format))
}
