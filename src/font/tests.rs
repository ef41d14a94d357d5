//! What the library's fonts can draw, and how a caller's own join them.

use std::collections::BTreeSet;

use ttf_parser::{GlyphId, OutlineBuilder, Rect};

use super::embedded::Embedded;
use super::*;
use crate::document::{Block, Inline, Paragraph};
use crate::form::Files;
use crate::typeset::{Metrics, Nominal, Setting, is_half_blank};
use crate::{Catalogue, Length};

fn id_of(face: Face, c: char) -> Option<FontId> {
    FontSet::embedded().glyph(face, c).map(|glyph| glyph.font)
}

#[test]
fn every_font_of_the_library_is_as_its_description_says() {
    for embedded in Embedded::ALL {
        let font = embedded.font();
        assert_eq!((font.units_per_em, font.outlines), (1000, Outlines::TrueType), "{}", font.name);
        assert!(font.name.starts_with("Form") && font.glyph_count() > 9_000, "{}", font.name);
        assert!(font.cap_height > 600 && font.descent < 0 && font.bounding_box.top > 800, "{}", font.name);
        let mut unpacked = Vec::new();
        std::io::Read::read_to_end(
            &mut flate2::read::ZlibDecoder::new(font.compressed().unwrap_or_default()),
            &mut unpacked,
        )
        .unwrap();
        assert_eq!(unpacked, font.data());
        let characters: Vec<(char, u16)> = font.characters().collect();
        assert!(characters.is_sorted() && characters.len() > 9_000);
        assert!(characters.iter().all(|(c, glyph)| font.glyph(*c) == Some(*glyph)));
    }
}

#[test]
fn what_forms_and_templates_print_can_be_drawn_in_its_face() {
    fn paragraphs(document: &crate::Document) -> Vec<&Paragraph> {
        let blocks = document.blocks().map(|block| match block {
            Block::Paragraph(paragraph) => vec![paragraph],
            Block::Table(table) => table.cells().iter().flat_map(|cell| &cell.paragraphs).collect(),
        });
        blocks.flatten().collect()
    }
    let fonts = FontSet::embedded();
    let catalogue = Catalogue::embedded().unwrap();
    for form in catalogue.forms() {
        for paragraph in paragraphs(form.layout.document()) {
            let missing = fonts.missing(paragraph.format.face, &paragraph.printed());
            assert_eq!(missing, [], "{}: {}", form.id, paragraph.printed());
            assert!(paragraph.inlines.iter().all(|inline| !matches!(inline, Inline::Mark(_))));
        }
    }
    // Options and hints that only stand in definitions, in every face.
    let (forms, templates) = Catalogue::files(Files::new(), Files::new());
    let characters: BTreeSet<char> =
        forms.values().chain(templates.values()).flat_map(|text| text.chars()).filter(|c| !c.is_control()).collect();
    let characters = String::from_iter(characters);
    for face in FACES {
        assert_eq!(fonts.missing(face, &characters), [], "{face:?}");
    }
}

#[test]
fn ticks_marks_and_rare_names_are_in_every_font() {
    for embedded in [Embedded::Song, Embedded::Hei, Embedded::Kai, Embedded::BiaoSong] {
        for c in "☐☑☒□■—“”‘’·…①⑩√✓①〇〔〕《》～￥%℃㎡Ⅳ䶮㛃𬭎Aa09 ".chars()
        {
            let font = embedded.font();
            assert!(font.glyph(c).is_some_and(|glyph| glyph != 0), "{c} in {}", font.name);
        }
        for c in "☐☑☒□—“”‘’·…，。！？（）".chars() {
            let font = embedded.font();
            assert_eq!(font.glyph(c).map(|glyph| font.advance(glyph)), Some(1000), "{c} in {}", font.name);
        }
    }
    // The rest of level 2 of GB 18030-2022: all of GBK and extension A.
    assert_eq!(id_of(Face::Kai, '㐀'), Some(Embedded::SongExt.id()));
    assert_eq!(id_of(Face::Song, '鎔'), Some(Embedded::SongExt.id()));
    for c in ('\u{4e00}'..='\u{9fa5}').chain('\u{3400}'..='\u{4db5}') {
        assert!(id_of(Face::Song, c).is_some(), "{c}");
    }
}

#[test]
fn a_character_that_no_font_has_is_missing_and_one_em_wide() {
    let fonts = FontSet::embedded();
    assert_eq!(fonts.missing(Face::Kai, "王𪚥\u{feff}一\t𪚥\u{200b}"), ['𪚥']);
    let size = Length::half_points(20);
    assert_eq!(fonts.advance(Face::Song, size, '𪚥'), size);
    assert_eq!(fonts.advance(Face::Song, size, '\u{feff}'), Length::ZERO);
    assert_eq!(fonts.glyph(Face::Song, '\u{200b}'), None);
    assert_eq!(fonts.glyph(Face::Song, '\t'), fonts.glyph(Face::Song, ' '));
}

