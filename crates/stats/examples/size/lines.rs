//! Tests of trends, mean revisions and events.

use std::io::Result;

use crossfoot_stats::{
    EventStudy, Link, Reason, count_series_trend, event_study, event_study_of_counts,
    mean_revision, series_trend,
};
use crossfoot_testing::Noise;

use crate::series::{CORRELATIONS, Counts, affordable, each, seasonal};
use crate::table::Nominal::{AtMost, Size};
use crate::table::{Nominal, head, is_wanted, row};
use crate::{LEVEL, finds, shares_of};

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
    (48, 12),
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

/// Counts whose rates scatter so much that they are many times those of draws: 11, 16, 21, 41 and 251
/// times; and those of independent events and of a few times, which are refused.
const COUNTS: [Counts; 7] = [
    Counts { mean: 100.0, scatter: 0.0 },
    Counts { mean: 10.0, scatter: 0.2 },
    Counts { mean: 250.0, scatter: 0.2 },
    Counts { mean: 60.0, scatter: 0.5 },
    Counts { mean: 500.0, scatter: 0.2 },
    Counts { mean: 1_000.0, scatter: 0.2 },
    Counts { mean: 1_000.0, scatter: 0.5 },
];
/// Points of trends of counts, and periods of a year.
const COUNT_TRENDS: [(usize, usize); 6] = [(30, 1), (60, 1), (240, 1), (30, 4), (48, 12), (60, 12)];
/// Points before and after an event, and periods of a year, of counts.
const COUNT_EVENTS: [(usize, usize, usize); 6] =
    [(30, 30, 1), (30, 90, 1), (90, 30, 1), (120, 120, 1), (30, 30, 4), (36, 36, 12)];

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
    for (n, season) in COUNT_TRENDS {
        for counts in COUNTS {
            let name = format!("trend of counts, {n}, season of {season}, {}", counts.name());
            if !is_wanted(&name) {
                continue;
            }
            let found = CORRELATIONS.map(|correlation| {
                shares_of(affordable(runs, season), |run| {
                    let values = counts.made(run, n, correlation, season);
                    [count_series_trend(&values, season, LEVEL).ok().map(finds)]
                })
            });
            row(&name, &found.map(|[share]| (counts.nominal(), share)))?;
        }
    }
    Ok(())
}

impl Counts {
    /// What tests of lines should find: those that scatter close to the limit are offered if they happen to
    /// scatter much, and then find less.
    fn nominal(self) -> Nominal {
        /// From twice the limit on all are offered.
        const ALL: f64 = 20.0;
        if self.mean * self.scatter * self.scatter < ALL { AtMost } else { Size }
    }
}

fn events(runs: u64) -> Result<()> {
    for (before, after, season) in EVENTS {
        let name = format!("event, {before} + {after}, season of {season}");
        event(&name, affordable(runs, season), Size, |run, correlation| {
            let values = seasonal(run, before + after, correlation, season);
            event_study(&values, before, season, Link::Identity, "points", LEVEL)
        })?;
    }
    for (before, after, season) in COUNT_EVENTS {
        for counts in COUNTS {
            let name = counts.name();
            let name = format!("event, {before} + {after} counts, season of {season}, {name}");
            event(&name, affordable(runs, season), counts.nominal(), |run, correlation| {
                let values = counts.made(run, before + after, correlation, season);
                event_study_of_counts(&values, before, season, "points", LEVEL)
            })?;
        }
    }
    Ok(())
}

/// Rows of the study of an event that changed nothing.
fn event(
    name: &str,
    runs: u64,
    nominal: Nominal,
    study: impl Fn(u64, f64) -> std::result::Result<EventStudy, Reason> + Sync + Send,
) -> Result<()> {
    if !is_wanted(name) {
        return Ok(());
    }
    let found = CORRELATIONS.map(|correlation| {
        shares_of(runs, |run| {
            let study = study(run, correlation).ok();
            [
                study.map(|study| finds(study.level_change)),
                study.map(|study| finds(study.slope_change)),
            ]
        })
    });
    row(&format!("{name}: level"), &found.map(|[level, _]| (nominal, level)))?;
    row(&format!("{name}: slope"), &found.map(|[_, slope]| (nominal, slope)))
}
