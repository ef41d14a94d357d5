//! Which form a document is.

use super::anchor::Anchors;
use super::copies::Title;
use super::likeness::{Likeness, Vocabulary};
use super::region::Regions;
use super::{Extraction, copies, read};
use crate::check::{self, CheckOptions};
use crate::document::Document;
use crate::form::{Catalogue, Form};
use crate::{Code, Finding};

/// Reads documents as returns of the forms of a catalogue. Made once, shared
/// between threads.
#[derive(Debug)]
pub struct Extractor<'c> {
    forms: Vec<(&'c Form, Anchors)>,
    vocabulary: Vocabulary,
    /// Titles by which a second form in a file is known.
    titles: Vec<Title>,
    /// How what was read is checked.
    options: CheckOptions,
}

/// No form is like the document.
#[derive(Debug, Clone, PartialEq)]
pub struct Unidentified {
    /// The form that is most like it, with its score, 0 to 1.
    pub nearest: Option<(String, f32)>,
}

/// A form is recognised when this share of its labels is found.
const ENOUGH: f32 = 0.5;
/// A file that names its form may have lost more of them.
const ENOUGH_WHEN_NAMED: f32 = 0.3;
/// A file that names one form is another, if that is ahead by this much.
const PLAINLY_ANOTHER: f32 = 0.3;
/// The best form must be ahead of the second by this much.
const MARGIN: f32 = 0.08;

impl<'c> Extractor<'c> {
    /// Prepares the forms of a catalogue.
    pub fn new(catalogue: &'c Catalogue) -> Extractor<'c> {
        Extractor::of(catalogue.forms())
    }

    /// Prepares some forms.
    pub fn of(forms: impl IntoIterator<Item = &'c Form>) -> Extractor<'c> {
        // A shorter title may stand in any text.
        const SHORTEST_TITLE: usize = 8;
        let forms: Vec<(&Form, Anchors)> = forms.into_iter().map(|form| (form, Anchors::of(form))).collect();
        let titles = forms.iter().enumerate();
        let titles = titles.map(|(form, (_, anchors))| Title { words: anchors.title.clone(), form });
        let titles = titles.filter(|title| title.words.chars().count() >= SHORTEST_TITLE).collect();
        let vocabulary = Vocabulary::of(forms.iter().map(|(_, anchors)| anchors));
        Extractor { forms, vocabulary, titles, options: CheckOptions::default() }
    }

    /// Sets how the records are checked that are read.
    #[must_use]
    pub fn checking(mut self, options: CheckOptions) -> Extractor<'c> {
        self.options = options;
        self
    }

    /// The form with this id.
    pub fn form(&self, id: &str) -> Option<&'c Form> {
        self.forms.iter().find(|(form, _)| form.id == id).map(|(form, _)| *form)
    }

    /// Finds out which form a document is, reads it and checks what was read.
    /// Of several forms in one document this is the first; see
    /// [`Extractor::extract_all`].
    ///
    /// # Errors
    ///
    /// No form is like the document.
    pub fn extract(&self, document: &Document) -> Result<Extraction, Unidentified> {
        let regions = Regions::of(document);
        let (index, likeness, doubts) = self.identify(document, &regions)?;
        Ok(self.read(index, likeness, doubts, &regions))
    }

    /// As [`Extractor::extract`], for every form that the document holds: two
    /// copies one behind the other, or a form and its summary.
    ///
    /// # Errors
    ///
    /// No form is like the document.
    pub fn extract_all(&self, document: &Document) -> Result<Vec<Extraction>, Unidentified> {
        let regions = Regions::of(document);
        let (index, likeness, doubts) = self.identify(document, &regions)?;
        let parts = copies::parts(document, &regions, |form| &self.forms[form].1, index, &self.titles);
        let several: Vec<Extraction> = parts.iter().filter_map(|part| self.extract(part).ok()).collect();
        // A part that is no form by itself would be lost: then the document
        // stays whole, and what is left over is reported.
        if several.len() > 1 && several.len() == parts.len() {
            // A blank copy left beside a filled one is nobody's return.
            let is_blank = |part: &Extraction| {
                part.record.is_empty() && !part.findings.iter().any(|finding| finding.code == Code::Unplaced)
            };
            let filled: Vec<Extraction> = several.iter().filter(|part| !is_blank(part)).cloned().collect();
            return Ok(if filled.is_empty() { several } else { filled });
        }
        Ok(vec![self.read(index, likeness, doubts, &regions)])
    }

