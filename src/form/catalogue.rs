//! All forms that are known: those embedded in the library, and a user's own.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};
use std::fmt;

use include_dir::{Dir, include_dir};

use super::{Activity, ColumnSource, Form, FormSource, SharedFields, SourceError};
use crate::document::Document;
use crate::finding::{Message, say};
use crate::layout::Layout;
use crate::path::is_file_id;
use crate::template::{TemplateError, Templates};
use crate::{FieldPath, ParsePathError};

static FORMS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/forms");

/// The folders of templates/ that hold templates. Its fonts are embedded by the
/// writer that needs them.
static TEMPLATES: [(&str, Dir<'_>); 6] = [
    ("chibi-2020", include_dir!("$CARGO_MANIFEST_DIR/templates/chibi-2020")),
    ("guizhou-2018", include_dir!("$CARGO_MANIFEST_DIR/templates/guizhou-2018")),
    ("guizhou-2019", include_dir!("$CARGO_MANIFEST_DIR/templates/guizhou-2019")),
    ("guizhou-2021", include_dir!("$CARGO_MANIFEST_DIR/templates/guizhou-2021")),
    ("henan-2021", include_dir!("$CARGO_MANIFEST_DIR/templates/henan-2021")),
    ("shared", include_dir!("$CARGO_MANIFEST_DIR/templates/shared")),
];

/// Files by name, `henan-2021/recommendation.toml`, with `/` between folders.
pub type Files = BTreeMap<String, Cow<'static, str>>;

/// All known forms.
///
/// A form's layout is made when the catalogue is: a catalogue holds only forms
/// that can be rendered and read. A form with a mistake is left out and named in
/// [`Catalogue::mistakes`].
#[derive(Debug, Clone)]
pub struct Catalogue {
    activities: BTreeMap<String, Activity>,
    forms: BTreeMap<String, Form>,
    mistakes: Vec<CatalogueError>,
    /// Ids of the forms that were left out.
    broken: BTreeSet<String>,
    /// Those of them whose definition is right: all but their layout.
    without_layout: Vec<Form>,
}

/// A mistake in a definition or a template.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum CatalogueError {
    /// In a definition.
    Form(SourceError),
    /// In a template.
    Template(TemplateError),
}

impl CatalogueError {
    /// The file, `forms/…` or `templates/…`.
    pub fn file(&self) -> &str {
        match self {
            CatalogueError::Form(error) => &error.file,
            CatalogueError::Template(error) => error.file(),
        }
    }

    /// The line, from 1, where it is known.
    pub fn line(&self) -> Option<usize> {
        match self {
            CatalogueError::Form(error) => error.line,
            CatalogueError::Template(error) => error.line(),
        }
    }

    /// What is wrong and what to do, for a person.
    pub fn message(&self) -> &Message {
        match self {
            CatalogueError::Form(error) => &error.message,
            CatalogueError::Template(error) => error.message(),
        }
    }
}

impl fmt::Display for CatalogueError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CatalogueError::Form(error) => error.fmt(f),
            CatalogueError::Template(error) => error.fmt(f),
        }
    }
}

impl std::error::Error for CatalogueError {}

impl From<SourceError> for CatalogueError {
    fn from(error: SourceError) -> CatalogueError {
        CatalogueError::Form(error)
    }
}

impl From<TemplateError> for CatalogueError {
    fn from(error: TemplateError) -> CatalogueError {
        CatalogueError::Template(error)
    }
}

impl Catalogue {
    /// The forms that come with the library.
    ///
    /// # Errors
    ///
    /// None in a library whose tests pass.
    pub fn embedded() -> Result<Catalogue, CatalogueError> {
        Catalogue::with_files(Files::new(), Files::new())
    }

