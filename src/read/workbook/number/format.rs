//! How one section of a number format shows a number (ECMA-376 Part 1, 18.8.31).

use super::date::{Epoch, Moment};
use super::decimal::{decimal, fixed};
use super::token::Token;
use super::{Number, plain, rounded, zero_lost};
use crate::document::Damage;

/// What a section shows of a number.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Kind {
    /// As many digits as the number has, with words before and behind.
    General(String, String),
    Digits(Pattern),
    Date(DatePattern),
    /// Hours and minutes that may be more than a day's.
    Duration,
    /// Words instead of the number.
    Words(String),
    /// Nothing, or what is not known here: the number itself has to do.
    Unknown,
}

impl Default for Kind {
    fn default() -> Kind {
        Kind::General(String::new(), String::new())
    }
}

/// Digits as `#,##0.00"元"` asks for them.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Pattern {
    prefix: String,
    /// The part before the point, left to right.
    integer: Vec<Slot>,
    /// The least and the most decimals.
    decimals: (usize, usize),
    thousands: bool,
    percent: bool,
    /// How many times the number is divided by a thousand.
    thousandths: usize,
    suffix: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Slot {
    /// A digit; whether a zero stands there too.
    Digit(bool),
    /// Words between digits, as the hyphens of a telephone number.
    Words(String),
}

/// Which parts of a date are shown, and how they are parted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct DatePattern {
    precision: Precision,
    time: bool,
    /// `年`, or the mark between year and month.
    mark: char,
    /// Whether month and day have two digits.
    padded: (bool, bool),
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Precision {
    None,
    Year,
    Month,
    Day,
}

impl Kind {
    /// What the tokens of a section ask for.
    pub fn of(tokens: &[Token]) -> Kind {
        kind(tokens)
    }

    /// What a cell with this number shows.
    pub fn show(&self, value: f64, epoch: Epoch) -> Number {
        match self {
            Kind::General(prefix, suffix) => general(prefix, suffix, value),
            Kind::Digits(pattern) => pattern.show(value),
            Kind::Date(pattern) => match Moment::of(value, epoch) {
                Some(moment) => pattern.show(moment),
                None => plain(value),
            },
            Kind::Duration => duration(value),
            Kind::Words(words) => {
                let damage = Some(Damage::Shown { exact: decimal(value) });
                Number { text: words.clone(), data: None, damage }
            }
            Kind::Unknown => unknown(value),
        }
    }
}

/// A number whose cell shows something else.
pub(super) fn unknown(value: f64) -> Number {
    let number = plain(value);
    let damage = number.damage.or(Some(Damage::Format));
    Number { damage, ..number }
}

fn general(prefix: &str, suffix: &str, value: f64) -> Number {
    let number = plain(value);
    let damage = number.damage.or_else(|| zero_lost(&number.text));
    if prefix.is_empty() && suffix.is_empty() {
        return Number { damage, ..number };
    }
    Number { text: format!("{prefix}{}{suffix}", number.text), data: Some(number.text), damage }
}

/// `36:00` for a day and a half.
fn duration(value: f64) -> Number {
    const MOST: f64 = 1e7;
    if !(0.0..MOST).contains(&value) {
        return plain(value);
    }
    let minutes = (value * 1_440.0).round() as u64;
    Number { text: format!("{}:{:02}", minutes / 60, minutes % 60), data: Some(decimal(value)), damage: None }
}

impl Pattern {
    fn show(&self, value: f64) -> Number {
        let scaled = if self.percent { value * 100.0 } else { value };
        if self.thousandths > 0 {
            return self.divided(value);
        }
        let exact = decimal(scaled);
        let (least, most) = self.decimals;
        let shown = fixed(scaled, most);
        let is_whole = trimmed(&shown) == exact;
        let unsigned = shown.strip_prefix('-').unwrap_or(&shown);
        let (integer, decimals) = unsigned.split_once('.').unwrap_or((unsigned, ""));
        let kept = decimals.trim_end_matches('0').len().max(least);
        let decimals = decimals.get(..kept).filter(|decimals| !decimals.is_empty());
        let point = decimals.map(|decimals| format!(".{decimals}")).unwrap_or_default();
        let sign = if shown.starts_with('-') { "-" } else { "" };
        let (with_words, bare) = self.integer(integer);
        // Marks between thousands are no part of a telephone number, and nothing
        // to a number.
        let integer = if self.only_groups() { &bare } else { &with_words };
        let text = format!("{sign}{}{integer}{point}{}", self.prefix, self.suffix);
        let percent = if self.percent { "%" } else { "" };
        let data = if is_whole { format!("{sign}{bare}{point}{percent}") } else { format!("{exact}{percent}") };
        let damage = rounded(value).or_else(|| (!is_whole).then(|| Damage::Shown { exact: data.clone() }));
        Number { data: (data != text).then_some(data), text, damage }
    }

