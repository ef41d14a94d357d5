//! The most points that a description gives, where it says so.

use rust_decimal::Decimal;

use super::mentions::{Manner, Mention, mentions};

/// What a description says about its points.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Reading {
    /// The most points that it can give, as it may be understood: more than one
    /// number where it can be understood in several ways.
    pub totals: Vec<Decimal>,
    /// The words that give points, in order.
    pub clauses: Vec<String>,
    /// How the first total comes about, `15+10`; empty for a single number.
    pub sum: String,
}

/// Reads a description. `None` where it does not say, or not clearly, how many
/// points it gives: then there is nothing to compare.
pub(super) fn read(text: &str) -> Option<Reading> {
    let found = mentions(text);
    if found.is_empty() || found.iter().any(|mention| mention.manner == Manner::Unclear) {
        return None;
    }
    let clauses = found.iter().map(|mention| mention.clause.clone()).collect();
    let starts = numbered(text);
    let groups: Vec<Vec<&Mention>> = if starts.is_empty() {
        vec![found.iter().collect()]
    } else {
        let ends = starts.iter().skip(1).copied().chain([usize::MAX]);
        let group = |(start, end): (usize, usize)| found.iter().filter(|m| (start..end).contains(&m.at)).collect();
        starts.iter().copied().zip(ends).map(group).collect()
    };
    // Points before the first number belong to none of the criteria.
    if groups.iter().map(Vec::len).sum::<usize>() < found.len() {
        return None;
    }
    let mut totals = vec![Decimal::ZERO];
    let mut shown = Vec::new();
    for group in groups {
        let ways = group_totals(&group)?;
        shown.extend(ways.first()?.clone());
        let sums: Vec<Decimal> = ways.iter().map(|way| way.iter().copied().sum()).collect();
        totals = totals.iter().flat_map(|total| sums.iter().map(move |sum| *total + *sum)).collect();
        totals.sort();
        totals.dedup();
    }
    let first: Decimal = shown.iter().copied().sum();
    totals.sort_by_key(|total| *total != first);
    let sum = if shown.len() > 1 {
        shown.iter().map(Decimal::to_string).collect::<Vec<_>>().join("+")
    } else {
        String::new()
    };
    Some(Reading { totals, clauses, sum })
}

