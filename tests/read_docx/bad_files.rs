//! Files that cannot be read: each gives its own error, none a panic.

use crate::support::*;
use shenbao::Lang;
use shenbao::read::{self, Limits, ReadError, ReadErrorKind};

fn error(bytes: &[u8]) -> ReadError {
    read::document(bytes, &Limits::default()).unwrap_err()
}

/// An ordinary form: a table with merged cells, a control, a field, a box.
fn form() -> String {
    let rows: Vec<String> = (0..12)
        .map(|row| {
            tr(&[
                tc(if row % 3 == 0 { "<w:vMerge w:val='restart'/>" } else { "<w:vMerge/>" }, &format!("负责人{row}")),
                tc("<w:gridSpan w:val='2'/>", "姓名"),
                format!("<w:tc><w:p><w:sdt><w:sdtPr><w:tag w:val='f{row}'/></w:sdtPr><w:sdtContent><w:r><w:t>张三</w:t></w:r></w:sdtContent></w:sdt><w:bookmarkStart w:id='{row}' w:name='b{row}'/><w:r><w:fldChar w:fldCharType='begin'/></w:r><w:r><w:fldChar w:fldCharType='end'/></w:r><w:bookmarkEnd w:id='{row}'/></w:p></w:tc>"),
            ])
        })
        .collect();
    format!(
        "<w:p><w:r><w:t>推荐表</w:t></w:r></w:p>{}<w:p/><w:sectPr><w:pgSz w:w='11906' w:h='16838'/></w:sectPr>",
        tbl(&rows)
    )
}

#[test]
fn an_empty_file() {
    assert_eq!(error(b"").code(), "empty");
}

#[test]
fn a_file_cut_off_anywhere_is_an_error() {
    let bytes = docx(&form());
    for length in 1..bytes.len() {
        let error = error(&bytes[..length]);
        if length > 200 {
            assert_eq!(error.code(), "truncated", "{length}: {error}");
        }
    }
}

#[test]
fn a_main_part_cut_off_anywhere_is_an_error() {
    let main = main_part(&form());
    for length in (0..main.len()).filter(|&length| main.is_char_boundary(length)).step_by(7) {
        let error = error(&docx_of(&main[..length]));
        assert!(matches!(error.kind(), ReadErrorKind::Truncated | ReadErrorKind::BadXml), "{length}: {error}");
        assert_eq!(error.part(), Some("word/document.xml"));
    }
    let error = error(&docx_of(&main[..main.len() / 2]));
    assert_eq!(error.code(), "truncated");
    assert!(error.offset().is_some());
}

#[test]
fn corrupt_deflate_data() {
    let main = main_part(&form());
    let mut bytes = package(&[("word/document.xml", main.as_bytes())]);
    let start = 30 + "word/document.xml".len();
    for byte in &mut bytes[start + 40..start + 80] {
        *byte ^= 0x5A;
    }
    assert_eq!(error(&bytes).code(), "bad_zip");
}

#[test]
fn xml_that_is_not_well_formed() {
    for body in ["<w:p></w:r>", "<w:p>&broken</w:p>"] {
        assert_eq!(error(&docx(body)).code(), "bad_xml", "{body}");
    }
    assert_eq!(error(&docx_of("<html/>")).code(), "bad_xml");
    assert_eq!(error(&docx_of("<w:document xmlns:w='urn:unknown'><w:body/></w:document>")).code(), "bad_xml");
    let no_body = format!("<w:document {NAMESPACES}/>");
    assert!(read::document(&docx_of(&no_body), &Limits::default()).is_err());
}

#[test]
fn bytes_that_are_not_utf_8() {
    let mut main = main_part("<w:p/>").into_bytes();
    main.insert(60, 0xD5);
    let error = error(&package(&[("word/document.xml", &main)]));
    assert_eq!((error.code(), error.offset()), ("bad_xml", Some(60)));
}

#[test]
fn a_package_without_main_part() {
    let error = error(&package(&[("word/styles.xml", b"<x/>")]));
    assert_eq!((error.code(), error.part()), ("missing_part", Some("word/document.xml")));
}

