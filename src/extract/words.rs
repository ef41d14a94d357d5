//! How printed words and written words are compared.

use std::borrow::Cow;

pub(super) use crate::text::distance;
use crate::text::{fold, squeeze};

/// The text without what stands in brackets, full-width or not.
pub(super) fn without_brackets(text: &str) -> String {
    let mut depth = 0usize;
    let mut kept = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '（' | '(' | '［' | '[' | '【' => depth += 1,
            '）' | ')' | '］' | ']' | '】' if depth > 0 => depth -= 1,
            c if depth == 0 => kept.push(c),
            _ => {}
        }
    }
    kept
}

/// What stands in brackets, with the brackets, and the byte range of each.
pub(super) fn brackets(text: &str) -> Vec<(usize, usize)> {
    let mut found = Vec::new();
    let mut open: Option<(usize, usize)> = None;
    for (at, c) in text.char_indices() {
        match (c, open) {
            ('（' | '(' | '【' | '［' | '[', None) => open = Some((at, 1)),
            ('（' | '(' | '【' | '［' | '[', Some((start, depth))) => open = Some((start, depth + 1)),
            ('）' | ')' | '】' | '］' | ']', Some((start, 1))) => {
                found.push((start, at + c.len_utf8()));
                open = None;
            }
            ('）' | ')' | '】' | '］' | ']', Some((start, depth))) => open = Some((start, depth - 1)),
            _ => {}
        }
    }
    found
}

/// A label without its number: `（二）主要问题`, `二、主要问题`, `2-1学校基本情况`
/// give the words alone.
pub(super) fn without_number(text: &str) -> &str {
    let text = text.trim_start();
    let is_number = |c: char| c.is_ascii_digit() || "一二三四五六七八九十０１２３４５６７８９".contains(c);
    if let Some(rest) = text.strip_prefix(['（', '(']) {
        let after = rest.trim_start_matches(is_number);
        if after.len() < rest.len()
            && let Some(words) = after.strip_prefix(['）', ')'])
        {
            return words.trim_start_matches(['、', '.', '．', ' ', '　']);
        }
        return text;
    }
    let after = text.trim_start_matches(|c: char| is_number(c) || c == '-' || c == '－');
    if after.len() == text.len() {
        return text;
    }
    let words = after.trim_start_matches(['、', '.', '．', ' ', '　']);
    // `2-1学校…` has no mark after its number; `一把手` has one neither, and
    // is no number.
    if words.len() < after.len() || text.starts_with(|c: char| c.is_ascii_digit()) { words } else { text }
}

/// A label's own words, folded: without its number and without hints in
/// brackets. Brackets that leave a single character hold no hint: `市（州）`.
pub(super) fn own_words(label: &str) -> String {
    let words = without_number(label);
    let bare = fold(&without_brackets(words));
    if bare.chars().count() > 1 { bare } else { fold(words) }
}

/// The length in characters of the longest text that two texts share.
pub(super) fn longest_shared(a: &str, b: &str) -> usize {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    let mut row = vec![0usize; b.len() + 1];
    let mut longest = 0;
    for x in &a {
        let mut diagonal = 0;
        for (j, y) in b.iter().enumerate() {
            let above = row[j + 1];
            row[j + 1] = if x == y { diagonal + 1 } else { 0 };
            longest = longest.max(row[j + 1]);
            diagonal = above;
        }
    }
    longest
}

/// How many changes a label of so many characters may have and still be it.
pub(super) fn allowed_changes(characters: usize) -> usize {
    match characters {
        0..=3 => 0,
        4..=7 => 1,
        8..=12 => 2,
        _ => 3,
    }
}

/// Advice that the form prints beside an answer, as （不超过2000字）.
#[derive(Debug, Clone)]
pub(super) struct Hint {
    /// As printed.
    pub text: String,
    folded: String,
    /// Number of characters of the folded text.
    length: usize,
}

impl Hint {
    pub fn new(text: &str) -> Hint {
        let folded = fold(text);
        Hint { text: text.to_owned(), length: folded.chars().count(), folded }
    }
}

/// Whether a text is a hint of the form, as printed or retyped.
pub(super) fn is_hint(text: &str, hints: &[Hint]) -> bool {
    // A Han character has three bytes; blanks and punctuation may be added.
    let longest = hints.iter().map(|hint| hint.length * 8).max().unwrap_or(0);
    if text.is_empty() || text.len() > longest {
        return false;
    }
    let folded = fold(text);
    let alike = |hint: &Hint| hint.folded == folded || distance(&hint.folded, &folded, hint.length / 6).is_some();
    !folded.is_empty() && hints.iter().any(alike)
}

