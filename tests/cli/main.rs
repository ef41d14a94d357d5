//! The command line, by its real binary: arguments in, stdout, stderr and exit
//! code out.

// A test that fails panics.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod open;
mod own_forms;
mod render;

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

/// A run of the binary in a folder of its own.
struct Run {
    dir: tempdir::Dir,
    arguments: Vec<String>,
    stdin: Vec<u8>,
}

/// What came out.
struct Done {
    dir: tempdir::Dir,
    stdout: String,
    stderr: String,
    code: i32,
}

/// A folder that goes when it is dropped.
mod tempdir {
    use std::path::PathBuf;
    use std::sync::atomic::{AtomicUsize, Ordering};

    pub struct Dir(pub PathBuf);

    static NEXT: AtomicUsize = AtomicUsize::new(0);

    impl Dir {
        pub fn new() -> Dir {
            let number = NEXT.fetch_add(1, Ordering::Relaxed);
            let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("cli-{}-{number}", std::process::id()));
            let _ = std::fs::remove_dir_all(&path);
            std::fs::create_dir_all(&path).unwrap();
            Dir(path)
        }
    }

    impl Drop for Dir {
        fn drop(&mut self) {
            let _ = std::fs::remove_dir_all(&self.0);
        }
    }
}

fn shenbao(arguments: &[&str]) -> Run {
    Run { dir: tempdir::Dir::new(), arguments: arguments.iter().map(|a| (*a).to_owned()).collect(), stdin: Vec::new() }
}

impl Run {
    fn file(self, name: &str, content: &[u8]) -> Run {
        let path = self.dir.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
        self
    }

    fn stdin(mut self, text: &str) -> Run {
        self.stdin = text.as_bytes().to_vec();
        self
    }

    fn run(self) -> Done {
        let mut child = Command::new(env!("CARGO_BIN_EXE_shenbao"))
            .args(&self.arguments)
            .current_dir(&self.dir.0)
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        child.stdin.take().unwrap().write_all(&self.stdin).unwrap();
        let output = child.wait_with_output().unwrap();
        Done {
            dir: self.dir,
            stdout: String::from_utf8(output.stdout).unwrap(),
            stderr: String::from_utf8(output.stderr).unwrap(),
            code: output.status.code().unwrap(),
        }
    }
}

impl Done {
    /// Another run in the same folder: what it printed, and its code.
    fn again(&self, arguments: &[&str]) -> (String, i32) {
        let mut command = Command::new(env!("CARGO_BIN_EXE_shenbao"));
        let output = command.args(arguments).current_dir(&self.dir.0).stdin(Stdio::null()).output().unwrap();
        let text = [output.stdout, output.stderr].concat();
        (String::from_utf8(text).unwrap(), output.status.code().unwrap())
    }

    fn path(&self, name: &str) -> PathBuf {
        self.dir.0.join(name)
    }
}

