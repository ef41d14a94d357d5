//! Activities: the notice that forms belong to.

use serde::{Deserialize, Serialize};

use crate::FieldPath;

/// A notice of a bureau and its facts, `forms/<activity>/activity.toml`. What
/// the notice does not say is absent.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Activity {
    /// The folder's name, `henan-2021`.
    #[serde(skip_deserializing, default)]
    pub id: String,
    /// The notice's title.
    pub title: String,
    /// The office that issued it.
    pub issuer: Option<String>,
    /// Document number (发文字号).
    pub number: Option<String>,
    /// The year that titles of forms name.
    pub year: Option<u16>,
    /// The date of the notice, ISO 8601.
    pub issued: Option<String>,
    /// Until when returns must be in, ISO 8601.
    pub deadline: Option<String>,
    /// The form that the office makes of the returns, by file name.
    pub summary: Option<String>,
    /// Who may apply, in the notice's words.
    #[serde(default)]
    pub applicants: Vec<String>,
    /// How many an office may recommend.
    #[serde(default, rename = "quota")]
    pub quotas: Vec<Quota>,
}

/// How many an office may recommend.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Quota {
    /// The table of the activity's summary that it limits, if there is one.
    pub table: Option<FieldPath>,
    /// For whom it holds, as 各省辖市.
    pub per: Option<String>,
    /// The fewest.
    pub at_least: Option<u32>,
    /// The most.
    pub at_most: Option<u32>,
    /// The notice's words.
    pub text: String,
}
