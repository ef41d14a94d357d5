//! Fields whose words and keys say different things.

use super::{Lint, LintCode};
use crate::form::{Field, FieldKind, FilledBy, Form};
use crate::text::{fold, to_half_width};

/// Doubts about the fields of a form by themselves.
pub(super) fn lint(form: &Form, lints: &mut Vec<Lint>) {
    for field in form.leaves() {
        sensitive(form, field, lints);
        type_of_text(form, field, lints);
        words(form, field, lints);
        required(form, field, lints);
        if field.kind == FieldKind::Opinion && field.filled_by == FilledBy::AnyOffice {
            lints.push(Lint::of_field(LintCode::OpinionFilledBy, form, field));
        }
    }
}

/// Passwords and numbers that are nobody else's business.
fn sensitive(form: &Form, field: &Field, lints: &mut Vec<Lint>) {
    const PRIVATE: &[&str] = &["密码", "口令", "身份证", "银行卡", "银行账号", "银行帐号", "开户账号"];
    let is_private = PRIVATE.iter().any(|word| field.own_label().contains(word));
    let is_typed = field.options().is_none();
    if is_private && is_typed && !field.sensitive {
        lints.push(Lint::of_field(LintCode::SensitiveMissing, form, field));
    }
}

/// Labels that say what kind of answer is wanted, and the type for it.
const TYPES: &[(&str, &[&str])] = &[
    ("mobile", &["手机", "手机号", "手机号码", "移动电话", "联系手机"]),
    ("phone", &["电话", "联系电话", "办公电话", "电话号码", "固定电话"]),
    ("email", &["邮箱", "电子邮箱", "电子邮件", "email", "邮箱地址"]),
    ("url", &["网址", "网站地址", "空间地址"]),
    ("postcode", &["邮编", "邮政编码"]),
    ("id_number", &["身份证号", "身份证号码", "身份证"]),
    ("ethnicity", &["民族"]),
    ("gender", &["性别"]),
    ("date", &["出生日期", "出生年月日", "填表日期"]),
    ("year_month", &["出生年月"]),
    ("period", &["起止时间", "起止年月"]),
];

/// A text that a type would check.
fn type_of_text(form: &Form, field: &Field, lints: &mut Vec<Lint>) {
    if field.kind != FieldKind::Text || field.preset {
        return;
    }
    let label = fold(field.own_label());
    if let Some((name, _)) = TYPES.iter().find(|(_, labels)| labels.contains(&label.as_str())) {
        lints.push(Lint::of_field(LintCode::TextForType, form, field).with("type", name));
    }
}

/// What a label or hint says about the length of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
struct PrintedLimit {
    /// The key that checks it.
    key: &'static str,
    number: usize,
    /// The words: 不超过2000字.
    text: String,
}

fn words(form: &Form, field: &Field, lints: &mut Vec<Lint>) {
    if !matches!(field.kind, FieldKind::Text | FieldKind::Paragraphs | FieldKind::Opinion) {
        return;
    }
    let limits = &field.limits;
    for printed in
        printed_limits(field.own_label()).into_iter().chain(printed_limits(field.hint.as_deref().unwrap_or("")))
    {
        let checked = match printed.key {
            "max_words" => limits.max_words.or(limits.max_chars),
            "min_words" => limits.min_words,
            _ => limits.about_words,
        };
        let code = match checked {
            Some(limit) if limit == printed.number => continue,
            Some(_) => LintCode::WordsDiffer,
            None => LintCode::WordsUnchecked,
        };
        let lint = Lint::of_field(code, form, field).with("text", &printed.text).with("key", printed.key);
        let lint = lint.with("number", printed.number);
        lints.push(lint.with("limit", checked.map(|limit| limit.to_string()).unwrap_or_default()));
    }
}

