//! Templates: how a form looks, written as a small, strict subset of HTML.
//!
//! A template runs through Tera once for a form and its activity, never for a
//! record; what comes out is read as elements and built into a
//! [`Layout`]. The language is described in `docs/templates.md`.

mod block;
mod build;
mod context;
mod element;
mod error;
mod inline;
mod stamp;

pub use error::TemplateError;

use std::collections::BTreeMap;
use std::io::{self, Write};

use serde::Serialize;
use tera::{Context, Tera};

use crate::finding::{Message, say};
use crate::form::{Activity, Files, FormSource};
use crate::layout::Layout;
use crate::text::nearest;
use element::Place;

/// The most that a template may print. A template is trusted, but a slip in a
/// loop must end with a message.
const MAX_OUTPUT: usize = 4 << 20;

/// All templates, parsed.
pub struct Templates {
    tera: Tera,
    /// Names of the templates, in the order of the numbers in stamps.
    names: Vec<String>,
    /// Templates that are not Tera, by name; forms that use them cannot be laid
    /// out, all others can.
    broken: BTreeMap<String, TemplateError>,
}

impl Templates {
    /// Parses templates; `files` are named as forms name them.
    ///
    /// A template that is not Tera is left out; [`Templates::mistakes`] has it.
    pub fn new(files: &Files) -> Templates {
        let names: Vec<String> = files.keys().filter(|name| name.ends_with(".html")).cloned().collect();
        let stamped: Vec<(&str, String)> = names
            .iter()
            .enumerate()
            .map(|(number, name)| (name.as_str(), stamp::stamp(number, &files[name])))
            .collect();
        let mut broken = BTreeMap::new();
        loop {
            let mut tera = Tera::new();
            let good = stamped.iter().filter(|(name, _)| !broken.contains_key(*name));
            let Err(report) = tera.add_raw_templates(good.map(|(name, text)| (*name, text.as_str()))) else {
                return Templates { tera, names, broken };
            };
            let error = TemplateError::of_tera(&report, "", &names);
            let name = error.file().trim_start_matches("templates/").to_owned();
            let is_new = names.contains(&name) && !broken.contains_key(&name);
            if !is_new {
                // Nobody knows which it is: no template can be trusted.
                broken.extend(names.iter().map(|name| (name.clone(), error.clone())));
                return Templates { tera: Tera::new(), names, broken };
            }
            // Nobody can call a part that stands in a broken file: that file's
            // mistake is the only one.
            let cause = error::unknown_component(&report).and_then(|component| {
                let defines = |name: &&String| files[name.as_str()].contains(&format!("component {component}("));
                broken.keys().find(defines).and_then(|name| broken.get(name)).cloned()
            });
            broken.insert(name, cause.unwrap_or(error));
        }
    }

    /// The templates that could not be parsed, with file, line and what was
    /// expected; each once.
    pub fn mistakes(&self) -> Vec<TemplateError> {
        let mut mistakes: Vec<TemplateError> = Vec::new();
        for mistake in self.broken.values() {
            if !mistakes.contains(mistake) {
                mistakes.push(mistake.clone());
            }
        }
        mistakes
    }

    /// Runs a form's template and builds its layout.
    ///
    /// # Errors
    ///
    /// The mistakes in the template: file, line and what was expected.
    pub fn lay_out(&self, form: &FormSource, activity: &Activity) -> Result<Layout, Vec<TemplateError>> {
        let name = &form.template;
        if !self.names.contains(name) {
            let near = nearest(name, self.names.iter().map(String::as_str));
            return Err(vec![TemplateError::new(
                name,
                None,
                match near.first() {
                    Some(near) => say!(
                        "没有这个模板，您是不是要 {near}？请核对定义里的 template = \"…\"",
                        "there is no template of this name; did you mean `{near}`"
                    ),
                    None => say!(
                        "没有这个模板：请核对定义里的 template = \"…\"，或写好 templates/{name}",
                        "there is no template of this name"
                    ),
                },
            )]);
        }
        if let Some(error) = self.broken.get(name) {
            return Err(vec![error.clone()]);
        }
        let mut context = Context::new();
        context.insert("activity", activity);
        context.insert("year", &activity.year);
        context.insert("form", &FormContext { title: &form.title, annex: form.annex.as_deref() });
        context.insert("indicators", &context::indicators(form));
        context.insert("total", &context::total(form));
        context.insert("lists", &context::lists(form));
        let mut output = Limited(Vec::new());
        self.tera
            .render_to(name, &context, &mut output)
            .map_err(|error| vec![TemplateError::of_tera(&error, name, &self.names)])?;
        let text = String::from_utf8_lossy(&output.0);
        let elements = element::parse(&text).map_err(|mistake| vec![self.error(name, mistake)])?;
        let errors = |mistakes: Vec<Mistake>| mistakes.into_iter().map(|mistake| self.error(name, mistake)).collect();
        build::layout(form, &elements).map_err(errors)
    }

    fn error(&self, template: &str, mistake: Mistake) -> TemplateError {
        match mistake.place {
            Some(place) => {
                let name = self.names.get(place.template).map_or(template, String::as_str);
                TemplateError::new(name, Some(place.line), mistake.message)
            }
            None => TemplateError::new(template, None, mistake.message),
        }
    }
}

/// What is wrong with what a template printed.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Mistake {
    place: Option<Place>,
    message: Message,
}

impl Mistake {
    fn at(place: Option<Place>, message: Message) -> Mistake {
        Mistake { place, message }
    }
}

#[derive(Serialize)]
struct FormContext<'a> {
    title: &'a str,
    annex: Option<&'a str>,
}

/// Collects output up to [`MAX_OUTPUT`].
struct Limited(Vec<u8>);

impl Write for Limited {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        if self.0.len() + bytes.len() > MAX_OUTPUT {
            return Err(io::Error::other("the template prints more than 4 MB: is a loop endless?"));
        }
        self.0.extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> io::Result<()> {
        Ok(())
    }
}
