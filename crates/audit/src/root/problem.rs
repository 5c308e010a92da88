//! A study as the inference sees it: what is printed, which checks read it, and what a check gives
//! when some figures are taken to be others.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::hash::Hash;
use std::rc::Rc;

use crossfoot_core::formula::{Expr, Outcome, Published, Value, evaluate, inputs};
use crossfoot_core::{
    Cell, Column, ColumnId, Decimal, Figure, Interval, Qualifier, Rounding, Study, Unit, Variable,
    Verdict,
};

use super::misprint::{ARBITRARY, Misprint, likeliest, misprint};
use super::overlay::Overlay;
use super::world::{Likelihood, Source};
use crate::cause::priors;
use crate::check::{Printed, judge_printed, printed, unscale};
use crate::expected::expected;
use crate::{CheckId, ColumnConvention, Finding, Readers, RuleAudit};

/// What a variable is taken to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub(super) struct Taken {
    pub(super) variable: Variable,
    pub(super) value: Decimal,
}

/// What a check gives.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Fit {
    /// What is printed follows.
    Holds,
    /// It follows with digits cut off.
    CutOff,
    /// It does not.
    Fails,
    /// It cannot be told.
    Unknown,
}

/// The study and what is known of it before any hypothesis.
pub(super) struct Problem<'a> {
    pub(super) study: &'a Study,
    pub(super) basis: &'a Published,
    pub(super) rules: &'a [RuleAudit],
    /// Findings by their check.
    findings: &'a BTreeMap<CheckId, &'a Finding>,
    readers: &'a Readers,
    conventions: &'a [ColumnConvention],
    decimals: Memo<ColumnId, i8>,
    reading: Memo<Variable, Rc<[CheckId]>>,
    about: Memo<Variable, Rc<[CheckId]>>,
    inputs: Memo<CheckId, Rc<[Variable]>>,
    likeliest: Memo<Variable, f64>,
    derivations: Memo<(CheckId, Variable), Rc<[Variable]>>,
    fits: Memo<(CheckId, Vec<Taken>), (Fit, Option<Interval>)>,
    /// How probable what checks show is.
    pub(super) likelihoods: Memo<(CheckId, Vec<Taken>), Likelihood>,
    /// What figures should be for checks to hold.
    pub(super) sources: Memo<SourcesKey, Rc<[Source]>>,
}

/// A check, one of its figures, and what the others are taken to be.
type SourcesKey = (CheckId, Variable, Vec<Taken>);

/// What was worked out before: hypotheses differ little, and ask the same again and again.
pub(super) struct Memo<K, V>(RefCell<HashMap<K, V>>);

impl<K: Eq + Hash, V: Clone> Memo<K, V> {
    fn new() -> Self {
        Self(RefCell::new(HashMap::new()))
    }

    pub(super) fn get(&self, key: K, work_out: impl FnOnce(&K) -> V) -> V {
        if let Some(known) = self.0.borrow().get(&key) {
            return known.clone();
        }
        let found = work_out(&key);
        self.0.borrow_mut().insert(key, found.clone());
        found
    }
}

impl<'a> Problem<'a> {
    pub(super) fn new(
        study: &'a Study,
        basis: &'a Published,
        rules: &'a [RuleAudit],
        readers: &'a Readers,
        conventions: &'a [ColumnConvention],
        findings: &'a BTreeMap<CheckId, &'a Finding>,
    ) -> Self {
        Self {
            study,
            basis,
            rules,
            findings,
            readers,
            conventions,
            decimals: Memo::new(),
            reading: Memo::new(),
            about: Memo::new(),
            inputs: Memo::new(),
            likeliest: Memo::new(),
            derivations: Memo::new(),
            fits: Memo::new(),
            likelihoods: Memo::new(),
            sources: Memo::new(),
        }
    }

    /// Whether the finding of a check is known and accepted: then it says nothing.
    pub(super) fn is_accepted(&self, id: CheckId) -> bool {
        self.findings.get(&id).is_some_and(|finding| finding.accepted.is_some())
    }

    /// Of a finding, how well a wrong formula explains it: Σ prior ÷ ways.
    pub(super) fn wrong_formula(&self, id: CheckId) -> f64 {
        self.findings.get(&id).map_or(0.0, |finding| finding.wrong_formula)
    }

    /// No misprint of a figure is more probable than this, given that it was printed wrong.
    #[expect(clippy::float_arithmetic, reason = "probabilities; no verdict depends on them")]
    pub(super) fn likeliest(&self, variable: Variable) -> f64 {
        self.likeliest.get(variable, |variable| {
            let cut_off =
                self.about(*variable).iter().any(|id| self.verdict(*id) == Verdict::Truncated);
            let slip = self
                .figure(*variable)
                .map_or(0.0, |figure| likeliest(self.study, *variable, figure.value()));
            slip + if cut_off { self.cutting(*variable) } else { 0.0 }
        })
    }

