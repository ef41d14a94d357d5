//! Returns that are written and read back, and what the outputs hold.

use std::io::{Cursor, Read};

use calamine::{Data, Range, Reader, Xlsx};
use shenbao::batch::{Return, read_file};
use shenbao::collect::{Collection, Roster, RosterRow, WorkbookOptions};
use shenbao::extract::{Extraction, Extractor};
use shenbao::form::Choice;
use shenbao::read::Limits;
use shenbao::write::docx::{DocxOptions, DocxTemplate};
use shenbao::{Catalogue, FieldPath, Finding, Record, Value};

pub const RECOMMENDATION: &str = "henan-2021/recommendation";
pub const SHEET: &str = "2021年度网络学习空间应用优秀区域和学校推荐表";

pub fn catalogue() -> Catalogue {
    Catalogue::embedded().unwrap()
}

pub fn path(text: &str) -> FieldPath {
    text.parse().unwrap()
}

pub fn record(values: &[(&str, &str)]) -> Record {
    let mut record = Record::new();
    for (at, text) in values {
        assert!(record.set(&path(at), (*text).into()), "{at}");
    }
    record
}

/// A recommendation without faults.
pub fn recommendation(name: &str, kinds: &[&str]) -> Record {
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

/// The record written into a Word file.
pub fn docx(form: &str, record: &Record) -> Vec<u8> {
    let template = DocxTemplate::compile(catalogue().form(form).unwrap(), &DocxOptions::default()).unwrap();
    template.fill(record).unwrap()
}

/// The record written into a Word file and read back.
pub fn returned(catalogue: &Catalogue, form: &str, file: &str, record: &Record) -> Return {
    let bytes = docx(form, record);
    let read = read_file(&Extractor::new(catalogue), &Limits::default(), file, &bytes).remove(0);
    assert!(read.outcome.is_ok(), "{file}: {:?}", read.outcome);
    read
}

pub fn henan(catalogue: &Catalogue, returns: &[(&str, Record)]) -> Vec<Return> {
    returns.iter().map(|(file, record)| returned(catalogue, RECOMMENDATION, file, record)).collect()
}

pub fn workbook(catalogue: &Catalogue, returns: &[Return], options: &WorkbookOptions) -> Vec<u8> {
    Collection::gather(catalogue, "henan-2021", returns).unwrap().workbook(options).unwrap()
}

pub fn open(bytes: &[u8]) -> Xlsx<Cursor<Vec<u8>>> {
    Xlsx::new(Cursor::new(bytes.to_vec())).unwrap()
}

pub fn sheet(bytes: &[u8], name: &str) -> Range<Data> {
    open(bytes).worksheet_range(name).unwrap()
}

/// The cell below the head `label`, in the row `row` from 1.
pub fn under(range: &Range<Data>, label: &str, row: usize) -> Data {
    let heads: Vec<String> = range.rows().next().unwrap().iter().map(ToString::to_string).collect();
    let column = heads.iter().position(|head| head == label).unwrap_or_else(|| panic!("{label} in {heads:?}"));
    range.get((row, column)).cloned().unwrap_or_default()
}

pub fn text(text: &str) -> Data {
    Data::String(text.to_owned())
}

/// All parts of the package that are XML, by name.
pub fn parts(bytes: &[u8]) -> Vec<(String, String)> {
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

pub fn assert_no_formulas(bytes: &[u8]) {
    for (name, xml) in parts(bytes).iter().filter(|(name, _)| name.starts_with("xl/worksheets/")) {
        assert!(!xml.contains("<f>") && !xml.contains("<f "), "{name} holds a formula");
    }
}

/// A roster of these names; the first has a contact.
pub fn roster(names: &[&str]) -> Roster {
    let rows = (1..).zip(names).map(|(row, name)| RosterRow {
        row,
        name: (*name).to_owned(),
        contact_name: (row == 1).then(|| "赵六".to_owned()),
        contact_mobile: (row == 1).then(|| "13800000009".to_owned()),
        ..RosterRow::default()
    });
    Roster { rows: rows.collect(), ..Roster::default() }
}

/// A return of this record, as if it had been read with these findings.
pub fn read(record: Record, findings: Vec<Finding>) -> Return {
    let form = RECOMMENDATION.to_owned();
    let extraction = Extraction { form, score: 1.0, record, evidence: Vec::new(), blanks: Vec::new(), findings };
    Return { file: "一.docx".into(), copy: None, outcome: Ok(extraction) }
}
