//! The stable codes of what lint says: one table feeds messages, remedies and
//! documentation.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::{Lang, Severity};

/// Makes the enum and its tables from one list.
macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $severity:ident,
        $zh:literal, $en:literal,
        $zh_remedy:literal, $en_remedy:literal;)*) => {
        /// What kind of mistake or doubt it is. Codes are stable: programs may go
        /// by them.
        ///
        /// Each is explained in `docs/lint.md`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        #[non_exhaustive]
        pub enum LintCode { $($(#[$doc])* $name,)* }

        impl LintCode {
            /// All codes.
            pub const ALL: &[LintCode] = &[$(LintCode::$name),*];

            /// The code as it stands in JSON.
            pub fn as_str(self) -> &'static str {
                match self { $(LintCode::$name => $text),* }
            }

            /// How much it matters.
            pub fn severity(self) -> Severity {
                match self { $(LintCode::$name => Severity::$severity),* }
            }

            /// The message, with gaps in braces.
            pub(super) fn message(self, lang: Lang) -> &'static str {
                match (self, lang) {
                    $((LintCode::$name, Lang::Zh) => $zh, (LintCode::$name, Lang::En) => $en),*
                }
            }

            /// What to do about it, with gaps in braces.
            pub(super) fn remedy(self, lang: Lang) -> &'static str {
                match (self, lang) {
                    $((LintCode::$name, Lang::Zh) => $zh_remedy, (LintCode::$name, Lang::En) => $en_remedy),*
                }
            }
        }
    };
}

