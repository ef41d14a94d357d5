//! Pages as printpdf's operations.

use std::borrow::Cow;
use std::collections::BTreeSet;

use printpdf::{
    DictItem, Line, LineCapStyle, LinePoint, Op, PdfFontHandle, PdfPage, Point, Pt, Rect, TextItem, TextMatrix,
};

use super::cut::{Cut, CutFont, Set};
use super::file::utf16;
use crate::Length;
use crate::document::{CheckBox, Face};
use crate::typeset::{self, Item, Origin, Rule, Run, SetPage, TickBox};
use crate::write::GOES_ON_TAG;

/// The typeface of the boxes to tick.
pub(super) const BOX_FACE: Face = Face::Song;

/// The fonts of one file: those of what the form prints, cut once for the form,
/// and those of the answers.
pub(super) struct Fonts<'a> {
    pub printed: &'a Cut,
    pub answers: &'a Cut,
}

impl<'a> Fonts<'a> {
    /// The font that draws a character. What is part of an answer comes from
    /// the fonts of the answers, so that it stays one string.
    fn of(&self, face: Face, c: char, answer: bool) -> Option<&'a CutFont> {
        let (first, second) = if answer { (self.answers, self.printed) } else { (self.printed, self.answers) };
        first.font((face, c)).or_else(|| second.font((face, c)))
    }
}

/// What is drawn with a font, in reading order.
pub(super) struct Text<'t> {
    pub x: Length,
    pub baseline: Length,
    pub face: Face,
    pub size: Length,
    pub spacing: Length,
    pub text: Cow<'t, str>,
    pub answer: bool,
    pub standing: Standing,
}

/// How a text stands to the pages before.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Standing {
    /// It is new.
    New,
    /// It repeats what stood there, or is the page's number.
    Repeated,
    /// It goes on in a cell that began there.
    GoesOn,
}

/// A cell: its section, its block and its number in the table.
pub(super) type CellKey = (usize, usize, usize);

/// The cell that a text stands in, if it is not only repeated there.
fn cell_of(run: &Run) -> Option<CellKey> {
    match run.origin {
        Origin::Cell { section, block, cell, repeated: false, .. } => Some((section, block, cell.0)),
        _ => None,
    }
}

impl<'t> Text<'t> {
    pub fn of_run(run: &'t Run) -> Text<'t> {
        let Run { x, baseline, face, size, spacing, .. } = *run;
        let answer = run.path.is_some() && !run.placeholder;
        let standing = match run.origin {
            Origin::Cell { repeated: true, .. } | Origin::PageNumber => Standing::Repeated,
            _ => Standing::New,
        };
        Text { x, baseline, face, size, spacing, text: Cow::Borrowed(&run.text), answer, standing }
    }

    /// A box as the character □ or ☑.
    pub fn of_box(tick: &TickBox) -> Text<'static> {
        let glyph = CheckBox { ticked: tick.ticked, option: None }.glyph();
        let TickBox { x, baseline, size, .. } = *tick;
        let text = Cow::Owned(glyph.to_string());
        Text { x, baseline, face: BOX_FACE, size, spacing: Length::ZERO, text, answer: false, standing: Standing::New }
    }

    /// The characters that are drawn.
    pub fn characters(&self) -> impl Iterator<Item = Set> {
        self.text.chars().filter(|c| !typeset::is_invisible(*c)).map(|c| (self.face, c))
    }
}

/// The texts of a page in reading order.
pub(super) fn texts(page: &SetPage) -> impl Iterator<Item = Text<'_>> {
    page.items.iter().filter_map(text)
}

fn text(item: &Item) -> Option<Text<'_>> {
    match item {
        Item::Text(run) => Some(Text::of_run(run)),
        Item::Box(tick) => Some(Text::of_box(tick)),
        Item::Rule(_) | Item::Slot(_) => None,
    }
}

/// A page of printpdf's with the ruling lines and texts of the items that
/// `shows` lets through. `seen` are the cells that have text on the pages before;
/// those of this page are added.
pub(super) fn page(
    page: &SetPage,
    shows: impl Fn(&&Item) -> bool,
    fonts: &Fonts<'_>,
    seen: &mut BTreeSet<CellKey>,
) -> PdfPage {
    let items = || page.items.iter().filter(&shows);
    let before = seen.clone();
    let texts = items().filter_map(|item| {
        let text = text(item)?;
        let key = if let Item::Text(run) = item { cell_of(run) } else { None };
        seen.extend(key);
        let goes_on = key.is_some_and(|key| before.contains(&key));
        Some(if goes_on { Text { standing: Standing::GoesOn, ..text } } else { text })
    });
    let texts: Vec<Text<'_>> = texts.collect();
    let rules = items().filter_map(|item| match item {
        Item::Rule(rule) => Some(rule),
        _ => None,
    });
    let (width, height) = (page.page.width, page.page.height);
    let mut ops = Vec::new();
    draw_rules(rules, height, &mut ops);
    draw_texts(texts.into_iter(), Length::ZERO, height, fonts, &mut ops);
    sheet(width, height, ops)
}

/// A page of a size, with operations.
pub(super) fn sheet(width: Length, height: Length, ops: Vec<Op>) -> PdfPage {
    let paper = Rect::from_wh(pt(width), pt(height));
    PdfPage { media_box: paper.clone(), trim_box: paper.clone(), crop_box: paper, ops }
}

