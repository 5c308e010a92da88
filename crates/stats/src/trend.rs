//! A trend in proportions (Cochran–Armitage).

use crate::counts::are_large_enough;
use crate::{ConfidenceInterval, Level, Proportion, Reason, Test};

/// Shares that a trend needs.
pub const LEAST_SHARES: usize = 3;

/// The linear trend of a share.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct ShareTrend {
    /// Change of the share per unit of the scores (× 100: percentage points per year).
    pub slope: f64,
    /// Its interval.
    pub interval: ConfidenceInterval,
    /// The Cochran–Armitage test of no slope, as a z with the sign of the slope.
    pub test: Test,
    /// The test that the shares lie on a line.
    pub departure: Test,
    /// Whether the interval and the tests hold their level: at least 50 things in each period, of
    /// which 5 parts and 5 others are expected at one rate.
    pub is_large_enough: bool,
}

/// The Cochran–Armitage trend of proportions over scores such as years.
///
/// Slope b = Σ n (x − x̄) p / Σ n (x − x̄)², with x̄ the mean score weighted by n. Test: z = b √(Σ
/// n (x − x̄)² / (p̄ (1 − p̄))). The standard error of the interval does not pool: √(Σ n² (x − x̄)²
/// p (1 − p) / n) / Σ n (x − x̄)². Departure: χ² of homogeneity − z², on k − 2 degrees of freedom.
/// Assumes independent things. Reference: Armitage (1955), Biometrics 11:375; R
/// `prop.trend.test(x, n, score)`, whose X-squared is z².
///
/// # Errors
/// [`Reason::Mismatch`] for lists of different lengths, [`Reason::TooFewPoints`] for fewer than
/// three shares, of which nothing shows whether they lie on a line, [`Reason::AllEqual`] where all
/// scores are equal, or all shares 0 or all 1.
///
/// ```
/// use crossfoot_stats::{Level, Proportion, share_trend};
/// let shares: Vec<_> = [10, 20, 30].iter().map(|part| Proportion::new(*part, 100).unwrap()).collect();
/// let trend = share_trend(&shares, &[2021.0, 2022.0, 2023.0], Level::CUSTOMARY).unwrap();
/// // By hand: 0.1 per year; z² = (0.1)² · 200 / (0.2 · 0.8) = 12.5.
/// assert!((trend.slope - 0.1).abs() < 1e-12 && (trend.test.statistic.unwrap().powi(2) - 12.5).abs() < 1e-9);
/// assert!(share_trend(&shares[..1], &[2021.0], Level::CUSTOMARY).is_err());
/// ```
pub fn share_trend(
    shares: &[Proportion],
    scores: &[f64],
    level: Level,
) -> Result<ShareTrend, Reason> {
    match shares.len() {
        n if n != scores.len() => return Err(Reason::Mismatch),
        n if n < LEAST_SHARES => return Err(Reason::too_few(n, "points", LEAST_SHARES)),
        _ => {}
    }
    let total: f64 = shares.iter().map(weight).sum();
    let pairs = shares.iter().zip(scores);
    // Relative to the first score, so that years lose no digits.
    let centre = scores[0]
        + pairs.clone().map(|(share, x)| weight(share) * (x - scores[0])).sum::<f64>() / total;
    let spread: f64 =
        pairs.clone().map(|(share, x)| weight(share) * (x - centre) * (x - centre)).sum();
    let pooled = shares.iter().map(|share| share.part() as f64).sum::<f64>() / total;
    let variance = pooled * (1.0 - pooled);
    if !(spread > 0.0 && variance > 0.0) {
        return Err(Reason::AllEqual);
    }
    let slope = pairs
        .clone()
        .map(|(share, x)| (x - centre) * (share.part() as f64 - weight(share) * pooled))
        .sum::<f64>()
        / spread;
    let unpooled: f64 = pairs
        .map(|(share, x)| {
            let p = share.estimate();
            weight(share) * (x - centre) * (x - centre) * p * (1.0 - p)
        })
        .sum();
    let z = slope * (spread / variance).sqrt();
    let homogeneity: f64 = shares
        .iter()
        .map(|share| weight(share) * (share.estimate() - pooled).powi(2) / variance)
        .sum();
    let left = (homogeneity - z * z).max(0.0);
    let df = shares.len() as f64 - 2.0;
    Ok(ShareTrend {
        slope,
        interval: ConfidenceInterval::around(slope, level.z() * unpooled.sqrt() / spread, level),
        test: Test::normal(z),
        departure: Test::chi_square(left, df),
        is_large_enough: are_large_enough(shares),
    })
}

/// The number of things that a share is of.
fn weight(share: &Proportion) -> f64 {
    share.whole() as f64
}
