//! A path without a command: a file is checked and shown, a folder collected.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::{Path, PathBuf};

use super::args::{Global, OpenArgs};
use super::batch::{named, read_files};
use super::collect::{Job, count};
use super::error::CliError;
use super::extract::worse;
use super::known::Known;
use super::outputs::Outputs;
use super::roster::rosters;
use super::terminal::{Terminal, fit, width};
use super::today::today;
use super::{Status, files, names};
use crate::batch::Return;
use crate::check::CheckOptions;
use crate::extract::{Extraction, Extractor};
use crate::font::FontSet;
use crate::form::{Catalogue, Form};
use crate::report::{MASK, finding_text, subject};
use crate::{Lang, Severity};

/// The folder of results, beside the folder of returns.
const RESULTS: &str = "结果";

/// `shenbao PATH…`: files are checked together, each folder is collected.
pub(super) fn open(global: &Global, args: &OpenArgs, terminal: &mut Terminal) -> Result<Status, CliError> {
    let inputs: Vec<PathBuf> = args.inputs.iter().map(|path| existing(path)).collect::<Result<_, _>>()?;
    let catalogue = files::catalogue(global, terminal)?;
    let (folders, single): (Vec<_>, Vec<_>) = inputs.into_iter().partition(|path| path.is_dir());
    let mut status = Status::Done;
    if !single.is_empty() {
        status = status.max(check(&catalogue, single, args.with_sensitive, terminal)?);
    }
    for folder in folders {
        status = status.max(collect(&catalogue, &folder, args.with_sensitive, terminal)?);
    }
    terminal.out.flush()?;
    Ok(status)
}

/// The path, if there is something; else what is like it.
fn existing(path: &Path) -> Result<PathBuf, CliError> {
    if path.exists() {
        return Ok(path.to_owned());
    }
    // cmd.exe makes `来件"` of a quoted folder that ends in `\`.
    let unquoted = PathBuf::from(path.to_string_lossy().trim_matches(['"', ' ']));
    if unquoted.exists() {
        return Ok(unquoted);
    }
    Err(CliError::NoFile { path: path.to_owned(), alike: files::alike_files(path) })
}

/// Reads files and shows each; a single one with all its answers.
fn check(
    catalogue: &Catalogue,
    paths: Vec<PathBuf>,
    with_sensitive: bool,
    terminal: &mut Terminal,
) -> Result<Status, CliError> {
    let extractor = Extractor::new(catalogue).checking(CheckOptions::default().today(today()));
    let alone = paths.len() == 1;
    let (mut status, mut good, mut total) = (Status::Done, 0, 0);
    read_files(&extractor, &named(paths), terminal, |read, terminal| {
        total += 1;
        let next = worse(Status::Done, &read);
        good += usize::from(next == Status::Done);
        status = status.max(next);
        let showing = Showing { answers: alone, with_sensitive };
        show(catalogue, &read, showing, terminal)
    })?;
    if total > 1 {
        let line = match terminal.lang() {
            Lang::Zh => format!("共 {total} 份：{good} 份可以报送，{} 份需要修改", total - good),
            Lang::En => format!("{total} returns: {good} ready to hand in, {} to be corrected", total - good),
        };
        writeln!(terminal.out, "{}", terminal.bold(&line))?;
    }
    Ok(status)
}

/// How much of a return is shown.
#[derive(Clone, Copy)]
struct Showing {
    answers: bool,
    with_sensitive: bool,
}

/// A return for a person: which form, what stands in it, what is wrong, and
/// whether it can be handed in.
fn show(catalogue: &Catalogue, read: &Return, showing: Showing, terminal: &mut Terminal) -> Result<(), CliError> {
    let copy = read.copy.map(|copy| terminal.say("（第{}份）", " (number {})").replace("{}", &copy.to_string()));
    let heading = terminal.bold(&format!("{}{}", read.file, copy.unwrap_or_default()));
    writeln!(terminal.out, "{heading}")?;
    let read = match &read.outcome {
        Ok(extraction) => catalogue.form(&extraction.form).map(|form| (form, extraction)),
        Err(unread) => {
            let message = terminal.paint(Severity::Error, &unread.message(terminal.lang()));
            writeln!(terminal.out, "  {message}")?;
            None
        }
    };
    let Some((form, extraction)) = read else {
        let verdict = terminal.say("未能读取，请处理后重新报送", "not read: see above");
        let verdict = terminal.paint(Severity::Error, &format!("✗ {verdict}"));
        writeln!(terminal.out, "{verdict}\n")?;
        return Ok(());
    };
    let annex = form.annex.as_deref().map(|annex| format!("{annex} ")).unwrap_or_default();
    writeln!(terminal.out, "  {annex}{}", form.title)?;
    if showing.answers {
        answers(form, extraction, showing, terminal)?;
    }
    problems(form, extraction, terminal)?;
    let verdict = verdict(extraction, terminal);
    writeln!(terminal.out, "\n{verdict}\n")?;
    Ok(())
}

