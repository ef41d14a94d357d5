//! Fonts and formats of cells.

use rust_xlsxwriter::{Format, FormatAlign, FormatBorder};

use crate::Length;
use crate::document::{Align, Face, VerticalAlign};

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
#[cfg(feature = "collect")]
pub(crate) fn font(face: Face, points: f64) -> Format {
    plain(face, points).set_text_wrap()
}

/// Most characters of a cell in text format: Excel shows `####` for more.
const MAX_TEXT_FORMAT: usize = 255;

/// The format for a text that a person wrote: it stays text when somebody opens
/// the cell and leaves it again, even if it begins like a formula.
#[cfg(feature = "collect")]
pub(crate) fn safe_text(format: Format, text: &str) -> Format {
    Entry::of_text(text).set(format)
}

/// What Excel makes of something that is typed into a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Entry {
    /// A number where it looks like one (`General`).
    Any,
    /// Always a text (`@`).
    Text,
    /// As `Any`, and what stands there now is a text, whatever it begins with.
    Quoted,
}

impl Entry {
    /// All of them: what a place of an answer may need.
    pub const ALL: [Entry; 3] = [Entry::Any, Entry::Text, Entry::Quoted];

    /// What keeps a text a text.
    pub fn of_text(text: &str) -> Entry {
        match text.chars().count() <= MAX_TEXT_FORMAT {
            true => Entry::Text,
            false => Entry::of_long_text(text),
        }
    }

    /// What keeps a text a text that may grow past the limit of text format.
    pub fn of_long_text(text: &str) -> Entry {
        if text.starts_with(['=', '+', '-', '@']) { Entry::Quoted } else { Entry::Any }
    }

    fn set(self, format: Format) -> Format {
        match self {
            Entry::Any => format,
            Entry::Text => format.set_num_format("@"),
            Entry::Quoted => format.set_quote_prefix(),
        }
    }
}

/// A line round a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(super) enum Line {
    #[default]
    None,
    /// Inside a table.
    Thin,
    /// Round a table.
    Medium,
}

/// The lines on the four sides of a cell.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(super) struct Sides {
    pub top: Line,
    pub right: Line,
    pub bottom: Line,
    pub left: Line,
}

/// How a cell looks, and whether it is open under protection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) struct Look {
    pub face: Face,
    pub size: Length,
    pub align: Align,
    pub vertical: VerticalAlign,
    /// Whether there is room between the text and a line left of it.
    pub indented: bool,
    /// Whether a long text goes on in a further line.
    pub wraps: bool,
    pub sides: Sides,
    pub open: bool,
    pub entry: Entry,
}

impl Look {
    /// The look as the writer of a workbook takes it.
    pub fn format(&self) -> Format {
        let align = match self.align {
            Align::Left | Align::Both => FormatAlign::Left,
            Align::Center => FormatAlign::Center,
            Align::Right => FormatAlign::Right,
        };
        let vertical = match self.vertical {
            VerticalAlign::Top => FormatAlign::Top,
            VerticalAlign::Center => FormatAlign::VerticalCenter,
            VerticalAlign::Bottom => FormatAlign::Bottom,
        };
        let line = |line: Line| match line {
            Line::None => FormatBorder::None,
            Line::Thin => FormatBorder::Thin,
            Line::Medium => FormatBorder::Medium,
        };
        let format = plain(self.face, self.size.to_pt())
            .set_align(align)
            .set_align(vertical)
            .set_border_top(line(self.sides.top))
            .set_border_right(line(self.sides.right))
            .set_border_bottom(line(self.sides.bottom))
            .set_border_left(line(self.sides.left));
        let format = if self.indented { format.set_indent(1) } else { format };
        let format = if self.wraps { format.set_text_wrap() } else { format };
        let format = if self.open { format.set_unlocked() } else { format };
        self.entry.set(format)
    }
}
