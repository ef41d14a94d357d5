//! Lists of options that a rule cannot hold itself: a column each, on a sheet
//! that only a program shows.

use rust_xlsxwriter::utility::column_number_to_name;
use rust_xlsxwriter::{Format, Workbook, XlsxError};

use super::cell_text;

/// The name of the sheet, and what the names of the lists begin with. Excel 2007
/// takes lists from another sheet by name only.
const SHEET: &str = "下拉选项";
const LIST: &str = "sblist_";

/// A list of options.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct LongList {
    /// The column of the sheet, from 0.
    column: usize,
    values: Vec<String>,
}

impl LongList {
    /// The list that stands in a column of the sheet, counted from 0.
    pub fn new(column: usize, values: Vec<String>) -> LongList {
        LongList { column, values }
    }

    /// The defined name by which rules take it.
    pub fn name(&self) -> String {
        format!("{LIST}{}", self.column + 1)
    }

    /// The cells that the name stands for.
    pub fn cells(&self) -> String {
        let letter = column_number_to_name(u16::try_from(self.column).unwrap_or(u16::MAX));
        format!("'{SHEET}'!${letter}$1:${letter}${}", self.values.len())
    }
}

/// Adds the sheet, if there is a list.
pub(super) fn draw(workbook: &mut Workbook, lists: &[LongList]) -> Result<(), XlsxError> {
    if lists.is_empty() {
        return Ok(());
    }
    let sheet = workbook.add_worksheet();
    sheet.set_name(SHEET)?.set_very_hidden(true);
    let text = Format::new().set_num_format("@");
    for list in lists {
        let column = u16::try_from(list.column).unwrap_or(u16::MAX);
        for (row, value) in (0..).zip(&list.values) {
            sheet.write_string_with_format(row, column, cell_text(value).text, &text)?;
        }
    }
    Ok(())
}
