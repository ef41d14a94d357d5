//! Lists as CSV (RFC 4180) that a spreadsheet opens without harm.

use std::borrow::Borrow;

use super::Status;
use super::columns::{Showing, Shown, columns};
use crate::Lang;
use crate::batch::Return;
use crate::form::Form;

/// A cell of a CSV file: quoted where RFC 4180, 2, asks for it, and with an
/// apostrophe before a text that a spreadsheet would run as a formula.
///
/// Such a text begins with `=`, `+`, `-`, `@` or their full-width forms, after
/// white space or not, or with a tab or line end. Plain signed numbers stay as
/// they are.
///
/// # Example
///
/// ```
/// use shenbao::collect::csv::csv_cell;
///
/// assert_eq!(csv_cell("实验小学"), "实验小学");
/// assert_eq!(csv_cell("一，\"二\""), "\"一，\"\"二\"\"\"");
/// assert_eq!(csv_cell("=1+1"), "'=1+1");
/// assert_eq!(csv_cell("-2.5"), "-2.5");
/// ```
pub fn csv_cell(text: &str) -> String {
    let mut cell = String::with_capacity(text.len() + 2);
    if runs_as_formula(text) {
        cell.push('\'');
    }
    cell.push_str(text);
    if cell.contains([',', '"', '\r', '\n']) || cell.starts_with(' ') || cell.ends_with(' ') {
        return format!("\"{}\"", cell.replace('"', "\"\""));
    }
    cell
}

fn runs_as_formula(text: &str) -> bool {
    if text.starts_with(['\t', '\r', '\n']) {
        return true;
    }
    text.trim_start().starts_with(['=', '+', '-', '@', '＝', '＋', '－', '＠']) && !is_signed_number(text)
}

/// `-2`, `+3.50`: digits with a sign and perhaps a fraction.
fn is_signed_number(text: &str) -> bool {
    let digits = |part: &str| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit());
    let Some(number) = text.strip_prefix(['+', '-']) else { return false };
    match number.split_once('.') {
        Some((whole, fraction)) => digits(whole) && digits(fraction),
        None => digits(number),
    }
}

/// The returns of a form as CSV: the columns of the workbook's sheet, a line
/// for each return of this form; others and unread files are passed over.
///
/// Begins with a byte order mark, without which Excel does not take a file for
/// UTF-8. Sensitive answers are masked unless `with_sensitive`. Of a table only
/// the number of its rows is told: a workbook or JSON has them all.
pub fn csv<R: Borrow<Return>>(form: &Form, returns: &[R], with_sensitive: bool) -> String {
    let showing = Showing { with_sensitive, lang: Lang::Zh };
    let columns = columns(form);
    let mut out = String::from("\u{feff}");
    let heads = ["序号", "文件", "状态"].into_iter().map(str::to_owned);
    push_line(&mut out, heads.chain(columns.iter().map(|column| column.field().label())));
    let read = returns.iter().map(R::borrow).filter_map(|returned| Some((returned, returned.outcome.as_ref().ok()?)));
    let own = read.filter(|(_, extraction)| extraction.form == form.id);
    for (number, (returned, extraction)) in (1..).zip(own) {
        let status = Status::of(extraction, extraction.findings.iter());
        let start = [number.to_string(), returned.file.clone(), status.name(showing.lang).to_owned()];
        let answers = columns.iter().map(|column| match column.show(&extraction.record, showing) {
            Shown::Nothing => String::new(),
            Shown::Text(text) => text,
            Shown::Number(number) => number.to_string(),
        });
        push_line(&mut out, start.into_iter().chain(answers));
    }
    out
}

fn push_line(out: &mut String, cells: impl Iterator<Item = String>) {
    for (index, cell) in cells.enumerate() {
        if index > 0 {
            out.push(',');
        }
        out.push_str(&csv_cell(&cell));
    }
    out.push_str("\r\n");
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_become_text_and_numbers_stay() {
        for text in ["=1+1", "+86 138", "-2+3", "@SUM(A1)", "\t=1", " =1", "＝1", "-", "+.5", "--1"] {
            assert!(csv_cell(text).trim_start_matches('"').starts_with('\''), "{text}");
        }
        for text in ["-2", "+3.50", "13800000000", "a=b", "1-2", ""] {
            assert_eq!(csv_cell(text), text);
        }
    }

    #[test]
    fn commas_quotes_and_line_ends_are_quoted() {
        assert_eq!(csv_cell("a,b"), "\"a,b\"");
        assert_eq!(csv_cell("一\n二"), "\"一\n二\"");
        assert_eq!(csv_cell("=\"x\""), "\"'=\"\"x\"\"\"");
    }
}