    /// The probability that a wrong figure of a variable is one cut off.
    pub(super) fn cutting(&self, variable: Variable) -> f64 {
        let Variable::Cell(cell) = variable else { return priors::TRUNCATION };
        let known = self.conventions.iter().find(|known| known.column == cell.column);
        if known.is_none_or(|known| known.rounding == Rounding::Truncate || known.telling == 0) {
            priors::TRUNCATION
        } else {
            priors::CUT_OFF_ALONE
        }
    }

    /// The decimals that a figure should have: those of most figures of its column, else of all
    /// columns of its unit; of a claim, those printed.
    pub(super) fn decimals(&self, variable: Variable) -> i8 {
        let printed = self.figure(variable).map_or(0, Figure::decimals);
        match variable {
            Variable::Claim(_) => printed,
            Variable::Cell(cell) => self.decimals.get(cell.column, |id| {
                let (table, column) = self.study.column(*id);
                let alike = table
                    .columns
                    .iter()
                    .filter(|other| other.unit == column.unit && other.scale == column.scale);
                most_frequent(std::iter::once(column))
                    .or_else(|| most_frequent(alike))
                    .unwrap_or(printed)
            }),
        }
    }

    /// The misprint of a right figure, rounded from `exact` where a rule gives it, as what a
    /// variable prints.
    pub(super) fn misprint(
        &self,
        variable: Variable,
        right: Decimal,
        exact: Option<&Interval>,
    ) -> Option<Misprint> {
        let printed = self.figure(variable)?.value();
        Some(misprint(self.study, variable, right, exact, printed, self.cutting(variable)))
    }

