//! OpenDocument sheets (.ods).

use super::support::{ods, read, sketch, struck};

#[test]
fn styles_of_an_ods_come_from_columns_rows_and_parents() {
    let style = |name: &str, parent: &str, says: &str| {
        format!("<s:style s:name='{name}' s:family='table-cell' s:parent-style-name='{parent}'>{says}</s:style>")
    };
    let styles = style("lines", "", "<s:table-cell-properties f:border='1pt solid'/>")
        + &style("gone", "lines", "<s:text-properties s:text-line-through-style='solid'/>")
        + "<s:style s:name='T' s:family='text'><s:text-properties s:font-name='Wingdings'/></s:style>";
    let columns = "<t:table-column t:default-cell-style-name='lines'/><t:table-column t:default-cell-style-name='gone'/>\
                   <t:table-column t:number-columns-repeated='9'/>";
    let cell = |words: &str| format!("<t:table-cell><x:p>{words}</x:p></t:table-cell>");
    let rows = format!(
        "<t:table-row>{}{}<t:table-cell><x:p/></t:table-cell></t:table-row><t:table-row><t:table-cell/>{}</t:table-row>\
         <t:table-row t:default-cell-style-name='lines'><t:table-cell t:number-columns-repeated='3'/></t:table-row>\
         <t:table-row>{}</t:table-row>",
        cell("姓名"),
        cell("张三"),
        cell("地市<x:span t:style-name='T'>o</x:span>"),
        cell("注"),
    );
    let document = read(&ods(&styles, &format!("{columns}{rows}")));
    assert_eq!(sketch(&document), ["姓名|张三", "|地市□", "||", "注"]);
    assert_eq!(struck(&document), ["张三", "地市□"]);
}
