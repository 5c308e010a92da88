//! `size [RUNS]`: how often the tests of the statistics find an effect where there is none, and how
//! often their intervals contain the truth, as Markdown tables. Nominal: 5 % and 95 %.
#![allow(clippy::float_arithmetic, reason = "simulations are floats")]

use std::io::Write;

use anyhow::Result;
use crossfoot_bench::causes;
use crossfoot_bench::noise::Noise;
use crossfoot_stats::{
    CountTable, Effect, Level, Proportion, Test, against_earlier, difference, event_study,
    log_trend, mean_revision, odds_ratio,
};
use rayon::prelude::*;

const LEVEL: Level = Level::CUSTOMARY;
/// The shares of rows that are alike.
const ALIKE: &[f64] = &[0.5, 0.3, 0.2];
/// Correlations of neighbours.
const CORRELATIONS: [f64; 3] = [0.0, 0.3, 0.6];

fn main() -> Result<()> {
    let runs: u64 = std::env::args().nth(1).map_or(Ok(2_000), |runs| runs.parse())?;
    let mut out = std::io::stdout();
    writeln!(out, "| test, design | ρ = 0 | ρ = 0.3 | ρ = 0.6 |\n|---|---:|---:|---:|")?;
    for earlier in [3, 4, 6, 8, 12, 20] {
        row(
            &mut out,
            &format!("next count after {earlier}"),
            |run, correlation| {
                let counts = counts(run, earlier + 1, correlation);
                against_earlier(&counts[..earlier], counts[earlier], LEVEL).is_ok_and(finds)
            },
            runs,
        )?;
    }
    for (before, after, season) in [(30, 30, 1), (40, 30, 1), (30, 30, 4), (36, 36, 12)] {
        let title = format!("event, {before} + {after}, season of {season}");
        events(&mut out, &title, (before, after, season), runs)?;
    }
    for n in [30, 60] {
        row(
            &mut out,
            &format!("trend, {n}"),
            |run, correlation| log_trend(&counts(run, n, correlation), 1, LEVEL).is_ok_and(finds),
            runs,
        )?;
        row(
            &mut out,
            &format!("mean revision, {n}"),
            |run, correlation| {
                mean_revision(&Noise::new(run).neighbours(n, correlation), LEVEL).is_ok_and(finds)
            },
            runs,
        )?;
    }
    shares(&mut out, runs)?;
    mixes(&mut out, runs)
}

fn finds(effect: Effect) -> bool {
    rejects(effect.test)
}

fn rejects(test: Test) -> bool {
    test.p_value < 0.05
}

/// One row: the share of runs in which something is found, for each correlation.
fn row(
    out: &mut impl Write,
    title: &str,
    found: impl Fn(u64, f64) -> bool + Sync,
    runs: u64,
) -> Result<()> {
    write!(out, "| {title} |")?;
    for correlation in CORRELATIONS {
        let some = (0..runs).into_par_iter().filter(|run| found(*run, correlation)).count();
        write!(out, " {} |", percent(some, runs))?;
    }
    writeln!(out)?;
    Ok(())
}

/// Two rows: the shares of runs in which an event study finds a change of level, and of slope.
fn events(
    out: &mut impl Write,
    title: &str,
    (before, after, season): (usize, usize, usize),
    runs: u64,
) -> Result<()> {
    let mut lines = [format!("| {title}: level |"), format!("| {title}: slope |")];
    for correlation in CORRELATIONS {
        let found: Vec<[bool; 2]> = (0..runs)
            .into_par_iter()
            .map(|run| {
                let mut values = Noise::new(run).neighbours(before + after, correlation);
                for (t, value) in values.iter_mut().enumerate() {
                    *value += 3.0 * (t as f64 / season as f64 * std::f64::consts::TAU).sin();
                }
                event_study(&values, before, season, "points", LEVEL)
                    .map_or([false; 2], |study| [study.level_change, study.slope_change].map(finds))
            })
            .collect();
        for (at, line) in lines.iter_mut().enumerate() {
            let some = found.iter().filter(|found| found[at]).count();
            *line += &format!(" {} |", percent(some, runs));
        }
    }
    writeln!(out, "{}", lines.join("\n"))?;
    Ok(())
}

