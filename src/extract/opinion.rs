//! The parts of an opinion box: text, signature, date.
//!
//! Forms print a line for the seal and one for the date under the opinion;
//! people write into them, beside them, over them, or leave them out. So the
//! box is taken apart from its end: dates, seals and signatures are peeled off
//! as long as one is found, and what is left is the opinion.

use super::words::brackets;
use crate::check::parse;
use crate::text::{fold, squeeze};

/// What an office wrote into its box.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct OpinionText {
    pub text: String,
    pub signature: String,
    pub date: String,
    /// Whether the text may still hold a signature or a date.
    pub doubtful: bool,
    /// Whether a seal's line was found between the text and the end.
    pub sealed: bool,
}

/// Takes an opinion apart. `seals` are the seal texts that the form prints.
pub(super) fn take_apart(box_text: &str, seals: &[String]) -> OpinionText {
    let mut box_ = OpenBox { seals, ..OpenBox::default() };
    let mut lines: Vec<String> = box_text.split('\n').map(without_underscores).collect();
    while let Some(line) = lines.pop() {
        let rest = box_.peel(line.trim());
        if rest.is_empty() {
            continue;
        }
        // What is left of the line is the end of the opinion.
        lines.push(rest.to_owned());
        break;
    }
    box_.first_line(&mut lines);
    let text = lines.join("\n");
    let last = text.trim_end().rsplit('\n').next().unwrap_or_default();
    // Two to four characters below the opinion are a name, common or not.
    let alone = text.contains('\n') && may_sign(last);
    let sealed_within = lines.iter().any(|line| split_date(line.trim()).is_some() || is_seal_line(line, seals));
    let doubtful = sealed_within
        || (box_.signature.is_none() && (is_person(last) || alone || last.contains('签')))
        || (box_.date.is_none() && ends_like_date(last));
    OpinionText {
        doubtful,
        sealed: box_.sealed,
        text,
        signature: box_.signature.unwrap_or_default(),
        date: box_.date.unwrap_or_default(),
    }
}

/// Whether a cell below an opinion holds what stands there: nothing, a seal's
/// line, a date or the blank for one, a name, the words for a signature.
pub(super) fn is_below_text(text: &str, seals: &[String]) -> bool {
    text.split('\n').map(|line| line.trim()).all(|line| {
        line.is_empty()
            || is_seal_line(line, seals)
            || split_date(line).is_some_and(|(rest, _)| rest.trim().is_empty())
            || may_sign(line)
            || signer(line).is_some_and(|(rest, _)| rest.trim().is_empty())
            || (is_office(line) && line.chars().count() <= 20 && !line.contains(['，', '。']))
    })
}

/// What was found so far, from the end of the box.
#[derive(Default)]
struct OpenBox<'s> {
    seals: &'s [String],
    /// `None` until a date, or the blank for one, was found.
    date: Option<String>,
    signature: Option<String>,
    /// Whether the printed seal text was found.
    sealed: bool,
    /// Whether the date stands above the seal: all was written into one place.
    above_seal: bool,
}

