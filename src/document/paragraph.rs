//! Paragraphs and what stands in them.

use super::Origin;
use crate::{FieldPath, Length};

/// A paragraph: its look, and its inline items in reading order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Paragraph {
    /// What the paragraph is for.
    pub kind: ParagraphKind,
    /// How it looks. Readers leave the default: extraction goes by words.
    pub format: Format,
    /// What it says.
    pub inlines: Vec<Inline>,
    /// Where a reader found it, if that is not told by its place in the
    /// document. Of a cell's paragraphs the first has it.
    pub origin: Option<Box<Origin>>,
}

impl Paragraph {
    /// A paragraph of plain text.
    pub fn plain(text: impl Into<String>) -> Paragraph {
        Paragraph { inlines: vec![Inline::plain(text)], ..Paragraph::default() }
    }

    /// Everything a person would read, line breaks as `\n`, ticks as □ and ☑.
    pub fn text(&self) -> String {
        let mut text = String::new();
        self.push_text(&mut text);
        text
    }

    /// What is printed: as [`Paragraph::text`], with placeholders where there
    /// is no answer.
    pub fn printed(&self) -> String {
        let mut printed = String::new();
        for inline in &self.inlines {
            match inline {
                Inline::Slot(slot) if slot.text.is_empty() => printed.push_str(&slot.placeholder),
                inline => inline.push_text(&mut printed),
            }
        }
        printed
    }

    /// Takes the answers out of the slots.
    pub(crate) fn clear_answers(&mut self) {
        for inline in &mut self.inlines {
            if let Inline::Slot(slot) = inline {
                slot.text.clear();
            }
        }
    }

    /// Appends what [`Paragraph::text`] gives to `text`.
    pub fn push_text(&self, text: &mut String) {
        self.inlines.iter().for_each(|inline| inline.push_text(text));
    }
}

/// What a paragraph is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum ParagraphKind {
    /// Running text, or text in a cell.
    #[default]
    Body,
    /// The mark 附件N on the first line of a page.
    Annex,
    /// A heading; 1 is the form's title.
    Heading(u8),
    /// A note under a table (注：…).
    Note,
    /// A line for seal or date that the notice itself does not print.
    Added,
}

/// How a paragraph and its characters look.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Format {
    /// Horizontal alignment.
    pub align: Align,
    /// Typeface.
    pub face: Face,
    /// Character size.
    pub size: Length,
    /// Exact distance between lines; `None` is the font's own.
    pub line: Option<Length>,
    /// Space above the paragraph.
    pub before: Length,
    /// Space below the paragraph.
    pub after: Length,
    /// First-line indent, in characters of this paragraph's size.
    pub indent: u8,
    /// Indent of all lines from the right.
    pub right: Length,
    /// Whether the page must not end between this paragraph and the next.
    pub keep_next: bool,
}

impl Default for Format {
    /// 小四 宋体, left, single spacing.
    fn default() -> Format {
        Format {
            align: Align::Left,
            face: Face::Song,
            size: Length::half_points(24),
            line: None,
            before: Length::ZERO,
            after: Length::ZERO,
            indent: 0,
            right: Length::ZERO,
            keep_next: false,
        }
    }
}

/// Horizontal alignment of a paragraph.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Align {
    /// Flush left.
    #[default]
    Left,
    /// Centred.
    Center,
    /// Flush right.
    Right,
    /// Both edges flush (两端对齐).
    Both,
}

/// A typeface by its role in official documents; a writer picks the font's name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Face {
    /// 宋体: cells.
    #[default]
    Song,
    /// 仿宋: running text.
    FangSong,
    /// 黑体: headings, 附件N, column heads.
    Hei,
    /// 楷体: second-level headings.
    Kai,
    /// 小标宋: titles.
    BiaoSong,
}

/// One item of a paragraph.
#[derive(Debug, Clone, PartialEq)]
pub enum Inline {
    /// Text, never with a line break in it.
    Text {
        /// The characters.
        text: String,
        /// What the text is in its form. Readers give [`Role::Plain`].
        role: Role,
    },
    /// A line break inside the paragraph.
    Break,
    /// A box to tick.
    CheckBox(CheckBox),
    /// A place for an answer, or the answer in its place.
    Slot(Slot),
    /// The start or end of a named range that the file carries.
    Mark(Mark),
}

impl Inline {
    /// Appends what a person reads of the item.
    fn push_text(&self, text: &mut String) {
        match self {
            Inline::Text { text: t, .. } => text.push_str(t),
            Inline::Break => text.push('\n'),
            Inline::CheckBox(check_box) => text.push(check_box.glyph()),
            Inline::Slot(slot) => text.push_str(&slot.text),
            Inline::Mark(_) => {}
        }
    }

    /// Plain text.
    pub fn plain(text: impl Into<String>) -> Inline {
        Inline::Text { text: text.into(), role: Role::Plain }
    }
}

/// What a piece of printed text is in its form.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Role {
    /// Nothing special; all text that a reader gives.
    #[default]
    Plain,
    /// The name of a field, a group or a column; `None` for a label that
    /// belongs to no field, as a head over several bands.
    Label(Option<FieldPath>),
    /// Advice to the person who fills the form in, as （不超过2000字）.
    Hint,
    /// What is printed round an answer and is not part of it, as （公章）.
    Scaffold,
}

/// A box to tick.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CheckBox {
    /// Whether it is ticked.
    pub ticked: bool,
    /// The field and the option that it stands for; readers do not know it.
    pub option: Option<(FieldPath, String)>,
}

impl CheckBox {
    /// ☑ U+2611 or □ U+25A1, as notices print them.
    pub fn glyph(&self) -> char {
        if self.ticked { '☑' } else { '□' }
    }
}

/// A place for an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Slot {
    /// The field whose answer stands here.
    pub path: FieldPath,
    /// The answer; empty in a blank form.
    pub text: String,
    /// What is printed while there is no answer, as 年　　月　　日.
    pub placeholder: String,
    /// Whether the answer may run over several paragraphs.
    pub paragraphs: bool,
}

/// One end of a named range in a file: a tagged content control or a bookmark.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mark {
    /// The name as the file gives it.
    pub name: String,
    /// Which end this is.
    pub end: MarkEnd,
}

impl Mark {
    /// The name of ranges that are struck out: no file can carry such a name.
    pub const STRUCK: &'static str = "\u{0}struck";
    /// The name of ranges whose characters the reader could not make out.
    pub const UNREADABLE: &'static str = "\u{0}unreadable";
    /// The name of ranges that reach over the edge of their cell, so that they
    /// may belong to another one.
    pub const OVERFLOWING: &'static str = "\u{0}overflowing";
}

/// Which end of a range a [`Mark`] is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum MarkEnd {
    /// The range starts here.
    Start,
    /// The range ends here.
    End,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_what_a_person_reads() {
        let paragraph = Paragraph {
            inlines: vec![
                Inline::Mark(Mark { name: "kind".into(), end: MarkEnd::Start }),
                Inline::plain("地市"),
                Inline::CheckBox(CheckBox { ticked: true, option: None }),
                Inline::Break,
                Inline::plain("县区"),
                Inline::CheckBox(CheckBox { ticked: false, option: None }),
            ],
            ..Paragraph::default()
        };
        assert_eq!(paragraph.text(), "地市☑\n县区□");
    }
}
