//! Activities: the notice that forms belong to.

use serde::{Deserialize, Serialize};

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
    /// The form that schools return and the form that the office makes of the
    /// returns, by file name.
    pub summary: Option<String>,
}
