//! A file out of pages: printpdf writes pages and fonts, lopdf gives the file
//! what printpdf lacks and makes it the same each time.

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat, dictionary};
use printpdf::{FontMetrics, ParsedFont, PdfDocument, PdfFont, PdfFontMetricsStub, PdfPage, PdfSaveOptions};

use super::WriteError;
use super::cut::{CutFont, deflate};
use super::draw::Fonts;
use crate::font::Outlines;

/// What printpdf takes for a font program, until the compressed one takes its
/// place: the mark of a TrueType file.
const STAND_IN: [u8; 4] = [0, 1, 0, 0];

/// A file in the making.
pub(super) struct File {
    pub document: Document,
    /// The pages, in order.
    pub pages: Vec<ObjectId>,
    /// The dictionary of fonts that all pages share.
    pub fonts: ObjectId,
}

impl File {
    /// A file with these pages and the fonts that they use.
    pub fn new(pages: Vec<PdfPage>, fonts: &Fonts<'_>) -> Result<File, WriteError> {
        let mut pdf = PdfDocument::new("");
        let cuts = || fonts.printed.fonts.iter().chain(&fonts.answers.fonts);
        for font in cuts() {
            pdf.resources.fonts.map.insert(printpdf::FontId(font.resource.clone()), PdfFont::new(parsed(font)));
        }
        pdf.pages = pages;
        let options = PdfSaveOptions { subset_fonts: false, ..PdfSaveOptions::default() };
        let mut document = pdf.to_lopdf_document(&options, &mut Vec::new());
        document.version = "1.7".to_owned();
        let pages: Vec<ObjectId> = document.page_iter().collect();
        let resources = share_resources(&mut document, &pages)?;
        for font in cuts() {
            embed(&mut document, resources, font)?;
        }
        Ok(File { document, pages, fonts: resources })
    }

    /// The catalogue.
    pub fn catalog(&mut self) -> Result<&mut Dictionary, WriteError> {
        self.document.catalog_mut().map_err(WriteError::new)
    }

    /// The bytes.
    pub fn save(mut self) -> Result<Vec<u8>, WriteError> {
        for object in self.document.objects.values_mut() {
            if let Object::Stream(stream) = object {
                compress(stream)?;
            }
        }
        self.document.renumber_objects();
        let identity = identity(&self.document);
        self.document.trailer.set("ID", vec![identity.clone(), identity]);
        let mut bytes = Vec::with_capacity(64 << 10);
        self.document.save_modern(&mut bytes).map_err(WriteError::new)?;
        Ok(bytes)
    }
}

/// The font as printpdf knows fonts. Its program is put in afterwards, since
/// that is compressed already.
fn parsed(font: &CutFont) -> ParsedFont {
    let narrow = |length: i32| i16::try_from(length).unwrap_or_default();
    let metrics = FontMetrics { ascent: narrow(font.ascent), descent: narrow(font.descent) };
    let (codes, widths) = (font.codes.clone(), font.widths.clone());
    let mut parsed =
        ParsedFont::with_glyph_data(STAND_IN.to_vec(), 0, Some(font.name.clone()), codes, widths, 1000, metrics);
    parsed.pdf_font_metrics = PdfFontMetricsStub {
        x_min: narrow(font.bounds.left),
        y_min: narrow(font.bounds.bottom),
        x_max: narrow(font.bounds.right),
        y_max: narrow(font.bounds.top),
        ..PdfFontMetricsStub::default()
    };
    parsed
}

/// Leaves the fonts as the only resources of the pages: printpdf adds
/// dictionaries of other things that no page of ours uses. Gives the fonts.
fn share_resources(document: &mut Document, pages: &[ObjectId]) -> Result<ObjectId, WriteError> {
    let mut fonts = None;
    for page in pages {
        let page = dictionary(document, *page)?;
        page.remove(b"TrimBox");
        page.remove(b"CropBox");
        page.remove(b"Annots");
        let resources = page.get(b"Resources").and_then(Object::as_reference).map_err(WriteError::new)?;
        let resources = dictionary(document, resources)?;
        fonts = resources.get(b"Font").and_then(Object::as_reference).ok();
        let unused = ["XObject", "ExtGState", "Shading"].map(|key| resources.remove(key.as_bytes()));
        for unused in unused {
            if let Some(Object::Reference(id)) = unused {
                document.objects.remove(&id);
            }
        }
    }
    fonts.ok_or_else(|| WriteError::new("there is no page"))
}

