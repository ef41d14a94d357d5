//! Every answer of every return.

use super::Book;
use super::list::{Cell, Fill, List, Shape};
use super::marks::Marks;
use crate::collect::Status;
use crate::collect::columns::{Column, Shown, columns, filled_rows, show};
use crate::extract::Extraction;
use crate::form::{Field, FieldKind, Form};
use crate::write::replaced_finding;
use crate::write::xlsx::{MAX_CELL, cell_text};
use crate::{Code, FieldPath, Finding};

/// A list for each form that was returned, each followed by one for each of its
/// tables that has rows.
pub(super) fn lists(book: &mut Book<'_>) -> Vec<List> {
    let mut lists = Vec::new();
    let collection = book.collection;
    let mut forms = collection.by_form();
    let main = collection.main_form();
    if let Some(main) = main
        && collection.returns.iter().any(|returned| returned.outcome.is_err())
        && !forms.iter().any(|(form, _)| form.id == main.id)
    {
        forms.insert(0, (main, Vec::new()));
    }
    for (form, indexes) in forms {
        let is_main = main.is_some_and(|main| main.id == form.id);
        lists.push(form_list(book, form, &indexes, is_main));
        for table in form.walk().filter(|field| matches!(field.kind, FieldKind::Table(_))) {
            lists.extend(table_list(book, form, table, &indexes));
        }
    }
    lists
}

/// A row for each return. In the list of the `main` form files that could not
/// be read are rows as well, waiting to be typed in.
fn form_list(book: &mut Book<'_>, form: &Form, indexes: &[usize], main: bool) -> List {
    let name = book.names.unique(&form.title);
    let mut list = book.list(name);
    list.head(book.word("序号", "No."), Shape::Short);
    list.head(book.word("文件", "file"), Shape::Line);
    list.head(book.word("状态", "status"), Shape::Note);
    list.freeze();
    let columns = columns(form);
    for column in &columns {
        list.head(column.field().label(), shape(column.field()));
    }
    for (number, index) in (1..).zip(indexes) {
        let Some(extraction) = book.collection.extraction(*index) else { continue };
        let marks = Marks::of(form, extraction, book.collection.findings(*index), book.options.lang);
        let mut cells = vec![Cell::count(number), book.file(*index), status(book, *index)];
        for column in &columns {
            let field = column.field();
            let shown = column.show(&extraction.record, book.showing());
            let cell = cell(book, *index, &field.path, shown);
            cells.push(match column {
                Column::Answer(_) => marks.answer(cell, &field.path),
                Column::Table(_) => marks.table(cell, &field.path),
            });
        }
        list.row(cells);
    }
    let unread = book.collection.returns.iter().enumerate().filter_map(|(i, r)| Some((i, r.outcome.as_ref().err()?)));
    for (number, (index, unread)) in (indexes.len() + 1..).zip(unread.filter(|_| main)) {
        let reason = unread.message(book.options.lang);
        let status = format!("{}{reason}", book.word("未能读取：", "not read: "));
        let mut cells = vec![Cell::count(number), book.file(index), Cell::text(&status).fill(Fill::Waiting)];
        cells.resize(3 + columns.len(), Cell::blank().fill(Fill::Waiting));
        list.row(cells);
    }
    list
}

/// A row for each row of a table, in all returns; `None` if there are none.
fn table_list(book: &mut Book<'_>, form: &Form, table: &Field, indexes: &[usize]) -> Option<List> {
    let returns: Vec<(usize, &Extraction)> =
        indexes.iter().filter_map(|index| Some((*index, book.collection.extraction(*index)?))).collect();
    if !returns.iter().any(|(_, extraction)| filled_rows(&extraction.record, table).next().is_some()) {
        return None;
    }
    let name = book.names.unique(&table.label());
    let mut list = book.list(name);
    let who = form.applicant().and_then(|path| form.field(path));
    let leaves: Vec<&Field> = table.walk().filter(|field| field.is_leaf()).collect();
    list.head(book.word("文件", "file"), Shape::Line);
    if let Some(who) = who {
        list.head(who.label(), Shape::Line);
    }
    list.head(book.word("行", "row"), Shape::Short);
    list.freeze();
    for leaf in &leaves {
        list.head(leaf.label(), shape(leaf));
    }
    for (index, extraction) in returns {
        let marks = Marks::of(form, extraction, book.collection.findings(index), book.options.lang);
        for row in filled_rows(&extraction.record, table) {
            let mut cells = vec![book.file(index)];
            if let Some(who) = who {
                let shown = show(who, extraction.record.get(&who.path), book.showing());
                cells.push(plain_cell(shown));
            }
            cells.push(Cell::count(row + 1));
            for leaf in &leaves {
                let path = leaf.path.at_row(row);
                let shown = show(leaf, extraction.record.get(&path), book.showing());
                let cell = cell(book, index, &path, shown);
                cells.push(marks.answer(cell, &path));
            }
            list.row(cells);
        }
    }
    Some(list)
}

fn shape(field: &Field) -> Shape {
    match field.kind {
        FieldKind::Paragraphs | FieldKind::Opinion => Shape::Long,
        FieldKind::Integer
        | FieldKind::Number
        | FieldKind::Percent
        | FieldKind::Score
        | FieldKind::Postcode
        | FieldKind::Ethnicity
        | FieldKind::Date
        | FieldKind::YearMonth
        | FieldKind::Table(_) => Shape::Short,
        FieldKind::Text
        | FieldKind::Mobile
        | FieldKind::Phone
        | FieldKind::Email
        | FieldKind::Url
        | FieldKind::IdNumber
        | FieldKind::Period
        | FieldKind::Choice(_)
        | FieldKind::Choices(_)
        | FieldKind::Group => Shape::Line,
    }
}

fn status(book: &Book<'_>, index: usize) -> Cell {
    let Some(status) = book.collection.status(index) else { return Cell::blank() };
    let fill = match status {
        Status::Passed => Fill::None,
        Status::Check => Fill::Doubt,
        Status::Faulty => Fill::Error,
    };
    Cell::text(status.name(book.options.lang)).fill(fill)
}

/// The cell of an answer; what a cell cannot hold becomes a notice.
fn cell(book: &mut Book<'_>, index: usize, path: &FieldPath, shown: Shown) -> Cell {
    if let Shown::Text(text) = &shown {
        let fitted = cell_text(text);
        if fitted.cut {
            book.notices.push((index, Finding::new(Code::CellCut).about(path).with("limit", MAX_CELL)));
        }
        if let Some(c) = fitted.replaced {
            book.notices.push((index, replaced_finding(c, path)));
        }
    }
    plain_cell(shown)
}

fn plain_cell(shown: Shown) -> Cell {
    match shown {
        Shown::Nothing => Cell::blank(),
        Shown::Text(text) => Cell::text(&text),
        Shown::Number(number) => Cell::number(number),
    }
}
