//! How probable a hypothesis can become at most by further errors.

use std::collections::BTreeSet;

use crossfoot_core::Variable;

use super::extend::Suspect;
use super::fit::{Fit, Taken};
use super::hypothesis::{Extension, State};
use super::search::Group;
use super::world::Source;
use crate::cause::priors;

/// What the checks that a hypothesis leaves unexplained cost at least, for all its extensions.
pub(super) struct Outlook {
    /// Those with the fewest figures first.
    open: Vec<OpenCheck>,
    /// How many figures may explain several of them.
    shared: usize,
    /// Number of unexplained checks.
    unexplained: usize,
}

/// An unexplained check.
struct OpenCheck {
    /// The figures that may explain it, in order.
    figures: Vec<Variable>,
    /// The logarithm of the greatest probability of an error that explains it.
    log: f64,
    /// Those of them that may explain another check, too, by their numbers.
    shared: Vec<usize>,
}

impl Outlook {
    /// The least cost of the checks that no misprint among `new` may explain: of checks that may
    /// have an error in common, one counts.
    #[expect(clippy::float_arithmetic, reason = "probabilities; no verdict depends on them")]
    fn price<'s>(&self, new: impl Iterator<Item = &'s Source>) -> f64 {
        let new: Vec<Variable> = new.map(|source| source.variable).collect();
        let mut used = vec![false; self.shared];
        let mut bound = 0.0;
        for check in &self.open {
            if check.shared.iter().any(|figure| used[*figure])
                || new.iter().any(|own| check.figures.binary_search(own).is_ok())
            {
                continue;
            }
            bound += check.log;
            check.shared.iter().for_each(|figure| used[*figure] = true);
        }
        bound
    }
}

impl Group<'_, '_> {
    /// What the extensions of a hypothesis have to explain, where some suspects are `right` and
    /// explain nothing.
    #[expect(clippy::float_arithmetic, reason = "probabilities; no verdict depends on them")]
    pub(super) fn outlook(&self, state: &State, right: &BTreeSet<Suspect>) -> Outlook {
        let mut open = Vec::with_capacity(state.score.unexplained.len());
        for (id, own) in &state.score.unexplained {
            let is_suspect = self.suspects.iter().any(|(rule, _)| *rule == id.rule);
            if is_suspect && !right.contains(&Suspect::Rule(id.rule)) {
                continue;
            }
            let mut figures = self.open_figures(*id, state, right);
            figures.sort_unstable();
            let likeliest =
                figures.iter().map(|figure| self.problem.likeliest(*figure)).fold(0.0, f64::max);
            let log = own.max((self.problem.known.fault * likeliest).ln());
            open.push(OpenCheck { figures, log, shared: Vec::new() });
        }
        open.sort_by_key(|check| check.figures.len());
        let shared = number_shared(&mut open);
        Outlook { open, shared, unexplained: state.score.unexplained.len() }
    }

    /// Whether some hypothesis with an extension may have at least so much probability.
    #[expect(clippy::float_arithmetic, reason = "probabilities; no verdict depends on them")]
    pub(super) fn is_worth(
        &self,
        state: &State,
        outlook: &Outlook,
        extension: &Extension,
        least: f64,
    ) -> bool {
        self.problem.add_work(outlook.unexplained);
        let price = outlook.price(state.new_among(&extension.sources));
        let most = state.prior() + extension.log + price;
        most >= least && most + self.contradictions(state, &extension.sources) >= least
    }

    /// The logarithm of the probability that no extension of a hypothesis can exceed.
    #[expect(clippy::float_arithmetic, reason = "probabilities; no verdict depends on them")]
    pub(super) fn bound(&self, state: &State, outlook: &Outlook) -> f64 {
        self.problem.add_work(outlook.unexplained);
        state.prior() + outlook.price(std::iter::empty())
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

/// Numbers the figures that may explain several checks; returns how many there are.
fn number_shared(open: &mut [OpenCheck]) -> usize {
    let mut all: Vec<Variable> =
        open.iter().flat_map(|check| check.figures.iter().copied()).collect();
    all.sort_unstable();
    let shared: Vec<Variable> =
        all.chunk_by(|a, b| a == b).filter(|same| same.len() > 1).map(|same| same[0]).collect();
    for check in open {
        let numbers = check.figures.iter().map(|figure| shared.binary_search(figure));
        check.shared = numbers.filter_map(Result::ok).collect();
    }
    shared.len()
}
