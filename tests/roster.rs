//! The office's list of those who should answer, and the summary filled from
//! all its sources.

#![cfg(feature = "collect")]
#![allow(clippy::unwrap_used, clippy::expect_used)]

use rust_xlsxwriter::{Format, Workbook};
use shenbao::batch::Return;
use shenbao::collect::{CollectError, CollectOptions, Collection, MatchedBy, Roster};
use shenbao::data::SheetErrorKind;
use shenbao::extract::Extraction;
use shenbao::form::Choice;
use shenbao::{Catalogue, Code, FieldPath, Lang, Record, Severity, Value};

const HENAN: &str = "henan-2021";
const GUIZHOU: &str = "guizhou-2018";

fn catalogue() -> Catalogue {
    Catalogue::embedded().unwrap()
}

fn path(text: &str) -> FieldPath {
    text.parse().unwrap()
}

/// A return that holds these answers; 推荐类型 is an option.
fn returned(activity: &str, file: &str, kind: &str, values: &[(&str, &str)]) -> Return {
    let mut record = Record::new();
    record.set(&path("kind"), Value::Choice(Choice::one(kind)));
    for (at, text) in values {
        assert!(record.set(&path(at), (*text).into()), "{at}");
    }
    let form = format!("{activity}/recommendation");
    let (evidence, blanks, findings) = (Vec::new(), Vec::new(), Vec::new());
    let outcome = Ok(Extraction { form, score: 1.0, record, evidence, blanks, findings });
    Return { file: file.to_owned(), copy: None, outcome }
}

fn henan(file: &str, name: &str, mobile: &str) -> Return {
    returned(HENAN, file, "学校", &[("name", name), ("contact.name", "李四"), ("contact.mobile", mobile)])
}

fn gather<'a>(catalogue: &'a Catalogue, activity: &str, returns: &'a [Return], roster: &str) -> Collection<'a> {
    let roster = Roster::read(catalogue, activity, roster.as_bytes()).unwrap();
    Collection::gather_with(catalogue, activity, returns, CollectOptions::default().roster(roster)).unwrap()
}

fn value(collection: &Collection<'_>, at: &str) -> String {
    collection.summaries()[0].record.get(&path(at)).map(ToString::to_string).unwrap_or_default()
}

/// The findings of some codes about a return, as people read them.
fn messages(collection: &Collection<'_>, index: usize, codes: &[Code]) -> Vec<String> {
    let own = collection.findings(index).filter(|finding| codes.contains(&finding.code));
    own.map(|finding| finding.message(Lang::Zh)).collect()
}

const ABOUT_ROSTER: &[Code] = &[Code::RosterMatch, Code::RosterDoubtful, Code::RosterTwice, Code::NotOnRoster];

#[test]
fn a_roster_gives_what_the_returns_do_not_hold() {
    let catalogue = catalogue();
    let returns = [henan("一.docx", "文化路小学", "13800000001"), henan("二.docx", "第九小学", "13800000002")];
    let roster = "郑州市应报学校,,,,\n序号,地市,学校名称,学校类型,联系人单位/部门\n\
        1,郑州市,文 化 路小学,小学,教务处\n2,郑州市,实验小学,小学,办公室\n合计,2,,,\n";
    let collection = gather(&catalogue, HENAN, &returns, roster);
    assert_eq!(value(&collection, "schools[0].kind"), "小学");
    assert_eq!(value(&collection, "schools[0].contact.unit"), "教务处");
    assert_eq!(value(&collection, "schools[1].kind"), "", "nothing is taken from another school's row");
    assert_eq!(value(&collection, "city"), "郑州市", "what all rows share stands above the table");
    assert_eq!(value(&collection, "contact_name"), "");
    let missing: Vec<(usize, &str)> = collection.missing().iter().map(|row| (row.row, row.name.as_str())).collect();
    assert_eq!(missing, [(4, "实验小学")]);
    assert_eq!(messages(&collection, 0, ABOUT_ROSTER), [""; 0]);
    assert_eq!(messages(&collection, 1, ABOUT_ROSTER), ["名单中没有“第九小学”"]);
    let blanks = collection.summaries()[0].findings.iter().filter(|finding| finding.code == Code::SummaryBlank);
    let blanks: Vec<String> = blanks.map(|finding| finding.path.as_ref().unwrap().to_string()).collect();
    assert!(!blanks.contains(&"city".to_owned()) && !blanks.contains(&"schools[0].kind".to_owned()), "{blanks:?}");
    assert!(blanks.contains(&"schools[1].kind".to_owned()) && blanks.contains(&"department".to_owned()), "{blanks:?}");
}

