//! A PDF as a program sees it that knows nothing of ours: text through
//! ToUnicode, fields by name.

use std::collections::BTreeMap;

use lopdf::content::Content;
use lopdf::{Dictionary, Document, Object};
use shenbao::font::FontSet;
use shenbao::write::pdf::{PdfFile, PdfOptions, PdfTemplate};
use shenbao::{Catalogue, Form, Record};

use crate::records;

pub fn catalogue() -> Catalogue {
    Catalogue::embedded().unwrap()
}

/// The record that the tests fill a form with.
pub fn record(form: &Form) -> Record {
    records::of(form).unwrap()
}

pub fn write(form: &Form, record: &Record, fillable: bool) -> PdfFile {
    let options = PdfOptions::default().fillable(fillable);
    PdfTemplate::compile(form, &FontSet::embedded(), &options).unwrap().fill(record).unwrap()
}

pub fn open(file: &PdfFile) -> Document {
    Document::load_mem(&file.bytes).unwrap()
}

/// What a page says, string by string.
pub fn strings(document: &Document, page: lopdf::ObjectId) -> Vec<String> {
    let fonts: BTreeMap<Vec<u8>, BTreeMap<u16, String>> = document
        .get_page_fonts(page)
        .unwrap()
        .into_iter()
        .map(|(name, font)| (name, to_unicode(document, font)))
        .collect();
    let content = Content::decode(&document.get_page_content(page)).unwrap();
    let mut font = None;
    let mut strings = Vec::new();
    for operation in &content.operations {
        match (operation.operator.as_str(), operation.operands.as_slice()) {
            ("Tf", [Object::Name(name), _]) => font = fonts.get(name),
            ("Tj", [Object::String(codes, _)]) => {
                let codes = codes.chunks(2).map(|code| u16::from_be_bytes([code[0], code[1]]));
                strings.push(codes.map(|code| font.unwrap()[&code].as_str()).collect());
            }
            ("TJ" | "'" | "\"", _) => panic!("text in a way that this does not read"),
            _ => {}
        }
    }
    strings
}

/// The characters of a font's codes.
fn to_unicode(document: &Document, font: &Dictionary) -> BTreeMap<u16, String> {
    let stream = document.get_object(font.get(b"ToUnicode").unwrap().as_reference().unwrap()).unwrap();
    let text = String::from_utf8(stream.as_stream().unwrap().get_plain_content().unwrap()).unwrap();
    let mut map = BTreeMap::new();
    for line in text.lines() {
        let Some((code, units)) = line.strip_prefix('<').and_then(|line| line.strip_suffix('>')?.split_once("> <"))
        else {
            continue;
        };
        if code == "0000" && units == "FFFF" {
            continue;
        }
        let units: Vec<u16> =
            (0..units.len() / 4).map(|i| u16::from_str_radix(&units[4 * i..][..4], 16).unwrap()).collect();
        map.insert(u16::from_str_radix(code, 16).unwrap(), String::from_utf16(&units).unwrap());
    }
    map
}

/// The fields of the interactive form by their names.
pub fn fields(document: &Document) -> BTreeMap<String, Dictionary> {
    let form = document.catalog().unwrap().get(b"AcroForm").unwrap().as_reference().unwrap();
    let form = document.get_dictionary(form).unwrap();
    let fields = form.get(b"Fields").unwrap().as_array().unwrap();
    let mut by_name = BTreeMap::new();
    for field in fields {
        let field = document.get_dictionary(field.as_reference().unwrap()).unwrap();
        let before = by_name.insert(string(field.get(b"T").unwrap()), field.clone());
        assert!(before.is_none(), "two fields of one name: {before:?}");
    }
    by_name
}

/// A text string.
pub fn string(object: &Object) -> String {
    lopdf::decode_text_string(object).unwrap()
}

/// The places of a field.
pub fn widgets<'d>(document: &'d Document, field: &'d Dictionary) -> Vec<&'d Dictionary> {
    match field.get(b"Kids") {
        Ok(kids) => kids
            .as_array()
            .unwrap()
            .iter()
            .map(|kid| document.get_dictionary(kid.as_reference().unwrap()).unwrap())
            .collect(),
        Err(_) => vec![field],
    }
}
