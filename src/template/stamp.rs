//! Stamps on literal tags, so that a mistake keeps its place in the source.
//!
//! Tera's output has lines of its own, and a row may come from a component in
//! another file. So each tag that stands literally in a template is given an
//! attribute with the number of its template and its line before Tera runs.

/// The attribute's name; it cannot be written by accident.
pub(super) const ATTRIBUTE: &str = "at--";

/// Puts a stamp on every literal tag of a template. Lines keep their numbers.
pub(super) fn stamp(template: usize, source: &str) -> String {
    let mut stamped = String::with_capacity(source.len() * 2);
    let mut rest = source;
    let mut line = 1;
    while let Some(at) = rest.find(['<', '{', '\n']) {
        let (before, from) = rest.split_at(at);
        stamped.push_str(before);
        let skip = if let Some(end) = code_end(from) {
            end
        } else if let Some(comment) = from.strip_prefix("<!--") {
            comment.find("-->").map_or(from.len(), |end| end + "<!---->".len())
        } else {
            tag_name_len(from).unwrap_or(1)
        };
        let (token, after) = from.split_at(skip);
        stamped.push_str(token);
        line += token.matches('\n').count();
        if token.len() > 1 && token.starts_with('<') && !token.starts_with("<!") {
            stamped.push_str(&format!(" {ATTRIBUTE}=\"{template}:{line}\""));
        }
        rest = after;
    }
    stamped.push_str(rest);
    stamped
}

/// Takes stamps out of a text, as Tera's messages quote the source.
pub(super) fn unstamp(text: &str) -> String {
    let mut clean = String::with_capacity(text.len());
    let mut rest = text;
    while let Some((before, after)) = rest.split_once(&format!(" {ATTRIBUTE}=\"")) {
        clean.push_str(before);
        rest = after.split_once('"').map_or("", |(_, after)| after);
    }
    clean.push_str(rest);
    clean
}

/// Length of the Tera code at the start of `text`.
fn code_end(text: &str) -> Option<usize> {
    [("{{", "}}"), ("{%", "%}"), ("{#", "#}")]
        .into_iter()
        .find(|(open, _)| text.starts_with(open))
        .map(|(open, close)| text[open.len()..].find(close).map_or(text.len(), |end| open.len() + end + close.len()))
}

/// Length of `<name` at the start of `text`.
fn tag_name_len(text: &str) -> Option<usize> {
    let name = text.strip_prefix('<')?;
    let len = name.find(|c: char| !c.is_ascii_alphanumeric()).unwrap_or(name.len());
    name.starts_with(|c: char| c.is_ascii_alphabetic()).then_some(1 + len)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn literal_tags_get_template_and_line() {
        assert_eq!(
            stamp(3, "<p>a < b</p>\n{% if x %}<br/>{% endif %}"),
            "<p at--=\"3:1\">a < b</p>\n{% if x %}<br at--=\"3:2\"/>{% endif %}"
        );
    }

    #[test]
    fn code_and_comments_are_left_alone() {
        let source = "{{<row a=\"<p>\"/>}}{# <p> #}<!-- <p>\n -->";
        assert_eq!(stamp(0, source), source);
    }

    #[test]
    fn unstamp_undoes_stamp() {
        let source = "<p>a</p>\n<td colspan=\"2\"><br/></td>";
        assert_eq!(unstamp(&stamp(12, source)), source);
    }
}
