//! The number formats of an XLS workbook, which `calamine` does not tell: the records of its stream that name them.
//!
//! The records are those of [MS-XLS]: a type and a length of two bytes each, and that many bytes. What does not fit is passed over.

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

const BOUND_SHEET: u16 = 0x0085;
const FORMAT: u16 = 0x041E;
const XF: u16 = 0x00E0;
const NUMBER: u16 = 0x0203;
const RK: u16 = 0x027E;
const MANY_RK: u16 = 0x00BD;
const FORMULA: u16 = 0x0006;
const END: u16 = 0x000A;

/// The stream of a workbook since Excel 97.
const STREAM: &str = "/Workbook";

/// The number formats of a workbook.
#[derive(Default)]
pub(super) struct Formats {
    stream: Vec<u8>,
    /// Where the records of each sheet start.
    sheets: Vec<usize>,
    /// The codes that the workbook defines.
    codes: BTreeMap<u16, String>,
    /// The format of each style.
    styles: Vec<u16>,
}

impl Formats {
    /// Reads the formats; fails where the container is damaged. A workbook older than Excel 97 has none that are understood.
    pub(super) fn read(bytes: &[u8]) -> std::io::Result<Self> {
        let mut container = cfb::CompoundFile::open(Cursor::new(bytes))?;
        let mut stream = Vec::new();
        if !container.is_stream(STREAM) {
            return Ok(Self::default());
        }
        container.open_stream(STREAM)?.read_to_end(&mut stream)?;
        let mut formats = Self::default();
        for (kind, body) in (Records { stream: &stream, at: 0 }).take_while(|(kind, _)| *kind != END) {
            match kind {
                BOUND_SHEET => formats.sheets.extend(long(body, 0).map(|at| at as usize)),
                FORMAT => formats.codes.extend(short(body, 0).zip(body.get(2..).and_then(text))),
                XF => formats.styles.extend(short(body, 2)),
                _ => {}
            }
        }
        Ok(Self { stream, ..formats })
    }

    /// The format codes of the numbers on a sheet, by row and column from 0.
    pub(super) fn of_sheet(&self, sheet: usize) -> BTreeMap<(u32, u32), &str> {
        let mut found = BTreeMap::new();
        let Some(start) = self.sheets.get(sheet) else { return found };
        for (kind, body) in (Records { stream: &self.stream, at: *start }).take_while(|(kind, _)| *kind != END) {
            let (Some(row), Some(column)) = (short(body, 0), short(body, 2)) else { continue };
            let mut put = |column: u32, style: Option<u16>| {
                let code = style.and_then(|style| self.styles.get(usize::from(style))).and_then(|format| self.code(*format));
                found.extend(code.map(|code| ((u32::from(row), column), code)));
            };
            match kind {
                NUMBER | RK | FORMULA => put(u32::from(column), short(body, 4)),
                MANY_RK => {
                    // Each number takes six bytes, and its style is the first two of them; the last column follows.
                    let numbers = body.get(4..body.len().saturating_sub(2)).unwrap_or_default();
                    numbers.chunks_exact(6).zip(u32::from(column)..).for_each(|(number, column)| put(column, short(number, 0)));
                }
                _ => {}
            }
        }
        found
    }

    fn code(&self, format: u16) -> Option<&str> {
        self.codes.get(&format).map(String::as_str).or_else(|| built_in(format))
    }
}

/// Type and body of each record.
struct Records<'a> {
    stream: &'a [u8],
    at: usize,
}

impl<'a> Iterator for Records<'a> {
    type Item = (u16, &'a [u8]);

    fn next(&mut self) -> Option<Self::Item> {
        let head = self.stream.get(self.at..)?;
        let (kind, length) = (short(head, 0)?, usize::from(short(head, 2)?));
        self.at += 4 + length;
        Some((kind, head.get(4..4 + length)?))
    }
}

fn short(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at + 2)?.try_into().ok().map(u16::from_le_bytes)
}

fn long(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4)?.try_into().ok().map(u32::from_le_bytes)
}

/// A text with its length in front: in Latin-1, or in UTF-16 where the flag says so.
fn text(bytes: &[u8]) -> Option<String> {
    let (length, wide) = (usize::from(short(bytes, 0)?), bytes.get(2)? & 1 == 1);
    if wide {
        let units: Vec<u16> = bytes.get(3..3 + 2 * length)?.as_chunks::<2>().0.iter().map(|pair| u16::from_le_bytes(*pair)).collect();
        return String::from_utf16(&units).ok();
    }
    Some(bytes.get(3..3 + length)?.iter().copied().map(char::from).collect())
}

/// The formats that every workbook has without saying so.
fn built_in(format: u16) -> Option<&'static str> {
    Some(match format {
        0 => "General",
        1 => "0",
        2 => "0.00",
        3 => "#,##0",
        4 => "#,##0.00",
        9 => "0%",
        10 => "0.00%",
        11 => "0.00E+00",
        12 => "# ?/?",
        13 => "# ??/??",
        14 => "yyyy-mm-dd",
        15 => "d-mmm-yy",
        16 => "d-mmm",
        17 => "mmm-yy",
        18..=21 | 45 => "h:mm:ss",
        22 => "m/d/yy h:mm",
        37 | 38 => "#,##0;(#,##0)",
        39 | 40 => "#,##0.00;(#,##0.00)",
        46 => "[h]:mm:ss",
        _ => return None,
    })
}
