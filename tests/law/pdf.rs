//! PDF, filled in on the screen and on paper.

use proptest::test_runner::TestCaseError;
use shenbao::Record;
use shenbao::font::FontSet;
use shenbao::write::pdf::{PdfOptions, PdfTemplate};

use super::records::{catalogue, differences, differences_but_blanks};
use super::{Compare, law_by};

fn pdf_law(fillable: bool, compare: Compare) {
    let fonts = FontSet::embedded();
    law_by(&catalogue(), compare, |form| {
        let template = PdfTemplate::compile(form, &fonts, &PdfOptions::default().fillable(fillable)).unwrap();
        move |record: &Record| {
            template.fill(record).map(|file| file.bytes).map_err(|error| TestCaseError::fail(error.to_string()))
        }
    });
}

#[test]
fn a_record_comes_back_from_a_fillable_pdf() {
    pdf_law(true, differences);
}

/// A page does not tell a line break that somebody made from one at the edge,
/// nor how many blanks stand between words: values are compared without either.
#[test]
fn a_record_comes_back_from_a_printed_pdf() {
    pdf_law(false, differences_but_blanks);
}
