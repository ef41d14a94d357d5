//! Postcodes of mainland China.

use crate::finding::Words;

use super::{Parsed, is_hyphen, reason, tidy};

const EMPTY: Words = reason("没有邮政编码", "there is no postcode");
const OTHER_CHARACTERS: Words = reason("含有数字以外的文字", "holds text that is no digit");
const SHORT: Words = reason(
    "应为6位数字，位数不足；以0开头的编码，开头的0可能被电子表格去掉了",
    "expected 6 digits, found fewer; a spreadsheet drops a leading zero",
);
const LONG: Words = reason("应为6位数字，位数过多", "expected 6 digits, found more");
const PROVINCE: Words = reason("前两位不属于任何省份", "no province has these first two digits");

/// Whether a province has postcodes that start with these two digits.
///
/// A postcode has four levels in six digits: province (two digits), postal
/// zone, city or county, delivery office. China Post gives its provinces:
/// Beijing 10, Shanghai 20, Tianjin 30, Chongqing 40; Inner Mongolia 01–02,
/// Shanxi 03–04, Hebei 05–07; Liaoning 11–12, Jilin 13, Heilongjiang 15–16;
/// Jiangsu 21–22, Anhui 23–24, Shandong 25–27; Zhejiang 31–32, Jiangxi 33–34,
/// Fujian 35–36; Hunan 41–42, Hubei 43–44, Henan 45–47; Guangdong 51–52,
/// Guangxi 53–54, Guizhou 55–56, Hainan 57; Sichuan 61–64, Yunnan 65–67;
/// Shaanxi 71–72, Gansu 73–74, Ningxia 75; Qinghai 81, Xinjiang 83–84,
/// Tibet 85–86. 00 is kept free, 999 is for mail abroad, and the rest is not
/// given out.
fn is_province(prefix: u8) -> bool {
    matches!(prefix,
        1..=7 | 10..=13 | 15..=16 | 20..=27 | 30..=36 | 40..=47 | 51..=57 | 61..=67 | 71..=75 | 81 | 83..=86)
}

/// The six digits of a postcode. Full-width digits, and spaces or hyphens
/// between them, are accepted.
///
/// ```
/// use shenbao::check::parse::postcode;
/// assert_eq!(postcode("４５０ ０１８").unwrap(), "450018");
/// assert_eq!(postcode("990001").unwrap_err().zh, "前两位不属于任何省份");
/// ```
///
/// # Errors
///
/// Other characters, a wrong length, or two first digits that no province has.
pub fn postcode(text: &str) -> Parsed<String> {
    let digits: String = tidy(text).chars().filter(|c| !c.is_whitespace() && !is_hyphen(*c)).collect();
    if digits.is_empty() {
        return Err(EMPTY);
    }
    if !digits.bytes().all(|b| b.is_ascii_digit()) {
        return Err(OTHER_CHARACTERS);
    }
    match digits.len() {
        0..=5 => Err(SHORT),
        6 if digits[..2].parse().is_ok_and(is_province) => Ok(digits),
        6 => Err(PROVINCE),
        _ => Err(LONG),
    }
}

#[cfg(test)]
mod tests {
    use super::super::testing::assert_reads;
    use super::*;

    #[test]
    fn postcodes() {
        let ok = |text: &str| Ok(text.to_owned());
        assert_reads(
            postcode,
            |code| code,
            &[
                ("450018", ok("450018")),
                ("４３７３００", ok("437300")),
                ("55 00 04", ok("550004")),
                ("450-018", ok("450018")),
                (" 010010\u{200b}", ok("010010")),
                ("860000", ok("860000")),
                ("", Err("没有")),
                ("10010", Err("开头的0")),
                ("4500180", Err("过多")),
                ("000000", Err("省份")),
                ("140000", Err("省份")),
                ("870000", Err("省份")),
                ("999077", Err("省份")),
                ("45001O", Err("以外的文字")),
                ("郑州450018", Err("以外的文字")),
                ("无", Err("以外的文字")),
            ],
        );
    }

    #[test]
    fn each_province_has_its_prefixes() {
        // Four cities, four provinces with one prefix, four with three, one
        // with four, all other eighteen with two.
        assert_eq!((0..=99).filter(|prefix| is_province(*prefix)).count(), 4 + 4 + 4 * 3 + 4 + 18 * 2);
    }
}
