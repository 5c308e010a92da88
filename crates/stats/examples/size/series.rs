//! Series whose neighbours are correlated.

use std::io::Result;

use crossfoot_testing::Noise;

use crate::{row, share};

/// Correlations of neighbours.
pub(crate) const CORRELATIONS: [f64; 3] = [0.0, 0.3, 0.6];
/// Most runs of designs whose seasons are months, which take longest.
const MOST_OF_MONTHS: u64 = 2_000;
/// Standard deviation of logarithms.
const SCATTER: f64 = 0.2;

/// How often a design with so many periods of a year is simulated.
pub(crate) fn affordable(runs: u64, season: usize) -> u64 {
    const MONTHS: usize = 12;
    if season == MONTHS { runs.min(MOST_OF_MONTHS) } else { runs }
}

/// A row with a share for each correlation.
pub(crate) fn each(
    name: &str,
    runs: u64,
    found: impl Fn(u64, f64) -> Option<bool> + Sync + Send,
) -> Result<()> {
    row(name, &CORRELATIONS.map(|correlation| share(runs, |run| found(run, correlation))))
}

/// Logarithms that scatter by a fifth.
pub(crate) fn logs(run: u64, n: usize, correlation: f64) -> Vec<f64> {
    let noise = Noise::new(run).neighbours(n, correlation);
    noise.into_iter().map(|noise| SCATTER * noise).collect()
}

/// Counts of events at rates whose logarithms scatter by a fifth.
pub(crate) fn counts(run: u64, n: usize, correlation: f64, mean: f64) -> Vec<f64> {
    happened(run, logs(run, n, correlation), mean)
}

/// Counts of events at rates of these logarithms above that of the mean.
fn happened(run: u64, logs: Vec<f64>, mean: f64) -> Vec<f64> {
    // Another seed than that of the rates.
    let mut noise = Noise::new(!run);
    logs.into_iter().map(|log| noise.poisson(mean * log.exp()) as f64).collect()
}

/// How many of so many things are drawn, at rates of these log odds above those of the rate.
pub(crate) fn drawn(run: u64, logs: Vec<f64>, (things, rate): (u64, f64)) -> Vec<f64> {
    let mut noise = Noise::new(!run);
    let rates = logs.into_iter().map(|log| {
        let odds = rate / (1.0 - rate) * log.exp();
        odds / (1.0 + odds)
    });
    rates.map(|rate| noise.binomial(things, rate) as f64).collect()
}

/// Values with a cycle as high as three standard deviations.
pub(crate) fn seasonal(run: u64, n: usize, correlation: f64, season: usize) -> Vec<f64> {
    const HEIGHT: f64 = 3.0;
    let noise = Noise::new(run).neighbours(n, correlation);
    let values = noise.into_iter().enumerate().map(|(t, noise)| {
        noise + HEIGHT * (t as f64 / season as f64 * std::f64::consts::TAU).sin()
    });
    values.collect()
}

/// Counts of events at rates that are five times as high in one season as in another, in which it is
/// the least.
pub(crate) fn seasonal_counts(
    run: u64,
    n: usize,
    correlation: f64,
    (season, least): (usize, f64),
) -> Vec<f64> {
    let mean = least * 5.0_f64.sqrt();
    happened(run, seasonal_logs(run, n, correlation, season), mean)
}

/// Logarithms that scatter by a fifth around a cycle from its lowest to five times as much.
pub(crate) fn seasonal_logs(run: u64, n: usize, correlation: f64, season: usize) -> Vec<f64> {
    let half = 5.0_f64.ln() / 2.0;
    let logs = logs(run, n, correlation).into_iter().enumerate();
    let logs =
        logs.map(|(t, log)| log + half * (t as f64 / season as f64 * std::f64::consts::TAU).sin());
    logs.collect()
}
