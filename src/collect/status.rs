//! What has to be done with a return.

use super::SURE;
use crate::extract::Extraction;
use crate::{Finding, Lang, Severity};

/// What has to be done with a return.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Status {
    /// Nothing is wrong and nothing doubtful.
    Passed,
    /// A person should compare it with the file.
    Check,
    /// It has errors and goes back to the applicant.
    Faulty,
}

impl Status {
    /// The status of a return with these findings.
    pub(super) fn of<'f>(extraction: &Extraction, findings: impl Iterator<Item = &'f Finding>) -> Status {
        let unsure = extraction.evidence.iter().any(|evidence| evidence.confidence < SURE);
        match findings.map(|finding| finding.severity).max() {
            Some(Severity::Error) => Status::Faulty,
            Some(Severity::Warning) => Status::Check,
            Some(Severity::Info) | None if unsure => Status::Check,
            Some(Severity::Info) | None => Status::Passed,
        }
    }

    /// The word for people.
    pub fn name(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Status::Passed, Lang::Zh) => "通过",
            (Status::Check, Lang::Zh) => "需核对",
            (Status::Faulty, Lang::Zh) => "有错误",
            (Status::Passed, Lang::En) => "passed",
            (Status::Check, Lang::En) => "to check",
            (Status::Faulty, Lang::En) => "errors",
        }
    }
}