/// What gives points within one criterion.
enum Part<'m> {
    /// 得5分, or what is counted up to a limit.
    Fixed(&'m Mention, Decimal),
    /// 每次1分, without a limit so far.
    Open,
    /// 3次以上得5分，1次以下得2分: one of them.
    Tiers(Vec<&'m Mention>),
}

/// The ways to understand one criterion: each a list of points that are added.
fn group_totals(group: &[&Mention]) -> Option<Vec<Vec<Decimal>>> {
    let mut parts: Vec<Part<'_>> = Vec::new();
    for mention in group {
        match (mention.manner, parts.last_mut()) {
            (Manner::Unclear, _) => return None,
            (Manner::Amount, _) => parts.push(Part::Fixed(mention, mention.points)),
            (Manner::Step, _) => parts.push(Part::Open),
            (Manner::Cap, Some(last @ Part::Open)) => *last = Part::Fixed(mention, mention.points),
            // 满分 after amounts, or before them, is that of all of them.
            (Manner::Cap, _) => return Some(vec![vec![mention.points]]),
            // 每1000次1分，5000次以上5分: the step ends there.
            (Manner::Upper, Some(last @ Part::Open)) => *last = Part::Fixed(mention, mention.points),
            (Manner::Upper | Manner::Lower, Some(Part::Tiers(tiers))) => tiers.push(mention),
            (Manner::Lower, Some(Part::Fixed(limit, points))) if limit.manner != Manner::Amount => {
                *points = mention.points.max(*points);
            }
            (Manner::Lower, Some(Part::Open)) => {}
            (Manner::Upper | Manner::Lower, _) => parts.push(Part::Tiers(vec![mention])),
        }
    }
    let most = |tiers: &[&Mention]| tiers.iter().map(|tier| tier.points).max();
    let mut added = Vec::new();
    for part in &parts {
        match part {
            Part::Fixed(_, points) => added.push(*points),
            Part::Tiers(tiers) => added.push(most(tiers)?),
            Part::Open => return None,
        }
    }
    let highest = added.iter().copied().max()?;
    let mut ways = vec![added];
    if ways[0].len() > 1 && may_be_alternatives(&parts) {
        ways.push(vec![highest]);
    }
    Some(ways)
}

/// Whether points that stand in a row may exclude each other: 完成得5分，基本完成
/// 得3分. Not where something is counted up to a limit, and not where a number of things is followed by tiers in percent: those are
/// two measures.
fn may_be_alternatives(parts: &[Part<'_>]) -> bool {
    let counted = |part: &Part<'_>| matches!(part, Part::Fixed(limit, _) if limit.manner != Manner::Amount);
    !parts.iter().any(counted)
        && !parts.windows(2).any(|pair| match pair {
            [Part::Fixed(amount, _), Part::Tiers(tiers)] => {
                amount.manner == Manner::Amount
                    && counts_things(&amount.clause)
                    && tiers.len() > 1
                    && tiers.iter().all(|tier| tier.clause.contains('%'))
            }
            _ => false,
        })
}

/// 一次, 5个, 40节次.
fn counts_things(clause: &str) -> bool {
    let chars: Vec<char> = clause.chars().collect();
    chars.windows(2).any(|pair| {
        let number = pair[0].is_ascii_digit() || "一二两三四五六七八九十".contains(pair[0]);
        number && "次个节项条篇份件场堂".contains(pair[1])
    })
}

/// Where the criteria of a numbered description begin, in characters; empty if
/// it is not numbered from 1.
fn numbered(text: &str) -> Vec<usize> {
    let chars: Vec<char> = crate::text::to_half_width(text).chars().collect();
    let mut starts = Vec::new();
    let mut wanted = 1;
    for at in 0..chars.len() {
        let begins = chars[..at].iter().rev().find(|c| **c != ' ').is_none_or(|c| matches!(c, '\n' | ';' | '。'));
        if begins && has_number(&chars[at..], wanted) {
            starts.push(at);
            wanted += 1;
        }
    }
    if starts.len() > 1 { starts } else { Vec::new() }
}

/// `1.`, `1、`, `(1)`, `(一)` or ① at the start of a text, for a number.
fn has_number(chars: &[char], number: usize) -> bool {
    let text: String = chars.iter().take(6).collect();
    let circled = u32::try_from(number).ok().and_then(|n| char::from_u32(0x245f + n)).filter(|_| number <= 20);
    let han = "一二三四五六七八九".chars().nth(number.wrapping_sub(1));
    let dotted = ['.', '、', ')'].iter().any(|mark| {
        let rest = text.strip_prefix(&format!("{number}{mark}"));
        rest.is_some_and(|rest| !rest.starts_with(|c: char| c.is_ascii_digit()))
    });
    dotted
        || text.starts_with(&format!("({number})"))
        || circled.is_some_and(|c| text.starts_with(c))
        || han.is_some_and(|c| text.starts_with(&format!("({c})")))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The totals of a description, `-` where nothing is said.
    fn totals(text: &str) -> String {
        let totals = read(text).map(|reading| reading.totals).unwrap_or_default();
        let totals: Vec<String> = totals.iter().map(|total| total.normalize().to_string()).collect();
        if totals.is_empty() { "-".to_owned() } else { totals.join(" or ") }
    }

    #[test]
    fn descriptions_say_how_many_points_they_give() {
        let cases = [
            // Nothing said, or nothing that can be added up.
            ("其他社会影响，成效显著，获得认可。", "-"),
            ("视频时长不超过20分钟", "-"),
            ("考试平均80分以上", "-"),
            ("每少1节次扣1分", "-"),
            ("每次得1分", "-"),
            ("国家级5分，省级3分，市级1分", "-"),
            ("一等奖得5分，二等奖得3分", "-"),
            ("优秀8-10分，良好5-7分", "-"),
            ("论文和课题各2分", "-"),
            ("有制度得3分，另加2分", "-"),
            // One amount.
            ("有领导小组得5分，否则不得分。", "5"),
            ("上传5个课件得4分，每少一个扣1分。", "4"),
            ("完成40节次以上得10分，每少1节次扣1分。", "10"),
            ("每学期发布一次通知公告得2分", "2"),
            ("班级开通率达到100%的，得２．５分", "2.5"),
            // Counted, with a limit.
            ("每个微课给1分，最高分3分", "3"),
            ("（5次以上）每次加1分，满分5分", "5"),
            ("每200次加1分，满分3分，200次以下的1分", "3"),
            ("每1000次给1分，5000次及以上的5分；", "5"),
            ("每被10人加为好友加1分，最高3分，关注其他空间数10人以上的2分", "5"),
            ("每个学校只能报1名管理员，最多加5分。", "5"),
            ("每条得1分，不超过6分", "6"),
            ("每项2分，满分10分。", "10"),
            // Tiers.
            ("80%以上得10分，60%-80%得8分，40%以下不得分", "10"),
            ("满足3次以上得5分，1次以下的2分", "5"),
            ("肯定性评价300条以上3分，超过500条5分", "5"),
            ("三种类型100条以上的（3分）；三种类型以下的（1分）；", "3"),
            // Sums; two amounts in a row may exclude each other.
            ("备授课的呈现3分，教学效果的呈现2分。", "5 or 3"),
            ("1.成立小组；（1分）\n2.制定规划（2分）；\n3.有方案。（2分）", "5"),
            ("1.成立小组（1分）；2.制定规划（2.5分）", "3.5"),
            ("（1）有小组，2分；（2）有规划，3分", "5"),
            ("①有小组，2分；②有规划，3分", "5"),
            ("1.在线学习3分；\n2.教学每次1分，满分2分。", "5"),
            ("1.有小组（1分）\n2.有规划\n3.有方案（2分）", "-"),
            ("有小组得2分，有规划得3分，满分4分", "4"),
            // Amounts and tiers: alternatives, or two measures.
            ("全部完成得15分，80%以上得10分，60%-80%得8分", "25 or 15"),
            ("完成一次评价得15分，80%以上得10分，60%-80%得8分，40%以下不得分", "25"),
        ];
        let wrong: Vec<String> = cases
            .iter()
            .filter(|(text, expected)| totals(text) != *expected)
            .map(|(text, expected)| format!("{text}: {} instead of {expected}", totals(text)))
            .collect();
        assert!(wrong.is_empty(), "{}", wrong.join("\n"));
    }

    #[test]
    fn the_words_that_give_points_are_kept() {
        let reading = read("完成一次评价得15分，80%以上得10分，60%-80%得8分").unwrap();
        assert_eq!(reading.clauses, ["完成一次评价得15分", "80%以上得10分", "60%-80%得8分"]);
        assert_eq!(reading.sum, "15+10");
    }
}
