//! Confidence levels and intervals.

use crate::distribution::{chi_square_upper, normal_quantile, normal_two_sided};

/// A confidence level strictly between 0 and 1.
#[derive(Clone, Copy, Debug, PartialEq, PartialOrd)]
pub struct Level(f64);

impl Level {
    /// The customary 95 %.
    pub const CUSTOMARY: Self = Self(0.95);

    /// The level, or `None` outside the open interval from 0 to 1.
    ///
    /// ```
    /// use crossfoot_stats::Level;
    /// assert_eq!(Level::new(0.9).map(Level::get), Some(0.9));
    /// assert_eq!(Level::new(95.0), None);
    /// ```
    pub fn new(level: f64) -> Option<Self> {
        (level > 0.0 && level < 1.0).then_some(Self(level))
    }

    /// The level as a share.
    pub const fn get(self) -> f64 {
        self.0
    }

    /// What lies outside the interval at either end.
    pub(crate) fn tail(self) -> f64 {
        (1.0 - self.0) / 2.0
    }

    /// Standard errors from the estimate to either end.
    pub(crate) fn z(self) -> f64 {
        -normal_quantile(self.tail())
    }
}

/// The values that the data leave plausible at a level. Not to be confused with what a rounded
/// figure can stand for.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ConfidenceInterval {
    /// Lower end.
    pub low: f64,
    /// Upper end; infinite where nothing bounds it.
    pub high: f64,
    /// Confidence level.
    pub level: Level,
}

impl ConfidenceInterval {
    /// The interval of `estimate ± reach`.
    pub(crate) fn around(estimate: f64, reach: f64, level: Level) -> Self {
        Self { low: estimate - reach, high: estimate + reach, level }
    }

    /// Both ends through an increasing function.
    pub(crate) fn map(self, function: impl Fn(f64) -> f64) -> Self {
        Self { low: function(self.low), high: function(self.high), level: self.level }
    }

    /// Whether the value is plausible at this level.
    pub fn contains(&self, value: f64) -> bool {
        self.low <= value && value <= self.high
    }
}

/// A significance test.
#[derive(Clone, Copy, Debug, PartialEq)]
#[non_exhaustive]
pub struct Test {
    /// What is compared with its distribution; absent for an exact test.
    pub statistic: Option<f64>,
    /// Degrees of freedom, where the distribution has any.
    pub df: Option<f64>,
    /// Probability of data at least as extreme if there were no effect.
    pub p_value: f64,
}

impl Test {
    /// The upper tail of chi-square beyond a statistic.
    pub(crate) fn chi_square(statistic: f64, df: f64) -> Self {
        let p_value = chi_square_upper(statistic, df);
        Self { statistic: Some(statistic), df: Some(df), p_value }
    }

    /// Whether the p-value is below what the level leaves.
    pub(crate) fn rejects(self, level: Level) -> bool {
        self.p_value < 1.0 - level.get()
    }

    /// Both tails of the standard normal distribution beyond `|z|`.
    pub(crate) fn normal(z: f64) -> Self {
        Self { statistic: Some(z), df: None, p_value: normal_two_sided(z) }
    }
}
