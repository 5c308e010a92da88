//! What a figure may be instead of what is printed: candidates for sources, each with the price of
//! its misprint.

use std::rc::Rc;

use crossfoot_core::{Decimal, Interval, Rational, Variable};

use super::overlay::Overlay;
use super::problem::{Fit, Problem, Taken};
use super::solve::Equation;
use super::world::Source;
use crate::CheckId;
use crate::cause::priors;
use crate::neighbours;

/// The kind of two figures printed in each other's place.
pub(super) const EXCHANGED: &str = "cells-swapped";
/// More values for one figure than this are narrowed to those of which the printed one is a slip,
/// and those printed nearby.
const MOST_VALUES: i128 = 30;

impl Problem<'_> {
    /// What a figure should be for a check to hold, each with the probability that it was printed
    /// as it is.
    pub(super) fn sources_of(
        &self,
        id: CheckId,
        variable: Variable,
        taken: &[Taken],
    ) -> Rc<[Source]> {
        let depends = self.derivation(id, variable);
        let key = (
            id,
            variable,
            taken.iter().filter(|each| depends.contains(&each.variable)).copied().collect(),
        );
        self.sources
            .get(key, |(id, variable, taken)| self.work_out_sources(*id, *variable, taken).into())
    }

    #[expect(clippy::float_arithmetic, reason = "probabilities; no verdict depends on them")]
    fn work_out_sources(&self, id: CheckId, variable: Variable, taken: &[Taken]) -> Vec<Source> {
        let Some(printed) = self.figure(variable).map(crossfoot_core::Figure::value) else {
            return Vec::new();
        };
        let values = if self.target(id) == Some(variable) {
            self.fit(id, taken).1.map(|value| self.expected(variable, &value)).unwrap_or_default()
        } else {
            let same_sign = |right: &Decimal| {
                right.mantissa().signum() * printed.mantissa().signum() >= 0
                    || right.mantissa() == -printed.mantissa()
            };
            self.solutions(id, variable, taken, printed).into_iter().filter(same_sign).collect()
        };
        let derivations: Vec<Interval> =
            self.about(variable).iter().filter_map(|about| self.fit(*about, taken).1).collect();
        let sources = values.into_iter().filter(|right| *right != printed).filter_map(|right| {
            let exact =
                derivations.iter().find(|exact| self.expected(variable, exact).contains(&right));
            let misprint = self.misprint(variable, right, exact)?;
            Some(Source {
                variable,
                right,
                exact: exact.cloned(),
                kind: misprint.kind,
                log: (priors::FAULT * misprint.weight).ln(),
            })
        });
        sources.collect()
    }

    /// The decimals that an input may have for a check to hold.
    fn solutions(
        &self,
        id: CheckId,
        variable: Variable,
        taken: &[Taken],
        printed: Decimal,
    ) -> Vec<Decimal> {
        let values: Vec<(Variable, Interval)> = taken
            .iter()
            .map(|each| (each.variable, self.interval(each.variable, each.value)))
            .collect();
        let equation = Equation {
            study: self.study,
            basis: &Overlay::new(self.basis, &values),
            row: id.row,
            unknown: variable,
        };
        let solved = self
            .expr(id)
            .zip(self.goal(id, taken))
            .and_then(|(expr, goal)| equation.solve(expr, goal));
        let Some(solved) = solved else { return Vec::new() };
        let (Some(low), Some(high)) = (solved.low(), solved.high()) else { return Vec::new() };
        let decimals = self.decimals(variable);
        let steps = Rational::power_of_ten(i32::from(decimals));
        let scaled = |value: &Rational| {
            (value * &steps).checked_div(&Rational::from(i128::from(self.study.scale(variable))))
        };
        let (Some(low), Some(high)) = (scaled(&low.value), scaled(&high.value)) else {
            return Vec::new();
        };
        // A rounded figure stands for half a unit either way; an exact one for itself.
        let (Some(first), Some(last)) = (low.floor().to_integer(), high.ceil().to_integer()) else {
            return Vec::new();
        };
        let decimal = |mantissa: i128| Decimal::new(i64::try_from(mantissa).ok()?, decimals);
        let fits = |value: &Decimal| self.interval(variable, *value).meets(&solved);
        if last - first <= MOST_VALUES {
            return (first..=last).filter_map(decimal).filter(fits).collect();
        }
        let strayed = self
            .neighbours(variable)
            .into_iter()
            .filter_map(|other| self.figure(other).map(crossfoot_core::Figure::value));
        let strayed = strayed.filter(|value| value.decimals() == decimals);
        let mut near: Vec<Decimal> =
            crate::slip::neighbours(printed, decimals).into_iter().chain(strayed).collect();
        near.retain(|value| (first..=last).contains(&i128::from(value.mantissa())) && fits(value));
        near.sort_by_key(|value| value.mantissa());
        near.dedup();
        near
    }

    /// The exchanges of a check's target with one of its inputs that make it hold.
    pub(super) fn exchanges_with_target(
        &self,
        id: CheckId,
        sources: &[Source],
    ) -> Vec<([Source; 2], f64)> {
        let free = |variable: Variable| sources.iter().all(|source| source.variable != variable);
        let Some((target, printed)) = self
            .target(id)
            .filter(|target| free(*target))
            .and_then(|target| Some((target, self.figure(target)?)))
        else {
            return Vec::new();
        };
        let near = self.neighbours(target);
        let inputs = self.inputs(id);
        let inputs = inputs.iter().copied().filter(|input| free(*input) && near.contains(input));
        let exchanged = inputs.filter_map(|input| {
            let other = self.figure(input)?;
            let taken = [
                Taken { variable: target, value: other.value() },
                Taken { variable: input, value: printed.value() },
            ];
            let holds = other.value() != printed.value() && self.fit(id, &taken).0 == Fit::Holds;
            holds.then(|| exchanged((target, other.value()), (input, printed.value()), near.len()))
        });
        exchanged.collect()
    }

    /// The exchange of two figures that a misprint may be part of: the right value of one is
    /// printed at the other, and with both put right the check holds.
    pub(super) fn exchange(
        &self,
        id: CheckId,
        sources: &[Source],
        source: &Source,
    ) -> Option<([Source; 2], f64)> {
        let printed = self.figure(source.variable)?.value();
        let neighbours = self.neighbours(source.variable);
        let taken = |variable: Variable| sources.iter().any(|known| known.variable == variable);
        let other = neighbours.iter().copied().find(|other| {
            !taken(*other)
                && self.figure(*other).is_some_and(|figure| figure.value() == source.right)
        })?;
        let taken =
            sources.iter().map(|known| Taken { variable: known.variable, value: known.right });
        let halves = [
            Taken { variable: source.variable, value: source.right },
            Taken { variable: other, value: printed },
        ];
        let taken: Vec<Taken> = taken.chain(halves).collect();
        (self.fit(id, &taken).0 == Fit::Holds)
            .then(|| exchanged((source.variable, source.right), (other, printed), neighbours.len()))
    }

    /// The cells of the same row, and of the same column nearby, that print numbers.
    pub(super) fn neighbours(&self, variable: Variable) -> Vec<Variable> {
        let Variable::Cell(own) = variable else { return Vec::new() };
        neighbours::of(self.study, own)
            .map(Variable::Cell)
            .filter(|cell| self.figure(*cell).is_some())
            .collect()
    }
}

/// Two figures printed in each other's place, each one of so many that it could have been exchanged
/// with, and the logarithm of the probability.
#[expect(clippy::float_arithmetic, reason = "probabilities; no verdict depends on them")]
fn exchanged(
    one: (Variable, Decimal),
    other: (Variable, Decimal),
    neighbours: usize,
) -> ([Source; 2], f64) {
    let log = (priors::FAULT * priors::CELLS_SWAPPED / neighbours.max(1) as f64).ln();
    let half = |(variable, right)| Source {
        variable,
        right,
        exact: None,
        kind: EXCHANGED,
        log: log / 2.0,
    };
    ([half(one), half(other)], log)
}
