//! Grids: the cells that ruling lines enclose, merged ones as they are drawn.

use super::canvas::Rule;
use super::geometry::Rect;
use super::rules::{Groups, Net};
use crate::read::Limits;

/// Lines that are no farther apart bound one row or column: double borders,
/// and borders that cells draw for themselves. In points.
const NEAR: f64 = 3.5;
/// How much of a side must be drawn to divide two cells.
const DRAWN: f64 = 0.6;

/// The cells of a table on one page.
#[derive(Debug)]
pub(super) struct Grid {
    /// Borders of columns, left to right, and of rows, downwards.
    pub(super) xs: Vec<f64>,
    pub(super) ys: Vec<f64>,
    pub(super) cells: Vec<GridCell>,
    /// For each cell whether it has no border above, and none below.
    pub(super) open: Vec<(bool, bool)>,
    /// For each row and column the cell that covers it.
    places: Vec<usize>,
}

/// A cell by rows and columns of its grid.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct GridCell {
    pub(super) row: usize,
    pub(super) column: usize,
    pub(super) row_span: usize,
    pub(super) column_span: usize,
}

impl Grid {
    /// Builds the grid of a net; `None` where it encloses nothing, or more than
    /// the limits allow.
    pub(super) fn of(net: &Net, limits: &Limits) -> Option<Grid> {
        let xs = borders(&net.upright, &net.level);
        let ys = borders(&net.level, &net.upright);
        let (columns, rows) = (xs.len().checked_sub(1)?, ys.len().checked_sub(1)?);
        if columns == 0 || rows == 0 || columns > limits.columns || columns.saturating_mul(rows) > limits.cells {
            return None;
        }
        let right_sides = Sides::of(&net.upright, &xs);
        let lower_sides = Sides::of(&net.level, &ys);
        let mut groups = Groups::new(columns * rows);
        for row in 0..rows {
            for column in 0..columns {
                let place = row * columns + column;
                if column + 1 < columns && !right_sides.is_drawn(column + 1, ys[row], ys[row + 1]) {
                    groups.unite(place, place + 1);
                }
                if row + 1 < rows && !lower_sides.is_drawn(row + 1, xs[column], xs[column + 1]) {
                    groups.unite(place, place + columns);
                }
            }
        }
        let mut grid = Grid { xs, ys, cells: Vec::new(), open: Vec::new(), places: vec![usize::MAX; columns * rows] };
        let roots: Vec<usize> = (0..columns * rows).map(|place| groups.root(place)).collect();
        grid.divide(&roots, columns, rows);
        let is_open = |grid: &Grid, cell: &GridCell, row: usize| {
            !lower_sides.is_drawn(row, grid.xs[cell.column], grid.xs[cell.column + cell.column_span])
        };
        let ends = |cell: &GridCell| (cell.row, cell.row + cell.row_span);
        grid.open = grid
            .cells
            .iter()
            .map(|cell| (is_open(&grid, cell, ends(cell).0), is_open(&grid, cell, ends(cell).1)))
            .collect();
        Some(grid)
    }

    /// Makes cells of the groups. One that is no rectangle, since a piece of a
    /// line is missing, becomes several.
    fn divide(&mut self, roots: &[usize], columns: usize, rows: usize) {
        for place in 0..roots.len() {
            if self.places[place] != usize::MAX {
                continue;
            }
            let (row, column) = (place / columns, place % columns);
            let is_free = |grid: &Grid, at: usize| roots[at] == roots[place] && grid.places[at] == usize::MAX;
            let width = (column..columns).take_while(|c| is_free(self, row * columns + c)).count();
            let is_whole = |row: usize| (column..column + width).all(|c| is_free(self, row * columns + c));
            let height = (row..rows).take_while(|row| is_whole(*row)).count();
            for r in row..row + height {
                for c in column..column + width {
                    self.places[r * columns + c] = self.cells.len();
                }
            }
            self.cells.push(GridCell { row, column, row_span: height, column_span: width });
        }
    }

    pub(super) fn area(&self) -> Rect {
        let end = |edges: &[f64]| (edges.first().copied().unwrap_or(0.0), edges.last().copied().unwrap_or(0.0));
        let ((left, right), (top, bottom)) = (end(&self.xs), end(&self.ys));
        Rect { left, top, right, bottom }
    }

    /// The rectangle of a cell on the page.
    pub(super) fn rectangle(&self, cell: &GridCell) -> Rect {
        let at = |edges: &[f64], index: usize| edges.get(index).copied().unwrap_or(0.0);
        Rect {
            left: at(&self.xs, cell.column),
            top: at(&self.ys, cell.row),
            right: at(&self.xs, cell.column + cell.column_span),
            bottom: at(&self.ys, cell.row + cell.row_span),
        }
    }

    /// The number of the cell at a point of the page.
    pub(super) fn cell_at(&self, (x, y): (f64, f64)) -> Option<usize> {
        if !self.area().contains((x, y)) {
            return None;
        }
        let index = |edges: &[f64], at: f64| edges.partition_point(|edge| *edge <= at).clamp(1, edges.len() - 1) - 1;
        self.places.get(index(&self.ys, y) * (self.xs.len() - 1) + index(&self.xs, x)).copied()
    }
}

