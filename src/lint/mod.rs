//! Lint: mistakes and doubts in definitions and templates.
//!
//! A catalogue refuses what it cannot use, and stops there. Lint goes on: it
//! gives every mistake of all files, and what can be used but is probably not
//! meant. It takes files and gives [`Lint`]s; nothing is printed here.

mod activity;
mod code;
mod fields;
mod labels;
mod page;
mod points;
mod rules;
mod summary;
mod typing;
mod unused;

#[cfg(test)]
mod tests;

pub use code::LintCode;

use std::collections::BTreeSet;
use std::fmt;

use crate::finding::{Message, fill};
use crate::form::{Catalogue, CatalogueError, Field, Files, Form};
use crate::{Lang, Severity};

/// A mistake or doubt in a definition or template.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lint {
    /// What kind of thing it is.
    pub code: LintCode,
    /// The file, as the catalogue names it: `forms/henan-2021/summary.toml`.
    pub file: String,
    /// The line, from 1, where it is known.
    pub line: Option<usize>,
    /// The form, where it is about one.
    pub form: Option<String>,
    /// Values for the gaps of message and remedy, by name.
    details: Vec<(&'static str, Detail)>,
}

/// What fills a gap.
#[derive(Debug, Clone, PartialEq, Eq)]
enum Detail {
    Value(String),
    Message(Message),
}

impl Lint {
    fn new(code: LintCode, file: impl Into<String>) -> Lint {
        Lint { code, file: file.into(), line: None, form: None, details: Vec::new() }
    }

    /// About the definition of a form.
    fn of_form(code: LintCode, id: &str) -> Lint {
        Lint { form: Some(id.to_owned()), ..Lint::new(code, format!("forms/{id}.toml")) }
    }

    /// About a field of a form, where it is written.
    fn of_field(code: LintCode, form: &Form, field: &Field) -> Lint {
        let lint = Lint { form: Some(form.id.clone()), ..Lint::new(code, field.origin.file.as_str()) };
        lint.line(field.origin.line).with("label", field.label()).with("path", &field.path)
    }

    fn line(mut self, line: impl Into<Option<usize>>) -> Lint {
        self.line = line.into();
        self
    }

    fn with(mut self, name: &'static str, value: impl fmt::Display) -> Lint {
        self.details.push((name, Detail::Value(value.to_string())));
        self
    }

    fn with_message(mut self, name: &'static str, message: Message) -> Lint {
        self.details.push((name, Detail::Message(message)));
        self
    }

    /// How much it matters.
    pub fn severity(&self) -> Severity {
        self.code.severity()
    }

    /// What is wrong or doubtful.
    pub fn message(&self, lang: Lang) -> String {
        self.fill(self.code.message(lang), lang)
    }

    /// What to do about it.
    pub fn remedy(&self, lang: Lang) -> String {
        self.fill(self.code.remedy(lang), lang)
    }

    fn fill(&self, template: &str, lang: Lang) -> String {
        fill(template, |name| match self.details.iter().find(|(detail, _)| *detail == name)? {
            (_, Detail::Value(value)) => Some(value),
            (_, Detail::Message(message)) => Some(message.get(lang)),
        })
    }
}

/// Files of definitions and templates, and what could be made of them.
#[derive(Debug, Clone)]
pub struct Loaded {
    catalogue: Catalogue,
    /// Definitions by name.
    forms: Files,
    /// Templates by name.
    templates: Files,
}

impl Loaded {
    /// The files that come with the library, and those of `forms` and
    /// `templates`, which take the place of embedded files of the same name.
    pub fn new(forms: Files, templates: Files) -> Loaded {
        let catalogue = Catalogue::load(forms.clone(), templates.clone());
        let (forms, templates) = Catalogue::files(forms, templates);
        Loaded { catalogue, forms, templates }
    }

    /// The forms that can be used.
    pub fn catalogue(&self) -> &Catalogue {
        &self.catalogue
    }

