//! The office's job: many returns become the official summary, a workbook with
//! every field, and a list of what has to be sent back.
//!
//! [`Collection::gather`] looks at all returns together; what it finds beyond
//! the single file (an applicant who answered twice, a return that fits nowhere
//! in the summary) are findings too. [`Collection::workbook`] writes it down.

mod columns;
pub mod csv;
mod duplicate;
mod file_name;
mod listed;
mod matching;
mod message;
mod official;
mod quota;
mod roster;
mod status;
mod summary;
mod unit;
mod workbook;

pub use csv::csv;
pub use message::{Message, messages_text};
pub use official::OfficialFiles;
pub use roster::{Matched, MatchedBy, Roster, RosterRow, RosterValue};
pub use status::Status;
pub use summary::{Summary, SummaryRow};
pub use workbook::WorkbookOptions;

use std::collections::HashSet;
use std::fmt;

use crate::Finding;
use crate::batch::Return;
use crate::data::SheetError;
use crate::extract::Extraction;
use crate::form::{Activity, Catalogue, Date, Form};
use crate::write::xlsx::WriteError;

/// Below this confidence an answer is marked for a second look.
const SURE: f32 = 0.75;

/// All returns of an activity, looked at together.
#[derive(Debug, Clone)]
pub struct Collection<'a> {
    catalogue: &'a Catalogue,
    /// `None` for returns of any activity.
    activity: Option<&'a Activity>,
    returns: &'a [Return],
    /// For each return what only shows among the others.
    added: Vec<Vec<Finding>>,
    summaries: Vec<Summary>,
    roster: Option<Roster>,
    /// For each return the row of the roster that it answers.
    matched: Vec<Option<Matched>>,
    /// The day of the messages.
    today: Option<Date>,
}

/// What the office knows beside the returns.
#[derive(Debug, Clone, Default)]
#[non_exhaustive]
pub struct CollectOptions {
    /// Those who should answer. Default: not known.
    pub roster: Option<Roster>,
    /// What the staff fill in outside the summary's tables: label or id of the
    /// field, and the value. Default: nothing.
    pub head: Vec<(String, String)>,
    /// The day of the messages: a last day that is past is not set again.
    /// Default: not known, so that the same input gives the same words.
    pub today: Option<Date>,
}

impl CollectOptions {
    /// Sets [`CollectOptions::roster`].
    #[must_use]
    pub fn roster(mut self, roster: Roster) -> CollectOptions {
        self.roster = Some(roster);
        self
    }

    /// Adds to [`CollectOptions::head`]: `地市`, `遵义市`.
    #[must_use]
    pub fn set(mut self, field: impl Into<String>, value: impl Into<String>) -> CollectOptions {
        self.head.push((field.into(), value.into()));
        self
    }

    /// Sets [`CollectOptions::today`].
    #[must_use]
    pub fn today(mut self, today: Option<Date>) -> CollectOptions {
        self.today = today;
        self
    }
}

/// A collection could not be made or written.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum CollectError {
    /// The catalogue has no activity with this id.
    UnknownActivity(String),
    /// The roster could not be read.
    Roster(SheetError),
    /// A summary has no such field outside its tables; those that it has.
    UnknownHead {
        /// The label or id that was given.
        name: String,
        /// The labels of the fields that there are.
        known: Vec<String>,
    },
    /// The workbook is larger than Excel allows.
    Workbook(WriteError),
    /// A Word or PDF file could not be made.
    Official(String),
}

impl fmt::Display for CollectError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CollectError::UnknownActivity(id) => write!(f, "`{id}` is not the id of an activity"),
            CollectError::Roster(error) => write!(f, "the roster: {error}"),
            CollectError::UnknownHead { name, known } if known.is_empty() => {
                write!(f, "`{name}` cannot be set: the activity has no summary")
            }
            CollectError::UnknownHead { name, known } => {
                write!(f, "the summary has no field `{name}`; there are {}", known.join(", "))
            }
            CollectError::Workbook(error) => error.fmt(f),
            CollectError::Official(message) => f.write_str(message),
        }
    }
}

