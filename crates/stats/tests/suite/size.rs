//! How often tests find an effect where there is none: a few hundred seeded runs of designs that
//! `benches/src/bin/size.rs` simulates thousands of times.
#![allow(clippy::float_arithmetic, reason = "statistics are floats")]

use crossfoot_stats::{Level, against_earlier, event_study};

const LEVEL: Level = Level::CUSTOMARY;

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
        let radius = (-2.0 * self.uniform().ln()).sqrt();
        radius * (2.0 * std::f64::consts::PI * self.uniform()).cos()
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
}

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
            let values = Noise(run).neighbours(60, correlation);
            let study = event_study(&values, 30, 1, "points", LEVEL).expect("a study");
            study.level_change.test.p_value < 0.05 || study.slope_change.test.p_value < 0.05
        });
        assert!((0.03..=0.14).contains(&found), "{correlation}: {found}");
    }
}

#[test]
fn a_yearly_cycle_is_not_an_event() {
    let found = share(100, |run| {
        let values: Vec<f64> = (Noise(run).neighbours(78, 0.3).iter().enumerate())
            .map(|(t, noise)| 5.0 * (t as f64 / 12.0 * 2.0 * std::f64::consts::PI).sin() + noise)
            .collect();
        let study = event_study(&values, 36, 12, "points", LEVEL).expect("a study");
        study.level_change.test.p_value < 0.05 || study.slope_change.test.p_value < 0.05
    });
    assert!(found <= 0.14, "{found}");
}

#[test]
fn the_next_count_is_seldom_a_surprise() {
    for (earlier, correlation) in [(3, 0.0), (3, 0.6), (8, 0.3)] {
        let found = share(600, |run| {
            let counts: Vec<u64> = (Noise(run).neighbours(earlier + 1, correlation).iter())
                .map(|noise| (10_000.0 * (0.2 * noise).exp()) as u64)
                .collect();
            let effect = against_earlier(&counts[..earlier], counts[earlier], LEVEL);
            effect.expect("an effect").test.p_value < 0.05
        });
        assert!((0.025..=0.075).contains(&found), "{earlier}, {correlation}: {found}");
    }
}
