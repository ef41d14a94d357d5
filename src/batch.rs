//! Returned files, one by one: what came in and what was read.

use std::io;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::extract::{Extraction, Extractor, Unidentified};
use crate::finding::Message;
use crate::read::{self, Limits, ReadError};
use crate::{Code, Finding, Lang};

/// A returned file.
#[derive(Debug, Clone)]
pub struct Return {
    /// The file's name as the caller knows it, with `/` between folders.
    pub file: String,
    /// Of several forms in the file, which one this is, from 1.
    pub copy: Option<usize>,
    /// What was read, or why nothing was.
    pub outcome: Result<Extraction, Unread>,
}

/// Why a file could not be read.
#[derive(Debug, Clone)]
pub struct Unread {
    kind: UnreadKind,
}

#[derive(Debug, Clone)]
enum UnreadKind {
    /// The disk or the archive did not give the file.
    Source(Message),
    /// The same for a folder: what is in it is unknown.
    Folder(Message),
    File(ReadError),
    Form(Unidentified),
    /// A fault of this program: the file is kept, the batch goes on.
    Fault(String),
}

impl Unread {
    /// The file itself could not be had: `message` says why, the same in every
    /// language. For errors of the system there is [`Unread::from`].
    pub fn source(message: impl Into<String>) -> Unread {
        let message = message.into();
        Unread { kind: UnreadKind::Source(Message::new(message.clone(), message)) }
    }

    /// A folder among the files could not be looked into.
    pub fn folder(error: &io::Error) -> Unread {
        let message = match error.kind() {
            // No program keeps a folder to itself.
            io::ErrorKind::PermissionDenied => Message::new("没有权限", error.to_string()),
            _ => system_message(error),
        };
        Unread { kind: UnreadKind::Folder(message) }
    }

    /// The file is larger than [`Limits::file_bytes`] and was not opened.
    pub fn too_large(limits: &Limits) -> Unread {
        Unread { kind: UnreadKind::File(ReadError::too_large(limits)) }
    }

    /// A stable code for programs.
    pub fn code(&self) -> &'static str {
        match &self.kind {
            UnreadKind::Source(_) | UnreadKind::Folder(_) => "unreadable",
            UnreadKind::File(error) => error.code(),
            UnreadKind::Form(_) => "unknown_form",
            UnreadKind::Fault(_) => "fault",
        }
    }

    /// What a person should know and do.
    pub fn message(&self, lang: Lang) -> String {
        match (&self.kind, lang) {
            (UnreadKind::Source(message), Lang::Zh) => format!("无法打开文件：{}", message.get(Lang::Zh)),
            (UnreadKind::Source(message), Lang::En) => format!("the file cannot be opened: {}", message.get(Lang::En)),
            (UnreadKind::Folder(message), Lang::Zh) => {
                format!("无法打开文件夹，其中的文件都没有读取：{}", message.get(Lang::Zh))
            }
            (UnreadKind::Folder(message), Lang::En) => {
                format!("the folder cannot be opened, none of its files was read: {}", message.get(Lang::En))
            }
            (UnreadKind::File(error), lang) => error.message(lang),
            (UnreadKind::Form(Unidentified { nearest: Some((form, score)) }), Lang::Zh) => {
                format!("不是已知的表格（最接近 {form}，只有{:.0}%的栏目相符）", score * 100.0)
            }
            (UnreadKind::Form(Unidentified { nearest: Some((form, score)) }), Lang::En) => {
                format!("not a known form (nearest is {form}, with {:.0}% of its labels)", score * 100.0)
            }
            (UnreadKind::Form(Unidentified { nearest: None }), Lang::Zh) => "不是已知的表格".to_owned(),
            (UnreadKind::Form(Unidentified { nearest: None }), Lang::En) => "not a known form".to_owned(),
            (UnreadKind::Fault(message), Lang::Zh) => format!("程序处理此文件时出错，请报告：{message}"),
            (UnreadKind::Fault(message), Lang::En) => format!("a fault of this program, please report it: {message}"),
        }
    }
}

/// The system did not give the file.
impl From<io::Error> for Unread {
    fn from(error: io::Error) -> Unread {
        Unread { kind: UnreadKind::Source(system_message(&error)) }
    }
}

