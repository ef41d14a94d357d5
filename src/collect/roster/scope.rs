//! What the heads of a roster mean: a column may hold a field of the returned
//! form and a column of the summary at the same time.

use crate::FieldPath;
use crate::data::head_rows::Worth;
use crate::data::heads::{Head, Heads, NAMES, NUMBERS, TELEPHONES};
use crate::form::{Catalogue, ColumnSource, Field, Form};
use crate::text::fold;

/// Where a roster's heads are looked for.
pub(super) struct Scopes<'f> {
    scopes: Vec<Scope<'f>>,
}

/// A form, or a table of it: within one, a head means one field.
struct Scope<'f> {
    form: &'f Form,
    heads: Heads<'f>,
    /// Whether each row of the roster has values of its own for it.
    of_rows: bool,
    /// The field that names the applicant.
    name: Option<FieldPath>,
}

/// The columns of a roster.
pub(super) struct Columns<'f> {
    /// The heads as written.
    pub heads: Vec<String>,
    /// The columns that hold the applicant's name.
    pub name: Vec<usize>,
    pub contact_name: Option<usize>,
    pub contact_mobile: Option<usize>,
    /// What the heads mean in each scope.
    meanings: Vec<Meaning<'f>>,
}

struct Meaning<'f> {
    form: &'f Form,
    of_rows: bool,
    heads: Vec<Head<'f>>,
}

/// Heads that mean whom to call whatever the forms call it.
const CONTACTS: &[&str] = &["联系人", "联系人姓名"];

impl<'f> Scopes<'f> {
    /// The forms that an activity's applicants return, and its summaries.
    pub fn of(catalogue: &'f Catalogue, activity: &str) -> Scopes<'f> {
        let own = || catalogue.forms().filter(|form| form.activity_id() == activity && !form.is_print_only());
        let summaries: Vec<&Form> = own().filter(|form| form.summary.is_some()).collect();
        let mut scopes = Vec::new();
        for form in own().filter(|form| form.summary.is_none()) {
            let name = form.applicant().cloned();
            scopes.push(Scope { form, heads: Heads::of_form(form), of_rows: true, name });
        }
        for summary in summaries {
            for table in summary.summary.iter().flat_map(|source| &source.table) {
                let Some(field) = summary.field(&table.rows) else { continue };
                let names = |sources: &Vec<ColumnSource>| {
                    sources.iter().any(|source| matches!(source, ColumnSource::Roster | ColumnSource::File))
                };
                // The column `name`, or else the first that takes a name from a file.
                let named = table.columns.keys().find(|column| *column == "name");
                let named = named.or_else(|| table.columns.iter().find(|(_, s)| names(s)).map(|(column, _)| column));
                let name = named.and_then(|column| format!("{}[].{column}", table.rows).parse().ok());
                scopes.push(Scope { form: summary, heads: Heads::of_table(field), of_rows: true, name });
            }
            scopes.push(Scope { form: summary, heads: Heads::of_form(summary), of_rows: false, name: None });
        }
        Scopes { scopes }
    }

    /// What the heads of a row mean.
    pub fn columns(&self, heads: Vec<String>) -> Columns<'f> {
        let meaning =
            |scope: &Scope<'f>| Meaning { form: scope.form, of_rows: scope.of_rows, heads: scope.heads.assign(&heads) };
        let meanings: Vec<Meaning<'f>> = self.scopes.iter().map(meaning).collect();
        let is_name = |at: &usize| {
            self.scopes.iter().zip(&meanings).any(|(scope, meaning)| match &meaning.heads[*at] {
                Head::Field(field) => Some(&field.path) == scope.name.as_ref(),
                _ => false,
            })
        };
        let mut name: Vec<usize> = (0..heads.len()).filter(is_name).collect();
        let called = |words: &[&str]| heads.iter().position(|head| words.contains(&fold(head).as_str()));
        if name.is_empty() {
            name.extend(called(NAMES));
        }
        let person = |group: &str, ids: &[&str]| {
            (0..heads.len()).find(|at| {
                meanings.iter().filter(|meaning| meaning.of_rows).any(|meaning| match &meaning.heads[*at] {
                    Head::Field(field) => {
                        let path = field.path.to_string();
                        ids.iter().any(|id| path.ends_with(&format!("{group}.{id}")) || path == format!("{group}_{id}"))
                    }
                    _ => false,
                })
            })
        };
        let free = |at: Option<usize>| at.filter(|at| !name.contains(at));
        let contact_name =
            person("contact", &["name"]).or_else(|| called(CONTACTS)).or_else(|| person("leader", &["name"]));
        let contact_mobile =
            person("contact", NUMBERS).or_else(|| called(TELEPHONES)).or_else(|| person("leader", NUMBERS));
        let (contact_name, contact_mobile) = (free(contact_name), free(contact_mobile));
        Columns { heads, name, contact_name, contact_mobile, meanings }
    }
}

