//! Reading files into documents.
//!
//! [`sniff`] tells what a file is by its content, and [`document`] reads it. A
//! reader gives what a person would see as text, and nothing else; it knows
//! nothing of forms.
//!
//! ```
//! use shenbao::{Lang, read};
//!
//! let bytes = b"%PDF-1.7 ...";
//! assert_eq!(read::sniff(bytes), read::Kind::Pdf);
//! let error = read::document(bytes, &read::Limits::default()).unwrap_err();
//! assert_eq!(error.code(), "truncated");
//! assert_eq!(error.message(Lang::Zh), "文件不完整（传输中断或已损坏），请重新发送");
//! ```

mod bytes;
mod docx;
mod error;
mod limits;
mod ole;
mod opc;
mod package;
mod pdf;
mod sniff;
mod symbol;
pub(crate) mod workbook;
mod xml;

pub use error::{ReadError, ReadErrorKind};
pub use limits::Limits;
pub use sniff::{Kind, sniff};

use crate::Document;

/// Whether a file without its end is left of a workbook or a document: its
/// directory, which stands behind the content, is gone.
pub(crate) fn is_cut_off(bytes: &[u8]) -> bool {
    match sniff(bytes) {
        Kind::Ole => ole::root_names(bytes).is_empty(),
        Kind::Zip => !package::has_end(bytes),
        _ => false,
    }
}

/// Reads a file of any kind that has a reader.
///
/// Readers never panic on what a file holds, and stop at `limits`.
///
/// # Errors
///
/// The file is of a kind that has no reader, is damaged, encrypted, or crosses
/// a limit; [`ReadError::message`] says which in words for its sender.
pub fn document(bytes: &[u8], limits: &Limits) -> Result<Document, ReadError> {
    if bytes.len() as u64 > limits.file_bytes {
        return Err(ReadError::over(ReadErrorKind::TooLarge, limits.file_bytes));
    }
    let kind = match sniff(bytes) {
        Kind::Docx => return docx::read(bytes, limits),
        kind @ (Kind::Xlsx | Kind::Xlsb | Kind::Xls | Kind::OpenDocumentSheet) => {
            return workbook::document(bytes, kind, limits);
        }
        Kind::Pdf => return pdf::read(bytes, limits),
        Kind::Empty => ReadErrorKind::Empty,
        Kind::Encrypted => ReadErrorKind::Encrypted,
        Kind::Doc => ReadErrorKind::OldWord,
        Kind::Html => ReadErrorKind::Html,
        Kind::Rtf => ReadErrorKind::Rtf,
        Kind::WordXml => ReadErrorKind::WordXml,
        Kind::OpenDocumentText => ReadErrorKind::OpenDocument,
        Kind::Ofd => ReadErrorKind::Ofd,
        Kind::Presentation => ReadErrorKind::Presentation,
        // What is left cannot be told from other archives by its names.
        Kind::Zip | Kind::Ole if is_cut_off(bytes) => ReadErrorKind::Truncated,
        Kind::Zip | Kind::Archive => ReadErrorKind::Archive,
        Kind::Image => ReadErrorKind::Image,
        Kind::Ole | Kind::Text | Kind::Unknown => ReadErrorKind::NotAFormFile,
    };
    Err(ReadError::new(kind))
}
