//! One font: its characters, widths and measures.

use std::collections::BTreeMap;
use std::fmt;
use std::ops::Range;
use std::panic::{AssertUnwindSafe, catch_unwind};

use ttf_parser::cmap::Subtable;
use ttf_parser::{Face, PlatformId, Tag, name_id};

use super::subset::{self, Subset};
use super::{FontError, FontErrorKind};

/// A font. Its measures are in 1/1000 em, as PDF wants them.
#[derive(Clone, PartialEq, Eq)]
pub struct Font {
    /// The PostScript name, without spaces.
    pub name: String,
    /// Units of the font's outlines in an em.
    pub units_per_em: u16,
    /// How far its characters reach above the baseline.
    pub ascent: i32,
    /// How far they reach below it, as a negative number.
    pub descent: i32,
    /// The height of capital letters.
    pub cap_height: i32,
    /// The box that holds every glyph.
    pub bounding_box: BoundingBox,
    /// The kind of its outlines.
    pub outlines: Outlines,
    bold: bool,
    data: Vec<u8>,
    compressed: Option<&'static [u8]>,
    glyphs: Glyphs,
}

/// A box round glyphs, in 1/1000 em from the origin on the baseline.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
#[expect(missing_docs, reason = "the sides of a box")]
pub struct BoundingBox {
    pub left: i32,
    pub bottom: i32,
    pub right: i32,
    pub top: i32,
}

/// How a font draws its characters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Outlines {
    /// Quadratic curves, table `glyf`: `FontFile2`, `CIDFontType2`.
    TrueType,
    /// Cubic curves, table `CFF `: `FontFile3`, `CIDFontType0`.
    Cff,
}

/// Which characters a font has, and how wide its glyphs are.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Glyphs {
    /// The glyph of each character of the first plane; 0 for none.
    plane: Vec<u16>,
    /// The glyphs of the other characters.
    beyond: BTreeMap<char, u16>,
    /// The width of each glyph in 1/1000 em.
    advances: Vec<u16>,
}

impl fmt::Debug for Font {
    /// The name; the rest are megabytes.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Font").field("name", &self.name).finish_non_exhaustive()
    }
}

impl Font {
    /// A font of the library and the zlib stream that it was unpacked from.
    pub(super) fn embedded(data: Vec<u8>, compressed: &'static [u8]) -> Result<Font, FontError> {
        let (font, _) = Font::read("", data, Glyphs::of_ours)?;
        Ok(Font { compressed: Some(compressed), ..font })
    }

    /// A font and the names of its family. `file` is for messages.
    pub(super) fn of_file(file: &str, data: Vec<u8>) -> Result<(Font, Vec<String>), FontError> {
        // The parser states in debug builds what no damaged file keeps to.
        let read = catch_unwind(AssertUnwindSafe(|| Font::read(file, data, Glyphs::of_any)));
        read.unwrap_or_else(|_| Err(FontError::new(file, FontErrorKind::NotAFont)))
    }

    fn read(
        file: &str,
        data: Vec<u8>,
        glyphs: impl Fn(&Face<'_>) -> Option<Glyphs>,
    ) -> Result<(Font, Vec<String>), FontError> {
        let error = |kind| FontError::new(file, kind);
        if data.starts_with(b"wOFF") || data.starts_with(b"wOF2") {
            return Err(error(FontErrorKind::WebFont));
        }
        let face = Face::parse(&data, 0).map_err(|_| error(FontErrorKind::NotAFont))?;
        let outlines = match (face.tables().glyf, face.tables().cff) {
            (Some(_), _) => Outlines::TrueType,
            (None, Some(_)) => Outlines::Cff,
            (None, None) => return Err(error(without_outlines(&face))),
        };
        let glyphs = glyphs(&face).ok_or_else(|| error(FontErrorKind::NoCharacters))?;
        let families = families(&face);
        let font = Font {
            name: post_script_name(&face, file),
            units_per_em: face.units_per_em(),
            ascent: scaled(&face, face.ascender()),
            descent: scaled(&face, face.descender()),
            cap_height: scaled(&face, face.capital_height().unwrap_or(face.ascender())),
            bounding_box: bounding_box(&face),
            outlines,
            bold: face.is_bold(),
            glyphs,
            compressed: None,
            data: Vec::new(),
        };
        let font = Font { data, ..font };
        // A damaged font shows itself now, not after a thousand files.
        let some = font.glyphs.advances.len().min(8) as u16;
        subset::subset(&font, 0..some).map_err(|_| error(FontErrorKind::NotAFont))?;
        Ok((font, families))
    }

    /// The file; of a collection, all of it.
    pub fn data(&self) -> &[u8] {
        &self.data
    }

    /// The file as a zlib stream, as it stands in the program.
    pub fn compressed(&self) -> Option<&'static [u8]> {
        self.compressed
    }

    /// Whether the font is a bold one.
    pub fn is_bold(&self) -> bool {
        self.bold
    }

    /// The glyph of a character; `None` if the font lacks it.
    pub fn glyph(&self, c: char) -> Option<u16> {
        self.glyphs.of_character(c)
    }

    /// The width of a glyph in 1/1000 em.
    pub fn advance(&self, glyph: u16) -> u16 {
        self.glyphs.advances.get(usize::from(glyph)).copied().unwrap_or(0)
    }

    /// The number of glyphs; the first, 0, stands for what is missing.
    pub fn glyph_count(&self) -> usize {
        self.glyphs.advances.len()
    }

