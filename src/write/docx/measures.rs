//! Lengths that depend on the room that the answers need.

use super::segment::{Measure, Segment};
use crate::Length;
use crate::document::{Document, Table};
use crate::form::{Form, Record};
use crate::layout::Answers;
use crate::typeset::{self, Nominal};

/// The record laid out, with the heights that its rows need in Word.
pub(super) struct Measures {
    document: Document,
    /// For each table of the layout: at which row of the document each of its
    /// rows begins.
    starts: Vec<Vec<usize>>,
}

impl Measures {
    /// Lays out the record, if any of the pieces depends on it.
    pub fn new(form: &Form, record: &Record, segments: &[Segment]) -> Measures {
        if !segments.iter().any(|segment| matches!(segment, Segment::Measure(_))) {
            return Measures { document: Document::default(), starts: Vec::new() };
        }
        let document = form.instantiate(record);
        let document = typeset::fit(&document, &Nominal::Word).into_owned();
        let answers = Answers::new(form, record);
        let starts = |table: &Table| {
            let mut start = 0;
            let mut starts = Vec::with_capacity(table.height());
            for row in &table.rows {
                starts.push(start);
                start += row.repeat.as_ref().map_or(1, |repeat| answers.rows(repeat).len());
            }
            starts
        };
        Measures { document, starts: form.layout.document().tables().map(starts).collect() }
    }

    /// A length in twips.
    pub fn twips(&self, measure: Measure) -> i64 {
        match measure {
            Measure::Row { table, row } => self.at(table, row).map(|(table, row)| table.rows[row].height),
            Measure::AboveSeal { table, row, column } => self.at(table, row).and_then(|(table, row)| {
                let cell = table.cell_at(row, column)?;
                let seal = cell.paragraphs.iter().find(|paragraph| typeset::is_seal(paragraph))?;
                Some(seal.format.before)
            }),
        }
        .map_or(0, Length::to_twips)
    }

    /// A table of the document, and the row in it of a row of the layout.
    fn at(&self, table: usize, row: usize) -> Option<(&Table, usize)> {
        let row = *self.starts.get(table)?.get(row)?;
        self.document.tables().nth(table).filter(|table| row < table.height()).map(|table| (table, row))
    }
}
