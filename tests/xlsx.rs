//! Forms as Excel workbooks: what stands in their parts.

// A test that fails panics.
#![allow(clippy::unwrap_used, clippy::expect_used)]
#![cfg(feature = "xlsx")]

mod records;

use std::collections::{HashMap, HashSet};
use std::io::{Cursor, Read};
use std::ops::RangeInclusive;

use shenbao::document::{Document, Inline, Slot};
use shenbao::form::{Value, normalize_text};
use shenbao::write::xlsx::{XlsxFile, XlsxOptions, XlsxTemplate};
use shenbao::{Catalogue, Code, Form, Record, SlotName};

/// A workbook's parts by name.
struct Book(HashMap<String, String>);

/// A cell: its style and text.
#[derive(Debug, Clone, Default, PartialEq)]
struct Cell {
    style: usize,
    text: String,
}

/// Columns and rows of a range, from 1.
type Area = (RangeInclusive<usize>, RangeInclusive<usize>);

impl Book {
    fn open(bytes: &[u8]) -> Book {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut parts = HashMap::new();
        for index in 0..archive.len() {
            let mut file = archive.by_index(index).unwrap();
            let mut text = String::new();
            file.read_to_string(&mut text).unwrap();
            let name = file.name().unwrap().into_owned();
            assert!(parts.insert(name, text).is_none(), "a part stands twice");
        }
        Book(parts)
    }

    fn blank(form: &Form) -> Book {
        Book::open(&template(form).fill(&Record::new()).unwrap().bytes)
    }

    fn sheet(&self, number: usize) -> &str {
        &self.0[&format!("xl/worksheets/sheet{number}.xml")]
    }

    /// Defined names with what they stand for.
    fn names(&self) -> Vec<(String, String)> {
        let names = elements(&self.0["xl/workbook.xml"], "definedName");
        names.into_iter().map(|(tag, text)| (attribute(&tag, "name").unwrap(), text)).collect()
    }

    /// The cells of a sheet by their names.
    fn cells(&self, sheet: usize) -> HashMap<String, Cell> {
        let cells = elements(self.sheet(sheet), "c");
        let cell = |(tag, content): (String, String)| {
            let text =
                elements(&content, "t").into_iter().chain(elements(&content, "v")).map(|(_, text)| text).collect();
            let style = attribute(&tag, "s").unwrap().parse().unwrap();
            (attribute(&tag, "r").unwrap(), Cell { style, text })
        };
        cells.into_iter().map(cell).collect()
    }

    fn merges(&self, sheet: usize) -> Vec<Area> {
        let merges = elements(self.sheet(sheet), "mergeCell");
        merges.into_iter().map(|(tag, _)| area(&attribute(&tag, "ref").unwrap())).collect()
    }

    /// Whether a style is open under protection.
    fn is_open(&self, style: usize) -> bool {
        let styles = &self.0["xl/styles.xml"];
        let styles = &styles[styles.find("<cellXfs").unwrap()..styles.find("</cellXfs>").unwrap()];
        elements(styles, "xf")[style].1.contains("locked=\"0\"")
    }
}

/// All elements of a name, in order: the start tag and the content, unescaped.
fn elements(xml: &str, name: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut rest = xml;
    let open = format!("<{name}");
    while let Some(at) = rest.find(&open) {
        rest = &rest[at + open.len()..];
        if !rest.starts_with([' ', '>', '/']) {
            continue;
        }
        let end = rest.find('>').unwrap();
        let tag = rest[..end].to_owned();
        rest = &rest[end + 1..];
        let content = if tag.ends_with('/') {
            String::new()
        } else {
            let end = rest.find(&format!("</{name}>")).unwrap();
            rest[..end].to_owned()
        };
        let content = if content.contains('<') {
            content
        } else {
            [("&lt;", "<"), ("&gt;", ">"), ("&quot;", "\""), ("&amp;", "&")]
                .iter()
                .fold(content, |text, (entity, c)| text.replace(entity, c))
        };
        found.push((tag, content));
    }
    found
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let start = tag.find(&format!(" {name}=\""))? + name.len() + 3;
    tag[start..].split('"').next().map(str::to_owned)
}

/// `C5:D6`, with or without `$`.
fn area(range: &str) -> Area {
    let cell = |cell: &str| {
        let cell = cell.replace('$', "");
        let digits = cell.find(|c: char| c.is_ascii_digit()).unwrap();
        let column = cell[..digits].bytes().fold(0, |column, letter| column * 26 + usize::from(letter - b'A') + 1);
        (column, cell[digits..].parse::<usize>().unwrap())
    };
    let (first, last) = range.split_once(':').unwrap_or((range, range));
    let ((left, top), (right, bottom)) = (cell(first), cell(last));
    (left..=right, top..=bottom)
}

