//! A roster that lies among the returns.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

use super::terminal::Terminal;
use crate::Lang;
use crate::batch::Return;
use crate::collect::{CollectOptions, Collection, Roster};
use crate::form::Catalogue;

/// What is in the name of a file that may be a roster.
const ROSTER: &str = "名单";

/// A file that is taken as a roster.
pub(super) struct Found {
    /// Its name in the folder.
    pub file: String,
    pub roster: Roster,
}

/// For each activity the roster that lies in the folder, and says so. Of
/// several files the first is taken that is called 名单 something.
///
/// Only what lies in the folder itself is the office's own: a list in a folder
/// below came with the returns.
pub(super) fn rosters(
    catalogue: &Catalogue,
    folder: &Path,
    returns: &[Return],
    activities: &[&str],
    terminal: &mut Terminal,
) -> BTreeMap<String, Found> {
    let mut found: BTreeMap<String, Found> = BTreeMap::new();
    let mut files: Vec<&str> = returns.iter().filter(|read| may_be(read)).map(|read| read.file.as_str()).collect();
    files.sort_by_key(|file| !file.starts_with(ROSTER));
    for file in files {
        let Ok(bytes) = fs::read(folder.join(file)) else { continue };
        let understood: Vec<(&str, Roster)> = activities
            .iter()
            .filter_map(|activity| Some((*activity, Roster::read(catalogue, activity, &bytes).ok()?)))
            .filter(|(_, roster)| !roster.rows.is_empty())
            .collect();
        let is_alone = understood.len() == 1;
        // Words such as 学校名称 are in many forms: who answered tells whose it is.
        let best = understood.into_iter().rev().max_by_key(|(activity, roster)| {
            if is_alone { 0 } else { answered(catalogue, activity, returns, roster.clone()) }
        });
        let line = match (best, terminal.lang()) {
            (Some((activity, roster)), lang) if !found.contains_key(activity) => {
                let count = roster.rows.len();
                found.insert(activity.to_owned(), Found { file: file.to_owned(), roster });
                let title = catalogue.activity(activity).map_or(activity, |activity| activity.title.as_str());
                match (lang, activities.len()) {
                    (Lang::Zh, 1) => format!("“{file}”用作应报名单（共 {count} 个）"),
                    (Lang::Zh, _) => format!("“{file}”用作应报名单（共 {count} 个）：{title}"),
                    (Lang::En, 1) => format!("{file} is taken as the roster ({count} rows)"),
                    (Lang::En, _) => format!("{file} is taken as the roster ({count} rows) of {title}"),
                }
            }
            (Some(_), Lang::Zh) => format!("“{file}”没有用作应报名单：已经有一份"),
            (Some(_), Lang::En) => format!("{file} is not taken as the roster: there is one already"),
            (None, Lang::Zh) => format!("“{file}”没有用作应报名单：没有认出“学校名称”之类的表头，或没有内容"),
            (None, Lang::En) => format!("{file} is not taken as the roster: it has no head for names, or no rows"),
        };
        terminal.message(&line);
    }
    found
}

/// What the names of lists end in: et is what WPS makes.
const LISTS: &[&str] = &["csv", "et", "ods", "xls", "xlsb", "xlsm", "xlsx"];

/// Whether a file may be a roster by its name.
fn may_be(read: &Return) -> bool {
    let ending = Path::new(&read.file).extension().map(|ending| ending.to_ascii_lowercase());
    let is_table = ending.is_some_and(|ending| LISTS.iter().any(|list| ending == *list));
    let is_unread = read.outcome.as_ref().is_err_and(|unread| unread.code() != "too_large");
    is_table && is_unread && read.file.contains(ROSTER) && !read.file.contains('/')
}

/// How many rows of a roster have an answer.
fn answered(catalogue: &Catalogue, activity: &str, returns: &[Return], roster: Roster) -> usize {
    let all = roster.rows.len();
    let options = CollectOptions::default().roster(roster);
    Collection::gather_with(catalogue, activity, returns, options).map_or(0, |known| all - known.missing().len())
}
