//! Where lines end: cases by table, and what holds for every text.

use proptest::prelude::*;

use super::class::{Class, is_attached};
use super::lines::Measure;
use super::{Line, lines};
use crate::Length;

const EM: Length = Length::half_points(20);

fn advance(c: char) -> Length {
    if is_attached(c) {
        Length::ZERO
    } else if c.is_ascii() {
        EM / 2
    } else {
        EM
    }
}

const MEASURE: Measure<'static> = Measure { advance: &advance, gap: Length::ZERO, squeezes: true };

/// The lines of a text in a measure of so many half ems.
fn broken(text: &str, halves: i64) -> Vec<&str> {
    let measure = EM * halves / 2;
    lines(text, measure, measure, &advance, Length::ZERO).into_iter().map(|line| &text[line.range]).collect()
}

#[track_caller]
fn check(halves: i64, expected: &str) {
    let text = expected.replace('|', "");
    assert_eq!(broken(&text, halves).join("|"), expected, "{halves} half ems");
}

#[test]
fn marks_that_close_never_begin_a_line() {
    check(8, "学校名称|（全称）");
    check(7, "学校名|称（全|称）");
    check(6, "共80%|以上");
    check(4, "共|80%|以上");
    check(7, "升温3℃|和4‰");
    check(6, "他说人|人通》|好");
    check(8, "（不超过|2000字）");
}

#[test]
fn marks_that_open_never_end_a_line() {
    check(8, "关于印发|《通知》|的");
    check(10, "关于印发|《通知》的");
    check(10, "他们说：|“人人通”|很好");
    check(6, "预算共|￥80元");
    check(10, "加强应用|【二期】");
}

#[test]
fn dashes_and_ellipses_stay_whole_and_behind_their_text() {
    check(8, "网络空|间——应|用");
    check(8, "网络空间|好……应|用");
    check(6, "网络空|好……|应用");
    check(10, "按时上|报——人人|通");
    check(8, "共|5～10人");
    check(6, "共5～|10人");
    check(9, "共有|5～10人参|加");
    check(8, "（2012—|2021）");
}

#[test]
fn the_last_mark_gives_up_its_blank_half_or_hangs() {
    let em = EM;
    let last = |text: &str, halves: i64| -> Line {
        lines(text, em * halves / 2, em * halves / 2, &advance, Length::ZERO).swap_remove(0)
    };
    let fits = last("人人通。", 8);
    assert_eq!((fits.width, fits.trim, fits.hang), (em * 4, Length::ZERO, Length::ZERO));
    let trimmed = last("人人通。", 7);
    assert_eq!((trimmed.width, trimmed.trim, trimmed.hang), (em * 7 / 2, em / 2, Length::ZERO));
    let hung = last("人人通。", 6);
    assert_eq!((hung.range.len(), hung.width, hung.trim, hung.hang), (12, em * 3, Length::ZERO, em));
    // A bracket may lose its blank half, but does not hang.
    check(7, "人人通）|好");
    check(6, "人人|通）好");
    // One mark hangs, not two.
    check(6, "人人|通”。|好");
    check(7, "人人通。|好");
    // Nor does a mark that belongs to what follows it.
    check(6, "得分|3.5");
}

#[test]
fn words_numbers_and_addresses_break_last() {
    check(12, "使用Adobe |Photoshop");
    check(11, "电话0851-|12345678");
    check(16, "手机：|138 0000 0000");
    check(12, "邮箱：|a-b@qq.com");
    check(14, "于|2021年10月5日|报送");
    check(12, "网址|http://a.|example.cn/|人人通");
    check(8, "共有|2000人次");
    check(8, "获得|第12名");
    check(10, "计划|1,200元，|其中");
}

#[test]
fn what_no_line_can_hold_is_cut() {
    check(4, "abcd|efgh|i");
    check(6, "202100|00000|字");
    check(2, "姓　|名");
    check(4, "县□|区□");
    check(2, "县|□|区|□");
    check(1, "人|人|通");
    check(0, "人|。");
    check(8, "01380001|39000000|00");
}

#[test]
fn boxes_stay_with_their_labels() {
    check(8, "地市□|县区□|学校□");
    check(13, "地市□县区□|学校□");
    check(8, "□地市|□县区|□学校");
    check(10, "性别：□男|□女");
    check(10, "地市□　|县区☑　|学校□");
}

#[test]
fn wide_spaces_inside_a_label_are_unbreakable() {
    check(10, "姓名与|职　务");
    check(8, "年　月　|日");
    check(11, "第一句。　|第二句。");
}

#[test]
fn spaces_do_not_widen_a_line() {
    check(8, "人人通通    |人");
    let line = lines("人人通通    ", EM * 4, EM * 4, &advance, Length::ZERO).swap_remove(0);
    assert_eq!((line.range, line.width), (0..16, EM * 4));
    // U+3000 moves a date away from the right margin.
    let line = lines("5日　　", EM * 6, EM * 6, &advance, Length::ZERO).swap_remove(0);
    assert_eq!(line.width, EM * 7 / 2);
}

#[test]
fn first_lines_have_a_measure_of_their_own() {
    let text = "一二三四五六七八";
    let lines = lines(text, EM * 2, EM * 4, &advance, Length::ZERO);
    let broken: Vec<&str> = lines.into_iter().map(|line| &text[line.range]).collect();
    assert_eq!(broken, ["一二", "三四五六", "七八"]);
}

