//! What Excel says when somebody chooses a cell, and when they leave it
//! (`dataValidation`, ECMA-376 Part 1, 18.3.1.32).
//!
//! Only an answer that is none of a closed list is refused. Everything else is
//! asked back, since a person may have good reason: 字 are not characters, and a
//! list of two telephone numbers is an answer too.

use std::fmt::Write as _;

use rust_decimal::Decimal;

use crate::document::{CheckBox, Inline, Paragraph};
use crate::finding::Lang;
use crate::form::{Field, FieldKind, FilledBy, Limits};
use crate::write::docx::{escape, escape_attribute};

/// Most characters of a list that stands in the rule itself, and of a message.
const MAX_LIST: usize = 255;
const MAX_MESSAGE: usize = 255;
/// Most characters of a title.
const MAX_TITLE: usize = 32;

/// A rule of a cell.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub(super) struct Rule {
    pub test: Test,
    /// What is said of an answer that does not pass; nothing for one that is
    /// never asked back.
    pub error: String,
    /// Head of both messages: the field's label.
    pub title: String,
    /// What is said when the cell is chosen.
    pub prompt: String,
}

/// What an answer must pass.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Default)]
pub(super) enum Test {
    #[default]
    None,
    /// One of these, in a drop-down list; closed lists refuse others.
    List { values: Vec<String>, closed: bool },
    /// A number between bounds.
    Number { whole: bool, min: Option<Decimal>, max: Option<Decimal> },
    /// Length in UTF-16 units, as Excel counts.
    Length { operator: &'static str, units: usize },
    /// A formula; `{}` stands for the cell.
    Formula(String),
}

impl Rule {
    /// The rule of a place for one answer; `points` are those printed in its
    /// row. `None` if there is nothing to say.
    pub fn of_answer(field: &Field, points: Option<Decimal>) -> Option<Rule> {
        let (test, error) = test(field, points);
        let prompt = prompt(field);
        let rule = Rule { test, error, title: cut(field.own_label(), MAX_TITLE), prompt: cut(&prompt, MAX_MESSAGE) };
        (rule.test != Test::None || !rule.prompt.is_empty()).then_some(rule)
    }

    /// The rule of a cell with boxes: a drop-down list of its lines.
    pub fn of_boxes(field: &Field, inlines: &[Inline]) -> Rule {
        let several = matches!(field.kind, FieldKind::Choices(_));
        let boxes = inlines.iter().filter(|inline| matches!(inline, Inline::CheckBox(_))).count();
        let (values, all) = lines(inlines, boxes, several);
        let prompt = match (several, all) {
            (true, true) => "点右侧箭头选择，可选多项。",
            (true, false) => "点右侧箭头选择一项；选多项时，请把各项的 □ 改为 ☑。",
            (false, _) => "点右侧箭头选择。",
        };
        Rule {
            test: Test::List { values, closed: all },
            error: "请从下拉列表中选择。".to_owned(),
            title: cut(field.own_label(), MAX_TITLE),
            prompt: prompt.to_owned(),
        }
    }

    /// The rule with a message more on a line of its own, which what is said
    /// already makes room for.
    pub fn also(mut self, message: &str) -> Rule {
        let room = MAX_MESSAGE.saturating_sub(message.encode_utf16().count() + 1);
        let before = cut(&self.prompt, room);
        self.prompt = if before.is_empty() { message.to_owned() } else { format!("{before}\n{message}") };
        self
    }

    /// The values of a list that a rule cannot hold itself.
    pub fn long_list(&self) -> Option<&[String]> {
        match &self.test {
            Test::List { values, .. } => {
                let units: usize = values.iter().map(|value| value.encode_utf16().count() + 1).sum();
                // A comma ends a value; blanks at its ends are lost.
                let plain = |value: &String| !value.contains([',', '\n']) && value.trim() == value;
                (units > MAX_LIST || !values.iter().all(plain)).then_some(values)
            }
            _ => None,
        }
    }

    /// Whether the test names its own cell, so that each run of cells needs a
    /// rule of its own.
    pub fn names_its_cell(&self) -> bool {
        matches!(self.test, Test::Formula(_))
    }

