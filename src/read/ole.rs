//! OLE2 compound files ([MS-CFB]): the names in them, and their streams.

use super::bytes::{u16_at, u16s, u32_at};

/// First bytes of every compound file.
pub(super) const MAGIC: &[u8] = &[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];

/// Number of directory entries that are looked at.
const MAX_ENTRIES: usize = 4096;

/// Size of a directory entry.
const ENTRY: usize = 128;

/// The names of the streams and storages at the top of the file. Embedded
/// objects stand in storages below, so a workbook with a Word document inside
/// is still a workbook. Empty if the directory cannot be followed.
pub(super) fn root_names(bytes: &[u8]) -> Vec<String> {
    let Some(directory) = directory(bytes) else { return Vec::new() };
    let entry = |index: u32| {
        let start = (index as usize).checked_mul(ENTRY)?;
        directory.get(start..start.checked_add(ENTRY)?)
    };
    let mut names = Vec::new();
    let mut visited = 0;
    // Siblings are a binary tree; child, left and right stand at 76, 68 and 72.
    let mut waiting: Vec<u32> = entry(0).and_then(|root| u32_at(root, 76)).into_iter().collect();
    while let Some(index) = waiting.pop() {
        visited += 1;
        if visited > MAX_ENTRIES {
            break;
        }
        let Some(entry) = entry(index) else { continue };
        names.push(name(entry));
        waiting.extend(u32_at(entry, 68));
        waiting.extend(u32_at(entry, 72));
    }
    names
}

/// The directory stream.
fn directory(bytes: &[u8]) -> Option<Vec<u8>> {
    let shift = u16_at(bytes, 30)?;
    if !(7..=16).contains(&shift) {
        return None;
    }
    let size = 1_usize << shift;
    let mut directory = Vec::new();
    let mut number = u32_at(bytes, 48)?;
    while directory.len() < MAX_ENTRIES * ENTRY {
        let Some(sector) = sector(bytes, size, number) else { break };
        directory.extend_from_slice(sector);
        match next_sector(bytes, size, number) {
            Some(next) => number = next,
            None => break,
        }
    }
    Some(directory)
}

fn sector(bytes: &[u8], size: usize, number: u32) -> Option<&[u8]> {
    let start = (number as usize).checked_add(1)?.checked_mul(size)?;
    bytes.get(start..start.checked_add(size)?)
}

/// The sector that follows in the chain, from the allocation table. Only the
/// 109 table sectors that the header lists are used: enough for 7 MB with the
/// smallest sectors, and directories start early.
fn next_sector(bytes: &[u8], size: usize, number: u32) -> Option<u32> {
    let per_sector = size / 4;
    let table = (number as usize) / per_sector;
    if table >= 109 {
        return None;
    }
    let table = sector(bytes, size, u32_at(bytes, 76 + 4 * table)?)?;
    u32_at(table, 4 * (number as usize % per_sector))
}

/// The name of a directory entry: UTF-16LE, its length in bytes at 64.
fn name(entry: &[u8]) -> String {
    let length = u16_at(entry, 64).map_or(0, usize::from).min(64);
    let units = u16s(entry.get(..length).unwrap_or_default()).take_while(|&unit| unit != 0);
    char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

/// The streams at the top of a compound file, for a reader of one.
pub(super) struct Compound<'b> {
    bytes: &'b [u8],
    /// Size of a sector.
    size: usize,
    /// The sector that follows each sector of the file.
    table: Vec<u32>,
    directory: Vec<u8>,
    /// Short streams stand in a stream of their own, in sectors of 64 bytes.
    short: Vec<u8>,
    short_table: Vec<u32>,
}

/// Streams shorter than this are in the stream of short ones.
const CUTOFF: usize = 4096;

/// Size of a sector of short streams.
const SHORT: usize = 64;

/// The first number that is no sector.
const NO_SECTOR: u32 = 0xFFFF_FFFA;

