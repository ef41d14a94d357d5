//! Growing rows lend each other room, so that a filled form keeps to its pages.
//!
//! A blank shares out all of a page among its growing rows. An answer that
//! needs more than its row has takes it from the rows that have some to spare,
//! down to what each of them must have, before anything goes to another page;
//! and the white space above the seal of an opinion gives way to its text.

use std::borrow::Cow;

use super::division::{self, RESERVE, cell_height, divide};
use super::{Metrics, sane, sane_page};
use crate::Length;
use crate::document::{Block, Cell, Document, Inline, Paragraph, Role, Section, Table};

/// What a row keeps above what its text needs when it lends room: programs
/// differ by the thickness of its lines.
const SLACK: Length = Length::mm(1);
/// What stays free below the date of an opinion.
const BELOW_SEAL: Length = Length::mm(2);

/// The document with the heights that its rows need. A blank form stays as it
/// is.
pub(crate) fn fit<'d>(document: &'d Document, metrics: &dyn Metrics) -> Cow<'d, Document> {
    let mut fitted = Cow::Borrowed(document);
    for (index, section) in document.sections.iter().enumerate() {
        let tables: Vec<Option<Needs>> = section
            .blocks
            .iter()
            .map(|block| match block {
                Block::Table(table) if grows(table) => Some(Needs::of(table, metrics)),
                _ => None,
            })
            .collect();
        if tables.iter().all(Option::is_none) {
            continue;
        }
        let page = sane_page(&section.page);
        let items = items(section, (page.width - page.left - page.right).max(Length::ZERO), &tables, metrics);
        let heights = heights(&items, page.height - page.top - page.bottom - RESERVE);
        for (item, height) in items.iter().zip(&heights) {
            let Some(row) = item.row.filter(|_| *height < item.height.given) else { continue };
            if let Block::Table(table) = &mut fitted.to_mut().sections[index].blocks[item.block] {
                // Whole twips, which Word counts in.
                table.rows[row].height = Length::twips(height.to_emu() / 635);
            }
        }
        for (block, needs) in tables.iter().enumerate() {
            let Some(needs) = needs else { continue };
            needs.seat(&mut fitted, (index, block));
        }
    }
    fitted
}

fn grows(table: &Table) -> bool {
    table.rows.iter().any(|row| row.grow > 0)
}

/// The paragraph of a cell whose seal stands at the bottom of the cell: the
/// space above it gives way to longer answers.
pub(crate) fn seal(cell: &Cell) -> Option<usize> {
    cell.paragraphs.iter().position(is_seal)
}

/// Whether a paragraph is the line of a seal.
pub(crate) fn is_seal(paragraph: &Paragraph) -> bool {
    paragraph.inlines.iter().any(|inline| matches!(inline, Inline::Text { role: Role::Scaffold, .. }))
}

/// What the cells and rows of a table need.
struct Needs {
    /// By the numbers of the cells: with all the space above a seal, and that
    /// space.
    cells: Vec<(Length, Length)>,
    rows: Vec<Height>,
}

/// The height of a row, or of a paragraph.
#[derive(Debug, Clone, Copy)]
struct Height {
    /// In the blank, before it got its share of the page.
    blank: Length,
    /// At least, with its answers.
    least: Length,
    /// With its share of the page, or what its answers need.
    given: Length,
}

/// The least part of a row that a page ends with.
const SPLIT: Length = Length::mm(20);

impl Height {
    fn of(table: &Table, row: usize) -> Height {
        let info = &table.rows[row];
        let height = sane(info.height);
        if info.grow == 0 {
            return Height { blank: height, least: height, given: height };
        }
        let blank = sane(info.least).min(height);
        // A box that is filled needs no more room than its answer; one that is
        // still to be filled, or sealed, does.
        let least = if is_answered(table, row) { Length::ZERO } else { blank };
        Height { blank, least, given: height }
    }
}

