//! Messages to those who answered, or have not: Chinese, ready to be pasted.
//!
//! They are in Chinese whatever the language of the workbook, since they go to
//! the schools.

use std::cmp::Reverse;
use std::collections::{HashMap, HashSet};

use super::file_name::in_file_name;
use super::{Collection, MatchedBy, RosterRow};
use crate::batch::Unread;
use crate::extract::Extraction;
use crate::finding::{Detail, Side};
use crate::form::{Date, Field, FieldKind, FilledBy, Form, Record, Stage, Value};
use crate::report::{finding_message, subject};
use crate::text::fold;
use crate::{Code, FieldPath, Finding, Lang, Severity};

/// Longest message in UTF-16 units: it must fit into a cell of a workbook
/// (32,767), with room for the words at its end.
const LONGEST: usize = 32_000;

/// Most files that are named where one of them has to be chosen.
const FILES: usize = 10;

/// A message to one applicant about all that has to be put right in what came
/// from there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Message {
    /// The applicant's name, if it is known.
    pub unit: Option<String>,
    /// The contact's name, if it is known.
    pub contact_name: Option<String>,
    /// The contact's telephone number, if it is known.
    pub contact_phone: Option<String>,
    /// Indexes of the returns that it is about, in their order; none if nothing
    /// has come in.
    pub returns: Vec<usize>,
    /// How many things are to be put right.
    pub problems: usize,
    /// The words, lines separated by `\n`; at most 32,767 UTF-16 units.
    pub text: String,
}

