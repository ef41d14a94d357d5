//! A planned sheet with the answers of a record: which rows it gets, how high
//! they are, and what stands in its cells.

use std::ops::Range;

use super::content::Content;
use super::grid::{Heights, RowGrid};
use super::plan::{BlockPlan, CellPlan, Names, PlacePlan, RowPlan, SPARE_ROWS, SheetPlan};
use super::split::Holds;
use super::{pages, skeleton};
use crate::document::Inline;
use crate::layout::{Answers, ArrangedRow};
use crate::typeset::goes_with_notes;
use crate::{Code, FieldPath, Finding, Length, SlotName};

/// A sheet with everything on it. Rows and columns count from 0.
#[derive(Debug, Default)]
pub(super) struct Sheet {
    pub rows: Vec<SheetRow>,
    pub areas: Vec<Area>,
    /// Defined names and what they stand for.
    pub names: Vec<(String, Rectangle)>,
    /// Rules of cells.
    pub rules: Vec<(usize, (usize, usize))>,
    /// The rows that every page repeats.
    pub head: Option<Range<usize>>,
    /// Rows with which a page begins.
    pub breaks: Vec<usize>,
}

/// A row of a sheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct SheetRow {
    pub height: Length,
    pub hidden: bool,
    /// Whether the page must not end behind it.
    pub glued: bool,
}

/// Cells of a sheet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Rectangle {
    pub rows: Range<usize>,
    pub columns: Range<usize>,
}

impl Rectangle {
    /// Its first cell alone.
    pub fn first(&self) -> Rectangle {
        Rectangle { rows: self.rows.start..self.rows.start + 1, columns: self.columns.start..self.columns.start + 1 }
    }
}

/// A cell, or several that are merged.
#[derive(Debug)]
pub(super) struct Area {
    pub at: Rectangle,
    /// Number of the look.
    pub look: usize,
    pub content: Content,
}

/// Fills sheets one after another.
pub(super) struct Filler<'a> {
    pub answers: &'a Answers<'a>,
    /// Gives the number of a look.
    pub look: &'a dyn Fn(&super::look::Look) -> usize,
    /// Number of cells of the form so far that became several cells.
    pub divided: usize,
    pub findings: Vec<Finding>,
}

/// A row as it is printed.
#[derive(Clone, Copy)]
struct Copy<'a> {
    /// Its number among the copies of a repeated row, from 0.
    number: Option<usize>,
    arranged: Option<ArrangedRow<'a>>,
    hidden: bool,
    first: bool,
    /// The last that is seen.
    last: bool,
    /// The last of all.
    end: bool,
}

impl Copy<'_> {
    const ONLY: Copy<'static> =
        Copy { number: None, arranged: None, hidden: false, first: true, last: true, end: true };
}

/// A cell of the form in its copy of a row, with its contents.
struct CellCopy<'p, 'a> {
    plan: &'p CellPlan,
    copy: Copy<'a>,
    /// Printed rows of the block.
    rows: Range<usize>,
    contents: Vec<Vec<Content>>,
    needs: Vec<Length>,
}

impl<'a> Filler<'a> {
    pub fn sheet(&mut self, plan: &SheetPlan) -> Sheet {
        let mut sheet = Sheet::default();
        let mut new_pages = Vec::new();
        let page = skeleton::page_height(&plan.page);
        for block in &plan.blocks {
            if block.new_page {
                new_pages.push(sheet.rows.len());
            }
            self.block(block, page, &mut sheet);
        }
        sheet.breaks = pages::breaks(&sheet.rows, page, sheet.head.as_ref(), &new_pages);
        sheet
    }