impl OpenBox<'_> {
    /// Peels dates, seals and signatures off the end of a line; gives what is
    /// left.
    fn peel<'l>(&mut self, line: &'l str) -> &'l str {
        let mut rest = line;
        let mut peeled = false;
        loop {
            let end = rest.trim_end_matches(|c: char| c.is_whitespace() || c == '，' || c == '；');
            let shorter =
                self.peel_date(end).or_else(|| self.peel_seal(end)).or_else(|| self.peel_signature(end, peeled));
            match shorter {
                Some(shorter) => {
                    rest = shorter;
                    peeled = true;
                }
                None => return rest,
            }
        }
    }

    fn peel_date<'l>(&mut self, line: &'l str) -> Option<&'l str> {
        let found = self.date.as_ref().is_some_and(|date| !date.is_empty());
        let (rest, date) = split_date(line)?;
        // A date above the one at the end is part of the opinion; the blank for
        // a date is nobody's text.
        if date.is_empty() {
            self.date.get_or_insert_default();
            return Some(rest);
        }
        if found {
            return None;
        }
        self.above_seal = self.sealed;
        self.date = Some(date.to_owned());
        Some(rest)
    }

    /// （公章）, （盖章）, with or without the office's name before it.
    fn peel_seal<'l>(&mut self, line: &'l str) -> Option<&'l str> {
        if self.sealed {
            return None;
        }
        let (before, after) = around_seal(line, self.seals)?;
        let after = after.trim();
        let signed_behind = is_name(after) && before.trim().is_empty();
        if !after.is_empty() && !signed_behind {
            return None;
        }
        self.sealed = true;
        if is_name(after) {
            // 公　章：李四
            self.signature = Some(after.to_owned());
            return Some(before);
        }
        let before = before.trim_end();
        let last = before.rsplit(|c: char| c.is_whitespace()).next().unwrap_or_default();
        if is_office(last) {
            return Some(&before[..before.len() - last.len()]);
        }
        // Who signs on the line of the seal writes a name, alone or behind the
        // opinion and a blank.
        if self.signature.is_none() && !before.is_empty() && !before.ends_with(['。', '！', '；', '，']) {
            if last.len() == before.len() {
                let name = signer(before).map_or(before, |(_, name)| name);
                self.signature = Some(name.to_owned());
                return Some("");
            }
            if is_name(last) {
                self.signature = Some(last.to_owned());
                return Some(&before[..before.len() - last.len()]);
            }
        }
        Some(before)
    }

    /// 签名：李四, 李四（签字）, and a bare name where date or seal stand.
    fn peel_signature<'l>(&mut self, line: &'l str, peeled: bool) -> Option<&'l str> {
        if self.signature.is_some() || line.is_empty() {
            return None;
        }
        if let Some((rest, name)) = signer(line) {
            self.signature = Some(name.trim().to_owned());
            return Some(rest);
        }
        // The office's name alone on its line stands where its seal goes.
        if peeled_or_dated(peeled, &self.date)
            && is_office(line)
            && !self.sealed
            && line.chars().count() <= 20
            && !line.contains(['，', '。'])
        {
            self.sealed = true;
            return Some("");
        }
        if let Some(before) = SIGNED.iter().find_map(|word| line.strip_suffix(word)) {
            let before = before.trim_end();
            let name = before.rsplit(|c: char| c.is_whitespace() || "。，；".contains(c)).next().unwrap_or_default();
            if is_name(name) {
                self.signature = Some(name.to_owned());
                return Some(&before[..before.len() - name.len()]);
            }
        }
        // A name alone on its line signs if the form's own seal line is gone:
        // where that stands, a person would sign there.
        let name = line.rsplit(['　', ' ', '\t', '。', '！']).next().unwrap_or_default();
        let alone = name.len() == line.len() && self.date.is_some() && (!self.sealed || self.above_seal);
        let before = line[..line.len() - name.len()].trim_end();
        let titled = TITLES.iter().any(|title| before.ends_with(title));
        let beside = name.len() < line.len() && (peeled || titled);
        if is_person(name) && (alone || beside) {
            self.signature = Some(name.to_owned());
            return Some(&line[..line.len() - name.len()]);
        }
        None
    }

    /// A date that stands first, above the opinion.
    fn first_line(&mut self, lines: &mut Vec<String>) {
        let found = self.date.as_ref().is_some_and(|date| !date.is_empty());
        let Some(first) = lines.first().filter(|_| !found && lines.len() > 1) else { return };
        if let Some(("", date)) = split_date(first.trim()).filter(|(_, date)| !date.is_empty()) {
            self.date = Some(date.to_owned());
            lines.remove(0);
        }
    }
}

fn peeled_or_dated(peeled: bool, date: &Option<String>) -> bool {
    peeled || date.as_ref().is_some_and(|date| !date.is_empty())
}

/// Titles that stand before the name of who signs.
const TITLES: &[&str] = &["校长", "园长", "院长", "局长", "站长", "馆长", "书记", "主任", "科长", "处长"];

