//! Small text helpers that several modules share.

use unicode_normalization::UnicodeNormalization;

/// What ends a text that a cell of a workbook could not hold whole.
pub(crate) const CUT: &str = "…（内容过长，此处截断，全文见原件）";

/// The text without any white space, U+3000 included.
pub fn squeeze(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The text as labels are compared: NFKC, lower case, without white space,
/// invisible characters and punctuation.
pub fn fold(text: &str) -> String {
    let mut folded = String::with_capacity(text.len());
    for c in text.chars() {
        // Han, ASCII and full-width ASCII are what forms are made of; they need
        // no tables.
        let c = match c {
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            c => c,
        };
        match c {
            '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' => folded.push(c),
            c if c.is_ascii() => {
                if c.is_ascii_alphanumeric() {
                    folded.push(c.to_ascii_lowercase());
                }
            }
            '\u{3000}'..='\u{3004}' | '\u{3008}'..='\u{3020}' | '\u{2010}'..='\u{203e}' => {}
            _ => return fold_any(text),
        }
    }
    folded
}

/// [`fold`] for every text.
fn fold_any(text: &str) -> String {
    text.nfkc().filter(|c| is_word(*c)).flat_map(char::to_lowercase).collect()
}

/// Whether a character counts when labels are compared.
pub fn is_word(c: char) -> bool {
    c.is_alphanumeric()
}

/// Full-width ASCII variants (！ to ～, U+3000) as their ASCII characters.
pub fn to_half_width(text: &str) -> String {
    text.chars()
        .map(|c| match c {
            '\u{3000}' => ' ',
            '\u{ff01}'..='\u{ff5e}' => char::from_u32(c as u32 - 0xfee0).unwrap_or(c),
            c => c,
        })
        .collect()
}

/// The text without what stands in brackets, full-width or not.
pub(crate) fn without_brackets(text: &str) -> String {
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

/// A label without its number: `（二）主要问题`, `二、主要问题`, `2-1学校基本情况`
/// give the words alone; `①学校名称` too.
pub(crate) fn without_number(text: &str) -> &str {
    let text = text.trim_start();
    let circled = text.trim_start_matches(|c: char| matches!(c, '①'..='⒇'));
    if circled.len() < text.len() {
        return circled.trim_start();
    }
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
pub(crate) fn own_words(label: &str) -> String {
    let words = without_number(label);
    let bare = fold(&without_brackets(words));
    if bare.chars().count() > 1 { bare } else { fold(words) }
}

/// How many changes a label of so many characters may have and still be it.
pub(crate) fn allowed_changes(characters: usize) -> usize {
    match characters {
        0..=3 => 0,
        4..=7 => 1,
        8..=12 => 2,
        _ => 3,
    }
}

/// Number of single-character changes between two texts; gives up above `most`.
pub(crate) fn distance(a: &str, b: &str, most: usize) -> Option<usize> {
    let (a, b): (Vec<char>, Vec<char>) = (a.chars().collect(), b.chars().collect());
    if a.len().abs_diff(b.len()) > most {
        return None;
    }
    let mut row: Vec<usize> = (0..=b.len()).collect();
    for (i, x) in a.iter().enumerate() {
        let mut diagonal = row[0];
        row[0] = i + 1;
        for (j, y) in b.iter().enumerate() {
            let changed = diagonal + usize::from(x != y);
            diagonal = row[j + 1];
            row[j + 1] = changed.min(diagonal + 1).min(row[j] + 1);
        }
    }
    let distance = row[b.len()];
    (distance <= most).then_some(distance)
}

/// The candidates that are most like a word that somebody mistyped, best first:
/// case and full-width forms do not count.
pub(crate) fn nearest<'c>(word: &str, candidates: impl Iterator<Item = &'c str>) -> Vec<&'c str> {
    let folded = fold(word);
    let length = folded.chars().count();
    let mut near: Vec<(usize, &str)> = candidates
        .filter_map(|candidate| {
            let other = fold(candidate);
            let holds =
                length > 2 && (other.contains(&folded) || (other.chars().count() > 2 && folded.contains(&other)));
            distance(&folded, &other, 1 + length / 4).or(holds.then_some(length)).map(|distance| (distance, candidate))
        })
        .collect();
    near.sort();
    near.into_iter().map(|(_, candidate)| candidate).take(3).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn labels_fold_to_their_words() {
        assert_eq!(fold("姓　名："), "姓名");
        assert_eq!(fold("2-1学校基本情况："), "21学校基本情况");
        assert_eq!(fold("（一）主要问题"), "一主要问题");
        assert_eq!(fold("单位/部门"), "单位部门");
    }

    #[test]
    fn the_short_way_and_the_long_way_agree() {
        for text in ["姓　名：（Ａ１）", "“人人通”—…·《》、。！～", "2-1 Ab%", "䶮㛃々〇①Ⅳ㎡é", "１３８０", "｛名｝￥"]
        {
            assert_eq!(fold(text), fold_any(text), "{text}");
        }
    }

    #[test]
    fn numbers_of_labels() {
        for (text, words) in [
            ("（二）主要问题", "主要问题"),
            ("二、现状调研", "现状调研"),
            ("2-1学校基本情况", "学校基本情况"),
            ("3.工作考虑", "工作考虑"),
            ("一把手责任", "一把手责任"),
            ("（公章）", "（公章）"),
            ("③学校名称", "学校名称"),
            ("⑴学校名称", "学校名称"),
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
    fn full_width_digits_become_ascii() {
        assert_eq!(to_half_width("１３８　ＡＢ（"), "138 AB(");
    }
}
