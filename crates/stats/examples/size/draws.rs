//! Tests and intervals of counts as independent draws.

use std::io::Result;

use crossfoot_stats::{
    Effect, Proportion, Reason, ShareTrend, difference, dispersion, expects_enough,
    fisher_can_reject, odds_ratio, risk_ratio, share_dispersion, share_trend,
};
use crossfoot_testing::Noise;

use crate::table::Nominal::{AtLeast, AtMost, Covered, Size};
use crate::table::{head, row};
use crate::{LEVEL, finds, rejects, share, shares_of};

pub(crate) fn tables(runs: u64) -> Result<()> {
    one_share(runs)?;
    two_shares(runs)?;
    several_shares(runs)?;
    several_counts(runs)
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
        row(&format!("{p} of {n}"), &[(AtLeast, covered)])?;
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
        "difference: size",
        "odds ratio: size",
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
        let sizes = shares_of(runs, |run| {
            let found = both(run, from, (to.0, from.1))
                .filter(|[first, same]| fisher_can_reject(*first, *same, LEVEL));
            let Some([first, same]) = found else { return [None; 2] };
            let ratio = odds_ratio(first, same, LEVEL).ok();
            [Some(finds(difference(first, same, LEVEL))), ratio.map(finds)]
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
        let [difference, risk, odds] = covered;
        let covered = [(AtLeast, difference), (Covered, risk), (AtLeast, odds)];
        row(&name, &[&sizes.map(|size| (AtMost, size)), covered.as_slice()].concat())?;
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
    head(&[
        "shares of periods",
        "dispersion: size",
        "slope: size",
        "slope covered",
        "last difference: size",
    ])?;
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
        let step = share(runs, |run| last_step(&on_line(run, design, 0.0)?));
        let cells = [(Size, scatter), (Size, size), (Covered, covered), (AtMost, step)];
        row(&format!("{periods}, {rate} of {things}"), &cells)?;
    }
    Ok(())
}

/// Whether the last share differs from the one before, unless the others scatter more than draws.
fn last_step(shares: &[Proportion]) -> Option<bool> {
    let (last, others) = shares.split_last()?;
    let scatter = share_dispersion(others).ok().and_then(|found| found.test);
    let before = *others.last()?;
    let offered = !scatter.is_some_and(rejects) && fisher_can_reject(before, *last, LEVEL);
    offered.then(|| finds(difference(before, *last, LEVEL)))
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
        row(&periods.to_string(), &sizes.map(|size| (Size, size)))?;
    }
    Ok(())
}
