//! References to cells: `C7`, `$A$1:$F$3`, `'推荐 表'!$C$7`.

use super::Area;
use crate::document::CellName;

/// Last row and column of a sheet, from 0 (Excel's specifications and limits).
pub(super) const LAST: (u32, u32) = (1_048_575, 16_383);

/// A cell as (row, column) from 0; `$` may stand before either.
pub(super) fn cell(text: &str) -> Option<(u32, u32)> {
    let name: CellName = match text.contains('$') {
        true => text.replace('$', "").parse().ok()?,
        false => text.parse().ok()?,
    };
    let at = (name.row - 1, name.column - 1);
    (at.0 <= LAST.0 && at.1 <= LAST.1).then_some(at)
}

/// One or more cells.
pub(super) fn area(text: &str) -> Option<Area> {
    let (first, last) = text.split_once(':').unwrap_or((text, text));
    let (first, last) = (cell(first)?, cell(last)?);
    Some(Area { rows: (first.0.min(last.0), first.0.max(last.0)), columns: (first.1.min(last.1), first.1.max(last.1)) })
}

/// The sheet and the cells of a whole reference; `None` for other formulas.
pub(super) fn on_sheet(text: &str) -> Option<(String, Area)> {
    let (sheet, cells) = text.trim().trim_start_matches('=').rsplit_once('!')?;
    Some((unquoted(sheet), area(cells)?))
}

/// The sheet and the cells of a reference as OpenDocument writes it:
/// `$推荐表.$C$7`, `$'a b'.$A$1:.$B$2` (19.577).
pub(super) fn of_open_document(text: &str) -> Option<(String, Area)> {
    let text = text.trim().trim_start_matches('$');
    // A quoted name may hold any mark; two apostrophes are one.
    let end = match text.strip_prefix('\'') {
        Some(quoted) => {
            let mut rest = quoted.match_indices('\'').filter(|(at, _)| {
                let before = quoted[..*at].bytes().rev().take_while(|b| *b == b'\'').count();
                before % 2 == 0 && !quoted[at + 1..].starts_with('\'')
            });
            rest.next()?.0 + 2
        }
        None => text.find('.')?,
    };
    let (sheet, cells) = (text.get(..end)?, text.get(end..)?.strip_prefix('.')?);
    let (first, last) = cells.split_once(':').unwrap_or((cells, cells));
    let last = last.rsplit_once('.').map_or(last, |(_, last)| last);
    Some((unquoted(sheet), area(&format!("{first}:{last}"))?))
}

/// The name of a sheet without the quotation marks of a reference.
pub(super) fn unquoted(sheet: &str) -> String {
    match sheet.strip_prefix('\'').and_then(|sheet| sheet.strip_suffix('\'')) {
        Some(sheet) => sheet.replace("''", "'"),
        None => sheet.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn references_are_read_with_their_sheets() {
        let one = |row, column| Area { rows: (row, row), columns: (column, column) };
        assert_eq!(on_sheet("推荐表!$C$7"), Some(("推荐表".into(), one(6, 2))));
        assert_eq!(on_sheet("='it''s 1'!C7:C7"), Some(("it's 1".into(), one(6, 2))));
        let area = Area { rows: (0, 2), columns: (0, 5) };
        assert_eq!(on_sheet("A!$F$3:$A$1"), Some(("A".into(), area)));
        assert_eq!(of_open_document("$推荐表.$C$7"), Some(("推荐表".into(), one(6, 2))));
        assert_eq!(of_open_document("$'a.b ''c'.$F$3:.$A$1"), Some(("a.b 'c".into(), area)));
        assert_eq!(of_open_document("$A.$A$1:$A.$F$3"), Some(("A".into(), area)));
        for text in ["$C$7", "$A.#REF!", "$'A.$C$7", "$A.$C:.$D", ""] {
            assert_eq!(of_open_document(text), None, "{text}");
        }
        for text in ["$C$7", "A!#REF!", "#REF!", "A!$C:$C", "A!C0", "A!XFE1", "SUM(A!C7)", "A!A1048577"] {
            assert_eq!(on_sheet(text), None, "{text}");
        }
    }
}
