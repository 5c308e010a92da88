//! One count in relation to another in a period: a share of it, or a ratio to it.

use crossfoot_core::Rational;

use super::Scale;
use super::changes::as_change;
use super::shares::percent;
use super::{Value, timeline::Timeline};
use crate::{
    ConfidenceInterval, Level, Proportion, Reason, difference, fisher_can_reject, odds_ratio,
};

/// How an interval of a share is made.
pub(super) type MakeInterval = fn(Proportion, Level) -> ConfidenceInterval;

/// Two columns of a series: the first as a share of the second, or as a ratio to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Related {
    /// The column of what is counted.
    pub(super) part: usize,
    /// The column that it is a share of, or a ratio to.
    pub(super) whole: usize,
    /// Whether what is counted is not part of the other count.
    pub(super) disjoint: bool,
}

/// A count as a share of another, or as a ratio to it where the two are disjoint. The odds of the
/// share that a disjoint count has in both together are that ratio.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ratio {
    share: Proportion,
    disjoint: bool,
}

impl Related {
    /// The share or ratio in a period.
    pub(super) fn at(self, line: &Timeline<'_>, period: usize) -> Result<Ratio, Reason> {
        let (part, whole) = line.pair(self.part, self.whole, period)?;
        Ratio::new(part, whole, self.disjoint)
    }
}

impl Ratio {
    pub(super) fn new(part: u64, whole: u64, disjoint: bool) -> Result<Self, Reason> {
        if whole == 0 {
            return Err(Reason::ZeroTotal);
        }
        let share = Proportion::new(part, if disjoint { part + whole } else { whole })?;
        Ok(Self { share, disjoint })
    }

    /// The share; for disjoint counts, the share of the first in both together.
    pub(super) const fn share(self) -> Proportion {
        self.share
    }

    /// The share or ratio, 1 for equal counts.
    pub(super) fn estimate(self) -> f64 {
        self.share.part() as f64 / self.whole() as f64
    }

    fn whole(self) -> u64 {
        let rest = if self.disjoint { self.share.part() } else { 0 };
        self.share.whole() - rest
    }

    /// In percent, with an interval.
    pub(super) fn with_interval(self, interval: MakeInterval, level: Level) -> Value {
        let of_share = interval(self.share, level);
        let found = if self.disjoint { of_share.map(odds) } else { of_share };
        Value::interval(self.estimate(), found, percent)
    }

    /// This as a multiple of another, exactly.
    pub(super) fn relative_to(self, other: Self) -> Result<Rational, Reason> {
        let own = Rational::new(self.share.part().into(), self.whole().into());
        let others = Rational::new(other.share.part().into(), other.whole().into());
        own.zip(others).and_then(|(own, other)| own.checked_div(&other)).ok_or(Reason::ZeroCount)
    }

    /// How it changed from another: the difference of shares in points, or the relative change of
    /// ratios. It has no test where none could reject.
    pub(super) fn changed_from(self, from: Self, level: Level) -> Result<Value, Reason> {
        let value = if self.disjoint {
            Value::effect(odds_ratio(from.share, self.share, level)?, as_change)
        } else {
            Value::effect(difference(from.share, self.share, level), percent)
        };
        let test = value.test.filter(|_| fisher_can_reject(from.share, self.share, level));
        Ok(Value { test, ..value })
    }
}

/// The unit of the change of a share or a ratio.
pub(super) const fn scale(disjoint: bool) -> Scale {
    if disjoint { Scale::Change } else { Scale::Points }
}

fn odds(share: f64) -> f64 {
    share / (1.0 - share)
}
