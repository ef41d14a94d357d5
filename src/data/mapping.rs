//! What the caller says about columns: `--map 头=field`.

use std::fmt;

use super::cell_heads::{Target, cell};
use super::columns::{Given, letters};
use super::heads::{Head, Heads};
use crate::Lang;
use crate::document::CellName;
use crate::finding::say;
use crate::form::{Field, Form};
use crate::text::{fold, nearest};

/// What the caller says about columns, looked up in a form.
#[derive(Debug, Clone, Default)]
pub(super) struct Mapping<'f> {
    entries: Vec<Entry<'f>>,
}

#[derive(Debug, Clone)]
struct Entry<'f> {
    head: String,
    /// The answer that the column gives; `None` for a column that stays unused.
    target: Option<Target<'f>>,
}

/// What a caller says about columns that is not so.
#[derive(Debug, Clone, PartialEq, Eq)]
#[non_exhaustive]
pub enum MapError {
    /// The data has no such column; the heads that it has.
    NoColumn {
        /// The head as the caller wrote it.
        head: String,
        /// The heads of the data.
        heads: Vec<String>,
    },
    /// Several columns have this head; their letters, as a spreadsheet shows
    /// them.
    SeveralColumns {
        /// The head.
        head: String,
        /// The letters of the columns: `C`, `F`.
        letters: Vec<String>,
    },
    /// The form has no such field; fields whose names are like it.
    NoField {
        /// The name as the caller wrote it.
        field: String,
        /// Labels and paths: `联系人信息/手机 (contact.mobile)`.
        alike: Vec<String>,
    },
    /// Several fields have this name.
    SeveralFields {
        /// The name as the caller wrote it.
        field: String,
        /// Labels and paths.
        fields: Vec<String>,
    },
    /// Two columns are to give the same answer.
    Twice {
        /// Label and path of the answer.
        field: String,
        /// The heads.
        heads: [String; 2],
    },
    /// One column is to give two answers, or one and none.
    Contradiction {
        /// The head as the caller wrote it the second time.
        head: String,
        /// Label and path of each answer; `None` where the column is left out.
        fields: [Option<String>; 2],
    },
}

impl MapError {
    /// What a person should know and do.
    pub fn message(&self, lang: Lang) -> String {
        let message = match self {
            MapError::NoColumn { head, heads } => {
                let (zh, en) = (heads.join("、"), heads.join(", "));
                say!("数据里没有“{head}”这一列，有：{zh}", "the data has no column `{head}`; there are {en}")
            }
            MapError::SeveralColumns { head, letters } => {
                let (zh, en) = (letters.join("、"), letters.join(", "));
                let first = letters.first().map_or("A", String::as_str);
                say!(
                    "有几列都叫“{head}”（{zh}列），请改用列号，如 {first}=栏目",
                    "several columns are called `{head}` ({en}): use their letters, as {first}=field"
                )
            }
            MapError::NoField { field, alike } if alike.is_empty() => {
                say!(
                    "表格中没有“{field}”这一栏（用 shenbao show 查看）",
                    "the form has no field `{field}` (see `shenbao show`)"
                )
            }
            MapError::NoField { field, alike } => {
                let (zh, en) = (alike.join("、"), alike.join(", "));
                say!(
                    "表格中没有“{field}”这一栏，您是不是要：{zh}",
                    "the form has no field `{field}`; did you mean {en}"
                )
            }
            MapError::SeveralFields { field, fields } => {
                let (zh, en) = (fields.join("、"), fields.join(", "));
                say!("“{field}”可能是几栏：{zh}，请写括号里的名称", "`{field}` may be {en}: use the name in brackets")
            }
            MapError::Contradiction { head, fields } => {
                let meant = |none: &'static str| fields.each_ref().map(|field| field.as_deref().unwrap_or(none));
                let (zh, en) = (meant("不使用").join("、"), meant("nothing").join(" and to "));
                say!(
                    "“{head}”一列有两种说法：{zh}，请只保留一种",
                    "the column `{head}` is mapped to {en}: keep one of them"
                )
            }
            MapError::Twice { field, heads: [first, second] } => {
                say!("“{first}”和“{second}”两列都指向{field}", "both `{first}` and `{second}` are mapped to {field}")
            }
        };
        message.get(lang).to_owned()
    }
}

