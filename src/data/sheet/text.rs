//! CSV (RFC 4180) as spreadsheets write it.

use std::borrow::Cow;

use encoding_rs::{Encoding, GB18030};

use super::{Sheet, SheetError, SheetErrorKind, SheetRow};
use crate::document::Damage;
use crate::finding::Words;
use crate::read::Limits;

/// Lines that are looked at to tell what separates the cells.
const LOOKED_AT: usize = 20;

/// What is wrong with a line in which a quote is opened and never closed.
const OPEN_QUOTE: Words = Words {
    zh: "这一行有一个英文引号没有成对，下面的行会并成一格",
    en: "a quote in it has no partner, so the lines below would be one cell",
};

pub(super) fn sheet(bytes: &[u8], limits: &Limits) -> Result<Sheet, SheetError> {
    let text = decode(bytes).ok_or(SheetErrorKind::Encoding)?;
    let separator = separator(&text);
    if let Some(at) = open_quote(&text, separator) {
        let line = Some(Lines::of_text(&text).of(at));
        return Err(SheetError { kind: SheetErrorKind::Csv, line, detail: Some(OPEN_QUOTE.into()) });
    }
    let mut reader =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).delimiter(separator).from_reader(text.as_bytes());
    let mut sheet = Sheet::default();
    let mut cells = 0usize;
    let mut lines = Lines::of_text(&text);
    for row in reader.records() {
        let row = row.map_err(|error| SheetError {
            kind: SheetErrorKind::Csv,
            line: error.position().and_then(|position| usize::try_from(position.line()).ok()),
            detail: None,
        })?;
        cells += row.len();
        if row.len() > limits.columns || cells > limits.items {
            return Err(SheetErrorKind::TooLarge.into());
        }
        if row.iter().any(|cell| !cell.trim().is_empty()) {
            let at = row.position().and_then(|position| usize::try_from(position.byte()).ok()).unwrap_or_default();
            let number = lines.of(at);
            let mut read = SheetRow { number, ..SheetRow::default() };
            for (column, cell) in row.iter().enumerate() {
                let (cell, damage) = written_out(cell.trim());
                read.cells.push(cell);
                read.damaged.extend(damage.map(|damage| (column, damage)));
            }
            sheet.rows.push(read);
        }
    }
    Ok(sheet)
}

/// A whole number with an exponent that has all its digits,
/// `1.3800000001E+10`, written out; a text that is guarded against a
/// spreadsheet, `="0371"`, without its guard; everything else as it is.
/// `1.38E+10` has lost digits, and no zeros are made up for them.
fn written_out(cell: &str) -> (String, Option<Damage>) {
    if let Some(text) = guarded(cell) {
        return (text, None);
    }
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let as_it_is = || (cell.to_owned(), None);
    let Some((mantissa, exponent)) = cell.split_once(['E', 'e']) else { return as_it_is() };
    let (whole, fraction) = mantissa.split_once('.').unwrap_or((mantissa, ""));
    let exponent = exponent.strip_prefix('+').unwrap_or(exponent);
    if whole.len() != 1 || !digits(whole) || !digits(exponent) || !(digits(fraction) || fraction.is_empty()) {
        return as_it_is();
    }
    match exponent.parse::<usize>() {
        Ok(exponent) if exponent == fraction.len() && exponent > 0 => (format!("{whole}{fraction}"), None),
        Ok(exponent) if exponent > fraction.len() && cell.contains('.') => (cell.to_owned(), Some(Damage::Cut)),
        _ => as_it_is(),
    }
}

/// The text of a formula that is nothing but a text, `="0371"`: programs write
/// it so that Excel keeps the zeros.
fn guarded(cell: &str) -> Option<String> {
    let text = cell.strip_prefix("=\"")?.strip_suffix('"')?;
    // Two quotes are one character; one alone ends the text.
    let is_one_text = !text.split("\"\"").any(|part| part.contains('"'));
    is_one_text.then(|| text.replace("\"\"", "\"").trim().to_owned())
}

