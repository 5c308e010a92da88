//! A study as the inference sees it: what is printed, and which checks read each figure.

use std::cell::Cell as Counter;
use std::collections::{BTreeMap, BTreeSet};
use std::rc::Rc;

use crossfoot_core::formula::{Expr, Published, inputs};
use crossfoot_core::{
    Cell, CellId, ColumnId, Decimal, Figure, Interval, Qualifier, Study, Unit, Variable, Verdict,
};

use super::fit::Fit;
use super::memo::{Cases, Memo, Shared};
use super::misprint::{Misprint, PrintedFigure};
use super::solve::Wholes;
use super::world::{Changed, Likelihood, Source};
use crate::cause::{cutting, priors};
use crate::check::{Printed, printed};
use crate::{CheckId, ColumnConvention, Finding, Readers, RuleAudit};

/// What is known of a study before any hypothesis.
#[derive(Clone, Copy)]
pub(super) struct Known<'a> {
    pub(super) study: &'a Study,
    pub(super) basis: &'a Published,
    pub(super) rules: &'a [RuleAudit],
    pub(super) readers: &'a Readers,
    pub(super) conventions: &'a [ColumnConvention],
    /// The probability that a figure is wrong, before its own finding is looked at.
    pub(super) fault: f64,
    /// Findings by their check.
    pub(super) findings: &'a BTreeMap<CheckId, &'a Finding>,
}

/// A study with the answers to questions that the search asks again and again.
pub(super) struct Problem<'a> {
    pub(super) known: Known<'a>,
    decimals: Memo<ColumnId, i8>,
    reading: Memo<Variable, Rc<[CheckId]>>,
    about: Memo<Variable, Rc<[CheckId]>>,
    inputs: Memo<CheckId, Rc<[Variable]>>,
    likeliest: Memo<Variable, f64>,
    /// Whether a column prints negative numbers.
    signed: Memo<ColumnId, bool>,
    lists: Shared<Variable>,
    checks: Shared<CheckId>,
    /// Figures that were read to evaluate checks, and checks whose probability was computed.
    work: Counter<usize>,
    pub(super) fits: Cases<CheckId, Rc<(Fit, Option<Interval>)>>,
    /// The probability of what checks show.
    pub(super) likelihoods: Cases<CheckId, Likelihood>,
    /// What the targets of checks should be.
    pub(super) follows: Cases<CheckId, Option<Changed>>,
    /// What figures should be for checks to hold.
    pub(super) sources: Cases<(CheckId, Variable), Rc<[Source]>>,
    pub(super) wholes: Wholes,
}

impl<'a> Problem<'a> {
    pub(super) fn new(known: Known<'a>) -> Self {
        Self {
            known,
            decimals: Memo::new(),
            reading: Memo::new(),
            about: Memo::new(),
            inputs: Memo::new(),
            likeliest: Memo::new(),
            signed: Memo::new(),
            lists: Shared::new(),
            checks: Shared::new(),
            work: Counter::new(0),
            fits: Cases::new(),
            likelihoods: Cases::new(),
            follows: Cases::new(),
            sources: Cases::new(),
            wholes: Wholes::new(),
        }
    }

    /// How much was computed so far.
    pub(super) const fn work(&self) -> usize {
        self.work.get()
    }

    pub(super) fn add_work(&self, more: usize) {
        self.work.set(self.work.get() + more);
    }

    /// Whether the finding of a check is accepted, so that it says nothing.
    pub(super) fn is_accepted(&self, id: CheckId) -> bool {
        self.known.findings.get(&id).is_some_and(|finding| finding.accepted.is_some())
    }

    /// How well a wrong formula explains the finding of a check: Σ prior ÷ ways.
    pub(super) fn wrong_formula(&self, id: CheckId) -> f64 {
        self.known.findings.get(&id).map_or(0.0, |finding| finding.wrong_formula)
    }

    /// An upper bound on the probability of any misprint of a figure, given that it is wrong.
    #[expect(clippy::float_arithmetic, reason = "probabilities; no verdict depends on them")]
    pub(super) fn likeliest(&self, variable: Variable) -> f64 {
        self.likeliest.get(variable, |variable| {
            let cut_off =
                self.about(*variable).iter().any(|id| self.verdict(*id) == Verdict::Truncated);
            let slip = self
                .figure(*variable)
                .map_or(0.0, |figure| self.printed(*variable, figure.value()).likeliest());
            let last_place = if self.may_be_off_in_last_place(*variable) {
                priors::ROUNDED_TWICE + priors::FORCED_SUM
            } else {
                0.0
            };
            slip + last_place + if cut_off { self.cutting(*variable) } else { 0.0 }
        })
    }

