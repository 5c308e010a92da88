//! What a check gives when some figures are taken to be others.

use std::rc::Rc;

use crossfoot_core::formula::{Outcome, Value, evaluate};
use crossfoot_core::{
    Decimal, Figure, Interval, Qualifier, Rounding, Study, Unit, Variable, Verdict,
};

use super::overlay::Overlay;
use super::problem::Problem;
use crate::CheckId;
use crate::cause::CauseKind;
use crate::check::{Printed, judge_printed, printed, unscale};
use crate::expected::expected;

/// A variable and the value that a hypothesis gives it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Taken {
    pub(super) variable: Variable,
    pub(super) value: Decimal,
}

/// The result of a check under a hypothesis.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fit {
    /// The printed value follows.
    Holds,
    /// It follows if digits were cut off.
    CutOff,
    /// It does not follow.
    Fails,
    /// The check cannot be evaluated.
    Unknown,
}

impl Problem<'_> {
    /// Evaluates a check with some figures taken to be others, and compares with its target,
    /// printed or `taken` too.
    pub(super) fn fit(&self, id: CheckId, taken: &[Taken]) -> Fit {
        self.evaluated(id, taken).0
    }

    /// What a check gives with some figures taken to be others, in the printed unit and scale;
    /// `None` if it gives no number.
    pub(super) fn value(&self, id: CheckId, taken: &[Taken]) -> Option<Interval> {
        self.evaluated(id, taken).1.clone()
    }

    fn evaluated(&self, id: CheckId, taken: &[Taken]) -> Rc<(Fit, Option<Interval>)> {
        let figures = self.figures(id);
        if taken.iter().all(|each| figures.have(each.variable)) {
            return self.fits.get(id, taken, || self.work_out(id, taken).into());
        }
        let matters = taken.iter().copied().filter(|each| figures.have(each.variable));
        let taken: Vec<Taken> = matters.collect();
        self.fits.get(id, &taken, || self.work_out(id, &taken).into())
    }

    fn work_out(&self, id: CheckId, taken: &[Taken]) -> (Fit, Option<Interval>) {
        self.add_work(self.inputs(id).len());
        let values: Vec<(Variable, Interval)> = taken
            .iter()
            .map(|each| (each.variable, self.interval(each.variable, each.value)))
            .collect();
        let overlay = Overlay::new(self.known.basis, &values);
        let outcome =
            match self.expr(id).map(|expr| evaluate(expr, self.known.study, &overlay, id.row)) {
                Some(Ok(outcome)) => outcome,
                Some(Err(gap)) if gap.is_impossible() => return (Fit::Fails, None),
                Some(Err(_)) | None => return (Fit::Unknown, None),
            };
        let target =
            self.target(id).and_then(|target| taken.iter().find(|each| each.variable == target));
        (
            self.compare(id, target.map(|target| target.value), &outcome),
            recomputed(self.known.study, id, &outcome),
        )
    }

    /// Whether the target follows from an outcome, as printed or with the value it is taken to
    /// have.
    fn compare(&self, id: CheckId, target: Option<Decimal>, outcome: &Outcome<'_>) -> Fit {
        let as_printed = printed(self.known.study, id);
        let figure;
        let shown = match (as_printed, self.target(id)) {
            (Printed::Figure(old, unit, approx, scale), Some(variable)) => {
                let value = target.unwrap_or_else(|| self.with_zeros(variable, old.value()));
                figure = Figure::new(value, old.qualifier, Default::default());
                Printed::Figure(&figure, unit, approx, scale)
            }
            _ => as_printed,
        };
        match judge_printed(self.known.study, self.known.basis, id, shown, outcome).0 {
            Verdict::Exact | Verdict::Rounded | Verdict::Compatible | Verdict::Feasible => {
                Fit::Holds
            }
            Verdict::Truncated if self.is_cut_off(id) => Fit::Holds,
            Verdict::Truncated => Fit::CutOff,
            Verdict::Inconsistent | Verdict::Infeasible => Fit::Fails,
            Verdict::Unverifiable => Fit::Unknown,
        }
    }

    /// A figure at the decimals of its column: where it has fewer, its last zeros were left out.
    fn with_zeros(&self, variable: Variable, printed: Decimal) -> Decimal {
        let missing = i32::from(self.decimals(variable)) - i32::from(printed.decimals());
        let power = u32::try_from(missing)
            .ok()
            .filter(|missing| *missing > 0)
            .and_then(|missing| 10_i64.checked_pow(missing));
        let padded = power.and_then(|power| {
            Decimal::new(printed.mantissa().checked_mul(power)?, self.decimals(variable))
        });
        padded.unwrap_or(printed)
    }

    fn is_cut_off(&self, id: CheckId) -> bool {
        match self.target(id) {
            Some(Variable::Cell(cell)) => self.known.basis.truncated.contains(&cell.column),
            Some(Variable::Claim(_)) | None => false,
        }
    }

    /// What should be printed at a variable whose value lies in an interval. A claim may have had
    /// other decimals than it prints, where a slip of the digits or of the point explains them.
    pub(super) fn expected(&self, variable: Variable, value: &Interval) -> Vec<Decimal> {
        let rounding = self.known.study.rounding.unwrap_or(Rounding::HalfUp);
        let usual = self.decimals(variable);
        let mut all = expected(value, usual, rounding);
        all.retain(|right| self.has_sign_of(variable, *right));
        if matches!(variable, Variable::Claim(_)) && *self.known.study.unit(variable) != Unit::Count
        {
            let others = (usual.saturating_sub(3).max(0)..=usual.saturating_add(3))
                .filter(|decimals| *decimals != usual);
            all.extend(
                others
                    .flat_map(|decimals| expected(value, decimals, rounding))
                    .filter(|right| self.is_slip(variable, *right, value)),
            );
        }
        all
    }

    /// Whether a slip of the digits or of the decimal point made the printed figure of `right`.
    fn is_slip(&self, variable: Variable, right: Decimal, value: &Interval) -> bool {
        self.misprint(variable, right, Some(value))
            .and_then(|misprint| misprint.kind)
            .is_some_and(|kind| kind != CauseKind::Truncation)
    }

    /// The values of a target for which a check holds, in the unit of its formula.
    pub(super) fn goal(&self, id: CheckId, taken: &[Taken]) -> Option<Interval> {
        let Some(target) = self.target(id) else { return Some(Interval::unbounded()) };
        let figure = self.figure(target)?;
        let value = taken
            .iter()
            .find(|each| each.variable == target)
            .map_or_else(|| self.with_zeros(target, figure.value()), |each| each.value);
        let figure = Figure::new(value, figure.qualifier, Default::default());
        let rounding =
            if self.is_cut_off(id) { Some(Rounding::Truncate) } else { self.known.study.rounding };
        Some(self.stands_for(target, &figure, rounding))
    }

    /// Every true value that a variable printed as `value` can have, rounded as the publication
    /// rounds, even where its column is cut off.
    pub(super) fn interval(&self, variable: Variable, value: Decimal) -> Interval {
        let qualifier = self
            .known
            .study
            .printed(variable)
            .figure()
            .map_or(Qualifier::Is, |figure| figure.qualifier);
        self.stands_for(
            variable,
            &Figure::new(value, qualifier, Default::default()),
            self.known.study.rounding,
        )
    }

    fn stands_for(
        &self,
        variable: Variable,
        figure: &Figure,
        rounding: Option<Rounding>,
    ) -> Interval {
        match variable {
            Variable::Cell(cell) => {
                let base = self.known.basis.bases.get(cell.column.table).copied().flatten();
                self.known.study.cell_unit(cell).interval(figure, rounding, base)
            }
            Variable::Claim(claim) => {
                let claim = &self.known.study.claims[claim];
                figure.interval(claim.unit == Unit::Count, rounding, claim.approx)
            }
        }
    }
}

/// The number that an outcome gives, in the printed unit and scale.
fn recomputed(study: &Study, id: CheckId, outcome: &Outcome<'_>) -> Option<Interval> {
    match (&outcome.value, printed(study, id)) {
        (Value::Number(value), Printed::Figure(_, _, _, scale)) if !outcome.bounded => {
            Some(unscale(value.clone(), scale))
        }
        _ => None,
    }
}
