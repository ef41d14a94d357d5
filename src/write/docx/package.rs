//! The parts of a Word file but the main one (ECMA-376).

use super::WriteError;
use super::blank::font_name;
use super::xml::escape;
use crate::document::Face;
use crate::form::Form;
use crate::write::{FORM_PROPERTY, VERSION_PROPERTY, package};

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";

const CONTENT_TYPES: &str = concat!(
    r#"<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">"#,
    r#"<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>"#,
    r#"<Default Extension="xml" ContentType="application/xml"/>"#,
    r#"<Override PartName="/word/document.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/>"#,
    r#"<Override PartName="/word/styles.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.styles+xml"/>"#,
    r#"<Override PartName="/word/settings.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.settings+xml"/>"#,
    r#"<Override PartName="/word/fontTable.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.fontTable+xml"/>"#,
    r#"<Override PartName="/docProps/core.xml" ContentType="application/vnd.openxmlformats-package.core-properties+xml"/>"#,
    r#"<Override PartName="/docProps/app.xml" ContentType="application/vnd.openxmlformats-officedocument.extended-properties+xml"/>"#,
    r#"<Override PartName="/docProps/custom.xml" ContentType="application/vnd.openxmlformats-officedocument.custom-properties+xml"/>"#,
    "</Types>"
);

/// The same with the parts of page numbers.
fn content_types(numbered: bool) -> String {
    let footers = concat!(
        r#"<Override PartName="/word/footer1.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/>"#,
        r#"<Override PartName="/word/footer2.xml" ContentType="application/vnd.openxmlformats-officedocument.wordprocessingml.footer+xml"/>"#,
        "</Types>"
    );
    if numbered { CONTENT_TYPES.replace("</Types>", footers) } else { CONTENT_TYPES.to_owned() }
}

const RELATIONSHIPS: &str = concat!(
    r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">"#,
    r#"<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="word/document.xml"/>"#,
    r#"<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/package/2006/relationships/metadata/core-properties" Target="docProps/core.xml"/>"#,
    r#"<Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/extended-properties" Target="docProps/app.xml"/>"#,
    r#"<Relationship Id="rId4" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties" Target="docProps/custom.xml"/>"#,
    "</Relationships>"
);

const DOCUMENT_RELATIONSHIPS: &str = concat!(
    r#"<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">"#,
    r#"<Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/styles" Target="styles.xml"/>"#,
    r#"<Relationship Id="rId2" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/settings" Target="settings.xml"/>"#,
    r#"<Relationship Id="rId3" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/fontTable" Target="fontTable.xml"/>"#,
    "</Relationships>"
);

/// The same with the parts of page numbers, by the ids that sections use.
fn document_relationships(numbered: bool) -> String {
    let footers = format!(
        concat!(
            r#"<Relationship Id="{}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" Target="footer1.xml"/>"#,
            r#"<Relationship Id="{}" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/footer" Target="footer2.xml"/>"#,
            "</Relationships>"
        ),
        ODD_PAGES, EVEN_PAGES
    );
    let relationships = DOCUMENT_RELATIONSHIPS;
    if numbered { relationships.replace("</Relationships>", &footers) } else { relationships.to_owned() }
}

/// Relationships of the page numbers on odd and on even pages.
pub(super) const ODD_PAGES: &str = "rId4";
pub(super) const EVEN_PAGES: &str = "rId5";

/// The page number between dashes, 四号 宋体, one character from the right edge
/// on odd pages, from the left on even ones (GB/T 9704-2012, 7.5).
fn footer(odd: bool) -> String {
    let (side, align) = if odd { ("right", "right") } else { ("left", "left") };
    let properties = r#"<w:rPr><w:rFonts w:ascii="宋体" w:hAnsi="宋体" w:eastAsia="宋体"/><w:sz w:val="28"/></w:rPr>"#;
    format!(
        concat!(
            r#"<w:ftr {}><w:p><w:pPr><w:ind w:{}="280"/><w:jc w:val="{}"/></w:pPr>"#,
            r#"<w:r>{3}<w:t xml:space="preserve">— </w:t></w:r><w:fldSimple w:instr=" PAGE "><w:r>{3}<w:t>1</w:t></w:r></w:fldSimple>"#,
            r#"<w:r>{3}<w:t xml:space="preserve"> —</w:t></w:r></w:p></w:ftr>"#
        ),
        W, side, align, properties
    )
}

const W: &str = r#"xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main""#;

/// 中文 everywhere, and no space round paragraphs: what a Chinese Word starts
/// with.
fn styles() -> String {
    format!(
        concat!(
            r#"<w:styles {}><w:docDefaults><w:rPrDefault><w:rPr>"#,
            r#"<w:rFonts w:ascii="Times New Roman" w:hAnsi="Times New Roman" w:eastAsia="宋体" w:cs="Times New Roman"/>"#,
            r#"<w:sz w:val="24"/><w:szCs w:val="24"/><w:lang w:val="en-US" w:eastAsia="zh-CN" w:bidi="ar-SA"/>"#,
            r#"</w:rPr></w:rPrDefault><w:pPrDefault/></w:docDefaults>"#,
            r#"<w:style w:type="paragraph" w:default="1" w:styleId="a"><w:name w:val="Normal"/><w:qFormat/></w:style>"#,
            r#"<w:style w:type="table" w:default="1" w:styleId="a1"><w:name w:val="Normal Table"/><w:uiPriority w:val="99"/>"#,
            r#"<w:tblPr><w:tblInd w:w="0" w:type="dxa"/><w:tblCellMar><w:top w:w="0" w:type="dxa"/><w:left w:w="108" w:type="dxa"/>"#,
            r#"<w:bottom w:w="0" w:type="dxa"/><w:right w:w="108" w:type="dxa"/></w:tblCellMar></w:tblPr></w:style></w:styles>"#
        ),
        W
    )
}

