//! `demo`: the whole loop on the samples.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::args::{DemoArgs, Global};
use super::collect::{Job, count};
use super::error::CliError;
use super::known::Known;
use super::outputs::Outputs;
use super::terminal::{Terminal, table};
use super::{Status, files, names};
use crate::batch::{Return, read_file};
use crate::check::CheckOptions;
use crate::data::{self, DataOptions};
use crate::extract::Extractor;
use crate::font::FontSet;
use crate::form::{Catalogue, Form, Record};
use crate::read::Limits;
use crate::report::FileLine;
use crate::write::{Format, FormatOptions, Template};
use crate::{Lang, Severity};

/// `shenbao demo`: blanks, then for each activity the returns, their data,
/// their problems and the workbook.
pub(super) fn demo(global: &Global, args: &DemoArgs, terminal: &mut Terminal) -> Result<Status, CliError> {
    let catalogue = files::catalogue(global, terminal)?;
    if !args.samples.is_dir() {
        return Err(CliError::Usage {
            zh: format!("没有找到样例文件夹 {}，请在项目的文件夹里运行，或用 --samples 指明", args.samples.display()),
            en: format!(
                "there is no folder {}: run this in the project's folder, or name it with --samples",
                args.samples.display()
            ),
        });
    }
    let blanks = blanks(&catalogue, &args.output.join("空表"))?;
    let prefilled = prefilled(&catalogue, &args.samples, &args.output.join("预填"))?;
    let mut rows = Vec::new();
    let check = CheckOptions::default();
    let fonts = FontSet::embedded();
    for activity in catalogue.activities() {
        let dir = args.samples.join(&activity.id).join("returns");
        if !dir.is_dir() {
            continue;
        }
        let folder = args.output.join(&activity.id);
        // A folder, whatever is in it already.
        let outputs = Outputs::at(&folder.join(""), &catalogue, &activity.id)?;
        let roster = args.samples.join(&activity.id).join("名单.csv");
        let known = match roster.is_file() {
            true => Known::default().with_roster(&roster, &activity.id, &catalogue, terminal)?,
            false => Known::default(),
        };
        let job = Job {
            dir: &dir,
            activity: &activity.id,
            outputs,
            with_sensitive: false,
            check,
            known,
            fonts: fonts.clone(),
        };
        let returns = job.read(&catalogue, terminal)?;
        let written = job.write(&catalogue, &returns, terminal)?;
        write_lines(&catalogue, &returns, &folder.join("数据.jsonl"), terminal.lang())?;
        rows.extend(returns.iter().map(|read| row(&catalogue, &activity.id, read, terminal)));
        let counts = count(&returns, &activity.id);
        let note = match terminal.lang() {
            Lang::Zh => format!(
                "{}：{} 份已读，{} 份有错误，{} 个未能读取",
                activity.id, counts.read, counts.faulty, counts.unread
            ),
            Lang::En => format!(
                "{}: {} read, {} with errors, {} not read",
                activity.id, counts.read, counts.faulty, counts.unread
            ),
        };
        terminal.note(&note);
        if let Some(answered) = written.answered {
            terminal.note(&answered);
        }
    }
    // Files that are no returns, as every folder has some.
    let broken = args.samples.join("broken");
    if broken.is_dir() {
        let outputs = Outputs::at(&args.output.join("broken/"), &catalogue, "broken")?;
        let job = Job {
            dir: &broken,
            activity: "broken",
            outputs,
            with_sensitive: false,
            check,
            known: Known::default(),
            fonts,
        };
        let returns = job.read(&catalogue, terminal)?;
        rows.extend(returns.iter().map(|read| row(&catalogue, "broken", read, terminal)));
    }
    print(&rows, (blanks, prefilled), &args.output, terminal)?;
    Ok(Status::Done)
}

