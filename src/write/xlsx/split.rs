//! A cell of the form as places of a sheet.
//!
//! A cell of a form may hold a label, an opinion, a seal line with the place of
//! a signature, and a date. A cell of a sheet has one text and one name, so such
//! a cell becomes bands, one below the other, and a line with a place in it is
//! divided: each answer gets a cell of its own.

use super::columns::Division;
use super::measure;
use crate::Length;
use crate::document::{Align, Cell, Format, Inline, Paragraph, ParagraphKind, Role, Slot, VerticalAlign};

/// What a place holds.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Holds {
    /// Words that the form prints.
    Printed(String),
    /// One answer and nothing else.
    Answer(Slot),
    /// Options with their boxes.
    Boxes(Vec<Inline>),
    /// Anything, as it is printed: in a file that is not for filling in.
    Whole(Vec<Paragraph>),
}

/// One line or box of a cell, over its whole width.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Band {
    /// Whether it takes what the cell has left.
    pub grows: bool,
    /// Left to right.
    pub places: Vec<Place>,
}

/// What becomes one cell of the sheet.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Place {
    pub holds: Holds,
    pub format: Format,
    pub vertical: VerticalAlign,
    /// The right edge, from the left edge of the form's cell; `None` at that
    /// cell's own right edge.
    pub right: Option<Division>,
}

/// Least width of an answer beside words, in characters.
const LEAST: i64 = 6;

/// How far an edge may move to meet a border that is there.
const SLACK: Length = Length::mm(3);

/// A cell whose answers have places of their own. `width` is that of the cell.
pub(super) fn split(cell: &Cell, width: Length) -> Vec<Band> {
    let mut bands: Vec<Band> = Vec::new();
    for paragraph in &cell.paragraphs {
        bands.extend(paragraph_bands(paragraph, width));
    }
    if bands.iter().all(|band| band.places.iter().all(|place| matches!(place.holds, Holds::Printed(_)))) {
        return vec![whole(cell)];
    }
    if let [Band { places, .. }] = bands.as_mut_slice()
        && let [place] = places.as_mut_slice()
    {
        place.vertical = cell.align;
    }
    share(&mut bands);
    bands
}

/// A cell as it is printed, in one piece.
pub(super) fn whole(cell: &Cell) -> Band {
    let format = cell.paragraphs.first().map(|paragraph| paragraph.format).unwrap_or_default();
    let holds = Holds::Whole(cell.paragraphs.clone());
    Band { grows: true, places: vec![Place { holds, format, vertical: cell.align, right: None }] }
}

/// Says which bands take what is left: boxes for text, else all with an answer.
fn share(bands: &mut [Band]) {
    let holds_text =
        |band: &Band| band.places.iter().any(|place| matches!(&place.holds, Holds::Answer(slot) if slot.paragraphs));
    let is_printed = |band: &Band| band.places.iter().all(|place| matches!(place.holds, Holds::Printed(_)));
    let any_text = bands.iter().any(holds_text);
    for band in bands {
        band.grows = if any_text { holds_text(band) } else { !is_printed(band) };
    }
}

/// A piece of a line.
#[derive(Debug, Clone, PartialEq)]
enum Segment {
    Words(String),
    Boxes(Vec<Inline>),
    Answer(Slot),
}

fn paragraph_bands(paragraph: &Paragraph, width: Length) -> Vec<Band> {
    let format = paragraph.format;
    let mut bands = Vec::new();
    let mut words: Vec<String> = Vec::new();
    for line in lines(paragraph) {
        if let [Segment::Words(text)] = line.as_slice() {
            words.push(text.clone());
            continue;
        }
        let indent = bands.is_empty() && !matches!(line.as_slice(), [Segment::Answer(_)]);
        print(&mut words, format, indent, &mut bands);
        visual_lines(line, format, width, &mut bands);
    }
    print(&mut words, format, bands.is_empty(), &mut bands);
    bands
}

/// Words gathered from several lines as one band.
fn print(words: &mut Vec<String>, format: Format, indent: bool, bands: &mut Vec<Band>) {
    if words.is_empty() {
        return;
    }
    let indent = if indent { "\u{3000}".repeat(usize::from(format.indent)) } else { String::new() };
    let text = format!("{indent}{}", std::mem::take(words).join("\n"));
    bands.push(band(vec![place(Holds::Printed(text), format, None)]));
}

