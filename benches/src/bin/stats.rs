//! `stats FOLDER`: the Monte-Carlo test and all other statistics of a study, and one JSON line with
//! what they took.

use std::hint::black_box;
use std::io::Write;
use std::path::PathBuf;
use std::time::Instant;

use anyhow::{Context, Result, anyhow};
use crossfoot_core::{CellId, ColumnId, Study};
use crossfoot_stats::{CountTable, Options, analyse};
use serde_json::json;

/// Random tables of the Monte-Carlo test.
const DRAWS: u32 = 100_000;
/// Repetitions, of which the quickest counts: other work on the machine only ever adds time.
const REPEAT: usize = 9;

fn main() -> Result<()> {
    let folder = PathBuf::from(std::env::args().nth(1).context("usage: stats FOLDER")?);
    let study = crossfoot_load::load(&folder)?;
    let table = CountTable::new(&counts(&study)?).map_err(|reason| anyhow!("{reason}"))?;
    let p_value = table.monte_carlo(DRAWS, 1).p_value;
    let monte_carlo = least(|| table.monte_carlo(DRAWS, 1));
    // With a single draw the test is still made, but takes no time.
    let options = Options { draws: 1, ..Options::default() };
    let estimates: usize = analyse(&[("published", &study)], &options)
        .sections
        .iter()
        .map(|section| section.estimates.len())
        .sum();
    let others = least(|| analyse(&[("published", &study)], &options));
    let line = json!({ "tool": "crossfoot", "monte_carlo_s": monte_carlo, "p_value": p_value, "others_s": others, "estimates": estimates });
    writeln!(std::io::stdout(), "{line}")?;
    Ok(())
}

/// Years × categories of the first series.
fn counts(study: &Study) -> Result<Vec<Vec<u64>>> {
    let series = study.series.first().context("the study names no series")?;
    let parts = series.parts.iter().map(|column| ColumnId { table: series.table, column: *column });
    (0..study.tables[series.table].rows())
        .map(|row| parts.clone().map(|column| count(study, CellId { column, row })).collect())
        .collect()
}

fn count(study: &Study, cell: CellId) -> Result<u64> {
    let figure = study.cell(cell).figure();
    let whole = figure.and_then(|figure| figure.value().to_rational().to_integer());
    whole.and_then(|count| u64::try_from(count).ok()).context("a part is not a count")
}

/// The least of the times that the work took.
#[expect(clippy::disallowed_methods, reason = "measuring time is what this binary is for")]
fn least<T>(work: impl Fn() -> T) -> f64 {
    let times = (0..REPEAT).map(|_| {
        let start = Instant::now();
        black_box(work());
        start.elapsed().as_secs_f64()
    });
    times.fold(f64::INFINITY, f64::min)
}
