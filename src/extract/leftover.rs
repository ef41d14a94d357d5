//! What stands in a document and belongs to no field: reported, never dropped.

use std::collections::HashMap;

use super::align::Hit;
use super::{Reading, shorten, words};
use crate::text::{fold, squeeze};
use crate::{Code, Finding};

/// Most findings about such text: what is beyond is one more. Nobody reads
/// thousands, and a sheet may have as many rows.
const SEPARATE: usize = 100;

impl Reading<'_> {
    /// Reports text that has found no field and is not the form's own. The
    /// cells of a column that somebody added are one finding.
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
            self.findings.push(finding.with("value", shorten(&texts.join("｜"))));
        }
    }

    /// Texts with the first of their regions: those of a column together, if it
    /// has three of them or more.
    fn by_column(&self, left: Vec<(usize, String)>) -> Vec<(usize, Vec<String>)> {
        // A cell as wide as its table is a box of its own, no cell of a column.
        let column = |region: usize| {
            let cell = self.regions.list[region].cell?;
            let width = self.regions.tables[cell.table].table.width();
            (cell.column_end - cell.column < width).then_some((cell.table, cell.column, cell.column_end))
        };
        let mut counts: HashMap<(usize, usize, usize), usize> = HashMap::new();
        for column in left.iter().filter_map(|(region, _)| column(*region)) {
            *counts.entry(column).or_default() += 1;
        }
        let mut groups: Vec<(usize, Vec<String>)> = Vec::new();
        let mut known: HashMap<(usize, usize, usize), usize> = HashMap::new();
        for (region, text) in left {
            match column(region).filter(|column| counts.get(column).is_some_and(|count| *count >= 3)) {
                Some(column) => {
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
