//! Names of files and ways between folders, without the disk: all rules are
//! those of Windows, where the files that we make are opened, and are tested
//! with strings on every system.

use std::collections::HashSet;
use std::path::Path;

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// How paths are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum System {
    Windows,
    #[cfg_attr(windows, allow(dead_code))]
    Unix,
}

impl System {
    /// The system that the program runs on.
    pub const HERE: System = if cfg!(windows) { System::Windows } else { System::Unix };

    fn is_separator(self, c: char) -> bool {
        c == '/' || (self == System::Windows && c == '\\')
    }
}

/// The most UTF-16 units of a name. Windows takes 255, but the folders above it
/// need room in a path of [`LONGEST_PATH`].
const LONGEST_NAME: usize = 100;

/// The most bytes of a name: other systems count 255 bytes, a Han character is
/// three.
const LONGEST_NAME_BYTES: usize = 240;

/// The most UTF-16 units of a path that Word and the Explorer open (`MAX_PATH`
/// without its end).
const LONGEST_PATH: usize = 259;

/// What is left of a name however long the folders above it are.
const SHORTEST_CUT: usize = 24;

/// A text as the name of a file that ends in `ending` (`.docx`), or of a folder.
pub(super) fn file_name(text: &str, ending: &str) -> String {
    name_within(text, ending, LONGEST_NAME)
}

/// [`file_name`], at most `units` UTF-16 units long: without `<>:"/\|?*`, control and invisible characters,
/// without a dot or blank at its end, not the name of a device, composed (NFC).
fn name_within(text: &str, ending: &str, units: usize) -> String {
    let mut stem = String::new();
    for c in text.nfc() {
        match c {
            '<' | '>' | ':' | '"' | '/' | '\\' | '|' | '?' | '*' => stem.push('_'),
            c if is_invisible(c) => {}
            // A line break inside an answer is a blank; blanks are not doubled.
            c if c.is_control() || c == ' ' || c == '\u{a0}' => {
                if !stem.is_empty() && !stem.ends_with(' ') {
                    stem.push(' ');
                }
            }
            c => stem.push(c),
        }
    }
    let is_blank_end = |c: char| c == '.' || c.is_whitespace();
    stem.truncate(stem.trim_end_matches(is_blank_end).len());
    stem = stem.trim_start().to_owned();
    if stem.is_empty() || is_device(&stem) {
        stem.insert(0, '_');
    }
    shorten(&mut stem, units.saturating_sub(utf16_len(ending)), LONGEST_NAME_BYTES.saturating_sub(ending.len()));
    stem.truncate(stem.trim_end_matches(is_blank_end).len());
    if stem.is_empty() {
        stem.push('_');
    }
    stem + ending
}

/// Characters that nobody sees and that may turn a name around.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{ad}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}' | '\u{fffe}' | '\u{ffff}')
}

/// Whether Windows takes a name for a device, whatever its extension.
pub(super) fn is_device(name: &str) -> bool {
    let stem = name.split('.').next().unwrap_or_default().trim_end().to_uppercase();
    let numbered = |prefix: &str| {
        let digit = stem.strip_prefix(prefix).and_then(|rest| {
            let mut rest = rest.chars();
            rest.next().filter(|_| rest.next().is_none())
        });
        digit.is_some_and(|c| matches!(c, '0'..='9' | '¹' | '²' | '³'))
    };
    matches!(stem.as_str(), "CON" | "PRN" | "AUX" | "NUL" | "CONIN$" | "CONOUT$") || numbered("COM") || numbered("LPT")
}

/// Cuts a text to a number of UTF-16 units and bytes, between characters that
/// people see as one.
fn shorten(text: &mut String, units: usize, bytes: usize) {
    if utf16_len(text) <= units && text.len() <= bytes {
        return;
    }
    while let Some(last) = text.pop() {
        if utf16_len(text) <= units && text.len() <= bytes && !is_combining_mark(last) {
            return;
        }
    }
}