    /// A number of thousands, or of millions: `1.5万` may hold more digits.
    fn divided(&self, value: f64) -> Number {
        let divisor = 1_000_f64.powi(i32::try_from(self.thousandths).unwrap_or(i32::MAX));
        let pattern = Pattern { thousandths: 0, ..self.clone() };
        let exact = decimal(value);
        let damage = rounded(value).or(Some(Damage::Shown { exact: exact.clone() }));
        Number { text: pattern.show(value / divisor).text, data: Some(exact), damage }
    }

    /// Whether the format only groups the digits.
    fn only_groups(&self) -> bool {
        let plain = |text: &String| text.trim().is_empty();
        let digits = self.integer.iter().all(|slot| matches!(slot, Slot::Digit(_)));
        self.thousands && !self.percent && digits && plain(&self.prefix) && plain(&self.suffix)
    }

    /// The digits before the point in their slots, with the words between them,
    /// and without.
    fn integer(&self, digits: &str) -> (String, String) {
        let mut left: Vec<char> = if digits == "0" { Vec::new() } else { digits.chars().collect() };
        let first = self.integer.iter().position(|slot| matches!(slot, Slot::Digit(_)));
        let mut placed: Vec<String> = Vec::new();
        let mut bare: Vec<char> = Vec::new();
        for (index, slot) in self.integer.iter().enumerate().rev() {
            match slot {
                Slot::Words(words) => placed.push(words.clone()),
                Slot::Digit(zero) => {
                    while let Some(digit) = left.pop().or_else(|| zero.then_some('0')) {
                        if self.thousands && bare.len().is_multiple_of(3) && !bare.is_empty() {
                            placed.push(",".to_owned());
                        }
                        placed.push(digit.to_string());
                        bare.push(digit);
                        // What has no slot of its own stands in the first.
                        if Some(index) != first || left.is_empty() {
                            break;
                        }
                    }
                }
            }
        }
        (placed.into_iter().rev().collect(), bare.into_iter().rev().collect())
    }
}

/// A decimal without zeros at its end.
fn trimmed(text: &str) -> &str {
    let text = if text.contains('.') { text.trim_end_matches('0').trim_end_matches('.') } else { text };
    if text == "-0" { "0" } else { text }
}

impl DatePattern {
    /// Year, month, day in this order, whatever the format's own: no reader of
    /// it has to guess which is which.
    fn show(self, moment: Moment) -> Number {
        let Moment { year, month, day, seconds } = moment;
        let (pad_month, pad_day) = self.padded;
        let two = |pad: bool, part: u32| if pad { format!("{part:02}") } else { part.to_string() };
        let (month_text, day_text) = (two(pad_month, month), two(pad_day, day));
        let mark = self.mark;
        let mut text = match (self.precision, mark) {
            (Precision::None, _) => String::new(),
            (Precision::Year, '年') => format!("{year}年"),
            (Precision::Year, _) => year.to_string(),
            (Precision::Month, '年') => format!("{year}年{month_text}月"),
            (Precision::Month, _) => format!("{year}{mark}{month_text}"),
            (Precision::Day, '年') => format!("{year}年{month_text}月{day_text}日"),
            (Precision::Day, _) => format!("{year}{mark}{month_text}{mark}{day_text}"),
        };
        if self.precision == Precision::None {
            return Number { text: moment.time(), ..Number::default() };
        }
        if self.time && seconds > 0 {
            text = format!("{text} {}", moment.time());
        }
        let data = moment.iso();
        let hides = match self.precision {
            Precision::Year => (month, day) != (1, 1),
            Precision::Month => day != 1,
            Precision::None | Precision::Day => false,
        };
        let damage = hides.then(|| Damage::Shown { exact: data.clone() });
        Number { data: (data != text).then_some(data), text, damage }
    }
}

fn kind(tokens: &[Token]) -> Kind {
    if let Some(Token::Elapsed(letter)) = tokens.iter().find(|token| matches!(token, Token::Elapsed(_))) {
        return if *letter == 'h' { Kind::Duration } else { Kind::Unknown };
    }
    if tokens.iter().any(|token| matches!(token, Token::Date(..))) {
        return Kind::Date(date_pattern(tokens));
    }
    let first = tokens.iter().position(|token| matches!(token, Token::Digit(_)));
    let general = tokens.iter().position(|token| matches!(token, Token::General | Token::Text));
    match (first, general) {
        (_, Some(at)) => Kind::General(joined(&tokens[..at]), joined(&tokens[at + 1..])),
        (Some(first), None) => digits(tokens, first),
        (None, None) => match joined(tokens).trim() {
            "" => Kind::Unknown,
            words => Kind::Words(words.to_owned()),
        },
    }
}

