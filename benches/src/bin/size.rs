//! `size [RUNS]`: how often the tests of the statistics find what is not there, and how often their
//! intervals hold what is, as rows of Markdown tables. Nominal: 5 % and 95 %.
#![allow(clippy::float_arithmetic, reason = "simulations are floats")]

use std::io::Write;

use anyhow::Result;
use crossfoot_stats::{
    CountTable, Level, Proportion, against_earlier, difference, event_study, log_trend,
    mean_revision, odds_ratio,
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
                against_earlier(&counts[..earlier], counts[earlier], LEVEL)
                    .is_ok_and(|effect| effect.test.p_value < 0.05)
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
            |run, correlation| {
                log_trend(&counts(run, n, correlation), 1, LEVEL)
                    .is_ok_and(|trend| trend.test.p_value < 0.05)
            },
            runs,
        )?;
        row(
            &mut out,
            &format!("mean revision, {n}"),
            |run, correlation| {
                mean_revision(&Noise(run).neighbours(n, correlation), LEVEL)
                    .is_ok_and(|mean| mean.test.p_value < 0.05)
            },
            runs,
        )?;
    }
    shares(&mut out, runs)?;
    mixes(&mut out, runs)
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
        write!(out, " {:.1} % |", 100.0 * some as f64 / runs as f64)?;
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
                let mut values = Noise(run).neighbours(before + after, correlation);
                for (t, value) in values.iter_mut().enumerate() {
                    *value += 3.0 * (t as f64 / season as f64 * std::f64::consts::TAU).sin();
                }
                event_study(&values, before, season, "points", LEVEL).map_or([false; 2], |study| {
                    [study.level_change, study.slope_change]
                        .map(|effect| effect.test.p_value < 0.05)
                })
            })
            .collect();
        for (at, line) in lines.iter_mut().enumerate() {
            let some = found.iter().filter(|found| found[at]).count();
            *line += &format!(" {:.1} % |", 100.0 * some as f64 / runs as f64);
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
        let (mut size, mut covered, mut odds) = (0_u64, 0_u64, 0_u64);
        let truth = (p2 / (1.0 - p2)) / (p1 / (1.0 - p1));
        for run in 0..runs {
            let mut noise = Noise(run);
            let [from, same, to] = [(n1, p1), (n2, p1), (n2, p2)]
                .map(|(n, p)| Proportion::new(noise.binomial(n, p), n).ok());
            let (Some(from), Some(same), Some(to)) = (from, same, to) else { continue };
            size += u64::from(difference(from, same, LEVEL).test.p_value < 0.05);
            covered += u64::from(difference(from, to, LEVEL).interval.contains(p2 - p1));
            odds += u64::from(
                odds_ratio(from, to, LEVEL).map_or(true, |effect| effect.interval.contains(truth)),
            );
        }
        let [size, covered, odds] = [size, covered, odds].map(|n| 100.0 * n as f64 / runs as f64);
        writeln!(
            out,
            "| {p1} of {n1}, {p2} of {n2} | {size:.1} % | {covered:.1} % | {odds:.1} % |"
        )?;
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
            let (mut covered, mut rejected, mut all) = (0_u64, 0_u64, 0_u64);
            for run in 0..runs {
                let mut noise = Noise(run);
                let rows: Vec<Vec<u64>> =
                    shares.iter().map(|row| noise.multinomial(things, row)).collect();
                let Ok(table) = CountTable::new(&rows) else { continue };
                let found = table.association(LEVEL);
                all += 1;
                rejected += u64::from(found.chi_square.p_value < 0.05);
                covered += u64::from(found.interval.is_none_or(|ends| ends.contains(truth)));
            }
            let [covered, rejected] = [covered, rejected].map(|n| 100.0 * n as f64 / all as f64);
            writeln!(out, "| {name}, {things} | {truth:.3} | {covered:.1} % | {rejected:.1} % |")?;
        }
    }
    Ok(())
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
    let noise = Noise(run).neighbours(n, correlation);
    noise.iter().map(|noise| (10_000.0 * (0.2 * noise).exp()) as u64).collect()
}

/// SplitMix64 and the transform of Box and Muller: the same numbers on every machine.
struct Noise(u64);

impl Noise {
    fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (((mixed ^ (mixed >> 31)) >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    }

    fn normal(&mut self) -> f64 {
        (-2.0 * self.uniform().ln()).sqrt() * (std::f64::consts::TAU * self.uniform()).cos()
    }

    /// Values whose neighbours are correlated, around zero.
    fn neighbours(&mut self, n: usize, correlation: f64) -> Vec<f64> {
        let mut values: Vec<f64> = vec![self.normal() / (1.0 - correlation * correlation).sqrt()];
        for at in 1..n {
            let next = correlation * values[at - 1] + self.normal();
            values.push(next);
        }
        values
    }

    fn binomial(&mut self, n: u64, p: f64) -> u64 {
        (0..n).map(|_| u64::from(self.uniform() < p)).sum()
    }

    fn multinomial(&mut self, n: u64, shares: &[f64]) -> Vec<u64> {
        let mut counts = vec![0; shares.len()];
        for _ in 0..n {
            let mut level = self.uniform();
            let last = shares.len() - 1;
            let at = shares.iter().position(|share| {
                level -= share;
                level < 0.0
            });
            counts[at.unwrap_or(last)] += 1;
        }
        counts
    }
}
