//! What one person or office wrote into one form.

use indexmap::IndexMap;

use super::Value;
use crate::path::{FieldPath, Step};

/// Values by field path. Equality does not depend on order.
#[derive(Debug, Clone, PartialEq, Default)]
pub struct Record {
    values: IndexMap<String, Value>,
}

impl Record {
    /// A record without values.
    pub fn new() -> Record {
        Record::default()
    }

    /// Whether nothing was written.
    pub fn is_empty(&self) -> bool {
        self.values.values().all(Value::is_empty)
    }

    /// The values of this level: field id and value, in the order in which
    /// they were set.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &Value)> {
        self.values.iter().map(|(id, value)| (id.as_str(), value))
    }

    /// The value of a field of this level.
    pub fn field(&self, id: &str) -> Option<&Value> {
        self.values.get(id)
    }

    /// The value at `path`. A path with "every row" has none.
    pub fn get(&self, path: &FieldPath) -> Option<&Value> {
        self.get_steps(path.steps())
    }

    fn get_steps(&self, steps: &[Step]) -> Option<&Value> {
        let (Step::Id(id), rest) = steps.split_first()? else { return None };
        let value = self.values.get(id)?;
        match (rest, value) {
            ([], value) => Some(value),
            ([Step::Row(index), rest @ ..], Value::Rows(rows)) if !rest.is_empty() => rows.get(*index)?.get_steps(rest),
            (rest, Value::Group(group)) => group.get_steps(rest),
            _ => None,
        }
    }

    /// The rows of a table; none when nothing was written.
    pub fn rows(&self, path: &FieldPath) -> &[Record] {
        match self.get(path) {
            Some(Value::Rows(rows)) => rows,
            _ => &[],
        }
    }

    /// Sets a field of this level.
    pub fn set_field(&mut self, id: impl Into<String>, value: Value) {
        self.values.insert(id.into(), value);
    }

    /// Sets the value at `path`, making groups and rows as needed. A path that
    /// runs through a value of another shape, or over every row, is left alone:
    /// `false`.
    pub fn set(&mut self, path: &FieldPath, value: Value) -> bool {
        self.set_steps(path.steps(), value)
    }

    fn set_steps(&mut self, steps: &[Step], value: Value) -> bool {
        let Some((Step::Id(id), rest)) = steps.split_first() else { return false };
        match rest {
            [] => {
                self.values.insert(id.clone(), value);
                true
            }
            [Step::Row(index), rest @ ..] => {
                let rows = self.values.entry(id.clone()).or_insert_with(|| Value::Rows(Vec::new()));
                let Value::Rows(rows) = rows else { return false };
                if rows.len() <= *index {
                    rows.resize(index + 1, Record::new());
                }
                rows[*index].set_steps(rest, value)
            }
            [Step::EachRow, ..] => false,
            rest => {
                let group = self.values.entry(id.clone()).or_insert_with(|| Value::Group(Record::new()));
                let Value::Group(group) = group else { return false };
                group.set_steps(rest, value)
            }
        }
    }

    /// The form in which two records are compared: line ends are `\n`, lines
    /// have no white space at their ends, a text has no empty lines, and what
    /// is empty is left out, rows included.
    #[must_use]
    pub fn normalize(&self) -> Record {
        let values = self
            .values
            .iter()
            .map(|(id, value)| (id.clone(), normalize_value(value)))
            .filter(|(_, value)| !value.is_empty())
            .collect();
        Record { values }
    }
}

fn normalize_value(value: &Value) -> Value {
    match value {
        Value::Text(text) => Value::Text(normalize_text(text)),
        Value::Number(number) => Value::Number(number.normalize()),
        Value::Group(record) => Value::Group(record.normalize()),
        Value::Rows(rows) => Value::Rows(rows.iter().map(Record::normalize).filter(|row| !row.is_empty()).collect()),
        Value::Choice(choice) => {
            let mut choice = choice.clone();
            choice.other = choice.other.map(|other| normalize_text(&other)).filter(|o| !o.is_empty());
            Value::Choice(choice)
        }
        Value::Date(_) => value.clone(),
    }
}

/// The text as it is compared and kept: see [`Record::normalize`].
pub fn normalize_text(text: &str) -> String {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let lines: Vec<&str> = text.split('\n').map(str::trim).filter(|line| !line.is_empty()).collect();
    lines.join("\n")
}

impl<K: Into<String>> FromIterator<(K, Value)> for Record {
    fn from_iter<I: IntoIterator<Item = (K, Value)>>(values: I) -> Record {
        Record { values: values.into_iter().map(|(id, value)| (id.into(), value)).collect() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn path(text: &str) -> FieldPath {
        text.parse().unwrap()
    }

    #[test]
    fn what_was_set_is_got() {
        let mut record = Record::new();
        assert!(record.set(&path("leader.name"), "王䶮".into()));
        assert!(record.set(&path("members[1].name"), "李四".into()));
        assert_eq!(record.get(&path("leader.name")), Some(&"王䶮".into()));
        assert_eq!(record.get(&path("members[1].name")), Some(&"李四".into()));
        assert_eq!(record.get(&path("members[7].name")), None);
        assert!(!record.set(&path("leader[0].name"), "x".into()));
        assert!(!record.set(&path("members[].name"), "x".into()));
    }

    #[test]
    fn normalize_closes_up_rows_and_trims() {
        let mut record = Record::new();
        record.set(&path("members[1].name"), " 李四 \r\n".into());
        record.set(&path("deeds"), "\n\n一\n\n二 \n".into());
        record.set(&path("note"), " ".into());
        let record = record.normalize();
        assert_eq!(record.get(&path("members[0].name")), Some(&"李四".into()));
        assert_eq!(record.get(&path("deeds")), Some(&"一\n二".into()));
        assert_eq!(record.field("note"), None);
    }
}
