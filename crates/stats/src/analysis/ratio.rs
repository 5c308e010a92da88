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

/// Two columns of a series that are set in relation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Related {
    /// The column of what is counted.
    pub(super) part: usize,
    /// The column of what it is set in relation to.
    pub(super) whole: usize,
    /// Whether the one is no part of the other.
    pub(super) disjoint: bool,
}

/// Two counts in relation. Of disjoint counts it is their ratio; as a share it is that of the one in
/// both together, whose odds are the ratio.
#[derive(Clone, Copy, Debug)]
pub(super) struct Ratio {
    share: Proportion,
    disjoint: bool,
}

impl Related {
    /// The relation in a period.
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

    /// The share for a trend, which a ratio does not have.
    pub(super) fn share(self) -> Option<Proportion> {
        (!self.disjoint).then_some(self.share)
    }

    /// The share or ratio, 1 for equal counts.
    pub(super) fn estimate(self) -> f64 {
        self.part() / self.whole() as f64
    }

    fn part(self) -> f64 {
        self.share.part() as f64
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
    /// ratios. A comparison whose test cannot reject, whatever happened, has no test.
    pub(super) fn changed_from(self, from: Self, level: Level) -> Result<Value, Reason> {
        let value = if self.disjoint {
            Value::effect(odds_ratio(from.share, self.share, level)?, as_change)
        } else {
            Value::effect(difference(from.share, self.share, level), percent)
        };
        let test = value.test.filter(|_| fisher_can_reject(from.share, self.share, level));
        Ok(Value { test, ..value })
    }

    /// The two shares, for other forms of the comparison.
    pub(super) fn shares(self, from: Self) -> (Proportion, Proportion) {
        (from.share, self.share)
    }
}

/// What the change of such a relation is counted in.
pub(super) const fn scale(disjoint: bool) -> Scale {
    if disjoint { Scale::Change } else { Scale::Points }
}

fn odds(share: f64) -> f64 {
    share / (1.0 - share)
}
