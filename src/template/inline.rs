//! What stands inside paragraphs: text, slots, choices, labels, hints.

use super::Mistake;
use super::element::{Element, Node};
use crate::document::{CheckBox, Inline, Role, Slot};
use crate::finding::say;
use crate::form::{Field, FormSource};
use crate::text::nearest;
use crate::{FieldPath, ParsePathError};

/// The fields of the form that a template may name.
pub(super) struct Fields<'a> {
    form: &'a FormSource,
}

impl<'a> Fields<'a> {
    pub fn of(form: &'a FormSource) -> Fields<'a> {
        Fields { form }
    }

    /// The path in an attribute.
    pub fn path(&self, element: &Element, attribute: &str) -> Result<FieldPath, Mistake> {
        let text = element.required(attribute)?;
        let path: FieldPath = text.parse().map_err(|error: ParsePathError| {
            element.mistake(error.message().after(&format!("{attribute}："), &format!("{attribute}: ")))
        })?;
        self.get(element, &path)?;
        Ok(path)
    }

    /// The field that an attribute names.
    pub fn named(&self, element: &Element, attribute: &str) -> Result<&'a Field, Mistake> {
        let path = self.path(element, attribute)?;
        self.get(element, &path)
    }

    pub fn get(&self, element: &Element, path: &FieldPath) -> Result<&'a Field, Mistake> {
        let definition = path.definition();
        let found = self.form.fields.iter().flat_map(Field::walk).find(|field| field.path == definition);
        found.ok_or_else(|| {
            let all: Vec<String> =
                self.form.fields.iter().flat_map(Field::walk).map(|field| field.path.to_string()).collect();
            let near = nearest(&definition.to_string(), all.iter().map(String::as_str));
            let id = &self.form.id;
            element.mistake(match near.first() {
                Some(near) => say!(
                    "表格 {id} 没有栏目 {path}，您是不是要 {near}",
                    "the form `{id}` has no field `{path}`; did you mean `{near}`"
                ),
                None => say!(
                    "表格 {id} 没有栏目 {path}，请改成 forms/{id}.toml 里有的 id",
                    "the form `{id}` has no field `{path}`"
                ),
            })
        })
    }

    /// The slot for the signature or the date of an opinion.
    pub fn beside(&self, element: &Element, opinion: &Field, suffix: &str) -> Result<Slot, Mistake> {
        let path = opinion.path.beside(suffix);
        self.get(element, &path)?;
        Ok(Slot { path, text: String::new(), placeholder: String::new(), paragraphs: false })
    }
}

/// Appends the inline items of a node. `role` is that of plain text here.
pub(super) fn inline(node: &Node, fields: &Fields<'_>, role: &Role, out: &mut Vec<Inline>) -> Result<(), Mistake> {
    let element = match node {
        Node::Text(text) => {
            out.push(Inline::Text { text: text.clone(), role: role.clone() });
            return Ok(());
        }
        Node::Element(element) => element,
    };
    match element.name.as_str() {
        "br" => {
            element.only(&[])?;
            out.push(Inline::Break);
        }
        "field" => {
            element.only(&["name", "placeholder"])?;
            let field = fields.named(element, "name")?;
            out.push(Inline::Slot(Slot {
                path: fields.path(element, "name")?,
                text: String::new(),
                placeholder: element.attribute("placeholder").unwrap_or_default().to_owned(),
                paragraphs: field.has_paragraphs(),
            }));
        }
        "choice" => choice(element, fields, out)?,
        "label" => {
            element.only(&["for"])?;
            let path = fields.path(element, "for")?;
            if element.children.is_empty() {
                let text = fields.get(element, &path)?.own_label().to_owned();
                out.push(Inline::Text { text, role: Role::Label(Some(path)) });
            } else {
                nested(element, fields, Role::Label(Some(path)), out)?;
            }
        }
        "hint" => {
            element.only(&["for"])?;
            if element.children.is_empty() {
                let field = fields.named(element, "for")?;
                let Some(hint) = &field.hint else {
                    return Err(element.mistake(say!("栏目 {} 没有写 hint（提示），请在定义里加上 hint = \"…\"", "`{}` has no hint"; field.path)));
                };
                out.push(Inline::Text { text: hint.clone(), role: Role::Hint });
            } else {
                nested(element, fields, Role::Hint, out)?;
            }
        }
        other => {
            return Err(element.mistake(say!(
                "文字里不能用 <{other}>，可用 br、field、choice、label 或 hint",
                "<{other}> cannot stand in text; expected br, field, choice, label or hint"
            )));
        }
    }
    Ok(())
}

fn nested(element: &Element, fields: &Fields<'_>, role: Role, out: &mut Vec<Inline>) -> Result<(), Mistake> {
    element.children.iter().try_for_each(|child| inline(child, fields, &role, out))
}

/// The boxes of a choice: one option, or all with two blanks between them. The
/// box follows its option unless `box="before"`.
fn choice(element: &Element, fields: &Fields<'_>, out: &mut Vec<Inline>) -> Result<(), Mistake> {
    element.only(&["name", "option", "box"])?;
    let path = fields.path(element, "name")?;
    let field = fields.named(element, "name")?;
    let Some(options) = field.options() else {
        return Err(element.mistake(say!(
            "<choice name=\"{path}\">：这个栏目不是选择题（choice 或 choices），请改用 <field>",
            "<choice name=\"{path}\">: the field is not a choice"
        )));
    };
    let before = match element.attribute("box") {
        None | Some("after") => false,
        Some("before") => true,
        Some(other) => {
            return Err(element.mistake(say!(
                "box=\"{other}\"：应为 before（方框在前）或 after（在后）",
                "box=\"{other}\": expected before or after"
            )));
        }
    };
    let wanted = element.attribute("option");
    if let Some(option) = wanted
        && !options.list.iter().any(|known| known == option)
    {
        return Err(element.mistake(say!("栏目 {path} 没有选项“{option}”，可用：{}", "`{path}` has no option `{option}`; known: {}"; options.list.join("、"))));
    }
    let shown = options.list.iter().filter(|option| wanted.is_none_or(|wanted| wanted == *option));
    for (index, option) in shown.enumerate() {
        if index > 0 {
            out.push(Inline::plain("　　"));
        }
        let text = Inline::plain(option.clone());
        let check_box = Inline::CheckBox(CheckBox { ticked: false, option: Some((path.clone(), option.clone())) });
        out.extend(if before { [check_box, text] } else { [text, check_box] });
    }
    Ok(())
}
