//! Two independent proportions: difference, ratio and odds ratio, each with interval and test.

use crate::distribution::bisect;
use crate::exact::{conditional_odds, two_sided};
use crate::{ConfidenceInterval, Level, Proportion, Reason, Test};

/// An effect with its interval and, last, its test.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Effect {
    /// The size of the effect.
    pub estimate: f64,
    /// What the data leave plausible.
    pub interval: ConfidenceInterval,
    /// The test of no effect.
    pub test: Test,
}

impl Effect {
    /// Estimate and interval through an increasing function.
    pub(crate) fn map(self, function: impl Fn(f64) -> f64) -> Self {
        Self {
            estimate: function(self.estimate),
            interval: self.interval.map(function),
            test: self.test,
        }
    }
}

/// With more outcomes of the same margins, odds are tested by Wald's test: the exact test would
/// take seconds, and the two agree in all digits that are shown.
const MOST_EXACT: u64 = 10_000_000;

/// Things that are expected of each kind in each sample, if both have the same share, without which
/// no interval of a difference holds its level: with one or two there are too few outcomes.
const LEAST_EXPECTED: f64 = 3.0;
/// Things of all kinds in each sample, for the same reason: with 8 the interval of a ratio covers 91 %.
const LEAST_THINGS: u64 = 20;

/// The difference p₂ − p₁ (a share; × 100 gives percentage points) with Newcombe's hybrid score
/// interval and the score test, or with mid-p limits and Fisher's exact test where one of the four
/// counts is below 15.
///
/// With intervals (l₁, u₁) and (l₂, u₂) of the shares, Wilson's or mid-p: low = d − √((p₂ − l₂)² +
/// (u₁ − p₁)²), high = d + √((u₂ − p₂)² + (p₁ − l₁)²). The test pools both samples: z = d / √(p (1
/// − p) (1/n₁ + 1/n₂)), no continuity correction. Assumes that the two samples are independent.
/// Reference: Newcombe (1998), Stat. Med. 17:873, method 10; Zou & Donner (2008), Stat. Med.
/// 27:1693; the test is R `prop.test(c(x1, x2), c(n1, n2), correct = FALSE)`.
///
/// Coverage of the 95 % interval, `examples/size`: 94 to 96 % if at least 3 things are expected in
/// each sample, up to 98 % with fewer. Fisher's test finds an effect in at most 5 %.
///
/// # Errors
/// None: every pair of proportions has a difference. Where both are 0 or both 1 the p-value is 1.
///
/// ```
/// use crossfoot_stats::{Level, Proportion, difference};
/// // By hand: Wilson's interval of a half of 100 is 0.4038 to 0.5962, so that the ends are ± √2 · 0.0962.
/// let half = Proportion::new(50, 100).unwrap();
/// let same = difference(half, half, Level::CUSTOMARY);
/// assert!((same.interval.low + 0.1360).abs() < 1e-4 && (same.interval.high - 0.1360).abs() < 1e-4);
/// ```
pub fn difference(from: Proportion, to: Proportion, level: Level) -> Effect {
    let (p1, p2) = (from.estimate(), to.estimate());
    let limits = if is_small(from, to) { Proportion::mid_p } else { Proportion::wilson };
    let (w1, w2) = (limits(from, level), limits(to, level));
    let estimate = p2 - p1;
    let low = estimate - (p2 - w2.low).hypot(w1.high - p1);
    let high = estimate + (w2.high - p2).hypot(p1 - w1.low);
    let interval = ConfidenceInterval { low, high, level };
    Effect { estimate, interval, test: same_share(from, to) }
}

/// Whether there are so many things, 20 in each sample of which 3 of each kind are expected if both
/// have the same share, that intervals of the difference and the ratio of two shares hold their
/// level.
///
/// ```
/// use crossfoot_stats::{Proportion, expects_enough};
/// let (none, five) = (Proportion::new(0, 100).unwrap(), Proportion::new(5, 100).unwrap());
/// assert!(!expects_enough(none, five));
/// assert!(expects_enough(none, Proportion::new(6, 100).unwrap()));
/// ```
pub fn expects_enough(from: Proportion, to: Proportion) -> bool {
    let all = (from.whole() + to.whole()) as f64;
    let smaller = from.whole().min(to.whole());
    let [parts, rests] = [from.part() + to.part(), from.rest() + to.rest()];
    smaller >= LEAST_THINGS && parts.min(rests) as f64 * smaller as f64 / all >= LEAST_EXPECTED
}

