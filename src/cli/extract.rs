//! `extract`: what stands in returned files, for programs.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::Path;

use super::args::{ExtractArgs, ExtractFormat, Global};
use super::batch::{named, read_files};
use super::error::CliError;
use super::terminal::Terminal;
use super::today::today;
use super::{Status, files, names};
use crate::batch::Return;
use crate::collect::csv::csv;
use crate::collect::{Collection, WorkbookOptions};
use crate::extract::Extractor;
use crate::form::Catalogue;
use crate::report::FileLine;
use crate::{Lang, Severity};

/// `shenbao extract FILE|DIR… --to FORMAT`.
pub(super) fn extract(global: &Global, args: &ExtractArgs, terminal: &mut Terminal) -> Result<Status, CliError> {
    let catalogue = files::catalogue(global, terminal)?;
    let extractor = Extractor::new(&catalogue).checking(args.stage.check_options(today()));
    let inputs = named(files::inputs(&args.inputs)?);
    match args.to {
        ExtractFormat::Json | ExtractFormat::Jsonl => {
            let mut status = Status::Done;
            let mut out = Output::open(args.output.as_deref(), terminal)?;
            let array = args.to == ExtractFormat::Json;
            out.start(array)?;
            read_files(&extractor, &inputs, terminal, |read, _| {
                status = worse(status, &read);
                out.line(&FileLine::new(&catalogue, &read, global.lang()), array)
            })?;
            out.finish(array)?;
            Ok(status)
        }
        ExtractFormat::Csv | ExtractFormat::Xlsx => {
            let mut returns = Vec::new();
            read_files(&extractor, &inputs, terminal, |read, _| {
                returns.push(read);
                Ok(())
            })?;
            let status = returns.iter().fold(Status::Done, worse);
            write_table(&catalogue, args, &returns, global.lang(), terminal)?;
            Ok(status)
        }
    }
}

/// The worse of a status and what a file gives.
pub(super) fn worse(status: Status, read: &Return) -> Status {
    let bad = match &read.outcome {
        Ok(extraction) => extraction.findings.iter().any(|finding| finding.severity == Severity::Error),
        Err(_) => true,
    };
    if bad { Status::Findings } else { status }
}

/// Writes a workbook, or a CSV for each form.
fn write_table(
    catalogue: &Catalogue,
    args: &ExtractArgs,
    returns: &[Return],
    lang: Lang,
    terminal: &mut Terminal,
) -> Result<(), CliError> {
    if args.to == ExtractFormat::Xlsx {
        let Some(output) = &args.output else {
            return Err(CliError::Usage {
                zh: "输出工作簿时请用 -o 给出文件名".to_owned(),
                en: "a workbook needs a file name: use -o".to_owned(),
            });
        };
        files::must_be_workbook(output)?;
        let options = WorkbookOptions::default().lang(lang).with_sensitive(args.with_sensitive);
        let bytes = Collection::gather_all(catalogue, returns).workbook(&options);
        return files::write(output, &bytes.map_err(|error| CliError::Make(error.to_string()))?);
    }
    write_csv(catalogue, args, returns, terminal)
}

/// Writes a CSV for each form. A CSV has no line for a file that could not be
/// read: that is said instead.
fn write_csv(
    catalogue: &Catalogue,
    args: &ExtractArgs,
    returns: &[Return],
    terminal: &mut Terminal,
) -> Result<(), CliError> {
    for read in returns {
        if let Err(unread) = &read.outcome {
            let line = format!("{}: {}", read.file, unread.message(terminal.lang()));
            terminal.message(&line);
        }
    }
    let forms: Vec<_> = catalogue
        .forms()
        .filter(|form| returns.iter().any(|read| matches!(&read.outcome, Ok(extraction) if extraction.form == form.id)))
        .collect();
    if forms.is_empty() {
        let message = terminal.say("没有认出任何表格，没有输出", "no form was recognised: nothing was written");
        terminal.message(message);
        return Ok(());
    }
    match (&args.output, forms.as_slice()) {
        (None, [form]) => {
            terminal.out.write_all(csv(form, returns, args.with_sensitive).as_bytes())?;
            terminal.out.flush()?;
            Ok(())
        }
        (Some(output), [form]) if output.extension().is_some() => {
            files::write(output, csv(form, returns, args.with_sensitive).as_bytes())
        }
        (Some(file), [_, _, ..])
            if file.extension().is_some_and(|ext| ext.eq_ignore_ascii_case("csv")) && !file.is_dir() =>
        {
            let (count, file) = (forms.len(), file.display());
            Err(CliError::Usage {
                zh: format!("文件里有 {count} 种表格，一个 CSV 放不下：请把 {file} 改为文件夹，每种表格一个 CSV"),
                en: format!("the files hold {count} forms: name a folder instead of {file}, for a CSV of each form"),
            })
        }
        (Some(folder), forms) => {
            let mut taken = names::Taken::default();
            forms.iter().try_for_each(|form| {
                let name = taken.unique(&names::file_name(&form.title, ".csv"));
                files::write(&folder.join(name), csv(form, returns, args.with_sensitive).as_bytes())
            })
        }
        (None, forms) => Err(CliError::Usage {
            zh: format!("文件里有 {} 种表格，请用 -o 给出放 CSV 的文件夹", forms.len()),
            en: format!("the files hold {} forms: use -o to name a folder for the CSVs", forms.len()),
        }),
    }
}

/// stdout, or a file.
struct Output {
    to: Box<dyn Write>,
    first: bool,
}

impl Output {
    fn open(path: Option<&Path>, terminal: &mut Terminal) -> Result<Output, CliError> {
        terminal.out.flush()?;
        let to: Box<dyn Write> = match path {
            None => Box::new(BufWriter::new(std::io::stdout())),
            Some(path) => {
                files::make_parent(path)?;
                Box::new(BufWriter::new(File::create(path).map_err(CliError::write(path))?))
            }
        };
        Ok(Output { to, first: true })
    }

    fn start(&mut self, array: bool) -> Result<(), CliError> {
        if array {
            self.to.write_all(b"[\n")?;
        }
        Ok(())
    }

    fn line(&mut self, line: &FileLine, array: bool) -> Result<(), CliError> {
        if array && !self.first {
            self.to.write_all(b",\n")?;
        }
        self.first = false;
        serde_json::to_writer(&mut self.to, line).map_err(std::io::Error::from)?;
        if !array {
            self.to.write_all(b"\n")?;
        }
        Ok(())
    }

    fn finish(&mut self, array: bool) -> Result<(), CliError> {
        if array {
            self.to.write_all(b"\n]\n")?;
        }
        self.to.flush()?;
        Ok(())
    }
}
