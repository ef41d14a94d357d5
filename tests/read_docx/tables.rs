//! Grids, merged cells, nested tables.

use crate::support::*;
use shenbao::Length;
use shenbao::document::{GroupKind, VerticalAlign};

#[test]
fn a_plain_table_keeps_rows_and_columns() {
    let table = tbl(&[tr(&[tc("", "a"), tc("", "b")]), tr(&[tc("", "c"), tc("", "d")])]);
    assert_eq!(shown(&table), "a|b\nc|d");
}

#[test]
fn a_cell_spans_columns() {
    let table =
        tbl(&[tr(&[tc("<w:gridSpan w:val='2'/>", "a"), tc("", "b")]), tr(&[tc("", "c"), tc("", "d"), tc("", "e")])]);
    assert_eq!(shown(&table), "a|<|b\nc|d|e");
}

#[test]
fn a_cell_spans_rows_and_its_text_stands_once() {
    let table = tbl(&[
        tr(&[tc("<w:vMerge w:val='restart'/>", "a"), tc("", "b")]),
        tr(&[tc("<w:vMerge/>", ""), tc("", "c")]),
        tr(&[tc("<w:vMerge w:val='continue'/>", ""), tc("", "d")]),
        tr(&[tc("", "e"), tc("", "f")]),
    ]);
    assert_eq!(shown(&table), "a|b\n^|c\n^|d\ne|f");
}

#[test]
fn two_merged_cells_that_touch_stay_two() {
    let table = tbl(&[
        tr(&[tc("<w:vMerge w:val='restart'/>", "a")]),
        tr(&[tc("<w:vMerge/>", "")]),
        tr(&[tc("<w:vMerge w:val='restart'/>", "b")]),
        tr(&[tc("<w:vMerge/>", "")]),
    ]);
    assert_eq!(shown(&table), "a\n^\nb\n^");
}

#[test]
fn text_in_a_continuation_is_kept() {
    let table = tbl(&[tr(&[tc("<w:vMerge w:val='restart'/>", "a")]), tr(&[tc("<w:vMerge/>", "b")])]);
    assert_eq!(shown(&table), "a¶b\n^");
}

#[test]
fn a_continuation_of_nothing_is_a_cell() {
    let table = tbl(&[tr(&[tc("", "a"), tc("", "b")]), tr(&[tc("<w:vMerge/>", "c"), tc("", "d")])]);
    assert_eq!(shown(&table), "a|b\nc|d");
}

#[test]
fn a_block_spans_rows_and_columns() {
    let table = tbl(&[
        tr(&[tc("<w:gridSpan w:val='2'/><w:vMerge w:val='restart'/>", "a"), tc("", "b")]),
        tr(&[tc("<w:gridSpan w:val='2'/><w:vMerge/>", ""), tc("", "c")]),
    ]);
    assert_eq!(shown(&table), "a|<|b\n^|^|c");
}

#[test]
fn a_continuation_of_another_width_moves_no_text_under_it() {
    let table = tbl(&[
        tr(&[tc("<w:gridSpan w:val='2'/><w:vMerge w:val='restart'/>", "a"), tc("", "b")]),
        tr(&[tc("<w:vMerge/>", ""), tc("", "c"), tc("", "d")]),
    ]);
    assert_eq!(shown(&table), "a|<|b|.\n^|^|c|d");
}

#[test]
fn the_old_horizontal_merge_is_a_span() {
    let table = tbl(&[
        tr(&[tc("<w:hMerge w:val='restart'/>", "a"), tc("<w:hMerge/>", "b"), tc("", "c")]),
        tr(&[tc("", "d"), tc("", "e"), tc("", "f")]),
    ]);
    assert_eq!(shown(&table), "a¶b|<|c\nd|e|f");
}

#[test]
fn columns_left_out_are_missing() {
    let row = format!("<w:tr><w:trPr><w:gridBefore w:val='1'/><w:gridAfter w:val='1'/></w:trPr>{}</w:tr>", tc("", "x"));
    let table = tbl(&[tr(&[tc("", "a"), tc("", "b"), tc("", "c")]), row]);
    assert_eq!(shown(&table), "a|b|c\n.|x|.");
}

#[test]
fn a_deleted_row_is_gone_and_an_inserted_one_is_there() {
    let row = |mark: &str, text: &str| format!("<w:tr><w:trPr><w:{mark} w:id='1'/></w:trPr>{}</w:tr>", tc("", text));
    assert_eq!(shown(&tbl(&[row("del", "a"), row("ins", "b")])), "b");
}