const SIGNED: &[&str] = &["（签字）", "（签名）", "(签字)", "(签名)", "（签章）", "(签章)"];

/// The line without its end, if that is a date or the blank for one.
fn split_date(line: &str) -> Option<(&str, &str)> {
    if squeeze(line) == "年月日" {
        return Some(("", ""));
    }
    let is_part = |c: char| is_date_character(c) || c.is_whitespace();
    let start = line.char_indices().rev().take_while(|(_, c)| is_part(*c)).last().map(|(at, _)| at)?;
    let (mut rest, tail) = line.split_at(start);
    let tail = without_blank_date(tail.trim());
    for word in ["日期：", "日期:", "时间：", "时间:", "日期", "时间"] {
        if let Some(before) = rest.trim_end().strip_suffix(word) {
            rest = before;
            break;
        }
    }
    if squeeze(tail) == "年月日" {
        return Some((rest, ""));
    }
    // 经研究于2021年11月20日 is a sentence; a date of its own has a blank or a
    // mark before it.
    let apart = rest.is_empty()
        || rest.ends_with(|c: char| c.is_whitespace() || "。，；：:！）)".contains(c))
        || line[start..].starts_with(char::is_whitespace);
    // 20211120 is a date too; the 78. at the end of a sentence is not.
    let long = tail.chars().filter(|c| c.is_numeric()).count() >= 6;
    (apart && (has_date_shape(tail) || long && parse::date(tail).is_ok())).then_some((rest, tail))
}

/// A date without the printed `年　　月　　日` that it was typed before or behind.
fn without_blank_date(text: &str) -> &str {
    let is_blank = |part: &str| squeeze(part) == "年月日";
    let before = text.match_indices('日').map(|(at, day)| text.split_at(at + day.len()));
    if let Some((_, date)) = before.filter(|(_, date)| !date.is_empty()).find(|(blank, _)| is_blank(blank)) {
        return date.trim_start();
    }
    let behind = text.match_indices('年').map(|(at, _)| text.split_at(at));
    match behind.filter(|(date, _)| !date.is_empty()).find(|(_, blank)| is_blank(blank)) {
        Some((date, _)) => date.trim_end(),
        None => text,
    }
}

fn is_date_character(c: char) -> bool {
    c.is_numeric() || "〇零一二三四五六七八九十年月日号./-．／—".contains(c)
}

/// Whether a text has the shape of a date, be there such a day or not:
/// `2021年2月30日`, `2021.11.20`.
fn has_date_shape(text: &str) -> bool {
    let digit = |c: char| c.is_numeric() || "〇零一二三四五六七八九十".contains(c);
    let digits = text.chars().filter(|c| digit(*c)).count();
    let all = text.chars().all(|c| is_date_character(c) || c.is_whitespace());
    all && text.chars().count() <= 20
        && ((digits >= 4 && (text.contains('年') || text.contains(['.', '/', '-', '．', '／'])))
            || (digits >= 2 && text.contains('月') && text.contains(['日', '号'])))
}

fn ends_like_date(line: &str) -> bool {
    let tail: String = line.trim_end().chars().rev().take(11).collect();
    tail.starts_with(['日', '号']) && tail.contains('月') && tail.contains('年')
}

/// Whether a line is there for the seal, with or without a name.
fn is_seal_line(line: &str, seals: &[String]) -> bool {
    const LONGEST: usize = 16;
    let line = line.trim();
    line.chars().count() <= LONGEST && !line.contains(['。', '，']) && around_seal(line, seals).is_some()
}

