//! A cell while it is read: its words, and the shapes above it.

use quick_xml::events::BytesStart;

use super::super::rich::{Builder, Face};
use super::super::style::Style;
use super::styles::{Family, Styles};
use super::value::Value;
use crate::read::xml::attribute;

/// An open cell.
#[derive(Default)]
pub(super) struct OpenCell {
    pub value: Value,
    pub style: Style,
    /// Whether the style is that of the column.
    pub by_column: bool,
    pub repeated: u32,
    /// Columns and rows that are merged.
    pub spans: (u32, u32),
    pub text: Builder,
    /// The faces of the open stretches.
    pub faces: Vec<Face>,
    pub paragraphs: usize,
    /// Whether characters are text here.
    pub collects: bool,
    /// Open shapes, whose words float.
    pub shapes: usize,
    pub shape: String,
    pub boxes: Vec<String>,
    pub picture: bool,
}

impl OpenCell {
    pub fn start(&mut self, name: &str, start: &BytesStart<'_>, styles: &Styles) {
        match name {
            "p" | "h" => {
                let is_first = if self.shapes > 0 { self.shape.is_empty() } else { self.text.is_empty() };
                if !is_first {
                    self.put("\n");
                }
                self.paragraphs += 1;
                self.collects = true;
            }
            "s" => {
                let spaces = count(start, "c").min(1_000) as usize;
                self.put(&" ".repeat(spaces));
            }
            "tab" => self.put("\t"),
            "line-break" => self.put("\n"),
            "span" => {
                let face = styles.face(Family::Text, attribute(start, "style-name").as_deref(), self.face());
                self.faces.push(face);
            }
            "image" => self.picture = true,
            "frame" | "custom-shape" | "rect" | "ellipse" | "g" | "text-box" => self.shapes += 1,
            _ => {}
        }
    }

    pub fn end(&mut self, name: &str) {
        match name {
            "p" | "h" => {
                self.paragraphs = self.paragraphs.saturating_sub(1);
                self.collects = self.paragraphs > 0;
            }
            "span" => {
                self.faces.pop();
            }
            "frame" | "custom-shape" | "rect" | "ellipse" | "g" | "text-box" => {
                self.shapes = self.shapes.saturating_sub(1);
                // The outermost shape in a cell, or the one below all shapes.
                if !self.shape.trim().is_empty() && self.shapes <= 1 && name != "text-box" {
                    self.boxes.push(std::mem::take(&mut self.shape).trim().to_owned());
                }
            }
            _ => {}
        }
    }

    pub fn characters(&mut self, text: &str) {
        if self.collects {
            let clean = text.replace(['\n', '\r', '\t'], " ");
            self.put(&clean);
        }
    }

    /// Appends to the cell, or to the shape above it.
    fn put(&mut self, words: &str) {
        let face = self.face();
        if self.shapes == 0 {
            self.text.run(Some(face), words);
        } else if let Some(font) = face.symbols {
            self.shape.extend(words.chars().map(|c| font.shown(c)));
        } else {
            self.shape.push_str(words);
        }
    }

    /// How characters look here; shapes do not look as their cells do.
    fn face(&self) -> Face {
        let own = if self.shapes == 0 { self.style.face } else { Face::default() };
        self.faces.last().copied().unwrap_or(own)
    }
}

/// A number of repetitions, at least 1.
pub(super) fn count(start: &BytesStart<'_>, key: &str) -> u32 {
    attribute(start, key).and_then(|count| count.parse::<u32>().ok()).unwrap_or(1).max(1)
}
