//! Finds the labels of a form in a document: one assignment for all of them.
//!
//! Labels repeat (姓名 under two groups), move, and are retyped, so a label is
//! not taken where it first fits. Level by level, groups before what is in
//! them, the labels of a level are matched to their candidates so that the sum
//! of scores is largest among assignments that keep the form's order; labels
//! that the order left out then take the best candidate that is left.

use std::collections::{HashMap, HashSet};

use super::anchor::{Anchor, Anchors, Direction, NameOf};
use super::key::Key;
use super::marks::Marks;
use super::region::{CellPlace, Region, Regions};
use super::words::{allowed_changes, distance, without_brackets};
use crate::text::fold;

/// A label found in a region.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Hit {
    pub region: usize,
    /// Where the label starts in the region's text.
    pub start: usize,
    /// Where what follows the label starts; `None` when the label is all of
    /// the region's text but advice in brackets.
    pub rest: Option<usize>,
    /// How well words and surroundings fit, 0 to 1.
    pub score: f32,
    /// Whether the words name the group too, as 负责人姓名.
    pub whole_name: bool,
}

/// The labels that were found, by anchor.
pub(super) struct Assignment {
    pub hits: Vec<Option<Hit>>,
    /// Regions that are labels and nothing else, assigned or not.
    pub labels: HashSet<usize>,
    /// For a field whose only label serves several groups, as a head over the
    /// rows of 负责人信息 and 联系人信息: the label's region.
    pub shared: HashMap<usize, usize>,
}

impl Assignment {
    /// The first start of another label after `from` in a region.
    pub fn next_label(&self, region: usize, from: usize) -> Option<usize> {
        self.hits.iter().flatten().filter(|hit| hit.region == region && hit.start >= from).map(|hit| hit.start).min()
    }

    /// Whether a region holds an assigned label.
    pub fn holds_label(&self, region: usize) -> bool {
        self.labels.contains(&region) || self.hits.iter().flatten().any(|hit| hit.region == region)
    }
}

/// Scores below this are no match.
const LEAST: f32 = 0.3;

