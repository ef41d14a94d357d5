//! Tables on their way down the pages.

use std::ops::Range;

use super::content::Content;
use super::emit::Part;
use super::flow::Flow;
use super::{CELL_MARGIN, Metrics, Origin, Rect, goes_with_notes, rules, sane};
use crate::Length;
use crate::document::{Cell, CellId, GroupKind, Table, VerticalAlign};

/// From a cell's edges to the area of an answer that has the cell to itself.
const INSET_X: Length = Length::twips(54);
const INSET_Y: Length = Length::twips(20);

/// Sets a table, row after row.
pub(super) struct Setter<'d> {
    table: &'d Table,
    /// Indexes of the section and the block.
    place: (usize, usize),
    /// Left edges of the columns and the right edge of the last.
    edges: Vec<Length>,
    /// By the numbers of the cells.
    cells: Vec<SetCell<'d>>,
    /// What each row needs, but for cells over several rows.
    needs: Vec<Length>,
    /// The heads that belong to each row.
    heads: Vec<Range<usize>>,
    /// The heights of the rows that are set.
    heights: Vec<Length>,
    /// What stands on the page.
    parts: Vec<RowPart>,
    /// Whether the table was not the first thing on the page.
    is_below: bool,
}

struct SetCell<'d> {
    content: Content<'d>,
    /// The first line that stands on no earlier page.
    next: usize,
    /// Whether the content is printed again on each page.
    is_label: bool,
}

impl SetCell<'_> {
    /// Whether the content is a label that stands on an earlier page.
    fn is_repeated(&self) -> bool {
        self.is_label && self.next > 0 && self.next == self.content.lines.len()
    }
}

/// A row on a page, or a part of it.
#[derive(Debug, Clone)]
pub(super) struct RowPart {
    pub row: usize,
    pub top: Length,
    pub bottom: Length,
    /// Whether the row ends here.
    ends: bool,
    /// Whether it is a head that stood on an earlier page.
    repeated: bool,
}

