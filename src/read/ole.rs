//! The names in an OLE2 compound file ([MS-CFB]), enough to tell what it is.

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
    let units = entry.get(..length).unwrap_or_default().chunks_exact(2);
    let units = units.map(|pair| u16::from_le_bytes([pair[0], pair[1]])).take_while(|&unit| unit != 0);
    char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    let bytes = bytes.get(at..at.checked_add(2)?)?;
    Some(u16::from_le_bytes([bytes[0], bytes[1]]))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    let bytes = bytes.get(at..at.checked_add(4)?)?;
    Some(u32::from_le_bytes([bytes[0], bytes[1], bytes[2], bytes[3]]))
}
