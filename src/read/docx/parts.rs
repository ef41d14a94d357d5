//! Parts other than the main one: relationships, content types, properties.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::Event;

use crate::read::package::Package;
use crate::read::xml::{attribute, decode, error, push_reference};
use crate::read::{ReadError, ReadErrorKind};

/// The parts that are read.
pub(super) struct Names {
    /// The main part.
    pub(super) main: String,
    /// The custom properties; the part may be absent.
    pub(super) properties: String,
}

/// Finds the parts by the package's relationships (ECMA-376 Part 2, 6.5), else
/// by content types, else under the names that Word gives them.
pub(super) fn names(package: &mut Package) -> Result<Names, ReadError> {
    let mut main = None;
    let mut properties = None;
    each_element(package, "_rels/.rels", |start| {
        let (Some(kind), Some(target)) = (attribute(start, "Type"), attribute(start, "Target")) else { return };
        // The strict and the transitional type differ in all but their ends.
        if kind.ends_with("/officeDocument") {
            main.get_or_insert_with(|| resolve(&target));
        } else if kind.ends_with("/custom-properties") || kind.ends_with("/customProperties") {
            properties.get_or_insert_with(|| resolve(&target));
        }
    })?;
    if main.is_none() {
        each_element(package, "[Content_Types].xml", |start| {
            let (Some(kind), Some(name)) = (attribute(start, "ContentType"), attribute(start, "PartName")) else {
                return;
            };
            if kind.ends_with("wordprocessingml.document.main+xml")
                || kind.ends_with("ms-word.document.macroEnabled.main+xml")
            {
                main.get_or_insert_with(|| resolve(&name));
            }
        })?;
    }
    Ok(Names {
        main: main.unwrap_or_else(|| "word/document.xml".to_owned()),
        properties: properties.unwrap_or_else(|| "docProps/custom.xml".to_owned()),
    })
}

/// The name of the part that a target of the package's own relationships means.
fn resolve(target: &str) -> String {
    let mut steps: Vec<&str> = Vec::new();
    for step in target.split(['/', '\\']) {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}

/// Calls `each` for every element of a part, if the part is there.
fn each_element(
    package: &mut Package,
    part: &str,
    mut each: impl FnMut(&quick_xml::events::BytesStart),
) -> Result<(), ReadError> {
    let Some(content) = package.part(part)? else { return Ok(()) };
    let text = decode(content).map_err(|error| error.in_part(part))?;
    let mut reader = Reader::from_str(&text);
    let mut open = 0_usize;
    loop {
        match reader.read_event().map_err(|e| error(&e, reader.error_position()).in_part(part))? {
            Event::Start(start) => {
                open += 1;
                each(&start);
            }
            Event::Empty(start) => each(&start),
            Event::End(_) => open = open.saturating_sub(1),
            Event::Eof if open == 0 => return Ok(()),
            Event::Eof => {
                return Err(ReadError::new(ReadErrorKind::Truncated).at(reader.buffer_position()).in_part(part));
            }
            _ => {}
        }
    }
}

/// The custom properties by name (ECMA-376 Part 1, 22.3).
///
/// A part that is not well formed counts as empty: its properties only help to
/// name the form, and the answers are readable without them.
pub(super) fn properties(package: &mut Package, part: &str) -> Result<BTreeMap<String, String>, ReadError> {
    match package.part(part)?.map(decode) {
        Some(Ok(text)) => Ok(parse_properties(&text).unwrap_or_default()),
        _ => Ok(BTreeMap::new()),
    }
}

fn parse_properties(text: &str) -> Option<BTreeMap<String, String>> {
    let mut reader = Reader::from_str(text);
    let mut properties = BTreeMap::new();
    let mut name: Option<String> = None;
    let mut value = String::new();
    let mut depth = 0_usize;
    loop {
        match reader.read_event().ok()? {
            Event::Start(start) => {
                depth += 1;
                if start.local_name().into_inner() == "property" {
                    name = attribute(&start, "name").map(|name| name.into_owned());
                    value.clear();
                }
            }
            Event::Text(text) if depth > 2 => value.push_str(&text),
            Event::CData(text) if depth > 2 => value.push_str(&text),
            Event::GeneralRef(reference) if depth > 2 => push_reference(&mut value, &reference),
            Event::End(end) => {
                depth = depth.saturating_sub(1);
                if end.local_name().into_inner() == "property"
                    && let Some(name) = name.take()
                {
                    properties.insert(name, value.trim().to_owned());
                }
            }
            Event::Eof => return (depth == 0).then_some(properties),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_names_from_the_root() {
        for target in ["word/document.xml", "/word/document.xml", "./word/x/../document.xml", "word\\document.xml"] {
            assert_eq!(resolve(target), "word/document.xml");
        }
        assert_eq!(resolve("../../a.xml"), "a.xml");
    }

    #[test]
    fn properties_are_text_whatever_their_type() {
        let text = "<Properties xmlns:vt='urn:vt'><property pid='2' name='form'><vt:lpwstr>a &amp; b</vt:lpwstr></property>\n\
                    <property pid='3' name='version'><vt:i4>3</vt:i4></property></Properties>";
        let properties = parse_properties(text).unwrap();
        assert_eq!(properties["form"], "a & b");
        assert_eq!(properties["version"], "3");
        assert_eq!(parse_properties("<Properties><property name='a'>"), None);
    }
}
