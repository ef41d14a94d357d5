//! From a document to a record: which form it is, where each answer stands,
//! and how sure that is.
//!
//! Tags and bookmarks that survived point to their places; labels are looked
//! for in every case, and the two must agree. A value that may be wrong carries
//! a finding, and text that belongs to no field is reported, never dropped.

mod align;
mod anchor;
mod answer;
mod copies;
mod identify;
mod key;
mod leftover;
mod likeness;
mod marks;
mod opinion;
mod region;
mod table;
mod ticks;
mod words;

pub use identify::{Extractor, Unidentified};

use std::collections::HashSet;

use crate::check;
use crate::document::{Damage, Place};
use crate::finding::{MASK, Words};
use crate::form::{Choice, Field, FieldKind, Form, Record, Value, activity_of};
use crate::text::fold;
use crate::{Code, FieldPath, Finding};
use align::{Assignment, align};
use anchor::Anchors;
use answer::{ANOTHER_FIELD, Located, SEVERAL_CELLS, TICKS, WORDS_BESIDE};
use marks::{Marks, Piece};
use region::Regions;

/// What was read from a returned form.
#[derive(Debug, Clone, PartialEq)]
pub struct Extraction {
    /// Id of the form.
    pub form: String,
    /// How much of the form was found in the document, 0 to 1.
    pub score: f32,
    /// The answers.
    pub record: Record,
    /// Where each answer stands, in the form's order; fields without an answer
    /// have none.
    pub evidence: Vec<Evidence>,
    /// Where fields stand that are empty.
    pub blanks: Vec<(FieldPath, Place)>,
    /// What is wrong or doubtful, about reading and about what was written.
    pub findings: Vec<Finding>,
}

impl Extraction {
    /// The activity's part of the form's id.
    pub fn activity_id(&self) -> &str {
        activity_of(&self.form)
    }
}

/// Where an answer stands, and what stands there.
#[derive(Debug, Clone, PartialEq)]
pub struct Evidence {
    /// The field; rows counted from 0 among those that hold anything.
    pub path: FieldPath,
    /// The answer as the person wrote it.
    pub value: String,
    /// For a choice the ticked options.
    pub options: Option<Vec<String>>,
    /// The answer in its type's one spelling, where it has one.
    pub normal: Option<String>,
    /// All that stands in the place, printed words included.
    pub raw: String,
    /// The place.
    pub place: Place,
    /// How sure the reader is, 0 to 1.
    pub confidence: f32,
}

/// An answer that was found, before it has a type.
#[derive(Debug, Clone, PartialEq, Default)]
struct Answered {
    value: String,
    raw: String,
    place: Option<Place>,
    confidence: f32,
    doubt: Option<Words>,
    conflict: bool,
    /// The regions that it was read from.
    regions: Vec<usize>,
}

/// Below this an answer is reported as doubtful.
const SURE: f32 = 0.75;

/// A document on its way to a record of one form.
struct Reading<'a> {
    form: &'a Form,
    anchors: &'a Anchors,
    regions: &'a Regions<'a>,
    assignment: Assignment,
    marks: Marks,
    /// Regions whose text has found its field.
    claimed: HashSet<usize>,
    record: Record,
    evidence: Vec<Evidence>,
    blanks: Vec<(FieldPath, Place)>,
    findings: Vec<Finding>,
    /// The answer that was read last, if it was taken from paragraphs below its
    /// label.
    last_in_paragraphs: Option<Evidence>,
}

/// Reads the regions of a document as a return of `form`.
fn read(form: &Form, anchors: &Anchors, regions: &Regions<'_>, score: f32) -> Extraction {
    let marks = Marks::of(form, regions);
    let mut reading = Reading {
        form,
        anchors,
        assignment: align(anchors, regions, &marks),
        marks,
        regions,
        claimed: HashSet::new(),
        record: Record::new(),
        evidence: Vec::new(),
        blanks: Vec::new(),
        findings: Vec::new(),
        last_in_paragraphs: None,
    };
    reading.fields(&form.fields);
    reading.unplaced();
    Extraction {
        form: form.id.clone(),
        score,
        record: reading.record,
        evidence: reading.evidence,
        blanks: reading.blanks,
        findings: reading.findings,
    }
}

