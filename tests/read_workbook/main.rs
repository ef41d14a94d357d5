//! Workbooks as returns: what a person sees in a sheet, and files that mean harm.

// A test that fails panics.
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod binary;
mod hostile;
mod judge;
mod legacy;
mod open_document;
#[cfg(feature = "xlsx")]
#[path = "../records/mod.rs"]
mod records;
mod sheets;
mod support;
mod xlsb;
