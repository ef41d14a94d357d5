//! Encodings of simple fonts: which character a byte or the name of a glyph
//! stands for (ISO 32000-1, annex D).

use encoding_rs::{MACINTOSH, WINDOWS_1252};
use unicode_normalization::char::compose;

/// One of the encodings that fonts name.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Base {
    Standard,
    WinAnsi,
    MacRoman,
}

impl Base {
    /// The encoding of a name.
    pub(super) fn of(name: &[u8]) -> Option<Base> {
        match name {
            b"StandardEncoding" => Some(Base::Standard),
            b"WinAnsiEncoding" => Some(Base::WinAnsi),
            b"MacRomanEncoding" => Some(Base::MacRoman),
            _ => None,
        }
    }

    /// The character of a byte.
    pub(super) fn character(self, byte: u8) -> Option<char> {
        if byte < 0x20 || byte == 0x7F {
            return None;
        }
        let encoding = match self {
            Base::Standard => return standard(byte),
            Base::WinAnsi => WINDOWS_1252,
            Base::MacRoman => MACINTOSH,
        };
        let (text, _) = encoding.decode_without_bom_handling(std::slice::from_ref(&byte));
        text.chars().next().filter(|c| !c.is_control())
    }
}

/// Adobe's standard encoding.
fn standard(byte: u8) -> Option<char> {
    const UPPER: &str = "¡¢£⁄¥ƒ§¤'“«‹›ﬁﬂ\0–†‡·\0¶•‚„”»…‰\0¿\0`´ˆ˜¯˘˙¨\0˚¸\0˝˛ˇ—";
    match byte {
        0x27 => Some('’'),
        0x60 => Some('‘'),
        0x20..=0x7E => Some(char::from(byte)),
        0xA1..=0xD0 => UPPER.chars().nth(usize::from(byte) - 0xA1).filter(|c| *c != '\0'),
        0xE1 => Some('Æ'),
        0xE3 => Some('ª'),
        0xE8 => Some('Ł'),
        0xE9 => Some('Ø'),
        0xEA => Some('Œ'),
        0xEB => Some('º'),
        0xF1 => Some('æ'),
        0xF5 => Some('ı'),
        0xF8 => Some('ł'),
        0xF9 => Some('ø'),
        0xFA => Some('œ'),
        0xFB => Some('ß'),
        _ => None,
    }
}

/// Names of glyphs that are no letters (Adobe Glyph List), as far as forms use
/// them.
const NAMES: &[(&str, char)] = &[
    ("space", ' '),
    ("nbspace", '\u{A0}'),
    ("exclam", '!'),
    ("quotedbl", '"'),
    ("numbersign", '#'),
    ("dollar", '$'),
    ("percent", '%'),
    ("ampersand", '&'),
    ("quotesingle", '\''),
    ("parenleft", '('),
    ("parenright", ')'),
    ("asterisk", '*'),
    ("plus", '+'),
    ("comma", ','),
    ("hyphen", '-'),
    ("period", '.'),
    ("slash", '/'),
    ("zero", '0'),
    ("one", '1'),
    ("two", '2'),
    ("three", '3'),
    ("four", '4'),
    ("five", '5'),
    ("six", '6'),
    ("seven", '7'),
    ("eight", '8'),
    ("nine", '9'),
    ("colon", ':'),
    ("semicolon", ';'),
    ("less", '<'),
    ("equal", '='),
    ("greater", '>'),
    ("question", '?'),
    ("at", '@'),
    ("bracketleft", '['),
    ("backslash", '\\'),
    ("bracketright", ']'),
    ("asciicircum", '^'),
    ("underscore", '_'),
    ("grave", '`'),
    ("braceleft", '{'),
    ("bar", '|'),
    ("braceright", '}'),
    ("asciitilde", '~'),
    ("exclamdown", '¡'),
    ("cent", '¢'),
    ("sterling", '£'),
    ("yen", '¥'),
    ("brokenbar", '¦'),
    ("section", '§'),
    ("copyright", '©'),
    ("registered", '®'),
    ("degree", '°'),
    ("plusminus", '±'),
    ("mu", 'µ'),
    ("paragraph", '¶'),
    ("periodcentered", '·'),
    ("middot", '·'),
    ("multiply", '×'),
    ("divide", '÷'),
    ("onequarter", '¼'),
    ("onehalf", '½'),
    ("threequarters", '¾'),
    ("endash", '–'),
    ("emdash", '—'),
    ("quoteleft", '‘'),
    ("quoteright", '’'),
    ("quotedblleft", '“'),
    ("quotedblright", '”'),
    ("quotesinglbase", '‚'),
    ("quotedblbase", '„'),
    ("bullet", '•'),
    ("ellipsis", '…'),
    ("perthousand", '‰'),
    ("Euro", '€'),
    ("trademark", '™'),
    ("minus", '−'),
    ("fi", 'ﬁ'),
    ("fl", 'ﬂ'),
    ("AE", 'Æ'),
    ("ae", 'æ'),
    ("OE", 'Œ'),
    ("oe", 'œ'),
    ("germandbls", 'ß'),
    ("Oslash", 'Ø'),
    ("oslash", 'ø'),
    ("dotlessi", 'ı'),
    ("radical", '√'),
    ("approxequal", '≈'),
    ("notequal", '≠'),
    ("lessequal", '≤'),
    ("greaterequal", '≥'),
    ("infinity", '∞'),
    ("arrowright", '→'),
    ("arrowleft", '←'),
    ("H22073", '□'),
    ("filledbox", '■'),
    ("circle", '○'),
    // ZapfDingbats.
    ("a19", '✓'),
    ("a20", '✔'),
    ("a21", '✕'),
    ("a22", '✖'),
    ("a23", '✗'),
    ("a24", '✘'),
    ("a71", '●'),
    ("a73", '■'),
    ("a74", '❏'),
    ("a75", '❑'),
    ("a76", '▲'),
];

