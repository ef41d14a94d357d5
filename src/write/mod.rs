//! Writing forms into files.

pub mod docx;
#[cfg(feature = "xlsx")]
pub mod xlsx;
