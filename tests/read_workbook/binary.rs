//! Small binary workbooks (.xlsb) written record by record ([MS-XLSB]).

use super::support::packed;

/// A part of records.
#[derive(Debug, Clone, Default)]
pub struct Part(pub Vec<u8>);

impl Part {
    /// Adds a record whose data stands in pieces.
    pub fn add(mut self, kind: u16, pieces: &[&[u8]]) -> Part {
        let number = |mut value: usize, out: &mut Vec<u8>| loop {
            let byte = (value & 0x7F) as u8;
            value >>= 7;
            out.push(if value > 0 { byte | 0x80 } else { byte });
            if value == 0 {
                break;
            }
        };
        let data = pieces.concat();
        number(kind.into(), &mut self.0);
        number(data.len(), &mut self.0);
        self.0.extend(data);
        self
    }
}

/// Numbers of four bytes.
pub fn numbers(numbers: &[u32]) -> Vec<u8> {
    numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
}

/// A text with its length before it.
pub fn wide(text: &str) -> Vec<u8> {
    let units: Vec<u16> = text.encode_utf16().collect();
    numbers(&[units.len() as u32]).into_iter().chain(units.into_iter().flat_map(u16::to_le_bytes)).collect()
}

/// The parts of a workbook with one sheet, 表1.
#[derive(Debug, Clone)]
pub struct Book {
    pub workbook: Part,
    pub styles: Part,
    pub strings: Part,
    pub sheet: Part,
}

/// What stands in the main part before names.
pub fn listed(names: &[&str]) -> Part {
    let mut part = Part::default().add(131, &[]).add(153, &[&[0; 12]]).add(143, &[]);
    for (number, name) in (1_u32..).zip(names) {
        part = part.add(156, &[&numbers(&[0, number]), &wide(&format!("s{number}")), &wide(name)]);
    }
    part.add(144, &[]).add(353, &[]).add(357, &[]).add(362, &[&numbers(&[1, 0, 0, 0])]).add(354, &[])
}

/// A name for a cell of the first sheet; row and column from 0.
pub fn name(name: &str, row: u32, column: u16) -> Vec<u8> {
    let formula = [&[0x3A, 0, 0][..], &row.to_le_bytes(), &column.to_le_bytes()].concat();
    [vec![0; 9], wide(name), numbers(&[formula.len() as u32]), formula, numbers(&[0])].concat()
}

/// Styles of the cells, as those of `support::STYLES`.
fn styles() -> Part {
    let font = |flags: u8| vec![220, 0, flags, 0, 0x90, 1, 0, 0];
    let border = |line: u8| {
        let side = [&[line][..], &[0; 9]].concat();
        [vec![0], side.repeat(4), vec![0; 10]].concat()
    };
    let style = |format: u8, font: u8, border: u8| vec![0, 0, format, 0, font, 0, 0, 0, border, 0, 0, 0, 0, 0, 0, 0];
    let of = |part: Part, (format, font, border)| part.add(47, &[&style(format, font, border)]);
    let part = Part::default()
        .add(278, &[])
        .add(615, &[&numbers(&[1])])
        .add(44, &[&[176, 0], &wide("yyyy\"年\"m\"月\"")])
        .add(616, &[])
        .add(611, &[&numbers(&[2])])
        .add(43, &[&font(0)])
        .add(43, &[&font(8)])
        .add(612, &[])
        .add(613, &[&numbers(&[2])])
        .add(46, &[&border(0)])
        .add(46, &[&border(1)])
        .add(614, &[])
        .add(617, &[&numbers(&[6])]);
    let cells = [(0, 0, 0), (0, 0, 1), (9, 0, 0), (176, 0, 0), (2, 0, 0), (0, 1, 0)];
    cells.into_iter().fold(part, of).add(618, &[]).add(279, &[])
}

/// What stands before the cells of a sheet.
pub fn before_cells() -> Part {
    Part::default().add(129, &[]).add(148, &[&[0; 16]]).add(145, &[])
}

/// Row, column and style of a cell.
pub fn row(row: u32, hidden: bool) -> Vec<u8> {
    [numbers(&[row, 0]), vec![0, 0, 0, if hidden { 0x10 } else { 0 }, 0], numbers(&[0])].concat()
}

impl Book {
    /// A sheet of cells in the manner of `support::cells`, and the records that
    /// follow them.
    pub fn of(cells: &str, more: Part) -> Book {
        let mut strings = Vec::new();
        let mut sheet = before_cells();
        let mut at = u32::MAX;
        for cell in cells.split('|') {
            let (place, value) = cell.split_once('=').unwrap();
            let (place, style) = place.split_once(':').unwrap_or((place, "0"));
            let (column, number) = (u32::from(place.as_bytes()[0] - b'A'), place[1..].parse::<u32>().unwrap() - 1);
            if at != number {
                sheet = sheet.add(0, &[&row(number, false)]);
                at = number;
            }
            let head = numbers(&[column, style.parse().unwrap()]);
            sheet = match value.trim().parse::<f64>() {
                // A whole number of thirty bits, as Excel writes small ones.
                Ok(value) if value.fract() == 0.0 && value.abs() < 5e8 => {
                    sheet.add(2, &[&head, &((value as i32) << 2 | 2).to_le_bytes()])
                }
                Ok(value) => sheet.add(5, &[&head, &value.to_le_bytes()]),
                Err(_) if value.is_empty() => sheet.add(1, &[&head]),
                Err(_) => {
                    strings.push(value);
                    sheet.add(7, &[&head, &numbers(&[strings.len() as u32 - 1])])
                }
            };
        }
        sheet = sheet.add(146, &[]);
        sheet.0.extend(more.0);
        let count = strings.len() as u32;
        let list = Part::default().add(159, &[&numbers(&[count, count])]);
        let strings = strings.iter().fold(list, |part, string| part.add(19, &[&[0], &wide(string)])).add(160, &[]);
        Book { workbook: listed(&["表1"]).add(157, &[&[0; 26]]).add(132, &[]), styles: styles(), strings, sheet }
    }

    /// The parts by name.
    pub fn parts(&self) -> Vec<(String, Vec<u8>)> {
        const TYPE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
        let links = |links: &[(&str, &str, &str)]| {
            let links: String = links
                .iter()
                .map(|(id, kind, to)| format!(r#"<Relationship Id="{id}" Type="{TYPE}/{kind}" Target="{to}"/>"#))
                .collect();
            format!("<Relationships>{links}</Relationships>").into_bytes()
        };
        let book = [
            ("s1", "worksheet", "worksheets/sheet1.bin"),
            ("a", "styles", "styles.bin"),
            ("b", "sharedStrings", "sharedStrings.bin"),
        ];
        let parts = [
            ("_rels/.rels", links(&[("r", "officeDocument", "xl/workbook.bin")])),
            ("xl/workbook.bin", self.workbook.0.clone()),
            ("xl/_rels/workbook.bin.rels", links(&book)),
            ("xl/styles.bin", self.styles.0.clone()),
            ("xl/sharedStrings.bin", self.strings.0.clone()),
            ("xl/worksheets/sheet1.bin", self.sheet.0.clone()),
        ];
        parts.into_iter().map(|(name, content)| (name.to_owned(), content)).collect()
    }

    /// The file.
    pub fn bytes(&self) -> Vec<u8> {
        packed(self.parts().iter().map(|(name, content)| (name.as_str(), content.as_slice())))
    }
}