/// Accents that stand behind the name of a letter.
const ACCENTS: &[(&str, char)] = &[
    ("grave", '\u{300}'),
    ("acute", '\u{301}'),
    ("circumflex", '\u{302}'),
    ("tilde", '\u{303}'),
    ("macron", '\u{304}'),
    ("breve", '\u{306}'),
    ("dieresis", '\u{308}'),
    ("ring", '\u{30A}'),
    ("caron", '\u{30C}'),
    ("cedilla", '\u{327}'),
];

/// The character that a glyph's name stands for; `None` for a name that only
/// its font understands, as `g12`.
pub(super) fn named(name: &[u8]) -> Option<char> {
    let name = std::str::from_utf8(name).ok()?;
    // eacute.alt is the same character in another look.
    let name = name.split_once('.').map_or(name, |(name, _)| name);
    let mut letters = name.chars();
    let first = letters.next()?;
    if letters.as_str().is_empty() && first.is_ascii_alphabetic() {
        return Some(first);
    }
    if let Some((_, c)) = NAMES.iter().find(|(listed, _)| *listed == name) {
        return Some(*c);
    }
    let code = name.strip_prefix("uni").filter(|code| code.len() == 4);
    let code = code.or_else(|| name.strip_prefix('u').filter(|code| (4..=6).contains(&code.len())));
    if let Some(c) = code.and_then(|code| u32::from_str_radix(code, 16).ok()).and_then(char::from_u32) {
        return Some(c);
    }
    let accent = ACCENTS.iter().find(|(accent, _)| *accent == letters.as_str())?;
    compose(first, accent.1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bytes_of_the_three_encodings() {
        assert_eq!(Base::WinAnsi.character(0x93), Some('“'));
        assert_eq!(Base::MacRoman.character(0xD2), Some('“'));
        assert_eq!(Base::Standard.character(0xAA), Some('“'));
        assert_eq!(Base::Standard.character(0xD0), Some('—'));
        assert_eq!(Base::Standard.character(0xB7), Some('•'));
        assert_eq!(Base::WinAnsi.character(0x1F), None);
    }

    #[test]
    fn names_of_glyphs() {
        let cases = [
            ("A", Some('A')),
            ("eacute", Some('é')),
            ("uni4E2D", Some('中')),
            ("u20001", Some('𠀁')),
            ("one", Some('1')),
            ("a20", Some('✔')),
            ("g12", None),
            ("cid123", None),
            ("", None),
        ];
        for (name, c) in cases {
            assert_eq!(named(name.as_bytes()), c, "{name}");
        }
    }
}
