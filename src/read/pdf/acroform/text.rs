//! The text of fields: strings, names, numbers, rich text, choices.

use lopdf::Object;

use super::widget::Widget;
use crate::read::pdf::file::File;
pub(super) use crate::read::pdf::strings::decode;

impl Widget<'_, '_> {
    /// The value of a text field or a choice; `None` without one.
    ///
    /// # Errors
    ///
    /// The value is none that such a field can have, and given in words.
    pub(super) fn text(&self, kind: &[u8]) -> Result<Option<String>, String> {
        let value = self.inherited(b"V");
        if matches!(*value, Object::Null) {
            let rich = of(self.file, &self.inherited(b"RV")).map(|rich| without_markup(&rich));
            return Ok(rich.filter(|rich| !rich.is_empty()));
        }
        let text = if kind == b"Ch" { self.chosen(&value) } else { of(self.file, &value) };
        text.map(Some).ok_or_else(|| any(&value))
    }

    /// The text of a list or a combination box: what it shows for the value.
    fn chosen(&self, value: &Object) -> Option<String> {
        let options: Vec<(String, String)> = match &*self.inherited(b"Opt") {
            Object::Array(options) => options.iter().map(|option| self.option(option)).collect(),
            _ => Vec::new(),
        };
        let shown = |value: &Object| {
            let text = of(self.file, &self.file.resolve(value))?;
            let option = options.iter().find(|(export, _)| *export == text);
            Some(option.map_or(text, |(_, shown)| shown.clone()))
        };
        match value {
            Object::Array(values) => Some(values.iter().map(shown).collect::<Option<Vec<_>>>()?.join("、")),
            value => shown(value),
        }
    }

    /// What an option stands for in the file, and what it shows.
    fn option(&self, option: &Object) -> (String, String) {
        let text = |object: &Object| of(self.file, &self.file.resolve(object)).unwrap_or_default();
        match &*self.file.resolve(option) {
            Object::Array(pair) => {
                let export = pair.first().map(text).unwrap_or_default();
                let shown = pair.get(1).map_or_else(|| export.clone(), text);
                (export, shown)
            }
            option => (text(option), text(option)),
        }
    }
}

/// The text of a string, a stream, or, against the rules, of a name or a
/// number; lines are parted by `\n`. `None` for anything else.
pub(super) fn of(file: &File<'_>, object: &Object) -> Option<String> {
    let text = match object {
        Object::Stream(stream) => file.data(stream).map(|data| decode(&data)).ok()?,
        Object::Null => return None,
        object => string(object)?,
    };
    Some(lines(&text))
}

/// The text of a string, a name or a number.
pub(super) fn string(object: &Object) -> Option<String> {
    match object {
        Object::String(text, _) | Object::Name(text) => Some(decode(text)),
        Object::Integer(number) => Some(number.to_string()),
        Object::Real(number) => Some(number.to_string()),
        _ => None,
    }
}

/// Some words for any value, in messages.
pub(super) fn any(object: &Object) -> String {
    string(object).unwrap_or_else(|| match object {
        Object::Boolean(value) => value.to_string(),
        _ => "…".to_owned(),
    })
}

/// Every end of a line as `\n`.
fn lines(text: &str) -> String {
    text.replace("\r\n", "\n").replace(['\r', '\u{2028}', '\u{2029}'], "\n")
}

/// The text of rich text (12.7.3.4): paragraphs as lines.
fn without_markup(rich: &str) -> String {
    let mut text = String::new();
    let mut rest = rich;
    while let Some((before, tag)) = rest.split_once('<') {
        text.push_str(before);
        let (tag, after) = tag.split_once('>').unwrap_or((tag, ""));
        let name: String = tag.chars().take_while(|c| *c == '/' || c.is_ascii_alphanumeric()).collect();
        if matches!(name.as_str(), "/p" | "br" | "br/") {
            text.push('\n');
        }
        rest = after;
    }
    text.push_str(rest);
    let text = text.replace("&lt;", "<").replace("&gt;", ">").replace("&quot;", "\"").replace("&#13;", "\n");
    text.replace("&apos;", "'").replace("&amp;", "&").trim_end().to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rich_text_is_read_as_plain() {
        let rich = "<?xml version=\"1.0\"?><body><p dir=\"ltr\">张三 &amp; 李四</p><p>第二段<br/>末行</p></body>";
        assert_eq!(without_markup(rich), "张三 & 李四\n第二段\n末行");
        assert_eq!(without_markup("<broken"), "");
    }

    #[test]
    fn line_ends_of_every_program_are_one() {
        assert_eq!(lines("a\r\nb\rc\nd"), "a\nb\nc\nd");
    }
}
