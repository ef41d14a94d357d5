//! Records: a kind, a length, and data ([MS-XLSB] 2.1.4).

use crate::read::bytes::{u16s, u32_at};
use crate::read::{ReadError, ReadErrorKind};

/// A record of a part.
#[derive(Debug, Clone, Copy)]
pub(super) struct Record<'p> {
    pub kind: u16,
    pub data: &'p [u8],
}

/// Between these stand records of later versions, which say nothing new of what
/// is seen.
const FUTURE: u16 = 35;
const FUTURE_END: u16 = 36;

/// The records of a part.
pub(super) fn records(part: &[u8]) -> impl Iterator<Item = Result<Record<'_>, ReadError>> {
    let mut at = 0;
    let mut future = 0_usize;
    std::iter::from_fn(move || {
        while at < part.len() {
            let Some((record, end)) = record(part, at) else {
                let cut = cut_off().at(at as u64);
                at = part.len();
                return Some(Err(cut));
            };
            at = end;
            match record.kind {
                FUTURE => future += 1,
                FUTURE_END => future = future.saturating_sub(1),
                _ if future > 0 => {}
                _ => return Some(Ok(record)),
            }
        }
        None
    })
}

/// The record at a place, and where it ends. Kind and length are written in
/// seven bits a byte, the lowest first.
fn record(part: &[u8], mut at: usize) -> Option<(Record<'_>, usize)> {
    let mut number = |most: usize| {
        let mut value = 0_usize;
        for index in 0..most {
            let byte = *part.get(at)?;
            at += 1;
            value |= usize::from(byte & 0x7F) << (7 * index);
            if byte & 0x80 == 0 {
                break;
            }
        }
        Some(value)
    };
    let kind = number(2)?;
    let length = number(4)?;
    let end = at + length;
    Some((Record { kind: u16::try_from(kind).ok()?, data: part.get(at..end)? }, end))
}

/// Writes a record whose data stands in pieces.
pub(super) fn write(out: &mut Vec<u8>, kind: u16, pieces: &[&[u8]]) {
    let mut number = |mut value: usize| loop {
        let byte = (value & 0x7F) as u8;
        value >>= 7;
        out.push(if value > 0 { byte | 0x80 } else { byte });
        if value == 0 {
            break;
        }
    };
    number(kind.into());
    number(pieces.iter().map(|piece| piece.len()).sum());
    pieces.iter().for_each(|piece| out.extend_from_slice(piece));
}

/// A text as it stands in a record (2.5.169): its length in characters of two
/// bytes, and the characters. `None` if the record is too short for it, as it is
/// for a text that is not there.
pub(super) fn wide(data: &[u8], at: usize) -> Option<&[u8]> {
    let bytes = (u32_at(data, at)? as usize).checked_mul(2)?;
    data.get(at..at.checked_add(4)?.checked_add(bytes)?)
}

/// What a text of [`wide`] says.
pub(super) fn text(wide: &[u8]) -> String {
    let units: Vec<u16> = u16s(wide.get(4..).unwrap_or_default()).collect();
    String::from_utf16_lossy(&units)
}

/// The error about a record that is shorter than what it should hold.
pub(super) fn cut_off() -> ReadError {
    ReadError::new(ReadErrorKind::Truncated)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_is_read() {
        let long = vec![7; 300];
        let mut part = Vec::new();
        write(&mut part, 0, &[b"ab", b"c"]);
        write(&mut part, FUTURE, &[]);
        write(&mut part, 5, &[b"later"]);
        write(&mut part, FUTURE_END, &[]);
        write(&mut part, 0x0227, &[&long]);
        let read: Vec<(u16, Vec<u8>)> =
            records(&part).map(|record| record.map(|record| (record.kind, record.data.to_vec())).unwrap()).collect();
        assert_eq!(read, [(0, b"abc".to_vec()), (0x0227, long)]);
        let mut cut = records(&part[..part.len() - 1]).skip(1);
        assert!(cut.next().is_some_and(|record| record.is_err()));
        assert!(cut.next().is_none());
    }

    #[test]
    fn texts_that_claim_more_than_there_is_are_none() {
        assert_eq!(wide(&[0, 1, 0, 0, 0, 0x32, 0x75], 1).map(text).as_deref(), Some("甲"));
        for data in [&[][..], &[1, 0, 0, 0, 9], &[0xFF, 0xFF, 0xFF, 0xFF, 0, 0]] {
            assert_eq!(wide(data, 0), None);
        }
    }
}
