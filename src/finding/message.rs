//! Messages that are put together where a mistake is found.

use std::fmt;

use super::{Lang, Words};

/// What is wrong and what to do, in both languages.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    zh: String,
    en: String,
}

impl Message {
    /// The same message in Chinese and English.
    pub fn new(zh: impl Into<String>, en: impl Into<String>) -> Message {
        Message { zh: zh.into(), en: en.into() }
    }

    /// The message in a language.
    pub fn get(&self, lang: Lang) -> &str {
        match lang {
            Lang::Zh => &self.zh,
            Lang::En => &self.en,
        }
    }

    /// The message with words before it.
    #[must_use]
    pub(crate) fn after(self, zh: &str, en: &str) -> Message {
        Message { zh: format!("{zh}{}", self.zh), en: format!("{en}{}", self.en) }
    }
}

impl From<Words> for Message {
    fn from(words: Words) -> Message {
        Message::new(words.zh, words.en)
    }
}

/// In English, for logs.
impl fmt::Display for Message {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.en)
    }
}

/// Makes a [`Message`] of two format strings, Chinese first. What both name
/// stands in braces; what they take in order follows a semicolon.
macro_rules! say {
    ($zh:literal, $en:literal) => {
        $crate::finding::Message::new(format!($zh), format!($en))
    };
    ($zh:literal, $en:literal; $($value:expr),+ $(,)?) => {
        $crate::finding::Message::new(format!($zh, $($value),+), format!($en, $($value),+))
    };
}

pub(crate) use say;
