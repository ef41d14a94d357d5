//! Fonts and formats of cells.

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder};

use crate::document::{self, Align, Face, VerticalAlign};

/// The name of a typeface. Excel has no fallback names; it goes by the
/// character set, which is why every font of ours names its own.
fn font_name(face: Face) -> &'static str {
    match face {
        Face::Song => "宋体",
        Face::FangSong => "仿宋",
        Face::Hei => "黑体",
        Face::Kai => "楷体",
        Face::BiaoSong => "方正小标宋简体",
    }
}

/// GB2312 (`charset`, ECMA-376 Part 1, 18.4.1).
const GB2312: u8 = 134;

/// Text of a typeface and size.
pub(super) fn plain(face: Face, points: f64) -> Format {
    Format::new().set_font_name(font_name(face)).set_font_charset(GB2312).set_font_size(points)
}

/// Text of a typeface and size, wrapped.
pub(crate) fn font(face: Face, points: f64) -> Format {
    plain(face, points).set_text_wrap()
}

/// Most characters of a cell in text format: Excel shows `####` for more.
const MAX_TEXT_FORMAT: usize = 255;

/// The format for a text that a person wrote: it stays text when somebody opens
/// the cell and leaves it again, even if it begins like a formula.
pub(crate) fn safe_text(format: Format, text: &str) -> Format {
    if text.chars().count() <= MAX_TEXT_FORMAT {
        return format.set_num_format("@");
    }
    match text.starts_with(['=', '+', '-', '@']) {
        true => format.set_quote_prefix(),
        false => format,
    }
}

/// The look of a paragraph, or of a cell by its first.
pub(super) fn look(format: &document::Format, align: VerticalAlign) -> Format {
    font(format.face, format.size.to_pt())
        .set_align(match format.align {
            Align::Left | Align::Both => FormatAlign::Left,
            Align::Center => FormatAlign::Center,
            Align::Right => FormatAlign::Right,
        })
        .set_align(match align {
            VerticalAlign::Top => FormatAlign::Top,
            VerticalAlign::Center => FormatAlign::VerticalCenter,
            VerticalAlign::Bottom => FormatAlign::Bottom,
        })
}

/// Which sides of a cell lie on the outside of its table.
#[derive(Debug, Clone, Copy)]
pub(super) struct Outside {
    pub top: bool,
    pub right: bool,
    pub bottom: bool,
    pub left: bool,
}

/// Thin lines inside a table, thicker ones round it.
pub(super) fn borders(format: Format, outside: Outside) -> Format {
    let line = |outside: bool| if outside { FormatBorder::Medium } else { FormatBorder::Thin };
    format
        .set_border_top(line(outside.top))
        .set_border_right(line(outside.right))
        .set_border_bottom(line(outside.bottom))
        .set_border_left(line(outside.left))
}
