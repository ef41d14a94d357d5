//! Rules between the fields of one record.

use rust_decimal::Decimal;

use crate::{FieldPath, Severity};

/// A rule between fields. A rule that lacks an answer is skipped: the missing
/// answer is a finding of its own.
#[derive(Debug, Clone, PartialEq)]
pub struct Rule {
    /// What must hold.
    pub kind: RuleKind,
    /// Whether the rule runs for each row by itself (`each = "rows"`).
    pub each_row: bool,
    /// The field that carries the finding.
    pub at: FieldPath,
    /// How much a breach matters, if not what its code says.
    pub severity: Option<Severity>,
}

impl Rule {
    /// The fields that the rule names.
    pub fn fields(&self) -> Vec<&FieldPath> {
        let mut fields = vec![&self.at];
        match &self.kind {
            RuleKind::Sum { parts, equals } => {
                fields.extend(parts);
                fields.push(equals);
            }
            RuleKind::AtMost { field, limit } | RuleKind::AtLeast { field, limit } => {
                fields.push(field);
                if let Operand::Field(limit) = limit {
                    fields.push(limit);
                }
            }
            RuleKind::Equal { field, other } => fields.extend([field, other]),
            RuleKind::IdNumber { number, field, .. } => fields.extend([number, field]),
        }
        fields
    }
}

/// What a [`Rule`] demands.
#[derive(Debug, Clone, PartialEq)]
pub enum RuleKind {
    /// The sum of some fields or columns is the value of a field.
    Sum {
        /// Fields to add; a column adds all its rows.
        parts: Vec<FieldPath>,
        /// The field that holds the sum.
        equals: FieldPath,
    },
    /// A field is not larger than another field or a number.
    AtMost {
        /// The field.
        field: FieldPath,
        /// What it is held against.
        limit: Operand,
    },
    /// A field is not smaller than another field or a number.
    AtLeast {
        /// The field.
        field: FieldPath,
        /// What it is held against.
        limit: Operand,
    },
    /// Two fields hold the same.
    Equal {
        /// One field.
        field: FieldPath,
        /// The other field.
        other: FieldPath,
    },
    /// A field says what a citizen identification number says.
    IdNumber {
        /// The number.
        number: FieldPath,
        /// What it is compared in.
        part: IdPart,
        /// The field that says the same.
        field: FieldPath,
    },
}

/// What a citizen identification number says of a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdPart {
    /// The date of birth.
    Birth,
    /// The gender.
    Gender,
}

/// A number, or the field that holds one.
#[derive(Debug, Clone, PartialEq)]
pub enum Operand {
    /// A number.
    Number(Decimal),
    /// A field.
    Field(FieldPath),
}
