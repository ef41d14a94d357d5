//! Where the objects of a file stand: cross-reference tables and streams
//! (ISO 32000-1, 7.5), and a search of the whole file where they are damaged.

use std::collections::{HashMap, HashSet};

use lopdf::{Dictionary, Object, Stream};

use super::filter;
use super::lexer::{Lexer, Token, is_blank};
use crate::read::Limits;
use crate::read::sniff::find;

/// Where an object stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Entry {
    /// At a byte of the file.
    At(usize),
    /// In the object stream of this number.
    In(u32),
    /// Nowhere: deleted.
    Free,
}

/// The objects of a file and its trailer.
#[derive(Debug, Default)]
pub(super) struct Table {
    pub(super) entries: HashMap<u32, Entry>,
    pub(super) trailer: Dictionary,
}

/// An object with its number, as it stands in the file.
pub(super) struct Indirect {
    pub(super) number: u32,
    pub(super) generation: u16,
    pub(super) object: Object,
    /// The byte after it.
    pub(super) end: usize,
    /// Objects in it, itself included.
    pub(super) objects: usize,
}

/// Reads `12 0 obj …` at a byte. `length_of` resolves the length of a stream
/// that stands in another object.
pub(super) fn indirect(bytes: &[u8], at: usize, length_of: &dyn Fn(u32) -> Option<i64>) -> Option<Indirect> {
    let mut lexer = Lexer::new(bytes, at);
    let (Token::Integer(number), Token::Integer(generation)) = (lexer.token()?, lexer.token()?) else { return None };
    let (number, generation) = (u32::try_from(number).ok()?, u16::try_from(generation).ok()?);
    if lexer.token()? != Token::Word(b"obj") {
        return None;
    }
    let object = lexer.object().unwrap_or(Object::Null);
    let objects = lexer.objects;
    let mut ahead = lexer.clone();
    let Object::Dictionary(dictionary) = object else {
        return Some(Indirect { number, generation, object, end: lexer.at, objects });
    };
    if ahead.token() != Some(Token::Word(b"stream")) {
        return Some(Indirect { number, generation, object: Object::Dictionary(dictionary), end: lexer.at, objects });
    }
    let length = match dictionary.get(b"Length") {
        Ok(Object::Reference((number, _))) => length_of(*number),
        Ok(length) => length.as_i64().ok(),
        Err(_) => None,
    };
    let (start, end) = stream_range(bytes, ahead.at, length);
    // Pictures are never looked at: they need not be copied.
    let is_picture = dictionary.get(b"Subtype").and_then(Object::as_name).is_ok_and(|kind| kind == b"Image");
    let content = if is_picture { Vec::new() } else { bytes.get(start..end).unwrap_or_default().to_vec() };
    let object = Object::Stream(Stream { dict: dictionary, content, allows_compression: false, start_position: None });
    Some(Indirect { number, generation, object, end, objects })
}

/// The bytes of a stream whose keyword ends at `at`. A length that is wrong is
/// corrected.
fn stream_range(bytes: &[u8], at: usize, length: Option<i64>) -> (usize, usize) {
    let byte = |at: usize| bytes.get(at).copied();
    let mut start = at;
    if byte(start) == Some(b'\r') {
        start += 1;
    }
    if byte(start) == Some(b'\n') {
        start += 1;
    }
    let told = length.and_then(|length| usize::try_from(length).ok()).and_then(|length| start.checked_add(length));
    if let Some(end) = told.filter(|end| *end <= bytes.len()) {
        let after = bytes[end..].iter().take_while(|byte| is_blank(**byte)).count();
        if bytes[end + after..].starts_with(b"endstream") {
            return (start, end);
        }
    }
    let rest = bytes.get(start..).unwrap_or_default();
    let mut end = start + find(rest, b"endstream").unwrap_or(rest.len());
    if end > start && byte(end - 1) == Some(b'\n') {
        end -= 1;
    }
    if end > start && byte(end - 1) == Some(b'\r') {
        end -= 1;
    }
    (start.min(bytes.len()), end)
}

