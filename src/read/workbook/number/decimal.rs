//! Doubles as decimals of the 15 digits that a spreadsheet keeps.

use super::DIGITS;

/// A number written out with at most 15 significant digits and no exponent:
/// `13800000001`, `0.3` for the double above 0.3.
pub(crate) fn decimal(value: f64) -> String {
    Digits::of(value).written(None)
}

/// A number rounded to so many decimals, half away from zero, and written out.
pub(super) fn fixed(value: f64, decimals: usize) -> String {
    Digits::of(value).written(Some(decimals))
}

/// Significant digits of a number and where its point stands.
struct Digits {
    negative: bool,
    /// From 0 to 9, without zeros at the end; empty for zero.
    digits: Vec<u8>,
    /// How many of the digits stand before the point; may be negative, or more
    /// than there are.
    point: i32,
}

impl Digits {
    fn of(value: f64) -> Digits {
        // `-1.50000000000000e3`: the digits of the nearest decimal of 15.
        let text = format!("{:.*e}", DIGITS - 1, value);
        let (mantissa, exponent) = text.split_once('e').unwrap_or((&text, "0"));
        let mut digits: Vec<u8> = mantissa.bytes().filter(u8::is_ascii_digit).map(|digit| digit - b'0').collect();
        while digits.last() == Some(&0) {
            digits.pop();
        }
        Digits { negative: value < 0.0 && !digits.is_empty(), digits, point: exponent.parse().unwrap_or(0) + 1 }
    }

    /// The number with so many decimals, or with as many as it has.
    fn written(mut self, decimals: Option<usize>) -> String {
        if let Some(decimals) = decimals {
            self.round(decimals);
        }
        let point = usize::try_from(self.point).unwrap_or(0);
        let digit = |at: usize| self.digits.get(at).map_or('0', |digit| char::from(b'0' + digit));
        let mut text = String::new();
        if self.negative && !self.digits.is_empty() {
            text.push('-');
        }
        if point == 0 {
            text.push('0');
        }
        text.extend((0..point).map(digit));
        // Zeros between the point and the first digit.
        let zeros = usize::try_from(-self.point).unwrap_or(0);
        let known = zeros + self.digits.len().saturating_sub(point);
        let shown = decimals.unwrap_or(if self.digits.is_empty() { 0 } else { known });
        if shown > 0 {
            text.push('.');
            text.extend((0..shown).map(|at| if at < zeros { '0' } else { digit(point + at - zeros) }));
        }
        text
    }

    /// Rounds to so many decimals.
    fn round(&mut self, decimals: usize) {
        let keep = i64::from(self.point) + i64::try_from(decimals).unwrap_or(i64::MAX);
        let Ok(keep) = usize::try_from(keep) else {
            self.digits.clear();
            return;
        };
        let Some(next) = self.digits.get(keep).copied() else { return };
        self.digits.truncate(keep);
        if next < 5 {
            return;
        }
        while let Some(last) = self.digits.last_mut() {
            if *last < 9 {
                *last += 1;
                return;
            }
            self.digits.pop();
        }
        // 9.99 → 10: all digits were nines, or there were none.
        self.digits.push(1);
        self.point += 1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_written_out() {
        for (value, text) in [
            (0.0, "0"),
            (-0.0, "0"),
            (1.0, "1"),
            (13_800_000_001.0, "13800000001"),
            (0.1 + 0.2, "0.3"),
            (-0.05, "-0.05"),
            (1.5e20, "150000000000000000000"),
            (1e-7, "0.0000001"),
            (123.456, "123.456"),
            (411_025_197_408_120_017.0, "411025197408120000"),
        ] {
            assert_eq!(decimal(value), text);
        }
        assert_eq!(decimal(1e308).len(), 309);
    }

    #[test]
    fn decimals_are_rounded_half_away_from_zero() {
        for (value, decimals, text) in [
            (1.005, 2, "1.01"),
            (9.999, 2, "10.00"),
            (0.5, 0, "1"),
            (0.4, 0, "0"),
            (-0.5, 0, "-1"),
            (-0.04, 1, "0.0"),
            (0.005, 2, "0.01"),
            (0.0049, 2, "0.00"),
            (85.5, 2, "85.50"),
            (1e20, 1, "100000000000000000000.0"),
            (99.95, 1, "100.0"),
        ] {
            assert_eq!(fixed(value, decimals), text, "{value}");
        }
    }
}