fn sample(name: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples").join(name);
    fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

const GOOD: &str = "henan-2021/returns/附件2 新乡市红旗区育新小学 推荐表.docx";

fn record(form: &str) -> Vec<u8> {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/records").join(format!("{form}.json"));
    fs::read(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

#[test]
fn forms_lists_what_is_known() {
    let done = shenbao(&["forms"]).run();
    assert_eq!(done.code, 0);
    assert!(done.stdout.contains("henan-2021/recommendation"), "{}", done.stdout);
    let json: serde_json::Value = serde_json::from_str(&shenbao(&["forms", "--json"]).run().stdout).unwrap();
    assert!(json.as_array().unwrap().len() >= 3);
}

#[test]
fn an_unknown_form_is_an_error_with_a_hint() {
    let done = shenbao(&["show", "henan-2021/recomendation"]).run();
    assert_eq!(done.code, 2);
    assert!(done.stdout.is_empty());
    assert!(done.stderr.contains("henan-2021/recommendation"), "{}", done.stderr);
    let done = shenbao(&["show", "x", "--lang", "en"]).run();
    assert!(done.stderr.contains("there is no form `x`"), "{}", done.stderr);
}

#[test]
fn show_sketches_every_form() {
    for form in ["henan-2021/recommendation", "guizhou-2018/plan"] {
        let done = shenbao(&["show", form]).run();
        assert_eq!(done.code, 0, "{}", done.stderr);
        golden(&format!("show {form}"), &done.stdout);
    }
}

/// Everything that lint has to say about the forms of the notices: slips of
/// theirs, which are printed as they stand.
#[test]
fn lint_finds_the_slips_of_the_notices_and_nothing_else() {
    let done = shenbao(&["lint"]).run();
    assert_eq!(done.code, 0, "{}", done.stderr);
    golden("lint", &done.stdout);
    let slips = [
        ("guizhou-2021/school-rubric", "经验推广"),
        ("guizhou-2021/teacher-rubric", "丰富性"),
        ("chibi-2020/school-rubric", "课程管理"),
        ("chibi-2020/school-rubric", "作业管理"),
        ("chibi-2020/teacher-rubric", "网络教研"),
        ("chibi-2020/teacher-rubric", "学生评价"),
    ];
    let named = |(form, name): &(&str, &str)| {
        let begins = |line: &str| line.starts_with(&format!("forms/{form}.toml:"));
        done.stdout
            .lines()
            .any(|line| begins(line) && line.contains(&format!("“{name}”")) && line.contains("[points_text]"))
    };
    assert!(slips.iter().all(named), "{}", done.stdout);
    assert_eq!(done.stdout.matches("注意").count(), slips.len(), "{}", done.stdout);
}

#[test]
fn lint_ends_with_1_for_errors_only() {
    let activity = b"title = \"\xe9\x80\x9a\xe7\x9f\xa5\"\n";
    let form = |more: &str| format!("version = 1\ntitle = \"表\"\ntemplate = \"test/form.html\"\n{more}");
    let lint = |arguments: &[&str], form: &str| {
        shenbao(arguments)
            .file("own/forms/test/activity.toml", activity)
            .file("own/forms/test/form.toml", form.as_bytes())
            .file("own/templates/test/form.html", b"<section><p>{ year }</p></section>")
            .run()
    };
    let warned = lint(&["lint", "own"], &form(""));
    assert_eq!((warned.code, warned.stdout.contains("[single_brace]")), (0, true), "{}", warned.stdout);
    let refused = lint(&["lint", "own", "--json"], &form("lenght = 3\n"));
    assert_eq!(refused.code, 1, "{}", refused.stderr);
    let line: serde_json::Value = serde_json::from_str(refused.stdout.lines().next().unwrap()).unwrap();
    assert_eq!((&line["code"], &line["line"], &line["severity"]), (&"definition".into(), &4.into(), &"error".into()));
    assert_eq!(line["file"], "forms/test/form.toml");
    assert_eq!(lint(&["lint", "henan-2021/sumary"], &form("")).code, 2);
    assert_eq!(lint(&["lint", "own/templates"], &form("")).code, 2);
}

/// Compares with a file in tests/golden; `UPDATE_GOLDEN=1` writes it.
fn golden(name: &str, text: &str) {
    let path =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/golden").join(format!("{}.txt", name.replace('/', " ")));
    if std::env::var_os("UPDATE_GOLDEN").is_some() {
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, text).unwrap();
    }
    let wanted = fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()));
    assert_eq!(text, wanted, "{} differs; UPDATE_GOLDEN=1 writes it anew", path.display());
}

#[test]
fn a_rendered_record_is_extracted_again() {
    let done = shenbao(&["render", "henan-2021/recommendation", "in.json", "-o", "out/推荐表.docx"])
        .file("in.json", &record("henan-2021/recommendation"))
        .run();
    assert_eq!(done.code, 0, "{}", done.stderr);
    let bytes = fs::read(done.path("out/推荐表.docx")).unwrap();
    let done = shenbao(&["extract", "a.docx"]).file("a.docx", &bytes).run();
    assert_eq!(done.code, 0, "{}{}", done.stdout, done.stderr);
    let line: serde_json::Value = serde_json::from_str(&done.stdout).unwrap();
    let written: serde_json::Value = serde_json::from_slice(&record("henan-2021/recommendation")).unwrap();
    assert_eq!(line["record"], written);
    assert_eq!(line["error"], serde_json::Value::Null);
}

#[test]
fn check_says_what_is_wrong_and_exits_1() {
    let done = shenbao(&["check", "好.docx"]).file("好.docx", &sample(GOOD)).run();
    assert_eq!((done.code, done.stdout.contains("没有问题")), (0, true), "{}", done.stdout);
    let faulty = sample("henan-2021/returns/附件2：许昌市教育局推荐表.docx");
    let done = shenbao(&["check", "坏.docx"]).file("坏.docx", &faulty).run();
    assert_eq!(done.code, 1, "{}", done.stdout);
    assert!(done.stdout.contains("[错误] 负责人信息/职务：未填写"), "{}", done.stdout);
    let done = shenbao(&["check", "坏.docx", "--lang", "en"]).file("坏.docx", &faulty).run();
    assert!(done.stdout.contains("error: 负责人信息/职务: is empty"), "{}", done.stdout);
}

