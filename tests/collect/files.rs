//! Files beside the workbook.

use std::fs;
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use calamine::Reader;
use shenbao::collect::{Collection, csv};
use shenbao::font::FontSet;
use shenbao::{Form, Record};

use crate::support::*;

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
        let bytes = shenbao::write::xlsx::workbook(form, &record).unwrap().bytes;
        assert_no_formulas(&bytes);
        assert!(bytes == shenbao::write::xlsx::workbook(form, &record).unwrap().bytes, "{}", form.id);
        let name = open(&bytes).sheet_names()[0].clone();
        let seen: String = sheet(&bytes, &name).rows().flatten().map(ToString::to_string).collect();
        for field in form.leaves().filter(|field| !field.preset && !field.own_label().is_empty()) {
            let squeezed: String = seen.chars().filter(|c| !c.is_whitespace()).collect();
            let is_beside_opinion = field.id().ends_with("_signature") || field.id().ends_with("_date");
            assert!(is_beside_opinion || squeezed.contains(field.own_label()), "{}: {}", form.id, field.path);
        }
    }
}

/// A folder that goes when the test ends.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = fs::remove_dir_all(&self.0);
    }
}

impl Folder {
    fn new(name: &str) -> Folder {
        let path = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join(format!("collect-{}-{name}", std::process::id()));
        let _ = fs::remove_dir_all(&path);
        fs::create_dir_all(&path).unwrap();
        Folder(path)
    }

    fn file(&self, name: &str, content: &[u8]) {
        let path = self.0.join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }

    fn run(&self, arguments: &[&str]) -> Output {
        Command::new(env!("CARGO_BIN_EXE_shenbao")).args(arguments).current_dir(&self.0).output().unwrap()
    }

    /// All files below a folder, their names from it on.
    fn files(&self, folder: &str) -> Vec<String> {
        let mut files = Vec::new();
        let mut folders = vec![self.0.join(folder)];
        while let Some(next) = folders.pop() {
            for entry in fs::read_dir(next).unwrap() {
                let path = entry.unwrap().path();
                if path.is_dir() {
                    folders.push(path);
                } else {
                    files.push(path.strip_prefix(self.0.join(folder)).unwrap().to_string_lossy().into_owned());
                }
            }
        }
        files.sort();
        files
    }

    /// All that stands in a file: packages are opened, pages read.
    fn content(&self, file: impl AsRef<Path>) -> String {
        let bytes = fs::read(self.0.join(file)).unwrap();
        if bytes.starts_with(b"%PDF") {
            let file = lopdf::Document::load_mem(&bytes).unwrap();
            return file.extract_text(&file.get_pages().into_keys().collect::<Vec<_>>()).unwrap();
        }
        let Ok(mut package) = zip::ZipArchive::new(Cursor::new(&bytes)) else {
            return String::from_utf8(bytes).unwrap();
        };
        let mut content = String::new();
        for index in 0..package.len() {
            package.by_index(index).unwrap().read_to_string(&mut content).unwrap();
        }
        content
    }
}

const TITLE: &str = "2021年度网络学习空间应用优秀区域和学校推荐汇总信息表";

/// A folder `来件` with two returns of Henan, one of them with a fault.
fn returns_of_henan(name: &str) -> Folder {
    let folder = Folder::new(name);
    let mut faulty = recommendation("第二小学", &["学校"]);
    faulty.set(&path("leader.mobile"), "1380000".into());
    for (file, record) in [("一.docx", recommendation("第一小学", &["学校"])), ("县/二.docx", faulty)] {
        folder.file(&format!("来件/{file}"), &docx(RECOMMENDATION, &record));
    }
    folder
}