/// Word's own settings for Chinese: punctuation is squeezed at line ends.
fn settings(numbered: bool) -> String {
    let sides = if numbered { "<w:evenAndOddHeaders/>" } else { "" };
    format!(
        concat!(
            r#"<w:settings {}><w:zoom w:percent="100"/><w:defaultTabStop w:val="420"/>{}"#,
            r#"<w:characterSpacingControl w:val="compressPunctuation"/><w:compat><w:spaceForUL/>"#,
            r#"<w:balanceSingleByteDoubleByteWidth/><w:doNotLeaveBackslashAlone/><w:ulTrailSpace/>"#,
            r#"<w:doNotExpandShiftReturn/><w:adjustLineHeightInTable/><w:useFELayout/>"#,
            r#"<w:compatSetting w:name="compatibilityMode" w:uri="http://schemas.microsoft.com/office/word" w:val="15"/>"#,
            r#"</w:compat><w:themeFontLang w:val="en-US" w:eastAsia="zh-CN"/></w:settings>"#
        ),
        W, sides
    )
}

/// The fonts by name, with the names to fall back on (`w:altName`, 17.8.3.1)
/// and the character set 134, GB2312.
fn font_table() -> String {
    let mut xml = format!("<w:fonts {W}>");
    for (face, alternatives) in [
        (Face::Song, "SimSun"),
        (Face::FangSong, "FangSong"),
        (Face::Hei, "SimHei"),
        (Face::Kai, "KaiTi"),
        (Face::BiaoSong, "华文中宋"),
    ] {
        xml.push_str(&format!(
            r#"<w:font w:name="{}"><w:altName w:val="{alternatives}"/><w:charset w:val="86"/><w:family w:val="auto"/><w:pitch w:val="variable"/></w:font>"#,
            font_name(face)
        ));
    }
    xml.push_str(r#"<w:font w:name="Times New Roman"><w:charset w:val="00"/><w:family w:val="roman"/><w:pitch w:val="variable"/></w:font></w:fonts>"#);
    xml
}

fn core_properties(title: &str) -> String {
    let mut xml = String::from(concat!(
        r#"<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" "#,
        r#"xmlns:dc="http://purl.org/dc/elements/1.1/" xmlns:dcterms="http://purl.org/dc/terms/" "#,
        r#"xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance"><dc:title>"#
    ));
    escape(title, &mut xml);
    xml.push_str("</dc:title></cp:coreProperties>");
    xml
}

fn custom_properties(properties: &[(&str, String)]) -> String {
    let mut xml = String::from(concat!(
        r#"<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" "#,
        r#"xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">"#
    ));
    for (index, (name, value)) in properties.iter().enumerate() {
        // Property ids start at 2 (Part 4, 22.3.2.2).
        xml.push_str(&format!(
            "<property fmtid=\"{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}\" pid=\"{}\" name=\"{name}\"><vt:lpwstr>",
            index + 2
        ));
        escape(value, &mut xml);
        xml.push_str("</vt:lpwstr></property>");
    }
    xml.push_str("</Properties>");
    xml
}

const APP_PROPERTIES: &str =
    r#"<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/extended-properties"/>"#;

/// A zip archive of all parts but the main one, compressed once; with those of
/// page numbers if pages are `numbered`.
pub(super) fn constant_parts(form: &Form, numbered: bool) -> Result<Vec<u8>, WriteError> {
    let custom = custom_properties(&[(FORM_PROPERTY, form.id.clone()), (VERSION_PROPERTY, form.version.to_string())]);
    let mut parts = vec![
        ("[Content_Types].xml", content_types(numbered)),
        ("_rels/.rels", RELATIONSHIPS.to_owned()),
        ("word/_rels/document.xml.rels", document_relationships(numbered)),
        ("word/styles.xml", styles()),
        ("word/settings.xml", settings(numbered)),
        ("word/fontTable.xml", font_table()),
        ("docProps/core.xml", core_properties(&form.title)),
        ("docProps/app.xml", APP_PROPERTIES.to_owned()),
        ("docProps/custom.xml", custom),
    ];
    if numbered {
        parts.extend([("word/footer1.xml", footer(true)), ("word/footer2.xml", footer(false))]);
    }
    let parts: Vec<(&str, String)> = parts.into_iter().map(|(name, xml)| (name, format!("{HEAD}{xml}"))).collect();
    package::of(parts.iter().map(|(name, xml)| (*name, xml.as_bytes()))).map_err(error)
}

/// The package: the constant parts, and the main one.
pub(super) fn with_document(constant: &[u8], document: &[u8]) -> Result<Vec<u8>, WriteError> {
    package::with(constant, [("word/document.xml", document)].into_iter()).map_err(error)
}

fn error(error: zip::result::ZipError) -> WriteError {
    WriteError(error.to_string())
}
