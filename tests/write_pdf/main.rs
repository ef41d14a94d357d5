//! PDF files: what stands in them, by another program's eyes.

// A test that fails panics.
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

mod fillable;
#[path = "../records/mod.rs"]
mod records;
mod support;

use shenbao::font::FontSet;
use shenbao::typeset::{self, Item};
use shenbao::{Code, Form, Record, Value};
use support::{catalogue, open, record, strings, write};

/// The blank of every form, and the filled copy of those that are filled.
fn copies() -> Vec<(Form, Record)> {
    let catalogue = catalogue();
    let mut copies = Vec::new();
    for form in catalogue.forms() {
        copies.push((form.clone(), Record::new()));
        if !form.is_print_only() {
            copies.push((form.clone(), record(form)));
        }
    }
    copies
}

#[test]
fn pages_say_what_was_set_in_reading_order() {
    let fonts = FontSet::embedded();
    for (form, record) in copies() {
        let file = write(&form, &record, false);
        let document = open(&file);
        let set = typeset::pages(&form.instantiate(&record), &fonts);
        assert_eq!(file.pages, set.len(), "{}", form.id);
        let pages: Vec<_> = document.page_iter().collect();
        assert_eq!(pages.len(), set.len(), "{}", form.id);
        for (page, set) in pages.into_iter().zip(&set) {
            let wanted: String = set
                .items
                .iter()
                .map(|item| match item {
                    Item::Text(run) => run.text.clone(),
                    Item::Box(tick) => if tick.ticked { "☑" } else { "□" }.to_owned(),
                    Item::Rule(_) | Item::Slot(_) => String::new(),
                })
                .collect();
            assert_eq!(strings(&document, page).concat(), wanted, "{} page {}", form.id, set.number);
        }
        assert!(file.findings.is_empty(), "{}: {:?}", form.id, file.findings);
    }
}

#[test]
fn a_line_of_one_font_is_one_string() {
    let catalogue = catalogue();
    let form = catalogue.form("henan-2021/recommendation").unwrap();
    let document = open(&write(form, &record(form), false));
    let page = document.page_iter().next().unwrap();
    let strings = strings(&document, page);
    let line = "案，目前累计沉淀教案3426份、课件2980个、微课615节。";
    assert!(strings.iter().any(|string| string == line), "{strings:#?}");
}

#[test]
fn the_same_form_gives_the_same_bytes() {
    for (form, record) in copies().into_iter().step_by(7) {
        for fillable in [false, true] {
            assert!(write(&form, &record, fillable) == write(&form, &record, fillable), "{}", form.id);
        }
    }
}

#[test]
fn a_page_is_small() {
    for (form, record) in copies() {
        let file = write(&form, &record, false);
        // 80 kB for a filled page; a further one has at most some 400 different
        // characters of 150 bytes.
        assert!(file.bytes.len() <= 15_000 + 65_000 * file.pages, "{}: {} bytes", form.id, file.bytes.len());
    }
}

#[test]
fn a_file_says_what_it_is() {
    let catalogue = catalogue();
    let form = catalogue.form("guizhou-2018/plan").unwrap();
    let document = open(&write(form, &Record::new(), false));
    let catalog = document.catalog().unwrap();
    assert_eq!(catalog.get(b"Lang").unwrap().as_str().unwrap(), b"zh-CN");
    assert!(
        catalog
            .get(b"ViewerPreferences")
            .unwrap()
            .as_dict()
            .unwrap()
            .get(b"DisplayDocTitle")
            .unwrap()
            .as_bool()
            .unwrap()
    );
    let information = document.trailer.get(b"Info").unwrap().as_reference().unwrap();
    let information = document.get_dictionary(information).unwrap();
    let says = |key: &str| support::string(information.get(key.as_bytes()).unwrap());
    assert_eq!(
        (says("Title"), says("shenbao.form"), says("shenbao.version")),
        (form.title.clone(), form.id.clone(), "1".into())
    );
    let packet = document.get_object(catalog.get(b"Metadata").unwrap().as_reference().unwrap()).unwrap();
    let packet = String::from_utf8(packet.as_stream().unwrap().content.clone()).unwrap();
    assert!(packet.contains(&form.title) && packet.contains("<pdfx:shenbao.form>guizhou-2018/plan<"), "{packet}");
}

