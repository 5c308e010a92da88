//! From what the search found to an account for people: the hypotheses about each group, and the
//! corrected basis of all groups together.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use crossfoot_core::{ColumnId, Decimal, Phrase, Variable, say};

use super::errors::{errors, right_values, rule_error};
use super::hypothesis::{Key, State};
use super::own::{Own, ways};
use super::problem::Problem;
use super::remedies::Remedies;
use super::search::{Found, Group};
use super::world::{Changed, Source, SourceKind, corrected_value};
use super::{Blamed, Correction, ErrorKind, Hypothesis, RootCause, RootCauses, RootGroup};
use crate::cause::{CauseKind, priors};
use crate::{CheckId, Finding};

/// At most this many hypotheses of a group are kept.
const MOST_KEPT: usize = 12;
/// Hypotheses for which several ways are considered in which their single figures went wrong.
const MOST_SPLIT: usize = 6;
/// Ways that are considered for each of them.
const MOST_WAYS: usize = 4;

/// A group with the misprints and wrong rules of its best hypothesis.
pub(super) struct Account {
    pub(super) group: RootGroup,
    pub(super) sources: Vec<Source>,
    pub(super) excused: Vec<usize>,
    /// How much was computed to find it.
    pub(super) work: usize,
}

impl Account {
    /// The account of a group of findings: what the search `found` after so much work was done.
    pub(super) fn from_group(
        group: &Group<'_, '_>,
        Found { states, exhaustive }: Found,
        findings: &BTreeMap<CheckId, &Finding>,
        before: usize,
    ) -> Self {
        let seen = if exhaustive { 1.0 } else { priors::SEEN };
        let found = merged(explanations(group.problem, &states, seen));
        let hypotheses = found
            .iter()
            .take(MOST_KEPT)
            .map(|explanation| hypothesis(group, explanation, &found, findings))
            .collect();
        let (sources, excused) = found.first().map_or_else(Default::default, |best| {
            (best.sources().cloned().collect(), best.state.excused.clone())
        });
        Self {
            group: RootGroup { findings: group.failing.clone(), hypotheses, exhaustive },
            sources,
            excused,
            work: group.problem.work() - before,
        }
    }

    /// The account of a rule that fails nearly everywhere.
    pub(super) fn from_rule(problem: &Problem<'_>, rule: usize, failing: Vec<CheckId>) -> Self {
        let error = rule_error(problem, rule, failing.clone(), 1.0);
        let hypotheses = vec![Hypothesis { probability: 1.0, errors: vec![error] }];
        Self {
            group: RootGroup { findings: failing, hypotheses, exhaustive: true },
            sources: Vec::new(),
            excused: vec![rule],
            work: 0,
        }
    }

    /// The account of something that happened to a whole column: one error explains all findings
    /// about its figures.
    pub(super) fn from_column(
        problem: &Problem<'_>,
        error: ColumnError,
        failing: Vec<CheckId>,
    ) -> Self {
        let ColumnError { column, kind, detail, probability } = error;
        let sources = failing.iter().filter_map(|id| {
            let variable = problem.target(*id)?;
            let exact = problem.value(*id, &[])?;
            let right = corrected_value(problem, variable, &exact)?;
            Some(Source {
                variable,
                right,
                exact: Some(exact),
                kind: SourceKind::Misprint(Some(kind)),
                log: 0.0,
            })
        });
        let sources = sources.collect();
        let error = RootCause {
            blamed: Blamed::Column(column),
            kind: ErrorKind::Cause(kind),
            detail,
            right: None,
            meant: None,
            probability,
            cut_off_as_usual: true,
            explains: failing.clone(),
            downstream: Vec::new(),
            computed_from: Vec::new(),
            untouched: Vec::new(),
            remedies: Vec::new(),
        };
        let hypotheses = vec![Hypothesis { probability, errors: vec![error] }];
        Self {
            group: RootGroup { findings: failing, hypotheses, exhaustive: true },
            sources,
            excused: Vec::new(),
            work: 0,
        }
    }
}

/// A state of the search with one way in which the checks that it leaves unexplained came about.
struct Explanation<'s> {
    probability: f64,
    state: &'s State,
    own: Vec<Own>,
    /// What every misprinted figure should be, in the order of the study.
    right: Vec<(Variable, Decimal)>,
}

