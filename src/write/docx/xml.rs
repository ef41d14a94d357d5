//! A small XML tree, for the finishing pass over a blank's parts.

use std::fmt::Write as _;

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

/// An element of a part that this project wrote itself.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(super) struct Element {
    /// The name with its prefix, `w:p`.
    pub name: String,
    pub attributes: Vec<(String, String)>,
    pub children: Vec<Node>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Node {
    Element(Element),
    Text(String),
    /// The place of an answer, by its number among the blank's holes.
    Hole(usize),
}

impl Element {
    pub fn new(name: &str) -> Element {
        Element { name: name.to_owned(), ..Element::default() }
    }

    pub fn child(&self, name: &str) -> Option<&Element> {
        self.elements().find(|element| element.name == name)
    }

    pub fn elements(&self) -> impl Iterator<Item = &Element> {
        self.children.iter().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            _ => None,
        })
    }

    pub fn elements_mut(&mut self) -> impl Iterator<Item = &mut Element> {
        self.children.iter_mut().filter_map(|node| match node {
            Node::Element(element) => Some(element),
            _ => None,
        })
    }

    /// The child with this name, made if it is not there.
    pub fn child_mut(&mut self, name: &str) -> &mut Element {
        let found = self.children.iter().position(|node| matches!(node, Node::Element(e) if e.name == name));
        let index = found.unwrap_or_else(|| {
            self.children.push(Node::Element(Element::new(name)));
            self.children.len() - 1
        });
        match &mut self.children[index] {
            Node::Element(element) => element,
            _ => unreachable!("the index was found among elements"),
        }
    }

    /// All text inside.
    pub fn text(&self) -> String {
        let mut text = String::new();
        for node in &self.children {
            match node {
                Node::Text(t) => text.push_str(t),
                Node::Element(element) => text.push_str(&element.text()),
                Node::Hole(_) => {}
            }
        }
        text
    }

    pub fn start_tag(&self, out: &mut String) {
        out.push('<');
        out.push_str(&self.name);
        for (name, value) in &self.attributes {
            let _ = write!(out, " {name}=\"");
            escape_attribute(value, out);
            out.push('"');
        }
        out.push_str(if self.children.is_empty() { "/>" } else { ">" });
    }

    pub fn end_tag(&self, out: &mut String) {
        if !self.children.is_empty() {
            let _ = write!(out, "</{}>", self.name);
        }
    }

    /// Writes the element; holes are left out.
    pub fn write(&self, out: &mut String) {
        self.start_tag(out);
        for node in &self.children {
            match node {
                Node::Element(element) => element.write(out),
                Node::Text(text) => escape(text, out),
                Node::Hole(_) => {}
            }
        }
        self.end_tag(out);
    }
}

/// Appends text to XML. Characters that XML 1.0 cannot hold (2.2) become
/// U+FFFD.
pub(crate) fn escape(text: &str, out: &mut String) {
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            c if is_xml_char(c) => out.push(c),
            _ => out.push('\u{fffd}'),
        }
    }
}

/// Appends text to the value of an attribute. Line ends and tabs written as
/// themselves would be read as blanks (XML 1.0, 3.3.3).
pub(crate) fn escape_attribute(text: &str, out: &mut String) {
    let mut rest = text;
    while let Some(at) = rest.find(['\n', '\r', '\t']) {
        let (before, after) = rest.split_at(at);
        escape(before, out);
        let mut chars = after.chars();
        out.extend(chars.next().map(|c| format!("&#{};", u32::from(c))));
        rest = chars.as_str();
    }
    escape(rest, out);
}

/// Whether XML 1.0 can hold a character (production 2, `Char`).
pub fn is_xml_char(c: char) -> bool {
    matches!(c, '\t' | '\n' | '\r' | ' '..='\u{d7ff}' | '\u{e000}'..='\u{fffd}' | '\u{10000}'..)
}

/// Reads a part. `None` if it is not well formed, which a part that docx-rs
/// wrote always is.
pub(super) fn parse(text: &str) -> Option<Element> {
    let mut reader = Reader::from_str(text);
    let mut open: Vec<Element> = Vec::new();
    loop {
        match reader.read_event().ok()? {
            Event::Start(start) => open.push(element(&start)?),
            Event::Empty(start) => {
                let element = element(&start)?;
                match open.last_mut() {
                    Some(parent) => parent.children.push(Node::Element(element)),
                    None => return Some(element),
                }
            }
            Event::End(_) => {
                let element = open.pop()?;
                match open.last_mut() {
                    Some(parent) => parent.children.push(Node::Element(element)),
                    None => return Some(element),
                }
            }
            Event::Text(text) => push_text(&mut open, &text),
            Event::GeneralRef(reference) => {
                let text = match reference.resolve_char_ref().ok()? {
                    Some(c) => c.to_string(),
                    None => quick_xml::escape::resolve_predefined_entity(&reference)?.to_owned(),
                };
                push_text(&mut open, &text);
            }
            Event::Eof => return None,
            _ => {}
        }
    }
}

fn push_text(open: &mut [Element], text: &str) {
    let Some(parent) = open.last_mut() else { return };
    match parent.children.last_mut() {
        Some(Node::Text(before)) => before.push_str(text),
        _ => parent.children.push(Node::Text(text.to_owned())),
    }
}

fn element(start: &BytesStart<'_>) -> Option<Element> {
    let mut element = Element::new(start.name().as_ref());
    for attribute in start.attributes() {
        let attribute = attribute.ok()?;
        let value = attribute.normalized_value(XmlVersion::Implicit1_0).ok()?;
        element.attributes.push((attribute.key.as_ref().to_owned(), value.into_owned()));
    }
    Some(element)
}
