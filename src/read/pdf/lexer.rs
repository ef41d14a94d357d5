//! Tokens and objects of PDF syntax (ISO 32000-1, 7.2 and 7.3), in files and in
//! content streams. What breaks the rules is read as viewers read it.

use lopdf::{Dictionary, Object, StringFormat};

/// Nesting of arrays and dictionaries that is followed.
const DEEPEST: usize = 64;

/// Objects within one another that are read: in memory each takes a hundred
/// times the two bytes that it may take in a file.
const MOST_OBJECTS: usize = 1 << 20;

/// A piece of syntax.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum Token<'a> {
    Integer(i64),
    Real(f32),
    Name(Vec<u8>),
    String(Vec<u8>, StringFormat),
    ArrayStart,
    ArrayEnd,
    DictionaryStart,
    DictionaryEnd,
    /// An operator or a keyword.
    Word(&'a [u8]),
}

/// Reads tokens from bytes.
#[derive(Debug, Clone)]
pub(super) struct Lexer<'a> {
    bytes: &'a [u8],
    /// The next byte.
    pub(super) at: usize,
    /// Objects that were read as part of the last one, itself included.
    pub(super) objects: usize,
}

impl<'a> Lexer<'a> {
    /// Starts at a byte; one past the end gives no tokens.
    pub(super) fn new(bytes: &'a [u8], at: usize) -> Lexer<'a> {
        Lexer { bytes, at, objects: 0 }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    /// Goes past white space and comments.
    pub(super) fn skip_blank(&mut self) {
        while let Some(byte) = self.peek() {
            if is_blank(byte) {
                self.at += 1;
            } else if byte == b'%' {
                while self.peek().is_some_and(|byte| !matches!(byte, b'\r' | b'\n')) {
                    self.at += 1;
                }
            } else {
                break;
            }
        }
    }

    /// The next token; `None` at the end.
    pub(super) fn token(&mut self) -> Option<Token<'a>> {
        self.skip_blank();
        let byte = self.peek()?;
        let next = self.bytes.get(self.at + 1).copied();
        let mut simple = |length, token| {
            self.at += length;
            Some(token)
        };
        match (byte, next) {
            (b'[', _) => simple(1, Token::ArrayStart),
            (b']', _) => simple(1, Token::ArrayEnd),
            (b'<', Some(b'<')) => simple(2, Token::DictionaryStart),
            (b'>', Some(b'>')) => simple(2, Token::DictionaryEnd),
            (b'{' | b'}' | b')' | b'>', _) => {
                let at = self.at;
                self.at += 1;
                Some(Token::Word(&self.bytes[at..at + 1]))
            }
            (b'<', _) => Some(self.hexadecimal()),
            (b'(', _) => Some(self.literal()),
            (b'/', _) => Some(self.name()),
            (b'+' | b'-' | b'.' | b'0'..=b'9', _) => Some(self.number()),
            _ => Some(Token::Word(self.regular())),
        }
    }

    /// Regular characters up to the next delimiter.
    fn regular(&mut self) -> &'a [u8] {
        let start = self.at;
        while self.peek().is_some_and(is_regular) {
            self.at += 1;
        }
        // No byte may stop the reader.
        self.at = self.at.max(start + 1).min(self.bytes.len());
        &self.bytes[start..self.at]
    }

