//! CMaps: how the bytes of a string divide into codes, and what codes stand for
//! (ISO 32000-1, 9.7.5 and 9.10.3).

use std::collections::HashMap;

use encoding_rs::{BIG5, EUC_KR, Encoding, GB18030, SHIFT_JIS};
use lopdf::Object;

use super::lexer::{Lexer, Token};

/// Codes that one CMap may list; Unicode's basic plane has no more.
const MOST: usize = 1 << 16;

/// Codes that it may give a text, those that it gives another one included.
const MOST_TOLD: usize = 4 * MOST;

/// Ranges of codes that one CMap may divide strings into.
const MOST_SPACES: usize = 100;

/// What a CMap in a file says.
#[derive(Debug, Default)]
pub(super) struct CMap {
    /// For each range of codes the number of bytes, the first and the last.
    spaces: Vec<(usize, u32, u32)>,
    /// Characters by code, of a ToUnicode CMap.
    text: HashMap<u32, String>,
    /// How often it has given a code a text.
    told: usize,
    /// First and last code, and the first one's CID.
    cids: Vec<(u32, u32, u32)>,
    pub(super) vertical: bool,
    /// The CMap that it builds on.
    pub(super) base: Option<Vec<u8>>,
}

impl CMap {
    /// Reads a CMap.
    pub(super) fn parse(data: &[u8]) -> CMap {
        let mut map = CMap::default();
        let mut lexer = Lexer::new(data, 0);
        // Operands since the last operator.
        let mut operands: Vec<Object> = Vec::new();
        while let Some(token) = lexer.token() {
            if let Token::Word(word) = token {
                match word {
                    b"endcodespacerange" => map.code_spaces(&operands),
                    b"endbfchar" => map.characters(&operands),
                    b"endbfrange" => map.ranges(&operands),
                    b"endcidchar" => map.cid_characters(&operands),
                    b"endcidrange" => map.cid_ranges(&operands),
                    b"usecmap" => map.base = operands.last().and_then(|name| name.as_name().ok()).map(<[u8]>::to_vec),
                    b"def" => {
                        if let [.., Object::Name(name), Object::Integer(mode)] = operands.as_slice()
                            && name == b"WMode"
                        {
                            map.vertical = *mode == 1;
                        }
                    }
                    _ => {}
                }
                operands.clear();
            } else if let Some(object) = lexer.object_from(token, 0)
                && operands.len() < 3 * MOST
            {
                operands.push(object);
            }
        }
        map.cids.sort_unstable();
        map
    }

    fn code_spaces(&mut self, operands: &[Object]) {
        for pair in operands.chunks_exact(2) {
            if let (Some((length, first)), Some((_, last))) = (code(&pair[0]), code(&pair[1]))
                && self.spaces.len() < MOST_SPACES
            {
                self.spaces.push((length, first, last));
            }
        }
    }

    fn characters(&mut self, operands: &[Object]) {
        for pair in operands.chunks_exact(2) {
            if let (Some((_, code)), Object::String(text, _)) = (code(&pair[0]), &pair[1]) {
                self.put(code, utf16(text));
            }
        }
    }

    fn ranges(&mut self, operands: &[Object]) {
        for range in operands.chunks_exact(3) {
            let (Some((_, first)), Some((_, last))) = (code(&range[0]), code(&range[1])) else { continue };
            match &range[2] {
                Object::String(text, _) => {
                    for offset in 0..=last.saturating_sub(first).min(MOST as u32) {
                        if self.told >= MOST_TOLD {
                            return;
                        }
                        self.put(first.saturating_add(offset), utf16(&counted_on(text, offset)));
                    }
                }
                Object::Array(texts) => {
                    for (code, text) in (first..=last).zip(texts) {
                        if let Object::String(text, _) = text {
                            self.put(code, utf16(text));
                        }
                    }
                }
                _ => {}
            }
        }
    }

    fn put(&mut self, code: u32, text: String) {
        self.told += 1;
        if self.told <= MOST_TOLD && (self.text.len() < MOST || self.text.contains_key(&code)) {
            self.text.insert(code, text);
        }
    }

    fn cid_characters(&mut self, operands: &[Object]) {
        for pair in operands.chunks_exact(2) {
            if let (Some((_, code)), Some(cid)) = (code(&pair[0]), cid(&pair[1])) {
                self.push_cids(code, code, cid);
            }
        }
    }

    fn cid_ranges(&mut self, operands: &[Object]) {
        for range in operands.chunks_exact(3) {
            if let (Some((_, first)), Some((_, last)), Some(cid)) = (code(&range[0]), code(&range[1]), cid(&range[2])) {
                self.push_cids(first, last, cid);
            }
        }
    }

