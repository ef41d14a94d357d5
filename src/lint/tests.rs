//! One small definition for each check: what is found, and where.

use std::borrow::Cow;
use std::collections::BTreeSet;
use std::sync::OnceLock;

use super::{Lint, LintCode, Loaded, lint};
use crate::Lang;
use crate::form::Files;

/// The files of a case. What is left empty is a form without a doubt.
#[derive(Default)]
struct Case {
    activity: &'static str,
    /// The definition from its fourth line on.
    form: &'static str,
    /// The template, within its only section.
    page: &'static str,
    /// Other files.
    more: &'static [(&'static str, &'static str)],
    /// What is found: code and place.
    found: &'static [&'static str],
}

const ACTIVITY: &str = "title = \"通知\"\n";
const HEAD: &str = "version = 1\ntitle = \"申报表\"\ntemplate = \"test/form.html\"\n";
/// A field `x` that is printed with its label.
const X: &str = "<table widths=\"30 60\"><tr><th for=\"x\"></th><td><field name=\"x\"/></td></tr></table>";

/// All cases with what is found in their files.
fn results() -> &'static [(Case, Vec<Lint>)] {
    static RESULTS: OnceLock<Vec<(Case, Vec<Lint>)>> = OnceLock::new();
    RESULTS.get_or_init(|| {
        let with_lints = |case: Case| {
            let lints = lints(&case);
            (case, lints)
        };
        cases().into_iter().map(with_lints).collect()
    })
}

/// What is found in the files of a case.
fn lints(case: &Case) -> Vec<Lint> {
    let mut forms = Files::new();
    let mut templates = Files::new();
    let mut put = |name: &str, text: String| {
        let (folder, name) = name.split_once('/').unwrap();
        let files = if folder == "forms" { &mut forms } else { &mut templates };
        files.insert(name.to_owned(), Cow::Owned(text));
    };
    put("forms/test/activity.toml", if case.activity.is_empty() { ACTIVITY } else { case.activity }.to_owned());
    put("forms/test/form.toml", format!("{HEAD}{}", case.form));
    let page = if case.page.is_empty() { "<h1>申报表</h1>" } else { case.page };
    put("templates/test/form.html", format!("<section>\n{page}\n</section>\n"));
    case.more.iter().for_each(|(name, text)| put(name, (*text).to_owned()));
    let own: BTreeSet<String> = forms
        .keys()
        .map(|name| format!("forms/{name}"))
        .chain(templates.keys().map(|name| format!("templates/{name}")))
        .collect();
    let mut lints = lint(&Loaded::new(forms, templates));
    lints.retain(|lint| own.contains(&lint.file));
    lints
}

/// Codes and places of what is found.
fn found(lints: &[Lint]) -> Vec<String> {
    let line = |lint: &Lint| lint.line.map(|line| format!(":{line}")).unwrap_or_default();
    lints.iter().map(|lint| format!("{} {}{}", lint.code, lint.file, line(lint))).collect()
}

