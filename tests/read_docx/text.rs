//! Paragraphs, runs, tracked changes, symbols, text boxes, sections.

use crate::support::*;
use shenbao::Length;
use shenbao::document::{Block, Inline, Mark, MarkEnd, Page};

#[test]
fn runs_join_into_one_text() {
    let document =
        body("<w:p><w:r><w:t>姓</w:t></w:r><w:proofErr w:type='x'/><w:r><w:t>名</w:t><w:t>：</w:t></w:r></w:p>");
    let Block::Paragraph(paragraph) = document.blocks().next().unwrap() else { panic!() };
    assert_eq!(paragraph.inlines, [Inline::plain("姓名：")]);
}

#[test]
fn tabs_breaks_and_hyphens() {
    assert_eq!(run("<w:t>a</w:t><w:tab/><w:t>b</w:t><w:br/><w:t>c</w:t><w:cr/>"), "a\tb⏎c⏎");
    assert_eq!(run("<w:br w:type='page'/><w:t>0371</w:t><w:noBreakHyphen/><w:t>65</w:t><w:softHyphen/>"), "⏎0371-65");
}

#[test]
fn tab_stops_are_not_tabs() {
    assert_eq!(
        paragraph("<w:pPr><w:tabs><w:tab w:val='left' w:pos='720'/></w:tabs></w:pPr><w:r><w:t>a</w:t></w:r>"),
        "a"
    );
}

#[test]
fn white_space_at_the_ends_counts_only_where_preserved() {
    assert_eq!(run("<w:t> a </w:t><w:t xml:space='preserve'> b </w:t><w:t>\n c\n d </w:t>"), "a b c  d");
    assert_eq!(run("<w:t>\u{3000}张\u{3000}</w:t>"), "\u{3000}张\u{3000}");
}

#[test]
fn references_and_cdata_are_characters() {
    assert_eq!(run("<w:t>A&amp;B &lt;&#x4E2D;&#22269;&gt; <![CDATA[<&>]]></w:t>"), "A&B <中国> <&>");
}

#[test]
fn tracked_changes_read_as_accepted() {
    assert_eq!(
        paragraph(
            "<w:del w:id='1'><w:r><w:delText>旧</w:delText><w:t>旧</w:t><w:tab/></w:r></w:del>\
             <w:ins w:id='2'><w:r><w:t>新</w:t></w:r></w:ins>\
             <w:moveFrom w:id='3'><w:r><w:t>走</w:t></w:r></w:moveFrom>\
             <w:moveTo w:id='4'><w:r><w:t>来</w:t></w:r></w:moveTo>"
        ),
        "新来"
    );
}

#[test]
fn a_deleted_paragraph_end_joins_two_paragraphs() {
    assert_eq!(
        shown(
            "<w:p><w:pPr><w:rPr><w:del w:id='1'/></w:rPr></w:pPr><w:r><w:t>甲</w:t></w:r></w:p>\
             <w:p><w:r><w:t>乙</w:t></w:r></w:p><w:p><w:r><w:t>丙</w:t></w:r></w:p>"
        ),
        "甲乙\n丙"
    );
}

#[test]
fn former_properties_are_not_present_ones() {
    assert_eq!(run("<w:rPr><w:rPrChange w:id='1'><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr><w:t>a</w:t>"), "a");
}

#[test]
fn hidden_runs_are_not_seen() {
    assert_eq!(run("<w:rPr><w:vanish/></w:rPr><w:t>a</w:t>"), "");
    assert_eq!(run("<w:rPr><w:vanish w:val='0'/></w:rPr><w:t>a</w:t>"), "a");
    let mark_only = "<w:pPr><w:rPr><w:vanish/></w:rPr></w:pPr><w:r><w:t>a</w:t></w:r>";
    assert_eq!(paragraph(mark_only), "a");
}

#[test]
fn wrappers_are_looked_through() {
    for wrapper in ["hyperlink", "smartTag", "customXml", "bdo", "dir", "fldSimple", "ins", "unheardOf"] {
        let xml = format!("<w:{wrapper}><w:r><w:t>文</w:t></w:r></w:{wrapper}>");
        assert_eq!(paragraph(&xml), "文", "{wrapper}");
    }
}

