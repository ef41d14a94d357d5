//! Texts in runs: how their characters look is told by the fonts of the runs,
//! and where a run has none of its own, by the cell.

use std::ops::Range;
use std::sync::Arc;

use super::Text;
use crate::read::symbol::Font;

/// What a font does to characters.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Face {
    /// Whether it strikes them out.
    pub struck: bool,
    /// The symbol font that it is.
    pub symbols: Option<Font>,
}

/// A text as files hold it; many cells may share it.
#[derive(Debug, Clone, Default)]
pub(super) struct Rich {
    /// Lines end in `\n`.
    text: Arc<str>,
    /// Where runs begin, in bytes, and their faces: none for the cell's own.
    /// Empty for a text that is all in the cell's.
    runs: Arc<[(usize, Option<Face>)]>,
}

impl Rich {
    /// A text without runs.
    pub fn plain(text: &str) -> Rich {
        Rich { text: Text::of(text).text, runs: Arc::default() }
    }

    /// A text with the characters, counted in UTF-16, at which faces begin, in
    /// their order; what stands before the first is in the cell's own.
    pub fn with_runs(text: &str, runs: &[(usize, Face)]) -> Rich {
        if runs.is_empty() {
            return Rich::plain(text);
        }
        let mut builder = Builder::default();
        let (mut runs, mut face, mut units) = (runs.iter().peekable(), None, 0);
        for c in text.chars() {
            while let Some((_, next)) = runs.next_if(|(start, _)| *start <= units) {
                face = Some(*next);
            }
            builder.push(face, c);
            units += c.len_utf16();
        }
        builder.finish()
    }

    /// What is seen of the text in a cell whose own face is this.
    pub fn seen(&self, own: Face) -> Text {
        let whole = [(0, None)];
        let runs = match (self.runs.is_empty(), own == Face::default()) {
            (true, true) => return Text { text: self.text.clone(), ..Text::default() },
            (true, false) => &whole[..],
            (false, _) => &self.runs[..],
        };
        let mut text = String::with_capacity(self.text.len());
        let mut struck: Vec<Range<usize>> = Vec::new();
        let ends = runs.iter().skip(1).map(|(start, _)| *start).chain([self.text.len()]);
        for ((start, face), end) in runs.iter().zip(ends) {
            let face = face.unwrap_or(own);
            let from = text.len();
            let words = self.text.get(*start..end).unwrap_or_default();
            match face.symbols {
                Some(font) => text.extend(words.chars().map(|c| font.shown(c))),
                None => text.push_str(words),
            }
            if !face.struck || from == text.len() {
                continue;
            }
            match struck.last_mut() {
                Some(last) if last.end == from => last.end = text.len(),
                _ => struck.push(from..text.len()),
            }
        }
        Text { text: text.into(), struck: struck.into(), damage: None }
    }
}

/// A text while its runs are read.
#[derive(Debug, Default)]
pub(super) struct Builder {
    text: String,
    runs: Vec<(usize, Option<Face>)>,
    /// Whether the last character was a `\r`.
    returned: bool,
}

impl Builder {
    /// Appends words in a face, or in the cell's own.
    pub fn run(&mut self, face: Option<Face>, words: &str) {
        for c in words.chars() {
            self.push(face, c);
        }
    }

    fn push(&mut self, face: Option<Face>, c: char) {
        let returned = std::mem::replace(&mut self.returned, c == '\r');
        if returned && c == '\n' {
            return;
        }
        if self.runs.last().is_none_or(|(_, last)| *last != face) {
            self.runs.push((self.text.len(), face));
        }
        self.text.push(if c == '\r' { '\n' } else { c });
    }

    /// Whether nothing is there yet.
    pub fn is_empty(&self) -> bool {
        self.text.is_empty()
    }

    pub fn finish(self) -> Rich {
        let is_plain = self.runs.iter().all(|(_, face)| face.is_none());
        let runs = if is_plain { Arc::default() } else { self.runs.into() };
        Rich { text: self.text.into(), runs }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const STRUCK: Face = Face { struck: true, symbols: None };
    const PLAIN: Face = Face { struck: false, symbols: None };
    const SYMBOLS: Face = Face { struck: false, symbols: Some(Font::Wingdings2) };

    fn seen(text: &str, runs: &[(usize, Face)], own: Face) -> (String, Vec<Range<usize>>) {
        let text = Rich::with_runs(text, runs).seen(own);
        (text.text.to_string(), text.struck.to_vec())
    }

    #[test]
    fn runs_are_counted_in_utf_16_and_line_ends_move_none() {
        let runs = [(0, PLAIN), (2, STRUCK), (3, PLAIN), (4, STRUCK)];
        assert_eq!(seen("𠮷甲乙丙", &runs, PLAIN), ("𠮷甲乙丙".into(), vec![4..7, 10..13]));
        assert_eq!(seen("甲乙", &[(1, STRUCK), (9, PLAIN)], PLAIN), ("甲乙".into(), std::iter::once(3..6).collect()));
        assert_eq!(seen("甲\r\n乙", &[(3, STRUCK)], PLAIN), ("甲\n乙".into(), std::iter::once(4..7).collect()));
    }

    #[test]
    fn symbols_are_what_is_seen() {
        assert_eq!(seen("地市£", &[(2, SYMBOLS)], PLAIN).0, "地市□");
        assert_eq!(seen("R 是", &[], SYMBOLS).0, "☑ 是");
        assert_eq!(seen("R", &[(0, PLAIN)], SYMBOLS).0, "R");
    }

    #[test]
    fn a_run_without_a_font_looks_as_its_cell_does() {
        assert_eq!(seen("甲乙", &[(1, PLAIN)], STRUCK).1, std::iter::once(0..3).collect::<Vec<_>>());
        assert_eq!(seen("甲乙", &[], STRUCK).1, std::iter::once(0..6).collect::<Vec<_>>());
    }
}
