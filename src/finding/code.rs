//! The stable codes of findings: one table feeds messages and documentation.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use super::{Lang, Severity};

/// Makes the enum and its table from one list.
macro_rules! codes {
    ($($(#[$doc:meta])* $name:ident = $text:literal, $severity:ident, $zh:literal, $en:literal;)*) => {
        /// The kind of a finding. Codes are stable: programs may go by them.
        ///
        /// Each is explained in `docs/findings.md`.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(rename_all = "snake_case")]
        #[non_exhaustive]
        pub enum Code { $($(#[$doc])* $name,)* }

        impl Code {
            /// All codes.
            pub const ALL: &[Code] = &[$(Code::$name),*];

            /// The code as it stands in JSON.
            pub fn as_str(self) -> &'static str {
                match self { $(Code::$name => $text),* }
            }

            /// How much such a finding matters unless the form says otherwise.
            pub fn severity(self) -> Severity {
                match self { $(Code::$name => Severity::$severity),* }
            }

            /// The message, with gaps for a finding's details in braces.
            pub fn template(self, lang: Lang) -> &'static str {
                match (self, lang) {
                    $((Code::$name, Lang::Zh) => $zh, (Code::$name, Lang::En) => $en),*
                }
            }
        }
    };
}

codes! {
    /// A required field is empty.
    Required = "required", Error,
        "未填写", "is empty";
    /// A box is filled that a later office fills.
    TooEarly = "too_early", Warning,
        "此栏由{office}填写，报送时应留空", "{office} fills this box: leave it empty until then";
    /// A box is filled that nobody fills before the review.
    NotToFill = "not_to_fill", Warning,
        "此栏不用填写，应留空", "this box is not to be filled: leave it empty";
    /// An opinion without its date.
    OpinionUndated = "opinion_undated", Info,
        "意见没有日期，请确认盖章件上已写明", "the opinion has no date: make sure that it stands beside the seal";
    /// A text is longer than its limit in 字.
    MaxWords = "max_words", Error,
        "共{count}字，超过{limit}字的限制，多{excess}字", "{count} words (字), {excess} over the limit of {limit}";
    /// A text is shorter than its least length in 字.
    MinWords = "min_words", Error,
        "共{count}字，不足{limit}字，还差{missing}字", "{count} words (字), {missing} short of the minimum of {limit}";
    /// A text is far from the length that the form asks for.
    AboutWords = "about_words", Warning,
        "共{count}字，要求{limit}字左右", "{count} words (字), the form asks for about {limit}";
    /// A text has more characters than allowed.
    MaxChars = "max_chars", Error,
        "共{count}个字符，超过{limit}个字符的限制", "{count} characters, over the limit of {limit}";
    /// Not the number of a mobile phone.
    Mobile = "mobile", Error,
        "“{value}”不是有效的手机号码（{reason}）", "`{value}` is not a mobile number ({reason})";
    /// Not a telephone number.
    Phone = "phone", Error,
        "“{value}”不是有效的电话号码（{reason}）", "`{value}` is not a telephone number ({reason})";
    /// Not an e-mail address.
    Email = "email", Error,
        "“{value}”不是有效的电子邮箱（{reason}）", "`{value}` is not an e-mail address ({reason})";
    /// Not a web address.
    Url = "url", Error,
        "“{value}”不是有效的网址（{reason}）", "`{value}` is not a web address ({reason})";
    /// Not a postcode.
    Postcode = "postcode", Error,
        "“{value}”不是有效的邮政编码（{reason}）", "`{value}` is not a postcode ({reason})";
    /// Not a citizen identification number. The message never holds the number.
    IdNumber = "id_number", Error,
        "身份证号有误（{reason}）", "not a citizen identification number ({reason})";
    /// A date of birth or gender that is not the one in the identification number.
    IdNumberDiffers = "id_number_differs", Error,
        "现填{value}，与“{of}”中的{part}不一致", "is {value}, which differs from the {part} in `{of}`";
    /// No name of an ethnic group.
    Ethnicity = "ethnicity", Warning,
        "民族“{value}”请核对（{reason}）", "please check the ethnic group `{value}` ({reason})";
    /// Not a date.
    Date = "date", Error,
        "“{value}”不是有效的日期（{reason}）", "`{value}` is not a date ({reason})";
    /// A date that can be read in more than one way.
    DateDoubtful = "date_doubtful", Warning,
        "日期“{value}”按{read}理解，请核对", "date `{value}` was read as {read}: please check";
    /// Not a period.
    Period = "period", Error,
        "“{value}”不是有效的起止时间（{reason}）", "`{value}` is not a period ({reason})";
    /// A period that may have been meant otherwise.
    PeriodDoubtful = "period_doubtful", Warning,
        "“{value}”按{read}理解，请核对（{reason}）", "`{value}` was read as {read}: please check ({reason})";
    /// Not a number.
    Number = "number", Error,
        "“{value}”不是有效的数字（{reason}）", "`{value}` is not a number ({reason})";
    /// A percentage that may have been meant otherwise.
    PercentDoubtful = "percent_doubtful", Warning,
        "“{value}”按{read}%理解，请核对（{reason}）", "`{value}` was read as {read}%: please check ({reason})";
    /// A number outside its range.
    Range = "range", Error,
        "{value}不在允许的范围内（{min}—{max}）", "{value} is not in the range {min} to {max}";
    /// More than one option is ticked where one is allowed.
    ChoiceMany = "choice_many", Error,
        "只能选一项，现选了{count}项：{value}", "one option allowed, {count} are ticked: {value}";
    /// An answer that is none of the options.
    ChoiceUnknown = "choice_unknown", Error,
        "“{value}”不在选项中（{options}）", "`{value}` is none of the options ({options})";
    /// An answer outside a list that ends in 等.
    ChoiceOther = "choice_other", Info,
        "“{value}”不在所列选项中（{options}）", "`{value}` is not among the listed options ({options})";
    /// A sum does not agree with its parts.
    Sum = "sum", Error,
        "应为{expected}（{parts}），现填{value}", "should be {expected} ({parts}), but is {value}";
    /// A value is larger than another one allows.
    AtMost = "at_most", Error,
        "{value}超过{limit}（{of}）", "{value} is more than {limit} ({of})";
    /// A value is smaller than another one allows.
    AtLeast = "at_least", Error,
        "{value}低于{limit}（{of}）", "{value} is less than {limit} ({of})";
    /// Two fields that must hold the same differ.
    Equal = "equal", Error,
        "现填{value}，与“{of}”（{other}）不一致", "is {value}, which differs from `{of}` ({other})";
    /// A table has too few rows.
    MinRows = "min_rows", Error,
        "至少填写{limit}行，现有{count}行", "at least {limit} rows, {count} found";
    /// A value was read, but may be wrong.
    Doubtful = "doubtful", Warning,
        "识别结果“{value}”不确定（{reason}），请与原件核对", "`{value}` was read with doubt ({reason}): compare it with the file";
    /// The label of a field was not found in the file.
    LabelMissing = "label_missing", Warning,
        "文件中没有找到“{label}”这一栏", "`{label}` was not found in the file";
    /// A tagged place and the labels round it disagree.
    TagConflict = "tag_conflict", Warning,
        "填写位置的标记与旁边的栏目名称不一致（{other}），请核对", "the tag of the place disagrees with the label beside it ({other}): please check";
    /// Text in the file that belongs to no field.
    Unplaced = "unplaced", Warning,
        "有内容未能归入任何栏目：“{value}”", "text that belongs to no field: `{value}`";
    /// Hidden rows or columns of a workbook hold words.
    HiddenText = "hidden_text", Info,
        "隐藏的行或列中有{count}个单元格写有内容（{cells}），没有读取", "{count} cells of hidden rows or columns hold something ({cells}): not read";
    /// The file holds a picture where an answer may stand.
    Picture = "picture", Warning,
        "此处有图片，其中的内容无法识别", "there is a picture here; what it shows was not read";
    /// Pages of a PDF that show only a picture.
    PicturePages = "picture_pages", Warning,
        "第{pages}页只有图片，没有文字，其中的内容没有读取", "pages that are only a picture, so nothing on them was read: {pages}";
    /// A field of a PDF holds a value that such a field cannot have.
    FieldValue = "field_value", Warning,
        "填写框“{field}”的值“{value}”不是它可以有的值，没有读取", "the field `{field}` holds `{value}`, which no such field can have: not read";
    /// A number of which a spreadsheet has lost the last digits.
    NumberRounded = "number_rounded", Error,
        "数字超过15位，电子表格只保留前15位，后面的都变成了0", "a number of more than 15 digits: the spreadsheet has turned those behind into zeros";
    /// A number that was saved as it was shown, with an exponent.
    NumberCut = "number_cut", Error,
        "号码存成了“{value}”，后面的数字已经丢失", "saved as `{value}`: the digits behind are lost";
    /// A cell that shows an error value.
    CellError = "cell_error", Error,
        "单元格显示的是错误值“{value}”", "the cell shows the error value `{value}`";
    /// A formula whose result is not in the file.
    FormulaBlank = "formula_blank", Error,
        "单元格是公式，文件中没有保存计算结果", "the cell is a formula, and its result is not in the file";
    /// A cell that shows fewer digits than it holds.
    ShownRounded = "shown_rounded", Warning,
        "单元格显示为“{value}”，实际保存的是{exact}，按显示的读取", "the cell shows `{value}` and holds {exact}: read as shown";
    /// It is not certain which form this is.
    FormDoubtful = "form_doubtful", Warning,
        "表格类型不确定：像“{form}”（{score}），也像“{other}”（{other_score}）", "uncertain which form this is: `{form}` ({score}) or `{other}` ({other_score})";
    /// The form is only printed: it asks for nothing.
    PrintOnly = "print_only", Info,
        "《{title}》只供查阅，没有需要填写的内容", "`{title}` is only printed: there is nothing to fill in";
    /// The file was made from another version of the form.
    FormVersion = "form_version", Info,
        "文件使用的是第{found}版表格，现行为第{current}版", "the file has version {found} of the form, the current one is {current}";
    /// The file holds the form more than once.
    Copies = "copies", Info,
        "文件中有{count}份表格，这是第{copy}份", "the file holds {count} forms, this is number {copy}";
    /// A name of the data matches no field.
    UnknownField = "unknown_field", Warning,
        "表格中没有“{value}”这一项", "the form has no field `{value}`";
    /// A head of a spreadsheet that may mean several fields.
    HeadDoubtful = "head_doubtful", Warning,
        "“{head}”一列不能确定是哪一栏（{fields}），没有使用", "it is not certain which field the column `{head}` is ({fields}): not used";
    /// A row of data that is no record: a sum, a note, a heading.
    RowUnused = "row_unused", Info,
        "第{row}行不是一份数据，没有使用（{value}）", "row {row} is no record: not used ({value})";
    /// A row of a list that people do not see, or that somebody has crossed out.
    RowOmitted = "row_omitted", Warning,
        "名单第{row}行{reason}，没有使用（{value}）", "row {row} of the list is {reason}: not used ({value})";
    /// A record of the data has the name of an earlier one.
    RowRepeated = "row_repeated", Warning,
        "与第{other}行（条）的“{of}”相同：{value}", "has the same `{of}` as record {other}: {value}";
    /// A character that a file cannot hold.
    BadCharacter = "bad_character", Warning,
        "含有文件无法保存的字符（{value}），已替换", "holds a character that a file cannot hold ({value}); it was replaced";
    /// Two returns name the same applicant.
    Duplicate = "duplicate", Warning,
        "与“{other}”重复（{value}）", "repeats `{other}` ({value})";
    /// A value that the summary needs is in none of its sources.
    SummaryBlank = "summary_blank", Warning,
        "汇总表的“{column}”没有来源，需要人工填写", "the summary's `{column}` has no source and must be filled in by hand";
    /// A return that has no place in the summary.
    SummaryUnplaced = "summary_unplaced", Error,
        "没有列入汇总表：“{field}”{value}，不能确定归入哪一部分", "not in the summary: `{field}` is {value}, which does not tell its part";
    /// A value of the summary that comes from the name of a file or folder.
    SummarySource = "summary_source", Warning,
        "汇总表的“{column}”（{value}）取自{from}，请核对", "the summary's `{column}` ({value}) comes from the {from}: please check";
    /// More or fewer are recommended than the notice allows.
    Quota = "quota", Warning,
        "“{table}”共{count}个，{relation}{limit}个（通知规定：{text}）", "{count} in `{table}`, {relation} {limit} (the notice: {text})";
    /// The notice names the applicant as one that need not apply again.
    AlreadyListed = "already_listed", Warning,
        "“{value}”已在名单中（{list}：{listed}），无需重复申报", "`{value}` is listed already ({list}: {listed}) and need not apply again";
    /// A head of the roster that is no field.
    RosterHead = "roster_head", Info,
        "名单的“{head}”一列没有对应的栏目，没有使用", "the roster's column `{head}` is no field: not used";
    /// A row of the roster without a name.
    RosterName = "roster_name", Warning,
        "名单第{row}行没有名称，没有使用", "row {row} of the roster has no name: not used";
    /// The roster names somebody twice.
    RosterDuplicate = "roster_duplicate", Warning,
        "名单第{row}行与第{other}行重名（{value}）", "row {row} of the roster repeats row {other} ({value})";
    /// A value of the roster that is none of its field's type.
    RosterValue = "roster_value", Warning,
        "名单第{row}行的“{column}”有误（{value}）", "`{column}` in row {row} of the roster is wrong ({value})";
    /// A return was taken for a row of the roster by something else than its name.
    RosterMatch = "roster_match", Warning,
        "按{by}对应到名单中的“{name}”（第{row}行），请核对", "taken for `{name}` of the roster (row {row}) by its {by}: please check";
    /// Several rows of the roster fit a return, or several returns a row.
    RosterDoubtful = "roster_doubtful", Warning,
        "可能是名单中的{names}，不能确定，没有对应", "may be {names} of the roster: not certain, not matched";
    /// Two returns answer the same row of the roster.
    RosterTwice = "roster_twice", Warning,
        "与“{other}”对应到名单中的同一单位（{name}）", "answers the same row of the roster as `{other}` ({name})";
    /// A return of somebody who is not on the roster.
    NotOnRoster = "not_on_roster", Warning,
        "名单中没有“{value}”{near}", "`{value}` is not on the roster{near}";
    /// A text is longer than a cell of a workbook can hold.
    CellCut = "cell_cut", Warning,
        "内容超过单元格的上限（{limit}个字符），工作簿中已截断，全文见原件", "longer than a cell can hold ({limit} characters): cut in the workbook, whole in the file";
    /// A filled form takes more pages than the blank.
    PageOutgrown = "page_outgrown", Warning,
        "填好后共{count}页，空白表为{limit}页；此栏内容最多，比留出的地方约多{lines}行", "takes {count} pages filled in, {limit} blank; this answer needs about {lines} lines more than its box has";
    /// A character that no font has.
    GlyphMissing = "glyph_missing", Warning,
        "“{character}”（{code}）没有字体可用，PDF中印成了方框", "no font has `{character}` ({code}): the PDF shows a box";
    /// An answer is longer than a cell of the Excel form that is made of it.
    CellTooLong = "cell_too_long", Error,
        "共{count}个字符，超过 Excel 单元格的上限（{limit}个字符），后面的部分没有写入", "{count} characters, more than a cell of Excel can hold ({limit}): the rest was not written";
    /// An answer ends with our note that its end was cut off.
    AnswerCut = "answer_cut", Error,
        "末尾注明“内容过长，此处截断”，后面的部分不在文件里", "ends with the note that it was cut: the rest is not in the file";
}

impl fmt::Display for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(self.as_str())
    }
}

/// A text that is no code.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnknownCode(pub String);

impl fmt::Display for UnknownCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "`{}` is not the code of a finding", self.0)
    }
}

