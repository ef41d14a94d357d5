//! The help in English: what clap's derive takes from the doc comments of
//! [`args`](super::args) is Chinese. A test holds the two against each other.

use clap::Command;

/// A command: its name, what it does, and its arguments: id, name of the value,
/// help.
type Page = (&'static str, &'static str, &'static [(&'static str, &'static str, &'static str)]);

const USAGE: &str = "shenbao [OPTIONS] <FILE or FOLDER>…\n       shenbao [OPTIONS] <COMMAND> …";

const BEFORE: &str = "In short: drop a file or folder on the program, or write `shenbao FILE`.\n\
    A file is checked and shown; a folder is collected into the folder 结果 beside it.";

const AFTER: &str = "`shenbao <COMMAND> --help` tells about a command.";

const INPUTS: (&str, &str, &str) = ("inputs", "FILE or FOLDER", "files and folders");
const JSON_LINES: (&str, &str, &str) = ("json", "", "print JSON Lines");
const JSON: (&str, &str, &str) = ("json", "", "print JSON");
const SENSITIVE: (&str, &str, &str) = ("with_sensitive", "", "show passwords and ID numbers");
const STAGE: (&str, &str, &str) = (
    "stage",
    "STAGE",
    "how far the returns have come: boxes up to it must be filled, later ones empty [school, county, city, province]; without it neither is checked",
);
const DIRECT: (&str, &str, &str) =
    ("direct", "", "the applicants report to the province directly, without county and city; goes with --stage");
const FORM: (&str, &str, &str) = ("form", "FORM", "the form, as henan-2021/recommendation");

/// What every command takes.
const GLOBAL: &[(&str, &str, &str)] = &[
    ("lang", "LANGUAGE", "language of messages [zh, en; default zh]"),
    (
        "forms",
        "FOLDER",
        "your own definitions, which go before the built-in ones; default: forms in the current folder or beside the program",
    ),
    ("templates", "FOLDER", "your own templates, which go before the built-in ones; default: templates beside forms"),
    ("quiet", "", "no progress and no notes"),
];

const PAGES: &[Page] = &[
    ("forms", "lists the activities and forms that are known", &[JSON]),
    ("show", "shows the fields, limits and layout of a form", &[FORM, JSON]),
    (
        "render",
        "makes blank forms, or forms filled from data",
        &[
            FORM,
            (
                "data",
                "DATA",
                "a list (.xlsx, .xls, .xlsb, .ods or .csv whose heads are labels), .json or .jsonl; - is stdin; without it a blank form is made",
            ),
            (
                "output",
                "PATH",
                "the file; for several records a folder, or a name with fields such as {{ name }}; {{ n }} is the running number",
            ),
            (
                "to",
                "FORMAT",
                "formats of the files, separated by commas; default: the ending of PATH, Word in a folder",
            ),
            (
                "map",
                "HEAD=FIELD",
                "says which field a column is, as 手机=contact.mobile; nothing behind the sign leaves the column out; may be repeated",
            ),
            ("sheet", "SHEET", "the sheet of the workbook to take; default: the one whose heads fit best"),
            ("fillable", "", "makes PDF files that can be filled in on the screen"),
            (
                "font_dir",
                "FOLDER",
                "a folder of further fonts for PDF files (.ttf, .otf, .ttc), as 仿宋_GB2312 or 方正小标宋; may be repeated",
            ),
            (
                "plain",
                "",
                "the layout alone: Word without content controls and bookmarks, Excel without protection, lists and names",
            ),
            ("no_added_seals", "", "without the words for seal and date that the notice does not print"),
        ],
    ),
    (
        "extract",
        "reads returned files and prints what stands in them",
        &[
            INPUTS,
            ("to", "FORMAT", "what is printed [json, jsonl, csv, xlsx; default jsonl]"),
            ("output", "PATH", "the file to write; default: stdout"),
            SENSITIVE,
            STAGE,
            DIRECT,
        ],
    ),
    ("check", "checks returned files and lists what is wrong", &[INPUTS, JSON_LINES, STAGE, DIRECT]),
    (
        "collect",
        "collects all returned files in a folder",
        &[
            ("dir", "FOLDER", "the folder of returned files"),
            ("activity", "ACTIVITY", "the activity, as henan-2021"),
            (
                "output",
                "FOLDER|WORKBOOK.xlsx",
                "the folder for the summary, the workbook and the messages; a name in .xlsx is the workbook, with the others beside it",
            ),
            SENSITIVE,
            (
                "roster",
                "LIST",
                "who should answer: a list whose heads are labels; default: a 名单 in the folder of returned files",
            ),
            ("set", "FIELD=VALUE", "fills a field above the summary's tables, as 地市=遵义市; may be repeated"),
            (
                "font_dir",
                "FOLDER",
                "a folder with further fonts (.ttf, .otf, .ttc) for the summary as PDF; may be repeated",
            ),
            STAGE,
            DIRECT,
        ],
    ),
    (
        "new",
        "starts a form of one's own: writes a definition and a template",
        &[
            ("form", "ACTIVITY/FORM", "ids of activity and form, as school/leave: lower-case letters, digits and -"),
            ("title", "TITLE", "title of the form [default 登记表]"),
        ],
    ),
    (
        "lint",
        "checks definitions and templates",
        &[
            (
                "what",
                "FORM or FOLDER",
                "a form, an activity, or a folder that holds forms; default: all of one's own, else the built-in ones",
            ),
            JSON_LINES,
        ],
    ),
    ("words", "counts 字 as Word does", &[("file", "FILE", "a text or Word file; - is stdin"), JSON]),
    (
        "demo",
        "runs everything on the samples; the results are in out",
        &[
            ("samples", "FOLDER", "the samples [default samples]"),
            ("output", "FOLDER", "the folder for the results [default out]"),
        ],
    ),
    ("open", "checks files, or collects folders into 结果", &[INPUTS, SENSITIVE]),
];