    fn push_cids(&mut self, first: u32, last: u32, cid: u32) {
        if self.cids.len() < MOST {
            self.cids.push((first, last, cid));
        }
    }

    /// The characters of a code; `None` where the CMap has none.
    pub(super) fn text(&self, code: u32) -> Option<&str> {
        self.text.get(&code).map(String::as_str)
    }

    /// How many codes it tells something about.
    pub(super) fn len(&self) -> usize {
        self.text.len() + self.cids.len()
    }

    /// Whether it names characters.
    pub(super) fn has_text(&self) -> bool {
        !self.text.is_empty()
    }

    /// The CID of a code.
    pub(super) fn cid(&self, code: u32) -> Option<u32> {
        let after = self.cids.partition_point(|(first, ..)| *first <= code);
        let (first, last, cid) = self.cids.get(after.checked_sub(1)?)?;
        (code <= *last).then(|| cid.saturating_add(code - first))
    }

    /// The next code of a string and its number of bytes.
    pub(super) fn next(&self, bytes: &[u8]) -> (u32, usize) {
        for length in 1..=bytes.len().min(4) {
            let code = big_endian(&bytes[..length]);
            if self.spaces.iter().any(|(bytes, first, last)| *bytes == length && (*first..=*last).contains(&code)) {
                return (code, length);
            }
        }
        let shortest = self.spaces.iter().map(|(length, ..)| *length).min().unwrap_or(2).min(bytes.len());
        (big_endian(&bytes[..shortest]), shortest)
    }
}

/// A code and its number of bytes.
fn code(object: &Object) -> Option<(usize, u32)> {
    let bytes = object.as_str().ok().filter(|bytes| (1..=4).contains(&bytes.len()))?;
    Some((bytes.len(), big_endian(bytes)))
}

fn cid(object: &Object) -> Option<u32> {
    object.as_i64().ok().and_then(|cid| u32::try_from(cid).ok())
}

fn big_endian(bytes: &[u8]) -> u32 {
    bytes.iter().fold(0, |value, byte| value << 8 | u32::from(*byte))
}

/// The text of a range that many codes after its first.
fn counted_on(text: &[u8], offset: u32) -> Vec<u8> {
    let split = text.len().saturating_sub(2);
    let last = big_endian(&text[split..]).wrapping_add(offset);
    let mut counted = text[..split].to_vec();
    // A surrogate pair counts on as one character.
    if let [high @ 0xD8..=0xDB, low] = text[..split].get(split.wrapping_sub(2)..).unwrap_or_default()
        && (0xDC00..=0xDFFF).contains(&big_endian(&text[split..]))
    {
        let high = u32::from(u16::from_be_bytes([*high, *low])) - 0xD800;
        let c = 0x10000 + (high << 10) + (big_endian(&text[split..]) - 0xDC00) + offset;
        counted.truncate(split - 2);
        let mut units = [0; 2];
        if let Some(c) = char::from_u32(c) {
            counted.extend(c.encode_utf16(&mut units).iter().flat_map(|unit| unit.to_be_bytes()));
        }
        return counted;
    }
    counted.extend_from_slice(&(last as u16).to_be_bytes());
    counted
}

/// UTF-16BE, as CMaps write characters. A single byte is a character of its own.
fn utf16(bytes: &[u8]) -> String {
    if let [byte] = bytes {
        return char::from(*byte).to_string();
    }
    let units = bytes.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
    char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
}

/// A CMap that every viewer knows by its name (9.7.5.2), as far as its codes
/// say which characters they are.
#[derive(Debug, Clone, Copy)]
pub(super) enum Predefined {
    /// Two bytes, the CID.
    Identity,
    /// UTF-16, or UCS-2, big endian.
    Utf16,
    /// UTF-32, big endian.
    Utf32,
    /// An encoding of one or more bytes.
    Legacy(&'static Encoding),
}

impl Predefined {
    /// The CMap of a name, `-H` or `-V`.
    pub(super) fn of(name: &[u8]) -> Option<Predefined> {
        let name = std::str::from_utf8(name).ok()?;
        let starts = |prefixes: &[&str]| prefixes.iter().any(|prefix| name.starts_with(prefix));
        Some(if starts(&["Identity"]) {
            Predefined::Identity
        } else if name.starts_with("Uni") && (name.contains("UCS2") || name.contains("UTF16")) {
            Predefined::Utf16
        } else if name.starts_with("Uni") && name.contains("UTF32") {
            Predefined::Utf32
        } else if starts(&["GBK", "GB-EUC", "GBpc"]) {
            Predefined::Legacy(GB18030)
        } else if starts(&["B5", "ETen", "HKscs", "ETHK"]) {
            Predefined::Legacy(BIG5)
        } else if starts(&["90ms", "90pv", "83pv"]) {
            Predefined::Legacy(SHIFT_JIS)
        } else if starts(&["KSC"]) {
            Predefined::Legacy(EUC_KR)
        } else {
            return None;
        })
    }

