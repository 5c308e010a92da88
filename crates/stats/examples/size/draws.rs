//! Tests and intervals of counts as independent draws.

use std::io::Result;

use crossfoot_stats::{
    CountTable, Effect, Proportion, Reason, ShareTrend, difference, dispersion, expects_enough,
    fisher_can_reject, odds_ratio, risk_ratio, share_dispersion, share_trend,
};
use crossfoot_testing::Noise;

use crate::{LEVEL, finds, head, rejects, row, share, shares_of};

/// Random tables of a Monte-Carlo test; fewer than those of `crossfoot stats`.
const TABLES: u32 = 500;

pub(crate) fn tables(runs: u64) -> Result<()> {
    one_share(runs)?;
    two_shares(runs)?;
    several_shares(runs)?;
    several_counts(runs)?;
    compositions(runs)
}

fn proportion(noise: &mut Noise, (n, p): (u64, f64)) -> Option<Proportion> {
    Proportion::new(noise.binomial(n, p), n).ok()
}

fn one_share(runs: u64) -> Result<()> {
    head(&["one share", "covered"])?;
    for design @ (n, p) in [
        (5_690, 0.000_1),
        (5_690, 0.000_5),
        (5_690, 0.002),
        (5_690, 0.005),
        (5_690, 0.007_5),
        (5_690, 0.011),
        (2_214, 0.03),
        (2_214, 0.85),
        (200, 0.03),
        (200, 0.3),
        (100, 0.4),
        (100, 0.5),
        (80, 0.5),
        (60, 0.1),
        (40, 0.5),
        (20, 0.8),
    ] {
        let covered = share(runs, |run| {
            Some(proportion(&mut Noise::new(run), design)?.interval(LEVEL).contains(p))
        });
        row(&format!("{p} of {n}"), &[covered])?;
    }
    Ok(())
}

/// An effect of two shares.
type Compare = fn(Proportion, Proportion) -> std::result::Result<Effect, Reason>;
/// Whether `crossfoot stats` gives its interval.
type Offered = fn(Proportion, Proportion) -> bool;

fn two_shares(runs: u64) -> Result<()> {
    head(&[
        "two shares",
        "size of the test",
        "difference covered",
        "risk ratio covered",
        "odds ratio covered",
    ])?;
    for (from, to) in [
        ((5_690, 0.000_1), (6_900, 0.000_3)),
        ((5_690, 0.000_3), (6_900, 0.001)),
        ((6_900, 0.001), (5_328, 0.001)),
        ((5_690, 0.000_5), (6_900, 0.002)),
        ((5_328, 0.002), (2_214, 0.004)),
        ((5_328, 0.004), (2_214, 0.004)),
        ((5_328, 0.01), (2_214, 0.01)),
        ((5_328, 0.7), (2_214, 0.8)),
        ((200, 0.05), (100, 0.15)),
        ((100, 0.5), (100, 0.3)),
        ((5_690, 0.5), (20, 0.5)),
        ((1_000, 0.005), (1_000, 0.005)),
        ((300, 0.02), (300, 0.02)),
        ((100, 0.05), (100, 0.05)),
        ((60, 0.1), (40, 0.1)),
        ((50, 0.1), (50, 0.1)),
        ((30, 0.5), (30, 0.7)),
        ((20, 0.5), (20, 0.5)),
        ((20, 0.05), (20, 0.3)),
        ((20, 0.2), (20, 0.2)),
        ((20, 0.2), (200, 0.2)),
    ] {
        let truths: [(Compare, f64, Offered); 3] = [
            (|first, second| Ok(difference(first, second, LEVEL)), to.1 - from.1, expects_enough),
            (|first, second| risk_ratio(first, second, LEVEL), to.1 / from.1, expects_enough),
            (|first, second| odds_ratio(first, second, LEVEL), odds(to) / odds(from), |_, _| true),
        ];
        let size = share(runs, |run| {
            let [first, same] = both(run, from, (to.0, from.1))?;
            Some(finds(difference(first, same, LEVEL)))
        });
        let covered = shares_of(runs, |run| {
            let found = both(run, from, to)
                .filter(|[first, second]| fisher_can_reject(*first, *second, LEVEL));
            truths.map(|(compare, truth, offered)| {
                let [first, second] = found.filter(|[first, second]| offered(*first, *second))?;
                compare(first, second).ok().map(|effect| effect.interval.contains(truth))
            })
        });
        let name = format!("{} of {}, {} of {}", from.1, from.0, to.1, to.0);
        row(&name, &[&[size], covered.as_slice()].concat())?;
    }
    Ok(())
}

fn odds((_, p): (u64, f64)) -> f64 {
    p / (1.0 - p)
}

fn both(run: u64, from: (u64, f64), to: (u64, f64)) -> Option<[Proportion; 2]> {
    let mut noise = Noise::new(run);
    Some([proportion(&mut noise, from)?, proportion(&mut noise, to)?])
}

