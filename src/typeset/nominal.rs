//! The widths of the fonts that Word and Excel files name.

use super::Metrics;
use super::class::is_attached;
use crate::Length;
use crate::document::Face;

/// Text as Windows sets it with the fonts that our files name. Every Han
/// character and mark is one em wide in all of them, so no font is needed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Nominal {
    /// Word: Latin letters and digits are those of Times New Roman, a quarter
    /// of an em from Han characters.
    Word,
    /// Excel: a cell has one font, whose Latin letters are half an em wide, and
    /// no mark is squeezed at the end of a line.
    Excel,
}

/// Widths of Times New Roman from U+0020 to U+007E, in 1/1000 em.
#[rustfmt::skip]
const TIMES: [u16; 95] = [
    250, 333, 408, 500, 500, 833, 778, 180, 333, 333, 500, 564, 250, 333, 250, 278, // space to /
    500, 500, 500, 500, 500, 500, 500, 500, 500, 500, 278, 278, 564, 564, 564, 444, // 0 to ?
    921, 722, 667, 667, 722, 611, 556, 722, 722, 333, 389, 722, 611, 889, 722, 722, // @ to O
    556, 722, 667, 556, 611, 722, 722, 944, 722, 722, 611, 333, 278, 333, 469, 500, // P to _
    333, 444, 500, 444, 500, 444, 333, 500, 500, 278, 278, 500, 278, 778, 500, 500, // ` to o
    500, 500, 333, 389, 278, 500, 500, 722, 500, 500, 444, 480, 200, 480, 541,      // p to ~
];

impl Nominal {
    /// The width of a character in 1/1000 em.
    fn width(self, c: char) -> u16 {
        match c {
            ' '..='~' if self == Nominal::Word => TIMES.get(c as usize - 0x20).copied().unwrap_or(500),
            ' '..='~' => 500,
            // As far as the tab stops that our files set, 420 twips.
            '\t' => 2000,
            c if is_attached(c) || c == '\u{200b}' || c == '\u{2060}' => 0,
            '\u{a0}' if self == Nominal::Word => 250,
            // Signs of Latin-1 that Chinese fonts have.
            '§' | '¨' | '°' | '±' | '´' | '·' | '×' | '÷' => 1000,
            // Chinese fonts draw Greek and Cyrillic letters as wide as Han.
            '\u{391}'..='\u{3c9}' | '\u{401}'..='\u{451}' => 1000,
            '\u{a0}'..='\u{1fff}' | '\u{ff61}'..='\u{ffdc}' | '\u{ffe8}'..='\u{ffee}' => 500,
            _ => 1000,
        }
    }
}

impl Metrics for Nominal {
    fn advance(&self, _face: Face, size: Length, c: char) -> Length {
        size * i64::from(self.width(c)) / 1000
    }

    /// 1.3 times the size, as Word sets Chinese fonts and Excel 宋体.
    fn line(&self, _face: Face, size: Length) -> Length {
        size * 13 / 10
    }

    /// The characters stand in the middle of their line; SimSun's baseline lies
    /// 0.86 em below their top.
    fn ascent(&self, face: Face, size: Length) -> Length {
        (self.line(face, size) - size) / 2 + size * 86 / 100
    }

    fn gap(&self, size: Length) -> Length {
        match self {
            Nominal::Word => size / 4,
            Nominal::Excel => Length::ZERO,
        }
    }

    fn squeezes(&self) -> bool {
        *self == Nominal::Word
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::typeset::Setting;

    #[test]
    fn word_and_excel_differ_in_latin_letters_and_line_ends() {
        let size = Length::half_points(20);
        let width = |metrics: Nominal, text| Setting { metrics: &metrics, face: Face::Song, size }.width(text).to_pt();
        assert_eq!(width(Nominal::Word, "学校（人人通）①□"), 90.0);
        assert_eq!(width(Nominal::Excel, "学校（人人通）①□"), 90.0);
        assert_eq!(width(Nominal::Word, "Wi"), 12.22);
        assert_eq!(width(Nominal::Excel, "Wi"), 10.0);
        let lines = |metrics: Nominal| {
            Setting { metrics: &metrics, face: Face::Song, size }.lines("人人通。", size * 3, size * 3).len()
        };
        assert_eq!((lines(Nominal::Word), lines(Nominal::Excel)), (1, 2));
        // Two gaps of a quarter of an em.
        assert_eq!(width(Nominal::Word, "共80人"), 35.0);
        assert_eq!(width(Nominal::Excel, "共80人"), 30.0);
        assert_eq!(width(Nominal::Word, "e\u{301}\u{feff}"), 4.44);
    }
}
