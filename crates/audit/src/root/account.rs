//! From what the search found to an account for people: source errors, what each explains, what
//! follows from it, and what confirms it.

use std::collections::BTreeMap;
use std::collections::btree_map::Entry;

use crossfoot_core::{ColumnId, Decimal, Phrase, Variable, Verdict, pattern, say};

use super::candidates::EXCHANGED;
use super::misprint::ARBITRARY;
use super::problem::{Fit, Problem, Taken};
use super::search::{Found, Group, Key, State};
use super::world::{Source, corrected_value};
use super::{Blamed, Correction, Hypothesis, RootCauses, RootGroup, SourceError};
use crate::cause::{self, priors};
use crate::{CheckId, Finding};

/// At most this many hypotheses of a group are kept.
const MOST_KEPT: usize = 12;
/// Hypotheses whose single figures are looked at in every way in which they may have gone wrong.
const MOST_SPLIT: usize = 6;
/// Ways in which the single figures of one hypothesis may have gone wrong.
const MOST_WAYS: usize = 4;

/// A group with what its best hypothesis takes to be wrong.
pub(super) struct Account {
    pub(super) group: RootGroup,
    pub(super) sources: Vec<Source>,
    pub(super) excused: Vec<usize>,
}

/// How a check that the sources leave unexplained may have come about by itself.
#[derive(Clone)]
struct Own {
    id: CheckId,
    source: Source,
    /// Its share among the ways that are considered.
    share: f64,
}

impl Account {
    /// The account of a group of findings.
    #[expect(clippy::float_arithmetic, reason = "probabilities; no verdict depends on them")]
    pub(super) fn of(group: &Group<'_, '_>, findings: &BTreeMap<CheckId, &Finding>) -> Self {
        let Found { states, exhaustive } = group.search();
        let top = states.first().map_or(0.0, |state| state.score.log);
        let total: f64 = states.iter().map(|state| (state.score.log - top).exp()).sum();
        let mut found: Vec<(f64, &State, Vec<Own>)> = Vec::new();
        for (at, state) in states.iter().enumerate() {
            let probability = (state.score.log - top).exp() / total;
            for (share, own) in
                ways(group.problem, state, if at < MOST_SPLIT { MOST_WAYS } else { 1 })
            {
                found.push((probability * share, state, own));
            }
        }
        let found = merged(found);
        let marginal = |blamed: Blamed, right: Option<Decimal>| -> f64 {
            let having = found.iter().filter(|(_, state, own)| match blamed {
                Blamed::Rule(rule) => state.excused.contains(&rule),
                Blamed::Figure(variable) => {
                    let mut all = state.sources.iter().chain(own.iter().map(|own| &own.source));
                    all.any(|source| source.variable == variable && Some(source.right) == right)
                }
                Blamed::Column(_) => false,
            });
            having.map(|(probability, ..)| probability).sum()
        };
        let hypotheses = found.iter().take(MOST_KEPT).map(|(probability, state, own)| {
            let mut errors = errors(group, state, own, findings);
            errors
                .iter_mut()
                .for_each(|error| error.probability = marginal(error.blamed, error.right).min(1.0));
            errors.sort_by_key(|error| (std::cmp::Reverse(error.explains.len()), error.blamed));
            Hypothesis { probability: *probability, errors }
        });
        let hypotheses = hypotheses.collect();
        let (sources, excused) = found.first().map_or_else(Default::default, |(_, state, own)| {
            let sources =
                state.sources.iter().chain(own.iter().map(|own| &own.source)).cloned().collect();
            (sources, state.excused.clone())
        });
        Self {
            group: RootGroup { findings: group.failing.clone(), hypotheses, exhaustive },
            sources,
            excused,
        }
    }

    /// The account of a rule that fails nearly everywhere.
    pub(super) fn of_rule(problem: &Problem<'_>, rule: usize, failing: Vec<CheckId>) -> Self {
        let error = rule_error(problem, rule, failing.clone(), 1.0);
        let hypotheses = vec![Hypothesis { probability: 1.0, errors: vec![error] }];
        Self {
            group: RootGroup { findings: failing, hypotheses, exhaustive: true },
            sources: Vec::new(),
            excused: vec![rule],
        }
    }

