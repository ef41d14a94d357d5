//! Small text helpers that several modules share.

use unicode_normalization::UnicodeNormalization;

/// The text without any white space, U+3000 included.
pub fn squeeze(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).collect()
}

/// The text as labels are compared: NFKC, lower case, without white space,
/// invisible characters and punctuation.
pub fn fold(text: &str) -> String {
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
    fn full_width_digits_become_ascii() {
        assert_eq!(to_half_width("１３８　ＡＢ（"), "138 AB(");
    }
}