impl<'d> Setter<'d> {
    /// Breaks the text of all cells into lines.
    pub fn new(
        table: &'d Table,
        place: (usize, usize),
        left: Length,
        width: Length,
        metrics: &dyn Metrics,
    ) -> Setter<'d> {
        let total: Length = table.columns.iter().map(|column| sane(*column)).sum();
        // Word centres a table, also one that is wider than the text.
        let mut edges = vec![left + (width - total) / 2];
        for column in &table.columns {
            edges.push(edges[edges.len() - 1] + sane(*column));
        }
        let cells: Vec<SetCell<'d>> = table
            .cells()
            .iter()
            .map(|cell| {
                let width = width_of(&edges, cell) - CELL_MARGIN * 2;
                let content = Content::set(cell.paragraphs.iter(), width.max(Length::ZERO), metrics);
                SetCell { is_label: content.is_label(cell.row_span > 1), content, next: 0 }
            })
            .collect();
        let mut needs: Vec<Length> = table.rows.iter().map(|row| sane(row.height)).collect();
        for (cell, set) in table.cells().iter().zip(&cells).filter(|(cell, _)| cell.row_span == 1) {
            if let Some(needed) = needs.get_mut(cell.row) {
                *needed = set.content.height.max(*needed);
            }
        }
        let heights = vec![Length::ZERO; table.height()];
        let heads = heads(table);
        Setter { table, place, edges, cells, needs, heads, heights, parts: Vec::new(), is_below: false }
    }

    /// Sets the table below what is on the page, and above notes of this
    /// height.
    pub fn set(&mut self, flow: &mut Flow<'_>, notes: Length) {
        self.is_below = !flow.is_empty;
        for row in 0..self.table.height() {
            let lead = self.lead(row);
            let room = flow.bottom() - flow.y;
            if lead > room && lead > self.needs[row] && !self.is_top(row) && lead <= self.page(flow, row) {
                self.turn(flow, row);
            }
            if row + 1 == self.table.height() && self.takes_notes_along(flow, row, notes) {
                self.turn(flow, row);
            }
            self.row(flow, row);
        }
        self.close(flow);
    }

    /// Whether the last row has room on the page, but not with the notes below
    /// it, and a page of their own has.
    fn takes_notes_along(&self, flow: &Flow<'_>, row: usize, notes: Length) -> bool {
        let height = self.needed(flow, row).max(sane(self.table.rows[row].height));
        let room = flow.bottom() - flow.y;
        let is_needed = notes > Length::ZERO && height <= room && height + notes > room;
        let page = self.page(flow, row);
        let stays = self.parts.iter().any(|part| !self.heads[row].contains(&part.row));
        is_needed && stays && goes_with_notes(height, page) && height + notes <= page
    }

    /// Whether the table can begin where there is this much room.
    pub fn begins(&self, room: Length) -> bool {
        let Some(row) = self.table.rows.first() else { return true };
        self.lead(0) <= room || (row.splits && self.can_split(0, Length::ZERO, room))
    }

    /// What must be on the page of a row for the page to end below: heads have a
    /// row below them, and a label over several rows as many as it is high.
    fn lead(&self, row: usize) -> Length {
        let heads = self.heads.iter().find(|heads| heads.start == row && !heads.is_empty());
        if let Some(heads) = heads {
            let first = self.table.rows.get(heads.end).filter(|row| !row.splits).map(|_| self.needs[heads.end]);
            return self.needs[heads.clone()].iter().copied().sum::<Length>() + first.unwrap_or_default();
        }
        let labels = self.table.cells_of_row(row).filter(|cell| cell.row_span > 1);
        let labels = labels.filter_map(|cell| Some((cell, self.cells.get(self.id(cell)?.0)?)));
        labels
            .filter(|(_, set)| set.is_label)
            .map(|(cell, set)| {
                let mut lead = Length::ZERO;
                for needed in &self.needs[cell.rows()] {
                    lead += *needed;
                    if lead >= set.content.height {
                        break;
                    }
                }
                lead
            })
            .fold(self.needs[row], Length::max)
    }

    fn id(&self, cell: &Cell) -> Option<CellId> {
        self.table.slot(cell.row, cell.column).cell()
    }

    /// Sets a row, on several pages if need be.
    fn row(&mut self, flow: &mut Flow<'_>, row: usize) {
        let mut left = sane(self.table.rows[row].height);
        loop {
            let room = flow.bottom() - flow.y;
            let needed = self.needed(flow, row);
            let height = needed.max(left);
            if height <= room {
                return self.push(flow, row, height, true);
            }
            let is_top = self.is_top(row);
            if is_top && needed <= room {
                // No page can hold so high a row.
                return self.push(flow, row, room, true);
            }
            let splits = self.table.rows[row].splits || height > self.page(flow, row);
            if is_top {
                let room = room.max(self.first_lines(flow.y, row));
                self.push(flow, row, room, false);
                left = left - room;
            } else if splits && self.can_split(row, flow.y, room) {
                self.push(flow, row, room, false);
                left = left - room;
            }
            self.turn(flow, row);
        }
    }

    /// The cells that end with a row, their texts, and how far above `y` they
    /// begin on the page.
    fn ending(&self, row: usize, y: Length) -> impl Iterator<Item = (&SetCell<'d>, Length)> {
        (0..self.table.width()).filter_map(move |column| {
            let id = self.table.slot(row, column).cell()?;
            let cell = self.table.cell(id).filter(|cell| cell.column == column && cell.rows().end == row + 1)?;
            let first = self.parts.iter().find(|part| cell.rows().contains(&part.row));
            Some((self.cells.get(id.0)?, first.map_or(Length::ZERO, |part| y - part.top)))
        })
    }

    /// What the cells that end with a row still need of it. A label is only
    /// wanted again where something else goes on.
    fn needed(&self, flow: &Flow<'_>, row: usize) -> Length {
        let page = self.page(flow, row);
        let goes_on = self.ending(row, flow.y).any(|(set, _)| set.next < set.content.lines.len());
        let needed = self.ending(row, flow.y).map(|(set, above)| {
            let is_again = goes_on && set.is_repeated() && set.content.height <= page;
            set.content.rest(if is_again { 0 } else { set.next }) - above
        });
        needed.fold(Length::ZERO, Length::max)
    }

    /// Whether each of the texts that have no room in the rest of the page has
    /// room for a line, and each label for all of them.
    fn can_split(&self, row: usize, y: Length, room: Length) -> bool {
        self.ending(row, y).all(|(set, above)| {
            let (next, room) = (set.next, room + above);
            set.content.rest(next) <= room || (!set.is_label && set.content.breaking(next, room) > next)
        })
    }

    /// How high a row must be to have a line of each of its texts.
    fn first_lines(&self, y: Length, row: usize) -> Length {
        let heights = self.ending(row, y).filter_map(|(set, above)| {
            let line = set.content.lines.get(set.next)?;
            Some(line.bottom() - set.content.start(set.next) - above)
        });
        heights.fold(Length::ZERO, Length::max)
    }

    /// Whether nothing stands on the page but heads of a row's band.
    fn is_top(&self, row: usize) -> bool {
        !self.is_below && self.parts.iter().all(|part| self.heads[row].contains(&part.row) && part.row < row)
    }

    /// The heads that are repeated above a row on a new page: none that would
    /// take half of it.
    fn repeated(&self, flow: &Flow<'_>, row: usize) -> (Range<usize>, Length) {
        let heads = self.heads[row].clone();
        let height: Length = self.heights[heads.clone()].iter().copied().sum();
        match row >= heads.end && height * 2 <= flow.bottom() - flow.top() {
            true => (heads, height),
            false => (0..0, Length::ZERO),
        }
    }

    /// The room for a row on a page of its own, below repeated heads.
    fn page(&self, flow: &Flow<'_>, row: usize) -> Length {
        flow.bottom() - flow.top() - self.repeated(flow, row).1
    }

    fn push(&mut self, flow: &mut Flow<'_>, row: usize, height: Length, ends: bool) {
        self.parts.push(RowPart { row, top: flow.y, bottom: flow.y + height, ends, repeated: false });
        self.heights[row] = height;
        flow.y += height;
    }

    /// Goes to the next page in front of a row or inside it.
    fn turn(&mut self, flow: &mut Flow<'_>, row: usize) {
        self.close(flow);
        flow.new_page();
        self.is_below = false;
        for head in self.repeated(flow, row).0 {
            let bottom = flow.y + self.heights[head];
            self.parts.push(RowPart { row: head, top: flow.y, bottom, ends: true, repeated: true });
            flow.y = bottom;
        }
    }

    /// Draws what stands on the page.
    fn close(&mut self, flow: &mut Flow<'_>) {
        let parts = std::mem::take(&mut self.parts);
        if parts.is_empty() {
            return;
        }
        flow.is_empty = false;
        let metrics = flow.metrics;
        let Some(items) = flow.items() else { return };
        rules::draw(self.table, &self.edges, &parts, items);
        for (index, part) in parts.iter().enumerate() {
            for column in 0..self.table.width() {
                let Some(id) = self.table.slot(part.row, column).cell() else { continue };
                let Some(cell) = self.table.cell(id).filter(|cell| cell.column == column) else { continue };
                let goes_on = index > 0 && cell.rows().contains(&parts[index - 1].row);
                if !goes_on {
                    let count = parts[index..].iter().take_while(|part| cell.rows().contains(&part.row)).count();
                    self.cell(id, cell, &parts[index..index + count], metrics, items);
                }
            }
        }
    }

    /// Draws the text of a cell, or as much of it as these rows have room for.
    fn cell(
        &mut self,
        id: CellId,
        cell: &Cell,
        parts: &[RowPart],
        metrics: &dyn Metrics,
        items: &mut Vec<super::Item>,
    ) {
        let (Some(set), [first, .., last] | [first @ last]) = (self.cells.get_mut(id.0), parts) else { return };
        let rect = Rect {
            x: self.edges[cell.column],
            y: first.top,
            width: width_of(&self.edges, cell),
            height: last.bottom - first.top,
        };
        let content = &set.content;
        let count = content.lines.len();
        let is_head = parts.iter().all(|part| part.repeated);
        let is_last = last.ends && last.row + 1 == cell.rows().end;
        let is_again = is_head || set.is_repeated();
        let lines = if is_again {
            let fitting = content.fitting(0, rect.height);
            // Half a label says nothing.
            0..if is_head || fitting == count { fitting } else { 0 }
        } else if is_last {
            set.next..count
        } else {
            let to = match content.breaking(set.next, rect.height) {
                // A page that has room for one line gets one.
                to if to == set.next && last.row + 1 == cell.rows().end => content.fitting(set.next, rect.height),
                to => to,
            };
            set.next..to
        };
        if !is_again {
            set.next = lines.end;
        }
        let spare = (rect.height - content.height).max(Length::ZERO);
        let above = match cell.align {
            _ if lines != (0..count) => Length::ZERO,
            VerticalAlign::Top => Length::ZERO,
            VerticalAlign::Center => spare / 2,
            VerticalAlign::Bottom => spare,
        };
        let (section, block) = self.place;
        let origin = |paragraph| Origin::Cell { section, block, cell: id, paragraph, repeated: is_again };
        let part = Part {
            content,
            x: rect.x + CELL_MARGIN,
            y: rect.y + above - content.start(lines.start),
            lines,
            free: inset(rect),
            slots: !is_again,
            origin: &origin,
            metrics,
        };
        part.emit(items);
    }
}

