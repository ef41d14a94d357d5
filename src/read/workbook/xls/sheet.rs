//! The records of a sheet (2.4).

use super::super::hidden::Hidden;
use super::super::number::{self, Number};
use super::super::rich::Rich;
use super::super::sheet::Room;
use super::super::style::Style;
use super::super::{Area, Content, Floating, Sheet};
use super::record::{Record, records};
use super::{Book, text};
use crate::read::ReadError;
use crate::read::bytes::{u16_at, u32_at};

mod kind {
    pub const BOF: u16 = 0x0809;
    pub const EOF: u16 = 0x000A;
    pub const ROW: u16 = 0x0208;
    pub const COLUMNS: u16 = 0x007D;
    pub const BLANK: u16 = 0x0201;
    pub const BLANKS: u16 = 0x00BE;
    pub const NUMBER: u16 = 0x0203;
    pub const RK: u16 = 0x027E;
    pub const RKS: u16 = 0x00BD;
    pub const LABEL: u16 = 0x0204;
    pub const RICH_LABEL: u16 = 0x00D6;
    pub const SHARED_LABEL: u16 = 0x00FD;
    pub const BOOL_OR_ERROR: u16 = 0x0205;
    pub const FORMULA: u16 = 0x0006;
    pub const STRING: u16 = 0x0207;
    pub const MERGED: u16 = 0x00E5;
    pub const FILTER_MODE: u16 = 0x009B;
    pub const OBJECT: u16 = 0x005D;
    pub const OBJECT_TEXT: u16 = 0x01B6;
}

/// Reads the records of a sheet up to its end.
pub(super) fn read(stream: &[u8], book: &Book, room: &mut Room<'_>) -> Result<Sheet, ReadError> {
    let mut cells = Cells::new(book);
    // Charts in a sheet are streams of their own within it.
    let mut depth = 0;
    for record in records(stream) {
        let record = record?;
        match record.kind {
            kind::BOF => depth += 1,
            kind::EOF if depth <= 1 => break,
            kind::EOF => depth -= 1,
            _ if depth > 1 => {}
            _ => cells.record(&record, room)?,
        }
    }
    Ok(cells.finish())
}

struct Cells<'b> {
    book: &'b Book,
    sheet: Sheet,
    /// The cell of a formula whose text follows.
    pending: Option<(u32, u32, u16)>,
    hidden: Hidden,
    /// Whether a filter is hiding rows.
    filtered: bool,
    /// What kind of object was seen last.
    object: u16,
    /// The last row with a cell.
    last: u32,
}

