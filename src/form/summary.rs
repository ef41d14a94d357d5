//! How a summary (汇总信息表) is made of returned forms.

use std::str::FromStr;

use indexmap::IndexMap;
use serde::{Deserialize, Deserializer};

use crate::FieldPath;

/// How a summary (汇总信息表) is made of returned forms.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SummarySource {
    /// The form whose returns are the rows, by its name in the activity.
    pub from: String,
    /// A form of the activity whose lists name those that must not apply again.
    pub not_in: Option<String>,
    /// For each field outside the tables the sources of its value, in order.
    #[serde(default)]
    pub head: IndexMap<String, Vec<ColumnSource>>,
    /// The tables to fill.
    pub table: Vec<SummaryTable>,
}

/// How one table of a summary is filled.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SummaryTable {
    /// The table of the summary form.
    pub rows: FieldPath,
    /// Which returns belong here; all, if absent.
    pub when: Option<SummaryCondition>,
    /// For each column the sources of its value, in order.
    pub columns: IndexMap<String, Vec<ColumnSource>>,
}

/// Where the value of a summary's column comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ColumnSource {
    /// `#`: the running number of the row.
    Number,
    /// A field of the returned form.
    Field(FieldPath),
    /// `@roster`: the office's list of those who should answer.
    Roster,
    /// `@file`: a name that stands in the name of the returned file.
    File,
    /// `@folder`: the name of the folder that the file lies in.
    Folder,
    /// `@staff`: the staff type it in.
    Staff,
}

impl FromStr for ColumnSource {
    type Err = String;

    fn from_str(text: &str) -> Result<ColumnSource, String> {
        match text {
            "#" => Ok(ColumnSource::Number),
            "@roster" => Ok(ColumnSource::Roster),
            "@file" => Ok(ColumnSource::File),
            "@folder" => Ok(ColumnSource::Folder),
            "@staff" => Ok(ColumnSource::Staff),
            path => path.parse().map(ColumnSource::Field).map_err(|_| {
                format!("`{path}` is no source: expected a field, `#`, `@roster`, `@file`, `@folder` or `@staff`")
            }),
        }
    }
}

impl<'de> Deserialize<'de> for ColumnSource {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<ColumnSource, D::Error> {
        String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
    }
}

/// A condition on a returned form.
#[derive(Debug, Clone, PartialEq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct SummaryCondition {
    /// A choice of the returned form.
    pub field: FieldPath,
    /// The options for which the condition holds.
    pub is: Vec<String>,
}
