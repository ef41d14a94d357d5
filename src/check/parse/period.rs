//! Periods (起止时间), as résumés give them.

use std::fmt;

use crate::finding::Words;
use crate::form::Date;

use super::date::{self, MONTH, ReadDate};
use super::{Parsed, is_hyphen, reason, tidy};

const EMPTY: Words = reason("没有时间", "there is no period");
const NO_BEGIN: Words = reason("开始时间没有填写", "the begin is not filled in");
const END_YEAR: Words = reason("结束时间缺少年份", "the end has no year");
const SHAPE: Words = reason("看不出起止时间", "begin and end cannot be told apart");
const SEVERAL: Words = reason("只能填一段时间", "only one period is allowed");
const REVERSED: Words = reason("结束早于开始", "the end is before the begin");

const ONE_DATE: Words = reason(
    "只有一个日期，起止时间应写成2010.9—2015.7的形式",
    "only one date: expected begin and end, as in 2010.9-2015.7",
);
const NO_END: Words =
    reason("结束时间没有填写，仍在进行的请写“至今”", "the end is not filled in, nor that it still goes on");

/// Words that say that a period has not ended.
const STILL: [&str; 4] = ["今", "今天", "现在", "目前"];

/// A time from one date to another, or to this day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// When it begins.
    pub begin: Date,
    /// When it ends; `None` for what still goes on (至今).
    pub end: Option<Date>,
}

impl fmt::Display for Period {
    /// As a time interval of ISO 8601: `2010-09/2015-07`; what still goes on
    /// has an open end (ISO 8601-2:2019, 4.4): `2018-08/..`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.end {
            Some(end) => write!(f, "{}/{end}", self.begin),
            None => write!(f, "{}/..", self.begin),
        }
    }
}

impl Period {
    /// `2010年9月至2015年7月`, `2018年8月至今`; `2010年9月` for a begin that is the
    /// end.
    pub fn to_chinese(self) -> String {
        if self.end == Some(self.begin) {
            return self.begin.to_chinese();
        }
        let end = self.end.map_or("今".to_owned(), Date::to_chinese);
        format!("{}至{end}", self.begin.to_chinese())
    }
}

/// A period, and why it may have been meant otherwise.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReadPeriod {
    /// The period.
    pub period: Period,
    /// What about the spelling leaves a doubt.
    pub doubt: Option<Words>,
}

/// A period between two dates of day, month or year precision.
///
/// Read are `2010.9—2015.7`, `2010.09-2015.07`, `2010年9月至2015年7月`,
/// `2010/9~2015/7`, `2010—2014`, `2010年9—12月`; `2018.8—至今`, `2018年8月起` and
/// `2018年8月以来` go on to this day. A year of two digits leaves a doubt, as in
/// [`date`](super::date()); so do one date alone, which is taken for begin and
/// end, and `2018.8—`, which is taken to go on.
///
/// ```
/// use shenbao::check::parse::period;
/// assert_eq!(period("2010.9—2015.7").unwrap().period.to_string(), "2010-09/2015-07");
/// assert_eq!(period("2018年8月至今").unwrap().period.to_string(), "2018-08/..");
/// assert_eq!(period("2015.7—2010.9").unwrap_err().zh, "结束早于开始");
/// ```
///
/// # Errors
///
/// More than two dates, other text, a date that is none, or an end before the
/// begin.
pub fn period(text: &str) -> Parsed<ReadPeriod> {
    let text = tidy(text);
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).collect();
    let is_sure = |line: &&&str| one_period(line).is_ok_and(|read| read.doubt.is_none());
    match lines.as_slice() {
        // Begin and end, one below the other.
        [begin, end] if date::date(begin).is_ok() && date::date(end).is_ok() => one_period(&format!("{begin}至{end}")),
        lines if lines.iter().filter(is_sure).count() > 1 => Err(SEVERAL),
        _ => one_period(&text),
    }
}

fn one_period(text: &str) -> Parsed<ReadPeriod> {
    let text: String = text.chars().filter(|c| !c.is_whitespace()).collect();
    let text = text.trim_start_matches(['自', '从', '由']).trim_end_matches('止');
    if text.is_empty() {
        return Err(EMPTY);
    }
    if let Some(begin) = still_going_on(text) {
        let ReadDate { date: begin, doubt } = date::date(begin)?;
        return Ok(ReadPeriod { period: Period { begin, end: None }, doubt });
    }
    if text.contains(['、', ';', ',']) && text.matches(is_mark).count() > 1 {
        return Err(SEVERAL);
    }
    closed(text)
}

/// The begin of a period that still goes on.
fn still_going_on(text: &str) -> Option<&str> {
    for word in ["起", "以来", "开始"] {
        if let Some(begin) = text.strip_suffix(word) {
            return Some(begin);
        }
    }
    let begin = STILL.iter().find_map(|word| text.strip_suffix(word))?;
    let begin = begin.trim_end_matches(is_mark);
    Some(begin.strip_suffix('起').unwrap_or(begin))
}

