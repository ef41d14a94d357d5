//! Tables that go on over the end of a page, as one table again.
//!
//! A program that breaks a table repeats its heads, draws the border of a row
//! that it splits, and gives the rest of a merged cell a cell of its own. What
//! is drawn is two tables; what was meant is told by what stands in them.

use super::canvas::Kind;
use super::geometry::Rect;
use super::grid::GridCell;
use super::sheet::{PageCell, PageTable};
use crate::text::squeeze;

/// Borders that are no farther apart are the same, in points.
const SAME: f64 = 4.0;

/// Whether a table has the outer borders of another one, and so may be its
/// continuation.
pub(super) fn may_go_on(above: &PageTable, below: &PageTable) -> bool {
    let ends = |table: &PageTable| (table.xs.first().copied(), table.xs.last().copied());
    match (ends(above), ends(below)) {
        ((Some(a), Some(b)), (Some(c), Some(d))) => (a - c).abs() <= SAME && (b - d).abs() <= SAME,
        _ => false,
    }
}

/// Adds the rest of a table, from the next page. `is_ours` tells that the file
/// marks what is repeated and what goes on; else both are told by what stands
/// there.
pub(super) fn append(above: &mut PageTable, mut below: PageTable, is_ours: bool) {
    share_columns(above, &mut below);
    drop_heads(above, &mut below, is_ours);
    if below.cells.is_empty() {
        return;
    }
    let height = above.ys.len().saturating_sub(1);
    let seam = Seam::of(above, &below, height, is_ours);
    let removed = usize::from(seam.splits);
    // Rows below the seam get places below those above it.
    let bottom = above.ys.last().copied().unwrap_or(0.0);
    let shift = bottom - below.ys.get(removed).copied().unwrap_or(0.0);
    above.ys.extend(below.ys.iter().skip(removed + 1).map(|y| y + shift));
    for (index, cell) in below.cells.into_iter().enumerate() {
        match seam.pairs.iter().find(|pair| pair.below == index && pair.is_one) {
            Some(pair) => {
                let whole = &mut above.cells[pair.above];
                whole.at.row_span += cell.at.row_span - removed;
                if !pair.repeats {
                    whole.lines.extend(cell.lines);
                }
                whole.has_picture |= cell.has_picture;
                whole.is_open.1 = cell.is_open.1;
            }
            None => {
                let at = GridCell { row: cell.at.row + height - removed, ..cell.at };
                above.cells.push(PageCell { at, ..cell });
            }
        }
    }
}

/// Gives both parts the columns of both.
fn share_columns(above: &mut PageTable, below: &mut PageTable) {
    let mut shared = above.xs.clone();
    for x in &below.xs {
        if !shared.iter().any(|other| (other - x).abs() <= SAME) {
            shared.push(*x);
        }
    }
    shared.sort_by(f64::total_cmp);
    for table in [above, below] {
        let column = |x: f64| {
            let near = |a: &usize, b: &usize| (shared[*a] - x).abs().total_cmp(&(shared[*b] - x).abs());
            (0..shared.len()).min_by(near).unwrap_or(0)
        };
        let columns: Vec<usize> = table.xs.iter().map(|x| column(*x)).collect();
        for cell in &mut table.cells {
            let (start, end) = (columns[cell.at.column], columns[cell.at.column + cell.at.column_span]);
            (cell.at.column, cell.at.column_span) = (start, (end - start).max(1));
        }
        table.xs.clone_from(&shared);
    }
}

/// The words of a cell; a field is a word of its own.
fn words(cell: &PageCell) -> String {
    let mut words = String::new();
    for glyph in cell.lines.iter().flat_map(|line| &line.glyphs) {
        match glyph.kind {
            Kind::Field(number) => words.push_str(&format!("\u{FFFC}{number}")),
            _ if glyph.c.is_whitespace() => {}
            _ => words.push(glyph.c),
        }
    }
    words
}

/// A cell as heads are compared: its row, its columns and its words.
type Look = (usize, (usize, usize), usize, String);

/// The cells of some rows. The label of a part of the table stands left of them
/// and goes on below.
fn looks(table: &PageTable, start: usize, count: usize) -> Vec<Look> {
    let ends = |cell: &PageCell| cell.at.row + cell.at.row_span;
    let inside = table.cells.iter().filter(|cell| cell.at.row >= start && ends(cell) <= start + count);
    let mut looks: Vec<Look> = inside
        .map(|cell| (cell.at.row - start, (cell.at.column, cell.at.column_span), cell.at.row_span, words(cell)))
        .collect();
    looks.sort();
    // Cells that reach out of the rows may only be such a label.
    let reaches = |cell: &&PageCell| cell.at.row < start + count && ends(cell) > start + count && cell.at.column > 0;
    if table.cells.iter().filter(reaches).any(|cell| ends(cell) > start) { Vec::new() } else { looks }
}

