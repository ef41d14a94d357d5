//! Links to files.
//!
//! The writer escapes links itself, but not `#`, and not at all when a name
//! looks as if it were escaped already (`50%25.docx`). So links are escaped
//! here, with a stand-in for `%` that the writer leaves alone, and the finished
//! package gets the `%` that it should have.

use std::io::{Cursor, Read, Write};

use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipArchive, ZipWriter};

use crate::write::xlsx::WriteError;

/// Stands for `%` until the workbook is finished: a private-use character,
/// which in a file's name is escaped like any other that a URL cannot hold.
const PERCENT: char = '\u{e025}';

/// The link to a file. `prefix` may be a way of Windows, with `\`.
pub(super) fn target(prefix: &str, file: &str) -> String {
    let path = format!("{}{}", escape(&prefix.replace('\\', "/")), escape(file));
    if path.contains("://") {
        return path;
    }
    // A share of the network as Excel writes it, `file:///\\server\share\a.docx`:
    // the writer takes `//server` for a relative way.
    let path = if path.starts_with("//") { path.replace('/', "\\") } else { path };
    // How the writer knows a link to a file; a relative one loses it again.
    format!("file:///{path}")
}

/// Escapes what a relative reference cannot hold (RFC 3986, 4.2); characters
/// beyond ASCII stay, as Excel writes them (RFC 3987).
fn escape(path: &str) -> String {
    let mut escaped = String::with_capacity(path.len());
    for c in path.chars() {
        let plain = c.is_ascii_alphanumeric() || "-._~/!$&'()*+,;=:@".contains(c);
        let readable = !c.is_ascii() && !c.is_whitespace() && !c.is_control() && !is_special(c);
        if plain || readable {
            escaped.push(c);
        } else {
            for byte in c.encode_utf8(&mut [0; 4]).bytes() {
                escaped.push_str(&format!("{PERCENT}{byte:02X}"));
            }
        }
    }
    escaped
}

/// Private use, which holds [`PERCENT`], and what XML cannot hold.
fn is_special(c: char) -> bool {
    matches!(c, '\u{e000}'..='\u{f8ff}' | '\u{fffe}' | '\u{ffff}')
}

/// Puts the `%` of links into a finished workbook.
pub(super) fn finish(bytes: Vec<u8>) -> Result<Vec<u8>, WriteError> {
    let mut package = ZipArchive::new(Cursor::new(bytes.as_slice())).map_err(WriteError::new)?;
    let mut finished = ZipWriter::new(Cursor::new(Vec::with_capacity(bytes.len())));
    for index in 0..package.len() {
        let part = package.by_index_raw(index).map_err(WriteError::new)?;
        let name = part.name().map_err(WriteError::new)?.into_owned();
        if !name.ends_with(".rels") {
            finished.raw_copy_file(part).map_err(WriteError::new)?;
            continue;
        }
        drop(part);
        let mut xml = String::new();
        package.by_index(index).map_err(WriteError::new)?.read_to_string(&mut xml).map_err(WriteError::new)?;
        let options = SimpleFileOptions::default()
            .compression_method(CompressionMethod::Deflated)
            .last_modified_time(zip::DateTime::default());
        finished.start_file(name, options).map_err(WriteError::new)?;
        finished.write_all(xml.replace(PERCENT, "%").as_bytes()).map_err(WriteError::new)?;
    }
    Ok(finished.finish().map_err(WriteError::new)?.into_inner())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_a_link_cannot_hold_is_escaped() {
        let link = |prefix, file| target(prefix, file).replace(PERCENT, "%");
        assert_eq!(link("returns/", "附件2 张三.docx"), "file:///returns/附件2%20张三.docx");
        assert_eq!(link("", "县/2#楼 50%.docx"), "file:///县/2%23楼%2050%25.docx");
        assert_eq!(link("", "a%20b?c\u{e025}\u{3000}.docx"), "file:///a%2520b%3Fc%EE%80%A5%E3%80%80.docx");
        assert_eq!(link("..\\in\\", "a.docx"), "file:///../in/a.docx");
        assert_eq!(link("D:/来件/", "a b.docx"), "file:///D:/来件/a%20b.docx");
        assert_eq!(link("//server/共享/", "县/a b.docx"), r"file:///\\server\共享\县\a%20b.docx");
        assert_eq!(link("https://x.cn/", "a b.docx"), "https://x.cn/a%20b.docx");
    }
}
