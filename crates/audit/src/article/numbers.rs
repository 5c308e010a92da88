//! The numbers of a table, as machine numbers: only to choose what is looked at exactly.

#![expect(clippy::float_arithmetic, reason = "weights of evidence; no verdict depends on them")]

use crossfoot_core::{CellUnit, Study, Table, Unit};

use super::hypothesis::Operand;
use super::labels::Labels;

/// The numbers of a table, by row and column of numbers.
pub(super) struct Numbers {
    cells: Vec<Vec<Option<Band>>>,
    pub(super) kinds: Vec<Kind>,
    /// Sums of groups of rows, by group and column.
    row_sums: Vec<Vec<Option<Band>>>,
    /// Sums of groups of columns, by row and group.
    column_sums: Vec<Vec<Option<Band>>>,
    /// The column that each column is a share of.
    pub(super) bases: Vec<Option<usize>>,
    /// The column that prints the shares of each column of counts.
    pub(super) shares: Vec<Option<usize>>,
    /// Columns and rows whose numbers are the greatest of their kind nearly everywhere.
    pub(super) greatest_columns: Vec<bool>,
    pub(super) greatest_rows: Vec<bool>,
}

/// A number as printed and half a unit of its last place, in machine numbers: only to choose what is
/// looked at exactly.
#[derive(Clone, Copy, Debug)]
pub(super) struct Band {
    pub(super) value: f64,
    pub(super) half: f64,
    /// The variance of what was rounded off.
    pub(super) variance: f64,
}

impl Band {
    pub(super) fn exact(value: f64) -> Self {
        Self { value, half: 0.0, variance: 0.0 }
    }

    /// A number that is rounded to twice `half`.
    fn rounded(value: f64, half: f64) -> Self {
        Self { value, half, variance: half * half / 3.0 }
    }

    /// Multiplied by a number.
    pub(super) fn times(self, by: f64) -> Self {
        let Self { value, half, variance } = self;
        Self { value: value * by, half: half * by.abs(), variance: variance * by * by }
    }

    pub(super) fn plus(self, other: Self) -> Self {
        Self {
            value: self.value + other.value,
            half: self.half + other.half,
            variance: self.variance + other.variance,
        }
    }

    /// Divided by a positive number.
    pub(super) fn over(self, under: Self) -> Self {
        let ratio = self.value / under.value;
        let half = (self.half + ratio.abs() * under.half) / under.value;
        let variance =
            (self.variance + ratio * ratio * under.variance) / (under.value * under.value);
        Self { value: ratio, half, variance }
    }
}

/// What the numbers of a column are.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Kind {
    Percent,
    Count,
    Other,
}

impl Numbers {
    /// Of a table.
    pub(super) fn new(study: &Study, labels: &Labels) -> Self {
        let table = &study.tables[labels.table];
        let columns: Vec<usize> = labels.columns.iter().map(|(column, _)| *column).collect();
        let kinds: Vec<Kind> =
            columns.iter().map(|column| Kind::from_unit(&table.columns[*column].unit)).collect();
        let cells: Vec<Vec<Option<Band>>> =
            (0..table.rows()).map(|row| bands(table, labels, row, &columns)).collect();
        let row_sums = labels.row_groups.iter().map(|group| {
            let others = (0..cells.len()).filter(|row| !group.members.contains(row));
            let others: Vec<usize> = others.collect();
            (0..columns.len())
                .map(|column| {
                    let printed = others.iter().filter_map(|row| cells[*row][column]);
                    sum(group.members.iter().map(|row| cells[*row][column]), printed)
                })
                .collect()
        });
        let column_sums = cells.iter().map(|row| {
            let groups = labels.column_groups.iter().map(|group| {
                let others = (0..columns.len()).filter(|column| !group.members.contains(column));
                let printed = others.filter_map(|column| row[column]);
                sum(group.members.iter().map(|column| row[*column]), printed)
            });
            groups.collect()
        });
        Self {
            bases: (0..columns.len()).map(|at| base(table, &columns, at)).collect(),
            shares: (0..columns.len()).map(|at| shares(table, &columns, &kinds, at)).collect(),
            row_sums: row_sums.collect(),
            column_sums: column_sums.collect(),
            greatest_columns: greatest_columns(&cells, &kinds),
            greatest_rows: greatest_rows(&cells, &kinds),
            kinds,
            cells,
        }
    }

    /// Number of rows.
    pub(super) fn rows(&self) -> usize {
        self.cells.len()
    }

