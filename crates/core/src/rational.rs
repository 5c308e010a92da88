//! Exact rational numbers: two machine integers while they fit, big integers when they do not.
//!
//! Every verdict rests on these. Fractions are kept as computed and reduced only when they grow,
//! because most checks compare one product with another and never need lowest terms.

use std::cmp::Ordering;
use std::fmt;
use std::ops::{Add, Mul, Neg, Sub};

use num_bigint::BigInt;
use num_integer::Integer;
use num_rational::BigRational;
use num_traits::{Signed, ToPrimitive, Zero};

/// An exact fraction of any magnitude.
///
/// ```
/// use crossfoot_core::Rational;
/// let share = Rational::new(92, 5_328).unwrap() * Rational::from(100);
/// assert_eq!(share.to_string(), "575/333");
/// assert_eq!(Rational::new(1, 0), None);
/// ```
#[derive(Clone)]
pub struct Rational(Repr);

#[derive(Clone)]
enum Repr {
    /// `den > 0`; not necessarily in lowest terms.
    Small { num: i128, den: i128 },
    /// Used only when no pair of `i128` holds the value.
    Big(Box<BigRational>),
}

impl Rational {
    /// Zero.
    pub const ZERO: Self = Self(Repr::Small { num: 0, den: 1 });
    /// One.
    pub const ONE: Self = Self(Repr::Small { num: 1, den: 1 });

    /// The fraction `num / den`, or `None` when `den` is zero.
    pub fn new(num: i128, den: i128) -> Option<Self> {
        match den {
            0 => None,
            d if d > 0 => Some(Self(Repr::Small { num, den })),
            d => Some(match (num.checked_neg(), d.checked_neg()) {
                (Some(num), Some(den)) => Self(Repr::Small { num, den }),
                _ => Self::from_big(BigRational::new(num.into(), den.into())),
            }),
        }
    }

    /// `10^exponent`, for negative exponents too.
    pub fn power_of_ten(exponent: i32) -> Self {
        let size = exponent.unsigned_abs();
        let power = match 10_i128.checked_pow(size) {
            Some(power) => Self(Repr::Small { num: power, den: 1 }),
            None => Self::from_big(BigRational::from_integer(BigInt::from(10).pow(size))),
        };
        if exponent >= 0 { power } else { power.reciprocal().unwrap_or(Self::ONE) }
    }

    /// `1 / self`, or `None` for zero.
    pub fn reciprocal(&self) -> Option<Self> {
        match &self.0 {
            Repr::Small { num, den } => Self::new(*den, *num),
            Repr::Big(big) => Some(Self::from_big(big.recip())),
        }
    }

    /// `self / other`, or `None` when `other` is zero.
    pub fn checked_div(&self, other: &Self) -> Option<Self> {
        Some(self * &other.reciprocal()?)
    }

    /// −1, 0 or 1.
    pub fn signum(&self) -> i32 {
        match &self.0 {
            Repr::Small { num, .. } => num.signum() as i32,
            Repr::Big(big) => match big.numer().sign() {
                num_bigint::Sign::Minus => -1,
                num_bigint::Sign::NoSign => 0,
                num_bigint::Sign::Plus => 1,
            },
        }
    }

    /// The magnitude.
    pub fn abs(&self) -> Self {
        if self.signum() < 0 { -self.clone() } else { self.clone() }
    }

    /// Whether the value is a whole number.
    pub fn is_integer(&self) -> bool {
        match &self.0 {
            Repr::Small { num, den } => num % den == 0,
            Repr::Big(big) => big.is_integer(),
        }
    }

    /// The greatest whole number not above the value.
    pub fn floor(&self) -> Self {
        match &self.0 {
            Repr::Small { num, den } => Self::from(num.div_euclid(*den)),
            Repr::Big(big) => Self::from_big(big.floor()),
        }
    }

    /// The least whole number not below the value.
    pub fn ceil(&self) -> Self {
        -(-self.clone()).floor()
    }