    /// All characters with their glyphs, in the order of Unicode.
    pub fn characters(&self) -> impl Iterator<Item = (char, u16)> {
        let plane = (0..).zip(&self.glyphs.plane).filter(|(_, glyph)| **glyph != 0);
        let plane = plane.filter_map(|(code, glyph)| Some((char::from_u32(code)?, *glyph)));
        plane.chain(self.glyphs.beyond.iter().map(|(c, glyph)| (*c, *glyph)))
    }

    /// The font with these glyphs and the first one only. The same glyphs in
    /// any order give the same bytes.
    ///
    /// # Errors
    ///
    /// A font that was added and is damaged.
    pub fn subset(&self, glyphs: impl IntoIterator<Item = u16>) -> Result<Subset, FontError> {
        subset::subset(self, glyphs)
    }
}

/// The characters that a font is asked for: the planes that have Han.
const CHARACTERS: Range<u32> = 0..0x4_0000;

/// The tables of characters that are looked at, from the last: those for Windows.
const TABLES: usize = 2;

impl Glyphs {
    /// Of a font of the library.
    fn of_ours(face: &Face<'_>) -> Option<Glyphs> {
        Glyphs::of(face, |table, note| table.codepoints(note))
    }

    /// Of a font that may be damaged: its table may claim a range of characters
    /// a thousand times over, so each character is looked up instead.
    fn of_any(face: &Face<'_>) -> Option<Glyphs> {
        Glyphs::of(face, |_, note| CHARACTERS.for_each(note))
    }

    fn of(face: &Face<'_>, each: impl Fn(&Subtable<'_>, &mut dyn FnMut(u32))) -> Option<Glyphs> {
        let mut plane = vec![0; 0x1_0000];
        let mut beyond = BTreeMap::new();
        // Later tables have more characters, and the same glyphs.
        let tables = face.tables().cmap?.subtables.into_iter().filter(|table| table.is_unicode());
        let tables: Vec<Subtable<'_>> = tables.collect();
        for table in &tables[tables.len().saturating_sub(TABLES)..] {
            each(table, &mut |code| {
                let (Some(c), Some(glyph)) = (char::from_u32(code), table.glyph_index(code)) else { return };
                match plane.get_mut(code as usize) {
                    _ if glyph.0 == 0 => {}
                    Some(slot) => *slot = glyph.0,
                    None => drop(beyond.insert(c, glyph.0)),
                }
            });
        }
        if beyond.is_empty() && plane.iter().all(|glyph| *glyph == 0) {
            return None;
        }
        let advances = (0..face.number_of_glyphs()).map(|id| {
            let advance = face.glyph_hor_advance(ttf_parser::GlyphId(id)).unwrap_or(0);
            u16::try_from(u32::from(advance) * 1000 / u32::from(face.units_per_em())).unwrap_or(u16::MAX)
        });
        Some(Glyphs { plane, beyond, advances: advances.collect() })
    }

    fn of_character(&self, c: char) -> Option<u16> {
        match self.plane.get(c as usize) {
            Some(0) => None,
            Some(glyph) => Some(*glyph),
            None => self.beyond.get(&c).copied(),
        }
    }
}

/// Why a font has no outlines: it has none, or the file ends before them.
fn without_outlines(face: &Face<'_>) -> FontErrorKind {
    let has = |tag| face.raw_face().table_records.into_iter().any(|record| record.tag == Tag::from_bytes(tag));
    if has(b"glyf") || has(b"CFF ") { FontErrorKind::NotAFont } else { FontErrorKind::NoOutlines }
}

/// A measure of a font in 1/1000 em.
fn scaled(face: &Face<'_>, units: i16) -> i32 {
    i32::from(units) * 1000 / i32::from(face.units_per_em())
}

fn bounding_box(face: &Face<'_>) -> BoundingBox {
    let rect = face.global_bounding_box();
    BoundingBox {
        left: scaled(face, rect.x_min),
        bottom: scaled(face, rect.y_min),
        right: scaled(face, rect.x_max),
        top: scaled(face, rect.y_max),
    }
}

/// The names of the family in all languages.
fn families(face: &Face<'_>) -> Vec<String> {
    let wanted = [name_id::FAMILY, name_id::TYPOGRAPHIC_FAMILY, name_id::FULL_NAME, name_id::POST_SCRIPT_NAME];
    let names = face.names().into_iter().filter(|name| wanted.contains(&name.name_id));
    let mut names: Vec<(u16, String)> = names.filter_map(|name| Some((name.name_id, name.to_string()?))).collect();
    names.sort_by_key(|(id, _)| wanted.iter().position(|wanted| wanted == id));
    names.into_iter().map(|(_, name)| name).collect()
}

/// The PostScript name, which is ASCII without spaces and the marks of
/// PostScript; the file's name without its ending for a font that has none.
fn post_script_name(face: &Face<'_>, file: &str) -> String {
    let names = face.names().into_iter().filter(|name| name.name_id == name_id::POST_SCRIPT_NAME);
    let name = names.filter(|name| name.platform_id == PlatformId::Windows).find_map(|name| name.to_string());
    let name = name.unwrap_or_else(|| file.rsplit_once('.').map_or(file, |(name, _)| name).to_owned());
    let name: String = name.chars().filter(|c| c.is_ascii_alphanumeric() || matches!(c, '-' | '_')).collect();
    if name.is_empty() { "Font".into() } else { name }
}