/// Gives a command and those below it their English texts.
pub(super) fn english(command: Command) -> Command {
    let command = command
        .about("Official forms of Chinese education bureaus: made, read, checked and collected")
        .override_usage(USAGE)
        .before_help(BEFORE)
        .after_help(AFTER)
        .subcommand_help_heading("Commands");
    // What every command takes comes last.
    let command = GLOBAL.iter().zip(100..).fold(arguments(command, GLOBAL), |command, ((id, ..), order)| {
        command.mut_arg(*id, |arg| arg.display_order(order))
    });
    PAGES.iter().fold(command, |command, (name, about, own)| {
        command.mut_subcommand(*name, |command| arguments(command.about(*about), own))
    })
}

fn arguments(command: Command, texts: &'static [(&str, &str, &str)]) -> Command {
    texts.iter().fold(command, |command, (id, value, help)| {
        command.mut_arg(*id, |arg| {
            let arg = arg.help(*help);
            // What it may be stands in the help, without the Chinese words.
            match arg.get_action().takes_values() {
                true => arg.value_name(*value).hide_possible_values(true).hide_default_value(true),
                false => arg,
            }
        })
    })
}

#[cfg(test)]
mod tests {
    use clap::{Arg, CommandFactory};

    use super::*;
    use crate::cli::args::Args;

    fn is_chinese(text: &str) -> bool {
        text.chars().any(|c| matches!(c, '，' | '。' | '的' | '；' | '、' | '：'))
    }

    /// A new argument has to have its English text, a removed one loses it.
    #[test]
    fn every_argument_has_an_english_text() {
        let english = english(Args::command());
        let untold = |command: &Command, texts: &[(&str, &str, &str)]| {
            let own = command.get_arguments().filter(|arg| !["help", "version"].contains(&arg.get_id().as_str()));
            let ids: Vec<&str> = own.map(|arg: &Arg| arg.get_id().as_str()).collect();
            let known: Vec<&str> = texts.iter().map(|(id, ..)| *id).collect();
            assert_eq!(ids, known, "arguments of {}, in their order", command.get_name());
        };
        untold(&english, GLOBAL);
        for command in english.get_subcommands() {
            let (_, about, texts) = PAGES.iter().find(|(name, ..)| *name == command.get_name()).unwrap();
            untold(command, texts);
            assert!(!is_chinese(about) && texts.iter().all(|(_, value, help)| !is_chinese(value) && !is_chinese(help)));
        }
    }
}
