//! How much of a file a reader is willing to look at.

/// Limits that stop a hostile or broken file before it costs memory or time.
///
/// The defaults are far above any form that people fill in; a file that
/// crosses one is refused with an error that names the limit.
///
/// ```
/// use shenbao::read::Limits;
///
/// let mut limits = Limits::default();
/// limits.file_bytes = 5 * 1024 * 1024;
/// ```
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub struct Limits {
    /// Size of the file. Default: 64 MiB.
    pub file_bytes: u64,
    /// Size of one part of a package after inflating. Default: 128 MiB.
    pub part_bytes: u64,
    /// Size of all parts that are read, after inflating. Default: 128 MiB. A PDF
    /// may cost twice that: bytes as they stand and decoded, and objects, fonts
    /// and copies by what they take in memory.
    pub total_bytes: u64,
    /// How many times larger a part may be than its compressed form; parts
    /// below [`Limits::RATIO_FLOOR`] are exempt, since repetitive forms
    /// compress well. Default: 200.
    pub ratio: u64,
    /// Number of entries of a package. Default: 10,000.
    pub entries: usize,
    /// Nesting of XML elements. Default: 256.
    pub depth: usize,
    /// Grid positions of all tables together; in a workbook a cell alone in its
    /// row is one too. Default: 200,000.
    pub cells: usize,
    /// Columns of a table, and so the columns that one cell may span.
    /// Default: 1,000.
    pub columns: usize,
    /// Paragraphs, cells and inline items of a document together: each takes
    /// far more memory than the few bytes that ask for it. In a PDF: characters
    /// and fields; of operators there may be five for each. Default: 1,000,000.
    pub items: usize,
}

impl Limits {
    /// Inflated size below which a part is never called a bomb: 1 MiB.
    pub const RATIO_FLOOR: u64 = 1 << 20;
}

impl Default for Limits {
    fn default() -> Limits {
        Limits {
            file_bytes: 64 << 20,
            part_bytes: 128 << 20,
            total_bytes: 128 << 20,
            ratio: 200,
            entries: 10_000,
            depth: 256,
            cells: 200_000,
            columns: 1_000,
            items: 1_000_000,
        }
    }
}
