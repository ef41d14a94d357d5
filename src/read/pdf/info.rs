//! Properties by which a file names its form.

use std::collections::BTreeMap;

use lopdf::Object;

use super::file::File;
use super::strings;
use crate::read::xml::{self, Node};
use crate::write::{COLLECTION_PROPERTY, FORM_PROPERTY, VERSION_PROPERTY};

/// Names in the information dictionary that the standard gives a meaning.
const STANDARD: &[&[u8]] =
    &[b"Title", b"Author", b"Subject", b"Keywords", b"Creator", b"Producer", b"CreationDate", b"ModDate", b"Trapped"];

/// Names of ours that an XMP packet may hold.
const OURS: [&str; 3] = [FORM_PROPERTY, VERSION_PROPERTY, COLLECTION_PROPERTY];

/// The properties of the information dictionary that are nobody's but ours
/// (ISO 32000-1, 14.3.3); what it lacks, as where a program has written the
/// file anew, is taken from the XMP packet (14.3.2).
pub(super) fn properties(file: &File<'_>) -> BTreeMap<String, String> {
    let information = file.information();
    let own = information.iter().filter(|(name, _)| !STANDARD.contains(&name.as_slice()));
    let mut properties: BTreeMap<String, String> = own
        .filter_map(|(name, value)| match &*file.resolve(value) {
            Object::String(text, _) => Some((String::from_utf8_lossy(name).into_owned(), strings::decode(text))),
            _ => None,
        })
        .collect();
    if OURS.iter().any(|name| !properties.contains_key(*name))
        && let Object::Stream(packet) = &*file.entry(&file.catalogue(), b"Metadata")
        && let Ok(packet) = file.data(packet)
    {
        for (name, value) in told(packet, file.limits().depth) {
            properties.entry(name.to_owned()).or_insert(value);
        }
    }
    properties
}

/// What an XMP packet says under names of ours, as elements or as attributes
/// (ISO 16684-1). A damaged one has said what stands before the damage.
fn told(packet: Vec<u8>, depth: usize) -> Vec<(&'static str, String)> {
    let mut told = Vec::new();
    let mut open: Option<(&'static str, String)> = None;
    let Ok(text) = xml::decode(packet) else { return told };
    let read = xml::walk(&text, depth, &mut |node| {
        match node {
            Node::Start(start) => {
                let local = start.local_name().into_inner();
                open = OURS.iter().find(|name| **name == local).map(|name| (*name, String::new()));
                let attribute = |name: &&'static str| Some((*name, xml::attribute(start, name)?.into_owned()));
                told.extend(OURS.iter().filter_map(attribute));
            }
            Node::Text(words) => {
                if let Some((_, text)) = &mut open {
                    text.push_str(words);
                }
            }
            Node::End(_) => told.extend(open.take().map(|(name, text)| (name, text.trim().to_owned()))),
        }
        Ok(())
    });
    // Nothing in it is needed to read the form.
    drop(read);
    told
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_packet_names_the_form_in_either_spelling() {
        let elements = "<x:xmpmeta xmlns:x='x'><pdfx:shenbao.form> a/b </pdfx:shenbao.form>\
                        <pdfx:shenbao.version>2</pdfx:shenbao.version></x:xmpmeta>";
        let attributes = "<rdf:Description pdfx:shenbao.form='a/b' pdfx:shenbao.version='2' dc:title='c'/>";
        let damaged = "<a><shenbao.form>a/b</shenbao.form><shenbao.version>2</shenbao.version></b>";
        for packet in [elements, attributes, damaged] {
            let wanted = [(FORM_PROPERTY, "a/b".to_owned()), (VERSION_PROPERTY, "2".to_owned())];
            assert_eq!(told(packet.as_bytes().to_vec(), 16), wanted, "{packet}");
        }
        assert!(told(b"\xFF".to_vec(), 16).is_empty());
    }
}
