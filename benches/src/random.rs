//! A seeded source of random numbers that never changes between versions: SplitMix64 (Steele, Lea &
//! Flood 2014).

/// The state of the generator.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) const fn new(seed: u64) -> Self {
        Self(seed)
    }

    pub(crate) fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// A number below `limit`, which must not be zero. The bias of at most `limit ÷ 2^64` does not
    /// matter here.
    pub(crate) fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit
    }

    /// A position in a list of so many, which must not be empty.
    pub(crate) fn index(&mut self, length: usize) -> usize {
        self.below(length as u64) as usize
    }

    /// One of them; there must be at least one.
    pub(crate) fn pick<T: Copy>(&mut self, from: &[T]) -> T {
        from[self.index(from.len())]
    }

    /// One of them, if there is any.
    pub(crate) fn pick_if_any<T: Copy>(&mut self, from: &[T]) -> Option<T> {
        (!from.is_empty()).then(|| self.pick(from))
    }

    /// True in `of` cases out of `all`.
    pub(crate) fn chance(&mut self, (of, all): (u64, u64)) -> bool {
        self.below(all) < of
    }

    /// A position, as often as its weight says; the weights must not all be zero.
    pub(crate) fn weighted(&mut self, weights: &[u64]) -> usize {
        let mut rest = self.below(weights.iter().sum());
        let chosen = weights.iter().position(|weight| {
            let here = rest < *weight;
            rest = rest.saturating_sub(*weight);
            here
        });
        chosen.unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weights_of_zero_are_never_chosen() {
        let mut random = Random::new(3);
        let mut counts = [0; 3];
        (0..400).for_each(|_| counts[random.weighted(&[1, 0, 3])] += 1);
        assert!(counts[1] == 0 && counts[0] > 60 && counts[2] > 240, "{counts:?}");
    }

    /// The first numbers for seed 1234567 as published with the reference implementation.
    #[test]
    fn gives_the_published_sequence() {
        let mut random = Random::new(1_234_567);
        assert_eq!(
            [random.next(), random.next()],
            [6_457_827_717_110_365_317, 3_203_168_211_198_807_973]
        );
    }
}
