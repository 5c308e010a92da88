//! Tests of a value against those before it.

use std::io::Result;

use crossfoot_stats::{Link, against_earlier};
use crossfoot_testing::Noise;

use crate::series::{
    CORRELATIONS, affordable, counts, drawn, each, logs, seasonal, seasonal_counts, seasonal_logs,
};
use crate::{LEVEL, finds, head, row, shares_of};

/// Earlier values, and periods of a year.
const SEASONS: [(usize, usize); 9] =
    [(4, 2), (6, 3), (8, 4), (11, 4), (12, 6), (24, 12), (30, 12), (60, 12), (240, 12)];
/// The same for counts and shares.
const FEW_SEASONS: [(usize, usize); 7] =
    [(4, 2), (6, 3), (8, 4), (12, 6), (24, 12), (60, 12), (240, 12)];
/// Means of counts, or things and their share, with numbers of earlier periods.
const COUNTS: [(f64, usize); 8] =
    [(10.0, 3), (15.0, 3), (50.0, 3), (10.0, 8), (15.0, 8), (10.0, 20), (15.0, 20), (10.0, 240)];
const SHARES: [(u64, f64, usize); 10] = [
    (5_000, 0.002, 3),
    (5_000, 0.003, 3),
    (5_000, 0.3, 3),
    (300, 0.1, 3),
    (25, 0.5, 3),
    (1_000, 0.01, 8),
    (300, 0.1, 8),
    (100, 0.9, 20),
    (25, 0.5, 20),
    (100, 0.1, 240),
];
const RATIOS: [(f64, f64, usize); 4] =
    [(10.0, 15.0, 3), (50.0, 30.0, 3), (10.0, 15.0, 8), (10.0, 15.0, 60)];

/// A series, and whether `crossfoot stats` compares its last value with the others.
type Made = (Vec<f64>, bool);

pub(crate) fn tables(runs: u64) -> Result<()> {
    head(&["test, design", "ρ = 0", "ρ = 0.3", "ρ = 0.6"])?;
    for earlier in [3, 4, 6, 8, 12, 20, 60, 240] {
        each(&format!("next value after {earlier}"), runs, |run, correlation| {
            next(&logs(run, earlier + 1, correlation), 1, Link::Identity)
        })?;
    }
    for (earlier, season) in SEASONS {
        let name = seasonal_name("value", earlier, season);
        each(&name, affordable(runs, season), |run, correlation| {
            let values = seasonal(run, earlier + 1, correlation, season);
            next(&values, season, Link::Identity)
        })?;
    }
    let offered = ["offered, ρ = 0", "offered, ρ = 0.3", "offered, ρ = 0.6"];
    head(&[&["test, design", "ρ = 0", "ρ = 0.3", "ρ = 0.6"], offered.as_slice()].concat())?;
    next_counts(runs)?;
    next_shares(runs)?;
    next_ratios(runs)
}

fn next_counts(runs: u64) -> Result<()> {
    for (mean, earlier) in COUNTS {
        let name = format!("next count after {earlier}, about {mean}");
        both(&name, runs, (1, Link::Log), |run, correlation| {
            with_offer(counts(run, earlier + 1, correlation, mean), 1)
        })?;
    }
    for (least, seasons) in [(10.0, &FEW_SEASONS[..5]), (15.0, &FEW_SEASONS)] {
        for (earlier, season) in seasons.iter().copied() {
            let name = seasonal_name("count", earlier, season);
            let name = format!("{name}, about {least} to {}", 5.0 * least);
            both(&name, runs, (season, Link::Log), |run, correlation| {
                let counts = seasonal_counts(run, earlier + 1, correlation, (season, least));
                with_offer(counts, season)
            })?;
        }
    }
    Ok(())
}

fn next_shares(runs: u64) -> Result<()> {
    for (things, rate, earlier) in SHARES {
        let name = format!("next share after {earlier}, {rate} of {things}");
        both(&name, runs, (1, Link::Logit), |run, correlation| {
            let logs = logs(run, earlier + 1, correlation);
            of_things(drawn(run, logs, (things, rate)), things, 1)
        })?;
    }
    for (earlier, season) in FEW_SEASONS {
        const THINGS: u64 = 300;
        let name = seasonal_name("share", earlier, season);
        let name = format!("{name}, 0.05 to 0.2 of {THINGS}");
        both(&name, runs, (season, Link::Logit), |run, correlation| {
            let logs = seasonal_logs(run, earlier + 1, correlation, season);
            of_things(drawn(run, logs, (THINGS, 0.1)), THINGS, season)
        })?;
    }
    Ok(())
}

fn next_ratios(runs: u64) -> Result<()> {
    for (part, whole, earlier) in RATIOS {
        let name = format!("next ratio after {earlier}, {part} to {whole}");
        both(&name, runs, (1, Link::Log), |run, correlation| {
            let (parts, parts_offered) = with_offer(counts(run, earlier + 1, correlation, part), 1);
            // Another seed than those of the parts.
            let mut noise = Noise::new(run + (1 << 40));
            let wholes = (0..=earlier).map(|_| noise.poisson(whole) as f64).collect();
            let (wholes, wholes_offered) = with_offer(wholes, 1);
            let ratios = parts.iter().zip(&wholes).map(|(part, whole)| part / whole).collect();
            (ratios, parts_offered && wholes_offered)
        })?;
    }
    Ok(())
}

fn seasonal_name(what: &str, earlier: usize, season: usize) -> String {
    format!("next {what} after {earlier}, season of {season}")
}

/// A row with two shares for each correlation: of all series, and of those for which the test is
/// offered.
fn both(
    name: &str,
    runs: u64,
    (season, link): (usize, Link),
    made: impl Fn(u64, f64) -> Made + Sync + Send,
) -> Result<()> {
    let found = CORRELATIONS.map(|correlation| {
        shares_of(runs, |run| {
            let (values, offered) = made(run, correlation);
            let found = next(&values, season, link);
            [found, found.filter(|_| offered)]
        })
    });
    let [all, offered] = [0, 1].map(|at| found.clone().map(|shares| shares[at].clone()));
    row(name, &[all, offered].concat())
}

/// Whether the last value is a surprise after the others.
fn next(values: &[f64], season: usize, link: Link) -> Option<bool> {
    let (last, earlier) = values.split_last()?;
    against_earlier(earlier, *last, season, link, LEVEL).ok().map(finds)
}

/// Counts, and whether those but the last are 10 on average in each season.
fn with_offer(counts: Vec<f64>, season: usize) -> Made {
    const LEAST_MEAN: f64 = 10.0;
    let earlier = &counts[..counts.len() - 1];
    let offered = (0..season).all(|first| {
        let same: Vec<f64> = earlier.iter().skip(first).step_by(season).copied().collect();
        same.iter().sum::<f64>() >= LEAST_MEAN * same.len() as f64
    });
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
