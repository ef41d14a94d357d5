//! Files of definitions and templates as the Notepad of Windows leaves them:
//! other encodings, other names.

use crate::finding::{Message, say};

/// The text of a file: UTF-8, or UTF-16 with its mark, as the Notepad saves
/// what it calls Unicode. What is neither is told with its first line.
pub(super) fn decode(bytes: Vec<u8>) -> Result<String, Message> {
    let wide = |unit: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes[2..].chunks_exact(2).map(|pair| unit([pair[0], pair[1]])).collect();
        String::from_utf16(&units).map_err(|_| {
            say!("：不是完整的 UTF-16 文本，请用记事本“另存为”，编码选 UTF-8", ": broken UTF-16: save it as UTF-8")
        })
    };
    match bytes.as_slice() {
        [0xff, 0xfe, ..] => wide(u16::from_le_bytes),
        [0xfe, 0xff, ..] => wide(u16::from_be_bytes),
        _ => String::from_utf8(bytes).map_err(|error| {
            let before = &error.as_bytes()[..error.utf8_error().valid_up_to()];
            let line = 1 + before.iter().filter(|byte| **byte == b'\n').count();
            say!(
                " 第{line}行：文件不是 UTF-8 编码（可能是 ANSI，即 GBK）：请用记事本打开，“另存为”时编码选 UTF-8",
                ":{line}: not UTF-8 (GBK, perhaps): open it in an editor and save it as UTF-8"
            )
        }),
    }
}

/// What is wrong with the name of a file in the folder of files that end in
/// `ending`, if somebody may wait for it in vain.
pub(super) fn misnamed(name: &str, ending: &str) -> Option<Message> {
    let lower = name.to_lowercase();
    let is = |other: &str| lower.ends_with(&format!(".{other}"));
    if name.ends_with(&format!(".{ending}")) {
        return None;
    }
    if is(ending) {
        return Some(say!("：扩展名请用小写 .{ending}", ": write the ending in lower case, .{ending}"));
    }
    if is(&format!("{ending}.txt")) {
        return Some(say!(
            "：名字应以 .{ending} 结尾，请去掉 .txt（在资源管理器的“查看”里先勾选“文件扩展名”）",
            ": the name should end in .{ending}: remove the .txt"
        ));
    }
    match ending {
        "toml" if is("html") || is("htm") => {
            Some(say!("：版式模板应放在 templates 文件夹里", ": templates belong in the folder templates"))
        }
        "html" if is("toml") => {
            Some(say!("：表格定义应放在 forms 文件夹里", ": definitions belong in the folder forms"))
        }
        "html" if is("htm") => Some(say!("：名字应以 .html 结尾", ": the name should end in .html")),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn notepads_encodings_are_read_or_named() {
        let text = "id = \"a\"\r\nlabel = \"姓名\"\r\n";
        let wide = |order: fn(u16) -> [u8; 2]| {
            std::iter::once(0xfeff).chain(text.encode_utf16()).flat_map(order).collect::<Vec<u8>>()
        };
        assert_eq!(decode(text.as_bytes().to_vec()).unwrap(), text);
        assert_eq!(decode(wide(u16::to_le_bytes)).unwrap(), text);
        assert_eq!(decode(wide(u16::to_be_bytes)).unwrap(), text);
        // 姓名 in GBK.
        let gbk = b"id = \"a\"\r\nlabel = \"\xd0\xd5\xc3\xfb\"\r\n".to_vec();
        let problem = decode(gbk).unwrap_err();
        let problem = problem.get(crate::Lang::Zh);
        assert!(problem.contains("第2行") && problem.contains("GBK"), "{problem}");
    }

    #[test]
    fn names_that_would_be_overlooked_are_told() {
        for (name, ending, said) in [
            ("school/leave.toml.txt", "toml", Some(".txt")),
            ("school/leave.TOML", "toml", Some("小写")),
            ("school/leave.html", "toml", Some("templates")),
            ("school/leave.toml", "html", Some("forms")),
            ("school/leave.htm", "html", Some(".html")),
            ("school/leave.toml", "toml", None),
            ("school/说明.docx", "toml", None),
        ] {
            let problem = misnamed(name, ending);
            match said {
                None => assert_eq!(problem, None, "{name}"),
                Some(said) => assert!(problem.unwrap().get(crate::Lang::Zh).contains(said), "{name}"),
            }
        }
    }
}
