//! The labels of a form, as they are looked for in a returned file.

use std::collections::{HashMap, HashSet};

use super::words::{Hint, brackets, is_advice, own_words, without_brackets};
use crate::FieldPath;
use crate::document::{Block, Inline, Paragraph, Role};
use crate::form::{Field, FieldKind, Form};
use crate::text::{fold, squeeze};

/// A label of the form that belongs to a field.
#[derive(Debug)]
pub(super) struct Anchor {
    /// The field; for a printed row of a fixed table with its index.
    pub path: FieldPath,
    /// The label as printed, for messages.
    pub label: String,
    /// Folded words that stand for the label.
    pub names: Vec<Name>,
    /// The anchor of the group, table or first-level indicator above.
    pub parent: Option<usize>,
    /// Number of anchors above.
    pub depth: usize,
    /// Where the form prints the answer.
    pub direction: Direction,
    /// Whether the field has answers of its own outside a repeated row.
    pub leaf: bool,
    /// Whether the field is a table.
    pub table: bool,
    /// Whether the field shares its group's label: 法人代表 is his name.
    pub shares_label: bool,
}

/// Words for a label, folded, and how good a sign they are.
#[derive(Debug)]
pub(super) struct Name {
    pub folded: String,
    pub weight: f32,
    /// Whether the words take in those of the group above.
    pub whole: bool,
}

/// The anchor that some words may stand for.
#[derive(Debug)]
pub(super) struct NameOf {
    pub anchor: usize,
    pub weight: f32,
    pub whole: bool,
}

/// Where an answer stands, seen from its label.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Direction {
    /// In the label's own cell.
    Inside,
    /// In the cells right of it.
    Right,
    /// Below it.
    Below,
}

/// What extraction needs to know of a form, made once.
#[derive(Debug)]
pub(super) struct Anchors {
    /// In the layout's reading order.
    pub list: Vec<Anchor>,
    by_path: HashMap<FieldPath, usize>,
    /// For each folded name the anchors that it may stand for.
    pub names: HashMap<String, Vec<NameOf>>,
    /// Folded texts that the form prints: whole cells and paragraphs.
    pub printed: HashSet<String>,
    /// All printed text, folded, in one piece.
    pub all_printed: String,
    /// Hints by field.
    hints: HashMap<FieldPath, Vec<Hint>>,
    /// What the form prints in the place of an answer while it is empty:
    /// 年　　月　　日.
    placeholders: HashMap<FieldPath, String>,
    /// Choices for which the form prints boxes.
    pub boxed: HashSet<FieldPath>,
    /// Seal texts of opinions, as （公章）.
    pub seals: Vec<String>,
    /// The title, folded.
    pub title: String,
}

impl Anchors {
    /// Gathers the labels of a form.
    pub fn of(form: &Form) -> Anchors {
        let mut anchors = Anchors {
            list: Vec::new(),
            by_path: HashMap::new(),
            names: HashMap::new(),
            printed: HashSet::new(),
            all_printed: String::new(),
            hints: HashMap::new(),
            placeholders: HashMap::new(),
            boxed: HashSet::new(),
            seals: Vec::new(),
            title: fold(&form.title),
        };
        let slots = SlotPlaces::of(form);
        for (block, content) in form.layout.document().blocks().enumerate() {
            match content {
                Block::Paragraph(paragraph) => {
                    anchors.spot(form, std::slice::from_ref(paragraph), Spot { block, cell: None }, &slots);
                }
                Block::Table(table) => {
                    let mut cells: Vec<_> = table.cells().iter().collect();
                    cells.sort_by_key(|cell| (cell.row, cell.column));
                    for cell in cells {
                        let spot = Spot { block, cell: Some((cell.row, cell.column, cell.rows().end)) };
                        anchors.spot(form, &cell.paragraphs, spot, &slots);
                    }
                }
            }
        }
        anchors.tie(form);
        anchors.index(form);
        anchors
    }

    /// The hints that are printed with a field.
    pub fn hints(&self, path: &FieldPath) -> &[Hint] {
        self.hints.get(&path.definition()).map_or(&[], Vec::as_slice)
    }

