//! What the page shows of the fields: places, labels, hints.

use std::collections::{BTreeMap, BTreeSet};

use super::{Lint, LintCode};
use crate::document::{Block, Document, Inline, Paragraph, Role};
use crate::form::{Field, FieldKind, Form};
use crate::text::squeeze;
use crate::{FieldPath, Step};

/// Fields that are not on the page, or not under their own words.
pub(super) fn lint(form: &Form, lints: &mut Vec<Lint>) {
    let page = Page::of(form.layout.document());
    let beside = beside_opinions(form);
    let under_heads = footers(form);
    for field in form.leaves().filter(|field| !beside.contains(&field.path)) {
        if !page.shows(field) {
            lints.push(Lint::of_field(LintCode::FieldNotShown, form, field).with("template", &form.template));
            continue;
        }
        if !page.boxes.contains(&field.path) && page.hides_options(field) {
            lints.push(Lint::of_field(LintCode::ChoiceAsField, form, field));
        }
        let siblings = ["signature", "date"].map(|suffix| field.path.beside(suffix));
        if field.kind == FieldKind::Opinion && !siblings.iter().any(|path| page.places.contains(path)) {
            lints.push(Lint::of_field(LintCode::OpinionWithoutSeal, form, field));
        }
        if !under_heads.iter().any(|footer| field.path.starts_with(footer)) && !page.names(form, field) {
            lints.push(Lint::of_field(LintCode::LabelNotPrinted, form, field));
        }
    }
    for field in form.walk() {
        if let Some(printed) = page.other_words(field) {
            lints.push(Lint::of_field(LintCode::LabelDiffers, form, field).with("printed", printed));
        }
        if let Some(hint) = field.hint.as_ref().filter(|hint| !page.text.contains(&squeeze(hint))) {
            lints.push(Lint::of_field(LintCode::HintNotPrinted, form, field).with("hint", hint));
        }
    }
}

/// Signature and date of the opinions.
fn beside_opinions(form: &Form) -> BTreeSet<FieldPath> {
    let opinions = form.walk().filter(|field| field.kind == FieldKind::Opinion);
    opinions.flat_map(|field| ["signature", "date"].map(|suffix| field.path.beside(suffix))).collect()
}

/// Groups whose fields stand under the heads of a table.
fn footers(form: &Form) -> Vec<&FieldPath> {
    form.walk().filter_map(|field| field.rows()?.footer.as_ref()).collect()
}

/// What is printed.
#[derive(Default)]
struct Page {
    /// Fields that have a place to fill, or a box to tick.
    places: BTreeSet<FieldPath>,
    /// Choices that have boxes to tick.
    boxes: BTreeSet<FieldPath>,
    /// The words printed as labels, by field. Those of a row by itself (a name
    /// in a rubric) are not kept.
    labels: BTreeMap<FieldPath, Vec<String>>,
    /// Everything, without white space.
    text: String,
}

impl Page {
    fn of(document: &Document) -> Page {
        let mut page = Page::default();
        for block in document.blocks() {
            match block {
                Block::Paragraph(paragraph) => page.add(std::slice::from_ref(paragraph)),
                Block::Table(table) => table.cells().iter().for_each(|cell| page.add(&cell.paragraphs)),
            }
        }
        page
    }

    /// Adds paragraphs that stand together.
    fn add(&mut self, paragraphs: &[Paragraph]) {
        let mut words: BTreeMap<FieldPath, String> = BTreeMap::new();
        for inline in paragraphs.iter().flat_map(|paragraph| &paragraph.inlines) {
            match inline {
                Inline::Slot(slot) => drop(self.places.insert(slot.path.definition())),
                Inline::CheckBox(check_box) => {
                    let paths = check_box.option.iter().map(|(path, _)| path.definition());
                    self.boxes.extend(paths.clone());
                    self.places.extend(paths);
                }
                Inline::Text { text, role: Role::Label(Some(path)) } => {
                    words.entry(path.clone()).or_default().push_str(&squeeze(text));
                    self.text.push_str(&squeeze(text));
                }
                Inline::Text { text, .. } => self.text.push_str(&squeeze(text)),
                Inline::Break | Inline::Mark(_) => {}
            }
        }
        // What follows belongs to other words.
        self.text.push('\n');
        for (path, words) in words {
            let of_one_row = path.steps().iter().any(|step| matches!(step, Step::Row(_)));
            let known = self.labels.entry(path.definition()).or_default();
            if !of_one_row {
                known.push(words);
            }
        }
    }

    /// Whether a field has a place, or is printed by the form itself.
    fn shows(&self, field: &Field) -> bool {
        self.places.contains(&field.path) || (field.preset && self.labels.contains_key(&field.path))
    }

    /// Whether an option of a choice stands nowhere on the page, not in a note
    /// either. 男 and 女 everybody knows.
    fn hides_options(&self, field: &Field) -> bool {
        let is_hidden =
            |option: &String| !matches!(option.as_str(), "男" | "女") && !self.text.contains(&squeeze(option));
        field.options().is_some_and(|options| options.list.iter().any(is_hidden))
    }

    /// Whether a field's label is printed: its own, or, for the main field of a
    /// group, the group's.
    fn names(&self, form: &Form, field: &Field) -> bool {
        let same_words =
            |above: &&Field| above.fields.iter().any(|child| child.path == field.path) && above.labels == field.labels;
        self.labels.contains_key(&field.path)
            || form.walk().find(same_words).is_some_and(|group| self.names(form, group))
    }

    /// The words that are printed for a field and are not its own.
    fn other_words(&self, field: &Field) -> Option<&str> {
        let printed = self.labels.get(&field.path)?;
        let trim = |words: &str| words.trim_end_matches(['：', ':']).to_owned();
        let own = trim(field.own_label());
        let is_known = |words: &String| {
            let words = trim(words);
            words.is_empty() || words == own || field.synonyms.contains(&words)
        };
        if printed.iter().any(is_known) { None } else { printed.first().map(String::as_str) }
    }
}
