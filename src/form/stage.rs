//! Who fills a field, and how far a return has come.

use serde::{Deserialize, Serialize};

use crate::finding::Words;

/// How far a return has come: whose hands it has left. In order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stage {
    /// The school, or whoever applies.
    School,
    /// The county's education bureau (县区级), or another office above the
    /// applicant and below the city.
    County,
    /// The city's education bureau (市州级).
    City,
    /// The province's department of education (省级).
    Province,
}

impl Stage {
    /// An office as messages call it.
    pub(crate) fn words(self) -> Words {
        match self {
            Stage::School => Words { zh: "学校", en: "the school" },
            Stage::County => Words { zh: "县区级", en: "the county" },
            Stage::City => Words { zh: "市级", en: "the city" },
            Stage::Province => Words { zh: "省级", en: "the province" },
        }
    }
}

/// Who fills a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum FilledBy {
    /// Whoever applies.
    #[default]
    Applicant,
    /// An office, or the applicant's own head, when the form passes it.
    Office(Stage),
    /// An office of which the definition does not say which one: an opinion
    /// without `filled_by`.
    AnyOffice,
    /// Nobody on the way: those who judge the returns (此项不用教师填写).
    Reviewer,
}

impl FilledBy {
    /// The words that a definition has for it, in order.
    pub(super) const NAMES: &'static [(&'static str, FilledBy)] = &[
        ("applicant", FilledBy::Applicant),
        ("school", FilledBy::Office(Stage::School)),
        ("county", FilledBy::Office(Stage::County)),
        ("city", FilledBy::Office(Stage::City)),
        ("province", FilledBy::Office(Stage::Province)),
        ("reviewer", FilledBy::Reviewer),
    ];

    /// Who is meant by a definition's word.
    pub(super) fn named(name: &str) -> Option<FilledBy> {
        FilledBy::NAMES.iter().find(|(known, _)| *known == name).map(|(_, filler)| *filler)
    }

    /// The definition's word; `None` for [`FilledBy::AnyOffice`].
    pub fn name(self) -> Option<&'static str> {
        FilledBy::NAMES.iter().find(|(_, filler)| *filler == self).map(|(name, _)| *name)
    }
}