/// The length as Windows counts it.
pub(super) fn utf16_len(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// Paths that are taken. Windows does not tell names by case.
#[derive(Debug, Default)]
pub(super) struct Taken(HashSet<String>);

impl Taken {
    /// The path, or with a number where it is taken: `张三（2）.docx`.
    pub fn unique(&mut self, path: &str) -> String {
        let at = path.rfind(['/', '\\']).map_or(0, |at| at + 1);
        let (folder, name) = path.split_at(at);
        // A name such as `.docx` has no extension.
        let dot = name.rfind('.').filter(|dot| *dot > 0).unwrap_or(name.len());
        let (stem, ending) = name.split_at(dot);
        let mut unique = path.to_owned();
        let mut number = 2;
        while !self.0.insert(unique.nfc().collect::<String>().to_lowercase()) {
            let mark = format!("（{number}）");
            let mut stem = stem.to_owned();
            let taken = mark.len() + ending.len();
            shorten(&mut stem, LONGEST_NAME, LONGEST_NAME_BYTES.saturating_sub(taken));
            unique = format!("{folder}{stem}{mark}{ending}");
            number += 1;
        }
        unique
    }
}

/// Fills a pattern of a path: `value` gives what stands for `{{ name }}`. Each
/// folder and the file are legal names afterwards; what the caller wrote without
/// a gap is left as it is. `base` is the length of the folder that the pattern
/// starts from.
pub(super) fn fill(pattern: &str, base: usize, system: System, value: impl Fn(&str) -> String) -> String {
    let mut filled = String::new();
    let parts = split_pattern(pattern, system);
    let count = parts.len();
    for (index, part) in parts.into_iter().enumerate() {
        if index > 0 {
            filled.push('/');
        }
        if !part.contains("{{") {
            filled.push_str(&part);
            continue;
        }
        let (stem, ending) = match part.rfind('.') {
            Some(dot) if index + 1 == count && !part[dot..].contains(['}', ' ']) => part.split_at(dot),
            _ => (part.as_str(), ""),
        };
        let mut text = String::new();
        let mut rest = stem;
        while let Some((before, after)) = rest.split_once("{{") {
            let Some((name, after)) = after.split_once("}}") else { break };
            text.push_str(before);
            text.push_str(&value(name.trim()));
            rest = after;
        }
        text.push_str(rest);
        let room = LONGEST_PATH.saturating_sub(base + utf16_len(&filled) + 1);
        filled.push_str(&name_within(&text, ending, room.clamp(SHORTEST_CUT, LONGEST_NAME)));
    }
    filled
}

/// The folders of a pattern and its file. A separator inside a gap is none.
fn split_pattern(pattern: &str, system: System) -> Vec<String> {
    let mut parts = vec![String::new()];
    let mut in_gap = false;
    for c in pattern.chars() {
        let last = parts.len() - 1;
        if system.is_separator(c) && !in_gap {
            parts.push(String::new());
            continue;
        }
        parts[last].push(c);
        in_gap = if in_gap { !parts[last].ends_with("}}") } else { parts[last].ends_with("{{") };
    }
    parts
}

/// A path without the prefix that Windows gives to resolved paths, `\\?\`.
pub(super) fn without_verbatim(path: &str) -> String {
    match path.strip_prefix(r"\\?\") {
        Some(rest) => match rest.strip_prefix(r"UNC\") {
            Some(share) => format!(r"\\{share}"),
            None => rest.to_owned(),
        },
        None => path.to_owned(),
    }
}

/// A path with `/` between its parts.
pub(super) fn slashed(path: &str, system: System) -> String {
    match system {
        System::Windows => without_verbatim(path).replace('\\', "/"),
        System::Unix => path.to_owned(),
    }
}

/// [`slashed`] for a path of this system.
pub(super) fn slashed_path(path: &Path) -> String {
    slashed(&path.to_string_lossy(), System::HERE)
}

/// An absolute path taken apart.
struct Way<'p> {
    /// `/`, `C:/` or `//server/share/`.
    root: String,
    parts: Vec<&'p str>,
}

