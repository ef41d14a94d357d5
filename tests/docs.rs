//! The documentation is true: its examples load and render, its references
//! name every key, type, attribute and component that there is.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::borrow::Cow;
use std::fs;
use std::path::Path;

use shenbao::form::Files;
use shenbao::write::docx::{DocxOptions, DocxTemplate};
use shenbao::{Catalogue, Lang, Record};

fn page(name: &str) -> String {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("docs").join(name);
    fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display()))
}

/// The files of a page: a line that ends in a name, `forms/a/b.toml` or
/// `templates/a/b.html`, and the block of code under it.
fn files(page: &str, folder: &str) -> Files {
    let mut files = Files::new();
    let mut name = None;
    let mut block: Option<String> = None;
    for line in page.lines() {
        match (&mut block, line.starts_with("```")) {
            (Some(_), true) => {
                if let (Some(name), Some(text)) = (name.take(), block.take()) {
                    files.insert(name, Cow::Owned(text));
                }
                block = None;
            }
            (Some(text), false) => *text += &format!("{line}\n"),
            (None, true) => block = Some(String::new()),
            (None, false) if line.trim().is_empty() => {}
            (None, false) => {
                let named =
                    line.trim_end_matches([':', '：']).strip_suffix('`').and_then(|line| line.rsplit('`').next());
                name = named.and_then(|name| name.strip_prefix(folder)?.strip_prefix('/')).map(str::to_owned);
            }
        }
    }
    files
}

/// Loads the example of some pages and renders its form blank.
fn renders(pages: &[&str], id: &str) -> Catalogue {
    let pages: Vec<String> = pages.iter().map(|name| page(name)).collect();
    let all = |folder| pages.iter().flat_map(|page| files(page, folder)).collect::<Files>();
    let catalogue = Catalogue::load(all("forms"), all("templates"));
    assert_eq!(catalogue.mistakes(), [], "{id}");
    let form = catalogue.form(id).unwrap_or_else(|| panic!("{id} stands in no page"));
    let blank = DocxTemplate::compile(form, &DocxOptions::default()).unwrap().fill(&Record::new()).unwrap();
    assert!(blank.len() > 1000);
    catalogue
}

#[test]
fn the_examples_of_the_references_render() {
    renders(&["forms.md", "templates.md"], "example-2025/application");
}

#[test]
fn the_example_of_the_walk_through_renders_and_names_no_other_form() {
    let catalogue = renders(&["zh/new-form.md"], "zhaopin-2025/application");
    // The command lines of the page name its own form.
    let page = page("zh/new-form.md");
    let commands: Vec<&str> =
        page.lines().filter(|line| line.starts_with("shenbao new ") || line.starts_with("shenbao render ")).collect();
    assert!(commands.len() >= 4, "{commands:?}");
    for command in commands {
        let id = command.split(' ').nth(2).unwrap();
        assert!(catalogue.form(id).is_some(), "{command}");
    }
}

/// What a mistake lists as known, for a definition and template with it.
fn known(definition: &str, template: &str) -> Vec<String> {
    let files = |name: &str, text: &str| (name.to_owned(), Cow::Owned(text.to_owned()));
    let head = "version = 1\ntitle = \"表\"\ntemplate = \"a/b.html\"\n";
    let definition = if definition.contains("version") { definition.to_owned() } else { format!("{head}{definition}") };
    let catalogue = Catalogue::load(
        Files::from([files("a/activity.toml", "title = \"通知\"\n"), files("a/b.toml", &definition)]),
        Files::from([files("a/b.html", template)]),
    );
    let [mistake] = catalogue.mistakes() else { panic!("{:?}", catalogue.mistakes()) };
    let message = mistake.message().get(Lang::En).to_owned();
    let list = message.rsplit_once(": ").map(|(_, list)| list).or(message.rsplit_once('（').map(|(_, list)| list));
    let list = list.unwrap_or_else(|| panic!("{message}"));
    let list = list.trim_end_matches('）').trim_start_matches("expected ");
    list.split(", ").map(str::to_owned).collect()
}

#[test]
fn the_reference_names_every_key_and_type() {
    let page = page("forms.md");
    let text = "[[field]]\nid = \"x\"\nlabel = \"甲\"\n";
    for (definition, least) in [
        ("version = 1\nx = 1\n", 10),
        ("[[field]]\nnokey = 1\n", 22),
        (&*format!("{text}type = \"nokey\"\n"), 15),
        ("[[rule]]\nnokey = 1\n", 9),
        ("[[indicator]]\nnokey = 1\n", 5),
        ("[total]\nnokey = 1\n", 2),
        ("[[list]]\nnokey = 1\n", 3),
        ("[summary]\nnokey = 1\n", 4),
    ] {
        let words = known(definition, "<section/>");
        assert!(words.len() >= least, "{words:?}");
        for word in words {
            let forms = [format!("`{word}`"), format!("`{word} ="), format!("`[{word}]`"), format!("`[[{word}]]`")];
            let inner = [
                format!(", `{word} ="),
                format!("[summary.{word}]"),
                format!("[[summary.{word}]]"),
                format!("[[indicator.{word}]]"),
            ];
            assert!(
                forms.iter().chain(&inner).any(|form| page.contains(form)),
                "docs/forms.md does not explain {word}"
            );
        }
    }
}

#[test]
fn the_reference_names_every_attribute_and_component() {
    let page = page("templates.md");
    let table = |inside: &str| format!("<section><table widths=\"10\">{inside}</table></section>");
    let field = "[[field]]\nid = \"x\"\nlabel = \"甲\"\ntype = \"opinion\"\n";
    for (template, least) in [
        ("<section nokey=\"1\"/>".to_owned(), 5),
        ("<section><p nokey=\"1\"/></section>".to_owned(), 7),
        (table("<tr nokey=\"1\"/>"), 5),
        (table("<tr><th nokey=\"1\"/></tr>"), 8),
        (table("<tr><td nokey=\"1\"/></tr>"), 8),
        (table("<tr><td><field nokey=\"1\"/></td></tr>").replace("<field", "<field name=\"x\""), 2),
        (table("<tr><td><seal name=\"x\" nokey=\"1\"/></td></tr>"), 3),
    ] {
        let words = known(field, &template);
        assert!(words.len() >= least, "{template}: {words:?}");
        for word in words {
            let forms = [format!("`{word}`"), format!("`{word}="), format!(" {word}=\"")];
            assert!(forms.iter().any(|form| page.contains(form)), "docs/templates.md does not explain {word}");
        }
    }
    let shared = Path::new(env!("CARGO_MANIFEST_DIR")).join("templates/shared");
    for entry in fs::read_dir(shared).unwrap() {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap();
        for component in text.split("{% component ").skip(1).filter_map(|rest| rest.split('(').next()) {
            assert!(page.contains(&format!("`{component}`")), "docs/templates.md does not explain {component}");
        }
    }
}

#[test]
fn the_readmes_count_the_samples_that_there_are() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR"));
    let activities = fs::read_dir(root.join("samples")).unwrap().flatten();
    let count: usize =
        activities.filter_map(|activity| Some(fs::read_dir(activity.path().join("returns")).ok()?.count())).sum();
    for (name, words) in
        [("README.md", format!("{count} returned samples")), ("README.zh-CN.md", format!("{count}份样例"))]
    {
        assert!(fs::read_to_string(root.join(name)).unwrap().contains(&words), "{name}: {words}");
    }
}
