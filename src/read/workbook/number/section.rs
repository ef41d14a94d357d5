//! Number formats (ECMA-376 Part 1, 18.8.30 and 18.8.31): which of a format's
//! sections shows a number or a text.

use super::date::Epoch;
use super::format::{Kind, joined, unknown};
use super::token::{Token, sections};
use super::{Number, plain};
use crate::document::Damage;
use crate::read::workbook::Text;

/// How a cell shows what it holds.
#[derive(Debug, Clone, PartialEq, Default)]
pub(in super::super) struct Format {
    /// The sections for numbers; none for a format that leaves them as they are.
    numbers: Vec<Section>,
    text: Option<TextSection>,
}

/// A section for numbers.
#[derive(Debug, Clone, PartialEq)]
struct Section {
    /// The numbers that it is for; the last may be for all others.
    condition: Option<Condition>,
    /// Whether it is for negative numbers only, and shows their sign itself.
    negative: bool,
    kind: Kind,
}

/// What stands round a text.
#[derive(Debug, Clone, PartialEq, Eq)]
struct TextSection {
    before: String,
    /// What stands behind it; `None` where the text itself is not shown.
    behind: Option<String>,
}

/// Which numbers a section is for: `[>=1]`.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Condition {
    comparison: Comparison,
    limit: f64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Comparison {
    Less,
    AtMost,
    Equal,
    Other,
    AtLeast,
    More,
}

impl Condition {
    /// The condition that stands in brackets.
    pub fn of(inside: &str) -> Option<Condition> {
        use Comparison::{AtLeast, AtMost, Equal, Less, More, Other};
        let signs = [("<=", AtMost), (">=", AtLeast), ("<>", Other), ("<", Less), (">", More), ("=", Equal)];
        let (comparison, limit) =
            signs.into_iter().find_map(|(sign, comparison)| Some((comparison, inside.strip_prefix(sign)?)))?;
        Some(Condition { comparison, limit: super::parse(limit)? })
    }

    /// The one of sections that state none: more than zero, and the like.
    const fn zero(comparison: Comparison) -> Condition {
        Condition { comparison, limit: 0.0 }
    }

    fn holds(self, value: f64) -> bool {
        match self.comparison {
            Comparison::Less => value < self.limit,
            Comparison::AtMost => value <= self.limit,
            Comparison::Equal => value == self.limit,
            Comparison::Other => value != self.limit,
            Comparison::AtLeast => value >= self.limit,
            Comparison::More => value > self.limit,
        }
    }

    fn is_negative(self) -> bool {
        match self.comparison {
            Comparison::Less => self.limit <= 0.0,
            Comparison::AtMost => self.limit < 0.0,
            _ => false,
        }
    }
}

impl Format {
    /// The format of a code: `yyyy"年"m"月"`, `[=1]"男";[=2]"女"`.
    pub fn of(code: &str) -> Format {
        if code.trim().is_empty() {
            return Format::default();
        }
        let mut sections = sections(code);
        let is_text = sections.len() == 4 || sections.last().is_some_and(|last| last.contains(&Token::Text));
        let text = if is_text { sections.last().map(|tokens| TextSection::of(tokens)) } else { None };
        // One that is for texts alone shows numbers in the same way.
        if is_text && sections.len() > 1 {
            sections.pop();
        }
        Format { numbers: numbers(&sections), text }
    }

    /// A format that files name by its number alone; those of Chinese versions
    /// are 27 to 36 and 50 to 58.
    pub fn built_in(id: u16) -> Option<Format> {
        let code = match id {
            0 | 49 => "General",
            1 => "0",
            2 => "0.00",
            3 | 37 | 38 => "#,##0",
            4 | 39 | 40 => "#,##0.00",
            9 => "0%",
            10 => "0.00%",
            11 | 48 => "0.00E+00",
            12 | 13 => "# ?/?",
            14 => "yyyy/m/d",
            15 => "d-mmm-yy",
            16 => "d-mmm",
            17 => "mmm-yy",
            18..=21 | 32 | 33 | 34 | 35 | 45 | 47 | 55 | 56 => "h:mm:ss",
            22 => "yyyy/m/d h:mm",
            41 | 42 => "#,##0",
            43 | 44 => "#,##0.00",
            46 => "[h]:mm:ss",
            27 | 36 | 50 | 52 | 57 => "yyyy年m月",
            28 | 29 | 31 | 51 | 53 | 54 | 58 => "yyyy年m月d日",
            30 => "m/d/yy",
            _ => return None,
        };
        Some(Format::of(code))
    }

