//! Records: a kind, a length, and data that may go on in further records.

use crate::read::bytes::u16_at;
use crate::read::{ReadError, ReadErrorKind};

/// A record with those that continue it.
#[derive(Debug, Clone)]
pub(super) struct Record<'s> {
    pub kind: u16,
    pub data: &'s [u8],
    /// The data of the records that go on with it (2.4.58).
    pub more: Vec<&'s [u8]>,
}

const CONTINUE: u16 = 0x003C;

/// The records of a stream from its start.
pub(super) fn records(stream: &[u8]) -> impl Iterator<Item = Result<Record<'_>, ReadError>> {
    let mut at = 0;
    std::iter::from_fn(move || {
        // Streams end in zeros, as their sectors do.
        if stream.get(at..).is_none_or(|rest| rest.iter().take(4).all(|b| *b == 0)) {
            return None;
        }
        let Some((kind, data, end)) = record(stream, at) else {
            let truncated = ReadError::new(ReadErrorKind::Truncated).at(at as u64);
            at = stream.len();
            return Some(Err(truncated));
        };
        at = end;
        let mut more = Vec::new();
        while let Some((CONTINUE, data, end)) = record(stream, at) {
            more.push(data);
            at = end;
        }
        Some(Ok(Record { kind, data, more }))
    })
}

fn record(stream: &[u8], at: usize) -> Option<(u16, &[u8], usize)> {
    let (kind, length) = (u16_at(stream, at)?, usize::from(u16_at(stream, at + 2)?));
    let end = at + 4 + length;
    Some((kind, stream.get(at + 4..end)?, end))
}
