//! A blank cut into pieces: constant text, and what a record decides.

use crate::FieldPath;
use crate::document::{CheckBox, Repeat, Slot};

/// A piece of the main part.
#[derive(Debug, Clone)]
pub(super) enum Segment {
    /// XML that is the same in every copy.
    Literal(String),
    /// An answer inside a paragraph.
    Slot(SlotSegment),
    /// A box.
    CheckBox(CheckBoxSegment),
    /// A row that is printed once for each row of a field.
    Rows(RowsSegment),
    /// The `w:vMerge` of a cell that reaches over all copies of a repeated row:
    /// it begins in the first.
    Merge,
    /// A length in twips that depends on the room that the answers need.
    Measure(Measure),
}

/// A length of the layout, by the place that it belongs to: indexes of table,
/// row and column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Measure {
    /// The height of a row that grows.
    Row { table: usize, row: usize },
    /// The space above the seal of an opinion.
    AboveSeal { table: usize, row: usize, column: usize },
}

#[derive(Debug, Clone)]
pub(super) struct SlotSegment {
    pub slot: Slot,
    /// `<w:rPr>…</w:rPr>` of the answer.
    pub run_properties: String,
    /// `<w:pPr>…</w:pPr>` of its paragraph, for further paragraphs.
    pub paragraph_properties: String,
    /// The content control up to the value of its id.
    pub control: String,
}

#[derive(Debug, Clone)]
pub(super) struct CheckBoxSegment {
    pub check_box: CheckBox,
    pub run_properties: String,
    pub control: String,
}

#[derive(Debug, Clone)]
pub(super) struct RowsSegment {
    pub repeat: Repeat,
    /// The pieces of one row, `<w:tr>` to `</w:tr>`.
    pub row: Vec<Segment>,
}

impl CheckBoxSegment {
    /// The field that the box belongs to.
    pub fn path(&self) -> Option<&FieldPath> {
        self.check_box.option.as_ref().map(|(path, _)| path)
    }
}