#[test]
fn broken_files_are_a_line_each_and_the_batch_goes_on() {
    let mut run = shenbao(&["extract", "来件", "--to", "jsonl"]).file("来件/好.docx", &sample(GOOD));
    let broken = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples/broken");
    for entry in fs::read_dir(broken).unwrap() {
        let path = entry.unwrap().path();
        let name = format!("来件/{}", path.file_name().unwrap().to_string_lossy());
        run = run.file(&name, &fs::read(&path).unwrap());
    }
    let done = run.file("来件/~$好.docx", b"x").file("来件/Thumbs.db", b"x").run();
    assert_eq!(done.code, 1);
    let lines: Vec<serde_json::Value> = done.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert!(lines.len() >= 8, "{}", lines.len());
    let (read, unread): (Vec<_>, Vec<_>) = lines.iter().partition(|line| line["error"].is_null());
    assert_eq!(read.len(), 1, "only one file of the folder is a form");
    for line in unread {
        assert!(!line["error"]["message"].as_str().unwrap().is_empty());
        assert!(line["form"].is_null());
    }
    let names: Vec<&str> = lines.iter().map(|line| line["file"].as_str().unwrap()).collect();
    assert!(!names.iter().any(|name| name.contains("~$") || name.contains("Thumbs")), "{names:?}");
    let mut sorted = names.clone();
    sorted.sort_unstable();
    assert_eq!(names, sorted, "results come in the order of the files");
}

/// A path that is longer than the system takes is closed to every user.
#[cfg(target_os = "linux")]
#[test]
fn a_folder_that_cannot_be_read_is_a_line_and_the_batch_goes_on() {
    let clean = sample("henan-2021/returns/附件2-洛阳市涧西区教体局-推荐表.docx");
    let run = shenbao(&["check", "来件"]).file("来件/甲.docx", &clean).file("自己/forms/x/a.toml", b"");
    let deep = |top: &Path| (0..22).fold(top.to_owned(), |folder, _| folder.join("深".repeat(33)));
    for top in ["来件", "自己/forms"] {
        let (upper, lower) = (deep(&run.dir.0.join(top)), deep(&run.dir.0.join("下")));
        fs::create_dir_all(&upper).unwrap();
        fs::create_dir_all(&lower).unwrap();
        fs::rename(run.dir.0.join("下"), upper.join("下")).unwrap();
    }
    let done = run.run();
    assert_eq!(done.code, 1, "{}", done.stderr);
    assert!(done.stdout.contains("来件/甲.docx  "), "{}", done.stdout);
    let reason = "未能读取：无法打开文件夹，其中的文件都没有读取：文件名或路径太长";
    assert_eq!(done.stdout.matches(reason).count(), 1, "{}", done.stdout);
    assert!(done.stderr.contains("共 2 份") && done.stderr.contains("1 个文件未能读取"), "{}", done.stderr);
    let (_, code) = done.again(&["collect", "来件", "--activity", "henan-2021", "-o", "汇总.xlsx"]);
    assert!(code == 1 && done.path("汇总.xlsx").is_file());
    let (forms, code) = done.again(&["--forms", "自己/forms", "forms"]);
    assert!(code == 0 && forms.contains("henan-2021"), "{forms}");
}

#[test]
fn a_file_with_two_copies_gives_a_line_for_each() {
    let first = sample(GOOD);
    let second = sample("henan-2021/returns/附件2-洛阳市涧西区教体局-推荐表.docx");
    let done = shenbao(&["extract", "两份.docx"]).file("两份.docx", &joined(&first, &second)).run();
    let lines: Vec<serde_json::Value> = done.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let copies: Vec<_> = lines.iter().map(|line| line["copy"].as_u64().unwrap()).collect();
    assert_eq!(copies, [1, 2]);
    let alone = |bytes: &[u8]| {
        let done = shenbao(&["extract", "a.docx"]).file("a.docx", bytes).run();
        serde_json::from_str::<serde_json::Value>(&done.stdout).unwrap()["record"].clone()
    };
    assert_eq!(lines[0]["record"], alone(&first));
    assert_eq!(lines[1]["record"], alone(&second));
}

