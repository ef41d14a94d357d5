//! The parts of a Word file stand in the order of the transitional schemas
//! (ECMA-376 Part 4, `wml.xsd`): Word repairs or refuses a file that does not.
//!
//! The orders are written down here again, from the schema, so that a slip in
//! the writer's own table is found.

// A test that fails panics.
#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::io::Read;

use quick_xml::events::Event;
use quick_xml::reader::Reader;
use shenbao::write::docx::{DocxOptions, DocxTemplate};
use shenbao::{Catalogue, Record};

const ORDERS: &[(&str, &str)] = &[
    ("w:body", "w:p* w:tbl* w:sectPr"),
    ("w:tbl", "w:tblPr w:tblGrid w:tr"),
    ("w:tr", "w:trPr w:tc"),
    ("w:tc", "w:tcPr w:p"),
    ("w:tblPr", "w:tblStyle w:tblW w:jc w:tblInd w:tblBorders w:tblLayout w:tblCellMar w:tblLook"),
    ("w:tblBorders", "w:top w:left w:bottom w:right w:insideH w:insideV"),
    ("w:tblCellMar", "w:top w:left w:bottom w:right"),
    ("w:tcPr", "w:tcW w:gridSpan w:vMerge w:tcBorders w:shd w:noWrap w:tcMar w:textDirection w:vAlign"),
    (
        "w:pPr",
        "w:pStyle w:keepNext w:keepLines w:pageBreakBefore w:widowControl w:kinsoku w:snapToGrid w:spacing w:ind w:jc w:outlineLvl w:rPr w:sectPr",
    ),
    ("w:rPr", "w:rFonts w:b w:bCs w:i w:iCs w:color w:spacing w:sz w:szCs w:u w:lang"),
    ("w:sdt", "w:sdtPr w:sdtContent"),
    ("w:sdtPr", "w:rPr w:alias w:tag w:id w:lock w:placeholder w:temporary w:showingPlcHdr w:dataBinding w14:checkbox"),
    ("w14:checkbox", "w14:checked w14:checkedState w14:uncheckedState"),
    ("w:sectPr", "w:headerReference w:footerReference w:type w:pgSz w:pgMar w:pgNumType w:cols w:docGrid"),
    ("w:styles", "w:docDefaults w:latentStyles w:style"),
    ("w:style", "w:name w:basedOn w:next w:uiPriority w:qFormat w:pPr w:rPr w:tblPr"),
    ("w:settings", "w:zoom w:defaultTabStop w:evenAndOddHeaders w:characterSpacingControl w:compat w:themeFontLang"),
    ("w:font", "w:altName w:panose1 w:charset w:family w:pitch"),
];

/// Checks a part; gives the number of elements whose children have an order.
fn check(part: &str, xml: &str) -> usize {
    let mut reader = Reader::from_str(xml);
    // Name, the orders of its children, and the place of the last child.
    let mut open: Vec<(String, Option<Vec<String>>, usize)> = Vec::new();
    let mut checked = 0;
    loop {
        let event = reader.read_event().unwrap_or_else(|error| panic!("{part}: {error}"));
        if let Event::Start(start) | Event::Empty(start) = &event {
            let name = start.name().as_ref().to_owned();
            if let Some((parent, Some(order), last)) = open.last_mut() {
                let place = order.iter().position(|child| child.trim_end_matches('*') == name);
                let place = place.unwrap_or_else(|| panic!("{part}: <{name}> in <{parent}> is not listed"));
                if !order[place].ends_with('*') {
                    assert!(place >= *last, "{part}: <{name}> stands too late in <{parent}>");
                    *last = place;
                }
            }
            if matches!(event, Event::Start(_)) {
                let order = ORDERS.iter().find(|(element, _)| *element == name);
                checked += usize::from(order.is_some());
                let order = order.map(|(_, children)| children.split(' ').map(str::to_owned).collect());
                open.push((name, order, 0));
            }
        }
        match event {
            Event::End(_) => drop(open.pop()),
            Event::Eof => break,
            _ => {}
        }
    }
    checked
}

#[test]
fn children_stand_in_schema_order() {
    let catalogue = Catalogue::embedded().unwrap();
    for form in catalogue.forms() {
        for plain in [false, true] {
            let template = DocxTemplate::compile(form, &DocxOptions::default().plain(plain)).unwrap();
            let bytes = template.fill(&Record::new()).unwrap();
            let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
            for part in ["word/document.xml", "word/styles.xml", "word/settings.xml", "word/fontTable.xml"] {
                let mut xml = String::new();
                zip.by_name(part).unwrap().read_to_string(&mut xml).unwrap();
                assert!(check(part, &xml) > 0, "{}: {part}: nothing was checked", form.id);
            }
        }
    }
}

#[test]
fn forms_of_several_pages_are_numbered() {
    let catalogue = Catalogue::embedded().unwrap();
    for (form, numbered) in [("henan-2021/region-rubric", true), ("henan-2021/recommendation", false)] {
        let template = DocxTemplate::compile(catalogue.form(form).unwrap(), &DocxOptions::default()).unwrap();
        let bytes = template.fill(&Record::new()).unwrap();
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
        let mut text = |part: &str| {
            let mut xml = String::new();
            zip.by_name(part).ok()?.read_to_string(&mut xml).ok()?;
            Some(xml)
        };
        for (part, kind, id) in [("footer1.xml", "default", "rId4"), ("footer2.xml", "even", "rId5")] {
            let footer = text(&format!("word/{part}"));
            assert_eq!(footer.is_some(), numbered, "{form}");
            assert!(footer.is_none_or(|xml| check(part, &xml) > 0 && xml.contains(" PAGE ")), "{form}");
            let reference = format!("<w:footerReference w:type=\"{kind}\" r:id=\"{id}\"/>");
            assert_eq!(text("word/document.xml").unwrap().contains(&reference), numbered, "{form}");
            let relationship = format!("Id=\"{id}\"");
            let relationships = text("word/_rels/document.xml.rels").unwrap();
            assert_eq!(relationships.contains(&relationship) && relationships.contains(part), numbered, "{form}");
            assert_eq!(text("[Content_Types].xml").unwrap().contains(part), numbered, "{form}");
        }
    }
}

#[test]
fn the_same_input_gives_the_same_bytes() {
    let catalogue = Catalogue::embedded().unwrap();
    for form in catalogue.forms() {
        let make = || DocxTemplate::compile(form, &DocxOptions::default()).unwrap().fill(&Record::new()).unwrap();
        assert_eq!(make(), make(), "{}", form.id);
    }
}

#[test]
fn names_of_bookmarks_fit_in_forty_characters() {
    let catalogue = Catalogue::embedded().unwrap();
    for field in catalogue.forms().flat_map(|form| form.leaves()) {
        let name = shenbao::SlotName::encode(&field.path.at_row(99));
        assert!(name.len() <= 40, "{name} has {} characters", name.len());
    }
}