#[test]
fn a_column_is_the_field_whose_values_it_holds() {
    let catalogue = catalogue();
    // 市（州） is a name in the summary and a number in the plan.
    let roster = "学校名称,市（州）,市（州）教育行政部门\n实验小学,遵义市,遵义市教育局\n第九小学,遵义市,遵义市教育局\n";
    let collection = gather(&catalogue, "guizhou-2019", &[], roster);
    assert_eq!(collection.roster().unwrap().findings, []);
    assert_eq!(value(&collection, "city"), "遵义市");
    assert_eq!(value(&collection, "department"), "遵义市教育局");
    // What fits nothing is wrong.
    let wrong = Roster::read(&catalogue, "guizhou-2019", "学校名称,联系人手机\n实验小学,1380000\n".as_bytes()).unwrap();
    assert_eq!(wrong.findings.iter().map(|finding| finding.code).collect::<Vec<_>>(), [Code::RosterValue]);
}

#[test]
fn a_workbook_with_a_head_of_two_rows_is_a_roster() {
    let mut workbook = Workbook::new();
    workbook.add_worksheet().write(0, 0, "填表说明：请填写全称").unwrap();
    let sheet = workbook.add_worksheet();
    let plain = Format::new();
    sheet.merge_range(0, 0, 0, 4, "应报学校名单", &plain).unwrap();
    for (column, head) in [(0, "地市"), (1, "学校名称"), (4, "学校类型")] {
        sheet.merge_range(1, column, 2, column, head, &plain).unwrap();
    }
    sheet.merge_range(1, 2, 1, 3, "联系人信息", &plain).unwrap();
    sheet.write(2, 2, "姓名").unwrap().write(2, 3, "手机").unwrap();
    sheet.merge_range(3, 0, 4, 0, "郑州市", &plain).unwrap();
    sheet.write(3, 1, "文化路小学").unwrap().write(3, 3, 13_800_000_001.0).unwrap().write(3, 4, "小学").unwrap();
    sheet.write(4, 1, "实验中学").unwrap().write(4, 2, "赵六").unwrap().write(4, 3, "1380000").unwrap();
    let roster = Roster::read(&catalogue(), HENAN, &workbook.save_to_buffer().unwrap()).unwrap();
    let names: Vec<(usize, &str)> = roster.rows.iter().map(|row| (row.row, row.name.as_str())).collect();
    assert_eq!(names, [(4, "文化路小学"), (5, "实验中学")]);
    assert_eq!(roster.rows[0].contact_mobile.as_deref(), Some("13800000001"));
    assert_eq!(roster.rows[1].contact_name.as_deref(), Some("赵六"));
    assert_eq!(roster.rows[0].value("henan-2021/recommendation", &path("contact.mobile")), Some(&"13800000001".into()));
    let messages: Vec<String> = roster.findings.iter().map(|finding| finding.message(Lang::Zh)).collect();
    assert_eq!(messages, ["名单第5行的“联系人信息/手机”有误（1380000）"]);
    assert_eq!(roster.head.iter().filter(|known| known.path == path("city")).count(), 1);
}

#[test]
fn nobody_is_missed_for_a_hidden_row_of_the_roster() {
    let mut workbook = Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write_column(0, 0, ["学校名称", "甲小学", "乙小学"]).unwrap();
    sheet.write_column(0, 1, ["联系人", "李四", "王五"]).unwrap();
    sheet.set_row_hidden(1).unwrap();
    let roster = Roster::read(&catalogue(), HENAN, &workbook.save_to_buffer().unwrap()).unwrap();
    assert_eq!(roster.rows.iter().map(|row| row.name.as_str()).collect::<Vec<_>>(), ["乙小学"]);
    let told = roster.findings.iter().filter(|finding| finding.code == Code::RowOmitted);
    assert_eq!(
        told.map(|finding| finding.message(Lang::Zh)).collect::<Vec<_>>(),
        ["名单第2行已隐藏，没有使用（甲小学）"]
    );
}