    /// The rule for the cells of `area`, of which `first` is the first. `list` is
    /// the name of its long list.
    pub fn write(&self, area: &str, first: &str, list: Option<&str>, out: &mut String) {
        let style = match self.test {
            Test::List { closed: true, .. } | Test::None => "",
            _ => " errorStyle=\"warning\"",
        };
        let (kind, operator, formulas) = self.formulas(first, list);
        let _ = write!(out, "<dataValidation");
        if !kind.is_empty() {
            let _ = write!(out, " type=\"{kind}\"");
        }
        out.push_str(style);
        if !operator.is_empty() {
            let _ = write!(out, " operator=\"{operator}\"");
        }
        out.push_str(" allowBlank=\"1\" showInputMessage=\"1\"");
        if !self.error.is_empty() {
            out.push_str(" showErrorMessage=\"1\"");
        }
        for (name, text) in [
            ("errorTitle", if self.error.is_empty() { "" } else { &self.title }),
            ("error", &self.error),
            ("promptTitle", if self.prompt.is_empty() { "" } else { &self.title }),
            ("prompt", &self.prompt),
        ] {
            if !text.is_empty() {
                let _ = write!(out, " {name}=\"");
                escape_attribute(text, out);
                out.push('"');
            }
        }
        let _ = write!(out, " sqref=\"{area}\"");
        if formulas.is_empty() {
            out.push_str("/>");
            return;
        }
        out.push('>');
        for (number, formula) in formulas.iter().enumerate() {
            let _ = write!(out, "<formula{}>", number + 1);
            escape(formula, out);
            let _ = write!(out, "</formula{}>", number + 1);
        }
        out.push_str("</dataValidation>");
    }

