//! Simple types of attribute values.

use quick_xml::events::BytesStart;

use crate::Length;
use crate::read::xml::attribute;

/// A toggle (`ST_OnOff`, ECMA-376 Part 1, 22.9.2.7): on without a value.
pub(super) fn toggle(start: &BytesStart) -> bool {
    attribute(start, "val").is_none_or(|value| is_on(&value))
}

/// Whether the value of a toggle means on.
fn is_on(value: &str) -> bool {
    !matches!(value.trim(), "0" | "false" | "off" | "False" | "FALSE")
}

/// A count. What is not a number is `None`; a number too long to hold is the
/// largest, so that a limit catches it.
fn count(value: &str) -> Option<usize> {
    let digits = value.trim();
    let digits = digits.strip_prefix('+').unwrap_or(digits);
    if digits.is_empty() || !digits.bytes().all(|b| b.is_ascii_digit()) {
        return None;
    }
    Some(digits.parse().unwrap_or(usize::MAX))
}

/// The count in `w:val`.
pub(super) fn val_count(start: &BytesStart) -> Option<usize> {
    count(&attribute(start, "val")?)
}

/// A length on a page: twips, or a number with its unit
/// (`ST_TwipsMeasure`, ECMA-376 Part 1, 22.9.2.14).
fn length(value: &str) -> Option<Length> {
    let value = value.trim();
    if let Ok(twips) = value.parse::<i32>() {
        return Some(Length::twips(i64::from(twips)));
    }
    let unit_at = value.find(|c: char| c.is_ascii_alphabetic()).unwrap_or(value.len());
    let (number, unit) = value.split_at(unit_at);
    let number: f64 = number.trim().parse().ok()?;
    let emu = match unit {
        "" => 635.0,
        "mm" => 36_000.0,
        "cm" => 360_000.0,
        "in" => 914_400.0,
        "pt" => 12_700.0,
        "pc" | "pi" => 152_400.0,
        _ => return None,
    };
    // Nothing on paper is longer than 100 m.
    let emu = number * emu;
    (emu.abs() < 3.6e9).then(|| Length::emu(emu.round() as i64))
}

/// A length in an attribute.
pub(super) fn length_of(start: &BytesStart, name: &str) -> Option<Length> {
    length(&attribute(start, name)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_twips_or_carry_their_unit() {
        assert_eq!(length("11906"), Some(Length::twips(11_906)));
        assert_eq!(length("567.5"), Some(Length::emu(360_363)));
        assert_eq!(length("210mm"), Some(Length::mm(210)));
        assert_eq!(length("-1in"), Some(Length::emu(-914_400)));
        assert_eq!(length("wide"), None);
        assert_eq!(length("1e300"), None);
    }

    #[test]
    fn a_count_too_large_to_hold_is_the_largest() {
        assert_eq!(count("2"), Some(2));
        assert_eq!(count("99999999999999999999999"), Some(usize::MAX));
        assert_eq!(count("-1"), None);
        assert_eq!(count(""), None);
    }

    #[test]
    fn a_toggle_without_value_is_on() {
        assert!(toggle(&BytesStart::from_content("w:vanish", 8)));
        assert!(toggle(&BytesStart::from_content("w:vanish w:val='on'", 8)));
        for off in ["0", "false", "off"] {
            assert!(!toggle(&BytesStart::from_content(format!("w:vanish w:val='{off}'"), 8)));
        }
    }
}
