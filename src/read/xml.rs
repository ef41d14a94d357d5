//! What quick-xml leaves to its user: encodings, namespaces, attributes.

use std::borrow::Cow;

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::{ReadError, ReadErrorKind};

/// Namespaces that matter to a reader of OOXML.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ns {
    /// WordprocessingML, transitional or strict.
    W,
    /// The additions of Word 2010.
    W14,
    /// Office mathematics.
    Math,
    /// Mark-up compatibility.
    Compat,
    /// DrawingML.
    Drawing,
    /// Pictures in DrawingML.
    Picture,
    /// VML.
    Vml,
    /// Others whose content the reader understands, for `mc:Choice`.
    Understood,
    /// Any other, or none.
    Other,
}

impl Ns {
    fn of(uri: &str) -> Ns {
        match uri {
            "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
            | "http://purl.oclc.org/ooxml/wordprocessingml/main" => Ns::W,
            "http://schemas.microsoft.com/office/word/2010/wordml" => Ns::W14,
            "http://schemas.openxmlformats.org/officeDocument/2006/math"
            | "http://purl.oclc.org/ooxml/officeDocument/math" => Ns::Math,
            "http://schemas.openxmlformats.org/markup-compatibility/2006" => Ns::Compat,
            "http://schemas.openxmlformats.org/drawingml/2006/main" | "http://purl.oclc.org/ooxml/drawingml/main" => {
                Ns::Drawing
            }
            "http://schemas.openxmlformats.org/drawingml/2006/picture"
            | "http://purl.oclc.org/ooxml/drawingml/picture" => Ns::Picture,
            "urn:schemas-microsoft-com:vml" => Ns::Vml,
            "http://schemas.microsoft.com/office/word/2010/wordprocessingShape"
            | "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup"
            | "http://schemas.microsoft.com/office/word/2010/wordprocessingCanvas"
            | "http://schemas.microsoft.com/office/word/2010/wordprocessingDrawing"
            | "http://schemas.microsoft.com/office/word/2012/wordml"
            | "http://schemas.microsoft.com/office/drawing/2010/main" => Ns::Understood,
            _ => Ns::Other,
        }
    }
}

/// Number of prefixes that may be declared at a time; Word declares about 35.
const MAX_PREFIXES: usize = 256;

/// The prefixes in scope.
#[derive(Default)]
pub(super) struct Prefixes {
    /// Innermost last; the default namespace has an empty prefix.
    bindings: Vec<Binding>,
    /// Where the prefix of the last element was found: mostly the next one's too.
    recent: usize,
}

struct Binding {
    prefix: Box<str>,
    ns: Ns,
    /// Depth of the element that declares it.
    depth: usize,
}

impl Prefixes {
    /// Takes in what an element at `depth` declares.
    pub(super) fn enter(&mut self, start: &BytesStart, depth: usize) -> Result<(), ReadError> {
        // Few elements declare anything: a look at the bytes spares the rest.
        if !start.attributes_raw().contains("xmlns") {
            return Ok(());
        }
        for attribute in start.attributes().with_checks(false).flatten() {
            let key = attribute.key.into_inner();
            let prefix = match key.strip_prefix("xmlns") {
                Some("") => "",
                Some(rest) => match rest.strip_prefix(':') {
                    Some(prefix) => prefix,
                    None => continue,
                },
                None => continue,
            };
            if self.bindings.len() >= MAX_PREFIXES {
                return Err(ReadError::new(ReadErrorKind::BadXml));
            }
            self.bindings.push(Binding { prefix: prefix.into(), ns: Ns::of(&attribute.value), depth });
            self.recent = usize::MAX;
        }
        Ok(())
    }

    /// Forgets what the elements at `depth` and below it declared.
    pub(super) fn leave(&mut self, depth: usize) {
        while self.bindings.last().is_some_and(|binding| binding.depth >= depth) {
            self.bindings.pop();
            self.recent = usize::MAX;
        }
    }

    /// The namespace and local name of an element.
    pub(super) fn element<'n>(&mut self, name: &'n str) -> (Ns, &'n [u8]) {
        let (prefix, local) = split(name);
        (self.find(prefix), local)
    }

    /// The namespace of a prefix.
    pub(super) fn find(&mut self, prefix: &str) -> Ns {
        if let Some(binding) = self.bindings.get(self.recent)
            && *binding.prefix == *prefix
        {
            return binding.ns;
        }
        match self.bindings.iter().rposition(|binding| *binding.prefix == *prefix) {
            Some(index) => {
                self.recent = index;
                self.bindings[index].ns
            }
            None => Ns::Other,
        }
    }
}

fn split(name: &str) -> (&str, &[u8]) {
    match name.bytes().position(|b| b == b':') {
        Some(colon) => (&name[..colon], &name.as_bytes()[colon + 1..]),
        None => ("", name.as_bytes()),
    }
}

