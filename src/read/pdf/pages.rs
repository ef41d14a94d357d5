//! The pages of a file (ISO 32000-1, 7.7.3).

use std::collections::{HashMap, HashSet};
use std::rc::Rc;

use lopdf::{Dictionary, Object};

use super::file::File;
use super::geometry::{Matrix, Rect};
use crate::read::{ReadError, ReadErrorKind};

/// Nesting of page nodes.
const DEEPEST: usize = 64;

/// A page.
pub(super) struct Page {
    pub(super) dictionary: Dictionary,
    pub(super) resources: Rc<Dictionary>,
    /// From the page's own coordinates to those of the paper as it is read.
    pub(super) to_paper: Matrix,
    /// Size of the paper as it is read.
    pub(super) width: f64,
    pub(super) height: f64,
}

/// What a node hands down to its pages.
#[derive(Clone, Default)]
struct Inherited {
    resources: Rc<Dictionary>,
    media: Option<Rect>,
    crop: Option<Rect>,
    rotate: i64,
}

/// The pages in their order.
///
/// # Errors
///
/// A page is missing, or there are too many.
pub(super) fn pages(file: &File<'_>) -> Result<Vec<Page>, ReadError> {
    let mut walk = Walk { file, seen: HashSet::new(), resources: HashMap::new(), pages: Vec::new() };
    let catalogue = file.catalogue();
    let root = catalogue.get(b"Pages").cloned().unwrap_or(Object::Null);
    walk.node(&root, &Inherited::default(), 0)?;
    if walk.pages.is_empty() {
        return Err(file.failure().unwrap_or_else(|| ReadError::new(ReadErrorKind::BadPdf)));
    }
    Ok(walk.pages)
}

struct Walk<'w, 'a> {
    file: &'w File<'a>,
    seen: HashSet<u32>,
    /// Resources that pages share, by number.
    resources: HashMap<u32, Rc<Dictionary>>,
    pages: Vec<Page>,
}

impl Walk<'_, '_> {
    fn node(&mut self, reference: &Object, above: &Inherited, depth: usize) -> Result<(), ReadError> {
        if let Object::Reference((own, _)) = reference {
            // A page that is listed twice, or a tree that bites its tail.
            if !self.seen.insert(*own) {
                return Ok(());
            }
        }
        let node = self.file.resolve(reference);
        let Object::Dictionary(node) = &*node else {
            return Err(self.file.failure().unwrap_or_else(|| ReadError::new(ReadErrorKind::BadPdf)));
        };
        if depth > DEEPEST {
            return Err(ReadError::over(ReadErrorKind::TooDeep, DEEPEST as u64));
        }
        let inherited = self.inherit(node, above);
        if node.has(b"Kids") {
            for kid in &self.file.array(node, b"Kids") {
                self.node(kid, &inherited, depth + 1)?;
            }
            return Ok(());
        }
        let most = self.file.limits().entries;
        if self.pages.len() >= most {
            return Err(ReadError::over(ReadErrorKind::TooManyEntries, most as u64));
        }
        self.pages.push(page(node, &inherited));
        Ok(())
    }

    /// The resources of a node, once for all that share them.
    fn resources(&mut self, node: &Dictionary) -> Rc<Dictionary> {
        let number = node.get(b"Resources").and_then(Object::as_reference).ok().map(|(number, _)| number);
        if let Some(known) = number.and_then(|number| self.resources.get(&number)) {
            return Rc::clone(known);
        }
        let resources = Rc::new(self.file.dictionary(node, b"Resources"));
        if let Some(number) = number {
            self.resources.insert(number, Rc::clone(&resources));
        }
        resources
    }

    fn inherit(&mut self, node: &Dictionary, above: &Inherited) -> Inherited {
        let resources = if node.has(b"Resources") { self.resources(node) } else { Rc::clone(&above.resources) };
        let rect = |key: &[u8]| Rect::of(&self.file.numbers(node, key)).filter(|rect| rect.area() > 1.0);
        Inherited {
            resources,
            media: rect(b"MediaBox").or(above.media),
            crop: rect(b"CropBox").or(above.crop),
            rotate: self.file.entry(node, b"Rotate").as_i64().unwrap_or(above.rotate),
        }
    }
}

fn page(dictionary: &Dictionary, inherited: &Inherited) -> Page {
    const A4: Rect = Rect { left: 0.0, top: 0.0, right: 595.3, bottom: 841.9 };
    let media = inherited.media.unwrap_or(A4);
    let shown = inherited.crop.map(|crop| crop.common(&media)).filter(|crop| crop.area() > 1.0).unwrap_or(media);
    // Here the bottom is the larger number: PDF measures upwards.
    let Rect { left, top: low, right, bottom: high } = shown;
    let (to_paper, is_turned) = match inherited.rotate.rem_euclid(360) / 90 {
        1 => (Matrix::new(0.0, 1.0, 1.0, 0.0, -low, -left), true),
        2 => (Matrix::new(-1.0, 0.0, 0.0, 1.0, right, -low), false),
        3 => (Matrix::new(0.0, -1.0, -1.0, 0.0, high, right), true),
        _ => (Matrix::new(1.0, 0.0, 0.0, -1.0, -left, high), false),
    };
    let (mut width, mut height) = (shown.width(), shown.height());
    if is_turned {
        std::mem::swap(&mut width, &mut height);
    }
    Page { dictionary: dictionary.clone(), resources: Rc::clone(&inherited.resources), to_paper, width, height }
}
