//! Names of sheets.

use rust_xlsxwriter::utility;

/// Most UTF-16 units of a sheet's name.
const MAX_NAME: usize = 31;

/// A text as the name of a sheet: without `[]:*?/\` and control characters, at
/// most 31 UTF-16 units, no apostrophe at the ends. What is too long loses its
/// middle, since titles begin with the year and end with the kind of form.
pub(crate) fn sheet_name(text: &str) -> String {
    shortened(text, MAX_NAME)
}

/// [`sheet_name`] with a shorter limit, to leave room for a number behind it.
pub(crate) fn shortened(text: &str, limit: usize) -> String {
    let legal: Vec<char> = text
        .chars()
        .map(|c| if "[]:*?/\\".contains(c) || c.is_control() || !crate::write::docx::is_xml_char(c) { ' ' } else { c })
        .collect::<String>()
        .split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .trim_matches('\'')
        .chars()
        .collect();
    let units = |characters: &[char]| characters.iter().map(|c| c.len_utf16()).sum::<usize>();
    let (mut head, mut tail) = (legal.len(), legal.len());
    if units(&legal) > limit {
        head = legal.len().min(limit / 3);
        tail = head;
        while units(&legal[..head]) + 1 + units(&legal[tail..]) > limit {
            tail += 1;
        }
    }
    let mut name: String = legal[..head].iter().collect();
    if tail > head {
        name.push('…');
    }
    name.extend(&legal[tail..]);
    let name = name.trim_matches('\'').to_owned();
    match utility::check_sheet_name(&name) {
        Ok(()) => name,
        Err(_) => "Sheet".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_sheets_are_legal() {
        assert_eq!(sheet_name("推荐表"), "推荐表");
        assert_eq!(sheet_name("'a[1]:b*c?d/e\\f'"), "a 1 b c d e f");
        assert_eq!(sheet_name(" / "), "Sheet");
        let long = sheet_name(&format!("2021年度{}推荐汇总信息表", "很长的".repeat(20)));
        assert_eq!(long.encode_utf16().count(), 31);
        assert!(long.starts_with("2021年度") && long.ends_with("推荐汇总信息表") && long.contains('…'), "{long}");
        assert!(sheet_name(&"𬭎".repeat(40)).encode_utf16().count() <= 31);
    }
}
