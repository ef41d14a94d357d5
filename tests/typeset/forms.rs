//! The embedded forms.

use std::collections::HashSet;

use shenbao::document::{Block, Face, Inline, ParagraphKind};
#[cfg(feature = "pdf")]
use shenbao::font::FontSet;
use shenbao::typeset::{Item, Nominal, Origin, Run, SetPage, SlotArea, pages};
use shenbao::{Catalogue, Form, Lang, Length, Record};

use super::{expected, runs, texts};

/// The pages of the originals, as tests/outside/judge.py has them.
const TWO_PAGES: &[&str] = &[
    "guizhou-2019/plan",
    "guizhou-2018/plan",
    "guizhou-2018/vocational-plan",
    "guizhou-2018/region-rubric",
    "guizhou-2018/school-rubric",
    "henan-2021/region-rubric",
    "henan-2021/school-rubric",
    "guizhou-2019/region-rubric",
    "guizhou-2019/school-rubric",
    "guizhou-2021/school-rubric",
    "guizhou-2021/teacher-rubric",
    "chibi-2020/school-rubric",
];

fn catalogue() -> Catalogue {
    Catalogue::embedded().unwrap()
}

/// The blank of a form, and its filled copy if somebody fills it.
fn records(form: &Form) -> Vec<Record> {
    std::iter::once(Record::new()).chain(crate::records::of(form)).collect()
}

fn set(form: &Form, record: &Record) -> Vec<SetPage> {
    pages(&form.instantiate(record), &Nominal::Word)
}

fn slots(pages: &[SetPage]) -> impl Iterator<Item = (&SetPage, &SlotArea)> {
    let items = pages.iter().flat_map(|page| page.items.iter().map(move |item| (page, item)));
    items.filter_map(|(page, item)| match item {
        Item::Slot(slot) => Some((page, slot)),
        _ => None,
    })
}

#[test]
fn blanks_have_the_pages_of_the_originals() {
    for form in catalogue().forms() {
        let document = form.instantiate(&Record::new());
        let count = 1 + usize::from(TWO_PAGES.contains(&form.id.as_str()));
        assert_eq!(pages(&document, &Nominal::Word).len(), count, "{}", form.id);
        #[cfg(feature = "pdf")]
        assert_eq!(pages(&document, &FontSet::embedded()).len(), count, "{} in its own fonts", form.id);
    }
}

/// Pages that LibreOffice counts in the Word files of tests/records.
const FILLED: &[(&str, usize)] = &[
    ("chibi-2020/excellent-teacher-application", 3),
    ("chibi-2020/model-school-application", 2),
    ("guizhou-2018/contacts", 1),
    ("guizhou-2018/plan", 3),
    ("guizhou-2018/recommendation", 1),
    ("guizhou-2018/region-rubric", 2),
    ("guizhou-2018/school-rubric", 2),
    ("guizhou-2018/summary", 1),
    ("guizhou-2018/vocational-plan", 2),
    ("guizhou-2019/plan", 2),
    ("guizhou-2019/recommendation", 1),
    ("guizhou-2019/summary", 1),
    ("guizhou-2021/school-case", 2),
    ("guizhou-2021/teacher-case", 2),
    ("henan-2021/recommendation", 2),
    ("henan-2021/summary", 2),
];

#[test]
fn filled_forms_have_as_many_pages_as_in_word_files() {
    let catalogue = catalogue();
    for (id, count) in FILLED {
        let form = catalogue.form(id).unwrap();
        let document = form.instantiate(&records(form)[1]);
        assert_eq!(pages(&document, &Nominal::Word).len(), *count, "{id}");
        #[cfg(feature = "pdf")]
        assert_eq!(pages(&document, &FontSet::embedded()).len(), *count, "{id} in its own fonts");
    }
}

#[test]
fn every_character_stands_on_a_page_once() {
    for form in catalogue().forms() {
        for record in records(form) {
            let document = form.instantiate(&record);
            assert_eq!(texts(&pages(&document, &Nominal::Word)), expected(&document), "{}", form.id);
        }
    }
}

