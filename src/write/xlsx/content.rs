//! The text of a cell as Excel shows it: one string in one look.
//!
//! A cell of a form may hold an answer flush left and a seal line at its lower
//! right. A cell of a sheet has one alignment, so ideographic spaces and empty
//! lines move such lines to their places.

use super::measure;
use super::{cell_text, exact_number};
use crate::Length;
use crate::document::{Align, Cell, Format, Inline, Paragraph, Slot};
use crate::form::{FieldKind, Form};

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Content {
    pub text: String,
    pub format: Format,
    /// The value, where a number stands alone.
    pub number: Option<f64>,
}

impl Content {
    /// The content of a paragraph outside tables.
    pub fn of_paragraph(paragraph: &Paragraph) -> Content {
        Content { text: cell_text(&printed(paragraph)).text, format: paragraph.format, number: None }
    }

    /// The content of a cell that is `width` wide, without room above a seal.
    pub fn of_cell(form: &Form, cell: &Cell, width: Length) -> Content {
        Content::seated(form, cell, width, Length::ZERO)
    }

    /// The content of a cell with at most `height` to fill: what a paragraph
    /// wants above it, it gets in empty lines.
    pub fn seated(form: &Form, cell: &Cell, width: Length, height: Length) -> Content {
        let format = cell.paragraphs.first().map(|paragraph| paragraph.format).unwrap_or_default();
        let texts: Vec<String> = cell.paragraphs.iter().map(|p| aligned(p, format.align, width)).collect();
        let used: i64 = texts.iter().map(|text| measure::lines(text, &format, width)).sum();
        let line = measure::line(format.size).to_emu().max(1);
        let mut free = (height.to_emu() / line - used).max(0);
        let mut text = String::new();
        for (index, (paragraph, part)) in cell.paragraphs.iter().zip(&texts).enumerate() {
            if index > 0 {
                let above = (paragraph.format.before.to_emu() / line).clamp(0, free);
                free -= above;
                text.extend(std::iter::repeat_n('\n', 1 + usize::try_from(above).unwrap_or(0)));
            }
            text.push_str(part);
        }
        Content { text: cell_text(&text).text, format, number: number(form, cell) }
    }
}

/// The number of a cell that holds nothing else.
fn number(form: &Form, cell: &Cell) -> Option<f64> {
    let [paragraph] = cell.paragraphs.as_slice() else { return None };
    let [Inline::Slot(Slot { path, text, .. })] = paragraph.inlines.as_slice() else { return None };
    let field = form.field(path)?;
    let counts = matches!(field.kind, FieldKind::Integer | FieldKind::Number | FieldKind::Score);
    // A layout shows numbers in one spelling; any other is a person's text.
    let number: rust_decimal::Decimal = text.parse().ok().filter(|_| counts)?;
    (number.normalize().to_string() == *text).then(|| exact_number(number)).flatten()
}

/// The text of a paragraph, its lines moved to the right if the cell's other
/// paragraphs are not there.
fn aligned(paragraph: &Paragraph, align: Align, width: Length) -> String {
    let text = printed(paragraph);
    if paragraph.format.align != Align::Right || align == Align::Right {
        return text;
    }
    let size = paragraph.format.size;
    let lines = text.split('\n').map(|line| {
        let room = width - measure::PADDING - paragraph.format.right - measure::width(line, size);
        let spaces = usize::try_from(room.to_emu() / size.to_emu().max(1)).unwrap_or(0);
        format!("{}{line}", "\u{3000}".repeat(spaces))
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// What is printed, with the indent of first lines as ideographic spaces. Each
/// line of an indented answer is a paragraph.
fn printed(paragraph: &Paragraph) -> String {
    let indent = "\u{3000}".repeat(usize::from(paragraph.format.indent));
    let text = paragraph.printed();
    if text.is_empty() { text } else { format!("{indent}{}", text.replace('\n', &format!("\n{indent}"))) }
}