/// Puts the program of a font where printpdf has its stand-in. A font that no
/// page uses is not there.
fn embed(document: &mut Document, fonts: ObjectId, font: &CutFont) -> Result<(), WriteError> {
    let Ok(id) = dictionary(document, fonts)?.get(font.resource.as_bytes()).and_then(Object::as_reference) else {
        return Ok(());
    };
    let map = font.glyphs.as_ref().map(|map| document.add_object(Stream::new(Dictionary::new(), map.clone())));
    let descendants = dictionary(document, id)?.get_mut(b"DescendantFonts").and_then(Object::as_array_mut);
    let Ok([Object::Dictionary(descendant)]) = descendants.map(Vec::as_mut_slice) else {
        return Err(WriteError::new("a font has no descendant"));
    };
    if let Some(map) = map {
        descendant.set("CIDToGIDMap", map);
    }
    if font.outlines == Outlines::Cff {
        descendant.set("Subtype", "CIDFontType0");
        descendant.remove(b"CIDToGIDMap");
    }
    let descriptor = descendant.get(b"FontDescriptor").and_then(Object::as_reference).map_err(WriteError::new)?;
    let descriptor = dictionary(document, descriptor)?;
    descriptor.set("CapHeight", font.cap_height);
    let program = descriptor.remove(b"FontFile2");
    let program =
        program.and_then(|p| p.as_reference().ok()).ok_or_else(|| WriteError::new("a font has no program"))?;
    let mut stream = stored(font.program.clone(), font.length);
    let key = match font.outlines {
        Outlines::TrueType => "FontFile2",
        Outlines::Cff => {
            stream.dict.set("Subtype", "CIDFontType0C");
            stream.dict.remove(b"Length1");
            "FontFile3"
        }
    };
    descriptor.set(key, program);
    document.set_object(program, stream);
    Ok(())
}

/// A font program that is compressed already.
pub(super) fn stored(program: Vec<u8>, length: usize) -> Stream {
    let length = i64::try_from(length).unwrap_or(i64::MAX);
    Stream::new(dictionary! { "Length1" => length, "Filter" => "FlateDecode" }, program)
}

/// A dictionary of the document.
pub(super) fn dictionary(document: &mut Document, id: ObjectId) -> Result<&mut Dictionary, WriteError> {
    document.get_object_mut(id).and_then(Object::as_dict_mut).map_err(WriteError::new)
}

fn compress(stream: &mut Stream) -> Result<(), WriteError> {
    // Metadata is left for programs that look for it as text (ISO 32000-1,
    // 14.3.2).
    if stream.dict.has(b"Filter") || stream.dict.has_type(b"Metadata") {
        return Ok(());
    }
    let compressed = deflate(&stream.content)?;
    if compressed.len() + "/Filter/FlateDecode".len() < stream.content.len() {
        stream.dict.set("Filter", "FlateDecode");
        stream.set_content(compressed);
    }
    Ok(())
}

/// The file's identity, which depends on its content only (ISO 32000-1, 14.4).
/// What is longer than any page is a font, and its end tells nothing new.
fn identity(document: &Document) -> Object {
    let streams = document.objects.values().filter_map(|object| object.as_stream().ok());
    let streams: Vec<&[u8]> = streams.map(|stream| stream.content.get(..64 << 10).unwrap_or(&stream.content)).collect();
    let forward = fnv(streams.iter().flat_map(|content| content.iter().copied()));
    let backward = fnv(streams.iter().flat_map(|content| content.iter().rev().copied()));
    Object::String([forward.to_be_bytes(), backward.to_be_bytes()].concat(), StringFormat::Hexadecimal)
}

/// FNV-1a, 64 bits: the same in every build, which the standard library's
/// hashes do not promise.
pub(super) fn fnv(bytes: impl Iterator<Item = u8>) -> u64 {
    bytes.fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3))
}

/// A text string (ISO 32000-1, 7.9.2.2): ASCII as it is, else UTF-16 behind its
/// mark.
pub(super) fn text(text: &str) -> Object {
    if text.bytes().all(|byte| byte.is_ascii_graphic() || byte == b' ') {
        return Object::string_literal(text);
    }
    Object::String(utf16(text), StringFormat::Hexadecimal)
}

/// UTF-16BE behind its mark.
pub(super) fn utf16(text: &str) -> Vec<u8> {
    [0xFEFF].into_iter().chain(text.encode_utf16()).flat_map(u16::to_be_bytes).collect()
}
