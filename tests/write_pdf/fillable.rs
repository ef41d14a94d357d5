//! Fields that can be filled in on the screen.

use std::collections::{BTreeMap, BTreeSet};

use lopdf::{Dictionary, Document, Object};
use shenbao::font::FontSet;
use shenbao::form::FieldKind;
use shenbao::typeset::{self, Item};
use shenbao::{Form, Record, SlotName};

use crate::support::{catalogue, fields, open, record, string, strings, widgets, write};

/// The state that a box shows.
fn state(widget: &Dictionary) -> String {
    String::from_utf8(widget.get(b"AS").unwrap().as_name().unwrap().to_vec()).unwrap()
}

fn value(field: &Dictionary) -> Option<String> {
    field.get(b"V").ok().map(|value| match value {
        Object::Name(name) => String::from_utf8(name.clone()).unwrap(),
        value => string(value),
    })
}

fn flags(field: &Dictionary) -> i64 {
    field.get(b"Ff").and_then(Object::as_i64).unwrap_or_default()
}

#[test]
fn every_place_has_a_field_with_its_answer() {
    let catalogue = catalogue();
    let fonts = FontSet::embedded();
    for form in catalogue.forms().filter(|form| !form.is_print_only()) {
        for record in [Record::new(), record(form)] {
            let document = open(&write(form, &record, true));
            let fields = fields(&document);
            let set = typeset::pages(&form.instantiate(&record), &fonts);
            let mut wanted: BTreeMap<String, Option<String>> = BTreeMap::new();
            let mut boxes = BTreeSet::new();
            for item in set.iter().flat_map(|page| &page.items) {
                match item {
                    Item::Slot(area) => {
                        let text = (!area.text.is_empty()).then(|| area.text.replace('\n', "\r"));
                        wanted.insert(SlotName::encode(&area.path), text);
                    }
                    Item::Box(tick) => boxes.extend(tick.option.clone().filter(|_| tick.ticked)),
                    Item::Text(_) | Item::Rule(_) => {}
                }
            }
            for (name, text) in &wanted {
                let field = fields.get(name).unwrap_or_else(|| panic!("{}: no field {name}", form.id));
                assert_eq!(&value(field), text, "{}: {name}", form.id);
            }
            assert_eq!(ticked(form, &document, &fields), boxes, "{}", form.id);
        }
    }
}

#[test]
fn a_box_that_is_no_option_is_only_printed() {
    let mut form = catalogue().form("henan-2021/recommendation").unwrap().clone();
    let kind = form.fields.iter_mut().find(|field| field.id() == "kind").unwrap();
    let FieldKind::Choice(options) = &mut kind.kind else { panic!("{kind:?}") };
    assert_eq!(options.list.remove(0), "地市");
    let document = open(&write(&form, &Record::new(), true));
    let on = |widget: &Dictionary| {
        let states = widget.get(b"AP").unwrap().as_dict().unwrap().get(b"N").unwrap().as_dict().unwrap();
        let names = states.iter().map(|(name, _)| String::from_utf8(name.clone()).unwrap());
        names.filter(|name| name != "Off").collect::<String>()
    };
    let kind = &fields(&document)[&SlotName::encode(&"kind".parse().unwrap())];
    assert_eq!(widgets(&document, kind).into_iter().map(on).collect::<Vec<_>>(), ["0", "1"]);
    let page = document.page_iter().next().unwrap();
    assert_eq!(strings(&document, page).concat().matches('□').count(), 1);
}

/// The ticked boxes as field and option.
fn ticked(
    form: &Form,
    document: &Document,
    fields: &BTreeMap<String, Dictionary>,
) -> BTreeSet<(shenbao::FieldPath, String)> {
    let mut ticked = BTreeSet::new();
    for (name, field) in fields.iter().filter(|(_, field)| field.get(b"FT").unwrap().as_name().unwrap() == b"Btn") {
        for widget in widgets(document, field) {
            let (path, number) = match SlotName::decode_option(name) {
                Some((path, number)) => (path, (state(widget) == "Yes").then_some(number)),
                None => (SlotName::decode(name).unwrap(), state(widget).parse().ok()),
            };
            let options = &form.field(&path).unwrap().options().unwrap().list;
            ticked.extend(number.map(|number: usize| (path, options[number].clone())));
        }
    }
    ticked
}

#[test]
fn a_page_does_not_repeat_what_stands_in_fields() {
    let catalogue = catalogue();
    let form = catalogue.form("henan-2021/recommendation").unwrap();
    let document = open(&write(form, &record(form), true));
    let page = document.page_iter().next().unwrap();
    let text = strings(&document, page).concat();
    assert!(text.contains("空间建设情况") && !text.contains("育新小学") && !text.contains('□'), "{text}");
}

