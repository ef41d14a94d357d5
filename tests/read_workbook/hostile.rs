//! Files that mean harm: no panic, no end of memory, bounded time.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use shenbao::data::{SheetErrorKind, sheets};
use shenbao::extract::Extractor;
use shenbao::read::{self, Limits};
use shenbao::{Catalogue, Code};

use super::binary::{Book, Part, numbers};
use super::legacy::{Stream, words, xls};
use super::support::{self, cells, error, package, read, sketch, xlsx};

/// How long one small file may take, in a debug build on a busy machine.
const LONGEST: Duration = Duration::from_secs(20);

#[test]
fn far_corners_cost_nothing() {
    let bytes = cells("A1=甲|XFD1048576=乙", "<mergeCells><mergeCell ref='A1:XFC1048576'/></mergeCells>");
    let start = Instant::now();
    assert_eq!(sketch(&read(&bytes)), ["“甲”", "“乙”"]);
    assert!(start.elapsed() < LONGEST);
}

#[test]
fn counts_that_a_file_claims_are_not_believed() {
    // calamine reserves 24 bytes for each and ends the process.
    let strings = "<sst count='1' uniqueCount='99999999999'><si><t>甲</t></si></sst>";
    let data = "<sheetData><row><c t='s'><v>0</v></c><c t='s'><v>99999999999</v></c></row></sheetData>";
    assert_eq!(sketch(&read(&xlsx(&[("", data)], "", strings))), ["“甲”"]);
}

#[test]
fn a_text_that_many_cells_share_counts_for_each() {
    let strings = format!("<sst><si><t>{}</t></si></sst>", "字".repeat(100_000));
    let data = format!("<sheetData>{}</sheetData>", "<c t='s'><v>0</v></c>".repeat(2_000));
    assert_eq!(error(&xlsx(&[("", &data)], "", &strings)).code(), "too_large");
}

#[test]
fn many_merged_areas_that_overlap_end() {
    let areas: String = (1..3_000).map(|n| format!("<mergeCell ref='A{n}:XFD1048576'/>")).collect();
    let start = Instant::now();
    let _ = read::document(&cells("A1=甲|B5000=乙", &format!("<mergeCells>{areas}</mergeCells>")), &Limits::default());
    assert!(start.elapsed() < LONGEST);
}

/// An ODS with this content of its only table.
fn ods(table: &str) -> Vec<u8> {
    support::ods("", table)
}

#[test]
fn rows_and_cells_that_repeat_are_counted_and_empty_ones_are_not() {
    let cell = "<t:table-cell t:number-columns-repeated='16384'><x:p>甲</x:p></t:table-cell>";
    let row = format!("<t:table-row t:number-rows-repeated='1048576'>{cell}</t:table-row>");
    assert_eq!(error(&ods(&row)).code(), "too_many_items");
    let empty = "<t:table-row t:number-rows-repeated='4294967295'><t:table-cell t:number-columns-repeated='4294967295'/></t:table-row>";
    let one = "<t:table-row><t:table-cell><x:p>甲</x:p></t:table-cell></t:table-row>";
    assert_eq!(sketch(&read(&ods(&format!("{one}{empty}")))), ["“甲”"]);
    assert!(sketch(&read(&ods(&format!("{empty}{one}")))).is_empty(), "below the last row there is nothing");
}

#[test]
fn hidden_columns_and_frames_that_repeat_take_no_time() {
    let columns = "<t:table-column t:visibility='x'/>".repeat(5_000);
    let framed = "<t:table-cell t:style-name='b'/>".repeat(5_000);
    let row = |cells: &str| format!("<t:table-row t:number-rows-repeated='1000000'>{cells}</t:table-row>");
    let style = "<t:style t:name='b' t:family='table-cell'><t:table-cell-properties t:border='1pt'/></t:style>";
    assert!(time(&ods(&format!("{style}{columns}{}", row(&framed)))) < LONGEST);
    let words = "<t:table-cell><x:p>甲</x:p></t:table-cell>";
    assert!(time(&ods(&format!("{style}{}", row(&(framed + words))))) < LONGEST);
}

#[test]
fn names_and_sheets_are_matched_once() {
    let names: String =
        (0..70_000).map(|n| format!("<t:named-range t:name='n{n}' t:cell-range-address='b{n}.A1'/>")).collect();
    let sheets = "<t:table t:name='c'/>".repeat(70_000);
    assert!(time(&ods(&format!("</t:table>{sheets}{names}<t:table t:name='d'>"))) < LONGEST);
}

#[test]
fn locked_workbooks_are_named() {
    let manifest = "<m:manifest><m:file-entry><m:encryption-data/></m:file-entry></m:manifest>";
    let mime = "application/vnd.oasis.opendocument.spreadsheet";
    let bytes = package(&[("mimetype", mime), ("content.xml", "??"), ("META-INF/manifest.xml", manifest)]);
    assert_eq!(error(&bytes).code(), "encrypted");
}

