//! Paths that name fields.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::finding::{Message, say};

/// Names a field of a form, or one value of a record: `leader.mobile`,
/// `members[2].name`. Row indexes count from 0.
///
/// `members[].name` names the column, for every row.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct FieldPath(Vec<Step>);

/// One step of a [`FieldPath`].
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Step {
    /// A field by its id.
    Id(String),
    /// A row of a table, from 0.
    Row(usize),
    /// Every row of a table.
    EachRow,
}

impl FieldPath {
    /// The path of a top-level field.
    pub fn field(id: impl Into<String>) -> FieldPath {
        FieldPath(vec![Step::Id(id.into())])
    }

    /// The path of a field inside this one.
    #[must_use]
    pub fn child(&self, id: &str) -> FieldPath {
        self.with(Step::Id(id.to_owned()))
    }

    /// The path of a row of this table, counted from 0.
    #[must_use]
    pub fn row(&self, index: usize) -> FieldPath {
        self.with(Step::Row(index))
    }

    /// The path of all rows of this table.
    #[must_use]
    pub fn each_row(&self) -> FieldPath {
        self.with(Step::EachRow)
    }

    fn with(&self, step: Step) -> FieldPath {
        let mut steps = Vec::with_capacity(self.0.len() + 1);
        steps.extend(self.0.iter().cloned());
        steps.push(step);
        FieldPath(steps)
    }

    /// The steps, outermost first; never empty.
    pub fn steps(&self) -> &[Step] {
        &self.0
    }

    /// The same path with every row index replaced by "every row": the path by
    /// which the form knows the field.
    #[must_use]
    pub fn definition(&self) -> FieldPath {
        FieldPath(
            self.0
                .iter()
                .map(|step| match step {
                    Step::Row(_) => Step::EachRow,
                    other => other.clone(),
                })
                .collect(),
        )
    }

    /// The same path with each "every row" replaced by `index`.
    #[must_use]
    pub fn at_row(&self, index: usize) -> FieldPath {
        FieldPath(
            self.0
                .iter()
                .map(|step| match step {
                    Step::EachRow => Step::Row(index),
                    other => other.clone(),
                })
                .collect(),
        )
    }

    /// The first row index of the path, counted from 0.
    pub fn row_index(&self) -> Option<usize> {
        self.0.iter().find_map(|step| match step {
            Step::Row(index) => Some(*index),
            _ => None,
        })
    }

    /// For a path inside a table: the table's own path and the rest, that is
    /// the column. `members[2].name` gives `members` and `name`.
    pub fn split_table(&self) -> Option<(FieldPath, Option<FieldPath>)> {
        let at = self.0.iter().position(|step| !matches!(step, Step::Id(_)))?;
        let column = &self.0[at + 1..];
        Some((FieldPath(self.0[..at].to_vec()), (!column.is_empty()).then(|| FieldPath(column.to_vec()))))
    }

    /// Whether the path names a column, or what is in one: it runs over every
    /// row of a table.
    pub fn is_column(&self) -> bool {
        self.0.contains(&Step::EachRow)
    }

    /// The path of the field beside this one whose id has a suffix more:
    /// `city_opinion` and `date` give `city_opinion_date`.
    #[must_use]
    pub fn beside(&self, suffix: &str) -> FieldPath {
        let mut steps = self.0.clone();
        if let Some(Step::Id(id)) = steps.last_mut() {
            id.push('_');
            id.push_str(suffix);
        }
        FieldPath(steps)
    }

    /// Whether this path is `other` or inside it.
    pub fn starts_with(&self, other: &FieldPath) -> bool {
        self.0.starts_with(&other.0)
    }
}

impl fmt::Display for FieldPath {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (index, step) in self.0.iter().enumerate() {
            match step {
                Step::Id(id) if index == 0 => f.write_str(id)?,
                Step::Id(id) => write!(f, ".{id}")?,
                Step::Row(row) => write!(f, "[{row}]")?,
                Step::EachRow => f.write_str("[]")?,
            }
        }
        Ok(())
    }
}

/// A path that could not be read: the text as it was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ParsePathError(pub String);

impl ParsePathError {
    /// What is wrong, for a person.
    pub fn message(&self) -> Message {
        let text = &self.0;
        say!(
            "“{text}”不能用来指栏目：id 只用小写英文字母、数字和下划线，如 leader.mobile、members[].name",
            "`{text}` is not the path of a field: expected ids of lower-case letters, digits and `_`, as `leader.mobile` or `members[].name`"
        )
    }
}

impl fmt::Display for ParsePathError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.message().fmt(f)
    }
}

impl std::error::Error for ParsePathError {}

impl FromStr for FieldPath {
    type Err = ParsePathError;

    fn from_str(text: &str) -> Result<FieldPath, ParsePathError> {
        let error = || ParsePathError(text.to_owned());
        let mut steps = Vec::new();
        for part in text.split('.') {
            let (id, row) = match part.split_once('[') {
                Some((id, rest)) => (id, Some(rest.strip_suffix(']').ok_or_else(error)?)),
                None => (part, None),
            };
            if !is_id(id) {
                return Err(error());
            }
            steps.push(Step::Id(id.to_owned()));
            match row {
                None => {}
                Some("") => steps.push(Step::EachRow),
                Some(digits) if digits.bytes().all(|b| b.is_ascii_digit()) => {
                    steps.push(Step::Row(digits.parse().map_err(|_| error())?));
                }
                Some(_) => return Err(error()),
            }
        }
        Ok(FieldPath(steps))
    }
}

