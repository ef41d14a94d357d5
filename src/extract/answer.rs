//! Where answers stand, seen from their labels, and what they say.

use std::borrow::Cow;

use super::Reading;
use super::align::Hit;
use super::anchor::{Direction, MAIN_WORDS};
use super::marks::Piece;
use super::opinion;
use super::region::CellPlace;
use super::words::{is_hint, without_brackets, without_hints};
use crate::FieldPath;
use crate::document::Place;
use crate::finding::Words;
use crate::form::{FieldKind, normalize_text};
use crate::text::fold;

/// Why a value may be wrong.
pub(super) const RETYPED: Words = Words { zh: "栏目名称与原表不同", en: "its label differs from the form's" };
pub(super) const ELSEWHERE: Words =
    Words { zh: "栏目不在原来的位置", en: "its label stands in another place" };
pub(super) const SEVERAL_CELLS: Words = Words { zh: "由几个单元格拼成", en: "joined from several cells" };
pub(super) const TICKS: Words =
    Words { zh: "勾选标记的归属不明", en: "unclear which option a tick belongs to" };
pub(super) const WORDS_BESIDE: Words =
    Words { zh: "选项旁还写有其他文字", en: "other words stand beside the options" };
pub(super) const ANOTHER_FIELD: Words =
    Words { zh: "其中还写有另一栏的内容", en: "it holds another field's answer too" };
pub(super) const UNSIGNED: Words =
    Words { zh: "其中可能含有签名或日期", en: "it may hold a signature or a date" };
pub(super) const NEXT_MISSING: Words = Words {
    zh: "没有找到后面一栏，其内容可能也在这里",
    en: "the next label was not found; its answer may stand here too",
};
pub(super) const SEVERAL_ROWS: Words =
    Words { zh: "可能是几行写在了一行里", en: "several rows may stand in one" };
pub(super) const ZEROS: Words = Words {
    zh: "号码后几位都是0，可能是电子表格改动的",
    en: "its last digits are zeros, perhaps made by the spreadsheet",
};
pub(super) const TICK_ALONE: Words =
    Words { zh: "单元格里是勾选框，不是文字", en: "the cell holds a check box, not words" };
pub(super) const MERGED: Words = Words { zh: "与上一行合并的单元格", en: "a cell merged with the row above" };

/// An answer as it stands in the file.
#[derive(Debug, Clone, PartialEq, Default)]
pub(super) struct Located {
    /// The stretches of text that hold it, in reading order.
    pub pieces: Vec<Piece>,
    /// How sure it is that it stands there, 0 to 1.
    pub confidence: f32,
    /// Why it may not.
    pub doubt: Option<Words>,
    /// Tag and label point to different places.
    pub conflict: bool,
}

