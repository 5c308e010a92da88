//! `size [RUNS] [draws|next|lines]`: how often the tests of the statistics find an effect where there is none, and how
//! often their intervals contain the truth, as Markdown tables. Nominal: 5 % and 95 %.
#![allow(clippy::float_arithmetic, reason = "simulations are floats")]

mod draws;
mod lines;
mod next;
mod series;

use std::io::{Result, Write, stdout};

use crossfoot_stats::{Effect, Level, Test};
use rayon::prelude::*;

const LEVEL: Level = Level::CUSTOMARY;

fn main() -> Result<()> {
    let runs: u64 = std::env::args().nth(1).and_then(|runs| runs.parse().ok()).unwrap_or(2_000);
    let part = std::env::args().nth(2);
    let holds = |name: &str| part.as_deref().is_none_or(|part| part == name);
    if holds("draws") {
        draws::tables(runs)?;
    }
    if holds("next") {
        next::tables(runs)?;
    }
    if holds("lines") {
        lines::table(runs)?;
    }
    Ok(())
}

/// Prints the head of a table.
fn head(names: &[&str]) -> Result<()> {
    writeln!(stdout(), "\n| {} |\n|---|{}", names.join(" | "), "---:|".repeat(names.len() - 1))
}

/// Prints a row: a name, and how often something holds.
fn row(name: &str, shares: &[String]) -> Result<()> {
    writeln!(stdout(), "| {name} | {} |", shares.join(" | "))
}

/// In how many of the runs something holds, of those in which it is offered; a dash where it seldom
/// is.
fn share(runs: u64, holds: impl Fn(u64) -> Option<bool> + Sync + Send) -> String {
    let [share] = shares_of(runs, |run| [holds(run)]);
    share
}

/// The same for several.
fn shares_of<const N: usize>(
    runs: u64,
    hold: impl Fn(u64) -> [Option<bool>; N] + Sync + Send,
) -> [String; N] {
    /// Without a tenth of the runs a share says nothing.
    const PART: usize = 10;
    let found: Vec<[Option<bool>; N]> = (0..runs).into_par_iter().map(hold).collect();
    std::array::from_fn(|at| {
        let offered: Vec<bool> = found.iter().filter_map(|hold| hold[at]).collect();
        if offered.len() < found.len() / PART {
            return "–".to_owned();
        }
        let some = offered.iter().filter(|holds| **holds).count();
        format!("{:.1} %", 100.0 * some as f64 / offered.len() as f64)
    })
}

/// Whether an effect is found at 5 %.
fn finds(effect: Effect) -> bool {
    rejects(effect.test)
}

fn rejects(test: Test) -> bool {
    test.p_value < 0.05
}
