//! Who fills a box by when.

use super::*;
use crate::form::Stage;

const OFFICES: &str = "
[[field]]
id = 'name'
label = '学校名称'
type = 'text'
required = true

[[field]]
id = 'own_opinion'
label = '学校推荐意见'
type = 'opinion'
filled_by = 'school'

[[field]]
id = 'city_opinion'
label = '市级推荐意见'
type = 'opinion'
filled_by = 'city'
direct_filled_by = 'school'

[[field]]
id = 'province_opinion'
label = '省级意见'
type = 'opinion'
filled_by = 'province'

[[field]]
id = 'some_opinion'
label = '其他意见'
type = 'opinion'

[[field]]
id = 'rank'
label = '市级排序'
type = 'integer'
required = true
filled_by = 'city'

[[field]]
id = 'remark'
label = '市级备注'
type = 'text'
filled_by = 'city'

[[field]]
id = 'marks'
label = '评分'
type = 'table'
filled_by = 'reviewer'
fields = [{ id = 'item', label = '项目', type = 'text' }, { id = 'mark', label = '得分', type = 'score', required = true }]
";

fn at_stage(stage: Option<Stage>, direct: bool, values: &[(&str, Value)]) -> Vec<String> {
    let form = form(OFFICES);
    let options = CheckOptions::default().stage(stage).direct(direct);
    let mut values = values.to_vec();
    values.push(("name", "实验学校".into()));
    record(&form, &filled(&values), &options)
        .iter()
        .map(|finding| format!("{}: {}", finding.path.as_ref().unwrap(), finding.code))
        .collect()
}

#[test]
fn boxes_of_offices_are_demanded_up_to_the_stage() {
    let school = Some(Stage::School);
    for (stage, direct, expected) in [
        (None, false, vec![]),
        (None, true, vec![]),
        (school, false, vec!["own_opinion: required"]),
        (school, true, vec!["own_opinion: required", "city_opinion: required"]),
        (Some(Stage::County), false, vec!["own_opinion: required"]),
        (Some(Stage::City), false, vec!["own_opinion: required", "city_opinion: required", "rank: required"]),
        (
            Some(Stage::Province),
            false,
            vec!["own_opinion: required", "city_opinion: required", "province_opinion: required", "rank: required"],
        ),
    ] {
        assert_eq!(at_stage(stage, direct, &[]), expected, "{stage:?} {direct}");
    }
}

#[test]
fn boxes_of_later_offices_are_refused() {
    let signed = |id: &str| -> Vec<(String, Value)> {
        vec![
            (id.to_owned(), "同意推荐".into()),
            (format!("{id}_signature"), "王䶮".into()),
            (format!("{id}_date"), Value::Date(Date::day(2021, 11, 13).unwrap())),
        ]
    };
    let mut values: Vec<(String, Value)> =
        ["own_opinion", "city_opinion", "province_opinion", "some_opinion"].into_iter().flat_map(signed).collect();
    values.push(("rank".into(), number("1")));
    values.push(("remark".into(), "优先".into()));
    let values: Vec<(&str, Value)> = values.iter().map(|(id, value)| (id.as_str(), value.clone())).collect();
    for (stage, direct, expected) in [
        (None, false, vec![]),
        (
            Some(Stage::School),
            false,
            vec!["city_opinion: too_early", "province_opinion: too_early", "rank: too_early", "remark: too_early"],
        ),
        (Some(Stage::School), true, vec!["province_opinion: too_early", "rank: too_early", "remark: too_early"]),
        (Some(Stage::City), false, vec!["province_opinion: too_early"]),
        (Some(Stage::Province), false, vec![]),
    ] {
        assert_eq!(at_stage(stage, direct, &values), expected, "{stage:?} {direct}");
    }
}

#[test]
fn an_opinion_is_filled_when_it_is_signed() {
    let date = Value::Date(Date::month(2021, 11).unwrap());
    let school = Some(Stage::School);
    for (values, expected) in [
        (vec![("own_opinion", "同意".into()), ("own_opinion_date", date.clone())], vec![]),
        (vec![("own_opinion_signature", "王䶮".into()), ("own_opinion_date", date.clone())], vec![]),
        (vec![("own_opinion", "同意".into())], vec!["own_opinion: opinion_undated"]),
        (vec![("own_opinion_date", date.clone())], vec!["own_opinion: required"]),
        (
            vec![
                ("own_opinion", "同意".into()),
                ("own_opinion_date", date.clone()),
                ("city_opinion_date", date.clone()),
            ],
            vec!["city_opinion_date: too_early"],
        ),
        (
            vec![
                ("own_opinion", "同意".into()),
                ("own_opinion_date", date.clone()),
                ("city_opinion_signature", "李".into()),
            ],
            vec!["city_opinion_signature: too_early"],
        ),
    ] {
        assert_eq!(at_stage(school, false, &values), expected, "{values:?}");
    }
    // Nobody is asked for anything without a stage.
    assert_eq!(at_stage(None, false, &[("own_opinion", "同意".into())]), [""; 0]);
}

#[test]
fn what_reviewers_fill_is_refused_at_any_stage() {
    let values = [("marks[0].item", "教学".into()), ("marks[1].mark", number("9"))];
    for stage in [None, Some(Stage::School), Some(Stage::Province)] {
        let findings = at_stage(stage, false, &values);
        let of_marks: Vec<&String> = findings.iter().filter(|finding| finding.starts_with("marks")).collect();
        assert_eq!(of_marks, ["marks: not_to_fill"], "{stage:?}");
    }
}

#[test]
fn the_message_names_the_office() {
    let form = form(OFFICES);
    let values = filled(&[("name", "甲".into()), ("remark", "优先".into()), ("marks[0].mark", number("1"))]);
    let options = CheckOptions::default().stage(Some(Stage::County));
    let messages: Vec<String> =
        record(&form, &values, &options).iter().map(|finding| finding.message(Lang::Zh)).collect();
    assert_eq!(messages, ["未填写", "此栏由市级填写，报送时应留空", "此栏不用填写，应留空"]);
}