/// Whether all long answers of a row are given, and no seal goes beside them.
fn is_answered(table: &Table, row: usize) -> bool {
    let paragraphs = || table.cells_of_row(row).flat_map(|cell| &cell.paragraphs);
    let slots = paragraphs().flat_map(|paragraph| &paragraph.inlines).filter_map(|inline| match inline {
        Inline::Slot(slot) if slot.paragraphs => Some(slot.text.is_empty()),
        _ => None,
    });
    let all_given = slots.reduce(|one, other| one || other) == Some(false);
    all_given && !paragraphs().any(is_seal)
}

impl Needs {
    fn of(table: &Table, metrics: &dyn Metrics) -> Needs {
        let mut cells = Vec::with_capacity(table.cells().len());
        let mut rows: Vec<Height> = (0..table.height()).map(|row| Height::of(table, row)).collect();
        for cell in table.cells() {
            let height = cell_height(table, cell, cell.paragraphs.iter(), metrics);
            let above_seal = seal(cell).map_or(Length::ZERO, |seal| sane(cell.paragraphs[seal].format.before));
            cells.push((height, above_seal));
        }
        // What a cell over several rows needs beyond them goes to the last.
        let mut by_span: Vec<usize> = (0..cells.len()).collect();
        by_span.sort_by_key(|cell| table.cells()[*cell].row_span);
        for index in by_span {
            let (cell, (with_seal, above_seal)) = (&table.cells()[index], cells[index]);
            let without = |height: Length| match above_seal > Length::ZERO {
                true => height - above_seal + BELOW_SEAL,
                false => height,
            };
            let needed = without(with_seal);
            let blank = if has_answer(cell) { without(blank_height(table, cell, metrics)) } else { needed };
            let Some(rows) = rows.get_mut(cell.rows()) else { continue };
            let sum = |part: fn(&Height) -> Length| rows.iter().map(part).sum::<Length>();
            let (blank_sum, least, given) = (sum(|row| row.blank), sum(|row| row.least), sum(|row| row.given));
            if let Some(last) = rows.last_mut() {
                last.blank += (blank - blank_sum).max(Length::ZERO);
                last.least += (needed - least).max(Length::ZERO);
                last.given += (needed - given).max(Length::ZERO);
            }
        }
        for row in &mut rows {
            row.least = (row.least + SLACK).min(row.given);
        }
        Needs { cells, rows }
    }

    /// Takes from the space above seals what their rows do not have.
    fn seat(&self, fitted: &mut Cow<'_, Document>, (section, block): (usize, usize)) {
        let Block::Table(table) = &fitted.sections[section].blocks[block] else { return };
        let seats: Vec<(usize, usize, Length)> = (table.cells().iter().enumerate())
            .filter(|(index, _)| self.cells[*index].1 > Length::ZERO)
            .filter_map(|(index, cell)| {
                let (height, above_seal) = self.cells[index];
                let has: Length = table.rows.get(cell.rows())?.iter().map(|row| sane(row.height)).sum();
                let excess = height + BELOW_SEAL - has;
                // Rounding is no reason to change anything.
                let space = above_seal - excess.min(above_seal);
                Some((index, seal(cell)?, space)).filter(|_| excess > Length::twips(2))
            })
            .collect();
        if seats.is_empty() {
            return;
        }
        if let Block::Table(table) = &mut fitted.to_mut().sections[section].blocks[block] {
            for (cell, paragraph, space) in seats {
                table.cells_mut()[cell].paragraphs[paragraph].format.before = Length::twips(space.to_emu() / 635);
            }
        }
    }
}

fn has_answer(cell: &Cell) -> bool {
    let mut inlines = cell.paragraphs.iter().flat_map(|paragraph| &paragraph.inlines);
    inlines.any(|inline| matches!(inline, Inline::Slot(slot) if !slot.text.is_empty()))
}

fn blank_height(table: &Table, cell: &Cell, metrics: &dyn Metrics) -> Length {
    let mut paragraphs = cell.paragraphs.clone();
    paragraphs.iter_mut().for_each(Paragraph::clear_answers);
    cell_height(table, cell, paragraphs.iter(), metrics)
}

