//! `render`: what a list of schools becomes, and what is asked about it.

use std::fs;

use super::{Done, shenbao};

const FORM: &str = "henan-2021/recommendation";

/// What stands in a file that was made.
fn read(done: &Done, name: &str) -> serde_json::Value {
    let bytes = fs::read(done.path(name)).unwrap_or_else(|error| panic!("{name}: {error}: {}", done.stderr));
    let read = shenbao(&["extract", name]).file(name, &bytes).run();
    let line: serde_json::Value = serde_json::from_str(&read.stdout).unwrap();
    line["record"].clone()
}

#[test]
fn many_records_need_names_and_get_them() {
    let csv = "学校/区域名称,负责人信息/姓名,推荐类型,不知道\n新乡市,王䶮,地市,x\n洛阳:一中,李四,学校,\n洛阳:一中,李五,学校,\n";
    let run = |output| shenbao(&["render", FORM, "in.csv", "-o", output]).file("in.csv", csv.as_bytes()).run();
    let done = run("one.docx");
    assert_eq!(done.code, 2);
    assert!(done.stderr.contains("{{ name }}"), "{}", done.stderr);
    let done = run("县/{{ name }}.docx");
    assert_eq!(done.code, 0, "{}", done.stderr);
    assert!(done.stderr.contains("没有使用：不知道"), "{}", done.stderr);
    for name in ["县/新乡市.docx", "县/洛阳_一中.docx", "县/洛阳_一中（2）.docx"] {
        assert!(done.path(name).exists(), "{name}");
    }
}

#[test]
fn names_that_nothing_could_open_are_refused() {
    for (output, said) in [("a.doc", ".docx、.xlsx、.pdf"), ("a", ".docx"), ("{{ nme }}.pdf", "nme")] {
        let done = shenbao(&["render", FORM, "-o", output]).run();
        assert_eq!(done.code, 2);
        assert!(done.stderr.contains(said), "{}", done.stderr);
    }
    let done = shenbao(&["render", FORM, "-o", "a/", "--to", "wps"]).run();
    assert_eq!((done.code, done.stderr.contains("应为 docx、xlsx、pdf")), (2, true), "{}", done.stderr);
    let done =
        shenbao(&["collect", "来件", "--activity", "henan-2021", "-o", "汇总.csv"]).file("来件/a.docx", b"").run();
    assert_eq!(done.code, 2);
    assert!(done.stderr.contains(".xlsx"), "{}", done.stderr);
}

/// The same list as everybody saves it; what it is called says nothing.
#[test]
fn a_list_is_known_by_its_content() {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.merge_range(0, 0, 0, 2, "推荐学校名单", &rust_xlsxwriter::Format::new()).unwrap();
    sheet.write_row(1, 0, ["学校名称", "联系人手机", "备注"]).unwrap();
    sheet.write(2, 0, "甲小学").unwrap().write(2, 1, 13_800_000_001.0).unwrap();
    let text = "学校名称,联系人手机,备注\r\n甲小学,13800000001,\r\n";
    let (gbk, ..) = encoding_rs::GBK.encode(text);
    let utf16: Vec<u8> = format!("\u{feff}{text}").encode_utf16().flat_map(u16::to_le_bytes).collect();
    let json = r#"[{"学校名称": "甲小学", "联系人手机": 13800000001, "备注": ""}]"#;
    for (name, bytes) in [
        ("名单.xlsx", workbook.save_to_buffer().unwrap()),
        ("名单.xls", gbk.into_owned()),
        ("名单.json", utf16),
        ("名单", format!("\u{feff}{text}").into_bytes()),
        ("名单.csv", json.as_bytes().to_vec()),
    ] {
        let done = shenbao(&["render", FORM, name, "-o", "出/"]).file(name, &bytes).run();
        assert_eq!(done.code, 0, "{name}: {}", done.stderr);
        let told = format!(
            "{name}：\n  学校名称 → 学校/区域名称 (name)\n  联系人手机 → 联系人信息/手机 (contact.mobile)\n  没有使用：备注\n"
        );
        assert!(done.stderr.starts_with(&told), "{}", done.stderr);
        assert_eq!(read(&done, "出/001 甲小学.docx")["contact"]["mobile"], "13800000001", "{name}");
    }
    let quiet = shenbao(&["-q", "render", FORM, "a.csv", "-o", "出/"]).file("a.csv", text.as_bytes()).run();
    assert_eq!((quiet.code, quiet.stderr.as_str()), (0, ""));
}

