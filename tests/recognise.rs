//! Every form is recognised among all that are known, by what is printed.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use shenbao::document::{Block, Document, ParagraphKind};
use shenbao::extract::Extractor;
use shenbao::{Catalogue, Code, Form, Record};

/// The blank form as a document that knows nothing of its form.
fn blank(form: &Form) -> Document {
    form.instantiate(&Record::new())
}

/// Without its title and 附件N, as when somebody copies the table alone.
fn without_title(mut document: Document) -> Document {
    for section in &mut document.sections {
        section.blocks.retain(|block| match block {
            Block::Paragraph(paragraph) => !matches!(paragraph.kind, ParagraphKind::Annex | ParagraphKind::Heading(1)),
            Block::Table(_) => true,
        });
    }
    document
}

#[test]
fn every_blank_form_is_recognised_without_a_doubt() {
    let catalogue = Catalogue::embedded().unwrap();
    let extractor = Extractor::new(&catalogue);
    for form in catalogue.forms() {
        let extraction = extractor.extract(&blank(form)).unwrap();
        assert_eq!(extraction.form, form.id);
        assert!(extraction.findings.iter().all(|finding| finding.code != Code::FormDoubtful), "{}", form.id);
        let only_printed = extraction.findings.iter().any(|finding| finding.code == Code::PrintOnly);
        assert_eq!(only_printed, form.is_print_only(), "{}", form.id);
        assert!(extraction.findings.iter().all(|finding| finding.code != Code::Unplaced), "{}", form.id);
    }
}

#[test]
fn without_its_title_a_form_is_recognised_or_doubted() {
    let catalogue = Catalogue::embedded().unwrap();
    let extractor = Extractor::new(&catalogue);
    for form in catalogue.forms().filter(|form| !form.is_print_only()) {
        let extraction = extractor.extract(&without_title(blank(form))).unwrap();
        let doubted = extraction.findings.iter().any(|finding| finding.code == Code::FormDoubtful);
        assert!(extraction.form == form.id || doubted, "{} was taken for {}", form.id, extraction.form);
    }
}