/// A paragraph or a row on its way down the page.
struct Item {
    block: usize,
    row: Option<usize>,
    height: Height,
    splits: bool,
    keep_next: bool,
}

/// The pages are those of the blank.
impl division::Item for Item {
    fn height(&self) -> Length {
        self.height.blank
    }

    fn keeps_next(&self) -> bool {
        self.keep_next
    }
}

fn items(section: &Section, width: Length, tables: &[Option<Needs>], metrics: &dyn Metrics) -> Vec<Item> {
    let mut items = Vec::new();
    for (block, content) in section.blocks.iter().enumerate() {
        match (content, tables.get(block)) {
            (Block::Paragraph(paragraph), _) => {
                let height = super::height(std::iter::once(paragraph), width, metrics);
                let height = Height { blank: height, least: height, given: height };
                let keep_next = paragraph.format.keep_next;
                items.push(Item { block, row: None, height, splits: false, keep_next });
            }
            (Block::Table(table), Some(Some(needs))) => items.extend(rows(block, table, needs)),
            (Block::Table(table), _) => items.extend(rows(block, table, &Needs::of(table, metrics))),
        }
    }
    items
}

fn rows(block: usize, table: &Table, needs: &Needs) -> impl Iterator<Item = Item> {
    let rows = table.rows.iter().zip(&needs.rows).enumerate();
    rows.map(move |(row, (info, height))| {
        let splits = info.splits;
        Item { block, row: Some(row), height: *height, splits, keep_next: false }
    })
}

/// The height of each item where a page is so high.
fn heights(items: &[Item], page: Length) -> Vec<Length> {
    let mut heights: Vec<Length> = items.iter().map(|item| item.height.given).collect();
    // What the page before had no room for.
    let mut above = Length::ZERO;
    for range in divide(items, page) {
        shrink(&mut heights[range.clone()], &items[range.clone()], page - above);
        above = excess(&items[range.clone()], &heights[range], page, above);
    }
    heights
}

/// How much of the next page is taken by what a page has no room for, below
/// what stands `above`.
fn excess(items: &[Item], heights: &[Length], page: Length, above: Length) -> Length {
    let (mut used, mut turned) = (above, false);
    for (item, height) in items.iter().zip(heights) {
        let left = page - used;
        if *height <= left {
            used += *height;
            continue;
        }
        turned = true;
        let splits = item.height.given > page || (item.splits && left > SPLIT);
        used = if splits { *height - left } else { *height };
        if used > page {
            used = Length::emu(used.to_emu() % page.to_emu().max(1));
        }
    }
    if turned { used } else { Length::ZERO }
}

/// Takes from the items of a page what they have too much together, in
/// proportion to what each can spare, if that is enough; gives the height of
/// all.
fn shrink(heights: &mut [Length], items: &[Item], room: Length) -> Length {
    let given: Length = items.iter().map(|item| item.height.given).sum();
    let least: Length = items.iter().map(|item| item.height.least).sum();
    let (excess, spare) = (given - room, given - least);
    if excess <= Length::ZERO || spare < excess {
        return given;
    }
    for (height, Item { height: Height { least, given, .. }, .. }) in heights.iter_mut().zip(items) {
        let share = i128::from((*given - *least).to_emu()) * i128::from(excess.to_emu());
        let share = share / i128::from(spare.to_emu().max(1));
        *height = *given - Length::emu(i64::try_from(share).unwrap_or_default());
    }
    room
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::typeset::Nominal;
    use crate::{Catalogue, Record};

    #[test]
    fn blanks_stay_as_they_are() {
        for form in Catalogue::embedded().unwrap().forms() {
            let blank = form.instantiate(&Record::new());
            let fitted = fit(&blank, &Nominal::Word);
            for (one, other) in blank.tables().zip(fitted.tables()) {
                for (row, other) in one.rows.iter().zip(&other.rows) {
                    assert_eq!(row, other, "{}", form.id);
                }
            }
            assert_eq!(blank, *fitted, "{}", form.id);
        }
    }
}
