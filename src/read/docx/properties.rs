//! Properties of runs, rows, cells, sections and content controls.

use quick_xml::events::BytesStart;

use super::body::{Body, End, Frame, Scope};
use super::table::Merge;
use super::values::{length_of, toggle, val_count};
use crate::Length;
use crate::document::{Page, VerticalAlign};
use crate::read::symbol::Font;
use crate::read::xml::{Ns, attribute};

impl Body<'_> {
    pub(super) fn run_property(&mut self, name: &[u8], start: &BytesStart) {
        match name {
            b"vanish" => self.run.hidden = toggle(start),
            b"strike" | b"dstrike" => self.run.struck = toggle(start),
            b"rFonts" => {
                let font = |name| attribute(start, name).and_then(|font| Font::of(&font));
                let fonts = (font("ascii"), font("hAnsi"));
                self.run.fonts = (fonts != (None, None)).then_some(fonts);
            }
            _ => {}
        }
    }

    pub(super) fn row_property(&mut self, name: &[u8], start: &BytesStart) {
        let Some(row) = self.flow.row() else { return };
        match name {
            b"gridBefore" => row.before = val_count(start).unwrap_or(0),
            b"trHeight" => row.row.height = length_of(start, "val").unwrap_or(Length::ZERO),
            b"cantSplit" => row.row.splits = !toggle(start),
            b"tblHeader" => row.is_head = toggle(start),
            b"del" => row.deleted = true,
            _ => {}
        }
    }

    pub(super) fn cell_property(&mut self, name: &[u8], start: &BytesStart) {
        let Some(cell) = self.flow.cell() else { return };
        let val = || attribute(start, "val");
        match name {
            b"gridSpan" => cell.span = val_count(start).unwrap_or(1).max(1),
            b"vMerge" => {
                let restarts = val().is_some_and(|val| val == "restart");
                cell.merge = if restarts { Merge::Restart } else { Merge::Continue };
            }
            b"hMerge" => cell.joins_left = val().is_none_or(|val| val != "restart"),
            b"vAlign" => {
                cell.align = match val().as_deref() {
                    Some("center" | "both") => VerticalAlign::Center,
                    Some("bottom") => VerticalAlign::Bottom,
                    _ => VerticalAlign::Top,
                }
            }
            _ => {}
        }
    }

    pub(super) fn section(&mut self) -> Option<Frame> {
        self.page = Page::default();
        Some(Frame { scope: Scope::SectionProperties, end: End::Section })
    }

    pub(super) fn section_property(&mut self, name: &[u8], start: &BytesStart) {
        let set = |to: &mut Length, name| {
            if let Some(length) = length_of(start, name) {
                *to = length;
            }
        };
        match name {
            b"pgSz" => {
                set(&mut self.page.width, "w");
                set(&mut self.page.height, "h");
            }
            b"pgMar" => {
                set(&mut self.page.top, "top");
                set(&mut self.page.right, "right");
                set(&mut self.page.right, "end");
                set(&mut self.page.bottom, "bottom");
                set(&mut self.page.left, "left");
                set(&mut self.page.left, "start");
            }
            _ => {}
        }
    }

    pub(super) fn control_property(&mut self, ns: Ns, name: &[u8], start: &BytesStart) -> Option<Frame> {
        let control = self.controls.last_mut()?;
        let val = || attribute(start, "val").map(|val| val.into_owned());
        match (ns, name) {
            (Ns::W, b"tag") => control.tag = val(),
            (Ns::W, b"alias") => control.alias = val(),
            (Ns::W, b"showingPlcHdr") => control.placeholder = toggle(start),
            (Ns::W14, b"checkbox") => {
                control.check_box = Some(false);
                return Some(Frame { scope: Scope::CheckBoxProperties, end: End::Nothing });
            }
            _ => {}
        }
        None
    }
}
