//! One value in relation to another in a period: a share of it, or a ratio to it.

use crossfoot_core::Rational;

use super::Scale;
use super::changes::as_change;
use super::measure::{Measure, relative_to};
use super::shares::percent;
use super::{Range, Value, timeline::Timeline};
use crate::{
    ConfidenceInterval, Level, Link, Outlook, Proportion, Reason, against_earlier, difference,
    expects_enough, fisher_can_reject, large_enough_for_next, odds_ratio, outlook,
    share_dispersion,
};

/// How an interval of a share is made.
type MakeInterval = fn(Proportion, Level) -> ConfidenceInterval;

/// Two columns of a series: the first as a share of the second, or as a ratio to it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) struct Related {
    /// The column of the part.
    pub(super) part: usize,
    /// The column that it is a share of, or a ratio to.
    pub(super) whole: usize,
    /// Whether what is counted is not part of the other count.
    pub(super) disjoint: bool,
}

/// A value as a share of another, or as a ratio to it where the two are disjoint.
#[derive(Clone, Debug)]
pub(super) struct Ratio {
    part: Rational,
    whole: Rational,
    /// The counted things as draws; absent for amounts. Of disjoint counts it is the share that the
    /// first has in both together, the odds of which are the ratio.
    draws: Option<Proportion>,
    disjoint: bool,
}

impl Related {
    /// The share or ratio in a period.
    pub(super) fn at(self, line: &Timeline<'_>, period: usize) -> Result<Ratio, Reason> {
        let [part, whole] = [self.part, self.whole].map(|column| line.value(column, period));
        let ratio = Ratio::amounts(part?, whole?, self.disjoint)?;
        if [self.part, self.whole].iter().any(|column| line.measure(*column) != Measure::Count) {
            return Ok(ratio);
        }
        ratio.counted(line.count(self.part, period)?, line.count(self.whole, period)?)
    }

    /// Whether the other periods scatter more than draws at one rate do. Then draws do not explain
    /// the change to this period.
    pub(super) fn scatters(self, line: &Timeline<'_>, period: usize, level: Level) -> bool {
        let others = (0..line.periods.len()).filter(|at| *at != period);
        let draws: Vec<Proportion> =
            others.filter_map(|at| self.at(line, at).ok()?.draws).collect();
        let test = share_dispersion(&draws).ok().and_then(|found| found.test);
        test.is_some_and(|test| test.rejects(level))
    }

    /// The scale on which it scatters alike.
    const fn link(self) -> Link {
        if self.disjoint { Link::Log } else { Link::Logit }
    }

    /// What it was before a period, back to the first gap.
    fn earlier(self, line: &Timeline<'_>, before: usize) -> Vec<f64> {
        line.run_before(before, |at| Some(self.at(line, at).ok()?.estimate()))
    }

    /// What earlier periods lead to expect after the last one, in percent.
    pub(super) fn next(self, line: &Timeline<'_>, level: Level) -> Result<Value, Reason> {
        let Outlook { expected, interval } = self.expected(line, line.periods.len(), level)?;
        Ok(Value::interval(expected, interval, percent))
    }

    fn expected(self, line: &Timeline<'_>, period: usize, level: Level) -> Result<Outlook, Reason> {
        let draws = line.run_before(period, |at| self.at(line, at).ok()?.draws());
        for count in [Proportion::part, Proportion::rest] {
            let counts: Vec<f64> = draws.iter().map(|share| count(*share) as f64).collect();
            large_enough_for_next(&counts, line.season)?;
        }
        outlook(&self.earlier(line, period), line.season, self.link(), level)
            .map_err(|reason| reason.with_unit(&line.earlier_unit()))
    }

