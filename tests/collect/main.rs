//! What the office delivers, made of returns that were written and read back.

#![cfg(feature = "cli")]
#![allow(clippy::unwrap_used, clippy::expect_used)]

mod files;
mod messages;
mod summary;
mod support;
mod workbook;
