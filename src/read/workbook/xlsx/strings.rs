//! Texts: the shared strings, and those that stand in their cells.

use std::borrow::Cow;

use super::super::rich::{Builder, Face, Rich};
use super::super::sheet::Room;
use super::styles::property;
use crate::read::ReadError;
use crate::read::xml::{self, Node};

/// Reads the part of the shared strings (ECMA-376 Part 1, 18.4.9).
pub(super) fn read(text: &str, room: &mut Room<'_>) -> Result<Vec<Rich>, ReadError> {
    let mut strings = Vec::new();
    let mut open: Option<RichText> = None;
    xml::walk(text, room.limits.depth, &mut |node| {
        match (&node, &mut open) {
            (Node::Start(start), None) if start.local_name().into_inner() == "si" => open = Some(RichText::default()),
            (Node::End("si"), Some(rich)) => {
                room.item()?;
                strings.push(rich.take());
                open = None;
            }
            (_, Some(rich)) => rich.node(&node),
            _ => {}
        }
        Ok(())
    })?;
    Ok(strings)
}

/// A text in runs, while it is read (18.4.8).
#[derive(Default)]
pub(super) struct RichText {
    text: Builder,
    /// What the open run says of its font; `None` for the cell's own.
    face: Option<Face>,
    /// The characters of the open element, if they are text.
    words: Option<String>,
    /// Whether the element tells how the text is pronounced.
    phonetic: bool,
}

impl RichText {
    /// Takes in a piece of the element.
    pub fn node(&mut self, node: &Node<'_>) {
        match node {
            Node::Start(start) => match start.local_name().into_inner() {
                "rPh" => self.phonetic = true,
                "r" => self.face = None,
                "rPr" => self.face = Some(Face::default()),
                "t" if !self.phonetic => self.words = Some(String::new()),
                _ => self.face.iter_mut().for_each(|face| property(face, start)),
            },
            Node::Text(text) => self.words.iter_mut().for_each(|words| words.push_str(text)),
            Node::End("rPh") => self.phonetic = false,
            Node::End("t") => {
                if let Some(words) = self.words.take() {
                    self.text.run(self.face, &unescaped(&words));
                }
            }
            Node::End(_) => {}
        }
    }

    /// The text.
    pub fn take(&mut self) -> Rich {
        std::mem::take(self).text.finish()
    }
}

/// The text with the characters that `_x000D_` and its like stand for (22.9.2.19).
pub(super) fn unescaped(text: &str) -> Cow<'_, str> {
    if !text.contains("_x") {
        return Cow::Borrowed(text);
    }
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find("_x") {
        let (before, from) = rest.split_at(at);
        clean.push_str(before);
        let code = from.get(2..6).filter(|code| code.bytes().all(|b| b.is_ascii_hexdigit()));
        let character = code
            .filter(|_| from.as_bytes().get(6) == Some(&b'_'))
            .and_then(|code| u32::from_str_radix(code, 16).ok())
            .and_then(char::from_u32);
        match character {
            Some(c) => {
                clean.push(c);
                rest = &from[7..];
            }
            None => {
                clean.push_str("_x");
                rest = &from[2..];
            }
        }
    }
    clean.push_str(rest);
    Cow::Owned(clean)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::Limits;

    #[test]
    fn runs_are_joined_and_pronunciation_is_left_out() {
        let limits = Limits::default();
        let xml = "<x:sst xmlns:x='urn:x' uniqueCount='99999999999'><x:si><x:t>a &amp;\n b</x:t></x:si><x:si/>\
                   <x:si><x:r><x:rPr><x:strike/></x:rPr><x:t>甲</x:t></x:r><x:r><x:rPr><x:strike val='0'/></x:rPr>\
                   <x:t xml:space='preserve'> 乙</x:t></x:r><x:rPh sb='0' eb='1'><x:t>jia</x:t></x:rPh></x:si></x:sst>";
        let strings = read(xml, &mut Room::new(&limits)).unwrap();
        let seen: Vec<_> = strings.iter().map(|string| string.seen(Face::default())).collect();
        assert_eq!(seen.iter().map(|text| &*text.text).collect::<Vec<_>>(), ["a &\n b", "", "甲 乙"]);
        assert_eq!(seen[2].struck.first(), Some(&(0..3)));
    }

    #[test]
    fn escapes_are_resolved() {
        assert_eq!(unescaped("a_x000D__x000a_b_x005F_x"), "a\r\nb_x");
        for text in ["_x00_", "_x", "_xD800_", "_x000", "_x甲乙丙丁_"] {
            assert_eq!(unescaped(text), text);
        }
    }
}
