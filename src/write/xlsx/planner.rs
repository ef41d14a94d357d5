//! Plans a form as sheets: which cell of the form becomes which cells of a sheet,
//! how they look, and what may be typed into them.

use std::collections::HashMap;
use std::ops::Range;

use super::columns::Columns;
use super::list::LongList;
use super::look::{Entry, Line, Look, Sides};
use super::plan::{
    BandPlan, BlockPlan, CellPlan, Edges, Kind, Names, PlacePlan, Plan, PlannedRule, RowPlan, SPARE_ROWS, SheetPlan,
};
use super::rule::Rule;
use super::split::{self, Band, Holds, Place};
use super::{XlsxOptions, measure, shortened};
use crate::document::{Align, Block, Cell, Format, GroupKind, Inline, Page, ParagraphKind, Slot, Table};
use crate::form::{Field, FieldKind, Form};
use crate::{FieldPath, Length};

impl Plan {
    pub fn of(form: &Form, options: &XlsxOptions) -> Plan {
        let mut planner = Planner { form, plain: options.plain, looks: Index::default(), rules: Index::default() };
        let sections = &form.layout.document().sections;
        let mut sheets: Vec<SheetPlan> = Vec::new();
        let mut start = 0;
        while start < sections.len() {
            let same = sections[start..].iter().take_while(|section| section.page == sections[start].page).count();
            let blocks: Vec<(usize, &Block)> = (start..start + same)
                .flat_map(|section| sections[section].blocks.iter().map(move |block| (section, block)))
                .collect();
            let number = sheets.len();
            let name = match number {
                0 => super::sheet_name(&form.title),
                _ => format!("{}（{}）", shortened(&form.title, 27), number + 1),
            };
            sheets.push(planner.sheet(name, sections[start].page, &blocks));
            start += same;
        }
        let mut lists = Vec::new();
        let rules = planner.rules.list.into_iter().map(|rule| {
            let list = rule.long_list().map(|values| {
                lists.push(LongList::new(lists.len(), values.to_vec()));
                lists.len() - 1
            });
            PlannedRule { rule, list }
        });
        let rules = rules.collect();
        Plan { sheets, looks: planner.looks.list, rules, lists }
    }
}

/// Things by number, each once.
struct Index<T> {
    list: Vec<T>,
    numbers: HashMap<T, usize>,
}

impl<T> Default for Index<T> {
    fn default() -> Index<T> {
        Index { list: Vec::new(), numbers: HashMap::new() }
    }
}

impl<T: Clone + Eq + std::hash::Hash> Index<T> {
    fn add(&mut self, item: T) -> usize {
        let next = self.list.len();
        let number = *self.numbers.entry(item.clone()).or_insert(next);
        if number == next {
            self.list.push(item);
        }
        number
    }
}

struct Planner<'f> {
    form: &'f Form,
    plain: bool,
    looks: Index<Look>,
    rules: Index<Rule>,
}

/// A cell with its place on the sheet, its divisions not yet taken.
struct Placed {
    cell: Cell,
    left: Length,
    right: Length,
    bands: Vec<Band>,
}

