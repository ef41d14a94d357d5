//! Names of schools and offices: what is one, and which are the same.

/// Words that end a name of a school or an office.
const ENDINGS: &[&str] = &[
    "小学",
    "中学",
    "学校",
    "大学",
    "学院",
    "幼儿园",
    "高中",
    "初中",
    "中专",
    "职高",
    "职中",
    "一中",
    "二中",
    "三中",
    "四中",
    "五中",
    "六中",
    "七中",
    "八中",
    "九中",
    "十中",
    "一小",
    "二小",
    "三小",
    "四小",
    "五小",
    "六小",
    "七小",
    "八小",
    "九小",
    "十小",
    "附中",
    "附小",
    "校区",
    "分校",
    "中心校",
    "教学点",
    "教育局",
    "教体局",
    "体育局",
    "教科局",
    "教育厅",
    "教育处",
    "教研室",
    "电教馆",
    "教育中心",
    "管委会",
    "省",
    "市",
    "区",
    "县",
    "州",
    "盟",
    "旗",
    "镇",
    "乡",
];

/// Names that end as a school's does and are none.
const GENERIC: &[&str] = &[
    "学校",
    "小学",
    "中学",
    "高中",
    "初中",
    "中小学",
    "大学",
    "学院",
    "幼儿园",
    "中专",
    "职高",
    "职中",
    "区域",
    "县区",
    "区县",
    "市区",
    "城区",
    "市县",
    "地市",
    "市州",
    "乡镇",
    "直属学校",
    "市直学校",
    "县直学校",
    "区直学校",
    "各学校",
    "优秀学校",
    "优秀区域",
    "示范学校",
    "中心校",
    "教育局",
    "教体局",
    "教育厅",
    "教育中心",
];

/// How two names are the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Same {
    /// In all their words.
    Whole,
    /// One has a province, city or county before it. Not `sure` where what is
    /// left is the name of many: 第一小学.
    WithPlace { sure: bool },
}

/// Whether two folded names mean the same school or office.
pub(super) fn same(a: &str, b: &str) -> Option<Same> {
    if a.is_empty() || b.is_empty() {
        return None;
    }
    if a == b {
        return Some(Same::Whole);
    }
    let (long, short) = if a.len() > b.len() { (a, b) } else { (b, a) };
    let before = long.strip_suffix(short)?;
    // 郑州市金水区 before 文化路小学, or 焦作 before 沁阳市.
    let is_place = ends_place(before) || (before.chars().count() == 2 && place_length(short).is_some());
    (is_place && before.chars().count() >= 2 && short.chars().count() >= 2)
        .then(|| Same::WithPlace { sure: !is_common(short) })
}

/// The characters that end the name of a place.
const PLACE_ENDS: [char; 9] = ['省', '市', '区', '县', '州', '盟', '旗', '镇', '乡'];

/// Whether a name ends as that of a place does.
pub(super) fn ends_place(name: &str) -> bool {
    name.ends_with(PLACE_ENDS)
}

/// The length in bytes of a place that a name begins with: 金水区, 沁阳市.
fn place_length(name: &str) -> Option<usize> {
    let is_end = |c: char| PLACE_ENDS.contains(&c);
    let mut places = name.char_indices().enumerate().skip(1).take(6);
    // 州 stands within 郑州市, 市 within 市辖区: the last of a run ends the place.
    let (_, (at, c)) = places.find(|(_, (at, c))| {
        let next = name[at + c.len_utf8()..].chars().next();
        is_end(*c) && !next.is_some_and(is_end)
    })?;
    Some(at + c.len_utf8())
}

/// Whether what follows the places is the name of many schools.
fn is_common(name: &str) -> bool {
    let mut rest = name;
    while let Some(length) = place_length(rest) {
        rest = &rest[length..];
    }
    let ordinal = |c: char| "第一二三四五六七八九十0123456789".contains(c);
    // A county by itself is no other county's.
    if rest.is_empty() {
        return false;
    }
    rest.starts_with(ordinal)
        || ["实验", "中心", "小学", "中学", "高级", "职业", "特殊"].iter().any(|word| rest.starts_with(word))
}

/// Whether a text looks like the name of a school or an office.
pub(super) fn is_unit(name: &str) -> bool {
    let length = name.chars().count();
    let han = name.chars().filter(|c| is_han(*c)).count();
    (2..=30).contains(&length)
        && han * 2 > length
        && ENDINGS.iter().any(|ending| name.ends_with(ending))
        && !GENERIC.contains(&name)
        && !name.starts_with(['各', '全'])
}

fn is_han(c: char) -> bool {
    matches!(c, '\u{3400}'..='\u{4dbf}' | '\u{4e00}'..='\u{9fff}' | '\u{20000}'..='\u{323af}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn places_before_a_name_do_not_make_another() {
        let sure = Some(Same::WithPlace { sure: true });
        let unsure = Some(Same::WithPlace { sure: false });
        for (a, b, expected) in [
            ("文化路小学", "文化路小学", Some(Same::Whole)),
            ("郑州市金水区文化路小学", "文化路小学", sure),
            ("金水区文化路小学", "郑州市金水区文化路小学", sure),
            ("郑州市第一小学", "第一小学", unsure),
            ("金水区实验小学", "实验小学", unsure),
            ("焦作沁阳市", "沁阳市", sure),
            ("焦作市温县", "温县", sure),
            ("河南省郑州市", "郑州市", sure),
            ("郑州市文化路小学", "金水区文化路小学", None),
            ("文化路小学", "北文化路小学", None),
            ("郑州市文化路第二小学", "第二小学", None),
            ("", "郑州市", None),
        ] {
            assert_eq!(same(a, b), expected, "{a} {b}");
            assert_eq!(same(b, a), expected, "{b} {a}");
        }
    }
}
