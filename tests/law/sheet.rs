//! Forms that somebody rebuilt as a sheet: no names tell the places, so labels
//! have to.

use proptest::test_runner::TestCaseError;
use shenbao::Record;
use shenbao::write::xlsx;

use super::law;
use super::records::catalogue;

#[test]
fn a_record_comes_back_from_a_sheet_by_its_labels() {
    law(&catalogue(), |form| {
        move |record: &Record| {
            xlsx::workbook(form, record).map(|file| file.bytes).map_err(|e| TestCaseError::fail(e.to_string()))
        }
    });
}
