//! What a file is, by its content.

use super::{Limits, ole, package};

/// What a file is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Kind {
    /// Word document of 2007 and later (ISO/IEC 29500), also as WPS saves it.
    Docx,
    /// Excel workbook of 2007 and later.
    Xlsx,
    /// Excel binary workbook of 2007 and later.
    Xlsb,
    /// Word 97–2003, also as WPS saves it.
    Doc,
    /// Excel 97–2003.
    Xls,
    /// A presentation, old or new.
    Presentation,
    /// A Word document, workbook or presentation with a password.
    Encrypted,
    /// Another OLE2 compound file.
    Ole,
    /// PDF.
    Pdf,
    /// OFD (GB/T 33190).
    Ofd,
    /// A web page, or a web archive as Word saves it.
    Html,
    /// Rich text.
    Rtf,
    /// A Word document as one XML file (Word 2003 XML or flat OPC).
    WordXml,
    /// OpenDocument text.
    OpenDocumentText,
    /// OpenDocument spreadsheet.
    OpenDocumentSheet,
    /// A ZIP that is none of the above.
    Zip,
    /// An archive other than ZIP: RAR, 7z, gzip.
    Archive,
    /// A picture.
    Image,
    /// Text without mark-up.
    Text,
    /// Nothing at all.
    Empty,
    /// None of these.
    Unknown,
}

/// How many bytes of a text are looked at.
const HEAD: usize = 4096;

/// Tells what a file is by its content; its name plays no part, since people
/// rename files and WPS has extensions of its own.
pub fn sniff(bytes: &[u8]) -> Kind {
    if bytes.is_empty() {
        return Kind::Empty;
    }
    if package::is_zip(bytes) {
        return zip_kind(bytes);
    }
    if bytes.starts_with(ole::MAGIC) {
        return ole_kind(bytes);
    }
    let head = &bytes[..bytes.len().min(HEAD)];
    // Readers of PDF look for the mark in the first 1,024 bytes; mail gateways
    // put lines before it.
    if find(&head[..head.len().min(1024)], b"%PDF-").is_some() {
        return Kind::Pdf;
    }
    const MAGICS: [(&[u8], Kind); 11] = [
        (b"{\\rtf", Kind::Rtf),
        (b"\x89PNG\r\n\x1a\n", Kind::Image),
        (b"\xFF\xD8\xFF", Kind::Image),
        (b"GIF8", Kind::Image),
        (b"II*\0", Kind::Image),
        (b"MM\0*", Kind::Image),
        (b"Rar!\x1a\x07", Kind::Archive),
        (b"7z\xBC\xAF\x27\x1C", Kind::Archive),
        (b"\x1f\x8b\x08", Kind::Archive),
        (b"MIME-Version:", Kind::Html),
        (b"BM", Kind::Image),
    ];
    for (magic, kind) in MAGICS {
        // Two letters alone are a poor mark: a bitmap is binary as well.
        if head.starts_with(magic) && (magic.len() > 2 || head.contains(&0)) {
            return kind;
        }
    }
    let picture = |brand: &[u8]| head.get(8..12).is_some_and(|b| b.starts_with(brand));
    if head.starts_with(b"RIFF") && picture(b"WEBP") {
        return Kind::Image;
    }
    if head.get(4..8) == Some(b"ftyp") && (picture(b"hei") || picture(b"mif1") || picture(b"avif")) {
        return Kind::Image;
    }
    text_kind(head)
}

/// What a ZIP is, by the names in it.
fn zip_kind(bytes: &[u8]) -> Kind {
    let mut kind = Kind::Zip;
    let mut types = false;
    for name in package::names(bytes).take(Limits::default().entries) {
        let found = match name {
            b"mimetype" => match package::stored_mimetype(bytes) {
                Some(mime) => Some(open_document(mime)),
                None => package::mimetype(bytes).map(|mime| open_document(&mime)),
            },
            b"OFD.xml" => Some(Kind::Ofd),
            b"xl/workbook.bin" => Some(Kind::Xlsb),
            _ if folder(name, b"word") => Some(Kind::Docx),
            _ if folder(name, b"xl") => Some(Kind::Xlsx),
            _ if folder(name, b"ppt") => Some(Kind::Presentation),
            _ => None,
        };
        types |= name.eq_ignore_ascii_case(b"[Content_Types].xml");
        match found {
            // The binary workbook's part comes after others in `xl/`.
            Some(Kind::Xlsx) => kind = Kind::Xlsx,
            Some(Kind::Zip) | None => {}
            Some(other) => return other,
        }
    }
    // Parts may stand anywhere; then the list of their types decides.
    if kind == Kind::Zip && types { package::kind_by_types(bytes).unwrap_or(kind) } else { kind }
}

