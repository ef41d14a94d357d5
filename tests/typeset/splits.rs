//! Where pages end.

use shenbao::document::{
    Align, Block, Cell, Document, Format, GroupKind, Inline, Page, Paragraph, Role, Row, Section, Table, TableBuilder,
    VerticalAlign,
};
use shenbao::typeset::{Item, Nominal, Origin, SetPage, pages};
use shenbao::{FieldPath, Length};

use super::runs;

/// 100 mm high with a text area of 60 mm by 80 mm, lines of 10 mm.
const PAGE: Page = Page {
    width: Length::mm(80),
    height: Length::mm(100),
    top: Length::mm(10),
    right: Length::mm(10),
    bottom: Length::mm(10),
    left: Length::mm(10),
};

fn format() -> Format {
    Format { size: Length::mm(5), line: Some(Length::mm(10)), ..Format::default() }
}

fn text(text: &str) -> Paragraph {
    Paragraph { format: format(), ..Paragraph::plain(text) }
}

/// A paragraph of so many lines.
fn lines(first: char, count: usize) -> Paragraph {
    let mut inlines = Vec::new();
    for number in 0..count {
        inlines.extend((number > 0).then_some(Inline::Break));
        inlines.push(Inline::plain(format!("{first}{number}")));
    }
    Paragraph { format: format(), inlines, ..Paragraph::default() }
}

fn label(text: &str) -> Paragraph {
    let role = Role::Label(Some(FieldPath::field("a")));
    Paragraph { format: format(), inlines: vec![Inline::Text { text: text.into(), role }], ..Paragraph::default() }
}

fn cell(paragraphs: Vec<Paragraph>, row_span: usize) -> Cell {
    Cell { row_span, column_span: 1, align: VerticalAlign::Center, paragraphs, ..Cell::default() }
}

fn row(height: i64, splits: bool) -> Row {
    Row { height: Length::mm(height), splits, ..Row::default() }
}

/// A table of two columns.
fn table(build: impl FnOnce(&mut TableBuilder)) -> Block {
    let mut builder = TableBuilder::with_columns(vec![Length::mm(30); 2]);
    build(&mut builder);
    Block::Table(builder.finish())
}

fn set(blocks: Vec<Block>) -> Vec<SetPage> {
    let section = Section { page: PAGE, blocks };
    pages(&Document { sections: vec![section], ..Document::default() }, &Nominal::Word)
}

/// The words of each page, those that are repeated in brackets.
fn words(pages: &[SetPage]) -> Vec<String> {
    let word = |run: &shenbao::typeset::Run| match run.origin {
        Origin::PageNumber => None,
        Origin::Cell { repeated: true, .. } => Some(format!("({})", run.text)),
        _ => Some(run.text.clone()),
    };
    pages.iter().map(|page| runs(page).filter_map(word).collect::<Vec<_>>().join(" ")).collect()
}

fn kept(mut paragraph: Paragraph) -> Block {
    paragraph.format.keep_next = true;
    Block::Paragraph(paragraph)
}

#[test]
fn a_heading_goes_with_what_it_heads() {
    let six = || Block::Paragraph(lines('x', 6));
    let pages = set(vec![six(), kept(text("甲")), kept(text("乙")), Block::Paragraph(lines('y', 2))]);
    assert_eq!(words(&pages), ["x0 x1 x2 x3 x4 x5", "甲 乙 y0 y1"]);
    // Before a table: with its first row.
    let rows = table(|t| {
        t.row(row(15, false));
        t.cell(cell(vec![text("一")], 1)).unwrap();
    });
    let pages = set(vec![six(), kept(text("甲")), rows]);
    assert_eq!(words(&pages), ["x0 x1 x2 x3 x4 x5", "甲 一"]);
}

#[test]
fn no_line_of_a_paragraph_stands_alone() {
    let pages = set(vec![Block::Paragraph(lines('x', 7)), Block::Paragraph(lines('y', 3))]);
    assert_eq!(words(&pages), ["x0 x1 x2 x3 x4 x5 x6", "y0 y1 y2"]);
    let pages = set(vec![Block::Paragraph(lines('x', 9))]);
    assert_eq!(words(&pages), ["x0 x1 x2 x3 x4 x5 x6", "x7 x8"]);
}

#[test]
fn a_row_stays_whole_unless_it_may_be_split() {
    let rows = |splits| {
        table(|t| {
            t.row(row(50, false));
            t.cell(cell(vec![text("一")], 1)).unwrap();
            t.cell(cell(vec![text("二")], 1)).unwrap();
            t.row(row(10, splits));
            t.cell(cell(vec![label("名")], 1)).unwrap();
            t.cell(cell(vec![lines('x', 5)], 1)).unwrap();
        })
    };
    assert_eq!(words(&set(vec![rows(false)])), ["一 二", "名 x0 x1 x2 x3 x4"]);
    assert_eq!(words(&set(vec![rows(true)])), ["一 二 名 x0 x1 x2", "(名) x3 x4"]);
}

