//! Fields of interactive forms, whoever filled them in (ISO 32000-1, 12.7), and
//! text that somebody put on a page (12.5.6.6).

use std::collections::HashSet;
use std::rc::Rc;

use lopdf::{Dictionary, Object};

use super::content::Painter;
use super::file::File;
use super::geometry::Rect;
use super::pages::Page;
use super::strings;
use crate::read::ReadError;

/// Fields above one another.
const DEEPEST: usize = 32;
/// A place higher than this holds several lines, in points.
const TALL: f64 = 30.0;

/// A place that somebody can fill in, or text that stands by itself.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Field {
    /// The full name, from the outermost field inwards, joined by dots; `None`
    /// for text without a field.
    pub(super) name: Option<String>,
    pub(super) value: Value,
    /// Where it stands on the paper.
    pub(super) area: Rect,
    /// Whether it may hold several lines.
    pub(super) is_tall: bool,
    /// The number of the field's own object, where it may have several places.
    pub(super) shared: Option<u32>,
}

/// What a field holds.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Value {
    /// Lines, joined by `\n`.
    Text(String),
    /// A box, ticked or not.
    Box(bool),
}

/// The fields of a page. Text that has only an appearance is drawn with the
/// page's own.
///
/// # Errors
///
/// An appearance is damaged or crosses a limit.
pub(super) fn fields(file: &File<'_>, page: &Page, painter: &mut Painter<'_, '_>) -> Result<Vec<Field>, ReadError> {
    let mut found: Vec<Field> = Vec::new();
    let most = file.limits().items;
    for annotation in file.array(&page.dictionary, b"Annots").iter().take(most) {
        let annotation = file.resolve(annotation);
        let Object::Dictionary(annotation) = &*annotation else { continue };
        if is_hidden(file, annotation) {
            continue;
        }
        let Some(rectangle) = Rect::of(&file.numbers(annotation, b"Rect")) else { continue };
        let area = page.to_paper.rectangle(&rectangle);
        match file.name(annotation, b"Subtype").as_deref() {
            Some(b"Widget") => found.extend(widget(file, annotation, area, &rectangle, painter)?),
            Some(b"FreeText") => {
                let drawn = painter.canvas.glyphs.len();
                appear(file, annotation, &rectangle, painter)?;
                let text = lines(&text_of(file, &file.entry(annotation, b"Contents")));
                if painter.canvas.glyphs.len() == drawn && !text.trim().is_empty() {
                    found.push(Field {
                        name: None,
                        is_tall: text.contains('\n'),
                        value: Value::Text(text),
                        area,
                        shared: None,
                    });
                }
            }
            Some(b"Stamp") => appear(file, annotation, &rectangle, painter)?,
            _ => {}
        }
    }
    Ok(found)
}

/// Whether nobody sees an annotation: hidden, or not shown on screen.
fn is_hidden(file: &File<'_>, annotation: &Dictionary) -> bool {
    const HIDDEN: i64 = 1 << 1;
    const NO_VIEW: i64 = 1 << 5;
    file.entry(annotation, b"F").as_i64().unwrap_or(0) & (HIDDEN | NO_VIEW) != 0
}

/// Draws the appearance of an annotation.
fn appear(
    file: &File<'_>,
    annotation: &Dictionary,
    rectangle: &Rect,
    painter: &mut Painter<'_, '_>,
) -> Result<(), ReadError> {
    let appearances = file.dictionary(annotation, b"AP");
    match appearances.get(b"N") {
        Ok(normal) => painter.appearance(normal, rectangle),
        Err(_) => Ok(()),
    }
}

/// A field from the widget that shows it.
fn widget(
    file: &File<'_>,
    widget: &Dictionary,
    area: Rect,
    rectangle: &Rect,
    painter: &mut Painter<'_, '_>,
) -> Result<Option<Field>, ReadError> {
    const MULTILINE: i64 = 1 << 12;
    let chain = chain(file, widget);
    let inherited = |key: &[u8]| {
        let found = chain.iter().map(|field| file.entry(field, key)).find(|value| !matches!(**value, Object::Null));
        found.unwrap_or_else(|| Rc::new(Object::Null))
    };
    let flags = inherited(b"Ff").as_i64().unwrap_or(0);
    let value = inherited(b"V");
    let kind = inherited(b"FT").as_name().map(<[u8]>::to_vec).unwrap_or_default();
    let value = match kind.as_slice() {
        b"Btn" => match ticked(file, widget, &chain, flags, &value) {
            Some(ticked) => Value::Box(ticked),
            None => return Ok(None),
        },
        b"Tx" | b"Ch" if matches!(*value, Object::Null) => {
            let rich = text_of(file, &inherited(b"RV"));
            if rich.is_empty() {
                // What is seen counts, if there is no value.
                let drawn = painter.canvas.glyphs.len();
                appear(file, widget, rectangle, painter)?;
                if painter.canvas.glyphs.len() > drawn {
                    return Ok(None);
                }
            }
            Value::Text(without_markup(&rich))
        }
        b"Tx" => Value::Text(lines(&text_of(file, &value))),
        b"Ch" => Value::Text(chosen(file, &value, &inherited(b"Opt"))),
        _ => return Ok(None),
    };
    let several = matches!(&value, Value::Text(text) if text.contains('\n'));
    let is_tall = several || (flags & MULTILINE != 0 && area.height() > TALL);
    // A widget without a name of its own is one place of the field above it.
    let above = widget.get(b"Parent").and_then(Object::as_reference).ok().map(|(number, _)| number);
    let shared = above.filter(|_| !widget.has(b"T"));
    Ok(Some(Field { name: Some(full_name(file, &chain)), value, area, is_tall, shared }))
}

