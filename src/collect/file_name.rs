//! Names of schools and offices in the names of files and folders.

use super::unit::{ends_place, is_unit};

/// The name of a school or an office in the name of a file, with `/` or `\`
/// between folders; `None` if nothing in it looks like one, or several do.
/// `titles` are those of the forms that the file may be.
pub(super) fn in_file_name(file: &str, titles: &[&str]) -> Option<String> {
    let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
    let stem = match name.rsplit_once('.') {
        Some((stem, ending))
            if !stem.is_empty() && ending.len() <= 5 && ending.chars().all(|c| c.is_ascii_alphanumeric()) =>
        {
            stem
        }
        _ => name,
    };
    in_words(stem, titles)
}

/// The name of a school or an office in the names of the folders that a file
/// lies in, the innermost first.
pub(super) fn in_folders(file: &str, titles: &[&str]) -> Option<String> {
    folders(file).find_map(|folder| in_words(folder, titles))
}

/// The folders of a file, the innermost first.
pub(super) fn folders(file: &str) -> impl Iterator<Item = &str> {
    file.rsplit(['/', '\\']).skip(1).filter(|folder| !folder.is_empty())
}

fn in_words(text: &str, titles: &[&str]) -> Option<String> {
    let text = crate::text::to_half_width(text);
    let (outside, brackets) = take_brackets(&text);
    // 推荐表（实验小学）: the name may stand in the brackets.
    std::iter::once(outside).chain(brackets).find_map(|part| unit_of(&part, titles))
}

/// The text outside brackets, and what stands in each of them.
fn take_brackets(text: &str) -> (String, Vec<String>) {
    let (mut outside, mut inside, mut depth) = (String::new(), Vec::new(), 0usize);
    for c in text.chars() {
        match c {
            '(' | '[' | '【' | '〔' | '《' | '“' | '"' | '<' => {
                if depth == 0 {
                    inside.push(String::new());
                    outside.push(' ');
                }
                depth += 1;
            }
            ')' | ']' | '】' | '〕' | '》' | '”' | '>' => depth = depth.saturating_sub(1),
            c if depth > 0 => inside.iter_mut().last().into_iter().for_each(|text| text.push(c)),
            c => outside.push(c),
        }
    }
    (outside, inside)
}

/// The one name of a unit among the words of a text, with the places before it.
fn unit_of(text: &str, titles: &[&str]) -> Option<String> {
    let text = without_dates(text);
    let is_separator = |c: char| c.is_whitespace() || "-_—–－+,，、.。:：;；&~～#=".contains(c);
    let words: Vec<String> =
        text.split(is_separator).map(|word| bare(word, titles)).filter(|word| is_unit(word)).collect();
    // 贵阳市 南明区 实验小学: places before a school belong to it.
    let (last, before) = words.split_last()?;
    if before.iter().all(|word| ends_place(word)) {
        return Some(words.iter().filter(|word| *word == last || !last.contains(word.as_str())).cloned().collect());
    }
    before.iter().all(|word| word == last).then(|| last.clone())
}

/// Words that people add to the names of files.
const ADDED: &[&str] = &[
    "终稿",
    "最终版",
    "最终稿",
    "最终",
    "定稿",
    "终版",
    "修改版",
    "修改稿",
    "已修改",
    "修改",
    "修订版",
    "修订",
    "正式稿",
    "正式版",
    "正式",
    "电子版",
    "电子档",
    "纸质版",
    "盖章版",
    "已盖章",
    "盖章",
    "扫描件",
    "扫描版",
    "打印版",
    "打印",
    "新版",
    "副本",
    "复件",
    "报送版",
    "报送",
    "上报",
    "报省厅",
    "报市局",
    "提交",
    "已审核",
    "已审",
    "待审",
    "审核",
    "市局",
    "最新",
    "附件",
    "附表",
    "附",
    "模板",
    "样表",
    "空表",
    "表格",
    "文档",
    "新建文件夹",
    "新建",
    "推荐材料",
    "申报材料",
    "材料",
    "关于",
    "的",
    "优秀区域和学校",
    "优秀学校",
    "优秀区域",
    "优秀教师",
    "优秀单位",
    "年度",
    "年",
];

