//! Exact two-sided tests on whole numbers, and the exact interval of an odds ratio.

use crate::distribution::bisect;
use crate::{ConfidenceInterval, Level, Proportion};

/// Ties within this factor count as equally probable, as in R.
const TIE: f64 = 1.0 + 1e-7;

/// Weights this much smaller than the weight of the value observed add nothing to either sum.
const NEGLIGIBLE: f64 = 1e-20;

/// The probability of all values from `lowest` to `highest` that are at most as probable as
/// `observed`.
///
/// `ratio(x)` is weight(x + 1) / weight(x), which must fall with x, as of binomial and
/// hypergeometric weights. Weights are built up from the mode by their ratios, so that no logarithm
/// of a factorial loses digits.
pub(crate) fn two_sided(
    lowest: u64,
    highest: u64,
    observed: u64,
    ratio: impl Fn(u64) -> f64,
) -> f64 {
    let (mut low, mut high) = (lowest, highest);
    // The first value whose successor weighs less.
    while low < high {
        let middle = low + (high - low) / 2;
        if ratio(middle) >= 1.0 { low = middle + 1 } else { high = middle }
    }
    let mode = low;
    let walk = Walk { lowest, highest, mode, ratio };
    let reached = walk.towards(observed > mode).find(|(at, _)| *at == observed);
    let Some((_, of_observed)) = reached else { return 0.0 };
    let (mut all, mut extreme) = (-1.0, 0.0);
    for to_higher in [false, true] {
        for (at, weight) in
            walk.towards(to_higher).take_while(|(_, weight)| *weight > NEGLIGIBLE * of_observed)
        {
            all += weight;
            // The mode is met from both sides.
            let counts = weight <= of_observed * TIE && (to_higher || at != mode);
            extreme += if counts { weight } else { 0.0 };
        }
    }
    (extreme / all).min(1.0)
}

/// Weights relative to the weight of the mode, from the mode outward.
struct Walk<R> {
    lowest: u64,
    highest: u64,
    mode: u64,
    ratio: R,
}

impl<R: Fn(u64) -> f64> Walk<R> {
    /// The values and their weights on one side of the mode, which comes first. It ends where a
    /// weight sinks below all normal floats: in large tables it would linger among the smallest
    /// ones for ever.
    fn towards(&self, higher: bool) -> impl Iterator<Item = (u64, f64)> {
        std::iter::successors(Some((self.mode, 1.0)), move |from| self.next(higher, *from))
            .take_while(|(_, weight)| *weight >= f64::MIN_POSITIVE)
    }

    fn next(&self, higher: bool, (at, weight): (u64, f64)) -> Option<(u64, f64)> {
        if higher {
            (at < self.highest).then(|| (at + 1, weight * (self.ratio)(at)))
        } else {
            (at > self.lowest).then(|| (at - 1, weight / (self.ratio)(at - 1)))
        }
    }
}

/// The exact two-sided test that `x` of `n` things have the probability `p`; R `binom.test(x, n,
/// p)$p.value`.
pub(crate) fn binomial_two_sided(x: u64, n: u64, p: f64) -> f64 {
    let odds = p / (1.0 - p);
    two_sided(0, n, x, |at| odds * (n - at) as f64 / (at + 1) as f64)
}

/// The exact conditional interval of an odds ratio: given all margins, the part of the later sample
/// has the noncentral hypergeometric distribution of Fisher.
pub(crate) fn conditional_odds(
    from: Proportion,
    to: Proportion,
    level: Level,
) -> ConfidenceInterval {
    let (n1, n2, drawn) = (from.whole(), to.whole(), from.part() + to.part());
    let (lowest, highest, observed) = (drawn.saturating_sub(n1), drawn.min(n2), to.part());
    let mut log = 0.0;
    let weights: Vec<(f64, f64)> = (lowest..=highest)
        .map(|x| {
            let here = log;
            let [left, others, taken, rest] =
                [n2 - x.min(n2), drawn - x, x + 1, n1 + x + 1 - drawn].map(|count| count as f64);
            log += (left * others / (taken * rest)).ln();
            (x as f64, here)
        })
        .collect();
    let weights = Conditional { weights, observed: observed as f64 };
    let tail = level.tail();
    let low = if observed == lowest {
        0.0
    } else {
        bisect(-MOST_LN_ODDS, MOST_LN_ODDS, |ln| weights.at_least(ln) < tail).exp()
    };
    let high = if observed == highest {
        f64::INFINITY
    } else {
        bisect(-MOST_LN_ODDS, MOST_LN_ODDS, |ln| weights.at_most(ln) > tail).exp()
    };
    ConfidenceInterval { low, high, level }
}

/// The search for odds ratios ends at this logarithm.
const MOST_LN_ODDS: f64 = 60.0;

/// The values that a part may have, with the logarithms of their weights where the odds are equal.
struct Conditional {
    weights: Vec<(f64, f64)>,
    observed: f64,
}

impl Conditional {
    /// The probability of the observed value or more.
    fn at_least(&self, ln_odds: f64) -> f64 {
        self.share(ln_odds, |x| x >= self.observed)
    }

    /// The probability of the observed value or fewer.
    fn at_most(&self, ln_odds: f64) -> f64 {
        self.share(ln_odds, |x| x <= self.observed)
    }

    fn share(&self, ln_odds: f64, counts: impl Fn(f64) -> bool) -> f64 {
        let logs = self.weights.iter().map(|(x, log)| (*x, log + x * ln_odds));
        let greatest = logs.clone().map(|(_, log)| log).fold(f64::NEG_INFINITY, f64::max);
        let (mut all, mut some) = (0.0, 0.0);
        for (x, log) in logs {
            let weight = (log - greatest).exp();
            all += weight;
            some += if counts(x) { weight } else { 0.0 };
        }
        some / all
    }
}

#[cfg(test)]
mod tests {
    use super::binomial_two_sided;

    /// Half a billion is so far from one that no float holds the weight of one; and the search for
    /// it comes to an end.
    #[test]
    fn a_hopeless_test_ends() {
        assert_eq!(binomial_two_sided(1, 1_000_000_000, 0.5), 0.0);
        assert!((binomial_two_sided(2, 4, 0.5) - 1.0).abs() < 1e-15);
    }
}