impl Collection<'_> {
    /// A message for each applicant whose returns have something that the
    /// applicant can put right, and for each unread file that may have been meant
    /// as the form, in the order of the returns. Returns of the same applicant
    /// are in one message. About a photo or a table nothing is said, unless
    /// somebody on the roster sent nothing else. Of returns that repeat each
    /// other the last has its problems listed.
    ///
    /// Messages hold no sensitive answer.
    pub fn messages(&self) -> Vec<Message> {
        let mut letters: Vec<Letter> = Vec::new();
        let mut by_unit: HashMap<String, usize> = HashMap::new();
        let units: Vec<Option<String>> = (0..self.returns.len()).map(|index| self.unit(index)).collect();
        for group in self.repeated(&units) {
            let (Some(first), Some(last)) = (group.first().copied(), group.last().copied()) else { continue };
            let Some(part) = self.part(last, group) else { continue };
            let unit = units[first].clone();
            let known = unit.as_deref().map(fold).filter(|unit| !unit.is_empty());
            let at = known.as_ref().and_then(|unit| by_unit.get(unit)).copied();
            let at = at.unwrap_or_else(|| {
                let (contact_name, contact_phone) = self.contact(last);
                letters.push(Letter { unit, contact_name, contact_phone, parts: Vec::new() });
                letters.len() - 1
            });
            if let Some(unit) = known {
                by_unit.insert(unit, at);
            }
            letters[at].parts.push(part);
        }
        letters
            .into_iter()
            .map(|letter| {
                let last = if letter.parts.iter().any(|part| part.errors > 0) {
                    self.deadline("前修改后重新报送", "尽快修改后重新报送")
                } else if letter.parts.iter().all(|part| part.problems.is_empty()) {
                    self.deadline("前确认", "尽快确认")
                } else {
                    self.deadline("前核对，确需修改的请修改后重新报送", "尽快核对，确需修改的请修改后重新报送")
                };
                letter.message(&last)
            })
            .collect()
    }

    /// A reminder for each on the roster who has not answered, in its order.
    ///
    /// Who sent a file that could not be read has not answered either; the
    /// reminder is then the message about that file, if there is one.
    pub fn reminders(&self) -> Vec<Message> {
        self.reminders_beside(&self.messages())
    }

    /// [`Collection::reminders`], where the messages are made already.
    pub(super) fn reminders_beside(&self, messages: &[Message]) -> Vec<Message> {
        let Some(roster) = self.roster() else { return Vec::new() };
        let missing: HashSet<usize> = self.missing().into_iter().map(|row| row.row).collect();
        let rows = roster.rows.iter().enumerate().filter(|(_, row)| missing.contains(&row.row));
        rows.map(|(index, row)| {
            let sent = (0..self.returns.len()).find(|sent| self.matched(*sent).is_some_and(|known| known.row == index));
            let message = messages.iter().find(|message| sent.is_some_and(|sent| message.returns.contains(&sent)));
            message.cloned().unwrap_or_else(|| self.reminder(row, sent))
        })
        .collect()
    }

    /// The reminder for a row of the roster; `sent` is a file from there that is
    /// no known form.
    fn reminder(&self, row: &RosterRow, sent: Option<usize>) -> Message {
        let file = sent.and_then(|sent| self.returns.get(sent)).map(|sent| file_name(&sent.file));
        let came = match file {
            Some(file) => format!("收到的文件“{file}”不是要求的表格，尚缺贵单位的"),
            None => "目前尚未收到贵单位的".to_owned(),
        };
        let wanted = self.main_form().map_or_else(|| "材料".to_owned(), |form| format!("《{}》", form.title));
        let notice = match self.activity {
            Some(activity) => {
                let number = activity.number.as_ref().map(|number| format!("（{number}）")).unwrap_or_default();
                format!("关于《{}》{number}，", activity.title)
            }
            None => String::new(),
        };
        let text = format!("{}：\n{notice}{came}{wanted}。\n{}", row.name, self.deadline("前报送", "尽快报送"));
        Message {
            unit: Some(row.name.clone()),
            contact_name: row.contact_name.clone(),
            contact_phone: row.contact_mobile.clone(),
            returns: Vec::new(),
            problems: 0,
            text,
        }
    }

    /// The last line of a message: until when; soon, if no day is set or it is
    /// past.
    fn deadline(&self, by: &str, soon: &str) -> String {
        let last = self.activity.and_then(|activity| day(activity.deadline.as_deref()?));
        match last.filter(|last| self.today.is_none_or(|today| today <= *last)) {
            Some(day) => format!("请于{}{by}。", day.to_chinese()),
            None => format!("请{soon}。"),
        }
    }

    /// The form that applicants fill in: the one that the activity's summary is
    /// made of.
    pub(super) fn main_form(&self) -> Option<&Form> {
        let activity = self.activity?;
        let summary = self.form(&format!("{}/{}", activity.id, activity.summary.as_ref()?))?;
        self.form(&format!("{}/{}", activity.id, summary.summary.as_ref()?.from))
    }

    /// The applicant of a return: as the roster has it if the names agree, else
    /// as the return; without a name of its own, as what else it was matched by
    /// says, or as the file is named.
    fn unit(&self, index: usize) -> Option<String> {
        let listed = self.roster_row(index).map(|row| row.name.clone());
        if self.matched(index).is_some_and(|known| known.by <= MatchedBy::NameWithPlace) {
            return listed;
        }
        let own = self.extraction(index).and_then(|extraction| {
            let name = extraction.record.get(self.form(&extraction.form)?.applicant()?)?.to_string();
            Some(name.split_whitespace().collect::<Vec<_>>().join(" "))
        });
        let of_file = || {
            let titles: Vec<&str> = self.catalogue.forms().map(|form| form.title.as_str()).collect();
            in_file_name(&self.returns.get(index)?.file, &titles)
        };
        own.filter(|name| !name.is_empty()).or(listed).or_else(of_file)
    }

    /// Name and number of whom to talk to: as the roster has them, else as the
    /// return. `contact` and `leader` are the ids of all forms for these people.
    fn contact(&self, index: usize) -> (Option<String>, Option<String>) {
        let row = self.roster_row(index);
        let answer = |group: &str, ids: &[&str]| {
            let record = &self.extraction(index)?.record;
            let values = ids.iter().filter_map(|id| record.get(&FieldPath::field(group).child(id)));
            values.map(ToString::to_string).find(|text| !text.trim().is_empty())
        };
        let person = |group| (answer(group, &["name"]), answer(group, &["mobile", "phone"]));
        let (name, phone) = match person("contact") {
            (None, None) => person("leader"),
            known => known,
        };
        let of_row = |get: fn(&RosterRow) -> Option<&String>| row.and_then(get).cloned();
        match of_row(|row| row.contact_mobile.as_ref()) {
            // The two belong together: a number of one person is no other's.
            Some(phone) => (of_row(|row| row.contact_name.as_ref()), Some(phone)),
            None => (name.or_else(|| of_row(|row| row.contact_name.as_ref())), phone),
        }
    }

    fn roster_row(&self, index: usize) -> Option<&RosterRow> {
        self.roster()?.rows.get(self.matched(index)?.row)
    }

    /// Whether an unread file is of somebody on the roster who sent nothing else.
    fn is_awaited(&self, index: usize) -> bool {
        let Some(known) = self.matched(index) else { return false };
        let is_answer =
            |other| self.extraction(other).is_some() && self.matched(other).is_some_and(|of| of.row == known.row);
        !(0..self.returns.len()).any(is_answer)
    }

    /// The returns, in their order, each with those of the same form that repeat
    /// it.
    fn repeated(&self, units: &[Option<String>]) -> Vec<Vec<usize>> {
        let mut groups: Vec<Vec<usize>> = Vec::new();
        let mut by_unit: HashMap<(&str, String), usize> = HashMap::new();
        for (index, unit) in units.iter().enumerate() {
            let key = self.extraction(index).zip(unit.as_deref());
            let key = key.map(|(extraction, unit)| (extraction.form.as_str(), fold(unit)));
            let is_again = self.findings(index).any(|f| matches!(f.code, Code::Duplicate | Code::RosterTwice));
            match key.as_ref().and_then(|key| by_unit.get(key)) {
                Some(group) if is_again => groups[*group].push(index),
                _ => {
                    if let Some(key) = key {
                        by_unit.insert(key, groups.len());
                    }
                    groups.push(vec![index]);
                }
            }
        }
        groups
    }

    /// The files of returns in quotation marks, with their folders only where
    /// two would be called the same.
    fn quoted_files(&self, returns: &[usize]) -> Vec<String> {
        let quoted = |name: for<'f> fn(&'f str) -> &'f str| -> Vec<String> {
            let returns = returns.iter().filter_map(|index| self.returns.get(*index));
            let copy = |copy: Option<usize>| copy.map(|copy| format!("中的第{copy}份")).unwrap_or_default();
            returns.map(|returned| format!("“{}”{}", name(&returned.file), copy(returned.copy))).collect()
        };
        let short = quoted(file_name);
        let different: HashSet<&String> = short.iter().collect();
        if different.len() == short.len() { short } else { quoted(|file| file) }
    }

    /// What a message says about one return, the last of those that repeat each
    /// other; `None` if nothing has to be done there.
    ///
    /// Of several only one will count, so that the faults of the others need not
    /// be mended.
    fn part(&self, index: usize, returns: Vec<usize>) -> Option<Part> {
        let returned = self.returns.get(index)?;
        let files = self.quoted_files(&returns);
        let extraction = match &returned.outcome {
            Ok(extraction) => extraction,
            // What the disk did is nobody's fault out there; what is no known
            // form may be a letter, or a form that only a person can read.
            Err(unread) if matches!(unread.code(), "unreadable" | "fault" | "unknown_form") => return None,
            // Photos and tables come along with returns.
            Err(unread) if is_besides(&returned.file, unread) && !self.is_awaited(index) => return None,
            Err(unread) => {
                let problems = vec![unread.message(Lang::Zh)];
                return Some(Part { returns, form: None, files, personal: false, errors: 1, problems });
            }
        };
        let form = self.form(&extraction.form)?;
        let is_several = returns.len() > 1;
        let findings = self.findings(index).filter(|finding| !(is_several && finding.code == Code::Duplicate));
        let findings: Vec<Finding> = findings.map(|finding| without_folders(finding, &returned.file)).collect();
        let (errors, problems) = problems(form, extraction, &findings);
        let personal = form.applicant().and_then(|path| form.field(path)).is_some_and(|f| f.own_label() == "姓名");
        let is_needed = is_several || !problems.is_empty();
        is_needed.then(|| Part { returns, form: Some(form.title.clone()), files, personal, errors, problems })
    }
}