#[test]
fn one_csv_does_not_hold_two_forms() {
    let arguments = ["extract", "来件", "--to", "csv", "-o"];
    let run = shenbao(&[&arguments[..], &["一.csv"]].concat());
    let other = sample("guizhou-2018/returns/安顺市西秀区.docx");
    let done = run.file("来件/甲.docx", &sample(GOOD)).file("来件/乙.docx", &other).run();
    assert_eq!(done.code, 2, "{}", done.stderr);
    assert!(done.stderr.contains("请把 一.csv 改为文件夹"), "{}", done.stderr);
    assert!(!done.path("一.csv").exists());
    let (text, _) = done.again(&[&arguments[..], &["一"]].concat());
    assert_eq!(fs::read_dir(done.path("一")).unwrap().count(), 2, "{text}");
}

#[test]
fn a_csv_without_a_form_says_so() {
    let done = shenbao(&["extract", "来件", "--to", "csv", "-o", "一.csv"]).file("来件/空.docx", b"").run();
    assert_eq!((done.code, done.stdout.as_str()), (1, ""));
    assert!(
        done.stderr.contains("来件/空.docx: ") && done.stderr.ends_with("没有认出任何表格，没有输出\n"),
        "{}",
        done.stderr
    );
    assert!(!done.path("一.csv").exists());
}

/// A file whose body holds what stands in two files.
fn joined(first: &[u8], second: &[u8]) -> Vec<u8> {
    let read = |bytes: &[u8]| {
        let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes.to_vec())).unwrap();
        let mut xml = String::new();
        std::io::Read::read_to_string(&mut zip.by_name("word/document.xml").unwrap(), &mut xml).unwrap();
        xml
    };
    let (first_xml, second_xml) = (read(first), read(second));
    let body = |xml: &str| {
        let start = xml.find("<w:body>").unwrap() + "<w:body>".len();
        (start, xml.rfind("<w:sectPr").unwrap())
    };
    let ((_, end), (from, to)) = (body(&first_xml), body(&second_xml));
    let xml = format!("{}{}{}", &first_xml[..end], &second_xml[from..to], &first_xml[end..]);
    let mut out = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(first.to_vec())).unwrap();
    for index in 0..zip.len() {
        let part = zip.by_index_raw(index).unwrap();
        if part.name().unwrap() != "word/document.xml" {
            out.raw_copy_file(part).unwrap();
        }
    }
    out.start_file("word/document.xml", zip::write::SimpleFileOptions::default()).unwrap();
    out.write_all(xml.as_bytes()).unwrap();
    out.finish().unwrap().into_inner()
}

#[test]
fn collect_writes_a_workbook_and_does_not_read_it_again() {
    let arguments = ["collect", "来件", "--activity", "henan-2021", "-o", "来件/汇总.xlsx"];
    let done = shenbao(&arguments).file("来件/红旗区/好.docx", &sample(GOOD)).file("来件/空.docx", b"").run();
    assert_eq!(done.code, 1, "{}", done.stderr);
    assert!(done.stderr.contains("1 个文件未能读取"), "{}", done.stderr);
    let first = fs::read(done.path("来件/汇总.xlsx")).unwrap();
    let status = Command::new(env!("CARGO_BIN_EXE_shenbao")).args(arguments).current_dir(&done.dir.0).output().unwrap();
    assert_eq!(status.status.code(), Some(1));
    assert_eq!(fs::read(done.path("来件/汇总.xlsx")).unwrap(), first, "the same returns give the same bytes");
}

