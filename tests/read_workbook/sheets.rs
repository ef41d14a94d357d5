//! What a person sees in a sheet.

use shenbao::document::{Block, Damage, Inline};
use shenbao::extract::Extractor;
use shenbao::{Catalogue, Code, Lang};

use super::support::{cells, read, sketch, struck, xlsx};

#[test]
fn titles_and_notes_are_paragraphs_and_what_has_lines_is_a_table() {
    let bytes = cells(
        "B2=附件2|B4=推荐表|C6:1=学校名称|D6:1=实验小学|E6:1=|C7:1=负责人|D7:1=姓名|E7:1=张三|C9=注：一式两份",
        r#"<mergeCells><mergeCell ref="B4:F4"/><mergeCell ref="D6:E6"/></mergeCells>"#,
    );
    assert_eq!(
        sketch(&read(&bytes)),
        ["“附件2”", "“推荐表”", "学校名称|实验小学(1×2)", "负责人|姓名|张三", "“注：一式两份”"]
    );
}

#[test]
fn without_lines_rows_of_several_cells_are_a_table() {
    let bytes =
        cells("A1=推荐表|A3=学校名称|C3=实验小学|A4=空间地址|A5=用户名|C5=sy|A6=以上属实|A8=另起|A9=一|C9=二", "");
    // 空间地址 has its place to write in; what stands last and alone is a note.
    assert_eq!(
        sketch(&read(&bytes)),
        ["“推荐表”", "学校名称|实验小学", "空间地址|", "用户名|sy", "“以上属实”", "“另起”", "一|二"]
    );
}

#[test]
fn rows_that_somebody_added_without_lines_belong_to_the_table() {
    let bytes = cells("A1:1=姓名|B1:1=职务|A2:1=甲|B2:1=校长|A3=乙|B3=主任|E2=填表说明", "");
    assert_eq!(sketch(&read(&bytes)), ["姓名|职务", "甲|校长", "乙|主任", "“填表说明”"]);
}

#[test]
fn a_cell_shows_what_its_format_says() {
    let bytes = cells("A1=13800000001|B1:2=0.5|C1:3=27242|D1:4=85.5|E1=1.38E10", "");
    let table = sketch(&read(&bytes));
    assert_eq!(table, ["13800000001|50%|1974年8月|85.50|13800000000"]);
    let ticks = xlsx(
        &[("", "<sheetData><row><c t='b'><v>1</v></c><c t='b'><v>0</v></c><c t='s'><v>0</v></c></row></sheetData>")],
        "",
        "<sst><si><r><t>甲</t></r><r><t>乙</t></r></si></sst>",
    );
    assert_eq!(sketch(&read(&ticks)), ["☑|□|甲乙"]);
}

#[test]
fn hidden_sheets_rows_and_columns_are_not_seen() {
    let row = |n: u32, hidden: &str| {
        format!("<row r='{n}' {hidden}><c r='A{n}' t='str'><v>甲{n}</v></c><c r='B{n}' t='str'><v>乙{n}</v></c></row>")
    };
    let data = [row(1, ""), row(2, "hidden='1'"), row(3, "")].concat();
    let sheet = format!("<cols><col min='3' max='4' hidden='1'/></cols><sheetData>{data}</sheetData>");
    let filtered = format!("<sheetData>{data}</sheetData><autoFilter ref='A1:B3'/>");
    let bytes = xlsx(
        &[("", &sheet), ("state='hidden'", &sheet), ("state='veryHidden'", &sheet), ("", &filtered)],
        "",
        "<sst/>",
    );
    let document = read(&bytes);
    assert_eq!(sketch(&document), ["甲1|乙1", "甲3|乙3", "甲1|乙1", "甲2|乙2", "甲3|乙3"]);
    // Somebody wrote there, and should know that it was not read.
    let [finding] = document.findings.as_slice() else { panic!("one finding: {:?}", document.findings) };
    assert_eq!((finding.code, finding.message(Lang::En).contains("(A2, B2)")), (Code::HiddenText, true));
    assert_eq!(finding.place.as_ref().unwrap().to_string(), "表1!A2");
}

