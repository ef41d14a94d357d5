//! Telephone numbers of mainland China.

use crate::finding::Words;

use super::{Parsed, is_hyphen, reason, tidy};

const OTHER_CHARACTERS: Words = reason("含有电话号码以外的文字", "holds text that is no part of a number");
const MOBILE_SHORT: Words = reason("应为11位数字，位数不足", "expected 11 digits, found fewer");
const MOBILE_LONG: Words = reason("应为11位数字，位数过多", "expected 11 digits, found more");
const MOBILE_RANGE: Words = reason("号段不存在，应以13—19开头", "no such number range: expected 13 to 19 at the start");
const ONE_MOBILE: Words = reason("只能填一个号码", "only one number is allowed");
const LOCAL_LENGTH: Words = reason("位数不对，固定电话应为7—8位", "wrong length: a landline number has 7 or 8 digits");
const LOCAL_START: Words = reason("固定电话不以0或1开头", "a landline number does not start with 0 or 1");
const AREA_CODE: Words = reason("区号不存在", "no such area code");
const AREA_ZERO: Words = reason("区号应以0开头", "an area code starts with 0");
const EXTENSION: Words = reason("分机号不对", "the extension is not a number of at most 6 digits");
const NO_NUMBER: Words = reason("没有号码", "there is no number");
const TOO_MANY: Words = reason("号码过多", "too many numbers");

/// What stands between several numbers, in half width.
const SEPARATORS: [char; 8] = ['、', '/', '\\', ',', ';', '或', '和', '\n'];

/// The digits of a mobile number: 11 digits from 13 to 19. Spaces, hyphens,
/// full-width digits and the country code 86 are accepted.
///
/// ```
/// use shenbao::check::parse::mobile;
/// assert_eq!(mobile("＋86 138-0000-0000").unwrap(), "13800000000");
/// assert_eq!(mobile("1380000000").unwrap_err().zh, "应为11位数字，位数不足");
/// ```
///
/// # Errors
///
/// Other characters, a wrong length, a range that does not exist, or more than
/// one number.
pub fn mobile(text: &str) -> Parsed<String> {
    let text = tidy(text);
    mobile_of(&text).map_err(|error| {
        let several = text.split(SEPARATORS).filter(|part| mobile_of(part).is_ok()).count() > 1;
        let in_words = text.split_whitespace().filter(|part| mobile_of(part).is_ok()).count() > 1;
        if several || in_words { ONE_MOBILE } else { error }
    })
}

fn mobile_of(text: &str) -> Parsed<String> {
    let digits: String =
        text.chars().filter(|c| !c.is_whitespace() && !is_hyphen(*c) && !matches!(c, '.' | '·' | '(' | ')')).collect();
    let digits = without_country(&digits);
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(OTHER_CHARACTERS);
    }
    match digits.len() {
        0 => Err(NO_NUMBER),
        1..=10 => Err(MOBILE_SHORT),
        11 if is_mobile_range(digits) => Ok(digits.to_owned()),
        11 => Err(MOBILE_RANGE),
        _ => Err(MOBILE_LONG),
    }
}

fn is_mobile_range(digits: &str) -> bool {
    let mut bytes = digits.bytes();
    bytes.next() == Some(b'1') && matches!(bytes.next(), Some(b'3'..=b'9'))
}

/// Digits without the country code in front of a mobile number.
fn without_country(digits: &str) -> &str {
    for code in ["+86", "0086", "86"] {
        if let Some(rest) = digits.strip_prefix(code).filter(|rest| code != "86" || rest.len() == 11) {
            return rest;
        }
    }
    digits
}