impl<'f> Planner<'f> {
    fn sheet(&mut self, name: String, page: Page, blocks: &[(usize, &Block)]) -> SheetPlan {
        let tables = || {
            blocks.iter().filter_map(|(_, block)| match block {
                Block::Table(table) => Some(table),
                Block::Paragraph(_) => None,
            })
        };
        let mut columns = Columns::of(tables(), page.text_width());
        let placed: Vec<Vec<Placed>> = blocks.iter().map(|(_, block)| self.placed(block, &columns)).collect();
        // The places of the divisions, in the order of the cells.
        let divisions = placed.iter().flatten().flat_map(|cell| {
            let places = cell.bands.iter().flat_map(|band| &band.places);
            places.filter_map(|place| place.right).map(|mut division| {
                division.at += cell.left;
                division
            })
        });
        let divisions: Vec<Length> = divisions.collect::<Vec<_>>().into_iter().map(|at| columns.divide(at)).collect();
        let mut divisions = divisions.into_iter();
        let mut plans = Vec::new();
        for (index, ((section, block), cells)) in blocks.iter().zip(placed).enumerate() {
            let new_page = index > 0 && blocks[index - 1].0 != *section;
            let cells = cells.into_iter().map(|cell| self.cell(block, cell, &columns, &mut divisions)).collect();
            let mut plan = block_plan(block, cells, new_page, self.plain);
            plan.has_note = matches!(blocks.get(index + 1), Some((_, Block::Paragraph(paragraph)))
                if paragraph.kind == ParagraphKind::Note);
            plans.push(plan);
        }
        // Excel repeats rows on all pages that follow: with several tables on the
        // sheet they would stand above rows of another one.
        if tables().count() > 1 {
            plans.iter_mut().for_each(|plan| plan.head = None);
        }
        let grows = plans.iter().flat_map(|plan| &plan.rows).any(|row| row.spare);
        let cells = plans.iter().flat_map(|plan| &plan.rows).flat_map(|row| &row.cells);
        let open = cells.flat_map(|cell| &cell.bands).flat_map(|band| &band.places).any(|place| place.look.open);
        SheetPlan { name, page, columns, blocks: plans, open, grows }
    }

    fn placed(&self, block: &Block, columns: &Columns) -> Vec<Placed> {
        match block {
            Block::Paragraph(paragraph) => {
                let cell = split::as_cell(paragraph);
                let (left, right) = (Length::ZERO, columns.total());
                vec![Placed { bands: self.bands(&cell, right), cell, left, right }]
            }
            Block::Table(table) => {
                let borders = columns.borders(table);
                let place = |cell: &Cell| {
                    let (left, right) = (borders[cell.column], borders[cell.columns().end]);
                    Placed { bands: self.bands(cell, right - left), cell: cell.clone(), left, right }
                };
                table.cells().iter().filter(|cell| cell.row_span > 0).map(place).collect()
            }
        }
    }

    fn bands(&self, cell: &Cell, width: Length) -> Vec<Band> {
        let open = !self.plain && cell.paragraphs.iter().any(split::is_open);
        if open { split::split(cell, width) } else { vec![split::whole(cell)] }
    }

    fn cell(
        &mut self,
        block: &Block,
        placed: Placed,
        columns: &Columns,
        divisions: &mut impl Iterator<Item = Length>,
    ) -> CellPlan {
        let Placed { cell, left, right, bands } = placed;
        let table = match block {
            Block::Table(table) => Some(table),
            Block::Paragraph(_) => None,
        };
        let own = columns.at(left)..columns.at(right);
        let spacing = match block {
            Block::Paragraph(paragraph) => (paragraph.format.before, paragraph.format.after),
            Block::Table(_) => (Length::ZERO, Length::ZERO),
        };
        let count = bands.len();
        let mut plans = Vec::with_capacity(count);
        for (index, band) in bands.into_iter().enumerate() {
            let edges = Edges { framed: table.is_some(), first: index == 0, last: index + 1 == count };
            let last = band.places.len() - 1;
            let mut from = own.start;
            let mut places = Vec::with_capacity(last + 1);
            for (index, place) in band.places.into_iter().enumerate() {
                let to = match place.right {
                    Some(_) => divisions.next().map_or(own.end, |at| columns.at(at)),
                    None => own.end,
                };
                let taken = from..to.max(from + 1);
                from = taken.end;
                let sides = lines_beside(table, &cell, index == 0, index == last);
                let width = columns.width(taken.clone());
                places.push(self.place(place, (taken, width), sides, edges, table, &cell));
            }
            plans.push(BandPlan { grows: band.grows, places });
        }
        let ends = table.map_or((false, false), |table| (cell.row == 0, cell.rows().end == table.height()));
        CellPlan { rows: cell.rows(), columns: own, before: spacing.0, after: spacing.1, ends, bands: plans }
    }

