//! What stands inside paragraphs: text, slots, choices, labels, hints.

use super::Mistake;
use super::element::{Element, Node};
use crate::FieldPath;
use crate::document::{CheckBox, Inline, Role, Slot};
use crate::form::{Field, FormSource};

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
        let path: FieldPath = text.parse().map_err(|error| element.mistake(format!("{attribute}: {error}")))?;
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
        found.ok_or_else(|| element.mistake(format!("the form `{}` has no field `{path}`", self.form.id)))
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
                    return Err(element.mistake(format!("`{}` has no hint", field.path)));
                };
                out.push(Inline::Text { text: hint.clone(), role: Role::Hint });
            } else {
                nested(element, fields, Role::Hint, out)?;
            }
        }
        other => {
            return Err(
                element.mistake(format!("<{other}> cannot stand in text; expected br, field, choice, label or hint"))
            );
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
        return Err(element.mistake(format!("<choice name=\"{path}\">: the field is not a choice")));
    };
    let before = match element.attribute("box") {
        None | Some("after") => false,
        Some("before") => true,
        Some(other) => return Err(element.mistake(format!("box=\"{other}\": expected before or after"))),
    };
    let wanted = element.attribute("option");
    if let Some(option) = wanted
        && !options.list.iter().any(|known| known == option)
    {
        return Err(element.mistake(format!("`{path}` has no option `{option}`; known: {}", options.list.join(", "))));
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