/// Renders every form blank in every format, and what can be filled in as a PDF
/// for the screen; gives the number of files.
fn blanks(catalogue: &Catalogue, folder: &Path) -> Result<usize, CliError> {
    let mut files = Vec::new();
    let mut taken = names::Taken::default();
    for form in catalogue.forms() {
        let name = format!("{} {}", form.annex.as_deref().unwrap_or(""), form.title);
        let name = names::file_name(&name, "");
        for (format, fillable) in kinds(form) {
            let ending = if fillable { format!("（可填写）.{format}") } else { format!(".{format}") };
            let path = taken.unique(&format!("{}/{name}{ending}", form.activity_id()));
            files.push((form, format, fillable, folder.join(path)));
        }
    }
    let make = |(form, format, fillable, path): &(&Form, Format, bool, PathBuf)| {
        write(&template(form, *format, *fillable)?, &Record::new(), path).map(drop)
    };
    files.par_iter().try_for_each(make)?;
    Ok(files.len())
}

/// The kinds of files that a form comes as: the formats, and whether the file is
/// a PDF to fill in on the screen.
fn kinds(form: &Form) -> impl Iterator<Item = (Format, bool)> {
    let fillable = (!form.is_print_only()).then_some((Format::Pdf, true));
    Format::ALL.iter().map(|format| (*format, false)).chain(fillable)
}

fn template(form: &Form, format: Format, fillable: bool) -> Result<Template, CliError> {
    let template = Template::compile(form, format, &FormatOptions::default().fillable(fillable));
    template.map_err(|error| CliError::Make(error.to_string()))
}

fn write(template: &Template, record: &Record, path: &Path) -> Result<Vec<u8>, CliError> {
    let written = template.fill(record).map_err(|error| CliError::Make(error.to_string()))?;
    files::write(path, &written.bytes)?;
    Ok(written.bytes)
}

/// Files made from a list.
#[derive(Debug, Clone, Copy, Default)]
struct Prefilled {
    made: usize,
    /// Those that, read as returns, hold what the list has.
    same: usize,
}

/// Fills a form from the office's list as Word and Excel files and as PDF for
/// the screen, and reads each as if it had come back.
fn prefilled(catalogue: &Catalogue, samples: &Path, folder: &Path) -> Result<Prefilled, CliError> {
    /// A form, and the list of those who get it.
    const FORM: &str = "henan-2021/recommendation";
    const LIST: &str = "henan-2021/名单.csv";
    let path = samples.join(LIST);
    let (Some(form), Ok(bytes)) = (catalogue.form(FORM), std::fs::read(&path)) else {
        return Ok(Prefilled::default());
    };
    let data = data::read(form, &bytes, &DataOptions::default());
    let data = data.map_err(|error| CliError::Data(path, error.to_string()))?;
    let kinds = [(Format::Docx, false), (Format::Xlsx, false), (Format::Pdf, true)];
    let templates = kinds.map(|(format, fillable)| template(form, format, fillable));
    let templates: Vec<Template> = templates.into_iter().collect::<Result<_, _>>()?;
    let extractor = Extractor::new(catalogue);
    let mut taken = names::Taken::default();
    let mut prefilled = Prefilled::default();
    for entry in &data.entries {
        let name = form.applicant().and_then(|path| entry.record.get(path)).map(ToString::to_string);
        let stem = taken.unique(&names::file_name(&name.unwrap_or_else(|| form.title.clone()), ""));
        for template in &templates {
            let name = format!("{stem}.{}", template.format());
            let bytes = write(template, &entry.record, &folder.join(&name))?;
            let read = read_file(&extractor, &Limits::default(), &name, &bytes);
            let same = |read: &Return| {
                read.outcome.as_ref().is_ok_and(|read| read.record.normalize() == entry.record.normalize())
            };
            prefilled.made += 1;
            prefilled.same += usize::from(read.iter().all(same));
        }
    }
    Ok(prefilled)
}