impl std::error::Error for UnknownCode {}

impl FromStr for Code {
    type Err = UnknownCode;
    fn from_str(text: &str) -> Result<Code, UnknownCode> {
        Code::ALL.iter().copied().find(|code| code.as_str() == text).ok_or_else(|| UnknownCode(text.to_owned()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::Finding;

    #[test]
    fn serde_and_the_table_agree() {
        for code in Code::ALL {
            assert_eq!(serde_json::to_value(code).unwrap(), code.as_str());
            assert_eq!(code.as_str().parse(), Ok(*code));
        }
    }

    #[test]
    fn both_languages_have_the_same_gaps() {
        let gaps = |text: &str| -> std::collections::BTreeSet<String> {
            text.split('{').skip(1).filter_map(|t| t.split_once('}')).map(|(name, _)| name.to_owned()).collect()
        };
        for code in Code::ALL {
            assert_eq!(gaps(code.template(Lang::Zh)), gaps(code.template(Lang::En)), "{code}");
        }
    }

    #[test]
    fn every_code_is_explained() {
        let page = include_str!("../../docs/findings.md");
        let explained: Vec<&str> =
            page.lines().filter_map(|line| line.strip_prefix("## `")?.strip_suffix('`')).collect();
        let codes: Vec<&str> = Code::ALL.iter().map(|code| code.as_str()).collect();
        assert_eq!(explained, codes, "docs/findings.md has one section for each code, in the order of the codes");
    }

    #[test]
    fn details_fill_the_gaps() {
        let finding = Finding::new(Code::MaxWords).with("count", 2104).with("limit", 2000).with("excess", 104);
        assert_eq!(finding.message(Lang::Zh), "共2104字，超过2000字的限制，多104字");
    }
}
