//! Records and forms of any kind.

use proptest::prelude::*;
use proptest::sample::Index;
use shenbao::form::{Choice, Date, Field, FieldKind, PresetRow, Value};
use shenbao::{Catalogue, Record};

/// Characters that have gone wrong in forms: common and rare Han (䶮 Ext A,
/// 𬭎 Ext E), full-width digits, XML's own, quotes, and plain ASCII.
const CHARACTERS: &[char] = &[
    '学', '校', '空', '间', '应', '用', '教', '师', '王', '䶮', '㛃', '𬭎', '，', '。', '、', '“', '”', '—', '…', '１',
    '３', '８', '&', '<', '>', '"', '\'', 'A', 'b', '7', '.', '%', '①', '℃', 'é', '\u{3000}', ' ', '·', '《', '》',
    '~',
];

fn line(longest: usize) -> BoxedStrategy<String> {
    prop::collection::vec(prop::sample::select(CHARACTERS), 1..longest)
        .prop_map(|characters| characters.into_iter().collect::<String>().trim().to_owned())
        .prop_filter("something to see", |line| line.chars().any(char::is_alphanumeric))
        .boxed()
}

fn date() -> BoxedStrategy<Date> {
    (1950u16..2030, 1u8..=12, 1u8..=28, 0u8..3)
        .prop_filter_map("a date", |(year, month, day, precision)| match precision {
            0 => Date::year(year),
            1 => Date::month(year, month),
            _ => Date::day(year, month, day),
        })
        .boxed()
}

/// A value for a field that holds one; `None` leaves it empty.
fn leaf(field: &Field) -> BoxedStrategy<Option<Value>> {
    let value = match &field.kind {
        FieldKind::Paragraphs | FieldKind::Opinion => {
            // A line that is a name would be somebody's signature.
            let line = line(60).prop_filter("no name", |line| line.chars().count() > 4);
            prop::collection::vec(line, 1..5).prop_map(|paragraphs| Value::Text(paragraphs.join("\n"))).boxed()
        }
        FieldKind::Mobile => "1[38][0-9]{9}|1[38][0-9] [0-9]{4} [0-9]{4}".prop_map(Value::Text).boxed(),
        FieldKind::Phone => "0371-[2-8][0-9]{7}|1[38][0-9]{9}".prop_map(Value::Text).boxed(),
        FieldKind::Email => "[a-z]{1,8}@[a-z]{2,8}\\.cn".prop_map(Value::Text).boxed(),
        FieldKind::Url => "https?://[a-z]{1,8}\\.edu\\.cn/[a-z?=&0-9]{0,12}".prop_map(Value::Text).boxed(),
        FieldKind::Postcode => "4[5-7][0-9]{4}".prop_map(Value::Text).boxed(),
        FieldKind::IdNumber => prop::sample::select(vec!["11010519491231002X", "11010519491231002x"])
            .prop_map(|number| Value::Text(number.to_owned()))
            .boxed(),
        FieldKind::Ethnicity => prop::sample::select(vec!["汉族", "汉", "土家族", "穿青人"])
            .prop_map(|name| Value::Text(name.to_owned()))
            .boxed(),
        FieldKind::YearMonth => {
            date().prop_filter("a month", |date| date.parts().1.is_some()).prop_map(Value::Date).boxed()
        }
        FieldKind::Period => "19[7-9][0-9]\\.[1-9]—(20[01][0-9]\\.[1-9]|至今)".prop_map(Value::Text).boxed(),
        FieldKind::Percent => (0i64..1000).prop_map(|n| Value::Number(shenbao::Decimal::new(n, 1))).boxed(),
        FieldKind::Date => date().prop_map(Value::Date).boxed(),
        FieldKind::Integer => (0u32..200_000).prop_map(|n| Value::Number(n.into())).boxed(),
        FieldKind::Number | FieldKind::Score => {
            (0i64..100).prop_map(|n| Value::Number(shenbao::Decimal::new(n, 1))).boxed()
        }
        FieldKind::Choice(options) | FieldKind::Choices(options) => {
            prop::sample::subsequence(options.list.clone(), 1..=options.list.len())
                .prop_map(|options| Value::Choice(Choice { options, other: None }))
                .boxed()
        }
        // Whoever signs writes a name: a sentence before the seal is the opinion.
        _ if field.id().ends_with("_signature") => "[王李欧䶮㛃𬭎]{2,4}".prop_map(Value::Text).boxed(),
        _ => line(12).prop_map(Value::Text).boxed(),
    };
    prop_oneof![3 => value.prop_map(Some), 1 => Just(None)].boxed()
}

