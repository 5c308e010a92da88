//! The number formats of an XLS workbook, which `calamine` does not tell: the records of its stream
//! that name them.

use std::collections::BTreeMap;

use crate::workbook::biff::{FORMULA, MANY_RK, NUMBER, RK, Stream, cell, short};

const FORMAT: u16 = 0x041E;
const XF: u16 = 0x00E0;

/// The number formats of a workbook.
#[derive(Default)]
pub(crate) struct Formats {
    /// The codes that the workbook defines.
    codes: BTreeMap<u16, String>,
    /// The format of each style.
    styles: Vec<u16>,
}

impl Formats {
    /// The formats of a workbook.
    pub(crate) fn read(stream: &Stream) -> Self {
        let mut formats = Self::default();
        for (kind, body) in stream.globals() {
            match kind {
                FORMAT => formats.codes.extend(short(body, 0).zip(body.get(2..).and_then(text))),
                XF => formats.styles.extend(short(body, 2)),
                _ => {}
            }
        }
        formats
    }

    /// The format codes of the numbers on a sheet, by row and column from 0.
    pub(crate) fn on_sheet(&self, stream: &Stream, sheet: usize) -> BTreeMap<(u32, u32), &str> {
        let mut found = BTreeMap::new();
        for (kind, body) in stream.sheet(sheet) {
            let Some((row, column)) = cell(body) else { continue };
            match kind {
                NUMBER | RK | FORMULA => {
                    let code = short(body, 4).and_then(|style| self.style(style));
                    found.extend(code.map(|code| ((row, column), code)));
                }
                MANY_RK => {
                    // Each number takes six bytes, and its style is the first two of them; the last
                    // column follows.
                    let numbers = body.get(4..body.len().saturating_sub(2)).unwrap_or_default();
                    for (number, column) in numbers.chunks_exact(6).zip(column..) {
                        let code = short(number, 0).and_then(|style| self.style(style));
                        found.extend(code.map(|code| ((row, column), code)));
                    }
                }
                _ => {}
            }
        }
        found
    }

    /// The code of the format of a style.
    fn style(&self, style: u16) -> Option<&str> {
        self.code(*self.styles.get(usize::from(style))?)
    }

    fn code(&self, format: u16) -> Option<&str> {
        self.codes.get(&format).map(String::as_str).or_else(|| built_in(format))
    }
}

/// A text with its length in front: in Latin-1, or in UTF-16 where the flag says so.
fn text(bytes: &[u8]) -> Option<String> {
    let (length, wide) = (usize::from(short(bytes, 0)?), bytes.get(2)? & 1 == 1);
    if wide {
        let units: Vec<u16> = bytes
            .get(3..3 + 2 * length)?
            .as_chunks::<2>()
            .0
            .iter()
            .map(|pair| u16::from_le_bytes(*pair))
            .collect();
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
