//! Cutting a font down to the glyphs that a file uses.

use std::collections::BTreeSet;

use subsetter::GlyphRemapper;

use super::{Font, FontError, FontErrorKind, Outlines};

/// A font with few glyphs, for a PDF: it has no table of characters.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Subset {
    /// A TrueType font (`FontFile2`), or the bare table `CFF ` (`FontFile3`,
    /// subtype `CIDFontType0C`), whose glyph numbers are its CIDs.
    pub data: Vec<u8>,
    /// The kind of `data`.
    pub outlines: Outlines,
    /// The glyphs of the whole font, by their number here.
    glyphs: Vec<u16>,
}

impl Subset {
    /// The number here of a glyph of the whole font; `None` if it was left out.
    pub fn glyph(&self, whole: u16) -> Option<u16> {
        // The first stands for what is missing, and the others are sorted.
        self.glyphs.binary_search(&whole).ok().and_then(|number| u16::try_from(number).ok())
    }

    /// The glyphs of the whole font in the order of their numbers here.
    pub fn glyphs(&self) -> &[u16] {
        &self.glyphs
    }
}

/// See [`Font::subset`].
pub(super) fn subset(font: &Font, glyphs: impl IntoIterator<Item = u16>) -> Result<Subset, FontError> {
    let mut sorted: BTreeSet<u16> = glyphs.into_iter().collect();
    sorted.insert(0);
    let glyphs: Vec<u16> = sorted.into_iter().collect();
    let mut numbers = GlyphRemapper::new();
    for glyph in &glyphs {
        numbers.remap(*glyph);
    }
    let damaged = || FontError::new(&font.name, FontErrorKind::NotAFont);
    let data = subsetter::subset(font.data(), 0, &numbers).map_err(|_| damaged())?;
    let data = match font.outlines {
        Outlines::TrueType => data,
        Outlines::Cff => cff_table(&data).ok_or_else(damaged)?.to_vec(),
    };
    Ok(Subset { data, outlines: font.outlines, glyphs })
}

/// The table `CFF ` of a font.
fn cff_table(data: &[u8]) -> Option<&[u8]> {
    ttf_parser::RawFace::parse(data, 0).ok()?.table(ttf_parser::Tag::from_bytes(b"CFF "))
}