#[test]
fn boxes_of_one_choice_share_a_field_and_others_do_not() {
    let catalogue = catalogue();
    let form = catalogue.form("henan-2021/recommendation").unwrap();
    let document = open(&write(form, &record(form), true));
    let fields = fields(&document);
    let kind = &fields["sb_kind"];
    let kids = widgets(&document, kind);
    assert_eq!(kids.iter().map(|kid| state(kid)).collect::<Vec<_>>(), ["Off", "Off", "2"]);
    assert_eq!(value(kind).as_deref(), Some("2"));
    let options = kind.get(b"Opt").unwrap().as_array().unwrap();
    assert_eq!(options.iter().map(string).collect::<Vec<_>>(), ["地市", "县区", "学校"]);
    for (number, kid) in kids.iter().enumerate() {
        let looks = kid.get(b"AP").unwrap().as_dict().unwrap().get(b"N").unwrap().as_dict().unwrap();
        assert!(looks.has(b"Off") && looks.has(number.to_string().as_bytes()));
        assert_eq!(string(kid.get(b"TU").unwrap()), format!("推荐类型：{}", string(&options[number])));
    }
}

#[test]
fn fields_say_what_they_are_for_and_how_long_an_answer_may_be() {
    let catalogue = catalogue();
    let form = catalogue.form("chibi-2020/excellent-teacher-application").unwrap();
    let document = open(&write(form, &Record::new(), true));
    let fields = fields(&document);
    for (name, field) in &fields {
        assert!(!string(field.get(b"TU").unwrap()).is_empty(), "{name}");
        let path = SlotName::decode(name).or_else(|| SlotName::decode_option(name).map(|(path, _)| path)).unwrap();
        let limit = form.field(&path).and_then(|field| field.limits.max_words);
        let longest = field.get(b"MaxLen").and_then(Object::as_i64).ok();
        assert_eq!(longest, limit.map(|limit| 10 * limit as i64 + 1000), "{name}");
    }
    assert!(fields.values().any(|field| field.has(b"MaxLen")));
    let form = catalogue.form("chibi-2020/model-school-application").unwrap();
    let document = open(&write(form, &Record::new(), true));
    let tooltip = string(support_field(&document, "sb_members__1__name").get(b"TU").unwrap());
    assert_eq!(tooltip, "学校主要项目参与小组成员情况/第2行/姓名");
}

fn support_field(document: &Document, name: &str) -> Dictionary {
    fields(document).remove(name).unwrap_or_else(|| panic!("no field {name}"))
}

#[test]
fn the_fonts_for_typing_are_whole() {
    let catalogue = catalogue();
    let form = catalogue.form("henan-2021/summary").unwrap();
    let document = open(&write(form, &Record::new(), true));
    let acro = document.catalog().unwrap().get(b"AcroForm").unwrap().as_reference().unwrap();
    let acro = document.get_dictionary(acro).unwrap();
    assert!(!acro.has(b"NeedAppearances"));
    let fonts = acro.get(b"DR").unwrap().as_dict().unwrap().get(b"Font").unwrap().as_dict().unwrap();
    let font = document.get_dictionary(fonts.get(b"FSong").unwrap().as_reference().unwrap()).unwrap();
    let map = document.get_object(font.get(b"ToUnicode").unwrap().as_reference().unwrap()).unwrap();
    let map = String::from_utf8(map.as_stream().unwrap().get_plain_content().unwrap()).unwrap();
    for character in ["<738B>", "<4DAE>", "<D872DF4E>", "<2460>", "<221A>"] {
        assert!(map.contains(character), "王䶮𬭎①√: {character}");
    }
    assert!(fonts.has(b"STSong"));
    // A viewer's new look takes over the old one's own fonts.
    for widget in fields(&document).values().flat_map(|field| widgets(&document, field)) {
        let look = widget.get(b"AP").unwrap().as_dict().unwrap().get(b"N").unwrap();
        let Ok(look) = look.as_reference() else { continue };
        let look = document.get_object(look).unwrap().as_stream().unwrap();
        let fonts = look.dict.get(b"Resources").unwrap().as_dict().unwrap().get(b"Font").unwrap().as_dict().unwrap();
        assert!(fonts.has(b"FSong") && fonts.has(b"STSong"));
    }
}

#[test]
fn paragraphs_may_have_lines_and_lists_are_lists() {
    let catalogue = catalogue();
    for form in catalogue.forms().filter(|form| !form.is_print_only()) {
        let document = open(&write(form, &Record::new(), true));
        for (name, field) in fields(&document) {
            let Some(path) = SlotName::decode(&name).filter(|_| SlotName::decode_option(&name).is_none()) else {
                continue;
            };
            let kind = &form.field(&path).unwrap_or_else(|| panic!("{}: {name}", form.id)).kind;
            let type_name = field.get(b"FT").unwrap().as_name().unwrap();
            match kind {
                FieldKind::Paragraphs => assert!(flags(&field) & 4096 != 0, "{}: {name}", form.id),
                FieldKind::Choice(_) => assert!(type_name == b"Ch" || type_name == b"Btn", "{}: {name}", form.id),
                _ => assert_eq!(type_name, b"Tx", "{}: {name}", form.id),
            }
        }
    }
}