#[test]
fn text_and_lines_stand_between_the_margins() {
    let slack = Length::mm(1);
    for form in catalogue().forms() {
        for record in records(form) {
            for page in set(form, &record) {
                let paper = page.page;
                let (left, right) = (paper.left - slack, paper.width - paper.right + slack);
                let (top, bottom) = (paper.top - slack, paper.height - paper.bottom + slack);
                for item in &page.items {
                    let (x, y) = match item {
                        Item::Text(run) if run.origin == Origin::PageNumber => continue,
                        Item::Text(run) => (run.x, run.baseline),
                        Item::Rule(rule) => (rule.to.0, rule.to.1),
                        Item::Box(tick) => (tick.x + tick.size, tick.y + tick.size),
                        Item::Slot(slot) => (slot.rect.x + slot.rect.width, slot.rect.y + slot.rect.height),
                    };
                    assert!(left <= x && x <= right && top <= y && y <= bottom, "{}: {item:?}", form.id);
                }
            }
        }
    }
}

#[test]
fn every_answer_of_a_blank_has_a_place_of_its_own() {
    for form in catalogue().forms() {
        let record = Record::new();
        let pages = set(form, &record);
        let mut seen = HashSet::new();
        for (page, slot) in slots(&pages) {
            assert!(seen.insert(&slot.path), "{}: {} twice", form.id, slot.path);
            let rect = slot.rect;
            // A number has room for a digit, everything else for a name.
            assert!(rect.width >= Length::mm(8) && rect.height >= slot.size, "{}: {}: {rect:?}", form.id, slot.path);
            for (other_page, other) in slots(&pages).filter(|(_, other)| other.path != slot.path) {
                let apart = other.rect.x + other.rect.width <= rect.x
                    || rect.x + rect.width <= other.rect.x
                    || other.rect.y + other.rect.height <= rect.y
                    || rect.y + rect.height <= other.rect.y;
                assert!(apart || page.number != other_page.number, "{}: {} over {}", form.id, slot.path, other.path);
            }
        }
        let document = form.instantiate(&record);
        let paragraphs = document.sections.iter().flat_map(|section| &section.blocks).flat_map(|block| match block {
            Block::Paragraph(paragraph) => vec![paragraph],
            Block::Table(table) => table.cells().iter().flat_map(|cell| &cell.paragraphs).collect(),
        });
        let slots = paragraphs.flat_map(|paragraph| &paragraph.inlines).filter_map(|inline| match inline {
            Inline::Slot(slot) => Some(&slot.path),
            _ => None,
        });
        assert_eq!(seen, slots.collect(), "{}", form.id);
    }
}

#[test]
fn notes_below_a_table_never_stand_alone() {
    let catalogue = catalogue();
    let mut records: Vec<(&Form, Record)> =
        catalogue.forms().flat_map(|form| records(form).into_iter().map(move |record| (form, record))).collect();
    let summary = catalogue.form("henan-2021/summary").unwrap();
    records.extend((1..40).map(|schools| {
        let mut record = Record::new();
        assert!(record.set(&format!("schools[{}].name", schools - 1).parse().unwrap(), "实验小学".into()));
        (summary, record)
    }));
    for (form, record) in records {
        let document = form.instantiate(&record);
        let is_note = |run: &Run| match run.origin {
            Origin::Paragraph { section, block } => {
                matches!(&document.sections[section].blocks[block], Block::Paragraph(p) if p.kind == ParagraphKind::Note)
            }
            origin => origin == Origin::PageNumber,
        };
        let pages = pages(&document, &Nominal::Word);
        assert!(pages.iter().all(|page| !runs(page).all(is_note)), "{}: {} pages", form.id, pages.len());
    }
}

#[test]
fn no_line_is_drawn_twice() {
    for form in catalogue().forms() {
        for record in records(form) {
            for page in set(form, &record) {
                let rules: Vec<_> = page
                    .items
                    .iter()
                    .filter_map(|item| match item {
                        Item::Rule(rule) => Some(rule),
                        _ => None,
                    })
                    .collect();
                for (index, rule) in rules.iter().enumerate() {
                    assert!(rule.from.0 == rule.to.0 || rule.from.1 == rule.to.1, "{}: {rule:?}", form.id);
                    for other in &rules[..index] {
                        let same_row =
                            rule.from.1 == rule.to.1 && other.from.1 == rule.from.1 && other.to.1 == rule.to.1;
                        let same_column =
                            rule.from.0 == rule.to.0 && other.from.0 == rule.from.0 && other.to.0 == rule.to.0;
                        let over = Length::half_points(2);
                        let beside_x = other.to.0 - over < rule.from.0 || rule.to.0 - over < other.from.0;
                        let beside_y = other.to.1 <= rule.from.1 || rule.to.1 <= other.from.1;
                        assert!(
                            (beside_x || !same_row) && (beside_y || !same_column),
                            "{}: {rule:?} {other:?}",
                            form.id
                        );
                    }
                }
            }
        }
    }
}

