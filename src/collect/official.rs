//! The official summary (汇总信息表) as files to stamp and to send.

use super::{CollectError, Collection, Summary};
use crate::Finding;
use crate::font::FontSet;
use crate::form::{ColumnSource, Field, Form, Record, Value};
use crate::report::MASK;
use crate::write::docx::{DocxOptions, DocxTemplate};
use crate::write::pdf::{PdfOptions, PdfTemplate};
use crate::write::xlsx;
use crate::write::{Written, unwritable};

/// A summary as files, in the layout of its form.
#[derive(Debug, Clone, PartialEq)]
pub struct OfficialFiles {
    /// The summary's form, `henan-2021/summary`.
    pub form: String,
    /// The title of the summary's form.
    pub title: String,
    /// The Word file, to print and stamp.
    ///
    /// It has no content controls: it is finished but for what the staff type
    /// in, its rows are copied and deleted by hand, and WPS shows controls as
    /// grey boxes. It still names its form, so that the office above can read
    /// it as a return.
    pub docx: Written,
    /// The Excel file.
    pub xlsx: Written,
    /// The PDF file: what is stamped, for those who only look at it.
    pub pdf: Written,
    /// What none of the files could hold as it should.
    pub findings: Vec<Finding>,
}

impl Collection<'_> {
    /// The summaries that the activity asks for, each as a Word, an Excel
    /// and a PDF file in its own layout. The same input gives the same bytes.
    ///
    /// The PDF is set in `fonts`. Sensitive answers are masked unless
    /// `with_sensitive`.
    ///
    /// # Errors
    ///
    /// A summary is larger than a sheet, or a file than its package allows.
    pub fn official_files(&self, fonts: &FontSet, with_sensitive: bool) -> Result<Vec<OfficialFiles>, CollectError> {
        let summaries = self.summaries.iter().filter_map(|summary| Some((summary, self.form(&summary.form)?)));
        summaries.map(|(summary, form)| self.files(summary, form, fonts, with_sensitive)).collect()
    }

    fn files(
        &self,
        summary: &Summary,
        form: &Form,
        fonts: &FontSet,
        with_sensitive: bool,
    ) -> Result<OfficialFiles, CollectError> {
        let mut record = summary.record.clone();
        if !with_sensitive {
            for field in form.leaves().filter(|field| self.is_sensitive(form, field)) {
                mask(&mut record, field);
            }
        }
        let options = DocxOptions::default().plain(true).repeat_heads(is_longer_than_blank(form, &record));
        let docx = DocxTemplate::compile(form, &options);
        let docx = docx.and_then(|template| template.fill(&record)).map_err(CollectError::official)?;
        let xlsx = xlsx::workbook(form, &record).map_err(CollectError::Workbook)?;
        let pdf = PdfTemplate::compile(form, fonts, &PdfOptions::default());
        let pdf = pdf.and_then(|template| template.fill(&record)).map_err(CollectError::official)?;
        Ok(OfficialFiles {
            form: form.id.clone(),
            title: form.title.clone(),
            docx: Written { bytes: docx, findings: Vec::new() },
            xlsx: Written { bytes: xlsx.bytes, findings: xlsx.findings },
            pdf: Written { bytes: pdf.bytes, findings: pdf.findings },
            findings: unwritable(&record),
        })
    }

    /// Whether a field of a summary takes what people must not see: it is
    /// sensitive itself, or a source of it is.
    fn is_sensitive(&self, form: &Form, field: &Field) -> bool {
        let Some(source) = &form.summary else { return field.sensitive };
        let returned = self.form(&format!("{}/{}", form.activity_id(), source.from));
        let is_sensitive_source = |column: &ColumnSource| match column {
            ColumnSource::Field(path) => {
                returned.and_then(|returned| returned.field(path)).is_some_and(|field| field.sensitive)
            }
            _ => false,
        };
        let of_table = field.path.split_table().and_then(|(table, column)| {
            let table = source.table.iter().find(|of| of.rows == table)?;
            table.columns.get(&column?.to_string())
        });
        let sources = of_table.or_else(|| source.head.get(&field.path.to_string()));
        field.sensitive || sources.is_some_and(|sources| sources.iter().any(is_sensitive_source))
    }
}

/// Whether a table has more rows than the blank form, whose page it then
/// outgrows: heads are needed on the next. A shorter one stays one table, as
/// the bureau makes it.
fn is_longer_than_blank(form: &Form, record: &Record) -> bool {
    let tables = form.layout.document().tables().flat_map(|table| &table.rows);
    tables.filter_map(|row| row.repeat.as_ref()).any(|repeat| record.rows(&repeat.path).len() > repeat.min)
}

/// Masks all answers of a field.
fn mask(record: &mut Record, field: &Field) {
    let paths = match field.path.split_table() {
        Some((table, Some(_))) => (0..record.rows(&table).len()).map(|row| field.path.at_row(row)).collect(),
        _ => vec![field.path.clone()],
    };
    for path in paths {
        if record.get(&path).is_some_and(|value| !value.is_empty()) {
            record.set(&path, Value::Text(MASK.to_owned()));
        }
    }
}