#[test]
fn centred_lines_end_with_a_phrase_and_leave_no_character_alone() {
    let centred = |text: &str, halves: i64| {
        let lines = MEASURE.centred(text, EM * halves / 2);
        lines.into_iter().map(|line| text[line.range].to_owned()).collect::<Vec<_>>().join("|")
    };
    // As wide as can be, as Word has them.
    assert_eq!(centred("教导主任", 8), "教导主任");
    assert_eq!(centred("（含教育行政部门和电教部门）", 16), "（含教育行政部门|和电教部门）");
    assert_eq!(centred("校级管理员", 6), "校级管|理员");
    // Nobody stands alone, if the line above can spare somebody.
    assert_eq!(centred("信息中心主任", 10), "信息中心|主任");
    assert_eq!(centred("2010年评为一级教师", 9), "2010年评|为一级|教师");
    assert_eq!(centred("负责人", 4), "负责|人");
    // A phrase ends where it ends.
    assert_eq!(centred("数学教学、班主任", 14), "数学教学、|班主任");
    assert_eq!(centred("申报单位名称（盖章处）", 16), "申报单位名称|（盖章处）");
    // Numbers keep their units.
    assert_eq!(centred("共获得奖2000元", 12), "共获得奖|2000元");
}

#[test]
fn centred_text_is_not_squeezed_where_nothing_is() {
    let squeezed = |squeezes| Measure { squeezes, ..MEASURE }.centred("一二三四，", EM * 4).len();
    assert_eq!((squeezed(true), squeezed(false)), (1, 2));
}

#[test]
fn an_empty_text_has_one_line() {
    assert_eq!(
        lines("", EM, EM, &advance, EM),
        [Line { range: 0..0, width: EM - EM, trim: EM - EM, hang: EM - EM, torn: false }]
    );
}

#[test]
fn han_and_latin_stand_apart() {
    let lines = lines("共80人", EM * 3, EM * 3, &advance, EM / 4);
    assert_eq!(lines.iter().map(|line| line.width).collect::<Vec<_>>(), [EM, EM * 9 / 4]);
}

fn is_space(c: char) -> bool {
    Class::of(c).is_blank()
}

/// The width of a line as its characters have it, without spaces at its end.
fn drawn(text: &str, line: &Line) -> Length {
    let text = &text[line.range.clone()];
    text.trim_end_matches(|c| is_attached(c) || is_space(c)).chars().map(advance).sum()
}

/// Texts as forms hold them: mostly Han, with marks, boxes, numbers and spaces.
fn texts() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        6 => "[一-十人通学校]{1,6}",
        3 => "[、。，：；？！”’）》】—…～·%℃‰]{1,2}",
        2 => "[“‘（《【￥$(]",
        2 => "[a-zA-Z0-9./@:-]{1,12}",
        1 => "[0-9]{1,4}[年月日人分]",
        1 => "[□☑　 ]{1,3}",
        1 => "[\u{301}\u{feff}\u{200b}\u{a0}\"/]",
        1 => ".",
    ];
    prop::collection::vec(piece, 0..30).prop_map(|pieces| pieces.concat().replace(['\n', '\r'], ""))
}

proptest! {
    #[test]
    fn lines_cover_the_text(text in texts(), first in 0i64..30, rest in 0i64..30) {
        let lines = lines(&text, EM * first / 2, EM * rest / 2, &advance, Length::ZERO);
        let mut end = 0;
        for line in &lines {
            prop_assert_eq!(line.range.start, end);
            prop_assert!(line.range.end > line.range.start || text.is_empty());
            end = line.range.end;
        }
        prop_assert_eq!(end, text.len());
    }

    #[test]
    fn no_line_is_wider_than_its_measure(text in texts(), first in 0i64..30, rest in 0i64..30) {
        for (index, line) in lines(&text, EM * first / 2, EM * rest / 2, &advance, Length::ZERO).iter().enumerate() {
            let measure = EM * if index == 0 { first } else { rest } / 2;
            let solid = text[line.range.clone()].chars().filter(|c| advance(*c) > Length::ZERO && !is_space(*c)).count();
            prop_assert!(line.width <= measure || solid == 1, "{:?} is wider than {measure}", line);
            prop_assert!(line.trim + line.hang <= EM);
            // Nothing but U+3000 at the end of the text widens a line.
            let drawn = drawn(&text, line);
            prop_assert!(drawn == line.width + line.trim + line.hang || line.range.end == text.len(), "{:?}", line);
        }
    }

    #[test]
    fn centred_lines_are_as_many_and_cover_the_text(text in texts(), halves in 2i64..40) {
        let room = EM * halves / 2;
        let greedy = lines(&text, room, room, &advance, Length::ZERO);
        let centred = MEASURE.centred(&text, room);
        prop_assert!(centred.len() <= greedy.len());
        prop_assert_eq!(centred.iter().map(|line| line.range.len()).sum::<usize>(), text.len());
        prop_assert!(centred.windows(2).all(|pair| pair[0].range.end == pair[1].range.start));
    }

    #[test]
    fn lines_begin_and_end_as_they_may(text in texts(), halves in 4i64..40) {
        let lines = broken(&text, halves);
        for pair in lines.windows(2) {
            let [line, next] = pair else { continue };
            let begins = next.chars().next().is_some_and(|c| Class::of(c) == Class::Close);
            let ends = line.trim_end_matches([' ', '\u{3000}']).chars().next_back().is_some_and(|c| Class::of(c) == Class::Open);
            if !begins && !ends {
                continue;
            }
            // Then there was no other place: no two Han characters stand together.
            let classes: Vec<Class> = line.chars().map(Class::of).filter(|class| *class != Class::Attached).collect();
            let place = classes.windows(2).any(|pair| pair == [Class::Han, Class::Han]);
            prop_assert!(!place, "{line:?} before {next:?}");
        }
    }

    #[test]
    fn a_wider_measure_needs_no_more_lines_of_han(text in "[一-十、。，]{0,80}", halves in 4i64..40) {
        prop_assert!(broken(&text, halves + 2).len() <= broken(&text, halves).len());
    }
}
