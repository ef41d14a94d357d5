//! Small workbooks of Excel 97–2003 (.xls) written record by record ([MS-XLS],
//! [MS-CFB]).

use super::support::{read, sketch, struck};

/// A stream of records.
#[derive(Debug, Clone, Default)]
pub struct Stream(pub Vec<u8>);

impl Stream {
    /// Adds a record whose data stands in pieces.
    pub fn add(mut self, kind: u16, pieces: &[&[u8]]) -> Stream {
        let data = pieces.concat();
        self.0.extend(kind.to_le_bytes());
        self.0.extend((data.len() as u16).to_le_bytes());
        self.0.extend(data);
        self
    }

    /// Adds the record that begins a stream within the stream: 5 for the
    /// workbook, 16 for a sheet.
    pub fn begin(self, of: u16) -> Stream {
        self.add(0x0809, &[&words(&[0x0600, of]), &[0; 12]])
    }

    pub fn end(self) -> Stream {
        self.add(0x000A, &[])
    }
}

/// Numbers of two bytes.
pub fn words(words: &[u16]) -> Vec<u8> {
    words.iter().flat_map(|word| word.to_le_bytes()).collect()
}

/// A text in UTF-16 behind its length and flags, without its runs.
pub fn wide(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    [words(&[units.len() as u16]), vec![1], words(&units)].concat()
}

/// A text with runs: the character at which each begins, and its font.
fn rich(text: &str, runs: &[u16]) -> Vec<u8> {
    let plain = wide(text);
    [plain[..2].to_vec(), vec![9], words(&[runs.len() as u16 / 2]), plain[3..].to_vec(), words(runs)].concat()
}

/// A font, and a style that has it.
fn font(struck: bool, name: &str) -> Vec<u8> {
    let units: Vec<u16> = name.encode_utf16().collect();
    [words(&[220, if struck { 8 } else { 0 }, 0, 400, 0, 0, 0]), vec![units.len() as u8, 1], words(&units)].concat()
}

#[test]
fn runs_of_an_xls_are_read_with_their_fonts() {
    let fonts = [(false, "宋体"), (true, "宋体"), (false, "Wingdings 2"), (false, "宋体"), (false, "Wingdings")];
    let globals = fonts.iter().fold(Stream::default(), |all, (struck, name)| all.add(0x0031, &[&font(*struck, name)]));
    // Styles with the first font and the third.
    let globals = [0, 2].iter().fold(globals, |all, font| all.add(0x00E0, &[&words(&[*font]), &[0; 18]]));
    let strings = [rich("钱进赵思源", &[0, 1, 2, 0]), rich("地市£", &[2, 2]), rich("学校þ", &[2, 5]), wide("R")];
    // The runs of the first stand in a record of their own.
    let (first, runs) = strings[0].split_at(strings[0].len() - 8);
    let globals = globals.add(0x00FC, &[&[0; 8], first]).add(0x003C, &[runs, &strings[1..].concat()]);
    let cell = |column: u16, style: u16| words(&[0, column, style]);
    let body =
        [(0_u16, 0_u16), (1, 0), (2, 0), (3, 1)].iter().fold(Stream::default().begin(16), |body, (at, style)| {
            body.add(0x00FD, &[&cell(*at, *style), &u32::from(*at).to_le_bytes()])
        });
    // A text with its runs in its own cell.
    let label = [wide("赵进"), words(&[1, 1, 1])].concat();
    let body = body.add(0x00D6, &[&cell(4, 0), &label]).end();
    let document = read(&xls(&globals, &[0], &[body]));
    assert_eq!(sketch(&document), ["钱进赵思源|地市□|学校☑|☑|赵进"]);
    assert_eq!(struck(&document), ["钱进", "进"]);
}

/// A workbook: records of the workbook itself, and the sheets that it lists, as
/// numbers of `bodies`.
pub fn xls(globals: &Stream, listed: &[usize], bodies: &[Stream]) -> Vec<u8> {
    const LISTED: usize = 4 + 6 + 2 + 1;
    let begin = Stream::default().begin(5);
    let head = begin.0.len() + globals.0.len() + LISTED * listed.len() + 4;
    let start = |number: usize| head + bodies[..number].iter().map(|body| body.0.len()).sum::<usize>();
    let mut stream = Stream([begin.0, globals.0.clone()].concat());
    for number in listed {
        stream = stream.add(0x0085, &[&(start(*number) as u32).to_le_bytes(), &[0, 0, 1, 0, b'a']]);
    }
    stream = stream.end();
    stream.0.extend(bodies.iter().flat_map(|body| &body.0));
    compound(stream.0)
}

/// A compound file with the stream `Workbook`.
fn compound(mut stream: Vec<u8>) -> Vec<u8> {
    const SECTOR: usize = 512;
    const END: u32 = 0xFFFF_FFFE;
    const FREE: u32 = 0xFFFF_FFFF;
    let length = stream.len().max(4096);
    let sectors = length.div_ceil(SECTOR);
    stream.resize(sectors * SECTOR, 0);
    // The directory, the stream, the table of sectors.
    let tables = (1 + sectors).div_ceil(SECTOR / 4 - 1);
    assert!(tables <= 109, "the header names no more");
    let chain = (1..sectors as u32).map(|sector| sector + 1).chain([END]);
    let mut table: Vec<u32> = [END].into_iter().chain(chain).collect();
    table.resize(table.len() + tables, 0xFFFF_FFFD);
    table.resize(tables * SECTOR / 4, FREE);
    let mut file = vec![0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1];
    file.resize(24, 0);
    file.extend(words(&[0x3E, 3, 0xFFFE, 9, 6, 0, 0, 0]));
    for number in [0, tables as u32, 0, 0, 4096, END, 0, END, 0] {
        file.extend(number.to_le_bytes());
    }
    for number in 0..109 {
        let sector = if number < tables { (1 + sectors + number) as u32 } else { FREE };
        file.extend(sector.to_le_bytes());
    }
    let entry = |name: &str, kind: u8, child: u32, start: u32, length: u32| {
        let mut entry: Vec<u8> = name.encode_utf16().chain([0]).flat_map(u16::to_le_bytes).collect();
        let size = entry.len() as u16;
        entry.resize(64, 0);
        entry.extend(size.to_le_bytes());
        entry.extend([kind, 1]);
        entry.extend([FREE, FREE, child].into_iter().flat_map(u32::to_le_bytes));
        entry.resize(116, 0);
        entry.extend([start, length, 0].into_iter().flat_map(u32::to_le_bytes));
        entry
    };
    let mut directory = entry("Root Entry", 5, 1, END, 0);
    directory.extend(entry("Workbook", 2, FREE, 1, length as u32));
    directory.resize(SECTOR, 0);
    file.extend(directory);
    file.extend(stream);
    file.extend(table.into_iter().flat_map(u32::to_le_bytes));
    file
}
