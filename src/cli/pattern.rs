//! How the files of `render` are named, and in which formats they are.

use std::path::{Path, PathBuf};

use super::error::CliError;
use super::names::{self, System, Taken};
use super::outputs;
use crate::FieldPath;
use crate::form::{Form, Record};
use crate::write::Format;

/// How the files of a run are named.
#[derive(Debug)]
pub(super) struct Pattern {
    /// The name with gaps, without its ending.
    stem: String,
    /// Length of the folder that the pattern starts from.
    base: usize,
    formats: Vec<Format>,
}

impl Pattern {
    /// A folder gets files named by the applicant; a name with `{{ … }}` is a
    /// pattern; a plain name serves for one file. `to` are the formats that the
    /// caller asks for; without them the ending tells, and a folder gets Word
    /// files.
    pub fn new(form: &Form, output: &Path, to: &[Format], count: usize) -> Result<Pattern, CliError> {
        let text = output.to_string_lossy().into_owned();
        let is_folder = text.ends_with(['/', '\\']) || output.is_dir();
        let ending = ending(&text).filter(|_| !is_folder);
        let format = ending.and_then(Format::from_ending);
        let formats = match (format, to) {
            (Some(format), []) => vec![format],
            (None, []) if is_folder => vec![Format::Docx],
            (None, []) => return Err(no_format(&text)),
            (None, _) if ending.is_some_and(outputs::is_ending) => return Err(no_format(&text)),
            (_, to) => distinct(to),
        };
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
        if !is_folder && count > 1 && !text.contains("{{") {
            return Err(CliError::Usage {
                zh: format!("有 {count} 份数据，输出应为文件夹（以 / 结尾），或含 {{{{ name }}}} 的文件名"),
                en: format!(
                    "{count} records: the output should be a folder (ending in /) or a name with {{{{ name }}}}"
                ),
            });
        }
        let stem = match (is_folder, format, ending) {
            (true, ..) => format!("{}/{{{{ n }}}} {{{{ name }}}}", text.trim_end_matches(['/', '\\'])),
            (false, Some(_), Some(ending)) => text[..text.len() - ending.len() - 1].to_owned(),
            (false, ..) => text,
        };
        let base = match std::env::current_dir() {
            Ok(folder) if output.is_relative() => names::utf16_len(&folder.to_string_lossy()) + 1,
            _ => 0,
        };
        Ok(Pattern { stem, base, formats })
    }

    /// The formats, each once.
    pub fn formats(&self) -> &[Format] {
        &self.formats
    }

    /// The paths for a record, one for each format; a name that is taken gets a
    /// number.
    pub fn paths(&self, form: &Form, record: &Record, index: usize, taken: &mut Taken) -> Vec<PathBuf> {
        let value = |name: &str| value(form, record, index, name);
        // All endings have room, and the files of a record one name.
        let named = names::fill(&format!("{}.docx", self.stem), self.base, System::HERE, value);
        let unique = taken.unique(&named);
        let stem = unique.strip_suffix(".docx").unwrap_or(&unique);
        self.formats.iter().map(|format| PathBuf::from(format!("{stem}.{format}"))).collect()
    }

    /// What the names of all files begin with: a folder, mostly.
    pub fn beginning(&self) -> &str {
        self.stem.split("{{").next().unwrap_or_default()
    }
}

/// What a name ends in: a few letters or digits behind its last dot.
fn ending(text: &str) -> Option<&str> {
    let name = text.rsplit(['/', '\\']).next()?;
    let (_, ending) = name.rsplit_once('.')?;
    (!ending.is_empty() && ending.bytes().all(|byte| byte.is_ascii_alphanumeric())).then_some(ending)
}

fn no_format(text: &str) -> CliError {
    let endings: Vec<String> = Format::ALL.iter().map(|format| format!(".{format}")).collect();
    CliError::Usage {
        zh: format!("{text} 应以 {} 结尾（文件夹则以 / 结尾）", endings.join("、")),
        en: format!("{text} should end in {} (a folder in /)", endings.join(", ")),
    }
}

fn distinct(formats: &[Format]) -> Vec<Format> {
    let mut distinct: Vec<Format> = Vec::new();
    for format in formats {
        if !distinct.contains(format) {
            distinct.push(*format);
        }
    }
    distinct
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