impl<'a> Reading<'a> {
    fn fields(&mut self, fields: &'a [Field]) {
        for field in fields {
            match (&field.kind, field.rows()) {
                (_, Some(rows)) if rows.fixed => self.read_fixed_table(field, rows),
                (_, Some(rows)) => self.read_table(field, rows),
                (FieldKind::Group, _) if !self.is_footer(field) => self.fields(&field.fields),
                // A footer is read with its table.
                (FieldKind::Group, _) => {}
                (FieldKind::Choice(_) | FieldKind::Choices(_), _) => self.choice(field),
                (FieldKind::Opinion, _) => self.opinion(field),
                _ if self.is_beside_opinion(field) => {}
                _ => self.leaf(field),
            }
        }
    }

    fn is_footer(&self, group: &Field) -> bool {
        self.form.walk().filter_map(Field::rows).any(|rows| rows.footer.as_ref() == Some(&group.path))
    }

    /// Whether the field is the signature or the date of an opinion, which are
    /// read with it.
    fn is_beside_opinion(&self, field: &Field) -> bool {
        let id = field.path.to_string();
        ["_signature", "_date"].iter().filter_map(|suffix| id.strip_suffix(suffix)).any(|opinion| {
            opinion
                .parse()
                .ok()
                .and_then(|path: FieldPath| self.form.field(&path))
                .is_some_and(|f| f.kind == FieldKind::Opinion)
        })
    }

    fn leaf(&mut self, field: &Field) {
        match self.locate(&field.path) {
            Some(located) => {
                let answer = self.answered(&field.path, located);
                self.record_answer(field, &field.path, answer);
            }
            None => self.label_missing(field),
        }
    }

    /// Reports a label that was not found. If the form stands in paragraphs, the
    /// box before it may have taken in its text.
    fn label_missing(&mut self, field: &Field) {
        if field.has_paragraphs()
            && let Some(before) = self.last_in_paragraphs.take()
        {
            let finding = Finding::new(Code::Doubtful).about(&before.path).at(Some(before.place));
            let finding = finding.with("value", shorten(&before.value)).with_words("reason", answer::NEXT_MISSING);
            self.findings.push(finding);
        }
        self.findings.push(Finding::new(Code::LabelMissing).about(&field.path).with("label", field.label()));
    }

    /// The text of a located answer. What stands in a tagged place is taken as
    /// it is, if nothing else stands beside it.
    fn answered(&self, path: &FieldPath, located: Located) -> Answered {
        let Located { pieces, mut confidence, mut doubt, conflict } = located;
        let raw = self.raw(&pieces);
        let (mut value, several) = self.joined(path, &pieces);
        let in_cells = pieces.iter().any(|piece| self.regions.list[piece.region].cell.is_some());
        if several && in_cells {
            confidence = confidence.min(0.7);
            doubt = doubt.or(Some(SEVERAL_CELLS));
        } else if let [piece] = pieces.as_slice()
            && let Some(mark) =
                self.marks.pieces(&marks::key(self.form, path)).iter().find(|mark| mark.region == piece.region)
            && self.nothing_beside(path, piece, mark)
        {
            // A name of a cell covers the label in it too.
            let inside = Piece { start: mark.start.max(piece.start), end: mark.end.min(piece.end), ..*piece };
            let text = crate::form::normalize_text(self.text(&inside));
            value = self.anchors.without_placeholder(path, &text).to_owned();
        } else {
            value = self.without_own_label(path, &value).to_owned();
        }
        if self.names_another_field(path, &value) {
            confidence = confidence.min(0.6);
            doubt = doubt.or(Some(ANOTHER_FIELD));
        }
        let holds = |piece: &&Piece| !self.text(piece).trim().is_empty();
        let place = pieces.iter().find(holds).or(pieces.first()).map(|piece| self.place(piece.region));
        let regions = pieces.iter().map(|piece| piece.region).collect();
        Answered { value, raw, place, confidence, doubt, conflict, regions }
    }

    /// Whether a short answer goes on with the label of another field:
    /// `xmsx 密码：…`. Long texts may say 职务：… of anybody.
    fn names_another_field(&self, path: &FieldPath, value: &str) -> bool {
        if self.form.field(path).is_none_or(|field| field.has_paragraphs()) {
            return false;
        }
        value.match_indices(['：', ':']).any(|(at, _)| {
            let before =
                value[..at].rsplit(|c: char| c.is_whitespace() || "，；。、".contains(c)).next().unwrap_or_default();
            // 张三　　办公电话：…: words behind a wide blank are a label, be it
            // none of the form's.
            if is_behind_wide_blank(&value[..at - before.len()]) && before.chars().all(char::is_alphabetic) {
                return true;
            }
            let named = self.anchors.names.get(&fold(before)).map(Vec::as_slice).unwrap_or_default();
            named.iter().any(|name| self.anchors.list[name.anchor].path != path.definition())
        })
    }