    /// What an operand prints, or the sum of it.
    pub(super) fn at(&self, operand: Operand) -> Option<Band> {
        match operand {
            Operand::Cell(row, column) => self.cells[row][column],
            Operand::Rows(group, column) => self.row_sums[group][column],
            Operand::Columns(row, group) => self.column_sums[row][group],
        }
    }

    /// What its numbers are.
    pub(super) fn kind(&self, operand: Operand, labels: &Labels) -> Kind {
        match operand {
            Operand::Cell(_, column) | Operand::Rows(_, column) => self.kinds[column],
            Operand::Columns(_, group) => self.kinds[labels.column_groups[group].members[0]],
        }
    }
}

impl Kind {
    const fn from_unit(unit: &Unit) -> Self {
        match unit {
            Unit::Percent | Unit::Points => Self::Percent,
            Unit::Count => Self::Count,
            _ => Self::Other,
        }
    }
}

/// The numbers of a row, in the order of the columns; none of a sub-heading.
fn bands(table: &Table, labels: &Labels, row: usize, columns: &[usize]) -> Vec<Option<Band>> {
    let is_heading = labels.rows[row].is_none();
    let columns = columns.iter().map(|column| {
        let figure = table.columns[*column].cells[row].figure().filter(|_| !is_heading)?;
        let CellUnit { unit, scale } = table.cell_unit(*column, row);
        let value = figure.value().to_rational().to_f64() * scale as f64;
        let half = figure.unit().to_f64() / 2.0 * scale as f64;
        let exact = *unit == Unit::Count && scale == 1;
        Some(if exact { Band::exact(value) } else { Band::rounded(value, half) })
    });
    columns.collect()
}

/// The column that a column of shares is of.
fn base(table: &Table, columns: &[usize], at: usize) -> Option<usize> {
    let base = table.columns[columns[at]].base.as_ref()?;
    columns.iter().position(|column| table.columns[*column].name == *base)
}

/// The column that prints the shares of a column of counts, in the same cells.
fn shares(table: &Table, columns: &[usize], kinds: &[Kind], at: usize) -> Option<usize> {
    let header = &table.columns[columns[at]].header;
    let mut others = (0..columns.len()).filter(|other| kinds[*other] == Kind::Percent);
    let is_count = kinds[at] != Kind::Percent;
    others.find(|other| is_count && table.columns[columns[*other]].header == *header)
}

/// Which columns are the greatest of their kind in nearly all rows.
fn greatest_columns(cells: &[Vec<Option<Band>>], kinds: &[Kind]) -> Vec<bool> {
    let counted = counted(kinds);
    let columns = (0..kinds.len()).map(|column| {
        let rows = cells.iter().filter_map(|row| {
            let own = row[column]?.value;
            let mut others = counted.iter().filter(|other| **other != column);
            Some(others.all(|other| row[*other].is_none_or(|band| band.value <= own)))
        });
        counted.len() > 2 && counted.contains(&column) && is_nearly_always(rows)
    });
    columns.collect()
}

/// Which rows are the greatest in nearly all columns of counts.
fn greatest_rows(cells: &[Vec<Option<Band>>], kinds: &[Kind]) -> Vec<bool> {
    let counted = counted(kinds);
    let highest: Vec<f64> = (0..kinds.len())
        .map(|column| {
            let values = cells.iter().filter_map(|row| row[column]).map(|band| band.value);
            values.fold(f64::NEG_INFINITY, f64::max)
        })
        .collect();
    let rows = cells.iter().map(|row| {
        let columns =
            counted.iter().filter_map(|column| Some(row[*column]?.value >= highest[*column]));
        cells.len() > 2 && is_nearly_always(columns)
    });
    rows.collect()
}

/// The columns that are no percentages.
fn counted(kinds: &[Kind]) -> Vec<usize> {
    (0..kinds.len()).filter(|column| kinds[*column] != Kind::Percent).collect()
}

/// Whether something holds in nine of ten cases, and there are cases.
fn is_nearly_always(cases: impl Iterator<Item = bool>) -> bool {
    let (mut all, mut holding) = (0_usize, 0_usize);
    for holds in cases {
        all += 1;
        holding += usize::from(holds);
    }
    all > 0 && holding * 10 >= all * 9
}

/// The sum of those that print a number, if two do, and if no other number of the line prints it.
fn sum(
    bands: impl Iterator<Item = Option<Band>>,
    mut others: impl Iterator<Item = Band>,
) -> Option<Band> {
    let (mut total, mut count) = (Band::exact(0.0), 0);
    for band in bands.flatten() {
        total = total.plus(band);
        count += 1;
    }
    let slack = 1e-9 * total.value.abs();
    let printed = others.any(|other| (other.value - total.value).abs() <= slack);
    (count > 1 && !printed).then_some(total)
}