#[test]
fn a_ruby_gives_its_base() {
    assert_eq!(
        run(
            "<w:ruby><w:rubyPr/><w:rt><w:r><w:t>pīn</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>拼</w:t></w:r></w:rubyBase></w:ruby>"
        ),
        "拼"
    );
}

#[test]
fn equations_give_their_text() {
    assert_eq!(paragraph("<m:oMath><m:r><w:rPr/><m:t>x=</m:t></m:r><m:r><m:t>1</m:t></m:r></m:oMath>"), "x=1");
}

#[test]
fn symbols_of_tick_fonts_are_boxes() {
    assert_eq!(run("<w:sym w:font='Wingdings' w:char='F0FE'/><w:sym w:font='Wingdings' w:char='00A8'/>"), "[☑][□]");
    assert_eq!(run("<w:sym w:font='Wingdings 2' w:char='0052'/><w:sym w:font='Wingdings 2' w:char='00A3'/>"), "[☑][□]");
    assert_eq!(run("<w:sym w:font='Wingdings' w:char='F0FC'/><w:sym w:font='Symbol' w:char='F0D6'/>"), "✓√");
    assert_eq!(run("<w:sym w:font='Segoe UI Symbol' w:char='2611'/>"), "☑");
}

#[test]
fn letters_in_a_tick_font_are_boxes_and_han_is_text() {
    let fonts = "<w:rPr><w:rFonts w:ascii='Wingdings 2' w:hAnsi='Wingdings 2'/></w:rPr>";
    assert_eq!(run(&format!("{fonts}<w:t>R是£否</w:t>")), "[☑]是[□]否");
    assert_eq!(run("<w:rPr><w:rFonts w:ascii='宋体'/></w:rPr><w:t>R是</w:t>"), "R是");
    let high_only = "<w:rPr><w:rFonts w:ascii='Arial' w:hAnsi='Wingdings'/></w:rPr>";
    assert_eq!(run(&format!("{high_only}<w:t>Rþ</w:t>")), "R[☑]");
}

#[test]
fn printed_boxes_stay_characters() {
    assert_eq!(run("<w:t>□是 ☑否</w:t>"), "□是 ☑否");
}

#[test]
fn pictures_leave_a_mark() {
    assert_eq!(run("<w:drawing><a:graphic><pic:pic><pic:nvPicPr/></pic:pic></a:graphic></w:drawing>"), "\u{FFFC}");
    assert_eq!(run("<w:pict><v:shape><v:imagedata/></v:shape></w:pict>"), "\u{FFFC}");
    assert_eq!(shown("<w:p/>"), "");
}

/// A shape as Word writes it: once for new readers, once for old ones.
fn text_box(content: &str) -> String {
    format!(
        "<mc:AlternateContent><mc:Choice Requires='wps'><w:drawing><wps:wsp><wps:txbx><w:txbxContent>{content}\
         </w:txbxContent></wps:txbx></wps:wsp></w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape><v:textbox>\
         <w:txbxContent>{content}</w:txbxContent></v:textbox></v:shape></w:pict></mc:Fallback></mc:AlternateContent>"
    )
}

#[test]
fn a_text_box_follows_its_paragraph_once() {
    let shape = text_box("<w:p><w:r><w:t>框内</w:t></w:r></w:p><w:p/>");
    assert_eq!(
        shown(&format!("<w:p><w:r><w:t>前</w:t>{shape}<w:t>后</w:t></w:r></w:p><w:p><w:r><w:t>下</w:t></w:r></w:p>")),
        "前后\n框内\n下"
    );
}

#[test]
fn a_vml_text_box_is_read_as_well() {
    let xml = "<w:r><w:pict><v:shape><v:textbox><w:txbxContent><w:p><w:r><w:t>框</w:t></w:r></w:p></w:txbxContent></v:textbox></v:shape></w:pict></w:r>";
    assert_eq!(paragraph(xml), "\n框");
}

