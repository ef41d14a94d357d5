//! The part of a worksheet ([MS-XLSB] 2.1.7.62).
//!
//! Its records are walked once: what calamine does not tell is read, and what it
//! will read is checked and copied, so that no record is shorter than it takes
//! for granted.

use super::super::hidden::Hidden;
use super::super::reference::LAST;
use super::super::sheet::Room;
use super::super::{Area, Content, Sheet};
use super::record::{Record, cut_off, records, text, wide, write};
use super::strings::{self, Runs, Strings};
use super::styles::Styles;
use crate::read::bytes::u32_at;
use crate::read::{ReadError, ReadErrorKind};

mod kind {
    pub const ROW: u16 = 0;
    pub const BLANK: u16 = 1;
    pub const NUMBER: u16 = 2;
    pub const ERROR: u16 = 3;
    pub const TRUTH: u16 = 4;
    pub const REAL: u16 = 5;
    pub const TEXT: u16 = 6;
    pub const SHARED: u16 = 7;
    pub const FORMULA_TEXT: u16 = 8;
    pub const FORMULA_REAL: u16 = 9;
    pub const FORMULA_TRUTH: u16 = 10;
    pub const FORMULA_ERROR: u16 = 11;
    /// Cells right of the last one, whose column is left out: the first and the
    /// last kind, in the order of those from `BLANK` to `SHARED`.
    pub const SHORT: u16 = 12;
    pub const SHORT_LAST: u16 = 18;
    pub const RICH_TEXT: u16 = 62;
    pub const COLUMNS: u16 = 60;
    pub const CELLS: u16 = 145;
    pub const CELLS_END: u16 = 146;
    pub const SIZE: u16 = 148;
    pub const FILTER: u16 = 161;
    pub const MERGED: u16 = 176;
    pub const DRAWING: u16 = 550;
    pub const TABLE: u16 = 661;
}

/// What workbooks share, for the cells of a sheet.
pub(super) struct Shared {
    pub strings: Strings,
    pub styles: Styles,
}

/// A sheet without the values of its cells.
pub(super) struct Walked {
    /// Cells that hold an error or only a frame, merged cells.
    pub sheet: Sheet,
    pub hidden: Hidden,
    /// The cells whose values calamine gives, in their order.
    pub values: Vec<Value>,
    /// The relationship of the drawing.
    pub drawing: Option<String>,
    /// Relationships of its tables, which have filters of their own.
    pub tables: Vec<String>,
    /// The part as calamine is given it.
    pub part: Vec<u8>,
}

/// Where a value stands, and how it looks.
pub(super) struct Value {
    pub row: u32,
    pub column: u32,
    /// The number of its style.
    pub style: u32,
    /// The runs of its text.
    pub runs: Runs,
}

/// A cell while its record is read.
struct Found<'p> {
    column: u32,
    style: u32,
    /// The kind of record that it has with its column.
    kind: u16,
    value: &'p [u8],
}

/// Reads the records of a sheet.
pub(super) fn walk(part: &[u8], shared: &Shared, room: &mut Room<'_>) -> Result<Walked, ReadError> {
    let mut walk = Walk { shared, walked: Walked::new(), at: None, within: false, next: 0 };
    write(&mut walk.walked.part, kind::SIZE, &[&[0; 16]]);
    write(&mut walk.walked.part, kind::CELLS, &[]);
    for record in records(part) {
        walk.record(record?, room)?;
    }
    write(&mut walk.walked.part, kind::CELLS_END, &[]);
    Ok(walk.walked)
}

/// The area of the first filter in the part of a table.
pub(super) fn filter_of_table(part: &[u8]) -> Option<Area> {
    records(part).map_while(Result::ok).find(|record| record.kind == kind::FILTER).and_then(|record| area(record.data))
}

impl Walked {
    fn new() -> Walked {
        Walked {
            sheet: Sheet::default(),
            hidden: Hidden::default(),
            values: Vec::new(),
            drawing: None,
            tables: Vec::new(),
            part: Vec::new(),
        }
    }
}

struct Walk<'s> {
    shared: &'s Shared,
    walked: Walked,
    /// The open row.
    at: Option<u32>,
    /// Whether the records are those of cells.
    within: bool,
    /// The column of the next cell that does not name its own.
    next: u32,
}

