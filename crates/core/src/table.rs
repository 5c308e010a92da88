//! Tables as printed: named columns of cells, rows with keys, every cell with its place.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::sync::{Arc, OnceLock};

use crate::{
    ColumnName, DateSpan, Figure, Interval, Missing, NumberFormat, Place, Rational, Release,
    Rounding, ShortSpan, Source, Span, TableId, Unit,
};

/// What one cell holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Cell {
    /// A number.
    Number(Figure),
    /// A date or span of dates.
    Date(DateSpan, ShortSpan),
    /// Words; the stretch of the source that holds them.
    Text(Span),
    /// No figure, and why.
    Missing(Missing, Span),
}

impl Cell {
    /// The stretch of the source that holds the cell.
    pub const fn span(&self) -> Span {
        match self {
            Self::Number(figure) => figure.span(),
            Self::Date(_, span) => span.span(),
            Self::Text(span) | Self::Missing(_, span) => *span,
        }
    }

    /// The same cell `by` bytes further on in the source.
    #[must_use]
    pub fn shifted(self, by: u32) -> Self {
        match self {
            Self::Number(figure) => Self::Number(figure.shifted(by)),
            Self::Date(date, span) => Self::Date(date, ShortSpan::new(span.span().shifted(by))),
            Self::Text(span) => Self::Text(span.shifted(by)),
            Self::Missing(why, span) => Self::Missing(why, span.shifted(by)),
        }
    }

    /// The number, if it is one.
    #[inline]
    pub const fn figure(&self) -> Option<&Figure> {
        match self {
            Self::Number(figure) => Some(figure),
            _ => None,
        }
    }
}

/// A named column. Several columns may be cut from one printed column (`1,966 34.55%`).
#[derive(Clone, Debug)]
pub struct Column {
    /// The name formulas use.
    pub name: ColumnName,
    /// The heading as printed, which all columns cut from one printed column have.
    pub header: String,
    /// The name people read.
    pub label: String,
    /// What its numbers count.
    pub unit: Unit,
    /// The column that its shares are of, by name.
    pub base: Option<ColumnName>,
    /// What one printed unit stands for: 1,000 in a table in thousands.
    pub scale: i64,
    /// One cell per row, shared by the studies that differ elsewhere.
    pub cells: Arc<Vec<Cell>>,
}

/// What the number in a cell counts, and what one printed unit stands for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CellUnit<'a> {
    /// What it counts.
    pub unit: &'a Unit,
    /// What one printed unit stands for.
    pub scale: i64,
}

/// The unit that a cell has instead of that of its column, because its row has one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RowUnit {
    /// What its numbers count.
    pub unit: Unit,
    /// What one printed unit stands for.
    pub scale: i64,
}

impl CellUnit<'_> {
    /// Every true value that a figure of this unit can stand for, with the scale applied.
    ///
    /// A count printed without a scale is exact unless the table is rounded to a `base`: then it
    /// stands for half a base either way, or for less than a whole base where the base is 3 or 5,
    /// which statistical offices round to at random.
    pub fn interval(
        self,
        figure: &Figure,
        rounding: Option<Rounding>,
        base: Option<u8>,
    ) -> Interval {
        let printed =
            figure.interval(*self.unit == Unit::Count && self.scale == 1, rounding, false);
        let scaled = if self.scale == 1 {
            printed
        } else {
            &printed * &Interval::Point(Rational::from(i128::from(self.scale)))
        };
        match base {
            Some(base) if *self.unit == Unit::Count => {
                let slack = if base <= 5 {
                    Rational::from(i128::from(base) - 1)
                } else {
                    Rational::from(i128::from(base) / 2)
                };
                scaled.widen(&slack)
            }
            _ => scaled,
        }
    }
}

/// What joins the headings of one column from the top down.
pub const LEVELS: &str = " / ";

