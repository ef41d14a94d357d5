//! Mistakes that people make in definitions and templates: each is told with
//! file and line, in both languages, and keeps nobody from other forms.

#![allow(clippy::unwrap_used, clippy::expect_used)]

use std::borrow::Cow;

use shenbao::form::{CatalogueError, Files};
use shenbao::{Catalogue, Lang};

/// The files that `shenbao new` writes.
struct Pair {
    activity: String,
    form: String,
    template: String,
}

fn pair() -> Pair {
    let text =
        |text: &str| text.replace("@id@", "school/leave").replace("@title@", "请假审批表").replace("@year@", "2025");
    Pair {
        activity: text(include_str!("../src/cli/new/activity.toml")),
        form: text(include_str!("../src/cli/new/form.toml")),
        template: text(include_str!("../src/cli/new/form.html")),
    }
}

fn load(pair: &Pair) -> Catalogue {
    let files = |list: &[(&str, &str)]| -> Files {
        list.iter().map(|(name, text)| ((*name).to_owned(), Cow::Owned((*text).to_owned()))).collect()
    };
    Catalogue::load(
        files(&[("school/activity.toml", &pair.activity), ("school/leave.toml", &pair.form)]),
        files(&[("school/leave.html", &pair.template)]),
    )
}

/// The line of a text, from 1.
fn line_of(text: &str, part: &str) -> usize {
    1 + text[..text.find(part).unwrap_or_else(|| panic!("no `{part}`"))].matches('\n').count()
}

/// What is replaced by what, part of the Chinese message, and the text at whose
/// line the mistake is (that of the replacement, if empty).
type Case = (&'static str, &'static str, &'static str, &'static str);

const IN_FORMS: &[Case] = &[
    ("label = \"单位名称\"", "label = \"单位名称", "少了一个英文引号", ""),
    ("label = \"单位名称\"", "label = “单位名称”", "“ 是中文（全角）符号", ""),
    ("\"小学\", \"初中\"", "\"小学\"，\"初中\"", "， 是中文（全角）符号", ""),
    ("label = \"单位名称\"", "label ＝ \"单位名称\"", "＝ 是中文（全角）符号", ""),
    ("[[field]]\nid = \"date\"", "［［field］］\nid = \"date\"", "［ 是中文（全角）符号", ""),
    ("\"小学\"", "\"小学”", "” 是中文（全角）符号", ""),
    ("type = \"date\"", "type = date", "要加英文引号", ""),
    ("label = \"单位名称\"", "lable = \"单位名称\"", "“lable”这个键 → label", ""),
    ("type = \"date\"", "type = \"dat\"", "“dat”这种类型 → date", "id = \"date\""),
    ("label = \"填表日期\"\n", "", "date 缺少 label", "id = \"date\""),
    ("type = \"date\"\n", "", "date 缺少 type", "id = \"date\""),
    ("id = \"date\"", "id = \"name\"", "“name”重复", "id = \"name\"\nlabel = \"填表日期\""),
    ("label = \"填表日期\"", "label = \"单位名称\"", "label 相同", "id = \"date\""),
    ("label = \"单位名称\"", "label = \"单位名称\"\nlabel = \"单位\"", "重复", "label = \"单位\""),
    ("id = \"kind\"", "id = \"Kind\"", "“Kind”不能作 id → kind", ""),
    ("id = \"kind\"", "id = \"类别\"", "只能用小写英文字母", ""),
    ("options = [", "# options = [", "缺少选项", "id = \"kind\""),
    ("max_words = 500", "max_words = \"500\"", "应为整数（不加引号）", ""),
    ("required = true\nsyn", "required = \"是\"\nsyn", "应为 true 或 false", ""),
    ("filled_by = \"school\"", "filled_by = \"学校\"", "“学校”不能作填写人", ""),
    ("[[field]]\nid = \"contact\"", "[field]\nid = \"contact\"", "[[field]]", ""),
    ("version = 1", "# version = 1", "缺少 version", "#"),
    ("type = \"group\"\n", "type = \"text\"\n", "不能有 fields", "id = \"contact\""),
    (
        "filled_by = \"school\"",
        "filled_by = \"school\"\n[[rule]]\nsum = [\"a\"]\nequals = \"name\"",
        "a 不是表格的栏目",
        "sum =",
    ),
    ("filled_by = \"school\"", "filled_by = \"school\"\n[[rule]]\nfield = \"date\"", "一条规则应有", "[[rule]]"),
];

