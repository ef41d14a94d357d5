//! Which field each head of a table of data means.

use crate::form::{Field, Form};
use crate::text::fold;

/// The words that name the fields of a form or the columns of a table.
#[derive(Debug, Clone)]
pub(crate) struct Heads<'f> {
    words: Vec<Word<'f>>,
}

#[derive(Debug, Clone)]
struct Word<'f> {
    folded: String,
    rank: Rank,
    field: &'f Field,
}

/// How near words are to a field: the nearest count alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Rank {
    /// Its path, or its label with all headings.
    Whole,
    /// Its own label, or that with what stands above it.
    Own,
    /// Other words that people use.
    Synonym,
}

/// Heads that mean a person's telephone number whatever the forms call it.
pub(crate) const TELEPHONES: &[&str] =
    &["联系电话", "联系方式", "联系人电话", "联系人联系电话", "联系人手机", "手机", "手机号", "手机号码", "电话"];

/// What the fields of a person's telephone numbers are called.
pub(crate) const NUMBERS: &[&str] = &["mobile", "phone"];

/// The groups, or beginnings of names, of the fields about a person to call.
const PEOPLE: &[&str] = &["contact", "leader"];

/// What a head means.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Head<'f> {
    /// No field.
    Nothing,
    /// A field.
    Field(&'f Field),
    /// One of several fields, or a field that another head means.
    Doubtful(Vec<&'f Field>),
}

impl<'f> Head<'f> {
    /// The fields of which it may mean one.
    pub fn doubtful(self) -> Option<Vec<&'f Field>> {
        match self {
            Head::Doubtful(fields) => Some(fields),
            Head::Nothing | Head::Field(_) => None,
        }
    }
}

impl<'f> Heads<'f> {
    /// The words of what a form asks outside its tables.
    pub fn of_form(form: &'f Form) -> Heads<'f> {
        Heads::new(form.fields.iter().filter(|field| field.rows().is_none()))
    }

    /// The words of a table's columns.
    #[cfg(any(test, feature = "collect"))]
    pub fn of_table(table: &'f Field) -> Heads<'f> {
        Heads::new(table.fields.iter())
    }

    fn new(fields: impl Iterator<Item = &'f Field>) -> Heads<'f> {
        let mut heads = Heads { words: Vec::new() };
        for field in fields {
            heads.add(field, &[]);
        }
        heads
    }

    /// `above` are the words for the group that the field stands in.
    fn add(&mut self, field: &'f Field, above: &[String]) {
        let own = words_for(field);
        if !field.is_leaf() {
            for child in field.fields.iter().filter(|child| child.rows().is_none()) {
                self.add(child, &own);
            }
            return;
        }
        let path = field.path.split_table().and_then(|(_, column)| column).unwrap_or_else(|| field.path.clone());
        self.word(&path.to_string(), Rank::Whole, field);
        self.word(&field.path.to_string(), Rank::Whole, field);
        self.word(&field.label(), Rank::Whole, field);
        self.word(field.own_label(), Rank::Own, field);
        for (index, word) in own.iter().enumerate() {
            let rank = if index == 0 { Rank::Own } else { Rank::Synonym };
            self.word(word, rank, field);
            above.iter().for_each(|above| self.word(&format!("{above}{word}"), rank, field));
        }
        // 联系人 alone is the contact's name.
        if field.id() == "name" {
            above.iter().for_each(|above| self.word(above, Rank::Synonym, field));
        }
    }

    fn word(&mut self, word: &str, rank: Rank, field: &'f Field) {
        let folded = fold(word);
        if !folded.is_empty() {
            self.words.push(Word { folded, rank, field });
        }
    }

    /// What a head means by itself. Brackets count only if it means nothing
    /// without: 金额（元） and 金额.
    pub fn find(&self, head: &str) -> Head<'f> {
        for head in [fold(head), fold(&without_brackets(head))] {
            let alike = || self.words.iter().filter(|word| !head.is_empty() && word.folded == head);
            let Some(rank) = alike().map(|word| word.rank).min() else { continue };
            let mut fields: Vec<&Field> = Vec::new();
            for word in alike().filter(|word| word.rank == rank) {
                if !fields.iter().any(|field| field.path == word.field.path) {
                    fields.push(word.field);
                }
            }
            return match fields.as_slice() {
                [field] => Head::Field(field),
                _ => Head::Doubtful(fields),
            };
        }
        Head::Nothing
    }

    /// What the heads of a row mean together: of two that mean the same field
    /// the first counts, and the second is doubtful. A telephone number that
    /// may be anyone's is that of the person before it: 联系人, 联系电话.
    pub fn assign<H: AsRef<str>>(&self, heads: &[H]) -> Vec<Head<'f>> {
        let mut assigned: Vec<Head<'f>> = Vec::with_capacity(heads.len());
        for head in heads {
            let found = match self.find(head.as_ref()) {
                Head::Field(field) if assigned.contains(&Head::Field(field)) => Head::Doubtful(vec![field]),
                found => found,
            };
            assigned.push(found);
        }
        for (at, head) in heads.iter().enumerate() {
            let is_free = TELEPHONES.contains(&fold(head.as_ref()).as_str()) && !matches!(assigned[at], Head::Field(_));
            let before = assigned[..at].iter().rev().find_map(|head| match head {
                Head::Field(field) => Some(*field),
                Head::Nothing | Head::Doubtful(_) => None,
            });
            if let Some(number) = before.filter(|_| is_free).and_then(|field| self.number_of(field))
                && !assigned.contains(&Head::Field(number))
            {
                assigned[at] = Head::Field(number);
            }
        }
        assigned
    }

    /// The telephone number of the person whom a field is about.
    fn number_of(&self, field: &Field) -> Option<&'f Field> {
        let path = field.path.to_string();
        let group = path.trim_end_matches(|c| !matches!(c, '.' | '_'));
        let person = group.trim_end_matches(['.', '_']);
        PEOPLE.iter().find(|id| person.rsplit(['.', '_']).next() == Some(**id))?;
        let called = |id: &&str| {
            let number = format!("{group}{id}");
            self.words.iter().map(|word| word.field).find(|field| field.path.to_string() == number)
        };
        NUMBERS.iter().find_map(called)
    }
}

