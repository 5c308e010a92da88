//! The numbers of a table as bands of whole numbers: exact arithmetic, quick enough to try
//! thousands of relations.

use std::cmp::Ordering;

use crossfoot_core::{Cell, CellUnit, Column, Decimal, Qualifier, Table, Unit};

/// A column with more decimals than this is ignored.
const MOST_DECIMALS: i8 = 6;
/// Larger numbers are ignored, because products of them could overflow.
const MOST: i128 = 1_000_000_000_000_000_000;

/// A dividend and a positive divisor.
pub(super) type Quotient = (i128, i128);

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
    /// The same where the figure may have been rounded, to a multiple of a base if its unit is less.
    pub(super) fn rounded(self, base: i128) -> Self {
        let half = if self.low == self.high { self.unit.max(base) / 2 } else { self.unit / 2 };
        Self { low: self.middle() - half, high: self.middle() + half, ..self }
    }

    /// Whether values between these ends round to what is printed; `None` where that cannot be
    /// computed in machine words.
    pub(super) fn rounds_quotient(self, low: Quotient, high: Quotient) -> Option<bool> {
        Some(compare(low, self.high)?.is_le() && compare(high, self.low)?.is_ge())
    }

    /// What is printed, as if it were exact.
    pub(super) const fn exact(self) -> Self {
        Self { low: self.middle(), high: self.middle(), ..self }
    }

    /// Every true value lies between them.
    pub(super) const fn ends(self) -> (i128, i128) {
        (self.low, self.high)
    }

    /// The same with the other sign.
    pub(super) const fn opposite(self) -> Self {
        Self { low: -self.high, high: -self.low, ..self }
    }

    /// How much its true values may differ.
    pub(super) const fn width(self) -> i128 {
        self.high - self.low
    }

    /// What is printed, between the ends.
    pub(super) const fn middle(self) -> i128 {
        (self.low + self.high) / 2
    }

    /// What is printed, in units of its last place.
    pub(super) fn in_units(self) -> i128 {
        self.middle() / self.unit.max(1)
    }

    /// Whether it has three digits, so that another figure hardly is the same by chance.
    pub(super) fn is_telling(self) -> bool {
        self.in_units().unsigned_abs() >= 100
    }

    /// Its decimals, without zeros at the end.
    pub(super) fn decimals(&self) -> i8 {
        let digits = self.value.mantissa();
        let zeros = (1..=18_u32).take_while(|by| digits % 10_i64.pow(*by) == 0).count();
        if digits == 0 { 0 } else { self.value.decimals() - zeros as i8 }
    }

    /// Whether a value between these ends is printed like this, either rounded or cut off; `None`
    /// where that cannot be computed in machine words.
    pub(super) fn prints_quotient(self, low: Quotient, high: Quotient) -> Option<bool> {
        let meets = self.rounds_quotient(low, high)?;
        if meets || self.low == self.high {
            return Some(meets);
        }
        let middle = self.middle();
        Some(if middle >= 0 {
            compare(high, middle)?.is_ge() && compare(low, middle + self.unit)?.is_lt()
        } else {
            compare(low, middle)?.is_le() && compare(high, middle - self.unit)?.is_gt()
        })
    }
}

/// How a quotient with a positive divisor compares with a bound; `None` where that overflows.
#[inline]
fn compare((dividend, divisor): Quotient, bound: i128) -> Option<Ordering> {
    Some(dividend.cmp(&bound.checked_mul(divisor)?))
}

/// The ends of a part times a factor, divided by a whole, of which the ends are given; `None` where
/// the whole may be zero or less, or the product overflows.
pub(super) fn quotient(
    part: (i128, i128),
    whole: (i128, i128),
    factor: i128,
) -> Option<(Quotient, Quotient)> {
    if whole.0 <= 0 {
        return None;
    }
    let (low, high) = (part.0.checked_mul(factor)?, part.1.checked_mul(factor)?);
    let below = if low >= 0 { whole.1 } else { whole.0 };
    let above = if high >= 0 { whole.0 } else { whole.1 };
    Some(((low, below), (high, above)))
}

/// The same in percent, where `hundred` is 100 in units of the bands: no part is negative.
pub(super) fn share(
    part: (i128, i128),
    whole: (i128, i128),
    hundred: i128,
) -> Option<(Quotient, Quotient)> {
    quotient((part.0.max(0), part.1), whole, hundred)
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
    pub(super) fn from_table(table: &Table) -> Self {
        let numeric: Vec<(usize, &Column)> = table
            .columns
            .iter()
            .enumerate()
            .filter(|(_, column)| column.unit.is_number() && most_decimals(column) <= MOST_DECIMALS)
            .collect();
        let decimals =
            numeric.iter().map(|(_, column)| most_decimals(column)).max().unwrap_or(0).max(0);
        let columns = numeric.into_iter().map(|(at, column)| {
            let cells = column.cells.iter().enumerate();
            let bands = cells.map(|(row, cell)| band(cell, table.cell_unit(at, row), decimals));
            Numbers { column: at, cells: bands.collect() }
        });
        Self { columns: columns.collect(), one: 2 * power_of_ten(decimals) }
    }
}

/// The most decimals of any figure in a column.
fn most_decimals(column: &Column) -> i8 {
    column.cells.iter().filter_map(Cell::figure).map(|figure| figure.decimals()).max().unwrap_or(0)
}

/// The band of a cell in a table with so many decimals; `None` where it prints no number that fits.
fn band(cell: &Cell, of: CellUnit<'_>, decimals: i8) -> Option<Band> {
    let figure = cell
        .figure()
        .filter(|figure| figure.qualifier == Qualifier::Is && figure.decimals() >= -12)?;
    let unit = power_of_ten(decimals - figure.decimals()) * i128::from(of.scale) * 2;
    let middle =
        i128::from(figure.mantissa()).checked_mul(unit).filter(|value| value.abs() < MOST)?;
    let exact = *of.unit == Unit::Count && of.scale == 1 && figure.decimals() >= 0;
    let half = if exact { 0 } else { unit / 2 };
    Some(Band { low: middle - half, high: middle + half, unit, value: figure.value() })
}

fn power_of_ten(exponent: i8) -> i128 {
    10_i128.pow(u32::from(exponent.max(0).unsigned_abs()))
}
