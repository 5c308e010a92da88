//! How probable a hypothesis can become at most by further errors.

use std::collections::BTreeSet;

use crossfoot_core::Variable;

use super::extend::Suspect;
use super::fit::{Fit, Taken};
use super::hypothesis::{Extension, State};
use super::search::Group;
use super::world::Source;
use crate::cause::priors;

impl Group<'_, '_> {
    /// Whether some hypothesis with an extension may have at least so much probability.
    #[expect(clippy::float_arithmetic, reason = "probabilities; no verdict depends on them")]
    pub(super) fn is_worth(
        &self,
        state: &State,
        right: &BTreeSet<Suspect>,
        extension: &Extension,
        least: f64,
    ) -> bool {
        let most = state.prior() + extension.log + self.price(state, right, &extension.sources);
        most >= least && most + self.contradictions(state, &extension.sources) >= least
    }

    /// The logarithm of the probability that no extension of a hypothesis can exceed.
    #[expect(clippy::float_arithmetic, reason = "probabilities; no verdict depends on them")]
    pub(super) fn bound(&self, state: &State, right: &BTreeSet<Suspect>) -> f64 {
        state.prior() + self.price(state, right, &[])
    }

    /// The least cost of the checks that a hypothesis leaves unexplained, without those that a
    /// misprint among `sources` may explain. What is `right` explains none.
    #[expect(clippy::float_arithmetic, reason = "probabilities; no verdict depends on them")]
    fn price(&self, state: &State, right: &BTreeSet<Suspect>, sources: &[Source]) -> f64 {
        let mut used: BTreeSet<Variable> =
            state.new_among(sources).map(|source| source.variable).collect();
        self.problem.add_work(state.score.unexplained.len());
        let mut open = Vec::with_capacity(state.score.unexplained.len());
        for (id, own) in &state.score.unexplained {
            let is_suspect = self.suspects.iter().any(|(rule, _)| *rule == id.rule);
            if is_suspect && !right.contains(&Suspect::Rule(id.rule)) {
                continue;
            }
            let figures = self.open_figures(*id, state, right);
            open.push((figures, own));
        }
        open.sort_by_key(|(figures, _)| figures.len());
        let problem = self.problem;
        let mut bound = 0.0;
        for (figures, own) in open {
            if figures.iter().any(|figure| used.contains(figure)) {
                continue;
            }
            let likeliest =
                figures.iter().map(|figure| problem.likeliest(*figure)).fold(0.0, f64::max);
            bound += own.max((problem.known.fault * likeliest).ln());
            used.extend(figures);
        }
        bound
    }

    /// The least cost of rules about new sources that no longer hold: each needs another source or
    /// explanation.
    #[expect(clippy::float_arithmetic, reason = "probabilities; no verdict depends on them")]
    fn contradictions(&self, state: &State, sources: &[Source]) -> f64 {
        let problem = self.problem;
        let taken: Vec<Taken> = sources
            .iter()
            .map(|source| Taken { variable: source.variable, value: source.right })
            .collect();
        let broken = state
            .new_among(sources)
            .flat_map(|source| problem.about(source.variable).iter().copied().collect::<Vec<_>>())
            .filter(|id| {
                !problem.verdict(*id).disagrees() && problem.fit(*id, &taken) == Fit::Fails
            });
        let price = broken.map(|id| {
            let inputs = problem.inputs(id);
            let likeliest = inputs
                .iter()
                .filter(|input| taken.iter().all(|each| each.variable != **input))
                .map(|input| problem.likeliest(*input));
            (problem.known.fault
                * likeliest.fold(problem.wrong_formula(id) + priors::NOTHING_FITS, f64::max))
            .ln()
        });
        price.sum()
    }
}