#[test]
fn doubtful_heads_are_asked_about_and_nothing_is_made() {
    let list = "学校名称,手机,推荐类形,单位名称,备注\n甲小学,13800000001,学校,x,\n".as_bytes();
    let done = shenbao(&["render", FORM, "名单.csv", "-o", "出/"]).file("名单.csv", list).run();
    assert_eq!(done.code, 2);
    assert!(!done.path("出").exists());
    let asked = "名单.csv 有 3 列不能确定是哪一栏，没有制作任何文件：\n\
        \u{20} “手机”：可能是 负责人信息/手机 (leader.mobile) 或 联系人信息/手机 (contact.mobile)\n\
        \u{20} “推荐类形”：可能是 推荐类型 (kind)\n\
        \u{20} “单位名称”：“学校名称”一列已经是 学校/区域名称 (name)\n\
        请用 --map 指明，等号后面留空就是不用这一列，如：\n\
        \u{20} --map 手机=leader.mobile --map 推荐类形=kind --map 单位名称=\n";
    assert!(done.stderr.ends_with(asked), "{}", done.stderr);
    let english = shenbao(&["render", FORM, "a.csv", "-o", "出/", "--lang", "en"]).file("a.csv", list).run();
    assert!(english.stderr.contains("`推荐类形`: perhaps 推荐类型 (kind)"), "{}", english.stderr);

    let map = ["--map", "手机=联系人手机", "--map", "推荐类形=kind", "--map", "单位名称="];
    let (text, code) = done.again(&[&["render", FORM, "名单.csv", "-o", "出/"][..], &map].concat());
    assert_eq!(code, 0, "{text}");
    assert!(
        text.contains("手机 → 联系人信息/手机 (contact.mobile)") && text.contains("没有使用：单位名称、备注"),
        "{text}"
    );
    let made = read(&done, "出/001 甲小学.docx");
    assert_eq!((&made["contact"]["mobile"], &made["kind"]), (&"13800000001".into(), &"学校".into()));
    for (map, said) in [
        ("手机=contact.mobil", "您是不是要：联系人信息/手机 (contact.mobile)"),
        ("电话=contact.mobile", "没有“电话”这一列"),
        ("手机", "应写成“表头=栏目”"),
    ] {
        let (text, code) = done.again(&["render", FORM, "名单.csv", "-o", "出/", "--map", map]);
        assert_eq!((code, text.contains(said)), (2, true), "{text}");
    }
}

#[test]
fn columns_of_one_head_are_told_apart_by_their_letters() {
    let list = "学校名称,负责人,电话,联系人,联系电话,联系电话\n甲小学,王五,13800000001,李四,13800000002,13800000003\n";
    let done = shenbao(&["render", FORM, "a.csv", "-o", "出/"]).file("a.csv", list.as_bytes()).run();
    assert_eq!(done.code, 2);
    assert!(done.stderr.ends_with("  --map F=\n"), "{}", done.stderr);
    let (text, code) = done.again(&["render", FORM, "a.csv", "-o", "出/", "--map", "F="]);
    assert_eq!(code, 0, "{text}");
    assert_eq!(read(&done, "出/001 甲小学.docx")["contact"]["mobile"], "13800000002");
}

#[test]
fn of_several_sheets_alike_one_has_to_be_named() {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    for (name, school) in [("金水区", "甲小学"), ("二七区", "乙小学")] {
        let sheet = workbook.add_worksheet();
        sheet.set_name(name).unwrap().write_row(0, 0, ["学校名称", "联系人"]).unwrap();
        sheet.write(1, 0, school).unwrap();
    }
    let done =
        shenbao(&["render", FORM, "a.xlsx", "-o", "出/"]).file("a.xlsx", &workbook.save_to_buffer().unwrap()).run();
    assert_eq!(done.code, 2);
    assert!(done.stderr.contains("几张工作表都像要用的数据：“金水区”“二七区”；"), "{}", done.stderr);
    let (text, code) = done.again(&["render", FORM, "a.xlsx", "-o", "出/", "--sheet", "二七区"]);
    assert_eq!((code, text.contains("（用的是工作表“二七区”，没有用“金水区”）")), (0, true), "{text}");
    assert!(done.path("出/001 乙小学.docx").exists());
}

