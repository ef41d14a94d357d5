//! A font with all its glyphs, for what a person types.

use std::collections::BTreeMap;
use std::fmt::Write;

use lopdf::{Document, Object, ObjectId, Stream, dictionary};

use crate::font::{BoundingBox, Font, FontSet};
use crate::write::pdf::WriteError;
use crate::write::pdf::cut::{body_font, deflate};
use crate::write::pdf::file::stored;

/// The body font whole, ready to be put into files. It is as large as all else
/// in a fillable file together, so it is made once for a form.
#[derive(Debug, Clone)]
pub(in crate::write::pdf) struct WholeFont {
    name: String,
    program: Vec<u8>,
    length: usize,
    /// The map from codes to characters, compressed.
    unicode: Vec<u8>,
    /// The array /W.
    widths: Vec<Object>,
    ascent: i32,
    descent: i32,
    cap_height: i32,
    bounds: BoundingBox,
}

impl WholeFont {
    pub fn new(fonts: &FontSet) -> Result<WholeFont, WriteError> {
        let font = fonts.font(body_font());
        let program = match font.compressed() {
            Some(program) => program.to_vec(),
            None => deflate(font.data())?,
        };
        Ok(WholeFont {
            name: font.name.clone(),
            program,
            length: font.data().len(),
            unicode: deflate(to_unicode(&characters(font)).as_bytes())?,
            widths: widths(font),
            ascent: font.ascent,
            descent: font.descent,
            cap_height: font.cap_height,
            bounds: font.bounding_box,
        })
    }

    /// Adds the font to a file.
    pub fn add(&self, document: &mut Document) -> ObjectId {
        let program = document.add_object(stored(self.program.clone(), self.length));
        let unicode = dictionary! { "Filter" => "FlateDecode" };
        let unicode = document.add_object(Stream::new(unicode, self.unicode.clone()));
        let BoundingBox { left, bottom, right, top } = self.bounds;
        let descriptor = document.add_object(dictionary! {
            "Type" => "FontDescriptor",
            "FontName" => self.name.as_str(),
            // A font with other characters than Latin ones (table 123).
            "Flags" => 4,
            "FontBBox" => [left, bottom, right, top].map(Object::from).to_vec(),
            "ItalicAngle" => 0,
            "Ascent" => self.ascent,
            "Descent" => self.descent,
            "CapHeight" => self.cap_height,
            "StemV" => 80,
            "FontFile2" => program,
        });
        let descendant = document.add_object(dictionary! {
            "Type" => "Font",
            "Subtype" => "CIDFontType2",
            "BaseFont" => self.name.as_str(),
            "CIDSystemInfo" => dictionary! {
                "Registry" => Object::string_literal("Adobe"),
                "Ordering" => Object::string_literal("Identity"),
                "Supplement" => 0,
            },
            "FontDescriptor" => descriptor,
            "DW" => 1000,
            "W" => self.widths.clone(),
            "CIDToGIDMap" => "Identity",
        });
        document.add_object(dictionary! {
            "Type" => "Font",
            "Subtype" => "Type0",
            "BaseFont" => self.name.as_str(),
            "Encoding" => "Identity-H",
            "DescendantFonts" => vec![Object::Reference(descendant)],
            "ToUnicode" => unicode,
        })
    }
}

/// The character of each glyph. Of several characters with one glyph the first
/// counts, except that a Han character goes before a radical that looks like
/// it.
fn characters(font: &Font) -> BTreeMap<u16, char> {
    let mut characters = BTreeMap::new();
    for (c, glyph) in font.characters() {
        let known = characters.entry(glyph).or_insert(c);
        if is_radical(*known) && !is_radical(c) {
            *known = c;
        }
    }
    characters
}

fn is_radical(c: char) -> bool {
    matches!(c, '\u{2e80}'..='\u{2fdf}' | '\u{f900}'..='\u{faff}')
}

/// A ToUnicode CMap (ISO 32000-1, 9.10.3).
fn to_unicode(characters: &BTreeMap<u16, char>) -> String {
    let mut cmap = String::from(concat!(
        "/CIDInit /ProcSet findresource begin\n12 dict begin\nbegincmap\n",
        "/CIDSystemInfo << /Registry (Adobe) /Ordering (UCS) /Supplement 0 >> def\n",
        "/CMapName /Adobe-Identity-UCS def\n/CMapType 2 def\n",
        "1 begincodespacerange\n<0000> <FFFF>\nendcodespacerange\n"
    ));
    let characters: Vec<(&u16, &char)> = characters.iter().collect();
    // At most 100 in a block.
    for block in characters.chunks(100) {
        let _ = writeln!(cmap, "{} beginbfchar", block.len());
        for (glyph, c) in block {
            let _ = write!(cmap, "<{glyph:04X}> <");
            for unit in c.encode_utf16(&mut [0; 2]) {
                let _ = write!(cmap, "{unit:04X}");
            }
            cmap.push_str(">\n");
        }
        cmap.push_str("endbfchar\n");
    }
    cmap.push_str("endcmap\nCMapName currentdict /CMap defineresource pop\nend\nend\n");
    cmap
}

/// The widths that are not one em, as runs of equal widths.
fn widths(font: &Font) -> Vec<Object> {
    let mut widths: Vec<(u16, u16, u16)> = Vec::new();
    for glyph in (0..=u16::MAX).take(font.glyph_count()) {
        let width = font.advance(glyph);
        match widths.last_mut() {
            Some((_, last, same)) if *same == width && *last + 1 == glyph => *last = glyph,
            _ if width == 1000 => {}
            _ => widths.push((glyph, glyph, width)),
        }
    }
    widths.into_iter().flat_map(|(first, last, width)| [first, last, width]).map(Object::from).collect()
}
