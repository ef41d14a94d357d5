//! What the staff know beside the returns: the roster, and what stands above
//! the summary's tables.

use std::fs;
use std::path::{Path, PathBuf};

use super::args::CollectArgs;
use super::error::CliError;
use super::terminal::Terminal;
use crate::Lang;
use crate::collect::{CollectError, CollectOptions, Collection, Roster};
use crate::form::Catalogue;

/// What the staff know beside the returns.
#[derive(Debug, Default)]
pub(super) struct Known {
    /// The roster's file in its one spelling.
    file: Option<PathBuf>,
    pub options: CollectOptions,
}

impl Known {
    /// What the arguments name.
    pub fn read(args: &CollectArgs, catalogue: &Catalogue, terminal: &mut Terminal) -> Result<Known, CliError> {
        let mut options = CollectOptions::default();
        options.head.clone_from(&args.set);
        // What `--set` names is looked up before hundreds of files are read.
        let set = Collection::gather_with(catalogue, &args.activity, &[], options.clone());
        set.map_err(|error| Known::error(&error, &args.activity, Path::new("")))?;
        let known = Known { file: None, options };
        match &args.roster {
            Some(file) => known.with_roster(file, &args.activity, catalogue, terminal),
            None => Ok(known),
        }
    }

    /// Adds the roster, and says what is wrong with it.
    pub fn with_roster(
        self,
        file: &Path,
        activity: &str,
        catalogue: &Catalogue,
        terminal: &mut Terminal,
    ) -> Result<Known, CliError> {
        let bytes = fs::read(file).map_err(CliError::read(file))?;
        let roster = Roster::read(catalogue, activity, &bytes);
        let roster = roster.map_err(|error| Known::error(&error, activity, file))?;
        Ok(Known { file: fs::canonicalize(file).ok(), ..self.with(roster, terminal) })
    }

    /// Adds a roster that was read, and says what is wrong with it.
    pub fn with(self, roster: Roster, terminal: &mut Terminal) -> Known {
        for finding in &roster.findings {
            let lang = terminal.lang();
            terminal.message(&format!("{}: {}", finding.severity.name(lang), finding.message(lang)));
        }
        Known { file: self.file, options: self.options.roster(roster) }
    }

    /// Whether a file is the roster, which is no return.
    pub fn is_roster(&self, path: &Path) -> bool {
        self.file.is_some() && fs::canonicalize(path).ok() == self.file
    }

    /// The words of an error for the caller.
    fn error(error: &CollectError, activity: &str, file: &Path) -> CliError {
        match error {
            CollectError::Roster(error) => CliError::Sheet(file.to_owned(), error.clone()),
            CollectError::UnknownHead { name, known } if known.is_empty() => CliError::Usage {
                zh: format!("--set {name}：活动 {activity} 没有汇总表"),
                en: format!("--set {name}: the activity {activity} has no summary"),
            },
            CollectError::UnknownHead { name, known } => CliError::Usage {
                zh: format!("--set {name}：汇总表没有这一栏，可以填写的有：{}", nearest_first(name, known).join("、")),
                en: format!(
                    "--set {name}: the summary has no such field; there are {}",
                    nearest_first(name, known).join(", ")
                ),
            },
            other => CliError::Make(other.to_string()),
        }
    }
}

/// The names, those with the most characters of `name` first.
fn nearest_first<'n>(name: &str, known: &'n [String]) -> Vec<&'n str> {
    let mut names: Vec<&str> = known.iter().map(String::as_str).collect();
    let shared = |other: &str| other.chars().filter(|c| name.contains(*c)).count();
    names.sort_by_key(|other| std::cmp::Reverse(shared(other)));
    names
}

/// How many of the roster are missing, in words.
pub(super) fn answered(collection: &Collection<'_>, lang: Lang) -> Option<String> {
    let (all, missing) = (collection.roster()?.rows.len(), collection.missing().len());
    Some(match lang {
        Lang::Zh => format!("名单共 {all} 个，未报送 {missing} 个"),
        Lang::En => format!("{all} on the roster, {missing} have not answered"),
    })
}
