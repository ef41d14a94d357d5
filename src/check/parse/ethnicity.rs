//! Ethnic groups (民族).

use crate::finding::Words;
use crate::text::squeeze;

use super::{Parsed, reason, tidy};

const EMPTY: Words = reason("没有民族", "there is no name");
const UNKNOWN: Words = reason("不是国家公布的民族名称", "no such name in the national standard");
const CODE: Words = reason("应填名称，不是代码", "expected a name, not a code");

/// An ethnic group and how people write it.
struct Group {
    /// The name.
    name: &'static str,
    /// Other names and spellings that can only mean this group, without 族.
    others: &'static [&'static str],
    /// Slips that sound or look like the name, without 族.
    slips: &'static [&'static str],
    /// What is said about a slip.
    likely: Words,
}

/// Makes the list of groups: name, name in Roman letters, other spellings,
/// slips.
macro_rules! groups {
    ($($name:literal $roman:literal [$($other:literal)*] [$($slip:literal)*];)*) => {
        &[$(Group {
            name: $name,
            others: &[$($other),*],
            slips: &[$($slip),*],
            likely: reason(
                concat!("没有这个民族名称，可能是", $name),
                concat!("no such name, perhaps ", $roman),
            ),
        }),*]
    };
}

/// The 56 names of GB/T 3304-1991, table 3, in the order of their codes, with
/// its Roman spellings. Other spellings are former names (毛难 until 1986, 崩龙
/// until 1985), common short forms, and characters of the same name.
static GROUPS: &[Group] = groups! {
    "汉族" "Han" ["漢"] ["汗" "翰" "旱"];
    "蒙古族" "Mongol" ["蒙"] ["蒙右"];
    "回族" "Hui" ["回回"] ["会" "徊"];
    "藏族" "Zang" [] ["葬" "臧"];
    "维吾尔族" "Uygur" ["维"] ["唯"];
    "苗族" "Miao" [] ["描" "瞄" "亩"];
    "彝族" "Yi" [] ["夷" "依" "姨" "遗"];
    "壮族" "Zhuang" ["僮"] ["状" "妆"];
    "布依族" "Buyei" [] ["布衣" "布伊" "不依" "部依"];
    "朝鲜族" "Chosen" ["朝" "鲜"] ["潮鲜"];
    "满族" "Man" ["满洲" "滿"] ["瞒" "曼" "漫"];
    "侗族" "Dong" [] ["洞" "峒" "恫" "桐"];
    "瑶族" "Yao" ["傜"] ["摇" "遥" "谣" "姚"];
    "白族" "Bai" [] ["百" "柏"];
    "土家族" "Tujia" [] ["土架" "士家"];
    "哈尼族" "Hani" [] ["哈泥" "哈呢"];
    "哈萨克族" "Kazak" [] ["哈沙克"];
    "傣族" "Dai" [] ["泰" "代" "岱"];
    "黎族" "Li" [] ["梨" "犁" "藜"];
    "傈僳族" "Lisu" [] ["傈傈" "僳僳" "僳傈" "栗粟"];
    "佤族" "Va" ["卡佤"] ["瓦"];
    "畲族" "She" ["畬"] ["佘" "余" "舍" "蛇"];
    "高山族" "Gaoshan" [] [];
    "拉祜族" "Lahu" [] ["拉祐" "拉枯" "拉胡"];
    "水族" "Sui" ["水家"] [];
    "东乡族" "Dongxiang" [] [];
    "纳西族" "Naxi" [] ["那西" "呐西"];
    "景颇族" "Jingpo" [] ["景坡" "景破"];
    "柯尔克孜族" "Kirgiz" [] ["克尔克孜" "柯尔克兹"];
    "土族" "Tu" [] ["士"];
    "达斡尔族" "Daur" [] ["达翰尔" "达幹尔" "达干尔"];
    "仫佬族" "Mulao" [] ["仫老" "木佬"];
    "羌族" "Qiang" [] ["姜" "芜"];
    "布朗族" "Blang" [] ["布郎"];
    "撒拉族" "Salar" [] ["萨拉"];
    "毛南族" "Maonan" ["毛难"] [];
    "仡佬族" "Gelao" [] ["仡老" "屹佬" "疙佬" "佶佬" "革佬"];
    "锡伯族" "Xibe" [] ["西伯" "锡泊"];
    "阿昌族" "Achang" [] [];
    "普米族" "Pumi" [] ["晋米"];
    "塔吉克族" "Tajik" [] [];
    "怒族" "Nu" [] ["努" "奴"];
    "乌孜别克族" "Uzbek" ["乌兹别克"] [];
    "俄罗斯族" "Russ" [] [];
    "鄂温克族" "Ewenki" [] ["额温克"];
    "德昂族" "Deang" ["崩龙"] [];
    "保安族" "Bonan" [] [];
    "裕固族" "Yugur" [] ["裕故" "玉固"];
    "京族" "Gin" [] ["惊"];
    "塔塔尔族" "Tatar" [] [];
    "独龙族" "Derung" [] [];
    "鄂伦春族" "Oroqen" [] ["额伦春"];
    "赫哲族" "Hezhen" [] ["赫折"];
    "门巴族" "Monba" [] [];
    "珞巴族" "Lhoba" [] ["洛巴" "络巴"];
    "基诺族" "Jino" [] [];
};