    /// The value as a machine integer, if it is one.
    pub fn to_integer(&self) -> Option<i128> {
        match &self.0 {
            Repr::Small { num, den } => (num % den == 0).then(|| num / den),
            Repr::Big(big) => big.is_integer().then(|| big.to_integer().to_i128()).flatten(),
        }
    }

    /// The nearest float. For probabilities and charts only: no verdict may depend on it.
    ///
    /// ```
    /// use crossfoot_core::Rational;
    /// assert_eq!(Rational::new(1, 8).unwrap().to_f64(), 0.125);
    /// ```
    #[expect(clippy::float_arithmetic, reason = "the nearest float is what is asked for")]
    pub fn to_f64(&self) -> f64 {
        /// Whole numbers up to here are floats, and a quotient of two floats is rounded once.
        const EXACT: i128 = 1 << f64::MANTISSA_DIGITS;
        if let Repr::Small { num, den } = self.0
            && num.abs() <= EXACT
            && den <= EXACT
        {
            return num as f64 / den as f64;
        }
        self.to_big().to_f64().unwrap_or(f64::NAN)
    }

    /// The integer and fractional digits in base ten, cut off after `decimals` places, and whether
    /// digits were lost.
    pub fn to_decimal_text(&self, decimals: u32) -> (String, bool) {
        let scaled = (self * &Self::power_of_ten(decimals as i32)).to_big();
        let whole = scaled.to_integer();
        let digits = whole.abs().to_string();
        let width = decimals as usize + 1;
        let padded = format!("{digits:0>width$}");
        let (int, frac) = padded.split_at(padded.len() - decimals as usize);
        let sign = if self.signum() < 0 && !whole.is_zero() { "−" } else { "" };
        let text =
            if frac.is_empty() { format!("{sign}{int}") } else { format!("{sign}{int}.{frac}") };
        (text, !scaled.is_integer())
    }

    fn from_big(big: BigRational) -> Self {
        match (big.numer().to_i128(), big.denom().to_i128()) {
            (Some(num), Some(den)) => Self(Repr::Small { num, den }),
            _ => Self(Repr::Big(Box::new(big))),
        }
    }

    fn to_big(&self) -> BigRational {
        match &self.0 {
            Repr::Small { num, den } => BigRational::new((*num).into(), (*den).into()),
            Repr::Big(big) => (**big).clone(),
        }
    }

    /// The same value in lowest terms where it is small.
    fn reduced(&self) -> Self {
        match &self.0 {
            Repr::Small { num, den } => {
                let gcd = num.gcd(den);
                if gcd > 1 {
                    Self(Repr::Small { num: num / gcd, den: den / gcd })
                } else {
                    self.clone()
                }
            }
            Repr::Big(_) => self.clone(),
        }
    }

    /// Tries `small` on the operands as they are, then in lowest terms, then `big`.
    fn combine(
        &self,
        other: &Self,
        small: impl Fn((i128, i128), (i128, i128)) -> Option<(i128, i128)>,
        big: impl Fn(BigRational, BigRational) -> BigRational,
    ) -> Self {
        self.combine_small(other, &small)
            .or_else(|| self.reduced().combine_small(&other.reduced(), &small))
            .unwrap_or_else(|| Self::from_big(big(self.to_big(), other.to_big())))
    }

    /// Combines two small values; `None` if either is big or the result is.
    #[inline]
    fn combine_small(
        &self,
        other: &Self,
        small: &impl Fn((i128, i128), (i128, i128)) -> Option<(i128, i128)>,
    ) -> Option<Self> {
        match (&self.0, &other.0) {
            (Repr::Small { num: an, den: ad }, Repr::Small { num: bn, den: bd }) => {
                small((*an, *ad), (*bn, *bd)).map(|(num, den)| Self(Repr::Small { num, den }))
            }
            _ => None,
        }
    }
}

impl From<i128> for Rational {
    fn from(value: i128) -> Self {
        Self(Repr::Small { num: value, den: 1 })
    }
}

