//! Forms set on pages, and any document at all.

// A test that fails panics.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod any;
mod forms;
#[path = "../records/mod.rs"]
mod records;
mod splits;

use std::collections::BTreeMap;

use shenbao::document::{Block, CellId, Document, Paragraph};
use shenbao::typeset::{Item, Origin, SetPage};

/// Whether a character can be seen.
fn is_seen(c: char) -> bool {
    !c.is_whitespace() && !c.is_control() && c != '\u{200b}'
}

/// The text of each paragraph on the pages, without white space and what is
/// repeated.
fn texts(pages: &[SetPage]) -> BTreeMap<Origin, String> {
    let mut texts: BTreeMap<Origin, String> = BTreeMap::new();
    let mut add = |origin: Origin, text: &str| {
        if !matches!(origin, Origin::PageNumber | Origin::Cell { repeated: true, .. }) {
            texts.entry(origin).or_default().extend(text.chars().filter(|c| is_seen(*c)));
        }
    };
    for item in pages.iter().flat_map(|page| &page.items) {
        match item {
            Item::Text(run) => add(run.origin, &run.text),
            Item::Box(tick) => add(tick.origin, if tick.ticked { "☑" } else { "□" }),
            Item::Rule(_) | Item::Slot(_) => {}
        }
    }
    texts.retain(|_, text| !text.is_empty());
    texts
}

/// The text of each paragraph of a document, likewise.
fn expected(document: &Document) -> BTreeMap<Origin, String> {
    let mut texts = BTreeMap::new();
    let mut add = |origin: Origin, paragraph: &Paragraph| {
        let text: String = paragraph.printed().chars().filter(|c| is_seen(*c)).collect();
        if !text.is_empty() {
            texts.insert(origin, text);
        }
    };
    for (section, content) in document.sections.iter().enumerate() {
        for (block, content) in content.blocks.iter().enumerate() {
            match content {
                Block::Paragraph(p) => add(Origin::Paragraph { section, block }, p),
                Block::Table(table) => {
                    for (id, cell) in table.cells().iter().enumerate() {
                        for (paragraph, p) in cell.paragraphs.iter().enumerate() {
                            let cell = CellId(id);
                            add(Origin::Cell { section, block, cell, paragraph, repeated: false }, p);
                        }
                    }
                }
            }
        }
    }
    texts
}

/// The runs of a page.
fn runs(page: &SetPage) -> impl Iterator<Item = &shenbao::typeset::Run> {
    page.items.iter().filter_map(|item| match item {
        Item::Text(run) => Some(run),
        _ => None,
    })
}
