//! Builds small packages, and shows a document as text to compare with.

use std::fmt::Write as _;
use std::io::{Cursor, Write as _};

use shenbao::Document;
use shenbao::document::{Block, Cell, GridSlot, Inline, MarkEnd, Paragraph, Table};
use shenbao::read::{self, Limits};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// The namespaces that Word declares on its root elements.
pub const NAMESPACES: &str = concat!(
    r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" "#,
    r#"xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml" "#,
    r#"xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" "#,
    r#"xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" "#,
    r#"xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main" "#,
    r#"xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" "#,
    r#"xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" "#,
    r#"xmlns:w16se="http://schemas.microsoft.com/office/word/2015/wordml/symex" "#,
    r#"xmlns:v="urn:schemas-microsoft-com:vml""#,
);

/// The relationships that name `word/document.xml` as the main part.
pub const RELATIONSHIPS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">
  <Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>
  <Relationship Id="r2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties" Target="docProps/custom.xml"/>
</Relationships>"#;

/// A ZIP of these parts.
pub fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
    package_with(parts, SimpleFileOptions::default().compression_method(CompressionMethod::Deflated))
}

/// A ZIP of these parts, written with these options.
pub fn package_with(parts: &[(&str, &[u8])], options: SimpleFileOptions) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(*name, options).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// The main part with this body.
pub fn main_part(body: &str) -> String {
    format!(
        r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?><w:document {NAMESPACES}><w:body>{body}</w:body></w:document>"#
    )
}

/// A file with this body.
pub fn docx(body: &str) -> Vec<u8> {
    docx_of(&main_part(body))
}

/// A file with this main part.
pub fn docx_of(main: &str) -> Vec<u8> {
    package(&[("_rels/.rels", RELATIONSHIPS.as_bytes()), ("word/document.xml", main.as_bytes())])
}

/// Reads a file that must be good.
pub fn read(bytes: &[u8]) -> Document {
    read::document(bytes, &Limits::default()).unwrap()
}

/// The document with this body.
pub fn body(body: &str) -> Document {
    read(&docx(body))
}

/// What [`show`] gives for the document with this body.
pub fn shown(xml: &str) -> String {
    show(&body(xml))
}

/// What a paragraph with this content shows.
pub fn paragraph(content: &str) -> String {
    shown(&format!("<w:p>{content}</w:p>"))
}

/// What a run with this content shows.
pub fn run(content: &str) -> String {
    paragraph(&format!("<w:r>{content}</w:r>"))
}

/// A document as lines: `⏎` is a break, `⟨name` and `name⟩` are marks; a table
/// is a line for each row, with `|` between grid positions, `<` and `^` for
/// positions that a cell to the left or above covers, and `.` for none.
pub fn show(document: &Document) -> String {
    let lines: Vec<String> = document
        .blocks()
        .map(|block| match block {
            Block::Paragraph(paragraph) => show_paragraph(paragraph),
            Block::Table(table) => show_table(table),
        })
        .collect();
    lines.join("\n")
}

fn show_paragraph(paragraph: &Paragraph) -> String {
    let mut shown = String::new();
    for inline in &paragraph.inlines {
        match inline {
            Inline::Text { text, .. } => shown.push_str(text),
            Inline::Break => shown.push('⏎'),
            Inline::CheckBox(check_box) => write!(shown, "[{}]", check_box.glyph()).unwrap(),
            Inline::Mark(mark) if mark.end == MarkEnd::Start => write!(shown, "⟨{} ", mark.name).unwrap(),
            Inline::Mark(mark) => write!(shown, " {}⟩", mark.name).unwrap(),
            Inline::Slot(_) => panic!("readers give no slots"),
        }
    }
    shown
}

fn show_cell(cell: &Cell) -> String {
    cell.paragraphs.iter().map(show_paragraph).collect::<Vec<_>>().join("¶")
}

fn show_table(table: &Table) -> String {
    let rows: Vec<String> = (0..table.height())
        .map(|row| {
            let positions: Vec<String> = (0..table.width())
                .map(|column| match table.slot(row, column) {
                    GridSlot::Cell(id) => show_cell(table.cell(id).unwrap()),
                    GridSlot::Covered(id) if table.cell(id).unwrap().row == row => "<".to_owned(),
                    GridSlot::Covered(_) => "^".to_owned(),
                    GridSlot::Missing => ".".to_owned(),
                })
                .collect();
            positions.join("|")
        })
        .collect();
    rows.join("\n")
}

/// A cell with these properties and this text.
pub fn tc(properties: &str, text: &str) -> String {
    format!("<w:tc><w:tcPr>{properties}</w:tcPr><w:p><w:r><w:t>{text}</w:t></w:r></w:p></w:tc>")
}

/// A row of cells.
pub fn tr(cells: &[String]) -> String {
    format!("<w:tr>{}</w:tr>", cells.concat())
}

/// A table of rows.
pub fn tbl(rows: &[String]) -> String {
    format!("<w:tbl>{}</w:tbl>", rows.concat())
}
