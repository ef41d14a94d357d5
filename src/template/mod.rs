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

use std::io::{self, Write};

use serde::Serialize;
use tera::{Context, Tera};

use crate::form::{Activity, Files, FormSource};
use crate::layout::Layout;
use element::Place;

/// The most that a template may print. A template is trusted, but a slip in a
/// loop must end with a message.
const MAX_OUTPUT: usize = 4 << 20;

/// All templates, parsed.
pub struct Templates {
    tera: Tera,
    /// Names of the templates, in the order of the numbers in stamps.
    names: Vec<String>,
}

impl Templates {
    /// Parses templates; `files` are named as forms name them.
    ///
    /// # Errors
    ///
    /// A template that is not Tera, with file, line and what was expected.
    pub fn new(files: Files) -> Result<Templates, TemplateError> {
        let mut tera = Tera::new();
        let names: Vec<String> = files.keys().filter(|name| name.ends_with(".html")).cloned().collect();
        let stamped: Vec<(&str, String)> = names
            .iter()
            .enumerate()
            .map(|(number, name)| (name.as_str(), stamp::stamp(number, &files[name])))
            .collect();
        tera.add_raw_templates(stamped).map_err(|error| TemplateError::of_tera(&error, ""))?;
        Ok(Templates { tera, names })
    }

    /// Runs a form's template and builds its layout.
    ///
    /// # Errors
    ///
    /// The first mistake in the template: file, line and what was expected.
    pub fn lay_out(&self, form: &FormSource, activity: &Activity) -> Result<Layout, TemplateError> {
        let name = &form.template;
        if !self.names.contains(name) {
            return Err(TemplateError::new(name, None, "there is no template of this name"));
        }
        let mut context = Context::new();
        context.insert("activity", activity);
        context.insert("year", &activity.year);
        context.insert("form", &FormContext { title: &form.title, annex: form.annex.as_deref() });
        context.insert("indicators", &context::indicators(form));
        context.insert("total", &context::total(form));
        context.insert("lists", &context::lists(form));
        let mut output = Limited(Vec::new());
        self.tera.render_to(name, &context, &mut output).map_err(|error| TemplateError::of_tera(&error, name))?;
        let text = String::from_utf8_lossy(&output.0);
        let elements = element::parse(&text).map_err(|mistake| self.error(name, mistake))?;
        build::layout(form, &elements).map_err(|mistake| self.error(name, mistake))
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
#[derive(Debug)]
struct Mistake {
    place: Option<Place>,
    message: String,
}

impl Mistake {
    fn at(place: Option<Place>, message: impl Into<String>) -> Mistake {
        Mistake { place, message: message.into() }
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
