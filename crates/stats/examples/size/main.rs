//! `size [RUNS] [draws|next|lines|all] [NAME]`: how often the tests of the statistics find an effect where there is none, and how
//! often their intervals contain the truth, as Markdown tables; at the end, what lies outside its bounds.
//! Nominal: 5 % and 95 %. `NAME` selects series and compositions whose names contain it.
#![allow(clippy::float_arithmetic, reason = "simulations are floats")]

mod compositions;
mod draws;
mod lines;
mod next;
mod series;
mod table;

use std::io::Result;

use crossfoot_stats::{Effect, Level, Test};
use rayon::prelude::*;
use table::Share;

const LEVEL: Level = Level::CUSTOMARY;

fn main() -> Result<()> {
    let runs: u64 = std::env::args().nth(1).and_then(|runs| runs.parse().ok()).unwrap_or(2_000);
    let part = std::env::args().nth(2).unwrap_or_else(|| "all".to_owned());
    if let Some(name) = std::env::args().nth(3) {
        table::want(name);
    }
    if ["draws", "all"].contains(&part.as_str()) {
        draws::tables(runs)?;
        compositions::table(runs)?;
    }
    if ["next", "all"].contains(&part.as_str()) {
        next::table(runs)?;
    }
    if ["lines", "all"].contains(&part.as_str()) {
        lines::table(runs)?;
    }
    table::outside()
}

/// In how many of the runs something holds, of those in which it is offered; a dash where it seldom
/// is.
fn share(runs: u64, holds: impl Fn(u64) -> Option<bool> + Sync + Send) -> Share {
    let [share] = shares_of(runs, |run| [holds(run)]);
    share
}

/// The same for several.
fn shares_of<const N: usize>(
    runs: u64,
    hold: impl Fn(u64) -> [Option<bool>; N] + Sync + Send,
) -> [Share; N] {
    /// With less than a third of the runs a share says little.
    const PART: usize = 3;
    let found: Vec<[Option<bool>; N]> = (0..runs).into_par_iter().map(hold).collect();
    std::array::from_fn(|at| {
        let offered: Vec<bool> = found.iter().filter_map(|hold| hold[at]).collect();
        let some = offered.iter().filter(|holds| **holds).count();
        let enough = offered.len() * PART >= found.len();
        enough.then(|| some as f64 / offered.len() as f64)
    })
}

/// Whether an effect is found at 5 %.
fn finds(effect: Effect) -> bool {
    rejects(effect.test)
}

fn rejects(test: Test) -> bool {
    test.p_value < 0.05
}
