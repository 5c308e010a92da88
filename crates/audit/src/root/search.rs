//! Best first search for the sets of source errors that explain a group of findings.
//!
//! A hypothesis is a set of misprinted figures with what they should be, and perhaps rules that are
//! none of the publication's. Every hypothesis is complete: what its sources do not explain is
//! explained by a slip or wrong formula of each figure's own, at its price. It is extended by one
//! more source, which solves one of the checks left unexplained for one of its figures. An
//! extension is dropped when even the best that could become of it is less than [`WORTH_KEEPING`]
//! times as probable as the best hypothesis known: of unexplained checks that depend on no figure
//! in common, each needs a source or an explanation of its own.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use crossfoot_core::Variable;

use super::partition::Partition;
use super::problem::{Fit, Problem, Taken};
use super::world::{Score, Source};
use crate::CheckId;
use crate::cause::priors;

/// Hypotheses less probable than this, relative to the best, are not kept.
const WORTH_KEEPING: f64 = 1e-4;
/// A hypothesis whose logarithm is so far below that of the best known is not extended: its sources
/// would come later in a better order.
const TOO_FAR: f64 = 30.0;
/// Hypotheses scored for one group of findings; where it is reached the search is not exhaustive
/// and says so.
const MOST_SCORED: usize = 6_000;
/// Unexplained checks from which a hypothesis is extended.
const MOST_EXTENDED: usize = 24;

/// A hypothesis and how well it explains the group.
#[derive(Clone, Debug)]
pub(super) struct State {
    pub(super) sources: Vec<Source>,
    pub(super) excused: Vec<usize>,
    pub(super) score: Score,
}

/// What the search found.
pub(super) struct Found {
    /// The most probable first.
    pub(super) states: Vec<State>,
    /// Whether no hypothesis worth keeping was left out.
    pub(super) exhaustive: bool,
}

/// Findings that share figures.
pub(super) struct Group<'a, 'p> {
    pub(super) problem: &'a Problem<'p>,
    /// Its checks that disagree.
    pub(super) failing: Vec<CheckId>,
    /// Rules that fail on nearly every row, and the logarithm of the probability that they are
    /// wrong and hold where they hold.
    pub(super) suspects: Vec<(usize, f64)>,
    /// Of each failing check, the figures whose misprint may explain it.
    pub(super) suspected: BTreeMap<CheckId, BTreeSet<Variable>>,
}

/// A state in the queue: the most probable is extended first.
struct Open(State);

impl PartialEq for Open {
    fn eq(&self, other: &Self) -> bool {
        self.cmp(other) == Ordering::Equal
    }
}
impl Eq for Open {}
impl PartialOrd for Open {
    fn partial_cmp(&self, other: &Self) -> Option<Ordering> {
        Some(self.cmp(other))
    }
}
impl Ord for Open {
    fn cmp(&self, other: &Self) -> Ordering {
        self.0
            .score
            .log
            .total_cmp(&other.0.score.log)
            .then_with(|| other.0.key().cmp(&self.0.key()))
    }
}

/// A hypothesis that says more than another.
struct Extension {
    sources: Vec<Source>,
    excused: Vec<usize>,
    /// The logarithm of the probability of what it says more.
    log: f64,
}

/// What tells hypotheses apart: figures with what they should be, and rules that are none.
pub(super) type Key = (Vec<(Variable, i64)>, Vec<usize>);

fn key(sources: &[Source], excused: &[usize]) -> Key {
    (
        sources.iter().map(|source| (source.variable, source.right.mantissa())).collect(),
        excused.to_vec(),
    )
}

impl State {
    fn key(&self) -> Key {
        key(&self.sources, &self.excused)
    }

    fn prior(&self) -> f64 {
        self.sources.iter().map(|source| source.log).sum()
    }
}