/// Takes off the rows that repeat heads.
fn drop_heads(above: &PageTable, below: &mut PageTable, is_ours: bool) {
    let rows = below.ys.len().saturating_sub(1);
    let repeated = |row: usize| {
        let cells = || below.cells.iter().filter(|cell| cell.at.row == row);
        cells().any(|cell| cell.is_repeated) && cells().all(|cell| cell.is_repeated || words(cell).is_empty())
    };
    let told = (0..rows).take_while(|row| repeated(*row)).count();
    let heads = if told > 0 || is_ours { told } else { same_heads(above, below, rows) };
    if heads == 0 {
        return;
    }
    below.cells.retain(|cell| cell.at.row + cell.at.row_span > heads);
    for cell in &mut below.cells {
        let cut = heads.saturating_sub(cell.at.row);
        cell.at.row_span -= cut;
        cell.at.row = (cell.at.row + cut) - heads;
        // The border above is that of the heads.
        cell.is_open.0 |= cell.at.row == 0;
    }
    below.ys.drain(..heads);
}

/// The number of first rows that stand in the table already: at its start, or,
/// for the heads of a part of it, with words in every cell.
fn same_heads(above: &PageTable, below: &PageTable, rows: usize) -> usize {
    const MOST: usize = 6;
    let height = above.ys.len().saturating_sub(1);
    let starts = |count: usize| 0..(height + 1).saturating_sub(count);
    let fits = |count: &usize| {
        let heads = looks(below, 0, *count);
        starts(*count).any(|start| is_head(&heads, start == 0) && heads == looks(above, start, *count))
    };
    (1..=rows.min(MOST)).rev().find(fits).unwrap_or(0)
}

/// Whether rows may be heads: at the start of a table any that say something,
/// within it such as have a word in every cell.
fn is_head(looks: &[Look], is_first: bool) -> bool {
    const LEAST_CELLS: usize = 3;
    const LONGEST: usize = 20;
    if is_first {
        return looks.iter().any(|look| !look.3.is_empty());
    }
    let is_word = |look: &Look| (1..=LONGEST).contains(&look.3.chars().count()) && !look.3.contains('\u{FFFC}');
    looks.len() >= LEAST_CELLS && looks.iter().all(is_word)
}

/// Where the two parts meet.
struct Seam {
    pairs: Vec<Pair>,
    /// Whether the first row below is the rest of the last one above.
    splits: bool,
}

/// Two cells, one above the other, between the same borders.
struct Pair {
    above: usize,
    below: usize,
    /// Whether they are one cell.
    is_one: bool,
    /// Whether the lower one only repeats the upper one's words.
    repeats: bool,
}

impl Seam {
    fn of(above: &PageTable, below: &PageTable, height: usize, is_ours: bool) -> Seam {
        let columns = |cell: &PageCell| (cell.at.column, cell.at.column_span);
        let last: Vec<usize> =
            (0..above.cells.len()).filter(|i| above.cells[*i].at.row + above.cells[*i].at.row_span == height).collect();
        let first: Vec<usize> = (0..below.cells.len()).filter(|i| below.cells[*i].at.row == 0).collect();
        let mut pairs: Vec<Pair> = Vec::new();
        for index in &first {
            let upper = last.iter().find(|upper| columns(&above.cells[**upper]) == columns(&below.cells[*index]));
            if let Some(upper) = upper {
                let repeats = below.cells[*index].is_repeated
                    || (!words(&above.cells[*upper]).is_empty()
                        && words(&above.cells[*upper]) == words(&below.cells[*index]));
                pairs.push(Pair { above: *upper, below: *index, is_one: false, repeats });
            }
        }
        let is_whole = pairs.len() == first.len() && pairs.len() == last.len();
        let is_row = |pair: &Pair| above.cells[pair.above].at.row_span == 1 && below.cells[pair.below].at.row_span == 1;
        let told = pairs.iter().any(|pair| below.cells[pair.below].goes_on && is_row(pair));
        // A spreadsheet closes its cells only where they end.
        let is_framed = above.cells.iter().any(|cell| cell.at.row == 0 && !cell.is_open.0);
        let is_open = |pair: &Pair| is_framed && above.cells[pair.above].is_open.1 && below.cells[pair.below].is_open.0;
        let all_open = !pairs.is_empty() && pairs.iter().all(is_open);
        let splits = is_whole && (told || all_open || (!is_ours && is_split(above, below, &pairs)));
        let open: Vec<bool> = pairs.iter().map(is_open).collect();
        for (pair, is_open) in pairs.iter_mut().zip(open) {
            let (upper, lower) = (&above.cells[pair.above], &below.cells[pair.below]);
            // The words of a merged cell may stand in either part of it.
            let says_more = !words(lower).is_empty() && !pair.repeats;
            let is_merged = match says_more {
                true => upper.at.row_span > 1 && words(upper).is_empty(),
                false => upper.at.row_span > 1 || lower.at.row_span > 1,
            };
            pair.is_one = splits || is_open || lower.is_repeated || lower.goes_on || is_merged;
        }
        Seam { pairs, splits }
    }
}

