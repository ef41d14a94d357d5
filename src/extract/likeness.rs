//! How like a document is to each known form.
//!
//! Forms of one series differ by a few words: the three 推荐表 by a row, an
//! option and the name of an office. So what counts is not only how much of a
//! form a document has, but also what it has that another form prints; and
//! words that few forms print count more than those of all.

use std::collections::{HashMap, HashSet};

use super::anchor::{Anchor, Anchors};
use super::region::{Region, Regions};
use crate::text::fold;

/// How like a document is to a form.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Likeness {
    /// Share of the form's labels that the document has; of a form that is only
    /// printed, of its text. 0 to 1.
    pub labels: f32,
    /// How much of what the form and the document print is common to both,
    /// rare words counting more, 0 to 1.
    pub common: f32,
    /// How much of what the document prints and any form knows is this form's,
    /// 0 to 1: a label that only another form has speaks for that one.
    pub explained: f32,
    /// Whether the document has the form's title.
    pub title: Title,
}

/// Whether a document has a form's title.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) enum Title {
    /// No.
    #[default]
    None,
    /// All of it but the word at its end: somebody made 申报表 of 推荐表.
    Beginning,
    /// Yes.
    Whole,
}

impl Likeness {
    /// By which the forms are compared.
    pub fn rank(self) -> f32 {
        let title = match self.title {
            Title::None => 0.0,
            Title::Beginning => 0.15,
            Title::Whole => 0.25,
        };
        self.content() + title
    }

    /// The likeness of what stands below the title.
    pub fn content(self) -> f32 {
        (self.labels + self.common + self.explained) / 2.0
    }
}

/// The printed words of all forms.
#[derive(Debug)]
pub(super) struct Vocabulary {
    words: HashMap<String, Word>,
    /// For each form the weight of all its words.
    weights: Vec<f32>,
}

/// A word, or a whole text, that forms print; folded.
#[derive(Debug, Default)]
struct Word {
    /// How much it says about the form.
    weight: f32,
    /// The forms that print it.
    forms: Vec<usize>,
}

/// Longer texts are recognised by their beginnings, in characters.
const OPENING_OF_TEXT: usize = 40;
/// What is a part of the title and shorter may stand below it too.
const SHORTEST_OF_TITLE: usize = 8;
/// A single character may stand anywhere.
const SHORTEST: usize = 2;

/// A text as it stands in the vocabulary; `None` for one that says nothing.
fn entry(folded: &str) -> Option<&str> {
    let end = folded.char_indices().nth(OPENING_OF_TEXT).map_or(folded.len(), |(at, _)| at);
    (folded.chars().nth(SHORTEST - 1).is_some()).then_some(&folded[..end])
}

impl Vocabulary {
    /// The words of forms, which are known by their numbers from then on.
    pub fn of<'a>(forms: impl Iterator<Item = &'a Anchors>) -> Vocabulary {
        let mut words: HashMap<String, Word> = HashMap::new();
        let mut count = 0;
        for (form, anchors) in forms.enumerate() {
            count += 1;
            let labels = anchors.list.iter().flat_map(|anchor| anchor.names.first()).map(|name| name.folded.as_str());
            let printed = anchors.printed.iter().map(String::as_str);
            // The title is weighed by itself; it may be another form's.
            let below_title = |text: &&str| text.chars().count() < SHORTEST_OF_TITLE || !anchors.title.contains(*text);
            for text in labels.chain(printed).filter(below_title).filter_map(entry) {
                let word = words.entry(text.to_owned()).or_default();
                if word.forms.last() != Some(&form) {
                    word.forms.push(form);
                }
            }
        }
        let mut weights = vec![0.0; count];
        for word in words.values_mut() {
            word.weight = (1.0 + count as f32 / word.forms.len() as f32).ln();
            word.forms.iter().for_each(|form| weights[*form] += word.weight);
        }
        Vocabulary { words, weights }
    }

    /// The likeness of a document to each form.
    pub fn likeness<'a>(&self, forms: impl Iterator<Item = &'a Anchors>, regions: &Regions<'_>) -> Vec<Likeness> {
        let found = Found::of(regions);
        let mut common = vec![0.0_f32; self.weights.len()];
        let mut known = 0.0_f32;
        for word in found.entries().filter_map(|text| self.words.get(text)) {
            known += word.weight;
            word.forms.iter().for_each(|form| common[*form] += word.weight);
        }
        forms
            .zip(common)
            .zip(&self.weights)
            .map(|((anchors, common), weight)| Likeness {
                labels: if anchors.list.is_empty() { common / weight.max(1.0) } else { found.labels(anchors) },
                common: 2.0 * common / (known + weight).max(1.0),
                explained: common / known.max(1.0),
                title: found.title(&anchors.title),
            })
            .collect()
    }
}

/// What stands in a document, folded.
struct Found<'r> {
    /// Words that may be labels.
    keys: HashSet<&'r str>,
    /// Whole texts.
    texts: HashSet<String>,
    /// The text of the beginning: a title may stand on two lines or in two
    /// paragraphs.
    opening: String,
}

impl<'r> Found<'r> {
    fn of(regions: &'r Regions<'_>) -> Found<'r> {
        const OPENING: usize = 4_000;
        let mut found = Found { keys: HashSet::new(), texts: HashSet::new(), opening: String::new() };
        for region in &regions.list {
            found.keys.extend(region.keys.iter().map(|key| key.folded.as_str()));
            let folded = beginning(region);
            if found.opening.len() < OPENING && region.text.len() < OPENING {
                found.opening.push_str(&folded);
            }
            found.texts.extend(entry(&folded).map(str::to_owned));
        }
        found
    }

    fn title(&self, title: &str) -> Title {
        /// 推荐表, 申报表.
        const LAST_WORD: usize = 3;
        let beginning = title.char_indices().rev().nth(LAST_WORD - 1).map_or("", |(at, _)| &title[..at]);
        if !title.is_empty() && self.opening.contains(title) {
            Title::Whole
        } else if beginning.chars().count() > LAST_WORD * 3 && self.opening.contains(beginning) {
            Title::Beginning
        } else {
            Title::None
        }
    }

    /// The texts that may stand in a vocabulary, each once.
    fn entries(&self) -> impl Iterator<Item = &str> {
        let whole = self.texts.iter().map(String::as_str);
        let keys = self.keys.iter().copied().filter_map(entry).filter(|key| !self.texts.contains(*key));
        whole.chain(keys.collect::<HashSet<_>>())
    }

    /// The share of a form's labels that stand in the document.
    fn labels(&self, anchors: &Anchors) -> f32 {
        let stands = |anchor: &&Anchor| anchor.names.iter().any(|name| self.keys.contains(name.folded.as_str()));
        anchors.list.iter().filter(stands).count() as f32 / anchors.list.len().max(1) as f32
    }
}

/// The folded text of a region; of a long one the beginning.
fn beginning(region: &Region) -> String {
    const LONG: usize = 2_000;
    match region.text.char_indices().nth(LONG) {
        Some((end, _)) => fold(&region.text[..end]),
        None => fold(&region.text),
    }
}
