//! From what people write to typed values.
//!
//! Each function takes the text of an answer, without label and hint, and gives
//! its value in one normal form, or a reason in words for people. They are
//! tolerant of spelling (full-width characters, spaces, separators) and strict
//! about content: what can be read in two ways is refused or comes with a
//! doubt, never guessed in silence.

mod date;
mod email;
mod ethnicity;
mod id_number;
mod number;
mod numeral;
mod percent;
mod period;
mod phone;
mod postcode;
mod url;

pub use date::{ReadDate, date, year_month};
pub use email::email;
pub use ethnicity::ethnicity;
pub use id_number::{IdNumber, id_number};
pub use number::{integer, number, score};
pub use percent::{ReadPercent, percent};
pub use period::{Period, ReadPeriod, period};
pub use phone::{mobile, phone};
pub use postcode::postcode;
pub use url::url;

pub(crate) use date::YEAR_ALONE;
pub(crate) use id_number::NOT_BORN;
pub(crate) use number::{not_negative, whole};
pub(crate) use percent::above as above_all;

use crate::finding::Words;
use crate::text::to_half_width;

use super::words::is_invisible;

/// A value, or why the text is none.
pub type Parsed<T> = Result<T, Words>;

/// A reason in both languages.
const fn reason(zh: &'static str, en: &'static str) -> Words {
    Words { zh, en }
}

/// The text in half width, without invisible characters and white space at its
/// ends.
fn tidy(text: &str) -> String {
    let visible: String = text.chars().filter(|c| !is_invisible(*c)).collect();
    to_half_width(visible.trim())
}

/// Whether a character is used as a hyphen: all kinds of dashes and minus signs.
fn is_hyphen(c: char) -> bool {
    matches!(c, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{2500}' | '\u{fe58}' | '\u{fe63}' | '\u{30fc}')
}

/// Whether a domain name is one: labels of letters, digits and inner hyphens,
/// joined by dots, the last one of letters. Labels may be Han (教育局.中国); a
/// last label that mixes scripts is text that stuck to the name.
fn is_domain(domain: &str) -> bool {
    let label = |label: &str| {
        !label.is_empty()
            && label.chars().count() <= 63
            && !label.starts_with('-')
            && !label.ends_with('-')
            && label.chars().all(|c| c == '-' || c.is_alphanumeric())
    };
    let Some((_, last)) = domain.rsplit_once('.') else { return false };
    let last_is_name = last.chars().count() >= 2
        && (last.chars().all(|c| c.is_ascii_alphabetic())
            || last.chars().all(|c| !c.is_ascii() && c.is_alphabetic())
            || (last.starts_with("xn--") && last.is_ascii()));
    domain.len() <= 253 && last_is_name && domain.split('.').all(label)
}

#[cfg(test)]
pub(super) mod testing {
    use std::fmt::Debug;

    use super::Parsed;

    /// Asserts what each text is read as; `Err` holds a part of the reason.
    pub fn assert_reads<T: Debug, V: PartialEq + Debug>(
        parse: impl Fn(&str) -> Parsed<T>,
        view: impl Fn(T) -> V,
        cases: &[(&str, Result<V, &str>)],
    ) {
        for (text, expected) in cases {
            match (parse(text).map(&view), expected) {
                (Ok(value), Ok(expected)) => assert_eq!(value, *expected, "{text:?}"),
                (Err(words), Err(part)) => {
                    assert!(words.zh.contains(part), "{text:?}: {:?} without {part:?}", words.zh);
                    assert!(words.en.is_ascii() && !words.en.is_empty(), "{text:?}: {:?}", words.en);
                }
                (found, expected) => panic!("{text:?}: {found:?}, expected {expected:?}"),
            }
        }
    }
}
