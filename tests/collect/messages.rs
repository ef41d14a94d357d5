//! Messages to applicants, and reminders.

use shenbao::batch::Return;
use shenbao::collect::{CollectOptions, Collection, Message, messages_text};
use shenbao::form::Date;
use shenbao::read::Limits;
use shenbao::{Catalogue, Code, Finding, Record};

use crate::support::*;

fn messages(catalogue: &Catalogue, returns: &[Return]) -> Vec<Message> {
    Collection::gather(catalogue, "henan-2021", returns).unwrap().messages()
}

#[test]
fn a_message_says_where_what_and_until_when() {
    let catalogue = catalogue();
    let mut faulty = recommendation("第一小学", &[]);
    faulty.set(&path("leader.mobile"), "1380000".into());
    faulty.set(&path("contact.title"), "".into());
    let returns = henan(&catalogue, &[("县/一.docx", faulty), ("二.docx", recommendation("第二小学", &["学校"]))]);
    let messages = messages(&catalogue, &returns);
    assert_eq!(messages.len(), 1, "nothing to say to those without faults");
    assert_eq!(
        messages[0].text,
        "第一小学：\n\
         贵单位报送的《2021年度网络学习空间应用优秀区域和学校推荐表》（文件“一.docx”）有以下3处需要修改：\n\
         1. “负责人信息”中的“手机”：“1380000”不是有效的手机号码（应为11位数字，位数不足）。请填写一个11位的手机号码。\n\
         2. “联系人信息”中的“职务”：未填写。请补填。\n\
         3. “推荐类型”：未填写。请选定一项。\n\
         请于2021年11月26日前修改后重新报送。"
    );
    let message = &messages[0];
    assert_eq!(
        (message.unit.as_deref(), message.problems, message.returns.as_slice()),
        (Some("第一小学"), 3, &[0][..])
    );
    assert_eq!(message.contact_name.as_deref(), Some("李四"));
}

#[test]
fn who_is_not_named_in_the_form_is_named_by_the_file() {
    let catalogue = catalogue();
    let form = "guizhou-2019/recommendation";
    let faulty = record(&[("leader.name", "李四"), ("username", "zysyz")]);
    let named = returned(&catalogue, form, "附件4 遵义市第一小学推荐表.docx", &faulty);
    let nameless = returned(&catalogue, form, "推荐表.docx", &faulty);
    let returns = [named, nameless];
    let messages = Collection::gather(&catalogue, "guizhou-2019", &returns).unwrap().messages();
    // Not 李四, who is in charge there, and never the account.
    assert_eq!(messages[0].unit.as_deref(), Some("遵义市第一小学"));
    assert!(messages[0].text.starts_with("遵义市第一小学：\n贵单位报送的"), "{}", messages[0].text);
    assert_eq!(messages[1].unit, None);
    assert!(messages[1].text.starts_with("贵单位报送的"), "{}", messages[1].text);
}

#[test]
fn returns_of_one_applicant_are_one_message() {
    let catalogue = catalogue();
    let mut faulty = recommendation("第一小学", &["学校"]);
    faulty.set(&path("leader.mobile"), "".into());
    let mut again = faulty.clone();
    again.set(&path("name"), "第一 小学".into());
    again.set(&path("contact.title"), "".into());
    let other = read(recommendation("第二小学", &["学校"]), vec![]);
    let mut returns = henan(&catalogue, &[("县/一.docx", faulty), ("县/一（改）.docx", again.clone())]);
    returns.insert(1, other);
    let found = messages(&catalogue, &returns);
    assert_eq!(found.len(), 1);
    let message = &found[0];
    assert_eq!((message.returns.as_slice(), message.problems), (&[0, 2][..], 3));
    assert_eq!(
        message.text,
        "第一小学：\n\
         贵单位报送的《2021年度网络学习空间应用优秀区域和学校推荐表》收到2份（文件“一.docx”、“一（改）.docx”），\
         请确认以哪一份为准。其中文件“一（改）.docx”有以下2处需要修改：\n\
         1. “负责人信息”中的“手机”：未填写。请补填。\n\
         2. “联系人信息”中的“职务”：未填写。请补填。\n\
         请于2021年11月26日前修改后重新报送。"
    );

    // Files of one name are told apart; which counts is all there is to say.
    let good = recommendation("第一小学", &["学校"]);
    let returns = henan(&catalogue, &[("甲/推荐表.docx", again), ("乙/推荐表.docx", good)]);
    assert_eq!(
        messages(&catalogue, &returns)[0].text,
        "第一 小学：\n\
         贵单位报送的《2021年度网络学习空间应用优秀区域和学校推荐表》收到2份（文件“甲/推荐表.docx”、“乙/推荐表.docx”），\
         请确认以哪一份为准。\n\
         请于2021年11月26日前确认。"
    );
}