#[test]
fn files_of_other_kinds_are_named() {
    let ole = |name: &str| {
        let mut bytes = vec![0_u8; 1024];
        bytes[..8].copy_from_slice(&[0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]);
        bytes.extend(name.encode_utf16().flat_map(u16::to_le_bytes));
        bytes
    };
    let cases: [(&[u8], &str, &str); 10] = [
        (&ole("EncryptedPackage"), "encrypted", "文件已加密，请取消密码后再报送"),
        (&ole("WordDocument"), "old_word", "文件是旧版 Word 格式（.doc），请另存为 .docx 后再报送"),
        (&ole("Workbook"), "truncated", "文件不完整（传输中断或已损坏），请重新发送"),
        (b"%PDF-1.5", "truncated", "文件不完整（传输中断或已损坏），请重新发送"),
        (
            b"<html></html>",
            "html",
            "文件实际是网页（HTML），请用 Word、Excel 或 WPS 打开，另存为 .docx 或 .xlsx 后再报送",
        ),
        (b"{\\rtf1}", "rtf", "文件实际是 RTF 格式，请用 Word 或 WPS 打开，另存为 .docx 后再报送"),
        (
            b"\xFF\xD8\xFF\xE0",
            "image",
            "文件是图片（照片或扫描件），请报送可编辑的 Word 文档（.docx）或 Excel 工作簿（.xlsx）",
        ),
        (&package(&[("表.docx", b"")]), "archive", "文件是压缩包，请解压后报送其中的表格"),
        (b"\x00\x01\x02", "not_a_form_file", "无法识别文件内容，不是 Word 文档（.docx）、Excel 工作簿（.xlsx）或 PDF"),
        (b"PK\x03\x04", "truncated", "文件不完整（传输中断或已损坏），请重新发送"),
    ];
    for (bytes, code, message) in cases {
        let error = error(bytes);
        assert_eq!((error.code(), &*error.message(Lang::Zh)), (code, message));
        assert!(!error.message(Lang::En).is_empty());
    }
}

#[test]
fn a_package_with_a_password_on_its_parts() {
    let mut bytes = docx("<w:p/>");
    // Bit 0 of the flags, in local headers (at 6) and in the directory (at 8).
    for at in 0..bytes.len() - 8 {
        match &bytes[at..at + 4] {
            b"PK\x03\x04" => bytes[at + 6] |= 1,
            b"PK\x01\x02" => bytes[at + 8] |= 1,
            _ => {}
        }
    }
    assert_eq!(error(&bytes).code(), "encrypted");
}

#[test]
fn a_bomb_is_refused() {
    let main = main_part(&" ".repeat(8 << 20));
    let error = error(&docx_of(&main));
    assert_eq!((error.code(), error.limit()), ("bomb", Some(200)));
}

#[test]
fn large_files_and_parts_are_refused() {
    let mut limits = Limits::default();
    limits.file_bytes = 100;
    let bytes = docx("<w:p/>");
    let error = read::document(&bytes, &limits).unwrap_err();
    assert_eq!((error.code(), error.limit()), ("too_large", Some(100)));

    let mut limits = Limits::default();
    limits.part_bytes = 500;
    assert_eq!(read::document(&bytes, &limits).unwrap_err().code(), "too_large");

    let mut limits = Limits::default();
    limits.entries = 1;
    assert_eq!(read::document(&bytes, &limits).unwrap_err().code(), "too_many_entries");
}

#[test]
fn deep_nesting_is_refused_even_where_it_is_not_read() {
    for name in ["w:ins", "w:tblPr"] {
        let body = format!("{}{}", format!("<{name}>").repeat(5_000), format!("</{name}>").repeat(5_000));
        assert_eq!(error(&docx(&body)).code(), "too_deep");
    }
    let nested = format!("{}{}", "<w:tbl><w:tr><w:tc>".repeat(5_000), "</w:tc></w:tr></w:tbl>".repeat(5_000));
    assert_eq!(error(&docx(&nested)).code(), "too_deep");
}

#[test]
fn enormous_spans_are_refused() {
    for properties in [
        "<w:gridSpan w:val='2000000000'/>",
        "<w:gridSpan w:val='99999999999999999999999'/>",
        "<w:gridSpan w:val='1001'/>",
    ] {
        assert_eq!(error(&docx(&tbl(&[tr(&[tc(properties, "a")])]))).code(), "too_many_cells", "{properties}");
    }
    let joined: Vec<String> =
        (0..3).map(|_| tc("<w:hMerge/><w:gridSpan w:val='18446744073709551615'/>", "a")).collect();
    assert_eq!(error(&docx(&tbl(&[tr(&joined)]))).code(), "too_many_cells");
    let before = format!("<w:tr><w:trPr><w:gridBefore w:val='18446744073709551615'/></w:trPr>{}</w:tr>", tc("", "a"));
    assert_eq!(error(&docx(&tbl(&[before]))).code(), "too_many_cells");
    for nonsense in ["0", "-3", "two", ""] {
        assert_eq!(shown(&tbl(&[tr(&[tc(&format!("<w:gridSpan w:val='{nonsense}'/>"), "a")])])), "a");
    }
    let columns = "<w:gridCol w:w='1'/>".repeat(1_001);
    assert_eq!(error(&docx(&format!("<w:tbl><w:tblGrid>{columns}</w:tblGrid></w:tbl>"))).code(), "too_many_cells");
}

#[test]
fn a_grid_is_limited_by_its_area_not_by_its_cells() {
    // One wide row and many narrow ones.
    let wide = tr(&[tc("<w:gridSpan w:val='1000'/>", "a")]);
    let narrow = "<w:tr><w:tc/></w:tr>".repeat(300);
    assert_eq!(error(&docx(&format!("<w:tbl>{wide}{narrow}</w:tbl>"))).code(), "too_many_cells");
}

