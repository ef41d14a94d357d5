//! Mistakes in templates.

use std::error::Error;
use std::fmt;

use crate::finding::{Message, say};
use crate::text::nearest;

/// A mistake in a template: where it is, and what was expected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TemplateError {
    file: String,
    line: Option<usize>,
    message: Message,
}

impl TemplateError {
    pub(super) fn new(name: &str, line: Option<usize>, message: Message) -> TemplateError {
        TemplateError { file: format!("templates/{name}"), line, message }
    }

    /// Takes what Tera reports apart: its message names file and line and shows
    /// the place. `name` is the template that ran; `names` are those that its
    /// message may name.
    pub(super) fn of_tera(error: &tera::Error, name: &str, names: &[String]) -> TemplateError {
        let mut message = error.to_string();
        let mut cause = error.source();
        while let Some(source) = cause {
            message.push_str(&format!(": {source}"));
            cause = source.source();
        }
        let message = super::stamp::unstamp(&message);
        let (place, words) = report(&message);
        let said = explain(words);
        match place {
            Some((file, line)) if names.iter().any(|name| name == file) => TemplateError::new(file, Some(line), said),
            _ => TemplateError::new(name, None, said),
        }
    }

    /// The template's file.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// The line in the template's source, from 1.
    pub fn line(&self) -> Option<usize> {
        self.line
    }

    /// What is wrong and what to do, for a person.
    pub fn message(&self) -> &Message {
        &self.message
    }
}

/// The place and the words of Tera's report:
/// `error: Unknown component …\n --> school/leave.html:49:9\n | …`.
fn report(message: &str) -> (Option<(&str, usize)>, &str) {
    let place = message.lines().find_map(|line| {
        let mut parts = line.trim_start().strip_prefix("--> ")?.rsplitn(3, ':');
        let (_column, line, file) = (parts.next()?, parts.next()?, parts.next()?);
        Some((file, line.parse().ok()?))
    });
    let words = message.split("\n").next().unwrap_or_default();
    (place, words.trim().trim_start_matches("error: "))
}

/// The component that a template calls and nobody has defined.
pub(super) fn unknown_component(error: &tera::Error) -> Option<String> {
    let words = error.to_string();
    let (_, after) = words.split_once("Unknown component `")?;
    after.split_once('`').map(|(name, _)| name.to_owned())
}

/// Tera's words for somebody who fills in templates.
fn explain(words: &str) -> Message {
    let quoted: Vec<&str> = words.split('`').skip(1).step_by(2).collect();
    let name = quoted.first().copied().unwrap_or_default();
    // `Available fields: annex, title`
    let known = words.rsplit_once(": ").map(|(_, list)| list.trim_end_matches('.')).unwrap_or_default();
    if words.starts_with("Unknown component") {
        return say!(
            "没有名为“{name}”的部件，请核对名字（部件见 templates/shared 和 docs/templates.md）",
            "there is no component `{name}`"
        );
    }
    if words.starts_with("Argument ") && words.contains("missing") {
        return say!("这个部件缺少参数 {name}，请加上 {name}=\"…\"", "the component needs the argument `{name}`");
    }
    if words.starts_with("Unknown argument") {
        let near = nearest(name, quoted.iter().skip(1).copied());
        let near = near.first().map(|near| format!(" → {near}")).unwrap_or_default();
        let known = quoted.get(1..).unwrap_or_default().join(", ");
        return say!(
            "这个部件没有参数 {name}{near}；可用：{known}",
            "the component has no argument `{name}`{near}; known: {known}"
        );
    }
    if words.contains("is not defined") {
        let near = nearest(name, known.split(", "));
        let near = near.first().map(|near| format!(" → {near}")).unwrap_or_default();
        return say!("没有变量 {name}{near}；可用：{known}", "`{name}` is not defined{near}; known: {known}");
    }
    let zh = if words.starts_with("Components with body content") {
        "部件应以 /> 结尾：{{<部件 …/>}}；带内容的写成 {% <部件 …> %}…{% </部件> %}".to_owned()
    } else if words.starts_with("Unexpected end of input") {
        "到文件末尾还没有结束：少了 {% endif %}、{% endfor %}、{% endcomponent %} 或 }}".to_owned()
    } else if words.starts_with("Found ") && words.contains("but expected") {
        format!("花括号里写得不对（{words}）：请检查 {{{{ }}}}、{{% %}} 是否成对")
    } else {
        format!("花括号里的内容有误（{words}）")
    };
    Message::new(zh, words)
}

impl fmt::Display for TemplateError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.line {
            Some(line) => write!(f, "{}:{line}: {}", self.file, self.message),
            None => write!(f, "{}: {}", self.file, self.message),
        }
    }
}

impl Error for TemplateError {}
