//! Web addresses.

use std::net::{Ipv4Addr, Ipv6Addr};

use crate::finding::Words;

use super::{Parsed, is_domain, reason, tidy};

const EMPTY: Words = reason("没有网址", "there is no address");
const SPACE: Words = reason("含有空格", "holds a space");
const CHINESE_MARK: Words = reason("含有中文标点", "holds Chinese punctuation");
const SCHEME: Words = reason("应以http://或https://开头", "expected `http://` or `https://` at the start");
const SLASHES: Words = reason("http后面应为://", "expected `://` after `http`");
const EMAIL: Words = reason("像是电子邮箱", "looks like an e-mail address");
const HOST: Words = reason("域名不对", "the domain is not valid");
const PORT: Words = reason("端口不对", "the port is not a number from 1 to 65535");

/// A web address in half width, scheme and host in lower case: `http` or
/// `https` with a domain or an IP number, or a bare domain, with port and path
/// where they are given. The path may hold Chinese, as browsers show it.
///
/// Full-width characters and `\` for `/` are accepted. A bare domain stays
/// bare: which scheme it has is not for us to say.
///
/// ```
/// use shenbao::check::parse::url;
/// assert_eq!(url("ｈｔｔｐ：／／www.example.cn/a").unwrap(), "http://www.example.cn/a");
/// assert_eq!(url("www.example.cn。").unwrap_err().zh, "含有中文标点");
/// ```
///
/// # Errors
///
/// Spaces, Chinese punctuation, another scheme, or a host that is none.
pub fn url(text: &str) -> Parsed<String> {
    let visible = text.trim();
    if visible.contains(['。', '、', '，', '；', '“', '”', '《', '》', '【', '】', '（', '）']) {
        return Err(CHINESE_MARK);
    }
    let text = tidy(visible).replace('\\', "/");
    if text.is_empty() {
        return Err(EMPTY);
    }
    if text.contains(char::is_whitespace) {
        return Err(SPACE);
    }
    let (scheme, rest) = split_scheme(&text)?;
    let end = rest.find(['/', '?', '#']).unwrap_or(rest.len());
    let (host, path) = rest.split_at(end);
    if host.contains('@') {
        return Err(EMAIL);
    }
    Ok(format!("{scheme}{}{path}", host_and_port(&host.to_lowercase())?))
}

/// The scheme with its slashes, in lower case; empty where there is none.
fn split_scheme(text: &str) -> Parsed<(&'static str, &str)> {
    let lower = text.to_ascii_lowercase();
    for scheme in ["https://", "http://"] {
        if lower.starts_with(scheme) {
            return Ok((scheme, &text[scheme.len()..]));
        }
    }
    // Schemes are recognised by their slashes: `host:8080` has none.
    let before_path = &lower[..lower.find(['?', '#']).unwrap_or(lower.len())];
    for broken in ["http:", "https:", "http/", "https/", "http;", "https;"] {
        if lower.starts_with(broken) {
            return Err(SLASHES);
        }
    }
    if before_path.contains("://") { Err(SCHEME) } else { Ok(("", text)) }
}

fn host_and_port(text: &str) -> Parsed<&str> {
    let (host, port) = match text.strip_prefix('[').and_then(|rest| rest.split_once(']')) {
        Some((address, port)) => {
            address.parse::<Ipv6Addr>().map_err(|_| HOST)?;
            ("", port.strip_prefix(':').or((!port.is_empty()).then_some("")))
        }
        None => match text.split_once(':') {
            Some((host, port)) => (host, Some(port)),
            None => (text, None),
        },
    };
    if let Some(port) = port {
        let digits = port.bytes().all(|b| b.is_ascii_digit());
        if !digits || !port.parse::<u16>().is_ok_and(|port| port > 0) {
            return Err(PORT);
        }
    }
    let is_host = text.starts_with('[') || host.parse::<Ipv4Addr>().is_ok() || is_domain(host);
    if is_host { Ok(text) } else { Err(HOST) }
}

#[cfg(test)]
mod tests {
    use super::super::testing::assert_reads;
    use super::*;

    #[test]
    fn addresses() {
        let ok = |text: &str| Ok(text.to_owned());
        assert_reads(
            url,
            |address| address,
            &[
                ("http://www.example.cn", ok("http://www.example.cn")),
                ("HTTPS://WWW.Example.CN/Path?Q=1#x", ok("https://www.example.cn/Path?Q=1#x")),
                ("www.example.cn", ok("www.example.cn")),
                ("example.edu.cn/space/12/", ok("example.edu.cn/space/12/")),
                ("ｈｔｔｐ：／／www．example．cn", ok("http://www.example.cn")),
                ("http:\\\\www.example.cn", ok("http://www.example.cn")),
                ("http://10.0.0.1:8080/login", ok("http://10.0.0.1:8080/login")),
                ("10.0.0.1", ok("10.0.0.1")),
                ("www.example.cn:8080", ok("www.example.cn:8080")),
                ("http://[2001:db8::1]:80/", ok("http://[2001:db8::1]:80/")),
                ("http://教育局.中国", ok("http://教育局.中国")),
                ("http://www.example.cn/空间/首页", ok("http://www.example.cn/空间/首页")),
                ("https://a.cn/go?to=http://b.cn", ok("https://a.cn/go?to=http://b.cn")),
                ("https://a.cn/@user", ok("https://a.cn/@user")),
                ("\u{feff}http://a.cn", ok("http://a.cn")),
                ("", Err("没有网址")),
                ("http://www.example.cn。", Err("中文标点")),
                ("www。example。cn", Err("中文标点")),
                ("http://a.cn（用户名admin）", Err("中文标点")),
                ("http://a.cn http://b.cn", Err("空格")),
                ("http://www. example.cn", Err("空格")),
                ("ftp://a.cn", Err("http://")),
                ("hhttp://a.cn", Err("http://")),
                ("http:/a.cn", Err("://")),
                ("http//a.cn", Err("://")),
                ("http：www.a.cn", Err("://")),
                ("zhang@163.com", Err("邮箱")),
                ("http://example", Err("域名")),
                ("http://", Err("域名")),
                ("无", Err("域名")),
                ("学校网站", Err("域名")),
                ("www..cn", Err("域名")),
                ("http://www.example.com用户名admin", Err("域名")),
                ("http://256.0.0.1", Err("域名")),
                ("http://a.cn:99999", Err("端口")),
                ("http://a.cn:", Err("端口")),
                ("http://a.cn:80a", Err("端口")),
            ],
        );
    }
}
