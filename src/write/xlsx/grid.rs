//! The rows of a block on a sheet: rows of the form, cut where a cell's bands
//! begin, and where they are higher than a row of a sheet may be.

use std::ops::Range;

use super::fill::SheetRow;
use crate::Length;

/// A row of a sheet is at most 409.5 pt high; what is higher becomes several
/// rows whose cells are merged.
const MAX_ROW: Length = Length::half_points(2 * 400);

/// Cuts nearer than this become one.
const NEAR: Length = Length::emu(54_000);

/// The heights of a form's rows while they grow with what they hold.
pub(super) struct Heights {
    rows: Vec<(Length, bool)>,
}

impl Heights {
    /// Rows of these heights at least, and whether each is hidden.
    pub fn new(rows: impl Iterator<Item = (Length, bool)>) -> Heights {
        Heights { rows: rows.collect() }
    }

    /// Makes room for a cell over some rows: the last that is seen grows.
    pub fn need(&mut self, rows: &Range<usize>, height: Length) {
        let missing = height - total(&self.rows, rows);
        if missing <= Length::ZERO {
            return;
        }
        let seen = rows.clone().rfind(|row| !self.rows[*row].1).unwrap_or(rows.end - 1);
        self.rows[seen].0 += missing;
    }
}

/// The height of some rows: of those that are seen, or of all if none is.
fn total(heights: &[(Length, bool)], rows: &Range<usize>) -> Length {
    let rows = &heights[rows.clone()];
    let all = rows.iter().all(|(_, hidden)| *hidden);
    rows.iter().filter(|(_, hidden)| all || !hidden).map(|(height, _)| *height).sum()
}

/// The rows of a form on a sheet.
pub(super) struct RowGrid {
    rows: Vec<(Length, bool)>,
    /// For each row where it is cut, from its top.
    cuts: Vec<Vec<Length>>,
    /// For each row the sheet's row with which each of its pieces begins.
    starts: Vec<Vec<usize>>,
    /// Number of the sheet's rows.
    end: usize,
}

impl RowGrid {
    /// The least height of a band: more than [`NEAR`], so that two cuts of one
    /// cell never become one.
    pub const LEAST: Length = Length::mm(2);

    pub fn new(heights: Heights) -> RowGrid {
        let count = heights.rows.len();
        RowGrid { rows: heights.rows, cuts: vec![Vec::new(); count], starts: Vec::new(), end: 0 }
    }

    /// The height of some rows.
    pub fn height(&self, rows: &Range<usize>) -> Length {
        total(&self.rows, rows)
    }

    /// The row in which a place of a cell lies, and how far below its top.
    fn find(&self, rows: &Range<usize>, place: Length) -> (usize, Length) {
        let all = self.rows[rows.clone()].iter().all(|(_, hidden)| *hidden);
        let mut below = place;
        for row in rows.clone() {
            let (height, hidden) = self.rows[row];
            if hidden && !all {
                continue;
            }
            if below < height || row + 1 == rows.end {
                return (row, below);
            }
            below = below - height;
        }
        (rows.start, Length::ZERO)
    }

    /// Cuts the row in which a place of a cell lies.
    pub fn cut(&mut self, rows: &Range<usize>, place: Length) {
        let (row, below) = self.find(rows, place);
        if below > Length::ZERO {
            self.cuts[row].push(below);
        }
    }

    /// Ends the cutting: cuts that nearly meet become one, at the uppermost.
    pub fn finish(&mut self) {
        for (row, cuts) in self.cuts.iter_mut().enumerate() {
            cuts.sort_unstable();
            let mut first: Vec<Length> = Vec::new();
            for cut in cuts.iter() {
                if first.last().is_none_or(|first| *cut - *first > NEAR) {
                    first.push(*cut);
                }
            }
            *cuts = first;
            let mut starts = Vec::with_capacity(cuts.len() + 1);
            for piece in pieces(self.rows[row].0, cuts) {
                starts.push(self.end);
                self.end += count(piece);
            }
            self.starts.push(starts);
        }
    }

    /// The first row of the sheet that a row of the form takes.
    pub fn row_start(&self, row: usize) -> usize {
        self.starts.get(row).and_then(|starts| starts.first()).copied().unwrap_or(self.end)
    }

    /// The row of the sheet that begins at a place of a cell; at `None` the cell
    /// ends.
    pub fn edge(&self, rows: &Range<usize>, place: Option<Length>) -> usize {
        let Some(place) = place else { return self.row_start(rows.end) };
        let (row, below) = self.find(rows, place);
        let piece = self.cuts[row].iter().rposition(|cut| *cut <= below).map_or(0, |cut| cut + 1);
        self.starts[row].get(piece).copied().unwrap_or(self.end)
    }

