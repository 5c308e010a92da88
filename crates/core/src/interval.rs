//! Intervals of exact rationals: every true value that a printed figure can stand for.

use std::fmt;

use crate::Rational;

/// One end of an interval.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Bound {
    /// Where it lies.
    pub value: Rational,
    /// Whether the value itself belongs to the interval.
    pub closed: bool,
}

impl Bound {
    /// An end that belongs to the interval.
    pub const fn closed(value: Rational) -> Self {
        Self { value, closed: true }
    }

    /// An end that does not.
    pub const fn open(value: Rational) -> Self {
        Self { value, closed: false }
    }

    fn sum(a: &Self, b: &Self) -> Self {
        Self { value: &a.value + &b.value, closed: a.closed && b.closed }
    }

    /// A factor of zero that belongs to its interval makes a product of zero that belongs, whatever
    /// the other end.
    fn product(a: &Self, b: &Self) -> Self {
        let closed = a.closed && b.closed || a.is_closed_zero() || b.is_closed_zero();
        Self { value: &a.value * &b.value, closed }
    }

    fn is_closed_zero(&self) -> bool {
        self.closed && self.value.signum() == 0
    }

    fn negated(self) -> Self {
        Self { value: -self.value, closed: self.closed }
    }
}

/// A set of true values without gaps; an absent end is unbounded.
///
/// ```
/// use crossfoot_core::{Interval, Rational};
/// let share = Interval::closed(Rational::new(3_4545, 1_000).unwrap(), Rational::new(3_4555, 1_000).unwrap());
/// assert!(share.contains(&Rational::new(345_518, 10_000).unwrap()));
/// assert!(!share.contains(&Rational::from(35)));
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Interval {
    /// A single value, known exactly.
    Point(Rational),
    /// Everything between two ends.
    Range(Box<(Option<Bound>, Option<Bound>)>),
}

impl Interval {
    /// Between two ends, each of which may be absent.
    pub fn new(low: Option<Bound>, high: Option<Bound>) -> Self {
        match (&low, &high) {
            (Some(a), Some(b)) if a.closed && b.closed && a.value == b.value => {
                Self::Point(a.value.clone())
            }
            _ => Self::Range(Box::new((low, high))),
        }
    }

    /// `[low, high]`.
    pub fn closed(low: Rational, high: Rational) -> Self {
        Self::new(Some(Bound::closed(low)), Some(Bound::closed(high)))
    }

    /// Everything from `low` upwards.
    pub fn at_least(low: Bound) -> Self {
        Self::new(Some(low), None)
    }

    /// Everything up to `high`.
    pub fn at_most(high: Bound) -> Self {
        Self::new(None, Some(high))
    }

    /// The whole line.
    pub fn unbounded() -> Self {
        Self::new(None, None)
    }

    /// The single value, where there is one.
    pub const fn as_point(&self) -> Option<&Rational> {
        match self {
            Self::Point(value) => Some(value),
            Self::Range(_) => None,
        }
    }

    /// The lower end.
    pub fn low(&self) -> Option<Bound> {
        match self {
            Self::Point(value) => Some(Bound::closed(value.clone())),
            Self::Range(ends) => ends.0.clone(),
        }
    }

    /// The upper end.
    pub fn high(&self) -> Option<Bound> {
        match self {
            Self::Point(value) => Some(Bound::closed(value.clone())),
            Self::Range(ends) => ends.1.clone(),
        }
    }

    /// The value in the middle of a bounded interval: what the inputs give when taken at face
    /// value.
    pub fn middle(&self) -> Option<Rational> {
        match self {
            Self::Point(value) => Some(value.clone()),
            Self::Range(ends) => match &**ends {
                (Some(low), Some(high)) => {
                    (&low.value + &high.value).checked_div(&Rational::from(2))
                }
                _ => None,
            },
        }
    }

    /// Upper minus lower end, where both exist.
    pub fn width(&self) -> Option<Rational> {
        Some(self.high()?.value - self.low()?.value)
    }

    /// Whether a value belongs to the interval.
    pub fn contains(&self, value: &Rational) -> bool {
        self.meets(&Self::Point(value.clone()))
    }

    /// Whether the intervals share a value.
    pub fn meets(&self, other: &Self) -> bool {
        reaches(self.low().as_ref(), other.high().as_ref())
            && reaches(other.low().as_ref(), self.high().as_ref())
    }

    /// Whether every value of `self` lies below every value of `other`.
    pub fn below(&self, other: &Self) -> bool {
        !reaches(other.low().as_ref(), self.high().as_ref())
    }

