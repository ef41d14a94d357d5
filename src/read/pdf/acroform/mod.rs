//! Fields of interactive forms, whoever filled them in (ISO 32000-1, 12.7), and
//! text that somebody put on a page (12.5.6.6).

mod button;
mod text;
mod widget;

use lopdf::{Dictionary, Object};

use super::content::Painter;
use super::file::File;
use super::geometry::Rect;
use super::pages::Page;
use crate::SlotName;
use crate::read::ReadError;
use button::Button;
use widget::Widget;

/// A place higher than this holds several lines, in points.
const TALL: f64 = 30.0;

/// A place that somebody can fill in, or text that stands by itself.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Field {
    /// The name by which it is known: that of a slot of ours without what a
    /// program that joins files has put round it, else the full one; `None` for
    /// text without a field.
    pub(super) name: Option<String>,
    /// Whether the name is one of ours.
    pub(super) is_ours: bool,
    pub(super) value: Value,
    /// Where it stands on the paper.
    pub(super) area: Rect,
    pub(super) lines: Lines,
    /// Of a field with several places, its own object.
    pub(super) shared: Option<Shared>,
}

impl Field {
    /// Whether it holds several lines, or may and has room for them.
    pub(super) fn is_tall(&self) -> bool {
        match self.lines {
            Lines::One => false,
            Lines::Several => true,
            Lines::Allowed => self.area.height() > TALL,
        }
    }
}

/// How many lines a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Lines {
    One,
    Several,
    /// One, but more may be written.
    Allowed,
}

/// A field that has several places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Shared {
    /// The number of its object.
    pub(super) number: u32,
    /// How many places it has.
    pub(super) places: usize,
}

/// What a field holds.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    /// Lines, joined by `\n`.
    Text(String),
    /// A box, ticked or not.
    Box(bool),
}

/// A value that its field cannot have.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Strange {
    /// The field's words for people, else its name.
    pub(super) field: String,
    pub(super) value: String,
}

/// The fields of a page, and values among them that were not understood.
#[derive(Debug, Default)]
pub(super) struct Fields {
    pub(super) list: Vec<Field>,
    pub(super) strange: Vec<Strange>,
}

/// The fields of a page. Text that has only an appearance is drawn with the
/// page's own.
///
/// # Errors
///
/// An appearance is damaged or crosses a limit.
pub(super) fn fields(file: &File<'_>, page: &Page, painter: &mut Painter<'_, '_>) -> Result<Fields, ReadError> {
    let mut fields = Fields::default();
    for annotation in &file.array(&page.dictionary, b"Annots") {
        painter.pay(1)?;
        let annotation = file.resolve(annotation);
        let Object::Dictionary(annotation) = &*annotation else { continue };
        if is_hidden(file, annotation) {
            continue;
        }
        let Some(rectangle) = Rect::of(&file.numbers(annotation, b"Rect")) else { continue };
        let area = page.to_paper.rectangle(&rectangle);
        match file.name(annotation, b"Subtype").as_deref() {
            Some(b"Widget") => {
                let widget = Widget::new(file, annotation, rectangle);
                fields.widget(&widget, area, painter)?;
            }
            Some(b"FreeText") => fields.free_text(file, annotation, (area, rectangle), painter)?,
            Some(b"Stamp") => appear(file, annotation, &rectangle, painter)?,
            Some(b"StrikeOut") => {
                for line in struck_lines(file, annotation, &rectangle) {
                    painter.pay(painter.canvas.glyphs.len())?;
                    painter.canvas.strike(&page.to_paper.rectangle(&line));
                }
            }
            _ => {}
        }
    }
    Ok(fields)
}

/// Whether nobody sees an annotation: hidden, or not shown on screen.
fn is_hidden(file: &File<'_>, annotation: &Dictionary) -> bool {
    const HIDDEN: i64 = 1 << 1;
    const NO_VIEW: i64 = 1 << 5;
    file.entry(annotation, b"F").as_i64().unwrap_or(0) & (HIDDEN | NO_VIEW) != 0
}

/// The lines that an annotation strikes out (12.5.6.10): quadrilaterals, else its
/// rectangle.
fn struck_lines(file: &File<'_>, annotation: &Dictionary, rectangle: &Rect) -> impl Iterator<Item = Rect> {
    let corners = file.numbers(annotation, b"QuadPoints");
    let around = |quad: &[f64]| Rect::around(quad.chunks_exact(2).map(|point| (point[0], point[1])));
    let quads: Vec<Rect> = corners.chunks_exact(8).map(around).collect();
    let all = quads.is_empty().then_some(*rectangle);
    quads.into_iter().chain(all)
}