/// Whether `text` may be the id of a field: `[a-z][a-z0-9_]*`.
pub fn is_id(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'_')
}

/// Whether `text` may name an activity or a form, and so a folder or a file:
/// lower-case letters, digits and `-`. Windows does not tell names by case, and
/// archives do not agree on others.
pub fn is_file_id(text: &str) -> bool {
    text.starts_with(|c: char| c.is_ascii_lowercase() || c.is_ascii_digit())
        && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
}

impl Serialize for FieldPath {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for FieldPath {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<FieldPath, D::Error> {
        let text = String::deserialize(deserializer)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

/// The one codec between a path and the names that files allow: bookmarks in
/// Word (letters, digits, `_`; at most 40 characters; ECMA-376 Part 1, 17.13.6.2
/// and Word's own limit), defined names in Excel, field names in AcroForm.
///
/// Ids hold no `__`, so `__` joins steps; `_r3_` and `_rows_` are row steps.
pub struct SlotName;

impl SlotName {
    /// What every name starts with, so that other people's bookmarks are never
    /// taken for ours.
    const PREFIX: &'static str = "sb_";

    /// What stands before the number of an option. No id begins with a digit.
    const OPTION: &'static str = "__0o";

    /// The name of a path.
    pub fn encode(path: &FieldPath) -> String {
        let mut name = String::from(Self::PREFIX);
        for (index, step) in path.steps().iter().enumerate() {
            match step {
                Step::Id(id) => {
                    if index > 0 {
                        name.push_str("__");
                    }
                    name.push_str(id);
                }
                Step::Row(row) => name.push_str(&format!("__{row}")),
                Step::EachRow => name.push_str("__0x"),
            }
        }
        name
    }

    /// The name of one option of a choice, counted from 0: where each box has a
    /// place of its own.
    pub fn encode_option(path: &FieldPath, option: usize) -> String {
        format!("{}{}{option}", Self::encode(path), Self::OPTION)
    }

    /// The choice and the number of its option that a name stands for; `None`
    /// for any other name.
    pub fn decode_option(name: &str) -> Option<(FieldPath, usize)> {
        let (choice, option) = name.rsplit_once(Self::OPTION)?;
        Some((Self::decode(choice)?, option.parse().ok()?))
    }

    /// The path of a name, `None` for a name that is not ours. A suffix that
    /// makes a name unique, `--2`, is not part of the path.
    pub fn decode(name: &str) -> Option<FieldPath> {
        let name = name.strip_prefix(Self::PREFIX)?;
        let mut steps = Vec::new();
        for part in name.split("__") {
            if part == "0x" {
                steps.push(Step::EachRow);
            } else if let Ok(row) = part.parse::<usize>() {
                steps.push(Step::Row(row));
            } else if is_id(part) {
                steps.push(Step::Id(part.to_owned()));
            } else {
                return None;
            }
        }
        matches!(steps.first(), Some(Step::Id(_))).then_some(FieldPath(steps))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_print_as_they_are_read() {
        for text in ["name", "leader.mobile", "members[2].name", "members[].name", "plan[0].city.total"] {
            assert_eq!(text.parse::<FieldPath>().unwrap().to_string(), text);
        }
    }

    #[test]
    fn what_is_no_path_is_refused() {
        for text in ["", "Name", "a..b", "a[", "a[x]", "a[1", "姓名", "1a", "a[99999999999999999999]"] {
            assert!(text.parse::<FieldPath>().is_err(), "{text}");
        }
    }

    #[test]
    fn slot_names_go_there_and_back() {
        for text in ["name", "leader.mobile", "members[2].name", "members[].name", "city_opinion"] {
            let path: FieldPath = text.parse().unwrap();
            let name = SlotName::encode(&path);
            assert!(name.len() <= 40 && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_'), "{name}");
            assert_eq!(SlotName::decode(&name), Some(path));
        }
        assert_eq!(SlotName::decode("_GoBack"), None);
    }

    #[test]
    fn names_of_options_are_no_paths() {
        let path: FieldPath = "members[2].kind".parse().unwrap();
        let name = SlotName::encode_option(&path, 11);
        assert_eq!(SlotName::decode_option(&name), Some((path.clone(), 11)));
        assert_eq!(SlotName::decode(&name), None);
        assert_eq!(SlotName::decode_option(&SlotName::encode(&path)), None);
    }

    #[test]
    fn a_column_and_its_table() {
        let path: FieldPath = "members[2].name".parse().unwrap();
        let (table, column) = path.split_table().unwrap();
        assert_eq!((table.to_string(), column.unwrap().to_string()), ("members".into(), "name".into()));
        assert_eq!(path.definition().to_string(), "members[].name");
        assert_eq!(path.row_index(), Some(2));
        assert!(path.definition().is_column() && !path.is_column());
        assert_eq!(path.beside("date").to_string(), "members[2].name_date");
    }
}
