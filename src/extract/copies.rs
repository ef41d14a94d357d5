//! Files that hold more than one form: two copies, or a form and its summary.

use std::collections::HashSet;

use super::anchor::{Anchors, NameOf};
use super::region::{Region, Regions};
use crate::document::{Block, Document, Section};
use crate::text::fold;

/// Labels that must come again before a block starts another copy.
const LEAST: usize = 3;

/// A title by which a form in a file is known.
#[derive(Debug)]
pub(super) struct Title {
    /// Folded.
    pub words: String,
    /// The number of its form.
    pub form: usize,
}

/// Cuts a document where another form starts: at a title of a known form after
/// a table or labels of one, or at a block whose labels have all been seen. A
/// document with one form is one part.
///
/// `anchors` gives the labels of a form; `likely` is the one that the document
/// as a whole is most like.
pub(super) fn parts<'a>(
    document: &Document,
    regions: &Regions<'_>,
    anchors: impl Fn(usize) -> &'a Anchors,
    likely: usize,
    titles: &[Title],
) -> Vec<Document> {
    let blocks: Vec<&Block> = document.blocks().collect();
    let mut form = likely;
    let mut starts = vec![0];
    let mut seen: HashSet<usize> = HashSet::new();
    // For each block its labels, and whether all have stood in the part before.
    let mut blocks_labels: Vec<HashSet<usize>> = Vec::new();
    let mut all_seen: Vec<bool> = Vec::new();
    let mut has_table = false;
    for (index, block) in blocks.iter().enumerate() {
        let from = regions.list.partition_point(|region| region.block < index);
        let to = regions.list.partition_point(|region| region.block <= index);
        let title = title_of(block, titles);
        let titled = title.is_some() && (has_table || seen.len() >= LEAST);
        let mut found = labels(&regions.list[from..to], anchors(form));
        let again = found.intersection(&seen).count();
        let repeats = again >= LEAST && again * 10 >= found.len() * 6;
        if repeats || titled {
            let last = starts.last().copied().unwrap_or(0);
            let start = start_of_part(&blocks, &all_seen, index, last);
            starts.push(start);
            seen = blocks_labels[start..].iter().flatten().copied().collect();
            has_table = blocks[start..index].iter().any(|block| matches!(block, Block::Table(_)));
        }
        if let Some(title) = title
            && (titled || !(has_table || seen.len() >= LEAST))
        {
            form = title.form;
            found = labels(&regions.list[from..to], anchors(form));
        }
        all_seen.push(again > 0 && again == found.len());
        has_table |= matches!(block, Block::Table(_));
        seen.extend(&found);
        blocks_labels.push(found);
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
            findings: document.findings.clone(),
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

/// The title of a known form that a paragraph holds.
fn title_of<'t>(block: &Block, titles: &'t [Title]) -> Option<&'t Title> {
    let Block::Paragraph(paragraph) = block else { return None };
    let folded = fold(&paragraph.text());
    titles.iter().filter(|title| folded.contains(&title.words)).max_by_key(|title| title.words.len())
}

/// Where a part starts whose title or first repeated labels stand at `index`:
/// with the paragraphs before it (附件2, the title) and tables that the part
/// before has too, but not the notes of the part before.
fn start_of_part(blocks: &[&Block], all_seen: &[bool], index: usize, last: usize) -> usize {
    let mut start = index;
    while start > last + 1 {
        if let Block::Paragraph(paragraph) = blocks[start - 1] {
            let text = paragraph.text();
            if text.trim_start().starts_with(['注', '备']) || text.chars().count() > 60 {
                break;
            }
        } else if !all_seen[start - 1] {
            break;
        }
        start -= 1;
    }
    start
}