impl Add for &Rational {
    type Output = Rational;
    fn add(self, other: Self) -> Rational {
        self.combine(
            other,
            |(an, ad), (bn, bd)| {
                if ad == bd {
                    return Some((an.checked_add(bn)?, ad));
                }
                Some((an.checked_mul(bd)?.checked_add(bn.checked_mul(ad)?)?, ad.checked_mul(bd)?))
            },
            |a, b| a + b,
        )
    }
}

impl Mul for &Rational {
    type Output = Rational;
    fn mul(self, other: Self) -> Rational {
        self.combine(
            other,
            |(an, ad), (bn, bd)| Some((an.checked_mul(bn)?, ad.checked_mul(bd)?)),
            |a, b| a * b,
        )
    }
}

impl Sub for &Rational {
    type Output = Rational;
    fn sub(self, other: Self) -> Rational {
        self + &-other.clone()
    }
}

impl Add for Rational {
    type Output = Rational;
    fn add(self, other: Self) -> Rational {
        &self + &other
    }
}

impl Sub for Rational {
    type Output = Rational;
    fn sub(self, other: Self) -> Rational {
        &self - &other
    }
}

impl Mul for Rational {
    type Output = Rational;
    fn mul(self, other: Self) -> Rational {
        &self * &other
    }
}

impl Neg for Rational {
    type Output = Rational;
    fn neg(self) -> Rational {
        match self.0 {
            Repr::Small { num, den } => match num.checked_neg() {
                Some(num) => Self(Repr::Small { num, den }),
                None => Self::from_big(-BigRational::new(num.into(), den.into())),
            },
            Repr::Big(big) => Self::from_big(-*big),
        }
    }
}

impl Ord for Rational {
    fn cmp(&self, other: &Self) -> Ordering {
        if let (Repr::Small { num: an, den: ad }, Repr::Small { num: bn, den: bd }) =
            (&self.0, &other.0)
        {
            if ad == bd {
                return an.cmp(bn);
            }
            if let (Some(left), Some(right)) = (an.checked_mul(*bd), bn.checked_mul(*ad)) {
                return left.cmp(&right);
            }
        }
        self.to_big().cmp(&other.to_big())
    }
}

impl PartialOrd for Rational {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}

impl PartialEq for Rational {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}

impl Eq for Rational {}

/// The fraction in lowest terms, `575/333`, or the whole number alone.
impl fmt::Display for Rational {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.to_big())
    }
}

impl fmt::Debug for Rational {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn any_rational() -> impl Strategy<Value = Rational> {
        (any::<i128>(), any::<i128>().prop_filter("denominator", |d| *d != 0))
            .prop_filter_map("zero denominator", |(num, den)| Rational::new(num, den))
    }

    proptest! {
        #[test]
        fn agrees_with_big_arithmetic_at_any_magnitude(a in any_rational(), b in any_rational()) {
            prop_assert_eq!((&a + &b).to_big(), a.to_big() + b.to_big());
            prop_assert_eq!((&a * &b).to_big(), a.to_big() * b.to_big());
            prop_assert_eq!((&a - &b).to_big(), a.to_big() - b.to_big());
            prop_assert_eq!(a.cmp(&b), a.to_big().cmp(&b.to_big()));
            prop_assert_eq!(a.floor().to_big(), a.to_big().floor());
        }

        #[test]
        fn division_undoes_multiplication(a in any_rational(), b in any_rational()) {
            prop_assume!(b.signum() != 0);
            prop_assert_eq!((&a * &b).checked_div(&b), Some(a));
        }
    }

    #[test]
    fn decimal_text_cuts_and_says_so() {
        let share = Rational::new(9_200, 5_328).unwrap();
        assert_eq!(share.to_decimal_text(4), ("1.7267".into(), true));
        assert_eq!(Rational::new(-1, 2).unwrap().to_decimal_text(1), ("−0.5".into(), false));
        assert_eq!(Rational::from(5_382).to_decimal_text(0), ("5382".into(), false));
        assert_eq!(Rational::power_of_ten(-2).to_string(), "1/100");
    }
}