#[test]
fn what_is_wrong_with_a_roster_is_said() {
    let roster = "学校名称,手机,学校类型,办学性质,备注\n甲小学,1,小学,,\n,2,小学,,\n甲 小学,3,小学,,\n学校名称,手机,学校类型,办学性质,备注\n注：以上学校,,,,\n";
    let roster = Roster::read(&catalogue(), HENAN, roster.as_bytes()).unwrap();
    assert_eq!(roster.rows.len(), 2, "{:?}", roster.rows);
    let codes: Vec<&str> = roster.findings.iter().map(|finding| finding.code.as_str()).collect();
    for (code, count) in [("roster_head", 2), ("roster_name", 1), ("roster_duplicate", 1)] {
        assert_eq!(codes.iter().filter(|found| **found == code).count(), count, "{code} {codes:?}");
    }
    let words: Vec<String> = roster.findings.iter().map(|finding| finding.message(Lang::Zh)).collect();
    assert!(words.contains(&"名单第4行与第2行重名（甲 小学）".to_owned()), "{words:?}");
    for (bytes, kind) in [
        (&b""[..], SheetErrorKind::Empty),
        ("甲小学\n乙小学\n".as_bytes(), SheetErrorKind::NoHead),
        ("地市,职务,手机号\n郑州市,主任,13800000001\n".as_bytes(), SheetErrorKind::NoName),
        (b"%PDF-1.7", SheetErrorKind::NoSpreadsheet),
    ] {
        let Err(CollectError::Roster(error)) = Roster::read(&catalogue(), HENAN, bytes) else { panic!("{kind:?}") };
        assert_eq!(error.kind, kind);
    }
}

#[test]
fn returns_find_their_row_by_the_surest_thing() {
    let catalogue = catalogue();
    let returns = [
        henan("a.docx", "文化路小学", ""),
        henan("b.docx", "金水区育才小学", ""),
        henan("c.docx", "一中", "138 0000 0003"),
        henan("推荐表-东风路小学.docx", "", ""),
        henan("西湖小学/推荐表.docx", "", ""),
        henan("d.docx", "别处小学", "13800000001"),
        henan("e.docx", "郑州市第二小学", ""),
        henan("f.docx", "北门外国语小学", ""),
    ];
    let roster = "学校名称,联系人手机\n文化路小学,13800000001\n育才小学,\n郑州市第一中学,13800000003\n\
        东风路小学,\n西湖小学,\n小学,\n第二小学,\n北门外语小学,\n";
    let collection = gather(&catalogue, HENAN, &returns, roster);
    let by = |index: usize| collection.matched(index).map(|matched| (matched.row, matched.by));
    assert_eq!(by(0), Some((0, MatchedBy::Name)));
    assert_eq!(by(1), Some((1, MatchedBy::NameWithPlace)));
    assert_eq!(by(2), Some((2, MatchedBy::Mobile)));
    assert_eq!(by(3), Some((3, MatchedBy::FileName)), "the longest name counts");
    assert_eq!(by(4), Some((4, MatchedBy::FileName)));
    assert_eq!(by(5), None, "its number is that of a school which answered itself");
    assert_eq!(by(6), Some((6, MatchedBy::NameWithPlace)));
    let severity = |index: usize| collection.findings(index).find(|f| f.code == Code::RosterMatch).map(|f| f.severity);
    let expected =
        [None, Some(Severity::Info), Some(Severity::Warning), Some(Severity::Warning), Some(Severity::Warning)];
    assert_eq!((0..5).map(severity).collect::<Vec<_>>(), expected);
    assert_eq!(severity(6), Some(Severity::Warning), "many schools are called 第二小学");
    assert_eq!(messages(&collection, 5, ABOUT_ROSTER), ["可能是名单中的文化路小学（2），不能确定，没有对应"]);
    assert_eq!(
        messages(&collection, 3, ABOUT_ROSTER),
        ["按文件名或文件夹名对应到名单中的“东风路小学”（第5行），请核对"]
    );
    let missing: Vec<&str> = collection.missing().iter().map(|row| row.name.as_str()).collect();
    assert_eq!(missing, ["小学", "北门外语小学"]);
    assert_eq!(messages(&collection, 7, ABOUT_ROSTER), ["名单中没有“北门外国语小学”（北门外语小学？）"]);
}

