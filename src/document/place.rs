//! Where something stands in a document.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A place in a document. All numbers count from 1.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Place {
    /// A paragraph outside tables.
    Paragraph {
        /// Number of the paragraph among those outside tables.
        paragraph: usize,
        /// Number of the page, where the file has pages: in a PDF.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        page: Option<usize>,
    },
    /// A cell of a table, by the position of its upper left corner in the grid.
    Table {
        /// Number of the table.
        table: usize,
        /// Number of the row.
        row: usize,
        /// Number of the grid column.
        column: usize,
        /// Number of the page on which the cell begins, where the file has
        /// pages: in a PDF.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        page: Option<usize>,
    },
    /// A page of a PDF.
    Page {
        /// Number of the page.
        page: usize,
    },
    /// A cell of a worksheet, as its program names it.
    Sheet {
        /// Name of the sheet.
        sheet: String,
        /// The cell; of merged cells the upper left one.
        cell: CellName,
    },
}

impl Place {
    /// The same place, known to stand on a page. A place that has its page, or
    /// is a worksheet's, stays as it is.
    #[must_use]
    pub fn on_page(mut self, number: usize) -> Place {
        if let Place::Paragraph { page, .. } | Place::Table { page, .. } = &mut self {
            page.get_or_insert(number);
        }
        self
    }

    /// Number of the page, where that is known.
    pub fn page(&self) -> Option<usize> {
        match self {
            Place::Paragraph { page, .. } | Place::Table { page, .. } => *page,
            Place::Page { page } => Some(*page),
            Place::Sheet { .. } => None,
        }
    }

    /// The place in Chinese words: `表1第2行第7列`, `第3段`, `第2页表1第2行第7列`,
    /// `工作表“推荐表”C7`.
    pub fn to_chinese(&self) -> String {
        let on = self.page().map(|page| format!("第{page}页")).unwrap_or_default();
        match self {
            Place::Paragraph { paragraph, .. } => format!("{on}第{paragraph}段"),
            Place::Table { table, row, column, .. } => format!("{on}表{table}第{row}行第{column}列"),
            Place::Page { .. } => on,
            Place::Sheet { sheet, cell } => format!("工作表“{sheet}”{cell}"),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let (Some(page), Place::Paragraph { .. } | Place::Table { .. }) = (self.page(), self) {
            write!(f, "p. {page}, ")?;
        }
        match self {
            Place::Paragraph { paragraph, .. } => write!(f, "¶{paragraph}"),
            Place::Table { table, row, column, .. } => write!(f, "T{table} R{row} C{column}"),
            Place::Page { page } => write!(f, "p. {page}"),
            // As Excel writes a reference; it puts most names in quotes too.
            Place::Sheet { sheet, cell } if sheet.chars().all(|c| c.is_alphanumeric() || c == '_') => {
                write!(f, "{sheet}!{cell}")
            }
            Place::Sheet { sheet, cell } => write!(f, "'{}'!{cell}", sheet.replace('\'', "''")),
        }
    }
}

/// The name of a worksheet's cell: `C7`.
///
/// ```
/// use shenbao::document::CellName;
///
/// let cell: CellName = "AB12".parse().unwrap();
/// assert_eq!(cell, CellName { row: 12, column: 28 });
/// assert_eq!(cell.to_string(), "AB12");
/// assert!("7C".parse::<CellName>().is_err());
/// ```
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellName {
    /// Number of the row, from 1.
    pub row: u32,
    /// Number of the column, from 1.
    pub column: u32,
}

impl CellName {
    /// The letters of its column.
    pub fn letters(self) -> String {
        let mut letters = Vec::new();
        let mut left = self.column;
        while left > 0 {
            // Digits run from A = 1 to Z = 26: there is no zero.
            letters.push(char::from(b'A' + ((left - 1) % 26) as u8));
            left = (left - 1) / 26;
        }
        letters.into_iter().rev().collect()
    }
}

impl fmt::Display for CellName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.letters(), self.row)
    }
}

/// A text that names no cell.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParseCellError(pub String);

impl fmt::Display for ParseCellError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not the name of a cell: expected letters and a number, as `C7`", self.0)
    }
}

impl std::error::Error for ParseCellError {}

impl FromStr for CellName {
    type Err = ParseCellError;

    fn from_str(text: &str) -> Result<CellName, ParseCellError> {
        let error = || ParseCellError(text.to_owned());
        let digits = text.find(|c: char| c.is_ascii_digit()).ok_or_else(error)?;
        let (letters, digits) = text.split_at(digits);
        let column = letters.bytes().try_fold(0_u32, |column, letter| match letter {
            b'A'..=b'Z' | b'a'..=b'z' => {
                column.checked_mul(26)?.checked_add(u32::from(letter.to_ascii_uppercase() - b'A') + 1)
            }
            _ => None,
        });
        let row = digits.bytes().all(|b| b.is_ascii_digit()).then(|| digits.parse().ok()).flatten();
        match (row, column) {
            (Some(row), Some(column)) if row > 0 && column > 0 => Ok(CellName { row, column }),
            _ => Err(error()),
        }
    }
}

impl Serialize for CellName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for CellName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<CellName, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_are_named_as_in_excel() {
        for (name, row, column) in [("A1", 1, 1), ("Z2", 2, 26), ("AA3", 3, 27), ("XFD1048576", 1_048_576, 16_384)] {
            let cell = CellName { row, column };
            assert_eq!(cell.to_string(), name);
            assert_eq!(name.parse(), Ok(cell));
        }
        for text in ["", "A", "7", "A0", "1A", "A1B", "$A$1", "甲1", "AAAAAAAA1", "A99999999999"] {
            assert!(text.parse::<CellName>().is_err(), "{text}");
        }
    }

    #[test]
    fn pages_are_named_where_there_are_some() {
        let place = Place::Table { table: 1, row: 2, column: 7, page: None };
        assert_eq!((place.to_chinese().as_str(), place.to_string().as_str()), ("表1第2行第7列", "T1 R2 C7"));
        let plain = serde_json::json!({"kind": "table", "table": 1, "row": 2, "column": 7});
        assert_eq!(serde_json::to_value(&place).unwrap(), plain);
        assert_eq!(serde_json::from_value::<Place>(plain).unwrap(), place);
        let place = place.on_page(3);
        assert_eq!((place.to_chinese().as_str(), place.to_string().as_str()), ("第3页表1第2行第7列", "p. 3, T1 R2 C7"));
        assert_eq!(place.clone().on_page(4), place);
        let page = Place::Page { page: 3 };
        assert_eq!((page.to_chinese().as_str(), page.to_string().as_str()), ("第3页", "p. 3"));
        assert_eq!(serde_json::to_value(page).unwrap(), serde_json::json!({"kind": "page", "page": 3}));
    }

    #[test]
    fn a_sheets_cell_says_what_excel_shows() {
        let place = |sheet: &str| Place::Sheet { sheet: sheet.into(), cell: CellName { row: 7, column: 3 } };
        assert_eq!(place("推荐表").to_string(), "推荐表!C7");
        assert_eq!(place("表 1's").to_string(), "'表 1''s'!C7");
        assert_eq!(place("推荐表").to_chinese(), "工作表“推荐表”C7");
        let json = serde_json::to_value(place("推荐表")).unwrap();
        assert_eq!(json, serde_json::json!({"kind": "sheet", "sheet": "推荐表", "cell": "C7"}));
        assert_eq!(serde_json::from_value::<Place>(json).unwrap(), place("推荐表"));
    }
}
