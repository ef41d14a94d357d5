//! Values of cells, with what the cells show.

use std::borrow::Cow;

use super::super::Content;
use super::super::number::{Number, decimal, parse, plain};
use super::super::sheet::Text;
use crate::document::Damage;

/// What an element says of its cell's value (19.385 and others).
#[derive(Debug, Clone, Default)]
pub(super) struct Value {
    pub kind: Option<String>,
    /// The value in the spelling of its kind.
    pub value: Option<String>,
    pub formula: Option<String>,
    pub error: bool,
}

/// What stands in a cell that shows `shown`.
pub(super) fn content(value: &Value, shown: Text) -> Content {
    let raw = value.value.as_deref().unwrap_or_default();
    match value.kind.as_deref() {
        _ if value.error => Content::Error(shown.text.trim().to_owned()),
        Some("float" | "percentage" | "currency") => match parse(raw) {
            Some(number) => Content::Number(number_shown(&shown.text, number)),
            None => Content::Text(shown),
        },
        Some("date") => Content::Number(date_shown(shown.text.trim(), raw)),
        Some("boolean") => Content::Tick(raw == "true"),
        None if shown.text.is_empty() => match &value.formula {
            Some(formula) => Content::Formula(formula.split_once(':').map_or(formula.as_str(), |(_, f)| f).to_owned()),
            None => Content::Blank,
        },
        _ if shown.text.is_empty() => Content::Blank,
        _ => Content::Text(shown),
    }
}

/// A number and what its cell shows of it.
fn number_shown(shown: &str, value: f64) -> Number {
    let exact = plain(value);
    // Marks between thousands alone: as in the other formats.
    let ungrouped = ungrouped(shown.trim());
    let shown = ungrouped.as_ref();
    let percent = shown.ends_with(['%', '％']);
    let digits: String = shown.chars().filter(|c| c.is_ascii_digit() || matches!(c, '.' | '-')).collect();
    // 男 for 1.
    if digits.is_empty() && shown.contains(char::is_alphabetic) {
        let damage = Some(Damage::Shown { exact: exact.text });
        return Number { text: shown.to_owned(), data: None, damage };
    }
    // An exponent, a cell that is too narrow, a dash for zero.
    let unclear = shown.contains(['E', '#']) || parse(&digits).is_none();
    if unclear {
        return exact;
    }
    let scaled = if percent { format!("{}%", decimal(value * 100.0)) } else { exact.text.clone() };
    let same = parse(&digits).map(decimal).is_some_and(|shown| shown == scaled.trim_end_matches('%'));
    let padded = shown.len() > 1 && shown.starts_with('0') && shown.bytes().all(|b| b.is_ascii_digit());
    let data = (scaled != shown && !padded).then(|| scaled.clone());
    let damage = exact.damage.or_else(|| super::super::number::zero_lost(shown));
    let damage = damage.or_else(|| (!same).then_some(Damage::Shown { exact: scaled }));
    Number { text: shown.to_owned(), data, damage }
}

/// A number without the marks between its thousands, if it shows nothing else.
fn ungrouped(shown: &str) -> Cow<'_, str> {
    let integer = shown.trim_start_matches('-').split('.').next().unwrap_or_default();
    let mut groups = integer.split(',');
    let first = groups.next().is_some_and(|first| (1..=3).contains(&first.len()));
    let is_grouped = integer.contains(',') && first && groups.all(|group| group.len() == 3);
    let digits = shown.bytes().all(|b| b.is_ascii_digit() || matches!(b, b',' | b'.' | b'-'));
    if is_grouped && digits { Cow::Owned(shown.replace(',', "")) } else { Cow::Borrowed(shown) }
}

/// A date, in the order of year, month, day: as its cell shows it, if it shows
/// the whole year first.
fn date_shown(shown: &str, raw: &str) -> Number {
    let (date, time) = raw.split_once('T').unwrap_or((raw, ""));
    let time = time.get(..5).filter(|time| *time != "00:00").map(|time| format!(" {time}")).unwrap_or_default();
    let iso = format!("{date}{time}");
    let year = date.split('-').next().unwrap_or_default();
    let parts = shown.split(|c: char| !c.is_ascii_digit()).filter(|part| !part.is_empty()).count();
    if year.len() != 4 || !shown.starts_with(year) {
        return Number { text: iso, ..Number::default() };
    }
    let hidden = match parts {
        1 => !date.ends_with("-01-01"),
        2 => !date.ends_with("-01"),
        _ => false,
    };
    let damage = hidden.then(|| Damage::Shown { exact: iso.clone() });
    Number { data: (iso != shown).then_some(iso), text: shown.to_owned(), damage }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(kind: &str, value: &str, shown: &str) -> (String, String, Option<Damage>) {
        let value = Value { kind: Some(kind.into()), value: Some(value.into()), ..Value::default() };
        let content = content(&value, Text::of(shown));
        (content.shown().to_owned(), content.data().to_owned(), content.damage())
    }

    #[test]
    fn what_is_shown_counts_and_the_rest_is_kept() {
        let shown = |exact: &str| Some(Damage::Shown { exact: exact.into() });
        for (kind, value, text, seen, data, damage) in [
            ("float", "13800000001", "1.38E+10", "13800000001", "13800000001", None),
            ("float", "13800000001", "###", "13800000001", "13800000001", None),
            ("percentage", "0.5", "50%", "50%", "50%", None),
            ("float", "1", "男", "男", "男", shown("1")),
            ("float", "15000", "1.5万", "1.5万", "15000", shown("15000")),
            ("float", "0", "-", "0", "0", None),
            ("percentage", "0.125", "13%", "13%", "12.5%", shown("12.5%")),
            ("float", "85.3333333333333", "85.3", "85.3", "85.3333333333333", shown("85.3333333333333")),
            ("float", "1234.5", "1,234.50", "1234.50", "1234.5", None),
            ("float", "10010", "010010", "010010", "010010", None),
            (
                "float",
                "411025197408120000",
                "411025197408120000",
                "411025197408120000",
                "411025197408120000",
                Some(Damage::Rounded),
            ),
            ("float", "2010.1", "2010.1", "2010.1", "2010.1", Some(Damage::ZeroLost)),
            ("date", "1974-08-01", "1974年8月", "1974年8月", "1974-08-01", None),
            ("date", "1974-08-15", "1974年8月", "1974年8月", "1974-08-15", shown("1974-08-15")),
            ("date", "2021-11-03", "03/11/21", "2021-11-03", "2021-11-03", None),
            ("date", "2021-11-03T08:30:00", "2021/11/3 8:30", "2021/11/3 8:30", "2021-11-03 08:30", None),
            ("string", "", "甲", "甲", "甲", None),
        ] {
            assert_eq!(read(kind, value, text), (seen.into(), data.into(), damage), "{kind} {value}");
        }
        assert!(matches!(content(&Value::default(), Text::default()), Content::Blank));
        let formula = Value { formula: Some("of:=SUM([.A1:.A2])".into()), ..Value::default() };
        assert_eq!(content(&formula, Text::default()).shown(), "=SUM([.A1:.A2])");
    }
}
