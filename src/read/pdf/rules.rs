//! Ruling lines: pieces joined, and lines that cross brought together.

use super::canvas::Rule;

/// Lines that are no farther apart are one, in points.
const SAME: f64 = 1.0;
/// Gaps in a line, as at corners that are drawn by themselves, in points.
const GAP: f64 = 3.0;
/// Shorter lines are dots.
const SHORTEST: f64 = 4.0;
/// How far lines may miss each other where they meet, in points.
const MISS: f64 = 3.0;
/// Pairs of lines that are looked at; a page with more is a drawing.
const MOST_PAIRS: usize = 4_000_000;

/// Joins the pieces of lines: what stands on one height and touches is one.
pub(super) fn joined(rules: &[Rule]) -> Vec<Rule> {
    let mut joined: Vec<Rule> = Vec::new();
    for is_level in [true, false] {
        let mut same: Vec<Rule> = rules.iter().copied().filter(|rule| rule.is_level == is_level).collect();
        same.sort_by(|a, b| a.at.total_cmp(&b.at));
        let mut start = 0;
        while start < same.len() {
            let mut end = start + 1;
            while end < same.len()
                && same[end].at - same[end - 1].at <= SAME
                && same[end].at - same[start].at <= 2.0 * SAME
            {
                end += 1;
            }
            join_line(&mut same[start..end], &mut joined);
            start = end;
        }
    }
    joined.retain(|rule| rule.to - rule.from >= SHORTEST);
    joined
}

/// Joins pieces that stand on one height.
fn join_line(pieces: &mut [Rule], joined: &mut Vec<Rule>) {
    pieces.sort_by(|a, b| a.from.total_cmp(&b.from));
    let at = pieces.iter().map(|piece| piece.at).sum::<f64>() / pieces.len().max(1) as f64;
    let mut open: Option<Rule> = None;
    for piece in pieces.iter() {
        match &mut open {
            Some(rule) if piece.from <= rule.to + GAP => rule.to = rule.to.max(piece.to),
            _ => joined.extend(open.replace(Rule { at, ..*piece })),
        }
    }
    joined.extend(open);
}

/// Lines that cross or meet, directly or through others.
pub(super) struct Net {
    pub(super) level: Vec<Rule>,
    pub(super) upright: Vec<Rule>,
}

/// Brings together the lines that may be a table; the others are given apart.
pub(super) fn nets(rules: &[Rule]) -> (Vec<Net>, Vec<Rule>) {
    let (level, upright): (Vec<Rule>, Vec<Rule>) = rules.iter().partition(|rule| rule.is_level);
    if level.len().saturating_mul(upright.len()) > MOST_PAIRS {
        return (Vec::new(), Vec::new());
    }
    let mut groups = Groups::new(level.len() + upright.len());
    for (l, a) in level.iter().enumerate() {
        for (u, b) in upright.iter().enumerate() {
            let meets = |at: f64, rule: &Rule| (rule.from - MISS..=rule.to + MISS).contains(&at);
            if meets(b.at, a) && meets(a.at, b) {
                groups.unite(l, level.len() + u);
            }
        }
    }
    let mut nets: std::collections::BTreeMap<usize, Net> = std::collections::BTreeMap::new();
    for (index, rule) in level.iter().chain(&upright).enumerate() {
        let net = nets.entry(groups.root(index)).or_insert_with(|| Net { level: Vec::new(), upright: Vec::new() });
        if rule.is_level { net.level.push(*rule) } else { net.upright.push(*rule) }
    }
    // At the end of a page a table may be open.
    let is_table = |net: &Net| !net.level.is_empty() && net.upright.len() >= 2;
    let (mut tables, loose): (Vec<Net>, Vec<Net>) = nets.into_values().partition(is_table);
    let mut loose: Vec<Rule> = loose.into_iter().flat_map(|net| net.level.into_iter().chain(net.upright)).collect();
    tables.extend(open_cells(&mut loose));
    (tables, loose)
}

/// The sides of cells that come from the page before and go on to the next one:
/// long upright lines that begin and end on the same heights.
fn open_cells(loose: &mut Vec<Rule>) -> Option<Net> {
    const SHORTEST: f64 = 200.0;
    let is_like = |a: &Rule, b: &Rule| (a.from - b.from).abs() <= MISS && (a.to - b.to).abs() <= MISS;
    let is_long = |rule: &&Rule| !rule.is_level && rule.to - rule.from >= SHORTEST;
    let first = *loose.iter().find(is_long)?;
    let (sides, rest): (Vec<Rule>, Vec<Rule>) = loose.iter().partition(|rule| !rule.is_level && is_like(rule, &first));
    if sides.len() < 2 {
        return None;
    }
    *loose = rest;
    Some(Net { level: Vec::new(), upright: sides })
}

/// Things that are brought together step by step.
pub(super) struct Groups {
    above: Vec<usize>,
}

impl Groups {
    pub(super) fn new(count: usize) -> Groups {
        Groups { above: (0..count).collect() }
    }

    /// The thing that stands for the group of another one.
    pub(super) fn root(&mut self, mut index: usize) -> usize {
        while self.above[index] != index {
            self.above[index] = self.above[self.above[index]];
            index = self.above[index];
        }
        index
    }

    pub(super) fn unite(&mut self, a: usize, b: usize) {
        let (a, b) = (self.root(a), self.root(b));
        // The first stands for all, so that the order is kept.
        self.above[a.max(b)] = a.min(b);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn level(at: f64, from: f64, to: f64) -> Rule {
        Rule { is_level: true, at, from, to }
    }

    fn upright(at: f64, from: f64, to: f64) -> Rule {
        Rule { is_level: false, at, from, to }
    }

    #[test]
    fn pieces_become_lines_and_dots_vanish() {
        let rules = joined(&[
            level(10.0, 50.0, 90.0),
            level(10.2, 0.0, 48.0),
            level(10.0, 200.0, 201.0),
            level(30.0, 0.0, 9.0),
        ]);
        assert_eq!(rules.iter().map(|rule| (rule.from, rule.to)).collect::<Vec<_>>(), [(0.0, 90.0), (0.0, 9.0)]);
    }

    #[test]
    fn lines_that_touch_are_a_net_and_an_underline_is_none() {
        let frame =
            [level(0.0, 0.0, 100.0), level(50.0, 0.0, 100.0), upright(0.0, 0.0, 50.0), upright(100.0, 0.0, 50.0)];
        let mut rules = frame.to_vec();
        rules.push(level(25.0, 20.0, 60.0));
        rules.extend([upright(150.0, 0.0, 400.0), upright(250.0, 0.0, 400.0), upright(300.0, 0.0, 30.0)]);
        let (nets, loose) = nets(&rules);
        assert_eq!((nets.len(), loose.len()), (2, 2));
        assert_eq!((nets[0].level.len(), nets[0].upright.len()), (2, 2));
        // Sides that are open above and below.
        assert_eq!((nets[1].level.len(), nets[1].upright.len()), (0, 2));
    }
}