impl Reading<'_> {
    /// Where the answer to a field stands; `None` where neither tag nor label
    /// was found.
    pub fn locate(&self, path: &FieldPath) -> Option<Located> {
        let by_label = self.anchors.of_path(path).and_then(|anchor| {
            if let Some(crossing) = self.crossing(anchor) {
                return Some(crossing);
            }
            match self.assignment.hits[anchor] {
                Some(hit) => Some(self.beside_label(anchor, &hit)),
                None => self.behind_group(anchor),
            }
        });
        match (self.marks.pieces(path), by_label) {
            ([], by_label) => by_label,
            ([mark], None) => Some(self.whole_region(*mark, 0.95)),
            ([mark], Some(label)) => Some(self.agree(*mark, label)),
            // A copied form holds a tag twice; labels decide.
            (_, Some(label)) => Some(label),
            ([first, ..], None) => {
                Some(Located { confidence: 0.6, doubt: Some(ELSEWHERE), ..self.whole_region(*first, 0.6) })
            }
        }
    }

    /// Where the row of a group meets the column of a label that all its
    /// fellows share: 姓名 once above 负责人信息 and 联系人信息, or the other way
    /// round.
    fn crossing(&self, anchor: usize) -> Option<Located> {
        let own = &self.anchors.list[anchor];
        let label = *self.assignment.shared.get(&anchor)?;
        let group = self.assignment.hits[own.parent?].filter(|hit| hit.rest.is_none())?;
        let (group, label) = (self.regions.list[group.region].cell?, self.regions.list[label].cell?);
        if group.table != label.table {
            return None;
        }
        let (row, column) = if label.row_end <= group.row && label.column >= group.column_end {
            (group.row, label.column)
        } else if group.row_end <= label.row && group.column >= label.column_end {
            (label.row, group.column)
        } else {
            return None;
        };
        let region =
            self.regions.at(group.table, row, column).filter(|region| !self.assignment.holds_label(*region))?;
        Some(Located { pieces: vec![self.whole(region)], confidence: 0.85, doubt: None, conflict: false })
    }

    /// 负责人：王建军 — the first field of a group stands behind the group's
    /// label, when it has no label of its own.
    fn behind_group(&self, anchor: usize) -> Option<Located> {
        let own = &self.anchors.list[anchor];
        let parent = own.parent?;
        let is_first = self.anchors.list.iter().position(|other| other.parent == Some(parent)) == Some(anchor);
        // What stands behind a group's main field is that field's answer.
        let is_main_field = self.anchors.list[parent].leaf;
        let group = self.assignment.hits[parent].filter(|_| is_first && own.leaf && !is_main_field)?;
        let mut located = self.beside_label(parent, &group);
        located.pieces.truncate(1);
        let (answer, _) = self.joined(&own.path, &located.pieces);
        if answer.is_empty() || answer.contains('\n') {
            return None;
        }
        // 王建军　校长　13800000001: more than the first field may stand there.
        let repeats_label = fold(&answer).starts_with(&fold(&own.label));
        if answer.contains([' ', '　', '\t']) || repeats_label {
            return Some(Located { confidence: 0.6, doubt: Some(ELSEWHERE), ..located });
        }
        Some(Located { confidence: located.confidence.min(0.85), ..located })
    }

    /// Tag and label: the same place is certain.
    fn agree(&self, mark: Piece, label: Located) -> Located {
        if label.pieces.iter().any(|piece| piece.region == mark.region) {
            let pieces = label.pieces;
            return Located { pieces, confidence: 1.0, doubt: None, conflict: false };
        }
        let tagged = self.whole_region(mark, 0.6);
        let blank = |located: &Located| located.pieces.iter().all(|piece| self.text(piece).trim().is_empty());
        // One of the two may be empty: the answer was written beside its place.
        let mut chosen = if blank(&tagged) && !blank(&label) { label } else { tagged };
        chosen.conflict = true;
        chosen.confidence = 0.6;
        chosen
    }

    /// The region of a tagged range, without the labels in it.
    fn whole_region(&self, mark: Piece, confidence: f32) -> Located {
        let text = &self.regions.list[mark.region].text;
        let after_label = |hit: &Hit| hit.rest.unwrap_or(text.len());
        let start = self
            .assignment
            .hits
            .iter()
            .flatten()
            .filter(|hit| hit.region == mark.region && hit.start < mark.start)
            .map(after_label)
            .filter(|start| *start <= mark.start)
            .max()
            .unwrap_or(0);
        let end = self.assignment.next_label(mark.region, mark.end).unwrap_or(text.len());
        Located { pieces: vec![Piece { region: mark.region, start, end }], confidence, doubt: None, conflict: false }
    }

    /// The answer beside, below or behind its label.
    fn beside_label(&self, anchor: usize, hit: &Hit) -> Located {
        let direction = self.anchors.list[anchor].direction;
        let path = &self.anchors.list[anchor].path;
        let (confidence, doubt) = match hit.score {
            score if score >= 0.84 => (0.98, None),
            score if score >= 0.74 => (0.85, None),
            score if score >= 0.55 => (0.7, Some(RETYPED)),
            _ => (0.5, Some(ELSEWHERE)),
        };
        let located = |pieces: Vec<Piece>| Located { pieces, confidence, doubt, conflict: false };
        let behind = self.behind(hit);
        let behind_is_blank = behind.is_none_or(|piece| self.clean(path, self.text(&piece)).is_empty());
        if let Some(piece) = behind.filter(|_| !behind_is_blank) {
            let mut pieces = vec![piece];
            if self.regions.list[hit.region].cell.is_none() && self.takes_paragraphs(path) {
                pieces.extend(self.following(hit.region));
            }
            return located(pieces);
        }
        let Some(cell) = self.regions.list[hit.region].cell.map(|cell| self.past_words_between(anchor, cell)) else {
            let mut following = self.following(hit.region);
            if !self.takes_paragraphs(path) {
                following.truncate(1);
            }
            return located(following);
        };
        let right = self.free_right(cell);
        let below = self.free_below(cell);
        let below_first = below.first().map(|piece| piece.region);
        let mut pieces = match (direction, right.is_empty(), below.is_empty()) {
            (Direction::Inside, _, true) if behind.is_some() || right.is_empty() => behind.into_iter().collect(),
            (Direction::Inside | Direction::Below, _, false) => below,
            (Direction::Inside | Direction::Below, false, true) => right,
            (Direction::Right, true, _) => below,
            (Direction::Right, false, false) if self.row_points_down(cell) => below,
            (_, false, _) => right,
            (_, true, true) => Vec::new(),
        };
        let is_below = pieces.first().zip(below_first).is_some_and(|(piece, below)| piece.region == below);
        if is_below && self.form.field(path).is_some_and(|field| field.kind == FieldKind::Opinion) {
            self.seal_below(cell, &mut pieces);
        }
        if self.takes_paragraphs(path) {
            self.continue_below(anchor, cell, &mut pieces);
        } else if !self.anchors.boxed.contains(path) {
            // Cells behind the answer belong to labels that are not the form's.
            let holds = pieces.iter().position(|piece| !self.clean(path, self.text(piece)).is_empty());
            pieces = pieces.drain(..).skip(holds.unwrap_or(0)).take(1).collect();
        }
        located(pieces)
    }

    /// The label's cell, or the one right of it that repeats what is asked:
    /// 法人代表　姓名　张三.
    fn past_words_between(&self, anchor: usize, label: CellPlace) -> CellPlace {
        let next = self.regions.at(label.table, label.row, label.column_end);
        let next = next.map(|region| &self.regions.list[region]);
        let repeats = next
            .filter(|next| self.anchors.list[anchor].shares_label && MAIN_WORDS.contains(&fold(&next.text).as_str()));
        repeats.and_then(|next| next.cell).unwrap_or(label)
    }

    /// The lines for signature, seal and date below an opinion that stands below
    /// its label: in a sheet without names they are cells of their own.
    fn seal_below(&self, label: CellPlace, pieces: &mut Vec<Piece>) {
        /// A box with these lines has no more rows below its text.
        const ROWS: usize = 3;
        let mut above = label;
        let within = |cell: CellPlace| cell.column >= label.column && cell.column_end <= label.column_end;
        let last =
            pieces.iter().filter_map(|piece| self.regions.list[piece.region].cell).max_by_key(|cell| cell.row_end);
        above.row_end = last.map_or(label.row_end, |cell| cell.row_end);
        for _ in 0..ROWS {
            let row = self.regions.below(above);
            let is_seal = |region: &usize| {
                let found = &self.regions.list[*region];
                found.cell.is_some_and(within)
                    && !self.assignment.holds_label(*region)
                    && opinion::is_below_text(&found.text, &self.anchors.seals)
            };
            if row.is_empty() || !row.iter().all(is_seal) {
                break;
            }
            above.row_end = row
                .iter()
                .filter_map(|region| self.regions.list[*region].cell)
                .map(|cell| cell.row_end)
                .max()
                .unwrap_or(above.row_end);
            pieces.extend(row.into_iter().map(|region| self.whole(region)));
        }
    }

    /// A box that goes on in the next row: under an empty label cell, one that
    /// says （续）, or none at all, as a merge leaves it that somebody has undone.
    fn continue_below(&self, anchor: usize, label: CellPlace, pieces: &mut Vec<Piece>) {
        let mut row = label.row_end;
        while !pieces.is_empty()
            && let Some(cell) = self.goes_on(anchor, label, row)
        {
            let right = self.free_right(cell);
            if right.is_empty() {
                break;
            }
            pieces.extend(right);
            row = cell.row_end;
        }
    }

    /// The place below a label, in a row, if it names nothing else.
    fn goes_on(&self, anchor: usize, label: CellPlace, row: usize) -> Option<CellPlace> {
        let mut below = (label.column..label.column_end).map(|column| self.regions.at(label.table, row, column));
        let Some(first) = below.next().flatten() else {
            return below.all(|region| region.is_none()).then_some(CellPlace { row, row_end: row + 1, ..label });
        };
        let text = without_brackets(&self.regions.list[first].text);
        let again = self.anchors.list[anchor].names.iter().any(|name| name.folded == fold(&text));
        let is_assigned = self.assignment.hits.iter().flatten().any(|hit| hit.region == first);
        let cell = self.regions.list[first].cell;
        cell.filter(|cell| cell.row == row && cell.column_end == label.column_end)
            .filter(|_| !is_assigned && (text.trim().is_empty() || again))
    }

    fn takes_paragraphs(&self, path: &FieldPath) -> bool {
        self.form.field(path).is_some_and(|field| field.has_paragraphs())
    }

    /// What stands behind a label in its own region, up to the next label.
    fn behind(&self, hit: &Hit) -> Option<Piece> {
        let start = hit.rest?;
        let region = &self.regions.list[hit.region];
        let end = self.assignment.next_label(hit.region, start).unwrap_or(region.text.len());
        Some(Piece { region: hit.region, start, end })
    }

    /// The regions after a paragraph, up to the next label, printed text, or
    /// notes on how to fill the form in.
    fn following(&self, region: usize) -> Vec<Piece> {
        (region + 1..self.regions.list.len())
            .take_while(|next| !self.assignment.holds_label(*next) && !self.is_printed(*next))
            .take_while(|next| !opens_notes(&self.regions.list[*next].text))
            .map(|next| self.whole(next))
            .collect()
    }

    /// The cells right of a label that are not labels, row by row up to the
    /// next label.
    fn free_right(&self, cell: CellPlace) -> Vec<Piece> {
        // Nothing counts behind a label that stands directly beside.
        let first = self.regions.at(cell.table, cell.row, cell.column_end);
        if first.is_some_and(|first| self.free_part(first).is_none()) {
            return Vec::new();
        }
        let mut pieces: Vec<Piece> = Vec::new();
        let mut blocked: Option<usize> = None;
        for region in self.regions.right_of(cell) {
            let row = self.regions.list[region].cell.map_or(0, |cell| cell.row);
            if blocked == Some(row) {
                continue;
            }
            pieces.extend(self.free_part(region));
            if self.assignment.holds_label(region) {
                blocked = Some(row);
            }
        }
        pieces
    }

    /// What of a region is nobody's label or answer: all of it, or what stands
    /// before the first label in it.
    fn free_part(&self, region: usize) -> Option<Piece> {
        if !self.assignment.holds_label(region) {
            return Some(self.whole(region));
        }
        let end = self.assignment.next_label(region, 0).filter(|end| *end > 0)?;
        let piece = Piece { region, start: 0, end };
        let is_label = self.assignment.labels.contains(&region);
        (!is_label && !self.text(&piece).trim().is_empty()).then_some(piece)
    }

    fn free_below(&self, cell: CellPlace) -> Vec<Piece> {
        let below = self.regions.below(cell);
        if below.iter().any(|region| self.assignment.holds_label(*region)) {
            return Vec::new();
        }
        below.into_iter().map(|region| self.whole(region)).collect()
    }

    /// Whether the labels of a row have their answers below: one of them has a
    /// label directly at its right, or nothing, and room below.
    fn row_points_down(&self, cell: CellPlace) -> bool {
        self.assignment.hits.iter().enumerate().any(|(anchor, hit)| {
            let Some(hit) = hit.filter(|hit| hit.rest.is_none() && self.anchors.list[anchor].leaf) else {
                return false;
            };
            let Some(other) = self.regions.list[hit.region].cell else { return false };
            other.table == cell.table
                && other.row == cell.row
                && self.free_right(other).is_empty()
                && !self.free_below(other).is_empty()
        })
    }

    /// A whole region as a piece.
    pub fn whole(&self, region: usize) -> Piece {
        Piece { region, start: 0, end: self.regions.list[region].text.len() }
    }

    /// Where a region stands.
    pub fn place(&self, region: usize) -> Place {
        self.regions.list[region].place.clone()
    }

    /// The text of a piece.
    pub fn text(&self, piece: &Piece) -> &str {
        self.regions.list[piece.region].text.get(piece.start..piece.end).unwrap_or_default()
    }

    /// Whether a region says only what the form prints.
    pub fn is_printed(&self, region: usize) -> bool {
        let folded = crate::text::fold(&self.regions.list[region].text);
        !folded.is_empty()
            && (self.anchors.printed.contains(&folded)
                || (folded.chars().count() > 3 && self.anchors.all_printed.contains(&folded)))
    }

    /// The answer of a text: without hints, a repeated label and blank ends.
    pub fn clean(&self, path: &FieldPath, text: &str) -> String {
        let hints = self.anchors.hints(path);
        let text = without_blanks_to_write_on(text);
        let text = without_hints(&text, hints);
        let text = normalize_text(&text);
        let text = text.strip_prefix(['：', ':']).map_or(text.clone(), normalize_text);
        let text = self.anchors.without_placeholder(path, &text);
        if is_hint(text, hints) { String::new() } else { text.to_owned() }
    }

    /// The answer without its label, where somebody wrote that into the cell
    /// again.
    pub fn without_own_label<'t>(&self, path: &FieldPath, text: &'t str) -> &'t str {
        let Some((before, after)) = text.split_once(['：', ':']) else { return text };
        let anchor = self.anchors.of_path(path).map(|anchor| &self.anchors.list[anchor]);
        let folded = fold(before);
        let is_own = anchor.is_some_and(|anchor| {
            anchor.names.iter().any(|name| name.folded == folded)
                || (anchor.shares_label && MAIN_WORDS.contains(&folded.as_str()))
        });
        if is_own { after.trim_start() } else { text }
    }

    /// The answer in several pieces, joined; the flag tells that more than one
    /// of them holds something.
    pub fn joined(&self, path: &FieldPath, pieces: &[Piece]) -> (String, bool) {
        let texts: Vec<String> =
            pieces.iter().map(|piece| self.clean(path, self.text(piece))).filter(|text| !text.is_empty()).collect();
        let several = texts.len() > 1;
        (texts.join("\n"), several)
    }

    /// The lines of a box in several cells: those beside each other are one.
    pub fn box_lines(&self, path: &FieldPath, pieces: &[Piece]) -> String {
        let row = |piece: &Piece| self.regions.list[piece.region].cell.map(|cell| (cell.table, cell.row));
        let lines = pieces.chunk_by(|a, b| row(a).is_some() && row(a) == row(b)).map(|line| {
            let texts = line.iter().map(|piece| self.clean(path, self.text(piece))).filter(|text| !text.is_empty());
            texts.collect::<Vec<_>>().join("　")
        });
        lines.filter(|line| !line.is_empty()).collect::<Vec<_>>().join("\n")
    }

    /// All that stands in the pieces, as it stands.
    pub fn raw(&self, pieces: &[Piece]) -> String {
        let texts: Vec<&str> = pieces
            .iter()
            .map(|piece| self.regions.list[piece.region].text.as_str())
            .filter(|text| !text.trim().is_empty())
            .collect();
        texts.join("\n")
    }
}

/// Whether a paragraph is the heading of notes that somebody put below a form.
fn opens_notes(text: &str) -> bool {
    matches!(
        fold(text).as_str(),
        "填表说明" | "填报说明" | "填写说明" | "填表须知" | "填报要求" | "说明" | "注" | "备注"
    )
}

/// The text without underscores printed to write on: `____张三____`.
fn without_blanks_to_write_on(text: &str) -> Cow<'_, str> {
    let text = text.trim_matches(['_', '＿', ' ', '　']);
    if !text.contains("__") && !text.contains("＿＿") {
        return Cow::Borrowed(text);
    }
    let mut clean = String::with_capacity(text.len());
    let mut underscores = String::new();
    for c in text.chars().chain(['\n']) {
        if matches!(c, '_' | '＿') {
            underscores.push(c);
            continue;
        }
        // One alone may be part of an address.
        clean.push_str(if underscores.chars().count() > 1 { " " } else { &underscores });
        underscores.clear();
        clean.push(c);
    }
    clean.pop();
    Cow::Owned(clean)
}
