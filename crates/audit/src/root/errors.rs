//! The root causes of a hypothesis: what each explains, what was computed from it, what confirms
//! it, and what happened in words.

use std::collections::BTreeMap;

use crossfoot_core::{Decimal, Phrase, Variable, Verdict, say};

use super::fit::{Fit, Taken};
use super::hypothesis::State;
use super::own::Own;
use super::problem::Problem;
use super::search::Group;
use super::world::{Changed, Source, SourceKind};
use super::{Blamed, ErrorKind, RootCause};
use crate::cause::{CauseClass, CauseKind};
use crate::slip::Slip;
use crate::{CheckId, Finding};

/// The root causes of a hypothesis.
pub(super) fn errors(
    group: &Group<'_, '_>,
    state: &State,
    own: &[Own],
    findings: &BTreeMap<CheckId, &Finding>,
) -> Vec<RootCause> {
    let problem = group.problem;
    let mut errors = Vec::new();
    let all = explained(&group.failing, state);
    for source in &state.sources {
        let others: Vec<Source> = state
            .sources
            .iter()
            .filter(|other| other.variable != source.variable)
            .cloned()
            .collect();
        // A half of an exchange alone may explain nothing.
        let neither =
            others.iter().filter(|other| !problem.are_exchanged(source, other)).cloned().collect();
        let mut explains = lost_without(group, &all, others, state.excused.clone());
        if explains.is_empty() {
            explains = lost_without(group, &all, neither, state.excused.clone());
        }
        errors.push(figure_error(problem, source, explains, findings));
    }
    for own in own {
        errors.push(figure_error(problem, &own.source, vec![own.id], findings));
    }
    for rule in &state.excused {
        let others = state.excused.iter().copied().filter(|other| other != rule).collect();
        let explains = lost_without(group, &all, state.sources.clone(), others);
        errors.push(rule_error(problem, *rule, explains, 0.0));
    }
    let sources: Vec<Source> =
        state.sources.iter().chain(own.iter().map(|own| &own.source)).cloned().collect();
    trace(problem, &sources, &state.excused, &mut errors);
    errors
}

/// Links misprinted figures: what was meant to be printed at one may have been computed from the
/// misprint of another, and was then wrong before it was misprinted. `errors` begins with the errors
/// of the sources, in their order.
fn trace(problem: &Problem<'_>, sources: &[Source], excused: &[usize], errors: &mut [RootCause]) {
    let changed = problem.corrected(sources, excused);
    for (at, source) in sources.iter().enumerate() {
        let Some((right, by)) = recomputed(source, &changed) else { continue };
        (errors[at].right, errors[at].meant) = (Some(right), Some(source.right));
        let from = problem.origins(&changed, by);
        for (other, origin) in sources.iter().enumerate() {
            if other != at && from.contains(&origin.variable) {
                let downstream = &mut errors[other].downstream;
                let place = downstream.partition_point(|one| *one < source.variable);
                downstream.insert(place, source.variable);
                errors[at].computed_from.push(origin.variable);
            }
        }
    }
}

/// What a source should be, and the check that gives it, if what was meant to be printed there was
/// computed from the misprint of another.
fn recomputed(source: &Source, changed: &[Changed]) -> Option<(Decimal, CheckId)> {
    let follows = changed.iter().find(|each| each.variable == source.variable)?;
    let meant = source.kind == SourceKind::WrongFormula || follows.value == source.right;
    follows.by.filter(|_| !meant).map(|by| (follows.value, by))
}

/// What each of the sources should be, in the order of the study.
pub(super) fn right_values(
    problem: &Problem<'_>,
    sources: &[Source],
    excused: &[usize],
) -> Vec<(Variable, Decimal)> {
    // A single one is computed from no other.
    let changed = if sources.len() > 1 { problem.corrected(sources, excused) } else { Vec::new() };
    let right = sources.iter().map(|source| {
        let right = recomputed(source, &changed).map_or(source.right, |(right, _)| right);
        (source.variable, right)
    });
    let mut right: Vec<(Variable, Decimal)> = right.collect();
    right.sort_unstable_by_key(|(variable, _)| *variable);
    right
}

/// The failing checks that a state explains.
fn explained(failing: &[CheckId], state: &State) -> Vec<CheckId> {
    failing
        .iter()
        .copied()
        .filter(|id| !state.score.unexplained.iter().any(|(open, _)| open == id))
        .collect()
}

/// The checks among `all` that are no longer explained when only these sources and wrong rules
/// remain.
fn lost_without(
    group: &Group<'_, '_>,
    all: &[CheckId],
    sources: Vec<Source>,
    excused: Vec<usize>,
) -> Vec<CheckId> {
    let score = group.problem.score(&group.failing, &sources, &excused);
    let still = explained(&group.failing, &State { sources, excused, score });
    all.iter().copied().filter(|id| !still.contains(id)).collect()
}