    fn place(
        &mut self,
        place: Place,
        (columns, width): (Range<usize>, Length),
        sides: Sides,
        edges: Edges,
        table: Option<&Table>,
        cell: &Cell,
    ) -> PlacePlan {
        let Place { holds, format, vertical, .. } = place;
        let field = self.field_of(&holds);
        let look = Look {
            face: format.face,
            size: format.size,
            align: format.align,
            vertical,
            indented: edges.framed && matches!(format.align, Align::Left | Align::Both),
            wraps: !fills_its_line(&holds, &format, width, edges),
            sides,
            open: !self.plain && matches!(holds, Holds::Answer(_) | Holds::Boxes(_)),
            entry: Entry::Any,
        };
        let names = if self.plain { Names::None } else { names(&holds, field) };
        let (rule, last_rule) = self.rules_of(&holds, field, table, cell);
        let kind = kind(&holds, field);
        let plan = PlacePlan { columns, width, holds, format, look, edges, rule, last_rule, kind, names };
        self.add_looks(&plan, table, cell);
        plan
    }

    /// Registers all looks that a place may get: by where its copies stand, and
    /// by what is written into them.
    fn add_looks(&mut self, place: &PlacePlan, table: Option<&Table>, cell: &Cell) {
        let repeats = table.and_then(|table| table.rows.get(cell.row)).is_some_and(|row| row.repeat.is_some());
        let at_top = table.is_some() && cell.row == 0;
        let at_bottom = table.is_some_and(|table| cell.rows().end == table.height());
        let ends = |at_end: bool| if repeats && at_end { vec![true, false] } else { vec![at_end] };
        let entries: &[Entry] = match (&place.holds, place.kind) {
            (Holds::Printed(_), _) => &[Entry::Any],
            (_, Kind::Text) => &[Entry::Any, Entry::Quoted],
            _ => &Entry::ALL,
        };
        for top in ends(at_top) {
            for bottom in ends(at_bottom) {
                for entry in entries {
                    self.looks.add(place.look_at(top, bottom, *entry));
                }
            }
        }
    }

    fn field_of(&self, holds: &Holds) -> Option<&'f Field> {
        let path = match holds {
            Holds::Answer(slot) => Some(&slot.path),
            Holds::Boxes(inlines) => inlines.iter().find_map(option_of).map(|(path, _)| path),
            Holds::Whole(paragraphs) => match paragraphs.as_slice() {
                [paragraph] => match paragraph.inlines.as_slice() {
                    [Inline::Slot(slot)] => Some(&slot.path),
                    _ => None,
                },
                _ => None,
            },
            Holds::Printed(_) => None,
        };
        self.form.field(path?)
    }

    fn rules_of(
        &mut self,
        holds: &Holds,
        field: Option<&Field>,
        table: Option<&Table>,
        cell: &Cell,
    ) -> (Option<usize>, Option<usize>) {
        let Some(field) = field.filter(|_| !self.plain) else { return (None, None) };
        let rule = match holds {
            Holds::Answer(slot) => Rule::of_answer(field, self.points(&slot.path)),
            Holds::Boxes(inlines) => Some(Rule::of_boxes(field, inlines)),
            Holds::Printed(_) | Holds::Whole(_) => None,
        };
        let row = table.and_then(|table| table.rows.get(cell.row));
        let opens_row = table.is_some_and(|table| {
            table.cells_of_row(cell.row).find(|cell| cell.paragraphs.iter().any(split::is_open)) == Some(cell)
        });
        let last = row.is_some_and(|row| row.repeat.is_some()) && opens_row;
        let last = last.then(|| {
            let rule = rule.clone().unwrap_or_else(|| Rule { title: "增加行".to_owned(), ..Rule::default() });
            rule.also(&format!("行数不够时：选中本行和下一行的行号，点右键，选“取消隐藏”，可再填{SPARE_ROWS}行。"))
        });
        let rule = rule.map(|rule| self.rules.add(rule));
        (rule, last.map(|rule| self.rules.add(rule)))
    }

    /// The points that are printed in the row of a table of fixed rows.
    fn points(&self, path: &FieldPath) -> Option<rust_decimal::Decimal> {
        let rows = self.form.table_of(path)?.rows().filter(|rows| rows.fixed)?;
        rows.preset.get(path.row_index()?)?.points
    }
}

