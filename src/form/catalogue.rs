//! All forms that are known: those embedded in the library, and a user's own.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt;

use include_dir::{Dir, include_dir};

use super::{Activity, ColumnSource, Form, FormSource, SharedFields, SourceError};
use crate::FieldPath;
use crate::template::{TemplateError, Templates};

static FORMS: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/forms");
static TEMPLATES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/templates");

/// Files by name, `henan-2021/recommendation.toml`, with `/` between folders.
pub type Files = BTreeMap<String, Cow<'static, str>>;

/// All known forms.
///
/// A form's layout is made when the catalogue is: a catalogue holds only forms
/// that can be rendered and read.
#[derive(Debug, Clone)]
pub struct Catalogue {
    activities: BTreeMap<String, Activity>,
    forms: BTreeMap<String, Form>,
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
        let forms = overlay(&FORMS, forms);
        let templates = Templates::new(overlay(&TEMPLATES, templates))?;
        let mut catalogue = Catalogue { activities: BTreeMap::new(), forms: BTreeMap::new() };
        let mut shared = SharedFields::default();
        for (name, text) in &forms {
            if let Some(group) = shared_name(name) {
                shared.add(group, &format!("forms/{name}"), text)?;
            } else if let Some(id) = name.strip_suffix("/activity.toml") {
                let mut activity: Activity = toml::from_str(text)
                    .map_err(|error| SourceError::of_toml(&format!("forms/{name}"), text, &error))?;
                activity.id = id.to_owned();
                catalogue.activities.insert(id.to_owned(), activity);
            }
        }
        for (name, text) in forms.iter().filter(|(name, _)| shared_name(name).is_none()) {
            let Some(id) = name.strip_suffix(".toml").filter(|id| !id.ends_with("/activity")) else { continue };
            let file = format!("forms/{name}");
            let activity = id.split_once('/').and_then(|(activity, _)| catalogue.activities.get(activity));
            let Some(activity) = activity else {
                return Err(SourceError {
                    file,
                    line: None,
                    message: "stands in no activity: expected `forms/<activity>/<form>.toml` beside an `activity.toml`"
                        .to_owned(),
                }
                .into());
            };
            let source = FormSource::parse(id, &file, text, activity, &shared)?;
            let layout = templates.lay_out(&source, activity)?;
            catalogue.forms.insert(id.to_owned(), Form::new(source, layout));
        }
        catalogue.forms.values().try_for_each(|form| catalogue.summary_names_fields(form))?;
        Ok(catalogue)
    }

    /// Refuses a summary that names a form or a field that is not there.
    fn summary_names_fields(&self, form: &Form) -> Result<(), SourceError> {
        let Some(summary) = &form.summary else { return Ok(()) };
        let error = |message: String| SourceError { file: format!("forms/{}.toml", form.id), line: None, message };
        let from = format!("{}/{}", form.activity_id(), summary.from);
        let Some(returned) = self.form(&from) else {
            return Err(error(format!("[summary] from = `{}`: there is no form `{from}`", summary.from)));
        };
        let not_in = summary.not_in.as_ref().map(|name| format!("{}/{name}", form.activity_id()));
        if let Some(id) = not_in.filter(|id| self.form(id).is_none_or(|form| form.lists.is_empty())) {
            return Err(error(format!("[summary] not_in: there is no form `{id}` with a [[list]]")));
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
                return Err(error(format!("[summary.head] {field} = `{path}`: a single return cannot fill the head")));
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
            let path = name.parse().map_err(|e| error(format!("[summary] {e}")))?;
            if owner.field(&path).is_none() {
                return Err(error(format!("[summary] `{name}` is no field of `{}`", owner.id)));
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

/// Embedded text files with `own` laid over them.
fn overlay(embedded: &'static Dir<'static>, own: Files) -> Files {
    fn collect(dir: &'static Dir<'static>, files: &mut Files) {
        for file in dir.files() {
            if let Some(text) = file.contents_utf8() {
                files.insert(file.path().to_string_lossy().replace('\\', "/"), Cow::Borrowed(text));
            }
        }
        for dir in dir.dirs() {
            collect(dir, files);
        }
    }
    let mut files = Files::new();
    collect(embedded, &mut files);
    files.extend(own);
    files
}