#[test]
fn a_rubric_repeats_its_heads_and_the_label_that_goes_on() {
    let catalogue = catalogue();
    let pages = set(catalogue.form("henan-2021/region-rubric").unwrap(), &Record::new());
    let second: Vec<(&str, bool)> = runs(&pages[1])
        .map(|run| (run.text.as_str(), matches!(run.origin, Origin::Cell { repeated: true, .. })))
        .take(7)
        .collect();
    let heads = [("一级指标", true), ("二级指标", true), ("指标描述", true)];
    assert_eq!(second[..3], heads);
    assert_eq!(second[3..], [("服务与应用", true), ("（50分）", true), ("典型案例", false), ("（10分）", false)]);
    assert!(runs(&pages[0]).filter(|run| run.face == Face::Hei).count() > 3);
}

#[test]
fn several_pages_are_numbered_outside() {
    let catalogue = catalogue();
    let numbers = |form: &str| {
        let pages = set(catalogue.form(form).unwrap(), &Record::new());
        let number = |page: &SetPage| {
            assert_eq!(page.of, pages.len());
            let run = runs(page).find(|run| run.origin == Origin::PageNumber)?;
            Some((run.text.clone(), run.x > page.page.width / 2, run.baseline > page.page.height - page.page.bottom))
        };
        pages.iter().map(number).collect::<Vec<_>>()
    };
    assert_eq!(numbers("henan-2021/recommendation"), [None]);
    let expected = [("— 1 —".to_owned(), true, true), ("— 2 —".to_owned(), false, true)].map(Some);
    assert_eq!(numbers("guizhou-2019/plan"), expected);
}

#[test]
fn an_answer_over_two_pages_has_a_place_on_both() {
    let catalogue = catalogue();
    let form = catalogue.form("chibi-2020/excellent-teacher-application").unwrap();
    let pages = set(form, &records(form)[1]);
    assert_eq!(pages.len(), 3);
    let parts: Vec<(usize, bool)> = slots(&pages)
        .filter(|(_, slot)| slot.path.to_string() == "deeds")
        .map(|(page, slot)| (page.number, slot.continued))
        .collect();
    assert_eq!(parts, [(1, false), (2, true)]);
    // The label is printed again where the box goes on.
    let labels = pages.iter().map(|page| runs(page).filter(|run| run.text == "人人通项目").count());
    assert_eq!(labels.collect::<Vec<_>>(), [1, 1, 0]);
}

#[test]
fn a_form_that_outgrows_its_page_says_which_answer_is_longest() {
    let catalogue = catalogue();
    let finding = |id: &str| {
        let form = catalogue.form(id).unwrap();
        let [blank, filled] = [&records(form)[0], &records(form)[1]].map(|record| form.outgrown(record));
        assert_eq!(blank, None, "{id}");
        filled.map(|finding| (finding.path.as_ref().unwrap().to_string(), finding.message(Lang::Zh)))
    };
    let message = "填好后共3页，空白表为1页；此栏内容最多，比留出的地方约多".to_owned();
    let (path, said) = finding("chibi-2020/excellent-teacher-application").unwrap();
    assert!(path == "deeds" && said.starts_with(&message), "{path}: {said}");
    assert_eq!(finding("guizhou-2018/recommendation"), None);
    // A list with more rows than the blank takes more pages, and may.
    assert_eq!(finding("henan-2021/summary"), None);
}

#[test]
fn boxes_lend_each_other_room() {
    let catalogue = catalogue();
    let form = catalogue.form("guizhou-2019/recommendation").unwrap();
    let mut record = Record::new();
    let long = "经审核，材料属实，同意推荐。".repeat(8);
    for (field, text) in
        [("construction", long.repeat(2)), ("application", "应用良好。".to_owned()), ("city_opinion", long)]
    {
        assert!(record.set(&field.parse().unwrap(), text.as_str().into()));
    }
    let pages = set(form, &record);
    assert_eq!(pages.len(), 1);
    assert_eq!(form.outgrown(&record), None);
    // The seal stays below the text, inside its box.
    let line = |text: &str| runs(&pages[0]).find(|run| run.text.contains(text)).unwrap().baseline;
    assert!(line("（公章）") > line("同意推荐。") && line("年　　月") > line("（公章）"));
}
