//! Files and folders.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use super::args::Global;
use super::error::{CliError, What};
use super::terminal::Terminal;
use super::{definition, names};
use crate::Lang;
use crate::batch::{is_litter, system_message};
use crate::form::{Activity, Catalogue, Files, Form};
use crate::text::nearest;

/// The catalogue with a user's own forms and templates. Forms with mistakes are
/// left out; what is wrong with them is said at once, and keeps nobody from
/// using the others.
pub(super) fn catalogue(global: &Global, terminal: &mut Terminal) -> Result<Catalogue, CliError> {
    let own = Own::of(global);
    let lang = terminal.lang();
    let mut problems = Vec::new();
    let (forms, templates) = own.files(lang, &mut problems)?;
    let catalogue = Catalogue::load(forms, templates);
    for mistake in catalogue.mistakes() {
        let file = own.path(mistake.file());
        // A template that could not be read is missing for its form too.
        if problems.iter().any(|problem| problem.starts_with(&file)) {
            continue;
        }
        let message = mistake.message().get(lang);
        problems.push(match (mistake.line(), lang) {
            (Some(line), Lang::Zh) => format!("{file} 第{line}行：{message}"),
            (Some(line), Lang::En) => format!("{file}:{line}: {message}"),
            (None, Lang::Zh) => format!("{file}：{message}"),
            (None, Lang::En) => format!("{file}: {message}"),
        });
    }
    if !problems.is_empty() {
        let head = terminal
            .say("自己的表格有错误，改正以前不能使用：", "mistakes in your own forms, which cannot be used yet:");
        let lines: Vec<String> = problems.iter().map(|problem| format!("  {problem}")).collect();
        let text = format!("{head}\n{}", lines.join("\n"));
        terminal.message(&text);
    }
    Ok(catalogue)
}

/// Where a user's own forms and templates are.
#[derive(Debug, Default)]
pub(super) struct Own {
    pub forms: Option<PathBuf>,
    pub templates: Option<PathBuf>,
}

impl Own {
    /// The folders that were given; without `--forms` the folder `forms` where
    /// the command runs, or else beside the program, if there are definitions
    /// in it. Without `--templates` the folder beside that of the forms.
    pub fn of(global: &Global) -> Own {
        let beside_program = || Some(std::env::current_exe().ok()?.parent()?.join("forms"));
        let found = || {
            let places = [Some(PathBuf::from("forms")), beside_program()];
            places.into_iter().flatten().find(|forms| holds_definitions(forms))
        };
        let forms = global.forms.clone().or_else(found);
        let beside = || forms.as_deref().map(templates_beside).filter(|templates| templates.is_dir());
        let templates = global.templates.clone().or_else(beside);
        Own { forms, templates }
    }

    /// The folders of a folder that holds them, or is that of the forms itself.
    pub fn in_folder(dir: &Path) -> Option<Own> {
        let places = [dir.join("forms"), dir.to_owned()];
        let forms = places.into_iter().find(|forms| holds_definitions(forms))?;
        let templates = Some(templates_beside(&forms)).filter(|templates| templates.is_dir());
        Some(Own { forms: Some(forms), templates })
    }

    /// What is in the folders. What cannot be read as text, or is called so that
    /// nobody would read it, becomes a problem.
    pub fn files(&self, lang: Lang, problems: &mut Vec<String>) -> Result<(Files, Files), CliError> {
        let mut read = |dir: &Option<PathBuf>, ending| {
            dir.as_deref().map_or_else(|| Ok(Files::new()), |dir| own_files(dir, ending, lang, problems))
        };
        Ok((read(&self.forms, "toml")?, read(&self.templates, "html")?))
    }

    /// A file as a person finds it: the catalogue says `forms/…` whatever the
    /// folder is called.
    pub fn path(&self, file: &str) -> String {
        let under = |folder: &Option<PathBuf>, name: &str| {
            Some(names::slashed_path(&folder.as_ref()?.join(file.strip_prefix(name)?)))
        };
        under(&self.forms, "forms/").or_else(|| under(&self.templates, "templates/")).unwrap_or_else(|| file.to_owned())
    }
}

