//! Dates, as people write them.

use crate::finding::Words;
use crate::form::Date;

use super::{Parsed, is_hyphen, numeral, reason, tidy};

const EMPTY: Words = reason("没有日期", "there is no date");
const REST: Words = reason("日期前后有其他文字", "other text stands beside the date");
const SHAPE: Words = reason("看不出年月日", "year, month and day cannot be told apart");
const SEVERAL: Words = reason("只能填一个日期", "only one date is allowed");
const NO_YEAR: Words = reason("缺少年份", "there is no year");
const NO_MONTH: Words = reason("月份没有填写", "the month is not filled in");
const NO_DAY: Words = reason("日没有填写", "the day is not filled in");
const YEAR: Words = reason("年份应为四位数字", "expected a year of four digits");
pub(super) const MONTH: Words = reason("月份应为1—12", "expected a month from 1 to 12");
const NO_SUCH_DAY: Words = reason("日历上没有这一天", "the calendar has no such day");
const DIGITS: Words = reason("数字位数不对", "wrong number of digits");

pub(crate) const YEAR_ALONE: Words = reason("只有年份，应写到月份", "only a year: expected a month too");

const SHORT_YEAR: Words = reason("年份只有两位", "the year has two digits");
const DAY_OR_MONTH: Words = reason("日和月的先后不明", "day and month may be in either order");

/// Two-digit years from here on are of the twentieth century. People who fill
/// in forms were born after it, and notices are dated before 2050.
const CENTURY_PIVOT: u16 = 50;

/// A date, and why it may have been meant otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadDate {
    /// The date.
    pub date: Date,
    /// What about the spelling leaves a doubt.
    pub doubt: Option<Words>,
}

/// A date of day, month or year precision.
///
/// Read are `2021年11月13日`, `2021.11.13`, `2021-11`, `2021/11/13`, `20211113`,
/// `202111`, `二〇二一年十一月`, all with spaces or in full width, and a midnight
/// behind an ISO date, as spreadsheets add it. With a doubt: a year of two
/// digits (`74年8月`: 50 to 99 are 19xx), and `03/04/2021`, where the month is
/// taken to come first.
///
/// ```
/// use shenbao::check::parse::date;
/// assert_eq!(date("一九七四年八月").unwrap().date.to_string(), "1974-08");
/// assert!(date("74.8").unwrap().doubt.is_some());
/// assert_eq!(date("2023-02-30").unwrap_err().zh, "日历上没有这一天");
/// ```
///
/// # Errors
///
/// Other text, several dates, a place left empty (`2021年11月  日`), or a day
/// that the calendar does not have.
pub fn date(text: &str) -> Parsed<ReadDate> {
    let text = tidy(text);
    let tokens = tokens(without_midnight(&text))?;
    let tokens = match tokens.as_slice() {
        // `2021.11.` and `2021-11-13-`: a stray separator.
        [inner @ .., Token::Separator(_)] if inner.len() > 1 => inner,
        all => all,
    };
    let units = tokens.iter().any(|token| matches!(token, Token::Unit(_)));
    match tokens {
        [] => Err(EMPTY),
        tokens if units => with_units(tokens),
        [Token::Number(number)] => compact(number),
        tokens => separated(tokens),
    }
}

/// The text without a time of 00:00.
fn without_midnight(text: &str) -> &str {
    let Some((date, time)) = text.split_once(['T', ' ']) else { return text };
    let time = time.trim().trim_end_matches('Z');
    let is_midnight = time.contains(':') && time.chars().all(|c| matches!(c, '0' | ':' | '.'));
    if is_midnight { date } else { text }
}

/// A piece of a date.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token {
    Number(Number),
    /// 年, 月 or 日.
    Unit(char),
    /// `.`, `-` or `/`.
    Separator(char),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Number {
    value: u32,
    /// How many digits were written; for Chinese numerals those of the value.
    digits: usize,
}

/// A date of at least month precision (出生年月). A day is accepted: it says
/// more than is asked.
///
/// ```
/// use shenbao::check::parse::year_month;
/// assert_eq!(year_month("1974.8").unwrap().date.to_string(), "1974-08");
/// assert_eq!(year_month("1974年").unwrap_err().zh, "只有年份，应写到月份");
/// ```
///
/// # Errors
///
/// What [`date`] refuses, and a year alone.
pub fn year_month(text: &str) -> Parsed<ReadDate> {
    let read = date(text)?;
    if read.date.parts().1.is_none() { Err(YEAR_ALONE) } else { Ok(read) }
}