#[test]
fn widths_heights_and_heads_are_kept() {
    let head = format!(
        "<w:tr><w:trPr><w:tblHeader/><w:cantSplit/><w:trHeight w:val='567'/></w:trPr>{}</w:tr>",
        tc("<w:vAlign w:val='center'/>", "h")
    );
    let xml = format!(
        "<w:tbl><w:tblPr/><w:tblGrid><w:gridCol w:w='1000'/><w:gridCol w:w='2000'/></w:tblGrid>{head}{}</w:tbl>",
        tr(&[tc("", "a"), tc("", "b")])
    );
    let document = body(&xml);
    let table = document.tables().next().unwrap();
    assert_eq!(table.columns, [Length::twips(1_000), Length::twips(2_000)]);
    assert_eq!((table.rows[0].height, table.rows[0].splits, table.rows[1].splits), (Length::twips(567), false, true));
    assert_eq!(table.cells()[0].align, VerticalAlign::Center);
    assert_eq!(table.cells()[1].align, VerticalAlign::Top);
    let kinds: Vec<_> = table.groups.iter().map(|group| (group.kind.clone(), group.rows.clone())).collect();
    assert_eq!(kinds, [(GroupKind::Head, 0..1), (GroupKind::Body, 1..2)]);
}

#[test]
fn a_former_grid_adds_no_columns() {
    let grid = "<w:tblGrid><w:gridCol w:w='1000'/><w:tblGridChange w:id='1'><w:tblGrid><w:gridCol w:w='5'/></w:tblGrid></w:tblGridChange></w:tblGrid>";
    let document = body(&format!("<w:tbl>{grid}{}</w:tbl>", tr(&[tc("", "a")])));
    assert_eq!(document.tables().next().unwrap().width(), 1);
}

#[test]
fn a_nested_table_is_lines_of_its_cell() {
    let inner = tbl(&[
        tr(&[tc("", "1"), tc("", "2")]),
        tr(&[
            tc("", "3"),
            "<w:tc><w:p><w:r><w:t>4</w:t></w:r></w:p><w:p><w:r><w:t>5</w:t></w:r></w:p></w:tc>".to_owned(),
        ]),
    ]);
    let cell = format!("<w:tc><w:p><w:r><w:t>前</w:t></w:r></w:p>{inner}<w:p><w:r><w:t>后</w:t></w:r></w:p></w:tc>");
    assert_eq!(shown(&tbl(&[tr(&[cell, tc("", "b")])])), "前¶1\t2¶3\t4⏎5¶后|b");
}

#[test]
fn wrapped_rows_and_cells_keep_their_columns() {
    let xml = format!(
        "<w:tbl><w:sdt><w:sdtContent><w:tr><w:sdt><w:sdtPr/><w:sdtContent>{}</w:sdtContent></w:sdt>{}</w:tr></w:sdtContent></w:sdt>\
         <w:ins w:id='1'><w:tr>{}<w:customXml>{}</w:customXml></w:tr></w:ins></w:tbl>",
        tc("", "a"),
        tc("", "b"),
        tc("", "c"),
        tc("", "d")
    );
    assert_eq!(shown(&xml), "a|b\nc|d");
}

#[test]
fn text_between_cells_is_not_lost() {
    let xml = format!("<w:tbl><w:tr><w:p><w:r><w:t>游离</w:t></w:r></w:p>{}</w:tr></w:tbl>", tc("", "a"));
    assert_eq!(shown(&xml), "游离a");
}

#[test]
fn a_table_without_rows_is_nothing() {
    assert_eq!(shown("<w:tbl><w:tblGrid><w:gridCol w:w='5'/></w:tblGrid></w:tbl><w:p/>"), "");
}

#[test]
fn paragraphs_and_tables_keep_their_order() {
    let xml =
        format!("<w:p><w:r><w:t>一</w:t></w:r></w:p>{}<w:p><w:r><w:t>二</w:t></w:r></w:p>", tbl(&[tr(&[tc("", "a")])]));
    assert_eq!(shown(&xml), "一\na\n二");
}

#[test]
fn a_form_in_a_frame_of_one_cell_is_a_table_of_its_own() {
    let form = tbl(&[tr(&[tc("", "姓名"), tc("", "张三")]), tr(&[tc("", "职务"), tc("", "校长")])]);
    let frame = |cells: &str| format!("<w:tbl><w:tr>{cells}</w:tr></w:tbl>");
    let cell = format!("<w:tc><w:p><w:r><w:t>推荐表</w:t></w:r></w:p>{form}<w:p/></w:tc>");
    assert_eq!(shown(&frame(&cell)), "推荐表\n姓名|张三\n职务|校长\n");
    // Beside another cell it is what somebody put into a box.
    let beside = format!("{}{cell}", tc("", "情况"));
    assert_eq!(shown(&frame(&beside)), "情况|推荐表¶姓名\t张三¶职务\t校长¶");
}
