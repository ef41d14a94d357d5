//! Characters that only look like the ones that were meant.
//!
//! A font may draw 人 (U+4EBA) and the Kangxi radical ⼈ (U+2F08) with one glyph.
//! A program that goes back from the glyph to a character may find the radical,
//! and writes it into the PDF; nobody has typed it.

use unicode_normalization::char::decompose_canonical;

/// Radicals of the supplement that stand for a whole character: those that
/// Unicode does not tell to be one (U+2E80 to U+2EF3), as fonts share them.
const SUPPLEMENT: &[(char, char)] = &[
    ('⺎', '兀'),
    ('⺒', '巳'),
    ('⺓', '幺'),
    ('⺝', '月'),
    ('⺟', '母'),
    ('⺠', '民'),
    ('⻁', '虎'),
    ('⻄', '西'),
    ('⻅', '见'),
    ('⻆', '角'),
    ('⻉', '贝'),
    ('⻋', '车'),
    ('⻓', '长'),
    ('⻔', '门'),
    ('⻘', '青'),
    ('⻙', '韦'),
    ('⻚', '页'),
    ('⻛', '风'),
    ('⻜', '飞'),
    ('⻝', '食'),
    ('⻢', '马'),
    ('⻣', '骨'),
    ('⻤', '鬼'),
    ('⻥', '鱼'),
    ('⻦', '鸟'),
    ('⻨', '麦'),
    ('⻩', '黄'),
    ('⻬', '齐'),
    ('⻮', '齿'),
    ('⻰', '龙'),
    ('⻳', '龟'),
];

/// The characters of the 214 Kangxi radicals from U+2F00, in their order.
const KANGXI: &str = "一丨丶丿乙亅二亠人儿入八冂冖冫几凵刀力勹匕匚匸十卜卩厂厶又口囗土士夂夊夕大女子宀寸小尢尸屮山巛工己巾干幺广廴廾弋弓彐彡彳心戈戶手支攴文斗斤方无日曰月木欠止歹殳毋比毛氏气水火爪父爻爿片牙牛犬玄玉瓜瓦甘生用田疋疒癶白皮皿目矛矢石示禸禾穴立竹米糸缶网羊羽老而耒耳聿肉臣自至臼舌舛舟艮色艸虍虫血行衣襾見角言谷豆豕豸貝赤走足身車辛辰辵邑酉釆里金長門阜隶隹雨靑非面革韋韭音頁風飛食首香馬骨高髟鬥鬯鬲鬼魚鳥鹵鹿麥麻黃黍黑黹黽鼎鼓鼠鼻齊齒龍龜龠";

/// The character that was meant.
pub(super) fn meant(c: char) -> char {
    match c {
        '\u{2E80}'..='\u{2EF3}' => SUPPLEMENT.iter().find(|(radical, _)| *radical == c).map_or(c, |(_, meant)| *meant),
        '\u{2F00}'..='\u{2FD5}' => KANGXI.chars().nth(c as usize - 0x2F00).unwrap_or(c),
        // Compatibility ideographs are the same characters by Unicode's own word.
        '\u{F900}'..='\u{FAFF}' | '\u{2F800}'..='\u{2FA1F}' => {
            let mut one = None;
            decompose_canonical(c, |part| one = Some(part));
            one.unwrap_or(c)
        }
        c => c,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use unicode_normalization::UnicodeNormalization as _;

    #[test]
    fn radicals_are_the_characters_that_they_show() {
        for (index, c) in KANGXI.chars().enumerate() {
            let radical = char::from_u32(0x2F00 + index as u32).unwrap();
            assert_eq!(radical.to_string().nfkc().next(), Some(c), "{index}");
        }
        assert_eq!(KANGXI.chars().count(), 214);
        assert_eq!([meant('⼈'), meant('⻅'), meant('人'), meant('\u{F967}')], ['人', '见', '人', '不']);
    }
}
