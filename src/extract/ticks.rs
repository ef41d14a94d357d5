//! Which options are ticked.

use crate::text::fold;

/// What was ticked, as far as it can be told.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Ticks {
    /// The ticked options, in the form's order.
    pub ticked: Vec<String>,
    /// What was written that is no option.
    pub other: String,
    /// Whether a tick may belong to another option.
    pub doubtful: bool,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Token {
    /// An option, by its number.
    Option(usize),
    /// A box or a tick; whether it says yes.
    Box(bool),
    /// A blank, a bracket, a line end: parts options from each other.
    Gap,
}

/// Reads the options of a choice from the text of its cells.
///
/// Understood are boxes before or after the options (□地市 ☑县区), ticks
/// written beside them (√地市, 地市（√）), ticks beside boxes that were left
/// empty, and an option typed alone.
///
/// `boxed` tells that the form prints boxes; without them options are typed.
pub(super) fn ticks(text: &str, options: &[String], boxed: bool) -> Ticks {
    let (tokens, other, turned) = tokens(text, options);
    let mut yes: Vec<usize> = Vec::new();
    let mut doubtful = false;
    let boxes = tokens.iter().filter(|token| matches!(token, Token::Box(_))).count();
    let named: Vec<usize> = tokens
        .iter()
        .filter_map(|token| match token {
            Token::Option(n) => Some(*n),
            _ => None,
        })
        .collect();
    if boxes == 0 {
        // No boxes at all: an option that stands alone was typed as the answer.
        if !boxed || named.len() == 1 || named.len() < options.len() {
            yes = named;
        }
    } else {
        let after = boxes_follow(&tokens);
        // As many boxes as options, and one side begins or ends the line:
        // there is no doubt which box is whose.
        let mut visible = tokens.iter().filter(|token| **token != Token::Gap);
        let opens_with_box = matches!(visible.next(), Some(Token::Box(_)));
        let ends_with_box = matches!(visible.next_back(), Some(Token::Box(_)));
        let regular = boxes == named.len() && opens_with_box != ends_with_box && after == ends_with_box;
        for (at, token) in tokens.iter().enumerate() {
            if *token == Token::Box(true) {
                match owner(&tokens, at, after) {
                    Some((option, sure)) => {
                        yes.push(option);
                        doubtful |= !sure && !regular;
                    }
                    None => doubtful = true,
                }
            }
        }
    }
    doubtful |= yes.iter().any(|option| turned.contains(option));
    yes.sort_unstable();
    yes.dedup();
    let ticked = yes.into_iter().filter_map(|number| options.get(number).cloned()).collect();
    Ticks { ticked, other, doubtful }
}

/// Whether a character is a box or a tick, and says yes.
pub(super) fn tick(c: char) -> Option<bool> {
    match c {
        '□' | '☐' | '○' | '◯' | '〇' | '▢' | '◻' | '⬜' | '🔲' | '×' | '✗' | '✘' | '✕' => {
            Some(false)
        }
        '☑' | '☒' | '■' | '√' | '✓' | '✔' | '●' | '◉' | '▣' | '◼' | '⬛' | '✅' | '🗹' | '🗸' => {
            Some(true)
        }
        _ => None,
    }
}

