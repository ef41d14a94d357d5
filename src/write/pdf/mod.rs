//! PDF files (ISO 32000-1).
//!
//! Pages are set by [`typeset`] and drawn here. printpdf writes
//! pages and fonts; `subsetter` cuts the fonts before it sees them, so that it
//! is fast and the same form gives the same bytes; lopdf adds what printpdf
//! lacks and writes the file. What the form prints is the same in every copy, so
//! its fonts are cut once for all of them.

mod cut;
mod draw;
mod field;
mod file;
mod interactive;
mod metadata;

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::fmt;
use std::sync::Arc;

use crate::document::Inline;
use crate::font::FontSet;
use crate::form::{Form, Record};
use crate::typeset::{self, Item, SetPage};
use crate::write::writable;
use crate::{Code, FieldPath, Finding};
use cut::{Cut, Set};
use draw::{Fonts, Text};
use file::File;
use interactive::WholeFont;

/// How a PDF file is made.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct PdfOptions {
    /// Gives every place for an answer a field of a form that can be filled in
    /// on the screen (AcroForm). Default: `false`.
    pub fillable: bool,
}

impl PdfOptions {
    /// Sets [`PdfOptions::fillable`].
    #[must_use]
    pub fn fillable(mut self, fillable: bool) -> PdfOptions {
        self.fillable = fillable;
        self
    }
}

/// A form compiled for PDF: fills copies quickly, and may be shared between
/// threads.
#[derive(Debug, Clone)]
pub struct PdfTemplate {
    form: Form,
    fonts: FontSet,
    /// The fonts of what the form prints itself.
    printed: Arc<Cut>,
    /// The font of what is typed, in a form that can be filled in.
    whole: Option<Arc<WholeFont>>,
}

/// A PDF file with what is to be said about it.
#[derive(Debug, Clone, PartialEq)]
pub struct PdfFile {
    /// The file.
    pub bytes: Vec<u8>,
    /// What a person should know: characters that no font has.
    pub findings: Vec<Finding>,
    /// Number of pages.
    pub pages: usize,
}

/// A PDF file could not be made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WriteError(String);

impl WriteError {
    fn new(message: impl fmt::Display) -> WriteError {
        WriteError(message.to_string())
    }
}

impl fmt::Display for WriteError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "cannot write the PDF file: {}", self.0)
    }
}

impl std::error::Error for WriteError {}

impl PdfTemplate {
    /// Compiles a form.
    ///
    /// # Errors
    ///
    /// A font cannot be cut. With the embedded fonts and a form of a
    /// [`Catalogue`](crate::form::Catalogue) this does not happen.
    pub fn compile(form: &Form, fonts: &FontSet, options: &PdfOptions) -> Result<PdfTemplate, WriteError> {
        let blank = typeset::pages(&form.instantiate(&Record::new()), fonts);
        let mut characters: BTreeSet<Set> = BTreeSet::new();
        for text in blank.iter().flat_map(draw::texts).filter(|text| !text.answer) {
            characters.extend(text.characters());
        }
        // A copy may have more pages, and other boxes ticked.
        characters.extend(['□', '☑'].map(|c| (draw::BOX_FACE, c)));
        let printed = Arc::new(Cut::new(fonts, 'P', &characters)?);
        let whole = options.fillable.then(|| WholeFont::new(fonts)).transpose()?.map(Arc::new);
        Ok(PdfTemplate { form: form.clone(), fonts: fonts.clone(), printed, whole })
    }

    /// A copy with the values of `record`; an empty record gives the blank
    /// form. The same input gives the same bytes.
    ///
    /// Characters that XML cannot hold, so that no format has them, are drawn as
    /// U+FFFD; see [`unwritable`](crate::write::unwritable).
    ///
    /// # Errors
    ///
    /// A font cannot be cut.
    pub fn fill(&self, record: &Record) -> Result<PdfFile, WriteError> {
        let mut document = self.form.instantiate(record);
        for inline in document.paragraphs_mut().flat_map(|paragraph| &mut paragraph.inlines) {
            if let Inline::Slot(slot) = inline
                && let Cow::Owned(text) = writable(&slot.text)
            {
                slot.text = text;
            }
        }
        self.draw(&typeset::pages(&document, &self.fonts))
    }

    fn draw(&self, pages: &[SetPage]) -> Result<PdfFile, WriteError> {
        let answers = self.cut_answers(pages)?;
        let fonts = Fonts { printed: &self.printed, answers: &answers };
        let fillable = self.whole.is_some();
        let fields = if fillable { field::fields(&self.form, pages) } else { Vec::new() };
        let shows = |item: &&Item| !(fillable && field::is_in_field(&self.form, item));
        let mut seen = BTreeSet::new();
        let mut drawn: Vec<_> = pages.iter().map(|page| draw::page(page, shows, &fonts, &mut seen)).collect();
        drawn.extend(interactive::looks(&fields, &fonts));
        let mut file = File::new(drawn, &fonts)?;
        if let Some(whole) = &self.whole {
            interactive::add(&mut file, pages, &fields, whole)?;
        }
        metadata::describe(&mut file, &self.form)?;
        Ok(PdfFile { bytes: file.save()?, findings: missing(pages, &fonts), pages: pages.len() })
    }

    /// The fonts of the answers, and of what is printed in this copy only.
    fn cut_answers(&self, pages: &[SetPage]) -> Result<Cut, WriteError> {
        let mut characters = BTreeSet::new();
        for text in pages.iter().flat_map(draw::texts) {
            characters.extend(text.characters().filter(|c| text.answer || !self.printed.has(*c)));
        }
        Cut::new(&self.fonts, 'A', &characters)
    }
}

/// A finding for each character of a field that no font has.
fn missing(pages: &[SetPage], fonts: &Fonts<'_>) -> Vec<Finding> {
    let mut told: BTreeSet<(Option<&FieldPath>, char)> = BTreeSet::new();
    let mut findings = Vec::new();
    for item in pages.iter().flat_map(|page| &page.items) {
        let Item::Text(run) = item else { continue };
        for (face, c) in Text::of_run(run).characters() {
            let missing = fonts.printed.lacks((face, c)) || fonts.answers.lacks((face, c));
            if missing && told.insert((run.path.as_ref(), c)) {
                let finding = Finding::new(Code::GlyphMissing).with("character", c);
                let finding = finding.with("code", format_args!("U+{:04X}", u32::from(c)));
                findings.push(match &run.path {
                    Some(path) => finding.about(path),
                    None => finding,
                });
            }
        }
    }
    findings
}
