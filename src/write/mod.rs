//! Writing forms into files.

pub mod docx;