codes! {
    /// A definition that cannot be read.
    Definition = "definition", Error,
        "定义有误：{message}", "mistake in the definition: {message}",
        "改正后这张表才能使用；写法见 docs/forms.md", "the form cannot be used before this is put right; see docs/forms.md";
    /// A template that cannot be laid out.
    Template = "template", Error,
        "模板有误：{message}", "mistake in the template: {message}",
        "改正后这张表才能使用；写法见 docs/templates.md", "the form cannot be used before this is put right; see docs/templates.md";
    /// A field that has no place on the page.
    FieldNotShown = "field_not_shown", Warning,
        "“{label}”（{path}）在版式里没有填写的位置", "`{label}` ({path}) has no place on the page",
        "在模板 templates/{template} 里加上 <field name=\"{path}\"/>，或从定义里删去这一项",
        "add <field name=\"{path}\"/> to templates/{template}, or take the field out of the definition";
    /// An opinion without lines for seal and date.
    OpinionWithoutSeal = "opinion_without_seal", Info,
        "意见栏“{label}”没有盖章和日期的位置", "the opinion `{label}` has no lines for seal and date",
        "在模板里加上 <seal name=\"{path}\"/>；原表没有印这两行的，加 added=\"true\"",
        "add <seal name=\"{path}\"/> to the template, with added=\"true\" where the notice prints no such lines";
    /// A field whose label is not printed.
    LabelNotPrinted = "label_not_printed", Warning,
        "“{label}”（{path}）的名称没有印在表上，交回的表里难以找到它",
        "the label of `{label}` ({path}) is not printed: it is hard to find in returned files",
        "在模板里加上 <th for=\"{path}\"></th> 或 <label for=\"{path}\">…</label>",
        "add <th for=\"{path}\"></th> or <label for=\"{path}\">…</label> to the template";
    /// A label that is printed in other words.
    LabelDiffers = "label_differs", Info,
        "“{label}”（{path}）在表上印作“{printed}”", "`{label}` ({path}) is printed as `{printed}`",
        "两处写成一样；如果原表就是这样，把印出的名称加进 synonyms",
        "write both alike; if the notice does print it so, add the printed words to `synonyms`";
    /// A hint that is not printed.
    HintNotPrinted = "hint_not_printed", Info,
        "“{label}”（{path}）的提示“{hint}”没有印在表上", "the hint `{hint}` of `{label}` ({path}) is not printed",
        "在模板里加上 <hint for=\"{path}\"/>，或删去 hint", "add <hint for=\"{path}\"/> to the template, or take out `hint`";
    /// A shared field that no form uses.
    SharedUnused = "shared_unused", Info,
        "共用栏目 {name} 没有表格使用", "no form uses the shared field {name}",
        "删去它，或在表格里写 use = \"{name}\"", "take it out, or write use = \"{name}\" in a form";
    /// A template that no form uses.
    TemplateUnused = "template_unused", Info,
        "没有表格使用这个模板", "no form uses this template",
        "删去它，或在表格的定义里写 template = \"{name}\"", "take it out, or write template = \"{name}\" in a definition";
    /// A component that no template calls.
    ComponentUnused = "component_unused", Info,
        "组件 {name} 没有模板使用", "no template calls the component {name}",
        "删去它，或在模板里使用", "take it out, or call it";
    /// A mark of the template language typed full-width.
    WideMark = "wide_mark", Warning,
        "全角符号“{mark}”不起作用", "the full-width `{mark}` does nothing",
        "改用半角符号 {ascii}（关闭中文输入法再输入）", "type {ascii} with the Chinese input method off";
    /// A name in single braces.
    SingleBrace = "single_brace", Warning,
        "“{mark}”只有一层花括号，会原样印在表上", "`{mark}` has single braces: it is printed as it stands",
        "写成两层花括号：{double}", "write double braces: {double}";
    /// Braces in a text that no template runs over.
    LiteralCode = "literal_code", Warning,
        "“{key}”里的 {mark} 不会被替换，会原样印在表上", "{mark} in `{key}` is not replaced: it is printed as it stands",
        "在定义里只有标题（title）可以写年份 {year}；别的文字写全", "in a definition only `title` may hold {year}: write other texts in full";
    /// A column that is narrower than a character.
    NarrowColumn = "narrow_column", Warning,
        "第{table}个表格里“{text}”的单元格宽 {width}，放不下一个字（{size}）",
        "the cell of `{text}` in table {table} is {width} wide: too narrow for one character ({size})",
        "在 widths 里加宽这一列", "make the column wider in `widths`";
    /// A form that is a little longer than its page.
    PastPage = "past_page", Info,
        "空表第{page}页只有 {excess} 的内容", "page {page} of the blank form holds only {excess}",
        "减小行高或页边距，使它少一页", "make rows or margins smaller, so that it takes a page less";
    /// Parts whose points do not make the points of their whole.
    PointsSum = "points_sum", Warning,
        "“{name}”为{points}分，各项之和为{sum}={found}分", "`{name}` has {points} points, its parts have {sum}={found}",
        "核对原件；原件如此则照印，此提示可以不管", "compare with the notice; if it is printed so, print it so and leave this warning";
    /// Printed points that are not the points.
    PointsPrinted = "points_printed", Warning,
        "“{name}”的分值是{points}分，印作“{text}”", "`{name}` has {points} points, but prints `{text}`",
        "改正 points 或印出的文字", "put `points` or the printed words right";
    /// A description that gives other points than its row has.
    PointsText = "points_text", Warning,
        "“{name}”为{points}分，但描述中给出的最多是{found}分（{text}）",
        "`{name}` has {points} points, but its description gives {found} at most ({text})",
        "核对原件；原件如此则照印，此提示可以不管", "compare with the notice; if it is printed so, print it so and leave this warning";
    /// A rule over a field that does not hold what the rule takes.
    RuleType = "rule_type", Error,
        "规则用到的“{path}”是 {type}，不能参加{what}", "a rule takes `{path}`, which is a {type}, for {what}",
        "换成数字类的栏目（integer、number、percent、score），或改正类型", "name a field that holds a number (integer, number, percent, score), or correct its type";
    /// A rule that can never be applied.
    RuleNever = "rule_never", Error,
        "规则不会起作用：{reason}", "the rule never applies: {reason}",
        "按行核对时写 each = \"rows\"；各行之和与表外栏目核对时不写", "write each = \"rows\" to compare within each row, and leave it out to compare a whole column with a field outside";
    /// A choice without boxes.
    ChoiceAsField = "choice_as_field", Info,
        "选择栏“{label}”（{path}）没有方框，表上也没有印出全部选项", "the choice `{label}` ({path}) has no boxes, and its options are not all printed",
        "用 <choice name=\"{path}\"/> 印出方框，或在表上注明可选的内容", "print boxes with <choice name=\"{path}\"/>, or the options in a note";
    /// An opinion of which nobody knows whose it is.
    OpinionFilledBy = "opinion_filled_by", Info,
        "意见栏“{label}”（{path}）没有写明由谁填写", "the opinion `{label}` ({path}) does not say who fills it",
        "加上 filled_by = \"school\"、\"county\"、\"city\" 或 \"province\"", "add filled_by = \"school\", \"county\", \"city\" or \"province\"";
    /// A column of a summary that has no source.
    SummaryNoSource = "summary_no_source", Warning,
        "汇总表的“{label}”（{path}）没有来源", "the summary's `{label}` ({path}) has no source",
        "在 [summary] 里写明来源；人工填写的写 [\"@staff\"]", "name its sources in [summary], [\"@staff\"] if it is filled in by hand";
    /// A table of a summary that takes nothing from the returns.
    SummaryAllStaff = "summary_all_staff", Warning,
        "汇总表的“{label}”没有一列来自交回的表格", "no column of the summary's `{label}` comes from the returns",
        "至少写明一列取自哪一项", "name the field of the returns for at least one column";
    /// A summary that the activity names and that is not there.
    SummaryUnknown = "summary_unknown", Error,
        "summary = “{name}”：没有这张汇总表", "summary = `{name}`: there is no such summary",
        "写成同一文件夹里含有 [summary] 的定义的文件名", "name the definition in the same folder that has a [summary]";
    /// A quota on a table that the summary does not have.
    QuotaTable = "quota_table", Error,
        "[[quota]] 的 table = “{name}”：活动的汇总表里没有这个表格", "[[quota]] table = `{name}`: the activity's summary has no such table",
        "写成汇总表里表格的 id，或删去 table", "name a table of the summary by its id, or take `table` out";
    /// A quota whose least is more than its most.
    QuotaRange = "quota_range", Error,
        "[[quota]] 的 at_least（{least}）大于 at_most（{most}）", "[[quota]] at_least ({least}) is more than at_most ({most})",
        "按通知改正", "put it right by the notice";
    /// A date of an activity that is not ISO 8601.
    ActivityDate = "activity_date", Error,
        "{key} = “{value}”不是日期", "{key} = `{value}` is not a date",
        "写成 2021-11-26 这样的日期", "write a date such as 2021-11-26";
    /// A deadline before the day of the notice.
    DeadlineEarly = "deadline_early", Warning,
        "截止日期 {deadline} 早于发文日期 {issued}", "the deadline {deadline} is before the day of the notice, {issued}",
        "按通知改正", "put it right by the notice";
    /// A title with a year in an activity without one.
    YearMissing = "year_missing", Error,
        "用到了年份，但 activity.toml 里没有 year", "the year is used, but activity.toml has no `year`",
        "在 activity.toml 里加上 year", "add `year` to activity.toml";
    /// A password or ID number that people would see.
    SensitiveMissing = "sensitive_missing", Warning,
        "“{label}”（{path}）像是不宜公开的内容，但没有 sensitive = true", "`{label}` ({path}) looks private, but is not `sensitive`",
        "加上 sensitive = true，在名单里会遮盖", "add sensitive = true, which masks it wherever people look";
    /// A text that could be checked by a type.
    TextForType = "text_for_type", Info,
        "“{label}”（{path}）的类型是 text，不会检查格式", "`{label}` ({path}) is a text: its form is not checked",
        "改为 type = \"{type}\"", "write type = \"{type}\"";
    /// A limit that the form prints and nobody checks.
    WordsUnchecked = "words_unchecked", Warning,
        "“{label}”（{path}）印着“{text}”，但没有 {key} = {number}", "`{label}` ({path}) prints `{text}`, but has no {key} = {number}",
        "加上 {key} = {number}", "add {key} = {number}";
    /// A limit that is not the printed one.
    WordsDiffer = "words_differ", Warning,
        "“{label}”（{path}）印着“{text}”，但 {key} = {limit}", "`{label}` ({path}) prints `{text}`, but has {key} = {limit}",
        "两处写成一样，以通知为准", "write both alike, as the notice has it";
    /// A field that is marked as required or optional and is not.
    RequiredDiffers = "required_differs", Warning,
        "“{label}”（{path}）印着“{text}”，但 required = {required}", "`{label}` ({path}) prints `{text}`, but has required = {required}",
        "两处写成一样，以通知为准", "write both alike, as the notice has it";
}

impl fmt::Display for LintCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}