/// What stands between the parts of a key in the index: the unit separator, which no text holds.
const BETWEEN_PARTS: &str = "\u{1F}";

/// A part of a key as rows are compared by it: a date in one form however it is written, any other
/// text without the spaces around it.
///
/// ```
/// use crossfoot_core::{Unit, key_part};
/// assert_eq!(key_part("2025年", &Unit::Date), key_part("2025", &Unit::Date));
/// assert_eq!(key_part(" 2025年", &Unit::Text), "2025年");
/// ```
pub fn key_part(text: &str, unit: &Unit) -> String {
    let text = text.trim();
    let date = if *unit == Unit::Date && !is_year(text) { DateSpan::read(text) } else { None };
    date.map_or_else(|| text.to_owned(), |date| date.to_string())
}

/// A part of a composite key as it is written between brackets.
fn quoted_part(part: &str) -> String {
    let needs_quotes = part.contains(',') || part.starts_with(['"', '\'']);
    match (needs_quotes, part.contains('"')) {
        (false, _) => part.to_owned(),
        (true, true) => format!("'{part}'"),
        (true, false) => format!("\"{part}\""),
    }
}

/// Whether a date is in its one form already.
fn is_year(text: &str) -> bool {
    text.len() == 4 && text.bytes().all(|byte| byte.is_ascii_digit())
}

/// A published table. A copy shares the source, the cells and the releases.
#[derive(Clone, Debug)]
pub struct Table {
    /// The name formulas use.
    pub id: TableId,
    /// The title as people read it.
    pub title: String,
    /// The file's text.
    pub source: Arc<Source>,
    /// Columns in printed order.
    pub columns: Vec<Column>,
    /// Indices of the columns that name a row.
    pub key: Vec<usize>,
    /// Line of the file on which each row starts.
    pub lines: Arc<Vec<u32>>,
    /// Units of cells whose rows have one, by row and column.
    pub row_units: Arc<BTreeMap<(usize, usize), RowUnit>>,
    /// Rows that are sub-headings, in order.
    pub headings: Arc<[usize]>,
    /// Whether every row that was published is listed.
    pub complete: bool,
    /// The base (3, 5, 10, 100) that the manifest says its counts are rounded to.
    pub base: Option<u8>,
    /// How its numbers are written.
    pub format: NumberFormat,
    /// Footnotes.
    pub notes: Vec<String>,
    /// Meanings of the marks that the manifest declares as missing.
    pub missing: Vec<(String, String)>,
    /// What each publication printed, the earliest first; empty where there is only one. The
    /// columns hold the latest of every cell.
    pub releases: Arc<Vec<Release>>,
    /// Rows by key, built when first asked for.
    pub index: Arc<OnceLock<HashMap<String, usize>>>,
}

impl Table {
    /// A complete table of columns, whose title is its id and whose rows are named by line until a
    /// key is given.
    pub fn new(
        id: impl Into<TableId>,
        source: Arc<Source>,
        columns: Vec<Column>,
        lines: Vec<u32>,
    ) -> Self {
        let id = id.into();
        Self {
            title: id.to_string(),
            id,
            source,
            columns,
            key: Vec::new(),
            lines: lines.into(),
            row_units: Arc::default(),
            headings: Arc::default(),
            complete: true,
            base: None,
            format: NumberFormat::default(),
            notes: Vec::new(),
            missing: Vec::new(),
            releases: Arc::default(),
            index: Arc::default(),
        }
    }

    /// Number of rows.
    pub fn rows(&self) -> usize {
        self.lines.len()
    }

