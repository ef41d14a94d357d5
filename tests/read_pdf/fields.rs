//! Values of fields, whoever wrote them and however.

use lopdf::{Object, Stream, StringFormat, dictionary};
use shenbao::document::{Block, Document, Inline, Mark, Place};
use shenbao::{Code, Lang};

use crate::support::{Maker, catalogue, filled, open, paragraphs, read, record, returns, save, utf16};

/// What a text field with this value says.
fn text_of(value: impl Into<Object>) -> Vec<String> {
    let mut maker = Maker::new();
    maker.widget(dictionary! { "FT" => "Tx", "T" => utf16("姓名"), "V" => value.into() });
    paragraphs(&read(&maker.finish())).split_off(1)
}

fn string(bytes: &[u8]) -> Object {
    Object::String(bytes.to_vec(), StringFormat::Literal)
}

#[test]
fn strings_in_every_encoding_that_programs_write() {
    assert_eq!(text_of(utf16("王䶮 𬭎")), ["王䶮 𬭎"]);
    assert_eq!(text_of(string("\u{FEFF}王䶮".as_bytes())), ["王䶮"]);
    assert_eq!(text_of(string(b"\xFF\xFE\x8B\x73")), ["王"]);
    // PDFDocEncoding: é, a curly quotation mark, the euro.
    assert_eq!(text_of(string(b"Caf\xE9 \x8D\xA0")), ["Café “€"]);
    // Against the rules: GBK and UTF-8 without a mark.
    assert_eq!(text_of(string(b"\xCD\xF5\xD0\xA1\xC3\xF7")), ["王小明"]);
    assert_eq!(text_of(string("王小明".as_bytes())), ["王小明"]);
    assert_eq!(text_of(utf16("第一段\r第二段\r\n第三段")), ["第一段", "第二段", "第三段"]);
}

#[test]
fn a_number_or_a_name_in_a_text_field_is_its_text() {
    assert_eq!(text_of(13_800_000_001_i64), ["13800000001"]);
    assert_eq!(text_of(9.5_f32), ["9.5"]);
    assert_eq!(text_of(Object::Name("张三".as_bytes().to_vec())), ["张三"]);
}

#[test]
fn a_value_that_is_no_text_is_a_finding_on_its_page() {
    let mut maker = Maker::new();
    maker.page("");
    maker.widget(dictionary! { "FT" => "Tx", "T" => "name", "TU" => utf16("姓名"), "V" => true });
    let document = read(&maker.finish());
    let [finding] = &document.findings[..] else { panic!("{:?}", document.findings) };
    assert_eq!((finding.code, finding.place.clone()), (Code::FieldValue, Some(Place::Page { page: 2 })));
    assert!(finding.message(Lang::Zh).contains("“姓名”的值“true”"), "{}", finding.message(Lang::Zh));
}

#[test]
fn values_stand_on_fields_above_in_streams_and_in_rich_text() {
    let mut maker = Maker::new();
    let long = maker.document.add_object(Stream::new(dictionary! {}, "\u{FEFF}长文本".as_bytes().to_vec()));
    let top = maker.document.add_object(dictionary! { "T" => "form", "FT" => "Tx", "V" => utf16("上层") });
    let middle = maker.document.add_object(dictionary! { "T" => "leader", "Parent" => top });
    maker.widget(dictionary! { "Parent" => middle });
    maker.widget(dictionary! { "FT" => "Tx", "T" => "b", "V" => long });
    maker.widget(dictionary! { "FT" => "Tx", "T" => "c", "RV" => utf16("<body><p>张三</p><p>李四</p></body>") });
    assert_eq!(paragraphs(&read(&maker.finish()))[1..], ["上层", "长文本", "张三", "李四"]);
}

#[test]
fn what_is_seen_counts_where_there_is_no_value() {
    let mut maker = Maker::new();
    let look = maker.look("/Tx BMC q BT /F 12 Tf 2 5 Td (shown) Tj ET Q EMC");
    let looks = || dictionary! { "N" => look };
    maker.widget(dictionary! { "FT" => "Tx", "T" => "a", "AP" => looks() });
    // A value is what was typed, whatever the look has kept.
    maker.widget(dictionary! { "FT" => "Tx", "T" => "b", "V" => "typed", "AP" => looks() });
    maker.widget(dictionary! { "FT" => "Tx", "T" => "c", "V" => "", "AP" => looks() });
    // Files were joined, and the field is gone (poppler).
    maker.widget(dictionary! { "Parent" => (9999, 0), "AP" => looks() });
    let shown = paragraphs(&read(&maker.finish()));
    let words: Vec<&str> = shown.iter().map(String::as_str).filter(|text| !text.is_empty()).collect();
    assert_eq!(words, ["form", "shown", "typed", "shown"]);
}

/// The boxes of a document, ticked or not.
fn boxes(document: &Document) -> Vec<bool> {
    let paragraphs = document.blocks().filter_map(|block| match block {
        Block::Paragraph(paragraph) => Some(paragraph),
        Block::Table(_) => None,
    });
    let ticked = paragraphs.flat_map(|paragraph| &paragraph.inlines).filter_map(|inline| match inline {
        Inline::CheckBox(check) => Some(check.ticked),
        _ => None,
    });
    ticked.collect()
}

