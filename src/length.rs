//! Lengths on a page.

use std::fmt;
use std::iter::Sum;
use std::ops::{Add, AddAssign, Div, Mul, Sub};
use std::str::FromStr;

use crate::finding::{Message, say};

/// A length, held as whole English Metric Units (EMU).
///
/// The units that forms and file formats use are all whole numbers of EMU:
/// 1 mm = 36,000, 1 pt = 12,700, 1 twip = 635. Sums of column widths are
/// therefore exact.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Length(i64);

impl Length {
    /// No length at all.
    pub const ZERO: Length = Length(0);

    /// From whole EMU.
    pub const fn emu(emu: i64) -> Length {
        Length(emu)
    }

    /// From whole millimetres.
    pub const fn mm(mm: i64) -> Length {
        Length(mm * 36_000)
    }

    /// From half points, the unit of a run's size (`w:sz`, ECMA-376 Part 1, 17.3.2.38).
    pub const fn half_points(half_points: i64) -> Length {
        Length(half_points * 6_350)
    }

    /// From twips (twentieths of a point), Word's unit for widths and heights.
    pub const fn twips(twips: i64) -> Length {
        Length(twips * 635)
    }

    /// The length in EMU.
    pub const fn to_emu(self) -> i64 {
        self.0
    }

    /// The length in twips, rounded to the nearest.
    pub const fn to_twips(self) -> i64 {
        let half = if self.0 < 0 { -317 } else { 317 };
        (self.0 + half) / 635
    }

    /// The length in millimetres.
    pub fn to_mm(self) -> f64 {
        self.0 as f64 / 36_000.0
    }

    /// The length in points.
    pub fn to_pt(self) -> f64 {
        self.0 as f64 / 12_700.0
    }
}

impl Add for Length {
    type Output = Length;
    fn add(self, other: Length) -> Length {
        Length(self.0 + other.0)
    }
}

impl AddAssign for Length {
    fn add_assign(&mut self, other: Length) {
        self.0 += other.0;
    }
}

impl Sub for Length {
    type Output = Length;
    fn sub(self, other: Length) -> Length {
        Length(self.0 - other.0)
    }
}

impl Mul<i64> for Length {
    type Output = Length;
    fn mul(self, factor: i64) -> Length {
        Length(self.0 * factor)
    }
}

impl Div<i64> for Length {
    type Output = Length;
    fn div(self, divisor: i64) -> Length {
        Length(self.0 / divisor)
    }
}

impl Sum for Length {
    fn sum<I: Iterator<Item = Length>>(lengths: I) -> Length {
        Length(lengths.map(|l| l.0).sum())
    }
}

impl fmt::Display for Length {
    /// Millimetres with at most two decimals, `12.5mm`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let text = format!("{:.2}", self.to_mm());
        write!(f, "{}mm", text.trim_end_matches('0').trim_end_matches('.'))
    }
}

/// A length that could not be read: the text as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseLengthError(pub String);

impl ParseLengthError {
    /// What is wrong, for a person.
    pub fn message(&self) -> Message {
        let text = &self.0;
        say!(
            "“{text}”不是长度，应为毫米数，或带单位，如 9、10.5pt、26mm",
            "`{text}` is not a length: expected a number of mm, or one with a unit, as `9`, `10.5pt`, `26mm`"
        )
    }
}

impl fmt::Display for ParseLengthError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.message().fmt(f)
    }
}

impl std::error::Error for ParseLengthError {}

impl FromStr for Length {
    type Err = ParseLengthError;

    /// Reads `12`, `12mm` (millimetres) or `10.5pt` (points).
    fn from_str(text: &str) -> Result<Length, ParseLengthError> {
        let trimmed = text.trim();
        let (number, emu) = match trimmed.strip_suffix("pt") {
            Some(number) => (number, 12_700.0),
            None => (trimmed.strip_suffix("mm").unwrap_or(trimmed), 36_000.0),
        };
        match number.trim().parse::<f64>() {
            Ok(value) if value.is_finite() && value.abs() < 10_000.0 => Ok(Length((value * emu).round() as i64)),
            _ => Err(ParseLengthError(text.to_owned())),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn units_are_whole_emu() {
        assert_eq!(Length::mm(1).to_emu(), 36_000);
        assert_eq!(Length::twips(20), Length::half_points(2));
        assert_eq!("10.5pt".parse(), Ok(Length::half_points(21)));
        assert_eq!("26".parse(), Ok(Length::mm(26)));
        assert_eq!(Length::mm(210).to_twips(), 11_906);
        assert_eq!("12.50mm".parse::<Length>().unwrap().to_string(), "12.5mm");
    }

    #[test]
    fn a_text_that_is_no_length_is_named() {
        let error = "wide".parse::<Length>().unwrap_err();
        assert!(error.to_string().contains("`wide`"));
        assert!("1e9".parse::<Length>().is_err());
        assert!("NaN".parse::<Length>().is_err());
    }
}