/// What stands before and after the seal text on a line.
fn around_seal<'a>(line: &'a str, seals: &[String]) -> Option<(&'a str, &'a str)> {
    for seal in seals {
        if let Some((before, after)) = line.rsplit_once(seal.as_str()) {
            return Some((before, after));
        }
    }
    let is_seal = |text: &str| {
        let folded = fold(text);
        matches!(
            folded.strip_prefix("单位").or(folded.strip_prefix("学校")).unwrap_or(&folded),
            "公章" | "盖章" | "签章" | "印章" | "章"
        )
    };
    for (start, end) in brackets(line).into_iter().rev() {
        if is_seal(&line[start..end]) {
            return Some((&line[..start], &line[end..]));
        }
    }
    let bare = line.trim_end_matches(['：', ':', ' ', '　']);
    if is_seal(bare) {
        return Some(("", ""));
    }
    // 公章：李四, where the form prints it with a blank.
    let (words, name) = line.split_once(['：', ':'])?;
    is_seal(words).then_some(("", name))
}

/// What stands before the words for a signature, and the name behind them:
/// 签名：李四, 校长签字：李四, 局长：李四.
fn signer(line: &str) -> Option<(&str, &str)> {
    const WORDS: &[&str] = &[
        "签名",
        "签字",
        "签章",
        "签署人",
        "签发人",
        "负责人",
        "审核人",
        "校长",
        "园长",
        "院长",
        "局长",
        "站长",
        "馆长",
        "书记",
        "主任",
        "领导",
        "法人代表",
    ];
    let (at, colon) = line.char_indices().rev().find(|(_, c)| matches!(c, '：' | ':'))?;
    let name = line[at + colon.len_utf8()..].trim();
    if !name.is_empty() && !is_name(name) {
        return None;
    }
    let before = &line[..at];
    let bare = squeeze(&super::words::without_brackets(before));
    let signs =
        WORDS.iter().any(|word| bare.ends_with(word)) || SIGNED.iter().any(|word| before.trim_end().ends_with(word));
    if !signs {
        return None;
    }
    // The words begin after a mark, a blank, or at the start of the line.
    let start = before
        .char_indices()
        .rev()
        .find(|(_, c)| "。；！，".contains(*c) || *c == '　' || *c == '\t')
        .map_or(0, |(at, c)| at + c.len_utf8());
    Some((&line[..start], name))
}

/// Whether a text may be somebody's name: two to four Han characters, or 阿依
/// 古丽·买买提 with its dot.
fn is_name(text: &str) -> bool {
    let length = text.chars().count();
    let letters = text.chars().all(|c| c.is_alphabetic() || c == '·');
    letters && (2..=4).contains(&length) || letters && text.contains('·') && length <= 14
}

/// Whether a text is a name and cannot well be an opinion: 同意 has two
/// characters too. Goes by the common surnames.
fn is_person(text: &str) -> bool {
    const SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾肖田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤温康施文牛樊葛邢安齐易乔伍庞颜倪庄聂章鲁岳翟殷詹申欧耿关兰焦俞左柳甘祝包宁尚符舒阮柯纪梅童凌毕单季裴霍涂成苗谷盛曲翁冉骆蓝路游辛靳欧管柴蒙鲍华喻祁蒲房滕屈饶解牟艾尤阳时穆农司卓古吉缪简车项连芦麦褚娄窦戚岑景党宫费卜冷晏席卫米柏宗瞿桂全佟应臧闵苟邬边卞姬师和仇栾隋商刁沙荣巫寇桑郎甄丛仲虞敖巩明佘池查麻苑迟邝常洪傅萧阎糜禄奚闻荆阙鞠匡郁屠储封胥扈濮逯晁蔺雍卯犹邸亓湛茅";
    may_sign(text) && text.chars().next().is_some_and(|first| SURNAMES.contains(first))
}

/// Whether a text may be a name and holds no word of an opinion.
fn may_sign(text: &str) -> bool {
    const COMMON: &[&str] =
        &["同意", "属实", "推荐", "申报", "上报", "通过", "合格", "批准", "审核", "意见", "盖章", "公章", "情况", "签"];
    is_name(text) && !COMMON.iter().any(|word| text.contains(word))
}