/// Whether the last row above and the first below are one that was split: text
/// goes on, and the label left of it says nothing new.
fn is_split(above: &PageTable, below: &PageTable, pairs: &[Pair]) -> bool {
    let mut labels: Vec<usize> = Vec::new();
    let mut going_on: Vec<usize> = Vec::new();
    let mut unfinished = false;
    for pair in pairs {
        let (upper, lower) = (&above.cells[pair.above], &below.cells[pair.below]);
        let (upper_words, lower_words) = (words(upper), words(lower));
        if lower_words.is_empty() || pair.repeats {
            if !upper_words.is_empty() {
                labels.push(upper.at.column);
            }
        } else if upper_words.is_empty() || !goes_on(upper, lower) {
            return false;
        } else {
            unfinished |= is_unfinished(upper, above.padding) || has_open_bracket(&upper_words);
            going_on.push(upper.at.column);
        }
    }
    let Some(first) = going_on.iter().min() else { return false };
    let has_label = labels.iter().any(|label| label < first);
    // A row of one cell has no label beside it, but begins with one.
    let has_none = |pair: &Pair| {
        let lower = &below.cells[pair.below];
        (!begins_label(lower) && !is_heading(&words(&above.cells[pair.above]))) || is_date_or_blank(&words(lower))
    };
    let is_alone = pairs.len() == 1 && pairs.iter().all(has_none);
    has_label || unfinished || is_alone
}

/// Whether the text of a cell goes on below: it fills the upper cell to its end
/// and the lower one from its start, and is more than a word in each; or it is a
/// bracket that closes there, or the place for seal or date, which has no label.
fn goes_on(upper: &PageCell, lower: &PageCell) -> bool {
    const LEAST: usize = 40;
    let (upper_words, lower_words) = (words(upper), words(lower));
    if has_open_bracket(&upper_words) || begins_bracket(&lower_words) || is_date_or_blank(&lower_words) {
        return true;
    }
    let (Some(last), Some(first)) = (upper.lines.last(), lower.lines.first()) else { return false };
    let room = |size: f64| 2.6 * size;
    let to_end = upper.area.bottom - last.area.bottom <= room(last.size);
    let from_start = first.area.top - lower.area.top <= room(first.size);
    to_end && from_start && upper_words.chars().count() + lower_words.chars().count() >= LEAST
}

/// Whether a text is a label with advice behind it, and no answer yet.
fn is_heading(text: &str) -> bool {
    text.ends_with(['）', ')', '：', ':']) && !text.contains(['。', '；', '！'])
}

/// Whether a text begins with a remark in brackets, which is no number of an item.
fn begins_bracket(text: &str) -> bool {
    text.strip_prefix(['（', '('])
        .is_some_and(|rest| !rest.starts_with(|c| "一二三四五六七八九十1234567890".contains(c)))
}

fn has_open_bracket(text: &str) -> bool {
    let count = |marks: [char; 2]| text.chars().filter(|c| marks.contains(c)).count();
    count(['（', '(']) > count(['）', ')'])
}

/// Whether a text is a date written with 年, 月 and 日, or the blank for one.
fn is_date_or_blank(text: &str) -> bool {
    text.contains('年')
        && text.ends_with('日')
        && text.chars().all(|c| c.is_numeric() || "年月日〇一二三四五六七八九十".contains(c))
}

/// Whether the last line of a cell reaches its right border without ending a
/// sentence.
fn is_unfinished(cell: &PageCell, padding: f64) -> bool {
    let Rect { right, .. } = cell.area;
    cell.lines.last().is_some_and(|line| {
        let is_text = line.glyphs.iter().all(|glyph| glyph.kind == Kind::Character);
        is_text
            && right - padding - line.area.right < 1.5 * line.size
            && !matches!(line.last(), Some('。' | '！' | '？' | '；' | '：'))
    })
}

