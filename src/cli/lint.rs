//! `lint`: mistakes and doubts in definitions and templates.

use std::io::Write;
use std::path::Path;

use serde_json::json;

use super::Status;
use super::args::{Global, LintArgs};
use super::error::CliError;
use super::files::{self, Own};
use super::terminal::Terminal;
use crate::form::Files;
use crate::lint::{self, Lint, Loaded};
use crate::{Lang, Severity};

/// `shenbao lint [FORM|DIR]`.
pub(super) fn lint(global: &Global, args: &LintArgs, terminal: &mut Terminal) -> Result<Status, CliError> {
    let lang = terminal.lang();
    let mut own = Own::of(global);
    let mut problems = Vec::new();
    let (mut forms, mut templates) = own.files(lang, &mut problems)?;
    let mut wanted = if forms.is_empty() && templates.is_empty() { Wanted::All } else { Wanted::Own };
    let mut loaded = Loaded::new(forms.clone(), templates.clone());
    if let Some(what) = &args.what {
        let name = what.replace('\\', "/");
        let name = name.trim_end_matches('/');
        if loaded.has(name) {
            wanted = Wanted::Named(name.to_owned());
        } else if Path::new(what).is_dir() {
            own = Own::in_folder(Path::new(what)).ok_or_else(|| no_definitions(what))?;
            problems.clear();
            (forms, templates) = own.files(lang, &mut problems)?;
            loaded = Loaded::new(forms.clone(), templates.clone());
            wanted = Wanted::Own;
        } else {
            files::form(loaded.catalogue(), name)?;
        }
    }
    let mut lints = lint::lint(&loaded);
    match wanted {
        Wanted::All => {}
        Wanted::Own => {
            let names = |prefix: &str, files: Files| files.into_keys().map(|name| format!("{prefix}/{name}")).collect();
            let own_files: [Vec<String>; 2] = [names("forms", forms), names("templates", templates)];
            lints.retain(|lint| own_files.iter().flatten().any(|file| *file == lint.file));
        }
        Wanted::Named(name) => lints.retain(about(&name)),
    }
    for lint in &lints {
        if args.json { json_line(lint, terminal)? } else { text(&own, lint, terminal)? }
    }
    terminal.out.flush()?;
    // Files that are no text at all, or lie where nobody reads them.
    problems.iter().for_each(|problem| terminal.message(problem));
    let count = |severity| lints.iter().filter(|lint| lint.severity() == severity).count();
    let (errors, warnings, notes) = (count(Severity::Error), count(Severity::Warning), count(Severity::Info));
    let errors = errors + problems.len();
    let note = match lang {
        Lang::Zh if errors + warnings + notes == 0 => "没有发现问题".to_owned(),
        Lang::Zh => format!("{errors} 处错误，{warnings} 处注意，{notes} 处提示"),
        Lang::En if errors + warnings + notes == 0 => "nothing found".to_owned(),
        Lang::En => format!("{errors} errors, {warnings} warnings, {notes} notes"),
    };
    terminal.note(&note);
    Ok(if errors > 0 { Status::Findings } else { Status::Done })
}

/// What is to be shown of all that is found.
enum Wanted {
    All,
    /// What is about the user's own files.
    Own,
    /// What is about a form, or about the forms of an activity.
    Named(String),
}

fn no_definitions(folder: &str) -> CliError {
    CliError::Usage {
        zh: format!("文件夹 {folder} 里没有表格定义（应为 forms/<活动>/<表格>.toml）"),
        en: format!("there are no definitions in {folder} (expected forms/<activity>/<form>.toml)"),
    }
}

/// Whether something is about a form or an activity: in its own files, or in a
/// shared file while it was laid out.
fn about(name: &str) -> impl Fn(&Lint) -> bool {
    let is_form = name.contains('/');
    let activity = name.split('/').next().unwrap_or(name).to_owned();
    let name = name.to_owned();
    move |lint: &Lint| {
        let file = lint.file.split_once('/').map_or(lint.file.as_str(), |(_, file)| file);
        match (&lint.form, is_form) {
            (Some(form), true) => *form == name,
            (Some(form), false) => form.split('/').next() == Some(activity.as_str()),
            (None, true) => {
                let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
                file.starts_with("shared/") || stem == name || stem == format!("{activity}/activity")
            }
            (None, false) => file.starts_with("shared/") || file.starts_with(&format!("{activity}/")),
        }
    }
}

fn json_line(lint: &Lint, terminal: &mut Terminal) -> Result<(), CliError> {
    let lang = terminal.lang();
    let json = json!({
        "file": lint.file, "line": lint.line, "form": lint.form,
        "severity": lint.severity(), "code": lint.code,
        "message": lint.message(lang), "remedy": lint.remedy(lang),
    });
    writeln!(terminal.out, "{json}")?;
    Ok(())
}

/// Place, severity and message on one line, the remedy below.
fn text(own: &Own, lint: &Lint, terminal: &mut Terminal) -> Result<(), CliError> {
    let lang = terminal.lang();
    let line = lint.line.map(|line| format!(":{line}")).unwrap_or_default();
    let place = terminal.bold(&format!("{}{line}", own.path(&lint.file)));
    let severity = terminal.paint(lint.severity(), lint.severity().name(lang));
    writeln!(terminal.out, "{place}  {severity}  {}  [{}]", lint.message(lang), lint.code)?;
    writeln!(terminal.out, "    {}{}", terminal.say("改法：", "remedy: "), lint.remedy(lang))?;
    Ok(())
}
