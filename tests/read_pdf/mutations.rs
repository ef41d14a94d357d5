//! Files that were damaged: no panic, no end of memory, bounded time.

use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

use lopdf::Object;
use shenbao::Record;
use shenbao::extract::Extractor;
use shenbao::read::{self, Limits};

use crate::support::{catalogue, filled, open, record, save};

/// How long one small file may take, in a debug build on a busy machine.
const LONGEST: Duration = Duration::from_secs(20);

/// The same numbers each time (xorshift64).
struct Random(u64);

impl Random {
    fn below(&mut self, below: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        (self.0 % below.max(1) as u64) as usize
    }
}

/// A file without the programs of its fonts, which nobody reads, so that
/// mutations hit what is read: as it is, and with its content inflated.
fn lean(bytes: &[u8]) -> [Vec<u8>; 2] {
    let mut document = open(bytes);
    for stream in document.objects.values_mut().filter_map(|object| object.as_stream_mut().ok()) {
        if stream.dict.has(b"Length1") {
            stream.set_content(Vec::new());
        }
    }
    let packed = save(&mut document);
    document.decompress();
    [packed, save(&mut document)]
}

/// Ours on paper and to fill in, and those that other programs made.
fn files() -> Vec<(String, Vec<u8>)> {
    let catalogue = catalogue();
    let form = catalogue.form("henan-2021/recommendation").unwrap();
    let mut files = Vec::new();
    for (fillable, record) in [(false, record(form)), (true, record(form)), (true, Record::new())] {
        for bytes in lean(&filled(form, &record, fillable)) {
            files.push((format!("ours, fillable: {fillable}"), bytes));
        }
    }
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("samples");
    let folders = fs::read_dir(samples).unwrap().flatten().filter_map(|activity| {
        let folder = activity.path();
        fs::read_dir(folder.join("returns")).ok()
    });
    let paths = folders.flatten().flatten().map(|file| file.path());
    for path in paths.filter(|path| path.extension().is_some_and(|ending| ending == "pdf")) {
        let bytes = fs::read(&path).unwrap();
        // Of some files lopdf makes nothing: they are damaged further as they are.
        match lopdf::Document::load_mem(&bytes) {
            Ok(_) => files.extend(lean(&bytes).map(|bytes| (path.display().to_string(), bytes))),
            Err(_) => files.push((path.display().to_string(), bytes)),
        }
    }
    files
}

/// Changes some bytes or bits, cuts, drops, repeats, or takes a stretch of
/// another file.
fn mutate(content: &mut Vec<u8>, other: &[u8], random: &mut Random) {
    const BYTES: &[u8] = b"\x00\x0D\x7F\x80\xFF019<>[]()/%RQ-";
    if content.is_empty() {
        return;
    }
    let stretch = |of: &[u8], random: &mut Random| {
        let from = random.below(of.len());
        from..(from + random.below(400)).min(of.len())
    };
    match random.below(10) {
        0 => content.truncate(random.below(content.len())),
        1 => {
            let copied = content[stretch(content, random)].to_vec();
            let at = random.below(content.len());
            content.splice(at..at, copied);
        }
        2 => {
            content.drain(stretch(content, random));
        }
        3 => {
            let taken = other[stretch(other, random)].to_vec();
            let at = random.below(content.len());
            content.splice(at..at, taken);
        }
        4 => {
            // A number becomes another one: a length, a place, a reference.
            let digits: Vec<usize> = (0..content.len()).filter(|at| content[*at].is_ascii_digit()).collect();
            if let Some(at) = digits.get(random.below(digits.len())) {
                content[*at] = b"0123456789"[random.below(10)];
            }
        }
        5 => {
            let at = random.below(content.len());
            content[at] ^= 1 << random.below(8);
        }
        _ => {
            for _ in 0..=random.below(8) {
                let at = random.below(content.len());
                content[at] = BYTES[random.below(BYTES.len())];
            }
        }
    }
}

#[test]
fn a_damaged_pdf_is_an_error_or_a_document_and_ends() {
    let all = std::env::var("MUTATIONS").ok().and_then(|n| n.parse().ok()).unwrap_or(300);
    let catalogue = catalogue();
    let extractor = Extractor::new(&catalogue);
    let files = files();
    let rounds = all / files.len();
    let mut random = Random(0x9E37_79B9_7F4A_7C15);
    let (mut read, mut refused) = (0, 0);
    for (index, (name, bytes)) in files.iter().enumerate() {
        assert!(read::document(bytes, &Limits::default()).is_ok(), "{name} is whole");
        for round in 0..rounds {
            let mut mutated = bytes.clone();
            for _ in 0..=random.below(3) {
                let other = &files[(index + 1 + random.below(files.len())) % files.len()].1;
                mutate(&mut mutated, other, &mut random);
            }
            let start = Instant::now();
            match read::document(&mutated, &Limits::default()) {
                Ok(document) => {
                    read += 1;
                    let _ = extractor.extract_all(&document);
                }
                Err(_) => refused += 1,
            }
            assert!(start.elapsed() < LONGEST, "{name}: round {round}");
        }
    }
    assert!(read > refused / 4 && refused > 0, "{read} read, {refused} refused");
}

#[test]
fn a_file_that_was_cut_off_anywhere_is_no_empty_record() {
    let catalogue = catalogue();
    let form = catalogue.form("henan-2021/recommendation").unwrap();
    let [bytes, _] = lean(&filled(form, &record(form), true));
    let extractor = Extractor::new(&catalogue);
    for part in 1..40 {
        let Ok(document) = read::document(&bytes[..bytes.len() * part / 40], &Limits::default()) else { continue };
        let Ok(found) = extractor.extract(&document) else { continue };
        assert!(!found.record.is_empty() || !found.findings.is_empty(), "{part}/40");
    }
}

/// A value that has lost its object is no value: null.
#[test]
fn references_to_nothing_are_nothing() {
    let catalogue = catalogue();
    let form = catalogue.form("henan-2021/recommendation").unwrap();
    let mut document = open(&filled(form, &record(form), true));
    for object in document.objects.values_mut().filter_map(|object| object.as_dict_mut().ok()) {
        if object.has(b"V") {
            object.set("V", Object::Reference((60_000, 0)));
        }
    }
    assert!(read::document(&save(&mut document), &Limits::default()).is_ok());
}
