//! The command line: arguments, files, progress. Everything that it does is a
//! call of the library.

mod args;
mod batch;
mod check;
mod collect;
mod columns;
mod definition;
mod demo;
mod english;
mod error;
mod extract;
mod files;
mod fonts;
mod forms;
mod help;
mod known;
mod lint;
mod names;
mod new;
mod open;
mod outputs;
mod pattern;
mod render;
mod roster;
mod start;
mod terminal;
mod today;
mod words;

use std::ffi::OsString;
use std::path::Path;
use std::process::ExitCode;

use clap::{CommandFactory, FromArgMatches};

use args::{Args, Command};
use error::CliError;
use terminal::Terminal;

use crate::Lang;

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
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
    let arguments: Vec<OsString> = arguments.into_iter().collect();
    let keep_open = start::Window::here().closes(&arguments);
    let code = run_once(arguments);
    if keep_open {
        start::wait();
    }
    code
}

fn run_once(arguments: Vec<OsString>) -> ExitCode {
    let lang = start::lang(&arguments);
    let command = match lang {
        Lang::Zh => help::chinese(Args::command()),
        Lang::En => english::english(Args::command()),
    };
    let arguments = start::insert_open(arguments, &command, |word| Path::new(word).exists());
    let args = command.try_get_matches_from(arguments).and_then(|matches| Args::from_arg_matches(&matches));
    let args = match args {
        Ok(args) => args,
        // Help and version go to stdout, mistakes to stderr.
        Err(error) if !error.use_stderr() => {
            return if error.print().is_ok() { ExitCode::SUCCESS } else { ExitCode::from(2) };
        }
        Err(error) => {
            Terminal::new(lang, false).message(&help::usage_error(&error, lang));
            return ExitCode::from(2);
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
        Command::Lint(command) => lint::lint(&args.global, command, &mut terminal),
        Command::New(command) => new::new(&args.global, command, &mut terminal),
        Command::Words(command) => words::words(command, &mut terminal),
        Command::Demo(command) => demo::demo(&args.global, command, &mut terminal),
        Command::Open(command) => open::open(&args.global, command, &mut terminal),
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
