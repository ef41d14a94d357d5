//! The widths of the fonts' own characters.

use super::FontSet;
use crate::Length;
use crate::document::Face;
use crate::typeset::{Metrics, is_attached};

/// The advance of a character that no font has: it is drawn one em wide.
const MISSING: u16 = 1000;

impl Metrics for FontSet {
    fn advance(&self, face: Face, size: Length, c: char) -> Length {
        if is_attached(c) {
            return Length::ZERO;
        }
        let advance = self.glyph(face, c).map_or(MISSING, |glyph| glyph.advance);
        size * i64::from(advance) / 1000
    }

    /// 1.3 times the size, as Word sets Chinese fonts, so that a page holds as
    /// many lines as there.
    fn line(&self, _face: Face, size: Length) -> Length {
        size * 13 / 10
    }

    /// The em of Han characters stands in the middle of its line; its top lies
    /// about 0.88 em above the baseline.
    fn ascent(&self, face: Face, size: Length) -> Length {
        let font = self.font(self.of_face(face));
        // Fonts of Windows say it (SimSun: 0.86); others name the reach of tall
        // letters, more than an em together.
        let is_em = (950..=1050).contains(&(font.ascent - font.descent));
        let top = if is_em { font.ascent.clamp(780, 900) } else { 880 };
        (self.line(face, size) - size) / 2 + size * i64::from(top) / 1000
    }
}
