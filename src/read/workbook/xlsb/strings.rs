//! The shared strings ([MS-XLSB] 2.1.7.45).

use std::collections::HashMap;
use std::ops::Range;
use std::sync::Arc;

use super::super::sheet::Room;
use super::record::{cut_off, records, text, wide, write};
use super::styles::Styles;
use crate::read::ReadError;
use crate::read::bytes::{u16_at, u32_at};

mod kind {
    pub const STRINGS: u16 = 159;
    pub const STRING: u16 = 19;
}

/// The shared strings, with what calamine does not tell of them.
#[derive(Debug, Default)]
pub(super) struct Strings {
    /// The part as calamine is given it: with the number of strings that there
    /// are, not the one that the file claims.
    pub part: Vec<u8>,
    pub count: usize,
    /// What is struck out in strings that have such words.
    struck: HashMap<u32, Struck>,
}

/// What is struck out in a text, as ranges of bytes.
pub(super) type Struck = Arc<[Range<usize>]>;

impl Strings {
    pub fn read(part: &[u8], styles: &Styles, room: &mut Room<'_>) -> Result<Strings, ReadError> {
        let mut strings = Strings::default();
        let mut items = Vec::new();
        for record in records(part) {
            let record = record?;
            if record.kind == kind::STRING {
                room.item()?;
                let string = wide(record.data, 1).ok_or_else(cut_off)?;
                let struck = struck(record.data, string, styles);
                if !struck.is_empty() {
                    strings.struck.insert(u32::try_from(strings.count).unwrap_or(u32::MAX), struck);
                }
                strings.count += 1;
                write(&mut items, kind::STRING, &[&[0], string]);
            }
        }
        let count = u32::try_from(strings.count).unwrap_or(u32::MAX).to_le_bytes();
        write(&mut strings.part, kind::STRINGS, &[&count, &count]);
        strings.part.append(&mut items);
        Ok(strings)
    }

    /// What is struck out in a string.
    pub fn struck(&self, index: u32) -> Struck {
        self.struck.get(&index).cloned().unwrap_or_default()
    }
}

/// What is struck out in a rich text (2.5.122): flags, the text, and its runs,
/// each with the character, in UTF-16, at which a font begins.
pub(super) fn struck(data: &[u8], string: &[u8], styles: &Styles) -> Struck {
    const HAS_RUNS: u8 = 1;
    if data.first().is_none_or(|flags| flags & HAS_RUNS == 0) {
        return Struck::default();
    }
    let at = 1 + string.len();
    let count = u32_at(data, at).unwrap_or(0) as usize;
    let runs = data.get(at + 4..).unwrap_or_default().chunks_exact(4).take(count);
    let runs: Vec<(usize, bool)> =
        runs.filter_map(|run| Some((usize::from(u16_at(run, 0)?), styles.strikes(u16_at(run, 2)?)))).collect();
    if !runs.iter().any(|(_, strikes)| *strikes) {
        return Struck::default();
    }
    ranges(&text(string), &runs)
}

fn ranges(text: &str, runs: &[(usize, bool)]) -> Struck {
    // Where lines end in two characters, places move when the text is read.
    if text.contains('\r') {
        return std::iter::once(0..text.replace("\r\n", "\n").len()).collect();
    }
    let mut ranges: Vec<Range<usize>> = Vec::new();
    let (mut runs, mut strikes, mut units) = (runs.iter().peekable(), false, 0);
    for (at, c) in text.char_indices() {
        while let Some((_, next)) = runs.next_if(|(start, _)| *start <= units) {
            strikes = *next;
        }
        if strikes {
            match ranges.last_mut() {
                Some(last) if last.end == at => last.end = at + c.len_utf8(),
                _ => ranges.push(at..at + c.len_utf8()),
            }
        }
        units += c.len_utf16();
    }
    ranges.into()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn runs_are_counted_in_utf_16() {
        assert_eq!(*ranges("𠮷甲乙丙", &[(0, false), (2, true), (3, false), (4, true)]), [4..7, 10..13]);
        assert_eq!(ranges("甲乙", &[(1, true), (9, false)]).first(), Some(&(3..6)));
        assert_eq!(ranges("甲\r\n乙", &[(3, true)]).first(), Some(&(0..7)));
    }
}