/// The error of a misprinted figure.
fn figure_error(
    problem: &Problem<'_>,
    source: &Source,
    explains: Vec<CheckId>,
    findings: &BTreeMap<CheckId, &Finding>,
) -> RootCause {
    let (kind, detail) = story(problem, source, findings);
    // What changes with the figure and agrees as printed was computed from the misprint.
    let follows = problem.corrected(std::slice::from_ref(source), &[]);
    let downstream = follows
        .iter()
        .filter(|each| {
            each.variable != source.variable
                && each.by.is_some_and(|by| !problem.verdict(by).disagrees())
        })
        .map(|each| each.variable)
        .collect();
    let taken = [Taken { variable: source.variable, value: source.right }];
    let confirmed = problem.reading(source.variable);
    let confirmed = confirmed.iter().filter(|id| {
        problem.verdict(**id) == Verdict::Inconsistent && problem.fit(**id, &taken) == Fit::Holds
    });
    let untouched = confirmed.filter_map(|id| problem.target(*id)).collect();
    RootCause {
        blamed: Blamed::Figure(source.variable),
        kind,
        detail,
        right: Some(source.right),
        meant: None,
        probability: 0.0,
        cut_off_as_usual: kind == ErrorKind::Cause(CauseKind::Truncation)
            && problem.is_usually_cut_off(source.variable),
        explains,
        downstream,
        computed_from: Vec::new(),
        untouched,
        remedies: Vec::new(),
    }
}

/// The kind of a misprint and what happened. Where a finding about the figure itself has a cause
/// with the same value, its words are used.
fn story(
    problem: &Problem<'_>,
    source: &Source,
    findings: &BTreeMap<CheckId, &Finding>,
) -> (ErrorKind, Phrase) {
    let own = problem.about(source.variable);
    let own = own.iter().filter_map(|id| findings.get(id));
    let mut causes = own.flat_map(|finding| &finding.causes);
    let known = causes.find(|cause| match source.kind {
        SourceKind::WrongFormula => cause.kind.class() == CauseClass::WrongFormula,
        SourceKind::Misprint(kind) => Some(cause.kind) == kind && cause.value == Some(source.right),
    });
    if let Some(cause) = known {
        return (ErrorKind::Cause(cause.kind), cause.detail.clone());
    }
    let kind = match source.kind {
        SourceKind::Misprint(kind) => kind,
        SourceKind::WrongFormula => None,
    };
    let unit = problem.known.study.unit(source.variable);
    let printed =
        problem.figure(source.variable).map(crossfoot_core::Figure::value).unwrap_or_default();
    (
        kind.map_or(ErrorKind::Arbitrary, ErrorKind::Cause),
        say!(
            "{}: {} was printed {}",
            what_happened(kind),
            unit.quantity(source.right.to_string()),
            unit.quantity(printed.to_string())
        ),
    )
}

/// What a misprint of a kind did to a figure.
fn what_happened(kind: Option<CauseKind>) -> Phrase {
    match kind {
        Some(CauseKind::DecimalShift) => say!("the decimal point is off"),
        Some(CauseKind::Sign) => say!("the sign is wrong"),
        Some(CauseKind::StaleFigure) => say!("the figure of the previous row was printed"),
        Some(CauseKind::NeighbourRepeated) => {
            say!("the figure of the cell beside it was printed again")
        }
        Some(CauseKind::RoundedTwice) => say!("it was rounded twice"),
        Some(CauseKind::ForcedSum) => say!("it was changed so that the shares add up to 100"),
        Some(CauseKind::CellsSwapped) => say!("two cells changed places"),
        Some(CauseKind::Truncation) => say!("the digits were cut off instead of rounded"),
        other => other
            .and_then(CauseKind::slip)
            .map_or_else(|| say!("another number was printed"), Slip::story),
    }
}

/// The error of a rule that the publication does not follow.
pub(super) fn rule_error(
    problem: &Problem<'_>,
    rule: usize,
    explains: Vec<CheckId>,
    probability: f64,
) -> RootCause {
    RootCause {
        blamed: Blamed::Rule(rule),
        kind: ErrorKind::Rule,
        detail: say!(
            "the publication does not follow the rule `{}`: it holds in at most one row",
            &problem.known.study.rules[rule].id
        ),
        right: None,
        meant: None,
        probability,
        cut_off_as_usual: false,
        explains,
        downstream: Vec::new(),
        computed_from: Vec::new(),
        untouched: Vec::new(),
        remedies: Vec::new(),
    }
}
