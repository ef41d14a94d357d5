//! Builds the document: paragraphs, tables and sections from the pieces that
//! the parser meets.

use super::table::{CellProperties, Finished, OpenRow, OpenTable, Story, last_inlines};
use crate::Length;
use crate::document::{Block, Document, Inline, Mark, MarkEnd, Page, Paragraph, Role, Section, Table};
use crate::read::{Limits, ReadError, ReadErrorKind};

/// What is being built, from the outside in.
enum Context {
    /// The body: blocks of the section so far.
    Body { blocks: Vec<Block>, joins: bool },
    /// Paragraphs of a cell or a text box, and the tables before them by index.
    Story { paragraphs: Vec<Paragraph>, joins: bool, cell: CellProperties, tables: Vec<(usize, Table)> },
    /// A table; cells are stories inside it.
    Table(Box<OpenTable>),
    /// A paragraph; text boxes are stories inside it.
    Paragraph(OpenParagraph),
}

/// A paragraph that is being read.
#[derive(Default)]
struct OpenParagraph {
    inlines: Vec<Inline>,
    /// Text boxes that are anchored here, as paragraphs.
    after: Vec<Paragraph>,
    /// Whether the paragraph's end was deleted with changes tracked: then it
    /// and the next one are one.
    joins: bool,
    /// The pages of the section that ends with this paragraph.
    page: Option<Page>,
}

/// The document so far.
pub(super) struct Flow<'l> {
    contexts: Vec<Context>,
    /// What stands between paragraphs, for the next paragraph to take in.
    pending: Vec<Inline>,
    sections: Vec<Section>,
    /// The pages of the last section.
    last_page: Option<Page>,
    limits: &'l Limits,
    cells_left: usize,
    items_left: usize,
}

