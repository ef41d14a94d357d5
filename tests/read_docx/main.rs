//! Reading DOCX: one small case for each thing that a file can hold.

// Helpers fail by panicking, as tests do.
#![allow(clippy::unwrap_used)]

mod bad_files;
mod controls;
mod fields;
mod package;
mod support;
mod tables;
mod text;
