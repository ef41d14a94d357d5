//! Where something stands in a document.

use std::fmt;

use serde::{Deserialize, Serialize};

/// A place in a document. All numbers count from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Place {
    /// A paragraph outside tables.
    Paragraph {
        /// Number of the paragraph among those outside tables.
        paragraph: usize,
    },
    /// A cell of a table, by the position of its upper left corner in the grid.
    Table {
        /// Number of the table.
        table: usize,
        /// Number of the row.
        row: usize,
        /// Number of the grid column.
        column: usize,
    },
}

impl Place {
    /// The place in Chinese words: `表1第2行第7列`, `第3段`.
    pub fn to_chinese(self) -> String {
        match self {
            Place::Paragraph { paragraph } => format!("第{paragraph}段"),
            Place::Table { table, row, column } => format!("表{table}第{row}行第{column}列"),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Place::Paragraph { paragraph } => write!(f, "¶{paragraph}"),
            Place::Table { table, row, column } => write!(f, "T{table} R{row} C{column}"),
        }
    }
}
