//! Citizen identification numbers (公民身份号码).

use crate::finding::Words;
use crate::form::Date;

use super::{Parsed, is_hyphen, reason, tidy};

const EMPTY: Words = reason("没有号码", "there is no number");
const SEVERAL: Words = reason("只能填一个号码", "only one number is allowed");
const MASKED: Words = reason("号码有几位被遮盖", "some of its digits are hidden");
const ROUNDED: Words = reason(
    "被电子表格改成了科学计数法，末几位已丢失，请把单元格设为文本后重新填写",
    "a spreadsheet turned it into a rounded number: make the cell a text and type it again",
);
const ZEROS: Words = reason(
    "校验码不对，末三位是000，可能是电子表格改动了数字，请把单元格设为文本后重新填写",
    "wrong check character and 000 at the end, as spreadsheets leave it: make the cell a text and type it again",
);
const OTHER_CHARACTERS: Words = reason("含有号码以外的文字", "holds text that is no part of a number");
const FIRST_GENERATION: Words =
    reason("是15位的第一代号码，请填18位号码", "a number of the first generation with 15 digits: expected all 18");
const SHORT: Words = reason("应为18位，位数不足", "expected 18 characters, found fewer");
const LONG: Words = reason("应为18位，位数过多", "expected 18 characters, found more");
const MISPLACED_X: Words = reason("X只能是最后一位", "only the last character may be `X`");
const REGION: Words = reason("前两位不是省级行政区代码", "the first two digits are no province");
const BIRTH: Words = reason("其中的出生日期不存在", "the calendar has no such date of birth");
const BIRTH_YEAR: Words = reason("其中的出生年份不在1900—2099年之间", "the year of birth is not in 1900 to 2099");
const CHECK: Words = reason("校验码不对，请逐位核对", "wrong check character: compare it digit by digit");

/// What is wrong with a number whose date of birth has not come yet.
pub(crate) const NOT_BORN: Words = reason("其中的出生日期晚于今天", "the date of birth has not come yet");

/// Characters of a number.
const LENGTH: usize = 18;

/// A citizen identification number, valid by its form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IdNumber {
    text: String,
    birth: Date,
}

impl IdNumber {
    /// The 18 characters: 17 digits and a digit or `X`.
    pub fn as_str(&self) -> &str {
        &self.text
    }

    /// The date of birth, characters 7 to 14.
    pub fn birth(&self) -> Date {
        self.birth
    }

    /// Whether it is a man's: character 17 is odd.
    pub fn is_male(&self) -> bool {
        self.text.as_bytes().get(16).is_some_and(|digit| (digit - b'0') % 2 == 1)
    }
}

/// A citizen identification number of 18 characters (GB 11643-1999): six digits
/// of a region (clause 4.2.1), date of birth (4.2.2), three digits of a sequence
/// that are odd for men and even for women (4.2.3), check character (4.2.4,
/// GB/T 17710 = ISO 7064 MOD 11-2).
///
/// Full-width characters, spaces and hyphens, `x` and `×` for `X`, and the
/// apostrophe of a spreadsheet before the number are accepted. Of the region
/// only the province is looked at, since codes of counties that are gone stay
/// valid; the cards of foreigners with permanent residence start with 9.
///
/// ```
/// use shenbao::check::parse::id_number;
/// let number = id_number("11010519491231002x").unwrap();
/// assert_eq!(number.as_str(), "11010519491231002X");
/// assert_eq!((number.birth().to_string(), number.is_male()), ("1949-12-31".to_owned(), false));
/// assert_eq!(id_number("1.10105E+17").unwrap_err().en.split(':').next(), Some("a spreadsheet turned it into a rounded number"));
/// ```
///
/// # Errors
///
/// Other characters, a wrong length, a province or date that does not exist, a
/// wrong check character; numbers of 15 digits and what a spreadsheet left of a
/// number are told apart.
pub fn id_number(text: &str) -> Parsed<IdNumber> {
    let text = tidy(text);
    let parts = text.split(['、', '/', ',', ';', '\n']).filter(|part| !part.trim().is_empty());
    let count = parts.filter(|part| read(part).is_ok()).count();
    if count > 1 { Err(SEVERAL) } else { read(&text) }
}

