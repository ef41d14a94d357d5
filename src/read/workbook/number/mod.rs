//! Numbers of cells as text: what a person sees, and all that is known.
//!
//! A cell shows its number by a format: `0.5` as `50%`, `27242` as `1974年8月`.
//! What is seen counts as the answer, since that was printed and signed; where
//! it tells less than the cell holds, the rest is kept as [`Damage`].

mod date;
mod decimal;
mod format;
mod section;
mod token;

pub(super) use date::Epoch;
pub(super) use decimal::decimal;
pub(super) use section::Format;

use crate::document::Damage;

/// A number as text.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct Number {
    /// What the cell shows, with all its digits where it shows an exponent.
    pub text: String,
    /// The same as data: dates as ISO 8601, no words round a number, nothing
    /// rounded. `None` where it is the same.
    pub data: Option<String>,
    /// Why the text may not be what was meant.
    pub damage: Option<Damage>,
}

/// Spreadsheets keep 15 significant digits (Excel's specifications and limits).
const DIGITS: usize = 15;

/// What has more digits than a spreadsheet keeps.
const FIRST_ROUNDED: f64 = 1e15;

/// A number as its file writes it: `0.5`, `1.38E10`, `411025197408120017`.
/// `None` for what is no number.
pub(super) fn parse(raw: &str) -> Option<f64> {
    let raw = raw.trim();
    let plain = raw.bytes().all(|b| b.is_ascii_digit() || matches!(b, b'.' | b'-' | b'+' | b'e' | b'E'));
    // `inf` and `nan` are no numbers of cells.
    raw.parse().ok().filter(|value: &f64| plain && value.is_finite())
}

/// The text of a number that no format shortens or decorates.
pub(super) fn plain(value: f64) -> Number {
    Number { text: decimal(value), data: None, damage: rounded(value) }
}

/// The text of a number that a file writes out, whatever doubles can hold.
pub(super) fn written(raw: &str, value: f64, format: &Format, epoch: Epoch) -> Number {
    match whole_digits(raw, value) {
        Some(digits) => Number { text: digits.to_owned(), ..Number::default() },
        None => format.show(value, epoch),
    }
}

/// The digits of a whole number that is longer than a spreadsheet keeps and yet
/// written out: some program made the file, and no spreadsheet has saved it
/// since. What ends in zeros from the sixteenth digit on, or equals the double,
/// may be a number that was rounded before, and is not trusted.
fn whole_digits(raw: &str, value: f64) -> Option<&str> {
    let raw = raw.trim();
    let long = raw.len() > DIGITS && raw.bytes().all(|b| b.is_ascii_digit()) && !raw.starts_with('0');
    let rounded = raw.bytes().skip(DIGITS).all(|b| b == b'0');
    (long && !rounded && raw.parse().ok().is_some_and(|digits: u128| digits != value as u128)).then_some(raw)
}

/// Tells a number whose last digits are lost.
fn rounded(value: f64) -> Option<Damage> {
    (value.abs() >= FIRST_ROUNDED).then_some(Damage::Rounded)
}

