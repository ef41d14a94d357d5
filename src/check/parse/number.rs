//! Numbers.

use rust_decimal::Decimal;

use crate::finding::Words;

use super::{Parsed, is_hyphen, reason, tidy};

const EMPTY: Words = reason("没有数字", "there is no number");
const PERCENT: Words = reason("不应带百分号", "a percent sign is not expected");
const INEXACT: Words = reason("应为确切的数字", "expected an exact number");
pub(super) const OTHER_CHARACTERS: Words = reason("含有数字以外的文字", "holds text that is no part of a number");
const GROUPING: Words = reason("千分位写法不对", "thousands are not grouped by three digits");
const POINT: Words = reason("小数点写法不对", "the decimal point is misplaced");
const TOO_LARGE: Words = reason("位数过多", "too many digits");
const NEGATIVE: Words = reason("不能是负数", "must not be negative");
const OTHER_POINTS: Words =
    reason("“/”后面的满分与表上的分值不符", "the points after the `/` are not those of the form");
const FRACTION: Words = reason("应为整数", "expected a whole number");

/// Words for what is counted, that may follow a number; longer ones first.
const UNITS: [&str; 35] = [
    "平方米",
    "课时",
    "学时",
    "小时",
    "人次",
    "个",
    "人",
    "名",
    "位",
    "元",
    "分",
    "家",
    "所",
    "台",
    "套",
    "间",
    "次",
    "门",
    "节",
    "件",
    "项",
    "条",
    "册",
    "本",
    "份",
    "篇",
    "部",
    "年",
    "岁",
    "天",
    "周",
    "班",
    "组",
    "户",
    "张",
];

/// Words that make a number a guess.
const GUESSES: [&str; 10] = ["约", "余", "多", "近", "左右", "上下", "以上", "以下", "超过", "不足"];

/// A decimal number, exact. Full-width digits, a sign, thousands separators, a
/// unit behind it (人, 元, …) and 万 or 亿, which multiply, are accepted.
///
/// ```
/// use shenbao::check::parse::number;
/// assert_eq!(number("１，２３４.5元").unwrap().to_string(), "1234.5");
/// assert_eq!(number("1.2万人").unwrap().to_string(), "12000");
/// assert_eq!(number("约300").unwrap_err().zh, "应为确切的数字");
/// ```
///
/// # Errors
///
/// A percent sign, a word that makes it a guess, other characters, or more
/// digits than an exact decimal holds (28).
pub fn number(text: &str) -> Parsed<Decimal> {
    read(text, &UNITS)
}

/// A whole number, not negative. `12.0` and `1.5万` are whole.
///
/// # Errors
///
/// What [`number`] refuses, a negative number, and a fraction.
pub fn integer(text: &str) -> Parsed<Decimal> {
    whole(number(text)?)
}

/// Points: a number that 分 may follow. Where the most that can be had is known
/// to be `points`, they may be repeated: `9/10`.
///
/// # Errors
///
/// What [`number`] refuses, another unit, a negative number, and a fraction of
/// other points.
pub fn score(text: &str, points: Option<Decimal>) -> Parsed<Decimal> {
    let text = tidy(text);
    let score = match text.split_once('/') {
        None => &text,
        Some((score, of)) => match (read(of, &["分"]), points) {
            (Ok(of), Some(points)) if of == points => score,
            (Ok(_), Some(_)) => return Err(OTHER_POINTS),
            (Ok(_), None) | (Err(_), _) => return Err(OTHER_CHARACTERS),
        },
    };
    not_negative(read(score, &["分"])?)
}

/// The number, if it is whole and not negative.
pub(crate) fn whole(number: Decimal) -> Parsed<Decimal> {
    let number = not_negative(number)?;
    if number.fract().is_zero() { Ok(number.trunc()) } else { Err(FRACTION) }
}

/// The number, if it is not negative.
pub(crate) fn not_negative(number: Decimal) -> Parsed<Decimal> {
    if number.is_sign_negative() && !number.is_zero() { Err(NEGATIVE) } else { Ok(number) }
}

/// A number, which one of some units may follow.
pub(super) fn read(text: &str, units: &[&str]) -> Parsed<Decimal> {
    let text = tidy(text);
    if text.is_empty() {
        return Err(EMPTY);
    }
    if text.contains(['%', '‰']) || text.contains("百分之") {
        return Err(PERCENT);
    }
    exact(&text)?;
    let text = text.strip_prefix(['¥', '￥']).unwrap_or(&text).trim_start();
    let text = units.iter().find_map(|unit| text.strip_suffix(unit)).unwrap_or(text).trim_end();
    let (text, factor) = factor(text);
    let (negative, digits) = sign(text);
    let number = Decimal::from_str_exact(&plain(digits)?).map_err(|_| TOO_LARGE)?;
    let number = number.checked_mul(factor).ok_or(TOO_LARGE)?.normalize();
    Ok(if negative && !number.is_zero() { -number } else { number })
}

/// Refuses words that make a number a guess.
pub(super) fn exact(text: &str) -> Parsed<()> {
    if GUESSES.iter().any(|word| text.contains(word)) { Err(INEXACT) } else { Ok(()) }
}

/// Takes 万 or 亿 from the end of a number.
fn factor(text: &str) -> (&str, Decimal) {
    for (word, factor) in [("万", 10_000), ("亿", 100_000_000)] {
        if let Some(rest) = text.strip_suffix(word) {
            return (rest.trim_end(), Decimal::from(factor));
        }
    }
    (text, Decimal::ONE)
}

