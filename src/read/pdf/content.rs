//! Content streams: what they draw (ISO 32000-1, 8 and 9).

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use lopdf::{Dictionary, Object, Stream};

use super::canvas::{Canvas, Glyph, Kind};
use super::file::File;
use super::font::{Font, Text};
use super::geometry::{Matrix, Rect};
use super::lexer::{Lexer, Token, is_blank, number};
use super::pages::Page;
use super::path::Path;
use super::state::{Clip, State, is_white};
use super::strings;
use crate::read::{ReadError, ReadErrorKind};
use crate::write::GOES_ON_TAG;

/// Forms inside forms.
const DEEPEST_FORM: usize = 16;
/// States that `q` may keep.
const MOST_STATES: usize = 512;
/// Operands before an operator that are kept.
const MOST_OPERANDS: usize = 64;
/// Text that is smaller cannot be read by anybody, in points.
const SMALLEST: f64 = 1.0;

/// Fonts, and resources of forms, that were read already: pages share them.
#[derive(Default)]
pub(super) struct Fonts {
    by_number: RefCell<HashMap<u32, Rc<Font>>>,
    resources: RefCell<HashMap<u32, Rc<Dictionary>>>,
}

/// How much may still be drawn, over all pages.
pub(super) struct Budget {
    pub(super) operators: usize,
    pub(super) glyphs: usize,
}

/// Draws content on a page.
pub(super) struct Painter<'p, 'a> {
    file: &'p File<'a>,
    fonts: &'p Fonts,
    budget: &'p mut Budget,
    pub(super) canvas: Canvas,
    states: Vec<State>,
    state: State,
    /// The matrices of the text object.
    text: Matrix,
    line: Matrix,
    path: Path,
    /// Where the path's last point stands, in user space.
    point: (f64, f64),
    /// Whether the path clips what is drawn next.
    clips: bool,
    /// Number of clipping paths so far.
    clip: u32,
    /// The forms that are being drawn.
    forms: Vec<u32>,
    /// The marked content that is open.
    marked: Vec<Marked>,
    /// How much of it repeats what stands on every page, and how much goes on
    /// from the page before.
    repeats: usize,
    going_on: usize,
    /// Number of strings so far.
    run: u32,
}

/// Marked content (ISO 32000-1, 14.6).
struct Marked {
    /// The text that stands for its glyphs, and the first of them.
    text: Option<(String, usize)>,
    /// Whether it is an artifact of pagination: a head, a page number.
    repeats: bool,
    /// Whether a cell goes on in it, by a mark of ours.
    goes_on: bool,
}

/// Names that content uses, with fonts of its own.
struct Scope {
    resources: Rc<Dictionary>,
    fonts: HashMap<Vec<u8>, Rc<Font>>,
}

impl Scope {
    fn new(resources: Rc<Dictionary>) -> Scope {
        Scope { resources, fonts: HashMap::new() }
    }
}

impl<'p, 'a> Painter<'p, 'a> {
    pub(super) fn new(file: &'p File<'a>, fonts: &'p Fonts, budget: &'p mut Budget, page: &Page) -> Painter<'p, 'a> {
        Painter {
            file,
            fonts,
            budget,
            canvas: Canvas { width: page.width, height: page.height, ..Canvas::default() },
            states: Vec::new(),
            state: State::new(page.to_paper),
            text: Matrix::IDENTITY,
            line: Matrix::IDENTITY,
            path: Path::default(),
            point: (0.0, 0.0),
            clips: false,
            clip: 0,
            forms: Vec::new(),
            marked: Vec::new(),
            repeats: 0,
            going_on: 0,
            run: 0,
        }
    }

    /// Draws the content of a page.
    ///
    /// # Errors
    ///
    /// A part of the content is missing, damaged, or crosses a limit.
    pub(super) fn page(&mut self, page: &Page) -> Result<(), ReadError> {
        let contents = self.file.entry(&page.dictionary, b"Contents");
        let parts = match &*contents {
            Object::Array(parts) => parts.clone(),
            Object::Stream(_) => vec![page.dictionary.get(b"Contents").cloned().unwrap_or(Object::Null)],
            // A page without content is blank; one whose content is lost is not.
            Object::Null if !page.dictionary.has(b"Contents") => return Ok(()),
            _ => return Err(self.damaged()),
        };
        let mut content = Vec::new();
        for part in &parts {
            match &*self.file.resolve(part) {
                Object::Stream(stream) => content.extend(self.file.data(stream)?),
                _ => return Err(self.damaged()),
            }
            // Parts are joined as if a line end stood between them.
            content.push(b'\n');
        }
        self.run(&content, Rc::clone(&page.resources))
    }