#[test]
fn a_roster_in_the_folder_is_no_return() {
    let (roster, ..) = encoding_rs::GBK
        .encode("新乡市应报学校\n学校名称,学校类型,备忘\n新乡市红旗区育新小学,小学,\n新乡市第三十中学,初中,\n");
    let collect = |set: &str, roster_file: &str| {
        shenbao(&[
            "collect",
            "来件",
            "--activity",
            "henan-2021",
            "-o",
            "汇总.xlsx",
            "--roster",
            roster_file,
            "--set",
            set,
        ])
        .file("来件/好.docx", &sample(GOOD))
        .file("来件/名单.csv", &roster)
        .file("来件/空名单.csv", "甲\n".as_bytes())
        .run()
    };
    let done = collect("地市=新乡市", "来件/名单.csv");
    assert!(done.stderr.contains("已汇总 1 份"), "{}", done.stderr);
    assert!(done.stderr.contains("1 个文件未能读取"), "the other list, not the roster: {}", done.stderr);
    assert!(done.stderr.contains("名单共 2 个，未报送 1 个"), "{}", done.stderr);
    assert!(done.stderr.contains("名单的“备忘”一列没有对应的栏目"), "{}", done.stderr);
    let official = done.path("2021年度网络学习空间应用优秀区域和学校推荐汇总信息表.xlsx");
    let mut workbook: calamine::Xlsx<_> = calamine::open_workbook(official).unwrap();
    let summary = calamine::Reader::worksheet_range_at(&mut workbook, 0).unwrap().unwrap();
    let cells: Vec<String> = summary.rows().flatten().map(ToString::to_string).collect();
    for value in ["小学", "新乡市红旗区育新小学"] {
        assert!(cells.iter().any(|cell| cell == value), "{value} in {cells:?}");
    }
    assert!(cells.iter().any(|cell| cell.contains("新乡市") && !cell.contains("育新")), "{cells:?}");

    let done = collect("省份=河南", "来件/名单.csv");
    assert_eq!(done.code, 2);
    assert!(done.stderr.contains("省份") && done.stderr.contains("地市、"), "{}", done.stderr);
    assert_eq!(collect("地市", "来件/名单.csv").code, 2);
    let done = collect("地市=新乡市", "来件/空名单.csv");
    assert_eq!(done.code, 2);
    assert!(done.stderr.contains("没有找到表头"), "{}", done.stderr);
}

#[test]
fn a_list_among_the_returns_is_the_roster_of_collect_too() {
    let list = "学校名称\n新乡市红旗区育新小学\n新乡市第三十中学\n";
    let arguments = ["collect", "来件", "--activity", "henan-2021", "-o", "结果/"];
    let run = shenbao(&arguments).file("来件/好.docx", &sample(GOOD)).file("来件/应报名单.csv", list.as_bytes());
    let done = run.run();
    assert_eq!(done.code, 0, "the list is no unread file: {}", done.stderr);
    assert!(done.stderr.contains("“应报名单.csv”用作应报名单（共 2 个）"), "{}", done.stderr);
    assert!(done.stderr.contains("名单共 2 个，未报送 1 个"), "{}", done.stderr);
    let other = shenbao(&[&arguments[..], &["--roster", "另一份.csv"]].concat())
        .file("来件/好.docx", &sample(GOOD))
        .file("来件/应报名单.csv", list.as_bytes())
        .file("另一份.csv", "学校名称\n甲\n乙\n丙\n".as_bytes())
        .run();
    assert!(other.stderr.contains("名单共 3 个") && !other.stderr.contains("用作应报名单"), "{}", other.stderr);
}

#[test]
fn an_unknown_activity_or_folder_is_an_error() {
    assert_eq!(shenbao(&["collect", ".", "--activity", "henan", "-o", "a.xlsx"]).run().code, 2);
    let done = shenbao(&["check", "没有的文件.docx"]).run();
    assert_eq!(done.code, 2);
    assert!(done.stderr.contains("没有的文件.docx"), "{}", done.stderr);
}

/// The whole loop on the project's own samples.
#[test]
fn the_demo_makes_and_reads_all_formats() {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let done = shenbao(&["-q", "demo", "--samples", samples.to_str().unwrap(), "-o", "out"]).run();
    assert_eq!(done.code, 0, "{}", done.stderr);
    let last = done.stdout.trim_end().lines().last().unwrap();
    assert!(last.contains("按名单预填的 48 个") && last.contains("读回后 48 个与名单一致"), "{last}");
    for kind in ["docx", "xlsx", "pdf"] {
        assert!(done.path(&format!("out/预填/新乡市红旗区育新小学.{kind}")).is_file(), "{kind}");
        let title = "2021年度网络学习空间应用优秀区域和学校推荐汇总信息表";
        assert!(done.path(&format!("out/henan-2021/{title}.{kind}")).is_file(), "{kind}");
        assert!(done.path(&format!("out/空表/henan-2021/附件3 {title}.{kind}")).is_file(), "{kind}");
    }
}

