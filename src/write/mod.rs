//! Writing forms into files: each format by itself, or any of them by its
//! [`Format`].
//!
//! ```
//! use shenbao::write::{Format, FormatOptions, Template};
//! use shenbao::{Catalogue, Record};
//!
//! let catalogue = Catalogue::embedded()?;
//! let form = catalogue.form("henan-2021/recommendation").ok_or("no such form")?;
//! for format in Format::ALL {
//!     let template = Template::compile(form, *format, &FormatOptions::default())?;
//!     let blank = template.fill(&Record::new())?;
//!     assert!(!blank.bytes.is_empty() && blank.findings.is_empty(), "{format}");
//! }
//! # Ok::<(), Box<dyn std::error::Error>>(())
//! ```

pub mod docx;
mod format;
mod package;
#[cfg(feature = "pdf")]
pub mod pdf;
mod unwritable;
#[cfg(feature = "xlsx")]
pub mod xlsx;

pub use format::{Format, FormatError, FormatOptions, Template, Written};
#[cfg(feature = "collect")]
pub(crate) use unwritable::replaced_finding;
pub use unwritable::unwritable;
#[cfg(any(feature = "pdf", feature = "xlsx"))]
pub(crate) use unwritable::writable;

/// Name of the custom property by which a file names its form.
pub(crate) const FORM_PROPERTY: &str = "shenbao.form";

/// The tag of marked content in our PDF files for text that goes on in a cell
/// which began on the page before: a row that was split is one again for the
/// reader, whatever stands in it.
pub(crate) const GOES_ON_TAG: &str = "ShenbaoGoesOn";

/// Name of the custom property by which a workbook of a collection says that
/// it is no return, whatever somebody calls the file.
pub(crate) const COLLECTION_PROPERTY: &str = "shenbao.collection";

/// Name of the custom property with the form's version.
pub(crate) const VERSION_PROPERTY: &str = "shenbao.version";
