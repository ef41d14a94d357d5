//! Which row of the roster each return answers.

use std::collections::{HashMap, HashSet};

use super::file_name::{folders, in_file_name};
use super::roster::{Matched, MatchedBy, Roster, RosterRow, is_telephone};
use super::unit::{Same, same};
use super::{Collection, placed};
use crate::check::parse;
use crate::extract::Extraction;
use crate::finding::Words;
use crate::form::Form;
use crate::text::{distance, fold};
use crate::{Code, Finding, Severity};

/// The rows that returns answer, by index of the return, and findings about
/// those whose row is doubtful or not there.
pub(super) fn matching(collection: &Collection<'_>, roster: &Roster) -> (Vec<Option<Matched>>, Vec<(usize, Finding)>) {
    let list = List::new(roster);
    let mut work = Work {
        list: &list,
        matched: vec![None; collection.returns.len()],
        taken: HashMap::new(),
        findings: Vec::new(),
        candidates: HashMap::new(),
    };
    let answers: Vec<Answer<'_>> = answers(collection);
    for by in [MatchedBy::Name, MatchedBy::NameWithPlace, MatchedBy::Mobile, MatchedBy::FileName] {
        work.pass(&answers, by);
    }
    work.finish(&answers);
    // A file that could not be read answers nothing, but may be known by name.
    for (index, returned) in collection.returns.iter().enumerate().filter(|(_, returned)| returned.outcome.is_err()) {
        if let [(row, by)] = list.by_file(&returned.file, &[])[..] {
            work.matched[index] = Some(Matched { row, by });
        }
    }
    (work.matched, work.findings)
}

/// A return as it is looked for on the roster.
struct Answer<'a> {
    index: usize,
    form: &'a Form,
    extraction: &'a Extraction,
    file: &'a str,
    /// The applicant's name, folded; empty if the form has none.
    name: String,
    mobiles: HashSet<String>,
}

/// The returns that applicants of the activity sent.
fn answers<'a>(collection: &Collection<'a>) -> Vec<Answer<'a>> {
    let own = |form: &&Form| {
        collection.activity.is_none_or(|activity| form.activity_id() == activity.id) && form.summary.is_none()
    };
    let mut answers = Vec::new();
    for (index, returned) in collection.returns.iter().enumerate() {
        let Ok(extraction) = &returned.outcome else { continue };
        let Some(form) = collection.catalogue.form(&extraction.form).filter(own) else { continue };
        let text = |path| extraction.record.get(path).map(ToString::to_string).unwrap_or_default();
        let name = form.applicant().map(text).map(|name| fold(&name)).unwrap_or_default();
        let numbers = form.leaves().filter(|field| is_telephone(field) && !field.path.is_column());
        let mobiles = numbers.filter_map(|field| parse::mobile(&text(&field.path)).ok()).collect();
        answers.push(Answer { index, form, extraction, file: &returned.file, name, mobiles });
    }
    answers
}

/// The roster's rows as they are looked for.
struct List<'r> {
    roster: &'r Roster,
    names: Vec<String>,
    mobiles: Vec<HashSet<String>>,
}

