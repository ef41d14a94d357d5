//! What is wrong, or doubtful, and where.

mod code;
mod message;
mod remedy;

pub use code::Code;
pub use message::Message;
pub(crate) use message::say;
pub use remedy::Side;

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{FieldPath, document::Place};

/// The detail that is the whole text of which a message shows the beginning.
pub(crate) const WHOLE: &str = "whole";

/// What stands for a sensitive answer (passwords, ID numbers) where people look.
/// Nothing of it is shown, not even its length: parts of an ID number are a
/// date of birth and a county.
pub const MASK: &str = "******";

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Severity {
    /// Worth knowing; nothing has to be done.
    Info,
    /// A person should look.
    Warning,
    /// The form must not be handed in like this.
    Error,
}

impl Severity {
    /// The word for people.
    pub fn name(self, lang: Lang) -> &'static str {
        match (self, lang) {
            (Severity::Info, Lang::Zh) => "提示",
            (Severity::Warning, Lang::Zh) => "注意",
            (Severity::Error, Lang::Zh) => "错误",
            (Severity::Info, Lang::En) => "info",
            (Severity::Warning, Lang::En) => "warning",
            (Severity::Error, Lang::En) => "error",
        }
    }
}

/// The language of messages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Lang {
    /// 中文.
    #[default]
    Zh,
    /// English.
    En,
}

/// The same words in both languages.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Words {
    /// 中文.
    pub zh: &'static str,
    /// English.
    pub en: &'static str,
}

impl Words {
    /// The words in a language.
    pub fn get(self, lang: Lang) -> &'static str {
        match lang {
            Lang::Zh => self.zh,
            Lang::En => self.en,
        }
    }
}

/// What fills a gap of a message.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Detail {
    /// A value, the same in every language.
    Value(String),
    /// Words of ours.
    Words(Words),
}

/// Something that a person should know about a returned form. Findings are
/// data: the library collects them and never stops at the first.
#[derive(Debug, Clone, PartialEq)]
pub struct Finding {
    /// What kind of thing it is.
    pub code: Code,
    /// How much it matters; the code's own severity unless a form says otherwise.
    pub severity: Severity,
    /// The field that it is about.
    pub path: Option<FieldPath>,
    /// Where it stands in the file.
    pub place: Option<Place>,
    /// Values for the gaps of the message, by name.
    pub details: Vec<(&'static str, Detail)>,
}

impl Finding {
    /// A finding of the code's own severity.
    pub fn new(code: Code) -> Finding {
        Finding { code, severity: code.severity(), path: None, place: None, details: Vec::new() }
    }

    /// Says which field it is about.
    #[must_use]
    pub fn about(mut self, path: &FieldPath) -> Finding {
        self.path = Some(path.clone());
        self
    }

    /// Says where it stands.
    #[must_use]
    pub fn at(mut self, place: Option<Place>) -> Finding {
        self.place = place;
        self
    }

    /// Fills a gap of the message.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl fmt::Display) -> Finding {
        self.details.push((name, Detail::Value(value.to_string())));
        self
    }

    /// Fills a gap of the message with words in the language of the reader.
    #[must_use]
    pub fn with_words(mut self, name: &'static str, words: Words) -> Finding {
        self.details.push((name, Detail::Words(words)));
        self
    }

    /// The whole text that it is about, where the message may show no more than
    /// its beginning: of [`Code::Unplaced`].
    pub fn text(&self) -> Option<&str> {
        self.details.iter().find_map(|(name, detail)| match detail {
            Detail::Value(value) if *name == WHOLE => Some(value.as_str()),
            Detail::Value(_) | Detail::Words(_) => None,
        })
    }

    /// The message for a person.
    pub fn message(&self, lang: Lang) -> String {
        self.fill(self.code.template(lang), lang)
    }

    /// What to do about it, in words for who can ([`Code::side`]); `None` where
    /// nothing has to be done.
    pub fn remedy(&self, lang: Lang) -> Option<String> {
        Some(self.fill(self.code.remedy()?.get(lang), lang))
    }

    /// A text with this finding's details in its gaps.
    fn fill(&self, template: &str, lang: Lang) -> String {
        fill(template, |name| match self.details.iter().find(|(detail, _)| *detail == name)? {
            (_, Detail::Value(value)) => Some(value),
            (_, Detail::Words(words)) => Some(words.get(lang)),
        })
    }
}

/// A text with what `gap` gives for each `{name}` in it, and … for what it does
/// not know.
pub(crate) fn fill<'d>(template: &str, gap: impl Fn(&str) -> Option<&'d str>) -> String {
    let mut text = String::new();
    let mut rest = template;
    while let Some((before, after)) = rest.split_once('{') {
        text.push_str(before);
        let Some((name, after)) = after.split_once('}') else { break };
        text.push_str(gap(name).unwrap_or("…"));
        rest = after;
    }
    text.push_str(rest);
    text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gaps_are_filled_by_name() {
        let gap = |name: &str| (name == "value").then_some("{limit}");
        assert_eq!(fill("“{value}”：{value}，{limit}", gap), "“{limit}”：{limit}，…", "values are not filled again");
        assert_eq!(fill("没有", gap), "没有");
    }
}
