//! The order of a form's values.

use crate::form::{Field, Form};
use crate::{FieldPath, Step};

/// Where a value stands in the form, to sort by: a table before its rows, rows
/// by number, fields as they are defined. A path that the form does not have
/// comes last on its level.
pub(super) fn position(form: &Form, path: &FieldPath) -> Vec<usize> {
    let mut fields: &[Field] = &form.fields;
    path.steps()
        .iter()
        .map(|step| match step {
            Step::Id(id) => match fields.iter().position(|field| field.id() == id) {
                Some(position) => {
                    fields = &fields[position].fields;
                    position
                }
                None => {
                    fields = &[];
                    usize::MAX
                }
            },
            Step::Row(row) => row + 1,
            Step::EachRow => 0,
        })
        .collect()
}
