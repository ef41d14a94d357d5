//! What a cell can hold.

use std::borrow::Cow;

use rust_decimal::Decimal;
use rust_decimal::prelude::ToPrimitive;

use crate::text::CUT;
use crate::write::docx::is_xml_char;
use crate::write::writable;

/// Most UTF-16 units of a cell's text (Excel's specifications and limits).
pub(crate) const MAX_CELL: usize = 32_767;

/// A text as a cell holds it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct CellText {
    /// The text.
    pub text: String,
    /// Whether its end was cut off; the text then says so itself.
    pub cut: bool,
    /// The first character that was replaced by U+FFFD.
    pub replaced: Option<char>,
}

/// Makes a text fit into a cell: `\n` as line end, U+FFFD for what XML cannot
/// hold, at most [`MAX_CELL`] UTF-16 units.
pub(crate) fn cell_text(text: &str) -> CellText {
    let text = match text.contains('\r') {
        true => Cow::Owned(text.replace("\r\n", "\n").replace('\r', "\n")),
        false => Cow::Borrowed(text),
    };
    let replaced = text.chars().find(|c| !is_xml_char(*c));
    let mut text = writable(&text).into_owned();
    let cut = units(&text) > MAX_CELL;
    if cut {
        let mut left = MAX_CELL - units(CUT);
        let end = text.char_indices().find(|(_, c)| match left.checked_sub(c.len_utf16()) {
            Some(rest) => {
                left = rest;
                false
            }
            None => true,
        });
        text.truncate(end.map_or(text.len(), |(end, _)| end));
        text.push_str(CUT);
    }
    CellText { text, cut, replaced }
}

fn units(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// The number, if a cell holds it exactly: 15 digits.
pub(crate) fn exact_number(number: Decimal) -> Option<f64> {
    let number = number.normalize();
    let digits = number.mantissa().unsigned_abs().checked_ilog10().map_or(1, |log| log + 1);
    (digits <= 15).then(|| number.to_f64()).flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_long_text_is_cut_where_a_cell_ends_and_says_so() {
        let whole = "字".repeat(MAX_CELL);
        assert_eq!(cell_text(&whole), CellText { text: whole, cut: false, replaced: None });
        for long in ["字".repeat(65_000), "𬭎".repeat(20_000)] {
            let cell = cell_text(&long);
            assert!(cell.cut && cell.text.ends_with(CUT));
            assert!((MAX_CELL - 1..=MAX_CELL).contains(&cell.text.encode_utf16().count()));
        }
    }

    #[test]
    fn what_xml_cannot_hold_is_replaced() {
        let cell = cell_text("a\u{1}b\r\nc\rd\te");
        assert_eq!((cell.text.as_str(), cell.replaced), ("a\u{fffd}b\nc\nd\te", Some('\u{1}')));
    }

    #[test]
    fn numbers_are_exact_or_none() {
        let number = |text: &str| exact_number(text.parse().unwrap());
        assert_eq!(number("12.50"), Some(12.5));
        assert_eq!(number("0"), Some(0.0));
        assert_eq!(number("123456789012345"), Some(123_456_789_012_345.0));
        assert_eq!(number("411025197408120017"), None);
    }
}