#[test]
fn a_folder_gets_the_official_files_the_workbook_and_the_messages() {
    let folder = returns_of_henan("outputs");
    let done = folder.run(&["collect", "来件", "--activity", "henan-2021", "-o", "结果"]);
    assert_eq!(done.status.code(), Some(1), "{}", String::from_utf8_lossy(&done.stderr));
    let summary = ["docx", "pdf", "xlsx"].map(|ending| format!("{TITLE}.{ending}"));
    let names = [&summary[..], &["反馈通知.txt".into(), "汇总工作簿.xlsx".into()]].concat();
    assert_eq!(folder.files("结果"), names);
    let said = String::from_utf8(done.stderr).unwrap();
    assert!(names.iter().all(|name| said.contains(name.as_str())), "{said}");
    // The summary has the rows, in all formats, and nothing to click on.
    for file in &summary {
        let content = folder.content(Path::new("结果").join(file));
        assert!(content.contains("第一小学") && content.contains("第二小学"), "{file}");
        assert!(!content.contains("<w:sdt>"), "{file}");
    }
    assert!(folder.content("结果/反馈通知.txt").contains("第二小学：\r\n"));
    // The workbook's links lead to the returns.
    let links = folder.content("结果/汇总工作簿.xlsx");
    assert!(links.contains("Target=\"../来件/县/二.docx\""), "links lead from the folder of results");
    // A Word file that the office above can read as a return.
    let done = folder.run(&["extract", &format!("结果/{TITLE}.docx")]);
    let line: serde_json::Value = serde_json::from_slice(&done.stdout).unwrap();
    assert_eq!(
        (line["form"].as_str(), line["record"]["schools"][1]["name"].as_str()),
        (Some("henan-2021/summary"), Some("第二小学"))
    );
}

#[test]
fn outputs_inside_the_folder_are_no_returns() {
    let folder = returns_of_henan("again");
    let collect = |output: &str| folder.run(&["collect", "来件", "--activity", "henan-2021", "-o", output]);
    let count = |done: Output| String::from_utf8(done.stderr).unwrap().lines().next().unwrap().to_owned();
    let first = count(collect("来件/结果"));
    assert_eq!(first, "已汇总 2 份（1 份有错误），0 个文件未能读取：");
    let bytes = fs::read(folder.0.join("来件/结果/汇总工作簿.xlsx")).unwrap();
    assert_eq!(count(collect("来件/结果")), first);
    assert!(
        fs::read(folder.0.join("来件/结果/汇总工作簿.xlsx")).unwrap() == bytes,
        "the same returns give the same bytes"
    );
    // Those of an earlier run elsewhere in the folder, too.
    assert_eq!(count(collect("来件/又一次")), first);
    assert_eq!(count(collect("来件/总.xlsx")), first);
    assert_eq!(count(collect("来件/总.xlsx")), first);
    // But a summary that a city sends in is one.
    let summary = fs::read(folder.0.join(format!("来件/结果/{TITLE}.docx"))).unwrap();
    folder.file(&format!("来件/红旗区/{TITLE}.docx"), &summary);
    let last = count(collect("结果"));
    assert_eq!(last, "已汇总 3 份（2 份有错误），1 个文件未能读取：", "总.xlsx is nobody's name now");
}

#[test]
fn passwords_are_masked_in_every_file_unless_they_are_asked_for() {
    let folder = returns_of_henan("password");
    for (output, extra, shown) in [("遮", &[][..], false), ("不遮", &["--with-sensitive"][..], true)] {
        let collect = ["collect", "来件", "--activity", "henan-2021", "-o", output];
        assert_eq!(folder.run(&[&collect[..], extra].concat()).status.code(), Some(1));
        for (format, file) in [("xlsx", "数据.xlsx"), ("csv", "数据.csv")] {
            let file = format!("{output}/{file}");
            folder.run(&[&["extract", "来件", "--to", format, "-o", &file][..], extra].concat());
        }
        let files = folder.files(output);
        assert_eq!(files.len(), 7, "{files:?}");
        let telling: Vec<&String> =
            files.iter().filter(|file| folder.content(Path::new(output).join(file)).contains("Secret-77")).collect();
        let expected: &[&str] = if shown { &["数据.csv", "数据.xlsx", "汇总工作簿.xlsx"] } else { &[] };
        assert_eq!(telling, expected);
    }
    let json = folder.run(&["extract", "来件", "--to", "json"]);
    assert!(String::from_utf8(json.stdout).unwrap().contains("Secret-77"), "data are whole");
}

