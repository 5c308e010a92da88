//! One finding as the kinds of causes see it.

use crossfoot_core::formula::{Comparison, Expr, Outcome, Published, Value, evaluate, inputs};
use crossfoot_core::{
    CellId, Decimal, Figure, Interval, Phrase, Rational, Rounding, Study, Unit, Variable, Verdict,
    say,
};

use super::faults::Faults;
use super::pool::Pool;
use crate::check::{Check, Printed, judge, printed};
use crate::expected::expected;
use crate::power::printable;
use crate::{CheckId, ColumnConvention, Recomputed, RuleAudit};

/// What all findings of a study share.
pub(crate) struct Context<'a> {
    pub(crate) study: &'a Study,
    pub(crate) basis: &'a Published,
    pub(crate) rules: &'a [RuleAudit],
    pub(crate) conventions: &'a [ColumnConvention],
    /// Targets that disagree, with what their rule gives.
    pub(crate) faults: Faults,
    /// Quantities of the study that a printed value may have been taken from.
    pub(crate) pool: Pool,
}

/// One finding: what was printed, what was recomputed, and how to try something else.
pub(crate) struct Case<'a> {
    pub(crate) context: &'a Context<'a>,
    pub(crate) study: &'a Study,
    pub(crate) id: CheckId,
    pub(crate) check: &'a Check,
    pub(crate) expr: Option<&'a Expr>,
}

/// A hypothesis that fits, and among how many of its kind.
pub(crate) struct Explanation {
    pub(crate) detail: Phrase,
    pub(crate) value: Option<Decimal>,
    pub(crate) ways: f64,
    /// The quantity that was printed instead, where the hypothesis names one: the formulas that
    /// give it.
    pub(crate) instead: Vec<String>,
    /// The formula that gives what is printed, where another was computed.
    pub(crate) formula: Option<Expr>,
}

impl Explanation {
    /// A hypothesis that names no other quantity and no other formula.
    pub(super) const fn new(detail: Phrase, value: Option<Decimal>, ways: f64) -> Self {
        Self { detail, value, ways, instead: Vec::new(), formula: None }
    }
}

impl<'a> Case<'a> {
    pub(crate) fn new(context: &'a Context<'a>, id: CheckId, check: &'a Check) -> Self {
        let expr = context.study.rules[id.rule].formula.as_ref().map(|formula| &formula.expr);
        Self { context, study: context.study, id, check, expr }
    }

    /// What the finding is about, unless it is a condition.
    pub(super) fn target(&self) -> Option<Variable> {
        self.study.rules[self.id.rule].variable(self.id.row)
    }

    /// Whether the finding is about a condition, which prints nothing.
    pub(super) fn is_condition(&self) -> bool {
        matches!(printed(self.study, self.id), Printed::Nothing)
    }

    /// The cells with numbers that the formula reads.
    pub(super) fn figures(&self) -> Vec<CellId> {
        let mut cells = Vec::new();
        if let Some(expr) = self.expr {
            inputs(expr, self.study, self.id.row, &mut |input| match input {
                Variable::Cell(cell) if self.study.cell(cell).figure().is_some() => {
                    cells.push(cell);
                }
                Variable::Cell(_) | Variable::Claim(_) => {}
            });
        }
        cells.sort_unstable();
        cells.dedup();
        cells
    }

    /// How many values the difference of an equation could have had by chance: as many as its
    /// figure with most of them. Any other condition holds or does not.
    fn alternatives(&self) -> f64 {
        let equation = matches!(self.expr, Some(Expr::Compare(_, rest))
            if matches!(rest.as_slice(), [(Comparison::Equal, _)]));
        let figures = if equation { self.figures() } else { Vec::new() };
        let printable = figures.into_iter().filter_map(|cell| {
            let figure = self.study.cell(cell).figure()?;
            Some(printable(figure, self.study.cell_unit(cell).unit).to_f64())
        });
        printable.fold(2.0, f64::max)
    }

    /// The printed figure and its unit, where a number was printed.
    pub(super) fn figure(&self) -> Option<(&'a Figure, &'a Unit)> {
        match printed(self.study, self.id) {
            Printed::Figure(figure, unit, ..) => Some((figure, unit)),
            _ => None,
        }
    }

    /// How many values could have been printed here: what an unexplained value is one of.
    pub(super) fn printable(&self) -> f64 {
        /// Years that a date in the text may name.
        const DATES: f64 = 30.0;
        match printed(self.study, self.id) {
            Printed::Figure(figure, unit, ..) => printable(figure, unit).to_f64(),
            Printed::Date(_) => DATES,
            Printed::Nothing => self.alternatives(),
            _ => 2.0,
        }
    }

