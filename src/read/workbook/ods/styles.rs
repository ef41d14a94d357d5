//! What automatic styles say of tables, cells and words (16.2).

use std::collections::HashMap;

use quick_xml::events::BytesStart;

use crate::read::xml::attribute;

/// A style, as far as it matters here.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Style {
    /// How many sides have a line.
    sides: u8,
    pub struck: bool,
    pub hidden: bool,
}

impl Style {
    pub fn is_framed(self) -> bool {
        self.sides >= 2
    }
}

/// The styles by name.
#[derive(Debug, Default)]
pub(super) struct Styles {
    by_name: HashMap<String, Style>,
    open: Option<String>,
}

impl Styles {
    /// Takes in the start of an element.
    pub fn start(&mut self, name: &str, start: &BytesStart<'_>) {
        if name == "style" {
            self.open = attribute(start, "name").map(|name| name.into_owned());
            return;
        }
        let Some(open) = &self.open else { return };
        let is = |key: &str, value: &str| attribute(start, key).is_some_and(|found| found == value);
        match name {
            "table-properties" if is("display", "false") => {
                self.by_name.entry(open.clone()).or_default().hidden = true;
            }
            "table-cell-properties" => {
                let drawn = |key: &str| attribute(start, key).is_some_and(|line| !line.is_empty() && line != "none");
                let sides = ["border-left", "border-right", "border-top", "border-bottom"];
                let sides = if drawn("border") { 4 } else { sides.iter().filter(|side| drawn(side)).count() as u8 };
                self.by_name.entry(open.clone()).or_default().sides = sides;
            }
            "text-properties" => {
                let line = attribute(start, "text-line-through-style").or(attribute(start, "text-line-through-type"));
                if line.is_some_and(|line| line != "none") {
                    self.by_name.entry(open.clone()).or_default().struck = true;
                }
            }
            _ => {}
        }
    }

    pub fn end(&mut self, name: &str) {
        if name == "style" {
            self.open = None;
        }
    }

    /// The style that an element names.
    pub fn of(&self, start: &BytesStart<'_>) -> Style {
        let name = attribute(start, "style-name");
        name.and_then(|name| self.by_name.get(&*name)).copied().unwrap_or_default()
    }
}