impl<'s> Explanation<'s> {
    fn new(problem: &Problem<'_>, probability: f64, state: &'s State, own: Vec<Own>) -> Self {
        let mut explanation = Self { probability, state, own, right: Vec::new() };
        let sources: Vec<Source> = explanation.sources().cloned().collect();
        explanation.right = right_values(problem, &sources, &state.excused);
        explanation
    }

    /// All misprints: those of the state, then those of single figures.
    fn sources(&self) -> impl Iterator<Item = &Source> {
        self.state.sources.iter().chain(self.own.iter().map(|own| &own.source))
    }

    /// Whether a root cause is part of it: the same is wrong, with the same right value, or the same
    /// was meant to be printed.
    fn has(&self, error: &RootCause) -> bool {
        match error.blamed {
            Blamed::Rule(rule) => self.state.excused.contains(&rule),
            Blamed::Figure(variable) => {
                let mut right = self.right.iter().map(|(figure, right)| (*figure, Some(*right)));
                let mut sources = self.sources();
                right.any(|right| right == (variable, error.right))
                    || sources.any(|source| {
                        source.variable == variable && Some(source.right) == error.intended()
                    })
            }
            Blamed::Column(_) => false,
        }
    }

    /// What it says, whatever slip it makes of each misprint.
    fn key(&self) -> Key {
        let figures = self.right.iter().map(|(variable, right)| (*variable, right.mantissa()));
        (figures.collect(), self.state.excused.clone())
    }
}

/// Every state, with the ways in which the checks that it leaves unexplained came about. Together
/// they have the probability `seen`.
#[expect(clippy::float_arithmetic, reason = "probabilities; no verdict depends on them")]
fn explanations<'s>(problem: &Problem<'_>, states: &'s [State], seen: f64) -> Vec<Explanation<'s>> {
    let top = states.first().map_or(0.0, |state| state.score.log);
    let total: f64 = states.iter().map(|state| (state.score.log - top).exp()).sum();
    let mut found = Vec::new();
    for (at, state) in states.iter().enumerate() {
        let probability = seen * (state.score.log - top).exp() / total;
        for (share, own) in ways(problem, state, if at < MOST_SPLIT { MOST_WAYS } else { 1 }) {
            found.push(Explanation::new(problem, probability * share, state, own));
        }
    }
    found
}

