//! The office's workbook, made of returns that were written and read back.

#![cfg(feature = "collect")]
#![allow(clippy::unwrap_used)]

use std::io::{Cursor, Read};

use calamine::{Data, Range, Reader, Xlsx};
use shenbao::batch::{Return, Unread, read_file};
use shenbao::collect::{CollectError, Collection, Status, WorkbookOptions, csv};
use shenbao::extract::{Extraction, Extractor};
use shenbao::form::Choice;
use shenbao::read::Limits;
use shenbao::write::docx::{DocxOptions, DocxTemplate};
use shenbao::{Catalogue, Code, FieldPath, Form, Lang, Record, Severity, Value};

const RECOMMENDATION: &str = "henan-2021/recommendation";
const SHEET: &str = "2021年度网络学习空间应用优秀区域和学校推荐表";

fn catalogue() -> Catalogue {
    Catalogue::embedded().unwrap()
}

fn path(text: &str) -> FieldPath {
    text.parse().unwrap()
}

fn record(values: &[(&str, &str)]) -> Record {
    let mut record = Record::new();
    for (at, text) in values {
        assert!(record.set(&path(at), (*text).into()), "{at}");
    }
    record
}

/// A recommendation without faults.
fn recommendation(name: &str, kinds: &[&str]) -> Record {
    let mut record = record(&[
        ("name", name),
        ("leader.name", "王䶮"),
        ("leader.title", "校长"),
        ("leader.mobile", "13800000001"),
        ("contact.name", "李四"),
        ("contact.title", "主任"),
        ("contact.mobile", "138 0000 0002"),
        ("url", "https://space.example.edu.cn/a?b=1"),
        ("username", "00123"),
        ("password", "Secret-77"),
        ("construction", "第一段。\n第二段。"),
        ("application", "应用。"),
    ]);
    let options = kinds.iter().map(|kind| (*kind).to_owned()).collect();
    record.set(&path("kind"), Value::Choice(Choice { options, other: None }));
    record
}

/// The record written into a Word file and read back.
fn returned(catalogue: &Catalogue, form: &str, file: &str, record: &Record) -> Return {
    let template = DocxTemplate::compile(catalogue.form(form).unwrap(), &DocxOptions::default()).unwrap();
    let bytes = template.fill(record).unwrap();
    let read = read_file(&Extractor::new(catalogue), &Limits::default(), file, &bytes).remove(0);
    assert!(read.outcome.is_ok(), "{file}: {:?}", read.outcome);
    read
}

fn henan(catalogue: &Catalogue, returns: &[(&str, Record)]) -> Vec<Return> {
    returns.iter().map(|(file, record)| returned(catalogue, RECOMMENDATION, file, record)).collect()
}

fn workbook(catalogue: &Catalogue, returns: &[Return], options: &WorkbookOptions) -> Vec<u8> {
    Collection::gather(catalogue, "henan-2021", returns).unwrap().workbook(options).unwrap()
}

fn open(bytes: &[u8]) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(bytes.to_vec())).unwrap()
}

fn sheet(bytes: &[u8], name: &str) -> Range<Data> {
    open(bytes).worksheet_range(name).unwrap()
}

/// The cell below the head `label`, in the row `row` from 1.
fn under(range: &Range<Data>, label: &str, row: usize) -> Data {
    let heads: Vec<String> = range.rows().next().unwrap().iter().map(ToString::to_string).collect();
    let column = heads.iter().position(|head| head == label).unwrap_or_else(|| panic!("{label} in {heads:?}"));
    range.get((row, column)).cloned().unwrap_or_default()
}

fn text(text: &str) -> Data {
    Data::String(text.to_owned())
}

/// All parts of the package that are XML, by name.
fn parts(bytes: &[u8]) -> Vec<(String, String)> {
    let mut package = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    (0..package.len())
        .map(|index| {
            let mut part = package.by_index(index).unwrap();
            let mut xml = String::new();
            part.read_to_string(&mut xml).unwrap();
            (part.name().unwrap().into_owned(), xml)
        })
        .collect()
}

fn assert_no_formulas(bytes: &[u8]) {
    for (name, xml) in parts(bytes).iter().filter(|(name, _)| name.starts_with("xl/worksheets/")) {
        assert!(!xml.contains("<f>") && !xml.contains("<f "), "{name} holds a formula");
    }
}