fn template(form: &Form) -> XlsxTemplate {
    XlsxTemplate::compile(form, &XlsxOptions::default()).unwrap()
}

fn fill(form: &Form, record: &Record) -> XlsxFile {
    template(form).fill(record).unwrap()
}

/// The record of tests/records; an empty one for a form that nobody fills.
fn record(form: &Form) -> Record {
    records::of(form).unwrap_or_default()
}

fn inlines(document: &Document) -> impl Iterator<Item = &Inline> {
    use shenbao::document::Block;
    document.blocks().flat_map(|block| match block {
        Block::Paragraph(paragraph) => paragraph.inlines.iter().collect::<Vec<_>>(),
        Block::Table(table) => {
            table.cells().iter().flat_map(|cell| &cell.paragraphs).flat_map(|paragraph| &paragraph.inlines).collect()
        }
    })
}

fn assert_apart(book: &Book, form: &str) {
    let mut taken = HashSet::new();
    for (columns, rows) in book.merges(1) {
        for position in rows.clone().flat_map(|row| columns.clone().map(move |column| (row, column))) {
            assert!(taken.insert(position), "{form}: {position:?} is merged twice");
        }
    }
}

/// A catalogue with one form of one's own.
fn own(definition: &str, layout: &str) -> Catalogue {
    let file = |name: &str, text: String| (name.to_owned(), text.into());
    let forms = [
        file("own/activity.toml", "title = '登记'".to_owned()),
        file("own/form.toml", format!("version = 3\ntitle = '登记表'\ntemplate = 'own/form.html'\n{definition}")),
    ];
    Catalogue::with_files(forms.into(), [file("own/form.html", layout.to_owned())].into()).unwrap()
}

#[test]
fn each_answer_is_alone_in_the_cell_that_bears_its_name() {
    let catalogue = Catalogue::embedded().unwrap();
    for form in catalogue.forms() {
        for record in [Record::new(), record(form)] {
            let book = Book::open(&fill(form, &record).bytes);
            let cells = book.cells(1);
            let names = book.names();
            let own: HashMap<&str, &str> =
                names.iter().map(|(name, cell)| (name.as_str(), cell.rsplit_once('!').unwrap().1)).collect();
            let workbook_names = names.iter().filter(|(name, _)| !name.starts_with("_xlnm."));
            let distinct: HashSet<&String> = workbook_names.clone().map(|(name, _)| name).collect();
            assert_eq!(distinct.len(), workbook_names.count(), "{}: a name stands twice", form.id);
            for inline in inlines(&form.instantiate(&record)) {
                match inline {
                    Inline::Slot(Slot { path, text, placeholder, .. }) => {
                        let cell = own[SlotName::encode(path).as_str()].replace('$', "");
                        let shown = if text.is_empty() { placeholder } else { text };
                        assert_eq!(normalize_text(&cells[&cell].text), normalize_text(shown), "{}: {path}", form.id);
                        assert!(book.is_open(cells[&cell].style), "{}: {path} is locked", form.id);
                    }
                    Inline::CheckBox(check_box) => {
                        let (path, option) = check_box.option.as_ref().unwrap();
                        let list = &form.field(path).unwrap().options().unwrap().list;
                        let number = list.iter().position(|known| known == option).unwrap();
                        let cell = own[SlotName::encode_option(path, number).as_str()].replace('$', "");
                        assert_eq!(cells[&cell].text, format!("{option}{}", check_box.glyph()), "{}", form.id);
                    }
                    _ => {}
                }
            }
        }
    }
}

#[test]
fn merged_cells_do_not_overlap_and_open_cells_are_answers() {
    let catalogue = Catalogue::embedded().unwrap();
    for form in catalogue.forms() {
        let book = Book::open(&fill(form, &record(form)).bytes);
        assert_apart(&book, &form.id);
        let named: HashSet<String> = book
            .names()
            .into_iter()
            .filter(|(name, _)| name.starts_with("sb_"))
            .map(|(_, cell)| cell.rsplit_once('!').unwrap().1.replace('$', ""))
            .collect();
        for (name, cell) in book.cells(1) {
            if !cell.text.is_empty() {
                assert_eq!(book.is_open(cell.style), named.contains(&name), "{}: {name} {}", form.id, cell.text);
            }
        }
    }
}

