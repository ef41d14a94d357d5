//! Paragraphs and cells.

use super::Mistake;
use super::element::{Element, Node};
use super::inline::{Fields, inline};
use crate::Length;
use crate::document::{Align, Cell, Face, Format, Inline, Paragraph, ParagraphKind, Role, VerticalAlign};
use crate::finding::say;
use crate::form::{Field, FieldKind};

/// The text of a section's cells and paragraphs.
pub(super) struct Defaults {
    format: Format,
}

impl Defaults {
    /// Reads `size`, `line` and `face` of a section: 小四 宋体 on 18 pt without them.
    pub fn of(section: &Element) -> Result<Defaults, Mistake> {
        let format = Format { line: Some(Length::half_points(36)), ..Format::default() };
        Ok(Defaults { format: look(section, format)? })
    }
}

/// Reads the attributes that change how text looks.
fn look(element: &Element, mut format: Format) -> Result<Format, Mistake> {
    if let Some(size) = element.parsed::<Length>("size")? {
        // A line that is not given keeps its proportion to the characters.
        format.line = format.line.map(|line| Length::emu(line.to_emu() * size.to_emu() / format.size.to_emu().max(1)));
        format.size = size;
    }
    if let Some(line) = element.parsed("line")? {
        format.line = Some(line);
    }
    format.before = element.parsed("before")?.unwrap_or(format.before);
    format.after = element.parsed("after")?.unwrap_or(format.after);
    format.indent = element.parsed("indent")?.unwrap_or(format.indent);
    if let Some(face) = element.attribute("face") {
        format.face = match face {
            "song" => Face::Song,
            "fangsong" => Face::FangSong,
            "hei" => Face::Hei,
            "kai" => Face::Kai,
            "biaosong" => Face::BiaoSong,
            other => {
                return Err(element.mistake(say!("face=\"{other}\"：字体应为 song（宋体）、fangsong（仿宋）、hei（黑体）、kai（楷体）或 biaosong（小标宋）", "face=\"{other}\": expected song, fangsong, hei, kai or biaosong")));
            }
        };
    }
    if let Some(align) = element.attribute("align") {
        format.align = match align {
            "left" => Align::Left,
            "center" => Align::Center,
            "right" => Align::Right,
            "both" => Align::Both,
            other => {
                return Err(element.mistake(say!(
                    "align=\"{other}\"：应为 left（左）、center（中）、right（右）或 both（两端）",
                    "align=\"{other}\": expected left, center, right or both"
                )));
            }
        };
    }
    Ok(format)
}

const LOOK: &[&str] = &["size", "line", "face", "align", "before", "after", "indent"];

/// A paragraph outside tables: annex, h1 to h3, p, note.
pub(super) fn paragraph(element: &Element, fields: &Fields<'_>, defaults: &Defaults) -> Result<Paragraph, Mistake> {
    element.only(LOOK)?;
    let pt = |points: i64| Length::half_points(points * 2);
    let line = |points: i64| Some(pt(points));
    let base = defaults.format;
    let (kind, format) = match element.name.as_str() {
        // GB/T 9704-2012, 7.3.7: 附件N in 3号 黑体, flush, first line; the title
        // in 2号 小标宋, centred.
        "annex" => (ParagraphKind::Annex, Format { face: Face::Hei, size: pt(16), line: line(24), ..base }),
        "h1" => (
            ParagraphKind::Heading(1),
            Format {
                face: Face::BiaoSong,
                size: pt(22),
                line: line(32),
                align: Align::Center,
                after: pt(8),
                keep_next: true,
                ..base
            },
        ),
        "h2" => (
            ParagraphKind::Heading(2),
            Format {
                face: Face::Hei,
                size: pt(14),
                line: line(22),
                before: pt(6),
                after: pt(4),
                keep_next: true,
                ..base
            },
        ),
        "h3" => (
            ParagraphKind::Heading(3),
            Format {
                face: Face::Kai,
                size: pt(14),
                line: line(22),
                before: pt(4),
                after: pt(2),
                keep_next: true,
                ..base
            },
        ),
        "p" => (ParagraphKind::Body, base),
        "note" => (
            ParagraphKind::Note,
            Format { size: Length::half_points(21), line: line(16), before: pt(4), align: Align::Both, ..base },
        ),
        other => {
            return Err(element.mistake(say!(
                "这里不能用 <{other}>，可用 annex、h1、h2、h3、p、note 或 table",
                "<{other}> is not known here; expected annex, h1, h2, h3, p, note or table"
            )));
        }
    };
    let mut inlines = Vec::new();
    for node in &element.children {
        inline(node, fields, &Role::Plain, &mut inlines)?;
    }
    Ok(Paragraph { kind, format: look(element, format)?, inlines, origin: None })
}

