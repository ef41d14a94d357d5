//! Excel workbooks to fill in: each answer in a cell with a name.

use proptest::test_runner::TestCaseError;
use shenbao::Record;
use shenbao::write::xlsx::{XlsxOptions, XlsxTemplate};

use super::law;
use super::records::catalogue;

#[test]
fn a_record_comes_back_from_a_workbook() {
    law(&catalogue(), |form| {
        let template = XlsxTemplate::compile(form, &XlsxOptions::default()).unwrap();
        move |record: &Record| match template.fill(record) {
            Ok(file) => Ok(file.bytes),
            Err(error) => Err(TestCaseError::fail(error.to_string())),
        }
    });
}