/// Takes the sign from the front of a number.
fn sign(text: &str) -> (bool, &str) {
    if let Some(rest) = text.strip_prefix('+') {
        return (false, rest.trim_start());
    }
    match text.strip_prefix(is_hyphen) {
        Some(rest) => (true, rest.trim_start()),
        None => (false, text),
    }
}

/// The digits of a number, with a point before its fraction.
fn plain(text: &str) -> Parsed<String> {
    if text.is_empty() {
        return Err(EMPTY);
    }
    let is_group_mark = |c: char| c == ',' || c.is_whitespace();
    if !text.chars().all(|c| c.is_ascii_digit() || c == '.' || is_group_mark(c)) {
        return Err(OTHER_CHARACTERS);
    }
    let (whole, fraction) = match text.split_once('.') {
        Some((_, fraction)) if fraction.is_empty() || !fraction.bytes().all(|b| b.is_ascii_digit()) => {
            return Err(POINT);
        }
        Some((whole, fraction)) => (whole, fraction),
        None => (text, ""),
    };
    let mut groups = whole.split(is_group_mark);
    let first = groups.next().unwrap_or_default();
    let mut digits = first.to_owned();
    for group in groups {
        if group.len() != 3 || !(1..=3).contains(&first.len()) {
            return Err(GROUPING);
        }
        digits.push_str(group);
    }
    let digits = if digits.is_empty() { "0".to_owned() } else { digits };
    Ok(if fraction.is_empty() { digits } else { format!("{digits}.{fraction}") })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::testing::assert_reads;
    use super::*;

    fn text(number: Decimal) -> String {
        number.to_string()
    }

    #[test]
    fn numbers() {
        let ok = |text: &str| Ok(text.to_owned());
        assert_reads(
            number,
            text,
            &[
                ("3120", ok("3120")),
                ("３１２０", ok("3120")),
                (" 12.50 ", ok("12.5")),
                ("１２．５", ok("12.5")),
                (".5", ok("0.5")),
                ("007", ok("7")),
                ("1,234", ok("1234")),
                ("１，２３４", ok("1234")),
                ("1 234 567.8", ok("1234567.8")),
                ("+5", ok("5")),
                ("-5", ok("-5")),
                ("－5", ok("-5")),
                ("−0", ok("0")),
                ("120人", ok("120")),
                ("120 人", ok("120")),
                ("3000人次", ok("3000")),
                ("￥1,200元", ok("1200")),
                ("3万", ok("30000")),
                ("3.25万元", ok("32500")),
                ("1.2 万 人", ok("12000")),
                ("2亿", ok("200000000")),
                ("9分", ok("9")),
                ("", Err("没有数字")),
                ("人", Err("没有数字")),
                ("+", Err("没有数字")),
                ("95%", Err("百分号")),
                ("９５％", Err("百分号")),
                ("约300", Err("确切")),
                ("300余", Err("确切")),
                ("300多人", Err("确切")),
                ("12a", Err("以外的文字")),
                ("三百", Err("以外的文字")),
                ("12、13", Err("以外的文字")),
                ("12-13", Err("以外的文字")),
                ("1e5", Err("以外的文字")),
                ("12,34", Err("千分位")),
                ("1234,567", Err("千分位")),
                ("1,,234", Err("千分位")),
                ("5.", Err("小数点")),
                ("1.2.3", Err("小数点")),
                ("99999999999999999999999999999999", Err("位数过多")),
            ],
        );
    }

    #[test]
    fn whole_numbers() {
        let ok = |text: &str| Ok(text.to_owned());
        assert_reads(
            integer,
            text,
            &[
                ("120", ok("120")),
                ("120.00", ok("120")),
                ("0", ok("0")),
                ("1.5万", ok("15000")),
                ("-1", Err("负数")),
                ("1.5", Err("整数")),
            ],
        );
    }

    #[test]
    fn scores() {
        let ok = |text: &str| Ok(text.to_owned());
        assert_reads(
            |text| score(text, Some(Decimal::TEN)),
            text,
            &[
                ("9", ok("9")),
                ("９", ok("9")),
                ("９分", ok("9")),
                ("“9”", Err("以外的文字")),
                ("9.5", ok("9.5")),
                ("9.5分", ok("9.5")),
                ("9/10", ok("9")),
                ("9分/10分", ok("9")),
                ("９／１０", ok("9")),
                ("9/100", Err("满分")),
                ("9/十", Err("以外的文字")),
                ("/10", Err("没有数字")),
                ("9+0.5", Err("以外的文字")),
                ("9分", ok("9")),
                ("９", ok("9")),
                ("9.5 分", ok("9.5")),
                ("0", ok("0")),
                ("-1", Err("负数")),
                ("9元", Err("以外的文字")),
                ("优秀", Err("以外的文字")),
            ],
        );
        assert_eq!(score("9/10", None), Err(OTHER_CHARACTERS), "nobody knows whether it is 9 of 10 or 0.9");
    }

    proptest! {
        #![proptest_config(crate::check::testing::few_cases())]

        #[test]
        fn numbers_read_back_as_they_print(mantissa in any::<i64>(), scale in 0_u32..12) {
            let expected = Decimal::new(mantissa, scale);
            let read = number(&expected.to_string());
            prop_assert_eq!(read, Ok(expected));
        }
    }
}
