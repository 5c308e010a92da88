//! The cells of a column that hold something, and which of them read as what.

use crossfoot_core::{Figure, Missing, NumberFormat, Unit, read_figure, read_parts, read_rounded};
use crossfoot_ingest::PrintedTable;

/// Decimals of numbers that print more digits than a figure has.
const DECIMALS: u8 = 6;

/// A cell that is neither empty nor a customary mark of a missing value.
#[derive(Clone, Debug)]
pub(super) struct Filled {
    pub(super) row: usize,
    pub(super) text: String,
}

/// The cells of a column that hold something.
pub(super) fn filled(table: &PrintedTable, column: usize) -> Vec<Filled> {
    table
        .column(column)
        .enumerate()
        .map(|(row, cell)| Filled { row, text: cell.printed().trim().to_owned() })
        .filter(|cell| Missing::customary(&cell.text).is_none())
        .collect()
}

/// Which cells of a column are read, and which are not.
#[derive(Clone, Debug, Default)]
pub(super) struct Fit {
    /// The figures of the cells that are read, each with the position of its cell.
    pub(super) read: Vec<(usize, Vec<Option<Figure>>)>,
    /// The positions of the others.
    pub(super) odd: Vec<usize>,
}

impl Fit {
    /// Reads each cell as these parts.
    pub(super) fn parts(cells: &[Filled], parts: &[(&Unit, bool)], format: NumberFormat) -> Self {
        let mut fit = Self::default();
        for (at, cell) in cells.iter().enumerate() {
            match read_parts(&cell.text, parts, format) {
                Ok(figures) => fit.read.push((at, figures)),
                Err(_) => fit.odd.push(at),
            }
        }
        fit
    }

    /// Reads each cell as one figure.
    pub(super) fn single(cells: &[Filled], unit: &Unit, format: NumberFormat) -> Self {
        let mut fit = Self::default();
        for (at, cell) in cells.iter().enumerate() {
            // Numbers with too many digits are rounded, as their column declares then.
            let read = read_figure(&cell.text, unit, format);
            match read.or_else(|_| read_rounded(&cell.text, unit, format, DECIMALS)) {
                Ok(figure) => fit.read.push((at, vec![Some(figure)])),
                Err(_) => fit.odd.push(at),
            }
        }
        fit
    }

    /// Whether at least half of the cells are read: fewer are an accident in a column of words.
    pub(super) fn is_mostly_read(&self) -> bool {
        !self.read.is_empty() && self.read.len() >= self.odd.len()
    }

    /// The figures at one position of their cells.
    pub(super) fn figures(&self, position: usize) -> impl Iterator<Item = (usize, &Figure)> {
        self.read
            .iter()
            .filter_map(move |(at, figures)| Some((*at, figures.get(position)?.as_ref()?)))
    }
}

/// Whether a text holds a percent sign.
pub(super) fn has_percent(text: &str) -> bool {
    text.contains(['%', '％', '﹪', '٪'])
}

/// The part of a cell that a figure is.
pub(super) fn slice<'a>(cell: &'a Filled, figure: &Figure) -> &'a str {
    cell.text.get(figure.span().range()).unwrap_or_default()
}

/// Whether a text holds a digit of any script.
pub(super) fn has_digit(text: &str) -> bool {
    text.contains(char::is_numeric)
}
