//! No file may make the reader of spreadsheets panic, hang or take much memory.
//!
//! The input is read as a file (CSV in any encoding), and as the first sheet of
//! a sound workbook.

#![no_main]

use std::io::{Cursor, Write as _};

use libfuzzer_sys::fuzz_target;
use shenbao::data::sheets;
use shenbao::read::{self, Limits};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// The parts of a workbook besides its only sheet.
const PARTS: &[(&str, &str)] = &[
    (
        "[Content_Types].xml",
        r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Override PartName="/xl/workbook.xml" ContentType="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"/></Types>"#,
    ),
    (
        "xl/workbook.xml",
        r#"<workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="a" sheetId="1" r:id="r1"/></sheets></workbook>"#,
    ),
    (
        "xl/_rels/workbook.xml.rels",
        r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#,
    ),
];

fn workbook(sheet: &[u8]) -> Option<Vec<u8>> {
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in PARTS {
        zip.start_file(*name, stored).ok()?;
        zip.write_all(content.as_bytes()).ok()?;
    }
    zip.start_file("xl/worksheets/sheet1.xml", stored).ok()?;
    zip.write_all(sheet).ok()?;
    Some(zip.finish().ok()?.into_inner())
}

fuzz_target!(|input: &[u8]| {
    let limits = Limits::default();
    let _ = sheets(input, &limits);
    if let Some(bytes) = workbook(input) {
        let _ = sheets(&bytes, &limits);
        let _ = read::document(&bytes, &limits);
    }
});