impl fmt::Display for MapError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message(Lang::En))
    }
}

impl std::error::Error for MapError {}

/// A field as messages name it: `联系人信息/手机 (contact.mobile)`.
fn named(field: &Field) -> String {
    format!("{} ({})", field.label(), field.path)
}

impl<'f> Mapping<'f> {
    /// Looks up the fields that are named by label, synonym, id or path.
    pub fn new(form: &'f Form, map: &[(String, String)]) -> Result<Mapping<'f>, MapError> {
        let heads = Heads::of_form(form);
        let entry = |(head, name): &(String, String)| {
            let target = if name.trim().is_empty() { None } else { Some(target(form, &heads, name)?) };
            Ok(Entry { head: head.clone(), target })
        };
        let entries: Vec<Entry<'f>> = map.iter().map(entry).collect::<Result<_, _>>()?;
        for (at, second) in entries.iter().enumerate() {
            let same = |first: &&Entry<'_>| {
                first.target.is_some() && first.target == second.target && fold(&first.head) != fold(&second.head)
            };
            if let (Some(first), Some(target)) = (entries[..at].iter().find(same), &second.target) {
                let heads = [first.head.clone(), second.head.clone()];
                return Err(MapError::Twice { field: named(target.field), heads });
            }
        }
        Ok(Mapping { entries })
    }

    /// What the caller says about each of some heads; nothing about columns
    /// that are named by letters.
    pub fn known(&self, heads: &[String]) -> Vec<Given<'f>> {
        let mut known = vec![None; heads.len()];
        for entry in &self.entries {
            for at in entry.columns(heads) {
                known[at] = Some(entry.target.clone());
            }
        }
        known
    }

    /// [`Mapping::known`] of the heads that the data has: everything that the
    /// caller says has to be so. With `by_letter` the letters of a column of a
    /// sheet count where no head is like them.
    pub fn given(&self, heads: &[String], by_letter: bool) -> Result<Vec<Given<'f>>, MapError> {
        let mut given = vec![None; heads.len()];
        for entry in &self.entries {
            let mut columns = entry.columns(heads);
            if columns.is_empty() && by_letter {
                columns.extend(column_of(&entry.head).filter(|at| *at < heads.len()));
            }
            match columns.as_slice() {
                [] => {
                    let heads = heads.iter().filter(|head| !head.is_empty()).cloned().collect();
                    return Err(MapError::NoColumn { head: entry.head.clone(), heads });
                }
                [_, _, ..] if entry.target.is_some() => {
                    let letters = columns.iter().map(|at| letters(*at)).collect();
                    return Err(MapError::SeveralColumns { head: entry.head.clone(), letters });
                }
                columns => {
                    for at in columns {
                        entry.agrees_with(given[*at].as_ref())?;
                        given[*at] = Some(entry.target.clone());
                    }
                }
            }
        }
        Ok(given)
    }
}

impl Entry<'_> {
    /// Whether nothing else has been said about the same column.
    fn agrees_with(&self, said: Option<&Option<Target<'_>>>) -> Result<(), MapError> {
        let Some(said) = said.filter(|said| **said != self.target) else { return Ok(()) };
        let fields = [said, &self.target].map(|target| Some(named(target.as_ref()?.field)));
        Err(MapError::Contradiction { head: self.head.clone(), fields })
    }

    /// The columns that have this head or, if none has, whose last row has.
    fn columns(&self, heads: &[String]) -> Vec<usize> {
        let wanted = fold(&self.head);
        let alike = |text: fn(&String) -> &str| -> Vec<usize> {
            (0..heads.len()).filter(|at| fold(text(&heads[*at])) == wanted).collect()
        };
        match (wanted.is_empty(), alike(String::as_str)) {
            (true, _) => Vec::new(),
            (false, whole) if !whole.is_empty() => whole,
            _ => alike(|head| head.rsplit('/').next().unwrap_or_default()),
        }
    }
}

/// The answer that a name means.
fn target<'f>(form: &'f Form, heads: &Heads<'f>, name: &str) -> Result<Target<'f>, MapError> {
    if let Some(cell) = cell(form, name) {
        return Ok(cell);
    }
    match heads.find(name) {
        Head::Field(field) => Ok(Target::of(field)),
        Head::Doubtful(fields) => {
            let fields = fields.into_iter().map(named).collect();
            Err(MapError::SeveralFields { field: name.to_owned(), fields })
        }
        Head::Nothing => Err(MapError::NoField { field: name.to_owned(), alike: alike(form, name) }),
    }
}

