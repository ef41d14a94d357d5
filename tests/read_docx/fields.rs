//! Complex fields and legacy form fields.

use crate::support::*;

fn char(kind: &str) -> String {
    format!("<w:r><w:fldChar w:fldCharType='{kind}'/></w:r>")
}

fn code(code: &str) -> String {
    format!("<w:r><w:instrText xml:space='preserve'>{code}</w:instrText></w:r>")
}

fn text(text: &str) -> String {
    format!("<w:r><w:t>{text}</w:t></w:r>")
}

fn field(instruction: &str, result: &str) -> String {
    [char("begin"), code(instruction), char("separate"), text(result), char("end")].concat()
}

fn form_field(data: &str, instruction: &str, result: &str) -> String {
    format!(
        "<w:r><w:fldChar w:fldCharType='begin'><w:ffData><w:name w:val='x'/>{data}</w:ffData></w:fldChar></w:r>{}{}{}{}",
        code(instruction),
        char("separate"),
        result,
        char("end")
    )
}

#[test]
fn a_field_shows_its_result() {
    assert_eq!(paragraph(&format!("{}{}{}", text("第"), field(" PAGE ", "3"), text("页"))), "第3页");
}

#[test]
fn a_field_inside_an_instruction_is_not_seen() {
    let nested = [char("begin"), code("IF "), field("=1", "1"), code("=1"), char("separate"), text("是"), char("end")];
    assert_eq!(paragraph(&nested.concat()), "是");
}

#[test]
fn a_result_may_run_over_paragraphs() {
    let first = [char("begin"), code("TOC"), char("separate"), text("一")].concat();
    let second = [text("二"), char("end"), text("三")].concat();
    assert_eq!(shown(&format!("<w:p>{first}</w:p><w:p>{second}</w:p>")), "一\n二三");
}

#[test]
fn a_field_that_never_ends_hides_no_more_than_its_paragraph() {
    assert_eq!(shown(&format!("<w:p>{}{}</w:p><w:p>{}</w:p>", char("begin"), text("a"), text("b"))), "\nb");
}

#[test]
fn legacy_check_boxes_give_their_state() {
    for (state, shown) in [
        ("<w:default w:val='0'/>", "[□]"),
        ("<w:default w:val='1'/>", "[☑]"),
        ("<w:default w:val='0'/><w:checked/>", "[☑]"),
        ("<w:default w:val='1'/><w:checked w:val='0'/>", "[□]"),
        ("<w:default w:val='0'/><w:checked w:val='true'/>", "[☑]"),
        ("", "[□]"),
    ] {
        let xml = form_field(&format!("<w:checkBox><w:sizeAuto/>{state}</w:checkBox>"), " FORMCHECKBOX ", "");
        assert_eq!(paragraph(&format!("{xml}{}", text("是"))), format!("{shown}是"), "{state}");
    }
}

#[test]
fn a_legacy_text_box_gives_its_text() {
    assert_eq!(paragraph(&form_field("<w:textInput/>", " FORMTEXT ", &text("张三"))), "张三");
}

#[test]
fn a_legacy_list_gives_the_chosen_entry() {
    let list = |chosen: &str| {
        form_field(
            &format!("<w:ddList>{chosen}<w:listEntry w:val='地市'/><w:listEntry w:val='县区'/></w:ddList>"),
            " FORMDROPDOWN ",
            "",
        )
    };
    assert_eq!(paragraph(&list("<w:result w:val='1'/>")), "县区");
    assert_eq!(paragraph(&list("")), "地市");
}

#[test]
fn a_check_mark_in_a_box_is_a_tick() {
    let xml = [char("begin"), code(" eq \\o\\ac("), code("□"), code(",√)"), char("end"), text("是")].concat();
    assert_eq!(paragraph(&xml), "[☑]是");
    let circled = [char("begin"), code("eq \\o\\ac(○,"), code("5)"), char("end")].concat();
    assert_eq!(paragraph(&circled), "5");
}