/// The tokens, what is none, and the options that were written another way.
fn tokens(text: &str, options: &[String]) -> (Vec<Token>, String, Vec<usize>) {
    let mut order: Vec<usize> = (0..options.len()).collect();
    order.sort_by_key(|number| std::cmp::Reverse(options[*number].chars().count()));
    let mut tokens = Vec::new();
    let mut other = String::new();
    let mut turned = Vec::new();
    let mut rest = text;
    // The last character that was no blank.
    let mut last = ' ';
    while let Some(c) = rest.chars().next() {
        // （V）: a letter in brackets for a tick.
        if matches!(c, 'V' | 'v' | 'Ｖ' | 'ｖ') && matches!(last, '（' | '(' | '[' | '【') {
            tokens.push(Token::Box(true));
            last = c;
            rest = &rest[c.len_utf8()..];
            continue;
        }
        if let Some(yes) = tick(c) {
            tokens.push(Token::Box(yes));
            rest = &rest[c.len_utf8()..];
            continue;
        }
        // Variation selectors belong to the tick before them.
        if matches!(c, '\u{fe0e}' | '\u{fe0f}') {
            rest = &rest[c.len_utf8()..];
            continue;
        }
        let found =
            order.iter().find_map(|number| match_option(rest, &options[*number]).map(|length| (*number, length)));
        if let Some((number, length)) = found {
            tokens.push(Token::Option(number));
            rest = &rest[length..];
            continue;
        }
        let word = &rest[..rest.find(|c| tick(c).is_some() || is_gap(c)).unwrap_or(rest.len())];
        let begins = text[..text.len() - rest.len()].chars().next_back().is_none_or(|c| tick(c).is_some() || is_gap(c));
        if let Some(number) = options.iter().position(|option| begins && is_turned(word, option)) {
            tokens.push(Token::Option(number));
            turned.push(number);
            rest = &rest[word.len()..];
            continue;
        }
        if is_gap(c) {
            // A bracket round a tick is part of it.
            if !"（）()[]【】".contains(c) {
                tokens.push(Token::Gap);
            }
        } else {
            other.push(c);
        }
        if !c.is_whitespace() {
            last = c;
        }
        rest = &rest[c.len_utf8()..];
    }
    (tokens, other, turned)
}

/// Whether a character parts words.
fn is_gap(c: char) -> bool {
    c.is_whitespace() || "（）()[]【】、，,；;/:：".contains(c)
}

/// Whether a word has the characters of an option in another order: offices
/// write 县区 for 区县, and the other way.
fn is_turned(word: &str, option: &str) -> bool {
    let sorted = |text: &str| {
        let mut characters: Vec<char> = text.chars().collect();
        characters.sort_unstable();
        characters
    };
    word != option && word.len() == option.len() && sorted(word) == sorted(option)
}

/// The length of `option` at the start of `text`, blanks between its
/// characters allowed.
fn match_option(text: &str, option: &str) -> Option<usize> {
    let mut wanted = option.chars().filter(|c| !c.is_whitespace()).peekable();
    let mut length = 0;
    for c in text.chars() {
        let Some(next) = wanted.peek() else { break };
        if c == *next || fold(&c.to_string()) == fold(&next.to_string()) && !c.is_whitespace() {
            wanted.next();
        } else if !c.is_whitespace() || length == 0 {
            return None;
        }
        length += c.len_utf8();
    }
    wanted.peek().is_none().then_some(length)
}

/// Whether each box stands after its option: decided by what stands next to
/// what, else by what comes first.
fn boxes_follow(tokens: &[Token]) -> bool {
    let (mut after, mut before) = (0, 0);
    for pair in tokens.windows(2) {
        match pair {
            [Token::Option(_), Token::Box(_)] => after += 1,
            [Token::Box(_), Token::Option(_)] => before += 1,
            _ => {}
        }
    }
    let first = tokens.iter().find(|token| **token != Token::Gap);
    match after.cmp(&before) {
        std::cmp::Ordering::Greater => true,
        std::cmp::Ordering::Less => false,
        std::cmp::Ordering::Equal => matches!(first, Some(Token::Option(_))),
    }
}

/// The option that a tick belongs to, and whether that is sure.
fn owner(tokens: &[Token], at: usize, after: bool) -> Option<(usize, bool)> {
    let before = neighbour(tokens[..at].iter().rev());
    let behind = neighbour(tokens[at + 1..].iter());
    match (before, behind) {
        (Some((option, 0)), Some((other, 0))) => {
            // 地市□√县区□: a box before the tick says that 地市 has its box.
            let own_box = |side: &[Token]| {
                side.iter().rev().take_while(|t| **t != Token::Gap).any(|t| matches!(t, Token::Box(_)))
            };
            let filled = own_box(&tokens[..at]);
            Some((if after { option } else { other }, !filled))
        }
        (Some((option, 0)), _) => Some((option, true)),
        (_, Some((other, 0))) => Some((other, true)),
        (Some((option, _)), Some((other, _))) => Some((if after { option } else { other }, true)),
        (Some((option, _)), None) => Some((option, true)),
        (None, Some((other, _))) => Some((other, true)),
        (None, None) => None,
    }
}

