//! The office's workbook.

use calamine::{Data, Reader};
use shenbao::Lang;
use shenbao::batch::{Return, Unread};
use shenbao::collect::{CollectError, CollectOptions, Collection, Roster, WorkbookOptions};
use shenbao::extract::Extraction;

use crate::support::*;

#[test]
fn the_workbook_has_its_sheets_and_every_answer() {
    let catalogue = catalogue();
    let mut returns = henan(&catalogue, &[("一.docx", recommendation("第一小学", &["学校"]))]);
    returns.push(Return::unread("坏.docx", Unread::source("拒绝访问")));
    let bytes = workbook(&catalogue, &returns, &WorkbookOptions::default());
    let names = ["总览", SHEET, "问题清单", "反馈通知", "未交名单", "未能读取"];
    assert_eq!(open(&bytes).sheet_names(), names);
    let english = workbook(&catalogue, &returns, &WorkbookOptions::default().lang(Lang::En));
    assert_eq!(open(&english).sheet_names(), names, "programs find the sheets in every language");

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

    let unread = sheet(&bytes, "未能读取");
    assert_eq!((under(&unread, "文件", 1), under(&unread, "原因代码", 1)), (text("坏.docx"), text("unreadable")));
    assert!(under(&unread, "说明", 1).to_string().contains("拒绝访问"));
}

