//! What the TOML reader says, in the words of a person who has never heard of
//! TOML.

use crate::finding::{Message, say};
use crate::text::nearest;

/// Characters of a Chinese keyboard that stand where TOML wants ASCII.
const FULL_WIDTH: &[(char, &str)] = &[
    ('“', "\""),
    ('”', "\""),
    ('＂', "\""),
    ('‘', "\""),
    ('’', "\""),
    ('，', ","),
    ('、', ","),
    ('＝', "="),
    ('［', "["),
    ('］', "]"),
    ('【', "["),
    ('】', "]"),
    ('｛', "{"),
    ('｝', "}"),
    ('＃', "#"),
    ('．', "."),
    ('。', "."),
];

/// A better line, where there is one, and the message.
pub(super) fn explain(text: &str, line: Option<usize>, message: &str) -> (Option<usize>, Message) {
    let message = message.trim();
    let zh = known(message);
    if let Some(zh) = zh {
        return (line, zh);
    }
    // A syntax error: a full-width character on its line, or shortly before
    // it, is the likely cause.
    let at = line.unwrap_or(1);
    for number in [at, at.saturating_sub(1)] {
        let Some(source) = number.checked_sub(1).and_then(|index| text.lines().nth(index)) else { continue };
        if let Some((wrong, right)) = full_width_code(source) {
            return (
                Some(number),
                say!(
                    "这里的 {wrong} 是中文（全角）符号，请改为英文（半角）的 {right}",
                    "`{wrong}` is full-width here: write `{right}`"
                ),
            );
        }
    }
    (line, syntax(message))
}

/// The first full-width mark of a line that stands outside quotes.
fn full_width_code(line: &str) -> Option<(char, &'static str)> {
    let mut quote = None;
    for c in line.chars() {
        match quote {
            Some(open) if c == open => quote = None,
            Some(_) => {}
            None if c == '#' => return None,
            None if c == '"' || c == '\'' => quote = Some(c),
            None => {
                if let Some((wrong, right)) = FULL_WIDTH.iter().find(|(wrong, _)| *wrong == c) {
                    return Some((*wrong, right));
                }
            }
        }
    }
    // A string that is opened and never closed: a closing quote of another kind.
    quote.and_then(|_| FULL_WIDTH.iter().take(3).find(|(wrong, _)| line.contains(*wrong)).copied())
}

/// What the reader of values says.
fn known(message: &str) -> Option<Message> {
    let quoted: Vec<&str> = message.split('`').skip(1).step_by(2).collect();
    if message.starts_with("unknown field") {
        let (name, known) = quoted.split_first()?;
        let near = nearest(name, known.iter().copied());
        let near = near.first().map(|near| format!(" → {near}")).unwrap_or_default();
        let all = known.join(", ");
        return Some(say!("没有“{name}”这个键{near}；可用：{all}", "unknown field `{name}`{near}; known: {all}"));
    }
    if message.starts_with("missing field") {
        let name = quoted.first()?;
        return Some(say!(
            "缺少 {name}，请加上一行 {name} = …（写在 [[field]] 等方括号行的前面）",
            "missing field `{name}`"
        ));
    }
    if message.starts_with("duplicate key") || message.starts_with("duplicate field") {
        return Some(say!(
            "这个键或这一节重复了：同一节里一个键只能写一次；多个栏目每个用 [[field]]（两层方括号）开头",
            "{message}: write each key once, and each field under its own [[field]]"
        ));
    }
    if let Some((found, expected)) =
        message.strip_prefix("invalid type: ").and_then(|rest| rest.split_once(", expected "))
    {
        let (found, expected) = (in_chinese(found), in_chinese(expected));
        return Some(Message::new(format!("应为{expected}，现为{found}"), message));
    }
    if let Some((found, expected)) =
        message.strip_prefix("invalid value: ").and_then(|rest| rest.split_once(", expected "))
    {
        let (found, expected) = (in_chinese(found), in_chinese(expected));
        return Some(Message::new(format!("应为{expected}，现为{found}"), message));
    }
    if message.starts_with("unknown variant") {
        let (name, known) = quoted.split_first()?;
        let all = known.join(", ");
        return Some(Message::new(format!("“{name}”不行，可用：{all}"), message));
    }
    if message.contains("is not the path of a field") {
        return crate::ParsePathError((*quoted.first()?).to_owned()).message().into();
    }
    if message.contains("is no source: expected a field") {
        let name = quoted.first()?;
        return Some(Message::new(
            format!("“{name}”不是来源，应为栏目的 id、#、@roster、@file、@folder 或 @staff"),
            message,
        ));
    }
    if message.starts_with("data did not match any variant") {
        return Some(say!(
            "这里的值不对：整数直接写（5），小数加引号（\"2.5\"），几个值写成 [\"…\", \"…\"]",
            "the value is of none of the kinds allowed here"
        ));
    }
    None
}

