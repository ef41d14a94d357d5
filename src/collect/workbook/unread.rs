//! 未能读取: files that gave nothing.

use super::list::{Cell, List, Shape};
use super::{Book, UNREAD};

pub(super) fn list(book: &Book<'_>) -> List {
    let mut list = book.list(UNREAD.to_owned());
    list.head(book.word("文件", "file"), Shape::Line);
    list.head(book.word("原因代码", "code"), Shape::Line);
    list.head(book.word("说明", "message"), Shape::Long);
    list.head(book.word("处理情况", "what was done"), Shape::Line);
    list.head(book.word("处理人", "by whom"), Shape::Line);
    for index in 0..book.collection.returns.len() {
        if let Some((code, message)) = reason(book, index) {
            let cells = vec![book.file(index), Cell::text(code), Cell::text(&message), Cell::blank(), Cell::blank()];
            list.row(cells);
        }
    }
    list
}

/// Why nothing of a file stands in the other sheets.
fn reason(book: &Book<'_>, index: usize) -> Option<(&'static str, String)> {
    match &book.collection.returns.get(index)?.outcome {
        Err(unread) => Some((unread.code(), unread.message(book.options.lang))),
        Ok(extraction) if book.collection.catalogue.form(&extraction.form).is_none() => {
            let id = &extraction.form;
            let zh = format!("现有的表格定义中没有 {id}");
            let en = format!("the known forms do not include {id}");
            Some(("unknown_form", book.word(&zh, &en).to_owned()))
        }
        Ok(_) => None,
    }
}