/// A cell: `th` for labels, `td` for all else. Spans are left to the table.
pub(super) fn cell(element: &Element, fields: &Fields<'_>, defaults: &Defaults) -> Result<Cell, Mistake> {
    let label = match element.name.as_str() {
        "th" => {
            element.only(&["for", "colspan", "rowspan", "valign", "size", "line", "face", "align"])?;
            Some(match element.attribute("for") {
                Some(_) => Some(fields.path(element, "for")?),
                None => None,
            })
        }
        "td" => {
            element.only(&["colspan", "rowspan", "valign", "size", "line", "face", "align", "indent"])?;
            None
        }
        other => {
            return Err(element.mistake(say!(
                "<tr> 里不能用 <{other}>，应为 th 或 td",
                "<{other}> cannot stand in <tr>; expected th or td"
            )));
        }
    };
    let content = Content::of(element, fields)?;
    let mut format = defaults.format;
    if label.is_some() || content.is_short() {
        format.align = Align::Center;
    }
    let format = look(element, format)?;
    let role = label.clone().map_or(Role::Plain, Role::Label);
    let mut paragraphs = Paragraphs { done: Vec::new(), open: Vec::new(), format };
    for node in &element.children {
        paragraphs.node(node, fields, &role)?;
    }
    if let Some(Some(path)) = &label
        && element.children.is_empty()
    {
        let text = fields.get(element, path)?.own_label().to_owned();
        paragraphs.open.push(Inline::Text { text, role: role.clone() });
    }
    paragraphs.flush(true);
    let align = match element.attribute("valign") {
        None if content.has_box() => VerticalAlign::Top,
        None | Some("center") => VerticalAlign::Center,
        Some("top") => VerticalAlign::Top,
        Some("bottom") => VerticalAlign::Bottom,
        Some(other) => {
            return Err(element.mistake(say!(
                "valign=\"{other}\"：应为 top（上）、center（中）或 bottom（下）",
                "valign=\"{other}\": expected top, center or bottom"
            )));
        }
    };
    Ok(Cell { align, paragraphs: paragraphs.done, ..Cell::default() })
}

/// What a cell holds, for its default look.
struct Content<'a> {
    fields: Vec<&'a Field>,
    /// Whether there is anything but fields and choices.
    other: bool,
}

impl<'a> Content<'a> {
    fn of(element: &Element, fields: &Fields<'a>) -> Result<Content<'a>, Mistake> {
        let mut content = Content { fields: Vec::new(), other: false };
        for node in &element.children {
            match node {
                Node::Element(child) if child.name == "field" => content.fields.push(fields.named(child, "name")?),
                Node::Element(child) if child.name == "choice" => {}
                Node::Element(child) if child.name == "seal" => {
                    content.fields.push(fields.named(child, "name")?);
                    content.other = true;
                }
                _ => content.other = true,
            }
        }
        Ok(content)
    }

    /// A name, a number, a date, a tick: short answers stand in the middle.
    fn is_short(&self) -> bool {
        let long = |field: &&Field| matches!(field.kind, FieldKind::Paragraphs | FieldKind::Opinion | FieldKind::Url);
        !self.other && !self.fields.iter().any(long)
    }

    fn has_box(&self) -> bool {
        self.fields.iter().any(|field| field.has_paragraphs())
    }
}

/// The paragraphs of a cell while they are collected.
struct Paragraphs {
    done: Vec<Paragraph>,
    open: Vec<Inline>,
    format: Format,
}

impl Paragraphs {
    fn node(&mut self, node: &Node, fields: &Fields<'_>, role: &Role) -> Result<(), Mistake> {
        let Node::Element(element) = node else { return inline(node, fields, role, &mut self.open) };
        match element.name.as_str() {
            "p" => {
                element.only(LOOK)?;
                self.flush(false);
                for child in &element.children {
                    inline(child, fields, role, &mut self.open)?;
                }
                let format = look(element, self.format)?;
                self.push(format);
            }
            "seal" => {
                self.flush(false);
                self.seal(element, fields)?;
            }
            "field" if fields.named(element, "name")?.has_paragraphs() => {
                self.flush(false);
                inline(node, fields, role, &mut self.open)?;
                self.push(Format { align: Align::Both, indent: 2, ..self.format });
            }
            _ => inline(node, fields, role, &mut self.open)?,
        }
        Ok(())
    }

    /// The seal line and the date line of an opinion, at the right edge. Who
    /// signs does so beside the seal.
    fn seal(&mut self, element: &Element, fields: &Fields<'_>) -> Result<(), Mistake> {
        element.only(&["name", "text", "added"])?;
        let kind = match element.parsed("added")? {
            Some(true) => ParagraphKind::Added,
            Some(false) | None => ParagraphKind::Body,
        };
        let opinion = fields.named(element, "name")?;
        if opinion.kind != FieldKind::Opinion {
            return Err(element.mistake(say!("<seal name=\"{}\">：这个栏目不是意见（type = \"opinion\"），不能盖章", "<seal name=\"{}\">: the field is not an opinion"; opinion.path)));
        }
        let beside = |suffix: &str| fields.beside(element, opinion, suffix);
        let text = element.attribute("text").unwrap_or("（公章）").to_owned();
        let format = Format { align: Align::Right, right: self.format.size * 2, ..self.format };
        let signature = Inline::Slot(beside("signature")?);
        let seal = Inline::Text { text: text.clone(), role: Role::Scaffold };
        // 公　章： is followed by the name, （公章） follows it.
        let line = if text.trim_end().ends_with(['：', ':']) { [seal, signature] } else { [signature, seal] };
        self.open.extend(line);
        self.push_as(kind, format);
        let mut date = beside("date")?;
        date.placeholder = "年　　月　　日".to_owned();
        self.open.push(Inline::Slot(date));
        self.push_as(kind, format);
        Ok(())
    }

    /// Ends the open paragraph; an empty one only counts if the cell would
    /// otherwise have none.
    fn flush(&mut self, last: bool) {
        if !self.open.is_empty() || (last && self.done.is_empty()) {
            self.push(self.format);
        }
    }

    fn push(&mut self, format: Format) {
        self.push_as(ParagraphKind::Body, format);
    }

    fn push_as(&mut self, kind: ParagraphKind, format: Format) {
        let inlines = std::mem::take(&mut self.open);
        self.done.push(Paragraph { kind, format, inlines, origin: None });
    }
}