/// The folder of templates that goes with a folder of forms.
pub(super) fn templates_beside(forms: &Path) -> PathBuf {
    forms.with_file_name("templates")
}

/// Whether a folder has definitions in its folders. Another folder that is
/// called `forms`, say of returned files, is none of ours.
fn holds_definitions(forms: &Path) -> bool {
    let files_of = |dir: &Path| fs::read_dir(dir).into_iter().flatten().flatten().map(|entry| entry.path());
    files_of(forms)
        .filter(|path| path.is_dir())
        .any(|activity| files_of(&activity).any(|file| file.extension().is_some_and(|ext| ext == "toml")))
}

/// The form of a name, or names that are like it.
pub(super) fn form<'c>(catalogue: &'c Catalogue, name: &str) -> Result<&'c Form, CliError> {
    catalogue.form(name).ok_or_else(|| {
        if catalogue.is_broken(name) {
            return CliError::Usage {
                zh: format!("表格 {name} 有错误，不能使用，请先按上面的提示改正"),
                en: format!("the form `{name}` cannot be used before its mistakes are mended"),
            };
        }
        let alike = alike(name, catalogue.forms().map(|form| form.id.as_str()));
        CliError::Unknown { what: What::Form, name: name.to_owned(), alike }
    })
}

/// The activity of a name, or names that are like it.
pub(super) fn activity<'c>(catalogue: &'c Catalogue, name: &str) -> Result<&'c Activity, CliError> {
    catalogue.activity(name).ok_or_else(|| CliError::Unknown {
        what: What::Activity,
        name: name.to_owned(),
        alike: alike(name, catalogue.activities().map(|activity| activity.id.as_str())),
    })
}

/// Names that are like `name`, else names that hold a part of it.
fn alike<'a>(name: &str, names: impl Iterator<Item = &'a str>) -> Vec<String> {
    let names: Vec<&str> = names.collect();
    let near = nearest(name, names.iter().copied());
    if !near.is_empty() {
        return near.into_iter().map(str::to_owned).collect();
    }
    let parts: Vec<&str> = name.split(['/', '-', ' ']).filter(|part| part.len() > 2).collect();
    let holds = |other: &&&str| parts.iter().any(|part| other.contains(part));
    names.iter().filter(holds).take(3).map(|name| (*name).to_owned()).collect()
}

/// The files below a folder of one's own that end in `.toml` or `.html`, by
/// their names with `/`. What is there under a name that is not looked at, and
/// what is no text, becomes a problem.
fn own_files(dir: &Path, ending: &str, lang: Lang, problems: &mut Vec<String>) -> Result<Files, CliError> {
    let mut files = Files::new();
    for input in walk(dir)? {
        let path = input.path();
        let shown = names::slashed_path(path);
        let mut unread = |error: &io::Error| {
            let colon = if lang == Lang::Zh { "：" } else { ": " };
            problems.push(format!("{shown}{colon}{}", system_message(error).get(lang)));
        };
        if let Input::Closed(_, error) = &input {
            unread(error);
            continue;
        }
        let Ok(relative) = path.strip_prefix(dir) else { continue };
        let name = names::slashed_path(relative);
        if let Some(problem) = definition::misnamed(&name, ending) {
            problems.push(format!("{shown}{}", problem.get(lang)));
        } else if name.ends_with(&format!(".{ending}")) {
            match fs::read(path).map(definition::decode) {
                Ok(Ok(text)) => drop(files.insert(name, text.into())),
                Ok(Err(problem)) => problems.push(format!("{shown}{}", problem.get(lang))),
                Err(error) => unread(&error),
            }
        }
    }
    Ok(files)
}