impl<'r> List<'r> {
    fn new(roster: &'r Roster) -> List<'r> {
        let mobiles = |row: &RosterRow| {
            let known = row.values.iter().map(|known| known.value.to_string());
            known.chain(row.contact_mobile.clone()).filter_map(|text| parse::mobile(&text).ok()).collect()
        };
        List {
            names: roster.rows.iter().map(|row| fold(&row.name)).collect(),
            mobiles: roster.rows.iter().map(mobiles).collect(),
            roster,
        }
    }

    fn rows(&self, holds: impl Fn(usize) -> bool) -> Vec<usize> {
        (0..self.names.len()).filter(|row| holds(*row)).collect()
    }

    /// The rows that a return may answer.
    fn candidates(&self, answer: &Answer<'_>, by: MatchedBy) -> Vec<usize> {
        match by {
            MatchedBy::Name => self.rows(|row| same(&answer.name, &self.names[row]) == Some(Same::Whole)),
            MatchedBy::NameWithPlace => {
                self.rows(|row| matches!(same(&answer.name, &self.names[row]), Some(Same::WithPlace { .. })))
            }
            MatchedBy::Mobile => self.rows(|row| !self.mobiles[row].is_disjoint(&answer.mobiles)),
            MatchedBy::FileName => {
                self.by_file(answer.file, &[answer.form.title.as_str()]).into_iter().map(|(row, _)| row).collect()
            }
        }
    }

    /// The rows whose names stand in a file's name or, if none does, in that
    /// of a folder, the innermost first. Of names within each other the longest
    /// counts.
    fn by_file(&self, file: &str, titles: &[&str]) -> Vec<(usize, MatchedBy)> {
        let name = file.rsplit(['/', '\\']).next().unwrap_or(file);
        let found = |rows: Vec<usize>| -> Vec<(usize, MatchedBy)> {
            rows.into_iter().map(|row| (row, MatchedBy::FileName)).collect()
        };
        for part in std::iter::once(name).chain(folders(file)) {
            let part = fold(part);
            let held = self.rows(|row| self.names[row].chars().count() >= 2 && part.contains(&self.names[row]));
            let longest = |row: &usize| {
                !held.iter().any(|other| {
                    self.names[*other].len() > self.names[*row].len() && self.names[*other].contains(&self.names[*row])
                })
            };
            let rows: Vec<usize> = held.iter().copied().filter(longest).collect();
            if !rows.is_empty() {
                return found(rows);
            }
        }
        // The file leaves out the place: 南明实验小学 for 贵阳市南明实验小学.
        match in_file_name(file, titles).map(|name| fold(&name)) {
            Some(name) => found(self.rows(|row| same(&name, &self.names[row]).is_some())),
            None => Vec::new(),
        }
    }
}

struct Work<'w> {
    list: &'w List<'w>,
    matched: Vec<Option<Matched>>,
    /// The first return that answers a row, by form: a row may be answered by
    /// a return of each form.
    taken: HashMap<(String, usize), usize>,
    findings: Vec<(usize, Finding)>,
    /// Rows that were left because several fit, by index of the return.
    candidates: HashMap<usize, Vec<usize>>,
}

