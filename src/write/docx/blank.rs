//! A blank form as docx-rs builds it, with a number in place of every answer.

use docx_rs::{
    AlignmentType, Docx, HeightRule, LineSpacing, LineSpacingType, PageMargin, PageOrientationType, Paragraph as P,
    Run, RunFonts, SpecialIndentType, Table as T, TableAlignmentType, TableBorder, TableBorderPosition, TableBorders,
    TableCell, TableCellBorderPosition, TableCellMargins, TableLayoutType, TableRow, VAlignType, VMergeType, WidthType,
};

use crate::Length;
use crate::document::{
    Align, Block, Cell, Document, Face, Format, GridSlot, Inline, Page, Paragraph, Role, Table, VerticalAlign,
};

/// Frames the number of a hole. Both are private-use characters that no form
/// prints.
pub(super) const HOLE_START: char = '\u{e100}';
pub(super) const HOLE_END: char = '\u{e101}';

/// White space left and right of a cell's text, in twips.
const CELL_MARGIN: usize = 108;
/// Lines inside a table: 0.5 pt; round it: 1 pt (in eighths of a point).
const INNER_LINE: usize = 4;
const OUTER_LINE: usize = 8;

/// Something that a record fills.
#[derive(Debug, Clone)]
pub(super) enum Hole {
    Slot(crate::document::Slot),
    CheckBox(crate::document::CheckBox),
}

/// The blank's main part, and its holes by number.
pub(super) struct Blank {
    pub document: Vec<u8>,
    pub holes: Vec<Hole>,
}

/// Builds the blank of a layout's document.
pub(super) fn build(document: &Document) -> Blank {
    let mut builder = Builder { holes: Vec::new() };
    let mut docx = Docx::new().default_fonts(fonts(Face::Song)).default_size(24);
    let last = document.sections.len().saturating_sub(1);
    for (index, section) in document.sections.iter().enumerate() {
        let mut ends_with_table = false;
        for block in &section.blocks {
            if ends_with_table && matches!(block, Block::Table(_)) {
                // Word joins tables that touch.
                docx = docx.add_paragraph(hairline());
            }
            ends_with_table = matches!(block, Block::Table(_));
            docx = match block {
                Block::Paragraph(paragraph) => docx.add_paragraph(builder.paragraph(paragraph)),
                Block::Table(table) => docx.add_table(builder.table(table)),
            };
        }
        if index < last {
            docx = docx.add_paragraph(hairline().section_property(section_property(&section.page)));
        } else {
            if ends_with_table {
                // A table must be followed by a paragraph (17.4.38): one that
                // takes no room.
                docx = docx.add_paragraph(hairline());
            }
            docx = set_page(docx, &section.page);
        }
    }
    Blank { document: docx.build().document, holes: builder.holes }
}

fn set_page(docx: Docx, page: &Page) -> Docx {
    let docx = docx.page_size(twips(page.width), twips(page.height)).page_margin(margin(page));
    if page.is_landscape() { docx.page_orient(PageOrientationType::Landscape) } else { docx }
}

fn section_property(page: &Page) -> docx_rs::SectionProperty {
    let size = docx_rs::PageSize::new().width(twips(page.width)).height(twips(page.height));
    let size = if page.is_landscape() { size.orient(PageOrientationType::Landscape) } else { size };
    docx_rs::SectionProperty::new().page_size(size).page_margin(margin(page))
}

fn margin(page: &Page) -> PageMargin {
    let twips = |length: Length| i32::try_from(length.to_twips()).unwrap_or(0);
    PageMargin {
        top: twips(page.top),
        right: twips(page.right),
        bottom: twips(page.bottom),
        left: twips(page.left),
        header: twips(Length::mm(15)),
        // The line of a page number ends 10 mm below the text: its dashes are
        // 7 mm below (GB/T 9704-2012, 7.5).
        footer: twips((page.bottom - Length::mm(10)).max(Length::mm(5))),
        gutter: 0,
    }
}

/// A paragraph one point high.
fn hairline() -> P {
    P::new()
        .line_spacing(LineSpacing::new().line(20).line_rule(LineSpacingType::Exact).before(0).after(0))
        .size(2)
        .add_run(Run::new().size(2))
}

fn twips(length: Length) -> u32 {
    u32::try_from(length.to_twips()).unwrap_or(0)
}

/// The name that a file gives for a typeface. The reader's Word or WPS has
/// these; `fontTable.xml` names others to fall back on.
pub(super) fn font_name(face: Face) -> &'static str {
    match face {
        Face::Song => "宋体",
        Face::FangSong => "仿宋",
        Face::Hei => "黑体",
        Face::Kai => "楷体",
        Face::BiaoSong => "方正小标宋简体",
    }
}

fn fonts(face: Face) -> RunFonts {
    RunFonts::new().ascii("Times New Roman").hi_ansi("Times New Roman").east_asia(font_name(face))
}

struct Builder {
    holes: Vec<Hole>,
}

impl Builder {
    fn paragraph(&mut self, paragraph: &Paragraph) -> P {
        let format = &paragraph.format;
        let mut spacing = LineSpacing::new().before(twips(format.before)).after(twips(format.after));
        if let Some(line) = format.line {
            spacing = spacing.line(i32::try_from(line.to_twips()).unwrap_or(360)).line_rule(LineSpacingType::Exact);
        }
        let mut p = P::new().line_spacing(spacing).align(match format.align {
            Align::Left => AlignmentType::Left,
            Align::Center => AlignmentType::Center,
            Align::Right => AlignmentType::Right,
            Align::Both => AlignmentType::Both,
        });
        if format.indent > 0 || format.right > Length::ZERO {
            let first = (format.size * i64::from(format.indent)).to_twips();
            let first = SpecialIndentType::FirstLine(i32::try_from(first).unwrap_or(0));
            let right = i32::try_from(format.right.to_twips()).unwrap_or(0);
            p = p.indent(Some(0), Some(first), Some(right), None);
        }
        if format.keep_next {
            p = p.keep_next(true);
        }
        for inline in &paragraph.inlines {
            p = p.add_run(self.run(inline, format));
        }
        p
    }