    /// Widened by `by` at both ends.
    pub fn widen(&self, by: &Rational) -> Self {
        self + &Self::closed(-by.clone(), by.clone())
    }

    /// The smallest interval that holds both.
    pub fn hull(&self, other: &Self) -> Self {
        if let (Self::Point(a), Self::Point(b)) = (self, other)
            && a == b
        {
            return self.clone();
        }
        let low = self.low().zip(other.low()).map(|(a, b)| least(a, b));
        let high = self.high().zip(other.high()).map(|(a, b)| greatest(a, b));
        Self::new(low, high)
    }

    /// The greatest of two values, one from each interval.
    #[must_use]
    pub fn max(&self, other: &Self) -> Self {
        let low = match (self.low(), other.low()) {
            (Some(a), Some(b)) => Some(if closes_later(&a, &b) { a } else { b }),
            (a, b) => a.or(b),
        };
        let high = self.high().zip(other.high()).map(|(a, b)| greatest(a, b));
        Self::new(low, high)
    }

    /// The least of two values, one from each interval.
    #[must_use]
    pub fn min(&self, other: &Self) -> Self {
        -(-self.clone()).max(&-other.clone())
    }

    /// `1 / self`, or `None` where the interval holds zero.
    pub fn reciprocal(&self) -> Option<Self> {
        if let Self::Point(value) = self {
            return value.reciprocal().map(Self::Point);
        }
        let zero = Self::Point(Rational::ZERO);
        if !(zero.below(self) || self.below(&zero)) {
            return None;
        }
        Some(Self::new(reciprocal_end(self.high()), reciprocal_end(self.low())))
    }

    /// The magnitudes of all values.
    pub fn abs(&self) -> Self {
        let zero = Self::Point(Rational::ZERO);
        if self.below(&zero) {
            return -self.clone();
        }
        if zero.below(self) || matches!(self, Self::Point(_)) {
            return self.clone();
        }
        let negated = -self.clone();
        let high = self.high().zip(negated.high()).map(|(a, b)| greatest(a, b));
        Self::new(Some(Bound::closed(Rational::ZERO)), high)
    }
}

/// The reciprocal of an end. Of an absent end it is zero, which does not belong.
fn reciprocal_end(end: Option<Bound>) -> Option<Bound> {
    match end {
        None => Some(Bound::open(Rational::ZERO)),
        Some(Bound { value, closed }) => value.reciprocal().map(|value| Bound { value, closed }),
    }
}

/// Whether a lower end lies at or below an upper end with a value in common.
fn reaches(low: Option<&Bound>, high: Option<&Bound>) -> bool {
    match (low, high) {
        (Some(low), Some(high)) => {
            low.value < high.value || low.value == high.value && low.closed && high.closed
        }
        _ => true,
    }
}

/// Whether a lower end begins above another: at a greater value, or at the same without holding it.
fn closes_later(a: &Bound, b: &Bound) -> bool {
    a.value > b.value || a.value == b.value && !a.closed
}

/// The lower of two ends; of equal ones the closed one.
fn least(a: Bound, b: Bound) -> Bound {
    if b.value < a.value || b.value == a.value && b.closed { b } else { a }
}

/// The higher of two ends; of equal ones the closed one.
fn greatest(a: Bound, b: Bound) -> Bound {
    if b.value > a.value || b.value == a.value && b.closed { b } else { a }
}

impl std::ops::Add for &Interval {
    type Output = Interval;
    fn add(self, other: Self) -> Interval {
        if let (Interval::Point(a), Interval::Point(b)) = (self, other) {
            return Interval::Point(a + b);
        }
        let low = self.low().zip(other.low()).map(|(a, b)| Bound::sum(&a, &b));
        let high = self.high().zip(other.high()).map(|(a, b)| Bound::sum(&a, &b));
        Interval::new(low, high)
    }
}

impl std::ops::Neg for Interval {
    type Output = Self;
    fn neg(self) -> Self {
        match self {
            Self::Point(value) => Self::Point(-value),
            Self::Range(ends) => {
                let (low, high) = *ends;
                Self::new(high.map(Bound::negated), low.map(Bound::negated))
            }
        }
    }
}

impl std::ops::Sub for &Interval {
    type Output = Interval;
    fn sub(self, other: Self) -> Interval {
        if let (Interval::Point(a), Interval::Point(b)) = (self, other) {
            return Interval::Point(a - b);
        }
        self + &-other.clone()
    }
}