/// Reads the tables that the end of the file points to; `None` where one of
/// them is damaged.
pub(super) fn read(bytes: &[u8], limits: &Limits) -> Option<Table> {
    const TAIL: usize = 2048;
    let tail = bytes.len().saturating_sub(TAIL);
    let at = tail + bytes[tail..].windows(9).rposition(|window| window == b"startxref")?;
    let mut lexer = Lexer::new(bytes, at + 9);
    let Token::Integer(start) = lexer.token()? else { return None };
    let mut table = Table::default();
    let mut seen = HashSet::new();
    let mut waiting = vec![usize::try_from(start).ok()?];
    let mut room = limits.total_bytes;
    while let Some(at) = waiting.pop() {
        if !seen.insert(at) {
            continue;
        }
        let trailer = section(bytes, at, &mut table, &mut room, limits)?;
        let position = |key: &[u8]| trailer.get(key).ok()?.as_i64().ok().and_then(|at| usize::try_from(at).ok());
        // A hybrid file: its stream comes before older sections.
        waiting.extend(position(b"Prev"));
        waiting.extend(position(b"XRefStm"));
        for (key, value) in trailer {
            if !table.trailer.has(&key) {
                table.trailer.set(key, value);
            }
        }
    }
    Some(table)
}

/// Reads one section; what newer sections say stays.
fn section(bytes: &[u8], at: usize, table: &mut Table, room: &mut u64, limits: &Limits) -> Option<Dictionary> {
    let mut lexer = Lexer::new(bytes, at);
    match lexer.token()? {
        Token::Word(b"xref") => rows(&mut lexer, table, limits),
        Token::Integer(_) => stream(bytes, at, table, room, limits),
        _ => None,
    }
}

/// The rows of a table (7.5.4), up to its trailer.
fn rows(lexer: &mut Lexer<'_>, table: &mut Table, limits: &Limits) -> Option<Dictionary> {
    loop {
        let first = match lexer.token()? {
            Token::Integer(first) => u32::try_from(first).ok()?,
            Token::Word(b"trailer") => break,
            _ => return None,
        };
        let Token::Integer(count) = lexer.token()? else { return None };
        for index in 0..u32::try_from(count).ok()? {
            let (Token::Integer(at), Token::Integer(_), Token::Word(kind)) =
                (lexer.token()?, lexer.token()?, lexer.token()?)
            else {
                return None;
            };
            let entry = if kind == b"n" { Entry::At(usize::try_from(at).ok()?) } else { Entry::Free };
            table.entries.entry(first.checked_add(index)?).or_insert(entry);
            if table.entries.len() > limits.items {
                return None;
            }
        }
    }
    match lexer.object()? {
        Object::Dictionary(trailer) => Some(trailer),
        _ => None,
    }
}

/// A cross-reference stream (7.5.8). `room` is what all of them together may
/// still hold.
fn stream(bytes: &[u8], at: usize, table: &mut Table, room: &mut u64, limits: &Limits) -> Option<Dictionary> {
    let Object::Stream(stream) = indirect(bytes, at, &|_| None)?.object else { return None };
    if !stream.dict.has_type(b"XRef") {
        return None;
    }
    let data = filter::decode(&stream.content, &filters(&stream.dict, &|object| object.clone()), limits, *room).ok()?;
    *room = room.saturating_sub(data.len() as u64 + 1);
    let integers = |key: &[u8]| -> Option<Vec<i64>> {
        stream.dict.get(key).ok()?.as_array().ok()?.iter().map(|item| item.as_i64().ok()).collect()
    };
    let widths: Vec<usize> = integers(b"W")?
        .into_iter()
        .map(|width| usize::try_from(width).ok().filter(|w| *w <= 8))
        .collect::<Option<_>>()?;
    let &[kind, second, third] = widths.as_slice() else { return None };
    let size = stream.dict.get(b"Size").ok()?.as_i64().ok()?;
    let index = integers(b"Index").unwrap_or_else(|| vec![0, size]);
    let row = kind + second + third;
    if row == 0 {
        return None;
    }
    let mut rows = data.chunks_exact(row);
    for range in index.chunks_exact(2) {
        let first = u32::try_from(range[0]).ok()?;
        for offset in 0..u32::try_from(range[1]).ok()? {
            let Some(fields) = rows.next() else { break };
            let value = |from: usize, width: usize| {
                fields[from..from + width].iter().fold(0_u64, |value, byte| value << 8 | u64::from(*byte))
            };
            let entry = match if kind == 0 { 1 } else { value(0, kind) } {
                0 => Entry::Free,
                1 => Entry::At(usize::try_from(value(kind, second)).ok()?),
                2 => Entry::In(u32::try_from(value(kind, second)).ok()?),
                _ => continue,
            };
            table.entries.entry(first.checked_add(offset)?).or_insert(entry);
            if table.entries.len() > limits.items {
                return None;
            }
        }
    }
    Some(stream.dict)
}

