//! Check boxes and radio buttons (12.7.4.2).

use std::rc::Rc;

use lopdf::{Dictionary, Object};

use super::text;
use super::widget::Widget;

/// What a widget of a button field shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Button {
    /// Not something to tick.
    Push,
    Box(bool),
    /// A box that is off, of a field whose value names no box.
    Strange(String),
}

impl Widget<'_, '_> {
    /// Whether a check box or radio button is on: by what it shows, else, for
    /// programs that forget the look of their widgets, by the field's value.
    pub(super) fn button(&self) -> Button {
        const PUSH: i64 = 1 << 16;
        if self.flags() & PUSH != 0 {
            return Button::Push;
        }
        if self.state().is_some_and(|state| is_on(&state)) {
            return Button::Box(true);
        }
        let value = self.inherited(b"V");
        let value = match &*value {
            Object::Name(name) => name.clone(),
            // Against the rules, but written by some programs.
            Object::String(text, _) => text.clone(),
            Object::Null => return Button::Box(false),
            other => return Button::Strange(text::any(other)),
        };
        let others = self.others();
        if !is_on(&value) || others.iter().any(|(_, shows)| *shows) {
            return Button::Box(false);
        }
        let own = self.on_states();
        if own.contains(&value) || (own.is_empty() && value == b"Yes") || self.is_option(&value) {
            return Button::Box(true);
        }
        let words = text::decode(&value);
        if others.iter().any(|(states, _)| states.contains(&value)) || self.options().contains(&words) {
            return Button::Box(false);
        }
        Button::Strange(words)
    }

    /// For a widget whose field was lost: whether the box that it shows is on;
    /// `None` if it is no box.
    pub(super) fn shown_state(&self) -> Option<bool> {
        let looks = self.file.entry(&self.file.dictionary(self.dictionary(), b"AP"), b"N");
        match &*looks {
            Object::Dictionary(looks) if looks.has(b"Off") || !looks.is_empty() => {
                Some(self.state().is_some_and(|state| is_on(&state)))
            }
            _ => None,
        }
    }

    fn state(&self) -> Option<Vec<u8>> {
        self.file.name(self.dictionary(), b"AS")
    }

    /// The states in which it is on.
    fn on_states(&self) -> Vec<Vec<u8>> {
        on_states(self, self.dictionary())
    }

    /// Of each widget of the field, the states in which it is on, and whether it
    /// shows one.
    fn others(&self) -> Vec<(Vec<Vec<u8>>, bool)> {
        let kid = |kid: &Rc<Object>| {
            let kid = kid.as_dict().ok()?;
            let shows = self.file.name(kid, b"AS").is_some_and(|state| is_on(&state));
            Some((on_states(self, kid), shows))
        };
        self.kids().iter().filter_map(kid).collect()
    }

    /// The words of the options, in the order of the widgets (12.7.4.2.3).
    fn options(&self) -> Vec<String> {
        match &*self.inherited(b"Opt") {
            Object::Array(options) => options.iter().map(|option| text::any(&self.file.resolve(option))).collect(),
            _ => Vec::new(),
        }
    }

    /// Whether the value is the word of this widget's option, where the states
    /// are only numbers.
    fn is_option(&self, value: &[u8]) -> bool {
        let words = text::decode(value);
        let number = |state: &Vec<u8>| std::str::from_utf8(state).ok()?.parse::<usize>().ok();
        let options = self.options();
        self.on_states().iter().filter_map(number).any(|number| options.get(number) == Some(&words))
    }
}

fn on_states(widget: &Widget<'_, '_>, dictionary: &Dictionary) -> Vec<Vec<u8>> {
    let appearances = widget.file.dictionary(dictionary, b"AP");
    let normal = widget.file.dictionary(&appearances, b"N");
    normal.iter().map(|(name, _)| name.clone()).filter(|name| is_on(name)).collect()
}

fn is_on(state: &[u8]) -> bool {
    state != b"Off"
}
