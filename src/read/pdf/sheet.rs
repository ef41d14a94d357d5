//! One page: its tables with what stands in their cells, and the lines between
//! them.

use super::acroform::Field;
use super::canvas::{Canvas, Glyph, Kind, Rule, is_closing_mark};
use super::geometry::{Matrix, Rect};
use super::grid::{Grid, GridCell};
use super::lines::{Line, lines};
use super::{boxes, rules};
use crate::read::Limits;

/// A page that has been taken apart.
pub(super) struct Sheet {
    pub(super) width: f64,
    pub(super) height: f64,
    /// From above.
    pub(super) pieces: Vec<Piece>,
    /// Whether another return begins with it, by the fields of the file.
    pub(super) begins: bool,
}

/// A line between tables, or a table.
pub(super) enum Piece {
    Line(Line),
    Table(PageTable),
    /// A picture that stands by itself.
    Picture(Rect),
}

impl Piece {
    fn top(&self) -> f64 {
        match self {
            Piece::Line(line) => line.area.top,
            Piece::Table(table) => table.ys.first().copied().unwrap_or(0.0),
            Piece::Picture(area) => area.top,
        }
    }
}

/// A table, or the part of one that stands on a page.
#[derive(Debug)]
pub(super) struct PageTable {
    /// Borders of columns and rows.
    pub(super) xs: Vec<f64>,
    pub(super) ys: Vec<f64>,
    pub(super) cells: Vec<PageCell>,
    /// From a border to the text, in points.
    pub(super) padding: f64,
}

/// A cell with what stands in it.
#[derive(Debug)]
pub(super) struct PageCell {
    pub(super) at: GridCell,
    pub(super) area: Rect,
    pub(super) lines: Vec<Line>,
    /// Number of the page on which it begins, from 0.
    pub(super) page: usize,
    pub(super) has_picture: bool,
    /// Whether it only repeats words of the page before, by the file's own
    /// account.
    pub(super) is_repeated: bool,
    /// Whether it goes on from the page before, by a mark of ours.
    pub(super) goes_on: bool,
    /// Whether no border is drawn above it, and none below it.
    pub(super) is_open: (bool, bool),
}

/// Takes a page apart. `fields` are those of the page, with their numbers in
/// the document.
pub(super) fn sheet(mut canvas: Canvas, fields: &[(usize, Field)], page: usize, limits: &Limits) -> Sheet {
    boxes::take(&mut canvas);
    canvas.without_doubles();
    let Grids { tables: grids, nested, loose } = Grids::of(&canvas, limits);
    part_columns(&mut canvas.glyphs, &nested);
    strike(&mut canvas.glyphs, &loose);
    for (number, field) in fields {
        canvas.glyphs.push(place_of(*number, field));
    }
    let mut stock = Stock::new(&grids);
    stock.distribute(&canvas.glyphs);
    let mut pieces: Vec<Piece> = Vec::new();
    for (index, grid) in grids.iter().enumerate() {
        let cells = grid.cells.iter().enumerate().map(|(cell, at)| {
            let area = grid.rectangle(at);
            let glyphs = std::mem::take(&mut stock.cells[index][cell]);
            let is_repeated =
                !glyphs.is_empty() && glyphs.iter().all(|glyph| glyph.is_repeated || glyph.c.is_whitespace());
            let has_picture =
                canvas.pictures.iter().any(|picture| is_content(picture) && area.contains(picture.middle()));
            let goes_on = glyphs.iter().any(|glyph| glyph.goes_on);
            let lines = if is_repeated { Vec::new() } else { all_lines(glyphs, fields, page) };
            let is_open = grid.open.get(cell).copied().unwrap_or_default();
            PageCell { at: *at, area, lines, page, has_picture, is_repeated, goes_on, is_open }
        });
        let mut table = PageTable { xs: grid.xs.clone(), ys: grid.ys.clone(), cells: cells.collect(), padding: 0.0 };
        table.padding = table.measure_padding();
        pieces.push(Piece::Table(table));
    }
    let outside: Vec<Glyph> = std::mem::take(&mut stock.outside);
    let outside = outside.into_iter().filter(|glyph| !glyph.is_repeated).collect();
    pieces.extend(all_lines(outside, fields, page).into_iter().map(Piece::Line));
    let free = canvas
        .pictures
        .iter()
        .filter(|picture| is_content(picture) && !grids.iter().any(|grid| grid.area().contains(picture.middle())));
    pieces.extend(free.map(|picture| Piece::Picture(*picture)));
    pieces.sort_by(|a, b| a.top().total_cmp(&b.top()));
    Sheet { width: canvas.width, height: canvas.height, pieces, begins: false }
}

