//! Many files at once: parallel, in input order, with flat memory.

use rayon::prelude::*;

use super::error::CliError;
use super::files::Input;
use super::terminal::Terminal;
use crate::batch::{Return, Unread, read_file};
use crate::extract::Extractor;
use crate::read::Limits;

/// Files that are read before their results are handed on. Results come out in
/// input order; no more than this many wait.
const CHUNK: usize = 256;

/// Reads files and hands each result to `take`, in order.
pub(super) fn read_files(
    extractor: &Extractor<'_>,
    files: &[(String, Input)],
    terminal: &mut Terminal,
    mut take: impl FnMut(Return, &mut Terminal) -> Result<(), CliError>,
) -> Result<(), CliError> {
    let limits = Limits::default();
    let bar = terminal.progress(files.len());
    for chunk in files.chunks(CHUNK) {
        let returns: Vec<Vec<Return>> = chunk
            .par_iter()
            .map(|(name, input)| {
                let read = read_one(extractor, &limits, name, input);
                bar.inc(1);
                read
            })
            .collect();
        for read in returns.into_iter().flatten() {
            take(read, terminal)?;
        }
    }
    bar.finish_and_clear();
    Ok(())
}

fn read_one(extractor: &Extractor<'_>, limits: &Limits, name: &str, input: &Input) -> Vec<Return> {
    let path = match input {
        Input::File(path) => path,
        Input::Closed(_, error) => return vec![Return::unread(name, Unread::folder(error))],
    };
    let unread = |error: std::io::Error| vec![Return::unread(name, Unread::from(error))];
    match std::fs::metadata(path) {
        // A file that is too large is refused before it is in memory.
        Ok(metadata) if metadata.len() > limits.file_bytes => vec![Return::unread(name, Unread::too_large(limits))],
        Ok(_) => match std::fs::read(path) {
            Ok(bytes) => read_file(extractor, limits, name, &bytes),
            Err(error) => unread(error),
        },
        Err(error) => unread(error),
    }
}

/// Inputs with the names that results give them: as the caller wrote them.
pub(super) fn named(inputs: Vec<impl Into<Input>>) -> Vec<(String, Input)> {
    let inputs = inputs.into_iter().map(Into::into);
    inputs.map(|input| (super::names::slashed_path(input.path()), input)).collect()
}
