//! `render`: blank and filled forms.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use rayon::prelude::*;

use super::args::{Global, RenderArgs};
use super::error::CliError;
use super::names::Taken;
use super::pattern::Pattern;
use super::terminal::Terminal;
use super::{Status, columns, files, fonts, names};
use crate::data::{self, Data, DataFormat, DataOptions, Entry};
use crate::form::{Form, Record};
use crate::report::finding_text;
use crate::write::{Format, FormatOptions, Template, unwritable};
use crate::{Finding, Lang, Severity};

/// Records that are filled in before what is wrong with them is said, in their
/// order; files do not wait.
const CHUNK: usize = 256;

/// `shenbao render FORM [DATA] -o PATH`.
pub(super) fn render(global: &Global, args: &RenderArgs, terminal: &mut Terminal) -> Result<Status, CliError> {
    let catalogue = files::catalogue(global, terminal)?;
    let form = files::form(&catalogue, &args.form)?;
    let data = args.data.as_deref().map(|path| understood(form, path, args, terminal)).transpose()?;
    let blank = [Entry { number: 1, record: Record::new(), findings: Vec::new() }];
    let entries = data.as_ref().map_or(&blank[..], |data| &data.entries);
    let pattern = Pattern::new(form, &args.output, &args.to, entries.len())?;
    let printed = if args.no_added_seals { form.clone().without_added_lines() } else { form.clone() };
    must_fit(args, &pattern)?;
    let options = FormatOptions::default()
        .plain(args.plain)
        .fillable(args.fillable)
        .fonts(fonts::fonts(&args.font_dir, terminal)?);
    let templates = pattern.formats().iter().map(|format| Template::compile(&printed, *format, &options));
    let templates: Vec<Template> =
        templates.collect::<Result<_, _>>().map_err(|error| CliError::Make(error.to_string()))?;
    let source = args.data.as_deref().and_then(|path| fs::canonicalize(path).ok());
    let job = Job { form: &printed, templates, pattern, source };
    let mut status = Status::Done;
    let lang = terminal.lang();
    let said = |entry: &Entry| match (&args.data, &data) {
        (Some(path), Some(data)) => about(form, path, data.format, entry, lang),
        _ => String::new(),
    };
    let made = job.run(entries, terminal, |entry, made, terminal| {
        let of_record: Vec<Finding> = entry.findings.iter().chain(&made.findings).cloned().collect();
        say(form, &said(entry), &entry.record, &of_record, terminal);
        for (path, findings) in &made.files {
            say(form, &names::slashed_path(path), &entry.record, findings, terminal);
        }
        let all = of_record.iter().chain(made.files.iter().flat_map(|(_, findings)| findings));
        if all.into_iter().any(|finding| finding.severity == Severity::Error) {
            status = Status::Findings;
        }
    })?;
    let note = job.done(entries.len(), &made, lang);
    terminal.note(&note);
    Ok(status)
}

/// Refuses what is asked of PDF files where none is made.
fn must_fit(args: &RenderArgs, pattern: &Pattern) -> Result<(), CliError> {
    let of_pdf = [(args.fillable, "--fillable"), (!args.font_dir.is_empty(), "--font-dir")];
    match of_pdf.into_iter().find(|(given, _)| *given) {
        Some((_, option)) if !pattern.formats().contains(&Format::Pdf) => Err(CliError::Usage {
            zh: format!("{option} 是给 PDF 的，请加上 --to pdf，或让输出以 .pdf 结尾"),
            en: format!("{option} is for PDF files: add --to pdf, or let the output end in .pdf"),
        }),
        _ => Ok(()),
    }
}

/// The data of a file, after what it was taken for was said, and nothing of it
/// is doubtful.
fn understood(form: &Form, path: &Path, args: &RenderArgs, terminal: &mut Terminal) -> Result<Data, CliError> {
    if form.is_print_only() {
        let title = &form.title;
        return Err(CliError::Usage {
            zh: format!("《{title}》只供印制，没有可以填写的栏目，不用给数据"),
            en: format!("`{title}` is only printed: it takes no data"),
        });
    }
    let bytes = if path == Path::new("-") {
        let mut bytes = Vec::new();
        std::io::stdin().read_to_end(&mut bytes).map_err(CliError::read(path))?;
        bytes
    } else {
        fs::read(path).map_err(CliError::read(path))?
    };
    let mut options = DataOptions::default();
    options.map.clone_from(&args.map);
    options.sheet.clone_from(&args.sheet);
    let data = data::read(form, &bytes, &options)
        .map_err(|error| CliError::Data(path.to_owned(), error.message(terminal.lang())))?;
    if let Some(told) = columns::tell(form, path, &data, terminal) {
        terminal.note(&told);
    }
    columns::refuse_doubts(form, path, &data, terminal.lang())?;
    say(form, &path.display().to_string(), &Record::new(), &data.findings, terminal);
    if data.entries.is_empty() {
        return Err(CliError::Usage {
            zh: format!("{} 的表头下面没有数据", path.display()),
            en: format!("{} holds no records", path.display()),
        });
    }
    Ok(data)
}

