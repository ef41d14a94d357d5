//! `new`: a starting pair for a bureau's own form.

use std::io::Write;
use std::path::{Path, PathBuf};

use super::args::{Global, NewArgs};
use super::error::CliError;
use super::terminal::Terminal;
use super::today::today;
use super::{Status, files, names};
use crate::Lang;
use crate::form::Catalogue;
use crate::path::is_file_id;

const ACTIVITY: &str = include_str!("new/activity.toml");
const FORM: &str = include_str!("new/form.toml");
const TEMPLATE: &str = include_str!("new/form.html");

/// `shenbao new ACTIVITY/FORM`.
pub(super) fn new(global: &Global, args: &NewArgs, terminal: &mut Terminal) -> Result<Status, CliError> {
    let (activity, form) = ids(&args.form)?;
    let forms = global.forms.clone().unwrap_or_else(|| "forms".into());
    let templates = global.templates.clone().unwrap_or_else(|| files::templates_beside(&forms));
    let activity_file = forms.join(activity).join("activity.toml");
    let form_file = forms.join(activity).join(format!("{form}.toml"));
    let template_file = templates.join(activity).join(format!("{form}.html"));
    let is_embedded = Catalogue::embedded().is_ok_and(|catalogue| {
        catalogue.form(&args.form).is_some() || (catalogue.activity(activity).is_some() && form == "activity")
    });
    if is_embedded {
        return Err(CliError::Usage {
            zh: format!("“{}”是程序自带的表格，请换一个代号", args.form),
            en: format!("`{}` is a form that comes with the program: choose another name", args.form),
        });
    }
    if let Some(taken) = [&form_file, &template_file].into_iter().find(|path| path.exists()) {
        return Err(CliError::Usage {
            zh: format!("已有文件 {}，没有改动它；请换一个代号，或先移走这个文件", taken.display()),
            en: format!("{} exists and was left as it is: choose another name, or move it away", taken.display()),
        });
    }
    // An activity that comes with the program has its facts already.
    let has_activity =
        activity_file.exists() || Catalogue::embedded().is_ok_and(|catalogue| catalogue.activity(activity).is_some());
    let fill = |text: &str| fill(text, args, &forms, &templates);
    let mut written = Vec::new();
    if !has_activity {
        written.push((activity_file, fill(ACTIVITY), ("活动：通知的标题、年份等", "the notice")));
    }
    written.push((form_file, fill(FORM), ("定义：有哪些栏目、有什么要求", "what is asked")));
    written.push((template_file, fill(TEMPLATE), ("版式：表格的样子", "what it looks like")));
    for (path, text, _) in &written {
        files::write(path, text.as_bytes())?;
    }

    let zh = terminal.lang() == Lang::Zh;
    writeln!(terminal.out, "{}", terminal.say("已写好，请用记事本等文本编辑器修改：", "written, to be edited:"))?;
    for (path, _, (what_zh, what_en)) in &written {
        writeln!(terminal.out, "  {}　{}", path.display(), if zh { what_zh } else { what_en })?;
    }
    let own = own_folders(global);
    let lines = [
        (
            "制作空表（改完以后再运行，看看样子）",
            "make the blank form",
            format!("render {} -o {}.docx", args.form, blank(args)),
        ),
        ("查看栏目和限制", "see fields and limits", format!("show {}", args.form)),
        ("检查填好的文件", "check a filled file", format!("check {}.docx", blank(args))),
    ];
    writeln!(terminal.out, "\n{}", terminal.say("然后在这个文件夹里运行：", "then run in this folder:"))?;
    for (what_zh, what_en, command) in lines {
        writeln!(terminal.out, "  shenbao {command}{own}\n      {}", if zh { what_zh } else { what_en })?;
    }
    writeln!(
        terminal.out,
        "\n{}",
        terminal.say(
            "有写错的地方，程序会指出是哪个文件的第几行、怎样改。",
            "mistakes are reported with file, line and what to do."
        )
    )?;
    terminal.out.flush()?;
    Ok(Status::Done)
}