fn band(places: Vec<Place>) -> Band {
    Band { grows: false, places }
}

fn place(holds: Holds, format: Format, right: Option<Division>) -> Place {
    let vertical = match &holds {
        Holds::Answer(slot) if slot.paragraphs => VerticalAlign::Top,
        _ => VerticalAlign::Center,
    };
    Place { holds, format, vertical, right }
}

/// The pieces of a paragraph, line by line. Words without anything are left
/// out, but for the only ones.
fn lines(paragraph: &Paragraph) -> Vec<Vec<Segment>> {
    let mut lines: Vec<Vec<Segment>> = vec![Vec::new()];
    let mut open: Vec<Inline> = Vec::new();
    for inline in &paragraph.inlines {
        match inline {
            Inline::Break => {
                close(&mut open, &mut lines);
                lines.push(Vec::new());
            }
            Inline::Slot(slot) => {
                close(&mut open, &mut lines);
                push(&mut lines, Segment::Answer(slot.clone()));
            }
            Inline::CheckBox(check_box) => {
                let other = open
                    .iter()
                    .find_map(choice_of)
                    .is_some_and(|path| check_box.option.as_ref().is_some_and(|(own, _)| own != path));
                if other {
                    // The option's own words may stand before its box.
                    let own = matches!((open.last(), &check_box.option),
                        (Some(Inline::Text { text, .. }), Some((_, option))) if text == option);
                    let words = if own { open.pop() } else { None };
                    close(&mut open, &mut lines);
                    open.extend(words);
                }
                open.push(inline.clone());
            }
            Inline::Text { text, role } => {
                if matches!(role, Role::Plain) {
                    open.push(inline.clone());
                } else {
                    close(&mut open, &mut lines);
                    push(&mut lines, Segment::Words(text.clone()));
                }
            }
            Inline::Mark(_) => {}
        }
    }
    close(&mut open, &mut lines);
    for line in &mut lines {
        join_words(line);
    }
    lines
}

fn choice_of(inline: &Inline) -> Option<&crate::FieldPath> {
    match inline {
        Inline::CheckBox(check_box) => check_box.option.as_ref().map(|(path, _)| path),
        _ => None,
    }
}

fn push(lines: &mut [Vec<Segment>], segment: Segment) {
    if let Some(line) = lines.last_mut() {
        line.push(segment);
    }
}

/// Ends a run of plain words and boxes.
fn close(open: &mut Vec<Inline>, lines: &mut [Vec<Segment>]) {
    let inlines = std::mem::take(open);
    if inlines.iter().any(|inline| matches!(inline, Inline::CheckBox(_))) {
        push(lines, Segment::Boxes(inlines));
        return;
    }
    let words = Paragraph { inlines, ..Paragraph::default() }.text();
    if !words.is_empty() {
        push(lines, Segment::Words(words));
    }
}

/// Makes words that stand beside each other one piece; a line without anything
/// is an empty one.
fn join_words(line: &mut Vec<Segment>) {
    let mut joined: Vec<Segment> = Vec::new();
    for segment in std::mem::take(line) {
        match (joined.last_mut(), segment) {
            (Some(Segment::Words(before)), Segment::Words(text)) => before.push_str(&text),
            (_, segment) => joined.push(segment),
        }
    }
    if joined.is_empty() {
        joined.push(Segment::Words(String::new()));
    }
    *line = joined;
}

/// Lays the pieces of a line into as many bands as it takes to give each room.
fn visual_lines(line: Vec<Segment>, format: Format, width: Length, bands: &mut Vec<Band>) {
    let mut row: Vec<(Segment, Length)> = Vec::new();
    let mut used = Length::ZERO;
    for segment in line {
        // Words may take a whole line.
        let needs = needs(&segment, &format).min(width);
        if !row.is_empty() && used + needs > width - format.right {
            bands.push(divided(std::mem::take(&mut row), format, width));
            used = Length::ZERO;
        }
        used += needs;
        row.push((segment, needs));
    }
    bands.push(divided(row, format, width));
}