/// Tells a year and month that were typed as a number and end in `.1`:
/// `2010.10` gives the same.
pub(super) fn zero_lost(text: &str) -> Option<Damage> {
    let year = text.strip_suffix(".1")?;
    let is_year = year.len() == 4 && (year.starts_with("19") || year.starts_with("20"));
    (is_year && year.bytes().all(|b| b.is_ascii_digit())).then_some(Damage::ZeroLost)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::workbook::Text;

    fn show(code: &str, value: f64) -> (String, Option<Damage>) {
        let number = Format::of(code).show(value, Epoch::Y1900);
        (number.text, number.damage)
    }

    fn text(code: &str, value: f64) -> String {
        let (text, damage) = show(code, value);
        assert_eq!(damage, None, "{code} {value}");
        text
    }

    #[test]
    fn numbers_are_shown_as_their_formats_say() {
        for (code, value, shown) in [
            ("General", 13_800_000_001.0, "13800000001"),
            ("General", 0.1 + 0.2, "0.3"),
            ("General", -4.5, "-4.5"),
            ("", 7.0, "7"),
            ("@", 13_800_000_001.0, "13800000001"),
            ("0.00E+00", 13_800_000_001.0, "13800000001"),
            ("0%", 0.5, "50%"),
            ("0.0%", 0.5, "50.0%"),
            ("0.00", 85.5, "85.50"),
            ("#,##0", 1_234_567.0, "1234567"),
            ("#,##0.00", 1_234.5, "1234.50"),
            ("#,##0\"元\"", 1_234.5e3, "1,234,500元"),
            ("000000", 10_010.0, "010010"),
            ("0\"人\"", 120.0, "120人"),
            ("General\"人\"", 120.0, "120人"),
            ("\"¥\"#,##0.00_);[Red](\"¥\"#,##0.00)", 99.0, "¥99.00"),
            ("[$¥-804]#,##0", 99.0, "¥99"),
            ("000\\-0000\\-0000", 13_800_000_001.0, "138-0000-0001"),
            ("000-0000-0000", 13_800_000_001.0, "138-0000-0001"),
            ("0.0", -0.5, "-0.5"),
            ("#", 0.0, ""),
            ("#.##", 2.0, "2"),
            ("0_ ", 3.0, "3"),
            ("0;-0;\"-\"", 0.0, "0"),
            ("[DBNum1][$-804]General", 12.0, "12"),
            ("[>=1]0;0.0", 2.0, "2"),
            ("[>=1]0;0.0", 0.5, "0.5"),
            ("[>=1]0;0.0", -0.5, "-0.5"),
            ("0.00;-0.00", -1.5, "-1.50"),
            ("0.00_);(0.00)", -1.5, "-1.50"),
            ("General;[Red]-General", -1.5, "-1.5"),
            ("_ * #,##0_ ;_ * -#,##0_ ;_ * \"-\"??_ ;_ @_ ", 0.0, "0"),
            ("0.0;[<-5]\"低\";0", 0.0, "0"),
        ] {
            assert_eq!(text(code, value), shown, "{code}");
        }
    }

    #[test]
    fn what_is_seen_is_rounded_and_the_rest_is_kept() {
        for (code, value, shown, exact) in [
            ("0.0", 85.333_333_333_333_3, "85.3", "85.3333333333333"),
            ("0", 0.85, "1", "0.85"),
            ("0%", 0.125, "13%", "12.5%"),
            ("0.00", 1.005, "1.01", "1.005"),
            ("yyyy\"年\"m\"月\"", 27_256.0, "1974年8月", "1974-08-15"),
            ("[=1]\"男\";[=2]\"女\"", 1.0, "男", "1"),
            ("[=1]\"男\";[=2]\"女\"", 2.0, "女", "2"),
            ("[<60]\"不合格\";[<85]\"合格\";\"优秀\"", 84.0, "合格", "84"),
            ("[<60]\"不合格\";[<85]\"合格\";\"优秀\"", 85.0, "优秀", "85"),
            ("0!.0,\"万\"", 15_000.0, "1.5万", "15000"),
            ("0.00,", 1_500.0, "1.50", "1500"),
            ("#,##0.0,,\"百万\"", 2_500_000_000.0, "2,500.0百万", "2500000000"),
            ("0;[Red]0", -5.0, "5", "-5"),
            ("0;\"无\"", -5.0, "无", "-5"),
        ] {
            assert_eq!(show(code, value), (shown.into(), Some(Damage::Shown { exact: exact.into() })), "{code}");
        }
    }

    #[test]
    fn what_no_section_shows_is_a_doubt() {
        for (code, value, kept) in [
            ("[=1]\"男\";[=2]\"女\"", 3.0, "3"),
            (";;;", 7.0, "7"),
            ("0;-0;;@", 0.0, "0"),
            ("# ?/?", 0.5, "0.5"),
            ("[mm]", 1.5, "1.5"),
        ] {
            assert_eq!(show(code, value), (kept.into(), Some(Damage::Format)), "{code}");
        }
    }

    #[test]
    fn a_text_is_shown_by_its_section() {
        let shown = |code: &str| {
            let text =
                Format::of(code).show_text(Text { struck: std::iter::once(0..3).collect(), ..Text::of("育新") });
            (text.text.to_string(), text.struck.to_vec(), text.damage)
        };
        for code in ["@", "General", "0.00", "yyyy/m/d;@", "_ * #,##0_ ;_ * -#,##0_ ;_ * \"-\"??_ ;_ @_ "] {
            assert_eq!(shown(code), ("育新".into(), std::iter::once(0..3).collect(), None), "{code}");
        }
        assert_eq!(shown("@\"小学\"").0, "育新小学");
        assert_eq!(shown("0;0;0;\"市\"@"), ("市育新".into(), std::iter::once(3..6).collect(), None));
        assert_eq!(shown(";;;").2, Some(Damage::Format));
        assert_eq!((shown(";;;").0.as_str(), shown("0;0;0;\"略\"").0.as_str()), ("育新", "略"));
        assert_eq!(shown("0;0;0;\"略\"").2, Some(Damage::Shown { exact: "育新".into() }));
    }

    #[test]
    fn digits_that_are_lost_are_told() {
        assert_eq!(show("General", 411_025_197_408_120_000.0).1, Some(Damage::Rounded));
        assert_eq!(show("0", 411_025_197_408_120_000.0), ("411025197408120000".into(), Some(Damage::Rounded)));
        assert_eq!(show("General", 999_999_999_999_999.0).1, None);
        assert_eq!(show("General", 2010.1).1, Some(Damage::ZeroLost));
        assert_eq!(show("0.00", 2010.1), ("2010.10".into(), None));
        assert_eq!(show("General", 3010.1).1, None);
        assert_eq!(show("General", 2010.11).1, None);
    }

    #[test]
    fn digits_that_a_file_writes_out_are_kept() {
        let read = |raw: &str| written(raw, parse(raw).unwrap(), &Format::default(), Epoch::Y1900);
        assert_eq!(read("411025197408120017").text, "411025197408120017");
        assert_eq!(read("411025197408120017").damage, None);
        // What a double gives when it is written out.
        for raw in ["4.1102519740812E17", "411025197408120000", "411025197408120000.0", "522622198609173000"] {
            assert_eq!(read(raw).damage, Some(Damage::Rounded), "{raw}");
        }
        assert_eq!(parse("1.38E10"), Some(1.38e10));
        for raw in ["", "abc", "inf", "NaN", "1e999", "0x10", "1 2"] {
            assert_eq!(parse(raw), None, "{raw}");
        }
    }

    #[test]
    fn dates_are_shown_in_the_order_of_year_month_day() {
        for (code, value, shown, data) in [
            ("yyyy\"年\"m\"月\"", 27_242.0, "1974年8月", "1974-08-01"),
            ("yyyy年m月d日", 44_503.0, "2021年11月3日", "2021-11-03"),
            ("[$-F800]dddd\\,\\ mmmm\\ dd\\,\\ yyyy", 44_503.0, "2021-11-03", "2021-11-03"),
            ("[DBNum1][$-804]yyyy\"年\"m\"月\"d\"日\"", 44_503.0, "2021年11月3日", "2021-11-03"),
            ("yyyy/m/d", 44_503.0, "2021/11/3", "2021-11-03"),
            ("yyyy\\-mm\\-dd", 44_503.0, "2021-11-03", "2021-11-03"),
            ("yyyy.mm", 27_242.0, "1974.08", "1974-08-01"),
            ("mmm-yy", 27_242.0, "1974-08", "1974-08-01"),
            ("m\"月\"d\"日\"", 44_503.0, "2021年11月3日", "2021-11-03"),
            ("d/m/yyyy", 44_503.0, "2021/11/3", "2021-11-03"),
            ("yyyy", 44_197.0, "2021", "2021-01-01"),
            ("yyyy/m/d h:mm", 44_503.5, "2021/11/3 12:00", "2021-11-03 12:00"),
            ("h:mm", 0.354_166_666_666_667, "8:30", "8:30"),
            ("[$-804]aaaa", 44_503.0, "2021-11-3", "2021-11-03"),
            ("h:mm:ss AM/PM", 0.354_178_240_740_741, "8:30:01", "8:30:01"),
            ("[h]:mm", 1.5, "36:00", "1.5"),
        ] {
            let number = Format::of(code).show(value, Epoch::Y1900);
            assert_eq!((number.text.as_str(), number.data.as_deref().unwrap_or(&number.text)), (shown, data), "{code}");
        }
        let format = Format::of("yyyy/m/d");
        assert_eq!(format.show(43_041.0, Epoch::Y1904).text, "2021/11/3");
        assert_eq!(format.show(59.0, Epoch::Y1900).text, "1900/2/28");
        assert_eq!(format.show(61.0, Epoch::Y1900).text, "1900/3/1");
        for value in [-1.0, 3e6, 1e300] {
            assert_eq!(format.show(value, Epoch::Y1900).text, decimal(value), "no date");
        }
    }

    #[test]
    fn built_in_formats_are_known_by_their_numbers() {
        let shown = |id: u16, value: f64| Format::built_in(id).map(|format| format.show(value, Epoch::Y1900).text);
        assert_eq!(shown(9, 0.5).as_deref(), Some("50%"));
        assert_eq!(shown(14, 44_503.0).as_deref(), Some("2021/11/3"));
        assert_eq!(shown(31, 44_503.0).as_deref(), Some("2021年11月3日"));
        assert_eq!(shown(57, 27_242.0).as_deref(), Some("1974年8月"));
        assert_eq!(shown(200, 1.0), None);
    }

    #[test]
    fn no_format_code_makes_trouble() {
        for code in ["\"", "[", "[$", "\\", "_", "*", ";;;", "0;;;", "[h", "y\"", "0.0.0.0", "%%%", "E+", "\u{0}", "年"]
        {
            for value in [0.0, -1.5, 1e300, -1e-300, 44_503.25] {
                let _ = Format::of(code).show(value, Epoch::Y1900);
            }
        }
    }
}