/// The words among some tokens.
pub(super) fn joined(tokens: &[Token]) -> String {
    let text: String = tokens
        .iter()
        .map(|token| match token {
            Token::Words(words) => words.as_str(),
            Token::Percent => "%",
            Token::Slash => "/",
            _ => "",
        })
        .collect();
    text.trim().to_owned()
}

fn digits(tokens: &[Token], first: usize) -> Kind {
    let is_digit = |token: &Token| matches!(token, Token::Digit(_));
    let last = tokens.iter().rposition(is_digit).unwrap_or(first);
    let point = tokens.iter().position(|token| *token == Token::Point);
    let start = point.map_or(first, |point| point.min(first));
    let end = point.filter(|point| *point < last).unwrap_or(last + 1);
    let inside = tokens.get(first..end).unwrap_or_default();
    // A number that an exponent shortens is written out.
    if tokens.contains(&Token::Exponent) {
        return Kind::default();
    }
    if tokens.contains(&Token::Slash) {
        return Kind::Unknown;
    }
    let decimals = point.and_then(|point| tokens.get(point + 1..=last)).unwrap_or_default();
    let integer = inside.iter().filter_map(|token| match token {
        Token::Digit(c) => Some(Slot::Digit(*c == '0')),
        Token::Words(words) => Some(Slot::Words(words.clone())),
        _ => None,
    });
    Kind::Digits(Pattern {
        prefix: joined(&tokens[..start]),
        // `.00` has no slot before its point.
        integer: if inside.iter().any(is_digit) { integer.collect() } else { vec![Slot::Digit(true)] },
        decimals: (
            decimals.iter().rposition(|token| *token == Token::Digit('0')).map_or(0, |at| at + 1),
            decimals.iter().filter(|token| is_digit(token)).count(),
        ),
        thousands: inside.iter().rposition(is_digit).is_some_and(|last| inside[..last].contains(&Token::Comma)),
        thousandths: divisions(tokens),
        percent: tokens.contains(&Token::Percent),
        suffix: joined(&tokens[last + 1..]),
    })
}

/// How many commas stand behind the digits before the point, or behind all.
fn divisions(tokens: &[Token]) -> usize {
    let is_digit = |token: &Token| matches!(token, Token::Digit(_));
    let behind = |tokens: &[Token]| {
        let last = tokens.iter().rposition(is_digit)?;
        Some(tokens[last + 1..].iter().take_while(|token| **token == Token::Comma).count())
    };
    let point = tokens.iter().position(|token| *token == Token::Point).unwrap_or(tokens.len());
    let (before, rest) = tokens.split_at(point);
    behind(before).unwrap_or(0) + behind(rest).unwrap_or(0)
}

fn date_pattern(tokens: &[Token]) -> DatePattern {
    let letters: Vec<(char, usize)> = tokens
        .iter()
        .filter_map(|token| match token {
            Token::Date(letter, run) => Some((*letter, *run)),
            _ => None,
        })
        .collect();
    let (mut year, mut month, mut day, mut time) = (false, None, None, false);
    for (index, (letter, run)) in letters.iter().enumerate() {
        let before = index.checked_sub(1).and_then(|before| letters.get(before)).map(|(letter, _)| *letter);
        let behind = letters.get(index + 1).map(|(letter, _)| *letter);
        match letter {
            'y' => year = true,
            // Minutes stand behind hours or before seconds.
            'm' if before == Some('h') || behind == Some('s') => time = true,
            'm' => month = Some(*run > 1),
            // Three and four are days of the week.
            'd' if *run <= 2 => day = Some(*run > 1),
            'd' | 'a' => {}
            _ => time = true,
        }
    }
    let precision = match (year, month.is_some(), day.is_some()) {
        (_, _, true) => Precision::Day,
        (true, true, false) => Precision::Month,
        (true, false, false) => Precision::Year,
        // A month without its year tells less than the day does.
        (false, true, false) => Precision::Day,
        (false, false, false) if time => Precision::None,
        // A day of the week tells less than the day does.
        (false, false, false) => Precision::Day,
    };
    DatePattern { precision, time, mark: mark(tokens), padded: (month == Some(true), day == Some(true)) }
}

/// What parts year, month and day.
fn mark(tokens: &[Token]) -> char {
    let words = tokens.iter().filter_map(|token| match token {
        Token::Words(words) => Some(words.as_str()),
        _ => None,
    });
    if words.clone().any(|words| words.contains(['年', '月', '日'])) {
        return '年';
    }
    let between = tokens.iter().skip_while(|token| !matches!(token, Token::Date(..)));
    let found = between.filter_map(|token| match token {
        Token::Slash => Some('/'),
        Token::Point => Some('.'),
        Token::Words(words) => words.chars().find(|c| matches!(c, '-' | '.' | '/')),
        _ => None,
    });
    found.into_iter().next().unwrap_or('-')
}