/// What is found where a command looks for files.
#[derive(Debug)]
pub(super) enum Input {
    File(PathBuf),
    /// A folder below it that cannot be looked into; the others can.
    Closed(PathBuf, io::Error),
}

impl From<PathBuf> for Input {
    fn from(path: PathBuf) -> Input {
        Input::File(path)
    }
}

impl Input {
    pub fn path(&self) -> &Path {
        match self {
            Input::File(path) | Input::Closed(path, _) => path,
        }
    }
}

/// The files of the inputs in a fixed order: folders are walked, names sorted,
/// litter left out. A file that was named is taken whatever it is called.
pub(super) fn inputs(inputs: &[PathBuf]) -> Result<Vec<Input>, CliError> {
    let mut files = Vec::new();
    for input in inputs {
        let metadata = fs::metadata(input).map_err(CliError::read(input))?;
        if metadata.is_dir() {
            files.extend(walk(input)?);
        } else {
            files.push(Input::File(input.clone()));
        }
    }
    match (files.is_empty(), inputs) {
        (true, [folder, ..]) => Err(CliError::no_files(folder)),
        _ => Ok(files),
    }
}

/// What stands beside a path that leads nowhere and has a name like it.
pub(super) fn alike_files(path: &Path) -> Vec<String> {
    let parent = path.parent().filter(|parent| !parent.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let Some(name) = path.file_name().map(|name| name.to_string_lossy().into_owned()) else { return Vec::new() };
    let entries = fs::read_dir(parent).into_iter().flatten().flatten();
    let mut beside: Vec<String> = entries.map(|entry| entry.file_name().to_string_lossy().into_owned()).collect();
    beside.retain(|name| !is_litter(name));
    beside.sort();
    let alike = nearest(&name, beside.iter().map(String::as_str)).into_iter();
    alike.map(|name| names::slashed_path(&path.with_file_name(name))).collect()
}

/// The files in a folder and below. A folder below that cannot be read is
/// handed on with its error; the folder itself must be readable.
fn walk(dir: &Path) -> Result<Vec<Input>, CliError> {
    let mut files = Vec::new();
    let mut folders = vec![dir.to_owned()];
    while let Some(folder) = folders.pop() {
        match fs::read_dir(&folder).and_then(Iterator::collect::<io::Result<Vec<_>>>) {
            Err(error) if folder == dir => return Err(CliError::Read(folder, error)),
            Err(error) => files.push(Input::Closed(folder, error)),
            Ok(entries) => {
                for entry in entries.iter().filter(|entry| !is_litter(&entry.file_name().to_string_lossy())) {
                    // A link to a folder may lead back up; files may be links.
                    let is_folder = entry.file_type().is_ok_and(|kind| kind.is_dir());
                    if is_folder { folders.push(entry.path()) } else { files.push(Input::File(entry.path())) }
                }
            }
        }
    }
    files.sort_by(|a, b| a.path().cmp(b.path()));
    Ok(files)
}

/// Refuses the name of a workbook that Excel would not open under it.
pub(super) fn must_be_workbook(path: &Path) -> Result<(), CliError> {
    if path.extension().is_some_and(|ext| ext.eq_ignore_ascii_case("xlsx")) {
        return Ok(());
    }
    Err(CliError::Usage {
        zh: format!("{} 应以 .xlsx 结尾", path.display()),
        en: format!("{} should end in .xlsx", path.display()),
    })
}

/// Makes the folder that a file is to stand in.
pub(super) fn make_parent(path: &Path) -> Result<(), CliError> {
    match path.parent() {
        Some(parent) if !parent.as_os_str().is_empty() => fs::create_dir_all(parent).map_err(CliError::write(parent)),
        _ => Ok(()),
    }
}

/// Writes a file, its folder made if need be.
pub(super) fn write(path: &Path, bytes: &[u8]) -> Result<(), CliError> {
    make_parent(path)?;
    fs::write(path, bytes).map_err(CliError::write(path))
}
