//! Builds a layout from the elements that a template printed.

use std::collections::BTreeSet;

use super::Mistake;
use super::block::{self, Defaults};
use super::element::{Element, Node};
use super::inline::Fields;
use crate::Length;
use crate::document::{Block, Cell, Document, GroupKind, Page, Repeat, Row, Section, Table, TableBuilder};
use crate::finding::say;
use crate::form::{FieldKind, FormSource};
use crate::layout::Layout;
use crate::length::ParseLengthError;

/// Builds the layout of `form`, or gives all mistakes that are found: the first
/// of each paragraph and table, and in those every name of no field.
pub(super) fn layout(form: &FormSource, roots: &[Element]) -> Result<Layout, Vec<Mistake>> {
    let fields = Fields::of(form);
    let mut document = Document::default();
    let mut mistakes = Vec::new();
    for root in roots {
        if root.name == "section" {
            document.sections.push(section(root, &fields, &mut mistakes));
        } else {
            let message = say!("<{}> 应写在 <section> 里面", "<{}> stands outside any <section>"; root.name);
            mistakes.push(root.mistake(message));
        }
    }
    if roots.is_empty() {
        let message = say!("模板里没有 <section>，应有 <section>…</section>", "the template has no <section>");
        mistakes.push(Mistake::at(None, message));
    }
    if mistakes.is_empty() { Ok(Layout::new(document)) } else { Err(mistakes) }
}

fn section(element: &Element, fields: &Fields<'_>, mistakes: &mut Vec<Mistake>) -> Section {
    let mut section = Section::default();
    match frame(element) {
        Ok((page, defaults, blocks)) => {
            section.page = page;
            for child in blocks {
                match block(child, fields, &defaults, &page) {
                    Ok(block) => section.blocks.push(block),
                    Err(mistake) => {
                        mistakes.push(mistake);
                        unknown_fields(child, fields, mistakes);
                    }
                }
            }
        }
        Err(mistake) => mistakes.push(mistake),
    }
    section
}

/// The page of a section, the look of its text, and what stands in it.
fn frame(element: &Element) -> Result<(Page, Defaults, Vec<&Element>), Mistake> {
    element.only(&["orientation", "margins", "size", "line", "face"])?;
    Ok((page(element)?, Defaults::of(element)?, element.elements()?))
}

fn block(element: &Element, fields: &Fields<'_>, defaults: &Defaults, page: &Page) -> Result<Block, Mistake> {
    match element.name.as_str() {
        "table" => table(element, fields, defaults, page).map(Block::Table),
        _ => block::paragraph(element, fields, defaults).map(Block::Paragraph),
    }
}

/// Every name of no field in an element that has a mistake.
fn unknown_fields(element: &Element, fields: &Fields<'_>, mistakes: &mut Vec<Mistake>) {
    for attribute in ["name", "for", "repeat"] {
        if element.attribute(attribute).is_some()
            && let Err(mistake) = fields.path(element, attribute)
            && !mistakes.contains(&mistake)
        {
            mistakes.push(mistake);
        }
    }
    for child in &element.children {
        if let Node::Element(child) = child {
            unknown_fields(child, fields, mistakes);
        }
    }
}

fn page(element: &Element) -> Result<Page, Mistake> {
    let mut page = match element.attribute("orientation") {
        None | Some("portrait") => Page::A4,
        // The top margin of a page that lies on its side is its binding edge
        // (GB/T 9704-2012, 11): 28 mm.
        Some("landscape") => Page {
            width: Page::A4.height,
            height: Page::A4.width,
            top: Length::mm(28),
            right: Length::mm(36),
            bottom: Length::mm(26),
            left: Length::mm(36),
        },
        Some(other) => {
            return Err(element.mistake(say!(
                "orientation=\"{other}\"：应为 portrait（竖）或 landscape（横）",
                "orientation=\"{other}\": expected portrait or landscape"
            )));
        }
    };
    if let Some(text) = element.attribute("margins") {
        match lengths(element, "margins", text)?.as_slice() {
            &[top, right, bottom, left] => page = Page { top, right, bottom, left, ..page },
            other => {
                return Err(element.mistake(say!(
                    "margins=\"{text}\" 有{}个数，应有四个：上 右 下 左",
                    "margins=\"{text}\" has {} lengths; expected four: top, right, bottom, left";
                    other.len()
                )));
            }
        }
    }
    Ok(page)
}