/// What an OpenDocument package is by its type.
fn open_document(mime: &[u8]) -> Kind {
    match mime.trim_ascii() {
        b"application/vnd.oasis.opendocument.text" => Kind::OpenDocumentText,
        b"application/vnd.oasis.opendocument.spreadsheet" => Kind::OpenDocumentSheet,
        b"application/vnd.oasis.opendocument.presentation" => Kind::Presentation,
        _ => Kind::Zip,
    }
}

fn folder(name: &[u8], folder: &[u8]) -> bool {
    name.get(..folder.len()).is_some_and(|start| start.eq_ignore_ascii_case(folder))
        && matches!(name.get(folder.len()), Some(b'/' | b'\\'))
}

/// What a compound file is, by the streams at its top.
fn ole_kind(bytes: &[u8]) -> Kind {
    let mut kind = Kind::Ole;
    for name in ole::root_names(bytes) {
        match name.as_str() {
            "EncryptedPackage" => return Kind::Encrypted,
            "WordDocument" => kind = Kind::Doc,
            "Workbook" | "Book" => kind = Kind::Xls,
            "PowerPoint Document" => kind = Kind::Presentation,
            _ => {}
        }
    }
    if kind != Kind::Ole {
        return kind;
    }
    // A directory that cannot be followed: a file that was cut off.
    for (name, kind) in [("EncryptedPackage", Kind::Encrypted), ("WordDocument", Kind::Doc), ("Workbook", Kind::Xls)] {
        let name: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        if find(bytes, &name).is_some() {
            return kind;
        }
    }
    kind
}

/// Mark-up, plain text, or neither.
fn text_kind(head: &[u8]) -> Kind {
    let wide = head.starts_with(b"\xFF\xFE") || head.starts_with(b"\xFE\xFF");
    if !wide && head.iter().any(|&b| b < 0x20 && !matches!(b, b'\t' | b'\n' | b'\r' | 0x0C | 0x1B)) {
        return Kind::Unknown;
    }
    // Letters of mark-up are ASCII in every encoding that occurs, once the
    // zeros of UTF-16 are gone.
    let start: Vec<u8> = head.iter().filter(|&&b| b != 0).map(u8::to_ascii_lowercase).take(HEAD).collect();
    let start = start.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(&start);
    let start = start.strip_prefix(b"\xFF\xFE").or(start.strip_prefix(b"\xFE\xFF")).unwrap_or(start);
    let start = start.trim_ascii_start();
    if start.starts_with(b"<?xml") || start.starts_with(b"<w:") || start.starts_with(b"<pkg:") {
        let word: [&[u8]; 2] = [b"schemas.microsoft.com/office/word/2003/wordml", b"<pkg:package"];
        if word.iter().any(|mark| find(start, mark).is_some()) {
            return Kind::WordXml;
        }
    }
    let html: [&[u8]; 6] = [b"<!doctype html", b"<html", b"<head", b"<body", b"<meta", b"<table"];
    if start.starts_with(b"<") && html.iter().any(|mark| find(start, mark).is_some()) {
        return Kind::Html;
    }
    Kind::Text
}

