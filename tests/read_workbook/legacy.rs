//! Small workbooks of Excel 97–2003 (.xls) written record by record ([MS-XLS],
//! [MS-CFB]).

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
