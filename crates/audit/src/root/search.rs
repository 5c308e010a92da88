//! Best-first search for the sets of root causes that explain a group of findings.
//!
//! A hypothesis is a set of misprinted figures with their right values, and perhaps of rules that
//! the publication does not follow. Every hypothesis is complete: a finding that its sources do not
//! explain is explained by a slip or wrong formula of that figure alone, at its price.
//!
//! The search decides one suspect after the other, the one that may explain the most checks first:
//! it is wrong, in each way that explains one of the unexplained checks, or it is right. So every set
//! is met once, and once a figure that many checks read is right, each of them needs an error of its
//! own. A hypothesis is dropped if none that contains it can be [`WORTH_KEEPING`] times as probable
//! as the best one known: unexplained checks that depend on no common suspect each need a source or
//! an explanation.

use std::cmp::Ordering;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap};
use std::rc::Rc;

use crossfoot_core::Variable;

use super::extend::Suspect;
use super::hypothesis::{Extension, Key, State, key};
use super::partition::Partition;
use super::problem::Problem;
use super::world::Source;
use crate::CheckId;

/// Hypotheses less probable than this, relative to the best, are not kept.
const WORTH_KEEPING: f64 = 1e-4;

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
    /// Whether every suspect was looked at when it was made.
    pub(super) complete: bool,
}

/// A hypothesis in the queue: the most probable is extended first.
struct Open {
    state: Rc<State>,
    /// The suspects that were found right.
    right: BTreeSet<Suspect>,
}

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
        self.state
            .score
            .log
            .total_cmp(&other.state.score.log)
            .then_with(|| other.state.key().cmp(&self.state.key()))
            .then_with(|| self.right.cmp(&other.right))
    }
}

/// The hypotheses that were scored, and how much more may be computed.
struct Known<'a> {
    group: &'a Group<'a, 'a>,
    states: BTreeMap<Key, Rc<State>>,
    /// The logarithm of the probability of the best one.
    best: f64,
    /// The same of the best one that blames each figure alone.
    alone: BTreeMap<Variable, f64>,
    /// The work after which the search ends.
    last: usize,
}

impl Known<'_> {
    /// The logarithm of the least probability that is worth keeping.
    #[expect(clippy::float_arithmetic, reason = "probabilities; no verdict depends on them")]
    fn least(&self) -> f64 {
        self.best + WORTH_KEEPING.ln()
    }

    /// Whether all the work was done that may be done.
    const fn is_over(&self) -> bool {
        self.group.problem.work() > self.last
    }

    /// The hypothesis of an extension, which is scored once.
    fn scored(&mut self, extension: Extension) -> Rc<State> {
        let Extension { sources, excused, .. } = extension;
        let state = (self.states)
            .entry(key(&sources, &excused))
            .or_insert_with(|| Rc::new(self.group.state(sources, excused)));
        let (state, log) = (Rc::clone(state), state.score.log);
        self.best = self.best.max(log);
        if let [source] = state.sources.as_slice() {
            let known = self.alone.entry(source.variable).or_insert(log);
            *known = known.max(log);
        }
        state
    }

    /// The hypotheses worth keeping, the most probable first.
    fn worth_keeping(self) -> Vec<State> {
        let least = self.least();
        let worth = self.states.into_values().filter(|state| state.score.log >= least);
        let mut states: Vec<State> = worth.map(|state| State::clone(&state)).collect();
        states.sort_by(|a, b| {
            b.score.log.total_cmp(&a.score.log).then_with(|| a.key().cmp(&b.key()))
        });
        states
    }
}

impl Group<'_, '_> {
    /// All hypotheses worth keeping, if so much work is enough to find them.
    #[expect(clippy::float_arithmetic, reason = "probabilities; no verdict depends on them")]
    pub(super) fn search(&self, work: usize) -> Found {
        let start = Rc::new(self.state(Vec::new(), Vec::new()));
        let mut known = Known {
            group: self,
            states: BTreeMap::from([(start.key(), Rc::clone(&start))]),
            best: start.score.log,
            alone: BTreeMap::new(),
            last: self.problem.work() + work,
        };
        self.climb(Rc::clone(&start), &mut known);
        let mut met = BTreeSet::from([start.key()]);
        let mut queue = BinaryHeap::from([Open { state: start, right: BTreeSet::new() }]);
        while !known.is_over()
            && let Some(Open { state, mut right }) = queue.pop()
        {
            let mut outlook = self.outlook(&state, &right);
            if self.bound(&state, &outlook) < known.least() {
                continue;
            }
            let undecided = self.undecided(&state, &right, &known.alone);
            for (at, suspect) in undecided.iter().enumerate() {
                if at > 0 {
                    outlook = self.outlook(&state, &right);
                }
                for extension in self.extensions(&state, *suspect) {
                    if known.is_over() {
                        break;
                    }
                    if !self.is_worth(&state, &outlook, &extension, known.least())
                        || !met.insert(key(&extension.sources, &extension.excused))
                    {
                        continue;
                    }
                    let right = self.still_right(&right, &state, &extension.sources);
                    let next = known.scored(extension);
                    if next.score.log >= state.score.log + WORTH_KEEPING.ln() {
                        queue.push(Open { state: next, right });
                    }
                }
                right.insert(*suspect);
            }
            if !undecided.is_empty() {
                queue.push(Open { state, right });
            }
        }
        Found { exhaustive: self.complete && queue.is_empty(), states: known.worth_keeping() }
    }

    /// Follows the best extension as long as the hypothesis becomes more probable: a first good one,
    /// next to which others need not be considered.
    fn climb(&self, mut state: Rc<State>, known: &mut Known<'_>) {
        let none = BTreeSet::new();
        loop {
            let outlook = self.outlook(&state, &none);
            let mut best = Rc::clone(&state);
            for suspect in self.all_undecided(&state, &none) {
                for extension in self.extensions(&state, suspect) {
                    if known.is_over() {
                        return;
                    }
                    if self.is_worth(&state, &outlook, &extension, known.least()) {
                        let next = known.scored(extension);
                        if next.score.log > best.score.log {
                            best = next;
                        }
                    }
                }
            }
            if best.key() == state.key() {
                return;
            }
            state = best;
        }
    }

    /// The group in independent parts: no single change worth making concerns checks of two parts.
    /// Changes are looked at as long as there is work left.
    #[expect(clippy::float_arithmetic, reason = "probabilities; no verdict depends on them")]
    pub(super) fn parts(self, work: usize) -> Vec<Self> {
        let last = self.problem.work() + work;
        let start = self.state(Vec::new(), Vec::new());
        let worth = start.score.log + WORTH_KEEPING.ln();
        let mut together = Partition::new(self.failing.len());
        let mut suspected: BTreeMap<CheckId, BTreeSet<Variable>> = BTreeMap::new();
        let suspects = self.all_undecided(&start, &BTreeSet::new());
        let extensions = suspects.into_iter().flat_map(|each| self.extensions(&start, each));
        let mut complete = self.complete;
        for Extension { sources, excused, .. } in extensions {
            if self.problem.work() > last {
                complete = false;
                break;
            }
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
        let parts = together.parts();
        let parts = parts.into_iter().map(|members| {
            let failing: Vec<CheckId> = members.into_iter().map(|at| self.failing[at]).collect();
            let suspects = self
                .suspects
                .iter()
                .filter(|(rule, _)| failing.iter().any(|id| id.rule == *rule))
                .copied()
                .collect();
            let suspected =
                failing.iter().filter_map(|id| Some((*id, suspected.get(id)?.clone()))).collect();
            Self { problem: self.problem, failing, suspects, suspected, complete }
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
}
