//! How many lines a text takes in a cell, near enough for a row's height.

use crate::Length;
use crate::document::Format;
use crate::typeset::{Metrics as _, Nominal, Setting};

/// White space of a cell left and right of its text together.
pub(super) const PADDING: Length = Length::twips(100);

/// One step of Excel's indent: about three blanks of the default font.
pub(super) const INDENT: Length = Length::twips(135);

/// Distance between two lines.
pub(super) fn line(format: &Format) -> Length {
    Nominal::Excel.line(format.face, format.size)
}

fn setting(format: &Format) -> Setting<'static> {
    Setting { metrics: &Nominal::Excel, face: format.face, size: format.size }
}

/// The width of a text that is not broken.
pub(super) fn width(text: &str, format: &Format) -> Length {
    text.chars().map(|c| Nominal::Excel.advance(format.face, format.size, c)).sum()
}

/// Number of lines of a text in a cell `width` wide.
pub(super) fn lines(text: &str, format: &Format, cell: Length) -> i64 {
    let room = (cell - PADDING).max(format.size);
    let lines = text.split('\n').map(|line| match width(line, format) <= room {
        true => 1,
        // Excel, WPS and LibreOffice do not break alike.
        false => setting(format).lines(line, room, room).len() as i64,
    });
    let lines: i64 = lines.sum();
    lines + lines / 16
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lines_are_those_of_the_typesetter_and_some_to_be_safe() {
        let format = Format::default();
        let wide = |characters: i64| format.size * characters + PADDING;
        assert_eq!(lines("", &format, wide(10)), 1);
        assert_eq!(lines(&"字".repeat(10), &format, wide(10)), 1);
        assert_eq!(lines(&format!("{}，字", "字".repeat(10)), &format, wide(10)), 2);
        assert_eq!(lines(&"字".repeat(320), &format, wide(10)), 34);
    }
}
