//! Why a spreadsheet could not be read.

use std::fmt;

use crate::Lang;
use crate::finding::{Message, Words};

/// A spreadsheet that could not be read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetError {
    /// What is wrong.
    pub kind: SheetErrorKind,
    /// The line, from 1, where it is known.
    pub line: Option<usize>,
    /// What more is known: the heads that may mean several fields.
    pub detail: Option<Message>,
}

/// What is wrong with a spreadsheet.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum SheetErrorKind {
    /// Nothing in it.
    Empty,
    /// Neither a workbook nor text.
    NoSpreadsheet,
    /// A workbook with a password.
    Encrypted,
    /// The workbook cannot be taken apart.
    Damaged,
    /// A text in none of the encodings.
    Encoding,
    /// A line that is no CSV.
    Csv,
    /// More than a list of people or schools can hold.
    TooLarge,
    /// No row whose cells name fields.
    NoHead,
    /// A roster whose heads name no applicant.
    NoName,
}

impl SheetErrorKind {
    fn words(self) -> Words {
        let (zh, en) = match self {
            SheetErrorKind::Empty => ("文件是空的", "the file is empty"),
            SheetErrorKind::NoSpreadsheet => (
                "不是表格文件，应为 .xlsx、.xls、.xlsb、.ods 或 .csv",
                "not a spreadsheet: expected .xlsx, .xls, .xlsb, .ods or .csv",
            ),
            SheetErrorKind::Encrypted => ("设有密码，请取消密码后再用", "has a password: save it without one"),
            SheetErrorKind::Damaged => ("文件已损坏", "the file is damaged"),
            SheetErrorKind::Encoding => (
                "文字编码无法识别，请在 Excel 中另存为 .xlsx 或“CSV UTF-8”",
                "text in an unknown encoding: save it as .xlsx or as CSV UTF-8",
            ),
            SheetErrorKind::Csv => ("不是正确的 CSV", "not CSV"),
            SheetErrorKind::TooLarge => ("表格太大", "the spreadsheet is too large"),
            SheetErrorKind::NoHead => (
                "没有找到表头：应有一行写明各列是什么，如“学校名称”",
                "there is no head: a row should name the columns, as `学校名称`",
            ),
            SheetErrorKind::NoName => {
                ("表头没有名称一列，应有一列写明是谁，如“学校名称”", "no column names who should answer, as `学校名称`")
            }
        };
        Words { zh, en }
    }
}

impl SheetError {
    /// What a person should know and do.
    pub fn message(&self, lang: Lang) -> String {
        let words = self.kind.words().get(lang);
        let mut message = match (self.line, lang) {
            (None, _) => words.to_owned(),
            (Some(line), Lang::Zh) => format!("第{line}行：{words}"),
            (Some(line), Lang::En) => format!("line {line}: {words}"),
        };
        if let Some(detail) = &self.detail {
            message.push_str(if lang == Lang::Zh { "：" } else { ": " });
            message.push_str(detail.get(lang));
        }
        message
    }
}

impl From<SheetErrorKind> for SheetError {
    fn from(kind: SheetErrorKind) -> SheetError {
        SheetError { kind, line: None, detail: None }
    }
}

impl fmt::Display for SheetError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message(Lang::En))
    }
}

impl std::error::Error for SheetError {}
