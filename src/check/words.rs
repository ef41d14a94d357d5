//! 字数: how long a text is, as Word and WPS count.

/// The lengths of a text, under the names of Word's own dialog (审阅 → 字数统计).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct WordCount {
    /// 字数: [`asian`](WordCount::asian) and [`other`](WordCount::other)
    /// together. Limits such as 不超过2000字 mean this number.
    pub words: usize,
    /// 中文字符: Asian characters and full-width marks, one each.
    pub asian: usize,
    /// 非中文单词: runs of other characters between spaces and Asian characters.
    pub other: usize,
    /// 字符数（计空格）: characters and spaces; ends of lines are neither.
    pub chars_with_spaces: usize,
    /// 字符数（不计空格）: characters.
    pub chars_without_spaces: usize,
    /// 段落数: lines that hold anything but spaces.
    pub paragraphs: usize,
}

/// Counts the 字 of a text, one paragraph a line.
///
/// Each Asian character counts one: Han characters of every extension, kana,
/// bopomofo, hangul, CJK and vertical punctuation, and the full-width forms of
/// letters, digits and marks. A run of anything else counts one; white space
/// and Asian characters end it. So `①②③` is one, and so is `12.5%`.
///
/// Word counts `“ ” ‘ ’ — … ·` by the font of their run, which a text does not
/// have. Here each counts one, as it does in Word when the mark was typed with
/// a Chinese input method: `……` and `——` are two, `don’t` is three.
///
/// Characters without a shape (zero-width marks, byte order marks, variation
/// selectors, soft hyphens, control characters) are not counted and do not end
/// a run. Characters of the private use area, where old GBK files keep rare Han
/// characters, are Asian, but for the block that symbol fonts use (U+F000 to
/// U+F0FF). A character is a Unicode scalar value: 𠮷 is one.
///
/// ```
/// use shenbao::check::words::count;
/// let count = count("使用 Adobe Photoshop 打开图片");
/// assert_eq!((count.words, count.asian, count.other), (8, 6, 2));
/// assert_eq!((count.chars_without_spaces, count.chars_with_spaces), (20, 23));
/// ```
pub fn count(text: &str) -> WordCount {
    let mut count = WordCount::default();
    let (mut in_run, mut in_paragraph) = (false, false);
    for c in text.chars() {
        if is_line_end(c) {
            (in_run, in_paragraph) = (false, false);
            continue;
        }
        if is_invisible(c) {
            continue;
        }
        count.chars_with_spaces += 1;
        if c.is_whitespace() {
            in_run = false;
            continue;
        }
        count.chars_without_spaces += 1;
        count.paragraphs += usize::from(!in_paragraph);
        in_paragraph = true;
        if is_asian(c) {
            count.asian += 1;
            in_run = false;
        } else {
            count.other += usize::from(!in_run);
            in_run = true;
        }
    }
    count.words = count.asian + count.other;
    count
}