const IN_TEMPLATES: &[Case] = &[
    ("<field name=\"name\"/>", "<field name=\"nmae\"/>", "没有栏目 nmae，您是不是要 name", ""),
    ("<field name=\"name\"/></td>", "<field name=\"name\"/>", "请补上 </td>", ""),
    ("{{ form.title }}", "｛｛ form.title ｝｝", "｛｛ 是全角的", ""),
    ("<th for=\"name\">", "＜th for=\"name\"＞", "＜th 是全角的", "<tr height=\"10\">"),
    ("colspan=\"6\"", "colspan=“6”", "引号和等号用英文", ""),
    ("colspan=\"6\"", "colspan=6", "引号和等号用英文", ""),
    ("colspan=\"6\"", "colspan=\"5\"", "没有排满表宽", "<tr height=\"10\">"),
    ("colspan=\"6\"", "colspan=\"7\"", "要占8列，widths 只有7列", ""),
    ("widths=\"26 130\"", "widths=\"26 120\"", "总宽应相同", "<table"),
    ("margins=\"25 26 22 28\"", "margins=\"25 46 22 28\"", "超过了左右页边距之间的136mm", "<table"),
    ("margins=\"25 26 22 28\"", "margins=\"25 26 22\"", "应有四个", ""),
    ("rowspan=\"group\">人员", "rowspan=\"5\">人员", "rowspan=\"5\" 太长", ""),
    ("{{<box_row name", "{{<bx_row name", "没有名为“bx_row”的部件", ""),
    ("opinion_row name=\"school_opinion\"", "opinion_row", "缺少参数 name", "opinion_row"),
    ("grow=\"3\"", "gorw=\"3\"", "没有参数 gorw → grow", ""),
    ("label=\"联系人\"/>}}", "label=\"联系人\">}}", "部件应以 /> 结尾", ""),
    ("{{ form.title }}", "{{ form.title }", "是否成对", ""),
    ("{% endif %}", "", "少了 {% endif %}", "$"),
    ("{{ form.title }}", "{{ form.titel }}", "没有变量 titel → title", ""),
    ("{{ form.title }}", "{{ titel }}", "没有变量 titel", ""),
    ("<note>注", "<notes/><note>注", "这里不能用 <notes>", ""),
    ("<tr height=\"9\" repeat", "<tr hight=\"9\" repeat", "没有 hight 这个属性 → height", ""),
    ("<field name=\"date\"", "<seal name=\"date\"/><field name=\"date\"", "这个栏目不是意见", ""),
    ("<choice name=\"kind\"/>", "<choice name=\"kind\" option=\"小雪\"/>", "没有选项“小雪”", ""),
    ("<choice name=\"kind\"/>", "<choice name=\"name\"/>", "不是选择题", ""),
    ("height=\"9\" repeat", "height=\"9cm\" repeat", "应为长度", ""),
    ("repeat=\"members\"", "repeat=\"reasons\"", "这个栏目不是表", ""),
    ("<note>", "<note>&copy;", "不认识“&copy;”", ""),
];

/// The one mistake of a catalogue, which has all other forms.
fn only_mistake(pair: &Pair, case: &str) -> CatalogueError {
    let catalogue = load(pair);
    assert!(catalogue.form("school/leave").is_none(), "{case}");
    assert!(catalogue.is_broken("school/leave"), "{case}");
    assert!(catalogue.form("henan-2021/recommendation").is_some(), "{case} hides other forms");
    assert_eq!(catalogue.mistakes().len(), 1, "{case}: {:?}", catalogue.mistakes());
    catalogue.mistakes()[0].clone()
}

