//! Tests of series whose neighbours are correlated.

use std::io::Result;

use crossfoot_stats::{
    EventStudy, Link, against_earlier, event_study, mean_revision, series_trend,
};
use crossfoot_testing::Noise;

use crate::{LEVEL, finds, head, row, share, shares_of};

/// Correlations of neighbours.
const CORRELATIONS: [f64; 3] = [0.0, 0.3, 0.6];
/// Standard deviation of logarithms.
const SCATTER: f64 = 0.2;
/// Earlier values, and periods of a year.
const SEASONS: [(usize, usize); 9] =
    [(4, 2), (6, 3), (8, 4), (11, 4), (12, 6), (24, 12), (30, 12), (60, 12), (240, 12)];

pub(crate) fn tables(runs: u64) -> Result<()> {
    head(&["test, design", "ρ = 0", "ρ = 0.3", "ρ = 0.6"])?;
    for earlier in [3, 4, 6, 8, 12, 20, 60, 240] {
        each(&format!("next value after {earlier}"), runs, |run, correlation| {
            next(&logs(run, earlier + 1, correlation), 1, Link::Identity)
        })?;
    }
    for (earlier, season) in SEASONS {
        each(&seasonal_name("value", earlier, season), runs, |run, correlation| {
            let values = seasonal(run, earlier + 1, correlation, season);
            next(&values, season, Link::Identity)
        })?;
    }
    for (earlier, season) in [(8, 4), (24, 12), (60, 12)] {
        let name = seasonal_name("count", earlier, season);
        each(&format!("{name}, about 10 to 50"), runs, |run, correlation| {
            next(&seasonal_counts(run, earlier + 1, correlation, season), season, Link::Log)
        })?;
    }
    for (mean, earlier) in [(10.0, 3), (15.0, 3), (50.0, 3), (10.0, 8), (15.0, 8), (15.0, 20)] {
        each(&format!("next count after {earlier}, about {mean}"), runs, |run, correlation| {
            next(&counts(run, earlier + 1, correlation, mean), 1, Link::Log)
        })?;
    }
    for (things, rate, earlier) in
        [(5_000, 0.003, 3), (5_000, 0.3, 3), (300, 0.1, 3), (300, 0.1, 8), (100, 0.9, 20)]
    {
        let name = format!("next share after {earlier}, {rate} of {things}");
        each(&name, runs, |run, correlation| {
            next(&shares(run, earlier + 1, correlation, (things, rate)), 1, Link::Logit)
        })?;
    }
    for (n, season) in [(30, 1), (60, 1), (240, 1), (30, 4), (36, 12), (60, 12), (240, 12)] {
        each(&format!("trend, {n}, season of {season}"), runs, |run, correlation| {
            let values = seasonal(run, n, correlation, season);
            series_trend(&values, season, Link::Identity, LEVEL).ok().map(finds)
        })?;
    }
    for n in [30, 60, 240] {
        each(&format!("mean revision, {n}"), runs, |run, correlation| {
            mean_revision(&Noise::new(run).neighbours(n, correlation), LEVEL).ok().map(finds)
        })?;
    }
    for (before, after, season) in [
        (30, 30, 1),
        (30, 90, 1),
        (90, 30, 1),
        (120, 120, 1),
        (30, 30, 4),
        (30, 30, 12),
        (36, 36, 12),
        (60, 60, 12),
    ] {
        let name = format!("event, {before} + {after}, season of {season}");
        let found = CORRELATIONS.map(|correlation| {
            shares_of(runs, |run| {
                let study = event(run, (before, after, season), correlation)?;
                Some([study.level_change, study.slope_change].map(finds))
            })
        });
        row(&format!("{name}: level"), &found.clone().map(|[level, _]| level))?;
        row(&format!("{name}: slope"), &found.map(|[_, slope]| slope))?;
    }
    Ok(())
}

fn seasonal_name(what: &str, earlier: usize, season: usize) -> String {
    format!("next {what} after {earlier}, season of {season}")
}

/// A row with a share for each correlation.
fn each(
    name: &str,
    runs: u64,
    found: impl Fn(u64, f64) -> Option<bool> + Sync + Send,
) -> Result<()> {
    row(name, &CORRELATIONS.map(|correlation| share(runs, |run| found(run, correlation))))
}

/// Whether the last value is a surprise after the others.
fn next(values: &[f64], season: usize, link: Link) -> Option<bool> {
    let (last, earlier) = values.split_last()?;
    against_earlier(earlier, *last, season, link, LEVEL).ok().map(finds)
}

/// Logarithms that scatter by a fifth.
fn logs(run: u64, n: usize, correlation: f64) -> Vec<f64> {
    let noise = Noise::new(run).neighbours(n, correlation);
    noise.into_iter().map(|noise| SCATTER * noise).collect()
}

/// Counts of events at rates whose logarithms scatter by a fifth.
fn counts(run: u64, n: usize, correlation: f64, mean: f64) -> Vec<f64> {
    let logs = logs(run, n, correlation);
    // Another seed than that of the rates.
    let mut noise = Noise::new(!run);
    logs.into_iter().map(|log| noise.poisson(mean * log.exp()) as f64).collect()
}

/// Shares of things drawn at rates whose log odds scatter by a fifth.
fn shares(run: u64, n: usize, correlation: f64, (things, rate): (u64, f64)) -> Vec<f64> {
    let logs = logs(run, n, correlation);
    let mut noise = Noise::new(!run);
    let rates = logs.into_iter().map(|log| {
        let odds = rate / (1.0 - rate) * log.exp();
        odds / (1.0 + odds)
    });
    rates.map(|rate| noise.binomial(things, rate) as f64 / things as f64).collect()
}

/// Values with a cycle as high as three standard deviations.
fn seasonal(run: u64, n: usize, correlation: f64, season: usize) -> Vec<f64> {
    const HEIGHT: f64 = 3.0;
    let noise = Noise::new(run).neighbours(n, correlation);
    let values = noise.into_iter().enumerate().map(|(t, noise)| {
        noise + HEIGHT * (t as f64 / season as f64 * std::f64::consts::TAU).sin()
    });
    values.collect()
}

/// Counts of events at rates that are five times as high in one season as in another.
fn seasonal_counts(run: u64, n: usize, correlation: f64, season: usize) -> Vec<f64> {
    const MEAN: f64 = 22.4;
    let half = 5.0_f64.ln() / 2.0;
    let logs = logs(run, n, correlation)
        .into_iter()
        .enumerate()
        .map(|(t, log)| log + half * (t as f64 / season as f64 * std::f64::consts::TAU).sin());
    let mut noise = Noise::new(!run);
    logs.map(|log| noise.poisson(MEAN * log.exp()) as f64).collect()
}

/// The study of an event that changed nothing.
fn event(
    run: u64,
    (before, after, season): (usize, usize, usize),
    correlation: f64,
) -> Option<EventStudy> {
    let values = seasonal(run, before + after, correlation, season);
    event_study(&values, before, season, "points", LEVEL).ok()
}