#[test]
fn what_is_wrong_in_a_list_is_said_of_its_row() {
    let list = "学校名称,联系人手机\n甲小学,13800000001\n乙小学,1.38E+10\n合计,2\n";
    let done = shenbao(&["render", FORM, "名单.csv", "-o", "出/"]).file("名单.csv", list.as_bytes()).run();
    assert_eq!(done.code, 1);
    assert!(done.stderr.contains("名单.csv 第3行（乙小学）: [错误] 联系人信息/手机："), "{}", done.stderr);
    assert!(done.stderr.contains("名单.csv: [提示] 第4行不是一份数据，没有使用（合计 2）"), "{}", done.stderr);
    assert_eq!(fs::read_dir(done.path("出")).unwrap().count(), 2);
    let empty = shenbao(&["render", FORM, "名单.csv", "-o", "出/"]).file("名单.csv", "学校名称\n".as_bytes()).run();
    assert_eq!((empty.code, empty.stderr.contains("表头下面没有数据")), (2, true), "{}", empty.stderr);
    let printed = shenbao(&["render", "henan-2021/awarded", "名单.csv", "-o", "出/"]).file("名单.csv", b"").run();
    assert_eq!((printed.code, printed.stderr.contains("没有可以填写的栏目")), (2, true), "{}", printed.stderr);
}

