//! What an event changed in a series: a line before and a line after, with seasons, and with errors
//! that resemble their neighbours.

use crossfoot_core::{Phrase, say};

use crate::autoregression::{LEAST_CYCLES, Regression, Weight, seasons};
use crate::hidden::refuse_hidden;
use crate::{Effect, Level, Link, Reason};

/// Points that are needed on either side of the event. With fewer, the tests reject more than 6 % of
/// series in which nothing happened and neighbours are correlated by 0.6.
pub const LEAST_ON_EITHER_SIDE: usize = 30;

/// An interrupted time series.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct EventStudy {
    /// Change of level in the first period after the event, against the line before it continued.
    pub level_change: Effect,
    /// Change of slope, per period.
    pub slope_change: Effect,
    /// The slope before the event, per period.
    pub slope_before: Effect,
}

/// An interrupted time series: link(y) = a + b t + c·after + d·after·(t − t₀) + season + e, with t₀ the
/// first period after the event and e(t) = ρ e(t − 1) + noise.
///
/// `season` is the number of periods of a year, 1 where there are no seasons; each season but the
/// first has its own level. Generalised least squares with Student's t for every ρ from −0.99 to
/// 0.99, averaged with the weights of restricted maximum likelihood, so that not knowing ρ widens the
/// intervals; slopes with a prior weight in proportion to √(1 − ρ). The test therefore has no single t statistic. Assumes that the line before would have
/// continued without the event: nothing else changed at that time. Not for series with a bend or
/// break elsewhere. Values in any unit, evenly spaced, none missing. Effects are differences, or ratios
/// where the link is the logarithm: then months that scatter in proportion to their level do not
/// pass for an event.
///
/// Simulated size of the nominal 5 % tests for correlations of 0, 0.3 and 0.6, `examples/size`:
/// with 30 and 30 points level 4.3, 5.0 and 5.7 %, slope 4.9, 4.7 and 4.8 %.
///
/// Reference: Zellner and Tiao (1964), J. Am. Stat. Assoc. 59:763; for each ρ it is statsmodels
/// `GLS(y, X, sigma=toeplitz(rho ** arange(n)))`.
///
/// # Errors
/// [`Reason::TooFewPoints`] with fewer than thirty values, or two years of seasons, on either side;
/// [`Reason::NoScatter`] where the values lie on the lines.
///
/// ```
/// use crossfoot_stats::{Level, Link, event_study};
/// let noise = [1.0, -2.0, 0.5, 1.5, -1.0, 0.0, 2.0, -2.0];
/// let values: Vec<f64> =
///     (0..64).map(|t| if t < 32 { 100.0 } else { 60.0 } + noise[t * t % 8]).collect();
/// let study = event_study(&values, 32, 1, Link::Identity, "months", Level::CUSTOMARY).unwrap();
/// assert!((study.level_change.estimate + 40.0).abs() < 3.0);
/// let refused = event_study(&values[..4], 2, 1, Link::Identity, "annual points", Level::CUSTOMARY).unwrap_err();
/// assert_eq!(refused.to_string(), "cannot be estimated from four annual points; at least 30 before and 30 after are needed");
/// ```
pub fn event_study(
    values: &[f64],
    before: usize,
    season: usize,
    link: Link,
    unit: impl Into<Phrase>,
    level: Level,
) -> Result<EventStudy, Reason> {
    let rows = rows(values.len(), before, season.max(1), unit.into())?;
    changes(&link.all(values)?, &rows, link, level)
}

/// The changes of linked values.
fn changes(
    values: &[f64],
    rows: &[Vec<f64>],
    link: Link,
    level: Level,
) -> Result<EventStudy, Reason> {
    let [level_fit, slope_fit] =
        [Weight::Even, Weight::Falling].map(|prior| Regression::new(values, rows, prior));
    let slope_fit = slope_fit?;
    let level_change = level_fit?.effect(2, level);
    let [slope_change, slope_before] = [3, 1].map(|at| slope_fit.effect(at, level));
    let [level_change, slope_change, slope_before] = [level_change, slope_change, slope_before]
        .map(|effect| effect.map(|difference| link.effect(difference)));
    Ok(EventStudy { level_change, slope_change, slope_before })
}

/// [`event_study`] of the logarithms of counts, unless the noise of draws hides how alike neighbours are
/// ([`LEAST_SCATTER`](crate::LEAST_SCATTER)).
///
/// # Errors
/// As [`event_study`], and [`Reason::HiddenByDraws`] for counts that scatter around the lines less than
/// 10 times as much as independent draws.
///
/// ```
/// use crossfoot_stats::{Level, Reason, event_study_of_counts};
/// let [small, large] = [10, 1_000].map(|times| {
///     let counts = (0..64).map(|t| f64::from(times * [9, 11, 14, 12, 8][t as usize * t as usize % 5]));
///     counts.collect::<Vec<f64>>()
/// });
/// assert!(event_study_of_counts(&large, 32, 1, "months", Level::CUSTOMARY).is_ok());
/// let refused = event_study_of_counts(&small, 32, 1, "months", Level::CUSTOMARY);
/// assert_eq!(refused, Err(Reason::HiddenByDraws(10)));
/// ```
pub fn event_study_of_counts(
    counts: &[f64],
    before: usize,
    season: usize,
    unit: impl Into<Phrase>,
    level: Level,
) -> Result<EventStudy, Reason> {
    let rows = rows(counts.len(), before, season.max(1), unit.into())?;
    let logs = Link::Log.all(counts)?;
    refuse_hidden(&logs, counts.iter().map(|count| 1.0 / count), &rows)?;
    changes(&logs, &rows, Link::Log, level)
}

/// The regressors of so many points.
fn rows(
    points: usize,
    before: usize,
    season: usize,
    unit: Phrase,
) -> Result<Vec<Vec<f64>>, Reason> {
    let least = LEAST_ON_EITHER_SIDE.max(LEAST_CYCLES * season);
    if before < least || points < before + least {
        let needed = say!("{} before and {} after", least.to_string(), least.to_string());
        return Err(Reason::TooFewPoints { found: points, unit, needed });
    }
    Ok((0..points).map(|t| regressors(t, before, season)).collect())
}

/// What the values are regressed on: 1, time since the event, both again after it, and the seasons.
fn regressors(t: usize, before: usize, season: usize) -> Vec<f64> {
    let since = t as f64 - before as f64;
    let after = f64::from(u8::from(t >= before));
    let mut row = vec![1.0, since, after, after * since];
    row.extend(seasons(t, season));
    row
}
