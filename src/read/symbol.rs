//! Symbol fonts: what a person sees where the file holds a letter.

use crate::document::{CheckBox, Inline};

/// A font whose characters are not what their codes say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Font {
    Wingdings,
    Wingdings2,
    Wingdings3,
    Webdings,
    Symbol,
    /// LibreOffice's stand-in for the fonts above, with the codes of the font
    /// that it stands in for.
    OpenSymbol,
}

/// What a character of a symbol font shows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Glyph {
    /// A box to tick.
    Box(bool),
    /// Anything else.
    Char(char),
}

impl Glyph {
    /// The glyph as a character, where there are no check boxes.
    pub(super) fn char(self) -> char {
        match self {
            Glyph::Box(true) => '☑',
            Glyph::Box(false) => '□',
            Glyph::Char(c) => c,
        }
    }

    pub(super) fn inline(self) -> Inline {
        match self {
            Glyph::Box(ticked) => Inline::CheckBox(CheckBox { ticked, option: None }),
            Glyph::Char(c) => Inline::plain(c),
        }
    }
}

impl Font {
    /// The symbol font of this name.
    pub(super) fn of(name: &str) -> Option<Font> {
        let name = name.trim();
        let is = |other: &str| name.eq_ignore_ascii_case(other);
        if is("Wingdings") {
            Some(Font::Wingdings)
        } else if is("Wingdings 2") || is("Wingdings2") {
            Some(Font::Wingdings2)
        } else if is("Wingdings 3") || is("Wingdings3") {
            Some(Font::Wingdings3)
        } else if is("Webdings") {
            Some(Font::Webdings)
        } else if is("Symbol") {
            Some(Font::Symbol)
        } else if is("OpenSymbol") {
            Some(Font::OpenSymbol)
        } else {
            None
        }
    }

    /// What a character shows in this font; `None` for one that the font does
    /// not have, which Word then shows in another font.
    ///
    /// Codes stand as they are or moved to the private area from U+F000
    /// (ECMA-376 Part 1, 17.3.3.30).
    pub(super) fn glyph(self, c: char) -> Option<Glyph> {
        let code = match u32::from(c) {
            code @ (0x21..=0xFF) => code,
            code @ 0xF021..=0xF0FF => code - 0xF000,
            0xF020 => return Some(Glyph::Char(' ')),
            _ => return None,
        };
        // OpenSymbol has letters of its own.
        if self == Font::OpenSymbol {
            return self.listed(code);
        }
        // A character that is not listed stays in the private area: something
        // is seen there, though not the letter.
        let private = char::from_u32(0xF000 + code).unwrap_or(char::REPLACEMENT_CHARACTER);
        Some(self.listed(code).unwrap_or(Glyph::Char(private)))
    }

    /// What a character shows in this font, as a character.
    pub(super) fn shown(self, c: char) -> char {
        self.glyph(c).map_or(c, Glyph::char)
    }

    fn listed(self, code: u32) -> Option<Glyph> {
        use Glyph::{Box, Char};
        Some(match (self, code) {
            // Empty boxes of several weights and sizes, some with a shadow.
            (Font::Wingdings, 0x6F..=0x72 | 0xA8) => Box(false),
            (Font::Wingdings, 0x78 | 0xFD | 0xFE) => Box(true),
            (Font::Wingdings, 0xFB) => Char('✗'),
            (Font::Wingdings, 0xFC) => Char('✓'),
            (Font::Wingdings, 0x6C) => Char('●'),
            (Font::Wingdings, 0x6E) => Char('■'),
            (Font::Wingdings, 0x75) => Char('◆'),
            (Font::Wingdings, 0x76) => Char('❖'),
            (Font::Wingdings, 0x77) => Char('⬥'),
            (Font::Wingdings, 0x9F) => Char('•'),
            (Font::Wingdings, 0xA1 | 0xA2) => Char('○'),
            (Font::Wingdings, 0xA4) => Char('◉'),
            (Font::Wingdings, 0xA7) => Char('▪'),
            (Font::Wingdings, 0xAB) => Char('★'),
            (Font::Wingdings, 0xD8) => Char('➢'),
            (Font::Wingdings, 0xDF) => Char('←'),
            (Font::Wingdings, 0xE0) => Char('→'),
            (Font::Wingdings, 0xE1) => Char('↑'),
            (Font::Wingdings, 0xE2) => Char('↓'),
            (Font::Wingdings, 0xE8) => Char('➔'),
            (Font::Wingdings, 0x28) => Char('☎'),
            (Font::Wingdings, 0x2A) => Char('✉'),
            (Font::Wingdings, 0x46) => Char('☞'),
            (Font::Wingdings, 0x4A) => Char('☺'),
            (Font::Wingdings, 0x80) => Char('⓪'),
            (Font::Wingdings, 0x81..=0x8A) => Char(char::from_u32(0x2460 + code - 0x81)?),
            (Font::Wingdings, 0x8B) => Char('⓿'),
            (Font::Wingdings, 0x8C..=0x95) => Char(char::from_u32(0x2776 + code - 0x8C)?),

            (Font::Wingdings2, 0xA3) => Box(false),
            (Font::Wingdings2, 0x51..=0x54) => Box(true),
            (Font::Wingdings2, 0x4F) => Char('✗'),
            (Font::Wingdings2, 0x50) => Char('✓'),
            (Font::Wingdings2, 0x55 | 0x56) => Char('⊗'),
            (Font::Wingdings2, 0x97 | 0x98) => Char('●'),
            (Font::Wingdings2, 0x99..=0x9B) => Char('○'),
            (Font::Wingdings2, 0xA1 | 0xA2) => Char('■'),

            (Font::Webdings, 0x61) => Char('✔'),
            (Font::Webdings, 0x63) => Box(false),
            (Font::Webdings, 0x67) => Char('■'),
            (Font::Webdings, 0x72) => Char('✘'),
            (Font::Webdings, 0x6E) => Char('●'),

            (Font::Symbol, _) => Char(greek(code)?),
            // The codes of boxes and ticks in the Wingdings fonts do not meet.
            (Font::OpenSymbol, 0x4F..=0x54 | 0xA3) => return Font::Wingdings2.listed(code),
            (Font::OpenSymbol, 0x6C..=0x72 | 0x78 | 0xA8 | 0xFB..=0xFE) => return Font::Wingdings.listed(code),
            _ => return None,
        })
    }
}

