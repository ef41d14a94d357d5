//! The form language: what definitions may say, and what is refused where.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::borrow::Cow;

use shenbao::document::{Block, Document, Inline};
use shenbao::form::{ColumnSource, Files, FilledBy, Stage};
use shenbao::{Catalogue, FieldPath, Form, Record};

const ACTIVITY: &str = "title = \"某市教育局关于开展评选的通知\"\nyear = 2025\n";
const HEAD: &str = "version = 1\ntitle = \"申报表\"\ntemplate = \"test/form.html\"\n";

fn files(list: &[(&str, &str)]) -> Files {
    list.iter().map(|(name, text)| ((*name).to_owned(), Cow::Owned((*text).to_owned()))).collect()
}

/// A catalogue with a form of this definition and template, beside `more` files.
fn catalogue(form: &str, template: &str, more: &[(&str, &str)]) -> Result<Catalogue, String> {
    let form = format!("{HEAD}{form}");
    let mut forms = files(&[("test/activity.toml", ACTIVITY), ("test/form.toml", &form)]);
    forms.extend(files(more));
    Catalogue::with_files(forms, files(&[("test/form.html", template)])).map_err(|error| error.to_string())
}

fn form(definition: &str, template: &str, more: &[(&str, &str)]) -> Form {
    catalogue(definition, template, more).unwrap().form("test/form").unwrap().clone()
}

fn path(text: &str) -> FieldPath {
    text.parse().unwrap()
}

const EMPTY: &str = "<section><h1>申报表</h1></section>";

#[test]
fn a_used_field_takes_over_what_it_does_not_say_itself() {
    let shared = r#"
[person]
label = "负责人信息"
type = "group"
synonyms = ["负责人"]
fields = [{ use = "people.name" }, { id = "mobile", label = "手机", type = "mobile", required = true }]

[name]
label = "姓名"
type = "text"
required = true
"#;
    let definition = r#"
[[field]]
use = "people.person"
id = "contact"
label = "联系人信息"

[[field]]
use = "people.person"
fields = [{ use = "people.name", required = false }]
"#;
    let form = form(definition, EMPTY, &[("shared/people.toml", shared)]);
    let contact = form.field(&path("contact")).unwrap();
    assert_eq!(
        (contact.labels.as_slice(), contact.synonyms.as_slice()),
        (&["联系人信息".into()][..], &["负责人".into()][..])
    );
    assert!(form.field(&path("contact.name")).unwrap().required);
    assert_eq!(form.field(&path("contact.mobile")).unwrap().label(), "联系人信息/手机");
    assert!(!form.field(&path("person.name")).unwrap().required);
    assert!(form.field(&path("person.mobile")).is_none());
}

#[test]
fn mistakes_in_used_fields_have_their_own_place() {
    let cases = [
        ("use = \"people.nobody\"", "", "forms/test/form.toml:5: use = `people.nobody`: there is no such shared field"),
        ("use = \"people.a\"", "[a]\nuse = \"people.b\"\n[b]\nuse = \"people.a\"\n", "leads back to itself"),
        ("use = \"people.a\"", "[a]\nlabel = \"甲\"\ntype = \"txt\"\n", "`txt` is not a type"),
        ("use = \"people.a\"", "\n[a]\nlable = \"甲\"\n", "forms/shared/people.toml:3: unknown field `lable`"),
        ("use = \"people.a\"", "[a]\ntype = \"text\"\n", "`a` has no `label`"),
        (
            "use = \"people.a\"\nfilled_by = \"town\"",
            "[a]\ntype = \"text\"\nlabel = \"甲\"\n",
            "forms/test/form.toml:6: `town` fills nothing: expected applicant, school, county, city, province, reviewer",
        ),
    ];
    for (field, shared, expected) in cases {
        let error = catalogue(&format!("[[field]]\n{field}\n"), EMPTY, &[("shared/people.toml", shared)]).unwrap_err();
        assert!(error.contains(expected), "{field}: {error}");
    }
}

#[test]
fn who_fills_a_field_is_said_once_for_what_is_in_it() {
    let definition = r#"
[[field]]
id = "review"
label = "评审"
type = "group"
filled_by = "reviewer"
fields = [
  { id = "data", label = "应用数据", type = "paragraphs" },
  { id = "note", label = "说明", type = "text", filled_by = "applicant" },
]

[[field]]
id = "city_opinion"
label = "市级意见"
type = "opinion"
filled_by = "city"
direct_filled_by = "school"

[[field]]
id = "opinion"
label = "意见"
type = "opinion"
"#;
    let form = form(definition, EMPTY, &[]);
    let filled_by = |name: &str| form.field(&path(name)).unwrap().filled_by;
    assert_eq!(filled_by("review.data"), FilledBy::Reviewer);
    assert_eq!(filled_by("review.note"), FilledBy::Applicant);
    assert_eq!(filled_by("city_opinion_date"), FilledBy::Office(Stage::City));
    assert_eq!(form.field(&path("city_opinion_date")).unwrap().direct_filled_by, Some(FilledBy::Office(Stage::School)));
    assert_eq!(filled_by("opinion"), FilledBy::AnyOffice);
}