impl<'f> Columns<'f> {
    /// Of the fields that a column may mean, leaves those whose values it holds,
    /// if it holds those of any: 市（州） is a name in the summary and a number
    /// in the plan.
    pub fn keep_fitting(&mut self, fits: impl Fn(usize, &Field) -> bool) {
        for at in 0..self.heads.len() {
            let fitting = |head: &Head<'_>| matches!(head, Head::Field(field) if fits(at, field));
            if !self.meanings.iter().filter_map(|meaning| meaning.heads.get(at)).any(fitting) {
                continue;
            }
            for head in self.meanings.iter_mut().filter_map(|meaning| meaning.heads.get_mut(at)) {
                if matches!(head, Head::Field(_)) && !fitting(head) {
                    *head = Head::Nothing;
                }
            }
        }
    }

    /// The fields of each row that a column means, with their forms.
    pub fn rows_at(&self, at: usize) -> impl Iterator<Item = (&'f str, &'f Field)> {
        self.fields(at, true)
    }

    /// The fields outside the summary's tables that a column means. What is
    /// said of each row, such as 联系人, is not the office's own.
    pub fn head_at(&self, at: usize) -> impl Iterator<Item = (&'f str, &'f Field)> {
        let of_rows = self.rows_at(at).next().is_some();
        self.fields(at, false).filter(move |_| !of_rows)
    }

    /// Whether a column means anything.
    pub fn is_known(&self, at: usize) -> bool {
        self.rows_at(at).next().is_some() || self.head_at(at).next().is_some()
    }

    /// The fields of which a column may mean one.
    pub fn doubtful_at(&self, at: usize) -> Vec<&'f Field> {
        let several = self.meanings.iter().find_map(|meaning| match meaning.heads.get(at) {
            Some(Head::Doubtful(fields)) => Some(fields.clone()),
            _ => None,
        });
        several.unwrap_or_default()
    }

    /// What each head is worth.
    pub fn worth(&self) -> Vec<Worth> {
        let worth = |at: usize| match self.is_used(at) {
            true => Worth::Field,
            false if !self.doubtful_at(at).is_empty() => Worth::Doubt,
            false => Worth::Nothing,
        };
        (0..self.heads.len()).map(worth).collect()
    }

    /// Whether a column gives anything: a value, a name or whom to call.
    pub fn is_used(&self, at: usize) -> bool {
        self.name.contains(&at) || self.contact_name == Some(at) || self.contact_mobile == Some(at) || self.is_known(at)
    }

    fn fields(&self, at: usize, of_rows: bool) -> impl Iterator<Item = (&'f str, &'f Field)> {
        self.meanings.iter().filter(move |meaning| meaning.of_rows == of_rows).filter_map(move |meaning| match meaning
            .heads
            .get(at)
        {
            Some(Head::Field(field)) => Some((meaning.form.id.as_str(), *field)),
            _ => None,
        })
    }
}
