//! Which face a font stands for, by its names.

use crate::document::Face;

/// What the names of fonts for a face hold, in small letters without spaces,
/// hyphens and underscores. The first that fits counts: 方正小标宋 is no 宋体,
/// and 仿宋 is none either.
const NAMES: [(Face, &[&str]); 5] = [
    (Face::BiaoSong, &["小标宋", "大标宋", "xiaobiaosong", "biaosong", "fzxbs", "fzdbs", "华文中宋", "zhongsong"]),
    (Face::FangSong, &["仿宋", "仿宋体", "fangsong", "simfang", "fzfs"]),
    (Face::Kai, &["楷", "kaiti", "simkai", "fzkt", "wenkai"]),
    (Face::Hei, &["黑体", "simhei", "heiti", "fzht"]),
    (Face::Song, &["宋体", "simsun", "songti", "书宋", "fzss"]),
];

/// The face that a font stands for: by the names of its family, else by the
/// name of its file.
pub(super) fn face(file: &str, families: &[String]) -> Option<Face> {
    families.iter().find_map(|family| face_of(family)).or_else(|| face_of(file))
}

fn face_of(name: &str) -> Option<Face> {
    let name: String = name.to_lowercase().chars().filter(|c| c.is_alphanumeric()).collect();
    NAMES.iter().find(|(_, parts)| parts.iter().any(|part| name.contains(part))).map(|(face, _)| *face)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_of_windows_and_founder_fonts_tell_their_face() {
        for (name, expected) in [
            ("方正小标宋简体", Some(Face::BiaoSong)),
            ("FZXiaoBiaoSong-B05S", Some(Face::BiaoSong)),
            ("FZXBSJW.TTF", Some(Face::BiaoSong)),
            ("STZhongsong", Some(Face::BiaoSong)),
            ("仿宋_GB2312", Some(Face::FangSong)),
            ("FangSong", Some(Face::FangSong)),
            ("STFangsong", Some(Face::FangSong)),
            ("朱雀仿宋", Some(Face::FangSong)),
            ("simfang.ttf", Some(Face::FangSong)),
            ("KaiTi_GB2312", Some(Face::Kai)),
            ("华文楷体", Some(Face::Kai)),
            ("SimHei", Some(Face::Hei)),
            ("思源黑体 CN", Some(Face::Hei)),
            ("SimSun", Some(Face::Song)),
            ("NSimSun", Some(Face::Song)),
            ("方正书宋_GBK", Some(Face::Song)),
            ("Microsoft YaHei", None),
            ("Times New Roman", None),
            ("HanaMinA", None),
        ] {
            assert_eq!(face_of(name), expected, "{name}");
        }
        assert_eq!(face("字体1.ttf", &["Regular".into(), "仿宋_GB2312".into()]), Some(Face::FangSong));
        assert_eq!(face("simkai.ttf", &["某字体".into()]), Some(Face::Kai));
    }
}
