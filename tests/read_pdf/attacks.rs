//! Files that mean harm: each is refused or read, in bounded time and memory.

use std::fmt::Write as _;
use std::io::Write as _;
use std::time::{Duration, Instant};

use flate2::Compression;
use flate2::write::ZlibEncoder;
use shenbao::read::{self, Limits};

/// How long one file may take, in a debug build on a busy machine.
const LONGEST: Duration = Duration::from_secs(20);

/// A file of these objects, numbered from 1, the first of them the catalogue.
fn file(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    let mut table = format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    for (number, object) in (1..).zip(objects) {
        let _ = writeln!(table, "{:010} 00000 n ", bytes.len());
        let _ = writeln!(bytes, "{number} 0 obj");
        bytes.extend_from_slice(object);
        bytes.extend_from_slice(b"\nendobj\n");
    }
    let start = bytes.len();
    let _ = write!(bytes, "{table}trailer\n<</Root 1 0 R/Size {}>>\nstartxref\n{start}\n%%EOF\n", objects.len() + 1);
    bytes
}

fn stream(entries: &str, data: &[u8]) -> Vec<u8> {
    let mut object = format!("<<{entries}/Length {}>>stream\n", data.len()).into_bytes();
    object.extend_from_slice(data);
    object.extend_from_slice(b"\nendstream");
    object
}

fn deflate(data: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(data).unwrap();
    encoder.finish().unwrap()
}

const CATALOGUE: &str = "<</Type/Catalog/Pages 2 0 R>>";
const PAGES: &str = "<</Type/Pages/Kids[3 0 R]/Count 1/MediaBox[0 0 595 842]>>";
const FONT: &str = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>";

/// A page: its entries beside the content, the content, and further objects,
/// numbered from 6; 5 is a font.
fn page(entries: &str, content: Vec<u8>, more: &[Vec<u8>]) -> Vec<u8> {
    let page = format!("<</Type/Page/Parent 2 0 R/Contents 4 0 R{entries}>>");
    let mut objects: Vec<Vec<u8>> = [CATALOGUE, PAGES, &page].map(|text| text.as_bytes().to_vec()).to_vec();
    objects.push(content);
    objects.push(FONT.into());
    objects.extend_from_slice(more);
    file(&objects)
}

/// Content that says something, before more of it.
fn said(more: &str) -> Vec<u8> {
    stream("", format!("BT /F 12 Tf 50 700 Td (text) Tj ET {more}").as_bytes())
}

const RESOURCES: &str = "/Resources<</Font<</F 5 0 R>>>>";

/// Limits that are crossed in a moment.
fn small() -> Limits {
    let mut limits = Limits::default();
    (limits.items, limits.total_bytes) = (100_000, 16 << 20);
    limits
}

/// The error of a file, or `read`.
fn outcome(bytes: &[u8]) -> &'static str {
    outcome_within(bytes, &Limits::default())
}

fn outcome_within(bytes: &[u8], limits: &Limits) -> &'static str {
    let start = Instant::now();
    let outcome = read::document(bytes, limits).map_or_else(|error| error.code(), |_| "read");
    assert!(start.elapsed() < LONGEST, "{:?}", start.elapsed());
    outcome
}

#[test]
fn streams_that_inflate_without_end() {
    let zeros = deflate(&vec![b' '; 16 << 20]);
    assert_eq!(outcome(&page(RESOURCES, stream("/Filter/FlateDecode", &zeros), &[])), "bomb");
    let twice = deflate(&zeros);
    assert_eq!(outcome(&page(RESOURCES, stream("/Filter[/Fl/Fl]", &twice), &[])), "bomb");
    let runs = [129, b' '].repeat(1 << 21);
    assert_eq!(outcome(&page(RESOURCES, stream("/Filter/RunLengthDecode", &runs), &[])), "too_large");
    // Thirty names for one filter, each of which copies what it is given.
    let copies = format!("/Filter[{}]", "/Crypt".repeat(50_000));
    assert!(["read", "scanned", "empty"].contains(&outcome(&page(RESOURCES, stream(&copies, b" "), &[]))));
}

