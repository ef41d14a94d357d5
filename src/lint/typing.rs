//! Marks that a Chinese input method changed, and braces that nothing replaces.

use super::{Lint, LintCode, Loaded};

/// Slips of typing in templates and definitions.
pub(super) fn lint(loaded: &Loaded, lints: &mut Vec<Lint>) {
    for (name, text) in loaded.templates.iter().filter(|(name, _)| name.ends_with(".html")) {
        let file = format!("templates/{name}");
        for (index, line) in without_code(text).lines().enumerate() {
            let mut found = Vec::new();
            wide_marks(line, &mut found);
            wide_tags(line, &mut found);
            single_braces(line, &mut found);
            lints.extend(found.into_iter().map(|slip| slip.lint(&file, index + 1)));
        }
    }
    for (name, text) in loaded.forms.iter().filter(|(name, _)| name.ends_with(".toml")) {
        let file = format!("forms/{name}");
        for (index, line) in text.lines().enumerate().filter(|(_, line)| !line.trim_start().starts_with('#')) {
            let mut found = Vec::new();
            wide_marks(line, &mut found);
            definition_braces(line, &mut found);
            lints.extend(found.into_iter().map(|slip| slip.lint(&file, index + 1)));
        }
    }
}

/// A slip of typing.
enum Slip {
    Wide { mark: String, ascii: String },
    Single { mark: String },
    Literal { key: String, mark: String },
}

impl Slip {
    fn lint(self, file: &str, line: usize) -> Lint {
        match self {
            Slip::Wide { mark, ascii } => {
                Lint::new(LintCode::WideMark, file).line(line).with("mark", mark).with("ascii", ascii)
            }
            Slip::Single { mark } => {
                let double = format!("{{{{ {} }}}}", mark.trim_matches(['{', '}', ' ']));
                Lint::new(LintCode::SingleBrace, file).line(line).with("mark", mark).with("double", double)
            }
            Slip::Literal { key, mark } => {
                let lint = Lint::new(LintCode::LiteralCode, file).line(line).with("key", key).with("mark", mark);
                lint.with("year", "{{ year }}")
            }
        }
    }
}

/// A template without comments and code, with its lines in their places.
fn without_code(text: &str) -> String {
    let mut plain = String::with_capacity(text.len());
    let mut rest = text;
    while !rest.is_empty() {
        let code = [("{{", "}}"), ("{%", "%}"), ("{#", "#}"), ("<!--", "-->")]
            .into_iter()
            .find_map(|(open, close)| rest.strip_prefix(open).map(|inner| (inner, close)));
        if let Some((inner, close)) = code
            && let Some(end) = inner.find(close)
        {
            let (code, after) = inner.split_at(end);
            plain.extend(code.chars().filter(|c| *c == '\n'));
            rest = &after[close.len()..];
        } else {
            let length = rest.chars().next().map_or(1, char::len_utf8);
            plain.push_str(&rest[..length]);
            rest = &rest[length..];
        }
    }
    plain
}

/// ｛｛ name ｝｝, ｛％ … ％｝, and halves of them: ｛{, %｝.
fn wide_marks(line: &str, found: &mut Vec<Slip>) {
    let is_mark = |c: char| matches!(c, '{' | '}' | '%' | '#' | '｛' | '｝' | '％' | '＃');
    let mut rest = line;
    while let Some(at) = rest.find(['｛', '｝']) {
        // Marks beside it belong to it.
        let start = rest[..at].char_indices().rev().take_while(|(_, c)| is_mark(*c)).last().map_or(at, |(at, _)| at);
        let length = rest[start..].chars().take_while(|c| is_mark(*c)).map(char::len_utf8).sum::<usize>();
        let mark = &rest[start..start + length];
        found.push(Slip::Wide { mark: mark.to_owned(), ascii: crate::text::to_half_width(mark) });
        rest = &rest[start + length..];
    }
}

