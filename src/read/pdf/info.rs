//! Properties by which a file names its form.

use lopdf::Object;

use super::file::File;
use super::strings;
use std::collections::BTreeMap;

/// Names in the information dictionary that the standard gives a meaning.
const STANDARD: &[&[u8]] =
    &[b"Title", b"Author", b"Subject", b"Keywords", b"Creator", b"Producer", b"CreationDate", b"ModDate", b"Trapped"];

/// The properties of the information dictionary that are nobody's but ours
/// (ISO 32000-1, 14.3.3).
pub(super) fn properties(file: &File<'_>) -> BTreeMap<String, String> {
    let information = file.information();
    let own = information.iter().filter(|(name, _)| !STANDARD.contains(&name.as_slice()));
    own.filter_map(|(name, value)| match &*file.resolve(value) {
        Object::String(text, _) => Some((String::from_utf8_lossy(name).into_owned(), strings::decode(text))),
        _ => None,
    })
    .collect()
}