fn lengths(element: &Element, name: &str, text: &str) -> Result<Vec<Length>, Mistake> {
    text.split_whitespace()
        .map(|part| {
            part.parse().map_err(|error: ParseLengthError| {
                element.mistake(error.message().after(&format!("{name}："), &format!("{name}: ")))
            })
        })
        .collect()
}

/// A band of a table: its rows share the borders of columns.
struct Band<'a> {
    kind: GroupKind,
    /// Left borders of the columns and the right border of the last, from the
    /// left edge of the table.
    edges: Vec<Length>,
    /// How many of its rows are heads, above the others.
    heads: usize,
    rows: Vec<&'a Element>,
}

/// Builds a table. Bands with other column borders become one grid: the union
/// of all borders.
fn table(element: &Element, fields: &Fields<'_>, defaults: &Defaults, page: &Page) -> Result<Table, Mistake> {
    element.only(&["widths"])?;
    let bands = bands(element)?;
    let borders: BTreeSet<Length> = bands.iter().flat_map(|band| band.edges.iter().copied()).collect();
    let borders: Vec<Length> = borders.into_iter().collect();
    let columns: Vec<Length> = borders.windows(2).map(|pair| pair[1] - pair[0]).collect();
    let width: Length = columns.iter().copied().sum();
    if width > page.text_width() {
        return Err(element
            .mistake(say!("表宽{width}，超过了左右页边距之间的{}，请把 widths 改小，或改页边距 margins", "the table is {width} wide, more than the {} between the margins"; page.text_width())));
    }
    let mut builder = TableBuilder::with_columns(columns);
    for band in &bands {
        builder.group(if band.heads > 0 { GroupKind::Head } else { band.kind.clone() });
        let position = |edge: usize| borders.binary_search(&band.edges[edge]).unwrap_or_default();
        for (index, tr) in band.rows.iter().enumerate() {
            if index > 0 && index == band.heads {
                builder.group(band.kind.clone());
            }
            builder.row(row(tr, fields)?);
            for cell_element in tr.elements()? {
                let free = builder.free_column(0);
                let Some(first) = (0..band.edges.len() - 1).find(|edge| position(*edge) == free) else {
                    return Err(cell_element.mistake(say!(
                        "这一行已经排满，放不下这个格子：请删去它，或改 colspan；上面的格子用 rowspan 占到这一行的也算",
                        "there is no free column left for this cell in its row"
                    )));
                };
                let spans = spans(cell_element, band.rows.len() - index)?;
                let last = first + spans.columns;
                if last >= band.edges.len() {
                    return Err(cell_element
                        .mistake(say!("这一行要占{last}列，widths 只有{}列：请改 colspan 或 widths", "the row needs {last} columns, `widths` has {}"; band.edges.len() - 1)));
                }
                let mut cell = block::cell(cell_element, fields, defaults)?;
                cell.row_span = spans.rows;
                cell.column_span = position(last) - free;
                place(&mut builder, cell_element, cell)?;
            }
            if builder.free_column(0) < borders.len() - 1 {
                return Err(tr.mistake(say!(
                    "这一行的格子没有排满表宽：请补上格子，或改 colspan",
                    "the cells of this row do not reach the right edge of the table"
                )));
            }
        }
    }
    Ok(builder.finish())
}

fn place(builder: &mut TableBuilder, element: &Element, cell: Cell) -> Result<(), Mistake> {
    builder.cell(cell).map(drop).map_err(|error| element.mistake(error.message()))
}