/// The nearest option on a side, and the number of gaps before it. Boxes in
/// between are passed over.
fn neighbour<'a>(side: impl Iterator<Item = &'a Token>) -> Option<(usize, usize)> {
    let mut gaps = 0;
    for token in side {
        match token {
            Token::Option(number) => return Some((*number, gaps)),
            Token::Gap => gaps += 1,
            Token::Box(_) => {}
        }
    }
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> String {
        let options: Vec<String> = ["地市", "县区", "学校"].map(str::to_owned).to_vec();
        ticks(text, &options, true).ticked.join("+")
    }

    #[test]
    fn ticks_as_people_write_them() {
        for (text, ticked) in [
            ("地市□\t县区☑\t学校□", "县区"),
            ("□地市 ☑县区 □学校", "县区"),
            ("□地市☑县区□学校", "县区"),
            ("地市□县区☑学校□", "县区"),
            ("√地市 县区 学校", "地市"),
            ("地市√ 县区 学校", "地市"),
            ("地市 √县区 学校", "县区"),
            ("√地市□ 县区□ 学校□", "地市"),
            ("地市□ √县区□ 学校□", "县区"),
            ("地市□ 县区□√ 学校□", "县区"),
            ("地市□\t县区□\t学校√", "学校"),
            ("地市（√）县区（ ）学校（ ）", "地市"),
            ("地市( ) 县区( ) 学校(√)", "学校"),
            ("[ ]地市 [√]县区 [ ]学校", "县区"),
            ("☒学校", "学校"),
            ("■ 地市　□ 县区　□ 学校", "地市"),
            ("县区", "县区"),
            ("学 校", "学校"),
            ("地市☑ 县区☑ 学校□", "地市+县区"),
            ("地市□ 县区□ 学校□", ""),
            ("地市 县区 学校", ""),
            ("□地市\n☑️县区\n□学校", "县区"),
            ("地市（ ） 县区（V） 学校（ ）", "县区"),
            ("地市× 县区× 学校√", "学校"),
            ("地市〇 县区〇 学校●", "学校"),
        ] {
            assert_eq!(read(text), ticked, "{text}");
        }
    }

    #[test]
    fn as_many_boxes_as_options_leave_no_doubt() {
        let options: Vec<String> = ["地市", "县区", "学校"].map(str::to_owned).to_vec();
        let read = ticks("□地市□县区☑学校", &options, true);
        assert_eq!((read.ticked.join("+").as_str(), read.doubtful), ("学校", false));
        assert!(ticks("地市□√县区□学校□", &options, true).doubtful);
    }

    #[test]
    fn options_that_are_typed_where_no_boxes_are_printed() {
        let options: Vec<String> = ["男", "女"].map(str::to_owned).to_vec();
        assert_eq!(ticks("男、女", &options, false).ticked.len(), 2);
        for text in ["男□ 女☑", "女☑", "女√", "☑女", "女"] {
            let ticks = ticks(text, &options, false);
            assert_eq!(
                (ticks.ticked, ticks.other.as_str(), ticks.doubtful),
                (vec!["女".to_owned()], "", false),
                "{text}"
            );
        }
    }

    #[test]
    fn an_option_with_its_characters_in_another_order_is_that_option_with_doubt() {
        let options: Vec<String> = ["地市", "区县", "学校"].map(str::to_owned).to_vec();
        let read = ticks("□地市　■县区　□学校", &options, true);
        assert_eq!((read.ticked.join("+").as_str(), read.other.as_str(), read.doubtful), ("区县", "", true));
        assert!(!ticks("□地市　□县区　☑学校", &options, true).doubtful);
        // Only as a word of its own.
        let options = vec!["小学".to_owned()];
        assert_eq!(ticks("大学小", &options, false).other, "大学小");
        assert_eq!(ticks("学小生", &options, false).other, "学小生");
    }

    #[test]
    fn what_is_no_option_is_kept() {
        let options = vec!["地市".to_owned()];
        assert_eq!(ticks("地市□ 高校", &options, true).other, "高校");
    }
}
