//! Data that forms are filled with: what heads mean, and what rows are.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use shenbao::data::{self, Data, DataError, DataFormat, DataOptions, Meaning, SheetErrorKind};
use shenbao::{Catalogue, Code, FieldPath, Lang};

const RECOMMENDATION: &str = "henan-2021/recommendation";
const APPLICATION: &str = "chibi-2020/model-school-application";

fn read_with(form: &str, bytes: &[u8], options: &DataOptions) -> Result<Data, DataError> {
    let catalogue = Catalogue::embedded().unwrap();
    data::read(catalogue.form(form).unwrap(), bytes, options)
}

fn read(form: &str, text: &str) -> Data {
    read_with(form, text.as_bytes(), &DataOptions::default()).unwrap()
}

/// The columns as a person reads them.
fn columns(data: &Data) -> Vec<String> {
    let shown = |column: &data::Column| {
        let meaning = match &column.meaning {
            Meaning::Field(path) => path.to_string(),
            Meaning::Doubtful(paths) => {
                format!("?{}", paths.iter().map(ToString::to_string).collect::<Vec<_>>().join("|"))
            }
            Meaning::Unused => "-".to_owned(),
            Meaning::LeftOut => "x".to_owned(),
            Meaning::Number => "#".to_owned(),
        };
        format!("{} {meaning}", column.head)
    };
    data.columns.iter().map(shown).collect()
}

fn value(data: &Data, entry: usize, path: &str) -> String {
    let path: FieldPath = path.parse().unwrap();
    data.entries[entry].record.get(&path).map(ToString::to_string).unwrap_or_default()
}

#[test]
fn heads_are_known_however_they_are_spelled() {
    let heads = "\u{feff}序号,1.学校名称（盖章）,联系人\n姓名,联 系 人 手 机,（三）推荐类型：,空间网址,ＵＲＬ,备注";
    let heads = heads.replace("联系人\n姓名", "\"联系人\n姓名\"");
    let data = read(RECOMMENDATION, &format!("{heads}\n1,甲小学,李四,13800000001,学校,,,无\n"));
    assert_eq!(
        columns(&data),
        [
            "序号 #",
            "1.学校名称（盖章） name",
            "联系人\n姓名 contact.name",
            "联 系 人 手 机 contact.mobile",
            "（三）推荐类型： kind",
            "空间网址 url",
            "ＵＲＬ ?url",
            "备注 -",
        ]
    );
    assert_eq!(value(&data, 0, "contact.name"), "李四");
    assert_eq!(data.entries[0].number, 3, "the head has a line break in it");
}

#[test]
fn slips_and_repeated_heads_are_doubtful_and_never_used() {
    let data = read(RECOMMENDATION, "学校名称,推荐类形,姓名,单位名称,推荐时间\n甲小学,学校,李四,乙小学,今年\n");
    assert_eq!(
        columns(&data),
        ["学校名称 name", "推荐类形 ?kind", "姓名 ?leader.name|contact.name", "单位名称 ?name", "推荐时间 -"]
    );
    assert_eq!(data.doubtful().count(), 3);
    assert_eq!((value(&data, 0, "name"), value(&data, 0, "kind")), ("甲小学".to_owned(), String::new()));
    // A slip of a field that has its column is no doubt.
    let data = read(RECOMMENDATION, "学校名称,推荐类型,推荐类形\n甲小学,学校,学校\n");
    assert_eq!(columns(&data)[2], "推荐类形 -");
}

#[test]
fn the_caller_says_what_columns_are() {
    let list = "校名,手机,推荐类形,备注\n甲小学,13800000001,学校,好\n".as_bytes();
    let options = DataOptions::default().map("手机", "contact.mobile").map("推荐类形", "").map("D", "construction");
    let data = read_with(RECOMMENDATION, list, &options).unwrap();
    assert_eq!(columns(&data), ["校名 name", "手机 contact.mobile", "推荐类形 x", "备注 construction"]);
    // What would mean the same by itself is not used then.
    let options = DataOptions::default().map("备注", "学校/区域名称");
    let data = read_with(RECOMMENDATION, list, &options).unwrap();
    assert_eq!((columns(&data)[0].as_str(), value(&data, 0, "name").as_str()), ("校名 -", "好"));
    let wrong = read_with(RECOMMENDATION, list, &DataOptions::default().map("电话", "contact.mobile")).unwrap_err();
    assert_eq!(wrong.message(Lang::Zh), "数据里没有“电话”这一列，有：校名、手机、推荐类形、备注");
}