    /// Draws a form, as the appearance of an annotation, so that it fills a
    /// rectangle of the page (12.5.5).
    pub(super) fn appearance(&mut self, form: &Object, rectangle: &Rect) -> Result<(), ReadError> {
        let object = self.file.resolve(form);
        let Object::Stream(stream) = &*object else { return Ok(()) };
        let matrix = Matrix::of(&self.file.numbers(&stream.dict, b"Matrix")).unwrap_or(Matrix::IDENTITY);
        let Some(bounds) = Rect::of(&self.file.numbers(&stream.dict, b"BBox")) else { return Ok(()) };
        let bounds = matrix.rectangle(&bounds);
        if bounds.area() <= 0.0 {
            return Ok(());
        }
        let (x, y) = (rectangle.width() / bounds.width(), rectangle.height() / bounds.height());
        let fit = Matrix::new(x, 0.0, 0.0, y, rectangle.left - bounds.left * x, rectangle.top - bounds.top * y);
        let kept = self.state.clone();
        self.state = State::new(fit.then(&kept.to_paper));
        let drawn = self.form(form, stream, &Rc::default());
        self.state = kept;
        drawn
    }

    fn damaged(&self) -> ReadError {
        self.file.failure().unwrap_or_else(|| ReadError::new(ReadErrorKind::BadPdf))
    }

    fn run(&mut self, content: &[u8], resources: Rc<Dictionary>) -> Result<(), ReadError> {
        let mut scope = Scope::new(resources);
        let mut lexer = Lexer::new(content, 0);
        let mut operands: Vec<Object> = Vec::new();
        let depth = self.states.len();
        while let Some(token) = lexer.token() {
            let Token::Word(operator) = token else {
                if let Some(object) = lexer.object_from(token, 0) {
                    if operands.len() >= MOST_OPERANDS {
                        operands.remove(0);
                    }
                    operands.push(object);
                }
                continue;
            };
            match operator {
                b"true" | b"false" | b"null" => operands.push(Object::Boolean(operator == b"true")),
                _ => {
                    let over = || ReadError::over(ReadErrorKind::TooManyItems, self.file.limits().items as u64);
                    self.budget.operators = self.budget.operators.checked_sub(1).ok_or_else(over)?;
                    if operator == b"BI" {
                        self.inline_picture(content, &mut lexer);
                    } else {
                        self.operator(operator, &operands, &mut scope)?;
                    }
                    operands.clear();
                }
            }
        }
        // A form brings back what it kept.
        while self.states.len() > depth {
            self.restore();
        }
        Ok(())
    }

    fn restore(&mut self) {
        if let Some(state) = self.states.pop() {
            self.state = state;
        }
    }

    fn operator(&mut self, operator: &[u8], operands: &[Object], scope: &mut Scope) -> Result<(), ReadError> {
        let numbers: Vec<f64> = operands.iter().filter_map(number).collect();
        match operator {
            b"q" if self.states.len() < MOST_STATES => self.states.push(self.state.clone()),
            b"Q" => self.restore(),
            b"cm" => {
                if let Some(matrix) = Matrix::of(&numbers) {
                    self.state.to_paper = matrix.then(&self.state.to_paper);
                }
            }
            b"g" | b"rg" | b"k" | b"sc" | b"scn" => self.state.fills_white = is_white(&numbers),
            b"G" | b"RG" | b"K" | b"SC" | b"SCN" => self.state.strokes_white = is_white(&numbers),
            b"cs" => self.state.fills_white = false,
            b"CS" => self.state.strokes_white = false,
            b"Do" => {
                if let Some(Object::Name(name)) = operands.last() {
                    self.object(name, scope)?;
                }
            }
            b"BDC" => self.begin_marked(operands, scope),
            b"BMC" => self.begin_marked(&[], scope),
            b"EMC" => self.end_marked(),
            _ if self.path_operator(operator, &numbers) => {}
            _ => return self.text_operator(operator, operands, &numbers, scope),
        }
        Ok(())
    }