#[test]
fn a_row_higher_than_a_page_is_split() {
    let rows = table(|t| {
        t.row(row(10, false));
        t.cell(cell(vec![label("名")], 1)).unwrap();
        t.cell(cell(vec![lines('x', 10)], 1)).unwrap();
        t.row(row(10, false));
        t.cell(cell(vec![text("一")], 1)).unwrap();
    });
    let pages = set(vec![Block::Paragraph(text("前")), rows]);
    assert_eq!(words(&pages), ["前 名 x0 x1 x2 x3 x4 x5 x6", "(名) x7 x8 x9 一"]);
    // A high row without text takes one page.
    let high = table(|t| {
        t.row(row(500, false));
        t.cell(cell(vec![text("一")], 1)).unwrap();
    });
    assert_eq!(words(&set(vec![high])), ["一"]);
}

fn band(t: &mut TableBuilder, name: char, rows: usize) {
    t.group(GroupKind::Head);
    t.row(row(10, false));
    t.cell(cell(vec![label(&format!("带{name}"))], rows + 1)).unwrap();
    t.cell(cell(vec![label(&format!("头{name}"))], 1)).unwrap();
    t.group(GroupKind::Body);
    for number in 0..rows {
        t.row(row(10, false));
        t.cell(cell(vec![text(&format!("{name}{number}"))], 1)).unwrap();
    }
}

#[test]
fn the_heads_of_the_right_band_are_repeated() {
    let rows = table(|t| {
        band(t, 'a', 3);
        band(t, 'b', 6);
    });
    let pages = set(vec![rows]);
    assert_eq!(words(&pages), ["带a 头a a0 a1 a2 带b 头b b0 b1 b2", "(带b) (头b) b3 b4 b5"]);
    // Heads are never the last on a page.
    let rows = table(|t| {
        band(t, 'a', 6);
        band(t, 'b', 2);
    });
    assert_eq!(words(&set(vec![rows])), ["带a 头a a0 a1 a2 a3 a4 a5", "带b 头b b0 b1"]);
}

#[test]
fn a_cell_over_several_rows_gives_its_excess_to_the_last() {
    let rows = table(|t| {
        t.row(row(10, false));
        t.cell(cell(vec![lines('x', 5)], 2)).unwrap();
        t.cell(cell(vec![text("一")], 1)).unwrap();
        t.row(row(10, false));
        t.cell(cell(vec![text("二")], 1)).unwrap();
    });
    let pages = set(vec![rows]);
    let mut ys: Vec<i64> = pages[0]
        .items
        .iter()
        .filter_map(|item| match item {
            Item::Rule(rule) if rule.from.1 == rule.to.1 => Some(rule.from.1.to_emu() / 36_000),
            _ => None,
        })
        .collect();
    ys.dedup();
    assert_eq!(ys, [10, 20, 60]);
}

#[test]
fn text_stands_where_its_paragraph_says() {
    let aligned = |align| {
        let mut paragraph = text("一二");
        paragraph.format.align = align;
        paragraph.format.right = Length::mm(10);
        let pages = set(vec![Block::Paragraph(paragraph)]);
        runs(&pages[0]).next().unwrap().x
    };
    // 50 mm are left of 60, and 10 mm are filled.
    assert_eq!(aligned(Align::Left), Length::mm(10));
    assert_eq!(aligned(Align::Center), Length::mm(30));
    assert_eq!(aligned(Align::Right), Length::mm(50));
    assert_eq!(aligned(Align::Both), Length::mm(10));
}

#[test]
fn justified_lines_reach_the_edge_and_leave_words_alone() {
    let mut paragraph = text("一二三四五六七八九school十一二三四五");
    paragraph.format.align = Align::Both;
    paragraph.format.indent = 2;
    let pages = set(vec![Block::Paragraph(paragraph)]);
    let runs: Vec<_> = runs(&pages[0]).collect();
    assert_eq!(runs[0].x, Length::mm(20));
    let last = runs.iter().rfind(|run| run.baseline == runs[0].baseline).unwrap();
    let count = i64::try_from(last.text.chars().count()).unwrap();
    let width = Nominal::Word;
    let setting = shenbao::typeset::Setting { metrics: &width, face: last.face, size: last.size };
    let right = last.x + setting.width(&last.text) + last.spacing * (count - 1).max(0);
    assert!((Length::mm(70) - right).to_emu().abs() < 36_000, "{right}");
    for run in &runs {
        assert!(run.text != "school" || run.spacing == Length::ZERO);
    }
}

#[test]
fn documents_without_anything() {
    assert!(pages(&Document::default(), &Nominal::Word).is_empty());
    assert_eq!(set(Vec::new()).len(), 1);
    assert_eq!(set(vec![Block::Table(Table::default())]).len(), 1);
}

#[test]
fn a_box_is_not_split_below_its_label() {
    let rows = |count| {
        table(|t| {
            t.row(row(50, false));
            t.cell(cell(vec![text("一")], 1)).unwrap();
            t.cell(cell(vec![text("二")], 1)).unwrap();
            t.row(row(10, true));
            t.cell(Cell { column_span: 2, ..cell(vec![label("名"), text(&"x".repeat(count))], 1) }).unwrap();
        })
    };
    // Two lines below the label would leave the third alone.
    let moved = words(&set(vec![rows(60)]));
    assert_eq!((moved.len(), moved[0].as_str()), (2, "一 二"), "{moved:?}");
    let split = words(&set(vec![rows(90)]));
    assert!(split.len() == 2 && split[0].starts_with("一 二 名 xx"), "{split:?}");
}
