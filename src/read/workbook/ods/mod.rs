//! ODS (OpenDocument 1.3, ISO/IEC 26300).
//!
//! A cell says its value and what it shows, so that no format has to be known.
//! Rows and cells are written once and repeated; what repeats nothing that is
//! seen is passed over, however often.

mod cell;
mod cells;
mod styles;
mod value;

use std::collections::BTreeMap;

use super::sheet::Room;
use super::{Workbook, reference};
use crate::read::package::Package;
use crate::read::sniff::find;
use crate::read::xml::{self, Node, attribute};
use crate::read::{Limits, ReadError, ReadErrorKind};
use styles::Styles;

/// Reads an ODS.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Workbook, ReadError> {
    const CONTENT: &str = "content.xml";
    let mut package = Package::open(bytes, limits)?;
    if package.part("META-INF/manifest.xml")?.is_some_and(|manifest| find(&manifest, b"encryption-data").is_some()) {
        return Err(ReadError::new(ReadErrorKind::Encrypted));
    }
    let content = package.part(CONTENT)?.ok_or_else(|| ReadError::new(ReadErrorKind::MissingPart).in_part(CONTENT))?;
    let mut room = Room::new(limits);
    let mut styles = Styles::default();
    // Named styles; without them those of the content still tell most.
    if let Some(Ok(text)) = package.part("styles.xml")?.map(xml::decode) {
        let _ = xml::walk(&text, limits.depth, &mut |node| {
            styles.node(&node);
            Ok(())
        });
    }
    let read = xml::decode(content).and_then(|text| cells::read(&text, styles, &mut room));
    let mut workbook = read.map_err(|error| error.in_part(CONTENT))?;
    workbook.properties = match package.part("meta.xml")?.map(xml::decode) {
        Some(Ok(text)) => properties(&text),
        _ => BTreeMap::new(),
    };
    Ok(workbook)
}

/// The properties that users add. A part that is not well formed has none: they
/// only help to name the form.
fn properties(text: &str) -> BTreeMap<String, String> {
    let mut properties = BTreeMap::new();
    let mut open: Option<(String, String)> = None;
    let read = xml::walk(text, usize::MAX, &mut |node| {
        match node {
            Node::Start(start) if start.local_name().into_inner() == "user-defined" => {
                open = attribute(start, "name").map(|name| (name.into_owned(), String::new()));
            }
            Node::Text(text) => {
                if let Some((_, value)) = &mut open {
                    value.push_str(text);
                }
            }
            Node::End("user-defined") => properties.extend(open.take()),
            _ => {}
        }
        Ok(())
    });
    if read.is_ok() { properties } else { BTreeMap::new() }
}