fn tokens(text: &str) -> Parsed<Vec<Token>> {
    let mut tokens = Vec::new();
    let mut rest = text.trim_start();
    while let Some(c) = rest.chars().next() {
        let length = match c {
            '0'..='9' => rest.find(|c: char| !c.is_ascii_digit()),
            c if numeral::is_numeral(c) => rest.find(|c: char| !numeral::is_numeral(c)),
            c => Some(c.len_utf8()),
        };
        let (piece, after) = rest.split_at(length.unwrap_or(rest.len()));
        tokens.push(match c {
            '0'..='9' => Token::Number(ascii_number(piece)?),
            c if numeral::is_numeral(c) => Token::Number(chinese_number(piece)?),
            '年' | '月' | '日' => Token::Unit(c),
            '号' => Token::Unit('日'),
            '.' | '。' | '、' | ',' => Token::Separator('.'),
            '/' | '\\' => Token::Separator('/'),
            c if is_hyphen(c) => Token::Separator('-'),
            '~' | '至' | '到' => return Err(SEVERAL),
            _ => return Err(REST),
        });
        rest = after.trim_start();
        // Two dates in one cell often have only a line end between them.
        if tokens.len() > 12 {
            return Err(SEVERAL);
        }
    }
    Ok(tokens)
}

fn ascii_number(text: &str) -> Parsed<Number> {
    let value = if text.len() <= 8 { text.parse().map_err(|_| DIGITS)? } else { return Err(DIGITS) };
    Ok(Number { value, digits: text.len() })
}

fn chinese_number(text: &str) -> Parsed<Number> {
    let value = numeral::value(text).map(u32::from).ok_or(DIGITS)?;
    let digits = if text.contains('十') { 2 } else { text.chars().count() };
    Ok(Number { value, digits })
}

/// `2021年11月13日` and its beginnings.
fn with_units(tokens: &[Token]) -> Parsed<ReadDate> {
    let mut numbers = Vec::new();
    let mut rest = tokens;
    for (unit, missing) in [('年', NO_YEAR), ('月', NO_MONTH), ('日', NO_DAY)] {
        rest = match rest {
            [] => break,
            [Token::Number(number), Token::Unit(found), after @ ..] if *found == unit => {
                numbers.push(*number);
                after
            }
            // `2021年11`: the last word left out.
            [Token::Number(number)] if !numbers.is_empty() => {
                numbers.push(*number);
                &[]
            }
            [Token::Unit(found), ..] if *found == unit => return Err(missing),
            [Token::Number(_), Token::Unit(_), ..] | [Token::Unit(_), ..] => return Err(missing),
            _ => return Err(SHAPE),
        };
    }
    match rest {
        [] => from_year(&numbers),
        _ => Err(SEVERAL),
    }
}

/// Numbers with separators between them.
fn separated(tokens: &[Token]) -> Parsed<ReadDate> {
    let mut numbers = Vec::new();
    let mut separators = Vec::new();
    for (index, token) in tokens.iter().enumerate() {
        match token {
            Token::Number(number) if index % 2 == 0 => numbers.push(*number),
            Token::Separator(separator) if index % 2 == 1 => separators.push(*separator),
            Token::Number(_) => return Err(SEVERAL),
            _ => return Err(SHAPE),
        }
    }
    if numbers.len() > 3 || numbers.iter().filter(|number| number.digits == 4).count() > 1 {
        return Err(SEVERAL);
    }
    // `2021.9-12` is September to December, `2021.9-12` as a day a slip.
    if separators.windows(2).any(|pair| pair[0] != pair[1]) {
        return Err(SHAPE);
    }
    match numbers.as_slice() {
        [first, ..] if first.digits == 4 => from_year(&numbers),
        [month, year] if year.digits == 4 && month.digits <= 2 => from_year(&[*year, *month]),
        [first, second, year] if year.digits == 4 => year_last(*first, *second, *year),
        [first, ..] if first.digits == 2 => from_year(&numbers),
        [first, ..] if first.digits == 1 => Err(NO_YEAR),
        _ => Err(YEAR),
    }
}

