//! The scale on which a series scatters alike, whatever its level.

use crate::Reason;

/// A function of the values of a series, on which they are regressed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Link {
    /// The logarithm, for counts and amounts: effects are ratios.
    Log,
    /// The logarithm of the odds, for shares from 0 to 1: effects are odds ratios.
    Logit,
    /// The value itself, for percentages as printed: effects are differences.
    Identity,
}

impl Link {
    /// The value on this scale.
    ///
    /// # Errors
    /// [`Reason::ZeroCount`] and [`Reason::Negative`] where it has no logarithm, [`Reason::NoOdds`] for
    /// a share of nothing or all.
    pub(crate) fn apply(self, value: f64) -> Result<f64, Reason> {
        match self {
            Self::Log if value == 0.0 => Err(Reason::ZeroCount),
            Self::Log if value < 0.0 => Err(Reason::Negative),
            Self::Log => Ok(value.ln()),
            Self::Logit if value > 0.0 && value < 1.0 => Ok(value.ln() - (-value).ln_1p()),
            Self::Logit => Err(Reason::NoOdds),
            Self::Identity => Ok(value),
        }
    }

    /// The value that has this place on the scale.
    pub(crate) fn value(self, at: f64) -> f64 {
        match self {
            Self::Log => at.exp(),
            Self::Logit => 1.0 / (1.0 + (-at).exp()),
            Self::Identity => at,
        }
    }

    /// A difference on the scale as an effect.
    pub(crate) fn effect(self, difference: f64) -> f64 {
        match self {
            Self::Log | Self::Logit => difference.exp(),
            Self::Identity => difference,
        }
    }

    /// All values on the scale.
    pub(crate) fn all(self, values: &[f64]) -> Result<Vec<f64>, Reason> {
        values.iter().map(|value| self.apply(*value)).collect()
    }
}