    /// `page` is the height of a page.
    fn block(&mut self, block: &BlockPlan, page: Length, sheet: &mut Sheet) {
        let copies: Vec<Vec<Copy<'a>>> = block.rows.iter().map(|row| self.copies(row)).collect();
        let mut starts = vec![0];
        for copies in &copies {
            starts.push(starts[starts.len() - 1] + copies.len());
        }
        let mut cells = Vec::new();
        for (index, row) in block.rows.iter().enumerate() {
            for (number, copy) in copies[index].iter().enumerate() {
                for cell in &row.cells {
                    let own = starts[index] + number;
                    let rows = if cell.rows.len() == 1 { own..own + 1 } else { own..starts[cell.rows.end] };
                    cells.push(self.cell(cell, *copy, rows));
                }
            }
        }
        let plans: Vec<(&RowPlan, Copy<'a>)> = block
            .rows
            .iter()
            .zip(&copies)
            .flat_map(|(row, copies)| copies.iter().map(move |copy| (row, *copy)))
            .collect();
        let grid = grid(&plans, &cells);
        let first = sheet.rows.len();
        // Hidden rows below the last that is seen are no more than its edge.
        let last = plans.iter().rposition(|(_, copy)| !copy.hidden).unwrap_or_default();
        let stays = |row: usize| row >= last && goes_with_notes(grid.height(&(last..last + 1)), page);
        let glue = |row: usize| (!plans[row].0.splits, plans[row].0.keep_next || (block.has_note && stays(row)));
        grid.rows(&glue, &mut sheet.rows);
        if let Some(head) = &block.head {
            let rows = grid.row_start(starts[head.start])..grid.row_start(starts[head.end]);
            sheet.head = Some(first + rows.start..first + rows.end);
        }
        for cell in cells {
            self.write(cell, &grid, first, sheet);
        }
    }

    /// The copies of a row, with those to make visible.
    fn copies(&self, row: &RowPlan) -> Vec<Copy<'a>> {
        let Some(repeat) = &row.repeat else { return vec![Copy::ONLY] };
        let arranged = self.answers.rows(repeat);
        let seen = arranged.len();
        let spare = if row.spare { SPARE_ROWS } else { 0 };
        let blank = ArrangedRow { record: None, preset: None };
        let rows = arranged.into_iter().chain(std::iter::repeat_n(blank, spare)).enumerate();
        let copy = |(number, arranged): (usize, ArrangedRow<'a>)| Copy {
            number: Some(number),
            arranged: Some(arranged),
            hidden: number >= seen,
            first: number == 0,
            last: number + 1 == seen,
            end: number + 1 == seen + spare,
        };
        rows.map(copy).collect()
    }

    fn content(&self, place: &PlacePlan, copy: Copy<'a>, room: Length) -> Content {
        Content::of(place, &|path| self.answers.in_row(copy.arranged, path), room)
    }