impl std::error::Error for CollectError {}

impl CollectError {
    fn official(error: impl fmt::Display) -> CollectError {
        CollectError::Official(error.to_string())
    }
}

impl<'a> Collection<'a> {
    /// Gathers returns: makes the rows of the activity's summaries, and looks
    /// for applicants that answered twice.
    ///
    /// `returns` stay in their order, which is the order of the summary's rows.
    /// Files that could not be read and forms of another activity belong to the
    /// collection as well: nothing that came in is left out.
    ///
    /// # Errors
    ///
    /// The catalogue has no such activity.
    pub fn gather(
        catalogue: &'a Catalogue,
        activity: &str,
        returns: &'a [Return],
    ) -> Result<Collection<'a>, CollectError> {
        Collection::gather_with(catalogue, activity, returns, CollectOptions::default())
    }

    /// [`Collection::gather`] with what the office knows beside the returns.
    ///
    /// # Errors
    ///
    /// The catalogue has no such activity; [`CollectOptions::head`] names a
    /// field that the summary does not have.
    pub fn gather_with(
        catalogue: &'a Catalogue,
        activity: &str,
        returns: &'a [Return],
        options: CollectOptions,
    ) -> Result<Collection<'a>, CollectError> {
        let known = catalogue.activity(activity).ok_or_else(|| CollectError::UnknownActivity(activity.to_owned()))?;
        let today = options.today;
        let mut collection = Collection { activity: Some(known), today, ..Collection::gather_all(catalogue, returns) };
        if let Some(roster) = options.roster {
            let (matched, findings) = matching::matching(&collection, &roster);
            collection.matched = matched;
            collection.add(findings);
            collection.roster = Some(roster);
        }
        let forms = || catalogue.forms().filter(|form| form.activity_id() == activity);
        let head = summary::head(forms(), &options.head)?;
        for form in forms() {
            let Some((mut summary, unplaced)) = summary::summary(&collection, form, &head) else { continue };
            summary.findings.extend(quota::quotas(known, form, &summary.record));
            collection.add(unplaced);
            collection.add(listed::listed(&collection, form, &summary));
            collection.summaries.push(summary);
        }
        Ok(collection)
    }

    /// Adds what only shows among the other returns.
    fn add(&mut self, findings: Vec<(usize, Finding)>) {
        for (index, finding) in findings {
            self.added[index].push(finding);
        }
    }

    /// Gathers returns of any activity: no summary is made.
    pub fn gather_all(catalogue: &'a Catalogue, returns: &'a [Return]) -> Collection<'a> {
        let mut added = vec![Vec::new(); returns.len()];
        for (index, finding) in duplicate::duplicates(catalogue, returns) {
            added[index].push(finding);
        }
        let matched = vec![None; returns.len()];
        Collection {
            catalogue,
            activity: None,
            returns,
            added,
            summaries: Vec::new(),
            roster: None,
            matched,
            today: None,
        }
    }

    /// The activity; `None` for returns of any.
    pub fn activity(&self) -> Option<&'a Activity> {
        self.activity
    }

    /// The returns, as they were given.
    pub fn returns(&self) -> &'a [Return] {
        self.returns
    }

    /// The summaries (汇总信息表) that the activity asks for, filled from the
    /// returns, by form.
    pub fn summaries(&self) -> &[Summary] {
        &self.summaries
    }

    /// The office's list of those who should answer, if there is one.
    pub fn roster(&self) -> Option<&Roster> {
        self.roster.as_ref()
    }

    /// The row of the roster that the return at `index` answers; for a file
    /// that could not be read, the row whose name stands in its name.
    pub fn matched(&self, index: usize) -> Option<&Matched> {
        self.matched.get(index)?.as_ref()
    }

    /// The rows of the roster that nobody answered, in its order; none without
    /// a roster. A file that could not be read is no answer.
    pub fn missing(&self) -> Vec<&RosterRow> {
        let Some(roster) = &self.roster else { return Vec::new() };
        let read = (0..self.returns.len()).filter(|index| self.extraction(*index).is_some());
        let answered: HashSet<usize> = read.filter_map(|index| Some(self.matched(index)?.row)).collect();
        roster.rows.iter().enumerate().filter(|(index, _)| !answered.contains(index)).map(|(_, row)| row).collect()
    }

    /// All findings about the return at `index`: those of the file, then those
    /// that only show among the others. None for an unread file or an index
    /// that is out of range.
    pub fn findings(&self, index: usize) -> impl Iterator<Item = &Finding> {
        let own = self.extraction(index).map(|extraction| extraction.findings.as_slice()).unwrap_or_default();
        let added = self.added.get(index).map(Vec::as_slice).unwrap_or_default();
        own.iter().chain(added)
    }

    /// What has to be done with the return at `index`; `None` for an unread
    /// file or an index that is out of range.
    pub fn status(&self, index: usize) -> Option<Status> {
        self.extraction(index).map(|extraction| Status::of(extraction, self.findings(index)))
    }

    /// The workbook (.xlsx) of the collection:
    ///
    /// - 总览: how many returns there are, by what became of them and by form;
    /// - a sheet for each form that was returned, a row for each return, and a
    ///   sheet for each table of such a form, a row for each of its rows; files
    ///   that could not be read are rows of the form that the summary is made
    ///   of, waiting to be typed in;
    /// - 问题清单: every finding, and what to do about it;
    /// - 反馈通知: for each applicant with something to put right the words to
    ///   send ([`Collection::messages`]);
    /// - 未交名单: who on the roster has not answered ([`Collection::missing`]);
    /// - 未能读取: every file that could not be read.
    ///
    /// Without an activity there is no 总览, no 反馈通知 and no 未交名单: nobody
    /// was asked for anything. The official summary is a file of its own
    /// ([`Collection::official_files`]), so that there is only one to correct.
    ///
    /// Sheets have these names in every language, so that programs find them.
    /// Nothing that came in with a return is ever a formula. The same input
    /// gives the same bytes.
    ///
    /// # Errors
    ///
    /// There is more than Excel's sheets can hold.
    pub fn workbook(&self, options: &WorkbookOptions) -> Result<Vec<u8>, CollectError> {
        workbook::workbook(self, options).map_err(CollectError::Workbook)
    }

    fn form(&self, id: &str) -> Option<&'a Form> {
        self.catalogue.form(id)
    }

    fn extraction(&self, index: usize) -> Option<&'a Extraction> {
        self.returns.get(index)?.outcome.as_ref().ok()
    }

    /// The forms that were returned, those of the activity first, with the
    /// indexes of their returns.
    fn by_form(&self) -> Vec<(&'a Form, Vec<usize>)> {
        let (own, other): (Vec<&Form>, Vec<&Form>) =
            self.catalogue.forms().partition(|form| self.activity.is_some_and(|own| form.activity_id() == own.id));
        own.into_iter()
            .chain(other)
            .map(|form| (form, self.returns_of(&form.id).map(|(index, _)| index).collect::<Vec<_>>()))
            .filter(|(_, indexes)| !indexes.is_empty())
            .collect()
    }

    /// The returns of a form, with their indexes.
    fn returns_of(&self, form: &str) -> impl Iterator<Item = (usize, &'a Extraction)> {
        let read = (0..self.returns.len()).filter_map(|index| Some((index, self.extraction(index)?)));
        read.filter(move |(_, extraction)| extraction.form == form)
    }
}

/// Adds the place of an answer to a finding about it.
fn placed(finding: Finding, extraction: &Extraction) -> Finding {
    let place = extraction.evidence.iter().find(|evidence| Some(&evidence.path) == finding.path.as_ref());
    let place = place.map(|evidence| evidence.place.clone());
    finding.at(place)
}
