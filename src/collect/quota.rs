//! How many the notice lets an office recommend.

use crate::finding::Words;
use crate::form::{Activity, Form, Quota};
use crate::{Code, FieldPath, Finding, Record, Severity};

const MORE: Words = Words { zh: "多于", en: "more than" };
const FEWER: Words = Words { zh: "少于", en: "fewer than" };

/// A finding for each table of a summary with more rows than any office may
/// fill, or fewer than any should. Which of several quotas holds for this
/// office the notice tells people, not us: the widest counts.
pub(super) fn quotas(activity: &Activity, form: &Form, record: &Record) -> Vec<Finding> {
    if activity.summary.as_deref() != form.id.split_once('/').map(|(_, name)| name) {
        return Vec::new();
    }
    let mut tables: Vec<&FieldPath> = Vec::new();
    for table in activity.quotas.iter().filter_map(|quota| quota.table.as_ref()) {
        if !tables.contains(&table) {
            tables.push(table);
        }
    }
    tables.into_iter().filter_map(|table| quota(activity, form, record, table)).collect()
}

fn quota(activity: &Activity, form: &Form, record: &Record, table: &FieldPath) -> Option<Finding> {
    let own = || activity.quotas.iter().filter(|quota| quota.table.as_ref() == Some(table));
    let most: Option<(u32, &Quota)> =
        own().filter_map(|quota| Some((quota.at_most?, quota))).max_by_key(|(limit, _)| *limit);
    let least: Option<(u32, &Quota)> =
        own().filter_map(|quota| Some((quota.at_least?, quota))).min_by_key(|(limit, _)| *limit);
    let count = record.rows(table).len();
    let finding = |relation: Words, limit: u32, quota: &Quota, severity: Severity| {
        let label = form.field(table).map(|field| field.label()).unwrap_or_default();
        let mut finding = Finding::new(Code::Quota).about(table);
        finding.severity = severity;
        let finding = finding.with("table", label).with("count", count).with_words("relation", relation);
        finding.with("limit", limit).with("text", &quota.text)
    };
    match (most, least) {
        (Some((limit, quota)), _) if count > limit as usize => Some(finding(MORE, limit, quota, Severity::Warning)),
        (_, Some((limit, quota))) if count < limit as usize => Some(finding(FEWER, limit, quota, Severity::Info)),
        _ => None,
    }
}
