//! Best-first search for the sets of root causes that explain a group of findings.
//!
//! A hypothesis is a set of misprinted figures with their right values, and perhaps of rules that
//! the publication does not follow. Every hypothesis is complete: a finding that its sources do not
//! explain is explained by a slip or wrong formula of that figure alone, at its price. A hypothesis
//! is extended by one more source, which solves one of the unexplained checks for one of its
//! figures. An extension is dropped if no hypothesis that contains it can be [`WORTH_KEEPING`]
//! times as probable as the best one known: unexplained checks that depend on no common figure each
//! need a source or an explanation.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use crossfoot_core::Variable;

use super::fit::{Fit, Taken};
use super::partition::Partition;
use super::problem::Problem;
use super::world::{Score, Source};
use crate::CheckId;
use crate::cause::priors;

/// Hypotheses less probable than this, relative to the best, are not kept.
const WORTH_KEEPING: f64 = 1e-4;
/// A hypothesis whose logarithm is this far below the best one known is not extended: another order
/// of its sources reaches the same hypotheses. An unexplained check costs about 20, so a first step
/// is still tried when four other errors have been explained.
const TOO_FAR: f64 = 100.0;
/// Hypotheses scored for one group of findings. When the limit is reached, the search reports that
/// it is not exhaustive.
const MOST_SCORED: usize = 8_000;
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
    /// Rules that fail on nearly every row, with the logarithm of the probability that they are
    /// wrong and hold by chance where they hold.
    pub(super) suspects: Vec<(usize, f64)>,
    /// For each failing check, the figures whose misprint may explain it.
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

/// A hypothesis that contains another and blames more.
struct Extension {
    sources: Vec<Source>,
    excused: Vec<usize>,
    /// The logarithm of the probability of what it adds.
    log: f64,
}

/// What distinguishes hypotheses: figures with their right values, and wrong rules.
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

    /// Whether a figure is one of its sources.
    fn blames(&self, variable: Variable) -> bool {
        self.sources.iter().any(|source| source.variable == variable)
    }

    /// The sources whose figures it does not blame yet.
    fn new_among<'s>(&self, sources: &'s [Source]) -> impl Iterator<Item = &'s Source> {
        sources.iter().filter(|source| !self.blames(source.variable))
    }

    /// Its sources as the values that they should have.
    fn taken(&self) -> Vec<Taken> {
        self.sources
            .iter()
            .map(|source| Taken { variable: source.variable, value: source.right })
            .collect()
    }

    /// The hypothesis with more sources, in the order of the study.
    fn with_sources(&self, more: impl IntoIterator<Item = Source>, log: f64) -> Extension {
        let mut sources = self.sources.clone();
        sources.extend(more);
        sources.sort_by_key(|source| source.variable);
        Extension { sources, excused: self.excused.clone(), log }
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

    /// The group in independent parts: no single change worth making concerns checks of two parts.
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

    /// The least cost of the checks that a hypothesis leaves unexplained, without those that a
    /// misprint among `sources` may explain.
    #[expect(clippy::float_arithmetic, reason = "probabilities; no verdict depends on them")]
    fn price(&self, state: &State, sources: &[Source]) -> f64 {
        let mut used: BTreeSet<Variable> =
            state.new_among(sources).map(|source| source.variable).collect();
        let problem = self.problem;
        let mut bound = 0.0;
        for (id, own) in &state.score.unexplained {
            if self.suspects.iter().any(|(rule, _)| *rule == id.rule) {
                continue;
            }
            match self.suspected.get(id) {
                None => bound += own,
                Some(figures) if figures.is_disjoint(&used) => {
                    let likeliest =
                        figures.iter().map(|figure| problem.likeliest(*figure)).fold(0.0, f64::max);
                    bound += own.max((problem.known.fault * likeliest).ln());
                    used.extend(figures);
                }
                Some(_) => {}
            }
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
                !problem.verdict(*id).disagrees() && problem.fit(*id, &taken).0 == Fit::Fails
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

    /// The hypothesis with one more source, or two exchanged figures, or one wrong rule, that
    /// explains one of the first unexplained checks.
    fn extensions(&self, state: &State, most: usize) -> Vec<Extension> {
        let open = self.suspects.iter().filter(|(rule, _)| !state.excused.contains(rule));
        let mut found: Vec<Extension> = open
            .map(|(rule, log)| Extension {
                sources: state.sources.clone(),
                excused: [state.excused.as_slice(), &[*rule]].concat(),
                log: *log,
            })
            .collect();
        let taken = state.taken();
        for (id, _) in state.score.unexplained.iter().take(most) {
            let exchanges = self.problem.exchanges_with_target(*id, &state.sources);
            found.extend(exchanges.into_iter().map(|(both, log)| state.with_sources(both, log)));
            for variable in self.problem.inputs(*id).iter().copied().chain(self.problem.target(*id))
            {
                if !state.blames(variable) {
                    self.extend_by(state, *id, variable, &taken, &mut found);
                }
            }
        }
        found
    }

    /// Adds the extensions that explain a check by a misprint of one of its figures.
    fn extend_by(
        &self,
        state: &State,
        id: CheckId,
        variable: Variable,
        taken: &[Taken],
        found: &mut Vec<Extension>,
    ) {
        // A slip of a figure that nothing else depends on is already an explanation of that check;
        // only its exchange with another figure is new.
        let leaf = self.problem.target(id) == Some(variable) && self.problem.is_leaf(variable);
        for source in self.misprints(id, variable, taken) {
            if let Some((both, log)) = self.problem.exchange(id, &state.sources, &source) {
                found.push(state.with_sources(both, log));
            }
            if !leaf {
                let log = source.log;
                found.push(state.with_sources([source], log));
            }
        }
    }

    /// What a figure should be for a check to hold, with the other sources corrected or as printed.
    fn misprints(&self, id: CheckId, variable: Variable, taken: &[Taken]) -> Vec<Source> {
        let inputs = self.problem.inputs(id);
        let mut versions = vec![taken];
        if taken.iter().any(|each| inputs.contains(&each.variable)) {
            versions.push(&[]);
        }
        let mut sources: Vec<Source> = Vec::new();
        for taken in versions {
            for source in self.problem.sources_of(id, variable, taken).iter() {
                if !sources.iter().any(|known| known.right == source.right) {
                    sources.push(source.clone());
                }
            }
        }
        sources
    }
}
