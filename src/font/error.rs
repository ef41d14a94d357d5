//! Why a font cannot be used.

use std::fmt;

use crate::finding::{Message, say};

/// Why a font cannot be used: the file's name and a kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FontError {
    file: String,
    kind: FontErrorKind,
}

/// The kind of a [`FontError`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[non_exhaustive]
pub enum FontErrorKind {
    /// The file is no font, or damaged.
    NotAFont,
    /// A font for web pages (WOFF, WOFF 2).
    WebFont,
    /// Its characters have no outlines that a PDF can carry: a font of
    /// pictures, or of kind CFF 2.
    NoOutlines,
    /// It does not say which characters it has in Unicode.
    NoCharacters,
}

impl FontError {
    pub(super) fn new(file: &str, kind: FontErrorKind) -> FontError {
        FontError { file: file.to_owned(), kind }
    }

    /// The name of the file.
    pub fn file(&self) -> &str {
        &self.file
    }

    /// What is wrong.
    pub fn kind(&self) -> FontErrorKind {
        self.kind
    }

    /// What is wrong and what to do, for a person.
    pub fn message(&self) -> Message {
        let file = &self.file;
        match self.kind {
            FontErrorKind::NotAFont => say!(
                "字体文件“{file}”无法读取：不是字体，或已损坏。请使用.ttf、.otf或.ttc字体",
                "`{file}` cannot be read as a font, or is damaged: use a .ttf, .otf or .ttc font"
            ),
            FontErrorKind::WebFont => say!(
                "字体文件“{file}”是网页字体（WOFF），请使用.ttf、.otf或.ttc字体",
                "`{file}` is a web font (WOFF): use a .ttf, .otf or .ttc font"
            ),
            FontErrorKind::NoOutlines => say!(
                "字体文件“{file}”没有可嵌入PDF的轮廓（TrueType或CFF），请换一种字体",
                "`{file}` has no outlines that a PDF can carry (TrueType or CFF): use another font"
            ),
            FontErrorKind::NoCharacters => say!(
                "字体文件“{file}”没有Unicode字符表，请换一种字体",
                "`{file}` has no table of Unicode characters: use another font"
            ),
        }
    }
}

impl fmt::Display for FontError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.message().fmt(f)
    }
}

impl std::error::Error for FontError {}
