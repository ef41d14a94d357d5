//! Why a command could not run.

use std::io;
use std::path::{Path, PathBuf};

use crate::Lang;
use crate::batch::system_message;
use crate::data::SheetError;

/// Why a command could not run.
#[derive(Debug)]
pub(super) enum CliError {
    /// No form or activity of this name; names that are like it.
    Unknown { what: What, name: String, alike: Vec<String> },
    /// There is no such file or folder; names that are like it.
    NoFile { path: PathBuf, alike: Vec<String> },
    /// A file or folder could not be read.
    Read(PathBuf, io::Error),
    /// A file or folder could not be written.
    Write(PathBuf, io::Error),
    /// stdout could not be written.
    Output(io::Error),
    /// A file that cannot be used, with what is wrong in the reader's language.
    Data(PathBuf, String),
    /// A spreadsheet that cannot be used.
    Sheet(PathBuf, SheetError),
    /// Something that only the caller can put right.
    Usage { zh: String, en: String },
    /// A writer failed.
    Make(String),
}

/// What a name should have named.
#[derive(Debug, Clone, Copy)]
pub(super) enum What {
    Form,
    Activity,
}

impl CliError {
    pub fn message(&self, lang: Lang) -> String {
        match (self, lang) {
            (CliError::Unknown { what, name, alike }, Lang::Zh) => {
                let word = match what {
                    What::Form => "表格",
                    What::Activity => "活动",
                };
                let hint = if alike.is_empty() {
                    String::new()
                } else {
                    format!("，您是不是要：{}", alike.join("、"))
                };
                format!("没有名为“{name}”的{word}{hint}（用 shenbao forms 查看全部）")
            }
            (CliError::Unknown { what, name, alike }, Lang::En) => {
                let word = match what {
                    What::Form => "form",
                    What::Activity => "activity",
                };
                let hint =
                    if alike.is_empty() { String::new() } else { format!("; did you mean {}", alike.join(", ")) };
                format!("there is no {word} `{name}`{hint} (see `shenbao forms`)")
            }
            (CliError::NoFile { path, alike }, Lang::Zh) => {
                let alike = if alike.is_empty() {
                    String::new()
                } else {
                    format!("，您是不是要：{}", alike.join("、"))
                };
                format!("没有这个文件或文件夹：{}{alike}\n用 shenbao --help 查看全部命令", path.display())
            }
            (CliError::NoFile { path, alike }, Lang::En) => {
                let alike =
                    if alike.is_empty() { String::new() } else { format!("; did you mean {}", alike.join(", ")) };
                format!("there is no file or folder {}{alike}\nsee `shenbao --help` for all commands", path.display())
            }
            (CliError::Read(path, error), Lang::Zh) => {
                format!("无法读取 {}：{}", path.display(), system_message(error).get(lang))
            }
            (CliError::Read(path, error), Lang::En) => format!("cannot read {}: {error}", path.display()),
            (CliError::Write(path, error), Lang::Zh) => {
                format!("无法写入 {}：{}", path.display(), system_message(error).get(lang))
            }
            (CliError::Write(path, error), Lang::En) => format!("cannot write {}: {error}", path.display()),
            (CliError::Output(error), Lang::Zh) => format!("无法输出：{}", system_message(error).get(lang)),
            (CliError::Output(error), Lang::En) => format!("cannot write the output: {error}"),
            (CliError::Data(path, message), Lang::Zh) => format!("{} {message}", path.display()),
            (CliError::Data(path, message), Lang::En) => format!("{}: {message}", path.display()),
            (CliError::Sheet(path, error), Lang::Zh) => format!("{} {}", path.display(), error.message(lang)),
            (CliError::Sheet(path, error), Lang::En) => format!("{}: {}", path.display(), error.message(lang)),
            (CliError::Usage { zh, .. }, Lang::Zh) => zh.clone(),
            (CliError::Usage { en, .. }, Lang::En) => en.clone(),
            (CliError::Make(message), Lang::Zh) => format!("制作文件失败：{message}"),
            (CliError::Make(message), Lang::En) => message.clone(),
        }
    }

    /// A folder without files.
    pub fn no_files(folder: &Path) -> CliError {
        CliError::Usage {
            zh: format!("文件夹 {} 里没有文件", folder.display()),
            en: format!("there are no files in {}", folder.display()),
        }
    }

    /// For `map_err` on reading `path`.
    pub fn read(path: &Path) -> impl FnOnce(io::Error) -> CliError {
        let path = path.to_owned();
        move |error| CliError::Read(path, error)
    }

    /// For `map_err` on writing `path`.
    pub fn write(path: &Path) -> impl FnOnce(io::Error) -> CliError {
        let path = path.to_owned();
        move |error| CliError::Write(path, error)
    }
}

/// Errors on stdout.
impl From<io::Error> for CliError {
    fn from(error: io::Error) -> CliError {
        CliError::Output(error)
    }
}
