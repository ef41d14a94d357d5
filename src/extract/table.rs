//! Rows of tables: read under their heads, as many as there are.

use std::collections::HashMap;

use super::answer::{Located, MERGED, SEVERAL_ROWS};
use super::region::CellPlace;
use super::{Answered, Reading};
use crate::form::{Field, FieldKind, Rows};
use crate::text::fold;
use crate::{Code, FieldPath, Finding};

/// Where a column stands in a table of the document.
#[derive(Debug, Clone, Copy)]
struct Column {
    table: usize,
    start: usize,
    end: usize,
    /// The row after the column's head.
    below: usize,
}

impl Column {
    fn starts_in(&self, cell: CellPlace) -> bool {
        self.start >= cell.column && self.start < cell.column_end
    }
}

impl Reading<'_> {
    /// Reads the rows of an open table, and its footer.
    pub(super) fn read_table(&mut self, field: &Field, rows: &Rows) {
        let leaves: Vec<&Field> = field.walk().filter(|inner| inner.is_leaf()).collect();
        let columns: HashMap<&FieldPath, Column> =
            leaves.iter().filter_map(|leaf| Some((&leaf.path, self.column(&leaf.path)?))).collect();
        let Some(table) = most_common(columns.values().map(|column| column.table)) else {
            self.findings.push(Finding::new(Code::LabelMissing).about(&field.path).with("label", field.label()));
            return;
        };
        for leaf in &leaves {
            // A running number may be left out; a printed year may not.
            let asked = !leaf.preset || !rows.preset.is_empty();
            if columns.get(&leaf.path).is_none_or(|column| column.table != table) && asked {
                self.findings.push(Finding::new(Code::LabelMissing).about(&leaf.path).with("label", leaf.label()));
            }
        }
        let columns: HashMap<&FieldPath, Column> =
            columns.into_iter().filter(|(_, column)| column.table == table).collect();
        let first = columns.values().map(|column| column.below).max().unwrap_or(0);
        let heads: Vec<String> = field.walk().map(|inner| fold(inner.own_label())).collect();
        let mut number = 0;
        for (table, row) in self.rows_below(field, table, first) {
            if self.repeats_heads(table, row, &heads) {
                self.claim_row(table, row);
                continue;
            }
            if !self.is_data(table, row, field, &columns) || self.is_sub_head(table, row, first, &columns) {
                continue;
            }
            let answers: Vec<(&Field, Answered)> =
                leaves.iter().filter_map(|leaf| Some((*leaf, self.row_answer(leaf, &columns, table, row)?))).collect();
            let mut answers = answers;
            let holds = answers.iter().any(|(leaf, answer)| !leaf.preset && !answer.value.is_empty());
            doubt_parallel_lines(&mut answers);
            if !holds {
                // A printed year or a running number alone is no answer.
                self.claimed.extend(answers.iter().flat_map(|(_, answer)| &answer.regions));
                continue;
            }
            for (leaf, answer) in answers {
                self.record_answer(leaf, &leaf.path.at_row(number), answer);
            }
            number += 1;
        }
        if let Some(footer) = rows.footer.as_ref().and_then(|footer| self.form.field(footer)) {
            self.read_footer(footer, field, &columns);
        }
    }

    /// The column under a head; a head that is gone is made up for by a tag.
    fn column(&self, path: &FieldPath) -> Option<Column> {
        if let Some(hit) = self.anchors.of_path(path).and_then(|anchor| self.assignment.hits[anchor])
            && let Some(cell) = self.regions.list[hit.region].cell
        {
            return Some(Column { table: cell.table, start: cell.column, end: cell.column_end, below: cell.row_end });
        }
        let piece = self.marks.pieces(path).first()?;
        let cell = self.regions.list[piece.region].cell?;
        Some(Column { table: cell.table, start: cell.column, end: cell.column_end, below: cell.row })
    }

    /// The rows of a table's answers: under the heads up to the next label, and
    /// on through tables that only continue this one.
    fn rows_below(&self, field: &Field, table: usize, first: usize) -> Vec<(usize, usize)> {
        let mut rows = Vec::new();
        let mut table = table;
        let mut from = first;
        loop {
            let grid = self.regions.tables[table].table;
            for row in from..grid.height() {
                if self.starts_other_label(field, table, row) {
                    return rows;
                }
                rows.push((table, row));
            }
            let next = table + 1;
            let continues = self.regions.tables.get(next).is_some_and(|other| other.table.width() == grid.width())
                && self.nothing_between(table, next);
            if !continues {
                return rows;
            }
            (table, from) = (next, 0);
        }
    }

    /// Whether no text stands between two tables, as at the page break where
    /// somebody cut one in two.
    fn nothing_between(&self, table: usize, next: usize) -> bool {
        let last = self.regions.tables[table].cells.iter().max().copied().unwrap_or(0);
        let first = self.regions.tables[next].cells.iter().min().copied().unwrap_or(0);
        (last + 1..first).all(|region| self.regions.list[region].text.trim().is_empty())
    }

    /// Whether a label of another field starts in the row.
    fn starts_other_label(&self, field: &Field, table: usize, row: usize) -> bool {
        self.assignment.hits.iter().enumerate().any(|(anchor, hit)| {
            let Some(cell) = hit.and_then(|hit| self.regions.list[hit.region].cell) else { return false };
            cell.table == table && cell.row == row && !self.anchors.list[anchor].path.starts_with(&field.path)
        })
    }

    /// Whether a row is the head again, as on a second page: it holds nothing
    /// but heads.
    fn repeats_heads(&self, table: usize, row: usize, heads: &[String]) -> bool {
        let texts = self.row_regions(table, row).map(|region| fold(&self.regions.list[region].text));
        let (mut again, mut other) = (0, 0);
        for text in texts.filter(|text| !text.is_empty()) {
            if heads.contains(&text) {
                again += 1;
            } else {
                other += 1;
            }
        }
        again >= 2 && other == 0
    }

    /// Whether a row can hold answers. A sum, a remark, a heading between rows
    /// are none: one cell spans columns, a foreign label stands in the band's
    /// column, or the first words say so. What they hold is reported as
    /// unplaced.
    fn is_data(&self, table: usize, row: usize, field: &Field, columns: &HashMap<&FieldPath, Column>) -> bool {
        const NO_DATA: &[&str] =
            &["合计", "小计", "总计", "共计", "备注", "说明", "注", "填表人", "填表日期", "以下空白", "制表", "审核"];
        let first = columns.values().map(|column| column.start).min().unwrap_or(0);
        let label =
            self.anchors.of_path(&field.path).and_then(|anchor| self.assignment.hits[anchor]).map(|hit| hit.region);
        let mut opening = None;
        for region in self.row_regions(table, row) {
            let (text, Some(cell)) = (self.regions.list[region].text.trim(), self.regions.list[region].cell) else {
                continue;
            };
            if text.is_empty() {
                continue;
            }
            // Words there are a label; a date or a number is an answer whose head
            // was not found.
            if cell.column < first && Some(region) != label && !text.chars().any(char::is_numeric) {
                return false;
            }
            // A cell over a few columns is somebody's merged answer; one over
            // most of them is no answer of the row.
            if columns.values().filter(|column| column.starts_in(cell)).count() * 2 > columns.len().max(3) {
                return false;
            }
            opening.get_or_insert(fold(text));
        }
        opening.is_none_or(|words| {
            !NO_DATA.iter().any(|word| words == *word || (words.starts_with(word) && word.chars().count() > 1))
        })
    }

    /// Whether the row directly below the heads divides one of them, as 起 and
    /// 止 under 时间: only cells of divided columns hold something, a word each.
    fn is_sub_head(&self, table: usize, row: usize, first: usize, columns: &HashMap<&FieldPath, Column>) -> bool {
        const LONGEST: usize = 4;
        if row != first {
            return false;
        }
        let divides = |cell: CellPlace| {
            columns.values().any(|column| {
                column.start <= cell.column
                    && cell.column_end <= column.end
                    && cell.column_end - cell.column < column.end - column.start
            })
        };
        let mut words = 0;
        for region in self.row_regions(table, row) {
            let text = self.regions.list[region].text.trim();
            if text.is_empty() {
                continue;
            }
            let divides = self.regions.list[region].cell.is_some_and(divides);
            if !divides || text.chars().count() > LONGEST || text.chars().any(char::is_numeric) {
                return false;
            }
            words += 1;
        }
        words >= 2
    }

    /// The cells that begin in a row, left to right.
    fn row_regions(&self, table: usize, row: usize) -> impl Iterator<Item = usize> + '_ {
        let width = self.regions.tables[table].table.width();
        (0..width).filter_map(move |column| {
            let region = self.regions.at(table, row, column)?;
            // A cell over several columns counts once.
            let starts = |cell: CellPlace| cell.row == row && cell.column == column;
            self.regions.list[region].cell.is_some_and(starts).then_some(region)
        })
    }

    fn claim_row(&mut self, table: usize, row: usize) {
        let regions: Vec<usize> = self.row_regions(table, row).collect();
        for region in regions {
            self.claimed.insert(region);
        }
    }

    /// The answer of a column in a row; `None` where the row has no cell there.
    fn row_answer(
        &self,
        leaf: &Field,
        columns: &HashMap<&FieldPath, Column>,
        table: usize,
        row: usize,
    ) -> Option<Answered> {
        let column = columns.get(&leaf.path)?;
        let mut regions: Vec<usize> = Vec::new();
        for position in column.start..column.end {
            if let Some(region) = self.regions.at(table, row, position)
                && !regions.contains(&region)
            {
                regions.push(region);
            }
        }
        // A cell that reaches in from the side belongs to the column in which
        // most of it stands.
        if regions.len() > 1 {
            let own = |region: &usize| self.regions.list[*region].cell.is_some_and(|cell| cell.column >= column.start);
            regions.retain(own);
        }
        let mut regions: Vec<usize> =
            regions.into_iter().filter(|region| !self.assignment.holds_label(*region) || leaf.preset).collect();
        if regions.is_empty() {
            return None;
        }
        let merged = |cell: CellPlace| cell.row < row;
        // A number over several rows is one number; words over several rows are
        // meant for each.
        if matches!(leaf.kind, FieldKind::Integer | FieldKind::Number | FieldKind::Percent | FieldKind::Score)
            && !leaf.preset
        {
            regions.retain(|region| !self.regions.list[*region].cell.is_some_and(merged));
        }
        let from_above = regions.iter().any(|region| self.regions.list[*region].cell.is_some_and(merged));
        let tagged =
            regions.iter().any(|region| self.marks.pieces(&leaf.path).iter().any(|mark| mark.region == *region));
        let pieces: Vec<_> = regions.into_iter().map(|region| self.whole(region)).collect();
        let doubt = (from_above && !leaf.preset).then_some(MERGED);
        let confidence = match (tagged, doubt) {
            (_, Some(_)) => 0.7,
            (true, None) => 1.0,
            (false, None) => 0.98,
        };
        Some(self.answered(&leaf.path, Located { pieces, confidence, doubt, conflict: false }))
    }

    /// The last row (总体统计): its cells stand under the heads that span them.
    fn read_footer(&mut self, footer: &Field, table: &Field, columns: &HashMap<&FieldPath, Column>) {
        let hit = self.anchors.of_path(&footer.path).and_then(|anchor| self.assignment.hits[anchor]);
        let label = hit.and_then(|hit| self.regions.list[hit.region].cell);
        for part in footer.walk().filter(|part| part.is_leaf()) {
            let located = label
                .and_then(|label| self.under_head(part, table, columns, label))
                .or_else(|| self.locate(&part.path));
            match located {
                Some(located) => {
                    let answer = self.answered(&part.path, located);
                    self.record_answer(part, &part.path, answer);
                }
                None => self.label_missing(part),
            }
        }
    }

    fn under_head(
        &self,
        part: &Field,
        table: &Field,
        columns: &HashMap<&FieldPath, Column>,
        label: CellPlace,
    ) -> Option<Located> {
        let head = table.walk().find(|field| field.own_label() == part.own_label())?;
        let spans: Vec<&Column> =
            columns.iter().filter(|(path, _)| path.starts_with(&head.path)).map(|(_, column)| column).collect();
        let start = spans.iter().map(|column| column.start).min()?;
        let end = spans.iter().map(|column| column.end).max()?;
        let mut regions: Vec<usize> = Vec::new();
        for column in start.max(label.column_end)..end {
            if let Some(region) = self.regions.at(label.table, label.row, column)
                && !regions.contains(&region)
                && !self.assignment.holds_label(region)
            {
                regions.push(region);
            }
        }
        let tagged =
            regions.iter().any(|region| self.marks.pieces(&part.path).iter().any(|mark| mark.region == *region));
        let pieces: Vec<_> = regions.into_iter().map(|region| self.whole(region)).collect();
        (!pieces.is_empty()).then_some(Located {
            pieces,
            confidence: if tagged { 1.0 } else { 0.98 },
            doubt: None,
            conflict: false,
        })
    }

    /// Reads a table whose rows are all printed: each is told by its printed
    /// words.
    pub(super) fn read_fixed_table(&mut self, field: &Field, rows: &Rows) {
        let leaves: Vec<&Field> = field.walk().filter(|inner| inner.is_leaf()).collect();
        let mut number = 0;
        for (index, preset) in rows.preset.iter().enumerate() {
            let mut answers: Vec<(&Field, Answered)> = Vec::new();
            for leaf in leaves.iter().filter(|leaf| !leaf.preset) {
                match self.in_printed_row(field, leaf, index) {
                    Some(answer) => answers.push((leaf, answer)),
                    None => {
                        let words = preset.values.iter().map(|(_, words)| words.as_str()).collect::<Vec<_>>().join("/");
                        let label = format!("{words}/{}", leaf.label());
                        self.findings.push(Finding::new(Code::LabelMissing).about(&field.path).with("label", label));
                    }
                }
            }
            if answers.iter().all(|(_, answer)| answer.value.is_empty()) {
                continue;
            }
            let place = answers.iter().find_map(|(_, answer)| answer.place.clone());
            for (id, words) in &preset.values {
                let leaf = leaves.iter().find(|leaf| leaf.id() == id);
                if let Some(leaf) = leaf {
                    let answer = Answered {
                        value: words.clone(),
                        raw: words.clone(),
                        place: place.clone(),
                        confidence: 1.0,
                        ..Answered::default()
                    };
                    self.record_answer(leaf, &leaf.path.at_row(number), answer);
                }
            }
            for (leaf, answer) in answers {
                self.record_answer(leaf, &leaf.path.at_row(number), answer);
            }
            number += 1;
        }
    }

    /// The answer of a column in a printed row: where the row of its words
    /// meets the column of its head.
    fn in_printed_row(&self, field: &Field, leaf: &Field, index: usize) -> Option<Answered> {
        let slot = leaf.path.at_row(index);
        let words = field.walk().filter(|inner| inner.preset).filter_map(|inner| {
            let anchor = self.anchors.of_path(&inner.path.at_row(index))?;
            let hit = self.assignment.hits[anchor]?;
            self.regions.list[hit.region].cell.map(|cell| (cell, hit.score))
        });
        let row = words.last();
        let head = self.column(&leaf.path);
        let mark = self.marks.pieces(&slot).first().copied();
        let located = match (row, head, mark) {
            (Some((cell, score)), head, mark) => {
                // On a second page the head may be missing or stand elsewhere.
                let column = head
                    .map(|head| head.start)
                    .unwrap_or(self.regions.tables[cell.table].table.width().saturating_sub(1));
                let mut pieces: Vec<_> = Vec::new();
                for row in cell.row..cell.row_end {
                    if let Some(region) = self.regions.at(cell.table, row, column)
                        && !self.assignment.holds_label(region)
                    {
                        let piece = self.whole(region);
                        if !pieces.contains(&piece) {
                            pieces.push(piece);
                        }
                    }
                }
                let confidence = match mark {
                    Some(mark) if pieces.iter().any(|piece| piece.region == mark.region) => 1.0,
                    _ if score >= 0.84 => 0.98,
                    _ => 0.7,
                };
                let doubt = (confidence < 0.75).then_some(super::answer::RETYPED);
                let conflict = mark.is_some_and(|mark| !pieces.iter().any(|piece| piece.region == mark.region));
                Located { pieces, confidence, doubt, conflict }
            }
            (None, _, Some(mark)) => {
                Located { pieces: vec![self.whole(mark.region)], confidence: 0.9, doubt: None, conflict: false }
            }
            (None, _, None) => return None,
        };
        Some(self.answered(&slot, located))
    }
}

/// Cells of a row that all have the same number of lines may be several rows
/// that somebody wrote into one.
fn doubt_parallel_lines(answers: &mut [(&Field, Answered)]) {
    let lines = |answer: &Answered| answer.value.lines().count();
    let several: Vec<usize> = answers.iter().map(|(_, answer)| lines(answer)).filter(|lines| *lines > 1).collect();
    if several.len() >= 2 && several.windows(2).all(|pair| pair[0] == pair[1]) {
        for (_, answer) in answers.iter_mut().filter(|(_, answer)| lines(answer) > 1) {
            answer.confidence = answer.confidence.min(0.6);
            answer.doubt = answer.doubt.or(Some(SEVERAL_ROWS));
        }
    }
}

fn most_common(tables: impl Iterator<Item = usize>) -> Option<usize> {
    let mut counts: HashMap<usize, usize> = HashMap::new();
    for table in tables {
        *counts.entry(table).or_default() += 1;
    }
    counts.into_iter().max_by_key(|(table, count)| (*count, usize::MAX - *table)).map(|(table, _)| table)
}
