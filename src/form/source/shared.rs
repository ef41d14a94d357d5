//! Fields that several forms share, `forms/shared/<file>.toml`.

use std::collections::HashMap;
use std::sync::Arc;

use indexmap::IndexMap;

use super::field::RawField;
use super::{SourceError, Text};
use crate::finding::say;

/// Definitions of fields that forms take over by name: `use = "file.field"`.
#[derive(Debug, Default)]
pub struct SharedFields {
    fields: HashMap<String, SharedField>,
}

#[derive(Debug)]
pub(super) struct SharedField {
    file: String,
    text: Arc<str>,
    pub raw: RawField,
}

impl SharedField {
    pub fn text(&self) -> Text<'_> {
        Text { file: &self.file, text: &self.text }
    }
}

impl SharedFields {
    /// Adds the fields of a file: `name` is what forms call it, `file` names it
    /// in errors.
    ///
    /// # Errors
    ///
    /// The text is not TOML, or holds something that is no field.
    pub fn add(&mut self, name: &str, file: &str, text: &str) -> Result<(), SourceError> {
        let fields: IndexMap<String, RawField> =
            toml::from_str(text).map_err(|error| SourceError::of_toml(file, text, &error))?;
        let text: Arc<str> = text.into();
        for (id, raw) in fields {
            let field = SharedField { file: file.to_owned(), text: text.clone(), raw };
            self.fields.insert(format!("{name}.{id}"), field);
        }
        Ok(())
    }

    /// The field that a definition names.
    pub(super) fn get(&self, name: &str, at: usize, text: &Text<'_>) -> Result<&SharedField, SourceError> {
        self.fields.get(name).ok_or_else(|| {
            let file = name.split_once('.').map_or(name, |(file, _)| file);
            let mut known: Vec<&str> =
                self.fields.keys().map(String::as_str).filter(|key| key.split('.').next() == Some(file)).collect();
            known.sort_unstable();
            let known = if known.is_empty() { "`forms/shared/<file>.toml`".to_owned() } else { known.join(", ") };
            text.error(
                Some(at),
                say!(
                    "use = \"{name}\"：没有这个公用栏目；可用：{known}",
                    "use = `{name}`: there is no such shared field; known: {known}"
                ),
            )
        })
    }
}
