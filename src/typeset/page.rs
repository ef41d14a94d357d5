//! A page whose items have their places.

use crate::document::{Align, CellId, Face, Page};
use crate::{FieldPath, Length};

/// A page of a document, set.
#[derive(Debug, Clone, PartialEq)]
pub struct SetPage {
    /// The paper and its margins.
    pub page: Page,
    /// The page's number in the document, from 1.
    pub number: usize,
    /// How many pages the document has.
    pub of: usize,
    /// What stands on the page, in reading order: a table cell by cell, row by
    /// row. The ruling lines of a table come before what is in its cells, a
    /// slot's area before the text that stands in it.
    pub items: Vec<Item>,
}

/// Something on a page.
#[derive(Debug, Clone, PartialEq)]
pub enum Item {
    /// Text on one line.
    Text(Run),
    /// A ruling line.
    Rule(Rule),
    /// A box to tick.
    Box(TickBox),
    /// The place of an answer.
    Slot(SlotArea),
}

/// Text of one look on one line.
#[derive(Debug, Clone, PartialEq)]
pub struct Run {
    /// Where the first character begins.
    pub x: Length,
    /// The line that the characters stand on.
    pub baseline: Length,
    /// The typeface.
    pub face: Face,
    /// The character size.
    pub size: Length,
    /// The characters; never empty, never with a line break in it.
    pub text: String,
    /// What is added behind each character, the last one too, so that a line of
    /// a justified paragraph reaches its right edge. Zero elsewhere.
    pub spacing: Length,
    /// The field whose answer, or whose placeholder, the text is part of.
    pub path: Option<FieldPath>,
    /// Whether the text is printed only because there is no answer.
    pub placeholder: bool,
    /// What the text belongs to.
    pub origin: Origin,
}

/// A ruling line, horizontal or vertical. Each is drawn once, as long as it
/// goes: cells that meet share it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// The left or upper end, as (x, y) on the middle of the line.
    pub from: (Length, Length),
    /// The right or lower end.
    pub to: (Length, Length),
    /// The thickness.
    pub weight: Length,
}

/// A box to tick: a square of one em, where a character □ would stand.
#[derive(Debug, Clone, PartialEq)]
pub struct TickBox {
    /// Left edge of the em square.
    pub x: Length,
    /// Top edge of the em square.
    pub y: Length,
    /// Width and height of the em square; the frame is drawn a little inside.
    pub size: Length,
    /// The line that the text beside the box stands on.
    pub baseline: Length,
    /// Whether the box is ticked.
    pub ticked: bool,
    /// The field and the option that the box stands for.
    pub option: Option<(FieldPath, String)>,
    /// What the box belongs to.
    pub origin: Origin,
}

/// The place of an answer, where a fillable file puts a field.
///
/// In a cell that holds one slot only it is all that is free in the cell, else
/// the room that the answer may take in its line.
#[derive(Debug, Clone, PartialEq)]
pub struct SlotArea {
    /// The field whose answer stands here; in a repeated row with the row's
    /// number in print.
    pub path: FieldPath,
    /// The area.
    pub rect: Rect,
    /// Whether the answer may run over several lines here.
    pub multiline: bool,
    /// Whether this is a further part of an answer that began on an earlier
    /// page.
    pub continued: bool,
    /// The whole answer; empty in a blank form.
    pub text: String,
    /// What is printed while there is no answer.
    pub placeholder: String,
    /// Typeface of the answer.
    pub face: Face,
    /// Character size of the answer.
    pub size: Length,
    /// Horizontal alignment of the answer.
    pub align: Align,
    /// What the area belongs to.
    pub origin: Origin,
}

/// A rectangle.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Rect {
    /// Left edge.
    pub x: Length,
    /// Top edge.
    pub y: Length,
    /// Width, at least zero.
    pub width: Length,
    /// Height, at least zero.
    pub height: Length,
}

/// What an item belongs to, by its place in the document that was set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Origin {
    /// A paragraph outside tables.
    Paragraph {
        /// Index of the section, from 0.
        section: usize,
        /// Index of the block in its section, from 0.
        block: usize,
    },
    /// A paragraph in a cell of a table.
    Cell {
        /// Index of the section, from 0.
        section: usize,
        /// Index of the table among its section's blocks, from 0.
        block: usize,
        /// The cell.
        cell: CellId,
        /// Index of the paragraph in its cell, from 0.
        paragraph: usize,
        /// Whether the text stood on an earlier page already: heads, and labels
        /// of cells that go on here.
        repeated: bool,
    },
    /// The page number, which is in no document.
    PageNumber,
}
