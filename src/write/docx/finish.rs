//! The finishing pass over the blank that docx-rs built.

use super::blank::{Blank, HOLE_END, HOLE_START, Hole};
use super::segment::{CheckBoxSegment, Measure, RowsSegment, Segment, SlotSegment};
use super::xml::{self, Element, Node, escape, escape_attribute};
use super::{DocxOptions, WriteError, package, schema};
use crate::document::{CheckBox, Document, GroupKind, Slot, Table};
use crate::form::Form;
use crate::typeset;

/// The namespaces that the main part uses.
const NAMESPACES: &[(&str, &str)] = &[
    ("xmlns:w", "http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    ("xmlns:r", "http://schemas.openxmlformats.org/officeDocument/2006/relationships"),
    ("xmlns:mc", "http://schemas.openxmlformats.org/markup-compatibility/2006"),
    ("xmlns:w14", "http://schemas.microsoft.com/office/word/2010/wordml"),
    ("mc:Ignorable", "w14"),
];

/// Finishes the main part of `document` and cuts it at its holes.
pub(super) fn finish(
    form: &Form,
    document: &Document,
    blank: &Blank,
    options: &DocxOptions,
    numbered: bool,
) -> Result<Vec<Segment>, WriteError> {
    let text = std::str::from_utf8(&blank.document).map_err(|_| WriteError("the main part is not UTF-8".into()))?;
    let mut root = xml::parse(text).ok_or_else(|| WriteError("the main part is not well formed".into()))?;
    root.attributes = NAMESPACES.iter().map(|(name, value)| ((*name).to_owned(), (*value).to_owned())).collect();
    let mut holes: Vec<String> = vec![String::new(); blank.holes.len()];
    mend(&mut root, &mut holes);
    if numbered {
        number(&mut root);
    }
    schema::order(&mut root);
    let mut cutter = Cutter {
        form,
        options,
        holes: &blank.holes,
        run_properties: &holes,
        tables: document.tables().collect(),
        table: 0,
        in_repeated_row: false,
        row: None,
        seal: None,
        paragraph: 0,
        segments: Vec::new(),
    };
    cutter.literal("<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n");
    cutter.element(&root, "");
    Ok(cutter.segments)
}

/// Gives each section its page numbers.
fn number(element: &mut Element) {
    if element.name == "w:sectPr" {
        for (kind, id) in [("default", package::ODD_PAGES), ("even", package::EVEN_PAGES)] {
            let mut reference = Element::new("w:footerReference");
            reference.attributes = vec![("w:type".into(), kind.into()), ("r:id".into(), id.into())];
            element.children.push(Node::Element(reference));
        }
    }
    element.elements_mut().for_each(number);
}

/// Takes out what the schema does not know, and puts holes in the place of
/// their runs; `holes` receives the runs' properties.
fn mend(element: &mut Element, holes: &mut [String]) {
    match element.name.as_str() {
        // docx-rs gives every paragraph an id; ids must differ in a document,
        // so copies of a paragraph could not keep them.
        "w:p" => element.attributes.retain(|(name, _)| name != "w14:paraId"),
        // docx-rs writes all borders of a cell that lacks one: the others are
        // the table's.
        "w:tcBorders" => {
            let is_cleared = |border: &Element| border.attributes.iter().any(|(_, value)| value == "nil");
            element.children.retain(|node| matches!(node, Node::Element(border) if is_cleared(border)));
            for border in element.elements_mut() {
                border.attributes.retain(|(name, _)| name == "w:val");
            }
        }
        "w:gridCol" => element.attributes.retain(|(name, _)| name == "w:w"),
        "w:rPr" => {
            if let Some(fonts) = element.elements_mut().find(|child| child.name == "w:rFonts") {
                fonts.attributes.insert(0, ("w:hint".into(), "eastAsia".into()));
            }
        }
        _ => {}
    }
    // An empty w:rPr says nothing.
    element
        .children
        .retain(|node| !matches!(node, Node::Element(child) if child.name == "w:rPr" && child.children.is_empty()));
    for node in &mut element.children {
        let Node::Element(child) = node else { continue };
        mend(child, holes);
        if let Some(number) = hole_of(child)
            && let Some(properties) = holes.get_mut(number)
        {
            if let Some(run_properties) = child.child("w:rPr") {
                let mut run_properties = run_properties.clone();
                schema::order(&mut run_properties);
                run_properties.write(properties);
            }
            *node = Node::Hole(number);
        }
    }
}

/// The number of the hole that a run stands for.
fn hole_of(run: &Element) -> Option<usize> {
    if run.name != "w:r" {
        return None;
    }
    run.text().strip_prefix(HOLE_START)?.strip_suffix(HOLE_END)?.parse().ok()
}

struct Cutter<'a> {
    form: &'a Form,
    options: &'a DocxOptions,
    holes: &'a [Hole],
    run_properties: &'a [String],
    /// The layout's tables, in the order in which they were built.
    tables: Vec<&'a Table>,
    /// Number of the next table.
    table: usize,
    in_repeated_row: bool,
    /// The height of the row, if answers decide it.
    row: Option<Measure>,
    /// In a cell: the number of the paragraph with the seal, and the space above.
    seal: Option<(usize, Measure)>,
    /// Number of the paragraphs of the cell so far.
    paragraph: usize,
    segments: Vec<Segment>,
}