    /// The account of a column that is cut off throughout: one error behind all findings about its
    /// digits.
    pub(super) fn of_column(
        problem: &Problem<'_>,
        column: ColumnId,
        failing: Vec<CheckId>,
    ) -> Self {
        let sources = failing.iter().filter_map(|id| {
            let variable = problem.target(*id)?;
            let exact = problem.fit(*id, &[]).1?;
            let right = corrected_value(problem, variable, &exact)?;
            Some(Source { variable, right, exact: Some(exact), kind: TRUNCATION, log: 0.0 })
        });
        let sources = sources.collect();
        let probability = cut_off_probability(failing.len());
        let error = SourceError {
            blamed: Blamed::Column(column),
            kind: TRUNCATION,
            detail: say!("the digits of the column were cut off instead of rounded"),
            right: None,
            probability,
            explains: failing.clone(),
            downstream: Vec::new(),
            untouched: Vec::new(),
        };
        let hypotheses = vec![Hypothesis { probability, errors: vec![error] }];
        Self {
            group: RootGroup { findings: failing, hypotheses, exhaustive: true },
            sources,
            excused: Vec::new(),
        }
    }
}

/// The error of a rule that the publication does not follow.
fn rule_error(
    problem: &Problem<'_>,
    rule: usize,
    explains: Vec<CheckId>,
    probability: f64,
) -> SourceError {
    SourceError {
        blamed: Blamed::Rule(rule),
        kind: pattern!("rule"),
        detail: say!(
            "the publication does not follow the rule `{}`: it holds on no row or on one",
            &problem.study.rules[rule].id
        ),
        right: None,
        probability,
        explains,
        downstream: Vec::new(),
        untouched: Vec::new(),
    }
}

/// The kind of a figure that is cut off instead of rounded.
pub(super) const TRUNCATION: &str = "truncation";

/// Hypotheses that say the same figures are wrong in the same way are one, whatever slip each makes
/// of them. The most probable first.
#[expect(clippy::float_arithmetic, reason = "probabilities; no verdict depends on them")]
fn merged(mut found: Vec<(f64, &State, Vec<Own>)>) -> Vec<(f64, &State, Vec<Own>)> {
    found.sort_by(|a, b| b.0.total_cmp(&a.0));
    let mut places: BTreeMap<Key, usize> = BTreeMap::new();
    let mut merged: Vec<(f64, &State, Vec<Own>)> = Vec::new();
    for (probability, state, own) in found {
        let sources = state.sources.iter().chain(own.iter().map(|own| &own.source));
        let mut figures: Vec<(Variable, i64)> =
            sources.map(|source| (source.variable, source.right.mantissa())).collect();
        figures.sort_unstable();
        match places.entry((figures, state.excused.clone())) {
            Entry::Occupied(place) => merged[*place.get()].0 += probability,
            Entry::Vacant(place) => {
                place.insert(merged.len());
                merged.push((probability, state, own));
            }
        }
    }
    merged.sort_by(|a, b| b.0.total_cmp(&a.0));
    merged
}

/// A whole column is cut off, or each of these figures is by itself.
#[expect(clippy::float_arithmetic, reason = "probabilities; no verdict depends on them")]
fn cut_off_probability(figures: usize) -> f64 {
    let each = (0..figures).fold(1.0, |all, _| all * priors::FAULT * priors::TRUNCATION);
    priors::COLUMN_CUT_OFF / (priors::COLUMN_CUT_OFF + each)
}

/// The ways in which the checks that a state leaves unexplained came about by themselves, the most
/// probable first, with their shares.
#[expect(clippy::float_arithmetic, reason = "probabilities; no verdict depends on them")]
fn ways(problem: &Problem<'_>, state: &State, most: usize) -> Vec<(f64, Vec<Own>)> {
    let mut all: Vec<(f64, Vec<Own>)> = vec![(1.0, Vec::new())];
    for (id, _) in &state.score.unexplained {
        let own = owns(problem, *id, state);
        if own.is_empty() {
            continue;
        }
        let joined = all.iter().flat_map(|(share, chosen)| {
            own.iter().map(move |one| {
                (share * one.share, [chosen.as_slice(), std::slice::from_ref(one)].concat())
            })
        });
        let mut joined: Vec<(f64, Vec<Own>)> = joined.collect();
        joined.sort_by(|a, b| b.0.total_cmp(&a.0));
        joined.truncate(most);
        all = joined;
    }
    all
}