/// Whether a picture is large enough to show something.
fn is_content(picture: &Rect) -> bool {
    const LEAST: f64 = 20.0;
    picture.width() >= LEAST && picture.height() >= LEAST
}

/// The grids of a page.
struct Grids {
    /// Tables: not frames round others.
    tables: Vec<Grid>,
    /// Tables inside the cells of others, whose rows become lines.
    nested: Vec<Grid>,
    /// Lines that belong to no table.
    loose: Vec<Rule>,
}

impl Grids {
    fn of(canvas: &Canvas, limits: &Limits) -> Grids {
        let (nets, loose) = rules::nets(&rules::joined(&canvas.rules));
        let mut grids: Vec<Grid> = nets.iter().filter_map(|net| Grid::of(net, limits)).collect();
        grids.sort_by(|a, b| b.area().area().total_cmp(&a.area().area()));
        let areas: Vec<(Rect, usize)> = grids.iter().map(|grid| (grid.area(), grid.cells.len())).collect();
        let (mut tables, mut nested): (Vec<Grid>, Vec<Grid>) = (Vec::new(), Vec::new());
        for (index, grid) in grids.into_iter().enumerate() {
            let area = grid.area();
            let is_round = |(inner, cells): &(Rect, usize)| *cells > 1 && area.contains(inner.middle());
            let is_frame = grid.cells.len() == 1 && areas[index + 1..].iter().any(is_round);
            if tables.iter().any(|outer| outer.area().common(&area).area() > 0.9 * area.area()) {
                nested.push(grid);
            } else if !is_frame {
                tables.push(grid);
            }
        }
        Grids { tables, nested, loose }
    }
}

/// Puts a tab where a line of text crosses the border of a nested table's
/// columns.
fn part_columns(glyphs: &mut Vec<Glyph>, nested: &[Grid]) {
    let mut tabs = Vec::new();
    for grid in nested {
        let area = grid.area();
        let inside: Vec<&Glyph> = glyphs.iter().filter(|glyph| area.contains(glyph.middle())).collect();
        let inner = grid.xs.get(1..grid.xs.len().saturating_sub(1)).unwrap_or_default();
        for x in inner {
            // One tab for each line that has words behind the border.
            let mut lines: Vec<f64> = Vec::new();
            for glyph in inside.iter().filter(|glyph| glyph.x >= *x && !glyph.c.is_whitespace()) {
                if !lines.iter().any(|y| (y - glyph.y).abs() < 0.5 * glyph.size) {
                    lines.push(glyph.y);
                    tabs.push(Glyph { x: *x, dx: 0.1, c: '\t', run: u32::MAX, ..**glyph });
                }
            }
        }
    }
    glyphs.extend(tabs);
}

/// Marks the characters that a line is drawn through.
fn strike(glyphs: &mut [Glyph], loose: &[Rule]) {
    const MOST: usize = 2_000;
    for rule in loose.iter().filter(|rule| rule.is_level).take(MOST) {
        for glyph in glyphs.iter_mut() {
            let height = (glyph.y - rule.at) / glyph.size;
            let (x, _) = glyph.middle();
            if (0.15..0.55).contains(&height) && (rule.from..=rule.to).contains(&x) && !glyph.c.is_whitespace() {
                glyph.is_struck = true;
            }
        }
    }
}

/// A field as a character of the size of its rectangle.
fn place_of(number: usize, field: &Field) -> Glyph {
    let area = field.area;
    let size = area.height();
    let (x, y) = (area.left, area.top + 0.8 * size);
    Glyph { x, y, dx: area.width(), size, c: '\u{FFFC}', kind: Kind::Field(number), ..Glyph::BLANK }
}

/// The characters of each cell, and those outside of tables.
struct Stock<'g> {
    grids: &'g [Grid],
    cells: Vec<Vec<Vec<Glyph>>>,
    outside: Vec<Glyph>,
}

