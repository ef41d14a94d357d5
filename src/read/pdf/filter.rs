//! What a stream holds once its filters are undone (ISO 32000-1, 7.4).

use flate2::{Decompress, FlushDecompress, Status};
use lopdf::{Dictionary, Object, Stream};

use crate::read::{Limits, ReadError, ReadErrorKind};

/// The longest row of pixels that a predictor may ask for, in bytes.
const LONGEST_ROW: i64 = 1 << 20;

/// Undoes filters in turn. `room` is how many bytes the result may have.
///
/// # Errors
///
/// The data is damaged, the filter is one for pictures, or the result is too
/// large.
pub(super) fn decode(
    data: &[u8],
    filters: &[(Vec<u8>, Option<Dictionary>)],
    limits: &Limits,
    room: u64,
) -> Result<Vec<u8>, ReadError> {
    let room = room.min(limits.part_bytes);
    let mut output = data.to_vec();
    for (name, parameters) in filters {
        let parameters = parameters.as_ref();
        output = match name.as_slice() {
            b"FlateDecode" | b"Fl" => predicted(inflate(&output, limits, room)?, parameters)?,
            b"LZWDecode" | b"LZW" => by_lopdf(b"LZWDecode", output, parameters, room)?,
            b"ASCII85Decode" | b"A85" => by_lopdf(b"ASCII85Decode", output, None, room)?,
            b"ASCIIHexDecode" | b"AHx" => hexadecimal(&output),
            b"RunLengthDecode" | b"RL" => run_lengths(&output, room)?,
            // Decrypted already, by the file.
            b"Crypt" => output,
            _ => return Err(ReadError::new(ReadErrorKind::BadPdf)),
        };
    }
    Ok(output)
}

fn too_large(room: u64) -> ReadError {
    ReadError::over(ReadErrorKind::TooLarge, room)
}

/// Inflates. Checksums are not looked at, since some programs write none that
/// is right; an end that is missing is an error, since text would be missing.
fn inflate(data: &[u8], limits: &Limits, room: u64) -> Result<Vec<u8>, ReadError> {
    const STEP: usize = 64 << 10;
    let damaged = || ReadError::new(ReadErrorKind::BadPdf);
    let mut input = data.get(2..).ok_or_else(damaged)?;
    let mut inflater = Decompress::new(false);
    let mut output: Vec<u8> = Vec::with_capacity(data.len().saturating_mul(4).min(1 << 20));
    loop {
        output.reserve(STEP);
        let before = (inflater.total_in(), output.len());
        let status = inflater.decompress_vec(input, &mut output, FlushDecompress::None).map_err(|_| damaged())?;
        let taken = usize::try_from(inflater.total_in() - before.0).map_err(|_| damaged())?;
        input = input.get(taken..).unwrap_or_default();
        let size = output.len() as u64;
        if size > room {
            return Err(too_large(room));
        }
        if size > Limits::RATIO_FLOOR && size / limits.ratio.max(1) > data.len() as u64 {
            return Err(ReadError::over(ReadErrorKind::Bomb, limits.ratio));
        }
        if status == Status::StreamEnd {
            return Ok(output);
        }
        if taken == 0 && output.len() == before.1 {
            return Err(damaged());
        }
    }
}

/// Undoes the predictors of PNG, which cross-reference streams use.
fn predicted(data: Vec<u8>, parameters: Option<&Dictionary>) -> Result<Vec<u8>, ReadError> {
    let value = |key: &[u8], default| {
        parameters.and_then(|parameters| parameters.get(key).ok()?.as_i64().ok()).unwrap_or(default)
    };
    if value(b"Predictor", 1) < 10 {
        return Ok(data);
    }
    let damaged = || ReadError::new(ReadErrorKind::BadPdf);
    let bits = value(b"Colors", 1).clamp(1, 64) * value(b"BitsPerComponent", 8).clamp(1, 64);
    let columns = value(b"Columns", 1).max(1);
    let row = columns.checked_mul(bits).map(|bits| (bits + 7) / 8).filter(|row| *row <= LONGEST_ROW);
    let row = usize::try_from(row.ok_or_else(damaged)?).map_err(|_| damaged())?;
    let pixel = usize::try_from((bits + 7) / 8).map_err(|_| damaged())?;
    let mut output = Vec::with_capacity(data.len());
    let mut previous = vec![0; row];
    for line in data.chunks(row + 1) {
        let (Some(&kind), Some(line)) = (line.first(), line.get(1..)) else { break };
        let mut current = line.to_vec();
        // A last row that is cut off.
        current.resize(row, 0);
        let kind = lopdf::filters::png::FilterType::try_from(kind).map_err(|()| damaged())?;
        lopdf::filters::png::decode_row(kind, pixel, &previous, &mut current);
        output.extend_from_slice(&current[..line.len()]);
        previous = current;
    }
    Ok(output)
}

