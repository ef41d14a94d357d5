//! Any document at all is set, and nothing of it is lost.

use proptest::prelude::*;
use shenbao::document::{
    Align, Block, Cell, CheckBox, Document, Face, Format, GroupKind, Inline, Page, Paragraph, Role, Row, Section, Slot,
    TableBuilder, VerticalAlign,
};
use shenbao::typeset::{Nominal, pages};
use shenbao::{FieldPath, Length};

use super::{expected, texts};

const CHARACTERS: &[char] = &[
    '一', '学', '空', '，', '。', '（', '）', '“', '”', '—', '…', '□', '☑', 'A', 'b', '7', '.', '/', ' ', '\u{3000}',
    '\t', '䶮', '𬭎', '\u{301}', '\u{200b}', '\r',
];

fn text(longest: usize) -> BoxedStrategy<String> {
    prop::collection::vec(prop::sample::select(CHARACTERS), 0..longest)
        .prop_map(|characters| characters.into_iter().collect())
        .boxed()
}

fn length() -> BoxedStrategy<Length> {
    prop_oneof![
        8 => (0i64..60).prop_map(Length::mm),
        1 => Just(Length::ZERO),
        1 => (-50i64..0).prop_map(Length::mm),
        1 => any::<i64>().prop_map(|emu| Length::emu(emu / 8)),
    ]
    .boxed()
}

fn inline() -> BoxedStrategy<Inline> {
    let path = || FieldPath::field("a");
    prop_oneof![
        4 => text(40).prop_map(Inline::plain),
        1 => text(6).prop_map(|text| Inline::Text { text, role: Role::Label(None) }),
        1 => Just(Inline::Break),
        1 => any::<bool>().prop_map(|ticked| Inline::CheckBox(CheckBox { ticked, option: None })),
        3 => (prop::collection::vec(text(60), 0..4), text(4), any::<bool>()).prop_map(move |(lines, placeholder, paragraphs)| {
            Inline::Slot(Slot { path: path(), text: lines.join("\n"), placeholder, paragraphs })
        }),
    ]
    .boxed()
}

fn format() -> BoxedStrategy<Format> {
    let align = prop::sample::select(vec![Align::Left, Align::Center, Align::Right, Align::Both]);
    let sizes = prop_oneof![6 => (0i64..60).prop_map(Length::half_points), 1 => length()];
    let line = prop::option::of(prop_oneof![3 => (0i64..80).prop_map(Length::half_points), 1 => length()]);
    (align, sizes, line, length(), length(), 0u8..4, length(), any::<bool>())
        .prop_map(|(align, size, line, before, right, indent, after, keep_next)| Format {
            align,
            face: Face::Song,
            size,
            line,
            before: before / 8,
            after: after / 8,
            indent,
            right,
            keep_next,
        })
        .boxed()
}

fn paragraph() -> BoxedStrategy<Paragraph> {
    (format(), prop::collection::vec(inline(), 0..4))
        .prop_map(|(format, inlines)| Paragraph { format, inlines, ..Paragraph::default() })
        .boxed()
}

fn cell() -> BoxedStrategy<Cell> {
    let align = prop::sample::select(vec![VerticalAlign::Top, VerticalAlign::Center, VerticalAlign::Bottom]);
    (prop::collection::vec(paragraph(), 0..3), 1usize..4, 1usize..3, align)
        .prop_map(|(paragraphs, row_span, column_span, align)| Cell {
            paragraphs,
            row_span,
            column_span,
            align,
            ..Cell::default()
        })
        .boxed()
}

fn table() -> BoxedStrategy<Block> {
    let row = (length(), any::<bool>(), prop::option::of(any::<bool>()), prop::collection::vec(cell(), 0..4));
    (prop::collection::vec(length(), 1..5), prop::collection::vec(row, 0..8))
        .prop_map(|(columns, rows)| {
            let mut builder = TableBuilder::with_columns(columns);
            for (height, splits, group, cells) in rows {
                if let Some(is_head) = group {
                    builder.group(if is_head { GroupKind::Head } else { GroupKind::Body });
                }
                builder.row(Row { height, splits, ..Row::default() });
                for cell in cells {
                    // What has no room stays out.
                    let single = Cell { row_span: 1, column_span: 1, ..cell.clone() };
                    if builder.cell(cell).is_err() {
                        let _ = builder.cell(single);
                    }
                }
            }
            Block::Table(builder.finish())
        })
        .boxed()
}

fn document() -> BoxedStrategy<Document> {
    let page = (length(), length(), length(), length()).prop_map(|(width, height, margin, bottom)| Page {
        width: width * 3,
        height: height * 4,
        top: margin / 4,
        right: margin / 3,
        bottom: bottom / 4,
        left: margin / 2,
    });
    let page = prop_oneof![Just(Page::A4), page];
    let block = prop_oneof![2 => paragraph().prop_map(Block::Paragraph), 3 => table()];
    let section = (page, prop::collection::vec(block, 0..5)).prop_map(|(page, blocks)| Section { page, blocks });
    prop::collection::vec(section, 0..3).prop_map(|sections| Document { sections, ..Document::default() }).boxed()
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::default() })]
    #[test]
    fn nothing_is_lost(document in document()) {
        let set = pages(&document, &Nominal::Word);
        prop_assert_eq!(texts(&set), expected(&document));
        prop_assert_eq!(&set, &pages(&document, &Nominal::Word));
        for (number, page) in (1..).zip(&set) {
            prop_assert_eq!((page.number, page.of), (number, set.len()));
        }
    }
}
