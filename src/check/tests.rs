//! Whole records against a small form.

mod kinds;
mod stages;

use rust_decimal::Decimal;

use super::*;
use crate::document::Document;
use crate::form::{Activity, Choice, Date, Form, FormSource, Record, SharedFields, Value};
use crate::layout::Layout;
use crate::{Lang, Severity};

fn form(definition: &str) -> Form {
    let activity: Activity = toml::from_str("title = '通知'\nissuer = '教育厅'").unwrap();
    let text = format!("version = 1\ntitle = '表'\ntemplate = 'x.html'\n{definition}");
    let source = FormSource::parse("a/form", "form.toml", &text, &activity, &SharedFields::default()).unwrap();
    Form::new(source, Layout::new(Document::default()))
}

fn path(text: &str) -> FieldPath {
    text.parse().unwrap()
}

fn filled(values: &[(&str, Value)]) -> Record {
    let mut record = Record::new();
    for (at, value) in values {
        assert!(record.set(&path(at), value.clone()), "{at}");
    }
    record
}

fn number(text: &str) -> Value {
    Value::Number(text.parse().unwrap())
}

/// The findings as `path: code: message`.
fn faults(form: &Form, values: &[(&str, Value)]) -> Vec<String> {
    record(form, &filled(values), &CheckOptions::default())
        .iter()
        .map(|f| format!("{}: {}: {}", f.path.as_ref().unwrap(), f.code, f.message(Lang::Zh)))
        .collect()
}

fn typed(form: &Form, at: &str, raw: &str) -> Typed {
    value(form.field(&path(at)).unwrap(), &path(at), raw)
}

const PEOPLE: &str = "
[[field]]
id = 'name'
label = '单位名称'
type = 'text'
required = true
max_chars = 4

[[field]]
id = 'leader'
label = '负责人'
type = 'group'
fields = [
  { id = 'name', label = '姓名', type = 'text', required = true },
  { id = 'mobile', label = '手机', type = 'mobile', required = true },
  { id = 'birth', label = '出生年月', type = 'date' },
]

[[field]]
id = 'kind'
label = '推荐类型'
type = 'choice'
options = ['地市', '县区', '学校']
required = true

[[field]]
id = 'levels'
label = '学段'
type = 'choices'
options = ['小学', '初中']
open = true

[[field]]
id = 'password'
label = '密码'
type = 'integer'
sensitive = true

[[field]]
id = 'members'
label = '成员'
type = 'table'
required = true
min_rows = 2
fields = [
  { id = 'name', label = '姓名', type = 'text', required = true },
  { id = 'phone', label = '电话', type = 'phone' },
  { id = 'email', label = '邮箱', type = 'email' },
]

[[field]]
id = 'deeds'
label = '事迹'
type = 'paragraphs'
min_words = 3
max_words = 5

[[field]]
id = 'about'
label = '概况'
type = 'paragraphs'
about_words = 10
";

#[test]
fn an_empty_record_lacks_each_required_field_in_order() {
    assert_eq!(
        faults(&form(PEOPLE), &[]),
        [
            "name: required: 未填写",
            "leader.name: required: 未填写",
            "leader.mobile: required: 未填写",
            "kind: required: 未填写",
            "members: required: 未填写",
        ]
    );
}

#[test]
fn a_record_without_faults_has_no_findings() {
    let values = [
        ("name", "实验学校".into()),
        ("leader.name", "王䶮".into()),
        ("leader.mobile", "138 0000 0000".into()),
        ("leader.birth", Value::Date(Date::month(1974, 8).unwrap())),
        ("kind", Value::Choice(Choice::one("学校"))),
        ("members[0].name", "甲".into()),
        ("members[0].phone", "0371-69691767".into()),
        ("members[2].name", "乙".into()),
        ("deeds", "一二三，四".into()),
        ("about", "一二三四五六七八".into()),
    ];
    assert_eq!(faults(&form(PEOPLE), &values), [""; 0]);
}

