//! How often tests find an effect where there is none: a few hundred seeded runs of designs that
//! `examples/size` simulates thousands of times.
#![allow(clippy::float_arithmetic, reason = "statistics are floats")]

use crossfoot_stats::{
    CountTable, LEAST_EARLIER_MEAN, Level, Link, Proportion, Reason, against_earlier,
    count_series_trend, difference, event_study, event_study_of_counts, expects_enough,
    large_enough_for_next,
};
use crossfoot_testing::Noise;

const LEVEL: Level = Level::CUSTOMARY;

/// The share of runs in which something holds.
fn share(runs: u32, mut holds: impl FnMut(u64) -> bool) -> f64 {
    f64::from((0..runs).map(|run| u32::from(holds(run.into()))).sum::<u32>()) / f64::from(runs)
}

/// Of both tests together about 9 % find something; with Newey–West errors 25 % where neighbours
/// resemble each other.
#[test]
fn an_event_is_seldom_found_where_there_is_none() {
    for correlation in [0.0, 0.6] {
        let found = share(200, |run| {
            let values = Noise::new(run).neighbours(60, correlation);
            let study =
                event_study(&values, 30, 1, Link::Identity, "points", LEVEL).expect("a study");
            study.level_change.test.p_value < 0.05 || study.slope_change.test.p_value < 0.05
        });
        assert!((0.03..=0.14).contains(&found), "{correlation}: {found}");
    }
}

#[test]
fn a_yearly_cycle_is_not_an_event() {
    let found = share(100, |run| {
        let values: Vec<f64> = (Noise::new(run).neighbours(78, 0.3).iter().enumerate())
            .map(|(t, noise)| 5.0 * (t as f64 / 12.0 * 2.0 * std::f64::consts::PI).sin() + noise)
            .collect();
        let study = event_study(&values, 36, 12, Link::Identity, "points", LEVEL).expect("a study");
        study.level_change.test.p_value < 0.05 || study.slope_change.test.p_value < 0.05
    });
    assert!(found <= 0.14, "{found}");
}

#[test]
fn the_next_month_is_seldom_a_surprise() {
    let found = share(400, |run| {
        let values: Vec<f64> = (Noise::new(run).neighbours(25, 0.3).iter().enumerate())
            .map(|(t, noise)| 5.0 * (t as f64 / 12.0 * 2.0 * std::f64::consts::PI).sin() + noise)
            .collect();
        let effect = against_earlier(&values[..24], values[24], 12, Link::Identity, LEVEL);
        effect.expect("an effect").test.p_value < 0.05
    });
    assert!((0.02..=0.08).contains(&found), "{found}");
}

#[test]
fn the_next_value_is_seldom_a_surprise() {
    for (earlier, correlation) in [(3, 0.0), (3, 0.6), (8, 0.3)] {
        let found = share(600, |run| {
            let values = Noise::new(run).neighbours(earlier + 1, correlation);
            let effect =
                against_earlier(&values[..earlier], values[earlier], 1, Link::Identity, LEVEL);
            effect.expect("an effect").test.p_value < 0.05
        });
        assert!((0.025..=0.075).contains(&found), "{earlier}, {correlation}: {found}");
    }
}

#[test]
fn intervals_of_draws_mostly_hold_the_truth() {
    for (from, to) in [((60, 0.1), (40, 0.1)), ((20, 0.2), (200, 0.2))] {
        let (mut offered, mut covered) = (0.0, 0.0);
        for run in 0..1_000 {
            let mut noise = Noise::new(run);
            let [first, second] =
                [from, to].map(|(n, p)| Proportion::new(noise.binomial(n, p), n).expect("a share"));
            if expects_enough(first, second) {
                offered += 1.0;
                let interval = difference(first, second, LEVEL).interval;
                covered += f64::from(u8::from(interval.contains(to.1 - from.1)));
            }
        }
        let found = covered / offered;
        assert!(offered > 500.0 && (0.93..=0.985).contains(&found), "{from:?}, {to:?}: {found}");
    }
}

#[test]
fn rows_that_are_alike_seldom_differ() {
    let found = share(400, |run| {
        let mut noise = Noise::new(run);
        let rows: Vec<Vec<u64>> =
            (0..12).map(|_| noise.multinomial(50, &[0.5, 0.3, 0.2])).collect();
        let found = CountTable::new(&rows).expect("a table").association(LEVEL);
        let interval = found.interval.expect("an interval");
        assert_eq!(interval.contains(0.0), found.chi_square.p_value >= 0.05);
        found.chi_square.p_value < 0.05
    });
    assert!((0.02..=0.08).contains(&found), "{found}");
}

/// Counts of events at rates whose logarithms scatter, with neighbours that are correlated.
fn counts(run: u64, n: usize, correlation: f64, (mean, scatter): (f64, f64)) -> Vec<f64> {
    let rates = Noise::new(run).neighbours(n, correlation);
    let mut noise = Noise::new(!run);
    rates.iter().map(|rate| noise.poisson(mean * (scatter * rate).exp()) as f64).collect()
}

/// Of counts that scatter 41 times as much as draws; without the least scatter, a trend of counts that
/// scatter twice as much was found in 8 %.
#[test]
fn a_trend_or_event_of_counts_is_seldom_found_where_there_is_none() {
    let trend = share(400, |run| {
        let counts = counts(run, 30, 0.6, (1_000.0, 0.2));
        count_series_trend(&counts, 1, LEVEL).is_ok_and(|trend| trend.test.p_value < 0.05)
    });
    assert!((0.02..=0.08).contains(&trend), "trend: {trend}");
    let event = share(200, |run| {
        let counts = counts(run, 60, 0.6, (1_000.0, 0.2));
        event_study_of_counts(&counts, 30, 1, "points", LEVEL).is_ok_and(|study| {
            study.level_change.test.p_value < 0.05 || study.slope_change.test.p_value < 0.05
        })
    });
    assert!((0.03..=0.14).contains(&event), "event: {event}");
}

#[test]
fn counts_that_scatter_little_more_than_draws_have_no_trend_and_no_event() {
    for run in 0..20 {
        for design in [(10.0, 0.2), (100.0, 0.0), (50.0, 0.2)] {
            let counts = counts(run, 60, 0.6, design);
            let refused = Some(Reason::HiddenByDraws(10));
            assert_eq!(count_series_trend(&counts, 1, LEVEL).err(), refused);
            assert_eq!(event_study_of_counts(&counts, 30, 1, "points", LEVEL).err(), refused);
        }
    }
}

/// At the least mean, where half of the series are offered.
#[test]
fn the_next_count_is_seldom_a_surprise() {
    let design = (f64::from(LEAST_EARLIER_MEAN), 0.0);
    let offered: Vec<Vec<f64>> = (0..2_000)
        .map(|run| counts(run, 9, 0.0, design))
        .filter(|counts| large_enough_for_next(&counts[..8], 1).is_ok())
        .collect();
    let found = offered.iter().filter(|counts| {
        let effect = against_earlier(&counts[..8], counts[8], 1, Link::Log, LEVEL);
        effect.is_ok_and(|effect| effect.test.p_value < 0.05)
    });
    let found = found.count() as f64 / offered.len() as f64;
    assert!(offered.len() > 800 && (0.03..=0.07).contains(&found), "{found}");
}
