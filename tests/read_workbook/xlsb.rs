//! Binary workbooks (.xlsb): the same sheets as in an .xlsx, and files that would
//! bring their reader down.

use std::time::{Duration, Instant};

use shenbao::Catalogue;
use shenbao::Code;
use shenbao::data::sheets;
use shenbao::document::{Block, Damage, Inline, Mark};
use shenbao::extract::Extractor;
use shenbao::read::{self, Kind, Limits};

use super::binary::{Book, Part, before_cells, listed, name, numbers, row, wide};
use super::support::{cells, error, read, sketch};

const RETURN: &str = "A1=2021年度网络学习空间普及应用教师空间案例推荐表|A3:1=姓名|B3:1=杨晓|A4:1=身份证号|\
    B4:1=522622198609173026|A5:1=市（州）|B5:1=龙泉市|A6:1=县（市、区）|B6:1=龙泉区|A7:1=学校|B7:1=南岭小学|\
    A8:1=联系电话|B8:1=13800000001|A9:1=学科|B9:1=语文|A10:1=学段|B10:1=小学|A11:1=空间说明|B11:1=好";

#[test]
fn a_binary_workbook_is_the_same_document() {
    for content in [
        &RETURN.replace("522622198609173026", "无"),
        "A1=13800000001|B1:2=0.5|C1:3=27242|D1:4=85.5|E1=1.38E10|F1=-7",
        "B2=附件2|C6:1=学校名称|D6:1=实验小学|E6:1=|C7:1=负责人|D7:1=姓名|E7:1=张三|C9=注：一式两份",
    ] {
        let bytes = Book::of(content, Part::default()).bytes();
        assert_eq!(read::sniff(&bytes), Kind::Xlsb);
        assert_eq!(sketch(&read(&bytes)), sketch(&read(&cells(content, ""))));
    }
}

#[test]
fn merged_cells_names_and_hidden_rows_are_known() {
    let merged = Part::default().add(177, &[&numbers(&[1])]).add(176, &[&numbers(&[0, 0, 1, 2])]).add(178, &[]);
    let mut book = Book::of("A1:1=学校名称|B1:1=实验小学|C1:1=|A2:1=负责人|B2:1=姓名|C2:1=张三", merged);
    book.workbook = listed(&["表1"]).add(39, &[&name("sb_name", 0, 1)]).add(39, &[&name("sb_far", u32::MAX, 1)]);
    let document = read(&book.bytes());
    assert_eq!(sketch(&document), ["学校名称|实验小学(1×2)", "负责人|姓名|张三"]);
    let Some(Block::Table(table)) = document.blocks().next() else { panic!("a table") };
    let inlines = &table.cell_at(0, 1).unwrap().paragraphs[0].inlines;
    assert!(inlines.iter().any(|inline| matches!(inline, Inline::Mark(mark) if mark.name == "sb_name")));

    let mut book = Book::of("A1=甲|B1=乙", Part::default());
    let text = |column, text: &str| [numbers(&[column, 0]), wide(text)].concat();
    let rows = |filter: Part| {
        let part = (0..3).fold(before_cells(), |part, at| {
            part.add(0, &[&row(at, at == 1)]).add(6, &[&text(0, &format!("甲{at}"))]).add(6, &[&text(1, "乙")])
        });
        Part([part.add(146, &[]).0, filter.0].concat())
    };
    book.sheet = rows(Part::default());
    assert_eq!(sketch(&read(&book.bytes())), ["甲0|乙", "甲2|乙"]);
    book.sheet = rows(Part::default().add(161, &[&numbers(&[0, 2, 0, 1])]));
    assert_eq!(sketch(&read(&book.bytes())), ["甲0|乙", "甲1|乙", "甲2|乙"]);
}

#[test]
fn every_kind_of_cell_is_read() {
    let mut book = Book::of("A1=甲", Part::default());
    let at = |column| numbers(&[column, 0]);
    let rich = [&[1][..], &wide("甲乙"), &numbers(&[1]), &[1, 0, 1, 0]].concat();
    book.sheet = before_cells()
        .add(0, &[&row(0, false)])
        .add(6, &[&at(0), &wide("字")])
        .add(4, &[&at(1), &[1]])
        .add(8, &[&at(2), &wide("由公式"), &[0; 10]])
        .add(9, &[&at(3), &0.25_f64.to_le_bytes(), &[0; 10]])
        .add(11, &[&at(4), &[0x17], &[0; 10]])
        .add(3, &[&at(5), &[0x99]])
        .add(62, &[&at(6), &rich])
        // Its column is that of the next cell.
        .add(13, &[&numbers(&[2]), &((50 << 2) | 3_i32).to_le_bytes()])
        .add(146, &[]);
    let document = read(&book.bytes());
    assert_eq!(sketch(&document), ["字|☑|由公式|0.25|#REF!|#N/A|甲乙|50%"]);
    let Some(Block::Table(table)) = document.blocks().next() else { panic!("a table") };
    let paragraph = |column| &table.cell_at(0, column).unwrap().paragraphs[0];
    assert_eq!(paragraph(4).origin.as_ref().unwrap().damage, [Damage::ErrorValue]);
    let struck = |inline: &Inline| matches!(inline, Inline::Mark(mark) if mark.name == Mark::STRUCK);
    assert_eq!(paragraph(6).inlines.iter().position(struck), Some(1), "behind 甲");
}