#[test]
fn content_that_is_drawn_again_and_again() {
    // Ten forms, each of which draws the next one ten times.
    let mut forms = Vec::new();
    for number in 6..16 {
        let entries =
            format!("/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X {} 0 R>>>>", number + 1);
        forms.push(stream(&entries, "/X Do ".repeat(10).as_bytes()));
    }
    forms.push(stream("/Type/XObject/Subtype/Form/BBox[0 0 9 9]", &b"q Q ".repeat(10)));
    let entries = "/Resources<</Font<</F 5 0 R>>/XObject<</X 6 0 R>>>>";
    assert_eq!(outcome(&page(entries, said("/X Do"), &forms)), "too_many_items");
    // A form that draws itself.
    let own = stream("/Type/XObject/Subtype/Form/BBox[0 0 9 9]/Resources<</XObject<</X 6 0 R>>>>", b"/X Do /X Do");
    assert_eq!(outcome(&page(entries, said("/X Do"), &[own])), "read");
    // Ten million operators.
    let many = said(&"q Q ".repeat(500_000));
    assert_eq!(outcome_within(&page(RESOURCES, many, &[]), &small()), "too_many_items");
    // States, operands and marks without end.
    let open = said(&"q /A BMC 1 ".repeat(200_000));
    assert_eq!(outcome(&page(RESOURCES, open, &[])), "read");
}

#[test]
fn page_trees_that_bite_their_tails() {
    let tree = |pages: &str, more: &[&str]| {
        let mut objects = vec![CATALOGUE.as_bytes().to_vec(), pages.as_bytes().to_vec()];
        objects.extend(more.iter().map(|object| object.as_bytes().to_vec()));
        outcome(&file(&objects))
    };
    assert_eq!(tree("<</Type/Pages/Kids[2 0 R]>>", &[]), "bad_pdf");
    assert_eq!(tree("<</Type/Pages/Kids[3 0 R]>>", &["<</Type/Pages/Kids[2 0 R 3 0 R]>>"]), "bad_pdf");
    assert_eq!(tree("<</Type/Pages/Kids 2 0 R/Count -1>>", &[]), "bad_pdf");
    // One page a hundred thousand times, in a tree that claims billions.
    let pages = format!("<</Type/Pages/Count 9999999999/Kids[{}]>>", "3 0 R ".repeat(100_000));
    assert_eq!(tree(&pages, &["<</Type/Page/MediaBox[0 0 9 9]>>"]), "empty");
    // A tree of one branch that is deeper than any.
    let chain: Vec<String> = (3..5_000).map(|number| format!("<</Type/Pages/Kids[{} 0 R]>>", number + 1)).collect();
    let chain: Vec<&str> = chain.iter().map(String::as_str).collect();
    assert_eq!(tree("<</Type/Pages/Kids[3 0 R]>>", &chain), "too_deep");
    // More pages than anybody prints.
    let kids = format!("<</Type/Pages/Kids[{}]>>", "<</Type/Page>>".repeat(20_000));
    assert_eq!(tree(&kids, &[]), "too_many_entries");
}

#[test]
fn fields_that_bite_their_tails_or_are_shown_without_end() {
    let widget = |more: &str| format!("<</Subtype/Widget/Rect[50 600 90 620]/FT/Tx{more}>>").into_bytes();
    let one = |annotations: &str, object: Vec<u8>| {
        let entries = format!("{RESOURCES}/Annots[{annotations}]");
        outcome(&page(
            &entries,
            said(""),
            &[object, b"<</Parent 8 0 R/Kids[6 0 R 7 0 R]>>".to_vec(), b"<</Parent 7 0 R>>".to_vec()],
        ))
    };
    assert_eq!(one("6 0 R", widget("/Parent 6 0 R/V(a)")), "read");
    assert_eq!(one("6 0 R", widget("/Parent 7 0 R/V(a)")), "read");
    // A long value, shown by each of a hundred thousand widgets.
    let value = "x".repeat(100_000);
    assert_eq!(one(&"6 0 R ".repeat(100_000), widget(&format!("/T(a)/V({value})"))), "too_many_items");
    // A field with as many kids as widgets, each of which looks at all.
    let kids = "6 0 R ".repeat(5_000);
    let field = format!("<</FT/Btn/T(a)/V/No/Kids[{kids}]>>").into_bytes();
    let button = b"<</Subtype/Widget/Rect[50 600 60 610]/Parent 7 0 R/AP<</N<</Yes 4 0 R>>>>>>".to_vec();
    let entries = format!("{RESOURCES}/Annots[{kids}]");
    assert_eq!(outcome(&page(&entries, said(""), &[button, field])), "read");
}

