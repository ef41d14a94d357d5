//! Small workbooks written by hand.

use std::io::{Cursor, Write as _};

use shenbao::document::{Block, Document, Inline, Mark, MarkEnd};
use shenbao::read::{self, Limits, ReadError};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

pub fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    packed(parts.iter().map(|(name, content)| (*name, content.as_bytes())))
}

/// A package of parts that may be binary.
pub fn packed<'p>(parts: impl Iterator<Item = (&'p str, &'p [u8])>) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in parts {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(content).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

const RELATIONSHIPS: &str = r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">"#;
const TYPE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
/// Styles of the cells: 0 plain, 1 with lines, 2 a percentage, 3 a month, 4 two
/// decimals, 5 struck out, 6 thousands apart.
const STYLES: &str = r#"<styleSheet><numFmts><numFmt numFmtId="176" formatCode="yyyy&quot;年&quot;m&quot;月&quot;"/></numFmts>
<fonts><font/><font><strike/></font></fonts>
<borders><border/><border><left style="thin"/><right style="thin"/><top style="thin"/><bottom style="thin"/></border></borders>
<cellXfs><xf/><xf borderId="1"/><xf numFmtId="9"/><xf numFmtId="176"/><xf numFmtId="2"/><xf fontId="1"/><xf numFmtId="3"/></cellXfs></styleSheet>"#;

/// An XLSX of sheets: what stands in `worksheet`, after the state of the sheet.
pub fn xlsx(sheets: &[(&str, &str)], names: &str, strings: &str) -> Vec<u8> {
    let list: String = (1..)
        .zip(sheets)
        .map(|(n, (state, _))| format!(r#"<sheet name="表{n}" sheetId="{n}" {state} r:id="s{n}"/>"#))
        .collect();
    let links: String = (1..=sheets.len())
        .map(|n| format!(r#"<Relationship Id="s{n}" Type="{TYPE}/worksheet" Target="worksheets/sheet{n}.xml"/>"#))
        .collect();
    let root = format!(
        r#"{RELATIONSHIPS}<Relationship Id="r" Type="{TYPE}/officeDocument" Target="xl/workbook.xml"/></Relationships>"#
    );
    let book =
        format!(r#"<workbook xmlns:r="{TYPE}"><sheets>{list}</sheets><definedNames>{names}</definedNames></workbook>"#);
    let links = format!(
        r#"{RELATIONSHIPS}{links}<Relationship Id="a" Type="{TYPE}/styles" Target="styles.xml"/>
        <Relationship Id="b" Type="{TYPE}/sharedStrings" Target="/xl/sharedStrings.xml"/></Relationships>"#
    );
    let parts: Vec<(String, String)> = (1..)
        .zip(sheets)
        .map(|(n, (_, content))| {
            (format!("xl/worksheets/sheet{n}.xml"), format!("<worksheet xmlns:r='{TYPE}'>{content}</worksheet>"))
        })
        .collect();
    let mut all: Vec<(&str, &str)> = vec![
        ("_rels/.rels", &root),
        ("xl/workbook.xml", &book),
        ("xl/_rels/workbook.xml.rels", &links),
        ("xl/styles.xml", STYLES),
        ("xl/sharedStrings.xml", strings),
    ];
    all.extend(parts.iter().map(|(name, content)| (name.as_str(), content.as_str())));
    package(&all)
}

/// One sheet of cells, `A1=文字 B1:1=12` parted by `|`: the number behind the
/// colon is the style.
pub fn cells(cells: &str, more: &str) -> Vec<u8> {
    let mut data = String::new();
    for cell in cells.split('|') {
        let (place, value) = cell.split_once('=').unwrap();
        let (place, style) = place.split_once(':').unwrap_or((place, "0"));
        data.push_str(&match value.trim().parse::<f64>() {
            Ok(_) => format!(r#"<c r="{place}" s="{style}"><v>{value}</v></c>"#),
            Err(_) => format!(r#"<c r="{place}" s="{style}" t="inlineStr"><is><t>{value}</t></is></c>"#),
        });
    }
    xlsx(&[("", &format!("<sheetData>{data}</sheetData>{more}"))], "", "<sst/>")
}

pub fn read(bytes: &[u8]) -> Document {
    read::document(bytes, &Limits::default()).unwrap()
}

pub fn error(bytes: &[u8]) -> ReadError {
    read::document(bytes, &Limits::default()).unwrap_err()
}

/// The blocks as text: a paragraph in quotes, a table row by row, cells with
/// their spans where they have any.
pub fn sketch(document: &Document) -> Vec<String> {
    let mut lines = Vec::new();
    for block in document.blocks() {
        match block {
            Block::Paragraph(paragraph) => lines.push(format!("“{}”", paragraph.text())),
            Block::Table(table) => {
                for row in 0..table.height() {
                    let cells = table.cells_of_row(row).map(|cell| match (cell.row_span, cell.column_span) {
                        (1, 1) => cell.text(),
                        (rows, columns) => format!("{}({rows}×{columns})", cell.text()),
                    });
                    lines.push(cells.collect::<Vec<_>>().join("|"));
                }
            }
        }
    }
    lines
}

/// The words that are struck out.
pub fn struck(document: &Document) -> Vec<String> {
    let mut struck: Vec<String> = Vec::new();
    let cells = document.tables().flat_map(|table| (0..table.height()).flat_map(|row| table.cells_of_row(row)));
    for paragraph in cells.flat_map(|cell| &cell.paragraphs) {
        let mut within = false;
        for inline in &paragraph.inlines {
            match inline {
                Inline::Mark(mark) if mark.name == Mark::STRUCK => {
                    within = mark.end == MarkEnd::Start;
                    struck.extend(within.then(String::new));
                }
                Inline::Text { text, .. } if within => struck.iter_mut().last().unwrap().push_str(text),
                _ => {}
            }
        }
    }
    struck
}

/// An ODS with these automatic styles and this content of its only table.
pub fn ods(styles: &str, table: &str) -> Vec<u8> {
    let content = format!(
        "<o:document-content xmlns:o='o' xmlns:t='t' xmlns:x='x' xmlns:s='s' xmlns:f='f'>{styles}<o:body>\
         <o:spreadsheet><t:table t:name='a'>{table}</t:table></o:spreadsheet></o:body></o:document-content>"
    );
    package(&[("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", &content)])
}