/// The encoding of the font Symbol, as far as forms use it.
fn greek(code: u32) -> Option<char> {
    const LETTERS: [char; 26] = [
        'α', 'β', 'χ', 'δ', 'ε', 'φ', 'γ', 'η', 'ι', 'ϕ', 'κ', 'λ', 'μ', 'ν', 'ο', 'π', 'θ', 'ρ', 'σ', 'τ', 'υ', 'ϖ',
        'ω', 'ξ', 'ψ', 'ζ',
    ];
    const CAPITALS: [char; 26] = [
        'Α', 'Β', 'Χ', 'Δ', 'Ε', 'Φ', 'Γ', 'Η', 'Ι', 'ϑ', 'Κ', 'Λ', 'Μ', 'Ν', 'Ο', 'Π', 'Θ', 'Ρ', 'Σ', 'Τ', 'Υ', 'ς',
        'Ω', 'Ξ', 'Ψ', 'Ζ',
    ];
    Some(match code {
        0x61..=0x7A => *LETTERS.get(code as usize - 0x61)?,
        0x41..=0x5A => *CAPITALS.get(code as usize - 0x41)?,
        0x22 => '∀',
        0x24 => '∃',
        0x27 => '∋',
        0x2A => '∗',
        0x2D => '−',
        0x40 => '≅',
        0x5C => '∴',
        0x5E => '⊥',
        0x7E => '∼',
        0x21..=0x7F => char::from_u32(code)?,
        0xA2 => '′',
        0xA3 => '≤',
        0xA5 => '∞',
        0xAC => '←',
        0xAD => '↑',
        0xAE => '→',
        0xAF => '↓',
        0xB0 => '°',
        0xB1 => '±',
        0xB2 => '″',
        0xB3 => '≥',
        0xB4 => '×',
        0xB5 => '∝',
        0xB7 => '•',
        0xB8 => '÷',
        0xB9 => '≠',
        0xBB => '≈',
        0xBC => '…',
        0xD6 => '√',
        0xE0 => '◊',
        0xE5 => '∑',
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ticks_of_both_fonts_in_both_ranges() {
        let cases = [
            (Font::Wingdings, 'þ', Glyph::Box(true)),
            (Font::Wingdings, '\u{F0FE}', Glyph::Box(true)),
            (Font::Wingdings, 'o', Glyph::Box(false)),
            (Font::Wingdings, '\u{F0A8}', Glyph::Box(false)),
            (Font::Wingdings, 'ü', Glyph::Char('✓')),
            (Font::Wingdings, '\u{81}', Glyph::Char('①')),
            (Font::Wingdings2, 'R', Glyph::Box(true)),
            (Font::Wingdings2, '\u{F052}', Glyph::Box(true)),
            (Font::Wingdings2, '£', Glyph::Box(false)),
            (Font::Wingdings2, 'P', Glyph::Char('✓')),
            (Font::Symbol, '\u{F0D6}', Glyph::Char('√')),
            (Font::OpenSymbol, '£', Glyph::Box(false)),
            (Font::OpenSymbol, 'R', Glyph::Box(true)),
            (Font::OpenSymbol, 'þ', Glyph::Box(true)),
        ];
        for (font, c, glyph) in cases {
            assert_eq!(font.glyph(c), Some(glyph), "{font:?} {c:?}");
        }
    }

    #[test]
    fn han_characters_keep_their_own_font() {
        assert_eq!(Font::Wingdings.glyph('是'), None);
        assert_eq!(Font::Wingdings.glyph(' '), None);
        assert_eq!(Font::of("wingdings 2"), Some(Font::Wingdings2));
        assert_eq!(Font::of("宋体"), None);
    }
}