/// Whether a cell begins with words as labels are: a few before a colon, or a
/// first line that ends early.
fn begins_label(cell: &PageCell) -> bool {
    const LONGEST: usize = 16;
    let Some(line) = cell.lines.first() else { return false };
    let text = squeeze(&line.text());
    let (label, is_cut) = match text.split_once(['：', ':']) {
        Some((label, _)) => (label, true),
        None => (text.as_str(), line.area.width() < 0.7 * cell.area.width()),
    };
    is_cut && label.chars().count() <= LONGEST && !label.contains(['，', '。'])
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::read::pdf::lines::lines;
    use crate::read::pdf::lines::tests::glyphs;

    const XS: [f64; 3] = [0.0, 50.0, 150.0];

    /// A table of two columns on a page, row by row; rows are 20 high for each
    /// line of the longer cell.
    fn table(rows: &[[&[&str]; 2]], page: usize) -> PageTable {
        let mut table = PageTable { xs: XS.to_vec(), ys: vec![0.0], cells: Vec::new(), padding: 5.0 };
        for (row, texts) in rows.iter().enumerate() {
            let top = table.ys[row];
            let bottom = top + 20.0 * texts.iter().map(|text| text.len()).max().unwrap().max(1) as f64;
            table.ys.push(bottom);
            for (column, text) in texts.iter().enumerate() {
                let all = text
                    .iter()
                    .enumerate()
                    .flat_map(|(line, text)| glyphs(text, XS[column] + 5.0, top + 15.0 + 20.0 * line as f64));
                let area = Rect { left: XS[column], top, right: XS[column + 1], bottom };
                let at = GridCell { row, column, row_span: 1, column_span: 1 };
                let lines = lines(all.collect(), page);
                table.cells.push(PageCell {
                    at,
                    area,
                    lines,
                    page: 0,
                    has_picture: false,
                    is_repeated: false,
                    goes_on: false,
                    is_open: (false, false),
                });
            }
        }
        table
    }

    fn shown(table: &PageTable) -> Vec<(usize, usize, String)> {
        table.cells.iter().map(|cell| (cell.at.row, cell.at.row_span, words(cell))).collect()
    }

    const LONG: &[&str] = &["一二三四五六七八九", "甲乙丙丁戊己庚辛壬", "东西南北前后左右中"];
    const MORE: &[&str] = &["子丑寅卯辰巳午未申", "酉戌亥子丑寅卯辰巳", "春夏秋冬风霜雨雪云"];

    #[test]
    fn a_split_row_is_one_again() {
        let mut above = table(&[[&["姓名"], &["张三"]], [&["事迹"], LONG]], 0);
        assert!(may_go_on(&above, &above));
        append(&mut above, table(&[[&[], MORE], [&["电话"], &["138"]]], 1), false);
        let texts = shown(&above);
        assert_eq!(texts.len(), 6);
        assert_eq!(texts[3], (1, 1, LONG.concat() + &MORE.concat()));
        assert_eq!(texts[4], (2, 1, "电话".to_owned()));
        assert_eq!(above.ys.len(), 4);
    }

    #[test]
    fn rows_of_a_list_stay_apart_and_heads_go() {
        let head: [&[&str]; 2] = [&["序号"], &["姓名"]];
        let mut above = table(&[head, [&["1"], &["张三"]]], 0);
        append(&mut above, table(&[head, [&[], &["李四"]]], 1), false);
        let rows: Vec<usize> = shown(&above).iter().map(|(row, ..)| *row).collect();
        assert_eq!(rows, [0, 0, 1, 1, 2, 2]);
        assert_eq!(shown(&above)[5].2, "李四");
    }

    #[test]
    fn an_answer_below_its_label_is_a_row_of_its_own() {
        let label = "社会影响（经验分享、教研成果，如：围绕空间应用开展研究，获得相关课题立项，并提供链接）";
        assert!(is_heading(label));
        assert!(!is_heading("学校开展了空间应用培训。教师全员参加（见附件）"));
        assert!(!is_heading("学校开展了空间应用培训"));
    }

    #[test]
    fn cells_without_a_border_at_the_page_end_go_on() {
        // The label stands in the middle of its cell, on the second page.
        let mut above = table(&[[&["姓名"], &["张三"]], [&[], &["事迹甲"]]], 0);
        let mut below = table(&[[&["主要事迹"], &["事迹乙"]], [&["电话"], &["138"]]], 1);
        above.cells.iter_mut().skip(2).for_each(|cell| cell.is_open.1 = true);
        below.cells.iter_mut().take(2).for_each(|cell| cell.is_open.0 = true);
        append(&mut above, below, false);
        let texts: Vec<String> = shown(&above).into_iter().map(|(.., words)| words).collect();
        assert_eq!(texts, ["姓名", "张三", "主要事迹", "事迹甲事迹乙", "电话", "138"]);
    }

    #[test]
    fn the_rest_of_a_merged_label_joins_it() {
        let mut above = table(&[[&["组员"], &["张三"]], [&[], &["李四"]]], 0);
        above.cells[0].at.row_span = 2;
        above.cells.remove(2);
        append(&mut above, table(&[[&[], &["王五"]]], 1), false);
        assert_eq!(shown(&above)[0], (0, 3, "组员".to_owned()));
        assert_eq!(above.cells.len(), 4);
    }
}