    fn read(&self, index: usize, likeness: Likeness, mut doubts: Vec<Finding>, regions: &Regions<'_>) -> Extraction {
        let (form, anchors) = &self.forms[index];
        let mut extraction = read(form, anchors, regions, likeness.labels.min(1.0));
        let mut findings = check::merge(
            std::mem::take(&mut extraction.findings),
            check::record(form, &extraction.record, &self.options),
        );
        if form.is_print_only() {
            doubts.push(Finding::new(Code::PrintOnly).with("title", &form.title));
        }
        doubts.append(&mut findings);
        for finding in &mut doubts {
            if finding.place.is_none()
                && let Some(path) = &finding.path
            {
                let answered = extraction.evidence.iter().find(|e| e.path == *path).map(|e| e.place.clone());
                let blank =
                    || extraction.blanks.iter().find(|(blank, _)| blank == path).map(|(_, place)| place.clone());
                finding.place = answered.or_else(blank);
            }
        }
        extraction.findings = doubts;
        extraction
    }

    fn identify(
        &self,
        document: &Document,
        regions: &Regions<'_>,
    ) -> Result<(usize, Likeness, Vec<Finding>), Unidentified> {
        // The lists of a collection have every label, and are nobody's return.
        if document.properties.contains_key(crate::write::COLLECTION_PROPERTY) {
            return Err(Unidentified { nearest: None });
        }
        let mut findings = document.findings.clone();
        let likeness = self.vocabulary.likeness(self.forms.iter().map(|(_, anchors)| anchors), regions);
        let mut ranked: Vec<(usize, Likeness)> = likeness.into_iter().enumerate().collect();
        ranked.sort_by(|a, b| b.1.rank().total_cmp(&a.1.rank()));
        // A file that names its form is believed, unless what stands in it is
        // plainly another: people write new content into old files.
        if let Some(id) = document.properties.get(crate::write::FORM_PROPERTY)
            && let Some((index, likeness)) = ranked.iter().copied().find(|(index, _)| self.forms[*index].0.id == *id)
            && likeness.labels >= ENOUGH_WHEN_NAMED
            && ranked[0].1.rank() - likeness.rank() < PLAINLY_ANOTHER
        {
            findings.extend(version_finding(self.forms[index].0, document));
            return Ok((index, likeness, findings));
        }
        let name = |index: usize| self.forms[index].0.id.clone();
        // Rank goes by more than labels, so a form that has lost too many of
        // them may stand before one that has enough.
        let Some((best, likeness)) = ranked.iter().copied().find(|(_, likeness)| likeness.labels >= ENOUGH) else {
            let nearest = ranked.first().map(|(nearest, likeness)| (name(*nearest), likeness.labels));
            return Err(Unidentified { nearest });
        };
        let others = || ranked.iter().filter(|(index, _)| *index != best);
        let near = others().next().filter(|(_, second)| likeness.rank() - second.rank() < MARGIN);
        // Somebody may have put this year's title over last year's form.
        let more_like = || others().find(|(_, other)| other.labels >= ENOUGH && other.content() > likeness.content());
        if let Some((other, second)) = near.or_else(more_like) {
            findings.push(
                Finding::new(Code::FormDoubtful)
                    .with("form", name(best))
                    .with("score", format!("{:.2}", likeness.labels))
                    .with("other", name(*other))
                    .with("other_score", format!("{:.2}", second.labels)),
            );
        }
        Ok((best, likeness, findings))
    }
}

fn version_finding(form: &Form, document: &Document) -> Option<Finding> {
    let found = document.properties.get(crate::write::VERSION_PROPERTY)?;
    (*found != form.version.to_string())
        .then(|| Finding::new(Code::FormVersion).with("found", found).with("current", form.version))
}