fn read(text: &str) -> Parsed<IdNumber> {
    let text = text.trim().trim_start_matches(['\'', '`', '‘', '’']);
    let text: String =
        text.chars().filter(|c| !c.is_whitespace() && !is_hyphen(*c)).flat_map(char::to_uppercase).collect();
    let text = text.replace('×', "X");
    if text.is_empty() {
        return Err(EMPTY);
    }
    if is_rounded(&text) {
        return Err(ROUNDED);
    }
    if text.contains('*') {
        return Err(MASKED);
    }
    if !text.bytes().all(|b| b.is_ascii_digit() || b == b'X') {
        return Err(OTHER_CHARACTERS);
    }
    match text.len() {
        LENGTH => {}
        15 if !text.contains('X') => return Err(FIRST_GENERATION),
        0..LENGTH => return Err(SHORT),
        _ => return Err(LONG),
    }
    if text[..LENGTH - 1].contains('X') {
        return Err(MISPLACED_X);
    }
    if !is_region(&text) {
        return Err(REGION);
    }
    let birth = birth(&text[6..14])?;
    match text.chars().next_back() {
        last if last == Some(check_character(&text)) => Ok(IdNumber { text, birth }),
        _ if text.ends_with("000") => Err(ZEROS),
        _ => Err(CHECK),
    }
}

/// `1.10105E+17`, and with the digits that a point leaves: `110105194912310000.00`.
fn is_rounded(text: &str) -> bool {
    let (mantissa, rest) = text.split_once('E').unwrap_or((text, ""));
    let is_number = mantissa.starts_with(|c: char| c.is_ascii_digit())
        && mantissa.contains('.')
        && mantissa.bytes().all(|b| b.is_ascii_digit() || b == b'.');
    is_number && rest.trim_start_matches('+').bytes().all(|b| b.is_ascii_digit())
}

/// Whether the number starts with the code of a province (GB/T 2260), with 83
/// for the residence permits of people from Taiwan, or with the 9 of foreigners
/// with permanent residence.
fn is_region(text: &str) -> bool {
    let province = text[..2].parse::<u8>().unwrap_or(0);
    matches!(province, 11..=15 | 21..=23 | 31..=37 | 41..=46 | 50..=54 | 61..=65 | 71 | 81..=83 | 90..=99)
}

fn birth(text: &str) -> Parsed<Date> {
    let number = |range: std::ops::Range<usize>| text[range].parse::<u16>().unwrap_or(0);
    let (year, month, day) = (number(0..4), number(4..6), number(6..8));
    if !(1900..=2099).contains(&year) {
        return Err(BIRTH_YEAR);
    }
    let small = |number: u16| u8::try_from(number).unwrap_or(0);
    Date::day(year, small(month), small(day)).ok_or(BIRTH)
}

