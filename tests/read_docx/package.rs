//! Packages: where the parts stand, properties, what else is a ZIP.

use crate::support::*;
use shenbao::read::{Kind, sniff};
use zip::CompressionMethod;
use zip::write::SimpleFileOptions;

const MAIN: &str = "<w:p><w:r><w:t>正文</w:t></w:r></w:p>";

#[test]
fn the_main_part_is_found_by_relationship() {
    let rels = RELATIONSHIPS.replace("word/document.xml", "/Other/Main.xml");
    let bytes = package(&[
        ("[Content_Types].xml", b"<Types><Override PartName='/Other/Main.xml' ContentType='application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'/></Types>"),
        ("_rels/.rels", rels.as_bytes()),
        ("other\\main.XML", main_part(MAIN).as_bytes()),
    ]);
    assert_eq!(sniff(&bytes), Kind::Docx);
    assert_eq!(show(&read(&bytes)), "正文");
}

#[test]
fn the_main_part_is_found_by_content_type() {
    let bytes = package(&[
        ("[Content_Types].xml", b"<Types><Override PartName='/word/document2.xml' ContentType='application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'/></Types>"),
        ("word/document2.xml", main_part(MAIN).as_bytes()),
    ]);
    assert_eq!(show(&read(&bytes)), "正文");
}

#[test]
fn the_main_part_is_found_by_its_usual_name() {
    assert_eq!(show(&read(&package(&[("word/document.xml", main_part(MAIN).as_bytes())]))), "正文");
}

#[test]
fn strict_relationships_are_read() {
    let rels = "<Relationships><Relationship Type='http://purl.oclc.org/ooxml/officeDocument/relationships/officeDocument' Target='word/d.xml'/></Relationships>";
    let bytes = package(&[("_rels/.rels", rels.as_bytes()), ("word/d.xml", main_part(MAIN).as_bytes())]);
    assert_eq!(show(&read(&bytes)), "正文");
}

#[test]
fn custom_properties_are_read() {
    let custom = "<Properties xmlns:vt='urn:vt'><property fmtid='{x}' pid='2' name='shenbao.form'><vt:lpwstr>recommendation</vt:lpwstr></property></Properties>";
    let bytes = package(&[
        ("_rels/.rels", RELATIONSHIPS.as_bytes()),
        ("word/document.xml", main_part(MAIN).as_bytes()),
        ("docProps/custom.xml", custom.as_bytes()),
    ]);
    assert_eq!(read(&bytes).properties["shenbao.form"], "recommendation");
}

#[test]
fn a_broken_properties_part_costs_only_the_properties() {
    let bytes =
        package(&[("word/document.xml", main_part(MAIN).as_bytes()), ("docProps/custom.xml", b"<Properties><")]);
    let document = read(&bytes);
    assert!(document.properties.is_empty());
    assert_eq!(show(&document), "正文");
}

#[test]
fn utf_16_and_stored_parts_are_read() {
    let wide: Vec<u8> = format!("\u{FEFF}{}", main_part(MAIN).replace("UTF-8", "UTF-16"))
        .encode_utf16()
        .flat_map(u16::to_le_bytes)
        .collect();
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    assert_eq!(show(&read(&package_with(&[("word/document.xml", &wide)], stored))), "正文");
}

#[test]
fn zips_are_told_apart() {
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let with_mime = |mime: &[u8]| package_with(&[("mimetype", mime), ("content.xml", b"<x/>")], stored);
    assert_eq!(sniff(&with_mime(b"application/vnd.oasis.opendocument.text")), Kind::OpenDocumentText);
    assert_eq!(sniff(&with_mime(b"application/vnd.oasis.opendocument.spreadsheet")), Kind::OpenDocumentSheet);
    assert_eq!(sniff(&package(&[("[Content_Types].xml", b""), ("xl/workbook.xml", b"")])), Kind::Xlsx);
    assert_eq!(sniff(&package(&[("xl/styles.bin", b""), ("xl/workbook.bin", b"")])), Kind::Xlsb);
    assert_eq!(sniff(&package(&[("ppt/presentation.xml", b"")])), Kind::Presentation);
    assert_eq!(sniff(&package(&[("OFD.xml", b""), ("Doc_0/Document.xml", b"")])), Kind::Ofd);
    assert_eq!(sniff(&package(&[("推荐表.docx", b"")])), Kind::Zip);
    assert_eq!(sniff(&package(&[])), Kind::Zip);
}

#[test]
fn bytes_before_and_after_the_package_do_no_harm() {
    let mut bytes = docx(MAIN);
    bytes.extend_from_slice(&[0; 100]);
    assert_eq!(show(&read(&bytes)), "正文");
}
