//! How people spell heads: with numbers, brackets and units, and with slips.

use crate::text::{allowed_changes, distance, fold, own_words, without_brackets, without_number};

/// Units of numbers as forms and lists write them, the same ones in a row.
const UNITS: &[&[&str]] = &[
    &["元"],
    &["千元"],
    &["万元"],
    &["亿元"],
    &["人", "名", "人数"],
    &["个"],
    &["所"],
    &["台", "套", "台套"],
    &["间"],
    &["班", "个班"],
    &["门"],
    &["节", "课时"],
    &["次"],
    &["件", "篇", "项"],
    &["亩"],
    &["平方米", "m2", "平米"],
    &["平方公里", "km2"],
    &["米", "m"],
    &["公里", "千米", "km"],
    &["%", "百分比"],
    &["年"],
    &["月"],
    &["岁"],
    &["分"],
    &["mb", "兆"],
    &["gb", "g"],
    &["mbps"],
    &["gbps"],
];

/// What tells two words apart that are alike in all else: 男教师数 is no slip of
/// 女教师数.
const TELLING: &str = "男女正副上下左右县市省区州镇乡小中高大初职前后新旧本外东南西北甲乙丙丁一二三四五六七八九十年月日时分校师生班级元人";

/// A head as it may stand among the words for a field, the nearest to what is
/// written first; folded, none of them empty.
pub(super) fn spellings(head: &str) -> Vec<String> {
    let plain = without_number(head);
    let mut spellings = Vec::new();
    let mut add = |text: String| {
        if !text.is_empty() && !spellings.contains(&text) {
            spellings.push(text);
        }
    };
    add(fold(head));
    add(fold(&without_brackets(head)));
    add(fold(plain));
    add(own_words(head));
    if let Some((words, _)) = split_unit(plain) {
        add(fold(&without_brackets(words)));
    }
    spellings
}

/// The unit that a head or a label names, in its one spelling: （万元）, /人,
/// ：㎡.
pub(super) fn unit(text: &str) -> Option<&'static str> {
    let in_brackets = text.rsplit_once(['（', '(', '［', '[', '【']).and_then(|(_, rest)| {
        let (inside, _) = rest.split_once(['）', ')', '］', ']', '】'])?;
        known_unit(inside)
    });
    in_brackets.or_else(|| split_unit(text).map(|(_, unit)| unit))
}

/// A head without the unit behind its last mark, and the unit.
fn split_unit(text: &str) -> Option<(&str, &'static str)> {
    let (words, last) = text.trim_end().rsplit_once(['/', '／', ':', '：', '，', ',', ' ', '\u{3000}', '\n'])?;
    Some((words, known_unit(last)?))
}

fn known_unit(text: &str) -> Option<&'static str> {
    let text = text.trim().trim_start_matches("单位").trim_start_matches([':', '：', ' ']);
    // The sign of percent is no word.
    if matches!(text, "%" | "％") {
        return Some("%");
    }
    let folded = fold(text);
    let row = UNITS.iter().find(|row| !folded.is_empty() && row.contains(&folded.as_str()))?;
    row.first().copied()
}

/// In how many characters two folded words differ, if so few that one may be a
/// slip of the other: no number in them, and nothing that tells things apart.
pub(super) fn is_near(head: &str, word: &str) -> Option<usize> {
    let length = head.chars().count().min(word.chars().count());
    let changes = distance(head, word, allowed_changes(length)).filter(|changes| *changes > 0)?;
    let digits = |text: &str| text.chars().filter(char::is_ascii_digit).collect::<String>();
    if digits(head) != digits(word) {
        return None;
    }
    let differing = || head.chars().zip(word.chars()).filter(|(a, b)| a != b);
    let same_length = head.chars().count() == word.chars().count();
    let is_telling = |(a, b): (char, char)| TELLING.contains(a) && TELLING.contains(b);
    (!same_length || !differing().all(is_telling)).then_some(changes)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn heads_are_spelled_in_many_ways() {
        for head in [
            "学生数",
            " 学 生\n数 ",
            "学生数（人）",
            "学生数(人)",
            "学生数/人",
            "学生数：人",
            "学生数 人",
            "1.学生数",
            "（三）学生数（人）",
            "③学生数",
            "二、学生数",
        ] {
            assert!(spellings(head).contains(&"学生数".to_owned()), "{head}: {:?}", spellings(head));
        }
        assert!(spellings("建筑面积(㎡)").contains(&"建筑面积".to_owned()));
        assert_eq!(spellings("（）"), [""; 0]);
    }

    #[test]
    fn units_have_one_spelling() {
        for (text, expected) in [
            ("面积（平方米）", Some("平方米")),
            ("面积(㎡)", Some("平方米")),
            ("面积（m²）", Some("平方米")),
            ("经费（单位：万元）", Some("万元")),
            ("经费/元", Some("元")),
            ("比例（%）", Some("%")),
            ("密码（省级评审前不得修改）", None),
            ("单位/部门", None),
            ("市（州）", None),
        ] {
            assert_eq!(unit(text), expected, "{text}");
        }
    }

    #[test]
    fn slips_are_near_and_other_things_are_not() {
        for (head, word, changes) in [
            ("推荐类形", "推荐类型", Some(1)),
            ("推荐类型", "推荐类型", None),
            ("联系人手几", "联系人手机", Some(1)),
            ("女教师数", "男教师数", None),
            ("成员1姓名", "成员2姓名", None),
            ("2021年教师数", "2020年教师数", None),
            // Short words are other words.
            ("职称", "职务", None),
            ("联系人单位", "联系人职务", None),
            ("网络学习空间地扯", "网络学习空间地址", Some(1)),
            ("网络学习空地址", "网络学习空间地址", Some(1)),
        ] {
            assert_eq!(is_near(head, word), changes, "{head} {word}");
        }
    }
}