#[test]
fn names_stand_round_their_cells_and_areas_are_none() {
    let names = "<definedName name='sb_name'>表1!$B$1</definedName>\
                 <definedName name='_xlnm.Print_Area'>表1!$A$1:$B$2</definedName>\
                 <definedName name='sb_gone'>#REF!</definedName>";
    let data = "<sheetData><row><c t='str'><v>学校名称</v></c><c t='str'><v>实验小学</v></c></row></sheetData>";
    let document = read(&xlsx(&[("", data)], names, "<sst/>"));
    let Some(Block::Table(table)) = document.blocks().next() else { panic!("a table") };
    let marks = |column: usize| {
        let inlines = &table.cell_at(0, column).unwrap().paragraphs[0].inlines;
        inlines.iter().filter(|inline| matches!(inline, Inline::Mark(mark) if mark.name == "sb_name")).count()
    };
    assert_eq!((marks(0), marks(1)), (0, 2));
}

#[test]
fn several_cells_of_a_sheet_may_be_one_of_the_form() {
    let names = "<definedName name='sbcell_1'>表1!$B$1:$C$3</definedName>\
                 <definedName name='sb_opinion'>表1!$B$2</definedName>";
    let data = "<sheetData><row><c t='str'><v>意见</v></c><c t='str'><v>学校意见：</v></c></row>\
                <row r='2'><c r='B2' t='str'><v>同意</v></c></row>\
                <row r='3'><c r='B3' t='str'><v>张三</v></c><c r='C3' t='str'><v>（公章）</v></c></row></sheetData>";
    let document = read(&xlsx(&[("", data)], names, "<sst/>"));
    let Some(Block::Table(table)) = document.blocks().next() else { panic!("a table") };
    assert_eq!(table.cell_at(0, 1).unwrap().text(), "学校意见：\n同意\n张三（公章）");
    assert_eq!(table.cell_at(0, 1).unwrap().paragraphs.len(), 3);
}

#[test]
fn pictures_and_text_boxes_are_seen_where_they_lie() {
    let drawing = "<wsDr xmlns:a='a'><twoCellAnchor><from><col>1</col><row>0</row></from><sp><txBody><a:p><a:r>\
                   <a:t>框中</a:t></a:r></a:p></txBody></sp></twoCellAnchor><oneCellAnchor><from><col>0</col>\
                   <row>0</row></from><pic/></oneCellAnchor></wsDr>";
    let sheet = "<worksheet xmlns:r='r'><sheetData><row><c t='str'><v>照片</v></c><c t='str'><v>乙</v></c></row>\
                 </sheetData><drawing r:id='d'/></worksheet>";
    let kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let link = |id: &str, of: &str, to: &str| {
        format!("<Relationships><Relationship Id='{id}' Type='{kind}/{of}' Target='{to}'/></Relationships>")
    };
    let bytes = super::support::package(&[
        ("_rels/.rels", &link("r", "officeDocument", "xl/workbook.xml")),
        ("xl/workbook.xml", "<workbook xmlns:r='r'><sheets><sheet name='a' r:id='s'/></sheets></workbook>"),
        ("xl/_rels/workbook.xml.rels", &link("s", "worksheet", "worksheets/a.xml")),
        ("xl/worksheets/a.xml", sheet),
        ("xl/worksheets/_rels/a.xml.rels", &link("d", "drawing", "../drawings/d.xml")),
        ("xl/drawings/d.xml", drawing),
    ]);
    assert_eq!(sketch(&read(&bytes)), ["照片\u{fffc}|乙\n框中"]);
}

#[test]
fn damage_is_a_finding_that_names_the_cell() {
    let bytes = cells(
        "A1=2021年度网络学习空间普及应用教师空间案例推荐表|A3=姓名|B3=杨晓|A4=身份证号|B4=522622198609173000|\
         A5=市（州）|B5=龙泉市|A6=县（市、区）|B6=龙泉区|A7=学校|B7=南岭小学|A8=联系电话|B8=13800000001|\
         A9=学科|B9=语文|A10=学段|B10=小学|A11=空间说明|B11=好",
        "",
    );
    let catalogue = Catalogue::embedded().unwrap();
    let read = Extractor::new(&catalogue).extract(&read(&bytes)).unwrap();
    let finding = read.findings.iter().find(|finding| finding.code == Code::NumberRounded).unwrap();
    assert_eq!(finding.path.as_ref().unwrap().to_string(), "id_number");
    assert_eq!(finding.place.as_ref().unwrap().to_string(), "表1!B4");
    let mobile = read.evidence.iter().find(|evidence| evidence.path.to_string() == "phone").unwrap();
    assert_eq!(mobile.normal.as_deref(), Some("13800000001"));
}