    /// The column of that name.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column.name == name)
    }

    /// What the number in a cell counts: the unit of its row, where that has one, or else of its
    /// column.
    pub fn cell_unit(&self, column: usize, row: usize) -> CellUnit<'_> {
        match self.row_units.get(&(row, column)) {
            Some(RowUnit { unit, scale }) => CellUnit { unit, scale: *scale },
            None => {
                let Column { unit, scale, .. } = &self.columns[column];
                CellUnit { unit, scale: *scale }
            }
        }
    }

    /// Whether the number in a cell counts something else than its column.
    pub fn has_own_unit(&self, column: usize, row: usize) -> bool {
        let own = self.row_units.get(&(row, column));
        own.is_some_and(|own| own.unit != self.columns[column].unit)
    }

    /// Whether any number of a row counts something else than its column.
    pub fn has_own_units(&self, row: usize) -> bool {
        !self.row_units.is_empty()
            && (0..self.columns.len()).any(|column| self.has_own_unit(column, row))
    }

    /// The text that a cell prints.
    pub fn text(&self, column: usize, row: usize) -> Cow<'_, str> {
        self.source.field(self.columns[column].cells[row].span())
    }

    /// The key of a row as it is written between brackets: `2023`, or `sponsor,
    /// Shanghai`; its line, `#4`, in a table without a key. A part of several that itself holds a
    /// comma, or starts with a quote, stands in quotes of the other kind.
    pub fn key_text(&self, row: usize) -> String {
        match self.key.as_slice() {
            [] => format!("#{}", self.lines[row]),
            [column] => self.text(*column, row).trim().to_owned(),
            columns => {
                let parts = columns.iter().map(|column| self.text(*column, row));
                parts.map(|part| quoted_part(part.trim())).collect::<Vec<_>>().join(", ")
            }
        }
    }

    /// The row of the key with these parts; a date may be written otherwise than it is printed,
    /// `2025` for `2025年`.
    pub fn row<S: AsRef<str>>(&self, parts: &[S]) -> Option<usize> {
        let units = self.key.iter().map(|column| &self.columns[*column].unit);
        let units = units.chain(std::iter::repeat(&Unit::Text));
        let parts: Vec<String> =
            parts.iter().zip(units).map(|(part, unit)| key_part(part.as_ref(), unit)).collect();
        self.index().get(&parts.join(BETWEEN_PARTS)).copied()
    }

    /// The key of a row in the index: texts as printed, dates in one form.
    fn index_key(&self, row: usize) -> String {
        let parts = self.key.iter().map(|column| self.index_key_part(*column, row));
        parts.collect::<Vec<_>>().join(BETWEEN_PARTS)
    }

    fn index_key_part(&self, column: usize, row: usize) -> String {
        let text = self.text(column, row);
        match self.columns[column].cells[row] {
            Cell::Date(date, _) if !is_year(&text) => date.to_string(),
            _ => text.trim().to_owned(),
        }
    }

    /// Rows whose key stands in an earlier row already, each behind that earlier row.
    pub fn duplicate_keys(&self) -> impl Iterator<Item = (usize, usize)> {
        let rows =
            if self.key.is_empty() || self.index().len() == self.rows() { 0 } else { self.rows() };
        (0..rows).filter_map(|row| {
            self.index()
                .get(&self.index_key(row))
                .filter(|first| **first != row)
                .map(|first| (*first, row))
        })
    }

    fn index(&self) -> &HashMap<String, usize> {
        self.index.get_or_init(|| {
            let mut index = HashMap::with_capacity(self.rows());
            let keyed = if self.key.is_empty() { 0 } else { self.rows() };
            for row in 0..keyed {
                index.entry(self.index_key(row)).or_insert(row);
            }
            index
        })
    }

    /// Where a cell stands.
    pub fn place(&self, column: usize, row: usize) -> Place {
        self.source.place(self.columns[column].cells[row].span())
    }

    /// Number of figures printed in the table.
    pub fn figures(&self) -> usize {
        self.columns
            .iter()
            .map(|column| column.cells.iter().filter(|cell| cell.figure().is_some()).count())
            .sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cell_stays_small() {
        assert!(size_of::<Cell>() <= 16, "a table of ten million cells must fit in memory");
    }
}
