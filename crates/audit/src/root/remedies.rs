//! Finds the remedies of errors and of false statements, and audits them again.

use std::collections::BTreeSet;

use crossfoot_core::formula::{Aggregate, Expr, Function, Truth, Value, evaluate};
use crossfoot_core::{CellId, Decimal, Interval, Unit, Variable};

use super::problem::Problem;
use super::remedy::{Proposal, Remedy, Wording, WordingChange};
use super::world::{Changed, Source, corrected_value};
use super::{Blamed, RootCause};
use crate::cause::mentioned;
use crate::{Cause, CauseKind, CheckId};

/// A cause less probable than this proposes no words.
const LEAST: f64 = 0.1;

/// The corrected world, in which remedies are looked for.
pub(super) struct Remedies<'a, 'p> {
    pub(super) problem: &'a Problem<'p>,
    pub(super) changed: &'a [Changed],
    pub(super) excused: &'a [usize],
}

impl Remedies<'_, '_> {
    /// What would put an error right, the best first: those that open the fewest checks; among them,
    /// other words first if the number is right, and otherwise another value.
    pub(super) fn of_error(&self, error: &RootCause, source: &Source) -> Vec<Remedy> {
        let Blamed::Figure(variable) = error.blamed else { return Vec::new() };
        let mut all: Vec<Remedy> = self.value(variable, source).into_iter().collect();
        let mut explained = error.explains.iter();
        if let Some(own) = explained.find(|id| self.problem.target(**id) == Some(variable)) {
            let kind = error.kind.cause();
            all.extend(self.wordings(*own, |cause| Some(cause.kind) == kind));
        }
        all.sort_by_key(|remedy| (remedy.opens.len(), remedy.is_wording() != error.keeps_number()));
        all
    }

    /// The words that would make a statement true.
    pub(super) fn of_statement(&self, id: CheckId) -> Vec<Remedy> {
        self.wordings(id, |cause| cause.kind.keeps_number())
    }

    /// The corrected value of a figure, unless that is what was printed.
    fn value(&self, variable: Variable, source: &Source) -> Option<Remedy> {
        let follows = self.changed.iter().find(|each| each.variable == variable)?;
        if self.problem.figure(variable)?.value() == follows.value {
            return None;
        }
        let opens = self.opens(source);
        let (value, exact) = (follows.value, follows.exact.clone());
        Some(Remedy { variable, proposal: Proposal::Value { value, exact }, opens })
    }

    /// The checks that agree as printed and disagree once everything is corrected. Only checks are
    /// tried that are about the figure of a source or about one that follows from it, or that read
    /// one of these.
    fn opens(&self, source: &Source) -> Vec<CheckId> {
        let follows = self.problem.corrected(std::slice::from_ref(source), self.excused);
        let mut concerned = BTreeSet::new();
        for figure in follows.iter().map(|each| each.variable).chain([source.variable]) {
            concerned.extend(self.problem.reading(figure).iter().copied());
            concerned.extend(self.problem.about(figure).iter().copied());
        }
        let opened = concerned.into_iter().filter(|id| {
            !self.problem.verdict(*id).disagrees()
                && !self.excused.contains(&id.rule)
                && self.problem.fails_corrected(self.changed, *id)
        });
        opened.collect()
    }

    /// The words that the causes of a finding propose.
    fn wordings(&self, id: CheckId, proposes: impl Fn(&Cause) -> bool) -> Vec<Remedy> {
        let Some(variable @ Variable::Claim(_)) = self.problem.target(id) else {
            return Vec::new();
        };
        let causes = self.problem.known.findings.get(&id).map_or(&[][..], |found| &found.causes);
        let likely = causes.iter().filter(|cause| cause.probability >= LEAST && proposes(cause));
        let proposals = likely.filter_map(|cause| self.wording(id, cause)).map(Proposal::Wording);
        proposals.map(|proposal| Remedy { variable, proposal, opens: Vec::new() }).collect()
    }

    fn wording(&self, id: CheckId, cause: &Cause) -> Option<Wording> {
        let formula = cause.formula.as_ref()?;
        let change = match cause.kind {
            CauseKind::ShareForCount if self.reads_shares(formula) => WordingChange::Share,
            CauseKind::ShareForCount => WordingChange::Number,
            CauseKind::PercentForPoints if calls_points(formula) => WordingChange::PercentagePoints,
            CauseKind::PercentForPoints => WordingChange::Percent,
            CauseKind::FilterDropped => WordingChange::Including(self.beyond(id, formula)),
            CauseKind::OtherBaseYear | CauseKind::OtherDenominator | CauseKind::OtherQuantity => {
                WordingChange::Quantity
            }
            _ => return None,
        };
        let value = self.problem.exactly(formula, id, self.changed);
        let corrected = value.as_ref().and_then(|value| self.corrected(id, value));
        let formula = formula.describe(self.problem.known.study, id.row);
        Some(Wording { change, formula, value, corrected })
    }

    /// What should be printed for a value, where that is not what is printed.
    fn corrected(&self, id: CheckId, value: &Interval) -> Option<Decimal> {
        let problem = self.problem;
        let figure = problem.target(id)?;
        let target = problem.figure(figure)?;
        if problem.interval(figure, target.value()).meets(value) {
            return None;
        }
        corrected_value(problem, figure, value).filter(|right| *right != target.value())
    }

    fn reads_shares(&self, formula: &Expr) -> bool {
        let study = self.problem.known.study;
        formula.any(|part| {
            matches!(part, Expr::Cell(column, _) if study.column(*column).1.unit == Unit::Percent)
        })
    }

    /// The rows that another formula counts and the rule leaves out, each by its cell in the column
    /// of the condition that was not applied.
    fn beyond(&self, id: CheckId, formula: &Expr) -> Vec<CellId> {
        let own = self.problem.expr(id).and_then(aggregate);
        let (Some(own), Some(other)) = (own, aggregate(formula)) else { return Vec::new() };
        let kept = other.filter.as_ref().map(mentioned).unwrap_or_default();
        let used = own.filter.as_ref().map(mentioned).unwrap_or_default();
        let Some(column) = used.into_iter().find(|column| !kept.contains(column)) else {
            return Vec::new();
        };
        let rows = 0..self.problem.known.study.tables[own.table].rows();
        let beyond = rows.filter(|row| self.counts(other, *row) && !self.counts(own, *row));
        beyond.map(|row| CellId { column, row }).collect()
    }

    /// Whether a row passes the filter of an aggregate.
    fn counts(&self, aggregate: &Aggregate, row: usize) -> bool {
        let known = self.problem.known;
        aggregate.filter.as_ref().is_none_or(|filter| {
            evaluate(filter, known.study, known.basis, Some(row))
                .is_ok_and(|outcome| matches!(outcome.value, Value::Truth(Truth::True)))
        })
    }
}

fn calls_points(formula: &Expr) -> bool {
    formula.any(|part| matches!(part, Expr::Call(Function::Points, _)))
}

/// The first aggregate of a formula.
fn aggregate(formula: &Expr) -> Option<&Aggregate> {
    let mut found = None;
    formula.walk(&mut |part| {
        if let Expr::Aggregate(aggregate) = part {
            found.get_or_insert(&**aggregate);
        }
    });
    found
}
