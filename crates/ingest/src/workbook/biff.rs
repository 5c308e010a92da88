//! The stream of an XLS workbook, as far as `calamine` does not read it.
//!
//! The records follow [MS-XLS]: a type and a length of two bytes each, and that many bytes. What
//! does not fit is passed over.

use std::collections::BTreeSet;
use std::io::{Cursor, Read};

/// The stream of a workbook since Excel 97.
const STREAM: &str = "/Workbook";
/// The stream of one before.
const OLDER: &str = "/Book";

const BOUND_SHEET: u16 = 0x0085;
const BEGIN: u16 = 0x0809;
const END: u16 = 0x000A;
const DIMENSIONS: u16 = 0x0200;

/// A number in one cell.
pub(crate) const NUMBER: u16 = 0x0203;
/// A number in four bytes.
pub(crate) const RK: u16 = 0x027E;
/// Such numbers in neighbouring cells.
pub(crate) const MANY_RK: u16 = 0x00BD;
/// A formula with its value.
pub(crate) const FORMULA: u16 = 0x0006;
/// One of the texts that the sheets share.
pub(crate) const SHARED_TEXT: u16 = 0x00FD;

const TEXT: u16 = 0x0204;
const FORMATTED_TEXT: u16 = 0x00D6;
const TRUTH_OR_ERROR: u16 = 0x0205;
/// Records of one cell.
const ONE_CELL: [u16; 7] = [NUMBER, RK, TEXT, FORMATTED_TEXT, SHARED_TEXT, TRUTH_OR_ERROR, FORMULA];

/// The stream, cut into what holds for the workbook and its sheets.
#[derive(Default)]
pub(crate) struct Stream {
    bytes: Vec<u8>,
    /// Where the records of each sheet start.
    sheets: Vec<usize>,
    /// See [`most_cells`](Self::most_cells).
    most_cells: u64,
}

impl Stream {
    /// Reads the stream; fails where the container is damaged. In a workbook older than Excel 97
    /// nothing but its size is understood.
    pub(crate) fn read(bytes: &[u8]) -> std::io::Result<Self> {
        let mut container = cfb::CompoundFile::open(Cursor::new(bytes))?;
        let name = if container.is_stream(STREAM) { STREAM } else { OLDER };
        let mut stream = Self::default();
        if container.is_stream(name) {
            container.open_stream(name)?.read_to_end(&mut stream.bytes)?;
        }
        let places = stream
            .globals()
            .filter(|(kind, _)| *kind == BOUND_SHEET)
            .filter_map(|(_, body)| long(body, 0));
        stream.sheets = places.map(|at| at as usize).collect();
        let sheets: BTreeSet<usize> = stream.sheets.iter().copied().collect();
        let cells = sheets.into_iter().map(|sheet| most_cells(&stream.bytes, sheet));
        stream.most_cells = cells.max().unwrap_or(0);
        if name == OLDER {
            stream = Self { most_cells: stream.most_cells, ..Self::default() };
        }
        Ok(stream)
    }