/// The answers in the form's order, with their labels.
fn answers(form: &Form, extraction: &Extraction, showing: Showing, terminal: &mut Terminal) -> Result<(), CliError> {
    /// Columns for labels at most; a longer one pushes its answer aside.
    const LABELS: usize = 36;
    /// Columns of an answer that are shown.
    const ANSWER: usize = 60;
    let rows: Vec<(String, String)> = extraction
        .evidence
        .iter()
        // A choice without a tick has its place, but no answer.
        .filter(|evidence| !evidence.value.trim().is_empty())
        .map(|evidence| {
            let label = subject(form, &extraction.record, &evidence.path).text(terminal.lang());
            let sensitive = form.field(&evidence.path).is_some_and(|field| field.sensitive);
            let value = if sensitive && !showing.with_sensitive {
                MASK.to_owned()
            } else {
                shortened(&evidence.value, ANSWER, terminal.lang())
            };
            (label, value)
        })
        .collect();
    let column = rows.iter().map(|(label, _)| width(label)).max().unwrap_or(0).min(LABELS);
    writeln!(terminal.out, "\n{}", terminal.say("填写的内容：", "what was filled in:"))?;
    let is_empty = rows.is_empty();
    for (label, value) in rows {
        let label = if width(&label) > column { label } else { fit(&label, column) };
        writeln!(terminal.out, "  {label}  {value}")?;
    }
    if is_empty {
        writeln!(terminal.out, "  {}", terminal.say("（没有填写任何内容）", "(nothing)"))?;
    }
    Ok(())
}

/// One line of an answer; how long it is where not all is shown.
fn shortened(value: &str, columns: usize, lang: Lang) -> String {
    let line = value.split('\n').map(str::trim).filter(|line| !line.is_empty()).collect::<Vec<_>>().join(" ");
    if width(&line) <= columns {
        return line;
    }
    let words = crate::check::words::count(value).words;
    match lang {
        Lang::Zh => format!("{}（共{words}字）", fit(&line, columns).trim_end()),
        Lang::En => format!("{} ({words} words)", fit(&line, columns).trim_end()),
    }
}

/// The findings, worst first, with place and remedy.
fn problems(form: &Form, extraction: &Extraction, terminal: &mut Terminal) -> Result<(), CliError> {
    if extraction.findings.is_empty() {
        return Ok(());
    }
    let mut findings: Vec<_> = extraction.findings.iter().collect();
    findings.sort_by_key(|finding| std::cmp::Reverse(finding.severity));
    writeln!(terminal.out, "\n{}", terminal.say("检查的结果：", "what was found:"))?;
    for (index, finding) in findings.into_iter().enumerate() {
        let text = finding_text(form, &extraction.record, finding, terminal.lang());
        let text = terminal.paint(finding.severity, &text);
        writeln!(terminal.out, "  {}. {text}", index + 1)?;
        if let Some(remedy) = finding.remedy(terminal.lang()) {
            writeln!(terminal.out, "     → {remedy}")?;
        }
    }
    Ok(())
}

/// The last line: whether the return can be handed in.
fn verdict(extraction: &Extraction, terminal: &Terminal) -> String {
    let count = |severity| extraction.findings.iter().filter(|finding| finding.severity == severity).count();
    let (errors, warnings) = (count(Severity::Error), count(Severity::Warning));
    let (severity, line) = match (errors, warnings, terminal.lang()) {
        (0, 0, Lang::Zh) => (None, "✓ 可以报送".to_owned()),
        (0, 0, Lang::En) => (None, "✓ ready to hand in".to_owned()),
        (0, n, Lang::Zh) => (Some(Severity::Warning), format!("✓ 可以报送（有 {n} 处请先核对）")),
        (0, n, Lang::En) => (Some(Severity::Warning), format!("✓ ready to hand in ({n} to look at first)")),
        (n, _, Lang::Zh) => (Some(Severity::Error), format!("✗ 有 {n} 处需要修改")),
        (n, _, Lang::En) => (Some(Severity::Error), format!("✗ {n} to be corrected")),
    };
    severity.map_or_else(|| line.clone(), |severity| terminal.paint(severity, &line))
}

