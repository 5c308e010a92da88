//! One proportion and its intervals.

use crossfoot_core::Rational;

use crate::distribution::{beta_lower, beta_quantile, bisect};
use crate::{ConfidenceInterval, Level, Reason};

/// Counts below this are small: the score test and Fisher's exact test then differ by more than a
/// fifth, and approximate intervals cover too little or do not exist.
const SMALL: u64 = 15;
/// Counts from which Wilson's interval covers a share as often as it should. Below, the whole numbers
/// let its coverage swing between 84 and 98 %.
const LEAST_WILSON: u64 = 40;

/// Some of a whole: `part` of `whole` things.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Proportion {
    part: u64,
    whole: u64,
}

impl Proportion {
    /// `part` of `whole`.
    ///
    /// # Errors
    /// [`Reason::ZeroTotal`] for a whole of zero, [`Reason::MoreThanWhole`] for a part beyond the
    /// whole.
    ///
    /// ```
    /// use crossfoot_stats::{Proportion, Reason};
    /// assert_eq!(Proportion::new(236, 2_214).unwrap().estimate(), 236.0 / 2_214.0);
    /// assert_eq!(Proportion::new(0, 0), Err(Reason::ZeroTotal));
    /// assert_eq!(Proportion::new(3, 2), Err(Reason::MoreThanWhole));
    /// ```
    pub const fn new(part: u64, whole: u64) -> Result<Self, Reason> {
        match (part, whole) {
            (_, 0) => Err(Reason::ZeroTotal),
            (part, whole) if part > whole => Err(Reason::MoreThanWhole),
            _ => Ok(Self { part, whole }),
        }
    }

    /// Things of the kind.
    pub const fn part(self) -> u64 {
        self.part
    }

    /// Things of other kinds.
    pub const fn rest(self) -> u64 {
        self.whole - self.part
    }

    /// All things.
    pub const fn whole(self) -> u64 {
        self.whole
    }

    /// The share `x / n`, a number from 0 to 1.
    pub fn estimate(self) -> f64 {
        self.part as f64 / self.whole as f64
    }

    /// This share as a multiple of another, exactly: (x / n) / (x₀ / n₀).
    ///
    /// # Errors
    /// [`Reason::ZeroCount`] for another share of zero.
    ///
    /// ```
    /// use crossfoot_stats::{Proportion, Reason};
    /// let (from, to) = (Proportion::new(1, 10).unwrap(), Proportion::new(3, 20).unwrap());
    /// assert_eq!(to.relative_to(from).unwrap().to_string(), "3/2");
    /// assert_eq!(to.relative_to(Proportion::new(0, 20).unwrap()), Err(Reason::ZeroCount));
    /// ```
    pub fn relative_to(self, other: Self) -> Result<Rational, Reason> {
        self.to_rational()?.checked_div(&other.to_rational()?).ok_or(Reason::ZeroCount)
    }

    fn to_rational(self) -> Result<Rational, Reason> {
        Rational::new(self.part.into(), self.whole.into()).ok_or(Reason::ZeroTotal)
    }

    /// Whether the part, or the rest, is so small that approximations do not hold.
    pub(crate) fn is_small(self) -> bool {
        self.part.min(self.rest()) < SMALL
    }

    /// Wilson's interval, or the exact one where the part or the rest is below 40.
    ///
    /// Wilson's interval then covers 94 to 96 %. The exact one covers at least 95 %, and more the
    /// fewer things there are; `examples/size` simulates both.
    ///
    /// ```
    /// use crossfoot_stats::{Level, Proportion};
    /// let (few, many) = (Proportion::new(1, 6_900).unwrap(), Proportion::new(236, 2_214).unwrap());
    /// assert_eq!(few.interval(Level::CUSTOMARY), few.clopper_pearson(Level::CUSTOMARY));
    /// assert_eq!(many.interval(Level::CUSTOMARY), many.wilson(Level::CUSTOMARY));
    /// ```
    pub fn interval(self, level: Level) -> ConfidenceInterval {
        let few = self.part.min(self.rest()) < LEAST_WILSON;
        if few { self.clopper_pearson(level) } else { self.wilson(level) }
    }

    /// The mid-p interval: as the exact one, but the probability of `x` itself counts half.
    ///
    /// Its coverage is the level on average, not at least. For differences, which have many more
    /// outcomes than one share, it is close to the level ([`difference`](crate::difference)).
    /// Reference: Berry & Armitage (1995), The Statistician 44:417.
    ///
    /// ```
    /// use crossfoot_stats::{Level, Proportion};
    /// // None of 10: half of (1 − p)^10 is 0.025 at the upper end.
    /// let none = Proportion::new(0, 10).unwrap().mid_p(Level::CUSTOMARY);
    /// assert!(none.low == 0.0 && (none.high - (1.0 - 0.05_f64.powf(0.1))).abs() < 1e-12);
    /// let some = Proportion::new(3, 10).unwrap();
    /// let (exact, mid_p) = (some.clopper_pearson(Level::CUSTOMARY), some.mid_p(Level::CUSTOMARY));
    /// assert!(exact.low < mid_p.low && mid_p.high < exact.high);
    /// ```
    pub fn mid_p(self, level: Level) -> ConfidenceInterval {
        let other = Self { part: self.rest(), whole: self.whole };
        let (low, high) = (self.mid_p_low(level), 1.0 - other.mid_p_low(level));
        ConfidenceInterval { low, high, level }
    }

