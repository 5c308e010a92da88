//! Rows and columns that a sheet of an XLS workbook does not show.

use crate::workbook::biff::{Stream, short};
use crate::workbook::hidden::Hidden;

const ROW: u16 = 0x0208;
const COLUMNS: u16 = 0x007D;

/// The bits of their records that hide a row, and columns.
const HIDES_ROW: u16 = 0x20;
const HIDES_COLUMNS: u16 = 1;

/// What is hidden on a sheet.
pub(crate) fn on_sheet(stream: &Stream, sheet: usize) -> Hidden {
    let mut hidden = Hidden::default();
    for (kind, body) in stream.sheet(sheet) {
        let (Some(first), Some(second)) =
            (short(body, 0).map(u32::from), short(body, 2).map(u32::from))
        else {
            continue;
        };
        match kind {
            ROW if is_set(body, 12, HIDES_ROW) => hidden.rows(first, first),
            COLUMNS if is_set(body, 8, HIDES_COLUMNS) => hidden.columns(first, second),
            _ => {}
        }
    }
    hidden
}

/// Whether a bit is set in the flags at a byte of a record.
fn is_set(body: &[u8], at: usize, bit: u16) -> bool {
    short(body, at).is_some_and(|flags| flags & bit != 0)
}
