//! What to do about a finding, and who can do it.

use super::{Code, Words};

/// Who can put right what a finding tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Side {
    /// Who filled the form in: the return goes back to them.
    Applicant,
    /// Who received it: they look into the file, or type something in.
    Office,
}

impl Code {
    /// What to do, in the words for who can do it ([`Code::side`]), with the
    /// gaps of the message, and for dates `{sample}`, one of the field's kind; `None` where nothing has to be done.
    pub(super) fn remedy(self) -> Option<Words> {
        let (zh, en) = match self {
            Code::TooEarly | Code::NotToFill => ("请清空此栏", "empty the box"),
            Code::Required => ("请补填", "fill it in"),
            Code::MaxWords => ("请删减到{limit}字以内", "shorten it to {limit} words (字)"),
            Code::MinWords => ("请补充到{limit}字以上", "write at least {limit} words (字)"),
            Code::AboutWords => ("请调整到{limit}字左右", "write about {limit} words (字)"),
            Code::MaxChars => ("请删减到{limit}个字符以内", "shorten it to {limit} characters"),
            Code::Mobile => ("请填写一个11位的手机号码", "give one mobile number of 11 digits"),
            Code::Phone => {
                ("请填写手机号码，或带区号的座机号码", "give a mobile number, or a landline number with its area code")
            }
            Code::Email => {
                ("请填写一个完整的电子邮箱，如 name@example.com", "give one e-mail address, as name@example.com")
            }
            Code::Url => (
                "请填写一个完整的网址，如 https://www.example.edu.cn",
                "give one web address, as https://www.example.edu.cn",
            ),
            Code::Postcode => ("请填写6位邮政编码", "give the postcode of 6 digits"),
            Code::IdNumber => ("请对照身份证填写18位号码", "copy the number of 18 characters from the card"),
            Code::IdNumberDiffers => ("请对照身份证核对", "compare both with the card"),
            Code::Ethnicity => ("请填写规范的民族名称，如“汉族”", "give the name of the ethnic group, as 汉族"),
            Code::Period | Code::PeriodDoubtful => {
                ("请按“2010.9—2015.7”或“2015.9—至今”的样式填写", "write it as 2010.9—2015.7 or 2015.9—至今")
            }
            Code::PercentDoubtful => ("请写明是百分之几，如“85%”", "write it with its sign, as 85%"),
            Code::Date => ("请按“{sample}”的样式填写", "write the date as {sample}"),
            Code::DateDoubtful => {
                ("请按“{sample}”的样式填写，年份写四位数", "write the date as {sample}, with four digits for the year")
            }
            Code::Number => ("请只填写数字", "give a number only"),
            Code::Range => ("请填写{min}—{max}之间的数", "give a number from {min} to {max}"),
            Code::ChoiceMany => ("请只保留一项", "tick one option only"),
            Code::ChoiceUnknown => ("请从所列选项中选择", "choose one of the options"),
            Code::Sum => ("请核对各项与合计", "check the parts and the total"),
            Code::AtMost => ("请核对，不应超过{limit}", "check it: no more than {limit}"),
            Code::AtLeast => ("请核对，不应低于{limit}", "check it: no less than {limit}"),
            Code::Equal => ("请核对，使两处一致", "make both the same"),
            Code::MinRows => ("请补充到{limit}行以上", "fill in at least {limit} rows"),
            Code::LabelMissing => {
                ("请使用下发的原表填写，保留这一栏", "use the form as it was handed out, with this field")
            }
            Code::Duplicate => ("请确认以哪一份为准", "say which of the two counts"),
            Code::SummaryUnplaced => ("请在“{field}”中选定一项", "tick one option of `{field}`"),
            Code::Doubtful | Code::TagConflict | Code::BadCharacter => ("请打开原件核对", "open the file and compare"),
            Code::Unplaced => ("请打开原件，看属于哪一栏", "open the file and see which field it belongs to"),
            Code::HiddenText => (
                "请取消隐藏后查看，需要的内容请移到显示的行",
                "show the rows and columns; move what counts to where it is seen",
            ),
            Code::Picture | Code::PicturePages | Code::FieldValue => {
                ("请打开原件查看，必要时录入", "open the file and type in what it shows")
            }
            Code::NumberRounded | Code::NumberCut => (
                "请把单元格格式设为“文本”，再重新填写完整的号码",
                "set the format of the cell to text and type the whole number again",
            ),
            Code::CellError => ("请改正公式，或直接填写内容", "correct the formula, or type the value itself"),
            Code::FormulaBlank => (
                "请用 Excel 或 WPS 打开文件，保存后再报送，或直接填写内容",
                "open the file in Excel or WPS and save it, or type the value itself",
            ),
            Code::ShownRounded => ("请打开原件核对", "open the file and compare"),
            Code::FormDoubtful => ("请打开原件，确认是哪一种表", "open the file and see which form it is"),
            Code::OpinionUndated => ("请看盖章件", "look at the sealed copy"),
            Code::HeadDoubtful => ("请改用表格中的栏目名称", "use the form's own label as the head"),
            Code::UnknownField => ("请核对数据中的名称", "check the name in the data"),
            Code::SummaryBlank => ("请在汇总表中填写", "fill it in in the summary"),
            Code::SummarySource => ("请打开原件核对", "open the file and compare"),
            Code::Quota => ("请按通知规定增减推荐", "recommend as many as the notice allows"),
            Code::AlreadyListed => ("请确认是否不再推荐", "see whether to leave it out"),
            Code::RosterHead | Code::RowUnused => return None,
            Code::RowOmitted => (
                "如需使用，请取消隐藏或删除线；不用的，请删去这一行",
                "show the row, or take the line through it off, if it counts; delete it if it does not",
            ),
            Code::RosterName => ("请在名单中补上名称", "write the name into the roster"),
            Code::RosterDuplicate => ("请在名单中删去重复的一行", "take one of the rows out of the roster"),
            Code::RosterValue => ("请在名单中改正", "correct it in the roster"),
            Code::RosterMatch => ("请核对是否同一单位（人）", "see whether they are the same"),
            Code::RosterDoubtful => {
                ("请核对后在名单或来件中写明全称", "write the whole name into the roster or the return")
            }
            Code::RosterTwice => ("请确认以哪一份为准", "say which of the two counts"),
            Code::NotOnRoster => ("请核对名称，或补入名单", "check the name, or add it to the roster"),
            Code::CellCut => ("需要全文时请打开原件", "open the file for the whole text"),
            Code::PageOutgrown => {
                ("如须控制在{limit}页以内，请精简此栏", "shorten it if the form has to keep to {limit} pages")
            }
            Code::GlyphMissing => (
                "请用 render、collect 的 --font-dir 指定含有这个字的字体",
                "name a folder with a font that has it by --font-dir of `render` or `collect`",
            ),
            Code::RowRepeated => ("请确认不是重复录入", "see whether it was typed twice"),
            Code::AnswerCut => {
                ("请从原件或 Word 表格中取全文", "take the whole text from the original, or from the Word form")
            }
            Code::CellTooLong => ("请删减，或改用 Word 表格", "shorten it, or make the form in Word"),
            Code::ChoiceOther | Code::PrintOnly | Code::FormVersion | Code::Copies => return None,
        };
        Some(Words { zh, en })
    }

