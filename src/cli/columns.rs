//! What the columns of data were taken for: said, or asked about.

use std::path::Path;

use super::error::CliError;
use super::terminal::Terminal;
use crate::data::{Column, Data, DataFormat, DataSheet, Meaning};
use crate::form::{Form, Record};
use crate::report::subject;
use crate::text::{fold, squeeze};
use crate::{FieldPath, Lang};

/// Refuses data of which something is doubtful: columns, or which sheet was
/// meant.
pub(super) fn refuse_doubts(form: &Form, file: &Path, data: &Data, lang: Lang) -> Result<(), CliError> {
    if let Some(sheet) = data.source.as_ref().filter(|sheet| !sheet.rivals.is_empty()) {
        return Err(several_sheets(file, sheet));
    }
    let doubts: Vec<(String, String)> =
        data.doubtful().map(|(column, fields)| doubt(form, data, column, fields, lang)).collect();
    if doubts.is_empty() {
        return Ok(());
    }
    let lines: String = doubts.iter().map(|(line, _)| format!("\n  {line}")).collect();
    let hints: Vec<&str> = doubts.iter().map(|(_, hint)| hint.as_str()).collect();
    let (count, file, hints) = (doubts.len(), file.display(), hints.join(" "));
    Err(CliError::Usage {
        zh: format!(
            "{file} 有 {count} 列不能确定是哪一栏，没有制作任何文件：{lines}\n请用 --map 指明，等号后面留空就是不用这一列，如：\n  {hints}"
        ),
        en: format!(
            "{file}: {count} columns are doubtful, nothing was made:{lines}\nsay with --map what they are, with nothing behind the sign to leave one out:\n  {hints}"
        ),
    })
}

fn several_sheets(file: &Path, sheet: &DataSheet) -> CliError {
    let names: Vec<&String> = std::iter::once(&sheet.name).chain(&sheet.rivals).collect();
    let quoted =
        |marks: [&str; 2]| names.iter().map(|name| format!("{}{name}{}", marks[0], marks[1])).collect::<Vec<_>>();
    let (file, hint) = (file.display(), shell_word(&sheet.name));
    CliError::Usage {
        zh: format!(
            "{file} 有几张工作表都像要用的数据：{}；请指明用哪一张，如 --sheet {hint}",
            quoted(["“", "”"]).join("")
        ),
        en: format!(
            "{file} has several sheets of such data: {}; say which is meant, as --sheet {hint}",
            quoted(["`", "`"]).join(", ")
        ),
    }
}

/// A doubtful column in words, and what might be said about it.
fn doubt(form: &Form, data: &Data, column: &Column, fields: &[FieldPath], lang: Lang) -> (String, String) {
    let owner = |path: &FieldPath| data.columns.iter().find(|other| other.meaning == Meaning::Field(path.clone()));
    let owners: Option<Vec<&Column>> = fields.iter().map(owner).collect();
    let named: Vec<String> = fields.iter().map(|path| field(form, path, lang)).collect();
    let head = &column.head;
    let line = match (&owners, lang) {
        (Some(owners), Lang::Zh) => {
            let pairs = owners.iter().zip(&named).map(|(owner, field)| format!("“{}”一列已经是 {field}", owner.head));
            format!("“{head}”：{}", pairs.collect::<Vec<_>>().join("，"))
        }
        (Some(owners), Lang::En) => {
            let pairs = owners.iter().zip(&named).map(|(owner, field)| format!("`{}` is {field} already", owner.head));
            format!("`{head}`: {}", pairs.collect::<Vec<_>>().join(", "))
        }
        (None, Lang::Zh) => format!("“{head}”：可能是 {}", named.join(" 或 ")),
        (None, Lang::En) => format!("`{head}`: perhaps {}", named.join(" or ")),
    };
    // Of columns with one head, letters tell which is meant.
    let same = data.columns.iter().filter(|other| fold(&other.head) == fold(head)).count() > 1;
    let name = match data.format {
        DataFormat::Sheet if same => column.letters(),
        _ => squeeze(head),
    };
    let wanted = fields.first().filter(|_| owners.is_none()).map(ToString::to_string).unwrap_or_default();
    (line, format!("--map {}", shell_word(&format!("{name}={wanted}"))))
}

/// A word as shells take it.
fn shell_word(word: &str) -> String {
    let is_plain = |c: char| c.is_alphanumeric() || "_-.=/、，。（）【】《》“”：；～—".contains(c);
    if word.chars().all(is_plain) { word.to_owned() } else { format!("\"{word}\"") }
}

/// A field with its label and path: `联系人信息/手机 (contact.mobile)`.
fn field(form: &Form, path: &FieldPath, lang: Lang) -> String {
    format!("{} ({path})", subject(form, &Record::new(), path).text(lang))
}

/// Says which columns are which fields, and which are not used. Names in JSON
/// that are the form's own go without saying.
pub(super) fn tell(form: &Form, file: &Path, data: &Data, terminal: &Terminal) -> Option<String> {
    let lang = terminal.lang();
    let is_zh = lang == Lang::Zh;
    let shown = |column: &Column| match column.head.as_str() {
        "" if is_zh => format!("{}列（没有表头）", column.letters()),
        "" => format!("{} (no head)", column.letters()),
        head => squeeze(head),
    };
    let list = |columns: Vec<String>| columns.join(if is_zh { "、" } else { ", " });
    let (mut lines, mut same, mut unused) = (Vec::new(), Vec::new(), Vec::new());
    for column in &data.columns {
        match &column.meaning {
            Meaning::Field(path) if is_own_name(form, column, path) => same.push(shown(column)),
            Meaning::Field(path) => lines.push(format!("{} → {}", shown(column), field(form, path, lang))),
            Meaning::Unused | Meaning::LeftOut => unused.push(shown(column)),
            Meaning::Number | Meaning::Doubtful(_) => {}
        }
    }
    if data.source.is_none() && lines.is_empty() && unused.is_empty() {
        return None;
    }
    if !same.is_empty() && data.source.is_some() {
        lines.push(format!("{}{}", terminal.say("与栏目同名：", "called as the fields: "), list(same)));
    }
    if !unused.is_empty() {
        lines.push(format!("{}{}", terminal.say("没有使用：", "not used: "), list(unused)));
    }
    let heading = format!("{}{}", file.display(), place(data.source.as_ref(), lang));
    Some(format!("{heading}{}\n  {}", terminal.say("：", ":"), lines.join("\n  ")))
}

/// Whether a head is the field's path, or its label and no other field's.
fn is_own_name(form: &Form, column: &Column, path: &FieldPath) -> bool {
    let head = squeeze(&column.head);
    let Some(own) = form.field(path).filter(|field| field.path == *path) else { return head == path.to_string() };
    // In JSON the group's name stands before it.
    let in_group = head.rsplit_once('.').is_some_and(|(_, last)| last == own.id() || last == own.own_label());
    let is_alone = || form.leaves().filter(|field| field.own_label() == head).count() < 2;
    head == path.to_string() || head == own.label() || in_group || (head == own.own_label() && is_alone())
}

/// Which sheet it was, and which were left aside, where there are several.
fn place(sheet: Option<&DataSheet>, lang: Lang) -> String {
    let Some(sheet) = sheet.filter(|sheet| !sheet.others.is_empty()) else { return String::new() };
    let (name, others) = (&sheet.name, &sheet.others);
    match lang {
        Lang::Zh => format!("（用的是工作表“{name}”，没有用“{}”）", others.join("”“")),
        Lang::En => format!(" (the sheet `{name}`, not `{}`)", others.join("`, `")),
    }
}
