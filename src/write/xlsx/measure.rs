//! How many lines a text takes in a cell, near enough for a row's height.

use crate::Length;
use crate::document::Format;

/// White space of a cell left and right of its text together.
pub(super) const PADDING: Length = Length::twips(100);

/// Distance between two lines of a size: Excel sets 宋体 at 1.2 to 1.3.
pub(super) fn line(size: Length) -> Length {
    size * 13 / 10
}

/// The width of a text: a full em for Han and full-width characters, half an
/// em for the others.
pub(super) fn width(text: &str, size: Length) -> Length {
    let halves: i64 = text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum();
    size * halves / 2
}

/// Number of lines of a text in a cell `width` wide.
pub(super) fn lines(text: &str, format: &Format, cell: Length) -> i64 {
    let room = (cell - PADDING).max(format.size).to_emu();
    text.split('\n')
        .map(|line| {
            let needs = width(line, format.size).to_emu();
            match (needs + room - 1) / room {
                0 | 1 => 1,
                // Words and punctuation marks do not break: lines end early.
                more => more + more / 16,
            }
        })
        .sum()
}

/// Height of a text in a cell `width` wide.
pub(super) fn height(text: &str, format: &Format, cell: Length) -> Length {
    line(format.size) * lines(text, format, cell) + Length::half_points(4)
}
