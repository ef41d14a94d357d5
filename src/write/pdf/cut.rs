//! Fonts cut down to the characters of a file.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::io::Write;

use super::WriteError;
use super::file::fnv;
use crate::document::Face;
use crate::font::{BoundingBox, Font, FontId, FontSet, Outlines, Subset};
use flate2::Compression;
use flate2::write::ZlibEncoder;

/// How hard font programs and pages are compressed: what 6 saves over 4 is half
/// a percent (docs/benchmarks.md).
const LEVEL: u32 = 4;

/// A character in a typeface.
pub(super) type Set = (Face, char);

/// The characters that one part of a file prints, with the cut fonts that draw
/// them.
#[derive(Debug, Clone, Default)]
pub(super) struct Cut {
    /// The fonts, in the order of the font set.
    pub fonts: Vec<CutFont>,
    /// For each character the index of its font.
    index: HashMap<Set, usize>,
    /// Characters that no font has.
    missing: BTreeSet<Set>,
}

/// A font with few glyphs, as a file embeds it under Identity-H (ISO 32000-1,
/// 9.7.4).
#[derive(Debug, Clone)]
pub(super) struct CutFont {
    /// Name among a page's resources.
    pub resource: String,
    /// Name of the font, with the tag of a subset.
    pub name: String,
    /// The code of each character, by code point. A code stands for one
    /// character, so that the text can be copied as it was written.
    pub codes: BTreeMap<u32, u16>,
    /// Advance widths by code, in 1/1000 em.
    pub widths: BTreeMap<u16, u16>,
    /// The glyph of each code as two bytes, where codes are not glyphs: two
    /// characters with one glyph, or a character that is missing.
    pub glyphs: Option<Vec<u8>>,
    /// The font program, compressed.
    pub program: Vec<u8>,
    /// Length of the program before compression.
    pub length: usize,
    /// The kind of the program.
    pub outlines: Outlines,
    /// Ascent, descent and height of capital letters, in 1/1000 em.
    pub ascent: i32,
    pub descent: i32,
    pub cap_height: i32,
    /// The box that holds every glyph.
    pub bounds: BoundingBox,
}

/// A character's glyph in a font and its width in 1/1000 em.
type Drawn = (u16, u16);

/// .notdef, for a character that no font has: a box with an exclamation mark in
/// the library's own font.
const MISSING: Drawn = (0, 1000);

impl Cut {
    /// Cuts the fonts for `characters`. `prefix` sets the resource names apart
    /// from those of other cuts in the file.
    pub fn new(fonts: &FontSet, prefix: char, characters: &BTreeSet<Set>) -> Result<Cut, WriteError> {
        let mut cut = Cut::default();
        let mut by_font: BTreeMap<FontId, BTreeMap<char, Drawn>> = BTreeMap::new();
        let mut chosen = Vec::with_capacity(characters.len());
        for (face, c) in characters {
            let (font, drawn) = match fonts.glyph(*face, *c) {
                Some(glyph) => (glyph.font, (glyph.id, glyph.advance)),
                None => {
                    cut.missing.insert((*face, *c));
                    (body_font(), MISSING)
                }
            };
            by_font.entry(font).or_default().insert(*c, drawn);
            chosen.push(((*face, *c), font));
        }
        let order: Vec<FontId> = by_font.keys().copied().collect();
        for (number, (font, characters)) in by_font.iter().enumerate() {
            cut.fonts.push(CutFont::new(fonts.font(*font), format!("{prefix}{number}"), characters)?);
        }
        cut.index =
            chosen.into_iter().filter_map(|(set, font)| Some((set, order.binary_search(&font).ok()?))).collect();
        Ok(cut)
    }

    /// The font that draws a character; `None` if it is not in this cut.
    pub fn font(&self, character: Set) -> Option<&CutFont> {
        self.fonts.get(*self.index.get(&character)?)
    }

    /// Whether this cut draws a character, if only as missing.
    pub fn has(&self, character: Set) -> bool {
        self.index.contains_key(&character)
    }

    /// Whether no font has the character.
    pub fn lacks(&self, character: Set) -> bool {
        self.missing.contains(&character)
    }
}

/// The library's own body font, whatever fonts were added.
pub(super) fn body_font() -> FontId {
    FontSet::embedded().of_face(Face::Song)
}

impl CutFont {
    fn new(font: &Font, resource: String, characters: &BTreeMap<char, Drawn>) -> Result<CutFont, WriteError> {
        let subset = font.subset(characters.values().map(|(glyph, _)| *glyph)).map_err(WriteError::new)?;
        let codes = Codes::new(characters, &subset)?;
        Ok(CutFont {
            resource,
            name: format!("{}+{}", tag(characters.keys()), font.name),
            codes: codes.of,
            widths: codes.widths,
            glyphs: codes.glyphs,
            length: subset.data.len(),
            program: deflate(&subset.data)?,
            outlines: subset.outlines,
            ascent: font.ascent,
            descent: font.descent,
            cap_height: font.cap_height,
            bounds: font.bounding_box,
        })
    }
}

/// The codes of a font's characters.
#[derive(Default)]
struct Codes {
    of: BTreeMap<u32, u16>,
    widths: BTreeMap<u16, u16>,
    glyphs: Option<Vec<u8>>,
}

impl Codes {
    /// Codes are the glyphs of the cut font, as long as each character has one
    /// of its own; others get codes behind these, and a map to glyphs.
    fn new(characters: &BTreeMap<char, Drawn>, subset: &Subset) -> Result<Codes, WriteError> {
        let mut codes = Codes::default();
        let mut glyphs: Vec<u16> = (0..).take(subset.glyphs().len()).collect();
        for (c, (glyph, width)) in characters {
            let glyph = subset.glyph(*glyph).unwrap_or_default();
            // The bare CFF has no map, so characters share their code there.
            let own = glyph > 0 && !codes.widths.contains_key(&glyph) || subset.outlines == Outlines::Cff;
            let code = if own { glyph } else { u16::try_from(glyphs.len()).map_err(WriteError::new)? };
            if !own {
                glyphs.push(glyph);
            }
            codes.of.insert(u32::from(*c), code);
            codes.widths.insert(code, *width);
        }
        let differ = glyphs.len() > subset.glyphs().len();
        codes.glyphs = differ.then(|| glyphs.iter().flat_map(|glyph| glyph.to_be_bytes()).collect());
        Ok(codes)
    }
}

/// The tag of a subset (ISO 32000-1, 9.6.4): six capital letters that depend on
/// its characters only.
fn tag<'c>(characters: impl Iterator<Item = &'c char>) -> String {
    let mut hash = fnv(characters.flat_map(|c| u32::from(*c).to_be_bytes()));
    let mut letter = || {
        let letter = hash % 26;
        hash /= 26;
        ('A'..='Z').nth(letter as usize).unwrap_or('A')
    };
    (0..6).map(|_| letter()).collect()
}

/// Compresses a stream for /FlateDecode.
pub(super) fn deflate(data: &[u8]) -> Result<Vec<u8>, WriteError> {
    let mut encoder = ZlibEncoder::new(Vec::with_capacity(data.len()), Compression::new(LEVEL));
    encoder.write_all(data).and_then(|()| encoder.finish()).map_err(WriteError::new)
}
