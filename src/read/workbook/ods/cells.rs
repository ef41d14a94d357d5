//! The content: sheets, rows, cells and names.

use std::ops::Range;

use quick_xml::events::BytesStart;

use super::super::hidden::Hidden;
use super::super::sheet::Room;
use super::super::{Area, Cell, Content, Floating, Sheet, Text, Workbook};
use super::reference;
use super::styles::{Style, Styles};
use super::value::{Value, content};
use crate::read::xml::{self, Node, attribute};
use crate::read::{ReadError, ReadErrorKind};

/// Reads the content part.
pub(super) fn read(text: &str, room: &mut Room<'_>) -> Result<Workbook, ReadError> {
    let mut reader = Reader::default();
    let depth = room.limits.depth;
    xml::walk(text, depth, &mut |node| match node {
        Node::Start(start) => reader.start(start, room),
        Node::Text(text) => {
            reader.text(text);
            Ok(())
        }
        Node::End(name) => reader.end(name, room),
    })?;
    if reader.rooted { Ok(reader.finish()) } else { Err(ReadError::new(ReadErrorKind::BadXml)) }
}

/// The state of the reader.
#[derive(Default)]
struct Reader {
    styles: Styles,
    workbook: Workbook,
    /// Names with the references that they stand for.
    names: Vec<(String, String)>,
    rooted: bool,
    /// Open elements inside one that is passed over: comments, deleted cells.
    skipped: usize,
    sheet: Option<(Sheet, bool)>,
    row: OpenRow,
    /// The next row.
    next: u32,
    hidden: Hidden,
    column: u32,
    cell: Option<OpenCell>,
}

/// The cells of the open row; they are added when it is known that it counts.
#[derive(Default)]
struct OpenRow {
    cells: Vec<(u32, u32, Cell)>,
    repeated: u32,
    hidden: bool,
    column: u32,
}

#[derive(Default)]
struct OpenCell {
    value: Value,
    style: Style,
    repeated: u32,
    /// Columns and rows that are merged.
    spans: (u32, u32),
    text: String,
    struck: Vec<Range<usize>>,
    /// Starts of open stretches that are struck out; others are `None`.
    spans_open: Vec<Option<usize>>,
    paragraphs: usize,
    /// Whether characters are text here.
    collects: bool,
    /// Open shapes, whose words float.
    shapes: usize,
    shape: String,
    boxes: Vec<String>,
    picture: bool,
}

/// More rows or columns than this that repeat an empty frame show nothing new.
const EMPTY_ROWS: u32 = 100;

impl Reader {
    fn start(&mut self, start: &BytesStart<'_>, room: &mut Room<'_>) -> Result<(), ReadError> {
        let name = start.local_name().into_inner();
        if self.skipped > 0 {
            self.skipped += 1;
            return Ok(());
        }
        if let Some(cell) = &mut self.cell {
            match name {
                "annotation" => self.skipped = 1,
                _ => cell.start(name, start, &self.styles),
            }
            return Ok(());
        }
        match name {
            "document-content" => self.rooted = true,
            "tracked-changes" | "dde-links" | "content-validations" | "forms" | "annotation" => self.skipped = 1,
            "table" if self.sheet.is_none() => self.open_sheet(start),
            "table-column" => self.open_column(start),
            "table-row" => self.open_row(start),
            "table-cell" | "covered-table-cell" if self.sheet.is_some() => self.open_cell(start),
            "named-range" => {
                let (name, address) = (attribute(start, "name"), attribute(start, "cell-range-address"));
                if let (Some(name), Some(address)) = (name, address) {
                    room.item()?;
                    self.names.push((name.into_owned(), address.into_owned()));
                }
            }
            // Shapes beside the cells: words of the sheet itself.
            "shapes" if self.sheet.is_some() => {
                self.cell = Some(OpenCell { repeated: 1, ..OpenCell::default() });
                if let Some(cell) = &mut self.cell {
                    cell.shapes = 1;
                }
            }
            _ => self.styles.start(name, start),
        }
        Ok(())
    }

    fn open_sheet(&mut self, start: &BytesStart<'_>) {
        let name = attribute(start, "name").unwrap_or_default().into_owned();
        let hidden = self.styles.of(start).hidden;
        self.sheet = Some((Sheet { name, ..Sheet::default() }, hidden));
        (self.next, self.column) = (0, 0);
        self.hidden = Hidden::default();
    }