/// The activity and the form of an id.
fn ids(id: &str) -> Result<(&str, &str), CliError> {
    let wrong = |why_zh: &str, why_en: &str| {
        let lower = id.to_ascii_lowercase().replace(['\\', '_', ' '], "-").replacen(
            '-',
            if id.contains('/') { "-" } else { "/" },
            1,
        );
        let parts = lower.split('/').collect::<Vec<_>>();
        let works = matches!(parts.as_slice(), [a, b] if is_file_id(a) && is_file_id(b)) && lower != id;
        let hint_zh = if works { format!("，可写成 {lower}") } else { "，如 school/leave".to_owned() };
        let hint_en = if works { format!(", as {lower}") } else { ", as school/leave".to_owned() };
        CliError::Usage {
            zh: format!("“{id}”不能作代号：{why_zh}{hint_zh}（中文标题请用 --title 给出）"),
            en: format!("`{id}` cannot name a form: {why_en}{hint_en} (give the title with --title)"),
        }
    };
    let Some((activity, form)) = id.split_once('/') else {
        return Err(wrong(
            "应有活动和表格两部分，中间用 / 隔开",
            "expected an activity and a form with / between them",
        ));
    };
    if !is_file_id(activity) || !is_file_id(form) {
        return Err(wrong(
            "只能用小写英文字母、数字和短横（-），以字母或数字开头",
            "expected lower-case letters, digits and `-`",
        ));
    }
    if names::is_device(activity) || names::is_device(form) {
        return Err(wrong("Windows 不允许这样的文件名", "Windows does not allow files of this name"));
    }
    if activity == "shared" || form == "activity" {
        return Err(wrong("这个名字程序另有用处", "this name has a use of its own"));
    }
    Ok((activity, form))
}

fn fill(text: &str, args: &NewArgs, forms: &Path, templates: &Path) -> String {
    let title: String = args.title.chars().map(|c| if c.is_control() { ' ' } else { c }).collect();
    let title = title.trim().replace('\\', "\\\\").replace('"', "\\\"");
    text.replace("@year@", &year())
        .replace("@id@", &args.form)
        .replace("@forms@", &names::slashed_path(forms))
        .replace("@templates@", &names::slashed_path(templates))
        .replace("@title@", &title)
}

/// The name of a blank form that a command line takes without quotes.
fn blank(args: &NewArgs) -> String {
    let name = names::file_name(&args.title, "");
    if name.contains(|c: char| c.is_ascii() && !c.is_ascii_alphanumeric() && c != '-') {
        args.form.replace('/', "-")
    } else {
        name
    }
}

/// The options that name folders of one's own, as they were given.
fn own_folders(global: &Global) -> String {
    let option = |name: &str, path: &Option<PathBuf>| match path {
        Some(path) => format!(" {name} \"{}\"", path.display()),
        None => String::new(),
    };
    option("--forms", &global.forms) + &option("--templates", &global.templates)
}

/// This year, for the notice to start from; dates print as 2025-01-31.
fn year() -> String {
    today().map(|date| date.to_string().chars().take(4).collect()).unwrap_or_else(|| "2025".to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ids_that_would_not_work_are_refused_with_what_would() {
        assert_eq!(ids("school/leave-2").unwrap(), ("school", "leave-2"));
        for (id, hint) in [
            ("School/Leave", "可写成 school/leave"),
            (r"school\leave", "可写成 school/leave"),
            ("学校/请假", "如 school/leave"),
            ("leave", "如 school/leave"),
            ("a/b/c", "如 school/leave"),
            ("con/leave", "Windows"),
            ("shared/leave", "另有用处"),
            ("school/activity", "另有用处"),
            ("../x", "小写"),
            ("/x", "小写"),
        ] {
            let message = ids(id).unwrap_err().message(Lang::Zh);
            assert!(message.contains(hint), "{message}");
        }
    }
}