/// Fields whose labels or paths are like a name.
fn alike(form: &Form, name: &str) -> Vec<String> {
    let fields: Vec<(String, String, String)> =
        form.leaves().map(|field| (field.label(), field.path.to_string(), named(field))).collect();
    let near = nearest(name, fields.iter().flat_map(|(label, path, _)| [label.as_str(), path.as_str()]));
    let mut alike: Vec<String> = Vec::new();
    for found in near {
        let fields = fields.iter().filter(|(label, path, _)| label == found || path == found);
        alike.extend(fields.map(|(_, _, named)| named.clone()));
    }
    alike.dedup();
    alike
}

/// The column, from 0, of its letters.
fn column_of(letters: &str) -> Option<usize> {
    let cell: CellName = format!("{}1", letters.trim()).parse().ok()?;
    usize::try_from(cell.column)
        .ok()?
        .checked_sub(1)
        .filter(|_| letters.trim().bytes().all(|b| b.is_ascii_alphabetic()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Catalogue;

    #[test]
    fn what_is_not_so_is_said() {
        let catalogue = Catalogue::embedded().unwrap();
        let form = catalogue.form("henan-2021/recommendation").unwrap();
        let heads = ["校名", "电话", "电话", "备注"].map(str::to_owned);
        let given = |map: &[(&str, &str)]| {
            let map: Vec<(String, String)> = map.iter().map(|(a, b)| ((*a).to_owned(), (*b).to_owned())).collect();
            let given = Mapping::new(form, &map).and_then(|mapping| mapping.given(&heads, true));
            given.map_err(|error| error.message(Lang::Zh)).map(|given| {
                let shown = |known: Given<'_>| match known {
                    None => "?".to_owned(),
                    Some(None) => "-".to_owned(),
                    Some(Some(target)) => target.path.to_string(),
                };
                given.into_iter().map(shown).collect::<Vec<_>>().join(" ")
            })
        };
        assert_eq!(given(&[("校 名", "学校/区域名称"), ("备注", "")]).unwrap(), "name ? ? -");
        assert_eq!(given(&[("B", "contact.mobile"), ("c", "")]).unwrap(), "? contact.mobile - ?");
        assert_eq!(given(&[("电话", "")]).unwrap(), "? - - ?");
        for (map, message) in [
            (("电话", "contact.mobile"), "有几列都叫“电话”（B、C列），请改用列号，如 B=栏目"),
            (("手机", "contact.mobile"), "数据里没有“手机”这一列，有：校名、电话、电话、备注"),
            (("Z", "contact.mobile"), "数据里没有“Z”这一列，有：校名、电话、电话、备注"),
            (
                ("电话", "contact.mobil"),
                "表格中没有“contact.mobil”这一栏，您是不是要：联系人信息/手机 (contact.mobile)",
            ),
            (("电话", "没有的"), "表格中没有“没有的”这一栏（用 shenbao show 查看）"),
            (
                ("电话", "手机"),
                "“手机”可能是几栏：负责人信息/手机 (leader.mobile)、联系人信息/手机 (contact.mobile)，请写括号里的名称",
            ),
        ] {
            assert_eq!(given(&[map]).unwrap_err(), message);
        }
        let twice = given(&[("B", "contact.mobile"), ("C", "联系人手机")]).unwrap_err();
        assert_eq!(twice, "“B”和“C”两列都指向联系人信息/手机 (contact.mobile)");
        for (map, message) in [
            (
                [("备注", "contact.mobile"), ("备 注", "负责人手机")],
                "“备 注”一列有两种说法：联系人信息/手机 (contact.mobile)、负责人信息/手机 (leader.mobile)，请只保留一种",
            ),
            (
                [("备注", "contact.mobile"), ("D", "")],
                "“D”一列有两种说法：联系人信息/手机 (contact.mobile)、不使用，请只保留一种",
            ),
        ] {
            assert_eq!(given(&map).unwrap_err(), message);
        }
        assert_eq!(given(&[("备注", "联系人手机"), ("备注", "contact.mobile")]).unwrap(), "? ? ? contact.mobile");
    }
}
