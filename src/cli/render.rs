//! `render`: blank and filled forms.

use std::fs;
use std::io::Read;
use std::path::{Path, PathBuf};

use super::args::{Global, RenderArgs};
use super::error::CliError;
use super::names::{System, Taken};
use super::terminal::Terminal;
use super::{Status, files, names};
use crate::data::{self, DataFormat, Entry, SheetRecords};
use crate::form::{Form, Record};
use crate::report::finding_text;
use crate::write::docx::{DocxOptions, DocxTemplate};
use crate::{FieldPath, Finding, Severity};

/// `shenbao render FORM [DATA] -o PATH`.
pub(super) fn render(global: &Global, args: &RenderArgs, terminal: &mut Terminal) -> Result<Status, CliError> {
    let catalogue = files::catalogue(global, terminal)?;
    let form = files::form(&catalogue, &args.form)?;
    let printed = if args.no_added_seals { form.clone().without_added_lines() } else { form.clone() };
    let template = DocxTemplate::compile(&printed, &DocxOptions::default().plain(args.plain))
        .map_err(|error| CliError::Make(error.to_string()))?;
    let entries = match &args.data {
        None => vec![Entry { record: Record::new(), findings: Vec::new() }],
        Some(path) => {
            let data = read_data(form, path)?;
            say(form, path, &Record::new(), &data.findings, terminal);
            data.entries
        }
    };
    let names = Names::new(form, &args.output, entries.len())?;
    let mut status = Status::Done;
    let mut taken = Taken::default();
    let mut made = Vec::new();
    let bar = terminal.progress(entries.len());
    for (index, entry) in entries.iter().enumerate() {
        let path = names.path(form, &entry.record, index, &mut taken);
        if entry.findings.iter().any(|finding| finding.severity == Severity::Error) {
            status = Status::Findings;
        }
        say(form, &path, &entry.record, &entry.findings, terminal);
        let bytes = template.fill(&entry.record).map_err(|error| CliError::Make(error.to_string()))?;
        files::write(&path, &bytes)?;
        made.push(path);
        bar.inc(1);
    }
    bar.finish_and_clear();
    let count = made.len();
    let output = match made.as_slice() {
        [path] => path.display().to_string(),
        // What all have in common.
        _ => args.output.display().to_string().split("{{").next().unwrap_or_default().to_owned(),
    };
    let note = match terminal.lang() {
        crate::Lang::Zh => format!("已制作 {count} 份：{output}"),
        crate::Lang::En => format!("made {count}: {output}"),
    };
    terminal.note(&note);
    Ok(status)
}

/// Says what is wrong with a file.
fn say(form: &Form, file: &Path, record: &Record, findings: &[Finding], terminal: &mut Terminal) {
    for finding in findings {
        let line = finding_text(form, record, finding, terminal.lang());
        terminal.message(&format!("{}: {line}", file.display()));
    }
}

fn read_data(form: &Form, path: &Path) -> Result<SheetRecords, CliError> {
    if path == Path::new("-") {
        let mut text = String::new();
        std::io::stdin().read_to_string(&mut text).map_err(CliError::read(path))?;
        return json(form, path, &text, DataFormat::Json);
    }
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_ascii_lowercase()).unwrap_or_default();
    let text = || fs::read_to_string(path).map_err(CliError::read(path));
    match ending.as_str() {
        "json" => json(form, path, &text()?, DataFormat::Json),
        "jsonl" => json(form, path, &text()?, DataFormat::JsonLines),
        "csv" | "txt" | "xlsx" => {
            let bytes = fs::read(path).map_err(CliError::read(path))?;
            data::sheet_records(form, &bytes).map_err(|error| CliError::Sheet(path.to_owned(), error))
        }
        _ => Err(CliError::Usage {
            zh: format!("数据文件 {} 应为 .json、.jsonl、.csv 或 .xlsx", path.display()),
            en: format!("the data {} should be .json, .jsonl, .csv or .xlsx", path.display()),
        }),
    }
}

fn json(form: &Form, path: &Path, text: &str, format: DataFormat) -> Result<SheetRecords, CliError> {
    let entries =
        data::records(form, text, format).map_err(|error| CliError::Data(path.to_owned(), error.to_string()))?;
    Ok(SheetRecords { entries, findings: Vec::new() })
}

/// How the files of a run are named.
struct Names {
    pattern: String,
    /// Length of the folder that the pattern starts from.
    base: usize,
}

impl Names {
    /// A folder gets files named by the applicant; a name with `{{ … }}` is a
    /// pattern; a plain name serves for one file.
    fn new(form: &Form, output: &Path, count: usize) -> Result<Names, CliError> {
        let text = output.to_string_lossy().into_owned();
        let base = match std::env::current_dir() {
            Ok(folder) if output.is_relative() => names::utf16_len(&folder.to_string_lossy()) + 1,
            _ => 0,
        };
        let is_folder = text.ends_with(['/', '\\']) || output.is_dir();
        if !is_folder && output.extension().is_none_or(|ext| !ext.eq_ignore_ascii_case("docx")) {
            return Err(CliError::Usage {
                zh: format!("{text} 应以 .docx 结尾（文件夹则以 / 结尾）"),
                en: format!("{text} should end in .docx (a folder in /)"),
            });
        }
        if let Some(name) = unknown_name(form, &text) {
            return Err(CliError::Usage {
                zh: format!(
                    "文件名中的 {{{{ {name} }}}} 不是表格的栏目；可用 n、title、annex 或栏目名，如 leader.name"
                ),
                en: format!(
                    "{{{{ {name} }}}} in the file name is no field; use n, title, annex or a field, as leader.name"
                ),
            });
        }
        if is_folder {
            let pattern = format!("{}/{{{{ n }}}} {{{{ name }}}}.docx", text.trim_end_matches(['/', '\\']));
            return Ok(Names { pattern, base });
        }
        if count > 1 && !text.contains("{{") {
            return Err(CliError::Usage {
                zh: format!("有 {count} 份数据，输出应为文件夹（以 / 结尾），或含 {{{{ name }}}} 的文件名"),
                en: format!(
                    "{count} records: the output should be a folder (ending in /) or a name with {{{{ name }}}}"
                ),
            });
        }
        Ok(Names { pattern: text, base })
    }

    /// The path for a record; a name that is taken gets a number.
    fn path(&self, form: &Form, record: &Record, index: usize, taken: &mut Taken) -> PathBuf {
        let value = |name: &str| value(form, record, index, name);
        PathBuf::from(taken.unique(&names::fill(&self.pattern, self.base, System::HERE, value)))
    }
}

/// The first name in a pattern that is none of a record's.
fn unknown_name<'p>(form: &Form, pattern: &'p str) -> Option<&'p str> {
    let names = pattern.split("{{").skip(1).filter_map(|rest| rest.split_once("}}")).map(|(name, _)| name.trim());
    let known = |name: &str| {
        matches!(name, "n" | "title" | "annex")
            || name.parse::<FieldPath>().is_ok_and(|path| form.field(&path).is_some_and(|field| field.is_leaf()))
    };
    names.into_iter().find(|name| !known(name))
}

/// The part of a name that a field gives; the form's title where it is empty.
fn value(form: &Form, record: &Record, index: usize, name: &str) -> String {
    match name {
        "n" => format!("{:03}", index + 1),
        "title" => form.title.clone(),
        "annex" => form.annex.clone().unwrap_or_default(),
        name => {
            let value = name.parse::<FieldPath>().ok().and_then(|path| record.get(&path).map(ToString::to_string));
            value.unwrap_or_else(|| form.title.clone())
        }
    }
}