/// Matches the labels of a form to the regions of a document.
pub(super) fn align(anchors: &Anchors, regions: &Regions<'_>, marks: &Marks) -> Assignment {
    let mut candidates: Vec<Vec<Hit>> = vec![Vec::new(); anchors.list.len()];
    let mut label_like: Vec<(usize, usize)> = Vec::new();
    for (index, region) in regions.list.iter().enumerate() {
        let mut named = false;
        for found in &region.keys {
            // 开通数量（教师） is 教师 under 开通数量, not 开通数量 with advice.
            if named && found.rest.is_none() {
                continue;
            }
            let Some(names) = anchors.names.get(&found.folded) else { continue };
            // What stands in a tagged place is an answer, be it a label's words.
            if marks.cover(index, found.start, &region.text) {
                continue;
            }
            named |= found.rest.is_none();
            for NameOf { anchor, weight, whole } in names {
                if anchors.list[*anchor].path.is_column() && !may_be_head(found, region) {
                    continue;
                }
                let score = weight * found.weight;
                let hit = Hit { region: index, start: found.start, rest: found.rest, score, whole_name: *whole };
                push_best(&mut candidates[*anchor], hit);
                if found.rest.is_none() && score >= 0.9 {
                    label_like.push((index, *anchor));
                }
            }
        }
    }
    weigh_by_company(anchors, regions, &mut candidates);
    weigh_by_due_answers(anchors, regions, &label_like, &mut candidates);
    let mut assignment = Assignment {
        hits: vec![None; anchors.list.len()],
        labels: HashSet::new(),
        shared: shared(anchors, &candidates),
    };
    let mut taken: HashSet<(usize, usize)> = HashSet::new();
    let deepest = anchors.list.iter().map(|anchor| anchor.depth).max().unwrap_or(0);
    for depth in 0..=deepest {
        let level: Vec<usize> = (0..anchors.list.len()).filter(|index| anchors.list[*index].depth == depth).collect();
        let fuzzy: Vec<usize> = level.iter().copied().filter(|index| candidates[*index].is_empty()).collect();
        if !fuzzy.is_empty() {
            guess(anchors, regions, &fuzzy, &assignment, &mut candidates);
        }
        let scope = Scope { anchors, regions, assignment: &assignment, depth };
        let scored: Vec<Vec<Hit>> = level
            .iter()
            .map(|index| {
                let anchor = &anchors.list[*index];
                let only = candidates[*index].len() == 1 && alone(&candidates, *index);
                let in_scope = |hit: &Hit| {
                    let factor = scope.factor(anchor, hit);
                    // Words that stand once, for one label, need no company.
                    let factor = if only { factor.max(0.9) } else { factor };
                    Hit { score: hit.score * factor, ..*hit }
                };
                // A bare 职务 under a table's heads is no field of its own.
                let of_a_head = |hit: &Hit| {
                    anchor.parent.is_none() && anchor.leaf && in_head_of_table(anchors, regions, &candidates, hit)
                };
                candidates[*index]
                    .iter()
                    .filter(|hit| !of_a_head(hit))
                    .filter(|hit| !taken.contains(&(hit.region, hit.start)))
                    .map(in_scope)
                    .filter(|hit| hit.score >= LEAST)
                    .collect()
            })
            .collect();
        let chosen = choose(&scored);
        for (index, hit) in level.iter().zip(chosen) {
            if let Some(hit) = hit {
                taken.insert((hit.region, hit.start));
                if hit.rest.is_none() {
                    assignment.labels.insert(hit.region);
                }
                assignment.hits[*index] = Some(hit);
            }
        }
    }
    assignment.labels.extend(assignment.shared.values());
    // A label that found no field is still no answer. One whose field stands
    // elsewhere may be: somebody's title can be 联系人.
    let lost = |(_, anchor): &&(usize, usize)| assignment.hits[*anchor].is_none();
    let lost: Vec<usize> = label_like.iter().filter(lost).map(|(region, _)| *region).collect();
    assignment.labels.extend(lost);
    assignment
}

/// Whether words may be the head of a column: they open a cell, and what
/// follows is no more than a remark. 学生：2310人 in a text is none.
fn may_be_head(key: &Key, region: &Region) -> bool {
    const LONGEST_REMARK: usize = 12;
    let remark = key.rest.map_or("", |rest| region.text.get(rest..).unwrap_or_default());
    region.cell.is_some() && key.start == 0 && remark.trim().chars().count() <= LONGEST_REMARK
}

/// The labels that stand once for the fields of several groups.
fn shared(anchors: &Anchors, candidates: &[Vec<Hit>]) -> HashMap<usize, usize> {
    let mut claims: HashMap<usize, Vec<usize>> = HashMap::new();
    for (index, anchor) in anchors.list.iter().enumerate() {
        if let ([hit], true, Some(_)) = (candidates[index].as_slice(), anchor.leaf, anchor.parent)
            && hit.rest.is_none()
        {
            claims.entry(hit.region).or_default().push(index);
        }
    }
    let fellows = claims.into_iter().filter(|(_, fields)| fields.len() > 1);
    fellows.flat_map(|(region, fields)| fields.into_iter().map(move |field| (field, region))).collect()
}

/// Prefers, among several places for a group's label, the one that has the
/// labels of the group's fields beside or below it: 学校 may be a band's label
/// or somebody's answer.
fn weigh_by_company(anchors: &Anchors, regions: &Regions<'_>, candidates: &mut [Vec<Hit>]) {
    for index in 0..candidates.len() {
        if candidates[index].len() < 2 {
            continue;
        }
        let children: Vec<usize> = (0..anchors.list.len()).filter(|c| anchors.list[*c].parent == Some(index)).collect();
        if children.is_empty() {
            continue;
        }
        let company: Vec<f32> = candidates[index]
            .iter()
            .map(|hit| {
                let near =
                    |child: &usize| candidates[*child].iter().map(|c| nearness(regions, hit, c)).fold(0.0, f32::max);
                children.iter().map(near).sum::<f32>() / children.len() as f32
            })
            .collect();
        for (hit, company) in candidates[index].iter_mut().zip(company) {
            hit.score *= 0.7 + 0.3 * company;
        }
    }
}

