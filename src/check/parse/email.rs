//! E-mail addresses.

use crate::finding::Words;

use super::{Parsed, is_domain, reason, tidy};

const NO_AT: Words = reason("缺少@", "there is no `@`");
const ONE_ONLY: Words = reason("只能填一个邮箱", "only one address is allowed");
const SPACE: Words = reason("含有空格", "holds a space");
const LOCAL: Words = reason("@前面的部分不对", "the part before the `@` is not valid");
const DOMAIN: Words = reason("@后面的域名不对", "the domain after the `@` is not valid");

/// The marks that may stand before the `@` beside letters and digits (RFC 5322,
/// `atext`), with the dot.
const MARKS: &str = ".!#$%&'*+/=?^_`{|}~-";

/// An e-mail address in half width, its domain in lower case. Full-width
/// characters and a leading `mailto:` are accepted.
///
/// ```
/// use shenbao::check::parse::email;
/// assert_eq!(email("ｚｈａｎｇ＠163.COM").unwrap(), "zhang@163.com");
/// assert!(email("zhang@163").is_err());
/// ```
///
/// # Errors
///
/// No `@` or several, a space, or a part that no address has.
pub fn email(text: &str) -> Parsed<String> {
    let text = tidy(text);
    let text = text.strip_prefix("mailto:").unwrap_or(&text);
    let Some((local, domain)) = text.split_once('@') else { return Err(NO_AT) };
    if domain.contains('@') {
        return Err(ONE_ONLY);
    }
    if text.contains(char::is_whitespace) {
        return Err(SPACE);
    }
    let is_local = |c: char| c.is_ascii_alphanumeric() || MARKS.contains(c);
    let dots = local.starts_with('.') || local.ends_with('.') || local.contains("..");
    if local.is_empty() || local.len() > 64 || dots || !local.chars().all(is_local) {
        return Err(LOCAL);
    }
    let domain = domain.to_lowercase();
    if is_domain(&domain) { Ok(format!("{local}@{domain}")) } else { Err(DOMAIN) }
}

#[cfg(test)]
mod tests {
    use super::super::testing::assert_reads;
    use super::*;

    #[test]
    fn addresses() {
        let ok = |text: &str| Ok(text.to_owned());
        assert_reads(
            email,
            |address| address,
            &[
                ("zhangsan@163.com", ok("zhangsan@163.com")),
                (" 12345678@QQ.com ", ok("12345678@qq.com")),
                ("hnyjy＠126．com", ok("hnyjy@126.com")),
                ("a.b-c_d+e@mail.edu.cn", ok("a.b-c_d+e@mail.edu.cn")),
                ("mailto:a@b.cn", ok("a@b.cn")),
                ("\u{200b}a@b.cn\u{feff}", ok("a@b.cn")),
                ("校长@教育局.中国", Err("前面")),
                ("school@教育局.中国", ok("school@教育局.中国")),
                ("", Err("缺少@")),
                ("zhangsan163.com", Err("缺少@")),
                ("zhang san@163.com", Err("空格")),
                ("zhangsan@\n163.com", Err("空格")),
                ("a@b.cn;c@d.cn", Err("只能填一个")),
                ("@163.com", Err("前面")),
                (".a@163.com", Err("前面")),
                ("张三@163.com", Err("前面")),
                ("a@163", Err("后面")),
                ("a@163,com", Err("后面")),
                ("a@163。com", Err("后面")),
                ("a@163.com。", Err("后面")),
                ("a@163..com", Err("后面")),
                ("a@-b.com", Err("后面")),
                ("a@163.c0m", Err("后面")),
            ],
        );
    }
}