fn bands(table: &Element) -> Result<Vec<Band<'_>>, Mistake> {
    let own = table.attribute("widths");
    let mut bands: Vec<Band<'_>> = Vec::new();
    for child in table.elements()? {
        let kind = match child.name.as_str() {
            "thead" => GroupKind::Head,
            "tbody" => GroupKind::Body,
            "tr" => {
                push_loose_row(table, own, child, &mut bands)?;
                continue;
            }
            other => {
                return Err(child.mistake(say!(
                    "<table> 里不能用 <{other}>，应为 thead、tbody 或 tr",
                    "<{other}> cannot stand in <table>; expected thead, tbody or tr"
                )));
            }
        };
        let is_body = kind == GroupKind::Body;
        child.only(if is_body { &["widths", "heads"] } else { &["widths"] })?;
        let rows = child.elements()?;
        if let Some(stranger) = rows.iter().find(|row| row.name != "tr") {
            return Err(stranger.mistake(say!("<{1}> 里不能用 <{0}>，应为 tr", "<{0}> cannot stand in <{1}>; expected tr"; stranger.name, child.name)));
        }
        let widths = child.attribute("widths").or(own);
        let heads = child.parsed("heads")?.unwrap_or(0);
        if heads > 0 && heads >= rows.len() {
            let count = rows.len();
            return Err(child.mistake(say!(
                "heads=\"{heads}\" 过多：这一段连表头共{count}行",
                "heads=\"{heads}\": the band has {count} rows, heads included"
            )));
        }
        bands.push(Band { kind, edges: edges(child, widths)?, heads, rows });
    }
    if bands.iter().all(|band| band.rows.is_empty()) {
        return Err(table.mistake(say!("表格没有行：请写 <tr>…</tr>", "the table has no rows")));
    }
    let total = bands.first().and_then(|band| band.edges.last()).copied();
    for band in &bands {
        if band.edges.last().copied() != total {
            return Err(table.mistake(say!(
                "表格各部分（tbody）的 widths 相加不相等，总宽应相同",
                "the `widths` of the table's bands have different sums"
            )));
        }
    }
    Ok(bands)
}

/// Adds a row that stands directly in the table to the band of its neighbours.
fn push_loose_row<'a>(
    table: &Element,
    widths: Option<&str>,
    row: &'a Element,
    bands: &mut Vec<Band<'a>>,
) -> Result<(), Mistake> {
    let edges = edges(table, widths)?;
    match bands.last_mut() {
        Some(band) if band.kind == GroupKind::Body && band.heads == 0 && band.edges == edges => band.rows.push(row),
        _ => bands.push(Band { kind: GroupKind::Body, edges, heads: 0, rows: vec![row] }),
    }
    Ok(())
}

fn edges(element: &Element, widths: Option<&str>) -> Result<Vec<Length>, Mistake> {
    let Some(text) = widths else {
        return Err(element.mistake(say!(
            "缺少 widths：请写各列的宽度（毫米），如 widths=\"30 126\"",
            "`widths` is missing: expected the widths of the columns in mm"
        )));
    };
    let mut edges = vec![Length::ZERO];
    let mut right = Length::ZERO;
    for width in lengths(element, "widths", text)? {
        if width <= Length::ZERO {
            return Err(element
                .mistake(say!("widths=\"{text}\"：列宽应大于0", "widths=\"{text}\": a column needs a width above 0")));
        }
        right += width;
        edges.push(right);
    }
    Ok(edges)
}

fn row(tr: &Element, fields: &Fields<'_>) -> Result<Row, Mistake> {
    tr.only(&["height", "grow", "splits", "repeat", "min"])?;
    let repeat = match tr.attribute("repeat") {
        None => None,
        Some(_) => {
            let field = fields.named(tr, "repeat")?;
            let FieldKind::Table(rows) = &field.kind else {
                return Err(tr.mistake(say!("repeat=\"{}\"：这个栏目不是表（type = \"table\"）", "repeat=\"{}\": the field is not a table"; field.path)));
            };
            let min = tr.parsed::<usize>("min")?.unwrap_or(1).max(rows.preset.len());
            Some(Repeat { path: field.path.clone(), min })
        }
    };
    let height = tr.parsed("height")?.unwrap_or_default();
    Ok(Row {
        height,
        least: height,
        grow: tr.parsed("grow")?.unwrap_or(0),
        splits: tr.parsed("splits")?.unwrap_or(false),
        repeat,
    })
}

struct Spans {
    rows: usize,
    columns: usize,
}

fn spans(cell: &Element, rows_left: usize) -> Result<Spans, Mistake> {
    let rows = match cell.attribute("rowspan") {
        Some("group") => rows_left,
        _ => cell.parsed("rowspan")?.unwrap_or(1),
    };
    let columns = cell.parsed("colspan")?.unwrap_or(1);
    if rows == 0 || columns == 0 {
        return Err(cell.mistake(say!("colspan 和 rowspan 至少为1", "a span is at least 1")));
    }
    if rows > rows_left {
        return Err(cell.mistake(say!(
            "rowspan=\"{rows}\" 太长：这一部分（tbody）从这一行起只有{rows_left}行；要一直到末尾请写 rowspan=\"group\"",
            "rowspan=\"{rows}\" reaches past the end of its tbody, which has {rows_left} rows left"
        )));
    }
    Ok(Spans { rows, columns })
}