/// Draws the appearance of an annotation.
fn appear(
    file: &File<'_>,
    annotation: &Dictionary,
    rectangle: &Rect,
    painter: &mut Painter<'_, '_>,
) -> Result<(), ReadError> {
    let appearances = file.dictionary(annotation, b"AP");
    match appearances.get(b"N") {
        Ok(normal) => painter.appearance(normal, rectangle),
        Err(_) => Ok(()),
    }
}

/// A name of ours, without what programs that join files add to names that they
/// have had: `+1` behind it (qpdf), a field of their own above it (pypdf).
fn slot_name(full: &str) -> Option<&str> {
    let mut own = full.rsplit('.').next().unwrap_or(full);
    // More than one, where joined files were joined again.
    while let Some((name, number)) = own.rsplit_once('+')
        && !number.is_empty()
        && number.bytes().all(|byte| byte.is_ascii_digit())
    {
        own = name;
    }
    (SlotName::decode(own).is_some() || SlotName::decode_option(own).is_some()).then_some(own)
}

impl Fields {
    /// Adds text that stands by itself, unless it is drawn.
    fn free_text(
        &mut self,
        file: &File<'_>,
        annotation: &Dictionary,
        (area, rectangle): (Rect, Rect),
        painter: &mut Painter<'_, '_>,
    ) -> Result<(), ReadError> {
        let drawn = painter.canvas.glyphs.len();
        appear(file, annotation, &rectangle, painter)?;
        let text = text::of(file, &file.entry(annotation, b"Contents")).unwrap_or_default();
        painter.pay(text.chars().count())?;
        if painter.canvas.glyphs.len() == drawn && !text.trim().is_empty() {
            let lines = if text.contains('\n') { Lines::Several } else { Lines::One };
            self.list.push(Field { name: None, is_ours: false, value: Value::Text(text), area, lines, shared: None });
        }
        Ok(())
    }

    /// Adds the field that a widget shows.
    fn widget(&mut self, widget: &Widget<'_, '_>, area: Rect, painter: &mut Painter<'_, '_>) -> Result<(), ReadError> {
        const MULTILINE: i64 = 1 << 12;
        let value = match widget.kind().as_deref() {
            Some(b"Btn") => match widget.button() {
                Button::Push => return Ok(()),
                Button::Box(ticked) => Some(Value::Box(ticked)),
                Button::Strange(value) => {
                    self.strange(widget, value);
                    Some(Value::Box(false))
                }
            },
            Some(kind @ (b"Tx" | b"Ch")) => match widget.text(kind) {
                Ok(Some(text)) => Some(Value::Text(text)),
                // What is seen counts, if there is no value.
                Ok(None) => {
                    let drawn = painter.canvas.glyphs.len();
                    appear(widget.file, widget.dictionary(), &widget.rectangle, painter)?;
                    (painter.canvas.glyphs.len() == drawn).then(|| Value::Text(String::new()))
                }
                Err(value) => {
                    self.strange(widget, value);
                    Some(Value::Text(String::new()))
                }
            },
            // A signature, or a widget whose field was lost when files were
            // joined: what is seen is all there is.
            _ => match widget.shown_state() {
                Some(ticked) => Some(Value::Box(ticked)),
                None => {
                    appear(widget.file, widget.dictionary(), &widget.rectangle, painter)?;
                    None
                }
            },
        };
        let Some(value) = value else { return Ok(()) };
        if let Value::Text(text) = &value {
            painter.pay(text.chars().count())?;
        }
        let lines = match &value {
            Value::Text(text) if text.contains('\n') => Lines::Several,
            _ if widget.flags() & MULTILINE != 0 => Lines::Allowed,
            _ => Lines::One,
        };
        let full = widget.full_name();
        let slot = slot_name(&full);
        let (is_ours, name) = (slot.is_some(), slot.unwrap_or(&full).to_owned());
        self.list.push(Field { name: Some(name), is_ours, value, area, lines, shared: widget.shared() });
        Ok(())
    }

    fn strange(&mut self, widget: &Widget<'_, '_>, value: String) {
        let found = Strange { field: widget.words(), value };
        // All places of a field have its value.
        if !self.strange.contains(&found) {
            self.strange.push(found);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_ours_are_known_in_joined_files() {
        assert_eq!(slot_name("sb_leader__name"), Some("sb_leader__name"));
        assert_eq!(slot_name("sb_leader__name+12"), Some("sb_leader__name"));
        assert_eq!(slot_name("sb_leader__name+1+1"), Some("sb_leader__name"));
        assert_eq!(slot_name("第一份.sb_kind__0o1"), Some("sb_kind__0o1"));
        for other in ["", "name", "sb_", "姓名+1", "sb_name+", "sb_name.姓名"] {
            assert_eq!(slot_name(other), None, "{other}");
        }
    }
}