/// Where `needle` first stands in `bytes`.
pub(super) fn find(bytes: &[u8], needle: &[u8]) -> Option<usize> {
    let first = *needle.first()?;
    let mut from = 0;
    while let Some(at) = bytes.get(from..)?.iter().position(|&b| b == first) {
        if bytes[from + at..].starts_with(needle) {
            return Some(from + at);
        }
        from += at + 1;
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A compound file with these streams at its top, and one storage below
    /// that holds `nested`.
    fn compound(names: &[&str], nested: &str) -> Vec<u8> {
        let mut bytes = vec![0; 512 * 4];
        bytes[..8].copy_from_slice(ole::MAGIC);
        bytes[30..32].copy_from_slice(&9_u16.to_le_bytes());
        bytes[48..52].copy_from_slice(&1_u32.to_le_bytes());
        bytes[76..80].copy_from_slice(&0_u32.to_le_bytes());
        let next = |bytes: &mut Vec<u8>, sector: usize, next: u32| {
            bytes[512 + 4 * sector..516 + 4 * sector].copy_from_slice(&next.to_le_bytes());
        };
        next(&mut bytes, 1, 2);
        next(&mut bytes, 2, 0xFFFF_FFFE);
        let mut entry = |index: usize, name: &str, right: u32, child: u32| {
            let at = 1024 + 128 * index;
            let units: Vec<u8> = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
            bytes[at..at + units.len()].copy_from_slice(&units);
            bytes[at + 64..at + 66].copy_from_slice(&(units.len() as u16).to_le_bytes());
            bytes[at + 68..at + 72].copy_from_slice(&u32::MAX.to_le_bytes());
            bytes[at + 72..at + 76].copy_from_slice(&right.to_le_bytes());
            bytes[at + 76..at + 80].copy_from_slice(&child.to_le_bytes());
        };
        entry(0, "Root Entry", u32::MAX, 1);
        entry(1, "ObjectPool", 3, 2);
        entry(2, nested, u32::MAX, u32::MAX);
        for (index, name) in names.iter().enumerate() {
            let right = if index + 1 < names.len() { index as u32 + 4 } else { u32::MAX };
            entry(index + 3, name, right, u32::MAX);
        }
        bytes
    }

    #[test]
    fn compound_files_are_told_by_their_top_streams() {
        assert_eq!(sniff(&compound(&["1Table", "WordDocument"], "Workbook")), Kind::Doc);
        assert_eq!(sniff(&compound(&["A", "B", "Workbook"], "WordDocument")), Kind::Xls);
        assert_eq!(sniff(&compound(&["EncryptionInfo", "EncryptedPackage"], "x")), Kind::Encrypted);
        assert_eq!(sniff(&compound(&["Contents"], "x")), Kind::Ole);
    }

    #[test]
    fn a_compound_file_without_directory_goes_by_the_names_in_it() {
        let mut bytes = compound(&["WordDocument"], "x");
        bytes[48..52].copy_from_slice(&77_u32.to_le_bytes());
        assert_eq!(sniff(&bytes), Kind::Doc);
        assert_eq!(sniff(ole::MAGIC), Kind::Ole);
    }

    #[test]
    fn a_directory_that_runs_in_a_circle_ends() {
        let mut bytes = compound(&["WordDocument"], "x");
        bytes[512 + 8..512 + 12].copy_from_slice(&1_u32.to_le_bytes());
        assert_eq!(sniff(&bytes), Kind::Doc);
    }

    #[test]
    fn plain_files_are_told_by_their_first_bytes() {
        let cases: [(&[u8], Kind); 16] = [
            (b"", Kind::Empty),
            (b"%PDF-1.4\n", Kind::Pdf),
            (b"\r\n\r\n%PDF-1.4\n", Kind::Pdf),
            (b"{\\rtf1\\ansi", Kind::Rtf),
            (b"\xEF\xBB\xBF <!DOCTYPE html><html>", Kind::Html),
            (b"<html xmlns:o='urn:schemas-microsoft-com:office:office'>", Kind::Html),
            (b"\xFF\xFE<\0h\0t\0m\0l\0>\0", Kind::Html),
            (b"MIME-Version: 1.0\r\nContent-Type: multipart/related", Kind::Html),
            (
                b"<?xml version='1.0'?><w:wordDocument xmlns:w='http://schemas.microsoft.com/office/word/2003/wordml'>",
                Kind::WordXml,
            ),
            (b"\x89PNG\r\n\x1a\n\0\0", Kind::Image),
            (b"\xFF\xD8\xFF\xE0", Kind::Image),
            (b"Rar!\x1a\x07\x00", Kind::Archive),
            ("姓名：张三".as_bytes(), Kind::Text),
            (b"BMW", Kind::Text),
            (b"\xD0\xD5\xC3\xFB", Kind::Text),
            (b"\x01\x02\x00\x03", Kind::Unknown),
        ];
        for (bytes, kind) in cases {
            assert_eq!(sniff(bytes), kind, "{}", String::from_utf8_lossy(bytes));
        }
    }
}