/// Words that name a form.
const FORMS: &[&str] = &[
    "推荐汇总信息表",
    "汇总信息表",
    "信息汇总表",
    "推荐汇总表",
    "汇总表",
    "推荐表",
    "申报表",
    "申请表",
    "自评表",
    "评价表",
    "登记表",
    "信息表",
    "报名表",
    "案例表",
    "评价指标",
    "自评",
    "实施方案",
    "报送方案",
    "方案",
    "案例",
    "推荐",
    "申报",
];

/// A word without numbers, forms and what people add at its ends.
fn bare(word: &str, titles: &[&str]) -> String {
    let mut word = word.to_owned();
    // 网络学习空间应用普及活动 is the beginning of a title.
    let beginnings = titles.iter().flat_map(|title| {
        let title: Vec<char> = title.chars().filter(|c| !c.is_ascii_digit() && !"“”《》年度".contains(*c)).collect();
        (6..=title.len()).map(move |length| title[..length].iter().collect::<String>())
    });
    if let Some(longest) = beginnings.filter(|beginning| word.contains(beginning)).max_by_key(String::len) {
        word = word.replace(&longest, "");
    }
    let is_number = |c: char| c.is_ascii_digit() || c == '№';
    loop {
        let mut rest = word.trim_start_matches("附件");
        if rest.len() < word.len() {
            // 附件一 is a number, 附件一中 begins a school.
            let after = rest.trim_start_matches(|c| "一二三四五六七八九十".contains(c));
            if !after.starts_with(['中', '小', '附']) {
                rest = after;
            }
        }
        let rest = rest.trim_start_matches(is_number).trim_start_matches("号");
        let rest = rest.trim_end_matches(|c: char| c.is_ascii_alphanumeric());
        let rest = FORMS.iter().chain(ADDED).find_map(|end| rest.strip_suffix(end)).unwrap_or(rest);
        let rest = FORMS
            .iter()
            .chain(ADDED)
            .find_map(|end| rest.strip_prefix(end).filter(|_| is_beginning(end)))
            .unwrap_or(rest);
        if rest.len() == word.len() {
            return word;
        }
        word = rest.to_owned();
    }
}

/// Whether a word that is added may be taken from the beginning: not 新建 and
/// 附, with which places and schools begin.
fn is_beginning(word: &str) -> bool {
    !matches!(word, "新建" | "附" | "最新" | "正式" | "打印" | "审核" | "年" | "的")
}

/// The text without years and dates: 2019年度, 2021.11, 20211113, 11月13日.
fn without_dates(text: &str) -> String {
    let mut out = String::new();
    let chars: Vec<char> = text.chars().collect();
    let mut at = 0;
    while at < chars.len() {
        match date_length(&chars[at..]) {
            // A digit before it makes it part of a number.
            Some(length) if at == 0 || !chars[at - 1].is_ascii_digit() => {
                out.push(' ');
                at += length;
            }
            _ => {
                out.push(chars[at]);
                at += 1;
            }
        }
    }
    out
}

