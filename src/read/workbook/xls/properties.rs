//! Custom properties in a property set stream ([MS-OLEPS]).

use std::collections::BTreeMap;

use encoding_rs::GB18030;

use crate::read::bytes::{u16_at, u16s, u32_at};

/// The format of the section with the properties that users add (2.25).
const USER_DEFINED: &[u8] =
    &[0x05, 0xD5, 0xCD, 0xD5, 0x9C, 0x2E, 0x1B, 0x10, 0x93, 0x97, 0x08, 0x00, 0x2B, 0x2C, 0xF9, 0xAE];

/// Most properties that are read.
const MOST: usize = 1_000;

/// The custom properties by name; `None` if the stream cannot be followed.
pub(super) fn custom(stream: &[u8]) -> Option<BTreeMap<String, String>> {
    let sections = u32_at(stream, 24)?.min(4) as usize;
    let entry = (0..sections).filter_map(|index| stream.get(28 + 20 * index..48 + 20 * index));
    let entry = entry.into_iter().find(|entry| entry.starts_with(USER_DEFINED))?;
    let section = stream.get(u32_at(entry, 16)? as usize..)?;
    let count = (u32_at(section, 4)? as usize).min(MOST);
    let properties: Vec<(u32, &[u8])> = (0..count)
        .filter_map(|index| {
            let (id, at) = (u32_at(section, 8 + 8 * index)?, u32_at(section, 12 + 8 * index)?);
            Some((id, section.get(at as usize..)?))
        })
        .collect();
    let find = |wanted: u32| properties.iter().find(|(id, _)| *id == wanted).map(|(_, data)| *data);
    // The code page of the section (2.2): 1200 is UTF-16.
    let is_wide = find(1).and_then(|data| u16_at(data, 4)) == Some(1200);
    let is_utf8 = find(1).and_then(|data| u16_at(data, 4)) == Some(65001);
    let names = dictionary(find(0)?, is_wide, is_utf8)?;
    let value = |id: u32| value(find(id)?, is_wide, is_utf8);
    Some(names.into_iter().filter_map(|(id, name)| Some((name, value(id)?))).collect())
}

/// The names by their numbers (2.17).
fn dictionary(data: &[u8], is_wide: bool, is_utf8: bool) -> Option<Vec<(u32, String)>> {
    let count = (u32_at(data, 0)? as usize).min(MOST);
    let mut at = 4;
    let mut names = Vec::new();
    for _ in 0..count {
        let (id, length) = (u32_at(data, at)?, u32_at(data, at + 4)? as usize);
        at += 8;
        let bytes = if is_wide { length.checked_mul(2)? } else { length };
        names.push((id, text(data.get(at..at.checked_add(bytes)?)?, is_wide, is_utf8)));
        at += bytes;
        // Wide names are padded to four bytes.
        if is_wide {
            at = at.next_multiple_of(4);
        }
    }
    Some(names)
}

/// A value as text (2.15).
fn value(data: &[u8], is_wide: bool, is_utf8: bool) -> Option<String> {
    let length = || Some(u32_at(data, 4)? as usize);
    match u16_at(data, 0)? {
        0x001E => Some(text(data.get(8..8_usize.checked_add(length()?)?)?, is_wide, is_utf8)),
        0x001F => Some(text(data.get(8..8_usize.checked_add(length()?.checked_mul(2)?)?)?, true, false)),
        0x0002 => Some((u16_at(data, 4)? as i16).to_string()),
        0x0003 => Some((u32_at(data, 4)? as i32).to_string()),
        0x0005 => {
            let bytes: [u8; 8] = data.get(4..12)?.try_into().ok()?;
            Some(f64::from_le_bytes(bytes).to_string())
        }
        _ => None,
    }
}

fn text(bytes: &[u8], is_wide: bool, is_utf8: bool) -> String {
    let text = if is_wide {
        let units: Vec<u16> = u16s(bytes).collect();
        String::from_utf16_lossy(&units)
    } else if is_utf8 {
        String::from_utf8_lossy(bytes).into_owned()
    } else {
        GB18030.decode_without_bom_handling(bytes).0.into_owned()
    };
    text.trim_end_matches('\0').to_owned()
}
