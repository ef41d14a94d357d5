//! Content controls and bookmarks.

use crate::support::*;

fn sdt(properties: &str, content: &str) -> String {
    format!("<w:sdt><w:sdtPr>{properties}</w:sdtPr><w:sdtContent>{content}</w:sdtContent></w:sdt>")
}

const RUN: &str = "<w:r><w:t>张三</w:t></w:r>";

#[test]
fn a_control_in_a_line_marks_its_text() {
    assert_eq!(paragraph(&sdt("<w:tag w:val='leader.name'/>", RUN)), "⟨leader.name 张三 leader.name⟩");
}

#[test]
fn the_alias_stands_in_for_the_tag() {
    assert_eq!(paragraph(&sdt("<w:alias w:val='姓名'/>", RUN)), "⟨姓名 张三 姓名⟩");
    assert_eq!(paragraph(&sdt("<w:alias w:val='姓名'/><w:tag w:val='n'/>", RUN)), "⟨n 张三 n⟩");
    assert_eq!(paragraph(&sdt("<w:alias w:val='姓名'/><w:tag w:val=''/>", RUN)), "⟨姓名 张三 姓名⟩");
    assert_eq!(paragraph(&sdt("", RUN)), "张三");
}

#[test]
fn a_control_round_paragraphs_marks_the_first_and_the_last() {
    let two = format!("<w:p>{RUN}</w:p><w:p>{RUN}</w:p>");
    assert_eq!(shown(&sdt("<w:tag w:val='deeds'/>", &two)), "⟨deeds 张三\n张三 deeds⟩");
}

#[test]
fn a_control_round_a_cell_or_a_row_marks_inside_the_cells() {
    let cell = sdt("<w:tag w:val='c'/>", &tc("", "b"));
    assert_eq!(shown(&tbl(&[tr(&[tc("", "a"), cell, tc("", "d")])])), "a|⟨c b c⟩|d");
    let row = sdt("<w:tag w:val='r'/>", &tr(&[tc("", "a"), tc("", "b")]));
    assert_eq!(shown(&tbl(&[row, tr(&[tc("", "c"), tc("", "d")])])), "⟨r a|b r⟩\nc|d");
}

#[test]
fn a_placeholder_is_not_an_answer() {
    let advice = "<w:r><w:t>单击此处输入</w:t></w:r>";
    assert_eq!(paragraph(&sdt("<w:tag w:val='n'/><w:showingPlcHdr/>", advice)), "⟨n  n⟩");
    assert_eq!(paragraph(&sdt("<w:showingPlcHdr w:val='0'/>", advice)), "单击此处输入");
    let block = sdt("<w:showingPlcHdr/>", &format!("<w:p>{advice}</w:p>"));
    assert_eq!(shown(&format!("{block}<w:p>{RUN}</w:p>")), "\n张三");
}

#[test]
fn an_answer_under_a_stale_placeholder_flag_is_kept() {
    assert_eq!(paragraph(&sdt("<w:showingPlcHdr/>", "<w:r><w:t>张三</w:t></w:r>")), "张三");
}

#[test]
fn a_tick_typed_over_a_box_is_a_tick() {
    let state = "<w14:checkbox><w14:checked w14:val='0'/></w14:checkbox>";
    assert_eq!(paragraph(&sdt(state, "<w:r><w:t>√</w:t></w:r>")), "[☑]");
}

#[test]
fn list_and_date_controls_give_what_they_show() {
    assert_eq!(
        paragraph(&sdt(
            "<w:dropDownList><w:listItem w:displayText='县区' w:value='2'/></w:dropDownList>",
            "<w:r><w:t>县区</w:t></w:r>"
        )),
        "县区"
    );
    assert_eq!(
        paragraph(&sdt(
            "<w:date w:fullDate='2021-05-01T00:00:00Z'><w:dateFormat w:val='yyyy年M月'/></w:date>",
            "<w:r><w:t>2021年5月</w:t></w:r>"
        )),
        "2021年5月"
    );
}

