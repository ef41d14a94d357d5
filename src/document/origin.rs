//! What a reader knows of a paragraph besides its words.

use super::Place;

/// Where a reader found a paragraph, and what it knows to be wrong with it.
///
/// A place in a table can be told from the document alone; what only the file
/// knows, as a worksheet's cell or the page of a PDF, travels here. So does
/// damage that shows in the file and not in the words: a number that Excel has
/// already rounded.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Origin {
    /// The place, as the file's program names it; `None` if it has no name of
    /// its own for it.
    pub place: Option<Place>,
    /// Number of the page, from 1, where the file has pages.
    pub page: Option<usize>,
    /// What is wrong with what stands there.
    pub damage: Vec<Damage>,
}

/// Why the words that were read may not be what was meant.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum Damage {
    /// A number of more than 15 digits: a spreadsheet keeps no more, and the
    /// others are zeros now. Identity numbers typed as numbers.
    Rounded,
    /// A number written with fewer digits than its exponent counts:
    /// `1.38E+10`. Nothing tells the others.
    Cut,
    /// The cell shows an error value, as `#REF!`.
    ErrorValue,
    /// A formula whose result is not in the file; the words are the formula.
    NotComputed,
    /// The cell shows fewer digits than it holds. The words are what it shows.
    Shown {
        /// The number with all its digits.
        exact: String,
    },
    /// The cell's format hides what it holds, or shows it in a way that is not
    /// known here. The words are what it holds.
    Format,
    /// A number that may have lost a zero at its end: `2010.10`, typed as a
    /// number, is `2010.1`.
    ZeroLost,
    /// Somebody has struck some of it out, or all. Readers of documents mark
    /// the words instead, as [`Mark::STRUCK`](crate::document::Mark::STRUCK).
    Struck,
}
