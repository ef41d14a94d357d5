//! The part of a worksheet (ECMA-376 Part 1, 18.3.1).

use std::collections::BTreeSet;

use quick_xml::events::BytesStart;

use super::super::hidden::Hidden;
use super::super::number;
use super::super::rich::Rich;
use super::super::sheet::Room;
use super::super::style::Style;
use super::super::{Content, Floating, Sheet, Text, reference};
use super::drawing::Above;
use super::strings::{RichText, unescaped};
use super::{Shared, is_true};
use crate::read::xml::{self, Node, attribute};
use crate::read::{ReadError, ReadErrorKind};

/// Reads the cells of a sheet, and what its part says of others.
pub(super) fn read<'s>(text: &str, shared: &'s Shared, room: &mut Room<'_>) -> Result<Cells<'s>, ReadError> {
    let mut cells = Cells::new(shared);
    let mut rooted = false;
    let depth = room.limits.depth;
    xml::walk(text, depth, &mut |node| match node {
        Node::Start(start) => {
            rooted |= start.local_name().into_inner() == "worksheet";
            cells.start(start, &node, room)
        }
        Node::Text(text) => {
            cells.text(text, &node);
            Ok(())
        }
        Node::End(name) => cells.end(name, &node, room),
    })?;
    if !rooted {
        return Err(ReadError::new(ReadErrorKind::BadXml));
    }
    Ok(cells)
}

/// Where characters go.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Collects {
    Nothing,
    Value,
    Formula,
    /// A text that stands in its cell.
    Inline,
}

/// The cells of a sheet, while it is read.
pub(super) struct Cells<'s> {
    shared: &'s Shared,
    sheet: Sheet,
    /// What its part says of drawings.
    pub above: Above,
    /// Relationships of its tables, which have filters of their own.
    pub tables: BTreeSet<String>,
    /// The next row and column, where a file leaves them out.
    next: (u32, u32),
    open: Option<Open>,
    collects: Collects,
    hidden: Hidden,
}

/// An open cell.
#[derive(Default)]
struct Open {
    at: (u32, u32),
    style: Style,
    kind: Option<String>,
    value: String,
    formula: Option<String>,
    inline: RichText,
    /// Whether its value stands for something richer, as a picture in the cell.
    rich: bool,
}