/// `11/13/2021` or `13/11/2021`.
fn year_last(first: Number, second: Number, year: Number) -> Parsed<ReadDate> {
    let (month, day) = if first.value > 12 { (second, first) } else { (first, second) };
    let mut read = from_year(&[year, month, day])?;
    if second.value <= 12 && first.value <= 12 && first.value != second.value {
        read.doubt = Some(DAY_OR_MONTH);
    }
    Ok(read)
}

/// Digits without separators.
fn compact(number: &Number) -> Parsed<ReadDate> {
    let number = *number;
    let part = |value: u32, digits| Number { value, digits };
    let split = |value: u32, digits| [part(value / 10_000, digits), part(value / 100 % 100, 2), part(value % 100, 2)];
    match number.digits {
        4 => from_year(&[number]),
        6 => {
            let month = [part(number.value / 100, 4), part(number.value % 100, 2)];
            // `741108` is no month of the year 7411.
            if (1900..2100).contains(&month[0].value) { from_year(&month) } else { from_year(&split(number.value, 2)) }
        }
        8 => from_year(&split(number.value, 4)),
        _ => Err(DIGITS),
    }
}

/// The date of a year, month and day, as far as they are given.
fn from_year(numbers: &[Number]) -> Parsed<ReadDate> {
    let [year, rest @ ..] = numbers else { return Err(NO_YEAR) };
    let (year, doubt) = full_year(*year)?;
    let whole_year = Date::year(year).ok_or(YEAR)?;
    let small = |number: &Number| u8::try_from(number.value).ok().filter(|_| number.digits <= 2);
    let date = match rest {
        [] => whole_year,
        [month] => small(month).and_then(|month| Date::month(year, month)).ok_or(MONTH)?,
        [month, day, ..] => {
            let month = small(month).filter(|month| (1..=12).contains(month)).ok_or(MONTH)?;
            small(day).and_then(|day| Date::day(year, month, day)).ok_or(NO_SUCH_DAY)?
        }
    };
    Ok(ReadDate { date, doubt })
}

