//! Percentages.

use rust_decimal::Decimal;

use crate::finding::Words;

use super::{Parsed, number, numeral, reason, tidy};

const EMPTY: Words = reason("没有数字", "there is no number");
const PERMILLE: Words = reason("应为百分数，不是千分数", "expected percent, found a permille sign");

const FRACTION: Words = reason(
    "不到1又没有百分号，可能是小数写法：0.85即85%",
    "not above 1 and without a percent sign: it may be a fraction, 0.85 for 85%",
);
const ABOVE: Words = reason("超过100%", "more than 100%");

/// A percentage, and why it may have been meant otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadPercent {
    /// The number of percent: 85.5 for 85.5%.
    pub percent: Decimal,
    /// What leaves a doubt.
    pub doubt: Option<Words>,
}

/// A percentage as the number of percent: `85%`, `８５％`, `85.5`, `百分之八十五`.
///
/// With a doubt: more than 100, and a number up to 1 without a sign (`0.85`),
/// which a spreadsheet may have made of 85%.
///
/// ```
/// use shenbao::check::parse::percent;
/// assert_eq!(percent("８５.5％").unwrap().percent.to_string(), "85.5");
/// assert_eq!(percent("百分之八十五").unwrap().percent.to_string(), "85");
/// assert!(percent("0.85").unwrap().doubt.is_some());
/// ```
///
/// # Errors
///
/// What [`number()`](super::number()) refuses, units included, and permille.
pub fn percent(text: &str) -> Parsed<ReadPercent> {
    let text = tidy(text);
    if text.contains('‰') || text.contains("千分之") {
        return Err(PERMILLE);
    }
    number::exact(&text)?;
    let (percent, sign) = match text.strip_prefix("百分之") {
        Some(rest) => (in_words(rest.trim_end_matches('%'))?, true),
        None => {
            let digits = text.strip_suffix(['%', '﹪', '٪']);
            (number::read(digits.unwrap_or(&text).trim_end(), &[])?, digits.is_some())
        }
    };
    let may_be_fraction = !sign && percent > Decimal::ZERO && percent <= Decimal::ONE;
    Ok(ReadPercent { percent, doubt: above(percent).or(may_be_fraction.then_some(FRACTION)) })
}

/// Why a number of percent may be wrong by its size.
pub(crate) fn above(percent: Decimal) -> Option<Words> {
    (percent > Decimal::ONE_HUNDRED).then_some(ABOVE)
}

/// What follows 百分之: a numeral with or without a fraction, or digits.
fn in_words(text: &str) -> Parsed<Decimal> {
    match text.trim() {
        "" => Err(EMPTY),
        "百" | "一百" => Ok(Decimal::ONE_HUNDRED),
        text if text.starts_with(numeral::is_numeral) => {
            let (whole, fraction) = text.split_once('点').unwrap_or((text, ""));
            let whole = numeral::value(whole).ok_or(number::OTHER_CHARACTERS)?;
            let digits = fraction.chars().map(numeral::digit).collect::<Option<Vec<_>>>();
            let digits: String =
                digits.ok_or(number::OTHER_CHARACTERS)?.into_iter().map(|digit| digit.to_string()).collect();
            let written = if digits.is_empty() { whole.to_string() } else { format!("{whole}.{digits}") };
            number::read(&written, &[])
        }
        text => number::read(text, &[]),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::assert_reads;
    use super::*;

    fn view(read: ReadPercent) -> String {
        format!("{}{}", read.percent.normalize(), if read.doubt.is_some() { "?" } else { "" })
    }

    #[test]
    fn percentages() {
        let ok = |text: &str| Ok(text.to_owned());
        assert_reads(
            percent,
            view,
            &[
                ("85%", ok("85")),
                ("８５％", ok("85")),
                ("85 %", ok("85")),
                ("85﹪", ok("85")),
                ("85.5%", ok("85.5")),
                ("85.5", ok("85.5")),
                ("85.50", ok("85.5")),
                ("85", ok("85")),
                ("100%", ok("100")),
                ("100", ok("100")),
                ("0", ok("0")),
                ("0%", ok("0")),
                ("0.5%", ok("0.5")),
                ("-3.5%", ok("-3.5")),
                ("百分之八十五", ok("85")),
                ("百分之八十五点五", ok("85.5")),
                ("百分之九点〇五", ok("9.05")),
                ("百分之十", ok("10")),
                ("百分之百", ok("100")),
                ("百分之一百", ok("100")),
                ("百分之85", ok("85")),
                ("0.85", ok("0.85?")),
                (".9", ok("0.9?")),
                ("1", ok("1?")),
                ("100.1%", ok("100.1?")),
                ("8500%", ok("8500?")),
                ("120", ok("120?")),
                ("", Err("没有数字")),
                ("%", Err("没有数字")),
                ("百分之", Err("没有数字")),
                ("百分之几", Err("以外的文字")),
                ("85‰", Err("千分")),
                ("约85%", Err("确切")),
                ("85%以上", Err("确切")),
                ("85%左右", Err("确切")),
                ("85-90", Err("以外的文字")),
                ("85人", Err("以外的文字")),
                ("85%%", Err("百分号")),
                ("高", Err("以外的文字")),
            ],
        );
    }
}
