//! Word documents, with content controls and without.

use proptest::prelude::*;
use proptest::test_runner::{TestCaseError, TestRunner};
use shenbao::extract::Extractor;
use shenbao::form::{FieldKind, Value};
use shenbao::read::{self, Limits};
use shenbao::write::docx::{DocxOptions, DocxTemplate};
use shenbao::{Record, document};

use super::records::{catalogue, fields};
use super::{DOUBTS, law};

fn docx_law(plain: bool) {
    law(&catalogue(), |form| {
        let template = DocxTemplate::compile(form, &DocxOptions::default().plain(plain)).unwrap();
        move |record: &Record| template.fill(record).map_err(|e| TestCaseError::fail(e.to_string()))
    });
}

#[test]
fn a_record_comes_back_from_a_form_with_controls() {
    docx_law(false);
}

#[test]
fn a_record_comes_back_from_a_plain_form_by_its_labels() {
    docx_law(true);
}

/// Somebody's unit can be 学校, as the band is called: such an answer is read, or
/// it is said that something was not.
#[test]
fn an_answer_in_the_words_of_its_table_is_not_lost_in_silence() {
    let catalogue = catalogue();
    let extractor = Extractor::new(&catalogue);
    for form in catalogue.forms() {
        let template = DocxTemplate::compile(form, &DocxOptions::default().plain(true)).unwrap();
        let tables = form.walk().filter(|field| field.rows().is_some_and(|rows| rows.preset.is_empty()));
        for (table, column) in tables.flat_map(|table| table.walk().map(move |column| (table, column))) {
            if column.kind != FieldKind::Text || column.preset {
                continue;
            }
            let path = column.path.at_row(0);
            let mut record = Record::new();
            record.set(&path, Value::Text(table.own_label().to_owned()));
            let document = read::document(&template.fill(&record).unwrap(), &Limits::default()).unwrap();
            let extraction = extractor.extract(&document).unwrap();
            let said = extraction.findings.iter().any(|finding| DOUBTS.contains(&finding.code));
            assert!(said || extraction.record.get(&path) == record.get(&path), "{}: {path} is lost", form.id);
        }
    }
}

#[test]
fn the_page_shows_what_the_layout_says() {
    let catalogue = catalogue();
    for form in catalogue.forms() {
        let template = DocxTemplate::compile(form, &DocxOptions::default().plain(true)).unwrap();
        let mut runner = TestRunner::deterministic();
        for _ in 0..4 {
            let record = fields(&form.fields).new_tree(&mut runner).unwrap().current();
            let written = read::document(&template.fill(&record).unwrap(), &Limits::default()).unwrap();
            let laid_out = form.instantiate(&record);
            for (seen, said) in written.tables().zip(laid_out.tables()) {
                assert_eq!((seen.width(), seen.height()), (said.width(), said.height()), "{}", form.id);
                for cell in said.cells() {
                    let other = seen.cell_at(cell.row, cell.column).unwrap();
                    assert_eq!((other.rows(), other.columns()), (cell.rows(), cell.columns()), "{}", form.id);
                    let said = with_placeholders(cell);
                    assert_eq!(other.text().trim_end(), said.trim_end(), "{}", form.id);
                }
            }
        }
    }
}

/// The text of a cell; an empty answer shows its placeholder.
fn with_placeholders(cell: &document::Cell) -> String {
    let mut cell = cell.clone();
    for inline in cell.paragraphs.iter_mut().flat_map(|paragraph| &mut paragraph.inlines) {
        if let document::Inline::Slot(slot) = inline
            && slot.text.is_empty()
        {
            slot.text = slot.placeholder.clone();
        }
    }
    cell.text()
}
