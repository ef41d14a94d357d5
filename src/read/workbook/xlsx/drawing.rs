//! What floats above the cells: text boxes, pictures, check boxes.

use std::collections::BTreeMap;

use quick_xml::events::BytesStart;

use super::super::Floating;
use super::super::sheet::Room;
use super::text_of;
use crate::read::ReadError;
use crate::read::opc::{self, Relationships};
use crate::read::package::Package;
use crate::read::xml::{self, Node, attribute};

/// What the part of a sheet says of its drawings.
#[derive(Debug, Default)]
pub(in super::super) struct Above {
    /// The relationship of the drawing.
    drawing: Option<String>,
    /// The relationships of form controls by the numbers of their shapes.
    controls: BTreeMap<String, String>,
}

impl Above {
    /// That a sheet has a drawing with this relationship, and no controls.
    pub fn drawing(drawing: Option<String>) -> Above {
        Above { drawing, controls: BTreeMap::new() }
    }

    /// Takes in an element of the sheet's part.
    pub fn element(&mut self, start: &BytesStart<'_>, room: &mut Room<'_>) -> Result<(), ReadError> {
        let id = || attribute(start, "id").map(|id| id.into_owned());
        match start.local_name().into_inner() {
            "drawing" => self.drawing = id(),
            "control" => {
                // Stands twice, once for programs that know no compatibility.
                if let (Some(shape), Some(id)) = (attribute(start, "shapeId"), id()) {
                    room.item()?;
                    self.controls.entry(shape.into_owned()).or_insert(id);
                }
            }
            _ => {}
        }
        Ok(())
    }
}

/// Reads the drawing of a sheet (ECMA-376 Part 1, 20.5), whose part has these
/// relationships.
pub(in super::super) fn read(
    package: &mut Package,
    parts: &Relationships,
    above: &Above,
    room: &mut Room<'_>,
) -> Result<Vec<Floating>, ReadError> {
    let Some(drawing) = above.drawing.as_deref().and_then(|id| parts.by_id(id)).map(|(_, part)| part) else {
        return Ok(Vec::new());
    };
    let Some(text) = text_of(package, drawing)? else { return Ok(Vec::new()) };
    let mut shapes = Shapes { boxes: boxes(package, parts, above)?, ..Shapes::default() };
    xml::walk(&text, room.limits.depth, &mut |node| shapes.node(&node, room))
        .map_err(|error| error.in_part(drawing))?;
    Ok(shapes.found)
}

/// The check boxes: numbers of shapes, and whether they are ticked.
fn boxes(package: &mut Package, parts: &Relationships, above: &Above) -> Result<BTreeMap<String, bool>, ReadError> {
    let mut read: BTreeMap<&str, Option<bool>> = BTreeMap::new();
    let mut boxes = BTreeMap::new();
    for (shape, id) in &above.controls {
        let Some((_, control)) = parts.by_id(id) else { continue };
        let ticked = match read.get(control) {
            Some(ticked) => *ticked,
            None => *read.entry(control).or_insert(ticked(package, control)?),
        };
        boxes.extend(ticked.map(|ticked| (shape.clone(), ticked)));
    }
    Ok(boxes)
}

/// Whether a control is ticked; `None` for one that is no check box.
fn ticked(package: &mut Package, part: &str) -> Result<Option<bool>, ReadError> {
    let mut ticked = None;
    opc::each_element(package, part, |start| {
        if start.local_name().into_inner() == "formControlPr"
            && attribute(start, "objectType").is_some_and(|kind| matches!(&*kind, "CheckBox" | "Radio"))
        {
            ticked = Some(attribute(start, "checked").is_some_and(|state| state == "Checked"));
        }
    })?;
    Ok(ticked)
}

/// The state of the reader.
#[derive(Default)]
struct Shapes {
    found: Vec<Floating>,
    /// Check boxes: the number of the shape, and whether it is ticked.
    boxes: BTreeMap<String, bool>,
    /// The upper left cell of the open anchor.
    at: (u32, u32),
    /// Whether the place is that of the upper left corner.
    from: bool,
    /// What characters are: `row`, `col` or `t`.
    collects: Option<&'static str>,
    number: String,
    /// The words of the open shape.
    text: Option<String>,
    tick: Option<bool>,
    /// Open elements inside a repetition for programs that know less.
    fallback: usize,
}

impl Shapes {
    fn node(&mut self, node: &Node<'_>, room: &mut Room<'_>) -> Result<(), ReadError> {
        match node {
            Node::Start(start) => {
                let name = start.local_name().into_inner();
                if self.fallback > 0 || name == "Fallback" {
                    self.fallback += 1;
                } else {
                    return self.start(name, start, room);
                }
            }
            Node::Text(text) => match self.collects {
                Some("t") => self.text.get_or_insert_default().push_str(text),
                Some(_) => self.number.push_str(text),
                None => {}
            },
            Node::End(_) if self.fallback > 0 => self.fallback -= 1,
            Node::End(name) => return self.end(name, room),
        }
        Ok(())
    }

    fn start(&mut self, name: &str, start: &BytesStart<'_>, room: &mut Room<'_>) -> Result<(), ReadError> {
        match name {
            "from" => self.from = true,
            "row" if self.from => self.collects = Some("row"),
            "col" if self.from => self.collects = Some("col"),
            "sp" => (self.text, self.tick) = (Some(String::new()), None),
            "cNvPr" if self.text.is_some() => {
                let id = attribute(start, "id").unwrap_or_default();
                self.tick = self.boxes.get(&*id).copied();
            }
            "t" if self.text.is_some() => self.collects = Some("t"),
            "br" => self.text.iter_mut().for_each(|text| text.push('\n')),
            "pic" => {
                room.item()?;
                let (row, column) = self.at;
                self.found.push(Floating { row, column, text: None });
            }
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, name: &str, room: &mut Room<'_>) -> Result<(), ReadError> {
        match name {
            "from" => self.from = false,
            "row" | "col" if self.collects == Some(if name == "row" { "row" } else { "col" }) => {
                let number = self.number.trim().parse::<u32>().unwrap_or(0);
                if name == "row" {
                    self.at.0 = number
                } else {
                    self.at.1 = number
                }
                self.number.clear();
                self.collects = None;
            }
            "t" => self.collects = None,
            // A paragraph of the shape.
            "p" => self.text.iter_mut().for_each(|text| text.push('\n')),
            "sp" => {
                let text = self.text.take().unwrap_or_default();
                let mut text = text.trim().to_owned();
                if let Some(ticked) = self.tick.take() {
                    text.insert(0, if ticked { '☑' } else { '□' });
                }
                if !text.is_empty() {
                    room.item()?;
                    room.text(text.len())?;
                    let (row, column) = self.at;
                    self.found.push(Floating { row, column, text: Some(text) });
                }
            }
            _ => {}
        }
        Ok(())
    }
}