/// An activity of a bureau's own: an application with an ID number, which the
/// summary takes over into a column of plain text.
fn own_activity(folder: &Folder) {
    let form =
        |fields: &str, id: &str| format!("version = 1\ntitle = \"{id}\"\ntemplate = \"own/{id}.html\"\n{fields}");
    let apply = "[[field]]\nid = \"name\"\nlabel = \"姓名\"\ntype = \"text\"\nrequired = true\n\
        [[field]]\nid = \"card\"\nlabel = \"身份证号\"\ntype = \"id_number\"\n\
        [[field]]\nid = \"note\"\nlabel = \"备注\"\ntype = \"mobile\"\n";
    let summary = "[[field]]\nid = \"people\"\nlabel = \"人员\"\ntype = \"table\"\nfields = [\n\
        { id = \"name\", label = \"姓名\", type = \"text\" },\n\
        { id = \"card\", label = \"证件号码\", type = \"text\" },\n]\n\
        [summary]\nfrom = \"apply\"\n[[summary.table]]\nrows = \"people\"\n\
        [summary.table.columns]\nname = [\"name\"]\ncard = [\"card\"]\n";
    folder.file("f/own/activity.toml", "title = \"招聘\"\nyear = 2024\nsummary = \"summary\"\n".as_bytes());
    folder.file("f/own/apply.toml", form(apply, "apply").as_bytes());
    folder.file("f/own/summary.toml", form(summary, "summary").as_bytes());
    let row = |field: &str| format!("<tr height=\"10\"><th for=\"{field}\"/><td><field name=\"{field}\"/></td></tr>");
    let rows = [row("name"), row("card"), row("note")].concat();
    let page = |table: &str| format!("<section><h1>{{{{ form.title }}}}</h1>{table}</section>");
    folder.file("t/own/apply.html", page(&format!("<table widths=\"40 100\">{rows}</table>")).as_bytes());
    let table = "<table widths=\"60 80\"><tr height=\"8\"><th for=\"people[].name\"/><th for=\"people[].card\"/></tr>\
        <tr height=\"8\" repeat=\"people\"><td><field name=\"people[].name\"/></td>\
        <td><field name=\"people[].card\"/></td></tr></table>";
    folder.file("t/own/summary.html", page(table).as_bytes());
}

#[test]
fn id_numbers_are_masked_in_every_file_unless_they_are_asked_for() {
    let folder = Folder::new("card");
    own_activity(&folder);
    let own = ["--forms", "f", "--templates", "t"];
    // Wrong, and in a second place, so that messages are about it.
    let card = "410105198001011238";
    let data = format!("{{\"name\": \"张三\", \"card\": \"{card}\", \"note\": \"证 {card}\"}}");
    folder.file("data.json", data.as_bytes());
    folder.run(&[&["render", "own/apply", "data.json", "-o", "来件/张三.docx"][..], &own].concat());
    for (output, extra, shown) in [("遮", &[][..], false), ("不遮", &["--with-sensitive"][..], true)] {
        let collect = ["collect", "来件", "--activity", "own", "-o", output];
        let done = folder.run(&[&collect[..], &own, extra].concat());
        assert_eq!(done.status.code(), Some(1), "{}", String::from_utf8_lossy(&done.stderr));
        let said = String::from_utf8(done.stderr).unwrap();
        assert!(!said.contains(card), "{said}");
        for file in ["summary.docx", "summary.xlsx", "summary.pdf", "反馈通知.txt", "汇总工作簿.xlsx"] {
            let content = folder.content(Path::new(output).join(file));
            assert!(content.contains("张三"), "{file}");
            let official = file.starts_with("summary");
            if official {
                assert_eq!(content.contains(card), shown, "{output}/{file}");
                assert_eq!(content.contains("******"), !shown, "{output}/{file}");
            }
            if file.ends_with(".txt") {
                assert!(!content.contains(card), "messages never hold it");
                assert!(content.contains("备注") && content.contains("身份证号"), "{content}");
            }
        }
    }
}

