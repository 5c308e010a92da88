//! The values of formulas from exact counts: a rounded figure is replaced by the value that its own
//! rule gives before rounding.

use crossfoot_core::formula::{Expr, Value, evaluate, inputs};
use crossfoot_core::{Interval, Variable};

use super::overlay::Overlay;
use super::problem::Problem;
use super::world::{Changed, Source, corrected_value};
use crate::CheckId;
use crate::check::{Printed, printed, unscale};

/// How far rounded figures that are computed from rounded figures are followed.
const MOST_STEPS: usize = 4;
/// A formula that reads more figures is evaluated with the printed figures.
const MOST_INPUTS: usize = 60;

impl Problem<'_> {
    /// The corrected world. Figures that rules give are computed from exact counts if that gives a
    /// narrower interval and their rules still hold.
    pub(super) fn corrected_exactly(&self, sources: &[Source], excused: &[usize]) -> Vec<Changed> {
        let mut changed = self.corrected(sources, excused);
        for at in 0..changed.len() {
            if let Some(better) = self.refined(&changed[at], &changed) {
                changed[at] = better;
            }
        }
        changed
    }

    /// A changed figure from exact counts, if that gives a narrower interval.
    fn refined(&self, each: &Changed, changed: &[Changed]) -> Option<Changed> {
        let id = self.giving(each)?;
        let exact = self.exactly(self.expr(id)?, id, changed)?;
        let known = each.exact.as_ref().and_then(Interval::width);
        if known.is_some() && exact.width() >= known {
            return None;
        }
        let value = corrected_value(self, each.variable, &exact)?;
        let better = Changed { value, exact: Some(exact), ..each.clone() };
        let others = changed.iter().filter(|other| other.variable != each.variable).cloned();
        let world: Vec<Changed> = others.chain([better.clone()]).collect();
        self.holds_corrected(&world, id).then_some(better)
    }

    /// The check that gives a changed figure, or that an error of the figure itself makes hold.
    fn giving(&self, each: &Changed) -> Option<CheckId> {
        let about = self.about(each.variable);
        each.by.or_else(|| {
            let mut about = about.iter().copied().filter(|_| each.exact.is_some());
            about.find(|id| self.verdict(*id).disagrees() && !self.is_statement(*id))
        })
    }

    /// The value of a formula that takes the place of the formula of a check, in the corrected world,
    /// in the printed unit and scale.
    pub(super) fn exactly(
        &self,
        expr: &Expr,
        id: CheckId,
        changed: &[Changed],
    ) -> Option<Interval> {
        let value = self.in_full(expr, id.row, changed, MOST_STEPS)?;
        match printed(self.known.study, id) {
            Printed::Figure(.., scale) => Some(unscale(value, scale)),
            _ => None,
        }
    }

    /// The value of a formula, in whole units.
    fn in_full(
        &self,
        expr: &Expr,
        row: Option<usize>,
        changed: &[Changed],
        steps: usize,
    ) -> Option<Interval> {
        let mut read = Vec::new();
        inputs(expr, self.known.study, row, &mut |input| {
            if self.figure(input).is_some() && !read.contains(&input) {
                read.push(input);
            }
        });
        let steps = if read.len() > MOST_INPUTS { 0 } else { steps };
        let values: Vec<(Variable, Interval)> = read
            .into_iter()
            .filter_map(|input| Some((input, self.before_rounding(input, changed, steps)?)))
            .collect();
        let overlay = Overlay::new(self.known.basis, &values);
        let outcome = evaluate(expr, self.known.study, &overlay, row).ok()?;
        match outcome.value {
            Value::Number(value) if !outcome.bounded => Some(value),
            _ => None,
        }
    }

    /// The value of a figure before it was rounded: the narrowest that a rule about it gives, among
    /// those that hold. Without such a rule its correction; `None` if it has none, and the published
    /// value is used.
    fn before_rounding(
        &self,
        variable: Variable,
        changed: &[Changed],
        steps: usize,
    ) -> Option<Interval> {
        let corrected = changed
            .iter()
            .find(|each| each.variable == variable)
            .map(|each| self.interval(variable, each.value));
        let printed = corrected
            .clone()
            .or_else(|| Some(self.interval(variable, self.figure(variable)?.value())))?;
        if steps == 0 || printed.as_point().is_some() {
            return corrected;
        }
        let about = self.about(variable);
        let derived = about.iter().filter(|id| self.holds_corrected(changed, **id));
        let derived =
            derived.filter_map(|id| self.in_full(self.expr(*id)?, id.row, changed, steps - 1));
        let narrower = derived
            .filter(|value| value.width() < printed.width())
            .min_by(|one, other| one.width().cmp(&other.width()));
        narrower.or(corrected)
    }
}
