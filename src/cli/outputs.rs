//! The files that `collect` makes, and how it knows them again.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use super::error::CliError;
use super::names::{self, Taken};
use crate::form::Catalogue;

/// The name of the workbook in a folder of outputs, and of the messages. A
/// folder that has one of them is known as one.
const WORKBOOK: &str = "汇总工作簿.xlsx";
const MESSAGES: &str = "反馈通知.txt";

/// What the name of a file ends in, which a folder's name does not.
const FILES: &[&str] = &[
    "csv", "doc", "docx", "et", "htm", "html", "json", "jsonl", "ods", "odt", "pdf", "txt", "wps", "xls", "xlsb",
    "xlsm",
];

/// Whether a word is what the names of documents end in.
pub(super) fn is_ending(text: &str) -> bool {
    let text = text.to_lowercase();
    text == "xlsx" || FILES.contains(&text.as_str())
}

/// Where the outputs of `collect` go.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Outputs {
    /// The folder of all of them.
    pub folder: PathBuf,
    /// The office's workbook.
    pub workbook: PathBuf,
    /// The messages as a text.
    pub messages: PathBuf,
    /// For each summary of the activity, by form, its files.
    pub official: Vec<OfficialPaths>,
}

/// The files of a summary.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct OfficialPaths {
    pub docx: PathBuf,
    pub xlsx: PathBuf,
    pub pdf: PathBuf,
}

impl Outputs {
    /// The outputs for `-o output`: a folder, or the workbook, which then gives
    /// the folder of the others.
    pub fn at(output: &Path, catalogue: &Catalogue, activity: &str) -> Result<Outputs, CliError> {
        let ending = output.extension().map(|ending| ending.to_string_lossy().to_lowercase());
        let is_folder = output.is_dir() || output.to_string_lossy().ends_with(['/', '\\']);
        let workbook = match ending.as_deref() {
            Some("xlsx") if !is_folder => output.to_owned(),
            Some(ending) if !is_folder && FILES.contains(&ending) => {
                return Err(CliError::Usage {
                    zh: format!("{} 应是文件夹，或以 .xlsx 结尾的工作簿", output.display()),
                    en: format!("{} should be a folder, or a workbook that ends in .xlsx", output.display()),
                });
            }
            _ => output.join(WORKBOOK),
        };
        let folder = workbook.parent().unwrap_or(Path::new("")).to_owned();
        let mut taken = Taken::default();
        for path in [&workbook, &PathBuf::from(MESSAGES)] {
            taken.unique(&path.file_name().unwrap_or_default().to_string_lossy());
        }
        let summaries = catalogue.forms().filter(|form| form.activity_id() == activity && form.summary.is_some());
        let official = summaries.map(|form| {
            let mut path = |ending| folder.join(taken.unique(&names::file_name(&form.title, ending)));
            OfficialPaths { docx: path(".docx"), xlsx: path(".xlsx"), pdf: path(".pdf") }
        });
        Ok(Outputs { official: official.collect(), messages: folder.join(MESSAGES), workbook, folder })
    }

    /// All files, the official ones first.
    pub fn files(&self) -> Vec<&Path> {
        let official = self.official.iter().flat_map(|paths| [&paths.docx, &paths.xlsx, &paths.pdf]);
        official.chain([&self.workbook, &self.messages]).map(PathBuf::as_path).collect()
    }

    /// Whether a file is an output of this or an earlier run, and so no return:
    /// one of these files, or one of their names in a folder of outputs.
    pub fn has(&self, path: &Path) -> bool {
        let known = std::fs::canonicalize(path).ok();
        if known.is_some() && self.files().iter().any(|file| std::fs::canonicalize(file).ok() == known) {
            return true;
        }
        let Some(name) = path.file_name() else { return false };
        let names = self.files().into_iter().filter_map(Path::file_name);
        let is_output = |other| path.with_file_name(other).is_file();
        names.chain([OsStr::new(WORKBOOK)]).any(|known| known == name) && (is_output(WORKBOOK) || is_output(MESSAGES))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_folder_gets_all_files_and_a_workbook_has_the_others_beside_it() {
        let catalogue = Catalogue::embedded().unwrap();
        let at = |output: &str| Outputs::at(Path::new(output), &catalogue, "henan-2021");
        let names = |outputs: Outputs| -> Vec<String> {
            outputs.files().iter().map(|file| names::slashed_path(file)).collect()
        };
        let title = "2021年度网络学习空间应用优秀区域和学校推荐汇总信息表";
        for (output, folder, workbook) in [
            ("不存在的结果", "不存在的结果/", "不存在的结果/汇总工作簿.xlsx"),
            ("结果/2021.11", "结果/2021.11/", "结果/2021.11/汇总工作簿.xlsx"),
            ("结果/总.XLSX", "结果/", "结果/总.XLSX"),
            ("总.xlsx", "", "总.xlsx"),
        ] {
            let expected = [
                format!("{folder}{title}.docx"),
                format!("{folder}{title}.xlsx"),
                format!("{folder}{title}.pdf"),
                workbook.to_owned(),
                format!("{folder}反馈通知.txt"),
            ];
            assert_eq!(names(at(output).unwrap()), expected, "{output}");
        }
        for refused in ["汇总.csv", "汇总.xls", "结果/汇总.docx"] {
            assert!(at(refused).is_err(), "{refused}");
        }
        // Nothing is written twice.
        let same = at(&format!("{title}.xlsx")).unwrap();
        assert_ne!(same.workbook, same.official[0].xlsx);
    }
}
