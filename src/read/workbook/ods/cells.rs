//! The content: sheets, rows, cells and names.

use quick_xml::events::BytesStart;

use super::super::hidden::Hidden;
use super::super::sheet::Room;
use super::super::style::Style;
use super::super::{Area, Cell, Content, Floating, Sheet, Workbook};
use super::cell::{OpenCell, count};
use super::reference;
use super::styles::Styles;
use super::value::{Value, content};
use crate::read::xml::{self, Node, attribute};
use crate::read::{ReadError, ReadErrorKind};

/// Reads the content part.
pub(super) fn read(text: &str, styles: Styles, room: &mut Room<'_>) -> Result<Workbook, ReadError> {
    let mut reader = Reader { styles, ..Reader::default() };
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
    columns: Columns,
    column: u32,
    cell: Option<OpenCell>,
}

/// The cells of the open row; they are added when it is known that it counts.
#[derive(Default)]
struct OpenRow {
    cells: Vec<RowCell>,
    repeated: u32,
    hidden: bool,
    /// The style of cells that name none.
    style: Option<String>,
    column: u32,
}

/// A cell of a row and those beside it that are the same.
struct RowCell {
    column: u32,
    repeated: u32,
    cell: Cell,
    /// Whether the columns say if there are lines round it.
    by_column: bool,
}

/// The styles that columns have for cells that name none.
#[derive(Default)]
struct Columns {
    /// Styles with the column behind the last that has them.
    styles: Vec<(u32, Style)>,
}

impl Columns {
    fn of(&self, column: u32) -> Option<&Style> {
        self.styles.get(self.styles.partition_point(|(end, _)| *end <= column)).map(|(_, style)| style)
    }

    fn is_framed(&self, column: u32) -> bool {
        self.of(column).is_some_and(|style| style.framed)
    }
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
        let hidden = self.styles.hides(attribute(start, "style-name").as_deref());
        self.sheet = Some((Sheet { name, ..Sheet::default() }, hidden));
        (self.next, self.column) = (0, 0);
        (self.hidden, self.columns) = (Hidden::default(), Columns::default());
    }

    fn open_column(&mut self, start: &BytesStart<'_>) {
        let end = self.column.saturating_add(count(start, "number-columns-repeated"));
        let visible = attribute(start, "visibility").is_none_or(|visibility| visibility == "visible");
        if !visible {
            self.hidden.columns(self.column, end - 1);
        }
        if self.column <= reference::LAST.1 {
            let style = self.styles.cell(attribute(start, "default-cell-style-name").as_deref());
            self.columns.styles.push((end, style));
        }
        self.column = end;
    }

    fn open_row(&mut self, start: &BytesStart<'_>) {
        self.row = OpenRow {
            repeated: count(start, "number-rows-repeated"),
            // What a filter hides is part of the list.
            hidden: attribute(start, "visibility").is_some_and(|visibility| visibility == "collapse"),
            style: attribute(start, "default-cell-style-name").map(|name| name.into_owned()),
            ..OpenRow::default()
        };
    }

    fn open_cell(&mut self, start: &BytesStart<'_>) {
        let value = |key| attribute(start, key).map(|value| value.into_owned());
        let kind = attribute(start, "value-type").map(|kind| kind.into_owned());
        let own = value("style-name").or_else(|| self.row.style.clone());
        let style = match &own {
            Some(name) => self.styles.cell(Some(name)),
            None => self.columns.of(self.row.column).cloned().unwrap_or_default(),
        };
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
            style,
            by_column: own.is_none(),
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
        let content = content(&open.value, open.text.finish().seen(open.style.face));
        let mut cell = open.style.cell(row, column, content);
        cell.hidden = self.row.hidden;
        let by_column = open.by_column;
        let beside = column..column.saturating_add(repeated.min(EMPTY_ROWS));
        let framed = cell.framed || (by_column && beside.into_iter().any(|column| self.columns.is_framed(column)));
        if framed || !matches!(cell.content, Content::Blank) {
            room.item()?;
            self.row.cells.push(RowCell { column, repeated, cell, by_column });
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
        let holds = row.cells.iter().any(RowCell::holds);
        let repeated = if holds { row.repeated } else { row.repeated.min(EMPTY_ROWS) };
        let end = first.saturating_add(repeated).min(reference::LAST.0 + 1);
        for number in first..end {
            if !room.has_frames() {
                row.cells.retain(RowCell::holds);
            }
            if row.cells.is_empty() {
                break;
            }
            for RowCell { column, repeated, cell, by_column } in &row.cells {
                // Frames that repeat far to the right are a row's own style.
                let times = if cell.content.is_blank() { (*repeated).min(EMPTY_ROWS) } else { *repeated };
                let last = column.saturating_add(times).min(reference::LAST.1 + 1);
                for column in *column..last {
                    let hidden = cell.hidden || self.hidden.has_column(column);
                    let framed = if *by_column { self.columns.is_framed(column) } else { cell.framed };
                    sheet.put(Cell { row: number, column, hidden, framed, ..cell.clone() }, room)?;
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

impl RowCell {
    fn holds(&self) -> bool {
        !self.cell.content.is_blank()
    }
}
