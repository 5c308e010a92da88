//! Tests of a value against those before it, and so the intervals for it.

use std::io::Result;

use crossfoot_stats::{Link, against_earlier, large_enough_for_next};
use crossfoot_testing::Noise;

use crate::series::{CORRELATIONS, Counts, affordable, drawn, each, logs, seasonal, seasonal_logs};
use crate::table::Nominal::Size;
use crate::table::{head, is_wanted, row};
use crate::{LEVEL, finds, share};

/// Earlier values, and periods of a year.
const SEASONS: [(usize, usize); 9] =
    [(4, 2), (6, 3), (8, 4), (11, 4), (12, 6), (24, 12), (30, 12), (60, 12), (240, 12)];
/// The same for counts and shares.
const FEW_SEASONS: [(usize, usize); 7] =
    [(4, 2), (6, 3), (8, 4), (12, 6), (24, 12), (60, 12), (240, 12)];
/// Means of counts and how much their rates scatter.
const COUNTS: [Counts; 6] = [
    Counts { mean: 10.0, scatter: 0.2 },
    Counts { mean: 20.0, scatter: 0.0 },
    Counts { mean: 20.0, scatter: 0.2 },
    Counts { mean: 25.0, scatter: 0.5 },
    Counts { mean: 50.0, scatter: 0.0 },
    Counts { mean: 50.0, scatter: 0.2 },
];
/// Things, their share and how much its odds scatter, with numbers of earlier periods.
const SHARES: [(u64, f64, f64, usize); 14] = [
    (5_000, 0.002, 0.2, 3),
    (5_000, 0.004, 0.0, 3),
    (5_000, 0.005, 0.2, 3),
    (5_000, 0.3, 0.2, 3),
    (300, 0.1, 0.2, 3),
    (50, 0.5, 0.0, 3),
    (1_000, 0.025, 0.2, 8),
    (300, 0.1, 0.2, 8),
    (300, 0.1, 0.0, 8),
    (200, 0.9, 0.0, 20),
    (300, 0.9, 0.5, 20),
    (50, 0.5, 0.0, 20),
    (50, 0.5, 0.2, 60),
    (250, 0.1, 0.2, 240),
];
const RATIOS: [(f64, f64, usize); 5] =
    [(22.0, 25.0, 3), (50.0, 30.0, 3), (22.0, 25.0, 8), (22.0, 25.0, 20), (22.0, 25.0, 60)];
/// How much rates scatter where nothing else is said.
const SCATTER: f64 = 0.2;

/// A series, and whether `crossfoot stats` compares its last value with the others.
type Made = (Vec<f64>, bool);

pub(crate) fn table(runs: u64) -> Result<()> {
    head(&["test, design", "ρ = 0", "ρ = 0.3", "ρ = 0.6"])?;
    for earlier in [3, 4, 6, 8, 12, 20, 60, 240] {
        each(&format!("next value after {earlier}"), runs, |run, correlation| {
            next(&logs(run, earlier + 1, correlation, SCATTER), 1, Link::Identity)
        })?;
    }
    for (earlier, season) in SEASONS {
        let name = seasonal_name("value", earlier, season);
        each(&name, affordable(runs, season), |run, correlation| {
            let values = seasonal(run, earlier + 1, correlation, season);
            next(&values, season, Link::Identity)
        })?;
    }
    next_counts(runs)?;
    next_shares(runs)?;
    next_ratios(runs)
}

fn next_counts(runs: u64) -> Result<()> {
    for counts in COUNTS {
        for earlier in [3, 4, 8, 20, 60, 240] {
            let name = format!("next count after {earlier}, {}", counts.name());
            offered(&name, runs, (1, Link::Log), |run, correlation| {
                with_offer(counts.made(run, earlier + 1, correlation, 1), 1)
            })?;
        }
    }
    let least = [(20.0, 0.0), (20.0, SCATTER), (40.0, SCATTER)];
    for counts in least.map(|(mean, scatter)| Counts { mean, scatter }) {
        for (earlier, season) in FEW_SEASONS {
            let name = seasonal_name("count", earlier, season);
            let name = format!("{name}, least {}", counts.name());
            offered(&name, affordable(runs, season), (season, Link::Log), |run, correlation| {
                with_offer(counts.made(run, earlier + 1, correlation, season), season)
            })?;
        }
    }
    Ok(())
}