#[test]
fn boxes_are_on_by_their_look_or_by_the_value() {
    let mut maker = Maker::new();
    let states = maker.states("Yes");
    let mut add = |entries: lopdf::Dictionary| {
        let mut widget = dictionary! { "FT" => "Btn", "T" => "box", "AP" => states.clone() };
        entries.into_iter().for_each(|(key, value)| widget.set(key, value));
        maker.widget(widget);
    };
    add(dictionary! { "AS" => "Yes", "V" => "Yes" });
    add(dictionary! { "AS" => "Off", "V" => "Off" });
    add(dictionary! { "V" => "Yes" });
    // Against the rules: the value is a string.
    add(dictionary! { "V" => Object::string_literal("Yes"), "AS" => "Off" });
    add(dictionary! {});
    // The field is lost, its look is not.
    add(dictionary! { "FT" => Object::Null, "AS" => "Yes" });
    let document = read(&maker.finish());
    assert_eq!(boxes(&document), [true, false, true, true, false, true]);
    assert!(document.findings.is_empty(), "{:?}", document.findings);
}

#[test]
fn a_box_set_to_what_it_is_not_is_a_finding() {
    let mut maker = Maker::new();
    let states = maker.states("Yes");
    maker.widget(dictionary! { "FT" => "Btn", "T" => utf16("同意"), "AP" => states, "V" => "On", "AS" => "Off" });
    let document = read(&maker.finish());
    assert_eq!(boxes(&document), [false]);
    let messages: Vec<String> = document.findings.iter().map(|finding| finding.message(Lang::Zh)).collect();
    assert_eq!(messages, ["填写框“同意”的值“On”不是它可以有的值，没有读取"]);
}

/// Two radio buttons whose states are numbers, of a field with this value.
fn radio(value: &Object) -> Document {
    let mut maker = Maker::new();
    let options = vec![utf16("学校"), utf16("县区")];
    let field = maker.document.add_object(dictionary! {
        "FT" => "Btn", "Ff" => 1 << 15, "T" => utf16("类型"), "V" => value.clone(), "Opt" => options
    });
    let mut kids = Vec::new();
    for state in ["0", "1"] {
        let states = maker.states(state);
        kids.push(maker.widget(dictionary! { "Parent" => field, "AP" => states, "AS" => "Off" }).into());
    }
    maker.document.get_dictionary_mut(field).unwrap().set("Kids", kids);
    read(&maker.finish())
}

#[test]
fn one_of_several_is_named_by_its_state_or_its_word() {
    for value in [Object::Name(b"1".to_vec()), utf16("县区")] {
        let document = radio(&value);
        assert_eq!(boxes(&document), [false, true], "{value:?}");
        assert!(document.findings.is_empty(), "{:?}", document.findings);
    }
    let document = radio(&utf16("乡镇"));
    assert_eq!(boxes(&document), [false, false]);
    assert_eq!(document.findings.len(), 1, "once for the field: {:?}", document.findings);
}

#[test]
fn fields_of_another_program_answer_by_where_they_stand() {
    let catalogue = catalogue();
    for form in catalogue.forms().filter(|form| !form.is_print_only()) {
        let record = record(form);
        let mut document = open(&filled(form, &record, true));
        let mut number = 0;
        for object in document.objects.values_mut().filter_map(|object| object.as_dict_mut().ok()) {
            if object.has(b"T") && (object.has(b"FT") || object.has(b"Kids")) {
                number += 1;
                object.set("T", utf16(&format!("文本框{number}")));
                object.remove(b"TU");
            }
        }
        assert!(number > 0);
        document.trailer.remove(b"Info");
        document.catalog_mut().unwrap().remove(b"Metadata");
        let found = returns(&catalogue, &save(&mut document));
        let [found] = &found[..] else { panic!("{}: {} returns", form.id, found.len()) };
        assert_eq!(found.form, form.id);
        assert_eq!(found.record.normalize(), record.normalize(), "{}", form.id);
    }
}

#[test]
fn fields_turn_with_their_page() {
    let catalogue = catalogue();
    let form = catalogue.form("henan-2021/recommendation").unwrap();
    let record = record(form);
    for turn in [90, 180, 270] {
        let mut document = open(&filled(form, &record, true));
        for page in document.get_pages().into_values().collect::<Vec<_>>() {
            document.get_dictionary_mut(page).unwrap().set("Rotate", turn);
        }
        let found = returns(&catalogue, &save(&mut document));
        let [found] = &found[..] else { panic!("{turn}: {} returns", found.len()) };
        assert_eq!(found.record.normalize(), record.normalize(), "turned by {turn}");
        assert!(!found.findings.iter().any(|finding| finding.code.as_str() == "doubtful"), "{:?}", found.findings);
    }
}

/// Whether a document says that something in it is struck out.
fn is_struck(document: &Document) -> bool {
    let inlines = document.blocks().filter_map(|block| match block {
        Block::Paragraph(paragraph) => Some(&paragraph.inlines),
        Block::Table(_) => None,
    });
    inlines.flatten().any(|inline| matches!(inline, Inline::Mark(mark) if mark.name == Mark::STRUCK))
}

#[test]
fn text_that_a_reader_struck_out_is_marked() {
    let quad: Vec<Object> = [48, 792, 90, 792, 48, 776, 90, 776].map(Object::from).to_vec();
    let below: Vec<Object> = [48, 700, 90, 700, 48, 690, 90, 690].map(Object::from).to_vec();
    for (points, expected) in [(quad, true), (below, false)] {
        let mut maker = Maker::new();
        maker.widget(dictionary! { "Subtype" => "StrikeOut", "QuadPoints" => points });
        assert_eq!(is_struck(&read(&maker.finish())), expected);
    }
}
