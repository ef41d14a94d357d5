//! Parts into a package (ECMA-376 Part 2). Time stamps are fixed: the same
//! parts give the same bytes.

use std::io::{Cursor, Write};

use zip::result::ZipResult;
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

/// A zip archive of these parts, by name.
pub(super) fn of<'p>(parts: impl Iterator<Item = (&'p str, &'p [u8])>) -> ZipResult<Vec<u8>> {
    add(ZipWriter::new(Cursor::new(Vec::new())), parts)
}

/// An archive with further parts. What is in it already is not compressed again.
pub(super) fn with<'p>(archive: &[u8], parts: impl Iterator<Item = (&'p str, &'p [u8])>) -> ZipResult<Vec<u8>> {
    add(ZipWriter::new_append(Cursor::new(archive.to_vec()))?, parts)
}

fn add<'p>(
    mut zip: ZipWriter<Cursor<Vec<u8>>>,
    parts: impl Iterator<Item = (&'p str, &'p [u8])>,
) -> ZipResult<Vec<u8>> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .compression_level(Some(4))
        .last_modified_time(zip::DateTime::default());
    for (name, content) in parts {
        zip.start_file(name, options)?;
        zip.write_all(content)?;
    }
    Ok(zip.finish()?.into_inner())
}
