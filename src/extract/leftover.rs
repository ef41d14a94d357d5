//! What stands in a document and belongs to no field: reported, never dropped.

use super::align::Hit;
use super::{Reading, shorten, words};
use crate::text::fold;
use crate::{Code, Finding};

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
        // A cell as wide as its table is a box of its own, no cell of a column.
        let column = |region: usize| {
            let cell = self.regions.list[region].cell?;
            let width = self.regions.tables[cell.table].table.width();
            (cell.column_end - cell.column < width).then_some((cell.table, cell.column, cell.column_end))
        };
        while !left.is_empty() {
            let (first, text) = left.remove(0);
            let alike = |(region, _): &(usize, String)| column(*region).is_some() && column(*region) == column(first);
            let mut texts = vec![text];
            if left.iter().filter(|other| alike(other)).count() >= 2 {
                texts.extend(left.iter().filter(|other| alike(other)).map(|(_, text)| text.clone()));
                left.retain(|other| !alike(other));
            }
            let finding = Finding::new(Code::Unplaced).at(Some(self.place(first)));
            self.findings.push(finding.with("value", shorten(&texts.join("｜"))));
        }
    }

    /// What a region says beyond labels, advice and printed text.
    fn unclaimed_text(&self, region: usize) -> String {
        let text = &self.regions.list[region].text;
        if self.is_printed(region) || self.is_title(region) || self.is_annex(region) {
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