    /// The share for which the probability of more, and half of that of as many, is (1 − level) /
    /// 2.
    fn mid_p_low(self, level: Level) -> f64 {
        let (x, rest, tail) = (self.part as f64, self.rest() as f64, level.tail());
        match (self.part, self.rest()) {
            (0, _) => 0.0,
            (_, 0) => (2.0 * tail).powf(1.0 / x),
            _ => bisect(0.0, 1.0, |p| {
                let (as_many, more) = (beta_lower(x, rest + 1.0, p), beta_lower(x + 1.0, rest, p));
                (as_many + more) / 2.0 < tail
            }),
        }
    }

    /// Wilson's score interval: all p with |x/n − p| ≤ z √(p (1 − p) / n), a share from 0 to 1.
    ///
    /// Centre (x + z²/2) / (n + z²), reach z √(x (n − x) / n + z²/4) / (n + z²). No continuity
    /// correction. Complete counts are assumed; nothing is missing by construction. Reference:
    /// Wilson (1927), J. Am. Stat. Assoc. 22:209; R `prop.test(x, n, correct = FALSE)`.
    ///
    /// ```
    /// use crossfoot_stats::{Level, Proportion};
    /// // By hand with z = 1.96: (5 + 1.92) / (10 + 3.84) = 0.5, reach 1.96 √(2.5 + 0.96) / 13.84 = 0.2634.
    /// let interval = Proportion::new(5, 10).unwrap().wilson(Level::CUSTOMARY);
    /// assert!((interval.low - 0.2366).abs() < 1e-4 && (interval.high - 0.7634).abs() < 1e-4);
    /// ```
    pub fn wilson(self, level: Level) -> ConfidenceInterval {
        let (x, n, z) = (self.part as f64, self.whole as f64, level.z());
        let square = z * z;
        let centre = (x + square / 2.0) / (n + square);
        let reach = z * (x * (n - x) / n + square / 4.0).sqrt() / (n + square);
        // At the edges the formula is 0 or 1 but for the last bit.
        let low = if self.part == 0 { 0.0 } else { centre - reach };
        let high = if self.part == self.whole { 1.0 } else { centre + reach };
        ConfidenceInterval { low, high, level }
    }

    /// The exact interval of Clopper and Pearson: the p for which x or more, and x or fewer, have
    /// at least probability (1 − level) / 2.
    ///
    /// Quantiles of Beta(x, n − x + 1) and Beta(x + 1, n − x); never covers less than its level.
    /// Reference: Clopper & Pearson (1934), Biometrika 26:404; R `binom.test(x, n)`.
    ///
    /// ```
    /// use crossfoot_stats::{Level, Proportion};
    /// // None of 10: the upper end solves (1 − p)^10 = 0.025.
    /// let interval = Proportion::new(0, 10).unwrap().clopper_pearson(Level::CUSTOMARY);
    /// assert_eq!(interval.low, 0.0);
    /// assert!((interval.high - (1.0 - 0.025_f64.powf(0.1))).abs() < 1e-12);
    /// ```
    pub fn clopper_pearson(self, level: Level) -> ConfidenceInterval {
        let (x, rest, tail) = (self.part as f64, (self.whole - self.part) as f64, level.tail());
        let low = if self.part == 0 { 0.0 } else { beta_quantile(tail, x, rest + 1.0) };
        let high =
            if self.part == self.whole { 1.0 } else { 1.0 - beta_quantile(tail, rest, x + 1.0) };
        ConfidenceInterval { low, high, level }
    }

    /// Jeffreys' interval: the middle of the posterior Beta(x + ½, n − x + ½), with end 0 for x = 0
    /// and 1 for x = n.
    ///
    /// Reference: Brown, Cai & DasGupta (2001), Stat. Sci. 16:101; R
    /// `qbeta(c(.025, .975), x + .5, n - x + .5)`.
    ///
    /// ```
    /// use crossfoot_stats::{Level, Proportion};
    /// // One of one: Beta(3/2, 1/2) has the distribution function 2/π (asin √p − √(p (1 − p))), which is 0.025 at the lower end.
    /// let one = Proportion::new(1, 1).unwrap().jeffreys(Level::CUSTOMARY);
    /// let below = 2.0 / std::f64::consts::PI * (one.low.sqrt().asin() - (one.low * (1.0 - one.low)).sqrt());
    /// assert!((below - 0.025).abs() < 1e-12 && one.high == 1.0);
    /// let half = Proportion::new(5, 10).unwrap().jeffreys(Level::CUSTOMARY);
    /// // Symmetric, and within the exact interval.
    /// assert!((half.low + half.high - 1.0).abs() < 1e-12);
    /// assert!(half.low > Proportion::new(5, 10).unwrap().clopper_pearson(Level::CUSTOMARY).low);
    /// ```
    pub fn jeffreys(self, level: Level) -> ConfidenceInterval {
        let (x, rest, tail) =
            (self.part as f64 + 0.5, (self.whole - self.part) as f64 + 0.5, level.tail());
        let low = if self.part == 0 { 0.0 } else { beta_quantile(tail, x, rest) };
        let high = if self.part == self.whole { 1.0 } else { 1.0 - beta_quantile(tail, rest, x) };
        ConfidenceInterval { low, high, level }
    }
}