/// Where a quote opens that takes in lines which are none of its cell: none
/// closes it, or the one that does opens another cell of a later line.
/// Spreadsheets take the lines without a word, and the schools on them.
fn open_quote(text: &str, separator: u8) -> Option<usize> {
    #[derive(Clone, Copy)]
    enum State {
        Start,
        Plain,
        Quoted { from: usize, lines: bool },
        Closed { from: usize, lines: bool },
    }
    let mut state = State::Start;
    for (at, byte) in text.bytes().enumerate() {
        let ends_cell = byte == separator || matches!(byte, b'\r' | b'\n');
        state = match (state, byte) {
            (State::Start, b'"') => State::Quoted { from: at, lines: false },
            (State::Quoted { from, lines }, b'"') => State::Closed { from, lines },
            (State::Quoted { from, lines }, _) => State::Quoted { from, lines: lines || byte == b'\n' },
            // Two quotes in a cell are one of its characters.
            (State::Closed { from, lines }, b'"') => State::Quoted { from, lines },
            _ if ends_cell => State::Start,
            (State::Closed { lines: true, .. }, b' ') => state,
            (State::Closed { from, lines: true }, _) => return Some(from),
            _ => State::Plain,
        };
    }
    match state {
        State::Quoted { from, .. } => Some(from),
        State::Start | State::Plain | State::Closed { .. } => None,
    }
}

/// The lines of a text, which the parser does not count as an editor does: it
/// leaves the end of a line, and blank lines, to the record after.
struct Lines<'t> {
    text: &'t str,
    line: usize,
    at: usize,
}

impl<'t> Lines<'t> {
    fn of_text(text: &'t str) -> Lines<'t> {
        Lines { text, line: 1, at: 0 }
    }

    /// The line of the record that begins at a byte; records come in order.
    fn of(&mut self, at: usize) -> usize {
        let bytes = self.text.as_bytes();
        let ends = bytes.iter().skip(at).take_while(|byte| matches!(byte, b'\r' | b'\n')).count();
        let start = (at + ends).clamp(self.at, bytes.len());
        self.line += bytes[self.at..start].iter().filter(|byte| **byte == b'\n').count();
        self.at = start;
        self.line
    }
}

/// The text of a file: a byte order mark tells the encoding; without one it is
/// UTF-8 if it can be, else GB 18030, which contains GBK and GB 2312.
pub(in crate::data) fn decode(bytes: &[u8]) -> Option<Cow<'_, str>> {
    let (encoding, bytes) = match Encoding::for_bom(bytes) {
        Some((encoding, length)) => (encoding, &bytes[length..]),
        None => match std::str::from_utf8(bytes) {
            Ok(text) => return Some(Cow::Borrowed(text)),
            Err(_) => (GB18030, bytes),
        },
    };
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
    // Bytes of no text at all decode to control characters now and then.
    let is_text = !text.contains(|c: char| c.is_control() && !matches!(c, '\t' | '\r' | '\n'));
    is_text.then_some(text)
}

