//! Records of the data whose applicant has one already.

use std::collections::HashMap;

use super::Entry;
use crate::form::{FieldKind, Form};
use crate::text::fold;
use crate::{Code, FieldPath, Finding, Record};

/// Adds a finding to each entry that names the applicant of an earlier one. A
/// list of schools that holds one twice was mostly put together from two; people
/// of one name with different identity numbers are two.
pub(super) fn tell_repeated(form: &Form, entries: &mut [Entry]) {
    let Some(path) = form.applicant() else { return };
    let label = form.field(path).map(|field| field.label().to_owned()).unwrap_or_default();
    let ids: Vec<&FieldPath> =
        form.leaves().filter(|field| field.kind == FieldKind::IdNumber).map(|field| &field.path).collect();
    let mut first: HashMap<String, usize> = HashMap::new();
    for index in 0..entries.len() {
        let Some(name) = entries[index].record.get(path).map(ToString::to_string) else { continue };
        let folded = fold(&name);
        if folded.is_empty() {
            continue;
        }
        let earlier = *first.entry(folded).or_insert(index);
        if earlier == index || differ(&ids, &entries[earlier].record, &entries[index].record) {
            continue;
        }
        let other = entries[earlier].number;
        let finding = Finding::new(Code::RowRepeated).about(path).with("other", other).with("of", &label);
        entries[index].findings.push(finding.with("value", name));
    }
}

/// Whether both records hold one of these answers, and not the same.
fn differ(paths: &[&FieldPath], one: &Record, other: &Record) -> bool {
    let text = |record: &Record, path| record.get(path).map(|value| fold(&value.to_string()));
    paths.iter().any(|path| match (text(one, path), text(other, path)) {
        (Some(one), Some(other)) => one != other,
        _ => false,
    })
}
