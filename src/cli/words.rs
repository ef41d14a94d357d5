//! `words`: 字数 as Word counts it.

use std::fs;
use std::io::{Read, Write};
use std::path::Path;

use serde_json::json;

use super::Status;
use super::args::WordsArgs;
use super::error::CliError;
use super::terminal::Terminal;
use crate::check::words::count;
use crate::document::Block;
use crate::read::{self, Kind, Limits};

/// `shenbao words FILE|-`.
pub(super) fn words(args: &WordsArgs, terminal: &mut Terminal) -> Result<Status, CliError> {
    let text = text(&args.file, terminal)?;
    let counted = count(&text);
    if args.json {
        let json = json!({
            "words": counted.words,
            "characters": counted.chars_without_spaces,
            "characters_with_spaces": counted.chars_with_spaces,
        });
        writeln!(terminal.out, "{json}")?;
    } else {
        let lines = [
            (terminal.say("字数", "words (字)"), counted.words),
            (terminal.say("字符数（不计空格）", "characters, no spaces"), counted.chars_without_spaces),
            (terminal.say("字符数（计空格）", "characters, with spaces"), counted.chars_with_spaces),
        ];
        for (name, number) in lines {
            let name = super::terminal::fit(name, 24);
            writeln!(terminal.out, "{name}{number:>8}")?;
        }
    }
    terminal.out.flush()?;
    Ok(Status::Done)
}

/// The text of a file: of a document's body, or the file itself.
fn text(file: &Path, terminal: &Terminal) -> Result<String, CliError> {
    let mut bytes = Vec::new();
    if file == Path::new("-") {
        std::io::stdin().read_to_end(&mut bytes).map_err(CliError::read(file))?;
    } else {
        bytes = fs::read(file).map_err(CliError::read(file))?;
    }
    match read::sniff(&bytes) {
        Kind::Text | Kind::Empty | Kind::Html | Kind::Unknown => {
            String::from_utf8(bytes).map_err(|_| CliError::Usage {
                zh: format!("{} 不是 UTF-8 文本", file.display()),
                en: format!("{} is not UTF-8 text", file.display()),
            })
        }
        _ => {
            let document = read::document(&bytes, &Limits::default())
                .map_err(|error| CliError::Data(file.to_owned(), error.message(terminal.lang())))?;
            let blocks = document.blocks().map(|block| match block {
                Block::Paragraph(paragraph) => paragraph.text(),
                Block::Table(table) => table.cells().iter().map(|cell| cell.text()).collect::<Vec<_>>().join("\n"),
            });
            Ok(blocks.collect::<Vec<_>>().join("\n"))
        }
    }
}
