//! The parts of an opinion box: text, signature, date.

use super::words::brackets;
use crate::check::parse;
use crate::text::{fold, squeeze};

/// What an office wrote into its box.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct OpinionText {
    pub text: String,
    pub signature: String,
    pub date: String,
}

/// Takes an opinion apart from the bottom up: the printed lines for seal and
/// date end the box, so what looks like one of them above belongs to the text.
pub(super) fn take_apart(box_text: &str, seals: &[String]) -> OpinionText {
    let mut lines: Vec<String> = box_text.split('\n').map(str::to_owned).collect();
    let mut opinion = OpinionText::default();
    let (mut seal_seen, mut date_seen, mut signature_seen) = (false, false, false);
    while let Some(last) = lines.pop() {
        let line = last.trim();
        if line.is_empty() {
            continue;
        }
        if !date_seen && let Some(date) = date_line(line) {
            date_seen = true;
            opinion.date = date.to_owned();
            continue;
        }
        if !seal_seen && let Some((before, after)) = around_seal(line, seals) {
            seal_seen = true;
            let (before, after) = (before.trim(), after.trim());
            if let Some(date) = date_line(after).filter(|_| !date_seen) {
                date_seen = true;
                opinion.date = date.to_owned();
            } else if before.is_empty() && is_name(after) {
                // 公　章：李四
                signature_seen = true;
                opinion.signature = after.to_owned();
            } else if !after.is_empty() {
                lines.push(after.to_owned());
            }
            let (text, name) = text_and_name(before);
            if !name.is_empty() {
                signature_seen = true;
                opinion.signature = signer(name).unwrap_or(name).to_owned();
            }
            if !text.is_empty() {
                lines.push(text.to_owned());
            }
            continue;
        }
        if !signature_seen && let Some(name) = signer(line) {
            signature_seen = true;
            opinion.signature = name.to_owned();
            continue;
        }
        lines.push(last);
        break;
    }
    opinion.text = lines.join("\n");
    opinion
}

/// What stands before a seal: 同意推荐。 is the opinion, 李四 a name, and
/// 同意推荐。　李四 both, parted by a blank.
fn text_and_name(before: &str) -> (&str, &str) {
    if before.ends_with(['。', '！', '；', '，']) {
        return (before, "");
    }
    match before.rsplit_once(['　', '\t', '。', '！']) {
        Some((_, name)) if is_name(name.trim()) => {
            let text = &before[..before.len() - name.len()];
            (text.trim(), name.trim())
        }
        _ => match before.rsplit_once("  ") {
            Some((text, name)) if is_name(name.trim()) => (text.trim(), name.trim()),
            _ => ("", before),
        },
    }
}

/// Whether a text may be somebody's name: two to four Han characters, or 阿依
/// 古丽·买买提 with its dot.
fn is_name(text: &str) -> bool {
    let length = text.chars().count();
    let letters = text.chars().all(|c| c.is_alphabetic() || c == '·');
    letters && (2..=4).contains(&length) || letters && text.contains('·') && length <= 14
}

/// The date on a line that holds nothing else; empty for a line that waits
/// for one, as 年　　月　　日.
fn date_line(line: &str) -> Option<&str> {
    let bare = line.trim_start_matches(|c: char| c.is_whitespace());
    let bare =
        ["日期：", "日期:", "时间：", "时间:"].iter().find_map(|word| bare.strip_prefix(word)).unwrap_or(bare).trim();
    if squeeze(bare) == "年月日" {
        return Some("");
    }
    (bare.chars().count() <= 20 && (has_date_shape(bare) || parse::date(bare).is_ok())).then_some(bare)
}

/// Whether a text has the shape of a date, be there such a day or not:
/// `2021年2月30日`, `2021.11.20`.
fn has_date_shape(text: &str) -> bool {
    let digit = |c: char| c.is_numeric() || "〇零一二三四五六七八九十".contains(c);
    let digits = text.chars().filter(|c| digit(*c)).count();
    let others = text.chars().filter(|c| !digit(*c) && !c.is_whitespace() && !"年月日号./-．／—".contains(*c)).count();
    digits >= 4 && others == 0 && (text.contains('年') || text.contains(['.', '/', '-', '．', '／']))
}

/// What stands before and after the seal text on a line.
fn around_seal<'a>(line: &'a str, seals: &[String]) -> Option<(&'a str, &'a str)> {
    for seal in seals {
        if let Some((before, after)) = line.split_once(seal.as_str()) {
            return Some((before, after));
        }
    }
    let is_seal =
        |text: &str| matches!(fold(text).as_str(), "公章" | "盖章" | "单位公章" | "签章" | "单位盖章" | "学校公章");
    for (start, end) in brackets(line) {
        if is_seal(&line[start..end]) {
            return Some((&line[..start], &line[end..]));
        }
    }
    let bare = line.trim_end_matches(['：', ':', ' ', '　']);
    is_seal(bare).then_some(("", ""))
}

/// The name behind 签名：, 负责人签字： and the like.
fn signer(line: &str) -> Option<&str> {
    let (words, name) = line.split_once(['：', ':'])?;
    let words = squeeze(words);
    let signs = ["签名", "签字", "负责人", "校长", "领导", "签署人", "审核人"]
        .iter()
        .any(|word| words.ends_with(word) || words.contains(word));
    (signs && words.chars().count() <= 10).then_some(name.trim())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> (String, String, String) {
        let OpinionText { text, signature, date } = take_apart(text, &["（公章）".to_owned(), "公　章：".to_owned()]);
        (text, signature, date)
    }

    #[test]
    fn parts_of_an_opinion() {
        for (text, opinion, signature, date) in [
            ("\n（公章）\n年　　月　　日", "", "", ""),
            ("同意推荐。\n（公章）\n2021年11月20日", "同意推荐。", "", "2021年11月20日"),
            ("同意推荐。\n李四（公章）\n2021 年 11 月 20 日", "同意推荐。", "李四", "2021 年 11 月 20 日"),
            ("同意推荐。（公章）2021年11月20日", "同意推荐。", "", "2021年11月20日"),
            ("同意\n负责人签字：李四\n（盖章）\n2021.11.20", "同意", "李四", "2021.11.20"),
            ("同意\n公　章：\n年　　月　　日", "同意", "", ""),
            (
                "经2021年11月1日会议研究，同意推荐。\n（公章）\n年　月　日",
                "经2021年11月1日会议研究，同意推荐。",
                "",
                "",
            ),
            ("同意申报。　熊文斌（公章）\n2021年2月30日", "同意申报。", "熊文斌", "2021年2月30日"),
            ("同意推荐　　　　杜鹏（公章）\n年　月　日", "同意推荐", "杜鹏", ""),
            ("同意\n公　章：令狐昌明\n2018.4.2", "同意", "令狐昌明", "2018.4.2"),
            ("2021年11月20日\n（公章）\n年　月　日", "2021年11月20日", "", ""),
        ] {
            assert_eq!(parts(text), (opinion.into(), signature.into(), date.into()), "{text}");
        }
    }
}