fn option_of(inline: &Inline) -> Option<(&FieldPath, &str)> {
    match inline {
        Inline::CheckBox(check_box) => check_box.option.as_ref().map(|(path, option)| (path, option.as_str())),
        _ => None,
    }
}

fn names(holds: &Holds, field: Option<&Field>) -> Names {
    match holds {
        Holds::Answer(slot) => Names::Answer(slot.path.clone()),
        Holds::Boxes(inlines) => {
            let Some((path, _)) = inlines.iter().find_map(option_of) else { return Names::None };
            let list = field.and_then(Field::options).map(|options| options.list.as_slice()).unwrap_or_default();
            let here = inlines.iter().filter_map(option_of);
            let here: Vec<usize> =
                here.filter_map(|(_, option)| list.iter().position(|known| known == option)).collect();
            if here.len() == list.len() && list.len() > 1 {
                return Names::Answer(path.clone());
            }
            Names::Options(path.clone(), here)
        }
        Holds::Printed(_) | Holds::Whole(_) => Names::None,
    }
}

fn kind(holds: &Holds, field: Option<&Field>) -> Kind {
    match (holds, field.map(|field| &field.kind)) {
        (_, Some(FieldKind::Integer | FieldKind::Number | FieldKind::Score)) => Kind::Number,
        (Holds::Answer(Slot { paragraphs: true, .. }), _) => Kind::Text,
        _ => Kind::Line,
    }
}

/// The lines left and right of a place.
fn lines_beside(table: Option<&Table>, cell: &Cell, first: bool, last: bool) -> Sides {
    let Some(table) = table else { return Sides::default() };
    let line = |outside: bool| if outside { Line::Medium } else { Line::Thin };
    let left = if first { line(cell.column == 0) } else { Line::None };
    let right = if last { line(cell.columns().end == table.width()) } else { Line::None };
    Sides { left, right, ..Sides::default() }
}

/// Whether words outside tables fill their line so well that Excel, which keeps
/// a little room beside them, would break it.
fn fills_its_line(holds: &Holds, format: &Format, width: Length, edges: Edges) -> bool {
    let Holds::Whole(paragraphs) = holds else { return false };
    let [paragraph] = paragraphs.as_slice() else { return false };
    let text = paragraph.printed();
    let needs = measure::width(&text, format) + format.size * i64::from(format.indent);
    !edges.framed
        && !split::is_open(paragraph)
        && !text.contains('\n')
        && needs <= width
        && needs > width - measure::PADDING
}

fn block_plan(block: &Block, cells: Vec<CellPlan>, new_page: bool, plain: bool) -> BlockPlan {
    match block {
        Block::Paragraph(paragraph) => {
            let format = &paragraph.format;
            let row = RowPlan {
                height: Length::ZERO,
                splits: true,
                keep_next: format.keep_next,
                repeat: None,
                spare: false,
                cells,
            };
            BlockPlan { rows: vec![row], head: None, new_page, has_note: false }
        }
        Block::Table(table) => {
            let mut cells: Vec<Option<CellPlan>> = cells.into_iter().map(Some).collect();
            let rows = table.rows.iter().enumerate().map(|(index, row)| RowPlan {
                height: row.height,
                splits: row.splits,
                keep_next: false,
                spare: !plain && row.repeat.is_some(),
                repeat: row.repeat.clone(),
                cells: cells
                    .iter_mut()
                    .filter(|cell| cell.as_ref().is_some_and(|cell| cell.rows.start == index))
                    .filter_map(Option::take)
                    .collect(),
            });
            let rows = rows.collect();
            // Excel repeats one run of rows: those of the last band, which never
            // stand above another band's rows.
            let head = table.groups.iter().rfind(|group| group.kind == GroupKind::Head);
            BlockPlan { rows, head: head.map(|group| group.rows.clone()), new_page, has_note: false }
        }
    }
}