/// Names outside the 56 that registers and forms hold: groups that are not
/// counted among them (穿青人 and 革家人 live in Guizhou, 僜人 and 夏尔巴人 in
/// Tibet), and the entries for people without one. Each with other spellings.
static OUTSIDE: &[(&str, &[&str])] = &[
    ("穿青人", &["穿青", "穿青族"]),
    ("革家人", &["革家", "革家族", "亻革家人", "亻革家"]),
    ("僜人", &["僜", "邓人"]),
    ("夏尔巴人", &["夏尔巴", "夏尔巴族"]),
    ("未识别民族", &["未识别", "未定民族", "未定族称", "未识别民族人口"]),
    ("外国血统中国籍人士", &["外国血统", "外国血统中国籍", "外国血统中国籍人"]),
    ("其他", &["其它", "其他民族", "其它民族", "其他族"]),
];

/// The full name of an ethnic group: one of the 56 of GB/T 3304-1991, with or
/// without 族, or one of the names outside them (穿青人, 革家人, 其他, …).
///
/// ```
/// use shenbao::check::parse::ethnicity;
/// assert_eq!(ethnicity("汉"), Ok("汉族"));
/// assert_eq!(ethnicity("穿青人"), Ok("穿青人"));
/// assert_eq!(ethnicity("布衣族").unwrap_err().zh, "没有这个民族名称，可能是布依族");
/// ```
///
/// # Errors
///
/// A name that is none of them; the reason names the one that is likely meant.
pub fn ethnicity(text: &str) -> Parsed<&'static str> {
    let text = squeeze(&tidy(text));
    let text = text.trim_matches(|c: char| c.is_ascii_punctuation() || matches!(c, '。' | '、' | '，'));
    if text.is_empty() {
        return Err(EMPTY);
    }
    if let Some((name, _)) = OUTSIDE.iter().find(|(name, others)| *name == text || others.contains(&text)) {
        return Ok(name);
    }
    let stem = stem(text);
    let named = GROUPS.iter().find(|group| self::stem(group.name) == stem || group.others.contains(&stem));
    match named {
        Some(group) => Ok(group.name),
        None if stem.bytes().all(|b| b.is_ascii_alphanumeric()) => Err(CODE),
        None => Err(likely(stem).map_or(UNKNOWN, |group| group.likely)),
    }
}

/// The name without 族, which every name but 族 itself may leave out.
fn stem(name: &str) -> &str {
    name.strip_suffix('族').filter(|stem| !stem.is_empty()).unwrap_or(name)
}