#[test]
fn words_counts_as_word_does() {
    let done = shenbao(&["words", "-", "--json"]).stdin("使用 Adobe Photoshop 打开图片").run();
    assert_eq!(done.stdout.trim(), r#"{"words":8,"characters":20,"characters_with_spaces":23}"#);
}

#[test]
fn a_gender_is_read_however_it_was_written() {
    let form = |kind: &str| {
        format!(
            "version = 1\ntitle = \"教师登记表\"\ntemplate = \"s/f.html\"\n\
             [[field]]\nid = \"name\"\nlabel = \"姓名\"\ntype = \"text\"\n\
             [[field]]\nid = \"gender\"\nlabel = \"性别\"\ntype = \"{kind}\"\n"
        )
    };
    let run = |kind: &str, arguments: &[&str]| {
        shenbao(&[arguments, &["--forms", "f", "--templates", "t"]].concat())
            .file("f/s/activity.toml", b"title = \"x\"\n")
            .file("f/s/f.toml", form(kind).as_bytes())
            .file(
                "t/s/f.html",
                "<section><h1>教师登记表</h1><table widths=\"30 50 30 40\"><tr height=\"10\">\
                <th for=\"name\"/><td><field name=\"name\"/></td><th for=\"gender\"/><td><field name=\"gender\"/></td>\
                </tr></table></section>"
                    .as_bytes(),
            )
    };
    for (written, read, faults) in
        [("女", "女", 0), ("女性", "女", 0), ("女☑", "女", 0), ("男□女√", "女", 0), ("不详", "不详", 1)]
    {
        let json = format!("{{\"name\": \"王䶮\", \"gender\": \"{written}\"}}");
        let done =
            run("text", &["render", "s/f", "a.json", "-o", "a.docx", "--plain"]).file("a.json", json.as_bytes()).run();
        assert_eq!(done.code, 0, "{}", done.stderr);
        let file = fs::read(done.path("a.docx")).unwrap();
        let done = run("gender", &["extract", "a.docx"]).file("a.docx", &file).run();
        let line: serde_json::Value = serde_json::from_str(&done.stdout).unwrap();
        assert_eq!(line["record"]["gender"], read, "{written}");
        assert_eq!(line["findings"].as_array().unwrap().len(), faults, "{written}: {}", line["findings"]);
    }
}

/// A run with a form of one's own whose boxes a school and a city fill.
fn with_offices(arguments: &[&str]) -> Run {
    let form = "version = 1\ntitle = \"教师推荐审批表\"\ntemplate = \"school/teacher.html\"\n\
        [[field]]\nid = \"name\"\nlabel = \"姓名\"\ntype = \"text\"\nrequired = true\n\
        [[field]]\nid = \"number\"\nlabel = \"身份证号\"\ntype = \"id_number\"\n\
        [[field]]\nid = \"gender\"\nlabel = \"性别\"\ntype = \"gender\"\n\
        [[field]]\nid = \"share\"\nlabel = \"参与比例\"\ntype = \"percent\"\n\
        [[field]]\nid = \"school_opinion\"\nlabel = \"学校意见\"\ntype = \"opinion\"\nfilled_by = \"school\"\n\
        [[field]]\nid = \"city_opinion\"\nlabel = \"市级意见\"\ntype = \"opinion\"\nfilled_by = \"city\"\n\
        direct_filled_by = \"school\"\n\
        [[rule]]\nid_number = \"number\"\ngender = \"gender\"\n";
    let row = |name: &str| format!("<tr height=\"10\"><th for=\"{name}\"/><td><field name=\"{name}\"/></td></tr>");
    let opinion = |name: &str| {
        format!(
            "<tr height=\"30\"><th for=\"{name}\"/><td><field name=\"{name}\"/><seal name=\"{name}\" text=\"（公章）\"/></td></tr>"
        )
    };
    let rows: String = ["name", "number", "gender", "share"].into_iter().map(row).collect();
    let opinions: String = ["school_opinion", "city_opinion"].into_iter().map(opinion).collect();
    let template =
        format!("<section><h1>教师推荐审批表</h1><table widths=\"40 100\">{rows}{opinions}</table></section>");
    shenbao(&[arguments, &["--forms", "f", "--templates", "t"]].concat())
        .file("f/school/activity.toml", "title = \"推荐\"\n".as_bytes())
        .file("f/school/teacher.toml", form.as_bytes())
        .file("t/school/teacher.html", template.as_bytes())
}

/// A return of that form.
fn recommended(json: &str) -> Vec<u8> {
    let done =
        with_offices(&["render", "school/teacher", "a.json", "-o", "a.docx"]).file("a.json", json.as_bytes()).run();
    assert_eq!(done.code, 0, "{}", done.stderr);
    fs::read(done.path("a.docx")).unwrap()
}

#[test]
fn the_stage_decides_which_opinions_must_be_there() {
    let file = recommended(
        r#"{"name": "王䶮", "number": "11010519491231002x", "gender": "女性", "share": "８５％",
            "school_opinion": "同意推荐", "school_opinion_signature": "李四", "school_opinion_date": "2021-11-13"}"#,
    );
    for (arguments, code, said) in [
        (&["check", "a.docx"][..], 0, "没有问题"),
        (&["check", "a.docx", "--stage", "school"], 0, "没有问题"),
        (&["check", "a.docx", "--stage", "city"], 1, "市级意见：未填写"),
        (&["check", "a.docx", "--stage", "市级"], 1, "市级意见：未填写"),
        (&["check", "a.docx", "--stage", "school", "--direct"], 1, "市级意见：未填写"),
        (&["extract", "a.docx", "--stage", "city"], 1, "\"city_opinion\""),
    ] {
        let done = with_offices(arguments).file("a.docx", &file).run();
        assert_eq!(done.code, code, "{arguments:?} {}{}", done.stdout, done.stderr);
        assert!(done.stdout.contains(said), "{arguments:?} {}", done.stdout);
    }
    let done = with_offices(&["collect", "来件", "--activity", "school", "-o", "汇总.xlsx", "--stage", "city"])
        .file("来件/a.docx", &file)
        .run();
    assert_eq!(done.code, 1, "{}", done.stderr);
    assert!(done.stderr.contains("1 份有错误"), "{}", done.stderr);
}

