//! Tests of compositions, and intervals of Cramér's V.

use std::io::Result;

use crossfoot_stats::CountTable;
use crossfoot_testing::Noise;

use crate::table::Nominal::{AtMost, Covered, Power, Size};
use crate::table::{head, is_wanted, row};
use crate::{LEVEL, rejects, shares_of};

/// Random tables of a Monte-Carlo test; fewer than those of `crossfoot stats`.
const TABLES: u32 = 500;

/// The shares of rows that are alike.
const ALIKE: &[f64] = &[0.5, 0.3, 0.2];
/// Rows with a rare category.
const RARE: &[f64] = &[0.349, 0.01, 0.001, 0.64];
/// Rows of four years.
const YEARS: [&[f64]; 4] = [
    &[0.3455, 0.0111, 0.0020, 0.6414],
    &[0.3029, 0.0116, 0.0020, 0.6835],
    &[0.2650, 0.0171, 0.0020, 0.7159],
    &[0.1134, 0.0370, 0.0045, 0.8451],
];

/// Rows of things that fall into categories.
struct Composition {
    name: String,
    /// Things in each row, and the share that each category has of them.
    rows: Vec<(u64, Vec<f64>)>,
}

pub(crate) fn table(runs: u64) -> Result<()> {
    head(&[
        "composition, things a row",
        "covered",
        "chi-square rejects",
        "likelihood ratio rejects",
        "Monte Carlo rejects",
    ])?;
    for composition in designs().into_iter().filter(|design| is_wanted(&design.name)) {
        composition.simulate(runs)?;
    }
    Ok(())
}

/// A name, the shares of each row, and how many things the rows have.
type Design<'a> = (&'a str, &'a [&'a [f64]], &'a [u64]);

fn designs() -> Vec<Composition> {
    const THREE: &[u64] = &[200, 1_000, 5_000];
    let twelfth: &[f64] = &[1.0 / 12.0; 12];
    let drifting: Vec<Vec<f64>> =
        (0..12).map(|at| f64::from(at) / 300.0).map(|by| vec![0.5 + by, 0.3, 0.2 - by]).collect();
    let drifting: Vec<&[f64]> = drifting.iter().map(Vec::as_slice).collect();
    let alike: [Design<'_>; 19] = [
        ("2 × 2 alike", &[&[0.8, 0.2], &[0.8, 0.2]], THREE),
        (
            "2 × 2 alike, one rare",
            &[&[0.995, 0.005], &[0.995, 0.005]],
            &[300, 600, 1_000, 5_000, 9_000],
        ),
        ("2 × 2, close", &[&[0.8, 0.2], &[0.76, 0.24]], THREE),
        ("2 × 2", &[&[0.75, 0.25], &[0.25, 0.75]], THREE),
        ("2 × 3", &[ALIKE, &[0.3, 0.4, 0.3]], THREE),
        ("2 × 12 alike", &[twelfth; 2], &[200, 1_000]),
        ("3 × 3", &[&[0.7, 0.15, 0.15], &[0.15, 0.7, 0.15], &[0.15, 0.15, 0.7]], &[200, 1_000]),
        ("4 × 3 alike", &[ALIKE; 4], THREE),
        (
            "4 × 3, close",
            &[ALIKE, &[0.51, 0.3, 0.19], &[0.52, 0.3, 0.18], &[0.53, 0.3, 0.17]],
            THREE,
        ),
        ("4 × 4 alike, one rare", &[RARE; 4], THREE),
        ("4 × 4", &YEARS, THREE),
        ("12 × 3 alike", &[ALIKE; 12], THREE),
        ("12 × 3 alike, few", &[ALIKE; 12], &[20, 40]),
        ("12 × 3, close", &drifting, &[200, 1_000]),
        ("12 × 4 alike, one rare", &[RARE; 12], &[1_000, 5_000]),
        ("12 × 12 alike", &[twelfth; 12], &[40, 200, 600]),
        ("24 × 3 alike", &[ALIKE; 24], &[20, 200]),
        ("60 × 3 alike", &[ALIKE; 60], &[10, 50]),
        ("240 × 3 alike", &[ALIKE; 240], &[10, 50, 200]),
    ];
    let mut designs = Vec::new();
    for (name, shares, sizes) in alike {
        designs.extend(sizes.iter().map(|things| Composition {
            name: format!("{name}, {things}"),
            rows: shares.iter().map(|row| (*things, row.to_vec())).collect(),
        }));
    }
    let unequal: [Design<'_>; 4] = [
        ("2 × 3 alike", &[ALIKE; 2], &[1_000, 100]),
        ("2 × 3", &[ALIKE, &[0.3, 0.4, 0.3]], &[1_000, 100]),
        ("4 × 4 alike, one rare", &[RARE; 4], &[5_690, 6_900, 5_328, 2_214]),
        ("4 × 4", &YEARS, &[5_690, 6_900, 5_328, 2_214]),
    ];
    designs.extend(unequal.into_iter().map(|(name, shares, sizes)| Composition {
        name: format!("{name}, {}", sizes.iter().map(u64::to_string).collect::<Vec<_>>().join("/")),
        rows: sizes.iter().copied().zip(shares.iter().map(|row| row.to_vec())).collect(),
    }));
    designs
}