#[test]
fn errors_and_formulas_without_a_result_are_told() {
    let data = "<sheetData><row><c t='e'><f>A9</f><v>#REF!</v></c><c><f>SUM(A1:A2)</f></c>\
                <c t='str'><f>IF(A1=1,1,\"\")</f><v></v></c></row></sheetData>";
    let document = read(&xlsx(&[("", data)], "", "<sst/>"));
    assert_eq!(sketch(&document), ["#REF!|=SUM(A1:A2)|"]);
    let Some(Block::Table(table)) = document.blocks().next() else { panic!("a table") };
    let damage = |column| &table.cell_at(0, column).unwrap().paragraphs[0].origin.as_ref().unwrap().damage;
    assert_eq!((&damage(0)[..], &damage(1)[..]), (&[Damage::ErrorValue][..], &[Damage::NotComputed][..]));
}

#[test]
fn what_a_program_writes_into_a_hidden_row_of_our_sheets_is_read() {
    let names = "<definedName name='sb_members__4__name'>表1!$B$2</definedName>";
    let data = "<sheetData><row><c t='str'><v>姓名</v></c><c t='str'><v>甲</v></c></row>\
                <row r='2' hidden='1'><c r='A2' t='str'><v>姓名</v></c><c r='B2' t='str'><v>乙</v></c></row></sheetData>";
    let document = read(&xlsx(&[("", data)], names, "<sst/>"));
    assert_eq!((sketch(&document), document.findings.len()), (vec!["姓名|甲".into(), "姓名|乙".into()], 0));
    assert_eq!(sketch(&read(&xlsx(&[("", data)], "", "<sst/>"))), ["姓名|甲"]);
}

#[test]
fn a_number_of_zeros_and_a_box_in_the_place_of_words_are_doubts() {
    let bytes = cells(
        "A1=2021年度网络学习空间普及应用教师空间案例推荐表|A3=姓名|B3=☑|A4=身份证号|B4=522622198609173026|\
         A5=市（州）|B5=龙泉市|A6=县（市、区）|B6=龙泉区|A7=学校|B7=南岭小学|A8=联系电话|B8=1.38E10|\
         A9=学科|B9=语文|A10=学段|B10=小学|A11=空间说明|B11=好",
        "",
    );
    let catalogue = Catalogue::embedded().unwrap();
    let read = Extractor::new(&catalogue).extract(&read(&bytes)).unwrap();
    let doubted = |path: &str| {
        let about = |finding: &shenbao::Finding| finding.path.as_ref().is_some_and(|at| at.to_string() == path);
        read.findings.iter().any(|finding| finding.code == Code::Doubtful && about(finding))
    };
    assert!(doubted("name") && doubted("phone"), "{:?}", read.findings);
    // Digits that the file writes out are the number.
    assert!(!read.findings.iter().any(|finding| finding.code == Code::NumberRounded));
}