    /// The recomputed numbers.
    pub(super) fn value(&self) -> Option<&'a Interval> {
        match &self.check.recomputed {
            Ok(Recomputed::Number(value)) => Some(value),
            _ => None,
        }
    }

    /// What should have been printed at the printed decimals; several where the inputs are rounded.
    pub(super) fn expected(&self) -> Vec<Decimal> {
        let (Some((figure, _)), Some(value)) = (self.figure(), self.value()) else {
            return Vec::new();
        };
        expected(value, figure.decimals(), self.study.rounding.unwrap_or(Rounding::HalfUp))
    }

    /// The expected value, where there is only one.
    pub(super) fn expected_one(&self) -> Option<Decimal> {
        match self.expected().as_slice() {
            [one] => Some(*one),
            _ => None,
        }
    }

    /// The printed value in words.
    pub(super) fn printed_text(&self) -> Phrase {
        match printed(self.study, self.id) {
            Printed::Figure(figure, unit, ..) => unit.quantity(figure.value().to_string()),
            Printed::Date(date) => date.to_string().into(),
            _ => Phrase::default(),
        }
    }

    /// Evaluates another formula in the place of the rule's, on its row or another.
    pub(super) fn evaluate(&self, expr: &'a Expr, row: Option<usize>) -> Option<Outcome<'a>> {
        evaluate(expr, self.study, self.context.basis, row).ok()
    }

    /// Whether the printed value fits an outcome.
    pub(super) fn fits(&self, outcome: &Outcome<'_>) -> bool {
        let (verdict, ..) = judge(self.study, self.context.basis, self.id, outcome);
        matches!(
            verdict,
            Verdict::Exact | Verdict::Rounded | Verdict::Compatible | Verdict::Truncated
        )
    }

    /// Whether the printed value fits a number in the printed unit and scale.
    pub(super) fn fits_number(&self, value: &Interval) -> bool {
        let value = value * &Interval::Point(scale(self.study, self.id));
        self.fits(&Outcome { value: Value::Number(value), bounded: false })
    }

    /// Tries another formula: the explanation if it gives the printed value, priced by how many
    /// alternatives there were and by how many printed values its result allows.
    pub(super) fn formula(
        &self,
        other: &Expr,
        alternatives: usize,
        detail: impl FnOnce(Phrase) -> Phrase,
    ) -> Option<Explanation> {
        let outcome = evaluate(other, self.study, self.context.basis, self.id.row).ok()?;
        if outcome.bounded || !self.fits(&outcome) {
            return None;
        }
        let formula = other.describe(self.study, self.id.row);
        let shown = match &outcome.value {
            Value::Number(value) => say!("{} = {}", formula.as_str(), show(value)),
            _ => Phrase::from(formula.as_str()),
        };
        let allowed = match &outcome.value {
            Value::Number(value) => self.allowed(value),
            _ => 1.0,
        };
        Some(Explanation {
            detail: detail(shown),
            value: self.expected_one(),
            ways: times(alternatives, allowed),
            instead: vec![formula],
            formula: Some(other.clone()),
        })
    }

    /// How many printed values an interval of results allows; infinitely many where it has no end.
    pub(super) fn allowed(&self, value: &Interval) -> f64 {
        let Some((figure, _)) = self.figure() else { return 1.0 };
        let step = figure.unit() * scale(self.study, self.id);
        let steps = value.width().and_then(|width| width.checked_div(&step));
        steps.map_or(f64::INFINITY, |steps| (steps.floor() + Rational::ONE).to_f64())
    }
}

/// What one printed unit of a check's target stands for: formulas reckon in units, recomputed
/// values are shown as printed.
pub(super) fn scale(study: &Study, id: CheckId) -> Rational {
    match printed(study, id) {
        Printed::Figure(.., scale) => Rational::from(i128::from(scale)),
        _ => Rational::ONE,
    }
}

#[expect(clippy::float_arithmetic, reason = "probabilities; no verdict depends on them")]
pub(super) fn times(alternatives: usize, allowed: f64) -> f64 {
    alternatives as f64 * allowed
}

/// A recomputed number for people: four decimals at most, `…` where digits follow, a range where
/// the inputs are rounded.
pub(super) fn show(value: &Interval) -> Phrase {
    crate::show::interval(value, 4)
}