/// Whether an unread file is none that a form comes in, neither Word, Excel
/// nor what stands in for them, by its content and its name.
fn is_besides(file: &str, unread: &Unread) -> bool {
    /// Contents that an applicant may have meant as the form.
    const MEANT: &[&str] =
        &["old_word", "scanned", "unreadable_text", "bad_pdf", "html", "rtf", "word_xml", "open_document", "ofd"];
    const OTHER: &[&str] = &["presentation", "archive", "image", "not_a_form_file"];
    /// Endings of documents: damaged or protected, they are still the form.
    const DOCUMENTS: &[&str] = &["doc", "docx", "docm", "dot", "dotx", "wps", "wpt", "rtf", "odt", "ofd", "pdf"];
    const WORKBOOKS: &[&str] = &["xls", "xlsx", "xlsm", "xlsb", "et", "ett", "ods"];
    const OTHERS: &[&str] = &[
        "csv", "ppt", "pptx", "dps", "txt", "md", "json", "xml", "jpg", "jpeg", "png", "gif", "bmp", "tif", "tiff",
        "webp", "heic", "mp3", "mp4", "avi", "mov", "wmv", "zip", "rar", "7z", "tar", "gz", "exe", "lnk", "url",
    ];
    let ending = file_name(file).rsplit_once('.').map(|(_, ending)| ending.to_ascii_lowercase()).unwrap_or_default();
    let ends = |endings: &[&str]| endings.contains(&ending.as_str());
    // A damaged workbook may be the form; one that was read and is none of the
    // forms is one of the many other lists that offices send along.
    if ends(WORKBOOKS) {
        return unread.code() == "unknown_form";
    }
    !MEANT.contains(&unread.code()) && !ends(DOCUMENTS) && (OTHER.contains(&unread.code()) || ends(OTHERS))
}

