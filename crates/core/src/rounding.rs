//! Rounding rules: what a printer may have done to an exact value, and which of them gives the digits on the page.

use std::cmp::Ordering;

use crate::{Decimal, Rational};

/// A rounding convention that a publication states, or that its figures show.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rounding {
    /// Ties away from zero: 0.125 → 0.13.
    HalfUp,
    /// Ties to the even digit: 0.125 → 0.12.
    HalfEven,
    /// Digits cut off towards zero: 0.129 → 0.12.
    Truncate,
}

impl Rounding {
    /// All conventions, in order of preference when several fit.
    pub const ALL: [Self; 3] = [Self::HalfUp, Self::HalfEven, Self::Truncate];

    /// The name used in manifests and output.
    pub const fn name(self) -> &'static str {
        match self {
            Self::HalfUp => "half-up",
            Self::HalfEven => "half-even",
            Self::Truncate => "truncate",
        }
    }

    /// The convention of that name.
    pub fn from_name(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|rounding| rounding.name() == name)
    }

    /// `value` at `decimals` places under this convention; `None` beyond 18 digits.
    ///
    /// ```
    /// use crossfoot_core::{Rational, Rounding};
    /// let rate = Rational::new(23_600, 2_214).unwrap();
    /// assert_eq!(Rounding::HalfUp.apply(&rate, 2).unwrap().to_string(), "10.66");
    /// assert_eq!(Rounding::Truncate.apply(&rate, 2).unwrap().to_string(), "10.65");
    /// ```
    pub fn apply(self, value: &Rational, decimals: i8) -> Option<Decimal> {
        let scaled = value.abs() * Rational::power_of_ten(i32::from(decimals));
        let below = scaled.floor();
        let twice_rest = (&scaled - &below) * Rational::from(2);
        let up = match (self, twice_rest.cmp(&Rational::ONE)) {
            (Self::Truncate, _) | (_, Ordering::Less) => false,
            (_, Ordering::Greater) | (Self::HalfUp, _) => true,
            (Self::HalfEven, _) => below.to_integer()? % 2 != 0,
        };
        let digits = i64::try_from(below.to_integer()? + i128::from(up)).ok()?;
        Decimal::new(if value.signum() < 0 { -digits } else { digits }, decimals)
    }
}

/// Which conventions turn an exact value into a printed one: the evidence that one cell gives.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct Reproduces {
    /// The printed decimal is the value itself.
    pub exact: bool,
    /// Half-up gives it.
    pub half_up: bool,
    /// Half-even gives it.
    pub half_even: bool,
    /// Cutting off gives it.
    pub truncate: bool,
}

impl Reproduces {
    /// Compares without dividing: with e = v − p and u one unit of p's last place,
    /// rounding needs |2e| ≤ u and cutting off needs 0 ≤ e < u (mirrored for negative values).
    pub fn of(value: &Rational, printed: Decimal) -> Self {
        let away = (value - &printed.to_rational()) * Rational::from(if value.signum() < 0 { -1 } else { 1 });
        let unit = Rational::power_of_ten(-i32::from(printed.decimals()));
        let twice = away.abs() * Rational::from(2);
        let tie = twice == unit;
        Self {
            exact: away.signum() == 0,
            half_up: twice < unit || tie && away.signum() < 0,
            half_even: twice < unit || tie && printed.mantissa() % 2 == 0,
            truncate: away.signum() >= 0 && away < unit,
        }
    }

    /// Whether `rounding` gives the printed value.
    pub const fn under(self, rounding: Rounding) -> bool {
        match rounding {
            Rounding::HalfUp => self.half_up,
            Rounding::HalfEven => self.half_even,
            Rounding::Truncate => self.truncate,
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    proptest! {
        #[test]
        fn recognises_exactly_what_it_would_print(num in -1_000_000_i64..1_000_000, den in 1_i64..5_000, decimals in 0_i8..4, off in -1_i64..2) {
            let value = Rational::new(num.into(), den.into()).unwrap();
            for rounding in Rounding::ALL {
                let printed = rounding.apply(&value, decimals).unwrap();
                let moved = Decimal::new(printed.mantissa() + off, decimals).unwrap();
                prop_assert_eq!(Reproduces::of(&value, moved).under(rounding), off == 0);
            }
        }
    }
}