#[test]
fn what_an_office_has_to_put_right_says_so() {
    let catalogue = catalogue();
    let wrong = |at: &str| Finding::new(Code::Date).about(&path(at)).with("value", "2月30日");
    let early = Finding::new(Code::TooEarly).about(&path("province_opinion"));
    let findings = vec![wrong("city_opinion_date"), early];
    let text = messages(&catalogue, &[read(recommendation("第一小学", &["学校"]), findings)]).remove(0).text;
    let lines: Vec<&str> = text.lines().collect();
    assert!(lines[2].ends_with("此栏由市级填写，直接报送的由本单位填写。"), "{text}");
    assert!(lines[3].ends_with("请清空此栏。"), "{text}");
}

#[test]
fn a_row_is_named_by_what_is_printed_in_it() {
    let catalogue = catalogue();
    let form = "guizhou-2018/plan";
    let mut extraction = read(Record::new(), Vec::new());
    let Ok(outcome) = &mut extraction.outcome else { unreachable!() };
    outcome.form = form.to_owned();
    outcome.record = record(&[("plan[0].year", "2018年"), ("plan[0].total", "x")]);
    for at in ["plan[0].total", "plan_total.total"] {
        outcome.findings.push(Finding::new(Code::Number).about(&path(at)).with("value", "x"));
    }
    let text = Collection::gather(&catalogue, "guizhou-2018", &[extraction]).unwrap().messages().remove(0).text;
    assert!(text.contains("第1行（2018年）的") && text.contains("第2行（总体统计）的"), "{text}");
}

#[test]
fn an_unread_file_has_a_message_that_says_why() {
    let catalogue = catalogue();
    let extractor = shenbao::extract::Extractor::new(&catalogue);
    let returns = shenbao::batch::read_file(&extractor, &Limits::default(), "县/空.docx", b"");
    let messages = messages(&catalogue, &returns);
    assert_eq!(
        messages[0].text,
        "报送的文件“空.docx”未能读取：\n文件是空的（0字节），请重新发送。\n请于2021年11月26日前修改后重新报送。"
    );
    assert_eq!(messages[0].unit, None);
}

#[test]
fn what_only_the_office_can_do_is_no_message() {
    let catalogue = catalogue();
    let record = recommendation("第一小学", &["学校"]);
    let findings = vec![Finding::new(Code::Unplaced).with("value", "x"), Finding::new(Code::Copies).with("count", 2)];
    let returns = [read(record, findings)];
    assert_eq!(messages(&catalogue, &returns), []);
}