/// The test that two shares are the same: the score test, or Fisher's where a count is small.
fn same_share(from: Proportion, to: Proportion) -> Test {
    if is_small(from, to) {
        return exact_test(from, to);
    }
    let (n1, n2) = (from.whole() as f64, to.whole() as f64);
    let pooled = (from.part() + to.part()) as f64 / (n1 + n2);
    let variance = pooled * (1.0 - pooled) * (1.0 / n1 + 1.0 / n2);
    Test::normal((to.estimate() - from.estimate()) / variance.sqrt())
}

fn is_small(from: Proportion, to: Proportion) -> bool {
    from.is_small() || to.is_small()
}

fn exact_test(from: Proportion, to: Proportion) -> Test {
    Test { statistic: None, df: None, p_value: fisher(from, to) }
}

/// The ratio p₂ / p₁ with Koopman's score interval and the test of [`difference`].
///
/// The interval holds every ratio φ with |p₂ − φ p₁| ≤ z √(q₂ (1 − q₂) / n₂ + φ² q₁ (1 − q₁) / n₁),
/// where q₁ and q₂ = φ q₁ are the most likely shares with that ratio. From a part of zero the ratio
/// is infinite and has a lower end, to one of zero it is 0 and has an upper end. Assumes
/// independent samples. Reference: Koopman (1984), Biometrics 40:513; without its factor N / (N −
/// 1) it is the interval of Miettinen & Nurminen (1985), Stat. Med. 4:213.
///
/// # Errors
/// [`Reason::ZeroCount`] where both parts are zero.
///
/// ```
/// use crossfoot_stats::{Level, Proportion, Reason, risk_ratio};
/// // Koopman's example: 36/40 against 16/80 has the interval 2.94 to 7.15.
/// let (from, to) = (Proportion::new(16, 80).unwrap(), Proportion::new(36, 40).unwrap());
/// let effect = risk_ratio(from, to, Level::CUSTOMARY).unwrap();
/// assert!((effect.interval.low - 2.94).abs() < 0.005 && (effect.interval.high - 7.15).abs() < 0.005);
/// let none = Proportion::new(0, 100).unwrap();
/// let from_none = risk_ratio(none, to, Level::CUSTOMARY).unwrap();
/// assert!(from_none.estimate.is_infinite() && from_none.interval.low > 1.0);
/// assert_eq!(risk_ratio(none, none, Level::CUSTOMARY), Err(Reason::ZeroCount));
/// ```
pub fn risk_ratio(from: Proportion, to: Proportion, level: Level) -> Result<Effect, Reason> {
    if from.part() + to.part() == 0 {
        return Err(Reason::ZeroCount);
    }
    let z = level.z();
    let [least, most] = [-MOST_LN_RATIO, MOST_LN_RATIO];
    let low = if to.part() == 0 {
        0.0
    } else {
        bisect(least, most, |ln| ratio_score(from, to, ln.exp()) > z).exp()
    };
    let high = if from.part() == 0 {
        f64::INFINITY
    } else {
        bisect(least, most, |ln| ratio_score(from, to, ln.exp()) >= -z).exp()
    };
    let interval = ConfidenceInterval { low, high, level };
    let estimate = to.estimate() / from.estimate();
    Ok(Effect { estimate, interval, test: same_share(from, to) })
}

/// Searches for ratios end at this logarithm.
const MOST_LN_RATIO: f64 = 60.0;

/// How many standard errors p₂ is above a multiple of p₁, with the most likely shares of that
/// ratio.
fn ratio_score(from: Proportion, to: Proportion, ratio: f64) -> f64 {
    let [x1, n1, x2, n2] =
        [from.part(), from.whole(), to.part(), to.whole()].map(|count| count as f64);
    // N φ q² − b q + x₁ + x₂ = 0; this form of the smaller root loses no digits.
    let (a, b, c) = ((n1 + n2) * ratio, n2 * ratio + x2 + n1 + x1 * ratio, x1 + x2);
    let q1 = 2.0 * c / (b + (b * b - 4.0 * a * c).max(0.0).sqrt());
    let q2 = (ratio * q1).min(1.0);
    let variance = q2 * (1.0 - q2) / n2 + ratio * ratio * q1 * (1.0 - q1) / n1;
    (x2 / n2 - ratio * x1 / n1) / variance.sqrt()
}