    fn run(&mut self, inline: &Inline, format: &Format) -> Run {
        let half_points = usize::try_from(format.size.to_emu() / 6350).unwrap_or(24);
        let run = Run::new().fonts(fonts(format.face)).size(half_points);
        match inline {
            Inline::Text { text, role: Role::Plain | Role::Label(_) | Role::Hint | Role::Scaffold } => {
                run.add_text(text)
            }
            Inline::Break => run.add_break(docx_rs::BreakType::TextWrapping),
            Inline::Slot(slot) => self.hole(run, Hole::Slot(slot.clone())),
            Inline::CheckBox(check_box) => self.hole(run, Hole::CheckBox(check_box.clone())),
            Inline::Mark(_) => run,
        }
    }

    fn hole(&mut self, run: Run, hole: Hole) -> Run {
        self.holes.push(hole);
        run.add_text(format!("{HOLE_START}{}{HOLE_END}", self.holes.len() - 1))
    }

    fn table(&mut self, table: &Table) -> T {
        let grid: Vec<usize> = table.columns.iter().map(|width| twips(*width) as usize).collect();
        let rows = (0..table.height()).map(|row| self.row(table, row)).collect();
        T::new(rows)
            .set_grid(grid)
            .layout(TableLayoutType::Fixed)
            .width(twips(table.total_width()) as usize, WidthType::Dxa)
            .align(TableAlignmentType::Center)
            .margins(TableCellMargins::new().margin(0, CELL_MARGIN, 0, CELL_MARGIN))
            .set_borders(borders())
    }

    fn row(&mut self, table: &Table, row: usize) -> TableRow {
        let mut cells = Vec::new();
        for column in 0..table.width() {
            match table.slot(row, column) {
                GridSlot::Cell(id) => cells.extend(table.cell(id).map(|cell| self.cell(table, cell))),
                GridSlot::Covered(id) => {
                    let below = table.cell(id).filter(|cell| cell.column == column && cell.row < row);
                    cells.extend(
                        below.map(|cell| {
                            frame(table, cell).vertical_merge(VMergeType::Continue).add_paragraph(P::new())
                        }),
                    );
                }
                GridSlot::Missing => {
                    let is_first = column == 0 || table.slot(row, column - 1) != GridSlot::Missing;
                    cells.extend(is_first.then(|| below_heads(table, row, column)));
                }
            }
        }
        let info = &table.rows[row];
        let mut tr = TableRow::new(cells).row_height(info.height.to_twips() as f32).height_rule(HeightRule::AtLeast);
        if !info.splits {
            tr = tr.cant_split();
        }
        tr
    }

    fn cell(&mut self, table: &Table, cell: &Cell) -> TableCell {
        let mut tc = frame(table, cell);
        if cell.row_span > 1 {
            tc = tc.vertical_merge(VMergeType::Restart);
        }
        for paragraph in &cell.paragraphs {
            tc = tc.add_paragraph(self.paragraph(paragraph));
        }
        tc
    }
}

/// A cell below the band's label, which stands among the heads that every page
/// repeats ([`super::heads`]): one with the cells below it, and without a line
/// to the label.
fn below_heads(table: &Table, row: usize, column: usize) -> TableCell {
    let width = (column..table.width()).take_while(|other| table.slot(row, *other) == GridSlot::Missing).count();
    let cell = Cell { row, column, row_span: 1, column_span: width, ..Cell::default() };
    let is_first = row == 0 || table.slot(row - 1, column) != GridSlot::Missing;
    let merge = if is_first { VMergeType::Restart } else { VMergeType::Continue };
    let frame = frame(table, &cell).clear_border(TableCellBorderPosition::Top);
    frame.vertical_merge(merge).add_paragraph(P::new())
}

/// A cell without content: width, span and alignment.
fn frame(table: &Table, cell: &Cell) -> TableCell {
    let width: Length = table.columns[cell.columns()].iter().copied().sum();
    let mut tc = TableCell::new().width(twips(width) as usize, WidthType::Dxa).vertical_align(match cell.align {
        VerticalAlign::Top => VAlignType::Top,
        VerticalAlign::Center => VAlignType::Center,
        VerticalAlign::Bottom => VAlignType::Bottom,
    });
    if cell.column_span > 1 {
        tc = tc.grid_span(cell.column_span);
    }
    let below = cell.rows().end;
    if below < table.height() && table.slot(below, cell.column) == GridSlot::Missing {
        tc = tc.clear_border(TableCellBorderPosition::Bottom);
    }
    tc
}

fn borders() -> TableBorders {
    use TableBorderPosition::{Bottom, InsideH, InsideV, Left, Right, Top};
    [
        (Top, OUTER_LINE),
        (Left, OUTER_LINE),
        (Bottom, OUTER_LINE),
        (Right, OUTER_LINE),
        (InsideH, INNER_LINE),
        (InsideV, INNER_LINE),
    ]
    .into_iter()
    .fold(TableBorders::with_empty(), |borders, (position, size)| {
        borders.set(TableBorder::new(position).size(size).color("000000"))
    })
}
