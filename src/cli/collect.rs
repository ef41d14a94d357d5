//! `collect`: a folder of returns into what the office delivers.

use std::path::Path;

use super::args::{CollectArgs, Global};
use super::batch::read_files;
use super::error::CliError;
use super::files::Input;
use super::known::{Known, answered};
use super::outputs::Outputs;
use super::roster::rosters;
use super::terminal::Terminal;
use super::today::today;
use super::{Status, files, fonts, names};
use crate::batch::Return;
use crate::check::CheckOptions;
use crate::collect::{CollectError, Collection, WorkbookOptions, messages_text};
use crate::extract::Extractor;
use crate::font::FontSet;
use crate::form::{Catalogue, Record};
use crate::report::findings_text;
use crate::{Lang, Severity};

/// `shenbao collect DIR --activity ID -o OUT`.
pub(super) fn collect(global: &Global, args: &CollectArgs, terminal: &mut Terminal) -> Result<Status, CliError> {
    let catalogue = files::catalogue(global, terminal)?;
    files::activity(&catalogue, &args.activity)?;
    let known = Known::read(args, &catalogue, terminal)?;
    let mut job = Job {
        dir: &args.dir,
        activity: &args.activity,
        outputs: Outputs::at(&args.output, &catalogue, &args.activity)?,
        with_sensitive: args.with_sensitive,
        check: args.stage.check_options(today()),
        known,
        fonts: fonts::fonts(&args.font_dir, terminal)?,
    };
    let mut returns = job.read(&catalogue, terminal)?;
    if args.roster.is_none() {
        let mut found = rosters(&catalogue, &args.dir, &returns, &[&args.activity], terminal);
        if let Some(found) = found.remove(&args.activity) {
            returns.retain(|read| read.file != found.file);
            job.known = job.known.with(found.roster, terminal);
        }
    }
    let Written { answered, is_whole } = job.write(&catalogue, &returns, terminal)?;
    if let Some(answered) = answered {
        terminal.note(&answered);
    }
    let Counts { read, faulty, unread, foreign } = count(&returns, &args.activity);
    let mut note = match terminal.lang() {
        Lang::Zh => format!("已汇总 {read} 份（{faulty} 份有错误），{unread} 个文件未能读取："),
        Lang::En => format!("collected {read} returns ({faulty} with errors), {unread} files not read:"),
    };
    for file in job.outputs.files() {
        note.push_str(&format!("\n  {}", file.display()));
    }
    terminal.note(&note);
    if foreign > 0 {
        terminal.message(&match terminal.lang() {
            Lang::Zh => format!("注意：其中 {foreign} 份不属于活动 {}，没有列入汇总信息表", args.activity),
            Lang::En => format!(
                "note: {foreign} of them belong to another activity than {} and are not in its summary",
                args.activity
            ),
        });
    }
    Ok(if faulty + unread > 0 || !is_whole { Status::Findings } else { Status::Done })
}

/// A folder to collect.
pub(super) struct Job<'a> {
    pub dir: &'a Path,
    pub activity: &'a str,
    pub outputs: Outputs,
    pub with_sensitive: bool,
    pub check: CheckOptions,
    pub known: Known,
    /// The fonts of the summary as PDF.
    pub fonts: FontSet,
}

/// What is to be said when the files are written.
pub(super) struct Written {
    /// Who has answered, with a roster.
    pub answered: Option<String>,
    /// Whether the official files hold all that they should.
    pub is_whole: bool,
}

/// What became of the files.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Counts {
    pub read: usize,
    pub faulty: usize,
    pub unread: usize,
    /// Returns of another activity.
    pub foreign: usize,
}

impl Job<'_> {
    /// Reads the returns; files are named from the folder on.
    pub fn read(&self, catalogue: &Catalogue, terminal: &mut Terminal) -> Result<Vec<Return>, CliError> {
        let extractor = Extractor::new(catalogue).checking(self.check);
        let inputs: Vec<(String, Input)> = files::inputs(&[self.dir.to_owned()])?
            .into_iter()
            .filter(|input| {
                let path = input.path();
                !self.outputs.has(path) && !self.known.is_roster(path)
            })
            .map(|input| (names::slashed_path(input.path().strip_prefix(self.dir).unwrap_or(input.path())), input))
            .collect();
        if inputs.is_empty() {
            return Err(CliError::no_files(self.dir));
        }
        let mut returns = Vec::with_capacity(inputs.len());
        read_files(&extractor, &inputs, terminal, |read, _| {
            returns.push(read);
            Ok(())
        })?;
        Ok(returns)
    }

    /// Writes the official files, the workbook and the messages.
    pub fn write(
        &self,
        catalogue: &Catalogue,
        returns: &[Return],
        terminal: &mut Terminal,
    ) -> Result<Written, CliError> {
        let lang = terminal.lang();
        let make = |error: CollectError| CliError::Make(error.to_string());
        let options =
            WorkbookOptions::default().lang(lang).with_sensitive(self.with_sensitive).link_prefix(self.link_prefix());
        let known = self.known.options.clone().today(today());
        let collection = Collection::gather_with(catalogue, self.activity, returns, known).map_err(make)?;
        let official = collection.official_files(&self.fonts, self.with_sensitive).map_err(make)?;
        let mut is_whole = true;
        for (files, paths) in official.iter().zip(&self.outputs.official) {
            let made = [(&paths.docx, &files.docx), (&paths.xlsx, &files.xlsx), (&paths.pdf, &files.pdf)];
            for (path, file) in made {
                files::write(path, &file.bytes)?;
            }
            let Some(form) = catalogue.form(&files.form) else { continue };
            let of_all = (names::slashed_path(&paths.docx.with_extension("")), &files.findings);
            let of_each = made.map(|(path, file)| (names::slashed_path(path), &file.findings));
            for (name, findings) in std::iter::once(of_all).chain(of_each) {
                for text in findings_text(form, &Record::new(), findings, lang) {
                    terminal.message(&format!("{name}: {text}"));
                }
                is_whole &= findings.iter().all(|finding| finding.severity < Severity::Error);
            }
        }
        files::write(&self.outputs.workbook, &collection.workbook(&options).map_err(make)?)?;
        files::write(&self.outputs.messages, messages_text(&collection).as_bytes())?;
        Ok(Written { answered: answered(&collection, lang), is_whole })
    }

    /// The way from the workbook to the folder of returns.
    fn link_prefix(&self) -> String {
        let absolute =
            |path: &Path| std::path::absolute(path).unwrap_or_else(|_| path.to_owned()).to_string_lossy().into_owned();
        let folder = &self.outputs.folder;
        let from = if folder.as_os_str().is_empty() { Path::new(".") } else { folder };
        names::link(&absolute(from), &absolute(self.dir), names::System::HERE)
    }
}

/// Counts returns by what became of them.
pub(super) fn count(returns: &[Return], activity: &str) -> Counts {
    let mut counts = Counts::default();
    for read in returns {
        match &read.outcome {
            Err(_) => counts.unread += 1,
            Ok(extraction) => {
                counts.read += 1;
                counts.foreign += usize::from(extraction.activity_id() != activity);
                counts.faulty += usize::from(extraction.findings.iter().any(|f| f.severity == Severity::Error));
            }
        }
    }
    counts
}
