//! Reading DOCX (ISO/IEC 29500, transitional and strict).
//!
//! One pass over the events of the main part; nothing is kept that is not in
//! the [`Document`]. [`body`] knows the elements and [`properties`] what stands
//! in their properties; [`flow`] and [`table`] build paragraphs and grids;
//! [`field`], [`control`] and [`symbol`] know the ways in which Word hides
//! ticks and text.

mod body;
mod characters;
mod control;
mod field;
mod flow;
mod parts;
mod properties;
mod table;
mod values;

use super::package::Package;
use super::{Limits, ReadError, ReadErrorKind, opc, xml};
use crate::Document;

/// Reads a DOCX.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Result<Document, ReadError> {
    let mut package = Package::open(bytes, limits)?;
    let names = parts::names(&mut package)?;
    let main =
        package.part(&names.main)?.ok_or_else(|| ReadError::new(ReadErrorKind::MissingPart).in_part(&names.main))?;
    let mut document =
        xml::decode(main).and_then(|text| body::read(&text, limits)).map_err(|error| error.in_part(&names.main))?;
    document.properties = opc::properties(&mut package, &names.properties)?;
    Ok(document)
}
