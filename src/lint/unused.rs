//! Shared fields, templates and components that nothing uses.

use super::{Lint, LintCode, Loaded};

/// What stands in files for nobody.
pub(super) fn lint(loaded: &Loaded, lints: &mut Vec<Lint>) {
    shared_fields(loaded, lints);
    templates(loaded, lints);
    components(loaded, lints);
}

fn shared_fields(loaded: &Loaded, lints: &mut Vec<Lint>) {
    for (file, text) in &loaded.forms {
        let Some(group) = file.strip_prefix("shared/").and_then(|file| file.strip_suffix(".toml")) else { continue };
        for (index, line) in text.lines().enumerate() {
            let Some(field) = line.trim().strip_prefix('[').and_then(|line| line.split_once(']')) else { continue };
            let name = format!("{group}.{}", field.0.trim());
            let is_table = !field.0.is_empty() && field.0.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
            let quoted = format!("\"{name}\"");
            let is_used =
                |text: &str| text.lines().any(|line| !line.trim_start().starts_with('#') && line.contains(&quoted));
            if is_table && !loaded.forms.values().any(|text| is_used(text)) {
                let lint = Lint::new(LintCode::SharedUnused, format!("forms/{file}")).line(index + 1);
                lints.push(lint.with("name", name));
            }
        }
    }
}

fn templates(loaded: &Loaded, lints: &mut Vec<Lint>) {
    for (name, text) in loaded.templates.iter().filter(|(name, _)| name.ends_with(".html")) {
        let quoted = format!("\"{name}\"");
        let is_named = |text: &str| text.contains(&quoted);
        let is_used = text.contains("{% component ")
            || loaded.forms.values().any(|text| is_named(text))
            || loaded.templates.values().any(|text| is_named(text));
        if !is_used {
            lints.push(Lint::new(LintCode::TemplateUnused, format!("templates/{name}")).with("name", name));
        }
    }
}

fn components(loaded: &Loaded, lints: &mut Vec<Lint>) {
    for (file, text) in &loaded.templates {
        for (index, line) in text.lines().enumerate() {
            let name = line.trim_start().strip_prefix("{% component ").and_then(|rest| rest.split_once('('));
            let Some((name, _)) = name else { continue };
            let name = name.trim();
            let is_called = |text: &str| {
                text.match_indices(&format!("<{name}")).any(|(at, call)| {
                    text[at + call.len()..].starts_with(|c: char| c.is_whitespace() || matches!(c, '/' | '>'))
                })
            };
            if !loaded.templates.values().any(|text| is_called(text)) {
                let lint = Lint::new(LintCode::ComponentUnused, format!("templates/{file}")).line(index + 1);
                lints.push(lint.with("name", name));
            }
        }
    }
}