/// A record of these fields.
pub fn fields(fields: &[Field]) -> BoxedStrategy<Record> {
    let mut record = Just(Record::new()).boxed();
    for field in fields {
        let id = field.id().to_owned();
        let value = match &field.kind {
            FieldKind::Group => self::fields(&field.fields).prop_map(|group| Some(Value::Group(group))).boxed(),
            FieldKind::Table(rows) if rows.fixed => printed_rows(field, &rows.preset),
            FieldKind::Table(rows) => free_rows(field, &rows.preset),
            _ => leaf(field),
        };
        record = (record, value)
            .prop_map(move |(mut record, value)| {
                if let Some(value) = value {
                    record.set_field(id.clone(), value);
                }
                record
            })
            .boxed();
    }
    record
}

/// Rows of an open table; what the form prints is one of its printed values.
fn free_rows(field: &Field, preset: &[PresetRow]) -> BoxedStrategy<Option<Value>> {
    let preset = preset.to_vec();
    let columns = field.fields.clone();
    let row = (fields(&columns), any::<Index>()).prop_map(move |(mut row, index)| {
        let answered = columns
            .iter()
            .filter(|column| !column.preset)
            .any(|column| row.field(column.id()).is_some_and(|value| !value.is_empty()));
        if !answered {
            return Record::new();
        }
        if !preset.is_empty() {
            for (id, text) in &index.get(&preset).values {
                row.set_field(id.clone(), Value::Text(text.clone()));
            }
        }
        row
    });
    prop::collection::vec(row, 0..6).prop_map(|rows| Some(Value::Rows(rows))).boxed()
}

/// Answers in some of the printed rows of an indicator table.
fn printed_rows(field: &Field, preset: &[PresetRow]) -> BoxedStrategy<Option<Value>> {
    let answers: Vec<Field> = field.fields.iter().filter(|column| !column.preset).cloned().collect();
    let rows: Vec<BoxedStrategy<Record>> = preset
        .iter()
        .map(|preset| {
            let values = preset.values.clone();
            fields(&answers)
                .prop_map(move |answers| {
                    if answers.is_empty() {
                        return Record::new();
                    }
                    let printed = values.iter().map(|(id, text)| (id.clone(), Value::Text(text.clone())));
                    printed.chain(answers.iter().map(|(id, value)| (id.to_owned(), value.clone()))).collect()
                })
                .boxed()
        })
        .collect();
    rows.prop_map(|rows| Some(Value::Rows(rows))).boxed()
}

/// Where two records differ, by path: what was read and what was written.
pub fn differences(read: &Record, written: &Record) -> Vec<(String, String, String)> {
    let (read, written) = (leaves(read, ""), leaves(written, ""));
    let paths: std::collections::BTreeSet<&String> = read.keys().chain(written.keys()).collect();
    let show = |value: Option<&Value>| value.map_or("nothing".to_owned(), |value| format!("{value:?}"));
    paths
        .into_iter()
        .filter(|path| read.get(*path) != written.get(*path))
        .map(|path| (path.clone(), show(read.get(path)), show(written.get(path))))
        .collect()
}

/// As [`differences`], for a format that does not tell blanks and line ends that
/// somebody typed from those between lines.
#[cfg(feature = "pdf")]
pub fn differences_but_blanks(read: &Record, written: &Record) -> Vec<(String, String, String)> {
    differences(&without_blanks(read), &without_blanks(written))
}

