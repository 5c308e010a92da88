//! How the checks that a hypothesis leaves unexplained came about by themselves: by a slip of their
//! own figure, or by a wrong formula.

use crossfoot_core::{Decimal, Interval, Variable};

use super::fit::{Fit, Taken};
use super::hypothesis::State;
use super::problem::Problem;
use super::world::{Source, SourceKind, corrected_value};
use crate::CheckId;
use crate::cause::priors;

/// A smaller share is a rounding error: shares add up to 1.
const LEAST_SHARE: f64 = 1e-6;

/// One way in which a check that the sources leave unexplained came about by itself.
#[derive(Clone)]
pub(super) struct Own {
    pub(super) id: CheckId,
    pub(super) source: Source,
    /// Its share among the ways that are considered.
    share: f64,
}

/// The ways in which the checks that a state leaves unexplained came about by themselves, the most
/// probable first, with their shares. A way may have no error for a check: it was computed from right
/// figures that are printed nowhere.
#[expect(clippy::float_arithmetic, reason = "probabilities; no verdict depends on them")]
pub(super) fn ways(problem: &Problem<'_>, state: &State, most: usize) -> Vec<(f64, Vec<Own>)> {
    let mut all: Vec<(f64, Vec<Own>)> = vec![(1.0, Vec::new())];
    for (id, _) in &state.score.unexplained {
        let own = owns(problem, *id, state);
        if own.is_empty() {
            continue;
        }
        let anew = 1.0 - own.iter().map(|one| one.share).sum::<f64>();
        let joined = all.iter().flat_map(|(share, chosen)| {
            let wrong = own.iter().map(move |one| {
                (share * one.share, [chosen.as_slice(), std::slice::from_ref(one)].concat())
            });
            let right = (anew > LEAST_SHARE).then(|| (share * anew, chosen.clone()));
            wrong.chain(right)
        });
        let mut joined: Vec<(f64, Vec<Own>)> = joined.collect();
        joined.sort_by(|a, b| b.0.total_cmp(&a.0));
        joined.truncate(most);
        all = joined;
    }
    all
}

/// What should have been printed at the target of an unexplained check, computed from the right
/// figures or from the misprints; each value with its share.
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
    let mut options = Options { target, found: Vec::new() };
    for taken in [right.as_slice(), &[]] {
        let (Fit::Fails | Fit::CutOff, Some(value)) =
            (problem.fit(id, taken), problem.value(id, taken))
        else {
            continue;
        };
        let expected = problem.expected(target, &value);
        let share = 1.0 / expected.len().max(1) as f64;
        for right in expected.into_iter().filter(|right| leaf && *right != figure.value()) {
            if let Some(misprint) = problem.misprint(target, right, Some(&value)) {
                let kind = SourceKind::Misprint(misprint.kind);
                options.add(right, &value, kind, misprint.weight * share);
            }
        }
        if formula > priors::NOTHING_FITS
            && let Some(right) = corrected_value(problem, target, &value)
        {
            options.add(right, &value, SourceKind::WrongFormula, formula);
        }
        if right.is_empty() {
            break;
        }
    }
    options.shared(id, computed_anew(problem, id, state))
}

/// The weight of the explanation that a check was computed from the right values of its inputs,
/// which are printed nowhere. It compares with the weights of misprints and wrong formulas.
#[expect(clippy::float_arithmetic, reason = "probabilities; no verdict depends on them")]
fn computed_anew(problem: &Problem<'_>, id: CheckId, state: &State) -> f64 {
    let mut changed = problem.corrected(&state.sources, &state.excused);
    changed.retain(|each| Some(each.variable) != problem.target(id));
    let derived = changed.iter().any(|each| each.by.is_some() && problem.reads(id, each.variable));
    if !derived || !problem.holds_corrected(&changed, id) {
        return 0.0;
    }
    (1.0 - priors::DERIVED_CARRIED) / (priors::DERIVED_CARRIED * problem.known.fault)
}

/// Values that the target of a check may have had, each with the weight of all ways to misprint it.
struct Options {
    target: Variable,
    found: Vec<(Source, f64)>,
}

impl Options {
    /// Adds a way to misprint a value. The likeliest way names the kind of the misprint.
    #[expect(clippy::float_arithmetic, reason = "probabilities; no verdict depends on them")]
    fn add(&mut self, right: Decimal, exact: &Interval, kind: SourceKind, weight: f64) {
        match self.found.iter_mut().find(|(known, _)| known.right == right) {
            Some((known, so_far)) if weight > *so_far => {
                (known.kind, *so_far) = (kind, *so_far + weight)
            }
            Some((_, so_far)) => *so_far += weight,
            None => {
                let (variable, exact) = (self.target, Some(exact.clone()));
                self.found.push((Source { variable, right, exact, kind, log: 0.0 }, weight))
            }
        }
    }

    /// The values, the most probable first, with their shares of the whole weight. `anew` is the
    /// weight of the case that none of them is wrong.
    #[expect(clippy::float_arithmetic, reason = "probabilities; no verdict depends on them")]
    fn shared(mut self, id: CheckId, anew: f64) -> Vec<Own> {
        let total: f64 = anew + self.found.iter().map(|(_, weight)| weight).sum::<f64>();
        self.found.sort_by(|a, b| {
            b.1.total_cmp(&a.1).then_with(|| a.0.right.mantissa().cmp(&b.0.right.mantissa()))
        });
        self.found
            .into_iter()
            .map(|(source, weight)| Own { id, source, share: weight / total })
            .collect()
    }
}
