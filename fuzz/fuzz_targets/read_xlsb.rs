//! No file may make the reader of binary workbooks panic, hang or take much
//! memory.
//!
//! The input is the first sheet, the shared strings, the styles and the main part
//! of a package, one after the other behind a sheet that is sound: chance seldom
//! gets past the checksums of a package.

#![no_main]

use std::io::{Cursor, Write as _};

use libfuzzer_sys::fuzz_target;
use shenbao::data::sheets;
use shenbao::read::{self, Limits};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

const TYPE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";

/// The main part: one sheet, whose relationship is `s`, named `a`.
const BOOK: &[u8] = &[
    0x83, 0x01, 0, 0x8F, 0x01, 0, 0x9C, 0x01, 20, 0, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, b's', 0, 1, 0, 0, 0, b'a', 0,
    0x90, 0x01, 0, 0x84, 0x01, 0,
];
/// The sheet: one row, one cell with the first of the strings.
const SHEET: &[u8] = &[
    0x81, 0x01, 0, 0x91, 0x01, 0, 0, 4, 0, 0, 0, 0, 7, 12, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x92, 0x01, 0, 0x82, 0x01,
    0,
];
/// The strings: one of one letter.
const STRINGS: &[u8] = &[0x9F, 0x01, 8, 1, 0, 0, 0, 1, 0, 0, 0, 19, 7, 0, 1, 0, 0, 0, b'a', 0, 0xA0, 0x01, 0];

/// A workbook of these parts: main part, sheet, strings, styles.
fn workbook(parts: [&[u8]; 4]) -> Option<Vec<u8>> {
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let link = |id: &str, kind: &str, to: &str| format!(r#"<Relationship Id="{id}" Type="{TYPE}/{kind}" Target="{to}"/>"#);
    let links = [
        link("s", "worksheet", "worksheets/sheet1.bin"),
        link("t", "sharedStrings", "sharedStrings.bin"),
        link("u", "styles", "styles.bin"),
    ];
    let links = format!("<Relationships>{}</Relationships>", links.concat());
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let names = ["xl/workbook.bin", "xl/worksheets/sheet1.bin", "xl/sharedStrings.bin", "xl/styles.bin"];
    for (name, content) in names.into_iter().zip(parts).chain([("xl/_rels/workbook.bin.rels", links.as_bytes())]) {
        zip.start_file(name, stored).ok()?;
        zip.write_all(content).ok()?;
    }
    Some(zip.finish().ok()?.into_inner())
}

fuzz_target!(|input: &[u8]| {
    let limits = Limits::default();
    let files = [
        workbook([BOOK, input, STRINGS, &[]]),
        workbook([BOOK, SHEET, input, &[]]),
        workbook([BOOK, SHEET, STRINGS, input]),
        workbook([input, SHEET, STRINGS, &[]]),
    ];
    for bytes in files.into_iter().flatten() {
        let _ = read::document(&bytes, &limits);
        let _ = sheets(&bytes, &limits);
    }
});
