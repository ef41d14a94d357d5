//! `forms` and `show`: what is known.

use std::io::Write;

use serde_json::{Value as Json, json};

use super::args::{FormsArgs, Global, ShowArgs};
use super::error::CliError;
use super::files;
use super::terminal::{Terminal, table};
use super::{Status, terminal};
use crate::document::{Block, Table};
use crate::form::{Field, FieldKind, FilledBy, Form, Record};

/// `shenbao forms`.
pub(super) fn forms(global: &Global, args: &FormsArgs, terminal: &mut Terminal) -> Result<Status, CliError> {
    let catalogue = files::catalogue(global, terminal)?;
    if args.json {
        let activities: Vec<Json> = catalogue
            .activities()
            .map(|activity| {
                let forms = catalogue.forms().filter(|form| form.activity_id() == activity.id);
                let forms: Vec<Json> = forms.map(form_json).collect();
                let mut json = json!(activity);
                json["id"] = Json::from(activity.id.as_str());
                json["forms"] = Json::from(forms);
                json
            })
            .collect();
        writeln!(terminal.out, "{}", Json::Array(activities))?;
    } else {
        for activity in catalogue.activities() {
            let facts: Vec<&str> =
                [activity.issuer.as_deref(), activity.number.as_deref()].into_iter().flatten().collect();
            let facts = if facts.is_empty() { String::new() } else { format!("（{}）", facts.join("，")) };
            let heading = terminal.bold(&format!("{}  {}{facts}", activity.id, activity.title));
            writeln!(terminal.out, "{heading}")?;
            for form in catalogue.forms().filter(|form| form.activity_id() == activity.id) {
                let annex = form.annex.as_deref().unwrap_or("");
                let printed = if form.is_print_only() { terminal.say("（只印制）", " (print only)") } else { "" };
                let (id, annex) = (terminal::fit(&form.id, 42), terminal::fit(annex, 6));
                writeln!(terminal.out, "  {id}  {annex}  {}{printed}", form.title)?;
            }
        }
    }
    terminal.out.flush()?;
    Ok(Status::Done)
}

fn form_json(form: &Form) -> Json {
    json!({
        "id": form.id,
        "version": form.version,
        "title": form.title,
        "annex": form.annex,
        "print_only": form.is_print_only(),
    })
}

/// `shenbao show FORM`.
pub(super) fn show(global: &Global, args: &ShowArgs, terminal: &mut Terminal) -> Result<Status, CliError> {
    let catalogue = files::catalogue(global, terminal)?;
    let form = files::form(&catalogue, &args.form)?;
    if args.json {
        let fields: Vec<Json> = form.fields.iter().map(field_json).collect();
        let mut json = form_json(form);
        json["fields"] = Json::from(fields);
        writeln!(terminal.out, "{json}")?;
    } else {
        writeln!(terminal.out, "{}", terminal.bold(&form.title))?;
        let annex = form.annex.as_deref().unwrap_or("—");
        let version = terminal.say("第{}版", "version {}").replace("{}", &form.version.to_string());
        writeln!(terminal.out, "{}  {annex}  {version}\n", form.id)?;
        let rows: Vec<Vec<String>> = form.walk().map(|field| field_row(field, terminal)).collect();
        let head = match terminal.lang() {
            crate::Lang::Zh => ["栏目", "名称", "类型", "必填", "限制"],
            crate::Lang::En => ["path", "label", "type", "required", "limits"],
        };
        if !rows.is_empty() {
            writeln!(terminal.out, "{}\n", table(&head, &rows, 44))?;
        }
        for line in sketch(form) {
            writeln!(terminal.out, "{line}")?;
        }
    }
    terminal.out.flush()?;
    Ok(Status::Done)
}

fn field_row(field: &Field, terminal: &Terminal) -> Vec<String> {
    let required = if field.required { terminal.say("是", "yes") } else { "" };
    vec![field.path.to_string(), field.label(), field.kind.name().to_owned(), required.to_owned(), limits(field)]
}

fn limits(field: &Field) -> String {
    let mut limits = Vec::new();
    let mut add = |text: Option<String>| limits.extend(text);
    add(field.limits.max_words.map(|n| format!("≤{n}字")));
    add(field.limits.min_words.map(|n| format!("≥{n}字")));
    add(field.limits.about_words.map(|n| format!("约{n}字")));
    add(field.limits.max_chars.map(|n| format!("≤{n}字符")));
    add(field.limits.min.map(|n| format!("≥{n}")));
    add(field.limits.max.map(|n| format!("≤{n}")));
    add(field.options().map(|options| options.list.join("/")));
    if let FieldKind::Table(rows) = &field.kind {
        add((rows.min > 0).then(|| format!("≥{}行", rows.min)));
    }
    limits.join(" ")
}

fn field_json(field: &Field) -> Json {
    let mut json = json!({
        "path": field.path.to_string(),
        "label": field.label(),
        "labels": field.labels,
        "type": field.kind.name(),
        "required": field.required,
        "sensitive": field.sensitive,
    });
    if let Json::Object(object) = &mut json {
        let mut add = |name: &str, value: Option<Json>| {
            if let Some(value) = value {
                object.insert(name.to_owned(), value);
            }
        };
        let name = |filler: FilledBy| filler.name().map(Json::from);
        add("filled_by", Some(field.filled_by).filter(|filler| *filler != FilledBy::Applicant).and_then(name));
        add("direct_filled_by", field.direct_filled_by.and_then(name));
        add("hint", field.hint.clone().map(Json::from));
        add("max_words", field.limits.max_words.map(Json::from));
        add("min_words", field.limits.min_words.map(Json::from));
        add("about_words", field.limits.about_words.map(Json::from));
        add("max_chars", field.limits.max_chars.map(Json::from));
        add("min", field.limits.min.map(|number| Json::from(number.to_string())));
        add("max", field.limits.max.map(|number| Json::from(number.to_string())));
        add("options", field.options().map(|options| Json::from(options.list.clone())));
        if !field.fields.is_empty() {
            add("fields", Some(field.fields.iter().map(field_json).collect()));
        }
    }
    json
}

/// The grid of the blank form in characters: a row on each line, `┃` between
/// cells, `·` for a place to fill.
fn sketch(form: &Form) -> Vec<String> {
    let document = form.instantiate(&Record::new());
    let mut lines = Vec::new();
    for block in document.blocks() {
        match block {
            Block::Paragraph(paragraph) => lines.push(paragraph.text().replace('\n', "⏎")),
            Block::Table(table) => lines.extend((0..table.height()).map(|row| sketch_row(table, row))),
        }
    }
    lines
}

fn sketch_row(table: &Table, row: usize) -> String {
    let cells: Vec<String> = table
        .cells_of_row(row)
        .map(|cell| {
            let text = cell.text();
            let text: Vec<&str> = text.split('\n').map(str::trim).filter(|line| !line.is_empty()).collect();
            let mut text = if text.is_empty() {
                "·".to_owned()
            } else {
                terminal::fit(&text.join("⏎"), 30).trim_end().to_owned()
            };
            if cell.column_span > 1 {
                text.push_str(&format!("⟨→{}⟩", cell.column_span));
            }
            if cell.row_span > 1 {
                text.push_str(&format!("⟨↓{}⟩", cell.row_span));
            }
            text
        })
        .collect();
    format!("  {}", cells.join(" ┃ "))
}
