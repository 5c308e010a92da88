//! What should be printed instead of a figure: candidates for sources, each with the price of its
//! misprint.

use std::rc::Rc;

use crossfoot_core::{Decimal, Interval, Rational, Variable};

use super::fit::{Fit, Taken};
use super::overlay::Overlay;
use super::problem::Problem;
use super::solve::Equation;
use super::world::{Source, SourceKind};
use crate::CheckId;
use crate::cause::priors;
use crate::neighbours;

/// If a figure may have more values than this, only two kinds are considered: those of which the
/// printed figure is a slip, and those printed nearby.
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
        // The rules about the figure determine with the check what it should be.
        let matters = taken.iter().filter(|each| {
            self.concerns(id, each.variable)
                || self.about(variable).iter().any(|about| self.reads(*about, each.variable))
        });
        let taken: Vec<Taken> = matters.copied().collect();
        self.sources
            .get((id, variable), &taken, || self.work_out_sources(id, variable, &taken).into())
    }

    #[expect(clippy::float_arithmetic, reason = "probabilities; no verdict depends on them")]
    fn work_out_sources(&self, id: CheckId, variable: Variable, taken: &[Taken]) -> Vec<Source> {
        let Some(printed) = self.figure(variable).map(crossfoot_core::Figure::value) else {
            return Vec::new();
        };
        let values = if self.target(id) == Some(variable) {
            self.value(id, taken).map(|value| self.expected(variable, &value)).unwrap_or_default()
        } else {
            let mut solutions = self.solutions(id, variable, taken, printed);
            solutions.retain(|right| {
                right.mantissa().signum() * printed.mantissa().signum() >= 0
                    || right.mantissa() == -printed.mantissa()
            });
            solutions
        };
        let derivations: Vec<Interval> =
            self.about(variable).iter().filter_map(|about| self.value(*about, taken)).collect();
        self.add_work(values.len());
        let sources = values
            .into_iter()
            .filter(|right| *right != printed && self.has_sign_of(variable, *right));
        let sources = sources.filter_map(|right| {
            let exact =
                derivations.iter().find(|exact| self.expected(variable, exact).contains(&right));
            let misprint = self.misprint(variable, right, exact)?;
            Some(Source {
                variable,
                right,
                exact: exact.cloned(),
                kind: SourceKind::Misprint(misprint.kind),
                log: (self.known.fault * misprint.weight).ln(),
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
        let Some(solved) = self.solved(id, variable, taken) else { return Vec::new() };
        let Some((first, last)) = self.mantissas(variable, &solved) else { return Vec::new() };
        let decimals = self.decimals(variable);
        let mut values: Vec<Decimal> = if last - first <= MOST_VALUES {
            (first..=last)
                .filter_map(|mantissa| Decimal::new(i64::try_from(mantissa).ok()?, decimals))
                .collect()
        } else {
            let strayed = self
                .neighbours(variable)
                .into_iter()
                .filter_map(|other| self.figure(other).map(crossfoot_core::Figure::value))
                .filter(|value| value.decimals() == decimals);
            let mut near: Vec<Decimal> =
                crate::slip::neighbours(printed, decimals).into_iter().chain(strayed).collect();
            self.add_work(near.len());
            near.retain(|value| (first..=last).contains(&i128::from(value.mantissa())));
            near.sort_by_key(|value| value.mantissa());
            near.dedup();
            near
        };
        values.retain(|value| self.interval(variable, *value).meets(&solved));
        values
    }

    /// The values of an input for which a check holds.
    fn solved(&self, id: CheckId, variable: Variable, taken: &[Taken]) -> Option<Interval> {
        let values: Vec<(Variable, Interval)> = taken
            .iter()
            .map(|each| (each.variable, self.interval(each.variable, each.value)))
            .collect();
        self.add_work(self.inputs(id).len());
        let equation = Equation {
            study: self.known.study,
            basis: &Overlay::new(self.known.basis, &values),
            row: id.row,
            unknown: variable,
            taken,
            wholes: &self.wholes,
        };
        let (expr, goal) = self.expr(id).zip(self.goal(id, taken))?;
        equation.solve(expr, goal)
    }

    /// The least and the greatest mantissa, at the decimals of a variable, of figures that may
    /// stand for a value in the interval; `None` where it is unbounded.
    fn mantissas(&self, variable: Variable, values: &Interval) -> Option<(i128, i128)> {
        let (low, high) = (values.low()?, values.high()?);
        let steps = Rational::power_of_ten(i32::from(self.decimals(variable)));
        let scale = Rational::from(i128::from(self.known.study.scale(variable)));
        let low = (&low.value * &steps).checked_div(&scale)?;
        let high = (&high.value * &steps).checked_div(&scale)?;
        // A rounded figure stands for half a unit either way; an exact one for itself.
        Some((low.floor().to_integer()?, high.ceil().to_integer()?))
    }

    /// The exchanges of a check's target with one of its inputs that make it hold and concern a
    /// figure.
    pub(super) fn exchanges_with_target(
        &self,
        id: CheckId,
        sources: &[Source],
        figure: Variable,
    ) -> Vec<([Source; 2], f64)> {
        let Some((target, printed)) = self
            .target(id)
            .filter(|target| is_free(*target, sources))
            .and_then(|target| Some((target, self.figure(target)?)))
        else {
            return Vec::new();
        };
        let near = self.neighbours(target);
        let inputs = self.inputs(id);
        let inputs = inputs
            .iter()
            .copied()
            .filter(|input| target == figure || *input == figure)
            .filter(|input| is_free(*input, sources) && near.contains(input));
        let exchanged = inputs.filter_map(|input| {
            let other = self.figure(input)?;
            let taken = [
                Taken { variable: target, value: other.value() },
                Taken { variable: input, value: printed.value() },
            ];
            let holds = other.value() != printed.value() && self.fit(id, &taken) == Fit::Holds;
            holds.then(|| {
                self.exchanged((target, other.value()), (input, printed.value()), near.len())
            })
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
        let other = neighbours.iter().copied().find(|other| {
            is_free(*other, sources)
                && self.figure(*other).is_some_and(|figure| figure.value() == source.right)
        })?;
        let taken =
            sources.iter().map(|known| Taken { variable: known.variable, value: known.right });
        let halves = [
            Taken { variable: source.variable, value: source.right },
            Taken { variable: other, value: printed },
        ];
        let taken: Vec<Taken> = taken.chain(halves).collect();
        (self.fit(id, &taken) == Fit::Holds).then(|| {
            self.exchanged((source.variable, source.right), (other, printed), neighbours.len())
        })
    }

    /// Two figures printed in each other's place, and the logarithm of the probability; each could have
    /// been exchanged with any of its neighbours.
    #[expect(clippy::float_arithmetic, reason = "probabilities; no verdict depends on them")]
    fn exchanged(
        &self,
        one: (Variable, Decimal),
        other: (Variable, Decimal),
        neighbours: usize,
    ) -> ([Source; 2], f64) {
        let log = (self.known.fault * priors::CELLS_SWAPPED / neighbours.max(1) as f64).ln();
        let halves = [one, other].map(|(variable, right)| Source {
            variable,
            right,
            exact: None,
            kind: SourceKind::EXCHANGED,
            log: log / 2.0,
        });
        (halves, log)
    }

    /// The cells of the same row, and of the same column nearby, that print numbers.
    pub(super) fn neighbours(&self, variable: Variable) -> Vec<Variable> {
        let Variable::Cell(own) = variable else { return Vec::new() };
        neighbours::around(self.known.study, own)
            .map(Variable::Cell)
            .filter(|cell| self.figure(*cell).is_some())
            .collect()
    }
}

/// Whether a figure is not among the misprints already.
fn is_free(variable: Variable, sources: &[Source]) -> bool {
    sources.iter().all(|source| source.variable != variable)
}