/// What separates the cells: of comma, tab and semicolon the one that stands
/// most often outside quotes in the first lines.
fn separator(text: &str) -> u8 {
    let mut counts = [(b',', 0usize), (b'\t', 0), (b';', 0)];
    let mut quoted = false;
    for c in text.lines().take(LOOKED_AT).flat_map(str::bytes) {
        quoted ^= c == b'"';
        for (separator, count) in &mut counts {
            *count += usize::from(!quoted && c == *separator);
        }
    }
    // The first of equals, so a list of one column is separated by commas.
    counts.iter().rev().max_by_key(|(_, count)| *count).map_or(b',', |(separator, _)| *separator)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(bytes: &[u8]) -> Vec<(usize, Vec<String>)> {
        let sheet = sheet(bytes, &Limits::default()).unwrap();
        sheet.rows.into_iter().map(|row| (row.number, row.cells)).collect()
    }

    #[test]
    fn quoted_cells_hold_commas_quotes_and_lines() {
        let rows = rows("a,b\r\n\"x,\"\"y\"\"\",\"1\n2\"\r\n\r\n三,\r\n".as_bytes());
        assert_eq!(rows.len(), 3);
        assert_eq!(rows[1], (2, vec!["x,\"y\"".to_owned(), "1\n2".to_owned()]));
        assert_eq!(rows[2].0, 5, "lines count as an editor counts them");
    }

    #[test]
    fn a_quote_that_takes_in_other_lines_is_refused_with_its_line() {
        for (text, line) in [
            ("学校名称,联系人\n\"甲小学,李四\n乙小学,王五\n", 2),
            ("学校名称,联系人\n甲小学,李四\n乙小学,\"王五\n丙小学,赵六", 3),
            // It closes where another cell opens.
            ("学校名称,联系人\n\"甲小学,李四\n\"乙小学\",王五\n", 2),
            ("学校名称\n\"", 2),
            ("\"甲\n乙\"\n\n\"丙", 4),
        ] {
            let error = sheet(text.as_bytes(), &Limits::default()).unwrap_err();
            assert_eq!((error.kind, error.line), (SheetErrorKind::Csv, Some(line)), "{text}");
            assert!(error.message(crate::Lang::Zh).contains("引号"), "{error}");
        }
        // Quotes within a cell are characters, whatever follows.
        let rows = rows("甲小学\"东校区,\"乙\"班\n\"丙\n丁\" ,\"\",\"戊\"\"\"".as_bytes());
        assert_eq!(rows[0].1, ["甲小学\"东校区", "乙班"]);
        assert_eq!(rows[1].1, ["丙\n丁", "", "戊\""]);
    }

    #[test]
    fn every_encoding_that_excel_writes_is_read() {
        let text = "学校名称,手机\n龘䶮小学,1";
        let utf16: Vec<u8> = "\u{feff}学校名称\t手机\n龘䶮小学\t1".encode_utf16().flat_map(u16::to_le_bytes).collect();
        let (gbk, ..) = GB18030.encode(text);
        for bytes in [text.as_bytes(), format!("\u{feff}{text}").as_bytes(), &gbk, &utf16] {
            let rows = rows(bytes);
            assert_eq!(rows[0].1, ["学校名称", "手机"]);
            assert_eq!(rows[1].1, ["龘䶮小学", "1"]);
            assert!(super::super::sheets(bytes, &Limits::default()).is_ok(), "taken for no other kind of file");
        }
    }

    #[test]
    fn what_is_no_text_is_refused() {
        for bytes in [&b"\x80\x81\xff\xfe\x00"[..], &[0xff; 20], b"\xb0\xa1\x00\x01\x02"] {
            assert_eq!(sheet(bytes, &Limits::default()).unwrap_err().kind, SheetErrorKind::Encoding, "{bytes:?}");
        }
    }

    #[test]
    fn exponents_are_written_out_where_no_digit_is_lost() {
        for (cell, text) in [
            ("1.3800000001E+10", "13800000001"),
            ("1.3800000001e10", "13800000001"),
            ("1.38E+10", "1.38E+10"),
            ("1.38E", "1.38E"),
            ("2E", "2E"),
            ("3.5E99999999999999999999", "3.5E99999999999999999999"),
        ] {
            assert_eq!(written_out(cell).0, text);
        }
        assert_eq!(written_out("1.38E+10").1, Some(Damage::Cut));
        // The number of a class, or of a room.
        assert_eq!(written_out("2E5").1, None);
    }

    #[test]
    fn texts_that_are_guarded_against_excel_lose_their_guard() {
        let rows = rows("=\"实验小学\",\"=\"\"03710000001\"\"\",=\"\"\n".as_bytes());
        assert_eq!(rows[0].1, ["实验小学", "03710000001", ""]);
        for (cell, text) in [
            ("=\"a\"\"b\"", "a\"b"),
            ("=\"1.38E+10\"", "1.38E+10"),
            ("=A1", "=A1"),
            ("=\"", "=\""),
            ("=\"a\"&\"b\"", "=\"a\"&\"b\""),
        ] {
            assert_eq!(written_out(cell), (text.to_owned(), None));
        }
    }

    #[test]
    fn separators_are_told_from_the_first_lines() {
        assert_eq!(separator("名单，2021年\n名称\t手机\n"), b'\t');
        assert_eq!(separator("名称;手机\n"), b';');
        assert_eq!(separator("名称\n一\n"), b',');
        assert_eq!(separator("\"a;b;c\",d\n"), b',');
    }
}
