//! Writing forms into files.

pub mod docx;
mod format;
mod package;
#[cfg(feature = "pdf")]
pub mod pdf;
#[cfg(feature = "xlsx")]
pub mod xlsx;

pub use format::{Format, FormatError, FormatOptions, Template, Written};

/// Name of the custom property by which a file names its form.
pub(crate) const FORM_PROPERTY: &str = "shenbao.form";

/// Name of the custom property by which a workbook of a collection says that
/// it is no return, whatever somebody calls the file.
pub(crate) const COLLECTION_PROPERTY: &str = "shenbao.collection";

/// Name of the custom property with the form's version.
pub(crate) const VERSION_PROPERTY: &str = "shenbao.version";
