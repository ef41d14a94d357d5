//! The text of a cell as Excel shows it: one string in one look.

use super::look::Entry;
use super::plan::{Kind, PlacePlan};
use super::split::Holds;
use super::{cell_text, exact_number, measure, plan};
use crate::document::{Align, Format, Paragraph};
use crate::form::Value;
use crate::layout::answered;
use crate::{FieldPath, Length};

/// What stands in a cell.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Content {
    pub text: String,
    /// The value, where a number stands alone.
    pub number: Option<f64>,
    /// Number of UTF-16 units that the text had before it was cut off.
    pub cut: Option<usize>,
}

impl Content {
    /// What a place holds with the answers of a record. What a paragraph wants
    /// above it, it gets in empty lines as far as `room` allows.
    pub fn of(place: &PlacePlan, value: &dyn Fn(&FieldPath) -> Option<Value>, room: Length) -> Content {
        match &place.holds {
            Holds::Printed(text) => Content::text(text.clone()),
            Holds::Answer(slot) => {
                let Some(text) = value(&slot.path).map(|value| value.to_string()) else {
                    return Content::text(slot.placeholder.clone());
                };
                let number = (place.kind == Kind::Number).then(|| number(&text)).flatten();
                let text = if slot.paragraphs { indented(&text, &place.format) } else { text };
                Content { number, ..Content::text(text) }
            }
            Holds::Boxes(inlines) => {
                let paragraph = Paragraph { inlines: inlines.clone(), ..Paragraph::default() };
                Content::text(answered(&paragraph, None, value).text())
            }
            Holds::Whole(paragraphs) => {
                let paragraphs: Vec<Paragraph> =
                    paragraphs.iter().map(|paragraph| answered(paragraph, None, value)).collect();
                let text = seated(&paragraphs, place.width, room);
                let number = (place.kind == Kind::Number).then(|| number(&text)).flatten();
                Content { number, ..Content::text(text) }
            }
        }
    }

    fn text(text: String) -> Content {
        let units = text.encode_utf16().count();
        let cell = cell_text(&text);
        Content { text: cell.text, number: None, cut: cell.cut.then_some(units) }
    }

    /// The height that the text needs in a place.
    pub fn height(&self, place: &PlacePlan) -> Length {
        let format = &place.format;
        if self.text.is_empty() || !place.look.wraps {
            return plan::line(format);
        }
        let indent = if place.look.indented { measure::INDENT } else { Length::ZERO };
        plan::line(format) * measure::lines(&self.text, format, place.width - indent)
    }

    /// What Excel must make of it.
    pub fn entry(&self, place: &PlacePlan) -> Entry {
        match (&place.holds, place.kind) {
            (Holds::Printed(_), _) => Entry::Any,
            (_, Kind::Number) if self.number.is_some() || self.text.is_empty() => Entry::Any,
            (_, Kind::Text) => Entry::of_long_text(&self.text),
            _ => Entry::of_text(&self.text),
        }
    }
}

/// The number that a text is. A form shows numbers in one spelling; any other is
/// a person's text.
fn number(text: &str) -> Option<f64> {
    let number: rust_decimal::Decimal = text.parse().ok()?;
    (number.normalize().to_string() == *text).then(|| exact_number(number)).flatten()
}

/// The paragraphs of a cell in one text. A cell of a sheet has one alignment, so
/// ideographic spaces and empty lines move lines to their places.
fn seated(paragraphs: &[Paragraph], width: Length, height: Length) -> String {
    let format = paragraphs.first().map(|paragraph| paragraph.format).unwrap_or_default();
    let texts: Vec<String> = paragraphs.iter().map(|p| aligned(p, format.align, width)).collect();
    let used: i64 = texts.iter().map(|text| measure::lines(text, &format, width)).sum();
    let line = plan::line(&format).to_emu().max(1);
    let mut free = (height.to_emu() / line - used).max(0);
    let mut text = String::new();
    for (index, (paragraph, part)) in paragraphs.iter().zip(&texts).enumerate() {
        if index > 0 {
            let above = (paragraph.format.before.to_emu() / line).clamp(0, free);
            free -= above;
            text.extend(std::iter::repeat_n('\n', 1 + usize::try_from(above).unwrap_or(0)));
        }
        text.push_str(part);
    }
    text
}

/// The text of a paragraph, its lines moved to the right if the cell's other
/// paragraphs are not there.
fn aligned(paragraph: &Paragraph, align: Align, width: Length) -> String {
    let text = indented(&paragraph.printed(), &paragraph.format);
    if paragraph.format.align != Align::Right || align == Align::Right {
        return text;
    }
    let size = paragraph.format.size;
    let lines = text.split('\n').map(|line| {
        let room = width - measure::PADDING - paragraph.format.right - measure::width(line, &paragraph.format);
        let spaces = usize::try_from(room.to_emu() / size.to_emu().max(1)).unwrap_or(0);
        format!("{}{line}", "\u{3000}".repeat(spaces))
    });
    lines.collect::<Vec<_>>().join("\n")
}

/// The indent of first lines as ideographic spaces. Each line of an indented
/// answer is a paragraph.
fn indented(text: &str, format: &Format) -> String {
    let indent = "\u{3000}".repeat(usize::from(format.indent));
    if text.is_empty() { String::new() } else { format!("{indent}{}", text.replace('\n', &format!("\n{indent}"))) }
}
