//! Where the parts of a document are.

use crate::read::ReadError;
use crate::read::opc::{each_element, relationships, resolve};
use crate::read::package::Package;
use crate::read::xml::attribute;

/// The parts that are read.
pub(super) struct Names {
    /// The main part.
    pub(super) main: String,
    /// The custom properties; the part may be absent.
    pub(super) properties: String,
}

/// Finds the parts by the package's relationships (ECMA-376 Part 2, 6.5), else
/// by content types, else under the names that Word gives them.
pub(super) fn names(package: &mut Package) -> Result<Names, ReadError> {
    let roots = relationships(package, "")?;
    let mut main = roots.target_of("officeDocument");
    if main.is_none() {
        each_element(package, "[Content_Types].xml", |start| {
            let (Some(kind), Some(name)) = (attribute(start, "ContentType"), attribute(start, "PartName")) else {
                return;
            };
            if kind.ends_with("wordprocessingml.document.main+xml")
                || kind.ends_with("ms-word.document.macroEnabled.main+xml")
            {
                main.get_or_insert_with(|| resolve("", &name));
            }
        })?;
    }
    Ok(Names { main: main.unwrap_or_else(|| "word/document.xml".to_owned()), properties: roots.custom_properties() })
}