#[test]
fn heads_of_two_rows_need_no_merged_cells() {
    let list = "推荐学校名单,,,,\n学校名称,负责人,,联系人信息,\n,姓名,电话,姓名,手机\n甲小学,王五,13800000002,李四,13800000001\n";
    let data = read(RECOMMENDATION, list);
    assert_eq!(
        columns(&data),
        [
            "学校名称 name",
            "负责人/姓名 leader.name",
            "负责人/电话 leader.mobile",
            "联系人信息/姓名 contact.name",
            "联系人信息/手机 contact.mobile",
        ]
    );
    assert_eq!(data.source.as_ref().unwrap().head, (2, 3));
    assert_eq!(value(&data, 0, "leader.mobile"), "13800000002");
    assert_eq!(data.entries.len(), 1);
    // A heading that is nobody of the form's leaves open whose number it is.
    let data = read(RECOMMENDATION, "基本信息,,校医\n学校名称,推荐类型,手机\n甲小学,学校,13800000001\n");
    assert_eq!(columns(&data)[..2], ["基本信息/学校名称 name", "基本信息/推荐类型 kind"]);
    assert!(columns(&data)[2].starts_with("校医/手机 ?"), "{:?}", columns(&data));
}

#[test]
fn cells_of_tables_have_heads_too() {
    let list = "学校名称,members[0].name,成员1职务,小组成员第2行/姓名,成员2姓名\n甲中学,李四,主任,王五,赵六\n";
    let data = read(APPLICATION, list);
    assert_eq!(
        columns(&data),
        [
            "学校名称 name",
            "members[0].name members[0].name",
            "成员1职务 members[0].title",
            "小组成员第2行/姓名 members[1].name",
            "成员2姓名 ?members[1].name",
        ]
    );
    assert_eq!(
        (value(&data, 0, "members[0].title"), value(&data, 0, "members[1].name")),
        ("主任".into(), "王五".into())
    );
}

#[test]
fn rows_that_are_no_records_are_told() {
    let list = "序号,学校名称,联系人\n1,甲小学,李四\n序号,学校名称,联系人\n2,乙小学,王五\n3,,\n合计,2,\n注：以上为初定名单,,\n";
    let data = read(RECOMMENDATION, list);
    assert_eq!(data.entries.iter().map(|entry| entry.number).collect::<Vec<_>>(), [2, 4]);
    let told: Vec<String> = data.findings.iter().map(|finding| finding.message(Lang::Zh)).collect();
    assert_eq!(told, ["第6行不是一份数据，没有使用（合计 2）", "第7行不是一份数据，没有使用（注：以上为初定名单）"]);
    assert!(data.findings.iter().all(|finding| finding.code == Code::RowUnused));
}

#[test]
fn values_that_are_damaged_are_findings_of_their_row() {
    let data = read(RECOMMENDATION, "学校名称,联系人手机,用户名\n甲小学,1.38E+10,\n乙小学,13800000001,1.38E+10\n");
    assert_eq!(data.entries[0].number, 2);
    assert_eq!(data.entries[0].findings.iter().map(|finding| finding.code).collect::<Vec<_>>(), [Code::Mobile]);
    assert_eq!(data.entries[1].findings.iter().map(|finding| finding.code).collect::<Vec<_>>(), [Code::NumberCut]);
    assert_eq!(
        data.entries[1].findings[0].message(Lang::Zh),
        "号码存成了“1.38E+10”，后面的数字已经丢失",
        "a number of eleven digits has no more than 15"
    );
}