    /// Who can put it right.
    pub fn side(self) -> Side {
        match self {
            Code::Required
            | Code::TooEarly
            | Code::NotToFill
            | Code::MaxWords
            | Code::MinWords
            | Code::AboutWords
            | Code::MaxChars
            | Code::Mobile
            | Code::Phone
            | Code::Email
            | Code::Url
            | Code::Postcode
            | Code::IdNumber
            | Code::IdNumberDiffers
            | Code::Ethnicity
            | Code::Date
            | Code::DateDoubtful
            | Code::Period
            | Code::PeriodDoubtful
            | Code::Number
            | Code::PercentDoubtful
            | Code::Range
            | Code::ChoiceMany
            | Code::ChoiceUnknown
            | Code::Sum
            | Code::AtMost
            | Code::AtLeast
            | Code::Equal
            | Code::MinRows
            | Code::PageOutgrown
            | Code::LabelMissing
            | Code::NumberRounded
            | Code::NumberCut
            | Code::CellError
            | Code::FormulaBlank
            | Code::AnswerCut
            | Code::Duplicate
            | Code::SummaryUnplaced => Side::Applicant,
            Code::OpinionUndated
            | Code::ChoiceOther
            | Code::Doubtful
            | Code::TagConflict
            | Code::Unplaced
            | Code::HiddenText
            | Code::Picture
            | Code::PicturePages
            | Code::FieldValue
            | Code::ShownRounded
            | Code::FormDoubtful
            | Code::PrintOnly
            | Code::FormVersion
            | Code::Copies
            | Code::UnknownField
            | Code::HeadDoubtful
            | Code::RowUnused
            | Code::RowOmitted
            | Code::RowRepeated
            | Code::BadCharacter
            | Code::SummaryBlank
            | Code::SummarySource
            | Code::Quota
            | Code::AlreadyListed
            | Code::RosterHead
            | Code::RosterName
            | Code::RosterDuplicate
            | Code::RosterValue
            | Code::RosterMatch
            | Code::RosterDoubtful
            | Code::RosterTwice
            | Code::NotOnRoster
            | Code::CellCut
            | Code::GlyphMissing
            | Code::CellTooLong => Side::Office,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Finding, Lang, Severity};

    /// The gaps of a text: the words in its braces.
    fn gaps(text: &str) -> Vec<&str> {
        text.split('{').skip(1).filter_map(|rest| rest.split_once('}')).map(|(name, _)| name).collect()
    }

    #[test]
    fn gaps_of_a_remedy_are_gaps_of_its_message() {
        for code in Code::ALL {
            for lang in [Lang::Zh, Lang::En] {
                let message = gaps(code.template(lang));
                let remedy = code.remedy().map(|words| words.get(lang)).unwrap_or_default();
                let samples = matches!(code, Code::Date | Code::DateDoubtful);
                let known = |gap: &&str| message.contains(gap) || (samples && *gap == "sample");
                assert!(gaps(remedy).iter().all(known), "{code}");
                assert!(!remedy.is_empty() || code.severity() == Severity::Info, "{code}");
            }
        }
    }

    #[test]
    fn a_remedy_names_the_limit() {
        let finding = Finding::new(Code::MaxWords).with("count", 2104).with("limit", 2000).with("excess", 104);
        assert_eq!(finding.remedy(Lang::Zh).as_deref(), Some("请删减到2000字以内"));
    }
}
