//! Fonts: which characters the bytes of a string show, and how wide they are
//! (ISO 32000-1, 9.5 to 9.10).

use std::collections::HashMap;

use lopdf::{Dictionary, Object};

use super::cmap::{CMap, Predefined};
use super::encoding::{Base, named};
use super::file::File;
use super::lexer;
use super::{radicals, truetype};
use crate::read::symbol;

/// What a font in memory is worth, in bytes of a file, and each of its codes.
const FONT: usize = 16 << 10;
const CODE: usize = 128;

/// A font as far as reading needs it.
pub(super) struct Font {
    kind: Kind,
    to_unicode: Option<CMap>,
    /// A font of symbols, whose codes are not characters.
    symbols: Option<symbol::Font>,
    /// Whether text runs downwards.
    pub(super) vertical: bool,
}

enum Kind {
    /// One byte, one glyph.
    Simple { characters: Box<[Option<char>; 256]>, widths: Box<[f64; 256]> },
    /// Codes of several bytes (Type 0).
    Composite(Box<Composite>),
}

struct Composite {
    codes: Codes,
    /// Widths by CID, and of ranges of CIDs.
    widths: HashMap<u32, f64>,
    ranges: Vec<(u32, u32, f64)>,
    default: f64,
    /// Characters by CID, from the font program.
    embedded: HashMap<u32, char>,
}

enum Codes {
    Predefined(Predefined),
    Embedded(CMap),
    /// A CMap that nobody knows.
    Unknown,
}

/// What a code shows.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) enum Text<'f> {
    /// Characters, usually one.
    Characters(&'f str),
    Character(char),
    /// A box to tick.
    Box(bool),
    /// Something that the file does not tell.
    Unknown,
}

/// A glyph of a string.
pub(super) struct Shown<'f> {
    pub(super) text: Text<'f>,
    /// How far the next glyph is, in units of the font's size.
    pub(super) advance: f64,
    /// Number of bytes of the code.
    pub(super) length: usize,
    /// Whether word spacing counts: a single byte 32.
    pub(super) is_space: bool,
}

impl Font {
    /// Reads a font.
    pub(super) fn read(file: &File<'_>, dictionary: &Dictionary) -> Font {
        let stream = |key: &[u8]| match &*file.entry(dictionary, key) {
            Object::Stream(stream) => file.data(stream).ok().map(|data| CMap::parse(&data)),
            _ => None,
        };
        file.spend(FONT);
        let name = file.name(dictionary, b"BaseFont").unwrap_or_default();
        let to_unicode = stream(b"ToUnicode").filter(CMap::has_text);
        let (kind, vertical) = if file.name(dictionary, b"Subtype").as_deref() == Some(b"Type0") {
            composite(file, dictionary, stream(b"Encoding"), to_unicode.is_some())
        } else {
            (simple(file, dictionary, &name), false)
        };
        let listed = |map: &Option<CMap>| map.as_ref().map_or(0, CMap::len);
        let known = match &kind {
            Kind::Simple { .. } => 0,
            Kind::Composite(composite) => composite.len(),
        };
        file.spend((listed(&to_unicode) + known) * CODE);
        Font { kind, to_unicode, symbols: symbols(&name), vertical }
    }

    /// The glyph of the first code of a string, which is not empty.
    pub(super) fn next<'f>(&'f self, bytes: &[u8]) -> Shown<'f> {
        let (code, length, advance, own) = match &self.kind {
            Kind::Simple { characters, widths } => {
                let byte = bytes.first().copied().unwrap_or(0);
                let index = usize::from(byte);
                (u32::from(byte), 1, widths[index], characters[index])
            }
            Kind::Composite(composite) => composite.next(bytes),
        };
        let is_space = length == 1 && code == 32;
        Shown { text: self.text(code, own), advance, length: length.max(1), is_space }
    }

    fn text(&self, code: u32, own: Option<char>) -> Text<'_> {
        let told = self.to_unicode.as_ref().and_then(|map| map.text(code));
        let mut characters = told.unwrap_or_default().chars();
        let only = characters.next().filter(|_| characters.as_str().is_empty());
        if let Some(symbols) = self.symbols {
            let c = only.or(own).or_else(|| char::from_u32(code));
            match c.and_then(|c| symbols.glyph(c)) {
                Some(symbol::Glyph::Box(ticked)) => return Text::Box(ticked),
                Some(symbol::Glyph::Char(c)) => return Text::Character(c),
                None => {}
            }
        }
        match (only, told) {
            (Some('\0' | char::REPLACEMENT_CHARACTER), _) => own.map_or(Text::Unknown, Text::Character),
            (Some(c), _) => Text::Character(radicals::meant(c)),
            (None, Some(several)) => Text::Characters(several),
            (None, None) => own.map_or(Text::Unknown, |c| Text::Character(radicals::meant(c))),
        }
    }
}