#[test]
fn an_opinion_before_its_turn_is_pointed_out() {
    let file = recommended(
        r#"{"name": "王䶮", "school_opinion": "同意推荐", "school_opinion_date": "2021-11-13",
            "city_opinion": "同意推荐", "city_opinion_date": "2021-11-14"}"#,
    );
    let done = with_offices(&["check", "a.docx", "--stage", "school"]).file("a.docx", &file).run();
    assert_eq!(done.code, 0, "{}", done.stdout);
    assert!(done.stdout.contains("[注意] 市级意见：此栏由市级填写，报送时应留空"), "{}", done.stdout);
    let done = with_offices(&["check", "a.docx", "--stage", "city"]).file("a.docx", &file).run();
    assert!(done.stdout.contains("没有问题"), "{}", done.stdout);
    let done = with_offices(&["check", "a.docx", "--direct"]).file("a.docx", &file).run();
    assert_eq!(done.code, 2, "direct means nothing without a stage: {}", done.stdout);
}

#[test]
fn an_identification_number_is_checked_and_never_printed() {
    let json = r#"{"name": "王䶮", "number": "11010519491231002X", "gender": "男", "share": 85.5}"#;
    let file = recommended(json);
    let done = with_offices(&["check", "a.docx"]).file("a.docx", &file).run();
    assert_eq!(done.code, 1, "{}", done.stdout);
    assert!(done.stdout.contains("性别：现填男，与“身份证号”中的性别不一致"), "{}", done.stdout);
    assert!(!done.stdout.contains("110105"), "{}", done.stdout);
    let done = with_offices(&["extract", "a.docx", "--to", "csv"]).file("a.docx", &file).run();
    assert!(done.stdout.contains(",******,") && !done.stdout.contains("110105"), "{}", done.stdout);
    let done = with_offices(&["extract", "a.docx"]).file("a.docx", &file).run();
    let line: serde_json::Value = serde_json::from_str(&done.stdout).unwrap();
    assert_eq!(line["record"]["number"], "11010519491231002X");
    assert_eq!(line["record"]["share"], 85.5);
    // The form shows the sign, which the number does not have.
    let share = line["fields"].as_array().unwrap().iter().find(|field| field["path"] == "share").unwrap();
    assert_eq!((&share["value"], &share["normal"]), (&"85.5%".into(), &"85.5".into()));
    // A birth date that has not come is known by the day of the run.
    let unborn = recommended(r#"{"name": "王䶮", "number": "110105209912310053"}"#);
    let done = with_offices(&["check", "a.docx"]).file("a.docx", &unborn).run();
    assert!(done.stdout.contains("其中的出生日期晚于今天"), "{}", done.stdout);
}