fn write_lines(catalogue: &Catalogue, returns: &[Return], path: &Path, lang: Lang) -> Result<(), CliError> {
    files::make_parent(path)?;
    let mut out = BufWriter::new(File::create(path).map_err(CliError::write(path))?);
    for read in returns {
        let line =
            serde_json::to_string(&FileLine::new(catalogue, read, lang)).map_err(|e| CliError::Make(e.to_string()))?;
        writeln!(out, "{line}").map_err(CliError::write(path))?;
    }
    out.flush().map_err(CliError::write(path))
}

/// A file's row: what it is, how much was found in it, what is wrong first.
fn row(catalogue: &Catalogue, activity: &str, read: &Return, terminal: &Terminal) -> Vec<String> {
    let lang = terminal.lang();
    let copy = read.copy.map(|copy| format!("#{copy}")).unwrap_or_default();
    let file = format!("{activity}/{}{copy}", read.file);
    match &read.outcome {
        Err(unread) => {
            vec![file, "—".into(), String::new(), terminal.say("未读", "unread").into(), unread.message(lang)]
        }
        Ok(extraction) => {
            let form = extraction.form.rsplit('/').next().unwrap_or_default().to_owned();
            let worst = extraction.findings.iter().max_by_key(|finding| finding.severity);
            let mark = worst.map_or("✓", |finding| finding.severity.name(lang));
            let text = worst
                .zip(catalogue.form(&extraction.form))
                .map(|(finding, form)| crate::report::finding_text(form, &extraction.record, finding, lang))
                .unwrap_or_default();
            let more = extraction.findings.len().saturating_sub(1);
            let text = if more > 0 { format!("(+{more}) {text}") } else { text };
            vec![file, form, extraction.evidence.len().to_string(), mark.to_owned(), text]
        }
    }
}

/// The severity that a row's result names, for its colour.
fn severity(row: &[String], terminal: &Terminal) -> Option<Severity> {
    let result = row.get(3)?;
    if row.get(1).is_some_and(|form| form == "—") {
        return Some(Severity::Error);
    }
    [Severity::Error, Severity::Warning].into_iter().find(|severity| severity.name(terminal.lang()) == result)
}

fn print(
    rows: &[Vec<String>],
    (blanks, prefilled): (usize, Prefilled),
    output: &Path,
    terminal: &mut Terminal,
) -> Result<(), CliError> {
    let head = match terminal.lang() {
        Lang::Zh => ["文件", "表格", "数据", "结果", "首要问题"],
        Lang::En => ["file", "form", "values", "result", "first finding"],
    };
    let text = table(&head, rows, 52);
    for (index, line) in text.lines().enumerate() {
        // Two lines of head come before the rows.
        let severity = index.checked_sub(2).and_then(|index| rows.get(index)).and_then(|row| severity(row, terminal));
        match severity {
            Some(severity) => writeln!(terminal.out, "{}", terminal.paint(severity, line))?,
            None => writeln!(terminal.out, "{line}")?,
        }
    }
    let output = names::slashed_path(output);
    let Prefilled { made, same } = prefilled;
    match terminal.lang() {
        Lang::Zh => writeln!(
            terminal.out,
            "\n空表（Word、Excel、PDF 和可在屏幕上填写的 PDF）{blanks} 个，在 {output}/空表；按名单预填的 {made} 个（Word、Excel、PDF），在 {output}/预填，读回后 {same} 个与名单一致；各活动的汇总信息表、汇总工作簿.xlsx、反馈通知.txt 和 数据.jsonl 在 {output}/<活动>"
        )?,
        Lang::En => writeln!(
            terminal.out,
            "\n{blanks} blank forms (Word, Excel, PDF, and PDF to fill in on the screen) in {output}/空表; {made} filled from a list (Word, Excel, PDF) in {output}/预填, of which {same} hold what the list has when they are read; for each activity its 汇总信息表, 汇总工作簿.xlsx, 反馈通知.txt and 数据.jsonl in {output}/<activity>"
        )?,
    }
    terminal.out.flush()?;
    Ok(())
}