/// Prefers, among several places for a label, one where no answer is due: 学校
/// right of 县（市、区） is the answer there.
fn weigh_by_due_answers(
    anchors: &Anchors,
    regions: &Regions<'_>,
    label_like: &[(usize, usize)],
    candidates: &mut [Vec<Hit>],
) {
    const LESS: f32 = 0.95;
    let has_answer_right = |anchor: &Anchor| anchor.leaf && anchor.direction == Direction::Right;
    let labels: HashMap<usize, usize> =
        label_like.iter().copied().filter(|(_, anchor)| has_answer_right(&anchors.list[*anchor])).collect();
    for (index, hits) in candidates.iter_mut().enumerate().filter(|(_, hits)| hits.len() > 1) {
        let is_due = |hit: &Hit| {
            let left = regions.list[hit.region]
                .cell
                .and_then(|cell| regions.at(cell.table, cell.row, cell.column.checked_sub(1)?));
            left.and_then(|left| labels.get(&left)).is_some_and(|anchor| *anchor != index)
        };
        let due: Vec<bool> = hits.iter().map(is_due).collect();
        for (hit, _) in hits.iter_mut().zip(due).filter(|(_, is_due)| *is_due) {
            hit.score *= LESS;
        }
    }
}

/// How near a label stands to that of its group: beside or below it, behind it,
/// or before it.
fn nearness(regions: &Regions<'_>, group: &Hit, child: &Hit) -> f32 {
    match (regions.list[group.region].cell, regions.list[child.region].cell) {
        (Some(above), Some(cell)) if above.table == cell.table => {
            let beside = cell.row >= above.row && cell.row < above.row_end && cell.column >= above.column_end;
            let below = cell.row == above.row_end && cell.column >= above.column;
            if beside || below { 1.0 } else { 0.2 }
        }
        _ if (child.region, child.start) > (group.region, group.start) => 0.6,
        _ => 0.0,
    }
}

/// Whether a place may be a column's head and stands beside other heads of the
/// same table: in a row of heads.
fn in_head_of_table(anchors: &Anchors, regions: &Regions<'_>, candidates: &[Vec<Hit>], hit: &Hit) -> bool {
    const LEAST_HEADS: usize = 3;
    let Some(cell) = regions.list[hit.region].cell else { return false };
    let is_head = |region: usize| {
        let same_row = regions.list[region].cell.is_some_and(|c| c.table == cell.table && c.row == cell.row);
        let claimed = |index: usize| candidates[index].iter().any(|c| c.region == region && c.rest.is_none());
        same_row && (0..candidates.len()).any(|index| anchors.list[index].path.is_column() && claimed(index))
    };
    let before = (0..hit.region).rev().take_while(|region| is_head(*region)).count();
    let behind = (hit.region + 1..regions.list.len()).take_while(|region| is_head(*region)).count();
    is_head(hit.region) && before + 1 + behind >= LEAST_HEADS
}

/// Whether no other label claims the only candidate of this one.
fn alone(candidates: &[Vec<Hit>], index: usize) -> bool {
    let Some(own) = candidates[index].first() else { return false };
    let claims = |hits: &Vec<Hit>| hits.iter().any(|hit| (hit.region, hit.start) == (own.region, own.start));
    candidates.iter().filter(|hits| claims(hits)).count() == 1
}

fn push_best(hits: &mut Vec<Hit>, hit: Hit) {
    match hits.iter_mut().find(|other| other.region == hit.region && other.start == hit.start) {
        Some(other) if other.score >= hit.score => {}
        Some(other) => *other = hit,
        None => hits.push(hit),
    }
}