impl<'s> Cells<'s> {
    fn new(shared: &'s Shared) -> Cells<'s> {
        Cells {
            shared,
            sheet: Sheet::default(),
            above: Above::default(),
            tables: BTreeSet::new(),
            next: (0, 0),
            open: None,
            collects: Collects::Nothing,
            hidden: Hidden::default(),
        }
    }

    fn start(&mut self, start: &BytesStart<'_>, node: &Node<'_>, room: &mut Room<'_>) -> Result<(), ReadError> {
        let name = start.local_name().into_inner();
        if self.open.is_some() {
            self.in_cell(name, node);
            return Ok(());
        }
        match name {
            "row" => {
                if let Some(row) = attribute(start, "r").and_then(|row| row.parse::<u32>().ok()) {
                    self.next.0 = row.saturating_sub(1);
                }
                self.next.1 = 0;
                if is_true(attribute(start, "hidden").as_deref()) {
                    room.item()?;
                    self.hidden.row(self.next.0);
                }
            }
            "c" => self.open = Some(self.cell(start)?),
            "col" if is_true(attribute(start, "hidden").as_deref()) => {
                let end = |key| attribute(start, key).and_then(|end| end.parse::<u32>().ok());
                if let (Some(min), Some(max)) = (end("min"), end("max")) {
                    self.hidden.columns(min.saturating_sub(1), max.saturating_sub(1));
                }
            }
            "mergeCell" => {
                if let Some(area) = attribute(start, "ref").and_then(|area| reference::area(&area)) {
                    room.item()?;
                    self.sheet.merged.push(area);
                }
            }
            "autoFilter" => self.filter(start),
            "tablePart" => self.tables.extend(attribute(start, "id").map(|id| id.into_owned())),
            _ => self.above.element(start, room)?,
        }
        Ok(())
    }

    /// A cell with its place, style and kind.
    fn cell(&mut self, start: &BytesStart<'_>) -> Result<Open, ReadError> {
        let at = match attribute(start, "r") {
            Some(name) => reference::cell(&name).ok_or_else(|| ReadError::new(ReadErrorKind::BadXml))?,
            None => self.next,
        };
        if at.0 > reference::LAST.0 || at.1 > reference::LAST.1 {
            return Err(ReadError::new(ReadErrorKind::BadXml));
        }
        self.next = (at.0, at.1 + 1);
        let style = attribute(start, "s").and_then(|style| style.parse::<usize>().ok()).unwrap_or(0);
        Ok(Open {
            at,
            style: self.shared.styles.get(style).cloned().unwrap_or_default(),
            kind: attribute(start, "t").map(|kind| kind.into_owned()),
            rich: attribute(start, "vm").is_some(),
            ..Open::default()
        })
    }

    fn in_cell(&mut self, name: &str, node: &Node<'_>) {
        let Some(open) = &mut self.open else { return };
        match (self.collects, name) {
            (Collects::Inline, _) => open.inline.node(node),
            (Collects::Nothing, "v") => self.collects = Collects::Value,
            (Collects::Nothing, "is") => self.collects = Collects::Inline,
            (Collects::Nothing, "f") => {
                self.collects = Collects::Formula;
                open.formula = Some(String::new());
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str, node: &Node<'_>) {
        let Some(open) = &mut self.open else { return };
        match self.collects {
            Collects::Nothing => {}
            Collects::Value => open.value.push_str(text),
            Collects::Formula => {
                if let Some(formula) = &mut open.formula {
                    formula.push_str(text);
                }
            }
            Collects::Inline => open.inline.node(node),
        }
    }

    fn end(&mut self, name: &str, node: &Node<'_>, room: &mut Room<'_>) -> Result<(), ReadError> {
        match (name, self.collects) {
            ("v", Collects::Value) | ("f", Collects::Formula) | ("is", Collects::Inline) => {
                self.collects = Collects::Nothing;
            }
            (_, Collects::Inline) => {
                if let Some(open) = &mut self.open {
                    open.inline.node(node);
                }
            }
            ("c", _) => {
                self.collects = Collects::Nothing;
                if let Some(open) = self.open.take() {
                    self.put(open, room)?;
                }
            }
            ("row", _) if self.open.is_none() => self.next = (self.next.0.saturating_add(1), 0),
            _ => {}
        }
        Ok(())
    }

    fn put(&mut self, mut open: Open, room: &mut Room<'_>) -> Result<(), ReadError> {
        let (row, column) = open.at;
        let content = if open.is_picture() {
            room.item()?;
            self.sheet.floating.push(Floating { row, column, text: None });
            Content::Blank
        } else {
            self.content(&mut open)
        };
        self.sheet.put(open.style.cell(row, column, content), room)
    }

    /// What stands in a cell, by its kind (18.18.11).
    fn content(&self, open: &mut Open) -> Content {
        let value = open.value.trim();
        match (open.kind.as_deref(), &open.formula) {
            (Some("str"), _) => open.style.text(&Rich::plain(&unescaped(&open.value))),
            (_, Some(formula)) if value.is_empty() => Content::Formula(format!("={formula}")),
            (Some("inlineStr"), _) => open.style.text(&open.inline.take()),
            _ if value.is_empty() => Content::Blank,
            (Some("s"), _) => {
                let shared = value.parse::<usize>().ok().and_then(|index| self.shared.strings.get(index));
                shared.map_or(Content::Blank, |text| open.style.text(text))
            }
            (Some("b"), _) => Content::Tick(is_true(Some(value)) || value.eq_ignore_ascii_case("true")),
            (Some("e"), _) => Content::Error(value.to_owned()),
            (Some("d"), _) => Content::Text(Text::of(value.split_once("T00:00").map_or(value, |(date, _)| date))),
            _ => self.number(value, &open.style),
        }
    }

    fn number(&self, raw: &str, style: &Style) -> Content {
        match number::parse(raw) {
            Some(value) => Content::Number(number::written(raw, value, &style.format, self.shared.epoch)),
            None => Content::Text(Text::of(raw)),
        }
    }

    /// Takes in a filter of the sheet or of a table in it.
    pub fn filter(&mut self, start: &BytesStart<'_>) {
        if let Some(area) = attribute(start, "ref").and_then(|area| reference::area(&area)) {
            self.hidden.filter(area);
        }
    }

    /// The sheet, once all filters are known.
    pub fn finish(mut self) -> Sheet {
        self.hidden.mark(&mut self.sheet);
        self.sheet.sort();
        self.sheet
    }
}

impl Open {
    /// Whether the cell holds a picture: WPS writes a formula of its own, Excel
    /// an error value that newer versions know better.
    fn is_picture(&self) -> bool {
        let by_wps = |text: &str| text.contains("DISPIMG(");
        self.formula.as_deref().is_some_and(by_wps)
            || (self.kind.as_deref() == Some("str") && self.value.starts_with("=DISPIMG("))
            || (self.rich && self.kind.as_deref() == Some("e"))
    }
}
