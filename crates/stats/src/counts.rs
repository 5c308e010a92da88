//! Counts of independent events: the ratio of two, and whether several scatter more than such
//! counts do.

use crate::exact::binomial_two_sided;
use crate::two_proportions::Effect;
use crate::{Level, Proportion, Reason, Test};

/// A count and how long it was counted.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Rate {
    /// Events.
    pub count: u64,
    /// Time, in any unit common to the rates compared; above zero.
    pub time: f64,
}

impl Rate {
    /// A count over one period.
    pub const fn from_count(count: u64) -> Self {
        Self { count, time: 1.0 }
    }

    /// Events per unit of time.
    pub fn per_time(self) -> f64 {
        self.count as f64 / self.time
    }
}

/// The ratio of two rates with the exact conditional interval and test.
///
/// Given their sum, the later count is binomial with share p = rt / (1 + rt), where r is the ratio
/// and t the later time over the earlier; Clopper–Pearson ends of p become ends of r. Assumes that
/// counts are Poisson; where they scatter more ([`dispersion`]) the interval is too short. The
/// ratio minus 1 is the relative change. Reference: Przyborowski & Wilenski (1940), Biometrika
/// 31:313; R `poisson.test(c(to, from), c(time_to, time_from))`.
///
/// # Errors
/// [`Reason::ZeroCount`] where both counts are zero; [`Reason::Mismatch`] for a time that is not
/// positive.
///
/// ```
/// use crossfoot_stats::{Level, Rate, rate_ratio};
/// let fall = rate_ratio(Rate::from_count(5_382), Rate::from_count(2_214), Level::CUSTOMARY).unwrap();
/// assert!((fall.estimate - 2_214.0 / 5_382.0).abs() < 1e-15 && fall.interval.high < 0.44);
/// // A later count of zero has a ratio of zero and an upper end.
/// assert_eq!(rate_ratio(Rate::from_count(3), Rate::from_count(0), Level::CUSTOMARY).unwrap().interval.low, 0.0);
/// // From zero it is infinite and has a lower end.
/// assert!(rate_ratio(Rate::from_count(0), Rate::from_count(9), Level::CUSTOMARY).unwrap().interval.low > 1.0);
/// assert!(rate_ratio(Rate::from_count(0), Rate::from_count(0), Level::CUSTOMARY).is_err());
/// ```
pub fn rate_ratio(from: Rate, to: Rate, level: Level) -> Result<Effect, Reason> {
    if !(from.time > 0.0 && to.time > 0.0) {
        return Err(Reason::Mismatch);
    }
    let (all, times) = (from.count + to.count, to.time / from.time);
    if all == 0 {
        return Err(Reason::ZeroCount);
    }
    let share = Proportion::new(to.count, all)?.clopper_pearson(level);
    let interval = share.map(|p| p / (1.0 - p) / times);
    let test = Test {
        statistic: None,
        df: None,
        p_value: binomial_two_sided(to.count, all, to.time / (to.time + from.time)),
    };
    Ok(Effect { estimate: to.per_time() / from.per_time(), interval, test })
}

/// Whether counts scatter more than independent events with one rate do.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Dispersion {
    /// Variance over mean: 1 for Poisson counts, more for over-dispersed ones.
    pub index: f64,
    /// The test of one rate; absent for counts so small that its distribution is another.
    pub test: Option<Test>,
}

