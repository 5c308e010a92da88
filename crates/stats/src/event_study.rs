//! What an event changed in a series: a line before, a line after, and errors that allow for
//! neighbours that resemble each other.

use crossfoot_core::{Phrase, say};

use crate::linear::{inverse, times};
use crate::{ConfidenceInterval, Effect, Level, Reason, Test};

/// Points that are needed on either side of the event: a line through fewer says nothing of the
/// errors around it.
pub const LEAST_ON_EITHER_SIDE: usize = 8;

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
    /// Lags over which errors may be correlated.
    pub lags: usize,
}

/// An interrupted time series by least squares: y = a + b t + c·after + d·after·(t − t₀), with t₀
/// the first period after the event.
///
/// Errors after Newey and West with Bartlett weights 1 − l / (L + 1) over L = ⌊4 (n / 100)^(2/9)⌋
/// lags, no small-sample factor; intervals and tests are normal. Assumes that without the event the
/// line before would have gone on: nothing else changed at the time. Values in any unit, evenly
/// spaced, none missing. Reference: Newey & West (1987), Econometrica 55:703; statsmodels
/// `OLS(y, X).fit(cov_type="HAC", cov_kwds={"maxlags": L})`.
///
/// # Errors
/// [`Reason::TooFewPoints`] with fewer than eight values on either side; [`Reason::NoScatter`]
/// where the values lie on the lines.
///
/// ```
/// use crossfoot_stats::{Level, event_study};
/// let noise = [1.0, -2.0, 0.5, 1.5, -1.0, 0.0, 2.0, -2.0];
/// let before = noise.iter().map(|e| 100.0 + e);
/// let after = noise.iter().map(|e| 60.0 - e);
/// let values: Vec<f64> = before.chain(after).collect();
/// let study = event_study(&values, 8, "monthly points", Level::CUSTOMARY).unwrap();
/// assert!((study.level_change.estimate + 40.0).abs() < 3.0);
/// let refused = event_study(&values[..4], 2, "annual points", Level::CUSTOMARY).unwrap_err();
/// assert_eq!(refused.to_string(), "cannot be estimated from four annual points; at least 8 before and 8 after are needed");
/// ```
pub fn event_study(
    values: &[f64],
    before: usize,
    unit: impl Into<Phrase>,
    level: Level,
) -> Result<EventStudy, Reason> {
    let n = values.len();
    if before < LEAST_ON_EITHER_SIDE || n < before + LEAST_ON_EITHER_SIDE {
        let needed = say!(
            "{} before and {} after",
            LEAST_ON_EITHER_SIDE.to_string(),
            LEAST_ON_EITHER_SIDE.to_string()
        );
        return Err(Reason::TooFewPoints { found: n, unit: unit.into(), needed });
    }
    let fit = Fit::new(values, before)?;
    Ok(EventStudy {
        level_change: fit.effect(2, level)?,
        slope_change: fit.effect(3, level)?,
        slope_before: fit.effect(1, level)?,
        lags: fit.lags,
    })
}

/// The two lines by least squares, with errors after Newey and West.
struct Fit {
    coefficients: [f64; 4],
    errors: [f64; 4],
    /// Errors up to this are rounding in the last bits.
    rounding: f64,
    lags: usize,
}

impl Fit {
    fn new(values: &[f64], before: usize) -> Result<Self, Reason> {
        let (mut squares, mut products) = ([[0.0; 4]; 4], [0.0; 4]);
        for (t, value) in values.iter().enumerate() {
            let x = regressors(t, before);
            for i in 0..4 {
                products[i] += x[i] * value;
                (0..4).for_each(|j| squares[i][j] += x[i] * x[j]);
            }
        }
        let bread = inverse(squares).ok_or(Reason::NotConverged)?;
        let coefficients = times(&bread, &products);
        let scores: Vec<[f64; 4]> = (values.iter().enumerate())
            .map(|(t, value)| {
                let x = regressors(t, before);
                let residual = value - x.iter().zip(&coefficients).map(|(a, b)| a * b).sum::<f64>();
                x.map(|part| part * residual)
            })
            .collect();
        let lags = (4.0 * (values.len() as f64 / 100.0).powf(2.0 / 9.0)) as usize;
        let meat = long_run_covariance(&scores, lags);
        let errors = [0, 1, 2, 3].map(|at| {
            let variance: f64 = (0..4)
                .map(|i| (0..4).map(|j| bread[at][i] * meat[i][j] * bread[j][at]).sum::<f64>())
                .sum();
            variance.max(0.0).sqrt()
        });
        let largest = values.iter().map(|value| value.abs()).fold(0.0, f64::max);
        Ok(Self { coefficients, errors, rounding: f64::EPSILON * largest, lags })
    }

    fn effect(&self, at: usize, level: Level) -> Result<Effect, Reason> {
        let (estimate, error) = (self.coefficients[at], self.errors[at]);
        if error <= self.rounding {
            return Err(Reason::NoScatter);
        }
        Ok(Effect {
            estimate,
            interval: ConfidenceInterval::around(estimate, level.z() * error, level),
            test: Test::normal(estimate / error),
        })
    }
}

/// What the values are regressed on: 1, time since the event, and both again after it.
fn regressors(t: usize, before: usize) -> [f64; 4] {
    let since = t as f64 - before as f64;
    if t < before { [1.0, since, 0.0, 0.0] } else { [1.0, since, 1.0, since] }
}

/// The covariance of the scores with Bartlett weights over the lags.
fn long_run_covariance(scores: &[[f64; 4]], lags: usize) -> [[f64; 4]; 4] {
    let mut covariance = [[0.0; 4]; 4];
    for lag in 0..=lags {
        let weight = 1.0 - lag as f64 / (lags + 1) as f64;
        for (late, early) in scores[lag..].iter().zip(scores) {
            for i in 0..4 {
                // At lag 0 the two terms are one and the same.
                (0..4).for_each(|j| {
                    covariance[i][j] += if lag == 0 {
                        late[i] * early[j]
                    } else {
                        weight * (late[i] * early[j] + early[i] * late[j])
                    }
                });
            }
        }
    }
    covariance
}