/// The group that a slip means: a known slip, or the only group whose name of
/// at least two characters has one other, one more or one less.
fn likely(stem: &str) -> Option<&'static Group> {
    if let Some(group) = GROUPS.iter().find(|group| group.slips.contains(&stem)) {
        return Some(group);
    }
    let mut alike = GROUPS.iter().filter(|group| is_alike(self::stem(group.name), stem));
    alike.next().filter(|_| alike.next().is_none())
}

/// Whether two names differ in one character, which leaves one at least.
fn is_alike(name: &str, text: &str) -> bool {
    let (name, text): (Vec<char>, Vec<char>) = (name.chars().collect(), text.chars().collect());
    let start = name.iter().zip(&text).take_while(|(a, b)| a == b).count();
    let end = name.iter().rev().zip(text.iter().rev()).take_while(|(a, b)| a == b).count();
    let same = (start + end).min(name.len()).min(text.len());
    name.len() >= 2 && text.len() >= 2 && name.len().max(text.len()) - same == 1
}

#[cfg(test)]
mod tests {
    use std::collections::HashSet;

    use super::super::testing::assert_reads;
    use super::*;

    #[test]
    fn names() {
        assert_reads(
            ethnicity,
            |name| name,
            &[
                ("汉族", Ok("汉族")),
                ("汉", Ok("汉族")),
                (" 汉　族 ", Ok("汉族")),
                ("汉族。", Ok("汉族")),
                ("漢族", Ok("汉族")),
                ("蒙族", Ok("蒙古族")),
                ("维族", Ok("维吾尔族")),
                ("朝鲜", Ok("朝鲜族")),
                ("土家", Ok("土家族")),
                ("土", Ok("土族")),
                ("畬族", Ok("畲族")),
                ("毛难族", Ok("毛南族")),
                ("乌兹别克族", Ok("乌孜别克族")),
                ("穿青人", Ok("穿青人")),
                ("穿青", Ok("穿青人")),
                ("亻革家人", Ok("革家人")),
                ("未识别民族", Ok("未识别民族")),
                ("外国血统中国籍人士", Ok("外国血统中国籍人士")),
                ("其它", Ok("其他")),
                ("汗族", Err("可能是汉族")),
                ("布衣族", Err("可能是布依族")),
                ("布衣", Err("可能是布依族")),
                ("佘族", Err("可能是畲族")),
                ("达翰尔族", Err("可能是达斡尔族")),
                ("维吾而族", Err("可能是维吾尔族")),
                ("维吾尔尔族", Err("可能是维吾尔族")),
                ("柯尔克族", Err("可能是柯尔克孜族")),
                ("土家家族", Err("可能是土家族")),
                ("布族", Err("不是国家公布")),
                ("华夏族", Err("不是国家公布")),
                ("中国", Err("不是国家公布")),
                ("族", Err("不是国家公布")),
                ("01", Err("代码")),
                ("HA", Err("代码")),
                ("", Err("没有民族")),
                ("。", Err("没有民族")),
            ],
        );
    }

    #[test]
    fn all_56_names_are_read_with_and_without_their_last_character() {
        assert_eq!(GROUPS.len(), 56);
        for group in GROUPS {
            assert_eq!(ethnicity(group.name), Ok(group.name));
            assert_eq!(ethnicity(stem(group.name)), Ok(group.name));
        }
    }

    #[test]
    fn no_spelling_means_two_groups() {
        let mut seen = HashSet::new();
        for group in GROUPS {
            for word in group.others.iter().chain(group.slips).chain([&stem(group.name)]) {
                assert!(seen.insert(*word), "{word}");
                assert!(!word.ends_with('族'), "{word}");
            }
            for slip in group.slips {
                assert_eq!(ethnicity(slip), Err(group.likely), "{slip}");
            }
        }
    }
}
