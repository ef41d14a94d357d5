//! 反馈通知 and 未交名单: who has to hear from the office, and the words.

use super::list::{Cell, List, Shape};
use super::{Book, MESSAGES, MISSING};
use crate::collect::message::Message;

/// 反馈通知: for each applicant with something to put right one message.
pub(super) fn messages(book: &Book<'_>) -> List {
    let mut list = book.list(MESSAGES.to_owned());
    list.head(book.word("序号", "No."), Shape::Short);
    list.head(book.word("单位（人）", "applicant"), Shape::Line);
    list.freeze();
    list.head(book.word("联系人", "contact"), Shape::Short);
    list.head(book.word("电话", "telephone"), Shape::Line);
    list.head(book.word("文件", "file"), Shape::Line);
    list.head(book.word("问题数", "problems"), Shape::Short);
    list.head(book.word("通知内容", "message"), Shape::Message);
    list.head(book.word("处理情况", "what was done"), Shape::Line);
    for (number, message) in (1..).zip(&book.messages) {
        let file = match message.returns.as_slice() {
            [index] => book.file(*index),
            several => {
                let names: Vec<&str> = several
                    .iter()
                    .filter_map(|index| Some(book.collection.returns.get(*index)?.file.as_str()))
                    .collect();
                Cell::text(&names.join("\n"))
            }
        };
        let mut cells = who(number, message);
        cells.extend([file, Cell::count(message.problems), Cell::text(&message.text), Cell::blank()]);
        list.row(cells);
    }
    list
}

/// 未交名单: who on the roster has not answered.
pub(super) fn missing(book: &Book<'_>) -> List {
    let mut list = book.list(MISSING.to_owned());
    list.head(book.word("序号", "No."), Shape::Short);
    list.head(book.word("单位（人）", "applicant"), Shape::Line);
    list.freeze();
    list.head(book.word("联系人", "contact"), Shape::Short);
    list.head(book.word("电话", "telephone"), Shape::Line);
    list.head(book.word("催报内容", "reminder"), Shape::Message);
    list.head(book.word("处理情况", "what was done"), Shape::Line);
    if book.collection.roster().is_none() {
        list.none(book.word("没有提供名单，无法列出未报的单位", "no roster was given, so nobody can be missing"));
    }
    for (number, reminder) in (1..).zip(book.collection.reminders_beside(&book.messages)) {
        let mut cells = who(number, &reminder);
        cells.extend([Cell::text(&reminder.text), Cell::blank()]);
        list.row(cells);
    }
    list
}

fn who(number: usize, message: &Message) -> Vec<Cell> {
    let known = |text: &Option<String>| text.as_deref().map_or_else(Cell::blank, Cell::text);
    vec![Cell::count(number), known(&message.unit), known(&message.contact_name), known(&message.contact_phone)]
}