fn check(case: &Case, file: &str, text: &str, mistake: &CatalogueError) {
    let (_, to, said, place) = *case;
    let zh = mistake.message().get(Lang::Zh);
    assert!(zh.contains(said), "{to}: {zh}");
    let en = mistake.message().get(Lang::En);
    assert!(en.is_ascii() || en.chars().any(|c| c.is_ascii_lowercase()), "{to}: {en}");
    assert_ne!(zh, en, "{to}");
    assert_eq!(mistake.file(), file, "{to}");
    let line = match place {
        "$" => text.trim_end().lines().count() + 1,
        "" => line_of(text, to),
        place => line_of(text, place),
    };
    assert_eq!(mistake.line(), Some(line), "{to}: {zh}");
}

#[test]
fn the_pair_of_new_is_without_mistake() {
    let catalogue = load(&pair());
    assert_eq!(catalogue.mistakes(), []);
    assert!(catalogue.form("school/leave").is_some());
}

#[test]
fn mistakes_in_definitions_have_a_line_and_a_remedy() {
    for case in IN_FORMS {
        let mut pair = pair();
        assert!(pair.form.contains(case.0), "{}", case.0);
        pair.form = pair.form.replacen(case.0, case.1, 1);
        check(case, "forms/school/leave.toml", &pair.form, &only_mistake(&pair, case.1));
    }
}

#[test]
fn mistakes_in_templates_have_a_line_and_a_remedy() {
    for case in IN_TEMPLATES {
        let mut pair = pair();
        assert!(pair.template.contains(case.0), "{}", case.0);
        pair.template = pair.template.replacen(case.0, case.1, 1);
        check(case, "templates/school/leave.html", &pair.template, &only_mistake(&pair, case.1));
    }
}

#[test]
fn line_ends_and_the_mark_of_notepad_do_no_harm() {
    let plain = load(&pair()).form("school/leave").unwrap().clone();
    for change in [|text: &str| text.replace('\n', "\r\n"), |text: &str| format!("\u{feff}{text}")] {
        let Pair { activity, form, template } = pair();
        let pair = Pair { activity: change(&activity), form: change(&form), template: change(&template) };
        let catalogue = load(&pair);
        assert_eq!(catalogue.mistakes(), []);
        let form = catalogue.form("school/leave").unwrap();
        assert_eq!((&form.fields, form.layout.document()), (&plain.fields, plain.layout.document()));
    }
}

#[test]
fn a_mistake_in_the_activity_is_told_once() {
    let mut pair = pair();
    pair.activity = pair.activity.replace("year = 2025", "year = \"2025\"");
    let mistake = only_mistake(&pair, "year");
    assert_eq!(
        (mistake.file(), mistake.line()),
        ("forms/school/activity.toml", Some(line_of(&pair.activity, "year =")))
    );
    assert!(mistake.message().get(Lang::Zh).contains("应为整数"), "{mistake}");
}

#[test]
fn files_in_wrong_places_and_under_wrong_names_are_told() {
    for (name, said) in [
        ("leave.toml", "应放在活动的文件夹里"),
        ("school/a/leave.toml", "应放在活动的文件夹里"),
        ("other/leave.toml", "缺少 activity.toml"),
        ("School/leave.toml", "“School”不能作"),
        ("school/请假.toml", "“请假”不能作"),
    ] {
        let Pair { form, .. } = pair();
        let catalogue = Catalogue::load(Files::from([(name.to_owned(), Cow::Owned(form))]), Files::new());
        let [mistake] = catalogue.mistakes() else { panic!("{name}: {:?}", catalogue.mistakes()) };
        assert!(mistake.message().get(Lang::Zh).contains(said), "{mistake}");
        assert_eq!(mistake.file(), format!("forms/{name}"));
    }
}