#[test]
fn the_summary_has_a_row_for_each_return_in_its_part() {
    let catalogue = catalogue();
    let returns = henan(
        &catalogue,
        &[
            ("一.docx", recommendation("第一小学", &["学校"])),
            ("二.docx", recommendation("涧西区", &["县区"])),
            ("三.docx", recommendation("第二小学", &["学校"])),
        ],
    );
    let collection = Collection::gather(&catalogue, "henan-2021", &returns).unwrap();
    let [summary] = collection.summaries() else { panic!("one summary") };
    assert_eq!(summary.form, "henan-2021/summary");
    let value = |at: &str| summary.record.get(&path(at)).map(ToString::to_string).unwrap_or_default();
    assert_eq!((value("regions[0].number"), value("regions[0].name")), ("1".into(), "涧西区".into()));
    assert_eq!(summary.record.get(&path("regions[0].kind")), Some(&"县区".into()));
    assert_eq!((value("schools[1].number"), value("schools[1].name")), ("2".into(), "第二小学".into()));
    assert_eq!(value("schools[0].contact.mobile"), "138 0000 0002");
    let sources: Vec<_> = summary.rows.iter().map(|row| (row.path.to_string(), row.source)).collect();
    assert_eq!(sources, [("schools[0]".into(), 0), ("regions[0]".into(), 1), ("schools[1]".into(), 2)]);
    assert!(collection.findings(0).all(|finding| finding.code != Code::SummaryUnplaced));
}

#[test]
fn each_blank_of_the_summary_is_one_finding() {
    let catalogue = catalogue();
    let returns = henan(&catalogue, &[("一.docx", recommendation("第一小学", &["学校"]))]);
    let collection = Collection::gather(&catalogue, "henan-2021", &returns).unwrap();
    let findings = || collection.summaries()[0].findings.iter().filter(|finding| finding.code == Code::SummaryBlank);
    let rows: Vec<String> =
        findings().map(|f| f.path.as_ref().unwrap().to_string()).filter(|path| path.contains('[')).collect();
    assert_eq!(rows, ["schools[0].kind", "schools[0].contact.unit"]);
    assert!(findings().any(|finding| finding.path == Some(path("city"))), "the office's own fields too");
}

#[test]
fn returns_that_fit_no_part_are_reported() {
    let catalogue = catalogue();
    let returns = henan(
        &catalogue,
        &[
            ("无.docx", recommendation("甲", &[])),
            ("两个.docx", recommendation("乙", &["县区", "学校"])),
            ("同一部分.docx", recommendation("丙", &["地市", "县区"])),
        ],
    );
    let collection = Collection::gather(&catalogue, "henan-2021", &returns).unwrap();
    assert_eq!(collection.summaries()[0].rows.len(), 1, "two ticks within one part leave no doubt about the part");
    for index in [0, 1] {
        let finding = collection.findings(index).find(|finding| finding.code == Code::SummaryUnplaced).unwrap();
        assert_eq!((finding.path.clone(), finding.severity), (Some(path("kind")), Severity::Error));
        assert_eq!(collection.status(index), Some(Status::Faulty));
    }
    let problems = sheet(&workbook(&catalogue, &returns, &WorkbookOptions::default()), "问题清单");
    let lines: Vec<String> = problems.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect();
    for file in ["无.docx", "两个.docx"] {
        assert!(lines.iter().any(|line| line.starts_with(file) && line.contains("summary_unplaced")), "{file}");
    }
}

#[test]
fn the_later_of_two_returns_names_the_earlier() {
    let catalogue = catalogue();
    let returns = henan(
        &catalogue,
        &[
            ("县/一.docx", recommendation("第一小学", &["学校"])),
            ("二.docx", recommendation("第二小学", &["学校"])),
            ("县/一（改）.docx", recommendation("第一 小学", &["学校"])),
        ],
    );
    let collection = Collection::gather(&catalogue, "henan-2021", &returns).unwrap();
    let duplicates = |index| -> Vec<String> {
        let own = collection.findings(index).filter(|finding| finding.code == Code::Duplicate);
        own.map(|finding| finding.message(Lang::Zh)).collect()
    };
    assert_eq!(duplicates(0), [""; 0]);
    assert_eq!(duplicates(2), ["与“县/一.docx”重复（第一 小学）"]);
    assert_eq!(collection.status(0), Some(Status::Passed));
    assert_eq!(collection.status(2), Some(Status::Check));
}