#[test]
fn marks_that_give_up_half_have_a_blank_half() {
    for embedded in [Embedded::Song, Embedded::Hei, Embedded::Kai, Embedded::BiaoSong] {
        let font = embedded.font();
        for c in ('!'..='\u{ffef}').filter(|c| is_half_blank(*c)) {
            let glyph = font.glyph(c).unwrap();
            let bounds = outline(font.data(), glyph).1;
            assert!(bounds.x_max <= 560, "{c} in {}: {bounds:?}", font.name);
        }
    }
}

/// The outline of a glyph as text, and its bounds.
fn outline(data: &[u8], glyph: u16) -> (String, Rect) {
    struct Text(String);
    impl OutlineBuilder for Text {
        fn move_to(&mut self, x: f32, y: f32) {
            self.0 += &format!("M{x} {y}");
        }
        fn line_to(&mut self, x: f32, y: f32) {
            self.0 += &format!("L{x} {y}");
        }
        fn quad_to(&mut self, x1: f32, y1: f32, x: f32, y: f32) {
            self.0 += &format!("Q{x1} {y1} {x} {y}");
        }
        fn curve_to(&mut self, x1: f32, y1: f32, x2: f32, y2: f32, x: f32, y: f32) {
            self.0 += &format!("C{x1} {y1} {x2} {y2} {x} {y}");
        }
        fn close(&mut self) {
            self.0.push('Z');
        }
    }
    // A subset has no table of characters, which this parser does not mind.
    let face = ttf_parser::Face::parse(data, 0).unwrap();
    let mut text = Text(String::new());
    let bounds = face.outline_glyph(GlyphId(glyph), &mut text).unwrap();
    (text.0, bounds)
}

#[test]
fn a_subset_keeps_outlines_and_widths() {
    let font = Embedded::Song.font();
    let wanted: Vec<u16> = "人人通☑①—䶮𬭎Aé，".chars().filter_map(|c| font.glyph(c)).collect();
    let subset = font.subset(wanted.iter().copied()).unwrap();
    assert!(subset.data.len() < 12_000, "{}", subset.data.len());
    let face = ttf_parser::Face::parse(&subset.data, 0).unwrap();
    for whole in &wanted {
        let cut = subset.glyph(*whole).unwrap();
        assert_eq!(outline(&subset.data, cut), outline(font.data(), *whole));
        assert_eq!(face.glyph_hor_advance(GlyphId(cut)), Some(font.advance(*whole)));
    }
    // A missing character is a box with a mark, never nothing.
    assert_eq!(subset.glyph(0), Some(0));
    assert!(outline(&subset.data, 0).1.width() > 500);
    assert_eq!(subset.glyph(font.glyph('学').unwrap()), None);
}

#[test]
fn the_same_glyphs_give_the_same_bytes() {
    let font = Embedded::Hei.font();
    let glyphs: Vec<u16> = "附件负责人信息".chars().filter_map(|c| font.glyph(c)).collect();
    let once = font.subset(glyphs.iter().copied()).unwrap();
    let again = font.subset(glyphs.iter().rev().chain(&glyphs).copied()).unwrap();
    assert_eq!(once, again);
}

#[test]
fn added_fonts_take_faces_by_their_names_and_fill_gaps() {
    let kai = Embedded::Kai.font().data().to_vec();
    let set = FontSet::embedded()
        .with_fonts([("仿宋_GB2312.ttf".to_owned(), kai.clone()), ("other.ttf".to_owned(), kai)])
        .unwrap();
    // The family's name, Form Kai, tells nothing; the file's does.
    let fang_song = set.glyph(Face::FangSong, '人').unwrap().font;
    assert_eq!(set.of_face(Face::FangSong), fang_song);
    assert_eq!(fang_song, FontId(5));
    assert_eq!(set.font(fang_song).name, "FormKai-Regular");
    assert_eq!(set.of_face(Face::Song), Embedded::Song.id());
    // Other faces are as they were, and clones share what was added.
    assert_eq!(set.glyph(Face::Hei, '人').unwrap().font, Embedded::Hei.id());
    assert_eq!(set.clone().font(fang_song), set.font(fang_song));
    // An id that another set gave is no reason to stop.
    assert_eq!(FontSet::embedded().font(FontId(9)).name, Embedded::Song.font().name);
}

/// A font of tests/fonts, which has nothing but boxes.
fn boxes(name: &str, data: &[u8]) -> (FontSet, FontId) {
    let set = FontSet::embedded().with_fonts([(name.to_owned(), data.to_vec())]).unwrap();
    (set, FontId(5))
}

