//! The interactive form of a fillable file (AcroForm; ISO 32000-1, 12.7).
//!
//! Two viewers decide how this is made. pdfium (Chrome) picks a font by the
//! character, not by the field: Han that GBK has go to a font of a Chinese
//! character set among the form's resources, all others to the field's own font,
//! and vanish if that lacks them. pdf.js (Firefox) draws with the field's font if
//! that can encode the whole answer, else it asks for new looks
//! (`NeedAppearances`), which it can only do if the form is an object of its own.
//! So the field's font is the whole body font, with every code mapped to its
//! character, and beside it stands a Chinese font that is only named.

mod whole;

use lopdf::{Dictionary, Object, ObjectId, Stream, StringFormat, dictionary};
use printpdf::PdfPage;

use super::WriteError;
use super::draw::{self, Fonts, Text, points};
use super::field::{Appearance, FormField, Kind, Widget};
use super::file::{File, dictionary, text};
use crate::Length;
use crate::document::Align;
use crate::typeset::{Rect, SetPage, TickBox};
pub(super) use whole::WholeFont;

/// The fields' font: the whole body font.
const FIELD_FONT: &str = "FSong";

/// A Chinese font that viewers bring along.
const NAMED_FONT: &str = "STSong";

/// Field flags (tables 221, 228 and 230).
const MULTILINE: i64 = 1 << 12;
const COMBO: i64 = 1 << 17;
const EDIT: i64 = 1 << 18;

/// Annotation flag: the field is printed too (table 165).
const PRINT: i64 = 1 << 2;

/// The looks of a field's places, as pages that become form XObjects: printpdf
/// draws them as it draws pages.
pub(super) fn looks(fields: &[FormField<'_>], fonts: &Fonts<'_>) -> Vec<PdfPage> {
    fields.iter().flat_map(|field| &field.widgets).flat_map(|widget| widget_looks(widget, fonts)).collect()
}

fn widget_looks(widget: &Widget<'_>, fonts: &Fonts<'_>) -> Vec<PdfPage> {
    let Rect { x, y, width, height } = widget.rect;
    let look = |texts: Vec<Text<'_>>| {
        let mut ops = Vec::new();
        draw::draw_texts(texts.into_iter(), x, y + height, fonts, &mut ops);
        draw::sheet(width, height, ops)
    };
    match &widget.appearance {
        Appearance::Lines { runs, .. } => vec![look(runs.iter().map(|run| Text::of_run(run)).collect())],
        Appearance::Box { tick, .. } => [false, true]
            .map(|ticked| look(vec![Text::of_box(&TickBox { ticked, ..(*tick).clone() })]))
            .into_iter()
            .collect(),
    }
}