/// Whether a text names an office or a school, as stands before its seal.
fn is_office(text: &str) -> bool {
    const ENDS: &[&str] = &[
        "局",
        "厅",
        "委",
        "部",
        "馆",
        "站",
        "中心",
        "学校",
        "小学",
        "中学",
        "大学",
        "学院",
        "幼儿园",
        "单位",
        "部门",
        "政府",
        "办公室",
        "校",
    ];
    text.chars().count() >= 2 && ENDS.iter().any(|end| text.ends_with(end))
}

/// Blanks to write on, printed as underscores, as blanks.
fn without_underscores(line: &str) -> String {
    line.replace(['_', '＿'], " ")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(text: &str) -> (String, String, String) {
        let OpinionText { text, signature, date, .. } =
            take_apart(text, &["（公章）".to_owned(), "公　章：".to_owned()]);
        (text.trim().to_owned(), signature, date)
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
            ("同意\n公章：令狐昌明\n2018.4.2", "同意", "令狐昌明", "2018.4.2"),
            ("同意\n（公章）\n年　　月　　日2021年11月20日", "同意", "", "2021年11月20日"),
            ("同意\n（公章）\n2021年11月20日 年　　月　　日", "同意", "", "2021年11月20日"),
            ("同意推荐。签名：赵刚 2021年11月20日", "同意推荐。", "赵刚", "2021年11月20日"),
            ("同意。\n单位负责人（签名）：赵刚　　单位（盖章）\n2021年11月20日", "同意。", "赵刚", "2021年11月20日"),
            ("同意。\n新密市教育局（公章）\n2021年11月20日", "同意。", "", "2021年11月20日"),
            ("同意推荐。\n赵刚\n2021年11月20日", "同意推荐。", "赵刚", "2021年11月20日"),
            ("同意\n2021年11月20日", "同意", "", "2021年11月20日"),
            ("同意。\n年　　月　　日\n赵刚\n2021年11月20日", "同意。", "赵刚", "2021年11月20日"),
            ("同意推荐。　　赵刚　　2021.11.20", "同意推荐。", "赵刚", "2021.11.20"),
            ("2021年11月20日\n同意推荐。\n赵刚（签字）", "同意推荐。", "赵刚", "2021年11月20日"),
            (
                "同意\n签字（盖章）：____赵刚____\n____2021____年__11__月__20__日",
                "同意",
                "赵刚",
                "2021    年  11  月  20  日",
            ),
            ("同意\n局长：赵刚", "同意", "赵刚", ""),
            ("同意推荐。\n教育局局长 赵刚\n2021年11月20日", "同意推荐。\n教育局局长", "赵刚", "2021年11月20日"),
            ("同意，得分为：78.\n（公章）\n年　月　日", "同意，得分为：78.", "", ""),
            ("同意\n（公章）\n20211120", "同意", "", "20211120"),
            ("同意推荐\n新密市教育体育局\n2021年11月20日", "同意推荐", "", "2021年11月20日"),
            ("同意推荐。\n11月20日", "同意推荐。", "", "11月20日"),
            ("同意推荐。\n李四\n2021年11月20日\n（公章）\n年　月　日", "同意推荐。", "李四", "2021年11月20日"),
            ("同意推荐。赵刚 2021年11月20日\n（公章）\n年　月　日", "同意推荐。", "赵刚", "2021年11月20日"),
        ] {
            assert_eq!(parts(text), (opinion.into(), signature.into(), date.into()), "{text}");
        }
    }

    #[test]
    fn a_name_that_may_have_stayed_in_the_opinion_is_a_doubt() {
        for (text, doubtful) in [
            ("同意推荐。\n糜国平\n2019年11月12日", false),
            ("同意推荐。\n嘎松多吉\n2019年11月12日", true),
            ("同意推荐。\n情况属实\n2019年11月12日", false),
            ("无异议\n2019年11月12日", false),
            // What follows the date is not the opinion's.
            ("同意推荐。\n李四（公章）\n2019年11月12日\n填表人电话另附", true),
        ] {
            assert_eq!(take_apart(text, &["（公章）".to_owned()]).doubtful, doubtful, "{text}");
        }
    }
}