#[test]
fn every_font_is_a_subset_that_can_be_copied_from() {
    let catalogue = catalogue();
    let form = catalogue.form("chibi-2020/model-school-application").unwrap();
    let document = open(&write(form, &record(form), false));
    let page = document.page_iter().next().unwrap();
    let fonts = document.get_page_fonts(page).unwrap();
    assert!(fonts.len() >= 3);
    for (name, font) in fonts {
        let base = font.get(b"BaseFont").unwrap().as_name().unwrap();
        let tag = base.split(|byte| *byte == b'+').next().unwrap();
        assert!(tag.len() == 6 && tag.iter().all(u8::is_ascii_uppercase), "{name:?} {base:?}");
        assert!(font.has(b"ToUnicode"));
        let descendant = font.get(b"DescendantFonts").unwrap().as_array().unwrap()[0].as_dict().unwrap();
        let descriptor = descendant.get(b"FontDescriptor").unwrap().as_reference().unwrap();
        let descriptor = document.get_dictionary(descriptor).unwrap();
        let program = document.get_object(descriptor.get(b"FontFile2").unwrap().as_reference().unwrap()).unwrap();
        let program = program.as_stream().unwrap();
        let length = program.dict.get(b"Length1").unwrap().as_i64().unwrap();
        let plain = program.get_plain_content().unwrap();
        assert_eq!(plain.len() as i64, length);
        assert!(ttf_parser::RawFace::parse(&plain, 0).is_ok());
    }
}

/// A character of Ext H, which no font of the library has.
const RARE: char = '\u{3106c}';

#[test]
fn a_missing_character_is_named_and_can_be_copied() {
    let catalogue = catalogue();
    let form = catalogue.form("henan-2021/recommendation").unwrap();
    let mut record = record(form);
    assert!(record.set(&"leader.name".parse().unwrap(), Value::Text(format!("王{RARE}王"))));
    let file = write(form, &record, false);
    let [finding] = file.findings.as_slice() else { panic!("{:?}", file.findings) };
    assert_eq!((finding.code, finding.path.as_ref().unwrap().to_string()), (Code::GlyphMissing, "leader.name".into()));
    let message = finding.message(shenbao::Lang::Zh);
    assert!(message.contains(RARE) && message.contains("U+3106C"), "{message}");
    let document = open(&file);
    let page = document.page_iter().next().unwrap();
    assert!(strings(&document, page).contains(&format!("王{RARE}王")));
}

#[test]
fn characters_of_one_glyph_stay_apart() {
    let fonts = FontSet::embedded();
    let font = fonts.font(fonts.of_face(shenbao::document::Face::Song));
    let mut by_glyph = std::collections::BTreeMap::new();
    let mut visible = font.characters().filter(|(c, _)| *c > '\u{2e00}');
    let twins = visible.find_map(|(c, glyph)| by_glyph.insert(glyph, c).map(|other| [other, c]));
    let [a, b] = twins.expect("two characters of one glyph");
    let catalogue = catalogue();
    let form = catalogue.form("henan-2021/recommendation").unwrap();
    let mut record = record(form);
    assert!(record.set(&"leader.name".parse().unwrap(), Value::Text(format!("{a}{b}{a}"))));
    let document = open(&write(form, &record, false));
    let page = document.page_iter().next().unwrap();
    let strings = strings(&document, page);
    assert!(strings.contains(&format!("{a}{b}{a}")), "{a:?} {b:?} {strings:?}");
}
