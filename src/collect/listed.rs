//! Applicants that a notice names as those that must not apply again.

use super::unit::{Same, same};
use super::{Collection, Summary, placed};
use crate::form::{Form, NameList};
use crate::text::fold;
use crate::{Code, FieldPath, Finding, Severity};

/// A finding for each return whose applicant stands in a list of the form that
/// `[summary] not_in` names, by index of the return. Staff decide: a county may
/// be listed, and its school not.
pub(super) fn listed(collection: &Collection<'_>, form: &Form, summary: &Summary) -> Vec<(usize, Finding)> {
    let Some(source) = &form.summary else { return Vec::new() };
    let listing = source.not_in.as_ref().map(|name| format!("{}/{name}", form.activity_id()));
    let Some(listing) = listing.and_then(|id| collection.catalogue.form(&id)) else { return Vec::new() };
    let mut findings = Vec::new();
    for (index, extraction) in collection.returns_of(&format!("{}/{}", form.activity_id(), source.from)) {
        let path = collection.catalogue.form(&extraction.form).and_then(Form::applicant);
        let name = match path.and_then(|path| extraction.record.get(path)).filter(|name| !name.is_empty()) {
            Some(name) => Some(name.to_string()),
            None => name_in_summary(summary, index),
        };
        let Some((name, list, listed)) = name.and_then(|name| find(&listing.lists, &name)) else { continue };
        let mut finding = Finding::new(Code::AlreadyListed);
        // 第一小学 is listed for one city, and there are many.
        if same(&fold(&name), &fold(listed)) == Some(Same::WithPlace { sure: false }) {
            finding.severity = Severity::Info;
        }
        let finding = finding
            .with("value", name)
            .with("list", format!("{} {}", listing.annex.as_deref().unwrap_or_default(), list.title).trim())
            .with("listed", listed);
        let finding = match path {
            Some(path) => placed(finding.about(path), extraction),
            None => finding,
        };
        findings.push((index, finding));
    }
    findings
}

/// The name that the summary has for a return, which may come from the roster
/// or from the file's name.
fn name_in_summary(summary: &Summary, index: usize) -> Option<String> {
    let row = summary.rows.iter().find(|row| row.source == index)?;
    let name: FieldPath = row.path.child("name");
    summary.record.get(&name).filter(|name| !name.is_empty()).map(ToString::to_string)
}

fn find<'l>(lists: &'l [NameList], name: &str) -> Option<(String, &'l NameList, &'l str)> {
    let folded = fold(name);
    let names = || lists.iter().flat_map(|list| list.names.iter().map(move |name| (list, name.as_str())));
    let whole = names().find(|(_, listed)| same(&folded, &fold(listed)) == Some(Same::Whole));
    let found = whole.or_else(|| names().find(|(_, listed)| same(&folded, &fold(listed)).is_some()));
    found.map(|(list, listed)| (name.to_owned(), list, listed))
}