#[cfg(feature = "pdf")]
fn without_blanks(record: &Record) -> Record {
    let squeeze = |text: &str| -> String { text.chars().filter(|c| !c.is_whitespace()).collect() };
    let value = |value: &Value| match value {
        Value::Text(text) => Value::Text(squeeze(text)),
        Value::Group(group) => Value::Group(without_blanks(group)),
        Value::Rows(rows) => Value::Rows(rows.iter().map(without_blanks).collect()),
        Value::Choice(choice) => {
            Value::Choice(Choice { other: choice.other.as_deref().map(squeeze), ..choice.clone() })
        }
        other => other.clone(),
    };
    record.iter().map(|(id, inner)| (id.to_owned(), value(inner))).collect()
}

fn leaves(record: &Record, above: &str) -> std::collections::BTreeMap<String, Value> {
    let mut found = std::collections::BTreeMap::new();
    for (id, value) in record.iter() {
        let path = format!("{above}{id}");
        match value {
            Value::Group(group) => found.extend(leaves(group, &format!("{path}."))),
            Value::Rows(rows) => {
                for (index, row) in rows.iter().enumerate() {
                    found.extend(leaves(row, &format!("{path}[{index}].")));
                }
            }
            value => {
                found.insert(path, value.clone());
            }
        }
    }
    found
}

/// A form with a field of each type, as lines and as columns, since the forms
/// of notices do not have them all.
fn form_of_every_type() -> (String, String) {
    const TYPES: [(&str, &str); 17] = [
        ("text", "姓名"),
        ("mobile", "手机"),
        ("phone", "办公电话"),
        ("email", "电子邮箱"),
        ("url", "空间地址"),
        ("postcode", "邮政编码"),
        ("id_number", "身份证号"),
        ("ethnicity", "民族"),
        ("gender", "性别"),
        ("date", "填表日期"),
        ("year_month", "出生年月"),
        ("period", "起止时间"),
        ("integer", "教龄"),
        ("number", "经费"),
        ("percent", "开通比例"),
        ("score", "自评得分"),
        ("paragraphs", "主要事迹"),
    ];
    let column = |(kind, label): &(&str, &str)| format!("{{ id = '{kind}', label = '{label}', type = '{kind}' }}");
    let fields: String = TYPES
        .iter()
        .map(|(kind, label)| format!("[[field]]\nid = 'one_{kind}'\nlabel = '{label}'\ntype = '{kind}'\n"))
        .collect();
    let columns: Vec<String> = TYPES[..16].iter().map(column).collect();
    let form = format!(
        "version = 1\ntitle = '各类栏目登记表'\ntemplate = 'law/types.html'\n{fields}\
         [[field]]\nid = 'rows'\nlabel = '成员情况'\ntype = 'table'\nfields = [{}]\n",
        columns.join(", ")
    );
    let lines: String = TYPES
        .iter()
        .map(|(kind, _)| format!("<tr height=\"8\"><th for=\"one_{kind}\"/><td><field name=\"one_{kind}\"/></td></tr>"))
        .collect();
    let heads: String = TYPES[..16].iter().map(|(kind, _)| format!("<th for=\"rows[].{kind}\"/>")).collect();
    let slots: String =
        TYPES[..16].iter().map(|(kind, _)| format!("<td><field name=\"rows[].{kind}\"/></td>")).collect();
    let template = format!(
        "<section orientation=\"landscape\"><h1>各类栏目登记表</h1><table widths=\"40 180\">{lines}</table>\
         <h2>成员情况</h2><table widths=\"{}\"><tr height=\"8\">{heads}</tr>\
         <tbody><tr height=\"8\" repeat=\"rows\" min=\"2\">{slots}</tr></tbody></table></section>",
        ["14"; 16].join(" ")
    );
    (form, template)
}

/// The forms of the notices, and one with every type.
pub fn catalogue() -> Catalogue {
    let (form, template) = form_of_every_type();
    let forms = [("law/activity.toml", "title = '登记'".to_owned()), ("law/types.toml", form)];
    let templates = [("law/types.html", template)];
    let files =
        |files: Vec<(&str, String)>| files.into_iter().map(|(name, text)| (name.to_owned(), text.into())).collect();
    Catalogue::with_files(files(forms.into()), files(templates.into())).unwrap()
}