    /// The forms that come with the library, and those of `forms` and
    /// `templates`, which take the place of embedded files of the same name.
    ///
    /// # Errors
    ///
    /// The first mistake in a definition or template.
    pub fn with_files(forms: Files, templates: Files) -> Result<Catalogue, CatalogueError> {
        let catalogue = Catalogue::load(forms, templates);
        match catalogue.mistakes.first() {
            None => Ok(catalogue),
            Some(mistake) => Err(mistake.clone()),
        }
    }

    /// As [`Catalogue::with_files`], without the forms that have a mistake: one
    /// broken form keeps nobody from using the others.
    pub fn load(forms: Files, templates: Files) -> Catalogue {
        let (forms, templates) = Catalogue::files(forms, templates);
        let templates = Templates::new(&templates);
        let mut catalogue = Catalogue {
            activities: BTreeMap::new(),
            forms: BTreeMap::new(),
            mistakes: templates.mistakes().into_iter().map(CatalogueError::Template).collect(),
            broken: BTreeSet::new(),
            without_layout: Vec::new(),
        };
        let shared = catalogue.shared_and_activities(&forms);
        for (name, text) in forms.iter().filter(|(name, _)| shared_name(name).is_none()) {
            let Some(id) = name.strip_suffix(".toml").filter(|id| !id.ends_with("/activity")) else { continue };
            match catalogue.form_of(id, text, &shared, &templates) {
                Ok(form) => drop(catalogue.forms.insert(id.to_owned(), form)),
                Err(mistakes) => catalogue.leave_out(id, mistakes),
            }
        }
        let summaries: Vec<(String, SourceError)> = catalogue
            .forms
            .values()
            // What a broken form has is not known.
            .filter(|form| !catalogue.takes_from_broken(form))
            .filter_map(|form| Some((form.id.clone(), catalogue.summary_names_fields(form).err()?)))
            .collect();
        for (id, mistake) in summaries {
            catalogue.forms.remove(&id);
            catalogue.leave_out(&id, vec![mistake.into()]);
        }
        catalogue
    }

    /// Notes a form that cannot be used. There are no mistakes where they stand
    /// in another file that is noted already.
    fn leave_out(&mut self, id: &str, mistakes: Vec<CatalogueError>) {
        self.broken.insert(id.to_owned());
        for mistake in mistakes {
            if !self.mistakes.contains(&mistake) {
                self.mistakes.push(mistake);
            }
        }
    }

    fn takes_from_broken(&self, summary: &Form) -> bool {
        summary.summary.as_ref().is_some_and(|source| {
            let names = [Some(&source.from), source.not_in.as_ref()];
            names.into_iter().flatten().any(|name| self.is_broken(&format!("{}/{name}", summary.activity_id())))
        })
    }

    /// Reads the files that forms build on.
    fn shared_and_activities(&mut self, forms: &Files) -> SharedFields {
        let mut shared = SharedFields::default();
        for (name, text) in forms {
            let file = format!("forms/{name}");
            if let Some(group) = shared_name(name) {
                if let Err(mistake) = shared.add(group, &file, text) {
                    self.broken.insert(format!("shared/{group}"));
                    self.mistakes.push(mistake.into());
                }
            } else if let Some(id) = name.strip_suffix("/activity.toml") {
                match toml::from_str::<Activity>(text) {
                    Ok(activity) => {
                        let activity = Activity { id: id.to_owned(), ..activity };
                        self.activities.insert(id.to_owned(), activity);
                    }
                    Err(error) => {
                        self.broken.insert(format!("{id}/activity"));
                        self.mistakes.push(SourceError::of_toml(&file, text, &error).into());
                    }
                }
            }
        }
        shared
    }

