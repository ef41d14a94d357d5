//! Where a description gives points, and in what manner.

use rust_decimal::Decimal;

use crate::text::to_half_width;

/// N分 in a description.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Mention {
    pub points: Decimal,
    pub manner: Manner,
    /// The words that give the points: 80%以上得10分.
    pub clause: String,
    /// Where it stands, in characters.
    pub at: usize,
}

/// In what manner points are given.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Manner {
    /// For what is described: 得5分.
    Amount,
    /// For each time or thing: 每次加1分.
    Step,
    /// At most: 满分5分.
    Cap,
    /// From a threshold upwards: 80%以上得10分, 超过500条5分.
    Upper,
    /// Below a threshold or between two: 60%-80%得8分, 200次以下的1分.
    Lower,
    /// For one of several levels, or to several things at once; how much that
    /// makes together is not said.
    Unclear,
}

/// All points that a description gives. Points that are taken away, marks of an
/// examination (80分以上) and words like 分钟 are none.
pub(super) fn mentions(text: &str) -> Vec<Mention> {
    let chars: Vec<char> = to_half_width(text).chars().collect();
    // Character for character as it is printed.
    let printed: Vec<char> = text.chars().collect();
    let mut found = Vec::new();
    for at in 0..chars.len() {
        if chars[at] != '分' {
            continue;
        }
        let start = number_start(&chars[..at]);
        let Ok(points) = chars[start..at].iter().collect::<String>().parse::<Decimal>() else { continue };
        if is_other_word(&chars[at + 1..]) {
            continue;
        }
        let (from, to) = clause_before(&chars[..start]);
        let before: String = chars[from..to].iter().collect();
        let before = before.trim_start_matches(|c: char| c.is_ascii_digit() || c == '.');
        let Some(manner) = manner(before, start > 0 && is_dash(chars[start - 1])) else { continue };
        found.push(Mention { points, manner, clause: shown(&printed, &chars, from, at), at: start });
    }
    found
}

/// The words that give points, as they are printed; the start of a long clause
/// is left out.
fn shown(printed: &[char], chars: &[char], from: usize, at: usize) -> String {
    const LONG: usize = 24;
    let end = if chars.get(at + 1) == Some(&')') { at + 1 } else { at };
    let start = from.max(end.saturating_sub(LONG));
    let words: String = printed[start..=end].iter().collect();
    if start > from { format!("…{words}") } else { words.trim().to_owned() }
}

fn number_start(before: &[char]) -> usize {
    let is_number = |c: &char| c.is_ascii_digit() || *c == '.';
    before.len() - before.iter().rev().take_while(|c| is_number(c)).count()
}

fn is_dash(c: char) -> bool {
    matches!(c, '-' | '—' | '–' | '~' | '～' | '至')
}

/// 分 that begins another word, or a number of marks that is a condition.
fn is_other_word(after: &[char]) -> bool {
    let text: String = after.iter().take(3).collect();
    let words = ["钟", "之", "类", "析", "组", "数", "布", "段", "制", "以上", "以下", "以内", "及以", "(含", "至"];
    words.iter().any(|word| text.starts_with(word)) || after.first().is_some_and(|c| is_dash(*c))
}

/// The clause that ends where a number begins; for a number in brackets, the
/// clause before the bracket.
fn clause_before(before: &[char]) -> (usize, usize) {
    let ends_clause = |c: char| matches!(c, ',' | ';' | '。' | ':' | '(' | ')' | '\n' | '、' | '[' | ']');
    let mut to = before.len();
    while to > 0 && (ends_clause(before[to - 1]) || before[to - 1] == ' ') {
        to -= 1;
    }
    // A list with 、 is one clause: 备课、授课等日常教学活动.
    let breaks = |c: &char| ends_clause(*c) && *c != '、';
    let from = before[..to].iter().rposition(breaks).map_or(0, |at| at + 1);
    (from, to)
}

/// Words that stand between a condition and its points.
const GIVING: &[&str] = &["得", "的", "给", "计", "记", "加", "为", "可", "能", "奖", "赋", "评"];

/// What the words before a number say about it; `None` for points that are
/// taken away.
fn manner(before: &str, is_range: bool) -> Option<Manner> {
    let mut words = before.trim_end();
    while let Some(shorter) = GIVING.iter().find_map(|word| words.strip_suffix(word)) {
        words = shorter.trim_end();
    }
    let ends = |list: &[&str]| list.iter().any(|word| words.ends_with(word));
    let has = |list: &[&str]| list.iter().any(|word| before.contains(word));
    if ends(&["扣", "减", "扣除", "扣减", "少"]) || before.contains('扣') {
        return None;
    }
    if ends(&[
        "满分",
        "最高",
        "最高分",
        "最多",
        "至多",
        "上限",
        "不超过",
        "不高于",
        "总分",
        "共",
        "合计",
        "总计",
        "本项",
        "本项分值",
        "分值",
    ]) {
        return Some(Manner::Cap);
    }
    if before.trim_end().ends_with('加') && !has(&["每"]) {
        // A bonus on top of something that is not said here.
        return Some(Manner::Unclear);
    }
    let levels = [
        "国家级",
        "省级",
        "市级",
        "县级",
        "区级",
        "校级",
        "部级",
        "一等",
        "二等",
        "三等",
        "特等",
        "优秀",
        "良好",
        "一般",
        "合格",
        "及格",
        "较好",
        "较差",
        "优",
        "良",
        "中",
        "差",
        "各",
        "分别",
        "或",
        "或者",
    ];
    if is_range || ends(&levels) {
        return Some(Manner::Unclear);
    }
    if is_each(before) {
        return Some(Manner::Step);
    }
    if has(&["以下", "不足", "少于", "低于", "未达", "不到", "不满", "以内"]) || is_between(before) {
        return Some(Manner::Lower);
    }
    if has(&["以上", "超过", "达到", "高于", "多于", "不少于", "不低于", "至少"]) || before.contains('%')
    {
        return Some(Manner::Upper);
    }
    Some(Manner::Amount)
}

/// 每次, 每200次, 每有一项; not 每学期, which is a rate.
fn is_each(before: &str) -> bool {
    before.match_indices('每').any(|(at, each)| {
        let after = before[at + each.len()..].trim_start_matches(['个', '一']);
        let times = ["学期", "学年", "年", "季", "月", "周", "日", "天", "学校", "校", "人", "位", "名"];
        !times.iter().any(|time| after.starts_with(time))
    })
}

/// 60%-80%, 3至5次.
fn is_between(before: &str) -> bool {
    let chars: Vec<char> = before.chars().collect();
    chars.windows(3).any(|three| {
        let from_number = three[0].is_ascii_digit() || three[0] == '%';
        from_number && is_dash(three[1]) && three[2].is_ascii_digit()
    })
}