    /// Takes an operator of paths; `false` for any other.
    fn path_operator(&mut self, operator: &[u8], numbers: &[f64]) -> bool {
        let to_paper = self.state.to_paper;
        match (operator, numbers) {
            (b"m", &[x, y]) => {
                self.path.start(to_paper.point(x, y));
                self.point = (x, y);
            }
            (b"l", &[x, y]) => {
                self.path.line(to_paper.point(x, y));
                self.point = (x, y);
            }
            (b"c", &[_, _, _, _, x, y]) | (b"v" | b"y", &[_, _, x, y]) => {
                self.path.curve(to_paper.point(x, y));
                self.point = (x, y);
            }
            (b"h", _) => self.path.close(),
            (b"re", &[x, y, width, height]) => self.path.rectangle(&to_paper, x, y, width, height),
            (b"W" | b"W*", _) => self.clips = true,
            (b"n", _) => self.paint(false, false),
            (b"S", _) => self.paint(false, true),
            (b"s", _) => {
                self.path.close();
                self.paint(false, true);
            }
            (b"f" | b"F" | b"f*", _) => self.paint(true, false),
            (b"B" | b"B*", _) => self.paint(true, true),
            (b"b" | b"b*", _) => {
                self.path.close();
                self.paint(true, true);
            }
            _ => return false,
        }
        true
    }

    fn paint(&mut self, fills: bool, strokes: bool) {
        if std::mem::take(&mut self.clips) {
            self.clip();
        }
        let (fills, strokes) = (fills && !self.state.fills_white, strokes && !self.state.strokes_white);
        self.path.paint(&mut self.canvas, fills, strokes);
        let over = self.canvas.rules.len() + self.canvas.squares.len() + self.canvas.strokes.len();
        if over > self.file.limits().cells {
            // A drawing, not a form: its lines are no table.
            self.canvas.rules.clear();
            self.canvas.squares.clear();
            self.canvas.strokes.clear();
        }
    }

    /// Makes the path, within the one before it, what the rest is seen through.
    fn clip(&mut self) {
        if let Some(area) = self.path.area() {
            self.clip = self.clip.wrapping_add(1);
            let area = self.state.clip.area.map_or(area, |outer| outer.common(&area));
            self.state.clip = Clip { number: self.clip, area: Some(area) };
        }
    }

    fn text_operator(
        &mut self,
        operator: &[u8],
        operands: &[Object],
        numbers: &[f64],
        scope: &mut Scope,
    ) -> Result<(), ReadError> {
        let last = numbers.last().copied();
        match (operator, last) {
            (b"BT", _) => {
                self.text = Matrix::IDENTITY;
                self.line = Matrix::IDENTITY;
            }
            (b"Tc", Some(spacing)) => self.state.character_spacing = spacing,
            (b"Tw", Some(spacing)) => self.state.word_spacing = spacing,
            (b"Tz", Some(percent)) => self.state.stretch = percent / 100.0,
            (b"TL", Some(leading)) => self.state.leading = leading,
            (b"Ts", Some(rise)) => self.state.rise = rise,
            (b"Tr", Some(mode)) => self.state.mode = mode as i64,
            (b"Tf", Some(size)) => {
                if let Some(Object::Name(name)) = operands.first() {
                    self.state.font = Some(self.font(name, scope));
                }
                self.state.size = size;
            }
            (b"Td" | b"TD", _) => {
                if let &[x, y] = numbers {
                    if operator == b"TD" {
                        self.state.leading = -y;
                    }
                    self.next_line(x, y);
                }
            }
            (b"Tm", _) => {
                if let Some(matrix) = Matrix::of(numbers) {
                    self.text = matrix;
                    self.line = matrix;
                }
            }
            (b"T*", _) => self.next_line(0.0, -self.state.leading),
            (b"Tj", _) => self.strings(operands)?,
            (b"TJ", _) => {
                if let Some(Object::Array(items)) = operands.last() {
                    self.strings(items)?;
                }
            }
            (b"'", _) => {
                self.next_line(0.0, -self.state.leading);
                self.strings(operands)?;
            }
            (b"\"", _) => {
                if let &[word, character] = numbers {
                    self.state.word_spacing = word;
                    self.state.character_spacing = character;
                }
                self.next_line(0.0, -self.state.leading);
                self.strings(operands.get(2..).unwrap_or_default())?;
            }
            _ => {}
        }
        Ok(())
    }