/// The check character of the first 17 digits: the weighted sum of all 18, with
/// the weights 2^(18-i) mod 11, leaves 1 when divided by 11.
fn check_character(text: &str) -> char {
    let digits = text.bytes().take(LENGTH - 1).map(|digit| u32::from(digit - b'0'));
    // Horner's rule: doubled for each place, the last digit once.
    let sum = digits.fold(0, |sum, digit| (sum + digit) * 2 % 11);
    match (12 - sum) % 11 {
        10 => 'X',
        digit => char::from_digit(digit, 10).unwrap_or('X'),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::super::testing::assert_reads;
    use super::*;

    #[test]
    fn numbers() {
        let ok = |text: &str| Ok(text.to_owned());
        assert_reads(
            id_number,
            |number| format!("{} {} {}", number.as_str(), number.birth(), if number.is_male() { "男" } else { "女" }),
            &[
                // The examples of the standard's annex.
                ("11010519491231002X", ok("11010519491231002X 1949-12-31 女")),
                ("440524188001010014", Err("1900—2099")),
                ("11010519491231002x", ok("11010519491231002X 1949-12-31 女")),
                ("11010519491231002×", ok("11010519491231002X 1949-12-31 女")),
                ("１１０１０５１９４９１２３１００２Ｘ", ok("11010519491231002X 1949-12-31 女")),
                ("110105 19491231 002X", ok("11010519491231002X 1949-12-31 女")),
                ("110105-19491231-002X", ok("11010519491231002X 1949-12-31 女")),
                ("'11010519491231002X", ok("11010519491231002X 1949-12-31 女")),
                ("1101051949\n1231002X", ok("11010519491231002X 1949-12-31 女")),
                ("\u{feff}11010519491231002X ", ok("11010519491231002X 1949-12-31 女")),
                ("", Err("没有号码")),
                ("110105194912310021", Err("校验码")),
                ("110105194912310000", Err("电子表格")),
                ("1.10105E+17", Err("科学计数法")),
                ("1.10105e17", Err("科学计数法")),
                ("110105194912310000.00", Err("科学计数法")),
                ("110105491231002", Err("第一代")),
                ("1101051949123100", Err("位数不足")),
                ("11010519491231002", Err("位数不足")),
                ("1101051949123100211", Err("位数过多")),
                ("1101051949123100X2", Err("最后一位")),
                ("100105194912310021", Err("省级")),
                ("010105194912310021", Err("省级")),
                ("110105194913310021", Err("不存在")),
                ("110105194902290021", Err("不存在")),
                ("110105000012310021", Err("1900—2099")),
                ("110105********002X", Err("遮盖")),
                ("11010519491231OO2X", Err("以外的文字")),
                ("身份证11010519491231002X", Err("以外的文字")),
                ("11010519491231002X、11010519491231002X", Err("只能填一个")),
                ("无", Err("以外的文字")),
            ],
        );
    }

    /// A number with the right check character.
    fn any_number() -> impl Strategy<Value = String> {
        (
            prop::sample::select(vec!["11", "41", "42", "52", "65", "91"]),
            0..10_000_u32,
            1900..=2099_u16,
            1..=12_u8,
            1..=28_u8,
            0..1000_u16,
        )
            .prop_map(|(province, county, year, month, day, sequence)| {
                let text = format!("{province}{county:04}{year}{month:02}{day:02}{sequence:03}");
                let check = check_character(&text);
                format!("{text}{check}")
            })
    }

    proptest! {
        #![proptest_config(crate::check::testing::few_cases())]

        #[test]
        fn valid_numbers_pass_and_one_wrong_digit_does_not(text in any_number(), at in 0..17_usize, by in 1..10_u8) {
            let number = id_number(&text);
            prop_assert_eq!(number.as_ref().map(IdNumber::as_str), Ok(text.as_str()));
            let mut wrong = text.into_bytes();
            wrong[at] = b'0' + (wrong[at] - b'0' + by) % 10;
            prop_assert!(id_number(&String::from_utf8(wrong).unwrap()).is_err());
        }

        #[test]
        fn the_weighted_sum_leaves_one(text in any_number()) {
            // Clause 4.2.4 in its own words, with the weights as printed there.
            let weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2, 1];
            let value = |c: char| c.to_digit(10).unwrap_or(10);
            let sum: u32 = text.chars().map(value).zip(weights).map(|(digit, weight)| digit * weight).sum();
            prop_assert_eq!(sum % 11, 1);
        }

        #[test]
        fn no_text_panics(text in "[0-9Xx×*.Ee+ 、-]{0,24}|\\PC{0,20}") {
            let _ = id_number(&text);
        }
    }
}