/// A year with its century.
fn full_year(year: Number) -> Parsed<(u16, Option<Words>)> {
    let value = u16::try_from(year.value).map_err(|_| YEAR)?;
    match year.digits {
        4 => Ok((value, None)),
        2 if value >= CENTURY_PIVOT => Ok((1900 + value, Some(SHORT_YEAR))),
        2 => Ok((2000 + value, Some(SHORT_YEAR))),
        _ => Err(YEAR),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::testing::assert_reads;
    use super::*;

    /// The date in ISO form, with `?` where there is a doubt.
    fn view(read: ReadDate) -> String {
        format!("{}{}", read.date, if read.doubt.is_some() { "?" } else { "" })
    }

    #[test]
    fn dates() {
        let ok = |text: &str| Ok(text.to_owned());
        assert_reads(
            date,
            view,
            &[
                ("2021年11月13日", ok("2021-11-13")),
                ("2021 年 11 月 13 日", ok("2021-11-13")),
                ("２０２１年１１月１３日", ok("2021-11-13")),
                ("2021年11月13号", ok("2021-11-13")),
                ("2021年11月13", ok("2021-11-13")),
                ("2021 年 11 月", ok("2021-11")),
                ("2021年\n11月", ok("2021-11")),
                ("2021年11", ok("2021-11")),
                ("2021年", ok("2021")),
                ("2021", ok("2021")),
                ("2021.11.13", ok("2021-11-13")),
                ("2021．11", ok("2021-11")),
                ("2021。11", ok("2021-11")),
                ("2021、11、13", ok("2021-11-13")),
                ("2021.11.", ok("2021-11")),
                ("2021-11-13", ok("2021-11-13")),
                ("2021－11－13", ok("2021-11-13")),
                ("2021—11", ok("2021-11")),
                ("2021/11", ok("2021-11")),
                ("2021 / 1 / 3", ok("2021-01-03")),
                ("1974.8", ok("1974-08")),
                ("1974.08", ok("1974-08")),
                ("08/1974", ok("1974-08")),
                ("20211113", ok("2021-11-13")),
                ("202111", ok("2021-11")),
                ("2021-11-13 00:00:00", ok("2021-11-13")),
                ("2021-11-13T00:00:00.000Z", ok("2021-11-13")),
                ("一九七四年八月", ok("1974-08")),
                ("二〇二一年十一月十三日", ok("2021-11-13")),
                ("二○二一年十二月三十一日", ok("2021-12-31")),
                ("二零一八年二月二十", ok("2018-02-20")),
                ("2021年十一月", ok("2021-11")),
                ("二〇二一", ok("2021")),
                ("2024-02-29", ok("2024-02-29")),
            ],
        );
    }

    #[test]
    fn doubtful_dates() {
        let ok = |text: &str| Ok(text.to_owned());
        assert_reads(
            date,
            view,
            &[
                ("74年8月", ok("1974-08?")),
                ("74.8", ok("1974-08?")),
                ("七四年八月", ok("1974-08?")),
                ("21.11.13", ok("2021-11-13?")),
                ("85-6-1", ok("1985-06-01?")),
                ("05年9月", ok("2005-09?")),
                ("741108", ok("1974-11-08?")),
                ("03/04/2021", ok("2021-03-04?")),
                ("13/11/2021", ok("2021-11-13")),
                ("11/13/2021", ok("2021-11-13")),
                ("5/5/2021", ok("2021-05-05")),
            ],
        );
    }

    #[test]
    fn months_of_a_year() {
        let ok = |text: &str| Ok(text.to_owned());
        assert_reads(
            year_month,
            view,
            &[
                ("1974-08", ok("1974-08")),
                ("1974.8", ok("1974-08")),
                ("1974年8月", ok("1974-08")),
                ("１９７４．０８", ok("1974-08")),
                ("197408", ok("1974-08")),
                ("1974年8月1日", ok("1974-08-01")),
                ("74.8", ok("1974-08?")),
                ("1974", Err("只有年份")),
                ("1974年", Err("只有年份")),
                ("1974年 月", Err("月份没有填写")),
                ("1974.13", Err("月份应为")),
            ],
        );
    }

    #[test]
    fn what_is_no_date_says_why() {
        assert_reads(
            date,
            view,
            &[
                ("", Err("没有日期")),
                ("年  月  日", Err("缺少年份")),
                ("2021年  月  日", Err("月份没有填写")),
                ("2021年11月  日", Err("日没有填写")),
                ("11月13日", Err("缺少年份")),
                ("2021年13日", Err("月份没有填写")),
                ("8.1", Err("缺少年份")),
                ("2021年11月13日上午", Err("其他文字")),
                ("2021年11月上旬", Err("其他文字")),
                ("2021-11-13 08:30:00", Err("其他文字")),
                ("去年", Err("其他文字")),
                ("约2021年", Err("其他文字")),
                ("2021年9月至2022年6月", Err("只能填一个")),
                ("2021年9月-2022年6月", Err("看不出")),
                ("2021.9-2022.6", Err("只能填一个")),
                ("2021-2022", Err("只能填一个")),
                ("2021.9-12", Err("看不出")),
                ("2021年1月1日2022年1月1日", Err("只能填一个")),
                ("2023-02-30", Err("没有这一天")),
                ("2023年2月29日", Err("没有这一天")),
                ("2021-13-01", Err("月份应为")),
                ("2021年0月", Err("月份应为")),
                ("2021-11-32", Err("没有这一天")),
                ("2021-11-00", Err("没有这一天")),
                ("202113", Err("月份应为")),
                ("0021年8月", Err("四位")),
                ("202年8月", Err("四位")),
                ("44513", Err("位数")),
                ("2021113", Err("位数")),
                ("13800000000", Err("位数")),
                ("-", Err("看不出")),
                ("二十二十年", Err("位数")),
            ],
        );
    }

    fn any_date() -> impl Strategy<Value = Date> {
        (1000_u16..=9999, 0_u8..=12, 0_u8..=31).prop_filter_map("a date", |(year, month, day)| match (month, day) {
            (0, _) => Date::year(year),
            (_, 0) => Date::month(year, month),
            _ => Date::day(year, month, day),
        })
    }

    proptest! {
        #![proptest_config(crate::check::testing::few_cases())]

        #[test]
        fn dates_read_back_as_they_print(expected in any_date()) {
            for text in [expected.to_string(), expected.to_chinese()] {
                prop_assert_eq!(date(&text), Ok(ReadDate { date: expected, doubt: None }), "{}", text);
            }
        }

        #[test]
        fn no_text_panics(text in "[0-9年月日.／/一二十〇-]{0,12}|\\PC{0,12}") {
            let _ = date(&text);
        }
    }
}