    fn number(&mut self) -> Token<'a> {
        let word = self.regular();
        let negative = word.first() == Some(&b'-');
        let digits = word.iter().skip_while(|byte| matches!(byte, b'+' | b'-'));
        let (mut whole, mut value, mut scale, mut is_real) = (0_i64, 0.0_f64, 1.0_f64, false);
        for byte in digits {
            match byte {
                b'0'..=b'9' => {
                    let digit = byte - b'0';
                    value = value * 10.0 + f64::from(digit);
                    whole = whole.saturating_mul(10).saturating_add(i64::from(digit));
                    if is_real {
                        scale *= 10.0;
                    }
                }
                b'.' if !is_real => is_real = true,
                // 12-34 and the like: what stands before counts.
                b'-' => break,
                _ => return Token::Word(word),
            }
        }
        let sign = if negative { -1.0 } else { 1.0 };
        if is_real {
            Token::Real((sign * value / scale) as f32)
        } else {
            Token::Integer(if negative { -whole } else { whole })
        }
    }

    fn name(&mut self) -> Token<'a> {
        self.at += 1;
        let start = self.at;
        while self.peek().is_some_and(is_regular) {
            self.at += 1;
        }
        let raw = &self.bytes[start..self.at];
        if !raw.contains(&b'#') {
            return Token::Name(raw.to_vec());
        }
        let mut name = Vec::with_capacity(raw.len());
        let mut rest = raw;
        while let Some((&byte, tail)) = rest.split_first() {
            let digits = tail.first().copied().and_then(hex).zip(tail.get(1).copied().and_then(hex));
            match digits.filter(|_| byte == b'#') {
                Some((high, low)) => {
                    name.push(high << 4 | low);
                    rest = &tail[2..];
                }
                None => {
                    name.push(byte);
                    rest = tail;
                }
            }
        }
        Token::Name(name)
    }

    fn hexadecimal(&mut self) -> Token<'a> {
        self.at += 1;
        let mut bytes = Vec::new();
        let mut high = None;
        while let Some(byte) = self.peek() {
            self.at += 1;
            if byte == b'>' {
                break;
            }
            if let Some(digit) = hex(byte) {
                match high.take() {
                    Some(high) => bytes.push(high << 4 | digit),
                    None => high = Some(digit),
                }
            }
        }
        bytes.extend(high.map(|high| high << 4));
        Token::String(bytes, StringFormat::Hexadecimal)
    }

    fn literal(&mut self) -> Token<'a> {
        self.at += 1;
        let mut bytes = Vec::new();
        let mut open = 1;
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'(' => open += 1,
                b')' => {
                    open -= 1;
                    if open == 0 {
                        break;
                    }
                }
                b'\\' => {
                    self.escape(&mut bytes);
                    continue;
                }
                // Any end of line is one line feed.
                b'\r' => {
                    if self.peek() == Some(b'\n') {
                        self.at += 1;
                    }
                    bytes.push(b'\n');
                    continue;
                }
                _ => {}
            }
            bytes.push(byte);
        }
        Token::String(bytes, StringFormat::Literal)
    }

    /// What stands behind a backslash.
    fn escape(&mut self, bytes: &mut Vec<u8>) {
        let Some(byte) = self.peek() else { return };
        self.at += 1;
        match byte {
            b'n' => bytes.push(b'\n'),
            b'r' => bytes.push(b'\r'),
            b't' => bytes.push(b'\t'),
            b'b' => bytes.push(8),
            b'f' => bytes.push(12),
            b'0'..=b'7' => {
                let mut code = u32::from(byte - b'0');
                for _ in 0..2 {
                    match self.peek() {
                        Some(digit @ b'0'..=b'7') => {
                            code = code * 8 + u32::from(digit - b'0');
                            self.at += 1;
                        }
                        _ => break,
                    }
                }
                bytes.push((code & 0xFF) as u8);
            }
            b'\r' => {
                if self.peek() == Some(b'\n') {
                    self.at += 1;
                }
            }
            b'\n' => {}
            other => bytes.push(other),
        }
    }

    /// The next object; `None` at the end, or where none can stand.
    pub(super) fn object(&mut self) -> Option<Object> {
        let token = self.token()?;
        self.object_from(token, 0)
    }

    /// The object that begins with a token.
    pub(super) fn object_from(&mut self, token: Token<'a>, depth: usize) -> Option<Object> {
        if depth == 0 {
            self.objects = 0;
        }
        self.objects += 1;
        if depth > DEEPEST || self.objects > MOST_OBJECTS {
            return None;
        }
        Some(match token {
            Token::Integer(number) => self.reference(number).unwrap_or(Object::Integer(number)),
            Token::Real(number) => Object::Real(number),
            Token::Name(name) => Object::Name(name),
            Token::String(bytes, format) => Object::String(bytes, format),
            Token::ArrayStart => self.array(depth),
            Token::DictionaryStart => Object::Dictionary(self.dictionary(depth)),
            Token::Word(b"true") => Object::Boolean(true),
            Token::Word(b"false") => Object::Boolean(false),
            Token::Word(b"null") => Object::Null,
            Token::Word(_) | Token::ArrayEnd | Token::DictionaryEnd => return None,
        })
    }

    /// `12 0 R`, whose first number has been read.
    fn reference(&mut self, number: i64) -> Option<Object> {
        let number = u32::try_from(number).ok()?;
        let mut ahead = self.clone();
        if !ahead.peek().is_some_and(is_blank) {
            return None;
        }
        match (ahead.token()?, ahead.token()?) {
            (Token::Integer(generation), Token::Word(b"R")) => {
                self.at = ahead.at;
                Some(Object::Reference((number, u16::try_from(generation).ok()?)))
            }
            _ => None,
        }
    }

    /// An array whose start has been read.
    fn array(&mut self, depth: usize) -> Object {
        let mut items = Vec::new();
        while let Some(token) = self.token() {
            match token {
                Token::ArrayEnd => break,
                token => match self.object_from(token, depth + 1) {
                    Some(object) => items.push(object),
                    None => break,
                },
            }
        }
        Object::Array(items)
    }

    /// A dictionary whose start has been read.
    pub(super) fn dictionary(&mut self, depth: usize) -> Dictionary {
        let mut dictionary = Dictionary::new();
        while let Some(token) = self.token() {
            let key = match token {
                Token::Name(key) => key,
                Token::DictionaryEnd => break,
                // A value without a name: nothing sensible can follow.
                _ => break,
            };
            let before = self.at;
            match self.token() {
                // A name without a value.
                Some(Token::DictionaryEnd) | None => break,
                Some(token) => match self.object_from(token, depth + 1) {
                    Some(value) => dictionary.set(key, value),
                    None => {
                        self.at = before;
                        break;
                    }
                },
            }
        }
        dictionary
    }
}