    /// Type, operator and formulas.
    fn formulas(&self, first: &str, list: Option<&str>) -> (&'static str, &'static str, Vec<String>) {
        match &self.test {
            Test::None => ("", "", Vec::new()),
            Test::List { values, .. } => {
                let own = || format!("\"{}\"", values.join(",").replace('"', "\"\""));
                ("list", "", vec![list.map_or_else(own, str::to_owned)])
            }
            Test::Number { whole, min, max } => {
                let kind = if *whole { "whole" } else { "decimal" };
                let bound = |bound: &Decimal| bound.normalize().to_string();
                match (min, max) {
                    (Some(min), Some(max)) => (kind, "", vec![bound(min), bound(max)]),
                    (None, Some(max)) => (kind, "lessThanOrEqual", vec![bound(max)]),
                    (Some(min), None) => (kind, "greaterThanOrEqual", vec![bound(min)]),
                    // As good as any number.
                    (None, None) => (kind, "greaterThanOrEqual", vec!["-1000000000000000".to_owned()]),
                }
            }
            Test::Length { operator, units } => ("textLength", operator, vec![units.to_string()]),
            Test::Formula(formula) => ("custom", "", vec![formula.replace("{}", first)]),
        }
    }
}

/// The test of an answer, and what is said if it does not pass.
fn test(field: &Field, points: Option<Decimal>) -> (Test, String) {
    let limits = &field.limits;
    let formula = |formula: &str| Test::Formula(formula.to_owned());
    let length = |operator, units| Test::Length { operator, units };
    let (test, error) = match &field.kind {
        FieldKind::Mobile => {
            (formula("LEN(SUBSTITUTE(SUBSTITUTE({},\" \",\"\"),\"-\",\"\"))=11"), "手机号码应为11位数字，请核对。")
        }
        FieldKind::Phone => (length("greaterThanOrEqual", 7), "电话号码至少7位，座机请写区号，请核对。"),
        FieldKind::Email => (formula("ISNUMBER(FIND(\"@\",{}))"), "电子邮箱应含有 @，请核对。"),
        FieldKind::Url => (formula("ISNUMBER(FIND(\".\",{}))"), "请填写完整的网址，请核对。"),
        FieldKind::Postcode => (length("equal", 6), "邮政编码应为6位数字，请核对。"),
        FieldKind::IdNumber => (formula("LEN(SUBSTITUTE({},\" \",\"\"))=18"), "身份证号应为18位，请核对。"),
        FieldKind::Date | FieldKind::YearMonth => (
            formula("OR(ISNUMBER(FIND(\"年\",{})),ISNUMBER(VALUE(LEFT(TRIM({}),4))))"),
            "日期请写明四位数的年份，请核对。",
        ),
        FieldKind::Percent => (formula("OR(RIGHT({})=\"%\",RIGHT({})=\"％\")"), "请写明百分号，如 85%。"),
        FieldKind::Integer | FieldKind::Number | FieldKind::Score => return number(field, points),
        FieldKind::Choice(options) if options.open => (Test::List { values: options.list.clone(), closed: false }, ""),
        FieldKind::Choice(options) => {
            (Test::List { values: options.list.clone(), closed: true }, "请从下拉列表中选择。")
        }
        FieldKind::Choices(options) => (Test::List { values: options.list.clone(), closed: false }, ""),
        _ => return text(limits),
    };
    (test, error.to_owned())
}

fn number(field: &Field, points: Option<Decimal>) -> (Test, String) {
    let whole = field.kind == FieldKind::Integer;
    let counts = matches!(field.kind, FieldKind::Integer | FieldKind::Score);
    let min = field.limits.min.or(counts.then_some(Decimal::ZERO));
    let max = points.or(field.limits.max);
    let what = if whole { "整数" } else { "数字" };
    let error = match (min.map(|min| min.normalize()), max.map(|max| max.normalize())) {
        (Some(min), Some(max)) => format!("应填{min}—{max}之间的{what}，请核对。"),
        (_, Some(max)) => format!("应填不超过{max}的{what}，请核对。"),
        _ => format!("此处应填{what}，不带单位，请核对。"),
    };
    (Test::Number { whole, min, max }, error)
}

/// A text is asked back where it is longer than its limit without blanks and
/// ends of lines. That is never less than its number of 字: a run of letters or
/// digits is one 字 and several characters.
fn text(limits: &Limits) -> (Test, String) {
    if let Some(most) = limits.max_words {
        let formula =
            format!("LEN(SUBSTITUTE(SUBSTITUTE(SUBSTITUTE({{}},\" \",\"\"),\"\u{3000}\",\"\"),CHAR(10),\"\"))<={most}");
        let error =
            format!("本栏不超过{most}字，现在的字符数已超过。一串字母或数字只算一个字，请用 Word 的字数统计核对。");
        return (Test::Formula(formula), error);
    }
    match limits.max_chars {
        Some(most) => {
            let error = format!("本栏不超过{most}个字符，请核对。");
            (Test::Length { operator: "lessThanOrEqual", units: most }, error)
        }
        None => (Test::None, String::new()),
    }
}

/// What a person should know before they fill the cell.
fn prompt(field: &Field) -> String {
    let mut said: Vec<String> = Vec::new();
    match field.filled_by {
        FilledBy::Office(stage) => said.push(format!("此栏由{}填写。", stage.words().get(Lang::Zh))),
        FilledBy::Reviewer => said.push("此栏不用填写。".to_owned()),
        FilledBy::Applicant | FilledBy::AnyOffice => {}
    }
    said.extend(field.hint.clone());
    let limits = &field.limits;
    if field.hint.is_none() {
        said.extend(limits.max_words.map(|most| format!("不超过{most}字。")));
        said.extend(limits.about_words.map(|about| format!("{about}字左右。")));
    }
    let sample = match &field.kind {
        FieldKind::Mobile => "11位手机号码。",
        FieldKind::Phone => "手机号码，或带区号的座机号码。",
        FieldKind::Url => "完整的网址，如 https://www.example.edu.cn",
        FieldKind::IdNumber => "18位身份证号。",
        FieldKind::Date => "如 2021年11月13日",
        FieldKind::YearMonth => "如 1974年8月",
        FieldKind::Period => "如 2010.9—2015.7，或 2015.9—至今",
        FieldKind::Percent => "带百分号，如 85%",
        FieldKind::Choice(options) if options.open => "可从列表中选择，也可另填。",
        FieldKind::Choices(_) => "可填多项，用顿号隔开。",
        FieldKind::Paragraphs => "分段请按 Alt+Enter。格子不够高时，请拖动左侧行号的下边线。",
        _ => "",
    };
    if !sample.is_empty() {
        said.push(sample.to_owned());
    }
    said.join("\n")
}

/// The lines that the boxes of a cell can show, and whether that are all: none
/// ticked, one ticked, and where several may be, each set of up to four.
fn lines(inlines: &[Inline], boxes: usize, several: bool) -> (Vec<String>, bool) {
    const MOST: usize = 4;
    let all = !several || boxes <= MOST;
    let sets: Vec<u32> = match several && all {
        true => (0..1 << boxes).collect(),
        false => std::iter::once(0).chain((0..boxes.min(31)).map(|index| 1 << index)).collect(),
    };
    (sets.into_iter().map(|set| line(inlines, set)).collect(), all)
}

fn line(inlines: &[Inline], ticked: u32) -> String {
    let mut number = 0;
    let inlines = inlines.iter().map(|inline| match inline {
        Inline::CheckBox(check_box) => {
            number += 1;
            let ticked = ticked & (1 << (number - 1)) != 0;
            Inline::CheckBox(CheckBox { ticked, option: check_box.option.clone() })
        }
        other => other.clone(),
    });
    let inlines = inlines.collect();
    Paragraph { inlines, ..Paragraph::default() }.text()
}

/// A text of at most so many UTF-16 units.
fn cut(text: &str, most: usize) -> String {
    if text.encode_utf16().count() <= most {
        return text.to_owned();
    }
    let mut units = 0;
    let end = text.char_indices().find(|(_, c)| {
        units += c.len_utf16();
        units >= most
    });
    format!("{}…", &text[..end.map_or(text.len(), |(at, _)| at)])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Catalogue;

    fn rule(form: &str, path: &str) -> Rule {
        let catalogue = Catalogue::embedded().unwrap();
        let form = catalogue.form(form).unwrap();
        Rule::of_answer(form.field(&path.parse().unwrap()).unwrap(), None).unwrap()
    }

    #[test]
    fn a_limit_in_words_asks_back_and_never_refuses() {
        let mut xml = String::new();
        rule("chibi-2020/excellent-teacher-application", "deeds").write("C9", "C9", None, &mut xml);
        assert!(xml.starts_with("<dataValidation type=\"custom\" errorStyle=\"warning\" allowBlank=\"1\""), "{xml}");
        assert!(xml.contains("prompt=\"（不超过2000字）") && xml.contains("(C9,&quot; &quot;"), "{xml}");
        assert!(xml.contains("&lt;=2000</formula1>"), "{xml}");
    }

    #[test]
    fn lines_of_a_message_stay_lines() {
        let rule = Rule { title: "甲\t乙".to_owned(), prompt: "一\n“二”<三>".to_owned(), ..Rule::default() };
        let mut xml = String::new();
        rule.write("C9", "C9", None, &mut xml);
        let document = quick_xml::Reader::from_str(&xml).read_event().unwrap().into_owned();
        let quick_xml::events::Event::Empty(element) = document else { panic!("{xml}") };
        let read = |name: &str| {
            let attribute = element.try_get_attribute(name).unwrap().unwrap();
            attribute.normalized_value(quick_xml::XmlVersion::Implicit1_0).unwrap().into_owned()
        };
        assert_eq!((read("promptTitle"), read("prompt")), (rule.title, rule.prompt), "{xml}");
    }

    #[test]
    fn a_long_hint_makes_room_for_what_is_said_last() {
        let rule = Rule { prompt: "长".repeat(MAX_MESSAGE), ..Rule::default() }.also("行数不够时。");
        assert!(rule.prompt.ends_with("长…\n行数不够时。"), "{}", rule.prompt);
        assert_eq!(rule.prompt.encode_utf16().count(), MAX_MESSAGE);
        assert_eq!(Rule::default().also("行数不够时。").prompt, "行数不够时。");
    }

    #[test]
    fn a_closed_list_refuses_and_an_open_one_does_not() {
        let mut closed = String::new();
        rule("chibi-2020/excellent-teacher-application", "gender").write("F4", "F4", None, &mut closed);
        assert!(closed.contains("type=\"list\" allowBlank") && closed.contains("showErrorMessage=\"1\""), "{closed}");
        assert!(closed.contains("<formula1>&quot;男,女&quot;</formula1>"), "{closed}");
        let mut open = String::new();
        rule("henan-2021/summary", "schools[].kind").write("F4", "F4", None, &mut open);
        assert!(!open.contains("showErrorMessage"), "{open}");
    }

    #[test]
    fn lines_of_boxes_are_what_a_person_can_mean() {
        let boxes = |options: &[&str]| {
            let pair = |option: &&str| {
                let option = Some(("kind".parse().unwrap(), (*option).to_owned()));
                let text = option.clone().map(|(_, option)| option).unwrap_or_default();
                [Inline::plain(text), Inline::CheckBox(CheckBox { ticked: false, option })]
            };
            options.iter().flat_map(pair).collect::<Vec<_>>()
        };
        assert_eq!(lines(&boxes(&["甲", "乙"]), 2, false).0, ["甲□乙□", "甲☑乙□", "甲□乙☑"]);
        assert_eq!(lines(&boxes(&["甲", "乙"]), 2, true).0, ["甲□乙□", "甲☑乙□", "甲□乙☑", "甲☑乙☑"]);
        let (many, all) = lines(&boxes(&["甲", "乙", "丙", "丁", "戊"]), 5, true);
        assert_eq!((many.len(), all), (6, false));
    }

    #[test]
    fn messages_fit_and_long_lists_go_elsewhere() {
        assert_eq!(cut("一二三四", 3), "一二…");
        assert_eq!(cut(&"𬭎".repeat(40), MAX_TITLE).encode_utf16().count(), 31);
        let list = |values: Vec<String>| Rule { test: Test::List { values, closed: true }, ..Rule::default() };
        assert!(list(vec!["某".repeat(60); 4]).long_list().is_none());
        assert!(list(vec!["某".repeat(60); 5]).long_list().is_some());
        assert!(list(vec!["a,b".into(), "c".into()]).long_list().is_some());
    }
}
