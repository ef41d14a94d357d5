//! How the program was started: with a command, or with nothing but paths, as
//! when somebody drags a file onto it.

use std::ffi::OsString;
use std::io::{IsTerminal, Write};

use clap::Command;

use super::names::{System, is_absolute};
use crate::Lang;
use crate::text::nearest;

/// The command that paths without a command stand for.
pub(super) const OPEN: &str = "open";

/// The language of messages about arguments that could not be understood.
pub(super) fn lang(arguments: &[OsString]) -> Lang {
    let is_english = |pair: &[OsString]| pair[0] == "--lang" && pair[1] == "en";
    if arguments.windows(2).any(is_english) || arguments.iter().any(|argument| argument == "--lang=en") {
        Lang::En
    } else {
        Lang::Zh
    }
}

/// Finds the first word that is no option, and puts [`OPEN`] before it if it is
/// no command. A word that is no path either and is like a command is left for
/// the message about commands.
pub(super) fn insert_open(
    mut arguments: Vec<OsString>,
    command: &Command,
    exists: impl Fn(&OsString) -> bool,
) -> Vec<OsString> {
    let Some(at) = first_word(&arguments, command) else { return arguments };
    let word = arguments[at].to_string_lossy().into_owned();
    let mut commands = command.get_subcommands().map(Command::get_name);
    if commands.any(|known| known == word) {
        return arguments;
    }
    let commands = command.get_subcommands().filter(|command| !command.is_hide_set()).map(Command::get_name);
    let is_mistyped = is_bare(&word) && !nearest(&word, commands).is_empty();
    if exists(&arguments[at]) || !is_mistyped {
        arguments.insert(at, OPEN.into());
    }
    arguments
}

/// Whether a word has nothing that paths have.
fn is_bare(word: &str) -> bool {
    word.is_ascii() && !word.contains(['/', '\\', '.', ':', '~'])
}

fn first_word(arguments: &[OsString], command: &Command) -> Option<usize> {
    let takes_value = |option: &str| {
        let name = option.strip_prefix("--");
        command.get_arguments().any(|arg| name.is_some() && arg.get_long() == name && arg.get_action().takes_values())
    };
    let mut at = 1;
    while let Some(argument) = arguments.get(at) {
        let text = argument.to_string_lossy();
        match text.as_ref() {
            "--" => return None,
            "-" => return Some(at),
            option if option.starts_with('-') => at += 1 + usize::from(takes_value(option)),
            _ => return Some(at),
        }
    }
    None
}

/// What tells whether a console window would close before anybody read it.
#[derive(Debug, Clone, Copy)]
pub(super) struct Window {
    pub system: System,
    /// Both stdin and stdout are a console.
    pub console: bool,
    /// The command shell's variable `PROMPT` is set: somebody typed the command.
    pub shell: bool,
}

impl Window {
    pub fn here() -> Window {
        Window {
            system: System::HERE,
            console: std::io::stdin().is_terminal() && std::io::stdout().is_terminal(),
            shell: std::env::var_os("PROMPT").is_some(),
        }
    }

    /// Whether to wait for Enter at the end: on Windows, in a console window
    /// that the Explorer opened. It starts a program with its whole path and
    /// nothing else, or with the whole paths of what was dragged onto it.
    pub fn closes(self, arguments: &[OsString]) -> bool {
        let whole = |argument: &OsString| is_absolute(&argument.to_string_lossy(), self.system);
        self.system == System::Windows && self.console && !self.shell && arguments.iter().all(whole)
    }
}

/// Keeps the window open until somebody has read it.
pub(super) fn wait() {
    let mut err = std::io::stderr();
    let _ = write!(err, "\n按回车键关闭窗口……");
    let _ = err.flush();
    let _ = std::io::stdin().read_line(&mut String::new());
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::cli::args::Args;
    use clap::CommandFactory;

    fn os(arguments: &[&str]) -> Vec<OsString> {
        arguments.iter().map(OsString::from).collect()
    }

    #[test]
    fn paths_get_the_command_that_they_stand_for() {
        let command = Args::command();
        for (arguments, opened) in [
            (&["shenbao", "a.docx"][..], Some(1)),
            (&["shenbao", "--lang", "en", "来件"], Some(3)),
            (&["shenbao", "-q", "--forms=x", r"C:\来件"], Some(3)),
            (&["shenbao", "check", "a.docx"], None),
            (&["shenbao", "--lang", "en", "forms"], None),
            // Mistyped: for the message about commands.
            (&["shenbao", "rendr", "x"], None),
            // A file of such a name.
            (&["shenbao", "chekc"], Some(1)),
            (&["shenbao", "whatever"], Some(1)),
            (&["shenbao", "render.docx"], Some(1)),
            (&["shenbao", "--help"], None),
            (&["shenbao"], None),
        ] {
            let found = insert_open(os(arguments), &command, |word| word == "chekc");
            let at = found.iter().position(|argument| argument == OPEN);
            assert_eq!(at, opened, "{arguments:?}");
        }
    }

    #[test]
    fn only_a_window_of_the_explorer_is_kept_open() {
        let window = Window { system: System::Windows, console: true, shell: false };
        let dragged = os(&[r"C:\工具\shenbao.exe", r"D:\来件"]);
        assert!(window.closes(&dragged));
        assert!(window.closes(&os(&[r"C:\工具\shenbao.exe"])));
        assert!(window.closes(&os(&[r"C:\工具\shenbao.exe", r"\\server\共享\来件"])));
        assert!(!window.closes(&os(&["shenbao", r"D:\来件"])));
        assert!(!window.closes(&os(&[r"C:\工具\shenbao.exe", "check", r"D:\来件"])));
        assert!(!Window { shell: true, ..window }.closes(&dragged));
        assert!(!Window { console: false, ..window }.closes(&dragged));
        assert!(!Window { system: System::Unix, ..window }.closes(&os(&["/bin/shenbao", "/tmp/a.docx"])));
    }
}
