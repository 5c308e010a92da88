//! The trend of long series, with seasons and neighbours that resemble each other.

use crate::autoregression::{Regression, Weight, seasons};
use crate::hidden::refuse_hidden;
use crate::{Effect, Level, Link, Reason};

/// Points that the estimate of a trend needs. With fewer, the test rejects more than 6 % of series
/// without a trend whose neighbours are correlated by 0.6.
pub const LEAST_TREND: usize = 30;
/// Years of seasons that it needs, for the same reason.
const LEAST_YEARS: usize = 4;

/// The change of a series per period: link(y) = a + b t + season + e, with e(t) = ρ e(t − 1) + noise; a
/// factor e^b, or the difference b where the link is the identity.
///
/// `season` is the number of periods of a year, 1 where there are no seasons. Averaged over ρ as in
/// [`event_study`](crate::event_study), with a prior weight in proportion to √(1 − ρ). Values evenly spaced, none missing. Not for series with a
/// break, and no forecast.
///
/// Simulated size of the nominal 5 % test for correlations of 0, 0.3 and 0.6, `examples/size`: with 30
/// points 4.5, 4.7 and 5.4 %.
///
/// # Errors
/// [`Reason::TooFewPoints`] for fewer than thirty values or four years of seasons, those of the link,
/// [`Reason::NoScatter`] where all lie on the curve.
///
/// ```
/// use crossfoot_stats::{Level, Link, series_trend};
/// let counts: Vec<f64> = (0..36).map(|t| f64::from(1_000 + 20 * t + [0, 30, 10][t as usize % 3])).collect();
/// let trend = series_trend(&counts, 1, Link::Log, Level::CUSTOMARY).unwrap();
/// assert!(trend.interval.low > 1.0 && trend.test.p_value < 0.001);
/// assert!(series_trend(&counts[..12], 1, Link::Log, Level::CUSTOMARY).is_err());
/// ```
pub fn series_trend(
    values: &[f64],
    season: usize,
    link: Link,
    level: Level,
) -> Result<Effect, Reason> {
    let rows = rows(values.len(), season.max(1))?;
    slope(&link.all(values)?, &rows, link, level)
}

/// The slope of linked values.
fn slope(values: &[f64], rows: &[Vec<f64>], link: Link, level: Level) -> Result<Effect, Reason> {
    let fit = Regression::new(values, rows, Weight::Falling)?;
    Ok(fit.effect(1, level).map(|slope| link.effect(slope)))
}

/// [`series_trend`] of the logarithms of counts, unless the noise of draws hides how alike neighbours
/// are ([`LEAST_SCATTER`](crate::LEAST_SCATTER)).
///
/// # Errors
/// As [`series_trend`], and [`Reason::HiddenByDraws`] for counts that scatter around the curve less than
/// 10 times as much as independent draws.
///
/// ```
/// use crossfoot_stats::{Level, Reason, count_series_trend};
/// let [small, large] = [10, 1_000].map(|times| {
///     let counts = (0..36).map(|t| f64::from(times * [9, 11, 14, 12, 8][t as usize * t as usize % 5]));
///     counts.collect::<Vec<f64>>()
/// });
/// assert!(count_series_trend(&large, 1, Level::CUSTOMARY).is_ok());
/// let refused = count_series_trend(&small, 1, Level::CUSTOMARY);
/// assert_eq!(refused, Err(Reason::HiddenByDraws(10)));
/// ```
pub fn count_series_trend(counts: &[f64], season: usize, level: Level) -> Result<Effect, Reason> {
    let rows = rows(counts.len(), season.max(1))?;
    let logs = Link::Log.all(counts)?;
    refuse_hidden(&logs, counts.iter().map(|count| 1.0 / count), &rows)?;
    slope(&logs, &rows, Link::Log, level)
}

/// The regressors of so many points.
fn rows(points: usize, season: usize) -> Result<Vec<Vec<f64>>, Reason> {
    let least = LEAST_TREND.max(LEAST_YEARS * season);
    if points < least {
        return Err(Reason::too_few(points, "points", least));
    }
    Ok((0..points).map(|t| regressors(t, season)).collect())
}

/// 1, time, and the seasons but the first.
fn regressors(t: usize, season: usize) -> Vec<f64> {
    let mut row = vec![1.0, t as f64];
    row.extend(seasons(t, season));
    row
}
