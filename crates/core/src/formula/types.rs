//! Types of formulas: what may be added to, compared with and divided by what.

use std::fmt;

use crate::Unit;

/// What a formula yields.
#[derive(Clone, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Type {
    /// A number of a unit; `None` is a bare number, which takes the unit of what it meets.
    Number(Option<Unit>),
    /// A date or span of dates.
    Date,
    /// Words.
    Text,
    /// Holds or does not.
    Truth,
}

impl Type {
    /// The type of values of a unit.
    pub fn from_unit(unit: &Unit) -> Self {
        match unit {
            Unit::Date => Self::Date,
            Unit::Text => Self::Text,
            Unit::Truth => Self::Truth,
            other => Self::Number(Some(other.clone())),
        }
    }

    /// The common type of two values that are compared or assigned, if there is one. A number of
    /// unknown unit fits every number, and leaves the unit unknown.
    pub fn unify(&self, other: &Self) -> Option<Self> {
        match (self, other) {
            (Self::Number(None), Self::Number(unit)) | (Self::Number(unit), Self::Number(None)) => {
                Some(Self::Number(unit.clone()))
            }
            (Self::Number(Some(Unit::Number)), Self::Number(_))
            | (Self::Number(_), Self::Number(Some(Unit::Number))) => {
                Some(Self::Number(Some(Unit::Number)))
            }
            (a, b) => (a == b).then(|| a.clone()),
        }
    }

    /// The type of `self + other` or `self − other`. Percent minus percent is points; percent and
    /// points add to percent.
    pub(super) fn add(&self, other: &Self, subtract: bool) -> Option<Self> {
        let percent = Self::Number(Some(Unit::Percent));
        let points = Self::Number(Some(Unit::Points));
        if subtract && *self == percent && *other == percent {
            return Some(points);
        }
        if *self == percent && *other == points || !subtract && *self == points && *other == percent
        {
            return Some(percent);
        }
        match self.unify(other)? {
            number @ Self::Number(_) => Some(number),
            _ => None,
        }
    }

    /// The type of `self × other`, or of `self ÷ other`. A measure times a bare number may be a
    /// change of unit, and is bare again.
    pub(super) fn multiply(&self, other: &Self, divide: bool) -> Option<Self> {
        let (Self::Number(a), Self::Number(b)) = (self, other) else { return None };
        let unit = match (a, b, divide) {
            (None, None, _) => None,
            (Some(Unit::Number), _, _) | (_, Some(Unit::Number), _) => Some(Unit::Number),
            (Some(Unit::Measure(_)), None, _) | (None, Some(Unit::Measure(_)), _) => None,
            (Some(unit), None, _) | (None, Some(unit), false) => Some(unit.clone()),
            (None, Some(_), true) => None,
            (Some(a), Some(b), true) if a == b => Some(Unit::Ratio),
            (Some(Unit::Ratio), Some(unit), false) | (Some(unit), Some(Unit::Ratio), _) => {
                Some(unit.clone())
            }
            (Some(Unit::Count), Some(Unit::Count), false) => Some(Unit::Count),
            (
                Some(a @ (Unit::Measure(_) | Unit::Count)),
                Some(b @ (Unit::Measure(_) | Unit::Count)),
                true,
            ) => Some(Unit::Measure(format!("{}/{}", a.name(), b.name()).into())),
            (Some(unit @ Unit::Measure(_)), Some(Unit::Count), false)
            | (Some(Unit::Count), Some(unit @ Unit::Measure(_)), false) => Some(unit.clone()),
            _ => return None,
        };
        Some(Self::Number(unit))
    }
}

impl fmt::Display for Type {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Number(Some(Unit::Count)) => f.write_str("a count"),
            Self::Number(Some(Unit::Percent)) => f.write_str("a percentage"),
            Self::Number(Some(Unit::Points)) => f.write_str("a difference in percentage points"),
            Self::Number(Some(Unit::Ratio)) => f.write_str("a ratio"),
            Self::Number(Some(Unit::Number)) => f.write_str("a number of unknown unit"),
            Self::Number(Some(unit)) => write!(f, "a number of {unit}"),
            Self::Number(None) => f.write_str("a bare number"),
            Self::Date => f.write_str("a date"),
            Self::Text => f.write_str("a text"),
            Self::Truth => f.write_str("a statement that holds or does not"),
        }
    }
}
