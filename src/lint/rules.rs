//! Rules that cannot hold what they say.

use super::{Lint, LintCode};
use crate::FieldPath;
use crate::finding::Message;
use crate::form::{Field, FieldKind, Form, IdPart, Operand, Rule, RuleKind};

/// Rules over fields of the wrong type, and rules that never run.
pub(super) fn lint(form: &Form, definition: &str, lints: &mut Vec<Lint>) {
    // Rules stand in the file in the form's order.
    let starts = definition.lines().enumerate().filter(|(_, line)| line.trim_start().starts_with("[[rule]]"));
    let starts: Vec<usize> = starts.map(|(index, _)| index + 1).collect();
    for (index, rule) in form.rules.iter().enumerate() {
        let at = |code| Lint::of_form(code, &form.id).line(starts.get(index).copied());
        lints.extend(wrong_type(form, rule).map(|(field, (zh, en))| {
            let lint = at(LintCode::RuleType).with("path", &field.path).with("type", field.kind.name());
            lint.with_message("what", Message::new(zh, en))
        }));
        lints.extend(never(rule).map(|(zh, en)| at(LintCode::RuleNever).with_message("reason", Message::new(zh, en))));
    }
}

type Words = (&'static str, &'static str);

/// The first field that cannot hold what the rule takes.
fn wrong_type<'f>(form: &'f Form, rule: &'f Rule) -> Option<(&'f Field, Words)> {
    let number = |field: &Field| field.kind.is_number();
    let value = |field: &Field| field.is_leaf();
    let first = |paths: Vec<&FieldPath>, fits: &dyn Fn(&Field) -> bool| {
        paths.into_iter().filter_map(|path| form.field(path)).find(|field| !fits(field))
    };
    match &rule.kind {
        RuleKind::Sum { parts, equals } => {
            first(parts.iter().chain([equals]).collect(), &number).map(|field| (field, ("求和", "a sum")))
        }
        RuleKind::AtMost { field, limit } | RuleKind::AtLeast { field, limit } => {
            let mut paths = vec![field];
            if let Operand::Field(limit) = limit {
                paths.push(limit);
            }
            first(paths, &number).map(|field| (field, ("比较大小", "a comparison")))
        }
        RuleKind::Equal { field, other } => {
            first(vec![field, other], &value).map(|field| (field, ("核对", "a comparison")))
        }
        RuleKind::IdNumber { number, part, field } => {
            let says_birth = |field: &Field| matches!(field.kind, FieldKind::Date | FieldKind::YearMonth);
            let says_gender = |field: &Field| field.options().is_some();
            let stranger = first(vec![number], &|field| field.kind == FieldKind::IdNumber).or_else(|| match part {
                IdPart::Birth => first(vec![field], &says_birth),
                IdPart::Gender => first(vec![field], &says_gender),
            });
            stranger.map(|field| (field, ("与身份证号核对", "a comparison with an ID number")))
        }
    }
}

/// Why a rule never runs, or always holds.
fn never(rule: &Rule) -> Option<Words> {
    let (target, others): (&FieldPath, Vec<&FieldPath>) = match &rule.kind {
        RuleKind::Sum { parts, equals } => (equals, parts.iter().collect()),
        RuleKind::AtMost { field, limit } | RuleKind::AtLeast { field, limit } => (
            field,
            match limit {
                Operand::Field(limit) => vec![limit],
                Operand::Number(_) => Vec::new(),
            },
        ),
        RuleKind::Equal { field, other } => (field, vec![other]),
        RuleKind::IdNumber { number, field, .. } => (number, vec![field]),
    };
    let is_sum = matches!(rule.kind, RuleKind::Sum { .. });
    let table = |path: &FieldPath| path.split_table().map(|(table, _)| table);
    let mut tables: Vec<FieldPath> = others.iter().copied().chain([target]).filter_map(table).collect();
    tables.sort();
    tables.dedup();
    if others.contains(&target) {
        return Some(("两边是同一栏目", "both sides name the same field"));
    }
    if rule.each_row && tables.is_empty() {
        return Some(("each = \"rows\"，但没有用到表格的列", "each = \"rows\", but no column of a table is named"));
    }
    let by_row = rule.each_row || (!is_sum && !tables.is_empty());
    if by_row && tables.len() > 1 {
        return Some((
            "按行核对，但用到了不同表格的列",
            "it compares within a row, but names columns of different tables",
        ));
    }
    if is_sum && !by_row && target.is_column() {
        return Some((
            "equals 是表格的列，没有 each = \"rows\" 就没有确定的值",
            "`equals` is a column, which has no single value without each = \"rows\"",
        ));
    }
    // Only the first of a comparison decides that the rule runs by rows.
    if matches!(rule.kind, RuleKind::AtMost { .. } | RuleKind::AtLeast { .. })
        && !target.is_column()
        && !tables.is_empty()
    {
        return Some(("表外的栏目不能与表格的列比较", "a field outside the table cannot be compared with a column"));
    }
    None
}

impl FieldKind {
    /// Whether an answer is a number, so that rules can take it.
    fn is_number(&self) -> bool {
        matches!(self, FieldKind::Integer | FieldKind::Number | FieldKind::Percent | FieldKind::Score)
    }
}