#[rustfmt::skip]
fn cases() -> Vec<Case> {
    vec![
        Case { form: "[[field]]\nid = \"x\"\nlabel = \"学校\"\ntype = \"text\"\n", page: X, ..Case::default() },
        // What loading refuses: all of it.
        Case {
            form: "[[field]]\nid = \"x\"\nlabel = \"学校\"\ntype = \"text\"\nlenght = 3\n",
            more: &[
                ("forms/test/two.toml", "version = 1\ntitle = \"表\"\ntemplate = \"test/two.html\"\n"),
                ("templates/test/two.html", "<section>\n<table widths=\"30 30\"><tr><th for=\"a\">甲</th>\n<td><field name=\"b\"/></td></tr></table>\n\
                    <table widths=\"300\"><tr><td>乙</td></tr></table>\n\
                    <table><tbody widths=\"30 30\"><tr><td>丙</td><td/></tr></tbody><tbody widths=\"70\"><tr><td>丁</td></tr></tbody></table>\n</section>"),
                ("forms/test/three.toml", "version = 1\ntitle = \"表\"\ntemplate = \"test/three.html\"\n"),
                ("templates/test/three.html", "<section>\n{% if %}</section>"),
                ("templates/test/part.html", "{% component twice(a) %}{{ a }}{% endif %}"),
            ],
            found: &[
                "definition forms/test/form.toml:8",
                "template templates/test/part.html:1", "component_unused templates/test/part.html:1",
                "template templates/test/three.html:2",
                "template templates/test/two.html:2", "template templates/test/two.html:3",
                "template templates/test/two.html:4", "template templates/test/two.html:5",
            ],
            ..Case::default()
        },
        Case {
            form: "[[field]]\nid = \"x\"\nlabel = \"学校\"\ntype = \"txt\"\n[[field]]\nid = \"Y\"\nlabel = \"人数\"\ntype = \"integer\"\n[[rule]]\nsum = [\"z\"]\nequals = \"z\"\n",
            found: &["definition forms/test/form.toml:5", "definition forms/test/form.toml:9"],
            ..Case::default()
        },
        Case {
            form: "[[field]]\nid = \"x\"\nlabel = \"学校\"\ntype = \"text\"\n[[field]]\nid = \"y\"\nlabel = \"学　校\"\ntype = \"text\"\n\
                [[field]]\nid = \"w\"\nlabel = \"学校\"\ntype = \"text\"\n[[rule]]\nequal = [\"u\", \"v\"]\n",
            found: &["definition forms/test/form.toml:9", "definition forms/test/form.toml:13", "definition forms/test/form.toml:17", "definition forms/test/form.toml:17"],
            ..Case::default()
        },
        // A broken file is one mistake, not one of every form that needs it.
        Case {
            form: "[[field]]\nuse = \"people.name\"\n",
            more: &[("forms/shared/people.toml", "[name]\nlabel = \"姓名\"\ntyp = \"text\"\n")],
            found: &["definition forms/shared/people.toml:3"],
            ..Case::default()
        },
        Case {
            page: "{{<broken_part/>}}",
            more: &[("templates/test/part.html", "{% component broken_part() %}{% endif %}")],
            found: &["template templates/test/part.html:1"],
            ..Case::default()
        },
        // Fields and the page.
        Case {
            form: "[[field]]\nid = \"x\"\nlabel = \"学校\"\ntype = \"text\"\n[[field]]\nid = \"y\"\nlabel = \"人数\"\ntype = \"integer\"\n",
            page: X, found: &["field_not_shown forms/test/form.toml:9"], ..Case::default()
        },
        Case {
            form: "[[field]]\nid = \"x\"\nlabel = \"学校意见\"\ntype = \"opinion\"\nfilled_by = \"school\"\n",
            page: X, found: &["opinion_without_seal forms/test/form.toml:5"], ..Case::default()
        },
        Case {
            form: "[[field]]\nid = \"x\"\nlabel = \"学校\"\ntype = \"text\"\n",
            page: "<p>学校：<field name=\"x\"/></p>", found: &["label_not_printed forms/test/form.toml:5"], ..Case::default()
        },
        // The main field of a group has the group's label; a footer stands under heads.
        Case {
            form: "[[field]]\nid = \"x\"\nlabel = \"学校\"\ntype = \"group\"\nfields = [{ id = \"name\", type = \"text\" }]\n",
            page: "<p><label for=\"x\">学校：</label><field name=\"x.name\"/></p>", ..Case::default()
        },
        Case {
            form: "[[field]]\nid = \"x\"\nlabel = \"学校名称\"\ntype = \"text\"\nsynonyms = [\"校名\"]\n",
            page: "<p><label for=\"x\">单位：</label><field name=\"x\"/></p>",
            found: &["label_differs forms/test/form.toml:5"], ..Case::default()
        },
        Case {
            form: "[[field]]\nid = \"x\"\nlabel = \"学校名称\"\ntype = \"text\"\nsynonyms = [\"校名\"]\n",
            page: "<p><label for=\"x\">校　名：</label><field name=\"x\"/></p>", ..Case::default()
        },
        Case {
            form: "[[field]]\nid = \"x\"\nlabel = \"学校\"\ntype = \"text\"\nhint = \"（写全称）\"\n",
            page: X, found: &["hint_not_printed forms/test/form.toml:5"], ..Case::default()
        },
        // What nobody uses.
        Case {
            more: &[("forms/shared/test_people.toml", "[name]\nlabel = \"姓名\"\ntype = \"text\"\n")],
            found: &["shared_unused forms/shared/test_people.toml:1"], ..Case::default()
        },
        Case {
            more: &[("templates/test/old.html", "<section/>"), ("templates/test/part.html", "\n{% component lonely(a) %}{{ a }}{% endcomponent lonely %}")],
            found: &["template_unused templates/test/old.html", "component_unused templates/test/part.html:2"], ..Case::default()
        },
        // Slips of typing.
        Case { page: "<p>｛｛ year ｝｝年</p>\n<p>｛｛ year ｝｝年</p>", found: &["template templates/test/form.html:2", "wide_mark templates/test/form.html:3", "wide_mark templates/test/form.html:3"], ..Case::default() },
        Case { page: "<p>{ year }年</p>", found: &["single_brace templates/test/form.html:2"], ..Case::default() },
        Case { form: "annex = \"附件{{ year }}\"\n", found: &["literal_code forms/test/form.toml:4"], ..Case::default() },
        Case {
            more: &[("forms/test/two.toml", "version = 1\ntitle = \"{ year }年表\"\ntemplate = \"test/form.html\"\n"),
                ("forms/test/three.toml", "version = 1\ntitle = \"{{year}}年表\"\ntemplate = \"test/form.html\"\n"),
                ("forms/test/four.toml", "version = 1\ntitle = \"｛{ year }｝年表\"\ntemplate = \"test/form.html\"\n")],
            found: &["wide_mark forms/test/four.toml:2", "wide_mark forms/test/four.toml:2", "literal_code forms/test/three.toml:2", "single_brace forms/test/two.toml:2"],
            ..Case::default()
        },
        // Room.
        Case {
            form: "[[field]]\nid = \"x\"\nlabel = \"学校\"\ntype = \"text\"\n",
            page: "<table widths=\"7 60\"><tr><th for=\"x\"></th><td><field name=\"x\"/></td></tr></table>",
            found: &["narrow_column templates/test/form.html"], ..Case::default()
        },
        Case {
            page: "<table widths=\"60\"><tr height=\"200\"><td>甲</td></tr><tr height=\"15\"><td>乙</td></tr><tr height=\"10\"><td>丙</td></tr></table>",
            found: &["past_page templates/test/form.html"], ..Case::default()
        },
        // Points.
        Case {
            form: "[[indicator]]\nname = \"应用\"\npoints = 10\n[[indicator.item]]\nname = \"规划\"\npoints = 4\ntext = \"有规划\"\n[[indicator.item]]\nname = \"队伍\"\npoints = \"5.5\"\ntext = \"有队伍\"\n\
                [[indicator]]\nname = \"效果\"\npoints = 90\n[[indicator.item]]\nname = \"成绩\"\ntext = \"有成绩\"\n[total]\npoints = 99\ntext = \"合计：99分\"\n",
            found: &["points_sum forms/test/form.toml:5", "points_sum forms/test/form.toml:23"], ..Case::default()
        },
        Case {
            form: "[[indicator]]\nname = \"应用\"\npoints = 10\npoints_text = \"(20分)\"\n[[indicator.item]]\nname = \"规划\"\npoints = 10\ntext = \"有规划\"\n[total]\npoints = 10\ntext = \"合计：100分\"\n",
            found: &["points_printed forms/test/form.toml:5", "points_printed forms/test/form.toml:14"], ..Case::default()
        },
        Case {
            form: "[[indicator]]\nname = \"应用\"\npoints = 10\n[[indicator.item]]\nname = \"规划\"\n[[indicator.item.part]]\npoints = 4\ntext = \"有规划得4分\"\n[[indicator.item.part]]\npoints = 6\ntext = \"1.有队伍（2分）；2.有成绩（3分）\"\n",
            found: &["points_text forms/test/form.toml:14"], ..Case::default()
        },
        // Rules.
        Case {
            form: "[[field]]\nid = \"x\"\nlabel = \"学校\"\ntype = \"text\"\n[[rule]]\nsum = [\"x\"]\nequals = \"x\"\n[[rule]]\nfield = \"x\"\nat_most = 3\n",
            page: X,
            found: &["rule_type forms/test/form.toml:8", "rule_never forms/test/form.toml:8", "rule_type forms/test/form.toml:11"],
            ..Case::default()
        },
        Case {
            form: "[[field]]\nid = \"x\"\nlabel = \"学校\"\ntype = \"table\"\nfields = [{ id = \"a\", label = \"甲\", type = \"integer\" }, { id = \"b\", label = \"乙\", type = \"integer\" }]\n\
                [[field]]\nid = \"y\"\nlabel = \"合计\"\ntype = \"integer\"\n\
                [[rule]]\nsum = [\"x[].a\"]\nequals = \"x[].b\"\n\
                [[rule]]\nsum = [\"x[].a\"]\nequals = \"x[].b\"\neach = \"rows\"\n\
                [[rule]]\nsum = [\"x[].a\"]\nequals = \"y\"\n\
                [[rule]]\nfield = \"y\"\nat_least = \"x[].a\"\n",
            page: "<table widths=\"30 30\"><tr><th for=\"x[].a\"></th><th for=\"x[].b\"></th></tr><tr repeat=\"x\"><td><field name=\"x[].a\"/></td><td><field name=\"x[].b\"/></td></tr></table><p><label for=\"y\">合计</label><field name=\"y\"/></p>",
            found: &["rule_never forms/test/form.toml:13", "rule_never forms/test/form.toml:23"],
            ..Case::default()
        },
        // Kinds of answers.
        Case {
            form: "[[field]]\nid = \"x\"\nlabel = \"类型\"\ntype = \"choice\"\noptions = [\"甲\", \"乙\"]\n",
            page: X, found: &["choice_as_field forms/test/form.toml:5"], ..Case::default()
        },
        Case {
            form: "[[field]]\nid = \"x\"\nlabel = \"学校意见\"\ntype = \"opinion\"\n",
            page: "<table widths=\"30 60\"><tr><th for=\"x\"></th><td><field name=\"x\"/><seal name=\"x\"/></td></tr></table>",
            found: &["opinion_filled_by forms/test/form.toml:5"], ..Case::default()
        },
        Case {
            form: "[[field]]\nid = \"x\"\nlabel = \"登录密码\"\ntype = \"text\"\n",
            page: X, found: &["sensitive_missing forms/test/form.toml:5"], ..Case::default()
        },
        Case {
            form: "[[field]]\nid = \"x\"\nlabel = \"手　机\"\ntype = \"text\"\n",
            page: X, found: &["text_for_type forms/test/form.toml:5"], ..Case::default()
        },
        Case {
            form: "[[field]]\nid = \"x\"\nlabel = \"简介（500字以内）\"\ntype = \"text\"\n",
            page: X, found: &["words_unchecked forms/test/form.toml:5"], ..Case::default()
        },
        Case {
            form: "[[field]]\nid = \"x\"\nlabel = \"简介（500字以内）\"\ntype = \"text\"\nmax_words = 500\n", page: X, ..Case::default()
        },
        Case {
            form: "[[field]]\nid = \"x\"\nlabel = \"简介（500字以内）\"\ntype = \"text\"\nmax_words = 1500\n",
            page: X, found: &["words_differ forms/test/form.toml:5"], ..Case::default()
        },
        Case {
            form: "[[field]]\nid = \"x\"\nlabel = \"学校（必填）\"\ntype = \"text\"\n",
            page: X, found: &["required_differs forms/test/form.toml:5"], ..Case::default()
        },
        // Summaries.
        Case {
            form: "[[field]]\nid = \"x\"\nlabel = \"地市\"\ntype = \"text\"\n\
                [[field]]\nid = \"y\"\nlabel = \"学校\"\ntype = \"table\"\nfields = [\n  { id = \"a\", label = \"甲\", type = \"text\" },\n  { id = \"b\", label = \"乙\", type = \"text\" },\n]\n\
                [summary]\nfrom = \"form\"\n[[summary.table]]\nrows = \"y\"\ncolumns = { a = [\"#\"] }\n",
            page: "<p><label for=\"x\">地市</label><field name=\"x\"/></p><table widths=\"30 30\"><tr><th for=\"y[].a\"></th><th for=\"y[].b\"></th></tr><tr repeat=\"y\"><td><field name=\"y[].a\"/></td><td><field name=\"y[].b\"/></td></tr></table>",
            found: &["summary_no_source forms/test/form.toml:5", "summary_all_staff forms/test/form.toml:9", "summary_no_source forms/test/form.toml:14"],
            ..Case::default()
        },
        // The notice.
        Case {
            activity: "title = \"通知\"\nissued = \"2021年3月1日\"\ndeadline = \"2021-02-30\"\nsummary = \"sumary\"\n[[quota]]\ntable = \"schools\"\nat_least = 5\nat_most = 4\ntext = \"4至5个\"\n",
            found: &["activity_date forms/test/activity.toml:2", "activity_date forms/test/activity.toml:3", "summary_unknown forms/test/activity.toml:4",
                "quota_table forms/test/activity.toml:5", "quota_range forms/test/activity.toml:5"],
            ..Case::default()
        },
        Case {
            activity: "title = \"通知\"\nissued = \"2021-03-02\"\ndeadline = \"2021-03-01\"\n",
            found: &["deadline_early forms/test/activity.toml:3"], ..Case::default()
        },
        Case {
            page: "<h1>{{ year }}年申报表</h1>", found: &["year_missing templates/test/form.html:2"], ..Case::default()
        },
        Case { activity: "title = \"通知\"\nyear = 2025\n", page: "<h1>{{ year }}年申报表</h1>", ..Case::default() },
    ]
}