/// A widget's dictionary and those of the fields above it, inside out.
fn chain(file: &File<'_>, widget: &Dictionary) -> Vec<Dictionary> {
    let mut chain = vec![widget.clone()];
    let mut seen = HashSet::new();
    while let Some(last) = chain.last()
        && let Ok(Object::Reference((number, _))) = last.get(b"Parent").cloned()
        && chain.len() < DEEPEST
        && seen.insert(number)
    {
        match &*file.get(number) {
            Object::Dictionary(above) => chain.push(above.clone()),
            _ => break,
        }
    }
    chain
}

/// Partial names, from the outermost inwards.
fn full_name(file: &File<'_>, chain: &[Dictionary]) -> String {
    let names = chain.iter().rev().filter_map(|field| match &*file.entry(field, b"T") {
        Object::String(name, _) => Some(strings::decode(name)),
        _ => None,
    });
    names.collect::<Vec<_>>().join(".")
}

/// Whether a check box or radio button is on; `None` for a push button.
fn ticked(file: &File<'_>, widget: &Dictionary, chain: &[Dictionary], flags: i64, value: &Object) -> Option<bool> {
    const PUSH: i64 = 1 << 16;
    if flags & PUSH != 0 {
        return None;
    }
    let is_on = |name: &[u8]| name != b"Off";
    let own = on_states(file, widget);
    let value = match value {
        Object::Name(name) => Some(name.clone()),
        // Against the rules, but written by some programs.
        Object::String(text, _) => Some(text.clone()),
        _ => None,
    };
    let chosen = value.as_deref().filter(|name| is_on(name));
    let names_this =
        chosen.is_some_and(|name| own.iter().any(|state| state == name) || (own.is_empty() && name == b"Yes"));
    let state = file.name(widget, b"AS");
    match state {
        Some(state) if is_on(&state) => Some(true),
        // A program that sets the value and forgets the look of its widgets.
        _ => Some(names_this && !siblings_show(file, chain)),
    }
}

/// The states of a widget in which it is on.
fn on_states(file: &File<'_>, widget: &Dictionary) -> Vec<Vec<u8>> {
    let appearances = file.dictionary(widget, b"AP");
    let normal = file.dictionary(&appearances, b"N");
    normal.iter().map(|(name, _)| name.clone()).filter(|name| name != b"Off").collect()
}

/// Whether another widget of the field shows that it is on.
fn siblings_show(file: &File<'_>, chain: &[Dictionary]) -> bool {
    let Some(field) = chain.get(1) else { return false };
    file.array(field, b"Kids").iter().any(|kid| {
        let kid = file.resolve(kid);
        kid.as_dict().is_ok_and(|kid| file.name(kid, b"AS").is_some_and(|state| state != b"Off"))
    })
}

/// The text of a list or a combination box: what it shows for the value.
fn chosen(file: &File<'_>, value: &Object, options: &Object) -> String {
    let options: Vec<(String, String)> = match options {
        Object::Array(options) => options
            .iter()
            .map(|option| match &*file.resolve(option) {
                Object::Array(pair) => {
                    let text = |index: usize| pair.get(index).map(|part| text_of(file, &file.resolve(part)));
                    let export = text(0).unwrap_or_default();
                    (export.clone(), text(1).unwrap_or(export))
                }
                option => (text_of(file, option), text_of(file, option)),
            })
            .collect(),
        _ => Vec::new(),
    };
    let shown = |value: &Object| {
        let text = text_of(file, &file.resolve(value));
        options.iter().find(|(export, _)| *export == text).map_or(text, |(_, shown)| shown.clone())
    };
    match value {
        Object::Array(values) => values.iter().map(shown).collect::<Vec<_>>().join("、"),
        value => lines(&shown(value)),
    }
}

/// The text of a string, a name or a stream.
fn text_of(file: &File<'_>, object: &Object) -> String {
    match object {
        Object::String(text, _) => strings::decode(text),
        Object::Name(name) => String::from_utf8_lossy(name).into_owned(),
        Object::Stream(stream) => file.data(stream).map(|data| strings::decode(&data)).unwrap_or_default(),
        _ => String::new(),
    }
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