#[test]
fn millions_of_cells_and_paragraphs_are_refused() {
    let row = format!("<w:tr>{}</w:tr>", "<w:tc/>".repeat(500));
    let mut limits = Limits::default();
    limits.ratio = u64::MAX;
    let refused = |body: String| read::document(&docx(&body), &limits).unwrap_err();
    assert_eq!(refused(format!("<w:tbl>{}</w:tbl>", row.repeat(2_000))).code(), "too_many_cells");
    // Over several tables as well.
    assert_eq!(refused(format!("<w:tbl>{row}</w:tbl>").repeat(2_000)).code(), "too_many_cells");
    assert_eq!(refused("<w:p/>".repeat(1_100_000)).code(), "too_many_items");
    assert_eq!(refused(format!("<w:p>{}</w:p>", "<w:br/>".repeat(1_100_000))).code(), "too_many_items");
}

#[test]
fn entities_are_never_expanded() {
    let main = format!(
        "<!DOCTYPE x [<!ENTITY a 'aaaaaaaaaa'><!ENTITY b '&a;&a;&a;&a;'>]>{}",
        main_part("<w:p><w:r><w:t>&b;</w:t></w:r></w:p>")
            .replace(r#"<?xml version="1.0" encoding="UTF-8" standalone="yes"?>"#, "")
    );
    assert_eq!(show(&read(&docx_of(&main))), "&b;");
}

/// A small generator of pseudo-random numbers (xorshift, Marsaglia 2003).
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % limit.max(1) as u64) as usize
    }
}

/// Changes, removes or doubles a few bytes.
fn mutate(bytes: &mut Vec<u8>, random: &mut Random) {
    for _ in 0..=random.below(4) {
        let at = random.below(bytes.len());
        match random.below(5) {
            0 => bytes[at] ^= 1 << random.below(8),
            1 => bytes[at] = random.below(256) as u8,
            2 => bytes.truncate(at.max(1)),
            3 => {
                let end = (at + random.below(40)).min(bytes.len());
                bytes.drain(at..end);
                if bytes.is_empty() {
                    bytes.push(0);
                }
            }
            _ => {
                let end = (at + random.below(60)).min(bytes.len());
                let piece = bytes[at..end].to_vec();
                let to = random.below(bytes.len());
                bytes.splice(to..to, piece);
            }
        }
    }
}

#[test]
fn damaged_packages_never_panic() {
    let whole = docx(&form());
    let mut random = Random(0x5EED);
    for _ in 0..1_500 {
        let mut bytes = whole.clone();
        mutate(&mut bytes, &mut random);
        let _ = read::document(&bytes, &Limits::default());
    }
}

#[test]
fn damaged_main_parts_never_panic() {
    let whole = main_part(&form()).into_bytes();
    let mut random = Random(0xF0F0);
    for _ in 0..1_500 {
        let mut main = whole.clone();
        mutate(&mut main, &mut random);
        let _ = read::document(&package(&[("word/document.xml", &main)]), &Limits::default());
    }
}

/// Elements in any order and nesting: against the schema, but well formed.
#[test]
fn shuffled_elements_never_panic_and_lose_no_text() {
    const NAMES: [&str; 17] = [
        "w:p",
        "w:r",
        "w:tbl",
        "w:tr",
        "w:tc",
        "w:sdt",
        "w:sdtContent",
        "w:txbxContent",
        "w:ins",
        "w:hyperlink",
        "m:r",
        "w:body",
        "w:pict",
        "w:smartTag",
        "w:customXml",
        "w:ruby",
        "w:drawing",
    ];
    const LEAVES: [&str; 8] = [
        "<w:bookmarkStart w:id='1' w:name='a'/>",
        "<w:bookmarkEnd w:id='1'/>",
        "<w:br/>",
        "<w:tcPr><w:vMerge/></w:tcPr>",
        "<w:tcPr><w:vMerge w:val='restart'/><w:gridSpan w:val='3'/></w:tcPr>",
        "<w:tcPr><w:hMerge/></w:tcPr>",
        "<w:sectPr><w:pgSz w:w='1'/></w:sectPr>",
        "<w:pPr><w:rPr><w:del/></w:rPr><w:sectPr/></w:pPr>",
    ];
    let mut random = Random(0xABCDEF);
    for _ in 0..1_500 {
        let (mut xml, mut open, mut words) = (String::new(), Vec::new(), 0);
        for _ in 0..random.below(120) {
            match random.below(8) {
                0..=2 if open.len() < 40 => {
                    let name = NAMES[random.below(NAMES.len())];
                    open.push(name);
                    xml.push_str(&format!("<{name}>"));
                }
                3 | 4 => {
                    if let Some(name) = open.pop() {
                        xml.push_str(&format!("</{name}>"));
                    }
                }
                5 | 6 => {
                    words += 1;
                    xml.push_str("<w:t>字</w:t>");
                }
                _ => xml.push_str(LEAVES[random.below(LEAVES.len())]),
            }
        }
        while let Some(name) = open.pop() {
            xml.push_str(&format!("</{name}>"));
        }
        let shown = shown(&xml);
        assert_eq!(shown.matches('字').count(), words, "{xml}\n{shown}");
    }
}
