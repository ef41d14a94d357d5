//! Elements: what a template printed, read as a tree.

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use super::{Mistake, stamp};

/// Elements that have no content and need no end tag.
const VOID: &[&str] = &["br", "field", "choice", "seal"];

/// Where a tag stands: the number of its template, and the line from 1.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    pub template: usize,
    pub line: usize,
}

/// An element with its attributes and content.
#[derive(Debug, Clone)]
pub(super) struct Element {
    pub name: String,
    pub place: Option<Place>,
    attributes: Vec<(String, String)>,
    pub children: Vec<Node>,
}

/// An element or text.
#[derive(Debug, Clone)]
pub(super) enum Node {
    Element(Element),
    /// Text, each line trimmed, lines joined without a blank.
    Text(String),
}

impl Element {
    /// The value of an attribute.
    pub fn attribute(&self, name: &str) -> Option<&str> {
        self.attributes.iter().find(|(n, _)| n == name).map(|(_, value)| value.as_str())
    }

    /// The value of an attribute that must be there.
    pub fn required(&self, name: &str) -> Result<&str, Mistake> {
        self.attribute(name).ok_or_else(|| self.mistake(format!("<{}> needs the attribute `{name}`", self.name)))
    }

    /// An attribute read as `T`; `None` where it is absent.
    pub fn parsed<T>(&self, name: &str) -> Result<Option<T>, Mistake>
    where
        T: std::str::FromStr,
        T::Err: std::fmt::Display,
    {
        match self.attribute(name) {
            None => Ok(None),
            Some(text) => match text.parse() {
                Ok(value) => Ok(Some(value)),
                Err(error) => Err(self.mistake(format!("<{} {name}=\"{text}\">: {error}", self.name))),
            },
        }
    }

    /// Refuses attributes that the element does not have.
    pub fn only(&self, known: &[&str]) -> Result<(), Mistake> {
        match self.attributes.iter().find(|(name, _)| !known.contains(&name.as_str())) {
            None => Ok(()),
            Some((name, _)) => {
                Err(self.mistake(format!("<{}> has no attribute `{name}`; known: {}", self.name, known.join(", "))))
            }
        }
    }

    pub fn mistake(&self, message: impl Into<String>) -> Mistake {
        Mistake::at(self.place, message)
    }

    /// The child elements; text between them is a mistake.
    pub fn elements(&self) -> Result<Vec<&Element>, Mistake> {
        self.children
            .iter()
            .map(|node| match node {
                Node::Element(element) => Ok(element),
                Node::Text(text) => {
                    Err(self.mistake(format!("text `{text}` cannot stand directly in <{}>", self.name)))
                }
            })
            .collect()
    }
}

/// Reads what a template printed.
pub(super) fn parse(text: &str) -> Result<Vec<Element>, Mistake> {
    let mut reader = Reader::from_str(text);
    let config = reader.config_mut();
    config.check_end_names = false;
    config.allow_unmatched_ends = true;
    let mut tree = Tree { open: Vec::new(), roots: Vec::new(), text: String::new() };
    loop {
        match reader.read_event() {
            Ok(Event::Start(start)) => tree.open(element(&start)?)?,
            Ok(Event::Empty(start)) => {
                tree.flush_text()?;
                tree.append(element(&start)?);
            }
            Ok(Event::End(end)) => tree.close(end.name().as_ref())?,
            Ok(Event::Text(text)) => tree.text.push_str(&text),
            Ok(Event::CData(text)) => tree.text.push_str(&text),
            Ok(Event::GeneralRef(reference)) => tree.text.push_str(&resolve(&reference, tree.place())?),
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(error) => return Err(Mistake::at(tree.place(), format!("not well formed: {error}"))),
        }
    }
    tree.finish()
}

