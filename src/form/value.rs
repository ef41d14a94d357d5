//! Values that people write into forms.

use std::fmt;

use rust_decimal::Decimal;

use super::Record;

/// The value of a field.
#[derive(Debug, Clone, PartialEq)]
pub enum Value {
    /// Text; paragraphs are separated by `\n`. Also an answer that does not
    /// parse as the field's type: it stays what the person wrote.
    Text(String),
    /// An exact decimal number.
    Number(Decimal),
    /// A date of day, month or year precision.
    Date(Date),
    /// The options that are ticked.
    Choice(Choice),
    /// The values of a group.
    Group(Record),
    /// The rows of a table.
    Rows(Vec<Record>),
}

impl Value {
    /// Whether nothing was written: an empty text, no option, no row that
    /// holds anything.
    pub fn is_empty(&self) -> bool {
        match self {
            Value::Text(text) => text.trim().is_empty(),
            Value::Number(_) | Value::Date(_) => false,
            Value::Choice(choice) => choice.options.is_empty() && choice.other.is_none(),
            Value::Group(record) => record.is_empty(),
            Value::Rows(rows) => rows.iter().all(Record::is_empty),
        }
    }

    /// The text, if this is one.
    pub fn as_text(&self) -> Option<&str> {
        match self {
            Value::Text(text) => Some(text),
            _ => None,
        }
    }

    /// The number, if this is one.
    pub fn as_number(&self) -> Option<Decimal> {
        match self {
            Value::Number(number) => Some(*number),
            _ => None,
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Value {
        Value::Text(text.to_owned())
    }
}

impl fmt::Display for Value {
    /// The value as a form shows it: `1974年8月`, options joined by `、`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Value::Text(text) => f.write_str(text),
            Value::Number(number) => write!(f, "{}", number.normalize()),
            Value::Date(date) => f.write_str(&date.to_chinese()),
            Value::Choice(choice) => {
                let mut first = true;
                for option in choice.options.iter().chain(&choice.other) {
                    if !first {
                        f.write_str("、")?;
                    }
                    first = false;
                    f.write_str(option)?;
                }
                Ok(())
            }
            Value::Group(_) | Value::Rows(_) => Ok(()),
        }
    }
}

/// The options of a choice that are ticked.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Choice {
    /// Options of the form, in the form's order.
    pub options: Vec<String>,
    /// An answer outside the list, for lists that end in 等.
    pub other: Option<String>,
}

impl Choice {
    /// One option.
    pub fn one(option: impl Into<String>) -> Choice {
        Choice { options: vec![option.into()], other: None }
    }
}

/// A date of the Gregorian calendar, as precise as the person wrote it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Date {
    year: u16,
    month: u8,
    day: u8,
}

impl Date {
    /// A year.
    pub fn year(year: u16) -> Option<Date> {
        (1000..=9999).contains(&year).then_some(Date { year, month: 0, day: 0 })
    }

    /// A month, from 1.
    pub fn month(year: u16, month: u8) -> Option<Date> {
        (1..=12).contains(&month).then_some(Date { month, ..Date::year(year)? })
    }

    /// A day that the calendar has.
    pub fn day(year: u16, month: u8, day: u8) -> Option<Date> {
        let leap = year.is_multiple_of(4) && (!year.is_multiple_of(100) || year.is_multiple_of(400));
        let last = match month {
            2 if leap => 29,
            2 => 28,
            4 | 6 | 9 | 11 => 30,
            _ => 31,
        };
        (1..=last).contains(&day).then_some(Date { day, ..Date::month(year, month)? })
    }

    /// The date without its day.
    #[must_use]
    pub fn to_month(self) -> Date {
        Date { day: 0, ..self }
    }

    /// Year, month and day; month and day where they are known.
    pub fn parts(self) -> (u16, Option<u8>, Option<u8>) {
        (self.year, (self.month > 0).then_some(self.month), (self.day > 0).then_some(self.day))
    }

    /// `2021年11月13日`, `1974年8月`, `2021年`; no leading zeros (GB/T 9704-2012, 7.3.5.4).
    pub fn to_chinese(self) -> String {
        match self.parts() {
            (year, Some(month), Some(day)) => format!("{year}年{month}月{day}日"),
            (year, Some(month), None) => format!("{year}年{month}月"),
            (year, ..) => format!("{year}年"),
        }
    }
}

impl fmt::Display for Date {
    /// ISO 8601: `2021-11-13`, `1974-08`, `2021`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self.parts() {
            (year, Some(month), Some(day)) => write!(f, "{year:04}-{month:02}-{day:02}"),
            (year, Some(month), None) => write!(f, "{year:04}-{month:02}"),
            (year, ..) => write!(f, "{year:04}"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_valid_by_construction() {
        assert_eq!(Date::day(2023, 2, 29), None);
        assert_eq!(Date::day(2024, 2, 29).unwrap().to_string(), "2024-02-29");
        assert_eq!(Date::day(1900, 2, 29), None);
        assert_eq!(Date::month(2024, 13), None);
        assert_eq!(Date::month(1974, 8).unwrap().to_chinese(), "1974年8月");
        assert_eq!(Date::year(3), None);
    }
}