/// Two shares that are the same, and the coverage of intervals where they differ.
fn shares(out: &mut impl Write, runs: u64) -> Result<()> {
    writeln!(
        out,
        "\n| two shares | size of the test | difference covered | odds ratio covered |\n|---|---:|---:|---:|"
    )?;
    for (n1, n2, p1, p2) in [
        (5_328, 2_214, 0.002, 0.004),
        (5_328, 2_214, 0.7, 0.8),
        (200, 100, 0.05, 0.15),
        (100, 100, 0.5, 0.3),
        (60, 40, 0.1, 0.1),
    ] {
        let (mut size, mut covered, mut odds) = (0, 0, 0);
        let truth = (p2 / (1.0 - p2)) / (p1 / (1.0 - p1));
        for run in 0..runs {
            let mut noise = Noise::new(run);
            let [from, same, to] = [(n1, p1), (n2, p1), (n2, p2)]
                .map(|(n, p)| Proportion::new(noise.binomial(n, p), n).ok());
            let (Some(from), Some(same), Some(to)) = (from, same, to) else { continue };
            size += usize::from(finds(difference(from, same, LEVEL)));
            covered += usize::from(difference(from, to, LEVEL).interval.contains(p2 - p1));
            odds += usize::from(
                odds_ratio(from, to, LEVEL).map_or(true, |effect| effect.interval.contains(truth)),
            );
        }
        let [size, covered, odds] = [size, covered, odds].map(|some| percent(some, runs));
        writeln!(out, "| {p1} of {n1}, {p2} of {n2} | {size} | {covered} | {odds} |")?;
    }
    Ok(())
}

/// The coverage of the interval of Cramér's V.
fn mixes(out: &mut impl Write, runs: u64) -> Result<()> {
    writeln!(
        out,
        "\n| composition, things a row | V | covered | size of chi-square |\n|---|---:|---:|---:|"
    )?;
    let designs: [(&str, &[&[f64]]); 5] = [
        ("2 × 2 alike", &[&[0.8, 0.2], &[0.8, 0.2]]),
        ("2 × 2", &[&[0.75, 0.25], &[0.25, 0.75]]),
        ("2 × 3", &[&[0.5, 0.3, 0.2], &[0.3, 0.4, 0.3]]),
        ("4 × 3 alike", &[ALIKE; 4]),
        (
            "4 × 4",
            &[
                &[0.3455, 0.0111, 0.0020, 0.6414],
                &[0.3029, 0.0116, 0.0020, 0.6835],
                &[0.2650, 0.0171, 0.0020, 0.7159],
                &[0.1134, 0.0370, 0.0045, 0.8451],
            ],
        ),
    ];
    for (name, shares) in designs {
        for things in [150, 1_000, 5_000] {
            let truth = v_of(shares);
            let (mut covered, mut rejected, mut all) = (0, 0, 0);
            for run in 0..runs {
                let mut noise = Noise::new(run);
                let rows: Vec<Vec<u64>> =
                    shares.iter().map(|row| noise.multinomial(things, row)).collect();
                let Ok(table) = CountTable::new(&rows) else { continue };
                let found = table.association(LEVEL);
                all += 1;
                rejected += usize::from(rejects(found.chi_square));
                covered += usize::from(found.interval.is_none_or(|ends| ends.contains(truth)));
            }
            let [covered, rejected] = [covered, rejected].map(|some| percent(some, all));
            writeln!(out, "| {name}, {things} | {truth:.3} | {covered} | {rejected} |")?;
        }
    }
    Ok(())
}

fn percent(some: usize, runs: u64) -> String {
    causes::percent(some as f64, runs as usize)
}

/// Cramér's V of rows of the same size.
fn v_of(shares: &[&[f64]]) -> f64 {
    let rows = shares.len() as f64;
    let columns = shares[0].len();
    let means: Vec<f64> =
        (0..columns).map(|at| shares.iter().map(|row| row[at]).sum::<f64>() / rows).collect();
    let square: f64 = shares
        .iter()
        .flat_map(|row| row.iter().zip(&means).map(|(p, mean)| (p - mean).powi(2) / mean))
        .sum();
    (square / rows / (shares.len().min(columns) - 1) as f64).sqrt()
}

/// Counts whose logarithms scatter by a fifth around 10,000.
fn counts(run: u64, n: usize, correlation: f64) -> Vec<u64> {
    let noise = Noise::new(run).neighbours(n, correlation);
    noise.iter().map(|noise| (10_000.0 * (0.2 * noise).exp()) as u64).collect()
}
