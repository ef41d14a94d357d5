//! How a form is laid out, and what a record looks like in it.

mod height;
mod instance;
mod measure;
mod rows;

pub use rows::{Answers, ArrangedRow, arrange, preset_value};

use crate::document::Document;

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

    /// What is printed, with a slot for each answer.
    pub fn document(&self) -> &Document {
        &self.document
    }
}
