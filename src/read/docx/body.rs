//! The main part, element by element.

use std::collections::HashMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use super::characters::Run;
use super::control::{Control, FormField};
use super::field::{Fields, Shown};
use super::flow::Flow;
use super::values::{length_of, toggle, val_count};
use crate::Length;
use crate::document::{CheckBox, Document, Inline, Page};
use crate::read::xml::{self, Ns, Prefixes, attribute};
use crate::read::{Limits, ReadError, ReadErrorKind};

/// What the children of an element may mean. A name means one thing in running
/// content and another among properties: `w:tab` is a tab or a tab stop.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Scope {
    Content,
    /// `w:t` and its like: characters are collected.
    Text,
    ParagraphProperties,
    /// Properties of a paragraph's end.
    EndProperties,
    RunProperties,
    TableGrid,
    RowProperties,
    CellProperties,
    SectionProperties,
    ControlProperties,
    CheckBoxProperties,
    FieldChar,
    FormData,
    FormCheckBox,
    FormList,
}

/// What happens when an element ends.
#[derive(Debug, Clone, Copy)]
pub(super) enum End {
    Nothing,
    Text,
    Code,
    Paragraph,
    /// A run, with the properties of the run that it stands in.
    Run(Run),
    Table,
    Row,
    Cell,
    Box,
    /// Deleted or moved-away content.
    Hidden,
    Control,
    ControlContent {
        placeholder: bool,
        check_box: bool,
    },
    /// `mc:AlternateContent`; whether one of its branches has been taken.
    Alternate(bool),
    FieldBegin,
    Section,
}

/// An open element.
#[derive(Clone, Copy)]
pub(super) struct Frame {
    pub(super) scope: Scope,
    pub(super) end: End,
}

/// Reads the main part.
pub(super) fn read(text: &str, limits: &Limits) -> Result<Document, ReadError> {
    let mut reader = Reader::from_str(text);
    let mut body = Body::new(limits);
    loop {
        let at = reader.buffer_position();
        let event = reader.read_event().map_err(|error| xml::error(&error, reader.error_position()))?;
        match body.event(event).map_err(|error| error.at(at))? {
            Step::Next => {}
            Step::Done => break,
            Step::End => return Err(ReadError::new(ReadErrorKind::Truncated).at(at)),
        }
    }
    if !body.has_body {
        return Err(ReadError::new(ReadErrorKind::BadXml));
    }
    Ok(body.flow.finish())
}

/// What to do after an event.
enum Step {
    Next,
    /// The root element has ended.
    Done,
    /// The text has ended before it.
    End,
}

/// The state of the reader.
pub(super) struct Body<'l> {
    limits: &'l Limits,
    /// The open elements, without those inside a skipped one.
    frames: Vec<Frame>,
    /// Number of open elements from the skipped one inwards.
    skipped: usize,
    prefixes: Prefixes,
    pub(super) flow: Flow<'l>,
    has_body: bool,
    pub(super) run: Run,
    /// Number of open elements that hide what is in them.
    pub(super) hidden: usize,
    pub(super) fields: Fields,
    form_field: FormField,
    pub(super) controls: Vec<Control>,
    /// Number of open check boxes: the glyphs in them are not text.
    pub(super) check_boxes: usize,
    /// Number of open controls that say they show a prompt.
    pub(super) placeholders: usize,
    /// Characters of the open `w:t`.
    pub(super) text: String,
    /// Whether white space at its ends counts (`xml:space`).
    pub(super) preserve: bool,
    /// Names of open bookmarks by id.
    bookmarks: HashMap<String, String>,
    pub(super) page: Page,
}

