//! Official forms of Chinese education bureaus: one definition of a form gives
//! blank and filled files, reads what comes back, checks it and collects it.
//!
//! Everything meets in one format-neutral model. A [`Form`] says what may be
//! asked and how it is laid out; a [`Document`] is what stands on a page; a
//! [`Record`] is what somebody answered; a [`Finding`] is what is wrong with it.
//!
//! | step | from | to | where |
//! |---|---|---|---|
//! | load | definitions and templates | [`Catalogue`] of [`Form`]s | [`form`], [`template`], [`layout`] |
//! | fill | a list or JSON | [`Record`]s, and what its columns mean | [`data`] |
//! | write | [`Form`], [`Record`] | the bytes of a Word, Excel or PDF file | [`mod@write`] |
//! | read | the bytes of such a file, whoever wrote it | [`Document`] | [`read`] |
//! | extract | [`Document`] | [`Record`] with places and findings | [`extract`] |
//! | check | [`Form`], [`Record`] | [`Finding`]s | [`check`] |
//! | collect | returned files | the official summary, the office's workbook, messages | `collect` |
//!
//! The formats that forms are written in are features: Word always, `xlsx` and
//! `pdf`; [`write::Template`] is any of them. All are read without features.
//!
//! The library reads no disk, no clock and no terminal, and never stops at the
//! first fault: what is wrong with a file is data. [`batch::read_file`] does all
//! steps from bytes to findings for one file.

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
#[cfg(feature = "pdf")]
pub mod font;
pub mod form;
pub mod layout;
mod length;
pub mod lint;
mod path;
pub mod read;
pub mod report;
pub mod template;
mod text;
pub mod typeset;
pub mod write;

pub use document::{Document, Place};
pub use finding::{Code, Finding, Lang, Severity};
pub use form::{Catalogue, Form, Record, Value};
pub use rust_decimal::Decimal;

pub use length::{Length, ParseLengthError};
pub use path::{FieldPath, ParsePathError, SlotName, Step};

// The example of the README is a test.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
