//! A formula over the cells of a table that a numeral may state, and what is looked for.

#![expect(clippy::float_arithmetic, reason = "weights of evidence; no verdict depends on them")]

use super::Operation;
use super::numbers::Band;

/// A part of a table that has a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operand {
    /// A cell: row and column of numbers.
    Cell(usize, usize),
    /// A group of rows in a column.
    Rows(usize, usize),
    /// A group of columns in a row.
    Columns(usize, usize),
}

/// A formula that a numeral may state.
#[derive(Clone, Copy, Debug)]
pub(super) struct Hypothesis {
    pub(super) table: usize,
    pub(super) operation: Operation,
    pub(super) first: Operand,
    pub(super) second: Option<Operand>,
    /// Logarithm of its probability by the words alone.
    pub(super) words: f64,
    /// The same operation on the shares that the table prints: the sentence speaks of a proportion,
    /// and the number was computed from the counts.
    pub(super) worded: Option<(Operand, Operand)>,
    /// Whether the numeral prints its size without its sign.
    pub(super) unsigned: bool,
    /// Its value, if all numbers are exact.
    pub(super) value: f64,
    /// Whether the numeral prints it.
    pub(super) fits: bool,
    /// Whether it is a cell of a row that no word names.
    pub(super) unnamed: bool,
    /// Whether it is a cell of a row that its clause names wholly.
    pub(super) beside: bool,
    /// How probable the numeral is then: it is not certain where the value was rounded.
    pub(super) fit: f64,
}

/// What is looked for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Target {
    /// Its size.
    pub(super) value: f64,
    /// What it may lie below and above it.
    pub(super) below: f64,
    pub(super) above: f64,
    /// Whether it has a minus sign.
    pub(super) negative: bool,
    /// Whether it is a percentage.
    pub(super) percent: bool,
    /// Whether it is a number of percentage points.
    pub(super) points: bool,
    /// Whether what it is printed of is greater.
    pub(super) least: bool,
}

impl Target {
    /// How probable it is that a value that is known so far is printed as this.
    pub(super) fn fit(&self, band: Band) -> f64 {
        let width = self.below + self.above;
        let spread = band.variance.sqrt();
        if spread <= width / 20.0 {
            return 1.0;
        }
        let away = (band.value.abs() - self.value) / spread;
        (width / (spread * 2.5) * (-away * away / 2.0).exp()).min(1.0)
    }
}

/// What two cells of one column have in common besides.
const SERIES: f64 = 0.4;

impl Hypothesis {
    /// Its operands.
    fn operands(&self) -> impl Iterator<Item = Operand> + use<> {
        [Some(self.first), self.second].into_iter().flatten()
    }

    /// Whether it is one cell.
    pub(super) const fn is_cell(&self) -> bool {
        matches!((self.first, self.second), (Operand::Cell(..), None))
    }

    /// Whether it is the change to the cell from which another is one.
    pub(super) fn is_back_from(&self, other: &Self) -> bool {
        self.operation == Operation::Change
            && other.operation == Operation::Change
            && self.table == other.table
            && self.second == Some(other.first)
            && other.second == Some(self.first)
    }

    /// Whether it is a change or difference up to the cell that another is.
    pub(super) fn ends_at(&self, other: &Self) -> bool {
        let changes = matches!(self.operation, Operation::Change | Operation::Difference);
        changes && other.is_cell() && self.table == other.table && self.second == Some(other.first)
    }

    /// The two rows that it compares.
    fn rows(&self) -> Option<(usize, usize)> {
        let pair = (self.first.row()?, self.second?.row()?);
        (pair.0 != pair.1).then_some(pair)
    }

    /// The group of rows that is its only operand.
    fn group(&self) -> Option<usize> {
        match self.first {
            Operand::Rows(group, _) if self.second.is_none() => Some(group),
            _ => None,
        }
    }

    /// The row that all its operands stand in.
    pub(super) fn row(&self) -> Option<usize> {
        let row = self.first.row()?;
        self.second.is_none_or(|second| second.row() == Some(row)).then_some(row)
    }

    /// How much two numerals of one sentence have in common if this is what one states and `other`
    /// what the other does.
    pub(super) fn kinship(&self, other: &Self) -> f64 {
        if self.table != other.table {
            return 0.0;
        }
        let (mut row, mut column) = (false, false);
        for (one, another) in
            self.operands().flat_map(|one| other.operands().map(move |other| (one, other)))
        {
            row |= one.row().is_some() && one.row() == another.row();
            column |= one.column().is_some() && one.column() == another.column();
        }
        let same = self.operation == other.operation
            && self.first == other.first
            && self.second == other.second;
        let periods = self.rows().is_some() && self.rows() == other.rows();
        let groups = self.group().zip(other.group());
        let group = groups.is_some_and(|(one, another)| one == another);
        // `two criminal cases and five civil cases`
        let parallel = groups.is_some() && !group && self.operation == other.operation;
        let shared =
            [row, column, periods, group, parallel].map(|shared| f64::from(u8::from(shared)));
        // `from 203 in 2023 to 236 in 2024`
        let series = column && self.is_cell() && other.is_cell();
        let series = if series { SERIES } else { 0.0 };
        if same { -1.0 } else { 0.5 + 0.8 * shared.iter().sum::<f64>() + series }
    }
}

impl Operand {
    pub(super) const fn row(self) -> Option<usize> {
        match self {
            Self::Cell(row, _) | Self::Columns(row, _) => Some(row),
            Self::Rows(..) => None,
        }
    }

    pub(super) const fn column(self) -> Option<usize> {
        match self {
            Self::Cell(_, column) | Self::Rows(_, column) => Some(column),
            Self::Columns(..) => None,
        }
    }
}