impl Cutter<'_> {
    fn literal(&mut self, text: &str) {
        match self.segments.last_mut() {
            Some(Segment::Literal(literal)) => literal.push_str(text),
            _ => self.segments.push(Segment::Literal(text.to_owned())),
        }
    }

    /// Cuts an element; `paragraph_properties` are those of the paragraph that
    /// it stands in.
    fn element(&mut self, element: &Element, paragraph_properties: &str) {
        if element.name == "w:tbl" {
            return self.table(element);
        }
        let restarts = |element: &Element| element.attributes.iter().any(|(_, value)| value == "restart");
        if self.in_repeated_row && element.name == "w:vMerge" && restarts(element) {
            return self.segments.push(Segment::Merge);
        }
        if let Some((name, measure)) = self.measured(element) {
            return self.measure(element, name, measure);
        }
        let mut own_properties = String::new();
        if element.name == "w:p"
            && let Some(properties) = element.child("w:pPr")
        {
            properties.write(&mut own_properties);
        }
        let properties = if element.name == "w:p" { &own_properties } else { paragraph_properties };
        let mut tag = String::new();
        element.start_tag(&mut tag);
        self.literal(&tag);
        for node in &element.children {
            match node {
                Node::Element(child) => self.element(child, properties),
                Node::Text(text) => {
                    let mut escaped = String::new();
                    escape(text, &mut escaped);
                    self.literal(&escaped);
                }
                Node::Hole(number) => self.hole(*number, properties),
            }
        }
        self.paragraph += usize::from(element.name == "w:p");
        let mut tag = String::new();
        element.end_tag(&mut tag);
        self.literal(&tag);
    }

    /// The attribute of an element whose value answers decide.
    fn measured(&self, element: &Element) -> Option<(&'static str, Measure)> {
        match element.name.as_str() {
            "w:trHeight" => Some(("w:val", self.row?)),
            "w:spacing" => {
                self.seal.filter(|(paragraph, _)| *paragraph == self.paragraph).map(|(_, m)| ("w:before", m))
            }
            _ => None,
        }
    }

    fn measure(&mut self, element: &Element, name: &str, measure: Measure) {
        let mut element = element.clone();
        for (_, value) in element.attributes.iter_mut().filter(|(attribute, _)| attribute == name) {
            *value = HOLE_START.to_string();
        }
        let mut tag = String::new();
        element.write(&mut tag);
        let (before, after) = tag.split_once(HOLE_START).unwrap_or((&tag, ""));
        self.literal(before);
        if before.len() < tag.len() {
            self.segments.push(Segment::Measure(measure));
        }
        self.literal(after);
    }

    fn table(&mut self, element: &Element) {
        let table = self.tables.get(self.table).copied();
        self.table += 1;
        let mut tag = String::new();
        element.start_tag(&mut tag);
        self.literal(&tag);
        let mut row = 0;
        for child in element.elements() {
            if child.name == "w:tr" {
                self.row(child, table, row);
                row += 1;
            } else {
                self.element(child, "");
            }
        }
        self.literal("</w:tbl>");
    }

    fn row(&mut self, element: &Element, table: Option<&Table>, row: usize) {
        let mut element = element.clone();
        let is_head = |table: &Table| {
            table.groups.iter().take_while(|g| g.kind == GroupKind::Head).any(|g| g.rows.contains(&row))
        };
        if table.is_some_and(is_head) {
            // docx-rs cannot say that a row is repeated on every page. Word
            // heeds it in the first rows of a table only.
            let properties = element.child_mut("w:trPr");
            properties.children.push(Node::Element(Element::new("w:tblHeader")));
        }
        match table.and_then(|table| table.rows[row].repeat.clone()) {
            None => match table.filter(|_| !self.options.repeat_heads) {
                Some(table) => self.measured_row(&element, table, row),
                None => self.element(&element, ""),
            },
            Some(repeat) => {
                let outer = std::mem::take(&mut self.segments);
                self.in_repeated_row = true;
                self.element(&element, "");
                self.in_repeated_row = false;
                let row = std::mem::replace(&mut self.segments, outer);
                self.segments.push(Segment::Rows(RowsSegment { repeat, row }));
            }
        }
    }

    /// A row whose height, or the space above a seal in it, may depend on the
    /// answers.
    fn measured_row(&mut self, element: &Element, table: &Table, row: usize) {
        let number = self.table - 1;
        self.row = (table.rows[row].grow > 0).then_some(Measure::Row { table: number, row });
        let mut tag = String::new();
        element.start_tag(&mut tag);
        self.literal(&tag);
        let mut column = 0;
        for child in element.elements() {
            let seal = table.cell_at(row, column).filter(|cell| cell.row == row).and_then(typeset::seal);
            if child.name == "w:tc" {
                self.paragraph = 0;
                self.seal = seal.map(|seal| (seal, Measure::AboveSeal { table: number, row, column }));
                column += grid_span(child);
            }
            self.element(child, "");
            self.seal = None;
        }
        self.row = None;
        self.literal("</w:tr>");
    }

    fn hole(&mut self, number: usize, paragraph_properties: &str) {
        let run_properties = self.run_properties[number].clone();
        let segment = match &self.holes[number] {
            Hole::Slot(slot) => Segment::Slot(SlotSegment {
                slot: slot.clone(),
                control: self.slot_control(slot, &run_properties),
                run_properties,
                paragraph_properties: paragraph_properties.to_owned(),
            }),
            Hole::CheckBox(check_box) => Segment::CheckBox(CheckBoxSegment {
                control: self.check_box_control(check_box, &run_properties),
                check_box: check_box.clone(),
                run_properties,
            }),
        };
        self.segments.push(segment);
    }

    /// An inline rich-text control. LibreOffice repeats the text of controls
    /// with `w:text`, so it has no kind at all, which means rich text.
    fn slot_control(&self, slot: &Slot, run_properties: &str) -> String {
        if self.options.plain {
            return String::new();
        }
        let label = self.form.field(&slot.path).map(|field| field.label()).unwrap_or_default();
        control(run_properties, &label, &slot.path.to_string())
    }

    fn check_box_control(&self, check_box: &CheckBox, run_properties: &str) -> String {
        let (false, Some((path, option))) = (self.options.plain, &check_box.option) else { return String::new() };
        let label = self.form.field(path).map(|field| field.label()).unwrap_or_default();
        control(run_properties, &format!("{label}/{option}"), &format!("{path}={option}"))
    }
}

/// The number of columns that a cell covers.
fn grid_span(cell: &Element) -> usize {
    let span = cell.child("w:tcPr").and_then(|properties| properties.child("w:gridSpan"));
    let value = span.and_then(|span| span.attributes.iter().find(|(name, _)| name == "w:val"));
    value.and_then(|(_, value)| value.parse().ok()).unwrap_or(1)
}

/// The start of a content control, up to the value of its id. Order of
/// children: CT_SdtPr.
fn control(run_properties: &str, alias: &str, tag: &str) -> String {
    let mut xml = format!("<w:sdt><w:sdtPr>{run_properties}<w:alias w:val=\"");
    // Word shows at most 64 characters of a title and refuses longer ones.
    let alias: String = alias.chars().take(64).collect();
    escape_attribute(&alias, &mut xml);
    xml.push_str("\"/><w:tag w:val=\"");
    escape_attribute(tag, &mut xml);
    xml.push_str("\"/><w:id w:val=\"");
    xml
}