    fn next_line(&mut self, x: f64, y: f64) {
        self.line = Matrix::moving(x, y).then(&self.line);
        self.text = self.line;
    }

    fn font(&self, name: &[u8], scope: &mut Scope) -> Rc<Font> {
        if let Some(font) = scope.fonts.get(name) {
            return Rc::clone(font);
        }
        let entry = self.file.within(&scope.resources, b"Font", name).unwrap_or(Object::Null);
        let number = entry.as_reference().ok().map(|(number, _)| number);
        let known = number.and_then(|number| self.fonts.by_number.borrow().get(&number).cloned());
        let font = known.unwrap_or_else(|| {
            let object = self.file.resolve(&entry);
            let nothing = Dictionary::new();
            let font = Rc::new(Font::read(self.file, object.as_dict().unwrap_or(&nothing)));
            if let Some(number) = number {
                self.fonts.by_number.borrow_mut().insert(number, Rc::clone(&font));
            }
            font
        });
        scope.fonts.insert(name.to_vec(), Rc::clone(&font));
        font
    }

    /// Shows strings; numbers between them move the next one back.
    fn strings(&mut self, items: &[Object]) -> Result<(), ReadError> {
        let Some(font) = self.state.font.clone() else { return Ok(()) };
        self.run = self.run.wrapping_add(1);
        for item in items {
            match item {
                Object::String(bytes, _) => self.string(&font, bytes)?,
                item => {
                    if let Some(back) = number(item) {
                        let back = -back / 1000.0 * self.state.size;
                        self.advance(&font, back);
                    }
                }
            }
        }
        Ok(())
    }

    /// Moves on along the line.
    fn advance(&mut self, font: &Font, distance: f64) {
        let step = if font.vertical {
            Matrix::moving(0.0, distance)
        } else {
            Matrix::moving(distance * self.state.stretch, 0.0)
        };
        self.text = step.then(&self.text);
    }

    fn string(&mut self, font: &Font, bytes: &[u8]) -> Result<(), ReadError> {
        let mut rest = bytes;
        while !rest.is_empty() {
            let shown = font.next(rest);
            self.glyph(font, shown.text, shown.advance)?;
            let word = if shown.is_space { self.state.word_spacing } else { 0.0 };
            let spacing = self.state.character_spacing + word;
            // Text that runs down advances by an em, against the axis.
            let distance = if font.vertical { -self.state.size } else { shown.advance * self.state.size };
            self.advance(font, distance + spacing);
            rest = rest.get(shown.length..).unwrap_or_default();
        }
        Ok(())
    }

    /// Puts the characters of a glyph where it is drawn.
    fn glyph(&mut self, font: &Font, text: Text<'_>, advance: f64) -> Result<(), ReadError> {
        if !self.state.shows_text() {
            return Ok(());
        }
        let state = &self.state;
        let to_paper = self.text.then(&state.to_paper);
        let size = to_paper.vector(0.0, state.size);
        let size = size.0.hypot(size.1);
        let width = advance * state.size * state.stretch;
        let origin = if font.vertical { (-width / 2.0, -0.88 * state.size) } else { (0.0, 0.0) };
        let (x, y) = to_paper.point(origin.0, origin.1 + state.rise);
        let (dx, dy) = to_paper.vector(width, 0.0);
        if !(size.is_finite() && x.is_finite() && y.is_finite() && dx.is_finite() && dy.is_finite()) || size < SMALLEST
        {
            return Ok(());
        }
        let (is_repeated, goes_on) = (self.repeats > 0, self.going_on > 0);
        let glyph = Glyph { x, y, dx, dy, size, run: self.run, is_repeated, goes_on, ..Glyph::BLANK };
        match text {
            Text::Character(c) => self.put(Glyph { c, ..glyph }),
            Text::Box(ticked) => self.put(Glyph { c: if ticked { '☑' } else { '□' }, kind: Kind::Box, ..glyph }),
            Text::Unknown => self.put(Glyph { c: char::REPLACEMENT_CHARACTER, ..glyph }),
            Text::Characters(text) => self.spread(glyph, text),
        }
    }

