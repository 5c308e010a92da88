//! Rounding rules: what a printer may have done to an exact value, and which of them gives the
//! digits on the page.

use std::cmp::Ordering;
use std::fmt;

use crate::{Decimal, Fraction, Phrase, Rational, pattern};

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
            Self::HalfUp => pattern!("half-up"),
            Self::HalfEven => pattern!("half-even"),
            Self::Truncate => pattern!("truncate"),
        }
    }

    /// The name in words.
    pub const fn phrase(self) -> Phrase {
        Phrase::from_pattern(self.name())
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

/// The powers of ten that fit in a machine word, by exponent.
const POWERS_OF_TEN: [i64; 19] = {
    let mut powers = [1; 19];
    let mut exponent = 1;
    while exponent < powers.len() {
        powers[exponent] = powers[exponent - 1] * 10;
        exponent += 1;
    }
    powers
};

/// Which conventions turn an exact value into a printed one: the evidence that one cell gives. In
/// one byte, because there is one for every cell.
#[derive(Clone, Copy, Default, PartialEq, Eq, Hash)]
pub struct Reproduces(u8);

impl Reproduces {
    const EXACT: u8 = 1;
    const HALF_UP: u8 = 2;
    const HALF_EVEN: u8 = 4;
    const TRUNCATE: u8 = 8;

    /// Compares without dividing: with e = v − p and u one unit of p's last place,
    /// rounding needs |2e| ≤ u and cutting off needs 0 ≤ e < u (mirrored for negative values).
    pub fn from_value(value: &Rational, printed: Decimal) -> Self {
        let away = (value - &printed.to_rational())
            * Rational::from(if value.signum() < 0 { -1 } else { 1 });
        let unit = Rational::power_of_ten(-i32::from(printed.decimals()));
        let twice = away.abs() * Rational::from(2);
        let tie = twice == unit;
        let exact = away.signum() == 0;
        let half_up = twice < unit || tie && away.signum() < 0;
        let half_even = twice < unit || tie && printed.mantissa() % 2 == 0;
        let truncate = away.signum() >= 0 && away < unit;
        Self::all([exact, half_up, half_even, truncate])
    }

    /// The same for a value in machine words; `None` where there is none, or where comparing it
    /// would not fit in them.
    ///
    /// Overflow is looked for once, at the end: every row of a big table comes through here, and
    /// hardly any overflows.
    #[inline]
    pub fn from_fraction(value: Fraction, printed: Decimal) -> Option<Self> {
        let power = *POWERS_OF_TEN.get(usize::try_from(printed.decimals()).ok()?)?;
        let (value_scaled, value_overflows) = value.numerator().overflowing_mul(power);
        let (printed_scaled, printed_overflows) =
            printed.mantissa().overflowing_mul(value.denominator());
        let (above, difference_overflows) = value_scaled.overflowing_sub(printed_scaled);
        let (away, turning_overflows) =
            if value.numerator() < 0 { above.overflowing_neg() } else { (above, false) };
        if value_overflows
            | printed_overflows
            | difference_overflows
            | turning_overflows
            | (value == Fraction::NONE)
        {
            return None;
        }
        let unit = value.denominator().unsigned_abs();
        let rest = away.unsigned_abs();
        if rest < unit.div_ceil(2) {
            return Some(Self(
                Self::HALF_UP | Self::HALF_EVEN | u8::from(rest == 0) | u8::from(away >= 0) << 3,
            ));
        }
        let tie = rest.checked_mul(2) == Some(unit);
        Some(Self::all([
            false,
            tie && away < 0,
            tie && printed.mantissa() % 2 == 0,
            away >= 0 && rest < unit,
        ]))
    }

    /// Whether each holds, in the order of the bits.
    fn all(holds: [bool; 4]) -> Self {
        Self(holds.into_iter().rev().fold(0, |bits, holds| bits << 1 | u8::from(holds)))
    }

    /// One bit for each of the four, so that the evidence of many cells can be kept and counted.
    #[inline]
    pub const fn bits(self) -> u8 {
        self.0
    }

    /// What [`Self::bits`] gave.
    pub const fn from_bits(bits: u8) -> Self {
        Self(bits)
    }

    /// Whether the printed decimal is the value itself.
    pub const fn exact(self) -> bool {
        self.0 & Self::EXACT != 0
    }

    /// Which of the bits says that `rounding` gives the printed value.
    pub const fn bit(rounding: Rounding) -> u8 {
        match rounding {
            Rounding::HalfUp => Self::HALF_UP,
            Rounding::HalfEven => Self::HALF_EVEN,
            Rounding::Truncate => Self::TRUNCATE,
        }
    }

    /// Whether `rounding` gives the printed value.
    pub const fn under(self, rounding: Rounding) -> bool {
        self.0 & Self::bit(rounding) != 0
    }
}

impl fmt::Debug for Reproduces {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let mut fields = f.debug_struct("Reproduces");
        fields.field("exact", &self.exact()).field("half_up", &self.under(Rounding::HalfUp));
        fields
            .field("half_even", &self.under(Rounding::HalfEven))
            .field("truncate", &self.under(Rounding::Truncate))
            .finish()
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn both_ways_agree_on_all_small_fractions() {
        for (num, den) in (-30..30).flat_map(|num| (1..13).map(move |den| (num, den))) {
            let value = Rational::new(num.into(), den.into()).unwrap();
            for printed in (-4..5).map(|whole| Decimal::new(whole, 0).unwrap()) {
                let seen = Reproduces::from_value(&value, printed);
                let fast = Reproduces::from_fraction(Fraction::new(num, den), printed);
                assert_eq!(fast, Some(seen), "{num}/{den} printed {}", printed.to_plain());
            }
        }
    }

    proptest! {
        #[test]
        fn recognises_exactly_what_it_would_print(num in -1_000_000_i64..1_000_000, den in 1_i64..5_000, decimals in 0_i8..4, off in -1_i64..2) {
            let value = Rational::new(num.into(), den.into()).unwrap();
            for rounding in Rounding::ALL {
                let printed = rounding.apply(&value, decimals).unwrap();
                let moved = Decimal::new(printed.mantissa() + off, decimals).unwrap();
                let seen = Reproduces::from_value(&value, moved);
                prop_assert_eq!(seen.under(rounding), off == 0);
                prop_assert_eq!(Reproduces::from_fraction(Fraction::new(num, den), moved), Some(seen));
                prop_assert_eq!(Reproduces::from_bits(seen.bits()), seen);
            }
        }
    }
}
