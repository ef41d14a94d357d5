//! `check`: what is wrong with returned files, for people.

use std::io::Write;

use super::args::{CheckArgs, Global};
use super::batch::{named, read_files};
use super::error::CliError;
use super::extract::worse;
use super::terminal::Terminal;
use super::today::today;
use super::{Status, files};
use crate::batch::Return;
use crate::extract::Extractor;
use crate::form::Catalogue;
use crate::report::{FileLine, finding_text};
use crate::{Lang, Severity};

/// `shenbao check FILE|DIR…`.
pub(super) fn check(global: &Global, args: &CheckArgs, terminal: &mut Terminal) -> Result<Status, CliError> {
    let catalogue = files::catalogue(global, terminal)?;
    let extractor = Extractor::new(&catalogue).checking(args.stage.check_options(today()));
    let inputs = named(files::inputs(&args.inputs)?);
    let mut status = Status::Done;
    let (mut clean, mut faulty, mut unread) = (0, 0, 0);
    read_files(&extractor, &inputs, terminal, |read, terminal| {
        status = worse(status, &read);
        match &read.outcome {
            Err(_) => unread += 1,
            Ok(extraction) if extraction.findings.iter().any(|f| f.severity == Severity::Error) => faulty += 1,
            Ok(_) => clean += 1,
        }
        if args.json { json_line(&catalogue, &read, terminal) } else { file_text(&catalogue, &read, terminal) }
    })?;
    terminal.out.flush()?;
    let total = clean + faulty + unread;
    let note = match terminal.lang() {
        Lang::Zh => format!("共 {total} 份：{clean} 份通过，{faulty} 份有错误，{unread} 个文件未能读取"),
        Lang::En => format!("{total} returns: {clean} pass, {faulty} with errors, {unread} files unread"),
    };
    terminal.note(&note);
    Ok(status)
}

/// The findings of a file as a line of JSON.
fn json_line(catalogue: &Catalogue, read: &Return, terminal: &mut Terminal) -> Result<(), CliError> {
    let line = FileLine::new(catalogue, read, terminal.lang());
    let json = serde_json::json!({
        "schema": line.schema, "file": line.file, "form": line.form, "findings": line.findings, "error": line.error,
    });
    writeln!(terminal.out, "{json}")?;
    Ok(())
}

/// The file's name and its findings, worst first.
fn file_text(catalogue: &Catalogue, read: &Return, terminal: &mut Terminal) -> Result<(), CliError> {
    let copy = read.copy.map(|copy| match terminal.lang() {
        Lang::Zh => format!("（第{copy}份）"),
        Lang::En => format!(" (number {copy})"),
    });
    let heading = terminal.bold(&format!("{}{}", read.file, copy.unwrap_or_default()));
    match &read.outcome {
        Err(unread) => {
            let message = format!("{}{}", terminal.say("未能读取：", "not read: "), unread.message(terminal.lang()));
            let message = terminal.paint(Severity::Error, &message);
            writeln!(terminal.out, "{heading}\n  {message}")?;
        }
        Ok(extraction) => {
            let form = catalogue.form(&extraction.form);
            let title = form.map_or("", |form| form.title.as_str());
            let verdict = if extraction.findings.is_empty() {
                terminal.say("  ✓ 没有问题", "  ✓ nothing wrong")
            } else {
                ""
            };
            writeln!(terminal.out, "{heading}  {title}{verdict}")?;
            let mut findings: Vec<_> = extraction.findings.iter().collect();
            findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
            for finding in findings {
                let text = form.map(|form| finding_text(form, &extraction.record, finding, terminal.lang()));
                let text = text.unwrap_or_else(|| finding.message(terminal.lang()));
                let text = terminal.paint(finding.severity, &text);
                writeln!(terminal.out, "  {text}")?;
            }
        }
    }
    Ok(())
}
