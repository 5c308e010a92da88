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

    /// A variable plus a constant.
    fn variable(variable: Variable, end: Bound) -> Self {
        Self { terms: BTreeMap::from([(variable, Rational::ONE)]), ..Self::constant(end) }
    }

    /// Whether it is a whole number wherever its variables are whole numbers.
    fn is_whole(&self) -> bool {
        self.constant.is_integer() && self.terms.values().all(Rational::is_integer)
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
        Self {
            low: slack.low().map(|end| Linear::variable(variable, end)),
            high: slack.high().map(|end| Linear::variable(variable, end)),
        }
    }

    /// Whether it is a single whole number wherever its variables are whole numbers.
    pub(super) fn is_whole(&self) -> bool {
        self.low == self.high && self.low.as_ref().is_some_and(Linear::is_whole)
    }

    /// The variables that it depends on.
    pub(super) fn variables(&self) -> impl Iterator<Item = Variable> {
        self.low.iter().chain(&self.high).flat_map(|end| end.terms.keys().copied())
    }

    pub(super) fn plus(&self, other: &Self) -> Self {
        let (low, high) = (
            self.low.as_ref().zip(other.low.as_ref()),
            self.high.as_ref().zip(other.high.as_ref()),
        );
        Self { low: low.map(|(a, b)| a.plus(b)), high: high.map(|(a, b)| a.plus(b)) }
    }

    pub(super) fn negated(&self) -> Self {
        self.scaled(&-Rational::ONE)
    }

    pub(super) fn scaled(&self, factor: &Rational) -> Self {
        if factor.signum() == 0 {
            return Self::constant(&Interval::Point(Rational::ZERO));
        }
        let low = self.low.as_ref().map(|end| end.times(factor));
        let high = self.high.as_ref().map(|end| end.times(factor));
        if factor.signum() > 0 { Self { low, high } } else { Self { low: high, high: low } }
    }

    /// The product of a band that is nowhere negative and an interval.
    pub(super) fn times_interval(&self, interval: &Interval) -> Self {
        Self {
            low: interval.low().and_then(|bound| product_end(&bound, &self.low, &self.high)),
            high: interval.high().and_then(|bound| product_end(&bound, &self.high, &self.low)),
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

/// An end of the product of a band and an interval: the interval's end times the band's end on the
/// same side, or, if it is negative, times the end on the other side.
fn product_end(bound: &Bound, same: &Option<Linear>, opposite: &Option<Linear>) -> Option<Linear> {
    let end = if bound.value.signum() < 0 { opposite } else { same };
    let mut product = end.as_ref()?.times(&bound.value);
    product.closed &= bound.closed;
    Some(product)
}
