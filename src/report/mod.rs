//! What was read, for programs and for people.

mod json;
mod record;
mod text;

pub use crate::finding::MASK;
pub use json::{ErrorLine, FieldLine, FileLine, FindingLine, SCHEMA};
pub use record::record_json;
pub use text::{Subject, finding_message, finding_text, findings_text, subject};