    /// A text without what the form prints where the answer is missing: nothing
    /// is left of that alone, and the answer of one written before or behind it.
    pub fn without_placeholder<'t>(&self, path: &FieldPath, text: &'t str) -> &'t str {
        let Some(placeholder) = self.placeholders.get(&path.definition()) else { return text };
        if squeeze(placeholder) == squeeze(text) {
            return "";
        }
        let placeholder = placeholder.trim();
        text.strip_prefix(placeholder).or_else(|| text.strip_suffix(placeholder)).map_or(text, str::trim)
    }

    /// The anchor of a field.
    pub fn of_path(&self, path: &FieldPath) -> Option<usize> {
        self.by_path.get(path).copied()
    }

    /// Takes in the labels, hints and printed text of a cell or paragraph.
    fn spot(&mut self, form: &Form, paragraphs: &[Paragraph], spot: Spot, slots: &SlotPlaces) {
        let mut labels: Vec<(FieldPath, String)> = Vec::new();
        let mut hints: Vec<Hint> = Vec::new();
        let mut fields: Vec<FieldPath> = Vec::new();
        let mut text = String::new();
        let mut scaffold = String::new();
        for inline in paragraphs.iter().flat_map(|paragraph| &paragraph.inlines) {
            match inline {
                Inline::Text { text: printed, role } => {
                    match role {
                        Role::Scaffold => scaffold.push_str(printed),
                        _ => text.push_str(printed),
                    }
                    match role {
                        Role::Label(Some(path)) => match labels.iter_mut().find(|(p, _)| p == path) {
                            Some((_, label)) => label.push_str(printed),
                            None => labels.push((path.clone(), printed.clone())),
                        },
                        Role::Hint => hints.push(Hint::new(printed)),
                        Role::Scaffold => self.seals.push(printed.clone()),
                        Role::Label(None) | Role::Plain => {}
                    }
                }
                Inline::Slot(slot) => {
                    fields.push(slot.path.definition());
                    if !slot.placeholder.is_empty() {
                        self.placeholders.insert(slot.path.definition(), slot.placeholder.clone());
                    }
                }
                Inline::CheckBox(check_box) => {
                    let path = check_box.option.as_ref().map(|(path, _)| path.definition());
                    self.boxed.extend(path.clone());
                    fields.extend(path);
                }
                Inline::Break => text.push('\n'),
                Inline::Mark(_) => {}
            }
        }
        let folded = fold(&text);
        self.all_printed.push_str(&fold(&scaffold));
        self.all_printed.push_str(&folded);
        self.printed.insert(folded);
        self.printed.insert(fold(&without_brackets(&text)));
        for (start, end) in brackets(&text) {
            if is_advice(&text[start..end]) {
                hints.push(Hint::new(&text[start..end]));
            }
        }
        fields.extend(labels.iter().map(|(path, _)| path.definition()));
        for path in fields {
            self.hints.entry(path).or_default().extend(hints.iter().cloned());
        }
        for (path, label) in labels {
            let Some(field) = form.field(&path) else { continue };
            // A field may be labelled twice, as a heading and a head; the
            // first leads.
            if self.of_path(&path).is_some() {
                continue;
            }
            let direction = slots.direction(&path, spot);
            let in_rows = path.is_column();
            let leaf = field.is_leaf() && !in_rows && !field.preset;
            let shares_label = form
                .walk()
                .any(|group| group.labels == field.labels && group.fields.iter().any(|inner| inner.path == field.path));
            let mut names = names(field, &label);
            if shares_label {
                let taken_in: Vec<Name> = names.iter().flat_map(|name| taken_in(&name.folded)).collect();
                names.extend(taken_in);
            }
            self.by_path.insert(path.clone(), self.list.len());
            self.list.push(Anchor {
                names,
                label,
                parent: None,
                depth: 0,
                direction,
                leaf,
                table: matches!(field.kind, FieldKind::Table(_)),
                shares_label,
                path,
            });
        }
    }

    /// Finds for each anchor the one above it, and adds the names that take in
    /// the words of a group (负责人姓名).
    fn tie(&mut self, form: &Form) {
        let mut level1 = None;
        for index in 0..self.list.len() {
            let path = self.list[index].path.clone();
            let is_printed_row = path.row_index().is_some();
            let parent = if is_printed_row && path.to_string().ends_with(".level1") {
                level1 = Some(index);
                None
            } else if is_printed_row {
                level1
            } else {
                self.above(form, &path)
            };
            self.list[index].parent = parent;
            self.list[index].depth = parent.map_or(0, |parent| self.list[parent].depth + 1);
            if !is_printed_row {
                let compounds = self.compounds(form, index);
                self.list[index].names.extend(compounds);
            }
        }
    }

    /// The names of a label with the words of the groups above it:
    /// 负责人姓名, 联系人姓名, 市州开通数量教师.
    fn compounds(&self, form: &Form, index: usize) -> Vec<Name> {
        let mut tails = vec![fold(&self.list[index].label)];
        if let Some(field) = form.field(&self.list[index].path) {
            tails.extend(field.synonyms.iter().map(|synonym| fold(synonym)));
        }
        let mut names = Vec::new();
        let mut above = self.list[index].parent;
        while let Some(group) = above.filter(|group| !self.list[*group].table) {
            let mut longer = Vec::new();
            for words in self.group_words(form, group) {
                longer.extend(tails.iter().map(|tail| format!("{words}{tail}")));
            }
            names.extend(longer.iter().map(|folded| Name { folded: folded.clone(), weight: 0.95, whole: true }));
            tails.extend(longer);
            above = self.list[group].parent;
        }
        names
    }

    /// The words that people put before a label for its group: 负责人信息,
    /// 负责人, and the group's synonyms.
    fn group_words(&self, form: &Form, group: usize) -> Vec<String> {
        let anchor = &self.list[group];
        let mut words = vec![own_words(&anchor.label)];
        if let Some(field) = form.field(&anchor.path) {
            words.extend(field.synonyms.iter().map(|synonym| fold(synonym)));
        }
        let stems: Vec<String> = words
            .iter()
            .filter_map(|words| ["信息", "情况"].iter().find_map(|suffix| words.strip_suffix(suffix)))
            .map(str::to_owned)
            .collect();
        words.extend(stems);
        words.sort();
        words.dedup();
        words
    }

    /// The anchor of the nearest field that holds `path`. The main field of a
    /// group, which shares the group's label, stands for it where the group has
    /// none: 法人代表 for the 电子邮箱 beside it.
    fn above(&self, form: &Form, path: &FieldPath) -> Option<usize> {
        let groups = form.walk().filter(|field| field.path != *path && path.starts_with(&field.path));
        let mut nearest: Vec<&Field> = groups.collect();
        nearest.sort_by_key(|field| std::cmp::Reverse(field.path.steps().len()));
        nearest.into_iter().find_map(|group| {
            let main = || group.fields.iter().find(|child| child.labels == group.labels && !child.path.is_column());
            let main = || main().filter(|main| main.path != *path).and_then(|main| self.of_path(&main.path));
            self.of_path(&group.path).or_else(main)
        })
    }

    fn index(&mut self, form: &Form) {
        for (index, anchor) in self.list.iter().enumerate() {
            for name in &anchor.names {
                if !name.folded.is_empty() {
                    let entry = self.names.entry(name.folded.clone()).or_default();
                    if !entry.iter().any(|other| other.anchor == index) {
                        entry.push(NameOf { anchor: index, weight: name.weight, whole: name.whole });
                    }
                }
            }
        }
        for field in form.walk() {
            if let Some(hint) = &field.hint {
                self.hints.entry(field.path.clone()).or_default().push(Hint::new(hint));
            }
        }
        for hints in self.hints.values_mut() {
            let mut seen = HashSet::new();
            hints.retain(|hint| seen.insert(hint.text.clone()));
        }
        self.seals.sort();
        self.seals.dedup();
    }
}

