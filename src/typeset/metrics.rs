//! How wide characters are.

use super::lines::{Line, Measure};
use crate::Length;
use crate::document::Face;

/// The sizes of characters. All lengths are for characters of the size given.
pub trait Metrics {
    /// How far a character moves the pen. Invisible characters do not.
    fn advance(&self, face: Face, size: Length, c: char) -> Length;

    /// The distance between two lines where a paragraph does not say it.
    fn line(&self, face: Face, size: Length) -> Length;

    /// How far below the top of a line of that height its baseline lies.
    fn ascent(&self, face: Face, size: Length) -> Length;

    /// What is left free between a Han character and a Latin letter or a digit
    /// (`w:autoSpaceDE`, `w:autoSpaceDN`).
    fn gap(&self, size: Length) -> Length {
        let _ = size;
        Length::ZERO
    }

    /// Whether a mark at the end of a line may give up its blank half, or stand
    /// outside (`w:overflowPunct`).
    fn squeezes(&self) -> bool {
        true
    }
}

/// Characters of one face and size, as [`lines()`](super::lines()) sets them.
#[derive(Clone, Copy)]
pub struct Setting<'m> {
    /// The widths of the characters.
    pub metrics: &'m dyn Metrics,
    /// The typeface.
    pub face: Face,
    /// The size of the characters.
    pub size: Length,
}

impl Setting<'_> {
    /// The lines of a text without line breaks, the first of them `first` wide,
    /// the others `rest`.
    pub fn lines(&self, text: &str, first: Length, rest: Length) -> Vec<Line> {
        let advance = |c: char| self.metrics.advance(self.face, self.size, c);
        let (gap, squeezes) = (self.metrics.gap(self.size), self.metrics.squeezes());
        Measure { advance: &advance, gap, squeezes }.lines(text, first, rest)
    }

    /// The width of a text that is not broken.
    pub fn width(&self, text: &str) -> Length {
        // No text is as wide as this, so that it has one line.
        let endless = Length::emu(i64::MAX / 4);
        self.lines(text, endless, endless).iter().map(|line| line.width).sum()
    }
}