    /// What a cell with this number shows.
    pub fn show(&self, value: f64, epoch: Epoch) -> Number {
        if self.numbers.is_empty() {
            return Kind::default().show(value, epoch);
        }
        let section = self.numbers.iter().find(|section| section.condition.is_none_or(|of| of.holds(value)));
        // A cell that no section is for is filled with `#`.
        let Some(section) = section else { return unknown(value) };
        let number = if section.negative && value < 0.0 {
            signed(section.kind.show(-value, epoch))
        } else {
            section.kind.show(value, epoch)
        };
        let is_mark = value == 0.0 && !number.text.is_empty() && !number.text.contains(char::is_alphanumeric);
        // A dash in the place of zero.
        if is_mark { plain(value) } else { number }
    }

    /// What a cell with this text shows.
    pub fn show_text(&self, text: Text) -> Text {
        let Some(section) = &self.text else { return text };
        match &section.behind {
            Some(behind) if section.before.is_empty() && behind.is_empty() => text,
            _ if text.text.is_empty() => text,
            Some(behind) => {
                let shift = section.before.len();
                let struck = text.struck.iter().map(|range| range.start + shift..range.end + shift).collect();
                Text { text: format!("{}{}{behind}", section.before, text.text).into(), struck, ..text }
            }
            // What is hidden is kept.
            None if section.before.is_empty() => Text { damage: Some(Damage::Format), ..text },
            None => {
                let damage = Some(Damage::Shown { exact: text.text.to_string() });
                Text { damage, ..Text::of(&section.before) }
            }
        }
    }
}

impl TextSection {
    fn of(tokens: &[Token]) -> TextSection {
        let at = tokens.iter().position(|token| matches!(token, Token::Text | Token::General));
        let (before, behind) = tokens.split_at(at.unwrap_or(tokens.len()));
        TextSection { before: joined(before), behind: at.map(|_| joined(behind)) }
    }
}

/// The sections for numbers, with the conditions that they have by their order.
fn numbers(sections: &[Vec<Token>]) -> Vec<Section> {
    let stated = |tokens: &[Token]| {
        tokens.iter().find_map(|token| match token {
            Token::Condition(condition) => Some(*condition),
            _ => None,
        })
    };
    let first = if sections.len() > 2 { Comparison::More } else { Comparison::AtLeast };
    let mut positive = false;
    let by_order = sections.iter().enumerate().map(|(index, tokens)| {
        let is_last = index + 1 == sections.len();
        let condition = stated(tokens).or(match index {
            0 if !is_last => Some(Condition::zero(first)),
            1 if !is_last => Some(Condition::zero(Comparison::Less)),
            _ => None,
        });
        // What is left behind the positive numbers.
        let is_rest = condition.is_none() && index == 1 && positive;
        positive = condition == Some(Condition::zero(Comparison::AtLeast));
        let negative = condition.map_or(is_rest, Condition::is_negative);
        Section { condition, negative, kind: Kind::of(tokens) }
    });
    by_order.collect()
}

/// A negative number of which a section shows the digits: its sign is a mark of
/// the section, as brackets are.
fn signed(shown: Number) -> Number {
    let Number { text, data, damage } = shown;
    let exact = format!("-{}", data.as_deref().unwrap_or(&text));
    let damage = match damage {
        Some(Damage::Shown { exact }) => Some(Damage::Shown { exact: format!("-{exact}") }),
        damage => damage,
    };
    let before = text.split(|c: char| c.is_ascii_digit()).next().unwrap_or_default();
    if before.contains(['-', '−', '－']) {
        let data = (exact.trim_start_matches('-') != text.trim_start_matches('-')).then_some(exact);
        return Number { text, data, damage };
    }
    if before.contains(['(', '（']) {
        let bare = text.replace(['(', ')', '（', '）'], "");
        let text = format!("-{}", bare.trim());
        return Number { data: (exact != text && data.is_some()).then_some(exact), text, damage };
    }
    let damage = damage.or(Some(Damage::Shown { exact: exact.clone() }));
    Number { text, data: Some(exact), damage }
}