    /// Everything that a check reads, is about, or depends on through derivations of these.
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
        self.reading.get(variable, |variable| self.readers.reading(self.study, *variable).into())
    }

    /// The checks that are about a variable.
    pub(super) fn about(&self, variable: Variable) -> Rc<[CheckId]> {
        self.about.get(variable, |variable| self.readers.about(self.study, *variable).into())
    }

    /// What a check reads, each once.
    pub(super) fn inputs(&self, id: CheckId) -> Rc<[Variable]> {
        self.inputs.get(id, |id| {
            let mut found = Vec::new();
            if let Some(expr) = self.expr(*id) {
                inputs(expr, self.study, id.row, &mut |input| {
                    if self.figure(input).is_some() && !found.contains(&input) {
                        found.push(input);
                    }
                });
            }
            found.into()
        })
    }

    /// What a check reads and is about, and what the rules about one of its figures read: all that
    /// decides what that figure should be.
    pub(super) fn derivation(&self, id: CheckId, variable: Variable) -> Rc<[Variable]> {
        self.derivations.get((id, variable), |(id, variable)| {
            let mut all: BTreeSet<Variable> =
                self.inputs(*id).iter().copied().chain(self.target(*id)).collect();
            self.about(*variable).iter().for_each(|about| all.extend(self.inputs(*about).iter()));
            all.into_iter().collect()
        })
    }

    pub(super) fn expr(&self, id: CheckId) -> Option<&'a Expr> {
        self.study.rules[id.rule].formula.as_ref().map(|formula| &formula.expr)
    }

    /// What a check is about, unless it is a condition.
    pub(super) fn target(&self, id: CheckId) -> Option<Variable> {
        self.study.rules[id.rule].variable(id.row)
    }

    /// The number that a variable prints, unless it is only a bound.
    pub(super) fn figure(&self, variable: Variable) -> Option<&'a Figure> {
        self.study.printed(variable).figure().filter(|figure| figure.qualifier == Qualifier::Is)
    }

    /// Every true value that a variable stands for when it is `value`, rounded as the publication
    /// rounds even where its column is cut off.
    pub(super) fn interval(&self, variable: Variable, value: Decimal) -> Interval {
        let qualifier =
            self.study.printed(variable).figure().map_or(Qualifier::Is, |figure| figure.qualifier);
        self.stands_for(
            variable,
            &Figure::new(value, qualifier, Default::default()),
            self.study.rounding,
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
                let base = self.basis.bases.get(cell.column.table).copied().flatten();
                self.study.column(cell.column).1.interval(figure, rounding, base)
            }
            Variable::Claim(claim) => {
                let claim = &self.study.claims[claim];
                figure.interval(claim.unit == Unit::Count, rounding, claim.approx)
            }
        }
    }

    /// The verdict on a check as published.
    pub(super) fn verdict(&self, id: CheckId) -> Verdict {
        self.rules[id.rule].verdicts[id.row.unwrap_or(0)]
    }

    /// Whether nothing is derived from a variable and only one rule is about it: a misprint of it
    /// stays where it is.
    pub(super) fn is_leaf(&self, variable: Variable) -> bool {
        self.reading(variable).is_empty() && self.about(variable).len() == 1
    }

    /// Evaluates a check with some figures taken to be others, and compares with its target,
    /// printed or `taken` too.
    pub(super) fn fit(&self, id: CheckId, taken: &[Taken]) -> (Fit, Option<Interval>) {
        let inputs = self.inputs(id);
        let target = self.target(id);
        let matters = taken
            .iter()
            .filter(|each| inputs.contains(&each.variable) || Some(each.variable) == target);
        self.fits.get((id, matters.copied().collect()), |(id, taken)| self.work_out(*id, taken))
    }

    fn work_out(&self, id: CheckId, taken: &[Taken]) -> (Fit, Option<Interval>) {
        let values: Vec<(Variable, Interval)> = taken
            .iter()
            .map(|each| (each.variable, self.interval(each.variable, each.value)))
            .collect();
        let overlay = Overlay::new(self.basis, &values);
        let outcome = match self.expr(id).map(|expr| evaluate(expr, self.study, &overlay, id.row)) {
            Some(Ok(outcome)) => outcome,
            Some(Err(gap)) if gap.is_impossible() => return (Fit::Fails, None),
            Some(Err(_)) | None => return (Fit::Unknown, None),
        };
        let target =
            self.target(id).and_then(|target| taken.iter().find(|each| each.variable == target));
        (
            self.compare(id, target.map(|target| target.value), &outcome),
            recomputed(self.study, id, &outcome),
        )
    }

    /// Whether a target that prints, or is taken to be, some value follows from an outcome.
    fn compare(&self, id: CheckId, target: Option<Decimal>, outcome: &Outcome<'_>) -> Fit {
        let as_printed = printed(self.study, id);
        let figure;
        let shown = match (as_printed, self.target(id)) {
            (Printed::Figure(old, unit, approx, scale), Some(variable)) => {
                let value = target.unwrap_or_else(|| self.with_zeros(variable, old.value()));
                figure = Figure::new(value, old.qualifier, Default::default());
                Printed::Figure(&figure, unit, approx, scale)
            }
            _ => as_printed,
        };
        match judge_printed(self.study, self.basis, id, shown, outcome).0 {
            Verdict::Exact | Verdict::Rounded | Verdict::Compatible | Verdict::Feasible => {
                Fit::Holds
            }
            Verdict::Truncated if self.is_cut_off(id) => Fit::Holds,
            Verdict::Truncated => Fit::CutOff,
            Verdict::Inconsistent | Verdict::Infeasible => Fit::Fails,
            Verdict::Unverifiable => Fit::Unknown,
        }
    }

    /// What a figure with fewer decimals than its column is but for a slip: one whose last zeros
    /// were left out.
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
        matches!(self.target(id), Some(Variable::Cell(cell)) if self.basis.truncated.contains(&cell.column))
    }

    /// What should be printed at a variable, were its value in this interval. A claim may have had
    /// other decimals than are printed, where a slip of the digits or the point tells.
    pub(super) fn expected(&self, variable: Variable, value: &Interval) -> Vec<Decimal> {
        let rounding = self.study.rounding.unwrap_or(Rounding::HalfUp);
        let usual = self.decimals(variable);
        let mut all = expected(value, usual, rounding);
        if matches!(variable, Variable::Claim(_)) && *self.study.unit(variable) != Unit::Count {
            let others = (usual.saturating_sub(1).max(0)..=usual.saturating_add(3))
                .filter(|decimals| *decimals != usual);
            let slips =
                others.flat_map(|decimals| expected(value, decimals, rounding)).filter(|right| {
                    let misprint = self.misprint(variable, *right, Some(value));
                    misprint.is_some_and(|misprint| {
                        misprint.kind != ARBITRARY && misprint.kind != "truncation"
                    })
                });
            all.extend(slips.collect::<Vec<_>>());
        }
        all
    }

    /// The values of a target for which a check holds, as its formula reckons.
    pub(super) fn goal(&self, id: CheckId, taken: &[Taken]) -> Option<Interval> {
        let Some(target) = self.target(id) else { return Some(Interval::unbounded()) };
        let figure = self.figure(target)?;
        let value = taken
            .iter()
            .find(|each| each.variable == target)
            .map_or_else(|| self.with_zeros(target, figure.value()), |each| each.value);
        let figure = Figure::new(value, figure.qualifier, Default::default());
        let rounding =
            if self.is_cut_off(id) { Some(Rounding::Truncate) } else { self.study.rounding };
        Some(self.stands_for(target, &figure, rounding))
    }

    /// Whether a check compares no two numbers: a statement or condition.
    pub(super) fn is_statement(&self, id: CheckId) -> bool {
        !matches!(printed(self.study, id), Printed::Figure(..))
    }
}

/// Rows that tell how many decimals a column has.
const MOST_ROWS: usize = 200;

/// The number of decimals that more than half of the figures of some columns have.
fn most_frequent<'a>(columns: impl Iterator<Item = &'a Column>) -> Option<i8> {
    let mut counts: BTreeMap<i8, usize> = BTreeMap::new();
    columns
        .flat_map(|column| column.cells.iter().take(MOST_ROWS).filter_map(Cell::figure))
        .for_each(|figure| *counts.entry(figure.decimals()).or_default() += 1);
    let all: usize = counts.values().sum();
    counts.into_iter().find(|(_, count)| 2 * count > all).map(|(decimals, _)| decimals)
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