#[test]
fn tables_of_objects_that_lie() {
    let whole = page(RESOURCES, said(""), &[]);
    let text = String::from_utf8(whole.clone()).unwrap();
    let edit = |from: &str, to: &str| {
        assert!(text.contains(from));
        outcome(text.replace(from, to).as_bytes())
    };
    assert_eq!(outcome(&whole), "read");
    let start = text.rfind("xref\n0").unwrap();
    assert_eq!(edit("/Size 6", &format!("/Size 6/Prev {start}")), "read");
    assert_eq!(edit("/Size 6", &format!("/Size 99999999999/Prev {start}/XRefStm {start}")), "read");
    assert_eq!(edit("xref\n0 6", "xref\n0 4294967295"), "read");
    assert_eq!(edit("xref\n0 6", "xref\n4294967290 6"), "read");
    assert_eq!(edit(&format!("startxref\n{start}"), "startxref\n99999999999999999999"), "read");
    for length in ["-1", "99999999999", "0", "4 0 R", "(a)", "[]", "3"] {
        let content = text.find("/Length ").unwrap();
        let end = content + text[content..].find(">>").unwrap();
        let lied = format!("{}/Length {length}{}", &text[..content], &text[end..]);
        assert_eq!(outcome(lied.as_bytes()), "read", "{length}");
    }
    // Trailers within one another, none of which ends.
    let endless = format!("%PDF-1.7\n{}", "trailer<</A(".repeat(200_000));
    assert_eq!(outcome(endless.as_bytes()), "truncated");
    // Objects none of which ends.
    let endless: String =
        (1..50_000).fold("%PDF-1.7\n".to_owned(), |text, number| text + &format!("{number} 0 obj<</A("));
    assert_eq!(outcome_within(endless.as_bytes(), &small()), "too_large");
}

#[test]
fn object_streams_that_hold_themselves() {
    let table = |entries: &[(u8, u16, u8)]| -> Vec<u8> {
        entries.iter().flat_map(|(kind, at, index)| [*kind, (at >> 8) as u8, *at as u8, *index]).collect()
    };
    // Object 2, the stream, is said to stand in itself, and its length too.
    let mut bytes = b"%PDF-1.7\n".to_vec();
    let at = bytes.len() as u16;
    bytes.extend(b"2 0 obj<</Type/ObjStm/N 2/First 8/Extends 2 0 R/Length 3 0 R>>stream\n1 0 3 9 <</Pages 1 0 R>> 40\nendstream endobj\n");
    let start = bytes.len();
    let rows = table(&[(0, 0, 0), (2, 2, 0), (2, 2, 0), (2, 2, 1)]);
    let size = rows.len();
    bytes.extend(format!("4 0 obj<</Type/XRef/W[1 2 1]/Size 4/Root 1 0 R/Length {size}>>stream\n").bytes());
    bytes.extend(&rows);
    bytes.extend(format!("\nendstream endobj\nstartxref\n{start}\n%%EOF").bytes());
    assert_eq!(outcome(&bytes), "empty");
    let honest = table(&[(0, 0, 0), (2, 2, 0), (1, at, 0), (2, 2, 1)]);
    let from = bytes.len() - rows.len() - format!("\nendstream endobj\nstartxref\n{start}\n%%EOF").len();
    bytes[from..from + rows.len()].copy_from_slice(&honest);
    assert_eq!(outcome(&bytes), "empty");
}