impl<'b> Cells<'b> {
    fn new(book: &'b Book) -> Cells<'b> {
        Cells {
            book,
            sheet: Sheet::default(),
            pending: None,
            hidden: Hidden::default(),
            filtered: false,
            object: 0,
            last: 0,
        }
    }

    /// Takes in a record. One that is too short holds nothing.
    fn record(&mut self, record: &Record<'_>, room: &mut Room<'_>) -> Result<(), ReadError> {
        let data = record.data;
        match record.kind {
            kind::FORMULA => self.formula(data, room),
            kind::STRING => self.string(data, room),
            kind::BLANKS => self.blanks(data, room),
            kind::RKS => self.numbers(data, room),
            kind::MERGED => self.merged(data, room),
            kind::BLANK
            | kind::NUMBER
            | kind::RK
            | kind::LABEL
            | kind::RICH_LABEL
            | kind::SHARED_LABEL
            | kind::BOOL_OR_ERROR => self.single(record.kind, data, room),
            kind::OBJECT_TEXT => self.object_text(record, room),
            kind => {
                self.view(kind, data);
                Ok(())
            }
        }
    }

    /// Records of what is seen and what is not.
    fn view(&mut self, kind: u16, data: &[u8]) {
        match kind {
            kind::ROW => {
                if let (Some(row), Some(flags)) = (u16_at(data, 0), u16_at(data, 12))
                    && flags & 0x0020 != 0
                {
                    self.hidden.row(row.into());
                }
            }
            kind::COLUMNS => {
                if let (Some(first), Some(last), Some(flags)) = (u16_at(data, 0), u16_at(data, 2), u16_at(data, 8))
                    && flags & 1 != 0
                {
                    self.hidden.columns(first.into(), last.into());
                }
            }
            kind::FILTER_MODE => self.filtered = true,
            // The first part of an object tells its kind (2.5.143).
            kind::OBJECT => self.object = u16_at(data, 4).unwrap_or(0),
            _ => {}
        }
    }

    /// A record of one cell: row, column, style, and what stands there.
    fn single(&mut self, kind: u16, data: &[u8], room: &mut Room<'_>) -> Result<(), ReadError> {
        let Some((row, column, style)) = place(data) else { return Ok(()) };
        let value = data.get(6..).unwrap_or_default();
        let look = self.style(style);
        let content = match kind {
            kind::NUMBER => double(value).map(|value| self.number(value, style)),
            kind::RK => u32_at(value, 0).map(|rk| self.number(rk_number(rk), style)),
            kind::LABEL => self.book.encoding.text(value).map(|label| look.text(&Rich::plain(text::trimmed(&label)))),
            kind::RICH_LABEL => self.book.encoding.rich(value, &self.book.fonts).map(|label| look.text(&label)),
            kind::SHARED_LABEL => {
                let shared = u32_at(value, 0).and_then(|index| self.book.strings.get(index as usize));
                shared.map(|text| look.text(text))
            }
            kind::BOOL_OR_ERROR => match value {
                [tick, 0, ..] => Some(Content::Tick(*tick != 0)),
                [error, ..] => Some(Content::error_of(*error)),
                [] => None,
            },
            _ => None,
        };
        self.put(row, column, style, content.unwrap_or_default(), room)
    }

    /// A formula with its result (2.4.127); a text follows in a record of its
    /// own.
    fn formula(&mut self, data: &[u8], room: &mut Room<'_>) -> Result<(), ReadError> {
        let (Some((row, column, style)), Some(result)) = (place(data), data.get(6..14)) else { return Ok(()) };
        self.pending = None;
        let content = match result {
            [0, .., 0xFF, 0xFF] => {
                self.pending = Some((row, column, style));
                return Ok(());
            }
            [1, _, tick, .., 0xFF, 0xFF] => Content::Tick(*tick != 0),
            [2, _, error, .., 0xFF, 0xFF] => Content::error_of(*error),
            [.., 0xFF, 0xFF] => Content::Blank,
            _ => double(result).map(|value| self.number(value, style)).unwrap_or_default(),
        };
        self.put(row, column, style, content, room)
    }

    fn string(&mut self, data: &[u8], room: &mut Room<'_>) -> Result<(), ReadError> {
        let Some((row, column, style)) = self.pending.take() else { return Ok(()) };
        let result = self.book.encoding.text(data).unwrap_or_default();
        // A picture that WPS keeps in its cell.
        if result.starts_with("=DISPIMG(") {
            room.item()?;
            self.sheet.floating.push(Floating { row, column, text: None });
            return Ok(());
        }
        let content = self.style(style).text(&Rich::plain(&result));
        self.put(row, column, style, content, room)
    }

    /// Empty cells beside each other (2.4.174).
    fn blanks(&mut self, data: &[u8], room: &mut Room<'_>) -> Result<(), ReadError> {
        let (Some(row), Some(first)) = (u16_at(data, 0), u16_at(data, 2)) else { return Ok(()) };
        let styles = data.get(4..data.len().saturating_sub(2)).unwrap_or_default();
        for (column, style) in (u32::from(first)..).zip(styles.chunks_exact(2)) {
            self.put(row.into(), column, u16_at(style, 0).unwrap_or(0), Content::Blank, room)?;
        }
        Ok(())
    }

    /// Numbers beside each other (2.4.175).
    fn numbers(&mut self, data: &[u8], room: &mut Room<'_>) -> Result<(), ReadError> {
        let (Some(row), Some(first)) = (u16_at(data, 0), u16_at(data, 2)) else { return Ok(()) };
        let numbers = data.get(4..data.len().saturating_sub(2)).unwrap_or_default();
        for (column, entry) in (u32::from(first)..).zip(numbers.chunks_exact(6)) {
            if let (Some(style), Some(rk)) = (u16_at(entry, 0), u32_at(entry, 2)) {
                self.put(row.into(), column, style, self.number(rk_number(rk), style), room)?;
            }
        }
        Ok(())
    }

    fn merged(&mut self, data: &[u8], room: &mut Room<'_>) -> Result<(), ReadError> {
        for area in data.get(2..).unwrap_or_default().chunks_exact(8) {
            let at = |at| u16_at(area, at).map_or(0, u32::from);
            let area = Area { rows: (at(0), at(2)), columns: (at(4), at(6)) };
            if area.rows.0 <= area.rows.1 && area.columns.0 <= area.columns.1 {
                room.item()?;
                self.sheet.merged.push(area);
            }
        }
        Ok(())
    }

    /// The words of a text box (2.4.329). Where it stands is told in a language
    /// of its own, so that it follows below the cells. Comments are no part of
    /// the page.
    fn object_text(&mut self, record: &Record<'_>, room: &mut Room<'_>) -> Result<(), ReadError> {
        const COMMENT: u16 = 0x0019;
        let letters = u16_at(record.data, 10).map_or(0, usize::from);
        let words = record.more.first().and_then(|data| self.book.encoding.letters(data, letters));
        if let Some(words) = words.filter(|words| self.object != COMMENT && !words.trim().is_empty()) {
            room.item()?;
            room.text(words.len())?;
            let row = self.last + 2;
            let text = Some(words.replace('\r', "\n"));
            self.sheet.floating.push(Floating { row, column: 0, text });
        }
        Ok(())
    }

    fn number(&self, value: f64, style: u16) -> Content {
        let style = self.book.styles.get(usize::from(style));
        let number: Number = match style {
            Some(style) => style.format.show(value, self.book.epoch),
            None => number::plain(value),
        };
        Content::Number(number)
    }

    fn style(&self, number: u16) -> Style {
        self.book.styles.get(usize::from(number)).cloned().unwrap_or_default()
    }

    fn put(
        &mut self,
        row: u32,
        column: u32,
        style: u16,
        content: Content,
        room: &mut Room<'_>,
    ) -> Result<(), ReadError> {
        self.sheet.put(self.style(style).cell(row, column, content), room)?;
        self.last = self.last.max(self.sheet.cells.last().map_or(0, |cell| cell.row));
        Ok(())
    }

    fn finish(mut self) -> Sheet {
        if self.filtered {
            self.hidden.show_rows();
        }
        self.hidden.mark(&mut self.sheet);
        self.sheet.sort();
        self.sheet
    }
}

/// Row, column and style, with which records of cells begin.
fn place(data: &[u8]) -> Option<(u32, u32, u16)> {
    Some((u16_at(data, 0)?.into(), u16_at(data, 2)?.into(), u16_at(data, 4)?))
}

fn double(data: &[u8]) -> Option<f64> {
    let bytes: [u8; 8] = data.get(..8)?.try_into().ok()?;
    Some(f64::from_le_bytes(bytes)).filter(|value| value.is_finite())
}

/// A number in 30 bits (2.5.217).
fn rk_number(rk: u32) -> f64 {
    let value = match rk & 2 {
        0 => f64::from_bits(u64::from(rk & !3) << 32),
        _ => f64::from((rk as i32) >> 2),
    };
    let value = if rk & 1 == 0 { value } else { value / 100.0 };
    if value.is_finite() { value } else { 0.0 }
}
