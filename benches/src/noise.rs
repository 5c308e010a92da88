//! Seeded noise for simulations of statistics: the same numbers on every machine.
#![allow(clippy::float_arithmetic, reason = "simulations are floats")]

use crate::random::Random;

/// Random numbers by the transform of Box and Muller.
pub struct Noise(Random);

impl Noise {
    /// The noise of a run.
    pub const fn new(seed: u64) -> Self {
        Self(Random::new(seed))
    }

    /// A number above 0 and below 1.
    fn uniform(&mut self) -> f64 {
        ((self.0.next() >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    }

    fn normal(&mut self) -> f64 {
        (-2.0 * self.uniform().ln()).sqrt() * (std::f64::consts::TAU * self.uniform()).cos()
    }

    /// Values whose neighbours are correlated, around zero.
    pub fn neighbours(&mut self, n: usize, correlation: f64) -> Vec<f64> {
        let mut values: Vec<f64> = vec![self.normal() / (1.0 - correlation * correlation).sqrt()];
        for at in 1..n {
            let next = correlation * values[at - 1] + self.normal();
            values.push(next);
        }
        values
    }

    /// How many of `n` things have the probability `p`.
    pub fn binomial(&mut self, n: u64, p: f64) -> u64 {
        (0..n).map(|_| u64::from(self.uniform() < p)).sum()
    }

    /// How many of `n` things fall into each category.
    pub fn multinomial(&mut self, n: u64, shares: &[f64]) -> Vec<u64> {
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