    /// Whether a piece holds nothing of the person's but what stands in the
    /// tagged range.
    fn nothing_beside(&self, path: &FieldPath, piece: &Piece, mark: &Piece) -> bool {
        let before = Piece { end: mark.start.max(piece.start), ..*piece };
        let after = Piece { start: mark.end.min(piece.end), ..*piece };
        [before, after].iter().all(|side| self.clean(path, self.text(side)).is_empty())
    }

    /// Takes an answer into the record, with its evidence and findings.
    fn record_answer(&mut self, field: &Field, path: &FieldPath, answer: Answered) {
        self.claimed.extend(&answer.regions);
        let in_paragraphs = field.has_paragraphs()
            && answer.regions.len() > 1
            && answer.regions.iter().all(|region| self.regions.list[*region].cell.is_none());
        self.last_in_paragraphs = None;
        let pictured = answer.regions.iter().find(|region| self.regions.list[**region].picture);
        if let Some(region) = pictured {
            let finding = Finding::new(Code::Picture).about(path).at(Some(self.place(*region)));
            self.findings.push(finding);
        }
        let Some(place) = answer.place else { return };
        if answer.value.is_empty() {
            self.blanks.push((path.clone(), place));
            return;
        }
        let typed = check::value_in_row(field, path, &answer.value, self.points(path));
        // A running number may be written `1.` or ①: it is no answer.
        if !field.preset {
            self.findings.extend(typed.findings.into_iter().map(|finding| finding.at(Some(place.clone()))));
        }
        let Some(value) = typed.value else { return };
        self.damaged(field, path, &answer.value, &answer.regions);
        let noted = || answer.regions.iter().find_map(|region| self.regions.list[*region].noted(&answer.value));
        let doubt = answer.doubt.or_else(noted);
        let doubt = doubt.or_else(|| doubt_of_cell(field, &answer.value, &place));
        let doubt = doubt.or(self.has_lost_zero(field, &answer.regions).then_some(check::ZERO_LOST));
        let options = match &value {
            Value::Choice(choice) => Some(choice.options.iter().chain(&choice.other).cloned().collect()),
            _ => None,
        };
        self.keep(
            path,
            value,
            Evidence {
                path: path.clone(),
                value: answer.value,
                options,
                normal: typed.normal,
                raw: answer.raw,
                place: place.clone(),
                confidence: answer.confidence,
            },
        );
        self.doubts(field, path, place, answer.confidence, doubt, answer.conflict);
        self.last_in_paragraphs = self.evidence.last().filter(|_| in_paragraphs).cloned();
    }

    /// The points that are printed in the row of a table of fixed rows.
    fn points(&self, path: &FieldPath) -> Option<rust_decimal::Decimal> {
        let rows = self.form.table_of(path)?.rows().filter(|rows| rows.fixed)?;
        rows.preset.get(path.row_index()?)?.points
    }

    fn keep(&mut self, path: &FieldPath, value: Value, evidence: Evidence) {
        self.record.set(path, value);
        self.evidence.push(evidence);
    }

    fn doubts(
        &mut self,
        field: &Field,
        path: &FieldPath,
        place: Place,
        confidence: f32,
        doubt: Option<Words>,
        conflict: bool,
    ) {
        let shown = self.evidence.last().map(|evidence| shown(field, &evidence.value)).unwrap_or_default();
        if conflict {
            self.findings.push(Finding::new(Code::TagConflict).about(path).at(Some(place)).with("other", shown));
        } else if let Some(doubt) = doubt.or((confidence < SURE).then_some(answer::ELSEWHERE)) {
            let finding = Finding::new(Code::Doubtful).about(path).at(Some(place));
            self.findings.push(finding.with("value", shown).with_words("reason", doubt));
        }
    }

    /// Reports what the reader knows to be wrong with an answer.
    fn damaged(&mut self, field: &Field, path: &FieldPath, value: &str, regions: &[usize]) {
        for region in regions.iter().map(|region| &self.regions.list[*region]) {
            for damage in &region.damage {
                let finding = check::damage(field, path, value, damage);
                self.findings.extend(finding.map(|finding| finding.at(Some(region.place.clone()))));
            }
        }
    }

    /// Whether a date was typed as a number that may have ended in a zero.
    fn has_lost_zero(&self, field: &Field, regions: &[usize]) -> bool {
        check::loses_zero(field)
            && regions.iter().any(|region| self.regions.list[*region].damage.contains(&Damage::ZeroLost))
    }

