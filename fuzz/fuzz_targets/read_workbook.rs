//! No file may make the readers of workbooks panic, hang or take much memory.
//!
//! The input is the Workbook stream of an .xls, and the content of an .ods;
//! `read_sheet` has the parts of an .xlsx.

#![no_main]

use std::io::{Cursor, Write as _};

use libfuzzer_sys::fuzz_target;
use shenbao::data::sheets;
use shenbao::read::{self, Limits};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// An .ods with this content.
fn open_document(content: &[u8]) -> Option<Vec<u8>> {
    let stored = SimpleFileOptions::default().compression_method(CompressionMethod::Stored);
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    zip.start_file("mimetype", stored).ok()?;
    zip.write_all(b"application/vnd.oasis.opendocument.spreadsheet").ok()?;
    zip.start_file("content.xml", stored).ok()?;
    zip.write_all(content).ok()?;
    Some(zip.finish().ok()?.into_inner())
}

/// A compound file whose only stream is this workbook.
fn compound(stream: &[u8]) -> Vec<u8> {
    const SECTOR: usize = 512;
    const END: u32 = 0xFFFF_FFFE;
    let mut stream = stream.to_vec();
    // Long enough to stand outside the stream of short ones.
    stream.resize(stream.len().max(4096).next_multiple_of(SECTOR), 0);
    let sectors = stream.len() / SECTOR;
    let tables = (sectors + 2).div_ceil(SECTOR / 4 - 1);
    let mut bytes = vec![0_u8; SECTOR];
    bytes[..8].copy_from_slice(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]);
    bytes[30] = 9;
    bytes[32] = 6;
    bytes[48..52].copy_from_slice(&(tables as u32).to_le_bytes());
    bytes[56..60].copy_from_slice(&4096_u32.to_le_bytes());
    bytes[60..64].copy_from_slice(&END.to_le_bytes());
    bytes[68..72].copy_from_slice(&END.to_le_bytes());
    for index in 0..109 {
        let number = if index < tables { index as u32 } else { u32::MAX };
        bytes[76 + 4 * index..80 + 4 * index].copy_from_slice(&number.to_le_bytes());
    }
    let mut table: Vec<u32> = vec![0xFFFF_FFFD; tables];
    table.push(END);
    let first = tables as u32 + 1;
    table.extend((1..sectors as u32).map(|n| first + n));
    table.push(END);
    table.resize(tables * SECTOR / 4, u32::MAX);
    bytes.extend(table.into_iter().flat_map(u32::to_le_bytes));
    let mut directory = vec![0_u8; SECTOR];
    let mut entry = |at: usize, name: &str, kind: u8, child: u32, start: u32, length: u32| {
        let units: Vec<u8> = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
        directory[at..at + units.len()].copy_from_slice(&units);
        directory[at + 64] = units.len() as u8;
        directory[at + 66] = kind;
        directory[at + 68..at + 76].fill(0xFF);
        directory[at + 76..at + 80].copy_from_slice(&child.to_le_bytes());
        directory[at + 116..at + 120].copy_from_slice(&start.to_le_bytes());
        directory[at + 120..at + 124].copy_from_slice(&length.to_le_bytes());
    };
    entry(0, "Root Entry", 5, 1, END, 0);
    entry(128, "Workbook", 2, u32::MAX, first, stream.len() as u32);
    bytes.extend(directory);
    bytes.extend(stream);
    bytes
}

fuzz_target!(|input: &[u8]| {
    let limits = Limits::default();
    let files = [Some(compound(input)), open_document(input)];
    for bytes in files.into_iter().flatten() {
        let _ = read::document(&bytes, &limits);
        let _ = sheets(&bytes, &limits);
    }
});
