//! 总览: what has come in, on one page.

use rust_xlsxwriter::{Format, FormatAlign, FormatUnderline, Url, Workbook, Worksheet, XlsxError};

use super::list::{head_format, plain_format};
use super::{Book, MESSAGES, MISSING, OVERVIEW, PROBLEMS, UNREAD};
use crate::Code;
use crate::collect::Status;
use crate::document::Face;
use crate::write::xlsx::{cell_text, font};

/// Widths of the columns, in digits: the first block's words and counts, the
/// second block's forms; notes go over the rest.
const WIDTHS: [f64; 5] = [56.0, 12.0, 14.0, 14.0, 14.0];

/// Height of a row, in points.
const ROW: f64 = 20.0;

/// A line of the first block.
struct Line {
    label: String,
    count: String,
    note: String,
    /// The sheet that tells more.
    sheet: Option<&'static str>,
}

pub(super) fn write(book: &Book<'_>, workbook: &mut Workbook) -> Result<(), XlsxError> {
    let sheet = workbook.add_worksheet();
    sheet.set_name(OVERVIEW)?;
    for (column, width) in (0..).zip(WIDTHS) {
        sheet.set_column_width(column, width)?;
    }
    let mut row = title(book, sheet)?;
    row = lines(book, sheet, row)?;
    row = forms(book, sheet, row + 1)?;
    let last = u16::try_from(WIDTHS.len() - 1).unwrap_or(0);
    sheet.set_print_area(0, 0, row.saturating_sub(1), last)?;
    sheet.set_paper_size(9).set_landscape().set_print_fit_to_pages(1, 0).set_screen_gridlines(false);
    sheet.set_margins(0.6, 0.6, 0.75, 0.75, 0.3, 0.3);
    Ok(())
}

/// The notice, its number and its last day; gives the first free row.
fn title(book: &Book<'_>, sheet: &mut Worksheet) -> Result<u32, XlsxError> {
    let Some(activity) = book.collection.activity else { return Ok(0) };
    let last = u16::try_from(WIDTHS.len() - 1).unwrap_or(0);
    let format = font(Face::Hei, 14.0).set_align(FormatAlign::Left).set_align(FormatAlign::VerticalCenter);
    sheet.merge_range(0, 0, 0, last, &cell_text(&activity.title).text, &format)?;
    sheet.set_row_height(0, 42)?;
    let mut facts: Vec<String> = activity.number.iter().cloned().collect();
    if let Some(deadline) = &activity.deadline {
        facts.push(format!("{}{deadline}", book.word("报送截止：", "until ")));
    }
    let format = font(Face::Song, 10.5).set_align(FormatAlign::Left).set_align(FormatAlign::VerticalCenter);
    sheet.merge_range(1, 0, 1, last, &facts.join("　"), &format)?;
    sheet.set_row_height(1, ROW)?;
    Ok(3)
}

fn lines(book: &Book<'_>, sheet: &mut Worksheet, top: u32) -> Result<u32, XlsxError> {
    let heads = [book.word("项目", "what"), book.word("数量", "count"), book.word("说明", "note")];
    sheet.write_string_with_format(top, 0, heads[0], &head_format())?;
    sheet.write_string_with_format(top, 1, heads[1], &head_format())?;
    merged(sheet, top, 2, heads[2], &head_format())?;
    sheet.set_row_height(top, ROW)?;
    let mut row = top + 1;
    for line in counted(book) {
        sheet.write_string_with_format(row, 0, &line.label, &left())?;
        match line.count.parse::<u32>() {
            Ok(count) => sheet.write_number_with_format(row, 1, count, &centred())?,
            Err(_) => sheet.write_string_with_format(row, 1, &line.count, &centred())?,
        };
        merged(sheet, row, 2, &line.note, &left())?;
        if let Some(name) = line.sheet {
            let link = left().set_font_color(0x05_63_C1).set_underline(FormatUnderline::Single);
            let url = Url::new(format!("internal:'{name}'!A1")).set_text(&line.note);
            sheet.write_url_with_format(row, 2, url, &link)?;
        }
        sheet.set_row_height(row, ROW)?;
        row += 1;
    }
    Ok(row)
}

