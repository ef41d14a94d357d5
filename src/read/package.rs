//! ZIP packages: their names without unpacking, and parts inflated within limits.

use std::io::{Cursor, ErrorKind, Read};

use zip::ZipArchive;
use zip::result::ZipError;

use super::bytes;
use super::sniff::find;
use super::{Kind, Limits, ReadError, ReadErrorKind};

/// Signatures of the local header, the central directory's entry and its end
/// (APPNOTE.TXT 4.3).
const LOCAL: &[u8] = b"PK\x03\x04";
const CENTRAL: &[u8] = b"PK\x01\x02";
const END: &[u8] = b"PK\x05\x06";

/// Length of the end record without its comment, and of the longest comment.
const END_LENGTH: usize = 22;
const MAX_COMMENT: usize = 0xFFFF;

/// Whether the file starts as a ZIP.
pub(super) fn is_zip(bytes: &[u8]) -> bool {
    bytes.starts_with(LOCAL) || bytes.starts_with(END) || bytes.starts_with(b"PK\x07\x08PK\x03\x04")
}

/// Whether the file has the end record of a ZIP: a file that was cut off has
/// none.
pub(super) fn has_end(bytes: &[u8]) -> bool {
    end_record(bytes).is_some()
}

/// Where the end record stands.
fn end_record(bytes: &[u8]) -> Option<usize> {
    let last = bytes.len().checked_sub(END_LENGTH)?;
    let first = last.saturating_sub(MAX_COMMENT);
    (first..=last).rev().find(|&at| bytes[at..].starts_with(END))
}

fn u16_at(file: &[u8], at: usize) -> Option<usize> {
    bytes::u16_at(file, at).map(usize::from)
}

fn u32_at(file: &[u8], at: usize) -> Option<usize> {
    usize::try_from(bytes::u32_at(file, at)?).ok()
}

/// The names in a ZIP: from its directory, or from the headers of its entries
/// if the directory is lost.
pub(super) fn names(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    // Before the end record stands the directory, wherever the ZIP begins.
    let directory = end_record(bytes)
        .and_then(|end| end.checked_sub(u32_at(bytes, end + 12)?))
        .filter(|&at| bytes[at..].starts_with(CENTRAL));
    let mut at = directory.unwrap_or(0);
    std::iter::from_fn(move || {
        if directory.is_some() {
            if !bytes.get(at..)?.starts_with(CENTRAL) {
                return None;
            }
            let start = at + 46;
            let end = start + u16_at(bytes, at + 28)?;
            at = end + u16_at(bytes, at + 30)? + u16_at(bytes, at + 32)?;
            bytes.get(start..end)
        } else {
            let header = at + find(bytes.get(at..)?, LOCAL)?;
            at = header + LOCAL.len();
            let start = header + 30;
            bytes.get(start..start + u16_at(bytes, header + 26)?)
        }
    })
}

/// The content of a first entry `mimetype` that is stored (OpenDocument 1.3
/// Part 2, 3.3).
pub(super) fn stored_mimetype(bytes: &[u8]) -> Option<&[u8]> {
    let name = 30..30 + u16_at(bytes, 26)?;
    if bytes.get(name.clone())? != b"mimetype" || u16_at(bytes, 8)? != 0 {
        return None;
    }
    let start = name.end + u16_at(bytes, 28)?;
    let content = bytes.get(start..)?;
    // The size may stand behind the content; the next header then ends it.
    let size = match u32_at(bytes, 18)? {
        0 => find(content, b"PK")?,
        size => size,
    };
    content.get(..size)
}

/// What an OpenDocument package is by its type, where that is not stored first
/// as it should be.
pub(super) fn mimetype(bytes: &[u8]) -> Option<Vec<u8>> {
    let limits = Limits::default();
    Package::open(bytes, &limits).ok()?.part("mimetype").ok()?
}

