//! How a form is laid out, and what a record looks like in it.

mod height;
mod instance;
mod measure;
mod outgrown;
mod rows;

pub(crate) use height::page_heights;
#[cfg(feature = "xlsx")]
pub(crate) use instance::answered;
pub use rows::{Answers, ArrangedRow, arrange, preset_value};

use crate::document::{Document, Inline, Paragraph, ParagraphKind};

/// The layout of a form: a document whose answers are empty slots. A repeated
/// row stands in it once.
///
/// A layout is drawn to make a file, and its labels are looked for in files
/// that come back.
#[derive(Debug, Clone, PartialEq)]
pub struct Layout {
    document: Document,
}

impl Layout {
    /// A layout whose growing rows have shared out what was left of their
    /// pages.
    pub fn new(mut document: Document) -> Layout {
        for section in &mut document.sections {
            height::share(section);
        }
        Layout { document }
    }

    /// The layout without the words for seal and date that the notice does not
    /// print. Who signs and when can still be filled in there.
    #[must_use]
    pub fn without_added_lines(mut self) -> Layout {
        self.document.paragraphs_mut().for_each(blank);
        self
    }

    /// What is printed, with a slot for each answer.
    pub fn document(&self) -> &Document {
        &self.document
    }
}

fn blank(paragraph: &mut Paragraph) {
    if paragraph.kind != ParagraphKind::Added {
        return;
    }
    paragraph.inlines.retain(|inline| !matches!(inline, Inline::Text { .. }));
    for inline in &mut paragraph.inlines {
        if let Inline::Slot(slot) = inline {
            slot.placeholder.clear();
        }
    }
}
