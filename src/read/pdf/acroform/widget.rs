//! A widget, with the fields above it from which it inherits (12.7.3).

use std::collections::HashSet;
use std::rc::Rc;

use lopdf::{Dictionary, Object};

use super::{Shared, text};
use crate::read::pdf::file::File;
use crate::read::pdf::geometry::Rect;

/// Widgets of one field that are looked at.
const MOST_KIDS: usize = 100;
/// Fields above one another.
const DEEPEST: usize = 32;

/// A place of a field on a page.
pub(super) struct Widget<'f, 'a> {
    pub(super) file: &'f File<'a>,
    /// In the page's own coordinates.
    pub(super) rectangle: Rect,
    own: &'f Dictionary,
    /// The fields above it, inside out.
    above: Vec<Rc<Object>>,
}

impl<'f, 'a> Widget<'f, 'a> {
    pub(super) fn new(file: &'f File<'a>, dictionary: &'f Dictionary, rectangle: Rect) -> Widget<'f, 'a> {
        let parent = |field: &Dictionary| field.get(b"Parent").and_then(Object::as_reference).ok();
        let mut above: Vec<Rc<Object>> = Vec::new();
        let mut seen = HashSet::new();
        let mut next = parent(dictionary);
        while let Some((number, _)) = next
            && above.len() < DEEPEST
            && seen.insert(number)
        {
            let field = file.get(number);
            next = field.as_dict().ok().and_then(parent);
            if field.as_dict().is_ok() {
                above.push(field);
            }
        }
        Widget { file, rectangle, own: dictionary, above }
    }

    pub(super) fn dictionary(&self) -> &Dictionary {
        self.own
    }

    /// What to do with the list of the field's widgets; it is not copied, since
    /// each of them asks for it. Nothing where this widget is the field itself.
    fn with_kids<R>(&self, look: impl Fn(&[Object]) -> R) -> Option<R> {
        let parent = self.above.first().filter(|_| !self.own.has(b"T"))?;
        match parent.as_dict().ok()?.get(b"Kids").ok()? {
            Object::Array(kids) => Some(look(kids)),
            kids => self.file.resolve(kids).as_array().ok().map(|kids| look(kids)),
        }
    }

    /// The widgets of the field.
    pub(super) fn kids(&self) -> Vec<Rc<Object>> {
        let resolved = |kids: &[Object]| kids.iter().take(MOST_KIDS).map(|kid| self.file.resolve(kid)).collect();
        self.with_kids(resolved).unwrap_or_default()
    }

    fn chain(&self) -> impl DoubleEndedIterator<Item = &Dictionary> {
        std::iter::once(self.own).chain(self.above.iter().filter_map(|field| field.as_dict().ok()))
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
        Some(Shared { number, places: self.with_kids(<[Object]>::len)? })
    }
}