    /// The most cells for which `calamine` asks memory to read one sheet: those of the rectangle that
    /// spans its cells, or of the rectangle that it announces.
    pub(crate) const fn most_cells(&self) -> u64 {
        self.most_cells
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

/// The cells of the largest rectangle of a sheet: one that spans all its cells, or one that it
/// announces. Streams within it, such as charts, are passed over as `calamine` does.
fn most_cells(bytes: &[u8], sheet: usize) -> u64 {
    let (mut most, mut rectangle, mut depth) = (0, None, 0_usize);
    for (kind, body) in (Records { stream: bytes, at: sheet }) {
        match kind {
            BEGIN => depth += 1,
            END if depth <= 1 => break,
            END => depth -= 1,
            _ if depth > 1 => {}
            DIMENSIONS => most = most.max(announced(body)),
            MANY_RK => {
                let last = body.len().checked_sub(2).and_then(|at| short(body, at));
                let ends = cell(body).zip(last).into_iter();
                let ends = ends.flat_map(|(at, last)| [at, (at.0, u32::from(last))]);
                most = ends.fold(most, |most, at| most.max(widened(&mut rectangle, at)));
            }
            kind if ONE_CELL.contains(&kind) => {
                let at = cell(body).into_iter();
                most = at.fold(most, |most, at| most.max(widened(&mut rectangle, at)));
            }
            _ => {}
        }
    }
    most
}

/// The first and the last row, the first and the last column.
type Rectangle = ((u32, u32), (u32, u32));

/// Cells of the rectangle once it spans another cell.
fn widened(rectangle: &mut Option<Rectangle>, (row, column): (u32, u32)) -> u64 {
    let ((top, bottom), (left, right)) = rectangle.unwrap_or(((row, row), (column, column)));
    let (top, bottom) = (top.min(row), bottom.max(row));
    let (left, right) = (left.min(column), right.max(column));
    *rectangle = Some(((top, bottom), (left, right)));
    (u64::from(bottom - top) + 1) * (u64::from(right - left) + 1)
}

/// Cells of the rectangle that a sheet announces, as `calamine` counts them. If its rows end before
/// they begin, the count is the largest possible.
fn announced(body: &[u8]) -> u64 {
    let (rows, columns_at) = match body.len() {
        10 => ([0, 2].map(|at| short(body, at).map_or(0, u64::from)), 4),
        _ => ([0, 4].map(|at| long(body, at).map_or(0, u64::from)), 8),
    };
    let ([top, bottom], [left, right]) =
        (rows, [0, 2].map(|at| short(body, columns_at + at).map_or(0, u64::from)));
    let left = if left > 0xFF || right < left { 0 } else { left };
    let rows = bottom.max(1).checked_sub(top).unwrap_or(u64::MAX);
    rows.saturating_mul(right.saturating_sub(left)).max(1)
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

#[cfg(test)]
mod tests {
    use super::{BEGIN, DIMENSIONS, END, NUMBER, most_cells};

    /// A record of a stream.
    fn record(kind: u16, body: &[u16]) -> Vec<u8> {
        let head = [kind, 2 * body.len() as u16];
        head.iter().chain(body).flat_map(|number| number.to_le_bytes()).collect()
    }

    fn number(row: u16, column: u16) -> Vec<u8> {
        record(NUMBER, &[row, column, 0, 0, 0, 0, 0])
    }

    #[test]
    fn memory_that_a_sheet_would_ask_for_is_known_before() {
        let (begin, end) = (record(BEGIN, &[0x0600, 0x0010]), record(END, &[]));
        for far in [9_u16, 999, 65_535] {
            let cells = (u64::from(far) + 1) * (u64::from(far) + 1);
            let corners = [begin.clone(), number(0, 0), number(far, far), end.clone()].concat();
            assert_eq!(most_cells(&corners, 0), cells, "two cells far from each other");
            let announced = record(DIMENSIONS, &[0, 0, far, 0, 0, far, 0]);
            let announced = [begin.clone(), announced, end.clone()].concat();
            assert_eq!(most_cells(&announced, 0), u64::from(far) * u64::from(far));
            // A chart within the sheet does not begin another.
            let chart = [begin.clone(), number(0, 0), begin.clone(), number(1, 1), end.clone()];
            let chart = [chart.concat(), number(far, 0), end.clone(), number(far, far)].concat();
            assert_eq!(most_cells(&chart, 0), u64::from(far) + 1);
        }
        let backwards = record(DIMENSIONS, &[0xFFFF; 7]);
        assert!(most_cells(&[begin.clone(), backwards].concat(), 0) < u64::MAX);
        let backwards = record(DIMENSIONS, &[9, 0, 1, 0, 0, 1, 0]);
        assert_eq!(most_cells(&[begin, backwards].concat(), 0), u64::MAX);
    }
}
