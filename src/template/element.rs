//! Elements: what a template printed, read as a tree.

use quick_xml::XmlVersion;
use quick_xml::events::{BytesStart, Event};
use quick_xml::reader::Reader;

use super::{Mistake, stamp};
use crate::Length;
use crate::finding::{Message, Words, say};
use crate::text::nearest;

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
        self.attribute(name)
            .ok_or_else(|| self.mistake(say!("<{}> 缺少 {name}=\"…\"", "<{}> needs the attribute `{name}`"; self.name)))
    }

    /// An attribute read as `T`; `None` where it is absent.
    pub fn parsed<T>(&self, name: &str) -> Result<Option<T>, Mistake>
    where
        T: Attribute,
    {
        match self.attribute(name) {
            None => Ok(None),
            Some(text) => match text.parse() {
                Ok(value) => Ok(Some(value)),
                Err(_) => {
                    let Words { zh, en } = T::EXPECTED;
                    let element = &self.name;
                    Err(self.mistake(say!(
                        "<{element} {name}=\"{text}\">：应为{zh}",
                        "<{element} {name}=\"{text}\">: expected {en}"
                    )))
                }
            },
        }
    }

    /// Refuses attributes that the element does not have.
    pub fn only(&self, known: &[&str]) -> Result<(), Mistake> {
        match self.attributes.iter().find(|(name, _)| !known.contains(&name.as_str())) {
            None => Ok(()),
            Some((name, _)) => {
                Err(self.mistake(say!("<{}> 没有 {name} 这个属性{}", "<{}> has no attribute `{name}`{}"; self.name, known_attributes(name, known))))
            }
        }
    }

    pub fn mistake(&self, message: Message) -> Mistake {
        Mistake::at(self.place, message)
    }

    /// The child elements; text between them is a mistake.
    pub fn elements(&self) -> Result<Vec<&Element>, Mistake> {
        self.children
            .iter()
            .map(|node| match node {
                Node::Element(element) => Ok(element),
                Node::Text(text) => {
                    Err(self.mistake(say!("文字“{text}”不能直接写在 <{}> 里，表格里的文字应写在 th 或 td 里", "text `{text}` cannot stand directly in <{}>"; self.name)))
                }
            })
            .collect()
    }
}

/// What an attribute may hold.
pub(super) trait Attribute: std::str::FromStr {
    /// In words.
    const EXPECTED: Words;
}

impl Attribute for Length {
    const EXPECTED: Words = Words {
        zh: "长度：毫米数，或带单位，如 9、26mm、10.5pt",
        en: "a length: a number of mm, or one with a unit, as `9`, `26mm`, `10.5pt`",
    };
}

impl Attribute for usize {
    const EXPECTED: Words = Words { zh: "整数，如 2", en: "a whole number, as `2`" };
}

impl Attribute for u32 {
    const EXPECTED: Words = usize::EXPECTED;
}

impl Attribute for u8 {
    const EXPECTED: Words = usize::EXPECTED;
}

impl Attribute for bool {
    const EXPECTED: Words = Words { zh: " true 或 false", en: "`true` or `false`" };
}

/// The attributes that an element has; what a wrong one was meant for.
fn known_attributes(name: &str, known: &[&str]) -> String {
    let near = nearest(name, known.iter().copied());
    match near.first() {
        Some(near) => format!(" → {near}（{}）", known.join(", ")),
        None => format!("（{}）", known.join(", ")),
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
            Err(error) => {
                return Err(Mistake::at(
                    tree.place(),
                    say!("标签写得不对（{error}）：请检查这附近的 < > 和引号", "not well formed: {error}"),
                ));
            }
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
        other => Err(Mistake::at(place, say!("不认识“&{other};”；要印 & 请写 &amp;", "`&{other};` is not known"))),
    }
}

fn bad_attribute(element: &Element, error: &dyn std::fmt::Display) -> Message {
    say!(
        "<{}> 的属性写得不对：应写成 名=\"值\"，引号和等号用英文（半角）的",
        "<{}>: {error}";
        element.name
    )
}

/// Full-width brackets round something that is meant as code or a tag. They
/// would be printed as they stand.
fn full_width_code(text: &str) -> Option<Message> {
    let braces = ["｛｛", "｝｝", "｛%", "%｝", "{｛", "｛{"];
    let tags = ["＜td", "＜th", "＜tr", "＜/", "＜field", "＜br", "＜p"];
    let found = braces.iter().chain(&tags).find(|mark| text.contains(*mark))?;
    Some(say!(
        "{found} 是全角的，请改为英文（半角）的 {{{{ }}}} 或 < >",
        "`{found}` is full-width: write {{{{ }}}} or < >"
    ))
}

fn element(start: &BytesStart<'_>) -> Result<Element, Mistake> {
    let mut element =
        Element { name: start.name().as_ref().to_owned(), place: None, attributes: Vec::new(), children: Vec::new() };
    for attribute in start.attributes() {
        let attribute = attribute.map_err(|error| Mistake::at(element.place, bad_attribute(&element, &error)))?;
        let name = attribute.key.as_ref();
        let value = attribute
            .normalized_value(XmlVersion::Implicit1_0)
            .map_err(|error| Mistake::at(element.place, bad_attribute(&element, &error)))?;
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
            Some(element) => Err(element.mistake(
                say!("<{}> 没有结束：遇到的是 </{name}>，请补上 </{0}>", "<{}> is closed by </{name}>"; element.name),
            )),
            None => {
                Err(Mistake::at(self.place(), say!("</{name}> 前面没有对应的 <{name}>", "</{name}> closes nothing")))
            }
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
        if let Some(message) = full_width_code(&text) {
            return Err(Mistake::at(self.place(), message));
        }
        match self.open.last_mut() {
            Some(parent) => {
                parent.children.push(Node::Text(text));
                Ok(())
            }
            None => Err(Mistake::at(
                self.place(),
                say!("文字“{text}”应写在 <section> 里面", "text `{text}` stands outside any <section>"),
            )),
        }
    }

    fn finish(mut self) -> Result<Vec<Element>, Mistake> {
        self.flush_text()?;
        match self.open.pop() {
            Some(element) => {
                Err(element.mistake(say!("<{}> 一直没有结束，请补上 </{0}>", "<{}> is never closed"; element.name)))
            }
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
        assert!(mistake.message.get(crate::Lang::Zh).contains("</td>"));
    }
}