impl<'g> Stock<'g> {
    fn new(grids: &'g [Grid]) -> Stock<'g> {
        let cells = grids.iter().map(|grid| vec![Vec::new(); grid.cells.len()]).collect();
        Stock { grids, cells, outside: Vec::new() }
    }

    fn place(&self, glyph: &Glyph) -> Option<(usize, usize)> {
        let middle = glyph.middle();
        self.grids.iter().enumerate().find_map(|(index, grid)| Some((index, grid.cell_at(middle)?)))
    }

    /// Gives each character to the cell in which its string begins: text that
    /// is too long for its cell runs over the next one.
    fn distribute(&mut self, glyphs: &[Glyph]) {
        let mut start = 0;
        while start < glyphs.len() {
            let mut end = start + 1;
            while end < glyphs.len() && self.goes_on(&glyphs[end - 1], &glyphs[end]) {
                end += 1;
            }
            self.string(&glyphs[start..end]);
            start = end;
        }
    }

    fn string(&mut self, glyphs: &[Glyph]) {
        let seen = glyphs.iter().filter(|glyph| !glyph.c.is_whitespace());
        let places: Vec<Option<(usize, usize)>> = seen.map(|glyph| self.place(glyph)).collect();
        let Some(first) = places.first().copied() else { return };
        let strays = places.iter().filter(|place| **place != first).count();
        for glyph in glyphs {
            let mut glyph = *glyph;
            glyph.is_overflowing = strays > 1 && first.is_some();
            match first.or_else(|| self.place(&glyph)) {
                Some((grid, cell)) => self.cells[grid][cell].push(glyph),
                None => self.outside.push(glyph),
            }
        }
    }

    /// Whether a character continues the string of the one before it: drawn with
    /// it, or directly behind it.
    fn goes_on(&self, before: &Glyph, glyph: &Glyph) -> bool {
        let is_free = [before, glyph].iter().all(|glyph| glyph.kind == Kind::Character);
        let is_same = before.run == glyph.run;
        let near = if is_same { 0.35 } else { 0.15 } * glyph.size;
        is_free
            && (before.x + before.dx - glyph.x).abs() < near
            && (before.y + before.dy - glyph.y).abs() < near
            // A mark that hangs out of its cell ends its line there.
            && (is_same || !is_closing_mark(before.c) || self.place(before) == self.place(glyph))
    }
}

/// Lines of upright text, of text that is turned, and of tall fields.
fn all_lines(glyphs: Vec<Glyph>, fields: &[(usize, Field)], page: usize) -> Vec<Line> {
    // The numbers of a page's fields run on.
    let first = fields.first().map_or(0, |(number, _)| *number);
    let is_tall = |glyph: &Glyph| match glyph.kind {
        Kind::Field(number) => fields.get(number - first).is_some_and(|(_, field)| field.is_tall()),
        _ => false,
    };
    let (tall, glyphs): (Vec<Glyph>, Vec<Glyph>) = glyphs.into_iter().partition(is_tall);
    let mut by_turn: [Vec<Glyph>; 4] = Default::default();
    for glyph in glyphs {
        // Text that stands askew is a watermark.
        if let Some(turn) = glyph.turn() {
            by_turn[turn].push(glyph);
        }
    }
    let [upright, turned @ ..] = by_turn;
    let mut all = lines(upright, page);
    for field in tall {
        let single = lines(vec![field], page);
        let area = field.area();
        // Words above and left of it come before it.
        let before = |line: &Line| {
            let middle = line.area.middle().1;
            middle < area.top || (middle < area.bottom && line.area.right <= area.left + 1.0)
        };
        let at = all.iter().rposition(before).map_or(0, |index| index + 1);
        all.splice(at..at, single);
    }
    for (turn, glyphs) in turned.into_iter().enumerate() {
        let back = match turn {
            0 => Matrix::new(0.0, -1.0, 1.0, 0.0, 0.0, 0.0),
            1 => Matrix::new(-1.0, 0.0, 0.0, -1.0, 0.0, 0.0),
            _ => Matrix::new(0.0, 1.0, -1.0, 0.0, 0.0, 0.0),
        };
        let glyphs = glyphs.into_iter().map(|glyph| {
            let ((x, y), (dx, dy)) = (back.point(glyph.x, glyph.y), back.vector(glyph.dx, glyph.dy));
            Glyph { x, y, dx, dy, ..glyph }
        });
        all.extend(lines(glyphs.collect(), page).into_iter().map(|line| Line { is_turned: true, ..line }));
    }
    all
}

impl PageTable {
    /// The distance of text from the left border of its cell that is usual.
    fn measure_padding(&self) -> f64 {
        const MOST: f64 = 9.0;
        let lines = self.cells.iter().flat_map(|cell| {
            cell.lines.iter().filter(|line| !line.is_turned).map(|line| line.area.left - cell.area.left)
        });
        let mut offsets: Vec<f64> = lines.filter(|offset| *offset > 0.0).collect();
        offsets.sort_by(f64::total_cmp);
        offsets.get(offsets.len() / 20).copied().unwrap_or(0.0).min(MOST)
    }
}
