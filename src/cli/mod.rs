//! The command line: arguments, files, progress. Everything that it does is a
//! call of the library.

mod args;
mod batch;
mod check;
mod collect;
mod demo;
mod error;
mod extract;
mod files;
mod forms;
mod names;
mod render;
mod terminal;
mod words;

use std::ffi::OsString;
use std::process::ExitCode;

use clap::Parser;

use args::{Args, Command};
use error::CliError;
use terminal::Terminal;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Status {
    /// Done, nothing found.
    Done,
    /// Done; there are findings of severity error, or unreadable files.
    Findings,
}

/// Runs the command line with the arguments of the process, program name first.
///
/// Exit codes: 0 done, 1 findings, 2 could not run.
pub fn run(arguments: impl IntoIterator<Item = OsString>) -> ExitCode {
    let args = match Args::try_parse_from(arguments) {
        Ok(args) => args,
        Err(error) => {
            // Clap prints help to stdout and mistakes to stderr.
            let code = u8::try_from(error.exit_code()).unwrap_or(2);
            return match error.print() {
                Ok(()) => ExitCode::from(code),
                Err(_) => ExitCode::from(2),
            };
        }
    };
    let mut terminal = Terminal::new(args.global.lang(), args.global.quiet);
    let result = match &args.command {
        Command::Forms(command) => forms::forms(&args.global, command, &mut terminal),
        Command::Show(command) => forms::show(&args.global, command, &mut terminal),
        Command::Render(command) => render::render(&args.global, command, &mut terminal),
        Command::Extract(command) => extract::extract(&args.global, command, &mut terminal),
        Command::Check(command) => check::check(&args.global, command, &mut terminal),
        Command::Collect(command) => collect::collect(&args.global, command, &mut terminal),
        Command::Words(command) => words::words(command, &mut terminal),
        Command::Demo(command) => demo::demo(&args.global, command, &mut terminal),
    };
    match result {
        Ok(Status::Done) => ExitCode::SUCCESS,
        Ok(Status::Findings) => ExitCode::from(1),
        // The reader of our output has gone: nothing failed here.
        Err(CliError::Output(error)) if error.kind() == std::io::ErrorKind::BrokenPipe => ExitCode::SUCCESS,
        Err(error) => {
            terminal.message(&error.message(terminal.lang()));
            ExitCode::from(2)
        }
    }
}
