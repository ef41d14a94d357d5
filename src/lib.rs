//! Official forms of Chinese education bureaus: one definition of a form gives
//! blank and filled files, reads what comes back, checks it and collects it.

#![forbid(unsafe_code)]
#![deny(missing_docs)]

pub mod batch;
pub mod check;
#[cfg(feature = "cli")]
pub mod cli;
#[cfg(feature = "collect")]
pub mod collect;
pub mod data;
pub mod document;
pub mod extract;
pub mod finding;
pub mod form;
pub mod layout;
mod length;
mod path;
pub mod read;
pub mod report;
pub mod template;
mod text;
pub mod write;

pub use document::{Document, Place};
pub use finding::{Code, Finding, Lang, Severity};
pub use form::{Catalogue, Form, Record, Value};
pub use rust_decimal::Decimal;

pub use length::{Length, ParseLengthError};
pub use path::{FieldPath, ParsePathError, SlotName, Step};
