//! The office's list of those who should answer.

use crate::FieldPath;
use crate::Finding;
use crate::form::{Record, Value};

/// The office's list of those who should answer: schools, counties, teachers.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Roster {
    /// Those who should answer, in the order of the list.
    pub rows: Vec<RosterRow>,
    /// What is wrong with the list itself.
    pub findings: Vec<Finding>,
}

/// One of those who should answer.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct RosterRow {
    /// The line or row in the file, from 1.
    pub row: usize,
    /// The applicant's name.
    pub name: String,
    /// The contact's name, if the list has it.
    pub contact_name: Option<String>,
    /// The contact's mobile number, if the list has it.
    pub contact_mobile: Option<String>,
    /// What the list knows, by the fields of the returned form.
    pub record: Record,
    /// What the list knows, by the columns of the summary and by its fields
    /// outside the tables.
    pub columns: Vec<(FieldPath, Value)>,
}

/// The row of the roster that a return answers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Matched {
    /// Index of the row in [`Roster::rows`].
    pub row: usize,
    /// What the two have in common.
    pub by: MatchedBy,
}

/// What a return has in common with its row of the roster, the surest first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum MatchedBy {
    /// The applicant's name.
    Name,
    /// The name, which one side writes with the city or county before it.
    NameWithPlace,
    /// A mobile number.
    Mobile,
    /// The file's or a folder's name holds the roster's name.
    FileName,
}
