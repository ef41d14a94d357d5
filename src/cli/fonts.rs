//! Fonts that a user adds.

use std::fs;
use std::path::{Path, PathBuf};

use super::error::CliError;
use super::files::{self, Input};
use super::terminal::Terminal;
use crate::font::FontSet;

/// The library's fonts and those in some folders; other files there are left
/// alone.
pub(super) fn fonts(folders: &[PathBuf], terminal: &Terminal) -> Result<FontSet, CliError> {
    let mut added: Vec<(PathBuf, Vec<u8>)> = Vec::new();
    for folder in folders {
        let before = added.len();
        for input in files::inputs(std::slice::from_ref(folder))? {
            if let Input::File(path) = input
                && is_font(&path)
            {
                let bytes = fs::read(&path).map_err(CliError::read(&path))?;
                added.push((path, bytes));
            }
        }
        if added.len() == before {
            return Err(CliError::Usage {
                zh: format!("文件夹 {} 里没有字体文件（.ttf、.otf、.ttc）", folder.display()),
                en: format!("there are no fonts (.ttf, .otf, .ttc) in {}", folder.display()),
            });
        }
    }
    let named = added.into_iter().map(|(path, bytes)| (path.display().to_string(), bytes));
    FontSet::embedded()
        .with_fonts(named)
        .map_err(|error| CliError::Data(PathBuf::from(error.file()), error.message().get(terminal.lang()).to_owned()))
}

fn is_font(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ["ttf", "otf", "ttc"].iter().any(|font| ending.eq_ignore_ascii_case(font)))
}