/// Whether a character ends a line rather than standing on one.
fn is_line_end(c: char) -> bool {
    matches!(c, '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// Whether a character has no shape of its own. White space is not meant.
pub(crate) fn is_invisible(c: char) -> bool {
    match c {
        '\t' | '\n' | '\r' | '\u{b}' | '\u{c}' | '\u{85}' => false,
        '\u{ad}' | '\u{34f}' | '\u{61c}' | '\u{feff}' => true,
        '\u{180b}'..='\u{180f}' | '\u{fe00}'..='\u{fe0f}' | '\u{e0100}'..='\u{e01ef}' => true,
        '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{206f}' => true,
        '\u{fff9}'..='\u{fffb}' | '\u{e0001}'..='\u{e007f}' => true,
        c => c.is_control(),
    }
}

/// Whether a character counts one by itself. See [`count`].
fn is_asian(c: char) -> bool {
    match c {
        // Marks whose kind hangs on the font: policy, see `count`.
        '“' | '”' | '‘' | '’' | '—' | '…' | '·' => true,
        // Hangul jamo.
        '\u{1100}'..='\u{11ff}' | '\u{a960}'..='\u{a97f}' | '\u{d7b0}'..='\u{d7ff}' => true,
        // Radicals, CJK punctuation, kana, bopomofo, enclosed and squared
        // forms, Han with extension A, Yi, hangul syllables.
        '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' => true,
        // Private use, without the block of symbol fonts.
        '\u{e000}'..='\u{efff}' | '\u{f100}'..='\u{f8ff}' => true,
        // Compatibility Han, vertical, compatibility and small forms.
        '\u{f900}'..='\u{faff}' | '\u{fe10}'..='\u{fe1f}' | '\u{fe30}'..='\u{fe6f}' => true,
        // Full-width and half-width forms.
        '\u{ff01}'..='\u{ffee}' => true,
        // Tangut and other East Asian scripts, kana supplements, enclosed Han.
        '\u{16fe0}'..='\u{18d8f}' | '\u{1aff0}'..='\u{1b2ff}' | '\u{1f200}'..='\u{1f2ff}' => true,
        // Han of planes 2 and 3: extensions B and later.
        '\u{20000}'..='\u{3ffff}' => true,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn words_are_counted_as_word_shows_them() {
        for (text, words) in [
            ("", 0),
            (" \u{3000}\n\t", 0),
            ("使用 Adobe Photoshop 打开图片", 8),
            ("ＡＢＣＤＥ", 5),
            ("①②③④⑤", 1),
            ("Hello、World。", 4),
            ("Hello, World.", 2),
            ("2021年11月13日", 6),
            ("12.5%", 1),
            ("www.example.com/a?b=c", 1),
            ("一、基本情况：", 7),
            ("《教育信息化2.0行动计划》", 12),
            ("〇々〆〡㈠㊣㎡", 7),
            ("「」『』【】〖〗", 8),
            ("︵︶﹃﹄﹐", 5),
            ("ひらがなカタカナﾊﾝｶｸ", 12),
            ("한국어", 3),
            ("ㄅㄆㄇ", 3),
            ("㐀一鿿豈", 4),
            ("𠮷䶮𰻞𪜀", 4),
            ("“三个课堂”——应用……", 12),
            ("张·王", 3),
            ("3×4≥10", 1),
            ("□是 ☑否", 4),
            ("第１０名", 4),
            ("a\nb", 2),
            ("a\u{a0}b", 2),
            ("字\u{e0101}字\u{fe00}", 2),
            ("ab\u{200b}cd\u{feff}\u{ad}ef", 1),
            ("\u{feff}姓名", 2),
            ("\u{e815}字", 2),
            ("\u{f0fe}", 1),
        ] {
            assert_eq!(count(text).words, words, "{text:?}");
        }
    }

    #[test]
    fn characters_are_counted_with_and_without_spaces() {
        for (text, with, without, paragraphs) in [
            ("姓 名", 3, 2, 1),
            ("　　首行缩进。", 7, 5, 1),
            ("一段\r\n\r\n二段\n", 4, 4, 2),
            ("行内\u{b}换行", 4, 4, 2),
            ("𠮷\u{200d}a\tb", 4, 3, 1),
            (" \n", 1, 0, 0),
        ] {
            let count = count(text);
            assert_eq!((count.chars_with_spaces, count.chars_without_spaces), (with, without), "{text:?}");
            assert_eq!(count.paragraphs, paragraphs, "{text:?}");
        }
    }

    fn text() -> impl Strategy<Value = String> {
        prop_oneof!["\\PC{0,40}", "[一-龥a-z0-9 ，。“”\u{200b}\u{3000}\n①]{0,60}"]
    }

    proptest! {
        #![proptest_config(crate::check::testing::few_cases())]

        #[test]
        fn words_never_exceed_characters(text in text()) {
            let count = count(&text);
            prop_assert!(count.words <= count.chars_without_spaces);
            prop_assert!(count.chars_without_spaces <= count.chars_with_spaces);
            prop_assert!(count.chars_with_spaces <= text.chars().count());
            prop_assert!(count.paragraphs <= count.words);
        }

        #[test]
        fn texts_joined_by_a_han_character_add_up(one in text(), other in text()) {
            let joined = count(&format!("{one}字{other}")).words;
            prop_assert_eq!(joined, count(&one).words + 1 + count(&other).words);
        }
    }
}