/// Gives candidates by likeness to labels that have none.
fn guess(
    anchors: &Anchors,
    regions: &Regions<'_>,
    wanted: &[usize],
    assignment: &Assignment,
    candidates: &mut [Vec<Hit>],
) {
    const LONGEST: usize = 40;
    const LONGEST_WITH_ADVICE: usize = 160;
    for (index, region) in regions.list.iter().enumerate() {
        if region.text.len() > LONGEST_WITH_ADVICE * 3 || assignment.holds_label(index) {
            continue;
        }
        let written = fold(&without_brackets(region.text.trim()));
        if written.is_empty() || written.chars().count() > LONGEST {
            continue;
        }
        for anchor in wanted {
            for name in &anchors.list[*anchor].names {
                let length = name.folded.chars().count();
                if let Some(changes) = distance(&name.folded, &written, allowed_changes(length)).filter(|c| *c > 0) {
                    let score = name.weight * (0.8 - changes as f32 / length as f32);
                    push_best(
                        &mut candidates[*anchor],
                        Hit { region: index, start: 0, rest: None, score, whole_name: false },
                    );
                }
            }
        }
    }
}

/// Tells whether a candidate stands where its group, table or first-level
/// indicator stands.
struct Scope<'a> {
    anchors: &'a Anchors,
    regions: &'a Regions<'a>,
    assignment: &'a Assignment,
    depth: usize,
}

impl Scope<'_> {
    /// How well the candidate's place fits the anchor above: 1 inside it.
    fn factor(&self, anchor: &Anchor, hit: &Hit) -> f32 {
        let mut above = anchor.parent;
        // 负责人姓名 says its group, but not its table.
        while hit.whole_name
            && let Some(group) = above.filter(|group| !self.anchors.list[*group].table)
        {
            above = self.anchors.list[group].parent;
        }
        let mut missing = 1.0;
        while let Some(parent) = above {
            if let Some(found) = self.assignment.hits[parent] {
                return missing * self.inside(parent, &found, hit);
            }
            missing = 0.72;
            above = self.anchors.list[parent].parent;
        }
        missing
    }

    fn inside(&self, parent: usize, group: &Hit, hit: &Hit) -> f32 {
        const OUTSIDE: f32 = 0.25;
        if group.region == hit.region {
            return if hit.start > group.start { 1.0 } else { OUTSIDE };
        }
        let places = (self.regions.list[group.region].cell, self.regions.list[hit.region].cell);
        if let (Some(above), Some(cell)) = places
            && above.table == cell.table
        {
            let beside = cell.row >= above.row && cell.row < above.row_end && cell.column >= above.column_end;
            if beside {
                return if self.other_between(parent, above, cell) { OUTSIDE } else { 1.0 };
            }
            let right = above.column_end.max(self.next_head(parent, above).unwrap_or(above.column_end));
            let under = cell.row >= above.row_end && cell.column >= above.column && cell.column_end <= right;
            if under && !self.other_under(parent, above, cell) {
                return 1.0;
            }
        }
        if hit.region > group.region && !self.other_from(parent, group.region, hit.region) {
            return if places.0.is_none() { 0.95 } else { 0.6 };
        }
        OUTSIDE
    }

    /// The found anchors that bound a group: those of its own level and above.
    fn bounds(&self, parent: usize) -> impl Iterator<Item = Hit> + '_ {
        let depth = self.anchors.list[parent].depth.min(self.depth);
        let same = move |index: &usize| *index != parent && self.anchors.list[*index].depth <= depth;
        (0..self.anchors.list.len()).filter(same).filter_map(|index| self.assignment.hits[index])
    }

    /// The column of the next head in the row of a column's head. Who does not
    /// merge cells leaves the rest of a grouped head empty.
    fn next_head(&self, parent: usize, head: CellPlace) -> Option<usize> {
        let in_rows = self.anchors.list[parent].path.is_column();
        let table = self.regions.tables.get(head.table).filter(|_| in_rows)?;
        let empty = |column: &usize| {
            let region = self.regions.at(head.table, head.row, *column);
            region.is_none_or(|region| self.regions.list[region].text.trim().is_empty())
        };
        Some((head.column_end..table.table.width()).take_while(empty).last().map_or(head.column_end, |last| last + 1))
    }

    /// Whether another group's label stands in the row between.
    fn other_between(&self, parent: usize, group: CellPlace, cell: CellPlace) -> bool {
        self.bounds(parent).filter_map(|hit| self.regions.list[hit.region].cell).any(|other| {
            other.table == cell.table
                && other.row <= cell.row
                && other.row_end > cell.row
                && other.column >= group.column_end
                && other.column < cell.column
        })
    }

    /// Whether another group's label stands over the cell, below the group's.
    fn other_under(&self, parent: usize, group: CellPlace, cell: CellPlace) -> bool {
        self.bounds(parent).filter_map(|hit| self.regions.list[hit.region].cell).any(|other| {
            other.table == cell.table
                && other.row >= group.row_end
                && other.row <= cell.row
                && other.column < cell.column_end
                && other.column_end > group.column
        })
    }

    fn other_from(&self, parent: usize, from: usize, to: usize) -> bool {
        self.bounds(parent).any(|other| other.region > from && other.region < to)
    }
}

