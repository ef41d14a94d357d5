//! One way to write a form in any format.

use std::fmt;

use super::docx::{DocxOptions, DocxTemplate};
#[cfg(feature = "pdf")]
use super::pdf::{PdfOptions, PdfTemplate};
#[cfg(feature = "xlsx")]
use super::xlsx::{XlsxOptions, XlsxTemplate};
use crate::Finding;
#[cfg(feature = "pdf")]
use crate::font::FontSet;
use crate::form::{Form, Record};

/// A format that forms are written in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[non_exhaustive]
pub enum Format {
    /// Word.
    Docx,
    /// Excel.
    #[cfg(feature = "xlsx")]
    Xlsx,
    /// PDF.
    #[cfg(feature = "pdf")]
    Pdf,
}

impl Format {
    /// All formats.
    pub const ALL: &[Format] = &[
        Format::Docx,
        #[cfg(feature = "xlsx")]
        Format::Xlsx,
        #[cfg(feature = "pdf")]
        Format::Pdf,
    ];

    /// What the name of a file ends in, without the dot.
    pub fn ending(self) -> &'static str {
        match self {
            Format::Docx => "docx",
            #[cfg(feature = "xlsx")]
            Format::Xlsx => "xlsx",
            #[cfg(feature = "pdf")]
            Format::Pdf => "pdf",
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
    /// Leaves out what is there for filling in and for reading it back: of Word
    /// files [`DocxOptions::plain`], of Excel files `XlsxOptions::plain`.
    /// Default: `false`.
    pub plain: bool,
    /// Makes PDF files that can be filled in on the screen:
    /// [`PdfOptions::fillable`]. Default: `false`.
    #[cfg(feature = "pdf")]
    pub fillable: bool,
    /// The fonts of PDF files. Default: those of the library.
    #[cfg(feature = "pdf")]
    pub fonts: FontSet,
}

impl FormatOptions {
    /// Sets [`FormatOptions::plain`].
    #[must_use]
    pub fn plain(mut self, plain: bool) -> FormatOptions {
        self.plain = plain;
        self
    }

    /// Sets [`FormatOptions::fillable`].
    #[cfg(feature = "pdf")]
    #[must_use]
    pub fn fillable(mut self, fillable: bool) -> FormatOptions {
        self.fillable = fillable;
        self
    }

    /// Sets [`FormatOptions::fonts`].
    #[cfg(feature = "pdf")]
    #[must_use]
    pub fn fonts(mut self, fonts: FontSet) -> FormatOptions {
        self.fonts = fonts;
        self
    }
}

/// A form compiled for a format: fills copies quickly, and may be shared
/// between threads.
#[derive(Debug, Clone)]
#[non_exhaustive]
pub enum Template {
    /// For Word.
    Docx(Box<DocxTemplate>),
    /// For Excel.
    #[cfg(feature = "xlsx")]
    Xlsx(Box<XlsxTemplate>),
    /// For PDF.
    #[cfg(feature = "pdf")]
    Pdf(Box<PdfTemplate>),
}

/// A file that was made.
#[derive(Debug, Clone, PartialEq)]
#[non_exhaustive]
pub struct Written {
    /// What is in it.
    pub bytes: Vec<u8>,
    /// What of the record it could not hold as it should, but for what no
    /// format can: see [`unwritable`](super::unwritable).
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
                .map(|template| Template::Docx(Box::new(template)))
                .map_err(FormatError::of),
            #[cfg(feature = "xlsx")]
            Format::Xlsx => XlsxTemplate::compile(form, &XlsxOptions::default().plain(options.plain))
                .map(|template| Template::Xlsx(Box::new(template)))
                .map_err(FormatError::of),
            #[cfg(feature = "pdf")]
            Format::Pdf => {
                let own = PdfOptions::default().fillable(options.fillable);
                PdfTemplate::compile(form, &options.fonts, &own)
                    .map(|template| Template::Pdf(Box::new(template)))
                    .map_err(FormatError::of)
            }
        }
    }

    /// The format that it is for.
    pub fn format(&self) -> Format {
        match self {
            Template::Docx(_) => Format::Docx,
            #[cfg(feature = "xlsx")]
            Template::Xlsx(_) => Format::Xlsx,
            #[cfg(feature = "pdf")]
            Template::Pdf(_) => Format::Pdf,
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
            #[cfg(feature = "xlsx")]
            Template::Xlsx(template) => {
                let file = template.fill(record).map_err(FormatError::of)?;
                Ok(Written { bytes: file.bytes, findings: file.findings })
            }
            #[cfg(feature = "pdf")]
            Template::Pdf(template) => {
                let file = template.fill(record).map_err(FormatError::of)?;
                Ok(Written { bytes: file.bytes, findings: file.findings })
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Catalogue;

    #[test]
    fn every_format_is_written_and_known_by_its_ending() {
        let catalogue = Catalogue::embedded().unwrap();
        let form = catalogue.form("henan-2021/recommendation").unwrap();
        for format in Format::ALL {
            assert_eq!(Format::from_ending(&format.ending().to_uppercase()), Some(*format));
            let template = Template::compile(form, *format, &FormatOptions::default()).unwrap();
            assert_eq!(template.format(), *format);
            let written = template.fill(&Record::new()).unwrap();
            let kind = format!("{:?}", crate::read::sniff(&written.bytes)).to_lowercase();
            assert_eq!((kind.as_str(), written.findings.len()), (format.ending(), 0));
        }
        assert_eq!(Format::from_ending("doc"), None);
    }
}
