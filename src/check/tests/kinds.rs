//! One answer of each kind, right and wrong, as a whole record meets it.

use super::*;

const CARD: &str = "
[[field]]
id = 'name'
label = '姓名'
type = 'text'

[[field]]
id = 'gender'
label = '性别'
type = 'gender'

[[field]]
id = 'ethnicity'
label = '民族'
type = 'ethnicity'

[[field]]
id = 'birth'
label = '出生年月'
type = 'year_month'

[[field]]
id = 'number'
label = '身份证号'
type = 'id_number'

[[field]]
id = 'postcode'
label = '邮编'
type = 'postcode'

[[field]]
id = 'share'
label = '开通比例'
type = 'percent'
max = 100

[[field]]
id = 'jobs'
label = '工作简历'
type = 'table'
fields = [{ id = 'period', label = '起止时间', type = 'period' }, { id = 'place', label = '单位', type = 'text' }]

[[field]]
id = 'own'
label = '自评分'
type = 'score'
max = 10
";

#[test]
fn each_kind_has_its_value_and_its_one_spelling() {
    let form = form(CARD);
    let choice = |option: &str| Value::Choice(Choice::one(option));
    for (at, raw, value, normal) in [
        ("gender", "女性", choice("女"), None),
        ("gender", "男", choice("男"), None),
        ("ethnicity", "汉", "汉".into(), Some("汉族")),
        ("birth", "1974.8", Value::Date(Date::month(1974, 8).unwrap()), Some("1974-08")),
        ("birth", "1974年8月6日", Value::Date(Date::day(1974, 8, 6).unwrap()), Some("1974-08")),
        ("number", "110105 19491231 002x", "110105 19491231 002x".into(), Some("11010519491231002X")),
        ("postcode", "４５００１８", "４５００１８".into(), Some("450018")),
        ("share", "８５.50％", number("85.5"), Some("85.5")),
        ("jobs[0].period", "2010.9—2015.7", "2010.9—2015.7".into(), Some("2010-09/2015-07")),
        ("jobs[1].period", "2018年8月起", "2018年8月起".into(), Some("2018-08/..")),
        ("own", "９/10分", number("9"), Some("9")),
    ] {
        let expected = Typed { value: Some(value), normal: normal.map(str::to_owned), findings: Vec::new() };
        assert_eq!(typed(&form, at, raw), expected, "{raw}");
    }
}

#[test]
fn what_is_none_of_its_kind_is_a_finding_with_a_reason() {
    let form = form(CARD);
    let values = [
        ("gender", "未知".into()),
        ("ethnicity", "布衣族".into()),
        ("birth", "1974年".into()),
        ("number", "110105194912310021".into()),
        ("postcode", "45001".into()),
        ("share", "0.85".into()),
        ("jobs[0].period", "2015.7—2010.9".into()),
        ("jobs[1].period", "98.9—02.7".into()),
        ("jobs[2].period", "2019.9—".into()),
        ("jobs[3].period", "2004年9月".into()),
        ("own", "9/100".into()),
    ];
    assert_eq!(
        faults(&form, &values),
        [
            "gender: choice_unknown: “未知”不在选项中（男、女）",
            "ethnicity: ethnicity: 民族“布衣族”请核对（没有这个民族名称，可能是布依族）",
            "birth: date: “1974年”不是有效的日期（只有年份，应写到月份）",
            "number: id_number: 身份证号有误（校验码不对，请逐位核对）",
            "postcode: postcode: “45001”不是有效的邮政编码（应为6位数字，位数不足；以0开头的编码，开头的0可能被电子表格去掉了）",
            "share: percent_doubtful: “0.85”按0.85%理解，请核对（不到1又没有百分号，可能是小数写法：0.85即85%）",
            "jobs[0].period: period: “2015.7—2010.9”不是有效的起止时间（结束早于开始）",
            "jobs[1].period: period_doubtful: “98.9—02.7”按1998年9月至2002年7月理解，请核对（年份只有两位）",
            "jobs[2].period: period_doubtful: “2019.9—”按2019年9月至今理解，请核对（结束时间没有填写，仍在进行的请写“至今”）",
            "jobs[3].period: period_doubtful: “2004年9月”按2004年9月理解，请核对（只有一个日期，起止时间应写成2010.9—2015.7的形式）",
            "own: number: “9/100”不是有效的数字（“/”后面的满分与表上的分值不符）",
        ]
    );
}

#[test]
fn typed_values_are_checked_like_texts() {
    let form = form(CARD);
    let values = [("birth", Value::Date(Date::year(1974).unwrap())), ("share", number("120"))];
    assert_eq!(
        faults(&form, &values),
        [
            "birth: date: “1974年”不是有效的日期（只有年份，应写到月份）",
            "share: percent_doubtful: “120”按120%理解，请核对（超过100%）",
            "share: range: 120不在允许的范围内（不限—100）",
        ]
    );
}

#[test]
fn an_identification_number_is_always_hidden() {
    let form = form(CARD);
    let field = form.field(&path("number")).unwrap();
    assert!(field.sensitive);
    for raw in ["110105194912310021", "身份证11010519491231002X", "1.10105E+17"] {
        let typed = typed(&form, "number", raw);
        let [finding] = typed.findings.as_slice() else { panic!("one finding") };
        for lang in [Lang::Zh, Lang::En] {
            assert!(!finding.message(lang).contains("1101"), "{}", finding.message(lang));
        }
        assert!(!format!("{:?}", finding.details).contains("11010"), "{:?}", finding.details);
    }
}