/// The symbol font of this name, which may bear the mark of a subset.
fn symbols(name: &[u8]) -> Option<symbol::Font> {
    let name = std::str::from_utf8(name).ok()?;
    let name = name.split_once('+').map_or(name, |(_, name)| name);
    let name = name.split([',', '-']).next().unwrap_or(name);
    symbol::Font::of(name.trim_end_matches("MT"))
}

/// Number of the glyph's widths in a thousandth of the size.
const THOUSAND: f64 = 1000.0;

fn simple(file: &File<'_>, font: &Dictionary, name: &[u8]) -> Kind {
    let descriptor = file.dictionary(font, b"FontDescriptor");
    let subtype = file.name(font, b"Subtype").unwrap_or_default();
    let scale = match file.numbers(font, b"FontMatrix").first() {
        Some(scale) if subtype == b"Type3" => scale.abs(),
        _ => 1.0 / THOUSAND,
    };
    let missing = file.number(&descriptor, b"MissingWidth").unwrap_or(0.0);
    let first = file.number(font, b"FirstChar").unwrap_or(0.0).clamp(0.0, 255.0) as usize;
    let given = file.numbers(font, b"Widths");
    let mut widths = Box::new([missing * scale; 256]);
    if given.is_empty() {
        standard_widths(&mut widths, name);
    }
    for (width, given) in widths.iter_mut().skip(first).zip(given) {
        *width = given * scale;
    }
    Kind::Simple { characters: characters(file, font, &descriptor, &subtype), widths }
}

/// The characters of a simple font by its encoding (9.6.6).
fn characters(file: &File<'_>, font: &Dictionary, descriptor: &Dictionary, subtype: &[u8]) -> Box<[Option<char>; 256]> {
    const SYMBOLIC: i64 = 4;
    let flags = file.entry(descriptor, b"Flags").as_i64().unwrap_or(0);
    let is_embedded = [b"FontFile".as_slice(), b"FontFile2", b"FontFile3"].iter().any(|key| descriptor.has(key));
    let encoding = file.entry(font, b"Encoding");
    let (base, differences) = match &*encoding {
        Object::Name(name) => (Base::of(name), Vec::new()),
        Object::Dictionary(encoding) => (
            file.name(encoding, b"BaseEncoding").and_then(|name| Base::of(&name)),
            file.array(encoding, b"Differences"),
        ),
        _ => (None, Vec::new()),
    };
    // The codes of an embedded symbolic font are its own affair.
    let own_codes = (flags & SYMBOLIC != 0 && is_embedded) || subtype == b"Type3";
    let base = base.or(match subtype {
        _ if own_codes => None,
        b"TrueType" => Some(Base::WinAnsi),
        _ => Some(Base::Standard),
    });
    let mut characters = Box::new([None; 256]);
    if let Some(base) = base {
        for byte in 0..=255_u8 {
            characters[usize::from(byte)] = base.character(byte);
        }
    }
    let mut code = 0;
    for item in &differences {
        match &*file.resolve(item) {
            Object::Integer(next) => code = usize::try_from(*next).unwrap_or(256),
            Object::Name(name) => {
                if let Some(place) = characters.get_mut(code) {
                    *place = named(name);
                }
                code = code.saturating_add(1);
            }
            _ => {}
        }
    }
    characters
}

/// Widths of the fonts that every viewer has, near enough to tell words apart.
fn standard_widths(widths: &mut [f64; 256], name: &[u8]) {
    const HELVETICA: [u16; 95] = [
        278, 278, 355, 556, 556, 889, 667, 191, 333, 333, 389, 584, 278, 333, 278, 278, 556, 556, 556, 556, 556, 556,
        556, 556, 556, 556, 278, 278, 584, 584, 584, 556, 1015, 667, 667, 722, 722, 667, 611, 778, 722, 278, 500, 667,
        556, 833, 722, 778, 667, 778, 722, 667, 611, 722, 667, 944, 667, 667, 611, 278, 278, 278, 469, 556, 333, 556,
        556, 500, 556, 556, 278, 556, 556, 222, 222, 500, 222, 833, 556, 556, 556, 556, 333, 500, 278, 556, 500, 722,
        500, 500, 500, 334, 260, 334, 584,
    ];
    let is_courier = name.windows(7).any(|part| part == b"Courier");
    widths.fill(if is_courier { 0.6 } else { 0.556 });
    if !is_courier {
        for (width, helvetica) in widths.iter_mut().skip(32).zip(HELVETICA) {
            *width = f64::from(helvetica) / THOUSAND;
        }
    }
}