#[test]
fn answers_are_checked_by_kind_and_limit() {
    let values = [
        ("name", "第一实验学校".into()),
        ("leader.name", " ".into()),
        ("leader.mobile", "1380000000".into()),
        ("leader.birth", "74.8".into()),
        ("kind", Value::Choice(Choice { options: vec!["地市".into(), "学校".into()], other: None })),
        ("levels", Value::Choice(Choice { options: vec!["小学".into()], other: Some("高中".into()) })),
        ("password", "pass 123".into()),
        ("members[1].phone", "123".into()),
        ("members[1].email", "a@b".into()),
        ("deeds", "一二三，四五。".into()),
        ("about", "一二三四五六七".into()),
    ];
    assert_eq!(
        faults(&form(PEOPLE), &values),
        [
            "name: max_chars: 共6个字符，超过4个字符的限制",
            "leader.name: required: 未填写",
            "leader.mobile: mobile: “1380000000”不是有效的手机号码（应为11位数字，位数不足）",
            "leader.birth: date_doubtful: 日期“74.8”按1974年8月理解，请核对",
            "kind: choice_many: 只能选一项，现选了2项：地市、学校",
            "levels: choice_other: “高中”不在所列选项中（小学、初中）",
            "password: number: “******”不是有效的数字（含有数字以外的文字）",
            "members: min_rows: 至少填写2行，现有1行",
            "members[1].name: required: 未填写",
            "members[1].phone: phone: “123”不是有效的电话号码（位数不对，固定电话应为7—8位）",
            "members[1].email: email: “a@b”不是有效的电子邮箱（@后面的域名不对）",
            "deeds: max_words: 共7字，超过5字的限制，多2字",
            "about: about_words: 共7字，要求10字左右",
        ]
    );
}

#[test]
fn about_a_number_of_words_means_within_a_fifth() {
    let form = form("[[field]]\nid = 'a'\nlabel = '概况'\ntype = 'text'\nabout_words = 10");
    for (words, far) in [(7, true), (8, false), (12, false), (13, true)] {
        assert_eq!(faults(&form, &[("a", "字".repeat(words).as_str().into())]).len(), usize::from(far), "{words}");
    }
}

#[test]
fn a_required_group_of_optional_fields_wants_one_of_them() {
    let form = form(
        "[[field]]\nid = 'g'\nlabel = '组'\ntype = 'group'\nrequired = true\nfields = [{ id = 'a', label = '甲', type = 'text' }]",
    );
    assert_eq!(faults(&form, &[]), ["g: required: 未填写"]);
    assert_eq!(faults(&form, &[("g.a", "x".into())]), [""; 0]);
}

const PLAN: &str = "
[[field]]
id = 'plan'
label = '推进计划'
type = 'table'
required = true
rows = ['2021', '2022']
footer = 'overall'
fields = [
  { id = 'year', label = '年份', type = 'text', preset = true, required = true },
  { id = 'city', label = '市州', type = 'group', fields = [
    { id = 'teachers', label = '教师', type = 'integer', required = true },
    { id = 'students', label = '学生', type = 'integer', max = 5000 },
  ] },
  { id = 'total', label = '合计', type = 'number' },
]

[[field]]
id = 'overall'
label = '总体统计'
type = 'group'
fields = [
  { id = 'total', label = '合计', type = 'number' },
  { id = 'spent', label = '支出', type = 'number' },
  { id = 'payer', label = '出资单位', type = 'text' },
  { id = 'payee', label = '收款单位', type = 'text' },
]

[[rule]]
sum = ['plan[].city.teachers', 'plan[].city.students']
equals = 'plan[].total'
each = 'rows'

[[rule]]
sum = ['plan[].total']
equals = 'overall.total'
severity = 'warning'

[[rule]]
field = 'overall.spent'
at_most = 'overall.total'

[[rule]]
field = 'plan[].city.students'
at_least = 100

[[rule]]
equal = ['overall.payer', 'overall.payee']
";

#[test]
fn printed_columns_do_not_fill_a_row() {
    let printed = [("plan[0].year", "2021".into()), ("plan[1].year", "2022".into())];
    assert_eq!(faults(&form(PLAN), &printed), ["plan: required: 未填写"]);
    let mut values = printed.to_vec();
    values.push(("plan[1].total", number("7")));
    assert_eq!(faults(&form(PLAN), &values), ["plan[1].city.teachers: required: 未填写"]);
}

