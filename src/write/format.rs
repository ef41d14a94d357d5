//! One way to write a form in any format.

use std::fmt;

use super::docx::{DocxOptions, DocxTemplate};
use crate::Finding;
use crate::form::{Form, Record};

/// A format that forms are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Format {
    /// Word.
    Docx,
}

impl Format {
    /// All formats.
    pub const ALL: &[Format] = &[Format::Docx];

    /// What the name of a file ends in, without the dot.
    pub fn ending(self) -> &'static str {
        match self {
            Format::Docx => "docx",
        }
    }

    /// The format of a name's ending, in whatever case.
    pub fn from_ending(ending: &str) -> Option<Format> {
        Format::ALL.iter().copied().find(|format| format.ending().eq_ignore_ascii_case(ending))
    }
}

impl fmt::Display for Format {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.ending())
    }
}

/// How files of all formats are made.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct FormatOptions {
    /// Of Word files: [`DocxOptions::plain`]. Default: `false`.
    pub plain: bool,
}

impl FormatOptions {
    /// Sets [`FormatOptions::plain`].
    #[must_use]
    pub fn plain(mut self, plain: bool) -> FormatOptions {
        self.plain = plain;
        self
    }
}

/// A form compiled for a format: fills copies quickly, and may be shared
/// between threads.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Template {
    /// For Word.
    Docx(DocxTemplate),
}

/// A file that was made.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Written {
    /// What is in it.
    pub bytes: Vec<u8>,
    /// What of the record it could not hold as it should.
    pub findings: Vec<Finding>,
}

/// A file could not be made.
#[derive(Debug)]
pub struct FormatError(Box<dyn std::error::Error + Send + Sync>);

impl fmt::Display for FormatError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.fmt(f)
    }
}

impl std::error::Error for FormatError {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        Some(&*self.0)
    }
}

impl FormatError {
    fn of(error: impl std::error::Error + Send + Sync + 'static) -> FormatError {
        FormatError(Box::new(error))
    }
}

impl Template {
    /// Compiles a form for a format.
    ///
    /// # Errors
    ///
    /// None for a form of a [`Catalogue`](crate::form::Catalogue), short of a
    /// fault in a writer that this builds on.
    pub fn compile(form: &Form, format: Format, options: &FormatOptions) -> Result<Template, FormatError> {
        match format {
            Format::Docx => DocxTemplate::compile(form, &DocxOptions::default().plain(options.plain))
                .map(Template::Docx)
                .map_err(FormatError::of),
        }
    }

    /// The format that it is for.
    pub fn format(&self) -> Format {
        match self {
            Template::Docx(_) => Format::Docx,
        }
    }

    /// A copy with the values of `record`; an empty record gives the blank
    /// form. The same input gives the same bytes.
    ///
    /// # Errors
    ///
    /// The copy is larger than its format allows.
    pub fn fill(&self, record: &Record) -> Result<Written, FormatError> {
        match self {
            Template::Docx(template) => {
                let bytes = template.fill(record).map_err(FormatError::of)?;
                Ok(Written { bytes, findings: Vec::new() })
            }
        }
    }
}
