//! The statistics of counts over time: numbers → named results. Effect sizes come with intervals,
//! and p-values last.
//!
//! ```
//! use crossfoot_stats::{Level, Proportion, Reason, difference, risk_ratio};
//!
//! let before = Proportion::new(1_966, 5_690).unwrap();
//! let after = Proportion::new(1_530, 5_382).unwrap();
//! let effect = difference(before, after, Level::CUSTOMARY);
//! assert!(effect.interval.low < effect.estimate && effect.interval.high < 0.0);
//!
//! let none = Proportion::new(0, 100).unwrap();
//! assert_eq!(risk_ratio(none, none, Level::CUSTOMARY), Err(Reason::ZeroCount));
//! ```
//!
//! Nothing here reads a file, a clock or a random source that is not seeded. What cannot be
//! estimated is a [`Reason`], never a number that lies.
#![allow(
    clippy::float_arithmetic,
    reason = "statistics are floats; verdicts, which are exact, never depend on them"
)]

mod analysis;
mod autoregression;
mod composition;
mod concentration;
mod confidence;
mod contingency;
mod count_trend;
mod counts;
mod decomposition;
mod distribution;
mod event_study;
mod exact;
mod family;
mod hidden;
mod linear;
mod link;
mod mean_revision;
mod monte_carlo;
mod outlook;
mod proportion;
mod random;
mod reason;
mod series_trend;
mod trajectory;
mod trend;
mod two_proportions;

pub use analysis::{
    Analysis, Comparison, Drawn, Estimate, Layout, Options, Outcome, Range, Scale, Section, Value,
    analyse, periods,
};
pub use composition::{CompositionDistance, composition_distance};
pub use concentration::{Bounds, ShareList};
pub use confidence::{ConfidenceInterval, Level, Test};
pub use contingency::{Association, CountTable};
pub use count_trend::{
    CountTrend, LEAST_NEGATIVE_BINOMIAL, LEAST_POISSON, Scatter, negative_binomial_trend,
    poisson_trend, quasi_poisson_trend,
};
pub use counts::{Dispersion, Rate, dispersion, rate_ratio, share_dispersion};
pub use decomposition::{Contributions, Divisia, RateAndMix, contributions, divisia, rate_and_mix};
pub use event_study::{EventStudy, LEAST_ON_EITHER_SIDE, event_study, event_study_of_counts};
pub use family::holm;
pub use hidden::LEAST_SCATTER;
pub use link::Link;
pub use mean_revision::{LEAST_REVISIONS, mean_revision};
pub use monte_carlo::MonteCarlo;
pub use outlook::{
    LEAST_EARLIER, LEAST_EARLIER_MEAN, Outlook, against_earlier, large_enough_for_next, outlook,
};
pub use proportion::Proportion;
pub use reason::Reason;
pub use series_trend::{LEAST_TREND, count_series_trend, series_trend};
pub use trajectory::{
    Change, Direction, Phase, Swing, change, compound_growth, compounded, index, phases, swing,
};
pub use trend::{LEAST_SHARES, ShareTrend, share_trend};
pub use two_proportions::{
    Effect, difference, expects_enough, fisher, fisher_can_reject, odds_ratio, risk_ratio,
};

/// The examples of the README compile.
#[cfg(doctest)]
#[doc = include_str!("../README.md")]
struct Readme;