fn width_of(edges: &[Length], cell: &Cell) -> Length {
    match (edges.get(cell.column), edges.get(cell.columns().end)) {
        (Some(left), Some(right)) => *right - *left,
        _ => Length::ZERO,
    }
}

/// What is free inside the lines round a cell.
fn inset(rect: Rect) -> Rect {
    let (x, y) = (INSET_X.min(rect.width / 2), INSET_Y.min(rect.height / 2));
    Rect { x: rect.x + x, y: rect.y + y, width: rect.width - x * 2, height: rect.height - y * 2 }
}

/// The heads of each row: those of its band. Heads at the top of a table are
/// those of all bands without their own.
fn heads(table: &Table) -> Vec<Range<usize>> {
    let mut rows = vec![0..0; table.height()];
    let mut heads = 0..0;
    let mut above = &GroupKind::Body;
    for group in &table.groups {
        match (&group.kind, above) {
            (GroupKind::Head, GroupKind::Head) => heads.end = group.rows.end,
            (GroupKind::Head, GroupKind::Body) => heads = group.rows.clone(),
            (GroupKind::Body, GroupKind::Body) if heads.start > 0 => heads = 0..0,
            (GroupKind::Body, _) => {}
        }
        for row in rows.get_mut(group.rows.clone()).unwrap_or_default() {
            *row = heads.clone();
        }
        above = &group.kind;
    }
    rows
}
