//! Mistakes in templates.

use std::error::Error;
use std::fmt;

/// A mistake in a template: where it is, and what was expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateError {
    file: String,
    line: Option<usize>,
    message: String,
}

impl TemplateError {
    pub(super) fn new(name: &str, line: Option<usize>, message: impl Into<String>) -> TemplateError {
        TemplateError { file: format!("templates/{name}"), line, message: message.into() }
    }

    /// Keeps what Tera reports: its message names file, line and column and
    /// shows the place.
    pub(super) fn of_tera(error: &tera::Error, name: &str) -> TemplateError {
        let mut message = error.to_string();
        let mut cause = error.source();
        while let Some(source) = cause {
            message.push_str(&format!(": {source}"));
            cause = source.source();
        }
        let message = super::stamp::unstamp(&message);
        TemplateError {
            file: if name.is_empty() { "templates".into() } else { format!("templates/{name}") },
            line: None,
            message,
        }
    }

    /// The template's file.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The line in the template's source, from 1.
    pub fn line(&self) -> Option<usize> {
        self.line
    }
}

impl fmt::Display for TemplateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.file, self.message),
            None => write!(f, "{}: {}", self.file, self.message),
        }
    }
}

impl Error for TemplateError {}