#[test]
fn no_row_is_answered_twice_in_silence() {
    let catalogue = catalogue();
    let returns = [
        henan("a.docx", "金水区实验小学", ""),
        henan("b.docx", "二七区实验小学", ""),
        henan("西湖小学/1.docx", "", ""),
        henan("西湖小学/2.docx", "", ""),
        henan("c.docx", "中心小学", ""),
        henan("d.docx", "文化路小学", ""),
        henan("e.docx", "文化路小学", ""),
    ];
    let roster = "学校名称,联系人手机\n实验小学,\n西湖小学,\n中心小学,1\n中心小学,2\n文化路小学,\n";
    let collection = gather(&catalogue, HENAN, &returns, roster);
    for index in [0, 1] {
        assert_eq!(collection.matched(index), None);
        assert_eq!(messages(&collection, index, &[Code::RosterDoubtful]).len(), 1);
    }
    assert_eq!(
        messages(&collection, 3, &[Code::RosterTwice]),
        ["与“西湖小学/1.docx”对应到名单中的同一单位（西湖小学）"]
    );
    assert_eq!(collection.matched(4), None);
    assert_eq!(
        messages(&collection, 4, ABOUT_ROSTER),
        ["可能是名单中的中心小学（4）、中心小学（5），不能确定，没有对应"]
    );
    assert_eq!(collection.matched(6).map(|matched| matched.row), Some(4));
    assert_eq!(messages(&collection, 6, &[Code::Duplicate]).len(), 1);
    assert_eq!(collection.missing().len(), 3);
}

#[test]
fn names_come_from_files_and_folders_where_the_form_has_none() {
    let catalogue = catalogue();
    let leader = [("leader.name", "王䶮"), ("leader.mobile", "13800000001")];
    let returns = [
        returned(GUIZHOU, "附件6-遵义市第一中学推荐表（终稿）.docx", "学校", &leader),
        returned(GUIZHOU, "贵阳市南明实验小学/附件/推荐表.docx", "学校", &[]),
        returned(GUIZHOU, "推荐表.docx", "学校", &[]),
        returned(GUIZHOU, "兴义市第八中学.docx", "学校", &[]),
    ];
    let roster = "学校名称,学校类型,市州教育行政部门\n贵州省兴义市第八中学,高中,某局\n";
    let collection = gather(&catalogue, GUIZHOU, &returns, roster);
    let names: Vec<String> = (0..4).map(|row| value(&collection, &format!("schools[{row}].name"))).collect();
    assert_eq!(names, ["遵义市第一中学", "贵阳市南明实验小学", "", "贵州省兴义市第八中学"]);
    assert_eq!(value(&collection, "schools[3].kind"), "高中");
    let findings = |code: Code| -> Vec<String> {
        let own = collection.summaries()[0].findings.iter().filter(|finding| finding.code == code);
        own.map(|finding| finding.path.as_ref().unwrap().to_string()).collect()
    };
    assert_eq!(findings(Code::SummarySource), ["schools[0].name", "schools[1].name"]);
    assert!(findings(Code::SummaryBlank).contains(&"schools[2].name".to_owned()));
    assert_eq!(messages(&collection, 0, &[Code::Duplicate]), [""; 0]);
}

#[test]
fn the_staff_set_what_stands_above_the_tables() {
    let catalogue = catalogue();
    let options =
        CollectOptions::default().set("地市", "郑州市").set("contact_phone", "12").set("邮箱", "a@example.cn");
    let collection = Collection::gather_with(&catalogue, HENAN, &[], options).unwrap();
    assert_eq!(value(&collection, "city"), "郑州市");
    assert_eq!(value(&collection, "contact_email"), "a@example.cn");
    let findings = &collection.summaries()[0].findings;
    assert!(findings.iter().any(|finding| finding.code == Code::Phone), "what is set is checked");
    assert!(!findings.iter().any(|f| f.code == Code::SummaryBlank && f.path == Some(path("city"))));
    let unknown = CollectOptions::default().set("省份", "河南");
    let error = Collection::gather_with(&catalogue, HENAN, &[], unknown).unwrap_err();
    let CollectError::UnknownHead { name, known } = error else { panic!("{error}") };
    assert_eq!(name, "省份");
    assert!(known.contains(&"地市".to_owned()), "{known:?}");
}