/// The filters of a stream with their parameters, in the order in which they
/// are undone.
pub(super) fn filters(stream: &Dictionary, resolve: &dyn Fn(&Object) -> Object) -> Vec<(Vec<u8>, Option<Dictionary>)> {
    let list = |keys: [&[u8]; 2]| -> Vec<Object> {
        match keys.iter().find_map(|key| stream.get(key).ok()).map(resolve) {
            Some(Object::Array(items)) => items.iter().map(resolve).collect(),
            Some(Object::Null) | None => Vec::new(),
            Some(object) => vec![object],
        }
    };
    let parameters = list([b"DecodeParms", b"DP"]);
    let names = list([b"Filter", b"F"]);
    let pairs = names.into_iter().enumerate().filter_map(|(index, name)| {
        let Object::Name(name) = name else { return None };
        let parameters = parameters.get(index).and_then(|parameters| parameters.as_dict().ok().cloned());
        Some((name, parameters))
    });
    pairs.collect()
}

/// Searches the whole file for objects and trailers. Of objects with one
/// number the last counts, as in a file that was added to.
pub(super) fn search(bytes: &[u8]) -> Table {
    /// Trailers that are read, the last ones, and how long each may be.
    const MOST_TRAILERS: usize = 256;
    const LONGEST_TRAILER: usize = 64 << 10;
    let mut table = Table::default();
    let mut from = 0;
    while let Some(found) = bytes.get(from..).and_then(|rest| find(rest, b"obj")) {
        let at = from + found;
        from = at + 3;
        if let Some((number, start)) = header_before(bytes, at) {
            table.entries.insert(number, Entry::At(start));
        }
    }
    let mut from = 0;
    let mut trailers = Vec::new();
    while let Some(found) = bytes.get(from..).and_then(|rest| find(rest, b"trailer")) {
        from += found + 7;
        trailers.push(from);
    }
    for start in trailers.split_off(trailers.len().saturating_sub(MOST_TRAILERS)) {
        let end = (start + LONGEST_TRAILER).min(bytes.len());
        if let Some(Object::Dictionary(trailer)) = Lexer::new(&bytes[..end], start).object() {
            trailer.into_iter().for_each(|(key, value)| table.trailer.set(key, value));
        }
    }
    table
}

/// The number and the start of `12 0 obj` whose keyword stands at `at`.
fn header_before(bytes: &[u8], at: usize) -> Option<(u32, usize)> {
    let back = |mut at: usize, is: &dyn Fn(u8) -> bool| {
        while at > 0 && is(bytes[at - 1]) {
            at -= 1;
        }
        at
    };
    let digit = |byte: u8| byte.is_ascii_digit();
    let generation_end = back(at, &is_blank);
    let generation = back(generation_end, &digit);
    let number_end = back(generation, &is_blank);
    let number = back(number_end, &digit);
    if generation == generation_end || number_end == generation || number == number_end {
        return None;
    }
    let digits = std::str::from_utf8(&bytes[number..number_end]).ok()?;
    Some((digits.parse().ok()?, number))
}