impl std::ops::Mul for &Interval {
    type Output = Interval;
    fn mul(self, other: Self) -> Interval {
        if let (Interval::Point(a), Interval::Point(b)) = (self, other) {
            return Interval::Point(a * b);
        }
        if [self, other]
            .into_iter()
            .any(|side| side.as_point().is_some_and(|value| value.signum() == 0))
        {
            return Interval::Point(Rational::ZERO);
        }
        let (Some(al), Some(ah), Some(bl), Some(bh)) =
            (self.low(), self.high(), other.low(), other.high())
        else {
            return half_bounded_product(self, other);
        };
        let corners =
            [(&al, &bl), (&al, &bh), (&ah, &bl), (&ah, &bh)].map(|(a, b)| Bound::product(a, b));
        let [first, rest @ ..] = corners;
        let low = rest.iter().cloned().fold(first.clone(), least);
        let high = rest.into_iter().fold(first, greatest);
        Interval::new(Some(low), Some(high))
    }
}

/// A product with an unbounded side: scaled exactly by a point, from the product of the lower ends
/// where neither side is negative, otherwise anything.
fn half_bounded_product(a: &Interval, b: &Interval) -> Interval {
    let (factor, other) = match (a, b) {
        (Interval::Point(factor), other) | (other, Interval::Point(factor)) => (factor, other),
        _ => {
            return match (a.low(), b.low()) {
                (Some(a), Some(b)) if a.value.signum() >= 0 && b.value.signum() >= 0 => {
                    Interval::at_least(Bound::product(&a, &b))
                }
                _ => Interval::unbounded(),
            };
        }
    };
    let [low, high] = [other.low(), other.high()]
        .map(|end| end.map(|bound| Bound { value: &bound.value * factor, closed: bound.closed }));
    if factor.signum() < 0 { Interval::new(high, low) } else { Interval::new(low, high) }
}

/// Mathematical notation with exact fractions: `[691/20, 6911/200)`.
impl fmt::Display for Interval {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Self::Point(value) = self {
            return write!(f, "{value}");
        }
        match self.low() {
            Some(low) => write!(f, "{}{}, ", if low.closed { '[' } else { '(' }, low.value)?,
            None => f.write_str("(−∞, ")?,
        }
        match self.high() {
            Some(high) => write!(f, "{}{}", high.value, if high.closed { ']' } else { ')' }),
            None => f.write_str("∞)"),
        }
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn interval() -> impl Strategy<Value = (Interval, Rational)> {
        (-500_i128..500, 0_i128..50, 0_i128..=10).prop_map(|(low, width, at)| {
            let inside = Rational::new(low * 10 + width * at, 10).unwrap();
            (Interval::closed(Rational::from(low), Rational::from(low + width)), inside)
        })
    }

    proptest! {
        #[test]
        fn results_hold_every_pointwise_result((a, x) in interval(), (b, y) in interval()) {
            prop_assert!((&a + &b).contains(&(&x + &y)));
            prop_assert!((&a - &b).contains(&(&x - &y)));
            prop_assert!((&a * &b).contains(&(&x * &y)));
            prop_assert!(a.abs().contains(&x.abs()));
            prop_assert!(a.max(&b).contains(&x.clone().max(y.clone())));
            prop_assert!(a.min(&b).contains(&x.clone().min(y.clone())));
            prop_assert!(a.hull(&b).contains(&x) && a.hull(&b).contains(&y));
            if let Some(inverse) = b.reciprocal() {
                prop_assert!(inverse.contains(&y.reciprocal().unwrap()));
            }
        }

        #[test]
        fn meeting_is_symmetric_and_excludes_order((a, _) in interval(), (b, _) in interval()) {
            prop_assert_eq!(a.meets(&b), b.meets(&a));
            prop_assert_eq!(a.meets(&b), !a.below(&b) && !b.below(&a));
        }
    }

    #[test]
    fn open_ends_do_not_touch() {
        let below = Interval::new(None, Some(Bound::open(Rational::ONE)));
        let above = Interval::at_least(Bound::closed(Rational::ONE));
        assert!(below.below(&above) && !below.meets(&above));
        assert_eq!((&above * &Interval::Point(Rational::from(-2))).to_string(), "(−∞, -2]");
    }

    #[test]
    fn nothing_of_something_positive_is_nothing() {
        let any_number_of_rows = Interval::at_least(Bound::closed(Rational::ZERO));
        let positive = Interval::at_least(Bound::open(Rational::ZERO));
        assert!((&any_number_of_rows * &positive).contains(&Rational::ZERO));
    }

    #[test]
    fn the_greatest_needs_one_bound_only() {
        let nine = Interval::Point(Rational::from(9));
        let at_most_nine = Interval::at_most(Bound::closed(Rational::from(9)));
        assert_eq!(nine.max(&at_most_nine), nine);
        assert_eq!(nine.min(&at_most_nine), at_most_nine);
    }
}