#[test]
fn a_text_box_in_a_text_box_in_a_cell_stays_in_the_cell() {
    let inner = text_box("<w:p><w:r><w:t>内</w:t></w:r></w:p>");
    let outer = text_box(&format!("<w:p><w:r><w:t>外</w:t>{inner}</w:r></w:p>"));
    let cell = format!("<w:tc><w:p><w:r>{outer}<w:t>格</w:t></w:r></w:p></w:tc>");
    assert_eq!(shown(&tbl(&[tr(&[cell, tc("", "b")])])), "格¶外¶内|b");
}

#[test]
fn a_table_in_a_text_box_is_text() {
    let shape = text_box(&tbl(&[tr(&[tc("", "a"), tc("", "b")])]));
    assert_eq!(paragraph(&format!("<w:r>{shape}</w:r>")), "\na\tb");
}

#[test]
fn a_hidden_or_deleted_text_box_is_not_seen() {
    let shape = text_box("<w:p><w:r><w:t>框</w:t></w:r></w:p>");
    assert_eq!(paragraph(&format!("<w:del><w:r>{shape}</w:r></w:del>")), "");
    assert_eq!(paragraph(&format!("<w:r><w:rPr><w:vanish/></w:rPr>{shape}</w:r>")), "");
}

#[test]
fn a_branch_that_is_not_understood_gives_way_to_the_fallback() {
    assert_eq!(
        run("<mc:AlternateContent><mc:Choice Requires='w16se'><w16se:symEx/><w:t>new</w:t></mc:Choice>\
             <mc:Fallback><w:t>🙂</w:t></mc:Fallback></mc:AlternateContent>"),
        "🙂"
    );
}

#[test]
fn word_art_gives_its_words() {
    assert_eq!(run("<w:pict><v:shape><v:textpath string='推荐&amp;表'/></v:shape></w:pict>"), "推荐&表");
}

#[test]
fn notes_comments_and_their_marks_are_not_body() {
    assert_eq!(
        run("<w:t>a</w:t><w:footnoteReference w:id='1'/><w:commentReference w:id='2'/><w:lastRenderedPageBreak/>"),
        "a"
    );
}

#[test]
fn each_section_has_its_pages() {
    let document = body(
        "<w:p><w:pPr><w:sectPr><w:pgSz w:w='11906' w:h='16838'/><w:pgMar w:top='1440' w:right='1800' w:bottom='1440' w:left='1800'/></w:sectPr></w:pPr><w:r><w:t>一</w:t></w:r></w:p>\
         <w:p><w:r><w:t>二</w:t></w:r></w:p><w:sectPr><w:pgSz w:w='297mm' w:h='210mm' w:orient='landscape'/></w:sectPr>",
    );
    let [first, second] = &document.sections[..] else { panic!("{:?}", document.sections) };
    assert_eq!((first.page.width, first.page.left), (Length::twips(11_906), Length::twips(1_800)));
    assert_eq!(first.blocks.len(), 1);
    assert!(second.page.is_landscape());
    assert_eq!(second.page.width, Length::mm(297));
    assert_eq!(body("<w:p/>").sections[0].page, Page::A4);
}

#[test]
fn any_prefix_and_the_strict_namespace_are_read() {
    for ns in [
        "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
        "http://purl.oclc.org/ooxml/wordprocessingml/main",
    ] {
        let xml = format!("<document xmlns='{ns}'><body><p><r><t>甲</t></r></p></body></document>");
        assert_eq!(show(&read(&docx_of(&xml))), "甲");
        let xml =
            format!("<x:document xmlns:x='{ns}'><x:body><x:p><x:r><x:t>甲</x:t></x:r></x:p></x:body></x:document>");
        assert_eq!(show(&read(&docx_of(&xml))), "甲");
    }
}

#[test]
fn a_prefix_that_changes_its_meaning_is_followed() {
    assert_eq!(run("<w:t>a</w:t><z:x xmlns:z='urn:z'><w:t xmlns:w='urn:other'>no</w:t></z:x><w:t>b</w:t>"), "ab");
}