    /// The rows as the sheet has them. `glue` tells of a row whether it stays in
    /// one piece, and whether it stays with the next.
    pub fn rows(&self, glue: &dyn Fn(usize) -> (bool, bool), out: &mut Vec<SheetRow>) {
        for (row, (height, hidden)) in self.rows.iter().enumerate() {
            let (whole, with_next) = glue(row);
            let before = out.len();
            for piece in pieces(*height, &self.cuts[row]) {
                let count = count(piece);
                let height = piece / i64::try_from(count).unwrap_or(1);
                out.extend(std::iter::repeat_n(SheetRow { height, hidden: *hidden, glued: whole }, count));
                // Words stay with the answer below them.
                if let Some(last) = out.last_mut() {
                    last.glued = true;
                }
            }
            if let Some(last) = out[before..].last_mut() {
                last.glued = with_next;
            }
        }
    }
}

/// The heights of a row's pieces.
fn pieces(height: Length, cuts: &[Length]) -> Vec<Length> {
    let mut top = Length::ZERO;
    let mut pieces = Vec::with_capacity(cuts.len() + 1);
    for cut in cuts.iter().chain([&height]) {
        pieces.push((*cut - top).max(Length::ZERO));
        top = *cut;
    }
    pieces
}

/// How many rows of a sheet a height takes.
fn count(height: Length) -> usize {
    let rows = (height.to_emu() + MAX_ROW.to_emu() - 1) / MAX_ROW.to_emu();
    usize::try_from(rows).unwrap_or(1).max(1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn grid(heights: &[i64], cuts: &[(Range<usize>, i64)]) -> RowGrid {
        let heights = Heights::new(heights.iter().map(|height| (Length::mm(*height), false)));
        let mut grid = RowGrid::new(heights);
        cuts.iter().for_each(|(rows, place)| grid.cut(rows, Length::mm(*place)));
        grid.finish();
        grid
    }

    #[test]
    fn cells_beside_each_other_share_the_cuts_of_their_row() {
        // Two cells of the middle row, cut at 10 and 20, and at 11 and 26.
        let grid = grid(&[8, 30, 8], &[(1..2, 10), (1..2, 20), (1..2, 11), (1..2, 26)]);
        let edges =
            |places: &[i64]| places.iter().map(|at| grid.edge(&(1..2), Some(Length::mm(*at)))).collect::<Vec<_>>();
        assert_eq!(edges(&[0, 10, 20]), [1, 2, 3]);
        assert_eq!(edges(&[0, 11, 26]), [1, 2, 4]);
        assert_eq!(grid.edge(&(1..2), None), 5);
        let mut rows = Vec::new();
        grid.rows(&|_| (true, false), &mut rows);
        let heights: Vec<f64> = rows.iter().map(|row| row.height.to_mm()).collect();
        assert_eq!(heights, [8.0, 10.0, 10.0, 6.0, 4.0, 8.0]);
        assert_eq!(rows.iter().map(|row| row.glued).collect::<Vec<_>>(), [false, true, true, true, false, false]);
    }

    #[test]
    fn a_cell_over_several_rows_is_cut_where_it_lies() {
        let grid = grid(&[10, 10, 10], &[(0..3, 14)]);
        assert_eq!(grid.edge(&(0..3), Some(Length::mm(14))), 2);
        assert_eq!((grid.row_start(1), grid.row_start(2), grid.row_start(3)), (1, 3, 4));
    }

    #[test]
    fn a_row_higher_than_excel_allows_becomes_several() {
        let grid = grid(&[600], &[]);
        let mut rows = Vec::new();
        grid.rows(&|_| (false, false), &mut rows);
        assert_eq!(rows.len(), 5);
        assert!(rows.iter().all(|row| row.height <= MAX_ROW));
        assert_eq!((grid.edge(&(0..1), Some(Length::ZERO)), grid.edge(&(0..1), None)), (0, 5));
    }

    #[test]
    fn hidden_rows_make_no_room() {
        let mut heights = Heights::new([(Length::mm(10), false), (Length::mm(10), true)].into_iter());
        heights.need(&(0..2), Length::mm(15));
        let grid = RowGrid::new(heights);
        assert_eq!((grid.height(&(0..1)), grid.height(&(1..2))), (Length::mm(15), Length::mm(10)));
    }
}
