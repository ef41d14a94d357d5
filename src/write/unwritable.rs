//! Characters that no file of ours can hold.

#[cfg(any(feature = "pdf", feature = "xlsx"))]
use std::borrow::Cow;

use super::docx::is_xml_char;
use crate::form::{Record, Value};
use crate::{Code, FieldPath, Finding};

/// What stands in a file for a character that it cannot hold.
#[cfg(any(feature = "pdf", feature = "xlsx"))]
const REPLACEMENT: char = '\u{fffd}';

/// A finding for each answer that holds a character which XML 1.0, and with it
/// Word and Excel, cannot hold: control characters mostly. Files of every
/// format have U+FFFD in its place.
///
/// Filling a form does not say it again.
///
/// ```
/// use shenbao::{Code, Record, Value};
///
/// let record: Record = [("name", Value::from("王\u{1}明"))].into_iter().collect();
/// let findings = shenbao::write::unwritable(&record);
/// assert_eq!(findings.iter().map(|finding| finding.code).collect::<Vec<_>>(), [Code::BadCharacter]);
/// ```
pub fn unwritable(record: &Record) -> Vec<Finding> {
    let mut findings = Vec::new();
    collect(record, None, &mut findings);
    findings
}

fn collect(record: &Record, above: Option<&FieldPath>, findings: &mut Vec<Finding>) {
    for (id, value) in record.iter() {
        let path = above.map_or_else(|| FieldPath::field(id), |above| above.child(id));
        match value {
            Value::Text(text) => findings.extend(finding(text, &path)),
            Value::Choice(_) => findings.extend(finding(&value.to_string(), &path)),
            Value::Group(group) => collect(group, Some(&path), findings),
            Value::Rows(rows) => {
                for (index, row) in rows.iter().enumerate() {
                    collect(row, Some(&path.row(index)), findings);
                }
            }
            Value::Number(_) | Value::Date(_) => {}
        }
    }
}

fn finding(text: &str, path: &FieldPath) -> Option<Finding> {
    text.chars().find(|c| !is_xml_char(*c)).map(|c| replaced_finding(c, path))
}

/// The finding of a character that was replaced.
pub(crate) fn replaced_finding(c: char, path: &FieldPath) -> Finding {
    Finding::new(Code::BadCharacter).about(path).with("value", format_args!("U+{:04X}", u32::from(c)))
}

/// The text as a file can hold it.
#[cfg(any(feature = "pdf", feature = "xlsx"))]
pub(crate) fn writable(text: &str) -> Cow<'_, str> {
    if text.chars().all(is_xml_char) {
        return Cow::Borrowed(text);
    }
    Cow::Owned(text.chars().map(|c| if is_xml_char(c) { c } else { REPLACEMENT }).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_answer_that_loses_a_character_is_named() {
        let mut record = Record::new();
        for (path, text) in [("name", "王䶮\t\r\n"), ("leader.name", "王\u{1}\u{2}明"), ("members[1].name", "\u{ffff}")]
        {
            assert!(record.set(&path.parse().unwrap(), text.into()));
        }
        let said: Vec<String> = unwritable(&record)
            .iter()
            .map(|finding| format!("{} {}", finding.path.as_ref().unwrap(), finding.message(crate::Lang::En)))
            .collect();
        let told = |path: &str, code: &str| {
            format!("{path} holds a character that a file cannot hold ({code}); it was replaced")
        };
        assert_eq!(said, [told("leader.name", "U+0001"), told("members[1].name", "U+FFFF")]);
        assert_eq!((writable("王\u{1}明"), writable("王䶮")), ("王\u{fffd}明".into(), "王䶮".into()));
    }
}