/// Chooses a candidate for each label of a level.
fn choose(scored: &[Vec<Hit>]) -> Vec<Option<Hit>> {
    let mut chosen = in_order(scored);
    // What the order left out, or gave a worse place, takes the best that is
    // free.
    let mut taken: HashSet<(usize, usize)> = chosen.iter().flatten().map(|hit| (hit.region, hit.start)).collect();
    let mut rest: Vec<(usize, Hit)> = Vec::new();
    for (index, hits) in scored.iter().enumerate() {
        let least = chosen[index].map_or(0.0, |hit| hit.score + 0.15);
        rest.extend(hits.iter().filter(|hit| hit.score > least).map(|hit| (index, *hit)));
    }
    rest.sort_by(|a, b| b.1.score.total_cmp(&a.1.score));
    for (index, hit) in rest {
        let better = chosen[index].is_none_or(|own| hit.score > own.score + 0.15);
        if better && !taken.contains(&(hit.region, hit.start)) {
            if let Some(own) = chosen[index] {
                taken.remove(&(own.region, own.start));
            }
            taken.insert((hit.region, hit.start));
            chosen[index] = Some(Hit { score: hit.score * 0.97, ..hit });
        }
    }
    chosen
}

/// The assignment with the largest sum of scores among those in which labels
/// stand in the form's order.
fn in_order(scored: &[Vec<Hit>]) -> Vec<Option<Hit>> {
    let mut places: Vec<(usize, usize)> = scored.iter().flatten().map(|hit| (hit.region, hit.start)).collect();
    places.sort_unstable();
    places.dedup();
    let columns = places.len();
    let number: HashMap<(usize, usize), usize> =
        places.iter().enumerate().map(|(index, place)| (*place, index)).collect();
    // best[i][j]: the largest sum for the first i labels and j places.
    let width = columns + 1;
    let mut best = vec![0f32; (scored.len() + 1) * width];
    let mut score = vec![0f32; columns];
    for (i, hits) in scored.iter().enumerate() {
        score.fill(0.0);
        for hit in hits {
            score[number[&(hit.region, hit.start)]] = hit.score;
        }
        for j in 0..columns {
            let (above, own) = (i * width, (i + 1) * width);
            let with = if score[j] > 0.0 { best[above + j] + score[j] } else { 0.0 };
            best[own + j + 1] = with.max(best[above + j + 1]).max(best[own + j]);
        }
    }
    let mut chosen = vec![None; scored.len()];
    let (mut i, mut j) = (scored.len(), columns);
    while i > 0 && j > 0 {
        let sum = best[i * width + j];
        // Of equal sums the earlier place wins: a head that is repeated on the
        // next page is not the first one.
        if sum <= best[i * width + j - 1] {
            j -= 1;
        } else if sum <= best[(i - 1) * width + j] {
            i -= 1;
        } else {
            i -= 1;
            j -= 1;
            chosen[i] = scored[i].iter().copied().find(|hit| (hit.region, hit.start) == places[j]);
        }
    }
    chosen
}
