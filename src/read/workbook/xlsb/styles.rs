//! What styles say of a cell ([MS-XLSB] 2.1.7.50): calamine tells only whether a
//! number is a date.

use std::collections::HashMap;
use std::sync::Arc;

use super::super::number::Format;
use super::super::rich::Face;
use super::super::style::Style;
use super::record::{records, text, wide};
use crate::read::ReadError;
use crate::read::bytes::u16_at;
use crate::read::symbol::Font;

mod kind {
    pub const FONT: u16 = 43;
    pub const FORMAT: u16 = 44;
    pub const BORDER: u16 = 46;
    pub const STYLE: u16 = 47;
    pub const CELL_STYLES: u16 = 617;
    pub const CELL_STYLES_END: u16 = 618;
    pub const FONTS: u16 = 611;
    pub const FONTS_END: u16 = 612;
    pub const BORDERS: u16 = 613;
    pub const BORDERS_END: u16 = 614;
}

/// The styles of a workbook.
#[derive(Debug, Default)]
pub(super) struct Styles {
    formats: HashMap<u16, Arc<Format>>,
    fonts: Vec<Face>,
    /// For each border how many of its sides are drawn.
    borders: Vec<u8>,
    cells: Vec<Style>,
    /// The kind of record that ends the open list: fonts and borders stand in
    /// conditional formats too.
    list: Option<u16>,
}

impl Styles {
    /// Reads the part of the styles.
    pub fn read(part: &[u8]) -> Result<Styles, ReadError> {
        let mut styles = Styles::default();
        for record in records(part) {
            let record = record?;
            match record.kind {
                kind::FONTS => styles.list = Some(kind::FONTS_END),
                kind::BORDERS => styles.list = Some(kind::BORDERS_END),
                kind::CELL_STYLES => styles.list = Some(kind::CELL_STYLES_END),
                kind if styles.list == Some(kind) => styles.list = None,
                kind::FORMAT => styles.format(record.data),
                kind::FONT if styles.list == Some(kind::FONTS_END) => {
                    styles.fonts.push(font(record.data));
                }
                kind::BORDER if styles.list == Some(kind::BORDERS_END) => styles.borders.push(sides(record.data)),
                kind::STYLE if styles.list == Some(kind::CELL_STYLES_END) => styles.cell(record.data),
                _ => {}
            }
        }
        Ok(styles)
    }

    /// The style of a cell by its number.
    pub fn of(&self, number: u32) -> Style {
        self.cells.get(number as usize).cloned().unwrap_or_default()
    }

    /// What a font does.
    pub fn face(&self, font: u16) -> Face {
        self.fonts.get(usize::from(font)).copied().unwrap_or_default()
    }

    /// A number format (2.4.697): its number and its code.
    fn format(&mut self, data: &[u8]) {
        if let (Some(id), Some(code)) = (u16_at(data, 0), wide(data, 2)) {
            self.formats.insert(id, Arc::new(Format::of(&text(code))));
        }
    }

    /// The style of cells (2.4.862): the numbers of its format, font and border.
    fn cell(&mut self, data: &[u8]) {
        let (format, font, border) = (u16_at(data, 2).unwrap_or(0), u16_at(data, 4), u16_at(data, 8));
        let built_in = || Arc::new(Format::built_in(format).unwrap_or_default());
        let format = self.formats.entry(format).or_insert_with(built_in).clone();
        let sides = border.and_then(|border| self.borders.get(usize::from(border))).copied().unwrap_or(0);
        let face = font.map(|font| self.face(font)).unwrap_or_default();
        self.cells.push(Style { format, framed: Style::is_frame(sides), face });
    }
}

/// A font (2.4.149): flags, and behind sizes and colours its name.
fn font(data: &[u8]) -> Face {
    const NAME: usize = 21;
    let struck = u16_at(data, 2).is_some_and(|flags| flags & 0x0008 != 0);
    Face { struck, symbols: wide(data, NAME).and_then(|name| Font::of(&text(name))) }
}

/// How many sides of a border are drawn (2.4.306): behind a byte of flags, ten
/// bytes for each of top, bottom, left and right, the first two the line.
fn sides(data: &[u8]) -> u8 {
    (0..4).map(|side| u8::from(data.get(1 + 10 * side).is_some_and(|line| *line != 0))).sum()
}