/// What a record of the data is called in messages: `名单.xlsx 第5行（实验小学）`.
fn about(form: &Form, path: &Path, format: DataFormat, entry: &Entry, lang: Lang) -> String {
    let (file, number) = (path.display(), entry.number);
    let name = form.applicant().and_then(|path| entry.record.get(path)).map(ToString::to_string).unwrap_or_default();
    match (format, lang) {
        (DataFormat::Sheet | DataFormat::JsonLines, Lang::Zh) if name.is_empty() => format!("{file} 第{number}行"),
        (DataFormat::Sheet | DataFormat::JsonLines, Lang::Zh) => format!("{file} 第{number}行（{name}）"),
        (DataFormat::Json, Lang::Zh) if name.is_empty() => format!("{file} 第{number}份"),
        (DataFormat::Json, Lang::Zh) => format!("{file} 第{number}份（{name}）"),
        (_, Lang::En) if name.is_empty() => format!("{file}:{number}"),
        (_, Lang::En) => format!("{file}:{number} ({name})"),
    }
}

/// Says what is wrong with a file, or a record of one.
fn say(form: &Form, subject: &str, record: &Record, findings: &[Finding], terminal: &mut Terminal) {
    for finding in findings {
        let line = finding_text(form, record, finding, terminal.lang());
        terminal.message(&format!("{subject}: {line}"));
    }
}

/// A form, in the formats that were asked for.
struct Job<'f> {
    form: &'f Form,
    templates: Vec<Template>,
    pattern: Pattern,
    /// The file of the data in its one spelling, which no form may replace.
    source: Option<PathBuf>,
}

/// What was made of a record.
struct Made {
    /// What is wrong in all its files.
    findings: Vec<Finding>,
    /// The files, each with what is wrong in it alone.
    files: Vec<(PathBuf, Vec<Finding>)>,
}

impl Job<'_> {
    /// Makes the files of all records, many at once; `tell` gets each record
    /// and what was made of it in order. Gives the paths of the first record's files.
    fn run(
        &self,
        entries: &[Entry],
        terminal: &mut Terminal,
        mut tell: impl FnMut(&Entry, &Made, &mut Terminal),
    ) -> Result<Vec<PathBuf>, CliError> {
        let bar = terminal.progress(entries.len());
        let mut taken = Taken::default();
        let mut first = Vec::new();
        let mut index = 0;
        for chunk in entries.chunks(CHUNK) {
            let paths = |entry: &Entry| {
                index += 1;
                self.pattern.paths(self.form, &entry.record, index - 1, &mut taken)
            };
            let named: Vec<Vec<PathBuf>> = chunk.iter().map(paths).collect();
            named.iter().flatten().try_for_each(|path| self.must_spare_data(path))?;
            if first.is_empty() {
                first = named.first().cloned().unwrap_or_default();
            }
            let made: Vec<Result<Made, CliError>> = chunk
                .par_iter()
                .zip(named)
                .map(|(entry, paths)| {
                    let made = self.make(&entry.record, paths);
                    bar.inc(1);
                    made
                })
                .collect();
            for (entry, made) in chunk.iter().zip(made) {
                tell(entry, &made?, terminal);
            }
        }
        bar.finish_and_clear();
        Ok(first)
    }

    /// Refuses to write over the data: a list and a form may both be workbooks.
    fn must_spare_data(&self, path: &Path) -> Result<(), CliError> {
        let is_source =
            self.source.as_ref().is_some_and(|source| fs::canonicalize(path).is_ok_and(|path| path == *source));
        if !is_source {
            return Ok(());
        }
        Err(CliError::Usage {
            zh: format!("{} 是数据文件，不能用做好的表覆盖它，请换一个输出的名称", path.display()),
            en: format!("{} is the data: choose another name for the output", path.display()),
        })
    }

    /// Makes the files of a record.
    fn make(&self, record: &Record, paths: Vec<PathBuf>) -> Result<Made, CliError> {
        let mut findings = unwritable(record);
        // A workbook has no pages until somebody prints it.
        let has_pages = self.pattern.formats().iter().any(|format| *format != Format::Xlsx);
        if has_pages && !record.is_empty() {
            findings.extend(self.form.outgrown(record));
        }
        let make = |(template, path): (&Template, PathBuf)| {
            let written = template.fill(record).map_err(|error| CliError::Make(error.to_string()))?;
            files::write(&path, &written.bytes)?;
            Ok((path, written.findings))
        };
        let files = self.templates.iter().zip(paths).map(make).collect::<Result<_, CliError>>()?;
        Ok(Made { findings, files })
    }

    /// What was made, for the last line.
    fn done(&self, count: usize, first: &[PathBuf], lang: Lang) -> String {
        let output = match count {
            1 => first.iter().map(|path| path.display().to_string()).collect::<Vec<_>>().join(" "),
            _ => self.pattern.beginning().to_owned(),
        };
        let formats: Vec<String> = self.pattern.formats().iter().map(ToString::to_string).collect();
        match (lang, formats.as_slice()) {
            (Lang::Zh, [_]) => format!("已制作 {count} 份：{output}"),
            (Lang::Zh, formats) => format!("已制作 {count} 份，各有 {} 文件：{output}", formats.join("、")),
            (Lang::En, [_]) => format!("made {count}: {output}"),
            (Lang::En, formats) => format!("made {count}, each as {}: {output}", formats.join(", ")),
        }
    }
}
