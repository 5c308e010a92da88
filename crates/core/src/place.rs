//! Places that people can find: in a text by line and column, on a sheet by the name of a cell.

use std::fmt;
use std::sync::Arc;

/// A place in a file.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// The file as it was named.
    pub file: String,
    /// Where in the file.
    pub spot: Spot,
}

impl Place {
    /// Line of a text or row of a sheet, from 1.
    pub fn line(&self) -> usize {
        match self.spot {
            Spot::Text { line, .. } => line as usize,
            Spot::Cell { row, .. } => row as usize + 1,
        }
    }

    /// Column of a text, in characters, or of a sheet, from 1.
    pub fn column(&self) -> usize {
        match self.spot {
            Spot::Text { column, .. } => column as usize,
            Spot::Cell { column, .. } => column as usize + 1,
        }
    }
}

/// `table.csv:4:12`, which a person can click, or `table.xlsx: Sheet1!C5`.
impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match &self.spot {
            Spot::Text { line, column } => write!(f, "{}:{line}:{column}", self.file),
            spot @ Spot::Cell { .. } => write!(f, "{}: {spot}", self.file),
        }
    }
}

/// Where in a file something stands, in words that its program uses.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Spot {
    /// Line and column of a text, both from 1, the column in characters.
    Text {
        /// The line.
        line: u32,
        /// The column.
        column: u32,
    },
    /// A cell of a spreadsheet; row and column from 0.
    Cell {
        /// The sheet's name.
        sheet: Arc<str>,
        /// The row.
        row: u32,
        /// The column.
        column: u32,
    },
}

impl Spot {
    /// Line and column of a text, both from 1.
    pub fn text(line: usize, column: usize) -> Self {
        let [line, column] = [line, column].map(|number| u32::try_from(number).unwrap_or(u32::MAX));
        Self::Text { line, column }
    }

    /// A cell of a spreadsheet; row and column from 0.
    pub fn cell(sheet: impl Into<Arc<str>>, row: u32, column: u32) -> Self {
        Self::Cell { sheet: sheet.into(), row, column }
    }
}

/// As it is said to people: `line 4, column 12` or `Sheet1!C5`.
impl fmt::Display for Spot {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Text { line, column } => write!(f, "line {line}, column {column}"),
            Self::Cell { sheet, row, column } => {
                write!(f, "{sheet}!{}{}", column_letters(*column), u64::from(*row) + 1)
            }
        }
    }
}

/// The name that spreadsheets give to a column, counted from 0: `A`, …, `Z`, `AA`, ….
///
/// ```
/// use crossfoot_core::column_letters;
/// assert_eq!([0, 25, 26, 16_383].map(column_letters), ["A", "Z", "AA", "XFD"]);
/// ```
pub fn column_letters(column: u32) -> String {
    let mut letters = Vec::new();
    let mut left = u64::from(column) + 1;
    while left > 0 {
        letters.push(char::from(b'A' + ((left - 1) % 26) as u8));
        left = (left - 1) / 26;
    }
    letters.iter().rev().collect()
}
