//! Answers to choices.

use super::value::{Typed, shown};
use crate::form::{Choice, Field, FieldKind, Options, Value};
use crate::text::fold;
use crate::{Code, FieldPath, Finding};

/// Makes the value of a choice from the answers that are ticked or written.
///
/// An answer is the option that it equals but for case, width, white space and
/// punctuation. What equals none stands in [`Choice::other`], with a finding
/// whose kind says whether the list is open; if no answer is an option and the
/// list is closed, the value stays [`Value::Text`].
pub fn choose<S: AsRef<str>>(field: &Field, path: &FieldPath, answers: &[S]) -> Typed {
    let answers: Vec<&str> = answers.iter().map(|answer| answer.as_ref().trim()).filter(|a| !a.is_empty()).collect();
    let (Some(options), false) = (field.options(), answers.is_empty()) else { return Typed::default() };
    let ticked: Vec<&String> = answers.iter().filter_map(|answer| option(options, answer)).collect();
    let known: Vec<String> = options.list.iter().filter(|option| ticked.contains(option)).cloned().collect();
    let unknown: Vec<&str> = answers.into_iter().filter(|answer| option(options, answer).is_none()).collect();
    let other = (!unknown.is_empty()).then(|| unknown.join("、"));
    let choice = Choice { options: known, other };
    let findings = check(field, options, path, &choice);
    let value = match choice {
        Choice { options: known, other: Some(other) } if known.is_empty() && !options.open => Value::Text(other),
        choice => Value::Choice(choice),
    };
    Typed { value: Some(value), normal: None, findings }
}

/// The answers of a text: the text itself where it is an option, else its parts
/// between commas and spaces. A text of a closed list whose parts are not all
/// options is one answer.
pub(super) fn split<'a>(options: &Options, text: &'a str) -> Vec<&'a str> {
    if option(options, text).is_some() {
        return vec![text];
    }
    let is_mark = |c: char| c.is_whitespace() || matches!(c, '、' | '，' | ',' | '；' | ';' | '/' | '／');
    let parts: Vec<&str> = text.split(is_mark).filter(|part| !part.is_empty()).collect();
    let known = parts.iter().filter(|part| option(options, part).is_some()).count();
    if known == parts.len() || (options.open && known > 0) { parts } else { vec![text] }
}

/// What is wrong with a choice.
pub(super) fn check(field: &Field, options: &Options, path: &FieldPath, choice: &Choice) -> Vec<Finding> {
    let mut findings = Vec::new();
    let count = choice.options.len() + usize::from(choice.other.is_some());
    if count > 1 && matches!(field.kind, FieldKind::Choice(_)) {
        let value = Value::Choice(choice.clone()).to_string();
        let finding = Finding::new(Code::ChoiceMany).about(path);
        findings.push(finding.with("count", count).with("value", shown(field, &value)));
    }
    let unlisted = choice.options.iter().filter(|answer| option(options, answer).is_none());
    findings.extend(unlisted.map(|answer| unknown(field, options, path, answer)));
    findings.extend(choice.other.iter().map(|answer| unknown(field, options, path, answer)));
    findings
}

fn unknown(field: &Field, options: &Options, path: &FieldPath, answer: &str) -> Finding {
    let code = if options.open { Code::ChoiceOther } else { Code::ChoiceUnknown };
    Finding::new(code).about(path).with("value", shown(field, answer)).with("options", options.list.join("、"))
}

/// Other words for options, wherever a form has both options of the pair.
const PAIRS: [[(&str, &[&str]); 2]; 1] = [[("男", &["男性", "male"]), ("女", &["女性", "female"])]];

/// The option that an answer is: the same text, else the only one of the same
/// words (`A` and `A+` have the same), else one that the answer is another word
/// for (男性 where 男 and 女 are the options).
///
/// ```
/// use shenbao::{check::option, form::Options};
/// let options = Options { list: vec!["男".into(), "女".into()], open: false };
/// assert_eq!(option(&options, "女性").unwrap(), "女");
/// ```
pub fn option<'a>(options: &'a Options, answer: &str) -> Option<&'a String> {
    let answer = answer.trim();
    if let Some(option) = options.list.iter().find(|option| option.trim() == answer) {
        return Some(option);
    }
    let words = fold(answer);
    if words.is_empty() {
        return None;
    }
    let mut alike = options.list.iter().filter(|option| fold(option) == words);
    match (alike.next(), alike.next()) {
        (Some(option), None) => Some(option),
        (Some(_), Some(_)) => None,
        (None, _) => synonym(options, &words),
    }
}

fn synonym<'a>(options: &'a Options, words: &str) -> Option<&'a String> {
    let listed = |word: &str| options.list.iter().find(|option| fold(option) == word);
    let pair = PAIRS.iter().find(|pair| pair.iter().all(|(option, _)| listed(option).is_some()))?;
    let (option, _) = pair.iter().find(|(_, others)| others.contains(&words))?;
    listed(option)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn options_are_told_apart_by_their_marks() {
        let options = Options { list: vec!["A".into(), "A+".into(), "是（有）".into()], open: false };
        for (answer, expected) in
            [("A", Some("A")), ("A+", Some("A+")), ("a", None), ("是(有)", Some("是（有）")), ("", None), ("—", None)]
        {
            assert_eq!(option(&options, answer).map(String::as_str), expected, "{answer}");
        }
    }

    #[test]
    fn men_and_women_have_other_words() {
        let gender = Options { list: vec!["男".into(), "女".into()], open: false };
        let other = Options { list: vec!["男".into(), "其他".into()], open: false };
        for (answer, expected) in [
            ("男", Some("男")),
            ("女性", Some("女")),
            (" 男 性 ", Some("男")),
            ("Female", Some("女")),
            ("男女", None),
            ("先生", None),
        ] {
            assert_eq!(option(&gender, answer).map(String::as_str), expected, "{answer}");
        }
        assert_eq!(option(&other, "男性"), None);
    }

    #[test]
    fn a_text_is_split_only_into_options() {
        let options = |open| Options { list: vec!["小学/初中".into(), "高中".into()], open };
        for (text, open, expected) in [
            ("小学/初中", false, vec!["小学/初中"]),
            ("小学/初中、高中", false, vec!["小学/初中、高中"]),
            ("高中,高中", false, vec!["高中", "高中"]),
            ("高中 其他", true, vec!["高中", "其他"]),
            ("其他 学校", true, vec!["其他 学校"]),
        ] {
            assert_eq!(split(&options(open), text), expected, "{text}");
        }
    }
}
