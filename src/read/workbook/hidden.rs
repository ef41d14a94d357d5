//! Rows and columns that nobody sees.

use std::collections::HashSet;

use super::reference::LAST;
use super::{Area, Sheet};

/// What is hidden in a sheet, gathered while it is read.
#[derive(Debug, Default)]
pub(super) struct Hidden {
    rows: HashSet<u32>,
    /// Whether each column is hidden; as many as are known.
    columns: Vec<bool>,
    /// Filters: they hide rows for the moment.
    filters: Vec<Area>,
}

/// More filters than this are nobody's.
const FILTERS: usize = 256;

impl Hidden {
    /// Takes in a hidden row.
    pub fn row(&mut self, row: u32) {
        self.rows.insert(row);
    }

    /// Takes in hidden columns, the first and the last of them.
    pub fn columns(&mut self, first: u32, last: u32) {
        let end = last.min(LAST.1) as usize + 1;
        if self.columns.len() < end {
            self.columns.resize(end, false);
        }
        if let Some(hidden) = self.columns.get_mut(first as usize..end) {
            hidden.fill(true);
        }
    }

    /// Whether a column is hidden.
    pub fn has_column(&self, column: u32) -> bool {
        self.columns.get(column as usize).is_some_and(|hidden| *hidden)
    }

    /// Takes in the area of a filter, whose first row is the head.
    pub fn filter(&mut self, area: Area) {
        if self.filters.len() < FILTERS {
            self.filters.push(area);
        }
    }

    /// Forgets the rows, where a file says only that a filter is at work.
    pub fn show_rows(&mut self) {
        self.rows.clear();
    }

    /// Marks the cells of a sheet. What a filter hides is part of a list; what
    /// somebody has hidden otherwise is not there to be seen.
    pub fn mark(self, sheet: &mut Sheet) {
        let filtered = |row: u32| self.filters.iter().any(|area| row > area.rows.0 && row <= area.rows.1);
        let rows: HashSet<u32> = self.rows.iter().copied().filter(|row| !filtered(*row)).collect();
        for cell in &mut sheet.cells {
            cell.hidden = self.has_column(cell.column) || rows.contains(&cell.row);
        }
    }
}