    fn open_column(&mut self, start: &BytesStart<'_>) {
        let end = self.column.saturating_add(count(start, "number-columns-repeated"));
        let visible = attribute(start, "visibility").is_none_or(|visibility| visibility == "visible");
        if !visible {
            self.hidden.columns(self.column, end - 1);
        }
        self.column = end;
    }

    fn open_row(&mut self, start: &BytesStart<'_>) {
        self.row = OpenRow {
            repeated: count(start, "number-rows-repeated"),
            // What a filter hides is part of the list.
            hidden: attribute(start, "visibility").is_some_and(|visibility| visibility == "collapse"),
            ..OpenRow::default()
        };
    }

    fn open_cell(&mut self, start: &BytesStart<'_>) {
        let value = |key| attribute(start, key).map(|value| value.into_owned());
        let kind = attribute(start, "value-type").map(|kind| kind.into_owned());
        // Two attributes of this name differ in their prefixes only.
        let error = start.attributes_raw().contains("calcext:value-type=\"error\"");
        self.cell = Some(OpenCell {
            value: Value {
                value: match kind.as_deref() {
                    Some("date") => value("date-value"),
                    Some("boolean") => value("boolean-value"),
                    Some("time") => value("time-value"),
                    _ => value("value"),
                },
                kind,
                formula: value("formula"),
                error,
            },
            style: self.styles.of(start),
            repeated: count(start, "number-columns-repeated"),
            spans: (count(start, "number-columns-spanned"), count(start, "number-rows-spanned")),
            ..OpenCell::default()
        });
    }

    fn text(&mut self, text: &str) {
        if self.skipped == 0
            && let Some(cell) = &mut self.cell
        {
            cell.characters(text);
        }
    }

    fn end(&mut self, name: &str, room: &mut Room<'_>) -> Result<(), ReadError> {
        if self.skipped > 0 {
            self.skipped -= 1;
            return Ok(());
        }
        match (name, &mut self.cell) {
            ("table-cell" | "covered-table-cell", Some(_)) => self.close_cell(room)?,
            ("shapes", Some(cell)) => {
                cell.shapes = 0;
                self.close_shapes(room)?;
            }
            (name, Some(cell)) => cell.end(name),
            ("table-row", None) => self.close_row(room)?,
            ("table", None) => {
                if let Some((mut sheet, hidden)) = self.sheet.take()
                    && !hidden
                {
                    sheet.sort();
                    self.workbook.sheets.push(sheet);
                }
            }
            (name, None) => self.styles.end(name),
        }
        Ok(())
    }

    fn close_cell(&mut self, room: &mut Room<'_>) -> Result<(), ReadError> {
        let (Some(mut open), Some((sheet, _))) = (self.cell.take(), &mut self.sheet) else { return Ok(()) };
        let column = self.row.column;
        self.row.column = column.saturating_add(open.repeated);
        if column > reference::LAST.1 || self.next > reference::LAST.0 {
            return Ok(());
        }
        let (row, repeated) = (self.next, open.repeated);
        let (columns, rows) = open.spans;
        if columns > 1 || rows > 1 {
            room.item()?;
            sheet.merged.push(Area {
                rows: (row, row.saturating_add(rows - 1).min(reference::LAST.0)),
                columns: (column, column.saturating_add(columns - 1).min(reference::LAST.1)),
            });
        }
        for text in std::mem::take(&mut open.boxes) {
            room.item()?;
            room.text(text.len())?;
            sheet.floating.push(Floating { row, column, text: Some(text) });
        }
        if open.picture {
            room.item()?;
            sheet.floating.push(Floating { row, column, text: None });
        }
        let (framed, struck) = (open.style.is_framed(), open.style.struck);
        let text = Text { struck: std::mem::take(&mut open.struck).into(), ..Text::of(&open.text) };
        let content = content(&open.value, text);
        if framed || !matches!(content, Content::Blank) {
            room.item()?;
            let hidden = self.row.hidden;
            self.row.cells.push((column, repeated, Cell { row, column, content, framed, hidden, struck }));
        }
        Ok(())
    }