/// Shares of the same rate, and on a line.
fn several_shares(runs: u64) -> Result<()> {
    head(&["shares of periods", "dispersion: size", "slope: size", "slope covered"])?;
    for (periods, things, rate, slope) in [
        (2, 60, 0.1, 0.0),
        (2, 100, 0.1, 0.0),
        (2, 5_000, 0.001_5, 0.0),
        (2, 5_000, 0.3, 0.0),
        (3, 50, 0.1, 0.05),
        (3, 50, 0.2, 0.05),
        (3, 5_000, 0.01, 0.002),
        (4, 5_000, 0.001_5, 0.000_3),
        (4, 5_000, 0.01, 0.002),
        (4, 5_000, 0.3, 0.02),
        (4, 200, 0.1, 0.05),
        (4, 100, 0.07, 0.02),
        (10, 50, 0.1, 0.02),
        (10, 50, 0.15, 0.02),
        (10, 1_000, 0.3, 0.01),
        (24, 300, 0.2, 0.01),
        (24, 500, 0.01, 0.001),
        (60, 50, 0.1, 0.002),
        (60, 100, 0.1, 0.002),
        (240, 50, 0.1, 0.000_5),
        (240, 100, 0.1, 0.000_5),
        (240, 500, 0.01, 0.000_2),
    ] {
        let design = (periods, things, rate);
        let times: Vec<f64> = (0..periods).map(f64::from).collect();
        let scatter = share(runs, |run| {
            share_dispersion(&on_line(run, design, 0.0)?).ok()?.test.map(rejects)
        });
        let size = share(runs, |run| {
            let trend = share_trend(&on_line(run, design, 0.0)?, &times, LEVEL).ok()?;
            is_offered(&trend).then(|| rejects(trend.test))
        });
        let covered = share(runs, |run| {
            let trend = share_trend(&on_line(run, design, slope)?, &times, LEVEL).ok()?;
            is_offered(&trend).then(|| trend.interval.contains(slope))
        });
        row(&format!("{periods}, {rate} of {things}"), &[scatter, size, covered])?;
    }
    Ok(())
}

/// Whether `crossfoot stats` tests the slope.
fn is_offered(trend: &ShareTrend) -> bool {
    trend.is_large_enough && !rejects(trend.departure)
}

/// Shares of so many periods and things, from a rate on with a slope.
fn on_line(
    run: u64,
    (periods, things, rate): (u32, u64, f64),
    slope: f64,
) -> Option<Vec<Proportion>> {
    let mut noise = Noise::new(run);
    let rates = (0..periods).map(|t| rate + slope * f64::from(t));
    rates.map(|rate| proportion(&mut noise, (things, rate))).collect()
}

fn several_counts(runs: u64) -> Result<()> {
    head(&["counts of periods, dispersion", "about 5", "about 7", "about 20", "about 100"])?;
    for periods in [2, 3, 4, 10, 24, 60, 240] {
        let sizes = [5.0, 7.0, 20.0, 100.0].map(|mean| {
            share(runs, |run| {
                let mut noise = Noise::new(run);
                let counts: Vec<u64> = (0..periods).map(|_| noise.poisson(mean)).collect();
                dispersion(&counts).ok()?.test.map(rejects)
            })
        });
        row(&periods.to_string(), &sizes)?;
    }
    Ok(())
}

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

fn compositions(runs: u64) -> Result<()> {
    head(&[
        "composition, things a row",
        "V",
        "covered",
        "chi-square rejects",
        "likelihood ratio rejects",
        "Monte Carlo rejects",
    ])?;
    for composition in designs() {
        composition.simulate(runs)?;
    }
    Ok(())
}

fn designs() -> Vec<Composition> {
    const THREE: &[u64] = &[200, 1_000, 5_000];
    let twelfth: &[f64] = &[1.0 / 12.0; 12];
    let drifting: Vec<Vec<f64>> =
        (0..12).map(|at| f64::from(at) / 300.0).map(|by| vec![0.5 + by, 0.3, 0.2 - by]).collect();
    let drifting: Vec<&[f64]> = drifting.iter().map(Vec::as_slice).collect();
    let alike: [(&str, &[&[f64]], &[u64]); 19] = [
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
    let unequal: [(&str, &[&[f64]], &[u64]); 4] = [
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
        row(&self.name, &[&[format!("{:.3}", self.v(&all))], found.as_slice()].concat())
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
        let of_row = |row: &[f64]| {
            row.iter().zip(&means).map(|(p, mean)| (p - mean).powi(2) / mean).sum::<f64>()
        };
        let square: f64 = rows.iter().map(|(weight, shares)| weight * of_row(shares)).sum();
        (square / (rows.len().min(kept.len()) - 1) as f64).sqrt()
    }
}
