//! Fractions of two machine words, for checking blocks of rows at once.
//!
//! Most figures of a big table are counts of a few digits. These hold such values and their
//! quotients exactly. A result that does not fit is [`Fraction::NONE`], never a wrapped number, so
//! that the row can be computed again with [`crate::Rational`], which always fits.

/// An exact fraction, or the sign that a value cannot be held in one.
///
/// ```
/// use crossfoot_core::Fraction;
/// let share = Fraction::from(92).times(Fraction::from(100)).over(Fraction::from(5_328));
/// assert_eq!((share.numerator(), share.denominator()), (9_200, 5_328));
/// assert_eq!(share.over(Fraction::from(0)), Fraction::NONE);
/// assert_eq!(Fraction::from(i64::MAX).plus(Fraction::from(1)), Fraction::NONE);
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Fraction {
    num: i64,
    /// Greater than zero; zero where there is no value. Not necessarily in lowest terms.
    den: i64,
}

impl Fraction {
    /// No value: the result did not fit, or a divisor was zero. Whatever is computed from it is
    /// [`Self::NONE`] too.
    pub const NONE: Self = Self { num: 0, den: 0 };

    /// `num / den`; [`Self::NONE`] unless `den` is positive.
    pub const fn new(num: i64, den: i64) -> Self {
        if den > 0 { Self { num, den } } else { Self::NONE }
    }

    /// The number above the line.
    pub const fn numerator(self) -> i64 {
        self.num
    }

    /// The number below the line; zero where there is no value.
    pub const fn denominator(self) -> i64 {
        self.den
    }

    #[inline]
    fn from_parts(parts: Option<(i64, i64)>) -> Self {
        parts.map_or(Self::NONE, |(num, den)| Self { num, den })
    }

    /// `self + other`.
    #[inline]
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        if self.den == other.den {
            return Self::from_parts(self.num.checked_add(other.num).map(|num| (num, self.den)));
        }
        Self::from_parts(self.sum_of_different(other))
    }

    /// The sum of fractions with different denominators, as numerator and denominator.
    #[inline]
    fn sum_of_different(self, other: Self) -> Option<(i64, i64)> {
        let (left, right) = (self.num.checked_mul(other.den)?, other.num.checked_mul(self.den)?);
        Some((left.checked_add(right)?, self.den.checked_mul(other.den)?))
    }

    /// `-self`.
    #[inline]
    #[must_use]
    pub fn negated(self) -> Self {
        Self::from_parts(self.num.checked_neg().map(|num| (num, self.den)))
    }

    /// `self × other`.
    #[inline]
    #[must_use]
    pub fn times(self, other: Self) -> Self {
        Self::from_parts(self.num.checked_mul(other.num).zip(self.den.checked_mul(other.den)))
    }

    /// `self ÷ other`.
    #[inline]
    #[must_use]
    pub fn over(self, other: Self) -> Self {
        if self.den == 1 && other.den == 1 && other.num > 0 {
            return Self { num: self.num, den: other.num };
        }
        if self.den == 0 || other.num == 0 {
            return Self::NONE;
        }
        let top = self.num.checked_mul(other.den);
        let bottom = self.den.checked_mul(other.num);
        match top.zip(bottom) {
            Some((num, den)) if den > 0 => Self { num, den },
            Some((num, den)) => Self::from_parts(
                num.checked_neg().zip(den.checked_neg()).filter(|(_, den)| *den > 0),
            ),
            None => Self::NONE,
        }
    }
}

impl From<i64> for Fraction {
    #[inline]
    fn from(value: i64) -> Self {
        Self { num: value, den: 1 }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::Rational;

    fn wide(value: Fraction) -> Option<Rational> {
        Rational::new(value.num.into(), value.den.into())
    }

    fn any_fraction() -> impl Strategy<Value = Fraction> {
        let part = prop_oneof![-1_000_i64..1_000, any::<i64>()];
        (part.clone(), part).prop_map(|(num, den)| Fraction::new(num, den))
    }

    proptest! {
        #[test]
        fn gives_the_exact_result_or_none(a in any_fraction(), b in any_fraction()) {
            let Some((x, y)) = wide(a).zip(wide(b)) else {
                prop_assert_eq!([a.plus(b), a.times(b), a.over(b)], [Fraction::NONE; 3]);
                return Ok(());
            };
            for (result, exact) in [(a.plus(b), Some(&x + &y)), (a.times(b), Some(&x * &y)), (a.over(b), x.checked_div(&y)), (a.negated(), Some(-x.clone()))] {
                prop_assert!(result == Fraction::NONE || wide(result) == exact);
            }
        }

        #[test]
        fn small_operands_always_fit(a in -9_999_i64..9_999, b in 1_i64..9_999) {
            let (a, b) = (Fraction::from(a), Fraction::from(b));
            prop_assert!([a.plus(b), a.times(b), a.over(b), a.negated()].iter().all(|result| *result != Fraction::NONE));
        }
    }
}