#[test]
fn a_score_may_repeat_the_points_of_its_row() {
    let form = form(super::SCORES);
    let (at, field) = (path("scores[1].own"), form.field(&path("scores[1].own")).unwrap());
    let ten = Some(Decimal::TEN);
    assert_eq!(value_in_row(field, &at, "9/10", ten).value, Some(number("9")));
    assert_eq!(value_in_row(field, &at, "9/10", None).findings[0].code, Code::Number);
    // Checked as a record, the row's points are known.
    assert_eq!(faults(&form, &[("scores[0].own", "5/5".into()), ("scores[1].own", "9/10".into())]), [""; 0]);
}

const PERSON: &str = "
[[field]]
id = 'people'
label = '成员'
type = 'table'
fields = [
  { id = 'number', label = '身份证号', type = 'id_number' },
  { id = 'birth', label = '出生年月', type = 'year_month' },
  { id = 'gender', label = '性别', type = 'gender' },
]

[[rule]]
id_number = 'people[].number'
birth = 'people[].birth'
gender = 'people[].gender'
";

#[test]
fn birth_and_gender_agree_with_the_identification_number() {
    let form = form(PERSON);
    // A woman who was born on 31 December 1949.
    let number = "11010519491231002X";
    let woman = Value::Choice(Choice::one("女"));
    let man = Value::Choice(Choice::one("男"));
    let date = |date: Option<Date>| Value::Date(date.unwrap());
    let birth_differs = "people[0].birth: id_number_differs: 现填";
    for (id, birth, gender, expected) in [
        (number, date(Date::day(1949, 12, 31)), &woman, vec![]),
        ("11010519491231002x", date(Date::month(1949, 12)), &woman, vec![]),
        (number, "1949年12月".into(), &"女性".into(), vec![]),
        (number, date(Date::day(1949, 12, 30)), &woman, vec![birth_differs]),
        (number, date(Date::month(1950, 1)), &woman, vec![birth_differs]),
        (number, date(Date::month(1949, 12)), &man, vec!["people[0].gender: id_number_differs: 现填男"]),
        (number, date(Date::month(1949, 1)), &man, vec![birth_differs, "people[0].gender: id_number_differs: 现填男"]),
        // A number that is none says nothing about the others.
        ("110105194912310021", date(Date::month(1950, 1)), &man, vec!["people[0].number: id_number: "]),
        ("", date(Date::month(1950, 1)), &man, vec![]),
        (number, "".into(), &"".into(), vec![]),
    ] {
        let values =
            [("people[0].number", id.into()), ("people[0].birth", birth), ("people[0].gender", gender.clone())];
        let found = faults(&form, &values);
        let agree = found.len() == expected.len() && found.iter().zip(&expected).all(|(f, e)| f.starts_with(e));
        assert!(agree, "{values:?}: {found:?}, expected {expected:?}");
        assert!(!found.iter().any(|fault| fault.contains("110105") || fault.contains("1231")), "{found:?}");
    }
}

#[test]
fn a_rule_about_an_identification_number_names_what_it_is_compared_with() {
    let activity: Activity = toml::from_str("title = '通知'\nissuer = '教育厅'").unwrap();
    let rule = "[[rule]]\nid_number = 'number'\n";
    let text = format!("version = 1\ntitle = '表'\ntemplate = 'x.html'\n{CARD}\n{rule}");
    let errors = FormSource::parse("a/form", "form.toml", &text, &activity, &SharedFields::default()).unwrap_err();
    assert!(errors[0].to_string().contains("`id_number` and `birth` or `gender`"), "{errors:?}");
}

#[test]
fn nobody_was_born_after_the_day_of_the_check() {
    let form = form(CARD);
    let values = filled(&[("number", "110105203012310050".into())]);
    let codes = |today: Option<Date>| -> Vec<Code> {
        let options = CheckOptions::default().today(today);
        record(&form, &values, &options).iter().map(|finding| finding.code).collect()
    };
    assert_eq!(codes(None), []);
    assert_eq!(codes(Date::day(2030, 12, 31)), []);
    assert_eq!(codes(Date::day(2030, 12, 30)), [Code::IdNumber]);
}

#[test]
fn the_remedy_for_a_date_shows_one_of_its_kind() {
    let form = form(
        "
        [[field]]
        id = 'birth'
        label = '出生年月'
        type = 'year_month'

        [[field]]
        id = 'day'
        label = '日期'
        type = 'date'
        ",
    );
    let remedy = |at: &str, text: &str| {
        let path: FieldPath = at.parse().unwrap();
        let findings = crate::check::value(form.field(&path).unwrap(), &path, text).findings;
        findings[0].remedy(Lang::Zh).unwrap()
    };
    assert_eq!(remedy("birth", "很久以前"), "请按“2021年11月”的样式填写");
    assert_eq!(remedy("day", "很久以前"), "请按“2021年11月13日”的样式填写");
    assert_eq!(remedy("birth", "85.3"), "请按“2021年11月”的样式填写，年份写四位数");
}