#[test]
fn a_message_fits_into_a_cell_whatever_is_wrong() {
    let catalogue = catalogue();
    let finding = |number: usize| {
        let value = format!("{number}{}", "𠮷".repeat(40));
        Finding::new(Code::Mobile).about(&path("leader.mobile")).with("value", value).with("reason", "位数不足")
    };
    let returns = [read(recommendation("第一小学", &["学校"]), (0..2_000).map(finding).collect())];
    let text = &messages(&catalogue, &returns)[0].text;
    let units = text.encode_utf16().count();
    assert!((31_000..=32_767).contains(&units), "{units}");
    let listed = text.lines().filter(|line| line.contains("手机号码")).count();
    assert!(text.contains(&format!("另有{}处问题未列出", 2_000 - listed)), "{}", &text[text.len() - 200..]);
    assert!(text.ends_with("请于2021年11月26日前修改后重新报送。"));
}

#[test]
fn who_has_not_answered_is_reminded() {
    let catalogue = catalogue();
    let options = CollectOptions::default().roster(roster(&["丙中学"]));
    let collection = Collection::gather_with(&catalogue, "henan-2021", &[], options).unwrap();
    let reminders = collection.reminders();
    assert_eq!(
        reminders[0].text,
        "丙中学：\n关于《河南省教育厅办公室关于遴选推荐教育部网络学习空间应用优秀区域和优秀学校的通知》\
         （教科技函〔2021〕733号），目前尚未收到贵单位的《2021年度网络学习空间应用优秀区域和学校推荐表》。\n\
         请于2021年11月26日前报送。"
    );
    assert_eq!(reminders[0].contact_phone.as_deref(), Some("13800000009"));
    let text = messages_text(&collection);
    assert!(text.starts_with('\u{feff}') && text.contains("催报通知：1条"), "{text}");
    assert!(text.replace("\r\n", "").find(['\n', '\r']).is_none(), "lines end as Notepad wants them");
}

#[test]
fn a_file_that_could_not_be_read_is_told_once_to_who_sent_it() {
    let catalogue = catalogue();
    let extractor = shenbao::extract::Extractor::new(&catalogue);
    let read = |file, bytes: &[u8]| shenbao::batch::read_file(&extractor, &Limits::default(), file, bytes);
    let letter = docx_of_paragraph("关于报送材料的说明");
    let returns = [read("丙中学 推荐表.docx", b""), read("丁中学.docx", &letter)].concat();
    let options = CollectOptions::default().roster(roster(&["丙中学", "丁中学", "戊中学"]));
    let collection = Collection::gather_with(&catalogue, "henan-2021", &returns, options).unwrap();
    let messages = collection.messages();
    assert_eq!(messages.len(), 1, "a letter is nobody's form");
    assert!(
        messages[0].text.starts_with("丙中学：\n报送的文件“丙中学 推荐表.docx”未能读取：\n"),
        "{}",
        messages[0].text
    );
    let reminders = collection.reminders();
    assert_eq!(reminders.len(), 3, "none of them has answered");
    assert_eq!(reminders[0], messages[0]);
    assert!(reminders[1].text.contains("收到的文件“丁中学.docx”不是要求的表格，尚缺"), "{}", reminders[1].text);
    assert!(reminders[2].text.contains("目前尚未收到"), "{}", reminders[2].text);
    assert_eq!(messages_text(&collection).matches("丙中学：").count(), 1);
}

#[test]
fn a_file_that_no_form_comes_in_is_no_message_unless_it_is_all_that_came() {
    let catalogue = catalogue();
    let extractor = shenbao::extract::Extractor::new(&catalogue);
    let read = |file, bytes: &[u8]| shenbao::batch::read_file(&extractor, &Limits::default(), file, bytes).remove(0);
    let photo = b"\x89PNG\r\n\x1a\n rest";
    let returns = [
        read("县/数据.csv", "学校,人数\n一,2\n".as_bytes()),
        read("照片.png", photo),
        read("备注.TXT", b"x"),
        read("PK.zip", b"PK\x05\x06\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0"),
        // These may be the form, by name or by content.
        read("空.xlsx", b""),
        read("推荐表.doc", b"x"),
        read("推荐表.docx", photo),
        read("扫描件", b"%PDF-1.4\n"),
    ];
    let told: Vec<usize> = messages(&catalogue, &returns).into_iter().flat_map(|message| message.returns).collect();
    assert_eq!(told, [4, 5, 6, 7]);

    let good = returned(&catalogue, RECOMMENDATION, "丙.docx", &recommendation("丙中学", &["学校"]));
    let returns = [good, read("丙中学 活动.png", photo), read("丁中学.png", photo)];
    let options = CollectOptions::default().roster(roster(&["丙中学", "丁中学"]));
    let collection = Collection::gather_with(&catalogue, "henan-2021", &returns, options).unwrap();
    let messages = collection.messages();
    assert_eq!(messages.len(), 1, "{messages:?}");
    assert!(messages[0].text.starts_with("丁中学：\n报送的文件“丁中学.png”未能读取"), "{}", messages[0].text);
}

