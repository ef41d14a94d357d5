//! PDF, filled in on the screen and on paper.

use proptest::test_runner::TestCaseError;
use shenbao::Record;
use shenbao::font::FontSet;
use shenbao::write::pdf::{PdfOptions, PdfTemplate};

use super::law;
use super::records::catalogue;

fn pdf_law(fillable: bool) {
    let fonts = FontSet::embedded();
    law(&catalogue(), |form| {
        let template = PdfTemplate::compile(form, &fonts, &PdfOptions::default().fillable(fillable)).unwrap();
        move |record: &Record| {
            template.fill(record).map(|file| file.bytes).map_err(|error| TestCaseError::fail(error.to_string()))
        }
    });
}

#[test]
fn a_record_comes_back_from_a_fillable_pdf() {
    pdf_law(true);
}
