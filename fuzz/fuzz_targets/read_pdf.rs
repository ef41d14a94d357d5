//! No file may make the reader of PDF panic, hang or take much memory.
//!
//! The input is a whole file, and, so that mutations reach what is drawn, also
//! the content of a page, with fields and a font that point back into it.

#![no_main]

use libfuzzer_sys::fuzz_target;
use shenbao::read::{self, Limits};

/// A file without a table of objects, whose page has this content.
fn page(content: &[u8]) -> Vec<u8> {
    const OBJECTS: &str = "%PDF-1.7
1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj
2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 595 842]>>endobj
3 0 obj<</Type/Page/Parent 2 0 R/Contents 4 0 R/Annots[7 0 R 8 0 R]
/Resources<</Font<</F 5 0 R/G 6 0 R>>/XObject<</X 4 0 R>>>>>>endobj
5 0 obj<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>endobj
6 0 obj<</Type/Font/Subtype/Type0/Encoding 4 0 R/ToUnicode 4 0 R/DescendantFonts[<</W[1 2 500]>>]>>endobj
7 0 obj<</Subtype/Widget/Rect[50 600 90 620]/FT/Tx/T(a)/V 4 0 R>>endobj
8 0 obj<</Subtype/Widget/Rect[50 500 90 520]/FT/Tx/T(b)/AP<</N 4 0 R>>>>endobj
";
    let mut bytes = OBJECTS.as_bytes().to_vec();
    let entries = "/Type/XObject/Subtype/Form/BBox[0 0 595 842]";
    bytes.extend(format!("4 0 obj<<{entries}/Length {}>>stream\n", content.len()).bytes());
    bytes.extend_from_slice(content);
    bytes.extend_from_slice(b"\nendstream endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n");
    bytes
}

fuzz_target!(|input: &[u8]| {
    let limits = Limits::default();
    let _ = read::document(input, &limits);
    let _ = read::document(&page(input), &limits);
});