fn needs(segment: &Segment, format: &Format) -> Length {
    let text = |text: &str| measure::width(text, format) + measure::PADDING * 2;
    match segment {
        Segment::Words(words) => text(words),
        Segment::Boxes(inlines) => text(&Paragraph { inlines: inlines.clone(), ..Paragraph::default() }.text()),
        Segment::Answer(slot) => text(&slot.placeholder).max(format.size * LEAST),
    }
}

/// One line, its room shared out.
fn divided(mut row: Vec<(Segment, Length)>, format: Format, width: Length) -> Band {
    if let [(Segment::Answer(_), needs)] = row.as_slice()
        && format.align == Align::Right
        && format.right > Length::ZERO
        && *needs + format.right < width
    {
        // An indent from the right is a cell without words.
        row.push((Segment::Words(String::new()), Length::ZERO));
    }
    let widths = shared(&row, &format, width);
    let last = row.len().saturating_sub(1);
    let first_answer = row.iter().position(|(segment, _)| matches!(segment, Segment::Answer(_))).unwrap_or(last);
    let rigid = |index: usize| row.get(index).is_some_and(|(segment, _)| !matches!(segment, Segment::Answer(_)));
    let mut at = Length::ZERO;
    let mut places = Vec::new();
    for (index, (segment, _)) in row.iter().enumerate() {
        at += widths[index];
        let right = (index < last).then(|| {
            let slack = match (rigid(index), rigid(index + 1)) {
                (true, true) => (Length::ZERO, Length::ZERO),
                (true, false) => (Length::ZERO, SLACK),
                (false, true) => (SLACK, Length::ZERO),
                (false, false) => (SLACK, SLACK),
            };
            Division { at, slack }
        });
        let align = match (format.align, last) {
            (align, 0) => align,
            (Align::Right, _) if index == 0 => Align::Right,
            (Align::Center, _) if index < first_answer => Align::Right,
            (Align::Center, _) if index == first_answer && first_answer < last => Align::Center,
            _ => Align::Left,
        };
        let holds = match segment.clone() {
            Segment::Words(words) => Holds::Printed(words),
            Segment::Boxes(inlines) => Holds::Boxes(inlines),
            Segment::Answer(slot) => Holds::Answer(slot),
        };
        places.push(place(holds, Format { align, right: Length::ZERO, ..format }, right));
    }
    band(places)
}

/// The widths of a line's pieces. What is left goes to the answers; in a line
/// that is flush right, to what stands first.
fn shared(row: &[(Segment, Length)], format: &Format, width: Length) -> Vec<Length> {
    let mut widths: Vec<Length> = row.iter().map(|(_, needs)| *needs).collect();
    if let Some(last) = widths.last_mut()
        && row.len() > 1
    {
        *last += format.right;
    }
    let left = (width - widths.iter().copied().sum()).max(Length::ZERO);
    let answers: Vec<usize> = (0..row.len()).filter(|index| matches!(row[*index].0, Segment::Answer(_))).collect();
    let takers = match (format.align, answers.is_empty()) {
        (Align::Right, _) => vec![0],
        (_, false) => answers,
        (_, true) => vec![row.len() - 1],
    };
    let share = left / i64::try_from(takers.len()).unwrap_or(1);
    for taker in takers {
        widths[taker] += share;
    }
    widths
}

/// Whether anything of a paragraph is to be filled in.
pub(super) fn is_open(paragraph: &Paragraph) -> bool {
    paragraph.inlines.iter().any(|inline| matches!(inline, Inline::Slot(_) | Inline::CheckBox(_)))
}

/// A paragraph outside tables as a cell over the whole width.
pub(super) fn as_cell(paragraph: &Paragraph) -> Cell {
    let align = match paragraph.kind {
        ParagraphKind::Note | ParagraphKind::Body | ParagraphKind::Added => VerticalAlign::Bottom,
        ParagraphKind::Annex | ParagraphKind::Heading(_) => VerticalAlign::Center,
    };
    Cell { row_span: 1, column_span: 1, align, paragraphs: vec![paragraph.clone()], ..Cell::default() }
}
