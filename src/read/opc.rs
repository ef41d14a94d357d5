//! What all OOXML packages share (ECMA-376 Part 2): relationships between parts,
//! and the custom properties.

use std::collections::{BTreeMap, HashMap};

use quick_xml::Reader;
use quick_xml::events::Event;

use super::ReadError;
use super::package::Package;
use super::xml::{Node, attribute, decode, push_reference, walk};

/// The relationships of a part.
#[derive(Debug, Default)]
pub(super) struct Relationships {
    list: Vec<Relationship>,
    /// Their places in the list by their ids.
    by_id: HashMap<String, usize>,
}

#[derive(Debug)]
struct Relationship {
    /// The last step of its type: the strict and the transitional one differ in
    /// all others.
    kind: String,
    target: String,
}

/// Most relationships of a part that are looked at.
const MOST: usize = 10_000;

/// Reads the relationships of a part (6.5); those of the package itself for the
/// empty name. A part without any has none.
pub(super) fn relationships(package: &mut Package, part: &str) -> Result<Relationships, ReadError> {
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    let slash = if folder.is_empty() { "" } else { "/" };
    let mut found = Relationships::default();
    each_element(package, &format!("{folder}{slash}_rels/{file}.rels"), |start| {
        let (Some(kind), Some(target)) = (attribute(start, "Type"), attribute(start, "Target")) else { return };
        if found.list.len() < MOST && attribute(start, "TargetMode").is_none_or(|mode| mode != "External") {
            let id = attribute(start, "Id").unwrap_or_default().into_owned();
            found.by_id.entry(id).or_insert(found.list.len());
            found.list.push(Relationship {
                kind: kind.rsplit('/').next().unwrap_or_default().to_owned(),
                target: resolve(folder, &target),
            });
        }
    })?;
    Ok(found)
}

impl Relationships {
    /// The first part of a kind: `officeDocument`, `styles`.
    pub fn target_of(&self, kind: &str) -> Option<String> {
        self.list.iter().find(|relationship| relationship.kind == kind).map(|relationship| relationship.target.clone())
    }

    /// Kind and part of the relationship with this id.
    pub fn by_id(&self, id: &str) -> Option<(&str, &str)> {
        let found = self.list.get(*self.by_id.get(id)?)?;
        Some((&found.kind, &found.target))
    }

    /// The custom properties; the part may be absent.
    pub fn custom_properties(&self) -> String {
        let named = self.target_of("custom-properties").or_else(|| self.target_of("customProperties"));
        named.unwrap_or_else(|| "docProps/custom.xml".to_owned())
    }
}

/// The name of the part that a target means, seen from a part in `folder`.
pub(super) fn resolve(folder: &str, target: &str) -> String {
    let folder = if target.starts_with(['/', '\\']) { "" } else { folder };
    let mut steps: Vec<&str> = folder.split('/').filter(|step| !step.is_empty()).collect();
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
pub(super) fn each_element(
    package: &mut Package,
    part: &str,
    mut each: impl FnMut(&quick_xml::events::BytesStart),
) -> Result<(), ReadError> {
    let Some(content) = package.part(part)? else { return Ok(()) };
    let text = decode(content).map_err(|error| error.in_part(part))?;
    walk(&text, usize::MAX, &mut |node| {
        if let Node::Start(start) = node {
            each(start);
        }
        Ok(())
    })
    .map_err(|error| error.in_part(part))
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
            assert_eq!(resolve("", target), "word/document.xml");
        }
        assert_eq!(resolve("", "../../a.xml"), "a.xml");
        assert_eq!(resolve("xl/worksheets", "../drawings/a.xml"), "xl/drawings/a.xml");
        assert_eq!(resolve("xl", "/xl/styles.xml"), "xl/styles.xml");
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