#[test]
fn what_a_spreadsheet_did_to_an_answer_is_a_finding_about_it() {
    let label = |row: u32, label: &str| format!("<row r='{row}'><c r='A{row}' t='str'><v>{label}</v></c>");
    let rows = [
        label(3, "姓名") + "<c r='B3' t='e'><f>A99</f><v>#REF!</v></c></row>",
        label(4, "身份证号") + "<c r='B4' t='str'><v>522622198609173026</v></c></row>",
        label(5, "市（州）") + "<c r='B5'><f>A1&amp;A2</f></c></row>",
        label(6, "县（市、区）") + "<c r='B6' t='str'><v>龙泉区</v></c></row>",
        label(7, "学校") + "<c r='B7' s='4'><v>12.345</v></c></row>",
        label(8, "联系电话") + "<c r='B8' s='6'><v>13800000001</v></c></row>",
        label(9, "学科") + "<c r='B9' t='str'><v>语文</v></c></row>",
        label(10, "学段") + "<c r='B10' t='str'><v>小学</v></c></row>",
        label(11, "空间说明") + "<c r='B11' t='str'><v>好</v></c></row>",
    ];
    let title = "<row r='1'><c r='A1' t='str'><v>2021年度网络学习空间普及应用教师空间案例推荐表</v></c></row>";
    let bytes = xlsx(&[("", &format!("<sheetData>{title}{}</sheetData>", rows.concat()))], "", "<sst/>");
    let catalogue = Catalogue::embedded().unwrap();
    let read = Extractor::new(&catalogue).extract(&read(&bytes)).unwrap();
    let found = |code: Code| -> Vec<(String, String)> {
        let findings = read.findings.iter().filter(|finding| finding.code == code);
        findings
            .map(|finding| (finding.path.as_ref().unwrap().to_string(), finding.place.as_ref().unwrap().to_string()))
            .collect()
    };
    assert_eq!(found(Code::CellError), [("name".to_owned(), "表1!B3".to_owned())]);
    assert_eq!(found(Code::FormulaBlank), [("city".to_owned(), "表1!B5".to_owned())]);
    assert_eq!(found(Code::ShownRounded), [("school".to_owned(), "表1!B7".to_owned())]);
    // Marks between thousands are the format's, not the number's.
    assert!(found(Code::Phone).is_empty() && found(Code::Mobile).is_empty(), "{:?}", read.findings);
    let value = |path: &str| read.record.get(&path.parse().unwrap()).map(ToString::to_string);
    assert_eq!(value("phone").as_deref(), Some("13800000001"));
    assert_eq!(value("name").as_deref(), Some("#REF!"), "what stood there is kept");
}

/// The 推荐表 with its label cells merged no more: advice in one row, the answer
/// in the next.
fn taken_apart(answers: [&str; 3]) -> Vec<u8> {
    let [construction, application, recognition] = answers;
    let hint = "（字数不限，可另附文档提交）";
    let rows = format!(
        "A1=2021年度网络学习空间应用优秀区域和学校推荐表|A3:1=学校/区域名称|B3:1=育新小学|A4:1=负责人信息|B4:1=姓名|C4:1=王䶮\
         |D4:1=职务|E4:1=校长|F4:1=手机|G4:1=13800001201|A6:1=推荐类型|B6:1=地市□|D6:1=县区□|F6:1=学校☑\
         |A8:1=用户名|B8:1=yuxin|A9:1=空间建设情况|B9:1={hint}|B10:1={construction}\
         |A11:1=空间应用情况|B11:1={hint}|B12:1={application}|A13:1=社会认可|B13:1={hint}|B14:1={recognition}"
    );
    cells(&rows, "")
}

#[test]
fn an_answer_in_the_row_under_its_advice_is_found_without_the_merge() {
    let answers = ["甲".repeat(60), "乙".repeat(60), "丙".repeat(60)];
    let document = read(&taken_apart([&answers[0], &answers[1], &answers[2]]));
    let read = Extractor::new(&Catalogue::embedded().unwrap()).extract(&document).unwrap();
    for (path, answer) in ["construction", "application", "recognition"].iter().zip(&answers) {
        assert_eq!(read.record.get(&path.parse().unwrap()).map(ToString::to_string).as_ref(), Some(answer), "{path}");
    }
    assert!(read.findings.iter().all(|finding| finding.code != Code::Unplaced && finding.code != Code::Doubtful));
}

#[test]
fn ticks_in_symbol_fonts_and_struck_words_are_seen_in_every_run() {
    let run = |properties: &str, text: &str| format!("<r><rPr>{properties}</rPr><t>{text}</t></r>");
    let symbol = |text: &str| run("<rFont val='Wingdings 2'/>", text);
    let strings = format!(
        "<sst><si><t>地市</t></si><si><r><t>地市</t></r>{}</si><si><r><t>县区</t></r>{}</si><si>{}{}</si></sst>",
        symbol("£"),
        symbol("\u{F052}"),
        run("<strike/>", "钱_x000D_\n进"),
        run("", "赵思源"),
    );
    // The last is all struck out but for what its run says.
    let cells: String = [(0, 0), (1, 0), (2, 0), (3, 5)]
        .iter()
        .map(|(string, style)| format!("<c s='{style}' t='s'><v>{string}</v></c>"))
        .collect();
    let document = read(&xlsx(&[("", &format!("<sheetData><row>{cells}</row></sheetData>"))], "", &strings));
    assert_eq!(sketch(&document), ["地市|地市□|县区☑|钱\n进赵思源"]);
    assert_eq!(struck(&document), ["钱进"]);
}
