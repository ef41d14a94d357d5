//! Texts in records.

use encoding_rs::GB18030;

use super::super::rich::{Face, Rich};
use super::super::sheet::Room;
use super::record::Record;
use crate::read::bytes::{u16_at, u16s, u32_at};
use crate::read::{ReadError, ReadErrorKind};

/// How texts are stored.
#[derive(Debug, Clone, Copy)]
pub(super) struct Encoding {
    /// As UTF-16, or its lower bytes alone; from Excel 97 on.
    wide: bool,
    /// The characters of bytes, in earlier versions.
    bytes: &'static encoding_rs::Encoding,
}

impl Default for Encoding {
    fn default() -> Encoding {
        Encoding { wide: true, bytes: GB18030 }
    }
}

impl Encoding {
    /// By the version that a stream says of itself (2.4.21).
    pub fn of_version(&mut self, version: Option<u16>) {
        self.wide = version != Some(0x0500);
    }

    /// By a Windows code page; 936 and 54936 are the Chinese ones.
    pub fn code_page(&mut self, page: Option<u16>) {
        if let Some(page @ 1250..=1258) = page {
            self.bytes = encoding_rs::Encoding::for_label(format!("windows-{page}").as_bytes()).unwrap_or(GB18030);
        } else if page == Some(950) {
            self.bytes = encoding_rs::BIG5;
        }
    }

    /// Whether the file is of Excel 97 or later.
    pub fn is_wide(self) -> bool {
        self.wide
    }

    /// A text behind its length in two bytes (2.5.294).
    pub fn text(self, data: &[u8]) -> Option<String> {
        let letters = usize::from(u16_at(data, 0)?);
        self.letters(data.get(2..)?, letters)
    }

    /// A text behind its length in one byte (2.5.240).
    pub fn short_text(self, data: &[u8]) -> Option<String> {
        let letters = usize::from(*data.first()?);
        self.letters(data.get(1..)?, letters)
    }

    /// So many letters; what a file lacks of them is missing.
    pub fn letters(self, data: &[u8], letters: usize) -> Option<String> {
        if !self.wide {
            let (text, _) = self.bytes.decode_without_bom_handling(data.get(..letters.min(data.len()))?);
            return Some(text.into_owned());
        }
        let flags = *data.first()?;
        let mut units = Vec::new();
        units_of(data.get(1..)?, flags & 1 != 0, letters, &mut units);
        Some(String::from_utf16_lossy(&units))
    }

    /// A text with the runs behind it (2.4.243).
    pub fn rich(self, data: &[u8], fonts: &[Face]) -> Option<Rich> {
        let letters = usize::from(u16_at(data, 0)?);
        let text = self.letters(data.get(2..)?, letters)?;
        // Earlier versions count bytes, and runs in one byte each.
        let runs: Vec<(usize, Face)> = if self.wide {
            let size = if data.get(2)? & 1 != 0 { 2 * letters } else { letters };
            let runs = data.get(3 + size + 2..).unwrap_or_default();
            runs.chunks_exact(4).filter_map(|entry| run(entry, fonts)).collect()
        } else {
            let runs = data.get(2 + letters + 1..).unwrap_or_default();
            let start = |bytes: u8| self.letters(data.get(2..)?, bytes.into()).map(|before| units(&before));
            let face = |font: u8| fonts.get(usize::from(font)).copied().unwrap_or_default();
            runs.chunks_exact(2).filter_map(|entry| Some((start(entry[0])?, face(entry[1])))).collect()
        };
        Some(Rich::with_runs(trimmed(&text), &runs))
    }
}

/// How many units of UTF-16 a text takes.
fn units(text: &str) -> usize {
    text.encode_utf16().count()
}

/// A run of a text (2.5.129): the character, in UTF-16, at which it begins, and
/// its font.
fn run(run: &[u8], fonts: &[Face]) -> Option<(usize, Face)> {
    let face = fonts.get(usize::from(u16_at(run, 2)?)).copied().unwrap_or_default();
    Some((u16_at(run, 0)?.into(), face))
}

/// Appends UTF-16 units; gives how many bytes they took.
fn units_of(data: &[u8], wide: bool, letters: usize, units: &mut Vec<u16>) -> usize {
    if wide {
        let wide = u16s(data).take(letters);
        let taken = wide.len() * 2;
        units.extend(wide);
        taken
    } else {
        let taken = letters.min(data.len());
        units.extend(data.iter().take(taken).map(|byte| u16::from(*byte)));
        taken
    }
}

/// The shared strings (2.4.265). A text may go on in the next record, which then
/// says again how it is stored.
pub(super) fn shared(record: &Record<'_>, fonts: &[Face], room: &mut Room<'_>) -> Result<Vec<Rich>, ReadError> {
    let mut parts = Parts { part: record.data.get(8..).unwrap_or_default(), more: record.more.iter() };
    let mut strings = Vec::new();
    while parts.has_more() {
        room.item()?;
        strings.push(parts.string(fonts).ok_or_else(|| ReadError::new(ReadErrorKind::Truncated))?);
    }
    Ok(strings)
}

/// A record's data and what goes on with it.
struct Parts<'r, 's> {
    part: &'s [u8],
    more: std::slice::Iter<'r, &'s [u8]>,
}

impl Parts<'_, '_> {
    fn has_more(&mut self) -> bool {
        while self.part.is_empty() {
            match self.more.next() {
                Some(next) => self.part = next,
                None => return false,
            }
        }
        true
    }

    /// A string with its runs (2.5.293).
    fn string(&mut self, fonts: &[Face]) -> Option<Rich> {
        let letters = usize::from(u16_at(self.part, 0)?);
        let flags = *self.part.get(2)?;
        let mut at = 3;
        let (mut runs, mut behind) = (0, 0);
        if flags & 0x08 != 0 {
            runs = 4 * usize::from(u16_at(self.part, at)?);
            at += 2;
        }
        if flags & 0x04 != 0 {
            behind = u32_at(self.part, at)? as usize;
            at += 4;
        }
        self.part = self.part.get(at..)?;
        let mut wide = flags & 0x01 != 0;
        let mut units = Vec::new();
        loop {
            let taken = units_of(self.part, wide, letters - units.len(), &mut units);
            self.part = self.part.get(taken..)?;
            if units.len() == letters {
                break;
            }
            self.part = self.more.next()?;
            wide = self.part.first()? & 0x01 != 0;
            self.part = self.part.get(1..)?;
        }
        let mut faces = Vec::new();
        self.pass(runs, |bytes| faces.extend_from_slice(bytes));
        self.pass(behind, |_| {});
        let faces: Vec<(usize, Face)> = faces.chunks_exact(4).filter_map(|entry| run(entry, fonts)).collect();
        Some(Rich::with_runs(&String::from_utf16_lossy(&units), &faces))
    }

    /// Passes over bytes; those that a file lacks are nobody's text.
    fn pass(&mut self, mut bytes: usize, mut each: impl FnMut(&[u8])) {
        while bytes > 0 && self.has_more() {
            let step = bytes.min(self.part.len());
            let (passed, rest) = self.part.split_at(step);
            each(passed);
            self.part = rest;
            bytes -= step;
        }
    }
}

/// The text without the characters that end it in some files.
pub(super) fn trimmed(text: &str) -> &str {
    text.trim_end_matches('\0')
}