const RUBRIC: &str = r#"
[[indicator]]
category = "教师"
name = "空间应用"
points = 40

[[indicator.item]]
name = "备课"
points = "2.5"
text = "第一行\n第二行"

[[indicator]]
category = "教师"
name = "研修"
points_text = "(15)"

[[indicator.item]]
name = "课程学习"
[[indicator.item.part]]
text = "甲"
points = 10
[[indicator.item.part]]
text = "乙"
points = 20

[total]
points = 100
text = "合计：100分"

[[list]]
id = "schools"
title = "优秀学校"
names = ["甲校", "乙校"]
"#;

fn printed(document: &Document) -> String {
    let texts = document.blocks().map(|block| match block {
        Block::Paragraph(paragraph) => paragraph.text(),
        Block::Table(table) => table.cells().iter().map(|cell| cell.text()).collect::<Vec<_>>().join("|"),
    });
    texts.collect::<Vec<_>>().join("\n")
}

#[test]
fn a_rubric_knows_its_rows() {
    let template = r#"<section>
{% for group in indicators %}
<p>{{ group.category }} {{ group.category_rows }} {{ group.name }}{{ group.points_text }} {{ group.rows }}</p>
{% for item in group.items %}{% for part in item.parts %}
<p>{{ item.name }}{{ item.points_text }} {{ part.index }} {% for line in part.lines %}{{ line }}、{% endfor %} {{ part.points }}</p>
{% endfor %}{% endfor %}
{% endfor %}
<p>{{ total.text }} {{ total.points }}</p>
{% for list in lists %}<p>{{ list.id }} {{ list.title }} {{ list.names | join(sep="、") }}</p>{% endfor %}
</section>"#;
    let form = form(RUBRIC, template, &[]);
    assert!(form.is_print_only());
    let expected = [
        "教师 3 空间应用（40分） 1",
        "备课（2.5分） 0 第一行、第二行、 2.5",
        "教师 0 研修(15) 2",
        "课程学习 1 甲、 10",
        "课程学习 2 乙、 20",
        "合计：100分 100",
        "schools 优秀学校 甲校、乙校",
    ];
    assert_eq!(printed(&form.instantiate(&Record::new())), expected.join("\n"));
    // Lines are those of the definition, for those who look for mistakes in it.
    assert_eq!(form.indicators[0].line, 7);
    assert_eq!(form.indicators[1].items[0].parts[1].line, 26);
}

#[test]
fn an_item_has_a_text_or_parts() {
    for item in ["", "text = \"甲\"\n[[indicator.item.part]]\ntext = \"乙\""] {
        let definition = format!("[[indicator]]\nname = \"一\"\n[[indicator.item]]\nname = \"二\"\n{item}\n");
        let error = catalogue(&definition, EMPTY, &[]).unwrap_err();
        assert!(error.contains("forms/test/form.toml:7: the item 二 needs either `text` or"), "{error}");
    }
}

#[test]
fn sources_of_a_summary_are_fields_or_known_places() {
    let field = "[[field]]\nid = \"rows\"\nlabel = \"名单\"\ntype = \"table\"\nfields = [{ id = \"name\", label = \"名称\", type = \"text\" }]\n[[field]]\nid = \"city\"\nlabel = \"市\"\ntype = \"text\"\n";
    let summary = |head: &str, column: &str, more: &str| {
        format!(
            "{field}[summary]\nfrom = \"form\"\n{more}\n[summary.head]\n{head}\n[[summary.table]]\nrows = \"rows\"\ncolumns = {{ name = [{column}] }}\n"
        )
    };
    let known = form(&summary("city = [\"@roster\", \"@staff\"]", "\"city\", \"@file\", \"@folder\"", ""), EMPTY, &[]);
    let source = known.summary.unwrap();
    assert_eq!(source.head["city"], [ColumnSource::Roster, ColumnSource::Staff]);
    assert_eq!(
        source.table[0].columns["name"],
        [ColumnSource::Field(path("city")), ColumnSource::File, ColumnSource::Folder]
    );
    let cases = [
        (summary("", "\"@rooster\"", ""), "`@rooster` is no source"),
        (summary("", "\"town\"", ""), "`town` is no field of `test/form`"),
        (summary("town = [\"@staff\"]", "", ""), "`town` is no field of `test/form`"),
        (summary("city = [\"city\"]", "", ""), "a single return cannot fill the head"),
        (summary("", "", "not_in = \"awarded\""), "there is no form `test/awarded` with a [[list]]"),
    ];
    for (definition, expected) in cases {
        let error = catalogue(&definition, EMPTY, &[]).unwrap_err();
        assert!(error.contains(expected), "{expected}: {error}");
    }
}