/// A length in points, to a thousandth: a page of numbers with all their digits
/// is twice as long.
pub(super) fn pt(length: Length) -> Pt {
    Pt(points(length))
}

/// See [`pt`].
pub(super) fn points(length: Length) -> f32 {
    ((length.to_pt() * 1000.0).round() / 1000.0) as f32
}

fn draw_rules<'t>(rules: impl Iterator<Item = &'t Rule>, height: Length, ops: &mut Vec<Op>) {
    let mut weight = None;
    for rule in rules {
        if weight.is_none() {
            // Lines end in the middle of those they meet: square ends fill the
            // corners.
            ops.push(Op::SetLineCapStyle { cap: LineCapStyle::ProjectingSquare });
        }
        if weight != Some(rule.weight) {
            weight = Some(rule.weight);
            ops.push(Op::SetOutlineThickness { pt: pt(rule.weight) });
        }
        let point = |(x, y): (Length, Length)| LinePoint { p: Point { x: pt(x), y: pt(height - y) }, bezier: false };
        ops.push(Op::DrawLine { line: Line { points: vec![point(rule.from), point(rule.to)], is_closed: false } });
    }
}

/// Draws texts. `left` and `bottom` are where the origin of the coordinates
/// lies, from the upper left corner of the paper.
pub(super) fn draw_texts<'t>(
    texts: impl Iterator<Item = Text<'t>>,
    left: Length,
    bottom: Length,
    fonts: &Fonts<'_>,
    ops: &mut Vec<Op>,
) {
    let start = ops.len();
    let mut spacing = Length::ZERO;
    let mut current: Option<(&str, Length)> = None;
    for text in texts {
        if ops.len() == start {
            ops.push(Op::StartTextSection);
        }
        if text.spacing != spacing {
            spacing = text.spacing;
            ops.push(Op::SetCharacterSpacing { multiplier: points(spacing) });
        }
        begin_standing(text.standing, ops);
        let apart = is_apart(&text);
        if apart {
            ops.push(begin_actual_text(&text.text));
        }
        let mut placed = false;
        for (font, part) in parts(&text, fonts) {
            if current != Some((&font.resource, text.size)) {
                current = Some((&font.resource, text.size));
                let handle = PdfFontHandle::External(printpdf::FontId(font.resource.clone()));
                ops.push(Op::SetFont { font: handle, size: pt(text.size) });
            }
            if !placed {
                placed = true;
                let (x, y) = (pt(text.x - left), pt(bottom - text.baseline));
                ops.push(Op::SetTextMatrix { matrix: TextMatrix::Translate(x, y) });
            }
            ops.push(Op::ShowText { items: vec![TextItem::Text(part)] });
        }
        if apart {
            ops.push(Op::EndMarkedContentWithProperties);
        }
        if text.standing != Standing::New {
            ops.push(Op::EndMarkedContentWithProperties);
        }
    }
    if ops.len() > start {
        ops.push(Op::EndTextSection);
    }
}

/// Begins marked content for what is not new on its page: an artifact of
/// pagination (ISO 32000-1, 14.8.2.2), which copying and screen readers pass
/// over, or text that our own reader joins with the page before.
fn begin_standing(standing: Standing, ops: &mut Vec<Op>) {
    match standing {
        Standing::New => {}
        Standing::Repeated => {
            let kind = DictItem::Name(b"Pagination".to_vec());
            let properties = DictItem::Dict { map: [("Type".to_owned(), kind)].into() };
            ops.push(Op::BeginMarkedContentWithProperties { tag: "Artifact".to_owned(), properties });
        }
        Standing::GoesOn => {
            let properties = DictItem::Dict { map: [].into() };
            ops.push(Op::BeginMarkedContentWithProperties { tag: GOES_ON_TAG.to_owned(), properties });
        }
    }
}

/// Whether a justified line's characters stand so far apart that programs would
/// copy spaces between them; poppler does from a tenth of an em.
fn is_apart(text: &Text<'_>) -> bool {
    text.spacing * 12 > text.size
}

/// Begins a piece of content that reads as `text` (ISO 32000-1, 14.9.4).
fn begin_actual_text(text: &str) -> Op {
    let text = DictItem::String { data: utf16(text), literal: false };
    let properties = DictItem::Dict { map: [("ActualText".to_owned(), text)].into() };
    Op::BeginMarkedContentWithProperties { tag: "Span".to_owned(), properties }
}

/// A text in parts of one font each. The pen moves on by the widths that the
/// fonts give, so that only the first part needs a place.
fn parts<'a>(text: &Text<'_>, fonts: &Fonts<'a>) -> Vec<(&'a CutFont, String)> {
    let mut parts: Vec<(&CutFont, String)> = Vec::new();
    for c in text.text.chars().filter(|c| !typeset::is_invisible(*c)) {
        // All characters were collected before the fonts were cut.
        let Some(font) = fonts.of(text.face, c, text.answer) else { continue };
        match parts.last_mut() {
            Some((last, part)) if last.resource == font.resource => part.push(c),
            _ => parts.push((font, c.to_string())),
        }
    }
    parts
}