#[test]
fn sheets_are_protected_without_a_password_where_there_is_something_to_fill_in() {
    let catalogue = Catalogue::embedded().unwrap();
    for form in catalogue.forms() {
        let book = Book::blank(form);
        let protection = elements(book.sheet(1), "sheetProtection");
        assert_eq!(protection.len(), usize::from(!form.is_print_only()), "{}", form.id);
        for (tag, _) in &protection {
            assert!(attribute(tag, "password").is_none() && attribute(tag, "hashValue").is_none());
            assert_eq!(attribute(tag, "sheet").as_deref(), Some("1"));
            assert_eq!(attribute(tag, "formatRows").as_deref(), Some("0"), "heights may be changed");
            let grows = form.layout.document().tables().flat_map(|table| &table.rows).any(|row| row.repeat.is_some());
            assert_eq!(attribute(tag, "insertRows").is_some(), grows, "{}", form.id);
        }
        let properties = &book.0["docProps/custom.xml"];
        assert!(properties.contains("shenbao.form") && properties.contains(&form.id), "{properties}");
    }
}

#[test]
fn a_blank_is_small_and_a_copy_has_the_same_bytes_each_time() {
    let catalogue = Catalogue::embedded().unwrap();
    for form in catalogue.forms() {
        let template = template(form);
        let blank = template.fill(&Record::new()).unwrap();
        assert!(blank.bytes.len() <= 15_000, "{}: {} bytes", form.id, blank.bytes.len());
        assert!(blank.findings.is_empty());
        let record = record(form);
        let again = XlsxTemplate::compile(form, &XlsxOptions::default()).unwrap();
        assert!(template.fill(&record).unwrap() == again.fill(&record).unwrap(), "{}", form.id);
    }
}

#[test]
fn rows_to_add_wait_hidden_below_those_of_the_record() {
    let catalogue = Catalogue::embedded().unwrap();
    let form = catalogue.form("chibi-2020/model-school-application").unwrap();
    for (rows, seen) in [(0, 4), (3, 4), (9, 9)] {
        let mut record = Record::new();
        for row in 0..rows {
            record.set(&format!("members[{row}].name").parse().unwrap(), "王䶮".into());
        }
        let book = Book::open(&fill(form, &record).bytes);
        let row_of = |name: &str| {
            let names = book.names();
            let cell = names.iter().find(|(known, _)| known == name).unwrap().1.rsplit_once('!').unwrap().1;
            *area(cell).1.start()
        };
        let tags: Vec<String> = elements(book.sheet(1), "row").into_iter().map(|(tag, _)| tag).collect();
        let hidden: Vec<usize> =
            (0..tags.len()).filter(|row| tags[*row].contains("hidden=\"1\"")).map(|row| row + 1).collect();
        assert_eq!(hidden.len(), 20);
        assert_eq!(hidden[0], row_of(&format!("sb_members__{}__name", seen - 1)) + 1, "{rows} rows");
        assert_eq!(row_of(&format!("sb_members__{seen}__email")), hidden[0]);
        assert!(book.sheet(1).contains("取消隐藏"), "the last row says how to get more");
    }
}

#[test]
fn a_note_takes_the_last_row_along() {
    let catalogue = Catalogue::embedded().unwrap();
    let case = catalogue.form("guizhou-2021/teacher-case").unwrap();
    let summary = catalogue.form("henan-2021/summary").unwrap();
    let mut records = vec![(case, record(case))];
    records.extend((0..40).map(|last| {
        let mut record = Record::new();
        assert!(record.set(&format!("schools[{last}].name").parse().unwrap(), "实验小学".into()));
        (summary, record)
    }));
    let mut turned = 0;
    for (form, record) in records {
        let book = Book::open(&fill(form, &record).bytes);
        let breaks: Vec<usize> = elements(book.sheet(1), "brk")
            .iter()
            .map(|(tag, _)| attribute(tag, "id").unwrap().parse().unwrap())
            .collect();
        let Some(last) = breaks.last() else { continue };
        turned += 1;
        let rows = elements(book.sheet(1), "row");
        let seen = rows[*last..].iter().filter(|(tag, _)| attribute(tag, "hidden").is_none());
        assert!(seen.count() > 1, "{}: the note stands alone", form.id);
    }
    assert!(turned > 10);
}

