//! What the columns of a series measure, which decides what may be said of them.

use crossfoot_core::{CellId, Column, Qualifier, Rational, Study, Unit};

use super::changes::as_change;
use super::{Scale, Value};
use crate::{Effect, Link, Reason};

/// What a column measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Measure {
    /// Whole things, each counted.
    Count,
    /// Money, or counts in thousands: the printed numbers are rounded.
    Amount,
    /// Percentages and percentage points as printed: their changes are in points.
    Percent,
}

impl Measure {
    /// What a column measures, by its unit and scale.
    pub(super) fn from_column(column: &Column) -> Self {
        match column.unit {
            Unit::Count if column.scale == 1 => Self::Count,
            Unit::Percent | Unit::Points => Self::Percent,
            _ => Self::Amount,
        }
    }

    /// The scale on which it scatters alike.
    pub(super) const fn link(self) -> Link {
        match self {
            Self::Count | Self::Amount => Link::Log,
            Self::Percent => Link::Identity,
        }
    }

    /// The unit of its values.
    pub(super) const fn scale(self) -> Scale {
        match self {
            Self::Count => Scale::Count,
            Self::Amount => Scale::Number,
            Self::Percent => Scale::Percent,
        }
    }

    /// The unit of what is added to a value.
    pub(super) const fn difference(self) -> Scale {
        match self {
            Self::Percent => Scale::Points,
            other => other.scale(),
        }
    }

    /// The unit of effects: relative changes, or points.
    pub(super) const fn change(self) -> Scale {
        match self {
            Self::Count | Self::Amount => Scale::Change,
            Self::Percent => Scale::Points,
        }
    }

    /// The unit of effects per period.
    pub(super) const fn change_per_period(self) -> Scale {
        match self {
            Self::Count | Self::Amount => Scale::PercentPerPeriod,
            Self::Percent => Scale::PointsPerPeriod,
        }
    }

    /// An effect on the scale of its link.
    pub(super) fn effect(self, effect: Effect) -> Value {
        match self {
            Self::Count | Self::Amount => Value::effect(effect, as_change),
            Self::Percent => Value::effect(effect, |points| points),
        }
    }

    /// The change from one value to another, in its unit of change.
    ///
    /// # Errors
    /// [`Reason::ZeroCount`] and [`Reason::Negative`] for a ratio to a value not above zero.
    pub(super) fn changed(self, from: &Rational, to: &Rational) -> Result<Value, Reason> {
        let added = to - from;
        let changed = match self {
            Self::Percent => added,
            Self::Count | Self::Amount => &Rational::from(100) * &relative_to(&added, from)?,
        };
        Ok(Value::number(changed.to_f64()))
    }
}

/// A value as a multiple of another, which must be above zero.
pub(super) fn relative_to(value: &Rational, base: &Rational) -> Result<Rational, Reason> {
    match base.signum() {
        -1 => Err(Reason::Negative),
        _ => value.checked_div(base).ok_or(Reason::ZeroCount),
    }
}

/// The value in a cell of a series, in single units.
///
/// # Errors
/// [`Reason::Missing`] for a cell without a number, [`Reason::NotOneValue`] for a bound; for a count
/// those of [`count`].
pub(super) fn value(study: &Study, cell: CellId) -> Result<Rational, Reason> {
    if Measure::from_column(study.column(cell.column).1) == Measure::Count {
        return count(study, cell).map(|count| Rational::from(i128::from(count)));
    }
    let figure =
        study.cell(cell).figure().ok_or_else(|| Reason::Missing(study.cell_name(cell).into()))?;
    if figure.qualifier != Qualifier::Is {
        return Err(Reason::NotOneValue(study.cell_name(cell)));
    }
    let scale = Rational::from(i128::from(study.cell_unit(cell).scale));
    Ok(&figure.value().to_rational() * &scale)
}

/// The count in a cell.
///
/// # Errors
/// [`Reason::Missing`] for a cell without a number, [`Reason::NotACount`] for one that is not
/// exact, whole and at least zero, [`Reason::TooLarge`] for more than 10^15.
pub(super) fn count(study: &Study, cell: CellId) -> Result<u64, Reason> {
    /// Sums of ten thousand such counts still fit 64 bits, and each is exact as a float.
    const MOST: u64 = 1_000_000_000_000_000;
    let figure =
        study.cell(cell).figure().ok_or_else(|| Reason::Missing(study.cell_name(cell).into()))?;
    // In thousands, a count is a rounded figure.
    let exact = figure.qualifier == Qualifier::Is
        && figure.decimals() >= 0
        && study.cell_unit(cell).scale == 1;
    let whole = figure.value().to_rational().to_integer().filter(|_| exact);
    let count = whole
        .and_then(|count| u64::try_from(count).ok())
        .ok_or_else(|| Reason::NotACount(study.cell_name(cell)))?;
    if count > MOST { Err(Reason::TooLarge(study.cell_name(cell))) } else { Ok(count) }
}