/// The odds ratio with Fisher's exact test and the log interval of Woolf, or the exact conditional
/// interval where one of the four counts is below 15.
///
/// (x₂ / (n₂ − x₂)) / (x₁ / (n₁ − x₁)); SE of ln: √ of the sum of the four reciprocal counts. The
/// ends of the exact interval are the odds ratios at which x₂ or more, and x₂ or fewer, have
/// probability (1 − level) / 2 given all margins. With a later part of zero the ratio is 0, with an
/// earlier one it is infinite and has a lower end. Assumes independent samples. Reference: Woolf
/// (1955), Ann. Hum. Genet. 19:251; R `fisher.test(matrix)`.
///
/// # Errors
/// [`Reason::ZeroCount`] where both parts, or both rests, are zero.
///
/// ```
/// use crossfoot_stats::{Level, Proportion, odds_ratio};
/// // Fisher's tea: 3 of 4 and 1 of 4 give odds 9 times as high, and p = 34/70.
/// let effect = odds_ratio(Proportion::new(1, 4).unwrap(), Proportion::new(3, 4).unwrap(), Level::CUSTOMARY).unwrap();
/// assert!((effect.estimate - 9.0).abs() < 1e-12 && (effect.test.p_value - 34.0 / 70.0).abs() < 1e-12);
/// let none = odds_ratio(Proportion::new(5, 9).unwrap(), Proportion::new(0, 9).unwrap(), Level::CUSTOMARY).unwrap();
/// assert!(none.estimate == 0.0 && none.interval.low == 0.0 && none.interval.high < 1.0);
/// ```
pub fn odds_ratio(from: Proportion, to: Proportion, level: Level) -> Result<Effect, Reason> {
    let (drawn, all) = (from.part() + to.part(), from.whole() + to.whole());
    if drawn == 0 || drawn == all {
        return Err(Reason::ZeroCount);
    }
    let cells = [to.part(), to.whole() - to.part(), from.part(), from.whole() - from.part()]
        .map(|count| count as f64);
    let [a, b, c, d] = cells;
    let estimate = (a / b) / (c / d);
    if is_small(from, to) {
        let interval = conditional_odds(from, to, level);
        return Ok(Effect { estimate, interval, test: exact_test(from, to) });
    }
    let effect = log_effect(estimate, cells.iter().map(|cell| 1.0 / cell).sum(), level)?;
    let test = if drawn.min(from.whole()).min(to.whole()) <= MOST_EXACT {
        exact_test(from, to)
    } else {
        effect.test
    };
    Ok(Effect { test, ..effect })
}

/// Fisher's exact two-sided p-value: all tables with the same margins that are at most as probable.
///
/// Reference: R `fisher.test`, with its tolerance of 1 + 1e-7 for ties.
///
/// ```
/// use crossfoot_stats::{Proportion, fisher};
/// assert_eq!(fisher(Proportion::new(0, 5).unwrap(), Proportion::new(0, 7).unwrap()), 1.0);
/// ```
pub fn fisher(from: Proportion, to: Proportion) -> f64 {
    let (n1, n2, drawn) = (from.whole(), to.whole(), from.part() + to.part());
    let (lowest, highest) = (drawn.saturating_sub(n2), drawn.min(n1));
    // Of the hypergeometric weights of neighbours: w(x + 1) / w(x).
    two_sided(lowest, highest, from.part(), |x| {
        let [taken, left, others, rest] =
            [x + 1, n1 - x, drawn - x, n2 + x + 1 - drawn].map(|count| count as f64);
        left * others / (taken * rest)
    })
}

/// Whether Fisher's test would reject at this level for any outcome with the same margins. If not,
/// the comparison cannot show anything.
///
/// Reference: Tarone (1990), Biometrics 46:515.
///
/// ```
/// use crossfoot_stats::{Level, Proportion, fisher_can_reject};
/// let (one, none) = (Proportion::new(1, 6_900).unwrap(), Proportion::new(0, 5_690).unwrap());
/// assert!(!fisher_can_reject(none, one, Level::CUSTOMARY));
/// let ten = Proportion::new(10, 6_900).unwrap();
/// assert!(fisher_can_reject(none, ten, Level::CUSTOMARY));
/// ```
pub fn fisher_can_reject(from: Proportion, to: Proportion, level: Level) -> bool {
    if !is_small(from, to) {
        return true;
    }
    let drawn = from.part() + to.part();
    let (n1, n2) = (from.whole(), to.whole());
    let ends = [drawn.saturating_sub(n2), drawn.min(n1)];
    ends.into_iter().any(|part| {
        let outcome = Proportion::new(part, n1)
            .and_then(|from| Ok((from, Proportion::new(drawn - part, n2)?)));
        outcome.is_ok_and(|(from, to)| exact_test(from, to).rejects(level))
    })
}

/// An effect whose logarithm is about normal.
pub(crate) fn log_effect(estimate: f64, variance: f64, level: Level) -> Result<Effect, Reason> {
    if !(estimate.is_finite() && estimate > 0.0 && variance.is_finite()) {
        return Err(Reason::ZeroCount);
    }
    let (centre, error) = (estimate.ln(), variance.sqrt());
    let z = if error > 0.0 { centre / error } else { 0.0 };
    let interval = ConfidenceInterval::around(centre, level.z() * error, level).map(f64::exp);
    Ok(Effect { estimate, interval, test: Test::normal(z) })
}
