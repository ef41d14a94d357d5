//! Named ranges that tell where answers stand: tags of content controls and
//! bookmarks that survived.

use std::collections::HashMap;

use super::region::{NamedRange, Regions};
use crate::form::Form;
use crate::{FieldPath, SlotName};

/// A stretch of a region's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece {
    pub region: usize,
    pub start: usize,
    pub end: usize,
}

/// The ranges of a document that name fields of a form.
#[derive(Default)]
pub(super) struct Marks {
    /// By path, in its definition form for repeated rows: where it stands.
    ranges: HashMap<FieldPath, Vec<Piece>>,
    by_region: HashMap<usize, Vec<Piece>>,
    /// Boxes: field, option and range.
    pub options: Vec<(FieldPath, String, Piece)>,
}

impl Marks {
    /// Gathers the ranges that name fields of `form`.
    pub fn of(form: &Form, regions: &Regions<'_>) -> Marks {
        let mut marks = Marks::default();
        for (region, content) in regions.list.iter().enumerate() {
            for NamedRange { name, start, end } in &content.marks {
                let piece = Piece { region, start: *start, end: *end };
                if let Some((path, option)) = option(form, name) {
                    marks.options.push((path, option, piece));
                    continue;
                }
                let path = SlotName::decode(name).or_else(|| name.parse().ok());
                if let Some(path) = path.filter(|path| form.field(path).is_some()) {
                    marks.add(key(form, &path), piece);
                }
            }
        }
        marks
    }

    /// Adds a range; ranges of one field in one region become one.
    fn add(&mut self, path: FieldPath, piece: Piece) {
        self.by_region.entry(piece.region).or_default().push(piece);
        let pieces = self.ranges.entry(path).or_default();
        match pieces.iter_mut().find(|other| other.region == piece.region) {
            Some(other) => {
                other.start = other.start.min(piece.start);
                other.end = other.end.max(piece.end);
            }
            None => pieces.push(piece),
        }
    }

    /// Whether the words at a place of a region stand in a tagged range.
    pub fn cover(&self, region: usize, start: usize, text: &str) -> bool {
        let blank = text[start..].len() - text[start..].trim_start().len();
        let at = start + blank;
        self.by_region.get(&region).is_some_and(|pieces| pieces.iter().any(|piece| piece.start <= at && at < piece.end))
    }

    /// Where a field's answer stands. Several places mean that a row was copied.
    pub fn pieces(&self, path: &FieldPath) -> &[Piece] {
        self.ranges.get(path).map_or(&[], Vec::as_slice)
    }
}

/// The choice and the option that a name stands for: `kind=地市` in Word, the
/// option's number in Excel.
fn option(form: &Form, name: &str) -> Option<(FieldPath, String)> {
    if let Some((path, number)) = SlotName::decode_option(name) {
        let option = form.field(&path)?.options()?.list.get(number)?.clone();
        return Some((path, option));
    }
    let (path, option) = name.split_once('=')?;
    let path: FieldPath = path.parse().ok()?;
    form.field(&path).is_some().then(|| (path, option.to_owned()))
}

/// Rows of open tables are told by their position; only a printed row keeps
/// its number.
pub(super) fn key(form: &Form, path: &FieldPath) -> FieldPath {
    let in_open_table = path
        .split_table()
        .and_then(|(table, _)| form.field(&table))
        .and_then(|table| table.rows())
        .is_some_and(|rows| !rows.fixed);
    if in_open_table { path.definition() } else { path.clone() }
}
