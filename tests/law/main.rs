//! The first law: what is written into a form is read back from it, in each
//! format.
//!
//! Records are generated from the definition of each form, so a new form is
//! tested without a line here.

// A test that fails panics.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod docx;
#[cfg(feature = "pdf")]
mod pdf;
mod records;
#[cfg(feature = "xlsx")]
mod sheet;
#[cfg(feature = "xlsx")]
mod xlsx;

use proptest::prelude::*;
use proptest::test_runner::{Config, TestCaseError, TestRunner};
use shenbao::extract::Extractor;
use shenbao::read::{self, Limits};
use shenbao::{Catalogue, Code, Form, Record};

/// What must not be found in a form that this project filled in itself.
const DOUBTS: &[Code] = &[Code::Doubtful, Code::LabelMissing, Code::TagConflict, Code::Unplaced, Code::FormDoubtful];

/// Where what was read differs from what was written, by path.
type Compare = fn(&Record, &Record) -> Vec<(String, String, String)>;

/// Whether a file that was filled with a record gives it back.
fn holds(
    form: &Form,
    extractor: &Extractor<'_>,
    bytes: &[u8],
    record: &Record,
    compare: Compare,
) -> Result<(), TestCaseError> {
    let document = read::document(bytes, &Limits::default()).map_err(|e| TestCaseError::fail(e.to_string()))?;
    let extraction = extractor.extract(&document).map_err(|e| TestCaseError::fail(format!("{e:?}")))?;
    prop_assert_eq!(&extraction.form, &form.id);
    let differences = compare(&extraction.record.normalize(), &record.normalize());
    prop_assert!(differences.is_empty(), "read ≠ written: {:#?}", differences);
    let doubts: Vec<_> = extraction.findings.iter().filter(|finding| DOUBTS.contains(&finding.code)).collect();
    prop_assert!(doubts.is_empty(), "{:?}", doubts);
    Ok(())
}

/// Checks the law for every form of the catalogue. `write` prepares a form and
/// gives what fills it.
fn law<'c, W>(catalogue: &'c Catalogue, write: impl Fn(&'c Form) -> W)
where
    W: Fn(&Record) -> Result<Vec<u8>, TestCaseError>,
{
    law_by(catalogue, records::differences, write);
}

/// The same with a comparison of its own.
fn law_by<'c, W>(catalogue: &'c Catalogue, compare: Compare, write: impl Fn(&'c Form) -> W)
where
    W: Fn(&Record) -> Result<Vec<u8>, TestCaseError>,
{
    let extractor = Extractor::new(catalogue);
    let mut failures = Vec::new();
    for form in catalogue.forms() {
        let fill = write(form);
        let mut config = Config { failure_persistence: None, ..Config::default() };
        if std::env::var_os("PROPTEST_CASES").is_none() {
            config.cases = 24;
        }
        let mut runner = TestRunner::new(config);
        let result = runner
            .run(&records::fields(&form.fields), |record| holds(form, &extractor, &fill(&record)?, &record, compare));
        failures.extend(result.err().map(|error| format!("{}: {error}", form.id)));
    }
    assert!(failures.is_empty(), "{}", failures.join("\n"));
}