/// The length of a date at the beginning of a text.
fn date_length(chars: &[char]) -> Option<usize> {
    let digits = |from: usize| chars[from.min(chars.len())..].iter().take_while(|c| c.is_ascii_digit()).count();
    let first = digits(0);
    let year = first == 4 && matches!(chars[..2], ['1', '9'] | ['2', '0']);
    let mark = chars.get(first)?;
    let mut at = match (first, mark) {
        (4, '年' | '.' | '-' | '/') if year => first + 1,
        (1 | 2, '月') => first + 1,
        _ => return None,
    };
    if chars.get(at) == Some(&'度') {
        return Some(at + 1);
    }
    loop {
        let more = digits(at);
        match chars.get(at + more) {
            Some('月' | '日' | '号') if (1..=2).contains(&more) => at += more + 1,
            Some('.' | '-' | '/') if (1..=2).contains(&more) => at += more + 1,
            _ if (1..=2).contains(&more) => return Some(at + more),
            _ => return Some(at),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TITLES: &[&str] = &[
        "2019年度网络学习空间应用优秀区域和学校推荐表",
        "网络学习空间应用普及活动市（州）实施方案",
        "“网络学习空间应用优秀教师”申报表",
    ];

    #[test]
    fn names_stand_in_the_names_of_files() {
        for (file, name) in [
            ("附件4-遵义市第一中学推荐表（终稿）.docx", "遵义市第一中学"),
            ("03 贵阳市南明实验小学 2019年度网络学习空间应用优秀区域和学校推荐表.docx", "贵阳市南明实验小学"),
            ("附件2 周口市鹿邑县太清路第五小学.doc", "周口市鹿邑县太清路第五小学"),
            ("附件2：许昌市教育局推荐表.docx", "许昌市教育局"),
            ("附件2陕州区菜园乡第二学校推荐表2021.11.docx", "陕州区菜园乡第二学校"),
            ("附件2-洛阳市涧西区教体局-推荐表.docx", "洛阳市涧西区教体局"),
            ("信阳市平桥区茗阳外国语小学 推荐表 最终版.docx", "信阳市平桥区茗阳外国语小学"),
            ("推荐表（安阳市殷都区洹滨实验小学）.docx", "安阳市殷都区洹滨实验小学"),
            ("郑州市第三百零二高级中学-推荐表(盖章版).docx", "郑州市第三百零二高级中学"),
            ("鹤壁市教体局(1).docx", "鹤壁市教体局"),
            ("宛城区推荐表.docx", "宛城区"),
            ("开封市龙亭区推荐材料.docx", "开封市龙亭区"),
            ("蒲首山初级中学 邓紫菱 优秀教师申报表（定稿）.docx", "蒲首山初级中学"),
            ("附件4-雪峰山中学-饶东海.docx", "雪峰山中学"),
            ("遵义市网络学习空间应用普及活动实施方案（正式）.docx", "遵义市"),
            ("六盘水市钟山区 附件4 自评.docx", "六盘水市钟山区"),
            ("贵阳市南明区自评表（盖章扫描前）.docx", "贵阳市南明区"),
            ("贵阳市 南明区 实验小学 推荐表.docx", "贵阳市南明区实验小学"),
            ("【修改】20191108_凯里市第五小学_推荐表.doc", "凯里市第五小学"),
            ("贵阳盲聋哑学校推荐表.docx", "贵阳盲聋哑学校"),
            ("南昌市新建区新建小学.docx", "南昌市新建区新建小学"),
            ("新建区第一小学 推荐表.docx", "新建区第一小学"),
            ("2019年11月8日遵义市红花岗区 推荐表.docx", "遵义市红花岗区"),
            ("１、兴义市第八中学（推荐表）.wps", "兴义市第八中学"),
            ("县区\\金水区\\附件2  文化路小学.docx", "文化路小学"),
            ("遵义市第一中学推荐表v2.docx", "遵义市第一中学"),
            ("附件三 都匀市第三完全小学 优秀学校推荐表 终稿.docx", "都匀市第三完全小学"),
        ] {
            assert_eq!(in_file_name(file, TITLES).as_deref(), Some(name), "{file}");
        }
    }

    #[test]
    fn names_of_files_that_name_nobody() {
        for file in [
            "推荐表.docx",
            "附件4.docx",
            "汇总表（安阳）.docx",
            "新建 Microsoft Word 文档.docx",
            "贺子墨申报表.docx",
            "2019年度网络学习空间应用优秀区域和学校推荐表.docx",
            "学校推荐表.docx",
            "优秀学校推荐表（终稿）.docx",
            "1.docx",
            ".docx",
            "附件2 推荐表 2021.11.13.docx",
            "扫描件.docx",
            "凯里市第五小学 都匀市第一小学.docx",
        ] {
            assert_eq!(in_file_name(file, TITLES), None, "{file}");
        }
    }

    #[test]
    fn folders_that_name_nobody_are_passed_over() {
        for (file, name) in [
            ("遵义市第一中学/推荐表.docx", Some("遵义市第一中学")),
            ("遵义市/第一中学/附件/推荐表.docx", Some("第一中学")),
            ("03 遵义市第一中学（已审）\\新建文件夹 (2)\\推荐表.docx", Some("遵义市第一中学")),
            ("学校/推荐表.docx", None),
            ("已审/附件/推荐表/a.docx", None),
            ("推荐表.docx", None),
        ] {
            assert_eq!(in_folders(file, TITLES).as_deref(), name, "{file}");
        }
    }
}
