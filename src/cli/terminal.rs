//! What people see while a command runs: results on stdout, all else on stderr.

use std::io::{self, IsTerminal, Stderr, Stdout, Write};
use std::time::Duration;

use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};

use crate::{Lang, Severity};

/// stdout and stderr, and how to speak on them.
pub(super) struct Terminal {
    lang: Lang,
    quiet: bool,
    /// Whether stdout shows colours: a terminal, and `NO_COLOR` is not set.
    colour: bool,
    pub out: io::BufWriter<Stdout>,
    err: Stderr,
}

impl Terminal {
    pub fn new(lang: Lang, quiet: bool) -> Terminal {
        let no_colour = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
        let stdout = io::stdout();
        let colour = stdout.is_terminal() && !no_colour;
        Terminal { lang, quiet, colour, out: io::BufWriter::new(stdout), err: io::stderr() }
    }

    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// One of two texts, in the language of the reader.
    pub fn say<'t>(&self, zh: &'t str, en: &'t str) -> &'t str {
        match self.lang {
            Lang::Zh => zh,
            Lang::En => en,
        }
    }

    /// A message on stderr, `--quiet` or not. A terminal that is gone is no
    /// reason to fail.
    pub fn message(&mut self, text: &str) {
        let _ = writeln!(self.err, "{text}");
    }

    /// A note on stderr, left out with `--quiet`.
    pub fn note(&mut self, text: &str) {
        if !self.quiet {
            self.message(text);
        }
    }

    /// A progress bar on stderr; nothing when that is not a terminal.
    pub fn progress(&self, length: usize) -> ProgressBar {
        let bar = ProgressBar::with_draw_target(Some(length as u64), self.target());
        let template = self.say(
            "{bar:32} {pos}/{len} 个文件  {per_sec}  剩余 {eta}",
            "{bar:32} {pos}/{len} files  {per_sec}  {eta} left",
        );
        if let Ok(style) = ProgressStyle::with_template(template) {
            bar.set_style(style.progress_chars("█▉ "));
        }
        bar.enable_steady_tick(Duration::from_millis(200));
        bar
    }

    fn target(&self) -> ProgressDrawTarget {
        if self.quiet { ProgressDrawTarget::hidden() } else { ProgressDrawTarget::stderr() }
    }

    /// Paints a text in the colour of a severity.
    pub fn paint(&self, severity: Severity, text: &str) -> String {
        let code = match severity {
            Severity::Error => "31",
            Severity::Warning => "33",
            Severity::Info => "36",
        };
        self.styled(code, text)
    }

    /// A heading in bold.
    pub fn bold(&self, text: &str) -> String {
        self.styled("1", text)
    }

    fn styled(&self, code: &str, text: &str) -> String {
        if self.colour { format!("\u{1b}[{code}m{text}\u{1b}[0m") } else { text.to_owned() }
    }
}

/// Columns that a text takes on a terminal: Han and full-width characters two.
pub(super) fn width(text: &str) -> usize {
    text.chars().map(|c| if is_wide(c) { 2 } else { 1 }).sum()
}

fn is_wide(c: char) -> bool {
    matches!(c, '\u{1100}'..='\u{115f}' | '\u{2e80}'..='\u{a4cf}' | '\u{ac00}'..='\u{d7a3}' | '\u{f900}'..='\u{faff}'
        | '\u{fe30}'..='\u{fe6f}' | '\u{ff00}'..='\u{ff60}' | '\u{ffe0}'..='\u{ffe6}' | '\u{20000}'..='\u{3fffd}')
}

/// Fills a text with blanks up to a width, or cuts it there.
pub(super) fn fit(text: &str, columns: usize) -> String {
    if width(text) <= columns {
        return format!("{text}{}", " ".repeat(columns - width(text)));
    }
    let mut cut = String::new();
    for c in text.chars() {
        if width(&cut) + width(c.encode_utf8(&mut [0; 4])) + 1 > columns {
            break;
        }
        cut.push(c);
    }
    cut.push('…');
    let used = width(&cut);
    format!("{cut}{}", " ".repeat(columns.saturating_sub(used)))
}

/// A table with a head: columns as wide as their content, `widest` at most.
pub(super) fn table(head: &[&str], rows: &[Vec<String>], widest: usize) -> String {
    let column_width = |index: usize| {
        let cells = rows.iter().filter_map(|row| row.get(index)).map(|cell| width(cell));
        cells.chain(head.get(index).map(|cell| width(cell))).max().unwrap_or(0).min(widest)
    };
    let widths: Vec<usize> = (0..head.len()).map(column_width).collect();
    let line = |cells: &[String]| {
        let fitted: Vec<String> = cells.iter().zip(&widths).map(|(cell, width)| fit(cell, *width)).collect();
        fitted.join("  ").trim_end().to_owned()
    };
    let head: Vec<String> = head.iter().map(|cell| (*cell).to_owned()).collect();
    let mut lines = vec![line(&head), "─".repeat(widths.iter().sum::<usize>() + 2 * widths.len().saturating_sub(1))];
    lines.extend(rows.iter().map(|row| line(row)));
    lines.join("\n")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn han_characters_are_two_columns_wide() {
        assert_eq!(width("学校A"), 5);
        assert_eq!(fit("学校", 6), "学校  ");
        assert_eq!(width(&fit("学校名称", 6)), 6);
    }

    #[test]
    fn columns_line_up() {
        let rows = vec![vec!["学校".to_owned(), "1".to_owned()], vec!["A".to_owned(), "22".to_owned()]];
        assert_eq!(table(&["名称", "数"], &rows, 20), "名称  数\n────────\n学校  1\nA     22");
    }
}