impl<'p> Way<'p> {
    /// `path` is [`slashed`].
    fn of(path: &'p str, system: System) -> Way<'p> {
        let (root, rest) = match (system, path.strip_prefix("//")) {
            (System::Windows, Some(unc)) => {
                let mut parts = unc.splitn(3, '/');
                let (server, share) = (parts.next().unwrap_or_default(), parts.next().unwrap_or_default());
                (format!("//{server}/{share}/"), parts.next().unwrap_or_default())
            }
            (System::Windows, None) if path.as_bytes().get(1) == Some(&b':') => {
                (format!("{}/", &path[..2]), &path[2..])
            }
            _ if path.starts_with('/') => ("/".to_owned(), path),
            _ => (String::new(), path),
        };
        let mut parts = Vec::new();
        for part in rest.split('/') {
            match part {
                "" | "." => {}
                ".." => drop(parts.pop()),
                part => parts.push(part),
            }
        }
        Way { root, parts }
    }
}

/// Whether a path names its drive, share or root.
pub(super) fn is_absolute(path: &str, system: System) -> bool {
    !Way::of(&slashed(path, system), system).root.is_empty()
}

/// The way from one folder to another, both absolute, as the start of a link:
/// `../来件/`, nothing for the same folder, the whole path where they stand on
/// different drives or shares.
pub(super) fn link(from: &str, to: &str, system: System) -> String {
    let (from, to) = (slashed(from, system), slashed(to, system));
    let (from, to) = (Way::of(&from, system), Way::of(&to, system));
    let same = |a: &str, b: &str| match system {
        System::Windows => a.to_lowercase() == b.to_lowercase(),
        System::Unix => a == b,
    };
    if !same(&from.root, &to.root) {
        return format!("{}{}", to.root, to.parts.iter().map(|part| format!("{part}/")).collect::<String>());
    }
    let shared = from.parts.iter().zip(&to.parts).take_while(|(a, b)| same(a, b)).count();
    let mut link = "../".repeat(from.parts.len() - shared);
    for part in &to.parts[shared..] {
        link.push_str(part);
        link.push('/');
    }
    link
}

#[cfg(test)]
mod tests {
    use super::*;
    use System::{Unix, Windows};