#[test]
fn json_is_known_by_its_content_and_its_names_as_heads_are() {
    let json = r#"[{"学校名称": "甲小学", "联系人手机": 13800000001, "leader": {"姓名": "王五", "职务": null, "nmae": "x"}, "手机": "1"}]"#;
    let data = read(RECOMMENDATION, json);
    assert_eq!(data.format, DataFormat::Json);
    assert_eq!(
        columns(&data),
        [
            "学校名称 name",
            "联系人手机 contact.mobile",
            "leader leader",
            "leader.姓名 leader.name",
            "leader.职务 leader.title",
            "leader.nmae -",
            "手机 ?leader.mobile",
        ]
    );
    assert_eq!(
        (value(&data, 0, "contact.mobile"), value(&data, 0, "leader.name")),
        ("13800000001".into(), "王五".into())
    );

    let lines = "\n{\"name\": \"甲中学\", \"小组成员\": [{\"姓名\": \"李四\"}, {}, {\"职务\": \"主任\"}]}\n\n{\"name\": \"乙中学\"}\n";
    let data = read(APPLICATION, lines);
    assert_eq!((data.format, data.entries[1].number), (DataFormat::JsonLines, 4));
    assert_eq!(value(&data, 0, "members[2].title"), "主任");
    let broken = read_with(APPLICATION, b"{\"name\": 1}\n{\"name\" 2}\n", &DataOptions::default()).unwrap_err();
    assert!(matches!(broken, DataError::Json { line: 2, .. }), "{broken:?}");
    // A list whose first head stands in brackets is one.
    assert_eq!(read(RECOMMENDATION, "[序号],学校名称\n1,甲小学\n").format, DataFormat::Sheet);
}

#[test]
fn names_without_end_are_not_looked_up() {
    let names: Vec<String> = (0..20_000).map(|number| format!("\"联系人手几{number}\": 1")).collect();
    let data = read(RECOMMENDATION, &format!("{{\"name\": \"甲小学\", {}}}", names.join(",")));
    assert_eq!((data.columns.len(), value(&data, 0, "name").as_str()), (20_001, "甲小学"));
    assert_eq!(data.doubtful().count(), 0);
}

#[test]
fn what_names_no_field_is_an_error() {
    let error = |text: &str| match read_with(RECOMMENDATION, text.as_bytes(), &DataOptions::default()) {
        Err(DataError::Sheet(error)) => error.kind,
        other => panic!("{other:?}"),
    };
    assert_eq!(error("甲小学,李四\n乙小学,王五\n"), SheetErrorKind::NoHead);
    assert_eq!(error(""), SheetErrorKind::Empty);
}

#[cfg(feature = "xlsx")]
mod workbooks {
    use rust_xlsxwriter::{Format, Workbook, Worksheet};

    use super::*;

    fn fill(sheet: &mut Worksheet, name: &str, rows: &[&[&str]]) {
        sheet.set_name(name).unwrap();
        for (row, cells) in (0..).zip(rows) {
            sheet.write_row(row, 0, cells.iter().copied()).unwrap();
        }
    }

    #[test]
    fn of_several_sheets_the_one_that_matches_is_read() {
        let mut workbook = Workbook::new();
        fill(workbook.add_worksheet(), "填表说明", &[&["学校名称请写全称"], &["联系人", "负责推荐的人"]]);
        let list = workbook.add_worksheet();
        fill(
            list,
            "名单",
            &[&["推荐学校名单"], &["学校名称", "联系人", "联系电话"], &["甲小学", "李四", "13800000001"]],
        );
        list.merge_range(0, 0, 0, 2, "推荐学校名单", &Format::new()).unwrap();
        list.merge_range(3, 0, 3, 2, "二、城区学校", &Format::new()).unwrap();
        list.write(4, 0, "乙小学").unwrap();
        let bytes = workbook.save_to_buffer().unwrap();
        let data = read_with(RECOMMENDATION, &bytes, &DataOptions::default()).unwrap();
        let source = data.source.as_ref().unwrap();
        assert_eq!(
            (source.name.as_str(), &source.others, source.rivals.len()),
            ("名单", &vec!["填表说明".to_owned()], 0)
        );
        assert_eq!(data.entries.iter().map(|entry| entry.number).collect::<Vec<_>>(), [3, 5], "a heading is no record");
        assert_eq!(value(&data, 0, "contact.mobile"), "13800000001");
    }

