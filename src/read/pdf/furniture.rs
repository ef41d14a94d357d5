//! What stands on every page and belongs to none: page numbers, running heads
//! and feet.

use std::collections::HashMap;

use super::sheet::{Piece, Sheet};
use crate::text::squeeze;

/// The part of a page, above and below, where its number may stand.
const NUMBER_ZONE: f64 = 0.13;
/// How near to the edge of the paper a running head stands, in points.
const HEAD_ZONE: f64 = 62.0;

/// Takes the page numbers, running heads and feet off the pages.
pub(super) fn remove(sheets: &mut [Sheet]) {
    for sheet in sheets.iter_mut() {
        let height = sheet.height;
        let is_number = |piece: &Piece| match piece {
            Piece::Line(line) => {
                let middle = line.area.middle().1;
                let outer = middle < height * NUMBER_ZONE || middle > height * (1.0 - NUMBER_ZONE);
                outer && is_page_number(&line.text())
            }
            _ => false,
        };
        if sheet.pieces.last().is_some_and(is_number) {
            sheet.pieces.pop();
        }
        if sheet.pieces.first().is_some_and(is_number) {
            sheet.pieces.remove(0);
        }
    }
    let mut counts: HashMap<(String, i64), usize> = HashMap::new();
    for sheet in sheets.iter() {
        for piece in &sheet.pieces {
            if let Some(key) = running(piece, sheet.height) {
                *counts.entry(key).or_default() += 1;
            }
        }
    }
    let least = (sheets.len() / 2).max(2);
    for sheet in sheets.iter_mut() {
        let height = sheet.height;
        sheet.pieces.retain(|piece| {
            running(piece, height).is_none_or(|key| counts.get(&key).is_none_or(|count| *count < least))
        });
    }
}

/// The words of a line near the edge of the paper, digits apart, and its place.
fn running(piece: &Piece, height: f64) -> Option<(String, i64)> {
    let Piece::Line(line) = piece else { return None };
    let middle = line.area.middle().1;
    let at_edge = middle < HEAD_ZONE || middle > height - HEAD_ZONE;
    let words: String = squeeze(&line.text()).chars().filter(|c| !c.is_ascii_digit()).collect();
    at_edge.then_some((words, (middle / 3.0).round() as i64))
}

/// Whether a line is nothing but the number of a page: 3, — 3 —, 第3页 共5页, 3/5.
fn is_page_number(line: &str) -> bool {
    const LONGEST: usize = 12;
    let text = squeeze(line);
    let has_digit = text.chars().any(|c| c.is_numeric());
    let words: String = text.chars().filter(|c| c.is_alphabetic() && !c.is_numeric()).collect();
    let is_word = |word: &str| matches!(word, "" | "第页" | "第页共页" | "共页第页" | "页" | "Page" | "Pageof" | "P");
    let marks = text.chars().filter(|c| !c.is_alphanumeric());
    let only_marks =
        marks.into_iter().all(|c| matches!(c, '-' | '—' | '–' | '－' | '·' | '/' | '，' | '|' | '(' | ')' | '~'));
    has_digit && is_word(&words) && only_marks && text.chars().count() <= LONGEST
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::pdf::lines::lines;
    use crate::read::pdf::lines::tests::glyphs;

    #[test]
    fn page_numbers_of_every_fashion() {
        for text in ["1", "— 12 —", "-3-", "第1页 共2页", "第 3 页", "2/5", "Page 1 of 2", "１"] {
            assert!(is_page_number(text), "{text}");
        }
        for text in ["2021年", "附件2", "13800000000000", "", "——", "第一章", "1.", "合计3"] {
            assert!(!is_page_number(text), "{text}");
        }
    }

    #[test]
    fn heads_on_every_page_go_and_text_stays() {
        let page = |number: &str, at: f64| {
            let mut all = glyphs("内部资料 请勿外传", 100.0, 40.0);
            all.extend(glyphs("附件2", 100.0, 110.0));
            all.extend(glyphs(number, 300.0, at));
            let pieces = lines(all, 0).into_iter().map(Piece::Line).collect();
            Sheet { width: 595.0, height: 842.0, pieces, begins: false }
        };
        let mut sheets = [page("1", 800.0), page("2", 800.0)];
        remove(&mut sheets);
        assert_eq!(sheets.map(|sheet| sheet.pieces.len()), [1, 1]);
    }
}