fn composite(file: &File<'_>, font: &Dictionary, embedded: Option<CMap>, has_unicode: bool) -> (Kind, bool) {
    let descendants = file.array(font, b"DescendantFonts");
    let descendant = descendants.first().map(|font| file.resolve(font));
    let descendant = descendant.as_ref().and_then(|font| font.as_dict().ok().cloned()).unwrap_or_default();
    let name = file.name(font, b"Encoding");
    let vertical = match (&embedded, &name) {
        (Some(map), _) => map.vertical,
        (None, Some(name)) => name.ends_with(b"-V"),
        _ => false,
    };
    let codes = match (embedded, name) {
        (Some(map), _) => Codes::Embedded(map),
        (None, Some(name)) => Predefined::of(&name).map_or(Codes::Unknown, Codes::Predefined),
        (None, None) => Codes::Unknown,
    };
    let default = file.number(&descendant, b"DW").unwrap_or(THOUSAND) / THOUSAND;
    let mut composite =
        Composite { codes, widths: HashMap::new(), ranges: Vec::new(), default, embedded: HashMap::new() };
    composite.take_widths(file, &descendant);
    if !has_unicode && matches!(composite.codes, Codes::Predefined(Predefined::Identity)) {
        composite.embedded = by_font_program(file, &descendant);
    }
    (Kind::Composite(Box::new(composite)), vertical)
}

/// The characters by CID that the embedded font itself tells.
fn by_font_program(file: &File<'_>, descendant: &Dictionary) -> HashMap<u32, char> {
    let descriptor = file.dictionary(descendant, b"FontDescriptor");
    let is_identity = matches!(&*file.entry(descendant, b"CIDToGIDMap"), Object::Name(_) | Object::Null);
    match &*file.entry(&descriptor, b"FontFile2") {
        Object::Stream(program) if is_identity => {
            file.data(program).map(|data| truetype::characters(&data)).unwrap_or_default()
        }
        _ => HashMap::new(),
    }
}

impl Composite {
    /// How many codes it tells something about.
    fn len(&self) -> usize {
        let codes = match &self.codes {
            Codes::Embedded(map) => map.len(),
            Codes::Predefined(_) | Codes::Unknown => 0,
        };
        codes + self.widths.len() + self.ranges.len() + self.embedded.len()
    }

    /// The widths of `W` (9.7.4.3): `c [w …]` and `first last w`.
    fn take_widths(&mut self, file: &File<'_>, descendant: &Dictionary) {
        const MOST: usize = 1 << 17;
        let items = file.array(descendant, b"W");
        let mut items = items.iter().map(|item| file.resolve(item));
        let cid = |object: &Object| lexer::number(object).filter(|cid| *cid >= 0.0).map(|cid| cid as u32);
        while let (Some(first), Some(second)) = (items.next().as_deref().and_then(cid), items.next()) {
            if self.widths.len() + self.ranges.len() > MOST {
                break;
            }
            if let Object::Array(widths) = &*second {
                for (offset, width) in widths.iter().enumerate().take(MOST) {
                    if let Some(width) = lexer::number(&file.resolve(width)) {
                        self.widths.insert(first.saturating_add(offset as u32), width / THOUSAND);
                    }
                }
            } else if let (Some(last), Some(width)) = (cid(&second), items.next().as_deref().and_then(lexer::number)) {
                self.ranges.push((first, last, width / THOUSAND));
            } else {
                break;
            }
        }
        self.ranges.sort_unstable_by_key(|range| range.0);
    }

    /// The first code of a string, its bytes, its advance and, if it tells, its
    /// character.
    fn next(&self, bytes: &[u8]) -> (u32, usize, f64, Option<char>) {
        match &self.codes {
            Codes::Predefined(map) => {
                let (code, length) = map.next(bytes);
                if let Predefined::Identity = map {
                    return (code, length, self.width(code), self.embedded.get(&code).copied());
                }
                // The CIDs of these CMaps are not known here; ASCII is half as
                // wide as Han in all their fonts.
                let c = map.character(code, length);
                let is_narrow = c.is_some_and(|c| c.is_ascii());
                (code, length, if is_narrow { 0.5 } else { self.default }, c)
            }
            Codes::Embedded(map) => {
                let (code, length) = map.next(bytes);
                let cid = map.cid(code);
                let base = map.base.as_deref().and_then(Predefined::of);
                let own = base.and_then(|base| base.character(code, length));
                (code, length, cid.map_or(self.default, |cid| self.width(cid)), own)
            }
            Codes::Unknown => {
                let (code, length) = Predefined::Identity.next(bytes);
                (code, length, self.default, None)
            }
        }
    }

    fn width(&self, cid: u32) -> f64 {
        let in_range = || {
            let after = self.ranges.partition_point(|(first, ..)| *first <= cid);
            self.ranges.get(after.checked_sub(1)?).filter(|(_, last, _)| cid <= *last).map(|range| range.2)
        };
        self.widths.get(&cid).copied().or_else(in_range).unwrap_or(self.default)
    }
}
