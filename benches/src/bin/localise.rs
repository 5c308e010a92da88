//! `localise FOLDER [FIGURES] [FAULTS] [SEEDS] [tree|two-way]`: localises the faults of balance
//! trees, or of two-way tables of so many cells, and prints the times as a row of a Markdown table.
//!
//! If more sets of a component tie than are listed, the list is cut. Such studies are timed and
//! counted, but the number of their sets is not known.

use std::fs::{File, create_dir_all};
use std::io::Write;
use std::path::PathBuf;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail, ensure};
use crossfoot_audit::localise::verify;
use crossfoot_audit::{LocaliseOptions, localise, show};
use crossfoot_bench::Shape;
use crossfoot_core::Rational;

#[expect(clippy::disallowed_methods, reason = "measuring time is what this binary is for")]
fn main() -> Result<()> {
    let mut arguments = std::env::args().skip(1);
    let folder = PathBuf::from(
        arguments
            .next()
            .context("usage: localise FOLDER [FIGURES] [FAULTS] [SEEDS] [tree|two-way]")?,
    );
    let figures = number(arguments.next(), 100)?;
    let faults = number(arguments.next(), 10)?;
    let seeds = number(arguments.next(), 101)?;
    let shape = match arguments.next().as_deref() {
        None | Some("tree") => Shape::Tree,
        Some("two-way") => Shape::TwoWay,
        Some(other) => bail!("`{other}` is neither `tree` nor `two-way`"),
    };
    create_dir_all(&folder).with_context(|| format!("{} cannot be made", folder.display()))?;
    let options = LocaliseOptions::default();
    let (mut times, mut most_solutions, mut cut) = (Vec::with_capacity(seeds), Rational::ZERO, 0);
    for seed in 0..seeds {
        shape.write(
            figures,
            faults,
            seed as u64,
            &mut File::create(folder.join("study.toml"))?,
            &mut File::create(folder.join("t.csv"))?,
        )?;
        let study = crossfoot_load::load(&folder)?;
        let start = Instant::now();
        let found = localise(&study, &options);
        times.push(start.elapsed());
        ensure!(
            verify(&study, &options, &found).is_ok(),
            "the certificate of seed {seed} proves nothing"
        );
        if found.components.iter().all(|component| component.complete) {
            most_solutions = most_solutions.max(found.solutions());
        } else {
            cut += 1;
        }
    }
    times.sort();
    let mut out = std::io::stdout();
    writeln!(
        out,
        "| shape | figures | faults | studies | median, ms | 95th percentile, ms | most, ms | most lightest sets | lists cut |\n|---|---:|---:|---:|---:|---:|---:|---:|---:|"
    )?;
    writeln!(
        out,
        "| {} | {figures} | {faults} | {seeds} | {} | {} | {} | {most_solutions} | {cut} |",
        shape.name(),
        quantile(&times, 50)?,
        quantile(&times, 95)?,
        quantile(&times, 100)?
    )?;
    Ok(())
}

/// The number that an argument gives.
fn number(argument: Option<String>, default: usize) -> Result<usize> {
    argument.map_or(Ok(default), |text| {
        text.parse().with_context(|| format!("`{text}` is not a number"))
    })
}

/// The time that so many percent of the sorted times do not exceed, in milliseconds.
fn quantile(times: &[Duration], percent: usize) -> Result<String> {
    let time = times
        .get(times.len().saturating_sub(1) * percent / 100)
        .context("no study was measured")?;
    let milliseconds =
        Rational::new(time.as_micros() as i128, 1_000).context("a thousand is not zero")?;
    Ok(show::number(&milliseconds, 2).trim_end_matches('…').to_owned())
}