#[test]
fn struck_out_text_is_kept_and_marked() {
    let document = body(
        "<w:p><w:r><w:rPr><w:strike/></w:rPr><w:t>旧名</w:t></w:r><w:r><w:t>新名</w:t></w:r>\
         <w:r><w:rPr><w:dstrike w:val='0'/></w:rPr><w:t>、</w:t></w:r></w:p>",
    );
    let Block::Paragraph(paragraph) = document.blocks().next().unwrap() else { panic!() };
    assert_eq!(paragraph.text(), "旧名新名、");
    let mark = |end| Inline::Mark(Mark { name: Mark::STRUCK.to_owned(), end });
    assert_eq!(
        paragraph.inlines,
        [mark(MarkEnd::Start), Inline::plain("旧名"), mark(MarkEnd::End), Inline::plain("新名、")]
    );
}

#[test]
fn an_answer_that_is_partly_struck_out_is_doubtful() {
    let catalogue = shenbao::Catalogue::embedded().unwrap();
    let row = |struck: &str, text: &str| {
        format!(
            "<w:tr><w:tc><w:p><w:r><w:t>学校/区域名称</w:t></w:r></w:p></w:tc><w:tc><w:p>\
          <w:r><w:rPr><w:strike/></w:rPr><w:t>{struck}</w:t></w:r><w:r><w:t>{text}</w:t></w:r></w:p></w:tc></w:tr>"
        )
    };
    let labels = ["推荐类型", "空间地址", "用户名", "密码", "空间建设情况", "空间应用情况", "社会认可", "负责人信息"];
    let rest: String = labels.map(|label| tr(&[tc("", label), tc("", "x")])).concat();
    let doubts = |struck: &str, text: &str| {
        let document = body(&format!("<w:tbl>{}{rest}</w:tbl>", row(struck, text)));
        let form = catalogue.form("henan-2021/recommendation");
        let extraction = shenbao::extract::Extractor::of(form).extract(&document).unwrap();
        let name = "name".parse().unwrap();
        assert_eq!(extraction.record.get(&name).unwrap().to_string(), format!("{struck}{text}"));
        extraction.findings.iter().any(|f| f.code == shenbao::Code::Doubtful && f.path.as_ref() == Some(&name))
    };
    assert!(doubts("郑州市第一小学", "郑州市第二小学"));
    assert!(!doubts("", "郑州市第二小学"));
}

#[test]
fn the_main_field_of_a_group_tells_the_groups_fields_apart() {
    let catalogue = shenbao::Catalogue::embedded().unwrap();
    let row = |cells: &[&str]| tr(&cells.iter().map(|text| tc("", text)).collect::<Vec<_>>());
    let read = |legal: &[&str], head: &[&str]| {
        let rows = [&["学校名称", "甲校"], &["学校地址", "乙路"], &["通讯地址", "丙路"], &["邮政编码", "437300"]];
        let rest = rows.map(|cells| row(cells)).concat();
        let members = row(&["姓名", "职称", "任教学科", "邮箱"]);
        let boxes =
            ["学校基本情况", "目标与实施过程", "保障措施", "取得成绩"].map(|label| row(&[label, "略"])).concat();
        let document = body(&format!("<w:tbl>{rest}{}{}{members}{boxes}</w:tbl>", row(legal), row(head)));
        let form = catalogue.form("chibi-2020/model-school-application");
        let record = shenbao::extract::Extractor::of(form).extract(&document).unwrap().record;
        ["legal.name", "legal.email", "head.name", "head.email"]
            .map(|path| record.get(&path.parse().unwrap()).map_or(String::new(), ToString::to_string))
    };
    // The words for the group stand for its main field too; a row without the
    // label does not take the answer of the next.
    let head = ["负责人", "丁", "邮箱", "ding@example.cn"];
    assert_eq!(
        read(&["法定代表人", "戊", "邮箱", "wu@example.cn"], &head),
        ["戊", "wu@example.cn", "丁", "ding@example.cn"]
    );
    assert_eq!(read(&["法定代表人", "戊", "电话", "0715-5200011"], &head), ["戊", "", "丁", "ding@example.cn"]);
    // In the other order.
    assert_eq!(
        read(&head, &["法人代表", "戊", "邮箱", "wu@example.cn"]),
        ["戊", "wu@example.cn", "丁", "ding@example.cn"]
    );
}
