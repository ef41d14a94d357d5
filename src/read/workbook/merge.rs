//! Which cells are merged into which.

use std::collections::BTreeMap;

use super::Area;

/// What a position of a sheet is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Position {
    /// A cell by itself, or the first of merged cells.
    Cell(Area),
    /// One that merged cells cover.
    Covered(Area),
}

/// Merged areas, asked for position after position in reading order.
///
/// Areas of a damaged file may overlap; then the first in reading order counts
/// and the other is not merged.
pub(super) struct Merges {
    /// The areas that lie ahead, the next one last.
    ahead: Vec<Area>,
    /// Those that reach into the present row, by their first column; they do
    /// not overlap.
    active: BTreeMap<u32, Area>,
}

impl Merges {
    pub fn new(areas: &[Area]) -> Merges {
        let mut ahead: Vec<Area> = areas.iter().copied().filter(|area| !area.is_one_cell()).collect();
        ahead.sort_by_key(|area| std::cmp::Reverse((area.rows.0, area.columns.0)));
        Merges { ahead, active: BTreeMap::new() }
    }

    /// What stands at a position. Positions must come by row, then by column.
    pub fn at(&mut self, row: u32, column: u32) -> Position {
        while let Some(area) = self.ahead.pop_if(|area| (area.rows.0, area.columns.0) <= (row, column)) {
            self.enter(area);
        }
        match self.active.range(..=column).next_back().map(|(_, area)| *area) {
            Some(area) if area.contains(row, column) => {
                if (area.rows.0, area.columns.0) == (row, column) {
                    Position::Cell(area)
                } else {
                    Position::Covered(area)
                }
            }
            _ => Position::Cell(Area::of(row, column)),
        }
    }

    /// Takes an area in, unless it overlaps one that is there.
    fn enter(&mut self, area: Area) {
        let row = area.rows.0;
        // Of those that begin before, only the last can reach in, since none
        // overlap.
        let before = self.active.range(..area.columns.0).next_back().map(|(_, other)| *other);
        let mut ended = Vec::new();
        let within = self.active.range(area.columns.0..=area.columns.1).map(|(_, other)| *other);
        let mut near = before.into_iter().filter(|other| other.columns.1 >= area.columns.0).chain(within);
        let is_free = near.all(|other| {
            ended.push(other.columns.0);
            other.rows.1 < row
        });
        // The last one found still holds its columns.
        if !is_free {
            ended.pop();
        }
        for column in ended {
            self.active.remove(&column);
        }
        if is_free {
            self.active.insert(area.columns.0, area);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn area(rows: (u32, u32), columns: (u32, u32)) -> Area {
        Area { rows, columns }
    }

    #[test]
    fn positions_know_their_merged_cells() {
        let title = area((0, 0), (0, 5));
        let label = area((1, 3), (0, 0));
        let mut merges = Merges::new(&[label, title, area((7, 7), (2, 2))]);
        assert_eq!(merges.at(0, 0), Position::Cell(title));
        assert_eq!(merges.at(0, 3), Position::Covered(title));
        assert_eq!(merges.at(1, 0), Position::Cell(label));
        assert_eq!(merges.at(1, 1), Position::Cell(Area::of(1, 1)));
        assert_eq!(merges.at(3, 0), Position::Covered(label));
        assert_eq!(merges.at(4, 0), Position::Cell(Area::of(4, 0)));
        assert_eq!(merges.at(7, 2), Position::Cell(Area::of(7, 2)));
    }

    #[test]
    fn of_areas_that_overlap_the_first_counts() {
        let first = area((0, 2), (0, 2));
        let mut merges = Merges::new(&[area((1, 5), (1, 4)), first, area((3, 4), (0, 9))]);
        assert_eq!(merges.at(1, 1), Position::Covered(first));
        assert_eq!(merges.at(1, 4), Position::Cell(Area::of(1, 4)));
        assert_eq!(merges.at(3, 0), Position::Cell(area((3, 4), (0, 9))));
        assert_eq!(merges.at(4, 9), Position::Covered(area((3, 4), (0, 9))));
    }
}
