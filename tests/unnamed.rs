//! Forms of ours whose names are gone: a sheet that somebody copied into another
//! workbook keeps its cells, and nothing that says which answer is where.

// A test that fails panics.
#![allow(clippy::unwrap_used, clippy::expect_used)]
#![cfg(feature = "xlsx")]

use std::io::{Cursor, Read, Write};

use shenbao::data::record_from_json;
use shenbao::extract::{Extraction, Extractor};
use shenbao::read::{self, Limits};
use shenbao::write::xlsx::{XlsxOptions, XlsxTemplate};
use shenbao::{Catalogue, Code, Form};

/// The workbook with other text in some of its parts.
fn changed(bytes: &[u8], change: impl Fn(&str, String) -> String) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..archive.len() {
        let mut part = archive.by_index(index).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut text = String::new();
        part.read_to_string(&mut text).unwrap();
        let text = change(&name, text);
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn without_names(name: &str, text: String) -> String {
    if name == "docProps/custom.xml" {
        return "<Properties/>".to_owned();
    }
    match (text.find("<definedNames>"), text.find("</definedNames>")) {
        (Some(from), Some(to)) => format!("{}{}", &text[..from], &text[to + "</definedNames>".len()..]),
        _ => text,
    }
}

fn filled(form: &Form, json: &str) -> Vec<u8> {
    let record = record_from_json(form, &serde_json::from_str(json).unwrap()).record;
    let template = XlsxTemplate::compile(form, &XlsxOptions::default()).unwrap();
    template.fill(&record).unwrap().bytes
}

fn extract(catalogue: &Catalogue, bytes: &[u8]) -> Extraction {
    let document = read::document(bytes, &Limits::default()).unwrap();
    Extractor::new(catalogue).extract(&document).unwrap()
}

fn value(extraction: &Extraction, path: &str) -> Option<String> {
    extraction.record.get(&path.parse().unwrap()).map(ToString::to_string)
}

#[test]
fn opinion_signature_and_date_are_told_apart_without_names() {
    let catalogue = Catalogue::embedded().unwrap();
    for (form, before, more) in [
        ("henan-2021/recommendation", "city_opinion", ""),
        ("guizhou-2019/recommendation", "city_opinion", ""),
        // The label stands above the box, and a second box beside it.
        ("chibi-2020/excellent-teacher-application", "unit_opinion", r#","department_opinion":"不予推荐。""#),
    ] {
        let form = catalogue.form(form).unwrap();
        let json = format!(
            r#"{{"name":"实验小学","{before}":"情况属实，同意推荐。","{before}_signature":"李建勋","{before}_date":"2021-11-22"{more}}}"#
        );
        let bytes = changed(&filled(form, &json), without_names);
        let extraction = extract(&catalogue, &bytes);
        assert_eq!(extraction.form, form.id);
        let read = ["", "_signature", "_date"].map(|part| value(&extraction, &format!("{before}{part}")));
        assert_eq!(
            read.map(Option::unwrap_or_default),
            ["情况属实，同意推荐。", "李建勋", "2021年11月22日"],
            "{}",
            form.id
        );
        let doubts =
            extraction.findings.iter().filter(|finding| matches!(finding.code, Code::Doubtful | Code::Unplaced));
        assert_eq!(doubts.count(), 0, "{}: {:?}", form.id, extraction.findings);
    }
}

#[test]
fn an_answer_that_was_cut_says_so_when_it_is_read() {
    let catalogue = Catalogue::embedded().unwrap();
    let form = catalogue.form("henan-2021/recommendation").unwrap();
    let long = "字".repeat(40_000);
    for (text, cut) in [(long.as_str(), true), ("字数正好。", false)] {
        let extraction = extract(&catalogue, &filled(form, &format!(r#"{{"name":"小学","construction":"{text}"}}"#)));
        let found: Vec<String> = extraction
            .findings
            .iter()
            .filter(|finding| finding.code == Code::AnswerCut)
            .map(|finding| finding.path.as_ref().unwrap().to_string())
            .collect();
        assert_eq!(found, if cut { vec!["construction".to_owned()] } else { Vec::new() });
    }
}

#[test]
fn a_tick_or_a_truth_value_alone_ticks_the_option_of_its_name() {
    let catalogue = Catalogue::embedded().unwrap();
    let form = catalogue.form("henan-2021/recommendation").unwrap();
    let bytes = filled(form, r#"{"name":"实验小学"}"#);
    let boxed = "<is><t xml:space=\"preserve\">县区□</t></is>";
    for (kind, content, ticked) in [
        ("inlineStr", "<is><t>☑</t></is>", Some("县区")),
        ("inlineStr", "<is><t>√</t></is>", Some("县区")),
        ("b", "<v>1</v>", Some("县区")),
        ("b", "<v>0</v>", None),
        ("inlineStr", "<is><t>县区□</t></is>", None),
    ] {
        let typed = changed(&bytes, |name, text| {
            if name != "xl/worksheets/sheet1.xml" {
                return text;
            }
            let at = text.find(boxed).expect("the cell of the option");
            let cell = text[..at].rfind("<c ").unwrap();
            let head = text[cell..at].replace("t=\"inlineStr\"", &format!("t=\"{kind}\""));
            format!("{}{head}{content}{}", &text[..cell], &text[at + boxed.len()..])
        });
        let extraction = extract(&catalogue, &typed);
        assert_eq!(value(&extraction, "kind").filter(|kind| !kind.is_empty()).as_deref(), ticked, "{content}");
    }
}
