//! How printed words and written words are compared.

use std::borrow::Cow;

pub(super) use crate::text::{allowed_changes, distance, own_words, without_brackets};
use crate::text::{fold, squeeze};

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
