//! The stream of an XLS workbook, as far as `calamine` does not read it.
//!
//! The records follow [MS-XLS]: a type and a length of two bytes each, and that many bytes. What
//! does not fit is passed over.

use std::io::{Cursor, Read};

/// The stream of a workbook since Excel 97.
const STREAM: &str = "/Workbook";

const BOUND_SHEET: u16 = 0x0085;
const END: u16 = 0x000A;

/// The stream, cut into what holds for the workbook and its sheets.
#[derive(Default)]
pub(crate) struct Stream {
    bytes: Vec<u8>,
    /// Where the records of each sheet start.
    sheets: Vec<usize>,
}

impl Stream {
    /// Reads the stream; fails where the container is damaged. In a workbook older than Excel 97
    /// nothing is understood.
    pub(crate) fn read(bytes: &[u8]) -> std::io::Result<Self> {
        let mut container = cfb::CompoundFile::open(Cursor::new(bytes))?;
        let mut stream = Self::default();
        if container.is_stream(STREAM) {
            container.open_stream(STREAM)?.read_to_end(&mut stream.bytes)?;
        }
        let places = stream
            .globals()
            .filter(|(kind, _)| *kind == BOUND_SHEET)
            .filter_map(|(_, body)| long(body, 0));
        stream.sheets = places.map(|at| at as usize).collect();
        Ok(stream)
    }

    /// The records that hold for the whole workbook.
    pub(crate) fn globals(&self) -> impl Iterator<Item = (u16, &[u8])> {
        Records { stream: &self.bytes, at: 0 }.take_while(|(kind, _)| *kind != END)
    }

    /// The records of a sheet.
    pub(crate) fn sheet(&self, sheet: usize) -> impl Iterator<Item = (u16, &[u8])> {
        let at = self.sheets.get(sheet).copied().unwrap_or(self.bytes.len());
        Records { stream: &self.bytes, at }.take_while(|(kind, _)| *kind != END)
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

pub(crate) fn short(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at + 2)?.try_into().ok().map(u16::from_le_bytes)
}

pub(crate) fn long(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4)?.try_into().ok().map(u32::from_le_bytes)
}

/// Row and column of the cell that a record is about.
pub(crate) fn cell(body: &[u8]) -> Option<(u32, u32)> {
    Some((u32::from(short(body, 0)?), u32::from(short(body, 2)?)))
}