/// What should have been printed at the target of an unexplained check, each with its share:
/// computed from the right figures or from the misprints.
#[expect(clippy::float_arithmetic, reason = "probabilities; no verdict depends on them")]
fn owns(problem: &Problem<'_>, id: CheckId, state: &State) -> Vec<Own> {
    let Some((target, figure)) =
        problem.target(id).and_then(|target| Some((target, problem.figure(target)?)))
    else {
        return Vec::new();
    };
    if state.sources.iter().any(|source| source.variable == target) {
        return Vec::new();
    }
    let leaf = problem.is_leaf(target);
    let formula = problem.wrong_formula(id);
    let right: Vec<Taken> = state
        .sources
        .iter()
        .map(|source| Taken { variable: source.variable, value: source.right })
        .collect();
    let mut options: Vec<(Source, f64)> = Vec::new();
    for taken in [right.as_slice(), &[]] {
        let (Fit::Fails | Fit::CutOff, Some(value)) = problem.fit(id, taken) else { continue };
        let mut add = |right: Decimal, kind: &'static str, weight: f64| match options
            .iter_mut()
            .find(|(known, _)| known.right == right)
        {
            Some((known, so_far)) if weight > *so_far => {
                (known.kind, *so_far) = (kind, *so_far + weight)
            }
            Some((_, so_far)) => *so_far += weight,
            None => options.push((
                Source { variable: target, right, exact: Some(value.clone()), kind, log: 0.0 },
                weight,
            )),
        };
        let expected = problem.expected(target, &value);
        let share = 1.0 / expected.len().max(1) as f64;
        for right in expected.into_iter().filter(|right| leaf && *right != figure.value()) {
            if let Some(misprint) = problem.misprint(target, right, Some(&value)) {
                add(right, misprint.kind, misprint.weight * share);
            }
        }
        if formula > priors::NOTHING_FITS
            && let Some(right) = corrected_value(problem, target, &value)
        {
            add(right, WRONG_FORMULA, formula);
        }
        if right.is_empty() {
            break;
        }
    }
    let total: f64 = options.iter().map(|(_, weight)| weight).sum();
    options.sort_by(|a, b| {
        b.1.total_cmp(&a.1).then_with(|| a.0.right.mantissa().cmp(&b.0.right.mantissa()))
    });
    options.into_iter().map(|(source, weight)| Own { id, source, share: weight / total }).collect()
}

/// Stands for the kind of the best cause of the finding, which says what was computed instead.
const WRONG_FORMULA: &str = "wrong-formula";

/// The source errors of a hypothesis.
fn errors(
    group: &Group<'_, '_>,
    state: &State,
    own: &[Own],
    findings: &BTreeMap<CheckId, &Finding>,
) -> Vec<SourceError> {
    let problem = group.problem;
    let mut errors = Vec::new();
    let explained = |state: &State| -> Vec<CheckId> {
        group
            .failing
            .iter()
            .copied()
            .filter(|id| !state.score.unexplained.iter().any(|(open, _)| open == id))
            .collect()
    };
    let all = explained(state);
    let without = |sources: Vec<Source>, excused: Vec<usize>| -> Vec<CheckId> {
        let left =
            State { score: problem.score(&group.failing, &sources, &excused), sources, excused };
        let still = explained(&left);
        all.iter().copied().filter(|id| !still.contains(id)).collect()
    };
    for source in &state.sources {
        let others: Vec<Source> = state
            .sources
            .iter()
            .filter(|other| other.variable != source.variable)
            .cloned()
            .collect();
        let neither =
            others.iter().filter(|other| !is_other_half(problem, source, other)).cloned().collect();
        let mut explains = without(others, state.excused.clone());
        if explains.is_empty() {
            explains = without(neither, state.excused.clone());
        }
        errors.push(figure_error(problem, source, explains, findings));
    }
    for own in own {
        errors.push(figure_error(problem, &own.source, vec![own.id], findings));
    }
    for rule in &state.excused {
        let others = state.excused.iter().copied().filter(|other| other != rule).collect();
        errors.push(rule_error(problem, *rule, without(state.sources.clone(), others), 0.0));
    }
    errors
}

/// Whether two sources are one exchange, of which a half may explain nothing.
fn is_other_half(problem: &Problem<'_>, source: &Source, other: &Source) -> bool {
    let prints = |variable: Variable, value: Decimal| {
        problem.figure(variable).is_some_and(|figure| figure.value() == value)
    };
    [source, other].iter().all(|each| each.kind == EXCHANGED)
        && prints(source.variable, other.right)
        && prints(other.variable, source.right)
}