/// How long a document takes, whatever comes of it.
fn time(bytes: &[u8]) -> Duration {
    let start = Instant::now();
    let _ = read::document(bytes, &Limits::default());
    start.elapsed()
}

#[test]
fn many_sheets_in_one_place_of_an_xls_are_read_once() {
    // Records that make no cell.
    let body = (0..20_000).fold(Stream::default().begin(16), |body, _| body.add(0x00A1, &[])).end();
    let bytes = xls(&Stream::default(), &[0; 20_000], &[body]);
    assert!(time(&bytes) < LONGEST);
    // Each sheet begins a little later in the same records.
    let bodies: Vec<Stream> = (0..20_000).map(|_| Stream::default().begin(16)).collect();
    let bytes = xls(&Stream::default(), &(0..20_000).collect::<Vec<_>>(), &bodies);
    assert!(time(&bytes) < LONGEST);
}

#[test]
fn lists_of_an_xls_are_searched_once() {
    let text = |text: &str| [words(&[text.len() as u16]), vec![0], text.as_bytes().to_vec()].concat();
    let formats = (0..30_000).fold(Stream::default(), |all, n| all.add(0x041E, &[&words(&[n]), &text("0")]));
    let styles = (0..30_000).fold(formats, |all, _| all.add(0x00E0, &[&words(&[0, 0]), &[0; 16]]));
    let cell = [&words(&[0, 0, 0])[..], &[0; 8]].concat();
    let cells = (0..20_000).fold(Stream::default().begin(16), |body, _| body.add(0x0203, &[&cell]));
    let words = [&words(&[0; 5])[..], &words(&[1]), &[0; 6]].concat();
    let body = (0..20_000).fold(cells, |body, _| body.add(0x01B6, &[&words]).add(0x003C, &[&[0, b'a']])).end();
    assert!(time(&xls(&styles, &[0], &[body])) < LONGEST);
}

#[test]
fn controls_tables_and_drawings_are_searched_once() {
    const KIND: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
    let link = |id: &str, of: &str, to: &str| format!("<Relationship Id='{id}' Type='{KIND}/{of}' Target='{to}'/>");
    let links = |links: String| format!("<Relationships>{links}</Relationships>");
    let controls: String =
        (0..60_000).map(|n| format!("<control shapeId='{n}' r:id='c'/><tablePart r:id='t{n}'/>")).collect();
    let sheet = format!("<worksheet xmlns:r='r'><sheetData/><drawing r:id='d'/>{controls}</worksheet>");
    let shapes: String = (0..60_000).map(|n| format!("<sp><cNvPr id='x{n}'/></sp>")).collect();
    let others: String = (0..9_000).map(|n| link(&format!("o{n}"), "table", "../tables/t.xml")).collect();
    let drawing = link("d", "drawing", "../drawings/d.xml") + &link("c", "ctrlProp", "../c.xml");
    let bytes = package(&[
        ("_rels/.rels", &links(link("r", "officeDocument", "xl/workbook.xml"))),
        ("xl/workbook.xml", "<workbook xmlns:r='r'><sheets><sheet name='a' r:id='s'/></sheets></workbook>"),
        ("xl/_rels/workbook.xml.rels", &links(link("s", "worksheet", "worksheets/a.xml"))),
        ("xl/worksheets/a.xml", &sheet),
        ("xl/worksheets/_rels/a.xml.rels", &links(others + &drawing)),
        ("xl/drawings/d.xml", &format!("<wsDr>{shapes}</wsDr>")),
        ("xl/c.xml", "<formControlPr objectType='CheckBox'/>"),
    ]);
    assert!(time(&bytes) < LONGEST);
}

#[test]
fn merged_areas_that_reach_far_down_are_searched_once() {
    let tall: String = (0..16_000).map(|n| format!("<mergeCell ref='{}'/>", tall(n))).collect();
    let wide: String = (2..20_000).map(|n| format!("<mergeCell ref='A{n}:XFD{n}'/>")).collect();
    let bytes = cells("A1=甲|A20000=乙", &format!("<mergeCells>{tall}{wide}</mergeCells>"));
    assert!(time(&bytes) < LONGEST);
}

/// A column from its first row to its last.
fn tall(column: u32) -> String {
    let column = shenbao::document::CellName { row: 1, column: column + 1 }.letters();
    format!("{column}1:{column}1048576")
}

/// The samples that are workbooks.
pub fn samples() -> Vec<(String, Vec<u8>)> {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let activities = fs::read_dir(samples).unwrap().flatten();
    let files =
        activities.filter_map(|activity| fs::read_dir(activity.path().join("returns")).ok()).flatten().flatten();
    let workbooks = files.map(|file| file.path()).filter(|path| {
        path.extension().is_some_and(|ending| ["xlsx", "xls", "ods"].iter().any(|known| *known == ending))
    });
    workbooks.map(|path| (path.display().to_string(), fs::read(&path).unwrap())).collect()
}

