//! Heads that mean one cell of a table: `members[0].name`, 小组成员1姓名.

use super::heads::{Head, Heads, words_for};
use crate::FieldPath;
use crate::form::{Field, Form};
use crate::text::fold;

/// Rows that heads may name: a slip of the keyboard makes no million of rows.
const MOST_ROWS: usize = 1_000;

/// What may stand between the number of a row and the column.
const COUNTED: &[&str] = &["行", "个", "位", "名", "人", "条", "项"];

/// The answer that a column of data gives.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Target<'f> {
    pub field: &'f Field,
    /// The field's own path, or that of a cell of its table.
    pub path: FieldPath,
}

impl<'f> Target<'f> {
    /// A field outside the tables.
    pub fn of(field: &'f Field) -> Target<'f> {
        Target { field, path: field.path.clone() }
    }
}

/// The cell of a table that a head names: by its path, whose rows count from 0,
/// or by the table's label or synonym, the number of the row from 1, and the
/// column's: 成员1姓名, 小组成员第2行/职务.
pub(super) fn cell<'f>(form: &'f Form, head: &str) -> Option<Target<'f>> {
    by_path(form, head).or_else(|| {
        let folded = fold(head);
        form.fields.iter().filter(|field| field.rows().is_some()).find_map(|table| by_words(table, &folded))
    })
}

fn by_path<'f>(form: &'f Form, head: &str) -> Option<Target<'f>> {
    let path: FieldPath = head.trim().parse().ok()?;
    path.row_index().filter(|row| *row < MOST_ROWS)?;
    let field = form.field(&path).filter(|field| field.is_leaf() && !path.is_column())?;
    Some(Target { field, path })
}

fn by_words<'f>(table: &'f Field, head: &str) -> Option<Target<'f>> {
    let words = words_for(table);
    // 小组成员 is 成员 too: what stands before the number may be its end.
    let row_of = |word: &String| {
        let word = fold(word);
        let at = head.find(|c: char| c.is_ascii_digit())?;
        let (before, rest) = head.split_at(at);
        let before = before.strip_suffix('第').unwrap_or(before);
        let named = before == word || (before.chars().count() > 1 && word.ends_with(before));
        let end = rest.find(|c: char| !c.is_ascii_digit())?;
        let row: usize = rest[..end].parse().ok().filter(|row| (1..=MOST_ROWS).contains(row))?;
        named.then(|| (row - 1, rest[end..].to_owned()))
    };
    let (row, column) = words.iter().find_map(row_of)?;
    let heads = Heads::of_table(table);
    let without_counter = COUNTED.iter().find_map(|word| column.strip_prefix(word));
    [Some(column.as_str()), without_counter].into_iter().flatten().find_map(|column| match heads.find(column) {
        Head::Field(field) => Some(Target { field, path: field.path.at_row(row) }),
        Head::Nothing | Head::Doubtful(_) => None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Catalogue;

    #[test]
    fn heads_name_cells_of_tables() {
        let catalogue = Catalogue::embedded().unwrap();
        let form = catalogue.form("chibi-2020/model-school-application").unwrap();
        for (head, path) in [
            ("members[0].name", "members[0].name"),
            ("小组成员1姓名", "members[0].name"),
            ("成员1姓名", "members[0].name"),
            ("成员 12 邮箱", "members[11].email"),
            ("小组成员第2行/职务", "members[1].title"),
            ("学校主要项目参与小组成员情况 第3行 职称", "members[2].rank"),
            ("成员第1位联系电话", "members[0].phone"),
            ("members[].name", "-"),
            ("members[1000].name", "-"),
            ("成员99999999姓名", "-"),
            ("成员0姓名", "-"),
            ("成员姓名", "-"),
            ("成员1", "-"),
            ("员1姓名", "-"),
            ("name", "-"),
        ] {
            let found = cell(form, head).map_or_else(|| "-".to_owned(), |target| target.path.to_string());
            assert_eq!(found, path, "{head}");
        }
    }
}