#[test]
fn rules_name_their_values_and_the_row() {
    let values = [
        ("plan[0].city.teachers", number("120")),
        ("plan[0].city.students", "3,000人".into()),
        ("plan[0].total", number("3100")),
        ("plan[1].city.teachers", number("5")),
        ("plan[1].city.students", number("9000")),
        ("plan[1].total", number("9005.0")),
        ("plan[2].city.teachers", number("1")),
        ("plan[2].city.students", number("99")),
        ("overall.total", number("12000")),
        ("overall.spent", number("12000.01")),
        ("overall.payer", "教育局".into()),
        ("overall.payee", "财政局".into()),
    ];
    assert_eq!(
        faults(&form(PLAN), &values),
        [
            "plan[0].total: sum: 应为3120（120+3000），现填3100",
            "plan[1].city.students: range: 9000不在允许的范围内（0—5000）",
            "plan[2].city.students: at_least: 99低于100（规定的限度）",
            "overall.total: sum: 应为12105（3100+9005），现填12000",
            "overall.spent: at_most: 12000.01超过12000（总体统计/合计）",
            "overall.payer: equal: 现填教育局，与“总体统计/收款单位”（财政局）不一致",
        ]
    );
    let sums: Vec<Severity> = record(&form(PLAN), &filled(&values), &CheckOptions::default())
        .iter()
        .filter(|finding| finding.code == Code::Sum)
        .map(|finding| finding.severity)
        .collect();
    assert_eq!(sums, [Severity::Error, Severity::Warning]);
}

#[test]
fn a_rule_without_its_answers_is_skipped() {
    let form = form(PLAN);
    let teachers = ("plan[0].city.teachers", number("5"));
    for values in [
        // No target, no parts, a part or a target that is no number.
        vec![teachers.clone()],
        vec![("overall.total", number("5"))],
        vec![teachers.clone(), ("plan[0].city.students", "若干".into()), ("plan[0].total", number("9"))],
        vec![teachers.clone(), ("plan[0].total", "不详".into()), ("overall.spent", number("9"))],
        vec![("overall.payer", "教育局".into()), ("overall.payee", " ".into())],
    ] {
        let rules = [": sum:", ": at_most:", ": at_least:", ": equal:"];
        let breaches = faults(&form, &values);
        assert!(!breaches.iter().any(|fault| rules.iter().any(|rule| fault.contains(rule))), "{breaches:?}");
    }
    // A blank part counts as nothing.
    let values = [teachers, ("plan[0].total", number("6"))];
    assert_eq!(faults(&form, &values), ["plan[0].total: sum: 应为5（5），现填6"]);
}

#[test]
fn equal_texts_may_differ_in_width_and_spaces() {
    let values = [
        ("plan[0].city.teachers", number("1")),
        ("overall.payer", "教育局 Ａ".into()),
        ("overall.payee", "教育局A".into()),
    ];
    assert_eq!(faults(&form(PLAN), &values), [""; 0]);
}

const SCORES: &str = "
[[field]]
id = 'scores'
label = '评价指标'
type = 'table'
rows = 'indicators'
fields = [
  { id = 'first', label = '一级指标', type = 'text', preset = true },
  { id = 'second', label = '二级指标', type = 'text', preset = true },
  { id = 'own', label = '自评分', type = 'score', required = true },
]

[[indicator]]
name = '组织保障'
points = 15
item = [
  { name = '领导', points = 5, text = '有领导小组' },
  { name = '经费', points = 10, text = '有经费' },
]
";

#[test]
fn scores_keep_within_the_points_of_their_row() {
    let own = |first: &str, second: &str| vec![("scores[0].own", number(first)), ("scores[1].own", second.into())];
    let form = form(SCORES);
    assert_eq!(faults(&form, &own("5", "10分")), [""; 0]);
    assert_eq!(
        faults(&form, &own("6", "-1")),
        ["scores[0].own: range: 6不在允许的范围内（0—5）", "scores[1].own: number: “-1”不是有效的数字（不能是负数）",]
    );
    // A row is known by what is printed in it, wherever it stands.
    let moved =
        [("scores[0].first", "组织保障".into()), ("scores[0].second", "经费".into()), ("scores[0].own", number("9"))];
    assert!(!faults(&form, &moved).iter().any(|fault| fault.contains("range")));
}

#[test]
fn a_printed_row_without_score_is_missed_once_another_has_one() {
    let form = form(SCORES);
    assert_eq!(faults(&form, &[]), [""; 0]);
    assert_eq!(faults(&form, &[("scores[0].own", number("3"))]), ["scores[1].own: required: 未填写"]);
}