    /// Whether nothing shows that figures like this one are rounded and not cut off.
    pub(super) fn is_usually_cut_off(&self, variable: Variable) -> bool {
        self.cutting(variable) > priors::CUT_OFF_ALONE
    }

    /// Whether a figure is computed, and near enough to what it should be for its last place alone
    /// to be wrong.
    fn may_be_off_in_last_place(&self, variable: Variable) -> bool {
        let Some(printed) = self.figure(variable).map(Figure::value) else { return false };
        self.about(variable).iter().any(|id| {
            let value = self.value(*id, &[]).filter(|_| self.verdict(*id).disagrees());
            value.is_some_and(|value| {
                self.expected(variable, &value).iter().any(|right| {
                    right.decimals() == printed.decimals()
                        && right.mantissa().abs_diff(printed.mantissa()) <= 2
                })
            })
        })
    }

    /// The probability that a wrong figure was cut off instead of rounded.
    pub(super) fn cutting(&self, variable: Variable) -> f64 {
        cutting(self.known.conventions, variable)
    }

    fn has_own_unit(&self, cell: CellId) -> bool {
        let CellId { column, row } = cell;
        self.known.study.tables[column.table].has_own_unit(column.column, row)
    }

    /// The decimals that a figure should have: those of most figures of its column, otherwise, or
    /// where it is the only one, of all columns with its unit; in a row with a unit of its own those
    /// of that row. A claim keeps those it prints.
    pub(super) fn decimals(&self, variable: Variable) -> i8 {
        let printed = self.figure(variable).map_or(0, Figure::decimals);
        match variable {
            Variable::Claim(_) => printed,
            Variable::Cell(cell) if self.has_own_unit(cell) => {
                let columns = self.known.study.tables[cell.column.table].columns.iter();
                let cells = columns.map(|column| &column.cells[cell.row]);
                most_frequent(cells).unwrap_or(printed)
            }
            Variable::Cell(cell) => self.decimals.get(cell.column, |id| {
                let (table, column) = self.known.study.column(*id);
                let alike = table
                    .columns
                    .iter()
                    .filter(|other| other.unit == column.unit && other.scale == column.scale);
                let only = column.cells.iter().filter_map(Cell::figure).take(2).count() == 1;
                most_frequent(column.cells.iter().take(MOST_ROWS))
                    .filter(|_| !only)
                    .or_else(|| {
                        most_frequent(alike.flat_map(|other| other.cells.iter().take(MOST_ROWS)))
                    })
                    .unwrap_or(printed)
            }),
        }
    }

    /// Whether a value may stand at a variable. A count is not negative where nothing in its column
    /// is; a claim may be about a difference.
    pub(super) fn has_sign_of(&self, variable: Variable, value: Decimal) -> bool {
        let Variable::Cell(cell) = variable else { return true };
        value.mantissa() >= 0
            || *self.known.study.unit(variable) != Unit::Count
            || self.signed.get(cell.column, |id| {
                let (_, column) = self.known.study.column(*id);
                column.cells.iter().filter_map(Cell::figure).any(|figure| figure.mantissa() < 0)
            })
    }

    /// How the printed figure came to be if `right` should have been printed. `exact` is the right
    /// value before rounding, where a rule gives it.
    pub(super) fn misprint(
        &self,
        variable: Variable,
        right: Decimal,
        exact: Option<&Interval>,
    ) -> Option<Misprint> {
        let printed = self.figure(variable)?.value();
        let cutting = self.cutting(variable);
        Some(self.printed(variable, printed).misprint(right, exact, cutting))
    }

