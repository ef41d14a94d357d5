//! The pieces of a format's code.

use super::section::Condition;

/// A piece of a format's code.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token {
    General,
    /// `@`: the text of the cell.
    Text,
    Digit(char),
    Point,
    Comma,
    Percent,
    Exponent,
    Slash,
    /// A letter of dates and how often it stands there.
    Date(char, usize),
    /// `[h]`: hours that do not end with the day; its letter.
    Elapsed(char),
    /// `[>=1]`: to which numbers the section is for.
    Condition(Condition),
    Words(String),
}

/// The tokens of a code, section by section: at most four.
pub(super) fn sections(code: &str) -> Vec<Vec<Token>> {
    /// No code is longer in Excel.
    const LONGEST: usize = 255;
    let characters: Vec<char> = code.chars().take(LONGEST).collect();
    let mut rest = characters.as_slice();
    let mut sections = Vec::new();
    loop {
        let (tokens, length) = section(rest);
        sections.push(tokens);
        match rest.get(length + 1..) {
            Some(next) if sections.len() < 4 => rest = next,
            _ => return sections,
        }
    }
}

/// The tokens of a section, and where the mark stands that ends it.
fn section(characters: &[char]) -> (Vec<Token>, usize) {
    let mut tokens: Vec<Token> = Vec::new();
    let mut at = 0;
    while let Some(&c) = characters.get(at) {
        let rest = &characters[at..];
        let length = match c {
            ';' => return (tokens, at),
            '"' => {
                let inside = rest[1..].iter().position(|c| *c == '"').unwrap_or(rest.len() - 1);
                words(&mut tokens, rest[1..1 + inside].iter().collect());
                inside + 2
            }
            '\\' | '!' => {
                words(&mut tokens, rest.iter().skip(1).take(1).collect());
                2
            }
            // White space as wide as a character; a character that fills.
            '_' | '*' => 2,
            '[' => {
                let inside = rest[1..].iter().position(|c| *c == ']').unwrap_or(rest.len() - 1);
                bracket(&mut tokens, &rest[1..1 + inside]);
                inside + 2
            }
            _ if is_general(rest) => {
                tokens.push(Token::General);
                if rest.len() >= 7 && rest[1] != '/' { "General".len() } else { "G/通用格式".chars().count() }
            }
            'E' | 'e' if matches!(rest.get(1), Some('+' | '-')) => {
                tokens.push(Token::Exponent);
                2
            }
            'a' | 'A' if matches!(rest.get(1..2), Some(['m' | 'M' | '/'])) => {
                // AM/PM, A/P: the hour is shown from 0 to 23 instead.
                rest.iter().take_while(|c| "aApPmM/".contains(**c)).count()
            }
            'y' | 'Y' | 'm' | 'M' | 'd' | 'D' | 'h' | 'H' | 's' | 'S' | 'e' | 'E' => {
                let letter = c.to_ascii_lowercase();
                let run = rest.iter().take_while(|c| c.to_ascii_lowercase() == letter).count();
                tokens.push(Token::Date(if letter == 'e' { 'y' } else { letter }, run));
                run
            }
            // The day of the week.
            'a' | 'A' => {
                let run = rest.iter().take_while(|c| matches!(c, 'a' | 'A')).count();
                tokens.push(Token::Date('a', run));
                run
            }
            _ => {
                match c {
                    '0' | '#' | '?' => tokens.push(Token::Digit(c)),
                    '.' => tokens.push(Token::Point),
                    ',' => tokens.push(Token::Comma),
                    '%' => tokens.push(Token::Percent),
                    '/' => tokens.push(Token::Slash),
                    '@' => tokens.push(Token::Text),
                    c => words(&mut tokens, c.to_string()),
                }
                1
            }
        };
        at += length;
    }
    (tokens, characters.len())
}

fn words(tokens: &mut Vec<Token>, words: String) {
    match tokens.last_mut() {
        Some(Token::Words(before)) => before.push_str(&words),
        _ => tokens.push(Token::Words(words)),
    }
}

/// `General` in any case, or as Chinese versions write it.
fn is_general(rest: &[char]) -> bool {
    let starts = |word: &str| {
        word.chars().count() <= rest.len() && word.chars().zip(rest).all(|(a, b)| a.eq_ignore_ascii_case(b))
    };
    starts("General") || starts("G/通用格式")
}

/// `[$¥-804]`, `[h]`, `[>=1]`; colours and numerals say nothing here.
fn bracket(tokens: &mut Vec<Token>, inside: &[char]) {
    if inside.first() == Some(&'$') {
        let symbol: String = inside[1..].iter().take_while(|c| **c != '-').collect();
        words(tokens, symbol);
        return;
    }
    let elapsed = |letter: char| !inside.is_empty() && inside.iter().all(|c| c.eq_ignore_ascii_case(&letter));
    if let Some(letter) = ['h', 'm', 's'].into_iter().find(|letter| elapsed(*letter)) {
        tokens.push(Token::Elapsed(letter));
    }
    tokens.extend(Condition::of(&inside.iter().collect::<String>()).map(Token::Condition));
}