#[test]
fn answers_become_values_of_their_kind() {
    let (people, plan) = (form(PEOPLE), form(PLAN));
    let mobile = typed(&people, "leader.mobile", " 138 0000 0000 ");
    assert_eq!(mobile.value, Some("138 0000 0000".into()));
    assert_eq!(mobile.normal.as_deref(), Some("13800000000"));
    let birth = typed(&people, "leader.birth", "1974年8月");
    assert_eq!(birth.value, Date::month(1974, 8).map(Value::Date));
    assert_eq!(birth.normal.as_deref(), Some("1974-08"));
    let students = typed(&plan, "plan[3].city.students", "１，２００人");
    assert_eq!(students.value, Some(Value::Number(Decimal::from(1200))));
    assert_eq!(students.normal.as_deref(), Some("1200"));
    assert_eq!(typed(&people, "deeds", "一\r\n二 \n"), Typed { value: Some("一\n二".into()), ..Typed::default() });
    for blank in ["", " \u{3000}\n", "\u{200b}"] {
        assert_eq!(typed(&people, "leader.mobile", blank), Typed::default());
    }
}

#[test]
fn an_answer_of_another_kind_stays_text_with_a_finding() {
    let typed = typed(&form(PLAN), "plan[3].city.students", "约300");
    assert_eq!((typed.value, typed.normal), (Some("约300".into()), None));
    let [finding] = typed.findings.as_slice() else { panic!("one finding") };
    assert_eq!(finding.path, Some(path("plan[3].city.students")));
    assert_eq!(finding.message(Lang::En), "`约300` is not a number (expected an exact number)");
}

#[test]
fn options_are_found_in_texts() {
    let form = form(PEOPLE);
    let choice = |options: &[&str], other: Option<&str>| {
        let options = options.iter().map(|option| (*option).to_owned()).collect();
        Some(Value::Choice(Choice { options, other: other.map(str::to_owned) }))
    };
    for (at, raw, expected, codes) in [
        ("kind", " 学　校 ", choice(&["学校"], None), vec![]),
        ("kind", "学校、地市", choice(&["地市", "学校"], None), vec![Code::ChoiceMany]),
        ("kind", "幼儿园", Some("幼儿园".into()), vec![Code::ChoiceUnknown]),
        ("kind", "学校 幼儿园", Some("学校 幼儿园".into()), vec![Code::ChoiceUnknown]),
        ("levels", "初中、小学", choice(&["小学", "初中"], None), vec![]),
        ("levels", "小学、高中", choice(&["小学"], Some("高中")), vec![Code::ChoiceOther]),
        ("levels", "高中", choice(&[], Some("高中")), vec![Code::ChoiceOther]),
        ("levels", "", None, vec![]),
    ] {
        let typed = typed(&form, at, raw);
        assert_eq!(typed.value, expected, "{raw}");
        assert_eq!(typed.findings.iter().map(|finding| finding.code).collect::<Vec<_>>(), codes, "{raw}");
    }
}

#[test]
fn a_text_left_in_a_choice_is_checked_as_its_options() {
    let form = form("[[field]]\nid = 'k'\nlabel = '类型'\ntype = 'choice'\noptions = ['甲', '乙']");
    assert_eq!(faults(&form, &[("k", "乙".into())]), [""; 0]);
    assert_eq!(faults(&form, &[("k", "丙".into())]), ["k: choice_unknown: “丙”不在选项中（甲、乙）"]);
}

#[test]
fn long_answers_are_cut_in_messages() {
    let form = form("[[field]]\nid = 'n'\nlabel = '数'\ntype = 'number'");
    let [fault] = &faults(&form, &[("n", "字\n".repeat(50).as_str().into())])[..] else { panic!("one finding") };
    assert!(fault.contains("字 字") && fault.contains("…”") && fault.chars().count() < 80, "{fault}");
}

#[test]
fn findings_of_reading_and_checking_merge() {
    let form = form(PEOPLE);
    let read = typed(&form, "leader.mobile", "1380000000");
    let checked = record(&form, &filled(&[("leader.mobile", "1380000000".into())]), &CheckOptions::default());
    let merged = merge(read.findings.clone(), checked.clone());
    assert_eq!(merged.iter().filter(|finding| finding.code == Code::Mobile).count(), 1);
    assert_eq!(merged.len(), checked.len());
    assert_eq!(merged.first(), read.findings.first());
}