    /// Reads a form and lays it out.
    fn form_of(
        &mut self,
        id: &str,
        text: &str,
        shared: &SharedFields,
        templates: &Templates,
    ) -> Result<Form, Vec<CatalogueError>> {
        let file = format!("forms/{id}.toml");
        let mistake = |message: Message| vec![SourceError { file: file.clone(), line: None, message }.into()];
        let (folder, name) = match id.split_once('/') {
            Some((folder, name)) if !name.contains('/') => (folder, name),
            _ => {
                return Err(mistake(say!(
                    "应放在活动的文件夹里：forms/活动代号/表格代号.toml，如 forms/school/leave.toml",
                    "stands in no activity: expected `forms/<activity>/<form>.toml`"
                )));
            }
        };
        if let Some(bad) = [folder, name].into_iter().find(|part| !is_file_id(part)) {
            return Err(mistake(say!(
                "“{bad}”不能作文件夹或文件的名字：只能用小写英文字母、数字和短横（中文标题写在文件里的 title）",
                "`{bad}` cannot name a folder or file: expected lower-case letters, digits and `-`"
            )));
        }
        let Some(activity) = self.activities.get(folder) else {
            // Its own mistake is noted.
            if self.broken.contains(&format!("{folder}/activity")) {
                return Err(Vec::new());
            }
            return Err(mistake(say!(
                "同一文件夹里缺少 activity.toml，请写一个，至少有 title = \"通知的标题\"",
                "stands in no activity: expected an `activity.toml` beside it"
            )));
        };
        let source = FormSource::parse(id, &file, text, activity, shared).map_err(|errors| {
            // A form that uses a field of a broken file has no mistake of its own.
            let groups = self.broken.iter().filter_map(|id| id.strip_prefix("shared/"));
            let lacks = groups.into_iter().any(|group| text.contains(&format!("\"{group}.")));
            if lacks { Vec::new() } else { errors.into_iter().map(CatalogueError::from).collect::<Vec<_>>() }
        })?;
        match templates.lay_out(&source, activity) {
            Ok(layout) => Ok(Form::new(source, layout)),
            Err(errors) => {
                self.without_layout.push(Form::new(source, Layout::new(Document::default())));
                Err(errors.into_iter().map(CatalogueError::from).collect())
            }
        }
    }

    /// What is wrong in definitions and templates; the forms concerned are left
    /// out.
    pub fn mistakes(&self) -> &[CatalogueError] {
        &self.mistakes
    }

    /// Forms whose definition is right and whose template is not; their layout is
    /// empty.
    pub(crate) fn without_layout(&self) -> &[Form] {
        &self.without_layout
    }

    /// The files that [`Catalogue::load`] reads: the embedded ones with others
    /// laid over them.
    pub(crate) fn files(forms: Files, templates: Files) -> (Files, Files) {
        let templates_of = TEMPLATES.iter().map(|(folder, dir)| (format!("{folder}/"), dir));
        (overlay([(String::new(), &FORMS)], forms), overlay(templates_of, templates))
    }

    /// Whether there is a form of this id that cannot be used.
    pub fn is_broken(&self, id: &str) -> bool {
        self.broken.contains(id)
    }

