//! The rows of the official summary and what is found among the returns.

use shenbao::collect::{Collection, Status, WorkbookOptions};
use shenbao::{Code, Lang, Severity};

use crate::support::*;

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