/// What the applicant has to put right, in the order of the form, and then what
/// is to be looked at; and how many the first are.
fn problems(form: &Form, extraction: &Extraction, findings: &[Finding]) -> (usize, Vec<String>) {
    let own: Vec<&Finding> = findings
        .iter()
        .filter(|finding| finding.code.side() == Side::Applicant && finding.severity > Severity::Info)
        .collect();
    let said = |finding: &Finding, codes: &[Code]| {
        own.iter().any(|other| other.path == finding.path && codes.contains(&other.code))
    };
    // One thing to do is said once: what is not on the form cannot be filled
    // in, and what is ticked right has its place in the summary.
    let again = |finding: &Finding| match finding.code {
        Code::Required => said(finding, &[Code::LabelMissing]),
        Code::SummaryUnplaced => said(finding, &[Code::Required, Code::LabelMissing, Code::ChoiceMany]),
        _ => false,
    };
    let order: Vec<&FieldPath> = form.walk().map(|field| &field.path).collect();
    let mut listed: Vec<&Finding> = own.iter().copied().filter(|finding| !again(finding)).collect();
    listed.sort_by_key(|finding| {
        let path = finding.path.as_ref();
        let place = path.and_then(|path| order.iter().position(|other| **other == path.definition()));
        (Reverse(finding.severity), place.unwrap_or(usize::MAX), path.and_then(FieldPath::row_index))
    });
    let errors = listed.iter().filter(|finding| finding.severity == Severity::Error).count();
    (errors, listed.into_iter().map(|finding| problem(form, extraction, finding)).collect())
}

/// One thing to put right: where, what, and what to do.
fn problem(form: &Form, extraction: &Extraction, finding: &Finding) -> String {
    let record = &extraction.record;
    let place = finding.path.as_ref().map(|path| format!("{}：", quoted(form, extraction, path))).unwrap_or_default();
    let message = match finding.code {
        // The applicant need not know of the summary.
        Code::SummaryUnplaced => match finding.path.as_ref().and_then(|path| record.get(path)) {
            Some(Value::Choice(choice)) if !choice.options.is_empty() => {
                format!("现选了{}", Value::Choice(choice.clone()))
            }
            _ => "不能确定".to_owned(),
        },
        _ => finding_message(form, record, finding, Lang::Zh),
    };
    let is_choice = |path| form.field(path).is_some_and(|f| matches!(f.kind, FieldKind::Choice(_)));
    let remedy = match (finding.code, finding.remedy(Lang::Zh)) {
        (Code::Required, _) if finding.path.as_ref().is_some_and(is_choice) => "请选定一项。".to_owned(),
        (_, Some(remedy)) => format!("{remedy}。"),
        (_, None) => String::new(),
    };
    let filler = finding.path.as_ref().and_then(|path| form.field(path)).map(|field| filler(field, finding.code));
    format!("{place}{message}。{remedy}{}", filler.unwrap_or_default())
}