/// Whether a bracket is a hint that somebody shortened: （字数不限）. Hints name
/// what to write about, and 【课堂教学】 before an answer repeats one of its
/// words: that is the person's heading. So little of a hint has to be advice.
fn is_part_of_hint(bracket: &str, hints: &[Hint]) -> bool {
    let folded = fold(bracket);
    let length = folded.chars().count();
    let part_of = |hint: &Hint| hint.folded.starts_with(&folded) || hint.folded.ends_with(&folded);
    length >= 4 && hints.iter().any(|hint| part_of(hint) && (length * 2 > hint.length || is_advice(bracket)))
}

/// Whether a bracket tells how to fill a field in.
pub(super) fn is_advice(text: &str) -> bool {
    const WORDS: &[&str] = &[
        "字数",
        "字以内",
        "不超过",
        "不少于",
        "左右",
        "必填",
        "请",
        "填写",
        "可另附",
        "签字",
        "盖章",
        "公章",
        "如：",
        "选填",
        "打勾",
        "打√",
        "勾选",
    ];
    WORDS.iter().any(|word| text.contains(word))
}

/// Whether a bracket is a number or points, （一） or （5分）.
pub(super) fn is_number(text: &str) -> bool {
    squeeze(text).chars().all(|c| "（）()0123456789分０１２３４５６７８９一二三四五六七八九十".contains(c))
}

/// Takes hints out of an answer: bracketed ones wherever they stand, others as
/// lines of their own.
pub(super) fn without_hints<'t>(text: &'t str, hints: &[Hint]) -> Cow<'t, str> {
    let mut text = Cow::Borrowed(text);
    if hints.is_empty() || text.is_empty() {
        return text;
    }
    for hint in hints {
        if let Some(at) = text.find(hint.text.as_str()) {
            text.to_mut().replace_range(at..at + hint.text.len(), "");
        }
    }
    for (start, end) in brackets(&text).into_iter().rev() {
        if is_hint(&text[start..end], hints) || is_part_of_hint(&text[start..end], hints) {
            text.to_mut().replace_range(start..end, "");
        }
    }
    if text.split('\n').any(|line| is_hint(line, hints)) {
        let lines: Vec<&str> = text.split('\n').filter(|line| !is_hint(line, hints)).collect();
        text = Cow::Owned(lines.join("\n"));
    }
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_of_labels() {
        for (text, words) in [
            ("（二）主要问题", "主要问题"),
            ("二、现状调研", "现状调研"),
            ("2-1学校基本情况", "学校基本情况"),
            ("3.工作考虑", "工作考虑"),
            ("一把手责任", "一把手责任"),
            ("（公章）", "（公章）"),
        ] {
            assert_eq!(without_number(text), words);
        }
    }

    #[test]
    fn words_of_labels() {
        for (label, words) in [
            ("（二）主要问题", "主要问题"),
            ("密码（省级评审前不得修改）", "密码"),
            ("市（州）", "市州"),
            ("县（市、区）", "县市区"),
        ] {
            assert_eq!(own_words(label), words);
        }
    }

    #[test]
    fn distance_is_bounded() {
        assert_eq!(distance("空间地址", "空间网址", 1), Some(1));
        assert_eq!(distance("姓名", "职务", 1), None);
    }

    #[test]
    fn hints_are_taken_out_wherever_they_stand() {
        let hints = vec![Hint::new("（字数不限，可另附文档提交）")];
        assert_eq!(without_hints("（字数不限,可另附文档提交）\n我校于2019年", &hints), "\n我校于2019年");
        assert_eq!(without_hints("我校（字数不限，可另附文档提交）", &hints), "我校");
        assert_eq!(without_hints("（字数不限）我校", &hints), "我校");
        assert_eq!(without_hints("我校（赤壁一中）", &hints), "我校（赤壁一中）");
        let topics = vec![Hint::new("（课堂教学、作业管理、家校互动）")];
        assert_eq!(without_hints("【课堂教学】先学后教", &topics), "【课堂教学】先学后教");
        assert_eq!(without_hints("（课堂教学、作业管理）先学后教", &topics), "先学后教");
    }
}