    /// A period against what earlier ones led to expect: a share in points, a ratio as relative
    /// change.
    pub(super) fn against_earlier(
        self,
        line: &Timeline<'_>,
        period: usize,
        level: Level,
    ) -> Result<Value, Reason> {
        let later = self.at(line, period)?.estimate();
        let Outlook { expected, interval } = self.expected(line, period, level)?;
        let effect =
            against_earlier(&self.earlier(line, period), later, line.season, self.link(), level)?;
        if self.disjoint {
            return Ok(Value::effect(effect, as_change));
        }
        let interval = ConfidenceInterval {
            low: percent(later - interval.high),
            high: percent(later - interval.low),
            level,
        };
        Ok(Value {
            range: Some(Range::Confidence(interval)),
            test: Some(effect.test),
            ..Value::number(percent(later - expected))
        })
    }
}

impl Ratio {
    /// Two counts.
    pub(super) fn new(part: u64, whole: u64, disjoint: bool) -> Result<Self, Reason> {
        let [first, second] = [part, whole].map(|count| Rational::from(i128::from(count)));
        Self::amounts(first, second, disjoint)?.counted(part, whole)
    }

    /// Two values of which it is not known what they count.
    fn amounts(part: Rational, whole: Rational, disjoint: bool) -> Result<Self, Reason> {
        if part.signum() < 0 || whole.signum() < 0 {
            return Err(Reason::Negative);
        }
        if whole.signum() == 0 {
            return Err(Reason::ZeroTotal);
        }
        if part > whole && !disjoint {
            return Err(Reason::MoreThanWhole);
        }
        Ok(Self { part, whole, draws: None, disjoint })
    }

    fn counted(self, part: u64, whole: u64) -> Result<Self, Reason> {
        let all = if self.disjoint { part + whole } else { whole };
        Ok(Self { draws: Some(Proportion::new(part, all)?), ..self })
    }

    /// The counted things as draws; absent for amounts.
    pub(super) const fn draws(&self) -> Option<Proportion> {
        self.draws
    }

    /// The share or ratio, 1 for equal values.
    pub(super) fn estimate(&self) -> f64 {
        self.part.to_f64() / self.whole.to_f64()
    }

    /// In percent, of counts with an interval.
    pub(super) fn with_interval(&self, interval: MakeInterval, level: Level) -> Value {
        let Some(draws) = self.draws else { return Value::number(percent(self.estimate())) };
        let of_share = interval(draws, level);
        let found = if self.disjoint { of_share.map(odds) } else { of_share };
        Value::interval(self.estimate(), found, percent)
    }

    /// This as a multiple of another, exactly.
    pub(super) fn relative_to(&self, other: &Self) -> Result<Rational, Reason> {
        let [own, others] = [self, other].map(|ratio| relative_to(&ratio.part, &ratio.whole));
        relative_to(&own?, &others?)
    }

    /// How it changed from another: the difference of shares in points, or the relative change of
    /// ratios. Of counts with the interval and the test of draws, unless no outcome could be rejected.
    pub(super) fn changed_from(&self, from: &Self, level: Level) -> Result<Value, Reason> {
        let (Some(before), Some(after)) = (from.draws, self.draws) else {
            return self.only_changed_from(from);
        };
        if !fisher_can_reject(before, after, level) {
            return self.only_changed_from(from);
        }
        if self.disjoint {
            return Ok(Value::effect(odds_ratio(before, after, level)?, as_change));
        }
        let value = Value::effect(difference(before, after, level), percent);
        Ok(Value { range: value.range.filter(|_| expects_enough(before, after)), ..value })
    }

    /// The same without interval and test.
    pub(super) fn only_changed_from(&self, from: &Self) -> Result<Value, Reason> {
        Ok(Value::number(if self.disjoint {
            as_change(self.relative_to(from)?.to_f64())
        } else {
            percent(self.estimate() - from.estimate())
        }))
    }
}

/// The unit of the change of a share or a ratio.
pub(super) const fn scale(disjoint: bool) -> Scale {
    if disjoint { Scale::Change } else { Scale::Points }
}

fn odds(share: f64) -> f64 {
    share / (1.0 - share)
}