/// A kind of value as serde names it.
fn in_chinese(kind: &str) -> String {
    let (word, value) = match kind.split_once(['`', '"']) {
        Some((word, rest)) => (word.trim(), rest.trim_end_matches(['`', '"'])),
        None => (kind.trim(), ""),
    };
    let name = match word {
        "string" | "a string" => "文字（加引号）",
        "integer" => "整数",
        "floating point" => "小数",
        "boolean" | "a boolean" => " true 或 false（不加引号）",
        "usize" | "u8" | "u16" | "u32" | "u64" | "i64" => "整数（不加引号）",
        "sequence" | "a sequence" => "一列值（[ … ]）",
        "map" | "a map" => "一节（[…]）",
        other => other,
    };
    match (word, value) {
        ("boolean", value) => value.to_owned(),
        (_, "") => name.to_owned(),
        (_, value) => format!("{name}“{value}”"),
    }
}

/// What the reader of the syntax says.
fn syntax(message: &str) -> Message {
    let zh = if message.starts_with("invalid basic string") || message.starts_with("invalid literal string") {
        "引号没有成对：这一行少了一个英文引号 \""
    } else if message.starts_with("string values must be quoted") || message.starts_with("invalid boolean") {
        "等号后面的文字要加英文引号 \"…\"；是与否写小写的 true、false，不加引号"
    } else if message.starts_with("missing comma") {
        "方括号里的各项之间要用英文逗号 , 隔开"
    } else if message.starts_with("key with no value") || message.contains("expected `=`") {
        "这一行应写成 名 = 值；说明文字前面要加 #"
    } else if message.starts_with("unclosed array") || message.contains("expected `]`") {
        "方括号没有成对：少了一个 ]"
    } else if message.starts_with("unclosed inline table") || message.contains("expected `}`") {
        "花括号没有成对：少了一个 }"
    } else {
        return Message::new(format!("写法有误（{message}）：请检查这一行的引号、逗号和括号"), message);
    };
    Message::new(zh, message)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Lang;

    #[test]
    fn full_width_marks_outside_quotes_are_found() {
        for (line, found) in [
            ("label = “姓名”", Some('“')),
            ("options = [\"甲\"，\"乙\"]", Some('，')),
            ("label ＝ \"姓名\"", Some('＝')),
            ("［［field］］", Some('［')),
            ("label = \"姓名”", Some('”')),
            ("label = \"“姓名”，\"", None),
            ("label = \"姓名\"  # “说明”", None),
        ] {
            assert_eq!(full_width_code(line).map(|(wrong, _)| wrong), found, "{line}");
        }
    }

    #[test]
    fn what_serde_says_is_said_in_chinese() {
        for (message, zh) in [
            ("invalid type: string \"500\", expected usize", "应为整数（不加引号），现为文字（加引号）“500”"),
            (
                "invalid type: string \"是\", expected a boolean",
                "应为 true 或 false（不加引号），现为文字（加引号）“是”",
            ),
            ("unknown field `lable`, expected one of `id`, `label`", "没有“lable”这个键 → label；可用：id, label"),
        ] {
            assert_eq!(known(message).unwrap().get(Lang::Zh), zh);
        }
    }
}
