//! Applicants that answered more than once.

use std::collections::HashMap;

use super::placed;
use crate::batch::Return;
use crate::form::{Catalogue, Form};
use crate::text::fold;
use crate::{Code, Finding};

/// A finding for each return whose applicant has an earlier return of the same
/// form, by index of the return.
///
/// Names are the same if they differ only in width, case, white space or
/// punctuation.
pub(super) fn duplicates(catalogue: &Catalogue, returns: &[Return]) -> Vec<(usize, Finding)> {
    let mut first: HashMap<(&str, String), &str> = HashMap::new();
    let mut findings = Vec::new();
    for (index, returned) in returns.iter().enumerate() {
        let Ok(extraction) = &returned.outcome else { continue };
        let applicant = catalogue.form(&extraction.form).and_then(Form::applicant);
        let Some(path) = applicant else { continue };
        let Some(name) = extraction.record.get(path).map(ToString::to_string) else { continue };
        let folded = fold(&name);
        if folded.is_empty() {
            continue;
        }
        match first.get(&(extraction.form.as_str(), folded.clone())) {
            Some(other) => {
                let finding = Finding::new(Code::Duplicate).about(path).with("other", other).with("value", name);
                findings.push((index, placed(finding, extraction)));
            }
            None => {
                first.insert((&extraction.form, folded), &returned.file);
            }
        }
    }
    findings
}
