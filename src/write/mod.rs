//! Writing forms into files.

pub mod docx;
#[cfg(feature = "collect")]
pub mod xlsx;