#[test]
fn nesting_and_lists_without_end() {
    for open in ["[", "<<", "<</A", "[<</A"] {
        let deep = open.repeat(200_000);
        assert_eq!(outcome(&page(&format!("{RESOURCES}/Deep {deep}"), said(""), &[])), "read", "{open}");
        assert_eq!(outcome(&page(RESOURCES, said(&format!("{deep} TJ")), &[])), "read", "{open}");
    }
    // Two bytes of a file for an object of a hundred in memory.
    let list = format!("<</Kids[{}]>>", "0 ".repeat(3 << 20)).into_bytes();
    let entries = format!("{RESOURCES}/Annots 6 0 R");
    assert!(["read", "too_large"].contains(&outcome(&page(&entries, said(""), &[list]))));
    // A chain of references.
    let chain: Vec<Vec<u8>> = (6..3_000).map(|number| format!("{} 0 R", number + 1).into_bytes()).collect();
    assert_eq!(outcome(&page(&entries, said(""), &chain)), "read");
}

/// A page that shows some codes in a font, object 6, and further objects.
fn in_font(font: &str, more: &[Vec<u8>]) -> Vec<u8> {
    let mut objects = vec![font.as_bytes().to_vec()];
    objects.extend_from_slice(more);
    let entries = "/Resources<</Font<</F 5 0 R/G 6 0 R>>>>";
    page(entries, said("BT /G 12 Tf 50 500 Td <0041> Tj ET"), &objects)
}

#[test]
fn fonts_that_say_too_much() {
    // Each range gives all codes another text.
    let map = format!("{} beginbfrange {} endbfrange", 20_000, "<0000> <FFFF> <0041> ".repeat(20_000));
    let font = "<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/ToUnicode 7 0 R/DescendantFonts[8 0 R]>>";
    let descendant = |widths: &str| format!("<</Type/Font/Subtype/CIDFontType2/W[{widths}]>>").into_bytes();
    assert_eq!(outcome(&in_font(font, &[stream("", map.as_bytes()), descendant("")])), "read");
    // One character that stands for a million.
    let long = format!("1 beginbfchar <0041> <{}> endbfchar", "0041".repeat(1_100_000));
    assert_eq!(outcome(&in_font(font, &[stream("", long.as_bytes()), descendant("")])), "too_many_items");
    let widths = "0 4294967295 500 ".repeat(200_000);
    assert_eq!(outcome(&in_font(font, &[stream("", b""), descendant(&widths)])), "read");
    // A font that is its own descendant.
    let own = "<</Type/Font/Subtype/Type0/Encoding/Identity-H/ToUnicode 6 0 R/DescendantFonts[6 0 R]>>";
    assert_eq!(outcome(&in_font(own, &[])), "read");
}

#[test]
fn type_3_fonts_whose_glyphs_draw_themselves() {
    let font = "<</Type/Font/Subtype/Type3/FontMatrix[.001 0 0 .001 0 0]/FirstChar 0/LastChar 255/Widths[500]\
                /Encoding<</Differences[65/x]>>/CharProcs<</x 7 0 R>>/Resources<</Font<</G 6 0 R>>>>>>";
    let glyph = stream("", b"500 0 d0 BT /G 1 Tf (A) Tj ET");
    assert_eq!(outcome(&in_font(font, &[glyph])), "read");
}

#[test]
fn drawings_without_end() {
    let squares: String = (0..60_000).fold(String::new(), |mut text, n| {
        let _ = write!(text, "{} {} 9 9 re S ", n % 250 * 2, n / 250 * 3);
        text
    });
    assert_eq!(outcome(&page(RESOURCES, said(&squares), &[])), "read");
    let rules: String = (0..3_000).fold(String::new(), |mut text, n| {
        let at = f64::from(n) * 0.28;
        let _ = write!(text, "0 {at:.2} m 595 {at:.2} l S {at:.2} 0 m {at:.2} 842 l S ");
        text
    });
    assert_eq!(outcome(&page(RESOURCES, said(&rules), &[])), "read");
    let pictures = "BI ID EI ".repeat(50_000);
    assert!(["read", "scanned"].contains(&outcome(&page(RESOURCES, said(&pictures), &[]))));
}
