//! What stands on the page, whatever file it came from or goes to.
//!
//! A [`Document`] is a list of [`Section`]s of [`Block`]s. Readers give one,
//! writers take one, and neither knows the other. The same types carry a form's
//! layout: there, places to fill are [`Inline::Slot`]s without text.

mod origin;
mod paragraph;
mod place;
mod table;

pub use origin::{Damage, Origin};
pub use paragraph::{Align, CheckBox, Face, Format, Inline, Mark, MarkEnd, Paragraph, ParagraphKind, Role, Slot};
pub use place::{CellName, ParseCellError, Place};
pub use table::{
    Cell, CellId, GridSlot, GroupKind, Repeat, Row, RowGroup, Table, TableBuilder, TableError, VerticalAlign,
};

use std::collections::BTreeMap;

use crate::{Finding, Length};

/// A document: its properties and what stands on its pages.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Document {
    /// Custom properties by name (`docProps/custom.xml` in OOXML): a file that
    /// this project made names its form here.
    pub properties: BTreeMap<String, String>,
    /// The sections in reading order.
    pub sections: Vec<Section>,
    /// What a reader has to say of the file as a whole. What it has to say of
    /// a stretch of text stands there as a [`Mark`] of a reserved name.
    pub findings: Vec<Finding>,
}

impl Document {
    /// All blocks, section after section.
    pub fn blocks(&self) -> impl Iterator<Item = &Block> {
        self.sections.iter().flat_map(|section| &section.blocks)
    }

    /// All paragraphs, those of cells too, to be changed.
    pub(crate) fn paragraphs_mut(&mut self) -> impl Iterator<Item = &mut Paragraph> {
        let blocks = self.sections.iter_mut().flat_map(|section| &mut section.blocks);
        blocks.flat_map(|block| {
            let (own, cells) = match block {
                Block::Paragraph(paragraph) => (Some(paragraph), None),
                Block::Table(table) => (None, Some(table.cells_mut())),
            };
            own.into_iter().chain(cells.into_iter().flatten().flat_map(|cell| &mut cell.paragraphs))
        })
    }

    /// All tables in reading order.
    pub fn tables(&self) -> impl Iterator<Item = &Table> {
        self.blocks().filter_map(|block| match block {
            Block::Table(table) => Some(table),
            Block::Paragraph(_) => None,
        })
    }
}

/// A run of pages that share their set-up (`w:sectPr`, ECMA-376 Part 1, 17.6).
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Section {
    /// Paper and margins.
    pub page: Page,
    /// What stands on the pages.
    pub blocks: Vec<Block>,
}

/// Paper size and margins.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Page {
    /// Width of the paper as it lies: larger than the height for landscape.
    pub width: Length,
    /// Height of the paper as it lies.
    pub height: Length,
    /// Top margin (天头).
    pub top: Length,
    /// Right margin.
    pub right: Length,
    /// Bottom margin.
    pub bottom: Length,
    /// Left margin (订口).
    pub left: Length,
}

impl Page {
    /// A4 portrait with the margins of GB/T 9704-2012, 5.2: 天头 37 mm, 订口 28 mm,
    /// 版心 156 mm × 225 mm.
    pub const A4: Page = Page {
        width: Length::mm(210),
        height: Length::mm(297),
        top: Length::mm(37),
        right: Length::mm(26),
        bottom: Length::mm(35),
        left: Length::mm(28),
    };

    /// Width between the margins.
    pub fn text_width(&self) -> Length {
        self.width - self.left - self.right
    }

    /// Height between the margins.
    pub fn text_height(&self) -> Length {
        self.height - self.top - self.bottom
    }

    /// Whether the paper lies on its long side.
    pub fn is_landscape(&self) -> bool {
        self.width > self.height
    }
}

impl Default for Page {
    fn default() -> Page {
        Page::A4
    }
}

/// A paragraph or a table.
#[derive(Debug, Clone, PartialEq)]
pub enum Block {
    /// A paragraph outside any table.
    Paragraph(Paragraph),
    /// A table.
    Table(Table),
}
