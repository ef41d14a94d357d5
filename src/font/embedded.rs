//! The library's own fonts.

use std::io::Read;
use std::sync::OnceLock;

use flate2::read::ZlibDecoder;

use super::{Font, FontId};

/// A font of the library.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Embedded {
    /// 宋体: GB 2312, 通用规范汉字表, symbols. Stands for 仿宋 too.
    Song,
    /// The other characters of GB 18030-2022, level 2, for every face.
    SongExt,
    /// 黑体.
    Hei,
    /// 楷体.
    Kai,
    /// 小标宋.
    BiaoSong,
}

/// Each font as a zlib stream, as a PDF can carry it; templates/fonts/README.md
/// says where they come from.
static PACKED: [&[u8]; Embedded::ALL.len()] = [
    include_bytes!("../../templates/fonts/FormSong.ttf.z"),
    include_bytes!("../../templates/fonts/FormSongExt.ttf.z"),
    include_bytes!("../../templates/fonts/FormHei.ttf.z"),
    include_bytes!("../../templates/fonts/FormKai.ttf.z"),
    include_bytes!("../../templates/fonts/FormBiaoSong.ttf.z"),
];

static FONTS: [OnceLock<Font>; Embedded::ALL.len()] = [const { OnceLock::new() }; Embedded::ALL.len()];

impl Embedded {
    pub const ALL: [Embedded; 5] =
        [Embedded::Song, Embedded::SongExt, Embedded::Hei, Embedded::Kai, Embedded::BiaoSong];

    pub fn id(self) -> FontId {
        FontId(self as u16)
    }

    /// The font, unpacked and parsed by whoever asks first.
    pub fn font(self) -> &'static Font {
        FONTS[self as usize].get_or_init(|| self.load())
    }

    #[expect(clippy::expect_used, reason = "the streams are part of the program, and a test unpacks each")]
    fn load(self) -> Font {
        let packed = PACKED[self as usize];
        let mut data = Vec::new();
        ZlibDecoder::new(packed).read_to_end(&mut data).expect("a font of the library unpacks");
        Font::embedded(data, packed).expect("a font of the library is one")
    }
}