    /// Whether there are definitions of this form, `henan-2021/summary`, or of
    /// this activity, `henan-2021`; they may have mistakes.
    pub fn has(&self, name: &str) -> bool {
        let is_it = |file: &String| file.split('/').next() == Some(name) || file.strip_suffix(".toml") == Some(name);
        self.forms.keys().any(is_it)
    }

    /// All forms whose definition is right.
    fn all_forms(&self) -> impl Iterator<Item = &Form> {
        self.catalogue.forms().chain(self.catalogue.without_layout())
    }
}

/// Everything that is wrong or doubtful in the files, by file and line.
///
/// # Example
///
/// ```
/// use shenbao::form::Files;
/// use shenbao::lint::{Loaded, lint};
///
/// let rubric = "version = 1\ntitle = \"评价指标\"\ntemplate = \"test/rubric.html\"\n\
///     [[indicator]]\nname = \"应用\"\npoints = 10\n\
///     [[indicator.item]]\nname = \"规划\"\npoints = 5\ntext = \"有规划得3分。\"";
/// let forms = Files::from([
///     ("test/activity.toml".into(), "title = \"通知\"".into()),
///     ("test/rubric.toml".into(), rubric.into()),
/// ]);
/// let templates = Files::from([("test/rubric.html".into(), "<section><h1>评价指标</h1></section>".into())]);
/// let lints = lint(&Loaded::new(forms, templates));
/// let codes: Vec<&str> =
///     lints.iter().filter(|lint| lint.file == "forms/test/rubric.toml").map(|lint| lint.code.as_str()).collect();
/// assert_eq!(codes, ["points_sum", "points_text"]);
/// ```
pub fn lint(loaded: &Loaded) -> Vec<Lint> {
    let mut lints: Vec<Lint> = loaded.catalogue.mistakes().iter().map(refused).collect();
    for form in loaded.catalogue.forms() {
        labels::lint(form, &mut lints);
        page::lint(form, &mut lints);
        summary::lint(form, &mut lints);
    }
    for form in loaded.all_forms() {
        fields::lint(form, &mut lints);
        points::lint(form, &mut lints);
        rules::lint(form, definition(loaded, form), &mut lints);
    }
    activity::lint(loaded, &mut lints);
    typing::lint(loaded, &mut lints);
    unused::lint(loaded, &mut lints);
    // A slip of typing that was refused is said once.
    let refused: BTreeSet<(String, Option<usize>)> =
        loaded.catalogue.mistakes().iter().map(|mistake| (mistake.file().to_owned(), mistake.line())).collect();
    let is_slip = |lint: &Lint| matches!(lint.code, LintCode::WideMark | LintCode::SingleBrace);
    lints.retain(|lint| !is_slip(lint) || !refused.contains(&(lint.file.clone(), lint.line)));
    lints.sort_by(|a, b| (&a.file, a.line, a.code).cmp(&(&b.file, b.line, b.code)));
    // A shared field has the same doubt in every form that uses it.
    lints.dedup_by(|a, b| (a.code, &a.file, a.line, &a.details) == (b.code, &b.file, b.line, &b.details));
    lints
}

/// What loading refuses.
fn refused(mistake: &CatalogueError) -> Lint {
    let code = match mistake {
        CatalogueError::Form(_) => LintCode::Definition,
        CatalogueError::Template(_) => LintCode::Template,
    };
    Lint::new(code, mistake.file()).line(mistake.line()).with_message("message", mistake.message().clone())
}

/// The text of a form's definition.
fn definition<'l>(loaded: &'l Loaded, form: &Form) -> &'l str {
    loaded.forms.get(&format!("{}.toml", form.id)).map_or("", |text| text.as_ref())
}

/// The line of the first line for which something holds, from 1.
fn line_where(text: &str, holds: impl Fn(&str) -> bool) -> Option<usize> {
    text.lines().position(|line| !line.trim_start().starts_with('#') && holds(line)).map(|index| index + 1)
}

/// The line on which a key is set, from 1.
fn line_of_key(text: &str, key: &str) -> Option<usize> {
    line_where(text, |line| line.trim_start().strip_prefix(key).is_some_and(|rest| rest.trim_start().starts_with('=')))
}