/// Telephone numbers in one spelling: mobile numbers as 11 digits, landlines as
/// `0371-69691767-123` (area code and extension where they are given), 400 and
/// 800 numbers as ten digits, several numbers joined by `、`.
///
/// Accepted are spaces and full-width characters, brackets round the area code,
/// 转, 分机 or `ext` before the extension, and `、 / , ; 或 和`, line ends or
/// spaces between numbers. A landline without area code is accepted as it is.
///
/// ```
/// use shenbao::check::parse::phone;
/// assert_eq!(phone("（0371）6969 1767 转 123").unwrap(), "0371-69691767-123");
/// assert_eq!(phone("037169691767/13800000000").unwrap(), "0371-69691767、13800000000");
/// assert!(phone("6969").is_err());
/// ```
///
/// # Errors
///
/// Other characters, a wrong length, or an area code that does not exist, in
/// any of the numbers.
pub fn phone(text: &str) -> Parsed<String> {
    let text = tidy(text);
    let mut numbers = Vec::new();
    for part in text.split(SEPARATORS).map(str::trim).filter(|part| !part.is_empty()) {
        match one_phone(part) {
            Ok(number) => numbers.push(number),
            Err(error) => numbers.extend(spaced(part).ok_or(error)?),
        }
    }
    match numbers.len() {
        0 => Err(NO_NUMBER),
        1..=8 => Ok(numbers.join("、")),
        _ => Err(TOO_MANY),
    }
}

/// Several numbers with nothing but spaces between them; each takes as many
/// words as it can.
fn spaced(text: &str) -> Option<Vec<String>> {
    let words: Vec<&str> = text.split_whitespace().collect();
    let mut rest = words.as_slice();
    let mut numbers = Vec::new();
    while !rest.is_empty() {
        let longest = rest.len().min(5);
        let (length, number) = (1..=longest).rev().find_map(|n| Some((n, one_phone(&rest[..n].join(" ")).ok()?)))?;
        numbers.push(number);
        rest = &rest[length..];
    }
    Some(numbers)
}

fn one_phone(text: &str) -> Parsed<String> {
    if let Ok(mobile) = mobile_of(text) {
        return Ok(mobile);
    }
    let (base, said) = split_extension(text)?;
    let (base, abroad) = split_country(base);
    let groups = groups(base)?;
    let (number, after_hyphen) = match service(&groups) {
        Some(number) => (number, None),
        None => landline(&groups, abroad)?,
    };
    match (after_hyphen, said) {
        (Some(_), Some(_)) => Err(EXTENSION),
        (Some(extension), None) | (None, Some(extension)) => Ok(format!("{number}-{extension}")),
        (None, None) => Ok(number),
    }
}

/// The digits of a 400 or 800 number.
fn service(groups: &[Group<'_>]) -> Option<String> {
    let digits: String = groups.iter().map(|group| group.digits).collect();
    (digits.len() == 10 && (digits.starts_with("400") || digits.starts_with("800"))).then_some(digits)
}

/// A landline, and the extension that follows it after a hyphen. A number that
/// is written for callers from `abroad` has no 0 before its area code.
fn landline(groups: &[Group<'_>], abroad: bool) -> Parsed<(String, Option<String>)> {
    let (area, local) = split_area(groups, abroad)?;
    let (local, extension) = join_local(&local)?;
    if local.starts_with(['0', '1']) {
        return Err(LOCAL_START);
    }
    let number = match area {
        Some(area) => format!("{area}-{local}"),
        None => local,
    };
    Ok((number, extension))
}

/// Splits at the word before an extension.
fn split_extension(text: &str) -> Parsed<(&str, Option<String>)> {
    for word in ["转", "分机", "ext", "Ext", "EXT", "x", "X", "#", "*"] {
        let Some((base, rest)) = text.split_once(word) else { continue };
        let rest =
            rest.trim_start().trim_start_matches("分机").trim_matches(|c: char| ".:() ".contains(c) || is_hyphen(c));
        let is_extension = (1..=6).contains(&rest.len()) && rest.bytes().all(|b| b.is_ascii_digit());
        let base = base.trim_end_matches(|c: char| ",( ".contains(c) || is_hyphen(c));
        return if is_extension { Ok((base, Some(rest.to_owned()))) } else { Err(EXTENSION) };
    }
    Ok((text, None))
}

/// A run of digits, and whether a hyphen stands before it.
#[derive(Debug, Clone, Copy)]
struct Group<'a> {
    digits: &'a str,
    after_hyphen: bool,
}

/// Takes the country code away; says whether there was one.
fn split_country(text: &str) -> (&str, bool) {
    let text = text.trim();
    match text.strip_prefix("(+86)").or_else(|| text.strip_prefix("+86")).or_else(|| text.strip_prefix("0086")) {
        Some(rest) => (rest, true),
        None => (text, false),
    }
}

/// The runs of digits of a number.
fn groups(text: &str) -> Parsed<Vec<Group<'_>>> {
    let is_separator = |c: char| c.is_whitespace() || is_hyphen(c) || matches!(c, '(' | ')' | '.' | '·');
    if text.chars().any(|c| !c.is_ascii_digit() && !is_separator(c)) {
        return Err(OTHER_CHARACTERS);
    }
    let mut groups = Vec::new();
    let mut after_hyphen = false;
    let mut rest = text;
    while let Some(start) = rest.find(|c: char| c.is_ascii_digit()) {
        after_hyphen |= rest[..start].contains(is_hyphen);
        rest = &rest[start..];
        let end = rest.find(|c: char| !c.is_ascii_digit()).unwrap_or(rest.len());
        groups.push(Group { digits: &rest[..end], after_hyphen });
        rest = &rest[end..];
        after_hyphen = false;
    }
    if groups.is_empty() { Err(NO_NUMBER) } else { Ok(groups) }
}