    #[test]
    fn hidden_and_crossed_out_schools_get_no_form_and_are_named() {
        let mut workbook = Workbook::new();
        let list = workbook.add_worksheet();
        let rows = [["学校名称", "联系人"], ["甲小学", "李四"], ["乙小学", "王五"], ["丙小学", "赵六"]];
        fill(list, "名单", &rows.each_ref().map(|row| row.as_slice()));
        let crossed = Format::new().set_font_strikethrough();
        list.set_row_hidden(1).unwrap();
        list.write_with_format(2, 0, "乙小学", &crossed).unwrap().write_with_format(2, 1, "王五", &crossed).unwrap();
        list.write_with_format(3, 1, "赵六", &crossed).unwrap();
        let data = read_with(RECOMMENDATION, &workbook.save_to_buffer().unwrap(), &DataOptions::default()).unwrap();
        let told: Vec<String> = data.findings.iter().map(|finding| finding.message(Lang::Zh)).collect();
        assert_eq!(told, ["名单第2行已隐藏，没有使用（甲小学）", "名单第3行已划掉，没有使用（乙小学）"]);
        assert_eq!((data.entries.len(), value(&data, 0, "name").as_str()), (1, "丙小学"));
        assert_eq!(value(&data, 0, "contact.name"), "赵六");
        let doubts = data.entries[0].findings.iter().map(|finding| finding.message(Lang::Zh)).collect::<Vec<_>>();
        assert_eq!(doubts, ["识别结果“赵六”不确定（其中有划掉的文字），请与原件核对"]);
    }

    #[test]
    fn sheets_that_match_alike_are_rivals() {
        let mut workbook = Workbook::new();
        for name in ["空白", "金水区", "二七区"] {
            let rows: &[&[&str]] = &[&["学校名称", "联系人"], &["甲小学", "李四"]];
            let rows = if name == "空白" { &rows[..1] } else { rows };
            fill(workbook.add_worksheet(), name, rows);
        }
        let bytes = workbook.save_to_buffer().unwrap();
        let data = read_with(RECOMMENDATION, &bytes, &DataOptions::default()).unwrap();
        let source = data.source.unwrap();
        assert_eq!((source.name.as_str(), source.rivals), ("金水区", vec!["二七区".to_owned()]));
        let data = read_with(RECOMMENDATION, &bytes, &DataOptions::default().sheet("二七区")).unwrap();
        let source = data.source.unwrap();
        assert_eq!((source.name.as_str(), source.rivals.len()), ("二七区", 0));
        let error = read_with(RECOMMENDATION, &bytes, &DataOptions::default().sheet("中原区")).unwrap_err();
        assert_eq!(error.message(Lang::Zh), "没有名为“中原区”的工作表，有：空白、金水区、二七区");
    }
}

#[test]
fn a_list_that_holds_somebody_twice_names_both_rows() {
    let repeated = |form: &str, list: &str| -> Vec<(usize, String)> {
        let data = read(form, list);
        let of = |entry: &data::Entry| {
            let found = entry.findings.iter().find(|finding| finding.code == Code::RowRepeated)?;
            Some((entry.number, found.message(Lang::Zh)))
        };
        data.entries.iter().filter_map(of).collect()
    };
    let list = "学校名称,联系人手机\n实验小学,13800000001\n第一中学,13800000002\n实 验小学,13800000003\n";
    let said = "与第2行（条）的“学校/区域名称”相同：实 验小学".to_owned();
    assert_eq!(repeated(RECOMMENDATION, list), [(4, said)]);
    let json = r#"[{"name":"甲"},{"name":"乙"},{"name":"甲"}]"#;
    assert_eq!(repeated(RECOMMENDATION, json).iter().map(|(number, _)| *number).collect::<Vec<_>>(), [3]);
    // Two people of one name.
    let people = "姓名,身份证号\n张伟,522622198609173026\n张伟,522622199001011234\n张伟,522622198609173026\n";
    assert_eq!(repeated("guizhou-2021/teacher-case", people).iter().map(|(row, _)| *row).collect::<Vec<_>>(), [4]);
}