    /// Divides the space of a glyph among the characters that it shows.
    fn spread(&mut self, glyph: Glyph, text: &str) -> Result<(), ReadError> {
        let count = text.chars().count().max(1) as f64;
        let (dx, dy) = (glyph.dx / count, glyph.dy / count);
        for (index, c) in text.chars().enumerate() {
            let index = index as f64;
            self.put(Glyph { x: glyph.x + dx * index, y: glyph.y + dy * index, dx, dy, c, ..glyph })?;
        }
        Ok(())
    }

    fn put(&mut self, glyph: Glyph) -> Result<(), ReadError> {
        // Nothing is seen of these.
        if matches!(glyph.c, '\u{200B}'..='\u{200F}' | '\u{2060}' | '\u{FEFF}' | '\u{AD}') || glyph.c.is_control() {
            return Ok(());
        }
        let (x, y) = glyph.middle();
        if !(0.0..=self.canvas.width).contains(&x) || !(0.0..=self.canvas.height).contains(&y) {
            return Ok(());
        }
        let is_hidden = self.state.clip.area.is_some_and(|area| !area.contains((x, y)));
        let glyph = Glyph { clip: self.state.clip.number, is_hidden, ..glyph };
        self.pay(1)?;
        self.canvas.glyphs.push(glyph);
        Ok(())
    }

    /// Pays for characters, and for fields, which are worth one each.
    ///
    /// # Errors
    ///
    /// The document has too many.
    pub(super) fn pay(&mut self, items: usize) -> Result<(), ReadError> {
        let over = || ReadError::over(ReadErrorKind::TooManyItems, self.file.limits().items as u64);
        self.budget.glyphs = self.budget.glyphs.checked_sub(items).ok_or_else(over)?;
        Ok(())
    }

    /// `Do`: a picture, or content of its own.
    fn object(&mut self, name: &[u8], scope: &Scope) -> Result<(), ReadError> {
        let Some(entry) = self.file.within(&scope.resources, b"XObject", name) else { return Ok(()) };
        let object = self.file.resolve(&entry);
        let Object::Stream(stream) = &*object else { return Err(self.damaged()) };
        match self.file.name(&stream.dict, b"Subtype").as_deref() {
            Some(b"Form") => {
                let kept = self.state.clone();
                let drawn = self.form(&entry, stream, &scope.resources);
                self.state = kept;
                drawn
            }
            Some(b"Image") => {
                self.picture();
                Ok(())
            }
            _ => Ok(()),
        }
    }

    fn form(&mut self, entry: &Object, stream: &Stream, outer: &Rc<Dictionary>) -> Result<(), ReadError> {
        let number = entry.as_reference().map_or(0, |(number, _)| number);
        if self.forms.len() >= DEEPEST_FORM || (number != 0 && self.forms.contains(&number)) {
            return Ok(());
        }
        if let Some(matrix) = Matrix::of(&self.file.numbers(&stream.dict, b"Matrix")) {
            self.state.to_paper = matrix.then(&self.state.to_paper);
        }
        let content = self.file.data(stream)?;
        let resources =
            if stream.dict.has(b"Resources") { self.resources(number, &stream.dict) } else { Rc::clone(outer) };
        self.forms.push(number);
        let (text, line) = (self.text, self.line);
        let path = std::mem::take(&mut self.path);
        let drawn = self.run(&content, resources);
        (self.text, self.line, self.path) = (text, line, path);
        self.forms.pop();
        drawn
    }

    /// The resources of a form, read once for all that draw it.
    fn resources(&self, form: u32, dictionary: &Dictionary) -> Rc<Dictionary> {
        let read = || Rc::new(self.file.dictionary(dictionary, b"Resources"));
        match form {
            0 => read(),
            number => Rc::clone(self.fonts.resources.borrow_mut().entry(number).or_insert_with(read)),
        }
    }