#[test]
fn a_tall_answer_takes_several_rows_and_one_that_no_cell_holds_is_told() {
    let catalogue = Catalogue::embedded().unwrap();
    let form = catalogue.form("chibi-2020/excellent-teacher-application").unwrap();
    let mut record = Record::new();
    record.set(&"deeds".parse().unwrap(), Value::Text("字".repeat(3_000)));
    let filled = fill(form, &record);
    assert!(filled.findings.is_empty());
    let book = Book::open(&filled.bytes);
    let heights = elements(book.sheet(1), "row").into_iter().map(|(tag, _)| attribute(&tag, "ht").unwrap());
    assert!(heights.map(|height| height.parse::<f64>().unwrap()).all(|height| height <= 409.5));
    let tall = book.merges(1).into_iter().filter(|(columns, rows)| *columns.start() > 1 && rows.clone().count() > 2);
    assert_eq!(tall.count(), 1, "3000 字 are higher than two rows");

    record.set(&"deeds".parse().unwrap(), Value::Text("字".repeat(32_766)));
    record.set(&"resume[1].work".parse().unwrap(), Value::Text("𬭎".repeat(16_384)));
    let filled = fill(form, &record);
    let told: Vec<_> =
        filled.findings.iter().map(|finding| (finding.code, finding.path.as_ref().unwrap().to_string())).collect();
    // Two ideographic spaces before the first line count too.
    assert_eq!(told, [(Code::CellTooLong, "resume[1].work".to_owned()), (Code::CellTooLong, "deeds".to_owned())]);
    for cell in Book::open(&filled.bytes).cells(1).values() {
        assert!(cell.text.encode_utf16().count() <= 32_767);
    }
}

#[test]
fn what_a_person_wrote_is_a_text_and_a_number_is_a_number() {
    let catalogue = Catalogue::embedded().unwrap();
    let form = catalogue.form("guizhou-2018/plan").unwrap();
    let mut record = Record::new();
    record.set(&"plan[0].city.name".parse().unwrap(), "=1+1".into());
    record.set(&"plan[0].city.accounts.teachers".parse().unwrap(), Value::Number(1200.into()));
    record.set(&"plan[0].city.accounts.students".parse().unwrap(), "约300".into());
    record.set(&"survey.overview".parse().unwrap(), "-一段_x0041_".into());
    let sheet = Book::open(&fill(form, &record).bytes).sheet(1).to_owned();
    assert!(!sheet.contains("<f>") && !sheet.contains("<f "));
    assert!(sheet.contains("<v>1200</v>") && sheet.contains(">约300</t>") && sheet.contains(">=1+1</t>"));
    assert!(sheet.contains("_x005F_x0041_"), "Excel would read A");
}

#[test]
fn a_long_list_stands_on_a_sheet_of_its_own_and_is_named() {
    let options: Vec<String> = (0..80).map(|number| format!("'第{number}小学'")).collect();
    let definition = format!(
        "[[field]]\nid = 'school'\nlabel = '学校'\ntype = 'choice'\noptions = [{}]\n\
         [[field]]\nid = 'kind'\nlabel = '类型'\ntype = 'choice'\noptions = ['公办', '民办']",
        options.join(", ")
    );
    let layout = "<section><table widths=\"30 126\">\
        <tr height=\"9\"><th for=\"school\"/><td><field name=\"school\"/></td></tr>\
        <tr height=\"9\"><th for=\"kind\"/><td><choice name=\"kind\"/></td></tr></table></section>";
    let catalogue = own(&definition, layout);
    let book = Book::blank(catalogue.form("own/form").unwrap());
    assert!(book.0["xl/workbook.xml"].contains("state=\"veryHidden\""));
    let names: HashMap<String, String> = book.names().into_iter().collect();
    assert_eq!(names["sblist_1"], "'下拉选项'!$A$1:$A$80");
    let rules = elements(book.sheet(1), "formula1");
    assert!(rules.iter().any(|(_, formula)| formula == "sblist_1"));
    // All boxes in one cell: whole lines to choose from, and the field's name.
    assert!(names.contains_key("sb_kind") && !names.contains_key("sb_kind__0o0"));
    assert!(
        rules.iter().any(|(_, formula)| formula == "\"公办□　　民办□,公办☑　　民办□,公办□　　民办☑\""),
        "{rules:?}"
    );
}