/// The lines of the first block: the roster, the returns, what is left to do.
fn counted(book: &Book<'_>) -> Vec<Line> {
    let collection = book.collection;
    let zh_en = |zh: &str, en: &str| book.word(zh, en).to_owned();
    let line = |label: String, count: usize, note: String| Line { label, count: count.to_string(), note, sheet: None };
    let see = |name: &'static str, line: Line| Line {
        note: format!("{} {name}", book.word("见", "see")),
        sheet: Some(name),
        ..line
    };
    let statuses: Vec<Status> = (0..collection.returns.len()).filter_map(|index| collection.status(index)).collect();
    let of = |status: Status| statuses.iter().filter(|other| **other == status).count();
    let mut lines = Vec::new();
    match collection.roster() {
        Some(roster) => {
            let (expected, missing) = (roster.rows.len(), collection.missing().len());
            lines.push(line(zh_en("名单上应报", "on the roster"), expected, String::new()));
            lines.push(line(zh_en("　已报", "  answered"), expected - missing, String::new()));
            lines.push(see(MISSING, line(zh_en("　未报", "  missing"), missing, String::new())));
        }
        None => lines.push(Line {
            label: zh_en("名单上应报", "on the roster"),
            count: "—".to_owned(),
            note: zh_en("没有提供名单，无法列出未报的单位", "no roster was given"),
            sheet: None,
        }),
    }
    lines.push(line(zh_en("收到的表格", "returns"), statuses.len(), String::new()));
    for (status, note) in [
        (Status::Passed, zh_en("没有发现问题", "nothing was found")),
        (Status::Check, zh_en("有拿不准的地方，请与原件核对", "compare them with the files")),
        (Status::Faulty, zh_en("应退回修改", "go back to the applicants")),
    ] {
        lines.push(line(format!("　{}", status.name(book.options.lang)), of(status), note));
    }
    let foreign = foreign(book);
    if foreign > 0 {
        let note = zh_en("没有列入汇总信息表", "not in the summary");
        lines.push(line(zh_en("　其中其他活动的表", "  of these of another activity"), foreign, note));
    }
    let unread = collection.returns.iter().filter(|returned| returned.outcome.is_err()).count();
    lines.push(see(UNREAD, line(zh_en("未能读取的文件", "files not read"), unread, String::new())));
    lines.push(see(MESSAGES, line(zh_en("需要反馈的单位", "messages to send"), book.messages.len(), String::new())));
    let blanks = collection.summaries.iter().flat_map(|summary| &summary.findings);
    let blanks = blanks.filter(|finding| finding.code == Code::SummaryBlank).count();
    if !collection.summaries.is_empty() {
        lines
            .push(see(PROBLEMS, line(zh_en("汇总信息表中待填的空格", "blanks of the summary"), blanks, String::new())));
    }
    lines
}

fn foreign(book: &Book<'_>) -> usize {
    let Some(activity) = book.collection.activity else { return 0 };
    let read = book.collection.returns.iter().filter_map(|returned| returned.outcome.as_ref().ok());
    read.filter(|extraction| extraction.activity_id() != activity.id).count()
}

/// The second block: each form and what became of its returns.
fn forms(book: &Book<'_>, sheet: &mut Worksheet, top: u32) -> Result<u32, XlsxError> {
    let lang = book.options.lang;
    let statuses = [Status::Passed, Status::Check, Status::Faulty];
    let mut heads = vec![book.word("表格", "form"), book.word("份数", "returns")];
    heads.extend(statuses.iter().map(|status| status.name(lang)));
    for (column, head) in (0..).zip(&heads) {
        sheet.write_string_with_format(top, column, *head, &head_format())?;
    }
    sheet.set_row_height(top, ROW)?;
    let mut row = top + 1;
    for (form, indexes) in book.collection.by_form() {
        sheet.write_string_with_format(row, 0, cell_text(&form.title).text, &left())?;
        let of = |status| indexes.iter().filter(|index| book.collection.status(**index) == Some(status)).count();
        let counts = std::iter::once(indexes.len()).chain(statuses.map(of));
        for (column, count) in (1..).zip(counts) {
            sheet.write_number_with_format(row, column, count as f64, &centred())?;
        }
        let lines = form.title.chars().count().div_ceil(24).max(1);
        sheet.set_row_height(row, ROW.max(15.0 * lines as f64 + 4.0))?;
        row += 1;
    }
    Ok(row)
}

fn merged(sheet: &mut Worksheet, row: u32, from: u16, text: &str, format: &Format) -> Result<(), XlsxError> {
    let last = u16::try_from(WIDTHS.len() - 1).unwrap_or(from);
    sheet.merge_range(row, from, row, last, &cell_text(text).text, format).map(|_| ())
}

fn left() -> Format {
    plain_format().set_align(FormatAlign::Left)
}

fn centred() -> Format {
    plain_format().set_align(FormatAlign::Center)
}
