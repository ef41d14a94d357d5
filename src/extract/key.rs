//! Words of a region that may be a label: all of it, its first line, what stands
//! before a colon, a bracket, a blank or a tab.

use super::words::{brackets, own_words, without_brackets};
use crate::text::fold;

/// Words in a region that may be a label.
#[derive(Debug)]
pub(super) struct Key {
    /// The words, folded.
    pub folded: String,
    /// How good a sign of a label their place is, 0 to 1.
    pub weight: f32,
    /// Where they start in the region's text.
    pub start: usize,
    /// Where what follows them starts; `None` when they are all of the text.
    pub rest: Option<usize>,
}

/// The words of a region that may be a label: all of it, its first line, and
/// what stands before a colon or a blank.
pub(super) fn keys(text: &str) -> Vec<Key> {
    /// No label is longer.
    const LONGEST: usize = 120;
    let mut keys: Vec<Key> = Vec::new();
    let mut add = |words: &str, weight: f32, start: usize, rest: Option<usize>| {
        let folded = fold(words);
        if !folded.is_empty() && !keys.iter().any(|key| key.folded == folded && key.start == start) {
            keys.push(Key { folded, weight, start, rest });
        }
    };
    let trimmed = text.trim();
    if trimmed.is_empty() {
        return keys;
    }
    if trimmed.len() <= LONGEST * 3 {
        add(trimmed, 1.0, 0, None);
        let bare = without_brackets(trimmed);
        add(&bare, 0.97, 0, None);
        add(&own_words(trimmed), 0.9, 0, None);
    }
    let mut start = 0;
    let first = first_line(text);
    for (number, line) in text.split('\n').enumerate() {
        let end = start + line.len();
        if line.len() <= LONGEST && number == first && end < text.len() {
            add(line, 0.93, start, Some(end + 1));
            add(&without_brackets(line), 0.92, start, Some(end + 1));
            add(&own_words(line), 0.85, start, Some(end + 1));
        }
        // In a cell, what opens it is its label rather than a line below. (A
        // paragraph outside tables has one line.)
        between_tabs(line, start, &mut add);
        let depth = if number == first { 1.0 } else { 0.8 };
        let mut add = |words: &str, weight: f32, start, rest| add(words, weight * depth, start, rest);
        before_colons(line, start, &mut add);
        if number == first {
            before_bracket_or_blank(line, start, &mut add);
        }
        start = end + 1;
    }
    keys
}

/// Number of the first line that is not empty.
fn first_line(text: &str) -> usize {
    text.split('\n').position(|line| !line.trim().is_empty()).unwrap_or(0)
}

/// `姓名：张三　职务：校长` — what stands before each colon, back to the last
/// blank or mark.
fn before_colons(line: &str, start: usize, add: &mut impl FnMut(&str, f32, usize, Option<usize>)) {
    const LONGEST_BEFORE_COLON: usize = 90;
    let in_brackets = brackets(line);
    for (at, c) in line.char_indices().filter(|(_, c)| matches!(c, '：' | ':')) {
        // （如：…） is part of what stands before.
        if in_brackets.iter().any(|(from, to)| (*from..*to).contains(&at)) {
            continue;
        }
        let before = &line[..at];
        let rest = start + at + c.len_utf8();
        if before.len() <= LONGEST_BEFORE_COLON {
            add(before, 0.93, start, Some(rest));
            add(&own_words(before), 0.85, start, Some(rest));
        }
        let boundary = |c: char| c.is_whitespace() || "；;，,。|｜：:".contains(c);
        if let Some((from, mark)) = before.trim_end().char_indices().rev().find(|(_, c)| boundary(*c)) {
            let words = &before[from + mark.len_utf8()..];
            if words.len() <= LONGEST_BEFORE_COLON {
                let from = start + from + mark.len_utf8();
                add(words, 0.88, from, Some(rest));
                add(&without_brackets(words), 0.85, from, Some(rest));
            }
        }
    }
}

/// The cells of a nested table, which a reader gives as one line with tabs.
fn between_tabs(line: &str, start: usize, add: &mut impl FnMut(&str, f32, usize, Option<usize>)) {
    if !line.contains('\t') {
        return;
    }
    let mut from = 0;
    for cell in line.split('\t') {
        let after = (from + cell.len() + 1).min(line.len());
        add(cell, 0.9, start + from, Some(start + after));
        add(&own_words(cell), 0.88, start + from, Some(start + after));
        // Cells without borders in a PDF: 姓名 张三, then 职务 校长.
        if let Some(at) = cell.find(char::is_whitespace).filter(|at| *at > 0) {
            add(&cell[..at], 0.7, start + from, Some(start + from + at));
        }
        from = after;
    }
}

/// `事迹（不超过2000字）我校…` and `姓名 张三`: the words before the first bracket
/// or blank.
fn before_bracket_or_blank(line: &str, start: usize, add: &mut impl FnMut(&str, f32, usize, Option<usize>)) {
    let from = line.len() - line.trim_start().len();
    let words = &line[from..];
    if let Some(at) = words.find(['（', '(']).filter(|at| *at > 0) {
        add(&words[..at], 0.6, start + from, Some(start + from + at));
    }
    if let Some(at) = words.find(|c: char| c.is_whitespace()).filter(|at| *at > 0) {
        add(&words[..at], 0.7, start + from, Some(start + from + at));
    }
}