    /// The next code of a string and its number of bytes.
    pub(super) fn next(self, bytes: &[u8]) -> (u32, usize) {
        let byte = |at: usize| bytes.get(at).copied().unwrap_or(0);
        let length = match self {
            Predefined::Identity => 2,
            Predefined::Utf16 if (0xD8..=0xDB).contains(&byte(0)) => 4,
            Predefined::Utf16 => 2,
            Predefined::Utf32 => 4,
            Predefined::Legacy(_) if byte(0) < 0x80 => 1,
            Predefined::Legacy(encoding) if encoding == GB18030 && byte(1).is_ascii_digit() => 4,
            // Half-width kana.
            Predefined::Legacy(encoding) if encoding == SHIFT_JIS && (0xA0..=0xDF).contains(&byte(0)) => 1,
            Predefined::Legacy(_) => 2,
        };
        let length = length.min(bytes.len());
        (big_endian(&bytes[..length]), length)
    }

    /// The character of a code of so many bytes, if the code says.
    pub(super) fn character(self, code: u32, length: usize) -> Option<char> {
        let bytes = code.to_be_bytes();
        let bytes = &bytes[4 - length.min(4)..];
        match self {
            Predefined::Identity => None,
            Predefined::Utf32 => char::from_u32(code),
            Predefined::Utf16 => {
                let units = bytes.chunks_exact(2).map(|pair| u16::from_be_bytes([pair[0], pair[1]]));
                char::decode_utf16(units).next()?.ok()
            }
            Predefined::Legacy(encoding) => {
                let (text, broken) = encoding.decode_without_bom_handling(bytes);
                text.chars().next().filter(|_| !broken)
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cmap_names_characters() {
        let map = CMap::parse(
            b"1 begincodespacerange <0000> <FFFF> endcodespacerange
              2 beginbfchar <0001> <4E2D> <0002> <D840DC01> endbfchar
              2 beginbfrange <0010> <0012> <56FD> <0020> <0021> [<00660069> <5B57>] endbfrange
              1 beginbfrange <0030> <0031> <D840DC01> endbfrange",
        );
        let text = |code| map.text(code).unwrap_or("none");
        assert_eq!([text(1), text(2), text(0x12), text(0x20), text(0x21)], ["中", "𠀁", "\u{56FF}", "fi", "字"]);
        assert_eq!([text(0x30), text(0x31), text(0x40)], ["𠀁", "𠀂", "none"]);
        assert_eq!(map.next(b"\x00\x10\x00"), (0x10, 2));
    }

    #[test]
    fn code_spaces_divide_strings() {
        let map = CMap::parse(
            b"2 begincodespacerange <00> <80> <8140> <FEFE> endcodespacerange
              1 begincidrange <20> <7E> 814 endcidrange 1 begincidchar <8140> 900 endcidchar /WMode 1 def",
        );
        assert_eq!(map.next(b"\x41\xB0"), (0x41, 1));
        assert_eq!(map.next(b"\xB0\xA1"), (0xB0A1, 2));
        assert_eq!((map.cid(0x21), map.cid(0x8140), map.cid(0x8141)), (Some(815), Some(900), None));
        assert!(map.vertical);
    }

    #[test]
    fn codes_of_chinese_encodings_are_characters() {
        let read = |name: &str, bytes: &[u8]| {
            let map = Predefined::of(name.as_bytes()).unwrap();
            let (code, length) = map.next(bytes);
            map.character(code, length)
        };
        assert_eq!(read("GBK-EUC-H", b"\xD6\xD0"), Some('中'));
        assert_eq!(read("GBK-EUC-H", b"A"), Some('A'));
        assert_eq!(read("UniGB-UCS2-H", b"\x4E\x2D"), Some('中'));
        assert_eq!(read("UniGB-UTF16-V", b"\xD8\x40\xDC\x01"), Some('𠀁'));
        assert_eq!(read("Identity-H", b"\x00\x01"), None);
        assert!(Predefined::of(b"Custom").is_none());
    }

    #[test]
    fn broken_maps_give_what_they_can() {
        for data in [b"beginbfrange <00> <FFFFFFFF> <0041> endbfrange".as_slice(), b"endbfchar", b"<0 <1", b"[[[["] {
            let map = CMap::parse(data);
            assert!(map.text.len() <= MOST);
            map.next(b"");
        }
    }
}
