//! Word documents (WordprocessingML, ECMA-376).
//!
//! docx-rs builds a form's blank once; a finishing pass of ours puts children
//! into schema order, adds what docx-rs cannot write, and cuts the text at the
//! places of answers. A filled copy is those pieces with values between them,
//! so that making hundreds costs little more than compressing them.

mod blank;
mod fill;
mod finish;
mod heads;
mod measures;
mod package;
mod schema;
mod segment;
mod xml;

#[cfg(any(feature = "pdf", feature = "xlsx"))]
pub(crate) use xml::escape;
#[cfg(feature = "xlsx")]
pub(crate) use xml::escape_attribute;
pub use xml::is_xml_char;

use std::borrow::Cow;
use std::fmt;

use crate::form::{Form, Record};
use crate::typeset::{self, Nominal};
use segment::Segment;

/// How a Word file is made.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct DocxOptions {
    /// Leaves out content controls and bookmarks: what is read back then goes
    /// by labels. Default: `false`.
    pub plain: bool,
    /// Writes a table whose bands have heads of their own as a table for each,
    /// so that Word repeats the heads on every page. Default: `false`, it is
    /// one table, as people make it, and the heads are not repeated.
    pub repeat_heads: bool,
}

impl DocxOptions {
    /// Sets [`DocxOptions::plain`].
    #[must_use]
    pub fn plain(mut self, plain: bool) -> DocxOptions {
        self.plain = plain;
        self
    }

    /// Sets [`DocxOptions::repeat_heads`].
    #[must_use]
    pub fn repeat_heads(mut self, repeat_heads: bool) -> DocxOptions {
        self.repeat_heads = repeat_heads;
        self
    }
}

/// A form compiled for Word: fills copies quickly, and may be shared between
/// threads.
#[derive(Debug, Clone)]
pub struct DocxTemplate {
    form: Form,
    options: DocxOptions,
    segments: Vec<Segment>,
    /// A zip archive of the parts that are the same in every copy.
    constant: Vec<u8>,
}

/// A Word file could not be made.
#[derive(Debug)]
pub struct WriteError(String);

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot write the Word file: {}", self.0)
    }
}

impl std::error::Error for WriteError {}

impl DocxTemplate {
    /// Compiles a form.
    ///
    /// # Errors
    ///
    /// None for a form of a [`Catalogue`](crate::form::Catalogue), short of a
    /// fault in a writer that this builds on.
    pub fn compile(form: &Form, options: &DocxOptions) -> Result<DocxTemplate, WriteError> {
        let layout = form.layout.document();
        let document = if options.repeat_heads { Cow::Owned(heads::split(layout)) } else { Cow::Borrowed(layout) };
        let blank = blank::build(&document);
        // Forms of one page have no numbers.
        let pages = typeset::pages(&form.instantiate(&Record::new()), &Nominal::Word).len();
        let numbered = pages > 1 || options.repeat_heads;
        let segments = finish::finish(form, &document, &blank, options, numbered)?;
        let constant = package::constant_parts(form, numbered)?;
        Ok(DocxTemplate { form: form.clone(), options: options.clone(), segments, constant })
    }

    /// A copy with the values of `record`; an empty record gives the blank
    /// form. The same input gives the same bytes.
    ///
    /// Characters that XML cannot hold are written as U+FFFD; see
    /// [`unwritable`](crate::write::unwritable).
    ///
    /// # Errors
    ///
    /// The copy is too large for a zip archive.
    pub fn fill(&self, record: &Record) -> Result<Vec<u8>, WriteError> {
        let document = fill::fill(&self.form, &self.options, &self.segments, record);
        package::with_document(&self.constant, document.as_bytes())
    }
}
