//! Text strings outside of content (ISO 32000-1, 7.9.2.2).

use encoding_rs::{Encoding, GB18030, UTF_8, UTF_16BE, UTF_16LE, WINDOWS_1252};

/// The text of a string: UTF-16 or UTF-8 if it says so, else PDFDocEncoding.
/// Chinese programs also write GBK there, which shows itself.
pub(super) fn decode(bytes: &[u8]) -> String {
    let with = |encoding: &'static Encoding, bytes| encoding.decode_without_bom_handling(bytes).0.into_owned();
    match bytes {
        [0xFE, 0xFF, rest @ ..] => without_language(&with(UTF_16BE, rest)),
        [0xFF, 0xFE, rest @ ..] => with(UTF_16LE, rest),
        [0xEF, 0xBB, 0xBF, rest @ ..] => with(UTF_8, rest),
        _ if bytes.is_ascii() => bytes.iter().map(|byte| char::from(*byte)).collect(),
        _ => {
            // Against the rules, but written by some programs.
            let utf8 = UTF_8.decode_without_bom_handling_and_without_replacement(bytes);
            let legacy = || GB18030.decode_without_bom_handling_and_without_replacement(bytes);
            let is_han = |text: &str| text.chars().all(|c| c.is_ascii() || (c >= '\u{2010}' && !is_private(c)));
            match utf8.or_else(|| legacy().filter(|text| is_han(text))) {
                Some(text) => text.into_owned(),
                None => document(bytes),
            }
        }
    }
}

fn is_private(c: char) -> bool {
    ('\u{E000}'..='\u{F8FF}').contains(&c)
}

/// PDFDocEncoding (annex D.3).
fn document(bytes: &[u8]) -> String {
    const ACCENTS: [char; 8] = ['˘', 'ˇ', 'ˆ', '˙', '˝', '˛', '˚', '˜'];
    const UPPER: [char; 33] = [
        '•', '†', '‡', '…', '—', '–', 'ƒ', '⁄', '‹', '›', '−', '‰', '„', '“', '”', '‘', '’', '‚', '™', 'ﬁ', 'ﬂ', 'Ł',
        'Œ', 'Š', 'Ÿ', 'Ž', 'ı', 'ł', 'œ', 'š', 'ž', '\u{FFFD}', '€',
    ];
    let character = |byte: &u8| match byte {
        0x18..=0x1F => ACCENTS[usize::from(byte - 0x18)],
        0x80..=0xA0 => UPPER[usize::from(byte - 0x80)],
        byte => WINDOWS_1252.decode_without_bom_handling(&[*byte]).0.chars().next().unwrap_or('\u{FFFD}'),
    };
    bytes.iter().map(character).collect()
}

/// Without the marks of language that stand between escapes.
fn without_language(text: &str) -> String {
    let mut inside = false;
    text.chars()
        .filter(|c| {
            if *c == '\u{1B}' {
                inside = !inside;
                return false;
            }
            !inside
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn strings_of_every_kind() {
        assert_eq!(decode(b"\xFE\xFF\x4E\x2D\xD8\x40\xDC\x01"), "中𠀁");
        assert_eq!(decode(b"\xFF\xFE\x2D\x4E"), "中");
        assert_eq!(decode("\u{FEFF}王䶮".as_bytes()), "王䶮");
        assert_eq!(decode("王䶮".as_bytes()), "王䶮");
        assert_eq!(decode(b"\xD6\xD0\xCE\xC4A"), "中文A");
        assert_eq!(decode(b"caf\xE9 \x8D\x8E"), "café “”");
        assert_eq!(decode(b"\xFE\xFF\0\x1B\0z\0h\0\x1B\0A"), "A");
        assert_eq!(decode(b"plain"), "plain");
    }
}