    /// Words and pictures that belong to no cell.
    fn close_shapes(&mut self, room: &mut Room<'_>) -> Result<(), ReadError> {
        let (Some(open), Some((sheet, _))) = (self.cell.take(), &mut self.sheet) else { return Ok(()) };
        for text in open.boxes {
            room.item()?;
            room.text(text.len())?;
            sheet.floating.push(Floating { row: 0, column: 0, text: Some(text) });
        }
        if open.picture {
            room.item()?;
            sheet.floating.push(Floating { row: 0, column: 0, text: None });
        }
        Ok(())
    }

    fn close_row(&mut self, room: &mut Room<'_>) -> Result<(), ReadError> {
        let mut row = std::mem::take(&mut self.row);
        let first = self.next;
        self.next = first.saturating_add(row.repeated);
        let Some((sheet, _)) = &mut self.sheet else { return Ok(()) };
        let holds = row.cells.iter().any(|(.., cell)| !cell.content.is_blank());
        let repeated = if holds { row.repeated } else { row.repeated.min(EMPTY_ROWS) };
        let end = first.saturating_add(repeated).min(reference::LAST.0 + 1);
        for number in first..end {
            if !room.has_frames() {
                row.cells.retain(|(.., cell)| !cell.content.is_blank());
            }
            if row.cells.is_empty() {
                break;
            }
            for (column, times, cell) in &row.cells {
                // Frames that repeat far to the right are a row's own style.
                let times = if cell.content.is_blank() { (*times).min(EMPTY_ROWS) } else { *times };
                let last = column.saturating_add(times).min(reference::LAST.1 + 1);
                for column in *column..last {
                    let hidden = cell.hidden || self.hidden.has_column(column);
                    sheet.put(Cell { row: number, column, hidden, ..cell.clone() }, room)?;
                }
            }
        }
        Ok(())
    }

    fn finish(mut self) -> Workbook {
        self.workbook.add_names(self.names.into_iter().filter_map(|(name, address)| {
            let (sheet, area) = reference::of_open_document(&address)?;
            Some((name, sheet, area))
        }));
        self.workbook
    }
}

impl OpenCell {
    fn start(&mut self, name: &str, start: &BytesStart<'_>, styles: &Styles) {
        match name {
            "p" | "h" => {
                let text = self.target();
                if !text.is_empty() {
                    text.push('\n');
                }
                self.paragraphs += 1;
                self.collects = true;
            }
            "s" => {
                let spaces = count(start, "c").min(1_000) as usize;
                self.target().extend(std::iter::repeat_n(' ', spaces));
            }
            "tab" => self.target().push('\t'),
            "line-break" => self.target().push('\n'),
            "span" => {
                let struck = self.shapes == 0 && styles.of(start).struck;
                let from = struck.then_some(self.text.len());
                self.spans_open.push(from);
            }
            "image" => self.picture = true,
            "frame" | "custom-shape" | "rect" | "ellipse" | "g" | "text-box" => self.shapes += 1,
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "p" | "h" => {
                self.paragraphs = self.paragraphs.saturating_sub(1);
                self.collects = self.paragraphs > 0;
            }
            "span" => {
                if let Some(from) = self.spans_open.pop().flatten()
                    && from < self.text.len()
                {
                    self.struck.push(from..self.text.len());
                }
            }
            "frame" | "custom-shape" | "rect" | "ellipse" | "g" | "text-box" => {
                self.shapes = self.shapes.saturating_sub(1);
                // The outermost shape in a cell, or the one below all shapes.
                if !self.shape.trim().is_empty() && self.shapes <= 1 && name != "text-box" {
                    self.boxes.push(std::mem::take(&mut self.shape).trim().to_owned());
                }
            }
            _ => {}
        }
    }

    fn characters(&mut self, text: &str) {
        if self.collects {
            let clean = text.replace(['\n', '\r', '\t'], " ");
            self.target().push_str(&clean);
        }
    }

    /// Where characters go: the cell, or the shape above it.
    fn target(&mut self) -> &mut String {
        if self.shapes > 0 { &mut self.shape } else { &mut self.text }
    }
}

/// A number of repetitions, at least 1.
fn count(start: &BytesStart<'_>, key: &str) -> u32 {
    attribute(start, key).and_then(|count| count.parse::<u32>().ok()).unwrap_or(1).max(1)
}