    /// A choice: which of its options are ticked.
    fn choice(&mut self, field: &Field) {
        let path = &field.path;
        let mut located = self.locate(path);
        let boxes: Vec<Piece> =
            self.marks.options.iter().filter(|(of, ..)| of == path).map(|(_, _, piece)| *piece).collect();
        if let Some(located) = &mut located
            && located.pieces.iter().any(|piece| boxes.iter().any(|b| b.region == piece.region))
        {
            located.confidence = 1.0;
            located.doubt = None;
        }
        if located.is_none() && !boxes.is_empty() {
            let mut regions: Vec<usize> = boxes.iter().map(|piece| piece.region).collect();
            regions.dedup();
            let pieces = regions.into_iter().map(|region| self.whole(region)).collect();
            located = Some(Located { pieces, confidence: 0.9, ..Located::default() });
        }
        let Some(located) = located else { return self.label_missing(field) };
        // A choice that is a place to write in, not boxes.
        let Some(options) = field.options() else { return };
        let texts: Vec<String> = located.pieces.iter().map(|piece| self.box_text(path, piece)).collect();
        let typed = texts.concat();
        // An empty box beside the only option that was left is no answer.
        let empty_box = typed.chars().any(|c| ticks::tick(c) == Some(false));
        let ticks = match check::option(options, &typed).filter(|_| !empty_box) {
            // 男性 is 男 and nothing besides.
            Some(option) => ticks::Ticks { ticked: vec![option.clone()], ..ticks::Ticks::default() },
            None => ticks::ticks(&texts.join("\t"), &options.list, self.anchors.boxed.contains(path)),
        };
        self.claimed.extend(located.pieces.iter().map(|piece| piece.region));
        let mut answers = ticks.ticked.clone();
        // Words beside a clear tick are no second answer, but somebody wrote them.
        let beside = !ticks.other.trim().is_empty() && !answers.is_empty();
        if !ticks.other.trim().is_empty() && answers.is_empty() {
            answers.push(ticks.other.clone());
        }
        let Some(place) = self.place_of_tick(&located.pieces) else { return };
        let typed = check::choose(field, path, &answers);
        let value = typed.value.unwrap_or_else(|| Value::Choice(Choice::default()));
        self.findings.extend(typed.findings.into_iter().map(|finding| finding.at(Some(place.clone()))));
        let noted = || located.pieces.iter().find_map(|piece| self.regions.list[piece.region].noted(self.text(piece)));
        let doubt = located.doubt.or(ticks.doubtful.then_some(TICKS)).or(beside.then_some(WORDS_BESIDE));
        let doubt = doubt.or_else(noted);
        let confidence = if ticks.doubtful || beside { located.confidence.min(0.6) } else { located.confidence };
        let regions: Vec<usize> = located.pieces.iter().map(|piece| piece.region).collect();
        self.damaged(field, path, &value.to_string(), &regions);
        let raw = self.raw(&located.pieces);
        let evidence = Evidence {
            path: path.clone(),
            value: value.to_string(),
            options: Some(answers),
            normal: None,
            raw,
            place: place.clone(),
            confidence,
        };
        self.keep(path, value, evidence);
        self.doubts(field, path, place, confidence, doubt, located.conflict);
    }

    /// What stands in a piece with boxes. A tick alone, in a cell whose name says
    /// which option it is for, is a tick of that option.
    fn box_text(&self, path: &FieldPath, piece: &Piece) -> String {
        let text = self.clean(path, self.text(piece));
        let mut here = self.marks.options.iter().filter(|(of, _, mark)| of == path && mark.region == piece.region);
        let is_bare = !text.is_empty() && text.chars().all(|c| c.is_whitespace() || ticks::tick(c).is_some());
        match (here.next(), here.next()) {
            (Some((_, option, _)), None) if is_bare => format!("{option}{text}"),
            _ => text,
        }
    }

    /// The first piece with a tick in it, else the first with text.
    fn place_of_tick(&self, pieces: &[Piece]) -> Option<Place> {
        let ticked = |piece: &&Piece| self.text(piece).chars().any(|c| ticks::tick(c) == Some(true));
        let holds = |piece: &&Piece| !self.text(piece).trim().is_empty();
        let piece = pieces.iter().find(ticked).or_else(|| pieces.iter().find(holds)).or(pieces.first())?;
        Some(self.place(piece.region))
    }

