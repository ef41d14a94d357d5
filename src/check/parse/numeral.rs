//! Chinese numerals, as dates use them.

/// The digit of a Chinese numeral, `None` for 十 and everything else. Zero is
/// written 〇, 零, or with one of the circles that look like it.
pub(super) fn digit(c: char) -> Option<u16> {
    Some(match c {
        '〇' | '零' | '○' | '◯' => 0,
        '一' => 1,
        '二' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        _ => return None,
    })
}

/// Whether a character may be part of a numeral.
pub(super) fn is_numeral(c: char) -> bool {
    c == '十' || digit(c).is_some()
}

/// The value of a numeral: digit by digit (`二〇二一`), or with 十 (`二十三`).
pub(super) fn value(text: &str) -> Option<u16> {
    match text.split_once('十') {
        None => digits(text),
        Some((tens, ones)) => {
            let tens = if tens.is_empty() { 1 } else { one_digit(tens)? };
            let ones = if ones.is_empty() { 0 } else { one_digit(ones)? };
            Some(tens * 10 + ones)
        }
    }
}

fn digits(text: &str) -> Option<u16> {
    if text.is_empty() {
        return None;
    }
    text.chars().try_fold(0_u16, |value, c| value.checked_mul(10)?.checked_add(digit(c)?))
}

/// A single digit from 1.
fn one_digit(text: &str) -> Option<u16> {
    digits(text).filter(|value| (1..=9).contains(value) && text.chars().count() == 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numerals_have_values() {
        for (text, expected) in [
            ("一九七四", Some(1974)),
            ("二〇二一", Some(2021)),
            ("二○一八", Some(2018)),
            ("二零零九", Some(2009)),
            ("八", Some(8)),
            ("十", Some(10)),
            ("十一", Some(11)),
            ("二十", Some(20)),
            ("三十一", Some(31)),
            ("一十二", Some(12)),
            ("十十", None),
            ("二十三四", None),
            ("〇十", None),
            ("", None),
            ("九九九九九九", None),
        ] {
            assert_eq!(value(text), expected, "{text}");
        }
    }
}
