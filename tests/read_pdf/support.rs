//! Files to read: small ones built object by object, and our own as somebody
//! else's program might leave them.

use lopdf::{Dictionary, Document, Object, ObjectId, Stream, StringFormat, dictionary};
use shenbao::batch::{Return, read_file};
use shenbao::document::{self, Block};
use shenbao::extract::{Extraction, Extractor};
use shenbao::font::FontSet;
use shenbao::read::{self, Limits, ReadError};
use shenbao::write::pdf::{PdfOptions, PdfTemplate};
use shenbao::{Catalogue, Form, Record};

use crate::records;

pub fn catalogue() -> Catalogue {
    Catalogue::embedded().unwrap()
}

/// The record that the tests fill a form with.
pub fn record(form: &Form) -> Record {
    records::of(form).unwrap()
}

/// A form of ours, filled in.
pub fn filled(form: &Form, record: &Record, fillable: bool) -> Vec<u8> {
    let options = PdfOptions::default().fillable(fillable);
    PdfTemplate::compile(form, &FontSet::embedded(), &options).unwrap().fill(record).unwrap().bytes
}

pub fn open(bytes: &[u8]) -> Document {
    Document::load_mem(bytes).unwrap()
}

pub fn save(document: &mut Document) -> Vec<u8> {
    let mut bytes = Vec::new();
    document.save_to(&mut bytes).unwrap();
    bytes
}

/// The returns that a file holds.
pub fn returns(catalogue: &Catalogue, bytes: &[u8]) -> Vec<Extraction> {
    let reads = read_file(&Extractor::new(catalogue), &Limits::default(), "a.pdf", bytes);
    reads.into_iter().map(|Return { outcome, .. }| outcome.unwrap_or_else(|error| panic!("{error:?}"))).collect()
}

pub fn read(bytes: &[u8]) -> document::Document {
    read::document(bytes, &Limits::default()).unwrap_or_else(|error| panic!("{error}"))
}

pub fn error(bytes: &[u8]) -> ReadError {
    read::document(bytes, &Limits::default()).unwrap_err()
}

/// All paragraphs outside tables.
pub fn paragraphs(document: &document::Document) -> Vec<String> {
    let text = |block: &Block| match block {
        Block::Paragraph(paragraph) => Some(paragraph.text()),
        Block::Table(_) => None,
    };
    document.blocks().filter_map(text).collect()
}

/// A text string in UTF-16.
pub fn utf16(text: &str) -> Object {
    let mut bytes = vec![0xFE, 0xFF];
    bytes.extend(text.encode_utf16().flat_map(u16::to_be_bytes));
    Object::String(bytes, StringFormat::Hexadecimal)
}

/// A file that is made object by object.
pub struct Maker {
    pub document: Document,
    pages: ObjectId,
    kids: Vec<Object>,
    /// Of the page that is made last.
    annotations: Vec<Object>,
    rows: i64,
}

impl Maker {
    /// A page with a line of Latin on it.
    pub fn new() -> Maker {
        let mut document = Document::with_version("1.7");
        let pages = document.new_object_id();
        let mut maker = Maker { document, pages, kids: Vec::new(), annotations: Vec::new(), rows: 0 };
        maker.page("BT /F 12 Tf 50 780 Td (form) Tj ET");
        maker
    }

    /// Adds a page with this content.
    pub fn page(&mut self, content: &str) {
        self.end_page();
        let font = dictionary! { "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica" };
        let font = self.document.add_object(font);
        let content = self.document.add_object(Stream::new(Dictionary::new(), content.as_bytes().to_vec()));
        let page = self.document.add_object(dictionary! {
            "Type" => "Page",
            "Parent" => self.pages,
            "MediaBox" => vec![0.into(), 0.into(), 595.into(), 842.into()],
            "Resources" => dictionary! { "Font" => dictionary! { "F" => font } },
            "Contents" => content,
        });
        self.kids.push(page.into());
        self.rows = 0;
    }

    fn end_page(&mut self) {
        if let Some(Object::Reference(page)) = self.kids.last() {
            let page = *page;
            let annotations = std::mem::take(&mut self.annotations);
            self.document.get_dictionary_mut(page).unwrap().set("Annots", annotations);
        }
    }

    /// Adds a widget of these entries, below the others.
    pub fn widget(&mut self, entries: Dictionary) -> ObjectId {
        self.rows += 1;
        let top = 760 - 30 * self.rows;
        let mut widget = dictionary! {
            "Type" => "Annot",
            "Subtype" => "Widget",
            "Rect" => vec![50.into(), (top - 20).into(), 400.into(), top.into()],
        };
        entries.into_iter().for_each(|(key, value)| widget.set(key, value));
        let widget = self.document.add_object(widget);
        self.annotations.push(widget.into());
        widget
    }

    /// A look that shows Latin text.
    pub fn look(&mut self, content: &str) -> ObjectId {
        let font = self.document.add_object(dictionary! {
            "Type" => "Font", "Subtype" => "Type1", "BaseFont" => "Helvetica"
        });
        let entries = dictionary! {
            "Type" => "XObject",
            "Subtype" => "Form",
            "BBox" => vec![0.into(), 0.into(), 350.into(), 20.into()],
            "Resources" => dictionary! { "Font" => dictionary! { "F" => font } },
        };
        self.document.add_object(Stream::new(entries, content.as_bytes().to_vec()))
    }

    /// The looks of a box with this state.
    pub fn states(&mut self, state: &str) -> Dictionary {
        let look = self.look("");
        let mut states = dictionary! { "Off" => look };
        states.set(state, look);
        dictionary! { "N" => states }
    }

    pub fn finish(mut self) -> Vec<u8> {
        self.end_page();
        let (pages, kids) = (self.pages, std::mem::take(&mut self.kids));
        let count = kids.len() as i64;
        self.document.objects.insert(pages, dictionary! { "Type" => "Pages", "Kids" => kids, "Count" => count }.into());
        let catalog = self.document.add_object(dictionary! { "Type" => "Catalog", "Pages" => pages });
        self.document.trailer.set("Root", catalog);
        save(&mut self.document)
    }
}

/// The text of a text string.
pub fn string_of(object: &Object) -> String {
    lopdf::decode_text_string(object).unwrap()
}