#[test]
fn lines_with_several_places_are_divided_and_other_pages_are_other_sheets() {
    let definition = "[[field]]\nid = 'count'\nlabel = '人数'\ntype = 'integer'\n\
        [[field]]\nid = 'who'\nlabel = '填表人'\ntype = 'text'\n\
        [[field]]\nid = 'day'\nlabel = '填表日期'\ntype = 'date'";
    let layout = "<section><table widths=\"30 126\"><tr height=\"9\"><th for=\"count\"/>\
        <td>共<field name=\"count\"/>人</td></tr></table></section>\
        <section orientation=\"landscape\">\
        <p><label for=\"who\">填表人：</label><field name=\"who\"/><label for=\"day\">日期：</label><field name=\"day\"/></p>\
        </section>";
    let catalogue = own(definition, layout);
    let form = catalogue.form("own/form").unwrap();
    let mut record = Record::new();
    record.set(&"count".parse().unwrap(), Value::Number(12.into()));
    record.set(&"who".parse().unwrap(), "王䶮".into());
    let book = Book::open(&fill(form, &record).bytes);
    let names: HashMap<String, String> = book.names().into_iter().collect();
    assert!(book.sheet(2).contains("orientation=\"landscape\"") && !book.sheet(1).contains("landscape"));
    let text = |name: &str, sheet: usize| {
        let (sheet_name, cell) = names[name].rsplit_once('!').unwrap();
        assert_eq!(sheet_name, if sheet == 1 { "'登记表'" } else { "'登记表（2）'" });
        book.cells(sheet)[&cell.replace('$', "")].text.clone()
    };
    assert_eq!(
        (text("sb_count", 1), text("sb_who", 2), text("sb_day", 2)),
        ("12".into(), "王䶮".into(), String::new())
    );
    let words: HashSet<String> =
        book.cells(1).into_values().chain(book.cells(2).into_values()).map(|cell| cell.text).collect();
    for word in ["共", "人", "填表人：", "日期："] {
        assert!(words.contains(word), "{word}: {words:?}");
    }
    // The cells of one cell of the form are one again for who reads it.
    assert_eq!(names.keys().filter(|name| name.starts_with("sbcell_")).count(), 2);
}

#[test]
fn cells_that_are_too_narrow_for_what_they_hold_stay_apart() {
    let definition = "[[field]]\nid = 'view'\nlabel = '意见'\ntype = 'opinion'\n\
        [[field]]\nid = 'count'\nlabel = '人数'\ntype = 'integer'\n\
        [[field]]\nid = 'other'\nlabel = '另有人数'\ntype = 'integer'";
    for width in [4, 9, 20, 28, 33, 41, 60] {
        let layout = format!(
            "<section><table widths=\"{width} {}\"><tr height=\"9\"><th for=\"view\"/><th for=\"count\"/></tr>\
             <tr height=\"9\"><td><field name=\"view\"/><seal name=\"view\" text=\"公　章：\"/></td>\
             <td>本单位共有<field name=\"count\"/>人，另有<field name=\"other\"/>人</td></tr></table></section>",
            70 - width
        );
        let catalogue = own(definition, &layout);
        let form = catalogue.form("own/form").unwrap();
        let mut record = Record::new();
        record.set(&"view".parse().unwrap(), "同意推荐。".into());
        record.set(&"view_signature".parse().unwrap(), "阿依古丽·买买提".into());
        let book = Book::open(&fill(form, &record).bytes);
        assert_apart(&book, &format!("{width} mm"));
        let cells = book.cells(1);
        let texts: HashMap<String, String> = book
            .names()
            .into_iter()
            .filter(|(name, _)| name.starts_with("sb_"))
            .map(|(name, cell)| {
                (name, cells[&cell.rsplit_once('!').unwrap().1.replace('$', "")].text.trim().to_owned())
            })
            .collect();
        assert_eq!(texts.len(), 5, "{width} mm: {texts:?}");
        assert_eq!((&*texts["sb_view"], &*texts["sb_view_signature"]), ("同意推荐。", "阿依古丽·买买提"));
    }
}

#[test]
fn a_tick_alone_is_that_of_the_option_that_its_cell_is_named_for() {
    use std::io::Write;
    let catalogue = Catalogue::embedded().unwrap();
    let form = catalogue.form("henan-2021/recommendation").unwrap();
    let mut book = Book::blank(form);
    let sheet = book.0.get_mut("xl/worksheets/sheet1.xml").unwrap();
    assert!(sheet.contains(">县区□<"));
    *sheet = sheet.replace(">县区□<", ">√<");
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, content) in &book.0 {
        zip.start_file(name.as_str(), zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(content.as_bytes()).unwrap();
    }
    let bytes = zip.finish().unwrap().into_inner();
    let extractor = shenbao::extract::Extractor::new(&catalogue);
    let read = shenbao::batch::read_file(&extractor, &Default::default(), "a.xlsx", &bytes).remove(0);
    let record = read.outcome.unwrap().record;
    let Some(Value::Choice(kind)) = record.get(&"kind".parse().unwrap()) else { panic!("{record:?}") };
    assert_eq!(kind.options, ["县区"]);
}