#[test]
fn a_collection_counts_by_its_first_font() {
    let (set, added) = boxes("collection.ttc", include_bytes!("../../tests/fonts/collection.ttc"));
    // Its Chinese name is 仿宋_GB2312.
    assert_eq!(set.glyph(Face::FangSong, '人').unwrap().font, added);
    assert_eq!(set.glyph(Face::FangSong, '学').unwrap().font, Embedded::Song.id());
    let glyph = set.font(added).glyph('人').unwrap();
    let subset = set.font(added).subset([glyph]).unwrap();
    assert_eq!(outline(&subset.data, 1), outline(set.font(added).data(), glyph));
}

#[test]
fn a_font_of_cubic_curves_fills_gaps() {
    let (set, added) = boxes("cubic.otf", include_bytes!("../../tests/fonts/cubic.otf"));
    let font = set.font(added);
    assert_eq!((font.outlines, font.name.as_str()), (Outlines::Cff, "Boxes-Regular"));
    assert_eq!(set.glyph(Face::Song, '人').unwrap().font, Embedded::Song.id());
    assert_eq!(set.missing(Face::Song, "𪚥人"), []);
    let glyph = set.glyph(Face::Song, '𪚥').unwrap();
    assert_eq!((glyph.font, glyph.advance), (added, 1000));
    let subset = font.subset([glyph.id]).unwrap();
    let cut = ttf_parser::cff::Table::parse(&subset.data).unwrap();
    let mut none = Nothing;
    let bounds = cut.outline(GlyphId(subset.glyph(glyph.id).unwrap()), &mut none).unwrap();
    assert_eq!((bounds.x_min, bounds.x_max, bounds.y_max), (100, 900, 650));
}

/// Draws nothing.
struct Nothing;

impl OutlineBuilder for Nothing {
    fn move_to(&mut self, _: f32, _: f32) {}
    fn line_to(&mut self, _: f32, _: f32) {}
    fn quad_to(&mut self, _: f32, _: f32, _: f32, _: f32) {}
    fn curve_to(&mut self, _: f32, _: f32, _: f32, _: f32, _: f32, _: f32) {}
    fn close(&mut self) {}
}

#[test]
fn a_file_that_is_no_font_is_named() {
    let error =
        |data: &[u8]| FontSet::embedded().with_fonts([("字体.ttf".to_owned(), data.to_vec())]).map(drop).unwrap_err();
    assert_eq!(error(b"").kind(), FontErrorKind::NotAFont);
    assert_eq!(error(b"PK\x03\x04not a font at all").kind(), FontErrorKind::NotAFont);
    assert_eq!(error(b"wOF2....").kind(), FontErrorKind::WebFont);
    let whole = Embedded::Hei.font().data();
    assert_eq!(error(&whole[..2000]).kind(), FontErrorKind::NotAFont);
    assert_eq!(error(include_bytes!("../../tests/fonts/pictures.ttf")).kind(), FontErrorKind::NoOutlines);
    assert!(error(b"x").to_string().contains("字体.ttf"));
}

/// Damage of any kind is an error or a font, never a panic or a long wait.
#[test]
fn damaged_fonts_do_no_harm() {
    for whole in [
        include_bytes!("../../tests/fonts/collection.ttc").as_slice(),
        include_bytes!("../../tests/fonts/cubic.otf").as_slice(),
    ] {
        for at in (0..whole.len()).step_by(13) {
            let mut data = whole.to_vec();
            data[at] ^= [0xff, 0x01, 0x80][at % 3];
            if let Ok(set) = FontSet::embedded().with_fonts([("damaged.ttf".to_owned(), data)]) {
                let font = set.font(FontId(5));
                let _ = font.subset("人 𪚥".chars().filter_map(|c| font.glyph(c)));
            }
            let _ = FontSet::embedded().with_fonts([("cut.ttf".to_owned(), whole[..at].to_vec())]);
        }
    }
}

#[test]
fn text_is_measured_with_the_widths_of_its_font() {
    let fonts = FontSet::embedded();
    let size = Length::half_points(20);
    let setting = Setting { metrics: &fonts, face: Face::Song, size };
    assert_eq!(setting.width("人人通（一）"), size * 6);
    // Latin is as wide as in the Word files, without the room round it.
    assert_eq!(setting.width("共80人"), size * 3);
    for c in ' '..='~' {
        assert_eq!(fonts.advance(Face::Song, size, c), Nominal::Word.advance(Face::Song, size, c), "{c}");
    }
    for face in FACES {
        let ascent = fonts.ascent(face, size).to_pt();
        assert!((9.3..11.0).contains(&ascent), "{face:?} {ascent}");
    }
}