/// 不超过2000字, 500字以内, 限300字; 不少于800字, 800字以上; 800字左右, 约800字;
/// 300-500字.
fn printed_limits(text: &str) -> Vec<PrintedLimit> {
    let chars: Vec<char> = to_half_width(text).chars().collect();
    let mut limits = Vec::new();
    for end in (0..chars.len()).filter(|at| chars[*at] == '字' && chars.get(at + 1) != Some(&'符')) {
        let before = chars[..end].strip_suffix(&['个']).unwrap_or(&chars[..end]);
        let Some((start, number)) = number_at_end(before) else { continue };
        let lead: String = chars[..start].iter().collect();
        let tail: String = chars[end + 1..].iter().take(2).collect();
        let ends = |words: &[&str]| words.iter().any(|word| lead.ends_with(word));
        let starts = |words: &[&str]| words.iter().any(|word| tail.starts_with(word));
        let words = |from: usize| chars[from..=end].iter().collect::<String>();
        let push = |limits: &mut Vec<PrintedLimit>, key, number, text| limits.push(PrintedLimit { key, number, text });
        if let Some(least) = range_start(&chars[..start]) {
            push(&mut limits, "min_words", least.1, words(least.0));
            push(&mut limits, "max_words", number, words(least.0));
        } else if ends(&["不超过", "不多于", "不得超过", "不超", "控制在", "限", "限于", "最多", "以内", "小于"])
            || starts(&["以内", "之内", "内"])
        {
            push(&mut limits, "max_words", number, format!("{}{}", words(lead_start(&chars[..start])), within(&tail)));
        } else if ends(&["不少于", "不低于", "至少", "不得少于"]) || starts(&["以上"]) {
            push(&mut limits, "min_words", number, format!("{}{}", words(lead_start(&chars[..start])), within(&tail)));
        } else if ends(&["约", "大约"]) || starts(&["左右", "上下"]) {
            push(
                &mut limits,
                "about_words",
                number,
                format!("{}{}", words(lead_start(&chars[..start])), within(&tail)),
            );
        }
    }
    limits
}

fn number_at_end(chars: &[char]) -> Option<(usize, usize)> {
    let digits = chars.iter().rev().take_while(|c| c.is_ascii_digit()).count();
    let start = chars.len() - digits;
    Some((start, chars[start..].iter().collect::<String>().parse().ok()?))
}

/// The number before a dash: 300- of 300-500字.
fn range_start(before: &[char]) -> Option<(usize, usize)> {
    let dashes = before.iter().rev().take_while(|c| matches!(c, '-' | '—' | '–' | '~' | '至')).count();
    if dashes == 0 {
        return None;
    }
    let before = &before[..before.len() - dashes];
    number_at_end(before.strip_suffix(&['字']).unwrap_or(before))
}

/// Where the words before a number begin.
fn lead_start(before: &[char]) -> usize {
    before.len() - before.iter().rev().take_while(|c| c.is_alphabetic()).take(4).count()
}

fn within(tail: &str) -> &str {
    ["以内", "之内", "以上", "左右", "上下", "内"].into_iter().find(|word| tail.starts_with(word)).unwrap_or("")
}

/// 必填 and 选填 on the form.
fn required(form: &Form, field: &Field, lints: &mut Vec<Lint>) {
    if field.filled_by != FilledBy::Applicant {
        return;
    }
    let texts = [Some(field.own_label()), field.hint.as_deref()];
    let says = |words: &[&'static str]| {
        words.iter().copied().find(|word| texts.iter().flatten().any(|text| text.contains(word)))
    };
    let said = match field.required {
        false => says(&["必填", "必须填写"]),
        true => says(&["选填", "可不填", "可空", "没有可不填"]),
    };
    if let Some(text) = said {
        let lint = Lint::of_field(LintCode::RequiredDiffers, form, field).with("text", text);
        lints.push(lint.with("required", field.required));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn printed_limits_are_read() {
        let cases = [
            ("（不超过2000字）", "max_words 2000 不超过2000字"),
            ("简介（500字以内）", "max_words 500 简介(500字以内"),
            ("限３００字", "max_words 300 限300字"),
            ("不少于800个字", "min_words 800 不少于800个字"),
            ("1500字左右", "about_words 1500 1500字左右"),
            ("（300—500字）", "min_words 300 300—500字; max_words 500 300—500字"),
            ("字数不限", ""),
            ("共3个字段", ""),
            ("不超过200字符", ""),
        ];
        for (text, expected) in cases {
            let limits = printed_limits(text);
            let limits: Vec<String> =
                limits.iter().map(|limit| format!("{} {} {}", limit.key, limit.number, limit.text)).collect();
            assert_eq!(limits.join("; "), expected.replace("简介(", ""), "{text}");
        }
    }
}
