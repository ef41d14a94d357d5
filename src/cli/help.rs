//! Help and usage errors in Chinese: what clap says by itself is English.

use std::mem;

use clap::builder::StyledStr;
use clap::error::{ContextKind, ContextValue, ErrorKind};
use clap::{Arg, ArgAction, Command};

use crate::Lang;

/// The order of a help page, with Chinese headings.
const PAGE: &str = "{before-help}{about-with-newline}\n用法：{usage}\n\n{all-args}{after-help}\n";

/// Gives a command and those below it Chinese headings and usage lines.
pub(super) fn chinese(command: Command) -> Command {
    let mut command = arguments(command);
    // Usage lines name the commands above, which are known when all is built.
    command.build();
    usage(command)
}

fn arguments(command: Command) -> Command {
    let mut order = 0;
    let help = Arg::new("help").short('h').long("help").action(ArgAction::Help).help("显示帮助").display_order(200);
    let mut command = command
        .help_template(PAGE)
        .disable_help_flag(true)
        .mut_args(|arg| {
            order += 1;
            // What every command takes comes last.
            let last = if arg.is_global_set() { 100 } else { 0 };
            describe(arg).display_order(order + last)
        })
        .arg(help.help_heading("选项"))
        .mut_subcommands(arguments);
    if command.get_version().is_some() {
        let version = Arg::new("version").short('V').long("version").action(ArgAction::Version);
        command =
            command.disable_version_flag(true).arg(version.help("显示版本").help_heading("选项").display_order(201));
    }
    command
}

/// An argument's heading, and its values in the words of the help.
fn describe(arg: Arg) -> Arg {
    let heading = if arg.is_positional() { "参数" } else { "选项" };
    let mut notes = Vec::new();
    if arg.get_action().takes_values() {
        let values: Vec<String> = arg
            .get_possible_values()
            .iter()
            .filter(|value| !value.is_hide_set())
            .map(|value| match value.get_help() {
                Some(help) => format!("{} {help}", value.get_name()),
                None => value.get_name().to_owned(),
            })
            .collect();
        if !values.is_empty() {
            notes.push(values.join("，"));
        }
        let default: Vec<_> = arg.get_default_values().iter().map(|value| value.to_string_lossy()).collect();
        if !default.is_empty() {
            notes.push(format!("默认 {}", default.join(" ")));
        }
    }
    let help = arg.get_help().map(StyledStr::to_string).unwrap_or_default();
    let help = if notes.is_empty() { help } else { format!("{help}（{}）", notes.join("；")) };
    let takes_values = arg.get_action().takes_values();
    arg.help(help).help_heading(heading).hide_possible_values(takes_values).hide_default_value(takes_values)
}

fn usage(mut command: Command) -> Command {
    let line = command.render_usage().to_string();
    let line = line.trim_start_matches("Usage: ").replace("[OPTIONS]", "[选项]");
    for inner in command.get_subcommands_mut() {
        *inner = usage(mem::take(inner));
    }
    match command.get_overridden_usage() {
        Some(_) => command,
        None => command.override_usage(line),
    }
}

/// What is wrong with the arguments, and what to do.
pub(super) fn usage_error(error: &clap::Error, lang: Lang) -> String {
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand || lang == Lang::En {
        return error.to_string().trim_end().to_owned();
    }
    let text = |kind| error.get(kind).map(context_text).unwrap_or_default();
    let argument = text(ContextKind::InvalidArg);
    let mut message = match error.kind() {
        ErrorKind::InvalidSubcommand => format!("没有名为“{}”的命令", text(ContextKind::InvalidSubcommand)),
        ErrorKind::UnknownArgument => format!("没有“{argument}”这个参数"),
        ErrorKind::MissingRequiredArgument => format!("缺少参数：{argument}"),
        ErrorKind::MissingSubcommand => "请给出命令，或要检查的文件、要汇总的文件夹".to_owned(),
        ErrorKind::InvalidValue if text(ContextKind::InvalidValue).is_empty() => format!("“{argument}”后面缺少内容"),
        ErrorKind::InvalidValue => {
            let (value, valid) = (text(ContextKind::InvalidValue), text(ContextKind::ValidValue));
            let valid = if valid.is_empty() { String::new() } else { format!("，应为：{valid}") };
            format!("“{argument}”不能是“{value}”{valid}")
        }
        ErrorKind::ArgumentConflict => match text(ContextKind::PriorArg) {
            prior if prior.is_empty() || prior == argument => format!("“{argument}”只能给一次"),
            prior => format!("“{argument}”不能与“{prior}”同时使用"),
        },
        ErrorKind::ValueValidation => {
            let why = std::error::Error::source(error).map(|why| format!("，{why}")).unwrap_or_default();
            format!("“{argument}”不能是“{}”{why}", text(ContextKind::InvalidValue))
        }
        _ => "命令行有误".to_owned(),
    };
    let alike = [ContextKind::SuggestedSubcommand, ContextKind::SuggestedArg, ContextKind::SuggestedValue];
    let alike = alike.map(text).into_iter().find(|text| !text.is_empty());
    if let Some(alike) = alike {
        message.push_str(&format!("，您是不是要：{alike}"));
    }
    if error.get(ContextKind::Usage).is_some() {
        message.push_str(&format!("\n{}", text(ContextKind::Usage).trim().replacen("Usage: ", "用法：", 1)));
    }
    message.push_str("\n用 shenbao --help 查看全部命令，shenbao <命令> --help 查看一个命令的用法");
    message
}

fn context_text(value: &ContextValue) -> String {
    match value {
        ContextValue::String(text) => text.clone(),
        ContextValue::Strings(texts) => texts.join("、"),
        ContextValue::StyledStr(text) => text.to_string(),
        ContextValue::StyledStrs(texts) => texts.iter().map(ToString::to_string).collect::<Vec<_>>().join("、"),
        ContextValue::Number(number) => number.to_string(),
        _ => String::new(),
    }
}