/// Who fills a box that is not the applicant's own; empty where the applicant
/// can put it right.
fn filler(field: &Field, code: Code) -> String {
    // What an office has not yet to write, and what was left out of the form,
    // the applicant has to put right.
    if matches!(code, Code::TooEarly | Code::NotToFill | Code::LabelMissing) {
        return String::new();
    }
    match (field.filled_by, field.direct_filled_by) {
        (FilledBy::Office(office), None) if office > Stage::School => {
            format!("此栏由{}填写，请转请其办理。", office.words().zh)
        }
        (FilledBy::Office(office), Some(_)) if office > Stage::School => {
            format!("此栏由{}填写，直接报送的由本单位填写。", office.words().zh)
        }
        _ => String::new(),
    }
}

/// The finding without the office's folders in the name of another file, which
/// the applicant does not know; with them where the two are called the same.
fn without_folders(finding: &Finding, own: &str) -> Finding {
    let mut finding = finding.clone();
    for (name, detail) in &mut finding.details {
        if let Detail::Value(file) = detail
            && *name == "other"
            && finding.code == Code::Duplicate
            && file_name(file) != file_name(own)
        {
            *file = file_name(file).to_owned();
        }
    }
    finding
}

/// A field in the form's own words: “联系人信息”中的“手机”.
fn quoted(form: &Form, extraction: &Extraction, path: &FieldPath) -> String {
    let subject = subject(form, &extraction.record, path);
    let printed = printed(form, &extraction.record, path).map(|words| format!("（{words}）")).unwrap_or_default();
    let row = subject.row.map(|row| format!("第{}行{printed}", row + 1)).unwrap_or_default();
    let words: Vec<String> = subject.labels.iter().map(|label| format!("“{label}”")).collect();
    let labels = words.join("中的");
    match subject.table {
        Some(table) if row.is_empty() => format!("“{table}”中的{labels}"),
        Some(table) => format!("“{table}”{row}的{labels}"),
        None => format!("{labels}{row}"),
    }
}

/// What is printed in the row of a table, which is found sooner than its number:
/// an indicator, 总体统计.
fn printed(form: &Form, record: &Record, path: &FieldPath) -> Option<String> {
    let table = form.table_of(path)?;
    let FieldKind::Table(rows) = &table.kind else { return None };
    if let Some(footer) = rows.footer.as_ref().filter(|footer| path.starts_with(footer)) {
        return Some(form.field(footer)?.own_label().to_owned());
    }
    let row = path.row_index()?;
    let printed = table.walk().filter(|field| field.is_leaf() && field.preset);
    let words = printed.filter_map(|field| record.get(&field.path.at_row(row))?.as_text());
    words.map(str::trim).filter(|words| !words.is_empty() && words.chars().count() <= 20).last().map(str::to_owned)
}

/// A message while it is gathered.
struct Letter {
    unit: Option<String>,
    contact_name: Option<String>,
    contact_phone: Option<String>,
    parts: Vec<Part>,
}

/// What is to be said about one return, or those that repeat each other.
struct Part {
    /// The last is what the problems are of.
    returns: Vec<usize>,
    /// The form's title; `None` for a file that could not be read.
    form: Option<String>,
    /// The files' names, in quotation marks.
    files: Vec<String>,
    /// Whether the applicant is a person, not a school.
    personal: bool,
    /// How many of the problems, the first, are no mere doubts.
    errors: usize,
    problems: Vec<String>,
}

