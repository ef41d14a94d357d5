//! Which field each head of a table of data means.

use std::collections::HashSet;

use super::columns::is_number;
use super::spelling::{is_near, spellings, unit};
use crate::FieldPath;
use crate::form::{Field, Form};
use crate::text::{fold, own_words};

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
    /// Any of these without its number and what stands in brackets.
    Bare,
    /// Words that mean the applicant if nothing else has them.
    Last,
}

/// Heads that mean a person's telephone number whatever the forms call it.
pub(crate) const TELEPHONES: &[&str] =
    &["联系电话", "联系方式", "联系人电话", "联系人联系电话", "联系人手机", "手机", "手机号", "手机号码", "电话"];

/// Heads that mean the applicant whatever the forms call it.
pub(crate) const NAMES: &[&str] = &[
    "名称",
    "单位",
    "单位名称",
    "申报单位",
    "推荐单位",
    "报送单位",
    "参评单位",
    "学校",
    "学校名称",
    "校名",
    "区域名称",
    "姓名",
];

/// What the fields of a person's telephone numbers are called.
pub(crate) const NUMBERS: &[&str] = &["mobile", "phone"];

/// The groups, or beginnings of names, of the fields about a person to call.
const PEOPLE: &[&str] = &["contact", "leader"];

/// Words above other heads that say nothing about whose they are.
const NEUTRAL: &[&str] = &[
    "基本信息",
    "基本情况",
    "学校信息",
    "学校基本信息",
    "学校基本情况",
    "学校情况",
    "单位信息",
    "单位基本信息",
    "单位情况",
    "申报信息",
    "推荐信息",
    "其他",
    "其他信息",
];