#[test]
fn the_workbook_has_its_sheets_and_every_answer() {
    let catalogue = catalogue();
    let mut returns = henan(&catalogue, &[("一.docx", recommendation("第一小学", &["学校"]))]);
    returns.push(Return::unread("坏.docx", Unread::source("拒绝访问")));
    let bytes = workbook(&catalogue, &returns, &WorkbookOptions::default());
    assert_eq!(open(&bytes).sheet_names(), ["汇总信息表", SHEET, "问题清单", "未能读取"]);

    let data = sheet(&bytes, SHEET);
    assert_eq!(under(&data, "序号", 1), Data::Float(1.0));
    assert_eq!(under(&data, "文件", 1), text("一.docx"));
    assert_eq!(under(&data, "状态", 1), text("通过"));
    assert_eq!(under(&data, "负责人信息/手机", 1), text("13800000001"));
    assert_eq!(under(&data, "用户名", 1), text("00123"));
    assert_eq!(under(&data, "推荐类型", 1), text("学校"));
    assert_eq!(under(&data, "空间建设情况", 1), text("第一段。\n第二段。"));
    let form = catalogue.form(RECOMMENDATION).unwrap();
    assert_eq!(data.width(), 3 + form.leaves().count(), "every field has a column");

    let summary = sheet(&bytes, "汇总信息表");
    let cells: Vec<&Data> = summary.rows().flatten().collect();
    assert!(cells.contains(&&text("第一小学")) && cells.contains(&&text("138 0000 0002")));
    assert!(cells.contains(&&Data::Float(1.0)), "running numbers are numbers");

    let unread = sheet(&bytes, "未能读取");
    assert_eq!((under(&unread, "文件", 1), under(&unread, "原因代码", 1)), (text("坏.docx"), text("unreadable")));
    assert!(under(&unread, "说明", 1).to_string().contains("拒绝访问"));
}

#[test]
fn nothing_unread_is_said_too() {
    let catalogue = catalogue();
    let bytes = workbook(&catalogue, &[], &WorkbookOptions::default());
    assert_eq!(open(&bytes).sheet_names(), ["汇总信息表", "问题清单", "未能读取"]);
    assert_eq!(sheet(&bytes, "未能读取").get((1, 0)), Some(&text("无")));
}

#[test]
fn problems_are_in_the_order_of_files_errors_first() {
    let catalogue = catalogue();
    let mut faulty = recommendation("第一小学", &["学校"]);
    faulty.set(&path("leader.mobile"), "1380000".into());
    let returns = henan(&catalogue, &[("二.docx", recommendation("乙", &["学校"])), ("一.docx", faulty)]);
    let bytes = workbook(&catalogue, &returns, &WorkbookOptions::default().lang(Lang::En));
    let problems = sheet(&bytes, "问题清单");
    let rows: Vec<Vec<String>> =
        problems.rows().skip(1).map(|row| row.iter().map(ToString::to_string).collect()).collect();
    let files: Vec<&str> = rows.iter().map(|row| row[0].as_str()).collect();
    let order = |file: &str| files.iter().position(|f| *f == file).unwrap();
    assert!(order("二.docx") < order("一.docx") && files.last() == Some(&""), "{files:?}");
    let first = &rows[order("一.docx")];
    assert_eq!((first[2].as_str(), first[4].as_str(), first[5].as_str()), ("负责人信息/手机", "error", "mobile"));
    assert!(first[6].contains("is not a mobile number"), "{first:?}");
    let notes: String = parts(&bytes).into_iter().filter(|(name, _)| name.contains("comments")).map(|p| p.1).collect();
    assert!(notes.contains("is not a mobile number"), "the cell has a note");
}