/// A character that may stand between begin and end.
fn is_mark(c: char) -> bool {
    is_hyphen(c) || matches!(c, '~' | '～' | '〜' | '∼' | '至' | '到')
}

/// A period with an end. A hyphen may stand inside dates too: of all places
/// between begin and end the one is taken where both sides are dates.
fn closed(text: &str) -> Parsed<ReadPeriod> {
    if let Some(begin) = text.strip_suffix(is_mark) {
        let begin = date::date(begin.trim_end_matches(is_mark))?.date;
        return Ok(ReadPeriod { period: Period { begin, end: None }, doubt: Some(NO_END) });
    }
    // `2010-09` is a month, not the time from one year to another.
    if let Ok(ReadDate { date: begin, .. }) = date::date(text) {
        return Ok(ReadPeriod { period: Period { begin, end: Some(begin) }, doubt: Some(ONE_DATE) });
    }
    let mut found: Vec<ReadPeriod> = Vec::new();
    let mut fault = None;
    for (begin, end) in splits(text) {
        match two_dates(begin, end) {
            Ok(read) if !found.contains(&read) => found.push(read),
            Ok(_) => {}
            // The reason of the split that looks most like two dates.
            Err(reason) if fault.is_none_or(|(unlike, _)| unlike > difference(begin, end)) => {
                fault = Some((difference(begin, end), reason));
            }
            Err(_) => {}
        }
    }
    match (found.as_slice(), fault) {
        ([read], _) if later(read.period) => Err(REVERSED),
        ([read], _) => Ok(*read),
        ([], Some((_, reason))) => Err(reason),
        ([], None) => Err(date::date(text).err().unwrap_or(SHAPE)),
        ([_, ..], _) => Err(SHAPE),
    }
}

/// Every way to part a text in two at a mark; at words and waves first, since
/// they never stand in a date.
fn splits(text: &str) -> Vec<(&str, &str)> {
    let at = |is_split: &dyn Fn(char) -> bool| -> Vec<(&str, &str)> {
        let marks = text.char_indices().filter(|(_, c)| is_split(*c));
        let halves = marks.map(|(at, c)| (&text[..at], &text[at + c.len_utf8()..]));
        let trimmed = halves.map(|(begin, end)| (begin.trim_end_matches(is_mark), end.trim_start_matches(is_mark)));
        let mut splits: Vec<(&str, &str)> = Vec::new();
        for (begin, end) in trimmed {
            let begin = begin.strip_suffix('起').unwrap_or(begin);
            if !splits.contains(&(begin, end)) {
                splits.push((begin, end));
            }
        }
        splits
    };
    let sure = at(&|c| is_mark(c) && !is_hyphen(c));
    if sure.is_empty() { at(&is_hyphen) } else { sure }
}

fn two_dates(begin: &str, end: &str) -> Parsed<ReadPeriod> {
    if begin.is_empty() {
        return Err(NO_BEGIN);
    }
    if end.is_empty() {
        return Err(SHAPE);
    }
    let first = date::date(begin)?;
    // `2010年9—12月`: the year is said once.
    let last = match end.strip_suffix('月').and_then(|month| month.parse::<u8>().ok()) {
        Some(month) => {
            let date = Date::month(first.date.parts().0, month).ok_or(MONTH)?;
            ReadDate { date, doubt: None }
        }
        None => date::date(end).map_err(|reason| if end.len() <= 2 { END_YEAR } else { reason })?,
    };
    let period = Period { begin: first.date, end: Some(last.date) };
    Ok(ReadPeriod { period, doubt: first.doubt.or(last.doubt) })
}

/// How unlike two texts are in length: two dates are written alike.
fn difference(begin: &str, end: &str) -> usize {
    begin.chars().count().abs_diff(end.chars().count())
}