/// What a head means.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Head<'f> {
    /// No field.
    Nothing,
    /// A field.
    Field(&'f Field),
    /// One of several fields, or a field that another head means, or one that
    /// is called nearly so.
    Doubtful(Vec<&'f Field>),
}

impl<'f> Heads<'f> {
    /// The words of what a form asks outside its tables.
    pub fn of_form(form: &'f Form) -> Heads<'f> {
        let mut heads = Heads::new(&form.fields);
        // A person has a school too, and an office that sums up names none.
        let names_a_place =
            |field: &&Field| ["名称", "单位", "学校"].iter().any(|word| field.own_label().contains(word));
        let applicant = form.applicant().and_then(|path| form.field(path)).filter(|_| form.summary.is_none());
        if let Some(field) = applicant.filter(names_a_place) {
            NAMES.iter().filter(|name| **name != "姓名").for_each(|name| heads.word(name, Rank::Last, field));
        }
        heads
    }

    /// The words of a table's columns.
    pub fn of_table(table: &'f Field) -> Heads<'f> {
        Heads::new(&table.fields)
    }

    /// The words of fields that stand under one heading, without those of the
    /// tables among them.
    pub fn new(fields: &'f [Field]) -> Heads<'f> {
        let mut heads = Heads { words: Vec::new() };
        for field in fields.iter().filter(|field| field.rows().is_none()) {
            heads.add(field, &[]);
        }
        heads
    }

    /// `above` are the words for the groups that the field stands in.
    fn add(&mut self, field: &'f Field, above: &[String]) {
        let own = words_for(field);
        if !field.is_leaf() {
            let below: Vec<String> =
                own.iter().flat_map(|own| above.iter().map(move |above| format!("{above}{own}"))).collect();
            let below = [own, below].concat();
            for child in field.fields.iter().filter(|child| child.rows().is_none()) {
                self.add(child, &below);
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
        let mut add = |folded: String, rank| {
            if !folded.is_empty() {
                self.words.push(Word { folded, rank, field });
            }
        };
        let (folded, bare) = (fold(word), own_words(word));
        if bare != folded {
            add(bare, Rank::Bare);
        }
        add(folded, rank);
    }

    /// What a head means by itself. Numbers before it, brackets and units count
    /// only if it means nothing with them: 二、金额（元）, 金额. Of a head in
    /// several rows (`学校信息/名称`) the last part counts if the others say
    /// nothing; a unit that is not the field's own is doubtful.
    pub fn find(&self, head: &str) -> Head<'f> {
        let found = self.find_whole(head);
        let (Head::Nothing, Some((above, last))) = (&found, head.rsplit_once('/')) else {
            return self.with_its_unit(head, found);
        };
        match self.find_whole(last) {
            Head::Field(field) if !above.split('/').all(is_neutral) => Head::Doubtful(vec![field]),
            found => self.with_its_unit(last, found),
        }
    }

    fn find_whole(&self, head: &str) -> Head<'f> {
        for head in spellings(head) {
            let alike = || self.words.iter().filter(|word| word.folded == head);
            let Some(rank) = alike().map(|word| word.rank).min() else { continue };
            let fields = distinct(alike().filter(|word| word.rank == rank).map(|word| word.field));
            return match fields.as_slice() {
                [field] => Head::Field(field),
                _ => Head::Doubtful(fields),
            };
        }
        Head::Nothing
    }

    /// 经费（万元） is not surely the answer to 经费（元）.
    fn with_its_unit(&self, head: &str, found: Head<'f>) -> Head<'f> {
        match found {
            Head::Field(field) => {
                let own = unit(field.own_label()).or_else(|| unit(field.hint.as_deref()?));
                match (own, unit(head)) {
                    (Some(own), Some(written)) if own != written => Head::Doubtful(vec![field]),
                    _ => Head::Field(field),
                }
            }
            found => found,
        }
    }

    /// The fields that are called nearly as a head: somebody may have mistyped
    /// one of them.
    fn near(&self, head: &str, is_free: impl Fn(&Field) -> bool) -> Vec<&'f Field> {
        let head = own_words(head);
        let free = self.words.iter().filter(|word| is_free(word.field));
        let near: Vec<(usize, &'f Field)> =
            free.filter_map(|word| Some((is_near(&head, &word.folded)?, word.field))).collect();
        let least = near.iter().map(|(changes, _)| *changes).min();
        distinct(near.into_iter().filter(|(changes, _)| Some(*changes) == least).map(|(_, field)| field))
    }

    /// What the heads of a row mean together: of two that mean the same field
    /// the first counts, and the second is doubtful. A telephone number that
    /// may be anyone's is that of the person directly before it: 联系人,
    /// 联系电话, with no more than the person's other fields between. What is
    /// called nearly as a field that no other head means is doubtful.
    #[cfg(any(test, feature = "collect"))]
    pub fn assign<H: AsRef<str>>(&self, heads: &[H]) -> Vec<Head<'f>> {
        self.assign_rest(heads, &vec![None; heads.len()])
    }

    /// [`Heads::assign`] where the caller knows some heads, for each `None` or
    /// what it means. What else would mean the field of such a head means
    /// nothing then.
    pub fn assign_rest<H: AsRef<str>>(&self, heads: &[H], given: &[Option<Head<'f>>]) -> Vec<Head<'f>> {
        let is_given = |at: usize| given.get(at).is_some_and(Option::is_some);
        let mut assigned: Vec<Head<'f>> = Vec::with_capacity(heads.len());
        for (at, head) in heads.iter().enumerate() {
            let found = match given.get(at).cloned().flatten() {
                Some(known) => known,
                None => match self.find(head.as_ref()) {
                    found @ Head::Field(_) if given.contains(&Some(found.clone())) => Head::Nothing,
                    Head::Field(field) if assigned.contains(&Head::Field(field)) => Head::Doubtful(vec![field]),
                    found => found,
                },
            };
            assigned.push(found);
        }
        for (at, head) in heads.iter().enumerate().filter(|(at, _)| !is_given(*at)) {
            let is_free = TELEPHONES.contains(&fold(head.as_ref()).as_str()) && !matches!(assigned[at], Head::Field(_));
            if is_free
                && let Some(number) = self.number_of_person_before(&heads[..at], &assigned[..at])
                && !assigned.contains(&Head::Field(number))
            {
                assigned[at] = Head::Field(number);
            }
        }
        let taken: HashSet<FieldPath> = assigned
            .iter()
            .filter_map(|head| match head {
                Head::Field(field) => Some(field.path.clone()),
                Head::Nothing | Head::Doubtful(_) => None,
            })
            .collect();
        for at in (0..heads.len()).filter(|at| !is_given(*at)) {
            if let Some(doubt) = self.doubt(heads, &assigned, at, &taken) {
                assigned[at] = doubt;
            }
        }
        assigned
    }

    /// What a head that means nothing, or several fields, is when all heads of
    /// its row are known, if that makes a difference.
    fn doubt<H: AsRef<str>>(
        &self,
        heads: &[H],
        assigned: &[Head<'f>],
        at: usize,
        taken: &HashSet<FieldPath>,
    ) -> Option<Head<'f>> {
        let is_free = |field: &Field| !taken.contains(&field.path);
        match &assigned[at] {
            Head::Nothing => {
                let head = heads[at].as_ref();
                let folded = fold(head);
                let same = heads[..at].iter().zip(assigned).find_map(|(other, found)| match found {
                    Head::Field(field) if fold(other.as_ref()) == folded => Some(*field),
                    _ => None,
                });
                let near = same.map_or_else(|| self.near(head, is_free), |field| vec![field]);
                (!near.is_empty()).then_some(Head::Doubtful(near))
            }
            // Of several fields those stay that have no column yet.
            Head::Doubtful(fields) => {
                let free: Vec<&Field> = fields.iter().copied().filter(|field| is_free(field)).collect();
                (!free.is_empty()).then_some(Head::Doubtful(free))
            }
            Head::Field(_) => None,
        }
    }

    /// The telephone number of the person whom the last heads are about.
    /// Between 负责人 and 手机 may stand what can be that person's, 职务 as 负责人's,
    /// and 序号; 校医, which the form does not ask for, is somebody else.
    fn number_of_person_before<H: AsRef<str>>(&self, heads: &[H], assigned: &[Head<'f>]) -> Option<&'f Field> {
        let mut between: Vec<&[&Field]> = Vec::new();
        for (head, found) in heads.iter().zip(assigned).rev() {
            match found {
                Head::Field(field) => {
                    let number = self.number_of(field)?;
                    let is_theirs = |field: &&Field| self.number_of(field).is_some_and(|own| own.path == number.path);
                    return between.iter().all(|fields| fields.iter().any(is_theirs)).then_some(number);
                }
                Head::Doubtful(fields) => between.push(fields),
                Head::Nothing if is_number(head.as_ref()) => {}
                Head::Nothing => return None,
            }
        }
        None
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
pub(super) fn words_for(field: &Field) -> Vec<String> {
    let mut words = vec![field.own_label().to_owned()];
    words.extend(field.synonyms.iter().cloned());
    let short = |word: &String| word.strip_suffix("信息").filter(|rest| !rest.is_empty()).map(str::to_owned);
    let shorter: Vec<String> = words.iter().filter_map(short).collect();
    words.extend(shorter);
    words
}

/// Fields, each once.
fn distinct<'f>(fields: impl Iterator<Item = &'f Field>) -> Vec<&'f Field> {
    let mut distinct: Vec<&Field> = Vec::new();
    for field in fields {
        if !distinct.iter().any(|other| other.path == field.path) {
            distinct.push(field);
        }
    }
    distinct
}

fn is_neutral(above: &str) -> bool {
    NEUTRAL.contains(&own_words(above).as_str())
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
            (&["联系人", "电话", "联系人手机"], &["contact.name", "?leader.mobile", "contact.mobile"]),
            (&["联系人", "用户名", "联系方式"], &["contact.name", "username", "-"]),
            (&["联系人", "序号", "", "手机"], &["contact.name", "-", "-", "contact.mobile"]),
            (&["负责人", "校医", "手机"], &["leader.name", "-", "?leader.mobile contact.mobile"]),
            (&["联系人", "班主任信息", "联系电话"], &["contact.name", "-", "?leader.mobile contact.mobile"]),
            (&["负责人", "推荐类形", "手机"], &["leader.name", "?kind", "?leader.mobile contact.mobile"]),
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