/// The parts of a package, or the file itself.
fn parts(bytes: &[u8]) -> Vec<(String, Vec<u8>)> {
    let Ok(mut archive) = zip::ZipArchive::new(std::io::Cursor::new(bytes)) else {
        return vec![(String::new(), bytes.to_vec())];
    };
    (0..archive.len())
        .map(|index| {
            let mut part = archive.by_index(index).unwrap();
            let mut content = Vec::new();
            std::io::Read::read_to_end(&mut part, &mut content).unwrap();
            (part.name().unwrap().into_owned(), content)
        })
        .collect()
}

fn packed(parts: &[(String, Vec<u8>)]) -> Vec<u8> {
    if let [(name, content)] = parts
        && name.is_empty()
    {
        return content.clone();
    }
    support::packed(parts.iter().map(|(name, content)| (name.as_str(), content.as_slice())))
}

#[test]
fn a_workbook_that_was_cut_off_is_incomplete() {
    for (name, bytes) in samples() {
        for length in [bytes.len() / 8, bytes.len() / 3, bytes.len() * 2 / 3] {
            let cut = &bytes[..length];
            assert_eq!(error(cut).code(), "truncated", "{name}: {length}");
            assert_eq!(sheets(cut, &Limits::default()).unwrap_err().kind, SheetErrorKind::Damaged, "{name}: {length}");
        }
    }
}

#[test]
fn rows_without_end_are_few_findings_or_refused() {
    let labels = ["姓名", "身份证号", "市（州）", "县（市、区）", "学校", "联系电话", "学科", "学段", "空间说明"];
    let rows: String = (3..).zip(labels).map(|(row, label)| format!("A{row}:1={label}|B{row}:1=答{row}|")).collect();
    let more: String = (20..20_020).map(|row| format!("|A{row}=另{row}")).collect();
    let title = "A1=2021年度网络学习空间普及应用教师空间案例推荐表|";
    let bytes = cells(&format!("{title}{}{more}", rows.trim_end_matches('|')), "");
    let catalogue = Catalogue::embedded().unwrap();
    let start = Instant::now();
    let extraction = Extractor::new(&catalogue).extract(&read(&bytes)).unwrap();
    assert!(start.elapsed() < LONGEST);
    let unplaced = extraction.findings.iter().filter(|finding| finding.code == Code::Unplaced).count();
    assert!((50..200).contains(&unplaced), "{unplaced}");
    let mut limits = Limits::default();
    limits.cells = 5_000;
    assert_eq!(read::document(&bytes, &limits).unwrap_err().code(), "too_many_cells");
}

/// Changes some bytes, cuts, or repeats a stretch.
fn mutate(content: &mut Vec<u8>, random: &mut impl FnMut(usize) -> usize) {
    const BYTES: &[u8] = &[0, 1, 0x7F, 0x80, 0xFF, b'9', b'<', b'>', b'"', b'&', b'A', b'='];
    if content.is_empty() {
        return;
    }
    match random(8) {
        0 => content.truncate(random(content.len())),
        1 => {
            let from = random(content.len());
            let to = (from + random(200)).min(content.len());
            let stretch = content[from..to].to_vec();
            let at = random(content.len());
            content.splice(at..at, stretch);
        }
        2 => {
            let from = random(content.len());
            let to = (from + random(200)).min(content.len());
            content.drain(from..to);
        }
        _ => {
            for _ in 0..=random(6) {
                let at = random(content.len());
                content[at] = BYTES[random(BYTES.len())];
            }
        }
    }
}

#[test]
fn a_damaged_workbook_is_an_error_or_a_document_and_ends() {
    let rounds = std::env::var("MUTATIONS").ok().and_then(|n| n.parse().ok()).unwrap_or(150);
    let samples = samples();
    assert!(samples.len() >= 3, "a workbook of each kind");
    // The same mutations each time (xorshift64).
    let mut state = 0x9E37_79B9_7F4A_7C15_u64;
    let mut random = move |below: usize| {
        state ^= state << 13;
        state ^= state >> 7;
        state ^= state << 17;
        (state % below.max(1) as u64) as usize
    };
    let merged = Part::default().add(176, &[&numbers(&[0, 0, 0, 1])]);
    let binary = Book::of("A1=推荐表|A3:1=姓名|B3:1=张三|A4:1=日期|B4:3=27242", merged).bytes();
    for (name, bytes) in samples.into_iter().chain([("a binary workbook".to_owned(), binary)]) {
        let whole = parts(&bytes);
        for round in 0..rounds {
            let mut mutated = whole.clone();
            let part = random(mutated.len());
            mutate(&mut mutated[part].1, &mut random);
            let bytes = packed(&mutated);
            let start = Instant::now();
            let _ = read::document(&bytes, &Limits::default());
            let _ = sheets(&bytes, &Limits::default());
            assert!(start.elapsed() < LONGEST, "{name}: round {round}");
        }
    }
}