/// What the system says, in Chinese where it is one of the common cases.
pub(crate) fn system_message(error: &io::Error) -> Message {
    let zh = match error.kind() {
        io::ErrorKind::NotFound => "没有这个文件或文件夹",
        io::ErrorKind::PermissionDenied => "没有权限，或文件正被 Word、WPS 或 Excel 打开",
        io::ErrorKind::AlreadyExists => "已有同名的文件",
        io::ErrorKind::IsADirectory => "是文件夹，不是文件",
        io::ErrorKind::NotADirectory => "不是文件夹",
        io::ErrorKind::InvalidFilename => "文件名或路径太长，或含有不能用的字符",
        io::ErrorKind::InvalidData => "不是 UTF-8 文本（在 Excel 中请另存为“CSV UTF-8”）",
        io::ErrorKind::StorageFull => "磁盘已满",
        _ => return Message::new(format!("系统报告 {error}"), error.to_string()),
    };
    Message::new(zh, error.to_string())
}

impl Return {
    /// A file that could not be read.
    pub fn unread(file: &str, unread: Unread) -> Return {
        Return { file: file.to_owned(), copy: None, outcome: Err(unread) }
    }
}

/// Reads one file: which form it is, its answers, what is wrong with them. A
/// file that holds several forms gives a return for each, in their order.
///
/// A file never stops a batch: whatever goes wrong becomes the outcome, a fault
/// of this program included.
pub fn read_file(extractor: &Extractor<'_>, limits: &Limits, file: &str, bytes: &[u8]) -> Vec<Return> {
    let outcome = catch_unwind(AssertUnwindSafe(|| {
        let document = read::document(bytes, limits).map_err(|error| Unread { kind: UnreadKind::File(error) })?;
        extractor.extract_all(&document).map_err(|unknown| Unread { kind: UnreadKind::Form(unknown) })
    }));
    let outcome = outcome.unwrap_or_else(|panic| {
        let message = panic
            .downcast_ref::<String>()
            .cloned()
            .or_else(|| panic.downcast_ref::<&str>().map(|text| (*text).to_owned()))
            .unwrap_or_default();
        Err(Unread { kind: UnreadKind::Fault(message) })
    });
    match outcome {
        Ok(forms) => {
            let count = forms.len();
            let returns = forms.into_iter().enumerate().map(|(index, mut extraction)| {
                if count > 1 {
                    let finding = Finding::new(Code::Copies).with("count", count).with("copy", index + 1);
                    extraction.findings.push(finding);
                }
                let copy = (count > 1).then_some(index + 1);
                Return { file: file.to_owned(), copy, outcome: Ok(extraction) }
            });
            returns.collect()
        }
        Err(unread) => vec![Return::unread(file, unread)],
    }
}

/// Whether a file of this name is nobody's return: lock files of Word, WPS and
/// LibreOffice, and what Windows and macOS leave in folders.
pub fn is_litter(name: &str) -> bool {
    let name = name.rsplit(['/', '\\']).next().unwrap_or(name);
    name.starts_with("~$")
        || name.starts_with(".~")
        || name.starts_with("._")
        || name.eq_ignore_ascii_case("thumbs.db")
        || name.eq_ignore_ascii_case("desktop.ini")
        || name == ".DS_Store"
        || (name.starts_with('~') && name.to_ascii_lowercase().ends_with(".tmp"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn errors_of_the_system_are_chinese_in_a_chinese_line() {
        let unread = Unread::from(io::Error::from(io::ErrorKind::NotFound));
        assert_eq!(unread.message(Lang::Zh), "无法打开文件：没有这个文件或文件夹");
        assert_eq!(unread.message(Lang::En), "the file cannot be opened: entity not found");
        assert_eq!(unread.code(), "unreadable");
        let folder = Unread::folder(&io::Error::from(io::ErrorKind::PermissionDenied));
        assert_eq!(folder.message(Lang::Zh), "无法打开文件夹，其中的文件都没有读取：没有权限");
    }

    #[test]
    fn litter_is_told_by_its_name() {
        for name in ["~$张三.docx", ".~lock.a.docx#", "县/Thumbs.db", "县\\~$a.docx", ".DS_Store", "~WRL0001.tmp"] {
            assert!(is_litter(name), "{name}");
        }
        for name in ["张三.docx", "~张三.docx", "thumbs.docx"] {
            assert!(!is_litter(name), "{name}");
        }
    }
}
