//! Whether a line may end between two characters.

use super::class::{Class, is_digit, is_unit};

/// How little is lost by ending a line at a place; the best first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Break {
    /// A place like any other.
    Free,
    /// Between things that belong together: a number and its unit, the groups
    /// of a telephone number, the parts of a date, a box and its label.
    Weak,
    /// After a mark inside a word or an address.
    Part,
    /// Inside a word.
    Inside,
    /// Where the rules forbid it.
    Never,
}

impl Break {
    /// Number of the levels at which a line may end.
    pub const LEVELS: usize = 4;
}

/// How well a line of `text` may end before each of its characters from the byte
/// `start` on, with the byte at which that character stands. Attached characters
/// have no place of their own.
pub(crate) fn breaks(text: &str, start: usize) -> impl Iterator<Item = (usize, Break)> {
    let mut before = Before::line_start(Boxes::of(text));
    let characters = text.char_indices().map(|(at, c)| (at, c, Class::of(c)));
    let characters = characters.filter(|(_, _, class)| *class != Class::Attached);
    let places = characters.map(move |(at, c, class)| {
        let level = before.next(text, at, c, class);
        before.push(c, class);
        (at, level)
    });
    places.skip_while(move |(at, _)| *at < start)
}

/// Where boxes stand in a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) enum Boxes {
    /// There are none.
    #[default]
    None,
    /// Before their labels: □是 □否.
    Leading,
    /// Behind their labels: 是□ 否□.
    Trailing,
}

impl Boxes {
    /// The boxes of a text: they lead if the first has no label before it.
    pub fn of(text: &str) -> Boxes {
        let Some((at, _)) = text.char_indices().find(|(_, c)| Class::of(*c) == Class::Box) else { return Boxes::None };
        match text[..at].chars().next_back().map(Class::of) {
            Some(Class::Han | Class::Word | Class::Close)
                if !text[..at].ends_with(['：', ':', '，', '、', '。', '；']) =>
            {
                Boxes::Trailing
            }
            _ => Boxes::Leading,
        }
    }

    /// Whether a place in a text lies inside a short label of a box.
    fn label_at(self, text: &str, at: usize) -> bool {
        match self {
            Boxes::None => false,
            Boxes::Leading => reaches_box(text[..at].chars().rev()),
            Boxes::Trailing => reaches_box(text[at..].chars()),
        }
    }
}

/// Most characters of a label that are kept together.
const LABEL: usize = 8;

/// Whether a box follows, with nothing but a short label before it.
fn reaches_box(characters: impl Iterator<Item = char>) -> bool {
    let classes = characters.take(LABEL + 1).map(Class::of);
    let mut behind = classes.skip_while(|class| matches!(class, Class::Han | Class::Word | Class::Attached));
    behind.next() == Some(Class::Box)
}

/// The end of a text as far as it has been read: what decides about a break
/// before the character that comes next.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Before {
    /// The last character, and the one before it. Attached ones do not count.
    last: Option<(char, Class)>,
    second: Option<(char, Class)>,
    /// The last character that is no space.
    solid: Option<(char, Class)>,
    /// Where boxes stand in this text.
    boxes: Boxes,
}

impl Before {
    /// The start of a line of a text.
    pub fn line_start(boxes: Boxes) -> Before {
        Before { boxes, ..Before::default() }
    }

    /// Reads one character.
    pub fn push(&mut self, c: char, class: Class) {
        (self.second, self.last) = (self.last, Some((c, class)));
        if !class.is_blank() {
            self.solid = self.last;
        }
    }

    /// The last character.
    pub fn last(&self) -> Option<char> {
        self.last.map(|(c, _)| c)
    }

    /// How well a line of `text` may end before the character at `at`.
    pub fn next(&self, text: &str, at: usize, next: char, class: Class) -> Break {
        let Some((last, last_class)) = self.last else { return Break::Never };
        match (last_class, class) {
            (_, Class::Attached | Class::Glue | Class::Space | Class::WideSpace | Class::Gap | Class::Close) => {
                Break::Never
            }
            (Class::Gap, _) => Break::Free,
            (Class::Glue, _) => Break::Never,
            (Class::Space, _) => self.after_space(next),
            (Class::WideSpace, _) => self.after_wide_space(class),
            (Class::Open, _) | (_, Class::Slash) => Break::Never,
            (Class::Word, Class::Word) => self.inside_word(last, next),
            (Class::Slash, Class::Word) => Break::Part,
            (Class::Slash, _) => Break::Weak,
            (Class::Close, _) => self.after_mark(last, next, class),
            (Class::Quote, _) => self.after_quote(),
            (_, Class::Quote) => Break::Weak,
            (Class::Box, _) if self.boxes == Boxes::Leading => Break::Weak,
            (_, Class::Box) if self.boxes == Boxes::Trailing => Break::Weak,
            (Class::Box, _) | (_, Class::Box) => Break::Free,
            (Class::Word, Class::Open) if next.is_ascii() => Break::Weak,
            _ if self.boxes.label_at(text, at) => Break::Weak,
            _ => self.between_words(last, next),
        }
    }

    /// Between letters or digits. Telephone numbers and dates have hyphens;
    /// addresses have more marks.
    fn inside_word(&self, last: char, next: char) -> Break {
        match last {
            '-' if is_digit(next) && self.second.is_some_and(|(c, _)| is_digit(c)) => Break::Weak,
            '-' | '_' | '@' | '&' | '=' | '+' | '#' | '~' | '*' | '|' | '\\' => Break::Part,
            _ => Break::Inside,
        }
    }

    /// After a space: telephone numbers are written in groups.
    fn after_space(&self, next: char) -> Break {
        match self.solid {
            Some((solid, _)) if is_digit(solid) && is_digit(next) => Break::Weak,
            Some((_, Class::Open)) => Break::Never,
            _ => Break::Free,
        }
    }

    /// After U+3000, which parts options and sentences, but spaces the
    /// characters of a label.
    fn after_wide_space(&self, class: Class) -> Break {
        match self.solid {
            Some((_, Class::Open)) => Break::Never,
            Some((_, Class::Close | Class::Box)) => Break::Free,
            Some(_) if class == Class::Box => Break::Free,
            _ => Break::Weak,
        }
    }

    fn after_mark(&self, last: char, next: char, class: Class) -> Break {
        let after_digit = self.second.is_some_and(|(c, _)| is_digit(c));
        match last {
            '·' => Break::Weak,
            '～' | '—' | '–' | '：' | '．' if after_digit && is_digit(next) => Break::Weak,
            // 3.5, example.cn, 1,200
            c if c.is_ascii() && class == Class::Word => Break::Part,
            c if c.is_ascii() && class == Class::Open && next.is_ascii() => Break::Weak,
            _ => Break::Free,
        }
    }

    fn after_quote(&self) -> Break {
        match self.second {
            None | Some((_, Class::Space | Class::WideSpace | Class::Open)) => Break::Inside,
            Some(_) => Break::Weak,
        }
    }

    /// Between Han characters and words: numbers keep their units, dates their
    /// parts.
    fn between_words(&self, last: char, next: char) -> Break {
        let number_and_unit = is_digit(last) && is_unit(next);
        let ordinal = last == '第' && is_digit(next);
        let parts_of_date =
            matches!(last, '年' | '月') && is_digit(next) && self.second.is_some_and(|(second, _)| is_digit(second));
        if number_and_unit || ordinal || parts_of_date { Break::Weak } else { Break::Free }
    }
}
