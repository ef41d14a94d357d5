//! A bureau's own forms: `new`, `--forms`, mistakes in them.

use std::fs;

use super::shenbao;

#[test]
fn a_definition_that_names_no_field_is_refused() {
    let form = |rest: &str| {
        format!(
            "version = 1\ntitle = \"表\"\ntemplate = \"s/f.html\"\n[[field]]\nid = \"a\"\nlabel = \"甲\"\n\
             type = \"number\"\n{rest}"
        )
    };
    for (rest, said) in [
        ("[[rule]]\nfield = \"nope\"\nat_most = 3\n", "提到的 nope"),
        ("[[rule]]\nfield = \"a\"\nat_most = 3\nat_least = 1\n", "写成两条"),
        ("[[field]]\nid = \"b\"\nlabel = \"甲\"\ntype = \"text\"\n", "label 相同"),
    ] {
        let done = shenbao(&["show", "s/f", "--forms", "f"])
            .file("f/s/activity.toml", b"title = \"x\"\n")
            .file("f/s/f.toml", form(rest).as_bytes())
            .run();
        assert_eq!(done.code, 2, "{rest}");
        assert!(done.stderr.contains(said) && done.stderr.contains("f/s/f.toml 第"), "{}", done.stderr);
    }
}

#[test]
fn a_users_own_form_stands_beside_the_others() {
    let activity = "title = \"请假\"\nyear = 2024\n";
    let form = "version = 1\ntitle = \"请假审批表\"\ntemplate = \"school/leave.html\"\n\
        [[field]]\nid = \"name\"\nlabel = \"姓名\"\ntype = \"text\"\nrequired = true\n";
    let template = "<section><h1>请假审批表</h1><table widths=\"40 100\"><tr height=\"10\">\
        <th for=\"name\"/><td><field name=\"name\"/></td></tr></table></section>";
    let run = |template: &str| {
        shenbao(&["show", "school/leave", "--forms", "f", "--templates", "t"])
            .file("f/school/activity.toml", activity.as_bytes())
            .file("f/school/leave.toml", form.as_bytes())
            .file("t/school/leave.html", template.as_bytes())
            .run()
    };
    let done = run(template);
    assert_eq!(done.code, 0, "{}", done.stderr);
    assert!(done.stdout.contains("姓名 ┃ ·"), "{}", done.stdout);
    let done = run(&template.replace("<field name=\"name\"/>", "\n<field name=\"nmae\"/>"));
    assert_eq!(done.code, 2);
    assert!(done.stderr.contains("t/school/leave.html 第2行") && done.stderr.contains("nmae"), "{}", done.stderr);
}

#[test]
fn a_new_form_renders_as_its_own_words_say() {
    let done = shenbao(&["new", "school/leave", "--title", "请假审批表"]).run();
    assert_eq!(done.code, 0, "{}", done.stderr);
    let again = done.again(&["new", "school/leave"]);
    assert_eq!((again.1, again.0.contains("没有改动")), (2, true), "{}", again.0);
    // The commands that it prints work where it ran, as they stand.
    let commands: Vec<&str> = done.stdout.lines().filter_map(|line| line.trim().strip_prefix("shenbao ")).collect();
    assert!(commands.len() >= 3, "{}", done.stdout);
    for command in &commands {
        let (output, code) = done.again(&command.split(' ').collect::<Vec<_>>());
        // The blank form lacks what is required.
        let wanted = if command.starts_with("check") { 1 } else { 0 };
        assert_eq!(code, wanted, "{command}: {output}");
    }
    // Nothing that the blank prints is taken for an answer.
    let (output, _) = done.again(&["extract", "请假审批表.docx"]);
    let line: serde_json::Value = serde_json::from_str(output.lines().next().unwrap()).unwrap();
    assert_eq!(line["form"], "school/leave");
    assert_eq!(line["record"], serde_json::json!({}), "{output}");
}

#[test]
fn the_name_of_a_new_form_is_checked() {
    for (id, said) in
        [("学校/请假", "school/leave"), ("School/Leave", "可写成 school/leave"), ("henan-2021/summary", "自带")]
    {
        let done = shenbao(&["new", id]).run();
        assert_eq!((done.code, done.stderr.contains(said)), (2, true), "{}", done.stderr);
        assert!(!done.path("forms").exists());
    }
}

#[test]
fn a_broken_form_of_ones_own_keeps_nobody_from_the_others() {
    let done = shenbao(&["new", "school/leave"]).run();
    assert_eq!(done.again(&["new", "school/other"]).1, 0);
    let path = done.path("forms/school/leave.toml");
    let text = fs::read_to_string(&path).unwrap();
    fs::write(&path, text.replace("label = \"单位名称\"", "lable = \"单位名称\"")).unwrap();
    for (arguments, wanted) in [
        (&["show", "school/other"][..], 0),
        (&["show", "henan-2021/recommendation"], 0),
        (&["forms"], 0),
        (&["show", "school/leave"], 2),
    ] {
        let (output, code) = done.again(arguments);
        assert_eq!(code, wanted, "{output}");
        assert!(output.contains("forms/school/leave.toml 第16行：没有“lable”这个键 → label"), "{output}");
    }
    // In GBK, as the old Notepad saves it.
    fs::write(&path, b"title = \"\xd0\xd5\xc3\xfb\"\n").unwrap();
    let (output, _) = done.again(&["forms"]);
    assert!(output.contains("forms/school/leave.toml 第1行：文件不是 UTF-8 编码（可能是 ANSI，即 GBK）"), "{output}");
    fs::rename(&path, done.path("forms/school/leave.toml.txt")).unwrap();
    let (output, _) = done.again(&["forms", "--lang", "en"]);
    assert!(output.contains("forms/school/leave.toml.txt: the name should end in .toml: remove the .txt"), "{output}");
}