impl<'l> Flow<'l> {
    pub(super) fn new(limits: &'l Limits) -> Flow<'l> {
        Flow {
            contexts: vec![Context::Body { blocks: Vec::new(), joins: false }],
            pending: Vec::new(),
            sections: Vec::new(),
            last_page: None,
            limits,
            cells_left: limits.cells,
            items_left: limits.items,
        }
    }

    /// Counts one thing that takes memory.
    pub(super) fn spend(&mut self) -> Result<(), ReadError> {
        match self.items_left.checked_sub(1) {
            Some(left) => {
                self.items_left = left;
                Ok(())
            }
            None => Err(ReadError::over(ReadErrorKind::TooManyItems, self.limits.items as u64)),
        }
    }

    /// Where inline items go now.
    fn inlines(&mut self) -> &mut Vec<Inline> {
        match self.contexts.last_mut() {
            Some(Context::Paragraph(paragraph)) => &mut paragraph.inlines,
            _ => &mut self.pending,
        }
    }

    /// Adds text.
    pub(super) fn text(&mut self, text: &str) -> Result<(), ReadError> {
        if text.is_empty() {
            return Ok(());
        }
        if let Some(Inline::Text { text: last, role: Role::Plain }) = self.inlines().last_mut() {
            last.push_str(text);
            return Ok(());
        }
        self.put(Inline::plain(text))
    }

    /// Adds an item.
    pub(super) fn put(&mut self, inline: Inline) -> Result<(), ReadError> {
        self.spend()?;
        push_inline(self.inlines(), inline);
        Ok(())
    }

    /// Ticks the box that was added last.
    pub(super) fn tick_check_box(&mut self) {
        let last = self.inlines().iter_mut().rev().find_map(|inline| match inline {
            Inline::CheckBox(check_box) => Some(check_box),
            _ => None,
        });
        if let Some(check_box) = last {
            check_box.ticked = true;
        }
    }

    /// A named range starts here: between paragraphs, with the next one.
    pub(super) fn mark_start(&mut self, name: &str) -> Result<(), ReadError> {
        self.put(Inline::Mark(Mark { name: name.to_owned(), end: MarkEnd::Start }))
    }

    /// A named range ends here: between paragraphs, with the last one.
    pub(super) fn mark_end(&mut self, name: &str) -> Result<(), ReadError> {
        self.spend()?;
        let mark = Inline::Mark(Mark { name: name.to_owned(), end: MarkEnd::End });
        let in_paragraph = matches!(self.contexts.last(), Some(Context::Paragraph(_)));
        if !in_paragraph
            && self.pending.is_empty()
            && let Some(inlines) = self.last_inlines()
        {
            inlines.push(mark);
        } else {
            self.inlines().push(mark);
        }
        Ok(())
    }

    /// The paragraph that ended last.
    fn last_inlines(&mut self) -> Option<&mut Vec<Inline>> {
        self.contexts.iter_mut().rev().find_map(|context| match context {
            Context::Paragraph(paragraph) => Some(&mut paragraph.inlines),
            Context::Story { paragraphs, .. } => last_inlines(paragraphs),
            Context::Table(table) => table.last_inlines(),
            Context::Body { blocks, .. } => match blocks.last_mut()? {
                Block::Paragraph(paragraph) => Some(&mut paragraph.inlines),
                Block::Table(table) => last_inlines(&mut table.cells_mut().last_mut()?.paragraphs),
            },
        })
    }

    /// Starts a paragraph; `false` inside another one, where none can start.
    pub(super) fn open_paragraph(&mut self) -> Result<bool, ReadError> {
        if matches!(self.contexts.last(), Some(Context::Paragraph(_))) {
            return Ok(false);
        }
        self.spend()?;
        let inlines = std::mem::take(&mut self.pending);
        self.contexts.push(Context::Paragraph(OpenParagraph { inlines, ..OpenParagraph::default() }));
        Ok(true)
    }

    /// Ends the paragraph.
    pub(super) fn close_paragraph(&mut self) {
        let open = match self.contexts.pop() {
            Some(Context::Paragraph(open)) => open,
            other => return self.contexts.extend(other),
        };
        self.deliver(Paragraph { inlines: open.inlines, ..Paragraph::default() });
        for paragraph in open.after {
            self.deliver(paragraph);
        }
        if let Some(Context::Body { joins, .. } | Context::Story { joins, .. }) = self.contexts.last_mut() {
            *joins = open.joins;
        }
        if let Some(page) = open.page
            && let [Context::Body { blocks, joins }] = &mut *self.contexts
        {
            *joins = false;
            self.sections.push(Section { page, blocks: std::mem::take(blocks) });
        }
    }

    /// Puts a paragraph where paragraphs go now.
    fn deliver(&mut self, paragraph: Paragraph) {
        match self.contexts.last_mut() {
            Some(Context::Body { blocks, joins }) => match blocks.last_mut() {
                Some(Block::Paragraph(last)) if std::mem::take(joins) => {
                    append(&mut last.inlines, paragraph.inlines);
                }
                _ => blocks.push(Block::Paragraph(paragraph)),
            },
            Some(Context::Story { paragraphs, joins, .. }) => match paragraphs.last_mut() {
                Some(last) if std::mem::take(joins) => append(&mut last.inlines, paragraph.inlines),
                _ => paragraphs.push(paragraph),
            },
            Some(Context::Paragraph(open)) => open.after.push(paragraph),
            // A paragraph between cells is against the schema; its text goes
            // where the next paragraph is.
            Some(Context::Table(_)) | None => append(&mut self.pending, paragraph.inlines),
        }
    }

    /// Says that the open paragraph's end is deleted.
    pub(super) fn join_next(&mut self) {
        if let Some(Context::Paragraph(paragraph)) = self.contexts.last_mut() {
            paragraph.joins = true;
        }
    }

    /// The pages of the section that ends here.
    pub(super) fn end_section(&mut self, page: Page) {
        match self.contexts.last_mut() {
            Some(Context::Paragraph(paragraph)) => paragraph.page = Some(page),
            _ => self.last_page = Some(page),
        }
    }

    /// Starts a text box.
    pub(super) fn open_box(&mut self) {
        self.open_story();
    }

    fn open_story(&mut self) {
        let cell = CellProperties::default();
        self.contexts.push(Context::Story { paragraphs: Vec::new(), joins: false, cell, tables: Vec::new() });
    }

    /// Takes off the story, with all that stands after its last paragraph.
    fn close_story(&mut self) -> Option<Story> {
        match self.contexts.pop() {
            Some(Context::Story { mut paragraphs, cell, tables, .. }) => {
                if !self.pending.is_empty() {
                    match last_inlines(&mut paragraphs) {
                        Some(inlines) => append(inlines, std::mem::take(&mut self.pending)),
                        None if self.pending.iter().any(|inline| !matches!(inline, Inline::Mark(_))) => {
                            let inlines = std::mem::take(&mut self.pending);
                            paragraphs.push(Paragraph { inlines, ..Paragraph::default() });
                        }
                        // Marks alone wait for a paragraph.
                        None => {}
                    }
                }
                Some(Story { paragraphs, cell, tables })
            }
            other => {
                self.contexts.extend(other);
                None
            }
        }
    }

    /// Ends a text box: its paragraphs follow the one that anchors it.
    pub(super) fn close_box(&mut self) {
        let Some(story) = self.close_story() else { return };
        for paragraph in story.flat() {
            if !paragraph.inlines.is_empty() {
                self.deliver(paragraph);
            }
        }
    }

    /// Starts a table: a grid in the body, text elsewhere.
    pub(super) fn open_table(&mut self) {
        let table = match &mut *self.contexts {
            [.., Context::Body { joins, .. }] => {
                *joins = false;
                OpenTable::grid()
            }
            // The cell of a table in the body may be a frame round the page,
            // and this table the form.
            [_, Context::Table(_), Context::Story { .. }] => OpenTable::grid(),
            _ => OpenTable::flat(),
        };
        self.contexts.push(Context::Table(Box::new(table)));
    }

    /// Ends the table.
    pub(super) fn close_table(&mut self) {
        let table = match self.contexts.pop() {
            Some(Context::Table(table)) => table,
            other => return self.contexts.extend(other),
        };
        match table.finish() {
            Finished::Text(lines) => lines.into_iter().for_each(|line| self.deliver(line)),
            Finished::Table(table) => {
                self.cells_left = self.cells_left.saturating_sub(table.width().saturating_mul(table.height()));
                match self.contexts.last_mut() {
                    _ if table.height() == 0 => {}
                    Some(Context::Body { blocks, .. }) => blocks.push(Block::Table(table)),
                    Some(Context::Story { paragraphs, tables, joins, .. }) => {
                        *joins = false;
                        tables.push((paragraphs.len(), table));
                    }
                    _ => {}
                }
            }
            Finished::Frame(content) => {
                if let Some(Context::Body { blocks, .. }) = self.contexts.last_mut() {
                    blocks.extend(content);
                }
            }
        }
    }

    /// The width of the next grid column.
    pub(super) fn column(&mut self, width: Length) -> Result<(), ReadError> {
        match self.contexts.last_mut() {
            Some(Context::Table(table)) => table.push_column(width, self.limits),
            _ => Ok(()),
        }
    }

    /// Starts a row; `false` where none can start.
    pub(super) fn open_row(&mut self) -> Result<bool, ReadError> {
        self.spend()?;
        match self.contexts.last_mut() {
            Some(Context::Table(table)) if table.row.is_none() => {
                table.row = Some(OpenRow::default());
                Ok(true)
            }
            _ => Ok(false),
        }
    }

    /// The row that is open.
    pub(super) fn row(&mut self) -> Option<&mut OpenRow> {
        match self.contexts.last_mut() {
            Some(Context::Table(table)) => table.row.as_mut(),
            _ => None,
        }
    }

    /// Ends the row.
    pub(super) fn close_row(&mut self) -> Result<(), ReadError> {
        match self.contexts.last_mut() {
            Some(Context::Table(table)) => table.end_row(self.cells_left, self.limits),
            _ => Ok(()),
        }
    }

    /// Starts a cell; `false` where none can start.
    pub(super) fn open_cell(&mut self) -> Result<bool, ReadError> {
        if self.row().is_none() {
            return Ok(false);
        }
        self.spend()?;
        self.open_story();
        Ok(true)
    }

    /// The properties of the cell that is open.
    pub(super) fn cell(&mut self) -> Option<&mut CellProperties> {
        match self.contexts.last_mut() {
            Some(Context::Story { cell, .. }) => Some(cell),
            _ => None,
        }
    }

    /// Ends the cell.
    pub(super) fn close_cell(&mut self) {
        if let Some(story) = self.close_story()
            && let Some(row) = self.row()
        {
            row.push(story);
        }
    }

    /// Ends the document.
    pub(super) fn finish(mut self) -> Document {
        if !self.pending.is_empty() {
            let pending = std::mem::take(&mut self.pending);
            match self.last_inlines() {
                Some(inlines) => append(inlines, pending),
                None => self.deliver(Paragraph { inlines: pending, ..Paragraph::default() }),
            }
        }
        if let Some(Context::Body { blocks, .. }) = self.contexts.into_iter().next()
            && (!blocks.is_empty() || self.sections.is_empty())
        {
            self.sections.push(Section { page: self.last_page.unwrap_or_default(), blocks });
        }
        Document { sections: self.sections, ..Document::default() }
    }
}

/// Adds an item; text joins the text before it.
pub(super) fn push_inline(inlines: &mut Vec<Inline>, inline: Inline) {
    if let Inline::Text { text, role: Role::Plain } = &inline
        && let Some(Inline::Text { text: last, role: Role::Plain }) = inlines.last_mut()
    {
        last.push_str(text);
    } else {
        inlines.push(inline);
    }
}

/// Adds items; text joins across the seam.
pub(super) fn append(to: &mut Vec<Inline>, from: Vec<Inline>) {
    let mut from = from.into_iter();
    if let Some(first) = from.next() {
        push_inline(to, first);
    }
    to.extend(from);
}

/// Whether a paragraph shows nothing: it may hold marks.
pub(super) fn is_blank(paragraph: &Paragraph) -> bool {
    paragraph.inlines.iter().all(|inline| match inline {
        Inline::Mark(_) => true,
        Inline::Text { text, .. } => text.trim().is_empty(),
        _ => false,
    })
}