/// What an OOXML package is by its content types, when the names do not tell.
pub(super) fn kind_by_types(bytes: &[u8]) -> Option<Kind> {
    let limits = Limits::default();
    let mut package = Package::open(bytes, &limits).ok()?;
    let types = package.part("[Content_Types].xml").ok()??;
    let main = |mark: &[u8]| find(&types, mark).is_some();
    if main(b"wordprocessingml.document.main") || main(b"ms-word.document.macroEnabled.main") {
        Some(Kind::Docx)
    } else if main(b"spreadsheetml.sheet.main") || main(b"ms-excel.sheet.macroEnabled.main") {
        Some(Kind::Xlsx)
    } else if main(b"presentationml.") {
        Some(Kind::Presentation)
    } else {
        None
    }
}

/// An open package whose parts are inflated within limits.
pub(super) struct Package<'a> {
    archive: ZipArchive<Cursor<&'a [u8]>>,
    limits: &'a Limits,
    /// Size of the file: no entry's compressed form can be larger.
    size: u64,
    /// Bytes that may still be inflated.
    left: u64,
}

impl<'a> Package<'a> {
    /// Opens a package; only its directory is read.
    pub(super) fn open(bytes: &'a [u8], limits: &'a Limits) -> Result<Package<'a>, ReadError> {
        let end = end_record(bytes).ok_or_else(|| ReadError::new(ReadErrorKind::Truncated).at(bytes.len() as u64))?;
        let too_many = || ReadError::over(ReadErrorKind::TooManyEntries, limits.entries as u64);
        // Asked before the directory is read, since reading it takes memory.
        if u16_at(bytes, end + 10).is_some_and(|entries| entries > limits.entries) {
            return Err(too_many());
        }
        let archive = ZipArchive::new(Cursor::new(bytes)).map_err(zip_error)?;
        if archive.len() > limits.entries {
            return Err(too_many());
        }
        Ok(Package { archive, limits, size: bytes.len() as u64, left: limits.total_bytes })
    }

    /// Inflates a part; `None` if there is no such part.
    pub(super) fn part(&mut self, name: &str) -> Result<Option<Vec<u8>>, ReadError> {
        let Some(index) = self.index(name) else { return Ok(None) };
        self.inflate(index).map(Some).map_err(|error| error.in_part(name))
    }

    /// Part names are equivalent without regard to ASCII case (ECMA-376 Part 2,
    /// 6.2.2.3), and some programs write `\` for `/`.
    fn index(&self, name: &str) -> Option<usize> {
        self.archive.index_for_name(name).or_else(|| {
            self.archive.file_names_raw().position(|other| {
                let other = other.strip_prefix(b"/").unwrap_or(other);
                let same = |(a, b): (&u8, u8)| a.eq_ignore_ascii_case(&b) || (*a == b'\\' && b == b'/');
                other.len() == name.len() && other.iter().zip(name.bytes()).all(same)
            })
        })
    }

    fn inflate(&mut self, index: usize) -> Result<Vec<u8>, ReadError> {
        let file = self.archive.by_index(index).map_err(zip_error)?;
        let compressed = file.compressed_size().min(self.size);
        let by_ratio = compressed.saturating_mul(self.limits.ratio).max(Limits::RATIO_FLOOR);
        let by_size = self.limits.part_bytes.min(self.left);
        let most = by_ratio.min(by_size);
        // The declared size is a hint only: it may be anything.
        let hint = file.size().min(most).saturating_add(1);
        let mut content = Vec::with_capacity(usize::try_from(hint).unwrap_or_default());
        file.take(most.saturating_add(1)).read_to_end(&mut content).map_err(|error| {
            ReadError::new(match error.kind() {
                ErrorKind::UnexpectedEof => ReadErrorKind::Truncated,
                _ => ReadErrorKind::BadZip,
            })
        })?;
        let length = content.len() as u64;
        if length > most {
            return Err(if by_ratio < by_size {
                ReadError::over(ReadErrorKind::Bomb, self.limits.ratio)
            } else {
                ReadError::over(ReadErrorKind::TooLarge, by_size)
            });
        }
        self.left -= length;
        Ok(content)
    }
}

fn zip_error(error: ZipError) -> ReadError {
    ReadError::new(match error {
        ZipError::UnsupportedArchive(ZipError::PASSWORD_REQUIRED) | ZipError::InvalidPassword => {
            ReadErrorKind::Encrypted
        }
        ZipError::Io(error) if error.kind() == ErrorKind::UnexpectedEof => ReadErrorKind::Truncated,
        _ => ReadErrorKind::BadZip,
    })
}