#[test]
fn what_is_only_doubted_is_asked_for_after_what_is_wrong() {
    let catalogue = catalogue();
    let doubt = || Finding::new(Code::LabelMissing).about(&path("leader.title")).with("label", "职务");
    let fault = Finding::new(Code::Required).about(&path("contact.title"));
    let text = |findings| messages(&catalogue, &[read(recommendation("第一小学", &["学校"]), findings)]).remove(0).text;
    let both = text(vec![doubt(), fault]);
    let lines: Vec<&str> = both.lines().collect();
    assert!(lines[1].ends_with("（文件“一.docx”）有以下1处需要修改，1处请核对："), "{both}");
    assert!(lines[2].contains("未填写") && lines[3].contains("没有找到"), "{both}");
    assert_eq!(lines[4], "请于2021年11月26日前修改后重新报送。");
    // Who has nothing to put right need not send it again.
    let doubted = text(vec![doubt()]);
    assert!(doubted.contains("）有以下1处请核对：\n"), "{doubted}");
    assert!(doubted.ends_with("\n请于2021年11月26日前核对，确需修改的请修改后重新报送。"), "{doubted}");
}

#[test]
fn a_last_day_that_is_past_is_not_set_again() {
    let catalogue = catalogue();
    let mut faulty = recommendation("第一小学", &["学校"]);
    faulty.set(&path("leader.mobile"), "".into());
    let returns = henan(&catalogue, &[("一.docx", faulty)]);
    for (day, message, reminder) in [
        (26, "请于2021年11月26日前修改后重新报送。", "请于2021年11月26日前报送。"),
        (27, "请尽快修改后重新报送。", "请尽快报送。"),
    ] {
        let options = CollectOptions::default().roster(roster(&["丙中学"])).today(Date::day(2021, 11, day));
        let collection = Collection::gather_with(&catalogue, "henan-2021", &returns, options).unwrap();
        assert_eq!(collection.messages()[0].text.lines().last(), Some(message), "{day}");
        assert_eq!(collection.reminders()[0].text.lines().last(), Some(reminder), "{day}");
    }
}

/// A Word file with one line.
fn docx_of_paragraph(text: &str) -> Vec<u8> {
    use std::io::Write;
    let mut zip = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let types = "<Types xmlns=\"http://schemas.openxmlformats.org/package/2006/content-types\"><Override \
        PartName=\"/word/document.xml\" ContentType=\"application/vnd.openxmlformats-officedocument\
        .wordprocessingml.document.main+xml\"/></Types>";
    let relations = "<Relationships xmlns=\"http://schemas.openxmlformats.org/package/2006/relationships\"><Relationship \
        Id=\"r\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument\" \
        Target=\"word/document.xml\"/></Relationships>";
    let main = format!(
        "<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body><w:p><w:r>\
         <w:t>{text}</w:t></w:r></w:p></w:body></w:document>"
    );
    for (name, xml) in [("[Content_Types].xml", types), ("_rels/.rels", relations), ("word/document.xml", &main)] {
        zip.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        zip.write_all(xml.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}
