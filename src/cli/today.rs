//! The day of a run.

use std::time::{SystemTime, UNIX_EPOCH};

use crate::form::Date;

/// Seconds that China's time is ahead of UTC. The forms are filled there, and
/// the system's own zone is not known without a library.
const CHINA: u64 = 8 * 3600;

/// Today in China; `None` if the clock stands before 1970.
pub(super) fn today() -> Option<Date> {
    let seconds = SystemTime::now().duration_since(UNIX_EPOCH).ok()?.as_secs();
    date((seconds + CHINA) / 86_400)
}

/// The date that is some days after 1 January 1970.
fn date(days: u64) -> Option<Date> {
    let mut year = 1970_u16;
    let mut left = days;
    loop {
        let length = if Date::day(year, 2, 29).is_some() { 366 } else { 365 };
        if left < length {
            break;
        }
        left -= length;
        year = year.checked_add(1)?;
    }
    let days = (1..=12_u8).flat_map(|month| (1..=31_u8).filter_map(move |day| Date::day(year, month, day)));
    days.into_iter().nth(usize::try_from(left).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_dates() {
        for (days, expected) in
            [(0, "1970-01-01"), (58, "1970-02-28"), (59, "1970-03-01"), (789, "1972-02-29"), (18_944, "2021-11-13")]
        {
            assert_eq!(date(days).unwrap().to_string(), expected);
        }
    }
}
