//! A sheet of cells.

use std::ops::Range;
use std::sync::Arc;

use super::number::Number;
use crate::document::Damage;
use crate::read::{Limits, ReadError, ReadErrorKind};

/// A sheet. Rows and columns count from 0.
#[derive(Debug, Default)]
pub(crate) struct Sheet {
    /// What its tab says.
    pub name: String,
    /// Its cells, by row and then by column, each position once.
    pub cells: Vec<Cell>,
    /// Merged cells, as the file has them.
    pub merged: Vec<Area>,
    /// Names of single cells.
    pub names: Vec<(String, Area)>,
    /// What floats above the cells.
    pub floating: Vec<Floating>,
}

/// A cell that holds something or has a frame.
#[derive(Debug, Clone)]
pub(crate) struct Cell {
    pub row: u32,
    pub column: u32,
    pub content: Content,
    /// Whether lines are drawn round it.
    pub framed: bool,
    /// Whether its row or column is hidden.
    pub hidden: bool,
    /// Whether all of it is struck out.
    pub struck: bool,
}

/// How much of a cell is struck out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Strike {
    Nothing,
    Some,
    All,
}

impl Cell {
    /// How much of what stands in it is struck out.
    pub fn strike(&self) -> Strike {
        let Content::Text(Text { text, struck, .. }) = &self.content else {
            return if self.struck { Strike::All } else { Strike::Nothing };
        };
        let holds = |range: Range<usize>| text.get(range).is_some_and(|part| !part.trim().is_empty());
        if !self.struck && !struck.iter().any(|range| holds(range.clone())) {
            return Strike::Nothing;
        }
        let ends = std::iter::once(0).chain(struck.iter().map(|range| range.end));
        let starts = struck.iter().map(|range| range.start).chain([text.len()]);
        let keeps = ends.zip(starts).any(|(from, to)| holds(from..to));
        if self.struck || !keeps { Strike::All } else { Strike::Some }
    }
}

/// What stands in a cell.
#[derive(Debug, Clone, Default)]
pub(crate) enum Content {
    /// Nothing.
    #[default]
    Blank,
    Text(Text),
    /// A number, date or time.
    Number(Number),
    /// A truth value: a check box, or the word for it.
    Tick(bool),
    /// An error value, as `#REF!`.
    Error(String),
    /// A formula whose result is not in the file, with its `=`.
    Formula(String),
}

/// The text of a cell; many cells may share it.
#[derive(Debug, Clone, Default)]
pub(crate) struct Text {
    /// Lines end in `\n`.
    pub text: Arc<str>,
    /// What is struck out, as ranges of bytes.
    pub struck: Arc<[Range<usize>]>,
    /// Why it may not be what was meant.
    pub damage: Option<Damage>,
}

impl Text {
    /// Text as files hold it: line ends become `\n`.
    pub fn of(text: &str) -> Text {
        let text =
            if text.contains('\r') { text.replace("\r\n", "\n").replace('\r', "\n").into() } else { text.into() };
        Text { text, ..Text::default() }
    }
}

impl Content {
    /// An error value by its number in binary files ([MS-XLS] 2.5.10, [MS-XLSB]
    /// 2.5.97.2).
    pub(super) fn error_of(code: u8) -> Content {
        let shown = match code {
            0x00 => "#NULL!",
            0x07 => "#DIV/0!",
            0x0F => "#VALUE!",
            0x17 => "#REF!",
            0x1D => "#NAME?",
            0x24 => "#NUM!",
            0x2B => "#GETTING_DATA",
            _ => "#N/A",
        };
        Content::Error(shown.to_owned())
    }

    /// What a person reads in the cell.
    pub fn shown(&self) -> &str {
        match self {
            Content::Blank => "",
            Content::Text(text) => &text.text,
            Content::Number(number) => &number.text,
            Content::Tick(true) => "TRUE",
            Content::Tick(false) => "FALSE",
            Content::Error(text) | Content::Formula(text) => text,
        }
    }

