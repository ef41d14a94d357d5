//! What somebody gets who gives paths only, or a slip, or asks for help.

use std::fs;

use super::{GOOD, sample, shenbao};

#[test]
fn a_path_without_a_command_shows_what_stands_in_a_file() {
    let done = shenbao(&["来件.docx"]).file("来件.docx", &sample(GOOD)).run();
    assert_eq!(done.code, 0, "{}", done.stderr);
    assert!(done.stdout.contains("负责人信息/姓名"), "{}", done.stdout);
    assert_eq!(done.stdout.trim_end().lines().last(), Some("✓ 可以报送"));
    let record: serde_json::Value = {
        let done = shenbao(&["extract", "a.docx"]).file("a.docx", &sample(GOOD)).run();
        serde_json::from_str(&done.stdout).unwrap()
    };
    let password = record["record"]["password"].as_str().unwrap();
    assert!(!done.stdout.contains(password), "{}", done.stdout);

    let faulty = sample("henan-2021/returns/附件2：许昌市教育局推荐表.docx");
    let done = shenbao(&["坏.docx"]).file("坏.docx", &faulty).run();
    assert_eq!(done.code, 1);
    assert!(done.stdout.contains("负责人信息/职务：未填写（表1第2行第5列）\n     → 请补填"), "{}", done.stdout);
    assert_eq!(done.stdout.trim_end().lines().last(), Some("✗ 有 1 处需要修改"));

    let done = shenbao(&["坏.docx", "好.docx"]).file("坏.docx", &faulty).file("好.docx", &sample(GOOD)).run();
    assert!(done.stdout.contains("共 2 份：1 份可以报送，1 份需要修改"), "{}", done.stdout);
}

#[test]
fn a_folder_without_a_command_is_collected_beside_it() {
    let other = sample("guizhou-2018/returns/安顺市西秀区.docx");
    let done = shenbao(&["上报/来件"])
        .file("上报/来件/一.docx", &sample(GOOD))
        .file("上报/来件/县/二.docx", &other)
        .file("上报/来件/县/三.docx", &sample("broken/附件2 空文件.docx"))
        .run();
    assert_eq!(done.code, 1, "{}", done.stderr);
    for activity in ["henan-2021", "guizhou-2018"] {
        let path = done.path(&format!("上报/结果/来件/{activity}/汇总工作簿.xlsx"));
        assert!(path.exists(), "{} in {}", path.display(), done.stdout);
    }
    assert!(done.stdout.contains("已汇总 1 份"), "{}", done.stdout);
    assert_eq!(fs::read_dir(done.path("上报/来件")).unwrap().count(), 2, "the returns stay as they came");

    let done = shenbao(&["来件"]).file("来件/说明.docx", &sample("broken/关于报送材料的说明.docx")).run();
    assert_eq!((done.code, done.stdout.contains("没有认出任何表格")), (1, true), "{}", done.stdout);
}

#[test]
fn a_roster_among_the_returns_is_the_roster() {
    let list = "学校名称,联系人\n许昌市教育局,崔颖\n丙中学,赵六\n";
    let faulty = sample("henan-2021/returns/附件2：许昌市教育局推荐表.docx");
    let done = shenbao(&["来件"])
        .file("来件/许昌.docx", &faulty)
        .file("来件/名单.csv", list.as_bytes())
        .file("来件/往年名单.csv", list.as_bytes())
        .file("来件/县/名单.csv", list.as_bytes())
        .run();
    assert!(done.stderr.contains("“名单.csv”用作应报名单（共 2 个）"), "{}", done.stderr);
    assert!(done.stderr.contains("“往年名单.csv”没有用作应报名单：已经有一份"), "{}", done.stderr);
    assert!(done.stdout.contains("名单共 2 个，未报送 1 个"), "{}", done.stdout);
    // The others are no forms; the roster is no return at all.
    assert!(done.stdout.contains("另有 2 个文件未能读取"), "{}", done.stdout);
    let messages = fs::read_to_string(done.path("结果/来件/反馈通知.txt")).unwrap();
    assert!(messages.contains("丙中学：") && messages.contains("催报通知：1条"), "{messages}");

    // What has no names is none; the returns are collected all the same.
    let done = shenbao(&["来件"]).file("来件/许昌.docx", &faulty).file("来件/名单.csv", b"a,b\n1,2\n").run();
    assert!(done.stderr.contains("“名单.csv”没有用作应报名单：没有认出"), "{}", done.stderr);
    assert!(done.stdout.contains("另有 1 个文件未能读取"), "{}", done.stdout);
}

#[test]
fn a_roster_is_that_of_the_activity_whose_returns_it_names() {
    let list = "单位名称\n许昌市教育局\n丙中学\n";
    let guizhou = sample("guizhou-2018/returns/安顺市西秀区.docx");
    let done = shenbao(&["来件"])
        .file("来件/一.docx", &sample("henan-2021/returns/附件2：许昌市教育局推荐表.docx"))
        .file("来件/二.docx", &guizhou)
        .file("来件/三.docx", &guizhou)
        .file("来件/学校名单.csv", list.as_bytes())
        .run();
    let messages = |activity| fs::read_to_string(done.path(&format!("结果/来件/{activity}/反馈通知.txt"))).unwrap();
    assert!(messages("henan-2021").contains("催报通知：1条"), "{}{}", done.stderr, done.stdout);
    assert!(!messages("guizhou-2018").contains("催报通知"), "{}", done.stderr);
}

#[test]
fn what_is_neither_a_command_nor_a_path_is_told_with_what_is_like_it() {
    let done = shenbao(&["rendr", "x"]).run();
    assert_eq!((done.code, done.stderr.contains("您是不是要：render")), (2, true), "{}", done.stderr);
    let done = shenbao(&["推荐.docx"]).file("推荐表.docx", b"").run();
    assert_eq!((done.code, done.stderr.contains("您是不是要：推荐表.docx")), (2, true), "{}", done.stderr);
}

#[test]
fn help_is_chinese() {
    for arguments in [&["--help"][..], &["render", "--help"], &["extract", "-h"], &["new", "--help"]] {
        let done = shenbao(arguments).run();
        assert_eq!(done.code, 0);
        for english in ["Usage", "Options", "Arguments", "Print ", "default:", "possible", "[OPTIONS]", "COMMAND"] {
            assert!(!done.stdout.contains(english), "{english} in {}", done.stdout);
        }
    }
    let done = shenbao(&["render"]).run();
    assert!(done.stderr.contains("缺少参数"), "{}", done.stderr);
}

#[test]
fn help_is_english_for_those_who_ask() {
    let done = shenbao(&["--lang", "en", "--help"]).run();
    assert_eq!(done.code, 0);
    assert!(done.stdout.contains("shenbao [OPTIONS] <COMMAND> …") && done.stdout.contains("makes blank forms"));
    for command in ["forms", "show", "render", "extract", "check", "collect", "new", "lint", "words", "demo"] {
        let done = shenbao(&[command, "--lang", "en", "--help"]).run();
        assert_eq!(done.code, 0, "{}", done.stderr);
        for chinese in ["用法", "选项", "的", "，", "参数"] {
            assert!(!done.stdout.contains(chinese), "{chinese} in {}", done.stdout);
        }
    }
    let done = shenbao(&["--lang", "en", "render"]).run();
    assert!(done.stderr.contains("required arguments") && !done.stderr.contains("表格"), "{}", done.stderr);
}