/// Collects a folder: outputs for each activity that its returns are of, in
/// folders of their own if there are several.
fn collect(
    catalogue: &Catalogue,
    folder: &Path,
    with_sensitive: bool,
    terminal: &mut Terminal,
) -> Result<Status, CliError> {
    let place = Results::of(folder);
    let check = CheckOptions::default().today(today());
    // Which activity it is comes out of the returns.
    let outputs = Outputs::at(&place.dir.join(""), catalogue, "")?;
    let fonts = FontSet::embedded();
    let mut returns = Job {
        dir: folder,
        activity: "",
        outputs,
        with_sensitive,
        check,
        known: Known::default(),
        fonts: fonts.clone(),
    }
    .read(catalogue, terminal)?;
    if let Some(inside) = &place.inside {
        returns.retain(|read| !read.file.starts_with(inside));
    }
    let mut by_activity: BTreeMap<&str, usize> = BTreeMap::new();
    for extraction in returns.iter().filter_map(|read| read.outcome.as_ref().ok()) {
        let activity = catalogue.form(&extraction.form).map_or("", Form::activity_id);
        *by_activity.entry(activity).or_default() += 1;
    }
    if by_activity.is_empty() {
        for read in &returns {
            show(catalogue, read, Showing { answers: false, with_sensitive }, terminal)?;
        }
        let message = terminal.say("文件夹里没有认出任何表格", "no form was recognised in the folder");
        writeln!(terminal.out, "{message}")?;
        return Ok(Status::Findings);
    }
    let mut activities: Vec<(&str, usize)> = by_activity.into_iter().collect();
    activities.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    let mut status = Status::Done;
    let several = activities.len() > 1;
    let ids: Vec<&str> = activities.iter().map(|(activity, _)| *activity).collect();
    let mut rosters = rosters(catalogue, folder, &returns, &ids, terminal);
    returns.retain(|read| !rosters.values().any(|found| found.file == read.file));
    for activity in ids {
        // A file that nobody could read may belong to any of them.
        let of_it: Vec<Return> = returns
            .iter()
            .filter(|read| match &read.outcome {
                Ok(extraction) => extraction.activity_id() == activity,
                Err(_) => true,
            })
            .cloned()
            .collect();
        let dir = if several { place.dir.join(names::file_name(activity, "")) } else { place.dir.clone() };
        let outputs = Outputs::at(&dir.join(""), catalogue, activity)?;
        let known = match rosters.remove(activity) {
            Some(found) => Known::default().with(found.roster, terminal),
            None => Known::default(),
        };
        let job = Job { dir: folder, activity, outputs, with_sensitive, check, known, fonts: fonts.clone() };
        let written = job.write(catalogue, &of_it, terminal)?;
        let answered = written.answered.map(|answered| format!("  {answered}\n")).unwrap_or_default();
        let counts = count(&of_it, activity);
        let title = catalogue.activity(activity).map_or(activity, |activity| activity.title.as_str());
        let shown = names::slashed_path(&job.outputs.folder);
        let lines = match terminal.lang() {
            Lang::Zh => format!(
                "{title}\n  已汇总 {} 份，其中 {} 份需要修改；另有 {} 个文件未能读取\n{answered}  结果在：{shown}\n",
                counts.read, counts.faulty, counts.unread
            ),
            Lang::En => format!(
                "{title}\n  {} returns, {} of them to be corrected; {} files not read\n{answered}  result: {shown}\n",
                counts.read, counts.faulty, counts.unread
            ),
        };
        writeln!(terminal.out, "{lines}")?;
        if counts.faulty + counts.unread > 0 || !written.is_whole {
            status = Status::Findings;
        }
    }
    Ok(status)
}

/// Where the results of a folder go.
struct Results {
    dir: PathBuf,
    /// For a folder that nothing stands above, a drive: the results are inside,
    /// under names that begin so, and are no returns.
    inside: Option<String>,
}

impl Results {
    /// Beside the folder, in a folder of its name, so that the returns stay as
    /// they came and two folders on one desktop keep their results apart.
    fn of(folder: &Path) -> Results {
        let absolute = std::path::absolute(folder).unwrap_or_else(|_| folder.to_owned());
        let resolved = if absolute.file_name().is_some() { Ok(absolute.clone()) } else { absolute.canonicalize() };
        let whole = resolved.unwrap_or(absolute);
        match (whole.parent(), whole.file_name()) {
            (Some(above), Some(name)) => {
                let above = PathBuf::from(names::without_verbatim(&above.to_string_lossy()));
                Results { dir: above.join(RESULTS).join(name), inside: None }
            }
            _ => Results { dir: whole.join(RESULTS), inside: Some(format!("{RESULTS}/")) },
        }
    }
}