impl Group<'_, '_> {
    /// All hypotheses worth keeping.
    #[expect(clippy::float_arithmetic, reason = "probabilities; no verdict depends on them")]
    pub(super) fn search(&self) -> Found {
        let margin = WORTH_KEEPING.ln();
        let start = self.state(Vec::new(), Vec::new());
        let mut best = start.score.log;
        let mut seen: BTreeSet<Key> = BTreeSet::from([start.key()]);
        let mut queue = BinaryHeap::from([Open(start)]);
        let mut kept = Vec::new();
        let mut exhaustive = true;
        while let Some(Open(state)) = queue.pop() {
            let worth = exhaustive
                && state.score.log >= best - TOO_FAR
                && self.bound(&state) >= best + margin;
            let open = if worth { self.extensions(&state, MOST_EXTENDED) } else { Vec::new() };
            for Extension { sources, excused, log } in open {
                let price = self.price(&state, &sources) + self.contradictions(&state, &sources);
                if state.prior() + log + price < best + margin
                    || !seen.insert(key(&sources, &excused))
                {
                    continue;
                }
                if seen.len() > MOST_SCORED {
                    exhaustive = false;
                    break;
                }
                let next = self.state(sources, excused);
                if next.score.log >= state.score.log + margin {
                    best = best.max(next.score.log);
                    queue.push(Open(next));
                }
            }
            kept.push(state);
        }
        kept.retain(|state| state.score.log >= best + margin);
        kept.sort_by(|a, b| {
            b.score.log.total_cmp(&a.score.log).then_with(|| a.key().cmp(&b.key()))
        });
        Found { states: kept, exhaustive }
    }

    /// The group in parts that have nothing to do with each other: no single change that is worth
    /// making concerns checks of two of them.
    #[expect(clippy::float_arithmetic, reason = "probabilities; no verdict depends on them")]
    pub(super) fn parts(self) -> Vec<Self> {
        let start = self.state(Vec::new(), Vec::new());
        let worth = start.score.log + WORTH_KEEPING.ln();
        let mut together = Partition::new(self.failing.len());
        let mut suspected: BTreeMap<CheckId, BTreeSet<Variable>> = BTreeMap::new();
        for Extension { sources, excused, .. } in self.extensions(&start, usize::MAX) {
            let state = self.state(sources, excused);
            if state.score.log >= worth {
                for id in &state.score.touched {
                    suspected
                        .entry(*id)
                        .or_default()
                        .extend(state.sources.iter().map(|source| source.variable));
                }
                together.join_all(
                    state.score.touched.iter().filter_map(|id| self.failing.binary_search(id).ok()),
                );
            }
        }
        let parts = together.parts().into_iter().map(|members| {
            let failing: Vec<CheckId> = members.into_iter().map(|at| self.failing[at]).collect();
            let suspects = self
                .suspects
                .iter()
                .filter(|(rule, _)| failing.iter().any(|id| id.rule == *rule))
                .copied()
                .collect();
            let suspected =
                failing.iter().filter_map(|id| Some((*id, suspected.get(id)?.clone()))).collect();
            Self { problem: self.problem, failing, suspects, suspected }
        });
        parts.collect()
    }

    #[expect(clippy::float_arithmetic, reason = "probabilities; no verdict depends on them")]
    fn state(&self, sources: Vec<Source>, excused: Vec<usize>) -> State {
        let mut score = self.problem.score(&self.failing, &sources, &excused);
        score.log += self
            .suspects
            .iter()
            .filter(|(rule, _)| excused.contains(rule))
            .map(|(_, log)| log)
            .sum::<f64>();
        State { sources, excused, score }
    }

    /// The logarithm of the probability that no extension of a hypothesis can exceed.
    #[expect(clippy::float_arithmetic, reason = "probabilities; no verdict depends on them")]
    fn bound(&self, state: &State) -> f64 {
        state.prior() + self.price(state, &[])
    }

    /// What the checks that a hypothesis leaves unexplained cost at least, but for those that the
    /// misprint of one of `sources` may explain.
    #[expect(clippy::float_arithmetic, reason = "probabilities; no verdict depends on them")]
    fn price(&self, state: &State, sources: &[Source]) -> f64 {
        let known =
            |variable: Variable| state.sources.iter().any(|source| source.variable == variable);
        let mut used: BTreeSet<Variable> = sources
            .iter()
            .map(|source| source.variable)
            .filter(|variable| !known(*variable))
            .collect();
        let mut bound = 0.0;
        for (id, own) in &state.score.unexplained {
            if self.suspects.iter().any(|(rule, _)| *rule == id.rule) {
                continue;
            }
            match self.suspected.get(id) {
                None => bound += own,
                Some(figures) if figures.is_disjoint(&used) => {
                    let likeliest = figures
                        .iter()
                        .map(|figure| self.problem.likeliest(*figure))
                        .fold(0.0, f64::max);
                    bound += own.max((priors::FAULT * likeliest).ln());
                    used.extend(figures);
                }
                Some(_) => {}
            }
        }
        bound
    }