/// An explanation as a hypothesis, each of whose errors is as probable as all explanations that
/// contain it.
fn hypothesis(
    group: &Group<'_, '_>,
    explanation: &Explanation<'_>,
    all: &[Explanation<'_>],
    findings: &BTreeMap<CheckId, &Finding>,
) -> Hypothesis {
    let mut errors = errors(group, explanation.state, &explanation.own, findings);
    for error in &mut errors {
        let having = all.iter().filter(|other| other.has(error));
        let marginal: f64 = having.map(|other| other.probability).sum();
        error.probability = marginal.min(1.0);
    }
    errors.sort_by_key(|error| (std::cmp::Reverse(error.explains.len()), error.blamed));
    Hypothesis { probability: explanation.probability, errors }
}

/// The explanations, most probable first; those that say the same figures are wrong in the same way
/// become one.
#[expect(clippy::float_arithmetic, reason = "probabilities; no verdict depends on them")]
fn merged(mut found: Vec<Explanation<'_>>) -> Vec<Explanation<'_>> {
    found.sort_by(|a, b| b.probability.total_cmp(&a.probability));
    let mut places: BTreeMap<Key, usize> = BTreeMap::new();
    let mut merged: Vec<Explanation<'_>> = Vec::new();
    for explanation in found {
        match places.entry(explanation.key()) {
            Entry::Occupied(place) => merged[*place.get()].probability += explanation.probability,
            Entry::Vacant(place) => {
                place.insert(merged.len());
                merged.push(explanation);
            }
        }
    }
    merged.sort_by(|a, b| b.probability.total_cmp(&a.probability));
    merged
}

/// What happened to a whole column, and how probable that is.
pub(super) struct ColumnError {
    pub(super) column: ColumnId,
    pub(super) kind: CauseKind,
    pub(super) detail: Phrase,
    pub(super) probability: f64,
}

impl ColumnError {
    /// The digits of so many figures were cut off.
    pub(super) fn cut_off(problem: &Problem<'_>, column: ColumnId, figures: usize) -> Self {
        Self {
            column,
            kind: CauseKind::Truncation,
            detail: say!("the digits of the column were cut off instead of rounded"),
            probability: cut_off_probability(problem.known.fault, figures),
        }
    }
}

/// The probability that a whole column was cut off, and not each of these figures by itself.
#[expect(clippy::float_arithmetic, reason = "probabilities; no verdict depends on them")]
fn cut_off_probability(fault: f64, figures: usize) -> f64 {
    let each = (0..figures).fold(1.0, |all, _| all * fault * priors::TRUNCATION);
    priors::COLUMN_CUT_OFF / (priors::COLUMN_CUT_OFF + each)
}

/// All groups together, with the remedies of their errors, the corrected basis and the statements
/// that it makes true.
pub(super) fn together(
    problem: &Problem<'_>,
    accounts: Vec<Account>,
    statements: &[CheckId],
) -> RootCauses {
    let mut sources: Vec<Source> =
        accounts.iter().flat_map(|account| account.sources.clone()).collect();
    let excused: Vec<usize> = accounts.iter().flat_map(|account| account.excused.clone()).collect();
    let work = accounts.iter().map(|account| account.work).sum();
    let mut groups: Vec<RootGroup> = accounts.into_iter().map(|account| account.group).collect();
    let all = problem.corrected_exactly(&sources, &excused);
    let remedies = Remedies { problem, changed: &all, excused: &excused };
    for error in best_errors(&mut groups) {
        if let Blamed::Figure(variable) = error.blamed
            && let Some(source) = sources.iter().find(|source| source.variable == variable)
        {
            error.remedies = remedies.of_error(error, source);
        }
    }
    let reworded: Vec<Variable> = best_errors(&mut groups)
        .filter_map(|error| error.remedies.first())
        .filter(|remedy| remedy.is_wording())
        .map(|remedy| remedy.variable)
        .collect();
    sources.retain(|source| !reworded.contains(&source.variable));
    let fixed = reworded.iter().flat_map(|claim| problem.about(*claim).to_vec());
    let fixed: Vec<usize> = fixed.map(|id| id.rule).chain(excused.iter().copied()).collect();
    let changed = problem.corrected_exactly(&sources, &fixed);
    let (explained, open): (Vec<CheckId>, Vec<CheckId>) =
        statements.iter().partition(|id| problem.holds_corrected(&changed, **id));
    for id in explained {
        let reach = problem.reach(id);
        best_errors(&mut groups)
            .filter(|error| match error.blamed {
                Blamed::Figure(variable) => reach.contains(&variable),
                Blamed::Column(_) | Blamed::Rule(_) => false,
            })
            .for_each(|error| error.explains.push(id));
    }
    let wordings = open.into_iter().map(|id| (id, remedies.of_statement(id))).collect();
    groups.sort_by_key(|group| group.findings.first().copied());
    let corrections = corrections(problem, changed, &sources);
    RootCauses { groups, corrections, wordings, work, ..RootCauses::default() }
}

/// The figures whose corrected value is not the printed one.
fn corrections(
    problem: &Problem<'_>,
    changed: Vec<Changed>,
    sources: &[Source],
) -> Vec<Correction> {
    let corrections = changed.into_iter().filter_map(|each| {
        let published = problem.figure(each.variable)?.value();
        let source = sources.iter().any(|source| source.variable == each.variable);
        Some(Correction {
            variable: each.variable,
            published,
            corrected: each.value,
            exact: each.exact,
            source,
        })
    });
    let mut corrections: Vec<Correction> =
        corrections.filter(|each| each.published != each.corrected).collect();
    corrections.sort_by_key(|each| each.variable);
    corrections
}

/// The errors of the best hypothesis about each group.
fn best_errors(groups: &mut [RootGroup]) -> impl Iterator<Item = &mut RootCause> {
    groups
        .iter_mut()
        .filter_map(|group| group.hypotheses.first_mut())
        .flat_map(|best| best.errors.iter_mut())
}

/// Whether a check is about a statement in words.
pub(super) fn is_statement(problem: &Problem<'_>, id: CheckId) -> bool {
    matches!(problem.target(id), Some(Variable::Claim(_))) && problem.is_statement(id)
}