/// Adds the form. The pages behind those of the form itself are the looks, in
/// the order of [`looks`].
pub(super) fn add(
    file: &mut File,
    pages: &[SetPage],
    fields: &[FormField<'_>],
    whole: &WholeFont,
) -> Result<(), WriteError> {
    let mut looks = file.pages.split_off(pages.len()).into_iter();
    let typing_fonts = typing_fonts(file, whole);
    // A viewer that draws a new look takes over the fonts of the old one, and
    // may only add to what is the look's own.
    let mut fonts = dictionary(&mut file.document, file.fonts)?.clone();
    fonts.extend(&typing_fonts);
    let mut references: Vec<Object> = Vec::new();
    let mut annotations: Vec<Vec<Object>> = vec![Vec::new(); pages.len()];
    for field in fields {
        let id = file.document.new_object_id();
        let entries = field_entries(field);
        let mut kids = Vec::new();
        for (number, widget) in field.widgets.iter().enumerate() {
            let paper = pages.get(widget.page).ok_or_else(|| WriteError::new("a field is on no page"))?;
            let mut entries = widget_entries(field, widget, paper.page.height);
            entries.set("AP", dictionary! { "N" => appearance(file, widget, &mut looks, &fonts)? });
            if let Kind::Boxes { options } = &field.kind {
                let option = options.get(number).map(String::as_str).unwrap_or_default();
                entries.set("TU", text(&format!("{}：{option}", field.tooltip)));
            }
            entries.set("P", file.pages.get(widget.page).copied().map_or(Object::Null, Object::Reference));
            kids.push((widget.page, entries));
        }
        references.push(Object::Reference(id));
        for (page, kid) in join(file, field, id, entries, kids) {
            annotations.get_mut(page).into_iter().for_each(|page| page.push(Object::Reference(kid)));
        }
    }
    drop_looks(file)?;
    for (page, annotations) in file.pages.clone().into_iter().zip(annotations) {
        if !annotations.is_empty() {
            dictionary(&mut file.document, page)?.set("Annots", annotations);
        }
    }
    let form = file.document.add_object(dictionary! {
        "Fields" => references,
        "DR" => dictionary! { "Font" => typing_fonts },
        "DA" => default_appearance(Length::half_points(21)),
    });
    file.catalog()?.set("AcroForm", form);
    file.document.prune_objects();
    Ok(())
}

/// Adds a field and its places, each with the page that it is on. Gives the
/// places as objects.
fn join(
    file: &mut File,
    field: &FormField<'_>,
    id: ObjectId,
    mut entries: Dictionary,
    mut kids: Vec<(usize, Dictionary)>,
) -> Vec<(usize, ObjectId)> {
    // A field of one place is one object with it; boxes of one choice are
    // always apart, since each has a state of its own.
    if let ([(page, kid)], false) = (kids.as_slice(), matches!(field.kind, Kind::Boxes { .. })) {
        let page = *page;
        entries.extend(kid);
        file.document.set_object(id, entries);
        return vec![(page, id)];
    }
    let mut add = |(page, mut kid): (usize, Dictionary)| {
        kid.set("Parent", id);
        (page, file.document.add_object(kid))
    };
    let kids: Vec<(usize, ObjectId)> = kids.drain(..).map(&mut add).collect();
    entries.set("Kids", kids.iter().map(|(_, kid)| Object::Reference(*kid)).collect::<Vec<Object>>());
    file.document.set_object(id, entries);
    kids
}

/// What a field is, apart from its places.
fn field_entries(field: &FormField<'_>) -> Dictionary {
    let mut entries = dictionary! { "T" => text(&field.name), "TU" => text(&field.tooltip) };
    match &field.kind {
        Kind::Text { value, multiline, longest } => {
            entries.set("FT", "Tx");
            if *multiline {
                entries.set("Ff", MULTILINE);
            }
            if let Some(most) = longest.and_then(|most| i64::try_from(most).ok()) {
                entries.set("MaxLen", most);
            }
            set_value(&mut entries, value);
        }
        Kind::List { value, options, open } => {
            entries.set("FT", "Ch");
            entries.set("Ff", if *open { COMBO | EDIT } else { COMBO });
            // The empty one takes a choice back.
            let options = std::iter::once("").chain(options.iter().map(String::as_str)).map(text);
            entries.set("Opt", options.collect::<Vec<Object>>());
            set_value(&mut entries, value);
        }
        Kind::Box => {
            entries.set("FT", "Btn");
            entries.set("V", ticked(field).unwrap_or_else(|| "Off".into()));
        }
        Kind::Boxes { options } => {
            entries.set("FT", "Btn");
            entries.set("Opt", options.iter().map(|option| text(option)).collect::<Vec<Object>>());
            entries.set("V", ticked(field).unwrap_or_else(|| "Off".into()));
        }
    }
    entries
}

fn set_value(entries: &mut Dictionary, value: &str) {
    if !value.is_empty() {
        // Lines end in a carriage return (12.7.4.3).
        entries.set("V", text(&value.replace('\n', "\r")));
    }
}

/// The state of a field's ticked box; the first, if there are several.
fn ticked(field: &FormField<'_>) -> Option<Object> {
    field.widgets.iter().find_map(|widget| match &widget.appearance {
        Appearance::Box { tick, on } if tick.ticked => Some(Object::Name(on.clone().into_bytes())),
        _ => None,
    })
}

fn widget_entries(field: &FormField<'_>, widget: &Widget<'_>, height: Length) -> Dictionary {
    let Rect { x, y, width, height: own } = widget.rect;
    let corners = [x, height - y - own, x + width, height - y];
    let mut entries = dictionary! {
        "Type" => "Annot",
        "Subtype" => "Widget",
        "F" => PRINT,
        "Rect" => corners.map(|length| Object::Real(points(length))).to_vec(),
    };
    match &widget.appearance {
        Appearance::Lines { size, align, .. } => {
            entries.set("DA", default_appearance(*size));
            let quadding = match align {
                Align::Left | Align::Both => 0,
                Align::Center => 1,
                Align::Right => 2,
            };
            // A text of several lines reads from the left, wherever the blank
            // centres its place.
            if quadding > 0 && !matches!(field.kind, Kind::Text { multiline: true, .. }) {
                entries.set("Q", quadding);
            }
        }
        Appearance::Box { tick, on } => {
            let state = if tick.ticked { on.as_str() } else { "Off" };
            entries.set("AS", Object::Name(state.as_bytes().to_vec()));
            // The viewer's own sign for a new look: a check mark.
            entries.set("MK", dictionary! { "CA" => Object::string_literal("4") });
        }
    }
    entries
}

fn default_appearance(size: Length) -> Object {
    Object::String(format!("/{FIELD_FONT} {} Tf 0 g", points(size)).into_bytes(), StringFormat::Literal)
}

/// The look of a place, out of the next of `looks`; for a box a dictionary of
/// both states.
fn appearance(
    file: &mut File,
    widget: &Widget<'_>,
    looks: &mut impl Iterator<Item = ObjectId>,
    fonts: &Dictionary,
) -> Result<Object, WriteError> {
    let mut next = || {
        let page = looks.next().ok_or_else(|| WriteError::new("a look is missing"))?;
        xobject(file, page, widget, fonts)
    };
    match &widget.appearance {
        Appearance::Lines { .. } => {
            let stream = next()?;
            let mut content = b"/Tx BMC\nq\n".to_vec();
            content.extend_from_slice(&stream.content);
            content.extend_from_slice(b"\nQ\nEMC");
            Ok(file.document.add_object(Stream::new(stream.dict, content)).into())
        }
        Appearance::Box { on, .. } => {
            let (off_look, on_look) = (next()?, next()?);
            let mut states = dictionary! { "Off" => file.document.add_object(off_look) };
            states.set(on.as_str(), file.document.add_object(on_look));
            Ok(states.into())
        }
    }
}

/// A form XObject with the content of a page.
fn xobject(file: &mut File, page: ObjectId, widget: &Widget<'_>, fonts: &Dictionary) -> Result<Stream, WriteError> {
    let content = dictionary(&mut file.document, page)?.get(b"Contents").and_then(Object::as_reference);
    let content = content.ok().and_then(|id| file.document.objects.remove(&id));
    let Some(Object::Stream(stream)) = content else { return Err(WriteError::new("a look has no content")) };
    let bounds = [Length::ZERO, Length::ZERO, widget.rect.width, widget.rect.height];
    let dict = dictionary! {
        "Type" => "XObject",
        "Subtype" => "Form",
        "BBox" => bounds.map(|length| Object::Real(points(length))).to_vec(),
        "Resources" => dictionary! { "Font" => fonts.clone() },
    };
    Ok(Stream::new(dict, stream.content))
}

/// Takes the looks out of the list of pages.
fn drop_looks(file: &mut File) -> Result<(), WriteError> {
    let kids: Vec<Object> = file.pages.iter().copied().map(Object::Reference).collect();
    let pages = file.catalog()?.get(b"Pages").and_then(Object::as_reference).map_err(WriteError::new)?;
    let pages = dictionary(&mut file.document, pages)?;
    pages.set("Count", i64::try_from(kids.len()).unwrap_or(i64::MAX));
    pages.set("Kids", kids);
    Ok(())
}

/// The fonts that viewers use for what is typed.
fn typing_fonts(file: &mut File, whole: &WholeFont) -> Dictionary {
    let field_font = whole.add(&mut file.document);
    let descriptor = file.document.add_object(dictionary! {
        "Type" => "FontDescriptor",
        "FontName" => "STSong-Light",
        "Flags" => 6,
        "FontBBox" => [-25, -254, 1000, 880].map(Object::from).to_vec(),
        "ItalicAngle" => 0,
        "Ascent" => 880,
        "Descent" => -120,
        "CapHeight" => 700,
        "StemV" => 93,
    });
    let descendant = file.document.add_object(dictionary! {
        "Type" => "Font",
        "Subtype" => "CIDFontType0",
        "BaseFont" => "STSong-Light",
        "CIDSystemInfo" => dictionary! {
            "Registry" => Object::string_literal("Adobe"),
            "Ordering" => Object::string_literal("GB1"),
            "Supplement" => 4,
        },
        "FontDescriptor" => descriptor,
        "DW" => 1000,
        // Latin letters and digits are half as wide (CIDs 814 to 907).
        "W" => vec![Object::from(1), Object::from(95), Object::from(500), Object::from(814), Object::from(907), Object::from(500)],
    });
    let named_font = file.document.add_object(dictionary! {
        "Type" => "Font",
        "Subtype" => "Type0",
        "BaseFont" => "STSong-Light-UniGB-UCS2-H",
        "Encoding" => "UniGB-UCS2-H",
        "DescendantFonts" => vec![Object::Reference(descendant)],
    });
    dictionary! { FIELD_FONT => field_font, NAMED_FONT => named_font }
}