#[test]
fn each_check_finds_its_mistake_and_no_other() {
    let mut wrong = Vec::new();
    for (number, (case, lints)) in results().iter().enumerate() {
        let found = found(lints);
        if found != case.found {
            wrong.push(format!(
                "case {number}: {}\n  found    {found:?}\n  expected {:?}",
                case.form.replace('\n', " "),
                case.found
            ));
        }
    }
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

#[test]
fn every_code_has_a_case() {
    let cases = cases();
    let named: BTreeSet<&str> =
        cases.iter().flat_map(|case| case.found).filter_map(|found| found.split(' ').next()).collect();
    let codes: BTreeSet<&str> = LintCode::ALL.iter().map(|code| code.as_str()).collect();
    assert_eq!(named, codes);
}

#[test]
fn every_code_is_explained_with_its_severity() {
    let page = include_str!("../../docs/lint.md");
    let mut explained = Vec::new();
    let mut lines = page.lines();
    while let Some(line) = lines.next() {
        let Some(code) = line.strip_prefix("## `").and_then(|line| line.strip_suffix('`')) else { continue };
        let severity =
            lines.find(|line| !line.is_empty()).and_then(|line| line.split(" · ").nth(1)).unwrap_or_default();
        explained.push((code, severity.split('.').next().unwrap_or_default()));
    }
    let codes: Vec<(&str, &str)> =
        LintCode::ALL.iter().map(|code| (code.as_str(), code.severity().name(Lang::En))).collect();
    assert_eq!(explained, codes, "docs/lint.md has one section for each code, in the order of the codes");
}

/// The examples of the page are what lint says.
#[test]
fn the_examples_are_messages() {
    let page = include_str!("../../docs/lint.md");
    let said: BTreeSet<String> = results()
        .iter()
        .flat_map(|(_, lints)| lints)
        .flat_map(|lint| [Lang::Zh, Lang::En].map(|lang| lint.message(lang)))
        .collect();
    let examples: Vec<&str> = page.lines().filter_map(|line| line.strip_prefix("*Example.* ")).collect();
    assert_eq!(examples.len(), LintCode::ALL.len());
    for example in examples {
        for message in example.split(" / ") {
            let message = message.trim_matches('`').trim();
            // The messages of Tera and of the TOML reader run over lines or are long.
            let begins = |said: &String| {
                said == message || message.strip_suffix('…').is_some_and(|start| said.starts_with(start))
            };
            assert!(said.iter().any(begins), "no case says {message}");
        }
    }
}
