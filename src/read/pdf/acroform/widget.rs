//! A widget, with the fields above it from which it inherits (12.7.3).

use std::collections::HashSet;
use std::rc::Rc;

use lopdf::{Dictionary, Object};

use super::{Shared, text};
use crate::read::pdf::file::File;
use crate::read::pdf::geometry::Rect;

/// Fields above one another.
const DEEPEST: usize = 32;

/// A place of a field on a page.
pub(super) struct Widget<'f, 'a> {
    pub(super) file: &'f File<'a>,
    /// In the page's own coordinates.
    pub(super) rectangle: Rect,
    /// Its dictionary, never missing, and those of the fields above it.
    own: Dictionary,
    above: Vec<Dictionary>,
}

impl<'f, 'a> Widget<'f, 'a> {
    pub(super) fn new(file: &'f File<'a>, dictionary: &Dictionary, rectangle: Rect) -> Widget<'f, 'a> {
        let mut above: Vec<Dictionary> = Vec::new();
        let mut seen = HashSet::new();
        while let Ok(Object::Reference((number, _))) = above.last().unwrap_or(dictionary).get(b"Parent").cloned()
            && above.len() < DEEPEST
            && seen.insert(number)
        {
            match &*file.get(number) {
                Object::Dictionary(field) => above.push(field.clone()),
                _ => break,
            }
        }
        Widget { file, rectangle, own: dictionary.clone(), above }
    }

    pub(super) fn dictionary(&self) -> &Dictionary {
        &self.own
    }

    /// The field directly above.
    pub(super) fn parent(&self) -> Option<&Dictionary> {
        self.above.first()
    }

    fn chain(&self) -> impl DoubleEndedIterator<Item = &Dictionary> {
        std::iter::once(&self.own).chain(&self.above)
    }

    /// An entry of its own or of the nearest field above that has one; null
    /// where there is none.
    pub(super) fn inherited(&self, key: &[u8]) -> Rc<Object> {
        let found = self.chain().map(|field| self.file.entry(field, key));
        found.into_iter().find(|value| !matches!(**value, Object::Null)).unwrap_or_else(|| Rc::new(Object::Null))
    }

    pub(super) fn flags(&self) -> i64 {
        self.inherited(b"Ff").as_i64().unwrap_or(0)
    }

    /// The type of its field; `None` where that was lost.
    pub(super) fn kind(&self) -> Option<Vec<u8>> {
        self.inherited(b"FT").as_name().ok().map(<[u8]>::to_vec)
    }

    /// Partial names, from the outermost inwards, joined by dots.
    pub(super) fn full_name(&self) -> String {
        let names = self.chain().rev().filter_map(|field| text::string(&self.file.entry(field, b"T")));
        names.collect::<Vec<_>>().join(".")
    }

    /// What people are told about the field: its tooltip, else its name.
    pub(super) fn words(&self) -> String {
        let tooltip = text::string(&self.inherited(b"TU")).filter(|words| !words.trim().is_empty());
        tooltip.unwrap_or_else(|| self.full_name())
    }

    /// The field, if this is only one of its places: a widget without a name.
    pub(super) fn shared(&self) -> Option<Shared> {
        let (number, _) = self.own.get(b"Parent").and_then(Object::as_reference).ok()?;
        let parent = self.parent().filter(|_| !self.own.has(b"T"))?;
        Some(Shared { number, places: self.file.array(parent, b"Kids").len() })
    }
}