/// Whether a period ends before it begins, as far as both dates say.
fn later(period: Period) -> bool {
    let Some(end) = period.end else { return false };
    let ((y1, m1, d1), (y2, m2, d2)) = (period.begin.parts(), end.parts());
    if y1 != y2 {
        return y1 > y2;
    }
    match (m1, m2, d1, d2) {
        (Some(m1), Some(m2), ..) if m1 != m2 => m1 > m2,
        (Some(_), Some(_), Some(d1), Some(d2)) => d1 > d2,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::testing::assert_reads;
    use super::*;

    fn view(read: ReadPeriod) -> String {
        format!("{}{}", read.period, if read.doubt.is_some() { "?" } else { "" })
    }

    #[test]
    fn periods() {
        let ok = |text: &str| Ok(text.to_owned());
        assert_reads(
            period,
            view,
            &[
                ("2010.9—2015.7", ok("2010-09/2015-07")),
                ("2010.9--2015.7", ok("2010-09/2015-07")),
                ("2010.9——2015.7", ok("2010-09/2015-07")),
                ("2010.09-2015.07", ok("2010-09/2015-07")),
                ("２０１０．９－２０１５．７", ok("2010-09/2015-07")),
                ("2010年9月至2015年7月", ok("2010-09/2015-07")),
                ("2010 年 9 月 — 2015 年 7 月", ok("2010-09/2015-07")),
                ("2010年9月起至2015年7月止", ok("2010-09/2015-07")),
                ("自2010年9月到2015年7月", ok("2010-09/2015-07")),
                ("2010/9~2015/7", ok("2010-09/2015-07")),
                ("2010-09～2015-07", ok("2010-09/2015-07")),
                ("2010-09-2015-07", ok("2010-09/2015-07")),
                ("2010-9-2015-7", ok("2010-09/2015-07")),
                ("2010-9—2015-7", ok("2010-09/2015-07")),
                ("201009-201507", ok("2010-09/2015-07")),
                ("二〇一〇年九月至二〇一五年七月", ok("2010-09/2015-07")),
                ("2010年9月\n—2015年7月", ok("2010-09/2015-07")),
                ("2010—2014", ok("2010/2014")),
                ("2010年-2014年", ok("2010/2014")),
                ("2010-2014", ok("2010/2014")),
                ("2010年9月1日—2015年7月1日", ok("2010-09-01/2015-07-01")),
                ("2010-09-01至2015-07-01", ok("2010-09-01/2015-07-01")),
                ("2010-09-01-2015-07-01", ok("2010-09-01/2015-07-01")),
                ("2010.9—2010.9", ok("2010-09/2010-09")),
                ("2010年9—12月", ok("2010-09/2010-12")),
                ("2010年9月—12月", ok("2010-09/2010-12")),
                ("2018.8—至今", ok("2018-08/..")),
                ("2018.8至今", ok("2018-08/..")),
                ("2018.8-今", ok("2018-08/..")),
                ("2018.8——现在", ok("2018-08/..")),
                ("2018-08至今", ok("2018-08/..")),
                ("2018年8月起", ok("2018-08/..")),
                ("自2018年8月起至今", ok("2018-08/..")),
                ("2018年8月以来", ok("2018-08/..")),
                ("2018年至今", ok("2018/..")),
                ("98.9—02.7", ok("1998-09/2002-07?")),
                ("98年9月至今", ok("1998-09/..?")),
                ("2010.9\n2015.7", ok("2010-09/2015-07")),
                ("2010.9—\n2015.7", ok("2010-09/2015-07")),
                ("2018.8—", ok("2018-08/..?")),
                ("2018年8月至", ok("2018-08/..?")),
                ("2010.9", ok("2010-09/2010-09?")),
                ("2010-09", ok("2010-09/2010-09?")),
                ("2010-09-01", ok("2010-09-01/2010-09-01?")),
                ("2010年", ok("2010/2010?")),
            ],
        );
    }

    #[test]
    fn what_is_no_period_says_why() {
        assert_reads(
            period,
            view,
            &[
                ("", Err("没有时间")),
                ("—", Err("没有日期")),
                ("2010.13—", Err("月份")),
                ("2010.9—2015.7\n2015.9—2018.7", Err("只能填一段")),
                ("2015.7\n2010.9", Err("早于")),
                ("—2015.7", Err("开始时间")),
                ("2015.7—2010.9", Err("早于")),
                ("2015年—2010年", Err("早于")),
                ("2010.9.2—2010.9.1", Err("早于")),
                ("2010.9—12", Err("缺少年份")),
                ("2010.9—2015.13", Err("月份")),
                ("2010.2.30—2015.1.1", Err("没有这一天")),
                ("2010年 月—2015年7月", Err("月份没有填写")),
                ("2010.9—2015.7、2015.9—2018.7", Err("只能填一段")),
                ("2010.9—2015.7在某校任教", Err("其他文字")),
                ("长期", Err("其他文字")),
                ("至今", Err("没有日期")),
            ],
        );
    }

    fn any_month() -> impl Strategy<Value = Date> {
        (1950_u16..=2050, 1_u8..=12).prop_filter_map("a month", |(year, month)| Date::month(year, month))
    }

    proptest! {
        #![proptest_config(crate::check::testing::few_cases())]

        #[test]
        fn periods_read_back_as_they_print(begin in any_month(), end in any_month(), open: bool) {
            let (begin, end) = if begin <= end { (begin, end) } else { (end, begin) };
            let expected = Period { begin, end: (!open).then_some(end) };
            let read = period(&expected.to_chinese());
            let doubt = (expected.end == Some(begin)).then_some(ONE_DATE);
            prop_assert_eq!(read, Ok(ReadPeriod { period: expected, doubt }));
        }

        #[test]
        fn no_text_panics(text in "[0-9年月日起止至今到.／/~—-]{0,16}|\\PC{0,16}") {
            let _ = period(&text);
        }
    }
}