/// What people call the field that a group's label asks for, when they give it
/// a label of its own.
pub(super) const MAIN_WORDS: &[&str] = &["姓名", "名称"];

/// The names of a field that shares its group's label, with a word for it:
/// 法人代表姓名.
fn taken_in(group: &str) -> Vec<Name> {
    let name = |word: &&str| Name { folded: format!("{group}{word}"), weight: 0.9, whole: true };
    MAIN_WORDS.iter().map(name).collect()
}

/// The words that stand for a field: as printed, as the form calls it, its
/// synonyms, and without a number before them.
fn names(field: &Field, printed: &str) -> Vec<Name> {
    let mut names: Vec<Name> = Vec::new();
    let mut add = |folded: String, weight: f32| {
        if !folded.is_empty() && !names.iter().any(|name| name.folded == folded) {
            names.push(Name { folded, weight, whole: false });
        }
    };
    add(fold(printed), 1.0);
    add(own_words(printed), 0.95);
    // A printed row is labelled by what stands in it, not by its column's head.
    if !field.preset {
        add(fold(field.own_label()), 1.0);
        for synonym in &field.synonyms {
            add(fold(synonym), 0.9);
        }
    } else if fold(printed) == fold(field.own_label()) {
        for synonym in &field.synonyms {
            add(fold(synonym), 0.9);
        }
    }
    names
}

/// A cell or paragraph of the layout.
#[derive(Clone, Copy)]
struct Spot {
    block: usize,
    /// Row, column, and the row after the last.
    cell: Option<(usize, usize, usize)>,
}

/// Where the layout has its slots.
struct SlotPlaces(HashMap<FieldPath, Spot>);

impl SlotPlaces {
    fn of(form: &Form) -> SlotPlaces {
        let mut places = HashMap::new();
        for (block, content) in form.layout.document().blocks().enumerate() {
            let mut take = |paragraphs: &[Paragraph], cell| {
                for inline in paragraphs.iter().flat_map(|paragraph| &paragraph.inlines) {
                    let path = match inline {
                        Inline::Slot(slot) => Some(&slot.path),
                        Inline::CheckBox(check_box) => check_box.option.as_ref().map(|(path, _)| path),
                        _ => None,
                    };
                    if let Some(path) = path {
                        places.entry(path.clone()).or_insert(Spot { block, cell });
                    }
                }
            };
            match content {
                Block::Paragraph(paragraph) => take(std::slice::from_ref(paragraph), None),
                Block::Table(table) => {
                    for cell in table.cells() {
                        take(&cell.paragraphs, Some((cell.row, cell.column, cell.rows().end)));
                    }
                }
            }
        }
        SlotPlaces(places)
    }

    fn direction(&self, path: &FieldPath, label: Spot) -> Direction {
        match (self.0.get(path), label.cell) {
            (Some(Spot { block, cell: Some((row, column, _)) }), Some((label_row, label_column, row_end)))
                if *block == label.block =>
            {
                if (*row, *column) == (label_row, label_column) {
                    Direction::Inside
                } else if *row >= row_end {
                    Direction::Below
                } else {
                    Direction::Right
                }
            }
            (Some(_), None) => Direction::Below,
            _ => Direction::Right,
        }
    }
}