#[test]
fn those_awarded_before_and_those_over_the_quota_are_reported() {
    let catalogue = catalogue();
    let mut returns = vec![
        henan("a.docx", "沁阳市实验小学", ""),
        henan("b.docx", "焦作市清丰县诚睦路小学", ""),
        henan("c.docx", "安阳市东南营小学分校", ""),
    ];
    returns.push(henan("d.docx", "第一小学", ""));
    returns.extend((0..2).map(|number| henan(&format!("{number}.docx"), &format!("文化路{number}小学"), "")));
    let collection = Collection::gather(&catalogue, HENAN, &returns).unwrap();
    let listed = |index: usize| messages(&collection, index, &[Code::AlreadyListed]);
    assert_eq!(listed(0), ["“沁阳市实验小学”已在名单中（附件1 二、优秀学校：沁阳市实验小学），无需重复申报"]);
    assert_eq!(listed(1).len(), 1, "the city before the name makes no other school");
    assert_eq!(listed(2), [""; 0]);
    let common = collection.findings(3).find(|finding| finding.code == Code::AlreadyListed).unwrap();
    assert_eq!(common.severity, Severity::Info, "many schools are called 第一小学");
    let quota = |collection: &Collection<'_>| -> Vec<(String, Severity)> {
        let own = collection.summaries()[0].findings.iter().filter(|finding| finding.code == Code::Quota);
        own.map(|finding| (finding.message(Lang::Zh), finding.severity)).collect()
    };
    let over = ("“学校”共6个，多于5个（通知规定：各省辖市可推荐4—5个优秀学校）".to_owned(), Severity::Warning);
    assert!(quota(&collection).contains(&over), "{:?}", quota(&collection));
    let few = Collection::gather(&catalogue, HENAN, &returns[..4]).unwrap();
    assert!(quota(&few).iter().all(|(_, severity)| *severity == Severity::Info), "{:?}", quota(&few));
}

/// The parts of a workbook of rust_xlsxwriter, with its first sheet replaced.
fn with_sheet(workbook: &[u8], sheet: &[u8]) -> Vec<u8> {
    use std::io::{Cursor, Read as _, Write as _};
    use zip::write::SimpleFileOptions;
    let mut from = zip::ZipArchive::new(Cursor::new(workbook)).unwrap();
    let mut to = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for index in 0..from.len() {
        let mut part = from.by_index(index).unwrap();
        let name = part.name().unwrap().into_owned();
        let mut content = Vec::new();
        part.read_to_end(&mut content).unwrap();
        to.start_file(&name, SimpleFileOptions::default()).unwrap();
        to.write_all(if name == "xl/worksheets/sheet1.xml" { sheet } else { &content }).unwrap();
    }
    to.finish().unwrap().into_inner()
}

#[test]
fn a_damaged_workbook_is_an_error_or_a_table_and_ends() {
    let limits = shenbao::read::Limits::default();
    let mut workbook = Workbook::new();
    workbook.add_worksheet();
    let workbook = workbook.save_to_buffer().unwrap();
    let sheet = "<worksheet xmlns='http://schemas.openxmlformats.org/spreadsheetml/2006/main'><dimension ref='A1:B2'/><sheetData>\
        <row r='1'><c r='A1' t='inlineStr'><is><t>学校名称</t></is></c><c r='B1'><v>7</v></c></row>\
        <row r='2'><c r='A2'><v>1.38E10</v></c></row></sheetData><mergeCells><mergeCell ref='A1:A2'/></mergeCells></worksheet>";
    assert_eq!(shenbao::data::sheets(&with_sheet(&workbook, sheet.as_bytes()), &limits).unwrap().len(), 1);
    // Cut off anywhere, and with each number made enormous.
    let ends = (0..sheet.len()).step_by(5).filter(|end| sheet.is_char_boundary(*end));
    let mut damaged: Vec<String> = ends.map(|end| sheet[..end].to_owned()).collect();
    let digits = sheet.char_indices().filter(|(_, c)| c.is_ascii_digit());
    damaged.extend(digits.map(|(at, _)| format!("{}4294967295{}", &sheet[..at], &sheet[at + 1..])));
    for sheet in damaged {
        let read = shenbao::data::sheets(&with_sheet(&workbook, sheet.as_bytes()), &limits);
        let cells = |sheets: Vec<shenbao::data::Sheet>| -> usize {
            sheets.iter().flat_map(|sheet| &sheet.rows).map(|row| row.cells.len()).sum()
        };
        assert!(read.map_or(0, cells) <= 8, "{sheet}");
    }
    let whole = with_sheet(&workbook, sheet.as_bytes());
    for end in (0..whole.len()).step_by(97) {
        assert!(shenbao::data::sheets(&whole[..end], &limits).is_err() || end == 0, "cut at {end}");
    }
}
