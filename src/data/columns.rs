//! The columns of data, and which answers they give.

use super::cell_heads::{Target, cell};
use super::head_rows::Worth;
use super::heads::{Head, Heads};
use super::mapping::Mapping;
use crate::FieldPath;
use crate::document::CellName;
use crate::form::Form;
use crate::text::fold;

/// A column of a spreadsheet, or a name in JSON.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// Its place, from 0: among the columns of the sheet, among the names in
    /// the order of their first use.
    pub index: usize,
    /// Its head; the rows of a head with several are joined by `/`. In JSON the
    /// names from the outermost one on, joined by `.`.
    pub head: String,
    /// What it means.
    pub meaning: Meaning,
}

impl Column {
    /// Its letters, as a spreadsheet shows them.
    pub fn letters(&self) -> String {
        letters(self.index)
    }
}

/// The letters of a column, which counts from 0.
pub(super) fn letters(column: usize) -> String {
    CellName { row: 1, column: u32::try_from(column).unwrap_or(u32::MAX).saturating_add(1) }.letters()
}

/// What a column means.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Meaning {
    /// The answer to a field: its path, or that of a cell of a table.
    Field(FieldPath),
    /// Perhaps one of these fields: it has one of several fields' names, or
    /// nearly a field's, or the one of a column before it. It is not used.
    Doubtful(Vec<FieldPath>),
    /// Nothing that the form asks.
    Unused,
    /// The caller leaves it out.
    LeftOut,
    /// Running numbers, or nothing at all.
    Number,
}

/// A column while data is read.
#[derive(Debug, Clone)]
pub(super) struct Planned<'f> {
    pub meaning: Meaning,
    /// The answer that it gives.
    pub target: Option<Target<'f>>,
}

impl<'f> Planned<'f> {
    fn nothing(meaning: Meaning) -> Planned<'f> {
        Planned { meaning, target: None }
    }

    fn answers(target: Target<'f>) -> Planned<'f> {
        Planned { meaning: Meaning::Field(target.path.clone()), target: Some(target) }
    }

    pub fn worth(&self) -> Worth {
        match self.meaning {
            Meaning::Field(_) => Worth::Field,
            Meaning::Doubtful(_) | Meaning::LeftOut => Worth::Doubt,
            Meaning::Unused | Meaning::Number => Worth::Nothing,
        }
    }
}

/// What the caller knows of a column: nothing, or that it is left out, or the
/// answer that it gives.
pub(super) type Given<'f> = Option<Option<Target<'f>>>;

/// What the heads of a table of data mean; `given` is what the caller says.
pub(super) fn plan<'f>(form: &'f Form, heads: &Heads<'f>, cells: &[String], given: &[Given<'f>]) -> Vec<Planned<'f>> {
    let given_at = |at: usize| given.get(at).and_then(Option::as_ref);
    // Cells of tables are no heads of the form's own fields.
    let of_tables: Vec<Option<Target<'f>>> =
        cells.iter().enumerate().map(|(at, head)| given_at(at).map_or_else(|| cell(form, head), |_| None)).collect();
    let known: Vec<Option<Head<'f>>> = (0..cells.len())
        .map(|at| match (given_at(at), &of_tables[at]) {
            (Some(Some(target)), _) if target.path == target.field.path => Some(Head::Field(target.field)),
            (Some(_), _) | (None, Some(_)) => Some(Head::Nothing),
            (None, None) => None,
        })
        .collect();
    let assigned = heads.assign_rest(cells, &known);
    let mut planned: Vec<Planned<'f>> = Vec::with_capacity(cells.len());
    for ((at, head), found) in cells.iter().enumerate().zip(assigned) {
        let own = match (given_at(at), of_tables[at].clone(), found) {
            (Some(None), ..) => Planned::nothing(Meaning::LeftOut),
            (Some(Some(target)), ..) => Planned::answers(target.clone()),
            (None, Some(target), _) => own_cell(target, &planned, given),
            (None, None, Head::Field(field)) => Planned::answers(Target::of(field)),
            (None, None, Head::Doubtful(fields)) => {
                Planned::nothing(Meaning::Doubtful(fields.into_iter().map(|field| field.path.clone()).collect()))
            }
            (None, None, Head::Nothing) if is_number(head) => Planned::nothing(Meaning::Number),
            (None, None, Head::Nothing) => Planned::nothing(Meaning::Unused),
        };
        planned.push(own);
    }
    planned
}

/// A cell of a table, unless a column before it or the caller's gives it.
fn own_cell<'f>(target: Target<'f>, before: &[Planned<'f>], given: &[Given<'f>]) -> Planned<'f> {
    if given.iter().flatten().flatten().any(|own| *own == target) {
        return Planned::nothing(Meaning::Unused);
    }
    match before.iter().any(|planned| planned.target.as_ref() == Some(&target)) {
        true => Planned::nothing(Meaning::Doubtful(vec![target.path])),
        false => Planned::answers(target),
    }
}

/// [`plan`] before it is known which row is the head: what the caller says
/// counts where it fits.
pub(super) fn plan_row<'f>(
    form: &'f Form,
    heads: &Heads<'f>,
    cells: &[String],
    mapping: &Mapping<'f>,
) -> Vec<Planned<'f>> {
    plan(form, heads, cells, &mapping.known(cells))
}

/// Whether a head stands over nothing, or over running numbers.
pub(crate) fn is_number(head: &str) -> bool {
    matches!(fold(head).as_str(), "" | "序号" | "编号")
}

/// The finding of a head of a roster that may mean several fields, or one that
/// has a head.
#[cfg(feature = "collect")]
pub(crate) fn doubtful(head: &str, fields: &[&crate::form::Field]) -> crate::Finding {
    let labels: Vec<String> = fields.iter().map(|field| field.label()).collect();
    crate::Finding::new(crate::Code::HeadDoubtful).with("head", head).with("fields", labels.join("、"))
}
