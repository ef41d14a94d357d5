//! Several returns in one file: somebody has joined what two schools sent, and
//! each field comes once for each of them.

use std::collections::{HashMap, HashSet};

use super::acroform::{Field, Value};

/// Which return the pages belong to, and what was read of it.
#[derive(Debug, Default)]
pub(super) struct Returns {
    /// Names of ours that were read in the return so far.
    seen: HashSet<String>,
    /// Long answers on the page before, by name: what goes on over the end of a
    /// page has the whole answer in each of its places.
    open: HashMap<String, String>,
    /// Fields of other programs' with room for several lines on the page before,
    /// by number: they may go on likewise.
    others: HashSet<u32>,
}

impl Returns {
    /// Leaves out places whose answer was read at an earlier one, and tells
    /// whether another return begins on the page: a name of ours comes again,
    /// and not because an answer goes on.
    pub(super) fn page(&mut self, fields: &mut Vec<Field>) -> bool {
        let open = std::mem::take(&mut self.open);
        let is_open = |name: &str, text: &str| open.get(name).is_some_and(|before| before == text);
        let begins = fields.iter().any(|field| match answer(field) {
            Some((name, text)) => self.seen.contains(name) && !(may_go_on(field) && is_open(name, text)),
            None => false,
        });
        if begins {
            self.seen.clear();
        }
        let others = std::mem::take(&mut self.others);
        let mut here: HashMap<String, String> = HashMap::new();
        fields.retain(|field| {
            let Some((name, text)) = answer(field) else {
                let number = field.shared.filter(|_| may_go_on(field) && field.is_tall() && !field.is_ours);
                return number.is_none_or(|shared| {
                    self.others.insert(shared.number);
                    !others.contains(&shared.number)
                });
            };
            let is_again = here.get(name).is_some_and(|other| other == text);
            here.insert(name.to_owned(), text.to_owned());
            if may_go_on(field) {
                self.open.insert(name.to_owned(), text.to_owned());
            }
            let goes_on = !begins && self.seen.contains(name);
            !(goes_on || (is_again && may_go_on(field)))
        });
        self.seen.extend(here.into_keys());
        begins
    }
}

/// The name and the text of a field of ours.
fn answer(field: &Field) -> Option<(&str, &str)> {
    match (&field.name, &field.value) {
        (Some(name), Value::Text(text)) if field.is_ours => Some((name, text)),
        _ => None,
    }
}

/// Whether a field is one of those that have a place on each page over which
/// their answer goes.
fn may_go_on(field: &Field) -> bool {
    field.shared.is_some_and(|shared| shared.places > 1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::pdf::acroform::{Lines, Shared};
    use crate::read::pdf::geometry::Rect;

    fn field(name: &str, text: &str, number: u32, places: usize) -> Field {
        let area = Rect { left: 0.0, top: 0.0, right: 1.0, bottom: 1.0 };
        let shared = (places > 0).then_some(Shared { number, places });
        Field {
            name: Some(name.into()),
            is_ours: true,
            value: Value::Text(text.into()),
            area,
            lines: Lines::One,
            shared,
        }
    }

    /// For each page its fields; gives whether a return begins and what is read.
    fn read(pages: &[&[Field]]) -> Vec<(bool, String)> {
        let mut returns = Returns::default();
        let page = |page: &&[Field]| {
            let mut fields = page.to_vec();
            let begins = returns.page(&mut fields);
            (begins, fields.iter().filter_map(|field| field.name.clone()).collect::<Vec<_>>().join(" "))
        };
        pages.iter().map(page).collect()
    }

    #[test]
    fn an_answer_over_pages_is_read_once_whatever_its_field_was_renamed_to() {
        for numbers in [[1, 1, 1], [1, 2, 3]] {
            let [first, second, third] = numbers.map(|number| field("sb_deeds", "长", number, 3));
            let pages = [&[field("sb_name", "甲", 0, 0), first][..], &[second], &[third, field("sb_date", "", 0, 0)]];
            let expected = [(false, "sb_name sb_deeds".into()), (false, String::new()), (false, "sb_date".into())];
            assert_eq!(read(&pages), expected);
        }
    }

    #[test]
    fn a_name_that_comes_again_begins_another_return() {
        let one = [field("sb_name", "甲", 0, 0), field("sb_deeds", "长", 1, 2)];
        let two = [field("sb_deeds", "长", 1, 2), field("sb_date", "", 0, 0)];
        let found = read(&[&one, &two, &one, &two]);
        assert_eq!(found.iter().map(|(begins, _)| *begins).collect::<Vec<_>>(), [false, false, true, false]);
        assert_eq!(found[2].1, "sb_name sb_deeds");
        assert_eq!(found[3].1, "sb_date");
        // The same file twice, a page each.
        let page = [field("sb_name", "甲", 0, 0), field("sb_kind", "学校", 0, 0)];
        assert_eq!(read(&[&page, &page])[1], (true, "sb_name sb_kind".into()));
    }
}