/// The places of lines, those near each other as one, with the ends of the
/// lines across where those go on to a border that is not drawn.
fn borders(lines: &[Rule], across: &[Rule]) -> Vec<f64> {
    const LEAST_ENDS: usize = 2;
    let mut places: Vec<f64> = lines.iter().map(|line| line.at).collect();
    let first = places.iter().copied().fold(f64::INFINITY, f64::min);
    let last = places.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let start = across.iter().map(|line| line.from).fold(f64::INFINITY, f64::min);
    let end = across.iter().map(|line| line.to).fold(f64::NEG_INFINITY, f64::max);
    let ending_at =
        |at: f64| across.iter().filter(|line| (line.from - at).abs().min((line.to - at).abs()) < NEAR).count();
    if first - start > 2.0 * NEAR && ending_at(start) >= LEAST_ENDS {
        places.push(start);
    }
    if end - last > 2.0 * NEAR && ending_at(end) >= LEAST_ENDS {
        places.push(end);
    }
    places.sort_by(f64::total_cmp);
    let mut borders: Vec<f64> = Vec::new();
    let mut cluster: Vec<f64> = Vec::new();
    for place in places {
        if let Some(start) = cluster.first()
            && place - start > NEAR
        {
            borders.push(cluster.iter().sum::<f64>() / cluster.len() as f64);
            cluster.clear();
        }
        cluster.push(place);
    }
    if !cluster.is_empty() {
        borders.push(cluster.iter().sum::<f64>() / cluster.len() as f64);
    }
    borders
}

/// What is drawn along each border.
struct Sides {
    lines: Vec<Vec<(f64, f64)>>,
}

impl Sides {
    fn of(lines: &[Rule], borders: &[f64]) -> Sides {
        let mut sides = vec![Vec::new(); borders.len()];
        for line in lines {
            let nearest = (0..borders.len())
                .min_by(|a, b| (borders[*a] - line.at).abs().total_cmp(&(borders[*b] - line.at).abs()));
            if let Some(side) = nearest {
                sides[side].push((line.from, line.to));
            }
        }
        sides.iter_mut().for_each(|side| side.sort_by(|a, b| a.0.total_cmp(&b.0)));
        Sides { lines: sides }
    }

    /// Whether the border is drawn between two points.
    fn is_drawn(&self, border: usize, from: f64, to: f64) -> bool {
        let mut drawn = 0.0;
        let mut reached = from;
        for (start, end) in &self.lines[border] {
            let (start, end) = (start.max(reached), end.min(to));
            if end > start {
                drawn += end - start;
                reached = end;
            }
        }
        drawn >= (to - from) * DRAWN
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::pdf::rules::nets;

    fn grid(level: &[(f64, f64, f64)], upright: &[(f64, f64, f64)]) -> Grid {
        let rule = |is_level| move |&(at, from, to): &(f64, f64, f64)| Rule { is_level, at, from, to };
        let rules: Vec<Rule> = level.iter().map(rule(true)).chain(upright.iter().map(rule(false))).collect();
        let (nets, _) = nets(&rules);
        Grid::of(&nets[0], &Limits::default()).unwrap()
    }

    #[test]
    fn merged_cells_are_the_ones_without_lines_in_them() {
        // ┌──┬─────┐
        // │  ├──┬──┤
        // └──┴──┴──┘
        let grid = grid(
            &[(0.0, 0.0, 90.0), (20.0, 30.0, 90.0), (40.0, 0.0, 90.0)],
            &[(0.0, 0.0, 40.0), (30.0, 0.0, 40.0), (60.0, 20.0, 40.0), (90.0, 0.0, 40.0)],
        );
        let spans: Vec<_> = grid.cells.iter().map(|c| (c.row, c.column, c.row_span, c.column_span)).collect();
        assert_eq!(spans, [(0, 0, 2, 1), (0, 1, 1, 2), (1, 1, 1, 1), (1, 2, 1, 1)]);
        assert_eq!(grid.cell_at((75.0, 30.0)), Some(3));
        assert_eq!(grid.cell_at((95.0, 30.0)), None);
    }

    #[test]
    fn a_table_without_side_lines_ends_where_its_lines_end() {
        let grid =
            grid(&[(0.0, 0.0, 90.0), (20.0, 0.0, 90.0), (40.0, 0.0, 90.0)], &[(30.0, 0.0, 40.0), (60.0, 0.0, 40.0)]);
        assert_eq!((grid.xs.len(), grid.ys.len(), grid.cells.len()), (4, 3, 6));
    }

    #[test]
    fn a_cell_that_comes_from_the_page_before_is_open_above() {
        let grid = grid(&[(40.0, 0.0, 90.0)], &[(0.0, 0.0, 40.0), (30.0, 0.0, 40.0), (90.0, 0.0, 40.0)]);
        assert_eq!(grid.ys, [0.0, 40.0]);
        assert_eq!(grid.open, [(true, false), (true, false)]);
    }

    #[test]
    fn double_lines_are_one_border() {
        let grid = grid(
            &[(0.0, 0.0, 92.0), (2.0, 0.0, 92.0), (40.0, 0.0, 92.0)],
            &[(0.0, 0.0, 40.0), (2.5, 0.0, 40.0), (92.0, 0.0, 40.0)],
        );
        assert_eq!(grid.cells.len(), 1);
    }
}