fn resolve(reference: &quick_xml::events::BytesRef<'_>, place: Option<Place>) -> Result<String, Mistake> {
    if let Ok(Some(c)) = reference.resolve_char_ref() {
        return Ok(c.to_string());
    }
    match &**reference {
        "amp" => Ok("&".into()),
        "lt" => Ok("<".into()),
        "gt" => Ok(">".into()),
        "quot" => Ok("\"".into()),
        "apos" => Ok("'".into()),
        "nbsp" => Ok("\u{a0}".into()),
        other => Err(Mistake::at(place, format!("`&{other};` is not known"))),
    }
}

fn element(start: &BytesStart<'_>) -> Result<Element, Mistake> {
    let mut element =
        Element { name: start.name().as_ref().to_owned(), place: None, attributes: Vec::new(), children: Vec::new() };
    for attribute in start.attributes() {
        let attribute =
            attribute.map_err(|error| Mistake::at(element.place, format!("<{}>: {error}", element.name)))?;
        let name = attribute.key.as_ref();
        let value = attribute
            .normalized_value(XmlVersion::Implicit1_0)
            .map_err(|error| Mistake::at(element.place, format!("<{}>: {error}", element.name)))?;
        if name == stamp::ATTRIBUTE {
            element.place = value.split_once(':').and_then(|(template, line)| {
                Some(Place { template: template.parse().ok()?, line: line.parse().ok()? })
            });
        } else {
            element.attributes.push((name.to_owned(), value.into_owned()));
        }
    }
    Ok(element)
}

/// The tree while it is read.
struct Tree {
    open: Vec<Element>,
    roots: Vec<Element>,
    /// Text since the last tag.
    text: String,
}

impl Tree {
    fn place(&self) -> Option<Place> {
        self.open.last().or(self.roots.last()).and_then(|element| element.place)
    }

    fn open(&mut self, element: Element) -> Result<(), Mistake> {
        self.flush_text()?;
        if VOID.contains(&element.name.as_str()) {
            self.append(element);
        } else {
            self.open.push(element);
        }
        Ok(())
    }

    fn close(&mut self, name: &str) -> Result<(), Mistake> {
        self.flush_text()?;
        if VOID.contains(&name) {
            return Ok(());
        }
        match self.open.pop() {
            Some(element) if element.name == name => {
                self.append(element);
                Ok(())
            }
            Some(element) => Err(element.mistake(format!("<{}> is closed by </{name}>", element.name))),
            None => Err(Mistake::at(self.place(), format!("</{name}> closes nothing"))),
        }
    }

    fn append(&mut self, element: Element) {
        match self.open.last_mut() {
            Some(parent) => parent.children.push(Node::Element(element)),
            None => self.roots.push(element),
        }
    }

    fn flush_text(&mut self) -> Result<(), Mistake> {
        let text: String = self.text.lines().map(|line| line.trim_matches([' ', '\t', '\r'])).collect();
        self.text.clear();
        if text.is_empty() {
            return Ok(());
        }
        match self.open.last_mut() {
            Some(parent) => {
                parent.children.push(Node::Text(text));
                Ok(())
            }
            None => Err(Mistake::at(self.place(), format!("text `{text}` stands outside any <section>"))),
        }
    }

    fn finish(mut self) -> Result<Vec<Element>, Mistake> {
        self.flush_text()?;
        match self.open.pop() {
            Some(element) => Err(element.mistake(format!("<{}> is never closed", element.name))),
            None => Ok(self.roots),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_void_elements_need_no_end() {
        let roots = parse("<p>甲<br>乙<br/>丙</p>").unwrap();
        assert_eq!(roots[0].children.len(), 5);
    }

    #[test]
    fn lines_are_joined_and_ideographic_blanks_stay() {
        let roots = parse("<p>\n  姓　名\n  。\n</p>").unwrap();
        assert!(matches!(&roots[0].children[0], Node::Text(text) if text == "姓　名。"));
    }

    #[test]
    fn a_wrong_end_tag_is_named_with_its_place() {
        let mistake = parse("<p at--=\"2:7\">甲</td>").unwrap_err();
        assert_eq!(mistake.place, Some(Place { template: 2, line: 7 }));
        assert!(mistake.message.contains("</td>"));
    }
}
