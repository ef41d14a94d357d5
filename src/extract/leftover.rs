//! What stands in a document and belongs to no field: reported, never dropped.

use std::collections::{HashMap, HashSet};

use super::align::Hit;
use super::{Reading, shorten, words};
use crate::finding::WHOLE;
use crate::text::{fold, squeeze};
use crate::{Code, Finding};

/// Most findings about such text: what is beyond is one more. Nobody reads
/// thousands, and a sheet may have as many rows.
const SEPARATE: usize = 100;

/// Characters of what may be a word in a column of a list.
const LONGEST_WORD: usize = 20;

/// The number of a table, and the first column of a cell and the one behind it.
type Columns = (usize, usize, usize);

/// What is left over in a column.
struct Added {
    /// Whether it is words, not texts.
    words: bool,
    /// The first and the last row.
    rows: (usize, usize),
    /// How many cells.
    count: usize,
}

impl Reading<'_> {
    /// Reports text that has found no field and is not the form's own, whole:
    /// it may be an answer. Words in a column that somebody added are one
    /// finding.
    pub(super) fn unplaced(&mut self) {
        let mut left: Vec<(usize, String)> = Vec::new();
        for region in 0..self.regions.list.len() {
            if self.claimed.contains(&region) {
                continue;
            }
            let text = self.unclaimed_text(region);
            if fold(&text).is_empty() {
                if self.regions.list[region].picture {
                    self.findings.push(Finding::new(Code::Picture).at(Some(self.place(region))));
                }
                continue;
            }
            left.push((region, text));
        }
        let mut groups = self.by_column(left);
        let rest = groups.split_off(SEPARATE.min(groups.len()));
        let more = rest.first().map(|(first, _)| *first);
        let more = more.map(|first| (first, rest.into_iter().flat_map(|(_, texts)| texts).collect()));
        for (first, texts) in groups.into_iter().chain(more) {
            let finding = Finding::new(Code::Unplaced).at(Some(self.place(first)));
            let texts: Vec<&str> = texts.iter().map(|text| text.trim()).collect();
            let finding = finding.with("value", shorten(&texts.join("｜"))).with(WHOLE, texts.join("\n"));
            self.findings.push(finding);
        }
    }

    /// Texts with the first of their regions: the words of a column that
    /// somebody added to a list together, if there are three or more.
    fn by_column(&self, left: Vec<(usize, String)>) -> Vec<(usize, Vec<String>)> {
        let mut columns: HashMap<Columns, Added> = HashMap::new();
        for (region, text) in &left {
            if let Some((column, row)) = self.column_of(*region) {
                let added = columns.entry(column).or_insert(Added { words: true, rows: (row, row), count: 0 });
                added.words &= text.trim().chars().count() <= LONGEST_WORD;
                added.rows.1 = row;
                added.count += 1;
            }
        }
        let labels = self.label_rows();
        columns.retain(|(table, ..), Added { words, rows: (first, last), count }| {
            // Under its head a list has no labels; beside labels stand answers.
            let beside_label = |(of, row): &(usize, usize)| of == table && (*first + 1..=*last).contains(row);
            *words && *count >= 3 && !labels.iter().any(beside_label)
        });
        let mut groups: Vec<(usize, Vec<String>)> = Vec::new();
        let mut known: HashMap<Columns, usize> = HashMap::new();
        for (region, text) in left {
            match self.column_of(region).filter(|(column, _)| columns.contains_key(column)) {
                Some((column, _)) => {
                    let group = *known.entry(column).or_insert(groups.len());
                    match groups.get_mut(group) {
                        Some((_, texts)) => texts.push(text),
                        None => groups.push((region, vec![text])),
                    }
                }
                None => groups.push((region, vec![text])),
            }
        }
        groups
    }

    /// The column and the row of a cell, unless it is as wide as its table: a
    /// box of its own.
    fn column_of(&self, region: usize) -> Option<(Columns, usize)> {
        let cell = self.regions.list[region].cell?;
        let width = self.regions.tables[cell.table].table.width();
        (cell.column_end - cell.column < width).then_some(((cell.table, cell.column, cell.column_end), cell.row))
    }

    /// The rows in which the form's labels stand, with their tables.
    fn label_rows(&self) -> HashSet<(usize, usize)> {
        let cells = self.assignment.hits.iter().flatten().filter_map(|hit| self.regions.list[hit.region].cell);
        cells.map(|cell| (cell.table, cell.row)).collect()
    }

    /// What a region says beyond labels, advice and printed text.
    fn unclaimed_text(&self, region: usize) -> String {
        let text = &self.regions.list[region].text;
        if self.is_printed(region) || self.is_seal(region) || self.is_title(region) || self.is_annex(region) {
            return String::new();
        }
        let hit = self.assignment.hits.iter().flatten().filter(|hit| hit.region == region).min_by_key(|hit| hit.start);
        match hit {
            // The words before a label, and those behind it if they are no
            // field's.
            Some(Hit { rest: Some(rest), start, .. }) => {
                format!("{}\n{}", &text[..(*start).min(text.len())], &text[(*rest).min(text.len())..])
            }
            Some(_) => self.beside_label_text(text),
            None if self.assignment.labels.contains(&region) => self.beside_label_text(text),
            None => text.clone(),
        }
    }

    /// Whether a region says only where to put a seal and the day, as the form
    /// prints it below an opinion.
    fn is_seal(&self, region: usize) -> bool {
        let is_printed = |line: &str| {
            let folded = fold(line);
            squeeze(line) == "年月日" || self.anchors.seals.iter().any(|seal| fold(seal) == folded)
        };
        self.regions.list[region].text.lines().all(is_printed)
    }

    /// Whether a paragraph outside tables counts the attachment: 附件四, where
    /// the form prints 附件4.
    fn is_annex(&self, region: usize) -> bool {
        self.regions.list[region].cell.is_none() && is_annex(&self.regions.list[region].text)
    }

    /// Whether a paragraph outside tables is the form's title, or a part of it,
    /// with no more than a name of place or school added.
    fn is_title(&self, region: usize) -> bool {
        const LONGEST_NAME: usize = 14;
        let region = &self.regions.list[region];
        let folded = fold(&region.text);
        let length = folded.chars().count();
        if region.cell.is_some() || length > self.anchors.title.chars().count() + LONGEST_NAME {
            return false;
        }
        let shared = words::longest_shared(&folded, &self.anchors.title);
        shared == length || (shared >= 8 && length - shared <= LONGEST_NAME)
    }

    /// The brackets beside a label, unless they only give advice.
    fn beside_label_text(&self, text: &str) -> String {
        words::brackets(text)
            .into_iter()
            .map(|(start, end)| &text[start..end])
            .filter(|bracket| !words::is_advice(bracket) && !words::is_number(bracket))
            .filter(|bracket| !self.anchors.all_printed.contains(&fold(bracket)))
            .collect::<Vec<_>>()
            .join("\n")
    }
}

fn is_annex(text: &str) -> bool {
    let folded = fold(text);
    let number = folded.strip_prefix("附件").or_else(|| folded.strip_prefix("附表"));
    number.is_some_and(|number| {
        number.chars().count() <= 3 && number.chars().all(|c| c.is_ascii_digit() || "一二三四五六七八九十".contains(c))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attachments_are_counted_in_two_ways() {
        for text in ["附件四", "附件 12：", "附表1", "附件"] {
            assert!(is_annex(text), "{text}");
        }
        for text in ["附件材料三份", "另附件一份", "附件四、五已寄出", "四"] {
            assert!(!is_annex(text), "{text}");
        }
    }
}
