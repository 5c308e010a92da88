//! The trend of long series of counts, with seasons and neighbours that resemble each other.

use crate::autoregression::{LEAST_CYCLES, Regression, Weight, seasons};
use crate::outlook::ln;
use crate::{Effect, Level, Reason};

/// Points that the estimate of a trend needs. With fewer, the test rejects more than 6 % of series
/// without a trend whose neighbours are correlated by 0.6.
pub const LEAST_TREND: usize = 30;

/// The factor by which counts change per period: ln(count) = a + b t + season + e, with e(t) = ρ
/// e(t − 1) + noise; the factor is e^b.
///
/// `season` is the number of periods of a year, 1 where there are no seasons. Averaged over ρ as in
/// [`event_study`](crate::event_study). Counts evenly spaced, none missing. Not for series with a
/// break, and no forecast.
///
/// Simulated size of the nominal 5 % test for correlations of 0, 0.3 and 0.6, `benches/src/bin/size.rs`:
/// with 30 points 4.4, 3.8 and 3.8 %.
///
/// # Errors
/// [`Reason::TooFewPoints`] for fewer than thirty counts or two years of seasons,
/// [`Reason::ZeroCount`] for one of zero, [`Reason::NoScatter`] where all lie on the curve.
///
/// ```
/// use crossfoot_stats::{Level, log_trend};
/// let counts: Vec<u64> = (0..36).map(|t| 1_000 + 20 * t + [0, 30, 10][t as usize % 3]).collect();
/// let trend = log_trend(&counts, 1, Level::CUSTOMARY).unwrap();
/// assert!(trend.interval.low > 1.0 && trend.test.p_value < 0.001);
/// assert!(log_trend(&counts[..12], 1, Level::CUSTOMARY).is_err());
/// ```
pub fn log_trend(counts: &[u64], season: usize, level: Level) -> Result<Effect, Reason> {
    let season = season.max(1);
    let least = LEAST_TREND.max(LEAST_CYCLES * season);
    if counts.len() < least {
        return Err(Reason::too_few(counts.len(), "points", least));
    }
    let values: Vec<f64> = counts.iter().map(|count| ln(*count)).collect::<Result<_, _>>()?;
    let rows: Vec<Vec<f64>> = (0..values.len()).map(|t| regressors(t, season)).collect();
    Ok(Regression::new(&values, &rows, Weight::Even)?.effect(1, level).map(f64::exp))
}

/// 1, time, and the seasons but the first.
fn regressors(t: usize, season: usize) -> Vec<f64> {
    let mut row = vec![1.0, t as f64];
    row.extend(seasons(t, season));
    row
}
