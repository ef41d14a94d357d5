//! Where pages end.

use std::ops::Range;

use super::fill::SheetRow;
use crate::Length;

/// The rows with which a new page begins, if pages are `height` high. Excel ends
/// a page between any two rows; the form may want some together.
pub(super) fn breaks(
    rows: &[SheetRow],
    height: Length,
    head: Option<&Range<usize>>,
    new_pages: &[usize],
) -> Vec<usize> {
    let seen = |row: usize| if rows[row].hidden { Length::ZERO } else { rows[row].height };
    let head_height: Length = head.map_or(Length::ZERO, |head| head.clone().map(seen).sum());
    let mut breaks = Vec::new();
    let mut start = 0;
    let mut used = Length::ZERO;
    for row in 0..rows.len() {
        if new_pages.contains(&row) && row > start {
            (start, used) = (row, Length::ZERO);
            breaks.push(row);
        } else if used + seen(row) > height && row > start {
            let with = (start + 1..row).rev().take_while(|before| rows[*before].glued).last();
            // What is glued together and higher than a page is cut anyway.
            let at = with.unwrap_or(row);
            let repeated = if head.is_some_and(|head| head.end <= at) { head_height } else { Length::ZERO };
            start = at;
            used = repeated + (at..row).map(seen).sum();
            breaks.push(at);
        }
        used += seen(row);
    }
    breaks
}

#[cfg(test)]
mod tests {
    use super::*;

    fn rows(rows: &[(i64, bool)]) -> Vec<SheetRow> {
        rows.iter().map(|(mm, glued)| SheetRow { height: Length::mm(*mm), hidden: false, glued: *glued }).collect()
    }

    #[test]
    fn a_heading_goes_with_what_it_heads() {
        let page = Length::mm(100);
        let rows = rows(&[(50, false), (30, false), (10, true), (20, false), (60, false)]);
        assert_eq!(breaks(&rows, page, None, &[]), [2]);
        assert_eq!(breaks(&rows[..2], page, None, &[]), [0; 0]);
        assert_eq!(breaks(&rows, page, None, &[1]), [1, 4]);
    }

    #[test]
    fn what_is_larger_than_a_page_is_cut() {
        let rows = rows(&[(60, true), (60, true), (60, false)]);
        assert_eq!(breaks(&rows, Length::mm(100), None, &[]), [1, 2]);
    }

    #[test]
    fn repeated_heads_take_room() {
        let rows = rows(&[(20, false), (50, false), (30, false), (50, false), (40, false)]);
        assert_eq!(breaks(&rows, Length::mm(100), Some(&(0..1)), &[]), [3, 4]);
    }
}