#[test]
fn a_return_and_a_list_may_be_binary() {
    let catalogue = Catalogue::embedded().unwrap();
    let bytes = Book::of(&RETURN.replace("龙泉区", "12.345").replace("B6:1", "B6:4"), Part::default()).bytes();
    let extraction = Extractor::new(&catalogue).extract(&read(&bytes)).unwrap();
    assert_eq!(extraction.form.as_str(), "guizhou-2021/teacher-case");
    let value = |path: &str| {
        let found = extraction.evidence.iter().find(|evidence| evidence.path.to_string() == path);
        found.and_then(|evidence| evidence.normal.clone().or_else(|| Some(evidence.raw.clone())))
    };
    assert_eq!(value("phone").as_deref(), Some("13800000001"));
    // Both are stored as doubles.
    for code in [Code::ShownRounded, Code::NumberRounded] {
        assert!(extraction.findings.iter().any(|finding| finding.code == code), "{code}");
    }

    let list = Book::of("A1=名单|A2=学校名称|B2=手机|A3=实验小学|B3=13800000001|A4=中学|B4:3=27242", Part::default());
    let found = sheets(&list.bytes(), &Limits::default()).unwrap();
    let rows: Vec<Vec<&str>> = found[0].rows.iter().map(|row| row.cells.iter().map(String::as_str).collect()).collect();
    assert_eq!(found[0].name, "表1");
    assert_eq!(
        rows,
        [vec!["名单"], vec!["学校名称", "手机"], vec!["实验小学", "13800000001"], vec!["中学", "1974-08-01"]]
    );
}

#[test]
fn what_calamine_takes_for_granted_is_checked() {
    let sound = Book::of("A1=甲|B1=乙", Part::default());
    let at = numbers(&[0, 0]);
    // A string that is not there, a number that is cut, a text that claims more
    // than there is, columns and rows beyond the last, cells before any row.
    let cell = |kind, value: &[u8]| before_cells().add(0, &[&row(0, false)]).add(kind, &[&at, value]).add(146, &[]);
    for sheet in [
        cell(7, &numbers(&[2])),
        cell(5, &[0; 7]),
        cell(2, &[]),
        cell(6, &numbers(&[u32::MAX])),
        before_cells().add(0, &[&row(0, false)]).add(1, &[&numbers(&[16_384, 0])]),
        before_cells().add(0, &[&row(1_048_576, false)]),
        before_cells().add(4, &[&at, &[1]]),
        before_cells().add(0, &[]),
        // 256 MB are claimed, and three bytes there.
        Part([before_cells().0, vec![0, 0xFF, 0xFF, 0xFF, 0x7F, 1, 2, 3]].concat()),
    ] {
        assert_eq!(error(&Book { sheet, ..sound.clone() }.bytes()).code(), "truncated");
    }
    let strings = Part::default().add(159, &[&numbers(&[u32::MAX, u32::MAX])]).add(19, &[&[0], &wide("甲")]);
    let strings = Book { strings: strings.add(19, &[&[0], &wide("乙")]), ..sound.clone() };
    assert_eq!(sketch(&read(&strings.bytes())), ["甲|乙"], "counts that a file claims are not believed");
    // Formulas in formulas, and references to sheets that are not there.
    let nested: Vec<u8> = (0..60_000_u16).rev().flat_map(|inner| [0x29, inner as u8, (inner >> 8) as u8]).collect();
    let deep = [vec![0; 9], wide("深"), numbers(&[nested.len() as u32]), nested].concat();
    let mut far = name("sb_far", 0, 0);
    let at = 9 + wide("sb_far").len() + 4;
    far[at + 1] = 9;
    let workbook = listed(&["表1"]).add(39, &[&deep]).add(39, &[&far]).add(39, &[&[0; 3]]);
    assert_eq!(sketch(&read(&Book { workbook, ..sound.clone() }.bytes())), ["甲|乙"]);
    let workbook = Part(sound.workbook.0[..sound.workbook.0.len() / 2].to_vec());
    assert_eq!(error(&Book { workbook, ..sound.clone() }.bytes()).code(), "truncated");
    // Two sheets that calamine cannot tell apart.
    let workbook = listed(&["表1", "表1"]);
    let _ = read::document(&Book { workbook, ..sound }.bytes(), &Limits::default());
}

#[test]
fn limits_hold_for_binary_workbooks() {
    let cells: String = (1..2_000).map(|at| format!("A{at}={at}|B{at}={at}|")).collect();
    let bytes = Book::of(cells.trim_end_matches('|'), Part::default()).bytes();
    let mut limits = Limits::default();
    limits.items = 1_000;
    let start = Instant::now();
    assert_eq!(read::document(&bytes, &limits).unwrap_err().code(), "too_many_items");
    assert!(read::document(&bytes, &Limits::default()).is_ok());
    assert!(start.elapsed() < Duration::from_secs(20));
}