#[test]
fn what_people_wrote_is_never_a_formula() {
    let catalogue = catalogue();
    let mut hostile = recommendation("=HYPERLINK(\"http://x\")", &["学校"]);
    for (at, value) in
        [("leader.name", "@SUM(A1)"), ("leader.title", "+1"), ("contact.title", "-2+3"), ("username", "_x0041_")]
    {
        hostile.set(&path(at), value.into());
    }
    hostile.set(&path("construction"), format!("={}", "长".repeat(65_000)).as_str().into());
    hostile.set(&path("application"), format!("+{}", "长".repeat(3_000)).as_str().into());
    let returns = henan(&catalogue, &[("=1+1.docx", hostile)]);
    let bytes = workbook(&catalogue, &returns, &WorkbookOptions::default());
    assert_no_formulas(&bytes);
    let data = sheet(&bytes, SHEET);
    for (label, value) in [
        ("文件", "=1+1.docx"),
        ("学校/区域名称", "=HYPERLINK(\"http://x\")"),
        ("负责人信息/姓名", "@SUM(A1)"),
        ("负责人信息/职务", "+1"),
        ("联系人信息/职务", "-2+3"),
        ("用户名", "_x0041_"),
    ] {
        assert_eq!(under(&data, label, 1), text(value));
    }
    let long = under(&data, "空间建设情况", 1).to_string();
    assert_eq!(long.encode_utf16().count(), 32_767);
    assert!(long.starts_with("=长") && long.ends_with("全文见原件）"));
    assert_eq!(under(&data, "空间应用情况", 1).to_string().chars().count(), 3_001);
    let problems = sheet(&bytes, "问题清单");
    assert!(problems.rows().any(|row| row.contains(&text("cell_cut")) && row.contains(&text("空间建设情况"))));
}

#[test]
fn characters_that_xml_cannot_hold_are_replaced_and_reported() {
    let catalogue = catalogue();
    let record = recommendation("甲\u{1}乙\u{ffff}", &["学校"]);
    let (form, evidence, findings) = (RECOMMENDATION.to_owned(), Vec::new(), Vec::new());
    let outcome = Ok(Extraction { form, score: 1.0, record, evidence, blanks: Vec::new(), findings });
    let bytes =
        workbook(&catalogue, &[Return { file: "\u{2}.docx".into(), copy: None, outcome }], &WorkbookOptions::default());
    assert_eq!(under(&sheet(&bytes, SHEET), "学校/区域名称", 1), text("甲\u{fffd}乙\u{fffd}"));
    assert!(sheet(&bytes, "问题清单").rows().any(|row| row.contains(&text("bad_character"))));
}

#[test]
fn passwords_are_masked_unless_they_are_asked_for() {
    let catalogue = catalogue();
    let returns = henan(&catalogue, &[("一.docx", recommendation("第一小学", &["学校"]))]);
    let masked = workbook(&catalogue, &returns, &WorkbookOptions::default());
    assert_eq!(under(&sheet(&masked, SHEET), "密码", 1), text("******"));
    assert!(parts(&masked).iter().all(|(_, xml)| !xml.contains("Secret-77")));
    let shown = workbook(&catalogue, &returns, &WorkbookOptions::default().with_sensitive(true));
    assert_eq!(under(&sheet(&shown, SHEET), "密码", 1), text("Secret-77"));
    let form = catalogue.form(RECOMMENDATION).unwrap();
    assert!(!csv::csv(form, &returns, false).contains("Secret-77"));
    assert!(csv::csv(form, &returns, true).contains("Secret-77"));
}

#[test]
fn links_lead_to_the_files() {
    let catalogue = catalogue();
    let names = ["附件2 张三.docx", "县/2#楼.docx", "100%.docx", "50%25.docx", "a&b'c.docx"];
    let returns: Vec<Return> = names.iter().map(|file| Return::unread(file, Unread::source("x"))).collect();
    let bytes = workbook(&catalogue, &returns, &WorkbookOptions::default().link_prefix("../来件/"));
    let links: String = parts(&bytes).into_iter().filter(|(name, _)| name.ends_with(".rels")).map(|p| p.1).collect();
    for target in [
        "../来件/附件2%20张三.docx",
        "../来件/县/2%23楼.docx",
        "../来件/100%25.docx",
        "../来件/50%2525.docx",
        "../来件/a&amp;b'c.docx",
    ] {
        assert!(links.contains(&format!("Target=\"{target}\" TargetMode=\"External\"")), "{target} in {links}");
    }
}

