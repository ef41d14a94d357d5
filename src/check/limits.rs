//! Limits on the length of texts and the size of numbers.

use rust_decimal::Decimal;

use super::value::shown;
use super::words::count;
use crate::finding::Words;
use crate::form::{Field, FieldKind};
use crate::{Code, FieldPath, Finding};

/// What stands in a message for a bound that a range does not have.
const NO_BOUND: Words = Words { zh: "不限", en: "any" };

/// What is wrong with the length of a text.
///
/// …字左右 is kept within a fifth of the number, both ends included. Characters
/// are counted with spaces and without ends of lines.
pub(super) fn length(field: &Field, path: &FieldPath, text: &str) -> Vec<Finding> {
    let limits = &field.limits;
    let length = count(text);
    let words = length.words;
    let finding = |code: Code, count: usize, limit: usize| {
        Finding::new(code).about(path).with("count", count).with("limit", limit)
    };
    let mut findings = Vec::new();
    if let Some(limit) = limits.max_words.filter(|limit| words > *limit) {
        findings.push(finding(Code::MaxWords, words, limit).with("excess", words - limit));
    }
    if let Some(limit) = limits.min_words.filter(|limit| words < *limit) {
        findings.push(finding(Code::MinWords, words, limit).with("missing", limit - words));
    }
    if let Some(limit) = limits.about_words.filter(|about| is_far(words, *about)) {
        findings.push(finding(Code::AboutWords, words, limit));
    }
    let chars = length.chars_with_spaces;
    if let Some(limit) = limits.max_chars.filter(|limit| chars > *limit) {
        findings.push(finding(Code::MaxChars, chars, limit).with("excess", chars - limit));
    }
    findings
}

/// Whether a count is more than a fifth away from what was asked for.
fn is_far(words: usize, about: usize) -> bool {
    words.abs_diff(about).saturating_mul(5) > about
}

/// What is wrong with the size of a number. `points` are those printed in the
/// number's row; they go before the field's own maximum.
pub(super) fn range(field: &Field, path: &FieldPath, number: Decimal, points: Option<Decimal>) -> Option<Finding> {
    let counts = matches!(field.kind, FieldKind::Integer | FieldKind::Score);
    let min = field.limits.min.or(counts.then_some(Decimal::ZERO));
    let max = points.or(field.limits.max);
    if min.is_none_or(|min| number >= min) && max.is_none_or(|max| number <= max) {
        return None;
    }
    let finding = Finding::new(Code::Range).about(path).with("value", shown(field, &number.normalize().to_string()));
    let bound = |finding: Finding, name: &'static str, bound: Option<Decimal>| match bound {
        Some(bound) => finding.with(name, bound.normalize()),
        None => finding.with_words(name, NO_BOUND),
    };
    Some(bound(bound(finding, "min", min), "max", max))
}