/// Takes the area code from the first group, or from its start where the number
/// is written in one.
fn split_area<'a>(groups: &[Group<'a>], abroad: bool) -> Parsed<(Option<String>, Vec<Group<'a>>)> {
    let Some((first, rest)) = groups.split_first() else { return Err(NO_NUMBER) };
    let Some(digits) = first.digits.strip_prefix('0') else {
        let next = rest.first().map_or(0, |group| group.digits.len());
        let looks_like_area = matches!(first.digits.len(), 2 | 3) && matches!(next, 7 | 8);
        return match (looks_like_area, abroad) {
            (true, true) => Ok((Some(format!("0{}", first.digits)), rest.to_vec())),
            (true, false) => Err(AREA_ZERO),
            (false, _) => Ok((None, groups.to_vec())),
        };
    };
    // 010 and 02x have three digits, all others four.
    let length = match digits.as_bytes() {
        [b'1', b'0', ..] | [b'2', _, ..] => 2,
        [b'3'..=b'9', _, _, ..] => 3,
        _ => return Err(AREA_CODE),
    };
    let (area, local) = digits.split_at(length);
    let mut groups = rest.to_vec();
    match local.len() {
        0 => {}
        7 | 8 => groups.insert(0, Group { digits: local, after_hyphen: false }),
        _ => return Err(LOCAL_LENGTH),
    }
    Ok((Some(format!("0{area}")), groups))
}

