//! The facts of a notice.

use super::{Lint, LintCode, Loaded, line_of_key, line_where};
use crate::form::{Activity, Date, FieldKind, Form};

/// Dates that are none, quotas and summaries that lead nowhere, a year that is
/// used and not there.
pub(super) fn lint(loaded: &Loaded, lints: &mut Vec<Lint>) {
    for activity in loaded.catalogue.activities() {
        let name = format!("{}/activity.toml", activity.id);
        let text = loaded.forms.get(&name).map_or("", |text| text.as_ref());
        let notice = Notice { loaded, activity, file: format!("forms/{name}"), text };
        notice.dates(lints);
        notice.summary(lints);
        notice.quotas(lints);
        notice.year(lints);
    }
}

struct Notice<'a> {
    loaded: &'a Loaded,
    activity: &'a Activity,
    file: String,
    text: &'a str,
}

impl Notice<'_> {
    fn at(&self, code: LintCode, line: Option<usize>) -> Lint {
        Lint::new(code, self.file.as_str()).line(line)
    }

    fn dates(&self, lints: &mut Vec<Lint>) {
        let mut dates = Vec::new();
        for (key, value) in [("issued", &self.activity.issued), ("deadline", &self.activity.deadline)] {
            let Some(value) = value else { continue };
            match iso(value) {
                Some(date) => dates.push(date),
                None => {
                    let lint = self.at(LintCode::ActivityDate, line_of_key(self.text, key));
                    lints.push(lint.with("key", key).with("value", value));
                }
            }
        }
        if let [issued, deadline] = dates.as_slice()
            && deadline < issued
        {
            let lint = self.at(LintCode::DeadlineEarly, line_of_key(self.text, "deadline"));
            lints.push(lint.with("deadline", deadline).with("issued", issued));
        }
    }

    /// The form of a name in the activity, and whether it can be judged: not
    /// where its definition has a mistake of its own.
    fn form(&self, name: &str) -> (Option<&Form>, bool) {
        let id = format!("{}/{name}", self.activity.id);
        let form = self.loaded.catalogue.form(&id);
        (form, form.is_some() || !self.loaded.forms.contains_key(&format!("{id}.toml")))
    }

    fn summary(&self, lints: &mut Vec<Lint>) {
        let Some(name) = &self.activity.summary else { return };
        let (form, is_known) = self.form(name);
        if is_known && form.is_none_or(|form| form.summary.is_none()) {
            lints.push(self.at(LintCode::SummaryUnknown, line_of_key(self.text, "summary")).with("name", name));
        }
    }

    fn quotas(&self, lints: &mut Vec<Lint>) {
        let (summary, is_known) = self.activity.summary.as_deref().map_or((None, true), |name| self.form(name));
        // Quotas stand in the file in their order.
        let starts = self.text.lines().enumerate().filter(|(_, line)| line.trim_start().starts_with("[[quota]]"));
        let starts: Vec<usize> = starts.map(|(index, _)| index + 1).collect();
        for (index, quota) in self.activity.quotas.iter().enumerate() {
            let line = starts.get(index).copied();
            if let Some(table) = &quota.table {
                let field = summary.and_then(|form| form.field(table));
                if is_known && !field.is_some_and(|field| matches!(field.kind, FieldKind::Table(_))) {
                    lints.push(self.at(LintCode::QuotaTable, line).with("name", table));
                }
            }
            if let (Some(least), Some(most)) = (quota.at_least, quota.at_most)
                && least > most
            {
                lints.push(self.at(LintCode::QuotaRange, line).with("least", least).with("most", most));
            }
        }
    }

    /// Titles and templates with a year that nobody gives.
    fn year(&self, lints: &mut Vec<Lint>) {
        if self.activity.year.is_some() {
            return;
        }
        let is_own = |form: &&Form| form.activity_id() == self.activity.id;
        for form in self.loaded.all_forms().filter(is_own) {
            let definition = super::definition(self.loaded, form);
            let names_year = |line: &str| line.trim_start().starts_with("title") && line.contains("{{ year }}");
            if let Some(line) = line_where(definition, names_year) {
                lints.push(Lint::of_form(LintCode::YearMissing, &form.id).line(line));
            }
            let template = self.loaded.templates.get(&form.template).map_or("", |text| text.as_ref());
            let names_year = |line: &str| line.contains("{{ year }}") || line.contains("{{ activity.year }}");
            if let Some(line) = line_where(template, names_year) {
                let file = format!("templates/{}", form.template);
                lints.push(Lint { form: Some(form.id.clone()), ..Lint::new(LintCode::YearMissing, file).line(line) });
            }
        }
    }
}

/// A day in ISO 8601.
fn iso(text: &str) -> Option<Date> {
    let (year, month, day) = match text.split('-').collect::<Vec<_>>().as_slice() {
        [year, month, day] if (year.len(), month.len(), day.len()) == (4, 2, 2) => {
            (year.parse().ok()?, month.parse().ok()?, day.parse().ok()?)
        }
        _ => return None,
    };
    Date::day(year, month, day)
}