impl Work<'_> {
    /// Matches what has one thing in common with one row that is still free.
    fn pass(&mut self, answers: &[Answer<'_>], by: MatchedBy) {
        let open = answers.iter().filter(|answer| self.matched[answer.index].is_none());
        let mut proposals: Vec<(&Answer<'_>, usize)> = Vec::new();
        for answer in open {
            let mut rows = self.list.candidates(answer, by);
            if rows.len() > 1 {
                // The same name twice: the telephone may tell them apart.
                let called = self.list.candidates(answer, MatchedBy::Mobile);
                let narrowed: Vec<usize> = rows.iter().copied().filter(|row| called.contains(row)).collect();
                if by != MatchedBy::Mobile && narrowed.len() == 1 {
                    rows = narrowed;
                }
            }
            let is_free = |row: &usize| !self.taken.contains_key(&(answer.form.id.clone(), *row));
            match rows.as_slice() {
                [row] if is_free(row) => proposals.push((answer, *row)),
                [] => {}
                _ => {
                    self.candidates.entry(answer.index).or_default().extend(rows);
                }
            }
        }
        for (answer, row) in &proposals {
            let rivals = || proposals.iter().filter(|(other, of)| of == row && other.form.id == answer.form.id);
            // Two that give different names cannot both be meant.
            if by > MatchedBy::Name && rivals().any(|(other, _)| other.name != answer.name) {
                self.candidates.entry(answer.index).or_default().push(*row);
                continue;
            }
            self.take(answer, *row, by, answers);
        }
    }

    fn take(&mut self, answer: &Answer<'_>, row: usize, by: MatchedBy, answers: &[Answer<'_>]) {
        self.matched[answer.index] = Some(Matched { row, by });
        let own = &self.list.roster.rows[row];
        let severity = match by {
            MatchedBy::Name => None,
            MatchedBy::NameWithPlace => match same(&answer.name, &self.list.names[row]) {
                Some(Same::WithPlace { sure: true }) => Some(Severity::Info),
                _ => Some(Severity::Warning),
            },
            MatchedBy::Mobile | MatchedBy::FileName => Some(Severity::Warning),
        };
        if let Some(severity) = severity {
            let mut finding = Finding::new(Code::RosterMatch).with_words("by", by.words());
            finding.severity = severity;
            self.report(answer, finding.with("name", &own.name).with("row", own.row));
        }
        match self.taken.get(&(answer.form.id.clone(), row)) {
            None => {
                self.taken.insert((answer.form.id.clone(), row), answer.index);
            }
            // Returns of one name are reported as duplicates already.
            Some(_) if by == MatchedBy::Name => {}
            Some(first) => {
                let other = answers.iter().find(|other| other.index == *first).map_or("", |other| other.file);
                let finding = Finding::new(Code::RosterTwice).with("other", other).with("name", &own.name);
                self.report(answer, finding);
            }
        }
    }

    /// Reports the returns that no row was found for.
    fn finish(&mut self, answers: &[Answer<'_>]) {
        for answer in answers {
            if self.matched[answer.index].is_some() {
                continue;
            }
            let finding = match self.candidates.remove(&answer.index) {
                Some(mut rows) => {
                    rows.sort_unstable();
                    rows.dedup();
                    let shown = |row: &usize| {
                        let row = &self.list.roster.rows[*row];
                        format!("{}（{}）", row.name, row.row)
                    };
                    let names: Vec<String> = rows.iter().take(4).map(shown).collect();
                    let more = if rows.len() > 4 { "…" } else { "" };
                    Finding::new(Code::RosterDoubtful).with("names", names.join("、") + more)
                }
                None => {
                    let name = answer.form.applicant().and_then(|path| answer.extraction.record.get(path));
                    let name = name.map(ToString::to_string).filter(|name| !fold(name).is_empty());
                    let near = name.as_deref().map(|name| self.near(name)).unwrap_or_default();
                    let value = name.unwrap_or_else(|| answer.file.to_owned());
                    Finding::new(Code::NotOnRoster).with("value", value).with("near", near)
                }
            };
            self.report(answer, finding);
        }
    }

    /// Names of rows still unanswered that differ from a name in a character
    /// or two, in brackets.
    fn near(&self, name: &str) -> String {
        let name = fold(name);
        // 第一小学 and 第二小学 are as near as a slip of the pen is.
        let most = name.chars().count() / 6;
        let answered: HashSet<usize> = self.taken.keys().map(|(_, row)| *row).collect();
        let is_near = |row: &usize| distance(&name, &self.list.names[*row], most).is_some_and(|changes| changes > 0);
        let near = (0..self.list.names.len()).filter(|row| most > 0 && !answered.contains(row)).filter(is_near);
        let names: Vec<&str> = near.take(3).map(|row| self.list.roster.rows[row].name.as_str()).collect();
        if names.is_empty() { String::new() } else { format!("（{}？）", names.join("、")) }
    }

    fn report(&mut self, answer: &Answer<'_>, finding: Finding) {
        let finding = match answer.form.applicant() {
            Some(path) => placed(finding.about(path), answer.extraction),
            None => finding,
        };
        self.findings.push((answer.index, finding));
    }
}

impl MatchedBy {
    fn words(self) -> Words {
        match self {
            MatchedBy::Name => Words { zh: "名称", en: "name" },
            MatchedBy::NameWithPlace => {
                Words { zh: "名称（地名写法不同）", en: "name, but for the place before it" }
            }
            MatchedBy::Mobile => Words { zh: "手机号码", en: "mobile number" },
            MatchedBy::FileName => Words { zh: "文件名或文件夹名", en: "name of file or folder" },
        }
    }
}