fn check_box(checked: &str, content: &str) -> String {
    sdt(
        &format!("<w14:checkbox>{checked}<w14:checkedState w14:val='2611' w14:font='MS Gothic'/></w14:checkbox>"),
        content,
    )
}

#[test]
fn a_check_box_gives_its_state_and_not_its_glyph() {
    let glyph = "<w:r><w:t>☐</w:t></w:r>";
    for (checked, shown) in [
        ("<w14:checked w14:val='1'/>", "[☑]"),
        ("<w14:checked w14:val='true'/>", "[☑]"),
        ("<w14:checked/>", "[☑]"),
        ("<w14:checked w14:val='0'/>", "[□]"),
        ("<w14:checked w14:val='false'/>", "[□]"),
        ("", "[□]"),
    ] {
        assert_eq!(paragraph(&format!("{}{RUN}", check_box(checked, glyph))), format!("{shown}张三"), "{checked}");
    }
    assert_eq!(paragraph(&check_box("<w14:checked/>", "<w:r><w:sym w:font='Wingdings' w:char='F0FE'/></w:r>")), "[☑]");
}

#[test]
fn words_in_a_check_box_are_kept() {
    assert_eq!(paragraph(&check_box("<w14:checked/>", "<w:r><w:t>☑ 地市</w:t></w:r>")), "[☑] 地市");
}

#[test]
fn a_check_box_round_a_cell_stands_in_the_cell() {
    let cell = check_box("<w14:checked w14:val='1'/>", &tc("", "☒"));
    assert_eq!(shown(&tbl(&[tr(&[tc("", "a"), cell])])), "a|[☑]");
}

fn bookmark(id: u32, name: &str, content: &str) -> String {
    format!("<w:bookmarkStart w:id='{id}' w:name='{name}'/>{content}<w:bookmarkEnd w:id='{id}'/>")
}

#[test]
fn bookmarks_are_marks_and_those_of_word_are_not() {
    assert_eq!(paragraph(&bookmark(1, "sb_name", RUN)), "⟨sb_name 张三 sb_name⟩");
    assert_eq!(paragraph(&bookmark(1, "_GoBack", RUN)), "张三");
}

#[test]
fn bookmarks_may_cross() {
    assert_eq!(
        paragraph(
            "<w:bookmarkStart w:id='1' w:name='a'/><w:bookmarkStart w:id='2' w:name='b'/><w:r><w:t>x</w:t></w:r>\
             <w:bookmarkEnd w:id='1'/><w:bookmarkEnd w:id='2'/><w:bookmarkEnd w:id='9'/>"
        ),
        "⟨a ⟨b x a⟩ b⟩"
    );
}

#[test]
fn bookmarks_between_paragraphs_go_to_the_nearest() {
    assert_eq!(shown(&bookmark(1, "a", &format!("<w:p>{RUN}</w:p>"))), "⟨a 张三 a⟩");
    assert_eq!(shown(&tbl(&[tr(&[bookmark(1, "a", &tc("", "x")), tc("", "y")])])), "⟨a x a⟩|y");
    assert_eq!(shown(&format!("<w:p>{RUN}</w:p>{}", bookmark(1, "a", ""))), "张三⟨a  a⟩");
    let cell = format!("<w:tc><w:p>{RUN}</w:p>{}</w:tc>", bookmark(1, "a", ""));
    assert_eq!(shown(&tbl(&[tr(&[cell, tc("", "y")])])), "张三⟨a  a⟩|y");
}

#[test]
fn a_bookmark_after_a_table_ends_in_its_last_cell() {
    let table = tbl(&[tr(&[tc("", "x"), tc("", "y")])]);
    assert_eq!(shown(&format!("{}<w:p/>", bookmark(1, "a", &table))), "⟨a x|y a⟩\n");
}
