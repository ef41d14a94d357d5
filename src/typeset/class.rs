//! What a character is to the end of a line.

/// What a character is to the end of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    /// A Han character, or anything else that lines may end before and after.
    Han,
    /// A letter, a digit, or a mark inside words and addresses.
    Word,
    /// White space that a line may end after.
    Space,
    /// U+3000: it spaces the characters of a label (姓　名) as often as it parts
    /// words.
    WideSpace,
    /// A mark that never ends a line.
    Open,
    /// A mark that never begins a line.
    Close,
    /// `/`, which neither begins nor ends a line.
    Slash,
    /// `"`, which opens and closes.
    Quote,
    /// A box to tick, which stays with its label.
    Box,
    /// A character that keeps its neighbours together.
    Glue,
    /// A place where a line may end, without a width.
    Gap,
    /// A mark on the character before it, or an invisible character.
    Attached,
}

impl Class {
    /// Whether the character shows nothing and may stand outside the line at its end.
    pub fn is_blank(self) -> bool {
        matches!(self, Class::Space | Class::WideSpace | Class::Gap)
    }

    pub fn of(c: char) -> Class {
        match c {
            // Most characters of a form.
            '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' => Class::Han,
            '0'..='9' | 'A'..='Z' | 'a'..='z' => Class::Word,
            ' ' | '\t' | '\u{1680}' | '\u{2000}'..='\u{2006}' | '\u{2008}'..='\u{200a}' | '\u{205f}' => Class::Space,
            '\u{3000}' => Class::WideSpace,
            '\u{a0}' | '\u{2007}' | '\u{202f}' | '\u{2060}' => Class::Glue,
            '\u{200b}' => Class::Gap,
            '/' | '／' => Class::Slash,
            '"' => Class::Quote,
            '□' | '☐' | '☑' | '☒' | '■' | '√' | '✓' | '✔' => Class::Box,
            c if is_attached(c) => Class::Attached,
            c if is_close(c) => Class::Close,
            c if is_open(c) => Class::Open,
            // Full-width letters and digits.
            '\u{ff10}'..='\u{ff19}' | '\u{ff21}'..='\u{ff3a}' | '\u{ff41}'..='\u{ff5a}' => Class::Word,
            // Alphabets stand below the symbols, Han characters above them.
            '\0'..='\u{1fff}' => Class::Word,
            _ => Class::Han,
        }
    }
}

/// Marks that never begin a line of Chinese: Word's zh-CN list
/// (`w:noLineBreaksBefore`), and with them the dashes and ～ of ranges
/// (GB/T 15834-2011, 5.1), and 々, which repeats the character before it.
#[rustfmt::skip]
fn is_close(c: char) -> bool {
    matches!(
        c,
        '!' | '%' | ')' | ',' | '.' | ':' | ';' | '>' | '?' | ']' | '}' | '¢' | '¨' | '°' | '·' | 'ˇ'
        | 'ˉ' | '―' | '‖' | '’' | '”' | '…' | '‰' | '′' | '″' | '›' | '℃' | '∶' | '、' | '。' | '〃' | '〉'
        | '》' | '」' | '』' | '】' | '〕' | '〗' | '〞' | '︶' | '︺' | '︾' | '﹀' | '﹄' | '﹚' | '﹜' | '﹞' | '！'
        | '＂' | '％' | '＇' | '）' | '，' | '．' | '：' | '；' | '？' | '］' | '｀' | '｜' | '｝' | '～' | '￠'
        | '—' | '–' | '⋯' | '々' | 'ー' | '〻'
    )
}

/// Marks that never end a line of Chinese: Word's zh-CN list
/// (`w:noLineBreaksAfter`), without ． and ·, which never begin one either.
#[rustfmt::skip]
fn is_open(c: char) -> bool {
    matches!(
        c,
        '$' | '(' | '[' | '{' | '£' | '¥' | '‘' | '“' | '〈' | '《' | '「' | '『' | '【' | '〔' | '〖' | '〝'
        | '﹙' | '﹛' | '﹝' | '＄' | '（' | '［' | '｛' | '￡' | '￥'
    )
}

/// Whether a character has no place of its own on the line: it is drawn on the
/// one before it, or not at all.
pub(crate) fn is_attached(c: char) -> bool {
    match c {
        '\u{300}'..='\u{36f}' | '\u{483}'..='\u{489}' | '\u{3099}' | '\u{309a}' => true,
        '\u{1ab0}'..='\u{1aff}' | '\u{1dc0}'..='\u{1dff}' | '\u{20d0}'..='\u{20ff}' | '\u{fe20}'..='\u{fe2f}' => true,
        c => is_invisible(c),
    }
}

/// Whether a character is neither drawn nor a space.
pub(crate) fn is_invisible(c: char) -> bool {
    match c {
        '\t' => false,
        c => c.is_control() || crate::check::words::is_invisible(c),
    }
}

/// Whether a character is a digit, ASCII or full-width.
pub(super) fn is_digit(c: char) -> bool {
    c.is_ascii_digit() || ('０'..='９').contains(&c)
}

/// Whether a Han character is a unit that stays with the number before it.
pub(super) fn is_unit(c: char) -> bool {
    matches!(
        c,
        '年' | '月'
            | '日'
            | '时'
            | '分'
            | '秒'
            | '号'
            | '元'
            | '角'
            | '万'
            | '亿'
            | '千'
            | '百'
            | '个'
            | '人'
            | '名'
            | '位'
            | '所'
            | '校'
            | '班'
            | '级'
            | '岁'
            | '周'
            | '天'
            | '期'
            | '届'
            | '次'
            | '项'
            | '条'
            | '篇'
            | '章'
            | '节'
            | '页'
            | '字'
            | '份'
            | '台'
            | '套'
            | '门'
            | '课'
            | '件'
            | '册'
            | '本'
            | '种'
            | '类'
            | '组'
            | '户'
            | '亩'
            | '米'
            | '批'
            | '间'
            | '场'
            | '座'
    )
}

/// Whether Word leaves a little room between the two characters: a Han
/// character and a Latin letter or a digit.
pub(super) fn is_spaced(a: char, b: char) -> bool {
    let is_han = |c: char| matches!(c, '\u{4e00}'..='\u{9fff}' | '\u{3400}'..='\u{4dbf}' | '\u{20000}'..='\u{3ffff}');
    (is_han(a) && b.is_ascii_alphanumeric()) || (a.is_ascii_alphanumeric() && is_han(b))
}

/// Whether a mark's right half is blank, so that a line may end in its middle.
pub(crate) fn is_half_blank(c: char) -> bool {
    matches!(
        c,
        '、' | '。'
            | '，'
            | '．'
            | '：'
            | '；'
            | '！'
            | '？'
            | '）'
            | '］'
            | '｝'
            | '〉'
            | '》'
            | '」'
            | '』'
            | '】'
            | '〕'
            | '〗'
            | '”'
            | '’'
    )
}

/// Whether a mark may stand outside the line (`w:overflowPunct`).
pub(super) fn hangs(c: char) -> bool {
    matches!(c, '、' | '。' | '，' | '．' | '：' | '；' | '！' | '？' | ',' | '.' | ':' | ';' | '!' | '?')
}