/// The value of the attribute with this local name, whatever its prefix: no
/// element that is read has two attributes that differ in nothing else.
pub(super) fn attribute<'s>(start: &'s BytesStart, local: &str) -> Option<Cow<'s, str>> {
    for attribute in start.attributes().with_checks(false).flatten() {
        if split(attribute.key.into_inner()).1 == local.as_bytes() {
            return Some(match attribute.value {
                Cow::Borrowed(raw) if raw.contains('&') => {
                    quick_xml::escape::unescape(raw).unwrap_or(Cow::Borrowed(raw))
                }
                value => value,
            });
        }
    }
    None
}

/// Appends the character that a reference stands for; one that nothing
/// declares stays as it is written.
pub(super) fn push_reference(text: &mut String, reference: &BytesRef) {
    if let Ok(Some(c)) = reference.resolve_char_ref() {
        text.push(c);
    } else if let Some(known) = quick_xml::escape::resolve_xml_entity(reference) {
        text.push_str(known);
    } else {
        text.push('&');
        text.push_str(reference);
        text.push(';');
    }
}

/// The text of a part: UTF-8, or UTF-16 with its mark.
pub(super) fn decode(bytes: Vec<u8>) -> Result<String, ReadError> {
    let wide = |decode: fn([u8; 2]) -> u16| {
        let units = bytes[2..].chunks_exact(2).map(|pair| decode([pair[0], pair[1]]));
        char::decode_utf16(units).map(|c| c.unwrap_or(char::REPLACEMENT_CHARACTER)).collect()
    };
    if bytes.starts_with(b"\xFF\xFE") {
        return Ok(wide(u16::from_le_bytes));
    }
    if bytes.starts_with(b"\xFE\xFF") {
        return Ok(wide(u16::from_be_bytes));
    }
    String::from_utf8(bytes)
        .map_err(|error| ReadError::new(ReadErrorKind::BadXml).at(error.utf8_error().valid_up_to() as u64))
}

/// What an error of the XML parser means, at this byte.
pub(super) fn error(error: &quick_xml::Error, at: u64) -> ReadError {
    let kind = match error {
        // These arise at the end of the text only: something is still open.
        quick_xml::Error::Syntax(_) => ReadErrorKind::Truncated,
        _ => ReadErrorKind::BadXml,
    };
    ReadError::new(kind).at(at)
}

/// A piece of a part that is read by its elements' local names alone.
pub(super) enum Node<'n> {
    /// An element starts; one without content starts and ends.
    Start(&'n BytesStart<'n>),
    /// The element with this local name ends.
    End(&'n str),
    /// Characters; references are resolved.
    Text(&'n str),
}

/// Calls `each` for everything in a part up to the end of its text, and tells
/// where an error arose.
pub(super) fn walk(
    text: &str,
    depth: usize,
    each: &mut dyn FnMut(Node<'_>) -> Result<(), ReadError>,
) -> Result<(), ReadError> {
    let mut reader = Reader::from_str(text);
    let mut open = 0_usize;
    loop {
        let at = reader.buffer_position();
        let event = reader.read_event().map_err(|e| error(&e, reader.error_position()))?;
        let done = match event {
            Event::Start(start) => {
                open += 1;
                if open > depth {
                    return Err(ReadError::over(ReadErrorKind::TooDeep, depth as u64).at(at));
                }
                each(Node::Start(&start))
            }
            Event::Empty(start) => {
                each(Node::Start(&start)).and_then(|()| each(Node::End(start.local_name().into_inner())))
            }
            Event::End(end) => {
                open = open.saturating_sub(1);
                each(Node::End(end.local_name().into_inner()))
            }
            Event::Text(text) => each(Node::Text(&text)),
            Event::CData(text) => each(Node::Text(&text)),
            Event::GeneralRef(reference) => {
                let mut character = String::new();
                push_reference(&mut character, &reference);
                each(Node::Text(&character))
            }
            Event::Eof if open == 0 => return Ok(()),
            Event::Eof => Err(ReadError::new(ReadErrorKind::Truncated)),
            _ => Ok(()),
        };
        done.map_err(|error| error.at(at))?;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_inner_declaration_hides_the_outer_one_until_it_ends() {
        let mut prefixes = Prefixes::default();
        let word = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";
        let outer = BytesStart::from_content(format!("x:a xmlns:x='{word}'"), 3);
        let inner = BytesStart::from_content("x:b xmlns:x='urn:other' xmlns='urn:schemas-microsoft-com:vml'", 3);
        prefixes.enter(&outer, 0).unwrap();
        assert_eq!(prefixes.element("x:a"), (Ns::W, b"a".as_slice()));
        prefixes.enter(&inner, 1).unwrap();
        assert_eq!(prefixes.element("x:b").0, Ns::Other);
        assert_eq!(prefixes.element("shape").0, Ns::Vml);
        prefixes.leave(1);
        assert_eq!(prefixes.element("x:a").0, Ns::W);
        assert_eq!(prefixes.element("y:a").0, Ns::Other);
    }

    #[test]
    fn utf_16_is_read_and_other_encodings_are_named() {
        let wide: Vec<u8> = "\u{FEFF}<a>中</a>".encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(decode(wide).unwrap(), "<a>中</a>");
        assert_eq!(decode(b"<a>\xD6\xD0</a>".to_vec()).unwrap_err().offset(), Some(3));
    }
}