    const fn printed(&self, variable: Variable, value: Decimal) -> PrintedFigure<'a> {
        PrintedFigure { study: self.known.study, rules: self.known.rules, variable, value }
    }

    /// Every figure that a check reads, is about, or depends on through derivations.
    pub(super) fn reach(&self, id: CheckId) -> BTreeSet<Variable> {
        let mut reach = BTreeSet::new();
        let mut pending: Vec<Variable> =
            self.inputs(id).iter().copied().chain(self.target(id)).collect();
        while let Some(variable) = pending.pop() {
            if reach.insert(variable) {
                self.about(variable)
                    .iter()
                    .for_each(|about| pending.extend(self.inputs(*about).iter()));
            }
        }
        reach
    }

    /// The checks that read a variable.
    pub(super) fn reading(&self, variable: Variable) -> Rc<[CheckId]> {
        self.reading.get(variable, |variable| {
            self.checks.list(self.known.readers.reading(self.known.study, *variable))
        })
    }

    /// The checks that are about a variable.
    pub(super) fn about(&self, variable: Variable) -> Rc<[CheckId]> {
        self.about
            .get(variable, |variable| self.known.readers.about(self.known.study, *variable).into())
    }

    /// What a check reads, each once, in order.
    pub(super) fn inputs(&self, id: CheckId) -> Rc<[Variable]> {
        self.inputs.get(id, |id| {
            let mut found = Vec::new();
            if let Some(expr) = self.expr(*id) {
                inputs(expr, self.known.study, id.row, &mut |input| found.push(input));
            }
            found.sort_unstable();
            found.dedup();
            found.retain(|input| self.figure(*input).is_some());
            self.lists.list(found)
        })
    }

    /// What a check reads and is about.
    pub(super) fn figures(&self, id: CheckId) -> Figures {
        Figures { target: self.target(id), inputs: self.inputs(id) }
    }

    /// Whether a check reads a variable.
    pub(super) fn reads(&self, id: CheckId, variable: Variable) -> bool {
        self.figures(id).read(variable)
    }

    /// Whether a check reads a variable or is about it.
    pub(super) fn concerns(&self, id: CheckId, variable: Variable) -> bool {
        self.figures(id).have(variable)
    }

    pub(super) fn expr(&self, id: CheckId) -> Option<&'a Expr> {
        self.known.study.rules[id.rule].formula.as_ref().map(|formula| &formula.expr)
    }

    /// What a check is about; `None` for a condition.
    pub(super) fn target(&self, id: CheckId) -> Option<Variable> {
        self.known.study.rules[id.rule].variable(id.row)
    }

    /// The number that a variable prints, unless it is only a bound.
    pub(super) fn figure(&self, variable: Variable) -> Option<&'a Figure> {
        self.known
            .study
            .printed(variable)
            .figure()
            .filter(|figure| figure.qualifier == Qualifier::Is)
    }

    /// The verdict on a check as published.
    pub(super) fn verdict(&self, id: CheckId) -> Verdict {
        self.known.rules[id.rule].verdict(id.row).unwrap_or(Verdict::Unverifiable)
    }

    /// Whether nothing is derived from a variable and only one rule is about it, so that its
    /// misprint affects nothing else.
    pub(super) fn is_leaf(&self, variable: Variable) -> bool {
        self.reading(variable).is_empty() && self.about(variable).len() == 1
    }

    /// Whether a check compares no two numbers: a statement or condition.
    pub(super) fn is_statement(&self, id: CheckId) -> bool {
        !matches!(printed(self.known.study, id), Printed::Figure(..))
    }
}

/// What a check reads and is about.
pub(super) struct Figures {
    target: Option<Variable>,
    inputs: Rc<[Variable]>,
}

impl Figures {
    /// Whether a variable is read.
    pub(super) fn read(&self, variable: Variable) -> bool {
        self.inputs.binary_search(&variable).is_ok()
    }

    /// Whether a variable is read, or what the check is about.
    pub(super) fn have(&self, variable: Variable) -> bool {
        self.target == Some(variable) || self.read(variable)
    }
}

/// Rows from which the decimals of a column are inferred.
const MOST_ROWS: usize = 200;

/// The number of decimals that more than half of the figures of some cells have.
fn most_frequent<'a>(cells: impl Iterator<Item = &'a Cell>) -> Option<i8> {
    let mut counts: BTreeMap<i8, usize> = BTreeMap::new();
    cells
        .filter_map(Cell::figure)
        .for_each(|figure| *counts.entry(figure.decimals()).or_default() += 1);
    let all: usize = counts.values().sum();
    counts.into_iter().find(|(_, count)| 2 * count > all).map(|(decimals, _)| decimals)
}