impl<'l> Body<'l> {
    fn new(limits: &'l Limits) -> Body<'l> {
        Body {
            limits,
            frames: Vec::with_capacity(32),
            skipped: 0,
            prefixes: Prefixes::default(),
            flow: Flow::new(limits),
            has_body: false,
            run: Run::default(),
            hidden: 0,
            fields: Fields::default(),
            form_field: FormField::default(),
            controls: Vec::new(),
            check_boxes: 0,
            placeholders: 0,
            text: String::new(),
            preserve: false,
            bookmarks: HashMap::new(),
            page: Page::default(),
        }
    }

    fn event(&mut self, event: Event) -> Result<Step, ReadError> {
        match event {
            Event::Start(start) => {
                if self.frames.len() + self.skipped >= self.limits.depth {
                    return Err(ReadError::over(ReadErrorKind::TooDeep, self.limits.depth as u64));
                }
                if self.skipped > 0 {
                    self.skipped += 1;
                } else if let Some(frame) = self.open(&start)? {
                    self.frames.push(frame);
                } else {
                    self.skipped = 1;
                }
            }
            Event::Empty(start) if self.skipped == 0 => {
                if let Some(frame) = self.open(&start)? {
                    self.close(frame.end)?;
                }
                self.prefixes.leave(self.frames.len());
            }
            Event::End(_) => {
                if self.skipped > 0 {
                    self.skipped -= 1;
                } else if let Some(frame) = self.frames.pop() {
                    self.close(frame.end)?;
                }
                if self.skipped == 0 {
                    self.prefixes.leave(self.frames.len());
                    if self.frames.is_empty() {
                        return Ok(Step::Done);
                    }
                }
            }
            Event::Text(text) if self.collects() => self.text.push_str(&text),
            Event::CData(text) if self.collects() => self.text.push_str(&text),
            Event::GeneralRef(reference) if self.collects() => {
                xml::push_reference(&mut self.text, &reference);
            }
            Event::Eof => return Ok(Step::End),
            _ => {}
        }
        Ok(Step::Next)
    }

    /// Whether characters are text here.
    fn collects(&self) -> bool {
        self.skipped == 0 && self.frames.last().is_some_and(|frame| frame.scope == Scope::Text)
    }

    /// Whether content is seen here.
    pub(super) fn visible(&self) -> bool {
        self.hidden == 0 && !self.run.hidden && self.fields.visible()
    }

    /// Takes in the start of an element; `None` skips it with all that is in it.
    fn open(&mut self, start: &BytesStart) -> Result<Option<Frame>, ReadError> {
        self.prefixes.enter(start, self.frames.len())?;
        let (ns, name) = self.prefixes.element(start.name().into_inner());
        let Some(parent) = self.frames.last().copied() else {
            return match (ns, name) {
                (Ns::W, b"document") => Ok(Some(Frame { scope: Scope::Content, end: End::Nothing })),
                _ => Err(ReadError::new(ReadErrorKind::BadXml)),
            };
        };
        if ns == Ns::Compat {
            return Ok(self.alternate(name, start, parent));
        }
        let inside = |scope| Some(Frame { scope, end: End::Nothing });
        Ok(match parent.scope {
            Scope::Content => return self.content(ns, name, start),
            Scope::RunProperties => {
                if ns == Ns::W {
                    self.run_property(name, start);
                }
                None
            }
            Scope::Text => None,
            Scope::ParagraphProperties => match (ns, name) {
                (Ns::W, b"rPr") => inside(Scope::EndProperties),
                (Ns::W, b"sectPr") => self.section(),
                _ => None,
            },
            Scope::EndProperties => {
                if let (Ns::W, b"del" | b"moveFrom") = (ns, name) {
                    self.flow.join_next();
                }
                None
            }
            Scope::TableGrid => {
                if let (Ns::W, b"gridCol") = (ns, name) {
                    self.flow.column(length_of(start, "w").unwrap_or(Length::ZERO))?;
                }
                None
            }
            Scope::RowProperties => {
                if ns == Ns::W {
                    self.row_property(name, start);
                }
                None
            }
            Scope::CellProperties => {
                if ns == Ns::W {
                    self.cell_property(name, start);
                }
                None
            }
            Scope::SectionProperties => {
                if ns == Ns::W {
                    self.section_property(name, start);
                }
                None
            }
            Scope::ControlProperties => self.control_property(ns, name, start),
            Scope::CheckBoxProperties => {
                if let (Ns::W14, b"checked") = (ns, name)
                    && let Some(control) = self.controls.last_mut()
                {
                    control.check_box = Some(toggle(start));
                }
                None
            }
            Scope::FieldChar => match (ns, name) {
                (Ns::W, b"ffData") => inside(Scope::FormData),
                _ => None,
            },
            Scope::FormData => match (ns, name) {
                (Ns::W, b"checkBox") => {
                    self.form_field.is_check_box = true;
                    inside(Scope::FormCheckBox)
                }
                (Ns::W, b"ddList") => inside(Scope::FormList),
                _ => None,
            },
            Scope::FormCheckBox => {
                match (ns, name) {
                    (Ns::W, b"default") => self.form_field.default = Some(toggle(start)),
                    (Ns::W, b"checked") => self.form_field.checked = Some(toggle(start)),
                    _ => {}
                }
                None
            }
            Scope::FormList => {
                match (ns, name) {
                    (Ns::W, b"default") => self.form_field.default_entry = val_count(start),
                    (Ns::W, b"result") => self.form_field.chosen = val_count(start),
                    (Ns::W, b"listEntry") => {
                        self.flow.spend()?;
                        let entry = attribute(start, "val").unwrap_or_default().into_owned();
                        self.form_field.entries.push(entry);
                    }
                    _ => {}
                }
                None
            }
        })
    }

    /// Running content: everything from the body down to the characters.
    /// Elements that are not known are looked through: text may stand in them.
    fn content(&mut self, ns: Ns, name: &[u8], start: &BytesStart) -> Result<Option<Frame>, ReadError> {
        let frame = |end| Some(Frame { scope: Scope::Content, end });
        let inside = |scope| Some(Frame { scope, end: End::Nothing });
        match ns {
            Ns::W => {}
            Ns::Math => match name {
                b"t" => return Ok(self.open_text(start)),
                b"r" => return Ok(frame(End::Run(std::mem::take(&mut self.run)))),
                b"ctrlPr" => return Ok(None),
                _ => return Ok(frame(End::Nothing)),
            },
            Ns::Drawing if name == b"t" => return Ok(self.open_text(start)),
            Ns::Picture if name == b"pic" => {
                self.picture()?;
                return Ok(None);
            }
            Ns::Vml if name == b"imagedata" => {
                self.picture()?;
                return Ok(None);
            }
            // The words of WordArt.
            Ns::Vml if name == b"textpath" => {
                if self.visible()
                    && let Some(words) = attribute(start, "string")
                {
                    self.flow.text(&words)?;
                }
                return Ok(None);
            }
            _ => return Ok(frame(End::Nothing)),
        }
        Ok(match name {
            b"t" => self.open_text(start),
            b"r" => frame(End::Run(std::mem::take(&mut self.run))),
            b"rPr" => inside(Scope::RunProperties),
            b"p" => {
                if self.flow.open_paragraph()? {
                    frame(End::Paragraph)
                } else {
                    frame(End::Nothing)
                }
            }
            b"pPr" => inside(Scope::ParagraphProperties),
            b"tc" => {
                if self.flow.open_cell()? {
                    frame(End::Cell)
                } else {
                    frame(End::Nothing)
                }
            }
            b"tcPr" => inside(Scope::CellProperties),
            b"tr" => {
                if self.flow.open_row()? {
                    frame(End::Row)
                } else {
                    frame(End::Nothing)
                }
            }
            b"trPr" => inside(Scope::RowProperties),
            b"tbl" => {
                self.flow.open_table();
                frame(End::Table)
            }
            b"tblGrid" => inside(Scope::TableGrid),
            b"body" => {
                self.has_body = true;
                frame(End::Nothing)
            }
            b"sectPr" => self.section(),

            b"tab" | b"ptab" => self.character("\t")?,
            b"noBreakHyphen" => self.character("-")?,
            b"br" | b"cr" => {
                if self.visible() {
                    self.flow.put(Inline::Break)?;
                }
                None
            }
            b"sym" => {
                self.symbol(start)?;
                None
            }

            b"del" | b"moveFrom" => {
                self.hidden += 1;
                frame(End::Hidden)
            }
            b"instrText" => {
                self.text.clear();
                Some(Frame { scope: Scope::Text, end: End::Code })
            }
            b"fldChar" => self.field_char(start)?,

            b"sdt" => {
                self.controls.push(Control::default());
                frame(End::Control)
            }
            b"sdtPr" => inside(Scope::ControlProperties),
            b"sdtContent" => self.control_content()?,
            b"bookmarkStart" => {
                self.bookmark_start(start)?;
                None
            }
            b"bookmarkEnd" => {
                if let Some(id) = attribute(start, "id")
                    && let Some(name) = self.bookmarks.remove(&*id)
                {
                    self.flow.mark_end(&name)?;
                }
                None
            }
            b"txbxContent" => {
                if self.visible() {
                    self.flow.open_box();
                    frame(End::Box)
                } else {
                    None
                }
            }

            // Not seen, or properties that say nothing about the text. `rt` is
            // the gloss of a ruby; the page background may hold a picture.
            b"delText" | b"delInstrText" | b"rt" | b"rubyPr" | b"sdtEndPr" | b"tblPr" | b"tblPrEx" | b"customXmlPr"
            | b"smartTagPr" | b"fldData" | b"background" => None,
            _ => frame(End::Nothing),
        })
    }

    /// Takes in the end of an element.
    fn close(&mut self, end: End) -> Result<(), ReadError> {
        match end {
            End::Nothing | End::Alternate(_) => {}
            End::Text => self.close_text()?,
            End::Code => self.push_code(),
            End::Paragraph => {
                self.fields.settle();
                self.flow.close_paragraph();
            }
            End::Run(outer) => self.run = outer,
            End::Table => self.flow.close_table(),
            End::Row => self.flow.close_row()?,
            End::Cell => self.flow.close_cell(),
            End::Box => self.flow.close_box(),
            End::Hidden => self.hidden -= 1,
            End::Control => {
                self.controls.pop();
            }
            End::ControlContent { placeholder, check_box } => {
                self.placeholders -= usize::from(placeholder);
                self.check_boxes -= usize::from(check_box);
                if self.hidden == 0
                    && let Some(name) = self.controls.last().and_then(Control::name)
                {
                    self.flow.mark_end(name)?;
                }
            }
            End::FieldBegin => self.field_begin()?,
            End::Section => self.flow.end_section(self.page),
        }
        Ok(())
    }

    /// Mark-up compatibility (ECMA-376 Part 3, 7.5): the first branch that is
    /// understood, else the fallback; never two, since they say the same.
    fn alternate(&mut self, name: &[u8], start: &BytesStart, parent: Frame) -> Option<Frame> {
        let frame = |end| Some(Frame { scope: parent.scope, end });
        match (name, parent.end) {
            (b"AlternateContent", _) => frame(End::Alternate(false)),
            (b"Choice", End::Alternate(false)) => {
                let requires = attribute(start, "Requires")?;
                if requires.split_whitespace().any(|prefix| self.prefixes.find(prefix) == Ns::Other) {
                    return None;
                }
                self.take_branch();
                frame(End::Nothing)
            }
            (b"Fallback", End::Alternate(false)) => {
                self.take_branch();
                frame(End::Nothing)
            }
            _ => None,
        }
    }

    fn take_branch(&mut self) {
        if let Some(frame) = self.frames.last_mut() {
            frame.end = End::Alternate(true);
        }
    }

    fn control_content(&mut self) -> Result<Option<Frame>, ReadError> {
        let (mut placeholder, mut check_box) = (false, false);
        let seen = self.visible();
        if let Some(control) = self.controls.last() {
            if self.hidden == 0
                && let Some(name) = control.name()
            {
                self.flow.mark_start(name)?;
            }
            if let Some(ticked) = control.check_box {
                check_box = true;
                if seen {
                    self.flow.put(Inline::CheckBox(CheckBox { ticked, option: None }))?;
                }
            } else {
                placeholder = control.placeholder;
            }
        }
        self.placeholders += usize::from(placeholder);
        self.check_boxes += usize::from(check_box);
        Ok(Some(Frame { scope: Scope::Content, end: End::ControlContent { placeholder, check_box } }))
    }

    fn bookmark_start(&mut self, start: &BytesStart) -> Result<(), ReadError> {
        let (Some(id), Some(name)) = (attribute(start, "id"), attribute(start, "name")) else { return Ok(()) };
        // Names with `_` are Word's own, as `_GoBack` and `_Toc…`.
        if name.is_empty() || name.starts_with('_') {
            return Ok(());
        }
        self.flow.mark_start(&name)?;
        self.bookmarks.insert(id.into_owned(), name.into_owned());
        Ok(())
    }

    fn field_char(&mut self, start: &BytesStart) -> Result<Option<Frame>, ReadError> {
        match attribute(start, "fldCharType").as_deref() {
            Some("begin") => {
                self.flow.spend()?;
                self.form_field = FormField::default();
                Ok(Some(Frame { scope: Scope::FieldChar, end: End::FieldBegin }))
            }
            Some("separate") => {
                self.fields.separate();
                Ok(None)
            }
            Some("end") => {
                let shown = self.fields.end();
                if self.visible() {
                    match shown {
                        Some(Shown::Glyph(glyph)) => self.flow.put(glyph.inline())?,
                        Some(Shown::Text(text)) => self.flow.text(&text)?,
                        None => {}
                    }
                }
                Ok(None)
            }
            _ => Ok(None),
        }
    }

    /// A field has begun, and its form data, if any, has been read.
    fn field_begin(&mut self) -> Result<(), ReadError> {
        let form_field = std::mem::take(&mut self.form_field);
        let mut replaced = false;
        if self.visible() {
            if let Some(ticked) = form_field.state() {
                self.flow.put(Inline::CheckBox(CheckBox { ticked, option: None }))?;
                replaced = true;
            } else if let Some(entry) = form_field.entry() {
                self.flow.text(entry)?;
                replaced = true;
            }
        }
        self.fields.begin(replaced);
        Ok(())
    }
}
