//! The page on which an answer stands.

use lopdf::dictionary;
use shenbao::document::Place;
use shenbao::{Code, FieldPath};

use crate::support::{Maker, catalogue, filled, open, read, record, returns, save};

#[test]
fn answers_and_findings_name_their_page() {
    let catalogue = catalogue();
    let form = catalogue.form("henan-2021/recommendation").unwrap();
    for fillable in [true, false] {
        let found = returns(&catalogue, &filled(form, &record(form), fillable)).remove(0);
        let page = |path: &str| {
            let path: FieldPath = path.parse().unwrap();
            let evidence = found.evidence.iter().find(|evidence| evidence.path == path);
            evidence.unwrap_or_else(|| panic!("{path}")).place.clone()
        };
        assert!(matches!(page("name"), Place::Table { page: Some(1), .. }), "{:?}", page("name"));
        assert!(matches!(page("city_opinion"), Place::Table { page: Some(2), .. }), "{:?}", page("city_opinion"));
    }
    // What is missing has a place too: the empty cell.
    let blank = returns(&catalogue, &filled(form, &shenbao::Record::new(), false)).remove(0);
    let missing: Vec<_> = blank.findings.iter().filter(|finding| finding.code == Code::Required).collect();
    assert!(!missing.is_empty());
    for finding in missing {
        assert_eq!(finding.place.as_ref().and_then(Place::page), Some(1), "{finding:?}");
    }
}

#[test]
fn paragraphs_outside_tables_have_their_page() {
    let mut maker = Maker::new();
    maker.page("BT /F 12 Tf 50 780 Td (second) Tj ET");
    maker.widget(dictionary! { "FT" => "Tx", "T" => "a", "V" => "typed" });
    let document = read(&maker.finish());
    let pages: Vec<_> = document
        .blocks()
        .filter_map(|block| match block {
            shenbao::document::Block::Paragraph(paragraph) => {
                Some((paragraph.text(), paragraph.origin.as_ref().and_then(|origin| origin.page)))
            }
            shenbao::document::Block::Table(_) => None,
        })
        .collect();
    let wanted = [("form", 1), ("second", 2), ("typed", 2)];
    assert_eq!(pages, wanted.map(|(text, page)| (text.to_owned(), Some(page))));
}

#[test]
fn a_file_without_its_information_names_its_form_in_its_metadata() {
    let catalogue = catalogue();
    let form = catalogue.form("henan-2021/recommendation").unwrap();
    let bytes = filled(form, &record(form), false);
    let whole = read(&bytes).properties;
    let mut document = open(&bytes);
    document.trailer.remove(b"Info");
    assert_eq!(read(&save(&mut document)).properties, whole);
    document.catalog_mut().unwrap().remove(b"Metadata");
    assert!(read(&save(&mut document)).properties.is_empty());
}