/// White space (7.2.2).
pub(super) fn is_blank(byte: u8) -> bool {
    matches!(byte, 0 | b'\t' | b'\n' | 0x0C | b'\r' | b' ')
}

fn is_regular(byte: u8) -> bool {
    !is_blank(byte) && !matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

fn hex(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).map(|digit| digit as u8)
}

/// A number as it is used for geometry; huge ones are cut, so that products of
/// them stay finite.
pub(super) fn number(object: &Object) -> Option<f64> {
    const LARGEST: f64 = 1e7;
    let number = match object {
        Object::Integer(number) => *number as f64,
        Object::Real(number) => f64::from(*number),
        _ => return None,
    };
    (!number.is_nan()).then(|| number.clamp(-LARGEST, LARGEST))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tokens(text: &[u8]) -> Vec<Token<'_>> {
        let mut lexer = Lexer::new(text, 0);
        std::iter::from_fn(|| lexer.token()).collect()
    }

    #[test]
    fn numbers_as_viewers_read_them() {
        let reals = |text: &'static str| -> Vec<f64> {
            let mut lexer = Lexer::new(text.as_bytes(), 0);
            std::iter::from_fn(|| lexer.object()).filter_map(|object| number(&object)).collect()
        };
        assert_eq!(
            reals("1 -2 +3 4. .5 -.25 --6 0.0001"),
            [1.0, -2.0, 3.0, 4.0, 0.5, -0.25, -6.0, f64::from(0.0001_f32)]
        );
        assert_eq!(reals("99999999999999999999"), [1e7]);
    }

    #[test]
    fn strings_names_and_their_escapes() {
        assert_eq!(
            tokens(
                br"(a\(b\)(c)\101\7\
d)"
            ),
            [Token::String(b"a(b)(c)A\x07d".to_vec(), StringFormat::Literal)]
        );
        assert_eq!(tokens(b"<4E 2D5>"), [Token::String(vec![0x4E, 0x2D, 0x50], StringFormat::Hexadecimal)]);
        assert_eq!(tokens(b"/A#20B#zz"), [Token::Name(b"A B#zz".to_vec())]);
        assert_eq!(tokens(b"BT%note\nET"), [Token::Word(b"BT"), Token::Word(b"ET")]);
    }

    #[test]
    fn objects_with_references() {
        let object = Lexer::new(b"<</A[1 0 R 2 3]/B<</C true>>/D null>>", 0).object().unwrap();
        let dictionary = object.as_dict().unwrap();
        assert_eq!(
            dictionary.get(b"A").unwrap(),
            &Object::Array(vec![Object::Reference((1, 0)), Object::Integer(2), Object::Integer(3)])
        );
        assert_eq!(dictionary.get(b"B").unwrap().as_dict().unwrap().get(b"C").unwrap(), &Object::Boolean(true));
    }

    #[test]
    fn what_is_broken_ends_and_never_loops() {
        for text in ["<<", "[[[", "(((", "<<//>>", "<</A>>", ")", "}", "<</A 1 2>>", "\u{7f}"] {
            let mut lexer = Lexer::new(text.as_bytes(), 0);
            for _ in 0..100 {
                lexer.object();
            }
            assert!(lexer.at <= text.len());
        }
        let deep = "[".repeat(10_000);
        assert!(Lexer::new(deep.as_bytes(), 0).object().is_some());
    }
}