    /// What it costs at least that new sources no longer follow from the rules about them: each
    /// needs a source or an explanation more.
    #[expect(clippy::float_arithmetic, reason = "probabilities; no verdict depends on them")]
    fn contradictions(&self, state: &State, sources: &[Source]) -> f64 {
        let problem = self.problem;
        let taken: Vec<Taken> = sources
            .iter()
            .map(|source| Taken { variable: source.variable, value: source.right })
            .collect();
        let new = sources
            .iter()
            .filter(|source| state.sources.iter().all(|known| known.variable != source.variable));
        let broken = new
            .flat_map(|source| problem.about(source.variable).iter().copied().collect::<Vec<_>>())
            .filter(|id| {
                !problem.verdict(*id).disagrees() && problem.fit(*id, &taken).0 == Fit::Fails
            });
        let price = broken.map(|id| {
            let inputs = problem.inputs(id);
            let likeliest = inputs
                .iter()
                .filter(|input| taken.iter().all(|each| each.variable != **input))
                .map(|input| problem.likeliest(*input));
            (priors::FAULT
                * likeliest.fold(problem.wrong_formula(id) + priors::NOTHING_FITS, f64::max))
            .ln()
        });
        price.sum()
    }

    /// The hypothesis with one source, or two exchanged figures, or one wrong rule more, that
    /// explains one of the first unexplained checks.
    fn extensions(&self, state: &State, most: usize) -> Vec<Extension> {
        let mut found = Vec::new();
        for (rule, log) in self.suspects.iter().filter(|(rule, _)| !state.excused.contains(rule)) {
            found.push(Extension {
                sources: state.sources.clone(),
                excused: [state.excused.as_slice(), &[*rule]].concat(),
                log: *log,
            });
        }
        let taken: Vec<Taken> = state
            .sources
            .iter()
            .map(|source| Taken { variable: source.variable, value: source.right })
            .collect();
        let unchanged: Vec<Taken> = Vec::new();
        for (id, _) in state.score.unexplained.iter().take(most) {
            let inputs = self.problem.inputs(*id);
            for (both, log) in self.problem.exchanges_with_target(*id, &state.sources) {
                found.push(Extension {
                    sources: with(&state.sources, both),
                    excused: state.excused.clone(),
                    log,
                });
            }
            let reads_source = taken.iter().any(|each| inputs.contains(&each.variable));
            for variable in inputs.iter().copied().chain(self.problem.target(*id)) {
                if state.sources.iter().any(|source| source.variable == variable) {
                    continue;
                }
                let mut values = Vec::new();
                for versions in
                    [Some(&taken), Some(&unchanged).filter(|_| reads_source)].into_iter().flatten()
                {
                    for source in self.problem.sources_of(*id, variable, versions).iter() {
                        if !values.iter().any(|known: &Source| known.right == source.right) {
                            values.push(source.clone());
                        }
                    }
                }
                // A slip of a figure that nothing else depends on is an explanation of its own;
                // only its exchange with another is not.
                let leaf =
                    self.problem.target(*id) == Some(variable) && self.problem.is_leaf(variable);
                for source in values {
                    if let Some((both, log)) = self.problem.exchange(*id, &state.sources, &source) {
                        found.push(Extension {
                            sources: with(&state.sources, both),
                            excused: state.excused.clone(),
                            log,
                        });
                    }
                    if !leaf {
                        let log = source.log;
                        found.push(Extension {
                            sources: with(&state.sources, [source]),
                            excused: state.excused.clone(),
                            log,
                        });
                    }
                }
            }
        }
        found
    }
}

/// The sources with more of them, in the order of the study.
fn with(sources: &[Source], more: impl IntoIterator<Item = Source>) -> Vec<Source> {
    let mut all = sources.to_vec();
    all.extend(more);
    all.sort_by_key(|source| source.variable);
    all
}
