//! The workbook of a collection.

mod data;
mod link;
mod list;
mod marks;
mod messages;
mod names;
mod overview;
mod problems;
mod unread;

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, XlsxError};

use super::columns::Showing;
use super::{Collection, Message};
use crate::write::COLLECTION_PROPERTY;
use crate::write::xlsx::{self, WriteError};
use crate::{Finding, Lang};
use list::{Cell, List};
use names::Names;

/// What a workbook shows and how.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
#[non_exhaustive]
pub struct WorkbookOptions {
    /// Language of heads and messages. Default: [`Lang::Zh`]. The forms' own
    /// words stay as they are.
    pub lang: Lang,
    /// Whether sensitive answers (passwords, ID numbers) are shown. Default:
    /// `false`, they are `******`.
    pub with_sensitive: bool,
    /// What stands before the name of a file to make a link from the workbook
    /// to it: the way from the workbook's folder to the returns', with a `/` at
    /// its end, as `returns/` or `../`. Default: nothing, the workbook stands
    /// where the returns are.
    pub link_prefix: String,
}

impl WorkbookOptions {
    /// Sets [`WorkbookOptions::lang`].
    #[must_use]
    pub fn lang(mut self, lang: Lang) -> WorkbookOptions {
        self.lang = lang;
        self
    }

    /// Sets [`WorkbookOptions::with_sensitive`].
    #[must_use]
    pub fn with_sensitive(mut self, with_sensitive: bool) -> WorkbookOptions {
        self.with_sensitive = with_sensitive;
        self
    }

    /// Sets [`WorkbookOptions::link_prefix`].
    #[must_use]
    pub fn link_prefix(mut self, link_prefix: impl Into<String>) -> WorkbookOptions {
        self.link_prefix = link_prefix.into();
        self
    }
}

// The same in every language, so that programs find them.
const OVERVIEW: &str = "总览";
const PROBLEMS: &str = "问题清单";
const MESSAGES: &str = "反馈通知";
const MISSING: &str = "未交名单";
const UNREAD: &str = "未能读取";

/// Writes the workbook.
pub(super) fn workbook(collection: &Collection<'_>, options: &WorkbookOptions) -> Result<Vec<u8>, WriteError> {
    let save = || {
        let title = collection.activity.map_or("", |activity| &activity.title);
        let mut workbook = xlsx::new_workbook(title)?;
        let date = ExcelDateTime::from_ymd(2000, 1, 1)?;
        let properties = DocProperties::new().set_title(xlsx::cell_text(title).text).set_creation_datetime(&date);
        workbook.set_properties(&properties.set_custom_property(COLLECTION_PROPERTY, "1"));
        Book::new(collection, options).write(&mut workbook)?;
        workbook.save_to_buffer()
    };
    link::finish(save().map_err(WriteError::of)?)
}

/// What the sheets of a workbook share while they are written.
struct Book<'a> {
    collection: &'a Collection<'a>,
    options: &'a WorkbookOptions,
    names: Names,
    messages: Vec<Message>,
    /// What became of values on their way into cells, by index of the return.
    notices: Vec<(usize, Finding)>,
}

impl<'a> Book<'a> {
    fn new(collection: &'a Collection<'a>, options: &'a WorkbookOptions) -> Book<'a> {
        let names = Names::with([OVERVIEW, PROBLEMS, MESSAGES, MISSING, UNREAD]);
        Book { collection, options, names, messages: collection.messages(), notices: Vec::new() }
    }

    fn write(mut self, workbook: &mut Workbook) -> Result<(), XlsxError> {
        let was_asked = self.collection.activity.is_some();
        if was_asked {
            overview::write(&self, workbook)?;
        }
        for list in data::lists(&mut self) {
            list.write(workbook)?;
        }
        problems::list(&self).write(workbook)?;
        if was_asked {
            messages::messages(&self).write(workbook)?;
            messages::missing(&self).write(workbook)?;
        }
        unread::list(&self).write(workbook)
    }

    fn showing(&self) -> Showing {
        Showing { with_sensitive: self.options.with_sensitive, lang: self.options.lang }
    }

    /// The words of heads in the language of the workbook.
    fn word<'w>(&self, zh: &'w str, en: &'w str) -> &'w str {
        match self.options.lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    /// The name of a return's file, with a link to it.
    fn file(&self, index: usize) -> Cell {
        match self.collection.returns.get(index) {
            Some(returned) => Cell::link(&returned.file, link::target(&self.options.link_prefix, &returned.file)),
            None => Cell::blank(),
        }
    }

    fn list(&self, name: String) -> List {
        List::new(name, self.word("无", "none"))
    }
}