/// The rarer filters.
fn by_lopdf(name: &[u8], data: Vec<u8>, parameters: Option<&Dictionary>, room: u64) -> Result<Vec<u8>, ReadError> {
    let mut dictionary = Dictionary::new();
    dictionary.set("Filter", Object::Name(name.to_vec()));
    if let Some(early) = parameters.and_then(|parameters| parameters.get(b"EarlyChange").ok()) {
        let mut only = Dictionary::new();
        only.set("EarlyChange", early.clone());
        dictionary.set("DecodeParms", only);
    }
    let room_here = usize::try_from(room).unwrap_or(usize::MAX);
    let decoded = Stream::new(dictionary, data).decompressed_content_with_limit(room_here);
    let decoded = decoded.map_err(|error| match error {
        lopdf::Error::Decompress(lopdf::DecompressError::MemoryLimitExceeded { .. }) => too_large(room),
        _ => ReadError::new(ReadErrorKind::BadPdf),
    })?;
    predicted(decoded, parameters)
}

fn hexadecimal(data: &[u8]) -> Vec<u8> {
    let end = data.iter().position(|&byte| byte == b'>').unwrap_or(data.len());
    let digits: Vec<u8> =
        data[..end].iter().filter_map(|&byte| char::from(byte).to_digit(16)).map(|digit| digit as u8).collect();
    digits.chunks(2).map(|pair| pair[0] << 4 | pair.get(1).copied().unwrap_or(0)).collect()
}

fn run_lengths(data: &[u8], room: u64) -> Result<Vec<u8>, ReadError> {
    let mut output = Vec::new();
    let mut rest = data;
    while let Some((&length, tail)) = rest.split_first() {
        let length = usize::from(length);
        match length {
            128 => break,
            0..=127 => {
                let run = tail.get(..=length).unwrap_or(tail);
                output.extend_from_slice(run);
                rest = &tail[run.len()..];
            }
            _ => {
                let Some((&byte, tail)) = tail.split_first() else { break };
                output.extend(std::iter::repeat_n(byte, 257 - length));
                rest = tail;
            }
        }
        if output.len() as u64 > room {
            return Err(too_large(room));
        }
    }
    Ok(output)
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use flate2::Compression;
    use flate2::write::ZlibEncoder;

    use super::*;

    fn deflate(data: &[u8]) -> Vec<u8> {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::default());
        encoder.write_all(data).unwrap();
        encoder.finish().unwrap()
    }

    fn run(data: &[u8], name: &[u8]) -> Result<Vec<u8>, ReadError> {
        decode(data, &[(name.to_vec(), None)], &Limits::default(), u64::MAX)
    }

    #[test]
    fn deflate_with_a_wrong_checksum_is_read_and_a_cut_one_refused() {
        let mut data = deflate(b"BT (text) Tj ET");
        assert_eq!(run(&data, b"FlateDecode").unwrap(), b"BT (text) Tj ET");
        let last = data.len() - 1;
        data[last] ^= 0xFF;
        assert_eq!(run(&data, b"FlateDecode").unwrap(), b"BT (text) Tj ET");
        assert_eq!(run(&data[..8], b"FlateDecode").unwrap_err().code(), "bad_pdf");
        assert_eq!(run(b"", b"FlateDecode").unwrap_err().code(), "bad_pdf");
    }

    #[test]
    fn a_bomb_is_refused() {
        let data = deflate(&vec![0; 8 << 20]);
        assert_eq!(run(&data, b"FlateDecode").unwrap_err().code(), "bomb");
    }

    #[test]
    fn the_other_filters() {
        assert_eq!(run(b"48 656C6C6F7>", b"ASCIIHexDecode").unwrap(), b"Hellop");
        assert_eq!(run(&[2, b'a', b'b', b'c', 254, b'd', 128], b"RunLengthDecode").unwrap(), b"abcddd");
        assert_eq!(run(b"87cURD]i,\"Ebo80~>", b"ASCII85Decode").unwrap(), b"Hello World!");
        assert_eq!(run(b"", b"DCTDecode").unwrap_err().code(), "bad_pdf");
    }

    #[test]
    fn predictors_with_absurd_rows_are_refused() {
        let mut parameters = Dictionary::new();
        parameters.set("Predictor", 12);
        parameters.set("Columns", i64::MAX);
        let filters = [(b"FlateDecode".to_vec(), Some(parameters))];
        let error = decode(&deflate(b"\x02ab"), &filters, &Limits::default(), u64::MAX).unwrap_err();
        assert_eq!(error.code(), "bad_pdf");
    }
}