    /// A picture fills the unit square.
    fn picture(&mut self) {
        /// A page with more is made of them: a scan in strips.
        const MOST: usize = 5_000;
        const UNIT: Rect = Rect { left: 0.0, top: 0.0, right: 1.0, bottom: 1.0 };
        let area = self.state.to_paper.rectangle(&UNIT);
        if area.area().is_finite() && self.canvas.pictures.len() < MOST {
            self.canvas.pictures.push(area);
        }
    }

    /// Goes past a picture that stands in the content itself (8.9.7).
    fn inline_picture(&mut self, content: &[u8], lexer: &mut Lexer<'_>) {
        while let Some(token) = lexer.token() {
            if token == Token::Word(b"ID") {
                break;
            }
        }
        self.picture();
        let data = content.get(lexer.at..).unwrap_or_default();
        // The data may hold the letters EI: behind its end content goes on.
        let is_end = |at: usize| {
            let before = at == 0 || data.get(at - 1).is_some_and(|byte| is_blank(*byte));
            let after = data.get(at + 2..).unwrap_or_default();
            let goes_on = after.iter().take(12).all(|byte| matches!(byte, b'\t' | b'\n' | b'\r' | b' '..=b'~'));
            before && after.first().is_none_or(|byte| is_blank(*byte)) && goes_on
        };
        let end = data.windows(2).enumerate().find(|(at, pair)| *pair == b"EI" && is_end(*at));
        lexer.at += end.map_or(data.len(), |(at, _)| at + 2);
    }

    /// Marked content may say what its glyphs stand for (14.9.4).
    fn begin_marked(&mut self, operands: &[Object], scope: &Scope) {
        let properties = match operands.last() {
            Some(Object::Dictionary(properties)) => Some(properties.clone()),
            Some(Object::Name(name)) => {
                let listed = self.file.within(&scope.resources, b"Properties", name);
                listed.and_then(|listed| self.file.resolve(&listed).as_dict().ok().cloned())
            }
            _ => None,
        };
        let entry = |key: &[u8]| properties.as_ref().map(|properties| self.file.entry(properties, key));
        let text = entry(b"ActualText").and_then(|text| match &*text {
            Object::String(text, _) => Some(strings::decode(text)),
            _ => None,
        });
        let tag = operands.first().and_then(|tag| tag.as_name().ok());
        let is_artifact = tag == Some(b"Artifact");
        let goes_on = tag == Some(GOES_ON_TAG.as_bytes());
        let is_pagination = entry(b"Type").is_some_and(|kind| kind.as_name().is_ok_and(|kind| kind == b"Pagination"));
        let repeats = is_artifact && is_pagination;
        if self.marked.len() < MOST_STATES {
            self.repeats += usize::from(repeats);
            self.going_on += usize::from(goes_on);
            self.marked.push(Marked { text: text.map(|text| (text, self.canvas.glyphs.len())), repeats, goes_on });
        }
    }

    fn end_marked(&mut self) {
        let Some(marked) = self.marked.pop() else { return };
        self.repeats -= usize::from(marked.repeats);
        self.going_on -= usize::from(marked.goes_on);
        let Some((text, first)) = marked.text else { return };
        let Some(glyphs) = self.canvas.glyphs.get(first..).filter(|glyphs| !glyphs.is_empty()) else { return };
        let (start, end) = (glyphs[0], glyphs[glyphs.len() - 1]);
        // What is drawn is what is meant, and where it is drawn is known better.
        if glyphs.iter().map(|glyph| glyph.c).eq(text.chars()) {
            return;
        }
        // Of text in several lines the file's own characters are as good.
        let is_line = glyphs.iter().all(|glyph| (glyph.y - start.y).abs() < start.size * 0.5);
        let is_known = glyphs.iter().all(|glyph| glyph.c != char::REPLACEMENT_CHARACTER);
        if !is_line && is_known {
            return;
        }
        self.canvas.glyphs.truncate(first);
        let whole = Glyph { dx: end.x + end.dx - start.x, dy: end.y + end.dy - start.y, ..start };
        // Characters that were drawn have been paid for.
        let _ = self.spread(Glyph { kind: Kind::Character, ..whole }, &text);
    }
}
