//! Blocks on their way down the pages.

use super::content::Content;
use super::emit::Part;
use super::fit::fit;
use super::table::Setter;
use super::{Item, Metrics, Origin, Rect, SetPage, number, sane_page};
use crate::Length;
use crate::document::{Block, Document, Page, ParagraphKind, Section};

/// Sets a laid-out document on pages.
///
/// Lines end where [`lines`](super::lines()) ends them, rows grow with what
/// their cells hold; those that share a page lend each other room first. A page
/// ends between lines or rows: never after a paragraph that is kept with the
/// next, nor inside a row, unless the row may be split or is higher than a page;
/// and notes below a table never stand alone on theirs, if its last row is low
/// enough to go with them. Heads are repeated above the rows of their band that
/// stand on later pages, and the labels of cells that go on there. A document
/// of several pages has them numbered.
///
/// Nothing is left out: what is too wide for its cell, or too high for its page,
/// stands over the edge. A document without sections has no pages.
pub fn pages(document: &Document, metrics: &dyn Metrics) -> Vec<SetPage> {
    let document = fit(document, metrics);
    let mut flow = Flow::new(metrics);
    for (index, section) in document.sections.iter().enumerate() {
        flow.section(index, section);
    }
    number::finish(&mut flow.pages, metrics);
    flow.pages
}

/// What holds two touching tables apart: Word needs a paragraph there.
const HAIRLINE: Length = Length::half_points(2);

/// The pages set so far, and how far down the last one is filled.
pub(super) struct Flow<'m> {
    pub metrics: &'m dyn Metrics,
    pub pages: Vec<SetPage>,
    page: Page,
    pub y: Length,
    /// Whether nothing stands on the page yet.
    pub is_empty: bool,
}

/// A block with its lines.
enum SetBlock<'d> {
    Paragraph { content: Content<'d>, keep_next: bool, is_note: bool },
    Table(Setter<'d>),
}

impl<'m> Flow<'m> {
    fn new(metrics: &'m dyn Metrics) -> Flow<'m> {
        Flow { metrics, pages: Vec::new(), page: Page::A4, y: Length::ZERO, is_empty: true }
    }

    /// The first line of the page below the margin.
    pub fn top(&self) -> Length {
        self.page.top
    }

    /// Where the lower margin begins.
    pub fn bottom(&self) -> Length {
        (self.page.height - self.page.bottom).max(self.page.top)
    }

    pub fn new_page(&mut self) {
        self.pages.push(SetPage { page: self.page, number: 0, of: 0, items: Vec::new() });
        self.y = self.top();
        self.is_empty = true;
    }

    /// The items of the page.
    pub fn items(&mut self) -> Option<&mut Vec<Item>> {
        self.pages.last_mut().map(|page| &mut page.items)
    }

    fn section(&mut self, index: usize, section: &Section) {
        self.page = sane_page(&section.page);
        self.new_page();
        let left = self.page.left;
        let width = (self.page.width - left - self.page.right).max(Length::ZERO);
        let blocks: Vec<SetBlock<'_>> = section
            .blocks
            .iter()
            .enumerate()
            .map(|(block, content)| match content {
                Block::Paragraph(p) => SetBlock::Paragraph {
                    content: Content::set(std::iter::once(p), width, self.metrics),
                    keep_next: p.format.keep_next,
                    is_note: p.kind == ParagraphKind::Note,
                },
                Block::Table(table) => SetBlock::Table(Setter::new(table, (index, block), left, width, self.metrics)),
            })
            .collect();
        self.blocks(index, blocks, (left, width));
    }

    fn blocks(&mut self, section: usize, mut blocks: Vec<SetBlock<'_>>, (left, width): (Length, Length)) {
        for number in 0..blocks.len() {
            let is_kept = matches!(&blocks[number], SetBlock::Paragraph { keep_next: true, .. });
            if is_kept && !self.is_empty && !fits(&blocks[number..], self.y, self.bottom()) {
                let top = self.top();
                // What no page can hold together is not kept.
                if fits(&blocks[number..], top, self.bottom()) {
                    self.new_page();
                }
            }
            let touches =
                number > 0 && matches!(&blocks[number - 1..=number], [SetBlock::Table(_), SetBlock::Table(_)]);
            if touches && !self.is_empty {
                self.y += HAIRLINE;
            }
            let notes = notes(&blocks[number + 1..]);
            match &mut blocks[number] {
                SetBlock::Paragraph { content, .. } => {
                    self.paragraph(content, Origin::Paragraph { section, block: number }, (left, width));
                }
                SetBlock::Table(setter) => setter.set(self, notes),
            }
        }
    }

    /// Sets a paragraph outside tables. No page begins or ends with a single
    /// line of several.
    fn paragraph(&mut self, content: &Content<'_>, origin: Origin, (left, width): (Length, Length)) {
        let count = content.lines.len();
        let mut from = 0;
        while from < count {
            let room = self.bottom() - self.y;
            let mut to = content.breaking(from, room);
            if to == from && self.is_empty {
                to = content.fitting(from, room).max(from + 1);
            }
            if to > from {
                let y = self.y - content.start(from);
                let (first, last) = (&content.lines[from], &content.lines[to - 1]);
                let free = Rect { x: left, y: y + first.top, width, height: last.bottom() - first.top };
                let metrics = self.metrics;
                let part =
                    Part { content, lines: from..to, x: left, y, free, slots: true, origin: &|_| origin, metrics };
                self.items().map(|items| part.emit(items)).unwrap_or_default();
                self.y = if to == count { y + content.height } else { y + last.bottom() };
                self.is_empty = false;
            }
            if to < count {
                self.new_page();
            }
            from = to;
        }
    }
}

/// The height of the notes that stand before any other block.
fn notes(blocks: &[SetBlock<'_>]) -> Length {
    let notes = blocks.iter().map_while(|block| match block {
        SetBlock::Paragraph { content, is_note: true, .. } => Some(content.height),
        _ => None,
    });
    notes.sum()
}

/// Whether blocks that are kept together, from the first one to the first that
/// is not kept with its next, can begin at `y`.
fn fits(blocks: &[SetBlock<'_>], mut y: Length, bottom: Length) -> bool {
    for block in blocks {
        match block {
            SetBlock::Paragraph { content, keep_next: true, .. } => y += content.height,
            SetBlock::Paragraph { content, .. } => {
                let lines = &content.lines;
                // Two lines, or three of which none may stand alone.
                let needed = if lines.len() <= 3 { lines.last() } else { lines.get(1) };
                return needed.is_none_or(|line| y + line.bottom() <= bottom);
            }
            SetBlock::Table(setter) => return setter.begins(bottom - y),
        }
        if y > bottom {
            return false;
        }
    }
    true
}