impl Composition {
    fn simulate(&self, runs: u64) -> Result<()> {
        /// Expected counts from which chi-square is used.
        const LARGE: f64 = 5.0;
        let found = shares_of(runs, |run| {
            let Some((table, truth)) = self.random_table(run) else { return [None; 4] };
            let found = table.association(LEVEL);
            let covered = found.interval.map(|interval| interval.contains(truth));
            if found.smallest_expected >= LARGE {
                let likelihood = found.likelihood_holds();
                let likelihood = likelihood.then(|| rejects(found.likelihood_ratio));
                return [covered, Some(rejects(found.chi_square)), likelihood, None];
            }
            let drawn = table.monte_carlo(TABLES, run);
            let can_reject = drawn.least_p < 1.0 - LEVEL.get();
            [covered, None, None, can_reject.then_some(drawn.p_value < 0.05)]
        });
        let all: Vec<usize> = (0..self.rows[0].1.len()).collect();
        let [covered, square, likelihood, drawn] = found;
        let v = self.v(&all);
        // Rows that are alike have V = 0 but for rounding.
        let (size, exact) = if v < 1e-9 { (Size, AtMost) } else { (Power, Power) };
        row(
            &format!("{} (V = {v:.3})", self.name),
            &[(Covered, covered), (size, square), (size, likelihood), (exact, drawn)],
        )
    }

    /// A random table without categories that are never counted, and the V of the others.
    fn random_table(&self, run: u64) -> Option<(CountTable, f64)> {
        let mut noise = Noise::new(run);
        let rows: Vec<Vec<u64>> =
            self.rows.iter().map(|(things, shares)| noise.multinomial(*things, shares)).collect();
        let kept: Vec<usize> =
            (0..rows[0].len()).filter(|at| rows.iter().any(|row| row[*at] > 0)).collect();
        let counts = rows.iter().map(|row| kept.iter().map(|at| row[*at]).collect());
        let table = CountTable::new(&counts.collect::<Vec<Vec<u64>>>()).ok()?;
        Some((table, self.v(&kept)))
    }

    /// Cramér's V of some of the categories.
    fn v(&self, kept: &[usize]) -> f64 {
        let all: f64 = self.rows.iter().map(|(things, _)| *things as f64).sum();
        let rows: Vec<(f64, Vec<f64>)> = (self.rows.iter())
            .map(|(things, shares)| {
                let whole: f64 = kept.iter().map(|at| shares[*at]).sum();
                (*things as f64 / all, kept.iter().map(|at| shares[*at] / whole).collect())
            })
            .collect();
        let means: Vec<f64> = (0..kept.len())
            .map(|at| rows.iter().map(|(weight, shares)| weight * shares[at]).sum())
            .collect();
        let square: f64 = rows.iter().map(|(weight, row)| weight * away(row, &means)).sum();
        (square / (rows.len().min(kept.len()) - 1) as f64).sqrt()
    }
}

/// How far shares are from their means: Σ (p − m)² / m.
fn away(shares: &[f64], means: &[f64]) -> f64 {
    shares.iter().zip(means).map(|(share, mean)| (share - mean).powi(2) / mean).sum()
}
