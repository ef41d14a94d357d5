//! What to do about a finding.

use super::{Code, Severity, Words};

impl Code {
    /// What the person who hands the form in can do; `None` where the message
    /// says it already. `docs/findings.md` has more.
    pub fn remedy(self) -> Option<Words> {
        let (zh, en) = match self {
            Code::Required => ("请填写；确实没有的，按要求写“无”", "fill it in; write 无 where nothing applies"),
            Code::MaxWords | Code::MaxChars => ("请删减", "shorten it"),
            Code::MinWords => ("请补充", "write more"),
            Code::AboutWords => ("请调整到要求的字数左右", "bring it nearer to the number asked for"),
            Code::Mobile => ("请填写11位手机号码，如 13812345678", "write the 11 digits, as 13812345678"),
            Code::Phone => (
                "请填写手机，或带区号的固定电话，如 0373-1234567",
                "write a mobile number, or a landline with its area code, as 0373-1234567",
            ),
            Code::Email => ("请填写完整的电子邮箱，如 name@example.cn", "write the whole address, as name@example.cn"),
            Code::Url => {
                ("请填写完整的网址，如 https://www.example.cn", "write the whole address, as https://www.example.cn")
            }
            Code::Date | Code::DateDoubtful => ("请写成 2021年11月13日 的形式", "write it as 2021年11月13日"),
            Code::Number => ("请只填写数字", "write only the number"),
            Code::Range | Code::AtMost | Code::AtLeast => ("请核对数字", "check the number"),
            Code::ChoiceMany => ("请只保留一项", "tick one only"),
            Code::ChoiceUnknown => ("请按表上所列的选项填写", "use one of the options that the form prints"),
            Code::Sum => ("请核对各项与合计", "check the parts and the total"),
            Code::Equal => ("请核对两处，填写一致", "check both places"),
            Code::MinRows => ("请补充所缺的行", "add the missing rows"),
            Code::LabelMissing => {
                ("请不要删改表格的栏目，或改用原表填写", "do not remove or rename labels, or fill in the original form")
            }
            Code::Unplaced => ("请把内容填到相应的栏目内", "move it to the field where it belongs"),
            Code::Picture => ("请改用文字填写", "write text instead"),
            Code::Postcode => ("请填写6位邮政编码", "write the 6 digits"),
            Code::IdNumber => ("请对照身份证核对18位号码", "compare the 18 characters with the card"),
            Code::IdNumberDiffers => ("请与身份证核对两处", "compare both with the card"),
            Code::Ethnicity => ("请按身份证上的民族填写，如“汉族”", "write it as the card has it"),
            Code::Period | Code::PeriodDoubtful => {
                ("请写成 2010.9—2015.7 或 2018.8—至今 的形式", "write it as 2010.9—2015.7")
            }
            Code::PercentDoubtful => ("请带百分号填写，如 85%", "write it with its sign, as 85%"),
            Code::TooEarly | Code::NotToFill => ("请清空此栏", "empty the box"),
            // Codes without words of their own: an error says what is wrong.
            other if other.severity() == Severity::Error => ("请核对后修改", "check and correct it"),
            _ => return None,
        };
        Some(Words { zh, en })
    }
}