impl<'b> Compound<'b> {
    /// Opens a compound file; `None` if it cannot be followed.
    pub fn open(bytes: &'b [u8]) -> Option<Compound<'b>> {
        let size = 1_usize << u16_at(bytes, 30).filter(|shift| (7..=16).contains(shift))?;
        let table = table(bytes, size)?;
        let mut compound =
            Compound { bytes, size, table, directory: directory(bytes)?, short: Vec::new(), short_table: Vec::new() };
        let root = compound.directory.get(..ENTRY)?;
        let start = u32_at(root, 116)?;
        compound.short = compound.chain(start, bytes.len());
        let start = u32_at(bytes, 60)?;
        let numbers = compound.chain(start, bytes.len());
        compound.short_table = numbers.chunks_exact(4).filter_map(|number| u32_at(number, 0)).collect();
        Some(compound)
    }

    /// The content of a stream at the top of the file.
    pub fn stream(&self, wanted: &str) -> Option<Vec<u8>> {
        let entry = self.directory.chunks_exact(ENTRY).zip(0..).find(|(entry, index)| {
            entry.get(66) == Some(&2) && name(entry).eq_ignore_ascii_case(wanted) && self.is_at_top(*index)
        });
        let (entry, _) = entry?;
        let (start, length) = (u32_at(entry, 116)?, u32_at(entry, 120)? as usize);
        if length >= CUTOFF {
            return Some(self.chain(start, length));
        }
        let mut content = Vec::new();
        let mut number = start;
        // No chain is longer than the table, unless it runs in a circle.
        for _ in 0..=self.short_table.len() {
            if content.len() >= length {
                break;
            }
            let at = (number as usize).checked_mul(SHORT)?;
            content.extend_from_slice(self.short.get(at..at.checked_add(SHORT)?.min(self.short.len()))?);
            number = *self.short_table.get(number as usize)?;
        }
        content.truncate(length);
        Some(content)
    }

    /// Whether an entry is one of the root's, and of no storage below.
    fn is_at_top(&self, wanted: u32) -> bool {
        let mut waiting: Vec<u32> = u32_at(&self.directory, 76).into_iter().collect();
        for _ in 0..MAX_ENTRIES {
            let Some(index) = waiting.pop() else { return false };
            if index == wanted {
                return true;
            }
            let entry = (index as usize).checked_mul(ENTRY).and_then(|start| self.directory.get(start..));
            waiting.extend(entry.and_then(|entry| u32_at(entry, 68)));
            waiting.extend(entry.and_then(|entry| u32_at(entry, 72)));
        }
        false
    }

    /// The sectors of a chain, at most `length` bytes.
    fn chain(&self, start: u32, length: usize) -> Vec<u8> {
        let mut content = Vec::new();
        let mut number = start;
        for _ in 0..=self.table.len() {
            if number >= NO_SECTOR || content.len() >= length {
                break;
            }
            let Some(start) = (number as usize).checked_add(1).and_then(|number| number.checked_mul(self.size)) else {
                break;
            };
            // The last sector of a file may be cut.
            let end = start.saturating_add(self.size).min(self.bytes.len());
            let Some(sector) = self.bytes.get(start..end) else { break };
            content.extend_from_slice(sector);
            match self.table.get(number as usize) {
                Some(next) => number = *next,
                None => break,
            }
        }
        content.truncate(length);
        content
    }
}

/// The whole allocation table: the header lists its first 109 sectors, chained
/// sectors the others.
fn table(bytes: &[u8], size: usize) -> Option<Vec<u32>> {
    let most = bytes.len() / size + 1;
    let mut sectors: Vec<u32> = (0..109).map_while(|index| u32_at(bytes, 76 + 4 * index)).collect();
    let mut next = u32_at(bytes, 68)?;
    for _ in 0..most {
        if next >= NO_SECTOR || sectors.len() > most {
            break;
        }
        let Some(list) = sector(bytes, size, next) else { break };
        let numbers = list.len() / 4 - 1;
        sectors.extend((0..numbers).filter_map(|index| u32_at(list, 4 * index)));
        next = u32_at(list, 4 * numbers)?;
    }
    let mut table = Vec::new();
    for number in sectors.into_iter().filter(|number| *number < NO_SECTOR).take(most) {
        let Some(sector) = sector(bytes, size, number) else { continue };
        table.extend(sector.chunks_exact(4).filter_map(|number| u32_at(number, 0)));
    }
    // A file has no more sectors than bytes for them.
    table.truncate(most);
    Some(table)
}
