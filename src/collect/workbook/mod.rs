//! The workbook of a collection.

mod data;
mod link;
mod list;
mod marks;
mod names;
mod problems;
mod unread;

use rust_xlsxwriter::{Workbook, XlsxError};

use super::columns::Showing;
use super::{Collection, Summary};
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

const SUMMARY: &str = "汇总信息表";
const PROBLEMS: &str = "问题清单";
const UNREAD: &str = "未能读取";

/// Writes the workbook.
pub(super) fn workbook(collection: &Collection<'_>, options: &WorkbookOptions) -> Result<Vec<u8>, WriteError> {
    let save = || {
        let title = collection.activity.map_or("", |activity| &activity.title);
        let mut workbook = xlsx::new_workbook(title)?;
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
    /// What became of values on their way into cells, by index of the return.
    notices: Vec<(usize, Finding)>,
}

impl<'a> Book<'a> {
    fn new(collection: &'a Collection<'a>, options: &'a WorkbookOptions) -> Book<'a> {
        Book { collection, options, names: Names::with([PROBLEMS, UNREAD]), notices: Vec::new() }
    }

    fn write(mut self, workbook: &mut Workbook) -> Result<(), XlsxError> {
        for summary in &self.collection.summaries {
            self.summary(summary, workbook)?;
        }
        for list in data::lists(&mut self) {
            list.write(workbook)?;
        }
        problems::list(&self).write(workbook)?;
        unread::list(&self).write(workbook)
    }

    /// The official summary in its own layout.
    fn summary(&mut self, summary: &Summary, workbook: &mut Workbook) -> Result<(), XlsxError> {
        let Some(form) = self.collection.catalogue.form(&summary.form) else { return Ok(()) };
        let only = self.collection.summaries.len() == 1;
        let name = self.names.unique(if only { SUMMARY } else { &form.title });
        let sheet = workbook.add_worksheet();
        sheet.set_name(name)?;
        xlsx::draw(sheet, form, &form.instantiate(&summary.record))
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