    fn cell<'p>(&self, plan: &'p CellPlan, copy: Copy<'a>, rows: Range<usize>) -> CellCopy<'p, 'a> {
        let mut contents = Vec::with_capacity(plan.bands.len());
        let mut needs = Vec::with_capacity(plan.bands.len());
        for band in &plan.bands {
            let texts: Vec<Content> = band.places.iter().map(|place| self.content(place, copy, Length::ZERO)).collect();
            let highest = texts.iter().zip(&band.places).map(|(text, place)| text.height(place)).max();
            needs.push(highest.unwrap_or_default().max(RowGrid::LEAST));
            contents.push(texts);
        }
        CellCopy { plan, copy, rows, contents, needs }
    }

    fn write(&mut self, cell: CellCopy<'_, 'a>, grid: &RowGrid, first: usize, sheet: &mut Sheet) {
        let CellCopy { plan, copy, rows, contents, needs } = cell;
        let height = grid.height(&rows);
        let tops = tops(plan, &needs, height);
        let several = plan.bands.len() > 1 || plan.bands.iter().any(|band| band.places.len() > 1);
        let at_top = plan.ends.0 && copy.first;
        let at_bottom = plan.ends.1 && (copy.last || copy.end);
        for (index, (band, texts)) in plan.bands.iter().zip(contents).enumerate() {
            let (top, bottom) = (tops.get(index).copied(), tops.get(index + 1).copied());
            let bottom = bottom.filter(|_| index + 1 < plan.bands.len());
            let rows = first + grid.edge(&rows, top)..first + grid.edge(&rows, bottom);
            for (place, mut content) in band.places.iter().zip(texts) {
                let at = Rectangle { rows: rows.clone(), columns: place.columns.clone() };
                if matches!(&place.holds, Holds::Whole(paragraphs) if paragraphs.len() > 1) {
                    content = self.content(place, copy, height);
                }
                self.tell(place, copy, &content);
                self.name(place, copy, &at, sheet);
                let rule = place.last_rule.filter(|_| copy.last).or(place.rule);
                sheet.rules.extend(rule.map(|rule| (rule, (at.rows.start, at.columns.start))));
                let look = (self.look)(&place.look_at(at_top, at_bottom, content.entry(place)));
                sheet.areas.push(Area { at, look, content });
            }
        }
        if several {
            let rows = first + grid.edge(&rows, Some(Length::ZERO))..first + grid.edge(&rows, None);
            self.divided += 1;
            sheet.names.push((format!("{CELL}{}", self.divided), Rectangle { rows, columns: plan.columns.clone() }));
        }
    }

    /// Says that a text is longer than a cell.
    fn tell(&mut self, place: &PlacePlan, copy: Copy<'a>, content: &Content) {
        let Some(units) = content.cut else { return };
        let finding = Finding::new(Code::CellTooLong).with("count", units).with("limit", super::MAX_CELL);
        let row = copy.arranged.and_then(|arranged| arranged.record);
        self.findings.push(match path_of(place) {
            Some(path) => finding.about(&row.map_or_else(|| path.clone(), |row| path.at_row(row))),
            None => finding,
        });
    }

    fn name(&self, place: &PlacePlan, copy: Copy<'a>, at: &Rectangle, sheet: &mut Sheet) {
        let own = |path: &FieldPath| copy.number.map_or_else(|| path.clone(), |number| path.at_row(number));
        match &place.names {
            Names::None => {}
            Names::Answer(path) => sheet.names.push((SlotName::encode(&own(path)), at.first())),
            Names::Options(path, options) => {
                let path = own(path);
                let name = |option: &usize| (SlotName::encode_option(&path, *option), at.first());
                sheet.names.extend(options.iter().map(name));
            }
        }
    }
}

/// What the names of cells begin with that became several.
const CELL: &str = "sbcell_";

/// The answer of which most of a place is.
fn path_of(place: &PlacePlan) -> Option<&FieldPath> {
    match &place.holds {
        Holds::Answer(slot) => Some(&slot.path),
        Holds::Whole(paragraphs) => {
            paragraphs.iter().flat_map(|paragraph| &paragraph.inlines).find_map(|inline| match inline {
                Inline::Slot(slot) => Some(&slot.path),
                _ => None,
            })
        }
        Holds::Printed(_) | Holds::Boxes(_) => None,
    }
}

/// The rows of a block, as high as their cells need, cut where bands end.
fn grid(plans: &[(&RowPlan, Copy<'_>)], cells: &[CellCopy<'_, '_>]) -> RowGrid {
    let mut heights = Heights::new(plans.iter().map(|(row, copy)| (row.height, copy.hidden)));
    let mut order: Vec<&CellCopy<'_, '_>> = cells.iter().collect();
    order.sort_by_key(|cell| cell.rows.len());
    for cell in order {
        let needs: Length = cell.needs.iter().copied().sum();
        heights.need(&cell.rows, cell.plan.before + needs + cell.plan.after);
    }
    let mut grid = RowGrid::new(heights);
    for cell in cells.iter().filter(|cell| cell.plan.bands.len() > 1) {
        let tops = tops(cell.plan, &cell.needs, grid.height(&cell.rows));
        for top in &tops[1..tops.len() - 1] {
            grid.cut(&cell.rows, *top);
        }
    }
    grid.finish();
    grid
}

/// Where the bands of a cell begin, from its top, and where the last ends: what
/// is left goes to those that grow.
fn tops(plan: &CellPlan, needs: &[Length], height: Length) -> Vec<Length> {
    let left = (height - needs.iter().copied().sum()).max(Length::ZERO);
    let growing = plan.bands.iter().filter(|band| band.grows).count();
    let share = left / i64::try_from(growing).unwrap_or(1).max(1);
    let mut tops = vec![Length::ZERO];
    let mut at = Length::ZERO;
    for (band, needs) in plan.bands.iter().zip(needs) {
        at += *needs + if band.grows { share } else { Length::ZERO };
        tops.push(at);
    }
    tops
}
