//! A paragraph's text in one string.

use std::borrow::Cow;
use std::ops::Range;

use crate::document::{CheckBox, Inline, Paragraph, Role, Slot};

/// Stands in an empty slot that shares its paragraph with other text, so that
/// there is a place to write in.
const EMPTY: &str = "　　　　";

/// A paragraph's text in one string, and what its parts are. A box has the
/// place of its character, □ or ☑.
#[derive(Debug)]
pub(super) struct Flat<'d> {
    pub paragraph: &'d Paragraph,
    pub text: Cow<'d, str>,
    /// The parts in order, without holes between them.
    pub pieces: Vec<Piece<'d>>,
    /// Whether there is nothing but one slot.
    pub is_slot: bool,
}

/// A part of a text.
#[derive(Debug)]
pub(super) struct Piece<'d> {
    /// The bytes of the text.
    pub range: Range<usize>,
    pub what: What<'d>,
}

/// What a part of a text is.
#[derive(Debug, Clone, Copy)]
pub(super) enum What<'d> {
    Printed,
    Answer(&'d Slot),
    Placeholder(&'d Slot),
    /// Blanks that keep a place free.
    Empty(&'d Slot),
    Box(&'d CheckBox),
}

impl<'d> What<'d> {
    pub fn slot(self) -> Option<&'d Slot> {
        match self {
            What::Answer(slot) | What::Placeholder(slot) | What::Empty(slot) => Some(slot),
            What::Printed | What::Box(_) => None,
        }
    }
}

impl<'d> Flat<'d> {
    pub fn new(paragraph: &'d Paragraph) -> Flat<'d> {
        let inlines = paragraph.inlines.as_slice();
        let slots = inlines.iter().filter(|inline| matches!(inline, Inline::Slot(_))).count();
        let others = inlines.iter().any(|inline| match inline {
            Inline::Text { text, .. } => !text.is_empty(),
            Inline::Break | Inline::CheckBox(_) => true,
            Inline::Slot(_) | Inline::Mark(_) => false,
        });
        let alone = slots == 1 && !others;
        let mut flat = Flat { paragraph, text: Cow::Borrowed(""), pieces: Vec::new(), is_slot: alone };
        for inline in inlines {
            match inline {
                Inline::Text { text, .. } => flat.push(text, What::Printed),
                Inline::Break => flat.push("\n", What::Printed),
                Inline::CheckBox(check_box) => {
                    flat.push(if check_box.ticked { "☑" } else { "□" }, What::Box(check_box));
                }
                Inline::Slot(slot) if !slot.text.is_empty() => flat.push(&slot.text, What::Answer(slot)),
                Inline::Slot(slot) if !slot.placeholder.is_empty() => {
                    flat.push(&slot.placeholder, What::Placeholder(slot));
                }
                Inline::Slot(slot) => flat.push(if alone { "" } else { EMPTY }, What::Empty(slot)),
                Inline::Mark(_) => {}
            }
        }
        flat
    }

    fn push(&mut self, text: &'d str, what: What<'d>) {
        let start = self.text.len();
        if start == 0 {
            self.text = Cow::Borrowed(text);
        } else {
            self.text.to_mut().push_str(text);
        }
        let range = start..start + text.len();
        match (self.pieces.last_mut(), what) {
            (Some(Piece { range: last, what: What::Printed }), What::Printed) => last.end = range.end,
            _ if text.is_empty() && what.slot().is_none() => {}
            _ => self.pieces.push(Piece { range, what }),
        }
    }

    /// Whether the text only says what is to be written below it.
    pub fn is_label(&self) -> bool {
        let is_advice = |inline: &Inline| match inline {
            Inline::Text { role, .. } => matches!(role, Role::Label(_) | Role::Hint),
            Inline::Break | Inline::Mark(_) => true,
            Inline::CheckBox(_) | Inline::Slot(_) => false,
        };
        !self.text.is_empty() && self.paragraph.inlines.iter().all(is_advice)
    }

    /// Whether the text before the line break at byte `at` is a paragraph of its
    /// own: an answer of several paragraphs is one.
    pub fn ends_paragraph(&self, at: usize) -> bool {
        let piece = self.pieces.iter().find(|piece| piece.range.contains(&at));
        piece.and_then(|piece| piece.what.slot()).is_some_and(|slot| slot.paragraphs)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::FieldPath;

    fn slot(text: &str, placeholder: &str) -> Inline {
        Inline::Slot(Slot {
            path: FieldPath::field("a"),
            text: text.into(),
            placeholder: placeholder.into(),
            paragraphs: true,
        })
    }

    fn paragraph(inlines: Vec<Inline>) -> Paragraph {
        Paragraph { inlines, ..Paragraph::default() }
    }

    #[test]
    fn parts_keep_their_places() {
        let check_box = Inline::CheckBox(CheckBox { ticked: true, option: None });
        let p = paragraph(vec![Inline::plain("共"), Inline::plain("计"), slot("一\n二", ""), check_box]);
        let flat = Flat::new(&p);
        assert_eq!(flat.text, "共计一\n二☑");
        let parts: Vec<&str> = flat.pieces.iter().map(|piece| &flat.text[piece.range.clone()]).collect();
        assert_eq!(parts, ["共计", "一\n二", "☑"]);
        assert!(flat.ends_paragraph("共计一".len()) && !flat.is_slot);
    }

    #[test]
    fn an_empty_slot_beside_text_keeps_room() {
        let beside = paragraph(vec![slot("", ""), Inline::plain("（公章）")]);
        assert_eq!(Flat::new(&beside).text, format!("{EMPTY}（公章）"));
        let alone = paragraph(vec![slot("", "")]);
        let flat = Flat::new(&alone);
        assert_eq!((flat.text.as_ref(), flat.is_slot, flat.pieces.len()), ("", true, 1));
        let date = paragraph(vec![slot("", "年　月")]);
        assert_eq!(Flat::new(&date).text, "年　月");
    }
}
