//! What a file says about itself: title, language, and the form that it is.

use lopdf::{Object, Stream, dictionary};

use super::WriteError;
use super::file::{File, text};
use crate::form::Form;
use crate::write::docx::escape;
use crate::write::{FORM_PROPERTY, VERSION_PROPERTY};

/// Name of the program that made the file.
const PROGRAM: &str = "Shenbao 申报";

/// The date of every file: the same form gives the same bytes.
const DATE: (&str, &str) = ("D:20000101000000Z", "2000-01-01T00:00:00Z");

/// The language of the forms.
const LANGUAGE: &str = "zh-CN";

/// Adds the information dictionary, the XMP packet and what the catalogue says.
pub(super) fn describe(file: &mut File, form: &Form) -> Result<(), WriteError> {
    let version = form.version.to_string();
    let information = dictionary! {
        "Title" => text(&form.title),
        "Creator" => text(PROGRAM),
        "Producer" => text(PROGRAM),
        "CreationDate" => Object::string_literal(DATE.0),
        "ModDate" => Object::string_literal(DATE.0),
        FORM_PROPERTY => text(&form.id),
        VERSION_PROPERTY => text(&version),
    };
    // printpdf has an information dictionary of its own.
    let old = file.document.trailer.get(b"Info").and_then(Object::as_reference).map_err(WriteError::new)?;
    file.document.set_object(old, information);
    let packet =
        Stream::new(dictionary! { "Type" => "Metadata", "Subtype" => "XML" }, xmp(form, &version).into_bytes());
    let packet = file.document.add_object(packet);
    let catalog = file.catalog()?;
    catalog.set("Metadata", packet);
    catalog.set("Lang", Object::string_literal(LANGUAGE));
    catalog.set("ViewerPreferences", dictionary! { "DisplayDocTitle" => true });
    // printpdf asks for one page under the other; viewers have their own ways.
    catalog.remove(b"PageLayout");
    catalog.remove(b"PageMode");
    Ok(())
}

/// The same as an XMP packet (ISO 16684-1). Custom entries of the information
/// dictionary stand in the namespace that Acrobat gives them.
fn xmp(form: &Form, version: &str) -> String {
    let escaped = |text: &str| {
        let mut escaped = String::new();
        escape(text, &mut escaped);
        escaped
    };
    format!(
        concat!(
            "<?xpacket begin=\"\u{feff}\" id=\"W5M0MpCehiHzreSzNTczkc9d\"?>\n",
            "<x:xmpmeta xmlns:x=\"adobe:ns:meta/\"><rdf:RDF xmlns:rdf=\"http://www.w3.org/1999/02/22-rdf-syntax-ns#\">",
            "<rdf:Description rdf:about=\"\" xmlns:dc=\"http://purl.org/dc/elements/1.1/\" ",
            "xmlns:xmp=\"http://ns.adobe.com/xap/1.0/\" xmlns:pdf=\"http://ns.adobe.com/pdf/1.3/\" ",
            "xmlns:pdfx=\"http://ns.adobe.com/pdfx/1.3/\">",
            "<dc:format>application/pdf</dc:format>",
            "<dc:title><rdf:Alt><rdf:li xml:lang=\"x-default\">{title}</rdf:li></rdf:Alt></dc:title>",
            "<dc:language><rdf:Bag><rdf:li>{language}</rdf:li></rdf:Bag></dc:language>",
            "<xmp:CreatorTool>{program}</xmp:CreatorTool><pdf:Producer>{program}</pdf:Producer>",
            "<xmp:CreateDate>{date}</xmp:CreateDate><xmp:ModifyDate>{date}</xmp:ModifyDate>",
            "<pdfx:{form_property}>{id}</pdfx:{form_property}>",
            "<pdfx:{version_property}>{version}</pdfx:{version_property}>",
            "</rdf:Description></rdf:RDF></x:xmpmeta>\n<?xpacket end=\"r\"?>"
        ),
        title = escaped(&form.title),
        id = escaped(&form.id),
        version = version,
        date = DATE.1,
        language = LANGUAGE,
        program = PROGRAM,
        form_property = FORM_PROPERTY,
        version_property = VERSION_PROPERTY,
    )
}
