//! The fonts that PDF files are set in.
//!
//! A [`FontSet`] holds the fonts of the library and those that a caller adds,
//! as a bureau's own 仿宋_GB2312 or 方正小标宋. The library's fonts stand packed
//! in the program; each is unpacked and parsed when a character first needs
//! it, once per process.

mod embedded;
mod error;
mod family;
mod file;
mod metrics;
mod subset;

pub use error::{FontError, FontErrorKind};
pub use file::{BoundingBox, Font, Outlines};
pub use subset::Subset;

use std::sync::Arc;

use crate::document::Face;
use crate::typeset;
use embedded::Embedded;

/// The fonts of a job. Cheap to clone; clones share their fonts.
#[derive(Debug, Clone)]
pub struct FontSet {
    fonts: Arc<Fonts>,
}

#[derive(Debug)]
struct Fonts {
    added: Vec<Added>,
    /// For each face the fonts that are asked for a character, the best first.
    chains: [Vec<FontId>; FACES.len()],
}

/// A font that the caller added.
#[derive(Debug, Clone)]
struct Added {
    font: Arc<Font>,
    /// The face that it stands for; `None` for one that only fills gaps.
    face: Option<Face>,
}

/// All faces, in the order of [`Fonts::chains`].
const FACES: [Face; 5] = [Face::Song, Face::FangSong, Face::Hei, Face::Kai, Face::BiaoSong];

/// A font of a [`FontSet`]. The library's fonts have the same id in every set.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FontId(u16);

/// A character as a font draws it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Glyph {
    /// The font.
    pub font: FontId,
    /// The number of the glyph in that font.
    pub id: u16,
    /// How far it moves the pen, in 1/1000 em.
    pub advance: u16,
}

/// [`FontSet::embedded`].
impl Default for FontSet {
    fn default() -> FontSet {
        FontSet::embedded()
    }
}

impl FontSet {
    /// The library's own fonts.
    pub fn embedded() -> FontSet {
        FontSet::of(Vec::new())
    }

    /// The set with fonts of the caller, each a file's name and bytes: TrueType
    /// and OpenType, of a collection the first font.
    ///
    /// A font whose names are those of a face (仿宋_GB2312 and FangSong of 仿宋)
    /// takes the place of the library's; of several for one face the first that
    /// is not bold. All others are asked for characters that no other font has,
    /// in this order.
    ///
    /// # Errors
    ///
    /// A file that is no font, or one that no PDF can carry. It is named.
    pub fn with_fonts(self, fonts: impl IntoIterator<Item = (String, Vec<u8>)>) -> Result<FontSet, FontError> {
        let mut added = self.fonts.added.clone();
        for (name, data) in fonts {
            let (font, families) = Font::of_file(&name, data)?;
            added.push(Added { face: family::face(&name, &families), font: Arc::new(font) });
        }
        Ok(FontSet::of(added))
    }

    fn of(added: Vec<Added>) -> FontSet {
        let chains = FACES.map(|face| chain(face, &added));
        FontSet { fonts: Arc::new(Fonts { added, chains }) }
    }

    /// The glyph that draws a character of a face: of the face's own font, else
    /// of 宋体, which has the most characters, else of the fonts that were added.
    /// `None` if none has it, and for characters that have no shape.
    ///
    /// Every white space has a glyph; a tab is as wide as a space.
    pub fn glyph(&self, face: Face, c: char) -> Option<Glyph> {
        if typeset::is_invisible(c) {
            return None;
        }
        self.find(face, c).or_else(|| if c.is_whitespace() { self.find(face, ' ') } else { None })
    }

    fn find(&self, face: Face, c: char) -> Option<Glyph> {
        self.chain(face).iter().find_map(|id| {
            let font = self.font(*id);
            let glyph = font.glyph(c)?;
            Some(Glyph { font: *id, id: glyph, advance: font.advance(glyph) })
        })
    }

    /// The characters of a text that no font has, each once, in their order.
    /// Characters without a shape are none of them.
    pub fn missing(&self, face: Face, text: &str) -> Vec<char> {
        let mut missing = Vec::new();
        for c in text.chars().filter(|c| !typeset::is_invisible(*c)) {
            if self.glyph(face, c).is_none() && !missing.contains(&c) {
                missing.push(c);
            }
        }
        missing
    }

    /// A font by its id. An id of a set with other added fonts gives some font.
    pub fn font(&self, id: FontId) -> &Font {
        let number = usize::from(id.0);
        match Embedded::ALL.get(number) {
            Some(embedded) => embedded.font(),
            None => match self.fonts.added.get(number - Embedded::ALL.len()) {
                Some(added) => &added.font,
                None => Embedded::Song.font(),
            },
        }
    }

    /// The first font of a face: the one that most of its characters come from.
    pub fn of_face(&self, face: Face) -> FontId {
        self.chain(face).first().copied().unwrap_or(Embedded::Song.id())
    }

    fn chain(&self, face: Face) -> &[FontId] {
        // FACES names every face.
        let index = FACES.iter().position(|f| *f == face).unwrap_or(0);
        &self.fonts.chains[index]
    }
}

/// The fonts that are asked for a character of a face, the best first.
fn chain(face: Face, added: &[Added]) -> Vec<FontId> {
    let id = |index: usize| u16::try_from(Embedded::ALL.len() + index).ok().map(FontId);
    let standing = |face: Face, bold: bool| {
        let fonts = added.iter().enumerate().filter(move |(_, a)| a.face == Some(face) && a.font.is_bold() == bold);
        fonts.filter_map(|(index, _)| id(index)).collect::<Vec<_>>()
    };
    let mut chain = [standing(face, false), standing(face, true)].concat();
    match face {
        Face::Song => {}
        // The library has no 仿宋: what stands for 宋体 stands for it.
        Face::FangSong => chain.extend([standing(Face::Song, false), standing(Face::Song, true)].concat()),
        Face::Hei => chain.push(Embedded::Hei.id()),
        Face::Kai => chain.push(Embedded::Kai.id()),
        Face::BiaoSong => chain.push(Embedded::BiaoSong.id()),
    }
    chain.extend([Embedded::Song.id(), Embedded::SongExt.id()]);
    for index in 0..added.len() {
        chain.extend(id(index).filter(|id| !chain.contains(id)));
    }
    chain
}

#[cfg(test)]
mod tests;
