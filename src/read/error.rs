//! Why a file could not be read.

use std::fmt;

use crate::Lang;

/// Why a file could not be read: a kind, and where in the file it shows.
///
/// [`ReadError::message`] is for the person who sent the file, and says what to
/// do; [`fmt::Display`] adds the place, for logs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReadError {
    kind: ReadErrorKind,
    part: Option<String>,
    offset: Option<u64>,
    limit: Option<u64>,
}

/// Makes the enum and its table from one list.
macro_rules! kinds {
    ($($(#[$doc:meta])* $name:ident = $code:literal, $zh:literal, $en:literal;)*) => {
        /// The kind of a [`ReadError`].
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        #[non_exhaustive]
        pub enum ReadErrorKind { $($(#[$doc])* $name,)* }

        impl ReadErrorKind {
            /// All kinds.
            pub const ALL: &[ReadErrorKind] = &[$(ReadErrorKind::$name),*];

            /// A short name that stays the same between versions.
            pub fn code(self) -> &'static str {
                match self { $(ReadErrorKind::$name => $code),* }
            }

            /// The message; `{limit}` stands for the limit that was crossed.
            fn template(self, lang: Lang) -> &'static str {
                match (self, lang) {
                    $((ReadErrorKind::$name, Lang::Zh) => $zh, (ReadErrorKind::$name, Lang::En) => $en),*
                }
            }
        }
    };
}

kinds! {
    /// The file has no bytes.
    Empty = "empty",
        "文件是空的（0字节），请重新发送",
        "the file is empty (0 bytes): send it again";
    /// The file ends too early.
    Truncated = "truncated",
        "文件不完整（传输中断或已损坏），请重新发送",
        "the file is incomplete (cut off or damaged): send it again";
    /// The file, or a part of it, needs a password.
    Encrypted = "encrypted",
        "文件已加密，请取消密码后再报送",
        "the file is encrypted: remove the password and send it again";
    /// A PDF that is locked in a way for which it takes its maker's program.
    UnknownEncryption = "unknown_encryption",
        "PDF 采用了专用的加密方式（如数字版权保护），无法读取，请取消加密后再报送",
        "the PDF is protected in a way of its maker's own (as digital rights management): remove the protection and send it again";
    /// Word 97–2003.
    OldWord = "old_word",
        "文件是旧版 Word 格式（.doc），请另存为 .docx 后再报送",
        "the file is in the old Word format (.doc): save it as .docx and send it again";
    /// A PDF that holds pictures and no text.
    Scanned = "scanned",
        "PDF 是扫描件，只有图片，没有文字，请报送可编辑的 Word 文档（.docx）或由它导出的 PDF",
        "the PDF is a scan, pictures without text: send the Word document (.docx), or the PDF exported from it";
    /// A PDF whose fonts do not say which characters they show.
    UnreadableText = "unreadable_text",
        "PDF 中的文字无法识别（字体没有字符编码），请报送可编辑的 Word 文档（.docx）",
        "the text of the PDF cannot be made out (its fonts name no characters): send the Word document (.docx)";
    /// The structure of a PDF is damaged.
    BadPdf = "bad_pdf",
        "PDF 文件已损坏，无法读取，请重新导出后再报送",
        "the PDF is damaged and cannot be read: export it again and send it";
    /// A web page, also under the name of a Word document.
    Html = "html",
        "文件实际是网页（HTML），请用 Word、Excel 或 WPS 打开，另存为 .docx 或 .xlsx 后再报送",
        "the file is a web page (HTML): open it in Word, Excel or WPS, save it as .docx or .xlsx and send it again";
    /// Rich text.
    Rtf = "rtf",
        "文件实际是 RTF 格式，请用 Word 或 WPS 打开，另存为 .docx 后再报送",
        "the file is in RTF format: open it in Word or WPS, save it as .docx and send it again";
    /// A Word document as one XML file.
    WordXml = "word_xml",
        "文件是 Word XML 格式，请用 Word 打开，另存为 .docx 后再报送",
        "the file is a Word XML document: open it in Word, save it as .docx and send it again";
    /// An OpenDocument text.
    OpenDocument = "open_document",
        "文件是 OpenDocument 文本（.odt），请另存为 .docx 后再报送",
        "the file is an OpenDocument text (.odt): save it as .docx and send it again";
    /// An OFD file (GB/T 33190).
    Ofd = "ofd",
        "文件是 OFD 版式文件，请报送可编辑的 Word 文档（.docx）或 Excel 工作簿（.xlsx）",
        "the file is an OFD: send the Word document (.docx) or the workbook (.xlsx)";
    /// A presentation.
    Presentation = "presentation",
        "文件是演示文稿，不是 Word 文档（.docx）、Excel 工作簿（.xlsx）或 PDF",
        "the file is a presentation, not a Word document (.docx), a workbook (.xlsx) or a PDF";
    /// An archive of other files.
    Archive = "archive",
        "文件是压缩包，请解压后报送其中的表格",
        "the file is an archive: unpack it and send the form inside";
    /// A picture, as a photograph or scan of the form.
    Image = "image",
        "文件是图片（照片或扫描件），请报送可编辑的 Word 文档（.docx）或 Excel 工作簿（.xlsx）",
        "the file is a picture (photograph or scan): send the Word document (.docx) or the workbook (.xlsx)";
    /// Nothing that could be a form.
    NotAFormFile = "not_a_form_file",
        "无法识别文件内容，不是 Word 文档（.docx）、Excel 工作簿（.xlsx）或 PDF",
        "the content is not recognised: this is no Word document (.docx), workbook (.xlsx) or PDF";
    /// The file, or a part after inflating, is larger than the limit.
    TooLarge = "too_large",
        "文件过大，超过{limit}的限制，请压缩图片或删去无关内容后再报送",
        "the file is larger than the limit of {limit}: shrink its pictures or remove what does not belong to the form";
    /// A part inflates suspiciously well.
    Bomb = "bomb",
        "文件压缩异常（解压后大小超过压缩前的{limit}倍），已拒绝读取",
        "a part of the file inflates to more than {limit} times its size: refused";
    /// The ZIP container is damaged.
    BadZip = "bad_zip",
        "文件已损坏，无法解压，请用 Word 或 WPS 重新保存后再报送",
        "the file is damaged and cannot be unpacked: save it again in Word or WPS";
    /// The XML of a part is damaged.
    BadXml = "bad_xml",
        "文件内容已损坏，请用 Word 或 WPS 重新保存后再报送",
        "the content of the file is damaged: save it again in Word or WPS";
    /// XML elements are nested too deep.
    TooDeep = "too_deep",
        "文件结构嵌套超过{limit}层，已拒绝读取",
        "the content is nested more than {limit} levels deep: refused";
    /// Tables have too many cells or columns.
    TooManyCells = "too_many_cells",
        "表格过大，超过{limit}的限制，已拒绝读取",
        "a table is larger than the limit of {limit}: refused";
    /// The document has too many paragraphs and other items.
    TooManyItems = "too_many_items",
        "文件内容过多，超过{limit}项的限制，已拒绝读取",
        "the document has more than {limit} items: refused";
    /// The package has too many entries.
    TooManyEntries = "too_many_entries",
        "文件内部条目超过{limit}个，已拒绝读取",
        "the package has more than {limit} entries: refused";
    /// A part that the file must have is not there.
    MissingPart = "missing_part",
        "文件缺少正文，可能已损坏，请用 Word 或 WPS 重新保存后再报送",
        "a part of the file is missing: save it again in Word or WPS";
}

impl ReadError {
    /// The file is larger than [`Limits::file_bytes`](super::Limits::file_bytes), for a caller that knows its
    /// size before its content.
    pub fn too_large(limits: &super::Limits) -> ReadError {
        ReadError::over(ReadErrorKind::TooLarge, limits.file_bytes)
    }

    pub(crate) fn new(kind: ReadErrorKind) -> ReadError {
        ReadError { kind, part: None, offset: None, limit: None }
    }

    pub(crate) fn over(kind: ReadErrorKind, limit: u64) -> ReadError {
        ReadError { limit: Some(limit), ..ReadError::new(kind) }
    }

    pub(crate) fn at(mut self, offset: u64) -> ReadError {
        self.offset.get_or_insert(offset);
        self
    }

    pub(crate) fn in_part(mut self, part: &str) -> ReadError {
        self.part.get_or_insert_with(|| part.to_owned());
        self
    }

    /// What kind of error it is.
    pub fn kind(&self) -> ReadErrorKind {
        self.kind
    }

    /// A short name of the kind, the same in every version: `truncated`.
    pub fn code(&self) -> &'static str {
        self.kind.code()
    }

    /// The part of the package in which it shows, as `word/document.xml`.
    pub fn part(&self) -> Option<&str> {
        self.part.as_deref()
    }

    /// Where it shows: bytes from the start of the part after inflating, or
    /// of the file if no part is named.
    pub fn offset(&self) -> Option<u64> {
        self.offset
    }

    /// The limit that was crossed.
    pub fn limit(&self) -> Option<u64> {
        self.limit
    }

    /// What is wrong and what to do, for the person who sent the file.
    pub fn message(&self, lang: Lang) -> String {
        let template = self.kind.template(lang);
        match (self.limit, self.kind) {
            (Some(bytes), ReadErrorKind::TooLarge) => template.replace("{limit}", &size(bytes)),
            (Some(limit), _) => template.replace("{limit}", &limit.to_string()),
            (None, _) => template.to_owned(),
        }
    }
}

fn size(bytes: u64) -> String {
    if bytes >= 1 << 20 { format!("{} MB", bytes >> 20) } else { format!("{bytes} B") }
}

impl fmt::Display for ReadError {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message(Lang::En))?;
        match (&self.part, self.offset) {
            (Some(part), Some(offset)) => write!(f, " (`{part}`, byte {offset})"),
            (Some(part), None) => write!(f, " (`{part}`)"),
            (None, Some(offset)) => write!(f, " (byte {offset})"),
            (None, None) => Ok(()),
        }
    }
}

impl std::error::Error for ReadError {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_are_unique() {
        let mut codes: Vec<_> = ReadErrorKind::ALL.iter().map(|kind| kind.code()).collect();
        codes.sort_unstable();
        codes.dedup();
        assert_eq!(codes.len(), ReadErrorKind::ALL.len());
    }

    #[test]
    fn a_limit_is_named_in_both_languages() {
        let error = ReadError::over(ReadErrorKind::TooLarge, 64 << 20);
        assert_eq!(error.message(Lang::Zh), "文件过大，超过64 MB的限制，请压缩图片或删去无关内容后再报送");
        assert!(error.message(Lang::En).contains("64 MB"));
    }

    #[test]
    fn display_gives_the_place() {
        let error = ReadError::new(ReadErrorKind::Truncated).at(17).in_part("word/document.xml");
        assert!(error.to_string().ends_with("(`word/document.xml`, byte 17)"));
    }
}
