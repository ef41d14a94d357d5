//! Fields: instructions that are not seen, results that are, and the fields
//! that show something without a result: form fields, and `EQ`, with which
//! Word puts a character in a circle or a box (带圈字符).

use crate::read::symbol::Glyph;

/// Longest instruction that is kept; an `EQ` that shows one character is short.
const MAX_CODE: usize = 512;

/// A field that has begun.
#[derive(Default)]
struct Field {
    /// Whether the instruction is still going on.
    in_code: bool,
    /// Whether a form field's state was shown in place of the result.
    replaced: bool,
    code: String,
}

impl Field {
    /// Whether text inside is not seen.
    fn hides(&self) -> bool {
        self.in_code || self.replaced
    }
}

/// The fields that are open (`w:fldChar`, ECMA-376 Part 1, 17.16.18).
#[derive(Default)]
pub(super) struct Fields {
    stack: Vec<Field>,
    /// Number of open fields whose content is not seen.
    hiding: usize,
    /// Fields below this index have left their instruction.
    settled: usize,
}

impl Fields {
    /// Whether text is seen here.
    pub(super) fn visible(&self) -> bool {
        self.hiding == 0
    }

    /// A field begins; `replaced` says that its result has been shown already.
    pub(super) fn begin(&mut self, replaced: bool) {
        self.stack.push(Field { in_code: true, replaced, code: String::new() });
        self.hiding += 1;
    }

    /// The innermost field's instruction ends and its result begins.
    pub(super) fn separate(&mut self) {
        if let Some(field) = self.stack.last_mut()
            && field.in_code
        {
            field.in_code = false;
            if !field.replaced {
                self.hiding -= 1;
            }
        }
    }

    /// The innermost field ends. What it shows without a result, if any.
    pub(super) fn end(&mut self) -> Option<Shown> {
        let field = self.stack.pop()?;
        self.settled = self.settled.min(self.stack.len());
        if field.hides() {
            self.hiding -= 1;
        }
        if field.in_code && !field.replaced { shown(&field.code) } else { None }
    }

    /// Adds to the innermost field's instruction.
    pub(super) fn push_code(&mut self, code: &str) {
        if let Some(field) = self.stack.last_mut()
            && field.in_code
            && field.code.len() + code.len() <= MAX_CODE
        {
            field.code.push_str(code);
        }
    }

    /// A paragraph has ended: no instruction goes on past it. In a sound file
    /// none does; in a broken one all text up to the end would be lost.
    pub(super) fn settle(&mut self) {
        for field in &mut self.stack[self.settled..] {
            if field.hides() {
                self.hiding -= 1;
            }
            field.in_code = false;
            field.replaced = false;
        }
        self.settled = self.stack.len();
    }
}

/// What a field shows without a result.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Shown {
    Glyph(Glyph),
    Text(String),
}

/// What an instruction shows that has no result: only `EQ` does.
fn shown(code: &str) -> Option<Shown> {
    let code = code.trim();
    let arguments = code.get(..2).filter(|name| name.eq_ignore_ascii_case("eq")).and(code.get(2..))?;
    let is_enclosed = arguments.trim_start().get(..2).is_some_and(|s| s.eq_ignore_ascii_case("\\o"));
    let mut items: Vec<String> = vec![String::new()];
    let mut chars = arguments.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            // A switch: letters after a backslash; any other character after
            // it stands for itself.
            '\\' if chars.peek().is_some_and(char::is_ascii_alphabetic) => {
                while chars.next_if(char::is_ascii_alphanumeric).is_some() {}
            }
            '\\' => items.last_mut()?.extend(chars.next()),
            ',' | ';' => items.push(String::new()),
            '(' | ')' => {}
            c if c.is_whitespace() => {}
            c => items.last_mut()?.push(c),
        }
    }
    let is_box = |item: &str| matches!(item, "□" | "☐" | "▢" | "◻" | "■");
    if is_enclosed && items.iter().any(|item| is_box(item)) {
        let rest: String = items.iter().filter(|item| !is_box(item)).map(String::as_str).collect();
        return match rest.as_str() {
            "" => Some(Shown::Glyph(Glyph::Box(false))),
            "√" | "✓" | "✔" | "☑" | "×" | "✕" | "✗" | "✘" | "╳" | "X" | "x" | "V" | "v" | "Ｘ" | "Ｖ" => {
                Some(Shown::Glyph(Glyph::Box(true)))
            }
            _ => Some(Shown::Text(rest)),
        };
    }
    let is_frame = |item: &str| matches!(item, "○" | "◯" | "△" | "◇");
    let text: String = items.iter().filter(|item| !(is_enclosed && is_frame(item))).map(String::as_str).collect();
    (!text.is_empty()).then_some(Shown::Text(text))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_character_in_a_box_is_a_tick() {
        assert_eq!(shown(r" eq \o\ac(□,√) "), Some(Shown::Glyph(Glyph::Box(true))));
        assert_eq!(shown(r"EQ \o(□)"), Some(Shown::Glyph(Glyph::Box(false))));
        assert_eq!(shown(r"eq \o\ac(○,男)"), Some(Shown::Text("男".into())));
        assert_eq!(shown("PAGE"), None);
        assert_eq!(shown(""), None);
        assert_eq!(shown("中文"), None);
    }

    #[test]
    fn an_instruction_ends_with_its_paragraph_at_the_latest() {
        let mut fields = Fields::default();
        fields.begin(false);
        assert!(!fields.visible());
        fields.settle();
        assert!(fields.visible());
        fields.end();
        fields.end();
        assert!(fields.visible());
    }

    #[test]
    fn a_result_inside_an_instruction_is_not_seen() {
        let mut fields = Fields::default();
        fields.begin(false);
        fields.begin(false);
        fields.separate();
        assert!(!fields.visible());
        fields.end();
        fields.separate();
        assert!(fields.visible());
        fields.end();
        assert!(fields.visible());
    }
}
