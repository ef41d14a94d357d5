//! Rules as a definition writes them.

use rust_decimal::Decimal;
use serde::Deserialize;

use toml::Spanned;

use super::{SourceError, Text};
use crate::finding::say;
use crate::form::{IdPart, Operand, Rule, RuleKind};
use crate::{FieldPath, ParsePathError, Severity};

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct RawRule {
    sum: Option<Vec<FieldPath>>,
    equals: Option<FieldPath>,
    at_most: Option<RawOperand>,
    at_least: Option<RawOperand>,
    equal: Option<Vec<FieldPath>>,
    id_number: Option<FieldPath>,
    birth: Option<FieldPath>,
    gender: Option<FieldPath>,
    field: Option<FieldPath>,
    each: Option<String>,
    at: Option<FieldPath>,
    severity: Option<Severity>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum RawOperand {
    Number(i64),
    Text(String),
}

impl Text<'_> {
    /// Reads a rule; one about an identification number is a rule for each
    /// field that is compared with it.
    pub fn rule(&self, raw: &Spanned<RawRule>) -> Result<Vec<Rule>, SourceError> {
        let at_rule = Some(raw.span().start);
        let raw = raw.get_ref();
        let kinds = [
            raw.sum.is_some(),
            raw.at_most.is_some(),
            raw.at_least.is_some(),
            raw.equal.is_some(),
            raw.id_number.is_some(),
        ];
        if kinds.iter().filter(|given| **given).count() > 1 {
            return Err(self.error(
                at_rule,
                say!(
                    "一条规则只能用 sum、at_most、at_least、equal、id_number 中的一个，请写成两条 [[rule]]",
                    "a rule has one of `sum`, `at_most`, `at_least`, `equal` and `id_number`: write two rules"
                ),
            ));
        }
        let operand = |operand: &RawOperand| match operand {
            RawOperand::Number(number) => Ok(Operand::Number(Decimal::from(*number))),
            RawOperand::Text(text) => match text.parse::<Decimal>() {
                Ok(number) => Ok(Operand::Number(number)),
                Err(_) => text
                    .parse()
                    .map(Operand::Field)
                    .map_err(|error: ParsePathError| self.error(at_rule, error.message().after("[[rule]] ", "rule: "))),
            },
        };
        let kinds: Vec<(RuleKind, FieldPath)> = match raw {
            RawRule { sum: Some(parts), equals: Some(equals), .. } => {
                vec![(RuleKind::Sum { parts: parts.clone(), equals: equals.clone() }, equals.clone())]
            }
            RawRule { field: Some(field), at_most: Some(limit), .. } => {
                vec![(RuleKind::AtMost { field: field.clone(), limit: operand(limit)? }, field.clone())]
            }
            RawRule { field: Some(field), at_least: Some(limit), .. } => {
                vec![(RuleKind::AtLeast { field: field.clone(), limit: operand(limit)? }, field.clone())]
            }
            RawRule { equal: Some(pair), .. } if pair.len() == 2 => {
                vec![(RuleKind::Equal { field: pair[0].clone(), other: pair[1].clone() }, pair[0].clone())]
            }
            RawRule { id_number: Some(number), birth, gender, .. } if birth.is_some() || gender.is_some() => {
                let compared = [(IdPart::Birth, birth), (IdPart::Gender, gender)];
                let rule = |part, field: &FieldPath| {
                    (RuleKind::IdNumber { number: number.clone(), part, field: field.clone() }, field.clone())
                };
                compared.into_iter().filter_map(|(part, field)| Some(rule(part, field.as_ref()?))).collect()
            }
            _ => {
                return Err(self.error(
                    at_rule,
                    say!(
                        "一条规则应有 sum 和 equals，或 field 和 at_most（at_least），或 equal = [两个栏目]，或 id_number 和 birth、gender",
                        "a rule needs `sum` and `equals`, `field` and `at_most` or `at_least`, `equal` with two fields, or `id_number` and `birth` or `gender`"
                    ),
                ));
            }
        };
        let each_row = match raw.each.as_deref() {
            None => false,
            Some("rows") => true,
            Some(other) => {
                return Err(self.error(
                    at_rule,
                    say!("each = \"{other}\"：应为 \"rows\"（每行）", "each = `{other}`: expected \"rows\""),
                ));
            }
        };
        let rule = |(kind, at)| Rule { kind, each_row, at: raw.at.clone().unwrap_or(at), severity: raw.severity };
        Ok(kinds.into_iter().map(rule).collect())
    }
}