fn next_shares(runs: u64) -> Result<()> {
    for (things, rate, scatter, earlier) in SHARES {
        let scattering = 100.0 * scatter;
        let name =
            format!("next share after {earlier}, {rate} of {things}, odds ± {scattering:.0} %");
        offered(&name, runs, (1, Link::Logit), |run, correlation| {
            let logs = logs(run, earlier + 1, correlation, scatter);
            of_things(drawn(run, logs, (things, rate)), things, 1)
        })?;
    }
    for (earlier, season) in FEW_SEASONS {
        const THINGS: u64 = 500;
        let name = seasonal_name("share", earlier, season);
        let name = format!("{name}, 0.05 to 0.2 of {THINGS}");
        offered(&name, affordable(runs, season), (season, Link::Logit), |run, correlation| {
            let logs = seasonal_logs(logs(run, earlier + 1, correlation, SCATTER), season);
            of_things(drawn(run, logs, (THINGS, 0.1)), THINGS, season)
        })?;
    }
    Ok(())
}

fn next_ratios(runs: u64) -> Result<()> {
    for (part, whole, earlier) in RATIOS {
        let name = format!("next ratio after {earlier}, {part} to {whole}");
        offered(&name, runs, (1, Link::Log), |run, correlation| {
            let parts = Counts { mean: part, scatter: SCATTER };
            let parts = parts.made(run, earlier + 1, correlation, 1);
            // Another seed than those of the parts.
            let mut noise = Noise::new(run + (1 << 40));
            let wholes = (0..=earlier).map(|_| noise.poisson(whole) as f64).collect();
            let [(parts, parts_offered), (wholes, wholes_offered)] =
                [parts, wholes].map(|counts| with_offer(counts, 1));
            let ratios = parts.iter().zip(&wholes).map(|(part, whole)| part / whole).collect();
            (ratios, parts_offered && wholes_offered)
        })?;
    }
    Ok(())
}

fn seasonal_name(what: &str, earlier: usize, season: usize) -> String {
    format!("next {what} after {earlier}, season of {season}")
}

/// A row with a share for each correlation, of the series for which the test is offered.
fn offered(
    name: &str,
    runs: u64,
    (season, link): (usize, Link),
    made: impl Fn(u64, f64) -> Made + Sync + Send,
) -> Result<()> {
    if !is_wanted(name) {
        return Ok(());
    }
    let found = CORRELATIONS.map(|correlation| {
        share(runs, |run| {
            let (values, offered) = made(run, correlation);
            if offered { next(&values, season, link) } else { None }
        })
    });
    row(name, &found.map(|share| (Size, share)))
}

/// Whether the last value is a surprise after the others.
fn next(values: &[f64], season: usize, link: Link) -> Option<bool> {
    let (last, earlier) = values.split_last()?;
    against_earlier(earlier, *last, season, link, LEVEL).ok().map(finds)
}

/// Counts, and whether those but the last are large enough.
fn with_offer(counts: Vec<f64>, season: usize) -> Made {
    let offered = large_enough_for_next(&counts[..counts.len() - 1], season).is_ok();
    (counts, offered)
}

/// Shares of so many things, of which parts and rests must be large enough.
fn of_things(parts: Vec<f64>, things: u64, season: usize) -> Made {
    let things = things as f64;
    let rests = parts.iter().map(|part| things - part).collect();
    let (_, rests_offered) = with_offer(rests, season);
    let (parts, parts_offered) = with_offer(parts, season);
    (parts.iter().map(|part| part / things).collect(), parts_offered && rests_offered)
}
