//! Growing rows lend each other room, so that a filled form keeps to its pages.
//!
//! A blank shares out all of a page among its growing rows. An answer that
//! needs more than its row has takes it from the rows that have some to spare,
//! down to what each of them must have, before anything goes to another page;
//! and the white space above the seal of an opinion gives way to its text.

use std::borrow::Cow;
use std::ops::Range;

use super::content::Content;
use super::{Metrics, sane, sane_page};
use crate::Length;
use crate::document::{Block, Cell, Document, Inline, Paragraph, Role, Section, Table};
use crate::layout::CELL_MARGIN;

/// What stays free at the foot of a page that is filled to the last line.
const RESERVE: Length = Length::mm(3);
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
            let Some(row) = item.row.filter(|_| *height < item.given) else { continue };
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

/// The least part of a row that a page ends with.
const SPLIT: Length = Length::mm(10);

/// What the cells and rows of a table need.
struct Needs {
    /// By the numbers of the cells: with all the space above a seal, and that
    /// space.
    cells: Vec<(Length, Length)>,
    /// By rows: at least, and as they are.
    rows: Vec<(Length, Length)>,
}

impl Needs {
    fn of(table: &Table, metrics: &dyn Metrics) -> Needs {
        let cells: Vec<(Length, Length)> = table
            .cells()
            .iter()
            .map(|cell| {
                let columns = table.columns.get(cell.columns()).unwrap_or_default();
                let width: Length = columns.iter().map(|column| sane(*column)).sum();
                let width = (width - CELL_MARGIN * 2).max(Length::ZERO);
                let height = Content::set(cell.paragraphs.iter(), width, metrics).height;
                let above_seal = seal(cell).map_or(Length::ZERO, |seal| sane(cell.paragraphs[seal].format.before));
                (height, above_seal)
            })
            .collect();
        let mut rows: Vec<(Length, Length)> = table
            .rows
            .iter()
            .map(|row| {
                let height = sane(row.height);
                (if row.grow > 0 { sane(row.least).min(height) } else { height }, height)
            })
            .collect();
        let mut by_span: Vec<usize> = (0..cells.len()).collect();
        by_span.sort_by_key(|cell| table.cells()[*cell].row_span);
        for index in by_span {
            let (cell, (height, above_seal)) = (&table.cells()[index], cells[index]);
            let needed = if above_seal > Length::ZERO { height - above_seal + BELOW_SEAL } else { height };
            let Some(rows) = rows.get_mut(cell.rows()) else { continue };
            let least: Length = rows.iter().map(|row| row.0).sum();
            let given: Length = rows.iter().map(|row| row.1).sum();
            if let Some(last) = rows.last_mut() {
                last.0 += (needed - least).max(Length::ZERO);
                last.1 += (needed - given).max(Length::ZERO);
            }
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

/// A paragraph or a row on its way down the page.
struct Item {
    block: usize,
    row: Option<usize>,
    least: Length,
    given: Length,
    splits: bool,
    keep_next: bool,
}

fn items(section: &Section, width: Length, tables: &[Option<Needs>], metrics: &dyn Metrics) -> Vec<Item> {
    let mut items = Vec::new();
    for (block, content) in section.blocks.iter().enumerate() {
        match (content, tables.get(block)) {
            (Block::Paragraph(paragraph), _) => {
                let height = Content::set(std::iter::once(paragraph), width, metrics).height;
                let keep_next = paragraph.format.keep_next;
                items.push(Item { block, row: None, least: height, given: height, splits: false, keep_next });
            }
            (Block::Table(table), Some(Some(needs))) => add_rows(&mut items, block, table, needs),
            (Block::Table(table), _) => add_rows(&mut items, block, table, &Needs::of(table, metrics)),
        }
    }
    items
}

fn add_rows(items: &mut Vec<Item>, block: usize, table: &Table, needs: &Needs) {
    let rows = table.rows.iter().zip(&needs.rows).enumerate();
    items.extend(rows.map(|(row, (info, (least, given)))| Item {
        block,
        row: Some(row),
        least: *least,
        given: *given,
        splits: info.splits,
        keep_next: false,
    }));
}

/// The height of each item where a page is so high.
fn heights(items: &[Item], page: Length) -> Vec<Length> {
    let mut heights: Vec<Length> = items.iter().map(|item| item.given).collect();
    // The page that is being filled: its first item, and what stands above it.
    let (mut start, mut above) = (0, Length::ZERO);
    let mut used = above;
    for (index, item) in items.iter().enumerate() {
        if used + item.least <= page {
            used += item.least;
            continue;
        }
        let mut end = index;
        // A heading goes to the next page with what it heads.
        while item.least <= page && end > start + 1 && items[end - 1].keep_next {
            end -= 1;
        }
        let filled = shrink(&mut heights, items, start..end, page - above);
        let left = (page - above - filled).max(Length::ZERO);
        (start, above) = (end, Length::ZERO);
        if item.least > page || (item.splits && end == index && left > SPLIT) {
            // What the row has no room for goes to the next page, with what follows.
            let mut rest = item.least - left;
            while rest > page && page > Length::ZERO {
                rest = rest - page;
            }
            (start, above) = (index + 1, rest.max(Length::ZERO));
        }
        used = above + items[start..index + 1].iter().map(|item| item.least).sum();
    }
    shrink(&mut heights, items, start..items.len(), page - above);
    heights
}

/// Takes from the items of a page what they have too much together, in
/// proportion to what each can spare; gives the height of all.
fn shrink(heights: &mut [Length], items: &[Item], range: Range<usize>, room: Length) -> Length {
    let items = &items[range.clone()];
    let given: Length = items.iter().map(|item| item.given).sum();
    let least: Length = items.iter().map(|item| item.least).sum();
    let (excess, spare) = (given - room, given - least);
    if excess <= Length::ZERO || spare < excess {
        return given;
    }
    for (height, item) in heights[range].iter_mut().zip(items) {
        let share = i128::from((item.given - item.least).to_emu()) * i128::from(excess.to_emu());
        let share = share / i128::from(spare.to_emu().max(1));
        *height = item.given - Length::emu(i64::try_from(share).unwrap_or_default());
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
