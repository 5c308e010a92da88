//! Seeded noise for simulations of statistics: the same numbers on every machine.

/// Random numbers of SplitMix64 (Steele, Lea & Flood 2014), and normal ones by the transform of Box
/// and Muller.
pub struct Noise(u64);

impl Noise {
    /// The noise of a run.
    pub const fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// A number above 0 and below 1.
    fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        (((mixed ^ (mixed >> 31)) >> 11) as f64 + 0.5) / (1_u64 << 53) as f64
    }

    fn normal(&mut self) -> f64 {
        (-2.0 * self.uniform().ln()).sqrt() * (std::f64::consts::TAU * self.uniform()).cos()
    }

    /// Values of variance 1 whose neighbours are correlated, around zero.
    pub fn neighbours(&mut self, n: usize, correlation: f64) -> Vec<f64> {
        let rest = (1.0 - correlation * correlation).sqrt();
        let mut values: Vec<f64> = vec![self.normal()];
        for at in 1..n {
            let next = correlation * values[at - 1] + rest * self.normal();
            values.push(next);
        }
        values
    }

    /// How many independent events happen where so many are expected.
    pub fn poisson(&mut self, mean: f64) -> u64 {
        let mut events = 0;
        let mut passed = -self.uniform().ln();
        while passed < mean {
            events += 1;
            passed -= self.uniform().ln();
        }
        events
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
