//! Series whose neighbours are correlated.

use std::io::Result;

use crossfoot_testing::Noise;

use crate::share;
use crate::table::Nominal::Size;
use crate::table::{is_wanted, row};

/// Correlations of neighbours.
pub(crate) const CORRELATIONS: [f64; 3] = [0.0, 0.3, 0.6];
/// Most runs of designs whose seasons are months, which take longest.
const MOST_OF_MONTHS: u64 = 2_000;
/// The highest rate of a year over its lowest.
const HIGHEST: f64 = 5.0;

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
    if !is_wanted(name) {
        return Ok(());
    }
    row(name, &CORRELATIONS.map(|correlation| (Size, share(runs, |run| found(run, correlation)))))
}

/// Logarithms with this standard deviation.
pub(crate) fn logs(run: u64, n: usize, correlation: f64, scatter: f64) -> Vec<f64> {
    let noise = Noise::new(run).neighbours(n, correlation);
    noise.into_iter().map(|noise| scatter * noise).collect()
}

/// How counts are made: their mean, or the least mean of a season, and the standard deviation of the
/// logarithms of their rates, 0 for independent events.
#[derive(Clone, Copy)]
pub(crate) struct Counts {
    pub(crate) mean: f64,
    pub(crate) scatter: f64,
}

impl Counts {
    /// Counts of events, with periods of a year of which one has a rate five times that of another.
    pub(crate) fn made(self, run: u64, n: usize, correlation: f64, season: usize) -> Vec<f64> {
        // The rates use another seed.
        let mut noise = Noise::new(!run);
        let logs = seasonal_logs(logs(run, n, correlation, self.scatter), season);
        let mean = if season > 1 { self.mean * HIGHEST.sqrt() } else { self.mean };
        logs.into_iter().map(|log| noise.poisson(mean * log.exp()) as f64).collect()
    }

    pub(crate) fn name(self) -> String {
        let Self { mean, scatter } = self;
        format!("about {mean}, rates ± {:.0} %", 100.0 * scatter)
    }
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

/// Logarithms with a yearly cycle: its highest season is five times its lowest. Without seasons they
/// stay as they are.
pub(crate) fn seasonal_logs(logs: Vec<f64>, season: usize) -> Vec<f64> {
    if season <= 1 {
        return logs;
    }
    let half = HIGHEST.ln() / 2.0;
    let logs = logs.into_iter().enumerate();
    let logs =
        logs.map(|(t, log)| log + half * (t as f64 / season as f64 * std::f64::consts::TAU).sin());
    logs.collect()
}