#[test]
fn nothing_unread_is_said_too() {
    let catalogue = catalogue();
    let bytes = workbook(&catalogue, &[], &WorkbookOptions::default());
    assert_eq!(open(&bytes).sheet_names(), ["总览", "问题清单", "反馈通知", "未交名单", "未能读取"]);
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
    assert_eq!(open(&bytes).sheet_names(), ["总览", title, "工作简历", "问题清单", "反馈通知", "未交名单", "未能读取"]);
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
fn unread_files_wait_in_the_sheet_of_the_main_form() {
    let catalogue = catalogue();
    let mut returns = henan(&catalogue, &[("一.docx", recommendation("第一小学", &["学校"]))]);
    returns.insert(0, Return::unread("县/坏.docx", Unread::source("拒绝访问")));
    for count in [2, 1] {
        let bytes = workbook(&catalogue, &returns[..count], &WorkbookOptions::default());
        let data = sheet(&bytes, SHEET);
        assert_eq!(data.height(), 1 + count, "a row for each file");
        assert_eq!(under(&data, "序号", count), Data::Float(count as f64));
        assert_eq!(under(&data, "文件", count), text("县/坏.docx"));
        assert_eq!(under(&data, "状态", count), text("未能读取：无法打开文件：拒绝访问"));
        assert_eq!(under(&data, "学校/区域名称", count), Data::Empty);
    }
    // No main form: the list of unread files has them.
    let bytes = Collection::gather(&catalogue, "chibi-2020", &returns[..1]).unwrap();
    let bytes = bytes.workbook(&WorkbookOptions::default()).unwrap();
    assert_eq!(open(&bytes).sheet_names(), ["总览", "问题清单", "反馈通知", "未交名单", "未能读取"]);
    assert_eq!(under(&sheet(&bytes, "未能读取"), "文件", 1), text("县/坏.docx"));
}

#[test]
fn the_overview_counts_what_came_in() {
    let catalogue = catalogue();
    let mut faulty = recommendation("第二小学", &["学校"]);
    faulty.set(&path("leader.mobile"), "1380000".into());
    let mut returns = henan(&catalogue, &[("一.docx", recommendation("第一小学", &["学校"])), ("二.docx", faulty)]);
    returns.push(Return::unread("坏.docx", Unread::source("拒绝访问")));
    let options = CollectOptions::default().roster(roster(&["丙中学", "丁中学"]));
    let collection = Collection::gather_with(&catalogue, "henan-2021", &returns, options).unwrap();
    let bytes = collection.workbook(&WorkbookOptions::default()).unwrap();
    let overview = sheet(&bytes, "总览");
    let count = |label: &str| {
        let row = overview.rows().find(|row| row[0] == text(label)).unwrap_or_else(|| panic!("no {label}"));
        row[1].clone()
    };
    for (label, expected) in [
        ("名单上应报", 2.0),
        ("　未报", 2.0),
        ("收到的表格", 2.0),
        ("　有错误", 1.0),
        ("未能读取的文件", 1.0),
        ("需要反馈的单位", 1.0),
        (SHEET, 2.0),
    ] {
        assert_eq!(count(label), Data::Float(expected), "{label}");
    }
}

#[test]
fn messages_and_reminders_are_cells_to_copy() {
    let catalogue = catalogue();
    let mut faulty = recommendation("第二小学", &["学校"]);
    faulty.set(&path("leader.mobile"), "1380000".into());
    let returns = henan(&catalogue, &[("二.docx", faulty)]);
    let options = CollectOptions::default().roster(roster(&["丙中学", "丁中学"]));
    let collection = Collection::gather_with(&catalogue, "henan-2021", &returns, options).unwrap();
    let bytes = collection.workbook(&WorkbookOptions::default()).unwrap();
    let messages = sheet(&bytes, "反馈通知");
    assert_eq!(messages.height(), 2);
    assert_eq!(under(&messages, "单位（人）", 1), text("第二小学"));
    assert_eq!(under(&messages, "电话", 1), text("138 0000 0002"));
    assert_eq!(under(&messages, "通知内容", 1), text(&collection.messages()[0].text));
    let missing = sheet(&bytes, "未交名单");
    assert_eq!((under(&missing, "单位（人）", 1), under(&missing, "联系人", 1)), (text("丙中学"), text("赵六")));
    assert_eq!(under(&missing, "电话", 1), text("13800000009"));
    assert_eq!(under(&missing, "催报内容", 2), text(&collection.reminders()[1].text));
}

#[test]
fn without_a_roster_nobody_is_missing_and_it_says_so() {
    let catalogue = catalogue();
    let missing = sheet(&workbook(&catalogue, &[], &WorkbookOptions::default()), "未交名单");
    assert!(missing.get((1, 0)).unwrap().to_string().contains("没有提供名单"));
}

#[test]
fn what_is_wrong_with_the_roster_is_a_problem_too() {
    let catalogue = catalogue();
    let list = "学校名称,教师人数,学校类型\n丙中学,30,初中\n丙中学,30,初中\n";
    let roster = Roster::read(&catalogue, "henan-2021", list.as_bytes()).unwrap();
    let options = CollectOptions::default().roster(roster);
    let collection = Collection::gather_with(&catalogue, "henan-2021", &[], options).unwrap();
    let problems = sheet(&collection.workbook(&WorkbookOptions::default()).unwrap(), "问题清单");
    let about: Vec<(Data, Data)> = (1..problems.height())
        .filter(|row| under(&problems, "表格", *row) == text("名单"))
        .map(|row| (under(&problems, "文件", row), under(&problems, "代码", row)))
        .collect();
    assert_eq!(about, [(Data::Empty, text("roster_duplicate")), (Data::Empty, text("roster_head"))]);
}

#[test]
fn every_problem_says_what_to_do() {
    let catalogue = catalogue();
    let mut faulty = recommendation("第一小学", &["学校"]);
    faulty.set(&path("leader.mobile"), "1380000".into());
    let problems = sheet(
        &workbook(&catalogue, &henan(&catalogue, &[("一.docx", faulty)]), &WorkbookOptions::default()),
        "问题清单",
    );
    assert_eq!(under(&problems, "代码", 1), text("mobile"));
    assert_eq!(under(&problems, "处理办法", 1), text("请填写一个11位的手机号码"));
    assert!(under(&problems, "位置", 1).to_string().starts_with("表1第"));
}
