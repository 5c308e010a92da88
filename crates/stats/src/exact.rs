//! Exact two-sided tests on whole numbers.

/// Ties within this factor count as equally probable, as in R.
const TIE: f64 = 1.0 + 1e-7;

/// The probability of all values from `lowest` to `highest` that are at most as probable as `observed`.
///
/// `ratio(x)` is weight(x + 1) / weight(x), which must fall with x, as of binomial and hypergeometric weights. Weights are built up from the mode by their
/// ratios, so that no logarithm of a factorial loses digits.
pub(crate) fn two_sided(lowest: u64, highest: u64, observed: u64, ratio: impl Fn(u64) -> f64) -> f64 {
    let (mut low, mut high) = (lowest, highest);
    // The first value whose successor weighs less.
    while low < high {
        let middle = low + (high - low) / 2;
        if ratio(middle) >= 1.0 { low = middle + 1 } else { high = middle }
    }
    let mode = low;
    let walk = |mut at: u64, end: u64, next: &dyn Fn(u64, f64) -> (u64, f64)| {
        let mut weights = Vec::new();
        let mut weight = 1.0;
        while at != end && weight > 0.0 {
            (at, weight) = next(at, weight);
            weights.push((at, weight));
        }
        weights
    };
    let mut weights = vec![(mode, 1.0)];
    weights.extend(walk(mode, highest, &|at, weight| (at + 1, weight * ratio(at))));
    weights.extend(walk(mode, lowest, &|at, weight| (at - 1, weight / ratio(at - 1))));
    let of_observed = weights.iter().find(|(at, _)| *at == observed).map_or(0.0, |(_, weight)| *weight);
    // The small ones first, so that they are not lost.
    let mut sorted: Vec<f64> = weights.into_iter().map(|(_, weight)| weight).collect();
    sorted.sort_by(f64::total_cmp);
    let extreme: f64 = sorted.iter().take_while(|weight| **weight <= of_observed * TIE).sum();
    (extreme / sorted.iter().sum::<f64>()).min(1.0)
}

/// The exact two-sided test that `x` of `n` things have the probability `p`; R `binom.test(x, n, p)$p.value`.
pub(crate) fn binomial_two_sided(x: u64, n: u64, p: f64) -> f64 {
    let odds = p / (1.0 - p);
    two_sided(0, n, x, |at| odds * (n - at) as f64 / (at + 1) as f64)
}