/// The local number from its groups, and an extension that follows a hyphen.
fn join_local(groups: &[Group<'_>]) -> Parsed<(String, Option<String>)> {
    let mut local = String::new();
    let mut rest = groups.iter();
    for group in rest.by_ref() {
        local.push_str(group.digits);
        if local.len() >= 7 {
            break;
        }
    }
    // `6969 176 7`: spaces alone do not start an extension.
    let mut rest = rest.as_slice();
    if let [group, after @ ..] = rest
        && local.len() == 7
        && group.digits.len() == 1
        && !group.after_hyphen
    {
        local.push_str(group.digits);
        rest = after;
    }
    if !matches!(local.len(), 7 | 8) {
        return Err(LOCAL_LENGTH);
    }
    match rest {
        [] => Ok((local, None)),
        [group] if group.after_hyphen && group.digits.len() <= 6 => Ok((local, Some(group.digits.to_owned()))),
        [group] if group.after_hyphen => Err(EXTENSION),
        _ => Err(LOCAL_LENGTH),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::assert_reads;
    use super::*;

    #[test]
    fn mobile_numbers() {
        assert_reads(
            mobile,
            |number| number,
            &[
                ("13800000000", Ok("13800000000".to_owned())),
                (" 138 0000 0000 ", Ok("13800000000".to_owned())),
                ("138-0000-0000", Ok("13800000000".to_owned())),
                ("138－0000—0000", Ok("13800000000".to_owned())),
                ("１３８００００００００", Ok("13800000000".to_owned())),
                ("138\u{a0}0000\u{3000}0000", Ok("13800000000".to_owned())),
                ("\u{202d}13800000000\u{202c}", Ok("13800000000".to_owned())),
                ("1380000\n0000", Ok("13800000000".to_owned())),
                ("138.0000.0000", Ok("13800000000".to_owned())),
                ("+86 138 0000 0000", Ok("13800000000".to_owned())),
                ("(+86)13800000000", Ok("13800000000".to_owned())),
                ("＋８６－13800000000", Ok("13800000000".to_owned())),
                ("008613800000000", Ok("13800000000".to_owned())),
                ("8613800000000", Ok("13800000000".to_owned())),
                ("86-13800000000", Ok("13800000000".to_owned())),
                ("19900000000", Ok("19900000000".to_owned())),
                ("", Err("没有号码")),
                ("1380000000", Err("位数不足")),
                ("138000000001", Err("位数过多")),
                ("12800000000", Err("号段不存在")),
                ("03716969176", Err("号段不存在")),
                ("138****0000", Err("以外的文字")),
                ("1.38E+10", Err("以外的文字")),
                ("张三13800000000", Err("以外的文字")),
                ("13800000000/13900000000", Err("只能填一个")),
                ("13800000000、13900000000", Err("只能填一个")),
                ("13800000000 13900000000", Err("只能填一个")),
                ("无", Err("以外的文字")),
            ],
        );
    }

    #[test]
    fn telephone_numbers() {
        let ok = |text: &str| Ok(text.to_owned());
        assert_reads(
            phone,
            |number| number,
            &[
                ("13800000000", ok("13800000000")),
                ("138 0000 0000", ok("13800000000")),
                ("0371-69691767", ok("0371-69691767")),
                ("0371—69691767", ok("0371-69691767")),
                ("0371－６９６９１７６７", ok("0371-69691767")),
                ("（0371）69691767", ok("0371-69691767")),
                ("(0371)-69691767", ok("0371-69691767")),
                ("0371 69691767", ok("0371-69691767")),
                ("0371 6969 1767", ok("0371-69691767")),
                ("037169691767", ok("0371-69691767")),
                ("03716969176", ok("0371-6969176")),
                ("01062510000", ok("010-62510000")),
                ("010-6251 0000", ok("010-62510000")),
                ("0715-3352 010", ok("0715-3352010")),
                ("027-87654321", ok("027-87654321")),
                ("+86-371-69691767", ok("0371-69691767")),
                ("+86 10 62510000", ok("010-62510000")),
                ("+86 0371-69691767", ok("0371-69691767")),
                ("0371-69691767-123", ok("0371-69691767-123")),
                ("0371-69691767转123", ok("0371-69691767-123")),
                ("0371-69691767 转 分机 8001", ok("0371-69691767-8001")),
                ("0371-69691767（转123）", ok("0371-69691767-123")),
                ("0371-69691767 ext.123", ok("0371-69691767-123")),
                ("0371-69691767x12", ok("0371-69691767-12")),
                ("69691767", ok("69691767")),
                ("6969 1767", ok("69691767")),
                ("3352010-801", ok("3352010-801")),
                ("400-123-4567", ok("4001234567")),
                ("8008101234", ok("8008101234")),
                ("400-123-4567转8", ok("4001234567-8")),
                ("0371-69691767、13800000000", ok("0371-69691767、13800000000")),
                ("0371-69691767/69691768", ok("0371-69691767、69691768")),
                ("13800000000，13900000000；", ok("13800000000、13900000000")),
                ("13800000000或13900000000", ok("13800000000、13900000000")),
                ("0371-69691767 13800000000", ok("0371-69691767、13800000000")),
                ("0371 69691767 0371 69691768", ok("0371-69691767、0371-69691768")),
                ("0371-69691767\n13800000000", ok("0371-69691767、13800000000")),
                ("", Err("没有号码")),
                ("、", Err("没有号码")),
                ("6969", Err("位数不对")),
                ("0371-696917", Err("位数不对")),
                ("0371-696917677", Err("位数不对")),
                ("371-69691767", Err("区号应以0开头")),
                ("0171-69691767", Err("区号不存在")),
                ("0371-09691767", Err("不以0或1开头")),
                ("0371-69691767转", Err("分机号")),
                ("0371-69691767-1234567", Err("分机号")),
                ("办公室69691767", Err("以外的文字")),
                ("1380000000", Err("位数不对")),
                ("12345", Err("位数不对")),
                ("0371-69691767/8", Err("位数不对")),
            ],
        );
    }

    #[test]
    fn long_texts_are_refused_in_passing_time() {
        assert!(phone(&"0371 ".repeat(20_000)).is_err());
        assert!(mobile(&"13800000000、".repeat(2_000)).is_err());
    }
}