    /// An opinion: its text, and signature and date as fields of their own.
    fn opinion(&mut self, field: &Field) {
        let Some(located) = self.locate(&field.path) else { return self.label_missing(field) };
        let beside = |suffix: &str| self.form.field(&field.path.beside(suffix));
        let (signature, date) = (beside("signature"), beside("date"));
        let mut whole = self.answered(&field.path, located.clone());
        let in_several_cells = whole.doubt == Some(SEVERAL_CELLS);
        if in_several_cells {
            whole.value = self.box_lines(&field.path, &located.pieces);
        }
        let whole_box = || opinion::take_apart(&whole.value, &self.anchors.seals);
        let parts = match self.tagged_opinion(field, &located, signature, date) {
            // Who writes all into the first place leaves the others empty.
            Some(parts) if parts.signature.trim().is_empty() && parts.date.trim().is_empty() => {
                Some(whole_box()).filter(|own| !own.date.is_empty()).unwrap_or(parts)
            }
            Some(parts) => parts,
            None => whole_box(),
        };
        let doubt = parts.doubtful.then_some(answer::UNSIGNED);
        // Cells that go down to the seal are one box, as the form has it.
        if in_several_cells && parts.sealed && !parts.doubtful {
            whole.doubt = None;
            whole.confidence = located.confidence.min(0.85);
        }
        let mut in_paragraphs = None;
        for (field, value) in [(Some(field), parts.text), (signature, parts.signature), (date, parts.date)] {
            if let Some(field) = field {
                let value = crate::form::normalize_text(&value);
                let doubt = whole.doubt.or(doubt.filter(|_| field.kind == FieldKind::Opinion));
                self.record_answer(field, &field.path, Answered { value, doubt, ..whole.clone() });
                in_paragraphs = in_paragraphs.or(self.last_in_paragraphs.take());
            }
        }
        self.last_in_paragraphs = in_paragraphs;
    }

    /// The parts of an opinion whose places are all tagged, if nothing stands
    /// beside them but what the form prints.
    fn tagged_opinion(
        &self,
        field: &Field,
        located: &Located,
        signature: Option<&Field>,
        date: Option<&Field>,
    ) -> Option<opinion::OpinionText> {
        let [piece] = located.pieces.as_slice() else { return None };
        let range =
            |field: &Field| self.marks.pieces(&field.path).iter().copied().find(|mark| mark.region == piece.region);
        let (text, signature, date) = (range(field)?, range(signature?)?, range(date?)?);
        let ordered = text.end <= signature.start && signature.end <= date.start;
        if !ordered {
            return None;
        }
        let gaps = [
            Piece { start: piece.start, end: text.start, ..*piece },
            Piece { start: text.end, end: signature.start, ..*piece },
            Piece { start: signature.end, end: date.start, ..*piece },
            Piece { start: date.end, end: piece.end, ..*piece },
        ];
        let printed = |gap: &Piece| {
            let text = self.clean(&field.path, self.text(gap));
            fold(&text).is_empty() || self.anchors.seals.iter().any(|seal| fold(seal) == fold(&text))
        };
        let date_text = self.text(&date);
        let date_text = if crate::text::squeeze(date_text) == "年月日" { "" } else { date_text };
        gaps.iter().all(printed).then(|| opinion::OpinionText {
            text: self.text(&text).to_owned(),
            signature: self.text(&signature).to_owned(),
            date: date_text.to_owned(),
            doubtful: false,
            sealed: false,
        })
    }
}

/// Why an answer in a worksheet's cell may not be what was meant: 1.38E10 is a
/// number of many zeros, TRUE a check box.
fn doubt_of_cell(field: &Field, value: &str, place: &Place) -> Option<Words> {
    if !matches!(place, Place::Sheet { .. }) {
        return None;
    }
    let is_number = matches!(field.kind, FieldKind::Mobile | FieldKind::Phone);
    match value.trim() {
        "☑" | "□" => Some(answer::TICK_ALONE),
        digits if is_number && digits.ends_with("000000") => Some(answer::ZEROS),
        _ => None,
    }
}

/// Whether a text ends in a blank as people put it between two answers.
fn is_behind_wide_blank(text: &str) -> bool {
    let answer = text.trim_end();
    let blank = &text[answer.len()..];
    !answer.is_empty() && (blank.chars().count() > 1 || blank.contains(['\t', '　']))
}

/// A value for a message: sensitive ones are masked, long ones cut.
fn shown(field: &Field, value: &str) -> String {
    if field.sensitive { MASK.to_owned() } else { shorten(value) }
}

fn shorten(text: &str) -> String {
    const LONGEST: usize = 40;
    let text = text.trim().replace('\n', " ");
    if text.chars().count() <= LONGEST {
        return text;
    }
    let mut short: String = text.chars().take(LONGEST).collect();
    short.push('…');
    short
}