/// The index of dispersion Σ (x − x̄)² / x̄ / (k − 1), whose numerator is chi-square on k − 1
/// degrees of freedom for Poisson counts of one rate.
///
/// Without a test for a mean below 5, where the whole numbers let its size swing. A trend raises
/// the index too: it speaks against one rate, not for a cause. Reference: Fisher (1925),
/// Statistical Methods, § 16; R `pchisq(sum((x - mean(x))^2) / mean(x), length(x) - 1, lower =
/// FALSE)`.
///
/// # Errors
/// [`Reason::OnePeriod`] for fewer than two counts, [`Reason::ZeroTotal`] where all are zero.
///
/// ```
/// use crossfoot_stats::dispersion;
/// // By hand: mean 10, squares 25 + 0 + 25 = 50, index 50 / 10 / 2.
/// assert_eq!(dispersion(&[5, 10, 15]).unwrap().index, 2.5);
/// assert!(dispersion(&[0, 0]).is_err());
/// ```
pub fn dispersion(counts: &[u64]) -> Result<Dispersion, Reason> {
    if counts.len() < 2 {
        return Err(Reason::OnePeriod);
    }
    let df = (counts.len() - 1) as f64;
    let mean = counts.iter().sum::<u64>() as f64 / counts.len() as f64;
    if mean == 0.0 {
        return Err(Reason::ZeroTotal);
    }
    let statistic = counts.iter().map(|count| (*count as f64 - mean).powi(2)).sum::<f64>() / mean;
    let test = (mean >= LEAST_MEAN).then(|| Test::chi_square(statistic, df));
    Ok(Dispersion { index: statistic / df, test })
}

/// The mean from which the test of dispersion has its size: about 2 its size is 7.2 % for two
/// counts.
const LEAST_MEAN: f64 = 5.0;
/// Expected counts from which tests of several shares have it (Cochran 1954).
const LEAST_EXPECTED: f64 = 5.0;
/// Things in each period from which they have it: with 20 the interval of a slope covers 92 %.
const LEAST_THINGS: u64 = 50;
/// The same for only two periods: with 50 the size is up to 6.1 %.
const LEAST_THINGS_OF_TWO: u64 = 60;

/// Whether several shares are of so many things, 50 in each period (60 in each of two) of which 5
/// parts and 5 others are expected at one rate, that tests of them have their size.
pub(crate) fn are_large_enough(shares: &[Proportion]) -> bool {
    let all: f64 = shares.iter().map(|share| share.whole() as f64).sum();
    let parts: f64 = shares.iter().map(|share| share.part() as f64).sum();
    let smallest = shares.iter().map(|share| share.whole()).min().unwrap_or_default();
    let expected = parts.min(all - parts) / all * smallest as f64;
    let least = if shares.len() > 2 { LEAST_THINGS } else { LEAST_THINGS_OF_TWO };
    smallest >= least && expected >= LEAST_EXPECTED
}

/// How much more several shares scatter than draws at one rate: χ² / (k − 1) with χ² = Σ n (p −
/// p̄)² / (p̄ (1 − p̄)), chi-square on k − 1 degrees of freedom for such draws.
///
/// Without a test for fewer than 50 things in a period (60 in one of two), or where fewer than 5
/// are expected of a part or rest. A trend raises it too. Reference: R `prop.test(x, n, correct = FALSE)`.
///
/// # Errors
/// [`Reason::OnePeriod`] for fewer than two shares, [`Reason::AllEqual`] where all are 0 or all 1.
///
/// ```
/// use crossfoot_stats::{Proportion, share_dispersion};
/// // By hand: p̄ = 0.2, so that χ² = 2 · 100 · 0.1² / 0.16 = 12.5 on one degree of freedom.
/// let shares = [10, 30].map(|part| Proportion::new(part, 100).unwrap());
/// assert!((share_dispersion(&shares).unwrap().index - 12.5).abs() < 1e-12);
/// assert!(share_dispersion(&shares[..1]).is_err());
/// ```
pub fn share_dispersion(shares: &[Proportion]) -> Result<Dispersion, Reason> {
    if shares.len() < 2 {
        return Err(Reason::OnePeriod);
    }
    let all: f64 = shares.iter().map(|share| share.whole() as f64).sum();
    let pooled = shares.iter().map(|share| share.part() as f64).sum::<f64>() / all;
    let variance = pooled * (1.0 - pooled);
    if variance <= 0.0 {
        return Err(Reason::AllEqual);
    }
    let squares =
        shares.iter().map(|share| share.whole() as f64 * (share.estimate() - pooled).powi(2));
    let statistic = squares.sum::<f64>() / variance;
    let df = (shares.len() - 1) as f64;
    let test = are_large_enough(shares).then(|| Test::chi_square(statistic, df));
    Ok(Dispersion { index: statistic / df, test })
}