#[test]
fn tables_have_sheets_of_their_own() {
    let catalogue = catalogue();
    let id = "chibi-2020/excellent-teacher-application";
    let teacher = record(&[
        ("name", "叶𬭎"),
        ("resume[0].period", "2001—2010"),
        ("resume[0].unit", "车埠镇中心小学"),
        ("resume[1].period", "2010至今"),
        ("resume[1].unit", "赤壁市实验小学"),
    ]);
    let returns = [returned(&catalogue, id, "叶𬭎.docx", &teacher)];
    let collection = Collection::gather(&catalogue, "chibi-2020", &returns).unwrap();
    assert!(collection.summaries().is_empty());
    let bytes = collection.workbook(&WorkbookOptions::default()).unwrap();
    let title = "“网络学习空间应用优秀教师”申报表";
    assert_eq!(open(&bytes).sheet_names(), [title, "工作简历", "问题清单", "未能读取"]);
    assert_eq!(under(&sheet(&bytes, title), "工作简历", 1), text("2行"));
    let rows = sheet(&bytes, "工作简历");
    assert_eq!((under(&rows, "姓名", 2), under(&rows, "行", 2)), (text("叶𬭎"), Data::Float(2.0)));
    assert_eq!(under(&rows, "所在单位", 2), text("赤壁市实验小学"));
}

#[test]
fn returns_of_any_activity_are_kept() {
    let catalogue = catalogue();
    let mut returns = henan(&catalogue, &[("一.docx", recommendation("第一小学", &["学校"]))]);
    let plan = record(&[("survey.overview", "概况")]);
    returns.push(returned(&catalogue, "guizhou-2018/plan", "方案.docx", &plan));
    for collection in
        [Collection::gather(&catalogue, "henan-2021", &returns).unwrap(), Collection::gather_all(&catalogue, &returns)]
    {
        let bytes = collection.workbook(&WorkbookOptions::default()).unwrap();
        let names = open(&bytes).sheet_names();
        assert!(names.contains(&SHEET.to_owned()) && names.iter().any(|name| name.contains("实施方案")), "{names:?}");
    }
    let unknown = Collection::gather(&catalogue, "nowhere", &returns).unwrap_err();
    assert_eq!(unknown, CollectError::UnknownActivity("nowhere".into()));
}

#[test]
fn the_same_returns_give_the_same_bytes() {
    let catalogue = catalogue();
    let mut faulty = recommendation("第一小学", &["县区", "学校"]);
    faulty.set(&path("leader.mobile"), "1".into());
    let returns = henan(&catalogue, &[("一.docx", faulty), ("二 #.docx", recommendation("第一小学", &["学校"]))]);
    let make = || workbook(&catalogue, &returns, &WorkbookOptions::default());
    assert!(make() == make());
}

#[test]
fn csv_has_the_columns_of_the_sheet() {
    let catalogue = catalogue();
    let form: &Form = catalogue.form(RECOMMENDATION).unwrap();
    let returns = henan(&catalogue, &[("一.docx", recommendation("=1+1,小学", &["学校"]))]);
    let text = csv::csv(form, &[&returns[0]], false);
    let mut lines = text.strip_prefix('\u{feff}').unwrap().split("\r\n");
    assert!(lines.next().unwrap().starts_with("序号,文件,状态,学校/区域名称,负责人信息/姓名,"));
    assert!(lines.next().unwrap().starts_with("1,一.docx,通过,\"'=1+1,小学\",王䶮,校长,13800000001,"));
}

#[test]
fn every_form_can_be_drawn() {
    let catalogue = catalogue();
    for form in catalogue.forms() {
        let long = "一二三四五六七八九十".repeat(400);
        let mut record = Record::new();
        for field in form.fields.iter().filter(|field| field.has_paragraphs()) {
            record.set(&field.path, long.as_str().into());
        }
        let bytes = shenbao::write::xlsx::workbook(form, &record).unwrap();
        assert_no_formulas(&bytes);
        assert!(bytes == shenbao::write::xlsx::workbook(form, &record).unwrap(), "{}", form.id);
        let name = open(&bytes).sheet_names()[0].clone();
        let seen: String = sheet(&bytes, &name).rows().flatten().map(ToString::to_string).collect();
        for field in form.leaves().filter(|field| !field.preset && !field.own_label().is_empty()) {
            let squeezed: String = seen.chars().filter(|c| !c.is_whitespace()).collect();
            let is_beside_opinion = field.id().ends_with("_signature") || field.id().ends_with("_date");
            assert!(is_beside_opinion || squeezed.contains(field.own_label()), "{}: {}", form.id, field.path);
        }
    }
}
