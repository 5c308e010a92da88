//! The numbers of a table as bands of whole numbers: exact arithmetic, quick enough to try
//! thousands of relations.

use crossfoot_core::{Cell, Decimal, Qualifier, Table, Unit};

/// Decimals that are looked at; a column with more takes no part.
const MOST_DECIMALS: i8 = 6;
/// Beyond this nothing can be multiplied without fear of overflow.
const MOST: i128 = 1_000_000_000_000_000_000;

/// Every true value that a figure can stand for, in units of half of the table's last decimal
/// place.
#[derive(Clone, Copy, Debug)]
pub(super) struct Band {
    pub(super) low: i128,
    pub(super) high: i128,
    /// One unit of the last printed place.
    pub(super) unit: i128,
    /// What is printed.
    pub(super) value: Decimal,
}

impl Band {
    /// What is printed, between the ends.
    pub(super) const fn middle(self) -> i128 {
        (self.low + self.high) / 2
    }

    /// Whether a value between these ends prints like this, be it rounded or cut off.
    pub(super) fn prints(self, low: i128, high: i128) -> bool {
        self.prints_quotient((low, 1), (high, 1)).unwrap_or(false)
    }

    /// The same for ends that are quotients with positive divisors; `None` where that cannot be
    /// computed in machine words.
    pub(super) fn prints_quotient(self, low: (i128, i128), high: (i128, i128)) -> Option<bool> {
        let below = |bound: i128| Some(low.0.cmp(&bound.checked_mul(low.1)?));
        let above = |bound: i128| Some(high.0.cmp(&bound.checked_mul(high.1)?));
        let meets = below(self.high)?.is_le() && above(self.low)?.is_ge();
        if meets || self.low == self.high {
            return Some(meets);
        }
        let middle = self.middle();
        Some(if middle >= 0 {
            above(middle)?.is_ge() && below(middle + self.unit)?.is_lt()
        } else {
            below(middle)?.is_le() && above(middle - self.unit)?.is_gt()
        })
    }
}

/// A column of numbers.
#[derive(Clone, Debug)]
pub(super) struct Numbers {
    /// Its place in the table.
    pub(super) column: usize,
    pub(super) cells: Vec<Option<Band>>,
}

impl Numbers {
    pub(super) fn at(&self, row: usize) -> Option<Band> {
        self.cells.get(row).copied().flatten()
    }
}

/// The columns of numbers of a table, and how many units of the bands make one.
pub(super) struct Bands {
    pub(super) columns: Vec<Numbers>,
    pub(super) one: i128,
}

impl Bands {
    pub(super) fn of(table: &Table) -> Self {
        let figures = |column: &crossfoot_core::Column| {
            column
                .cells
                .iter()
                .filter_map(Cell::figure)
                .map(|figure| figure.decimals())
                .max()
                .unwrap_or(0)
        };
        let numeric =
            || {
                table.columns.iter().enumerate().filter(|(_, column)| {
                    column.unit.is_number() && figures(column) <= MOST_DECIMALS
                })
            };
        let decimals = numeric().map(|(_, column)| figures(column)).max().unwrap_or(0).max(0);
        let power = |exponent: i8| 10_i128.pow(u32::from(exponent.max(0).unsigned_abs()));
        let one = 2 * power(decimals);
        let band = |cell: &Cell, unit: &Unit, scale: i64| {
            let figure = cell
                .figure()
                .filter(|figure| figure.qualifier == Qualifier::Is && figure.decimals() >= -12)?;
            let last = power(decimals - figure.decimals()) * i128::from(scale) * 2;
            let middle = i128::from(figure.mantissa())
                .checked_mul(last)
                .filter(|value| value.abs() < MOST)?;
            let exact = *unit == Unit::Count && scale == 1 && figure.decimals() >= 0;
            let half = if exact { 0 } else { last / 2 };
            Some(Band {
                low: middle - half,
                high: middle + half,
                unit: last,
                value: figure.value(),
            })
        };
        let columns = numeric().map(|(at, column)| Numbers {
            column: at,
            cells: column.cells.iter().map(|cell| band(cell, &column.unit, column.scale)).collect(),
        });
        Self { columns: columns.collect(), one }
    }
}