#[test]
fn added_lines_can_be_left_out() {
    let definition = "[[field]]\nid = \"a\"\nlabel = \"市级意见\"\ntype = \"opinion\"\n[[field]]\nid = \"b\"\nlabel = \"学校意见\"\ntype = \"opinion\"\n";
    let template = r#"<section><table widths="30 100">
{{<opinion_row name="a" added={true}/>}}
{{<opinion_row name="b"/>}}
</table></section>"#;
    let form = form(definition, template, &[]);
    let lines = |form: &Form| {
        let document = form.instantiate(&Record::new());
        let cells = document.blocks().flat_map(|block| match block {
            Block::Table(table) => table.cells().to_vec(),
            Block::Paragraph(_) => Vec::new(),
        });
        let lines: Vec<String> = cells.flat_map(|cell| cell.paragraphs).map(|paragraph| paragraph.printed()).collect();
        lines.into_iter().filter(|line| !line.is_empty()).collect::<Vec<_>>()
    };
    let date = "年　　月　　日";
    assert_eq!(lines(&form), ["市级意见", "（公章）", date, "学校意见", "（公章）", date]);
    assert_eq!(lines(&form.without_added_lines()), ["市级意见", "学校意见", "（公章）", date]);
}

#[test]
fn quotas_and_applicants_are_the_notices_words() {
    let activity = "title = \"通知\"\napplicants = [\"各学校\"]\n[[quota]]\ntable = \"schools\"\nper = \"各市\"\nat_least = 4\nat_most = 5\ntext = \"各市可推荐4—5所\"\n";
    let more = [("test/activity.toml", activity)];
    let catalogue = catalogue("", EMPTY, &more).unwrap();
    let activity = catalogue.activity("test").unwrap();
    assert_eq!(activity.applicants, ["各学校"]);
    assert_eq!((activity.quotas[0].at_least, activity.quotas[0].at_most), (Some(4), Some(5)));
}

#[test]
fn a_label_without_content_prints_the_fields_own() {
    let definition = "[[field]]\nid = \"survey\"\nlabel = \"二、现状调研\"\ntype = \"group\"\nfields = [{ id = \"problems\", label = \"（二）主要问题\", type = \"paragraphs\" }]\n";
    let template = r#"<section><h2><label for="survey"/></h2><table widths="156">
{{<wide_box_row name="survey.problems"/>}}
</table></section>"#;
    let document = form(definition, template, &[]).instantiate(&Record::new());
    let printed: Vec<String> = document
        .blocks()
        .map(|block| match block {
            Block::Paragraph(paragraph) => paragraph.printed(),
            Block::Table(table) => table.cells()[0].paragraphs[0].printed(),
        })
        .collect();
    assert_eq!(printed, ["二、现状调研", "（二）主要问题"]);
}

#[test]
fn places_in_repeated_rows_have_paths_of_their_own() {
    let definition = "[[field]]\nid = \"members\"\nlabel = \"成员\"\ntype = \"table\"\nfields = [{ id = \"name\", label = \"姓名\", type = \"text\" }, { id = \"gender\", label = \"性别\", type = \"gender\" }]\n[[field]]\nid = \"head\"\nlabel = \"负责人\"\ntype = \"text\"\n";
    let template = r#"<section><table widths="30 30">
<tr repeat="members" min="2"><td><field name="members[].name"/></td><td><choice name="members[].gender"/></td></tr>
<tr><th for="head"/><td><field name="head"/></td></tr>
</table></section>"#;
    let document = form(definition, template, &[]).instantiate(&Record::new());
    let inlines = document.tables().flat_map(|t| t.cells()).flat_map(|c| &c.paragraphs).flat_map(|p| &p.inlines);
    let mut paths: Vec<String> = inlines
        .filter_map(|inline| match inline {
            Inline::Slot(slot) => Some(slot.path.to_string()),
            Inline::CheckBox(check_box) => check_box.option.as_ref().map(|(path, _)| path.to_string()),
            _ => None,
        })
        .collect();
    paths.dedup();
    assert_eq!(paths, ["members[0].name", "members[0].gender", "members[1].name", "members[1].gender", "head"]);
}
