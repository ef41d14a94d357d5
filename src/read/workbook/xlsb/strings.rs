//! The shared strings ([MS-XLSB] 2.1.7.45).

use std::collections::HashMap;
use std::sync::Arc;

use super::super::rich::Face;
use super::super::sheet::Room;
use super::record::{cut_off, records, wide, write};
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
    /// The runs of strings that have any.
    runs: HashMap<u32, Runs>,
}

/// At which characters, in UTF-16, faces begin.
pub(super) type Runs = Arc<[(usize, Face)]>;

impl Strings {
    pub fn read(part: &[u8], styles: &Styles, room: &mut Room<'_>) -> Result<Strings, ReadError> {
        let mut strings = Strings::default();
        let mut items = Vec::new();
        for record in records(part) {
            let record = record?;
            if record.kind == kind::STRING {
                room.item()?;
                let string = wide(record.data, 1).ok_or_else(cut_off)?;
                let runs = runs(record.data, string, styles);
                if !runs.is_empty() {
                    strings.runs.insert(u32::try_from(strings.count).unwrap_or(u32::MAX), runs);
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

    /// The runs of a string.
    pub fn runs(&self, index: u32) -> Runs {
        self.runs.get(&index).cloned().unwrap_or_default()
    }
}

/// The runs of a rich text (2.5.122): flags, the text, and the runs, each with
/// the character, in UTF-16, at which a font begins.
pub(super) fn runs(data: &[u8], string: &[u8], styles: &Styles) -> Runs {
    const HAS_RUNS: u8 = 1;
    if data.first().is_none_or(|flags| flags & HAS_RUNS == 0) {
        return Runs::default();
    }
    let at = 1 + string.len();
    let count = u32_at(data, at).unwrap_or(0) as usize;
    let runs = data.get(at + 4..).unwrap_or_default().chunks_exact(4).take(count);
    runs.filter_map(|run| Some((usize::from(u16_at(run, 0)?), styles.face(u16_at(run, 2)?)))).collect()
}
