//! Three-valued truth: rounded inputs may leave a comparison open.

use std::fmt;

use super::Value;
use crate::formula::Comparison;
use crate::{Interval, Phrase, say};

/// Whether a statement holds for the true values behind the printed ones.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Truth {
    /// For all of them.
    True,
    /// For none of them.
    False,
    /// For some of them.
    Maybe,
}

impl Truth {
    /// From whether it holds for all values and for some.
    pub(super) const fn from_bounds(certain: bool, possible: bool) -> Self {
        match (certain, possible) {
            (true, _) => Self::True,
            (false, true) => Self::Maybe,
            (false, false) => Self::False,
        }
    }

    pub(super) const fn and(self, other: Self) -> Self {
        match (self, other) {
            (Self::False, _) | (_, Self::False) => Self::False,
            (Self::True, Self::True) => Self::True,
            _ => Self::Maybe,
        }
    }

    pub(super) fn or(self, other: Self) -> Self {
        !(!self).and(!other)
    }
}

impl std::ops::Not for Truth {
    type Output = Self;
    fn not(self) -> Self {
        match self {
            Self::True => Self::False,
            Self::False => Self::True,
            Self::Maybe => Self::Maybe,
        }
    }
}

impl Truth {
    /// Whether it holds, in words.
    pub fn phrase(self) -> Phrase {
        match self {
            Self::True => say!("holds"),
            Self::False => say!("does not hold"),
            Self::Maybe => say!("may hold"),
        }
    }
}

impl fmt::Display for Truth {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.phrase().fmt(f)
    }
}

/// Compares two values of one type; anything unknown may be either way.
pub(super) fn compare(comparison: Comparison, left: &Value<'_>, right: &Value<'_>) -> Truth {
    let (equal, less, greater) = match (left, right) {
        (Value::Number(a), Value::Number(b)) => {
            (numbers_equal(a, b), number_less(a, b), number_less(b, a))
        }
        // With dates to the year, `x <= 2024` means up to the end of 2024.
        (Value::Date(a), Value::Date(b)) => (
            Truth::from_bounds(a.covers(*b) || b.covers(*a), a.meets(*b)),
            Truth::from_bounds(a.before(*b), !b.starts_by(*a)),
            Truth::from_bounds(b.before(*a), !b.ends_after(*a)),
        ),
        (Value::Text(a), Value::Text(b)) => unordered(a == b),
        (Value::Truth(a), Value::Truth(b)) if *a != Truth::Maybe && *b != Truth::Maybe => {
            unordered(a == b)
        }
        _ => return Truth::Maybe,
    };
    match comparison {
        Comparison::Equal => equal,
        Comparison::Unequal => !equal,
        Comparison::Less => less,
        Comparison::GreaterOrEqual => !less,
        Comparison::Greater => greater,
        Comparison::LessOrEqual => !greater,
    }
}

/// Whether values without an order are equal, less and greater.
const fn unordered(same: bool) -> (Truth, Truth, Truth) {
    (Truth::from_bounds(same, same), Truth::Maybe, Truth::Maybe)
}

fn numbers_equal(a: &Interval, b: &Interval) -> Truth {
    Truth::from_bounds(a.as_point().is_some() && a == b, a.meets(b))
}

/// a < b: certain when every value lies below, possible when some pair does.
fn number_less(a: &Interval, b: &Interval) -> Truth {
    let possible = match (a.low(), b.high()) {
        (Some(low), Some(high)) => low.value < high.value,
        _ => true,
    };
    Truth::from_bounds(a.below(b), possible)
}
