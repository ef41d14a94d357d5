//! Which characters the glyphs of an embedded TrueType font show, for fonts
//! that the PDF itself says nothing about (OpenType, table `cmap`).

use std::collections::HashMap;

/// The characters by glyph; empty where the font does not tell either.
pub(super) fn characters(font: &[u8]) -> HashMap<u32, char> {
    let mut found = HashMap::new();
    let Some(cmap) = table(font, b"cmap") else { return found };
    let count = u16_at(cmap, 2).unwrap_or(0);
    for index in 0..usize::from(count) {
        let record = 4 + 8 * index;
        let (Some(platform), Some(encoding)) = (u16_at(cmap, record), u16_at(cmap, record + 2)) else { break };
        let is_unicode = platform == 0 || (platform == 3 && matches!(encoding, 1 | 10));
        let subtable = u32_at(cmap, record + 4).and_then(|at| cmap.get(at as usize..));
        if let Some(subtable) = subtable.filter(|_| is_unicode) {
            match u16_at(subtable, 0) {
                Some(4) => segments(subtable, &mut found),
                Some(12) => groups(subtable, &mut found),
                _ => {}
            }
        }
    }
    found
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at.checked_add(2)?).map(|pair| u16::from_be_bytes([pair[0], pair[1]]))
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    Some(u32::from(u16_at(bytes, at)?) << 16 | u32::from(u16_at(bytes, at.checked_add(2)?)?))
}

fn table<'f>(font: &'f [u8], tag: &[u8; 4]) -> Option<&'f [u8]> {
    let count = usize::from(u16_at(font, 4)?);
    let record = (0..count).map(|index| 12 + 16 * index).find(|at| font.get(*at..at + 4) == Some(tag))?;
    font.get(u32_at(font, record + 8)? as usize..)
}

/// Format 4: segments of codes.
fn segments(subtable: &[u8], found: &mut HashMap<u32, char>) {
    let count = usize::from(u16_at(subtable, 6).unwrap_or(0)) / 2;
    for index in 0..count {
        let at = |array: usize| u16_at(subtable, 14 + 2 * (array * count + index) + if array > 0 { 2 } else { 0 });
        let (Some(end), Some(start), Some(delta), Some(offset)) = (at(0), at(1), at(2), at(3)) else { return };
        for code in start..=end {
            let glyph = if offset == 0 {
                code.wrapping_add(delta)
            } else {
                let place = 16 + 6 * count + 2 * index + usize::from(offset) + 2 * usize::from(code - start);
                match u16_at(subtable, place) {
                    Some(glyph) if glyph != 0 => glyph.wrapping_add(delta),
                    _ => continue,
                }
            };
            put(found, glyph.into(), code.into());
        }
    }
}

/// Format 12: groups of codes.
fn groups(subtable: &[u8], found: &mut HashMap<u32, char>) {
    const MOST: u32 = 1 << 17;
    let count = u32_at(subtable, 12).unwrap_or(0);
    let mut left = MOST;
    for index in 0..count.min(MOST) {
        let at = 16 + 12 * index as usize;
        let (Some(start), Some(end), Some(glyph)) =
            (u32_at(subtable, at), u32_at(subtable, at + 4), u32_at(subtable, at + 8))
        else {
            return;
        };
        for offset in 0..=end.saturating_sub(start).min(left) {
            put(found, glyph.saturating_add(offset), start.saturating_add(offset));
        }
        left = left.saturating_sub(end.saturating_sub(start));
        if left == 0 {
            return;
        }
    }
}

/// Of several characters of one glyph the ideograph counts, then the first.
fn put(found: &mut HashMap<u32, char>, glyph: u32, code: u32) {
    let Some(c) = char::from_u32(code).filter(|_| glyph != 0) else { return };
    let c = super::radicals::meant(c);
    found.entry(glyph).or_insert(c);
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A font of one table with one segment: 中 is glyph 5.
    fn font() -> Vec<u8> {
        let mut cmap = vec![0, 0, 0, 1, 0, 3, 0, 1, 0, 0, 0, 12];
        let segments: [u16; 16] =
            [4, 32, 0, 4, 0, 0, 0, 0x4E2D, 0xFFFF, 0, 0x4E2D, 0xFFFF, 5_u16.wrapping_sub(0x4E2D), 1, 0, 0];
        cmap.extend(segments.iter().flat_map(|value| value.to_be_bytes()));
        let mut font = vec![0, 1, 0, 0, 0, 1, 0, 0, 0, 0, 0, 0];
        font.extend(b"cmap\0\0\0\0");
        font.extend(28_u32.to_be_bytes());
        font.extend((cmap.len() as u32).to_be_bytes());
        font.extend(cmap);
        font
    }

    #[test]
    fn a_glyph_is_the_character_that_the_font_draws_with_it() {
        assert_eq!(characters(&font()).get(&5), Some(&'中'));
    }

    #[test]
    fn a_font_that_is_cut_off_says_nothing() {
        let font = font();
        for length in 0..font.len() {
            characters(&font[..length]);
        }
    }
}