/// ＜field … and name=“…”.
fn wide_tags(line: &str, found: &mut Vec<Slip>) {
    for (at, wide) in line.match_indices(['＜', '〈', '＞', '〉']) {
        let after = line[at + wide.len()..].trim_start_matches(['/', '／']);
        let before = line[..at].trim_end_matches(['/', '／', ' ', '"', '”', '“']);
        let opens = matches!(wide, "＜" | "〈");
        let beside = if opens { after.chars().next() } else { before.chars().next_back() };
        if beside.is_some_and(|c| c.is_ascii_alphabetic()) && (opens || line[..at].contains(['<', '＜', '〈'])) {
            let ascii = if opens { "<" } else { ">" };
            found.push(Slip::Wide { mark: wide.to_owned(), ascii: ascii.to_owned() });
        }
    }
    for (at, quote) in line.match_indices(['“', '”', '‘', '’', '＂']) {
        let attribute = line[..at].trim_end().strip_suffix(['=', '＝']).map(str::trim_end);
        if attribute.is_some_and(|name| name.ends_with(|c: char| c.is_ascii_alphabetic())) {
            found.push(Slip::Wide { mark: quote.to_owned(), ascii: "\"".to_owned() });
        }
    }
    for (at, equals) in line.match_indices('＝') {
        let after = line[at + equals.len()..].trim_start();
        if line[..at].ends_with(|c: char| c.is_ascii_alphabetic()) && after.starts_with(['"', '“', '”', '＂']) {
            found.push(Slip::Wide { mark: equals.to_owned(), ascii: "=".to_owned() });
        }
    }
}

/// {name} where {{ name }} is meant.
fn single_braces(line: &str, found: &mut Vec<Slip>) {
    let mut rest = line;
    while let Some((before, after)) = rest.split_once('{') {
        let Some((inner, behind)) = after.split_once('}') else { break };
        let name = inner.trim();
        let is_name = name.starts_with(|c: char| c.is_ascii_alphabetic())
            && name.chars().all(|c| c.is_ascii_alphanumeric() || matches!(c, '_' | '.'));
        let half_wide = before.ends_with('｛') || behind.starts_with('｝');
        if is_name && !half_wide && !behind.starts_with('}') {
            found.push(Slip::Single { mark: format!("{{{inner}}}") });
        }
        rest = after;
    }
}

/// Braces in a definition: a title may hold the year, all else stands as it is.
fn definition_braces(line: &str, found: &mut Vec<Slip>) {
    let key = line.split_once('=').map(|(key, _)| key.trim()).filter(|key| !key.contains(['"', '{', '[']));
    let Some((_, text)) = line.split_once('"') else { return };
    let text = if key == Some("title") { text.replace("{{ year }}", "") } else { text.to_owned() };
    if let Some((_, after)) = text.split_once("{{") {
        let inner = after.split_once("}}").map_or("", |(inner, _)| inner);
        let key = key.unwrap_or("text").to_owned();
        found.push(Slip::Literal { key, mark: format!("{{{{{inner}}}}}") });
    } else if key == Some("title") {
        single_braces(&text, found);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn marks(line: &str) -> Vec<String> {
        let mut found = Vec::new();
        wide_marks(line, &mut found);
        wide_tags(line, &mut found);
        single_braces(line, &mut found);
        let mark = |slip: &Slip| match slip {
            Slip::Wide { mark, .. } | Slip::Single { mark } | Slip::Literal { mark, .. } => mark.clone(),
        };
        found.iter().map(mark).collect()
    }

    #[test]
    fn slips_of_typing_are_found() {
        let cases: [(&str, &[&str]); 12] = [
            ("<p>｛｛ year ｝｝年</p>", &["｛｛", "｝｝"]),
            ("｛{ year }｝", &["｛{", "}｝"]),
            ("｛％ if x ％｝", &["｛％", "％｝"]),
            ("＜field name=\"x\"/＞", &["＜", "＞"]),
            ("<field name=“x”/>", &["“"]),
            ("<field name＝\"x\"/>", &["＝"]),
            ("<p>{year}年</p>", &["{year}"]),
            ("<p>{ form.title }</p>", &["{ form.title }"]),
            ("<p>关于“空间”的说明</p>", &[]),
            ("<p>面积＜100</p>", &[]),
            ("<p>百分比：100％</p>", &[]),
            ("<p>甲＝“乙”</p>", &[]),
        ];
        for (line, expected) in cases {
            assert_eq!(marks(line), expected, "{line}");
        }
    }

    #[test]
    fn code_and_comments_are_no_text() {
        assert_eq!(without_code("a{{<x y={true}/>}}b\n{# ｛ \n #}c<!-- ＜field -->"), "ab\n\nc");
    }
}