#[test]
fn names_of_json_that_are_the_forms_own_go_without_saying() {
    let json = r#"{"name": "甲小学", "leader": {"name": "王䶮", "职务": "校长"}, "kind": "学校"}"#;
    let done = shenbao(&["render", FORM, "-", "-o", "a.docx"]).stdin(json).run();
    assert_eq!((done.code, done.stderr.as_str()), (0, "已制作 1 份：a.docx\n"));
    let done = shenbao(&["render", FORM, "in.json", "-o", "a.docx"]).file("in.json", br#"{"nmae": "x", "name": "y"}"#);
    let done = done.run();
    assert!(done.stderr.starts_with("in.json：\n  没有使用：nmae\n"), "{}", done.stderr);
}

#[test]
fn a_form_that_outgrows_its_page_is_named() {
    let list = format!("学校名称,空间建设情况\n甲小学,短\n乙小学,{}\n", "我校建设了网络学习空间。".repeat(400));
    let run = |formats: &str| {
        shenbao(&["render", FORM, "a.csv", "-o", "出/", "--map", "空间建设情况=construction", "--to", formats])
            .file("a.csv", list.as_bytes())
            .run()
    };
    let said = |done: &Done| -> Vec<String> {
        assert_eq!(done.code, 0, "{}", done.stderr);
        done.stderr.lines().filter(|line| line.contains(": [")).map(str::to_owned).collect()
    };
    // Of the record, whatever files are made; the form itself says 字数不限.
    for formats in ["docx", "xlsx,pdf"] {
        let said = said(&run(formats));
        let begin = "a.csv 第3行（乙小学）: [提示] 空间建设";
        assert!(said.len() == 1 && said[0].starts_with(begin) && said[0].contains("填好后共"), "{said:?}");
    }
    // A workbook has no pages to outgrow.
    assert_eq!(said(&run("xlsx")), [""; 0]);
}

#[test]
fn an_answer_that_a_file_cut_is_an_error() {
    let json = format!(r#"[{{"name": "甲小学"}}, {{"name": "乙小学", "construction": "{}"}}]"#, "字".repeat(36_000));
    let done = shenbao(&["render", FORM, "a.json", "-o", "出/", "--to", "docx,xlsx"]).file("a.json", json.as_bytes());
    let done = done.run();
    assert_eq!(done.code, 1, "{}", done.stderr);
    let errors: Vec<&str> = done.stderr.lines().filter(|line| line.contains("[错误]")).collect();
    assert!(errors.len() == 1 && errors[0].starts_with("出/002 乙小学.xlsx: "), "{}", done.stderr);
}

#[test]
fn a_character_that_no_file_holds_is_said_of_the_record() {
    for formats in ["docx", "xlsx", "pdf", "docx,xlsx,pdf"] {
        let done = shenbao(&["render", FORM, "a.json", "-o", "出/a", "--to", formats])
            .file("a.json", "{\"name\": \"甲小学\", \"leader\": {\"name\": \"王\\u0001明\"}}".as_bytes())
            .run();
        assert_eq!(done.code, 0, "{}", done.stderr);
        let said: Vec<&str> = done.stderr.lines().filter(|line| line.starts_with("a.json")).collect();
        let told = "a.json 第1份（甲小学）: [注意] 负责人信息/姓名：含有文件无法保存的字符（U+0001），已替换";
        assert_eq!(said, [told], "{formats}");
        for format in formats.split(',') {
            assert_eq!(read(&done, &format!("出/a.{format}"))["leader"]["name"], "王\u{fffd}明", "{formats}");
        }
    }
}

/// What a file begins with, by which programs know it.
fn magic(done: &Done, name: &str) -> Vec<u8> {
    let bytes = fs::read(done.path(name)).unwrap_or_else(|error| panic!("{name}: {error}: {}", done.stderr));
    bytes[..5].to_vec()
}

#[test]
fn the_ending_of_the_path_is_the_format() {
    for (path, made, begin) in [("a.xlsx", "a.xlsx", b"PK"), ("a.PDF", "a.pdf", b"%P"), ("a.docx", "a.docx", b"PK")] {
        let done = shenbao(&["render", FORM, "-o", path]).run();
        assert_eq!(done.code, 0, "{}", done.stderr);
        assert!(magic(&done, made).starts_with(begin), "{path}");
        assert_eq!(done.stderr, format!("已制作 1 份：{made}\n"));
    }
}

#[test]
fn all_formats_are_made_at_once() {
    let list = "学校名称,联系人手机\n甲小学,13800000001\n甲小学,13800000002\n";
    let run = |arguments: &[&str]| {
        shenbao(&[&["render", FORM, "a.csv", "-o"][..], arguments].concat()).file("a.csv", list.as_bytes()).run()
    };
    for (output, first, second) in [
        ("出/", "出/001 甲小学", "出/002 甲小学"),
        ("出/{{ name }}.docx", "出/甲小学", "出/甲小学（2）"),
        ("出/{{ name }} 推荐表", "出/甲小学 推荐表", "出/甲小学 推荐表（2）"),
    ] {
        let done = run(&[output, "--to", "docx,xlsx", "--to", ".PDF"]);
        assert_eq!(done.code, 0, "{}", done.stderr);
        for stem in [first, second] {
            for (ending, begin) in [("docx", "PK"), ("xlsx", "PK"), ("pdf", "%PDF-")] {
                assert!(magic(&done, &format!("{stem}.{ending}")).starts_with(begin.as_bytes()), "{stem}.{ending}");
            }
        }
        assert_eq!(fs::read_dir(done.path("出")).unwrap().count(), 6, "{output}");
        assert!(done.stderr.contains("已制作 2 份，各有 docx、xlsx、pdf 文件：出/"), "{}", done.stderr);
    }
    assert_eq!(run(&["出/{{ name }}.doc", "--to", "docx"]).code, 2);
}

#[test]
fn a_fillable_file_is_a_pdf() {
    let done = shenbao(&["render", FORM, "-o", "a.pdf", "--fillable"]).run();
    assert_eq!(done.code, 0, "{}", done.stderr);
    let (text, code) = done.again(&["render", FORM, "-o", "b.pdf"]);
    assert_eq!(code, 0, "{text}");
    let fields = |name: &str| {
        let file = lopdf::Document::load(done.path(name)).unwrap();
        file.objects.values().filter(|object| object.as_dict().is_ok_and(|dict| dict.has(b"FT"))).count()
    };
    assert!(fields("a.pdf") > 10 && fields("b.pdf") == 0);
    for options in [&["--fillable"][..], &["--font-dir", "字体"]] {
        let done = shenbao(&[&["render", FORM, "-o", "a.docx"][..], options].concat()).run();
        let said = format!("{} 是给 PDF 的", options[0]);
        assert_eq!((done.code, done.stderr.contains(&said)), (2, true), "{}", done.stderr);
    }
}

#[test]
fn characters_without_a_glyph_are_named_with_the_file() {
    let json = r#"[{"name": "甲小学"}, {"name": "乙小学\u{10ABCD}"}]"#.replace("\\u{10ABCD}", "\u{10ABCD}");
    let done =
        shenbao(&["render", FORM, "a.json", "-o", "出/", "--to", "docx,pdf"]).file("a.json", json.as_bytes()).run();
    let said: Vec<&str> = done.stderr.lines().filter(|line| line.starts_with("出/")).collect();
    assert!(said.len() == 1 && said[0].starts_with("出/002 乙小学") && said[0].contains(".pdf: "), "{}", done.stderr);
    assert!(said[0].contains("学校/区域名称"), "{}", said[0]);
}

#[test]
fn fonts_may_be_added() {
    let run = |name: &str, bytes: &[u8]| {
        shenbao(&["render", FORM, "-o", "a.pdf", "--font-dir", "字体"]).file(name, bytes).run()
    };
    let done = run("字体/说明.txt", b"x");
    assert_eq!((done.code, done.stderr.contains("没有可用的字体文件")), (2, true), "{}", done.stderr);
    let done = run("字体/坏.ttf", b"x");
    assert_eq!((done.code, done.stderr.contains("坏.ttf")), (2, true), "{}", done.stderr);
    assert_eq!(shenbao(&["render", FORM, "-o", "a.pdf", "--font-dir", "没有"]).run().code, 2);
    // 𪚥 is in no font of the program.
    let run = |arguments: &[&str]| {
        shenbao(&[&["render", FORM, "a.json", "-o", "a.pdf"][..], arguments].concat())
            .file("a.json", "{\"name\": \"𪚥小学\"}".as_bytes())
            .file("字体/内/collection.ttc", include_bytes!("../fonts/collection.ttc"))
            .run()
    };
    let (without, with) = (run(&[]), run(&["--font-dir", "字体"]));
    assert_eq!((without.code, without.stderr.contains("U+2A6A5")), (0, true), "{}", without.stderr);
    assert_eq!((with.code, with.stderr.as_str()), (0, "已制作 1 份：a.pdf\n"));
    let fonts = |done: &Done| -> Vec<String> {
        let file = lopdf::Document::load(done.path("a.pdf")).unwrap();
        let name =
            |object: &lopdf::Object| object.as_dict().ok()?.get(b"FontName").ok()?.as_name().ok().map(<[u8]>::to_vec);
        file.objects.values().filter_map(name).map(|name| String::from_utf8(name).unwrap()).collect()
    };
    let is_added = |name: &String| name.ends_with("+Boxes-Regular");
    assert!(fonts(&with).iter().any(is_added) && !fonts(&without).iter().any(is_added), "{:?}", fonts(&with));
    assert_eq!(read(&with, "a.pdf")["name"], "𪚥小学");
}

#[test]
fn a_form_is_never_written_over_its_data() {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    workbook.add_worksheet().write_row(0, 0, ["学校名称"]).unwrap().write(1, 0, "甲小学").unwrap();
    let bytes = workbook.save_to_buffer().unwrap();
    for output in ["甲小学.xlsx", "./甲小学.xlsx", "{{ name }}.xlsx"] {
        let done = shenbao(&["render", FORM, "甲小学.xlsx", "-o", output]).file("甲小学.xlsx", &bytes).run();
        assert_eq!((done.code, done.stderr.contains("是数据文件")), (2, true), "{}", done.stderr);
        assert_eq!(fs::read(done.path("甲小学.xlsx")).unwrap(), bytes, "{output}");
    }
}
