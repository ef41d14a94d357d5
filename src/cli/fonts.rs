//! Fonts that a user adds.

use std::fs;
use std::path::{Path, PathBuf};

use super::error::CliError;
use super::files::{self, Input};
use super::terminal::Terminal;
use crate::font::FontSet;

/// The library's fonts and those in some folders. Other files there are left
/// alone; a font that is of no use is said, and stops nothing unless there is
/// no other in its folder.
pub(super) fn fonts(folders: &[PathBuf], terminal: &mut Terminal) -> Result<FontSet, CliError> {
    let mut fonts = FontSet::embedded();
    for folder in folders {
        let mut used = 0;
        for input in files::inputs(std::slice::from_ref(folder))? {
            let Input::File(path) = input else { continue };
            if !is_font(&path) {
                continue;
            }
            let bytes = fs::read(&path).map_err(CliError::read(&path))?;
            match fonts.clone().with_fonts([(path.display().to_string(), bytes)]) {
                Ok(more) => {
                    used += 1;
                    fonts = more;
                }
                Err(error) => terminal.message(error.message().get(terminal.lang())),
            }
        }
        if used == 0 {
            return Err(CliError::Usage {
                zh: format!("文件夹 {} 里没有可用的字体文件（.ttf、.otf、.ttc）", folder.display()),
                en: format!("there are no fonts to use (.ttf, .otf, .ttc) in {}", folder.display()),
            });
        }
    }
    Ok(fonts)
}

fn is_font(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ["ttf", "otf", "ttc"].iter().any(|font| ending.eq_ignore_ascii_case(font)))
}
