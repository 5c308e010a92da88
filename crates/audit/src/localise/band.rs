//! Linear expressions over figures with the slack that rounding leaves: a lower and an upper end,
//! each linear.

use std::collections::BTreeMap;

use crossfoot_core::{Bound, Interval, Rational, Variable};

/// `Σ coefficient · variable + constant`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Linear {
    /// Coefficients, none of them zero.
    pub(super) terms: BTreeMap<Variable, Rational>,
    pub(super) constant: Rational,
    /// Whether, as an end of a band, it belongs to the band.
    pub(super) closed: bool,
}

impl Linear {
    fn constant(end: Bound) -> Self {
        Self { terms: BTreeMap::new(), constant: end.value, closed: end.closed }
    }

    fn plus(&self, other: &Self) -> Self {
        let mut terms = self.terms.clone();
        for (variable, coefficient) in &other.terms {
            let sum =
                terms.get(variable).map_or_else(|| coefficient.clone(), |own| own + coefficient);
            if sum.signum() == 0 {
                terms.remove(variable)
            } else {
                terms.insert(*variable, sum)
            };
        }
        Self {
            terms,
            constant: &self.constant + &other.constant,
            closed: self.closed && other.closed,
        }
    }

    fn times(&self, factor: &Rational) -> Self {
        let terms = self
            .terms
            .iter()
            .filter(|_| factor.signum() != 0)
            .map(|(variable, coefficient)| (*variable, coefficient * factor));
        Self { terms: terms.collect(), constant: &self.constant * factor, closed: self.closed }
    }

    /// The value where every variable has the given one.
    pub(super) fn at(&self, value: &impl Fn(Variable) -> Rational) -> Bound {
        let sum = self.terms.iter().fold(self.constant.clone(), |sum, (variable, coefficient)| {
            &sum + &(coefficient * &value(*variable))
        });
        Bound { value: sum, closed: self.closed }
    }
}

/// Every value between two linear ends, each of which may be absent.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) struct Band {
    pub(super) low: Option<Linear>,
    pub(super) high: Option<Linear>,
}

impl Band {
    /// The same interval whatever the variables are.
    pub(super) fn constant(interval: &Interval) -> Self {
        Self {
            low: interval.low().map(Linear::constant),
            high: interval.high().map(Linear::constant),
        }
    }

    /// A variable, give or take `slack`.
    pub(super) fn variable(variable: Variable, slack: &Interval) -> Self {
        let end = |end: Bound| Linear {
            terms: BTreeMap::from([(variable, Rational::ONE)]),
            ..Linear::constant(end)
        };
        Self { low: slack.low().map(end), high: slack.high().map(end) }
    }

    /// Whether it is a single whole number wherever its variables are whole numbers.
    pub(super) fn is_whole(&self) -> bool {
        let whole = |end: &Linear| {
            end.constant.is_integer() && end.terms.values().all(Rational::is_integer)
        };
        self.low == self.high && self.low.as_ref().is_some_and(whole)
    }

    /// The variables that it depends on.
    pub(super) fn variables(&self) -> impl Iterator<Item = Variable> {
        self.low.iter().chain(&self.high).flat_map(|end| end.terms.keys().copied())
    }

    pub(super) fn plus(&self, other: &Self) -> Self {
        let add = |a: &Option<Linear>, b: &Option<Linear>| {
            a.as_ref().zip(b.as_ref()).map(|(a, b)| a.plus(b))
        };
        Self { low: add(&self.low, &other.low), high: add(&self.high, &other.high) }
    }

    pub(super) fn negated(&self) -> Self {
        self.scaled(&-Rational::ONE)
    }

    pub(super) fn scaled(&self, factor: &Rational) -> Self {
        let end = |end: &Option<Linear>| end.as_ref().map(|end| end.times(factor));
        match factor.signum() {
            0 => Self::constant(&Interval::Point(Rational::ZERO)),
            1 => Self { low: end(&self.low), high: end(&self.high) },
            _ => Self { low: end(&self.high), high: end(&self.low) },
        }
    }

    /// The product of a band that is nowhere negative and an interval.
    pub(super) fn times_interval(&self, interval: &Interval) -> Self {
        let end = |bound: Option<Bound>, small: &Option<Linear>, great: &Option<Linear>| {
            let bound = bound?;
            let mut product =
                if bound.value.signum() < 0 { great } else { small }.as_ref()?.times(&bound.value);
            product.closed &= bound.closed;
            Some(product)
        };
        Self {
            low: end(interval.low(), &self.low, &self.high),
            high: end(interval.high(), &self.high, &self.low),
        }
    }

    /// The interval where every variable has the given value.
    pub(super) fn at(&self, value: &impl Fn(Variable) -> Rational) -> Interval {
        Interval::new(
            self.low.as_ref().map(|end| end.at(value)),
            self.high.as_ref().map(|end| end.at(value)),
        )
    }
}