    /// Refuses a summary that names a form or a field that is not there.
    fn summary_names_fields(&self, form: &Form) -> Result<(), SourceError> {
        let Some(summary) = &form.summary else { return Ok(()) };
        let error = |message: Message| SourceError { file: format!("forms/{}.toml", form.id), line: None, message };
        let from = format!("{}/{}", form.activity_id(), summary.from);
        let Some(returned) = self.form(&from) else {
            return Err(error(
                say!("[summary] from = \"{}\"：没有表格 {from}", "[summary] from = `{}`: there is no form `{from}`"; summary.from),
            ));
        };
        let not_in = summary.not_in.as_ref().map(|name| format!("{}/{name}", form.activity_id()));
        if let Some(id) = not_in.filter(|id| self.form(id).is_none_or(|form| form.lists.is_empty())) {
            return Err(error(say!(
                "[summary] not_in：没有带 [[list]] 的表格 {id}",
                "[summary] not_in: there is no form `{id}` with a [[list]]"
            )));
        }
        let fields = |sources: &[ColumnSource]| -> Vec<FieldPath> {
            let path = |source: &ColumnSource| match source {
                ColumnSource::Field(path) => Some(path.clone()),
                _ => None,
            };
            sources.iter().filter_map(path).collect()
        };
        let mut named: Vec<(&Form, String)> = Vec::new();
        for (field, sources) in &summary.head {
            named.push((form, field.clone()));
            // A field outside the tables belongs to no single return.
            if let Some(path) = fields(sources).first() {
                return Err(error(say!(
                    "[summary.head] {field} = \"{path}\"：表头不能取自某一份交回的表",
                    "[summary.head] {field} = `{path}`: a single return cannot fill the head"
                )));
            }
        }
        for table in &summary.table {
            let row = table.rows.each_row();
            named.push((form, table.rows.to_string()));
            named.extend(table.columns.keys().map(|column| (form, format!("{row}.{column}"))));
            named.extend(table.columns.values().flat_map(|s| fields(s)).map(|path| (returned, path.to_string())));
            named.extend(table.when.iter().map(|when| (returned, when.field.to_string())));
        }
        for (owner, name) in named {
            let path =
                name.parse().map_err(|e: ParsePathError| error(e.message().after("[summary] ", "[summary] ")))?;
            if owner.field(&path).is_none() {
                return Err(error(
                    say!("[summary] {name} 不是表格 {} 的栏目", "[summary] `{name}` is no field of `{}`"; owner.id),
                ));
            }
        }
        Ok(())
    }

    /// All forms by id.
    pub fn forms(&self) -> impl Iterator<Item = &Form> {
        self.forms.values()
    }

    /// The form with this id, `henan-2021/recommendation`.
    pub fn form(&self, id: &str) -> Option<&Form> {
        self.forms.get(id)
    }

    /// All activities by id.
    pub fn activities(&self) -> impl Iterator<Item = &Activity> {
        self.activities.values()
    }

    /// The activity with this id, `henan-2021`.
    pub fn activity(&self, id: &str) -> Option<&Activity> {
        self.activities.get(id)
    }
}

/// What forms call a file of shared fields: `recommendation` for
/// `shared/recommendation.toml`.
fn shared_name(name: &str) -> Option<&str> {
    name.strip_prefix("shared/")?.strip_suffix(".toml")
}

/// A text without the mark that the Notepad of Windows puts before it, and with
/// line ends of one kind.
fn plain(text: Cow<'static, str>) -> Cow<'static, str> {
    match text.strip_prefix('\u{feff}') {
        None if !text.contains('\r') => text,
        rest => Cow::Owned(rest.unwrap_or(&text).replace("\r\n", "\n")),
    }
}

/// Embedded text files, in folders of these names, with `own` laid over them.
fn overlay(embedded: impl IntoIterator<Item = (String, &'static Dir<'static>)>, own: Files) -> Files {
    fn collect(folder: &str, dir: &'static Dir<'static>, files: &mut Files) {
        for file in dir.files() {
            if let Some(text) = file.contents_utf8() {
                let name = file.path().to_string_lossy().replace('\\', "/");
                files.insert(format!("{folder}{name}"), Cow::Borrowed(text));
            }
        }
        for dir in dir.dirs() {
            collect(folder, dir, files);
        }
    }
    let mut files = Files::new();
    for (folder, dir) in embedded {
        collect(&folder, dir, &mut files);
    }
    files.extend(own.into_iter().map(|(name, text)| (name, plain(text))));
    files
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    /// A folder that somebody adds is embedded too; fonts are no templates.
    #[test]
    fn every_folder_of_templates_is_embedded() {
        let folders = std::fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("templates")).unwrap();
        let folders = folders.map(|folder| folder.unwrap().file_name().into_string().unwrap());
        let mut folders: Vec<String> = folders.filter(|folder| folder != "fonts").collect();
        folders.sort();
        assert_eq!(folders, TEMPLATES.each_ref().map(|(folder, _)| *folder));
        let (_, templates) = Catalogue::files(Files::new(), Files::new());
        assert!(templates.keys().all(|name| name.ends_with(".html")), "{:?}", templates.keys());
    }
}
