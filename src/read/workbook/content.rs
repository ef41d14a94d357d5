//! A cell's content as a paragraph.

use std::ops::Range;

use super::{Cell, Content};
use crate::document::{CellName, CheckBox, Inline, Mark, MarkEnd, Origin, Paragraph, Place};

/// What a reader puts where a picture stands.
const PICTURE: char = '\u{fffc}';

/// A cell with what its sheet knows of it.
#[derive(Debug, Clone)]
pub(super) struct Filled {
    pub cell: Cell,
    /// Names of the cell.
    pub names: Vec<String>,
    /// Words of the text boxes above it.
    pub boxes: Vec<String>,
    /// Whether a picture lies above it.
    pub picture: bool,
}

impl Filled {
    pub fn of(cell: Cell) -> Filled {
        Filled { cell, names: Vec::new(), boxes: Vec::new(), picture: false }
    }

    /// Whether there is anything to be seen, but for lines.
    pub fn is_blank(&self) -> bool {
        self.cell.content.is_blank() && self.boxes.is_empty() && !self.picture
    }

    /// Whether anything stands here that another reader would miss.
    pub fn says_something(&self) -> bool {
        !self.is_blank() || !self.names.is_empty()
    }

    /// The content: lines are parted by breaks, names stand round what the cell
    /// itself holds.
    pub fn paragraph(&self, sheet: &str) -> Paragraph {
        let Cell { row, column, content, .. } = &self.cell;
        let mut inlines: Vec<Inline> = self.names.iter().map(|name| mark(name, MarkEnd::Start)).collect();
        match content {
            Content::Tick(ticked) => inlines.push(Inline::CheckBox(CheckBox { ticked: *ticked, option: None })),
            content => self.text(content, &mut inlines),
        }
        inlines.extend(self.names.iter().rev().map(|name| mark(name, MarkEnd::End)));
        for text in &self.boxes {
            if !inlines.is_empty() {
                inlines.push(Inline::Break);
            }
            lines(text, &mut inlines);
        }
        if self.picture {
            inlines.push(Inline::plain(PICTURE));
        }
        let place = Place::Sheet { sheet: sheet.to_owned(), cell: CellName { row: row + 1, column: column + 1 } };
        let origin = Origin { place: Some(place), damage: content.damage().into_iter().collect(), ..Origin::default() };
        Paragraph { inlines, origin: Some(Box::new(origin)), ..Paragraph::default() }
    }

    /// The text of the cell, marked where it is struck out.
    fn text(&self, content: &Content, inlines: &mut Vec<Inline>) {
        let text = content.shown();
        let whole = 0..text.len();
        let struck: &[Range<usize>] = match content {
            _ if self.cell.struck => std::slice::from_ref(&whole),
            Content::Text(text) => &text.struck,
            _ => &[],
        };
        let mut at = 0;
        for range in struck {
            let (Some(before), Some(words)) = (text.get(at..range.start), text.get(range.clone())) else { continue };
            if words.trim().is_empty() {
                continue;
            }
            lines(before, inlines);
            inlines.push(mark(Mark::STRUCK, MarkEnd::Start));
            lines(words, inlines);
            inlines.push(mark(Mark::STRUCK, MarkEnd::End));
            at = range.end;
        }
        lines(text.get(at..).unwrap_or_default(), inlines);
    }
}

fn mark(name: &str, end: MarkEnd) -> Inline {
    Inline::Mark(Mark { name: name.to_owned(), end })
}

/// A text with its line ends as breaks.
fn lines(text: &str, inlines: &mut Vec<Inline>) {
    for (index, line) in text.split('\n').enumerate() {
        if index > 0 {
            inlines.push(Inline::Break);
        }
        if !line.is_empty() {
            inlines.push(Inline::plain(line));
        }
    }
}

#[cfg(test)]
mod tests {
    use super::super::Text;
    use super::*;

    #[test]
    fn a_cell_becomes_a_paragraph_with_its_place() {
        let struck: Vec<Range<usize>> = std::iter::once(3..6).collect();
        let text = Text { struck: struck.into(), ..Text::of("甲乙\r\n丙") };
        let cell = Cell { row: 6, column: 2, content: Content::Text(text), framed: true, hidden: false, struck: false };
        let mut filled = Filled::of(cell);
        filled.names.push("sb_name".to_owned());
        filled.boxes.push("丁".to_owned());
        filled.picture = true;
        let paragraph = filled.paragraph("推荐表");
        assert_eq!(paragraph.text(), "甲乙\n丙\n丁\u{fffc}");
        assert_eq!(paragraph.origin.unwrap().place.unwrap().to_string(), "推荐表!C7");
        let names: Vec<&str> = paragraph
            .inlines
            .iter()
            .filter_map(|inline| match inline {
                Inline::Mark(mark) => Some(mark.name.as_str()),
                _ => None,
            })
            .collect();
        assert_eq!(names, ["sb_name", Mark::STRUCK, Mark::STRUCK, "sb_name"]);
    }
}
