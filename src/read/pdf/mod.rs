//! Reading PDF (ISO 32000-1): forms that were printed or exported, and forms
//! that were filled in as PDF.
//!
//! [`file`] gives objects and [`pages`] pages; [`content`] draws a page's
//! characters, lines and pictures on a [`canvas`], with [`font`]s that say
//! which characters they are, and [`acroform`] adds what was filled in. From
//! there on nothing is left of PDF: lines become [`grid`]s and characters
//! [`lines`] of text ([`sheet`]), pages are freed of their [`furniture`] and what is [`hidden`],
//! tables [`join`]ed over page ends, and lines made [`paragraphs`] where they do
//! not end ([`endings`]).

mod acroform;
mod boxes;
mod canvas;
mod cmap;
mod content;
mod encoding;
mod endings;
mod file;
mod filter;
mod font;
mod furniture;
mod geometry;
mod grid;
mod hidden;
mod info;
mod join;
mod lexer;
mod lines;
mod pages;
mod paragraphs;
mod path;
mod radicals;
mod returns;
mod rules;
mod sheet;
mod state;
mod story;
mod strings;
mod truetype;
mod xref;

use super::{Limits, ReadError, ReadErrorKind};
use crate::document::{Document, Place};
use crate::write::FORM_PROPERTY;
use crate::{Code, Finding};
use acroform::{Field, Fields, Strange};
use canvas::Canvas;
use content::{Budget, Fonts, Painter};
use file::File;
use returns::Returns;

/// Operators that all content together may have, for each item that a document
/// may have.
const OPERATORS_PER_ITEM: usize = 5;

/// Reads a PDF.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Document, ReadError> {
    let file = File::open(bytes, limits)?;
    let pages = pages::pages(&file)?;
    let fonts = Fonts::default();
    let mut budget = Budget { operators: limits.items.saturating_mul(OPERATORS_PER_ITEM), glyphs: limits.items };
    let mut reading = Reading::default();
    let mut drawn: Vec<Canvas> = Vec::with_capacity(pages.len());
    // The fields of each page with their numbers, and whether a return begins there.
    let mut places: Vec<(Vec<(usize, Field)>, bool)> = Vec::with_capacity(pages.len());
    for (index, page) in pages.iter().enumerate() {
        let mut painter = Painter::new(&file, &fonts, &mut budget, page);
        painter.page(page)?;
        let Fields { mut list, strange } = acroform::fields(&file, page, &mut painter)?;
        let begins = reading.returns.page(&mut list);
        let canvas = painter.canvas;
        reading.count(&canvas, &list, index + 1);
        reading.doubt(strange, index + 1);
        let first = reading.fields.len();
        let numbered: Vec<(usize, Field)> = (first..).zip(list.iter().cloned()).collect();
        reading.fields.append(&mut list);
        drawn.push(canvas);
        places.push((numbered, begins));
    }
    if let Some(failure) = file.failure() {
        return Err(failure);
    }
    reading.judge()?;
    hidden::remove(&mut drawn);
    let mut sheets: Vec<sheet::Sheet> = Vec::with_capacity(drawn.len());
    for (index, (canvas, (mut fields, begins))) in drawn.into_iter().zip(places).enumerate() {
        let (canvas, turn) = canvas.upright();
        for (_, field) in &mut fields {
            field.area = turn.rectangle(&field.area);
        }
        let sheet = sheet::sheet(canvas, &fields, index, limits);
        sheets.push(sheet::Sheet { begins, ..sheet });
    }
    furniture::remove(&mut sheets);
    let properties = info::properties(&file);
    let is_ours = properties.contains_key(FORM_PROPERTY);
    let mut document = story::document(sheets, &reading.fields, is_ours, limits)?;
    document.properties = properties;
    document.findings = reading.findings;
    Ok(document)
}

/// What was read so far, and what was seen on the way.
#[derive(Default)]
struct Reading {
    fields: Vec<Field>,
    /// Which return of the file a page belongs to.
    returns: Returns,
    findings: Vec<Finding>,
    /// Characters that are seen, and those among them that the file does not
    /// tell.
    characters: usize,
    unknown: usize,
    /// Numbers of the pages that are only a picture, and of those with text.
    pictures: Vec<usize>,
    written: usize,
}

impl Reading {
    /// Takes note of what a page holds.
    fn count(&mut self, canvas: &Canvas, fields: &[Field], number: usize) {
        let seen = canvas.glyphs.iter().filter(|glyph| !glyph.c.is_whitespace()).count();
        self.characters += seen;
        self.unknown += canvas.glyphs.iter().filter(|glyph| glyph.c == char::REPLACEMENT_CHARACTER).count();
        if fields.is_empty() && is_picture(canvas, seen) {
            self.pictures.push(number);
        } else if seen > 0 || !fields.is_empty() {
            self.written += 1;
        }
    }

    /// Takes note of values that no field of their kind can have.
    fn doubt(&mut self, strange: Vec<Strange>, page: usize) {
        let finding = |strange: Strange| {
            let finding = Finding::new(Code::FieldValue).at(Some(Place::Page { page }));
            finding.with("field", strange.field).with("value", strange.value)
        };
        self.findings.extend(strange.into_iter().map(finding));
    }

    /// Refuses a file without text, or with text that nobody can tell.
    fn judge(&mut self) -> Result<(), ReadError> {
        if self.written == 0 {
            let kind = if self.pictures.is_empty() { ReadErrorKind::Empty } else { ReadErrorKind::Scanned };
            return Err(ReadError::new(kind));
        }
        if self.unknown * 4 > self.characters {
            return Err(ReadError::new(ReadErrorKind::UnreadableText));
        }
        if !self.pictures.is_empty() {
            let pages = self.pictures.iter().map(usize::to_string).collect::<Vec<_>>().join("、");
            self.findings.push(Finding::new(Code::PicturePages).with("pages", pages));
        }
        Ok(())
    }
}

/// Whether a page is a picture of a page: a scan, perhaps with the mark of the
/// program that made it, or text that was turned into shapes.
fn is_picture(canvas: &Canvas, seen: usize) -> bool {
    /// Characters of a scanner's mark.
    const MARK: usize = 40;
    const LEAST_SHARE: f64 = 0.5;
    /// Shapes with curves that no mere ornament has.
    const SHAPES: usize = 60;
    let page = canvas.width * canvas.height;
    let covered: f64 = canvas.pictures.iter().map(|picture| picture.area().abs()).sum();
    (seen <= MARK && covered > page * LEAST_SHARE) || (seen == 0 && (covered > page * 0.05 || canvas.shapes > SHAPES))
}
