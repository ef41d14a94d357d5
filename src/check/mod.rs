//! Checking records: what is missing, too long, or no value of its kind.
//!
//! Three levels, each usable by itself:
//!
//! - [`words`] counts 字 as Word does;
//! - [`parse`] reads what people write as telephone numbers, dates, numbers;
//! - [`value`] makes the typed value of one answer, [`record`] checks a whole
//!   record against its form.
//!
//! Nothing here knows the disk or the clock, and nothing stops at the first
//! fault: all that is wrong comes back as [`Finding`]s.

mod choice;
mod damage;
mod duty;
mod limits;
mod order;
pub mod parse;
mod record;
mod rules;
mod value;
pub mod words;

pub use choice::{choose, option};
pub(crate) use damage::{STRUCK, ZERO_LOST, damage, damage_or_doubt, loses_zero};
pub use record::{CheckOptions, record};
pub use value::{Typed, value, value_in_row};

use std::collections::HashSet;

use crate::{Code, FieldPath, Finding};

/// The findings of `first`, then those of `second` that do not repeat one of
/// them: same code, same field.
///
/// [`value`] finds what is wrong when an answer is read, with its place in the
/// file; [`record`] finds the same answer wrong again, and more.
pub fn merge(first: Vec<Finding>, second: Vec<Finding>) -> Vec<Finding> {
    let known: HashSet<(Code, Option<FieldPath>)> =
        first.iter().map(|finding| (finding.code, finding.path.clone())).collect();
    let mut findings = first;
    findings.extend(second.into_iter().filter(|finding| !known.contains(&(finding.code, finding.path.clone()))));
    findings
}

#[cfg(test)]
mod tests;

#[cfg(test)]
pub(crate) mod testing {
    use proptest::prelude::ProptestConfig;

    /// Few cases, unless `PROPTEST_CASES` asks for more.
    pub fn few_cases() -> ProptestConfig {
        match std::env::var_os("PROPTEST_CASES") {
            Some(_) => ProptestConfig::default(),
            None => ProptestConfig::with_cases(64),
        }
    }
}
