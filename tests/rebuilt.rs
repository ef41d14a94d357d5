//! Forms that somebody built anew: other grids, plain paragraphs, several in a
//! file. Every value finds its field, or a finding says that it may not have.

#![allow(clippy::unwrap_used, clippy::expect_used)]

#[path = "read_docx/support.rs"]
#[allow(dead_code)]
mod support;

use shenbao::extract::{Extraction, Extractor};
use shenbao::{Catalogue, Code, Document, Finding, Lang};

/// A paragraph for each line.
fn lines(text: &str) -> String {
    text.lines().map(|line| format!(r#"<w:p><w:r><w:t xml:space="preserve">{line}</w:t></w:r></w:p>"#)).collect()
}

/// A table; cells are parted by `|`, paragraphs in a cell by `/`.
fn table(rows: &[&str]) -> String {
    let columns = rows.iter().map(|row| row.split('|').count()).max().unwrap();
    let cells = |row: &str| {
        let texts: Vec<&str> = row.split('|').collect();
        let span = |index: usize| if index + 1 == texts.len() { columns - index } else { 1 };
        let cell = |(index, text): (usize, &&str)| {
            let content = lines(&text.trim().replace('/', "\n"));
            let content = if content.is_empty() { "<w:p/>".to_owned() } else { content };
            format!(r#"<w:tc><w:tcPr><w:gridSpan w:val="{}"/></w:tcPr>{content}</w:tc>"#, span(index))
        };
        texts.iter().enumerate().map(cell).collect::<String>()
    };
    let grid = r#"<w:gridCol w:w="500"/>"#.repeat(columns);
    let rows: String = rows.iter().map(|row| format!("<w:tr>{}</w:tr>", cells(row))).collect();
    format!("<w:tbl><w:tblGrid>{grid}</w:tblGrid>{rows}</w:tbl>")
}

fn read(parts: &[String]) -> Vec<Extraction> {
    let catalogue = Catalogue::embedded().unwrap();
    let document: Document = support::body(&parts.concat());
    Extractor::new(&catalogue).extract_all(&document).unwrap()
}

fn read_one(parts: &[String]) -> Extraction {
    let mut read = read(parts);
    assert_eq!(read.len(), 1);
    read.remove(0)
}

fn value<'e>(extraction: &'e Extraction, path: &str) -> &'e str {
    extraction.evidence.iter().find(|e| e.path.to_string() == path).map_or("", |e| e.value.as_str())
}

/// Whether a finding of this code stands at the field.
fn found(extraction: &Extraction, code: Code, path: &str) -> bool {
    extraction
        .findings
        .iter()
        .any(|finding| finding.code == code && finding.path.as_ref().is_some_and(|at| at.to_string() == path))
}

const TEACHER_HEAD: &str = "学校名称：南岭小学
学校类型：小学
负责人信息：姓名：唐婷　职务：校长　手机：13800000001
联系人信息：姓名：谢艳　职务：主任　手机：13800000002
空间地址：http://nanling.example.cn/
用户名：nlxx
密码：Nl@2021";

/// A 学校空间案例推荐表 in paragraphs, with these after the head.
fn school_case(rest: &str) -> Extraction {
    let title = "2021年度网络学习空间普及应用学校空间案例推荐表\n";
    read_one(&[lines(title), lines(TEACHER_HEAD), lines(rest)])
}

#[test]
fn notes_below_a_form_are_no_answer() {
    let read = school_case(
        "空间建设情况\n已开通。\n空间创新应用情况\n常用。\n应用保障\n有制度。\n社会影响\n好评。\n\
         县（市、区）级教育行政部门推荐意见\n同意推荐。\n签名：郑静　　2021年9月13日\n\
         填表说明：\n1.本表一式三份。\n2.内容应真实。",
    );
    assert_eq!(value(&read, "county_opinion"), "同意推荐。");
    assert_eq!(value(&read, "county_opinion_signature"), "郑静");
    assert!(read.findings.iter().any(|finding| finding.code == Code::Unplaced));
}

#[test]
fn a_label_that_was_not_found_may_stand_in_the_box_before_it() {
    let read = school_case(
        "空间建设情况\n已开通。\n空间创新应用情况\n常用。\n应用保障\n有制度。\n\
         外界怎么看我们\n好评。\n县（市、区）级教育行政部门推荐意见\n同意推荐。",
    );
    assert!(found(&read, Code::LabelMissing, "influence"));
    assert!(found(&read, Code::Doubtful, "support"));
    assert!(!found(&read, Code::Doubtful, "innovation"));
}

#[test]
fn every_box_that_found_no_field_is_reported() {
    let read = read_one(&[
        lines("2021年度网络学习空间普及应用学校空间案例推荐表"),
        lines(TEACHER_HEAD),
        table(&["空间建设情况：/已开通。", "办学特色：/甲", "社会影响：/好评。", "主管领导：/乙", "发展规划：/丙"]),
    ]);
    let unplaced = read.findings.iter().filter(|finding| finding.code == Code::Unplaced);
    assert_eq!(unplaced.count(), 3);
}

#[test]
fn boxes_of_nobody_below_each_other_are_reported_one_by_one_and_whole() {
    let texts = ["甲".repeat(60), "已建".to_owned(), "丙".repeat(300)];
    let rows = ["空间建设情况|有", "办学特色|0", "空间创新应用情况|有", "主管领导|1", "社会影响|有", "发展规划|2"];
    let rows =
        rows.map(|row| texts.iter().zip(["0", "1", "2"]).fold(row.to_owned(), |row, (text, n)| row.replace(n, text)));
    let title = lines("2021年度网络学习空间普及应用学校空间案例推荐表");
    let read = read_one(&[title, lines(TEACHER_HEAD), table(&rows.each_ref().map(String::as_str))]);
    let unplaced: Vec<&Finding> = read.findings.iter().filter(|finding| finding.code == Code::Unplaced).collect();
    let whole: Vec<&str> = unplaced.iter().filter_map(|finding| finding.text()).collect();
    assert_eq!(whole, ["办学特色", &texts[0], "主管领导", &texts[1], "发展规划", &texts[2]]);
    assert!(unplaced[5].message(Lang::Zh).chars().count() < 60);
}

#[test]
fn words_in_a_column_that_somebody_added_to_a_list_are_one_finding() {
    let unplaced = |note: &str| -> Vec<String> {
        let last = format!("钱七|一级|教师|物理|物理|13800000003|wu@example.cn|{note}");
        let read = read_one(&[
            lines("“网络学习空间应用示范学校”申报表\n学校名称：南岭小学\n学校地址：南岭路1号\n邮编：437300"),
            table(&["法人代表|王五|电话|13800000001", "项目负责人|李四|手机|13800000002"]),
            lines("学校主要项目参与小组成员情况"),
            table(&[
                "姓名|职称|职务|所学专业|任教学科|电话|邮箱|备注",
                "李四|高级|主任|数学|数学|13800000001|li@example.cn|新任",
                "赵六|一级|教师|语文|语文|13800000002|zhao@example.cn|代理",
                &last,
            ]),
        ]);
        assert_eq!(value(&read, "members[2].subject"), "物理");
        read.findings.iter().filter_map(|finding| finding.text().map(str::to_owned)).collect()
    };
    assert_eq!(unplaced("留任"), ["备注\n新任\n代理\n留任"]);
    let long = "留任至二〇二二年八月，此后由王五接替，请同时联系两人";
    assert_eq!(unplaced(long), ["备注", "新任", "代理", long]);
}

#[test]
fn an_empty_box_is_no_answer_though_the_others_are_gone() {
    for (kind, read_as) in [("地市□", ""), ("□地市", ""), ("地市☑", "地市"), ("地市", "地市"), ("√地市", "地市")]
    {
        let title = lines("2021年度网络学习空间应用优秀区域和学校推荐表");
        let kind_row = format!("推荐类型|{kind}");
        let read = read_one(&[
            title,
            table(&[
                "学校/区域名称|育新小学",
                "负责人信息|姓名|王五|职务|校长|手机|13800000001",
                "联系人信息|姓名|李四|职务|主任|手机|13800000002",
                &kind_row,
                "空间地址|yuxin.example.cn",
                "用户名|yuxin|密码|Yx@2021",
                "空间建设情况|已建。",
            ]),
        ]);
        assert_eq!(value(&read, "kind"), read_as, "{kind}");
        assert_eq!(found(&read, Code::Required, "kind"), read_as.is_empty(), "{kind}");
    }
}

#[test]
fn a_colon_in_brackets_is_part_of_the_label() {
    let hint = "（经验分享、教研成果，如：围绕空间应用开展研究，获得相关课题立项，发表研究论文等，并提供链接）";
    let read = read_one(&[
        lines("2021年度网络学习空间普及应用学校空间案例推荐表"),
        lines(TEACHER_HEAD),
        table(&["空间建设情况：/已开通。", "空间创新应用情况：/常用。", &format!("社会影响{hint}：/好评。")]),
    ]);
    assert_eq!(value(&read, "influence"), "好评。");
}

#[test]
fn another_label_behind_a_wide_blank_is_a_doubt() {
    let read = read_one(&[
        lines("2021年度网络学习空间应用优秀区域和学校推荐汇总信息表"),
        lines("地市：北湖市　　市级教育行政部门：北湖市教育局\n联系人：吴明　　微信号：wuming"),
        lines("职务：科长　　电子邮箱：wm@example.cn\n联系电话：0373-6000001"),
        table(&["序号|学校名称|学校类型|姓名|单位/部门|职务|手机号码", "1|南岭小学|小学|唐婷|教务处|主任|13800000001"]),
    ]);
    assert!(found(&read, Code::Doubtful, "contact_name"), "{:?}", read.findings);
    assert_eq!(value(&read, "contact_title"), "科长");
    assert!(!found(&read, Code::Doubtful, "contact_title"));
}

#[test]
fn heads_that_take_in_their_group_belong_to_their_own_table() {
    let head = "负责人手机号码|负责人姓名|负责人职务|负责人单位";
    let read = read_one(&[
        lines("2018年度网络学习空间应用优秀区域和学校推荐汇总信息表"),
        table(&["市州教育行政部门|清水市教育局", "联系人|林轩", "联系电话|0851-3000001", "职务|科长"]),
        lines(""),
        table(&[&format!("区域|序号|{head}|区域类型|区域名称"), "|1|13800000001|宋德|局长|白云县教育局|县市区|白云县"]),
        lines(""),
        table(&[&format!("学校|序号|学校类型|学校名称|{head}"), "|1|小学|南岭小学|13800000002|李菊|主任|教务处"]),
    ]);
    assert_eq!(value(&read, "contact_title"), "科长");
    assert_eq!(value(&read, "regions[0].leader.name"), "宋德");
    assert_eq!(value(&read, "regions[0].leader.unit"), "白云县教育局");
    assert_eq!(value(&read, "schools[0].leader.name"), "李菊");
    assert_eq!(value(&read, "schools[0].leader.unit"), "教务处");
}

/// The head and the boxes of a 示范学校申报表.
fn model_school(persons: &[&str]) -> Extraction {
    let mut rows = vec!["学校名称|青山小学", "学校地址|青山路1号", "通信地址|青山路1号", "邮编|437300"];
    rows.extend(persons);
    read_one(&[
        lines("“网络学习空间应用示范学校”申报表"),
        table(&rows),
        lines("学校主要项目参与小组成员情况"),
        table(&[
            "姓名|职称|职务|所学专业|任教学科|电话|邮箱",
            "邓华|高级教师|主任|数学|数学|13800000003|dh@example.cn",
        ]),
        lines(""),
        table(&["2-1学校基本情况|好", "2-2学校信息化基本建设情况|好", "2-3目标与实施过程|好", "2-4保障措施|好"]),
    ])
}

#[test]
fn the_word_between_a_groups_label_and_its_answer_is_no_answer() {
    let read = model_school(&[
        "法人代表|姓名|梁静|电话|0715-5000001|电子邮箱|lj@example.cn",
        "项目负责人|姓名|高强|手机|13800000004|电子邮箱|gq@example.cn",
    ]);
    assert_eq!(value(&read, "legal.name"), "梁静");
    assert_eq!(value(&read, "head.name"), "高强");
    assert_eq!(value(&read, "head.mobile"), "13800000004");
    assert_eq!(value(&read, "members[0].name"), "邓华");
    let read = model_school(&["法人代表姓名|梁静", "法人代表电话|0715-5000001", "法人代表电子邮箱|lj@example.cn"]);
    assert_eq!(value(&read, "legal.name"), "梁静");
    assert_eq!(value(&read, "legal.email"), "lj@example.cn");
    assert_eq!(value(&read, "members[0].email"), "dh@example.cn");
}

/// An 高职院校实施方案 without a title.
fn vocational_plan(number: &str) -> Vec<String> {
    vec![
        lines("一、整体推进计划表"),
        table(&[
            "年份|学校名称|教师空间|受益人数|空间开通数量小计",
            &format!("2018年|清水学院|{number}|9|{number}"),
            &format!("总体统计|{number}|{number}"),
        ]),
        lines("二、现状调研"),
        table(&["（一）网络学习空间建设与应用概况|已开通", "（二）主要问题|不平衡", "（三）工作考虑|统筹"]),
        lines("三、2018年工作安排"),
        table(&["（一）目标任务|开通", "（二）整体推进举措|培训", "（三）宣传推广安排|宣传"]),
        table(&["（四）相关保障|教师：136人，开通136人；学生：2310人，开通2298人。"]),
        lines("四、学校意见"),
        table(&["同意。/张明/2018年4月2日"]),
    ]
}

#[test]
fn words_in_a_text_are_no_heads_of_columns() {
    let read = read_one(&vocational_plan("320"));
    assert_eq!(value(&read, "work.support"), "教师：136人，开通136人；学生：2310人，开通2298人。");
    assert_eq!(value(&read, "plan[0].accounts.teachers"), "320");
    assert!(found(&read, Code::LabelMissing, "plan[].accounts.students"));
}

#[test]
fn years_without_their_head_are_missed() {
    let mut plan = vocational_plan("320");
    plan[1] = plan[1].replace("年份", "实施阶段");
    assert!(found(&read_one(&plan), Code::LabelMissing, "plan[].year"));
    assert!(!found(&read_one(&vocational_plan("320")), Code::LabelMissing, "plan[].year"));
}

#[test]
fn a_number_before_a_label_with_brackets_is_none_of_its_words() {
    let read = read_one(&[
        lines("2021年度网络学习空间普及应用教师空间案例推荐表"),
        table(&["1.姓名|杨晓", "2.身份证号|522622198609173026", "3.市（州）|龙泉市", "4.县（市、区）|龙泉区"]),
        table(&["5.学校|南岭小学", "6.联系电话|13800000001", "7.学科|语文", "8.学段|小学", "9.空间说明|好"]),
    ]);
    assert_eq!((value(&read, "city"), value(&read, "county")), ("龙泉市", "龙泉区"));
}

#[test]
fn copies_without_titles_are_cut_before_their_first_table() {
    let both = [vocational_plan("320"), vocational_plan("150"), vocational_plan("80")].concat();
    let read = read(&both);
    let teachers: Vec<&str> = read.iter().map(|read| value(read, "plan[0].accounts.teachers")).collect();
    assert_eq!(teachers, ["320", "150", "80"]);
}

/// A 推荐表 with this title, in a grid of two columns.
fn recommendation(title: &str) -> Vec<String> {
    vec![
        lines(title),
        table(&[
            "学校/区域名称|南岭小学",
            "负责人姓名|唐婷",
            "负责人职务|校长",
            "负责人手机|13800000001",
            "联系人姓名|谢艳",
            "联系人职务|主任",
            "联系人手机|13800000002",
            "推荐类型|□地市 □县区 ☑学校",
            "空间地址|http://nanling.example.cn/",
            "用户名|nlxx",
            "密码|Nl@2021",
            "空间建设情况|已开通",
            "空间应用情况|常用",
            "社会认可|好评",
        ]),
    ]
}

#[test]
fn a_form_and_its_summary_in_one_file_are_two() {
    let persons = "姓名|单位/部门|职务|手机号码";
    let summary = [
        lines("2021年度网络学习空间应用优秀区域和学校推荐汇总信息表"),
        table(&["地市|北湖市", "市级教育行政部门|北湖市教育局", "联系人|吴明", "联系电话|0373-6000001", "职务|科长"]),
        lines("区域"),
        table(&[&format!("序号|区域名称|区域类型|{persons}"), "1|白云县|县区|宋德|白云县教育局|局长|13800000003"]),
        lines("学校"),
        table(&[&format!("序号|学校名称|学校类型|{persons}"), "1|南岭小学|小学|谢艳|教务处|主任|13800000002"]),
    ];
    let read = read(&[recommendation("2021年度网络学习空间应用优秀区域和学校推荐表"), summary.to_vec()].concat());
    let forms: Vec<&str> = read.iter().map(|read| read.form.as_str()).collect();
    assert_eq!(forms, ["henan-2021/recommendation", "henan-2021/summary"]);
    assert_eq!(value(&read[0], "contact.mobile"), "13800000002");
    assert_eq!(value(&read[1], "regions[0].name"), "白云县");
    assert_eq!(value(&read[1], "schools[0].contact.mobile"), "13800000002");
}

#[test]
fn a_changed_title_is_read_by_what_stands_below_it() {
    for (title, doubted) in [
        ("新乡市2021年度网络学习空间应用优秀区域和学校申报表", false),
        // The form of another notice: title and labels do not agree.
        ("2019年度网络学习空间应用优秀区域和学校推荐表", true),
    ] {
        let read = read_one(&recommendation(title));
        let doubt = read.findings.iter().any(|finding| finding.code == Code::FormDoubtful);
        assert_eq!(doubt, doubted, "{title}: {}", read.form);
        assert!(doubted || read.form == "henan-2021/recommendation", "{title}: {}", read.form);
    }
}

#[test]
fn cells_that_a_blank_and_a_tab_part_are_labels_and_answers() {
    // So a table without borders in a cell comes out of a PDF.
    let rows = table(&[
        "学校/区域名称|南岭小学",
        "负责人信息|姓名 司马蕊\t职务 校长\t手机 13800000001",
        "联系人信息|姓名 谢艳\t职务 主任\t手机 13800000002",
        "推荐类型|□地市 □县区 ☑学校",
        "空间地址|http://nanling.example.cn/",
        "用户名|nlxx",
        "密码|Nl@2021",
        "空间建设情况|已开通",
        "空间应用情况|常用",
        "社会认可|好评",
    ]);
    let rows = rows.replace('\t', "</w:t><w:tab/><w:t>");
    let read = read_one(&[lines("2021年度网络学习空间应用优秀区域和学校推荐表"), rows]);
    let paths = ["leader.name", "leader.title", "leader.mobile", "contact.name", "contact.mobile"];
    let values = paths.map(|path| value(&read, path));
    assert_eq!(values, ["司马蕊", "校长", "13800000001", "谢艳", "13800000002"]);
}

#[test]
fn an_answer_of_a_labels_words_stays_an_answer() {
    let rows = table(&[
        "姓名|陈㛃|身份证号|",
        "市（州）|铜仁市|县（市、区）|学校",
        "学校|铜仁市第二小学|联系电话|0856-5220000",
        "学科|语文|学段|小学",
    ]);
    let read = read_one(&[lines("2021年度网络学习空间普及应用教师空间案例推荐表"), rows]);
    let values = ["city", "county", "school", "phone"].map(|path| value(&read, path));
    assert_eq!(values, ["铜仁市", "学校", "铜仁市第二小学", "0856-5220000"]);
}