impl Walk<'_> {
    fn record(&mut self, Record { kind, data }: Record<'_>, room: &mut Room<'_>) -> Result<(), ReadError> {
        match kind {
            kind::CELLS => self.within = true,
            kind::CELLS_END => self.within = false,
            kind::ROW if self.within => self.row(data, room)?,
            kind::BLANK..=kind::SHORT_LAST | kind::RICH_TEXT if self.within => {
                let found = self.found(kind, data).ok_or_else(cut_off)?;
                self.cell(&found, room)?;
            }
            kind::COLUMNS => {
                // Flags stand behind the width and the style (2.4.323).
                if let (Some(first), Some(last), Some(1)) =
                    (u32_at(data, 0), u32_at(data, 4), data.get(16).map(|flags| flags & 1))
                {
                    self.walked.hidden.columns(first, last);
                }
            }
            kind::MERGED => {
                if let Some(area) = area(data) {
                    room.item()?;
                    self.walked.sheet.merged.push(area);
                }
            }
            kind::FILTER => area(data).into_iter().for_each(|area| self.walked.hidden.filter(area)),
            kind::DRAWING => self.walked.drawing = wide(data, 0).map(text),
            kind::TABLE => {
                room.item()?;
                self.walked.tables.extend(wide(data, 0).map(text));
            }
            _ => {}
        }
        Ok(())
    }

    /// A row (2.4.741).
    fn row(&mut self, data: &[u8], room: &mut Room<'_>) -> Result<(), ReadError> {
        let row = u32_at(data, 0).filter(|row| *row <= LAST.0).ok_or_else(cut_off)?;
        (self.at, self.next) = (Some(row), 0);
        write(&mut self.walked.part, kind::ROW, &[&row.to_le_bytes()]);
        if data.get(11).is_some_and(|flags| flags & 0x10 != 0) {
            room.item()?;
            self.walked.hidden.row(row);
        }
        Ok(())
    }

    /// A cell (2.5.9): its column, three bytes of its style and one of flags,
    /// its value.
    fn found<'p>(&self, kind: u16, data: &'p [u8]) -> Option<Found<'p>> {
        let is_short = (kind::SHORT..=kind::SHORT_LAST).contains(&kind);
        let (column, rest) = if is_short { (self.next, data) } else { (u32_at(data, 0)?, data.get(4..)?) };
        let style = u32_at(rest, 0)? & 0x00FF_FFFF;
        let kind = if is_short { kind - kind::SHORT + kind::BLANK } else { kind };
        (column <= LAST.1).then_some(Found { column, style, kind, value: rest.get(4..)? })
    }

    fn cell(&mut self, found: &Found<'_>, room: &mut Room<'_>) -> Result<(), ReadError> {
        let row = self.at.ok_or_else(cut_off)?;
        let Found { column, style, kind, value } = *found;
        self.next = column + 1;
        let content = match kind {
            kind::BLANK => Content::Blank,
            // calamine passes over the errors of formulas, and ends at those
            // that it does not know.
            kind::ERROR | kind::FORMULA_ERROR => Content::error_of(*value.first().ok_or_else(cut_off)?),
            _ => return self.value(row, found, room),
        };
        self.walked.sheet.put(self.shared.styles.of(style).cell(row, column, content), room)
    }

    /// Copies a value that is whole.
    fn value(&mut self, row: u32, found: &Found<'_>, room: &Room<'_>) -> Result<(), ReadError> {
        let Found { column, style, kind, value } = *found;
        let strings = &self.shared.strings;
        let mut runs = Runs::default();
        let (kind, whole) = match kind {
            kind::NUMBER => (kind, value.get(..4)),
            kind::TRUTH | kind::FORMULA_TRUTH => (kind, value.get(..1)),
            kind::REAL | kind::FORMULA_REAL => (kind, value.get(..8)),
            kind::TEXT | kind::FORMULA_TEXT => (kind, wide(value, 0)),
            kind::SHARED => {
                let index = u32_at(value, 0).filter(|index| (*index as usize) < strings.count);
                runs = index.map(|index| strings.runs(index)).unwrap_or_default();
                (kind, index.and_then(|_| value.get(..4)))
            }
            // calamine knows no rich text in its cell: it is given the text.
            _ => {
                let string = wide(value, 1);
                runs = string.map(|string| strings::runs(value, string, &self.shared.styles)).unwrap_or_default();
                (kind::TEXT, string)
            }
        };
        let whole = whole.ok_or_else(cut_off)?;
        if self.walked.values.len() >= room.limits.items {
            return Err(ReadError::over(ReadErrorKind::TooManyItems, room.limits.items as u64));
        }
        self.walked.values.push(Value { row, column, style, runs });
        write(&mut self.walked.part, kind, &[&column.to_le_bytes(), &[0; 4], whole]);
        Ok(())
    }
}

/// First and last row, first and last column.
fn area(data: &[u8]) -> Option<Area> {
    let at = |at| u32_at(data, at);
    let area = Area { rows: (at(0)?, at(4)?), columns: (at(8)?, at(12)?) };
    let is_one = area.rows.0 <= area.rows.1 && area.columns.0 <= area.columns.1;
    (is_one && area.rows.1 <= LAST.0 && area.columns.1 <= LAST.1).then_some(area)
}
