//! What styles say of tables, cells and words (16.2).
//!
//! A style says what differs from its parent; the cells of a column or row that
//! name no style have the one that the column or row names for them.

use std::collections::HashMap;

use quick_xml::events::BytesStart;

use super::super::rich::Face;
use super::super::style;
use crate::read::symbol::Font;
use crate::read::xml::{Node, attribute};

/// A style, as far as it matters here, without what its parents say.
#[derive(Debug, Clone, Default)]
struct Style {
    parent: Option<String>,
    /// How many sides have a line.
    sides: Option<u8>,
    struck: Option<bool>,
    /// The symbol font, or that the font is none.
    font: Option<Option<Font>>,
    hidden: bool,
}

/// What families of styles are called (19.480).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Family {
    Table,
    Cell,
    Text,
}

impl Family {
    fn of(name: &str) -> Option<Family> {
        Some(match name {
            "table" => Family::Table,
            "table-cell" => Family::Cell,
            "text" => Family::Text,
            _ => return None,
        })
    }
}

/// The styles by family and name.
#[derive(Debug, Default)]
pub(super) struct Styles {
    by_name: HashMap<(Family, String), Style>,
    /// Font families by the names that styles use for them.
    fonts: HashMap<String, Font>,
    open: Option<((Family, String), Style)>,
}

/// A style's parents; more than these are a circle.
const GENERATIONS: usize = 16;

impl Styles {
    /// Takes in a piece of a part.
    pub fn node(&mut self, node: &Node<'_>) {
        match node {
            Node::Start(start) => self.start(start.local_name().into_inner(), start),
            Node::End(name) => self.end(name),
            Node::Text(_) => {}
        }
    }

    /// Takes in the start of an element.
    pub fn start(&mut self, name: &str, start: &BytesStart<'_>) {
        match name {
            "style" => {
                let family = attribute(start, "family").and_then(|family| Family::of(&family));
                let parent = attribute(start, "parent-style-name").map(|name| name.into_owned());
                self.open = family
                    .zip(attribute(start, "name"))
                    .map(|(family, name)| ((family, name.into_owned()), Style { parent, ..Style::default() }));
            }
            "font-face" => {
                let family = attribute(start, "font-family").and_then(|family| font(&family));
                if let (Some(name), Some(family)) = (attribute(start, "name"), family) {
                    self.fonts.insert(name.into_owned(), family);
                }
            }
            _ => self.property(name, start),
        }
    }

    /// Takes in the properties of the open style.
    fn property(&mut self, name: &str, start: &BytesStart<'_>) {
        let Some((_, open)) = &mut self.open else { return };
        match name {
            "table-properties" => open.hidden = attribute(start, "display").is_some_and(|display| display == "false"),
            "table-cell-properties" => open.sides = sides(start).or(open.sides),
            "text-properties" => {
                let line = attribute(start, "text-line-through-style").or(attribute(start, "text-line-through-type"));
                open.struck = line.map(|line| line != "none").or(open.struck);
                let declared =
                    attribute(start, "font-name").map(|name| self.fonts.get(&*name).copied().or(Font::of(&name)));
                open.font = declared.or_else(|| attribute(start, "font-family").map(|family| font(&family)));
            }
            _ => {}
        }
    }

    pub fn end(&mut self, name: &str) {
        if name == "style"
            && let Some((name, style)) = self.open.take()
        {
            self.by_name.insert(name, style);
        }
    }

    /// Whether a table of this style is hidden.
    pub fn hides(&self, name: Option<&str>) -> bool {
        self.generations(Family::Table, name).any(|style| style.hidden)
    }

    /// What a style of cells says.
    pub fn cell(&self, name: Option<&str>) -> style::Style {
        let sides = self.generations(Family::Cell, name).find_map(|style| style.sides).unwrap_or(0);
        let face = self.face(Family::Cell, name, Face::default());
        style::Style { framed: style::Style::is_frame(sides), face, ..style::Style::default() }
    }

    /// What a style of words makes of the face of those around them.
    pub fn face(&self, family: Family, name: Option<&str>, around: Face) -> Face {
        let struck = self.generations(family, name).find_map(|style| style.struck);
        let font = self.generations(family, name).find_map(|style| style.font);
        Face { struck: struck.unwrap_or(around.struck), symbols: font.unwrap_or(around.symbols) }
    }

    /// A style, its parent, and so on.
    fn generations(&self, family: Family, name: Option<&str>) -> impl Iterator<Item = &Style> {
        let of = move |name: &str| self.by_name.get(&(family, name.to_owned()));
        let first = name.and_then(of);
        std::iter::successors(first, move |style| style.parent.as_deref().and_then(of)).take(GENERATIONS)
    }
}

/// How many sides have a line, if that is said.
fn sides(start: &BytesStart<'_>) -> Option<u8> {
    let is_drawn = |line: &str| !line.is_empty() && line != "none";
    if let Some(line) = attribute(start, "border") {
        return Some(if is_drawn(&line) { 4 } else { 0 });
    }
    let sides = ["border-left", "border-right", "border-top", "border-bottom"];
    let said: Vec<bool> = sides.iter().filter_map(|side| attribute(start, side)).map(|line| is_drawn(&line)).collect();
    (!said.is_empty()).then(|| said.iter().map(|drawn| u8::from(*drawn)).sum())
}

/// The symbol font of a family, which may stand in quotes.
fn font(family: &str) -> Option<Font> {
    Font::of(family.trim_matches(['\'', '"']))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::xml::walk;

    #[test]
    fn styles_say_what_differs_from_their_parents() {
        let xml = "<o xmlns:s='s' xmlns:f='f'><s:font-face s:name='W2' s:font-family=\"'Wingdings 2'\"/>\
            <s:style s:name='p' s:family='table-cell' s:parent-style-name='q'><s:table-cell-properties \
            f:border='1pt solid'/></s:style><s:style s:name='q' s:family='table-cell' s:parent-style-name='p'>\
            <s:text-properties s:text-line-through-style='solid' s:font-name='W2'/></s:style>\
            <s:style s:name='c' s:family='table-cell' s:parent-style-name='p'><s:text-properties \
            s:text-line-through-style='none'/></s:style><s:style s:name='p' s:family='text'><s:text-properties \
            f:font-family='宋体'/></s:style></o>";
        let mut styles = Styles::default();
        let read = walk(xml, 256, &mut |node| {
            styles.node(&node);
            Ok(())
        });
        assert!(read.is_ok());
        let symbols = Some(Font::Wingdings2);
        let of = |name| styles.cell(Some(name));
        assert!(of("p").framed && of("q").framed && of("c").framed && !of("missing").framed);
        assert_eq!(of("p").face, Face { struck: true, symbols });
        assert_eq!(of("c").face, Face { struck: false, symbols });
        let around = Face { struck: true, symbols };
        assert_eq!(styles.face(Family::Text, Some("p"), around), Face { struck: true, symbols: None });
        assert_eq!(styles.face(Family::Text, None, around), around);
    }
}
