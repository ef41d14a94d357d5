//! Files that hold more than one form: two copies, or a form and its summary.

use std::collections::HashSet;

use super::anchor::{Anchors, NameOf};
use super::region::{Region, Regions};
use crate::document::{Block, Document, Section};
use crate::text::fold;

/// Labels that must come again before a block starts another copy.
const LEAST: usize = 3;

/// Cuts a document where another form starts: at a title of a known form after
/// labels of one, or at a table whose labels have all been seen. A document
/// with one form is one part.
pub(super) fn parts(document: &Document, regions: &Regions<'_>, anchors: &Anchors, titles: &[String]) -> Vec<Document> {
    let blocks: Vec<&Block> = document.blocks().collect();
    let mut starts = vec![0];
    let mut seen: HashSet<usize> = HashSet::new();
    for (index, block) in blocks.iter().enumerate() {
        let from = regions.list.partition_point(|region| region.block < index);
        let to = regions.list.partition_point(|region| region.block <= index);
        let found = labels(&regions.list[from..to], anchors);
        let again = found.intersection(&seen).count();
        let repeats = again >= LEAST && again * 10 >= found.len() * 6;
        let titled = seen.len() >= LEAST && is_title(block, titles);
        if repeats || titled {
            let last = starts.last().copied().unwrap_or(0);
            starts.push(start_of_part(&blocks, index, last));
            seen.clear();
        }
        seen.extend(found);
    }
    starts.dedup();
    if starts.len() == 1 {
        return Vec::new();
    }
    starts.push(blocks.len());
    starts
        .windows(2)
        .map(|range| Document {
            properties: document.properties.clone(),
            sections: vec![Section {
                blocks: blocks[range[0]..range[1]].iter().map(|block| (*block).clone()).collect(),
                ..Section::default()
            }],
        })
        .collect()
}

/// The labels in a block that stand once in a form. Heads of columns come again
/// on every page.
fn labels(regions: &[Region], anchors: &Anchors) -> HashSet<usize> {
    let mut found = HashSet::new();
    for key in regions.iter().flat_map(|region| &region.keys).filter(|key| key.start == 0) {
        let names = anchors.names.get(&key.folded).map(Vec::as_slice).unwrap_or_default();
        let is_column = |name: &NameOf| anchors.list[name.anchor].path.is_column();
        if !names.iter().any(is_column) {
            found.extend(names.first().map(|name| name.anchor));
        }
    }
    found
}

fn is_title(block: &Block, titles: &[String]) -> bool {
    match block {
        Block::Paragraph(paragraph) => {
            let folded = fold(&paragraph.text());
            titles.iter().any(|title| folded.contains(title.as_str()))
        }
        Block::Table(_) => false,
    }
}

/// Where a part starts whose title or first table stands at `index`: with the
/// paragraphs before it (附件2, the title), but not the notes of the part before.
fn start_of_part(blocks: &[&Block], index: usize, last: usize) -> usize {
    let mut start = index;
    while start > last + 1
        && let Block::Paragraph(paragraph) = blocks[start - 1]
    {
        let text = paragraph.text();
        if text.trim_start().starts_with(['注', '备']) || text.chars().count() > 60 {
            break;
        }
        start -= 1;
    }
    start
}