#[test]
fn nothing_in_the_official_files_is_a_formula() {
    let catalogue = catalogue();
    let returns = henan(&catalogue, &[("=1.docx", recommendation("=HYPERLINK(\"http://x\")", &["学校"]))]);
    let collection = Collection::gather(&catalogue, "henan-2021", &returns).unwrap();
    let files = collection.official_files(&FontSet::embedded(), false).unwrap();
    assert_eq!(files.len(), 1);
    assert_eq!(files[0].title, TITLE);
    assert_no_formulas(&files[0].xlsx.bytes);
    let summary = open(&files[0].xlsx.bytes).worksheet_range_at(0).unwrap().unwrap();
    let cells: Vec<_> = summary.rows().flatten().collect();
    assert!(cells.contains(&&text("=HYPERLINK(\"http://x\")")) && cells.contains(&&text("138 0000 0002")));
    assert!(cells.contains(&&calamine::Data::Float(1.0)), "running numbers are numbers");
}

#[test]
fn what_an_official_file_could_not_hold_is_said_of_it() {
    let folder = Folder::new("cut");
    folder.file("来件/一.docx", &docx(RECOMMENDATION, &recommendation(&"校".repeat(33_000), &["学校"])));
    folder.file("来件/二.docx", &docx(RECOMMENDATION, &recommendation("第二\u{10abcd}小学", &["学校"])));
    let run = |more: &[&str]| {
        let done = folder.run(&[&["collect", "来件", "--activity", "henan-2021", "-o", "结果"][..], more].concat());
        (done.status.code(), String::from_utf8(done.stderr).unwrap())
    };
    let (code, said) = run(&[]);
    assert_eq!(code, Some(1), "{said}");
    let of_files: Vec<&str> = said.lines().filter(|line| line.starts_with("结果/")).collect();
    let begins = [format!("结果/{TITLE}.xlsx: [错误] "), format!("结果/{TITLE}.pdf: [注意] ")];
    assert!(of_files.len() == 2 && of_files.iter().zip(&begins).all(|(line, begin)| line.starts_with(begin)), "{said}");
    assert!(of_files[0].contains("共33000个字符") && of_files[1].contains("U+10ABCD"), "{said}");
    // Fonts for the PDF are looked for where it says.
    let (code, said) = run(&["--font-dir", "来件"]);
    assert_eq!((code, said.contains("没有可用的字体文件")), (Some(2), true), "{said}");
}

/// The official Word file of Henan with this many schools, and its record.
fn official_docx(schools: usize) -> (Vec<u8>, Record) {
    let catalogue = catalogue();
    let returns: Vec<_> = (0..schools)
        .map(|number| read(recommendation(&format!("某某市第{number}实验小学"), &["学校"]), Vec::new()))
        .collect();
    let collection = Collection::gather(&catalogue, "henan-2021", &returns).unwrap();
    let record = collection.summaries()[0].record.normalize();
    (collection.official_files(&FontSet::embedded(), false).unwrap().remove(0).docx.bytes, record)
}

#[test]
fn a_long_summary_repeats_its_heads_and_is_read_back_whole() {
    for (schools, tables, heads) in [(1, 1, 0), (5, 1, 0), (6, 3, 4), (60, 3, 4)] {
        let (docx, record) = official_docx(schools);
        let xml = parts(&docx).into_iter().find(|(name, _)| name == "word/document.xml").unwrap().1;
        assert_eq!(xml.matches("<w:tbl>").count(), tables, "{schools} schools");
        assert_eq!(xml.matches("<w:tblHeader/>").count(), heads, "{schools} schools");
        // The label of each band stands among its heads.
        for label in ["区域", "学校"] {
            assert_eq!(xml.matches(&format!(">{label}</w:t>")).count(), 1, "{label}");
        }
        let catalogue = catalogue();
        let extractor = shenbao::extract::Extractor::new(&catalogue);
        let read = shenbao::batch::read_file(&extractor, &Default::default(), "a.docx", &docx).remove(0);
        assert_eq!(read.outcome.unwrap().record.normalize(), record, "{schools} schools");
    }
}
