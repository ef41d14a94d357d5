//! Serial numbers of dates (ECMA-376 Part 1, 18.17.4).

/// From which day a workbook counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(in super::super) enum Epoch {
    /// 1 is 1 January 1900, and there was a 29 February 1900.
    #[default]
    Y1900,
    /// 0 is 1 January 1904.
    Y1904,
}

/// A day and a time of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Moment {
    pub year: i64,
    pub month: u32,
    pub day: u32,
    /// Seconds since midnight.
    pub seconds: u32,
}

/// Seconds of a day.
const DAY: u32 = 86_400;

/// 31 December 9999, the last day that Excel knows, counted from 1900.
const LAST: i64 = 2_958_465;

impl Moment {
    /// The moment of a serial number; `None` outside the years that have one.
    pub fn of(serial: f64, epoch: Epoch) -> Option<Moment> {
        if !(0.0..=LAST as f64 + 1.0).contains(&serial) {
            return None;
        }
        // To the second: 8:30 is stored as 0.354166666666667.
        let seconds = (serial * f64::from(DAY)).round() as i64;
        let (days, seconds) = (seconds / i64::from(DAY), (seconds % i64::from(DAY)) as u32);
        let days = match epoch {
            Epoch::Y1904 => days + 1_462,
            // The days before the one that never was are one ahead.
            Epoch::Y1900 if days < 60 => days + 1,
            Epoch::Y1900 => days,
        };
        if days > LAST {
            return None;
        }
        // Day 0 of the count is 30 December 1899.
        let (year, month, day) = civil(days - 25_569);
        Some(Moment { year, month, day, seconds })
    }

    /// `2021-11-03`, and the time unless it is midnight.
    pub fn iso(self) -> String {
        let date = format!("{:04}-{:02}-{:02}", self.year, self.month, self.day);
        if self.seconds == 0 {
            date
        } else {
            format!("{date} {:02}:{:02}", self.seconds / 3600, self.seconds / 60 % 60)
        }
    }

    /// `8:30`, with its seconds if there are any.
    pub fn time(self) -> String {
        let (hours, minutes, seconds) = (self.seconds / 3600, self.seconds / 60 % 60, self.seconds % 60);
        if seconds == 0 { format!("{hours}:{minutes:02}") } else { format!("{hours}:{minutes:02}:{seconds:02}") }
    }
}

/// The date of a day counted from 1 January 1970, in the Gregorian calendar:
/// years begin in March, so that the day that leap years add is their last.
fn civil(days: i64) -> (i64, u32, u32) {
    const YEARS_400: i64 = 146_097;
    let days = days + 719_468;
    let era = days.div_euclid(YEARS_400);
    let of_era = days.rem_euclid(YEARS_400);
    let year = (of_era - of_era / 1_460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year + year / 4 - year / 100);
    let month = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (year + era * 400 + i64::from(month <= 2), month as u32, day as u32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_counted_as_in_excel() {
        for (serial, epoch, date) in [
            (1.0, Epoch::Y1900, "1900-01-01"),
            (61.0, Epoch::Y1900, "1900-03-01"),
            (36_526.0, Epoch::Y1900, "2000-01-01"),
            (43_890.0, Epoch::Y1900, "2020-02-29"),
            (44_503.25, Epoch::Y1900, "2021-11-03 06:00"),
            (2_958_465.0, Epoch::Y1900, "9999-12-31"),
            (0.0, Epoch::Y1904, "1904-01-01"),
            (43_041.0, Epoch::Y1904, "2021-11-03"),
        ] {
            assert_eq!(Moment::of(serial, epoch).unwrap().iso(), date);
        }
        for serial in [-0.5, 2_958_467.0, f64::NAN] {
            assert_eq!(Moment::of(serial, Epoch::Y1900), None);
        }
    }
}