/// The words for a field: its own label first, then its synonyms, and both
/// without 信息 at their end.
fn words_for(field: &Field) -> Vec<String> {
    let mut words = vec![field.own_label().to_owned()];
    words.extend(field.synonyms.iter().cloned());
    let short = |word: &String| word.strip_suffix("信息").filter(|rest| !rest.is_empty()).map(str::to_owned);
    let shorter: Vec<String> = words.iter().filter_map(short).collect();
    words.extend(shorter);
    words
}

/// The text without what stands in brackets, full-width or not.
fn without_brackets(text: &str) -> String {
    let mut depth = 0usize;
    let mut kept = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '（' | '(' | '［' | '[' | '【' => depth += 1,
            '）' | ')' | '］' | ']' | '】' => depth = depth.saturating_sub(1),
            c if depth == 0 => kept.push(c),
            _ => {}
        }
    }
    kept
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Catalogue;

    fn shown(head: Head<'_>) -> String {
        match head {
            Head::Nothing => "-".to_owned(),
            Head::Field(field) => field.path.to_string(),
            Head::Doubtful(fields) => {
                let paths: Vec<String> = fields.iter().map(|field| field.path.to_string()).collect();
                format!("?{}", paths.join(" "))
            }
        }
    }

    #[test]
    fn heads_name_the_fields_of_a_form() {
        let catalogue = Catalogue::embedded().unwrap();
        let heads = Heads::of_form(catalogue.form("henan-2021/recommendation").unwrap());
        for (head, path) in [
            ("学校/区域名称", "name"),
            (" 学校／区域名称 ", "name"),
            ("学 校 名 称", "name"),
            ("name", "name"),
            ("contact.mobile", "contact.mobile"),
            ("联系人信息/手机", "contact.mobile"),
            ("联系人手机", "contact.mobile"),
            ("联系人手机号码", "contact.mobile"),
            ("联系人电话", "contact.mobile"),
            ("联系人姓名", "contact.name"),
            ("联系人", "contact.name"),
            ("负责人职务", "leader.title"),
            ("推荐类型（地市、县区、学校）", "kind"),
            ("手机", "?leader.mobile contact.mobile"),
            ("姓名", "?leader.name contact.name"),
            ("备注", "-"),
            ("", "-"),
            ("（）", "-"),
        ] {
            assert_eq!(shown(heads.find(head)), path, "{head}");
        }
    }

    #[test]
    fn heads_name_the_columns_of_a_table() {
        let catalogue = Catalogue::embedded().unwrap();
        let summary = catalogue.form("henan-2021/summary").unwrap();
        let table = summary.fields.iter().find(|field| field.id() == "schools").unwrap();
        let heads = Heads::of_table(table);
        for (head, path) in [
            ("学校类型", "schools[].kind"),
            ("类型", "schools[].kind"),
            ("学校联系人手机号码", "schools[].contact.mobile"),
            ("联系人单位/部门", "schools[].contact.unit"),
            ("单位", "schools[].contact.unit"),
            ("schools[].kind", "schools[].kind"),
            ("区域类型", "-"),
        ] {
            assert_eq!(shown(heads.find(head)), path, "{head}");
        }
    }

    #[test]
    fn a_telephone_number_is_that_of_the_person_before_it() {
        let catalogue = Catalogue::embedded().unwrap();
        let heads = Heads::of_form(catalogue.form("henan-2021/recommendation").unwrap());
        for (row, meant) in [
            (&["学校名称", "联系人", "联系电话"][..], &["name", "contact.name", "contact.mobile"][..]),
            (&["负责人", "手机号"], &["leader.name", "leader.mobile"]),
            (&["联系人", "职务", "联系方式"], &["contact.name", "?leader.title contact.title", "contact.mobile"]),
            (&["学校名称", "手机"], &["name", "?leader.mobile contact.mobile"]),
            (&["联系人", "电话", "联系人手机"], &["contact.name", "?leader.mobile contact.mobile", "contact.mobile"]),
            (&["联系人", "用户名", "联系方式"], &["contact.name", "username", "-"]),
        ] {
            let assigned: Vec<String> = heads.assign(row).into_iter().map(shown).collect();
            assert_eq!(assigned, meant, "{row:?}");
        }
    }

    #[test]
    fn the_first_of_two_heads_for_a_field_counts() {
        let catalogue = Catalogue::embedded().unwrap();
        let heads = Heads::of_form(catalogue.form("henan-2021/recommendation").unwrap());
        let assigned: Vec<String> = heads.assign(&["学校名称", "单位名称", "用户名"]).into_iter().map(shown).collect();
        assert_eq!(assigned, ["name", "?name", "username"]);
    }
}