impl Part {
    fn head(&self) -> String {
        let who = if self.personal { "您" } else { "贵单位" };
        let file = self.files.last().map_or("", String::as_str);
        match (&self.form, self.files.len()) {
            (None, _) => format!("报送的文件{file}未能读取："),
            (Some(form), 0 | 1) => format!("{who}报送的《{form}》（文件{file}）{}：", self.counts()),
            (Some(form), count) => {
                let names = self.files.iter().take(FILES).map(String::as_str).collect::<Vec<_>>().join("、");
                let more = if count > FILES { "等" } else { "" };
                let several = format!("收到{count}份（文件{names}{more}），请确认以哪一份为准。");
                let of_last = if self.problems.is_empty() {
                    String::new()
                } else {
                    format!("其中文件{file}{}：", self.counts())
                };
                format!("{who}报送的《{form}》{several}{of_last}")
            }
        }
    }

    /// How many things there are to do: which of several counts is one too.
    fn tasks(&self) -> usize {
        self.problems.len() + usize::from(self.files.len() > 1)
    }

    /// How much there is to do.
    fn counts(&self) -> String {
        match (self.errors, self.problems.len() - self.errors) {
            (errors, 0) => format!("有以下{errors}处需要修改"),
            (0, doubts) => format!("有以下{doubts}处请核对"),
            (errors, doubts) => format!("有以下{errors}处需要修改，{doubts}处请核对"),
        }
    }
}

impl Letter {
    fn message(self, last: &str) -> Message {
        let mut text = match &self.unit {
            Some(unit) => format!("{unit}：\n"),
            None => String::new(),
        };
        let mut room = LONGEST.saturating_sub(units(&text) + units(last));
        let mut left_out = 0;
        let mut push = |line: String, text: &mut String| {
            let fits = units(&line) < room;
            if fits {
                room -= units(&line) + 1;
                text.push_str(&line);
                text.push('\n');
            }
            fits
        };
        for (number, part) in (1..).zip(&self.parts) {
            let number = if self.parts.len() > 1 { format!("【{number}】") } else { String::new() };
            push(format!("{number}{}", part.head()), &mut text);
            for (number, problem) in (1..).zip(&part.problems) {
                let line = if part.problems.len() > 1 { format!("{number}. {problem}") } else { problem.clone() };
                let line = if line.ends_with('。') { line } else { line + "。" };
                left_out += usize::from(!push(line, &mut text));
            }
        }
        if left_out > 0 {
            text.push_str(&format!("另有{left_out}处问题未列出，请逐项检查。\n"));
        }
        text.push_str(last);
        let mut returns: Vec<usize> = self.parts.iter().flat_map(|part| part.returns.iter().copied()).collect();
        returns.sort_unstable();
        Message {
            unit: self.unit,
            contact_name: self.contact_name,
            contact_phone: self.contact_phone,
            returns,
            problems: self.parts.iter().map(Part::tasks).sum(),
            text,
        }
    }
}

/// A file's name without its folders.
fn file_name(file: &str) -> &str {
    file.rsplit('/').next().unwrap_or_default()
}

fn units(text: &str) -> usize {
    text.chars().map(char::len_utf16).sum()
}

/// A day as ISO 8601 writes it.
fn day(text: &str) -> Option<Date> {
    let mut parts = text.splitn(3, '-').map(str::parse::<u16>);
    let (year, month, day) = (parts.next()?.ok()?, parts.next()?.ok()?, parts.next()?.ok()?);
    Date::day(year, u8::try_from(month).ok()?, u8::try_from(day).ok()?)
}

/// Messages as a text that Notepad shows: UTF-8 with a byte order mark, lines
/// that end in CR LF.
///
/// A cell with several lines that is copied out of Excel as text gets quotation
/// marks round it; from here a message is copied as it stands.
pub fn messages_text(collection: &Collection<'_>) -> String {
    let mut out = String::from("\u{feff}");
    let messages = collection.messages();
    // Those about a file that came in stand among the messages.
    let reminders = collection.reminders_beside(&messages).into_iter().filter(|reminder| reminder.returns.is_empty());
    let reminders: Vec<Message> = reminders.collect();
    let mut parts = vec![("反馈通知", messages)];
    if collection.roster().is_some() {
        parts.push(("催报通知", reminders));
    }
    for (title, messages) in parts {
        out.push_str(&format!("━━━━━━━━  {title}：{}条  ━━━━━━━━\n\n", messages.len()));
        for message in messages {
            out.push_str(&message.text);
            out.push_str("\n\n────────────────────\n\n");
        }
    }
    out.replace('\n', "\r\n")
}
