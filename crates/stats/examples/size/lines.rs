//! Tests of trends, mean revisions and events.

use std::io::Result;

use crossfoot_stats::{Effect, EventStudy, Link, event_study, mean_revision, series_trend};
use crossfoot_testing::Noise;

use crate::series::{CORRELATIONS, affordable, counts, each, seasonal, seasonal_counts};
use crate::{LEVEL, finds, head, row, shares_of};

/// Points, and periods of a year, of the trends.
const TRENDS: [(usize, usize); 11] = [
    (30, 1),
    (60, 1),
    (240, 1),
    (30, 2),
    (30, 3),
    (30, 4),
    (240, 4),
    (30, 6),
    (36, 12),
    (60, 12),
    (240, 12),
];
/// Points before and after an event, and periods of a year.
const EVENTS: [(usize, usize, usize); 13] = [
    (30, 30, 1),
    (30, 90, 1),
    (90, 30, 1),
    (120, 120, 1),
    (30, 30, 2),
    (30, 30, 3),
    (30, 30, 4),
    (30, 30, 6),
    (30, 30, 12),
    (36, 36, 12),
    (60, 60, 12),
    (30, 210, 12),
    (120, 120, 12),
];

pub(crate) fn table(runs: u64) -> Result<()> {
    head(&["test, design", "ρ = 0", "ρ = 0.3", "ρ = 0.6"])?;
    trends(runs)?;
    for n in [30, 60, 240] {
        each(&format!("mean revision, {n}"), runs, |run, correlation| {
            mean_revision(&Noise::new(run).neighbours(n, correlation), LEVEL).ok().map(finds)
        })?;
    }
    events(runs)
}

fn trends(runs: u64) -> Result<()> {
    for (n, season) in TRENDS {
        each(
            &format!("trend, {n}, season of {season}"),
            affordable(runs, season),
            |run, correlation| {
                let values = seasonal(run, n, correlation, season);
                series_trend(&values, season, Link::Identity, LEVEL).ok().map(finds)
            },
        )?;
    }
    for (n, mean) in [(30, 3.0), (30, 5.0), (30, 10.0), (240, 10.0)] {
        each(&format!("trend of counts, {n}, about {mean}"), runs, |run, correlation| {
            let counts = counts(run, n, correlation, mean);
            series_trend(&counts, 1, Link::Log, LEVEL).ok().map(finds)
        })?;
    }
    each(
        "trend of counts, 36, season of 12, about 10 to 50",
        affordable(runs, 12),
        |run, correlation| {
            let counts = seasonal_counts(run, 36, correlation, (12, 10.0));
            series_trend(&counts, 12, Link::Log, LEVEL).ok().map(finds)
        },
    )
}

fn events(runs: u64) -> Result<()> {
    for (before, after, season) in EVENTS {
        let name = format!("event, {before} + {after}, season of {season}");
        event(&name, affordable(runs, season), (before, season), |run, correlation| {
            seasonal(run, before + after, correlation, season)
        })?;
    }
    for (before, after, mean) in [(30, 30, 2.0), (30, 30, 10.0), (30, 90, 2.0)] {
        let name = format!("event, {before} + {after} counts of about {mean}");
        event(&name, runs, (before, 1), |run, correlation| {
            counts(run, before + after, correlation, mean)
        })?;
    }
    Ok(())
}

/// Rows of the study of an event that changed nothing.
fn event(
    name: &str,
    runs: u64,
    (before, season): (usize, usize),
    values: impl Fn(u64, f64) -> Vec<f64> + Sync + Send,
) -> Result<()> {
    let found = CORRELATIONS.map(|correlation| {
        shares_of(runs, |run| {
            let values = values(run, correlation);
            let study = event_study(&values, before, season, "points", LEVEL).ok();
            let of = |effect: fn(EventStudy) -> Effect| study.map(effect).map(finds);
            [of(|study| study.level_change), of(|study| study.slope_change)]
        })
    });
    row(&format!("{name}: level"), &found.clone().map(|[level, _]| level))?;
    row(&format!("{name}: slope"), &found.map(|[_, slope]| slope))
}