fn figure_error(
    problem: &Problem<'_>,
    source: &Source,
    explains: Vec<CheckId>,
    findings: &BTreeMap<CheckId, &Finding>,
) -> SourceError {
    let (kind, detail) = story(problem, source, findings);
    let follows = problem.corrected(std::slice::from_ref(source), &[]);
    let carried = |by: CheckId| !problem.verdict(by).disagrees();
    let downstream = follows
        .iter()
        .filter(|each| each.variable != source.variable && each.by.is_some_and(carried))
        .map(|each| each.variable)
        .collect();
    let taken = [Taken { variable: source.variable, value: source.right }];
    let confirmed = problem.reading(source.variable);
    let confirmed = confirmed.iter().filter(|id| {
        problem.verdict(**id) == Verdict::Inconsistent && problem.fit(**id, &taken).0 == Fit::Holds
    });
    let untouched = confirmed.filter_map(|id| problem.target(*id)).collect();
    SourceError {
        blamed: Blamed::Figure(source.variable),
        kind,
        detail,
        right: Some(source.right),
        probability: 0.0,
        explains,
        downstream,
        untouched,
    }
}

/// The kind of a misprint and what happened: in the words of the finding about the figure itself
/// where it has the same value.
fn story(
    problem: &Problem<'_>,
    source: &Source,
    findings: &BTreeMap<CheckId, &Finding>,
) -> (&'static str, Phrase) {
    let own = problem.about(source.variable);
    let own = own.iter().filter_map(|id| findings.get(id));
    let mut causes = own.flat_map(|finding| &finding.causes);
    let told = causes.find(|cause| match source.kind {
        WRONG_FORMULA => cause::is_wrong_formula(cause.kind),
        kind => cause.kind == kind && cause.value == Some(source.right),
    });
    if let Some(cause) = told {
        return (cause.kind, cause.detail.clone());
    }
    let what = match source.kind {
        "decimal-shift" => say!("the decimal point is off"),
        "sign" => say!("the sign is wrong"),
        "stale-figure" => say!("the figure of the row before stands here"),
        EXCHANGED => say!("two cells changed places"),
        TRUNCATION => say!("the digits were cut off instead of rounded"),
        kind => crate::slip::story(kind).unwrap_or_else(|| say!("another number was printed")),
    };
    let kind = if source.kind == WRONG_FORMULA { ARBITRARY } else { source.kind };
    let unit = problem.study.unit(source.variable);
    let printed =
        problem.figure(source.variable).map(crossfoot_core::Figure::value).unwrap_or_default();
    (
        kind,
        say!(
            "{}: {} was printed {}",
            what,
            unit.quantity(source.right.to_string()),
            unit.quantity(printed.to_string())
        ),
    )
}

/// All groups together: what the corrected basis is, and which statements it makes true.
pub(super) fn together(
    problem: &Problem<'_>,
    accounts: Vec<Account>,
    statements: &[CheckId],
) -> RootCauses {
    let sources: Vec<Source> =
        accounts.iter().flat_map(|account| account.sources.clone()).collect();
    let excused: Vec<usize> = accounts.iter().flat_map(|account| account.excused.clone()).collect();
    let changed = problem.corrected(&sources, &excused);
    let mut groups: Vec<RootGroup> = accounts.into_iter().map(|account| account.group).collect();
    for id in statements.iter().copied().filter(|id| problem.holds_corrected(&changed, *id)) {
        let reach = problem.reach(id);
        let errors = groups
            .iter_mut()
            .filter_map(|group| group.hypotheses.first_mut())
            .flat_map(|best| best.errors.iter_mut());
        for error in errors.filter(
            |error| matches!(error.blamed, Blamed::Figure(variable) if reach.contains(&variable)),
        ) {
            error.explains.push(id);
        }
    }
    groups.sort_by_key(|group| group.findings.first().copied());
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
    RootCauses { groups, unexamined: 0, corrections }
}

/// Whether a variable is printed in words: what a statement says.
pub(super) fn is_statement(problem: &Problem<'_>, id: CheckId) -> bool {
    matches!(problem.target(id), Some(Variable::Claim(_))) && problem.is_statement(id)
}
