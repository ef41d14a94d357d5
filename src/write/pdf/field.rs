//! What fields a fillable file has: places for answers and boxes to tick,
//! gathered by field.

use indexmap::IndexMap;

use crate::document::Align;
use crate::form::{Field, FieldKind, Form};
use crate::typeset::{Item, Rect, Run, SetPage, SlotArea, TickBox};
use crate::{FieldPath, Length, SlotName, Step};

/// A field of the interactive form (ISO 32000-1, 12.7).
pub(super) struct FormField<'p> {
    pub name: String,
    /// What a person reads on pointing at the field.
    pub tooltip: String,
    pub kind: Kind,
    /// The places of the field, in reading order.
    pub widgets: Vec<Widget<'p>>,
}

/// What a field takes.
pub(super) enum Kind {
    /// Text: the answer, and the most characters that it may have.
    Text { value: String, multiline: bool, longest: Option<usize> },
    /// One of some options; other text too where the list is `open`.
    List { value: String, options: Vec<String>, open: bool },
    /// A box of its own.
    Box,
    /// Boxes of which one is ticked: the options in the order of the widgets.
    Boxes { options: Vec<String> },
}

/// A place of a field.
pub(super) struct Widget<'p> {
    /// Index of the page, from 0.
    pub page: usize,
    pub rect: Rect,
    pub appearance: Appearance<'p>,
}

/// What stands in a place.
pub(super) enum Appearance<'p> {
    /// Lines of an answer, or of the placeholder.
    Lines { size: Length, align: Align, runs: Vec<&'p Run> },
    /// A box, with the name of its ticked state.
    Box { tick: &'p TickBox, on: String },
}

/// The fields of set pages, in reading order.
pub(super) fn fields<'p>(form: &Form, pages: &'p [SetPage]) -> Vec<FormField<'p>> {
    let mut fields: IndexMap<String, FormField<'p>> = IndexMap::new();
    for (page, set) in pages.iter().enumerate() {
        for item in &set.items {
            match item {
                Item::Slot(area) => add_slot(form, page, set, area, &mut fields),
                Item::Box(tick) => add_box(form, page, tick, &mut fields),
                Item::Text(_) | Item::Rule(_) => {}
            }
        }
    }
    fields.into_values().collect()
}

/// Whether an item is part of a field, so that the page itself does not show
/// it.
pub(super) fn is_in_field(form: &Form, item: &Item) -> bool {
    match item {
        Item::Text(run) => run.path.is_some(),
        Item::Box(tick) => option_of(form, tick).is_some(),
        Item::Rule(_) | Item::Slot(_) => false,
    }
}

fn add_slot<'p>(
    form: &Form,
    page: usize,
    set: &'p SetPage,
    area: &'p SlotArea,
    fields: &mut IndexMap<String, FormField<'p>>,
) {
    let name = SlotName::encode(&area.path);
    let field = fields.entry(name.clone()).or_insert_with(|| FormField {
        name,
        tooltip: tooltip(form, &area.path),
        kind: slot_kind(form.field(&area.path), area),
        widgets: Vec::new(),
    });
    let runs = runs_in(set, area);
    let appearance = Appearance::Lines { size: area.size, align: area.align, runs };
    field.widgets.push(Widget { page, rect: area.rect, appearance });
}

/// The lines of an answer that stand in one of its places.
fn runs_in<'p>(set: &'p SetPage, area: &SlotArea) -> Vec<&'p Run> {
    let mut runs = Vec::new();
    let mut inside = false;
    for item in &set.items {
        match item {
            Item::Slot(other) => inside = other == area,
            Item::Text(run) if inside && run.path.as_ref() == Some(&area.path) => runs.push(run),
            _ => {}
        }
    }
    runs
}

fn slot_kind(field: Option<&Field>, area: &SlotArea) -> Kind {
    let value = area.text.clone();
    match field.map(|field| &field.kind) {
        Some(FieldKind::Choice(options)) => {
            let open = options.open || !(value.is_empty() || options.list.contains(&value));
            Kind::List { value, options: options.list.clone(), open }
        }
        _ => {
            let longest = field.and_then(longest).filter(|most| value.encode_utf16().count() <= *most);
            Kind::Text { value, multiline: area.multiline, longest }
        }
    }
}

/// The most characters that a viewer lets a person type.
///
/// Nobody who keeps to the limit is ever stopped: viewers count UTF-16 units
/// and ends of lines, limits count characters (a rare one is two units) or 字,
/// of which one may be a Latin word. This keeps a whole report from being
/// pasted into the wrong box; the limit itself is checked when the form
/// returns.
fn longest(field: &Field) -> Option<usize> {
    let characters = field.limits.max_chars.map(|limit| limit.saturating_mul(2));
    let words = field.limits.max_words.map(|limit| limit.saturating_mul(10).saturating_add(1000));
    characters.or(words)
}

/// The field of a box, the field's path there, and the number of the option. A
/// box that is no option of its field is only printed.
fn option_of<'f, 't>(form: &'f Form, tick: &'t TickBox) -> Option<(&'f Field, &'t FieldPath, usize)> {
    let (path, option) = tick.option.as_ref()?;
    let field = form.field(path)?;
    let number = options(field).iter().position(|known| known == option)?;
    Some((field, path, number))
}

fn options(field: &Field) -> &[String] {
    field.options().map(|options| options.list.as_slice()).unwrap_or_default()
}

fn add_box<'p>(form: &Form, page: usize, tick: &'p TickBox, fields: &mut IndexMap<String, FormField<'p>>) {
    let Some((field, path, number)) = option_of(form, tick) else { return };
    let rect = Rect { x: tick.x, y: tick.y, width: tick.size, height: tick.size };
    let widget = |on: &str| Widget { page, rect, appearance: Appearance::Box { tick, on: on.to_owned() } };
    let option = options(field).get(number).cloned().unwrap_or_default();
    if matches!(field.kind, FieldKind::Choice(_)) {
        let name = SlotName::encode(path);
        let group = fields.entry(name.clone()).or_insert_with(|| FormField {
            name,
            tooltip: tooltip(form, path),
            kind: Kind::Boxes { options: Vec::new() },
            widgets: Vec::new(),
        });
        group.widgets.push(widget(&number.to_string()));
        if let Kind::Boxes { options } = &mut group.kind {
            options.push(option);
        }
    } else {
        let name = SlotName::encode_option(path, number);
        let tooltip = format!("{}：{option}", tooltip(form, path));
        let group = fields.entry(name.clone()).or_insert_with(|| FormField {
            name,
            tooltip,
            kind: Kind::Box,
            widgets: Vec::new(),
        });
        group.widgets.push(widget("Yes"));
    }
}

/// The form's own words for a place, with the number of its row, and the advice
/// that the form prints.
fn tooltip(form: &Form, path: &FieldPath) -> String {
    let Some(field) = form.field(path) else { return path.to_string() };
    let mut words = Vec::new();
    if let Some((table, Some(_))) = path.split_table() {
        words.extend(form.field(&table).map(Field::label));
    }
    let row = path.steps().iter().find_map(|step| match step {
        Step::Row(row) => Some(format!("第{}行", row + 1)),
        _ => None,
    });
    words.extend(row);
    words.push(field.label());
    let mut tooltip = words.join("/");
    tooltip.push_str(field.hint.as_deref().unwrap_or_default());
    tooltip
}