    #[test]
    fn names_that_windows_refuses_are_changed() {
        for (text, legal) in [
            ("新乡市/红旗区", "新乡市_红旗区"),
            ("a:b*?.docx", "a_b__.docx"),
            (r#"<x>|"y"\z"#, "_x___y__z"),
            ("完。. ", "完。"),
            ("...", "_"),
            ("　第一小学　", "第一小学"),
            ("第一小学\n（东校区）\t甲", "第一小学 （东校区） 甲"),
            ("a\u{0}b\u{7f}c", "a b c"),
            ("\u{202e}cod.exe", "cod.exe"),
            ("\u{feff}张三", "张三"),
            ("", "_"),
            // Composed: a name typed on a Mac is the same name.
            ("Cafe\u{301}", "Café"),
        ] {
            assert_eq!(file_name(text, ""), legal, "{text:?}");
        }
    }

    #[test]
    fn names_of_devices_are_changed_and_others_left() {
        for device in [
            "CON",
            "con",
            "Prn",
            "aux.docx",
            "NUL.tar.gz",
            "com1",
            "COM9.docx",
            "lpt0",
            "LPT¹",
            "com².txt",
            "nul .docx",
        ] {
            assert_eq!(file_name(device, ""), format!("_{device}"), "{device}");
        }
        for other in ["common", "COM", "COM10", "console.docx", "a.con", "康", "LPTX"] {
            assert_eq!(file_name(other, ""), other);
        }
    }

    #[test]
    fn long_names_are_cut_between_characters() {
        let long = file_name(&"校".repeat(300), "");
        assert_eq!((utf16_len(&long), long.len()), (80, 240));
        let letters = file_name(&"a".repeat(300), ".docx");
        assert_eq!((letters.len(), letters.ends_with("a.docx")), (100, true));
        // Two units each: an odd limit does not cut one in half.
        assert_eq!(name_within("𠮷𠮷𠮷", ".a", 7), "𠮷𠮷.a");
        // A letter stays with its mark, and a cut leaves no blank at the end.
        assert_eq!(name_within("abq\u{323}\u{308}y", "", 4), "ab");
        assert_eq!(name_within("ab cd", "", 3), "ab");
    }

    #[test]
    fn taken_names_get_a_number_whatever_their_case() {
        let mut taken = Taken::default();
        for (path, unique) in [
            ("县/A.docx", "县/A.docx"),
            ("县/a.docx", "县/a（2）.docx"),
            ("县/A（2）.docx", "县/A（2）（2）.docx"),
            ("县/A.DOCX", "县/A（3）.DOCX"),
            ("县.1/A", "县.1/A"),
            ("县.1/a", "县.1/a（2）"),
            ("Cafe\u{301}", "Cafe\u{301}"),
            ("Café", "Café（2）"),
            (".docx", ".docx"),
            (".docx", ".docx（2）"),
        ] {
            assert_eq!(taken.unique(path), unique, "{path}");
        }
        let long = format!("{}.docx", "校".repeat(78));
        taken.unique(&long);
        assert!(taken.unique(&long).len() <= LONGEST_NAME_BYTES);
    }

    #[test]
    fn patterns_are_filled_with_legal_names() {
        let value = |name: &str| match name {
            "city" => "新乡市/红旗区.".to_owned(),
            "name" => "育新小学: 一部".to_owned(),
            "device" => "con".to_owned(),
            _ => String::new(),
        };
        for (pattern, system, path) in [
            ("out/{{ city }}/{{ name }}.docx", Unix, "out/新乡市_红旗区/育新小学_ 一部.docx"),
            (r"C:\out\{{city}}\{{ name }}.docx", Windows, "C:/out/新乡市_红旗区/育新小学_ 一部.docx"),
            ("{{ device }}.docx", Windows, "_con.docx"),
            // The name of a device only if nothing stands beside it.
            ("{{ device }}表.docx", Windows, "con表.docx"),
            ("{{ nothing }}.docx", Unix, "_.docx"),
            ("{{ nothing }}/a.docx", Unix, "_/a.docx"),
            ("/{{ name }} .docx", Unix, "/育新小学_ 一部.docx"),
            ("plain/ a?.docx", Unix, "plain/ a?.docx"),
            ("../{{ name }}.v1.docx", Unix, "../育新小学_ 一部.v1.docx"),
        ] {
            assert_eq!(fill(pattern, 0, system, value), path, "{pattern}");
        }
    }

    #[test]
    fn a_deep_folder_leaves_less_for_the_name() {
        let fill = |base| fill("{{ x }}.docx", base, Windows, |_| "x".repeat(200));
        assert_eq!(utf16_len(&fill(10)), LONGEST_NAME);
        assert_eq!(200 + 1 + utf16_len(&fill(200)), LONGEST_PATH);
        assert_eq!(utf16_len(&fill(300)), SHORTEST_CUT);
    }

    #[test]
    fn resolved_paths_of_windows_lose_their_prefix() {
        for (path, plain) in [
            (r"\\?\C:\来件\a.docx", "C:/来件/a.docx"),
            (r"\\?\UNC\server\共享\a.docx", "//server/共享/a.docx"),
            (r"\\server\共享", "//server/共享"),
            (r"来件\红旗区\a.docx", "来件/红旗区/a.docx"),
        ] {
            assert_eq!(slashed(path, Windows), plain);
        }
        // Elsewhere `\` is a character of a name.
        assert_eq!(slashed(r"来件/a\b.docx", Unix), r"来件/a\b.docx");
    }

    #[test]
    fn links_lead_from_the_workbook_to_the_returns() {
        for (from, to, system, way) in [
            (r"C:\工作", r"C:\工作\来件", Windows, "来件/"),
            (r"C:\工作\结果", r"c:\工作\来件", Windows, "../来件/"),
            (r"C:\工作", r"C:\工作", Windows, ""),
            (r"C:\工作\来件\结果", r"\\?\C:\工作\来件", Windows, "../"),
            (r"C:\工作", r"D:\来件", Windows, "D:/来件/"),
            (r"C:\", r"C:\来件\", Windows, "来件/"),
            (r"C:\工作\..\结果", r"C:\来件", Windows, "../来件/"),
            (r"\\server\共享\结果", r"\\Server\共享\来件", Windows, "../来件/"),
            (r"\\server\共享\结果", r"\\?\UNC\server\共享\来件", Windows, "../来件/"),
            (r"\\server\共享", r"\\server\别处\来件", Windows, "//server/别处/来件/"),
            (r"C:\工作", r"\\server\共享\来件", Windows, "//server/共享/来件/"),
            ("/a/out", "/a/in", Unix, "../in/"),
            ("/a/b/../out", "/a/b/in", Unix, "../b/in/"),
            ("/a", "/A", Unix, "../A/"),
        ] {
            assert_eq!(link(from, to, system), way, "{from} → {to}");
        }
    }
}
