//! Who has to fill a box by when.

use super::CheckOptions;
use crate::form::{Field, FieldKind, FilledBy, Record, Stage, Value};
use crate::{Code, FieldPath, Finding};

/// What a box has to be at the stage that a return has come to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Duty {
    /// Filled: always, or only where the field is required.
    Fill {
        /// Whether it must be filled though the field is not required.
        always: bool,
    },
    /// As it is: whose turn it is, is not known.
    Free,
    /// Empty, since its turn has not come.
    Wait(Stage),
    /// Empty on the way.
    Never,
}

impl Duty {
    /// The duty of a field.
    ///
    /// Without a stage only the applicant has duties: the office's boxes may be
    /// filled or not. Nobody on the way fills what belongs to the reviewers.
    pub fn of(field: &Field, options: &CheckOptions) -> Duty {
        let filler = field.direct_filled_by.filter(|_| options.direct).unwrap_or(field.filled_by);
        let always = options.stage.is_some() && field.kind == FieldKind::Opinion;
        match (filler, options.stage) {
            (FilledBy::Reviewer, _) => Duty::Never,
            (FilledBy::Applicant, _) => Duty::Fill { always },
            (FilledBy::AnyOffice, _) | (FilledBy::Office(_), None) => Duty::Free,
            (FilledBy::Office(office), Some(stage)) if office <= stage => Duty::Fill { always },
            (FilledBy::Office(office), Some(_)) => Duty::Wait(office),
        }
    }

    /// Whether the field must be filled.
    pub fn demands(self, field: &Field) -> bool {
        matches!(self, Duty::Fill { always } if always || field.required)
    }

    /// The finding of a box that is filled and should be empty.
    pub fn refusal(self, path: &FieldPath) -> Option<Finding> {
        match self {
            Duty::Fill { .. } | Duty::Free => None,
            Duty::Wait(office) => Some(Finding::new(Code::TooEarly).about(path).with_words("office", office.words())),
            Duty::Never => Some(Finding::new(Code::NotToFill).about(path)),
        }
    }
}

/// What is wrong with an opinion as a whole: with its text, signature and date.
///
/// It is filled when its text or its signature is there: who agrees may just
/// sign. A missing date is only worth knowing, since dates are often written by
/// hand beside the seal, on the printed form.
pub(super) fn opinion(
    opinion: &Field,
    path: &FieldPath,
    record: Option<&Record>,
    options: &CheckOptions,
) -> Option<Finding> {
    let part = |suffix: &str| format!("{}{suffix}", opinion.id());
    let filled = |id: String| record.and_then(|record| record.field(&id)).is_some_and(|value| !Value::is_empty(value));
    let (text, signature, date) = (filled(part("")), filled(part("_signature")), filled(part("_date")));
    let duty = Duty::of(opinion, options);
    if let Some(refusal) = duty.refusal(path) {
        // One finding for the box, at its first part that is filled.
        let at = match (text, signature, date) {
            (true, ..) => path.clone(),
            (_, true, _) => path.beside("signature"),
            (.., true) => path.beside("date"),
            _ => return None,
        };
        return Some(Finding { path: Some(at), ..refusal });
    }
    match (text || signature, duty.demands(opinion)) {
        (false, true) => Some(Finding::new(Code::Required).about(path)),
        (true, true) if !date && options.stage.is_some() => Some(Finding::new(Code::OpinionUndated).about(path)),
        _ => None,
    }
}
