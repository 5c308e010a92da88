//! Formulas of an XLS workbook that show nothing, perhaps because their values were not saved.

use crate::workbook::biff::{FORMULA, Stream, cell};

const RECALCULATED_BY: u16 = 0x01C1;

/// A formula that shows nothing, by row and column from 0.
pub(crate) struct Blank {
    pub(crate) at: (u32, u32),
    /// Whether the formula names the empty text, and so may well give it.
    pub(crate) may_be: bool,
}

/// The formulas on a sheet of which nothing says that a value was saved.
///
/// A program that cannot calculate saves an empty text as the value, as if it were one. Excel says
/// since 2002 which of its versions has calculated.
pub(crate) fn blank(stream: &Stream, sheet: usize) -> impl Iterator<Item = Blank> {
    let calculated = stream.globals().any(|(kind, _)| kind == RECALCULATED_BY);
    let formulas = stream
        .sheet(sheet)
        .filter(move |(kind, body)| *kind == FORMULA && !calculated && is_empty_text(body));
    formulas.filter_map(|(_, body)| Some(Blank { at: cell(body)?, may_be: names_empty_text(body) }))
}

/// Whether the value is an empty text; a number would be in the same eight bytes.
fn is_empty_text(formula: &[u8]) -> bool {
    matches!(formula.get(6..14), Some([3, .., 0xFF, 0xFF]))
}

/// Whether a text without characters is among the parts of the formula.
fn names_empty_text(formula: &[u8]) -> bool {
    const EMPTY_TEXT: [u8; 3] = [0x17, 0, 0];
    formula
        .get(22..)
        .is_some_and(|parts| parts.windows(EMPTY_TEXT.len()).any(|part| part == EMPTY_TEXT))
}