    /// The content as data: dates as ISO 8601, numbers without words.
    pub fn data(&self) -> &str {
        match self {
            Content::Number(Number { data: Some(data), .. }) => data,
            content => content.shown(),
        }
    }

    /// Why the content may not be what was meant.
    pub fn damage(&self) -> Option<Damage> {
        match self {
            Content::Number(number) => number.damage.clone(),
            Content::Error(_) => Some(Damage::ErrorValue),
            Content::Formula(_) => Some(Damage::NotComputed),
            Content::Text(text) => text.damage.clone(),
            Content::Blank | Content::Tick(_) => None,
        }
    }

    /// Whether there is nothing to be seen.
    pub fn is_blank(&self) -> bool {
        self.shown().trim().is_empty()
    }
}

/// A rectangle of cells; both ends are part of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Area {
    pub rows: (u32, u32),
    pub columns: (u32, u32),
}

impl Area {
    /// A single cell.
    pub fn of(row: u32, column: u32) -> Area {
        Area { rows: (row, row), columns: (column, column) }
    }

    pub fn contains(&self, row: u32, column: u32) -> bool {
        (self.rows.0..=self.rows.1).contains(&row) && (self.columns.0..=self.columns.1).contains(&column)
    }

    pub fn is_one_cell(&self) -> bool {
        self.rows.0 == self.rows.1 && self.columns.0 == self.columns.1
    }
}

/// Something above the cells, anchored to one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Floating {
    pub row: u32,
    pub column: u32,
    /// The words of a text box; `None` for a picture.
    pub text: Option<String>,
}

/// How much of a workbook may still be taken in.
#[derive(Debug)]
pub(super) struct Room<'l> {
    pub limits: &'l Limits,
    items: usize,
    /// Cells that have a frame and nothing in it.
    frames: usize,
    text: usize,
}

/// Most bytes of text in all cells together. Cells share their texts in the
/// file, and no longer when they are read.
const TEXT: usize = 32 << 20;

impl<'l> Room<'l> {
    pub fn new(limits: &'l Limits) -> Room<'l> {
        Room { limits, items: limits.items, frames: limits.cells, text: TEXT }
    }

    /// Takes a cell, a merged area or another item.
    pub fn item(&mut self) -> Result<(), ReadError> {
        let too_many = || ReadError::over(ReadErrorKind::TooManyItems, self.limits.items as u64);
        self.items = self.items.checked_sub(1).ok_or_else(too_many)?;
        Ok(())
    }

    pub fn text(&mut self, bytes: usize) -> Result<(), ReadError> {
        let too_large = || ReadError::over(ReadErrorKind::TooLarge, TEXT as u64);
        self.text = self.text.checked_sub(bytes).ok_or_else(too_large)?;
        Ok(())
    }

    /// Whether another empty frame is kept: they only help to see what belongs
    /// together, so that beyond the limit they are left out.
    pub fn frame(&mut self) -> bool {
        self.frames = self.frames.saturating_sub(1);
        self.has_frames()
    }

    /// Whether any empty frame is still kept.
    pub fn has_frames(&self) -> bool {
        self.frames > 0
    }
}

impl Sheet {
    /// Adds a cell, unless nothing is to be seen of it.
    pub(super) fn put(&mut self, cell: Cell, room: &mut Room<'_>) -> Result<(), ReadError> {
        if matches!(cell.content, Content::Blank) && !(cell.framed && room.frame()) {
            return Ok(());
        }
        room.item()?;
        room.text(cell.content.shown().len())?;
        self.cells.push(cell);
        Ok(())
    }

    /// Brings the cells in their order. Of two at one place the last counts.
    pub(super) fn sort(&mut self) {
        self.cells.reverse();
        self.cells.sort_by_key(|cell| (cell.row, cell.column));
        self.cells.dedup_by_key(|cell| (cell.row, cell.column));
    }
}
