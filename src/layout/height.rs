//! Rows that share what is left of a page, and seals that stand at the bottom
//! of their boxes.

use super::measure;
use crate::Length;
use crate::document::{Block, Page, Section, Table};
use crate::typeset::{self, PageItem};

/// Gives the growing rows of a section their heights, and the seals in them
/// their places.
pub(super) fn share(section: &mut Section) {
    let page = section.page;
    let items = items(section);
    for range in typeset::divide(&items, page.text_height() - typeset::RESERVE) {
        fill(section, &items[range], &page);
    }
    for block in &mut section.blocks {
        if let Block::Table(table) = block {
            seat_seals(table);
        }
    }
}

/// How much of each of its pages a section takes when it is blank.
pub(crate) fn page_heights(section: &Section) -> Vec<Length> {
    let items = items(section);
    let pages = typeset::divide(&items, section.page.text_height() - typeset::RESERVE);
    pages.into_iter().map(|range| items[range].iter().map(|item| item.height).sum()).collect()
}

/// A paragraph or a row on its way down the page.
struct Item {
    block: usize,
    /// The row, for an item of a table.
    row: Option<usize>,
    /// Height of all copies of the row together.
    height: Length,
    /// How often the row is printed in a blank form.
    copies: i64,
    grow: u32,
    keep_next: bool,
}

impl PageItem for Item {
    fn height(&self) -> Length {
        self.height
    }

    fn keeps_next(&self) -> bool {
        self.keep_next
    }
}

fn items(section: &Section) -> Vec<Item> {
    let width = section.page.text_width();
    let mut items = Vec::new();
    for (block, content) in section.blocks.iter().enumerate() {
        match content {
            Block::Paragraph(p) => items.push(Item {
                block,
                row: None,
                height: measure::paragraph(p, width),
                copies: 1,
                grow: 0,
                keep_next: p.format.keep_next,
            }),
            Block::Table(table) => items.extend((0..table.height()).map(|row| {
                let copies = table.rows[row].repeat.as_ref().map_or(1, |repeat| repeat.min.max(1) as i64);
                Item {
                    block,
                    row: Some(row),
                    height: measure::row(table, row) * copies,
                    copies,
                    grow: table.rows[row].grow,
                    keep_next: false,
                }
            })),
        }
    }
    items
}

/// Shares what is left of one page among its growing rows.
fn fill(section: &mut Section, items: &[Item], page: &Page) {
    let used: Length = items.iter().map(|item| item.height).sum();
    let left = page.text_height() - typeset::RESERVE - used;
    let shares: u32 = items.iter().map(|item| item.grow).sum();
    if left <= Length::ZERO || shares == 0 {
        return;
    }
    for item in items.iter().filter(|item| item.grow > 0) {
        let (Some(row), Block::Table(table)) = (item.row, &mut section.blocks[item.block]) else { continue };
        // A repeated row shares its part among its copies.
        let height = (item.height + left * i64::from(item.grow) / i64::from(shares)) / item.copies;
        // Whole twips, so that the page adds up in Word's units too.
        table.rows[row].height = Length::twips(height.to_emu() / 635);
    }
}

/// Moves the seal lines of boxes to the bottom: the space above the first of
/// them takes what the row has left.
fn seat_seals(table: &mut Table) {
    let room: Vec<Option<Length>> = table
        .cells()
        .iter()
        .map(|cell| {
            let height: Length = table.rows[cell.rows()].iter().map(|row| row.height).sum();
            let left = height - measure::cell(table, cell) - Length::mm(2);
            (left > Length::ZERO).then_some(left)
        })
        .collect();
    for (cell, room) in table.cells_mut().iter_mut().zip(room) {
        if let (Some(seal), Some(room)) = (typeset::seal(cell), room) {
            cell.paragraphs[seal].format.before += room;
        }
    }
}
