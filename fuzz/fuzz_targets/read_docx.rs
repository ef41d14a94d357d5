//! No file may make the reader panic, hang or take much memory.
//!
//! The input is read as a file, and as the main part of a sound package, since
//! chance seldom gets past the checksums of a package.

#![no_main]

use std::io::{Cursor, Write as _};

use libfuzzer_sys::fuzz_target;
use shenbao::read::{self, Limits};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

fn package(main: &[u8]) -> Option<Vec<u8>> {
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("word/document.xml", stored).ok()?;
    zip.write_all(main).ok()?;
    Some(zip.finish().ok()?.into_inner())
}

fuzz_target!(|input: &[u8]| {
    let limits = Limits::default();
    let _ = read::document(input, &limits);
    if let Some(bytes) = package(input) {
        let _ = read::document(&bytes, &limits);
    }
});
