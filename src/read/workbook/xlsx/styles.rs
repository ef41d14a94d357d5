//! What styles say of a cell: its number format, its frame, whether it is
//! struck out (ECMA-376 Part 1, 18.8).

use std::collections::HashMap;
use std::sync::Arc;

use quick_xml::events::BytesStart;

use super::super::number::Format;
use super::super::rich::Face;
use super::super::style::Style;
use super::is_true;
use crate::read::ReadError;
use crate::read::symbol::Font;
use crate::read::xml::{self, Node, attribute};

/// Reads the part of the styles: those of cells, by their numbers.
pub(super) fn read(text: &str, depth: usize) -> Result<Vec<Style>, ReadError> {
    let mut styles = Styles::default();
    xml::walk(text, depth, &mut |node| {
        match node {
            Node::Start(start) => styles.start(start),
            Node::End(name) => {
                if styles.list.as_deref() == Some(name) {
                    styles.list = None;
                }
            }
            Node::Text(_) => {}
        }
        Ok(())
    })?;
    Ok(styles.cells)
}

#[derive(Default)]
struct Styles {
    /// The open list: fonts stand among those of conditional formats too.
    list: Option<String>,
    formats: HashMap<u32, Arc<Format>>,
    fonts: Vec<Face>,
    /// For each border how many of its sides are drawn.
    borders: Vec<u8>,
    cells: Vec<Style>,
}

impl Styles {
    fn start(&mut self, start: &BytesStart<'_>) {
        let name = start.local_name().into_inner();
        let Some(list) = self.list.as_deref() else {
            if matches!(name, "numFmts" | "fonts" | "borders" | "cellXfs" | "dxfs") {
                self.list = Some(name.to_owned());
            }
            return;
        };
        match (list, name) {
            ("numFmts", "numFmt") => {
                if let (Some(id), Some(code)) = (number(start, "numFmtId"), attribute(start, "formatCode")) {
                    self.formats.insert(id, Arc::new(Format::of(&code)));
                }
            }
            ("fonts", "font") => self.fonts.push(Face::default()),
            ("fonts", _) => self.fonts.iter_mut().last().into_iter().for_each(|face| property(face, start)),
            ("borders", "border") => self.borders.push(0),
            ("borders", "left" | "right" | "top" | "bottom" | "start" | "end") => {
                if let Some(sides) = self.borders.last_mut() {
                    *sides += u8::from(attribute(start, "style").is_some_and(|style| style != "none"));
                }
            }
            ("cellXfs", "xf") => {
                let format = number(start, "numFmtId").map(|id| self.format(id));
                let of = |list: usize, key: &str| number(start, key).map_or(list, |id| id as usize);
                self.cells.push(Style {
                    format: format.unwrap_or_default(),
                    framed: self.borders.get(of(usize::MAX, "borderId")).is_some_and(|sides| Style::is_frame(*sides)),
                    face: self.fonts.get(of(usize::MAX, "fontId")).copied().unwrap_or_default(),
                });
            }
            _ => {}
        }
    }

    fn format(&mut self, id: u32) -> Arc<Format> {
        let built_in = || u16::try_from(id).ok().and_then(Format::built_in).unwrap_or_default();
        self.formats.entry(id).or_insert_with(|| Arc::new(built_in())).clone()
    }
}

/// Takes in a property of a font (18.8.22), or of a run (18.4.7).
pub(super) fn property(face: &mut Face, start: &BytesStart<'_>) {
    let value = attribute(start, "val");
    match start.local_name().into_inner() {
        "strike" => face.struck = value.is_none_or(|value| is_true(Some(&value))),
        "name" | "rFont" => face.symbols = value.and_then(|name| Font::of(&name)),
        _ => {}
    }
}

fn number(start: &BytesStart<'_>, key: &str) -> Option<u32> {
    attribute(start, key)?.parse().ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::workbook::number::Epoch;

    #[test]
    fn styles_are_told_by_number() {
        let styles = read(
            "<styleSheet><numFmts><numFmt numFmtId='176' formatCode='yyyy&quot;年&quot;m&quot;月&quot;'/></numFmts>\
             <fonts><font/><font><b/><strike/></font></fonts>\
             <borders><border><left/><right/></border><border><left style='thin'/><right style='thin'/>\
             <top style='thin'/><bottom/></border><border><bottom style='thin'/></border></borders>\
             <cellStyleXfs><xf numFmtId='9' borderId='1'/></cellStyleXfs>\
             <cellXfs><xf numFmtId='0' fontId='0' borderId='0'/><xf numFmtId='176' borderId='1'><extLst/></xf>\
             <xf numFmtId='9' fontId='1' borderId='2'/><xf numFmtId='999' borderId='99'/></cellXfs>\
             <dxfs><dxf><font><strike/></font></dxf></dxfs></styleSheet>",
            256,
        )
        .unwrap();
        let shown = |style: &Style, value| style.format.show(value, Epoch::Y1900).text;
        assert_eq!(styles.len(), 4);
        assert_eq!(shown(&styles[1], 27_242.0), "1974年8月");
        assert_eq!(shown(&styles[2], 0.5), "50%");
        assert_eq!(shown(&styles[3], 0.5), "0.5");
        assert_eq!(styles.iter().map(|style| style.framed).collect::<Vec<_>>(), [false, true, false, false]);
        assert_eq!(styles.iter().map(|style| style.face.struck).collect::<Vec<_>>(), [false, false, true, false]);
    }
}
